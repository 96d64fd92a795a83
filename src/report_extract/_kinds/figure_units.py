"""The unit behind a number: 人次, 个百分点, 元/平方米, kg.

In: the text and the offset where a unit may begin. Out: a `UnitHit` for the longest unit of the lexicon that stands
there and is not the beginning of another word. Compiled once a lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from report_extract._facts import Unit
from report_extract._lexicon import Lexicon
from report_extract._lexicon.figures import UnitEntry

_PER = {"天": "day", "日": "day", "年": "year", "月": "month", "个月": "month", "周": "week", "小时": "hour",
        "时": "hour", "分钟": "minute", "分": "minute", "秒": "second", "人": "person", "户": "household",
        "组": "group", "次": "time",
        "家": "organisation", "名": "person", "位": "person", "季": "season", "季度": "quarter", "人次": "attendance",
        "晚": "night", "夜": "night", "星期": "week"}  # fmt: skip
_BELOW = re.compile(r"/(?:[0-9]{1,6})?[万亿]?")
_SHORT_PER = re.compile("月|日|时|分|期|车位|床位|箱|平")


class UnitHit(NamedTuple):
    """text[start:end] is a unit; `slash` is where the units below it begin (元 | /人/月), or `end`."""

    start: int
    end: int
    entry: UnitEntry
    slash: int


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Surfaces by their first character, longest first, each with what may not stand in its place."""

    first: Mapping[str, tuple[tuple[str, UnitEntry, tuple[str, ...]], ...]]
    by_name: Mapping[str, UnitEntry]


@lru_cache(maxsize=4)
def units_of(lexicon: Lexicon) -> Units:
    """The units of a lexicon, compiled."""
    rows: dict[str, list[tuple[str, UnitEntry, tuple[str, ...]]]] = {}
    by_name: dict[str, UnitEntry] = {}
    for entry in lexicon.entries("units", UnitEntry):
        by_name[entry.name] = entry
        for surface in entry.forms:
            unless = tuple(word for word in entry.unless if word.startswith(surface))
            rows.setdefault(surface[0], []).append((surface, entry, unless))
    ordered = {char: tuple(sorted(found, key=lambda row: -len(row[0]))) for char, found in rows.items()}
    return Units(ordered, by_name)


_CLOSING = frozenset('”"』」’')


def unit_at(text: str, units: Units, start: int, *, digits: bool, long: bool = False) -> UnitHit | None:
    """The unit at `start`; `digits` where the number is Arabic, `long` where it has two characters and more."""
    rows = units.first.get(text[start : start + 1])
    if rows is None:
        if text[start : start + 1] == " " and digits:
            rows = units.first.get(text[start + 1 : start + 2])
            start += 1
        if rows is None:
            return None
    for surface, entry, unless in rows:
        if not text.startswith(surface, start):
            continue
        end = start + len(surface)
        if unless and text.startswith(unless, start):
            continue
        counted = digits or entry.numerals == "any" or (long and entry.numerals == "long")
        if not counted and not (surface == "字" and start > 1 and text[start - 2] in _CLOSING):  # 刻有“…”四字
            continue
        if _cut_off(text, surface, end):
            continue
        slash = end
        while text[slash : slash + 1] == "/" and (below := _below(text, units, slash)) is not None:
            slash = below
        return UnitHit(start, slash, entry, end)
    return None


def _cut_off(text: str, surface: str, end: int) -> bool:
    """True where letters go on behind a unit of letters: 3kgf. Han words are guarded by `unless`, entry by entry:
    the segmenter's own words (3|架飞机, 30|天内) cut off more units than they protect."""
    if not (surface[-1].isascii() and surface[-1].isalpha()):
        return False
    following = text[end : end + 1]
    return following.isascii() and following.isalnum()


def _below(text: str, units: Units, slash: int) -> int | None:
    """The end of a unit behind a slash: 元/人, 例/10万人."""
    opened = _BELOW.match(text, slash)
    if opened is None:
        return None
    at = opened.end()
    for surface, _, unless in units.first.get(text[at : at + 1], ()):
        if text.startswith(surface, at) and not (unless and text.startswith(unless, at)):
            end = at + len(surface)
            if not _cut_off(text, surface, end):
                return end
    short = _SHORT_PER.match(text, at)
    return short.end() if short is not None else None


@lru_cache(maxsize=4096)
def unit_record(units: Units, name: str, printed: str, below: str) -> tuple[Unit, str | None, str | None]:
    """The unit of a figure, what it is per, and its frequency; `below` is what follows the first slash.

    个百分点 is printed as 百分点: 个 is dropped where the rest is a surface of the same unit.
    """
    entry, surface = units.by_name[name], printed
    if printed[0] == "个" and printed[1:] in entry.forms:
        surface = printed[1:]
    symbol = entry.symbol or surface
    if not below:
        return Unit(surface, symbol, entry.dimension), None, None
    names = [_PER.get(name.lstrip("0123456789"), name) for name in below.split("/")]
    per = names[0]
    frequency = next((name for name in names[1:] if name in ("day", "month", "year", "week", "hour")), None)
    dimension = f"{entry.dimension}_rate"
    return Unit(f"{surface}/{below}", f"{symbol}/{below}", dimension), per, frequency


def per_name(word: str) -> str:
    """The name under which 每天, 每人 … are recorded: day, person; other nouns stand as printed.

    >>> per_name("天"), per_name("网格")
    ('day', '网格')
    """
    return _PER.get(word, word)
