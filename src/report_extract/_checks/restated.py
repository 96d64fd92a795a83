"""The same figure said twice in one article and not alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_extract._checks.arithmetic import show
from report_extract._checks.check import Outcome, printed
from report_extract._checks.claims import Claim, Claims

_THIS = re.compile(r"(?:这|上述|以上|该)$")
_REACH = 2  # sentences that an 这46座 reaches back


def restated_figure_differs(claims: Claims) -> Iterator[Outcome]:
    """A figure that repeats an earlier one (这46座) has another value."""
    for claim in claims:
        first = claims.get(claim.figure.restates) or _meant(claims, claim)
        if first is None or first.kind != claim.kind or first.start >= claim.start:
            continue
        if first.loose.meets(claim.loose):
            yield Outcome(
                "consistent", f"“{printed(claim)}”与前文“{printed(first)}”一致。", show(claim.strict), (first, claim)
            )
        else:
            yield Outcome(
                "inconsistent",
                f"同一数据前文为“{printed(first)}”，后文为“{printed(claim)}”。",
                f"{show(first.strict)} ≠ {show(claim.strict)}",
                (first, claim),
            )


def _meant(claims: Claims, claim: Claim) -> Claim | None:
    """The only earlier count nearby of the same unit and the same noun that 这 can point to."""
    noun = _noun(claims, claim)
    if not _THIS.search(claims.before(claim, 3)) or noun is None or not claim.is_count:
        return None
    low = claims.reading.sentence_span(max(claim.sentence - _REACH, 0))[0]
    near = [
        other
        for other in claims.rows
        if max(low, claim.part.start) <= other.start < claim.start
        and other.kind == claim.kind
        and other.figure.unit.surface == claim.figure.unit.surface
        and other.is_count
    ]
    return near[0] if len(near) == 1 and noun[-2:] in claims.label(near[0]) else None


def _noun(claims: Claims, claim: Claim) -> str | None:
    """The noun right behind the figure."""
    if claim.figure.counted is not None and claim.figure.counted.spans[0][0] >= claim.figure.quote.spans[-1][1]:
        return claim.figure.counted.text
    match = re.match(r"[\u3400-\u9fff]{2}", claims.after(claim, 2))
    return match.group() if match is not None else None
