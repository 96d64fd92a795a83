"""The reading order of a page: broken paragraphs joined, displaced pieces moved, captions taken out of sentences.

In: the lines of a page with their kinds. Out: groups of lines in reading order; a group of several lines is one
block, put where its first line stands. For each line that ends open the candidates are weighed (`_segment_evidence`)
and the best pairs are joined: the next line of text, the next one behind a caption or a head, the first one behind
the next or the previous head. The further away, the more evidence is needed. Without evidence nothing is joined, and
a page without damage keeps its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from report_extract._lexicon import Lexicon
from report_extract._stages._segment_evidence import Join, Judge, Tag, edge_words
from report_extract._stages._segment_kinds import LineKind
from report_extract._stages._segment_lines import (
    Line,
    ends_with_comma,
    is_closed,
    is_signature,
    starts_orphaned,
    stops_inside,
    tail_of,
)
from report_extract._stages._segment_wraps import wraps
from report_extract._values import value

Way = Literal["next", "behind", "head", "moved"]

# Evidence needed by the way from the open line to its continuation.
_NEEDED: dict[Way, float] = {"next": 2.5, "behind": 2.5, "head": 2.5, "moved": 5.0}
_BONUS: dict[Way, float] = {"next": 1.5, "behind": 1.0, "head": 0.0, "moved": -0.5}
_LOOSE = 2.5
_BROKEN = (3, 0.2)  # so many open lines, and such a share of the text, make a page a broken one …
_BROKEN_LESS = 1.0  # … in which less evidence is needed for what stands next,
_BROKEN_HEAD = 2.5  # and a short line of several clauses is part of a sentence
_AGAINST = 2.0
_HEAD_NEEDED = (2.0, 4.0)  # a head as the open line, as the continuation
_REACH = 4
_FAR = 40
_LIST = 3
_SHORT = 40
_SHOWN = 8

_COMMA = re.compile("[，,](?![0-9])")
_BETWEEN = frozenset({"caption", "furniture", "byline"})


@value
class Group:
    """Indices of lines that make one block, in reading order; `lost` says which end is missing."""

    lines: tuple[int, ...]
    kind: LineKind
    repaired: bool = False
    lost: Literal["start", "end", "mark"] | None = None


@dataclass(frozen=True, slots=True)
class _Pair:
    weight: float
    first: int
    second: int
    way: Way
    sign: str
    sure: bool


def groups(
    lines: Sequence[Line], kinds: Sequence[LineKind], *, text: str, tag: Tag, lexicon: Lexicon
) -> tuple[list[Group], list[str]]:
    """Groups in reading order, and a note for every repair."""
    judge = Judge(text, tag, edge_words(lexicon))
    kinds = list(kinds)
    wrapped = wraps(lines, kinds)
    for first, second in wrapped.items():
        kinds[first] = kinds[second] = "text"
    pairs = _ranked(_pairs(lines, kinds, judge, wrapped))
    follows = dict(wrapped)
    chosen: dict[int, _Pair] = {}
    taken = set(wrapped.values())
    for pair in pairs:
        if pair.first in follows or pair.second in taken or _reaches(follows, pair.second, pair.first):
            continue
        follows[pair.first] = pair.second
        chosen[pair.first] = pair
        taken.add(pair.second)
    notes = list(_notes(lines, kinds, chosen))
    if wrapped:
        notes.insert(0, f"joined: {len(wrapped)} wrapped lines")
    return list(_groups(lines, kinds, follows, judge, notes)), notes


def _ranked(pairs: Iterable[_Pair]) -> list[_Pair]:
    """Best first. What continues the line before it is not moved away, unless to where it surely belongs."""
    every = list(pairs)
    in_place = {pair.second for pair in every if pair.way == "next"}
    kept = [pair for pair in every if pair.way != "moved" or pair.sure or pair.second not in in_place]
    return sorted(kept, key=lambda pair: (-pair.weight, pair.first, pair.second))


def _reaches(follows: dict[int, int], start: int, goal: int) -> bool:
    while start in follows and start != goal:
        start = follows[start]
    return start == goal


# --- Candidates ---------------------------------------------------------------------------------------------


def _pairs(lines: Sequence[Line], kinds: Sequence[LineKind], judge: Judge, wrapped: dict[int, int]) -> Iterator[_Pair]:
    lists = _in_lists(kinds)
    less = dict.fromkeys(range(len(lines)), 0.0)
    if _is_broken(lines, kinds, judge):
        less = {index: _BROKEN_HEAD if kind == "head" else _BROKEN_LESS for index, kind in enumerate(kinds)}
        kinds = _without_clauses(lines, kinds, lists)
    for index, line in enumerate(lines):
        if index in wrapped or index in lists or kinds[index] not in ("text", "head") or is_closed(line.text):
            continue
        for second, way in _candidates(index, kinds):
            if kinds[index] == "head" and not judge.breaks(line, lines[second]):
                continue
            join = judge.join(line, lines[second])
            if way == "moved" and _is_loose(second, lines, kinds, judge):
                join = replace(join, weight=join.weight + _LOOSE)
            if less[index] and way != "moved":
                join = replace(join, weight=join.weight + less[index])
            if _enough(line, lines[second], kinds[index], kinds[second], join, way, judge):
                weight = join.weight + _BONUS[way]
                yield _Pair(weight, index, second, way, join.sign, join.sure)


def _is_broken(lines: Sequence[Line], kinds: Sequence[LineKind], judge: Judge) -> bool:
    """Many lines of running text end open: the page as a whole is broken, and not one mark lost."""
    texts = [line for line, kind in zip(lines, kinds, strict=True) if kind == "text"]
    opened = [line for line in texts if not is_closed(line.text)]
    if len(opened) < max(_BROKEN[0], _BROKEN[1] * len(texts)):
        return False
    return sum(judge.end(line).weight >= 2 for line in opened) >= max(_BROKEN[0], _BROKEN[1] * len(texts))


def _without_clauses(lines: Sequence[Line], kinds: Sequence[LineKind], lists: frozenset[int]) -> Sequence[LineKind]:
    """The kinds on a broken page, where below its first text a short line with a comma is text too."""
    first = next((index for index, kind in enumerate(kinds) if kind == "text"), len(kinds))
    return [
        "text" if kind == "head" and index > first and index not in lists and _COMMA.search(line.text) else kind
        for index, (line, kind) in enumerate(zip(lines, kinds, strict=True))
    ]


def _in_lists(kinds: Sequence[LineKind]) -> frozenset[int]:
    """Heads in a row are a list, a table or a poem."""
    out: list[int] = []
    row: list[int] = []
    for index, kind in enumerate([*kinds, "text"]):
        if kind == "head":
            row.append(index)
            continue
        if len(row) >= _LIST:
            out += row
        row = []
    return frozenset(out)


def _candidates(index: int, kinds: Sequence[LineKind]) -> Iterator[tuple[int, Way]]:
    """Lines that may continue `index`, nearest first, each once; of a head only text that follows."""
    if kinds[index] == "head":
        yield from ((second, way) for second, way in _ahead(index, kinds) if kinds[second] == "text" and way != "head")
        return
    seen: set[int] = set()
    for second, way in (*_ahead(index, kinds), *_behind_heads(index, kinds)):
        if second not in seen:
            seen.add(second)
            yield second, way


def _ahead(index: int, kinds: Sequence[LineKind]) -> Iterator[tuple[int, Way]]:
    way: Way = "next"
    for second in range(index + 1, min(index + 1 + _REACH, len(kinds))):
        kind = kinds[second]
        if kind in _BETWEEN:
            way = "behind" if way == "next" else way
            continue
        yield second, way
        if kind != "head":
            return
        way = "head"


def _behind_heads(index: int, kinds: Sequence[LineKind]) -> Iterator[tuple[int, Way]]:
    """The first text behind the next head and behind the two heads before."""
    if kinds[index] != "text":
        return
    for step, most in ((1, 1), (-1, 2)):
        at, found = index + step, 0
        while 0 <= at < len(kinds) and abs(at - index) <= _FAR and found < most:
            if kinds[at] == "head":
                second = next((i for i in range(at + 1, min(at + 4, len(kinds))) if kinds[i] not in _BETWEEN), None)
                if second is not None and kinds[second] == "text" and second != index:
                    yield second, "moved"
                    found += 1
            at += step


def _enough(
    first: Line, second: Line, kind: LineKind, kind_after: LineKind, join: Join, way: Way, judge: Judge
) -> bool:
    if is_signature(tail_of(first.text)):
        return False
    if kind == "head":
        enough = join.sure or join.strong
        return way in ("next", "behind") and kind_after == "text" and enough and join.weight >= _HEAD_NEEDED[0]
    if kind_after == "head":
        # A short line without a mark that continues: only by a sure sign, for it looks like a heading.
        return way in ("next", "behind") and join.sure and join.weight >= _HEAD_NEEDED[1]
    if way == "moved":
        return join.weight >= _NEEDED[way] and _is_displaced(first, second, join, judge)
    # A beginning that opens a topic needs more than an open end before it.
    needed = _NEEDED[way] + (_AGAINST if judge.start(second).weight < 0 and not join.sure else 0)
    return join.weight >= needed


def _is_displaced(first: Line, second: Line, join: Join, judge: Judge) -> bool:
    """A piece is moved only where both ends are open, or a sure sign joins them."""
    if join.sign == "number_across":
        return False
    if join.sure:
        return judge.end(first).weight >= 2
    lacks_end = ends_with_comma(first.text) or judge.end(first).sign in ("open_end", "preposition", "open_quotation")
    return lacks_end and judge.start(second).weight >= 0.5 and len(second.text) <= _SHORT


def _is_loose(index: int, lines: Sequence[Line], kinds: Sequence[LineKind], judge: Judge) -> bool:
    """One short sentence without a beginning, between a head and a paragraph, to neither of which it belongs."""
    line = lines[index]
    if not is_closed(line.text) or stops_inside(line.text) or judge.start(line).weight < 1:
        return False
    return index > 0 and kinds[index - 1] == "head" and index + 1 < len(lines) and kinds[index + 1] == "text"


# --- Order and notes ----------------------------------------------------------------------------------------


def _groups(
    lines: Sequence[Line], kinds: Sequence[LineKind], follows: dict[int, int], judge: Judge, notes: list[str]
) -> Iterator[Group]:
    inner = set(follows.values())
    for index, kind in enumerate(kinds):
        if index in inner:
            continue
        chain = [index]
        while chain[-1] in follows:
            chain.append(follows[chain[-1]])
        if len(chain) > 1:
            kind = "text"
        lost = _lost(lines[chain[0]], lines[chain[-1]], judge) if kind == "text" else None
        if lost:
            edge = lines[chain[0]].text[:_SHOWN] if lost == "start" else lines[chain[-1]].text[-_SHOWN:]
            notes.append(f"{lost}_lost: {edge}")
        yield Group(tuple(chain), kind, len(chain) > 1, lost)


def _lost(first: Line, last: Line, judge: Judge) -> Literal["start", "end", "mark"] | None:
    """What is missing of a block even so."""
    if not is_closed(last.text):
        end = judge.end(last)
        if end.sign in ("comma", "preposition", "open_quotation") or (end.sign == "open_end" and end.weight >= 4):
            return "end"
        if end.weight >= 2:
            return "mark"
    elif starts_orphaned(first.text) and len(first.text) > _SHOWN:
        return "start"
    return None


def _notes(lines: Sequence[Line], kinds: Sequence[LineKind], chosen: dict[int, _Pair]) -> Iterator[str]:
    for first in sorted(chosen):
        pair = chosen[first]
        verb = "moved" if pair.way == "moved" else "joined"
        yield f"{verb}: {lines[first].text[-_SHOWN:]}|{lines[pair.second].text[:_SHOWN]} ({pair.sign})"
        if pair.way in ("behind", "head"):
            for between in range(first + 1, pair.second):
                name = "caption_taken_out" if kinds[between] in ("caption", "head") else "line_taken_out"
                yield f"{name}: {lines[between].text[:20]}"


def interrupting(group: Group) -> range:
    """Lines that stood inside a joined block, between two lines that follow each other on the page."""
    for first, second in zip(group.lines, group.lines[1:], strict=False):
        if first + 1 < second <= first + _REACH:
            return range(first + 1, second)
    return range(0)
