"""Records read back for the commands that compare them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from report_extract.errors import InputError
from report_extract.records import Extraction


def read_records(path: Path) -> Iterator[Extraction]:
    """Records of a JSONL file. Raises InputError with the number of the line that is no record."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8; records as `extract -f jsonl` writes them are needed") from error
    for index, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Extraction.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"])) or "line"
            raise InputError(f"{path}:{index}: not a record: {where}: {first['msg']}") from error
