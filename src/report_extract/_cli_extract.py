"""The work of `report-extract extract`: articles in, one sink out, what could not be read kept apart."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Literal

from rich.console import Console

from report_extract._cli_articles import exit_code, extractions
from report_extract._cli_talk import say
from report_extract._coverage import account_of_numerals
from report_extract._lexicon import Lexicon, WordSource, lexicon_from
from report_extract._pipeline import extract
from report_extract._sinks import format_of, json_line, replacing, sink_named, write
from report_extract._table import ledger_table
from report_extract.errors import InputError
from report_extract.records import Extraction, Unread


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for."""

    paths: tuple[str, ...]
    text: str | None
    output: Path | None
    format_name: str | None
    lang: str
    published: date | None
    profile: Literal["rules", "full"]
    ner: str | None
    coverage: bool
    unread: Path | None
    words: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    fields: tuple[str | None, str | None, str | None] = (None, None, None)


def run_extract(request: Request) -> int:
    """Extract, write and talk; returns the exit code. Nothing is written where nothing could be read."""
    _check_outputs(request)
    unread: list[Unread] = []
    done = 0
    items = _covered(_items(request, unread), request.coverage)
    first = next(items, None)
    if first is not None:
        done = _write(request, chain((first,), items))
    if request.unread is not None:
        _list_unread(request.unread, unread)
    if unread and done:
        say(f"{done} of {done + len(unread)} inputs extracted, {len(unread)} could not be read")
    return exit_code(done, unread)


def _of_text(request: Request, text: str, lexicon: Lexicon) -> Extraction:
    return extract(text, published=request.published, profile=request.profile, ner=request.ner, lexicon=lexicon)


def _items(request: Request, unread: list[Unread]) -> Iterator[Extraction]:
    lexicon = lexicon_from(WordSource(*request.words))
    if request.text is not None:
        return iter((_of_text(request, request.text, lexicon),))
    return extractions(
        request.paths,
        published=request.published,
        profile=request.profile,
        ner=request.ner,
        unread=unread,
        lexicon=lexicon,
        fields=request.fields,
    )


def _write(request: Request, items: Iterator[Extraction]) -> int:
    if request.output is not None:
        return write(items, request.output, format=_format(request))
    if _format(request) == "table" and sys.stdout.isatty():
        return _show(items)
    return write(items, sys.stdout, format=_format(request))


def _show(items: Iterator[Extraction]) -> int:
    console = Console()
    shown = 0
    for item in items:
        console.print(ledger_table(item))
        shown += 1
    return shown


def _format(request: Request) -> str:
    """The format asked for, under Chinese headers where those are."""
    name = _format_name(request)
    if request.lang == "zh" and name not in {"csv", "table"}:
        raise InputError(f"--lang zh: {name} has no column headers; it goes with csv")
    return "csv-zh" if request.lang == "zh" and name == "csv" else name


def _format_name(request: Request) -> str:
    if request.format_name is not None:
        return request.format_name
    if request.output is not None:
        return format_of(request.output)
    return "table" if sys.stdout.isatty() else "jsonl"


def _check_outputs(request: Request) -> None:
    sink_named(_format(request))
    for path in (request.output, request.unread):
        if path is None:
            continue
        if path.is_dir():
            raise InputError(f"{path}: is a folder; -o and --unread need the name of a file")
        if not path.parent.is_dir():
            raise InputError(f"{path}: there is no folder {path.parent}")
        if path == request.output == request.unread:
            raise InputError(f"{path}: named by both -o and --unread; give each its own file")
        if _is_input(path, request.paths):
            raise InputError(f"{path}: is an input too and would be overwritten; name another file")


def _is_input(path: Path, inputs: Sequence[str]) -> bool:
    return path.is_file() and any(Path(given).exists() and path.samefile(given) for given in inputs if given != "-")


def _covered(items: Iterator[Extraction], wanted: bool) -> Iterator[Extraction]:
    for item in items:
        if wanted:
            account = account_of_numerals(item, item.text or "")
            say(f"{item.article.source or 'text'}: {account}")
            for span in account.unexplained:
                say(f"  unexplained at {span[0]}: {(item.text or '')[slice(*span)]}")
        yield item


def _list_unread(path: Path, unread: Sequence[Unread]) -> None:
    with replacing(path) if path.exists() or unread else nullcontext() as stream:
        if stream is not None:
            stream.writelines(json_line(row).encode() + b"\n" for row in unread)
