"""Words of a text: exactly those of `jieba.lcut` 0.42.1 (HMM on), at the speed of rjieba.

In: a text, and user words with a part-of-speech tag. Out: the words in order; `"".join(words) == text` holds
for every string, lone surrogates included. jieba is the reference and is not imported at run time; its
dictionary file is looked up for user words. Time and memory are linear in the length of the text.

rjieba carries the same dictionary and the same hidden Markov model. It departs from jieba in four places,
which are put right here:

- it reads rare Han characters (extensions, compatibility forms) as Han, which jieba cuts off one by one;
- it keeps `1-10`, `tv.example.com` and `5.83m` whole, where jieba's `re_skip` parts them;
- it counts the weight of a user word by logarithms, jieba by products, which may differ by one;
- it sums the weights of the dictionary otherwise, which decides between cuts that are equally likely.
"""

from __future__ import annotations

import logging
import re
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.metadata import version as distribution_version
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING, Any

import rjieba

from report_extract._engines.jieba_dictionary import TOTAL, jieba_dictionary

if TYPE_CHECKING:
    from rjieba import Jieba

PIECE = 20_000
"""Characters handed over at once. A run without any break that is longer goes through whole."""

_UNKNOWN = "x"

_SENTENCE_ENDS = ("\n", "。", "！", "？", "；")

# A character outside `re_han_default` of jieba: no word reaches across it.
_BREAK = re.compile(r"[^\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]")

# Characters that rjieba may take for Han and jieba does not, and lone surrogates, which are no UTF-8.
_FOREIGN = re.compile(
    "(["
    "\u3400-\u4dbf"  # extension A
    "\u9fd6-\u9fff"  # added to the main block after jieba's time
    "\uf900-\ufaff"  # compatibility ideographs
    "\ud800-\udfff"  # lone surrogates
    "\U00020000-\U0003ffff"  # the ideographic planes
    "])"
)

# What rjieba joins and jieba parts. A plain decimal, with or without %, is no such place.
_JOINED = re.compile(
    r"""
      [A-Za-z0-9] [_-] [A-Za-z0-9]                                     # 1-10, a_b
    | [A-Za-z0-9] \. [A-Za-z]                                          # example.com
    | [A-Za-z0-9] \. [0-9]{1,40}+ (?: [A-Za-z0-9] | \. [A-Za-z0-9] )  # 5.83m, 1.2.3
    """,
    re.VERBOSE,
)

# `re_skip` of jieba's finalseg, as it stands there: how a run without Han falls into words.
_SKIP = re.compile(r"([a-zA-Z0-9]+(?:\.[0-9]+)?%?)")

# Private characters, never part of a word: entries of the engine's dictionary that only carry weight.
_BALLAST = "\ue000"
_PROBE = "\ue001"


