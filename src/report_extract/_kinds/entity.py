"""The reading of names: mentions of one body, compound, person or place become one entity.

Short forms are joined to their full name by structure, never by guess: the same name without its area (国资委 for
区国资委), or the same area and last noun with fewer characters between (区城管局 for 区城管执法局). Two names that
structure does not join stay two entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from report_extract._facts import EntityFact, Mention, Title
from report_extract._kinds.naming import ELLIPTIC, Words, words_of
from report_extract._lexicon import Lexicon
from report_extract._text import Document, Span

_DIVISIONS = {"区": ("区",), "市": ("市",), "县": ("县",), "省": ("省",), "镇": ("镇",), "乡": ("乡",)}
_MAX_GROUPS = 4_000


@dataclass(slots=True)
class _Group:
    """Mentions under one name, while they are being joined."""

    kind: str
    name: str
    type: str
    mentions: list[Mention] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    parent: str | None = None
    titles: list[tuple[str, Span | None]] = field(default_factory=list)


def read(mentions: Sequence[Mention], document: Document, lexicon: Lexicon) -> tuple[EntityFact, ...]:
    """Entities in order of first appearance; `parent` and title organisations index the result."""
    text = document.text
    groups: dict[tuple[str, str], _Group] = {}
    for mention in mentions:
        printed = text[mention.start : mention.end]
        surface = mention.data.get("antecedent", printed)
        key = mention.kind, surface if mention.kind != "compound" else _base(mention, surface, text)
        group = groups.get(key)
        if group is None:
            group = groups[key] = _Group(mention.kind, surface, mention.data.get("type", mention.kind))
        group.mentions.append(mention)
        if printed not in group.names:
            group.names.append(printed)
        if len(surface) > len(group.name):
            group.name = surface
    words = words_of(lexicon)
    joined = _join_short_forms(list(groups.values())[:_MAX_GROUPS], words)
    return _entities(joined, document)


def _base(mention: Mention, surface: str, text: str) -> str:
    """The name under which a compound is filed: without its suffix but with its level."""
    suffix = mention.parts.get("suffix")
    tail = text[suffix[0] : suffix[1]] if suffix else ""
    return surface.removesuffix(tail) + "|" + tail


def _join_short_forms(groups: list[_Group], words: Words) -> list[_Group]:
    by_end: dict[str, list[_Group]] = {}
    for group in groups:
        if group.kind == "organisation":
            by_end.setdefault(group.name[-1], []).append(group)
    absorbed: dict[int, _Group] = {}
    firms = [group for group in groups if group.kind == "organisation" and _LEGAL_FORM.search(group.name)]
    for rivals in by_end.values():
        for short in rivals:
            every = [long for long in (*rivals, *firms) if long is not short]
            full = [long for long in every if _is_short_form(short.name, long.name, words)]
            if len({long.name for long in full}) == 1:
                absorbed[id(short)] = full[0]
    kept: list[_Group] = []
    for group in groups:
        target = absorbed.get(id(group))
        for _ in range(4):
            if target is None or id(target) not in absorbed:
                break
            target = absorbed[id(target)]
        if target is None or target is group:
            kept.append(group)
            continue
        target.mentions += group.mentions
        target.names += [name for name in group.names if name not in target.names]
    for group in kept:
        group.mentions.sort(key=lambda m: (m.start, m.end))
    return sorted(kept, key=lambda g: g.mentions[0].start)


def _is_short_form(short: str, long: str, words: Words) -> bool:
    """True where `short` is `long` without its area, or with fewer characters between area and last noun.

    >>> from report_extract._lexicon import default_lexicon
    >>> _is_short_form("区城管局", "区城管执法局", words_of(default_lexicon()))
    True
    """
    if len(short) >= len(long):
        return False
    if long.startswith(short):  # a body inside a longer name is no short form of it; a firm without its legal form is
        return _LEGAL_FORM.fullmatch(long, len(short)) is not None
    if short[0] in ELLIPTIC and len(short) >= 4 and long.endswith(short):  # 区教育局, 清江市河东区教育局
        return len(long) - len(short) <= 7 and _BODY_INSIDE.search(long, 0, len(long) - len(short)) is None
    if long.endswith(short) and len(short) >= 3:
        head = long[: -len(short)]
        return head in ELLIPTIC or head in words.places or (head[-1] in ELLIPTIC and len(head) <= 4)
    if short[-1] != long[-1] or len(short) < 3:
        return False
    area = _shared_area(short, long, words)
    if area is None:
        return False
    inner_short, inner_long = short[area:-1], long[area:-1]
    return (
        len(inner_short) >= 2
        and inner_long.startswith(inner_short[:2])
        and not set("第一二三四五六七八九十") & set(long)
        and _is_subsequence(inner_short, inner_long)
    )


_LEGAL_FORM = re.compile(r"(?:集团)?(?:股份|控股)?(?:有限)?(?:责任)?(?:公司|集团)")
_BODY_INSIDE = re.compile(r"[局委院部厅署站队所]")


def _shared_area(short: str, long: str, words: Words) -> int | None:
    if short[0] in ELLIPTIC and short[0] == long[0]:
        return 1
    for size in (4, 3, 2):
        head = short[:size]
        if long.startswith(head) and (head in words.places or head[-1] in ELLIPTIC):
            return size
    return None


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def _entities(groups: list[_Group], document: Document) -> tuple[EntityFact, ...]:
    text = document.text
    index_of = {(group.kind, name): index for index, group in enumerate(groups) for name in (group.name, *group.names)}
    divisions = _divisions(groups)
    at = {
        (mention.start, mention.end): index
        for index, group in enumerate(groups)
        if group.kind != "person"
        for mention in group.mentions
    }
    ends: dict[int, list[Span]] = {}
    if any(group.kind == "person" for group in groups):
        for span in at:
            ends.setdefault(span[1], []).append(span)
    out: list[EntityFact] = []
    for index, group in enumerate(groups):
        parent = _parent(group, index, index_of, divisions)
        out.append(
            EntityFact(
                kind=group.kind,  # type: ignore[arg-type]
                type=group.type,
                name=group.name,
                qualified_name=_qualified(group, divisions, text),
                mentions=tuple(group.mentions),
                parent=parent,
                aliases=tuple(name for name in group.names if name != group.name),
                titles=_titles(group, document, at, ends),
                open_list=any("open" in mention.data for mention in group.mentions),
            )
        )
    return _carry_title_bodies(tuple(out), document)


def _divisions(groups: Iterable[_Group]) -> dict[str, str]:
    """For 区, 市, 县 …: the one place of that level the article names, where there is just one."""
    found: dict[str, set[str]] = {}
    for group in groups:
        if group.kind == "place" and len(group.name) >= 2 and group.name[-1] in _DIVISIONS:
            found.setdefault(group.name[-1], set()).add(group.name)
    return {level: names.pop() for level, names in found.items() if len(names) == 1}


def _qualified(group: _Group, divisions: dict[str, str], text: str) -> str:
    name = group.name
    if group.kind == "compound" or any(m.rule == "organisation.shared" for m in group.mentions):
        suffix = next((m.parts["suffix"] for m in group.mentions if "suffix" in m.parts), None)
        tail = text[suffix[0] : suffix[1]] if suffix else ""
        return name if name.endswith(tail) else name + tail
    if group.kind != "organisation" or len(name) < 2:
        return name
    if name[0] in divisions and name[0] in ELLIPTIC:
        return divisions[name[0]] + name[1:]
    return name


def _parent(
    group: _Group,
    index: int,
    index_of: dict[tuple[str, str], int],
    divisions: dict[str, str],
) -> int | None:
    """The longest other body or place with which the name begins, else the place that 区/市/县 stands for."""
    if group.kind not in {"organisation", "compound"}:
        return None
    for size in range(len(group.name) - 1, 1, -1):
        head = group.name[:size]
        for kind in ("organisation", "compound", "place"):
            other = index_of.get((kind, head))
            if other is not None and other != index:
                return other
    place = divisions.get(group.name[0]) if group.name[0] in ELLIPTIC else None
    return index_of.get(("place", place)) if place else None


def _titles(
    group: _Group, document: Document, at: dict[Span, int], ends: dict[int, list[Span]]
) -> tuple[Title, ...]:
    if group.kind != "person":
        return ()
    text = document.text
    out: list[Title] = []
    for mention in group.mentions:
        span = mention.parts.get("title")
        if span is None:
            continue
        body = _body_before(span, at, ends)
        for title in text[span[0] : span[1]].replace("兼", "、").split("、"):
            entry = Title(title.strip(), body)
            if entry.title and entry.title not in {known.title for known in out}:
                out.append(entry)
    return tuple(out)


def _body_before(span: Span, at: dict[Span, int], ends: dict[int, list[Span]]) -> int | None:
    """The body whose name ends where the title begins, or overlaps its start (党组书记 after …局党组)."""
    near = [body for end in range(*span) for body in ends.get(end, ()) if body[0] < span[0]]
    return at[max(near, key=lambda body: body[1] - body[0])] if near else None


def _carry_title_bodies(entities: tuple[EntityFact, ...], document: Document) -> tuple[EntityFact, ...]:
    """Titles without a body take it from the person named before in the same sentence."""
    people = sorted(
        (mention.start, index)
        for index, entity in enumerate(entities)
        if entity.kind == "person"
        for mention in entity.mentions
        if "title" in mention.parts
    )
    bodies: dict[int, int] = {}
    sentence, body = -1, None
    for start, index in people:
        here = document.sentence_index(start)
        own = next((title.organisation for title in entities[index].titles if title.organisation is not None), None)
        if here != sentence:
            sentence, body = here, None
        if own is not None:
            body = own
        elif body is not None:
            bodies.setdefault(index, body)
    return tuple(
        replace(
            entity,
            titles=tuple(
                Title(title.title, bodies[index]) if title.organisation is None else title for title in entity.titles
            ),
        )
        if index in bodies
        else entity
        for index, entity in enumerate(entities)
    )
