"""What every kind offers to the stages: a finder of mentions.

A finder reads a `Document` and a `Lexicon` and yields `Mention`s; it values nothing. The readings differ in shape
(figures, times and names have different facts) and are called by name in the normalise stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from report_extract._facts import Mention
from report_extract._lexicon import Lexicon
from report_extract._text import Document, Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A tagger's opinion about one span of the document's text: person, place, organisation or time."""

    span: Span
    label: str


Finder = Callable[[Document, Lexicon, Sequence[Evidence]], Iterable[Mention]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind's name and its finder."""

    name: str
    find: Finder
