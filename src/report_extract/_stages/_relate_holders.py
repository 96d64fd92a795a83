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
from report_extract._stages._relate_clauses import CARRY_SENTENCES, SAME_DAY, Clause, Layout, Name, within
from report_extract._stages._relate_nameless import nameless, stands_for
from report_extract._stages._relate_people import PEOPLE, finished, hurt, own_subject, suffers, those_who
from report_extract._stages._relate_subjects import (
    EXAMPLES,
    NOBODY,
    Holder,
    content_start,
    opening,
)
from report_extract._text import Span

_ORDERED = re.compile(r"(?:接到|收到|按照|根据)$")
_ORDER = re.compile(r"(?:的)?(?:[^，,。]{0,20}?)(?:通知|要求|部署|指令|安排|号召)")
_LEADS = re.compile(r"(?:带领|率领|会同|组织|带着)$")
_AGENT_BEFORE = re.compile(r"(?:由|被)$")
_ADJACENT_BEFORE = re.compile(r"(?:[，,；;：:、（(有由和与及含]|来自|包括|其中)$")
_ADJACENT_AFTER = re.compile(r"(?:的|共|等|共有|各)?\s?")
_NAMED = re.compile(r"(?:推荐|评|列|命名|认定|授予|确定|选|誉)[^，,。]{0,3}(?:为|成|入|进)")
"""被某组织推荐为两种 …: who names things does not hold their number."""
_OF_SHARES = re.compile(r"的?(?:股权|股份|表决权)")
_GIVEN_OUT = re.compile(r"发布|公布|印发|披露")
_APART = re.compile(r"分别|各")
_LISTED = re.compile(r"(?:[、，,]|和|与|及|以及|、和)")
_PERSONAL = re.compile(r"收受|受贿|行贿|贿赂|礼金|索取|双开|被查|出生于|毕业于")
_ACCUSED = re.compile(r"(?:被告人|犯罪嫌疑人|嫌疑人)$")
_TAKEN = re.compile(r"收受|索取|挪用|侵吞|骗取|贪污")
_WITHIN = re.compile(r"\s{0,4}在[^，,。；]{2,40}[中上里]")
_OFTEN = 2  # mentions that make a company the one that an article is about
_RATES = frozenset(["share", "ratio", "points", "money", "growth"])


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
    alone: bool = False
    earlier: Holder | None = None

    def whose(self, number: int, figure: FigureFact) -> Whose:
        """Whose a figure of clause `number` is, and whether that is stated there or carried."""
        self._advance(number)
        layout, clause = self.layout, self.layout.clauses[number]
        beside = self._beside(number, clause, figure)
        if beside is not None:
            return _held(beside, "stated")
        if self._exemplified(number, figure) or self._subject(clause, figure) or suffers(layout, clause, figure):
            return Whose(None, None, "unnamed")
        chosen, basis = self._chosen(number)
        if chosen is None:
            return _NONE
        lost = hurt(layout, figure, chosen) or self._long_ago(clause, figure)
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
        doer = _own_deed(layout, clause, figure, chosen)
        if doer is not None:
            chosen = replace(chosen, actor=doer, person=doer)
        return _held(chosen, "carried" if chosen.inferred else basis)

    def _long_ago(self, clause: Clause, figure: FigureFact) -> bool:
        """True for a stretch of time in a later sentence than its would-be holder."""
        return figure.unit.dimension == "time" and self.sentence != clause.sentence

    def _subject(self, clause: Clause, figure: FigureFact) -> bool:
        """True for counted people who are their own holder, unless the sentence names one for those who came."""
        here = self.state is not None and self.state.actor is not None and self.sentence == clause.sentence
        if not here and (those_who(self.layout, clause, figure) or finished(self.layout, clause, figure)):
            return True
        return own_subject(self.layout, clause, figure)

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
                follows = SAME_DAY.match(document.text, clause.start) and block == self.block + 1
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
        first = self.spoken != clause.sentence
        held = nameless(self.layout, clause, self.state, first=first, company=self._only_company())
        if held is not None:
            self.spoken = clause.sentence
            if held.source and held.actor is None and self.state is not None:
                held = replace(self.state, source=True, area=True, own=False)
            self.state, self.sentence = held, clause.sentence
            return
        if within(self.layout.figures, clause.start, clause.end):
            self.spoken = clause.sentence
        if self.state is None or self.state == NOBODY:
            self._of_company(clause)

    def _of_company(self, clause: Clause) -> None:
        """An amount of a company (净利润) that opens a block goes on with the company of the article."""
        layout = self.layout
        at = content_start(layout, clause)
        if layout.words.amount.match(layout.document.text, at, clause.end) is None:
            return
        before, company = stands_for(layout, "公司", at), self._main_company()
        if company is not None and company in {before, self._only_company()}:
            self.state, self.sentence = Holder(company, None, None, inferred=True), clause.sentence

    def _main_company(self) -> int | None:
        """The company that the article names most, the first of several."""
        if self.company is None:
            counts: dict[int, int] = {}
            for name in self.layout.names:
                if name.type in self.layout.words.belonging_types:
                    counts[name.entity] = counts.get(name.entity, 0) + 1
            self.company = tuple(sorted(counts, key=lambda entity: -counts[entity])[:1])
            most = counts[self.company[0]] if self.company else 0
            self.alone = most >= _OFTEN and most * 2 > sum(counts.values())
        return self.company[0] if self.company else None

    def _only_company(self) -> int | None:
        """The company that the article is about, where it names it more often than all others."""
        company = self._main_company()
        return company if self.alone else None

    def _chosen(self, number: int) -> tuple[Holder | None, ActorBasis | None]:
        clause = self.layout.clauses[number]
        own = self.opening_of(number)
        if own is not None and (own.actor is not None or own.place is not None):
            return own, "stated"
        ahead = self._ahead(number)
        if ahead is not None:
            return ahead, "stated"
        if self.state is None or (clause.parent is not None and _names_place_first(self.layout, clause)):
            return None, None
        return self.state, "carried"

    def _ahead(self, number: int) -> Holder | None:
        """Who opens the next clause, where this one only says in what it happened: 在1500米决赛中，林晓东获得银牌."""
        layout, clause = self.layout, self.layout.clauses[number]
        if _WITHIN.fullmatch(layout.document.text, clause.start, clause.end) is None:
            return None
        if number + 1 >= len(layout.clauses):
            return None
        following = layout.clauses[number + 1]
        if following.sentence != clause.sentence or following.parent is not None:
            return None
        found = self.opening_of(number + 1)
        return found if found is not None and found.actor is not None and not found.source else None

    def _holds(self, number: int, chosen: Holder, figure: FigureFact) -> bool:
        """True where one who speaks or gives out figures tells his own: a company's, a plan's, what he gave out."""
        layout = self.layout
        if chosen.own:
            return True
        if chosen.actor is not None and chosen.speaker and chosen.actor == self._main_company():
            return not chosen.expert
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
    apposed = gap.group() in {"", "等"} and figure.unit.dimension not in PEOPLE
    if apposed and _closes_list(text, before):
        if figure.unit.symbol == "地":
            return None  # 在甲市、乙市两地抓获 …: where, not who
        return NOBODY  # 甲大学、乙学院和丙大学三所高校
    if name.kind == "organisation" and name.type not in {"subdistrict", "town"}:
        if _OF_SHARES.match(text, figure.mention.end):
            return None
        return _as_holder(name) if figure.unit.dimension in PEOPLE or name.start > clause.start else None
    return Holder(None, name.entity, None) if _in_list(layout, clause, figure, name) else None


