"""Counts of agreement between records and expected facts.

In: extractions and `GoldArticle`s, matched by the stem of the source or the name of the article's folder. Out: a
`Scores` that adds up over articles, with every disagreement as a `Miss`. Tiers: `core` and `hard` must be found,
`optional` facts are neither rewarded nor punished.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import PurePath
from typing import Any, Literal

from report_extract._evaluation.gold import TABLES, GoldArticle, Row
from report_extract._evaluation.matching import (
    Spans,
    alike,
    days,
    expected_times,
    inside,
    pair,
    periods,
    same_amount,
    wide,
)  # fmt: skip
from report_extract.records import Entity, Extraction, Figure, Quote, Statement, Time

MissKind = Literal["value", "unit", "comparator", "extra", "missed", "actor", "period", "unstated"]
_THRESHOLDS = {"overlap": 0.5, "exact": 0.999}
_ENTITIES = {"organisations": "organisation", "compounds": "compound", "persons": "person"}

Fact = Entity | Time | Figure


@dataclass(frozen=True, slots=True)
class Miss:
    """One disagreement: what was expected and what was given, at a place of the text."""

    article: str
    table: str
    kind: MissKind
    start: int
    end: int
    expected: str
    given: str


@dataclass(slots=True)
class Agreement:
    """Expected, found among them, given; counted at one threshold."""

    expected: int = 0
    found: int = 0
    given: int = 0

    @property
    def precision(self) -> float:
        """Share of right ones among those given; 0 where none is."""
        return self.found / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of found ones among those expected; 0 where none is."""
        return self.found / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 1 where nothing is expected and nothing given."""
        both = self.expected + self.given
        return 2 * self.found / both if both else 1.0


@dataclass(slots=True)
class TableScore:
    """One kind of fact: spans at both thresholds, and what is compared on spans that overlap."""

    overlap: Agreement = field(default_factory=Agreement)
    exact: Agreement = field(default_factory=Agreement)
    core: int = 0
    core_found: int = 0
    compared: int = 0
    values: int = 0
    units: int = 0
    comparators: int = 0


@dataclass(slots=True)
class LedgerScore:
    """Rows of the ledger: with a statement, with the right actor, the right period, both."""

    rows: int = 0
    stated: int = 0
    actor: int = 0
    period: int = 0
    both: int = 0


@dataclass(slots=True)
class Scores:
    """Everything about some articles; `add` sums."""

    tables: dict[str, TableScore] = field(default_factory=lambda: {table: TableScore() for table in TABLES})
    ledger: LedgerScore = field(default_factory=LedgerScore)
    misses: list[Miss] = field(default_factory=list)

    def add(self, other: Scores) -> None:
        """Count another article's scores in."""
        for name, table in self.tables.items():
            _add(table, other.tables[name])
        _add(self.ledger, other.ledger)
        self.misses.extend(other.misses)


def _add(mine: Any, other: Any) -> None:
    for one in fields(mine):
        value = getattr(other, one.name)
        if isinstance(value, int):
            setattr(mine, one.name, getattr(mine, one.name) + value)
        else:
            _add(getattr(mine, one.name), value)


def score_all(
    extractions: Iterable[Extraction], gold: Sequence[GoldArticle]
) -> tuple[Scores, dict[str, Scores], tuple[str, ...]]:
    """The sum, each article's scores by name, and the articles for which there is no record."""
    records = {_name(extraction.article.source): extraction for extraction in extractions}
    rows = {article.name: score(records[article.name], article) for article in gold if article.name in records}
    total = Scores()
    for row in rows.values():
        total.add(row)
    return total, rows, tuple(article.name for article in gold if article.name not in records)


def _name(source: str | None) -> str:
    path = PurePath(source or "")
    return (path.parent.name if path.name == "article.txt" else "") or path.stem


def score(extraction: Extraction, gold: GoldArticle) -> Scores:
    """The scores of one article."""
    scores = Scores()
    paired: dict[tuple[int, int], Figure] = {}
    for name in TABLES:
        for row, fact in _score_table(extraction, gold, name, scores):
            if isinstance(fact, Figure):
                paired[row["start"], row["end"]] = fact
    _score_ledger(extraction, gold, paired, scores)
    return scores


def _score_table(extraction: Extraction, gold: GoldArticle, name: str, scores: Scores) -> list[tuple[Row, Fact]]:
    """Count one table; gives the pairs that overlap."""
    rows, found, table = gold.rows(name), _found(extraction, name), scores.tables[name]
    spans = [spans for spans, _ in found]
    scored = [index for index, row in enumerate(rows) if row.get("tier", "core") != "optional"]
    lenient = (*rows, *gold.rows("organisations_nested")) if name == "organisations" else rows
    pairs: dict[int, int] = {}
    for tag, threshold in _THRESHOLDS.items():
        at = pair(spans, rows, threshold)
        free = {at[index] for index in at if rows[index].get("tier") == "optional"}
        if name in ("organisations", "compounds", "times"):
            free |= {j for j in set(range(len(found))) - set(at.values()) if inside(spans[j], lenient)}
        hits = [index for index in scored if index in at]
        agreement: Agreement = getattr(table, tag)
        agreement.expected += len(scored)
        agreement.found += len(hits)
        agreement.given += len(found) - len(free)
        if tag == "overlap":
            pairs = {index: at[index] for index in hits}
            extra = set(range(len(found))) - set(at.values()) - free
            scores.misses += [_missed(gold.name, name, rows[index]) for index in scored if index not in at]
            scores.misses += [_extra(gold.name, name, *found[j]) for j in sorted(extra)]
    core = [index for index in scored if rows[index].get("tier", "core") == "core"]
    table.core += len(core)
    table.core_found += sum(index in pairs for index in core)
    out = [(rows[index], found[given][1]) for index, given in pairs.items()]
    for row, fact in sorted(out, key=lambda both: both[0]["start"]):
        scores.misses += _compare(gold.name, name, row, fact, table)
    return out


