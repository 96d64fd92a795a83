"""Recognise: run the finder of every kind, then settle overlaps in one place.

In: the `Document`, the lexicon, a tagger's evidence, the kinds. Out: mentions in text order, of which no two claim
the same characters, except that a duration (三天) is a figure too, and that bodies, places and compounds may lie
inside a longer name (`data["nested"]`). Nothing is rewritten.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from report_extract._facts import Mention
from report_extract._kinds.kind import Evidence, Kind
from report_extract._kinds.nonfigure_rest import unclaimed
from report_extract._lexicon import Lexicon
from report_extract._stages._recognise_furniture import without_furniture
from report_extract._text import Document

_DIGIT = re.compile("[0-9仟佰]")

_PERSONS_FIRST = frozenset(["person.byline", "person.title", "person.role", "person.tagged"])
"""Rules whose persons hold where the same characters read as a compound: 学生郭文苑."""
_NAMES = ("organisation", "compound", "person", "place")


def recognise(
    document: Document, lexicon: Lexicon, evidence: Sequence[Evidence], kinds: Iterable[Kind]
) -> tuple[Mention, ...]:
    """All mentions of a document, overlaps settled, in text order."""
    found: defaultdict[str, list[Mention]] = defaultdict(list)
    for kind in kinds:
        for mention in kind.find(document, lexicon, evidence):
            found[mention.kind].append(mention)
    return without_furniture(settle(found, document), document)


def settle(found: dict[str, list[Mention]], document: Document) -> tuple[Mention, ...]:
    """Decide between mentions that claim the same characters.

    Times hold against figures; names hold against Chinese numerals inside them and yield to Arabic quantities;
    among names a person yields to the body around it, an inner body, compound or place becomes nested. Names of a
    gazetteer hold against all that they are not a part of.
    """
    given = _given(found)
    held = _Cover(given)
    times = [time for time in _disjoint(found.get("time", [])) if not given or not _inside(time, held)]
    figures = _disjoint(found.get("figure", []))
    printed = [m for m in figures if _DIGIT.search(document.text, m.start, m.end)]
    quantities = [m for m in printed if not held.overlapping(m.start, m.end)] if given else printed
    bodies = _behind_times(found.get("organisation", []), times, document.text)
    bodies = _without(_behind_times(bodies, quantities, document.text, within=False), quantities)
    persons = _without(_disjoint(found.get("person", [])), quantities)
    bodies = _settle_bodies(bodies, persons)
    signed = {p.span for p in persons if p.rule in _PERSONS_FIRST}
    compounds = [c for c in _without(found.get("compound", []), quantities) if c.span not in signed]
    compounds = _nest(_disjoint(compounds), _Cover(bodies), keep_partial=False)
    estates = _Cover(compounds)
    bodies = [b for b in bodies if b.data.get("nested") or not _inside(b, estates)]
    outer = [m for m in bodies if not m.data.get("nested")]
    around = _Cover(outer)
    known = {m.span for m in outer if m.rule == "organisation.short"}
    persons = [p for p in persons if not _inside(p, around, strictly=True) and not _inside(p, estates)]
    persons = [p for p in persons if p.span not in known]
    named = _Cover([*outer, *compounds, *persons])
    places = _nest(_disjoint(found.get("place", [])), named, keep_partial=False, at_start=True)
    times = [t for t in times if not _inside(t, named, strictly=True)]
    figures, in_names = _settle_figures(figures, times, named)
    nonfigures = _settle_nonfigures(found.get("nonfigure", []), in_names, [*times, *figures])
    claimed = sorted(m.span for m in (*times, *figures, *nonfigures))
    nonfigures += unclaimed(document.text, claimed)
    every = [*times, *figures, *bodies, *compounds, *persons, *places, *nonfigures]
    return tuple(sorted(every, key=lambda m: (m.start, -m.end, m.kind)))


def _longest_first(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.start - mention.end


def _given(found: dict[str, list[Mention]]) -> list[Mention]:
    """Names of a gazetteer; what the rules read across or inside them goes, what holds them makes them nested."""
    given = [m for kind in _NAMES for m in found.get(kind, ()) if "entry" in m.data]
    if not given:
        return []
    cover = _Cover(given)
    read = {m.span: m for kind in _NAMES for m in found.get(kind, ()) if "entry" not in m.data}
    for kind in _NAMES:
        rest = [m for m in found.get(kind, ()) if "entry" not in m.data and _holds_all(m, cover)]
        around = _Cover(m for m in rest if not m.data.get("nested"))
        own = [_with_parts(m, read.get(m.span), around) for m in given if m.kind == kind]
        found[kind] = sorted([*rest, *own], key=_longest_first)
    return given


def _holds_all(mention: Mention, cover: _Cover) -> bool:
    """True for a mention that is longer than every given name it touches."""
    hits = cover.overlapping(mention.start, mention.end)
    return all(mention.start <= left and right <= mention.end and (left, right) != mention.span for left, right in hits)


def _with_parts(given: Mention, read: Mention | None, around: _Cover) -> Mention:
    """A given name with what the rules saw beside it (a title), nested where it stands in a longer name."""
    parts = {**given.parts, **read.parts} if read is not None and read.kind == given.kind else given.parts
    inside = _inside(given, around)
    return replace(given, parts=parts, data={**given.data, "nested": "1"} if inside else given.data)


def _disjoint(mentions: Iterable[Mention]) -> list[Mention]:
    """Of overlapping mentions the longer holds, then the earlier."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=_longest_first):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    return kept


