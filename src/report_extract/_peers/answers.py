"""Answers that a reader of anyone's wrote to a file, to stand beside this package: one JSON object an article.

The tables are those of expected facts (corpora/README.md): `id` of the article, and any of `figures`, `times`,
`organisations` and `persons`, each a list of `start`, `end` and, where the reader has them, `value` (or `low` and
`high`), `unit`, and `kind` of a time (`duration` lets it count as figure or time, as it fits).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from report_extract._peers.peer import Given
from report_extract.errors import InputError


class _Fact(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    start: int
    end: int
    value: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    kind: str | None = None

    def given(self, table: str) -> Given:
        value = self.value if self.value is not None or self.low is None else f"{self.low}..{self.high}"
        values = () if value is None else (value,)
        return Given(table, self.start, self.end, values, self.unit, either=self.kind == "duration")


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str
    figures: tuple[_Fact, ...] | None = None
    times: tuple[_Fact, ...] | None = None
    organisations: tuple[_Fact, ...] | None = None
    persons: tuple[_Fact, ...] | None = None


_TABLES = ("figures", "times", "organisations", "persons")


class Answers:
    """A reader that says what stands in its file."""

    version = "answers"

    def __init__(self, name: str, tables: tuple[str, ...], by_text: Mapping[str, Sequence[Given]]) -> None:
        self.name = name
        self.tables = tables
        self._by_text = by_text

    def read(self, text: str, published: date | None) -> Sequence[Given]:
        """What was answered for the text, nothing where no line was about it."""
        del published
        return self._by_text.get(text, ())


def answers_in(path: Path, texts: Mapping[str, str]) -> Answers:
    """The answers of a file to articles given by id.

    Raises InputError with the line that is not in the form, or where no line is about one of the articles.
    """
    by_text: dict[str, list[Given]] = {}
    tables: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        row = _row(path, number, line)
        given = {table: getattr(row, table) for table in _TABLES}
        tables |= {table for table, facts in given.items() if facts is not None}
        if row.id in texts:
            by_text[texts[row.id]] = [fact.given(table) for table in _TABLES for fact in given[table] or ()]
    if not by_text:
        raise InputError(
            f"{path}: no line is about an article of the gold; its `id` is the name of the article's folder"
        )
    return Answers(path.stem, tuple(table for table in _TABLES if table in tables), by_text)


def _row(path: Path, number: int, line: str) -> _Row:
    try:
        return _Row.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "line"
        raise InputError(f"{path}:{number}: no answer (corpora/README.md): {where}: {first['msg']}") from error
