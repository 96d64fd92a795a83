"""The project's own tagger: persons, places and bodies, by a small network that reads characters and words.

In: sentences; their words may be given, else the segmenter cuts them. Out: the names of each sentence. The model,
`own_tagger.npz`, was trained by `training/` of the repository on invented sentences; docs/tagger.md is its card.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from report_extract._engines.names import NameSpan, Word, half_width, pieces
from report_extract._engines.own_network import OwnNetwork
from report_extract._engines.segmenter import Segmenter
from report_extract.errors import EngineError

LONGEST = 1_000
"""Characters of a sentence that are read at once."""

MODEL = "own_tagger.npz"
LABELS = ("person", "organisation", "place")
"""Tag 0 is outside of names; label i begins with tag 1 + 2 * i and goes on with tag 2 + 2 * i."""

# Parts of speech that the network tells apart; all others are the last.
_TAGS = "n nr nrt nrfg ns nt nz ng v vn vd vg a ad an ag d b m mq q p c u uj ul uz r t f s i l j x zg z k y eng g o"
SPEECH = tuple(_TAGS.split())
_SPEECH = {tag: index for index, tag in enumerate(SPEECH)}
FEATURES = 4 * (len(SPEECH) + 1)


def features_of(words: Iterable[Word]) -> list[int]:
    """For each character: the part of speech of its word, and whether it begins, continues, ends or is the word.

    >>> features_of([("图书馆", "n"), ("在", "p")])
    [0, 1, 2, 87]
    """
    out: list[int] = []
    for word, tag in words:
        out += _FEATURES[tag, len(word)]
    return out


class _Features(dict[tuple[str, int], tuple[int, ...]]):
    """The features of the characters of a word, by its tag and length."""

    def __missing__(self, key: tuple[str, int]) -> tuple[int, ...]:
        tag, length = key
        first = 4 * _SPEECH.get(tag, len(SPEECH))
        made = (first + 3,) if length == 1 else (first, *(first + 1,) * (length - 2), first + 2)
        if length <= 8:
            self[key] = made
        return made


_FEATURES = _Features()


_DAMAGED = (KeyError, ValueError, OSError, TypeError, EOFError, RuntimeError, BadZipFile, zlib.error)
"""What numpy and zipfile raise for a file that is not what was written."""


class OwnTagger:
    """The names of sentences. May be called from several threads."""

    name = "own"
    reads_words = True

    def __init__(self, model: bytes) -> None:
        """`model`: the bytes of an npz file; EngineError where they are no model."""
        try:
            with np.load(BytesIO(model), allow_pickle=False) as held:
                arrays = {name: held[name] for name in held.files}
            self._ids = ids_of(str(arrays.pop("alphabet")))
            self.version = f"{arrays.pop('version')}+{sha256(model).hexdigest()[:8]}"
            self._network = OwnNetwork(arrays)
        except _DAMAGED as error:
            raise EngineError(f"the model {MODEL} is damaged ({error}): reinstall report-extract") from error
        self._segmenter = Segmenter()

    def tag(
        self, sentences: Sequence[str], words: Sequence[Sequence[Word]] | None = None
    ) -> list[tuple[NameSpan, ...]]:
        """The names of each sentence; `words` are those of the segmenter with their tags."""
        if words is None:
            words = [self._segmenter.tag(sentence) for sentence in sentences]
        text = "".join(sentences)
        names: list[tuple[NameSpan, ...]] = [()] * len(sentences)
        if not text:
            return names
        features = np.array([feature for found in words for feature in features_of(found)], np.intp)
        tags = self._network.decode(
            self.ids(text), features, [end - start for s in sentences for start, end in pieces(s, LONGEST)]
        )
        for index, spans in _by_sentence(tags, sentences):
            names[index] = tuple(_standing(spans, sentences[index], words[index]))
        return names

    def ids(self, text: str) -> NDArray[np.intp]:
        """The id of each character."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        ids: NDArray[np.intp] = self._ids[np.minimum(codes, len(self._ids) - 1)]
        return ids


