"""A store into PostgreSQL: a schema of its own, rows copied in bulk and upserted by their identity.

A second load of the same store changes nothing; facts that an article no longer has are removed. All tables go in one
transaction. `pg8000` (BSD) is the driver.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from report_extract._batch.store import Store
from report_extract._batch.tables import Column, columns_of, rows_of
from report_extract.errors import InputError

_TYPES = {"text": "text", "integer": "bigint", "boolean": "boolean", "real": "double precision", "decimal": "numeric"}
_KEYS = {"articles": ("key",), "inputs": ("position", "source")}
SCHEMA = "report_extract"


def to_postgres(store: Store, url: str, tables: Sequence[str], driver: ModuleType) -> int:
    """Load tables into the database; how many rows were sent. Raises InputError where it cannot be reached."""
    try:
        connection = driver.connect(**_parameters(url))
    except (driver.Error, OSError) as error:
        raise InputError(f"{_without_password(url)}: cannot be reached: {error}") from error
    sent = 0
    try:
        cursor = connection.cursor()
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        for table in tables:
            sent += _load(cursor, store, table)
        connection.commit()
    finally:
        connection.close()
    return sent


def _load(cursor: Any, store: Store, table: str) -> int:
    columns, key = columns_of(store, table), _KEYS.get(table, ("uid",))
    names = ", ".join(f'"{column.name}"' for column in columns)
    typed = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in columns)
    keys = ", ".join(f'"{name}"' for name in key)
    home, fresh = f"{SCHEMA}.{table}", f"incoming_{table}"
    cursor.execute(f"CREATE TABLE IF NOT EXISTS {home} ({typed}, PRIMARY KEY ({keys}))")
    cursor.execute(f"CREATE TEMPORARY TABLE {fresh} ({typed}) ON COMMIT DROP")
    lines = _Lines(_line(columns, row) for row in rows_of(store, table))
    cursor.execute(f"COPY {fresh} ({names}) FROM STDIN", stream=lines)
    if "article" in {column.name for column in columns} and table != "inputs":
        cursor.execute(
            f"DELETE FROM {home} WHERE article IN (SELECT DISTINCT article FROM {fresh}) "
            f"AND uid NOT IN (SELECT uid FROM {fresh})"
        )
    others = [column.name for column in columns if column.name not in key]
    update = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in others)
    cursor.execute(
        f"INSERT INTO {home} ({names}) SELECT {names} FROM {fresh} ON CONFLICT ({keys}) DO UPDATE SET {update}"
    )
    return lines.count


class _Lines(io.RawIOBase):
    """Lines of COPY as a stream, made as they are read."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        super().__init__()
        self._lines = iter(lines)
        self._rest = b""
        self.count = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes; 0 at the end."""
        if not self._rest:
            self._rest = next(self._lines, b"")
            self.count += bool(self._rest)
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\ufffd"})


def _line(columns: Sequence[Column], row: Sequence[Any]) -> bytes:
    """One row in COPY's text format."""
    cells = []
    for column, cell in zip(columns, row, strict=True):
        if cell is None:
            cells.append("\\N")
        elif column.type == "boolean":
            cells.append("t" if cell else "f")
        else:
            cells.append(str(cell).translate(_ESCAPES))
    return ("\t".join(cells) + "\n").encode()


def _parameters(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    socket = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair).get("host")
    out: dict[str, Any] = {
        "user": unquote(parts.username or "postgres"),
        "database": parts.path.lstrip("/") or "postgres",
    }
    if parts.password:
        out["password"] = unquote(parts.password)
    if socket and socket.startswith("/"):
        out["unix_sock"] = f"{unquote(socket)}/.s.PGSQL.{parts.port or 5432}"
    else:
        out |= {"host": parts.hostname or "localhost", "port": parts.port or 5432}
    return out


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":…@") if parts.password else url
