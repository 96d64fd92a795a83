"""Claims: the figures of a record as the checks see them.

A claim is a figure with the interval that its digits and words allow, its class of unit, its holder, its period and
its place in the reading. Claims come in reading order. What the record says is taken as it is; where a figure's
place cannot be found it is no claim.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar, cast

from report_extract._checks.arithmetic import Interval, cut, resolution, rounded
from report_extract._checks.reading import FIGURE, Part, Place, Reading, read
from report_extract.records import Entity, Extraction, Figure, Statement, Time

Answer = TypeVar("Answer")

_NOT_ASKED = object()
_DAILY = frozenset({"day", "P1D", "d", "日", "天"})
_PERSONS = frozenset({"人", "名", "位", "男", "女", "口"})
_HOURS = frozenset({"小时", "个小时", "工时", "个工时", "学时", "钟头", "个钟头"})
_PLANNED = frozenset({"planned", "required", "estimated"})
_CONTINUOUS = frozenset({"percent", "points"})


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """One figure. `strict` holds what the words mean, `loose` also digits that were cut off instead of rounded."""

    figure: Figure
    start: int
    end: int
    sentence: int
    part: Part
    kind: str
    strict: Interval
    loose: Interval
    step: Fraction
    statement: Statement | None

    @property
    def id(self) -> str:
        """The figure's id."""
        return self.figure.id

    @property
    def quote(self) -> str:
        """As printed."""
        return self.figure.quote.text

    @property
    def value(self) -> Fraction | None:
        """The nominal value."""
        return None if self.figure.value is None else _fraction(self.figure.value)

    @property
    def planned(self) -> bool:
        """True for an order, a plan or an estimate."""
        return self.figure.modality in _PLANNED

    @property
    def is_count(self) -> bool:
        """True for a plain number of things: no mean, no rate, no rank, no percent."""
        return (
            self.figure.role not in {"mean", "rate", "rank"}
            and self.kind not in _CONTINUOUS
            and self.figure.per is None
            and self.figure.frequency is None
        )

    @property
    def exact(self) -> bool:
        """True where no hedge and no rounding leaves room."""
        return self.strict.is_point and self.figure.comparator == "eq"


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """One time and its place."""

    time: Time
    start: int
    end: int
    sentence: int
    part: Part


@dataclass(frozen=True, slots=True)
class Claims:
    """All claims and times of a record, in reading order; `memo` keeps what several checks ask for.

    Without `explain` nobody reads outcomes that are consistent: a check need not make them.
    """

    extraction: Extraction
    reading: Reading
    rows: tuple[Claim, ...]
    times: tuple[Dated, ...]
    entities: dict[str, Entity]
    _by_id: dict[str, Claim]
    _sentences: dict[int, tuple[Claim, ...]] = field(default_factory=dict)
    _at: dict[int, Claim] = field(default_factory=dict)
    _times_at: dict[int, Dated] = field(default_factory=dict)
    memo: dict[object, object] = field(default_factory=dict)
    explain: bool = True

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.rows)

    def once(self, work: Callable[[Claims], Answer]) -> Answer:
        """What `work` makes of these claims, worked out once for all checks that ask."""
        found = self.memo.get(work, _NOT_ASKED)
        if found is _NOT_ASKED:
            found = self.memo[work] = work(self)
        return cast("Answer", found)

    @property
    def bodies(self) -> dict[int, frozenset[str]]:
        """The organisations named in each sentence, by id."""
        return self.once(_bodies)

    def get(self, figure: str | None) -> Claim | None:
        """The claim of a figure id."""
        return None if figure is None else self._by_id.get(figure)

    def figure_at(self, start: int) -> Claim | None:
        """The claim that begins at a place of the reading."""
        return self._at.get(start)

    def time_at(self, start: int) -> Dated | None:
        """The time that begins at a place of the reading."""
        return self._times_at.get(start)

    def sentence(self, index: int) -> tuple[Claim, ...]:
        """Claims of one sentence."""
        return self._sentences.get(index, ())

    def sentences(self) -> Iterator[tuple[Claim, ...]]:
        """Claims sentence by sentence."""
        return iter(self._sentences.values())

    def near(self, claim: Claim) -> tuple[Claim, ...]:
        """Claims of the same sentence, itself among them."""
        return self.sentence(claim.sentence)

    def daily(self, claim: Claim) -> bool:
        """True for a rate a day: by its own fields, or by a 每天 before it in its clause."""
        if any(rate is not None and rate.unit in _DAILY for rate in (claim.figure.per, claim.figure.frequency)):
            return True
        clause = _CLAUSE.split(self.before(claim, 14))[-1]
        low = claim.start - len(clause)
        return FIGURE not in clause and any(
            low <= dated.start < claim.start and dated.time.kind == "set" and dated.time.value == "P1D"
            for dated in self.times_in(claim.sentence)
        )

    def times_in(self, sentence: int) -> tuple[Dated, ...]:
        """Times of one sentence."""
        low, high = self.reading.sentence_span(sentence)
        first = bisect_left(self.times, low, key=lambda dated: dated.start)
        last = bisect_left(self.times, high, key=lambda dated: dated.start)
        return self.times[first:last]

    def dated(self, time: str | None) -> Dated | None:
        """The time of an id, None where its place is not known."""
        return self.once(_dated_by_id).get(time) if time else None

    def between(self, a: Claim | Dated, b: Claim | Dated) -> str:
        """The masked words between two facts: figures, times and names with digits are marks there."""
        return self.reading.masked[a.end : b.start]

    def before(self, claim: Claim | Dated, length: int) -> str:
        """Up to `length` masked characters before a fact, of its own sentence."""
        low = self.reading.sentences[claim.sentence]
        return self.reading.masked[max(low, claim.start - length) : claim.start]

    def after(self, claim: Claim | Dated, length: int) -> str:
        """Up to `length` masked characters after a fact, of its own sentence."""
        high = self.reading.sentence_span(claim.sentence)[1]
        return self.reading.masked[claim.end : min(high, claim.end + length)]

    def words(self, sentence: int) -> str:
        """The text of a sentence."""
        return self.reading.text[slice(*self.reading.sentence_span(sentence))]

    def label(self, claim: Claim) -> str:
        """The Han characters that stand right before a figure and after it: what it counts, as printed."""
        before = _TAIL.search(self.before(claim, 16))
        after = _HEAD.match(self.after(claim, 8))
        counted = claim.figure.counted.text if claim.figure.counted is not None else ""
        return f"{before.group() if before else ''}|{counted}|{after.group() if after else ''}"


