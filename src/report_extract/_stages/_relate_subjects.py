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
_SITUATED = re.compile(r"^(?:位于|地处|坐落于|坐落在|家住|来自|远在)[^，,。]{1,24}?的")
"""Says where the name behind it is: 位于望江路的 三江物流园."""
_DESCRIBED = re.compile(
    r"[^从据在对向给与和同是把被让由为]{0,6}(?:上市公司|企业|公司|机构|平台|品牌|巨头|龙头|车企|券商|房企)"
)
_COORDINATED = re.compile(r"^据?[省市区县家个支名所]{0,3}(?:[和与及、]|以及)?$")
_SOURCE_AFTER = re.compile(r"(?:官方)?(?:网站|微博|微信公众号|官网)?(?:消息|获悉|电|讯|报道|通讯员|记者)")
_PEOPLE_AFTER = re.compile(
    r"(?:机关)?(?:志愿者|党员|干部|医护人员|队员|成员|工作人员|职工|员工|教师|学生|官兵|民警|代表)们?"
)
_DESCRIBES = re.compile(r"[从据在对向给与和同是把被让由他她死伤杀]|[^的]的[^的]{9}")
_SCENE_AFTER = re.compile(r"时间|[内里外旁](?![部务商媒地卖交])|门[口前外]|附近|一带|现场|会场")
"""Behind a name it says where or when, not who: 某医院|内, 北京|时间."""
_TOLD_BY = re.compile(r"(?:据|根据|按照|从)(?:[^，,。]{0,4})$")
_TOLD = re.compile(
    r"[^，,。：:]{0,40}?(?:介绍|通报|消息|数据|统计|显示|报道|透露|说|称|预报|监测|测算|获悉|了解到?|得知|公告|年报|披露)"
)
_OWN_PLAN = re.compile(
    r"[^，,。]{0,16}?(?:计划|方案|安排|年报|半年报|季报|快报|业绩|公告|半年度报告|年度报告|季度报告)"
)
_BETWEEN = re.compile(IN_BRACKETS)
_SAYS = re.compile(r"(?:并|还|也|又|同时|并且)?(?:表示|称|指出|认为|强调|透露|坦言|直言)(?!为|号|重)")
_LAUGHS = re.compile(r"(?:则|也|还|曾|随后)?[笑直自]?(?:称|说|认为|表示|指出|坦言)(?![将要已会愿想])")
_SOMEONE = re.compile(
    r"另外?[0-9一二两三四五六七八九十]{1,3}[名位](?!党员|干部|队员)"
    r"|(?:有|另)?[一两三多几数](?:名|位)[^，,。；：:]{0,20}?(?:说|表示|称|介绍|告诉|接受|回忆|透露)"
)
_THIS_ONE = re.compile(r"这[位名](?![^，,。]{0,20}(?:说|表示|称|认为))")
_HE = re.compile(r"[他她](?!们)")
_ANALYST = re.compile(r"经济学家|分析师|研究员|教授|学者|专家|评论员|经济师")
_DATA = re.compile(r"调查|研究|问卷|数据|统计|监测|测算|预报|预警|预计|初估|預估|估計")
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
_SURVEYS = frozenset(["访问", "訪問", "调查", "調查", "抽查", "抽检", "走访", "检测", "问卷"])
_TOWNS = frozenset(["town", "subdistrict"])
_LONGEST_POST = 10
_MAX_LEAD = 60
_ALREADY = frozenset(["已", "共", "将", "目前", "累计", "已经", "先后", "还", "计划", "共计", "连夜", "紧急"])
_BEFORE_ACT = frozenset(["d", "ad", "x", "t", "f", "m"])
_MAX_NAMES = 4
_DEEPEST_PART = 3


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom figures belong to: a body or person (`actor`), only a place, or nobody that has a name.

    `source` marks those that give out figures which are mostly not theirs, `speaker` those that say them; `inferred`
    ones are not named in the clause itself; `own` is what a speaker or source tells of itself (公司, 我们, a plan); an
    `expert` (首席经济学家) speaks of others.
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
    expert: bool = False

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
            told = _TOLD.match(text, name.end, clause.end + 1)
            about = told is not None and _DATA.search(told.group()) is not None
            return replace(_body(layout, name), source=True, own=name.type in OWN_RESULTS and not about)
        if before in _GOVERNS or _SCENE_AFTER.match(text, name.end):
            continue
        lead = _lead(layout, clause.start, name.start)
        if name.end < clause.end or clause.start == layout.document.sentences[clause.sentence].start:
            lead = _SITUATED.sub("", lead)
        if lead and not (before == "由" or _COORDINATED.match(lead) or _introduced(layout, lead, name)):
            continue
        name = _of_place(layout, name, clause)
        if name.type == "media" or _SOURCE_AFTER.match(text, name.end):
            return None
        if _DEGREE_AFTER.match(text, name.end):
            continue
        return NOBODY if _heads_list(layout, name, clause) else _holder(layout, name, clause)
    return None


