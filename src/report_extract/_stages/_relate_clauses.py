"""Clauses of the sentences that relating reads, and the names, times and figures in them, found by position.

A clause ends at a comma, semicolon, colon or sentence end; what stands in brackets is a clause of its own that
hangs on the clause around it. Only sentences with figures, and the few before them in their block from which a holder
may be carried, are cut into clauses.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from report_extract._facts import EntityFact, Facts
from report_extract._lexicon import Lexicon
from report_extract._stages._relate_measure_words import MeasureWords, measure_words
from report_extract._stages._relate_words import RelatingWords, relating_words
from report_extract._text import Document, Span
from report_extract._values import value

CARRY_SENTENCES = 3

_MARK = re.compile(r"[，；;：:。！？!?\n()（）]|(?<![0-9]),|,(?![0-9]{3})")
_BRACKET = re.compile("[()（）]")
GOES_ON = re.compile(r"\s{0,4}(?:当日|同日|当天|上述|[这该]批)")
"""At the head of a block: it goes on with who acted in the block before."""
_OPEN, _CLOSE = "(（", ")）"
_DEEPEST = 4


@value
class Clause:
    """A stretch of one sentence; `parent` is the clause around a bracket."""

    start: int
    end: int
    sentence: int
    parent: int | None = None

    def holds_only(self, span: Span) -> bool:
        """True where the clause is that stretch and no more: a figure in its own bracket."""
        return (self.start, self.end) == span


@value
class Name:
    """An outermost mention with the index of its entity."""

    start: int
    end: int
    entity: int
    kind: str
    rule: str
    type: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Clauses and names of a document, in text order, found by position; `time_ends` are ends of times by start.

    `ends_before` and `nouns_before` keep what `skip_back` and `run` have found for a stretch: it is asked for again.
    """

    document: Document
    clauses: tuple[Clause, ...]
    names: tuple[Name, ...]
    entities: tuple[EntityFact, ...]
    times: tuple[Span, ...]
    figures: tuple[Span, ...]
    words: RelatingWords
    measuring: MeasureWords
    clause_starts: tuple[int, ...]
    name_starts: tuple[int, ...]
    time_ends: Mapping[int, int]
    ends_before: dict[Span, int | None] = field(default_factory=dict)
    nouns_before: dict[Span, str | None] = field(default_factory=dict)

    def names_in(self, start: int, end: int) -> Sequence[Name]:
        """Names that start in [start, end)."""
        starts = self.name_starts
        low = bisect_left(starts, start)
        return self.names[low : bisect_left(starts, end, low)]

    def name_before(self, offset: int, reach: int) -> Name | None:
        """The name that ends at `offset`, of those that start up to `reach` characters before it."""
        return next((name for name in self.names_in(max(offset - reach, 0), offset) if name.end == offset), None)

    def clause_at(self, offset: int) -> int:
        """Index of the innermost clause that holds `offset`."""
        index = bisect_right(self.clause_starts, offset, 1) - 1
        while index > 0 and self.clauses[index].end <= offset:
            index -= 1
        return index


def layout_of(document: Document, facts: Facts, lexicon: Lexicon) -> Layout:
    """Index a document for relating."""
    names = [
        Name(m.start, m.end, index, entity.kind, m.rule, entity.type)
        for index, entity in enumerate(facts.entities)
        for m in entity.mentions
        if not m.data.get("nested")
    ]
    names.sort(key=lambda n: (n.start, -n.end))
    clauses = tuple(_clauses(document, facts))
    times = tuple([(time.mention.start, time.mention.end) for time in facts.times])
    return Layout(
        document,
        clauses,
        tuple(names),
        facts.entities,
        times,
        tuple([(figure.mention.start, figure.mention.end) for figure in facts.figures]),
        relating_words(lexicon),
        measure_words(lexicon),
        tuple([clause.start for clause in clauses]),
        tuple([name.start for name in names]),
        dict(reversed(times)),
    )


def in_words(layout: Layout, read: Document) -> Layout:
    """The layout over the same text with other words."""
    return replace(layout, document=read, ends_before={}, nouns_before={})


def _clauses(document: Document, facts: Facts) -> Iterator[Clause]:
    index = 0
    for number in _read(document, facts):
        sentence = document.sentences[number]
        made = list(_of_sentence(document.text, sentence.start, sentence.end, number, index))
        index += len(made)
        yield from made


def _read(document: Document, facts: Facts) -> list[int]:
    """Numbers of the sentences with figures and of those before them from which a holder may come: in the same block,
    or in the one before where the block goes on with its day."""
    wanted: set[int] = set()
    sentences = document.sentences
    for figure in facts.figures:
        number = document.sentence_index(figure.mention.start)
        first, block = max(number - CARRY_SENTENCES - 1, 0), sentences[number].block
        own = first
        while sentences[own].block != block:
            own += 1
        goes_on = own > first and GOES_ON.match(document.text, sentences[own].start)
        wanted.update(range(first if goes_on else own, number + 1))
    return sorted(wanted)


def _of_sentence(text: str, start: int, end: int, number: int, base: int) -> Iterator[Clause]:
    """Clauses in order of their start; a bracket hangs on the clause that it interrupts, which goes on behind it."""
    if _BRACKET.search(text, start, end) is None:
        yield from _plain(text, start, end, number)
        return
    rows: list[tuple[int, int, int | None]] = []
    around: list[int] = []  # rows that are interrupted by a bracket
    left, row = start, -1  # where the clause being read begins, and its row where it has one already

    def close(at: int) -> None:
        if row >= 0:
            rows[row] = (rows[row][0], at, rows[row][2])
        elif left < at:
            rows.append((left, at, around[-1] if around else None))

    for mark in _MARK.finditer(text, start, end):
        offset, char = mark.start(), mark.group()
        if char in _OPEN:
            if len(around) == _DEEPEST:
                continue
            if row < 0:
                rows.append((left, end, around[-1] if around else None))
                row = len(rows) - 1
            around.append(row)
            left, row = offset + 1, -1
        elif char in _CLOSE:
            if around:
                close(offset)
                row = around.pop()
                left = rows[row][0]
        else:
            close(offset)
            left, row = offset + 1, -1
    close(end)
    for row_start, row_end, parent in rows:
        yield Clause(row_start, row_end, number, None if parent is None else base + parent)


def _plain(text: str, start: int, end: int, number: int) -> Iterator[Clause]:
    """Clauses of a sentence without brackets."""
    for mark in _MARK.finditer(text, start, end):
        at = mark.start()
        if start < at:
            yield Clause(start, at, number)
        start = at + 1
    if start < end:
        yield Clause(start, end, number)


def within(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Of sorted spans those that lie in [start, end)."""
    at = bisect_left(spans, (start, start))
    if at == len(spans) or spans[at][0] >= end:
        return []
    return [span for span in spans[at : bisect_left(spans, (end, end), at)] if span[1] <= end]
