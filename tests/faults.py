"""Faults put into consistent texts, and how many of them the audit finds: `python tests/faults.py [share]`.

Base texts are the silent twins of all checks and the articles and cases of the corpora. Only operands of a relation
that the audit found to hold are touched, one at a time, by the slips that people and machines make. The untouched text
is the twin: an alarm there is false. A change that the printed digits leave room for is undetermined: it is counted and
is no miss. Printed: recall by operator, end to end and where the changed operand was extracted right; alarms by check.
"""

from __future__ import annotations

import random
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from report_extract import Extraction, Finding, audit, extract
from report_extract._checks import CHECKS
from report_extract._checks.describing import described

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
SEED = 5
# Relations whose agreement is no claim that anything else would be wrong: they are tested through others.
_SLIPS_ONLY = frozenset({"money-units", "wan-yi-percapita", "duplicate-in-list"})
_KIN = {"leap-day": ("leap-day", "impossible-date")}  # another day of the calendar is no fault
_ALARMS = ("inconsistent", "doubtful")
_DIGITS = re.compile(r"[0-9]+")
_WEEK = "一二三四五六日"


@dataclass
class Tally:
    """What became of the faults of one operator."""

    caught: int = 0
    missed: int = 0
    caught_right: int = 0
    missed_right: int = 0
    undetermined: int = 0

    def recall(self) -> float:
        """Caught by caught and missed."""
        return self.caught / max(self.caught + self.missed, 1)

    def recall_right(self) -> float:
        """The same where the changed operand was extracted right."""
        return self.caught_right / max(self.caught_right + self.missed_right, 1)


@dataclass
class Report:
    """All operators, the alarms by check (at the fault, elsewhere), and the alarms of the clean twins."""

    operators: dict[str, Tally] = field(default_factory=dict)
    at_fault: Counter[str] = field(default_factory=Counter)
    elsewhere: Counter[str] = field(default_factory=Counter)
    on_twins: list[tuple[str, str]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    texts: int = 0

    def total(self) -> Tally:
        """All operators together."""
        sums = Tally()
        for tally in self.operators.values():
            for name in vars(sums):
                setattr(sums, name, getattr(sums, name) + getattr(tally, name))
        return sums


def base_texts() -> Iterator[str]:
    """The silent twins, the articles, and the cases that tell who did how much."""
    yield from (described(check)["silent"].replace("⏎", "\n") for check in CHECKS)
    yield from (path.read_text(encoding="utf-8") for path in sorted((CORPORA / "articles").glob("*/article.txt")))
    for name in ("figure", "relate", "time"):
        cases = tomllib.loads((CORPORA / "cases" / f"{name}.toml").read_text(encoding="utf-8"))
        yield from (case["text"] for case in cases["case"])


def operators(quote: str) -> Iterator[tuple[str, str]]:
    """Every operator that applies to an operand, with the operand as it makes it.

    Of a date its day is changed, of a year its last digit, of any other operand its first number.
    """
    numbers = list(_DIGITS.finditer(quote))
    if not numbers:
        return
    match = numbers[-1] if "月" in quote else numbers[0]
    digits, low, high = match.group(), match.start(), match.end()

    def put(new: str) -> str:
        return quote[:low] + new + quote[high:]

    if "年" in quote and "月" not in quote:
        yield "one digit", put(digits[:-1] + str((int(digits[-1]) + 4) % 10))
    else:
        yield "one digit", put(str((int(digits[0]) + 4) % 9 + 1) + digits[1:])
        if len(digits) > 1:
            yield "digit dropped", put(digits[:-1])
        yield "digit doubled", put(digits + digits[-1])
    if len(digits) > 1 and digits[0] != digits[1] and digits[1] != "0":
        yield "digits swapped", put(digits[1] + digits[0] + digits[2:])
    if "万" in quote or "亿" in quote:
        yield "万 for 亿", quote.translate(str.maketrans("万亿", "亿万"))
    month = re.search(r"[0-9]+(?=月)", quote)
    if month is not None:
        yield "month + 1", f"{quote[: month.start()]}{int(month.group()) % 12 + 1}{quote[month.end() :]}"
    elif "." not in quote and "年" not in quote:
        yield "count + 1", put(str(int(digits) + 1))
    week = re.search(rf"(?<=星期)[{_WEEK}]", quote)
    if week is not None:
        day = _WEEK[(_WEEK.index(week.group()) + 1) % 7]
        yield "weekday + 1", quote[: week.start()] + day + quote[week.end() :]


def measured(share: float = 1.0) -> Report:
    """Faults of a share of the base texts, the same each time."""
    report = Report()
    chosen = random.Random(SEED)
    for text in dict.fromkeys(base_texts()):
        if chosen.random() > share:
            continue
        record = extract(text, profile="rules")
        results = audit(record, explain=True)
        report.texts += 1
        alarms = [row for row in results if row.verdict in _ALARMS]
        if alarms:
            report.on_twins += [(row.code, row.severity) for row in alarms if row.severity in {"S1", "S2"}]
            continue
        for row in results:
            if row.verdict == "consistent" and row.code not in _SLIPS_ONLY:
                _faults(text, row, report)
    return report


def _faults(text: str, row: Finding, report: Report) -> None:
    done: set[tuple[int, str]] = set()
    for quote in row.evidence:
        if len(quote.spans) != 1:
            continue
        start, end = quote.spans[0]
        for name, new in operators(quote.text):
            if new != quote.text and (start, new) not in done:
                done.add((start, new))
                _one(text[:start] + new + text[end:], row.code, (start, start + len(new)), name, report)
    counts = [quote for quote in row.evidence if len(quote.spans) == 1]
    if row.code in {"part-gt-total", "subset-chain"} and len(counts) == 2 and row.figures[:2]:
        (a, b), (c, d) = counts[0].spans[0], counts[1].spans[0]
        new = text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]
        if text[a:b] != text[c:d]:
            _one(new, row.code, (a, d), "part and total swapped", report)


