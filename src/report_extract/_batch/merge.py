"""Stores of shards into one: the same store that one run over all inputs would have made.

Shards number their inputs by the place in the whole, so the merged order is the order of reading. A text that several
shards met is kept once, where it was read first; its other inputs become duplicates.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from report_extract._batch.duplicates import link_near_duplicates, settle_orphans
from report_extract._batch.lock import locked
from report_extract._batch.store import FILE, Store, store_at
from report_extract.errors import InputError


@dataclass(frozen=True, slots=True)
class Merged:
    """What came together."""

    shards: int
    inputs: int
    articles: int
    folded: int


def merge(shards: Sequence[Path], output: Path, *, near: bool = True) -> Merged:
    """Merge the stores of `shards` into a new folder.

    Raises InputError where the output holds a store already, where a shard has none or is not finished, and where two
    shards were made by different rules or hold the same input.
    """
    if (output / FILE).exists():
        raise InputError(f"{output}: holds a store already; name a new folder")
    rules = {_rules(shard) for shard in shards}
    if len(rules) != 1:
        raise InputError(f"{', '.join(map(str, shards))}: made by different rules ({', '.join(sorted(rules))})")
    output.mkdir(parents=True, exist_ok=True)
    with locked(output), Store(output / FILE, write=True) as store:
        folded = sum(_take(store, shard) for shard in shards)
        store.index_texts()
        settle_orphans(store)
        if near:
            link_near_duplicates(store)
        inputs = sum(store.counts().values())
        articles = int(next(store.query("SELECT count(*) FROM articles"))[0])
    return Merged(len(shards), inputs, articles, folded)


def _rules(shard: Path) -> str:
    with store_at(shard) as store:
        last = next(store.query("SELECT rules, outcome, arguments FROM runs ORDER BY id DESC LIMIT 1"), None)
    if last is None or last[1] != "finished":
        raise InputError(f"{shard}: this shard is not finished; go on with `run … --resume`")
    profile = json.loads(last[2])["profile"]
    return f"{last[0]} {profile}"


def _take(store: Store, shard: Path) -> int:
    """Copy one shard; how many of its articles were there already."""
    path = str(shard / FILE if shard.is_dir() else shard)
    with store.attached(path) as connection:
        twice = connection.execute(
            "SELECT source FROM part.inputs WHERE EXISTS (SELECT 1 FROM main.inputs AS ours "
            "WHERE ours.position = part.inputs.position AND ours.source = part.inputs.source) LIMIT 1"
        ).fetchone()
        if twice is not None:
            raise InputError(f"{shard}: {twice[0]} is in another shard too; give shards of one run")
        later = [
            key for (key,) in connection.execute(
                "SELECT theirs.key FROM part.articles AS theirs JOIN main.articles AS ours USING (key) "
                "WHERE theirs.position < ours.position"
            )
        ]  # fmt: skip
        for key in later:
            connection.execute(
                "UPDATE main.inputs SET status = 'duplicate' WHERE article = ? AND status IN ('ok', 'partial')", (key,)
            )
            store.remove(connection, key)
        again = {key for (key,) in connection.execute(
            "SELECT key FROM part.articles WHERE key IN (SELECT key FROM main.articles)"
        )}  # fmt: skip
        connection.execute(
            "INSERT INTO main.inputs SELECT position, source, sha256, article, "
            "CASE WHEN status IN ('ok', 'partial') AND article IN (SELECT key FROM main.articles) "
            "THEN 'duplicate' ELSE status END, reason, detail, rules, seconds, run FROM part.inputs"
        )
        connection.execute("INSERT OR IGNORE INTO main.words SELECT * FROM part.words")
        for number, key in connection.execute("SELECT row, key FROM part.articles ORDER BY position").fetchall():
            if key not in again:
                store.copy_article(connection, number)
    return len(again) + len(later)
