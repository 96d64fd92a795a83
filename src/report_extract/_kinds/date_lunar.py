"""Days of the farming calendar and of the solar terms.

Solar terms are computed here (Meeus, Astronomical Algorithms, chapter 25, low accuracy: within ten
minutes); where that does not settle the day, None. Lunar days need the optional library lunar_python; without it, None.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from math import cos, radians, sin
from typing import Any

# Longitude of the sun in degrees; 小寒 is the first term of a year.
_NAMES = "小寒大寒立春雨水惊蛰春分清明谷雨立夏小满芒种夏至小暑大暑立秋处暑白露秋分寒露霜降立冬小雪大雪冬至"
_TERMS = tuple(_NAMES[at : at + 2] for at in range(0, len(_NAMES), 2))
_FIRST, _LAST = 1600, 2200
_CHINA = timedelta(hours=8)
_UNSURE = timedelta(minutes=10)


@lru_cache(maxsize=512)
def term_day(name: str, year: int) -> date | None:
    """Day of a solar term in China time.

    >>> term_day("冬至", 2024), term_day("清明", 2021), term_day("立春", 2021), term_day("集市", 2021)
    (datetime.date(2024, 12, 21), datetime.date(2021, 4, 4), datetime.date(2021, 2, 3), None)
    """
    if name not in _TERMS or not _FIRST <= year <= _LAST:
        return None
    index = _TERMS.index(name)
    goal = (285 + 15 * index) % 360
    moment = datetime(year, 1, 5) + timedelta(days=15.22 * index)
    for _ in range(6):
        ahead = (_sun_longitude(moment) - goal + 180) % 360 - 180
        moment -= timedelta(days=ahead * 365.2422 / 360)
    local = moment + _CHINA - timedelta(seconds=69)  # dynamical to civil time, as it is in this century
    early, late = local - _UNSURE, local + _UNSURE
    return local.date() if early.date() == late.date() else None


def _sun_longitude(moment: datetime) -> float:
    """Apparent geocentric longitude in degrees."""
    t = ((moment - datetime(2000, 1, 1, 12)).total_seconds() / 86400) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t * t) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    node = radians(125.04 - 1934.136 * t)
    # The low-accuracy series leaves out the planets; the two largest terms bring it within 0.003 degrees.
    planets = 0.00134 * cos(radians(22518.7541 * t + 153)) + 0.00154 * cos(radians(45037.5082 * t + 217))
    return (mean + centre + planets - 0.00569 - 0.00478 * sin(node)) % 360


@lru_cache(maxsize=512)
def lunar_day(year: int, month: int, day: int | None) -> date | None:
    """Gregorian day of a lunar date in the lunar year `year`; day None = last day of the month.

    None without the optional library, outside the years 1600 to 2200, or where the month has no such day;
    `why_no_day` says which.
    """
    library = _library()
    if library is None or not _FIRST <= year <= _LAST or month not in (months := _months(year)):
        return None
    first, days = months[month]
    day = days if day is None else day
    if not 1 <= day <= days:
        return None
    solar = library.Solar.fromJulianDay(first + day - 1)
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


@lru_cache(maxsize=64)
def _months(year: int) -> dict[int, tuple[float, int]]:
    """Julian day of the first day, and days, of each month of a lunar year; leap months are negative.

    The library takes milliseconds for a year and remembers one: all that is asked of a year is asked at once.
    """
    months = (month for month in _library().LunarYear.fromYear(year).getMonths() if month.getYear() == year)
    return {month.getMonth(): (month.getFirstJulianDay(), month.getDayCount()) for month in months}


def why_no_day(year: int) -> str:
    """The note of a lunar date of `year` for which there is no day."""
    if _library() is None:
        return "lunar_library_missing"
    return "impossible_date" if _FIRST <= year <= _LAST else "lunar_year_out_of_range"


@lru_cache(maxsize=1)
def _library() -> Any:
    try:
        import lunar_python  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return None
    return lunar_python
