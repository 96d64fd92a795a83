"""Inner types of the text: the article as given, the view that rules read, and the runs that lead back.

Rules never see the raw page: they read a *view*, in which noise is left out, full-width digits are folded and
the reading order is repaired. Every character of a view that comes from the source keeps its source offset in
an `Alignment`, so that each span of a view leads to one or more spans of the source. Offsets are Unicode code
points, half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from report_extract._values import value

Span = tuple[int, int]

DOUBTFUL = "gv"
"""The part of speech of a verb to a tagger that read the sentence, a noun to the dictionary."""

BlockKind = Literal["headline", "kicker", "subhead", "byline", "caption", "paragraph", "furniture", "fragment"]


@value
class Candidate:
    """A publication date or a maker's name that the metadata give; `span` in the source, where it stands there too."""

    field: Literal["published", "byline"]
    value: str
    where: str
    span: Span | None = None


@value
class Printed:
    """text[start:end] stands on `page` (from 1), in a box (left, bottom, right, top) in points from below left."""

    start: int
    end: int
    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Article:
    """One article, decoded once and never altered again.

    `body` are the characters of `text` that are the article, where it is a whole page, with their places in it.
    `offsets` says in what they count: the source as decoded, the text extracted from it, or a column's value.
    `lines` are the lines of pages with their places on them, in the order of the text.
    """

    text: str
    source: str | None
    sha256: str
    encoding: str
    id: str
    published: date | None = None
    notes: tuple[str, ...] = ()
    body: tuple[str, Alignment] | None = None
    offsets: Literal["source", "extracted", "column"] = "source"
    candidates: tuple[Candidate, ...] = ()
    lines: tuple[Printed, ...] = ()

    def __reduce__(self) -> tuple[type[Article], tuple[object, ...]]:
        """Articles go to workers by the thousand: as a call with plain values they are packed three times as fast."""
        return Article, (
            self.text, self.source, self.sha256, self.encoding, self.id, self.published, self.notes, self.body,
            self.offsets, self.candidates, self.lines,
        )  # fmt: skip


@value
class Run:
    """`length` characters of a view starting at `view` that stand at `source` in the source text."""

    view: int
    source: int
    length: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Runs in view order, not overlapping. Characters of the view outside every run have no source."""

    runs: tuple[Run, ...]
    _starts: tuple[int, ...]
    _ends: tuple[int, ...]
    _shifts: tuple[int, ...]

    @classmethod
    def of(cls, runs: Iterable[Run]) -> Alignment:
        """Join neighbouring runs that continue each other and index the rest."""
        joined: list[Run] = []
        for run in runs:
            if run.length <= 0:
                continue
            last = joined[-1] if joined else None
            if last is not None and last.view + last.length == run.view and last.source + last.length == run.source:
                joined[-1] = Run(last.view, last.source, last.length + run.length)
            else:
                joined.append(run)
        return cls(
            tuple(joined),
            tuple([run.view for run in joined]),
            tuple([run.view + run.length for run in joined]),
            tuple([run.source - run.view for run in joined]),
        )

    @classmethod
    def identity(cls, length: int) -> Alignment:
        """The alignment of a text with itself."""
        return cls.of([Run(0, 0, length)])

    def pieces(self, start: int, end: int) -> Iterator[Run]:
        """The parts of runs that lie in view[start:end]."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self.runs):
            run = self.runs[index]
            if run.view >= end:
                return
            low, high = max(start, run.view), min(end, run.view + run.length)
            if low < high:
                yield Run(low, run.source + low - run.view, high - low)
            index += 1

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of view[start:end] in reading order, touching ones joined.

        >>> Alignment.of([Run(0, 0, 2), Run(2, 5, 3)]).spans(1, 4)
        ((1, 2), (5, 7))
        """
        whole = self.whole(start, end)
        if whole is not None:
            return (whole,)
        out: list[Span] = []
        for piece in self.pieces(start, end):
            if out and out[-1][1] == piece.source:
                out[-1] = (out[-1][0], piece.source + piece.length)
            else:
                out.append((piece.source, piece.source + piece.length))
        return tuple(out)

    def whole(self, start: int, end: int) -> Span | None:
        """The source span of view[start:end] where one run holds it, as most do; None else."""
        index = bisect_right(self._starts, start) - 1
        if index < 0 or not start < end <= self._ends[index]:
            return None
        shift = self._shifts[index]
        return start + shift, end + shift

    def source_of(self, offset: int) -> int | None:
        """Source offset of one view character, None where it has no source."""
        for piece in self.pieces(offset, offset + 1):
            return piece.source
        return None

    def through(self, outer: Alignment) -> Alignment:
        """Compose: self leads from a new view into a middle text, `outer` from there to the source."""
        runs: list[Run] = []
        for run in self.runs:
            for piece in outer.pieces(run.source, run.source + run.length):
                runs.append(Run(run.view + piece.view - run.source, piece.source, piece.length))
        return Alignment.of(runs)


@dataclass(frozen=True, slots=True)
class Traced:
    """The cleaned text of an article, its alignment to the source, and the edits made, each named."""

    article: Article
    text: str
    alignment: Alignment
    edits: tuple[str, ...] = ()


@value
class Block:
    """A headline, paragraph, caption … in reading order: view[start:end] of the document's text."""

    kind: BlockKind
    start: int
    end: int
    repaired: bool = False


@value
class Sentence:
    """A sentence, view[start:end], closing marks included, inside blocks[block]."""

    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class Document:
    """What the rules read: the view in reading order, its blocks, sentences and words.

    `text` is the blocks joined by newlines that have no source. `words` are the starts of the segmenter's words
    over the whole text, `surfaces` the words themselves (cut from the text where not given), `tags` their dictionary
    parts of speech, one each; `in_context` where words and tags are a tagger's, who read the sentence.
    """

    article: Article
    text: str
    alignment: Alignment
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    words: tuple[int, ...]
    tags: tuple[str, ...]
    notes: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    in_context: bool = False
    _sentence_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sentence_starts", tuple([sentence.start for sentence in self.sentences]))
        if not self.surfaces:
            ends = (*self.words[1:], len(self.text))
            surfaces = tuple(self.text[start:end] for start, end in zip(self.words, ends, strict=False))
            object.__setattr__(self, "surfaces", surfaces)

    def word_index(self, offset: int) -> int:
        """Index of the word that covers `offset`."""
        return bisect_right(self.words, offset, 1) - 1

    def word_span(self, index: int) -> Span:
        """View span of word `index`."""
        start = self.words[index]
        return start, start + len(self.surfaces[index])

    def tagged_words(self, start: int, end: int) -> list[tuple[str, str]]:
        """The words of view[start:end] with their parts of speech; one that reaches across an end is cut there."""
        first = self.word_index(start)
        last = bisect_left(self.words, end, first)
        cuts = [start, *self.words[first + 1 : last], end]
        rows = zip(cuts, cuts[1:], self.tags[first:last], strict=False)
        return [(self.text[low:high], tag) for low, high, tag in rows if low < high]

    def is_boundary(self, offset: int) -> bool:
        """True where a word starts at `offset`, or the text ends there."""
        words = self.words
        at = bisect_left(words, offset)
        return words[at] == offset if at < len(words) else offset >= len(self.text)

    def sentence_index(self, offset: int) -> int:
        """Index of the last sentence that starts at or before `offset`."""
        return bisect_right(self._sentence_starts, offset, 1) - 1
