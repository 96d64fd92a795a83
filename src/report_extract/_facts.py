"""Inner types between the stages: mentions (found spans), facts (their values) and statements (their relations).

All spans here are view spans of the `Document`; only `validate` turns them into quotes of the source.
Numbers are `Decimal`, dates are EDTF strings beside ISO ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from report_extract._text import Span
from report_extract._values import value

MentionKind = Literal["figure", "time", "organisation", "compound", "person", "place", "nonfigure"]
Comparator = Literal["eq", "approx", "gt", "ge", "lt", "le"]
Relation = Literal["at", "during", "since", "until", "before", "after"]
TimeKind = Literal["date", "time", "interval", "duration", "set"]
YearBasis = Literal["printed", "published", "inferred", "unknown"]
Role = Literal["total", "part", "mean", "rate", "change", "level", "rank"]
Modality = Literal["reported", "planned", "required", "estimated", "quoted"]
ActorBasis = Literal["stated", "carried"]
Confidence = Literal["high", "medium", "low"]


class _Nothing(dict[str, Any]):
    """An empty mapping that may be a default as it is: one that is made by a call would be called for each mention."""

    __hash__ = object.__hash__  # type: ignore[assignment]


_NONE = _Nothing()


@value
class Mention:
    """A found span: nothing is rewritten or valued yet.

    `parts` are named sub-spans (or neighbouring spans) that the reading needs; `data` are named strings that the
    finder already knows (a class, a lexicon name). `rule` names the rule and travels into the record.
    """

    kind: MentionKind
    start: int
    end: int
    rule: str
    parts: Mapping[str, Span] = _NONE
    data: Mapping[str, str] = _NONE

    @property
    def span(self) -> Span:
        """View span."""
        return self.start, self.end


@value
class Calendar:
    """The year the article speaks in, and from where that is known."""

    year: int | None
    basis: YearBasis
    evidence: tuple[Span, ...] = ()
    note: str | None = None


@value
class DateCandidate:
    """A day that may be that of publication, as EDTF, and the view span that says so."""

    edtf: str
    basis: Literal["printed", "dateline"]
    span: Span


@value
class TimeFact:
    """The value of a time expression. `printed` and `value` are EDTF; `start`, `end` ISO, None = unknown or open."""

    mention: Mention
    kind: TimeKind
    printed: str | None
    value: str | None
    start: str | None
    end: str | None
    relation: Relation
    comparator: Comparator = "eq"
    year_basis: YearBasis = "unknown"
    note: str | None = None


@value
class Unit:
    """Surface as printed without 万/亿, normalised symbol (UCUM, ISO 4217, else the surface), dimension."""

    surface: str
    symbol: str
    dimension: str


@value
class FigureFact:
    """The value of a figure; `subset_of` and `restates` are indices into the document's figures.

    `low`/`high` None = unbounded; `value` is the nominal value, None for a pure range.
    """

    mention: Mention
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    low_closed: bool
    high_closed: bool
    comparator: Comparator
    unit: Unit
    phrase: Span
    counted: Span | None = None
    role: Role = "level"
    per: str | None = None
    frequency: str | None = None
    direction: Literal["increase", "decrease"] | None = None
    change_basis: Literal["yoy", "mom", "cumulative", "other"] | None = None
    subset_of: int | None = None
    restates: int | None = None
    modality: Modality = "reported"
    note: str | None = None


@value
class Title:
    """A person's title as printed, and the index of the organisation it is held in."""

    title: str
    organisation: int | None = None


@value
class EntityFact:
    """One organisation, compound, person or place with all its mentions; `parent` indexes the entities.

    `parent_basis` and `code_basis` say from where the parent and the code of a division are known.
    """

    kind: Literal["organisation", "compound", "person", "place"]
    type: str
    name: str
    qualified_name: str
    mentions: tuple[Mention, ...]
    parent: int | None = None
    aliases: tuple[str, ...] = ()
    titles: tuple[Title, ...] = ()
    open_list: bool = False
    parent_basis: Literal["name", "elliptic", "division", "gazetteer"] | None = None
    code: str | None = None
    code_basis: Literal["name", "context"] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a document, in order of first appearance, and the calendar they were read by."""

    times: tuple[TimeFact, ...]
    figures: tuple[FigureFact, ...]
    entities: tuple[EntityFact, ...]
    nonfigures: tuple[Mention, ...]
    calendar: Calendar


@value
class StatementFact:
    """Who did what, where, when, how many; every slot is an index into the facts or a view span."""

    rule: str
    actor: int | None
    actor_basis: ActorBasis | None
    action: Span | None
    measure: str | None
    time: int | None
    time_basis: ActorBasis | None
    figures: tuple[int, ...]
    evidence: tuple[Span, ...]
    recipients: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    places_open: bool = False
    persons: tuple[int, ...] = ()
    modality: Modality = "reported"
    confidence: Confidence = "medium"
    same_effort_as: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Relations:
    """What `relate` gives: figures with their links set, statements, and why figures without one have none."""

    figures: tuple[FigureFact, ...]
    statements: tuple[StatementFact, ...]
    notes: tuple[str, ...] = ()
