"""Checks: one small function a finding code, all of them in `CHECKS` at the foot.

A check reads claims (figures as intervals, linked by the record) and says of each relation whether it holds, fails,
is doubtful or cannot be tested. It never changes a record and never corrects a figure. Further checks are given by
argument: `run_checks(extraction, checks=(*CHECKS, mine))`.
"""

from __future__ import annotations

from collections.abc import Sequence

from report_extract._checks import calendar, changes, parts, rates, restated, shares
from report_extract._checks.check import Check, Outcome
from report_extract._checks.check import run_checks as _run
from report_extract.records import Extraction, Finding

__all__ = ["CHECKS", "Check", "Outcome", "run_checks"]

CHECKS: tuple[Check, ...] = (
    Check("part-gt-total", "S1", parts.part_gt_total),
    Check("parts-ne-total", "S1", parts.parts_ne_total),
    Check("subset-chain", "S1", parts.subset_chain),
    Check("remainder", "S1", parts.remainder),
    Check("percent-partition", "S2", shares.percent_partition),
    Check("share-vs-counts", "S1", shares.share_vs_counts),
    Check("per-day-total", "S2", rates.per_day_total),
    Check("mean-times-n", "S2", rates.mean_times_n),
    Check("groups-size", "S2", rates.groups_size),
    Check("hours-per-visit", "S2", rates.hours_per_visit),
    Check("persons-le-person-times", "S2", rates.persons_le_person_times),
    Check("growth-vs-levels", "S1", changes.growth_vs_levels),
    Check("pp-difference", "S1", changes.pp_difference),
    Check("direction", "S1", changes.direction),
    Check("impossible-date", "S1", calendar.impossible_date),
    Check("reversed-range", "S1", calendar.reversed_range),
    Check("weekday", "S2", calendar.weekday),
    Check("restated-figure-differs", "S1", restated.restated_figure_differs),
)


def run_checks(
    extraction: Extraction,
    *,
    checks: Sequence[Check] = CHECKS,
    explain: bool = False,
    text: str | None = None,
) -> tuple[Finding, ...]:
    """Findings of a record in the order of the page; consistent and untestable ones only with `explain`."""
    return _run(extraction, checks=checks, explain=explain, text=text)