class Segmenter:
    """jieba's words for one lexicon. Nothing about it can be changed after it is built."""

    __slots__ = ("_engine", "_tags", "_user")

    name = "rjieba"

    def __init__(self, words: Iterable[tuple[str, str]] = ()) -> None:
        """`words`: user words in order, each with its part of speech, as `jieba.add_word(word, tag=tag)`."""
        self._engine: Jieba = rjieba.Jieba()
        self._user: dict[str, str] = {}
        ballast = _Ballast(self._engine)
        added = [(word, tag) for word, tag in words if word]
        if added:
            weights = _Weights(self._engine, ballast)
            for word, tag in added:
                weights.add(word)
                self._user[word] = tag or self._user.get(word, "")
        self._tags = _Tags(self._engine, {word: tag for word, tag in self._user.items() if tag})

    @property
    def version(self) -> str:
        """The version of the engine."""
        return _engine_version()

    def cut(self, text: str) -> list[str]:
        """The words of `text`, as `jieba.lcut` gives them with the same user words.

        >>> Segmenter().cut("第3-5组共12.5%")
        ['第', '3', '-', '5', '组共', '12.5%']
        """
        if len(text) <= PIECE:
            return self._cut_piece(text)
        words: list[str] = []
        for start, end in _pieces(text):
            words += self._cut_piece(text[start:end])
        return words

    def tag(self, text: str) -> list[tuple[str, str]]:
        """The words of `cut`, each with the tag of the user word or the dictionary, else `x`."""
        return list(zip(*self.columns(text), strict=True))

    def columns(self, text: str) -> tuple[list[str], list[str]]:
        """The same as two lists of one length: the words, and their tags."""
        tags = self._tags
        tags.trim()
        words = self.cut(text)
        return words, list(map(tags.__getitem__, words))

    def knows(self, word: str) -> bool:
        """True for user words and words of the dictionary."""
        return self._tags[word] != _UNKNOWN

    def _cut_piece(self, piece: str) -> list[str]:
        if _FOREIGN.search(piece) is None:
            return self._cut_plain(piece)
        words: list[str] = []
        for index, part in enumerate(_FOREIGN.split(piece)):
            if index % 2:
                words.append(part)
            elif part:
                words += self._cut_plain(part)
        return words

    def _cut_plain(self, text: str) -> list[str]:
        words = self._engine.cut(text)
        return self._parted(text, words) if _JOINED.search(text) else words

    def _parted(self, text: str, words: list[str]) -> list[str]:
        """Part the words that rjieba joins across `.`, `-` and `_`, not those that the dictionary holds."""
        out: list[str] = []
        whole: set[tuple[int, str]] | None = None
        start = done = 0
        marked = compress(range(len(words)), map(not_, map(str.isalnum, words)))
        joined = [at for at in marked if len(words[at]) > 2 and words[at].isascii()]
        for at in joined:
            word = words[at]
            out += words[done:at]
            if not self._engine.has_word(word):
                out += filter(None, _SKIP.split(word))
            else:
                # Without the HMM only dictionary words hold a connector: so this word was found, not joined.
                if whole is None:
                    whole = set(_placed(self._engine.cut(text, False)))
                start += sum(map(len, words[done:at]))
                out += [word] if (start, word) in whole else filter(None, _SKIP.split(word))
                start -= sum(map(len, words[done:at]))
            start += sum(map(len, words[done : at + 1]))
            done = at + 1
        return out + words[done:]


@lru_cache(maxsize=1)
def _engine_version() -> str:
    return distribution_version("rjieba")


def reference_cut(text: str, words: Iterable[tuple[str, str]] = ()) -> list[str]:
    """The words by jieba itself, slowly: what `Segmenter(words).cut(text)` must give."""
    return list(_reference(tuple(words)).cut(text))


CANARIES: tuple[tuple[str, ...], ...] = (
    ("上周", "，", "图书馆", "接待", "读者", "1280", "人次", "，", "增长", "5.4%", "。"),
    ("气象台", "预计", "3", "-", "5", "日", "气温", "下降", "。"),
)
"""Sentences of ours and the words they must fall into."""


def canary(segmenter: Segmenter) -> None:
    """Check that fixed sentences are cut as expected. One that user words may cut otherwise is left out."""
    for expected in CANARIES:
        sentence = "".join(expected)
        if any(word in sentence and word not in expected for word in segmenter._user):
            continue
        found = tuple(segmenter.cut(sentence))
        if found != expected:
            raise RuntimeError(
                f"segmenter {segmenter.name} {segmenter.version} cuts {'|'.join(found)} "
                f"where {'|'.join(expected)} is expected"
            )


class _Tags(dict[str, str]):
    """Parts of speech by word, filled as words are met."""

    __slots__ = ("_engine", "_user")

    _MOST = 200_000

    def __init__(self, engine: Jieba, user: Mapping[str, str]) -> None:
        super().__init__(user)
        self._engine = engine
        self._user = user

    def __missing__(self, word: str) -> str:
        self[word] = tag = self._look_up(word)
        return tag

    def _look_up(self, word: str) -> str:
        if _FOREIGN.search(word) or not self._engine.has_word(word):
            return _UNKNOWN
        for hmm in (False, True):
            tagged = self._engine.tag(word, hmm)
            if len(tagged) == 1:
                return tagged[0][1] or _UNKNOWN
        # A word of the dictionary that falls apart when it stands alone: rjieba does not tell its tag.
        return jieba_dictionary().tag(word) or _UNKNOWN

    def trim(self) -> None:
        """Forget what was met where that has grown long."""
        if len(self) > self._MOST:
            self.clear()
            self.update(self._user)


