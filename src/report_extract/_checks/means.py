"""A mean by the number of its units is the total: 平均每组, 户均, 人均."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from report_extract._checks.arithmetic import Interval, cut, show
from report_extract._checks.check import Outcome, positive, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.groups import counted_units, each_noun, is_mean, makes, multiplied, one_total


def mean_times_n(claims: Claims) -> Iterator[Outcome]:
    """A printed mean times the number of units is not the printed total.

    needs: a mean (平均每组, 户均), the one count of those units and the one total of the mean's unit in the same
        sentence
    formula: I(n) × I(mean) must meet I(total); a mean counts as rounded even where it is printed whole
    traps: a mean of means; only active units counted
    example: 15个小组共走访家庭300户，平均每组30户。
    silent: 15个小组共走访家庭300户，平均每组20户。
    """
    for count, mean, whole in _means(claims):
        if _scale_slip(count, mean, whole) is None:
            yield multiplied(count, mean, whole, _as_rounded(mean))


def wan_yi_percapita(claims: Claims) -> Iterator[Outcome]:
    """Amount by heads is the amount a head only where one 万 is read as 亿, or the other way round.

    needs: heads, an amount, and 人均 with an amount, in one sentence
    formula: I(amount) ÷ I(heads) must meet I(per head); told where 10,000 times more or less would
    traps: other heads (户籍, 常住, 受益); 人均 of another amount
    example: 惠及60万人，发放补助1.8万元，人均300元。
    silent: 惠及60万人，发放补助1.8亿元，人均300元。
    """
    for count, mean, whole in _means(claims):
        if count.kind != "person" or not whole.kind.startswith("money:"):
            continue
        operands = tuple(sorted((count, mean, whole), key=lambda claim: claim.start))
        due = whole.nominal / count.nominal
        formula = f"{show(whole.nominal)}÷{show(count.nominal)}={show(due)}"
        slip = _scale_slip(count, mean, whole)
        if slip is None:
            if (count.loose * _as_rounded(mean)).meets(whole.loose):
                yield Outcome("consistent", f"“{printed(mean)}”与金额、人数相符。", formula, operands)
            continue
        yield Outcome(
            "inconsistent",
            f"“{printed(whole)}”除以“{printed(count)}”约为{show(due)}元，文中人均“{printed(mean)}”，"
            f"若为“{slip}”则吻合。",
            f"{formula} ≠ {show(mean.nominal)}",
            operands,
            holds=partial(makes, order=[operands.index(claim) for claim in (count, mean, whole)], slack=None),
        )


def _means(claims: Claims) -> Iterator[tuple[Claim, Claim, Claim]]:
    """Count, mean and total of every printed mean whose count and total stand in its sentence."""
    for mean in claims:
        noun = each_noun(claims, mean)
        if noun is None or not is_mean(claims, mean) or not mean.strict.low or mean.value is None:
            continue
        count, whole = counted_units(claims, mean, noun), one_total(claims, mean, noun)
        if count is not None and whole is not None and positive(count, whole):
            yield count, mean, whole


def _as_rounded(mean: Claim) -> Interval:
    """A mean counts as rounded even where it is printed whole."""
    return cut(mean.value or Fraction(0), mean.step) if mean.exact else mean.loose


def _scale_slip(count: Claim, mean: Claim, whole: Claim) -> str | None:
    """The unit that the total should have, 亿 or 万, where 10,000 times more or less makes the relation hold."""
    due = count.loose * _as_rounded(mean)
    if not whole.kind.startswith("money:") or due.meets(whole.loose):
        return None
    for word, other, factor in (("亿", "万", Fraction(10**4)), ("万", "亿", Fraction(1, 10**4))):
        if other in whole.quote and due.meets(whole.loose * Interval.of(factor)):
            return whole.quote.replace(other, word)
    return None
