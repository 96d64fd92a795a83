"""Bodies in lists that share a noun, and bodies that only a list shows.

`organisation.shared` 兰州、陇南、|临夏支队, 市发展改革、财政、|教育等部门 (parts["suffix"] is the shared noun) ·
`organisation.levels` 市、区两级法院, one collective body · `organisation.list` members of a list most of whose
members are bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report_extract._facts import Mention
from report_extract._kinds.naming import ELLIPTIC, Field, is_place
from report_extract._kinds.organisation_grammar import Head
from report_extract._kinds.organisation_nominal import offsets_of
from report_extract._text import Span

_SHARED_BY_PLACES = frozenset(
    ["fire", "police", "team", "bank", "customs", "court", "procuratorate", "troop", "bureau", "company"]
)
_MAX_MEMBERS = 30
_PORTFOLIO_END = re.compile(r"(?P<open>等)?(?:[0-9一二三四五六七八九十多几]{1,3}个?)?(?P<noun>部门|职能部门|主管部门)")
_LEVELS = re.compile(r"(?:[省市区县镇乡村]、){1,4}[省市区县镇乡村][两三四五]级")


def shared(field: Field, outer: list[Mention], heads: Sequence[Head]) -> Iterator[Mention]:
    """Members before the last noun of a list: of places (支队, 分行 …), of portfolios (部门), of levels (两级法院)."""
    ends = {head[1]: head for head in heads}
    yield from _by_places(field, outer, ends)
    yield from _by_ordinals(field, outer, ends)
    yield from _by_portfolios(field)


def _by_places(field: Field, outer: list[Mention], ends: dict[int, Head]) -> Iterator[Mention]:
    text = field.document.text
    for mention in outer:
        start = mention.start
        head = ends.get(mention.end)
        if head is None or mention.data["type"] not in _SHARED_BY_PLACES or text[max(0, start - 1)] not in "、和与":
            continue
        if not _is_place_name(field, start, head[0]):
            continue
        members = _places_before(field, start)
        if text[start - 1] != "、" and not members:
            continue
        for member in members:
            yield Mention(
                "organisation",
                *member,
                "organisation.shared",
                parts={"suffix": (head[0], mention.end)},
                data={"type": mention.data["type"]},
            )


_ORDINALS = re.compile(r"(?:第[0-9一二三四五六七八九十]{1,3}[、和]){1,9}$")
_ORDINAL = re.compile(r"第[0-9一二三四五六七八九十]{1,3}")


def _by_ordinals(field: Field, outer: list[Mention], ends: dict[int, Head]) -> Iterator[Mention]:
    """临江市第一、第二、|第三人民医院: members that are called by their number."""
    text = field.document.text
    for mention in outer:
        start, head = mention.start, ends.get(mention.end)
        if head is None or text[start] != "第" or text[max(0, start - 1)] not in "、和":
            continue
        own = _ORDINAL.match(text, start)
        run = _ORDINALS.search(text[max(0, start - 45) : start])
        if own is None or run is None:
            continue
        first = start - len(run.group())
        for member in _ORDINAL.finditer(text, first, start):
            begin = _with_area(field, first) if member.start() == first else member.start()
            data = {"type": mention.data["type"]}
            parts = {"suffix": (own.end(), mention.end)}
            yield Mention("organisation", begin, member.end(), "organisation.shared", parts=parts, data=data)


def _is_place_name(field: Field, start: int, end: int) -> bool:
    """True where one word that names a place fills [start, end)."""
    document = field.document
    index = document.word_index(start)
    surface, tag, left, right = field.word(index)
    if right > end:
        surface, right = document.text[left:end], end
    return (left, right) == (start, end) and len(surface) >= 2 and (is_place(field.words, surface, tag) or tag == "ns")


def _places_before(field: Field, start: int) -> list[Span]:
    text = field.document.text
    members: list[Span] = []
    while start > 2 and text[start - 1] in "、和与" and len(members) < _MAX_MEMBERS:
        left, right = field.document.word_span(field.document.word_index(start - 2))
        if right != start - 1 or not _is_place_name(field, left, right):
            break
        members.append((left, right))
        start = left
    return members[::-1]


def _by_portfolios(field: Field) -> Iterator[Mention]:
    for match in _portfolio_ends(field.document.text):
        members = _portfolios_before(field, match.start())
        if len(members) < 2:
            continue
        open_list = {"open": "1"} if match.group("open") else {}
        for member in members:
            yield Mention(
                "organisation",
                *member,
                "organisation.shared",
                parts={"suffix": match.span("noun")},
                data={"type": "bureau", **open_list},
            )


def _portfolio_ends(text: str) -> Iterator[re.Match[str]]:
    """等5个职能部门: looked for around each 部门."""
    done, at = 0, text.find("部门")
    while at >= 0:
        match = _PORTFOLIO_END.search(text, max(done, at - 7), at + 2)
        if match is not None:
            yield match
        done = at + 2
        at = text.find("部门", done)


def _portfolios_before(field: Field, tail: int) -> list[Span]:
    """市发展改革|财政|教育: members of a list of portfolios that ends at `tail`; the first may hold its area."""
    text = field.document.text
    members: list[Span] = []
    while tail > 0 and len(members) < _MAX_MEMBERS:
        size = next((n for n in range(8, 1, -1) if tail >= n and text[tail - n : tail] in field.words.portfolio), 0)
        if not size:
            break
        start = tail - size
        if start and text[start - 1] in "、和与及":
            members.append((start, tail))
            tail = start - 1
            continue
        members.append((_with_area(field, start), tail))
        break
    return members[::-1]


def _with_area(field: Field, start: int) -> int:
    if start == 0:
        return start
    surface, tag, left, right = field.word(field.document.word_index(start - 1))
    if right == start and (surface in ELLIPTIC or is_place(field.words, surface, tag)):
        return left
    return start


def levels(field: Field, heads: Sequence[Head]) -> Iterator[Mention]:
    """市、区两级法院: bodies of several levels under one noun, a collective."""
    text = field.document.text
    if "级" not in text:
        return
    starts = {head[0]: head for head in heads}
    for match in _LEVELS.finditer(text):
        for offset in range(match.end(), match.end() + 7):
            head = starts.get(offset)
            if head is not None:
                yield Mention(
                    "organisation", match.start(), head[1], "organisation.levels", data={"type": head[2].type}
                )
                break


_LAST = (
    "等(?:地|处|单位|企业|场所|机构|公司"
    "|(?:“[^”\n]{1,10}”|[0-9一二三四五六七八九十多余]{1,4}家|知名|龙头|头部|大型|重点|骨干|国有){1,2}(?:企业|公司))"
)
_LIST = re.compile(rf"(?P<list>[\u3400-\u9fff]{{2,16}}(?:、[\u3400-\u9fff]{{2,12}}){{2,20}}){_LAST}")


_LIST_END = re.compile(_LAST)
_LIST_REACH = 300


def _lists(text: str) -> Iterator[re.Match[str]]:
    """Lists by their last words, which few sentences have."""
    at = done = 0
    while (end := _LIST_END.search(text, at)) is not None:
        match = _LIST.search(text, max(done, end.start() - _LIST_REACH), end.end() + _LIST_REACH)
        if match is not None and match.start() < end.start():
            yield match
            at = done = match.end()
        else:
            at = end.end()


def listed(field: Field, outer: list[Mention]) -> Iterator[Mention]:
    """Members of a closed list most of whose members are bodies are bodies too (家超市、某商城 … 等地)."""
    text = field.document.text
    covered: frozenset[int] | None = None
    for match in _lists(text):
        covered = offsets_of(outer) if covered is None else covered
        members: list[Span] = []
        position = match.start("list")
        for part in match.group("list").split("、"):
            members.append((position, position + len(part)))
            position += len(part) + 1
        known = [span for span in members if span[1] - 1 in covered]
        firms = match.group().endswith(("企业", "公司"))
        if not known or (len(known) * 2 < len(members) and not firms):
            continue
        if firms and members[0][0] not in covered:
            members[0] = _without_verb(field, *members[0])
        for start, end in members if firms else members[1:]:
            if text[end - 1] in _NOT_LISTED or start in covered or end - 1 in covered:
                continue
            if not _common(field, start, end):
                yield Mention("organisation", start, end, "organisation.list", data={"type": "other"})


def _without_verb(field: Field, start: int, end: int) -> Span:
    """The first member of a list without the words before it: 引进了|中国电力."""
    document = field.document
    for index in range(document.word_index(end - 1), document.word_index(start) - 1, -1):
        if document.tags[index] in _VERBAL:
            return min(document.word_span(index)[1], end), end
    return start, end


_VERBAL = frozenset(["v", "d", "p", "c", "ul", "uj", "r", "m", "q", "t"])
_NOT_LISTED = frozenset("路街巷桥道村镇乡县市区山河湖岛")


def _common(field: Field, start: int, end: int) -> bool:
    """True where all words are ordinary nouns, or all are places: 医疗机构, 云南昭通 are no names of bodies."""
    document = field.document
    index = document.word_index(start)
    places = nouns = True
    while index < len(document.words) and document.words[index] < end:
        surface, tag, _, _ = field.word(index)
        place = surface in field.words.places or is_place(field.words, surface, tag)
        places = places and place
        nouns = nouns and not (place or tag in {"nt", "nz", "nr", "ns", "nrt", "eng", "x"})
        index += 1
    return places or nouns
