"""Every pattern that the package compiles, and hostile strings for each.

The patterns are caught in a process of their own in which `re` and `regex` are watched while all modules are loaded and
articles are read and audited in either profile, so that those which functions build on the way are seen too.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import _constants as op
from re import _parser as parser
from time import process_time
from typing import Any

import regex

from conftest import ROOT

_WATCHED = """
import importlib, json, pkgutil, re, sys, tomllib
from pathlib import Path
import regex, regex._main

seen = {}

def watch(module, engine):
    inner = module._compile
    def spy(pattern, flags, *rest, **named):
        frame = sys._getframe(1)
        while frame.f_globals.get("__name__", "").split(".")[0] in ("re", "regex"):
            frame = frame.f_back
        where = frame.f_globals.get("__name__", "")
        made = inner(pattern, flags, *rest, **named)
        if where.startswith("report_extract") and isinstance(getattr(made, "pattern", None), str):
            seen.setdefault((engine, made.pattern, int(flags)), where)
        return made
    module._compile = spy

watch(re, "re")
watch(regex._main, "regex")
import report_extract
for module in pkgutil.walk_packages(report_extract.__path__, "report_extract."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from report_extract import extract
from report_extract.errors import InputError
texts = [path.read_text(encoding="utf-8") for path in sorted(Path("corpora/articles").glob("*/article.txt"))]
for path in sorted(Path("corpora/cases").glob("*.toml")):
    texts += [case["text"] for case in tomllib.loads(path.read_text(encoding="utf-8")).get("case", ())]
for number, text in enumerate(texts[: int(sys.argv[1])]):
    try:
        extract(text, profile="full" if number < 2 else "rules")
    except InputError:
        pass
print(json.dumps([[*key, where] for key, where in seen.items()]))
"""

FLOODS = (
    *"19十零年万的区人，、（“ \n\u3000.-—：A·日至和１\ue000\ue001\ue002",
    "9.", "1,", "1年", "万亿", "百分之", "区局", "第", "第一", "王·", "1月1日", "“”", "a1",
)  # fmt: skip


_GROWTH = 2.5
_AGAIN = 6


@dataclass(frozen=True, slots=True)
class Caught:
    """A compiled pattern: `re` or `regex`, its source, its flags, the module that compiled it."""

    engine: str
    source: str
    flags: int
    where: str

    def compiled(self) -> Any:
        return (regex if self.engine == "regex" else re).compile(self.source, self.flags)


def caught(texts: int) -> tuple[Caught, ...]:
    """The patterns of the package, in the order of their compilation, while so many texts of the corpora are read."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", "-c", _WATCHED, str(texts)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return tuple(Caught(*row) for row in json.loads(done.stdout))


def hostile(pattern: Caught, *, picks: int, floods: Iterable[str]) -> tuple[str, ...]:
    """What to repeat: strings that the pattern matches, parts and ends of them, and the floods."""
    own = []
    for pick in range(picks):
        match = sample(parser.parse(pattern.source, pattern.flags & ~regex.V1), pick)[:60]
        own += [match, match[:-1], match[:1], match[-1:], match[: len(match) // 2]]
    return tuple(dict.fromkeys(string for string in (*own, *floods) if string))


def sample(tree: Iterable[tuple[Any, Any]], pick: int) -> str:
    """A string in the manner of what the parsed pattern matches; other picks take other branches and members."""
    return "".join(_piece(code, value, pick) for code, value in tree)


def _piece(code: Any, value: Any, pick: int) -> str:
    if code is op.LITERAL:
        return chr(value)
    if code is op.IN:
        return _member(value, pick)
    if code is op.BRANCH:
        return sample(value[1][pick % len(value[1])], pick)
    if code is op.SUBPATTERN:
        return sample(value[3], pick)
    if code is op.ATOMIC_GROUP:
        return sample(value, pick)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = value
        return "".join(sample(inner, pick + turn) for turn in range(max(least, min(most, 1 + pick % 3))))
    return "人" if code in (op.ANY, op.NOT_LITERAL) else ""


_CATEGORIES = {op.CATEGORY_DIGIT: "7", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "字"}


def _member(items: Sequence[tuple[Any, Any]], pick: int) -> str:
    named: list[str] = []
    for code, value in items:
        if code is op.LITERAL:
            named.append(chr(value))
        elif code is op.RANGE:
            named += [chr(value[0]), chr(value[1]), chr(sum(value) // 2)]
        elif code is op.CATEGORY:
            named.append(_CATEGORIES.get(value, "人"))
    if items[0][0] is op.NEGATE:
        return next((char for char in "人的1a ，" if char not in named), "口")
    return named[pick % len(named)]


def open_within_open(tree: Iterable[tuple[Any, Any]], inside: bool = False) -> Iterator[Any]:
    """Repeats without a bound that stand in a repeat without a bound: time may double with each character."""
    for code, value in tree:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT):
            unbounded = value[1] is op.MAXREPEAT
            if unbounded and inside:
                yield value
            yield from open_within_open(value[2], inside or unbounded)
        elif code is op.SUBPATTERN:
            yield from open_within_open(value[3], inside)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from open_within_open(branch, inside)


def excess(pattern: Any, piece: str, length: int, floor: float) -> float | None:
    """CPU time over 2n characters by that over n, where that is above 2.5 and 2n takes longer than `floor` seconds.

    A first look decides for most; what looks bad is measured again, in turns, and the best of each length counts: a
    neighbour on the machine makes a run longer, never shorter. Where 2n takes ten floors, once more is enough.
    """
    text = (piece * (2 * length // len(piece) + 1))[: 2 * length] + "完"
    long = _spent(pattern, text)
    if long <= floor:
        return None
    short = _spent(pattern, text[length:])
    for _ in range(_AGAIN if long < 10 * floor else 1):
        if long <= max(floor, _GROWTH * short):
            return None
        short, long = min(short, _spent(pattern, text[length:])), min(long, _spent(pattern, text))
    return long / short if long > max(floor, _GROWTH * short) else None


def _spent(pattern: Any, text: str) -> float:
    begun = process_time()
    for _ in pattern.finditer(text):
        pass
    return process_time() - begun