def _of_place(layout: Layout, name: Name, clause: Clause) -> Name:
    """The person whom a place and a post introduce (清江选手|方知远), else the name itself."""
    if name.kind != "place":
        return name
    person = next(iter(layout.names_in(name.end, min(name.end + _LONGEST_POST, clause.end))), None)
    if person is None or person.kind != "person":
        return name
    document = layout.document
    for index in range(document.word_index(name.end), document.word_index(person.start - 1) + 1):
        word = document.surfaces[index]
        noun = document.tags[index] in _NOMINAL or layout.words.other.fullmatch(word) is not None
        if not noun or word == "的" or word in layout.words.act:
            return name
    return person if person.start > name.end else name


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
    if name.kind == "organisation" and _DESCRIBED.fullmatch(lead):
        return True
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
        if name.type in _TOWNS and _acts(layout, name.end, clause.end):
            return Holder(name.entity, None, None, local=local)
        return Holder(None, name.entity, None, local=local)
    found = replace(_body(layout, name), local=local)
    said = layout.words.speaks.match(text, name.end, clause.end)
    if said is not None:
        return replace(found, speaker=True, expert=_expert(layout, name, said.group()))
    if name.kind == "person" and _LAUGHS.match(text, name.end, clause.end):
        return replace(found, speaker=True)
    if name.kind == "organisation" and name.type in _GIVERS:
        published = layout.words.publishes.match(text, name.end, clause.end)
        if published is not None:
            plan = _OWN_PLAN.match(text, published.end(), clause.end) is not None
            results = name.type in OWN_RESULTS and _DATA.search(published.group()) is None
            return replace(found, source=True, own=plan or results)
    return found


def _expert(layout: Layout, name: Name, said: str) -> bool:
    """True where an analyst of a body speaks (某银行首席经济学家 X 表示)."""
    titles = [title.title for title in layout.entities[name.entity].titles]
    return _ANALYST.search("".join([said, *titles])) is not None


def _body(layout: Layout, name: Name) -> Holder:
    if name.kind != "person":
        return Holder(name.entity, None, None)
    bodies = [t.organisation for t in layout.entities[name.entity].titles if t.organisation is not None]
    body = next((body for body in bodies if layout.entities[body].kind == "organisation"), None)  # no mayor is a city
    return Holder(body if body is not None else name.entity, None, name.entity)


def nameless(
    layout: Layout, clause: Clause, held: Holder | None, *, first: bool, company: int | None = None
) -> Holder | None:
    """The holder that opens a clause without a name: a pointer, an area, unnamed people; None where none does.

    `held` is the holder in force, `first` tells that no clause of the sentence has had a subject yet, `company` is the
    one that the article is about.
    """
    text, words = layout.document.text, layout.words
    at = content_start(layout, clause)
    if at >= clause.end:
        return None
    goes_on = _goes_on(layout, clause, at, held)
    if goes_on is not None:
        return goes_on
    begins = text[at] in words.subject_firsts and words.subject.match(text, at, clause.end) is not None
    if not begins:  # with none of the words that are looked for one by one below
        return NOBODY if first and _new(layout, clause, at, held) else None
    if words.scope.match(text, at, clause.end):
        return Holder(None, None, None, source=True, area=True)
    pointer = words.stands_for.match(text, at, clause.end)
    if pointer is not None and layout.document.is_boundary(pointer.end()):
        body = _pointed(layout, pointer.group(), at, held, company)
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


