"""Holidays, solar terms and days of the farming calendar, in the year printed or known.

In: the fields of a mention (`holiday`, `lunar`) and the `Anchors` before it. Out: a `Reading`; without the year, or
without the calendar library that lunar days need, it has no value and a note that says so.
"""

from __future__ import annotations

from datetime import date, timedelta

from report_extract._facts import YearBasis
from report_extract._kinds.date_anchors import SOON_AHEAD, Anchors
from report_extract._kinds.date_lunar import lunar_day, term_day, why_no_day
from report_extract._kinds.date_shaped import Fields, Reading, nth_day_of, shaped, told_of
from report_extract._kinds.date_values import Moment, safe_date

_A_YEAR = timedelta(days=330)


def festive(fields: Fields, anchors: Anchors) -> Reading:
    """A holiday or a day of the farming calendar, in the year printed or known."""
    relative = anchors.relative_year(fields) if {"year_offset", "year_from_last"} & fields.keys() else None
    year: int | None
    basis: YearBasis
    note: str | None
    if "year" in fields:
        year, basis = int(fields["year"]), "printed"
    else:
        year, basis = relative or anchors.sentence_year or (None, "unknown")
    day, printed, note = _festival(fields, year, anchors)
    open_year = relative is None and "year" not in fields and not anchors.names_year
    if "holiday_span" in fields:
        return _days_off(fields, None if open_year and anchors.published is not None else year, basis, anchors)
    if open_year:
        near = _nearest(fields, anchors)
        if near is not None:
            day, doubt = near
            year, note = (day.year if day is not None else None), doubt or note
    told = told_of(fields)
    if printed is not None and "year" in fields:
        printed = f"{int(fields['year']):04d}" + printed[4:]
    if day is None:
        return Reading("date", printed, printed, None, None, "unknown", note, None, told)
    actual = shaped(told.dated(day), {})
    return Reading(actual.kind, printed, actual.value, day, day, basis, note, actual.moment, told)


def _nearest(fields: Fields, anchors: Anchors) -> tuple[date | None, str | None] | None:
    """The holiday next to the publication: the coming one if near or planned, the past one if nearer, else open."""
    published = anchors.published
    if published is None:
        return None
    first = published.year - (2 if "lunar" in fields else 1)  # the twelfth month ends in the year that follows
    found = (_festival(fields, year, anchors)[0] for year in range(first, published.year + 2))
    days = [day for day in found if day is not None]
    return _next_to(published, days, anchors) if len(days) > 1 else None


def _next_to(published: date, days: list[date], anchors: Anchors) -> tuple[date | None, str | None]:
    ahead = [day for day in days if day >= published]
    past = [day for day in days if day < published]
    if ahead and (ahead[0] - published <= SOON_AHEAD or anchors.speaks_of_the_future()):
        return ahead[0], None
    if (
        past
        and (not ahead or (published - past[-1]) * 3 <= (ahead[0] - published) * 2)
        and (published - past[-1] < _A_YEAR)
    ):
        return past[-1], None
    return None, "year_ambiguous"


def _days_off(fields: Fields, year: int | None, basis: YearBasis, anchors: Anchors) -> Reading:
    """国庆黄金周: the days off as announced for the year, or for the holiday next to the publication."""
    spans = anchors.holidays[fields["holiday"]].spans
    if year is None and anchors.published is not None:
        named = {date.fromisoformat(span[:10]): int(key) for key, span in spans.items()}
        near, _ = _next_to(anchors.published, sorted(named), anchors)
        year, basis = (named[near] if near is not None else None), "published"
    span = spans.get(str(year))
    if span is None:
        return Reading("interval", None, None, None, None, "unknown", "days_off_not_known")
    first, last = (date.fromisoformat(end) for end in span.split("/"))
    which = fields["holiday_span"]
    if which != "all":
        low, high = ((last - first).days + 1,) * 2 if which == "last" else map(int, which.split("-"))
        if first + timedelta(days=high - 1) > last:
            return Reading("interval", None, None, None, None, "unknown", "days_off_not_known")
        first, last = first + timedelta(days=low - 1), first + timedelta(days=high - 1)
        span = f"{first}/{last}"
    if first == last:
        moment = Moment(first.year, first.month, first.day)
        return Reading("date", None, str(first), first, last, basis, None, moment, Moment())
    return Reading("interval", None, span, first, last, basis, None, None, Moment())


def _festival(fields: Fields, year: int | None, anchors: Anchors) -> tuple[date | None, str | None, str | None]:
    """Day, printed EDTF and note."""
    if "lunar" in fields:
        month, _, day = fields["lunar"].partition("-")
        if year is None or not day:
            return None, None, "lunar_date"
        found = lunar_day(year, -int(month) if "leap" in fields else int(month), int(day))
        return found, None, "lunar_date" if found is not None else why_no_day(year)
    holiday = anchors.holidays[fields["holiday"]]
    if holiday.month_day is not None:
        printed = f"XXXX-{holiday.month_day}"
        month_text, day_text = holiday.month_day.split("-")
        return (None if year is None else safe_date(year, int(month_text), int(day_text))), printed, None
    if year is None:
        return None, None, "holiday_without_year"
    if holiday.weekday is not None:
        return nth_day_of(year, *map(int, holiday.weekday.split("-"))), None, None
    if holiday.term is not None:
        return term_day(fields["holiday"] if holiday.term == "itself" else holiday.term, year), None, None
    if holiday.lunar is None:
        return None, None, "holiday_by_region"
    month_text, day_text = holiday.lunar.split("-")
    last = day_text == "last"
    found = lunar_day(year - 1 if month_text == "12" else year, int(month_text), None if last else int(day_text))
    return found, None, None if found is not None else why_no_day(year)
