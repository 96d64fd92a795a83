"""Festivals and days of the farming calendar against the date printed beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise

from report_extract._checks.check import Outcome
from report_extract._checks.claims import Claims, Dated
from report_extract._checks.periods import printed_days, safe
from report_extract._kinds.date_lunar import lunar_day
from report_extract._lexicon import default_lexicon
from report_extract._lexicon.times import Holiday

_BESIDE = re.compile(r"[，,]?(?:是|为|适逢|恰逢|正值|正是|即|（|\(|也是|又是|逢)?(?:第?[\ue0020-9]{1,4}个)?")
_AROUND = re.compile(r"前|后|期间|假|来临|临近|当周|长假|档")
_LUNAR = re.compile(
    r"(?P<leap>闰)?(?P<month>正|腊|冬|十[一二]?|[二三四五六七八九])月(?P<day>初[一二三四五六七八九十]|[廿二]?十[一二三四五六七八九]?|廿[一二三四五六七八九]|三十)"
)
_FESTIVE = ("holiday", "lunar", "festival")
_MONTHS = "正二三四五六七八九十冬腊"
_NUMBERS = {c: n for n, c in enumerate("零一二三四五六七八九")}


def festival_date(claims: Claims) -> Iterator[Outcome]:
    """A festival of a fixed day stands beside another day.

    needs: a day and right beside it a festival whose day is fixed (五一, 国庆, 教师节)
    formula: the two days must be one
    traps: the days before and after it (节前, 期间); a festival of another name on that day
    example: 9月12日教师节当天，学校举行座谈会。
    silent: 9月10日教师节当天，学校举行座谈会。
    """
    for day, festival in _pairs(claims):
        holiday = _holiday(festival)
        days = printed_days(day.time)
        if holiday is None or holiday.month_day is None or len(days) != 1:
            continue
        due = tuple(map(int, holiday.month_day.split("-")))
        quotes = ["".join(dated.time.quote.text.split()) for dated in (day, festival)]
        label = f"{due[0]}月{due[1]}日"
        if days[0][1:] == due:
            yield Outcome("consistent", f"“{quotes[1]}”正是{label}。", f"{holiday.name}={label}", (), (day, festival))
        else:
            message = f"{holiday.name}是{label}，文中写“{quotes[0]}”。"
            yield Outcome("doubtful", message, f"{holiday.name}={label} ≠ {quotes[0]}", (), (day, festival))


def lunar_solar(claims: Claims) -> Iterator[Outcome]:
    """A day of the farming calendar stands beside a date that it does not fall on.

    needs: a date with a printed year and right beside it a lunar day or a festival of the farming calendar; the
        optional calendar library (extra `lunar`)
    formula: lunar(date) must be the printed day; a leap month counts as well
    traps: festivals whose day differs by region (小年)
    example: 2021年9月25日是农历八月十五。
    silent: 2021年9月21日是农历八月十五。
    """
    for day, festival in _pairs(claims):
        lunar = _lunar(festival)
        days = printed_days(day.time)
        if lunar is None or len(days) != 1:
            continue
        year, month, day_ = days[0]
        if year is None:
            continue
        printed, found = safe(year, month, day_), _candidates(year, *lunar)
        quotes = ["".join(dated.time.quote.text.split()) for dated in (day, festival)]
        if printed is None:
            continue
        if not found:
            yield Outcome("untestable", f"没有农历历表，“{quotes[1]}”不能核对。", None, (), (day, festival))
        elif printed in found:
            yield Outcome("consistent", f"{quotes[0]}正是{quotes[1]}。", f"{quotes[1]}={printed}", (), (day, festival))
        else:
            near = min(found, key=lambda each: abs((each - printed).days))
            message = f"{near.year}年的{quotes[1]}是{near.month}月{near.day}日，文中写“{quotes[0]}”。"
            yield Outcome("inconsistent", message, f"{quotes[1]}={near} ≠ {printed}", (), (day, festival))


def _pairs(claims: Claims) -> tuple[tuple[Dated, Dated], ...]:
    """Each date with the festival right behind it."""
    return claims.once(_festivals)


def _festivals(claims: Claims) -> tuple[tuple[Dated, Dated], ...]:
    return tuple(_beside(claims))


def _beside(claims: Claims) -> Iterator[tuple[Dated, Dated]]:
    for day, festival in pairwise(claims.times):
        if festival.start - day.end > 10 or not festival.time.rule.startswith(_FESTIVE):
            continue
        if day.time.rule.startswith(_FESTIVE):
            continue  # 双十一、双十二: two festivals
        around = claims.reading.text[festival.start : festival.end + 3]
        if _BESIDE.fullmatch(claims.between(day, festival)) and not _AROUND.search(around):
            yield day, festival


@cache
def _holidays() -> dict[str, Holiday]:
    return {form: row for row in default_lexicon().entries("time_holidays", Holiday) for form in row.forms}


def _holiday(dated: Dated) -> Holiday | None:
    text = "".join(dated.time.quote.text.split()).removesuffix("当天").removesuffix("当日")
    return _holidays().get(text) or _holidays().get(text.removeprefix("国际"))


def _lunar(dated: Dated) -> tuple[int, int] | None:
    """Lunar month and day of a festival or of 农历八月十五."""
    holiday = _holiday(dated)
    if holiday is not None:
        month, _, day = (holiday.lunar or "").partition("-")
        return (int(month), int(day)) if day.isdigit() else None
    match = _LUNAR.search(dated.time.quote.text)
    if match is None or match["leap"]:
        return None
    month_ = {"十一": 11, "十二": 12}.get(match["month"]) or _MONTHS.index(match["month"]) + 1
    return month_, _day(match["day"])


def _day(text: str) -> int:
    if text.startswith("初"):
        return 10 if text[1] == "十" else _NUMBERS[text[1]]
    if text == "三十":
        return 30
    tens, _, ones = text.replace("廿", "二十").replace("二十", "2").replace("十", "1").partition(" ")
    return int(tens[0]) * 10 + sum(_NUMBERS[char] for char in tens[1:] + ones)


@cache
def _candidates(year: int, month: int, day: int) -> tuple[date, ...]:
    rows = (lunar_day(y, m, day) for y in (year - 1, year) for m in (month, -month))
    return tuple(row for row in rows if row is not None and row.year == year)
