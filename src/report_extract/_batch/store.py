"""The store: one SQLite file that is whole after any kill.

One writer, WAL: an article is there with all its rows, or not at all. Opening checks the version of the schema. Errors
of the disk are `StoreError`s: the run stops, and what is stored stays.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from report_extract._batch.task import Done
from report_extract._ledger import COLUMNS
from report_extract.errors import InputError, ReportExtractError

FILE = "facts.sqlite"
VERSION = "2"
_PAGE = 1 << 13
"""Bytes of a page: a record and the rows of an article lie on few pages, which costs a sixth less than 4 KB do."""
_CACHE = -32_000  # the same in KB: pages that the next articles write to are at hand
_LOG_PAGES = 2000  # of the write-ahead log before it is folded in: 16 MB, and fewer waits for the disk
_INDEXED = 1000  # texts that go into the full-text index in one transaction
FACTS = ("entities", "mentions", "times", "figures", "statements", "findings", "ledger_rows")


class StoreError(ReportExtractError):
    """The store cannot be read or written: a full disk, a damaged file, a folder that is gone."""


@dataclass(frozen=True, slots=True)
class Input:
    """What became of one input; `position` is its place in reading order."""

    position: int
    source: str
    sha256: str | None
    article: str | None
    status: str
    reason: str = ""
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it goes into the store."""

    key: str
    id: str
    sha256: str
    source: str | None
    position: int
    encoding: str
    text: str
    done: Done


