"""Records read back for the commands that compare them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from report_extract.errors import InputError
from report_extract.records import Extraction


def read_records(path: Path) -> Iterator[Extraction]:
    """Records of a JSONL file. Raises InputError with the number of the line that is no record."""
    for index, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            yield Extraction.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"])) or "line"
            raise InputError(f"{path}:{index}: not a record: {where}: {first['msg']}") from error


def _lines(path: Path) -> Iterator[str]:
    """The lines of a file, one at a time: it may be larger than the memory. Only a line feed ends a line."""
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            yield from stream
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8; records as `extract -f jsonl` writes them are needed") from error
