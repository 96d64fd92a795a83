"""The record contract, version 1: what leaves this package and what other systems read.

Source of `schemas/*.schema.json`. Models are frozen, strict and refuse unknown fields. Offsets are code points of
the decoded source text, half-open; numbers are decimal strings; dates are EDTF (ISO 8601-2) strings.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints, model_validator

SCHEMA_VERSION: Literal["1.0"] = "1.0"

DecimalString = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,40}(\.[0-9]{1,40})?$")]
Offset = Annotated[int, Field(ge=0)]
EntityKind = Literal["organisation", "compound", "person", "place"]
Comparator = Literal["eq", "approx", "gt", "ge", "lt", "le"]
YearBasis = Literal["printed", "published", "inferred", "unknown"]
Modality = Literal["reported", "planned", "required", "estimated", "quoted"]
Basis = Literal["stated", "carried"]


class Record(BaseModel):
    """Base of all records: frozen, strict, closed."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


AnyRecord = TypeVar("AnyRecord", bound=Record)

_new = object.__new__
_set_values, _set_names, _set_extra, _set_private = (
    vars(BaseModel)[name].__set__
    for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


_FIELDS: dict[type[Record], tuple[set[str], dict[str, Any], int]] = {}


def proven(model: type[AnyRecord], /, **values: Any) -> AnyRecord:
    """A record of values that are proven by how they were made: all fields, in their order, not looked at again.

    Four times as fast as validating. The suite proves that such records equal validated ones; what comes from
    outside is always validated. TypeError where a field is missing or too many are given.
    """
    known = _FIELDS.get(model)
    names, private, count = known if known is not None else _fields_of(model)
    if len(values) != count:
        raise TypeError(f"{model.__name__} needs {', '.join(model.__pydantic_fields__)}; given {', '.join(values)}")
    record = _new(model)
    _set_values(record, values)
    _set_names(record, names)
    _set_extra(record, None)
    _set_private(record, private.copy() if private else None)
    return record


def _fields_of(model: type[Record]) -> tuple[set[str], dict[str, Any], int]:
    private = {name: each.get_default() for name, each in model.__private_attributes__.items()}
    _FIELDS[model] = found = set(model.__pydantic_fields__), private, len(model.__pydantic_fields__)
    return found


class Quote(Record):
    """Exact characters of the source; several spans, in reading order, where the page broke them apart."""

    text: str
    spans: tuple[tuple[Offset, Offset], ...]

    @model_validator(mode="after")
    def _lengths_agree(self) -> Quote:
        if any(start >= end for start, end in self.spans):
            raise ValueError(f"empty or reversed span in quote {self.text!r}")
        if sum(end - start for start, end in self.spans) != len(self.text):
            raise ValueError(f"spans of quote {self.text!r} do not add up to its length")
        return self


_QUOTE_FIELDS = {"text", "spans"}


def quoted(text: str, spans: tuple[tuple[int, int], ...]) -> Quote:
    """`proven` for the record that there is most of."""
    record = _new(Quote)
    _set_values(record, {"text": text, "spans": spans})
    _set_names(record, _QUOTE_FIELDS)
    _set_extra(record, None)
    _set_private(record, None)
    return record


class Byline(Record):
    """A person named as reporter, editor, photographer …"""

    role: str
    name: str
    quote: Quote


class Candidate(Record):
    """A possible publication date or maker, with what speaks for it; the first `published` one is the article's.

    `value` is an EDTF date or a name. `basis` says where it was found: asked for by the caller, in the `metadata` of
    a page or table (`where` names the place), or printed as a stamp, a dateline or a byline. `quote` is the evidence
    in the source, null where the metadata are not part of it.
    """

    field: Literal["published", "byline"]
    value: str
    basis: Literal["given", "metadata", "printed", "dateline", "byline"]
    where: str | None
    quote: Quote | None


class Place(Record):
    """Where a block stands in a PDF: page from 1, box (left, bottom, right, top) in points from below left."""

    page: int
    box: tuple[int, int, int, int]


class BlockRecord(Record):
    """A block of the page in reading order; `repaired` where it was joined, moved or freed of a caption.

    `places` are its boxes in a PDF, one a column or page it runs through; empty for other inputs.
    """

    kind: Literal["headline", "kicker", "subhead", "byline", "caption", "paragraph", "furniture", "fragment"]
    quote: Quote
    repaired: bool
    places: tuple[Place, ...] = ()


class ArticleRecord(Record):
    """Where the facts come from."""

    id: str
    source: str | None
    sha256: str
    encoding: str
    length: Offset
    headline: str | None
    kicker: str | None
    bylines: tuple[Byline, ...]
    published: str | None
    published_basis: Literal["given", "printed", "dateline", "none"]
    year: int | None
    year_basis: YearBasis
    year_evidence: tuple[Quote, ...]
    blocks: tuple[BlockRecord, ...]
    offsets: Literal["source", "extracted", "column"] = "source"
    candidates: tuple[Candidate, ...] = ()


class TitleRecord(Record):
    """A person's title as printed and the id of the organisation in which it is held."""

    title: str
    organisation: str | None


class MentionRecord(Record):
    """One place where an entity is named; `suffix` is the 居民区 that a list shares."""

    quote: Quote
    rule: str
    suffix: Quote | None = None
    nested: bool = False


class Entity(Record):
    """An organisation, compound, person or place, with every mention.

    `parent_basis` says how the parent is known: its name begins this one, an elliptic 区 or 市 stands for it, it is
    the division above, or a gazetteer says so. `code` is the code of an administrative division (GB/T 2260), known by
    a name that only one division has, or by the context: what the article names above or below it.
    """

    id: str
    kind: EntityKind
    type: str
    name: str
    qualified_name: str
    parent: str | None
    aliases: tuple[str, ...]
    titles: tuple[TitleRecord, ...]
    mentions: tuple[MentionRecord, ...]
    open_list: bool
    parent_basis: Literal["name", "elliptic", "division", "gazetteer"] | None = None
    code: str | None = None
    code_basis: Literal["name", "context"] | None = None


class Time(Record):
    """A date, time of day, interval, duration or recurrence. `start`/`end` are ISO and inclusive, null = unknown."""

    id: str
    quote: Quote
    kind: Literal["date", "time", "interval", "duration", "set"]
    printed: str | None
    value: str | None
    start: str | None
    end: str | None
    relation: Literal["at", "during", "since", "until", "before", "after"]
    comparator: Comparator
    year_basis: YearBasis
    rule: str
    note: str | None = None


class UnitRecord(Record):
    """Unit: printed surface, normalised symbol (UCUM, ISO 4217, else the surface), dimension."""

    surface: str
    symbol: str
    dimension: str


class RateRecord(Record):
    """The unit that a rate is per, or the period of a frequency."""

    unit: str


class ChangeRecord(Record):
    """Direction of a change and what it is measured against."""

    direction: Literal["increase", "decrease"]
    basis: Literal["yoy", "mom", "cumulative", "other"]


class Figure(Record):
    """A reported quantity: nominal value, the interval that the words allow, unit, and its role."""

    id: str
    quote: Quote
    phrase: Quote
    value: DecimalString | None
    low: DecimalString | None
    high: DecimalString | None
    low_closed: bool
    high_closed: bool
    comparator: Comparator
    unit: UnitRecord
    counted: Quote | None
    role: Literal["total", "part", "mean", "rate", "change", "level", "rank"]
    per: RateRecord | None
    frequency: RateRecord | None
    change: ChangeRecord | None
    subset_of: str | None
    restates: str | None
    modality: Modality
    rule: str
    note: str | None = None


class Statement(Record):
    """Who did what, where, when, how many; each slot is the id of a fact."""

    id: str
    rule: str
    actor: str | None
    actor_basis: Basis | None
    action: Quote | None
    measure: str | None
    recipients: tuple[str, ...]
    places: tuple[str, ...]
    places_open: bool
    persons: tuple[str, ...]
    time: str | None
    time_basis: Basis | None
    figures: tuple[str, ...]
    evidence: tuple[Quote, ...]
    modality: Modality
    confidence: Literal["high", "medium", "low"]
    same_effort_as: str | None


class Finding(Record):
    """The result of one check over facts; it never changes a record.

    `innocent` lists what may explain an alarm without any error; `nearest` the smallest changes of a printed figure
    with which the relation would hold, the likeliest first. Neither is a correction.
    """

    id: str
    code: str
    severity: Literal["S1", "S2", "S3", "S4"]
    verdict: Literal["inconsistent", "doubtful", "consistent", "untestable"]
    message: str
    computation: str | None
    policy: str | None
    figures: tuple[str, ...]
    times: tuple[str, ...]
    entities: tuple[str, ...]
    evidence: tuple[Quote, ...]
    innocent: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


class NonFigure(Record):
    """A numeral that is no figure and no time, with the class that says why (ordinal, age, name, idiom …)."""

    quote: Quote
    category: str
    rule: str


class Provenance(Record):
    """What made this record, and everything that was cut, repaired or skipped on the way."""

    package: str
    lexicon: str
    engines: dict[str, str]
    profile: Literal["rules", "full"]
    status: Literal["ok", "partial"]
    notes: tuple[str, ...]


class Extraction(Record):
    """One article in, one Extraction out: one JSON object, one line in JSONL."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    article: ArticleRecord
    entities: tuple[Entity, ...]
    times: tuple[Time, ...]
    figures: tuple[Figure, ...]
    non_figures: tuple[NonFigure, ...]
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]
    provenance: Provenance

    _text: str | None = PrivateAttr(default=None)

    def with_text(self, text: str) -> Extraction:
        """The same record, remembering its source text (never written) for views such as `to_doc`."""
        self._text = text
        return self

    @property
    def text(self) -> str | None:
        """The source text, where this record was made in this process; None where it was loaded."""
        return self._text

    def to_doc(self, nlp: Any, *, text: str | None = None) -> Any:
        """A spaCy `Doc` of `nlp` with the record's entities, spans and `doc._.report`; see `spacy_component`.

        A record that was loaded does not hold its source: give `text` then. Raises InputError where neither is there.
        """
        from report_extract._spacy_doc import to_doc

        return to_doc(self, nlp, text=text)

    def to_arrow(self) -> Any:
        """The ledger as a `pyarrow.Table`: values DECIMAL(38, 12), offsets int64; EngineError without pyarrow."""
        from report_extract._frames import arrow

        return arrow(self)

    def to_frame(self) -> Any:
        """The ledger as a `pandas.DataFrame`: values `Decimal`, offsets Int64; EngineError without pandas."""
        from report_extract._frames import frame

        return frame(self)

    def by_id(self) -> dict[str, Entity | Time | Figure | Statement | Finding]:
        """All facts by their id."""
        rows: tuple[Any, ...] = (*self.entities, *self.times, *self.figures, *self.statements, *self.findings)
        return {row.id: row for row in rows}


class Unread(Record):
    """An input that gave no Extraction, and why."""

    source: str
    sha256: str | None
    reason: str
    detail: str