class Store:
    """An open store. Use as a context manager."""

    def __init__(self, path: Path, *, write: bool = False) -> None:
        self.path = path
        with _loud(path):
            self._connection = _connect(path, write=write)
            if write and not self._tables():
                self._make()
        self._check_version()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def _tables(self) -> set[str]:
        return {name for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def _make(self) -> None:
        columns = ", ".join(f'"{column}"' for column in COLUMNS)
        self._connection.executescript(
            f"BEGIN; {_schema()}"
            f"CREATE TABLE ledger_rows (uid TEXT NOT NULL, article TEXT NOT NULL, {columns}, "
            "PRIMARY KEY (article, uid)) WITHOUT ROWID;"
            f"CREATE VIEW ledger AS SELECT {columns}, uid, article FROM ledger_rows;"
            f"INSERT INTO meta VALUES ('schema_version', '{VERSION}'); COMMIT;"
        )

    def _check_version(self) -> None:
        with _loud(self.path):
            if "meta" not in self._tables():
                raise StoreError(f"{self.path}: not a store of report-extract")
            found = self.meta("schema_version")
        if found != VERSION:
            raise StoreError(f"{self.path}: schema version {found}, this program writes {VERSION}; use --fresh")

    def meta(self, name: str) -> str | None:
        """A named value of the store."""
        row = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows of a query, as they come."""
        with _loud(self.path), closing(self._connection.execute(sql, parameters)) as cursor:
            while rows := cursor.fetchmany(256):
                yield from rows

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        with _loud(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def begin_run(self, begun: str, arguments: str, rules: str) -> int:
        """The number of a new run."""
        with self.transaction() as connection:
            row = connection.execute(
                "INSERT INTO runs (begun, arguments, rules) VALUES (?, ?, ?)", (begun, arguments, rules)
            )
            return int(row.lastrowid or 0)

    def end_run(self, run: int, *, ended: str, outcome: str, inputs: int, report: str) -> None:
        """How a run ended."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE runs SET ended = ?, outcome = ?, inputs = ?, report = ? WHERE id = ?",
                (ended, outcome, inputs, report, run),
            )

    def holds_inputs(self) -> bool:
        """True where an earlier run left any."""
        return self._connection.execute("SELECT 1 FROM inputs LIMIT 1").fetchone() is not None

    def input_at(self, position: int, source: str) -> tuple[str, str | None, str] | None:
        """Status, article and rules of an input that was seen before."""
        sql = "SELECT status, article, rules FROM inputs WHERE position = ? AND source = ?"
        row: tuple[str, str | None, str] | None = self._connection.execute(sql, (position, source)).fetchone()
        return row

    def holder_of(self, key: str) -> tuple[int, str] | None:
        """Position and rules of the stored article with that key."""
        row: tuple[int, str] | None = self._connection.execute(
            "SELECT position, rules FROM articles WHERE key = ?", (key,)
        ).fetchone()
        return row

    def begin(self) -> None:
        """Open a transaction that `commit` or `roll_back` closes."""
        with _loud(self.path):
            self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """What was put since `begin` is on disk for every reader."""
        with _loud(self.path):
            self._connection.execute("COMMIT")

    def roll_back(self) -> None:
        """Undo what was put since `begin`, where the disk has not done so itself."""
        with _loud(self.path):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def put(self, row: Input, stored: Stored | None, *, rules: str, run: int) -> None:
        """An input, and its article with all its facts where it gives one, in the open transaction.

        An earlier version of the article goes.
        """
        with _loud(self.path):
            if stored is not None:
                self._put_article(stored, rules)
            self._connection.execute(
                "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (row.position, row.source, row.sha256, row.article, row.status, row.reason, row.detail, rules,
                 round(row.seconds, 4), run),
            )  # fmt: skip

    def _put_article(self, stored: Stored, rules: str) -> None:
        done, connection = stored.done, self._connection
        self.remove(connection, stored.key)
        cells = (
            stored.key, stored.id, stored.sha256, stored.source, stored.position, done.status, done.headline,
            done.published, stored.encoding, len(stored.text), *done.numerals, rules, done.engines, done.digest,
            done.record, done.text,
        )  # fmt: skip
        number = connection.execute(_insert("articles", len(cells) + 1), (None, *cells)).lastrowid
        for table, rows in done.rows.items():
            if rows:
                connection.executemany(_insert(table, len(rows[0])), rows)
        if done.minhash:
            connection.execute("INSERT INTO signatures VALUES (?, ?)", (number, done.minhash))

    def put_words(self, rules: str, files: Iterable[tuple[str, int, str, str]]) -> None:
        """The files of words (role, place, path, digest) that runs under these rules read."""
        with self.transaction() as connection:
            rows = [(rules, *file) for file in files]
            connection.executemany("INSERT OR REPLACE INTO words VALUES (?, ?, ?, ?, ?)", rows)

    def words_of(self, rules: str) -> list[tuple[str, str, str]]:
        """Role, path and digest of the files of words that were read under these rules, in the order given."""
        sql = "SELECT role, path, digest FROM words WHERE rules = ? ORDER BY role, place"
        return [(str(role), str(path), str(digest)) for role, path, digest in self.query(sql, (rules,))]

    def remove(self, connection: sqlite3.Connection, key: str) -> None:
        """Take an article and its facts away; its inputs stay."""
        old = connection.execute("SELECT row, text FROM main.articles WHERE key = ?", (key,)).fetchone()
        if old is None:
            return
        if connection.execute("SELECT 1 FROM main.search_docsize WHERE id = ?", (old[0],)).fetchone():
            cells = ("delete", old[0], bigrams(_unpacked(old[1])))
            connection.execute("INSERT INTO search (search, rowid, bigrams) VALUES (?, ?, ?)", cells)
        for table in FACTS:
            connection.execute(f"DELETE FROM main.{table} WHERE article = ?", (key,))
        connection.execute("DELETE FROM main.signatures WHERE row = ?", (old[0],))
        connection.execute("DELETE FROM main.articles WHERE row = ?", (old[0],))

    @contextmanager
    def attached(self, path: str) -> Iterator[sqlite3.Connection]:
        """Another store as `part`, in one transaction of this one."""
        with _loud(self.path):
            self._connection.execute("ATTACH ? AS part", (path,))
        try:
            with self.transaction() as connection:
                yield connection
        finally:
            with _loud(self.path):
                self._connection.execute("DETACH part")

    def copy_article(self, connection: sqlite3.Connection, number: int) -> None:
        """An article of the attached store with its facts, by its row number there."""
        cells = list(connection.execute("SELECT * FROM part.articles WHERE row = ?", (number,)).fetchone())
        row = connection.execute(_insert("main.articles", len(cells)), (None, *cells[1:])).lastrowid
        for table in FACTS:
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM part.{table} WHERE article = ?", (cells[1],))
        connection.execute(
            "INSERT INTO main.signatures SELECT ?, minhash FROM part.signatures WHERE row = ?", (row, number)
        )

    def index_texts(self) -> None:
        """Put the texts that came since the last time into the full-text index; many at once cost far less than a few.

        It may end at any point and go on later: a text without an index entry is one behind the last that has one.
        """
        while rows := list(self.unindexed(_INDEXED)):
            with self.transaction() as connection:
                connection.executemany(
                    "INSERT INTO search (rowid, bigrams) VALUES (?, ?)", ((row, bigrams(text)) for row, text in rows)
                )

    def index_aside(self) -> None:
        """A full-text index for this connection alone, `aside`, of what a run at work or a killed one left out."""
        with _loud(self.path):
            self._connection.execute("DROP TABLE IF EXISTS temp.aside")
            self._connection.execute(
                "CREATE VIRTUAL TABLE temp.aside USING fts5 (bigrams, content='', tokenize='ascii')"
            )
            self._connection.executemany(
                "INSERT INTO aside (rowid, bigrams) VALUES (?, ?)",
                ((row, bigrams(text)) for row, text in self.unindexed()),
            )

    def unindexed(self, most: int = -1) -> Iterator[tuple[int, str]]:
        """Row and text of articles that the full-text index does not hold yet, `most` of them at most."""
        last = "SELECT coalesce(max(id), 0) FROM search_docsize"
        for row, packed in self.query(f"SELECT row, text FROM articles WHERE row > ({last}) LIMIT ?", (most,)):
            yield row, _unpacked(packed)

    def records(self) -> Iterator[bytes]:
        """The records as JSON lines, in reading order."""
        for (record,) in self.query("SELECT record FROM articles ORDER BY position, key"):
            yield record

    def counts(self) -> dict[str, int]:
        """Inputs by status."""
        return dict(self.query("SELECT status, count(*) FROM inputs GROUP BY status ORDER BY status"))


