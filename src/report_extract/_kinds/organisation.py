"""Organisations: a suffix says where a body's name ends, the walk to the left where it begins.

Finds outermost names (`organisation.suffix`), the bodies nested in them (`organisation.nested`), nominals such as
街道 or 学校 that stand for the one body so called (`organisation.nominal`), and the stem of a subdistrict's name
used alone (`organisation.stem`). `data["type"]` is the body's type, `data["nested"]` marks inner bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from report_extract._facts import Mention
from report_extract._kinds.kind import Evidence
from report_extract._kinds.naming import ELLIPTIC, Field, field_of, walk, words_of
from report_extract._lexicon import Lexicon
from report_extract._lexicon.alternation import alternation
from report_extract._lexicon.names import OrganisationSuffix, TitleWord
from report_extract._text import Document, Span
from report_extract._values import value

_NAME_LIMIT = 34
_FULL_NAMES = frozenset(["新华社", "新华网", "中新网", "中新社", "人民网", "央视网", "央广网", "新京报", "国务院"])
_JOINED = frozenset("由从在对向赴往到被经")
_STEM_TYPES = frozenset(["subdistrict"])
_MEMBER_VENUE = re.compile(r"[\u3400-\u9fff]{2,8}")


@value
class Suffix:
    """A suffix surface with what its lexicon entry says."""

    type: str
    needs: str
    nominal: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """The suffixes as one pattern and their properties."""

    pattern: re.Pattern[str]
    suffixes: dict[str, Suffix]
    titles: re.Pattern[str]
    refused: frozenset[str]


@lru_cache(maxsize=8)
def grammar_of(lexicon: Lexicon) -> Grammar:
    """Compile the suffix lexicon."""
    suffixes: dict[str, Suffix] = {}
    for entry in lexicon.entries("organisation_suffixes", OrganisationSuffix):
        for form in entry.forms:
            suffixes.setdefault(form, Suffix(entry.type, entry.needs, entry.nominal))
    titles = [form for entry in lexicon.entries("titles", TitleWord) if entry.rank == "office" for form in entry.forms]
    return Grammar(
        re.compile(alternation(suffixes)),
        suffixes,
        re.compile(alternation(titles)),
        words_of(lexicon).refused,
    )


def find(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Iterator[Mention]:
    """All mentions of bodies, outermost and nested."""
    grammar = grammar_of(lexicon)
    field = field_of(document, lexicon, evidence)
    outer: list[Mention] = []
    heads = list(_heads(field, grammar))
    anchors = _anchors(field)
    for start, end, suffix in reversed(heads):  # from the right: the last noun gives the outermost name
        if outer and start >= outer[-1].start and end <= outer[-1].end:
            continue
        mention = _named(field, start, end, suffix, anchors)
        if mention is not None:
            outer.append(mention)
    outer = _without_overlap(outer)
    yield from outer
    yield from _nested(field, outer, heads)
    yield from _nominals(field, outer, heads)
    yield from _stems(document, outer)
    yield from _listed(field, outer)
    yield from _tagged(field, outer, evidence)


_ANCHORS = ("街道", "社区", "学校", "镇", "乡", "村")


def _anchors(field: Field) -> frozenset[str]:
    """Nouns that stand for a named place of the article: 社区党委 is a name where 柳荫里社区 is printed."""
    found: set[str] = set()
    for noun in _ANCHORS:
        for match in re.finditer(noun, field.document.text):
            if walk(field, match.start(), loose=noun == "社区").proper:
                found.add(noun)
                break
    return frozenset(found)


def _without_overlap(mentions: list[Mention]) -> list[Mention]:
    """Longest first, then drop what overlaps; in text order."""
    kept: list[Mention] = []
    limit = -1
    for mention in sorted(mentions, key=lambda m: (m.start, -(m.end - m.start))):
        if mention.start >= limit:
            kept.append(mention)
            limit = mention.end
        elif mention.end > limit and mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
            limit = mention.end
    return kept


def _heads(field: Field, grammar: Grammar) -> Iterator[tuple[int, int, Suffix]]:
    """Places where a suffix stands as the end of a word, or of a word that a title or suffix continues."""
    text = field.document.text
    search = grammar.pattern.search
    last = -1
    match = search(text)
    while match is not None:  # suffixes overlap: each is looked for behind the beginning of the one before
        surface = match.group()
        start, end = match.span()
        match = search(text, start + 1)
        if end <= last:  # 支部 inside 党支部: the longer suffix was met before
            continue
        if _ends_word(field, grammar, start, end) and not _refused(field, grammar, start, end):
            last = end
            yield start, end, grammar.suffixes[surface]


def _ends_word(field: Field, grammar: Grammar, start: int, end: int) -> bool:
    document = field.document
    if document.is_boundary(end):
        return True
    left, right = document.word_span(document.word_index(end))
    rest = document.text[end:right]
    if left == start and rest.startswith(("干部", "工作")):
        return False
    return bool(grammar.titles.match(document.text, end)) or any(
        rest.startswith(form) for form in ("机关", "党", "支部", "团")
    )


def _refused(field: Field, grammar: Grammar, start: int, end: int) -> bool:
    document = field.document
    if end - start > 2:
        return False
    left, right = document.word_span(document.word_index(start))
    word = document.text[left : min(right, end)]
    bare = end - start == 1 and left == start
    if not bare and (word in grammar.refused or word[-2:] in grammar.refused):
        return True
    if document.text[max(0, start - 1) : end] in grammar.refused:
        return True
    tag = document.tags[document.word_index(start)]
    if end - start == 1:
        if left == start:  # a bare 局, 部, 队 …: only behind a noun that is part of a name
            return start == 0 or document.text[start - 1] in "、，,。 \n的"
        return tag in {"v", "vn", "d", "a", "ad", "i", "l", "r", "f", "t", "m", "q", "s"} and right == end
    return left < start and right > start and tag in {"v", "d", "a", "i"} and right == end


def _named(field: Field, start: int, end: int, suffix: Suffix, anchors: frozenset[str]) -> Mention | None:
    text = field.document.text
    if text[start:end] in _FULL_NAMES:
        return _mention(start, end, suffix, "organisation.suffix")
    prefix = walk(field, start)
    if text[prefix.start] in _JOINED and start - prefix.start >= 3:  # the segmenter joins 由 to a name it does not know
        prefix = replace(prefix, start=prefix.start + 1)
    name = text[prefix.start : end]
    if prefix.start == start:
        return _alone(field, start, end, suffix)
    if len(name) > _NAME_LIMIT:
        return None
    anchor = next((noun for noun in _ANCHORS if name.startswith(noun)), None)
    if anchor is not None and not prefix.proper:
        if anchor in anchors and len(name) > len(anchor) + 1:
            return _mention(prefix.start, end, suffix, "organisation.elliptic")
        return None
    if prefix.generic or (suffix.needs == "proper" and not prefix.proper):
        return None
    if len(name) < 3 and name[0] not in ELLIPTIC and not prefix.proper:
        return None
    typed = Suffix(_type(name, suffix), suffix.needs, suffix.nominal)
    return _mention(prefix.start, end, typed, "organisation.suffix")


def _alone(field: Field, start: int, end: int, suffix: Suffix) -> Mention | None:
    """A suffix that the dictionary knows as a body of its own (国资委, 卫健委) is a name without a prefix."""
    document = field.document
    tag = document.tags[document.word_index(start)]
    whole = document.word_span(document.word_index(start)) == (start, end)
    if whole and tag == "nt" and end - start >= 3 and suffix.type == "bureau":
        return _mention(start, end, suffix, "organisation.short")
    if document.text[start:end] in {"团市委", "团区委", "团县委", "团省委"}:
        return _mention(start, end, suffix, "organisation.short")
    if whole and document.text[start] in ELLIPTIC and suffix.type in {"government", "party_committee"}:
        return _mention(start, end, suffix, "organisation.short")
    item = field.covered.get(start)
    if item is not None and item.label == "organisation" and item.span == (start, end) and end - start >= 3:
        return _mention(start, end, suffix, "organisation.short") if tag in {"nt", "nz"} else None
    return None


_FORCES = (("武警", "troop"), ("消防", "fire"), ("公安", "police"), ("警", "police"), ("禁毒", "police"))


def _type(name: str, suffix: Suffix) -> str:
    """A 支队 or 大队 is police, fire or troop by the words before it."""
    if suffix.type != "team":
        return suffix.type
    return next((kind for word, kind in _FORCES if word in name), suffix.type)


def _mention(start: int, end: int, suffix: Suffix, rule: str, **data: str) -> Mention:
    return Mention("organisation", start, end, rule, data={"type": suffix.type, **data})


def _nested(field: Field, outer: list[Mention], heads: list[tuple[int, int, Suffix]]) -> Iterator[Mention]:
    """Bodies inside a longer name that begin where it begins: the chain of its parents."""
    text = field.document.text
    position = 0
    for mention in outer:
        while position < len(heads) and heads[position][0] < mention.start:
            position += 1
        seen = {mention.end}
        index = position
        while index < len(heads) and heads[index][0] < mention.end:
            start, end, suffix = heads[index]
            index += 1
            inner = text[mention.start : end]
            if end in seen or end >= mention.end or start <= mention.start or len(inner) < 3:
                continue
            if text[start:end] in {"机关", "系统", "单位"} or text[end - 1 : end] == "机":
                continue
            seen.add(end)
            yield _mention(mention.start, end, suffix, "organisation.nested", nested="1")


def _nominals(field: Field, outer: list[Mention], heads: list[tuple[int, int, Suffix]]) -> Iterator[Mention]:
    """街道, 学校, 居委 standing alone for a body of their type that the article names."""
    document, text = field.document, field.document.text
    covered = _covered(outer)
    known = list(outer)
    for start, end, suffix in heads:
        if not suffix.nominal or start in covered or walk(field, start).start != start:
            continue
        if document.word_span(document.word_index(start)) != (start, end):
            continue
        if text[max(0, start - 1) : start] in _NOT_NOMINAL_AFTER or text[end : end + 1] in _NOT_NOMINAL_BEFORE:
            continue
        antecedent = _antecedent(text, known, start, text[start:end], suffix)
        if antecedent is not None:
            mention = _mention(start, end, suffix, "organisation.nominal", antecedent=antecedent)
            known.append(mention)
            yield mention


_NOT_NOMINAL_AFTER = frozenset("各该本这两几多个条上全每")
_NOT_NOMINAL_BEFORE = frozenset("上边旁里口化干人")
_REACH = {"subdistrict": 2_000, "school": 60, "neighbourhood_committee": 90}


def _antecedent(text: str, known: list[Mention], start: int, surface: str, suffix: Suffix) -> str | None:
    """The name of the one body that a nominal can stand for."""
    same = [m for m in known if text[m.start : m.end].endswith(surface) and m.rule != "organisation.nominal"]
    names = {text[m.start : m.end] for m in same}
    if surface not in {"学校", "街道"} and suffix.type == "school" and len(names) == 1:
        return names.pop()
    if surface == "街道" and text[start - 1 : start] == "的":
        return None
    typed = [m for m in known if m.data["type"] == suffix.type and m.end <= start]
    near = [m for m in typed if start - m.end <= _REACH.get(suffix.type, 60)]
    if not near:
        return None
    if suffix.type == "subdistrict" and len({m.data.get("antecedent", text[m.start : m.end]) for m in typed}) > 1:
        return None
    return near[-1].data.get("antecedent", text[near[-1].start : near[-1].end])


def _stems(document: Document, outer: list[Mention]) -> Iterator[Mention]:
    """The stem of a subdistrict that the article names at least twice, used alone (城东的居民 for 城东街道)."""
    text = document.text
    full: dict[str, list[Mention]] = {}
    for mention in outer:
        if mention.data["type"] in _STEM_TYPES:
            full.setdefault(text[mention.start : mention.end], []).append(mention)
    covered = _covered(outer)
    for name, mentions in full.items():
        stem = name.removesuffix("街道")
        if len(mentions) < 2 or not 2 <= len(stem) <= 4:
            continue
        for match in re.finditer(re.escape(stem), text):
            start, end = match.span()
            if start < mentions[0].start or start in covered:
                continue
            if document.is_boundary(start) and document.is_boundary(end) and _stem_context(document, end):
                yield Mention(
                    "organisation", start, end, "organisation.stem", data={"type": "subdistrict", "antecedent": name}
                )


def _stem_context(document: Document, end: int) -> bool:
    """A stem stands for the body only where no further noun makes it part of another name."""
    following = document.text[end : end + 1]
    if following in set("的，,。、；;） )地各辖”"):
        return True
    tag = document.tags[document.word_index(end)] if end < len(document.text) else "x"
    return tag in {"v", "d", "p", "c", "r", "uj"}


def _covered(mentions: Sequence[Mention]) -> frozenset[int]:
    return frozenset(offset for m in mentions for offset in range(m.start, m.end))


_LIST = re.compile(
    r"(?P<list>[\u3400-\u9fff]{2,16}(?:、[\u3400-\u9fff]{2,12}){2,20})等(?:地|处|单位|企业|场所|机构|公司)"
)


_LIST_END = re.compile(r"等(?:地|处|单位|企业|场所|机构|公司)")
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


def _listed(field: Field, outer: list[Mention]) -> Iterator[Mention]:
    """Members of a closed list most of whose members are bodies are bodies too (家超市、某商城 … 等地)."""
    text = field.document.text
    covered: frozenset[int] | None = None
    for match in _lists(text):
        covered = _covered(outer) if covered is None else covered
        members: list[Span] = []
        position = match.start("list")
        for part in match.group("list").split("、"):
            members.append((position, position + len(part)))
            position += len(part) + 1
        known = [span for span in members if span[1] - 1 in covered]
        if len(known) * 2 < len(members):
            continue
        for start, end in members[1:]:
            if start not in covered and end - 1 not in covered and not _common(field, start, end):
                yield Mention("organisation", start, end, "organisation.list", data={"type": "other"})


def _tagged(field: Field, outer: list[Mention], evidence: Sequence[Evidence]) -> Iterator[Mention]:
    """A tagger's organisation that no suffix reads: companies by short name (中国石油), clubs, foreign bodies."""
    if not evidence:
        return
    text = field.document.text
    covered = _covered(outer)
    for item in evidence:
        start, end = item.span
        if item.label != "organisation" or not 3 <= end - start <= 20:
            continue
        if any(offset in covered for offset in range(start, end)):
            continue
        if not (field.document.is_boundary(start) and field.document.is_boundary(end)):
            continue
        if text[start:end] in field.words.generic or not re.fullmatch(r"[\w·+. ]{3,20}", text[start:end]):
            continue
        if _common(field, start, end):
            continue
        yield Mention("organisation", start, end, "organisation.tagged", data={"type": "other"})


def _common(field: Field, start: int, end: int) -> bool:
    """True where every word is an ordinary noun: 医疗机构, 党员干部 are no names, whatever a tagger says."""
    document = field.document
    index = document.word_index(start)
    while index < len(document.words) and document.words[index] < end:
        surface, tag, _, _ = field.word(index)
        if surface in field.words.places or tag in {"nt", "nz", "nr", "ns", "nrt", "eng", "x"}:
            return False
        index += 1
    return True
