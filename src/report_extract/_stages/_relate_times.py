"""Which time a figure speaks of, and on what ground.

Stated: a time in the figure's own sentence, the nearest before it; for a stretch of time, in its own clause. Carried:
only over an anaphoric opening (上述, 其中) from the sentence before, from the figure just before in the same sentence,
or, for the stock and flow words of a bulletin (新增, 现有, 累计), from the reporting period the article has stated.
Nothing else is carried.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from report_extract._facts import ActorBasis, TimeFact
from report_extract._stages._relate_clauses import Clause, Layout, within
from report_extract._stages._relate_subjects import content_start

_COMPARED_BEFORE = re.compile(r"(?:比|较|与|同|和|超过|高于|低于|按照?|依据|接近|逼近|追平)$")
_BORN = re.compile("(?:出生|生|毕业|成立|创建|始建|建|创立|创办|诞生)于$")
_COMPARED_AFTER = re.compile(r"(?:相比|同期|的同期)")
_SHARE_OF_BASE = re.compile(r"的(?:百分之|[0-9.一二三四五六七八九十两]{1,6}(?:分之|成|[%％倍]))")
_BASE_LEFT = re.compile(r"[^，,；;。]{0,30}(?:[，,；;]|[降升增减涨跌][到至为])")
"""Behind a 同期 that is what is compared with: 恢复到2019年同期的八成, 由去年同期的31件降到9件."""
_MULTIPLE_OF = re.compile(r"(?:[是为]|相当于|达到?|恢复[到至])(?:约|近)?$")
_OF_BASE = re.compile(r"(?:全年|同期|全市|全省|全国)?的")
"""是2015年的2.6倍: what a multiple or share is of."""
_CHANGED_TO = re.compile(
    r"的[^，,。；;]{0,30}?(?:[，,](?:再|又|已|将|大幅)?)?[降升增减涨跌提压缩][低高长加少升短]?[到至为]"
)
"""从去年第四季度的86件降至 …: what is behind speaks of now."""
_RECORD_AFTER = re.compile(r"以来(?:的)?(?:同期)?(?:[最新次]|历史|首次|第[0-9一二三四五六七八九十])")
_COMING = re.compile(r"(?:即将|就要|日益|[快将])?(?:将至|临近|来临|到来|在即|前夕)")
"""端午假期将至, …: what follows is told of now."""
_PLAN_TITLE = re.compile(r"[”\"]?(?:规划(?!期)|行动(?:计划|方案)|行动纲要|计划纲要)")
_ONCE_IN = re.compile(r"(?:以来)?的?(?:第[0-9一二三四五六七八九十]{1,4}[次个轮场波]|首[次个轮场])")
_AGAINST = re.compile(r"[^，,。；;]{0,10}(?:相?比|同期相比)")
_NEAR_BASE = 16
_THEN = re.compile(r"[^，,。；;：:、（(]{1,12}?(?:于|在|自)(?:当地时间|北京时间)?")
"""36名队员|于3月2日返程: behind the subject stands when."""
_NOUN_THEN = re.compile(r"(?:的|名|位|艘|架|辆)?[\u3400-\u9fff]{1,10}")
_DID = re.compile(r"(?:[上下]午|晚)?(?:在|于|从|自|抵|返|启程|出发|赴|前往)")
"""载有6人的飞机|当天|在清江坠毁."""
_SET_ON = re.compile(r"[，,]?(?:出现|发生|录得|创下)[于在]")
"""单日最高发送旅客9.7万人次，出现在|1月27日."""
_TOOK = re.compile(r"历时|耗时|经过|用时|为期|(?:毕业|退休|入职|婚|此|之|随)后")
_TIME_ONLY = 4  # characters beside the time in a clause that does nothing but date the next one
_DATELINE_AFTER = re.compile(r"(?:[（(][^）)]{0,12})?[）)]?(?:专?电|讯|报道|援引|综合[^，,。]{0,6}(?:报道|消息))")
_YEARS_SINCE = re.compile(
    r"[，,](?:[0-9]{1,3}|[一二三四五六七八九十百]{1,4})[多余]?(?:年|个月)[多余]?"
    r"(?:来|的?[\u3400-\u9fff]{0,4}之?后)[，,]"
)
"""2013年通水，10年来，累计 …: the figure speaks of the years since, not of the first."""
_ATTRIBUTE_AFTER = re.compile(
    r"[^，。；]{0,6}?(?:建成|成立|建立|出生|修建|始建|开业|投产|建造|落成|毕业|退休|参军|入党|设立)的"
    r"|[^，。；]{0,18}?(?:后|时)(?:成立|建立|设立|创办)的[，,]"
    r"|[^，。；]{0,4}?(?:成立|创立|创办|创建|发起|建校|建厂|出生|起家|诞生)[，,](?![^，。；]{0,8}(?:注册|首批|当[时年]|时有))"
)
_OF_COUNTED = re.compile("[0-9一二两三四五六七八九十百千万]{1,4}(?![年月日号时分点])[\u3400-\u9fff]\\Z")
_PUT_THEN = re.compile("[^，。；：:]{1,12}?的")
"""回收三套|一年前布放的|潜标: a time that tells which ones are counted."""
_FESTIVE = re.compile("慰问|福利|红包|礼品|礼金|补贴|物资")
_NOW = re.compile("[，,](?:而)?(?:如今|现如今|现在|眼下|并?在?此前(?:还|曾)?(?:举[行办]|召开|开展|完成))")
_FORMER = re.compile("(?:过去|以往|往年|历年)$")
_COMING_EVENT = re.compile("的(?:[\u3400-\u9fff]{0,4})(?:大选|选举|奥运会|世界杯|亚运会|峰会)")
"""计划参加|2024年3月的大选|，需要 …: when the event is, not what follows."""
_LONG_BEFORE = re.compile("[年月]前$")
_CLAUSE_OPENS = frozenset("，,。；;：:、\n（(早在于是就而但自从至到")
_ENACTED = re.compile(r"[^，。；]{0,8}?(?:通过|颁布|出台|施行|发布|印发|制定|修订|公布)[的之][《「『“]")
"""2010年通过的《条例》: a year that says which rule is meant."""
_RELEASED = re.compile(
    r"(?:[（(][^）)]{0,12}[）)])?(?:[早稍晚]些?(?:时候)?[，,]?)?[^，,。；：:]{0,20}?(?:公布|发布|披露|通报|获悉|了解到|表示|介绍|指出|发表|称|证实|引述|援引|转引|告诉[^，,。]{0,8}记者)"
)
_TOLD_THEN = re.compile(r"[，,：:“]|显示|称")
_WHOLE_DAY = re.compile(r"T00(?::00)?/.{0,12}T24")
_STAGED = re.compile(r"(?:举行|举办|召开|启动|开展|参加|出席)了?$")
_EVENT = re.compile(r"[^，,。；;]{0,24}?(?:活动|会议|大会|仪式|论坛|大赛|比赛|典礼|年会)")
"""31日举行2020年上半年开工活动: the second time is a part of what is held."""
_UNDATED = re.compile(r"XXXX-[0-9]{2}")  # a day whose year is not known still is a day
_FLOW = re.compile(r"新增|当日|转为|解除")
_STOCK = re.compile(r"(?<!发)现有|尚在|在治|在院|仍有")
_TOTAL = re.compile(r"累计|总计")
_ANAPHOR = re.compile(r"\s{0,4}(?:[另此]外[，,]?)?(?:上述|其中|同时|在此期间|期间)")


@dataclass(slots=True)
class Periods:
    """The reporting periods that the article has stated so far."""

    flow: int | None = None
    until: int | None = None
    last: int | None = None
    sentence: int = -1
    tallied: bool = False
    usable: dict[int, bool] = field(default_factory=dict)


def usable(time: TimeFact, text: str) -> bool:
    """True for a time with a place on the calendar that says when, not what is compared with."""
    if time.kind in {"set", "duration"}:
        return False
    if time.start is None and time.end is None and _UNDATED.search(time.printed or "") is None:
        return False
    start, end = time.mention.span
    if _BORN.search(text, max(0, start - 4), start) and text.startswith(("，", ","), end):
        return False  # 该公司成立于2003年，|有员工300人
    if _COMPARED_BEFORE.search(text, max(0, start - 2), start) or _COMPARED_AFTER.match(text, end):
        return False
    if _DATELINE_AFTER.match(text, end) or _ATTRIBUTE_AFTER.match(text, end):
        return False
    if _COMING.match(text, end) or (text[end - 1] == "年" and _ENACTED.match(text, end)):
        return False
    if text[end - 1] in "节间" and (_FESTIVE.match(text, end) or _FORMER.search(text, max(0, start - 2), start)):
        return False  # 春节|慰问金, 往年|春节
    if _RECORD_AFTER.match(text, end):  # 创2010年以来新高
        return False
    if _OF_COUNTED.search(text, max(0, start - 5), start) and _PUT_THEN.match(text, end):
        return False
    if time.mention.rule == "period.years" and _PLAN_TITLE.match(text, end):
        return False
    return text.count("《", max(0, start - 40), start) <= text.count("》", max(0, start - 40), start)


def time_of(
    layout: Layout,
    times: Sequence[TimeFact],
    clause: Clause,
    span: tuple[int, int],
    periods: Periods,
    previous: int | None,
    *,
    lasting: bool = False,
) -> tuple[int | None, ActorBasis | None]:
    """The index of the time a figure at `span` speaks of, and whether it is stated or carried."""
    text = layout.document.text
    sentence = layout.document.sentences[clause.sentence]
    start = _since(layout, clause) if lasting else sentence.start
    candidates = _in_sentence(layout, times, start, sentence.end, periods.usable)
    said = max([sentence.start, *(text.rfind(mark, sentence.start, span[0]) for mark in "。！？")])
    before = [
        i
        for i in candidates
        if said <= times[i].mention.start
        and times[i].mention.end <= span[0]
        and _YEARS_SINCE.search(text, times[i].mention.end, span[0]) is None
        and not _released(text, times[i].mention.end, span[0])
        and not _is_base(text, times[i], span[0])
        and not _told_inside(layout, times[i], clause)
        and _NOW.search(text, times[i].mention.end, span[0]) is None
    ]
    dropped = {i for i in before if _left_behind(layout, times[i], span[0])}
    before = [i for i in before if i not in dropped]
    opened = layout.clauses[clause.parent].start if clause.parent is not None else clause.start
    context = text[opened : span[0]]
    base = _own_of(times, candidates, span, text)
    if base is not None:
        return base, "stated"
    if lasting and not before:
        return None, None
    while len(before) > 1 and _within_another(text, times[before[-1]]):
        before = before[:-1]
    if before:
        return _as_of_day(times, before[-1], periods, context), "stated"
    after = [i for i in candidates if times[i].mention.start >= span[1]]
    if after and _told_right_behind(text, span[1], times[after[0]].mention.span):
        return after[0], "stated"
    if after and _told_behind(text, span[1], clause.end, times[after[0]].mention.span):
        return after[0], "stated"
    if previous is not None and previous not in dropped and not _is_base(text, times[previous], span[0]):
        return previous, "carried"
    if _ANAPHOR.match(text, sentence.start, sentence.end):
        near = periods.last is not None and clause.sentence - periods.sentence <= 1
        return (periods.last, "carried") if near else (None, None)
    if _TOTAL.search(context):
        until = periods.until if periods.until is not None else _only_until(times, text)
        if until is not None and (periods.flow is not None or periods.tallied):
            return until, "carried"
    if (_FLOW.search(context) or _STOCK.search(context)) and periods.flow is not None:
        return periods.flow, "carried"
    return None, None


def _own_of(times: Sequence[TimeFact], candidates: Sequence[int], span: tuple[int, int], text: str) -> int | None:
    """The time in a figure's own bracket, or else the one by which others are compared with it."""
    dated = next((i for i in candidates if _in_own_bracket(text, span[1], times[i].mention.span)), None)
    return dated if dated is not None else _compared_at(times, span, text)


