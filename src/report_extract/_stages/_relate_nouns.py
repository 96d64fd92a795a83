"""The nouns that a figure counts, read from the words beside it: behind it (3名|青年) or ahead of it (水车|3辆).

In: the layout and offsets. Out: a short exact stretch of the text, or None. Parts of speech come from a dictionary and
are often wrong for single words, so a noun phrase is bounded by what surely ends it: marks, figures, names, words that
only join, verbs with an object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from report_extract._stages._relate_clauses import Layout, within

NOUNS = frozenset(["n", "nz", "vn", "an", "j", "x", "b", "ng", "eng", "l", "nt", "nrt", "s", "a", "nrfg"])
HEADS = frozenset(["n", "nz", "vn", "an", "j", "ng", "l", "nt", "x", "eng", "nrt"])
_SKIPPED = frozenset(["d", "ad", "c", "uj", "ul", "p", "zg", "y", "u", "uz", "w", "ug"])
_MODIFIERS = frozenset(["a", "b", "z", "ad", "ag", "f", "m", "q", "t"])
_OPENS = HEADS | {"a", "b", "ns", "v", "z"}
_RATED = frozenset("率额量值数")  # 除治|率, 成交|额: what stands before is part of the name
_LONGEST = 16
_MOST_SKIPPED = 8
_FARTHEST = 26
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDLIKE = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
_PAST = re.compile(r"(?:左右|上下|以上|以下|以内|之多|不等|余|多)?(?:[(（][^()（）]{1,20}[)）])?的?")
_QUOTED = re.compile(r"“[^“”]{1,14}”|「[^「」]{1,14}」|《[^《》]{1,14}》")
_QUOTED_BEFORE = re.compile(r"(?:“[^“”]{1,12}”|「[^「」]{1,12}」)$")
_RELATIVE = re.compile(r"[^，,。；;：:、！？0-9“”\n]{1,22}?的(?!是)")
_EMPTY = re.compile(
    r"(?:具体|相关|不同|主要|有关|重要|各类|此类|同类|其他|上述|典型|一流|优秀|大型|中型|小型|各[界国地])的?"
)
_MODAL = re.compile(r"[要将已可能会仅只共达约近被尚仍均都又再就也超逾没未不还]")
_LATIN = re.compile(r"(?<=[\u3400-\u9fff]{2})[A-Za-z0-9]{1,20}$")
_AREAS = re.compile(r"省区市|县市区|市县区|省份|省市|市州|地市")
DISTRICT = re.compile(r"[\u3400-\u9fff]{1,3}(?<![社园景灾城小校地市郊山库片])[区县市镇乡]")
_ENDINGS = frozenset("至到为达超逾仅均已约")
_CHANGES = frozenset("涨跌升降增减提调已又")
_LISTED = re.compile(r"等(?:[一二三四五六七八九十百千万亿两]{1,3}大)?$")
_TAIL = re.compile(r"[\s的之]{0,2}(?:[(（][^()（）]{0,20}[)）])?$")


class Word(NamedTuple):
    """A word of the text, the first one cut where the reading begins."""

    start: int
    end: int
    text: str
    tag: str


def behind(layout: Layout, start: int, limit: int, *, verbs: bool, person: bool = False) -> str | None:
    """The noun phrase in text[start:limit] that begins right there.

    `verbs`: a verb may lead it (17名|退休|党员, 20条|举措); `person`: it ends at the first 的.
    """
    past = _PAST.match(layout.document.text, start, limit)
    at = past.end() if past is not None else start
    return _phrase(layout, at, limit, verbs=verbs, person=person, relative=True)


def _words(layout: Layout, start: int, limit: int) -> Iterator[Word]:
    document = layout.document
    limit = min(limit, start + _FARTHEST)
    index = document.word_index(start)
    while index < len(document.words):
        low, high = document.word_span(index)
        if low >= limit:
            return
        low = max(low, start)
        yield Word(low, high, document.text[low:high], document.tags[index])
        index += 1


def _phrase(layout: Layout, at: int, limit: int, *, verbs: bool, person: bool, relative: bool) -> str | None:
    text = layout.document.text
    figures = sorted([*within(layout.figures, at, limit), *within(layout.times, at, limit)])
    whole, limit = limit, figures[0][0] if figures else limit
    quoted = _QUOTED.match(text, at, limit)
    headed = False
    begin, end, position = at, at, quoted.end() if quoted is not None else at
    words = list(_words(layout, position, limit))
    for number, word in enumerate(words):
        if not _WORDLIKE.match(word.text):
            break
        following = words[number + 1] if number + 1 < len(words) else None
        kind = _kind(layout, word, following, led=end > at, verbs=verbs)
        if person and kind == "noun" and word.tag == "v" and end > at:
            kind = "end"
        if kind == "noun" and person and end > at and _befalls(layout, word, following, text[begin:end]):
            kind = "end"
        if kind == "noun":
            end, headed = word.end, headed or word.tag in HEADS
        elif kind == "modifier":
            if word.text == "的":
                if headed or following is None or following.tag not in _OPENS:
                    break
                begin, end = word.end, at
            elif end == at and word.tag == "v" and not _kept(layout, word):
                begin = word.end
        elif kind == "other":
            if end == at and relative:
                return _after_clause(layout, word.start, limit, verbs=verbs, person=person)
            break
        else:
            break
    return _trimmed(layout, begin, _without_rate(layout, begin, end, whole)) if end > begin else None


def _befalls(layout: Layout, word: Word, following: Word | None, before: str) -> bool:
    """True where a verb tells what the people before it do or suffer (讲解员|感染流感, 设计师|合作)."""
    words = layout.words
    if words.outcome.fullmatch(word.text):
        return words.outcome.fullmatch(before) is None
    if word.tag == "x" and words.other.fullmatch(before) is not None:
        return following is not None and following.tag in HEADS
    return word.text in words.measured and word.tag in {"v", "vn"} and not _goes_on(layout, following)


def _kind(layout: Layout, word: Word, following: Word | None, *, led: bool, verbs: bool) -> str:
    """noun, modifier, other (nothing that a noun phrase holds) or end."""
    words, text = layout.words, word.text
    outcome = words.outcome.fullmatch(text) is not None
    if text == "的":
        return "modifier"
    if led and (outcome or text in words.act) and not _goes_on(layout, following):
        return "end"
    if outcome or text in words.measured or words.member.fullmatch(text) or words.other.fullmatch(text):
        return "noun"
    if text in words.link or text in words.idle:
        return "end" if led else "other"
    if word.tag in HEADS or word.tag in {"s", "ns", "nr"}:
        if word.tag in {"ns", "nr"} and not led and (following is None or following.tag not in HEADS):
            return "other"
        return "noun"
    if word.tag in _MODIFIERS:
        return _modifier(word, following, led=led)
    if not led and _EMPTY.fullmatch(text):
        return "modifier"
    if led:
        return "noun" if _inside(layout, word, following) else "end"
    return _leading(word, following) if verbs else "other"


def _leading(word: Word, following: Word | None) -> str:
    """A verb at the head of a noun phrase: a noun where nothing or a verb follows, else what goes before a noun."""
    if word.tag not in {"v", "vd", "i"}:
        return "other"
    if following is None or not _WORDLIKE.match(following.text) or following.tag == "v":
        return "noun"
    return "modifier" if word.end - word.start <= 2 and following.tag in HEADS else "other"


def _modifier(word: Word, following: Word | None, *, led: bool) -> str:
    """Words of place, time and number stand at the head of a noun phrase only, before a noun."""
    if word.tag in {"a", "b", "z", "ad", "ag"}:
        return "modifier"
    heads = following is not None and following.tag in HEADS
    return "end" if led else "modifier" if heads else "other"


def _inside(layout: Layout, word: Word, following: Word | None) -> bool:
    """True for a verb within a name of things: 贯通|线, 科技|创新|债券."""
    words = layout.words
    known = word.text in words.act or word.text in words.light or word.text in words.link
    rate = layout.document.text[word.start - 1] in _RATED
    plain = word.tag == "v" and word.end - word.start == 2 and not known and not rate
    return plain and following is not None and following.tag in HEADS


def _kept(layout: Layout, word: Word) -> bool:
    """True for verbs that are a part of the noun behind them (退休|党员, 废旧|车辆), not what is done with it."""
    return word.end - word.start == 2 and word.text not in layout.words.act


def _goes_on(layout: Layout, following: Word | None) -> bool:
    return following is not None and following.tag in HEADS and following.text not in layout.words.act


def _after_clause(layout: Layout, start: int, limit: int, *, verbs: bool, person: bool) -> str | None:
    """1枚|英国向军队提供的|导弹: the noun behind the clause that describes it."""
    found = _RELATIVE.match(layout.document.text, start, limit)
    if found is None or within(layout.figures, start, found.end()):
        return None
    return _phrase(layout, found.end(), limit, verbs=verbs, person=person, relative=False)


def _without_rate(layout: Layout, begin: int, end: int, limit: int) -> int:
    """50%的外贸企业|复产率超过70%: a rate with a figure of its own is not what is counted here."""
    document = layout.document
    if end <= begin or document.text[end - 1] not in _RATED:
        return end
    low = document.word_span(document.word_index(end - 1))[0]
    figures = within(layout.figures, end, limit)
    return low if low > begin and figures and figures[0][0] - end <= 4 else end


def _trimmed(layout: Layout, begin: int, end: int) -> str | None:
    text = layout.document.text
    empty = _EMPTY.match(text, begin, end)
    if empty is not None and end - empty.end() >= 2:
        begin = empty.end()
    latin = _LATIN.search(text, begin, end)
    end = latin.start() if latin is not None else end
    surface = text[begin:end]
    if end - begin > _LONGEST or surface in layout.words.idle or layout.words.scope.fullmatch(surface):
        return None
    area = _AREAS.match(text, begin, end)
    if area is not None:
        return area.group()
    near = layout.names_in(max(begin - 20, 0), end)
    body = next((n for n in near if n.start == begin and n.end <= end - 2 and n.kind == "organisation"), None)
    if body is not None:
        return text[body.end : end]
    if any(begin < name.end and name.kind in {"person", "organisation"} for name in near):
        return None
    return surface if end - begin >= 2 else None


def ahead(layout: Layout, low: int, end: int) -> str | None:
    """The noun before `end`, behind words that only join the two."""
    at = skip_back(layout, low, end)
    return None if at is None else run(layout, low, at)


def adjacent(layout: Layout, low: int, end: int) -> str | None:
    """The noun or quoted name that stands right before `end`."""
    quoted = _QUOTED_BEFORE.search(layout.document.text, max(low, end - 16), end)
    if quoted is not None:
        return quoted.group()
    at = skip_back(layout, low, end)
    return run(layout, low, at) if at is not None and _TAIL.match(layout.document.text, at, end) else None


def skip_back(layout: Layout, low: int, end: int) -> int | None:
    """The end of the last word before `end` that does not only join an amount with its figure."""
    document, words = layout.document, layout.words
    times = within(layout.times, low, end)
    for _ in range(_MOST_SKIPPED):
        while end > low and document.text[end - 1] in " \u3000:：）)":
            end = _open_of(document.text, low, end)
        if end <= low or _LISTED.search(document.text, low, end):
            return None
        inside = next((span for span in times if span[0] < end <= span[1]), None)
        if inside is not None:
            end = inside[0]
            continue
        index = document.word_index(end - 1)
        start, stop = document.word_span(index)
        word = document.text[max(start, low) : min(stop, end)]
        outcome = words.outcome.fullmatch(word) is not None
        tag = document.tags[index]
        if tag in {"x", "v"} and len(word) > 1 and word[-1] in _ENDINGS and word not in words.act:
            end = start if len(word) == 2 and word[0] in _CHANGES else end - 1
            continue
        joins = word in words.link or tag in _SKIPPED or (tag == "x" and _MODAL.match(word) is not None)
        if not outcome and (joins or word in words.flow):
            end = max(start, low)
            continue
        return end
    return None


def _open_of(text: str, low: int, end: int) -> int:
    """Before a blank or colon, or before the bracket that closes at `end`."""
    if text[end - 1] not in "）)":
        return end - 1
    opened = max(text.rfind("（", low, end), text.rfind("(", low, end))
    return opened if opened >= 0 and end - opened < 40 else end - 1


def run(layout: Layout, low: int, end: int) -> str | None:
    """The run of nouns that ends at `end`, without names, areas and scope words at its head."""
    document, words = layout.document, layout.words
    left, heads = end, 0
    index = document.word_index(end - 1)
    names = layout.names_in(max(low - 30, 0), end)
    named = [(n.start, n.end) for n in names if n.end > low and n.kind != "place"]
    places = [n for n in names if n.kind == "place"]
    if any(place.end >= end for place in places):
        return None
    taken = [*named, *within(layout.figures, low, end), *within(layout.times, low, end)]
    while index >= 0:
        start, stop = document.word_span(index)
        if start < low or end - start > _LONGEST or any(a < min(stop, end) and start < b for a, b in taken):
            break
        word, tag = document.text[start : min(stop, end)], document.tags[index]
        short = left < end and (document.text[left] in _RATED or document.word_span(index + 1)[1] == left + 1)
        rated = tag in {"v", "vn"} and short  # 除治|率, 投放|点
        if not _HAN.match(word) or not (rated or _nominal(layout, word, tag, inside=left < end)):
            break
        heads += tag in HEADS or word in words.measured or words.outcome.fullmatch(word) is not None
        left = start
        index -= 1
    left = _head_of(layout, left, end)
    if DISTRICT.fullmatch(document.text, left, end):
        return None
    return document.text[left:end] if heads and 2 <= end - left <= _LONGEST else None


def _head_of(layout: Layout, left: int, end: int) -> int:
    """Where a run begins behind its areas, scope words and a stray 月, 内 or 中 of what stands before."""
    words, document = layout.words, layout.document
    while left < end:
        scope = words.scope.match(document.text, left, end)
        place = next((n for n in layout.names_in(left, left + 1) if n.kind == "place" and n.end < end), None)
        stray = words.stray.match(document.text, left, end)
        stray = stray if stray is not None and document.is_boundary(stray.end()) else None
        if scope is None and place is None and stray is None:
            break
        left = max(found.end() for found in (scope, stray) if found) if place is None else place.end
    return left


def _nominal(layout: Layout, word: str, tag: str, *, inside: bool) -> bool:
    words = layout.words
    if word in words.measured or (inside and word in words.flow):
        return True
    if word in words.act or word in words.idle:
        return False
    if words.outcome.fullmatch(word):
        return True
    if tag == "x" and _MODAL.match(word):
        return False
    if tag == "a":
        return inside and word not in words.link
    if tag in NOUNS or tag == "ns":
        return word not in words.link
    if inside and tag in {"f", "m"}:
        return word.startswith("第") or word in {"以上", "以下", "以外"}
    return False
