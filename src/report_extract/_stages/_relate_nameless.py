"""Who opens a clause without a name: a word for a body named before, an area, people and things, or nobody.

公司 and 该院 stand for a body, 全市 for the whole area, 他 and 这位 for who is in force, 居民 and 这些古籍 for
somebody without a name; a verb alone goes on with who spoke.
"""

from __future__ import annotations

import re
from dataclasses import replace

from report_extract._stages._relate_clauses import Clause, Layout, within
from report_extract._stages._relate_subjects import NOBODY, NOMINAL, Holder, acts, content_start

_SAYS = re.compile(r"(?:并|还|也|又|同时|并且)?(?:表示|称|指出|认为|强调|透露|坦言|直言)(?!为|号|重)")
_THE_TWO = re.compile(r"(?:这|该|上述)?[两二三四]人(?![次份间座行民口]|以上|一组|小组)")
_TWO_FIRSTS = frozenset("两二三四五这该上")
_SOMEONE = re.compile(
    r"(?:另外?|[还另也]有)[0-9一二两三四五六七八九十]{1,3}(?:[名位](?!党员|干部|队员)|人(?=涉嫌|因|被))"
    r"|(?:有|另)?[一两三多几数](?:名|位)[^，,。；：:]{0,20}?(?:说|表示|称|介绍|告诉|接受|回忆|透露)"
)
_THESE = re.compile(
    r"\s{0,4}[“]?(?:而|但|不过|同时)?(这[些批种是艘架辆台座栋条部套款本张幅颗枚片]|该(?!项工作|活动)|"
    r"这一(?=(?:犯罪)?(?:团伙|家庭|群体|男子|女子|组合|机构|平台|品牌|地区|国家|城市|村庄|行业|市场)))(?=[\u3400-\u9fff])"
)
_OWN_PEOPLE = re.compile(
    r"志愿|党员|干部|队员|队伍|成员|官兵|民警|消防|医护|护士|医生|教师|员工|职工|人员|小组|专班|青年|代表|物资|数据"
)
_THINGS_MOVE = re.compile(
    "(?:约|近|有|另有|至少)?[0-9数几多十百千一二两三四五六七八九]{1,6}[多余]?[枚架艘发辆颗列]"
    "[\u3400-\u9fff“”]{1,10}?(?:从|袭击|飞[向往抵越]|落[入在到]|坠[入落毁]|射[向入]|驶[向入往]|击中|抵达|进入)"
)
_THE_TWO_THINGS = re.compile(
    "(?:这|该|上述)?[两三四五][个项种起件](?:话题|问题|国家|地区|事件|概念|市场|品牌|行业|城市|消息|数字|案件)(?!上|中|里|方面)"
    "|[两三四五]家(?=在|是|来自|属于)"
)
_COUNT_FIRSTS = frozenset("约近有另至数几多十百千一二两三四五六七八九0123456789")
"""数十枚火箭弹|从某地射向 …: things that move, told of at the head of a clause, are nobody's."""
_AREA_BEHIND = re.compile(
    r"(?:依托|通过|在|按照?|根据|随着|经过)[^，,。；：:]{1,10}?(?:全国|全市|全省|全区|全县|我国)(?:已|共|累计)"
)
_ADVERBIAL_FIRSTS = frozenset("依通在按根随经")
_THIS_ONE = re.compile(r"这[位名](?![^，,。]{0,20}(?:说|表示|称|认为))")
_THEY = re.compile(r"[他她]们")
_ELSEWHERE = re.compile(
    r"\s{0,4}在[^，,。；：:]{2,30}"
    r"(?:现场|车间|工地|基地|[村县市区镇省州馆店厂校园路街港]|大厅|门口|广场|大棚|田间|教室|仓库|码头)[内里上]?"
)
_HE = re.compile(r"[他她](?!们)")
_TALK = re.compile(r"[^”\"]{0,11}[”\"]")
_RATED = re.compile(
    r"[\u3400-\u9fff]{2,8}?(?:率|比重|占比|人数|总数|总量|次数|数量)(?:为|达到?|约|超过?|仅|已|近)?[0-9]"
)
_OF_THEM = re.compile(r"[\u3400-\u9fff]{0,10}?(?:当中|之中|中|里|内)?(?:已经|已|均|就|还|只|仅)?有")
_LOOKED_AT = re.compile(r"[检抽巡核调复]查|抽检|检测|走访|排查|检验|摸排|督查|暗访|验收|送检")
_RULE = re.compile(r"须|应当|不得")
"""办理登记须出示证件: a rule for everybody, not what the speaker does."""
_GOVERNED = re.compile(r"(?<![因认作成以称])(?:为|对|针对|面对|对于|通过|帮|替)$")
"""Before people who are no subject: 为|居民测温, 通过|群众举报."""
_BY = re.compile(r"(?:根据|按照)$")
_GIVES_OUT = re.compile(r"数据|统计|调查|报告|显示|测算|介绍|消息|公告|通报|规定")
_OTHERS_DATA = re.compile(
    r"[^，,。；]{2,24}?(?:公布|发布|披露|提供)的[^，,。；]{0,8}?(?:数据|报告|统计|财报|年报)(?:均|都)?(?:显示|表明|称)"
)
"""微信和支付宝官方公布的数据显示: a source that no name was found for."""
_ITS_REPORT = re.compile(r"(?:发布|公布|披露)的[^，,。；]{0,12}(?:财报|年报|季报|公告|报告|业绩)")
_BODIES_OF = re.compile(
    r"(?:[省市县区乡镇村]级|[省市县区]直(?:有关|相关)?|各[级地个]?|有关|相关|当地|部分|多家|不少|一些|基层|其他|辖区)[\u3400-\u9fff]{0,4}?"
    r"(?:医院|卫生院|部门|企业|学校|机构|单位|公司|商家|银行|法院|地区|门店|高校)(?!的)"
    r"|(?:消防|公安|环保|交警|气象|应急|水利|民政|供电|铁路|海事|卫生|卫健|税务)部门(?!的)"
)
_BODIES_FIRSTS = frozenset("省市县区乡镇村各有相当部多不一基其辖消公环交气应水民供铁海卫税")
_SHORTEST_TAIL, _LONGEST_TAIL, _TAIL_BEFORE = 2, 4, 400
_ROAD = re.compile(r"[GSXY][0-9]{1,4}(?:线|国道|省道|县道|[\u3400-\u9fff]{0,6}?高速)")
_LONGEST_NAME = 40
_ROAD_FIRSTS = frozenset("GSXY")
_SURVEYS = frozenset(["访问", "訪問", "调查", "調查", "抽查", "抽检", "走访", "检测", "问卷"])
_BETWEEN = frozenset(["d", "ad", "c", "p", "m", "q", "x", "t", "v"])
_BEGINS = frozenset([
    "开始", "继续", "计划", "准备", "能够", "可以", "将", "需要", "需", "应", "应当", "应该", "必须", "可", "能", "会",
    "要", "不得", "无法", "可能", "希望", "打算", "须",
])  # fmt: skip
_NOUNS = frozenset(["n", "nz", "vn", "j"])
_ROAMED = frozenset(["company", "bank", "university", "institute", "hospital"])
_DEEPEST_PART = 3


