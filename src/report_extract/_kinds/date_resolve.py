"""One point of time, or the second end of an interval, as a `Reading`: its EDTF as printed and as resolved.

In: the fields of a mention and the `Anchors` before it. The printed form never takes a year from elsewhere; the
resolved one says on what basis it does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from report_extract._facts import TimeKind, YearBasis
from report_extract._kinds.date_anchors import Anchors
from report_extract._kinds.date_festive import festive
from report_extract._kinds.date_shaped import Fields, Reading, Shaped, days_from, shaped, told_of
from report_extract._kinds.date_values import Moment, edtf, monday_of, safe_date, shift_months
from report_extract._values import value

_STILL_WINTER = 2
_STILL_SPRING = 5  # 年末 in a report of spring: the end of the year that is over
_WEEKLY = re.compile("一周(?!年)|周报|周评|周度|周观点|周策略")
_RELATIVE = re.compile("(?:year|quarter|month|week|day)_(?:offset|from_last)")


@value
class _Resolved:
    moment: Moment | None
    basis: YearBasis
    note: str | None = None


def resolve(fields: Fields, anchors: Anchors, *, ahead: int = 0) -> Reading:
    """The reading of one point; it is followed by a second end `ahead` months later."""
    if "ambiguous" in fields:
        return Reading("date", None, None, None, None, "unknown", f"ambiguous_{fields['ambiguous']}")
    if "years" in fields:
        return _years(fields)
    if "quarter_offset" in fields:
        return _quarter(fields, anchors)
    if "bc" in fields or "bc_century" in fields:
        return _before_christ(fields)
    if "holiday" in fields or "lunar" in fields:
        return festive(fields, anchors)
    told = told_of(fields)
    if told.impossible:
        return _impossible(told, fields)
    if "weekday" in fields and told.dateless and not any(_RELATIVE.match(key) for key in fields):
        return _weekday_only(fields, told)
    found = _resolved(fields, told, anchors, ahead)
    return _reading(fields, told, found, anchors)


def right_of(first: Reading, fields: Fields, anchors: Anchors) -> Reading:
    """The reading of an interval's second end, which lends year, month, day and 下午 from the first."""
    if "years" in fields or "holiday" in fields or "lunar" in fields:
        return resolve(fields, anchors)
    if "year_from_last" in fields and first.moment is not None and first.moment.year is not None:
        year = first.moment.year + int(fields["year_from_last"])  # 12月30日至次年1月2日
        named = {key: value for key, value in fields.items() if key != "year_from_last"} | {"year": str(year)}
        reading = resolve(named, anchors)
        return replace(reading, basis=first.basis, printed=reading.printed and "XXXX" + reading.printed[4:])
    if "day_from_last" in fields and first.moment is not None and first.moment.dateless:
        clock = told_of(fields)  # 22时至次日6时, on no day that is named
        return _reading(fields, clock, _Resolved(clock, "unknown"), anchors)
    if any(_RELATIVE.match(key) for key in fields):
        saved = anchors.last_day
        if first.moment is not None and first.moment.day is not None:
            anchors.last_day = first.moment
        reading = resolve(fields, anchors)
        anchors.last_day = saved
        return reading
    told = told_of(fields)
    if "weekday" in fields and told.dateless:
        return _weekday_after(first, fields, told)
    base, printed_base = first.moment or Moment(), first.told or Moment()
    if (
        told.hour is not None
        and "part" not in fields
        and base.hour is not None
        and told.hour < base.hour >= 12 >= told.hour
    ):
        later = replace(told, hour=told.hour + 12)
        told_later = printed_base.part is not None or (printed_base.hour is not None and base.hour > printed_base.hour)
        told = later if told_later and later.hour and later.hour > base.hour else told
    printed = _after(_lent(told, printed_base), printed_base, told)
    moment = _after(_lent(told, base), base, told)
    if printed.impossible or moment.impossible:
        return _impossible(printed, fields)
    basis: YearBasis = "printed" if told.year is not None else first.basis
    return _reading(fields, printed, _Resolved(moment, basis, first.note), anchors)


