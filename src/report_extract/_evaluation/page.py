"""An evaluation for eyes: headings, tables, and the worst disagreements in their context; as Markdown or HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from report_extract._evaluation.scores import Miss, MissKind

_CONTEXT = 14
# A false value is worse than a missing one, a missing one worse than a boundary: the order of "worst".
_WORST: tuple[MissKind, ...] = ("value", "unit", "comparator", "extra", "actor", "period", "missed", "unstated")
_COLUMNS = ("what", "where", "expected", "given", "context")
_STYLE = (
    "body{font:16px/1.7 'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;margin:2rem auto;max-width:64rem;"
    "padding:0 1rem;color:#1c1c1c;background:#fff}table{border-collapse:collapse;margin:1rem 0}"
    "th,td{border:1px solid #cfcfcf;padding:.2rem .6rem;text-align:right}"
    "th:first-child,td:first-child,.text td,.text th{text-align:left}mark{background:#ffe58a}"
)

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Worst:
    """The gravest of `total` disagreements, and the texts they stand in by the name of a `source` (article, case)."""

    source: str
    misses: Sequence[Miss]
    total: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown: a title, one line below it, tables with a heading or none, notes, disagreements."""

    title: str
    made: str
    tables: Sequence[tuple[str, Rows]]
    notes: Sequence[str]
    worst: Worst


def worst(misses: Sequence[Miss], most: int) -> tuple[Miss, ...]:
    """The gravest disagreements first, in the order of the articles within a kind."""
    return tuple(sorted(misses, key=lambda miss: (_WORST.index(miss.kind), miss.article, miss.start))[:most])


def change_rows(now: Mapping[str, float], before: Mapping[str, float]) -> list[list[str]]:
    """A table of the metrics that are not what they were."""
    rows = [["metric", "before", "now", "change"]]
    for name, value in now.items():
        was = before.get(name)
        if was is not None and was != value:
            rows.append([name, cell(was), cell(value), f"{value - was:+.3f}"])
    return rows if len(rows) > 1 else [*rows, ["no metric", "", "", "0"]]


def cell(value: float | None) -> str:
    """A share to three places, a dash where there is none."""
    return "–" if value is None else f"{value:.3f}"


def miss_row(miss: Miss, texts: Mapping[str, str]) -> dict[str, Any]:
    """A disagreement for programs."""
    return {
        "article": miss.article, "table": miss.table, "kind": miss.kind, "start": miss.start, "end": miss.end,
        "expected": miss.expected, "given": miss.given, "context": "".join(_context(texts, miss, "[", "]")),
    }  # fmt: skip


def as_markdown(page: Page) -> str:
    """Headings and tables."""
    parts = [f"# {page.title}", page.made]
    for heading, rows in page.tables:
        parts += [f"## {heading}", _markdown(rows)] if heading else [_markdown(rows)]
    parts += page.notes
    shown = page.worst
    if shown.misses:
        lines = [[*_cells(miss), "".join(_context(shown.texts, miss, "**", "**"))] for miss in shown.misses]
        parts += [f"## {_worst_title(shown)}", _markdown([[shown.source, *_COLUMNS], *lines])]
    return "\n\n".join(parts) + "\n"


def as_html(page: Page) -> str:
    """One page that needs nothing else."""
    body = [f"<h1>{escape(page.title)}</h1><p>{escape(page.made)}</p>"]
    for heading, rows in page.tables:
        body += [f"<h2>{escape(heading)}</h2>", _html(rows)] if heading else [_html(rows)]
    body += [f"<p>{escape(note)}</p>" for note in page.notes]
    shown = page.worst
    if shown.misses:
        head = "".join(f"<th>{name}</th>" for name in (shown.source, *_COLUMNS))
        lines = [
            "".join(f"<td>{escape(text)}</td>" for text in _cells(miss)) + f"<td>{_marked(shown.texts, miss)}</td>"
            for miss in shown.misses
        ]
        rows_of = "".join(f"<tr>{line}</tr>" for line in (head, *lines))
        body += [f"<h2>{_worst_title(shown)}</h2><table class=text>{rows_of}</table>"]
    title = escape(page.title)
    top = f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>"
    return top + "\n".join(body) + "</html>\n"


def _worst_title(shown: Worst) -> str:
    return f"Worst {len(shown.misses)} of {shown.total} disagreements"


def _markdown(rows: Rows) -> str:
    head, *body = [[text.replace("|", "\\|") for text in row] for row in rows]
    lines = [head, ["---" if index == 0 else "---:" for index in range(len(head))], *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _html(rows: Rows) -> str:
    head, *body = rows
    lines = ["<tr>" + "".join(f"<th>{escape(text)}</th>" for text in head) + "</tr>"]
    lines += ["<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in body]
    return f"<table>{''.join(lines)}</table>"


def _cells(miss: Miss) -> list[str]:
    return [miss.article, f"{miss.table}: {miss.kind}", f"{miss.start}–{miss.end}", miss.expected, miss.given]


def _marked(texts: Mapping[str, str], miss: Miss) -> str:
    before, _, within, _, after = _context(texts, miss, "", "")
    return f"{escape(before)}<mark>{escape(within)}</mark>{escape(after)}"


def _context(texts: Mapping[str, str], miss: Miss, left: str, right: str) -> tuple[str, str, str, str, str]:
    text = texts.get(miss.article, "")
    low, high = max(0, miss.start - _CONTEXT), miss.end + _CONTEXT
    before, within, after = (
        " ".join(part.split()) for part in (text[low : miss.start], text[miss.start : miss.end], text[miss.end : high])
    )
    return (before, left, within, right, after) if within else ("", "", "", "", "")
