"""Words in the texts of a store: articles that hold them, with the words in their sentence."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from report_extract._batch.store import Store, bigrams
from report_extract.errors import InputError

_CONTEXT = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that holds the words: where the first of them stands, in its context."""

    article: str
    source: str
    headline: str
    offset: int
    before: str
    words: str
    after: str


def search(store: Store, words: str, *, most: int = 20) -> Iterator[Hit]:
    """Articles that hold all the words (parted by blanks), in the order of reading. At least one word is needed."""
    wanted = words.split()
    if not wanted:
        raise InputError("search: a word is needed")
    match = " AND ".join(map(_phrase, wanted))
    store.index_aside()
    sql = (
        "SELECT key, source, headline, text FROM articles WHERE row IN "
        "(SELECT rowid FROM search WHERE search MATCH ? UNION ALL SELECT rowid FROM aside WHERE aside MATCH ?) "
        "ORDER BY position LIMIT ?"
    )
    for key, source, headline, packed in store.query(sql, (match, match, most)):
        text = zlib.decompress(packed).decode()
        start, end = _found(text, wanted[0])
        yield Hit(
            key, source or "", headline or "", start, _line(text[max(0, start - _CONTEXT) : start]),
            _line(text[start:end]), _line(text[end : end + _CONTEXT]),
        )  # fmt: skip


def _phrase(word: str) -> str:
    """A word as neighbouring pairs; one character as the beginning of a pair.

    >>> _phrase("志愿服务"), _phrase("村")
    ('"志愿 愿服 服务"', '"村" *')
    """
    quoted = bigrams(word).replace('"', '""')
    return f'"{quoted}" *' if len(word) == 1 else f'"{quoted}"'


def _found(text: str, word: str) -> tuple[int, int]:
    """Where a word stands, also where the page breaks it."""
    at = text.find(word)
    if at >= 0:
        return at, at + len(word)
    places = [(offset, character) for offset, character in enumerate(text) if not character.isspace()]
    at = "".join(character for _, character in places).find(word)
    return (places[at][0], places[at + len(word) - 1][0] + 1) if at >= 0 else (0, 0)


def _line(text: str) -> str:
    return " ".join(text.split())
