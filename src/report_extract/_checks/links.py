"""Which figure is part of which: the record's own link first, else the words between the two.

Extraction links a part only to a whole that can hold it, so the very slip an audit looks for has no link in the
record. Words are therefore read again here, narrowly: the part is the first figure behind 其中 or a bracket's 含, or
stands behind X中, and its whole is the only figure of its kind that it can mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from report_extract._checks.claims import Claim, Claims
from report_extract._checks.reading import FIGURE
from report_extract._checks.words import divide, pattern, says
from report_extract._values import value

_HINT = re.compile("[中含括内（(]")  # a character of all that links by words
_AMONG = re.compile(r"^[\u3400-\u9fff]{1,10}(?:当中|中)[，,]?(?:就|共|已|也|仅|只)?有?的?$")
_NAMED = re.compile(
    r"""
    [，,、；;（(：:](?:这些|其|上述|该批)?            # a clause of its own
    (?P<noun>[\u3400-\u9fff]{2,6}?)(?:当)?中(?![心央国]) [，,]?(?:有|共有)?
    [^，,、。；;（(]{0,10}$
    """,
    re.VERBOSE,
)
_OTHER_NOUN = re.compile(r"(?:有|达|达到|为|分别.{0,4})$")  # 46项标准, 其中涉及指标有90项: other things are counted
_INSIDE_OUT = re.compile(r"在内|、|等")  # 包括20个中心在内的50个项目: the total stands behind
_ONE_NOUN = frozenset({"person", "attendance", "hours"})
_NOT_ADDED = frozenset(
    {"length", "duration", "temperature", "speed", "pressure", "ratio", "rate", "score", "flow", "share", "points"}
)
_MADE_UP = re.compile(r"[\u3400-\u9fff]{0,6}(?:组成|构成)")
_EACH = re.compile(r"(?:[每均]|单(?!位))[^，,。；;]{0,8}$")
# 19例(南陵市11例: a bracket right behind the total opens with its first part; not with another time or another total
_BRACKETED = re.compile(
    r"^[\u3400-\u9fff]{0,4}[（(](?![^（(]{0,10}[年月日期原上前应共总计另外不])[\u3400-\u9fff]{1,10}$"
)
_STATES = re.compile("(?:已|均|被)?(?:治愈|出院|死亡|确诊|解除|返家|获救|获释|落网|到案|结案)[^，,]{0,3}[）)]")
"""36例(11例已治愈): a bracket that tells what became of some."""
_OPENS = re.compile(r"\s{0,6}其中")
_CLAUSE = 24
_JOINT = re.compile(r"[，,、；;]|以及|和|及")


@value
class Link:
    """A part and its whole; `basis` says whether the record or the words give the link."""

    part: Claim
    whole: Claim
    basis: Literal["record", "words"]


def links(claims: Claims) -> dict[str, Link]:
    """The link of each part by the part's id."""
    return claims.once(_links)


def _links(claims: Claims) -> dict[str, Link]:
    found: dict[str, Link] = {}
    first_of = -1
    for claim in claims:
        alone, first_of = claim.sentence != first_of, claim.sentence
        if (alone and claim.figure.subset_of is None and not _opens(claims, claim)) or not is_additive(claim):
            continue  # nothing stands before it in its sentence, nor does 其中 open that
        linked = claims.get(claim.figure.subset_of)
        if linked is None and not _HINT.search(claims.before(claim, 40)):
            continue
        named = _named_whole(claims, claim)
        if named is not None:
            found[claim.id] = Link(claim, named, "words")
        elif linked is not None and linked.is_count and linked.start < claim.start:
            found[claim.id] = Link(claim, linked, "record")
        else:
            whole = _whole_by_words(claims, claim)
            if whole is not None:
                found[claim.id] = Link(claim, whole, "words")
    for first, second in pairwise(claims.rows):
        link = found.get(first.id)
        if link is not None and second.id not in found and _other_part(claims, link, second):
            found[second.id] = Link(second, link.whole, "words")
    return found


def is_additive(claim: Claim) -> bool:
    """True for what parts add up to: heads, things, money, area; not lengths, degrees or times."""
    return claim.is_count and claim.figure.unit.dimension not in _NOT_ADDED and claim.figure.unit.surface != "级"


def _other_part(claims: Claims, link: Link, claim: Claim) -> bool:
    """其中出口60万元、进口85万元: next in a list of 、, the other of two that divide, or 其他 at its end."""
    if claim.kind != link.part.kind or not claim.is_count or not is_list(claims, (link.part, claim)):
        return False
    if claims.between(link.part, claim).startswith("、") and not says(claims.between(link.part, claim), "each named"):
        return True
    first = claims.before(link.part, 12).rpartition(FIGURE)[2] + link.part.quote
    second = claims.between(link.part, claim) + claim.quote
    return divide(first, second) or says(second, "last of all")


def groups(found: dict[str, Link]) -> Iterator[tuple[Claim, tuple[Claim, ...]]]:
    """Each whole with its parts, in reading order."""
    parts: dict[str, list[Claim]] = {}
    wholes: dict[str, Claim] = {}
    for link in found.values():
        parts.setdefault(link.whole.id, []).append(link.part)
        wholes[link.whole.id] = link.whole
    for whole in sorted(wholes.values(), key=lambda claim: claim.start):
        yield whole, tuple(sorted(parts[whole.id], key=lambda claim: claim.start))


def is_list(claims: Claims, row: tuple[Claim, ...]) -> bool:
    """True where the claims follow each other as a plain list: at most one mark and few words between two."""
    for a, b in pairwise(row):
        words = claims.between(a, b)
        if a.sentence != b.sentence or len(words) > _CLAUSE or FIGURE in words or claims.reading.unread(a.end, b.start):
            return False
        if len(_JOINT.findall(words)) > 1 or re.search(r"[（()）]", words) or says(words, "part"):
            return False
    return True


def is_complete(claims: Claims, whole: Claim, parts: tuple[Claim, ...]) -> bool:
    """True where the words say that nothing is left out: 其他, 分别为, 由…组成, or two words such as 男, 女."""
    lead = claims.between(whole, parts[0])
    labels = [lead, *(claims.between(a, b) for a, b in pairwise(parts))]
    labels = [label[-12:] + part.quote for label, part in zip(labels, parts, strict=True)]
    if says(labels[-1], "last of all") or says(lead, "each named"):
        return "由" not in lead or bool(_MADE_UP.match(claims.after(parts[-1], 10)))
    return len(parts) == 2 and divide(*labels)


def _whole_by_words(claims: Claims, claim: Claim) -> Claim | None:
    """The whole of a part that the record leaves alone."""
    divided = _sentence_before(claims, claim) if _opens(claims, claim) else ()
    earlier = [other for other in (*divided, *claims.near(claim)) if other.end <= claim.start and _same(other, claim)]
    earlier = [other for other in earlier if not _EACH.search(claims.before(other, 10))]
    if not earlier:
        return None
    if _BRACKETED.match(claims.between(earlier[-1], claim)) and (
        claim.kind in _ONE_NOUN | {"case:例"} or _heads_a_list(claims, claim)
    ):
        return earlier[-1]
    if claims.between(earlier[-1], claim) in {"(", "（"} and _STATES.match(claims.after(claim, 8)):
        return earlier[-1]
    if FIGURE not in claims.between(earlier[-1], claim) and _AMONG.match(claims.between(earlier[-1], claim)):
        return earlier[-1]
    words = claims.before(claim, _CLAUSE)
    markers = list(pattern("part").finditer(words))
    if not markers:
        return None
    tail = words[markers[-1].end() :]
    if _INSIDE_OUT.search(tail) or (claim.kind not in _ONE_NOUN and (_OTHER_NOUN.search(tail) or len(tail) > 10)):
        return None
    limit = claim.start - len(tail)
    if FIGURE in tail or re.search(r"[。；;）)]|(?!^)[，,]", tail) or claims.reading.unread(limit, claim.start):
        return None
    heads = [other for other in earlier if other.end <= limit]
    larger = [other for other in heads if not other.strict.below(claim.strict)]
    return heads[-1] if len(heads) == 1 or (heads and not (larger or divided)) else None


def _heads_a_list(claims: Claims, claim: Claim) -> bool:
    """在建项目19个（市区11个、县域8个）: figures of one kind fill the bracket, each with its own label."""
    row = [other for other in claims.near(claim) if other.start > claim.start]
    if not row or row[0].kind != claim.kind or not is_list(claims, (claim, row[0])):
        return False
    return claims.after(row[0], 1) in (")", "）") or (len(row) > 1 and is_list(claims, (row[0], row[1])))


def _opens(claims: Claims, claim: Claim) -> bool:
    """True where 其中 opens the sentence of a figure, close before it: it divides what the sentence before told."""
    return bool(_OPENS.match(claims.before(claim, _CLAUSE))) and claims.reading.sentences[claim.sentence] >= (
        claim.start - _CLAUSE
    )


def _sentence_before(claims: Claims, claim: Claim) -> tuple[Claim, ...]:
    """The claims of the sentence before, of the same line."""
    if not claim.sentence:
        return ()
    first = claims.reading.sentences[claim.sentence - 1]
    return () if "\n" in claims.reading.masked[first : claim.start] else claims.sentence(claim.sentence - 1)


def _named_whole(claims: Claims, claim: Claim) -> Claim | None:
    """党员402名，党员中35岁以下的117名: the whole is the figure whose label is repeated before 中."""
    match = _NAMED.search(_clause(claims, claim))
    if match is None:
        return None
    noun = match["noun"]
    heads = [other for other in claims.near(claim) if other.end <= claim.start and _same(other, claim)]
    named = [other for other in heads if _counts(claims, other, noun)]
    return named[-1] if len(named) == 1 else None


def _counts(claims: Claims, claim: Claim, noun: str) -> bool:
    before, counted, after = claims.label(claim).split("|")
    return before.endswith(noun) or noun in counted or after.startswith(noun)


def _clause(claims: Claims, claim: Claim) -> str:
    return claims.before(claim, _CLAUSE).rpartition(FIGURE)[2]


def _same(whole: Claim, part: Claim) -> bool:
    return whole.is_count and whole.kind == part.kind and whole.figure.role != "change" and is_additive(whole)
