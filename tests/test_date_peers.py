"""Times of other tools' test suites: scored where that material lies beside the repository, skipped elsewhere.

The cases' gold is sometimes wrong; `docs/peer_gold.md` lists where and why. The bars leave room for those.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from report_extract._facts import TimeFact
from report_extract._kinds.date_values import last_day
from test_date import facts_of

KINDS = ("date", "daterange", "time", "duration", "recurrence")
BARS = {"dates": 0.95, "duration": 0.97, "recurrence": 0.97}


def cases(beside: Path) -> Iterator[dict[str, Any]]:
    path = beside / "eval" / "peer_cases_dev.jsonl"
    if not path.exists():
        pytest.skip("no peer cases beside the repository")
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if any(item["kind"] in KINDS for item in case["expected"]):
            yield case


def score(beside: Path) -> tuple[dict[str, list[int]], list[str]]:
    """Right and all per family, and a line for each disagreement."""
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    misses = []
    for case in cases(beside):
        reference = date.fromisoformat(case["ref_date"][:10]) if case["ref_date"] else None
        facts = facts_of(case["text"], published=reference)
        for item in case["expected"]:
            if item["kind"] not in KINDS:
                continue
            fact = best(facts, item)
            right = fact is not None and agrees(fact, item)
            for family in (item["kind"], family_of(item["kind"])):
                tally[family][0] += right
                tally[family][1] += 1
            if not right:
                got = None if fact is None else (fact.kind, fact.value, fact.start, fact.end)
                misses.append(f"{case['id']} {case['text']} [{item['text']}] {item['kind']} {item['value']} got {got}")
    return tally, misses


def family_of(kind: str) -> str:
    return "dates" if kind in ("date", "daterange", "time") else kind


def best(facts: tuple[TimeFact, ...], item: dict[str, Any]) -> TimeFact | None:
    def common(fact: TimeFact) -> int:
        return min(fact.mention.end, item["end"]) - max(fact.mention.start, item["start"])

    near = [fact for fact in facts if common(fact) > 0]
    return max(near, key=common) if near else None


def agrees(fact: TimeFact, item: dict[str, Any]) -> bool:
    gold = item["value"]
    if item["kind"] == "recurrence":
        spans = fact.mention.start <= item["start"] and fact.mention.end >= item["end"]
        return fact.kind == "set" and fact.value == gold["every"] and (gold["at"] is None or spans)
    if item["kind"] == "duration":
        return fact.kind == "duration" and amount(fact.value) == amount(gold)
    ours = fact.printed if fact.note == "impossible_date" else fact.value
    if ours is None:
        return False
    if fact.relation in ("since", "after"):
        ours = f"{fact.start or ours}/.." if ".." in gold else ours
    if fact.relation in ("until", "before"):
        ours = f"../{fact.end or ours}" if ".." in gold else ours
    return all(map(alike, ends(ours), ends(gold)))


def ends(value: str) -> tuple[str, str]:
    """First and last minute of an EDTF value, X for what is open."""
    head, _, tail = value.partition("/")
    return moment(head, last=False), moment(tail or head, last=True)


def moment(text: str, *, last: bool) -> str:
    if text == "..":
        return text
    day, _, clock = text.partition("T")
    parts = day.split("-")
    year, month = parts[0], parts[1] if len(parts) > 1 else "12" if last else "01"
    if len(parts) > 2:
        number = parts[2]
    elif last and month.isdigit():
        number = f"{last_day(int(year) if year.isdigit() else None, int(month)):02d}"
    else:
        number = "01"
    clock = clock if clock[:1].isdigit() else ""
    if clock.startswith("24"):
        ahead = date.fromisoformat(f"{year}-{month}-{number}").toordinal() + 1 if "X" not in day else None
        day_after = date.fromordinal(ahead).isoformat() if ahead else day
        return f"{day_after}T00:00"
    return f"{year}-{month}-{number}" + (f"T{(clock + ':00')[:5]}" if clock else "")


def alike(ours: str, gold: str) -> bool:
    """Equal where both say something: X matches anything, a missing clock too, seconds are not compared."""
    ours_day, _, ours_clock = ours.partition("T")
    gold_day, _, gold_clock = gold.partition("T")
    same_day = len(ours_day) == len(gold_day) and all(
        "X" in (a, b) or a == b for a, b in zip(ours_day, gold_day, strict=True)
    )
    if not ours_clock or not gold_clock or gold_clock.endswith(":59"):
        return same_day
    return same_day and ours_clock == gold_clock


def amount(value: str | None) -> tuple[float, float] | None:
    """Months and seconds of an ISO 8601 duration."""
    found = re.fullmatch(
        r"P(?:([\d.]+)Y)?(?:([\d.]+)Q)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?"
        r"(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?",
        value or "",
    )
    if found is None:
        return None
    years, quarters, months, weeks, days, hours, minutes, seconds = (float(n or 0) for n in found.groups())
    return (
        years * 12 + quarters * 3 + months,
        (weeks * 7 + days) * 86400 + hours * 3600 + minutes * 60 + seconds,
    )


def test_times_of_peers(beside: Path) -> None:
    tally, misses = score(beside)
    for family, bar in BARS.items():
        right, total = tally[family]
        assert right / total >= bar, f"{family}: {right}/{total}\n" + "\n".join(misses)
