"""The nine verbs in order, one screen.

read → clean → segment → recognise → normalise → relate → validate → audit → write
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from report_extract._checks import CHECKS, Check, run_checks
from report_extract._engines.context import in_context
from report_extract._engines.names import NameSpan, Reader, Tagger, agreed
from report_extract._engines.segmenter import Segmenter
from report_extract._engines.taggers import DEFAULT, NONE, tagger_named
from report_extract._engines.traditional import simplified
from report_extract._kinds import KINDS
from report_extract._kinds import date as times
from report_extract._kinds.kind import Evidence
from report_extract._lexicon import Lexicon, default_lexicon
from report_extract._sources import article_of_text
from report_extract._stages.clean import clean
from report_extract._stages.normalise import normalise
from report_extract._stages.recognise import recognise
from report_extract._stages.relate import relate
from report_extract._stages.segment import segment
from report_extract._stages.validate import Made, validate
from report_extract._text import Article, Document
from report_extract.errors import InputError
from report_extract.records import Extraction, Finding

Profile = Literal["rules", "full"]


def extract(
    text: str,
    *,
    published: str | date | None = None,
    source: str | None = None,
    profile: Profile = "full",
    ner: str | None = None,
    lexicon: Lexicon | None = None,
) -> Extraction:
    """Every figure, time and name of one article as a validated record.

    `published` is the publication date (ISO, or a `date`); `source` is kept in the record as given. `ner` names the
    tagger of profile full: own, lac-small, lac, spacy:PATH or none. Offsets in the result count code points of `text`.
    Raises InputError for a text without Chinese characters, a wrong date or an unknown tagger, EngineError for one that
    is not installed.
    """
    article = article_of_text(text, source=source, published=publication_date(published))
    return extract_article(article, profile=profile, ner=ner, lexicon=lexicon)


def extract_article(
    article: Article, *, profile: Profile = "full", ner: str | None = None, lexicon: Lexicon | None = None
) -> Extraction:
    """The record of an article that was read."""
    tagger = tagger_of(profile, ner)
    with _uncollected():
        return _extracted(article, profile, tagger, ner, lexicon or default_lexicon())


def _extracted(
    article: Article, profile: Profile, tagger: Tagger | None, ner: str | None, words: Lexicon
) -> Extraction:
    segmenter = _segmenter()
    traced = clean(article, simplify=simplified)
    document = segment(traced, tag=segmenter.columns, lexicon=words)
    evidence, read = _evidence(document, tagger)
    mentions = recognise(document, words, evidence, KINDS)
    when = [mention for mention in mentions if mention.kind == "time"]
    published = times.published_date(document, when, given=article.published)
    facts = normalise(mentions, document, words, published=published[0])
    engines = engines_of(profile, ner)
    made = Made(package_version(), words.digest, engines, profile, traced.edits)
    dated = times.printed_candidates(document, when, facts.calendar.year)
    relations = relate(facts, document, words, read)
    extraction = validate(document, facts, relations, published=published, dated=dated, made=made)
    findings = audit(extraction)
    return extraction.model_copy(update={"findings": findings}) if findings else extraction


def audit(extraction: Extraction, *, checks: Sequence[Check] = CHECKS, explain: bool = False) -> tuple[Finding, ...]:
    """The arithmetic of a record checked; consistent and untestable results only with `explain`.

    Own checks are given by `checks=(*CHECKS, mine)`; `load_rules` reads simple ones from a file.
    """
    return run_checks(extraction, checks=checks, explain=explain)


def publication_date(value: str | date | None) -> date | None:
    """A date as given: ISO, also without leading zeros (2020-4-1), or with a time of day behind it.

    >>> publication_date("2020-4-1")
    datetime.date(2020, 4, 1)
    """
    if value is None or isinstance(value, date):
        return value
    parts = value.strip().replace("T", " ").split(" ")[0].split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError as error:
        raise InputError(f"published {value!r}: not a date; YYYY-MM-DD is needed") from error


def engines_of(profile: Profile, ner: str | None = None) -> dict[str, str]:
    """Names and versions of the engines that a profile runs."""
    segmenter, tagger = _segmenter(), tagger_of(profile, ner)
    return {segmenter.name: segmenter.version} | ({tagger.name: tagger.version} if tagger else {})


def tagger_of(profile: Profile, ner: str | None = None) -> Tagger | None:
    """The tagger that a profile asks, None where it asks none; InputError for a wrong profile or name of a tagger."""
    if profile not in ("rules", "full"):
        raise InputError(f"profile {profile!r}: 'rules' or 'full' is needed")
    if profile == "rules" and ner not in (None, NONE):
        raise InputError(f"tagger {ner!r} with profile 'rules', which asks none: profile 'full' is needed")
    return tagger_named(ner or DEFAULT) if profile == "full" else None


def _evidence(document: Document, tagger: Tagger | None) -> tuple[Sequence[Evidence], Document | None]:
    """The names that the tagger sees, and the document in its words where it tells them.

    A sentence that comes twice is read once.
    """
    if tagger is None:
        return (), None
    sentences = {document.text[s.start : s.end]: s for s in reversed(document.sentences)}
    read = None
    if isinstance(tagger, Reader):
        told = dict(zip(sentences, tagger.read(list(sentences)), strict=True))
        spans = {sentence: names for sentence, (names, _) in told.items()}
        words = [told[document.text[s.start : s.end]][1] for s in document.sentences]
        read = in_context(document, words, _segmenter().knows)
    else:
        own = [document.tagged_words(s.start, s.end) for s in sentences.values()] if tagger.reads_words else None
        spans = dict(zip(sentences, tagger.tag(list(sentences), own), strict=True))
    names = [
        NameSpan(s.start + name.start, s.start + name.end, name.label)
        for s in document.sentences
        for name in spans[document.text[s.start : s.end]]
    ]
    return tuple(Evidence((name.start, name.end), name.label) for name in agreed(document.text, names)), read


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles while an article is read: it makes none, and the search grows with all that is alive."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@lru_cache(maxsize=1)
def _segmenter() -> Segmenter:
    return Segmenter()


@lru_cache(maxsize=1)
def package_version() -> str:
    """The version of this package as installed."""
    try:
        return version("report-extract")
    except PackageNotFoundError:
        return "0+unknown"
