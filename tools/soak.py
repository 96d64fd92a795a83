"""What a batch costs, and the long soaks: `python tools/soak.py cost|long|poison|kills|all`; `make soak` runs all.

Articles are made from those of corpora/ by changing their numbers; nothing else is needed. Each part prints a summary,
and the exit code is 1 where a promise is broken: nothing lost or doubled, the same bytes in the end, a parent that does
not grow, costs within their bars. Wall times mean something on a machine with nothing else to do only.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from report_extract import _cli  # noqa: E402
from report_extract._batch.export import export  # noqa: E402
from report_extract._batch.report import Report  # noqa: E402
from report_extract._batch.run import Options, Progress, run  # noqa: E402
from report_extract._batch.store import FILE, store_at  # noqa: E402
from report_extract._batch.supervisor import Limits  # noqa: E402

MOST_GROWTH = 1.0
"""Megabytes of the parent for each 10,000 articles."""
MOST_COST, LEAST_GAIN = 1.15, 1.8
"""Wall time of one worker over that of `extract` in one process; speed of two workers over that of one."""
_CORES = 3  # two workers and the parent
POISON = ("exit", "segv", "error", "memory", "kill")
_NUMBER = re.compile(r"(?<![0-9.])[1-9][0-9]{1,6}(?![0-9.年月日号时分])")


def articles() -> Iterator[str]:
    """Texts without end: the articles of corpora/, each time with other numbers, no two the same."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpora").glob("articles/*/article.txt"))]
    number = 0
    while True:
        for text in texts:
            number += 1
            other = _NUMBER.sub(partial(_other, random.Random(number)), text)
            yield f"{other.rstrip()}\n\n第{number}号简报。\n"


def _other(dice: random.Random, match: re.Match[str]) -> str:
    return str(dice.randrange(10 ** (len(match[0]) - 1), 10 ** len(match[0])))


def write(path: Path, count: int, poisoned: int = 0) -> list[int]:
    """`count` articles as JSON lines, one in `poisoned` of them poison; the numbers of those."""
    bad: list[int] = []
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(islice(articles(), count)):
            mark = ""
            if poisoned and number % poisoned == poisoned // 2:
                mark = f"FAULT:{POISON[len(bad) % len(POISON)]}"
                bad.append(number)
            row = {"id": f"n{number}", "text": f"{text}{mark}\n"}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return bad


def batch(path: Path, out: Path, jobs: int, watch: Callable[[Progress], None] = lambda _: None) -> Report:
    """A run with the rules profile, whose workers fail on command."""
    options = Options((str(path),), out, jobs=jobs, profile="rules", limits=Limits(30.0), work="faulty:process")
    return run(options, watch=watch)


def digest(out: Path) -> str:
    """SHA-256 of the export of a store."""
    target = out / "exported.jsonl"
    with store_at(out) as store:
        export(store, str(target), format="jsonl")
    with target.open("rb") as stream:
        made = sha256()
        while block := stream.read(1 << 20):
            made.update(block)
    target.unlink()
    return made.hexdigest()


def said(name: str, right: bool, line: str) -> bool:
    """One line of a summary."""
    print(f"{name}: {line}: {'as promised' if right else 'NOT AS PROMISED'}", flush=True)
    return right


# --- what it costs ---------------------------------------------------------------------------------------------------


