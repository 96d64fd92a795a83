"""Whose a figure is: the walk over the clauses of a block, and what stands beside the figure itself.

A clause's own holder is `stated`; one carried from an earlier clause of the same block, at most `CARRY_SENTENCES`
sentences back, is `carried`. Nothing is carried over unnamed people and things, over speech, or from those who only
give figures out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from report_extract._facts import ActorBasis, FigureFact
from report_extract._stages._relate_clauses import CARRY_SENTENCES, Clause, Layout, Name, within
from report_extract._stages._relate_subjects import (
    EXAMPLES,
    Holder,
    content_start,
    nameless,
    opening,
    stands_for,
)
from report_extract._text import Span

_ORDERED = re.compile(r"(?:接到|收到|按照|根据)$")
_ORDER = re.compile(r"(?:的)?(?:[^，,。]{0,20}?)(?:通知|要求|部署|指令|安排|号召)")
_SAME_DAY = re.compile(r"\s{0,4}(?:当日|同日|当天|上述)")
_LEADS = re.compile(r"(?:带领|率领|会同|组织|带着)$")
_AGENT_BEFORE = re.compile(r"(?:由|被)$")
_ADJACENT_BEFORE = re.compile(r"(?:[，,；;：:、（(有由和与及含]|来自|包括|其中)$")
_ADJACENT_AFTER = re.compile(r"(?:的|共|等|共有|各)?\s?")
_PUNISHED = re.compile(
    r"被(?:依法|法院|当场|一审|终审|分别)?(?:处以|处|判处|判|罚款|罚没|罚|抓获|抓|刑拘|行拘|拘留|逮捕|责令|查处)"
)
_GIVEN_OUT = re.compile(r"发布|公布|印发|披露")
_THOSE_WHO = re.compile(r"的(?:共|约|仅|已|就|总共){0,2}(?:达到?|有|为|是|多达)(?:近|约|超过?)?$")
_VICTIMS = re.compile(r"(?:不幸|当场)?(?:死亡|受伤|重伤|轻伤|受[重轻]伤|遇难|失踪|失联|被困|受灾|溺水|丧生|身亡)")
_APART = re.compile(r"分别|各")
_LISTED = re.compile(r"(?:[、，,]|和|与|及|以及|、和)")
_RATES = frozenset(["share", "ratio", "points", "money", "growth"])
_PEOPLE = frozenset(["person", "attendance"])


class Whose(NamedTuple):
    """A figure's holder, whether it is stated in the clause or carried, and why there is none or what kind it is."""

    holder: Holder | None
    basis: ActorBasis | None
    why: str


_NONE = Whose(None, None, "figure")


