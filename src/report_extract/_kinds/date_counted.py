"""Days counted back from the publication: 5天前, 两年前, 上两周.

In: an ISO duration of one unit and the publication date. Out: a `Reading` no finer than its unit.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from report_extract._kinds.date_shaped import Reading
from report_extract._kinds.date_values import Moment, edtf, monday_of, shift_months

_ONE = re.compile("P([0-9]{1,4})([YMWD])")


def _open(note: str) -> Reading:
    return Reading("date", None, None, None, None, "unknown", note)


def distance_of(duration: str | None, *, ago: bool) -> str | None:
    """Signed number and unit of a duration of one unit; None for any other.

    >>> distance_of("P5Y", ago=False), distance_of("P31D", ago=True), distance_of("P1Y6M", ago=True)
    ('5Y', '-31D', None)
    """
    found = _ONE.fullmatch(duration or "")
    return None if found is None else f"{'-' if ago else ''}{found[1]}{found[2]}"


def shifted(reading: Reading, distance: str) -> Reading:
    """2月13号31天前: so many days or weeks off the day that stands before; open where that is."""
    if reading.first is None or reading.moment is None:
        return replace(reading, value=None, first=None, last=None, moment=None, note=reading.note or "needs_year")
    day = reading.first + timedelta(days=int(distance[:-1]) * (7 if distance[-1] == "W" else 1))
    return replace(reading, value=day.isoformat(), first=day, last=day, moment=Moment(day.year, day.month, day.day))


def time_ago(duration: str | None, published: date | None) -> Reading:
    """两年前 is a year, 三个月前 a month, 5天前 a day.

    >>> time_ago("P2Y", date(2021, 1, 1)).value, time_ago("P5D", date(2021, 1, 1)).value
    ('2019', '2020-12-27')
    """
    found = _ONE.fullmatch(duration or "")
    if found is None:
        return Reading("date", None, "PAST_REF", None, None, "unknown", "vague_distance")
    if published is None:
        return _open("needs_publication_date")
    number, unit = int(found[1]), found[2]
    if unit == "Y":
        if number >= published.year:
            return _open("out_of_range")
        moment = Moment(published.year - number)
    elif unit == "M":
        moment = Moment(*shift_months(published.year, published.month, -number))
    else:
        day = published - timedelta(days=number * (7 if unit == "W" else 1))
        moment = Moment(day.year, day.month, day.day)
    return Reading("date", None, edtf(moment), moment.first, moment.last, "published", None, None, moment, True)


def last_few(duration: str | None, published: date | None, *, quarter: bool = False) -> Reading:
    """上两周, 上两个月: whole weeks or months before the present one; 上一季度 may be any, so it stays open.

    >>> last_few("P2W", date(2013, 2, 12)).value, last_few("P2M", date(2013, 2, 12)).value
    ('2013-01-28/2013-02-10', '2012-12/2013-01')
    """
    found = _ONE.fullmatch(duration or "")
    if found is None or published is None:
        return _open("needs_publication_date")
    number, unit = int(found[1]), found[2]
    if unit == "M" and quarter:
        return _open("quarter_before")
    if unit == "M":
        low = Moment(*shift_months(published.year, published.month, -number))
        high = Moment(*shift_months(published.year, published.month, -1))
    elif unit == "Y":
        low, high = Moment(published.year - number), Moment(published.year - 1)
    else:
        last = monday_of(published) - timedelta(days=1) if unit == "W" else published - timedelta(days=1)
        first = last - timedelta(days=number * (7 if unit == "W" else 1) - 1)
        low, high = Moment(first.year, first.month, first.day), Moment(last.year, last.month, last.day)
    value = f"{edtf(low)}/{edtf(high)}"
    return Reading("interval", None, value, low.first, high.last, "published", None, None, Moment())
