"""Evidence that one line continues another, as a sum of named weights.

Strongest: a mark that begins no sentence, a quotation or a word that is whole only when joined. Then what the end of
the first line lacks (it stops at a comma, at 的, inside a quotation) and what the beginning of the second one lacks (it
begins with a verb, with 和). A beginning that opens a topic (据悉, a date, a quotation mark) speaks against.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from report_extract._lexicon import Lexicon
from report_extract._lexicon.figures import UnitEntry
from report_extract._lexicon.layout import LayoutWord
from report_extract._stages._segment_lines import (
    OPENING,
    Line,
    ends_with_comma,
    is_running,
    starts_orphaned,
    stops_inside,
    unbalanced,
)

Tag = Callable[[str], tuple[list[str], list[str]]]

_WINDOW = 12
_LONG = 40
_VERSE = 16
_HAN = "\u4e00-\u9fff"
_HAN_ONLY = re.compile(f"[{_HAN}]+")
_LIST_POINT = re.compile(
    r"[(（]?[一二三四五六七八九十0-9]{1,3}[)）、.．]|第[一二三四五六七八九十0-9]{1,3}[条章节款：:]|[①-⑳●○◆◇■□▲△★☆·•※◎—-]"
)
_CLOSED_BRACKETS = ")）》]】"
_QUOTE_START = "“‘《「『【〈"
_BRACKET_START = "（("
_DATE_START = re.compile(r"(?:[0-9]{4}年|[0-9]{1,2}月[0-9底初中]|[0-9]{1,2}[日时](?![0-9]))")
_SPEAKER = re.compile(rf"[{_HAN}·]{{1,12}}[：:]")
_AFTER_DIGIT = "年月日万亿%％"
_DIGITS = "0123456789"
_LAST_DIGITS = re.compile("[0-9]{1,9}$")
_FIRST_DIGITS = re.compile("[0-9]{1,9}")
_AFTER_DIGITS = (*_AFTER_DIGIT, "比", "至", "～", "~", "—")
_MOST_DIGITS = 8
_LEAST_BROKEN = 5
_POINT_END = re.compile(r"[0-9][.．]$")
_NUMERAL_END = re.compile(r"[0-9](?:\.[0-9]{0,3})?$")

# Parts of speech of jieba's dictionary.
_BOUND = frozenset({"ng", "vg", "ag", "tg", "dg", "h", "k"})
_PARTICLES = frozenset({"uj", "ul", "uz", "ug", "ud", "uv", "u", "y", "k", "f"})
_VERBS = frozenset({"v", "vn", "vi", "vq", "vd"})
_NO_SPEAKER = frozenset({"d", "c", "p", "v"})
_LOOSE_ENDS = frozenset({"p", "c", "d", "uj", "r"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the lexicon at the edges of lines, by role."""

    opener: frozenset[str]
    continues: frozenset[str]
    leans: frozenset[str]
    dangling: frozenset[str]
    first: tuple[str, ...]
    last: tuple[str, ...]
    openers: tuple[str, ...]
    units: tuple[str, ...]


@lru_cache(maxsize=8)
def edge_words(lexicon: Lexicon) -> Words:
    """The words of `lexicon` by role."""
    entries = lexicon.entries("layout", LayoutWord)

    def of(role: str) -> frozenset[str]:
        return frozenset(form for entry in entries if entry.role == role for form in entry.forms)

    continues, dangling = of("continues"), of("dangling")
    units = tuple(sorted({form for entry in lexicon.entries("units", UnitEntry) for form in entry.forms}))
    ends = tuple(sorted(continues)), tuple(sorted(dangling))
    return Words(of("opener"), continues, of("leans"), dangling, *ends, tuple(sorted(of("opener"))), units)


@dataclass(frozen=True, slots=True)
class Side:
    """What one end of a line lacks: the weight, and the name of the strongest sign."""

    weight: float
    sign: str


