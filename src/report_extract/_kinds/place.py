"""Places: administrative ones and addresses.

Rules: `place.known` 保定, `place.division` 清河县 (known divisions, and words that end as one), `place.tagged` a
tagger's places, `place.address` 青杨路200弄, the street with its number (type `address`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import compress

from report_extract._facts import Mention
from report_extract._gazetteer.divisions import divisions
from report_extract._kinds.kind import Evidence
from report_extract._kinds.naming import PLACE_TAGS, Words, is_place, words_of
from report_extract._lexicon import Lexicon
from report_extract._text import Document, Span

_ENDS = frozenset("区县市州旗盟")
_COMPOUNDS = ("社区", "小区", "居民区")
_REACH = 3
_LEVELS = frozenset("省市县镇乡区")
_ENDS_OR_LEVELS = _ENDS | _LEVELS
_ANCHOR = re.compile("[省市区县州旗盟镇乡]")
_NAME_TAGS = frozenset(["ns", "nr", "nrt", "nz", "x"])
_NUMBER = re.compile(
    r"[0-9]{1,5}(?:[-－—之][0-9]{1,4})?(?:弄|号)(?!线|文|令|楼?公告|决议|馆|机|井|台风|车|床|口|门店|提案|选手|球员)"
    r"(?:[0-9]{1,4}(?:号楼|号|支弄|弄|栋|幢|室)){0,3}"
)
_STREET_ENDS = ("路", "街", "大道", "巷", "胡同", "道", "弄")
_STREET_TAGS = frozenset(
    ["n", "nz", "ns", "nr", "nrt", "nrfg", "x", "s", "f", "b", "a", "v", "vn", "j", "ng", "m", "nt"]
)
_NOT_IN_STREETS = frozenset("在到从向对于是由至沿将把与和及的了过往位近")


def find(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Iterator[Mention]:
    """All places of a document, neighbouring parts joined (河东省清河县)."""
    words, text = words_of(lexicon), document.text
    start, end, last = -1, -1, -1
    for left, right in _parts(document, words):
        if left != end or not _continues(text[last:end], text[left:right], words):
            if start >= 0:
                yield _place(document, start, end)
            start = left
        last, end = left, right
    if start >= 0:
        yield _place(document, start, end)
    yield from _addresses(document, words)
    for item in evidence:
        left, right = item.span
        if text.endswith(_COMPOUNDS, left, right):  # what compounds read or refuse
            continue
        fits = item.label == "place" and 2 <= right - left <= 12
        if fits and _begins(document, words, left, right) and not _common(document, words, left, right):
            yield Mention("place", left, right, "place.tagged", data={"type": "place"})


_EVERYDAY = frozenset(["n", "vn", "v", "a", "b", "l", "i", "f", "s", "t", "an", "ad", "d", "p", "u"])
_HOUSES = ("大厦", "广场")
_FACILITIES = ("中心", "大厦", "城", "广场", "公园", "馆", "站", "市场", "医院")
_SLOGAN = re.compile(r"(?<=[“‘])[\u3400-\u9fff]{4}(?=[,，])")


def _begins(document: Document, words: Words, left: int, right: int) -> bool:
    """True for words of which the first may begin a name: not 组织|镇村, not half of a quoted slogan."""
    if not document.is_boundary(left) or _SLOGAN.match(document.text, left, right + 1):
        return False
    surface = document.surfaces[document.word_index(left)]
    return len(surface) < 2 or surface not in words.stop or len(surface) >= right - left


def _common(document: Document, words: Words, left: int, right: int) -> bool:
    """True where a tagger's place is words of everyday use (高速公路, 心理咨询), no known place in front."""
    index, last = document.word_index(left), document.word_index(right - 1)
    if right - left == 2 and (last > index or document.tags[index] == "n"):
        return False  # 皇岗: two characters, a noun to the dictionary for want of a better name
    if not document.is_boundary(right) or not _EVERYDAY.issuperset(document.tags[index : last + 1]):
        return False
    named, name = divisions().named, document.text[left:right]
    known = any(named(name[:size]) or name[:size] in words.places for size in range(2, min(len(name), 4) + 1))
    facility = name.endswith(_FACILITIES) and len(name) > (3 if name.endswith(_HOUSES) else 4)  # 万象大厦
    return not known and not facility and not (len(name) > 2 and name[-1] in "县镇乡村山河江湖岛湾桥寺")


