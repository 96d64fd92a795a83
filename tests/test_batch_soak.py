"""Long batches: many articles, some of them poison; the parent's memory stays where it is.

`make soak` runs 100,000 articles, and 10,000 of which 2 % are poison; the suite runs a short slice of each.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from report_extract._batch.run import Progress, Report
from report_extract._batch.store import store_at
from test_batch import article, batch

MOST_GROWTH = 1.0
"""Megabytes of the parent for each 10,000 articles."""

POISON = ("exit", "segv", "error", "memory", "kill")


def written(path: Path, count: int, poisoned: int = 0) -> list[int]:
    """`count` articles as JSON lines, one in `poisoned` of them poison; the numbers of those."""
    bad = [number for number in range(count) if poisoned and number % poisoned == poisoned // 2]
    marks = {number: f"FAULT:{POISON[index % len(POISON)]}" for index, number in enumerate(bad)}
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            row = {"id": f"n{number}", "text": article(number, marks.get(number, ""))}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return bad


def resident() -> float:
    """Megabytes of this process in memory now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def watched(path: Path, out: Path, every: int) -> tuple[Report, list[float]]:
    """A run, and the memory of the parent after each `every` articles."""
    sizes: list[float] = []

    def watch(progress: Progress) -> None:
        if (progress.done + progress.failed) % every == 0:
            sizes.append(resident())

    return batch(path, out, jobs=2, watch=watch), sizes


def quarantined(tmp_path: Path, count: int) -> tuple[list[int], list[int]]:
    """A run over articles of which 2 % are poison: the numbers that were quarantined, and those that should be."""
    bad = written(tmp_path / "articles.jsonl", count, 50)
    report = batch(tmp_path / "articles.jsonl", tmp_path / "out", jobs=2)
    assert report.statuses == {"ok": count - len(bad), "quarantined": len(bad)}
    assert sum(report.statuses.values()) == report.inputs == count
    with store_at(tmp_path / "out") as store:
        rows = store.query("SELECT position FROM inputs WHERE status = 'quarantined' ORDER BY position")
        return [position for (position,) in rows], bad


def test_poison_costs_itself_alone(tmp_path):
    found, bad = quarantined(tmp_path, 300)
    assert found == bad
    assert len(bad) == 6


@pytest.mark.slow
def test_poison_among_ten_thousand(tmp_path):
    found, bad = quarantined(tmp_path, int(os.environ.get("SOAK_POISONED", "10000")))
    assert found == bad


@pytest.mark.slow
def test_a_hundred_thousand_articles(tmp_path, record_property):
    count = int(os.environ.get("SOAK_ARTICLES", "100000"))
    written(tmp_path / "articles.jsonl", count)
    report, sizes = watched(tmp_path / "articles.jsonl", tmp_path / "out", 1000)
    assert report.statuses == {"ok": count}
    settled = sizes[len(sizes) // 5 :]
    growth = (settled[-1] - settled[0]) / (len(settled) - 1) * 10
    record_property("megabytes for 10,000 articles", growth)
    assert growth <= MOST_GROWTH, f"the parent grew from {settled[0]:.0f} to {settled[-1]:.0f} MB"
