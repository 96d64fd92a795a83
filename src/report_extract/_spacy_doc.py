"""An Extraction on a spaCy `Doc`: `to_doc` makes the Doc, `annotate` puts entities, spans and the record on one.

spaCy is never imported here: the Doc that is handed in brings what is needed. The record lies in the Doc's user data
as JSON, so that it survives `Doc.to_bytes`, `DocBin` and other processes; `doc._.report` reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from report_extract.errors import InputError
from report_extract.records import Extraction, Quote

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

SPANS_KEY = "report_extract"
_USER_KEY = "report_extract"
_LABELS = {"organisation": "ORG", "compound": "COMPOUND", "person": "PERSON", "place": "PLACE"}

Labelled = tuple[int, int, str, str]
"""Start and end in the text, label, and the id of the fact."""


def to_doc(extraction: Extraction, nlp: Language, *, text: str | None = None) -> Doc:
    """A Doc of the article's text, tokenised by `nlp`, with the facts on it as `annotate` puts them.

    A record that was loaded does not hold its article: give the `text`. Raises InputError where it is missing or is
    not the text that the record was made of.
    """
    text = extraction.text if text is None else text
    if text is None:
        raise InputError("a loaded record does not hold its article: give text=, the article it was made of")
    if not _made_of(extraction, text):
        raise InputError("text= is not the article that this record was made of: its quotes stand elsewhere")
    return annotate(nlp.make_doc(text), extraction)


def annotate(doc: Doc, extraction: Extraction) -> Doc:
    """Put the facts on `doc`, whose text is the record's source: `doc.ents`, `doc.spans`, `doc._.report`.

    Spans carry the label (ORG, COMPOUND, PERSON, PLACE, TIME, FIGURE) and in `id_` the id of the fact. `doc.ents`
    takes the longest of overlapping ones, and keeps entities set earlier where they collide with none.
    """
    spans = [
        span
        for start, end, label, fact in labelled_spans(extraction, doc.text)
        if (span := doc.char_span(start, end, label=label, span_id=fact, alignment_mode="expand")) is not None
    ]
    doc.spans[SPANS_KEY] = spans
    doc.ents = _apart(spans, doc.ents)
    register(type(doc))
    doc.user_data[_USER_KEY] = extraction.model_dump_json()
    return doc


def register(doc_type: type[Doc]) -> None:
    """Give Docs the extension `doc._.report`: the Extraction, None where there is none."""
    if not doc_type.has_extension("report"):
        doc_type.set_extension("report", getter=_report)


def labelled_spans(extraction: Extraction, text: str) -> list[Labelled]:
    """Every mention, time and figure as spans of the text, in order; one broken only by blanks is one span."""
    rows: set[Labelled] = set()
    for entity in extraction.entities:
        for mention in entity.mentions:
            rows |= {(*piece, _LABELS[entity.kind], entity.id) for piece in _pieces(mention.quote, text)}
    for time in extraction.times:
        rows |= {(*piece, "TIME", time.id) for piece in _pieces(time.quote, text)}
    for figure in extraction.figures:
        rows |= {(*piece, "FIGURE", figure.id) for piece in _pieces(figure.quote, text)}
    return sorted(rows)


def _pieces(quote: Quote, text: str) -> Iterator[tuple[int, int]]:
    start, end = quote.spans[0]
    for low, high in quote.spans[1:]:
        if end <= low and not text[end:low].strip():
            end = high
            continue
        yield start, end
        start, end = low, high
    yield start, end


def _apart(spans: Iterable[Span], earlier: Iterable[Span]) -> list[Span]:
    taken: set[int] = set()
    kept: list[Span] = []
    longest_first = sorted(spans, key=lambda span: (span.start - span.end, span.start))
    for span in (*longest_first, *earlier):
        tokens = range(span.start, span.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _report(doc: Doc) -> Extraction | None:
    written = doc.user_data.get(_USER_KEY)
    return _loaded(written).with_text(doc.text) if isinstance(written, str) else None


@lru_cache(maxsize=16)
def _loaded(written: str) -> Extraction:
    return Extraction.model_validate_json(written)


def _made_of(extraction: Extraction, text: str) -> bool:
    if len(text) != extraction.article.length:
        return False
    quotes = [block.quote for block in extraction.article.blocks]
    quotes += [figure.quote for figure in extraction.figures]
    return all("".join(text[low:high] for low, high in quote.spans) == quote.text for quote in quotes)