def nameless(
    layout: Layout, clause: Clause, held: Holder | None, *, first: bool, company: int | None = None
) -> Holder | None:
    """The holder that opens a clause without a name: a pointer, an area, unnamed people; None where none does.

    `held` is the holder in force, `first` tells that no clause of the sentence has had a subject yet, `company` is the
    one that the article is about.
    """
    text, words = layout.document.text, layout.words
    at = content_start(layout, clause)
    if at >= clause.end or (at > clause.start and _governed(text, clause, at)):
        return None
    goes_on = _goes_on(layout, clause, at, held)
    if goes_on is not None:
        return goes_on
    begins = text[at] in words.subject_firsts and words.subject.match(text, at, clause.end) is not None
    if not begins:  # with none of the words that are looked for one by one below
        body = _by_tail(layout, clause, at)
        return NOBODY if body is None and first and _new(layout, clause, at, held) else body
    if _OTHERS_DATA.match(text, at, clause.end):
        return NOBODY
    body = _stood_for(layout, clause, at, held, company)
    if body is not None:
        return body
    area = words.scope.match(text, at, clause.end)
    if area is not None and not text.startswith("时间", area.end()):  # 当地|时间
        return Holder(None, None, None, source=True, area=True)
    if held is not None and _HE.match(text, at, clause.end):
        return _himself(layout, held, at, clause.end)
    if words.first.match(text, at, clause.end):
        return _for_itself(held) if held is not None and (held.speaker or held.own) else None
    if held is not None and held.actor == held.person is not None and _THEY.match(text, at, clause.end):
        return NOBODY
    if words.member.match(text, at, clause.end):
        return _for_itself(held) if _speaks_for_body(held) else None
    if _amounts_of(layout, held, at, clause.end):
        return None
    behind = at + (text[at] == "有")
    others = words.other.match(text, at, clause.end) or words.other.match(text, behind, clause.end)
    return NOBODY if others or (first and _new(layout, clause, at, held)) else None


