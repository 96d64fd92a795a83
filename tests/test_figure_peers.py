"""Numbers, shares, quantities and ordinals of other tools' test suites: scored where that material lies beside the
repository, skipped elsewhere.

`number` is scored on numeral runs (dates and hotlines hold numbers too), the other kinds on what `find` and `read`
give. The cases' gold is sometimes wrong; `docs/peer_gold.md` says where and why. The bars leave room for those.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from documents import document_of
from report_extract._facts import FigureFact, Mention
from report_extract._kinds import figure
from report_extract._kinds.numeral import run_at, runs, sign_before
from report_extract._lexicon import default_lexicon
from report_extract._lexicon.figures import UnitEntry

BARS = {"number": 0.97, "percent": 0.97, "quantity": 0.96, "ordinal": 0.97}
_FOLD = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0E, 0xFF05, 0xFF0C)}
Item = dict[str, Any]


def cases(beside: Path) -> Iterator[Item]:
    path = beside / "eval" / "peer_cases_dev.jsonl"
    if not path.exists():
        pytest.skip("no peer cases beside the repository")
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if set(case["scope"]) & {"number", "percent", "ordinal", "currency", "dimension", "temperature", "age"}:
            yield case


def score(beside: Path) -> tuple[dict[str, list[int]], list[str]]:
    """Right and all a kind, and a line for each disagreement; a case that expects nothing counts once."""
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    misses: list[str] = []
    for case in cases(beside):
        text = case["text"].translate(_FOLD)
        document = document_of(text)
        mentions = list(figure.find(document, default_lexicon(), ()))
        facts = figure.read([m for m in mentions if m.kind == "figure"], document, default_lexicon())
        for item in case["expected"]:
            right = agrees(text, item, mentions, facts)
            tally[item["kind"]][0] += right
            tally[item["kind"]][1] += 1
            if not right:
                got = [(text[slice(*f.mention.span)], str(f.value), f.unit.surface) for f in facts]
                misses.append(
                    f"{case['id']} {text} [{item['text']}] {item['kind']} {item['value']} {item['unit']} got {got}"
                )
        if not case["expected"]:
            kind = "number" if "number" in case["scope"] else "percent" if "percent" in case["scope"] else "quantity"
            nothing = not any(belongs(fact, case["scope"]) for fact in facts)
            tally[kind][0] += nothing
            tally[kind][1] += 1
            if not nothing:
                misses.append(f"{case['id']} {text} expects nothing")
    return tally, misses


def belongs(fact: FigureFact, scope: list[str]) -> bool:
    """True where a figure is of the kind that the case asks for."""
    dimension = fact.unit.dimension
    if "currency" in scope:
        return dimension == "money"
    if "percent" in scope and "number" not in scope:
        return dimension == "share"
    return dimension == "temperature" if "temperature" in scope else True


def agrees(text: str, item: Item, mentions: list[Mention], facts: tuple[FigureFact, ...]) -> bool:
    if item["kind"] == "number":
        return any(near(value, item["value"]) for value in numbers(text, item["start"], item["end"]))
    if item["kind"] == "ordinal":
        return any(m.rule == "nonfigure.ordinal" and near(ordinal(text, m), item["value"]) for m in mentions)
    touching = [f for f in facts if f.mention.start < item["end"] and f.mention.end > item["start"]]
    if item["kind"] == "percent":
        return any(near(hundredths(f), item["value"]) for f in touching)
    if item["unit"] == "岁":
        ages = [
            m for m in mentions if m.data.get("category") == "age" and m.start < item["end"] and m.end > item["start"]
        ]
        return any(near(value, item["value"]) for m in ages for value in numbers(text, m.start, m.end))
    return any(same_quantity(f, item) for f in touching)


def numbers(text: str, start: int, end: int) -> Iterator[Decimal]:
    """Values of the numeral runs in text[start:end], with their sign; 打 is twelve."""
    for run in runs(text):
        if run.value is None or run.start >= end or run.end <= start:
            continue
        value = run.value if sign_before(text, run.start) is None else -run.value
        yield value
        if run.form == "share":
            yield value / 100
            yield value / 10_000
        if text[run.end : run.end + 1] == "打":
            yield value * 12


def ordinal(text: str, mention: Mention) -> Decimal | None:
    run = run_at(text, mention.start + 1)
    return run.value if run is not None else None


def hundredths(fact: FigureFact) -> Decimal | None:
    if fact.value is None or fact.unit.dimension != "share":
        return None
    return fact.value / {"‰": 10, "‱": 100}.get(fact.unit.surface, 1)


def same_quantity(fact: FigureFact, item: Item) -> bool:
    """The same amount: by unit, or in the base that both units convert to."""
    if isinstance(item["value"], dict):
        return near(fact.low, item["value"]["min"]) and near(fact.high, item["value"]["max"])
    if fact.value is None:
        return False
    ours, gold = entry_of(fact.unit.surface), entry_of(item["unit"])
    if gold is not None and gold.symbol is not None and gold.symbol == fact.unit.symbol:
        return near(fact.value, item["value"])
    if ours is None or gold is None:
        return near(fact.value, item["value"]) and ("每" in item["unit"] or fact.unit.surface == item["unit"])
    if (gold.symbol, ours.name, fact.per) == ("km/h", "千米", "hour"):
        return near(fact.value, item["value"])
    if ours.name == gold.name or (ours.name == "度" and gold.name in ("℃", "℉")):
        return near(fact.value, item["value"])
    if {ours.base or ours.symbol} != {gold.base or gold.symbol}:
        return False
    amounts = [
        Decimal(entry.factor or 1) * value
        for entry, value in ((ours, fact.value), (gold, Decimal(repr(item["value"]))))
    ]
    return near(amounts[0], amounts[1])


def entry_of(surface: str) -> UnitEntry | None:
    return next((e for e in default_lexicon().entries("units", UnitEntry) if surface in e.forms), None)


def near(value: Decimal | None, gold: Any) -> bool:
    if value is None:
        return False
    wanted = gold if isinstance(gold, Decimal) else Decimal(repr(gold))
    return abs(value - wanted) <= max(abs(wanted) * Decimal("1e-6"), Decimal("1e-18"))


def test_peer_cases(beside: Path) -> None:
    tally, misses = score(beside)
    low = {
        kind: f"{right}/{all_}" for kind, (right, all_) in tally.items() if kind in BARS and right / all_ < BARS[kind]
    }
    assert not low, "\n".join([str(low), *misses])