def _found(extraction: Extraction, name: str) -> list[tuple[Spans, Fact]]:
    """Spans and facts of a table, each span once."""
    quoted: list[tuple[Quote, Fact]]
    if name == "figures":
        quoted = [(figure.quote, figure) for figure in extraction.figures]
    elif name == "times":
        quoted = [(time.quote, time) for time in extraction.times]
    else:
        wanted = _ENTITIES[name]
        quoted = [(m.quote, entity) for entity in extraction.entities if entity.kind == wanted for m in entity.mentions]
    out: dict[Spans, Fact] = {}
    for quote, fact in quoted:
        out.setdefault(quote.spans, fact)
    return list(out.items())


def _compare(article: str, name: str, row: Row, fact: Fact, table: TableScore) -> list[Miss]:
    if isinstance(fact, Figure):
        return _compare_figure(article, row, fact, table)
    wanted = expected_times(row) if isinstance(fact, Time) else ()
    if not wanted or not isinstance(fact, Time):
        return []
    right = days(fact.value or "") in {days(value) for value in wanted}
    table.compared += 1
    table.values += right
    return [] if right else [_miss(article, name, "value", row, wanted[0], fact.value or "no value")]


def _compare_figure(article: str, row: Row, figure: Figure, table: TableScore) -> list[Miss]:
    value = same_amount(row, figure.value, figure.low, figure.high)
    unit = figure.unit.surface in {row.get("unit") or "", row.get("alt_unit")}
    comparator = figure.comparator in (row.get("comparator") or "eq", *(row.get("alt_comparators") or ()))
    table.compared += 1
    table.values += value
    table.units += unit
    table.comparators += comparator
    wanted = row.get("value") or f"{row.get('low')}..{row.get('high')}"
    given = figure.value or f"{figure.low}..{figure.high}"
    verdicts: tuple[tuple[bool, MissKind, str, str], ...] = (
        (value, "value", str(wanted), given),
        (unit, "unit", row.get("unit") or "no unit", figure.unit.surface or "no unit"),
        (comparator, "comparator", row.get("comparator") or "eq", figure.comparator),
    )
    return [_miss(article, "figures", kind, row, want, got) for right, kind, want, got in verdicts if not right]


def _score_ledger(
    extraction: Extraction, gold: GoldArticle, paired: Mapping[tuple[int, int], Figure], scores: Scores
) -> None:
    facts = extraction.by_id()
    for row in gold.rows("ledger"):
        if row.get("tier") == "optional":
            continue
        figure = paired.get((row["figure"][0], row["figure"][1]))
        stated = [s for s in extraction.statements if figure is not None and figure.id in s.figures]
        actor, names = _actor(row, stated, facts)
        period, given = _period(row, stated, facts)
        ledger = scores.ledger
        ledger.rows += 1
        ledger.stated += bool(stated)
        ledger.actor += bool(stated) and actor
        ledger.period += bool(stated) and period
        ledger.both += bool(stated) and actor and period
        place = {"start": row["figure"][0], "end": row["figure"][1]}
        wanted, when = "、".join(_listed(row.get("actor"))) or "nobody", str(row.get("period") or "none")
        if not stated:
            scores.misses.append(_miss(gold.name, "ledger", "unstated", place, f"{wanted}, {when}", "no statement"))
            continue
        if not actor:
            scores.misses.append(_miss(gold.name, "ledger", "actor", place, wanted, "、".join(names) or "nobody"))
        if not period:
            scores.misses.append(_miss(gold.name, "ledger", "period", place, when, given))


def _actor(row: Row, stated: Sequence[Statement], facts: Mapping[str, Any]) -> tuple[bool, list[str]]:
    wanted = [*_listed(row.get("actor")), *_listed(row.get("alt_actor"))]
    actors = [facts[s.actor] for s in stated if s.actor is not None]
    names = [name for actor in actors for name in (actor.name, actor.qualified_name)]
    right = any(alike(name, want) for name in names for want in wanted) or (not row.get("actor") and not names)
    return right, [actor.name for actor in actors]


def _period(row: Row, stated: Sequence[Statement], facts: Mapping[str, Any]) -> tuple[bool, str]:
    times = [facts[s.time] for s in stated if s.time is not None]
    have = {(wide(time.start, last=False), wide(time.end, last=True)) for time in times} or {(None, None)}
    shown = "; ".join(f"{time.start or '..'}/{time.end or '..'}" for time in times) or "none"
    return any(period in have for period in periods(row)), shown


def _missed(article: str, name: str, row: Row) -> Miss:
    return _miss(article, name, "missed", row, str(row.get("text", "")), "nothing")


def _extra(article: str, name: str, spans: Spans, fact: Fact) -> Miss:
    text = fact.name if isinstance(fact, Entity) else fact.quote.text
    place = {"start": min(start for start, _ in spans), "end": max(end for _, end in spans)}
    return _miss(article, name, "extra", place, "nothing", text)


def _miss(article: str, name: str, kind: MissKind, row: Row, expected: str, given: str) -> Miss:
    return Miss(article, name, kind, row["start"], row["end"], expected, given)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())
