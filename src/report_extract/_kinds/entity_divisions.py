"""Places as administrative divisions: their codes, forms of one place joined, and the place that 区, 市, 县 stand for.

A name alone is no proof (there are two 普陀区, four 朝阳): a place gets a code where its name is the only one of its
kind, with the basis `name`, or where the article names what it lies in or what lies in it, with the basis `context`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_extract._gazetteer.divisions import Division, divisions
from report_extract._kinds.entity_group import Group, merged
from report_extract._text import Document
from report_extract._values import value

_LEVELS = "省市区县镇乡"
_PREFECTURE = 4
_TOWN_ENDS = ("镇", "乡", "街道")


@value
class Code:
    """A code, from where it is known, and the division, None for towns."""

    code: str
    basis: str
    division: Division | None


Codes = dict[int, Code]
"""By `id` of the group."""


def codes_of(groups: Sequence[Group]) -> Codes:
    """The codes of places and subdistricts."""
    places = [group for group in groups if group.kind == "place" and group.type != "address"]
    if not places:
        return {}
    candidates = {id(group): _candidates(group.name) for group in places}
    strange = tuple(group.name for group in places if not candidates[id(group)])
    for group in places:  # 清河县 beside 河东省清河县 is not the one that we know
        if any(len(name) > len(group.name) and name.endswith(group.name) for name in strange):
            candidates[id(group)] = ()
    out = {key: Code(found[0].code, "name", found[0]) for key, found in candidates.items() if len(found) == 1}
    towns = frozenset(_town_name(group.name) for group in groups if _is_town(group))
    for _ in range(2):  # a county found by its prefecture may itself be what a further name lies in
        known = [code.division for code in out.values() if code.division is not None]
        for key, found in candidates.items():
            if len(found) > 1 and key not in out:
                chosen = _by_context(found, known, towns)
                if chosen is not None:
                    out[key] = Code(chosen.code, "context", chosen)
    return out | dict(_town_codes(groups, out))


def _candidates(name: str) -> tuple[Division, ...]:
    """Divisions that a printed name can mean; what it names before its last part narrows them."""
    data = divisions()
    parts = data.parts(name)
    if not parts:
        return ()
    found = data.named(parts[-1])
    if len(parts) == 1 and parts[0] not in data.full:  # 江南 alone is no district
        found = tuple(division for division in found if len(division.digits) <= _PREFECTURE)
    for part in parts[:-1]:
        outer = data.named(part)
        found = tuple(division for division in found if any(division.lies_in(other) for other in outer))
    return found


def _by_context(found: Sequence[Division], known: Sequence[Division], towns: frozenset[str]) -> Division | None:
    """The one candidate that lies in a place of the article, or in which a town of the article lies."""
    inside = [division for division in found if any(division.lies_in(other) for other in known)]
    if not inside and towns:
        inside = [division for division in found if len(division.digits) == 6 and _holds(division, towns)]
    return inside[0] if len(inside) == 1 else None


def _holds(county: Division, towns: frozenset[str]) -> bool:
    return not towns.isdisjoint(divisions().towns(county))


def _is_town(group: Group) -> bool:
    if group.kind == "organisation":
        return group.type == "subdistrict"
    return group.kind == "place" and group.name.endswith(_TOWN_ENDS)


def _town_name(name: str) -> str:
    """青石镇 of 清河县青石镇."""
    cut = max(name.rfind(level, 0, len(name) - 2) for level in "市区县旗")
    return name[cut + 1 :] if cut > 0 else name


def _town_codes(groups: Sequence[Group], codes: Codes) -> Iterator[tuple[int, Code]]:
    """Towns of the counties that the article names."""
    listed = [group for group in groups if _is_town(group)]
    counties = {code.division for code in codes.values() if code.division and len(code.division.digits) == 6}
    if not listed or not counties:
        return
    tables = [divisions().towns(county) for county in counties]
    for group in listed:
        found = {table[name] for table in tables if (name := _town_name(group.name)) in table}
        if len(found) == 1:
            yield id(group), Code(found.pop(), "context", None)


def join_places(groups: Sequence[Group], codes: Codes) -> list[Group]:
    """One group for the forms of one place: of the same code, or 清河县 for 河东省清河县 and 临江 for 临江市."""
    places = [group for group in groups if group.kind == "place" and group.type != "address"]
    into: dict[int, Group] = {}
    by_code: dict[str, Group] = {}
    for group in places:
        code = codes.get(id(group))
        if code is None:
            full = {id(long): long for long in places if _is_form(group.name, long.name) and id(long) not in codes}
            if len(full) == 1:
                into[id(group)] = next(iter(full.values()))
        elif code.code in by_code:
            into[id(group)] = by_code[code.code]
        else:
            by_code[code.code] = group
    return merged(groups, into)


def _is_form(short: str, long: str) -> bool:
    if len(short) < 2 or len(short) >= len(long):
        return False
    if long[:-1] == short and long[-1] in _LEVELS and short[-1] not in _LEVELS:
        return True
    return long.endswith(short) and short[-1] in _LEVELS and long[-len(short) - 1] in _LEVELS


def own_places(groups: Sequence[Group], document: Document) -> dict[str, Group]:
    """For 区, 市, 县 …: the one place of that level that the article names, or that clearly leads it.

    A place leads where it is named first, and more than twice as often as all others of its level together.
    """
    found: dict[str, list[Group]] = {}
    for group in groups:
        if group.kind == "place" and len(group.name) >= 2 and group.name[-1] in _LEVELS:
            found.setdefault(group.name[-1], []).append(group)
    out: dict[str, Group] = {}
    for level, places in found.items():
        leading = places[0]
        others = sum(len(group.mentions) for group in places[1:])
        if len(places) == 1 or (len(leading.mentions) > 2 * others and _opens(leading, document)):
            out[level] = leading
    return out


def _opens(group: Group, document: Document) -> bool:
    """True where the group is named in the headline or the first two sentences."""
    return document.sentence_index(group.mentions[0].start) <= 2


def parent_division(group: Group, groups: Sequence[Group], codes: Codes) -> int | None:
    """Index of the narrowest place of the article that a coded place lies in."""
    code = codes.get(id(group))
    if code is None:
        return None
    digits = code.division.digits if code.division is not None else code.code
    best: tuple[int, int] | None = None
    for index, other in enumerate(groups):
        above = codes.get(id(other))
        if other is group or above is None or above.division is None:
            continue
        size = len(above.division.digits)
        if size < len(digits) and digits.startswith(above.division.digits) and (best is None or size > best[0]):
            best = (size, index)
    return best[1] if best is not None else None