def _one(text: str, code: str, place: tuple[int, int], name: str, report: Report) -> None:
    record = extract(text, profile="rules")
    results = audit(record, explain=True)
    tally = report.operators.setdefault(name, Tally())
    alarms = [row for row in results if row.verdict in _ALARMS]
    at_fault = [row for row in alarms if _touches(row, place)]
    report.at_fault.update(row.code for row in at_fault)
    report.elsewhere.update(row.code for row in alarms if row not in at_fault)
    right = _extracted(record, text, place)
    if at_fault:
        tally.caught += 1
        tally.caught_right += right
    elif any(row.code in _KIN.get(code, (code,)) and _agrees(row, place) for row in results) or (
        code == "impossible-date" and _dated(record, place)
    ):
        tally.undetermined += 1
    else:
        tally.missed += 1
        tally.missed_right += right
        around = text[max(place[0] - 20, 0) : place[1] + 20]
        report.missed.append((f"{code}: {name}{', operand right' if right else ''}", around))


def _agrees(row: Finding, place: tuple[int, int]) -> bool:
    return row.verdict == "consistent" and _touches(row, place)


def _touches(row: Finding, place: tuple[int, int]) -> bool:
    return any(start < place[1] and place[0] < end for quote in row.evidence for start, end in quote.spans)


def _extracted(record: Extraction, text: str, place: tuple[int, int]) -> bool:
    facts = (*record.figures, *record.times)
    return any(fact.quote.spans == (place,) and fact.quote.text == text[slice(*place)] for fact in facts)


def _dated(record: Extraction, place: tuple[int, int]) -> bool:
    """True where what became of a date is one that the calendar has: 6月底 for 2月底 is no fault of its own."""
    return any(time.quote.spans == (place,) and time.value is not None for time in record.times)


def lines(report: Report) -> Iterator[str]:
    """The report as text."""
    yield f"{report.texts} texts, false S1 or S2 on clean twins: {len(report.on_twins)} {report.on_twins or ''}"
    yield f"{'operator':<24}{'caught':>8}{'missed':>8}{'open':>8}{'recall':>8}{'operands right':>16}"
    for name, tally in [*sorted(report.operators.items()), ("all", report.total())]:
        yield (
            f"{name:<24}{tally.caught:>8}{tally.missed:>8}{tally.undetermined:>8}"
            f"{tally.recall():>8.2f}{tally.recall_right():>16.2f}"
        )
    yield f"{'check':<28}{'at the fault':>14}{'elsewhere':>12}{'precision':>12}"
    for code in sorted(report.at_fault | report.elsewhere):
        hit, off = report.at_fault[code], report.elsewhere[code]
        yield f"{code:<28}{hit:>14}{off:>12}{hit / (hit + off):>12.2f}"


if __name__ == "__main__":
    found = measured(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
    sys.stdout.write("".join(f"{line}\n" for line in lines(found)))
