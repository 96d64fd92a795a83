"""A batch: every input gets exactly one row, whatever happens to its process, and a run that stopped can go on.

In: `Options`. Out: a `Report`; the store and `run.json` in the output folder. The parent reads and writes, workers
extract. An input that was done under the same rules is kept; a text that was read before is a duplicate of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from multiprocessing import current_process
from pathlib import Path
from time import monotonic
from typing import Literal

from report_extract._batch.duplicates import link_near_duplicates, settle_orphans
from report_extract._batch.lock import locked
from report_extract._batch.meter import Meter
from report_extract._batch.report import Report, report_of
from report_extract._batch.rules import fingerprint
from report_extract._batch.store import FILE, Input, Store, Stored, StoreError
from report_extract._batch.supervisor import Limits, Outcome, Supervisor, Task, inline
from report_extract._batch.task import Done, Payload, Refused, article_key
from report_extract._batch.words import files_of
from report_extract._batch.writing import Entry, Writer
from report_extract._lexicon import WordSource
from report_extract._sinks import replacing
from report_extract._sources import read
from report_extract._text import Article
from report_extract.errors import InputError
from report_extract.records import Unread

_WORK = "report_extract._batch.task:process"
_UNIT = 100_000  # characters that the deadline is meant for; longer texts get more
_DONE = ("ok", "partial", "duplicate")


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked to do. `shard` (i, n) takes every n-th input from the i-th, counted from 1.

    `fields` are the columns of text, id and date in tables.
    """

    paths: tuple[str, ...]
    output: Path
    jobs: int = 1
    profile: Literal["rules", "full"] = "full"
    published: date | None = None
    limits: Limits = field(default_factory=Limits)
    mode: Literal["new", "resume", "fresh"] = "new"
    near: bool = True
    shard: tuple[int, int] | None = None
    fields: tuple[str | None, str | None, str | None] = (None, None, None)
    work: str = _WORK
    words: WordSource = WordSource()  # noqa: RUF009 - a value


@dataclass(slots=True)
class Progress:
    """Where a run stands. Bytes are those of the input files (`Meter`)."""

    inputs: int = 0
    done: int = 0
    kept: int = 0
    duplicates: int = 0
    failed: int = 0
    bytes: int = 0
    seconds: float = 0.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Flying:
    """An article that is with a worker: its key, and the bytes that were read when it came."""

    article: Article
    key: str
    read: int


@dataclass(slots=True, eq=False)
class _Batch:
    """The state of a run in progress. Progress tells of an input when its row is stored."""

    options: Options
    store: Store
    rules: str
    run: int
    watch: Callable[[Progress], None]
    stopping: Callable[[], bool]
    progress: Progress = field(default_factory=Progress)
    begun: float = field(default_factory=monotonic)
    keys: dict[str, int] = field(default_factory=dict)
    flying: dict[int, _Flying] = field(default_factory=dict)
    meter: Meter = field(default_factory=Meter)
    read: int = 0
    redone: int = 0
    met: int = 0
    writer: Writer = field(init=False)
    _resumed: bool = field(init=False)

    def __post_init__(self) -> None:
        self.writer = Writer(self.store, self.rules, self.run, self._told)
        self._resumed = self.store.holds_inputs()

    def tasks(self) -> Iterator[Task]:
        """Articles that need work, in reading order; all other inputs get their row at once."""
        options = self.options
        text, id_, day = options.fields
        items = read(options.paths, published=options.published, text_field=text, id_field=id_, date_field=day)
        for position, item in enumerate(items):
            self.met = position + 1
            size = len(item.text.encode("utf-8", "surrogatepass")) if isinstance(item, Article) else 0
            self.read = self.meter.met(item.source or "-", size)
            if options.shard is not None and position % options.shard[1] != options.shard[0] - 1:
                continue
            if self.stopping():
                return
            self.progress.inputs += 1
            if isinstance(item, Unread):
                self._put(Input(position, item.source, item.sha256, None, "quarantined", item.reason, item.detail))
                continue
            task = self._task(position, item)
            if task is not None:
                yield task
        self.read = self.meter.end()

    def _task(self, position: int, article: Article) -> Task | None:
        source, key = article.source or "-", article_key(article)
        known = self.store.input_at(position, source) if self._resumed else None
        if known is not None and known[1] == key and known[0] in _DONE:
            if known[2] == self.rules:
                self.progress.kept += 1
                self._tell(source, self.read)
                return None
            self.redone += 1
        if self._is_held(position, key):
            self._put(Input(position, source, article.sha256, key, "duplicate"))
            return None
        self.keys[key] = position
        self.flying[position] = _Flying(article, key, self.read)
        payload = Payload(article, self.options.profile, self.options.near, self.options.words)
        return Task(position, payload, size=len(article.text) / _UNIT)

    def _is_held(self, position: int, key: str) -> bool:
        """True where another input of this text is at work, or stored under the same rules."""
        if key in self.keys:
            return self.keys[key] != position
        holder = self.store.holder_of(key)
        return holder is not None and holder[1] == self.rules and holder[0] != position

    def take(self, outcome: Outcome) -> None:
        """Store what became of an article."""
        position: int = outcome.task.key
        flown = self.flying.pop(position)
        article, key = flown.article, flown.key
        self.keys.pop(key, None)
        source, done = article.source or "-", outcome.result
        if isinstance(done, Done):
            row = Input(position, source, article.sha256, key, done.status, seconds=outcome.seconds)
            stored = Stored(
                key, article.id, article.sha256, article.source, position, article.encoding, article.text, done
            )
            self.writer.put(Entry(row, stored, flown.read))
            return
        refused = done if isinstance(done, Refused) else Refused(outcome.reason, outcome.detail)
        row = Input(
            position, source, article.sha256, key, "quarantined", refused.reason, refused.detail, outcome.seconds
        )
        self.writer.put(Entry(row, None, flown.read))

    def _put(self, row: Input) -> None:
        self.writer.put(Entry(row, None, self.read))

    def _told(self, entry: Entry) -> None:
        """An entry is stored: count it."""
        if entry.stored is not None:
            self.progress.done += 1
        elif entry.row.status == "duplicate":
            self.progress.duplicates += 1
        else:
            self.progress.failed += 1
        self._tell(entry.row.source, entry.read)

    def _tell(self, source: str, read: int) -> None:
        self.progress.source = source
        self.progress.bytes = max(self.progress.bytes, read)
        self.progress.seconds = monotonic() - self.begun
        self.watch(self.progress)


