"""Expected facts of articles, from the two forms that corpora have.

In: a folder. Either one folder an article (`article.txt`, `expected.json`), as in `corpora/`, or one `NAME.json` an
article, whose text lies as `NAME.txt` in the same folder, in `articles/` beside it, or in a folder that is named. Out:
`GoldArticle`s in order of name. Both forms hold the same tables (corpora/README.md describes them).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report_extract.errors import InputError

Row = Mapping[str, Any]
TABLES = ("figures", "times", "organisations", "compounds", "persons")


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article's expected facts; `text` is None where the article itself was not found."""

    name: str
    text: str | None
    published: str | None
    tables: Mapping[str, Any]

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table, in order; empty where the file has none."""
        return tuple(self.tables.get(table) or ())


def read_gold(folder: Path, *, articles: Path | None = None) -> tuple[GoldArticle, ...]:
    """The expected facts of a folder.

    Raises InputError where the folder holds none, or a file is not in the form.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; one with */expected.json or *.json is needed")
    found = tuple(_folders(folder)) or tuple(_files(folder, articles))
    if not found:
        raise InputError(f"{folder}: no expected facts here; */expected.json or *.json is needed")
    return found


def _folders(folder: Path) -> Iterator[GoldArticle]:
    for path in sorted(folder.glob("*/expected.json")):
        yield _article(path.parent.name, path, path.parent / "article.txt")


def _files(folder: Path, articles: Path | None) -> Iterator[GoldArticle]:
    homes = (articles,) if articles else (folder, folder / "articles", folder.parent / "articles")
    for path in sorted(folder.glob("*.json")):
        places = (home / f"{path.stem}.txt" for home in homes)
        yield _article(path.stem, path, next((place for place in places if place.is_file()), None))


def _article(name: str, path: Path, place: Path | None) -> GoldArticle:
    try:
        tables = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: not JSON: {error}") from error
    if not isinstance(tables, dict) or not isinstance(tables.get("figures"), list):
        raise InputError(f"{path}: not expected facts; an object with a list `figures` is needed")
    _check(path, tables)
    text = place.read_bytes().decode("utf-8-sig") if place is not None and place.is_file() else None
    published = tables.get("published")
    return GoldArticle(name, text, published.split("T")[0] if isinstance(published, str) else None, tables)


def _check(path: Path, tables: Row) -> None:
    for table in TABLES:
        for index, row in enumerate(tables.get(table) or ()):
            span = (row.get("start"), row.get("end")) if isinstance(row, dict) else (None, None)
            if not all(isinstance(end, int) for end in span):
                raise InputError(
                    f"{path}: {table}[{index}] has no `start` and `end`; code points of the text are needed"
                )
