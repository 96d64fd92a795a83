"""Exact arithmetic of printed figures: intervals with Fraction ends, open or closed, None = no bound.

A printed figure stands for every value it can honestly mean: 3.2万 for 31,500 to 32,500, 逾300 for anything above
300. A relation holds where the intervals of its two sides meet; nothing is compared as a float.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from report_extract._values import value

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_DIGITS = re.compile(
    r"""
    (?P<whole> [0-9][0-9,，]{0,40} )        # 1,234
    (?: [.．] (?P<decimals> [0-9]{1,20}) )?
    [ ]? (?P<scale> [百千万亿]{0,3} )       # 百万, 万亿
    """,
    re.VERBOSE,
)
_HAN = re.compile(
    r"""
    [零〇一二两三四五六七八九十百千万亿]{1,30}?
    (?: 点 (?P<decimals> [零〇一二三四五六七八九]{1,20}) )?
    (?P<scale> [万亿]{0,2} )                 # only where it ends the numeral: 三十五万, not 三万二千
    (?! [零〇一二两三四五六七八九十百千万亿点] )
    """,
    re.VERBOSE,
)
_FINEST = 8
# Step, word, decimals at most, and the number from which on it is used.
_SHORT = ((10**8, "亿", 4, 10**8), (10**4, "万", 2, 10**5))
_WIDE = {0xFF10 + n: str(n) for n in range(10)} | {ord("％"): "%", ord("．"): "."}


@value
class Interval:
    """All values between two ends; `low` or `high` None = unbounded on that side."""

    low: Fraction | None
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True

    @classmethod
    def of(cls, value: int | Fraction) -> Interval:
        """The interval of one value."""
        return cls(Fraction(value), Fraction(value))

    @property
    def is_point(self) -> bool:
        """True where only one value is possible."""
        return self.low is not None and self.low == self.high

    @property
    def is_empty(self) -> bool:
        """True where no value is possible."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))

    def meets(self, other: Interval) -> bool:
        """True where some value lies in both.

        >>> Interval.of(300).meets(Interval(Fraction(300), None, low_closed=False))
        False
        """
        low, low_closed = _tighter((self.low, self.low_closed), (other.low, other.low_closed), largest=True)
        high, high_closed = _tighter((self.high, self.high_closed), (other.high, other.high_closed), largest=False)
        return not Interval(low, high, low_closed, high_closed).is_empty

    def around(self, other: Interval) -> Interval:
        """The smallest interval that holds both.

        >>> show(Interval.of(2).around(Interval.of(5)))
        '2～5'
        """
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Interval(
            low,
            high,
            any(each.low == low and each.low_closed for each in (self, other)),
            any(each.high == high and each.high_closed for each in (self, other)),
        )

    def below(self, other: Interval) -> bool:
        """True where every value of this one is smaller than every value of the other.

        >>> Interval.of(2).below(Interval.of(3)), Interval.of(3).below(Interval.of(3))
        (True, False)
        """
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and not (self.high_closed and other.low_closed))

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.low_closed and other.low_closed,
            self.high_closed and other.high_closed,
        )

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_closed,
            self.low_closed,
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        """Product of non-negative intervals (counts, rates, money); ValueError where one may be negative."""
        return Interval(
            self._from_zero() * other._from_zero(),
            None if self.high is None or other.high is None else self.high * other.high,
            self.low_closed and other.low_closed,
            self.high_closed and other.high_closed,
        )

    def __truediv__(self, other: Interval) -> Interval:
        """Quotient of non-negative intervals; a divisor that may be zero leaves the high end unbounded."""
        own, divisor = self._from_zero(), other._from_zero()
        high = None if self.high is None or not divisor else self.high / divisor
        low = Fraction(0) if not other.high else own / other.high
        return Interval(low, high, self.low_closed and other.high_closed, self.high_closed and other.low_closed)

    def _from_zero(self) -> Fraction:
        if self.low is None or self.low < 0:
            raise ValueError("only intervals from zero upwards are multiplied or divided")
        return self.low


def _tighter(
    a: tuple[Fraction | None, bool], b: tuple[Fraction | None, bool], *, largest: bool
) -> tuple[Fraction | None, bool]:
    """The tighter of two ends; at a tie the end belongs only where both include it (AND, never OR)."""
    if a[0] is None or b[0] is None:
        return b if a[0] is None else a
    if a[0] == b[0]:
        return a[0], a[1] and b[1]
    return a if (a[0] > b[0]) == largest else b


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of all."""
    out = Interval.of(0)
    for interval in intervals:
        out = out + interval
    return out


def percent(interval: Interval) -> Interval:
    """A quotient as percent."""
    return interval * Interval.of(100)


def resolution(printed: str) -> Fraction | None:
    """The step of the last printed place: what a rounded figure may hide. None where no numeral is read.

    >>> [str(resolution(t)) for t in ("3.20万", "1.2亿元", "130人次", "36.5%", "三万二千", "三十五万", "若干")]
    ['100', '10000000', '1', '1/10', '1', '10000', 'None']
    """
    text = printed.translate(_WIDE)
    match = _DIGITS.search(text) or _HAN.search(text)
    if match is None:
        return None
    step = Fraction(1, 10 ** len(match["decimals"] or ""))
    for scale in match["scale"] or "":
        step *= _SCALES[scale]
    return step


def rounded(value: Fraction, step: Fraction) -> Interval:
    """All values that are printed as `value` when rounded to `step`."""
    return Interval(value - step / 2, value + step / 2)


def cut(value: Fraction, step: Fraction) -> Interval:
    """All values that are printed as `value` when rounded or cut off at `step`."""
    return Interval(value - step / 2, value + step, high_closed=False)


def show(value: Fraction | Interval | None, *, places: int = 2) -> str:
    """A number, or an interval, for readers: at most `places` decimals, no trailing zeros, 万 and 亿 where short.

    >>> show(Fraction(895, 130)), show(Fraction(60)), show(rounded(Fraction(32000), Fraction(1000)))
    ('6.88', '60', '31500～32500')
    >>> show(Fraction(45_000_000)), show(Fraction(750_045_000_000)), show(Fraction(123_456))
    ('4500万', '7500.45亿', '123456')
    """
    if value is None:
        return "∞"
    if isinstance(value, Interval):
        if value.is_point:
            return show(value.low, places=places)
        if value.low is None or value.high is None:
            word, closed = (
                ("≥" if value.low_closed else ">", value.low)
                if value.high is None
                else ("≤" if value.high_closed else "<", value.high)
            )
            return f"{word}{show(closed, places=places)}"
        low, high = show(value.low, places=places), show(value.high, places=places)
        return show(value, places=places + 2) if low == high and places < _FINEST else f"{low}～{high}"
    sign, size = ("-", -value) if value < 0 else ("", value)
    for step, word, most, least in _SHORT:
        if size >= least and (size / step * 10**most).denominator == 1:
            return f"{sign}{show(size / step, places=most)}{word}"
    units = (size * 10**places * 2 + 1) // 2  # half up, exact
    whole, rest = divmod(units, 10**places)
    decimals = str(rest).zfill(places).rstrip("0")
    return f"{sign}{whole}" + (f".{decimals}" if decimals else "")
