"""Who or what stands at the head of a clause.

A body, person, compound or place that opens the clause, when nothing but times, adverbs and introductions stands
before; a word that stands for a body named before (公司, 该院); the whole area (全市); people and things without a
name (居民, 该工程). Who speaks or gives figures out is marked, for he does not hold what is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from report_extract._stages._relate_aside import aside, obliged
from report_extract._stages._relate_clauses import Clause, Layout, Name, within
from report_extract._stages._relate_words import IN_BRACKETS

_RELATIVE = re.compile(r"^[^，,。]{2,24}的$")
_SITUATED = re.compile(r"^(?:(?:位于|地处|坐落于|坐落在|家住|来自|远在)[^，,。]{1,24}?|[^，,。]{2,16}?(?:所在|所属))的")
"""Says where the name behind it is: 位于望江路的 三江物流园, 清江村所在的 河西街道."""
_DESCRIBED = re.compile(
    r"[^从据在对向给与和同是把被让由为]{0,6}(?:上市公司|企业|公司|机构|平台|品牌|巨头|龙头|车企|券商|房企)"
)
_OF_CASE = re.compile(
    "(?:等[0-9一二三四五六七八九十]{0,3}人?)?[^，。；:：说]{0,24}(?<![方档图答个投作报破办立结涉])案(?![例情件发由])"
)
"""Behind a person it names a case: 方某等人|非法经营案."""
_WHERE_FROM = re.compile("(?:所在|所属|所辖|下辖|辖区|周边)的")
PEOPLE_DONE_TO = "抓获|查获|查处|逮捕|拘留|起诉|审理|通报|表彰|慰问|救出|营救|转移|击毙"
"""What a body does to people who are named behind it."""
_DONE_TO = re.compile(f"(?:{PEOPLE_DONE_TO}|侦办|破获|裁定|判决|看望|采访|护送|押解|回)$")
_COORDINATED = re.compile(r"^据?[省市区县家个支名所]{0,3}(?:[和与及、]|以及)?$")
_SOURCE_AFTER = re.compile(r"(?:官方)?(?:网站|微博|微信公众号|官网)?(?:消息|获悉|电|讯|报道|通讯员|记者)")
_PEOPLE_AFTER = re.compile(
    r"(?:机关)?(?:志愿者|党员|干部|医护人员|队员|成员|工作人员|职工|员工|教师|学生|官兵|民警|代表)们?"
)
_DESCRIBES = re.compile(
    r"[从据在对向给与和同是把被让由随以凭靠他她死伤杀]|关于|围绕|针对|鉴于|呼吁|要求|敦促|支持|批评|指责|邀请|会见|通知|任命|提名|"
    r"推荐|对阵|击败|战胜|力克|不敌|负于|迎战|陪同|代表|感谢|采访|联系|看望|慰问|起诉|指控|[^的]的[^的]{9}"
)
_POST = (
    r"(?:原|时任|党组|党委|党工委|工委|副|总|常务){0,6}+(?:秘书长|[局部厅校院所处科司署组队社会市县区省镇乡州行]长|主席|书记|"
    r"主任|总裁|董事长|总经理|成员|委员|常委|专员)"
)
_ENDS_IN_POST = re.compile(
    f"{_POST}(?:[、兼][^，,。；：:]{{0,16}}?{_POST}){{0,4}}(?:等(?:职务|职|岗位)[^，,。；：:]{{0,12}})?"
)
"""Behind a body to the end of the clause: a post that somebody held, not who acts."""
_SPEAKS_NOW = re.compile(r"[^，,。：:]{0,6}?(?:表示|说|称|指出|介绍|认为|强调|透露)(?=[，,：:“])")
_PARTY = re.compile(r"^(?:被告人|被告|原告|犯罪嫌疑人|嫌疑人|当事人)")
_NEARBY = re.compile(r"(?:附近|当地|邻近|周边|同城)的")
_DATELINE = re.compile(
    r"\s{0,6}(?:[^，,。！？：:(（]{0,30}[0-9一二三四五六七八九十]{1,3}日\s?专?(?:电|讯|消息)"
    r"|[^，,。！？：:(（]{0,8}[报网社刊][^，,。！？：:(（]{0,6}讯)\s{0,2}(?:[(（][^()（）]{0,60}[)）])?"
)
_COUNTED = frozenset("个家所座支条")
_MOST = re.compile(r"(?:其中)?(?:规模|面积|人数|数量)?最[大小多少高低早远近]的")
_CORE = re.compile(r"^(?:以[^，,。]{2,12}为(?:核心|首|主席|代表)|由[^，,。]{2,24}?(?:领衔|率领|带领))的")
LEADS_OTHERS = re.compile(r"[^，,。；;]{0,16}?(?:领衔|率领|带领|主演|执导)的")
"""由某人领衔的某队: who leads a team is not the team."""
_VENUE = re.compile(
    r"(?:(?:体育|奥体|会展|博览|会议|展览|文化|艺术)中心|体育[馆场]|展览馆|大剧院|音乐厅|广场|公园|机场|车站)$"
)
"""Alone between commas it says where: 10月2日晚，清江体育中心，…."""
_SCENE_AFTER = re.compile(
    r"(?:同志|先生)?为(?:核心|首|代表)|时间|奖(?![励金])|[内里外旁](?![部务商媒地卖交科宾资贸])|门[口前外]|附近|一带|"
    r"(?:任内|任期|期间|时期|主政[^，。]{1,8}期间)|[一二两三四五六七八九十0-9]{1,2}组|[^，。；]{0,10}?(?:交界处|交汇处|接壤处)|"
    r"现场|会场"
)
"""Behind a name it says where or when, not who (某医院|内, 北京|时间), or that the name is a prize's."""
_OTHERS = re.compile(
    r"(?:同志|先生|女士)?的?(?:主要|控股|实际|第[一二三]大|最大|原)?"
    r"(?:秘书|司机|妻子|丈夫|父亲|母亲|儿子|女儿|妹妹|弟弟|助理|律师|家属|亲属|家人|亲友|亲戚|生前|遗体|追悼会|"
    r"股东|供应商|竞争对手|对手|母公司|受害者|消费者|用户|客户|成员国|国家(?=[的和、与])|[一某](?:名|位|户)?(?:村民|居民|住户|市民|员工|职工)家)"
)
"""Behind a name: somebody else, whom the name only describes."""
_HOLDS_PART = re.compile(
    r"[^，,。；：:]{2,20}?的?(?:主要|控股|实际|第[一二三]大|最大|原|重要)?(?:股东|供应商|母公司|子公司|客户)"
)
"""某公司主要股东|某集团: who holds a part of another."""
_MADE = re.compile(
    r"(?:[、和与及][^，,。；]{2,24}?|等[^，,。；0-9]{0,8}?)?(?:联合|共同|牵头|合作|发起)?"
    r"(?:主办|承办|举办|协办|发起|主持|打造|研发|研制|建造|制造|运营|开发|撰写|创作|执导|主演|拍摄|出品|编写|演绎)的"
)
"""某局主办的展览: the clause speaks of what the body has made, unless it counts it."""
_ISSUED = re.compile(r"[^，,。；]{0,14}?(?:通过|颁布|制定|出台|印发)[的之][《“「]")
"""某议会2010年通过的《条例》: the clause speaks of the rule."""
_FOUNDED = re.compile(
    r"(?:[、和与及][^，,。；]{2,24}?)?(?:合资|共同|联合|全资|发起)?(?:成立|设立|组建|创办|控股|参股)的(?:子公司)?"
)
_DAY_AFTER = re.compile(
    r"[^，,。；]{0,12}[后前]的(?:第?[一二两三四五六七八九十0-9]{0,3}个?)(?:交易日|[天日周月年]|小时|时间)[里内]?"
)
_TOLD_BY = re.compile(r"(?:据|根据|按照|从)(?:[^，,。]{0,4})$")
_TOLD = re.compile(
    r"[^，,。：:]{0,40}?(?:介绍|通报|消息|数据|统计|显示|报道|透露|说|称|预报|监测|测算|获悉|了解到?|得知|公告|年报|披露)"
)
_SITE = re.compile("(?:官方)?(?:网站|官网|微博|微信公众号|客户端)(?!建设|运营|管理|开发|设计)")
_OWN_PLAN = re.compile(
    r"[^，,。]{0,16}?(?:计划|方案|安排|年报|半年报|季报|快报|业绩|公告|半年度报告|年度报告|季度报告|禁令|通知|命令)"
)
_BETWEEN = re.compile(IN_BRACKETS)
_LAUGHS = re.compile(r"(?:则|也|还|曾|随后)?[笑直自]?(?:称|说|认为|表示|指出|坦言)(?![将要已会愿想])")
_DELEGATE = re.compile(
    "(?:全国|[\u3400-\u9fff]{0,4}[省市区县州])?(?:人大|政协)(?:常委会)?(?:代表|委员)[、兼]?(?=[\u3400-\u9fff]{2})"
)
"""全国人大代表、|某医院院长某人: an honour of who acts."""
_DELEGATES = frozenset(["代表", "人大代表", "政协委员"])
"""Who sits in a body and speaks for himself."""
_HEADS_OF_STATE = frozenset(["总书记", "国家主席", "国务院总理", "总理", "总统", "国王", "首相"])
"""Who stands for no body that he is the head of."""
_SINCE = re.compile("(?:然而|但|不过|同时)?自(?:从)?[^，,。；]{6,40}以来")
_FIRMS_LISTED = re.compile(
    r"(?:(?:、|和|与|及|以及)[A-Za-z\u3400-\u9fff]{2,14}?){1,5}(?:等|这)?[两三四五六七八九十0-9]{1,3}多?家"
    r"[\u3400-\u9fff]{0,4}(?:公司|企业|银行|供应商|厂商|机构|巨头)"
)
_LISTED_BEHIND = re.compile("分别[为是]")
_ANALYST = re.compile(r"经济学家|分析师|研究员|教授|学者|专家|评论员|经济师")
_DATA = re.compile(r"调查|研究|问卷|数据|统计|监测|测算|推算|估算|预测|预报|预警|预计|初估|預估|估計")
_DEGREE_AFTER = re.compile(r"(?:[\u3400-\u9fff]{0,4})(?:硕士|博士|本科|毕业|学士|研究生)")
NOMINAL = frozenset(["n", "nz", "nt", "j", "vn", "an", "l", "ns", "nr", "nrt", "r", "s", "b", "uj", "eng", "f"])
_GIVERS = frozenset([
    "bureau", "media", "government", "other", "center", "police", "court", "office", "association", "institute",
    "company", "bank", "customs", "international", "parliament", "procuratorate", "station", "university", "hospital",
    "fire", "union",
])  # fmt: skip
OWN_RESULTS = frozenset(["company", "bank", "hospital", "school", "university", "team"])
_GOVERNS = frozenset("从据在对向给为与跟像")
EXAMPLES = re.compile(
    r"(?:会员|成员|代表|党员|职工|师生|员工)?(?:、[^，,。；：:]{1,60})?等(?:近|约|共|全[国省市区县]|多达)?"
)
_TOWNS = frozenset(["town", "subdistrict"])
_LONGEST_POST = 10
_MAX_LEAD = 60
_ALREADY = frozenset(["已", "共", "将", "目前", "累计", "已经", "先后", "还", "计划", "共计", "连夜", "紧急"])
_BEFORE_ACT = frozenset(["d", "ad", "x", "t", "f", "m"])
_MAX_NAMES = 4
_QUOTES = frozenset('“”"「」')
_AND = frozenset(["、", "和", "与", "及"])


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
    text, start = layout.document.text, behind_dateline(layout, clause)
    if _SINCE.fullmatch(text, clause.start, clause.end):
        return None  # 自今年4月初某人宣布其政策以来
    delegate = _DELEGATE.match(text, start, clause.end)
    start = delegate.end() if delegate is not None else start
    refused = start  # where the last name ends that is not who acts
    for name in layout.names_in(start, clause.end)[:_MAX_NAMES]:
        if name.start - start > _MAX_LEAD or name.rule == "person.byline":
            return None
        if refused > start and text[refused : name.start] in _AND:
            refused = name.end  # 抓获甲某、乙某: the second of those who are caught
            continue
        if _LISTED_BEHIND.search(text, start, name.start):
            return None  # 13人分别为甲、乙
        teller = _teller(layout, clause, name)
        if teller is not None:
            return teller
        governed = text[max(start, name.start - 1) : name.start] in _GOVERNS
        if governed or aside(layout, start, clause, name) or _no_subject(layout, clause, name):
            continue
        lead = _lead(layout, start, name.start)
        party = _PARTY.match(lead) is not None and name.kind == "person"
        lead = _CORE.sub("", _PARTY.sub("", lead))
        if name.end < clause.end or clause.start == layout.document.sentences[clause.sentence].start:
            lead = _SITUATED.sub("", lead)
        if lead and name.kind == "person" and _SPEAKS_NOW.match(text, name.end):
            return replace(_body(layout, name), speaker=True)
        if lead and not (_by(layout, lead, name) or _COORDINATED.match(lead) or _introduced(layout, lead, name)):
            if obliged(layout, start, name):
                return Holder(name.entity, None, None)
            refused = name.end
            continue
        return Holder(name.entity, None, name.entity) if party else _opened(layout, clause, name, start)
    return None


