"""What the rules for figures look at: the document, its lexicon compiled, and a tagger's names.

`Page` carries no results. `Skip` says that a numeral belongs to a time or a code that ends at `end` and is nobody's
here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from report_extract._facts import Mention
from report_extract._kinds.figure_units import UnitHit, Units, unit_at, units_of
from report_extract._kinds.figure_words import Words, words_of
from report_extract._kinds.kind import Evidence
from report_extract._lexicon import Lexicon
from report_extract._lexicon.figures import NonFigureEntry
from report_extract._text import Document, Span

_NAMES = frozenset(["person", "place", "organisation"])
_CLOSE = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", '"': '"', "'": "'"}


class Skip(NamedTuple):
    """Nothing is claimed up to `end`."""

    end: int


class Head(NamedTuple):
    """A head such as 单位：万元: numbers without a unit from here to `end` are in `scale` times its unit."""

    start: int
    end: int
    scale: Span
    hit: UnitHit


@dataclass(frozen=True, slots=True, eq=False)
class Idioms:
    """Words with numerals by their first two characters, longest first, with their category."""

    rows: Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One document as the rules for figures see it."""

    document: Document
    text: str
    units: Units
    words: Words
    idioms: Idioms
    names: tuple[Span, ...]
    heads: tuple[Head, ...] = ()

    def unit(self, start: int, *, digits: bool, long: bool = False) -> UnitHit | None:
        """The unit at `start`."""
        return unit_at(self.text, self.units, start, digits=digits, long=long)

    def name_over(self, start: int, end: int) -> Span | None:
        """A tagged name that holds text[start:end] and more."""
        index = bisect_right(self.names, (start, len(self.text) + 1)) - 1
        if index < 0 or self.names[index][1] < end:
            return None
        found = self.names[index]
        return found if found[1] - found[0] > end - start else None

    def word(self, offset: int) -> tuple[int, int, str]:
        """Start, end and tag of the segmenter's word over `offset`; an empty tag where there are no words."""
        document = self.document
        if not document.words:
            return offset, offset + 1, ""
        index = document.word_index(offset)
        start, end = document.word_span(index)
        return start, end, document.tags[index]

    def idiom(self, start: int) -> tuple[int, int, str] | None:
        """A word of the lexicon that holds the numeral at `start`: its start, end and category."""
        best: tuple[int, int, str] | None = None
        text, rows = self.text, self.idioms.rows
        for at in range(start, max(start - 4, -1), -1):
            begun = rows.get(text[at : at + 2])
            if begun is None:
                continue
            for surface, category in begun:
                if len(surface) > start - at and text.startswith(surface, at):
                    end = at + len(surface)
                    if best is None or end - at > best[1] - best[0]:
                        best = (at, end, category)
                    break
        if best is not None and self.document.words and not self.document.is_boundary(best[1]):
            start_of, end_of, tag = self.word(best[1] - 1)
            if start_of > best[0] and tag not in ("x", "m"):
                return None
            if start_of <= best[0] and end_of > best[1] and tag not in ("x", "m"):
                return start_of, end_of, "word"
        return best


def page_of(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Page:
    """The page of a document."""
    names = sorted(item.span for item in evidence if item.label in _NAMES)
    return Page(document, document.text, units_of(lexicon), words_of(lexicon), _idioms_of(lexicon), tuple(names))


@lru_cache(maxsize=4)
def _idioms_of(lexicon: Lexicon) -> Idioms:
    rows: dict[str, list[tuple[str, str]]] = {}
    for entry in lexicon.entries("nonfigures", NonFigureEntry):
        for surface in entry.forms:
            rows.setdefault(surface[:2], []).append((surface, entry.category))
    return Idioms(MappingProxyType({k: tuple(sorted(v, key=lambda row: -len(row[0]))) for k, v in rows.items()}))


@lru_cache(maxsize=256)
def _category(name: str) -> Mapping[str, str]:
    return {"category": name}


def nonfigure(start: int, end: int, category: str) -> Mention:
    """A numeral that counts nothing, with the class that says why."""
    return Mention("nonfigure", start, end, f"nonfigure.{category}", data=_category(category))


def quoted(text: str, start: int, end: int) -> Span | None:
    """The inside of the quotation marks or title marks that open and close near text[start:end]."""
    floor = max(0, start - 12)
    for at in range(start - 1, floor - 1, -1):
        char = text[at]
        if char in _CLOSE:
            close = text.find(_CLOSE[char], end, end + (40 if char in "《〈" else 14))
            return (at + 1, close) if close >= 0 else None
        if char in "”’」』》〉，。；！？：,;\n":
            return None
    return None


def in_title(text: str, start: int, end: int) -> Span | None:
    """The inside of 《》 around text[start:end]."""
    opened = text.rfind("《", max(0, start - 40), start)
    if opened < 0 or text.find("》", opened, start) >= 0:
        return None
    closed = text.find("》", end, end + 60)
    return (opened + 1, closed) if closed >= 0 and "\n" not in text[opened:closed] else None
