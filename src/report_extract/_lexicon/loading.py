"""Typed loading of lexicon files, with a digest that names the state of all words together."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from report_extract._gazetteer.names import GivenName
from report_extract.errors import LexiconError

_PACKAGED = Path(__file__).parent


class Entry(BaseModel):
    """Base of a lexicon entry: a name, its surfaces, and sentences that prove or refute it.

    `examples` maps a surface in context to what must be read there; `not` lists texts in which the entry must not
    be read. The test suite runs both.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=True)

    name: str
    surfaces: Annotated[tuple[str, ...], Field(strict=False)] = ()
    examples: dict[str, str] = {}
    refuted: Annotated[tuple[str, ...], Field(alias="not", strict=False)] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The surfaces, or the name alone where none are listed."""
        return self.surfaces or (self.name,)


AnyEntry = TypeVar("AnyEntry", bound=Entry)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The folders in force, packaged first, and the names of gazetteers; compared and cached by identity."""

    folders: tuple[Path, ...]
    digest: str
    names: tuple[GivenName, ...] = ()
    _loaded: dict[tuple[str, type[Entry]], tuple[Any, ...]] = field(default_factory=dict, repr=False)

    def entries(self, file: str, model: type[AnyEntry]) -> tuple[AnyEntry, ...]:
        """Entries of `file`.toml over all folders, later folders replacing earlier entries of the same name.

        Raises LexiconError listing every fault with file, entry and field.
        """
        key = (file, model)
        if key not in self._loaded:
            self._loaded[key] = _entries(self.folders, file, model)
        return self._loaded[key]


@cache
def default_lexicon() -> Lexicon:
    """The packaged lexicon."""
    return load_folders()


def load_folders(*folders: Path, names: tuple[GivenName, ...] = ()) -> Lexicon:
    """The packaged lexicon with `folders` laid over it, in order, and `names` beside it."""
    every = (_PACKAGED, *folders)
    digest = sha256()
    for folder in every:
        for path in sorted(folder.glob("*.toml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for name in names:
        digest.update(repr(name).encode())
    return Lexicon(every, digest.hexdigest()[:16], names)


def _entries(folders: tuple[Path, ...], file: str, model: type[AnyEntry]) -> tuple[AnyEntry, ...]:
    adapter = TypeAdapter(model)
    by_name: dict[str, AnyEntry] = {}
    faults: list[str] = []
    for folder in folders:
        path = folder / f"{file}.toml"
        if not path.exists():
            continue
        for table in _tables(path):
            label = f"{path}: {table.get('name', '(no name)')}"
            try:
                entry = adapter.validate_python(table)
            except ValidationError as error:
                faults += [f"{label}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
                continue
            if folder is folders[0] and entry.name in by_name:
                faults.append(f"{label}: name stands twice")
            by_name[entry.name] = entry
    if faults:
        raise LexiconError("\n".join(faults))
    return tuple(by_name.values())


def _tables(path: Path) -> list[dict[str, Any]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: not a TOML file in UTF-8: {error}") from error
    tables: list[dict[str, Any]] = []
    for key, rows in content.items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise LexiconError(f"{path}: {key}: entries are written [[{key}]]")
        tables += rows
    return tables