def _parent(layout: Layout, name: Name, clause: Clause) -> bool:
    """True for 甲集团和乙集团合资成立的|丙公司: who has founded the body that is spoken of."""
    following = layout.names_in(name.end, min(name.end + _MAX_LEAD, clause.end)) if name.kind == "organisation" else ()
    text = layout.document.text
    return any(_FOUNDED.fullmatch(text, name.end, other.start) for other in following if other.kind == "organisation")


def _teller(layout: Layout, clause: Clause, name: Name) -> Holder | None:
    """Who is named only as the source: 据某局统计."""
    text = layout.document.text
    if _TOLD_BY.search(text, clause.start, name.start) is None:
        return None
    told = _TOLD.match(text, name.end, clause.end + 1)
    if told is None:
        return None
    about = _DATA.search(told.group()) or _ANALYST.search(told.group())
    own = name.type in OWN_RESULTS and about is None
    return replace(_body(layout, name), source=True, own=own)


def _no_subject(layout: Layout, clause: Clause, name: Name) -> bool:
    """True for a name that only says where, or whose post somebody held (某局局长，), or where one has studied."""
    text = layout.document.text
    if _DAY_AFTER.fullmatch(text, name.end, clause.end) or _OTHERS.match(text, name.end):
        return True
    if name.kind == "person" and text[name.end : name.end + 1] == "摄":
        return True  # who took the picture
    if _parent(layout, name, clause):
        return True
    if text[name.start - 1 : name.start] in {"（", "("} and text[name.end : name.end + 1] in {"）", ")"}:
        return True  # 省长（某人）
    if text[name.start - 1 : name.start] == "由" and LEADS_OTHERS.match(text, name.end, clause.end):
        return True
    if "《" in text[max(clause.start, name.start - 24) : name.start].rpartition("》")[2]:
        return True
    if any(after.match(text, name.end) for after in (_SCENE_AFTER, _WHERE_FROM, _DEGREE_AFTER)):
        return True
    if name.kind == "person" and (_OF_CASE.match(text, name.end, clause.end) or _caught(layout, clause, name)):
        return True
    return _ENDS_IN_POST.fullmatch(text, name.end, clause.end) is not None


