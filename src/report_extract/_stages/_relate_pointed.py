"""What a figure counts that an earlier clause has named: 雇员中，有|38名获奖; 这一数据分别为：|890例、731例.

In: the layout, a figure and what the figures before it count. Out: a few characters of the text, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from report_extract._facts import FigureFact
from report_extract._stages._relate_clauses import Clause, Layout
from report_extract._stages._relate_nouns import run
from report_extract._stages._relate_people import PEOPLE

_THERE_ARE = re.compile("(?:共|还|就|已|另|仍|也)?有(?:超过?|近|约|逾|至少|多达)?")
_AMONG = re.compile("(?:当)?中[，,]$")
_BODIES = frozenset(["家", "所", "个", "户", "座", "辆", "台"])
_THIS = re.compile("这一?(?:数据|数字|指标|比例|数值)(?:[均都则]?分别|依次)?[为是][：:]")
_FARTHEST = 400


class Counted(Protocol):
    """What one figure counts, as far as it is known."""

    @property
    def text(self) -> str | None: ...


def among_those(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """雇员中，|有38名获奖: those of whom the clause before tells some."""
    text, start = layout.document.text, figure.mention.start
    if figure.unit.dimension not in PEOPLE and figure.unit.surface not in _BODIES:
        return None
    found = _AMONG.search(text, max(clause.start - 3, 0), clause.start)
    if found is None or _THERE_ARE.fullmatch(text, clause.start, start) is None:
        return None
    before = layout.clauses[layout.clause_at(found.start() - 1)] if found.start() else clause
    return run(layout, before.start, found.start()) if before.start < found.start() else None


def pointed_at(
    layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause, done: Sequence[Counted]
) -> str | None:
    """前几日这一数据分别为：|890例（3日）、731例（4日）: what was counted before the list."""
    start = figures[index].mention.start
    low = max(layout.document.sentences[clause.sentence].start, start - _FARTHEST)
    found = _THIS.search(layout.document.text, low, start)
    if found is None:
        return None
    alike = figures[index].unit.dimension
    for before in range(index - 1, -1, -1):
        if figures[before].mention.end > found.start():
            continue
        if found.start() - figures[before].mention.end > _FARTHEST:
            return None
        if figures[before].unit.dimension == alike and done[before].text is not None:
            return done[before].text
    return None
