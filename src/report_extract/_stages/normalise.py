"""Normalise: the value beside the mention. Pure; no searching; unknown stays unknown."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date

from report_extract._facts import Facts, FigureFact, Mention
from report_extract._kinds import date as times
from report_extract._kinds import entity, figure
from report_extract._lexicon import Lexicon
from report_extract._text import Document

_NOBODY_COUNTS = frozenset(["organisation", "person", "place"])
_NEAR_LOSS = 2
"""Characters beside a figure; what was lost there may have been a digit, a hedge or a unit."""


def normalise(mentions: Sequence[Mention], document: Document, lexicon: Lexicon, *, published: date | None) -> Facts:
    """Times, figures and entities with their values, each in text order, and the calendar they were read by."""
    when: list[Mention] = []
    numbers: list[Mention] = []
    names: list[Mention] = []
    bare: list[Mention] = []
    row = {"time": when, "figure": numbers, "nonfigure": bare}
    for mention in mentions:
        row.get(mention.kind, names).append(mention)
    calendar = times.infer_calendar(document, when, published=published)
    return Facts(
        times=times.read(when, document, calendar, published=published),
        figures=_undamaged(_counting(figure.read(numbers, document, lexicon), names), document),
        entities=entity.read(names, document, lexicon),
        nonfigures=tuple(bare),
        calendar=calendar,
    )


def _counting(facts: tuple[FigureFact, ...], names: Sequence[Mention]) -> tuple[FigureFact, ...]:
    """The end of a name before a figure is nobody's counted noun: 区房管局机关党总支|5人支援."""
    ends = {name.end for name in names if name.kind in _NOBODY_COUNTS}
    return tuple([replace(fact, counted=None) if _counts_name(fact, ends) else fact for fact in facts])


def _counts_name(fact: FigureFact, ends: Set[int]) -> bool:
    return fact.counted is not None and fact.counted[1] <= fact.mention.start and fact.counted[1] in ends


def _undamaged(facts: tuple[FigureFact, ...], document: Document) -> tuple[FigureFact, ...]:
    """A figure beside a character that was lost in decoding may lack digits: it has no value, and says so."""
    return tuple([_unread(fact, document) for fact in facts]) if "\ufffd" in document.text else facts


def _unread(fact: FigureFact, document: Document) -> FigureFact:
    start, end = fact.mention.span
    if "\ufffd" not in document.text[max(start - _NEAR_LOSS, 0) : end + _NEAR_LOSS]:
        return fact
    note = "beside_lost_character"
    return replace(fact, value=None, low=None, high=None, low_closed=False, high_closed=False, note=note)