def _behind_times(
    bodies: Iterable[Mention], times: Sequence[Mention], text: str, *, within: bool = True
) -> list[Mention]:
    """A body's name begins behind a time that reaches into it (20日晚|某市医院), or a quantity (4人和|区统计局).

    A quantity that lies `within` a name is no reason to cut it.
    """
    cover = _Cover(times)
    out: list[Mention] = []
    for body in bodies:
        if not cover.touches(body.start, body.end):
            out.append(body)
            continue
        hits = [
            end
            for start, end in cover.overlapping(body.start, body.end)
            if (within and (start < body.start or end < body.end))
            or (not within and start <= body.start and text[end : end + 1] in ("和", "与", "及", "、"))
        ]
        start = max(hits, default=body.start)
        if start > body.start and text[start] in "从由在向对和与及、，,的":
            start += 1
        if start == body.start:
            out.append(body)
        elif body.end - start >= 3:
            out.append(replace(body, start=start))
    return out


class _Cover:
    """Disjoint or nested spans, asked by position."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._rows = sorted([(m.start, m.end) for m in mentions])
        starts, ends = zip(*self._rows, strict=True) if self._rows else ((), ())
        self._starts: tuple[int, ...] = starts
        self._reach = tuple(accumulate(ends, max))

    def touches(self, start: int, end: int) -> bool:
        """True where a span shares a character with [start, end), which is not empty."""
        index = bisect_right(self._starts, end - 1) - 1
        return index >= 0 and self._reach[index] > start

    def overlapping(self, start: int, end: int) -> list[tuple[int, int]]:
        """Spans that share a character with [start, end)."""
        out: list[tuple[int, int]] = []
        index = bisect_right(self._starts, end - 1) - 1
        if index < 0 or self._reach[index] <= start:
            return out
        while index >= 0 and self._reach[index] > start:
            left, right = self._rows[index]
            if left < end and start < right:
                out.append((left, right))
            index -= 1
        return out


def _without(mentions: Iterable[Mention], taken: Iterable[Mention]) -> list[Mention]:
    cover = _Cover(taken)
    return [m for m in mentions if not cover.touches(m.start, m.end)]


def _inside(mention: Mention, cover: _Cover, *, strictly: bool = False) -> bool:
    start, end = mention.start, mention.end
    if not cover.touches(start, end):
        return False
    for left, right in cover.overlapping(start, end):
        if left <= start and end <= right and not (strictly and left == start and right == end):
            return True
    return False


def _settle_bodies(bodies: list[Mention], persons: list[Mention]) -> list[Mention]:
    """A body that a tagger gave yields to a person; inner bodies stay as nested."""
    titled = [p for p in persons if p.rule in {"person.title", "person.byline"}]
    sure = _Cover(titled)
    holders = _Cover(replace(p, start=min(p.start, p.parts["title"][0])) for p in titled)
    outer = [b for b in bodies if not b.data.get("nested") and not _crosses(sure, b) and not _holds(holders, b)]
    cover = _Cover(outer)
    nested = [b for b in bodies if b.data.get("nested") and cover.overlapping(b.start, b.end)]
    return [*_disjoint(outer), *nested]


def _holds(holders: _Cover, body: Mention) -> bool:
    """True where a person with the title lies within (县长方知远任现场指挥部)."""
    return any(body.start <= left and right < body.end for left, right in holders.overlapping(body.start, body.end))


def _crosses(cover: _Cover, mention: Mention) -> bool:
    """True where a span overlaps the mention without lying inside it, or reaches its end."""
    return any(
        not (mention.start <= left and right < mention.end)
        for left, right in cover.overlapping(mention.start, mention.end)
    )


def _nest(inner: list[Mention], cover: _Cover, *, keep_partial: bool, at_start: bool = False) -> list[Mention]:
    """Mark what lies inside a longer name as nested; drop what crosses its border."""
    out: list[Mention] = []
    for mention in inner:
        hits = cover.overlapping(mention.start, mention.end)
        if not hits:
            out.append(mention)
            continue
        inside = any(left <= mention.start and mention.end <= right for left, right in hits)
        around = all(mention.start <= left and right <= mention.end for left, right in hits)
        if inside and (not at_start or any(left == mention.start for left, _ in hits)):
            if (mention.start, mention.end) not in hits:
                data = {**mention.data, "nested": "1"}
                out.append(Mention(mention.kind, mention.start, mention.end, mention.rule, mention.parts, data))
        elif keep_partial or (around and not inside and not at_start):
            out.append(mention)
    return out


def _settle_figures(
    figures: list[Mention], times: list[Mention], in_name: _Cover
) -> tuple[list[Mention], list[Mention]]:
    """Figures that hold, and numerals that turn out to be parts of names."""
    in_time = _Cover(t for t in times if not t.rule.startswith("duration"))
    kept: list[Mention] = []
    named: list[Mention] = []
    for figure in figures:
        if in_time.touches(figure.start, figure.end):
            continue
        if in_name.touches(figure.start, figure.end):
            named.append(Mention("nonfigure", figure.start, figure.end, "nonfigure.name", data={"category": "name"}))
            continue
        kept.append(figure)
    return kept, named


def _settle_nonfigures(nonfigures: Iterable[Mention], named: list[Mention], claimed: list[Mention]) -> list[Mention]:
    cover = _Cover(claimed)
    return _disjoint([m for m in [*nonfigures, *named] if not cover.touches(m.start, m.end)])
