"""Start-up time and memory, each in a process of its own.

In: what the process does. Out: its CPU seconds from the first instruction to the last, and its peak of resident memory
in MB (None where the system does not tell).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from report_extract.errors import EngineError

_CHARACTERS = 100_000
_PEAK = "from report_extract._bench.peak import peak; import json; print(json.dumps(peak()))"
_CHILD = "report_extract._bench.child"
_PROGRAMS = {
    "bare Python": ("-c", _PEAK),
    "report-extract --help": ("-c", f"from report_extract._cli import run; run(['--help']); {_PEAK}"),
    "first record, rules": ("-m", _CHILD, "rules", "0"),
    "first record, full": ("-m", _CHILD, "full", "0"),
    f"{_CHARACTERS // 1000} thousand characters, rules": ("-m", _CHILD, "rules", str(_CHARACTERS)),
    f"{_CHARACTERS // 1000} thousand characters, full": ("-m", _CHILD, "full", str(_CHARACTERS)),
}
PROGRAMS = tuple(_PROGRAMS)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A process that did one thing."""

    what: str
    seconds: float
    peak_mb: float | None


def fresh(what: str) -> Fresh:
    """Run one of `PROGRAMS`; EngineError where it fails."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    before = os.times()
    done = subprocess.run([sys.executable, *_PROGRAMS[what]], capture_output=True, env=environment)
    after = os.times()
    if done.returncode:
        raise EngineError(f"{what}: a fresh process fails: {done.stderr.decode(errors='replace').strip()[-300:]}")
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    return Fresh(what, seconds, json.loads(done.stdout.splitlines()[-1]))