_CLAUSE = re.compile(r"[，,。；;：:（(]")
_TAIL = re.compile(r"[\u3400-\u9fff]{0,16}$")
_HEAD = re.compile(r"[\u3400-\u9fff]{0,8}")


def claims_of(extraction: Extraction, text: str | None = None, *, explain: bool = True) -> Claims:
    """The claims of a record."""
    reading = read(extraction, text)
    statements: dict[str, Statement] = {}
    for statement in extraction.statements:
        for told in statement.figures:
            statements.setdefault(told, statement)
    rows = []
    for figure, place in zip(extraction.figures, reading.figures, strict=True):
        if place is not None:
            rows.append(_claim(figure, place, reading, statements.get(figure.id)))
    rows.sort(key=lambda claim: claim.start)
    sentences: dict[int, list[Claim]] = {}
    for row in rows:
        sentences.setdefault(row.sentence, []).append(row)
    times = _times(extraction.times, reading)
    return Claims(
        extraction,
        reading,
        tuple(rows),
        tuple(times),
        {entity.id: entity for entity in extraction.entities},
        {row.id: row for row in rows},
        {index: tuple(found) for index, found in sentences.items()},
        {row.start: row for row in rows},
        {row.start: row for row in times},
        explain=explain,
    )


def _bodies(claims: Claims) -> dict[int, frozenset[str]]:
    reading = claims.reading
    found: dict[int, set[str]] = {}
    for entity in claims.extraction.entities:
        for mention in entity.mentions if entity.kind == "organisation" else ():
            place = reading.place(mention.quote)
            if place is not None:
                found.setdefault(reading.sentence(place[0]), set()).add(entity.id)
    return {sentence: frozenset(ids) for sentence, ids in found.items()}


def unit_class(figure: Figure) -> str:
    """What may be added and compared: people are one class, 人次, 户 and hours each their own.

    Things counted with different measure words are different classes, and so are different currencies.
    """
    surface, dimension = figure.unit.surface, figure.unit.dimension
    if "%" in surface or "％" in surface or figure.unit.symbol == "%":
        return "percent"
    if "百分点" in surface or dimension == "points":
        return "points"
    if surface == "人次" or (dimension == "attendance" and not surface):
        return "attendance"
    if dimension == "person" or surface in _PERSONS:
        return "person"
    if dimension == "labour_time" or surface in _HOURS:
        return "hours"
    return f"{dimension}:{figure.unit.symbol or surface}"


def _claim(figure: Figure, place: Place, reading: Reading, statement: Statement | None) -> Claim:
    kind = unit_class(figure)
    low, high = (figure.low, figure.low_closed), (figure.high, figure.high_closed)
    exact = figure.value if figure.comparator == "eq" else None
    strict, loose, step = _bounds(low, high, exact, figure.quote.text, kind in _CONTINUOUS)
    start, end = place
    part = reading.part(start)
    return Claim(figure, start, end, reading.sentence(start), part, kind, strict, loose, step, statement)


@lru_cache(maxsize=16_384)
def _fraction(decimal: str) -> Fraction:
    return Fraction(decimal)


@lru_cache(maxsize=16_384)
def _bounds(
    low: tuple[str | None, bool], high: tuple[str | None, bool], exact: str | None, text: str, continuous: bool
) -> tuple[Interval, Interval, Fraction]:
    """What the words mean, what they mean where digits were cut off, and the step of the last printed place."""
    printed = Interval(
        None if low[0] is None else _fraction(low[0]), None if high[0] is None else _fraction(high[0]), low[1], high[1]
    )
    step = resolution(text) or Fraction(1)
    if exact is None or (step == 1 and not continuous):
        return printed, printed, step
    value = _fraction(exact)
    return rounded(value, step) if printed.is_point else printed, printed.around(cut(value, step)), step


def _dated_by_id(claims: Claims) -> dict[str, Dated]:
    return {dated.time.id: dated for dated in claims.times}


def _times(times: Sequence[Time], reading: Reading) -> list[Dated]:
    found = []
    for time, place in zip(times, reading.times, strict=True):
        if place is not None:
            found.append(Dated(time, *place, reading.sentence(place[0]), reading.part(place[0])))
    return sorted(found, key=lambda dated: dated.start)
