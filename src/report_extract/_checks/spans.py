"""Times against each other: durations and their ends, hours of the clock, 截至 before 自, what follows what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from report_extract._checks.arithmetic import Interval, show
from report_extract._checks.check import Outcome, printed
from report_extract._checks.claims import Claims
from report_extract._checks.periods import days_between, days_of, out_of_order, printed_days
from report_extract._checks.reading import TIME
from report_extract._checks.shapes import find, shape
from report_extract._checks.words import says

_FOR = r"(?:为期|历时|历经|为时|持续|共计?|前后共|总共)"
_LASTS = (
    shape(rf"<T:range><w:6>[，,（(]{_FOR}<F:days>(?!<w:2>[余多])", "为期", "历时", "历经", "为时", "持续", "共"),
    shape(
        rf"<T:first>(?:起)?(?:一直)?(?:持续|延续|开展|举行|进行)?(?:到|至)<T:last><w:4>[，,（(]{_FOR}<F:days>",
        f"到{TIME}",
        f"至{TIME}",
    ),
)
_CLOCK = shape(
    r"<T:range>[，,（(]<w:2>(?:共|历时|时长|持续|总计|计|为时|长达|连续)<w:2><F:hours>(?!<w:4>以)",
    "共",
    "时",
    "持续",
    "计",
    "长达",
    "连续",
)
_TIME = re.compile(r"(?:^|T)([0-9]{2})(?::([0-9]{2}))?$")
_THEN = shape(
    r"<T:a>(?:接到|收到|得知|获悉)<w:10>[，,]<T:b><w:6>(?:即|便|就|立即|随即|马上|赶到|到岗|到位|出发)",
    "接到",
    "收到",
    "得知",
    "获悉",
)
_DAY = re.compile(r"(?P<month>XX|[0-9]{2})-(?P<day>[0-9]{2})")


def duration_vs_range(claims: Claims) -> Iterator[Outcome]:
    """A period is said to last another number of days than its ends give.

    needs: a period with both ends printed to the day, and right behind it 为期, 历时 … with a number of days
    formula: n must be the days with both ends counted, or one less (nights, or counting from the next day)
    traps: working days; breaks; 近 and 余 before the number
    example: 夏令营从7月2日持续到7月8日，为期16天。
    silent: 夏令营从7月2日持续到7月8日，为期7天。
    """
    if claims.surfaces.isdisjoint({"天", "日"}):
        return
    for found in find(claims, *_LASTS):
        days = found["days"]
        if days.figure.unit.surface not in {"天", "日"} or days.figure.comparator != "eq":
            continue
        whole = found.times.get("range")
        counts = days_of(whole.time) if whole else days_between(found.times["first"].time, found.times["last"].time)
        if not counts:
            continue
        times = tuple(found.times[name] for name in ("range", "first", "last") if name in found.times)
        label = "至".join("".join(dated.time.quote.text.split()) for dated in times)
        formula = f"{label}={'或'.join(map(str, counts))}天"
        if says(claims.words(found.sentence), "shifts"):
            yield Outcome("untestable", f"“{printed(days)}”可能只计工作日。", formula, (days,), times)
        elif any(days.loose.meets(Interval.of(n - less)) for n in counts for less in (0, 1)):
            yield Outcome("consistent", f"“{printed(days)}”与起止日期相符。", formula, (days,), times)
        else:
            message = f"{label}共{counts[-1]}天，文中写“{printed(days)}”。"
            yield Outcome(
                "inconsistent", message, f"{formula} ≠ {show(days.nominal)}", (days,), times,
                holds=lambda n, counts=counts: any(n.meets(Interval.of(c - less)) for c in counts for less in (0, 1)),
            )  # fmt: skip


def clock(claims: Claims) -> Iterator[Outcome]:
    """Two times of the clock do not give the hours printed behind them.

    needs: a period of two clock times, and right behind it 共, 历时 … with a number of hours
    formula: (end − start) mod 24 must meet the hours
    traps: forms of twelve hours (下午, 晚); breaks; more than one day
    example: 演练从19时至次日5时，共13小时。
    silent: 演练从19时至次日5时，共10小时。
    """
    if "hours" not in claims.kinds:
        return
    for found in find(claims, _CLOCK):
        span, hours = found.times["range"], found["hours"]
        ends = [_TIME.search(end) for end in (span.time.printed or "").split("/")]
        if hours.figure.unit.surface not in {"小时", "个小时"} or len(ends) != 2 or not all(ends):
            continue
        first, last = (int(end[1]) * 60 + int(end[2] or 0) for end in ends if end is not None)
        minutes = (last - first) % (24 * 60)
        due = Interval.of(minutes) / Interval.of(60)
        quote = "".join(span.time.quote.text.split())
        fits = {minutes, minutes - 12 * 60, minutes + 12 * 60} if re.search("[上下]午|晚|早|凌晨", quote) else {minutes}
        formula = f"{quote}={show(due)}小时"
        if any((Interval.of(m) / Interval.of(60)).meets(hours.loose) for m in fits if m > 0):
            yield Outcome("consistent", f"“{printed(hours)}”与起止时刻相符。", formula, (hours,), (span,))
        elif hours.figure.comparator != "eq" or claims.daily(hours):
            yield Outcome("untestable", f"“{printed(hours)}”是约数或另有口径。", formula, (hours,), (span,))
        else:
            message = f"{quote}为{show(due)}小时，文中写“{printed(hours)}”。"
            yield Outcome(
                "inconsistent", message, f"{formula} ≠ {show(hours.nominal)}", (hours,), (span,),
                holds=lambda h, due=due: due.meets(h),
            )  # fmt: skip


def asof_before_start(claims: Claims) -> Iterator[Outcome]:
    """截至 a day before the one from which it is counted.

    needs: 自 or 从 with a day, and the next time of the sentence 截至 with a day
    formula: end ≥ start; without years the year may turn where the end's month is six or more before the start's
    traps: two different activities in one sentence
    example: 自5月12日起发放消费券，截至5月3日共发放320份。
    silent: 自5月12日起发放消费券，截至5月23日共发放320份。
    """
    for since, until in pairwise(claims.times):
        if (since.time.relation, until.time.relation) != ("since", "until") or since.sentence != until.sentence:
            continue
        if "截" not in claims.reading.text[max(since.end, until.start - 3) : until.start]:
            continue  # 从…持续到… is one stretch
        days = [printed_days(dated.time) for dated in (since, until)]
        if any(len(each) != 1 for each in days) or (days[0][0][0] is None) != (days[1][0][0] is None):
            continue
        quotes = ["".join(dated.time.quote.text.split()) for dated in (since, until)]
        formula = f"{since.time.printed} ≤ {until.time.printed}"
        if out_of_order(days[0][0], days[1][0]):
            message = f"截至日期“{quotes[1]}”早于开始日期“{quotes[0]}”。"
            sum_ = f"{until.time.printed} < {since.time.printed}"
            yield Outcome("inconsistent", message, sum_, (), (since, until))
        else:
            yield Outcome("consistent", f"“{quotes[0]}”到截至“{quotes[1]}”次序无误。", formula, (), (since, until))


def event_order(claims: Claims) -> Iterator[Outcome]:
    """What was done on receiving a notice has an earlier day than the notice.

    needs: a day with 接到, 收到 or 获悉, and right behind it a day with 即, 便, 赶到, 到岗 …
    formula: day(after) ≥ day(before); half a month back is the turn of a month
    traps: flashbacks; days of different sentences
    example: 9日晚接到求助，8日上午便赶到现场。
    silent: 8日晚接到求助，9日上午便赶到现场。
    """
    for found in find(claims, _THEN):
        before, after = found.times["a"], found.times["b"]
        days = [_DAY.search(dated.time.printed or "") for dated in (before, after)]
        if days[0] is None or days[1] is None:
            continue
        months = {match["month"] for match in days if match is not None and match["month"] != "XX"}
        first, last = (int(match["day"]) for match in days if match is not None)
        quotes = ["".join(dated.time.quote.text.split()) for dated in (before, after)]
        if len(months) > 1:
            continue
        if 0 < first - last < 15:
            message = f"“{quotes[1]}”发生在“{quotes[0]}”之后，日期却更早。"
            yield Outcome("inconsistent", message, f"{last}日 < {first}日", (), (before, after))
        else:
            yield Outcome(
                "consistent", f"“{quotes[0]}”与“{quotes[1]}”次序无误。", f"{first}日 → {last}日", (), (before, after)
            )
