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
    shown = _covered(len(text), extraction.article.blocks)
    facts = _covered(len(text), chain(extraction.figures, extraction.times))
    explained = _covered(len(text), chain(extraction.figures, extraction.times, extraction.non_figures))
    in_facts = non_figures = total = 0
    unexplained: list[Span] = []
    for match in _NUMERAL.finditer(text.translate(_FULL_WIDTH) if _WIDE.search(text) else text):
        start, end = match.span()
        if extraction.article.blocks and not _any(shown, text, start, end):
            continue  # in the markup of a page, or between its articles
        total += 1
        if not _all(explained, text, start, end):
            unexplained.append((start, end))
        elif _any(facts, text, start, end):
            in_facts += 1
        else:
            non_figures += 1
    return NumeralAccount(total, in_facts, non_figures, tuple(unexplained))


def _covered(length: int, rows: Iterable[BlockRecord | Figure | Time | NonFigure]) -> bytearray:
    """One byte a character of a text of that length: 1 where a row quotes it."""
    out = bytearray(length)
    for row in rows:
        for start, end in row.quote.spans:
            out[start:end] = b"\1" * (min(end, length) - start)
    return out


def _any(covered: bytearray, text: str, start: int, end: int) -> bool:
    """True where a character of the numeral is covered; the marks between its digits do not count."""
    at = covered.find(1, start, end)
    while at >= 0 and text[at] in _MARKS:
        at = covered.find(1, at + 1, end)
    return at >= 0


def _all(covered: bytearray, text: str, start: int, end: int) -> bool:
    """True where all of them are."""
    at = covered.find(0, start, end)
    while at >= 0 and text[at] in _MARKS:
        at = covered.find(0, at + 1, end)
    return at < 0
