"""What a figure counts, in the article's words, and which figures count the same.

In: the layout and the figures in text order. Out: one `Measure` a figure: a few characters, and the index of the first
figure of its group. A change without a noun of its own (同比增长8%) goes with the level before it, hours go with the
attendances before them, 分别增长8%和6% pairs with two levels.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from report_extract._facts import FigureFact
from report_extract._stages._relate_behind import behind
from report_extract._stages._relate_clauses import Clause, Layout, within
from report_extract._stages._relate_groups import (
    AMOUNTS,
    DURATIONS,
    HUMAN,
    MEASURED,
    TIMES_OF,
    Measure,
    joined,
    of_the_whole,
    paired,
)
from report_extract._stages._relate_lasting import lasting
from report_extract._stages._relate_nouns import DISTRICT, HEADS, adjacent, ahead, run, tag_of
from report_extract._text import Span

_PEOPLE = frozenset(["person", "household", "attendance"])
_DEEDS = frozenset(["attendance", "time_count", "trip", "event", "household_visit", "labour_time", "edition"])
_STUFF = frozenset(["area", "mass", "volume", "length", "road_length", "energy"])
_CHANGING = re.compile(r"[上下提调增减升降涨跌不][调降升涨跌加减高长少幅能得出]$|[不没未][\u3400-\u9fff]")
_PAID = re.compile("(?:[款金费贷债薪酬券]|补贴|补助|奖励|资金|利息|订单|融资|赔偿|援助|投资|合同)$")
_SPEED = re.compile("时速|车速|风速|航速|流速")
_BESIDES = re.compile("[高低快慢多少好]于|[高低超多]出|[较比]")
_SHARE_CORE = re.compile(
    r"占(?!比)(?:到|了|据)?(?P<of>[\u3400-\u9fff]{0,12}?)(?:的(?:比例|比重|份额)?)?"
    r"(?:为|达到?|超过?|约|近|不足|将近|接近|已超|了){0,2}$"
)
_TAKING = re.compile(r"占比(?:分别)?[高达到为约超过近仅至在了]{0,3}$")
_IS = re.compile(r"(?:左右|以上|以下)?[均都]?(?:为|是|系|成为|担任|当选为?)(?![0-9])")
_OF = re.compile(r"(?:左右|以上|以下|以内)?[高长宽深厚重大远粗]?(?:[(（][^()（）]{1,12}[)）])?的")
_COMPARED = re.compile(r"同比|环比|相[较比]|[较比]|[与和同跟][^，。]{1,12}相比")
_EQUALS = re.compile(r"(?:是|为|相当于|恢复[至到])[^，,。；是为]{1,14}的$")
_EACH = re.compile(r"每[\u3400-\u9fff]{1,5}?(?:提高|降低|上涨|上调|下调|下降|增加|减少)?$")
_BODY = re.compile(r"(?:局|厅|署|部门|公司|集团|法院|委员会)$")
_CLOSES = re.compile(r"[^\u3400-\u9fff]|[的和与及用以在]|$")
_BREAK = re.compile("[，；;：、。！？\n]|,(?![0-9]{3})")
_DONE = frozenset(["v", "vn", "n", "l"])


def measures(layout: Layout, figures: Sequence[FigureFact]) -> list[Measure]:
    """One measure a figure."""
    out: list[Measure] = []
    for index, figure in enumerate(figures):
        clause = layout.clauses[layout.clause_at(figure.mention.start)]
        out.append(_measure(layout, figures, index, clause, out))
    return out


def _measure(
    layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause, done: Sequence[Measure]
) -> Measure:
    figure = figures[index]
    listed = paired(layout, figures, index, clause)
    if listed is not None:
        return Measure(listed, index)
    near = _before(figures, index, clause.start)
    low = clause.start if near is None else figures[near].mention.end
    own = _own(layout, figure, low, _limit(layout, clause, figure))
    if own is not None:
        return Measure(own, index)
    partner = joined(layout, figures, index, clause)
    if partner is not None:
        return Measure(done[partner].text, done[partner].group)
    told = _outcome(layout, figure, clause) or _deed(layout, low, figure, clause)
    return Measure(told, index) if told is not None else of_the_whole(layout, figures, index, clause, done)


def _before(figures: Sequence[FigureFact], index: int, start: int) -> int | None:
    """The figure before this one that begins at `start` or later."""
    return index - 1 if index and figures[index - 1].mention.start >= start else None


def _limit(layout: Layout, clause: Clause, figure: FigureFact) -> int:
    """Where the words behind a figure that may belong to it end."""
    found = _BREAK.search(layout.document.text, figure.mention.end, clause.end)
    return found.start() if found is not None else clause.end


def _own(layout: Layout, figure: FigureFact, low: int, limit: int) -> str | None:
    """The noun beside the figure: of what happens, lasts or is measured ahead of it, of what is counted behind it."""
    start, end = figure.mention.span[0], _chained(layout, figure, limit)
    dimension = figure.unit.dimension
    if dimension in DURATIONS:
        return lasting(layout, low, figure.mention.span, limit)
    if dimension in AMOUNTS and (figure.direction is not None or dimension == "points"):
        compared = (_COMPARED if figure.direction is not None else _BESIDES).search(layout.document.text, low, start)
        start = compared.start() if compared is not None else start
    if dimension in AMOUNTS:
        return _amount(layout, figure, low, start, limit)
    if figure.unit.surface in HUMAN or dimension in _DEEDS:
        return _people(layout, figure, low, start, limit)
    if dimension in {"region", "country"} or figure.unit.surface == "部门":
        return figure.unit.surface.removeprefix("个")
    right = _beside(layout, low, start)
    if right is not None and _acting(layout, low, start):
        right = None
    people = dimension in _PEOPLE
    verbs = right is None and (people or figure.subset_of is None)
    noun = behind(layout, end, limit, verbs=verbs, person=people, unit=figure.unit.surface)
    return noun or _is(layout, end, limit) or right or ahead(layout, low, start) or _printed(layout, figure, low, limit)


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
    acts = document.surfaces[index] in layout.words.act and document.tags[index] == "v"
    return acts and document.words[index] >= low and document.words[index] + len(document.surfaces[index]) == start


def _beside(layout: Layout, low: int, start: int) -> str | None:
    """The noun right before, where it is not the one of the figure before that (81个|单位|177人次)."""
    noun = adjacent(layout, low, start)
    before = within(layout.figures, max(low - 24, 0), low)
    taken = noun is not None and bool(before) and before[-1][1] == low and layout.document.text.startswith(noun, low)
    return None if taken and start - low == len(noun or "") else noun


def _amount(layout: Layout, figure: FigureFact, low: int, start: int, limit: int) -> str | None:
    """A measured amount: 62%的|领导干部, 提供15亿欧元的|援助, 贷款余额|86亿元, 交易量是新车的1/4."""
    end = figure.mention.end
    if figure.unit.dimension in TIMES_OF:
        equals = _EQUALS.search(layout.document.text, max(low, start - 20), start)
        if equals is not None:
            return ahead(layout, low, equals.start()) or adjacent(layout, low, start)
        shared = _share(layout, figure, low)
        if shared is not None:
            return shared
    of = _OF.match(layout.document.text, end, limit)
    parted = layout.document.text.startswith("的", start - 1)
    at = of.end() if of is not None else end
    noun = behind(layout, at, limit, verbs=of is not None) if of is not None or parted else None
    if noun is not None:
        return noun
    each = _EACH.search(layout.document.text, max(low, start - 12), start)
    start = each.start() if each is not None else start
    right = adjacent(layout, low, start)
    right = None if right is not None and _BODY.search(right) else right
    if right is not None:
        return _of_this(layout, figure, right, limit) or right
    if figure.unit.dimension in TIMES_OF and layout.document.text.endswith("比", low, start):
        over = run(layout, low, start - 1) if start - 1 > low else None
        return f"{over}比" if over is not None else ahead(layout, low, start - 1)
    speed = _SPEED.match(layout.document.text, end, limit)
    if speed is not None:
        return speed.group()
    if layout.document.text.endswith(("中", "里"), low, start):
        return run(layout, low, start - 1)
    governed = _governed(layout, low, start)
    left = None if governed else ahead(layout, low, start)
    left = None if left is not None and _BODY.search(left) else left
    if left is not None or figure.unit.dimension in TIMES_OF:
        left = _of_this(layout, figure, left, limit) or left or ahead(layout, low, start) or _is(layout, end, limit)
        if left is not None:
            return left
    noun = behind(layout, end, limit, verbs=False)
    if noun is None:
        return ahead(layout, low, start) or _is(layout, end, limit)
    text = layout.document.text
    behind_it = text.find(noun, end) + len(noun)
    closed = governed or figure.unit.dimension in _STUFF or _CLOSES.match(text, behind_it, limit + 1)
    return noun if closed else None


def _of_this(layout: Layout, figure: FigureFact, left: str | None, limit: int) -> str | None:
    """25%至30%|零部件, 6亿美元|罚款: the noun right behind, where the one before is no name of an amount."""
    end = figure.mention.end
    if figure.unit.dimension not in {"share", "money"} or (left is not None and MEASURED.search(left)):
        return None
    noun = behind(layout, end, limit, verbs=False)
    direct = noun is not None and layout.document.text.startswith(noun, end)
    money = figure.unit.dimension == "money"
    return noun if direct and noun is not None and (not money or _PAID.search(noun)) else None


def _governed(layout: Layout, low: int, start: int) -> bool:
    """True where a verb stands right before the figure: what stands behind it is its object."""
    document = layout.document
    at = document.word_index(start - 1) if start > low else -1
    while at >= 0 and document.word_span(at)[0] >= low:
        word, tag = document.surfaces[at], document.tags[at]
        if word in layout.words.act or (tag == "v" and word not in layout.words.link):
            return True
        if word not in {"了", "着", "过", "约", "近", "超", "超过", "共", "增加", "减少", "的", "到"}:
            return False
        if word in {"增加", "减少"}:
            return True
        at -= 1
    return False


def _people(layout: Layout, figure: FigureFact, low: int, start: int, limit: int) -> str | None:
    """People and what happens so many times: 党政干部1500人, 3人死亡, 接种86万人次, 6次访问."""
    end = figure.mention.end
    of = _OF.match(layout.document.text, end, limit)
    noun = behind(layout, of.end(), limit, verbs=False) if of is not None else None
    if noun is not None and figure.unit.dimension not in _DEEDS:
        return noun
    if figure.unit.dimension in _DEEDS and figure.unit.dimension != "attendance":
        done = _done(layout, end, limit)
        if done is not None:
            return done
    parted = layout.document.text.startswith("的", start - 1)
    right = _beside(layout, low, start) if not parted else None
    hurt = (
        layout.words.outcome.match(layout.document.text, end, limit) if right is None or _ends(layout, right) else None
    )
    if hurt is not None:
        return hurt[1]
    if right is not None:
        return right
    if figure.unit.dimension not in _DEEDS:
        return (ahead(layout, low, start) if not parted else None) or _is(layout, end, limit)
    return noun or behind(layout, end, limit, verbs=False) or ahead(layout, low, start)


def _done(layout: Layout, end: int, limit: int) -> str | None:
    """What was done so many times: 6次|访问, 两度|会晤."""
    document = layout.document
    index = document.word_index(end)
    stop = document.word_span(index)[1]
    deed = document.text[end : min(stop, limit)] if end < limit else ""
    if stop < limit and document.tags[index + 1] in HEADS - {"x"}:
        return None
    known = len(deed) == 2 and document.tags[index] in _DONE and deed not in layout.words.link
    return deed if known and deed not in layout.words.idle else None


def _ends(layout: Layout, noun: str) -> bool:
    """True where a noun ends with what happened (水塔倒塌): it tells of no people."""
    return any(layout.words.outcome.fullmatch(noun, at) for at in range(max(len(noun) - 3, 0), len(noun) - 1))


def _is(layout: Layout, end: int, limit: int) -> str | None:
    """The noun behind 为: 18例为|境外输入病例."""
    found = _IS.match(layout.document.text, end, limit)
    return behind(layout, found.end(), limit, verbs=False) if found is not None else None


def _printed(layout: Layout, figure: FigureFact, low: int, limit: int) -> str | None:
    """The counted noun of the figure itself, where it lies between its neighbours and names nobody."""
    if figure.counted is None or figure.counted[0] < low or figure.counted[1] > limit:
        return None
    start, end = figure.counted
    near = layout.names_in(max(start - 20, 0), end)
    if any(start < name.end and name.kind in {"person", "organisation"} for name in near):
        return None
    counted = layout.document.text[start:end]
    loose = counted in layout.words.idle or counted in layout.words.link or counted in layout.words.act
    area = start < figure.mention.start and DISTRICT.fullmatch(counted) is not None
    first, last = layout.document.word_index(start), layout.document.word_index(end - 1)
    part = figure.subset_of is not None and start >= figure.mention.end and tag_of(layout, first) == "v"
    verbal = part or tag_of(layout, first) in {"ad", "d"} or tag_of(layout, last) == "v"
    return None if loose or area or (verbal and counted not in layout.measuring.thing) else counted


def _share(layout: Layout, figure: FigureFact, low: int) -> str | None:
    """占营收 before a share."""
    if figure.unit.dimension not in {"share", "ratio"}:
        return None
    start = figure.mention.start
    taking = _TAKING.search(layout.document.text, max(low, start - 8), start)
    if taking is not None:
        return (run(layout, low, taking.start()) or "" if taking.start() > low else "") + "占比"
    found = _SHARE_CORE.search(layout.document.text, max(low, figure.mention.start - 24), figure.mention.start)
    if found is None:
        return None
    return f"占{found['of']}" if len(found["of"]) > 1 else None


def _outcome(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """What befell or was done by counted people: 3人|死亡."""
    if figure.unit.dimension not in _PEOPLE:
        return None
    found = layout.words.outcome.match(layout.document.text, max(figure.phrase[1], figure.mention.end), clause.end)
    return found[1] if found is not None else None


def _deed(layout: Layout, low: int, figure: FigureFact, clause: Clause) -> str | None:
    """What was done with people, money or things whose noun is not named: the verb that governs the figure."""
    dimension = figure.unit.dimension
    if dimension in DURATIONS or dimension in TIMES_OF or figure.role == "change":
        return None
    span = action(layout, low, figure.mention.span, clause.end, two=True)
    if span is None:
        return None
    verb = layout.document.text[slice(*span)]
    start, end = figure.mention.span
    far = span[0] > end + 4 or not 0 <= start - span[1] <= 3
    people = dimension in _PEOPLE or dimension in _DEEDS
    loose = (far and (not people or verb not in layout.words.act)) or _CHANGING.match(verb) is not None
    return None if loose or verb in layout.words.light or verb in layout.words.idle else verb


def action(layout: Layout, low: int, span: Span, end: int, *, two: bool = False) -> Span | None:
    """The verb that governs a figure in text[low:end]; of `two` characters at least where asked."""
    document, words = layout.document, layout.words
    before: Span | None = None
    taken: list[Span] | None = None
    starts, act = document.words, words.act
    first = document.word_index(low)
    last = bisect_left(starts, end, first)
    rows = zip(starts[first:last], document.surfaces[first:last], document.tags[first:last], strict=True)
    for start, word, tag in rows:
        if word not in act and (tag != "v" or word in words.link):
            continue
        stop = start + len(word)
        if start < low or (two and stop - start < 2):
            continue
        if taken is None:
            taken = within(layout.times, max(low - 8, 0), end)
            taken += [(name.start, name.end) for name in layout.names_in(low, end)]
        if _overlaps(taken, start, stop):
            continue
        if stop <= span[0]:
            before = (start, stop)
        elif start >= span[1]:
            return before or (start, stop)
    return before


def _overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans)


def verb_of(layout: Layout, span: Span) -> Span | None:
    """The verb that governs the figure at `span` in its clause."""
    clause = layout.clauses[layout.clause_at(span[0])]
    return action(layout, clause.start, span, clause.end)
