"""Texts that are the same, and texts that are nearly so: the second kind is linked, never dropped."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import groupby
from operator import eq, itemgetter

from report_extract._batch.store import Store
from report_extract._batch.task import HASHES

_ALIKE = 0.7
"""Share of equal MinHash values from which two texts are near duplicates."""
_BANDS = 16
_WIDTH = HASHES // _BANDS * 4
"""Bytes of a band: texts that share one are compared."""

_SORTED = f"SELECT substr(minhash, ?, {_WIDTH}) AS band, row FROM signatures ORDER BY band, row"
_PLACE = "SELECT position, row FROM articles WHERE row = ?"
_MEMBER = "SELECT key, minhash FROM signatures JOIN articles USING (row) WHERE row = ?"


def link_near_duplicates(store: Store) -> int:
    """Write the pairs (earliest, other) that share a band and are alike enough; how many. Memory does not grow."""
    with store.transaction() as connection:
        connection.execute("DELETE FROM near_duplicates")
        written = 0
        for rows in _groups(store):
            ordered = sorted(next(store.query(_PLACE, (row,))) for row in rows)
            members = (next(store.query(_MEMBER, (row,))) for _, row in ordered)
            first, mine = next(members)
            for other, theirs in members:
                similarity = _share(mine, theirs)
                if similarity >= _ALIKE:
                    cursor = connection.execute(
                        "INSERT OR IGNORE INTO near_duplicates VALUES (?, ?, ?)", (first, other, f"{similarity:.2f}")
                    )
                    written += cursor.rowcount
    return written


def _groups(store: Store) -> Iterator[list[int]]:
    """Rows of articles that share a band, band by band."""
    for band in range(_BANDS):
        ordered = store.query(_SORTED, (1 + band * _WIDTH,))
        for _, members in groupby(ordered, key=itemgetter(0)):
            rows = [row for _, row in members]
            if len(rows) > 1:
                yield rows


def settle_orphans(store: Store) -> None:
    """A duplicate of a text that was quarantined is quarantined for the same reason."""
    with store.transaction() as connection:
        connection.execute(
            "UPDATE inputs SET status = 'quarantined', "
            "reason = coalesce((SELECT first.reason FROM inputs AS first WHERE first.article = inputs.article "
            "AND first.status = 'quarantined' ORDER BY position LIMIT 1), 'duplicate_of_missing'), "
            "detail = 'the same text as an input that was quarantined' "
            "WHERE status = 'duplicate' AND article NOT IN (SELECT key FROM articles)"
        )


def _share(one: bytes, other: bytes) -> float:
    kind = f">{HASHES}I"
    equal: int = sum(map(eq, struct.unpack(kind, one), struct.unpack(kind, other)))
    return equal / HASHES
