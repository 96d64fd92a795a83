"""How well a record agrees with the expected facts of an article: overlap F1 a kind, values, rows of the ledger.

Expected facts have a tier: `core` and `hard` must be found, `optional` ones are neither rewarded nor punished. Found
and expected spans are paired one to one, the best overlap first; half of the longer one is enough.
`python tests/scoring.py [FOLDER]` prints a table over the articles of a folder (default: corpora/articles).
"""

from __future__ import annotations

import json
import sys
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from report_extract import Entity, Extraction, Figure, Quote, Statement, Time, extract

KINDS = ("figures", "times", "organisations", "compounds", "persons")
_ENTITY_KINDS = {"organisations": "organisation", "compounds": "compound", "persons": "person"}
_ENOUGH = 0.5

Expected = Mapping[str, Any]
Found = tuple[frozenset[int], Any]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind: wanted, found of those, given, right among those; values compared, and right."""

    wanted: int = 0
    found: int = 0
    given: int = 0
    values: int = 0
    right_values: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where nothing is wanted and nothing given."""
        return 2 * self.found / (self.wanted + self.given) if self.wanted + self.given else 1.0

    @property
    def value_accuracy(self) -> float:
        """Share of right values among the values compared."""
        return self.right_values / self.values if self.values else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.wanted + other.wanted,
            self.found + other.found,
            self.given + other.given,
            self.values + other.values,
            self.right_values + other.right_values,
        )


def score(extraction: Extraction, expected: Expected) -> dict[str, Score]:
    """A Score a kind, and under `ledger` the rows: found = stated, values right = actor and period both."""
    pairs = {kind: _pairs(extraction, expected, kind) for kind in KINDS}
    out = {kind: _kind_score(extraction, expected, kind, pairs[kind]) for kind in KINDS}
    out["ledger"] = _ledger_score(extraction, expected, pairs["figures"])
    return out


