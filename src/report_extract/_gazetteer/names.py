"""Names that a user gives: a file of bodies, compounds, persons and places, checked before any article is read.

TOML (`[[name]]` tables), CSV (a head line) or JSONL (an object a line), in UTF-8, with the fields of `FIELDS`.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from report_extract._values import value
from report_extract.errors import LexiconError

FIELDS = ("name", "kind", "type", "aliases", "parent")
KINDS = {"organisation": "other", "compound": "estate", "person": "person", "place": "place"}
"""Each kind with the type of a name that gives none."""
_TYPE = re.compile(r"[a-z][a-z_]*")
_SEPARATORS = re.compile(r"[;；|]")
_LONGEST = 60
_MOST_FAULTS = 20

Row = tuple[int, Mapping[str, Any]]


@value
class GivenName:
    """A name of a gazetteer, with the other forms in which it is printed and the name of its parent."""

    name: str
    kind: str
    type: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None


def read_names(path: Path) -> tuple[GivenName, ...]:
    """The names of a gazetteer file.

    Raises LexiconError: one line a fault, with file, line and column, and what would have been right.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise LexiconError(f"{path}: not a gazetteer; a file in {', '.join(READERS)} is needed")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not in UTF-8: byte {error.start} is none of it") from error
    except OSError as error:
        raise LexiconError(f"{path}: {error.strerror or error}") from error
    faults: list[str] = []
    names: list[GivenName] = []
    lines: dict[str, int] = {}
    for line, row in reader(path, text):
        wrong = [f"{path}:{line}: column {column}: {what}" for column, what in _faults(row, lines)]
        if wrong:
            faults += wrong
            continue
        name = _name(row)
        names.append(name)
        lines |= dict.fromkeys((name.name, *name.aliases), line)
    faults += _cycles(path, names, lines)
    if not names and not faults:
        faults.append(f"{path}: no names here; rows with {', '.join(FIELDS)} are needed")
    if faults:
        more = len(faults) - _MOST_FAULTS
        raise LexiconError("\n".join([*faults[:_MOST_FAULTS], *([f"… and {more} more"] if more > 0 else [])]))
    return tuple(names)


def _csv(path: Path, text: str) -> Iterator[Row]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        head = [cell.strip() for cell in next(reader, [])]
        for column in head:
            if column not in FIELDS:
                raise LexiconError(f"{path}:1: column {column or '(empty)'}: {_unknown(column)}")
        if "name" not in head or "kind" not in head:
            more = ", ".join(FIELDS[2:])
            raise LexiconError(f"{path}:1: a head line with name and kind is needed, and may have {more}")
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(head):
                raise LexiconError(f"{path}:{reader.line_num}: column {len(head) + 1}: the head line has {len(head)}")
            row = {column: cell.strip() for column, cell in zip(head, cells, strict=False) if cell.strip()}
            aliases = [form.strip() for form in _SEPARATORS.split(row.get("aliases", "")) if form.strip()]
            yield reader.line_num, {**row, "aliases": aliases}
    except csv.Error as error:
        raise LexiconError(f"{path}:{reader.line_num}: not CSV: {error}") from error


def _jsonl(path: Path, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise LexiconError(f"{path}:{number}: column {error.colno}: not JSON: {error.msg}") from error
        if not isinstance(row, dict):
            raise LexiconError(f'{path}:{number}: column 1: an object is needed, such as {{"name": …, "kind": …}}')
        yield number, row


def _toml(path: Path, text: str) -> Iterator[Row]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = f":{where[1]}: column {where[2]}" if where else ""
        raise LexiconError(f"{path}{place}: not TOML: {str(error).partition(' (at')[0]}") from error
    rows = content.pop("name", [])
    if content or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise LexiconError(f"{path}: {next(iter(content), 'name')}: names are written as tables [[name]]")
    starts = [number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*name\s*\]\]", line)]
    yield from zip(starts, rows, strict=False)


READERS: dict[str, Callable[[Path, str], Iterator[Row]]] = {
    ".toml": _toml,
    ".csv": _csv,
    ".jsonl": _jsonl,
}


def _faults(row: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Columns and what is wrong with them."""
    for column in row:
        if column not in FIELDS:
            yield str(column), _unknown(str(column))
    yield from _form_faults("name", row.get("name"), lines)
    kind = row.get("kind")
    if kind not in KINDS:
        near = get_close_matches(str(kind), KINDS, n=1)
        hint = f"; {near[0]}?" if near else ""
        yield "kind", f"{kind!r} is none{hint} It is one of {', '.join(KINDS)}"
    given = row.get("type")
    if given is not None and not (isinstance(given, str) and _TYPE.fullmatch(given)):
        yield "type", f"{given!r}: a word in small letters is needed, such as hospital or party_branch"
    aliases = row.get("aliases", [])
    if not isinstance(aliases, list | tuple):
        yield "aliases", f"{aliases!r}: a list is needed"
    else:
        for form in aliases:
            yield from _form_faults("aliases", form, lines)
    parent = row.get("parent")
    if parent is not None and (not isinstance(parent, str) or not parent.strip() or parent == row.get("name")):
        yield "parent", f"{parent!r}: the name of another body or place is needed"


def _form_faults(column: str, form: object, lines: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    if not isinstance(form, str) or not form.strip():
        yield column, "is missing" if form in (None, "") else f"{form!r}: text is needed"
    elif not 2 <= len(form) <= _LONGEST or not any(char.isalpha() for char in form) or "\n" in form:
        yield column, f"{form!r}: 2 to {_LONGEST} characters with a letter among them are needed"
    elif form in lines:
        yield column, f"{form!r} stands in line {lines[form]} already"


def _unknown(column: str) -> str:
    near = get_close_matches(column, FIELDS, n=1)
    return f"there is no such column{f'; {near[0]}?' if near else ''} There are {', '.join(FIELDS)}"


def _name(row: Mapping[str, Any]) -> GivenName:
    kind = str(row["kind"])
    aliases = tuple(dict.fromkeys(form for form in row.get("aliases", ()) if form != row["name"]))
    return GivenName(row["name"], kind, row.get("type") or KINDS[kind], aliases, row.get("parent"))


def _cycles(path: Path, names: list[GivenName], lines: Mapping[str, int]) -> Iterator[str]:
    """A name that is its own ancestor."""
    parents = {name.name: name.parent for name in names}
    for name in names:
        above, steps = name.parent, 0
        while above is not None and above != name.name and steps <= len(names):
            above, steps = parents.get(above), steps + 1
        if above == name.name:
            yield f"{path}:{lines[name.name]}: column parent: {name.name!r} is its own ancestor"
            return