def _continues(before: str, name: str, words: Words) -> bool:
    """True where a place may be named by the larger one directly before it: 河东省|清河县, not 上海|美国."""
    data = divisions()
    inner, outer = data.named(name), data.named(before)
    if inner and outer:
        return any(division.lies_in(other) for division in inner for other in outer)
    return name[-1] in _LEVELS or name[-1] in _ENDS or (before[-1] in _LEVELS and name not in words.countries)


def _parts(document: Document, words: Words) -> Iterator[Span]:
    """Words that are places, and divisions that the segmenter cuts apart (密云|区)."""
    surfaces, tags = document.surfaces, document.tags
    every = range(len(surfaces))
    tagged = compress(every, map(PLACE_TAGS.__contains__, tags))
    known = compress(every, map(words.places.__contains__, surfaces))
    ends = (document.word_index(match.start()) for match in _ANCHOR.finditer(document.text))
    rows = sorted({*tagged, *known, *ends})
    done = 0
    for index in rows:
        surface, tag, left = surfaces[index], tags[index], document.words[index]
        right = left + len(surface)
        if surface in words.national or (len(surface) > 1 and surface in words.generic):
            continue
        if (surface in words.places or tag in PLACE_TAGS) and len(surface) >= 2 and is_place(words, surface, tag):
            yield left, right
            done = right
        elif surface and surface[-1] in _ENDS_OR_LEVELS:
            start = _division_before(document, index, right, done)
            if start is not None:
                yield start, right
                done = right
        elif tag == "x" and surface[:1] in _ENDS:  # 密云|区有
            start = _division_before(document, index, left + 1, done)
            if start is not None:
                yield start, left + 1
                done = left + 1


def _division_before(document: Document, index: int, end: int, floor: int) -> int | None:
    """Where a known division begins that ends with word `index`, or None."""
    full = divisions().full
    for first in range(max(index - _REACH, 0), index + 1):
        start = document.words[first]
        if start >= floor and 3 <= end - start <= 12 and document.text[start:end] in full:
            return start
    return _unknown_before(document, index, floor)


def _unknown_before(document: Document, index: int, floor: int) -> int | None:
    """A name that no dictionary holds before 省, 市, 县 … (云澜|县)."""
    surface = document.surfaces[index]
    if document.tags[index] == "x" and 3 <= len(surface) <= 4 and surface[-1] in "省县镇乡":
        return document.words[index] if surface[0] not in _NOT_IN_STREETS else None
    if index == 0 or surface not in _LEVELS:
        return None
    start = document.words[index - 1]
    before, tag = document.surfaces[index - 1], document.tags[index - 1]
    named = tag in _NAME_TAGS and 2 <= len(before) <= 4 and before.isalpha() and not before.isascii()
    return start if named and start >= floor and start + len(before) == document.words[index] else None


def _place(document: Document, start: int, end: int) -> Mention:
    name = document.text[start:end]
    kinds = {"省": "province", "市": "city", "区": "district", "县": "county", "镇": "town", "乡": "town"}
    known = kinds.get(name[-1], "place")
    return Mention("place", start, end, "place.known" if known == "place" else "place.division", data={"type": known})


def _addresses(document: Document, words: Words) -> Iterator[Mention]:
    """A street with its number; the street's name is the words before the number."""
    text = document.text
    if "号" not in text and "弄" not in text:
        return
    for match in _NUMBER.finditer(text):
        start = _street_before(document, words, match.start())
        if start is not None:
            yield Mention("place", start, match.end(), "place.address", data={"type": "address"})


def _street_before(document: Document, words: Words, end: int) -> int | None:
    """Where the street's name begins that ends at `end`, None where no street stands there."""
    text = document.text
    if not text.endswith(_STREET_ENDS, max(0, end - 2), end):
        return None
    start = end
    for index in range(document.word_index(end - 1), max(document.word_index(end - 1) - 4, -1), -1):
        left, right = document.word_span(index)
        surface = text[left:right]
        if surface in words.stop or surface in words.people or not surface.isalpha():
            break
        if document.tags[index] not in _STREET_TAGS or surface[0] in _NOT_IN_STREETS:
            break
        start = left
        named = len(surface) >= 2 and document.tags[index] in PLACE_TAGS
        if end - start >= 3 and (named or document.tags[index] == "x"):
            break
    return start if 3 <= end - start <= 10 else None