def _stood_for(layout: Layout, clause: Clause, at: int, held: Holder | None, company: int | None) -> Holder | None:
    """The body that 公司, 该院 or 基金会 at the head of a clause stands for."""
    words, text = layout.words, layout.document.text
    pointer = words.stands_for.match(text, at, clause.end)
    if pointer is None or not layout.document.is_boundary(pointer.end()):
        return None
    told = _whose_report(layout, clause) if pointer.group() == "公司" else None
    body = told if told is not None else _pointed(layout, pointer.group(), at, held, company)
    if body is None and pointer.group() == "公司" and _speaks_for_body(held):
        body = held.actor if held is not None else None
    if body is None:
        return None
    speaker = words.speaks.match(text, pointer.end(), clause.end) is not None
    return Holder(body, None, None, inferred=True, speaker=speaker)


def _whose_report(layout: Layout, clause: Clause) -> int | None:
    """根据诺基亚发布的一季度财报显示，|公司 …: the firm whose accounts the sentence has named."""
    start = layout.document.sentences[clause.sentence].start
    for name in reversed(layout.names_in(start, clause.start)):
        if _ITS_REPORT.match(layout.document.text, name.end, clause.start):
            return name.entity
    return None


def _governed(text: str, clause: Clause, at: int) -> bool:
    """True where those who open the clause are no subject: 为|居民测温, 按照|居民需求."""
    before = max(clause.start, at - 3)
    if _GOVERNED.search(text, before, at) is not None:
        return True
    return _BY.search(text, before, at) is not None and _GIVES_OUT.search(text, at, clause.end) is None


def _by_tail(layout: Layout, clause: Clause, at: int) -> Holder | None:
    """联网 for 海心医院联网: the noun that opens the clause and acts ends the name of the body named last."""
    document = layout.document
    low, high = document.word_span(document.word_index(at))
    if low != at or not _SHORTEST_TAIL <= high - low <= _LONGEST_TAIL or high >= clause.end:
        return None
    word = document.text[low:high]
    names = [name for name in layout.names_in(max(0, at - _TAIL_BEFORE), at) if name.kind == "organisation"]
    last = layout.entities[names[-1].entity].name if names else ""
    if not last.endswith(word) or len(last) < len(word) + 2 or not acts(layout, high, clause.end):
        return None
    return Holder(names[-1].entity, None, None, inferred=True)


