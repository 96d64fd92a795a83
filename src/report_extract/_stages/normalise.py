"""Normalise: the value beside the mention. Pure; no searching; unknown stays unknown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from report_extract._facts import Facts, Mention
from report_extract._kinds import date as times
from report_extract._kinds import entity, figure
from report_extract._lexicon import Lexicon
from report_extract._text import Document


def normalise(mentions: Sequence[Mention], document: Document, lexicon: Lexicon, *, published: date | None) -> Facts:
    """Times, figures and entities with their values, each in text order, and the calendar they were read by."""
    when = [m for m in mentions if m.kind == "time"]
    numbers = [m for m in mentions if m.kind == "figure"]
    names = [m for m in mentions if m.kind in {"organisation", "compound", "person", "place"}]
    calendar = times.infer_calendar(document, when, published=published)
    return Facts(
        times=times.read(when, document, calendar, published=published),
        figures=figure.read(numbers, document, lexicon),
        entities=entity.read(names, document, lexicon),
        nonfigures=tuple(m for m in mentions if m.kind == "nonfigure"),
        calendar=calendar,
    )
