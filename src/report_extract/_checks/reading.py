"""The article as the record itself holds it: its blocks in reading order, and where each fact stands in them.

In: an `Extraction`. Out: the text of its blocks joined by newlines, the place in it of every quote, its sentences,
and a masked copy in which each fact is one of four marks, so that a pattern over the words between two figures sees
whether another figure, a time or an unread numeral stands there. The source text is needed only where a record
has no blocks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from report_extract._values import value
from report_extract.records import Extraction, Quote

FIGURE, TIME, NON_FIGURE = "\ue000", "\ue001", "\ue002"
_END = re.compile(r"[。！？!?][”’」』）)]{0,2}|\n|(?<![0-9])[;；]{2}")
_DIGIT = re.compile(r"[0-9０-９]")
_HEADS = frozenset({"headline", "kicker", "subhead", "byline", "caption", "furniture"})

Place = tuple[int, int]


@value
class Part:
    """One block: reading[start:end], its kind, whether it was repaired, and the section it stands in."""

    start: int
    end: int
    kind: str
    repaired: bool
    section: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The text in reading order. `_runs` are (source start, source end, place) by source start."""

    text: str
    masked: str
    parts: tuple[Part, ...]
    sentences: tuple[int, ...]
    _runs: tuple[tuple[int, int, int], ...]

    def place(self, quote: Quote) -> Place | None:
        """Where a quote stands, None where no block holds it."""
        return _placed(self._runs, quote)

    def quote(self, start: int, end: int) -> Quote:
        """The quote of the source that the characters of the reading stand for."""
        spans: list[tuple[int, int]] = []
        for low, high, inside in sorted(self._runs, key=lambda run: run[2]):
            first, last = max(start, inside), min(end, inside + high - low)
            if first < last:
                spans.append((low + first - inside, low + last - inside))
        text = "".join(self.text[start:end].split("\n")) if len(spans) > 1 else self.text[start:end]
        length = sum(high - low for low, high in spans)
        return Quote(text=text if len(text) == length else self.text[start : start + length], spans=tuple(spans))

    def sentence(self, at: int) -> int:
        """Index of the sentence that holds the character."""
        return bisect_right(self.sentences, at) - 1

    def sentence_span(self, index: int) -> Place:
        """First and last + 1 character of a sentence."""
        end = self.sentences[index + 1] if index + 1 < len(self.sentences) else len(self.text)
        return self.sentences[index], end

    def part(self, at: int) -> Part:
        """The block that holds the character."""
        return self.parts[max(bisect_right(self.parts, at, key=lambda part: part.start) - 1, 0)]

    def unread(self, start: int, end: int) -> bool:
        """True where a printed digit lies there that no fact of the record covers."""
        return _DIGIT.search(self.masked, start, end) is not None


def read(extraction: Extraction, text: str | None = None) -> Reading:
    """The reading of a record; `text` is the source, used only where the record holds no blocks."""
    pieces: list[str] = []
    parts: list[Part] = []
    runs: list[tuple[int, int, int]] = []
    at = section = 0
    for block in extraction.article.blocks:
        section += block.kind == "subhead"
        parts.append(Part(at, at + len(block.quote.text), block.kind, block.repaired, section))
        inside = at
        for start, end in block.quote.spans:
            runs.append((start, end, inside))
            inside += end - start
        pieces.append(block.quote.text)
        at += len(block.quote.text) + 1
    if not pieces:
        whole = text if text is not None else extraction.text or ""
        pieces, parts, runs = [whole], [Part(0, len(whole), "paragraph", False, 0)], [(0, len(whole), 0)]
    runs.sort()
    joined = "\n".join(pieces)
    return Reading(joined, _masked(joined, extraction, tuple(runs)), tuple(parts), _sentences(joined), tuple(runs))


def is_head(part: Part) -> bool:
    """True for blocks whose figures stand beside the story: heads, captions, furniture."""
    return part.kind in _HEADS


def _placed(runs: tuple[tuple[int, int, int], ...], quote: Quote) -> Place | None:
    first, last = _at(runs, quote.spans[0][0]), _at(runs, quote.spans[-1][1] - 1)
    if first is None or last is None or last < first:
        return None
    return first, last + 1


def _at(runs: tuple[tuple[int, int, int], ...], source: int) -> int | None:
    index = bisect_right(runs, source, key=lambda run: run[0]) - 1
    if index < 0 or source >= runs[index][1]:
        return None
    return runs[index][2] + source - runs[index][0]


def _sentences(text: str) -> tuple[int, ...]:
    starts = [0, *(match.end() for match in _END.finditer(text))]
    return tuple(start for start in starts if start < len(text) or start == 0)


def _masked(text: str, extraction: Extraction, runs: tuple[tuple[int, int, int], ...]) -> str:
    chars = list(text)
    rows: list[tuple[str, Quote]] = [(NON_FIGURE, row.quote) for row in extraction.non_figures]
    rows += [(TIME, row.quote) for row in extraction.times]
    rows += [(FIGURE, row.quote) for row in extraction.figures]
    for mark, quote in rows:
        found = _placed(runs, quote)
        if found is not None and found[1] - found[0] <= 4 * len(quote.text):
            chars[slice(*found)] = mark * (found[1] - found[0])
    return "".join(chars)
