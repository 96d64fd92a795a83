"""Scores of peer cases for eyes (a `Page`) and for programs (JSON)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from report_extract._evaluation.case_scores import CaseScores, Tally, metrics
from report_extract._evaluation.page import Page, Worst, cell, change_rows, miss_row, worst


@dataclass(frozen=True, slots=True)
class CaseEvaluation:
    """What a run is about; `texts` are those of all cases by id, `unanswered` the ids for which nothing was given."""

    title: str
    scores: CaseScores
    texts: Mapping[str, str]
    unanswered: tuple[str, ...]
    made_by: Mapping[str, str]


def as_json(evaluation: CaseEvaluation, *, most: int) -> str:
    """One JSON object: `metrics`, tallies by kind and by suite, `false`, `unanswered`, `made_by`, `worst`."""
    scores = evaluation.scores
    document = {
        "title": evaluation.title,
        "made_by": dict(evaluation.made_by),
        "cases": len(evaluation.texts),
        "unanswered": list(evaluation.unanswered),
        "metrics": metrics(scores),
        "by_kind": {name: asdict(tally) for name, tally in sorted(scores.kinds.items())},
        "by_suite": {name: asdict(tally) for name, tally in sorted(scores.suites.items())},
        "false": scores.false,
        "worst": [miss_row(miss, evaluation.texts) for miss in worst(scores.misses, most)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def page(evaluation: CaseEvaluation, *, most: int, before: Mapping[str, float] | None = None) -> Page:
    """Tables by kind and by suite; with `before`, what rose and fell since."""
    scores = evaluation.scores
    kinds = [_row(name, tally) for name, tally in sorted(scores.kinds.items())]
    kinds += [_row("date, daterange and time", scores.dates)] if scores.dates.expected else []
    tables = [("", [["kind", "expected", "right", "share"], *kinds, _row("all", scores.all)])]
    if len(scores.suites) > 1:
        suites = [_row(name, tally) for name, tally in sorted(scores.suites.items())]
        tables.append(("By suite", [["suite", "expected", "right", "share"], *suites]))
    if before is not None:
        tables.append(("Since the baseline", change_rows(metrics(scores), before)))
    notes = [f"False (touching nothing expected, of a kind that its case lists in full): {scores.false}."]
    if evaluation.unanswered:
        count = len(evaluation.unanswered)
        notes.append(f"Without an answer: {count} case{'s' if count != 1 else ''}.")
    shown = Worst("case", worst(scores.misses, most), len(scores.misses), evaluation.texts)
    made = ", ".join(f"{key} {value}" for key, value in evaluation.made_by.items())
    return Page(evaluation.title, f"{len(evaluation.texts)} cases; {made}.", tables, notes, shown)


def _row(name: str, tally: Tally) -> list[str]:
    return [name, str(tally.expected), str(tally.right), cell(tally.share)]
