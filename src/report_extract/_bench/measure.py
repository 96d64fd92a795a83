"""All measurements in their order, and where and when they were taken."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from report_extract._bench.fresh import PROGRAMS, Fresh, fresh
from report_extract._bench.rates import Rate, jieba_lcut, peer_subject, profile_subject, rate
from report_extract._bench.scaling import Step, lengths, scaling
from report_extract._bench.stages import StageCost, stage_costs
from report_extract._bench.supply import Supply
from report_extract._peers import installed_peers
from report_extract._pipeline import Profile, package_version

PROFILES: tuple[Profile, ...] = ("rules", "full")
_STAGE_CHARACTERS = 60_000


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that was measured; `absent` tells what would bring the peers that are not installed."""

    date: str
    machine: str
    python: str
    package: str
    text: str
    rates: tuple[Rate, ...]
    stages: tuple[StageCost, ...]
    fresh: tuple[Fresh, ...]
    scaling: tuple[Step, ...]
    absent: tuple[str, ...]


def measure(texts: Sequence[str], name: str, *, seconds: float, most: int, tell: Callable[[str], None]) -> Bench:
    """Measure with these texts, called `name`; `seconds` a rate; texts up to `most` characters for the scaling."""
    supply = Supply(texts)
    peers, absent = installed_peers()
    subjects = [jieba_lcut(), *map(profile_subject, PROFILES), *map(peer_subject, peers)]
    rates = []
    for subject in subjects:
        tell(f"speed of {subject.name}")
        rates.append(rate(subject, supply, seconds=seconds))
    tell("stages")
    length = min(_STAGE_CHARACTERS, max(int(rates[1].per_second * seconds), 1))
    stages = [cost for profile in PROFILES for cost in stage_costs(profile, supply, length=length)]
    processes = []
    for what in PROGRAMS:
        tell(f"a fresh process: {what}")
        processes.append(fresh(what))
    steps: list[Step] = []
    for profile in PROFILES:
        if lengths(most):
            tell(f"scaling of {profile}, up to {lengths(most)[-1]} characters in one text")
        steps += scaling(profile, supply, most=most)
    return Bench(
        datetime.now(UTC).date().isoformat(), machine(), platform.python_version(), package_version(), name,
        tuple(rates), tuple(stages), tuple(processes), tuple(steps), absent,
    )  # fmt: skip


def machine() -> str:
    """Processor, cores and system, without the name of the host."""
    cores = os.cpu_count() or 0
    return f"{_processor()}, {cores} core{'s' if cores != 1 else ''}, {platform.system()} {platform.machine()}"


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8", errors="replace").splitlines() if known.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or sys.platform
