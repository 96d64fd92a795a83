"""Changes between two levels: growth rates, differences in points, and verbs that say rise or fall."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from report_extract._checks.arithmetic import Interval, percent, show
from report_extract._checks.check import Outcome, judged, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.reading import FIGURE, TIME
from report_extract._checks.words import pattern, says

_FROM = re.compile(rf"(?:由|从)(?:{TIME}{{1,20}})?(?:年初|年底|年末|月初|当初|最初|原来|此前)?的?$")
_DATED_FROM = re.compile(r"(?:由|从)[\u3400-\u9fff]{0,8}的$")
_GOAL = rf"(?:了)?(?:至|到|为|成)?(?:{TIME}{{1,20}})?(?:[\u3400-\u9fff]{{0,6}}的)?$"
_THEN = re.compile(
    r"""
    ^ [，,、（(]?                                   # 5000人次，
    (?P<base> (?:同比|环比|比上年|较上年|比去年|较去年|比上月|较上月|年均|累计|净|共|总体|按可比价格(?:计算)?，?)? )
    (?P<verb> 增长|增加|上升|上涨|提高|提升|攀升|增幅|涨幅|下降|减少|降低|下跌|回落|下滑|降幅|跌幅 )
    (?:了|达|为|达到|约|近|超过?)? $
    """,
    re.VERBOSE,
)
_DOWN_VERBS = frozenset({"下降", "减少", "降低", "下跌", "回落", "下滑", "降幅", "跌幅"})
_LONG = 26

Way = Literal["up", "down", "turned"]


@dataclass(frozen=True, slots=True)
class Move:
    """由 a 增至 b: two levels of one measure and the verb between them."""

    old: Claim
    new: Claim
    verb: str
    way: Way


def moves(claims: Claims) -> tuple[Move, ...]:
    """All moves of a record: 由/从, a level, a verb, a level of the same kind right behind it."""
    return claims.once(_moves)


def _moves(claims: Claims) -> tuple[Move, ...]:
    return tuple(_moves_of(claims))


def _moves_of(claims: Claims) -> Iterator[Move]:
    for row in claims.sentences():
        for old, new in pairwise(row):
            if old.kind == new.kind and old.figure.role != "change" and _from(claims, old):
                found = _verb(claims, old, new)
                if found is not None:
                    yield Move(old, new, *found)


def _from(claims: Claims, old: Claim) -> bool:
    before = claims.before(old, 24)
    if "由" not in before and "从" not in before:
        return False
    return _FROM.search(before) is not None or _DATED_FROM.search(before) is not None


def _verb(claims: Claims, old: Claim, new: Claim) -> tuple[str, Way] | None:
    words = claims.between(old, new)
    if len(words) > _LONG or FIGURE in words or re.search("[；;（(]", words):
        return None
    if claims.reading.unread(old.end, new.start):
        return None
    ways: tuple[Way, ...] = ("up", "down", "turned")
    for way in ways:
        match = re.search(rf"(?:^|[\u3400-\u9fff，,{TIME}])??(?P<verb>{pattern(way).pattern}){_GOAL}", words)
        if match is not None and len(words[: match.start("verb")]) <= 8:
            return match["verb"], way
    return None


def direction(claims: Claims) -> Iterator[Outcome]:
    """The verb says rise or fall, the two levels say the other.

    needs: 由/从 a, a verb of rise or fall, b of the same unit class
    formula: the sign of b − a must be the verb's
    traps: 降幅扩大, 增速, 分辨率, ranks, values below zero (untestable); neutral verbs (发展到, 调整为)
    example: 投诉量由上月的61件降至本月的95件。
    silent: 投诉量由上月的95件降至本月的61件。
    """
    for move in moves(claims):
        if move.way == "turned":
            continue
        operands = (move.old, move.new)
        around = claims.before(move.old, 24) + claims.between(move.old, move.new)
        formula = f"{show(move.old.nominal)} → {show(move.new.nominal)}"
        if says(around, "net or signed") or not _positive(*operands):
            yield Outcome("untestable", f"“{move.verb}”说的是增幅、名次或负值，不按大小判断方向。", formula, operands)
            continue
        up = move.way == "up"
        yield judged(
            operands,
            lambda a, b, up=up: not (b.below(a) if up else a.below(b)),
            agrees=f"“{move.verb}”与两个数值的方向一致。",
            differs=f"“{move.verb}”与数值“{printed(move.old)}”到“{printed(move.new)}”的方向相反。",
            formula=formula,
        )


def growth_vs_levels(claims: Claims) -> Iterator[Outcome]:
    """The growth in percent is not what the two levels give.

    needs: 由 a 增至 b, and right behind it a growth in percent
    formula: (b − a) ÷ a must meet I(growth); where b as the base would fit, the message says so
    traps: 可比价格, 年均; 同比 beside a base that is not last year's; the growth of another item
    example: 借阅量由去年的2000件增至今年的2500件，增长20%。
    silent: 借阅量由去年的2000件增至今年的2500件，增长25%。
    """
    for move in moves(claims):
        rate, sign = _change_of(claims, move, "percent")
        if rate is None or move.old.kind in {"percent", "points"}:
            continue
        operands = (move.old, move.new, rate)
        reason = _other_base(claims, move, rate)
        if reason is not None:
            yield Outcome("untestable", f"“{printed(rate)}”{reason}，不与两个数值核对。", None, operands)
        elif _positive(move.old, move.new):
            yield _growth(move, rate, sign)


def _growth(move: Move, rate: Claim, sign: int) -> Outcome:
    a, b = move.old, move.new
    due = percent(b.nominal / a.nominal) - Interval.of(100)
    signed, loose = (rate.nominal, rate.loose) if sign > 0 else (-rate.nominal, -rate.loose)
    formula = f"({show(b.nominal)}-{show(a.nominal)})÷{show(a.nominal)}={show(due)}%"
    operands = (a, b, rate)
    if (percent(b.loose / a.loose) - Interval.of(100)).meets(loose):
        return Outcome("consistent", f"“{printed(rate)}”与两个数值相符。", formula, operands)
    other = Interval.of(100) - percent(a.loose / b.loose)
    hint = "（若以后一数为基数则相符）" if other.meets(loose) else ""
    return Outcome(
        "inconsistent",
        f"由“{printed(a)}”到“{printed(b)}”，变化{show(due)}%，文中写“{printed(rate)}”{hint}。",
        f"{formula} ≠ {show(signed)}%",
        operands,
        holds=lambda x, y, p: (percent(y / x) - Interval.of(100)).meets(p if sign > 0 else -p),
    )


def pp_difference(claims: Claims) -> Iterator[Outcome]:
    """The difference in 百分点 is not what the two rates give.

    needs: 由 p% 提高到 q%, and right behind it a difference in 百分点
    formula: q − p must meet I(difference), all three rounded
    traps: a difference of another pair, or against another period
    example: 回收率由41.2%提高到44.0%，提高3.8个百分点。
    silent: 回收率由41.2%提高到44.0%，提高2.8个百分点。
    """
    for move in moves(claims):
        points, sign = _change_of(claims, move, "points")
        if points is None or move.old.kind != "percent":
            continue
        a, b, operands = move.old, move.new, (move.old, move.new, points)
        due = b.nominal - a.nominal
        signed, loose = (points.nominal, points.loose) if sign > 0 else (-points.nominal, -points.loose)
        nominal = (b.value or Fraction(0)) - (a.value or Fraction(0))
        formula = f"{show(b.value)}-{show(a.value)}={show(due if b.value is None else Interval.of(nominal))}"
        if (b.loose - a.loose).meets(loose):
            yield Outcome("consistent", f"“{printed(points)}”与两个比率相符。", formula, operands)
            continue
        if _other_base(claims, move, points) is not None:
            yield Outcome("untestable", f"“{printed(points)}”另有基期，不与两个比率核对。", formula, operands)
            continue
        yield Outcome(
            "inconsistent",
            f"由“{printed(a)}”到“{printed(b)}”相差{show(abs(nominal))}个百分点，文中写“{printed(points)}”。",
            f"{formula} ≠ {show(signed)}",
            operands,
            holds=lambda x, y, p, sign=sign: (y - x).meets(p if sign > 0 else -p),
        )


def _change_of(claims: Claims, move: Move, kind: str) -> tuple[Claim | None, int]:
    """The change printed right behind the move, and +1 or -1."""
    row = claims.near(move.new)
    index = row.index(move.new) + 1
    if index >= len(row) or row[index].kind != kind or claims.reading.unread(move.new.end, row[index].start):
        return None, 0
    match = _THEN.match(claims.between(move.new, row[index]))
    if match is None:
        return None, 0
    return row[index], -1 if match["verb"] in _DOWN_VERBS else 1


def _other_base(claims: Claims, move: Move, change: Claim) -> str | None:
    """Why the change may be measured against something other than the old level, None where it is not."""
    words = claims.between(move.new, change)
    sentence = claims.words(move.old.sentence)
    if says(sentence, "other prices"):
        return "按可比价格或年均计算"
    base = _THEN.match(words)
    before = claims.reading.text[max(0, move.old.start - 12) : move.old.start]
    if base is not None and base["base"] and not says(before, "year before"):
        return "另有基期"
    return None


def _positive(*rows: Claim) -> bool:
    return all(row.loose.low is not None and row.loose.low > 0 for row in rows)
