"""The work of `report-extract audit`: findings as lines, the exit code by their severity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import click

from report_extract._cli_articles import exit_code, extractions
from report_extract._ledger import one_line
from report_extract._pipeline import audit
from report_extract.records import Extraction, Finding, Unread

_ALARMS = ("inconsistent", "doubtful")


def run_audit(
    paths: Sequence[str],
    *,
    published: date | None,
    profile: Literal["rules", "full"],
    explain: bool,
    fail_on: str,
) -> int:
    """Print the findings of each article; 1 where one is as grave as `fail_on`."""
    unread: list[Unread] = []
    done = 0
    failed = False
    for extraction in extractions(paths, published=published, profile=profile, unread=unread):
        done += 1
        for finding in audit(extraction, explain=explain):
            click.echo(finding_line(extraction, finding))
            failed |= finding.verdict in _ALARMS and finding.severity <= fail_on and fail_on != "never"
    return exit_code(done, unread) or int(failed)


def finding_line(extraction: Extraction, finding: Finding) -> str:
    """One finding in one line: where, how grave, which check, what it says and its sum."""
    source = extraction.article.source or "text"
    at = f":{finding.evidence[0].spans[0][0]}" if finding.evidence else ""
    computation = f" [{finding.computation}]" if finding.computation else ""
    line = f"{source}{at}: {finding.severity} {finding.verdict} {finding.code}: {finding.message}{computation}"
    return one_line(line)
