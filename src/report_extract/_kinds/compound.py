"""Residential compounds, communities and villages: named by suffix, in lists that share one, or inside a body's name.

`compound.suffix` 兰桂苑居民区 · `compound.list` members of a list that shares a suffix (parts["suffix"]) ·
`compound.nested` the estate in 兰桂苑居委会 · `compound.beside` the next of a run (光明村、|团结村) ·
more rules in `compound_context`. `data["open"]` is set for the members of a list that ends in 等.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from report_extract._facts import Mention
from report_extract._gazetteer.divisions import Division, communities, divisions
from report_extract._kinds.compound_context import (
    after_places,
    behind_areas,
    behind_town,
    by_homes,
    by_numbers,
    by_places,
    hamlets,
    homes_beside,
    is_exhibit,
    says_no_name,
    told_start,
)
from report_extract._kinds.kind import Evidence
from report_extract._kinds.naming import Field, field_of, walk
from report_extract._lexicon import Lexicon
from report_extract._lexicon.alternation import alternation
from report_extract._lexicon.names import CompoundSuffix
from report_extract._text import Document, Span

_SEPARATORS = "、和与及"
_MAX_MEMBERS = 40
_MEMBER = (2, 9)
_LIST_END = re.compile(r"(?:(?P<open>等)(?:地的?)?)?(?P<count>[0-9一二两三四五六七八九十]{1,3}个)?(?:老旧)?$")
_JOINED = frozenset("赴往至由在用")
_CARETAKERS = ("居委会", "居民委员会", "居委", "业委会", "业主委员会", "物业")
_MEMBER_NAME = re.compile(r"(?:(?![的了在到着是和与及等为将被把由从对共有各])[\u3400-\u9fff]){2,9}")
_COUNTY_ENDS, _COUNTY_DIGITS, _MOST_COUNTIES = frozenset("区县市旗"), 6, 20
_NAMES_ALL_THE_SAME = frozenset(["和平", "和谐", "向阳", "为民", "将军", "将台", "有恒"])
_BAD_START = frozenset(
    "村区市县镇乡省州的了着在到对为向和与及从由给把被将至等是有各该本这那两几每某另其还也都又再已共仅只则或"
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Compound suffixes as one pattern."""

    pattern: re.Pattern[str]
    entries: dict[str, CompoundSuffix]


@lru_cache(maxsize=8)
def grammar_of(lexicon: Lexicon) -> Grammar:
    """Compile the suffix lexicon."""
    entries: dict[str, CompoundSuffix] = {}
    for entry in lexicon.entries("compound_suffixes", CompoundSuffix):
        for form in entry.forms:
            entries.setdefault(form, entry)
    return Grammar(re.compile(alternation([*entries, *_CARETAKERS])), entries)


