"""The store: one SQLite file that is whole after any kill.

One writer, WAL, one transaction an article: an article is there with all its rows, or not at all. Opening checks the
version of the schema. Errors of the disk are `StoreError`s: the run stops, and what is stored stays.
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

from report_extract._batch.task import Done, Row
from report_extract._ledger import COLUMNS
from report_extract.errors import InputError, ReportExtractError

FILE = "facts.sqlite"
VERSION = "1"
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
            f"CREATE TABLE ledger_rows (uid TEXT PRIMARY KEY, article TEXT NOT NULL, {columns}) WITHOUT ROWID;"
            f"CREATE VIEW ledger AS SELECT {columns}, uid, article FROM ledger_rows;"
            + "".join(f"CREATE INDEX {table}_article ON {table} (article);" for table in FACTS)
            + f"INSERT INTO meta VALUES ('schema_version', '{VERSION}'); COMMIT;"
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

    def put_input(self, row: Input, *, rules: str, run: int) -> None:
        """One input that gives no article of its own."""
        with self.transaction() as connection:
            _put_input(connection, row, rules, run)

    def put_article(self, stored: Stored, row: Input, *, rules: str, run: int) -> None:
        """An article with all its facts and its input, in one transaction; an earlier version of it goes."""
        done = stored.done
        with self.transaction() as connection:
            self.remove(connection, stored.key)
            cells = (
                stored.key, stored.id, stored.sha256, stored.source, stored.position, done.status, done.headline,
                done.published, stored.encoding, len(stored.text), *done.numerals, rules, done.engines, done.digest,
                done.record, zlib.compress(stored.text.encode()),
            )  # fmt: skip
            marks = ", ".join("?" * len(cells))
            number = connection.execute(f"INSERT INTO articles VALUES (NULL, {marks})", cells).lastrowid
            connection.execute("INSERT INTO search (rowid, bigrams) VALUES (?, ?)", (number, bigrams(stored.text)))
            for table, rows in done.rows.items():
                _put_rows(connection, table, rows)
            _put_rows(connection, "bands", [(band, hashed, stored.key) for band, hashed in enumerate(done.bands)])
            _put_input(connection, row, rules, run)

    def remove(self, connection: sqlite3.Connection, key: str) -> None:
        """Take an article and its facts away; its inputs stay."""
        old = connection.execute("SELECT row, text FROM main.articles WHERE key = ?", (key,)).fetchone()
        if old is None:
            return
        text = bigrams(zlib.decompress(old[1]).decode())
        connection.execute("INSERT INTO search (search, rowid, bigrams) VALUES ('delete', ?, ?)", (old[0], text))
        for table in (*FACTS, "bands"):
            connection.execute(f"DELETE FROM main.{table} WHERE article = ?", (key,))
        connection.execute("DELETE FROM main.articles WHERE key = ?", (key,))

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
        key, text = cells[1], zlib.decompress(cells[-1]).decode()
        marks = ", ".join("?" * (len(cells) - 1))
        cursor = connection.execute(f"INSERT INTO main.articles VALUES (NULL, {marks})", cells[1:])
        connection.execute("INSERT INTO search (rowid, bigrams) VALUES (?, ?)", (cursor.lastrowid, bigrams(text)))
        for table in (*FACTS, "bands"):
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM part.{table} WHERE article = ?", (key,))

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
    return " ".join(letters[at : at + 2] for at in range(len(letters) - 1)) if len(letters) > 1 else letters


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
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
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


def _put_input(connection: sqlite3.Connection, row: Input, rules: str, run: int) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (row.position, row.source, row.sha256, row.article, row.status, row.reason, row.detail, rules,
         round(row.seconds, 3), run),
    )  # fmt: skip


def _put_rows(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
