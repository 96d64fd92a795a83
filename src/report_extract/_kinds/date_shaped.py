"""A moment cut to the part of it that is meant: 上旬, 年底, 上半年, 秋, the third day, a morning.

In: a `Moment`, whose year may be open, and the fields of a mention. Out: its EDTF value with first and last day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from report_extract._facts import TimeKind, YearBasis
from report_extract._kinds.date_values import Moment, edtf, last_day, monday_of, safe_date
from report_extract._values import value

_TENTHS = {
    "first": (1, 10),
    "middle": (11, 20),
    "last": (21, None),
    "first_middle": (1, 20),
    "middle_last": (11, None),
    "first_half": (1, 15),
    "second_half": (16, None),
}
_SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11)}

Fields = Mapping[str, str]


@value
class Reading:
    """A value being made; `moment` and `told` are the resolved and the printed moment, for what inherits from it."""

    kind: TimeKind
    printed: str | None
    value: str | None
    first: date | None
    last: date | None
    basis: YearBasis
    note: str | None = None
    moment: Moment | None = None
    told: Moment | None = None
    approximate: bool = False


@value
class Shaped:
    """EDTF value, the days it covers, and the moment that later mentions inherit from."""

    kind: TimeKind
    value: str | None
    first: date | None
    last: date | None
    moment: Moment | None
    approximate: bool = False
    note: str | None = None


def told_of(fields: Fields) -> Moment:
    """The printed moment: only what stands there."""

    def number(key: str) -> int | None:
        return int(fields[key]) if key in fields else None

    hour, part = number("hour"), fields.get("part")
    if hour is not None:
        if "afternoon" in fields and hour < 12 and not (part == "TNI" and hour < 6):
            hour += 12
        elif "afternoon" in fields and hour == 12 and part in ("TEV", "TNI"):
            hour = 24
        elif part == "TMI" and hour < 4:
            hour += 12
        elif part == "TDA" and hour == 12:
            hour = 0
    return Moment(number("year"), number("month"), number("day"), part, hour, number("minute"), number("second"))


def shaped(moment: Moment, fields: Fields) -> Shaped:
    """`moment` as the fields of its mention cut it.

    >>> shaped(Moment(month=2), {"xun": "last"}).value, shaped(Moment(2020, 2), {"xun": "last"}).value
    ('XXXX-02-21/XXXX-02', '2020-02-21/2020-02-29')
    >>> shaped(Moment(2015), {"edge": "end"}).value, shaped(Moment(), {"months": "01/06"}).value
    ('2015-12-31', 'XXXX-01/XXXX-06')
    """
    if "months" in fields:
        low, high = (int(month) for month in fields["months"].split("/"))
        if "edge" in fields:  # 一季度末, 二季度初
            return _edge(Moment(moment.year, high if fields["edge"] == "end" else low), fields["edge"], whole=True)
        if high < low:  # 秋冬季 ends in the year that follows
            after = moment.year + 1 if moment.year is not None else None
            return _between(Moment(moment.year, low), Moment(after, high), approximate=True)
        if "whole" in fields:  # a quarter or half year is written by its first and last day
            return _between(Moment(moment.year, low, 1), Moment(moment.year, high, last_day(None, high)))
        return _between(Moment(moment.year, low), Moment(moment.year, high))
    if "season" in fields:
        return _season(moment.year, fields["season"])
    if "xun" in fields and moment.month is not None:
        return _days(moment, *_TENTHS[fields["xun"]])
    if "edge" in fields:
        return _edge(moment, fields["edge"])
    if "nth_last" in fields:
        return _last_of(moment, fields["nth_unit"])
    if "nth" in fields:
        return _nth(moment, fields)
    if "week_offset" in fields and not fields.get("weekday", "").isdigit():
        return _week(moment, weekend=fields.get("weekday") == "weekend")
    kind: TimeKind = "time" if moment.hour is not None or moment.part is not None else "date"
    return Shaped(kind, edtf(moment), moment.first, moment.last, moment)


def days_from(first: date, last: date, number: int) -> Shaped:
    """今明两天, 今明两年: `number` days or years on end, from the day or the year first–last."""
    if first == last:
        return _span(first, first + timedelta(days=number - 1))
    return _between(Moment(first.year), Moment(first.year + number - 1))


def nth_day_of(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The n-th weekday (1 = Monday) of a month.

    >>> nth_day_of(2024, 5, 7, 2)
    datetime.date(2024, 5, 12)
    """
    first = safe_date(year, month, 1)
    if first is None:
        return None
    day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    return day if day.month == month else None


def _between(low: Moment, high: Moment, *, approximate: bool = False) -> Shaped:
    low_text, high_text = edtf(low), edtf(high)
    value = f"{low_text}/{high_text}" if low_text and high_text else None
    return Shaped("interval", value, low.first, high.last, Moment(high.year, high.month), approximate)


