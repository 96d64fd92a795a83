"""Measurements for programs (JSON) and for eyes (Markdown)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from report_extract._bench.measure import Bench

Row = Mapping[str, Any]


def as_json(bench: Bench) -> str:
    """One object with the fields of `Bench`."""
    return json.dumps(asdict(bench), ensure_ascii=False, indent=1) + "\n"


def as_markdown(bench: Row) -> str:
    """Headings and tables from what `as_json` wrote, read again."""
    parts = ["# Speed, start and memory", made_line(bench), speed_table(bench)]
    if bench["absent"]:
        parts += [f"Not measured here: {'; '.join(bench['absent'])}."]
    parts += ["## Stages", _stage_table(bench["stages"])]
    parts += ["## A fresh process", _fresh_table(bench["fresh"])]
    if bench["scaling"]:
        parts += ["## One text of n, 2n, 4n … characters", _scaling_table(bench["scaling"])]
    return "\n\n".join(parts) + "\n"


def made_line(bench: Row) -> str:
    """When, where and on what."""
    return (
        f"Measured on {bench['date']}, one core of {bench['machine']}, Python {bench['python']}, report-extract "
        f"{bench['package']}, on {bench['text']}. CPU time; each ratio is to jieba.lcut on the same texts in the same "
        "minute, median of seven rounds, with the smallest and the greatest."
    )


def speed_table(bench: Row) -> str:
    """Each reader's characters a second and ratio."""
    rows = [["reader", "gives", "characters a second", "× jieba.lcut", "from – to"]]
    rows += [
        [
            _name(row), row["does"], f"{row['per_second']:,.0f}", _times(row["ratio"]),
            f"{_times(row['least'])} – {_times(row['most'])}",
        ]
        for row in bench["rates"]
    ]  # fmt: skip
    return _table(rows, text=2)


def _name(row: Row) -> str:
    name, comma, profile = row["name"].partition(",")
    return f"{name} {row['version']}{comma}{profile}"


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.3f}"


def _stage_table(costs: Sequence[Row]) -> str:
    profiles = tuple(dict.fromkeys(cost["profile"] for cost in costs))
    known = {(cost["profile"], cost["stage"]): cost for cost in costs}
    stages = tuple(dict.fromkeys(cost["stage"] for cost in sorted(costs, key=lambda cost: cost["profile"])))
    rows = [["stage", *(f"{profile}: {what}" for profile in profiles for what in ("characters a second", "share"))]]
    for stage in stages:
        cells = [_stage_cells(known.get((profile, stage))) for profile in profiles]
        rows.append([stage, *(cell for pair in cells for cell in pair)])
    return _table(rows, text=1)


def _stage_cells(cost: Row | None) -> tuple[str, str]:
    return (f"{cost['per_second']:,.0f}", f"{cost['share']:.1%}") if cost is not None else ("–", "–")


def _fresh_table(processes: Sequence[Row]) -> str:
    rows = [["what it does", "CPU seconds", "peak of memory, MB"]]
    for row in processes:
        peak = row["peak_mb"]
        rows.append([row["what"], f"{row['seconds']:.2f}", f"{peak:.0f}" if peak is not None else "–"])
    return _table(rows, text=1)


def _scaling_table(steps: Sequence[Row]) -> str:
    rows = [["profile", "characters", "CPU seconds", "× half the length"]]
    for step in steps:
        ratio = f"{step['ratio']:.2f}" if step["ratio"] is not None else "–"
        rows.append([step["profile"], f"{step['characters']:,}", f"{step['seconds']:.2f}", ratio])
    return _table(rows, text=1)


def _table(rows: Sequence[Sequence[str]], *, text: int) -> str:
    """The first `text` columns are set to the left."""
    head, *body = rows
    lines = [head, ["---" if index < text else "---:" for index in range(len(head))], *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
