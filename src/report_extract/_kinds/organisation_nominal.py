"""Mentions that stand for a body the article names elsewhere: nominals (街道, 学校, 居委) and stems of subdistricts.

`organisation.nominal`, `organisation.contracted` (残联 beside 市残疾人联合会) and `organisation.stem`;
`data["antecedent"]` is the full name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice

from report_extract._facts import Mention
from report_extract._kinds.entity_joining import contracts
from report_extract._kinds.naming import Field, walk
from report_extract._kinds.organisation_grammar import Head, Suffix, mention_of
from report_extract._text import Document

_MAX_NAMES, _LONGEST_SHORT = 200, 8
_STEM_TYPES = frozenset(["subdistrict"])


_CALLED = re.compile(
    r"[（(](?:以下|下文|下)?简?称(?:为)?[:：]?[“\"‘「]?(?P<short>[\u3400-\u9fffA-Za-z0-9·]{2,12})[”\"’」]?(?:[,，、或][^()（）\n]{0,24})?[)）]"
)
_MAX_CALLED = 300


def called(field: Field, outer: list[Mention]) -> Iterator[Mention]:
    """What an article says it calls a body: …股份有限公司(以下简称“远航智能”)."""
    text = field.document.text
    if "称" not in text:
        return
    ends = {mention.end: mention for mention in outer}
    covered = offsets_of(outer)
    for match in _CALLED.finditer(text):
        full = ends.get(match.start())
        if full is None:
            continue
        short = match.group("short")
        at, count = text.find(short, match.start()), 0
        while at >= 0 and count < _MAX_CALLED:
            end = at + len(short)
            whole = len(short) > 3 or (field.document.is_boundary(at) and field.document.is_boundary(end))
            if at not in covered and end - 1 not in covered and (whole or at == match.start("short")):
                data = {"type": full.data["type"], "antecedent": text[full.start : full.end]}
                yield Mention("organisation", at, end, "organisation.called", data=data)
            at, count = text.find(short, end), count + 1


_SAID = re.compile(
    r"该(?P<noun>局(?![部面势长限])|院(?![子长落士线])|校(?![长园友])|所(?![有谓长在])|厅(?!长)|委(?![员托])"
    r"|公司|集团|中心|医院|银行|协会|街道|学校|派出所)"
)
_SAID_REACH = 300


def anaphoric(field: Field, outer: list[Mention]) -> Iterator[Mention]:
    """该局, 该院, 该公司: the last body before it whose name ends in that noun."""
    document, text = field.document, field.document.text
    if "该" not in text:
        return
    starts = [mention.start for mention in outer]
    for match in _SAID.finditer(text):
        if not document.is_boundary(match.start()):
            continue
        for mention in reversed(outer[: bisect_left(starts, match.start())]):
            if match.start() - mention.end > _SAID_REACH:
                break
            if text.endswith(match.group("noun"), mention.start, mention.end):
                data = {"type": mention.data["type"], "antecedent": text[mention.start : mention.end]}
                yield Mention("organisation", *match.span(), "organisation.nominal", data=data)
                break


def nominals(field: Field, outer: list[Mention], heads: list[Head]) -> Iterator[Mention]:
    """街道, 学校, 居委 standing alone for a body of their type that the article names."""
    document, text = field.document, field.document.text
    covered = offsets_of(outer)
    known = _Known(text, outer)
    for start, end, suffix in heads:
        if not suffix.nominal or start in covered or walk(field, start).start != start:
            continue
        if document.word_span(document.word_index(start)) != (start, end):
            continue
        if suffix.type == "school" and _among_kinds(text, start, end):
            continue
        if text[max(0, start - 1) : start] in _NOT_NOMINAL_AFTER or text[end : end + 1] in _NOT_NOMINAL_BEFORE:
            continue
        antecedent = known.antecedent(start, text[start:end], suffix)
        if antecedent is not None:
            mention = mention_of(start, end, suffix, "organisation.nominal", antecedent=antecedent)
            known.add(mention)
            yield mention


_KINDS_OF_SCHOOLS = ("初中", "高中", "中学", "小学", "幼儿园", "大学", "职校", "学校")


def _among_kinds(text: str, start: int, end: int) -> bool:
    """初中、|小学|、幼儿园: a kind of schools in a list of kinds, or one that something is made of (由中学操场改建)."""
    if text[max(0, start - 1) : start] in ("、", "和", "与") and text.endswith(_KINDS_OF_SCHOOLS, 0, start - 1):
        return True
    if text[end : end + 1] in ("、", "和", "与") and text.startswith(_KINDS_OF_SCHOOLS, end + 1):
        return True
    return text.startswith(("操场", "校园", "校服", "毕业", "学历"), end)


def contracted(field: Field, outer: list[Mention], heads: list[Head], nouns: dict[str, str]) -> Iterator[Mention]:
    """A name too common to stand by itself that contracts the name of just one body of the article."""
    covered = offsets_of(outer)
    text = field.document.text
    named = dict(islice({text[m.start : m.end]: m.span for m in outer}.items(), _MAX_NAMES))
    lasts = {name[-1] for name in named}
    lasts |= {form[-1] for form, noun in nouns.items() if noun[-1] in lasts}  # the last noun may be a short form
    asked: dict[str, list[str]] = {}
    for start, end, suffix in heads:
        if text[end - 1] not in lasts or start in covered or end - 1 in covered:
            continue
        begin = walk(field, start).start
        short = text[begin:end]
        if begin in covered or begin == start or len(short) > _LONGEST_SHORT:
            continue
        if short not in asked:
            asked[short] = [
                name
                for name, span in named.items()
                if len(name) > len(short) + 1 and contracts(short, span, field.document, field.words, nouns)
            ]
        if len(asked[short]) == 1:
            yield mention_of(begin, end, suffix, "organisation.contracted", antecedent=asked[short][0])


_NOT_NOMINAL_AFTER = frozenset("各该本这两几多个条上全每")
_NOT_NOMINAL_BEFORE = frozenset("上边旁里口化干人")
_REACH = {"subdistrict": 2_000, "school": 60, "neighbourhood_committee": 90}


class _Known:
    """The bodies that nominals can stand for, asked from left to right: each body is looked at once."""

    __slots__ = ("_ending", "_last", "_named", "_names", "_outer", "_text")

    def __init__(self, text: str, outer: Sequence[Mention]) -> None:
        """`outer`: names of bodies in text order, none within another."""
        self._text = text
        self._outer: dict[str, deque[Mention]] = {}
        for mention in outer:
            self._outer.setdefault(mention.data["type"], deque()).append(mention)
        self._named = frozenset(text[m.start : m.end] for m in outer if m.rule != "organisation.nominal")
        self._ending: dict[str, str | None] = {}
        self._names: dict[str, set[str]] = {}
        self._last: dict[tuple[str, bool], Mention] = {}

    def add(self, mention: Mention) -> None:
        """A nominal that stands for a body is one more mention of it."""
        self._meet(mention, nominal=True)

    def antecedent(self, start: int, surface: str, suffix: Suffix) -> str | None:
        """The name of the one body that the nominal at `start` can stand for."""
        kind = suffix.type
        if surface not in {"学校", "街道"} and kind == "school":
            only = self._only(surface)
            if only is not None:
                return only
        if surface == "街道" and self._text[start - 1 : start] == "的":
            return None
        ahead = self._outer.get(kind)
        while ahead and ahead[0].end <= start:
            self._meet(ahead.popleft(), nominal=False)
        reach = _REACH.get(kind, 60)
        for nominal in (True, False):
            last = self._last.get((kind, nominal))
            if last is not None and start - last.end <= reach:
                several = kind == "subdistrict" and len(self._names[kind]) > 1
                return None if several else self._name(last)
        return None

    def _only(self, surface: str) -> str | None:
        """The one name that ends so."""
        if surface not in self._ending:
            names = [name for name in self._named if name.endswith(surface)]
            self._ending[surface] = names[0] if len(names) == 1 else None
        return self._ending[surface]

    def _meet(self, mention: Mention, *, nominal: bool) -> None:
        kind = mention.data["type"]
        self._names.setdefault(kind, set()).add(self._name(mention))
        self._last[kind, nominal] = mention

    def _name(self, mention: Mention) -> str:
        return mention.data.get("antecedent", self._text[mention.start : mention.end])


def stems(document: Document, outer: list[Mention]) -> Iterator[Mention]:
    """The stem of a subdistrict that the article names at least twice, used alone (城东的居民 for 城东街道)."""
    text = document.text
    full: dict[str, list[Mention]] = {}
    for mention in outer:
        if mention.data["type"] in _STEM_TYPES:
            full.setdefault(text[mention.start : mention.end], []).append(mention)
    covered = offsets_of(outer)
    for name, mentions in full.items():
        stem = name.removesuffix("街道")
        if len(mentions) < 2 or not 2 <= len(stem) <= 4:
            continue
        for match in re.finditer(re.escape(stem), text):
            start, end = match.span()
            if start < mentions[0].start or start in covered:
                continue
            if document.is_boundary(start) and document.is_boundary(end) and stem_context(document, end):
                yield Mention(
                    "organisation", start, end, "organisation.stem", data={"type": "subdistrict", "antecedent": name}
                )


_AT_HEAD = re.compile(
    r"(?m)^[ \t\u3000]{0,8}(?P<name>(?![本据我])[\u3400-\u9fffA-Za-z]{2,8}?(?:网|在线|之家|报))"
    r"(?=讯|消息|[0-9]{1,2}月[0-9]{1,2}日(?:电|讯|消息|报道|信息))"
)


def headed(document: Document, outer: Sequence[Mention]) -> Iterator[Mention]:
    """云澜网讯, 江南之家5月14日消息: what a report's first words say it comes from."""
    covered = offsets_of(outer)
    for match in _AT_HEAD.finditer(document.text):
        start, end = match.span("name")
        if start not in covered and end - 1 not in covered:
            yield Mention("organisation", start, end, "organisation.headed", data={"type": "media"})


def stem_context(document: Document, end: int) -> bool:
    """A stem stands for the body only where no further noun makes it part of another name."""
    following = document.text[end : end + 1]
    if following in set("的，,。、；;） )地各辖”"):
        return True
    tag = document.tags[document.word_index(end)] if end < len(document.text) else "x"
    return tag in {"v", "d", "p", "c", "r", "uj"}


def offsets_of(mentions: Sequence[Mention]) -> frozenset[int]:
    """Every offset inside a mention."""
    offsets: set[int] = set()
    for mention in mentions:
        offsets.update(range(mention.start, mention.end))
    return frozenset(offsets)
