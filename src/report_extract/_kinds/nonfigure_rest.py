"""Numerals that no fact and no rule has claimed, named after all: every numeral of a text has its account.

In: the text of a view and the spans that are claimed, in order. Out of `unclaimed`: the rest as non-figures, `calendar`
(an Arabic number before 年, 月, 日, 时, 点 or a colon that makes no time of its own), `word` (a Chinese numeral) or
`bare_number`. Linear: one search over the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from report_extract._facts import Mention
from report_extract._kinds.figure_page import nonfigure
from report_extract._kinds.numeral import CALLED_CENTURY, NUMERALS
from report_extract._text import Span

_NUMERAL = re.compile(f"[0-9]++(?:[.,][0-9]++)*+|[{''.join(sorted(NUMERALS - set('0123456789')))}]++")
_OF_A_DATE = re.compile("[ ]?(?:[年月日号时点分秒:：∶]|世纪)")
_NAMED_CENTURY = re.compile(f"世纪(?:{CALLED_CENTURY})")
_BEHIND_A_COLON = frozenset(":：∶")


def unclaimed(text: str, claimed: Iterable[Span]) -> Iterator[Mention]:
    """Non-figures for the numerals of `text` outside the spans `claimed`, which are in order of their start.

    >>> [(m.start, m.end, m.data["category"]) for m in unclaimed("第3场12时开始，一时", [(0, 2)])]
    [(3, 5, 'calendar'), (9, 10, 'word')]
    """
    spans = iter(claimed)
    left, right = next(spans, (len(text), len(text)))
    for found in _NUMERAL.finditer(text):
        at, end = found.span()
        while at < end:
            while right <= at:
                start, stop = next(spans, (len(text), len(text) + 1))
                left, right = start, max(right, stop)
            if left <= at or text[at] in ".,":
                at = right if left <= at else at + 1
                continue
            stop = min(end, left)
            yield nonfigure(at, stop, _class(text, at, stop))
            at = stop


def _class(text: str, start: int, end: int) -> str:
    if _NAMED_CENTURY.match(text, end):
        return "name"
    if not text[start].isascii():
        return "word"
    if _OF_A_DATE.match(text, end) or text[start - 1 : start] in _BEHIND_A_COLON:
        return "calendar"
    return "bare_number"
