"""JSON Schemas of the record contract, generated from the models: `schema_text` for one, `SCHEMAS` names them.

`python -m report_extract._schemas FOLDER` writes one file a name, `--check` compares instead and fails on a difference.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from report_extract.errors import InputError
from report_extract.records import (
    SCHEMA_VERSION,
    ArticleRecord,
    Entity,
    Extraction,
    Figure,
    Finding,
    NonFigure,
    Provenance,
    Quote,
    Record,
    Statement,
    Time,
    Unread,
)

SCHEMAS: dict[str, type[Record]] = {
    "Extraction": Extraction,
    "Article": ArticleRecord,
    "Entity": Entity,
    "Time": Time,
    "Figure": Figure,
    "NonFigure": NonFigure,
    "Statement": Statement,
    "Finding": Finding,
    "Provenance": Provenance,
    "Quote": Quote,
    "Unread": Unread,
}


class _AsWritten(GenerateJsonSchema):
    """A field with a default is written too, so a reader may rely on it."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ARG002
        return True


def schema(name: str) -> dict[str, Any]:
    """The schema of what is written under that name (JSON Schema 2020-12).

    Raises InputError for an unknown name.
    """
    by_folded = {known.lower(): known for known in SCHEMAS}
    known = by_folded.get(name.lower())
    if known is None:
        raise InputError(f"{name}: no such record; there are {', '.join(SCHEMAS)}")
    body = SCHEMAS[known].model_json_schema(mode="serialization", schema_generator=_AsWritten)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:report-extract:schema:{SCHEMA_VERSION}:{_stem(known)}",
        **body,
    }


def schema_text(name: str) -> str:
    """The schema as the committed file holds it."""
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"


def summary(name: str) -> str:
    """The first line of what the record says of itself."""
    return (SCHEMAS[name].__doc__ or "").strip().partition("\n")[0]


def files() -> dict[str, str]:
    """File name and content of every schema."""
    return {f"{_stem(name)}.schema.json": schema_text(name) for name in SCHEMAS}


def drift(folder: Path) -> list[str]:
    """Names of files in `folder` that are missing, left over, or differ from the models."""
    wanted = files()
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.schema.json")}
    return sorted(name for name in wanted | there if wanted.get(name) != there.get(name))


def _stem(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).removeprefix("-")


def _main(arguments: list[str]) -> int:
    folder = Path(next((argument for argument in arguments if not argument.startswith("-")), "schemas"))
    if "--check" in arguments:
        changed = drift(folder)
        for name in changed:
            sys.stderr.write(f"{folder / name}: differs from the models; run `make schemas`\n")
        return 1 if changed else 0
    folder.mkdir(parents=True, exist_ok=True)
    wanted = files()
    for path in folder.glob("*.schema.json"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
