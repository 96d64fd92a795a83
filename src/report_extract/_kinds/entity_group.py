"""Mentions under one name: what the reading of names works on before entities are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from report_extract._facts import Mention
from report_extract._text import Span


@dataclass(slots=True, eq=False)
class Group:
    """Mentions under one name, while they are being joined. `name` is the longest form printed."""

    kind: str
    name: str
    type: str
    mentions: list[Mention] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    given: str | None = None
    titles: list[tuple[str, Span | None]] = field(default_factory=list)

    def absorb(self, other: Group) -> None:
        """Take the mentions and names of another group."""
        self.mentions += other.mentions
        self.names += [name for name in other.names if name not in self.names]
        if len(other.name) > len(self.name):
            self.name = other.name


def gather(mentions: Sequence[Mention], text: str) -> list[Group]:
    """Groups in order of first appearance: by kind and name, by antecedent, or by a gazetteer's entry."""
    groups: dict[tuple[str, str], Group] = {}
    for mention in mentions:
        printed = text[mention.start : mention.end]
        given = mention.data.get("entry")
        surface = printed if given else mention.data.get("antecedent", printed)
        key = (mention.kind, f"={given}" if given else _base(mention, surface, text))
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(mention.kind, surface, mention.data.get("type", mention.kind), given=given)
        group.mentions.append(mention)
        if printed not in group.names:
            group.names.append(printed)
        if len(surface) > len(group.name):
            group.name = surface
    return list(groups.values())


def merged(groups: Sequence[Group], into: dict[int, Group]) -> list[Group]:
    """The groups left when each of `into` (by `id`) has gone into another; in order of first appearance."""
    if not into:
        return list(groups)
    kept: list[Group] = []
    for group in groups:
        target = into.get(id(group))
        for _ in range(4):
            if target is None or id(target) not in into:
                break
            target = into[id(target)]
        if target is None or target is group:
            kept.append(group)
        else:
            target.absorb(group)
    for group in kept:
        group.mentions.sort(key=lambda m: (m.start, m.end))
    return sorted(kept, key=lambda g: g.mentions[0].start)


def _base(mention: Mention, surface: str, text: str) -> str:
    """The name under which a mention is filed: a compound without its suffix but with its level."""
    if mention.kind != "compound":
        return surface
    suffix = mention.parts.get("suffix")
    tail = text[suffix[0] : suffix[1]] if suffix else ""
    return surface.removesuffix(tail) + "|" + tail
