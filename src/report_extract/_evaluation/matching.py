"""Pairs of expected and found spans, and what makes two values the same.

Spans are paired one to one, the greatest overlap first, where overlap over the longer of both reaches a threshold:
0.5 for `overlap`, 0.999 for `exact`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from report_extract._evaluation.gold import Row

Spans = tuple[tuple[int, int], ...]
Days = tuple[str | None, str | None]

_ALIKE = 0.6


def pair(found: Sequence[Spans], expected: Sequence[Row], threshold: float) -> dict[int, int]:
    """Index of expected → index of found."""
    ranked = sorted(
        (
            (share, wanted, given)
            for given, spans in enumerate(found)
            for wanted, row in enumerate(expected)
            if (share := _share(spans, row["start"], row["end"])) >= threshold
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, wanted, given in ranked:
        if wanted not in pairs and given not in taken:
            pairs[wanted] = given
            taken.add(given)
    return pairs


def inside(spans: Spans, rows: Sequence[Row]) -> bool:
    """True where all spans lie in one of the rows."""
    return any(all(row["start"] <= start and end <= row["end"] for start, end in spans) for row in rows)


def _share(spans: Spans, start: int, end: int) -> float:
    common = sum(max(0, min(right, end) - max(left, start)) for left, right in spans)
    return common / max(end - start, sum(right - left for left, right in spans), 1)


def same_amount(row: Row, value: str | None, low: str | None, high: str | None) -> bool:
    """The nominal value where one is expected, else both ends of the interval."""
    if row.get("value") is None:
        return number(low) == number(row.get("low")) and number(high) == number(row.get("high"))
    return number(value) in {number(row["value"]), number(row.get("alt_value") or row["value"])}


def number(printed: Any) -> Decimal | None:
    """A number as files print it (1,234.50, 1/3, 12%), fractions and long decimals to three places.

    >>> number("1/3"), number("1,200"), number("不足")
    (Decimal('0.333'), Decimal('1200'), None)
    """
    if printed is None:
        return None
    over, slash, under = str(printed).replace(",", "").replace("%", "").partition("/")
    try:
        if slash:
            return (Decimal(over) / Decimal(under)).quantize(Decimal("0.001"))
        value = Decimal(over)
        exponent = value.as_tuple().exponent
        short = isinstance(exponent, int) and abs(exponent) < 6
        return value if short or value == value.to_integral() else value.quantize(Decimal("0.001"))
    except (InvalidOperation, ZeroDivisionError):
        return None


def expected_times(row: Row) -> tuple[str, ...]:
    """The values that are right for a time; empty where none is a date, so that it is not compared."""
    values = [v for v in (row.get("value"), row.get("alt_value"), *(row.get("alt_values") or ())) if v]
    return tuple(values) if any(value[:1].isdigit() for value in values) else ()


def days(value: str) -> str:
    """EDTF without times of day.

    >>> days("2020-04-03T00/2020-04-03T24")
    '2020-04-03/2020-04-03'
    """
    return "/".join(part.split("T")[0] for part in value.split("/"))


def alike(name: str, other: str) -> bool:
    """Names of one body: one within the other, or sharing most of their characters."""
    if not name or not other:
        return False
    if name in other or other in name:
        return True
    mine, theirs = set(name), set(other)
    return len(mine & theirs) / len(mine | theirs) >= _ALIKE


def periods(row: Row) -> tuple[Days, ...]:
    """The periods that are right for a row of the ledger; (None, None) is none."""
    others = (row.get("period_implied"), row.get("alt_period"), *(row.get("alt_periods") or ()))
    out = [row.get("period"), *(period for period in others if period)]
    if row.get("period_tier") == "optional":
        out.append(None)
    return tuple(_ends(period) for period in out)


def wide(value: str | None, *, last: bool) -> str | None:
    """The first or last day of a month or year that is given alone.

    >>> wide("2020-02", last=True), wide("2020", last=False), wide("2020-02-03T09", last=False)
    ('2020-02-29', '2020-01-01', '2020-02-03')
    """
    if value in (None, "", ".."):
        return None
    day = str(value).split("T")[0]
    if len(day) == 4:
        return f"{day}-12-31" if last else f"{day}-01-01"
    if len(day) == 7 and day[:4].isdigit() and day[5:].isdigit():
        return f"{day}-{monthrange(int(day[:4]), int(day[5:]))[1] if last else 1:02d}"
    return day


def _ends(period: Any) -> Days:
    ends = period.split("/") if isinstance(period, str) else list(period or (None, None))
    return wide(ends[0], last=False), wide(ends[-1], last=True)
