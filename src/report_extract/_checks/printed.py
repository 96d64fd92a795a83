"""What printed digits say about a quantity: exact values, intervals and the step of the last place."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from report_extract._checks.arithmetic import Interval, cut, resolution, rounded


@lru_cache(maxsize=2_048)
def fraction_of(value: str) -> Fraction:
    """A printed value as a fraction."""
    return Fraction(value)


@lru_cache(maxsize=2_048)
def bounds_of(
    low: tuple[str | None, bool], high: tuple[str | None, bool], exact: str | None, text: str, continuous: bool
) -> tuple[Interval, Interval, Fraction]:
    """What the words mean, what they mean where digits were cut off, and the step of the last printed place."""
    printed = Interval(
        None if low[0] is None else Fraction(low[0]), None if high[0] is None else Fraction(high[0]), low[1], high[1]
    )
    step = resolution(text) or Fraction(1)
    if exact is None or (step == 1 and not continuous):
        return printed, printed, step
    value = Fraction(exact)
    return rounded(value, step) if printed.is_point else printed, printed.around(cut(value, step)), step