def bigrams(text: str) -> str:
    """The pairs of neighbouring characters of a text, blanks left out, for the full-text index.

    >>> bigrams("志愿服务")
    '志愿 愿服 服务'
    """
    letters = "".join(text.split())
    if len(letters) < 2:
        return letters
    # Twelve bytes a pair, filled column by column: six times as fast as slicing pair by pair.
    units = letters.encode("utf-32-le", "surrogatepass")
    pairs = bytearray(b" \0\0\0" * (3 * (len(letters) - 1)))
    for byte in range(3):
        pairs[byte::12] = units[byte:-4:4]
        pairs[4 + byte :: 12] = units[4 + byte :: 4]
    return pairs[:-4].decode("utf-32-le", "surrogatepass")


def _unpacked(text: bytes) -> str:
    return zlib.decompress(text).decode()


def store_at(folder: Path) -> Store:
    """The store in a folder, for reading. Raises InputError where there is none."""
    path = folder / FILE if folder.is_dir() else folder
    if not path.is_file():
        raise InputError(f"{folder}: no store here; a folder that `report-extract run -o` wrote is needed")
    return Store(path)


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    mode = "rwc" if write else "ro"
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=10)
    connection.execute("PRAGMA foreign_keys = ON")
    if write:
        connection.execute(f"PRAGMA page_size = {_PAGE}")  # of a new file; one that exists keeps its own
        connection.execute(f"PRAGMA cache_size = {_CACHE}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
    return connection


@contextmanager
def _loud(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}") from error


@lru_cache(maxsize=1)
def _schema() -> str:
    return files("report_extract._batch").joinpath("schema.sql").read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def _insert(table: str, cells: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * cells)})"
