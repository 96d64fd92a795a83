"""Is this installation sound? Versions, engines, a canary sentence, extras, a short speed test.

Out: rows of what was looked at, what was found, and where something is wrong, what would mend it. Nothing is changed
and nothing is fetched.
"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from itertools import cycle
from time import process_time

from report_extract import _pipeline as pipeline
from report_extract._lexicon import default_lexicon
from report_extract.errors import ReportExtractError

CANARY = "截至2月29日，区城管局共派出239人次（其中处级干部13人次）支援石桥街道。"
_CANARY_FACTS = ["239人次 = 239", "13人次 = 13", "2月29日 = 2020-02-29", "区城管局", "石桥街道"]
_SECONDS = 1.0
_PROFILES: tuple[pipeline.Profile, ...] = ("rules", "full")
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)[^;]*(?:;\s*extra\s*==\s*['\"](?P<extra>[^'\"]+)['\"])?")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at; `advice` is empty where nothing is wrong."""

    what: str
    found: str
    ok: bool = True
    advice: str = ""


def examine(*, speed: bool = True) -> Iterator[Row]:
    """The rows, as they are found."""
    yield Row("python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield Row("report-extract", pipeline.package_version())
    yield Row("lexicon", f"{default_lexicon().digest[:12]}")
    yield Row("standard output", str(getattr(sys.stdout, "encoding", "?")))
    requirements = list(_requirements())
    yield from (_installed(name) for name, extra in requirements if extra is None)
    yield from _extras(requirements)
    yield from (_canary(profile) for profile in _PROFILES)
    if speed:
        yield from (_speed(profile) for profile in _PROFILES)


def _requirements() -> Iterator[tuple[str, str | None]]:
    """Distribution names that this package asks for, with the extra they belong to."""
    try:
        wanted = distribution("report-extract").requires or []
    except PackageNotFoundError:
        return
    for line in wanted:
        found = _REQUIREMENT.match(line)
        if found is not None:
            yield found["name"], found["extra"]


def _installed(name: str) -> Row:
    try:
        return Row(name, version(name))
    except PackageNotFoundError:
        return Row(name, "missing", ok=False, advice=f"pip install {name}")


def _extras(requirements: list[tuple[str, str | None]]) -> Iterator[Row]:
    extras: dict[str, list[str]] = {}
    for name, extra in requirements:
        if extra is not None:
            extras.setdefault(extra, []).append(name)
    for extra, names in extras.items():
        missing = [name for name in names if not _installed(name).ok]
        found = "present" if not missing else f"absent: {', '.join(missing)} (pip install 'report-extract[{extra}]')"
        yield Row(f"extra {extra}", found)


def _canary(profile: pipeline.Profile) -> Row:
    what = f"canary, {profile}"
    try:
        record = pipeline.extract(CANARY, published="2020-03-05", profile=profile)
    except (ReportExtractError, ImportError, OSError) as error:
        return Row(what, f"fails: {error}", ok=False, advice="pip install --force-reinstall report-extract")
    facts = [f"{figure.quote.text} = {figure.value}" for figure in record.figures]
    facts += [f"{time.quote.text} = {time.value}" for time in record.times]
    facts += [entity.name for entity in record.entities]
    missing = [fact for fact in _CANARY_FACTS if fact not in facts]
    if missing:
        advice = "reinstall; if a dictionary or lexicon of your own is used, look at it first"
        return Row(what, f"reads {facts}, lacks {missing}", ok=False, advice=advice)
    engines = ", ".join(f"{name} {number}" for name, number in record.provenance.engines.items())
    return Row(what, f"as it should be ({engines})")


def _speed(profile: pipeline.Profile) -> Row:
    text = "\n".join(_sentences())
    ours = _rate(lambda: pipeline.extract(text, published="2020-03-05", profile=profile), len(text))
    return Row(f"speed, {profile}", f"{ours / 1000:,.0f} thousand characters a second")


def _sentences() -> Iterator[str]:
    """Some fifty sentences, no two the same, so that no cache answers for the work."""
    bodies = ("区税务局党支部", "市水务局", "石桥街道办事处", "第二人民医院", "区教育局机关党委")
    for index, body in zip(range(50), cycle(bodies), strict=False):
        day = f"2月{index % 28 + 1}日"
        yield f"{day}，{body}组织志愿者{index + 11}人，走访居民{index * 3 + 7}户，发放物资{index + 1}.5吨。"


def _rate(work: Callable[[], object], length: int) -> float:
    """Characters a second of CPU time, over about a second."""
    work()
    begun, rounds = process_time(), 0
    while process_time() - begun < _SECONDS:
        work()
        rounds += 1
    return length * rounds / (process_time() - begun)
