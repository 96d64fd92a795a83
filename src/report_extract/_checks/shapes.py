"""Shapes: patterns over the masked words of one sentence, with figures, times and other numerals as slots.

In `shape(pattern, *anchors)`, `<F:a>` is a figure, `<T:a>` a time and `<N:a>` a numeral that is neither, each kept
under its name; `<w:9>` is up to nine plain characters of one clause: no mark, no punctuation, no digit, so that a
numeral nobody read never stands between two operands. A sentence is looked at only where one of the anchor words
stands in its masked words; a mark may be part of an anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from report_extract._checks.claims import Claim, Claims, Dated
from report_extract._checks.reading import FIGURE, NON_FIGURE, TIME

_MARKS = {"F": FIGURE, "T": TIME, "N": NON_FIGURE}
_TOKEN = re.compile(r"<(?P<mark>[FTN])(?::(?P<name>[a-z]+))?>|<w:(?P<most>[0-9]+)>")
PLAIN = rf"[^{FIGURE}{TIME}{NON_FIGURE}，,。；;：:！？!?（）()、“”\n0-9]"


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled pattern, the kinds of its slots, its anchors (each with True where it is a character beside a mark),
    and how many figures and times it needs in a sentence."""

    pattern: re.Pattern[str]
    slots: dict[str, str]
    anchors: tuple[tuple[str, bool], ...]
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
    return Shape(compiled, slots, tuple((anchor, _is_beside(anchor)) for anchor in anchors), *least)


def _is_beside(anchor: str) -> bool:
    """True for one character right before a figure or time, or right behind a time."""
    return len(anchor) == 2 and (anchor[0] == TIME or anchor[1] in {FIGURE, TIME})


def find(claims: Claims, *shapes: Shape) -> Iterator[Found]:
    """Every place where one of the shapes stands and all its slots are facts of the record."""
    reading = claims.reading
    for one in shapes:
        for sentence in _anchored(claims, one):
            for match in one.pattern.finditer(reading.masked, *reading.sentence_span(sentence)):
                found = _resolved(claims, one, match, sentence)
                if found is not None:
                    yield found


def _anchored(claims: Claims, one: Shape) -> list[int]:
    """The sentences in which an anchor of the shape stands beside enough figures and times."""
    places = [claims.beside(anchor) if beside else claims.reading.where(anchor) for anchor, beside in one.anchors]
    numbers = places[0] if len(places) == 1 else sorted(set().union(*places))
    return [n for n in numbers if len(claims.sentence(n)) >= one.figures and len(claims.times_in(n)) >= one.times]


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