@dataclass(slots=True)
class Walk:
    """The holder in force while clauses are read in order."""

    layout: Layout
    state: Holder | None = None
    block: int = -1
    sentence: int = -1
    seen: int = -1
    spoken: int = -1
    openings: dict[int, Holder | None] = field(default_factory=dict)
    company: tuple[int, ...] | None = None
    earlier: Holder | None = None

    def whose(self, number: int, figure: FigureFact) -> Whose:
        """Whose a figure of clause `number` is, and whether that is stated there or carried."""
        self._advance(number)
        layout, clause = self.layout, self.layout.clauses[number]
        beside = self._beside(number, clause, figure)
        if beside is not None:
            return _held(beside, "stated")
        if self._exemplified(number, figure) or _subject(layout, clause, figure) or _suffers(layout, clause, figure):
            return Whose(None, None, "unnamed")
        chosen, basis = self._chosen(number)
        if chosen is None:
            return _NONE
        lost = _hurt(layout, figure) or self._long_ago(clause, figure)
        if lost and basis == "carried" and chosen.actor is not None:
            return Whose(None, None, "unnamed")
        issuer = _issuer(layout, clause, figure)
        if issuer is not None:
            return _held(Holder(issuer, None, None), "stated")
        if (chosen.source or chosen.speaker) and not self._holds(number, chosen, figure):
            return Whose(None, None, "area" if chosen.area else "speech" if chosen.speaker else "source")
        leader = _led(layout, clause, figure, chosen)
        if leader is not None:
            return _held(Holder(leader, chosen.place, chosen.person), "stated")
        return _held(chosen, "carried" if chosen.inferred else basis)

    def _long_ago(self, clause: Clause, figure: FigureFact) -> bool:
        """True for a stretch of time in a later sentence than its would-be holder."""
        return figure.unit.dimension == "time" and self.sentence != clause.sentence

    def _exemplified(self, number: int, figure: FigureFact) -> bool:
        """True where the holder is only the first of those counted: 甲公司、乙厂等30个单位."""
        layout, clause = self.layout, self.layout.clauses[number]
        own = self.opening_of(number)
        if own is None:
            return False
        first = next((n for n in layout.names_in(clause.start, figure.mention.start) if n.entity in own.key), None)
        return first is not None and (
            EXAMPLES.fullmatch(layout.document.text, first.end, figure.mention.start) is not None
        )

    def opening_of(self, number: int) -> Holder | None:
        """The named holder that opens a clause."""
        if number not in self.openings:
            self.openings[number] = opening(self.layout, self.layout.clauses[number])
        return self.openings[number]

    def _advance(self, number: int) -> None:
        """Read the openings of all clauses up to `number`."""
        document = self.layout.document
        for index in range(self.seen + 1, number + 1):
            clause = self.layout.clauses[index]
            block = document.sentences[clause.sentence].block
            if block != self.block or clause.sentence - self.sentence > CARRY_SENTENCES:
                follows = _SAME_DAY.match(document.text, clause.start) and block == self.block + 1
                self.state = self.state if follows else None
                self.block, self.sentence = block, clause.sentence
            if clause.parent is None:
                self._read(index, clause)
        self.seen = max(self.seen, number)

    def _read(self, index: int, clause: Clause) -> None:
        found = self.opening_of(index)
        if found is not None:
            self.spoken = clause.sentence
            inner = self.state is not None and clause.sentence == self.sentence and _inner(self.layout, found)
            if not inner and not found.local:
                self.earlier = self.state
                self.state, self.sentence = found, clause.sentence
            return
        held = nameless(self.layout, clause, self.state, first=self.spoken != clause.sentence)
        if held is not None:
            self.spoken = clause.sentence
            if held.source and held.actor is None and self.state is not None:
                held = replace(self.state, source=True, area=True, own=False)
            self.state, self.sentence = held, clause.sentence
            return
        if within(self.layout.figures, clause.start, clause.end):
            self.spoken = clause.sentence
        if self.state is None:
            self._of_company(clause)

    def _of_company(self, clause: Clause) -> None:
        """An amount of a company (净利润) that opens a block goes on with the company of the article."""
        layout = self.layout
        at = content_start(layout, clause)
        if layout.words.amount.match(layout.document.text, at, clause.end) is None:
            return
        before = stands_for(layout, "公司", at)
        if before is not None and before == self._main_company():
            self.state, self.sentence = Holder(before, None, None, inferred=True), clause.sentence

    def _main_company(self) -> int | None:
        """The company that the article names most, the first of several."""
        if self.company is None:
            counts: dict[int, int] = {}
            for name in self.layout.names:
                if name.type in self.layout.words.belonging_types:
                    counts[name.entity] = counts.get(name.entity, 0) + 1
            self.company = tuple(sorted(counts, key=lambda entity: -counts[entity])[:1])
        return self.company[0] if self.company else None

    def _chosen(self, number: int) -> tuple[Holder | None, ActorBasis | None]:
        clause = self.layout.clauses[number]
        own = self.opening_of(number)
        if own is not None and (own.actor is not None or own.place is not None):
            return own, "stated"
        if self.state is None or (clause.parent is not None and _names_place_first(self.layout, clause)):
            return None, None
        return self.state, "carried"

    def _holds(self, number: int, chosen: Holder, figure: FigureFact) -> bool:
        """True where one who speaks or gives out figures tells his own: a company's, a plan's, what he gave out."""
        layout = self.layout
        if chosen.own or (chosen.actor is not None and chosen.speaker and chosen.actor == self._main_company()):
            return True
        clause = layout.clauses[number]
        own = self.opening_of(number)
        if own is None or not own.source or figure.unit.dimension in _RATES or figure.role in {"change", "rate"}:
            return False
        between = layout.document.text[clause.start : figure.mention.start]
        return layout.words.told.search(between) is None and _GIVEN_OUT.search(between) is not None

    def _beside(self, number: int, clause: Clause, figure: FigureFact) -> Holder | None:
        """A holder that stands beside the figure: in a list, directly before it, or behind 由 and 被."""
        names = self.layout.names_in(clause.start, clause.end)
        if not names:
            return None
        beside = _apart(self.layout, clause, figure, names) or _adjacent(self.layout, clause, figure, names)
        if beside is None:
            return _agent(self.layout, clause, names, self.opening_of(number))
        if beside.actor is None and self.state is not None and self.state == self.opening_of(number):
            self.state = self.earlier  # the first of a list is no holder of what follows the list
        return beside