def _people(layout: Layout, at: int, end: int, who: re.Pattern[str]) -> bool:
    """执法|队员, 离岛|旅客: people behind one or two words that describe them."""
    document = layout.document
    first = document.word_index(at)
    for index in range(first, min(first + 3, len(document.words))):
        low, high = document.word_span(index)
        word = document.surfaces[index]
        if who.fullmatch(word):
            following = document.tags[index + 1] if index + 1 < len(document.tags) else "x"
            return index > first and low > at and high <= end and following not in _NOUNS
        describes = document.tags[index] in NOMINAL or (document.tags[index] == "v" and len(word) == 2)
        if high > end or not describes or word in layout.words.act or word in layout.words.link:
            return False
    return False


def _among(layout: Layout, clause: Clause, at: int) -> bool:
    """21座水库中有4座见底: things counted at the head of a clause are its subject, if nobody has looked at them."""
    text = layout.document.text
    figures = within(layout.figures, at, clause.end) if text.find("有", at, clause.end) > 0 else []
    if len(figures) < 2 or figures[0][0] != at:
        return False
    found = _OF_THEM.fullmatch(text, figures[0][1], figures[1][0])
    if found is None or layout.words.member.search(found.group()):
        return False
    if layout.name_before(clause.start - 1, _LONGEST_NAME - 1) is not None:
        return False  # 思源学校，49个班中有 …
    return _LOOKED_AT.search(text, layout.document.sentences[clause.sentence].start, at) is None


def _goes_on(layout: Layout, clause: Clause, at: int, held: Holder | None) -> Holder | None:
    """The holder in force where a verb or 这位 shows that the clause goes on with him; 一名工人说 ends him."""
    text = layout.document.text
    moves = text[at] in _COUNT_FIRSTS and _THINGS_MOVE.match(text, at, clause.end) is not None
    if held is not None and (moves or _among(layout, clause, at) or _on_the_road(layout, clause, at)):
        return NOBODY
    someone = _SOMEONE.match(text, at, clause.end) or _SOMEONE.match(text, clause.start, clause.end)
    if text[at] in _BODIES_FIRSTS and _BODIES_OF.match(text, at, clause.end) and held is not None:
        return NOBODY
    two = text[at] in _TWO_FIRSTS and (_THE_TWO.match(text, at, clause.end) or _THE_TWO_THINGS.match(text, at))
    if someone or two or _these(layout, clause, at):
        return NOBODY
    if text[at] in _ADVERBIAL_FIRSTS and _AREA_BEHIND.match(text, at, clause.end):
        return Holder(None, None, None, source=True, area=True)
    if held is None or held.actor is None:
        return None
    own = _speaks_for_body(held) and not held.area
    if own and _people(layout, at, clause.end, layout.words.member):
        return _for_itself(held)
    if own and acts(layout, at, clause.end):
        return NOBODY if _RULE.search(text, at, clause.end) else _for_itself(held)
    if held.source and not held.area and acts(layout, at, clause.end, _SURVEYS):
        return _for_itself(held)
    if _SAYS.match(text, at, clause.end):
        return replace(held, speaker=True)
    if held.person is not None and _THIS_ONE.match(text, max(at - 1, clause.start), clause.end):
        return replace(held, source=False, area=False, speaker=False, inferred=True)
    return None


def _these(layout: Layout, clause: Clause, opened: int) -> bool:
    """这些古籍, 该男子: things and people pointed at that are no body and none of its people."""
    text = layout.document.text
    found = _THESE.match(text, clause.start, clause.end) or _THESE.match(text, opened, clause.end)
    if found is None:
        return False
    words, at = layout.words, found.start(1)
    if words.stands_for.match(text, at, clause.end) or words.scope.match(text, at, clause.end):
        return False
    return _OWN_PEOPLE.search(text, found.end(), min(found.end() + 8, clause.end)) is None


def _himself(layout: Layout, held: Holder, at: int, end: int) -> Holder | None:
    """他 goes on speaking, or one who speaks for no body tells of himself."""
    if layout.words.speaks.match(layout.document.text, at + 1, end):
        return replace(held, speaker=True)
    own = held.speaker and held.person is not None and held.person == held.actor
    return _for_itself(held) if own and acts(layout, at + 1, end) else None


