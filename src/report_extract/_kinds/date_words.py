"""Words of the calendar (昨天, 上半年, 国庆节, 凌晨, 近日, 每周) as atoms, read from the lexicon files `time_*`.

In: folded text and a lexicon. Out: `Atom`s in order, not overlapping, the longest word at each place. A word is
dropped where its entry says what must not stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from report_extract._kinds.date_shapes import CLOCK, DAY, MONTH, PART, SET, YEAR, Atom
from report_extract._kinds.date_values import fold, small_int, weekday_of
from report_extract._lexicon import Lexicon
from report_extract._lexicon.alternation import alternation
from report_extract._lexicon.times import (
    DatedEvent,
    DayPart,
    Holiday,
    PeriodWord,
    RelativeWord,
    SetWord,
    Signal,
    TimeWord,
    VagueTime,
)

_SLOTS = {
    "day": (DAY, DAY),
    "week": (DAY, DAY),
    "month": (MONTH, MONTH),
    "quarter": (MONTH, MONTH),
    "year": (YEAR, YEAR),
}
_WEEKDAY = re.compile("[一二三四五六日天末](?![个名位人次家场项种条件只年月季期度])")
_THEN = re.compile("[0-9今次翌来明]")
_HOLIDAY_SPAN = re.compile(
    '[”"]?(?:小?长假|假期|假日|黄金周|双节假期)'
    "(?:的?(?:前(?P<days>[0-9两二三四五六七八九十]{1,2})[天日](?!晚)|第(?P<nth>[0-9一二两三四五六七八九十]{1,2})[天日]|(?P<first>首日)|(?P<last>最后一[天日])))?"
)
_EVERY = re.compile(
    r"""每 (?:(?P<gap>隔)|逢|满|到)? (?P<one>一)?
    (?: (?P<number>[0-9]{1,3}|[两二三四五六七八九十半百]{1,2})?[ ]?个?
        (?P<unit>年|月(?!经|嫂)|周(?!刊|边)|星期|礼拜|天|日(?!元)|季度|季(?!节|候)|小时|钟头|分钟|世纪)(?!均|龄|报)
        (?:(?<=[周期拜])(?P<weekday>[一二三四五六日天末](?![个名位人次家场项种条件只班顿节趟集堂]))
          (?:日(?![报刊])|(?:、(?:周|星期|礼拜)?|[和及与](?:周|星期|礼拜))[一二三四五六日天](?![个名位人次家场项种条件只])){0,6})?
      | (?<=逢) (?:星期|周|礼拜)(?P<on>[一二三四五六日天末]) )""",
    re.VERBOSE,
)
_PERIODS = {"年": "P{}Y", "月": "P{}M", "周": "P{}W", "星期": "P{}W", "礼拜": "P{}W", "天": "P{}D", "日": "P{}D",
            "小时": "PT{}H", "钟头": "PT{}H", "分钟": "PT{}M"}  # fmt: skip
_MEDIA = re.compile("每日(?:经济新闻|优鲜|邮报|电讯|新闻|商报|镜报|互动|一[题词课练])")
# 年底, 月初 … : after a year or month they are glued to it, alone they speak of the current one.
EDGES: Mapping[str, tuple[str, str]] = MappingProxyType({
    "年初": ("year", "start"), "年底": ("year", "end"), "年末": ("year", "end"), "岁末": ("year", "end"),
    "年终": ("year", "end"), "年中": ("year", "middle"), "岁末年初": ("year", "turn"),
    "月初": ("month", "start"), "月底": ("month", "end"), "月末": ("month", "end"),
})  # fmt: skip


class Guards(NamedTuple):
    """What must not stand right before and right after a word."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def allow(self, text: str, start: int, end: int) -> bool:
        """True where neither stands there."""
        return not (text.endswith(self.before, 0, start) if self.before else False) and not (
            text.startswith(self.after, end) if self.after else False
        )


@dataclass(frozen=True, slots=True)
class _Word:
    rank: int
    top: int
    name: str
    fields: Mapping[str, str]
    guards: Guards
    needs: str = ""


def guards_of(entry: TimeWord) -> Guards:
    """Folded guards of an entry."""
    return Guards(tuple(map(fold, entry.unless_before)), tuple(map(fold, entry.unless_after)))


