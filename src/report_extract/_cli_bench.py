"""The work of `report-extract bench`: measure, show, keep."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import click

from report_extract._bench.measure import measure
from report_extract._bench.report import as_json, as_markdown
from report_extract._cli_talk import say
from report_extract._sinks import replacing
from report_extract._sources import read
from report_extract._text import Article
from report_extract.errors import InputError


def run_bench(path: Path | None, *, name: str | None, json_to: Path | None, seconds: float, most: int) -> int:
    """Measure with the articles of `path`, or with the bundled one."""
    texts = _texts(path) if path is not None else [_bundled()]
    length = sum(map(len, texts))
    named = name or ("the bundled article" if path is None else path.name)
    called = f"{named} ({length:,} characters, and more made of its clauses)"
    bench = measure(texts, called, seconds=seconds, most=most, tell=say)
    written = as_json(bench)
    if json_to is not None:
        with replacing(json_to) as stream:
            stream.write(written.encode())
    click.echo(as_markdown(json.loads(written)), nl=False)
    return 0


def _bundled() -> str:
    return files("report_extract").joinpath("_demo", "article.txt").read_bytes().decode()


def _texts(path: Path) -> list[str]:
    texts = [item.text for item in read([str(path)]) if isinstance(item, Article)]
    if not texts:
        raise InputError(f"{path}: no articles here; a file or a folder of them is needed")
    return texts