def _amounts_of(layout: Layout, held: Holder | None, at: int, end: int) -> bool:
    """True where an amount of the company in force opens the clause: 海外收入, 航班正常率, not 海外 alone."""
    if held is None or held.actor is None:
        return False
    text = layout.document.text
    if layout.entities[held.actor].type not in layout.words.belonging_types:
        return False
    return _RATED.match(text, at, end) is not None or layout.words.amount.match(text, at, min(at + 8, end)) is not None


def _new(layout: Layout, clause: Clause, at: int, held: Holder | None) -> bool:
    """True where somebody without a name, or quoted speech, opens the clause, or another scene."""
    if held is not None and (_people(layout, at, clause.end, layout.words.folk) or _scene(layout, clause, held)):
        return True
    return _agent(layout, at, clause.end, any_verb=held is not None) or opens_talk(layout.document.text, clause)


def _scene(layout: Layout, clause: Clause, held: Holder) -> bool:
    """在石门村的加工车间, at the head of a sentence: the story goes elsewhere, where no word for the holder follows."""
    text = layout.document.text
    if held.actor is None or (held.person is None and layout.entities[held.actor].type not in _ROAMED):
        return False
    names = layout.names_in(clause.start, clause.end)
    if _ELSEWHERE.fullmatch(text, clause.start, clause.end) is None or any(n.entity in held.key for n in names):
        return False
    following = layout.clause_at(min(clause.end + 1, len(text) - 1))
    at = content_start(layout, layout.clauses[following])
    words, end = layout.words, layout.clauses[following].end
    goes_on = words.member.match(text, at, end) or words.stands_for.match(text, at, end) or words.first.match(text, at)
    return goes_on is None and not acts(layout, at, end) and not _people(layout, at, end, words.member)


def _speaks_for_body(held: Holder | None) -> bool:
    """True for a body, or one who speaks as its officer."""
    return held is not None and held.speaker and held.actor is not None and held.actor != held.person


def _for_itself(held: Holder | None) -> Holder | None:
    """The holder who spoke, of whom the clause itself tells."""
    return replace(held, own=not held.expert, inferred=True) if held is not None else None


def opens_talk(text: str, clause: Clause) -> bool:
    """True where quoted speech begins with the clause, not a name in quotes (“深海一号”平台)."""
    return text[clause.start : clause.start + 1] in {"“", '"', "「"} and _TALK.match(text, clause.start + 1) is None


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
    if body.name.endswith(("子公司", "分公司")) and not surface.startswith(("该", "这")):
        return False
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


def _on_the_road(layout: Layout, clause: Clause, at: int) -> bool:
    """G310国道K86处塌方约50立方米: a road with a figure in its clause."""
    if layout.document.text[at] not in _ROAD_FIRSTS or _ROAD.match(layout.document.text, at, clause.end) is None:
        return False
    return bool(within(layout.figures, at, clause.end))


def _agent(layout: Layout, at: int, end: int, *, any_verb: bool) -> bool:
    """True where a noun that is no name opens text[at:end] and a verb follows: a new, unnamed holder."""
    document = layout.document
    starts, surfaces, tags = document.words, document.surfaces, document.tags
    seen = False
    for index in range(document.word_index(at), len(starts)):
        if starts[index] >= end:
            return False
        tag, word = tags[index], surfaces[index]
        if tag in NOMINAL and word not in layout.words.act:
            if layout.words.member.fullmatch(word):
                return False
            seen = seen or tag in {"n", "nz", "nt", "j", "l", "r", "s"}
        elif not seen and tag not in {"m", "q"}:
            return False
        elif (tag == "v" and word not in _BEGINS) or (tag == "vn" and surfaces[index + 1 : index + 2] == ("的",)):
            return word in layout.words.act or (any_verb and len(word) > 1 and word not in layout.words.link)
        elif tag not in _BETWEEN:
            return False
    return False
