"""The work of the commands that read a store: export, verify, search, merge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from report_extract._batch.export import export
from report_extract._batch.merge import merge
from report_extract._batch.search import search
from report_extract._batch.store import store_at
from report_extract._batch.verify import verify
from report_extract._cli_talk import say


def run_export(folder: Path, target: str, *, format_name: str | None, tables: Sequence[str]) -> int:
    """Write, and say how many rows."""
    with store_at(folder) as store:
        written = export(store, target, format=format_name, tables=tables)
    say(f"{written:,} rows written")
    return 0


def run_verify(folder: Path, *, sample: int) -> int:
    """Show what is wrong; 1 where something is."""
    with store_at(folder) as store:
        found = verify(store, sample=sample)
    for fault in found.faults:
        click.echo(f"{fault.article}: {fault.what}")
    click.echo(
        f"{found.articles:,} records checked, {found.extracted_again} extracted again, {len(found.faults)} faults"
    )
    if found.note:
        say(found.note)
    return int(bool(found.faults))


def run_search(folder: Path, words: str, *, most: int) -> int:
    """One article a line; 1 where none holds the words."""
    shown = 0
    with store_at(folder) as store:
        for hit in search(store, words, most=most):
            click.echo(f"{hit.source}:{hit.offset}: …{hit.before}{click.style(hit.words, bold=True)}{hit.after}…")
            shown += 1
    return int(not shown)


def run_merge(shards: Sequence[Path], output: Path, *, near: bool) -> int:
    """Merge, and say what came together."""
    made = merge(shards, output, near=near)
    say(f"{made.shards} shards, {made.inputs:,} inputs, {made.articles:,} articles, {made.folded:,} folded")
    return 0
