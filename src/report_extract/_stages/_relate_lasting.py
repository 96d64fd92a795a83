"""What lasts so long: 有期徒刑|六年, 减免时间|超过15天, 三年|行动计划, a talk or trip itself.

In: the layout and the span of a time. Out: a few characters of the text, or None: most stretches only say when.
"""

from __future__ import annotations

import re

from report_extract._stages._relate_behind import behind
from report_extract._stages._relate_clauses import Layout
from report_extract._stages._relate_nouns import adjacent, run
from report_extract._stages._relate_tags import HEADS, agent, tag_of
from report_extract._text import Span

_LASTS = re.compile(r"(?:时间|期限|时长|工期|刑期|任期|[天年月周]数|有期徒刑|寿命|过程|历史|经验|[期龄程限谈])$")
_LASTING = re.compile(
    r"(?:长达|达到?|了|持续|历时|耗时|超过?|不超过|近|约|为期|为|在|是|不少于|不低于|至少|一般|通常|平均|最长|最短|可|已|前后|相差|分别[为是达]|不要|不应|不得|不宜|不能|将|由|从|大概|大约|约有|限定|共|"
    r"(?:延长|缩短|延|缩)[至到为]|仅需?|只需?|不到|不足|大约|逾|满){0,4}$"
)
_CHANGED = re.compile(
    r"(?:比|较)[^，,。；]{0,8}(?:缩短|延长|提前|推迟|减少|增加|多|少|早|晚)了?(?:大?约|近|超过|整整)?$"
)
_PAST = re.compile(r"(?:以上[一二三四五六七八九十0-9]{1,3}年以下|以上|以下|以内|左右|多)?(?P<of>的)?")
_WHEN = re.compile(r"(?:过去|未来|最近|今后|近|前|后|这|那|短短|此后|随后|连续|每)的?$")
_EMPTY = frozenset(
    ["时间", "时光", "日子", "期间", "光阴", "努力", "发展", "奋斗", "原因", "时候", "事情", "情况", "结果"]
)
_WHOLE = frozenset(["时间", "期限", "时长", "过程"])
_FOR = "为期"
_OBJECT = 10
_OBJECTS = HEADS | {"ns", "nr"}
_MODAL = frozenset("可能会应将要共")
_HAN = re.compile("[\u3400-\u9fff]+")
_MOST = re.compile("最[长短多少久]者?(?:的)?(?:只有|仅有?|达到?|为)?$")
_FAR = re.compile("距离?(?!离)[^，,。；]{2,22}(?:不足|不到|仅|只有|还有|已有|已)$")
_WATCHED = re.compile("(?:集中|居家)?(?:隔离)?医学(?:隔离)?观察|(?:集中|居家)隔离")
_ROUND = re.compile(
    "24个?小时(?![的内后前之以起，。、；：）)]|左右)(?P<what>[\u3400-\u9fff]{2,10}?)(?=[，。；、）)的和与及”]|$)"
)
_NO_ROUND = re.compile("[不无连在有都就可即还已]|开放|营业|降|涨|新增|累计")
_ORDER = re.compile("[\u3400-\u9fff]{1,4}令(?=[的，,。；]|$)")
_SINCE = re.compile("以来|来?[^，。；的来]{0,2}(?:新[高低]|[高低]点|最[高低大小好差])")
_SHIFTED = re.compile("(?<!每)(延长|缩短|推迟|提前|压缩|滞后|增加|减少)了?(?:大?约|近|超过?|整整)?$")
_MORE = re.compile("(?:[一二两三四五六七八九十]{1,3}|[0-9]{1,3})(?:年|个?月|小时|天)零?$")
_IF = ("如果", "假如", "倘若", "即使", "一旦")
"""如果|五年之后油价上升: when, not how long."""
_TOOK = ("历时", "耗时", "用时", "历经")
_STATED = ("长达", "为期", "持续", "整整")


def lasting(layout: Layout, low: int, span: Span, limit: int) -> str | None:
    """What lasts as long as the stretch at `span` says, looked for in text[low:limit]."""
    start, end = span
    around = _ROUND.match(layout.document.text, start, limit)  # 24小时|心理咨询
    if around is not None and not _NO_ROUND.match(around["what"]) and not layout.names_in(end, around.end()):
        return around["what"]
    more = _MORE.search(layout.document.text, max(low, start - 6), start)
    start = more.start() if more is not None else start
    if _SINCE.match(layout.document.text, end, limit) or layout.document.text.endswith(_IF, low, start):
        return None
    if _FAR.search(layout.document.text, max(low, start - 28), start):
        return None
    noun = _behind(layout, low, start, end, limit)
    if noun is not None and layout.document.text.endswith(_FOR, low, start):
        return noun  # 为期14年的|跟踪调查
    if noun is not None and noun.endswith("时间") and len(noun) > 2:
        return noun
    if noun is not None and layout.measuring.lasting.search(noun):
        at = layout.document.text.find(noun, end) + len(noun)
        return noun + "观察" if layout.document.text.startswith("观察", at) else noun
    ordered = _ORDER.match(layout.document.text, end, limit)
    if ordered is not None:
        return ordered.group()
    named, deed = _ahead(layout, low, start)
    took = named is not None and agent(layout, named) and layout.document.text.endswith(_TOOK, low, start)
    named = None if took else named  # 科研人员|历时10年研发
    done = start > low and named is None and (end >= limit or layout.document.text[end] in "后之以，。；")
    deed = (_deed_before(layout, low, start) if done else None) or deed
    if noun is not None and deed in layout.measuring.takes:
        return noun
    taken = (
        behind(layout, end, limit, verbs=True) if deed is not None and layout.document.text[start - 1] == "了" else None
    )
    if taken is not None and len(taken) > 1 and taken not in _EMPTY and layout.document.text.startswith(taken, end):
        return taken  # 减免了3个月|房租
    stated = noun is not None and layout.document.text.endswith(_STATED, low, start)
    return named or (noun if stated else deed or noun)


