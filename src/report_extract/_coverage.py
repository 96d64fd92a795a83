"""The account of numerals: every numeral of the text stands in a fact, is named a non-figure, or is unexplained.

In: an `Extraction` and its source text. Out: a `NumeralAccount` whose parts add up to its total. It answers "what was
missed?" without a gold standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from report_extract._kinds.numeral import NUMERALS
from report_extract.records import BlockRecord, Extraction, Figure, NonFigure, Time

Span = tuple[int, int]

_MARKS = frozenset(".,．，")
_NAMED, _FACT = 1, 2
_WIDE = re.compile("[０-９．]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
# 4万, 11,654.3, 二十四, 两: characters that ask for an account, with the marks that stand between digits.
_CHARACTER = f"[{''.join(sorted(NUMERALS))}]"
_NUMERAL = re.compile(rf"{_CHARACTER}{{1,40}}(?:(?<=[0-9])[.,](?=[0-9]){_CHARACTER}{{1,40}}){{0,12}}")


@dataclass(frozen=True, slots=True)
class NumeralAccount:
    """Counts of numerals by what became of them, and where the unexplained ones stand in the text."""

    total: int
    in_facts: int
    non_figures: int
    unexplained: tuple[Span, ...]

    def __str__(self) -> str:
        return (
            f"{self.total} numerals: {self.in_facts} in figures and times, "
            f"{self.non_figures} named non-figures, {len(self.unexplained)} unexplained"
        )


def account_of_numerals(extraction: Extraction, text: str) -> NumeralAccount:
    """What became of each numeral of `text`, the source of `extraction`.

    A numeral is explained where every character of it is; one that a fact and a name share counts as in a fact.
    """
    told = bytearray(len(text))  # what a character stands in: 1 a non-figure, 2 a figure or a time, 0 neither
    _cover(told, extraction.non_figures, _NAMED)
    _cover(told, chain(extraction.figures, extraction.times), _FACT)
    shown: bytearray | None = None
    in_facts = non_figures = 0
    unexplained: list[Span] = []
    for match in _NUMERAL.finditer(text.translate(_FULL_WIDTH) if _WIDE.search(text) else text):
        start, end = match.span()
        if _all(told, text, start, end):
            if _any(told, text, start, end, _FACT):
                in_facts += 1
            else:
                non_figures += 1
            continue
        if shown is None:
            shown = bytearray(len(text))
            _cover(shown, extraction.article.blocks, _FACT)
        if not extraction.article.blocks or _any(shown, text, start, end, _FACT):
            unexplained.append((start, end))  # others stand in the markup of a page, or between its articles
    return NumeralAccount(in_facts + non_figures + len(unexplained), in_facts, non_figures, tuple(unexplained))


def _cover(told: bytearray, rows: Iterable[BlockRecord | Figure | Time | NonFigure], mark: int) -> None:
    """Write the mark at every character that a row quotes."""
    length, marks = len(told), bytes([mark])
    for row in rows:
        for start, end in row.quote.spans:
            told[start:end] = marks * (min(end, length) - start)


def _any(told: bytearray, text: str, start: int, end: int, mark: int) -> bool:
    """True where a character of the numeral has the mark; the marks between its digits do not count."""
    at = told.find(mark, start, end)
    while at >= 0 and text[at] in _MARKS:
        at = told.find(mark, at + 1, end)
    return at >= 0


def _all(told: bytearray, text: str, start: int, end: int) -> bool:
    """True where all of them have one."""
    at = told.find(0, start, end)
    while at >= 0 and text[at] in _MARKS:
        at = told.find(0, at + 1, end)
    return at < 0
