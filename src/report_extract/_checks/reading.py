"""The article as the record itself holds it: its blocks in reading order, and where each fact stands in them.

In: an `Extraction`. Out: the text of its blocks joined by newlines, the place in it of every quote, its sentences,
and a masked copy in which each fact is one of four marks, so that a pattern over the words between two figures sees
whether another figure, a time or an unread numeral stands there. The source text is needed only where a record
has no blocks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from report_extract._values import value
from report_extract.records import Extraction, Figure, Quote, Time

FIGURE, TIME, NON_FIGURE = "\ue000", "\ue001", "\ue002"
_RANK = {NON_FIGURE: 0, TIME: 1, FIGURE: 2}
# One class first, so that the search goes from one of its characters to the next.
_END = re.compile(r"[。！？!?\n;；](?:(?<=[。！？!?])[”’」』）)]{0,2}|(?<=\n)|(?<=[;；])(?<![0-9][;；])[;；])")
_WIDEST = 4  # times its own length: a fact told over more of the page is not marked
_DIGIT = re.compile(r"[0-9０-９]")
_HEADS = frozenset({"headline", "kicker", "subhead", "byline", "caption", "furniture"})

Place = tuple[int, int]
Run = tuple[int, int, int]


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
    """The text in reading order, the places in it of the source's characters, and of each fact by its id."""

    text: str
    masked: str
    parts: tuple[Part, ...]
    sentences: tuple[int, ...]
    facts: dict[str, Place]
    _places: _Places
    _part_starts: tuple[int, ...]
    _holds: dict[str, bool] = field(default_factory=dict)
    _where: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def place(self, quote: Quote) -> Place | None:
        """Where a quote stands, None where no block holds it."""
        return self._places.of(quote)

    def quote(self, start: int, end: int) -> Quote:
        """The quote of the source that the characters of the reading stand for."""
        spans: list[tuple[int, int]] = []
        for low, high, inside in self._places.over(start, end):
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
        return self.parts[max(bisect_right(self._part_starts, at) - 1, 0)]

    def holds(self, words: Iterable[str]) -> bool:
        """True where one of the words stands in the text; each is looked for once."""
        text, known = self.text, self._holds
        for word in words:
            found = known.get(word)
            if found is None:  # a single character is found twenty times as fast as two
                found = known[word] = word[0] in text and (len(word) == 1 or (word[-1] in text and word in text))
            if found:
                return True
        return False

    def where(self, word: str) -> tuple[int, ...]:
        """The sentences in whose masked words the word stands, in order; it is looked for once."""
        found = self._where.get(word)
        if found is None:
            found = self._where[word] = tuple(self._sentences_with(word))
        return found

    def _sentences_with(self, word: str) -> Iterator[int]:
        masked = self.masked
        at = masked.find(word) if word[0] in masked and word[-1] in masked else -1
        while at >= 0:
            sentence = self.sentence(at)
            yield sentence
            at = masked.find(word, self.sentence_span(sentence)[1])

    def unread(self, start: int, end: int) -> bool:
        """True where a printed digit lies there that no fact of the record covers."""
        return _DIGIT.search(self.masked, start, end) is not None


def read(extraction: Extraction, text: str | None = None) -> Reading:
    """The reading of a record; `text` is the source, used only where the record holds no blocks."""
    pieces: list[str] = []
    parts: list[Part] = []
    runs: list[Run] = []
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
    places = _Places(runs)
    joined = "\n".join(pieces)
    starts = tuple([part.start for part in parts])
    facts, masked = _marked(joined, extraction, places)
    return Reading(joined, masked, tuple(parts), _sentences(joined), facts, places, starts)


def is_head(part: Part) -> bool:
    """True for blocks whose figures stand beside the story: heads, captions, furniture."""
    return part.kind in _HEADS


class _Places:
    """Places of source characters, by runs (source start, source end, place)."""

    __slots__ = ("_order", "_ordered", "_starts", "runs")

    def __init__(self, runs: Iterable[Run]) -> None:
        self.runs = sorted(runs)
        self._starts = [run[0] for run in self.runs]
        self._ordered = sorted(self.runs, key=lambda run: run[2])
        self._order = [run[2] for run in self._ordered]

    def over(self, start: int, end: int) -> Sequence[Run]:
        """The runs that hold the characters of a stretch of the reading, in its order."""
        return self._ordered[max(bisect_right(self._order, start) - 1, 0) : bisect_right(self._order, end)]

    def of(self, quote: Quote) -> Place | None:
        """Where a quote stands, None where no run holds it."""
        spans = quote.spans
        low, high = spans[0] if len(spans) == 1 else (spans[0][0], spans[-1][1])
        index = bisect_right(self._starts, low) - 1
        if index < 0:
            return None
        start, end, place = self.runs[index]
        if low < high <= end:
            shift = place - start
            return low + shift, high + shift
        last = self._at(high - 1)
        if low >= end or last is None or last < place + low - start:
            return None
        return place + low - start, last + 1

    def _at(self, source: int) -> int | None:
        index = bisect_right(self._starts, source) - 1
        if index < 0 or source >= self.runs[index][1]:
            return None
        return self.runs[index][2] + source - self.runs[index][0]


def _sentences(text: str) -> tuple[int, ...]:
    starts = [0, *(match.end() for match in _END.finditer(text))]
    return tuple(start for start in starts if start < len(text) or start == 0)


def _marked(text: str, extraction: Extraction, places: _Places) -> tuple[dict[str, Place], str]:
    """The place of each figure and time by its id, and the text with every fact as its mark.

    Where two facts share characters a figure goes before a time, and both before what is no figure.
    """
    facts: dict[str, Place] = {}
    marks: list[tuple[int, int, str]] = []
    of = places.of
    for bare in extraction.non_figures:
        found = of(bare.quote)
        if found is not None and found[1] - found[0] <= _WIDEST * len(bare.quote.text):
            marks.append((found[0], found[1], NON_FIGURE))
    told: tuple[tuple[str, Sequence[Time | Figure]], ...] = ((TIME, extraction.times), (FIGURE, extraction.figures))
    for mark, row in told:
        for fact in row:
            found = of(fact.quote)
            if found is not None:
                facts[fact.id] = found
                if found[1] - found[0] <= _WIDEST * len(fact.quote.text):
                    marks.append((found[0], found[1], mark))
    return facts, _masked(text, marks)


def _masked(text: str, marks: list[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    at = 0  # where the text goes on behind the last piece
    shared: list[tuple[int, int, str]] = []  # marks that share characters with each other
    for row in sorted(marks):
        low, high, mark = row
        if low >= at:
            pieces += (text[at:low], mark * (high - low))
            shared = [row]
            at = high
        else:
            shared.append(row)
            at = max(high, at)
            pieces[-1] = _laid(shared, shared[0][0], at)
    pieces.append(text[at:])
    return "".join(pieces)


def _laid(shared: list[tuple[int, int, str]], low: int, high: int) -> str:
    """The marks of a stretch, over each other in the order of their rank."""
    chars = [""] * (high - low)
    for start, end, mark in sorted(shared, key=lambda row: _RANK[row[2]]):
        chars[start - low : end - low] = mark * (end - start)
    return "".join(chars)
