"""Where extractions go: one function a format, listed in `SINKS` at the foot.

A sink takes extractions and a binary stream and writes as they come: UTF-8, the same items give the same bytes.
`write` finds the sink and the stream; a file appears whole or not at all.
"""

from __future__ import annotations

import csv as _csv
import glob
import io
import json as _json
import os
import re
import secrets
import shutil
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from report_extract._ledger import COLUMNS, HEADERS_ZH, ledger_rows
from report_extract._table import plain_table
from report_extract.errors import InputError
from report_extract.records import Extraction, Unread

Sink = Callable[[Iterable[Extraction], BinaryIO], None]

# Ten characters end a line for str.splitlines; json escapes those below U+0020, these three are left.
_LINE_ENDS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}
# What a spreadsheet takes for a formula; full-width forms too, where the reader's system is Chinese or Japanese.
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?\Z")


def write(
    items: Iterable[Extraction | Unread],
    target: str | Path | IO[str] | IO[bytes],
    *,
    format: str | None = None,  # noqa: A002
) -> int:
    """Write extractions to a path or stream and return how many; `Unread` items are passed over.

    `format` is a name in `SINKS`; without it the path's suffix decides, and a stream gets JSONL. A file is written
    beside its place and moved there at the end. Raises InputError for an unknown format or suffix.
    """
    counted = _Counter(item for item in items if isinstance(item, Extraction))
    if isinstance(target, str | Path):
        path = Path(target)
        sink = sink_named(format or format_of(path))
        with replacing(path) as stream:
            sink(counted, stream)
    else:
        _into_stream(sink_named(format or "jsonl"), counted, target)
    return counted.seen


def format_of(path: Path) -> str:
    """The format that a file name asks for; JSONL where it has no suffix.

    >>> format_of(Path("facts.csv")), format_of(Path("facts"))
    ('csv', 'jsonl')
    """
    name = path.suffix.lower().removeprefix(".") or "jsonl"
    if name not in SINKS or name in {"table", "ledger-jsonl"}:
        raise InputError(f"{path}: no format is known by this suffix; use .jsonl, .json or .csv, or name the format")
    return name


def sink_named(name: str) -> Sink:
    """The sink of that name."""
    if name not in SINKS and name not in LOCALISED:
        raise InputError(f"{name}: no such format; there are {', '.join(SINKS)}")
    return SINKS[name] if name in SINKS else LOCALISED[name]


def jsonl(items: Iterable[Extraction], stream: BinaryIO) -> None:
    """One compact JSON object a line; no character but the final newline ends a line."""
    for item in items:
        stream.write(json_line(item).encode() + b"\n")


def json(items: Iterable[Extraction], stream: BinaryIO) -> None:
    """One indented array."""
    opening = "[\n"
    for item in items:
        lines = _one_line(item.model_dump_json(indent=2)).split("\n")
        stream.write((opening + "\n".join(f"  {line}" for line in lines)).encode())
        opening = ",\n"
    stream.write(b"[]\n" if opening == "[\n" else b"\n]\n")


def csv(items: Iterable[Extraction], stream: BinaryIO) -> None:
    """The ledger for a spreadsheet: UTF-8 with a mark that Excel knows, no cell that could run as a formula."""
    stream.write(b"\xef\xbb\xbf")
    stream.write(csv_line(COLUMNS))
    for item in items:
        for row in ledger_rows(item):
            stream.write(csv_line(row.values()))


def csv_zh(items: Iterable[Extraction], stream: BinaryIO) -> None:
    """The ledger for a spreadsheet under Chinese headers."""
    stream.write(b"\xef\xbb\xbf")
    stream.write(csv_line(HEADERS_ZH))
    for item in items:
        for row in ledger_rows(item):
            stream.write(csv_line(row.values()))


def ledger_jsonl(items: Iterable[Extraction], stream: BinaryIO) -> None:
    """The ledger, one JSON object a row, with the columns as keys; unknown values are null."""
    for item in items:
        for row in ledger_rows(item):
            line = _one_line(_json.dumps(row, ensure_ascii=False, separators=(",", ":")))
            stream.write(line.encode() + b"\n")


def table(items: Iterable[Extraction], stream: BinaryIO) -> None:
    """The ledger for reading, in plain characters of a fixed width."""
    for item in items:
        stream.write(plain_table(item).encode())


def json_line(record: Extraction | Unread) -> str:
    """A record as one line of JSON, without the newline."""
    return _one_line(record.model_dump_json())


def _one_line(text: str) -> str:
    """JSON whose strings end no line. Looking for three rare characters is far cheaper than translating them all."""
    for character, escaped in _LINE_ENDS.items():
        if character in text:
            text = text.replace(character, escaped)
    return text


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes take the place of `path` when all went well, and vanish when not.

    A device or pipe cannot be replaced and is written to directly. What killed writers left beside it is swept away.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    _sweep(path)
    writer = f"{socket.gethostname()[:60]}-{os.getpid()}"
    temporary = path.with_name(f".{path.name[:100]}.{writer}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _sweep(path: Path) -> None:
    """Remove unfinished files for `path` whose writers, processes of this machine, are no more."""
    if os.name != "posix":  # elsewhere a signal of 0 is no question
        return
    start = f".{path.name[:100]}.{socket.gethostname()[:60]}-"
    for left in path.parent.glob(f"{glob.escape(start)}*.part"):
        process = left.name[len(start) :].partition(".")[0]
        if process.isdecimal() and not _alive(int(process)):
            left.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it lives, and is another's
        pass
    return True


class _Counter:
    """Passes extractions on and counts them."""

    def __init__(self, items: Iterable[Extraction]) -> None:
        self._items = items
        self.seen = 0

    def __iter__(self) -> Iterator[Extraction]:
        for item in self._items:
            self.seen += 1
            yield item


def _into_stream(sink: Sink, items: Iterable[Extraction], stream: IO[str] | IO[bytes]) -> None:
    if not isinstance(stream, io.TextIOBase):
        sink(items, cast(BinaryIO, stream))
        return
    buffer = getattr(stream, "buffer", None)
    if buffer is not None:
        stream.flush()
        sink(items, buffer)
        buffer.flush()
        return
    whole = io.BytesIO()
    sink(items, whole)
    stream.write(whole.getvalue().decode("utf-8-sig"))


def csv_line(cells: Iterable[object]) -> bytes:
    """One line of CSV, no cell of which a spreadsheet would run."""
    line = io.StringIO(newline="")
    _csv.writer(line, lineterminator="\r\n").writerow([_cell(value) for value in cells])
    return line.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


SINKS: dict[str, Sink] = {"jsonl": jsonl, "json": json, "csv": csv, "ledger-jsonl": ledger_jsonl, "table": table}
LOCALISED: dict[str, Sink] = {"csv-zh": csv_zh}
