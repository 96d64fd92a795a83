"""The work of `report-extract doctor`: rows as they are found, 1 where something is wrong."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Literal

import click

from report_extract._doctor import examine


def run_doctor(*, format_name: Literal["text", "json"], speed: bool) -> int:
    """Print what was looked at."""
    rows = []
    for row in examine(speed=speed):
        rows.append(row)
        if format_name == "text":
            mark = "BAD" if not row.ok else " – " if row.absent else "ok "
            click.echo(f"{mark}  {row.what:<24}{row.found}")
            if row.advice:
                click.echo(f"     {'':<24}→ {row.advice}")
    if format_name == "json":
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    return int(not all(row.ok for row in rows))
