"""What a figure counts, in the article's words, and which figures count the same.

In: the layout and the figures in text order. Out: one `Measure` a figure: a few characters, and the index of the first
figure of its group. A change without a noun of its own (同比增长8%) goes with the level before it, hours go with the
attendances before them, 分别增长8%和6% pairs with two levels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report_extract._facts import FigureFact
from report_extract._stages._relate_amounts import REACHES, amount_name, amount_of, reach_of, shared, stated_so
from report_extract._stages._relate_behind import COME, FROM, behind
from report_extract._stages._relate_beside import RUNS
from report_extract._stages._relate_clauses import Clause, Layout, within
from report_extract._stages._relate_deeds import DEEDS, PEOPLE, befallen, deed_of, next_outcome, outcome, people_of
from report_extract._stages._relate_groups import (
    AMOUNTS,
    DURATIONS,
    HUMAN,
    Measure,
    joined,
    meant_before,
    moved,
    of_the_whole,
    paired,
    regarding,
    same_kind,
    takes_too,
)
from report_extract._stages._relate_lasting import lasting
from report_extract._stages._relate_nouns import DISTRICT, ahead, run
from report_extract._stages._relate_pointed import among_those, of_this_number, pointed_at
from report_extract._stages._relate_right import beside, is_noun, printed_before
from report_extract._stages._relate_tags import VERBS, tag_of

_PASSED = re.compile(
    r"(?:从|由)(?![事业于])[^，,。；：:]{1,14}的(?:大?约|近|超过?|逾|不到|不足)?$|按[^，,。；：:]{1,16}(?:计算|测算|折算|换算)(?:为|得出|约)?$|(?:等值|折合)?人民币(?:共计|合计|约|近)?$"
)
"""What stands between a noun and its figure: 总人口|从建国初期的|5亿人, 价值|人民币|8元."""
_DOUBLED = re.compile("(?:更是|更|也|又|再|已经?|直接|将|均|都|几乎|近乎|整整){0,3}翻了?(?:近|约|逾|超)?$")
_STATE = re.compile("(?:病情|症状|伤势)(?:平稳|稳定|危重|危急|较重|较轻|严重|好转|恶化|加重|良好|轻微|减轻)")
"""14例|病情危重."""
_CASE = re.compile("[\u3400-\u9fff]{0,6}?感染[A-Z0-9a-z]{2,8}[\u3400-\u9fff]{0,6}?(?:病例|患者|感染者)")
"""1例|人感染H7N9禽流感病例."""
_CASE_TOLD = re.compile(
    "[^，,。；、0-9]{3,20}?的((?:[\u3400-\u9fff]{2,4})?(?:案件|事件|事故|案例))(?![\u3400-\u9fff]{0,2}的)"
    "|[^，,。；、0-9]{2,16}?[”》][\u3400-\u9fff]{0,4}?(典型案例)"
)
"""一起|政府被告不出庭的|案件."""
_BROKEN = re.compile(
    "[\u3400-\u9fff]{2,8}?(?:在[^。；，]{2,20}?)?(?:违规|违反|违纪|违法)[^。；，0-9]{2,40}?(典型(?:问题|案例))(?=[，。；、\n])"
)
"""2起|党员干部违反规定精神|典型问题."""
_THEN = re.compile("[之以][后前内来]|来[最新]|[后前里](?![\u3400-\u9fff]?期)")
"""五年|之后: says when."""
_PERSONS = re.compile("人(?=[和与及或的，、]|$)")
"""服务10亿个|人和商户."""
_ANY_FIRM = re.compile("公司$|集团$")
_VOTE = re.compile("赞成|反对|弃权|同意")
_SWING = re.compile("([涨跌升降增]幅)(?:分别)?[从由达到为约近超过]{0,3}$")
_SWING_OF = re.compile("(?:左右|以上)?的([涨跌升降增]幅)")
_TOLD_OF_CASES = re.compile("(?<=问题|事宜|案件|案例|典型)((?:共)?(?:通报|曝光|查处))$")
"""吃喝问题|通报|146起: what is told of, not the telling."""
_ONLY = re.compile("唯一(?:的)?$|仅有的?$")
_ONLY_KIND = re.compile(
    "[^，,。；]{2,40}?的((?:[\u3400-\u9fff]{2,6})?(?:机构|企业|公司|学校|单位|医院|高校|平台|项目))(?=[，,。；之]|$)"
)
"""唯一一家|培养博士、硕士的|教学科研机构."""
_DIVIDED = re.compile("(?:共|被)?(?:分为|分成|划分为|划为)$")
_THERE = re.compile("在[^，,。；、]{1,10}(?:共|总共|就|还|已)?有$")
_HOLDS_THESE = re.compile("(?:包括|包含|涵盖|设有?|设置|设立|分为|含|有)$")
_FROM_LOW = re.compile(
    "(?:已|又|再)?[自从由较比](?:此前|历史|近期|年内|阶段|盘中|本轮)?[低高](?:位|点|峰)(?:已|又|再|累计)?[\u3400-\u9fff]{0,4}$"
)
_AND = ("及", "和", "与")
_ASPECTS = re.compile(
    "的?((?:[\u3400-\u9fff]{2})?"
    "(?:问题|内容|措施|工作|任务|举措|建议|意见|原因|因素|成果|优势|特点|要求|政策|目标|能力|困难))"
)
"""六方面|问题: what the aspects are of."""
_KINDS = frozenset(["种", "类", "款", "批", "批次", "份"])
_GAMES = RUNS | {"连平", "胜", "负"}
"""Units that are all that is counted."""
_SELVES = frozenset(["地", "车", "校", "村", "店", "馆", "企", "金", "银", "铜"])
"""Units that are what is counted."""
_RATED_BEHIND = re.compile("[\u3400-\u9fff]{0,3}?[率额量值]")
_BESIDES = re.compile("[高低快慢多少好]于|[高低超多]出|[较比]")
_COMPARED = re.compile(
    r"[同环]比(?![增降涨跌][速幅])|相[较比]|(?<![占对可])[较比](?![例重率值分赛亚利])|[与和同跟][^，。]{1,12}相比"
)
_BREAK = re.compile("[，；;：、。！？\n]|,(?![0-9]{3})")


def measures(layout: Layout, figures: Sequence[FigureFact]) -> list[Measure]:
    """One measure a figure."""
    out: list[Measure] = []
    shared_nouns = dict(_bare_of_lists(layout, figures))
    for index, figure in enumerate(figures):
        noun = shared_nouns.get(index)
        clause = layout.clauses[layout.clause_at(figure.mention.start)]
        out.append(_measure(layout, figures, index, clause, out) if noun is None else Measure(noun, index))
    return out


def _measure(
    layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause, done: Sequence[Measure]
) -> Measure:
    figure = figures[index]
    listed = paired(layout, figures, index, clause)
    if listed is not None:
        return Measure(listed, index)
    if takes_too(layout, figures, index) and done[index - 1].text is not None:
        return Measure(done[index - 1].text, done[index - 1].group)
    if _away(layout, figure):
        return Measure(None, index)
    if meant_before(layout, figure):
        before = same_kind(layout, figures, index, clause)
        return Measure(done[before].text if before is not None else None, index)
    near = _before(figures, index, clause.start)
    low = _opening(layout, figure, clause) if near is None else figures[near].mention.end
    own = _own(layout, figure, low, _limit(layout, clause, figure))
    if own is not None:
        return Measure(of_this_number(layout, figures, index, own, done) or _whole_outcome(layout, figure, own), index)
    risen = moved(layout, figures, index, clause) or regarding(layout, figure, clause)
    if risen is not None:
        return Measure(risen, index)
    partner = joined(layout, figures, index, clause)
    if partner is not None:
        return Measure(done[partner].text, done[partner].group)
    named = among_those(layout, figure, clause) or pointed_at(layout, figures, index, clause, done)
    if named is not None:
        return Measure(named, index)
    told = outcome(layout, figure, clause) or befallen(layout, figure, clause) or deed_of(layout, low, figure, clause)
    told = _as_a_noun(layout, figure, low, told) if told is not None else shared(layout, figure, clause)
    if told is not None:
        return Measure(told, index)
    if figure.unit.dimension in DURATIONS and _THEN.match(layout.document.text, figure.mention.end):
        return Measure(None, index)
    whole = of_the_whole(layout, figures, index, clause, done)
    return whole if whole.text is not None else Measure(_swing(layout, figure, clause), whole.group)


def _swing(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """跌幅从|4%, 3米的|涨幅: how far something moves, where nothing says what."""
    text, (start, end) = layout.document.text, figure.mention.span
    if figure.unit.dimension not in AMOUNTS:
        return None
    found = _SWING.search(text, max(clause.start, start - 8), start) or _SWING_OF.match(text, end, clause.end)
    return found[1] if found is not None else None


def _bare_of_lists(layout: Layout, figures: Sequence[FigureFact]) -> Iterator[tuple[int, str]]:
    """设有1400米、|2800米、5600米|速度赛: the noun right behind the last of a list that nothing else names.

    Given for each figure of the list but the last, by its index.
    """
    text, first = layout.document.text, 0
    for last, figure in enumerate(figures):
        if last + 1 < len(figures) and _alike(text, figures, last):
            continue
        listed, first = range(first, last), last + 1
        if not listed or figure.unit.dimension not in AMOUNTS:
            continue
        start, end = figures[listed[0]].mention.start, figure.mention.end
        clause = layout.clauses[layout.clause_at(figure.mention.start)]
        if end >= clause.end or not _HOLDS_THESE.search(text, max(clause.start, start - 2), start):
            continue
        noun = behind(layout, end, _limit(layout, clause, figure), verbs=False)
        if noun is not None and text.startswith(noun, end):
            yield from ((index, noun) for index in listed)


def _alike(text: str, figures: Sequence[FigureFact], index: int) -> bool:
    """True where a figure and the next one have one unit and nothing but a mark of lists between them."""
    one, other = figures[index], figures[index + 1]
    return one.unit == other.unit and text[one.mention.end : other.mention.start] in {"、", "和", "及", "与"}


def _whole_outcome(layout: Layout, figure: FigureFact, own: str) -> str:
    """治愈|出院: all that befell those who are counted."""
    end = figure.mention.end
    if not layout.document.text.startswith(own, end) or layout.words.outcome.fullmatch(own) is None:
        return own
    return own + next_outcome(layout, end + len(own), len(layout.document.text))


def _opening(layout: Layout, figure: FigureFact, clause: Clause) -> int:
    """Where the words ahead of the first figure of a clause begin: 采购金额分别为：|8亿元 is told before the colon."""
    start, text = clause.start, layout.document.text
    bare = start == figure.mention.start and start > 0 and text[start - 1] in "：:"
    return layout.clauses[layout.clause_at(start - 2)].start if bare and start > 1 else start


def _before(figures: Sequence[FigureFact], index: int, start: int) -> int | None:
    """The figure before this one that begins at `start` or later."""
    return index - 1 if index and figures[index - 1].mention.start >= start else None


def _limit(layout: Layout, clause: Clause, figure: FigureFact) -> int:
    """Where the words behind a figure that may belong to it end."""
    text, start = layout.document.text, figure.mention.end
    come = FROM.match(text, start, clause.end) if text.startswith(COME, start) else None
    found = _BREAK.search(text, come.end() if come is not None else start, clause.end)
    if found is not None and text.rfind("“", start, found.start()) > text.rfind("”", start, found.start()):
        closed = text.find("”", found.start(), found.start() + 12)
        found = _BREAK.search(text, closed, clause.end) if closed > 0 else found
    return found.start() if found is not None else clause.end


def _own(layout: Layout, figure: FigureFact, low: int, limit: int) -> str | None:
    """The noun beside the figure: of what happens, lasts or is measured ahead of it, of what is counted behind it."""
    dimension, surface = figure.unit.dimension, figure.unit.surface
    if dimension in DURATIONS:
        return lasting(layout, low, figure.mention.span, limit)
    told = stated_so(layout, figure, low)
    if told is not None or surface in _GAMES:
        return told
    suffering = surface in HUMAN or dimension in DEEDS or dimension == "case"
    state = _STATE.match(layout.document.text, figure.mention.end, limit) if suffering else None
    if state is not None:
        return state.group()
    start = _start(layout, figure, low)
    reach = reach_of(layout, low, start) if dimension in REACHES else None
    if reach is not None:
        return reach
    if dimension in AMOUNTS:
        return amount_of(layout, figure, low, start, limit)
    if surface in HUMAN or dimension in DEEDS:
        return people_of(layout, figure, low, start, limit)
    if surface.endswith("人口"):
        return ahead(layout, low, start) or "人口"
    if dimension in {"region", "country"} or surface in _SELVES or surface in {"部门", "方面", "个方面"}:
        of = _ASPECTS.match(layout.document.text, figure.mention.end, limit) if surface.endswith("方面") else None
        return of.group(1) if of is not None else surface.removeprefix("个")
    return _counted(layout, figure, low, start, limit)


def _away(layout: Layout, figure: FigureFact) -> bool:
    """位于某岛东南方向|192公里处: how far away something is, which is no amount of it."""
    text, (start, end) = layout.document.text, figure.mention.span
    return figure.unit.dimension in REACHES and text.startswith("处", end) and text.endswith("方向", 0, start)


def _start(layout: Layout, figure: FigureFact, low: int) -> int:
    """Where the words ahead of a figure end that may name what it counts."""
    text, start = layout.document.text, figure.mention.start
    start -= text[start - 1] == "上" and start > low and text[start] in "百千万亿"  # 至上|亿元
    told = _TOLD_OF_CASES.search(text, max(low, start - 8), start)
    start = told.start(1) if told is not None else start
    passed = _PASSED.search(text, max(low, start - 20), start)
    start = passed.start() if passed is not None and passed.start() > low else start
    dimension = figure.unit.dimension
    doubled = _DOUBLED.search(text, max(low, start - 12), start) if dimension in {"doubling", "multiple"} else None
    if doubled is not None and doubled.start() > low:
        return doubled.start()
    if dimension not in AMOUNTS or (figure.direction is None and dimension != "points"):
        return start
    risen = _FROM_LOW.search(text, low, start) if figure.direction is not None else None
    start = risen.start() if risen is not None and risen.start() > low else start
    compared = (_COMPARED if figure.direction is not None else _BESIDES).search(text, low, start)
    return compared.start() if compared is not None else start


def _counted(layout: Layout, figure: FigureFact, low: int, start: int, limit: int) -> str | None:
    """What is counted by its kind: 3名|青年, 水车|3辆, 18例为|输入病例."""
    end = _chained(layout, figure, limit)
    right = beside(layout, low, start) if not layout.document.text.endswith(_AND, low, start) else None
    parted = layout.document.text.endswith("的", low, start)
    if right is not None and right[0] == "“" and layout.document.text[start - len(right) - 1] in "”、":
        right = None  # “甲”“乙”|三项
    if right is not None and amount_name(layout, right) and not parted:
        return right
    graded = ahead(layout, low, start) if figure.unit.surface == "级" else None
    if graded is not None and amount_name(layout, graded):
        return graded
    if right is not None and _acting(layout, low, start):
        right = None
    broken = _BROKEN.match(layout.document.text, end) if figure.unit.surface == "起" else None
    if broken is not None:
        return broken[1]
    vote = _VOTE.match(layout.document.text, end, limit) if figure.unit.surface == "票" else None
    if vote is not None:
        return vote.group()
    case = _CASE.match(layout.document.text, end, limit) if figure.unit.surface in {"例", "宗", "起"} else None
    if case is not None and not within(layout.figures, end, case.end()):
        return case.group()
    told = _CASE_TOLD.match(layout.document.text, end, limit) if figure.unit.surface in {"宗", "起"} else None
    if told is not None and not within(layout.figures, end, told.end()):
        return told[1] or told[2]
    only = _ONLY.search(layout.document.text, max(low, figure.mention.start - 4), figure.mention.start)
    kind = _ONLY_KIND.match(layout.document.text, end) if only is not None else None
    if kind is not None:
        return kind[1]
    if figure.unit.surface == "个" and _PERSONS.match(layout.document.text, end, limit) is not None:
        return "人"
    people = figure.unit.dimension in PEOPLE
    verbs = right is None and (people or figure.subset_of is None)
    noun = behind(layout, end, limit, verbs=verbs, person=people, unit=figure.unit.surface)
    noun = noun or _of_kinds(layout, figure, end)
    before = right or ahead(layout, low, start) or _there(layout, low, start)
    before = None if before is not None and "/" in figure.unit.surface and _ANY_FIRM.search(before) else before
    before = None if parted and before is not None and amount_name(layout, before) else before  # 20亿规模的|两个
    if noun is not None and not layout.document.is_boundary(end):
        printed = _printed(layout, figure, low, limit)
        noun = printed if printed is not None and printed.startswith(noun) else noun  # 件套|馆藏文物, cut as 套馆|藏
    noun = before if noun == "规模" and before is not None else noun  # 业务量超过|百亿件|规模
    return noun or is_noun(layout, end, limit) or before or _printed(layout, figure, low, limit)


def _there(layout: Layout, low: int, start: int) -> str | None:
    """像这样的收购点|在巴阳镇有|二十多个, 企业|分为|三组: the noun before where it is, or before how it is divided."""
    found = _THERE.search(layout.document.text, max(low, start - 20), start)
    found = found or _DIVIDED.search(layout.document.text, max(low, start - 8), start)
    return run(layout, low, found.start()) if found is not None and found.start() > low else None


def _as_a_noun(layout: Layout, figure: FigureFact, low: int, deed: str) -> str:
    """公务|用车: a deed that is the end of the noun right before the figure."""
    noun = printed_before(layout, figure, low) if deed not in layout.measuring.idle else None
    longer = noun is not None and noun.endswith(deed) and len(noun) - len(deed) == 2
    return noun if noun is not None and longer else deed


def _of_kinds(layout: Layout, figure: FigureFact, end: int) -> str | None:
    """80种、|200只动物: the noun behind the next figure."""
    if figure.unit.surface not in _KINDS:
        return None
    beside = any(span[0] == end for span in within(layout.figures, end, end + 1))
    if not beside and layout.document.text[end : end + 1] not in {"、", "，", ","}:
        return None
    at = end if beside else end + 2 if layout.document.text[end + 1 : end + 2] in {"约", "共", "近"} else end + 1
    following = next((span for span in within(layout.figures, end, end + 12) if span[0] == at), None)
    if following is None:
        return None
    clause = layout.clauses[layout.clause_at(following[0])]
    return behind(layout, following[1], clause.end, verbs=True, unit="只")


def _chained(layout: Layout, figure: FigureFact, limit: int) -> int:
    """The end of a figure, of the one behind 或 or 及 where that says it again: 三个或三个|以上游客."""
    end = figure.mention.end
    if end >= limit or layout.document.text[end] not in "或及至到":
        return end
    following = within(layout.figures, end, min(end + 8, limit))
    near = bool(following) and following[0][0] - end <= 2
    return following[0][1] if near else end


def _acting(layout: Layout, low: int, start: int) -> bool:
    """True where the word right before a figure is a verb that takes what is counted: 最多能处理|480条|告警."""
    document = layout.document
    index = document.word_index(start - 1)
    acts = document.surfaces[index] in layout.words.act and document.tags[index] in VERBS
    return acts and document.words[index] >= low and document.words[index] + len(document.surfaces[index]) == start


def _printed(layout: Layout, figure: FigureFact, low: int, limit: int) -> str | None:
    """The counted noun of the figure itself, where it lies between its neighbours and names nobody."""
    if figure.counted is None or figure.counted[0] < low or figure.counted[1] > limit:
        return None
    start, end = figure.counted
    near = layout.names_in(max(start - 20, 0), end)
    if any(start < name.end and name.kind in {"person", "organisation"} for name in near):
        return None
    counted = layout.document.text[start:end]
    scope = layout.words.scope.fullmatch(counted) is not None or counted in layout.measuring.idle
    loose = scope or counted in layout.words.idle or counted in layout.words.link or counted in layout.words.act
    area = start < figure.mention.start and DISTRICT.fullmatch(counted) is not None
    first, last = layout.document.word_index(start), layout.document.word_index(end - 1)
    if start >= figure.mention.end and _RATED_BEHIND.match(layout.document.text, end, limit) is not None:
        return None
    part = figure.subset_of is not None and start >= figure.mention.end and tag_of(layout, first) == "v"
    if layout.document.surfaces[first] in layout.measuring.takes:
        return None
    if counted[-1] in "到了着过至":
        return None  # 事件牵涉到|100多人
    verbal = part or tag_of(layout, first) in {"ad", "d"} or tag_of(layout, last) == "v"
    return None if loose or area or (verbal and counted not in layout.measuring.thing) else counted
