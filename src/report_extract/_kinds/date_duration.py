"""Durations: time gone by (历时3个月, 不足一小时, 近两年), and days counted back from today (5天前).

A number of years … seconds is a duration only where the words around it speak of elapsed time; hours of work and
ages are not. In: folded text. Out of `elapsed`: spans with a rule; out of `read_duration`: an ISO 8601 duration with
`X` for digits that the words leave open (十几年 = P1XY, 数天 = PXD) and `P3D/P5D` for ranges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from report_extract._facts import Comparator
from report_extract._kinds.date_shapes import CN
from report_extract._kinds.date_values import fold, small_int, small_number
from report_extract._kinds.date_words import Guards, guards_of
from report_extract._lexicon import Lexicon
from report_extract._lexicon.times import ElapsedCue
from report_extract._values import value

_SEVERAL = (
    "好几十?|(?:[几数]十|[几数上]百|[几数上]千|[几数上]万)(?=[多余来个]|年)|几十|数十"
    "|[二三四五六七八九]?十几|数百|几百|上百|百|几|数"
)
_PLAIN = (
    rf"[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,7}}(?:\.[0-9]{{1,3}})?万?|[{CN}两百千万]{{1,6}}(?:点[{CN}]{{1,3}})?|大?半"
)
_UNIT = "年|月|季度|星期|礼拜|周|工作日|交易日|天|日|昼夜|晚|夜|小时|钟头|刻钟|分钟|分|秒钟|秒"
# What must not stand behind a unit: 三年级, 五月天, 一天空, 三日本, 一分钱, 70周年 …
_NOT_AFTER = {
    "年": "[级代龄度轻底初末限份货画均薪检报刊味糕鉴]|夜饭|会",
    "月": "[份饼票嫂子季球薪]|经[^，。]",
    "周": "[年岁边刊末密全报期]",
    "星期": "[一二三四五六日天]",
    "天": "[气津空堂涯性敌鹅桥宫猫使]|然[^，。后]|下[^来]|河|文|安门|山",
    "日": "[元常子报化式]|本[^人]",
    "夜": "[市班景空]",
    "晚": "[会报宴]",
    "小时": "[候制]|工(?!夫|作)",
    "分": "[之别析店行部局公数量布配]",
    "秒": "[杀表]",
}
_PIECE = re.compile(
    rf"""(?P<number>{_SEVERAL}|(?:{_PLAIN})(?:[ ]?(?:至|到|--?|~)[ ]?(?:{_PLAIN}))?) [ ]?
    (?P<more>多|余|来|几)? [ ]? (?P<scale>万(?=[年个天]))? 个? (?P<half>半)? (?P<more_>多|余|来)?
    (?P<unit>{_UNIT}) (?P<tail>半(?!年|月|天|个|小)|多(?![次名人个年月天])|余(?![次名人个]))?""",
    re.VERBOSE,
)
_LINK = re.compile("[ ]?(?:零|又|、(?=[0-9一二三四五六七八九十两]))?")
_HUNDREDTHS = re.compile("[0-9]{1,3}(?![0-9.万亿个人名次时分秒年月日])")
_AFTERWARDS = re.compile("钟?(?:整|以上|左右|有余|上下)?")
_AGO = re.compile("(?:之前|以前|前)(?![往后夕夜来线期方锋行去述景台端沿提身途列进赴任瞻])")
_WINDOW = re.compile(r"(?:上|过去的?|最近的?|未来的?|今后|接下来的?|此后|随后)\Z")
_TRIGGER = re.compile(
    rf"[0-9{CN}两百千万半几数好大][0-9{CN}两百千万半几数.,点]{{0,9}}"
    r"(?=[ ]?[多余来几个半至到~\-年月季星礼周工天日昼晚夜小钟刻分秒])"
)
_CLOCK_UNITS = {"小时", "钟头", "刻钟", "分钟", "分", "秒钟", "秒"}
_ISO = {
    "年": "Y", "季度": "3M", "月": "M", "星期": "W", "礼拜": "W", "周": "W",
    "天": "D", "日": "D", "工作日": "D", "交易日": "D", "昼夜": "D", "晚": "N", "夜": "N",
    "小时": "TH", "钟头": "TH", "刻钟": "15TM", "分钟": "TM", "分": "TM", "秒钟": "TS", "秒": "TS",
}  # fmt: skip
_HALVES = {"Y": (6, "M"), "M": (15, "D"), "D": (12, "TH"), "TH": (30, "TM"), "TM": (30, "TS"), "3M": (45, "D")}
_OPEN = {"几": "X", "数": "X", "多": "X", "好几": "X", "十几": "1X", "几十": "X0", "数十": "X0", "好几十": "X0",
         "数百": "X00", "几百": "X00", "上百": "100", "上千": "1000", "百": "100", "数千": "X000", "几千": "X000",
         "上万": "10000", "数万": "X0000", "几万": "X0000", "大半": "0.5"}  # fmt: skip
_OPEN |= {f"{tens}十几": f"{number}X" for number, tens in enumerate("二三四五六七八九", 2)}


@dataclass(frozen=True, slots=True)
class _Cues:
    before: re.Pattern[str]
    after: re.Pattern[str]
    hedge: re.Pattern[str]
    term: re.Pattern[str]
    clock: frozenset[str]
    comparators: Mapping[str, Comparator]
    guards: Mapping[str, Guards]


@value
class Elapsed:
    """A duration, text[start:end], and the rule that found it; `signal` is the span of a 前, 后, 内 behind it."""

    start: int
    end: int
    rule: str
    signal: tuple[int, int] | None = None


@lru_cache(maxsize=4)
def _cues(lexicon: Lexicon) -> _Cues:
    sides: dict[str, list[str]] = {"before": [], "after": [], "hedge": [], "term": []}
    clock, comparators, guards = set(), {}, {}
    for entry in lexicon.entries("time_elapsed", ElapsedCue):
        for surface in map(fold, entry.forms):
            sides[entry.side].append(surface)
            guards[entry.side + surface] = guards_of(entry)
            if entry.clock:
                clock.add(entry.side + surface)
            if entry.comparator:
                comparators[surface] = entry.comparator
    one = {side: "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for side, words in sides.items()}
    return _Cues(
        re.compile(rf"(?:{one['before']})[ 了]?\Z"),
        re.compile(f"[ ]?(?:{one['after']})"),
        re.compile(rf"(?:{one['hedge']})[ ]?\Z"),
        re.compile(rf"(?:{one['term']})[^，,。;；、0-9]{{0,6}}\Z"),
        frozenset(clock),
        MappingProxyType(dict(sorted(comparators.items(), key=lambda item: -len(item[0])))),
        MappingProxyType(guards),
    )


def elapsed(text: str, lexicon: Lexicon, taken: Sequence[tuple[int, int]]) -> Iterator[Elapsed]:
    """Durations of folded `text` outside the spans `taken`, which are in order."""
    cues = _cues(lexicon)
    position, index = 0, 0
    while (trigger := _TRIGGER.search(text, position)) is not None:
        start = trigger.start()
        position = trigger.end()
        while index < len(taken) and taken[index][1] <= start:
            index += 1
        if index < len(taken) and taken[index][0] < position:
            position = max(position, taken[index][1])
            continue
        limit = taken[index][0] if index < len(taken) else len(text)
        pieces = _pieces(text, start, limit)
        if not pieces:
            continue
        found = _judged(text, pieces, cues, index and taken[index - 1][1])
        position = pieces[-1].end()
        if found is not None:
            position = max(position, found.end)
            yield found


def _pieces(text: str, start: int, limit: int) -> list[re.Match[str]]:
    """The chain of number and unit at `start`: 两年 零 三个月."""
    pieces: list[re.Match[str]] = []
    if _BEFORE_NUMBER.search(text, max(0, start - 2), start):
        return pieces
    while len(pieces) < 6 and (piece := _PIECE.match(text, start)) is not None and piece.end() <= limit:
        if pieces and not _finer(pieces[-1]["unit"], piece["unit"]):
            break
        if pieces and piece["unit"] == "分" and pieces[-1]["unit"] not in ("小时", "钟头"):
            break  # 两三年|十分关键
        pieces.append(piece)
        link = _LINK.match(text, piece.end())
        start = link.end() if link is not None else piece.end()
    while pieces and re.match(
        _NOT_AFTER.get(pieces[-1]["unit"]) or "$.", text[pieces[-1].end() : pieces[-1].end() + 3]
    ):
        pieces.pop()
    return pieces


_BEFORE_NUMBER = re.compile(rf"(?:[0-9.第{CN}两百千初]|周|星期|礼拜)\Z")


def _window(text: str, floor: int, begin: int, pieces: list[re.Match[str]]) -> re.Match[str] | None:
    """过去, 未来, 上 right before the duration; not in 已经过去20多天."""
    found = _WINDOW.search(text, floor, begin)
    if found is None:
        return None
    if found.group() == "过去" and text[found.start() - 1 : found.start()] in ("已", "经"):
        return None
    return None if found.group() == "上" and not _last_few(text, found.start(), pieces) else found


_OF_TRADE = frozenset(["交易日", "工作日"])
_STOPS = ("，", "。", ",", "；", "")
_ORDER = ["Y", "3M", "M", "W", "D", "N", "TH", "15TM", "TM", "TS"]


def _finer(unit: str, then: str) -> bool:
    return _ORDER.index(_ISO[then]) > _ORDER.index(_ISO[unit])


def _behind_seconds(text: str, pieces: list[re.Match[str]]) -> int:
    """The end of the chain with 以上, 左右 behind it, or with the hundredths of 3分28秒46."""
    end = pieces[-1].end()
    rest = _HUNDREDTHS.match(text, end) if pieces[-1]["unit"] == "秒" and len(pieces) > 1 else None
    found = _AFTERWARDS.match(text, end if rest is None else rest.end())
    return end if found is None else found.end()


def _judged(text: str, pieces: list[re.Match[str]], cues: _Cues, floor: int) -> Elapsed | None:
    """The duration with its hedge, if the words around speak of elapsed time."""
    start, end = pieces[0].start(), pieces[-1].end()
    clock = all(piece["unit"] in _CLOCK_UNITS for piece in pieces)
    end = _behind_seconds(text, pieces)
    hedge = cues.hedge.search(text, max(floor, start - 4), start)
    if hedge is not None and _guarded(cues, "hedge", hedge.group().strip(), text, hedge.start(), start):
        hedge = None
    begin = hedge.start() if hedge is not None else start
    if text.endswith("新的", 0, begin):
        return None  # 新的一年里 names the year to come
    if pieces[-1]["unit"] in _OF_TRADE and text.endswith("上", 0, begin):
        return None  # the calendar of an exchange is not known
    window = _window(text, max(floor, begin - 4), begin, pieces)
    ago = _AGO.match(text, end)
    unit, number = pieces[-1]["unit"], pieces[0]["number"]
    if ago is not None and unit not in ("日", "分", "秒", "晚", "夜") and not (clock and unit == "月"):
        return Elapsed(begin, end + ago.group().index("前") + 1, "relative.ago")
    if window is not None and not (clock and window.group() == "上"):
        rule = "relative.last_few" if window.group() == "上" else "duration.window"
        return Elapsed(window.start(), end, rule)
    after = cues.after.match(text, end)
    if after is not None and _guarded(cues, "after", after.group().strip(), text, after.start(), after.end()):
        after = None
    signal = (after.start(), after.end()) if after is not None else None
    before = cues.before.search(text, max(floor, begin - 8), begin)
    if before is not None and _guarded(cues, "before", before.group().rstrip(" 了"), text, before.start(), begin):
        before = None
    strong = _strong(cues, before, after) or _limited(text, hedge, begin, clock=clock)
    if unit in ("分", "秒", "晚", "夜", "昼夜") and len(pieces) == 1 and not strong and not _alone(text, begin, end):
        return None
    needs_more = clock or (unit in ("日", "月") and "个" not in pieces[-1].group() and number != "半")
    approximate = bool(pieces[0]["more"] or pieces[0]["more_"] or pieces[0]["tail"]) or number in _OPEN
    spent = text.endswith("了", 0, begin) and not text.endswith(_GIVEN, 0, begin)
    strong = strong or (spent and clock and ("个" in pieces[-1].group() or unit in ("分钟", "钟头")))
    short = clock and hedge is not None and hedge.group().strip() in ("不足", "不到") and text[end : end + 1] in _STOPS
    if strong or short or len(pieces) > 1 or _alone(text, begin, end) or _lasts(text, begin, end, pieces, cues):
        return Elapsed(begin, end, "duration.elapsed", signal)
    if needs_more and not (unit in ("月", "日") and hedge is not None and (unit == "月" or _recent(hedge))):
        return None
    if before is not None or after is not None or hedge is not None or (approximate and number not in ("多", "百")):
        return Elapsed(begin, end, "duration.elapsed", signal)
    return None


def _recent(hedge: re.Match[str]) -> bool:
    """近3日 is a stretch of days, 约3日 none."""
    return hedge.group().strip() in ("近", "最近")


_LIMITS = frozenset(["至少", "不少于", "不低于", "最少", "最多", "不超过", "至多", "最长", "不多于"])
_WORKED = re.compile("服务|志愿|培训|学习|工作|实践|活动|授课|学时|课时|飞行|驾驶|续航|运行")


def _limited(text: str, hedge: re.Match[str] | None, start: int, *, clock: bool) -> bool:
    """洗手不少于20秒 limits the time that may pass; hours of work (每年服务至少20小时) stay amounts."""
    if not clock or hedge is None or hedge.group().strip() not in _LIMITS:
        return False
    return _WORKED.search(text, max(0, start - 14), start) is None


_MONTHS_OLD = re.compile("大(?!型|规|会|赛)|[婴幼]|的?(?:婴|宝宝|男婴|女婴)|龄")
_AGED = re.compile(r"(?:年龄|最小|最大|年仅|年幼)[^，。；0-9]{0,4}\Z")
_CHANGED = re.compile("压缩|缩短|减少|增加|减|提前|节省|节约|加快|[偏超多少][多少出]|[多少]$")
_AFTER_EVENT = re.compile(r"[\u3400-\u9fff](?<![最以之今然随此先落前身背往])后\Z")
_GIVEN = ("服务了", "奉献了", "贡献了", "完成了", "累计了")
# 三天供餐9500份, 7天观众15.4万人, 十年增加20万人: what was counted in that time stands right behind it.
_COUNTED_IN = re.compile("(?![的期内后前来间多年均为是至到甚或和与])[一-龥]{1,5}?[了约近超逾达共]?[0-9]")
_OPENS = frozenset("，。；：、！？,;:\n“「（( ")
_DAYS_BEFORE = re.compile(r"[日号]\Z")
_LASTED = re.compile(r"(?<![加少短前迟后长快慢多出早晚起除过为缩减增])了\Z")
_PENALTY = re.compile("的?(?:制裁|禁售令|禁令|禁赛|监禁|徒刑|封禁|任期|试用期|过渡期|宽限期|服务期|租期|合同期)")
_CLOSED = re.compile("[，,。;；、（(）)！？\n]|$|的(?:期限|刑期|有期)|有期徒刑|监禁")


def _lasts(text: str, start: int, end: int, pieces: list[re.Match[str]], cues: _Cues) -> bool:
    """N个月 lasts, unless it is the age of a child; N年 and N天 where a term stands before them or a clause ends."""
    last = pieces[-1]
    if last["unit"] == "月" and "个" in last.group():
        return _MONTHS_OLD.match(text, end) is None and _AGED.search(text, max(0, start - 7), start) is None
    if last["unit"] not in ("年", "天", "周", "星期", "月"):
        return False
    if last["unit"] == "年" and (pieces[0]["number"].isdigit() and len(pieces[0]["number"]) > 2):
        return False
    if last["unit"] != "月" and _adverbial(text, start, end, last["unit"]):
        return True
    if _PENALTY.match(text, end) is not None:
        return True
    if _CLOSED.match(text, end) is None:
        return False
    if text.startswith(_UNTIL, end) or _AFTER_EVENT.search(text, max(0, start - 2), start):
        return True  # 出院后2周(…): how long after
    if _LASTED.search(text, max(0, start - 2), start) is not None and text[start:end] != "半天":
        return True
    term = cues.term.search(text, max(0, start - 14), start)
    return term is not None and _CHANGED.search(term.group()) is None


def _adverbial(text: str, start: int, end: int, unit: str) -> bool:
    """In how much time so much was done (，三天供餐9500份), or how many the days named before are (2日、3日两天)."""
    if unit == "天" and _DAYS_BEFORE.search(text, max(0, start - 1), start) is not None:
        return True
    if start and text[start - 1] not in _OPENS and not (unit == "天" and text[start - 1] in "节会展期赛"):
        return False
    return _COUNTED_IN.match(text, end) is not None


_UNTIL = ("，直到", "，直至", ",直到", ",直至")


def _strong(cues: _Cues, before: re.Match[str] | None, after: re.Match[str] | None) -> bool:
    return (before is not None and _named(before.group(), cues.clock, "before")) or (
        after is not None and "after" + after.group().strip() in cues.clock
    )


def _named(printed: str, names: frozenset[str], side: str) -> bool:
    """True where the word, with or without the 了 behind it, is one of `names`."""
    word = printed.rstrip(" ")
    return side + word in names or side + word.removesuffix("了") in names


def _guarded(cues: _Cues, side: str, surface: str, text: str, start: int, end: int) -> bool:
    guards = cues.guards.get(side + surface)
    return guards is not None and not guards.allow(text, start, end)


def _last_few(text: str, at: int, pieces: list[re.Match[str]]) -> bool:
    """上两周, 上两个月: not 晚上两天, 以上三年."""
    opens = at == 0 or text[at - 1] in "，。；、\n比较在从与和"
    return opens and len(pieces) == 1 and (small_int(pieces[0]["number"]) or 99) < 10


def _alone(text: str, start: int, end: int) -> bool:
    return len(text) <= 40 and text[:start].strip(" \n") == "" and text[end:].strip(" \n") == ""


_SECONDS = re.compile("([0-9]{1,2})秒([0-9]{1,3})")


def read_duration(quote: str, comparators: Mapping[str, Comparator]) -> tuple[str | None, Comparator, str | None]:
    """ISO 8601 duration, comparator, note of a folded quote; the longest of `comparators` come first.

    >>> read_duration("不足一小时", {"不足": "lt"})
    ('PT1H', 'lt', None)
    >>> [read_duration(q, {})[0] for q in ("两年半", "一个半小时", "3个多月", "8天20小时", "3-5天", "十几年", "三四天")]
    ['P2Y6M', 'PT1H30M', 'P3M', 'P8DT20H', 'P3D/P5D', 'P1XY', 'P3D/P4D']
    >>> [read_duration(q, {})[0] for q in ("2000万小时", "半天", "6天5晚", "3个季度", "一刻钟")]
    ['PT20000000H', 'PT12H', 'P6D', 'P9M', 'PT15M']
    """
    comparator: Comparator = "eq"
    for surface, meaning in comparators.items():
        if quote.startswith(surface):
            comparator = meaning
            break
    if "秒" in quote:
        quote = _SECONDS.sub(r"\1.\2秒", quote)
    low: list[tuple[str, str]] = []
    high: list[tuple[str, str]] = []
    for piece in _PIECE.finditer(quote):
        if (piece["more"] or piece["more_"] or piece["tail"] in ("多", "余")) and comparator == "eq":
            comparator = "approx" if "来" in (piece["more"], piece["more_"]) else "gt"
        ends = _amounts(piece["number"])
        if ends is None:
            return None, comparator, "number_not_read"
        for out, amount in zip((low, high), ends, strict=True):
            scaled = f"{amount}0000" if piece["scale"] and "." not in amount else amount
            _add(out, scaled, piece)
    if comparator == "eq":
        tail = re.search("(左右|上下)|(以上)|(有余)", quote)
        comparator = ("approx" if tail[1] else "ge" if tail[2] else "gt") if tail is not None else "eq"
    first, last = _iso(low), _iso(high)
    if first is None or last is None:
        return None, comparator, "number_not_read"
    return (first, comparator, None) if first == last else (f"{first}/{last}", comparator, None)


def _amounts(number: str) -> tuple[str, str] | None:
    """Printed number as (least, most): one value twice, or the ends of 3至5, 三四."""
    if number in _OPEN:
        return _OPEN[number], _OPEN[number]
    ends = re.split("至|到|-+|~", number)
    if len(ends) == 2:
        low, high = small_number(ends[0]), small_number(ends[1])
        return None if low is None or high is None else (_plain(low), _plain(high))
    value = small_number(number)
    if value is not None:
        return _plain(value), _plain(value)
    pair = re.fullmatch("(十)?([一两二三四五六七八])([两二三四五六七八九])(十)?", number)
    if pair is None:
        return None
    ends_of = [f"{pair[1] or ''}{digit}{pair[4] or ''}" for digit in (pair[2], pair[3])]
    low, high = small_number(ends_of[0]), small_number(ends_of[1])
    return None if low is None or high is None else (_plain(low), _plain(high))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _add(out: list[tuple[str, str]], amount: str, piece: re.Match[str]) -> None:
    unit = _ISO[piece["unit"]]
    if unit == "N":
        return
    half = bool(piece["half"]) or piece["tail"] == "半"
    if amount == "0.5" or half:
        number, finer = _HALVES.get(unit, (None, unit))
        if number is None:
            counted = half and "X" not in amount  # of 数秒半 nobody knows how many
            out.append((_plain(Decimal(amount) + Decimal("0.5")) if counted else amount, unit))
            return
        if half and amount != "0.5":
            out.append((amount, unit))
        out.append((str(number), finer))
        return
    scaled = re.fullmatch("([0-9]{1,5})(T?[A-Z])", unit)
    if scaled is not None:
        amount, unit = (_plain(Decimal(amount) * int(scaled[1])) if "X" not in amount else amount), scaled[2]
    out.append((amount, unit))


def _iso(parts: list[tuple[str, str]]) -> str | None:
    if not parts:
        return None
    days = "".join(f"{amount}{unit}" for amount, unit in parts if not unit.startswith("T"))
    clock = "".join(f"{amount}{unit[1:]}" for amount, unit in parts if unit.startswith("T"))
    return "P" + days + (f"T{clock}" if clock else "")


def comparators_of(lexicon: Lexicon) -> Mapping[str, Comparator]:
    """Hedge words and what they say."""
    return _cues(lexicon).comparators
