"""Figures that count what another one counts: changes of a level, parts of a whole, lists, amounts said twice.

In: the layout, the figures in text order and the measures found so far. Out: the `Measure` of a figure without a noun
of its own, by the figure it goes with or by the clause before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from report_extract._facts import FigureFact
from report_extract._stages._relate_clauses import Clause, Layout, within
from report_extract._stages._relate_nouns import run, skip_back
from report_extract._stages._relate_tags import tag_of
from report_extract._values import value

DURATIONS = frozenset(["time", "duration", "working_day", "night"])
TIMES_OF = frozenset(["multiple", "ratio", "share", "doubling"])
AMOUNTS = frozenset([
    "money", "share", "ratio", "points", "multiple", "doubling", "discount", "degree", "length", "flow", "road_length",
    "area", "volume", "energy", "mass", "emission", "capacity", "transport", "temperature", "angle", "speed",
    "pressure", "power", "voltage", "current", "charge", "frequency", "concentration", "data", "data_rate",
    "pixel", "computing", "index_points", "rank", "growth", "sound", "dose",
])  # fmt: skip
HUMAN = frozenset(["人", "余人", "多人", "人次"])
_LISTED = re.compile(r"(?:左右|以上|以下|以内|不等)?(?:[、，,]|和|与|及|以及|、和|[—～~]{1,2})")
_THEN = re.compile(
    r"[，,；;、]?[^，,；;。]{0,14}?(?:上年同期|去年同期|上月|上年|去年|前年|年初|月初|前值|预期|此前|"
    r"[低高]于[0-9]{1,2}月份?)[^，,；;。]{0,6}"
)
_TO = re.compile(r"[，,]?(?:[\u3400-\u9fff]{0,4}?)(?:提高|提升|增加|增长|上升|上调|下降|下调|降低|减少|扩大|"
    r"缩小|缩短|延长|调整|削减|变更|变|改|增|降|升|涨|跌|回落|收窄|跨越|跃升|攀升|优化|滑落|下滑|降低)(?:到|至|为|成)了?"
    r"(?:[^，,。]{1,8}[年月日初底末期]的|如今|目前|现在|现)?的?(?:不超过|不少于|不低于|[约近超逾])?|[，,](?:首次)?突破|"
    r"[，,][但且而已]{0,2}(?:不到|不足|低于|未满|超过|高于|达到?|为|至|恢复[至到][^，,]{1,10}的)|"
    r"[^，,。；]{0,14}[，,](?:并|再|又|现)?(?:进一步|逐步|再次|最终)(?:提高|提升|上调|下调|降低|扩大|缩小)(?:到|至|为)|"
    r"[，,](?:日均|月均|周均|场均|年均|平均|累计|总计)(?:达到?|约|近|为|超过?)?|"
    r"[^，,。]{0,6}至今[，,]?[已现]?(?:超过|达到?|为)?|[，,]?[^，,。0-9]{0,6}[剩余]下?了?|"
    r"[，,][也约均]?(?:是|为|相当于)[^，,。]{1,14}的(?:约|近)?|"
    r"[，,]?[较比][^，,。0-9]{0,4}(?:[0-9]{4}年)?的约?"
)  # fmt: skip
_WORTH = re.compile(
    r"[（(，,](?:约|大约)?(?:折合|合|相当于|折算|换算|即|约)(?:成|为|下来)?(?:人民币|美元)?(?:共计|合计)?约?为?"
)
_OF_WHICH = re.compile(r"(?P<what>[^，,。；：、]{2,20}?)(?:中|里|当中)[，,]")
_MOVES = frozenset(["v", "d", "vd", "ad", "a", "t", "m", "f", "p"])
_MOST_MOVES = 6
_TRADED = ("出口", "进口", "进出口", "消费", "投资")
_OF_THOSE = ("的有", "的共有", "的约有", "的达", "的仅有")
_MOVED_BEHIND = re.compile("的(?:下跌|下降|下滑|增长|上涨|增幅|降幅|涨幅|跌幅|增速|提升)")
_FOLK = re.compile("(?:病例|[者员人生民户])$")
_OTHER = re.compile("[另新余]|等(?!级)|其中|相当于|分别")
_PARTS = re.compile(r"[\s/]{0,8}(?:其中|分别|包括|含|具体)")
MEASURED = re.compile(r"(?:[率额量值费价款数度速期温]|营收|时间|规模|面积|人口|收入|利润|余额|投资|成本|产值)$")


_TAKES = re.compile(r"(?:以上|左右|多)?(?:的[^，,、；;。]{1,6})?[，,、；;][^，,。；;、0-9]{1,14}占(?:到|了|约|近)?")
_ITEM = re.compile(
    r"(?:^|[、，,：:；;。）)])(?:[^、，,：:；;。]{0,12}(?:包括|依次[为是]|分别[为是]))?[和与及如]?([\u3400-\u9fffA-Za-z0-9“”·]{2,14})$"
)
_ASPECT = re.compile("(?:^|[，。；])?在(?P<what>[\u3400-\u9fff]{2,14}?)(?:方面|上)[，,]$")
_THESE_ONES = re.compile("(?:这|那)(?:些|批|类)[\u3400-\u9fff]{2,8}$")
_PAID_SO = re.compile("(?:补助款|补偿款|补贴款|补助金|慰问金|好处费|承包款|工程款|罚款|现金)$")
_UP_TO = re.compile("以上(?:[、，])?(?:但)?(?:不满|不足|不超过|未满)")
_SWUNG = re.compile("[增降涨跌升]幅(?:分别)?[为达约超近]{0,2}")
_MOVED_ALONE = re.compile("(?:大幅|小幅|收盘|微|大|收)?(?:上涨|下跌|上升|下降|涨|跌|升|降)(?:超过?|约|近|逾)?$")
_MOST_OF = re.compile("(?:数量|人数|总数)?最[多少高低大小长快慢][，,]$")
_RISES = re.compile("(?:上升|增加|增长|下降|减少|上涨|下跌)$")
_OWN_SHARE = re.compile("(?:[者员人生民户]|人员|干部|职工|企业)占(?:到|了|约|近)?$")
_SUMMED = re.compile("合计|共计|总计|累计|价值|总额")
_UNREAD = re.compile(r"[约近超达为]{0,2}[0-9][0-9.]{0,12}[万亿]{0,2}[A-Za-z%]{0,4}$")
_RESPECTIVELY = re.compile(
    r"(?P<names>[^，,。；;：:分]{2,40}?)(?:[同环]比)?[均都]?分别(?:为|是|达到?|有)?[^，,、。]{0,4}$"
)
_HALVES = frozenset(["城镇", "城市", "农村", "乡村", "国内", "国外", "境内", "境外", "男性", "女性"])
"""Of what one noun behind both is told: 城镇和农村|居民收入."""
_REACH = 23  # characters before a bracket
_HEAD = 4  # characters of a noun that says what is measured, at least
_NAME = re.compile(r"[^、和与及]{1,16}")
_NAME_OF_MORE = re.compile("[^、]{1,20}")


@value
class Measure:
    """What is counted, None where nothing says it; `group` is the first figure that counts the same."""

    text: str | None
    group: int


def of_the_whole(
    layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause, done: Sequence[Measure]
) -> Measure:
    """A bare number counts what its whole, or the one of the same unit before it in the sentence, counts."""
    figure = figures[index]
    topic = _topic(layout, figure, clause) or _most(layout, figure, clause)
    if topic is not None:
        return Measure(topic, index)
    start = layout.document.sentences[clause.sentence].start
    if index and figure.direction is not None and _PARTS.match(layout.document.text, start) is not None:
        changed = figures[index - 1].direction is not None
        return Measure(done[index - 1].text if changed else None, index)
    item = _bracketed(layout, figures, index, clause)
    if item is not None:
        return item
    again = _among(layout, figures, index, clause)
    again = again if again is not None else _again(layout, figures, index, clause)
    if again is not None:
        return Measure(done[again].text, index)
    if figure.unit.dimension in DURATIONS or (figure.unit.dimension in AMOUNTS and figure.subset_of is None):
        return Measure(None, index)
    if figure.subset_of is not None:
        return Measure(done[figure.subset_of].text, index)
    aside = _before_bracket(layout, figures, index, clause)
    if aside is not None:
        return Measure(done[aside].text, index)
    among = list(_OF_WHICH.finditer(layout.document.text, start, figure.mention.start))
    whole = run(layout, start, among[-1].end("what")) if among else None
    if among and (figure.unit.surface not in HUMAN or (whole is not None and _FOLK.search(whole))):
        return Measure(whole, index)
    parts = index and _PARTS.match(layout.document.text, start) is not None
    if index and (parts or figures[index - 1].mention.start >= start):
        last = figures[index - 1]
        same = last.unit.surface == figure.unit.surface and last.unit.surface not in HUMAN
        first = _first_of(layout, figures, index, start)
        if first is not None:
            return Measure(done[first].text, index)
        listed = layout.document.text.find("等", clause.start, figure.mention.start) >= 0
        if same and not listed and last.unit.dimension == figure.unit.dimension:
            return Measure(done[index - 1].text, index)
    return Measure(None, index)


def _bracketed(layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause) -> Measure | None:
    """纳税能力（6.1%）、专业能力（|5.0%）: the noun right before a bracket that holds nothing but its share."""
    figure = figures[index]
    if clause.parent is None or figure.unit.dimension != "share" or not clause.holds_only(figure.mention.span):
        return None
    low = layout.clauses[clause.parent].start
    low = max(low, figures[index - 1].mention.end + 1) if index else low
    text = layout.document.text
    listed = text[clause.end + 1 : clause.end + 2] in {"、", "和"} or text[low - 1 : low + 1] in {")、", "）、", "）和"}
    if listed:
        found = _ITEM.search(text, max(low - 1, clause.start - _REACH - 1, 0), clause.start - 1)
        named = layout.name_before(clause.start - 1, _REACH) is not None
        return Measure(found[1] if found is not None and not named else None, index)
    noun = run(layout, low, clause.start - 1) if low < clause.start - 1 else None
    return Measure(noun, index) if noun is not None and MEASURED.search(noun) else None


def _before_bracket(layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause) -> int | None:
    """某市36例（11例已治愈），某县|32例: the figure that the closed bracket before this one is about."""
    start = layout.document.sentences[clause.sentence].start
    figure, aside = figures[index], False
    for i in range(index - 1, max(index - 6, -1), -1):
        other = figures[i]
        if other.mention.start < start or clause.parent is not None:
            return None
        if other.unit.surface != figure.unit.surface:
            continue
        held = layout.clauses[layout.clause_at(other.mention.start)]
        if held.parent is None or held.end > figure.mention.start:
            return i if aside else None
        aside = True
    return None


def _first_of(layout: Layout, figures: Sequence[FigureFact], index: int, start: int) -> int | None:
    """病例146例，…；女性72例；某市|36例: behind a semicolon, the total at the head of the sentence is divided."""
    figure, text = figures[index], layout.document.text
    between = text[max(start, figures[index - 1].mention.end) : figure.mention.start]
    if "；" not in between and ";" not in between:
        return None
    first = bisect_left(figures, start, key=lambda f: f.mention.start)
    while first < index and figures[first].unit.surface != figure.unit.surface:
        first += 1
    whole, part = figures[first].high, figure.low
    return first if first < index and whole is not None and part is not None and part <= whole else None


def meant_before(layout: Layout, figure: FigureFact) -> bool:
    """可用于临床的有|860毫升: true for an amount of what was told before."""
    if figure.unit.dimension not in AMOUNTS or figure.unit.dimension in TIMES_OF:
        return False
    return layout.document.text.endswith(_OF_THOSE, 0, figure.mention.start)


def same_kind(layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause) -> int | None:
    """The last level of the same dimension before a figure, in its sentence."""
    start = layout.document.sentences[clause.sentence].start
    dimension = figures[index].unit.dimension
    for i in range(index - 1, max(index - 6, -1), -1):
        if figures[i].mention.start < start:
            return None
        alike = figures[i].unit.dimension == dimension or {figures[i].unit.dimension, dimension} <= TIMES_OF
        if alike and figures[i].direction is None:
            return i
    return None


def _again(layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause) -> int | None:
    """2015年产值超过86亿元，2020年超过|95亿元: the figure before, where the clause has only words that join."""
    figure = figures[index]
    dimension = figure.unit.dimension
    if dimension not in AMOUNTS | {"count"} or figure.direction is not None or figure.role == "change":
        return None
    last = same_kind(layout, figures, index, clause)
    start = figure.mention.start
    if last is None or figures[last].mention.end > clause.start or figures[last].unit.surface != figure.unit.surface:
        return None
    bare = clause.start == start and not _tells(layout, figure, clause)
    if bare or _OTHER.search(layout.document.text, clause.start, start) is not None:
        return None
    at = skip_back(layout, clause.start, start)
    named = any(name.start <= clause.start and at == name.end for name in layout.names_in(clause.start, start))
    return last if at is None or named else None


def _among(layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause) -> int | None:
    """收回138份问卷，其中青年占35%，老人占|25%: the whole that shares behind 其中 are of."""
    figure, text = figures[index], layout.document.text
    start = layout.document.sentences[clause.sentence].start
    if figure.unit.dimension != "share" or figure.direction is not None or "占" not in text[clause.start : clause.end]:
        return None
    for i in range(index - 1, max(index - 6, -1), -1):
        if figures[i].mention.start < start:
            return None
        if figures[i].unit.dimension not in AMOUNTS | DURATIONS:
            return i if "其中" in text[figures[i].mention.end : figure.mention.start] else None
    return None


def _tells(layout: Layout, figure: FigureFact, clause: Clause) -> bool:
    """True where nothing or a verb stands behind a figure that opens its clause: 教师40%有博士学位，|30%来自企业."""
    document, end = layout.document, figure.mention.end
    if end >= clause.end:
        return True
    return tag_of(layout, document.word_index(end)) == "v" and "的" not in document.text[end : min(end + 8, clause.end)]


def regarding(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """在旅游业收入方面，中国同比增长|96%: what the clause before says that it is about."""
    start = layout.document.sentences[clause.sentence].start
    if figure.direction is None or clause.start <= start:
        return None
    found = _ASPECT.search(layout.document.text, max(start, clause.start - 24), clause.start)
    return found["what"] if found is not None else None


def _most(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """云岭区繁育户最多，各有|1万多户: what the clause before says that there is the most of."""
    start = layout.document.sentences[clause.sentence].start
    if figure.direction is not None or figure.unit.dimension in DURATIONS:
        return None
    found = _MOST_OF.search(layout.document.text, max(start, clause.start - 6), clause.start)
    bare = skip_back(layout, clause.start, figure.mention.start) is None
    return run(layout, start, found.start()) if found is not None and bare and found.start() > start else None


def _topic(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """加征关税税率，由34%调整为10%: an amount whose name ends the clause before, only joining words in its own."""
    start = layout.document.sentences[clause.sentence].start
    measured = figure.unit.dimension in AMOUNTS or figure.unit.dimension in DURATIONS
    pointed = _THESE_ONES.match(layout.document.text, start, max(start, clause.start - 1))
    if not (measured or pointed) or clause.start - 1 <= start or layout.document.text[clause.start - 1] not in "，,":
        return None
    if skip_back(layout, clause.start, figure.mention.start) is not None:
        return None
    unread = _UNREAD.search(layout.document.text, max(start, clause.start - 21), clause.start - 1)
    end = unread.start() if unread is not None else clause.start - 1
    end -= layout.document.text.endswith("等", start, end)
    noun = run(layout, start, end) if end > start else None
    summed = _SUMMED.search(layout.document.text, clause.start, figure.mention.start) is not None
    if noun is not None:
        return noun if summed or pointed or MEASURED.search(noun) or _PAID_SO.search(noun) else None
    told = unread is None and figure.unit.dimension in AMOUNTS and clause.start < figure.mention.start
    return _moving(layout, start, end) if told else None


def moved(layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause) -> str | None:
    """设备行业利润较快增长，分别|增长8%: the amount of the clause before, where that has no figure of its own."""
    figure = figures[index]
    before = layout.document.text[clause.start - 1] if clause.start else ""
    if figure.direction is None or figure.unit.dimension not in AMOUNTS or before not in "，,":
        return None
    start = layout.document.sentences[clause.sentence].start
    last = layout.clauses[layout.clause_at(clause.start - 2)] if clause.start - 2 >= start else clause
    free = index == 0 or figures[index - 1].mention.end <= last.start
    if last.start >= clause.start or not free or skip_back(layout, clause.start, figure.mention.start) is not None:
        return None
    return _moving(layout, last.start, clause.start - 1)


def _moving(layout: Layout, start: int, end: int) -> str | None:
    """水位|继续上涨，于8日达到18米: the amount that the clause before says to rise or fall."""
    document, at = layout.document, end
    for _ in range(_MOST_MOVES):
        if document.text.endswith("占比", start, at):
            break
        index = document.word_index(at - 1) if at > start else -1
        moves = index >= 0 and (tag_of(layout, index) in _MOVES or document.surfaces[index] in layout.words.link)
        if not moves:
            break
        at = document.words[index]
    noun = run(layout, start, at) if start < at < end else None
    whole = noun is not None and (MEASURED.search(noun) or noun[-2:] in layout.measuring.amount)
    traded = noun is not None and noun.endswith(_TRADED)
    alone = noun is not None and layout.document.text[start:at] == noun and _RISES.search(layout.document.text, at, end)
    return noun if whole or traded or alone else None


def joined(layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause) -> int | None:
    """The figure before that this one goes with."""
    figure = figures[index]
    sentence = layout.document.sentences[clause.sentence]
    lasting = figure.unit.dimension in DURATIONS
    before = [
        i
        for i in range(max(0, index - 12), index)
        if figures[i].mention.start >= sentence.start and (lasting or figures[i].unit.dimension not in DURATIONS)
    ]
    if not before:
        return None
    gap = layout.document.text[figures[index - 1].mention.end : figure.mention.start]
    if _WORTH.fullmatch(gap):
        return index - 1
    last = figures[index - 1]
    if gap in {"到", "至"} and layout.document.text[last.mention.start - 1] in "从由" and last.unit == figure.unit:
        return index - 1  # 价格从5万元|到30万元
    if gap in {"到", "至"} and last.role == "change" and figure.direction is None:
        return index - 1  # 投资微降2%|至21吨
    moved = _MOVED_BEHIND.match(layout.document.text, figure.mention.end) is not None
    moved = moved or _SWUNG.fullmatch(layout.document.text, clause.start, figure.mention.start) is not None
    if _moves_itself(layout, figure):
        return None
    if moved or figure.role == "change" or figure.direction is not None:
        return _level(layout, figures, index, before)
    lasts = not gap and (figure.unit.dimension in DURATIONS) == (last.unit.dimension in DURATIONS)
    lasts = lasts and (figure.unit.dimension in DURATIONS or not {figure.unit.dimension, last.unit.dimension} & AMOUNTS)
    alike = gap[-1:] not in {"，", ","} or figures[index - 1].unit.dimension == figure.unit.dimension
    alike = alike or _said_alone(figures, index, clause)
    if lasts or (alike and _LISTED.fullmatch(gap)) or _TO.fullmatch(gap):
        return index - 1
    compared = _THEN.fullmatch(gap)
    return index - 1 if compared is not None else None


def _moves_itself(layout: Layout, figure: FigureFact) -> bool:
    """高通下跌1.72%、博通|上涨0.98%: a body of whose own move a list tells."""
    text, start = layout.document.text, figure.mention.start
    found = _MOVED_ALONE.search(text, max(0, start - 8), start)
    if found is None or figure.direction is None:
        return False
    names = layout.names_in(max(0, found.start() - 16), found.start())
    return any(n.end == found.start() and n.kind == "organisation" and text[n.start - 1] in "、；;" for n in names)


def _said_alone(figures: Sequence[FigureFact], index: int, clause: Clause) -> bool:
    """两限房一万套，|82.92万平方米: true for an area or mass that is alone in its clause, behind a number of things."""
    figure, last = figures[index], figures[index - 1]
    things = last.unit.dimension in {"count", "item"} and last.direction is None
    sized = figure.unit.dimension in {"area", "mass", "volume", "length"}
    return clause.holds_only(figure.mention.span) and things and sized


def takes_too(layout: Layout, figures: Sequence[FigureFact], index: int) -> bool:
    """True for a share of what the share before it is one of: 财政出资比例达98%，基金|占2%."""
    if index and _UP_TO.fullmatch(layout.document.text, figures[index - 1].mention.end, figures[index].mention.start):
        return True  # 金额五万元|以上不满二十万元
    if not index or {figures[index - 1].unit.dimension, figures[index].unit.dimension} != {"share"}:
        return False
    if figures[index - 1].direction is not None or _OWN_SHARE.search(
        layout.document.text, max(figures[index - 1].mention.start - 8, 0), figures[index - 1].mention.start
    ):
        return False  # 农民占17.3%，工人|占4.7%: each is one of those who are counted
    return (
        _TAKES.fullmatch(layout.document.text, figures[index - 1].mention.end, figures[index].mention.start) is not None
    )


def _level(layout: Layout, figures: Sequence[FigureFact], index: int, before: Sequence[int]) -> int:
    """The level that a change belongs to: the last before it, or its partner where 分别 pairs several."""
    text = layout.document.text
    levels = _levels(layout, figures, index, before)
    changes = [i for i in before if figures[i].direction is not None and (not levels or i > levels[-1])]
    first = changes[0] if changes else index
    opened = figures[levels[-1]].mention.end if levels else figures[before[0]].mention.start
    if not levels or "分别" not in text[opened : figures[first].mention.start]:
        return levels[-1] if levels else before[-1]
    total = len(changes) + 1
    following = index + 1
    while following < len(figures) and _LISTED.fullmatch(
        text[figures[following - 1].mention.end : figures[following].mention.start]
    ):
        total, following = total + 1, following + 1
    partners = levels[-total:]
    return partners[len(changes)] if len(partners) == total else levels[-1]


def _levels(layout: Layout, figures: Sequence[FigureFact], index: int, before: Sequence[int]) -> list[int]:
    """The levels before a change: of its own kind where it is no rate, and none that only says another one again."""
    text = layout.document.text
    plain = [
        i
        for i in before
        if figures[i].direction is None
        and not (i and _WORTH.fullmatch(text[figures[i - 1].mention.end : figures[i].mention.start]))
    ]
    dimension = figures[index].unit.dimension
    if dimension in TIMES_OF or dimension == "points":
        return plain
    return [i for i in plain if figures[i].unit.dimension == dimension] or plain


def paired(layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause) -> str | None:
    """进出口、出口、进口分别为8亿元、5亿元、3亿元: the name in the place that the figure has in its list."""
    text = layout.document.text
    first = index
    while first and _LISTED.fullmatch(text[figures[first - 1].mention.end : figures[first].mention.start]):
        first -= 1
    last = index
    while last + 1 < len(figures) and _LISTED.fullmatch(
        text[figures[last].mention.end : figures[last + 1].mention.start]
    ):
        last += 1
    begin = figures[first].mention.start
    if first == last or "分别" not in text[max(clause.start, begin - 10) : begin] or text[begin - 1] == "重":
        return None
    found = _RESPECTIVELY.search(text, max(clause.start, begin - 60), begin)
    if found is None:
        return None
    at, stop = found.span("names")
    told = next((span for span in within(layout.times, at, stop) if span[1] == stop), None)
    listed = found["names"] if told is None else text[at : told[0]]  # 合同额和营业额|去年|分别为
    inner = [f.mention.end for f in figures[max(0, first - 3) : first] if at < f.mention.end <= found.end("names")]
    if inner:
        return run(layout, inner[-1], found.end("names"))
    for part in (_NAME, _NAME_OF_MORE):
        names = [run(layout, at + m.start(), at + m.end()) for m in part.finditer(listed)]
        if len(names) == last - first + 1 and None not in names:
            halves = names[0] in _HALVES
            return text[at : found.end("names")] if halves else _with_head(names[index - first], names[-1])
    return None


def _with_head(name: str | None, last: str | None) -> str | None:
    """高技术产业和装备产业|采购经理指数分别为: the noun that the last name of a list ends with is every one's."""
    if name is None or last is None or name == last or MEASURED.search(name) or MEASURED.search(last) is None:
        return name
    shared = name[-2:]  # 产业 of 装备|产业|采购经理指数
    at = last.rfind(shared, 0, len(last) - 2)
    head = last[at + len(shared) :]
    return head if at >= 0 and len(head) >= _HEAD else name
