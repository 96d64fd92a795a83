"""What a check is, what it answers, and the loop that turns answers into findings.

A check reads `Claims` and yields an `Outcome` for every relation it could or could not test. The loop applies what
holds for all of them: severities are lowered for inferred operands and for figures of a repaired block, a plan set
against a result is a note, a finding that rests on a width chosen by us (约, 近) is at most S3; S3 and S4 are
`doubtful`, never `inconsistent`. Consistent and untestable outcomes are kept only on request, as notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from report_extract._checks.arithmetic import Interval, show
from report_extract._checks.claims import Claim, Claims, Dated, claims_of
from report_extract._checks.nearest import Relation, nearest
from report_extract._values import value
from report_extract.records import Extraction, Finding, Quote

Severity = Literal["S1", "S2", "S3", "S4"]
Verdict = Literal["inconsistent", "doubtful", "consistent", "untestable"]
_AT_REST = frozenset(["consistent", "untestable"])
_ORDER: tuple[Severity, ...] = ("S1", "S2", "S3", "S4")


@value
class Outcome:
    """One relation, tested or not. `severity` replaces the check's own; `inferred` lowers it by one.

    `of_plans` marks a relation between a plan and a result that is no comparison of the two. `holds` answers for other
    intervals of the same figures: with it the nearest consistent readings are looked for.
    """

    verdict: Verdict
    message: str
    computation: str | None = None
    figures: tuple[Claim, ...] = ()
    times: tuple[Dated, ...] = ()
    severity: Severity | None = None
    inferred: bool = False
    policy: str | None = None
    of_plans: bool = False
    evidence: tuple[Quote, ...] = ()
    holds: Relation | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A finding code, the severity of its alarm, the function that looks for it, and what may explain it innocently.

    A check is not asked where it could say nothing: `anchors` are words one of which then stands in the text (none =
    any text will do), `figures` how many figures then stand in one sentence.
    """

    code: str
    severity: Severity
    run: Callable[[Claims], Iterable[Outcome]]
    innocent: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    figures: int = 0


def run_checks(
    extraction: Extraction, *, checks: Sequence[Check], explain: bool = False, text: str | None = None
) -> tuple[Finding, ...]:
    """Findings of all checks, numbered in the order of the page; `text` only helps a record without blocks."""
    claims = claims_of(extraction, text, explain=explain)
    holds, most = claims.reading.holds, claims.most
    rows: list[tuple[int, Finding]] = []
    for check in checks:
        if check.figures > most or (check.anchors and not holds(check.anchors)):
            continue
        seen: set[tuple[str, ...]] = set()
        for outcome in check.run(claims):
            if not explain and outcome.verdict in _AT_REST:
                continue
            key = (outcome.verdict, *(c.id for c in outcome.figures), *(d.time.id for d in outcome.times))
            key += tuple(quote.text for quote in outcome.evidence)
            if key not in seen:
                seen.add(key)
                rows.append((_offset(outcome), _finding(check, outcome, claims)))
    rows.sort(key=lambda row: row[0])
    return tuple(finding.model_copy(update={"id": f"a{n}"}) for n, (_, finding) in enumerate(rows, 1))


def lowered(severity: Severity, by: int = 1) -> Severity:
    """One step less grave, S4 at the least.

    >>> lowered("S1"), lowered("S4")
    ('S2', 'S4')
    """
    return _ORDER[min(_ORDER.index(severity) + by, len(_ORDER) - 1)]


def graded(check: Check, outcome: Outcome) -> Severity:
    """The severity of an alarm after all caps."""
    severity = outcome.severity or check.severity
    parts = [claim.part for claim in outcome.figures] + [dated.part for dated in outcome.times]
    severity = lowered(severity, outcome.inferred + any(part.repaired for part in parts))
    if _rests_on_width(outcome):
        severity = max(severity, "S3", key=_ORDER.index)
    if not outcome.of_plans and len({claim.planned for claim in outcome.figures}) == 2:
        severity = "S4"
    return severity


