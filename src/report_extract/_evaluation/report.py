"""Scores for eyes and for programs: Markdown, HTML, JSON; the changes against an earlier run.

A metric has a dotted name (`figures.overlap.f1`, `ledger.both`); `metrics` lists them all with values from 0 to 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from report_extract._evaluation.gold import TABLES
from report_extract._evaluation.scores import Agreement, LedgerScore, Miss, MissKind, Scores, TableScore

_CONTEXT = 14
# A false value is worse than a missing one, a missing one worse than a boundary: the order of "worst".
_WORST: tuple[MissKind, ...] = ("value", "unit", "comparator", "extra", "actor", "period", "missed", "unstated")
_STYLE = (
    "body{font:16px/1.7 'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;margin:2rem auto;max-width:64rem;"
    "padding:0 1rem;color:#1c1c1c;background:#fff}table{border-collapse:collapse;margin:1rem 0}"
    "th,td{border:1px solid #cfcfcf;padding:.2rem .6rem;text-align:right}"
    "th:first-child,td:first-child,.text td,.text th{text-align:left}mark{background:#ffe58a}"
)


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


def worst(misses: Sequence[Miss], most: int) -> tuple[Miss, ...]:
    """The gravest disagreements first, in the order of the articles within a kind."""
    return tuple(sorted(misses, key=lambda miss: (_WORST.index(miss.kind), miss.article, miss.start))[:most])


def as_json(evaluation: Evaluation, *, most: int) -> str:
    """One JSON object: `metrics`, `articles`, `missing`, `made_by`, `worst` with their context."""
    document = {
        "title": evaluation.title,
        "made_by": dict(evaluation.made_by),
        "articles": len(evaluation.by_article),
        "missing": list(evaluation.missing),
        "metrics": metrics(evaluation.scores),
        "by_article": {name: metrics(scores) for name, scores in evaluation.by_article.items()},
        "worst": [_miss_row(evaluation, miss) for miss in worst(evaluation.scores.misses, most)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def as_markdown(evaluation: Evaluation, *, most: int, before: Mapping[str, float] | None = None) -> str:
    """Headings and tables; with `before`, what rose and fell since."""
    parts = [f"# {evaluation.title}", _made_line(evaluation), _markdown(_rows(evaluation.scores))]
    parts += [_markdown(_ledger_rows(evaluation.scores.ledger))]
    if len(evaluation.by_article) > 1:
        parts += ["## By article", _markdown(_article_rows(evaluation))]
    if before is not None:
        parts += ["## Since the baseline", _markdown(_change_rows(evaluation.scores, before))]
    if evaluation.missing:
        parts += [f"Without a record: {', '.join(evaluation.missing)}."]
    errors = worst(evaluation.scores.misses, most)
    if errors:
        rows = [["article", "what", "where", "expected", "given", "context"]]
        rows += [[*_miss_cells(miss), "".join(_context(evaluation, miss, "**", "**"))] for miss in errors]
        parts += [f"## Worst {len(errors)} of {len(evaluation.scores.misses)} disagreements", _markdown(rows)]
    return "\n\n".join(parts) + "\n"


def as_html(evaluation: Evaluation, *, most: int, before: Mapping[str, float] | None = None) -> str:
    """One page that needs nothing else."""
    body = [
        f"<h1>{escape(evaluation.title)}</h1><p>{escape(_made_line(evaluation))}</p>",
        _html(_rows(evaluation.scores)),
    ]
    body += [_html(_ledger_rows(evaluation.scores.ledger))]
    if len(evaluation.by_article) > 1:
        body += ["<h2>By article</h2>", _html(_article_rows(evaluation))]
    if before is not None:
        body += ["<h2>Since the baseline</h2>", _html(_change_rows(evaluation.scores, before))]
    if evaluation.missing:
        body += [f"<p>Without a record: {escape(', '.join(evaluation.missing))}.</p>"]
    errors = worst(evaluation.scores.misses, most)
    if errors:
        cells = "".join(
            "<tr>"
            + "".join(f"<td>{escape(cell)}</td>" for cell in _miss_cells(miss))
            + f"<td>{_marked(evaluation, miss)}</td></tr>"
            for miss in errors
        )
        head = "".join(f"<th>{name}</th>" for name in ("article", "what", "where", "expected", "given", "context"))
        title = f"Worst {len(errors)} of {len(evaluation.scores.misses)} disagreements"
        body += [f"<h2>{title}</h2><table class=text><tr>{head}</tr>{cells}</table>"]
    title = escape(evaluation.title)
    page = f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>"
    return page + "\n".join(body) + "</html>\n"


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
        [name, str(scores.tables[name].overlap.expected), *(_cell(known.get(f"{name}.{key}")) for key in keys)]
        for name in TABLES
    ]


def _ledger_rows(ledger: LedgerScore) -> list[list[str]]:
    known = ("stated", "actor", "period", "both")
    shares = [_cell(getattr(ledger, key) / ledger.rows if ledger.rows else None) for key in known]
    return [["ledger", "rows", *known], ["share right", str(ledger.rows), *shares]]


def _article_rows(evaluation: Evaluation) -> list[list[str]]:
    rows = [["article", *TABLES, "values", "ledger"]]
    for name, scores in evaluation.by_article.items():
        known = metrics(scores)
        cells = [_cell(known.get(f"{table}.overlap.f1")) for table in TABLES]
        rows.append([name, *cells, _cell(known.get("figures.value_accuracy")), _cell(known.get("ledger.both"))])
    return rows


def _change_rows(scores: Scores, before: Mapping[str, float]) -> list[list[str]]:
    rows = [["metric", "before", "now", "change"]]
    for name, now in metrics(scores).items():
        was = before.get(name)
        if was is not None and was != now:
            rows.append([name, _cell(was), _cell(now), f"{now - was:+.3f}"])
    return rows if len(rows) > 1 else [*rows, ["no metric", "", "", "0"]]


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    head, *body = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [head, ["---" if index == 0 else "---:" for index in range(len(head))], *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _html(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    lines = ["<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>"]
    lines += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in body]
    return f"<table>{''.join(lines)}</table>"


def _miss_cells(miss: Miss) -> list[str]:
    return [miss.article, f"{miss.table}: {miss.kind}", f"{miss.start}–{miss.end}", miss.expected, miss.given]


def _miss_row(evaluation: Evaluation, miss: Miss) -> dict[str, Any]:
    return {
        "article": miss.article, "table": miss.table, "kind": miss.kind, "start": miss.start, "end": miss.end,
        "expected": miss.expected, "given": miss.given, "context": "".join(_context(evaluation, miss, "[", "]")),
    }  # fmt: skip


def _marked(evaluation: Evaluation, miss: Miss) -> str:
    before, _, within, _, after = _context(evaluation, miss, "", "")
    return f"{escape(before)}<mark>{escape(within)}</mark>{escape(after)}"


def _context(evaluation: Evaluation, miss: Miss, left: str, right: str) -> tuple[str, str, str, str, str]:
    text = evaluation.texts.get(miss.article, "")
    low, high = max(0, miss.start - _CONTEXT), miss.end + _CONTEXT
    before, within, after = (
        " ".join(part.split()) for part in (text[low : miss.start], text[miss.start : miss.end], text[miss.end : high])
    )
    return (before, left, within, right, after) if within else ("", "", "", "", "")
