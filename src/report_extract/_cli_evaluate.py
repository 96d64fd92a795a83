"""The work of `report-extract evaluate`: records, read or made here, against expected facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from report_extract._cli_records import read_records
from report_extract._cli_talk import say
from report_extract._evaluation.gold import TABLES, GoldArticle, read_gold
from report_extract._evaluation.report import Evaluation, as_html, as_json, as_markdown, metrics
from report_extract._evaluation.scores import score_all
from report_extract._pipeline import extract
from report_extract._sinks import replacing
from report_extract.errors import InputError
from report_extract.records import Extraction

_BARS = (*(f"{table}.overlap.f1" for table in TABLES), "ledger.both")


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for."""

    gold: Path
    records: Path | None
    articles: Path | None
    output: Path | None
    format_name: Literal["markdown", "json", "html"]
    baseline: Path | None
    fail_under: tuple[str, ...]
    worst: int
    profile: Literal["rules", "full"]


def run_evaluate(request: Request) -> int:
    """Score, show, and compare with the bars; 1 where a metric lies under its bar."""
    gold = read_gold(request.gold, articles=request.articles)
    before = _metrics_of(request.baseline) if request.baseline else None
    bars = _bars(request.fail_under, before)
    records = list(_run(gold, request) if request.records is None else read_records(request.records))
    total, rows, missing = score_all(records, gold)
    if not rows:
        raise InputError(f"{request.records or request.gold}: no record is of an article of {request.gold}")
    evaluation = Evaluation(
        title=f"Evaluation on {request.gold.name}", scores=total, by_article=rows, missing=missing,
        texts={article.name: article.text or "" for article in gold}, made_by=_made_by(records),
    )  # fmt: skip
    _put(_shown(evaluation, request, before), request.output)
    for name in missing:
        say(f"{name}: no record")
    return _under(metrics(total), bars, before or {})


def _run(gold: Sequence[GoldArticle], request: Request) -> Iterator[Extraction]:
    without = [article.name for article in gold if article.text is None]
    if len(without) == len(gold):
        raise InputError(f"{request.gold}: the articles are not beside their expected facts; name them by --articles")
    for article in gold:
        if article.text is not None:
            yield extract(article.text, published=article.published, source=article.name, profile=request.profile)


def _made_by(records: Sequence[Extraction]) -> Mapping[str, str]:
    made = records[0].provenance
    return {"report-extract": made.package, "profile": made.profile, **made.engines}


def _shown(evaluation: Evaluation, request: Request, before: Mapping[str, float] | None) -> str:
    if request.format_name == "json":
        return as_json(evaluation, most=request.worst)
    show: Callable[..., str] = as_html if request.format_name == "html" else as_markdown
    return show(evaluation, most=request.worst, before=before)


def _put(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    with replacing(output) as stream:
        stream.write(text.encode())


def _metrics_of(path: Path) -> dict[str, float]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))["metrics"]
        return {str(name): float(value) for name, value in known.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: not an evaluation; write one by `evaluate … -f json -o {path.name}`") from error


def _bars(wanted: Sequence[str], before: Mapping[str, float] | None) -> dict[str, float]:
    """`0.9` for the main metrics, `NAME=0.9` for one, `baseline` for all of an earlier run."""
    out: dict[str, float] = {}
    for bar in wanted:
        name, equals, value = bar.rpartition("=")
        if bar == "baseline":
            if before is None:
                raise InputError("--fail-under baseline: needs --baseline FILE")
            out |= before
            continue
        try:
            out |= {name: float(value)} if equals else dict.fromkeys(_BARS, float(bar))
        except ValueError as error:
            raise InputError(f"--fail-under {bar}: a number, NAME=number or `baseline` is needed") from error
    return out


def _under(known: Mapping[str, float], bars: Mapping[str, float], before: Mapping[str, float]) -> int:
    low = [(name, known[name], bar) for name, bar in bars.items() if name in known and known[name] < bar]
    unknown = [name for name in bars if name not in known and name not in _BARS and name not in before]
    if unknown:
        raise InputError(f"--fail-under {unknown[0]}: no such metric here; there are {', '.join(known)}")
    for name, value, bar in low:
        say(f"{name} is {value:.3f}, under {bar:.3f}")
    return int(bool(low))
