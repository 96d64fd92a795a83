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
from report_extract._engines.ner import Tagger, lac_small
from report_extract._engines.segmenter import Segmenter
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
    lexicon: Lexicon | None = None,
) -> Extraction:
    """Every figure, time and name of one article as a validated record.

    `published` is the publication date (ISO, or a `date`); `source` is kept in the record as given. Offsets in the
    result count code points of `text`. Raises InputError for a text without Chinese characters or a wrong date.
    """
    article = article_of_text(text, source=source, published=publication_date(published))
    return extract_article(article, profile=profile, lexicon=lexicon)


def extract_article(article: Article, *, profile: Profile = "full", lexicon: Lexicon | None = None) -> Extraction:
    """The record of an article that was read."""
    if profile not in ("rules", "full"):
        raise InputError(f"profile {profile!r}: 'rules' or 'full' is needed")
    with _uncollected():
        return _extracted(article, profile, lexicon or default_lexicon())


def _extracted(article: Article, profile: Profile, words: Lexicon) -> Extraction:
    segmenter = _segmenter()
    tagger = lac_small() if profile == "full" else None
    traced = clean(article, simplify=simplified)
    document = segment(traced, tag=segmenter.columns, lexicon=words)
    evidence = _evidence(document, tagger)
    mentions = recognise(document, words, evidence, KINDS)
    when = [mention for mention in mentions if mention.kind == "time"]
    published = times.published_date(document, when, given=article.published)
    facts = normalise(mentions, document, words, published=published[0])
    engines = engines_of(profile)
    made = Made(package_version(), words.digest, engines, profile, traced.edits)
    dated = times.printed_candidates(document, when, facts.calendar.year)
    relations = relate(facts, document, words)
    extraction = validate(document, facts, relations, published=published, dated=dated, made=made)
    return extraction.model_copy(update={"findings": audit(extraction)}).with_text(article.text)


def audit(
    extraction: Extraction, *, checks: Sequence[Check] = CHECKS, explain: bool = False
) -> tuple[Finding, ...]:
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


def engines_of(profile: Profile) -> dict[str, str]:
    """Names and versions of the engines that a profile runs."""
    segmenter, tagger = _segmenter(), lac_small() if profile == "full" else None
    return {segmenter.name: segmenter.version} | ({tagger.name: tagger.version} if tagger else {})


def _evidence(document: Document, tagger: Tagger | None) -> Sequence[Evidence]:
    if tagger is None:
        return ()
    sentences = document.sentences
    distinct = list(dict.fromkeys(document.text[s.start : s.end] for s in sentences))
    spans = dict(zip(distinct, tagger.tag(distinct), strict=True))
    return tuple(
        Evidence((s.start + name.start, s.start + name.end), name.label)
        for s in sentences
        for name in spans[document.text[s.start : s.end]]
    )


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