def cost(work: Path, count: int, rounds: int) -> bool:
    """`extract` to JSON lines in one process, then `run` with one and two workers: wall and CPU seconds, the best."""
    path = work / "cost.jsonl"
    write(path, count)
    best: dict[str, tuple[float, float, float]] = {}
    for _ in range(rounds):
        for name in ("in process", "one worker", "two workers"):
            line = [sys.executable, __file__, "_one", str(path), str(work / "cost"), name]
            wall, own, workers = json.loads(subprocess.run(line, check=True, capture_output=True).stdout)
            best[name] = min(best.get(name, (wall, own, workers)), (wall, own, workers))
    print(f"{count} articles, {path.stat().st_size / 1e6:.1f} MB of JSON lines, rules profile, best of {rounds}")
    print(f"{'':12}{'wall s':>9}{'parent CPU s':>14}{'workers CPU s':>15}")
    for name, (wall, own, workers) in best.items():
        print(f"{name:12}{wall:9.2f}{own:14.2f}{workers:15.2f}")
    plain, one, two = (best[name] for name in best)
    print(f"workers' CPU over in process {one[2] / plain[1]:.2f}, parent's CPU over one worker's {one[1] / one[2]:.2f}")
    share, gain = one[0] / plain[0], one[0] / two[0]
    right = said("one worker", share <= MOST_COST, f"{share:.2f} of in process (<= {MOST_COST})")
    if len(os.sched_getaffinity(0)) < _CORES:
        print(f"two workers: {gain:.2f} x one; to tell whether it is {LEAST_GAIN}, {_CORES} cores are needed")
        return right
    return said("two workers", gain >= LEAST_GAIN, f"{gain:.2f} x one (>= {LEAST_GAIN})") and right


def one_cost(path: str, out: str, name: str) -> None:
    """One measurement in a process of its own, its start included."""
    shutil.rmtree(out, ignore_errors=True)
    Path(out).mkdir()
    if name == "in process":
        arguments = ["extract", path, "--profile", "rules", "-o", f"{out}/facts.jsonl"]
    else:
        jobs = "1" if name == "one worker" else "2"
        arguments = ["run", path, "-o", out, "--profile", "rules", "-j", jobs, "--progress", "none"]
    begun = monotonic()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        shown, sys.stdout = sys.stdout, nowhere
        code = _cli.run(arguments)
        sys.stdout = shown
    wall = monotonic() - begun
    if code:
        raise SystemExit(f"{' '.join(arguments)}: exit code {code}")
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([wall, own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime]))


# --- soaks -----------------------------------------------------------------------------------------------------------