def _behind(layout: Layout, low: int, start: int, end: int, limit: int) -> str | None:
    """两天|培训, 10年的|工作经验, 三年以下|有期徒刑."""
    text = layout.document.text
    past = _PAST.match(text, end, limit)
    at = past.end() if past is not None else end
    if at >= limit:
        return None
    watched = _WATCHED.match(text, at, limit)
    if watched is not None:
        return watched.group()
    noun = behind(layout, at, limit, verbs=True)
    if noun is None and past is not None and past["of"] and text.endswith(_FOR, low, start):
        noun = run(layout, at, limit)
        return noun if noun is not None and layout.measuring.lasting.search(noun) else None
    if noun is None or not text.startswith(noun, at):
        return noun if text.endswith(_FOR, low, start) and past is not None and past["of"] else None
    named = layout.measuring.lasting.search(noun) is not None
    of = past is not None and past["of"] is not None and noun not in _EMPTY
    stated = of and _WHEN.search(text, max(low, start - 4), start) is None
    return noun if named or stated else None


def _ahead(layout: Layout, low: int, start: int) -> tuple[str | None, str | None]:
    """The noun before a stretch, and the verb right before it."""
    text, document = layout.document.text, layout.document
    if text.endswith(_FOR, low, start):
        return _before_for(layout, low, start - len(_FOR)), None
    changed = _CHANGED.search(text, max(low, start - 20), start)
    shifted = _SHIFTED.search(text, max(low, start - 8), start)
    if shifted is not None and changed is None:
        noun = adjacent(layout, low, shifted.start()) if shifted.start() > low else None
        return (noun, None) if noun is not None and _LASTS.search(noun) else (None, shifted[1])
    found = changed or _LASTING.search(text, max(low, start - 10), start)
    at = found.start() if found is not None else start
    if at <= low:
        return None, None
    most = _MOST.search(text, max(low, at - 8), at)
    if most is not None:
        held = run(layout, low, most.start()) if most.start() > low else None
        return (held if held is not None and _LASTS.search(held) else None), None
    noun = adjacent(layout, low, at)
    within = found is not None and "在" in found.group()
    named = noun is not None and (_LASTS.search(noun) or layout.measuring.lasting.search(noun))
    if noun is not None and (named or (at < start and not within)):
        return _with_verb(layout, low, at, noun), None
    index = document.word_index(at - 1)
    word, tag = document.surfaces[index], tag_of(layout, index)
    words = layout.words
    told_so = tag in {"l", "i"} and len(word) == 4
    verb = (tag in {"v", "vn", "nz"} or told_so) and word not in words.idle and word not in words.light
    verb = verb and word not in words.link
    whole = (len(word) == 2 or told_so) and document.word_span(index)[0] >= low and word[0] != "不" and not within
    whole = whole and word[-1] not in "是有为在" and word not in layout.measuring.idle
    told = noun if noun is not None and noun.endswith(word) else word
    return None, (told if verb and whole else None)


def _deed_before(layout: Layout, low: int, at: int) -> str | None:
    """扎根边疆|18年, 从事教育工作|30年: the verb right before a stretch, with the object between them."""
    document, words = layout.document, layout.words
    index = last = document.word_index(at - 1)
    floor = max(low, at - _OBJECT)
    while index > 0 and document.words[index] > floor and tag_of(layout, index) in _OBJECTS:
        index -= 1
    start, verb = document.words[index], document.surfaces[index]
    if index == last or start < floor or tag_of(layout, index) != "v" or len(verb) != 2 or verb[0] in _MODAL:
        return None
    known = verb in words.link or verb in words.light or verb in words.idle or verb in layout.measuring.idle
    told = document.text[start:at]
    return told if not known and _HAN.fullmatch(told) else None


def _before_for(layout: Layout, low: int, at: int) -> str | None:
    """本届年会|为期两天; 开始停火，|为期4天: the noun, or the verb that ends the clause before."""
    text, document = layout.document.text, layout.document
    while at > low and text[at - 1] in "将共":
        at -= 1
    if at > low:
        return adjacent(layout, low, at)
    start = document.sentences[document.sentence_index(at)].start
    if at <= start or text[at - 1] not in "，,":
        return None
    noun = run(layout, start, at - 1)
    if noun is not None:
        return noun
    index = document.word_index(at - 2)
    word = document.surfaces[index]
    return word if document.tags[index] in {"v", "vn"} and len(word) == 2 else None


def _with_verb(layout: Layout, low: int, end: int, noun: str) -> str:
    """减免|时间: a bare 时间 with the verb that says which."""
    document = layout.document
    begin = document.text.rfind(noun, low, end)
    index = document.word_index(begin - 1) if begin > low else -1
    verb = index >= 0 and document.tags[index] in {"v", "vn"} and document.word_span(index)[0] >= low
    if noun not in _WHOLE or not verb or len(document.surfaces[index]) != 2:
        return noun
    return document.surfaces[index] + noun
