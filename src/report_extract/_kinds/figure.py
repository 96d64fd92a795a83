"""Figures: counts, measures, money, shares and ranges of Chinese news, and the numerals that are none of these.

`find` yields `figure` mentions (rules `figure.count`, `figure.measure`, `figure.money`, `figure.percent`,
`figure.fraction`, `figure.range`, `figure.ratio`, `figure.sum`, `figure.shared`, `figure.number`) and `nonfigure`
mentions with their class; `read` gives each figure its value, interval and unit; `unexplained` lists the numerals that
nothing claims.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_extract._kinds.figure_finding import find
from report_extract._kinds.figure_reading import read
from report_extract._kinds.numeral import NUMERALS
from report_extract._text import Document, Span

__all__ = ["find", "read", "unexplained"]

_NUMERALS = re.compile(f"[{''.join(sorted(NUMERALS))}]{{1,400}}")


def unexplained(document: Document, claimed: Sequence[Span]) -> tuple[Span, ...]:
    """Runs of numeral characters that lie outside every claimed span."""
    edges = sorted(claimed)
    out: list[Span] = []
    index, reach = 0, 0
    for found in _NUMERALS.finditer(document.text):
        start, end = found.span()
        while index < len(edges) and edges[index][0] < end:
            reach = max(reach, edges[index][1])
            if edges[index][0] > start and edges[index][1] > start:
                gap = start, edges[index][0]
                if gap[0] < gap[1]:
                    out.append(gap)
            start = max(start, reach)
            index += 1
        start = max(start, min(reach, end))
        if start < end:
            out.append((start, end))
    return tuple(out)
