"""The corpora: every case of corpora/cases read exactly, every article of corpora/articles scored.

A kind that a case lists is listed in full, so `figure = {}` says that there is none. A case with `known_miss` is a
strict xfail: the day it is read, the line goes.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from conftest import CORPORA
from report_extract import Entity, Extraction, Figure, Statement, extract
from report_extract._evaluation.gold import GoldArticle, read_gold
from report_extract._evaluation.scores import score

_MARKS = {"eq": "", "approx": "~", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?"
_AMOUNT = re.compile(rf"(?P<mark>~|>=|>|<=|<|)(?P<low>{_NUMBER})(?:\.\.(?P<high>{_NUMBER}))?(?: (?P<unit>.+))?")
_OWN_KEYS = {"text", "note", "published", "known_miss", "profile"}
FLOOR = 0.6
FEWEST = 3
"""Below so many expected facts one slip decides, and the score says nothing."""

Table = Mapping[str, Any]


def cases() -> Iterable[Any]:
    """The cases of all files, as parameters named by file, number and the beginning of the text."""
    for path in sorted((CORPORA / "cases").glob("*.toml")):
        for index, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("case", ())):
            known = case.get("known_miss")
            marks = [pytest.mark.xfail(reason=known, strict=True, raises=AssertionError)] if known else []
            yield pytest.param(case, id=f"{path.stem}-{index + 1}-{case['text'][:16]}", marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: Table):
    unknown = set(case) - _OWN_KEYS - set(READERS)
    assert not unknown, f"no reader for {unknown}"
    extraction = extract(case["text"], published=case.get("published"), profile=case.get("profile", "full"))
    for kind, reader in READERS.items():
        if kind in case:
            wanted, read = reader(extraction, case[kind])
            assert read == wanted, f"{kind} of {case['text']}"


def figures(extraction: Extraction, wanted: Mapping[str, str]) -> tuple[Any, Any]:
    """Surface = comparator, value or range, unit; the expected side decides whether value or range is compared."""
    read = _numbered((figure.quote.text, figure) for figure in extraction.figures)
    return (
        {surface: _amount(amount) for surface, amount in wanted.items()},
        {surface: _read_amount(figure, wanted.get(surface, "")) for surface, figure in read.items()},
    )


def times(extraction: Extraction, wanted: Mapping[str, str]) -> tuple[Any, Any]:
    """Surface = EDTF value, "" where none can be given."""
    return dict(wanted), _numbered((time.quote.text, time.value or "") for time in extraction.times)


def organisations(extraction: Extraction, wanted: Mapping[str, str]) -> tuple[Any, Any]:
    """Surface of each outermost mention = type."""
    return dict(wanted), _mentions(extraction, "organisation")


def compounds(extraction: Extraction, wanted: Mapping[str, str]) -> tuple[Any, Any]:
    """Surface of each mention = type."""
    return dict(wanted), _mentions(extraction, "compound", nested=True)


def places(extraction: Extraction, wanted: Mapping[str, str]) -> tuple[Any, Any]:
    """Surface of each outermost mention = type."""
    return dict(wanted), _mentions(extraction, "place")


def persons(extraction: Extraction, wanted: Mapping[str, str]) -> tuple[Any, Any]:
    """Name = titles, joined by 、."""
    people = [entity for entity in extraction.entities if entity.kind == "person"]
    return dict(wanted), {person.name: "、".join(title.title for title in person.titles) for person in people}


def statements(extraction: Extraction, wanted: Iterable[Table]) -> tuple[Any, Any]:
    """One row a figure, with the slots that the case names: actor, time, places, measure, subset_of, modality …"""
    stated = {figure: statement for statement in extraction.statements for figure in statement.figures}
    by_surface = _numbered((figure.quote.text, figure) for figure in extraction.figures)
    read = []
    for row in wanted:
        figure = by_surface.get(row["figure"])
        statement = stated.get(figure.id) if figure else None
        read.append({slot: _slot(extraction, figure, statement, slot) for slot in row})
    return [dict(row) for row in wanted], read


def _slot(extraction: Extraction, figure: Figure | None, statement: Statement | None, slot: str) -> Any:
    facts = extraction.by_id()
    if figure is None:
        return None
    if slot == "figure":
        return next(s for s, f in _numbered((f.quote.text, f) for f in extraction.figures).items() if f is figure)
    if slot in ("subset_of", "restates"):
        other = facts.get(getattr(figure, slot) or "")
        return other.quote.text if isinstance(other, Figure) else ""
    if slot in ("role", "value"):
        return getattr(figure, slot)
    if slot in ("per", "frequency"):
        rate = getattr(figure, slot)
        return rate.unit if rate else ""
    if slot == "counted":
        return figure.counted.text if figure.counted else ""
    if slot == "stated":
        return statement is not None
    if statement is None:
        return "" if slot != "modality" else figure.modality
    if slot in ("place", "places", "persons", "recipients"):
        return [_name(facts.get(i)) for i in getattr(statement, "places" if slot == "place" else slot)]
    value = getattr(statement, slot)
    if slot in ("actor", "time"):
        return _name(facts.get(value or ""))
    return "" if value is None else value


def _name(fact: Any) -> str:
    if fact is None:
        return ""
    return fact.name if isinstance(fact, Entity) else fact.quote.text


def _mentions(extraction: Extraction, kind: str, *, nested: bool = False) -> dict[str, str]:
    return {
        mention.quote.text: entity.type
        for entity in extraction.entities
        if entity.kind == kind
        for mention in entity.mentions
        if nested or not mention.nested
    }


def _numbered(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Second and later occurrences of the same characters are 每天#2, 每天#3."""
    seen: Counter[str] = Counter()
    out: dict[str, Any] = {}
    for surface, value in pairs:
        seen[surface] += 1
        out[surface if seen[surface] == 1 else f"{surface}#{seen[surface]}"] = value
    return out


