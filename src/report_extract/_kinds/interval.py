"""What a printed figure can honestly stand for: the interval of its words, read strictly.

In: the nominal value, the printed resolution and the one hedge that decides. Out: low, high (None = unbounded) and
whether each end is included. 130 is 130; 3.2万 is what rounds to it; 约 a tenth to either side; 近 a fifth below;
余 the rest of the last printed place. The widths of 约 and 近 are policy, not language.
"""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Literal, NamedTuple

Hedge = Literal["none", "around", "near", "about", "more", "above", "at_least", "below", "at_most"]

AROUND = Decimal("0.1")
NEAR = Decimal("0.2")

_ZERO = Decimal(0)
_TWO = Decimal(2)
_EXACT = Context(prec=60)


class Interval(NamedTuple):
    """Numbers from `low` to `high`; None = unbounded on that side."""

    low: Decimal | None
    high: Decimal | None
    low_closed: bool = True
    high_closed: bool = True


def last_place(value: Decimal) -> Decimal:
    """The weight of the last digit that is not zero.

    >>> [str(last_place(Decimal(n))) for n in ("300", "120", "1.5", "0")]
    ['100', '10', '0.1', '1']
    """
    if not value:
        return Decimal(1)
    exponent = value.normalize(_EXACT).as_tuple().exponent
    return Decimal(10) ** int(exponent)


def interval(value: Decimal, resolution: Decimal, *, hedge: Hedge = "none", signed: bool = False) -> Interval:
    """The interval of a value under a hedge; `signed` where values below zero are possible (temperatures).

    >>> [str(end) for end in interval(Decimal(32000), Decimal(1000))[:2]]
    ['31500', '32500']
    >>> interval(Decimal(300), Decimal(1), hedge="more")
    Interval(low=Decimal('300'), high=Decimal('400'), low_closed=False, high_closed=False)
    """
    if hedge == "none":
        if resolution == 1:
            return Interval(value, value)
        half = resolution / _TWO
        return Interval(value - half, value + half)
    size = abs(value)
    if hedge in ("around", "about"):
        width = size * AROUND
        width = max(width, resolution / _TWO) if hedge == "around" else width
        return Interval(value - width, value + width)
    if hedge == "near":
        far = value - size * NEAR if value >= 0 else value + size * NEAR
        return Interval(far, value, True, False) if value >= 0 else Interval(value, far, False, True)
    if hedge == "more":
        step = last_place(value)
        low, high = (value, value + step) if value >= 0 else (value - step, value)
        return Interval(low, high, False, False)
    if hedge in ("above", "at_least"):
        return Interval(value, None, hedge == "at_least", False)
    floor = None if signed or value < 0 else _ZERO
    return Interval(floor, value, floor is not None, hedge == "at_most")
