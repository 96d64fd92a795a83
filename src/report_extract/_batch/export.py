"""A finished store into the systems that people use: one function a format, listed in `EXPORTS` at the foot.

Each takes a store, a target and table names. Rows come in the order of reading, so that the same store gives the same
bytes. Libraries of a format are loaded when it is asked for; a missing one is named with the extra that brings it.
"""

from __future__ import annotations

import gzip
import importlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, cast

from report_extract._batch.postgres import to_postgres
from report_extract._batch.store import Store
from report_extract._batch.tables import TABLES, Column, columns_of, decimal_of, rows_of
from report_extract._sinks import csv_line, replacing
from report_extract.errors import EngineError, InputError

Export = Callable[[Store, str, Sequence[str]], int]

_BATCH = 10_000
_DIGITS, _PLACES = 38, 12
_MOST_ROWS, _LONGEST_CELL, _SAFE_DIGITS = 1_048_575, 32_767, 15


def export(store: Store, target: str, *, format: str | None = None, tables: Sequence[str] = ()) -> int:  # noqa: A002
    """Write tables of a store (default: the ledger; databases: all) and return how many rows.

    `target` is a path, or for postgres a URL. Raises InputError for an unknown format or table, EngineError where the
    library of the format is missing.
    """
    name = format or format_of(target)
    if name not in EXPORTS:
        raise InputError(f"{name}: no such format; there are {', '.join(EXPORTS)}")
    for table in tables:
        if table not in TABLES:
            raise InputError(f"{table}: no such table; there are {', '.join(TABLES)}")
    return EXPORTS[name](store, target, tables)


def format_of(target: str) -> str:
    """The format that a target asks for by its name.

    >>> format_of("facts.jsonl.gz"), format_of("postgresql://localhost/news"), format_of("a/b.parquet")
    ('jsonl', 'postgres', 'parquet')
    """
    if target.startswith(("postgres://", "postgresql://")):
        return "postgres"
    name = target.lower().removesuffix(".gz").removesuffix(".zst")
    suffix = name.rpartition(".")[2] if "." in name else ""
    known = {"db": "duckdb", "xls": "xlsx"}.get(suffix, suffix)
    if known not in EXPORTS:
        raise InputError(f"{target}: no format is known by this name; name one of {', '.join(EXPORTS)} with -f")
    return known


def _jsonl(store: Store, target: str, tables: Sequence[str]) -> int:
    """The records, one a line."""
    _only(tables, (), "jsonl holds whole records")
    written = 0
    with _stream(target) as stream:
        for record in store.records():
            stream.write(record)
            written += 1
    return written


def _csv(store: Store, target: str, tables: Sequence[str]) -> int:
    """One table, for a spreadsheet."""
    table, columns = _one(store, tables)
    written = 0
    with _stream(target) as stream:
        stream.write(b"\xef\xbb\xbf" + csv_line([column.name for column in columns]))
        for row in rows_of(store, table):
            stream.write(csv_line(map(_plain, columns, row)))
            written += 1
    return written


def _xlsx(store: Store, target: str, tables: Sequence[str]) -> int:
    """A workbook, one sheet a table; numbers are numbers, text is never a formula."""
    library = _library("xlsxwriter", "xlsx")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    written = 0
    with replacing(Path(target)) as stream, library.Workbook(stream, options) as book:
        book.set_properties({"created": _epoch()})
        for table in tables or ("ledger",):
            columns = columns_of(store, table)
            sheet = book.add_worksheet(table)
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(columns):
                sheet.write_string(0, at, column.name)
            for number, row in enumerate(rows_of(store, table), 1):
                if number > _MOST_ROWS:
                    raise InputError(f"{table}: more than {_MOST_ROWS} rows, which no sheet holds; use csv or parquet")
                for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
                    _put_cell(sheet, number, at, column, cell)
                written += 1
    return written


def _put_cell(sheet: Any, row: int, at: int, column: Column, cell: Any) -> None:
    if cell is None:
        return
    if column.type == "boolean":
        sheet.write_boolean(row, at, bool(cell))
    elif column.type in ("integer", "real") or (column.type == "decimal" and _is_short(str(cell))):
        sheet.write_number(row, at, float(cell))
    else:
        text = "".join(character for character in str(cell) if character >= " " or character in "\n\t")
        if len(text) > _LONGEST_CELL:
            raise InputError(
                f"row {row}, {column.name}: {len(text)} characters, which no cell holds; use csv or parquet"
            )
        sheet.write_string(row, at, text)


