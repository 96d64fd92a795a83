"""The reading of names: mentions of one body, compound, person or place become one entity.

Short forms are joined by structure (`entity_joining`), places coded and joined by what they are (`entity_divisions`).
A parent is what the name begins with, the place that an elliptic 区, 市, 县 stands for, or the division it lies in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from report_extract._facts import EntityFact, Mention, Title
from report_extract._kinds.entity_divisions import Codes, codes_of, join_places, own_places, parent_division
from report_extract._kinds.entity_group import Group, gather
from report_extract._kinds.entity_joining import join_short_forms
from report_extract._kinds.naming import ELLIPTIC
from report_extract._lexicon import Lexicon
from report_extract._text import Document, Span

_MAX_GROUPS = 4_000
ParentBasis = Literal["name", "elliptic", "division", "gazetteer"]


def read(mentions: Sequence[Mention], document: Document, lexicon: Lexicon) -> tuple[EntityFact, ...]:
    """Entities in order of first appearance; `parent` and title organisations index the result."""
    groups = join_short_forms(gather(mentions, document.text)[:_MAX_GROUPS], document, lexicon)
    codes = codes_of(groups)
    given = {name.name: name.parent for name in lexicon.names if name.parent is not None}
    return _entities(join_places(groups, codes), codes, document, given)


def _entities(
    groups: list[Group], codes: Codes, document: Document, given: Mapping[str, str]
) -> tuple[EntityFact, ...]:
    text = document.text
    index_of = {(group.kind, name): index for index, group in enumerate(groups) for name in (group.name, *group.names)}
    own = own_places(groups, document)
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
        parent, basis = _given_parent(group, groups, given)
        if parent is None:
            parent, basis = _parent(group, index, groups, index_of, own, codes)
        code = codes.get(id(group))
        out.append(
            EntityFact(
                kind=group.kind,  # type: ignore[arg-type]
                type=group.type,
                name=group.name,
                qualified_name=_qualified(group, own, text),
                mentions=tuple(group.mentions),
                parent=parent,
                parent_basis=basis,
                code=code.code if code is not None else None,
                code_basis=code.basis if code is not None else None,  # type: ignore[arg-type]
                aliases=tuple([name for name in group.names if name != group.name]),
                titles=_titles(group, document, at, ends),
                open_list=any("open" in mention.data for mention in group.mentions),
            )
        )
    return _carry_title_bodies(tuple(out), document)


def _qualified(group: Group, own: dict[str, Group], text: str) -> str:
    name = group.name
    body = group.kind == "organisation"
    if group.kind == "compound" or (body and any(m.rule == "organisation.shared" for m in group.mentions)):
        suffix = next((m.parts["suffix"] for m in group.mentions if "suffix" in m.parts), None)
        tail = text[suffix[0] : suffix[1]] if suffix else ""
        return name if name.endswith(tail) else name + tail
    if not body or len(name) < 2:
        return name
    if name[0] in own and name[0] in ELLIPTIC:
        return own[name[0]].name + name[1:]
    return name


def _given_parent(
    group: Group, groups: Sequence[Group], given: Mapping[str, str]
) -> tuple[int | None, ParentBasis | None]:
    """The parent that a gazetteer names, where the article names it too."""
    wanted = given.get(group.given or "")
    if wanted is None:
        return None, None
    for index, other in enumerate(groups):
        if other is not group and (other.given == wanted or wanted in (other.name, *other.names)):
            return index, "gazetteer"
    return None, None


def _parent(
    group: Group,
    index: int,
    groups: Sequence[Group],
    index_of: dict[tuple[str, str], int],
    own: dict[str, Group],
    codes: Codes,
) -> tuple[int | None, ParentBasis | None]:
    """The longest other body or place with which the name begins, else the place that 区/市/县 stands for."""
    if group.kind == "place":
        above = parent_division(group, groups, codes)
        return above, "division" if above is not None else None
    if group.kind == "person":
        return None, None
    for size in range(len(group.name) - 1, 1, -1):
        head = group.name[:size]
        for kind in ("organisation", "compound", "place"):
            other = index_of.get((kind, head))
            if other is not None and other != index:
                return other, "name"
    place = own.get(group.name[0]) if group.name[0] in ELLIPTIC else None
    if place is not None:
        return index_of[("place", place.name)], "elliptic"
    above = parent_division(group, groups, codes)
    return above, "division" if above is not None else None


def _titles(group: Group, document: Document, at: dict[Span, int], ends: dict[int, list[Span]]) -> tuple[Title, ...]:
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
