"""Dates that no calendar has, periods that end before they begin, weekdays that the date contradicts."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from report_extract._checks.check import Outcome
from report_extract._checks.claims import Claims, Dated
from report_extract._checks.periods import full_ends, out_of_order, printed_days, reversed_ends, safe

_WEEKDAY = re.compile(
    r"""
    ^\s?[（(]?\s?
    (?: (?:星期|礼拜)(?P<day>[一二三四五六日天])
      | 周(?P<short>[一二三四五六日])(?=[）)，,、。；;\s上下中早晚凌夜]|$)      # not 周一鸣
    )
    """,
    re.VERBOSE,
)
_INSIDE = re.compile(r"[日号](?P<rest>\s?[（(]?\s?(?:星期|礼拜|周).{1,8})", re.DOTALL)
_LASTS = re.compile(r"^起?，?(?:一直)?(?:持续|延续|延长|进行|开放|展出|举行|举办)?(?:到|至)$")
_MONTH = re.compile(r"(?<![0-9.])(?P<month>[0-9]{2,3})月")
_LATE = re.compile(r"月(?P<day>[0-9]{2,3})[日号](?!线)")
_MONTH_BEFORE = re.compile(r"(?<![0-9.])[0-9]{1,2}$")
_MOST_DAYS = 39  # up to here days are read as dates, and tested as such
_FULL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAMES = "一二三四五六日"


def impossible_date(claims: Claims) -> Iterator[Outcome]:
    """A printed day that its month does not have.

    needs: a printed month and day
    formula: 1 ≤ month ≤ 12 and day ≤ days of that month, 29 for February
    traps: days of the farming calendar (农历二月三十), which are not tested
    example: 比赛于6月31日开幕。
    silent: 比赛于6月30日开幕。
    """
    yield from _late_days(claims)
    for dated in claims.times:
        long = _long_month(claims, dated)
        if long is not None:
            yield Outcome("inconsistent", f"没有{long}月。", f"{long}月不存在", (), (dated,))
            continue
        for year, month, day in printed_days(dated.time):
            fault = _fault(month, day)
            if fault is None and not claims.explain:
                continue
            label = f"{year}年{month}月{day}日" if year is not None else f"{month}月{day}日"
            if fault is not None:
                yield Outcome("inconsistent", fault, f"{label}不存在", (), (dated,))
            elif (month, day) != (2, 29):
                yield Outcome("consistent", f"{label}是历法上有的日子。", label, (), (dated,))


def _late_days(claims: Claims) -> Iterator[Outcome]:
    """6月80日, which no pattern of dates reads."""
    text = claims.reading.text
    for match in _LATE.finditer(text):
        month = _MONTH_BEFORE.search(text, max(match.start() - 2, 0), match.start())
        if month is None or int(match["day"]) <= _MOST_DAYS:
            continue
        label = f"{month.group()}月{match['day']}日"
        quote = claims.reading.quote(month.start(), match.end())
        yield Outcome("inconsistent", f"{month.group()}月没有{match['day']}日。", f"{label}不存在", evidence=(quote,))


def _long_month(claims: Claims, dated: Dated) -> int | None:
    """33 of 33月1日, of which only 3月1日 is a date; None where no digit stands before the month."""
    if dated.start == 0 or not claims.reading.masked[dated.start - 1].isdecimal():
        return None
    match = _MONTH.search(claims.reading.text, max(dated.start - 2, 0), dated.start + 3)
    return int(match["month"]) if match is not None and int(match["month"]) > 12 else None


def leap_day(claims: Claims) -> Iterator[Outcome]:
    """29 February of a printed year that is no leap year.

    needs: 2月29日 with its year printed
    formula: the year must be a leap year
    traps: a year that is only inferred is never held against the day: the day is evidence for a leap year
    example: 2019年2月29日，观测站开放。
    silent: 2020年2月29日，观测站开放。
    """
    for dated in claims.times:
        for year, month, day in printed_days(dated.time):
            if (month, day) != (2, 29):
                continue
            if year is None:
                yield Outcome("consistent", "年份未写，有2月29日只说明是闰年。", "2月29日", (), (dated,))
            elif isleap(year):
                yield Outcome("consistent", f"{year}年是闰年。", f"{year}年2月29日", (), (dated,))
            else:
                message = f"{year}年不是闰年，没有2月29日。"
                yield Outcome("inconsistent", message, f"{year}年2月29日不存在", (), (dated,))


def _fault(month: int, day: int) -> str | None:
    if not 1 <= month <= 12:
        return f"没有{month}月。"
    if not 1 <= day <= monthrange(2024, month)[1]:
        return f"{month}月没有{day}日。"
    return None


def range_reversed(claims: Claims) -> Iterator[Outcome]:
    """A period whose end lies before its start.

    needs: one period with both ends printed to the day
    formula: start ≤ end; without years the year may turn where the end's month is six or more before the
        start's
    traps: 12月25日至1月5日
    example: 书展从5月15日到5月8日。
    silent: 书展从5月8日到5月15日。
    """
    for dated in claims.times:
        if dated.time.kind != "interval" or "/" not in (dated.time.printed or ""):
            continue
        start, _, end = (dated.time.value or dated.time.printed or "").partition("/")
        quote = "".join(dated.time.quote.text.split())
        if not full_ends(dated.time):
            continue
        if not reversed_ends(dated.time):
            yield Outcome("consistent", f"“{quote}”的起止次序无误。", f"{start} ≤ {end}", (), (dated,))
        else:
            yield Outcome("inconsistent", f"时间范围“{quote}”的终点早于起点。", f"{end} < {start}", (), (dated,))
    for first, last in pairwise(claims.times):
        if first.time.relation != "since" or first.sentence != last.sentence:
            continue
        if _LASTS.match(claims.between(first, last)):
            yield from _lasting(first, last)


def _lasting(first: Dated, last: Dated) -> Iterator[Outcome]:
    """从3月8日持续到3月15日: a period in two times."""
    days = [day for dated in (first, last) for day in printed_days(dated.time)]
    alike = len(days) == 2 and (days[0][0] is None) == (days[1][0] is None)
    if alike and first.time.relation == "since" and last.time.kind in {"date", "time"}:
        quotes = ["".join(dated.time.quote.text.split()) for dated in (first, last)]
        if out_of_order(*days):
            message = f"时间范围的终点“{quotes[1]}”早于起点“{quotes[0]}”。"
            yield Outcome("inconsistent", message, f"{last.time.printed} < {first.time.printed}", (), (first, last))
        else:
            yield Outcome("consistent", f"“{quotes[0]}”到“{quotes[1]}”的起止次序无误。", None, (), (first, last))


def weekday(claims: Claims) -> Iterator[Outcome]:
    """The weekday printed beside a full date is another one.

    needs: a full date with 星期, 礼拜 or 周 right behind it
    formula: weekday(date) must be the printed one
    traps: a year that is not printed (one step less grave, and untestable where the weekday fits the year
        before or after); 上周五 and 下周一 are no such pair; names (周三元)
    example: 2023年10月1日（星期三）开放。
    silent: 2023年10月1日（星期日）开放。
    """
    for dated in claims.times:
        printed = _printed_weekday(claims, dated)
        if printed is None:
            continue
        day = _day(dated)
        if day is None:
            yield Outcome("untestable", f"“{dated.time.quote.text}”年份不明，星期不能核对。", None, (), (dated,))
            continue
        actual = _NAMES[day.weekday()]
        if actual != printed and not _year_printed(dated) and _in_a_year_beside(day, printed):
            message = f"“{dated.time.quote.text}”未写年份，星期{printed}与前一年或后一年相符。"
            yield Outcome("untestable", message, None, (), (dated,))
            continue
        formula = f"{day.isoformat()}=星期{actual}"
        if actual == printed:
            yield Outcome("consistent", f"{day.isoformat()}是星期{actual}，与文中一致。", formula, (), (dated,))
        else:
            yield Outcome(
                "inconsistent",
                f"{day.year}年{day.month}月{day.day}日是星期{actual}，文中写“星期{printed}”。",
                f"{formula} ≠ 星期{printed}",
                (),
                (dated,),
                inferred=not _year_printed(dated),
            )


def _year_printed(dated: Dated) -> bool:
    return any(year is not None for year, _, _ in printed_days(dated.time))


def _in_a_year_beside(day: date, weekday_name: str) -> bool:
    """True where the weekday fits the same day of the year before or after: the year, not the day, was misread."""
    beside = (safe(day.year + by, day.month, day.day) for by in (-1, 1))
    return any(other is not None and _NAMES[other.weekday()] == weekday_name for other in beside)


def _printed_weekday(claims: Claims, dated: Dated) -> str | None:
    """The weekday in the quote behind the day, or right behind the quote."""
    quote = dated.time.quote.text
    inside = _INSIDE.search(quote)
    match = _WEEKDAY.match(inside["rest"] if inside else claims.reading.text[dated.end : dated.end + 8])
    found = (match["day"] or match["short"]) if match is not None else None
    return "日" if found == "天" else found


def _day(dated: Dated) -> date | None:
    """The one full date of a time, None where it is a period or its year is open."""
    time = dated.time
    if time.kind not in {"date", "time"} or time.comparator != "eq" or not _FULL.match(time.value or ""):
        return None
    try:
        return date.fromisoformat((time.value or "")[:10])
    except ValueError:
        return None
