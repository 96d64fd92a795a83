"""When two values of peer cases are the same: numbers, quantities in units that convert, moments, lengths of time."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from report_extract._evaluation.cases import Item, Range, Repeated
from report_extract._kinds.date_values import last_day
from report_extract._lexicon import default_lexicon
from report_extract._lexicon.figures import UnitEntry

_TIMES = ("date", "daterange", "time")
_DEGREES = {"度", "℃", "℉"}
_DURATION = re.compile(
    r"P(?:([\d.]{1,20})Y)?(?:([\d.]{1,20})Q)?(?:([\d.]{1,20})M)?(?:([\d.]{1,20})W)?(?:([\d.]{1,20})D)?"
    r"(?:T(?:([\d.]{1,20})H)?(?:([\d.]{1,20})M)?(?:([\d.]{1,20})S)?)?"
)


def family(kind: str) -> str:
    """Kinds that may answer each other: what one suite calls a time is a date in another."""
    return "dates" if kind in _TIMES else kind


def same_value(found: Item, expected: Item) -> bool:
    """True where two items of one family say the same."""
    mine, wanted = found.value, expected.value
    if isinstance(wanted, Repeated):
        return isinstance(mine, Repeated) and mine.every == wanted.every
    if isinstance(wanted, Range):
        return isinstance(mine, Range) and near(mine.min, wanted.min) and near(mine.max, wanted.max)
    if isinstance(mine, float) and isinstance(wanted, float):
        return same_quantity(found, expected) if expected.kind == "quantity" else near(mine, wanted)
    if not isinstance(mine, str) or not isinstance(wanted, str):
        return False
    if expected.kind == "duration":
        length = amount(mine)
        return length is not None and length == amount(wanted)
    return all(map(alike, ends(mine), ends(wanted)))


def near(value: Decimal | float, wanted: Decimal | float) -> bool:
    """Equal to a millionth.

    >>> near(0.333333333333333333, 1 / 3), near(2, 2.1)
    (True, False)
    """
    mine, theirs = (Decimal(repr(v)) if isinstance(v, float) else Decimal(v) for v in (value, wanted))
    return abs(mine - theirs) <= max(abs(theirs) * Decimal("1e-6"), Decimal("1e-18"))


def same_quantity(found: Item, expected: Item) -> bool:
    """The same amount: in one unit, or in the base that both units convert to."""
    ours, gold = unit_of(found.unit or ""), unit_of(expected.unit or "")
    mine, wanted = Decimal(repr(found.value)), Decimal(repr(expected.value))
    if ours is None or gold is None:
        return near(mine, wanted) and found.unit == expected.unit
    if ours.name == gold.name or (ours.name in _DEGREES and gold.name in _DEGREES and "度" in (ours.name, gold.name)):
        return near(mine, wanted)
    if (ours.base or ours.symbol or ours.name) != (gold.base or gold.symbol or gold.name):
        return False
    return near(mine * Decimal(ours.factor or 1), wanted * Decimal(gold.factor or 1))


def unit_of(unit: str) -> UnitEntry | None:
    """The entry of a unit as printed (公里), else of its code (km, CNY); None where the lexicon has none."""
    return _units().get(unit)


@lru_cache(maxsize=1)
def _units() -> dict[str, UnitEntry]:
    entries = default_lexicon().entries("units", UnitEntry)
    by_code = {entry.symbol: entry for entry in reversed(entries) if entry.symbol is not None and entry.base is None}
    coded = {entry.symbol: entry for entry in reversed(entries) if entry.symbol is not None}
    return coded | by_code | {form: entry for entry in reversed(entries) for form in entry.forms}


def ends(value: str) -> tuple[str, str]:
    """First and last minute of an EDTF value, X for what is open.

    >>> ends("2024-02"), ends("2024-03-01T09/..")
    (('2024-02-01', '2024-02-29'), ('2024-03-01T09:00', '..'))
    """
    head, _, tail = value.partition("/")
    return _moment(head, last=False), _moment(tail or head, last=True)


def _moment(text: str, *, last: bool) -> str:
    if text == "..":
        return text
    day, _, clock = text.partition("T")
    year, *rest = day.split("-")
    month = rest[0] if rest else "12" if last else "01"
    number = rest[1] if len(rest) > 1 else "01"
    if len(rest) < 2 and last and month.isdigit():
        number = f"{last_day(int(year) if year.isdigit() else None, int(month)):02d}"
    if not clock[:1].isdigit():
        return f"{year}-{month}-{number}"
    if clock.startswith("24"):
        return f"{day if 'X' in day else date.fromisoformat(day) + timedelta(days=1)}T00:00"
    return f"{year}-{month}-{number}T{(clock + ':00')[:5]}"


def alike(ours: str, gold: str) -> bool:
    """Equal where both say something: X matches anything, a missing clock too, seconds are not compared.

    >>> alike("XXXX-03-01", "2024-03-01"), alike("2024-03-01T09:00", "2024-03-01T10:00")
    (True, False)
    """
    ours_day, _, ours_clock = ours.partition("T")
    gold_day, _, gold_clock = gold.partition("T")
    pairs = zip(ours_day, gold_day, strict=False)
    if len(ours_day) != len(gold_day) or not all("X" in (a, b) or a == b for a, b in pairs):
        return False
    return not ours_clock or not gold_clock or gold_clock.endswith(":59") or ours_clock == gold_clock


def amount(value: str) -> tuple[float, float] | None:
    """Months and seconds of an ISO 8601 duration (also with Q, a quarter), None for another string.

    >>> amount("P1Y2M"), amount("PT90M") == amount("PT1H30M"), amount("2024")
    ((14.0, 0.0), True, None)
    """
    found = _DURATION.fullmatch(value)
    if found is None:
        return None
    years, quarters, months, weeks, days, hours, minutes, seconds = (float(n or 0) for n in found.groups())
    return years * 12 + quarters * 3 + months, (weeks * 7 + days) * 86400 + hours * 3600 + minutes * 60 + seconds
