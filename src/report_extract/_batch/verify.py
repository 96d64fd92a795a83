"""Is a store what it says it is? Digests recomputed, counts compared, a sample extracted again."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal

from report_extract._batch.rules import fingerprint
from report_extract._batch.store import Store
from report_extract._batch.task import Done, Payload, Row, process, rows_of
from report_extract._batch.words import changed, source_of
from report_extract._lexicon import WordSource
from report_extract._text import Article
from report_extract.records import Extraction

_SEED = 20
_ARTICLE = "SELECT key, id, sha256, source, encoding, text, record, rules FROM articles WHERE row = ?"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be, and of which article."""

    article: str
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and the faults."""

    articles: int
    extracted_again: int
    faults: tuple[Fault, ...]
    note: str = ""


def verify(store: Store, *, sample: int = 20) -> Verified:
    """Look at every record and extract `sample` articles again, chosen the same way each time."""
    faults = list(_damage(store))
    numbers = [number for (number,) in store.query("SELECT row FROM articles ORDER BY row")]
    chosen = sorted(random.Random(_SEED).sample(numbers, min(sample, len(numbers))))
    again, kept_rules, notes = 0, _Rules(store), set[str]()
    for number in chosen:
        key, given_id, digest, source, encoding, packed, record, rules = next(store.query(_ARTICLE, (number,)))
        kept = Extraction.model_validate_json(record)
        profile = kept.provenance.profile
        words = kept_rules.words(rules, profile)
        if isinstance(words, str):
            notes.add(words)
            continue
        printed = kept.article.published if kept.article.published_basis == "given" else None
        day = date.fromisoformat(printed) if printed else None
        article = Article(zlib.decompress(packed).decode(), source, digest, encoding, given_id, day)
        if not _same(Payload(article, profile, near=False, words=words), kept):
            faults.append(Fault(source or key, "extracted again, it gives other facts"))
        again += 1
    return Verified(len(numbers), again, tuple(faults), "; ".join(sorted(notes)))


@dataclass(slots=True, eq=False)
class _Rules:
    """Rules that made records, with the words that a user gave to them."""

    store: Store
    _known: dict[str, WordSource | str] = field(default_factory=dict)

    def words(self, rules: str, profile: Literal["rules", "full"]) -> WordSource | str:
        """The words to extract again with, or why that cannot be done."""
        if rules not in self._known:
            self._known[rules] = self._found(rules, profile)
        return self._known[rules]

    def _found(self, rules: str, profile: Literal["rules", "full"]) -> WordSource | str:
        files = self.store.words_of(rules)
        problem = changed(files)
        if problem:
            return f"{problem}; records that were made with it were not extracted again"
        words = source_of(files)
        if rules != fingerprint(profile, words):
            return "records were made by other rules than those installed here; none of them was extracted again"
        return words


def _damage(store: Store) -> Iterator[Fault]:
    for (problem,) in store.query("PRAGMA quick_check"):
        if problem != "ok":
            yield Fault("store", str(problem))
    for source, key, digest, record, packed in store.query("SELECT source, key, digest, record, text FROM articles"):
        what = _damage_of(store, key, digest, record, packed)
        if what:
            yield Fault(source or key, what)
    for (source,) in store.query(
        "SELECT source FROM inputs WHERE status IN ('ok', 'partial', 'duplicate') "
        "AND article NOT IN (SELECT key FROM articles)"
    ):
        yield Fault(source, "it is marked done, but its article is not there")


def _damage_of(store: Store, key: str, digest: str, record: bytes, packed: bytes) -> str:
    """What is wrong with a stored article: its record, its text, or the rows of a table; nothing where it is sound."""
    if sha256(record).hexdigest() != digest:
        return "its record is not the one that was written: the digest differs"
    kept = Extraction.model_validate_json(record)
    try:
        text = zlib.decompress(packed).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        return f"its text cannot be unpacked: {error}"
    quotes = [*(figure.quote for figure in kept.figures), *(time.quote for time in kept.times)]
    if any("".join(text[start:end] for start, end in quote.spans) != quote.text for quote in quotes):
        return "its quotes are not in its text"
    for table, rows in rows_of(kept, key).items():
        if sorted(store.query(f"SELECT * FROM {table} WHERE article = ?", (key,))) != sorted(map(_as_stored, rows)):
            return f"its rows of {table} are not those of its record"
    return ""


def _as_stored(row: Row) -> Row:
    return tuple(int(cell) if isinstance(cell, bool) else cell for cell in row)


def _same(payload: Payload, kept: Extraction) -> bool:
    """True where the facts come out as they are kept; notes of reading are not among them."""
    done = process(payload)
    if not isinstance(done, Done):
        return False
    made = Extraction.model_validate_json(done.record)
    parts = ("entities", "times", "figures", "non_figures", "statements", "findings")
    return all(getattr(made, part) == getattr(kept, part) for part in parts)
