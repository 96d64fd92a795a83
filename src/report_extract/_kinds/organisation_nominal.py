"""Mentions that stand for a body the article names elsewhere: nominals (街道, 学校, 居委) and stems of subdistricts.

`organisation.nominal` and `organisation.stem`; `data["antecedent"]` is the full name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report_extract._facts import Mention
from report_extract._kinds.naming import Field, walk
from report_extract._kinds.organisation_grammar import Head, Suffix, mention_of
from report_extract._text import Document

_STEM_TYPES = frozenset(["subdistrict"])


def nominals(field: Field, outer: list[Mention], heads: list[Head]) -> Iterator[Mention]:
    """街道, 学校, 居委 standing alone for a body of their type that the article names."""
    document, text = field.document, field.document.text
    covered = offsets_of(outer)
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
            mention = mention_of(start, end, suffix, "organisation.nominal", antecedent=antecedent)
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


def offsets_of(mentions: Sequence[Mention]) -> frozenset[int]:
    """Every offset inside a mention."""
    offsets: set[int] = set()
    for mention in mentions:
        offsets.update(range(mention.start, mention.end))
    return frozenset(offsets)
