"""Findings flat, for tables and programs: one row a finding, in the order of the page.

In: pairs of a record and its findings. Out: JSON, JSONL or CSV in UTF-8, the same pairs the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from report_extract._sinks import csv_line
from report_extract.records import Extraction, Finding

Audited = tuple[Extraction, tuple[Finding, ...]]

COLUMNS = (
    "source", "article_id", "id", "severity", "verdict", "code", "message", "computation", "policy", "innocent",
    "nearest", "evidence", "start", "end",
)  # fmt: skip


def finding_row(extraction: Extraction, finding: Finding) -> dict[str, Any]:
    """A finding with the article it belongs to: its own fields, and `start` and `end` of its evidence in the source."""
    spans = [span for quote in finding.evidence for span in quote.spans]
    return {
        "source": extraction.article.source,
        "article_id": extraction.article.id,
        **finding.model_dump(mode="json"),
        "start": min((start for start, _ in spans), default=None),
        "end": max((end for _, end in spans), default=None),
    }


def jsonl(items: Iterable[Audited]) -> Iterator[bytes]:
    """One finding a line."""
    for extraction, findings in items:
        for finding in findings:
            yield json.dumps(finding_row(extraction, finding), ensure_ascii=False).encode() + b"\n"


def array(items: Iterable[Audited]) -> Iterator[bytes]:
    """One array of all findings."""
    first = True
    for line in jsonl(items):
        yield (b"[\n  " if first else b",\n  ") + line.rstrip(b"\n")
        first = False
    yield b"[]\n" if first else b"\n]\n"


def csv(items: Iterable[Audited]) -> Iterator[bytes]:
    """A table with a head line; several explanations or readings in one cell stand behind each other, set off by ；."""
    yield b"\xef\xbb\xbf" + csv_line(COLUMNS)
    for extraction, findings in items:
        for finding in findings:
            row = finding_row(extraction, finding)
            row["evidence"] = tuple("".join(quote.text.split()) for quote in finding.evidence)
            cells = (row[name] for name in COLUMNS)
            yield csv_line("；".join(cell) if isinstance(cell, list | tuple) else cell for cell in cells)


LINES: dict[str, Callable[[Iterable[Audited]], Iterator[bytes]]] = {"json": array, "jsonl": jsonl, "csv": csv}