def _weekday_after(first: Reading, fields: Fields, told: Moment) -> Reading:
    """本周三至周五: the same week, where the first end is a day."""
    begin = first.moment.first if first.moment is not None and first.moment.day is not None else None
    if begin is None or not fields["weekday"].isdigit():
        return _weekday_only(fields, told)
    day = begin + timedelta(days=(int(fields["weekday"]) - begin.isoweekday()) % 7)
    actual = shaped(told.dated(day), {})
    return Reading(actual.kind, None, actual.value, day, day, first.basis, None, actual.moment, told)


def _lent(told: Moment, base: Moment) -> Moment:
    """`told` with the coarser parts it leaves out taken from `base`."""
    year = told.year if told.year is not None else base.year
    if told.year is not None and told.month is None and told.day is None:
        return told
    if told.month is not None:
        return told.on(year, told.month, told.day)
    if told.day is not None:
        return told.on(year, base.month, told.day)
    return told.on(year, base.month, base.day)


def _after(moment: Moment, base: Moment, told: Moment) -> Moment:
    """An end that would lie before its beginning goes to the next month, year or day where usage says so."""
    if told.month is None and told.day is not None:
        return _next_month(moment, base)
    if told.month is not None:
        turned = told.year is None and moment.year is not None and told.month <= (base.month or 0) - 6
        return moment.on((moment.year or 0) + 1, moment.month, moment.day) if turned else moment
    if told.dateless and (moment.hour or 0) < (base.hour or 0) and moment.year and moment.month and moment.day:
        day = safe_date(moment.year, moment.month, moment.day)
        return moment if day is None else moment.dated(day + timedelta(days=1))
    return moment


def _next_month(moment: Moment, base: Moment) -> Moment:
    """28日至3日: the third of the month that follows."""
    if base.day is None or moment.day is None or moment.month is None or moment.day >= base.day:
        return moment
    if moment.year is None:
        return moment.on(None, moment.month % 12 + 1, moment.day)
    year, month = shift_months(moment.year, moment.month, 1)
    return moment.on(year, month, moment.day)


def _resolved(fields: Fields, told: Moment, anchors: Anchors, ahead: int) -> _Resolved:
    """The moment with what its neighbours lend it."""
    if "day_offset" in fields:
        return _counted_day(anchors.today, int(fields["day_offset"]), told)
    if "day_from_last" in fields:
        return _from_last_day(anchors, int(fields["day_from_last"]), told)
    if "week_offset" in fields:
        return _week(fields, told, anchors)
    if "month_offset" in fields or "month_from_last" in fields:
        return _month(fields, told, anchors)
    if "year_offset" in fields or "year_from_last" in fields:
        return _in_relative_year(fields, told, anchors)
    if told.year is not None:
        return _Resolved(told, "printed")
    if "distance" in fields:
        return _at_distance(fields["distance"], told, anchors)
    if told.month is not None:
        year, basis, note = anchors.year_for(min(told.month + ahead, 12), told.day)
        return _Resolved(told.on(year, told.month, told.day), basis, note)
    if "months" in fields or "season" in fields:
        year, basis, note = _period_year(fields, anchors)
        return _Resolved(told.on(year, told.month, told.day), basis, note)
    if told.day is not None:
        year, near, basis, note = anchors.month_for(told.day)
        return _Resolved(told.on(year, near, told.day), basis, note)
    return _Resolved(told, "unknown") if "same" in fields else _clock_alone(told, anchors)