def number(written: str | None) -> Decimal | None:
    """1/3 or a decimal, to four places."""
    if written is None:
        return None
    over, _, under = written.partition("/")
    return round(Decimal(over) / Decimal(under or 1), 4).normalize()


def _amount(written: str) -> tuple[Any, ...]:
    if written.endswith(" 比"):
        return "", written.removesuffix(" 比"), "比"
    match = _AMOUNT.fullmatch(written)
    assert match, f"{written!r}: an amount is [~ > >= < <=]NUMBER[..NUMBER] UNIT"
    if match["high"]:
        return number(match["low"]), number(match["high"]), match["unit"] or ""
    return match["mark"], number(match["low"]), match["unit"] or ""


def _read_amount(figure: Figure, wanted: str) -> tuple[Any, ...]:
    if figure.unit.surface == "比":
        return "", figure.note, "比"
    if ".." in wanted or figure.value is None:
        return number(figure.low), number(figure.high), figure.unit.surface
    return _MARKS[figure.comparator], number(figure.value), figure.unit.surface


READERS = {
    "figure": figures,
    "time": times,
    "organisation": organisations,
    "compound": compounds,
    "person": persons,
    "place": places,
    "statement": statements,
}


@pytest.mark.parametrize("gold", read_gold(CORPORA / "articles"), ids=lambda gold: gold.name)
def test_article(gold: GoldArticle):
    scores = score(extract(gold.text or "", published=gold.published, source=gold.name), gold)
    f1 = {name: table.overlap.f1 for name, table in scores.tables.items() if table.overlap.expected >= FEWEST}
    weak = {name: round(value, 3) for name, value in f1.items() if value < FLOOR}
    if scores.ledger.rows >= FEWEST and scores.ledger.stated / scores.ledger.rows < FLOOR:
        weak["ledger"] = scores.ledger.stated / scores.ledger.rows
    assert not weak, f"below {FLOOR}: {weak}\n" + "\n".join(map(str, scores.misses))
