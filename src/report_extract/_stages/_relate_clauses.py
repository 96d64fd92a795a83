"""Clauses of a document and who stands at their head.

A clause ends at a comma, semicolon, colon or sentence end; what stands in brackets is a clause of its own that
hangs on the clause around it. The holder of a clause is the body, person, compound or place that opens it, when
nothing but times, adverbs and introductions stands before.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from report_extract._facts import EntityFact, Facts
from report_extract._kinds.naming import words_of
from report_extract._lexicon import Lexicon
from report_extract._text import Document, Span
from report_extract._values import value

_MARK = re.compile(r"[，；;：:。！？!?\n()（）]|(?<![0-9]),|,(?![0-9]{3})")
_DEEPEST = 4
_OPEN, _CLOSE = "(（", ")）"
_LEAD_MARKS = r"[\s，,、“”\"'‘’《》・·—-]"
_RELATIVE = re.compile(r"^[^，,。]{2,24}的$")
_COORDINATED = re.compile(r"^[省市区县家个支名所]{0,3}(?:[和与及、]|以及)?$")
_SOURCE_AFTER = re.compile(r"(?:官方)?(?:网站|微博|微信公众号)?(?:消息|获悉|电|讯|报道|通讯员|记者)")
_PEOPLE_AFTER = re.compile(
    r"(?:机关)?(?:志愿者|党员|干部|医护人员|队员|成员|工作人员|职工|员工|教师|学生|官兵|民警|代表)们?"
)
_DESCRIBES = re.compile(r"[从据在对向给与和同是把被让由]|[^的]的[^的]{9}")
_MAX_LEAD = 60
_MAX_NAMES = 4


@value
class Clause:
    """A stretch of one sentence; `parent` is the clause around a bracket."""

    start: int
    end: int
    sentence: int
    parent: int | None = None


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
    """Clauses and names of a document, in text order, found by position."""

    document: Document
    clauses: tuple[Clause, ...]
    names: tuple[Name, ...]
    entities: tuple[EntityFact, ...]
    times: tuple[Span, ...]
    figures: tuple[Span, ...]
    lead: re.Pattern[str]
    clause_starts: tuple[int, ...]
    name_starts: tuple[int, ...]

    def names_in(self, start: int, end: int) -> Sequence[Name]:
        """Names that start in [start, end)."""
        low = bisect_left(self.name_starts, start)
        return self.names[low : bisect_left(self.name_starts, end, low)] if start <= end else ()

    def clause_at(self, offset: int) -> int:
        """Index of the innermost clause that holds `offset`."""
        index = max(bisect_right(self.clause_starts, offset) - 1, 0)
        while index > 0 and self.clauses[index].end <= offset:
            index -= 1
        return index


@lru_cache(maxsize=8)
def _lead_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    shells = sorted(words_of(lexicon).shell, key=lambda word: (-len(word), word))
    return re.compile("|".join([*map(re.escape, shells), _LEAD_MARKS]))


def layout_of(document: Document, facts: Facts, lexicon: Lexicon) -> Layout:
    """Index a document for relating."""
    names = [
        Name(m.start, m.end, index, entity.kind, m.rule, entity.type)
        for index, entity in enumerate(facts.entities)
        for m in entity.mentions
        if not m.data.get("nested")
    ]
    names.sort(key=lambda n: (n.start, -n.end))
    clauses = tuple(_clauses(document))
    return Layout(
        document,
        clauses,
        tuple(names),
        facts.entities,
        tuple(time.mention.span for time in facts.times),
        tuple(figure.mention.span for figure in facts.figures),
        _lead_pattern(lexicon),
        tuple([clause.start for clause in clauses]),
        tuple([name.start for name in names]),
    )


def _clauses(document: Document) -> Iterator[Clause]:
    index = 0
    for number, sentence in enumerate(document.sentences):
        made = _of_sentence(document.text, sentence.start, sentence.end, number, index)
        index += len(made)
        yield from made


def _of_sentence(text: str, start: int, end: int, number: int, base: int) -> list[Clause]:
    """Clauses in order of their start; a bracket hangs on the clause that it interrupts."""
    rows: list[tuple[int, int, int | None]] = []
    stack: list[int] = []
    left = start
    for mark in _MARK.finditer(text, start):
        offset = mark.start()
        if offset >= end:
            break
        char = text[offset]
        if char in _OPEN:
            if len(stack) >= _DEEPEST:
                continue
            rows.append((left, -1, stack[-1] if stack else None))
            stack.append(len(rows) - 1)
            left = offset + 1
        elif char in _CLOSE:
            if not stack:
                continue
            if left < offset:
                rows.append((left, offset, stack[-1]))
            around = stack.pop()
            left = offset + 1
            rows[around] = (rows[around][0], offset + 1, rows[around][2])
        else:
            if left < offset:
                rows.append((left, offset, stack[-1] if stack else None))
            left = offset + 1
    if left < end:
        rows.append((left, end, stack[-1] if stack else None))
    return [
        Clause(low, high if high >= 0 else end, number, None if parent is None else base + parent)
        for low, high, parent in rows
    ]


@value
class Holder:
    """Who or what figures belong to: a body or person (`actor`), or only a place."""

    actor: int | None
    place: int | None
    person: int | None
    source: bool = False
    local: bool = False


def opening(layout: Layout, clause: Clause) -> Holder | None:
    """The holder that opens a clause, None where none does."""
    text = layout.document.text
    for name in layout.names_in(clause.start, clause.end)[:_MAX_NAMES]:
        if name.start - clause.start > _MAX_LEAD or name.rule == "person.byline":
            return None
        before = text[max(clause.start, name.start - 1) : name.start]
        if before in set("从据在对向给"):
            continue
        lead = _lead(layout, clause.start, name.start)
        if lead and not (before == "由" or _COORDINATED.match(lead) or _introduced(text, lead, name)):
            continue
        if name.type == "media" or _SOURCE_AFTER.match(text, name.end):
            return None
        return _holder(layout, name, local=text[clause.start : name.start].startswith("除"))
    return None


def _introduced(text: str, lead: str, name: Name) -> bool:
    """True where the lead only describes the name: 支援某社区的 X志愿者, 部队转业 林晓东."""
    if name.kind == "person":
        return len(lead) <= 10 and _DESCRIBES.search(lead) is None
    return _relative(text, lead, name)


def _relative(text: str, lead: str, name: Name) -> bool:
    """支援某社区的 X志愿者: a relative clause before the name, people or a verb behind."""
    return _RELATIVE.match(lead) is not None and _PEOPLE_AFTER.match(text, name.end) is not None


def _lead(layout: Layout, start: int, end: int) -> str:
    """What stands in [start, end) beside times, figures in coordination, brackets and introductions."""
    text = layout.document.text
    kept: list[str] = []
    position = start
    for left, right in [*within(layout.times, start, end), *within(layout.figures, start, end)]:
        if left >= position:
            kept.append(text[position:left])
            position = right
    kept.append(text[position:end])
    rest = re.sub(r"[(（][^()（）]{0,40}[)）]", "", "".join(kept))
    return layout.lead.sub("", rest)


def within(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Of sorted spans those that lie in [start, end)."""
    low = bisect_left(spans, (start, start))
    high = bisect_left(spans, (end, end))
    return [span for span in spans[low:high] if span[1] <= end]


_PUBLISHES = re.compile(r"[^，。；]{0,12}?(?:发布|公布|通报|披露|印发|出台|数据显示|统计显示|统计)")


def _holder(layout: Layout, name: Name, *, local: bool) -> Holder:
    text = layout.document.text
    if name.kind == "place":
        return Holder(None, name.entity, None, local=local)
    if name.kind == "person":
        body = next((t.organisation for t in layout.entities[name.entity].titles if t.organisation is not None), None)
        return Holder(body if body is not None else name.entity, None, name.entity, local=local)
    source = name.type in {"bureau", "media", "government", "other", "center", "police", "court"} and bool(
        _PUBLISHES.match(text, name.end)
    )
    return Holder(name.entity, None, None, source=source, local=local)