def _is_short(number: str) -> bool:
    """True where a double holds every digit."""
    return len(number.lstrip("-").replace(".", "").strip("0")) <= _SAFE_DIGITS


def _parquet(store: Store, target: str, tables: Sequence[str]) -> int:
    """One table, typed: decimals are DECIMAL(38, 12)."""
    parquet = _library("pyarrow.parquet", "parquet")
    table, columns = _one(store, tables)
    schema = _arrow_schema(columns)
    written = 0
    with replacing(Path(target)) as stream, parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for batch in _arrow_batches(store, table, columns, schema):
            writer.write_batch(batch)
            written += batch.num_rows
    return written


def _duckdb(store: Store, target: str, tables: Sequence[str]) -> int:
    """A DuckDB file with one table each; tables of these names are replaced."""
    library, arrow = _library("duckdb", "duckdb"), _library("pyarrow", "duckdb")
    written = 0
    with library.connect(target) as connection:
        connection.execute("BEGIN")
        for table in tables or TABLES:
            columns = columns_of(store, table)
            schema = _arrow_schema(columns)
            connection.register("incoming", schema.empty_table())
            connection.execute(f'CREATE OR REPLACE TABLE "{table}" AS SELECT * FROM incoming').fetchall()
            for batch in _arrow_batches(store, table, columns, schema):
                connection.register("incoming", arrow.Table.from_batches([batch]))
                connection.execute(f'INSERT INTO "{table}" SELECT * FROM incoming').fetchall()
                written += batch.num_rows
        connection.execute("COMMIT")
    return written


def _postgres(store: Store, target: str, tables: Sequence[str]) -> int:
    """A PostgreSQL database by its URL; rows are upserted by their identity."""
    return to_postgres(store, target, tables or TABLES, _library("pg8000.dbapi", "postgres"))


def _arrow_schema(columns: Sequence[Column]) -> Any:
    arrow = _library("pyarrow", "parquet")
    types = {
        "text": arrow.string(), "integer": arrow.int64(), "boolean": arrow.bool_(), "real": arrow.float64(),
        "decimal": arrow.decimal128(_DIGITS, _PLACES),
    }  # fmt: skip
    return arrow.schema([(column.name, types[column.type]) for column in columns])


def _arrow_batches(store: Store, table: str, columns: Sequence[Column], schema: Any) -> Iterator[Any]:
    arrow = _library("pyarrow", "parquet")
    rows = rows_of(store, table)
    while batch := list(islice(rows, _BATCH)):
        arrays = [
            arrow.array([_typed(column, cell) for cell in cells], type=field.type)
            for column, field, cells in zip(columns, schema, zip(*batch, strict=True), strict=True)
        ]
        yield arrow.RecordBatch.from_arrays(arrays, schema=schema)


def _typed(column: Column, cell: Any) -> Any:
    if column.type == "decimal":
        return decimal_of(cell, digits=_DIGITS, places=_PLACES)
    return _plain(column, cell)


def _plain(column: Column, cell: Any) -> Any:
    return bool(cell) if column.type == "boolean" and cell is not None else cell


def _one(store: Store, tables: Sequence[str]) -> tuple[str, tuple[Column, ...]]:
    if len(tables) > 1:
        raise InputError(f"{', '.join(tables)}: this format holds one table; write them one by one")
    table = tables[0] if tables else "ledger"
    return table, columns_of(store, table)


def _only(tables: Sequence[str], allowed: Sequence[str], why: str) -> None:
    if set(tables) - set(allowed):
        raise InputError(f"{', '.join(tables)}: {why}; leave --table out")


@contextmanager
def _stream(target: str) -> Iterator[BinaryIO]:
    """A file that appears whole, compressed by its suffix; the same bytes for the same content."""
    with replacing(Path(target)) as plain:
        if target.lower().endswith(".gz"):
            with gzip.GzipFile(fileobj=plain, mode="wb", mtime=0, filename="") as packed:
                yield cast(BinaryIO, packed)
        elif target.lower().endswith(".zst"):
            library = _library("zstandard", "zstd")
            with library.ZstdCompressor(level=9).stream_writer(plain, closefd=False) as packed:
                yield packed
        else:
            yield plain


def _library(name: str, extra: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise EngineError(
            f"{name.partition('.')[0]} is needed for this: pip install 'report-extract[{extra}]'"
        ) from error


def _epoch() -> Any:
    from datetime import UTC, datetime

    return datetime(2000, 1, 1, tzinfo=UTC)


EXPORTS: dict[str, Export] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "duckdb": _duckdb,
    "postgres": _postgres,
}