def _days(moment: Moment, first: int, last: int | None, *, approximate: bool = False) -> Shaped:
    if last is None:
        if moment.year is None and moment.month == 2:
            value = f"XXXX-02-{first:02d}/XXXX-02"  # the 28th or the 29th
            return Shaped("interval", value, None, None, Moment(None, moment.month), approximate, "month_end_open")
        last = last_day(moment.year, moment.month or 1)
    low, high = Moment(moment.year, moment.month, first), Moment(moment.year, moment.month, last)
    found = _between(low, high, approximate=approximate)
    return Shaped("interval", found.value, found.first, found.last, Moment(moment.year, moment.month), approximate)


def _season(year: int | None, season: str) -> Shaped:
    value = f"{year if year is not None else 'XXXX'}-{season}"
    if year is None:
        return Shaped("interval", value, None, None, None)
    if season in _SEASONS:
        low, high = _SEASONS[season]
        return Shaped("interval", value, date(year, low, 1), Moment(year, high).last, Moment(year), True)
    return Shaped("interval", value, date(year, 12, 1), Moment(year + 1, 2).last, Moment(year), True)


def _edge(moment: Moment, edge: str, *, whole: bool = False) -> Shaped:
    """年底, 月初 …: an end is its last day, a beginning its first month (年初, 季初 are `whole`) or ten days."""
    if edge == "turn":
        return Shaped("date", None, None, None, None, True, "turn_of_the_year")
    if moment.month is None:
        if edge == "end":
            end = Moment(moment.year, 12, 31)
            return Shaped("date", edtf(end), end.first, end.last, Moment(moment.year), True)
        if edge == "start":
            start = Moment(moment.year, 1)
            return Shaped("date", edtf(start), start.first, start.last, start, True)
        return Shaped("date", edtf(Moment(moment.year)), moment.first, moment.last, Moment(moment.year), True)
    if edge == "end":
        if moment.year is None and moment.month == 2:
            return Shaped("date", edtf(moment), None, None, moment, True, "month_end_open")
        end = Moment(moment.year, moment.month, last_day(moment.year, moment.month))
        return Shaped("date", edtf(end), end.first, end.last, Moment(moment.year, moment.month), True)
    if whole:
        return Shaped("date", edtf(moment), moment.first, moment.last, moment, True)
    return _days(moment, *((1, 10) if edge == "start" else (11, 20)), approximate=True)


def _nth(moment: Moment, fields: Fields) -> Shaped:
    """十月的第一个星期一, 2021年的第一周, 2013年的第二天."""
    nth = int(fields["nth"])
    if moment.year is None:
        return Shaped("date", edtf(moment), None, None, moment, False, "needs_year")
    if "nth_weekday" in fields:
        day = nth_day_of(moment.year, moment.month or 1, int(fields["nth_weekday"]), nth)
        return _one_day(day)
    start = Moment(moment.year, moment.month).first
    unit = fields["nth_unit"]
    if start is None or nth < 1:
        return Shaped("date", None, None, None, None)
    if unit == "天":
        return _one_day(start + timedelta(days=nth - 1))
    if unit == "个月":
        month = Moment(moment.year, nth)
        return Shaped("date", edtf(month), month.first, month.last, month) if nth <= 12 else _one_day(None)
    monday = (
        monday_of(date(moment.year, 1, 4), weeks=nth - 1) if moment.month is None else monday_of(start, weeks=nth - 1)
    )
    return _span(monday, monday + timedelta(days=6))


def _last_of(moment: Moment, unit: str) -> Shaped:
    """2020年的最后一天, 今年最后一个月, 3月最后一周."""
    end = moment.last
    if end is None:
        return Shaped("date", edtf(moment), None, None, moment, False, "needs_year")
    if unit == "天":
        return _one_day(end)
    if unit == "个月":
        month = Moment(end.year, end.month)
        return Shaped("date", edtf(month), month.first, month.last, month)
    monday = monday_of(end)
    return _span(monday, monday + timedelta(days=6))


def _one_day(day: date | None) -> Shaped:
    if day is None:
        return Shaped("date", None, None, None, None, False, "impossible_date")
    return Shaped("date", day.isoformat(), day, day, Moment(day.year, day.month, day.day))


def _week(moment: Moment, *, weekend: bool) -> Shaped:
    monday = moment.first
    if monday is None:
        return Shaped("interval", None, None, None, None)
    return _span(monday + timedelta(days=5 if weekend else 0), monday + timedelta(days=6))


def _span(first: date, last: date) -> Shaped:
    return Shaped("interval", f"{first.isoformat()}/{last.isoformat()}", first, last, Moment(last.year, last.month))
