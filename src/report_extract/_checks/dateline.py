"""Days against the day of the report: the past that lies ahead of it, and 昨日 with a day in brackets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from report_extract._checks.check import Outcome
from report_extract._checks.claims import Claims, Dated
from report_extract._checks.periods import Day, printed_days, safe
from report_extract._checks.reading import TIME
from report_extract._checks.shapes import find, shape
from report_extract._checks.words import says

_TOLD = (f"{TIME}电", f"{TIME}讯", f"{TIME}报")
_LINE = (
    shape(r"(?:本报|本台|本网|本刊|讯|社|记者)<w:12><T:day>(?:电|讯|专电|报道)", *_TOLD, f"{TIME}专"),
    shape(r"[（(]<T:day>(?:报道|讯|电)[）)]", *_TOLD),
)
_DONE = shape(r"(?:^|[，,。；;）)\s讯电])<T:day>[，,]?<w:14>(?:了|已经|已于)(?!<w:2>[将])", "了", "已经", "已于")
_DEICTIC = shape(r"<T:word>[（(]<T:day>[）)]", f"（{TIME}", f"({TIME}")
_OFFSETS = {"昨日": -1, "昨天": -1, "今日": 0, "今天": 0, "明日": 1, "明天": 1, "前天": -2, "前日": -2}
_AHEAD = 180  # days: more is the turn of the year


def dateline(claims: Claims) -> Dated | None:
    """The day of the report as the page prints it (本报3月5日讯), None where it prints none or several."""
    return claims.once(_dateline)


def _dateline(claims: Claims) -> Dated | None:
    days = {found.times["day"].time.printed: found.times["day"] for found in find(claims, *_LINE)}
    only = next(iter(days.values())) if len(days) == 1 else None
    return only if only is not None and len(printed_days(only.time)) == 1 else None


def after_publication(claims: Claims) -> Iterator[Outcome]:
    """Something is told as done on a day after the day of the report.

    needs: a printed dateline (本报3月5日讯), and a day at the head of a clause with 了 or 已
    formula: day ≤ dateline, in one year; more than half a year ahead is the year before
    traps: words of the future (将, 拟, 预计) beside it; a dateline of another text on the page
    example: （本报6月8日讯）6月18日，工人们修好了水闸。
    silent: （本报6月8日讯）6月7日，工人们修好了水闸。
    """
    line = dateline(claims)
    if line is None:
        return
    day = printed_days(line.time)[0]
    for found in find(claims, _DONE):
        told = found.times["day"]
        days = printed_days(told.time)
        if len(days) != 1 or told is line or told.time.kind not in {"date", "time"}:
            continue
        ahead = _days_ahead(day, days[0])
        words = claims.words(found.sentence)
        if ahead is None or says(words, "ahead"):
            continue
        quotes = ["".join(dated.time.quote.text.split()) for dated in (line, told)]
        if 0 < ahead < _AHEAD:
            message = f"报道日期为{quotes[0]}，文中以已发生口吻写“{quotes[1]}”。"
            yield Outcome("inconsistent", message, f"{quotes[1]} > {quotes[0]}（晚{ahead}天）", (), (line, told))
        else:
            yield Outcome(
                "consistent", f"“{quotes[1]}”不晚于报道日期。", f"{quotes[1]} ≤ {quotes[0]}", (), (line, told)
            )


def deictic(claims: Claims) -> Iterator[Outcome]:
    """昨日, 今日 or 明日 with a day in brackets that the dateline does not give.

    needs: a printed dateline, and 昨日（2月10日）
    formula: dateline − day = 1, 0 or −1
    traps: the day of writing and the day of printing
    example: （9月20日报道）昨日（9月16日），新桥通车。
    silent: （9月20日报道）昨日（9月19日），新桥通车。
    """
    line = dateline(claims)
    if line is None:
        return
    for found in find(claims, _DEICTIC):
        word, told = found.times["word"], found.times["day"]
        by, days = _OFFSETS.get(word.time.quote.text), printed_days(told.time)
        ahead = _days_ahead(printed_days(line.time)[0], days[0]) if len(days) == 1 else None
        if by is None or ahead is None:
            continue
        quotes = ["".join(dated.time.quote.text.split()) for dated in (line, word, told)]
        if ahead == by:
            yield Outcome(
                "consistent", f"“{quotes[1]}”与报道日期相符。", f"{quotes[0]}，{quotes[2]}", (), (line, word, told)
            )
        else:
            due = _shifted(printed_days(line.time)[0], by)
            message = f"报道日期{quotes[0]}，“{quotes[1]}”应为{due}，文中写“{quotes[2]}”。"
            yield Outcome(
                "inconsistent", message, f"{quotes[0]}的{quotes[1]}={due} ≠ {quotes[2]}", (), (line, word, told)
            )


def _dates(a: Day, b: Day) -> tuple[date, date] | None:
    year = a[0] or b[0] or 2024
    first, second = safe(a[0] or year, a[1], a[2]), safe(b[0] or year, b[1], b[2])
    return (first, second) if first is not None and second is not None else None


def _days_ahead(line: Day, day: Day) -> int | None:
    """Days by which a day lies after the dateline."""
    both = _dates(line, day)
    return (both[1] - both[0]).days if both else None


def _shifted(line: Day, by: int) -> str:
    base = safe(line[0] or 2024, line[1], line[2])
    day = date.fromordinal(base.toordinal() + by) if base is not None else None
    return f"{day.month}月{day.day}日" if day is not None else "另一日"
