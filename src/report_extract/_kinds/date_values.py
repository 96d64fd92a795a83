"""Values of calendar words: small numerals, calendar arithmetic, and the EDTF strings of a partly known moment.

In: characters and small integers. Out: integers, `date`s and EDTF strings. Nothing here searches a text or knows
an article; a year that is not known stays `XXXX`.
"""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from report_extract._values import value

# Pairs, one character for one character, so that offsets of the folded text are offsets of the text.
_PAIRS = (
    "０0１1２2３3４4５5６6７7８8９9：:∶:．.／/－-–-−-—-―-～~〜~〰~○〇Ｏ〇　 時时點点號号週周個个兩两萬万億亿後后從从"
    "間间內内來来鐘钟禮礼歲岁當当國国慶庆節节農农曆历歷历數数幾几約约這这為为連连續续過过將将經经長长達达於于舊旧臘腊陽阳陰阴開开終终結结"
    "凍冻勞劳動动婦妇兒儿聖圣誕诞雙双軍军黨党師师會会現现錢钱據据閏闰處处暫暂還还"
)
_FOLD = dict(zip(map(ord, _PAIRS[::2]), _PAIRS[1::2], strict=True))
_FOLDABLE = re.compile(f"[{''.join(map(re.escape, _PAIRS[::2]))}]")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "元": 1, "正": 1}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEKDAYS = {c: i + 1 for i, c in enumerate("一二三四五六")} | {"日": 7, "天": 7, "末": 6}
_WEEKDAYS |= {str(i): i for i in range(1, 8)}


def fold(text: str) -> str:
    """The text with full-width digits, dashes and the commonest traditional characters folded, same length.

    >>> fold("１０月７日６時")
    '10月7日6时'
    """
    for character in set(_FOLDABLE.findall(text)):
        text = text.replace(character, _FOLD[ord(character)])
    return text


@lru_cache(maxsize=4096)
def small_int(text: str) -> int | None:
    """A whole number below 10,000: digits, positional (二〇二〇) or with scales (二十三, 廿三, 两千零五).

    >>> [small_int(t) for t in ("07", "二〇二〇", "十二", "廿三", "卅", "两千零五", "初七", "三四")]
    [7, 2020, 12, 23, 30, 2005, None, None]
    """
    if text.isascii():
        return int(text) if text.isdigit() else None
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not any(c in _SCALES for c in text):
        digits = [_DIGITS.get(c) for c in text]
        if None in digits or (len(digits) == 2 and digits[0] != 0):
            return None
        return int("".join(map(str, digits))) if digits else None
    total, digit = 0, 0
    for char in text:
        if char in _SCALES:
            total, digit = total + (digit or 1) * _SCALES[char], 0
        elif char in _DIGITS and not digit:
            digit = _DIGITS[char]
        else:
            return None
    return total + digit


def small_number(text: str) -> Decimal | None:
    """A number of a duration: like `small_int`, with decimals (1.5, 一点五), thousands and 万.

    >>> [str(small_number(t)) for t in ("1.5", "一点五", "2000万", "1,200", "半")]
    ['1.5', '1.5', '20000000', '1200', '0.5']
    """
    text = text.replace(",", "").replace(" ", "")
    if text == "半":
        return Decimal("0.5")
    if text.endswith("万"):
        below = small_number(text[:-1])
        return None if below is None else below * 10000
    if text.isascii():
        digits, _, decimals = text.partition(".")
        if not digits.isdigit() or (decimals and not decimals.isdigit()):
            return None
        return Decimal(text)
    whole, _, tail = text.partition("点")
    number = small_int(whole)
    if number is None:
        return None
    if not tail:
        return Decimal(number)
    if not all(c in _DIGITS for c in tail):
        return None
    return Decimal(f"{number}.{''.join(str(_DIGITS[c]) for c in tail)}")