def _in_own_bracket(text: str, at: int, time: tuple[int, int]) -> bool:
    """79例（17日）、|56例（18日）: true for a time that alone fills the bracket right behind a figure."""
    return time[0] == at + 1 and text[at] in "(（" and text[time[1] : time[1] + 1] in {")", "）"}


def _told_right_behind(text: str, at: int, time: tuple[int, int]) -> bool:
    """True for 86例（截至3日24时）, not for 30张|2015年里|最蓝天空的照片."""
    between = text[at : time[0]].lstrip("(（").strip()
    return between in {"", "截至", "截止", "截至到"} and not text.startswith(("的", "里", "以来"), time[1])


def _told_behind(text: str, at: int, end: int, time: tuple[int, int]) -> bool:
    """True for a time that a figure, ending at `at`, has behind its noun: 36名队员于|3月2日|返程."""
    if _SET_ON.fullmatch(text, at, time[0]):
        return True
    if time[0] > end:
        return False
    if _THEN.fullmatch(text, at, time[0]):
        return True
    return _NOUN_THEN.fullmatch(text, at, time[0]) is not None and _DID.match(text, time[1], end) is not None


def _within_another(text: str, time: TimeFact) -> bool:
    """True for a time that says how often (今年第5次刷新纪录), or stands in the name of what is held."""
    start, end = time.mention.span
    held = _STAGED.search(text, max(0, start - 4), start) is not None and _EVENT.match(text, end) is not None
    return held or _ONCE_IN.match(text, end) is not None


