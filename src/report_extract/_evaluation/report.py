"""Scores of articles for eyes (a `Page`) and for programs (JSON); the changes against an earlier run.

A metric has a dotted name (`figures.overlap.f1`, `ledger.both`); `metrics` lists them all with values from 0 to 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from report_extract._evaluation.gold import TABLES
from report_extract._evaluation.page import Page, Worst, cell, change_rows, miss_row, worst
from report_extract._evaluation.scores import Agreement, Scores, TableScore


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a run is about: scores in all and by article, articles without a record, texts for context."""

    title: str
    scores: Scores
    by_article: Mapping[str, Scores]
    missing: tuple[str, ...]
    texts: Mapping[str, str]
    made_by: Mapping[str, str]


def metrics(scores: Scores) -> dict[str, float]:
    """Every metric by its dotted name, rounded to three places. Those with nothing to compare are left out."""
    out: dict[str, float] = {}
    for name, table in scores.tables.items():
        out |= {f"{name}.{key}": value for key, value in _table_metrics(table).items()}
    ledger = scores.ledger
    if ledger.rows:
        out |= {f"ledger.{key}": getattr(ledger, key) / ledger.rows for key in ("stated", "actor", "period", "both")}
    return {name: round(value, 3) for name, value in out.items()}


def _table_metrics(table: TableScore) -> dict[str, float]:
    out: dict[str, float] = {}
    for tag in ("overlap", "exact"):
        agreement: Agreement = getattr(table, tag)
        if agreement.expected or agreement.given:
            out |= {f"{tag}.{key}": getattr(agreement, key) for key in ("precision", "recall", "f1")}
    if table.core:
        out["core_recall"] = table.core_found / table.core
    if table.compared:
        out["value_accuracy"] = table.values / table.compared
    if table.units or table.comparators:
        out |= {
            "unit_accuracy": table.units / table.compared,
            "comparator_accuracy": table.comparators / table.compared,
        }
    return out


def as_json(evaluation: Evaluation, *, most: int) -> str:
    """One JSON object: `metrics`, `articles`, `missing`, `made_by`, `worst` with their context."""
    document = {
        "title": evaluation.title,
        "made_by": dict(evaluation.made_by),
        "articles": len(evaluation.by_article),
        "missing": list(evaluation.missing),
        "metrics": metrics(evaluation.scores),
        "by_article": {name: metrics(scores) for name, scores in evaluation.by_article.items()},
        "worst": [miss_row(miss, evaluation.texts) for miss in worst(evaluation.scores.misses, most)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def page(evaluation: Evaluation, *, most: int, before: Mapping[str, float] | None = None) -> Page:
    """Headings and tables for eyes; with `before`, what rose and fell since."""
    tables: list[tuple[str, list[list[str]]]] = [("", _rows(evaluation.scores)), ("", _ledger_rows(evaluation.scores))]
    if len(evaluation.by_article) > 1:
        tables.append(("By article", _article_rows(evaluation)))
    if before is not None:
        tables.append(("Since the baseline", change_rows(metrics(evaluation.scores), before)))
    notes = [f"Without a record: {', '.join(evaluation.missing)}."] if evaluation.missing else []
    misses = evaluation.scores.misses
    shown = Worst("article", worst(misses, most), len(misses), evaluation.texts)
    return Page(evaluation.title, _made_line(evaluation), tables, notes, shown)


def _made_line(evaluation: Evaluation) -> str:
    made = ", ".join(f"{key} {value}" for key, value in evaluation.made_by.items())
    count = len(evaluation.by_article)
    return f"{count} article{'s' if count != 1 else ''}; {made}." if made else f"{count} articles."


def _rows(scores: Scores) -> list[list[str]]:
    head = ["kind", "expected", "precision", "recall", "F1", "exact F1", "core recall", "value", "unit", "comparator"]
    known = metrics(scores)
    keys = ("overlap.precision", "overlap.recall", "overlap.f1", "exact.f1", "core_recall", "value_accuracy",
            "unit_accuracy", "comparator_accuracy")  # fmt: skip
    return [head] + [
        [name, str(scores.tables[name].overlap.expected), *(cell(known.get(f"{name}.{key}")) for key in keys)]
        for name in TABLES
    ]


def _ledger_rows(scores: Scores) -> list[list[str]]:
    ledger = scores.ledger
    known = ("stated", "actor", "period", "both")
    shares = [cell(getattr(ledger, key) / ledger.rows if ledger.rows else None) for key in known]
    return [["ledger", "rows", *known], ["share right", str(ledger.rows), *shares]]


def _article_rows(evaluation: Evaluation) -> list[list[str]]:
    rows = [["article", *TABLES, "values", "ledger"]]
    for name, scores in evaluation.by_article.items():
        known = metrics(scores)
        cells = [cell(known.get(f"{table}.overlap.f1")) for table in TABLES]
        rows.append([name, *cells, cell(known.get("figures.value_accuracy")), cell(known.get("ledger.both"))])
    return rows
