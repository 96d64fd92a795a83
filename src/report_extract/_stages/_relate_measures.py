"""What a figure counts, in the article's words, and which figures count the same.

In: the layout and the figures in text order. Out: one `Measure` a figure: a few characters, and the index of the first
figure of its group. A change without a noun of its own (同比增长8%) goes with the level before it, hours go with the
attendances before them, 分别增长8%和6% pairs with two levels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from report_extract._facts import FigureFact
from report_extract._stages._relate_clauses import Clause, Layout, within
from report_extract._stages._relate_nouns import DISTRICT, adjacent, ahead, behind, run
from report_extract._text import Span

_PEOPLE = frozenset(["person", "household", "attendance"])
_DURATIONS = frozenset(["time", "duration", "working_day", "night"])
_DEEDS = frozenset(["attendance", "time_count", "trip", "event", "household_visit", "labour_time", "edition"])
_TIMES_OF = frozenset(["multiple", "ratio", "share", "doubling"])
_AMOUNTS = frozenset([
    "money", "share", "ratio", "points", "multiple", "doubling", "discount", "degree", "length", "flow", "road_length",
    "area", "volume", "energy", "mass", "emission", "capacity", "transport", "temperature", "angle", "speed",
    "pressure", "power", "voltage", "current", "charge", "frequency", "concentration", "data", "data_rate",
    "pixel", "computing", "index_points", "rank", "growth", "sound", "dose",
])  # fmt: skip
_LISTED = re.compile(r"(?:[、，,]|和|与|及|以及|、和)")
_SHARE_CORE = re.compile(
    r"占(?:到|了|据)?(?P<of>[\u3400-\u9fff]{0,12}?)(?:的(?:比例|比重|份额)?)?"
    r"(?:为|达到?|超过?|约|近|不足|将近|接近|已超|了){0,2}$"
)
_TAKING = re.compile(r"占比[高达到为约超过近仅至在了]{0,3}$")
_IS = re.compile(r"(?:左右|以上|以下)?[均都]?(?:为|是|系|成为|担任|当选为?)(?![0-9])")
_OF = re.compile(r"(?:左右|以上|以下|以内)?(?:[(（][^()（）]{1,12}[)）])?的")
_COMPARED = re.compile(r"同比|环比|[较比]|[与和同跟][^，。]{1,12}相比")
_THEN = re.compile(r"[，,；;、]?[^，,；;。]{0,14}?(?:上年同期|去年同期|上月|上年|去年|年初|月初)[^，,；;。]{0,6}")
_TO = re.compile(r"[，,]?(?:[\u3400-\u9fff]{0,4}?)(?:提高|提升|增加|增长|上升|上调|下降|下调|降低|减少|扩大|缩小|调整|"
    r"削减|变更|变|改|增|降|升|涨|跌|回落|收窄)(?:到|至|为|成)了?(?:约|近)?|[，,](?:首次)?突破"
)  # fmt: skip
_MORE = re.compile(r"[，,](?:提高|提升|增加|上升|下降|降低|减少)了?$")
_EQUALS = re.compile(r"(?:是|为|相当于)[^，,。；是为]{1,14}的$")
_OF_WHICH = re.compile(r"(?P<what>[^，,。；：、]{2,20}?)(?:中|里|当中)[，,]")
_LASTS = re.compile(r"(?:时间|期限|时长|工期|刑期|任期|有期徒刑|寿命|[期龄程限谈])$")
_LASTING = re.compile(r"(?:长达|达到?|了|持续|历时|耗时|超过?|近|约|为期|为|在|不少于|不低于|不超过|至少){0,3}$")
_EACH = re.compile(r"每[\u3400-\u9fff]{1,5}?(?:提高|降低|上涨|上调|下调|下降|增加|减少)?$")
_BODY = re.compile(r"(?:局|厅|署|部门|公司|集团|法院|委员会)$")
_CLOSES = re.compile(r"[^\u3400-\u9fff]|[的和与及用以在]|$")
_BREAK = re.compile("[，；;：、。！？\n]|,(?![0-9]{3})")
_DONE = frozenset(["v", "vn", "n", "l"])
_HUMAN = frozenset(["人", "余人", "多人", "人次"])


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, None where nothing says it; `group` is the first figure that counts the same."""

    text: str | None
    group: int


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
    near = _before(figures, index, clause.start)
    low = clause.start if near is None else figures[near].mention.end
    own = _own(layout, figure, low, _limit(layout, clause, figure))
    if own is not None:
        return Measure(own, index)
    joined = _joined(layout, figures, index, clause)
    if joined is not None:
        return Measure(done[joined].text, done[joined].group)
    told = _outcome(layout, figure, clause) or _deed(layout, low, figure, clause)
    return Measure(told, index) if told is not None else _of_the_whole(layout, figures, index, clause, done)


