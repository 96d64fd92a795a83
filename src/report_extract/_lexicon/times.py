"""Models of the lexicon files for times: words that stand for a day, a year, a part of day, a recurrence …

`examples` of a time entry map a sentence to the quote that must be read in it, or to `quote = value` as read in
an article published on Tuesday, 5 March 2024. `not` lists sentences in which the entry must not be read.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from report_extract._lexicon.loading import Entry

_Words = Annotated[tuple[str, ...], Field(strict=False)]


class TimeWord(Entry):
    """Base: characters that must not stand right before or after the surface."""

    unless_before: _Words = ()
    unless_after: _Words = ()


class RelativeWord(TimeWord):
    """A day, week, month or year counted from the publication (`now`) or from the date read last (`last`).

    `days` is the number of days (years) that follow on another, for 今明两天; `needs = "opens"` a word that is one only
    at the head of a clause.
    """

    slot: Literal["day", "week", "month", "quarter", "year"]
    offset: int
    anchor: Literal["now", "last"] = "now"
    part: str | None = None
    season: Literal["21", "22", "23", "24"] | None = None
    days: int = 1
    needs: Literal["", "opens"] = ""


class DayPart(TimeWord):
    """A part of the day; `bare` where it may stand alone, `afternoon` where its hours count from noon."""

    code: Literal["TDA", "TMO", "TMI", "TAF", "TEV", "TNI", "TDT"]
    bare: bool = False
    afternoon: bool = False


class VagueTime(TimeWord):
    """Words that place a story and never become a day."""

    value: str
    kind: Literal["date", "duration"] = "date"


class Holiday(TimeWord):
    """A holiday by one rule: `month_day` or `lunar` (MM-DD), solar `term`, or `weekday` (MM-W-n)."""

    month_day: str | None = None
    lunar: str | None = None
    term: str | None = None
    weekday: str | None = None
    spans: dict[str, str] = Field(default_factory=dict)


class PeriodWord(TimeWord):
    """A part of a year, by its first and last month (MM/MM), or a season (EDTF 21 … 24).

    `bound` words are periods only behind a year; `seasons` marks two seasons by their months (秋冬季 = 09/02, which
    ends in the year that follows).
    """

    months: str | None = None
    seasons: bool = False
    bound: bool = False
    season: str | None = None


class SetWord(TimeWord):
    """A recurrence that needs no further words; the name is its period (P1D)."""

    period: str


class Signal(TimeWord):
    """A word beside a time that says how the time bounds the event."""

    side: Literal["before", "after"]
    relation: Literal["during", "since", "until", "before", "after"]


class ElapsedCue(TimeWord):
    """A word beside a number of years … seconds that says the number is time gone by.

    `clock` cues are strong enough for hours, minutes and seconds, which otherwise are hours of work.
    """

    side: Literal["before", "after", "hedge", "term"]
    clock: bool = False
    comparator: Literal["approx", "gt", "ge", "lt", "le"] | None = None


class DatedEvent(TimeWord):
    """An event that is only spoken of as current in these years: evidence for a year, never a time."""

    first: int
    last: int
