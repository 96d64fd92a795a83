"""What a line is, by its own words and shape, before anything is repaired.

`furniture`, `byline` and `caption` are told by the lexicon; `head` is a short line without closing mark, which may
be a headline, a subhead or a piece of a broken sentence; the rest is `text`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from report_extract._lexicon import Lexicon
from report_extract._lexicon.alternation import alternation
from report_extract._lexicon.layout import FurnitureLine, LayoutWord
from report_extract._lexicon.names import OrganisationSuffix
from report_extract._stages._segment_lines import (
    Line,
    ends_with_comma,
    is_closed,
    is_running,
    is_symbols,
    stops_inside,
)

LineKind = Literal["furniture", "byline", "caption", "head", "text"]

LONGEST_HEAD = 45
_LONGEST_CAPTION = 28
_TOP_LINES = 6
_BARE_REST = 10

# A time stamp at the top of a page, with or without clock time, weekday and origin.
_STAMP = re.compile(
    r"""
      (?: 发布(?:时间|日期)? | 更新时间 | 日期 )? [:： ]{0,2}
      [12][0-9]{3} [-/.年] \s? [0-9]{1,2} [-/.月] \s? [0-9]{1,2} 日? \s{0,3}
      (?: (?:星期|周)[一二三四五六日天] \s{0,3} )?
      (?: [0-9]{1,2} [:：∶时] [0-9]{2} 分? (?: [:：∶] [0-9]{2} )? \s{0,3} )?
      (?: (?:来源|稿源|作者|编辑|字号|浏览|点击|分享) .{0,60} )?
    """,
    re.VERBOSE,
)
_LINK = re.compile(r"(?:\[[^\]\n]{0,60}\]\()?(?:https?://|www\.)[\x21-\x7e]{1,400}")
_PUNCTUATION = re.compile(r"[，。！？；：、,!?;:“”‘’《》（）()【】…]")
_TEXT_SIGNS = re.compile(r"[，。；,;]")


_ROLES = ("people", "opener")
_BULLETS = 3

Surfaces = dict[str, FurnitureLine]


@dataclass(frozen=True, slots=True)
class Patterns:
    """The lexicon compiled: surfaces by place, longest first, and the ends of captions."""

    whole: Surfaces
    start: Surfaces
    inside: Surfaces
    end: Surfaces
    opened: re.Pattern[str]
    ends: tuple[str, ...]
    edges: tuple[frozenset[str], frozenset[str]]
    insides: re.Pattern[str]
    people: re.Pattern[str]
    openers: tuple[str, ...]
    lists: tuple[str, ...]


@lru_cache(maxsize=8)
def patterns(lexicon: Lexicon) -> Patterns:
    """The compiled words of `lexicon`."""
    entries = lexicon.entries("furniture", FurnitureLine)
    words = lexicon.entries("layout", LayoutWord)
    people, openers = ([form for entry in words if entry.role == role for form in entry.forms] for role in _ROLES)
    bodies = [form for entry in lexicon.entries("organisation_suffixes", OrganisationSuffix) for form in entry.forms]
    whole, start, inside, end = (_surfaces(entries, place) for place in ("whole", "start", "inside", "end"))
    lists = tuple(form for entry in entries if entry.opens_list for form in entry.forms)
    caption = re.compile(f"(?:{_either(bodies)})(?:的|青年|党员)?(?:{_either(people)})$")
    edges = frozenset(form[0] for form in start), frozenset(form[-1] for form in end)
    insides = re.compile(alternation(inside) or "(?!)")
    opened = re.compile(alternation(start) or "(?!)")
    return Patterns(whole, start, inside, end, opened, tuple(end), edges, insides, caption, tuple(openers), lists)


def _surfaces(entries: Sequence[FurnitureLine], place: str) -> Surfaces:
    forms = {form: entry for entry in entries if entry.place == place for form in entry.forms}
    return {form: forms[form] for form in sorted(forms, key=lambda form: (-len(form), form))}


def _either(forms: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))


def line_kinds(lines: Sequence[Line], lexicon: Lexicon) -> list[LineKind]:
    """The kind of each line by itself."""
    compiled = patterns(lexicon)
    bullets = _bullets(lines)
    kinds: list[LineKind] = []
    below_text = False
    for index, line in enumerate(lines):
        kind = _kind(line.text, index, compiled, bullets, below_text=below_text)
        below_text = below_text or kind == "text"
        kinds.append(kind)
    for index in _link_lists(lines, kinds, compiled):
        kinds[index] = "furniture"
    return kinds


def _link_lists(lines: Sequence[Line], kinds: Sequence[LineKind], compiled: Patterns) -> Iterator[int]:
    """Two and more heads below the heading of a list of links, or one at the end of the page."""
    for index, kind in enumerate(kinds):
        if kind != "furniture" or not lines[index].text.startswith(compiled.lists):
            continue
        last = index + 1
        while last < len(kinds) and kinds[last] == "head":
            last += 1
        if last > index + 2 or last == len(kinds):
            yield from range(index + 1, last)


def _bullets(lines: Sequence[Line]) -> frozenset[str]:
    """Marks that begin paragraphs of this page, and do not point to its pictures."""
    marks = Counter(line.text[0] for line in lines if line.text[0] in "▲△▼↑↓●■")
    return frozenset(mark for mark, count in marks.items() if count >= _BULLETS)


def _kind(text: str, index: int, compiled: Patterns, bullets: frozenset[str], *, below_text: bool) -> LineKind:
    if len(text) <= 300 and text[0] not in bullets:
        told = _by_words(text, compiled)
        if told is not None:
            return told
    if is_symbols(text) or _LINK.fullmatch(text):
        return "furniture"
    if index < _TOP_LINES and len(text) <= 120 and _STAMP.fullmatch(text):
        return "furniture"
    if len(text) > LONGEST_HEAD or is_closed(text) or ends_with_comma(text) or stops_inside(text):
        return "text"
    if is_caption(text, compiled):
        return "caption"
    return "text" if is_running(text, compiled.openers, below_text=below_text) else "head"


def pull_quotes(text: str, lines: Sequence[Line], kinds: Sequence[LineKind]) -> list[int]:
    """Short lines that repeat a sentence of the page's text, shown large beside it or in the middle of it.

    A line without a closing mark is one only where the line before it breaks off: headings take words of the text too.
    """
    found: list[int] = []
    looked = 0
    below_text = False
    for index, line in enumerate(lines):
        kind = kinds[index]
        if below_text and kind in ("text", "head") and len(line.text) <= _LONGEST_QUOTE and looked < _MOST_QUOTES:
            opened = kinds[index - 1] == "text" and not is_closed(lines[index - 1].text)
            if opened or (kind == "text" and is_closed(line.text)):
                looked += 1
                if _is_repeated(text, line):
                    found.append(index)
        below_text = below_text or kind == "text"
    return found


_LONGEST_QUOTE = 80
_SHORTEST_QUOTE = 9
_MOST_QUOTES = 200
_AROUND = '“”‘’「」『』"。！？!? '


def _is_repeated(text: str, line: Line) -> bool:
    """The words of the line stand in a longer line too, as a sentence or the beginning of one."""
    words = line.text.strip(_AROUND)
    if len(words) < _SHORTEST_QUOTE:
        return False
    at = -1
    for _ in range(_MOST_PLACES):
        at = text.find(words, at + 1)
        if at < 0:
            return False
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        length = (len(text) if end < 0 else end) - start
        if length > len(line.text) + _SHORTEST_QUOTE and text[at - 1 : at] in _BEFORE_SENTENCE:
            return True
    return False


_MOST_PLACES = 4
_BEFORE_SENTENCE = tuple("。！？!?“「：:；\n")


def is_caption(text: str, compiled: Patterns) -> bool:
    """A short line without marks: a body and the people of it."""
    return (
        len(text) <= _LONGEST_CAPTION and _PUNCTUATION.search(text) is None and compiled.people.search(text) is not None
    )


def _by_words(text: str, compiled: Patterns) -> LineKind | None:
    if text in compiled.whole:
        return compiled.whole[text].kind
    opened = compiled.opened.match(text) if text[0] in compiled.edges[0] else None
    if opened is not None:
        form = opened.group()
        if _begins(text, form, compiled.start[form]):
            return compiled.start[form].kind
    if text[-1] in compiled.edges[1] and text.endswith(compiled.ends):
        form = next(form for form in compiled.ends if text.endswith(form))
        entry = compiled.end[form]
        if len(text) <= entry.longest and _signed(text[: -len(form)], entry):
            return entry.kind
    for form, entry in compiled.inside.items() if compiled.insides.search(text) else ():
        if form in text and len(text) <= entry.longest and "。" not in text[: text.index(form)]:
            return entry.kind
    return None


_BEFORE_NAME = re.compile(rf"[。！？”)） ][\u4e00-\u9fff·、 ]{{2,{_BARE_REST}}}$")


def _signed(before: str, entry: FurnitureLine) -> bool:
    """A bare 摄 is a credit only behind a name that stands apart."""
    return not entry.bare or _BEFORE_NAME.search(before) is not None


# What follows 记者 where it is the subject of a sentence or part of another word, and not followed by a name.
_NO_NAME = re.compile(r"[从在了获采会节见走来问到对发手站证团们日近昨今]|[^\u4e00-\u9fff \u3000]")


def _begins(text: str, form: str, entry: FurnitureLine) -> bool:
    if len(text) > entry.longest:
        return False
    rest = text[len(form) :].strip()
    if entry.bare:
        return 2 <= len(rest) <= _BARE_REST and _NO_NAME.search(rest) is None
    if entry.kind == "byline":
        return len(rest) >= 2 and rest[-1] not in "？?！!" and "。" not in rest and "，" not in rest
    if entry.kind == "furniture" and entry.longest <= 100:
        # A sentence that begins with the same word is text: 广告业一季度增长5.4%。
        return not (is_closed(text) and _TEXT_SIGNS.search(rest) and len(rest) > 12)
    return True
