"""The work of `report-extract evaluate --beside`: this package and its peers on the same articles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import click

from report_extract._evaluation.beside import Ours, as_json, as_markdown, standings
from report_extract._evaluation.gold import read_gold
from report_extract._peers import peer_named
from report_extract._peers.answers import answers_in
from report_extract._peers.peer import Peer
from report_extract._sinks import replacing
from report_extract.errors import InputError


def run_beside(
    gold: Path,
    articles: Path | None,
    peers: str,
    *,
    profile: Literal["rules", "full"],
    format_name: str,
    output: Path | None,
) -> int:
    """Show how each reader stands."""
    known = [article for article in read_gold(gold, articles=articles) if article.text is not None]
    if not known:
        raise InputError(f"{gold}: the articles are not beside their expected facts; name them by --articles")
    texts = {article.name: article.text or "" for article in known}
    readers = [Ours(profile), *(_reader(name.strip(), texts) for name in peers.split(","))]
    written = as_json(gold.name, len(known), list(standings(known, readers)))
    shown = written if format_name == "json" else as_markdown(json.loads(written)) + "\n"
    if output is None:
        click.echo(shown, nl=False)
        return 0
    with replacing(output) as stream:
        stream.write(shown.encode())
    return 0


def _reader(name: str, texts: Mapping[str, str]) -> Peer:
    """A peer by its name, or the answers of a file."""
    return answers_in(Path(name), texts) if name.endswith(".jsonl") else peer_named(name)