def _before(figures: Sequence[FigureFact], index: int, start: int) -> int | None:
    """The figure before this one that begins at `start` or later."""
    return index - 1 if index and figures[index - 1].mention.start >= start else None


def _limit(layout: Layout, clause: Clause, figure: FigureFact) -> int:
    """Where the words behind a figure that may belong to it end."""
    found = _BREAK.search(layout.document.text, figure.mention.end, clause.end)
    return found.start() if found is not None else clause.end


def _own(layout: Layout, figure: FigureFact, low: int, limit: int) -> str | None:
    """The noun beside the figure: of what happens, lasts or is measured ahead of it, of what is counted behind it."""
    start, end = figure.mention.span
    dimension = figure.unit.dimension
    if dimension in _DURATIONS:
        return _lasting(layout, low, start, end, limit)
    if figure.direction is not None and dimension in _AMOUNTS:
        compared = _COMPARED.search(layout.document.text, low, start)
        start = compared.start() if compared is not None else start
    if dimension in _AMOUNTS:
        return _amount(layout, figure, low, start, limit)
    if figure.unit.surface in _HUMAN or dimension in _DEEDS:
        return _people(layout, figure, low, start, limit)
    if dimension in {"region", "country"}:
        return figure.unit.surface.removeprefix("个")
    right = _beside(layout, low, start)
    noun = behind(layout, end, limit, verbs=right is None, person=dimension in _PEOPLE)
    return noun or _is(layout, end, limit) or right or ahead(layout, low, start) or _printed(layout, figure, low, limit)


def _beside(layout: Layout, low: int, start: int) -> str | None:
    """The noun right before, where it is not the one of the figure before that (81个|单位|177人次)."""
    noun = adjacent(layout, low, start)
    before = within(layout.figures, max(low - 24, 0), low)
    taken = noun is not None and bool(before) and before[-1][1] == low and layout.document.text.startswith(noun, low)
    return None if taken and start - low == len(noun or "") else noun


def _amount(layout: Layout, figure: FigureFact, low: int, start: int, limit: int) -> str | None:
    """A measured amount: 62%的|领导干部, 提供15亿欧元的|援助, 贷款余额|86亿元, 交易量是新车的1/4."""
    end = figure.mention.end
    if figure.unit.dimension in _TIMES_OF:
        equals = _EQUALS.search(layout.document.text, max(low, start - 20), start)
        if equals is not None:
            return ahead(layout, low, equals.start()) or adjacent(layout, low, start)
        shared = _share(layout, figure, low)
        if shared is not None:
            return shared
    of = _OF.match(layout.document.text, end, limit)
    parted = layout.document.text.startswith("的", start - 1)
    noun = behind(layout, of.end() if of is not None else end, limit, verbs=False) if of or parted else None
    if noun is not None:
        return noun
    each = _EACH.search(layout.document.text, max(low, start - 12), start)
    start = each.start() if each is not None else start
    right = adjacent(layout, low, start)
    right = None if right is not None and _BODY.search(right) else right
    if right is not None:
        return right
    governed = _governed(layout, low, start)
    left = None if governed else ahead(layout, low, start)
    if left is not None or figure.unit.dimension in _TIMES_OF:
        left = left or ahead(layout, low, start) or _is(layout, end, limit)
        if left is not None:
            return left
    noun = behind(layout, end, limit, verbs=False)
    if noun is None:
        return ahead(layout, low, start) or _is(layout, end, limit)
    text = layout.document.text
    return noun if _CLOSES.match(text, text.find(noun, end) + len(noun), limit + 1) else None