def _told_inside(layout: Layout, time: TimeFact, clause: Clause) -> bool:
    """True for 回顾了他|八年前|达成的协定，并 …: so long ago is told in the middle of an earlier clause only."""
    text, (start, end) = layout.document.text, time.mention.span
    if _COMING_EVENT.match(text, end):
        return layout.clauses[layout.clause_at(start)].start < clause.start
    if _LONG_BEFORE.search(text, start, end) is None or text[start - 1 : start] in _CLAUSE_OPENS or not start:
        return False
    return layout.clauses[layout.clause_at(start)].start < clause.start and text[start - 1] not in "\u3000 "


def _left_behind(layout: Layout, time: TimeFact, figure: int) -> bool:
    """True for a time inside what an earlier part of the sentence tells of somebody without a name: it ends with the
    semicolon (1名伤者次日出院；切口仅2厘米)."""
    text, (start, end) = layout.document.text, time.mention.span
    if text.find("；", end, figure) < 0 and text.find(";", end, figure) < 0:
        return False
    clause = layout.clauses[layout.clause_at(start)]
    at, document = content_start(layout, clause), layout.document
    if start - at < 2 or layout.names_in(clause.start, start) or layout.words.subject.match(text, at, start):
        return False
    words = range(document.word_index(at), document.word_index(start))
    return any(document.tags[index] in {"n", "nz", "l"} for index in words)


