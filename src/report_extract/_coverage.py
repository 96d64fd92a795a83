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
from report_extract.records import Extraction, Quote

Span = tuple[int, int]

_MARKS = frozenset(".,．，")
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
    facts = _covered(chain((row.quote for row in extraction.figures), (row.quote for row in extraction.times)))
    named = _covered(row.quote for row in extraction.non_figures)
    in_facts = non_figures = 0
    unexplained: list[Span] = []
    total = 0
    shown = _covered(block.quote for block in extraction.article.blocks)
    for match in _NUMERAL.finditer(text.translate(_FULL_WIDTH)):
        offsets = [at for at in range(*match.span()) if text[at] not in _MARKS]
        if extraction.article.blocks and shown.isdisjoint(offsets):
            continue  # in the markup of a page, or between its articles
        total += 1
        if not all(at in facts or at in named for at in offsets):
            unexplained.append(match.span())
        elif facts.isdisjoint(offsets):
            non_figures += 1
        else:
            in_facts += 1
    return NumeralAccount(total, in_facts, non_figures, tuple(unexplained))


def _covered(quotes: Iterable[Quote]) -> set[int]:
    return {offset for quote in quotes for span in quote.spans for offset in range(*span)}
