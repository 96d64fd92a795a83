"""The work of `report-extract evaluate`: records, read or made here, against expected facts of articles or cases."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from report_extract._cli_records import read_records
from report_extract._cli_talk import say
from report_extract._evaluation import case_report, report
from report_extract._evaluation.case_reading import items_of, record_of
from report_extract._evaluation.case_scores import metrics as case_metrics
from report_extract._evaluation.case_scores import score_cases
from report_extract._evaluation.cases import Case, Item, read_answers, read_cases
from report_extract._evaluation.gold import TABLES, GoldArticle, read_gold
from report_extract._evaluation.page import Page, as_html, as_markdown
from report_extract._evaluation.scores import score_all
from report_extract._lexicon import WordSource, lexicon_from
from report_extract._pipeline import extract
from report_extract._sinks import replacing
from report_extract.errors import InputError
from report_extract.records import Extraction

_SHOWN: Mapping[str, Callable[[Page], str]] = {"markdown": as_markdown, "html": as_html}
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
    ner: str | None = None
    words: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def run_evaluate(request: Request) -> int:
    """Score, show, and compare with the bars; 1 where a metric lies under its bar."""
    before = _metrics_of(request.baseline) if request.baseline else None
    if request.gold.is_dir():
        wanted, result = _bars(request.fail_under, before, _BARS), _articles(request, before)
    else:
        wanted, result = _bars(request.fail_under, before, ("all.right",)), _cases(request, before)
    _put(result.text, request.output)
    for line in result.says:
        say(line)
    return _under(result.metrics, wanted, before or {})


@dataclass(frozen=True, slots=True)
class _Result:
    """What is shown, what is said beside it, and what bars are compared with."""

    text: str
    says: tuple[str, ...]
    metrics: Mapping[str, float]


def _articles(request: Request, before: Mapping[str, float] | None) -> _Result:
    gold = read_gold(request.gold, articles=request.articles)
    records = list(_run(gold, request) if request.records is None else read_records(request.records))
    total, rows, missing = score_all(records, gold)
    if not rows:
        raise InputError(f"{request.records or request.gold}: no record is of an article of {request.gold}")
    evaluation = report.Evaluation(
        title=f"Evaluation on {request.gold.name}", scores=total, by_article=rows, missing=missing,
        texts={article.name: article.text or "" for article in gold}, made_by=_made_by(records[0]),
    )  # fmt: skip
    if request.format_name == "json":
        text = report.as_json(evaluation, most=request.worst)
    else:
        text = _SHOWN[request.format_name](report.page(evaluation, most=request.worst, before=before))
    return _Result(text, tuple(f"{name}: no record" for name in missing), report.metrics(total))


def _cases(request: Request, before: Mapping[str, float] | None) -> _Result:
    cases = read_cases(request.gold)
    answers, made_by = _answers(request, cases)
    unanswered = tuple(case.id for case in cases if case.id not in answers)
    if len(unanswered) == len(cases):
        raise InputError(f"{request.records}: no answer has the id of a case of {request.gold}")
    scores = score_cases(cases, lambda case: answers.get(case.id, ()))
    texts = {case.id: case.text for case in cases}
    evaluation = case_report.CaseEvaluation(f"Cases of {request.gold.name}", scores, texts, unanswered, made_by)
    if request.format_name == "json":
        text = case_report.as_json(evaluation, most=request.worst)
    else:
        text = _SHOWN[request.format_name](case_report.page(evaluation, most=request.worst, before=before))
    says = (f"{_cases_said(unanswered)} no answer, {unanswered[0]} the first",) if unanswered else ()
    return _Result(text, says, case_metrics(scores))


def _cases_said(cases: Sequence[str]) -> str:
    return f"{len(cases)} case{' has' if len(cases) == 1 else 's have'}"


def _answers(request: Request, cases: Sequence[Case]) -> tuple[Mapping[str, Sequence[Item]], Mapping[str, str]]:
    """What was found by the id of the case, and what made it."""
    texts = {case.id: case.text for case in cases}
    if request.records is not None and not _are_records(request.records):
        return read_answers(request.records), {"answers": request.records.name}
    if request.records is None:
        lexicon = lexicon_from(WordSource(*request.words))
        records = [record_of(case, request.profile, ner=request.ner, lexicon=lexicon) for case in cases]
    else:
        records = [record for record in read_records(request.records) if record.article.id in texts]
    answers = {record.article.id: items_of(record, texts[record.article.id]) for record in records}
    return answers, _made_by(records[0]) if records else {}


def _are_records(path: Path) -> bool:
    """True where the first line is a record, not an answer in the form of the cases."""
    with path.open("rb") as stream:
        return b'"schema_version"' in next((line for line in stream if line.strip()), b"")


def _run(gold: Sequence[GoldArticle], request: Request) -> Iterator[Extraction]:
    without = [article.name for article in gold if article.text is None]
    if len(without) == len(gold):
        raise InputError(f"{request.gold}: the articles are not beside their expected facts; name them by --articles")
    lexicon = lexicon_from(WordSource(*request.words))
    for article in gold:
        if article.text is not None:
            yield extract(
                article.text, published=article.published, source=article.name, profile=request.profile,
                ner=request.ner, lexicon=lexicon,
            )  # fmt: skip


def _made_by(record: Extraction) -> Mapping[str, str]:
    made = record.provenance
    return {"report-extract": made.package, "profile": made.profile, **made.engines}


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


def _bars(wanted: Sequence[str], before: Mapping[str, float] | None, main: Sequence[str]) -> dict[str, float]:
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
            out |= {name: float(value)} if equals else dict.fromkeys(main, float(bar))
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
