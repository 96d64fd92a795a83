"""Who or what stands at the head of a clause.

A body, person, compound or place that opens the clause, when nothing but times, adverbs and introductions stands
before; a word that stands for a body named before (公司, 该院); the whole area (全市); people and things without a
name (居民, 该工程). Who speaks or gives figures out is marked, for he does not hold what is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from report_extract._stages._relate_clauses import Clause, Layout, Name, within
from report_extract._stages._relate_words import IN_BRACKETS

_RELATIVE = re.compile(r"^[^，,。]{2,24}的$")
_COORDINATED = re.compile(r"^据?[省市区县家个支名所]{0,3}(?:[和与及、]|以及)?$")
_SOURCE_AFTER = re.compile(r"(?:官方)?(?:网站|微博|微信公众号|官网)?(?:消息|获悉|电|讯|报道|通讯员|记者)")
_PEOPLE_AFTER = re.compile(
    r"(?:机关)?(?:志愿者|党员|干部|医护人员|队员|成员|工作人员|职工|员工|教师|学生|官兵|民警|代表)们?"
)
_DESCRIBES = re.compile(r"[从据在对向给与和同是把被让由]|[^的]的[^的]{9}")
_TOLD_BY = re.compile(r"(?:据|根据|按照|从)(?:[^，,。]{0,4})$")
_TOLD = re.compile(
    r"[^，,。：:]{0,24}?(?:介绍|通报|消息|数据|统计|显示|报道|透露|说|称|预报|监测|测算|获悉|了解到?|得知|公告|年报|披露)"
)
_OWN_PLAN = re.compile(
    r"[^，,。]{0,16}?(?:计划|方案|安排|年报|半年报|季报|快报|业绩|公告|半年度报告|年度报告|季度报告)"
)
_BETWEEN = re.compile(IN_BRACKETS)
_HE = re.compile(r"[他她](?!们)")
_DATA = re.compile(r"数据|统计|监测|测算|预报|预警|预计|初估|預估|估計")
_DEGREE_AFTER = re.compile(r"(?:[\u3400-\u9fff]{0,4})(?:硕士|博士|本科|毕业|学士|研究生)")
_TALK = re.compile(r"[^”\"]{0,11}[”\"]")
_NOMINAL = frozenset(["n", "nz", "nt", "j", "vn", "an", "l", "ns", "nr", "nrt", "r", "s", "b", "uj", "eng", "f"])
_GIVERS = frozenset([
    "bureau", "media", "government", "other", "center", "police", "court", "office", "association", "institute",
    "company", "bank", "customs", "procuratorate", "station", "university", "hospital", "fire", "union",
])  # fmt: skip
OWN_RESULTS = frozenset(["company", "bank", "hospital", "school", "university", "team"])
_GOVERNS = frozenset("从据在对向给为与跟")
EXAMPLES = re.compile(
    r"(?:会员|成员|代表|党员|职工|师生|员工)?(?:、[^，,。；：:]{1,60})?等(?:近|约|共|全[国省市区县]|多达)?"
)
_MAX_LEAD = 60
_ALREADY = frozenset(["已", "共", "将", "目前", "累计", "已经", "先后", "还", "计划", "共计", "连夜", "紧急"])
_MAX_NAMES = 4


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom figures belong to: a body or person (`actor`), only a place, or nobody that has a name.

    `source` marks those that give out figures which are mostly not theirs, `speaker` those that say them; `inferred`
    ones are not named in the clause itself; `own` is what a speaker or source tells of itself (公司, 我们, a plan).
    """

    actor: int | None
    place: int | None
    person: int | None
    source: bool = False
    local: bool = False
    speaker: bool = False
    inferred: bool = False
    own: bool = False
    area: bool = False

    @property
    def key(self) -> tuple[int | None, ...]:
        """What makes two holders the same."""
        return self.actor, self.place, self.person


NOBODY = Holder(None, None, None)


