"""Reading: paths, streams and URIs in, Articles and Unreads out; an input never raises, and never vanishes.

`files` gets the bytes, one module a format makes articles of them, and `SOURCES` at the foot says which suffix is read
by which function. First bytes that are beyond doubt go before the suffix. A text is decoded once and never altered.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from report_extract._decoding import RefusedError, decode
from report_extract._sources.archives import read_gz, read_tar, read_zip
from report_extract._sources.documents import read_docx, read_pdf
from report_extract._sources.files import inputs
from report_extract._sources.given import MOST_BYTES, Fields, Given, article_of, article_of_text, unread
from report_extract._sources.html import read_html
from report_extract._sources.tables import read_csv, read_jsonl, read_parquet
from report_extract._sources.warc import read_warc
from report_extract._text import Article
from report_extract.records import Unread

__all__ = ["MOST_BYTES", "SOURCES", "Fields", "article_of_text", "decode", "read"]

Source = Callable[[Given], Iterator[Article | Unread]]

_FOREIGN_HEADS = (b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"7z\xbc\xaf", b"Rar!", b"SQLite format 3")
_FOREIGN_SUFFIXES = frozenset(
    {".xml", ".doc", ".rtf", ".odt", ".epub", ".json", ".xls", ".xlsx", ".7z", ".rar", ".png", ".jpg", ".jpeg", ".gif"}
    | {".webp", ".mp3", ".mp4", ".sqlite", ".db", ".py", ".toml", ".yaml", ".yml", ".log"}
)


def read(
    paths: Iterable[str | Path],
    *,
    published: date | None = None,
    stdin: BinaryIO | None = None,
    text_field: str | None = None,
    id_field: str | None = None,
    date_field: str | None = None,
) -> Iterator[Article | Unread]:
    """One Article or Unread an input: files, folders (recursively, in the order of names), `-` for `stdin`, URIs.

    Of folders only files with a suffix in `SOURCES` are read; archives and tables give one item an entry or row. The
    fields name the columns of tables. docs/inputs.md lists the reason codes of Unread.
    """
    fields = Fields(text_field, id_field, date_field)
    for path in paths:
        for found in inputs(os.fspath(path), stdin, suffixes=SOURCES, containers=_CONTAINERS):
            if isinstance(found, Unread):
                yield found
            else:
                yield from _opened(Given(found[1], found[0], _opened, fields, published))


def _opened(given: Given) -> Iterator[Article | Unread]:
    """Everything that one input gives; what it cannot give is one Unread."""
    try:
        yield from _source(given)(given)
    except RefusedError as refusal:
        yield unread(given, refusal)
    except Exception as error:  # a library of a format that breaks costs no other input
        detail = f"cannot be read ({type(error).__name__}: {str(error)[:200]})"
        yield unread(given, RefusedError("corrupt", detail))


def _source(given: Given) -> Source:
    suffix = Path(given.name.rpartition("!")[2]).suffix.lower()
    data = given.data
    if data.startswith(_FOREIGN_HEADS):
        raise RefusedError("unsupported_type", f"not a format that is read; {_known()} are")
    by_bytes = _by_bytes(data)
    source = by_bytes or SOURCES.get(suffix)
    if source is None and suffix in _FOREIGN_SUFFIXES:
        raise RefusedError("unsupported_type", f"{suffix} is not read; {_known()} are")
    source = source or read_text
    if len(data) > MOST_BYTES and source not in _CONTAINERS.values():
        raise RefusedError("too_large", f"{len(data)} bytes; at most {MOST_BYTES} bytes are read")
    return source


def _by_bytes(data: bytes) -> Source | None:
    """The format where the first bytes tell it beyond doubt."""
    if data.startswith(b"PK\x03\x04"):
        return read_docx if b"word/document.xml" in data else read_zip
    if data[257:262] == b"ustar":
        return read_tar
    page = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if page.startswith((b"<!doctype html", b"<html")):
        return read_html
    return next((source for head, source in _HEADS if data.startswith(head)), None)


def _known() -> str:
    return " ".join(sorted(SOURCES))


def read_text(given: Given) -> Iterator[Article | Unread]:
    """A plain text: its offsets are those of the file as decoded."""
    text, encoding, notes = decode(given.data)
    yield article_of(given, text, encoding=encoding, notes=notes)


_HEADS: tuple[tuple[bytes, Source], ...] = (
    (b"%PDF", read_pdf),
    (b"PAR1", read_parquet),
    (b"WARC/1", read_warc),
)

_CONTAINERS: dict[str, Source] = {
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".zip": read_zip,
    ".tar": read_tar,
    ".gz": read_gz,
    ".tgz": read_gz,
    ".warc": read_warc,
}

SOURCES: dict[str, Source] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".markdown": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    **_CONTAINERS,
}