def _apart(layout: Layout, clause: Clause, figure: FigureFact, names: Sequence[Name]) -> Holder | None:
    """甲局、乙局分别投入3万元、5万元: the first figure is the first body's, the second the second's."""
    text = layout.document.text
    apart = _APART.search(text, clause.start, figure.mention.start)
    if apart is None or apart.group() != "分别":
        return None
    listed = [name for name in names if name.end <= apart.start()]
    joined = all(_LISTED.fullmatch(text[a.end : b.start]) for a, b in pairwise(listed))
    if len(listed) < 2 or not joined:
        return None
    end = layout.document.sentences[clause.sentence].end
    run = _run(text, within(layout.figures, apart.end(), end))
    if len(run) != len(listed) or figure.mention.span not in run:
        return None
    return _as_holder(listed[run.index(figure.mention.span)])


def _run(text: str, spans: Sequence[Span]) -> list[Span]:
    """The first spans, as long as nothing but list marks stands between them."""
    run = list(spans[:1])
    for before, span in pairwise(spans):
        if not _LISTED.fullmatch(text[before[1] : span[0]]):
            break
        run.append(span)
    return run


def _adjacent(layout: Layout, clause: Clause, figure: FigureFact, names: Sequence[Name]) -> Holder | None:
    """某医院30名队员 in the middle of a clause; 甲市24家、乙市18家 in a list."""
    text = layout.document.text
    before = [name for name in names if name.end <= figure.phrase[0]]
    if not before:
        return None
    name = before[-1]
    gap = _ADJACENT_AFTER.fullmatch(text, name.end, min(figure.phrase[0], figure.mention.start))
    opens = name.start == clause.start or _ADJACENT_BEFORE.search(text, clause.start, name.start) is not None
    if gap is None or not opens:
        return None
    if name.kind == "organisation" and name.type not in {"subdistrict", "town"}:
        return _as_holder(name) if figure.unit.dimension in _PEOPLE or name.start > clause.start else None
    return Holder(None, name.entity, None) if _in_list(layout, clause, figure, name) else None


def _in_list(layout: Layout, clause: Clause, figure: FigureFact, name: Name) -> bool:
    """True where the name and its figure are one of several such pairs."""
    text = layout.document.text
    sentence = layout.document.sentences[clause.sentence]
    left = text[max(sentence.start, name.start - 1) : name.start]
    figures = within(layout.figures, sentence.start, sentence.end)
    after = list(layout.names_in(figure.mention.end, min(figure.mention.end + 3, sentence.end)))
    pair_behind = any(0 <= start - n.end <= 1 for n in after for start, _ in figures)
    pair_before = left in {"、", "，", ","} and any(0 <= name.start - 1 - end <= 1 for _, end in figures)
    return pair_behind or pair_before