def judged(
    operands: tuple[Claim, ...],
    holds: Relation,
    *,
    agrees: str,
    differs: str,
    formula: str,
    against: str | None = None,
    times: tuple[Dated, ...] = (),
    severity: Severity | None = None,
) -> Outcome:
    """The outcome of a relation over the operands' loose intervals; `against` is what the formula should have given."""
    if holds(*(claim.loose for claim in operands)):
        return Outcome("consistent", agrees, formula, operands, times)
    sum_ = f"{formula} ≠ {against}" if against is not None else formula
    return Outcome("inconsistent", differs, sum_, operands, times, severity=severity, holds=holds)


def positive(*rows: Claim) -> bool:
    """True where no figure can be zero or below it: then they may be multiplied and divided."""
    return all(row.loose.low is not None and row.loose.low > 0 for row in rows)


def printed(claim: Claim) -> str:
    """A figure for a message: its words as the page has them, on one line."""
    phrase = "".join(claim.figure.phrase.text.split())
    return phrase if claim.quote in phrase and len(phrase) <= 24 else "".join(claim.quote.split())


def _finding(check: Check, outcome: Outcome, claims: Claims) -> Finding:
    alarm = outcome.verdict in {"inconsistent", "doubtful"}
    severity: Severity = graded(check, outcome) if alarm else "S4"
    verdict: Verdict = outcome.verdict if not alarm else "inconsistent" if severity in {"S1", "S2"} else "doubtful"
    if alarm and outcome.verdict == "doubtful" and severity in {"S1", "S2"}:
        severity, verdict = "S3", "doubtful"
    return Finding(
        id="a0",
        code=check.code,
        severity=severity,
        verdict=verdict,
        message=outcome.message,
        computation=outcome.computation,
        policy=outcome.policy or _policy(outcome.figures),
        figures=tuple(claim.id for claim in outcome.figures),
        times=tuple(dated.time.id for dated in outcome.times),
        entities=_holders(outcome.figures, claims),
        evidence=_evidence(outcome),
        innocent=check.innocent if alarm else (),
        nearest=nearest(outcome.figures, outcome.holds) if alarm and outcome.holds is not None else (),
    )


def _evidence(outcome: Outcome) -> tuple[Quote, ...]:
    rows = [(claim.start, claim.figure.quote) for claim in outcome.figures]
    rows += [(dated.start, dated.time.quote) for dated in outcome.times]
    rows += [(quote.spans[0][0], quote) for quote in outcome.evidence]
    return tuple(dict.fromkeys(quote for _, quote in sorted(rows, key=lambda row: row[0])))


def _offset(outcome: Outcome) -> int:
    quotes = _evidence(outcome)
    return quotes[0].spans[0][0] if quotes else 0


def _holders(figures: Sequence[Claim], claims: Claims) -> tuple[str, ...]:
    actors = (claim.statement.actor for claim in figures if claim.statement is not None)
    return tuple(dict.fromkeys(actor for actor in actors if actor is not None and actor in claims.entities))


def _rests_on_width(outcome: Outcome) -> bool:
    """True where a width chosen by us decides: a relation that fails for far wider ones too does not rest on it."""
    if not any(_by_width(claim) for claim in outcome.figures):
        return False
    if outcome.holds is None:
        return True
    try:
        return outcome.holds(*(_widened(claim) for claim in outcome.figures))
    except ValueError:
        return True


def _widened(claim: Claim) -> Interval:
    """约 from half to double, 近 down to nothing."""
    value = claim.value
    if value is None or value <= 0 or not _by_width(claim):
        return claim.loose
    near = claim.loose.high is not None and claim.loose.high <= value
    if claim.figure.comparator == "approx" and not near:
        return Interval(value / 2, value * 2)
    return Interval(Fraction(0), claim.loose.high, True, claim.loose.high_closed)


def _by_width(claim: Claim) -> bool:
    """True where the interval has a width that no rule of language fixes: 约, 近, 来."""
    figure = claim.figure
    near = figure.comparator == "lt" and figure.low is not None and claim.strict.low != 0
    return (figure.comparator == "approx" and not claim.strict.is_point) or near


def _policy(figures: Sequence[Claim]) -> str | None:
    """The widths that were used, each with the interval it gave."""
    used = []
    for claim in figures:
        if _by_width(claim):
            used.append(f"“{printed(claim)}”按约数取{show(claim.strict)}")
        elif claim.figure.comparator == "eq" and not claim.strict.is_point:
            used.append(f"“{printed(claim)}”按四舍五入取{show(claim.strict)}")
    return "；".join(dict.fromkeys(used)) or None