def _pairs(extraction: Extraction, expected: Expected, kind: str) -> dict[int, int]:
    """Index of expected to index of found, the best overlap first."""
    wanted = [_offsets(row) for row in expected.get(kind, ())]
    given = [offsets for offsets, _ in _given(extraction, kind)]
    ratios = sorted(
        (-len(want & have) / max(len(want), len(have)), i, j)
        for i, want in enumerate(wanted)
        for j, have in enumerate(given)
        if want & have
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for ratio, i, j in ratios:
        if -ratio >= _ENOUGH and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _kind_score(extraction: Extraction, expected: Expected, kind: str, pairs: Mapping[int, int]) -> Score:
    rows = expected.get(kind, ())
    given = _given(extraction, kind)
    scored = [index for index, row in enumerate(rows) if row.get("tier", "core") != "optional"]
    hits = [index for index in scored if index in pairs]
    unpaired = set(range(len(given))) - set(pairs.values())
    inner = [_offsets(row) for row in (*rows, *expected.get(f"{kind}_nested", ()))]
    wrong = [j for j in unpaired if kind == "figures" or not any(given[j][0] <= outer for outer in inner)]
    compared = [(rows[index], given[pairs[index]][1]) for index in hits]
    judged = [verdict for row, fact in compared if (verdict := _value_right(row, fact)) is not None]
    return Score(len(scored), len(hits), len(hits) + len(wrong), len(judged), sum(judged))


def _given(extraction: Extraction, kind: str) -> list[Found]:
    if kind == "figures":
        return [(_covered(figure.quote), figure) for figure in extraction.figures]
    if kind == "times":
        return [(_covered(time.quote), time) for time in extraction.times]
    found: dict[frozenset[int], Any] = {}
    for entity in extraction.entities:
        if entity.kind == _ENTITY_KINDS[kind]:
            for mention in entity.mentions:
                found.setdefault(_covered(mention.quote), entity)
    return list(found.items())


def _value_right(row: Expected, fact: Entity | Time | Figure) -> bool | None:
    if isinstance(fact, Figure):
        if row.get("value") is None:
            return all(number(row.get(end)) == number(getattr(fact, end)) for end in ("low", "high"))
        return number(fact.value) in {number(row["value"]), number(row.get("alt_value") or row["value"])}
    if isinstance(fact, Time):
        alternatives = (row.get("alt_value"), *(row.get("alt_values") or ()))
        wanted = [value for value in (row.get("value"), *alternatives) if value]
        if not any(value[:1].isdigit() for value in wanted):
            return None
        return _days(fact.value or "") in {_days(value) for value in wanted}
    return None


def _ledger_score(extraction: Extraction, expected: Expected, pairs: Mapping[int, int]) -> Score:
    at = {(row["start"], row["end"]): index for index, row in enumerate(expected.get("figures", ()))}
    rows = [row for row in expected.get("ledger", ()) if row.get("tier") != "optional"]
    stated = right = 0
    for row in rows:
        index = at.get(tuple(row["figure"]))
        figure = extraction.figures[pairs[index]] if index in pairs else None
        statements = [s for s in extraction.statements if figure is not None and figure.id in s.figures]
        stated += bool(statements)
        right += any(_actor_right(extraction, row, s) and _period_right(extraction, row, s) for s in statements)
    return Score(len(rows), stated, stated, len(rows), right)


def _actor_right(extraction: Extraction, row: Expected, statement: Statement) -> bool:
    wanted = [*_listed(row.get("actor")), *_listed(row.get("alt_actor"))]
    if statement.actor is None:
        return row.get("actor") is None
    actor = next(entity for entity in extraction.entities if entity.id == statement.actor)
    return any(name in want or want in name for want in wanted for name in (actor.name, actor.qualified_name))


def _period_right(extraction: Extraction, row: Expected, statement: Statement) -> bool:
    time = next((time for time in extraction.times if time.id == statement.time), None)
    given = (_wide(time.start, last=False), _wide(time.end, last=True)) if time else (None, None)
    others = (row.get("period_implied"), row.get("alt_period"), *(row.get("alt_periods") or ()))
    periods = [row.get("period"), *(period for period in others if period)]
    if row.get("period_tier") == "optional":
        periods.append([None, None])
    return given in [_ends(period) for period in periods]


def _ends(period: Any) -> tuple[str | None, str | None]:
    ends = period.split("/") if isinstance(period, str) else (period or [None, None])
    start, end = ends[0], ends[-1]
    return _wide(start, last=False), _wide(end, last=True)


def _wide(value: str | None, *, last: bool) -> str | None:
    """A day: the first or last one of a month or year given alone."""
    if value in (None, "", ".."):
        return None
    day = value.split("T")[0]
    if len(day) == 4:
        return f"{day}-12-31" if last else f"{day}-01-01"
    if len(day) == 7:
        year, month = map(int, day.split("-"))
        return f"{day}-{monthrange(year, month)[1] if last else 1:02d}"
    return day


def _days(value: str) -> str:
    return "/".join(part.split("T")[0] for part in value.split("/"))


def number(value: Any) -> Decimal | None:
    """A number as printed in a file: 1,234.50, 1/3; to six digits, None where there is none."""
    if value is None:
        return None
    over, _, under = str(value).replace(",", "").removesuffix("%").partition("/")
    try:
        exact = Decimal(over) / Decimal(under) if under else Decimal(over)
    except (InvalidOperation, ZeroDivisionError):
        return None
    return round(exact, 4).normalize()


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _offsets(row: Expected) -> frozenset[int]:
    spans = row.get("segments") or [[row["start"], row["end"]]]
    return frozenset(offset for low, high in spans for offset in range(low, high))


def _covered(quote: Quote) -> frozenset[int]:
    return frozenset(offset for low, high in quote.spans for offset in range(low, high))


def expected_of(folder: Path) -> tuple[str, Expected]:
    """Text and expected facts of an article's folder."""
    text = (folder / "article.txt").read_bytes().decode("utf-8-sig")
    return text, json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def article_folders(root: Path) -> list[Path]:
    """Folders of a corpus that hold an article and its expected facts."""
    return sorted(path.parent for path in root.glob("*/expected.json"))


def table(rows: Mapping[str, Mapping[str, Score]]) -> str:
    """F1 a kind (value accuracy behind it), rows of the ledger stated and right."""
    lines = [f"{'article':<24}" + "".join(f"{kind[:9]:>13}" for kind in (*KINDS, "ledger"))]
    for name, scores in rows.items():
        cells = [
            f"{s.f1:.3f}/{s.value_accuracy:.2f}" if kind != "ledger" else f"{s.found}:{s.right_values}/{s.wanted}"
            for kind, s in scores.items()
        ]
        lines.append(f"{name:<24}" + "".join(f"{cell:>13}" for cell in cells))
    return "\n".join(lines) + "\n"


def total(rows: Sequence[Mapping[str, Score]]) -> dict[str, Score]:
    """The sum over articles."""
    return {kind: sum((row[kind] for row in rows), Score()) for kind in (*KINDS, "ledger")}


def _main(arguments: Sequence[str]) -> None:
    root = Path(arguments[0]) if arguments else Path(__file__).parent.parent / "corpora" / "articles"
    rows: dict[str, Mapping[str, Score]] = {}
    for folder in article_folders(root):
        text, expected = expected_of(folder)
        rows[folder.name] = score(extract(text, published=expected.get("published")), expected)
    sys.stdout.write(table({**rows, "all": total(list(rows.values()))}))


if __name__ == "__main__":
    _main(sys.argv[1:])