@lru_cache(maxsize=4)
def _compiled(lexicon: Lexicon) -> tuple[re.Pattern[str], Mapping[str, _Word]]:
    words: dict[str, _Word] = {}
    for source in (_dayparts, _relatives, _vagues, _holidays, _periods, _sets):
        words |= dict(source(lexicon))
    for surface, (slot, edge) in EDGES.items():
        rank = YEAR if slot == "year" else MONTH
        fields = {f"{slot}_offset": "0", "edge": edge} | ({"bare_end": "1"} if (slot, edge) == ("year", "end") else {})
        before = (*"0123456789一二三四五六七八九十多余几来", *(("个", "每") if slot == "month" else ()))
        words[surface] = _Word(
            rank, DAY, surface, fields, Guards(before, ("奖", "考核", "总结", "会", "分红", "决算", "报告"))
        )
    words["每"] = _Word(SET, SET, "every", {}, Guards((), ()))
    return re.compile(alternation(words)), MappingProxyType(words)


def word_atoms(text: str, lexicon: Lexicon) -> Iterator[Atom]:
    """Atoms of the words of `text`, which is folded."""
    pattern, words = _compiled(lexicon)
    position = 0
    while (found := pattern.search(text, position)) is not None:
        word, end = words[found.group()], found.end()
        if found.group()[-1] == "至" and _THEN.match(text, end) and (shorter := words.get(found.group()[:-1])):
            word, end = shorter, end - 1  # 2022年冬|至2023年春
        atom = _every(text, found.start()) if word.name == "every" else _atom(text, found.start(), end, word)
        if atom is None:
            position = found.start() + 1
        else:
            yield atom
            position = atom.end


def _atom(text: str, start: int, end: int, word: _Word) -> Atom | None:
    fields = word.fields
    if not word.guards.allow(text, start, end):
        return None
    if "week_offset" in fields and (day := _WEEKDAY.match(text, end)) is not None:
        number = "weekend" if day.group() == "末" else str(weekday_of(day.group()))
        fields, end = {**fields, "weekday": number}, day.end()
    if "holiday" in fields and (span := _HOLIDAY_SPAN.match(text, end)) is not None:
        fields, end = {**fields, "holiday_span": _days_of_it(span)}, span.end()
    return Atom(start, end, word.rank, word.top, word.name, fields, word.needs)


def _days_of_it(span: re.Match[str]) -> str:
    """Which of the days off: all, 1-3 (前三天), 2-2 (第二天), last."""
    if span["last"]:
        return "last"
    days, nth = small_int(span["days"] or ""), small_int(span["nth"] or ("1" if span["first"] else ""))
    return f"1-{days}" if days else f"{nth}-{nth}" if nth else "all"


def _every(text: str, start: int) -> Atom | None:
    found = _EVERY.match(text, start)
    if found is None or _MEDIA.match(text, start):
        return None
    if found["unit"] in ("小时", "钟头", "分钟") and text[start - 1 : start] in (
        "里",
        "米",
        "瓦",
        "吨",
        "升",
        "斤",
        "次",
        "人",
        "元",
    ):
        return None  # 100公里每小时
    unit = found["unit"] or "周"
    number = 0.5 if found["number"] == "半" else (small_int(found["number"]) if found["number"] else 1)
    if number is None or (unit == "分钟" and not found["number"]):
        return None
    if number == 0.5:
        period = {"年": "P6M", "小时": "PT30M", "月": "P15D", "天": "PT12H"}.get(unit)
    else:
        period = {"季度": f"P{3 * number}M", "季": f"P{3 * number}M", "世纪": f"P{100 * number}Y"}.get(unit)
        period = period or _PERIODS[unit].format(number)
    if period is None or (unit.endswith(("时", "头", "钟")) and text[found.end() : found.end() + 1].isdigit()):
        return None
    fields = {"set": period}
    day = found["weekday"] or found["on"]
    if day is not None:
        fields["weekday"] = "weekend" if day == "末" else str(weekday_of(day))
    return Atom(start, found.end(), SET, DAY if day else SET, "every", fields)


def _dayparts(lexicon: Lexicon) -> Iterator[tuple[str, _Word]]:
    for entry in lexicon.entries("time_dayparts", DayPart):
        fields = {"part": entry.code} | ({"afternoon": "1"} if entry.afternoon else {})
        for surface in entry.forms:
            needs = "" if entry.bare else "day"
            yield fold(surface), _Word(PART, PART, "part", fields, guards_of(entry), needs)


