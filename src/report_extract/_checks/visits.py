"""Attendances (人次) against the hours and the heads of one effort."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from report_extract._checks.arithmetic import Interval, show
from report_extract._checks.check import Outcome, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.reading import FIGURE
from report_extract._checks.words import pattern, says

HOURS_A_VISIT = 24  # nobody serves longer in one attendance; above LONG_VISIT it is at least odd
LONG_VISIT = 16


def hours_per_visit(claims: Claims) -> Iterator[Outcome]:
    """Hours by attendances: nobody serves more than a day in one attendance.

    needs: one number of hours and one of attendances (人次) of one effort in one sentence
    formula: hours ÷ attendances ≤ 24; above 16 an S4 note
    traps: attendances of people served (接待, 接诊) are no divisor; hours of a team
    example: 先后有40人次到岗，累计服务2000小时。
    silent: 先后有40人次到岗，累计服务200小时。
    """
    if not {"hours", "attendance"} <= claims.kinds:
        return
    for hours in claims:
        if hours.kind != "hours" or not hours.is_count or not hours.strict.low:
            continue
        visits = [c for c in claims.near(hours) if c.kind == "attendance" and c.is_count and c.figure.subset_of is None]
        if len(visits) == 1 and _one_effort(claims, visits[0], hours) and visits[0].strict.low:
            yield _hours_each(claims, visits[0], hours)


def _one_effort(claims: Claims, visits: Claim, hours: Claim) -> bool:
    """True where both are told of one effort: one statement, or at most one clause apart."""
    first, last = (visits, hours) if visits.start < hours.start else (hours, visits)
    words = claims.between(first, last)
    told = visits.statement is hours.statement or len(words) <= 12
    return told and FIGURE not in words and len(re.findall("[，,；;]", words)) <= 1


def _hours_each(claims: Claims, visits: Claim, hours: Claim) -> Outcome:
    operands = tuple(sorted((visits, hours), key=lambda claim: claim.start))
    if says(claims.before(visits, 10) + claims.after(visits, 6), "served"):
        return Outcome("untestable", f"“{printed(visits)}”是服务对象，不能与工时相除。", None, operands)
    each = hours.loose / visits.loose
    due = hours.nominal / visits.nominal
    formula = f"{show(hours.nominal)}÷{show(visits.nominal)}≈{show(due)}小时/人次"
    if Interval.of(HOURS_A_VISIT).below(each):
        return Outcome(
            "inconsistent",
            f"“{printed(hours)}”除以“{printed(visits)}”，每人次约{show(due)}小时，超过一天{HOURS_A_VISIT}小时。",
            f"{formula} > {HOURS_A_VISIT}",
            operands,
        )
    if Interval.of(LONG_VISIT).below(each):
        return Outcome(
            "doubtful",
            f"“{printed(hours)}”除以“{printed(visits)}”，每人次约{show(due)}小时，偏长。",
            f"{formula} > {LONG_VISIT}",
            operands,
            severity="S4",
            policy=f"每人次不超过{LONG_VISIT}小时为常理",
        )
    return Outcome("consistent", f"每人次约{show(due)}小时，合乎常理。", formula, operands)


def persons_le_person_times(claims: Claims) -> Iterator[Outcome]:
    """More heads than attendances in one activity, though each head attends at least once.

    needs: people and attendances with nothing but words of taking part between them
    formula: fails where low(people) > high(attendances)
    traps: attendances of people served or trained; people registered against people present
    example: 128名队员累计值守32人次。
    silent: 32名队员累计值守128人次。
    """
    if not {"person", "attendance"} <= claims.kinds:
        return
    for row in claims.sentences():
        for heads, visits in pairwise(row):
            kinds = (heads.kind, visits.kind) == ("person", "attendance") and heads.is_count and visits.is_count
            if kinds and _taking_part(claims, heads, visits):
                yield _heads_and_visits(heads, visits)


def _taking_part(claims: Claims, heads: Claim, visits: Claim) -> bool:
    """True where only words of taking part stand between: 85名志愿者累计服务340人次."""
    words = re.sub(r"(?:了|共|累计|总计|合计|达|共计)", "", claims.between(heads, visits))
    match = re.search(rf"(?:{pattern('taking part').pattern})$", words)
    return (
        match is not None
        and len(words) <= 16
        and not re.search("[，,；;、（(]", words)
        and not says(words, "served")
        and visits.figure.subset_of is None
    )


def _heads_and_visits(heads: Claim, visits: Claim) -> Outcome:
    operands = (heads, visits)
    if visits.loose.below(heads.loose):
        return Outcome(
            "inconsistent",
            f"参与人数“{printed(heads)}”大于参与人次“{printed(visits)}”，每人至少应计1人次。",
            f"{show(heads.nominal)} > {show(visits.nominal)}",
            operands,
        )
    formula = f"{show(heads.nominal)} ≤ {show(visits.nominal)}"
    return Outcome("consistent", f"“{printed(heads)}”不超过“{printed(visits)}”。", formula, operands)
