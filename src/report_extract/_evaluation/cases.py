"""Peer cases: single texts with the facts of some kinds that must be read in them, in the form of docs/cases.md.

In: a JSONL file, one case a line. Out: `Case`s in the order of the file. Answers of a reader are a JSONL file of the
same form, with `found` in the place of `expected`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from report_extract.errors import InputError

ItemKind = Literal[
    "number", "percent", "ordinal", "quantity", "date", "daterange", "time", "duration", "recurrence"
]  # fmt: skip
Scope = Literal[ItemKind, "currency", "dimension", "temperature", "age"]
Line = TypeVar("Line", bound="_Line")
_NUMERIC = ("number", "percent", "ordinal", "quantity")


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Range(_Line):
    """Both ends of a quantity."""

    min: float
    max: float


class Repeated(_Line):
    """A recurrence: its period (ISO 8601), and the words that say when within it, which are not compared."""

    every: str
    at: str | None = None


class Item(_Line):
    """One fact, `text[start:end]` of its case.

    `value` is a number (of `percent` in hundredths), a `Range` of a quantity, EDTF of a date, range or time, ISO 8601
    of a duration, `Repeated` of a recurrence. `unit` of a quantity is its word or its UCUM or ISO 4217 code. `text`,
    where it is given, must be what stands there.
    """

    start: Annotated[int, Field(ge=0)]
    end: int
    kind: ItemKind
    value: float | str | Range | Repeated
    unit: str | None = None
    text: str | None = None

    @model_validator(mode="after")
    def _value_of_its_kind(self) -> Item:
        if self.end <= self.start:
            raise ValueError(f"end {self.end} does not lie behind start {self.start}")
        wanted: dict[str, tuple[type, ...]] = dict.fromkeys(_NUMERIC, (float,))
        wanted |= {"quantity": (float, Range), "recurrence": (Repeated,)}
        types = wanted.get(self.kind, (str,))
        if not isinstance(self.value, types):
            names = {float: "a number", str: "a string", Range: "{min, max}", Repeated: "{every, at}"}
            raise ValueError(f"value of a {self.kind}: {' or '.join(names[one] for one in types)} is needed")
        return self


class Case(_Line):
    """A text, and every fact in it that is of one of the kinds of `scope`.

    `ref_date` is the day that relative dates count from; `suite` names where the case comes from.
    """

    id: str
    text: Annotated[str, Field(min_length=1)]
    scope: Annotated[tuple[Scope, ...], Field(min_length=1)]
    expected: tuple[Item, ...]
    ref_date: str | None = None
    suite: str = "cases"

    @field_validator("ref_date")
    @classmethod
    def _a_day(cls, value: str | None) -> str | None:
        return None if value is None else datetime.fromisoformat(value).date().isoformat()

    @model_validator(mode="after")
    def _spans_within(self) -> Case:
        for item in self.expected:
            if item.end > len(self.text):
                raise ValueError(f"expected {item.start}–{item.end}: the text has {len(self.text)} characters")
            there = self.text[item.start : item.end]
            if item.text not in (None, there):
                raise ValueError(f"expected {item.start}–{item.end}: {there!r} stands there, not {item.text!r}")
        return self


class Answer(_Line):
    """What a reader found in the text of the case `id`."""

    id: str
    found: tuple[Item, ...]


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a file. Raises InputError with the line that is not in the form, and for an id that comes twice."""
    cases: dict[str, Case] = {}
    for number, case in _lines(path, Case):
        if case.id in cases:
            raise InputError(f"{path}:{number}: id {case.id!r} comes twice; each case needs its own")
        cases[case.id] = case
    if not cases:
        raise InputError(f"{path}: no case in it; one JSON object a line is needed (docs/cases.md)")
    return tuple(cases.values())


def read_answers(path: Path) -> Mapping[str, Sequence[Item]]:
    """What was found, by the id of the case. Raises InputError with the line that is not in the form."""
    return {answer.id: answer.found for _, answer in _lines(path, Answer)}


def _lines(path: Path, model: type[Line]) -> Iterator[tuple[int, Line]]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, _read(path, number, line, model)
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8; JSON lines in UTF-8 are needed") from error


def _read(path: Path, number: int, line: str, model: type[Line]) -> Line:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        first: Any = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        said = first["msg"].removeprefix("Value error, ")
        name = "a case" if model is Case else "an answer"
        raise InputError(
            f"{path}:{number}: not {name} (docs/cases.md): {where + ': ' if where else ''}{said}"
        ) from error