def opening(layout: Layout, clause: Clause) -> Holder | None:
    """The named holder that opens a clause, None where none does."""
    text = layout.document.text
    for name in layout.names_in(clause.start, clause.end)[:_MAX_NAMES]:
        if name.start - clause.start > _MAX_LEAD or name.rule == "person.byline":
            return None
        before = text[max(clause.start, name.start - 1) : name.start]
        if _TOLD_BY.search(text, clause.start, name.start) and _TOLD.match(text, name.end, clause.end + 1):
            return replace(_body(layout, name), source=True, own=name.type in OWN_RESULTS)
        if before in _GOVERNS:
            continue
        lead = _lead(layout, clause.start, name.start)
        if lead and not (before == "由" or _COORDINATED.match(lead) or _introduced(layout, lead, name)):
            continue
        if name.type == "media" or _SOURCE_AFTER.match(text, name.end):
            return None
        if _DEGREE_AFTER.match(text, name.end):
            continue
        return NOBODY if _heads_list(layout, name, clause) else _holder(layout, name, clause)
    return None


def _heads_list(layout: Layout, name: Name, clause: Clause) -> bool:
    """True for the first of places that are only examples of those counted (甲镇、乙镇等14个站点)."""
    if name.kind not in {"place", "compound"} and name.type not in {"subdistrict", "town"}:
        return False
    figures = within(layout.figures, name.end, clause.end)
    return bool(figures) and EXAMPLES.fullmatch(layout.document.text, name.end, figures[0][0]) is not None


def _introduced(layout: Layout, lead: str, name: Name) -> bool:
    """True where the lead only describes the name: 支援某社区的 X志愿者, 部队转业 林晓东; not 判处 林晓东."""
    text = layout.document.text
    if name.kind == "person":
        word = text[slice(*layout.document.word_span(layout.document.word_index(max(name.start - 1, 0))))]
        return len(lead) <= 10 and _DESCRIBES.search(lead) is None and word not in layout.words.act
    return _RELATIVE.match(lead) is not None and _PEOPLE_AFTER.match(text, name.end) is not None


def _lead(layout: Layout, start: int, end: int) -> str:
    """What stands in [start, end) beside times, figures in coordination, brackets and introductions."""
    if start >= end:
        return ""
    text = layout.document.text
    kept: list[str] = []
    position = start
    for left, right in [*within(layout.times, start, end), *within(layout.figures, start, end)]:
        if left >= position:
            kept.append(text[position:left])
            position = right
    kept.append(text[position:end])
    return layout.words.lead.sub("", _BETWEEN.sub("", "".join(kept)))


def _holder(layout: Layout, name: Name, clause: Clause) -> Holder:
    text = layout.document.text
    local = text[clause.start : name.start].startswith("除")
    if name.kind == "place":
        return Holder(None, name.entity, None, local=local)
    found = replace(_body(layout, name), local=local)
    if layout.words.speaks.match(text, name.end, clause.end):
        return replace(found, speaker=True)
    if name.kind == "organisation" and name.type in _GIVERS:
        published = layout.words.publishes.match(text, name.end, clause.end)
        if published is not None:
            plan = _OWN_PLAN.match(text, published.end(), clause.end) is not None
            results = name.type in OWN_RESULTS and _DATA.search(published.group()) is None
            return replace(found, source=True, own=plan or results)
    return found


def _body(layout: Layout, name: Name) -> Holder:
    if name.kind != "person":
        return Holder(name.entity, None, None)
    body = next((t.organisation for t in layout.entities[name.entity].titles if t.organisation is not None), None)
    return Holder(body if body is not None else name.entity, None, name.entity)


def nameless(layout: Layout, clause: Clause, held: Holder | None, *, first: bool) -> Holder | None:
    """The holder that opens a clause without a name: a pointer, an area, unnamed people; None where none does.

    `held` is the holder in force, `first` tells that no clause of the sentence has had a subject yet.
    """
    text, words = layout.document.text, layout.words
    at = content_start(layout, clause)
    if at >= clause.end:
        return None
    begins = text[at] in words.subject_firsts and words.subject.match(text, at, clause.end) is not None
    if _speaks_for_body(held) and _acts(layout, at, clause.end):
        return _for_itself(held)
    if not begins:  # with none of the words that are looked for one by one below
        return NOBODY if first and _new(layout, clause, at, held) else None
    if words.scope.match(text, at, clause.end):
        return Holder(None, None, None, source=True, area=True)
    pointer = words.stands_for.match(text, at, clause.end)
    if pointer is not None and layout.document.is_boundary(pointer.end()):
        body = stands_for(layout, pointer.group(), at)
        if body is None and pointer.group() == "公司" and _speaks_for_body(held):
            body = held.actor if held is not None else None
        if body is not None:
            speaker = words.speaks.match(text, pointer.end(), clause.end) is not None
            return Holder(body, None, None, inferred=True, speaker=speaker)
    if held is not None and _HE.match(text, at, clause.end):
        return replace(held, speaker=True) if words.speaks.match(text, at + 1, clause.end) else None
    if words.first.match(text, at, clause.end):
        return _for_itself(held) if held is not None and (held.speaker or held.source) else None
    if words.member.match(text, at, clause.end):
        return _for_itself(held) if _speaks_for_body(held) else None
    return NOBODY if words.other.match(text, at, clause.end) or (first and _new(layout, clause, at, held)) else None


