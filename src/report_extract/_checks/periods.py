"""How many days a printed period has, and whether its ends are in order, as far as the page itself says.

In: EDTF strings such as `XXXX-03-01/XXXX-03-10`. A year that is not known stays open: what depends on it is answered
for a common and for a leap year.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from report_extract.records import Time

Day = tuple[int | None, int, int]  # year (None = not known), month, day

_DAY = re.compile(r"(?P<year>[0-9]{4}|XXXX)-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_TURN = 6  # an end this many months before its start is read as the next year


def days_of(time: Time) -> tuple[int, ...]:
    """The numbers of days that the period can have, both ends counted; none where it is no pair of days.

    A period over a February whose year is open has two.
    """
    if "T" in (time.value or time.printed or ""):
        return ()
    ends = _ends(time.value) or _ends(time.printed)
    if ends is None:
        return ()
    return _days(*ends)


def days_between(first: Time, last: Time) -> tuple[int, ...]:
    """The same for a period in two times, none where one of them is no single day."""
    days = printed_days(first), printed_days(last)
    if any(len(each) != 1 for each in days) or "/" in f"{first.printed}{last.printed}":
        return ()
    return _days(days[0][0], days[1][0])


def _days(start_day: Day, end_day: Day) -> tuple[int, ...]:
    (first_year, *first), (last_year, *last) = start_day, end_day
    found = set()
    for year in (2023, 2024) if first_year is None else (first_year,):
        turn = last_year if last_year is not None else year + (tuple(last) < tuple(first))
        start, end = safe(year, *first), safe(turn, *last)
        if start is not None and end is not None and start <= end:
            found.add((end - start).days + 1)
    return tuple(sorted(found))


def full_ends(time: Time) -> bool:
    """True where both ends are printed to the day."""
    return (_ends(time.value) or _ends(time.printed)) is not None


def reversed_ends(time: Time) -> bool:
    """True where the end lies before the start and no turn of the year explains it.

    The year turns unsaid only where the end's month is at least six months before the start's (12月25日至1月5日).
    """
    ends = _ends(time.value) or _ends(time.printed)
    return ends is not None and out_of_order(*ends)


def out_of_order(start: Day, end: Day) -> bool:
    """True where the end lies before the start, the turn of the year allowed as above.

    >>> out_of_order((None, 12, 25), (None, 1, 5)), out_of_order((None, 3, 15), (None, 3, 8))
    (False, True)
    """
    (first_year, *first), (last_year, *last) = start, end
    if first_year is not None and last_year is not None:
        return (last_year, *last) < (first_year, *first)
    if first_year is not None or last_year is not None:
        return False
    return tuple(last) < tuple(first) and first[0] - last[0] < _TURN


def printed_days(time: Time) -> tuple[Day, ...]:
    """Year (None = not printed), month and day of every full day that the page prints."""
    return _printed_days(time.printed or "")


@lru_cache(maxsize=1_024)
def _printed_days(printed: str) -> tuple[Day, ...]:
    return tuple([_parts(match) for match in _DAY.finditer(printed)])


def safe(year: int, month: int, day: int) -> date | None:
    """The date, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _ends(edtf: str | None) -> tuple[Day, Day] | None:
    if edtf is None or edtf.count("/") != 1:
        return None
    found = [_DAY.fullmatch(end.partition("T")[0]) for end in edtf.split("/")]
    if found[0] is None or found[1] is None:
        return None
    return _parts(found[0]), _parts(found[1])


def _parts(match: re.Match[str]) -> Day:
    year = None if match["year"] == "XXXX" else int(match["year"])
    return year, int(match["month"]), int(match["day"])