def resident() -> float:
    """Megabytes of this process in memory now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def long(work: Path, count: int, jobs: int) -> bool:
    """Many articles: none lost, the parent does not grow, another number of workers gives the same bytes."""
    path, every, sizes = work / "long.jsonl", max(1, count // 100), list[float]()
    write(path, count)

    def watch(progress: Progress) -> None:
        if progress.done % every == 0:
            sizes.append(resident())

    begun = monotonic()
    report = batch(path, work / "long", jobs, watch)
    seconds = monotonic() - begun
    settled = sizes[len(sizes) // 5 :]
    growth = (settled[-1] - settled[0]) / max(1, (len(settled) - 1) * every) * 10_000
    right = said("long", report.statuses == {"ok": count}, f"{count} articles in {seconds:.0f} s, {report.statuses}")
    right &= said("long", growth <= MOST_GROWTH, f"the parent grew by {growth:.2f} MB for 10,000 (<= {MOST_GROWTH})")
    one = digest(work / "long")
    shutil.rmtree(work / "long")
    batch(path, work / "long", max(1, jobs // 2))
    same = digest(work / "long") == one
    return said("long", same, f"the same bytes from {jobs} and {max(1, jobs // 2)} workers") and right


def poison(work: Path, count: int, jobs: int) -> bool:
    """2 % of the articles kill, crash or break their worker: they and only they are quarantined."""
    bad = write(work / "poison.jsonl", count, 50)
    report = batch(work / "poison.jsonl", work / "poison", jobs)
    with store_at(work / "poison") as store:
        found = [at for (at,) in store.query("SELECT position FROM inputs WHERE status = 'quarantined' ORDER BY 1")]
    right = found == bad and report.statuses == {"ok": count - len(bad), "quarantined": len(bad)}
    return said("poison", right, f"{count} articles, {len(bad)} poisoned, {report.statuses}, {report.reasons}")


def kills(work: Path, count: int, lanes: int, size: int = 300) -> bool:
    """Runs killed at any moment, parent or worker, and gone on with, several side by side; the same bytes at last."""
    path = work / "kills.jsonl"
    write(path, size)
    begun = monotonic()
    batch(path, work / "whole", 2)
    whole, length = digest(work / "whole"), monotonic() - begun + 1.5
    shares = [count // lanes + (lane < count % lanes) for lane in range(lanes)]
    with ThreadPoolExecutor(lanes) as pool:
        places = [Lane(path, work / f"lane{lane}", lane, length) for lane in range(lanes)]
        done = list(pool.map(Lane.killed, places, shares))
    same = sum(digest(work / f"lane{lane}") == whole for lane in range(lanes))
    halves = sum(lane.halves for lane in done)
    parents, workers = sum(lane.parents for lane in done), sum(lane.workers for lane in done)
    seconds = monotonic() - begun
    right = same == lanes and not halves and parents + workers == count
    line = f"{parents} kills of the parent and {workers} of a worker in {seconds:.0f} s, {lanes} runs side by side"
    return said("kills", right, f"{line}, {halves} half articles, {same} of {lanes} exports the same bytes")


class Lane:
    """One output folder whose runs are killed again and again."""

    def __init__(self, path: Path, out: Path, seed: int, length: float) -> None:
        self.out, self.length, self.dice = out, length, random.Random(seed)
        self.line = [sys.executable, "-m", "report_extract", "run", str(path), "-o", str(out), "--profile", "rules",
                     "-j", "2", "--resume"]  # fmt: skip
        self.parents = self.workers = self.halves = 0

    def killed(self, times: int) -> Lane:
        """So many kills, then a run to the end."""
        while self.parents + self.workers < times:
            self._kill()
        if self._begin().wait():
            raise SystemExit(f"{self.out}: the last run failed")
        return self

    def _begin(self) -> subprocess.Popen[bytes]:
        found = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH"))))
        around = {**os.environ, "PYTHONPATH": found}
        return subprocess.Popen(self.line, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _kill(self) -> None:
        process = self._begin()
        sleep(0.3 + self.dice.random() * self.length)
        children = _children(process.pid) if self.dice.random() < 0.2 else []
        if process.poll() is not None:  # it was done before: begin anew
            shutil.rmtree(self.out)
            return
        if children:
            os.kill(self.dice.choice(children), signal.SIGKILL)
            self.workers += 1
            process.wait()
        else:
            process.kill()
            process.wait()
            self.parents += 1
        self.halves += _halves(self.out / FILE)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def _halves(path: Path) -> int:
    """Articles without an input, and inputs without their article."""
    if not path.exists():
        return 0
    with sqlite3.connect(path) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
            return 0
        loose = "SELECT count(*) FROM articles WHERE key NOT IN (SELECT article FROM inputs WHERE article IS NOT NULL)"
        empty = "SELECT count(*) FROM inputs WHERE status = 'ok' AND article NOT IN (SELECT key FROM articles)"
        found = sum(connection.execute(sql).fetchone()[0] for sql in (loose, empty))
    connection.close()
    return found


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["cost", "long", "poison", "kills", "all"])
    cores = len(os.sched_getaffinity(0))
    parser.add_argument("-j", "--jobs", type=int, default=max(1, cores - 2), help="workers of long and poison")
    parser.add_argument("--articles", type=int, default=100_000, help="of long")
    parser.add_argument("--poisoned", type=int, default=10_000, help="articles of poison")
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--lanes", type=int, default=max(1, cores // 2), help="runs of kills side by side")
    parser.add_argument("--measured", type=int, default=6_000, help="articles of cost")
    parser.add_argument("--rounds", type=int, default=2, help="of cost")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        parts: dict[str, Callable[[], bool]] = {
            "cost": lambda: cost(work, given.measured, given.rounds),
            "poison": lambda: poison(work, given.poisoned, given.jobs),
            "kills": lambda: kills(work, given.kills, given.lanes),
            "long": lambda: long(work, given.articles, given.jobs),
        }
        broken = [name for name in (parts if given.part == "all" else [given.part]) if not parts[name]()]
        return int(bool(broken))


if __name__ == "__main__":
    if sys.argv[1:2] == ["_one"]:
        one_cost(*sys.argv[2:])
    else:
        sys.exit(main())
