"""Counts of agreement on peer cases, by kind and by suite, with every disagreement.

An expected item is right where an item of its family (`case_values.family`) touches it and has its value. Where a case
expects nothing, it is right that no item of its scope is found (`nothing`). A found span is false where it is of the
scope of its case and touches no expected item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from report_extract._evaluation.case_values import family, same_value, unit_of
from report_extract._evaluation.cases import Case, Item, Range, Repeated
from report_extract._evaluation.scores import Miss, MissKind

_MEASURED = {"currency": "money", "temperature": "temperature"}
_NO_DIMENSION = ("money", "temperature", "share")


@dataclass(slots=True)
class Tally:
    """Expected items and how many were right."""

    expected: int = 0
    right: int = 0

    @property
    def share(self) -> float:
        """Right ones of the expected, from 0 to 1."""
        return self.right / self.expected if self.expected else 0.0


@dataclass(slots=True)
class CaseScores:
    """Tallies by kind and by suite, the false spans, and the disagreements."""

    kinds: dict[str, Tally] = field(default_factory=dict)
    suites: dict[str, Tally] = field(default_factory=dict)
    false: int = 0
    misses: list[Miss] = field(default_factory=list)

    @property
    def all(self) -> Tally:
        """Over all kinds."""
        return self.of(self.kinds)

    @property
    def dates(self) -> Tally:
        """Over dates, ranges and times, which suites tell apart in different ways."""
        return self.of(kind for kind in self.kinds if family(kind) == "dates")

    def of(self, kinds: Iterable[str]) -> Tally:
        """Over some kinds."""
        rows = [self.kinds[kind] for kind in kinds]
        return Tally(sum(row.expected for row in rows), sum(row.right for row in rows))

    def count(self, case: Case, kind: str, right: bool) -> None:
        """One more expected item."""
        for tally in (self.kinds.setdefault(kind, Tally()), self.suites.setdefault(case.suite, Tally())):
            tally.expected += 1
            tally.right += right


def score_cases(cases: Iterable[Case], answer: Callable[[Case], Sequence[Item]]) -> CaseScores:
    """The scores of a reader; `answer` gives what it finds in a case."""
    scores = CaseScores()
    for case in cases:
        found = answer(case)
        for item in case.expected:
            _count(scores, case, item, found)
        extra = {(one.start, one.end): one for one in reversed(found) if _extra(one, case)}
        if not case.expected:
            scores.count(case, "nothing", not extra)
        scores.false += len(extra)
        scores.misses += [
            Miss(case.id, one.kind, "extra", one.start, one.end, "nothing", shown(one)) for one in extra.values()
        ]
    return scores


def metrics(scores: CaseScores) -> Mapping[str, float]:
    """`KIND.right`, with `dates.right` over its three kinds and `all.right`, rounded to three places."""
    tallies = {**dict(sorted(scores.kinds.items())), "dates": scores.dates, "all": scores.all}
    return {f"{name}.right": round(tally.share, 3) for name, tally in tallies.items() if tally.expected}


def shown(item: Item) -> str:
    """The value of an item for eyes.

    >>> shown(Item(start=0, end=2, kind="quantity", value=5, unit="元"))
    '5 元'
    """
    value = item.value
    if isinstance(value, Range):
        text = f"{value.min:g}..{value.max:g}"
    elif isinstance(value, Repeated):
        text = f"every {value.every}"
    else:
        text = f"{value:.12g}" if isinstance(value, float) else value
    return f"{text} {item.unit}" if item.unit else text


def _count(scores: CaseScores, case: Case, item: Item, found: Sequence[Item]) -> None:
    near = [one for one in found if _touch(one, item) and family(one.kind) == family(item.kind)]
    right = any(same_value(one, item) for one in near)
    scores.count(case, item.kind, right)
    if not right:
        given = " or ".join(dict.fromkeys(map(shown, near))) or "nothing"
        kind: MissKind = "value" if near else "missed"
        scores.misses.append(Miss(case.id, item.kind, kind, item.start, item.end, shown(item), given))


def _extra(one: Item, case: Case) -> bool:
    return any(_belongs(one, scope) for scope in case.scope) and not any(_touch(one, item) for item in case.expected)


def _touch(one: Item, other: Item) -> bool:
    return one.start < other.end and other.start < one.end


def _belongs(one: Item, scope: str) -> bool:
    if one.kind != "quantity":
        return family(one.kind) == family(scope)
    unit = unit_of(one.unit or "")
    dimension = "age" if one.unit == "岁" else unit.dimension if unit is not None else ""
    if scope in _MEASURED:
        return dimension == _MEASURED[scope]
    if scope == "dimension":
        return unit is not None and unit.dimension not in _NO_DIMENSION
    return scope == "quantity" or scope == dimension == "age"
