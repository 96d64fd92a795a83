"""Is this installation sound? Versions, engines, a canary sentence, extras, a short speed test.

Out: rows of what was looked at, what was found, and where something is wrong, what would mend it. Nothing is changed
and nothing is fetched.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from itertools import cycle
from time import process_time

from packaging.markers import Marker
from packaging.requirements import Requirement

from report_extract import _pipeline as pipeline
from report_extract._lexicon import default_lexicon
from report_extract.errors import ReportExtractError

CANARY = "截至2月29日，区城管局共派出239人次（其中处级干部13人次）支援石桥街道。"
_CANARY_FACTS = ["239人次 = 239", "13人次 = 13", "2月29日 = 2020-02-29", "区城管局", "石桥街道"]
_SECONDS = 1.0
_PROFILES: tuple[pipeline.Profile, ...] = ("rules", "full")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at; `advice` is empty where nothing is wrong, `absent` is what nobody asked for."""

    what: str
    found: str
    ok: bool = True
    advice: str = ""
    absent: bool = False


def examine(*, speed: bool = True) -> Iterator[Row]:
    """The rows, as they are found."""
    yield Row("python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield Row("report-extract", pipeline.package_version())
    yield Row("lexicon", f"{default_lexicon().digest[:12]}")
    yield Row("standard output", str(getattr(sys.stdout, "encoding", "?")))
    yield from map(_installed, _requirements())
    yield from _extras()
    yield from (_canary(profile) for profile in _PROFILES)
    if speed:
        yield from (_speed(profile) for profile in _PROFILES)


def _requirements(extra: str = "") -> list[Requirement]:
    """What this package asks for on this machine: always, or for an extra."""
    try:
        lines = distribution("report-extract").requires or []
    except PackageNotFoundError:
        return []
    wanted = [Requirement(line) for line in lines]
    if not extra:
        return [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    return [one for one in wanted if one.marker is not None and _is_of(one.marker, extra)]


def _is_of(marker: Marker, extra: str) -> bool:
    return marker.evaluate({"extra": extra}) and not marker.evaluate({"extra": ""})


def _installed(wanted: Requirement) -> Row:
    bounds = str(wanted.specifier)
    advice = f"pip install '{wanted.name}{bounds}'"
    try:
        number = version(wanted.name)
    except PackageNotFoundError:
        return Row(wanted.name, "missing", ok=False, advice=advice)
    if not wanted.specifier.contains(number, prereleases=True):
        return Row(wanted.name, f"{number}, {bounds} is needed", ok=False, advice=advice)
    return Row(wanted.name, number)


def _extras() -> Iterator[Row]:
    try:
        extras = sorted(distribution("report-extract").metadata.get_all("Provides-Extra") or [])
    except PackageNotFoundError:
        return
    for extra in extras:
        rows = [_installed(wanted) for wanted in _requirements(extra) if wanted.name != "report-extract"]
        lacking = [f"{row.what} {row.found}" if row.found != "missing" else row.what for row in rows if not row.ok]
        advice = f" (pip install 'report-extract[{extra}]')"
        found = f"absent: {', '.join(lacking)}{advice}" if lacking else "present"
        yield Row(f"extra {extra}", found, absent=bool(lacking))


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
