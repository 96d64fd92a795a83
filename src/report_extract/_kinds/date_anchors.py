"""What stands before a time mention and lends it a year, a month or a day.

In: the facts read so far and the offset of the next mention. Out: the year of an undated month, the month of a bare
day, the day that 当天 means. What is not settled comes back as None with a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from report_extract._facts import Calendar, YearBasis
from report_extract._kinds.date_values import Moment, last_day, safe_date, shift_months
from report_extract._lexicon.times import Holiday
from report_extract._text import Document

_FUTURE = re.compile("将|拟|计划|预计|有望|力争|定于|即将|预报|将于|届时|要求|确保")
_USUAL = re.compile("每|平时|通常|往常|往年|开放|营业|日常|作息|办理|请|可于|将[于在]|预计|计划|拟|届时|预报")
_FEW_SENTENCES = 8
_SOON = 10  # days: forecasts and notices name the coming days without their month
_COMPARED = ("比", "较", "与", "同", "高于", "低于", "多于", "少于", "好于", "跟", "由", "环比")
_UNTIL = ("截至", "截止", "截至到", "截止到", "截止至")
SOON_AHEAD = timedelta(days=62)
_LATELY = timedelta(days=123)  # a month of last year is named without its year for about four months
_NEXT_YEAR = timedelta(days=31)

_NO_ANCHOR = frozenset(["years", "same", "season_of"])
_NAMES_YEAR = frozenset(["year", "to.year", "year_offset", "to.year_offset"])
_TELLS_YEAR = _NAMES_YEAR | {"year_from_last", "day_offset", "month_offset"}
_FINER = frozenset(["month", "day", "day_offset", "day_from_last", "months", "month_offset", "to.month", "to.day"])

YearFound = tuple[int | None, YearBasis, str | None]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch shorter than a year, for 去年同期."""

    value: str
    year: int
    fields: Mapping[str, str]