def _by(layout: Layout, lead: str, name: Name) -> bool:
    """由某局, 宣布由某厂: behind 由 without a noun before it stands who acts in what follows."""
    if not lead.endswith("由") or len(lead) == 1:
        return lead == "由"
    document = layout.document
    return document.tags[document.word_index(max(name.start - 2, 0))] == "v"


def _opened(layout: Layout, clause: Clause, name: Name, start: int) -> Holder | None:
    """The holder that a name at the head of a clause stands for, None for a source or the scene."""
    text = layout.document.text
    if text[max(start, name.start - 1) : name.start] in _COUNTED and _counted(layout, start, name):
        return NOBODY  # 12个乡镇商会
    if name.end == clause.end and name.kind == "organisation" and _VENUE.search(text, name.start, name.end):
        return None
    if _ISSUED.match(text, name.end, clause.end):
        return NOBODY
    made = _MADE.match(text, name.end, clause.end)
    if made is not None and not within(layout.figures, made.end(), made.end() + 8):
        return NOBODY
    name = _of_place(layout, name, clause)
    if name.type == "media" or _SOURCE_AFTER.match(text, name.end):
        return None
    return NOBODY if _heads_list(layout, name, clause) else _holder(layout, name, clause)


def _caught(layout: Layout, clause: Clause, name: Name) -> bool:
    """True for persons whom a count behind a verb introduces: 抓回两名逃犯|林某."""
    start = behind_dateline(layout, clause)
    figures = within(layout.figures, start, name.start)
    return bool(figures) and _lead(layout, start, figures[-1][0]) != ""


