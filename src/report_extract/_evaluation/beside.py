"""Readers side by side on the same articles, by measures that are kind to those that give less.

In: articles with their expected facts, and readers. Out: a `Standing` for each reader and kind. A fact counts as found
where the reader's span touches it at all, one to one; a number without its measure word is found so. `half` asks for
half of the longer span. A false one touches no expected figure or time, optional ones included (names: no body, no
person). Values of times are compared to the day, where the article prints a date.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from report_extract._evaluation.gold import GoldArticle, Row
from report_extract._evaluation.matching import days, expected_times, pair, same_amount
from report_extract._peers.peer import Given, Peer
from report_extract._pipeline import Profile, extract, package_version

KINDS = ("figures", "times", "organisations", "persons")
_TOUCH, _HALF = 1e-9, 0.5
# Where a given span of the kind may stand without being false.
_HOMES = {
    "figures": ("figures", "times"),
    "times": ("figures", "times"),
    "organisations": ("organisations", "organisations_nested", "compounds"),
    "persons": ("persons",),
}


@dataclass(slots=True)
class Standing:
    """Counts of one reader over all articles for one kind; of `compared` facts the values could be compared."""

    reader: str
    kind: str
    expected: int = 0
    found: int = 0
    half: int = 0
    compared: int = 0
    values: int = 0
    units: int = 0
    false: int = 0


class Ours:
    """This package as a peer."""

    tables: tuple[str, ...] = KINDS

    def __init__(self, profile: Profile) -> None:
        self.name = "report-extract"
        self.version = f"{package_version()}, {profile}"
        self._profile = profile

    def read(self, text: str, published: date | None) -> Sequence[Given]:
        """The facts of its record."""
        record = extract(text, published=published, profile=self._profile)
        out: list[Given] = []
        for figure in record.figures:
            value = figure.value or f"{figure.low}..{figure.high}"
            out.append(Given("figures", *_hull(figure.quote.spans), (value,), figure.unit.surface))
        for time in record.times:
            values = (time.value,) if time.value else ()
            out.append(Given("times", *_hull(time.quote.spans), values, either=time.kind == "duration"))
        for entity in record.entities:
            if entity.kind in ("organisation", "person"):
                out += [Given(f"{entity.kind}s", *_hull(mention.quote.spans)) for mention in entity.mentions]
        return out


def standings(gold: Sequence[GoldArticle], readers: Sequence[Peer]) -> Iterator[Standing]:
    """Every reader's standing in the kinds that it gives."""
    for reader in readers:
        rows = {kind: Standing(f"{reader.name} {reader.version}", kind) for kind in KINDS if kind in reader.tables}
        for article in gold:
            if article.text is None:
                continue
            day = date.fromisoformat(article.published) if article.published else None
            given = list(dict.fromkeys(reader.read(article.text, day)))
            for kind, standing in rows.items():
                _count(standing, article, given, kind)
        yield from rows.values()


def as_json(gold_name: str, articles: int, rows: Sequence[Standing]) -> str:
    """One object: the day, the articles, the rows."""
    document = {
        "date": datetime.now(UTC).date().isoformat(), "gold": gold_name, "articles": articles,
        "rows": [asdict(row) for row in rows],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def as_markdown(document: Mapping[str, Any]) -> str:
    """A table from what `as_json` wrote, read again."""
    head = ["kind", "reader", "expected", "found", "half or more", "value right", "value and unit", "false"]
    lines = [head, ["---", "---", *["---:"] * 6]]
    for kind in KINDS:
        lines += [_cells(row) for row in document["rows"] if row["kind"] == kind]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return (
        f"{table}\n\n{document['articles']} articles of {document['gold']}, {document['date']}. Shares of all expected "
        "facts (values of times: of those with a date); false: how many given spans touch nothing expected."
    )


def _cells(row: Mapping[str, Any]) -> list[str]:
    def share(count: int, of: int) -> str:
        return f"{count / of:.1%}" if of else "–"

    compared = row["compared"]
    return [
        row["kind"], row["reader"], str(row["expected"]), share(row["found"], row["expected"]),
        share(row["half"], row["expected"]), share(row["values"], compared),
        share(row["units"], compared) if row["kind"] == "figures" else "–", str(row["false"]),
    ]  # fmt: skip


def _count(standing: Standing, article: GoldArticle, given: Sequence[Given], kind: str) -> None:
    rows = article.rows(kind)
    mine = [one for one in given if one.table == kind or (one.either and kind in ("figures", "times"))]
    spans = [((one.start, one.end),) for one in mine]
    scored = [index for index, row in enumerate(rows) if row.get("tier", "core") != "optional"]
    touched, half = pair(spans, rows, _TOUCH), pair(spans, rows, _HALF)
    standing.expected += len(scored)
    standing.found += sum(index in touched for index in scored)
    standing.half += sum(index in half for index in scored)
    for index in scored:
        row = rows[index]
        if kind == "figures" or (kind == "times" and expected_times(row)):
            standing.compared += 1
            one = mine[touched[index]] if index in touched else None
            right = one is not None and _right(kind, row, one)
            standing.values += right
            units = {row.get("unit") or "", row.get("alt_unit")}
            standing.units += kind == "figures" and right and one is not None and (one.unit or "") in units
    homes = [row for home in _HOMES[kind] for row in article.rows(home)]
    standing.false += sum(one.table == kind and not _touches(one, homes) for one in mine)


def _right(kind: str, row: Row, given: Given) -> bool:
    if kind == "times":
        wanted = {days(value) for value in expected_times(row)}
        return any(days(value) in wanted for value in given.values)
    return any(_same(row, value) for value in given.values)


def _same(row: Row, value: str) -> bool:
    low, dots, high = value.partition("..")
    return same_amount(row, None, low, high) if dots else same_amount(row, value, value, value)


def _touches(given: Given, rows: Sequence[Row]) -> bool:
    return any(given.start < row["end"] and row["start"] < given.end for row in rows)


def _hull(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return min(start for start, _ in spans), max(end for _, end in spans)
