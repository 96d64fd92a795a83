"""Batches for tests: small articles, a folder of them, runs over it. The fixtures of these are in conftest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from report_extract._batch import run as module
from report_extract._batch.export import export
from report_extract._batch.run import Options, Report, run
from report_extract._batch.store import store_at
from report_extract._batch.supervisor import Limits

COUNT = 24


def article(number: int, mark: str = "") -> str:
    """A small article; no two are the same."""
    body = f"3月{number % 28 + 1}日，区税务局走访居民{number * 7 + 11}户，发放物资{number + 3}.5吨{mark}。"
    more = f"截至当日，参与志愿服务{number * 13 + 40}人次，其中党员{number + 2}人次。第{number}网格居民反映良好。"
    return f"走访慰问第{number}期\n\n{body}\n\n{more}\n"


def batch(paths: Path, output: Path, **options) -> Report:
    """A run with the rules profile."""
    limits = Limits(options.pop("deadline", 20.0), options.pop("memory", None), options.pop("renew_after", 20_000))
    watch = options.pop("watch", lambda _: None)
    merged = {"jobs": 1, "profile": "rules", "work": "faulty:process", **options}
    return run(Options((str(paths),), output, limits=limits, **merged), watch=watch)


def exported(output: Path, target: Path) -> bytes:
    """The records of a store, as bytes."""
    with store_at(output) as store:
        export(store, str(target), format="jsonl")
    return target.read_bytes()


def written(folder: Path) -> Path:
    """A folder of `COUNT` articles, made here."""
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"a{number:03}.txt").write_text(article(number), encoding="utf-8")
    return folder


@contextmanager
def without_workers() -> Iterator[None]:
    """Batches read their articles here, as they do inside a scheduler's worker: for stores that others are tests of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "current_process", lambda: SimpleNamespace(daemon=True))
        yield
