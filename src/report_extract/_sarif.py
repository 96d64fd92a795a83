"""Findings as SARIF 2.1.0 (OASIS), which editors and CI read: one run, one result a finding.

S1 and S2 are results of kind `fail` (level error, warning), S3 is `review`, S4 `informational`; results kept on
request are `pass` (consistent) and `open` (untestable: not enough is known to decide). Only `fail` has a level, as the
standard asks (3.27.10). Columns and offsets count Unicode code points, which `columnKind` says.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote as percent

from report_extract._checks import GROUPS, Check
from report_extract._checks.describing import described
from report_extract._findings import Audited
from report_extract._version import __version__
from report_extract.records import Extraction, Finding, Quote

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"S1": "error", "S2": "warning"}


def sarif(items: Iterable[Audited], checks: Sequence[Check]) -> Iterator[bytes]:
    """One SARIF log of all findings, piece by piece; `checks` are the rules that ran.

    Results are written as they come, one a line; of an article only its line in `artifacts` is kept until the end.
    """
    index = {check.code: n for n, check in enumerate(checks)}
    driver = {"name": "report-extract", "version": __version__, "rules": [_rule(check) for check in checks]}
    yield b'{"$schema": %s, "version": "2.1.0", "runs": [\n{"tool": {"driver": %s},\n' % (_json(SCHEMA), _json(driver))
    yield b'"columnKind": "unicodeCodePoints", "results": ['
    artifacts: list[bytes] = []
    mark = b"\n"
    for extraction, findings in items:
        artifacts.append(_json(_artifact(extraction)))
        lines = _line_starts(extraction.text) if extraction.text is not None else None
        for row in findings:
            yield mark + _json(_result(extraction, row, index[row.code], len(artifacts) - 1, lines))
            mark = b",\n"
    yield b'\n], "artifacts": [\n%s\n]}]}\n' % b",\n".join(artifacts)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _rule(check: Check) -> dict[str, Any]:
    rows = described(check)
    help_ = "\n".join(f"{name}: {rows[name]}" for name in ("needs", "formula", "traps", "example") if name in rows)
    group = next((title for title, members in GROUPS if check in members), "Own rules")
    return {
        "id": check.code,
        "shortDescription": {"text": rows["says"]},
        "help": {"text": help_ or rows["says"]},
        "defaultConfiguration": {"level": _LEVELS.get(check.severity, "note")},
        "properties": {"severity": check.severity, "tags": [group]},
    }


def _artifact(extraction: Extraction) -> dict[str, Any]:
    return {
        "location": {"uri": uri(extraction.article.source)},
        "hashes": {"sha-256": extraction.article.sha256},
        "encoding": extraction.article.encoding,
    }


def uri(source: str | None) -> str:
    """A path as a URI reference, an URL as it is.

    >>> uri("新闻/a b.txt"), uri(None)
    ('%E6%96%B0%E9%97%BB/a%20b.txt', 'text')
    """
    if source is None or source == "-":
        return "text"
    if "://" in source:
        return source
    return percent(PurePath(source).as_posix())


def _result(
    extraction: Extraction, finding: Finding, rule: int, artifact: int, lines: Sequence[int] | None
) -> dict[str, Any]:
    places = [_location(extraction, quote, artifact, lines) for quote in finding.evidence]
    kind = {"consistent": "pass", "untestable": "open"}.get(finding.verdict)
    kind = kind or {"S3": "review", "S4": "informational"}.get(finding.severity, "fail")
    text = [finding.message, *([f"算式：{finding.computation}"] if finding.computation else [])]
    quotes = "\n".join(quote.text for quote in finding.evidence)
    mark = sha256(f"{finding.code}\n{extraction.article.sha256}\n{quotes}".encode()).hexdigest()
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "kind": kind,
        "level": _LEVELS[finding.severity] if kind == "fail" else "none",
        "message": {"text": " ".join(text)},
        "locations": places[:1],
        "relatedLocations": [{"id": n, **place} for n, place in enumerate(places[1:], 1)],
        "partialFingerprints": {"evidence/v1": mark[:32]},
        "properties": {
            "id": finding.id,
            "severity": finding.severity,
            "verdict": finding.verdict,
            "policy": finding.policy,
            "innocent": list(finding.innocent),
            "nearest": list(finding.nearest),
            "figures": list(finding.figures),
        },
    }


def _location(extraction: Extraction, quote: Quote, artifact: int, lines: Sequence[int] | None) -> dict[str, Any]:
    start, end = min(span[0] for span in quote.spans), max(span[1] for span in quote.spans)
    region: dict[str, Any] = {"charOffset": start, "charLength": end - start}
    if lines is not None:
        for name, at in (("start", start), ("end", end)):
            line = bisect_right(lines, at if name == "start" else at - 1)
            region |= {f"{name}Line": line, f"{name}Column": at - lines[line - 1] + 1}
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(extraction.article.source), "index": artifact},
            "region": region | {"snippet": {"text": quote.text}},
        }
    }


def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