def _goes_on(layout: Layout, clause: Clause, at: int, held: Holder | None) -> Holder | None:
    """The holder in force where a verb or 这位 shows that the clause goes on with him; 一名工人说 ends him."""
    text = layout.document.text
    if _SOMEONE.match(text, at, clause.end):
        return NOBODY
    if held is None or held.actor is None:
        return None
    if _speaks_for_body(held) and _acts(layout, at, clause.end):
        return _for_itself(held)
    if held.source and not held.area and _acts(layout, at, clause.end, _SURVEYS):
        return _for_itself(held)
    if _SAYS.match(text, at, clause.end):
        return replace(held, speaker=True)
    if held.person is not None and _THIS_ONE.match(text, max(at - 1, clause.start), clause.end):
        return replace(held, source=False, area=False, speaker=False, inferred=True)
    return None


def _new(layout: Layout, clause: Clause, at: int, held: Holder | None) -> bool:
    """True where somebody without a name, or quoted speech, opens the clause."""
    return _agent(layout, at, clause.end, any_verb=held is not None) or opens_talk(layout.document.text, clause)


def _speaks_for_body(held: Holder | None) -> bool:
    """True for a body, or one who speaks as its officer."""
    return held is not None and held.speaker and held.actor is not None and held.actor != held.person


def _for_itself(held: Holder | None) -> Holder | None:
    """The holder who spoke, of whom the clause itself tells."""
    return replace(held, own=True, inferred=True) if held is not None else None


def _acts(layout: Layout, at: int, end: int, verbs: frozenset[str] | None = None) -> bool:
    """True where a reporting verb, or one of `verbs`, leads the clause (已投入…): it goes on with who spoke."""
    document = layout.document
    verbs = layout.words.act if verbs is None else verbs
    for index in range(document.word_index(at), len(document.words)):
        low, high = document.word_span(index)
        word = document.surfaces[index]
        if low >= end or high - low < 1:
            return False
        if word in verbs:
            return low >= at
        if document.tags[index] not in _BEFORE_ACT and word not in _ALREADY:
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


def _pointed(layout: Layout, surface: str, at: int, held: Holder | None, company: int | None) -> int | None:
    """Whom a pointer means: 公司 the company of the article, 该局 who is spoken of, else who was named last."""
    types = layout.words.stands_for_types.get(surface, frozenset())
    if company is not None and surface[0] not in "该这" and "company" in types:
        return company
    actor = held.actor if held is not None else None
    if actor is not None and _fits(layout, actor, surface):
        return actor
    return stands_for(layout, surface, at)


def _fits(layout: Layout, entity: int, surface: str) -> bool:
    """True where a body is of a type that the pointer means and is called so: 该局 is no 区级机关."""
    body, words = layout.entities[entity], layout.words
    ends = words.stands_for_ends.get(surface, ())
    fits = body.type in words.stands_for_types.get(surface, frozenset())
    return fits and body.kind in {"organisation", "compound"} and (not ends or body.name.endswith(ends))


def stands_for(layout: Layout, surface: str, at: int) -> int | None:
    """The body named last before `at`, or one that it is a part of, that 公司, 该院 or 该局 can stand for."""
    last: int | None = None
    for name in layout.names_in(max(at - 4_000, 0), at)[::-1][:80]:
        entity: int | None = name.entity
        for _ in range(_DEEPEST_PART):
            if entity is None:
                break
            if _fits(layout, entity, surface):
                if layout.words.stands_for_ends.get(surface) or layout.entities[entity].name.endswith(surface[-1]):
                    return entity
                last = entity if last is None else last
            entity = layout.entities[entity].parent
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
