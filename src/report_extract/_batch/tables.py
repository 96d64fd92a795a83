"""The tables of the store as typed columns: what exports need to know, in one place.

Types: `text`, `integer`, `boolean`, `real`, `decimal`. A decimal is kept as the printed string in the store; exports
that have such a type get it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from report_extract._batch.store import Store

Type = Literal["text", "integer", "boolean", "real", "decimal"]
Row = Sequence[Any]

TABLES = ("ledger", "articles", "inputs", "entities", "mentions", "times", "figures", "statements", "findings")
"""What can be exported; `ledger` is the flat view that most people open first."""

_DECIMALS = {"ledger": ("value", "low", "high"), "figures": ("value", "low", "high")}
_BOOLEANS = {"ledger": ("places_open",), "mentions": ("nested",)}
_INTEGERS = {"ledger": ("start_offset", "end_offset")}
_HIDDEN = frozenset(["record", "text", "row"])  # blobs and the number that SQLite gives


@dataclass(frozen=True, slots=True)
class Column:
    """Name and type of a column."""

    name: str
    type: Type


def columns_of(store: Store, table: str) -> tuple[Column, ...]:
    """The columns of a table, in its order; of `ledger` the identity comes first."""
    found = [(name, declared) for _, name, declared, *_ in store.query(f"PRAGMA table_info({table})")]
    if table == "articles":
        found = [(name, declared) for name, declared in found if name not in _HIDDEN]
    if table == "ledger":
        found = [*found[-2:], *found[:-2]]
    return tuple(Column(name, _type(table, name, declared)) for name, declared in found)


def rows_of(store: Store, table: str) -> Iterator[tuple[Any, ...]]:
    """All rows of a table in the order of reading, then of the text."""
    names = ", ".join(f'{table}."{column.name}"' for column in columns_of(store, table))
    if table in ("articles", "inputs"):
        yield from store.query(f"SELECT {names} FROM {table} ORDER BY position")
        return
    order = {"ledger": "start_offset, figure_id", "mentions": "start_offset, end_offset, uid"}.get(table, "uid")
    order = "start_offset, end_offset, uid" if table in ("times", "figures") else order
    yield from store.query(
        f"SELECT {names} FROM {table} JOIN articles ON articles.key = {table}.article "
        f"ORDER BY articles.position, {order}"
    )


def decimal_of(value: str | None, *, digits: int, places: int) -> Decimal | None:
    """A decimal string for a column of so many digits; None where it does not fit.

    >>> decimal_of("11654", digits=38, places=12)
    Decimal('11654.000000000000')
    >>> decimal_of("1" * 40, digits=38, places=12) is None
    True
    """
    if value is None:
        return None
    number = Decimal(value)
    if number.adjusted() >= digits - places:
        return None
    return Decimal(format(number, f".{places}f"))


def _type(table: str, name: str, declared: str) -> Type:
    if name in _DECIMALS.get(table, ()):
        return "decimal"
    if name in _BOOLEANS.get(table, ()):
        return "boolean"
    if declared == "INTEGER" or name in _INTEGERS.get(table, ()):
        return "integer"
    return "real" if declared == "REAL" else "text"