def _agent(layout: Layout, clause: Clause, names: Sequence[Name], own: Holder | None) -> Holder | None:
    """由某局清运86吨, 86人被某局查获: the body behind 由 or 被 acts."""
    if own is not None and own.actor is not None:
        return None
    text = layout.document.text
    for name in names:
        if name.kind != "place" and _AGENT_BEFORE.search(text, clause.start, name.start):
            return _as_holder(name)
    return None


def _as_holder(name: Name) -> Holder:
    if name.kind == "place":
        return Holder(None, name.entity, None)
    return Holder(name.entity, None, name.entity if name.kind == "person" else None)


def _subject(layout: Layout, clause: Clause, figure: FigureFact) -> bool:
    """11260名观众沸腾, 报名的有52人: counted people who open the clause and act there are their own, unnamed holder."""
    if figure.unit.dimension in _PEOPLE and _THOSE_WHO.search(
        layout.document.text, max(clause.start, figure.mention.start - 8), figure.mention.start
    ):
        return not layout.names_in(clause.start, figure.mention.start)
    if figure.counted is None or figure.counted[0] < figure.mention.end:
        return False
    at = content_start(layout, clause)
    scope = layout.words.scope.match(layout.document.text, at, clause.end)
    first = figure.phrase[0] in {at, scope.end() if scope is not None else at}
    return first and layout.words.other.fullmatch(layout.document.text, *figure.counted) is not None


def _hurt(layout: Layout, figure: FigureFact) -> bool:
    """3人死亡: people whom something befell belong to no body that an earlier clause names."""
    if figure.unit.dimension not in _PEOPLE:
        return False
    return _VICTIMS.match(layout.document.text, figure.phrase[1]) is not None


def _suffers(layout: Layout, clause: Clause, figure: FigureFact) -> bool:
    """被处以50元罚款, 6人被逮捕: who is punished or caught does not act."""
    text = layout.document.text
    if _PUNISHED.search(text, clause.start, figure.mention.start):
        return True
    return figure.unit.dimension in _PEOPLE and _PUNISHED.match(text, figure.phrase[1], clause.end) is not None


def _inner(layout: Layout, holder: Holder) -> bool:
    """机关支部 inside a list of officers is a part of the body named before, not a new holder."""
    return holder.actor is not None and layout.entities[holder.actor].name.startswith(("机关", "党支部", "支部"))


def is_inner(layout: Layout, holder: Holder) -> bool:
    """True for the bodies that `_inner` describes."""
    return _inner(layout, holder)


def _names_place_first(layout: Layout, clause: Clause) -> bool:
    names = layout.names_in(clause.start, clause.end)
    return bool(names) and names[0].start == clause.start and names[0].kind == "place"


def _issuer(layout: Layout, clause: Clause, figure: FigureFact) -> int | None:
    """Who required it: 接到 X 通知 … 需 N人 makes X the one whose figure it is."""
    if figure.modality != "required":
        return None
    text = layout.document.text
    sentence = layout.document.sentences[clause.sentence]
    for name in layout.names_in(sentence.start, figure.mention.start):
        told = _ORDERED.search(text, max(sentence.start, name.start - 2), name.start)
        if name.kind == "organisation" and told and _ORDER.match(text, name.end):
            return name.entity
    return None


def _led(layout: Layout, clause: Clause, figure: FigureFact, holder: Holder) -> int | None:
    """A person without a body who leads a named one acts for it: 带领某局同志."""
    if holder.person is None or holder.actor != holder.person:
        return None
    text = layout.document.text
    for name in layout.names_in(clause.start, figure.mention.start):
        if name.kind == "organisation" and _LEADS.search(text, max(clause.start, name.start - 2), name.start):
            return name.entity
    return None


def _held(holder: Holder, basis: ActorBasis | None) -> Whose:
    why = "holder" if holder.actor is not None else "place" if holder.place is not None else "unnamed"
    return Whose(holder, basis, why)
