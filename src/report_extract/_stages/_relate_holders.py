"""Whose a figure is: the walk over the clauses of a block, and what stands beside the figure itself.

A clause's own holder is `stated`; one carried from an earlier clause of the same block, at most `CARRY_SENTENCES`
sentences back, is `carried`. Nothing is carried over unnamed people and things, over speech, or from those who only
give figures out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from report_extract._facts import ActorBasis, FigureFact
from report_extract._stages._relate_beside import before_own_bracket, beside
from report_extract._stages._relate_clauses import CARRY_SENTENCES, GOES_ON, Clause, Layout, Name, within
from report_extract._stages._relate_nameless import nameless, opens_talk, stands_for
from report_extract._stages._relate_people import (
    LEADER,
    befell,
    finished,
    hurt,
    leads,
    own_subject,
    sentenced,
    suffers,
    there_are,
    those_who,
)
from report_extract._stages._relate_subjects import (
    EXAMPLES,
    NOBODY,
    Holder,
    content_start,
    opening,
)

_ORDERED = re.compile(r"(?:接到|收到|按照|根据)$")
_ORDER = re.compile(r"(?:的)?(?:[^，,。]{0,20}?)(?:通知|要求|部署|指令|安排|号召)")
_LEADS = re.compile(r"(?:带领|率领|会同|组织|带着)$")
_GIVEN_OUT = re.compile(r"发布|公布|印发|披露")
_PERSONAL = re.compile(
    r"收受|受贿|行贿|贿赂|礼金|索取|双开|账外账|小金库|违纪所得|私分|公款|调离|履新|卸任|工作了|减持|套现|抛售|被查|出生于|毕业于|居住于|豪宅|入籍|潜逃|外逃"
)
_POSTS = re.compile(r"(?:[\u3400-\u9fff]{1,8}?(?:长|任|书记|主办|员|理|师)[、兼]?){1,4}")
_ACCUSED = re.compile(r"(?:被告人|犯罪嫌疑人|嫌疑人)$")
_TAKEN = re.compile(r"收受|索取|挪用|侵吞|骗取|贪污")
_WITHIN = re.compile(r"\s{0,4}在[^，,。；]{2,40}(?<![前后时下内际间来])")
_SCENE = re.compile(r"\s{0,4}在")
_SURVEYED = re.compile(
    r"的?(?:受访|被访|被调查|受调查|受试|答卷|网民|网友|民众|选民|(?:[\u3400-\u9fff]{1,3}国|日本|台湾|香港)?(?:民众|选民)|[美英法德韩中]国人)"
)
_ARE_THESE = re.compile("分别[为是]")
"""13人|分别为甲、乙: whom the figure counts is listed behind it."""
_AND_OTHERS = re.compile("(?:代表|同志|人士|嘉宾|负责人|师生|群众|来宾|官兵)等(?:共计|共|约|近|逾|超过?){0,2}$")
"""首都群众代表等约|350人: who came together."""
_OF_EVENT = re.compile("(?:主题|系列)?(?:活动|栏目|节目|大赛|话题|征文|专栏|展览|论坛|公开课)")
_QUAKE = re.compile("(?:以上|左右)?的?(?:强)?(?:地震|余震|台风|大风|阵风|强风)")
_GOING_TO = re.compile(
    "(?:[将拟](?!有|迎|出现|达|会[有是迎]|是|为|成为|超|持续|受|面临|来|现|发生|影响)|计划|决定|准备)"
)
_OFTEN = 2  # mentions that make a company the one that an article is about
_JUDGES = frozenset(["court", "procuratorate", "police", "bureau", "customs", "government", "association"])
_FORMER = re.compile(r"[前原]任?(?:董事长|总经理|总裁|首席执行官|CEO|行长)")
_CONVICTED = re.compile(r"判|刑")
_HEIGHT = re.compile(r"海拔(?:高度)?(?:约|近|超过?)?$")
_TITLED = re.compile(r"(?:题为|主题为|主题是|名为|口号是)[“\"《「]$")
_OF_THE_TRADE = re.compile(
    r"行业|市场|全球|世界|全国|我国|中国|国内|国际|全省|全市|客户|用户|消费者|游客|企业|居民|人们|大家|用电|[我他她您你]"
)
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
    judge: tuple[Holder, int] | None = None

    def whose(self, number: int, figure: FigureFact) -> Whose:
        """Whose a figure of clause `number` is, and whether that is stated there or carried."""
        self._advance(number)
        layout, clause = self.layout, self.layout.clauses[number]
        found = self._beside(number, clause, figure)
        if found is not None:
            return _held(found, "stated")
        if _aside(layout, clause, figure) or self._exemplified(number, figure) or self._subject(clause, figure):
            return Whose(None, None, "unnamed")
        if suffers(layout, clause, figure):
            return self._judged(clause, figure)
        chosen, basis = self._chosen(number)
        if chosen is None:
            return _NONE
        if chosen.person is not None and chosen.actor == chosen.person and sentenced(layout, clause):
            return self._judged(clause, figure)
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

    def _judged(self, clause: Clause, figure: FigureFact) -> Whose:
        """Who punishes: the court or office that the sentence or the one before it has named, nobody else."""
        if self.judge is None or clause.sentence - self.judge[1] > 1:
            return Whose(None, None, "unnamed")
        court = self.judge[0].actor is not None and self.layout.entities[self.judge[0].actor].type == "court"
        told = _CONVICTED.search(self.layout.document.text, clause.start, figure.mention.end)
        if told is not None and not court:
            return Whose(None, None, "unnamed")
        return _held(self.judge[0], "carried")

    def _long_ago(self, clause: Clause, figure: FigureFact) -> bool:
        """True for a stretch of time in a later sentence than its would-be holder."""
        return figure.unit.dimension == "time" and self.sentence != clause.sentence

    def _subject(self, clause: Clause, figure: FigureFact) -> bool:
        """True for counted people who are their own holder, unless the sentence names one for those who came."""
        if befell(self.layout, clause, figure):
            return True
        here = self.state is not None and self.state.actor is not None and self.sentence == clause.sentence
        asked = (those_who, there_are, finished)
        if not here and any(own(self.layout, clause, figure) for own in asked):
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
            found = opening(self.layout, self.layout.clauses[number])
            if found is not None and found.speaker and leads(self.layout, found):
                clause = self.layout.clauses[number]
                former = _FORMER.search(self.layout.document.text, clause.start, clause.end)
                company = self._only_company() if former is None else None
                found = found if company is None else replace(found, actor=company)
            self.openings[number] = found
        return self.openings[number]

    def _advance(self, number: int) -> None:
        """Read the openings of all clauses up to `number`."""
        document = self.layout.document
        for index in range(self.seen + 1, number + 1):
            clause = self.layout.clauses[index]
            block = document.sentences[clause.sentence].block
            if block != self.block or clause.sentence - self.sentence > CARRY_SENTENCES:
                follows = GOES_ON.match(document.text, clause.start) and block == self.block + 1
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
                if found.actor is not None and self.layout.entities[found.actor].type in _JUDGES:
                    self.judge = found, clause.sentence
            return
        if self.state is not None and self.sentence != clause.sentence and _elsewhere(self.layout, clause):
            self.state = None
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
        told = [found for found in self.openings.values() if found is not None and found.actor == company]
        experts = bool(told) and all(found.expert for found in told)
        if before is None or experts or not (told or self.alone) or self._quoted(clause):
            return
        if company is not None and company in {before, self._only_company()}:
            self.state, self.sentence = Holder(company, None, None, inferred=True), clause.sentence

    def _quoted(self, clause: Clause) -> bool:
        """True within quoted speech."""
        text, start = self.layout.document.text, self.layout.document.sentences[clause.sentence].start
        return opens_talk(text, clause) or text.count("“", start, clause.start) > text.count("”", start, clause.start)

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
        clause = layout.clauses[number]
        own = self.opening_of(number)
        if chosen.speaker and self._tells_own(number, chosen, figure):
            return True
        if own is None or not own.source or figure.unit.dimension in _RATES or figure.role in {"change", "rate"}:
            return False
        between = layout.document.text[clause.start : figure.mention.start]
        return layout.words.told.search(between) is None and _GIVEN_OUT.search(between) is not None

    def _tells_own(self, number: int, chosen: Holder, figure: FigureFact) -> bool:
        """True where a company, or who leads it, speaks of itself, or the figure stands before the word of speech."""
        own = self.opening_of(number)
        if own is not None and own.speaker and self._before_saying(self.layout.clauses[number], own, figure):
            return True
        if chosen.actor is None or chosen.expert:
            return False
        if self._plans(number, chosen.actor):
            return True
        return chosen.actor == self._main_company() or self._of_officer(number, chosen, figure)

    def _plans(self, number: int, actor: int) -> bool:
        """True where a body tells what it is going to do: 县教育局宣布，|将新增学位500个, not 将有3次降雨."""
        layout, clause = self.layout, self.layout.clauses[number]
        body = layout.entities[actor]
        if body.kind != "organisation" or body.type == "media":
            return False
        return _GOING_TO.match(layout.document.text, content_start(layout, clause), clause.end) is not None

    def _before_saying(self, clause: Clause, own: Holder, figure: FigureFact) -> bool:
        """True for a figure between the speaker and the word of speech: 林晓东提出5点建议."""
        layout, start = self.layout, figure.mention.start
        name = next((n for n in layout.names_in(clause.start, start) if n.entity in own.key), None)
        said = layout.words.speaks.match(layout.document.text, name.end, clause.end) if name is not None else None
        return said is not None and figure.mention.end < said.end()

    def _of_officer(self, number: int, chosen: Holder, figure: FigureFact) -> bool:
        """True where a company, or who leads it, tells its own; not of its trade or of its customers."""
        layout, clause = self.layout, self.layout.clauses[number]
        if chosen.actor is None or layout.entities[chosen.actor].type not in layout.words.belonging_types:
            return False
        if chosen.person is not None and (
            chosen.person == chosen.actor
            or not any(LEADER.search(title.title) for title in layout.entities[chosen.person].titles)
        ):
            return False
        start = layout.document.sentences[clause.sentence].start
        return _OF_THE_TRADE.search(layout.document.text, start, figure.mention.start) is None

    def _beside(self, number: int, clause: Clause, figure: FigureFact) -> Holder | None:
        """A holder that stands beside the figure: in a list, directly before it, or behind 由 and 被."""
        names = self.layout.names_in(clause.start, clause.end)
        if not names:
            return before_own_bracket(self.layout, clause, figure)
        found = beside(self.layout, clause, figure, names, self.opening_of(number))
        nobody = found is not None and found.actor is None
        if nobody and self.state is not None and self.state == self.opening_of(number):
            self.state = self.earlier  # the first of a list is no holder of what follows the list
        return found


def _aside(layout: Layout, clause: Clause, figure: FigureFact) -> bool:
    """True for what is told of a place, of those asked or listed, or in a title: 海拔4465米的某山, 题为“十年再出发”."""
    text, (start, end) = layout.document.text, figure.mention.span
    told = _SURVEYED if figure.unit.dimension == "share" else _ARE_THESE
    if told.match(text, end, clause.end) or _AND_OTHERS.search(text, max(clause.start, start - 12), start):
        return True
    if figure.unit.surface == "级" and _QUAKE.match(text, end, clause.end):
        return True
    if text[start - 1] in '“"《「' or text.find("“", clause.start, start) >= 0:
        opened = max(text.rfind(mark, clause.start, start) for mark in '“"《「')
        closed = text.find("”", end, end + 16)
        event = closed >= 0 and _OF_EVENT.match(text, closed + 1) is not None
        return event or _TITLED.search(text, max(0, opened - 3), opened + 1) is not None
    return _HEIGHT.search(text, max(0, start - 6), start) is not None


def _elsewhere(layout: Layout, clause: Clause) -> bool:
    """True for a sentence that opens with another scene: 在清江新河全线，|54支突击队 …."""
    text, start = layout.document.text, clause.start
    if start != layout.document.sentences[clause.sentence].start:
        return False
    scene = _SCENE.match(text, start, clause.end)
    if scene is None or text[clause.end : clause.end + 1] not in {"，", ","}:
        return False
    return any(name.kind == "place" for name in layout.names_in(scene.end(), scene.end() + 1))


def _inner(layout: Layout, holder: Holder) -> bool:
    """机关支部 inside a list of officers is a part of the body named before, not a new holder."""
    return holder.actor is not None and layout.entities[holder.actor].name.startswith(("机关", "党支部", "支部"))


def is_inner(layout: Layout, holder: Holder) -> bool:
    """True for the bodies that `_inner` describes."""
    return _inner(layout, holder)


def _names_place_first(layout: Layout, clause: Clause) -> bool:
    names = layout.names_in(clause.start, clause.end)
    return bool(names) and names[0].start == clause.start and names[0].kind == "place"


def _posted(layout: Layout, holder: Holder, name: Name) -> bool:
    """某中队|副中队长、二级主办|林远: the posts between a body and a person are his."""
    before = [n for n in layout.names_in(max(0, name.start - 60), name.start) if n.end <= name.start]
    body = max(before, key=lambda n: n.end, default=None)
    if body is None or body.entity != holder.actor:
        return False
    return _POSTS.fullmatch(layout.document.text, body.end, name.start) is not None


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
        if name.kind == "person" and not titles and _posted(layout, holder, name):
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
