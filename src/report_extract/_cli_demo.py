"""The work of `report-extract demo`: the bundled article as a table, a summary of five lines, and the findings."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from typing import Literal

from rich.console import Console
from rich.markup import escape

from report_extract._coverage import account_of_numerals
from report_extract._ledger import one_line
from report_extract._pipeline import extract
from report_extract._table import ledger_table, plain_table
from report_extract.records import Extraction, Finding


def demo_text() -> str:
    """The article that comes with the package, written for this project."""
    return files("report_extract").joinpath("_demo", "article.txt").read_bytes().decode()


def run_demo(*, profile: Literal["rules", "full"]) -> int:
    """Show what the package makes of one article."""
    extraction = extract(demo_text(), source="demo", profile=profile)
    console = Console(soft_wrap=True)
    if console.is_terminal:
        console.print(ledger_table(extraction), soft_wrap=False)
    else:
        console.print(plain_table(extraction, width=120), end="", markup=False, highlight=False)
    for line in summary_lines(extraction):
        console.print(line, highlight=False, markup=False)
    for finding in extraction.findings:
        console.print(_finding(finding), highlight=False)
    if not extraction.findings:
        console.print("Checks   no finding", highlight=False)
    return 0


def summary_lines(extraction: Extraction) -> tuple[str, ...]:
    """Five lines: the article, its entities, its figures, its statements, the account of numerals."""
    article = extraction.article
    repaired = sum(block.repaired for block in article.blocks)
    kinds = Counter[str](entity.kind for entity in extraction.entities)
    units = Counter(figure.unit.surface for figure in extraction.figures)
    acted = sum(statement.actor is not None for statement in extraction.statements)
    dated = sum(statement.time is not None for statement in extraction.statements)
    return (
        f"Article  {article.length} characters, {len(article.blocks)} blocks ({repaired} repaired),"
        f" year {article.year or 'unknown'} ({article.year_basis})",
        f"Names    {_counts(kinds)}",
        f"Figures  {len(extraction.figures)}: {_counts(units)}",
        f"Rows     {len(extraction.statements)} statements, {acted} with an actor, {dated} with a time",
        f"Account  {account_of_numerals(extraction, extraction.text or '')}",
    )


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counter.most_common()) or "none"


def _finding(finding: Finding) -> str:
    sign = {"inconsistent": "red", "doubtful": "yellow"}.get(finding.verdict, "green")
    head = f"[{sign}]{finding.severity} {finding.verdict}[/{sign}] {finding.code}"
    return f"{head}  {escape(one_line(finding.message))}"