def _counted(layout: Layout, start: int, name: Name) -> bool:
    """True for a name that a figure counts: it is no name of one body."""
    return any(end == name.start for _, end in within(layout.figures, start, name.start))


def behind_dateline(layout: Layout, clause: Clause) -> int:
    """Where a clause begins behind the dateline and the byline of an article: 清江网3月31日电(记者林晓东)|…."""
    if clause.start != layout.document.sentences[clause.sentence].start:
        return clause.start
    found = _DATELINE.match(layout.document.text, clause.start, clause.end)
    return found.end() if found is not None and found.end() < clause.end else clause.start


def _of_place(layout: Layout, name: Name, clause: Clause) -> Name:
    """The person or body that a place and its nouns introduce (清江选手|方知远, 北岭百强企业|某公司), else the name."""
    if name.kind != "place":
        return name
    other = next(iter(layout.names_in(name.end, min(name.end + _LONGEST_POST, clause.end))), None)
    if other is None or other.kind not in {"person", "organisation"} or other.start == name.end:
        return name
    document = layout.document
    nouns = 0
    for index in range(document.word_index(name.end), document.word_index(other.start - 1) + 1):
        word = document.surfaces[index]
        if word in _QUOTES and other.kind == "organisation":
            continue
        noun = document.tags[index] in NOMINAL or layout.words.other.fullmatch(word) is not None
        if not noun or word == "的" or word in layout.words.act:
            return name
        nouns += 1
    return other if other.kind == "person" or (nouns and other.type == "company") else name


