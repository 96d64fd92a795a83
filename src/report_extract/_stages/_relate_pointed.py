"""What a figure counts that an earlier clause has named: 雇员中，有|38名获奖; 这一数据分别为：|890例、731例.

In: the layout, a figure and what the figures before it count. Out: a few characters of the text, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from report_extract._facts import FigureFact
from report_extract._stages._relate_clauses import Clause, Layout
from report_extract._stages._relate_groups import TIMES_OF
from report_extract._stages._relate_nouns import run
from report_extract._stages._relate_people import PEOPLE

_THERE_ARE = re.compile("(?:共|还|就|已|另|仍|也)?有(?:超过?|近|约|逾|至少|多达)?")
_AMONG = re.compile("(?:当)?中[，,]$")
_BODIES = frozenset(["家", "所", "个", "户", "座", "辆", "台"])
_LIST_OF_THIS = re.compile("这一?(?:数据|数字|指标|比例|数值)(?:[均都则]?分别|依次)?[为是][：:]")
_FARTHEST = 400
_POINTING = frozenset(["数字", "数据", "比例", "比率", "数值", "指标", "总数", "数量", "占比", "比重", "价格", "金额"])
_THIS = ("这一", "该", "这个", "这项", "上述", "此")
_NEAR = 120


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
    found = _LIST_OF_THIS.search(layout.document.text, low, start)
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


def of_this_number(
    layout: Layout, figures: Sequence[FigureFact], index: int, own: str, done: Sequence[Counted]
) -> str | None:
    """这一数字升至86万: what the figure before counts that 这一数字 speaks of."""
    start = figures[index].mention.start
    at = layout.document.text.rfind(own, max(start - 30, 0), start) if own in _POINTING else -1
    these = own in _POINTING and layout.document.text.endswith("这", 0, start)  # 这1700万的|数字
    if not these and (at < 0 or not layout.document.text.endswith(_THIS, 0, at)):
        return None
    units = figures[index].unit.dimension
    rates = TIMES_OF | {"points"}
    before = range(index - 1, max(index - 5, -1), -1)
    told = [i for i in before if done[i].text not in {None, own}]
    alike = [figures[i].unit.dimension == units or {figures[i].unit.dimension, units} <= rates for i in told]
    told = [i for i, same in zip(told, alike, strict=True) if same or units == "count"]
    return done[told[0]].text if told and start - figures[told[0]].mention.end < _NEAR else None
