"""The counts of the data card: `python corpora/card.py` writes them into corpora/README.md, `--check` compares them."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent
CARD = HOME / "README.md"
SPLITS = ("articles", "held-out")
TABLES = ("figures", "times", "organisations", "compounds", "persons", "ledger")
LISTED = ("figure", "time", "organisation", "compound", "person", "statement", "place")
BEGIN, END = "<!-- counts: {} -->", "<!-- end of counts -->"

Article = tuple[str, dict[str, Any], int]


def articles() -> list[Article]:
    """Split, expected facts and length in code points of every article."""
    return [
        (split, json.loads(path.read_text(encoding="utf-8")), len((path.parent / "article.txt").read_text("utf-8")))
        for split in SPLITS
        for path in sorted((HOME / split).glob("*/expected.json"))
    ]


def cases() -> dict[str, list[dict[str, Any]]]:
    """The cases by the name of their file."""
    files = sorted((HOME / "cases").glob("*.toml"))
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["case"] for path in files}


def article_counts() -> str:
    """One row a genre, one a style, one a split, and their sum."""
    found = articles()
    rows: list[tuple[str, Callable[[Article], bool]]] = []
    for key in ("genre", "style"):
        values = sorted({facts[key] for _, facts, _ in found})
        rows += [(f"{key}: {value}", lambda a, k=key, v=value: a[1][k] == v) for value in values]
    rows += [(f"split: {split}", lambda a, s=split: a[0] == s) for split in SPLITS]
    rows.append(("all", lambda _: True))
    head = ["", "articles", "held out", "characters", *TABLES, "not figures"]
    return _table(head, [_counted(name, [a for a in found if keeps(a)]) for name, keeps in rows])


def _counted(name: str, chosen: list[Article]) -> list[str]:
    numbers = [len(chosen), sum(split == "held-out" for split, _, _ in chosen), sum(length for _, _, length in chosen)]
    numbers += [sum(len(facts[table]) for _, facts, _ in chosen) for table in (*TABLES, "not_figures")]
    return [name, *map(str, numbers)]


def case_counts() -> str:
    """One row a file: its cases, the facts they list by kind, cases that list none, known misses."""
    rows = []
    total: Counter[str] = Counter()
    for name, listed in cases().items():
        counts = Counter({kind: sum(len(case.get(kind, ())) for case in listed) for kind in LISTED})
        counts["cases"] = len(listed)
        counts["empty"] = sum(any(case.get(kind) in ({}, []) for kind in LISTED) for case in listed)
        counts["known misses"] = sum("known_miss" in case for case in listed)
        total += counts
        rows.append([f"`{name}.toml`", *(str(counts[key]) for key in ("cases", *LISTED, "empty", "known misses"))])
    rows.append(["all", *(str(total[key]) for key in ("cases", *LISTED, "empty", "known misses"))])
    return _table(["file", "cases", *(f"{kind}s" for kind in LISTED), "with none of a kind", "known misses"], rows)


def value_counts() -> str:
    """The cases of values by kind."""
    lines = (HOME / "cases" / "values.jsonl").read_text(encoding="utf-8").splitlines()
    listed = [json.loads(line)["expected"] for line in lines]
    counts = Counter(item["kind"] for expected in listed for item in expected)
    counts["nothing expected"] = sum(not expected for expected in listed)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    return f"`values.jsonl`: {len(listed)} texts; {kinds}."


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (head, ["---", *["---:"] * (len(head) - 1)], *rows)]
    return "\n".join(lines)


def renewed(text: str) -> str:
    """The card with the counts as they are now."""
    for name, made in (("articles", article_counts()), ("cases", case_counts()), ("values", value_counts())):
        before, mark, rest = text.partition(BEGIN.format(name))
        if not mark:
            raise ValueError(f"{CARD}: no line {BEGIN.format(name)!r}")
        _, mark, after = rest.partition(END)
        text = f"{before}{BEGIN.format(name)}\n{made}\n{mark}{after}"
    return text


def main() -> None:
    """Write the counts, or say where they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the card is out of date")
    there = CARD.read_text(encoding="utf-8")
    made = renewed(there)
    if not parser.parse_args().check:
        CARD.write_text(made, encoding="utf-8", newline="")
    elif made != there:
        sys.exit(f"{CARD}: the counts are out of date; run: python corpora/card.py")


if __name__ == "__main__":
    main()
