"""Hedges beside a number and cue words of its clause, out of the lexicon.

In: the text and the ends of a figure. Out of `hedge_before` and `hedge_after`: the span of the hedge and how it is
read; of `cues`: every cue word of a window, in order. Compiled once a lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from report_extract._facts import Comparator
from report_extract._kinds.interval import Hedge
from report_extract._lexicon import Lexicon
from report_extract._lexicon.figures import CueEntry, HedgeEntry

COMPARATORS: Mapping[Hedge, Comparator] = {
    "none": "eq", "around": "approx", "near": "approx", "about": "approx", "more": "gt", "above": "gt",
    "at_least": "ge", "below": "lt", "at_most": "le",
}  # fmt: skip
# A hedge of one character is the end of a longer word more often than not: 附近, 节约, 通过, 到达.
_WORDS_BEFORE = {
    "近": "附最亲邻靠远新临就相走拉贴接将逼",
    "约": "节签预解条公租违合契制大简邀失婚爽隐",
    "过": "通经超不穿路度渡越见去来太难说错看做走吃喝用到上下受有没曾胜透",
    "超": "赶反高中英德法意",
    "达": "到发抵直表传雷通下送转马哈",
    "只": "船",
    "仅": "不",
    "才": "人刚天口英",
    "破": "突打冲爆侦告查撞刺识",
    "不足": "", "高达": "", "最低": "", "最多": "",
}  # fmt: skip
_LINK = "[ ]?(?:了|有|为|是|到)?[ ]?"


class Hit(NamedTuple):
    """text[start:end] is a hedge, read as `hedge`."""

    start: int
    end: int
    hedge: Hedge


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Hedges by side and cue words, each with what its surface must not begin."""

    before: Mapping[str, tuple[str, Hedge]]
    before_ends: frozenset[str]
    before_pattern: re.Pattern[str]
    after: re.Pattern[str]
    after_hedges: Mapping[str, Hedge]
    cue_pattern: re.Pattern[str]
    cue_names: Mapping[str, str]


@lru_cache(maxsize=4)
def words_of(lexicon: Lexicon) -> Words:
    """The hedges and cues of a lexicon, compiled."""
    before: dict[str, tuple[str, Hedge]] = {}
    after: dict[str, Hedge] = {}
    patterns: list[tuple[str, str]] = []
    for entry in lexicon.entries("hedges", HedgeEntry):
        for surface in entry.forms:
            if entry.side == "before":
                before[surface] = (_WORDS_BEFORE.get(surface, ""), entry.hedge)
            else:
                after[surface] = entry.hedge
                patterns.append((surface, _guarded(surface, entry.unless)))
    cue_names: dict[str, str] = {}
    cues: list[tuple[str, str]] = []
    for cue in lexicon.entries("figure_cues", CueEntry):
        for surface in cue.forms:
            if surface in cue_names:
                continue
            cue_names[surface] = cue.cue
            cues.append((surface, _guarded(surface, cue.unless)))
    return Words(
        before=before,
        before_ends=frozenset(surface[-1] for surface in before),
        before_pattern=re.compile(rf"({_one_of([(s, re.escape(s)) for s in before])}){_LINK}\Z"),
        after=re.compile(_one_of(patterns)),
        after_hedges=after,
        cue_pattern=re.compile(_one_of(cues)),
        cue_names=cue_names,
    )


def _guarded(surface: str, unless: tuple[str, ...]) -> str:
    rests = [re.escape(word[len(surface) :]) for word in unless if word.startswith(surface) and word != surface]
    return re.escape(surface) + (f"(?!{'|'.join(rests)})" if rests else "")


def _one_of(patterns: list[tuple[str, str]]) -> str:
    return "|".join(pattern for _, pattern in sorted(patterns, key=lambda row: -len(row[0])))


def hedge_before(text: str, start: int, floor: int, words: Words) -> Hit | None:
    """The hedge that ends at `start`, with 了, 有, 为 between; it begins at `floor` or later."""
    if start <= floor or (text[start - 1] not in words.before_ends and text[start - 1] not in "了有为是到 "):
        return None
    found = words.before_pattern.search(text, max(floor, start - 9), start)
    if found is None:
        return None
    not_behind, hedge = words.before[found[1]]
    if not_behind and found.start() and text[found.start() - 1] in not_behind:
        return None
    return Hit(found.start(), found.end(1), hedge)


def hedge_after(text: str, end: int, words: Words) -> Hit | None:
    """The hedge that begins at `end`."""
    found = words.after.match(text, end)
    return Hit(end, found.end(), words.after_hedges[found.group()]) if found is not None else None


def cues(text: str, start: int, end: int, words: Words) -> Iterator[tuple[str, int, int]]:
    """The cue words of text[start:end]: cue, start, end."""
    for found in words.cue_pattern.finditer(text, start, end):
        yield words.cue_names[found.group()], found.start(), found.end()
