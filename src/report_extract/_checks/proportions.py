"""Shares and ratios against the counts beside them: whole heads, two sides of a ratio, complements, 七成."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from report_extract._checks.arithmetic import Interval, percent, show
from report_extract._checks.check import Outcome, judged, positive, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.reading import FIGURE
from report_extract._checks.shapes import find, shape
from report_extract._checks.words import divide, says

_GRIM_MOST = 100  # a printed share of d decimals tells nothing about counts from 100·10^d on

_SHARE_ALONE = shape(
    r"<F:base><w:8>(?:当中|中)[，,]?(?:有|约有|就有)?<F:share>(?!以上|以下|左右|多|的|[、，,]<w:6><F>)", "中"
)
_RATIO = re.compile(r"(?P<a>[0-9]{1,4})\s?[∶:：比]\s?(?P<b>[0-9]{1,4})(?![0-9.:：∶比])")
_RATE = re.compile(r"(?P<not>不|未|非)?(?P<word>[\u3400-\u9fff]{1,3})率(?:为|达|仅|只有|达到)?$")
_TENTHS = (
    shape(
        r"<F:base><w:10>中?[，,]?(?:已|约|共)?有?<F:share>(?:以上|多)?[、，,（(]?(?:共|即|也就是|计)<F:part>",
        f"共{FIGURE}",
        f"即{FIGURE}",
        f"是{FIGURE}",
        f"计{FIGURE}",
    ),
    shape(
        r"<F:base><w:10>(?:当中|中)[，,]?(?:已|共)?有?<F:part><w:8>[，,]占(?:比|总数的|其中的|全部的)?<F:share>", "占"
    ),
)


def share(claim: Claim) -> Interval | None:
    """A share in percent as its words allow it, None where the figure is no share.

    七成 is 65 to 75, 七成多 above 70, 三分之二 within a twentieth of itself.
    """
    if claim.kind == "percent":
        return claim.loose
    if claim.figure.unit.surface == "成":
        if claim.figure.comparator != "eq" or not claim.loose.is_point:
            return claim.loose * Interval.of(10)
        middle = claim.value or Fraction(0)
        return Interval(middle * 10 - 5, middle * 10 + 5, high_closed=False)
    if claim.figure.unit.dimension == "share" and claim.value is not None and 0 < claim.value < 1:
        return Interval(claim.value * 95, claim.value * 105)
    return None


def grim_share(claims: Claims) -> Iterator[Outcome]:
    """No whole number of heads gives the share that is printed of a small base.

    needs: a whole number of people or things right before 中, and a share with no count of its own
    formula: some whole k of n must print as the share: round(100·k÷n, d) = p; without power where n ≥ 100·10^d
    traps: answers that are missing change n; weighted shares; a base that is hedged
    example: 37名选手中，63.5%完成了全程。
    silent: 37名选手中，62.2%完成了全程。
    """
    if "percent" not in claims.kinds:
        return
    for found in find(claims, _SHARE_ALONE):
        base, rate = found["base"], found["share"]
        n = base.strict.low
        if not (base.is_count and base.exact and rate.kind == "percent" and rate.figure.comparator == "eq"):
            continue
        if n is None or base.kind not in {"person", "household"} or not 1 < n < _GRIM_MOST / rate.step:
            continue
        if rate.figure.change is not None or says(claims.words(base.sentence), "other prices", "several answers"):
            continue
        first = (rate.strict.low or Fraction(0)) * n / 100
        k = first.__ceil__()
        below, above = Fraction(k - 1, 1) / n * 100, Fraction(k, 1) / n * 100
        formula = f"{k - 1}÷{show(n)}={show(below)}%，{k}÷{show(n)}={show(above)}%"
        fits = any(rate.loose.meets(Interval.of(each)) for each in (below, above))
        if fits:
            yield Outcome("consistent", f"“{printed(rate)}”对应{k}人，为整数。", formula, (base, rate))
        else:
            message = f"“{printed(base)}”中没有任何整数人数能得到“{printed(rate)}”（最近为{formula}）。"
            yield Outcome("doubtful", message, f"{formula}，都不是{show(rate.value)}%", (base, rate))


def ratio(claims: Claims) -> Iterator[Outcome]:
    """A count of one side is not what the ratio and the total give.

    needs: a total, a ratio a∶b of two opposite words (男女), and the count of one side, in one sentence
    formula: I(side) must meet I(total) × a ÷ (a+b), where the ratio is rounded to its printed place
    traps: a ratio told with 约; the order of the two sides
    example: 合唱团共60人，男女比例为1∶2，其中男团员30人。
    silent: 合唱团共60人，男女比例为1∶2，其中男团员20人。
    """
    if "ratio" not in claims.dimensions:
        return
    for row in claims.sentences():
        if len(row) < 3:
            continue
        for whole, both, side in zip(row, row[1:], row[2:], strict=False):
            match = _RATIO.search(both.quote) if both.figure.unit.dimension == "ratio" else None
            if match is None or whole.kind != side.kind or not (whole.is_count and side.is_count and positive(side)):
                continue
            words, told = claims.before(both, 10), claims.between(both, side)
            first = re.search(r"(?P<one>男|女)(?P<two>男|女)<?", words)
            if first is None or both.figure.comparator != "eq" or len(told) > 14:
                continue
            sides = [word for word in first.groups() if word in told]
            if len(sides) != 1 or not divide(*first.groups()):
                continue
            a, b = int(match["a"]), int(match["b"])
            yield _by_ratio(whole, side, (a, b) if sides[0] == first["one"] else (b, a))


def _by_ratio(whole: Claim, side: Claim, parts: tuple[int, int]) -> Outcome:
    a, b = parts
    half = Fraction(1, 2)
    slack = Fraction(0) if a + b <= 10 else half
    fraction = Interval(Fraction(a - slack) / (a + b), Fraction(a + slack) / (a + b))
    due = whole.nominal * Interval.of(Fraction(a, a + b))
    return judged(
        (whole, side),
        lambda t, x: (t * fraction).around(t * fraction + Interval(-half, half)).meets(x),
        agrees=f"按{a}∶{b}计算与“{printed(side)}”相符。",
        differs=f"按{a}∶{b}计算应为{show(due)}，文中写“{printed(side)}”。",
        formula=f"{show(whole.nominal)}×{a}÷({a}+{b})={show(due)}",
        against=show(side.nominal),
    )


def complement_rates(claims: Claims) -> Iterator[Outcome]:
    """Two rates that are each other's complement (合格率, 不合格率) do not make 100.

    needs: two shares told as X率 and 不X率, one right behind the other
    formula: |p + q − 100| within one unit of the last printed place
    traps: a third outcome (待检, 弃权); rates of different samples
    example: 抽检合格率97.4%，不合格率3.6%。
    silent: 抽检合格率97.4%，不合格率2.6%。
    """
    if "percent" not in claims.kinds:
        return
    for row in claims.sentences():
        for p, q in pairwise(row):
            if p.kind != "percent" or q.kind != "percent" or len(claims.between(p, q)) > 12:
                continue
            one, other = _RATE.search(claims.before(p, 10)), _RATE.search(claims.before(q, 10))
            if one is None or other is None or bool(one["not"]) == bool(other["not"]):
                continue
            if not (one["word"].endswith(other["word"]) or other["word"].endswith(one["word"])):
                continue
            step = max(p.step, q.step)
            nominal = (p.value or Fraction(0)) + (q.value or Fraction(0))
            band = Interval(100 - step, 100 + step)
            yield judged(
                (p, q),
                lambda a, b, band=band: (a + b).meets(band),
                agrees=f"“{printed(p)}”与“{printed(q)}”互补。",
                differs=f"“{printed(p)}”与“{printed(q)}”相加为{show(nominal)}%，不等于100%。",
                formula=f"{show(p.value)}+{show(q.value)}={show(nominal)}",
                against="100",
            )


def cheng_fraction(claims: Claims) -> Iterator[Outcome]:
    """A share in words (七成以上, 过半, 三分之二) does not fit the counts beside it.

    needs: a base, a share in 成 or 分之, and the count it stands for, joined by 共, 即 or 占
    formula: I(part) ÷ I(base) must meet the share: 七成 is 65 to 75, 七成多 and 七成以上 above 70, 近七成 below
    traps: words that describe another base
    example: 180户中有六成以上、共96户签约。
    silent: 180户中有六成以上、共117户签约。
    """
    if "成" not in claims.surfaces and "share" not in claims.dimensions:
        return
    for found in find(claims, *_TENTHS):
        base, part, words = found["base"], found["part"], found["share"]
        due = share(words)
        if due is None or words.kind == "percent" or base.kind != part.kind or not positive(base, part):
            continue
        if not (base.is_count and part.is_count):
            continue
        is_ = percent(part.nominal / base.nominal)
        yield judged(
            (base, part),
            lambda t, x, due=due: percent(x / t).meets(due),
            agrees=f"“{printed(words)}”与人数相符。",
            differs=f"“{printed(part)}”占“{printed(base)}”的{show(is_)}%，与“{printed(words)}”不符。",
            formula=f"{show(part.nominal)}÷{show(base.nominal)}={show(is_)}%",
            against=f"{show(due)}%",
        )
