"""Tables with one article a row: .jsonl, .csv, .parquet. Offsets count in the value of the text column.

The columns are those of `Fields`, else the usual names. A row that is no article is one Unread; its number is in
its name (`news.jsonl#3`, counted from 1).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from report_extract._decoding import RefusedError, decode
from report_extract._sources.given import MOST_BYTES, Given, article_of, library, unread
from report_extract._text import Article
from report_extract.records import Unread

_TEXTS = ("text", "content", "body", "article", "正文", "内容", "文章")
_IDS = ("id", "article_id", "编号")
_DATES = ("date", "published", "published_at", "pubtime", "日期", "发布时间")


def read_jsonl(given: Given) -> Iterator[Article | Unread]:
    """One object a line; lines end at newlines only, never at U+2028."""
    for number, line in enumerate(io.BytesIO(given.data), 1):
        name = f"{given.name}#{number}"
        if not line.strip():
            continue
        try:
            if len(line) > MOST_BYTES:
                raise RefusedError("too_large", f"{len(line)} bytes in one line; at most {MOST_BYTES} are read")
            try:
                row = json.loads(decode(line)[0], object_pairs_hook=_once)
            except (ValueError, RecursionError) as error:
                raise RefusedError("not_json", f"not a JSON object: {error}") from error
            if not isinstance(row, dict):
                raise RefusedError("not_json", "not a JSON object; one object a line is needed")
            yield _row(given, row, name)
        except RefusedError as refusal:
            yield unread(given, refusal, name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a key stands twice")
    return row


def read_csv(given: Given) -> Iterator[Article | Unread]:
    """A header, then one article a record; separated by commas, or by tabs where the header has them."""
    text, encoding, notes = decode(given.data)
    head = text[: text.find("\n") + 1]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in head else ",")
    number = 0
    while True:
        number += 1
        name = f"{given.name}#{number}"
        try:
            row = next(rows, None)
            if row is None:
                return
            yield _row(given, row, name, encoding=encoding, notes=notes)
        except csv.Error as error:
            yield unread(given, RefusedError("corrupt", f"not a whole CSV file: {error}"), name)
            return
        except RefusedError as refusal:
            yield unread(given, refusal, name)


def read_parquet(given: Given) -> Iterator[Article | Unread]:
    """One article a row."""
    parquet = library("pyarrow.parquet", "parquet")
    try:
        file = parquet.ParquetFile(io.BytesIO(given.data))
        batches = file.iter_batches(batch_size=256)
        first = next(batches, None)
    except Exception as error:
        raise RefusedError("corrupt", f"not a whole Parquet file ({type(error).__name__})") from error
    number = 0
    while first is not None:
        for row in first.to_pylist():
            number += 1
            name = f"{given.name}#{number}"
            try:
                yield _row(given, row, name)
            except RefusedError as refusal:
                yield unread(given, refusal, name)
        first = next(batches, None)


def _row(
    given: Given, row: Mapping[str, Any], name: str, *, encoding: str = "utf-8", notes: tuple[str, ...] = ()
) -> Article:
    fields = given.fields
    column = _column(row, fields.text, _TEXTS, needed=True)
    text = row.get(column) if column else None
    if not isinstance(text, str):
        raise RefusedError("no_text_field", f"column {column!r} holds no text; name the text column by --text-field")
    day = _column(row, fields.date, _DATES)
    id_ = _column(row, fields.id, _IDS)
    notes = (*notes, f"offsets: in column {column!r}")
    return article_of(
        given,
        text,
        name=name,
        encoding=encoding,
        notes=notes,
        offsets="column",
        id_=str(row[id_]) if id_ and row[id_] not in (None, "") else None,
        day=(str(row[day]), f"column {day!r}") if day and row[day] else None,
    )


def _column(row: Mapping[str, Any], asked: str | None, usual: tuple[str, ...], *, needed: bool = False) -> str | None:
    """The column asked for, or the first of the usual ones."""
    found = next((name for name in ((asked,) if asked else usual) if name in row), None)
    if found is None and (needed or asked):
        known = ", ".join(str(name) for name in list(row)[:12])
        wanted = f"no column {asked!r}" if asked else "no column with a usual name for text (--text-field names it)"
        raise RefusedError("no_text_field", f"{wanted}; there are {known}")
    return found