def _relatives(lexicon: Lexicon) -> Iterator[tuple[str, _Word]]:
    for entry in lexicon.entries("time_relative", RelativeWord):
        rank, top = _SLOTS[entry.slot]
        key = f"{entry.slot}_offset" if entry.anchor == "now" else f"{entry.slot}_from_last"
        fields = {key: str(entry.offset)}
        if entry.part:
            fields |= {"part": entry.part} | ({"afternoon": "1"} if entry.part in ("TEV", "TAF", "TNI") else {})
            top = PART
        if entry.days > 1:
            fields |= {"days": str(entry.days)}
        if entry.season:
            fields, top = fields | {"season": entry.season}, MONTH
        for surface in entry.forms:
            yield fold(surface), _Word(rank, top, "relative", fields, guards_of(entry), entry.needs)


def _vagues(lexicon: Lexicon) -> Iterator[tuple[str, _Word]]:
    for entry in lexicon.entries("time_vague", VagueTime):
        fields = {"vague": entry.value, "vague_kind": entry.kind}
        for surface in entry.forms:
            yield fold(surface), _Word(YEAR, CLOCK, "vague", fields, guards_of(entry))


def _holidays(lexicon: Lexicon) -> Iterator[tuple[str, _Word]]:
    for entry in lexicon.entries("time_holidays", Holiday):
        for surface in entry.forms:
            name = surface.removesuffix("节气") if entry.term == "itself" else entry.name
            word = _Word(MONTH, DAY, "holiday", {"holiday": name}, guards_of(entry))
            yield fold(surface), word


def _periods(lexicon: Lexicon) -> Iterator[tuple[str, _Word]]:
    for entry in lexicon.entries("time_periods", PeriodWord):
        if entry.months:
            fields = {"months": entry.months} | ({} if entry.seasons else {"whole": "1"})
        else:
            fields = {"season": entry.season or ""}
        needs = "year" if entry.seasons or entry.bound or not entry.months else ""
        for surface in entry.forms:
            yield fold(surface), _Word(MONTH, MONTH, "period", fields, guards_of(entry), needs)


def _sets(lexicon: Lexicon) -> Iterator[tuple[str, _Word]]:
    for entry in lexicon.entries("time_sets", SetWord):
        for surface in entry.forms:
            part = {"晚": "TEV", "夜": "TNI", "早": "TMO", "晨": "TMO"}.get(surface[-1], "")
            fields = {"set": entry.period} | ({"part": part} if part else {})
            if part in ("TEV", "TNI"):
                fields["afternoon"] = "1"
            yield fold(surface), _Word(SET, PART if part else SET, "set", fields, guards_of(entry))


@dataclass(frozen=True, slots=True)
class Signals:
    """Patterns of the words that bound an event, on either side of a time."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    relations: Mapping[str, str]
    guards: Mapping[str, Guards]


@lru_cache(maxsize=4)
def signals_of(lexicon: Lexicon) -> Signals:
    """Compiled signals; `before` is matched against the last few characters before a time."""
    entries = lexicon.entries("time_signals", Signal)
    by_side: dict[str, list[str]] = {"before": [], "after": []}
    relations: dict[str, str] = {}
    guards: dict[str, Guards] = {}
    for entry in entries:
        for surface in map(fold, entry.forms):
            by_side[entry.side].append(surface)
            relations[entry.side + surface] = entry.relation
            guards[entry.side + surface] = guards_of(entry)
    before = "|".join(map(re.escape, sorted(by_side["before"], key=len, reverse=True)))
    return Signals(re.compile(rf"(?:{before})[ ]?\Z"), re.compile(alternation(by_side["after"])), relations, guards)


@lru_cache(maxsize=4)
def events_of(lexicon: Lexicon) -> tuple[re.Pattern[str], Mapping[str, DatedEvent], Mapping[str, Guards]]:
    """Pattern of the events' words, the events by their words, and their guards."""
    by_surface = {fold(s): entry for entry in lexicon.entries("time_events", DatedEvent) for s in entry.forms}
    guards = {surface: guards_of(entry) for surface, entry in by_surface.items()}
    return re.compile(alternation(by_surface)), MappingProxyType(by_surface), MappingProxyType(guards)


@lru_cache(maxsize=4)
def holidays_of(lexicon: Lexicon) -> Mapping[str, Holiday]:
    """Holidays and solar terms by name."""
    out: dict[str, Holiday] = {}
    for entry in lexicon.entries("time_holidays", Holiday):
        names = [s.removesuffix("节气") for s in entry.forms] if entry.term == "itself" else [entry.name]
        for name in names:
            out[name] = entry
    return MappingProxyType(out)
