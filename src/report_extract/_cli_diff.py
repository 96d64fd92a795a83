"""The work of `report-extract diff`: two files of records, what changed between them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Literal

import click

from report_extract._cli_records import read_records
from report_extract._diff import Change, changes, summary


def run_diff(before: Path, after: Path, *, format_name: Literal["text", "json"], fail_on_change: bool) -> int:
    """Print the changes; 1 where there are some and `fail_on_change` is set."""
    rows = list(changes(read_records(before), read_records(after)))
    if format_name == "json":
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        click.echo(as_text(rows), nl=False)
    return int(bool(rows) and fail_on_change)


def as_text(rows: Sequence[Change]) -> str:
    """Changes by article, then a table by kind and rule."""
    if not rows:
        return "no change\n"
    lines: list[str] = []
    for article, group in groupby(rows, key=lambda row: row.article):
        lines += [article, *(f"  {_line(row)}" for row in group)]
    lines += ["", f"{'kind':<28}{'rule':<30}{'added':>7}{'removed':>9}{'altered':>9}"]
    lines += [f"{kind:<28}{rule:<30}{new:>7}{gone:>9}{other:>9}" for kind, rule, new, gone, other in summary(rows)]
    count = {sign: sum(row.sign == sign for row in rows) for sign in "+-~"}
    lines += [f"{count['+']} added, {count['-']} removed, {count['~']} altered"]
    return "\n".join(lines) + "\n"


def _line(row: Change) -> str:
    if row.kind == "article":
        return f"{row.sign} article: only in the {'first' if row.sign == '-' else 'second'} file"
    altered = "; ".join(f"{name} {old or '–'} → {new or '–'}" for name, (old, new) in row.fields.items())
    return f"{row.sign} {row.kind} {row.start} {row.text} [{row.rule}]{': ' + altered if altered else ''}"
