"""Texts that are the same, and texts that are nearly so: the second kind is linked, never dropped."""

from __future__ import annotations

from report_extract._batch.store import Store

_ALIKE = 0.7
"""Share of equal MinHash values from which two texts are near duplicates."""

_GROUPS = """
SELECT band, hash, count(*) FROM bands GROUP BY band, hash HAVING count(*) > 1 ORDER BY band, hash
"""
_MEMBERS = """
SELECT bands.article FROM bands JOIN articles ON articles.key = bands.article
WHERE band = ? AND hash = ? ORDER BY articles.position, articles.key
"""


def link_near_duplicates(store: Store) -> int:
    """Write the pairs (earliest, other) that share a band and are alike enough; how many. Memory does not grow."""
    with store.transaction() as connection:
        connection.execute("DELETE FROM near_duplicates")
        written = 0
        for band, hashed, _ in connection.execute(_GROUPS).fetchall():
            first, *others = [key for (key,) in connection.execute(_MEMBERS, (band, hashed))]
            mine = _signature(store, first)
            for other in others:
                similarity = _share(mine, _signature(store, other))
                if similarity >= _ALIKE:
                    cursor = connection.execute(
                        "INSERT OR IGNORE INTO near_duplicates VALUES (?, ?, ?)", (first, other, f"{similarity:.2f}")
                    )
                    written += cursor.rowcount
    return written


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


def _signature(store: Store, key: str) -> bytes:
    return b"".join(
        hashed for (hashed,) in store.query("SELECT hash FROM bands WHERE article = ? ORDER BY band", (key,))
    )


def _share(one: bytes, other: bytes) -> float:
    length = min(len(one), len(other)) // 4
    if not length:
        return 0.0
    return sum(one[at : at + 4] == other[at : at + 4] for at in range(0, 4 * length, 4)) / length
