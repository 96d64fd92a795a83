"""Organisations: a suffix says where a body's name ends, the walk to the left where it begins.

Finds outermost names (`organisation.suffix`), the bodies nested in them (`organisation.nested`), nominals such as
街道 or 学校 that stand for the one body so called (`organisation.nominal`), the stem of a subdistrict's name
used alone (`organisation.stem`), the brand of a firm (`organisation.brand`), what a report comes from
(`organisation.headed`), departments of bodies (`organisation.within`), firms that give out their accounts
(`organisation.issuer`), bodies called by a number (`organisation.numbered`), media by their bylines
(`organisation.byline`), and members of lists (`organisation.shared`, `.levels`, `.list`).
`data["type"]` is the body's type, `data["nested"]` marks inner bodies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_extract._facts import Mention
from report_extract._kinds.entity_joining import short_nouns
from report_extract._kinds.kind import Evidence
from report_extract._kinds.naming import Field, field_of
from report_extract._kinds.organisation_brand import brands, stems_of_firms
from report_extract._kinds.organisation_byline import media
from report_extract._kinds.organisation_grammar import Head, grammar_of, heads_of, mention_of
from report_extract._kinds.organisation_issuer import houses, issuers
from report_extract._kinds.organisation_lists import levels, listed, shared
from report_extract._kinds.organisation_name import anchors_of, name_of
from report_extract._kinds.organisation_nominal import anaphoric, called, contracted, headed, nominals, stems
from report_extract._kinds.organisation_numbered import numbered
from report_extract._kinds.organisation_other import is_town_of
from report_extract._kinds.organisation_tagged import tagged
from report_extract._kinds.organisation_within import with_departments
from report_extract._lexicon import Lexicon
from report_extract._text import Document


def find(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Iterator[Mention]:
    """All mentions of bodies, outermost and nested."""
    field = field_of(document, lexicon, evidence)
    grammar = grammar_of(lexicon)
    heads = list(heads_of(field, grammar))
    ends = {head[1]: head for head in heads}
    anchors = anchors_of(field)
    outer: list[Mention] = [*levels(field, heads)]
    for head in reversed(heads):  # from the right: the last noun gives the outermost name
        if any(mention.start <= head[0] and head[1] <= mention.end for mention in outer[-1:]):
            continue
        mention = name_of(field, head, ends, anchors)
        if mention is not None:
            outer.append(mention)
    outer = _outside_works(document.text, _without_overlap([*outer, *media(field)]))
    outer = _without_overlap(list(numbered(document, list(with_departments(field, outer)))))
    yield from outer
    yield from shared(field, outer, heads)
    yield from _nested(field, outer, heads)
    yield from nominals(field, outer, heads)
    yield from contracted(field, outer, heads, short_nouns(lexicon))
    yield from anaphoric(field, outer)
    yield from called(field, outer)
    yield from headed(document, outer)
    yield from stems(document, outer)
    yield from listed(field, outer)
    seen = [*brands(field, outer), *tagged(field, outer, evidence, grammar.suffixes)]
    seen += [*issuers(field, [*outer, *seen]), *houses(field, [*outer, *seen])]
    yield from seen
    yield from stems_of_firms(field, [*outer, *seen])


def _outside_works(text: str, mentions: list[Mention]) -> list[Mention]:
    """Without bodies in titles of works (《联合国宪章》), but with papers (《临江日报》) and issuers (国务院关于)."""
    if "《" not in text:
        return mentions
    return [mention for mention in mentions if not _in_work(text, mention)]


def _in_work(text: str, mention: Mention) -> bool:
    start, end = mention.span
    opening = text.rfind("《", max(0, start - _LONGEST_WORK), start)
    if opening < 0 or text.find("》", opening, start) >= 0:
        return False
    closing = text.find("》", end, end + _LONGEST_WORK)
    if closing < 0 or "《" in text[end:closing]:
        return False
    whole = (opening + 1, closing) == (start, end)
    return not (whole and mention.data["type"] == "media") and not text.startswith(("关于", "办公厅关于", "、"), end)


_LONGEST_WORK = 60


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


def _nested(field: Field, outer: list[Mention], heads: list[Head]) -> Iterator[Mention]:
    """Bodies inside a longer name that begin where it begins: the chain of its parents."""
    text = field.document.text
    position = 0
    for mention in outer:
        while position < len(heads) and heads[position][0] < mention.start:
            position += 1
        seen = {mention.end}
        index = position
        last = min([head[0] for head in heads[position : position + 40] if head[1] == mention.end], default=mention.end)
        while index < len(heads) and heads[index][0] < mention.end:
            start, end, suffix = heads[index]
            index += 1
            inner = text[mention.start : end]
            whole = start == mention.start and suffix.needs == "whole"
            if end in seen or end >= mention.end or (start <= mention.start and not whole) or len(inner) < 3:
                continue
            if (start < last < end and not whole) or is_town_of(text, start, end):  # 三防指|挥部; 中厂|镇
                continue
            if text[start:end] in {"机关", "系统", "单位"} or text[end - 1 : end] == "机":
                continue
            seen.add(end)
            yield mention_of(mention.start, end, suffix, "organisation.nested", nested="1")
