"""One article in a worker: extracted, audited, and laid out as the rows that the store takes.

`process` is what workers run; all that it needs comes with the payload, all that the store needs goes back, so the
parent only writes. The record is kept as JSON, byte for byte what `extract -f jsonl` gives.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b, sha256
from typing import Any, Literal, NamedTuple

from report_extract._coverage import account_of_numerals
from report_extract._ledger import ledger_cells
from report_extract._lexicon import WordSource, lexicon_from
from report_extract._pipeline import extract_article
from report_extract._sinks import json_line
from report_extract._text import Article
from report_extract.errors import InputError
from report_extract.records import Extraction, Quote

Row = tuple[Any, ...]

_PACKED = 1  # level of zlib: a quarter faster than the default, 3 % larger


class Payload(NamedTuple):
    """An article and how it is to be read; a plain tuple, as is `Done`, because these are packed and sent."""

    article: Article
    profile: Literal["rules", "full"]
    near: bool = True
    words: WordSource = WordSource()


class Done(NamedTuple):
    """An article's record as a JSON line, its digest, its text packed by zlib, rows by table, its MinHash."""

    record: bytes
    digest: str
    status: Literal["ok", "partial"]
    headline: str | None
    published: str | None
    engines: str
    numerals: tuple[int, int, int]
    text: bytes
    rows: dict[str, list[Row]]
    minhash: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """An article that cannot be extracted, and why."""

    reason: str
    detail: str


def article_key(article: Article) -> str:
    """What tells articles apart: content, the id given, the day given. Same key, same record.

    >>> from datetime import date
    >>> one = Article("报道。", "a.txt", "00ff", "utf-8", "00ff")
    >>> article_key(one) == article_key(Article("报道。", "b.txt", "00ff", "utf-8", "00ff"))
    True
    """
    day = article.published.isoformat() if isinstance(article.published, date) else ""
    return sha256(f"{article.id}\n{article.sha256}\n{day}".encode()).hexdigest()[:32]


def warm() -> None:
    """Load dictionaries and words, so that the first article does not pay for them."""
    extract_article(Article("3月5日，走访居民130户。", None, "", "utf-8", "warm"), profile="rules")


def process(payload: Payload) -> Done | Refused:
    """Extract one article. A text without anything to read is refused; other faults are exceptions."""
    try:
        record = extract_article(payload.article, profile=payload.profile, lexicon=lexicon_from(payload.words))
    except InputError as error:
        return Refused("no_chinese_text", str(error))
    line = json_line(record).encode() + b"\n"
    account = account_of_numerals(record, payload.article.text)
    key = article_key(payload.article)
    return Done(
        record=line,
        digest=sha256(line).hexdigest(),
        status=record.provenance.status,
        headline=record.article.headline,
        published=record.article.published,
        engines=";".join(f"{name} {version}" for name, version in sorted(record.provenance.engines.items())),
        numerals=(account.total, account.in_facts, account.non_figures),
        text=zlib.compress(payload.article.text.encode(), _PACKED),
        rows=rows_of(record, key),
        minhash=minhash_of(payload.article.text) if payload.near else b"",
    )