class Anchors:
    """The state of reading: moves forward only."""

    def __init__(
        self, document: Document, calendar: Calendar, published: date | None, holidays: Mapping[str, Holiday]
    ) -> None:
        self.document = document
        self.calendar = calendar
        self.published = published
        self.holidays = holidays
        self.last_day: Moment | None = None
        self._planned_day: Moment | None = None
        self._report_day: Moment | None = None
        self.last_year: tuple[int, YearBasis] | None = None
        self.last_month: Moment | None = None
        self.period: Period | None = None
        self._sentence = self._day_sentence = -1
        self._sentence_year: tuple[int, YearBasis] | None = None
        self._sentence_month: Moment | None = None
        self._sentence_day: Moment | None = None
        self._years: set[int] = set()
        self._years_before: set[int] = set()
        self._told_year: tuple[int, YearBasis, int] | None = None
        self._future: bool | None = None
        self._offset = 0
        self._before_holiday: Moment | None = None
        self._holiday = False
        self._afternoon: int | None = None
        self._dateline: date | None = None
        self._until: Moment | None = None

    def enter(self, offset: int) -> None:
        """Goes on to the mention at `offset`."""
        self._offset = offset
        index = self.document.sentence_index(offset) if self.document.sentences else 0
        if index == self._sentence:
            return
        if self._holiday:  # 春节慰问: a holiday named in passing is no 当天 of the sentences that follow
            self.last_day, self._holiday = self._before_holiday, False
        sentences = self.document.sentences
        follows = (
            index == self._sentence + 1
            and bool(sentences)
            and index > 0
            and (sentences[index].block == sentences[index - 1].block)
        )
        self._years_before = self._years if follows and self._sentence_month is not None else set()
        self._years = set()
        self._sentence, self._sentence_year, self._sentence_month, self._sentence_day = index, None, None, None
        self.period, self._future, self._afternoon = None, None, None

    def remember(self, data: Mapping[str, str], *, moment: Moment | None, value: str | None, basis: YearBasis,
                 first: date | None, last: date | None, end: int) -> None:  # fmt: skip
        """Takes note of a dated reading for those that follow."""
        if "part" in data or "to.part" in data:
            self._afternoon = end if "afternoon" in data or "to.afternoon" in data else None
        if not _NO_ANCHOR.isdisjoint(data):
            return
        self._note_report(data, first, moment)
        told = not _TELLS_YEAR.isdisjoint(data)
        compared = self.compared
        if last is not None and not _NAMES_YEAR.isdisjoint(data):
            self._told_year = (last.year, basis, self._sentence)
        if last is not None:
            self.last_year = (last.year, basis)
            if told and not compared and not _years_apart(data, first, last):
                self._sentence_year = (last.year, basis)
                self._years.add(last.year)
        finer = not _FINER.isdisjoint(data)
        if compared:
            return
        if (finer or _OWN_STRETCH & data.keys()) and value is not None and first is not None:
            self.period = Period(value, first.year, data)
        if moment is not None and moment.month is not None:
            self.last_month = self._sentence_month = moment
        self._note_holiday(festive="holiday" in data or "lunar" in data, finer=finer)
        if moment is not None and moment.day is not None:
            self._take_day(Moment(moment.year, moment.month, moment.day), data)
        elif finer:
            self._report_day = self.last_day if self._just_told(self.last_day) else self._report_day
            self.last_day = None

    def _note_report(self, data: Mapping[str, str], day: date | None, moment: Moment | None) -> None:
        """The day of a dateline, from which 今天 is counted behind it, and the hour up to which a state is told."""
        if "dateline" in data and day is not None and self.published is not None:
            self._dateline = day if timedelta(0) <= self.published - day <= _REPRINTED else None
        if data.get("relation") == "until" and moment is not None and moment.hour is not None:
            self._until = moment

    @property
    def today(self) -> date | None:
        """The day that 今天 means: that of the dateline above it, else the publication."""
        return self._dateline or self.published

    @property
    def head(self) -> str:
        """The first characters of the page, which say whether it is a review of a week."""
        return self.document.text[:80]

    def after_report(self, hour: int) -> bool:
        """True for an hour of the day read last that comes after the state told up to (截至23日20时): another day's."""
        until = self._until
        day = self._sentence_day or self.last_day
        return until is not None and day is not None and until.same_day(day) and hour > (until.hour or 24)

    def _take_day(self, day: Moment, data: Mapping[str, str]) -> None:
        """当天 means the day read last: a day to come only where the sentence plans, 上周五 only in its own."""
        self._sentence_day = day
        found = _date_of(day)
        ahead = self.published is not None and found is not None and found > self.published
        if ahead and self.last_day is not None and self.speaks_of_the_future():
            self._planned_day = day
            return
        if data.get("week_offset", "0").startswith("-") and self.last_day is not None and not self._holiday:
            self._before_holiday, self._holiday = self.last_day, True
        self.last_day, self._planned_day, self._day_sentence = day, None, self._sentence

    def _just_told(self, day: Moment | None) -> bool:
        """True for the day of the report, or one of the two days before it."""
        found = _date_of(day) if day is not None else None
        return self.published is not None and found is not None and 0 <= (self.published - found).days <= _LATEST

    def _long_ago(self, day: Moment) -> bool:
        """True for a day more than a year before the report."""
        found = _date_of(day)
        return self.published is not None and found is not None and found < self.published - _YEAR_BACK

    @property
    def day_meant(self) -> Moment | None:
        """The day that 当天 means here: that of the plan spoken of, else the one read last; long ago only close by."""
        if self._planned_day is not None and self.speaks_of_the_future():
            return self._planned_day
        sentences = self.document.sentences
        if self.last_day is None and self._sentence_month is None:
            return self._report_day  # months of the past told in between are left behind
        if self.last_day is None or not sentences or self._day_sentence < 0 or not self._long_ago(self.last_day):
            return self.last_day
        near = sentences[self._sentence].block == sentences[self._day_sentence].block
        return self.last_day if near else None

    def _note_holiday(self, *, festive: bool, finer: bool) -> None:
        """Keeps the day before a holiday, for the sentences after this one."""
        if festive and not self._holiday:
            self._before_holiday = self.last_day
        if finer or festive:
            self._holiday = festive

    @property
    def sentence_month(self) -> Moment | None:
        """The month read last in this sentence, if the mention at hand is compared with it (比上月)."""
        return self._sentence_month if self.compared else None

    @property
    def compared(self) -> bool:
        """True where 比, 较, 由 … stand right before the mention."""
        return self.document.text.endswith(_COMPARED, 0, self._offset)

    @property
    def until(self) -> bool:
        """True where 截至 stands right before the mention."""
        return self.document.text.endswith(_UNTIL, 0, self._offset)

    @property
    def afternoon(self) -> Literal["no", "near", "far"]:
        """Whether 下午 or 晚 was read in this sentence, right before (今晚（1月28日）8时) or further off."""
        if self._afternoon is None:
            return "no"
        return "near" if self._offset - self._afternoon <= 12 else "far"

    @property
    def sentence_day(self) -> Moment | None:
        """The day read last in this sentence."""
        return self._sentence_day

    @property
    def paragraph_day(self) -> Moment | None:
        """The day read last, a few sentences back, where the sentence tells what happened and not what is usual."""
        sentences = self.document.sentences
        if self.last_day is None or not sentences or self._day_sentence < 0:
            return None
        here = sentences[self._sentence]
        told = _date_of(self.last_day)
        ahead = self.published is not None and told is not None and told > self.published
        if self._sentence - self._day_sentence > _FEW_SENTENCES or self._long_ago(self.last_day) or ahead:
            return None
        usual = _USUAL.search(self.document.text, here.start, here.end) is not None
        return None if usual else self.last_day

    @property
    def sentence_year(self) -> tuple[int, YearBasis] | None:
        """The year that this sentence speaks of, else that of the publication or the calendar."""
        if self._sentence_year is not None:
            return self._sentence_year
        return self.this_year

    @property
    def tells_a_day(self) -> bool:
        """True where this sentence has named a year, a month or a day already."""
        return self._sentence_year is not None or self._sentence_month is not None

    @property
    def names_year(self) -> bool:
        """True where this sentence names a year."""
        return self._sentence_year is not None

    @property
    def told_year(self) -> tuple[int, YearBasis] | None:
        """The year that 当年, 次年 mean: one named in this sentence or the one before."""
        if self._told_year is None or self._told_year[2] < self._sentence - 1:
            return None
        return self._told_year[:2]

    def relative_year(self, fields: Mapping[str, str]) -> tuple[int, YearBasis] | None:
        """今年, 去年 from the publication; 上年 from the sentence's year; 同年, 次年 from the year told last."""
        if "year_offset" in fields:
            base = self.this_year
            return None if base is None else (base[0] + int(fields["year_offset"]), base[1])
        offset = int(fields["year_from_last"])
        base = self._year_compared if offset < 0 else self.told_year
        return None if base is None else (base[0] + offset, base[1])

    @property
    def _year_compared(self) -> tuple[int, YearBasis] | None:
        """The year before which 上年 lies: the sentence's, else, in a report of the first months, the one just over."""
        if self._sentence_year is None and self.period is not None:
            return self.period.year, self.basis_of(self.period.year)
        told, this = self._told_year, self.this_year
        early = self.published is not None and self.published.month <= _REPORTS_OF_THE_YEAR
        if not (early and self.compared and self._sentence_year is None) or told is None or this is None:
            return self.sentence_year
        return told[:2] if told[0] == this[0] - 1 else self.sentence_year

    @property
    def this_year(self) -> tuple[int, YearBasis] | None:
        """The year that 今年 means."""
        if self.today is not None:
            return self.today.year, "published"
        if self.calendar.year is not None:
            return self.calendar.year, self.calendar.basis
        return None

    def basis_of(self, year: int | None) -> YearBasis:
        """On what the year read last rests."""
        return self.last_year[1] if self.last_year is not None and year is not None else "unknown"

    def year_for(self, month: int, day: int | None) -> YearFound:
        """The year of a month or day that is printed without one."""
        if self._sentence_year is not None:
            year, basis = self._sentence_year
            before = self._sentence_month
            if before is not None and before.month is not None and month + 6 <= before.month:
                return self._turned(year + 1, month, day)
            return year, basis, None
        if self.published is not None:
            found = self._near_publication(self.published, month, day)
        elif self.calendar.year is not None:
            found = self.calendar.year, self.calendar.basis, None
        else:
            return None, "unknown", self.calendar.note
        if self._years_before and found[0] not in self._years_before:
            return None, "unknown", "year_ambiguous"
        return found

    def _turned(self, year: int, month: int, day: int | None) -> YearFound:
        """2023年12月31日 …, 1月2日 in a report of that January: the next year; else open."""
        found = safe_date(year, month, day or 1)
        if self.published is None or found is None or self.published.year != year or found > self.published:
            return None, "unknown", "year_ambiguous"
        return year, "published", None

    def _near_publication(self, published: date, month: int, day: int | None) -> YearFound:
        """The publication's year; the year before where that lies too far ahead; the next one around New Year."""
        basis: YearBasis = "printed" if self.calendar.basis == "printed" else "published"
        day_of = safe_date(published.year, month, day or 1)
        if day_of is None:
            leap = next((y for y in (published.year, published.year - 1) if safe_date(y, month, day or 1)), None)
            return leap, basis, None
        if day_of > published + SOON_AHEAD and not self.speaks_of_the_future():
            ended = safe_date(published.year - 1, month, day or last_day(published.year - 1, month))
            if ended is None or published - ended > _LATELY:
                return None, "unknown", "year_ambiguous"
            return published.year - 1, "published", None
        following = safe_date(published.year + 1, month, day or 1)
        if following is None or following - published > SOON_AHEAD:
            return published.year, basis, None
        if self.speaks_of_the_future() or (day is not None and following - published <= _NEXT_YEAR):
            return published.year + 1, "published", "next_year_assumed"
        return (published.year, basis, None) if day is None else (None, "unknown", "year_ambiguous")

    def month_for(self, day: int) -> tuple[int | None, int | None, YearBasis, str | None]:
        """Year and month of a bare day: from this sentence, from the publication, from the last month read."""
        if self._sentence_month is not None:
            return self._continued(self._sentence_month, day)
        if self.published is not None:
            return self._nearest(self.published, day)
        if self.last_month is not None:
            return self._continued(self.last_month, day)
        return None, None, "unknown", None

    def _continued(self, moment: Moment, day: int) -> tuple[int | None, int | None, YearBasis, str | None]:
        """The month of `moment`, or the next one where the days jump back by more than half a month."""
        year, month = moment.year, moment.month or 1
        basis = self.basis_of(year)
        if moment.day is not None and day < moment.day - 15 and self.speaks_of_the_future():
            if year is None:
                return None, month % 12 + 1, basis, None
            year, month = shift_months(year, month, 1)
        if day > last_day(year, month):
            return None, None, "unknown", "month_ambiguous"  # a lent month never makes a day impossible
        return year, month, basis, None

    def _nearest(self, published: date, day: int) -> tuple[int | None, int | None, YearBasis, str | None]:
        """This month's day, unless it lies so far ahead that last month's is meant; next month's for what will be."""
        year, month = published.year, published.month
        ahead = day - published.day
        future = self.speaks_of_the_future()
        if ahead > _SOON and not future:
            year, month = shift_months(year, month, -1)
        elif ahead < -20 and future:
            year, month = shift_months(year, month, 1)
        if safe_date(year, month, day) is None:
            return None, None, "unknown", "month_ambiguous"
        return year, month, "published", None

    def speaks_of_the_future(self) -> bool:
        """True where the sentence plans, forecasts or demands."""
        if self._future is None:
            sentences = self.document.sentences
            if not sentences:
                return False
            here = sentences[self._sentence]
            self._future = _FUTURE.search(self.document.text, here.start, here.end) is not None
        return self._future


_LATEST = 2
_REPRINTED = timedelta(days=10)  # a report is printed again so many days after its dateline
_REPORTS_OF_THE_YEAR = 5  # until May the figures of the year that is over are told
_YEAR_BACK = timedelta(days=366)


def _date_of(day: Moment) -> date | None:
    """The calendar day, None where a part of it is open."""
    if day.year is None or day.month is None or day.day is None:
        return None
    return safe_date(day.year, day.month, day.day)


_OWN_STRETCH = frozenset(["holiday", "lunar", "season"])


def _years_apart(data: Mapping[str, str], first: date | None, last: date) -> bool:
    """True for 2020年至2023年, 今明两年: no one year that a month after it could take."""
    return first is not None and first.year != last.year and not {"month", "to.month"} & data.keys()