def _governed(layout: Layout, low: int, start: int) -> bool:
    """True where a verb stands right before the figure: what stands behind it is its object."""
    document = layout.document
    at = document.word_index(start - 1) if start > low else -1
    while at >= 0 and document.word_span(at)[0] >= low:
        word, tag = document.surfaces[at], document.tags[at]
        if word in layout.words.act or (tag == "v" and word not in layout.words.link):
            return True
        if word not in {"了", "约", "近", "超", "超过", "共", "增加", "减少", "的", "到"}:
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
    right = _beside(layout, low, start)
    hurt = (
        layout.words.outcome.match(layout.document.text, end, limit) if right is None or _ends(layout, right) else None
    )
    if hurt is not None:
        return hurt[1]
    if right is not None:
        return right
    if figure.unit.dimension not in _DEEDS:
        return ahead(layout, low, start) or _is(layout, end, limit)
    return noun or behind(layout, end, limit, verbs=False) or ahead(layout, low, start)


def _done(layout: Layout, end: int, limit: int) -> str | None:
    """What was done so many times: 6次|访问, 两度|会晤."""
    document = layout.document
    index = document.word_index(end)
    deed = document.text[end : min(document.word_span(index)[1], limit)] if end < limit else ""
    known = len(deed) == 2 and document.tags[index] in _DONE and deed not in layout.words.link
    return deed if known and deed not in layout.words.idle else None


def _ends(layout: Layout, noun: str) -> bool:
    """True where a noun ends with what happened (水塔倒塌): it tells of no people."""
    return any(layout.words.outcome.fullmatch(noun, at) for at in range(max(len(noun) - 3, 0), len(noun) - 1))


def _is(layout: Layout, end: int, limit: int) -> str | None:
    """The noun behind 为: 18例为|境外输入病例."""
    found = _IS.match(layout.document.text, end, limit)
    return behind(layout, found.end(), limit, verbs=False) if found is not None else None


def _lasting(layout: Layout, low: int, start: int, figure_end: int, limit: int) -> str | None:
    """What lasts so long: 有期徒刑|六年, 减免时间|超过15天; a talk, a trip or a rest that is a noun or verb itself."""
    text, document = layout.document.text, layout.document
    if text.endswith("为期", low, start):
        of = text.startswith("的", figure_end)
        return behind(layout, figure_end, limit, verbs=True) if of else None
    found = _LASTING.search(text, max(low, start - 8), start)
    at = found.start() if found is not None else start
    if at <= low:
        return None
    noun = adjacent(layout, low, at)
    if noun is not None and (_LASTS.search(noun) or at < start):
        return _with_verb(layout, low, at, noun)
    index = document.word_index(at - 1)
    word, tag = document.surfaces[index], document.tags[index]
    verb = tag in {"v", "vn", "nz"} and word not in layout.words.link and word not in layout.words.idle
    return (
        word
        if verb and len(word) == 2 and document.word_span(index)[0] >= low and word not in layout.words.light
        else None
    )


def _with_verb(layout: Layout, low: int, end: int, noun: str) -> str:
    """减免|时间: a bare 时间 with the verb that says which."""
    document = layout.document
    begin = document.text.rfind(noun, low, end)
    index = document.word_index(begin - 1) if begin > low else -1
    verb = index >= 0 and document.tags[index] in {"v", "vn"} and document.word_span(index)[0] >= low
    if noun not in {"时间", "期限", "时长"} or not verb or len(document.surfaces[index]) != 2:
        return noun
    return document.surfaces[index] + noun


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
    return None if loose or DISTRICT.fullmatch(counted) else counted


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