@dataclass(frozen=True, slots=True)
class Join:
    """Evidence for reading two lines as one; `sign` names the strongest.

    `sure` where it lies in both lines together; `strong` where it would even make a heading part of a sentence.
    """

    weight: float
    sign: str
    sure: bool
    strong: bool


@dataclass(frozen=True, slots=True)
class Judge:
    """Weighs pairs of lines of one page; what was found about a line is kept."""

    text: str
    tag: Tag
    words: Words
    _ends: dict[int, Side] = field(default_factory=dict)
    _starts: dict[int, Side] = field(default_factory=dict)

    def end(self, line: Line) -> Side:
        """How much the end of a line lacks a continuation."""
        if line.start not in self._ends:
            self._ends[line.start] = _end(line.text, self.tag, self.words)
        return self._ends[line.start]

    def start(self, line: Line) -> Side:
        """How much the beginning of a line lacks what goes before."""
        if line.start not in self._starts:
            self._starts[line.start] = _start(line.text, self.tag, self.words)
        return self._starts[line.start]

    def breaks(self, first: Line, second: Line) -> bool:
        """A quick look: False where `first`, a heading by its shape, surely is no part of a sentence."""
        if first.text.endswith(self.words.last) or second.text.startswith(self.words.first):
            return True
        if starts_orphaned(second.text):
            return True
        return self._both(first, second).weight >= _SURE

    def _both(self, first: Line, second: Line) -> Side:
        near = self.text[max(first.start - _NEAR, 0) : first.start + _NEAR]
        return _both(first.text, second.text, near, self.tag, self.words)

    def join(self, first: Line, second: Line) -> Join:
        """Evidence that `second` continues `first`, wherever the two stand."""
        both = self._both(first, second)
        end, start = self.end(first), self.start(second)
        if both.weight >= 2 and start.weight < 0:
            start = Side(start.weight / 2, start.sign)
        strongest = max((both, start, end), key=lambda side: side.weight)
        orphaned = start.sign == "orphaned_mark"
        dangling = end.sign == "preposition" and start.weight >= 0
        headless = start.sign == "no_beginning" and any(mark in first.text for mark in "，,、")
        return Join(
            both.weight + end.weight + start.weight,
            strongest.sign,
            sure=both.weight >= _SURE or orphaned,
            strong=both.weight >= _STRONG or orphaned or dangling or headless,
        )


_NEAR = 6000
_SURE = 3.0
_STRONG = 4.0
_OPEN_END = 2.5


def _end(text: str, tag: Tag, words: Words) -> Side:
    sides = [_body(text, words)]
    if ends_with_comma(text):
        # Verses and items of a list end with a comma too.
        sides.append(Side(3.0 if sides[0].weight > 0 or len(text) > _VERSE else 1.0, "comma"))
    elif unbalanced(text)[0]:
        sides.append(Side(1.5, "open_quotation"))
    else:
        word, kind = (row[-1] for row in tag(text[-_WINDOW:]))
        if word in words.dangling:
            sides.append(Side(_OPEN_END, "preposition" if kind in ("p", "c", "d") else "open_end"))
        elif kind in _BOUND and len(word) == 1:
            sides.append(Side(1.5, "open_end"))
        elif _NUMERAL_END.search(text) and sides[0].weight > 0:
            sides.append(Side(1.5, "open_number"))
        elif kind in _LOOSE_ENDS:
            sides.append(Side(1.0, "open_end"))
    return Side(sum(side.weight for side in sides), sides[-1].sign)


def _body(text: str, words: Words) -> Side:
    """Running text that stops without a mark has lost something; a heading has not."""
    if stops_inside(text):
        return Side(1.0 if text[-1] in _CLOSED_BRACKETS else 2.5, "open_sentence")
    commas = sum(text.count(mark) for mark in "，,、")
    if len(text) >= _LONG and commas >= 2:
        return Side(2.0, "open_sentence")
    if is_running(text, words.openers, below_text=True):
        return Side(2.5, "open_sentence")
    return Side(1.0 if len(text) >= _LONG and commas else 0.0, "open_sentence")


