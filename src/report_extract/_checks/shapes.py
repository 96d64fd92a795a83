"""Shapes: patterns over the masked words of one sentence, with figures, times and other numerals as slots.

In `shape(pattern, *anchors)`, `<F:a>` is a figure, `<T:a>` a time and `<N:a>` a numeral that is neither, each kept
under its name; `<w:9>` is up to nine plain characters of one clause: no mark, no punctuation, no digit, so that a
numeral nobody read never stands between two operands. A sentence is looked at only where one of the anchor words
stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from report_extract._checks.claims import Claim, Claims, Dated
from report_extract._checks.reading import FIGURE, NON_FIGURE, TIME

_MARKS = {"F": FIGURE, "T": TIME, "N": NON_FIGURE}
_TOKEN = re.compile(r"<(?P<mark>[FTN])(?::(?P<name>[a-z]+))?>|<w:(?P<most>[0-9]+)>")
_Row = tuple[int, int, int, int, int]
PLAIN = rf"[^{FIGURE}{TIME}{NON_FIGURE}，,。；;：:！？!?（）()、“”\n0-9]"


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled pattern, the kinds of its slots, the words one of which must stand in the
    sentence, and how many figures and times it needs there."""

    pattern: re.Pattern[str]
    slots: dict[str, str]
    anchors: tuple[str, ...]
    figures: int
    times: int


@dataclass(frozen=True, slots=True)
class Found:
    """A shape found: its figures and times by slot, and the match."""

    match: re.Match[str]
    figures: dict[str, Claim]
    times: dict[str, Dated]
    sentence: int

    def __getitem__(self, slot: str) -> Claim:
        return self.figures[slot]

    def text(self, group: str) -> str:
        """The masked words of a group, empty where it is not there."""
        return self.match[group] or ""


def shape(pattern: str, *anchors: str) -> Shape:
    """A shape; `anchors` must be words of the pattern without which it cannot match."""
    slots: dict[str, str] = {}

    def token(match: re.Match[str]) -> str:
        if match["most"] is not None:
            return f"{PLAIN}{{0,{match['most']}}}?"
        marks = f"{_MARKS[match['mark']]}{{1,40}}"
        if match["name"] is None:
            return marks
        slots[match["name"]] = match["mark"]
        return f"(?P<{match['name']}>{marks})"

    compiled = re.compile(_TOKEN.sub(token, pattern), re.VERBOSE)
    least = [sum(mark == kind and f"<{kind}:{name}>?" not in pattern for name, mark in slots.items()) for kind in "FT"]
    return Shape(compiled, slots, anchors, *least)


def find(claims: Claims, *shapes: Shape) -> Iterator[Found]:
    """Every place where one of the shapes stands and all its slots are facts of the record."""
    text, masked = claims.reading.text, claims.reading.masked
    rows, lows = _sentences(claims)
    for one in shapes if rows else ():
        present = [anchor for anchor in one.anchors if anchor in text]
        if not present:
            continue
        for sentence, low, high, figures, times in _standing(text, rows, lows, present):
            if figures < one.figures or times < one.times:
                continue
            for match in one.pattern.finditer(masked, low, high):
                found = _resolved(claims, one, match, sentence)
                if found is not None:
                    yield found


def _standing(text: str, rows: Sequence[_Row], lows: Sequence[int], anchors: Sequence[str]) -> list[_Row]:
    """The sentences, in order, in which one of the words stands."""
    found: set[int] = set()
    for anchor in anchors:
        at = text.find(anchor)
        while at >= 0:
            index = bisect_right(lows, at) - 1
            if index >= 0 and at + len(anchor) <= rows[index][2]:
                found.add(index)
                at = text.find(anchor, rows[index][2])
            else:
                at = text.find(anchor, at + 1)
    return [rows[index] for index in sorted(found)]


def _sentences(claims: Claims) -> tuple[list[_Row], list[int]]:
    """Each sentence that holds facts: its number, its ends, how many figures and how many times; and all beginnings."""
    found = claims.memo.get("sentences")
    if found is None:
        figures = Counter([claim.sentence for claim in claims.rows])
        times = Counter([dated.sentence for dated in claims.times])
        numbers = sorted(figures.keys() | times.keys())
        rows = [(n, *claims.reading.sentence_span(n), figures[n], times[n]) for n in numbers]
        found = claims.memo["sentences"] = rows, [row[1] for row in rows]
    return cast("tuple[list[_Row], list[int]]", found)


def _resolved(claims: Claims, one: Shape, match: re.Match[str], sentence: int) -> Found | None:
    figures: dict[str, Claim] = {}
    times: dict[str, Dated] = {}
    for name, mark in one.slots.items():
        if match[name] is None or mark == "N":
            continue
        row = claims.figure_at(match.start(name)) if mark == "F" else claims.time_at(match.start(name))
        if row is None or row.end != match.end(name):
            return None
        if isinstance(row, Claim):
            figures[name] = row
        else:
            times[name] = row
    return Found(match, figures, times, sentence)
