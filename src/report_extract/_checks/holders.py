"""Whether two figures are told of one holder, as far as the record says.

Strictly: the same actor. Loosely, for notes only: bodies of one line (a branch and its bureau), or short names that
differ in their last characters (区卫生局, 区卫生系统), in the actor, the recipients or the sentence itself.
"""

from __future__ import annotations

import re

from report_extract._checks.claims import Claim, Claims

_AREA = re.compile(r"^.{0,6}?[省市区县州盟旗](?=..)")
_BODIES = frozenset({"organisation"})


def same_actor(a: Claim, b: Claim) -> bool:
    """True where both figures have an actor and it is the same."""
    return a.statement is not None and b.statement is not None and _actor(a) is not None and _actor(a) == _actor(b)


def akin(claims: Claims, a: Claim, b: Claim) -> bool:
    """True where the holders are the same, stand in one line, or share the stem of their names."""
    own, other = _bodies(claims, a), _bodies(claims, b)
    if own & other or any(_above(claims, x) & other for x in own) or any(_above(claims, x) & own for x in other):
        return True
    stems = [{_stem(claims.entities[x].name) for x in ids} for ids in (own, other)]
    return any(_one_stem(x, y) for x in stems[0] for y in stems[1])


def _actor(claim: Claim) -> str | None:
    return claim.statement.actor if claim.statement is not None else None


def _bodies(claims: Claims, claim: Claim) -> set[str]:
    """Bodies that act or receive in the figure's statement, or are named in its sentence."""
    ids: set[str | None] = set()
    if claim.statement is not None:
        ids |= {claim.statement.actor, *claim.statement.recipients}
        for person in claim.statement.persons:
            ids |= {title.organisation for title in claims.entities[person].titles}
    ids |= claims.bodies.get(claim.sentence, frozenset())
    return {x for x in ids if x is not None and x in claims.entities and claims.entities[x].kind in _BODIES}


def _above(claims: Claims, entity: str) -> set[str]:
    found: set[str] = set()
    parent = claims.entities[entity].parent
    while parent is not None and parent in claims.entities and parent not in found:
        if claims.entities[parent].kind in _BODIES:
            found.add(parent)
        parent = claims.entities[parent].parent
    return found


def _stem(name: str) -> str:
    return _AREA.sub("", name)


def _one_stem(a: str, b: str) -> bool:
    """体育局 and 体育系统: two common characters at the head, at most three others behind."""
    common = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        common += 1
    return common >= 2 and max(len(a), len(b)) - common <= 3
