"""Links between figures: what is a part of what, and what is only said again.

A part (其中, in brackets, 包括) belongs to the nearest figure before it in the sentence that can hold it: the same
kind of unit, and not smaller. 这两顶 restates an earlier figure of the same value and unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from report_extract._facts import FigureFact
from report_extract._stages._relate_clauses import Layout

_PART = re.compile(r"其中|包括|含(?!量)|内有")
_SCOPE_END = re.compile(r"[)）；;]")  # what 其中 or 含 opened ends with its bracket or semicolon
_AGAIN = re.compile(r"(?:这|该|上述|此)$")
_PEOPLE = frozenset(["person", "attendance"])
_LOOK_BACK = 12


def link(layout: Layout, figures: Sequence[FigureFact]) -> tuple[FigureFact, ...]:
    """The figures with `subset_of` and `restates` set."""
    out: list[FigureFact] = []
    for figure in figures:
        whole = _whole(layout, out, figure)
        again = _again(layout, out, figure) if whole is None else None
        role = "part" if whole is not None and figure.role in {"level", "part"} else figure.role
        linked = whole is not None or again is not None
        out.append(replace(figure, subset_of=whole, restates=again, role=role) if linked else figure)
    return tuple(out)


def _whole(layout: Layout, before: Sequence[FigureFact], figure: FigureFact) -> int | None:
    text = layout.document.text
    clause = layout.clauses[layout.clause_at(figure.mention.start)]
    sentence = layout.document.sentences[clause.sentence]
    bracketed = clause.parent is not None
    start = figure.mention.start
    marker = [
        m.end() for m in _PART.finditer(text, sentence.start, start) if not _SCOPE_END.search(text, m.end(), start)
    ]
    if not bracketed and not marker:
        return None
    limit = clause.start if bracketed else marker[-1]
    last = len(before) - 1
    for index in range(last, max(-1, last - _LOOK_BACK), -1):
        other = before[index]
        if other.mention.start < sentence.start:
            return None
        if other.mention.end > limit or not _holds(other, figure):
            continue
        return index
    return None


def _holds(whole: FigureFact, part: FigureFact) -> bool:
    """True where the whole has the part's kind of unit and is not smaller than it."""
    same = whole.unit.dimension == part.unit.dimension and (
        whole.unit.surface == part.unit.surface or {whole.unit.dimension} <= _PEOPLE
    )
    if not same and not (whole.unit.dimension in _PEOPLE and part.unit.surface in {"男", "女"}):
        return False
    if whole.role in {"change", "rate", "mean"} or part.role in {"change", "mean"}:
        return False
    high = whole.high if whole.high is not None else None
    return high is None or part.low is None or part.low <= high


def _again(layout: Layout, before: Sequence[FigureFact], figure: FigureFact) -> int | None:
    text = layout.document.text
    start = figure.mention.start
    if not _AGAIN.search(text, max(0, start - 2), start):
        return None
    for index in range(len(before) - 1, -1, -1):
        other = before[index]
        if other.value == figure.value and other.unit.surface == figure.unit.surface:
            return index
    return None
