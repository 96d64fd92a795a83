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
from typing import Any, TypeVar

from report_extract._checks.arithmetic import Interval
from report_extract._checks.printed import bounds_of, fraction_of
from report_extract._checks.reading import FIGURE, TIME, Part, Reading, read
from report_extract._values import thing
from report_extract.records import Entity, Extraction, Figure, Statement, Time

Answer = TypeVar("Answer")

_DAILY = frozenset({"day", "P1D", "d", "日", "天"})
_PERSONS = frozenset({"人", "名", "位", "男", "女", "口"})
_HOURS = frozenset({"小时", "个小时", "工时", "个工时", "学时", "钟头", "个钟头"})
_PLANNED = frozenset({"planned", "required", "estimated"})
_CONTINUOUS = frozenset({"percent", "points"})


@thing
class Claim:
    """One figure: as printed, its place, its block, its class of unit, and the statement that tells it."""

    figure: Figure
    quote: str
    start: int
    end: int
    sentence: int
    part: Part
    kind: str
    statement: Statement | None

    @property
    def id(self) -> str:
        """The figure's id."""
        return self.figure.id

    @property
    def value(self) -> Fraction | None:
        """The nominal value."""
        return None if self.figure.value is None else fraction_of(self.figure.value)

    @property
    def nominal(self) -> Interval:
        """What is printed: the value itself where there is one and no hedge, else what the words mean."""
        value = self.value
        return self.strict if value is None or self.figure.comparator != "eq" else Interval.of(value)

    @property
    def strict(self) -> Interval:
        """What the words mean."""
        return self._bounds[0]

    @property
    def loose(self) -> Interval:
        """What the words mean, also where digits were cut off instead of rounded."""
        return self._bounds[1]

    @property
    def step(self) -> Fraction:
        """The step of the last printed place."""
        return self._bounds[2]

    @property
    def _bounds(self) -> tuple[Interval, Interval, Fraction]:
        figure = self.figure
        exact = figure.value if figure.comparator == "eq" else None
        low, high = (figure.low, figure.low_closed), (figure.high, figure.high_closed)
        return bounds_of(low, high, exact, self.quote, self.kind in _CONTINUOUS)

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
        return self.figure.comparator == "eq" and self.strict.is_point


@thing
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

    Where `explain` is false a check may leave out what it found consistent or untestable.
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
    _times_in: dict[int, tuple[Dated, ...]] = field(default_factory=dict)
    explain: bool = True
    memo: dict[object, Any] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.rows)

    def once(self, work: Callable[[Claims], Answer]) -> Answer:
        """What `work` makes of these claims, worked out once for all checks that ask."""
        if work not in self.memo:
            self.memo[work] = work(self)
        answer: Answer = self.memo[work]
        return answer

    @property
    def most(self) -> int:
        """The most figures of one sentence."""
        return max(map(len, self._sentences.values()), default=0)

    @property
    def every_day(self) -> tuple[Dated, ...]:
        """每天, 每日."""
        return self.once(_every_day)

    @property
    def kinds(self) -> frozenset[str]:
        """The classes of unit of all figures."""
        return self.once(_kinds)

    @property
    def dimensions(self) -> frozenset[str]:
        """The dimensions of all figures."""
        return self.once(_dimensions)

    @property
    def surfaces(self) -> frozenset[str]:
        """The printed units of all figures."""
        return self.once(_surfaces)

    @property
    def quotes(self) -> str:
        """All figures as printed, one a line: to see at one look whether any is of a form."""
        return self.once(_quotes)

    def beside(self, anchor: str) -> tuple[int, ...]:
        """The sentences with a mark right behind a character (`（` + FIGURE), or right before one (TIME + `电`)."""
        return self.once(_neighbours).get(anchor, ())

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
        starts = self.once(_starts_of_every_day)
        every_day = starts[bisect_left(starts, claim.start - 14) : bisect_left(starts, claim.start)]
        if not every_day:
            return False
        clause = _CLAUSE.split(self.before(claim, 14))[-1]
        low = claim.start - len(clause)
        return FIGURE not in clause and any(low <= start for start in every_day)

    def times_in(self, sentence: int) -> tuple[Dated, ...]:
        """Times of one sentence."""
        return self._times_in.get(sentence, ())

    def dated(self, time: str | None) -> Dated | None:
        """The time of an id, None where its place is not known."""
        return self.once(_dated_by_id).get(time) if time else None

    def between(self, a: Claim | Dated, b: Claim | Dated) -> str:
        """The masked words between two facts: figures, times and names with digits are marks there."""
        return self.reading.masked[a.end : b.start]

    def before(self, claim: Claim | Dated, length: int) -> str:
        """Up to `length` masked characters before a fact, of its own sentence."""
        low, first = self.reading.sentences[claim.sentence], claim.start - length
        return self.reading.masked[low if low > first else first : claim.start]

    def right_before(self, claim: Claim) -> str:
        """The masked character right before a figure, in its sentence or not: a cheap look before a closer one."""
        return self.reading.masked[claim.start - 1 : claim.start]

    def behind(self, characters: frozenset[str]) -> list[Claim]:
        """The figures that stand right behind one of the characters."""
        if characters.isdisjoint(self.once(_preceding)):
            return []
        return [claim for claim in self.rows if self.right_before(claim) in characters]

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
        for figure_id in statement.figures:
            statements.setdefault(figure_id, statement)
    rows = []
    for figure in extraction.figures:
        place = reading.facts.get(figure.id)
        if place is not None:
            at = place[0]
            where = reading.sentence(at), reading.part(at)
            told = statements.get(figure.id)
            rows.append(Claim(figure, figure.quote.text, at, place[1], *where, unit_class(figure), told))
    rows.sort(key=_start)
    sentences: dict[int, list[Claim]] = {}
    for row in rows:
        sentences.setdefault(row.sentence, []).append(row)
    times = _times(extraction.times, reading)
    told_in: dict[int, list[Dated]] = {}
    for dated in times:
        told_in.setdefault(dated.sentence, []).append(dated)
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
        {index: tuple(found) for index, found in told_in.items()},
        explain,
    )


