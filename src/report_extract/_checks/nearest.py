"""The smallest changes of a printed figure with which a relation would hold: likely slips, never corrections.

Two digits swapped, 万 and 亿 mixed up or left out, one digit another one, a digit lost or doubled, the point moved, two
figures in each other's place.
Only figures printed in Arabic digits without a hedge are tried. Where many changes of one figure would do equally
well, none is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from report_extract._checks.arithmetic import Interval, cut
from report_extract._checks.claims import Claim

Relation = Callable[..., bool]

MOST = 4  # named at most
_FEW = 3  # operands: of more, two would often fit in each other's place by chance
_ALIKE = 2  # where more readings of one operand are equally near, none of them is likely
_NUMERAL = re.compile(r"(?P<digits>[0-9]{1,12}(?:\.[0-9]{1,6})?)(?P<scale>万亿|[万亿])?(?![0-9.～~至\-])")
_SCALES = {None: 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_LIKE = {"1": "7", "7": "1", "3": "8", "8": "36", "6": "89", "9": "6", "0": "6"}


def nearest(operands: Sequence[Claim], holds: Relation) -> tuple[str, ...]:
    """The cheapest reading of each operand with which the relation holds, by the cost of the change, then by place."""
    intervals = [claim.loose for claim in operands]
    found: list[tuple[int, int, str]] = []
    for index, claim in enumerate(operands):
        rows = [
            (cost, index, f"“{claim.quote}”若为“{text}”则吻合（{why}）")
            for cost, text, value, why in _readings(claim)
            if _holds(holds, [*intervals[:index], value, *intervals[index + 1 :]])
        ]
        cheapest = [row for row in rows if row[0] == min(rows)[0]]
        if 0 < len(cheapest) <= _ALIKE:
            found.append(cheapest[0])
    found += _exchanged(operands, intervals, holds)
    return tuple(text for _, _, text in sorted(found)[:MOST])


def _exchanged(
    operands: Sequence[Claim], intervals: Sequence[Interval], holds: Relation
) -> Iterator[tuple[int, int, str]]:
    """Two figures of one kind that stand in each other's place."""
    if len(operands) > _FEW:
        return
    for (i, a), (j, b) in combinations(enumerate(operands), 2):
        if a.kind != b.kind or a.value == b.value or {a.figure.comparator, b.figure.comparator} != {"eq"}:
            continue
        turned = list(intervals)
        turned[i], turned[j] = intervals[j], intervals[i]
        if _holds(holds, turned):
            yield 2, i, f"“{a.quote}”与“{b.quote}”对调则吻合"


def _holds(holds: Relation, intervals: Sequence[Interval]) -> bool:
    try:
        return holds(*intervals)
    except ValueError:  # a reading that may be zero or below it
        return False


def _readings(claim: Claim) -> Iterator[tuple[int, str, Interval, str]]:
    """Cost, text, interval and name of every small change of the figure."""
    match = _NUMERAL.match(claim.quote)
    if match is None or claim.figure.comparator != "eq" or claim.value is None:
        return
    digits, scale, rest = match["digits"], match["scale"], claim.quote[match.end() :]
    ratio = claim.value / (Fraction(digits) * _SCALES[scale]) if Fraction(digits) else Fraction(1)
    seen = {digits}
    for cost, other, why in _digits(digits):
        if other not in seen and not re.match(r"0(?!\.)|\.|.{0,14}\.$", other):
            seen.add(other)
            yield cost, f"{other}{scale or ''}{rest}", _interval(claim, other, scale, ratio), why
    if claim.kind not in {"percent", "points"}:
        for other_scale in (None, "万", "亿"):
            if other_scale != scale:
                why = "万、亿之差" if scale and other_scale else "漏写或多写万、亿"
                cost = 1 if claim.kind.startswith("money") or (scale and other_scale) else 3  # 54万项 is seldom meant
                yield cost, f"{digits}{other_scale or ''}{rest}", _interval(claim, digits, other_scale, ratio), why


def _digits(digits: str) -> Iterator[tuple[int, str, str]]:
    places = [at for at, char in enumerate(digits) if char != "."]
    for at in places:
        if at + 1 < len(digits) and digits[at + 1] not in {".", digits[at]}:
            yield 1, digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :], "两位数字颠倒"
    for at in places:
        for other in "0123456789":
            if other != digits[at]:
                cost = 1 if other in _LIKE.get(digits[at], "") else 2
                yield cost, digits[:at] + other + digits[at + 1 :], "一位数字之差"
    for at in places:
        if len(places) > 1 and digits[:at] + digits[at + 1 :] not in {"", "."}:
            yield 3, digits[:at] + digits[at + 1 :], "多写一位"
    yield 3, digits.replace(".", "") if "." in digits else f"{digits}0", "少写一位或小数点移位"


def _interval(claim: Claim, digits: str, scale: str | None, ratio: Fraction) -> Interval:
    size = _SCALES[scale] * ratio
    value = Fraction(digits.strip(".") or "0") * size
    decimals = len(digits.partition(".")[2])
    if not decimals and scale is None and claim.loose.is_point:
        return Interval.of(value)
    return cut(value, size / 10**decimals)
