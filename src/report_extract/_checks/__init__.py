"""Checks: one small function a finding code, all of them in `registry.py`, in the order of the catalogue.

A check reads claims (figures as intervals, linked by the record) and says of each relation whether it holds, fails,
is doubtful or cannot be tested. It never changes a record and never corrects a figure. Further checks are given by
argument: `run_checks(extraction, checks=(*CHECKS, mine))`.
"""

from __future__ import annotations

from collections.abc import Sequence

from report_extract._checks.check import Check, Outcome
from report_extract._checks.check import run_checks as _run
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.identities import load_rules
from report_extract._checks.registry import CHECKS, GROUPS
from report_extract.records import Extraction, Finding

__all__ = ["CHECKS", "GROUPS", "Check", "Claim", "Claims", "Outcome", "load_rules", "run_checks"]


def run_checks(
    extraction: Extraction,
    *,
    checks: Sequence[Check] = CHECKS,
    explain: bool = False,
    text: str | None = None,
) -> tuple[Finding, ...]:
    """Findings of a record in the order of the page; consistent and untestable ones only with `explain`."""
    return _run(extraction, checks=checks, explain=explain, text=text)