def _heads_list(layout: Layout, name: Name, clause: Clause) -> bool:
    """True for the first of places that are only examples of those counted (甲镇、乙镇等14个站点)."""
    if name.kind == "organisation" and _FIRMS_LISTED.match(layout.document.text, name.end, clause.end):
        return True  # 高通、Acacia通讯、某某三家公司
    if name.kind not in {"place", "compound"} and name.type not in {"subdistrict", "town"}:
        return False
    figures = within(layout.figures, name.end, clause.end)
    return bool(figures) and EXAMPLES.fullmatch(layout.document.text, name.end, figures[0][0]) is not None


def _introduced(layout: Layout, lead: str, name: Name) -> bool:
    """True where the lead only describes the name: 支援某社区的 X志愿者, 部队转业 林晓东; not 判处 林晓东."""
    text = layout.document.text
    if name.kind == "person":
        word = text[slice(*layout.document.word_span(layout.document.word_index(max(name.start - 1, 0))))]
        acted_on = _DESCRIBES.search(lead) or _DONE_TO.search(lead) or word in layout.words.act
        return len(lead) <= 10 and not acted_on
    if name.kind == "organisation" and _HOLDS_PART.fullmatch(lead) and _owned(layout, lead, name):
        return True
    if name.kind == "organisation" and any(p.fullmatch(lead) for p in (_DESCRIBED, _NEARBY, _MOST)):
        document = layout.document
        words = range(document.word_index(name.start - len(lead)), document.word_index(name.start))
        return all(document.surfaces[index] not in layout.words.act for index in words)
    return _RELATIVE.match(lead) is not None and _PEOPLE_AFTER.match(text, name.end) is not None


