"""What every reader of a format works on: one input's bytes with its name, and how an article or a refusal is made.

A reader yields Articles and Unreads and raises `RefusedError` for what it cannot read at all; it never writes to disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from importlib import import_module
from typing import Any, Literal

from report_extract._decoding import RefusedError
from report_extract._text import Alignment, Article, Candidate, Printed, Span
from report_extract.records import Unread

MOST_BYTES = 5_000_000
"""A larger article is refused as `too_large`."""
MOST_CHARACTERS = 1_000_000
"""The same for its text."""
MOST_CONTAINER = 256_000_000
"""Bytes of a file of many articles: archive, table, WARC; read and unpacked."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_NULS = re.compile("\0")
_DAY = re.compile(r"\s{0,4}([12][0-9]{3})[-/.年]?([01]?[0-9])[-/.月]?([0-3]?[0-9])")


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of the columns of .jsonl, .csv and .parquet; None = by their usual names."""

    text: str | None = None
    id: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One input: its bytes, the name it is shown by, what the caller asked for; `depth` counts archives around it.

    `again` reads what was found inside of it, by its own format.
    """

    data: bytes
    name: str
    again: Callable[[Given], Iterator[Article | Unread]]
    fields: Fields = Fields()
    published: date | None = None
    depth: int = 0
    suffix: str | None = None

    def inside(self, data: bytes, name: str) -> Iterator[Article | Unread]:
        """What is read from bytes that lie inside of this input."""
        given = replace(self, data=data, name=f"{self.name}!{name}", depth=self.depth + 1, suffix=None)
        return self.again(given)


def article_of_text(
    text: str,
    *,
    source: str | None = None,
    published: date | None = None,
    encoding: str = "utf-8",
    id: str | None = None,  # noqa: A002 - the name of the record's field
    raw: bytes | None = None,
) -> Article:
    """The article of `text`; `raw` are the bytes it was decoded from, where there were any.

    Lone surrogates and NULs become U+FFFD, and a note says so; offsets stay. Raises InputError where the text
    is blank or has no Chinese character.

    >>> article_of_text("图书馆开放。", id="a1").id
    'a1'
    """
    digest = sha256(text.encode("utf-8", "surrogatepass") if raw is None else raw).hexdigest()
    notes: list[str] = []
    for name, pattern in (("lone_surrogate", _SURROGATES), ("nul", _NULS)):
        if pattern.search(text) is not None:
            text, count = pattern.subn("\ufffd", text)
            notes.append(f"{name}: {count} characters replaced")
    label = source or "text"
    if not text.strip("\ufeff\ufffd\u200b \t\r\n\u3000"):
        raise RefusedError("empty", f"{label}: empty; a news text in Chinese is needed")
    if _HAN.search(text) is None:
        raise RefusedError("no_chinese", f"{label}: no Chinese character in it; a news text in Chinese is needed")
    return Article(text, source, digest, encoding, id or digest[:16], published, tuple(notes))


def article_of(
    given: Given,
    text: str,
    *,
    name: str | None = None,
    encoding: str = "utf-8",
    notes: tuple[str, ...] = (),
    body: tuple[str, Alignment] | None = None,
    id_: str | None = None,
    day: tuple[str, str] | None = None,
    author: Candidate | None = None,
    offsets: Literal["source", "extracted", "column"] = "source",
    lines: tuple[Printed, ...] = (),
) -> Article:
    """The article that a format gave; `day` is a date in its metadata, with the place where it stands.

    `author` is a maker named there, `lines` are the printed lines of pages.

    A date given by the caller goes before that of the metadata. Raises InputError for a text that is none, or longer
    than `MOST_CHARACTERS`.
    """
    if len(text if body is None else body[0]) > MOST_CHARACTERS:
        raise RefusedError("too_large", f"{len(text)} characters; at most {MOST_CHARACTERS} are read")
    found = day_of(day[0]) if day else None
    candidates: list[Candidate] = []
    if day and found:
        notes = (*notes, f"published_in_metadata: {found.isoformat()} ({day[1]})")
        candidates = [Candidate("published", found.isoformat(), day[1], _place_of(day[0], text))]
    elif day:
        notes = (*notes, f"date_not_read: {day[0][:40]} ({day[1]})")
    if body is not None and _HAN.search(body[0]) is None:
        raise RefusedError("no_chinese", "no Chinese character in its article; a news text in Chinese is needed")
    article = article_of_text(
        text,
        source=name or given.name,
        published=given.published or found,
        encoding=encoding,
        id=id_,
        raw=None if name else given.data,
    )
    candidates += [author] if author else []
    return replace(
        article,
        notes=notes + article.notes,
        body=body,
        offsets=offsets,
        candidates=tuple(candidates),
        lines=lines,
    )


def _place_of(printed: str, text: str) -> Span | None:
    at = text.find(printed) if printed else -1
    return (at, at + len(printed)) if at >= 0 else None


def day_of(value: object) -> date | None:
    """A date in a column or in metadata: a date, ISO with or without a time, 20240305, 2024年3月5日.

    >>> day_of("2024-03-05T08:00:00+08:00"), day_of("unknown")
    (datetime.date(2024, 3, 5), None)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DAY.match(str(value))
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def unread(given: Given, refusal: RefusedError, name: str | None = None) -> Unread:
    """The row of an input that was refused."""
    source = name or given.name
    detail = " ".join(refusal.detail.removeprefix(f"{source}: ").split())
    return Unread(source=source, sha256=sha256(given.data).hexdigest(), reason=refusal.reason, detail=detail)


def library(name: str, extra: str) -> Any:
    """The library of a format, loaded when the format is met; where it is missing the refusal names the extra."""
    try:
        return import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        text = f"this format needs {package}: pip install 'report-extract[{extra}]'"
        raise RefusedError("missing_library", text) from error