def _start(row: Claim | Dated) -> int:
    return row.start


def _kinds(claims: Claims) -> frozenset[str]:
    return frozenset([claim.kind for claim in claims.rows])


def _surfaces(claims: Claims) -> frozenset[str]:
    return frozenset([claim.figure.unit.surface for claim in claims.rows])


def _preceding(claims: Claims) -> frozenset[str]:
    return frozenset([claims.right_before(claim) for claim in claims.rows])


def _quotes(claims: Claims) -> str:
    return "\n".join([claim.quote for claim in claims.rows])


def _neighbours(claims: Claims) -> dict[str, tuple[int, ...]]:
    masked, found = claims.reading.masked, dict[str, list[int]]()
    for claim in claims.rows:
        found.setdefault(masked[claim.start - 1 : claim.start] + FIGURE, []).append(claim.sentence)
    for dated in claims.times:
        found.setdefault(masked[dated.start - 1 : dated.start] + TIME, []).append(dated.sentence)
        found.setdefault(TIME + masked[dated.end : dated.end + 1], []).append(dated.sentence)
    return {pair: tuple(dict.fromkeys(sentences)) for pair, sentences in found.items()}


def _dimensions(claims: Claims) -> frozenset[str]:
    return frozenset([claim.figure.unit.dimension for claim in claims.rows])


def _every_day(claims: Claims) -> tuple[Dated, ...]:
    return tuple([d for d in claims.times if d.time.kind == "set" and d.time.value == "P1D"])


def _bodies(claims: Claims) -> dict[int, frozenset[str]]:
    reading = claims.reading
    found: dict[int, set[str]] = {}
    for entity in claims.extraction.entities:
        for mention in entity.mentions if entity.kind == "organisation" else ():
            place = reading.place(mention.quote)
            if place is not None:
                found.setdefault(reading.sentence(place[0]), set()).add(entity.id)
    return {sentence: frozenset(ids) for sentence, ids in found.items()}


def _starts_of_every_day(claims: Claims) -> list[int]:
    return [dated.start for dated in claims.every_day]


def unit_class(figure: Figure) -> str:
    """What may be added and compared: people are one class, 人次, 户 and hours each their own.

    Things counted with different measure words are different classes, and so are different currencies.
    """
    unit = figure.unit
    return _unit_class(unit.surface, unit.dimension, unit.symbol)


@lru_cache(maxsize=2_048)
def _unit_class(surface: str, dimension: str, symbol: str | None) -> str:
    if "%" in surface or "％" in surface or symbol == "%":
        return "percent"
    if "百分点" in surface or dimension == "points":
        return "points"
    if surface == "人次" or (dimension == "attendance" and not surface):
        return "attendance"
    if dimension == "person" or surface in _PERSONS:
        return "person"
    if dimension == "labour_time" or surface in _HOURS:
        return "hours"
    return f"{dimension}:{symbol or surface}"


def _dated_by_id(claims: Claims) -> dict[str, Dated]:
    return {dated.time.id: dated for dated in claims.times}


def _times(times: Sequence[Time], reading: Reading) -> list[Dated]:
    found = []
    for time in times:
        place = reading.facts.get(time.id)
        if place is not None:
            found.append(Dated(time, *place, reading.sentence(place[0]), reading.part(place[0])))
    return sorted(found, key=_start)
