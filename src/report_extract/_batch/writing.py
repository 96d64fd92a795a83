"""Many articles a commit: rows go into one open transaction that is closed every few articles or moments.

What was put counts, and `told` hears of it, only when its commit is done. Where a commit fails, the group is taken
back and put again one by one, so that everything in front of the fault stays. The full-text index follows a few hundred
articles behind, and is complete when the writer is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from report_extract._batch.store import Input, Store, Stored, StoreError

_MOST, _LONGEST = 64, 0.2
"""Inputs, and seconds, of one commit. The first commits of a run are smaller, so that it is soon seen to go on."""
_BEHIND = 256
"""Articles that the full-text index may be behind."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An input's row, its article where it gives one, and the bytes that were read when it came."""

    row: Input
    stored: Stored | None = None
    read: int = 0


@dataclass(slots=True, eq=False)
class Writer:
    """Puts entries into a store. Use as a context manager: leaving it commits what is open.

    Raises StoreError where the disk fails; `told` has then heard of exactly the entries that are stored.
    """

    store: Store
    rules: str
    run: int
    told: Callable[[Entry], None]
    _open: list[Entry] = field(default_factory=list)
    _most: int = 1
    _begun: float = 0.0
    _behind: int = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.flush()
        if kind is None:
            self.store.index_texts()

    def put(self, entry: Entry) -> None:
        """Write an entry, and close the group where it is full or old enough."""
        if not self._open:
            self._begun = monotonic()
        self._open.append(entry)
        try:
            if len(self._open) == 1:
                self.store.begin()
            self.store.put(entry.row, entry.stored, rules=self.rules, run=self.run)
        except StoreError:
            self._one_by_one()
        if len(self._open) >= self._most or monotonic() - self._begun > _LONGEST:
            self.flush()

    def flush(self) -> None:
        """Commit what is open."""
        if not self._open:
            return
        try:
            self.store.commit()
        except StoreError:
            self._one_by_one()
        self._most = min(2 * self._most, _MOST)
        done, self._open = self._open, []
        for entry in done:
            self.told(entry)
        self._behind += sum(entry.stored is not None for entry in done)
        if self._behind >= _BEHIND:
            self._behind = 0
            self.store.index_texts()

    def _one_by_one(self) -> None:
        """After a fault of the disk: the entries of the group in transactions of their own, until the fault comes."""
        again, self._open = self._open, []
        self.store.roll_back()
        for entry in again:
            self.store.begin()
            try:
                self.store.put(entry.row, entry.stored, rules=self.rules, run=self.run)
                self.store.commit()
            except StoreError:
                self.store.roll_back()
                raise
            self.told(entry)