def fact_id(key: str, table: str, *parts: object) -> str:
    """The identity of a fact wherever it is loaded: a hash of the article's key and of what the fact quotes."""
    text = "\x1f".join((key, table, *map(str, parts)))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def rows_of(record: Extraction, key: str) -> dict[str, list[Row]]:
    """Rows of each table of the store, in the order of its columns; the first is the fact's id, the second the key."""
    uid = _identities(record, key)
    rows: dict[str, list[Row]] = {
        "entities": [
            (uid[e.id], key, e.id, e.kind, e.type, e.name, e.qualified_name, uid.get(e.parent or ""),
             "、".join(e.aliases))
            for e in record.entities
        ],
        "mentions": list(_mention_rows(record, key, uid)),
        "times": [
            (uid[t.id], key, t.id, t.quote.text, *_ends(t.quote), t.kind, t.printed, t.value, t.start, t.end,
             t.relation, t.comparator, t.year_basis, t.rule)
            for t in record.times
        ],
        "figures": [
            (uid[f.id], key, f.id, f.quote.text, *_ends(f.quote), f.value, f.low, f.high, f.comparator, f.unit.surface,
             f.unit.symbol, f.unit.dimension, f.counted.text if f.counted else None, f.role,
             f.per.unit if f.per else None, uid.get(f.subset_of or ""), uid.get(f.restates or ""), f.modality, f.rule)
            for f in record.figures
        ],
        "statements": list(_statement_rows(record, key, uid)),
        "findings": [
            (uid[f.id], key, f.id, f.code, f.severity, f.verdict, f.message, f.computation) for f in record.findings
        ],
    }  # fmt: skip
    rows["ledger_rows"] = [
        (uid[figure.id], key, *cells) for figure, cells in zip(record.figures, ledger_cells(record), strict=True)
    ]
    return rows


def _identities(record: Extraction, key: str) -> dict[str, str]:
    """Id within the record → identity everywhere. What quotes the same characters is told apart by its order."""
    out: dict[str, str] = {}
    seen: dict[str, int] = {}
    quoted: list[tuple[str, str, tuple[object, ...]]] = [
        *(("entity", e.id, (e.kind, e.type, e.name)) for e in record.entities),
        *(("time", t.id, t.quote.spans) for t in record.times),
        *(("figure", f.id, f.quote.spans) for f in record.figures),
        *(("statement", s.id, (s.rule, *(q.spans for q in s.evidence))) for s in record.statements),
        *(("finding", f.id, (f.code, *(q.spans for q in f.evidence))) for f in record.findings),
    ]
    for table, local, parts in quoted:
        identity = fact_id(key, table, *parts)
        count = seen[identity] = seen.get(identity, 0) + 1
        out[local] = identity if count == 1 else fact_id(key, table, *parts, count)
    return out


def _mention_rows(record: Extraction, key: str, uid: dict[str, str]) -> Iterator[Row]:
    for entity in record.entities:
        for index, mention in enumerate(entity.mentions):
            identity = fact_id(key, "mention", uid[entity.id], mention.quote.spans, index)
            yield (
                identity,
                key,
                uid[entity.id],
                mention.quote.text,
                *_ends(mention.quote),
                mention.rule,
                mention.nested,
            )


def _statement_rows(record: Extraction, key: str, uid: dict[str, str]) -> Iterator[Row]:
    for s in record.statements:
        links = (uid.get(s.actor or ""), uid.get(s.time or ""))
        listed = [";".join(uid[fact] for fact in facts) for facts in (s.figures, s.places, s.recipients, s.persons)]
        yield (uid[s.id], key, s.id, s.rule, *links, s.actor_basis, s.time_basis, s.measure, *listed, s.modality,
               s.confidence)  # fmt: skip


def _ends(quote: Quote) -> tuple[int, int]:
    return quote.spans[0][0], quote.spans[-1][1]


HASHES = 128
_FEWEST = 8
_PIECE = re.compile("[^\\s，。、；：！？“”（）的了在是一]{2,40}")
"""Pieces that the text itself cuts, so that a change in one place leaves all others as they are."""


def minhash_of(text: str) -> bytes:
    """The MinHash signature of a text over its pieces: `HASHES` numbers of four bytes each.

    Empty for texts with too few pieces to be compared. Pieces that the content cuts, of about six characters, tell
    texts apart as well as all runs of five do, and there are a sixth as many.
    """
    from rensa import RMinHash

    pieces = _PIECE.findall(text)
    if len(pieces) < _FEWEST:
        return b""
    sketch = RMinHash(num_perm=HASHES, seed=42)
    sketch.update(pieces)
    return struct.pack(f">{HASHES}I", *sketch.digest())