def _of_the_whole(
    layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause, done: Sequence[Measure]
) -> Measure:
    """A bare number counts what its whole, or the one of the same unit before it in the sentence, counts."""
    figure = figures[index]
    if figure.unit.dimension in _DURATIONS or (figure.unit.dimension in _AMOUNTS and figure.subset_of is None):
        return Measure(None, index)
    if figure.subset_of is not None:
        return Measure(done[figure.subset_of].text, index)
    start = layout.document.sentences[clause.sentence].start
    among = list(_OF_WHICH.finditer(layout.document.text, start, figure.mention.start))
    if among and figure.unit.surface not in _HUMAN:
        return Measure(run(layout, start, among[-1].end("what")), index)
    if index and figures[index - 1].mention.start >= start:
        last = figures[index - 1]
        same = last.unit.surface == figure.unit.surface and last.unit.surface not in _HUMAN
        if same and last.unit.dimension == figure.unit.dimension:
            return Measure(done[index - 1].text, index)
    return Measure(None, index)


def _joined(layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause) -> int | None:
    """The figure before that this one goes with."""
    figure = figures[index]
    sentence = layout.document.sentences[clause.sentence]
    before = [i for i in range(max(0, index - 12), index) if figures[i].mention.start >= sentence.start]
    if not before:
        return None
    if figure.role == "change" or figure.direction is not None:
        return _level(layout, figures, index, before)
    gap = layout.document.text[figures[index - 1].mention.end : figure.mention.start]
    if _LISTED.fullmatch(gap) or _TO.fullmatch(gap):
        return index - 1
    compared = _THEN.fullmatch(gap)
    return index - 1 if compared is not None else None


def _level(layout: Layout, figures: Sequence[FigureFact], index: int, before: Sequence[int]) -> int:
    """The level that a change belongs to: the last before it, or its partner where 分别 pairs several."""
    text = layout.document.text
    levels = [i for i in before if figures[i].direction is None]
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


def _outcome(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """What befell or was done by counted people: 3人|死亡."""
    if figure.unit.dimension not in _PEOPLE:
        return None
    found = layout.words.outcome.match(layout.document.text, max(figure.phrase[1], figure.mention.end), clause.end)
    return found[1] if found is not None else None


def _deed(layout: Layout, low: int, figure: FigureFact, clause: Clause) -> str | None:
    """What was done with people, money or things whose noun is not named: the verb that governs the figure."""
    dimension = figure.unit.dimension
    if dimension in _DURATIONS or dimension in _TIMES_OF or figure.role == "change":
        return None
    span = action(layout, low, figure.mention.span, clause.end, two=True)
    if span is None:
        return None
    verb = layout.document.text[slice(*span)]
    start, end = figure.mention.span
    far = span[0] > end + 4 or not 0 <= start - span[1] <= 3
    people = dimension in _PEOPLE or dimension in _DEEDS
    loose = far and (not people or verb not in layout.words.act)
    return None if loose or verb in layout.words.light or verb in layout.words.idle else verb


def action(layout: Layout, low: int, span: Span, end: int, *, two: bool = False) -> Span | None:
    """The verb that governs a figure in text[low:end]; of `two` characters at least where asked."""
    document, words = layout.document, layout.words
    before: Span | None = None
    taken = [*within(layout.times, max(low - 8, 0), end), *((n.start, n.end) for n in layout.names_in(low, end))]
    starts, surfaces, tags = document.words, document.surfaces, document.tags
    index = document.word_index(low)
    while index < len(starts):
        start = starts[index]
        if start >= end:
            return before
        stop = start + len(surfaces[index])
        word = surfaces[index]
        verb = word in words.act or (tags[index] == "v" and word not in words.link)
        if verb and start >= low and (stop - start >= 2 or not two) and not _overlaps(taken, start, stop):
            if stop <= span[0]:
                before = (start, stop)
            elif start >= span[1]:
                return before or (start, stop)
        index += 1
    return before


def _overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans)


def verb_of(layout: Layout, span: Span) -> Span | None:
    """The verb that governs the figure at `span` in its clause."""
    clause = layout.clauses[layout.clause_at(span[0])]
    return action(layout, clause.start, span, clause.end)
