"""Links between figures: what is a part of what, and what is only said again.

A part (其中, in brackets, 包括, N座中有M座) belongs to the nearest figure before it in the sentence that can hold it:
the same kind of unit, and not smaller; 其中 at the head of a sentence reaches into the one before, and 新增病例中 to
the figure that counted 新增病例. 这两顶 restates an earlier figure of the same value and unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from report_extract._facts import FigureFact
from report_extract._stages._relate_clauses import Layout

_PART = re.compile(r"其中|包括|含(?!量)|内有")
_SCOPE_MARKS = re.compile("[()（）；;]")
_AGAIN = re.compile(r"(?:这|该|上述|此)$")
_PEOPLE = frozenset(["person", "attendance"])
_OPENS = re.compile(r"\s{0,6}其中")
_OUT_OF = re.compile(r"[^，,。；;0-9]{1,12}[中里][，,]?[^，,。；;、0-9]{0,8}")
_GROUP = re.compile(r"(?:^|(?<=[，,。；;\s]))在?(?P<what>[\u3400-\u9fff]{3,16}?)中[，,]")
_LOOK_BACK = 40
_LOOK_FAR = 80


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
    among = _among(layout, before, figure, sentence.start)
    if among is not None:
        return among
    marker = [m.end() for m in _PART.finditer(text, sentence.start, start) if not _ended(text, m.end(), start)]
    if not bracketed and not marker:
        return None
    limit = clause.start if bracketed else marker[-1]
    first = sentence.start
    alone = not before or before[-1].mention.start < first
    if not bracketed and _OPENS.match(text, first) and (alone or len(marker) == 1):
        first = _sentence_before(layout, clause.sentence)
    last = len(before) - 1
    for index in range(last, max(-1, last - _LOOK_BACK), -1):
        other = before[index]
        if other.mention.start < first:
            return None
        if other.mention.end > limit or not _holds(other, figure):
            continue
        return index
    return None


def _ended(text: str, start: int, end: int) -> bool:
    """True where what 其中 or 含 opened at `start` ends before `end`: with a semicolon, or with its own bracket."""
    depth = 0
    for mark in _SCOPE_MARKS.finditer(text, start, end):
        depth += 1 if mark.group() in "(（" else -1
        if depth < 0 or mark.group() in "；;":
            return True
    return False


def _sentence_before(layout: Layout, number: int) -> int:
    """Where the sentence before begins, in the same block: 其中 at the head of a sentence divides what it told."""
    sentences = layout.document.sentences
    same = number > 0 and sentences[number - 1].block == sentences[number].block
    return sentences[number - 1 if same else number].start


def _among(layout: Layout, before: Sequence[FigureFact], figure: FigureFact, opened: int) -> int | None:
    """12座水库中有4座, 新增病例中，某区2例: the whole stands before 中, as a figure or as what one has counted."""
    text = layout.document.text
    start = figure.mention.start
    if not before or text.rfind("中", max(opened, start - _LOOK_FAR), start) < 0:
        return None
    other = before[-1]
    if other.mention.start >= opened and _OUT_OF.fullmatch(text, other.mention.end, start) and _holds(other, figure):
        return len(before) - 1
    groups = list(_GROUP.finditer(text, max(opened, start - _LOOK_FAR), start))
    if not groups or _ended(text, groups[-1].end(), start):
        return None
    what, first = groups[-1]["what"], groups[-1].start()
    for index in range(len(before) - 1, max(-1, len(before) - _LOOK_BACK), -1):
        other = before[index]
        at = other.mention.start
        named = text.endswith(what, 0, at) or text.startswith(what, other.mention.end)
        if at < first and named and _holds(other, figure):
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