def _since(layout: Layout, clause: Clause) -> int:
    """Where the clause begins, or the one before it in its sentence that only says when."""
    number = layout.clause_at(clause.start)
    before = layout.clauses[number - 1] if number else clause
    if _TOOK.match(layout.document.text, clause.start):
        return clause.start
    if before.sentence != clause.sentence or before.parent is not None or before.start >= clause.start:
        return clause.start
    told = within(layout.times, before.start, before.end)
    said = sum([end - start for start, end in told])
    return before.start if told and before.end - before.start - said <= _TIME_ONLY else clause.start


def _compared_at(times: Sequence[TimeFact], span: tuple[int, int], text: str) -> int | None:
    """The time of a figure that others are compared with: 与2010年普查的297万人相比."""
    if _AGAINST.match(text, span[1]) is None:
        return None
    index = bisect_left(times, span[0], key=lambda t: t.mention.start) - 1
    if index < 0 or times[index].start is None:
        return None
    start, end = times[index].mention.span
    near = span[0] - end <= _NEAR_BASE and not any(mark in text[end : span[0]] for mark in "，,。；;")
    return index if near and _COMPARED_BEFORE.search(text, max(0, start - 2), start) else None


def _is_base(text: str, time: TimeFact, figure: int) -> bool:
    """True for a time that the figure is measured against, or a 同期 that a clause before it spoke of."""
    start, end = time.mention.span
    of = _OF_BASE.fullmatch(text, end, figure) or _SHARE_OF_BASE.match(text, end)
    if of is not None and _MULTIPLE_OF.search(text, max(0, start - 4), start):
        return True
    if text[start - 1 : start] in {"从", "由"} and _CHANGED_TO.match(text, end, figure):
        return True
    if not text.startswith("同期", end - 2):
        return False
    return _SHARE_OF_BASE.match(text, end) is not None or _BASE_LEFT.match(text, end, figure) is not None


def _released(text: str, end: int, figure: int) -> bool:
    """True for the day on which figures were only given out (某局29日公布，…), not that of which they speak."""
    given = _RELEASED.match(text, end, figure)
    return given is not None and _TOLD_THEN.search(text, given.end(), figure) is not None


def _as_of_day(times: Sequence[TimeFact], index: int, periods: Periods, context: str) -> int:
    """A stock (现有) behind 截至 speaks of the reporting day that ends then, not of all time up to it."""
    fact = times[index]
    if fact.relation == "until" and periods.flow is not None and _STOCK.search(context):
        flow = times[periods.flow]
        if flow.end is not None and fact.end is not None and flow.end[:10] == fact.end[:10]:
            return periods.flow
    return index


def _only_until(times: Sequence[TimeFact], text: str) -> int | None:
    """The one date up to which the whole article counts, where there is just one."""
    found = [i for i, time in enumerate(times) if time.relation == "until" and usable(time, text)]
    return found[0] if len({times[i].end for i in found}) == 1 else None


def _in_sentence(layout: Layout, times: Sequence[TimeFact], start: int, end: int, known: dict[int, bool]) -> list[int]:
    """The usable times that begin in [start, end); `known` are those looked at before."""
    low = bisect_left(layout.times, (start, 0))
    out: list[int] = []
    for index in range(low, bisect_left(layout.times, (end, 0), low)):
        fits = known.get(index)
        if fits is None:
            fits = known[index] = usable(times[index], layout.document.text)
        if fits:
            out.append(index)
    return out


def note_period(periods: Periods, times: Sequence[TimeFact], index: int, sentence: int, context: str | None) -> None:
    """Remember a period as one that later bulletin figures may speak of; `context` is None where it was carried."""
    periods.last, periods.sentence = index, sentence
    if context is None:
        return
    fact = times[index]
    if fact.relation == "until":
        periods.until = index
        periods.tallied = periods.tallied or any(word.search(context) for word in (_FLOW, _STOCK, _TOTAL))
    elif _FLOW.search(context) or _WHOLE_DAY.search(fact.printed or ""):
        periods.flow = index
