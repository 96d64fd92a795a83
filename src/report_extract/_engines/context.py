"""Words and parts of speech as a tagger reads them in their sentence, in place of the dictionary's one for each word.

In: a document, and the words of its sentences by a tagger with LAC's tags. Out: the same document with the tagger's
words. Where the segmenter's words tile one of the tagger's (规模|以上|工业|增加值 in 规模以上工业增加值), the smaller
ones stay: word lists know them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from report_extract._engines.names import Word
from report_extract._text import DOUBTFUL, Document

_PARTS = {
    **{tag: tag for tag in ("n", "nz", "vn", "an", "a", "ad", "d", "v", "vd", "m", "q", "r", "p", "c", "f", "s", "t")},
    "nw": "nz", "nr": "nr", "PER": "nr", "ns": "ns", "LOC": "ns", "nt": "nt", "ORG": "nt", "TIME": "t",
}  # fmt: skip
"""LAC's tags in jieba's terms; words with another tag (u, xc, w) keep the dictionary's."""
_NOUNS = frozenset(["n", "nz", "vn", "an", "nt"])
_KEPT = frozenset(["b", "z"])
"""Words that only describe, which LAC calls nouns or adjectives."""
_INNER = _NOUNS | {"j", "ng", "b", "z", "f", "m", "a", "ns", "nr", "s", "t", "q", "l", "nrt"}

_UNKNOWN = "x"

_Row = tuple[int, str, str]


def in_context(document: Document, words: Sequence[Sequence[Word]], known: Callable[[str], bool]) -> Document:
    """The document with the tagger's `words`, one list a sentence; `known`: whether the dictionary has a word."""
    rows: list[_Row] = []
    at = 0
    for sentence, found in zip(document.sentences, words, strict=True):
        first = bisect_left(document.words, sentence.start, at)
        last = bisect_left(document.words, sentence.end, first)
        if first == last or document.words[first] != sentence.start:
            continue
        rows += _plain(document, at, first)
        rows += _sentence(document, first, last, found, known)
        at = last
    rows += _plain(document, at, len(document.words))
    starts, surfaces, tags = zip(*rows, strict=True) if rows else ((), (), ())
    return replace(document, words=starts, surfaces=surfaces, tags=tags, in_context=True)


def _plain(document: Document, first: int, last: int) -> Iterator[_Row]:
    return zip(document.words[first:last], document.surfaces[first:last], document.tags[first:last], strict=True)


def _sentence(
    document: Document, first: int, last: int, words: Sequence[Word], known: Callable[[str], bool]
) -> Iterator[_Row]:
    """Rows of a sentence: stretch by stretch, each the shortest that begins and ends with words of both."""
    own = list(_plain(document, first, last))
    start = own[0][0]
    mine: list[_Row] = []
    theirs: list[_Row] = []
    at = reach = start
    taken = 0
    for word, tag in words:
        theirs.append((at, word, tag))
        at += len(word)
        while taken < len(own) and reach < at:
            mine.append(own[taken])
            reach += len(own[taken][1])
            taken += 1
        if reach == at:
            yield from _stretch(mine, theirs, known)
            mine, theirs = [], []
    yield from _stretch(mine, theirs, known)


def _stretch(mine: Sequence[_Row], theirs: Sequence[_Row], known: Callable[[str], bool]) -> Iterator[_Row]:
    """The words of one stretch: the smaller ones, a whole one before those that part a character from it, and those
    of the dictionary where only the tagger's are unknown to it.
    """
    if len(theirs) == 1 and len(mine) == 1:
        start, word, tag = mine[0]
        yield start, word, _part(tag, theirs[0][2])
    elif len(theirs) == 1:
        yield from [(start, word, _part_inside(tag, theirs[0][2])) for start, word, tag in mine]
    elif len(mine) == 1 and min(len(word) for _, word, _ in theirs) == 1 and "m" not in {tag for _, _, tag in theirs}:
        start, word, tag = mine[0]
        acts = theirs[0][2] == "v" and theirs[-1][2] in {"p", "u"}
        yield start, word, "v" if acts else tag if tag != _UNKNOWN else _part("", theirs[-1][2])
    elif len(mine) > 1 and all(tag != _UNKNOWN for _, _, tag in mine) and not all(map(known, _long(theirs))):
        yield from mine
    else:
        yield from [(start, word, _part("", tag)) for start, word, tag in theirs]


def _long(rows: Sequence[_Row]) -> list[str]:
    return [word for _, word, tag in rows if len(word) > 1 and tag not in {"m", "TIME"}]


def _part(known: str, tag: str) -> str:
    """The part of speech of a word that the dictionary calls `known` and the tagger `tag`."""
    part = _PARTS.get(tag)
    if part is None:
        return known or _UNKNOWN
    if part == "v" and known in _NOUNS:
        return DOUBTFUL
    kept = known in _KEPT and part in {"n", "a", "an", "vn", "m"}
    return known if kept or (known == "n" and part == "q") else part


def _part_inside(known: str, tag: str) -> str:
    """The same for a word within one of the tagger's."""
    part = _PARTS.get(tag)
    if part is None or (part in _NOUNS and known in _INNER):
        return known
    return part