def _owned(layout: Layout, lead: str, name: Name) -> bool:
    """True where a named body opens the lead: 某公司|主要股东."""
    start = name.start - len(lead)
    return any(other.start == start for other in layout.names_in(start, name.start))


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
        if name.type in _TOWNS and acts(layout, name.end, clause.end):
            return Holder(name.entity, None, None, local=local)
        return Holder(None, name.entity, None, local=local)
    found = _body(layout, name, local=local)
    said = layout.words.speaks.match(text, name.end, clause.end)
    if name.kind == "person" and name.end == clause.end and text[name.end : name.end + 1] in {"：", ":"}:
        return replace(found, speaker=True, expert=_expert(layout, name, ""))  # 林晓东：我们 …
    if said is not None:
        return replace(found, speaker=True, expert=_expert(layout, name, said.group()))
    if name.kind == "person" and _LAUGHS.match(text, name.end, clause.end):
        return replace(found, speaker=True)
    if name.kind == "organisation" and _said_by(layout, name, clause):
        return replace(found, speaker=True)
    if name.kind == "organisation":
        published = _SITE.match(text, name.end, clause.end)
        if published is None and name.type in _GIVERS:
            published = layout.words.publishes.match(text, name.end, clause.end)
        if published is not None:
            plan = _OWN_PLAN.match(text, published.end(), clause.end) is not None
            results = name.type in OWN_RESULTS and _DATA.search(published.group()) is None
            return replace(found, source=True, own=plan or results)
    return found


def _said_by(layout: Layout, name: Name, clause: Clause) -> bool:
    """True for 某会|某司司长林晓东：上市公司已近2700家, where who works there speaks."""
    colon = layout.document.text[clause.end : clause.end + 1] in {"：", ":"}
    behind = layout.names_in(name.end, clause.end) if colon else ()
    return bool(behind) and behind[-1].kind == "person" and behind[-1].end == clause.end


def _expert(layout: Layout, name: Name, said: str) -> bool:
    """True where an analyst of a body speaks (某银行首席经济学家 X 表示)."""
    titles = [title.title for title in layout.entities[name.entity].titles]
    return _ANALYST.search("".join([said, *titles])) is not None


def _body(layout: Layout, name: Name, *, local: bool = False) -> Holder:
    if name.kind != "person":
        return Holder(name.entity, None, None, local=local)
    titles = layout.entities[name.entity].titles
    bodies = [t.organisation for t in titles if t.organisation is not None and t.title not in _DELEGATES]
    state = any(
        t.title in _HEADS_OF_STATE
        or (t.title == "主席" and t.organisation is not None and layout.entities[t.organisation].name == "中央军委")
        for t in titles
    )
    if state:
        return Holder(name.entity, None, name.entity, local=local)
    body = next((body for body in bodies if layout.entities[body].kind == "organisation"), None)  # no mayor is a city
    return Holder(body if body is not None else name.entity, None, name.entity, local=local)


def acts(layout: Layout, at: int, end: int, verbs: frozenset[str] | None = None) -> bool:
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


def content_start(layout: Layout, clause: Clause) -> int:
    """Where a clause begins behind times, introductions, marks and brackets."""
    text, at = layout.document.text, behind_dateline(layout, clause)
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