class _Ballast:
    """Weight of an entry that is in no text, to make the engine's total the same as jieba's.

    The total weighs on every cut; where two cuts are equally likely, one unit decides by the last bit. So it
    does at the start: the line B超 stands twice in the dictionary, and rjieba 0.2.2 counts it once.
    """

    def __init__(self, engine: Jieba) -> None:
        self._engine = engine
        self._weight = 0
        self.carry(TOTAL - _total(engine))

    def carry(self, weight: int) -> None:
        if weight > 0:
            self._weight += weight
            self._engine.add_word(_BALLAST, self._weight, None)


def _total(engine: Jieba) -> int:
    """The engine's sum of weights, which it does not tell, from the weight it suggests for a pair."""
    heavy = 10**12
    engine.add_word(_PROBE, heavy, None)
    joint = engine.suggest_freq(_PROBE * 2) - 1  # heavy * heavy / (heavy + total)
    engine.add_word(_PROBE, 0, None)
    return heavy * heavy // joint - heavy


class _Weights:
    """Adds user words with the weights that jieba gives them.

    jieba weighs a new word by the words it falls into so far (`suggest_freq`), and counts a word that is
    added again twice in the total (`add_word`), where rjieba counts it once.
    """

    def __init__(self, engine: Jieba, ballast: _Ballast) -> None:
        self._engine = engine
        self._ballast = ballast
        self._dictionary = jieba_dictionary()
        self._total = TOTAL
        self._known: dict[str, int] = {}
        self._beginnings: set[str] = set()

    def add(self, word: str) -> None:
        """As `jieba.add_word(word)`."""
        before = self._of(word)
        weight = max(self._suggested(word), before or 1)
        if _encodable(word):
            self._engine.add_word(word, weight, None)
            self._ballast.carry(before or 0)
        else:
            self._ballast.carry(weight)
        self._known[word] = weight
        self._total += weight
        self._beginnings.update(word[:end] for end in range(1, len(word)))

    def _of(self, word: str) -> int | None:
        """Weight of a word; None of what is no word."""
        weight = self._known.get(word)
        if weight is None:
            weight = self._dictionary.weight(word)
            if weight is not None:
                self._known[word] = weight
        return weight

    def _suggested(self, word: str) -> int:
        total = float(self._total)
        share = 1.0
        for part in self._parts(word):
            weight = self._of(part)
            if weight is None:
                # jieba lists each beginning of a word, with weight 0.
                weight = 0 if part in self._beginnings or self._dictionary.begins(part) else 1
            share *= weight / total
        return int(share * self._total) + 1

    def _parts(self, word: str) -> Iterator[str]:
        for index, part in enumerate(_FOREIGN.split(word)):
            if index % 2:
                yield part
            elif part:
                yield from self._engine.cut(part, False)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut after sentence ends, failing that after any break, into pieces of at most `PIECE` characters."""
    start = 0
    while len(text) - start > PIECE:
        limit = start + PIECE
        end = max(text.rfind(mark, start, limit) for mark in _SENTENCE_ENDS) + 1
        if end <= start:
            end = _last_break(text, start, limit)
        yield start, end
        start = end
    yield start, len(text)


def _last_break(text: str, start: int, limit: int) -> int:
    """After the last break before `limit`, else before the first one after it."""
    for index in range(limit - 1, start, -1):
        # The break that stands at `index` begins the next piece, so that \r\n stays together.
        if _BREAK.match(text, index) and text[index - 1 : index + 1] != "\r\n":
            return index
    found = _BREAK.search(text, limit)
    return found.start() if found else len(text)


def _placed(words: Iterable[str]) -> Iterator[tuple[int, str]]:
    start = 0
    for word in words:
        yield start, word
        start += len(word)


def _encodable(word: str) -> bool:
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=4)
def _reference(words: tuple[tuple[str, str], ...]) -> Any:
    """jieba's own tokenizer, built anew: no cache file that somebody else may have written is read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and pkg_resources, both jieba's
        import jieba
    logger = logging.getLogger("jieba")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        tokenizer = jieba.Tokenizer()
        with tempfile.TemporaryDirectory(prefix="report-extract-") as private:  # mode 0700
            tokenizer.tmp_dir = private
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tokenizer.initialize()
    finally:
        logger.setLevel(level)
    for word, tag in words:
        if word:
            tokenizer.add_word(word, tag=tag or None)
    return tokenizer
