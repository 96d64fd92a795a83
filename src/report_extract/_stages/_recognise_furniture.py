"""Numerals of a page's furniture (links, rankings, counters) are nobody's figures; its full dates stay times."""

from __future__ import annotations

from bisect import bisect_right

from report_extract._facts import Mention
from report_extract._kinds.numeral import NUMERALS
from report_extract._text import Document, Span

_CATEGORY = {"category": "furniture"}


def without_furniture(mentions: tuple[Mention, ...], document: Document) -> tuple[Mention, ...]:
    """Figures of furniture as non-figures, times without a year likewise or, where they have no numeral, left out."""
    blocks = [block for block in document.blocks if block.kind == "furniture"]
    if not blocks:
        return mentions
    starts = [block.start for block in blocks]
    kept: list[Mention] = []
    strays: dict[Span, Mention] = {}
    for mention in mentions:
        at = bisect_right(starts, mention.start) - 1
        stray = mention.kind == "figure" or (mention.kind == "time" and "year" not in mention.data)
        if at < 0 or not stray or mention.end > blocks[at].end:
            kept.append(mention)
        elif NUMERALS.intersection(document.text[mention.start : mention.end]):
            strays[mention.span] = Mention("nonfigure", mention.start, mention.end, "furniture", data=_CATEGORY)
    return tuple(sorted([*kept, *strays.values()], key=lambda m: (m.start, -m.end, m.kind)))