def _by_sentence(tags: NDArray[np.uint8], sentences: Sequence[str]) -> Iterator[tuple[int, tuple[NameSpan, ...]]]:
    """The names of each sentence that has any, from the tags of all characters, sentence after sentence."""
    lengths = np.array([len(sentence) for sentence in sentences], np.intp)
    ends = np.cumsum(lengths)
    labels = (tags + np.uint8(1)) // np.uint8(2)
    edge = np.empty(len(tags) + 1, np.bool_)
    edge[0] = edge[-1] = True
    edge[1:-1] = (labels[1:] != labels[:-1]) | (tags[1:] % 2 == 1)
    edge[ends[:-1]] = True
    edges = np.flatnonzero(edge)
    named = np.flatnonzero(labels[edges[:-1]])
    firsts, lasts = edges[named], edges[named + 1]
    where = np.searchsorted(ends, firsts, side="right")
    rows = zip(
        where.tolist(),
        (firsts - (ends - lengths)[where]).tolist(),
        (lasts - (ends - lengths)[where]).tolist(),
        labels[firsts].tolist(),
        strict=True,
    )
    for index, group in groupby(rows, key=itemgetter(0)):
        spans = tuple(
            _trimmed(sentences[index], start, end, LABELS[label - 1])
            for _, start, end, label in group
            if not sentences[index][start:end].isspace()
        )
        yield index, spans


def _standing(spans: Sequence[NameSpan], sentence: str, words: Sequence[Word]) -> Iterator[NameSpan]:
    """The spans without lone Han characters and without those that begin or end inside a dictionary word (公安部).

    So too without a person who is an ordinary word or a place of two characters (安宁). What the dictionary does not
    hold may be cut: there the segmenter guesses too. A person who is the beginning of a name of three characters is
    that name.
    """
    named: dict[int, int] = {}
    closed: list[tuple[int, int]] = []
    ordinary: set[tuple[int, int]] = set()
    plain: set[int] = set()
    at = 0
    for word, tag in words:
        end = at + len(word)
        if len(word) == 3 and tag in _NAMED:
            named[at] = end
        if len(word) > 1 and tag not in _OPEN:
            closed.append((at, end))
            if tag not in _NAMED:
                ordinary.add((at, end))
        if tag not in _PROPER:
            plain.add(end)
        at = end
    starts = [start for start, _ in closed]
    for span in spans:
        if span.label == "organisation" and span.end in plain and sentence[span.end - 1] not in _BODY_ENDS:
            continue
        if span.end - span.start < 2 and not sentence[span.start].isascii():
            continue
        found = span
        if span.label == "person" and span.end - span.start == 2:
            if (span.start, span.end) in ordinary:
                continue
            found = NameSpan(span.start, named.get(span.start, span.end), span.label)
        if not (_cut_by(found.start, closed, starts) or _cut_by(found.end, closed, starts)):
            yield found


def _cut_by(at: int, words: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """True where one of the words goes on over the offset `at`."""
    index = bisect_left(starts, at) - 1
    return index >= 0 and at < words[index][1]


_PROPER = frozenset(("x", "eng", "nz", "nt", "nr", "nrt", "nrfg"))
_BODY_ENDS = frozenset("局委办厅署院所队站部会社团党司行校馆厂店台网报协盟军府室处科股组学庭宫城园厂库房业")
"""Characters that end the names of bodies: what ends in another word of the dictionary is a subject (中国篮球)."""

_OPEN = frozenset(("x", "eng"))
_NAMED = frozenset(("x", "nr", "nrfg", "nrt"))
"""Tags of words that the dictionary does not hold, and of names of persons."""


def _trimmed(sentence: str, start: int, end: int, label: str) -> NameSpan:
    """A span without the white space at its ends."""
    name = sentence[start:end]
    if name[0].isspace() or name[-1].isspace():
        start += len(name) - len(name.lstrip())
        end -= len(name) - len(name.rstrip())
    return NameSpan(start, end, label)


def ids_of(alphabet: str) -> NDArray[np.intp]:
    """Code point → id. Characters of the alphabet count from 1; digits are all 0, letters a or A; the rest is id 0."""
    known = {char: index for index, char in enumerate(alphabet, 1)}
    points = np.arange(0x10000)
    table = np.zeros(len(points) + 1, np.intp)
    for point in points.tolist():
        table[point] = known.get(_alike(half_width(chr(point))), 0)
    return table


def _alike(char: str) -> str:
    """0 for any digit, a or A for any letter of ASCII, else the character."""
    if char.isdecimal():
        return "0"
    if char.isascii() and char.isalpha():
        return "a" if char.islower() else "A"
    return char


@lru_cache(maxsize=1)
def own_tagger() -> OwnTagger:
    """The tagger with the model of the package."""
    model = files("report_extract._engines") / MODEL
    if not model.is_file():
        raise EngineError(f"the model {MODEL} is missing: reinstall report-extract")
    return OwnTagger(model.read_bytes())
