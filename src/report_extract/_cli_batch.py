"""Commands over many articles: run, export, verify, search, merge. Only click is imported here."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import click

from report_extract._cli_options import examples, fields, profile, published, words

EXPORT_FORMATS = ("jsonl", "csv", "xlsx", "parquet", "duckdb", "postgres")

_output = click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder of the store."
)
_store = click.argument("store", type=click.Path(path_type=Path, exists=True), metavar="OUT")


def _shard(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    part, slash, whole = value.partition("/")
    if not (slash and part.isdecimal() and whole.isdecimal() and 1 <= int(part) <= int(whole)):
        raise click.BadParameter(f"{value!r}: I/N is needed, I from 1 to N, such as 2/8")
    return int(part), int(whole)


def _absolute(path: str) -> str:
    """A path that means the same to a worker elsewhere."""
    return str(Path(path).absolute())


def _pairs(arguments: tuple[str, ...]) -> dict[str, str]:
    for argument in arguments:
        if "=" not in argument:
            raise click.UsageError(f"--engine-arg {argument}: KEY=VALUE is needed, such as master=local[2]")
    return dict(argument.split("=", 1) for argument in arguments)


@click.command(
    epilog=examples(
        "report-extract run articles/ -o facts/ -j 2",
        "report-extract run articles/ -o out/ --resume --progress json",
        "report-extract run articles/ -o part3/ --shard 3/8",
    )
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@_output
@click.option("-j", "--jobs", type=click.IntRange(1), help="Worker processes. Default: the number of cores.")
@click.option("--resume", "mode", flag_value="resume", help="Go on with what is in OUT; done articles are kept.")
@click.option("--fresh", "mode", flag_value="fresh", help="Begin anew; what is in OUT goes.")
@click.option("--progress", type=click.Choice(["auto", "bar", "json", "none"]), default="auto", show_default=True,
              help="json: one line a second on standard error.")  # fmt: skip
@click.option("--deadline", type=click.FloatRange(min=0.1), default=30.0, show_default=True,
              help="Seconds an article may take; longer texts get more.")  # fmt: skip
@click.option("--memory", type=click.IntRange(256), metavar="MB", help="Address space of a worker.")
@click.option("--near/--no-near", default=True, show_default=True, help="Link texts that are nearly the same.")
@click.option("--shard", callback=_shard, metavar="I/N", help="Take every N-th input from the I-th: for many machines.")
@click.option("--engine", type=click.Choice(["local", "dask", "spark"]), default="local", show_default=True,
              help="Who runs the shards: processes here, or a scheduler.")  # fmt: skip
@click.option("--engine-arg", "engine_arguments", multiple=True, metavar="KEY=VALUE",
              help="dask: address=tcp://…; spark: master=yarn, or any setting of Spark's.")  # fmt: skip
@click.option("--shards", type=click.IntRange(1), default=8, show_default=True, help="Shards of dask and spark.")
@click.option("--fail-on", type=click.Choice(["S1", "S2", "S3", "S4", "never"]), default="never", show_default=True,
              help="Exit with 1 on a finding of this severity or a graver one.")  # fmt: skip
@published
@profile
@fields
@words
def run(
    paths: tuple[str, ...], output: Path, jobs: int | None, mode: Literal["resume", "fresh"] | None,
    progress: Literal["auto", "bar", "json", "none"], deadline: float, memory: int | None, near: bool,
    shard: tuple[int, int] | None, engine: str, engine_arguments: tuple[str, ...], shards: int, fail_on: str,
    published: date | None, profile: Literal["rules", "full"],
    text_field: str | None, id_field: str | None, date_field: str | None,
    gazetteers: tuple[str, ...], lexicons: tuple[str, ...],
) -> int:  # fmt: skip
    """Extract and audit many articles into a store that survives a kill.

    Exit codes: 0 done; 1 findings (--fail-on); 2 refused before work; 3 some inputs quarantined; 4 stopped early, go on
    with --resume; 130 interrupted.
    """
    from report_extract._cli_run import Request, run_batch

    return run_batch(
        Request(
            paths=paths, output=output, jobs=jobs, mode=mode or "new", progress=progress, deadline=deadline,
            memory=memory, near=near, shard=shard, engine=engine, engine_arguments=_pairs(engine_arguments),
            shards=shards, fail_on=fail_on, published=published, profile=profile,
            fields=(text_field, id_field, date_field),
            words=(tuple(map(_absolute, lexicons)), tuple(map(_absolute, gazetteers))),
        )
    )  # fmt: skip


@click.command(
    epilog=examples(
        "report-extract export out/ figures.csv",
        "report-extract export out/ facts.duckdb",
        "report-extract export out/ facts.jsonl.gz",
    )
)
@_store
@click.argument("target", metavar="FILE|URL")
@click.option("-f", "--format", "format_name", type=click.Choice(EXPORT_FORMATS), help="Default: by the target's name.")
@click.option("--table", "tables", multiple=True, help="Which table (ledger, articles, figures, …). May be repeated.")
def export(store: Path, target: str, format_name: str | None, tables: tuple[str, ...]) -> int:
    """Write a store to a file or a database: jsonl (.gz, .zst), csv, xlsx, parquet, duckdb, postgresql://…"""
    from report_extract._cli_store import run_export

    return run_export(store, target, format_name=format_name, tables=tables)


@click.command(epilog=examples("report-extract verify out/", "report-extract verify out/ --sample 100"))
@_store
@click.option("--sample", type=click.IntRange(0), default=20, show_default=True, help="Articles to extract again.")
def verify(store: Path, sample: int) -> int:
    """Recompute the digests of a store and extract a sample again; exit code 1 where something is wrong."""
    from report_extract._cli_store import run_verify

    return run_verify(store, sample=sample)


@click.command(epilog=examples('report-extract search out/ "志愿服务 130人次"'))
@_store
@click.argument("words")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many articles to show.")
def search(store: Path, words: str, most: int) -> int:
    """Articles of a store whose text holds all the words."""
    from report_extract._cli_store import run_search

    return run_search(store, words, most=most)


@click.command(epilog=examples("report-extract merge part1/ part2/ -o whole/"))
@click.argument("shards", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="OUT…")
@_output
@click.option("--near/--no-near", default=True, show_default=True, help="Link texts that are nearly the same.")
def merge(shards: tuple[Path, ...], output: Path, near: bool) -> int:
    """Join the stores of shards into one, as if one run had made it."""
    from report_extract._cli_store import run_merge

    return run_merge(shards, output, near=near)


BATCH = (run, export, verify, search, merge)