def _start(text: str, tag: Tag, words: Words) -> Side:
    if starts_orphaned(text):
        return Side(4.0, "orphaned_mark")
    if _LIST_POINT.match(text):
        return Side(-3.0, "list_point")
    if text[0] in _QUOTE_START:
        return Side(-1.5, "quotation")
    if text[0] in _BRACKET_START:
        return Side(0.0, "bracket")
    if _DATE_START.match(text):
        return Side(-1.5, "date")
    word, kind = (row[0] for row in tag(text[:_WINDOW]))
    if kind not in _NO_SPEAKER and _SPEAKER.match(text):
        return Side(-2.0, "speaker")
    if word in words.continues:
        return Side(2.0, "no_beginning")
    if word in words.opener:
        return Side(-2.0, "opener")
    if word in words.leans or kind in _PARTICLES or (kind in _BOUND and len(word) == 1):
        return Side(1.5, "no_subject")
    if kind in _VERBS:
        return Side(1.5, "no_subject")
    if kind in {"d", "q", "p", "c"}:
        return Side(0.5, "no_subject")
    return Side(-0.5 if kind in {"r", "t"} else 0.0, "noun")


def _both(first: str, second: str, page: str, tag: Tag, words: Words) -> Side:
    """What only the two together show."""
    opened, closed = unbalanced(first)[0], unbalanced(second)[1]
    if opened and closed and OPENING[opened[-1]] == closed[0]:
        return Side(4.0, "quotation_closes")
    number = _number_across(first, second, words)
    if number:
        return Side(number, "number_across")
    across = _word_across(first, second, tag)
    if across.weight < _SURE and _repeated(first, second, page):
        return Side(2.0, "repeated_words")
    return across


def _number_across(first: str, second: str, words: Words) -> float:
    """A numeral and its unit on both sides of the break, or the digits of one: 86 | 名, 12 | 80人次."""
    if len(first) < _LEAST_BROKEN:
        return 0.0
    if second[0] not in _DIGITS:
        counted = first[-1] in _DIGITS and (second[0] in _AFTER_DIGIT or second.startswith(words.units))
        return _STRONG if counted else 0.0
    if _POINT_END.search(first) is not None:
        return _STRONG
    if first[-1] not in _DIGITS or _LIST_POINT.match(second):
        return 0.0
    left, right = _LAST_DIGITS.search(first), _FIRST_DIGITS.match(second)
    digits = (left[0] if left else "") + (right[0] if right else "")
    after = second[len(right[0]) if right else 0 :]
    if len(digits) > _MOST_DIGITS or (after[:1] in ("月", "日", "时") and len(digits) > 2):
        return 1.0
    return _SURE if after.startswith(words.units) or after[:1] in _AFTER_DIGITS else 1.5


def _word_across(first: str, second: str, tag: Tag) -> Side:
    """A word of the dictionary that stands over the break: 税务 | 局."""
    left, right = first[-_WINDOW:], second[:_WINDOW]
    at = 0
    for word, kind in zip(*tag(left + right), strict=True):
        if at < len(left) < at + len(word):
            if kind == "x":
                return Side(0.5, "word_across") if _HAN_ONLY.fullmatch(word) else Side(0.0, "noun")
            return Side(_STRONG if len(word) > 2 else _SURE, "word_across")
        at += len(word)
    return Side(0.0, "noun")


def _repeated(first: str, second: str, page: str) -> bool:
    """Four characters over the break stand together elsewhere on the page."""
    for left in (1, 2, 3):
        piece = first[-left:] + second[: 4 - left]
        if len(piece) == 4 and _HAN_ONLY.fullmatch(piece) and piece in page:
            return True
    return False
