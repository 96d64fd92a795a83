"""What changed between two sets of records: facts added, removed and altered, by article, kind and rule.

In: records of both sides. Out: `Change`s in the order of articles and of the text. Articles are matched by their id
(the digest of the source, or the id given), what is left by its source; facts by the characters that they quote, or by
the words where the text itself was changed in between. Ids within records play no part, so a fact that only got another
number is no change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from report_extract.records import Extraction, Quote, Statement

Sign = Literal["+", "-", "~"]
Key = tuple[Any, ...]
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as it is compared: what it is of, the words it quotes, its rule, its fields as text."""

    kind: str
    start: int
    text: str
    rule: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Change:
    """One fact added (+), removed (-) or altered (~); `fields` name what altered, as (before, after)."""

    article: str
    sign: Sign
    kind: str
    start: int
    text: str
    rule: str
    fields: Mapping[str, tuple[str, str]]


def changes(before: Iterable[Extraction], after: Iterable[Extraction]) -> Iterator[Change]:
    """The changes from one side to the other; an article that one side lacks gives one change."""
    old, new = _by_article(before), _by_article(after)
    _match_by_source(old, new)
    for article in dict.fromkeys([*old, *new]):
        if article not in old or article not in new:
            record = (old.get(article) or new.get(article) or [])[0]
            yield Change(_named(record), "-" if article in old else "+", "article", 0, "", "", {})
            continue
        for left, right in zip(old[article], new[article], strict=False):
            placed = left.article.sha256 == right.article.sha256
            yield from _between(_named(right), facts(left, placed=placed), facts(right, placed=placed))


def _match_by_source(old: dict[str, list[Extraction]], new: dict[str, list[Extraction]]) -> None:
    """An article whose text was changed has another digest, but its source: in `new` it takes the id of `old`."""
    gone = _sole(old, new.keys())
    for source, article in _sole(new, old.keys()).items():
        if source in gone:
            new[gone[source]] = new.pop(article)


def _sole(side: Mapping[str, list[Extraction]], others: Container[str]) -> dict[str, str]:
    """Source → id of the articles that the other side lacks, where no two have one source."""
    found: dict[str, list[str]] = {}
    for article, records in side.items():
        if article not in others and records[0].article.source is not None:
            found.setdefault(records[0].article.source, []).append(article)
    return {source: articles[0] for source, articles in found.items() if len(articles) == 1}


def summary(rows: Sequence[Change]) -> list[tuple[str, str, int, int, int]]:
    """Kind, rule, added, removed, altered; the greatest first."""
    count = Counter((row.kind, row.rule, row.sign) for row in rows)
    total = Counter((row.kind, row.rule) for row in rows)
    groups = sorted(total, key=lambda group: (-total[group], group))
    return [(*group, count[*group, "+"], count[*group, "-"], count[*group, "~"]) for group in groups]


def facts(record: Extraction, *, placed: bool = True) -> dict[Key, Fact]:
    """The facts of a record by kind and quoted characters; not `placed`: by kind, words and their how-manieth."""
    known = record.by_id()
    out = _Facts(placed)
    for figure in record.figures:
        fields = _fields(figure, "value", "low", "high", "comparator", "role", "modality")
        fields |= {"unit": figure.unit.surface, "dimension": figure.unit.dimension, "phrase": figure.phrase.text}
        fields |= {"counted": figure.counted.text if figure.counted else ""}
        fields |= {"subset_of": _text_of(known, figure.subset_of), "restates": _text_of(known, figure.restates)}
        fields |= {
            "per": figure.per.unit if figure.per else "",
            "frequency": figure.frequency.unit if figure.frequency else "",
        }
        out.put("figure", figure.quote, figure.rule, fields)
    for time in record.times:
        out.put("time", time.quote, time.rule, _fields(time, "kind", "value", "printed", "start", "end", "relation"))
    for row in record.non_figures:
        out.put("non-figure", row.quote, row.rule, {"category": row.category})
    for entity in record.entities:
        for mention in entity.mentions:
            fields = {"type": entity.type, "name": entity.name, "nested": str(mention.nested).lower()}
            fields |= {"parent": _name_of(known, entity.parent), "titles": "、".join(t.title for t in entity.titles)}
            out.put(entity.kind, mention.quote, mention.rule, fields)
    for statement in record.statements:
        for figure_id in statement.figures:
            quote = next(figure.quote for figure in record.figures if figure.id == figure_id)
            out.put("statement", quote, statement.rule, _statement(known, statement))
    for finding in record.findings:
        quote = finding.evidence[0] if finding.evidence else Quote(text="", spans=())
        out.put(f"finding {finding.code}", quote, finding.code, _fields(finding, "severity", "verdict", "message"))
    return out.rows


class _Facts:
    """Facts as they are put in; one kind quotes the same characters once."""

    def __init__(self, placed: bool) -> None:
        self.rows: dict[Key, Fact] = {}
        self._placed = placed
        self._seen: Counter[Key] = Counter()

    def put(self, kind: str, quote: Quote, rule: str, fields: Fields) -> None:
        start = quote.spans[0][0] if quote.spans else 0
        key: Key = (kind, quote.spans)
        if not self._placed:
            words = (kind, quote.text)
            self._seen[words] += 1
            key = (*words, self._seen[words])
        self.rows.setdefault(key, Fact(kind, start, quote.text, rule, fields))


def _between(article: str, old: Mapping[Key, Fact], new: Mapping[Key, Fact]) -> list[Change]:
    out: list[Change] = []
    for key in dict.fromkeys([*old, *new]):
        left, right = old.get(key), new.get(key)
        if left is None or right is None:
            out += [_change(article, "+", fact, {}) for fact in (right,) if fact is not None]
            out += [_change(article, "-", fact, {}) for fact in (left,) if fact is not None]
        elif altered := _altered({**left.fields, "rule": left.rule}, {**right.fields, "rule": right.rule}):
            out.append(_change(article, "~", right, altered))
    return sorted(out, key=lambda change: (change.start, change.kind, change.sign))


def _change(article: str, sign: Sign, fact: Fact, altered: Mapping[str, tuple[str, str]]) -> Change:
    return Change(article, sign, fact.kind, fact.start, fact.text, fact.rule, altered)


def _altered(old: Fields, new: Fields) -> dict[str, tuple[str, str]]:
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def _statement(known: Mapping[str, Any], statement: Statement) -> dict[str, str]:
    time = known.get(statement.time or "")
    return _fields(statement, "measure", "actor_basis", "time_basis", "modality", "confidence") | {
        "actor": _name_of(known, statement.actor),
        "time": (time.value or time.quote.text) if time is not None else "",
        "places": "、".join(_name_of(known, place) for place in statement.places),
    }


def _fields(row: Any, *names: str) -> dict[str, str]:
    return {name: "" if getattr(row, name) is None else str(getattr(row, name)) for name in names}


def _name_of(known: Mapping[str, Any], fact: str | None) -> str:
    return str(known[fact].name) if fact is not None and fact in known else ""


def _text_of(known: Mapping[str, Any], fact: str | None) -> str:
    return str(known[fact].quote.text) if fact is not None and fact in known else ""


def _by_article(records: Iterable[Extraction]) -> dict[str, list[Extraction]]:
    out: dict[str, list[Extraction]] = {}
    for record in records:
        out.setdefault(record.article.id, []).append(record)
    return out


def _named(record: Extraction) -> str:
    return record.article.source or record.article.id[:12]