def _clock_alone(told: Moment, anchors: Anchors) -> _Resolved:
    """10时30分, 下午: on the day that the sentence named last; its half of the day where that is told right before."""
    if told.hour is not None and told.part is None and 1 <= told.hour < 12 and anchors.afternoon != "no":
        if anchors.afternoon == "far":
            return _Resolved(None, "unknown", "half_day_ambiguous")
        told = replace(told, hour=told.hour + 12)
    day = anchors.sentence_day or anchors.paragraph_day
    if day is not None and told.hour is not None and not anchors.until and anchors.after_report(told.hour):
        day = None
    if day is None and anchors.until:  # 截至21时: on the day spoken of, else that of the report
        published = anchors.published
        day = anchors.last_day
        if day is None and published is not None:
            day = Moment(published.year, published.month, published.day)
    if day is None:
        return _Resolved(told, "unknown")
    return _Resolved(told.on(day.year, day.month, day.day), anchors.basis_of(day.year))


def _in_relative_year(fields: Fields, told: Moment, anchors: Anchors) -> _Resolved:
    found = anchors.relative_year(fields)
    if found is None:
        note = "needs_publication_date" if "year_offset" in fields else "no_year_before"
        return _Resolved(None, "unknown", note)
    year, published = found[0], anchors.published
    if "bare_end" in fields and published is not None and published.month <= _STILL_SPRING:
        year -= not anchors.speaks_of_the_future() and not anchors.names_year
    if published is not None and published.month <= _STILL_WINTER:
        winter = (fields.get("season"), fields.get("year_offset"))
        year -= winter in (("24", "0"), ("21", "1"))  # 今冬明春, as said in January
    return _Resolved(told.on(year, told.month, told.day), found[1])


def _at_distance(distance: str, told: Moment, anchors: Anchors) -> _Resolved:
    """三年后的5月, 一周前的晚上: so far from the publication; open where the sentence counts from something else."""
    base = anchors.published
    if base is None:
        return _Resolved(told if told.month is not None else None, "unknown", "needs_publication_date")
    if anchors.tells_a_day:
        return _Resolved(told if told.month is not None else None, "unknown", "year_ambiguous")
    number, unit = int(distance[:-1]), distance[-1]
    if unit == "Y" and told.month is not None and 0 < base.year + number < 9999:
        return _Resolved(told.on(base.year + number, told.month, told.day), "published")
    if unit == "M" and told.month is None and told.day is not None:
        year, month = shift_months(base.year, base.month, number)
        return _Resolved(told.on(year, month, told.day), "published")
    if unit in "DW" and told.dateless:
        return _Resolved(told.dated(base + timedelta(days=number * (7 if unit == "W" else 1))), "published")
    return _Resolved(told if told.month is not None else None, "unknown", "year_ambiguous")


def _period_year(fields: Fields, anchors: Anchors) -> tuple[int | None, YearBasis, str | None]:
    """上半年, 前三季度 without a year: the sentence's, else the one such period over or running at publication."""
    low, high = (int(month) for month in fields.get("months", "01/01").split("/"))
    year, basis, note = anchors.year_for(high if anchors.names_year else low, None)
    published = anchors.published
    over = published is not None and low == 1 and 6 <= high < published.month
    if note == "next_year_assumed" and over and published is not None:
        return published.year, basis, None  # 前三季度 in a report of December
    unfinished = published is not None and year == published.year and high >= published.month + 2
    if unfinished and low == 1 and high > 6 and year is not None and not anchors.speaks_of_the_future():
        return year - 1, "published", None  # 前11个月 in a report of January
    return year, basis, note


def _counted_day(day: date | None, offset: int, told: Moment) -> _Resolved:
    if day is None:
        return _Resolved(None, "unknown", "needs_publication_date")
    return _Resolved(told.dated(day + timedelta(days=offset)), "published")


def _from_last_day(anchors: Anchors, offset: int, told: Moment) -> _Resolved:
    last = anchors.day_meant
    if last is None or last.day is None or last.month is None:
        return _Resolved(None, "unknown", "no_day_before")
    basis = anchors.basis_of(last.year)
    day = safe_date(last.year if last.year is not None else 2001, last.month, last.day)
    if offset == 0 or day is None:
        kept = told.on(last.year, last.month, last.day)
        return _Resolved(kept if offset == 0 else None, basis, None if offset == 0 else "no_day_before")
    moment = told.dated(day + timedelta(days=offset))
    return _Resolved(moment if last.year is not None else moment.on(None, moment.month, moment.day), basis)


