"""The outputs that README.md shows: run, compared by test_docs, rewritten by `python tests/readme.py`.

A console block shows a command behind `$` and its output; a comment `<!-- head 12, tail 6 -->` before it keeps so many
lines at either end, with a line `…` between. A table between `<!-- measured: bench -->` and `<!-- end of bench -->`
shows docs/bench.json, which `make bench` measures; the data card (corpora/README.md) shows such tables too. A json
block behind `<!-- part of: TEXT -->` is part of TEXT's record.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from report_extract._bench.report import made_line, speed_table
from report_extract._evaluation.beside import as_markdown

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CARD = ROOT / "corpora" / "README.md"
CONSOLE = re.compile(
    r"(?:<!-- head (?P<head>\d+), tail (?P<tail>\d+) -->\n)?```console\n\$ (?P<command>[^\n]+)\n(?P<out>.*?)```",
    re.DOTALL,
)
PART = re.compile(r"<!-- part of: (?P<text>[^\n]+) -->\n```json\n(?P<json>.*?)```", re.DOTALL)


class Shown(NamedTuple):
    """A console block: the command, what stands there, and what it prints."""

    command: str
    there: str
    real: str


def shown(text: str) -> list[Shown]:
    """All console blocks of a text, run."""
    return [Shown(m["command"], m["out"], _printed(m)) for m in CONSOLE.finditer(text)]


def renewed(text: str) -> str:
    """The text with the outputs of its console blocks as they are now, and its tables as they were measured."""
    text = CONSOLE.sub(lambda m: f"{m.group()[: m.start('out') - m.start()]}{_printed(m)}```", text)
    return with_measured(text)


def with_measured(text: str) -> str:
    """The text with the tables that `make bench` measured, between their marks; nothing is measured here."""
    for name, table in measured().items():
        begin, end = f"<!-- measured: {name} -->\n", f"<!-- end of {name} -->"
        head, there, rest = text.partition(begin)
        if there:
            text = f"{head}{there}{table}\n{end}{rest.partition(end)[2]}"
    return text


def measured() -> dict[str, str]:
    """Tables out of the numbers that are kept in docs/, by the name of their file."""
    bench = json.loads((ROOT / "docs" / "bench.json").read_text(encoding="utf-8"))
    beside = json.loads((ROOT / "docs" / "beside.json").read_text(encoding="utf-8"))
    return {"bench": f"{speed_table(bench)}\n\n{made_line(bench)}", "beside": as_markdown(beside)}


def is_part(part: Any, whole: Any) -> bool:
    """Whether each key and item of `part` is in `whole`, at its place; lists are compared item by item."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and is_part(part[key], whole[key]) for key in part)
    if isinstance(part, list):
        return isinstance(whole, list) and all(map(is_part, part, whole)) and len(part) <= len(whole)
    return bool(part == whole)


def command(line: str, *, cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    """Run a shown command line with this interpreter's package."""
    line = line.replace("report-extract", f"{sys.executable} -m report_extract")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}
    return subprocess.run(line, shell=True, cwd=cwd, capture_output=True, env=environment, timeout=120)


def _printed(match: re.Match[str]) -> str:
    done = command(match["command"])
    lines = (done.stderr + done.stdout).decode().splitlines()
    if match["head"] and len(lines) > int(match["head"]) + int(match["tail"]):
        lines = [*lines[: int(match["head"])], "…", *lines[len(lines) - int(match["tail"]) :]]
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
    CARD.write_text(with_measured(CARD.read_text(encoding="utf-8")), encoding="utf-8")
