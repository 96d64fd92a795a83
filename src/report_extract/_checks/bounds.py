"""Bounds of common sense: shares above all, ages, fractions of people, more guests than seats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from report_extract._checks.arithmetic import Interval, show
from report_extract._checks.check import Outcome, judged, positive, printed
from report_extract._checks.claims import Claims
from report_extract._checks.shapes import find, shape
from report_extract._checks.words import pattern, says

OLDEST = 122  # years: the greatest age on record
OVER_CAPACITY = Fraction(105, 100)

_OVER = frozenset({"流动性覆盖率", "拨备覆盖率"})  # ratios of banks, which exceed it by design
_AGE = re.compile(r"[0-9]{3}(?=周?岁)")
_MEAN = re.compile(r"平均|均|每|约|折合|倍|相当|指数|换算|达?到?率$")
_HOLDS = shape(r"可?容纳<F:most>的?<w:10>(?:坐了|来了|涌入了?|挤了|挤进|到场|坐进|涌进)<w:4><F:came>", "容纳")


def share_bounds(claims: Claims) -> Iterator[Outcome]:
    """A share of a whole is above 100 percent.

    needs: a rate that is a share by its word: 入住率, 出勤率, 合格率, 占比 …
    formula: 0 ≤ p ≤ 100
    traps: 完成率, 利用率, 增长率, 毛入学率, which may exceed it
    example: 首日出勤率达108%。
    silent: 首日出勤率达98%。
    """
    for claim in claims if "percent" in claims.kinds else ():
        if claim.kind != "percent" or claim.figure.change is not None:
            continue
        before = claims.before(claim, 14)
        match = pattern("share of a whole").search(before)
        if (
            match is None
            or len(before) - match.end() > 3
            or not re.fullmatch(r"(?:已|高|率)?(?:达到?|为|是|约|近|超过?|均?为)?", before[match.end() :])
        ):
            continue
        if match.group() in _OVER or "剩余" in claims.reading.text[max(claim.start - 30, 0) : claim.start]:
            continue  # what is left of a quota may exceed it, where some was given back
        yield judged(
            (claim,),
            lambda p: not Interval.of(100).below(p),
            agrees=f"“{printed(claim)}”不超过100%。",
            differs=f"“{match.group()}{printed(claim).removeprefix(match.group())}”不应超过100%。",
            formula=show(claim.nominal),
            against="0～100",
        )


def age_bounds(claims: Claims) -> Iterator[Outcome]:
    """An age that nobody reaches.

    needs: an age of three digits of a person
    formula: age ≤ 122
    traps: ages of trees, buildings, schools and firms
    example: 店里最年长的裁缝168岁。
    silent: 店里最年长的裁缝108岁。
    """
    for match in _AGE.finditer(claims.reading.text):
        if match.start() and claims.reading.text[match.start() - 1] in "0123456789.":
            continue
        age, quote = int(match.group()), claims.reading.quote(*match.span())
        sentence = claims.words(claims.reading.sentence(match.start()))
        if says(sentence, "old things"):
            yield Outcome("untestable", f"“{age}岁”说的未必是人。", None, evidence=(quote,))
        elif age > OLDEST:
            yield Outcome("inconsistent", f"年龄“{age}岁”超出常理。", f"{age} > {OLDEST}", evidence=(quote,))
        else:
            yield Outcome("consistent", f"“{age}岁”在常理之内。", f"{age} ≤ {OLDEST}", evidence=(quote,))


def non_integer_count(claims: Claims) -> Iterator[Outcome]:
    """A fraction of a person, household or vehicle.

    needs: a count of 人, 户, 辆 or 只 with decimals and no 万 or 亿, that is no mean
    formula: must be a whole number
    traps: means, ratios, full-time equivalents
    example: 分店共招聘6.5人。
    silent: 平均每店招聘6.5人。
    """
    for claim in claims if "." in claims.quotes else ():
        if "." not in claim.quote or claim.figure.unit.surface not in {"人", "名", "户", "辆", "位", "只"}:
            continue
        if any(word in claim.quote for word in "万亿千百十%") or claim.value is None or claim.value.denominator == 1:
            continue
        if (
            claim.figure.per
            or claim.figure.role in {"mean", "rate", "change"}
            or _MEAN.search(claims.before(claim, 14))
        ):
            yield Outcome("consistent", f"“{printed(claim)}”是平均数，可以不是整数。", show(claim.value), (claim,))
        elif claim.figure.comparator == "eq" and not re.match(
            r"[ ]?[万亿/]", claims.reading.text[claim.end : claim.end + 2]
        ):
            yield Outcome("inconsistent", f"“{printed(claim)}”应为整数。", f"{show(claim.value)}不是整数", (claim,))


def capacity(claims: Claims) -> Iterator[Outcome]:
    """More people in a place than it holds.

    needs: 容纳 with a number, and right behind it the number who came
    formula: attendance ≤ capacity × 1.05
    traps: several sessions; standing room; outdoors
    example: 可容纳300人的剧场坐了520人。
    silent: 可容纳300人的剧场坐了280人。
    """
    for found in find(claims, _HOLDS):
        most, came = found["most"], found["came"]
        if most.kind != "person" or came.kind != "person" or not positive(most, came):
            continue
        yield judged(
            (most, came),
            lambda c, n: not (c * Interval.of(OVER_CAPACITY)).below(n),
            agrees=f"到场“{printed(came)}”不超过可容纳的“{printed(most)}”。",
            differs=f"可容纳“{printed(most)}”，到场“{printed(came)}”。",
            formula=f"{show(came.nominal)} ≤ {show(most.nominal)}×1.05",
            against="到场人数",
        )