def _week(fields: Fields, told: Moment, anchors: Anchors) -> _Resolved:
    today, weekday = anchors.today, fields.get("weekday", "")
    if today is None:
        return _Resolved(None, "unknown", "needs_publication_date")
    monday = monday_of(today, weeks=int(fields["week_offset"]))
    if today == monday and not weekday and fields["week_offset"] == "0" and _WEEKLY.search(anchors.head) is not None:
        return _Resolved(None, "unknown", "week_ambiguous")  # a review on Monday calls the week that is over 本周
    if weekday.isdigit():
        monday += timedelta(days=int(weekday) - 1)
    return _Resolved(told.dated(monday), "published")


def _month(fields: Fields, told: Moment, anchors: Anchors) -> _Resolved:
    compared = anchors.sentence_month
    if compared is not None and compared.month is not None and fields.get("month_offset") == "-1":
        year, month = shift_months(compared.year if compared.year is not None else 2001, compared.month, -1)
        known = year if compared.year is not None else None
        return _Resolved(told.on(known, month, told.day), anchors.basis_of(known))
    if anchors.compared and fields.get("month_offset") == "-1" and "day" not in fields:
        return _Resolved(None, "unknown", "month_ambiguous")
    if "month_offset" in fields:
        day = anchors.today
        if day is None:
            return _Resolved(None, "unknown", "needs_publication_date")
        year, month = shift_months(day.year, day.month, int(fields["month_offset"]))
        if "year_offset" in fields:
            year = day.year + int(fields["year_offset"])
        return _Resolved(told.on(year, month, told.day), "published")
    last = anchors.last_month
    if last is None and anchors.published is not None and fields["month_from_last"] == "0":
        last = Moment(anchors.published.year, anchors.published.month)
    if last is None or last.month is None:
        return _Resolved(None, "unknown", "no_month_before")
    offset = int(fields["month_from_last"])
    if last.year is None:
        return _Resolved(told.on(told.year, (last.month + offset - 1) % 12 + 1, told.day), "unknown")
    year, month = shift_months(last.year, last.month, offset)
    return _Resolved(told.on(year, month, told.day), anchors.basis_of(year))


def _reading(fields: Fields, told: Moment, found: _Resolved, anchors: Anchors) -> Reading:
    printed = None if told == Moment() and not _PERIODS & fields.keys() else shaped(told, fields).value
    if found.moment is None:
        open_day = _open_day(fields, told)
        return Reading("date" if open_day is None else "time", printed, open_day, None, None, "unknown", found.note,
                       told=told)  # fmt: skip
    if found.moment.impossible:
        return Reading("date", printed, None, None, None, "unknown", "impossible_date", told=told)
    actual = (
        _same_period(shaped(found.moment, fields), found.moment, anchors)
        if "same" in fields
        else shaped(found.moment, fields)
    )
    if "days" in fields and actual.first is not None and actual.last is not None:
        actual = days_from(actual.first, actual.last, int(fields["days"]))
    if printed is not None and any(_RELATIVE.match(key) for key in fields) and told == Moment():
        printed = None
    return Reading(
        actual.kind, printed, actual.value, actual.first, actual.last, found.basis, actual.note or found.note,
        actual.moment, told, actual.approximate,
    )  # fmt: skip


_PERIODS = {"months", "season"}