def _closes_list(text: str, names: Sequence[Name]) -> bool:
    """True where the last name is one of several that a list joins, and what follows counts them."""
    return len(names) > 1 and _LISTED.fullmatch(text, names[-2].end, names[-1].start) is not None


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
        named = _NAMED.match(text, name.end, clause.end)
        if name.kind != "place" and _AGENT_BEFORE.search(text, clause.start, name.start) and named is None:
            return _as_holder(name)
    return None


def _as_holder(name: Name) -> Holder:
    if name.kind == "place":
        return Holder(None, name.entity, None)
    return Holder(name.entity, None, name.entity if name.kind == "person" else None)


def _inner(layout: Layout, holder: Holder) -> bool:
    """机关支部 inside a list of officers is a part of the body named before, not a new holder."""
    return holder.actor is not None and layout.entities[holder.actor].name.startswith(("机关", "党支部", "支部"))


def is_inner(layout: Layout, holder: Holder) -> bool:
    """True for the bodies that `_inner` describes."""
    return _inner(layout, holder)


def _names_place_first(layout: Layout, clause: Clause) -> bool:
    names = layout.names_in(clause.start, clause.end)
    return bool(names) and names[0].start == clause.start and names[0].kind == "place"


def _own_deed(layout: Layout, clause: Clause, figure: FigureFact, holder: Holder) -> int | None:
    """The officer whose own doing it is, not his body's: 收受礼金8万元."""
    sentence = layout.document.sentences[clause.sentence]
    if _PERSONAL.search(layout.document.text, sentence.start, sentence.end) is None:
        return None
    if holder.person is not None:
        return holder.person
    taken = _TAKEN.search(layout.document.text, clause.start, figure.mention.start) is not None
    for name in reversed(layout.names_in(sentence.start, figure.mention.start)):
        titles = layout.entities[name.entity].titles
        if name.kind == "person" and any(title.organisation == holder.actor for title in titles):
            return name.entity
        if taken and name.kind == "person" and _ACCUSED.search(layout.document.text, sentence.start, name.start):
            return name.entity
    return None


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
