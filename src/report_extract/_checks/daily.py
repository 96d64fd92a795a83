"""A rate a day against the total of its days, and a plan a day against what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_extract._checks.arithmetic import Interval, show
from report_extract._checks.check import Outcome, printed
from report_extract._checks.claims import Claim, Claims, Dated
from report_extract._checks.groups import group_noun
from report_extract._checks.holders import akin
from report_extract._checks.periods import days_of
from report_extract._checks.reading import is_head
from report_extract._checks.words import says

_REACH = 8  # a plan is set against the first result this many figures further on
_ALL_TOLD = re.compile(r"(?:累计|总计|合计|共计|总共|共)[\u3400-\u9fff]{0,10}$")


def per_day_total(claims: Claims) -> Iterator[Outcome]:
    """A daily rate over a printed period does not give the printed total.

    needs: a rate a day, a period with both ends printed, and one total behind the rate in the same sentence
    formula: rate × days must meet the total, for both ends counted and for one day less
    traps: rest days and shifts (untestable); the order of a daily number and what came of it, told of kindred
        bodies in one section, is compared too, as an S4 note only
    example: 3月1日至3月10日，每天派出8人巡逻，累计180人次。
    silent: 3月1日至3月10日，每天派出8人巡逻，累计80人次。
    """
    if not claims.every_day and not any(claim.figure.per or claim.figure.frequency for claim in claims):
        return
    for index, rate in enumerate(claims.rows):
        if not claims.daily(rate) or rate.kind in {"percent", "points"} or group_noun(claims, rate) is not None:
            continue
        if not rate.loose.low or rate.loose.low < 0:
            continue
        here = [c for c in claims.near(rate) if c.start > rate.end and _sums(claims, rate, c)]
        if len(here) == 1:
            yield _over_days(claims, rate, here[0], _period(claims, here[0]))
        elif rate.planned and not here:
            yield from _plan_and_result(claims, index, rate)


def _sums(claims: Claims, rate: Claim, claim: Claim) -> bool:
    """True where the claim can be the sum of the rate over days: one kind, or heads a day and attendances."""
    fits = claim.kind == rate.kind or (rate.kind == "person" and claim.kind == "attendance")
    told = claim.figure.role == "total" or _ALL_TOLD.search(claims.before(claim, 16)) or claim.kind == "attendance"
    return claim.is_count and not claims.daily(claim) and fits and bool(told) and claim.figure.subset_of is None


def _period(claims: Claims, claim: Claim) -> Dated | None:
    """The one period of days in the claim's sentence, else that of its statement."""
    here = [dated for dated in claims.times_in(claim.sentence) if days_of(dated.time)]
    if here:
        return here[0] if len(here) == 1 else None
    told = claims.dated(claim.statement.time if claim.statement is not None else None)
    return told if told is not None and days_of(told.time) else None


def _over_days(claims: Claims, rate: Claim, sum_: Claim, period: Dated | None, *, severe: bool = True) -> Outcome:
    operands = (rate, sum_)
    if period is None:
        return Outcome("untestable", f"“{printed(rate)}”与“{printed(sum_)}”之间没有可数的起止日期。", None, operands)
    if says(claims.words(rate.sentence) + claims.words(sum_.sentence), "shifts"):
        return Outcome("untestable", f"“{printed(rate)}”有轮班或休息，不能按天相乘。", None, operands, (period,))
    most = days_of(period.time)[-1]
    fitting = any(
        (rate.loose * Interval.of(n)).meets(sum_.loose) for days in days_of(period.time) for n in (days, days - 1)
    )
    due = rate.nominal * Interval.of(most)
    formula = f"{show(rate.nominal)}×{most}天={show(due)}"
    if fitting:
        message = f"每天{show(rate.nominal)}、{most}天与“{printed(sum_)}”相符。"
        return Outcome("consistent", message, formula, operands, (period,))
    plan = "（计划数与实际数，并非矛盾）" if rate.planned != sum_.planned else ""
    return Outcome(
        "inconsistent" if severe else "doubtful",
        f"每天“{printed(rate)}”、{most}天应为{show(due)}，文中为“{printed(sum_)}”{plan}。",
        f"{formula}（{most - 1}天={show(rate.nominal * Interval.of(most - 1))}） ≠ {show(sum_.nominal)}",
        operands,
        (period,),
        severity=None if severe else "S4",
        inferred=period.sentence != sum_.sentence,
        holds=lambda r, t: any(
            (r * Interval.of(n)).meets(t) for days in days_of(period.time) for n in (days, days - 1)
        ),
    )


def _plan_and_result(claims: Claims, index: int, rate: Claim) -> Iterator[Outcome]:
    """A daily plan and the first total of a kindred holder further on in the section: a note, never a fault."""
    for result in claims.rows[index + 1 : index + 1 + _REACH]:
        if result.part.section != rate.part.section:
            return
        if result.sentence == rate.sentence or is_head(result.part) or not _sums(claims, rate, result):
            continue
        period = _period(claims, result)
        if period is not None and not result.planned and akin(claims, rate, result):
            yield _over_days(claims, rate, result, period, severe=False)
            return