def find(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Iterator[Mention]:
    """All compounds of a document."""
    grammar = grammar_of(lexicon)
    field = field_of(document, lexicon, evidence)
    found = list(_by_suffix(field, grammar))
    yield from found
    taken = {offset for mention in found for offset in range(mention.start, mention.end)}
    for further in (
        by_places(field, evidence, grammar.entries, taken),
        by_homes(field, taken),
        by_numbers(field, taken),
        hamlets(field, taken),
    ):
        for mention in further:
            if taken.isdisjoint(range(mention.start, mention.end)):
                taken.update(range(mention.start, mention.end))
                yield mention


def _by_suffix(field: Field, grammar: Grammar) -> Iterator[Mention]:
    """What the last nouns show, in text order."""
    matches = list(grammar.pattern.finditer(field.document.text))
    shared = list(_shared(field, grammar, matches))
    taken = frozenset(offset for mention in shared for offset in range(mention.start, mention.end))
    yield from shared
    last, before = 0, None
    for match in matches:
        start, end = match.span()
        entry = grammar.entries.get(match.group())
        if start in taken or (entry is not None and (entry.shared or (entry.listed and end <= last))):
            continue
        if entry is None:
            yield from _caretaken(field, start, last, match.group())
        elif _suffix_stands(field, start, end):
            mention = _single(field, entry, start, end, last) or _beside(field, entry, start, end, before)
            if mention is not None and mention.start not in taken:
                last, before = end, mention
                yield mention


def _beside(field: Field, entry: CompoundSuffix, start: int, end: int, before: Mention | None) -> Mention | None:
    """光明村、|团结村: common words are a name behind a compound with the same last noun."""
    text = field.document.text
    if before is None or text[before.end : before.end + 1] not in tuple(_SEPARATORS) or start - before.end > 6:
        return None
    if text[slice(*before.parts["suffix"])] != text[start:end]:
        return None
    begin = before.end + 1
    name = _MEMBER_NAME.fullmatch(text, begin, start)
    if name is None or name.group() in field.words.generic or not field.document.is_boundary(begin):
        return None
    parts, data = {"suffix": (start, end)}, {"type": entry.type}
    return Mention("compound", begin, end, "compound.beside", parts=parts, data=data)


def _shared(field: Field, grammar: Grammar, matches: Sequence[re.Match[str]]) -> Iterator[Mention]:
    """Names before 居民区, 小区, 社区, alone or in a list that shares the suffix."""
    last, before = 0, None
    for match in matches:
        start, end = match.span()
        entry = grammar.entries.get(match.group())
        if entry is None or not (entry.shared or entry.listed) or start < last or not _suffix_stands(field, start, end):
            continue
        found = _listed(field, entry, start, end, last)
        if not found and entry.shared:
            single = _single(field, entry, start, end, last) or _beside(field, entry, start, end, before)
            found = [single] if single is not None else []
        yield from found
        if found:
            last, before = end, found[-1]


def _suffix_stands(field: Field, start: int, end: int) -> bool:
    """The suffix ends a word, and a short one is not part of an ordinary word (乡村, 农村)."""
    document = field.document
    if any(document.text[max(0, end - n) : end] in field.words.refused for n in (2, 3, 4)):  # 城中村, 小山村
        return False
    left, right = document.word_span(document.word_index(start))
    heads_word = left == start and end - start >= 2 and document.text[end:right] not in ("楼", "房")  # 社区设施
    if not document.is_boundary(end) and not heads_word and document.text[end : end + 1] not in "居党第业":
        return False
    if end - start == 1:
        word = document.text[left:right]
        tag = document.tags[document.word_index(start)]
        return word == document.text[start:end] or tag in {"ns", "nz", "x", "nr", "nrt"}
    return True


def _single(field: Field, entry: CompoundSuffix, start: int, end: int, floor: int) -> Mention | None:
    village = end - start == 1 and entry.type == "village"
    name_start = _name_start(field, start, floor, proper=entry.needs == "proper" and not village, common=village)
    if village and name_start is not None and not _village_context(field, name_start, start, end):
        return None
    if name_start is not None and village:
        name_start = behind_town(field.document.text, name_start, start)
    if name_start is None or is_exhibit(field.document.text, name_start, end):
        return None
    if entry.needs == "homes" and not homes_beside(field.document.text, end):
        return None
    return Mention(
        "compound", name_start, end, "compound.suffix", parts={"suffix": (start, end)}, data={"type": entry.type}
    )


_INSIDE = re.compile(r"(?:镇|乡|街道|县|市)$")
_VILLAGE_AFTER = re.compile(r"村?(?:村委|委会|民|党|两委|支书|书记|小组)")


def _village_context(field: Field, start: int, suffix: int, end: int) -> bool:
    """A village's name may be made of common words: its town before it or its people behind it prove it."""
    text = field.document.text
    prefix = walk(field, suffix, loose=True)
    if prefix.proper and prefix.start <= start:
        return True
    return _INSIDE.search(text, max(0, start - 2), start) is not None or _VILLAGE_AFTER.match(text, end) is not None


def _name_start(field: Field, end: int, floor: int, *, proper: bool, common: bool = False) -> int | None:
    """Where the name before a suffix at `end` begins, None where there is none."""
    prefix = walk(field, end, loose=True)
    told = told_start(field, prefix.start, end)
    start = max(prefix.start if told is None else told, floor)
    start = max(after_places(field, _after_body(field.document.text, start, end), end), floor)
    start = behind_areas(field, start, end)
    name = field.document.text[start:end]
    of_town = common and _INSIDE.search(field.document.text, max(0, start - 2), start) is not None  # 河口街道|民生村
    if not _MEMBER[0] <= len(name) <= _MEMBER[1] + 4 or prefix.generic or (name in field.words.generic and not of_town):
        return None
    if says_no_name(field, start, end) or field.document.text[start - 1 : start] == "以" or name[0] == "以":
        return None  # 以海兴村、以海强村
    if name[0] in _JOINED and len(name) >= 3 and field.document.tags[field.document.word_index(start)] == "x":
        start, name = start + 1, name[1:]  # the segmenter joins 赴 to a name it does not know
    first = field.word(field.document.word_index(start))[0]
    begins_badly = name[0] in _BAD_START and first[:2] not in _NAMES_ALL_THE_SAME
    if begins_badly or name.endswith(("老旧", "住宅", "封闭", "商品房")):
        return None
    if proper and not prefix.proper:
        return start if _is_listed(field, name) else None
    owned = field.document.text.startswith(_HOUSING, end) and name.endswith(_OWNERS)
    placed = told is not None and told < start
    if not prefix.proper and not common and not owned and not placed and _all_common(field, start, end):
        return start if _is_listed(field, name) else None
    return start


_HOUSING = ("家属院", "家属区", "宿舍区")
_OWNERS = ("厂", "局", "矿", "公司", "医院", "学校", "大学", "中学", "小学", "库", "所", "社", "院")


def _is_listed(field: Field, name: str) -> bool:
    """True for a name that a neighbourhood committee of a county or district has which the article names."""
    if not field.counties:
        field.counties.append(tuple(_counties(field.document)))
    return any(name in communities(division) for division in field.counties[0])


def _counties(document: Document) -> Iterator[Division]:
    full = divisions().full
    named = (surface for surface in document.surfaces if surface[-1] in _COUNTY_ENDS and surface in full)
    for surface in islice(named, _MOST_COUNTIES):
        yield from (division for division in full[surface] if len(division.digits) == _COUNTY_DIGITS)


def _all_common(field: Field, start: int, end: int) -> bool:
    """True where each word before the suffix is an ordinary word of two or more characters."""
    document = field.document
    index = document.word_index(start)
    while index < len(document.words) and document.words[index] < end:
        surface, tag, _, _ = field.word(index)
        if tag in {"nz", "ns", "nr", "nt", "nrt", "x", "j"} or len(surface) == 1:
            return False
        index += 1
    return True


_BODY_ENDS = re.compile(r"(?:街道|镇|乡|区|县|市|省|项目|楼盘|地块|片区)(?=[\u3400-\u9fffA-Z]{2})")


def _after_body(text: str, start: int, end: int) -> int:
    """A name begins behind the subdistrict or town that it lies in."""
    last = start
    for match in _BODY_ENDS.finditer(text, start, end):
        if len(match.group()) == 2 or match.end() - start >= 3:
            last = match.end()
    return last if end - last >= 2 else start


def _listed(field: Field, entry: CompoundSuffix, start: int, end: int, floor: int) -> list[Mention]:
    """Members of a list that ends in this suffix: A、B、C等居民区, A和B小区."""
    text = field.document.text
    closing = _LIST_END.search(text, max(0, start - 8), start)
    open_list = closing is not None and closing.group("open") is not None
    if closing is not None and not closing.group():
        closing = None
    tail = closing.start() if closing is not None else start
    if (closing is None and not entry.shared) or (closing is not None and closing.group() == "老旧"):
        return []
    members: list[Span] = []
    while tail > floor and len(members) < _MAX_MEMBERS:
        begin = _member_start(field, tail, floor, listed=closing is not None)
        if begin is None:
            break
        members.append((begin, tail))
        if begin == 0 or text[begin - 1] not in _SEPARATORS:
            break
        tail = begin - 1
    if len(members) < 2 and not (open_list and members):
        return []
    if closing is None and not _are_members(field, members, start):
        return []
    if open_list and closing is not None and closing.group("count") is not None:
        open_list = False  # 等8个小区: the count closes the list
    return [
        Mention(
            "compound",
            *member,
            "compound.list",
            parts={"suffix": (start, end)},
            data={"type": entry.type, **({"open": "1"} if open_list else {})},
        )
        for member in reversed(members)
    ]


def _are_members(field: Field, members: Sequence[Span], end: int) -> bool:
    """False where 和 stands inside one name that a tagger sees whole (万和公园|小区), or a member is a common noun."""
    told = told_start(field, members[-1][0], end)  # members stand from right to left
    if told is not None and told < members[0][0]:
        return False
    names = [field.document.text[slice(*member)] for member in members]
    return not any(name in field.words.generic or name[:-1].endswith(("街道", "镇", "乡")) for name in names)


def _member_start(field: Field, tail: int, floor: int, *, listed: bool) -> int | None:
    text = field.document.text
    if listed:  # what stands between two marks of a list of estates is one of them
        cut = text.rfind("、", max(floor, tail - _MEMBER[1] - 1), tail)
        if cut >= 0 and _MEMBER_NAME.fullmatch(text, cut + 1, tail) is not None:
            return cut + 1
    begin = _name_start(field, tail, floor, proper=False, common=listed)
    if begin is None:
        return None
    for separator in _SEPARATORS:
        cut = text.rfind(separator, begin, tail)
        alone = separator == "、" or (field.document.is_boundary(cut) and field.document.is_boundary(cut + 1))
        if cut >= 0 and alone and tail - cut - 1 >= _MEMBER[0]:
            begin = cut + 1
    return begin if _MEMBER[0] <= tail - begin <= _MEMBER[1] else None


def _caretaken(field: Field, start: int, floor: int, word: str) -> Iterator[Mention]:
    """The estate whose committee or caretaker is named: 兰桂苑居委会, 星河湾物业."""
    text = field.document.text
    begin = _name_start(field, start, floor, proper=False)
    if begin is None or word == "物业" or re.search(r"[村区市县镇乡省]$", text[begin:start]):
        return
    if not 3 <= start - begin <= _MEMBER[1]:
        return
    yield Mention("compound", begin, start, "compound.nested", data={"type": "estate", "nested": "1"})