def _same_period(actual: Shaped, moment: Moment, anchors: Anchors) -> Shaped:
    """去年同期: the stretch that the sentence speaks of, in the year named."""
    period = anchors.period
    if period is None or moment.year is None or moment.month is not None or period.year == moment.year:
        return actual
    if {"holiday", "lunar"} & period.fields.keys():
        kept = {key: value for key, value in period.fields.items() if not _RELATIVE.match(key) and key != "year"}
        found = festive({**kept, "year": str(moment.year)}, anchors)
        return actual if found.value is None else Shaped(found.kind, found.value, found.first, found.last, None)
    if "season" in period.fields:
        return shaped(Moment(moment.year), {"season": period.fields["season"]})
    by = moment.year - period.year
    value = re.sub(r"(?<![0-9T:-])([0-9]{4})(?=-|/|$)", lambda m: f"{int(m[1]) + by:04d}", period.value)
    ends = re.findall(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?", value)
    if not ends or len(ends) > 2:
        return actual
    head, tail = ends[0], ends[-1]
    first = Moment(int(head[0]), int(head[1]), int(head[2]) if head[2] else None).first
    last = Moment(int(tail[0]), int(tail[1]), int(tail[2]) if tail[2] else None).last
    if first is None or last is None:
        return actual
    return Shaped("interval" if "/" in value else "date", value, first, last, None)


def _quarter(fields: Fields, anchors: Anchors) -> Reading:
    """本季度, 上季度 by the publication; compared with (比上季度) it may be any."""
    published = anchors.published
    if published is None or anchors.compared:
        note = "needs_publication_date" if published is None else "quarter_ambiguous"
        return Reading("interval", None, None, None, None, "unknown", note)
    year, quarter = divmod(published.year * 4 + (published.month - 1) // 3 + int(fields["quarter_offset"]), 4)
    months = f"{quarter * 3 + 1:02d}/{quarter * 3 + 3:02d}"
    actual = shaped(Moment(year), {**fields, "months": months, "whole": "1"})
    return Reading(actual.kind, None, actual.value, actual.first, actual.last, "published", None, actual.moment,
                   Moment(), actual.approximate)  # fmt: skip


def _impossible(told: Moment, fields: Fields) -> Reading:
    """2月30日, 25时: kept as printed, without a value."""
    kind: TimeKind = "time" if told.hour is not None else "date"
    printed = edtf(told) if told.month is not None and not 1 <= told.month <= 12 else shaped(told, fields).value
    return Reading(kind, printed, None, None, None, "unknown", "impossible_date")


def _open_day(fields: Fields, told: Moment) -> str | None:
    """当晚10时 with no day before it: the hour is known, the day stays open."""
    relative = "day_offset" in fields or fields.get("day_from_last") == "0"
    if not relative or not told.dateless or (told.hour is None and told.part is None):
        return None
    return "XXXX-XX-XX" + (edtf(told) or "")


def _years(fields: Fields) -> Reading:
    """Whole years: a decade, a century, a plan, a season; its early or late part is approximate."""
    low, high = fields["years"].split("/")
    first, last = safe_date(int(low), 1, 1), safe_date(int(high), 12, 31)
    value = low if low == high else fields["years"]
    kind: TimeKind = "date" if low == high else "interval"
    return Reading(kind, value, value, first, last, "printed", None, None, Moment(), "rough" in fields)


def _before_christ(fields: Fields) -> Reading:
    """公元前221年, 公元前3世纪: EDTF counts the year before 0001 as 0000; no ISO day is given."""
    if "bc" in fields:
        value = _bc_year(int(fields["bc"]))
        return Reading("date", value, value, None, None, "printed", None, None, Moment())
    number = int(fields["bc_century"])
    value = f"{_bc_year(number * 100)}/{_bc_year(number * 100 - 99)}"
    return Reading("interval", value, value, None, None, "printed", None, None, Moment())


def _bc_year(number: int) -> str:
    return f"-{number - 1:04d}" if number > 1 else "0000"


def _weekday_only(fields: Fields, told: Moment) -> Reading:
    weekday = fields["weekday"]
    printed = None if weekday == "weekend" else f"XXXX-WXX-{weekday}"
    return Reading("date", printed, printed, None, None, "unknown", "weekday_only", told=told)
