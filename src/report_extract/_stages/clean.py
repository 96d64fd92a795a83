"""Clean: `Article → Traced`. What only disturbs reading is folded or left out; each edit is named and counted.

Folds keep the length (full-width digits and letters, spaces, line ends, radicals and compatibility forms). NFKC is
never used: it would turn 3½万 into another number. What is left out (zero-width characters, markup, pinyin in
brackets, doubled marks) is simply in no run of the alignment. ASCII `,;:?!()` in Chinese text stay as printed: the
rules read both forms. Each character of the view stands at one character of the source; of an entity such as
`&nbsp;` that is its first one. A clean text passes untouched, with no edits. Time is linear in the length.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from html import unescape
from operator import ne
from typing import Final

from report_extract._text import Alignment, Article, Run, Traced


def clean(article: Article, *, simplify: Callable[[str], str | None] | None = None) -> Traced:
    """The match view of an article; `simplify` gives traditional text in simplified characters of the same number.

    >>> from report_extract._sources import article_of_text
    >>> clean(article_of_text("接待读者１３\\u200b０人次。")).text
    '接待读者130人次。'
    """
    counts: Counter[str] = Counter()
    given, places = article.body or (article.text, None)
    text = _folded(given, counts)
    if _SUSPECT.search(text) is None and _DOUBLED.search(text) is None:
        alignment = Alignment.identity(len(text))
    else:
        text, alignment = _without_noise(text, counts)
    simple = simplify(text) if simplify is not None else None
    if simple is not None:
        counts["traditional"] += sum(map(ne, text, simple))
        text = simple
    if places is not None:
        alignment = alignment.through(places)
    return Traced(article, text, alignment, tuple(f"{name}: {count}" for name, count in counts.items()))


# --- Folds: one character for one character -----------------------------------------------------------------


def _span(first: int, last: int, shift: int) -> dict[int, str]:
    return {code: chr(code + shift) for code in range(first, last + 1)}


def _compatible(ranges: Iterable[tuple[int, int]]) -> dict[int, str]:
    """Radicals and compatibility ideographs that stand for one unified ideograph."""
    table: dict[int, str] = {}
    for first, last in ranges:
        for code in range(first, last + 1):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and folded != chr(code):
                table[code] = folded
    return table


_FULL_WIDTH = {
    **_span(0xFF10, 0xFF19, -0xFEE0),  # ０-９
    **_span(0xFF21, 0xFF3A, -0xFEE0),  # Ａ-Ｚ
    **_span(0xFF41, 0xFF5A, -0xFEE0),  # ａ-ｚ
    0xFF05: "%",
}
_SPACES = dict.fromkeys((0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_LINE_ENDS = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")
_DOTS = dict.fromkeys((0x2022, 0x2027, 0x2219, 0x22C5, 0x30FB, 0xFF65), "·")
_RADICALS = _compatible(((0x2E80, 0x2EF3), (0x2F00, 0x2FD5), (0xF900, 0xFAFF), (0x2F800, 0x2FA1D)))

_FOLDS: Final = {
    "full_width": _FULL_WIDTH, "space": _SPACES, "line_end": _LINE_ENDS, "radical": _RADICALS, "dot": _DOTS,
}  # fmt: skip
_FOLD: Final = {chr(code): (name, to) for name, table in _FOLDS.items() for code, to in table.items()}

# All that may be folded, as ranges: a class of single characters would be ten times slower.
_FOLDABLE = re.compile(
    "[\t\x0b-\r\x85\xa0\u1680\u2000-\u200a\u2022\u2027-\u2029\u202f\u205f\u2219\u22c5\u2e80-\u2ef3\u2f00-\u2fd5\u3000\u30fb"
    "\uf900-\ufaff\uff05\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff65\U0002f800-\U0002fa1d"
    "\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\u0ed0-\u0ed9\u0f20-\u0f29"
    "\u1040-\u1049\u17e0-\u17e9\u1810-\u1819\U0001d7ce-\U0001d7ff]"
)
"""The last two lines are digits of other scripts: never read as numbers, and named where they stand."""

# Full-width point and comma only inside a number: ３．５ and, where all digits are full-width, １，２００.
_POINT = re.compile(r"(?<=[0-9０-９])．(?=[0-9０-９])")
_FULL_WIDTH_DIGIT = re.compile("[０-９]")
_THOUSANDS = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def _folded(text: str, counts: Counter[str]) -> str:
    if "．" in text or ("，" in text and _FULL_WIDTH_DIGIT.search(text) is not None):
        for pattern, mark in ((_POINT, "."), (_THOUSANDS, ",")):
            text, count = pattern.subn(mark, text)
            counts.update({"full_width": count} if count else {})
    if _FOLDABLE.search(text) is None:
        return text
    if "\r" in text:
        counts["line_end"] += text.count("\r")
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for character, count in Counter(_FOLDABLE.findall(text)).items():
        if character in _FOLD:
            name, to = _FOLD[character]
            counts[name] += count
            text = text.replace(character, to)
        elif character.isdecimal():
            counts["foreign_digit"] += count
    return text


# --- Edits that leave characters out ------------------------------------------------------------------------

_BLOCK_TAGS = "p|br|div|section|article|h[1-6]|li|ul|ol|tr|table|tbody|thead|blockquote|hr"
_INLINE_TAGS = "span|strong|b|em|i|u|a|font|img|td|th|sup|sub|small|center|figure|figcaption|script|style|o:p"
_OPENS, _CLOSES = "(?:<|&(?:amp;)?lt;)", "(?:>|&(?:amp;)?gt;)"
_REST = rf"(?: \s (?:[^<>&]|&(?!(?:amp;)?[lg]t;)){{0,600}} )? /? {_CLOSES}"
_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜḿńňǹ"

_NOISE = rf"""
    (?P<zero_width> [\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]{{1,64}} )
  | (?P<bidi_control> [\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]{{1,64}} )
  | (?P<control> [\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]{{1,64}} )
  | (?P<html_comment> <!-- [^<>]{{0,2000}} --> )
  | (?P<html_break> {_OPENS} /? (?:{_BLOCK_TAGS}) {_REST} )
  | (?P<html_tag> {_OPENS} /? (?:{_INLINE_TAGS}) {_REST} )
  | (?P<entity> & (?:amp;)? (?: \#[0-9]{{1,7}} | \#[xX][0-9a-fA-F]{{1,6}} | [a-zA-Z]{{2,8}} ) ; )
  | (?P<pinyin> (?<=[\u3400-\u9fff]) [(（] [a-zü]{{0,5}} [{_TONED}] [a-zü]{{0,5}} [)）] )
  | (?P<doubled_mark> (?<=，)， | (?<=、)、 | (?<=；)； | (?<=：)：(?!：)
                    | [，、](?=。(?!。)) | (?<=[^。]。)[。，、](?![。，、]) | (?<=[！？])[，、] )
"""
_DROPPABLE = re.compile(_NOISE, re.VERBOSE)

# Two quick looks that spare a clean text the search above: they find all it finds, and more.
_SUSPECT = re.compile(
    "[<&\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
    f"\U000e0100-\U000e01ef\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{_TONED}]"
)
_DOUBLED = re.compile("[，、；：。！？](?=[，、；：。])")

# A character without tone mark in brackets is pinyin too (們(men)), where the page has such brackets anyway.
_WITH_PLAIN_PINYIN = re.compile(
    _NOISE + r"| (?P<plain_pinyin> (?<=[\u3400-\u9fff]) [(（] [a-zü]{1,6} [)）] )", re.VERBOSE
)
_MANY_PINYIN = 3

_LONE_SURROGATE = range(0xD800, 0xE000)


def _entity(match: re.Match[str]) -> str | None:
    """The one character that an entity stands for; None where it is none.

    >>> _entity(_DROPPABLE.search("A&amp;nbsp;B")) == " "
    True
    """
    name = match[0].replace("&amp;", "&", 1) if match[0] != "&amp;" else match[0]
    try:
        character = unescape(name)
    except (ValueError, OverflowError):
        return None
    if len(character) != 1 or character == "\0" or ord(character) in _LONE_SURROGATE:
        return None
    return " " if character == "\xa0" else character


_KEPT: dict[str, Callable[[re.Match[str]], str | None]] = {
    "entity": _entity,
    "html_break": lambda _: "\n",
}
"""What stands in place of a match, at its first character; nothing for the other edits."""


def _without_noise(text: str, counts: Counter[str]) -> tuple[str, Alignment]:
    pattern = _DROPPABLE
    if sum(1 for match in _DROPPABLE.finditer(text) if match.lastgroup == "pinyin") >= _MANY_PINYIN:
        pattern = _WITH_PLAIN_PINYIN
    parts: list[str] = []
    runs: list[Run] = []
    view = done = 0
    for match in pattern.finditer(text):
        name = match.lastgroup or ""
        kept: str | None = ""
        if name in _KEPT:
            kept = _KEPT[name](match)
            if kept is None:
                continue
        start, end = match.span()
        parts.append(text[done:start])
        runs.append(Run(view, done, start - done))
        view += start - done
        if kept:
            parts.append(kept)
            runs.append(Run(view, start, 1))
            view += 1
        counts["pinyin" if name == "plain_pinyin" else name] += 1
        done = end
    parts.append(text[done:])
    runs.append(Run(view, done, len(text) - done))
    return "".join(parts), Alignment.of(runs)
