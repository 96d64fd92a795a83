"""Tables of articles in Spark, as tables of figures out: for archives that already lie in a warehouse.

`ledger_of(frame)` maps a DataFrame with a text column through `mapInArrow`; each Python worker loads its dictionaries
once. Rows have the columns of the ledger, as strings, with `reason` where an article gave none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Literal

from report_extract._ledger import COLUMNS, ledger_rows
from report_extract._pipeline import extract
from report_extract.errors import InputError

_SCHEMA = ", ".join(f"`{name}` string" for name in (*COLUMNS, "reason"))


def ledger_of(
    frame: Any, *, text: str = "text", source: str = "id", published: str | None = None,
    profile: Literal["rules", "full"] = "rules",
) -> Any:  # fmt: skip
    """The ledger of a Spark DataFrame's articles. `text`, `source` and `published` name its columns."""
    names = [text, source, *([published] if published else [])]
    work = partial(_batches, text=text, source=source, published=published, profile=profile)
    return frame.select(*names).mapInArrow(work, _SCHEMA)


def _batches(
    batches: Iterator[Any], *, text: str, source: str, published: str | None, profile: Literal["rules", "full"]
) -> Iterator[Any]:
    import pyarrow as arrow

    schema = arrow.schema([(name, arrow.string()) for name in (*COLUMNS, "reason")])
    for batch in batches:
        rows: list[dict[str, str | None]] = []
        for row in batch.to_pylist():
            rows += _rows(row[text] or "", str(row[source]), row[published] if published else None, profile)
        yield arrow.RecordBatch.from_pylist(rows, schema=schema)


def _rows(text: str, source: str, published: Any, profile: Literal["rules", "full"]) -> list[dict[str, str | None]]:
    """Rows of one article; one row with the reason where it cannot be read."""
    try:
        record = extract(text, source=source, published=str(published) if published else None, profile=profile)
    except InputError as error:
        return [{"source": source, "reason": str(error)}]
    except Exception as error:  # a broken article is a row, and costs no other article
        return [{"source": source, "reason": f"{type(error).__name__}: {error}"}]
    return [{name: None if value is None else str(value) for name, value in row.items()} for row in ledger_rows(record)]