def year_of(text: str, *, century_of: int = 2049) -> int | None:
    """A printed year: four places as they stand, two places read as the last such year before `century_of`.

    >>> [year_of(t) for t in ("2020", "一九九八", "98", "07", "零七", "两千零五")]
    [2020, 1998, 1998, 2007, 2007, 2005]
    """
    digits = "".join(str(_DIGITS[c]) for c in text) if all(c in _DIGITS for c in text) else text
    year = small_int(digits)
    if year is None or len(digits) != 2 or not digits.isdigit():
        return year
    return year + 2000 if year + 2000 <= century_of else year + 1900


def weekday_of(text: str) -> int:
    """ISO number of 一 … 日, 天, 末 (the weekend begins on Saturday)."""
    return _WEEKDAYS[text]


def last_day(year: int | None, month: int) -> int:
    """Days of a month; February has 29 while the year is open."""
    if month != 2:
        return _DAYS[month - 1]
    return 29 if year is None or isleap(year) else 28


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_months(year: int, month: int, by: int) -> tuple[int, int]:
    """Year and month `by` months later.

    >>> shift_months(2020, 1, -1)
    (2019, 12)
    """
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def monday_of(day: date, *, weeks: int = 0) -> date:
    """Monday of the week of `day`, `weeks` later."""
    return day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)


@value
class Moment:
    """A partly known point of the calendar; None = not known, not printed. `part` is a code such as TMO."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None

    @property
    def impossible(self) -> bool:
        """True for 2月30日, 13月, 25时: no calendar or clock has it."""
        month, day = self.month, self.day
        if month is not None and not 1 <= month <= 12:
            return True
        if day is not None and not 1 <= day <= 28:
            most = last_day(self.year, month) if month is not None else 31
            if not 1 <= day <= most:
                return True
        if self.hour is None and self.minute is None and self.second is None:
            return False
        return not (0 <= (self.hour or 0) <= 24 and 0 <= (self.minute or 0) <= 59 and 0 <= (self.second or 0) <= 59)

    @property
    def first(self) -> date | None:
        """First day it covers, None while the year is open or the date impossible."""
        if self.year is None or self.impossible or (self.month is None and self.day is not None):
            return None
        return safe_date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date | None:
        """Last day it covers."""
        if self.year is None or self.impossible or (self.month is None and self.day is not None):
            return None
        month = self.month or 12
        return safe_date(self.year, month, self.day or last_day(self.year, month))

    def dated(self, day: date) -> Moment:
        """The same time of day on `day`."""
        return self.on(day.year, day.month, day.day)

    def on(self, year: int | None, month: int | None, day: int | None) -> Moment:
        """The same time of day, on another day, month or year."""
        return Moment(year, month, day, self.part, self.hour, self.minute, self.second)

    @property
    def dateless(self) -> bool:
        """True for a time of day alone."""
        return self.year is None and self.month is None and self.day is None

    def same_day(self, other: Moment) -> bool:
        """True where both name one and the same day."""
        return self.day is not None and (self.year, self.month, self.day) == (other.year, other.month, other.day)


def edtf(moment: Moment) -> str | None:
    """EDTF of a moment, unknown leading parts as X.

    >>> edtf(Moment(month=2, day=3, part="TEV")), edtf(Moment(2011, 10, 7, None, 6, 36)), edtf(Moment(hour=0))
    ('XXXX-02-03TEV', '2011-10-07T06:36', 'T00')
    >>> edtf(Moment(day=17, part="TMO")), edtf(Moment(year=2015)), edtf(Moment(month=8))
    ('XXXX-XX-17TMO', '2015', 'XXXX-08')
    """
    out = ""
    if moment.day is not None:
        out = f"{_year(moment.year)}-{_two(moment.month)}-{moment.day:02d}"
    elif moment.month is not None:
        out = f"{_year(moment.year)}-{_two(moment.month)}"
    elif moment.year is not None:
        out = _year(moment.year)
    if moment.hour is not None:
        clock = [f"{n:02d}" for n in (moment.hour, moment.minute, moment.second) if n is not None]
        return f"{out}T{':'.join(clock)}"
    return out + (moment.part or "") or None


def _year(year: int | None) -> str:
    return "XXXX" if year is None else f"{year:04d}"


def _two(number: int | None) -> str:
    return "XX" if number is None else f"{number:02d}"
