"""The ledger as a pyarrow table or a pandas frame, one row a figure.

In: an `Extraction`. Out: the columns of the ledger, numbers exact (`Decimal`), unknown values null. The libraries are
extras and are loaded when a table is asked for.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from report_extract._ledger import COLUMNS, LedgerValue, ledger_rows
from report_extract.errors import EngineError
from report_extract.records import Extraction

_DIGITS, _PLACES = 38, 12
_DECIMALS = frozenset(["value", "low", "high"])
_INTEGERS = frozenset(["start_offset", "end_offset"])
_BOOLEANS = frozenset(["places_open"])
_PLACE = Decimal(1).scaleb(-_PLACES)


def arrow(extraction: Extraction) -> Any:
    """A `pyarrow.Table`; a value with more than twelve decimal places is rounded to them."""
    try:
        import pyarrow
    except ImportError as error:
        raise EngineError("to_arrow needs pyarrow: pip install 'report-extract[parquet]'") from error
    types = {
        **dict.fromkeys(COLUMNS, pyarrow.string()),
        **dict.fromkeys(_DECIMALS, pyarrow.decimal128(_DIGITS, _PLACES)),
        **dict.fromkeys(_INTEGERS, pyarrow.int64()),
        **dict.fromkeys(_BOOLEANS, pyarrow.bool_()),
    }
    rows = ledger_rows(extraction)
    return pyarrow.table(
        {name: pyarrow.array([_exact(name, row[name]) for row in rows], type=types[name]) for name in COLUMNS}
    )


def frame(extraction: Extraction) -> Any:
    """A `pandas.DataFrame`; numbers are `Decimal` objects and exact."""
    try:
        import pandas
    except ImportError as error:
        raise EngineError("to_frame needs pandas: pip install 'report-extract[pandas]'") from error
    rows = ledger_rows(extraction)
    made = pandas.DataFrame({name: [_decimal(name, row[name]) for row in rows] for name in COLUMNS}, dtype=object)
    made = made.astype(dict.fromkeys(_INTEGERS, "Int64"))
    return made.astype(dict.fromkeys(_BOOLEANS, "boolean"))


def _decimal(name: str, value: LedgerValue) -> LedgerValue | Decimal:
    return Decimal(value) if name in _DECIMALS and isinstance(value, str) else value


def _exact(name: str, value: LedgerValue) -> LedgerValue | Decimal:
    number = _decimal(name, value)
    if not isinstance(number, Decimal) or number.as_tuple().exponent >= -_PLACES:  # type: ignore[operator]
        return number
    return number.quantize(_PLACE, context=Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN))
