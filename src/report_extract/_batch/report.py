"""The account of a run: what became of the inputs, and what was found in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.table import Table

from report_extract._batch.store import Store

_MOST_FAILED, _SLOWEST = 100, 10
_TOTALS = """
SELECT count(*), total(characters), total(numerals), total(numerals_in_facts), total(numerals_named) FROM articles
"""
_FINDINGS = """
SELECT severity, count(*) FROM findings WHERE verdict IN ('inconsistent', 'doubtful') GROUP BY severity
"""


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of a run and of the store after it. `inputs` = sum of `statuses` of this run's inputs."""

    outcome: str
    run: int
    rules: str
    begun: str
    ended: str
    seconds: float
    inputs: int
    kept: int
    redone: int
    bytes: int
    statuses: Mapping[str, int]
    reasons: Mapping[str, int]
    articles: int
    characters: int
    figures: Mapping[str, int]
    numerals: Mapping[str, int]
    findings: Mapping[str, int]
    near_duplicates: int
    slowest: tuple[tuple[str, float], ...]
    failed: tuple[tuple[str, str, str], ...]

    @property
    def quarantined(self) -> int:
        """Inputs that gave nothing."""
        return self.statuses.get("quarantined", 0)


def report_of(
    store: Store, *, run: int, rules: str, begun: str, ended: str, outcome: str, inputs: int, kept: int, redone: int,
    bytes_read: int, seconds: float,
) -> Report:  # fmt: skip
    """The report of a run over its store."""
    totals = next(store.query(_TOTALS))
    articles, characters, numerals, in_facts, named = (int(value) for value in totals)
    return Report(
        outcome=outcome, run=run, rules=rules, begun=begun, ended=ended, seconds=round(seconds, 2), inputs=inputs,
        kept=kept, redone=redone, bytes=bytes_read, statuses=store.counts(),
        reasons=_counts(store, "SELECT reason, count(*) FROM inputs WHERE reason <> '' GROUP BY reason"),
        articles=articles, characters=characters,
        figures=_counts(store, "SELECT dimension, count(*) FROM figures GROUP BY dimension"),
        numerals={"all": numerals, "in_facts": in_facts, "named": named, "unexplained": numerals - in_facts - named},
        findings=_counts(store, _FINDINGS),
        near_duplicates=int(next(store.query("SELECT count(*) FROM near_duplicates"))[0]),
        slowest=tuple(store.query(
            f"SELECT source, seconds FROM inputs WHERE run = ? ORDER BY seconds DESC, position LIMIT {_SLOWEST}", (run,)
        )),
        failed=tuple(store.query(
            "SELECT source, reason, detail FROM inputs WHERE status = 'quarantined' ORDER BY position "
            f"LIMIT {_MOST_FAILED}"
        )),
    )  # fmt: skip


def _counts(store: Store, sql: str) -> dict[str, int]:
    rows: list[tuple[Any, ...]] = sorted(store.query(sql), key=lambda row: (-row[1], row[0]))
    return {str(name): int(count) for name, count in rows}


def report_table(report: Report) -> Table:
    """The report for eyes."""
    table = Table(title=f"Run {report.run} {report.outcome}", show_header=False, title_justify="left")
    rate = report.characters / report.seconds if report.seconds else 0.0
    rows = [
        ("inputs", f"{report.inputs}: {_listed(report.statuses)}"),
        (
            "kept from before",
            f"{report.kept}" + (f", {report.redone} redone under changed rules" if report.redone else ""),
        ),
        ("articles", f"{report.articles}, {report.characters:,} characters, {rate:,.0f} characters a second"),
        ("figures", f"{sum(report.figures.values()):,}: {_listed(report.figures, 8)}"),
        ("numerals", _listed(report.numerals)),
        ("findings", _listed(report.findings) or "none"),
        ("near duplicates", str(report.near_duplicates)),
        ("slowest", "; ".join(f"{source} {seconds:.2f} s" for source, seconds in report.slowest[:3])),
    ]
    if report.quarantined:
        rows.append(("not extracted", _listed(report.reasons)))
        rows += [("", f"{source}: {reason}: {detail}") for source, reason, detail in report.failed[:10]]
    for name, value in rows:
        table.add_row(name, value)
    return table


def _listed(counts: Mapping[str, int], most: int = 20) -> str:
    shown = [f"{count:,} {name or 'without unit'}" for name, count in list(counts.items())[:most]]
    return ", ".join(shown) + (" …" if len(counts) > most else "")
