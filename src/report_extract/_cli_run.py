"""The work of `report-extract run`: progress as it goes, signals, the report, the exit code."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Literal

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.progress import Progress as Bar

from report_extract._batch.engines import run_sharded
from report_extract._batch.report import Report, report_table
from report_extract._batch.run import Options, Progress, StoreError, run
from report_extract._batch.store import store_at
from report_extract._batch.supervisor import Limits
from report_extract._cli_talk import say
from report_extract._lexicon import WordSource
from report_extract.errors import EngineError

_MEGA = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for."""

    paths: tuple[str, ...]
    output: Path
    jobs: int | None
    mode: Literal["new", "resume", "fresh"]
    progress: Literal["auto", "bar", "json", "none"]
    deadline: float
    memory: int | None
    near: bool
    shard: tuple[int, int] | None
    engine: str
    engine_arguments: Mapping[str, str]
    shards: int
    fail_on: str
    published: date | None
    profile: Literal["rules", "full"]
    fields: tuple[str | None, str | None, str | None] = (None, None, None)
    words: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


@dataclass(slots=True)
class _Stop:
    """Set by a signal; a second one ends at once."""

    by: int = 0

    def __call__(self) -> bool:
        return self.by != 0

    def caught(self, number: int, _frame: FrameType | None) -> None:
        if self.by:
            os._exit(130 if number == signal.SIGINT else 4)
        self.by = number
        say("stopping: articles at work are finished; a second signal stops at once")


def run_batch(request: Request) -> int:
    """Run, show, and say how it ended."""
    options = Options(
        paths=request.paths, output=request.output, jobs=request.jobs or os.cpu_count() or 1, profile=request.profile,
        published=request.published, limits=Limits(request.deadline, request.memory and request.memory * _MEGA),
        mode=request.mode, near=request.near, shard=request.shard, fields=request.fields,
        words=WordSource(*request.words),
    )  # fmt: skip
    if request.engine != "local":
        return _run_elsewhere(request, options)
    stop = _Stop()
    try:
        with _signals(stop), _watcher(request) as watch:
            report = run(options, watch=watch, stopping=stop)
    except (StoreError, EngineError) as error:
        say(f"{error}; what is stored stays: go on with --resume when this is mended")
        return 4
    if report.redone:
        say(f"{report.redone} articles were redone: the rules are not those they were read by")
    Console(file=sys.stdout).print(report_table(report))
    return _code(report, stop, request.fail_on)


def _run_elsewhere(request: Request, options: Options) -> int:
    """Shards on a scheduler, merged here."""
    made = run_sharded(options, engine=request.engine, shards=request.shards, arguments=request.engine_arguments)
    with store_at(request.output) as store:
        statuses = store.counts()
    listed = ", ".join(f"{count:,} {status}" for status, count in statuses.items())
    click.echo(f"{made.shards} shards by {request.engine}: {made.inputs:,} inputs ({listed}), {made.articles} articles")
    return 3 if statuses.get("quarantined") else 0


def _code(report: Report, stop: _Stop, fail_on: str) -> int:
    if stop():
        say("stopped early: --resume goes on from here")
        return 130 if stop.by == signal.SIGINT else 4
    if report.quarantined:
        return 3
    return int(any(severity <= fail_on for severity in report.findings) and fail_on != "never")


@contextmanager
def _signals(stop: _Stop) -> Iterator[None]:
    before = {number: signal.signal(number, stop.caught) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _watcher(request: Request) -> Iterator[Callable[[Progress], None]]:
    """Who hears of progress: a bar on a terminal, lines of JSON, or nobody."""
    shown = request.progress
    if shown == "auto":
        shown = "bar" if sys.stderr.isatty() else "none"
    total = sum(_size(Path(path)) for path in request.paths)
    if shown == "json":
        yield _Lines(total)
    elif shown == "bar":
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
                   TimeRemainingColumn())  # fmt: skip
        with Bar(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task("reading", total=total or None)

            def watch(progress: Progress) -> None:
                bar.update(task, completed=progress.bytes, description=_counts(progress))

            yield watch
    else:
        yield lambda _: None


@dataclass(slots=True)
class _Lines:
    """One line of JSON a second on standard error."""

    total: int
    last: float = field(default_factory=lambda: float("-inf"))

    def __call__(self, progress: Progress) -> None:
        now = monotonic()
        if now - self.last < 1.0:
            return
        self.last = now
        rate = progress.bytes / progress.seconds if progress.seconds else 0.0
        left = (self.total - progress.bytes) / rate if rate and self.total > progress.bytes else 0.0
        row = {
            "inputs": progress.inputs, "done": progress.done, "kept": progress.kept, "duplicates": progress.duplicates,
            "failed": progress.failed, "bytes": progress.bytes, "total_bytes": self.total,
            "bytes_per_second": round(rate), "seconds": round(progress.seconds, 1), "seconds_left": round(left, 1),
            "source": progress.source,
        }  # fmt: skip
        click.echo(json.dumps(row, ensure_ascii=False), err=True)


def _counts(progress: Progress) -> str:
    finished = progress.done + progress.kept + progress.duplicates
    return f"{finished:,} articles" + (f", {progress.failed:,} failed" if progress.failed else "")


def _size(path: Path) -> int:
    """Bytes below a path; nothing for what cannot be looked at."""
    total = 0
    try:
        if path.is_file():
            return path.stat().st_size
        for folder, _, names in os.walk(path):
            total += sum(os.lstat(os.path.join(folder, name)).st_size for name in names)  # noqa: PTH118 - a Path a file is slow
    except OSError:
        return total
    return total
