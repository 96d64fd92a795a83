"""Commands that look at the tool and its results: evaluate, why, diff, doctor, bench. Only click is imported here."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Literal

import click

from report_extract._cli_options import examples, ner, profile, published
from report_extract._cli_options import words as own_words

_file = click.Path(path_type=Path, exists=True, dir_okay=False)
_folder = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command(
    epilog=examples(
        "report-extract evaluate gold/ --run",
        "report-extract evaluate gold/ records.jsonl -f html -o scores.html",
        "report-extract evaluate gold/ --run -f json -o before.json",
        "report-extract evaluate gold/ --run --baseline before.json --fail-under baseline",
        "report-extract evaluate gold/ --run --lexicon my-words/ --baseline before.json",
        "report-extract evaluate gold/ --run --beside mine.jsonl",
        "report-extract evaluate cases.jsonl answers.jsonl",
    )
)
@click.argument("gold", type=click.Path(path_type=Path, exists=True), metavar="GOLD")
@click.argument("records", type=_file, required=False, metavar="[RECORDS.jsonl]")
@click.option("--run", "run_here", is_flag=True, help="Extract the articles here instead of reading records.")
@click.option("--articles", type=_folder, help="Folder of the articles (NAME.txt), where they are not beside the gold.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option(
    "-f", "--format", "format_name", type=click.Choice(["markdown", "json", "html"]), default="markdown",
    show_default=True, help="json is what --baseline reads.",
)  # fmt: skip
@click.option("--baseline", type=_file, help="An earlier evaluation (json): shows what rose and fell.")
@click.option(
    "--fail-under", multiple=True, metavar="BAR",
    help="Exit with 1 below it: 0.9 (the main metrics), figures.overlap.f1=0.95, or `baseline`. May be repeated.",
)  # fmt: skip
@click.option("--worst", type=click.IntRange(0), default=20, show_default=True, help="How many disagreements to list.")
@click.option(
    "--beside", metavar="PEER,…",
    help="Instead, a table beside other readers: jionlp, recognizers, lac where installed, or a file of answers "
    "(MINE.jsonl, corpora/README.md). Needs --run.",
)  # fmt: skip
@profile
@ner
@own_words
def evaluate(
    gold: Path, records: Path | None, run_here: bool, articles: Path | None, output: Path | None,
    format_name: Literal["markdown", "json", "html"], baseline: Path | None, fail_under: tuple[str, ...], worst: int,
    beside: str | None, profile: Literal["rules", "full"], ner: str | None, gazetteers: tuple[str, ...],
    lexicons: tuple[str, ...],
) -> int:  # fmt: skip
    """Score records against expected facts: spans, values, units, ledger, and the worst disagreements.

    GOLD is a folder of articles with their expected facts (corpora/README.md), or a JSONL file of cases, single texts
    with the values to be read in them (docs/cases.md); RECORDS.jsonl may then be answers in the form of the cases.
    """
    from report_extract._cli_evaluate import Request, run_evaluate

    if (records is None) != run_here:
        raise click.UsageError("give either RECORDS.jsonl or --run")
    if gold.is_file() and (beside is not None or articles is not None):
        raise click.UsageError("--beside and --articles are for a folder of articles, not for cases")
    if beside is not None:
        from report_extract._cli_beside import run_beside

        if not run_here or format_name == "html":
            raise click.UsageError("--beside reads the articles here: give --run, and -f markdown or json")
        return run_beside(gold, articles, beside, profile=profile, format_name=format_name, output=output)
    return run_evaluate(
        Request(
            gold=gold, records=records, articles=articles, output=output, format_name=format_name, baseline=baseline,
            fail_under=fail_under, worst=worst, profile=profile, ner=ner, words=(lexicons, gazetteers),
        )
    )  # fmt: skip


@click.command(
    epilog=examples(
        "report-extract why article.txt --at 25",
        "report-extract why article.txt --words 130",
        'report-extract why --text "一丝不苟地走访130户。" --words 130 -f json',
        "report-extract why article.txt --words 130 --gazetteer names.toml",
    )
)
@click.argument("path", type=_file, required=False, metavar="[FILE]")
@click.option("--text", help="Explain this text instead of a file.")
@click.option("--at", type=int, metavar="N", help="Offset of the place in the source, in characters from 0.")
@click.option("--words", help="Words whose first character is the place.")
@click.option("--occurrence", type=click.IntRange(1), default=1, show_default=True, help="Which occurrence of --words.")
@click.option("-f", "--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True)
@published
@profile
@ner
@own_words
def why(
    path: Path | None, text: str | None, at: int | None, words: str | None, occurrence: int,
    format_name: Literal["text", "json"], published: date | None, profile: Literal["rules", "full"], ner: str | None,
    gazetteers: tuple[str, ...], lexicons: tuple[str, ...],
) -> int:  # fmt: skip
    """Why a span was read, or was not: each rule that was asked about it, its answer and its condition."""
    from report_extract._cli_why import run_why

    if (path is None) == (text is None):
        raise click.UsageError("give either FILE or --text")
    if (at is None) == (words is None):
        raise click.UsageError("give either --at or --words")
    place = words if at is None else at
    return run_why(path, text, place=place or 0, occurrence=occurrence, format_name=format_name,
                   published=published, profile=profile, ner=ner, words=(lexicons, gazetteers))  # fmt: skip


@click.command(
    epilog=examples(
        "report-extract diff before.jsonl after.jsonl",
        "report-extract diff before.jsonl after.jsonl -f json",
    )
)
@click.argument("before", type=_file)
@click.argument("after", type=_file)
@click.option("-f", "--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--fail-on-change", is_flag=True, help="Exit with 1 where anything changed.")
def diff(before: Path, after: Path, format_name: Literal["text", "json"], fail_on_change: bool) -> int:
    """What changed between two files of records: facts added, removed, altered, by article, kind and rule."""
    from report_extract._cli_diff import run_diff

    return run_diff(before, after, format_name=format_name, fail_on_change=fail_on_change)


@click.command(epilog=examples("report-extract doctor", "report-extract doctor --no-speed -f json"))
@click.option("-f", "--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--speed/--no-speed", default=True, help="With or without the test of speed (about two seconds).")
def doctor(format_name: Literal["text", "json"], speed: bool) -> int:
    """Is this installation sound? Versions, engines, a canary sentence, extras, speed."""
    from report_extract._cli_doctor import run_doctor

    return run_doctor(format_name=format_name, speed=speed)


@click.command(
    epilog=examples(
        "report-extract bench",
        "report-extract bench corpora/articles --json bench.json",
        "report-extract bench news.jsonl --seconds 10 --up-to 0",
    )
)
@click.argument("path", type=click.Path(path_type=Path, exists=True), required=False, metavar="[PATH]")
@click.option("--name", help="What the text is called in the tables; default: the name of PATH.")
@click.option("--json", "json_to", type=click.Path(path_type=Path, dir_okay=False), help="Write the numbers there too.")
@click.option(
    "--seconds", type=click.FloatRange(0.1, 600), default=4.0, show_default=True, help="CPU time for each speed."
)
@click.option(
    "--up-to", "most", type=click.IntRange(0), default=1_000_000, show_default=True,
    help="Longest single text of the scaling table, in characters; 0 leaves it out.",
)  # fmt: skip
def bench(path: Path | None, name: str | None, json_to: Path | None, seconds: float, most: int) -> int:
    """Measure speed, stages, start, memory and scaling, beside jieba and what is installed of its peers.

    With the article that comes with the package, or with those of PATH. A few minutes; Markdown on standard output.
    """
    with _one_core():  # before the libraries are loaded: they start a thread a core
        from report_extract._cli_bench import run_bench

        return run_bench(path, name=name, json_to=json_to, seconds=seconds, most=most)


@contextmanager
def _one_core() -> Iterator[None]:
    """This process and its children on one core, where the system can do that."""
    if sys.platform != "linux":
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


INSTRUMENTS = (evaluate, why, diff, doctor, bench)
