"""Validate: the only door out. Inner types become pydantic records, view spans become quotes of the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from report_extract._facts import (
    DateCandidate,
    EntityFact,
    Facts,
    FigureFact,
    Mention,
    Relations,
    StatementFact,
    TimeFact,
)
from report_extract._stages._script import script_of
from report_extract._stages._validate_origin import candidates, places
from report_extract._text import Block, Document, Printed, Span
from report_extract.records import (
    SCHEMA_VERSION,
    ArticleRecord,
    BlockRecord,
    Byline,
    ChangeRecord,
    Entity,
    Extraction,
    Figure,
    MentionRecord,
    NonFigure,
    Provenance,
    Quote,
    RateRecord,
    Statement,
    Time,
    TitleRecord,
    UnitRecord,
    proven,
    quoted,
)

_PARTIAL = ("lossy_decoding", "page_not_read")

PublishedBasis = Literal["given", "printed", "dateline", "none"]


@dataclass(frozen=True, slots=True)
class Made:
    """What made a record: package version, lexicon digest, engines, profile, and notes of every repair."""

    package: str
    lexicon: str
    engines: dict[str, str]
    profile: Literal["rules", "full"]
    notes: tuple[str, ...]


def validate(
    document: Document,
    facts: Facts,
    relations: Relations,
    *,
    published: tuple[date | None, PublishedBasis],
    dated: Sequence[DateCandidate] = (),
    made: Made,
) -> Extraction:
    """The record of a document; `dated` are the days that the text prints as its own."""
    quoter = _Quoter(document, traditional=any(note.startswith("traditional: ") for note in made.notes))
    figures = relations.figures
    notes = (*document.article.notes, *made.notes, *document.notes, *relations.notes)
    return proven(
        Extraction,
        schema_version=SCHEMA_VERSION,
        article=_article(document, facts, quoter, published, dated),
        entities=tuple([_entity(index, fact, quoter) for index, fact in enumerate(facts.entities)]),
        times=tuple([_time(index, fact, quoter) for index, fact in enumerate(facts.times)]),
        figures=tuple([_figure(index, fact, quoter) for index, fact in enumerate(figures)]),
        non_figures=tuple([_non_figure(mention, quoter) for mention in facts.nonfigures]),
        statements=tuple([_statement(index, fact, quoter) for index, fact in enumerate(relations.statements)]),
        findings=(),
        provenance=proven(
            Provenance,
            package=made.package,
            lexicon=made.lexicon,
            engines=made.engines,
            profile=made.profile,
            status="partial" if any(note.startswith(_PARTIAL) for note in notes) else "ok",
            notes=notes,
        ),
    ).with_text(document.article.text)


class _Quoter:
    """Leads view spans back to the source; one quote a span."""

    def __init__(self, document: Document, *, traditional: bool = False) -> None:
        self._document = document
        self._source = document.article.text
        self._alignment = document.alignment
        self._quotes: dict[Span, Quote] = {}
        self._script = script_of(document) if traditional else {}

    def __call__(self, span: Span) -> Quote:
        quote = self._quotes.get(span)
        if quote is None:
            whole = self._alignment.whole(*span)
            if whole is not None:
                quote = quoted(self._source[whole[0] : whole[1]], (whole,))
            else:
                spans = self._alignment.spans(*span)
                quote = quoted("".join([self._source[start:end] for start, end in spans]), spans)
            self._quotes[span] = quote
        return quote

    def view(self, span: Span) -> str:
        """The characters of the view."""
        return self._document.text[span[0] : span[1]]

    def words(self, text: str) -> str:
        """Words of the view in the script of the source."""
        return text.translate(self._script) if self._script else text

    def name(self, fact: EntityFact) -> str:
        """The name in the script of the source, as a mention prints it."""
        if self._script:
            for mention in fact.mentions:
                if self.view(mention.span) == fact.name:
                    return self(mention.span).text
        return self.words(fact.name)


def _id(prefix: str, index: int | None) -> str | None:
    return None if index is None else f"{prefix}{index + 1}"


def _ids(prefix: str, indices: tuple[int, ...]) -> tuple[str, ...]:
    return tuple([f"{prefix}{index + 1}" for index in indices]) if indices else ()


def decimal_string(value: Decimal | None) -> str | None:
    """A decimal without exponent, printed digits kept.

    >>> decimal_string(Decimal("2.0")), decimal_string(Decimal("1E+4"))
    ('2.0', '10000')
    """
    if value is None:
        return None
    text = format(value, "f")
    if "." in text and len(text.partition(".")[2]) > 40:
        text = format(round(value, 40), "f")
    return "0" if text in {"-0", "-0.0"} else text


def _article(
    document: Document,
    facts: Facts,
    quoter: _Quoter,
    published: tuple[date | None, PublishedBasis],
    dated: Sequence[DateCandidate],
) -> ArticleRecord:
    article = document.article
    bylines = tuple(_bylines(facts.entities, quoter))
    first: dict[str, str] = {}
    for block in document.blocks:
        first.setdefault(block.kind, quoter.view((block.start, block.end)).strip())
    return proven(
        ArticleRecord,
        id=article.id,
        source=article.source,
        sha256=article.sha256,
        encoding=article.encoding,
        length=len(article.text),
        headline=first.get("headline"),
        kicker=first.get("kicker"),
        bylines=bylines,
        published=published[0].isoformat() if published[0] else None,
        published_basis=published[1],
        year=facts.calendar.year,
        year_basis=facts.calendar.basis,
        year_evidence=tuple(map(quoter, facts.calendar.evidence)),
        blocks=tuple([_block(block, quoter, article.lines) for block in document.blocks]),
        offsets=article.offsets,
        candidates=candidates(article, published[0], dated, bylines, quoter),
    )


def _block(block: Block, quoter: _Quoter, lines: Sequence[Printed]) -> BlockRecord:
    quote = quoter((block.start, block.end))
    where = places(lines, quote.spans) if lines else ()
    return proven(BlockRecord, kind=block.kind, quote=quote, repaired=block.repaired, places=where)


def _bylines(entities: Sequence[EntityFact], quoter: _Quoter) -> Iterable[Byline]:
    for entity in entities:
        for mention in entity.mentions:
            if mention.rule == "person.byline":
                title = mention.parts.get("title")
                role = quoter.view(title) if title else "记者"
                yield proven(Byline, role=role, name=entity.name, quote=quoter(mention.span))
                break


def _entity(index: int, fact: EntityFact, quoter: _Quoter) -> Entity:
    return proven(
        Entity,
        id=f"e{index + 1}",
        kind=fact.kind,
        type=fact.type,
        name=quoter.name(fact),
        qualified_name=quoter.words(fact.qualified_name),
        parent=_id("e", fact.parent),
        aliases=tuple(map(quoter.words, fact.aliases)),
        titles=tuple(
            [
                proven(TitleRecord, title=quoter.words(t.title), organisation=_id("e", t.organisation))
                for t in fact.titles
            ]
        ),
        mentions=tuple([_mention(mention, quoter) for mention in fact.mentions]),
        open_list=fact.open_list,
        parent_basis=fact.parent_basis,
        code=fact.code,
        code_basis=fact.code_basis,
    )


def _mention(mention: Mention, quoter: _Quoter) -> MentionRecord:
    suffix = mention.parts.get("suffix")
    shared = suffix is not None and suffix[0] >= mention.end
    return proven(
        MentionRecord,
        quote=quoter((mention.start, mention.end)),
        rule=mention.rule,
        suffix=quoter(suffix) if suffix is not None and shared else None,
        nested=bool(mention.data.get("nested")),
    )


def _time(index: int, fact: TimeFact, quoter: _Quoter) -> Time:
    return proven(
        Time,
        id=f"t{index + 1}",
        quote=quoter(fact.mention.span),
        kind=fact.kind,
        printed=fact.printed,
        value=fact.value,
        start=fact.start,
        end=fact.end,
        relation=fact.relation,
        comparator=fact.comparator,
        year_basis=fact.year_basis,
        rule=fact.mention.rule,
        note=fact.note,
    )


# Frozen records that many figures share.


@lru_cache(maxsize=4096)
def _unit(surface: str, symbol: str, dimension: str) -> UnitRecord:
    return proven(UnitRecord, surface=surface, symbol=symbol, dimension=dimension)


@lru_cache(maxsize=1024)
def _rate(unit: str) -> RateRecord:
    return proven(RateRecord, unit=unit)


@lru_cache(maxsize=16)
def _change(direction: str, basis: str) -> ChangeRecord:
    return proven(ChangeRecord, direction=direction, basis=basis)


def _figure(index: int, fact: FigureFact, quoter: _Quoter) -> Figure:
    change = None
    if fact.direction:
        change = _change(fact.direction, fact.change_basis or "other")
    return proven(
        Figure,
        id=f"f{index + 1}",
        quote=quoter(fact.mention.span),
        phrase=quoter(fact.phrase),
        value=decimal_string(fact.value),
        low=decimal_string(fact.low),
        high=decimal_string(fact.high),
        low_closed=fact.low_closed,
        high_closed=fact.high_closed,
        comparator=fact.comparator,
        unit=_unit(quoter.words(fact.unit.surface), fact.unit.symbol, fact.unit.dimension),
        counted=quoter(fact.counted) if fact.counted else None,
        role=fact.role,
        per=_rate(fact.per) if fact.per else None,
        frequency=_rate(fact.frequency) if fact.frequency else None,
        change=change,
        subset_of=_id("f", fact.subset_of),
        restates=_id("f", fact.restates),
        modality=fact.modality,
        rule=fact.mention.rule,
        note=fact.note,
    )


def _non_figure(mention: Mention, quoter: _Quoter) -> NonFigure:
    category = mention.data.get("category", "other")
    return proven(NonFigure, quote=quoter((mention.start, mention.end)), category=category, rule=mention.rule)


def _statement(index: int, fact: StatementFact, quoter: _Quoter) -> Statement:
    return proven(
        Statement,
        id=f"s{index + 1}",
        rule=fact.rule,
        actor=_id("e", fact.actor),
        actor_basis=fact.actor_basis,
        action=quoter(fact.action) if fact.action else None,
        measure=quoter.words(fact.measure) if fact.measure else fact.measure,
        recipients=_ids("e", fact.recipients),
        places=_ids("e", fact.places),
        places_open=fact.places_open,
        persons=_ids("e", fact.persons),
        time=_id("t", fact.time),
        time_basis=fact.time_basis,
        figures=_ids("f", fact.figures),
        evidence=tuple(map(quoter, fact.evidence)),
        modality=fact.modality,
        confidence=fact.confidence,
        same_effort_as=_id("s", fact.same_effort_as),
    )