def _new(layout: Layout, clause: Clause, at: int, held: Holder | None) -> bool:
    """True where somebody without a name, or quoted speech, opens the clause."""
    return _agent(layout, at, clause.end, any_verb=held is not None) or opens_talk(layout.document.text, clause)


def _speaks_for_body(held: Holder | None) -> bool:
    """True for a body, or one who speaks as its officer."""
    return held is not None and held.speaker and held.actor is not None and held.actor != held.person


def _for_itself(held: Holder | None) -> Holder | None:
    """The holder who spoke, of whom the clause itself tells."""
    return replace(held, own=True, inferred=True) if held is not None else None


def _acts(layout: Layout, at: int, end: int) -> bool:
    """True where a reporting verb leads the clause (已投入…): it goes on with who spoke."""
    document = layout.document
    for index in range(document.word_index(at), len(document.words)):
        low, high = document.word_span(index)
        word = document.surfaces[index]
        if low >= end or high - low < 1:
            return False
        if word in layout.words.act:
            return low >= at
        if document.tags[index] not in {"d", "ad", "x"} and word not in _ALREADY:
            return False
    return False


def opens_talk(text: str, clause: Clause) -> bool:
    """True where quoted speech begins with the clause, not a name in quotes (“深海一号”平台)."""
    return text[clause.start : clause.start + 1] in {"“", '"', "「"} and _TALK.match(text, clause.start + 1) is None


def content_start(layout: Layout, clause: Clause) -> int:
    """Where a clause begins behind times, introductions, marks and brackets."""
    text, at = layout.document.text, clause.start
    words = layout.words
    ends = layout.time_ends
    while at < clause.end:
        if text[at] not in words.lead_firsts and at not in ends:
            break
        skipped = words.lead_in.match(text, at, clause.end)
        if skipped is not None and skipped.end() > at:
            at = skipped.end()
            continue
        end = ends.get(at, 0)
        if not at < end <= clause.end or words.halt.match(text, at, clause.end) is not None:
            break
        at = end
    return at


def stands_for(layout: Layout, surface: str, at: int) -> int | None:
    """The body named last before `at` that 公司, 该院 or 该局 can stand for."""
    types = layout.words.stands_for_types.get(surface, frozenset())
    last: int | None = None
    for name in layout.names_in(max(at - 4_000, 0), at)[::-1][:80]:
        if name.type not in types or name.kind not in {"organisation", "compound"}:
            continue
        if layout.entities[name.entity].name.endswith(surface[-1]):
            return name.entity
        last = name.entity if last is None else last
    return last


def _agent(layout: Layout, at: int, end: int, *, any_verb: bool) -> bool:
    """True where a noun that is no name opens text[at:end] and a verb follows: a new, unnamed holder."""
    document = layout.document
    starts, surfaces, tags = document.words, document.surfaces, document.tags
    seen = False
    for index in range(document.word_index(at), len(starts)):
        if starts[index] >= end:
            return False
        tag, word = tags[index], surfaces[index]
        if tag in _NOMINAL and word not in layout.words.act:
            if layout.words.member.fullmatch(word):
                return False
            seen = seen or tag in {"n", "nz", "nt", "j", "l", "r", "s"}
        elif not seen and tag not in {"m", "q"}:
            return False
        elif tag == "v":
            return word in layout.words.act or (any_verb and len(word) > 1 and word not in layout.words.link)
        elif tag not in {"d", "ad", "c", "p", "m", "q", "x"}:
            return False
    return False