def run(
    options: Options,
    *,
    watch: Callable[[Progress], None] = lambda _: None,
    stopping: Callable[[], bool] = lambda: False,
) -> Report:
    """Do the batch. `watch` hears of every input; when `stopping` says so, articles in flight are finished and no more
    are begun.

    Raises InputError before any work where the output is not to be used, StoreError where the disk fails under way;
    what was stored before stays, and `mode="resume"` goes on from there.
    """
    folder = _prepared(options)
    with locked(folder):
        if options.mode == "fresh":
            _clear(folder)
        with Store(folder / FILE, write=True) as store:
            report = _run(options, store, watch, stopping)
        with replacing(folder / "run.json") as stream:
            stream.write(json.dumps(asdict(report), ensure_ascii=False, indent=1).encode() + b"\n")
    return report


def _run(options: Options, store: Store, watch: Callable[[Progress], None], stopping: Callable[[], bool]) -> Report:
    rules = fingerprint(options.profile, options.words)
    arguments = json.dumps({"paths": options.paths, "profile": options.profile, "shard": options.shard})
    begun = _now()
    number = store.begin_run(begun, arguments, rules)
    store.put_words(rules, files_of(options.words))
    batch = _Batch(options, store, rules, number, watch, stopping)
    with batch.writer:
        if current_process().daemon:  # a scheduler's worker may have no children
            for outcome in inline(options.work, batch.tasks()):
                batch.take(outcome)
        else:
            with Supervisor(options.work, options.jobs, options.limits, batch.writer.flush) as supervisor:
                for outcome in supervisor.run(batch.tasks()):
                    batch.take(outcome)
    batch.progress.bytes = batch.read
    settle_orphans(store)
    if options.near and not stopping():
        link_near_duplicates(store)
    if not batch.met and not stopping():
        raise InputError(f"{', '.join(options.paths)}: no articles here")
    outcome_name = "stopped" if stopping() else "finished"
    report = report_of(
        store, run=batch.run, rules=rules, begun=begun, ended=_now(), outcome=outcome_name,
        inputs=batch.progress.inputs, kept=batch.progress.kept, redone=batch.redone,
        bytes_read=batch.progress.bytes, seconds=monotonic() - batch.begun,
    )  # fmt: skip
    text = json.dumps(asdict(report), ensure_ascii=False)
    store.end_run(batch.run, ended=report.ended, outcome=outcome_name, inputs=report.inputs, report=text)
    return report


def _prepared(options: Options) -> Path:
    """The output folder, made where there is none. Raises InputError where it is not to be used."""
    folder = options.output
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file; -o needs a folder")
    if (folder / FILE).exists() and options.mode == "new":
        raise InputError(f"{folder}: holds an earlier run; --resume goes on with it, --fresh begins anew")
    if options.shard is not None and not 1 <= options.shard[0] <= options.shard[1]:
        raise InputError(f"--shard {options.shard[0]}/{options.shard[1]}: I from 1 to N is needed, such as 2/8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {(error.strerror or str(error)).lower()}") from error
    return folder


def _clear(folder: Path) -> None:
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", "run.json"):
        (folder / name).unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


__all__ = ["Options", "Progress", "Report", "StoreError", "run"]
