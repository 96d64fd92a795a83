"""Expected facts from an article with marks: `python corpora/marked.py FOLDER...` (default: every folder with marks).

In: `FOLDER/marked.txt`, a head of `key: value` lines (`published`, `genre`, `style`), a line `---`, and the article
with marks `{code text|attributes}`, which may be nested. Out: `article.txt` (the text without marks), `expected.json`.
Offsets come from the marks, so that nobody counts code points; what a mark says is the annotator's judgement, never a
program's output. corpora/README.md describes the notation. A mark that is not understood is a ValueError
that quotes it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marked_numbers import SIMPLE, amount

HOME = Path(__file__).resolve().parent
NUMERALS = "0123456789０１２３４５６７８９一二三四五六七八九十百千万亿两零〇半几数萬億兩幾數"
HEAD_KEYS = {"published", "genre", "style"}
_RUN = re.compile(rf"[{NUMERALS}](?:[.．,]?[{NUMERALS}])*")
_CLAUSE = re.compile(r"[^，,。；;！？!?：:\n]+")
_CODE = re.compile(r"(?P<kind>[ftocpjn])(?P<tier>[?!]?)(?P<set>s?)(?P<mark>~|>=|<=|>|<)?")
_AREA = re.compile(r"^.{1,5}?(?:省|市|[县縣]|区|區|乡|鄉|[镇鎮]|街道|村)(?=.{2})")
_TIERS = {"": "core", "?": "optional", "!": "hard"}
_COMPARATORS = {"~": "approx", ">": "gt", ">=": "ge", "<": "lt", "<=": "le"}
_STATUS = {"planned", "required", "estimated", "reported", "quoted"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: its code, its span in the bare text, its attributes, and the defaults that stood where it begins."""

    code: str
    start: int
    end: int
    attributes: tuple[str, ...]
    defaults: dict[str, str]


@dataclass(slots=True)
class Reader:
    """Reads marked text from left to right; `text` and `marks` are the result."""

    source: str
    at: int = 0
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    defaults: dict[str, str] = field(default_factory=dict)

    def read(self, *, inside: bool = False) -> None:
        """Read to the end, or to the end of the mark."""
        while self.at < len(self.source):
            char = self.source[self.at]
            if inside and char in "|}":
                return
            if char == "{":
                self._mark()
            else:
                self.text += char
                self.at += 1

    def _mark(self) -> None:
        begin = self.at
        code, _, _ = self.source[self.at + 1 :].partition(" ")
        self.at += len(code) + 2
        if code.startswith("="):
            end = self.source.index("}", self.at)
            self.defaults = {**self.defaults, code[1:]: self.source[self.at : end]}
            self.at = end + 1
            return
        place, start, defaults = len(self.marks), len(self.text), self.defaults
        self.read(inside=True)
        end = self.source.find("}", self.at)
        if not _CODE.fullmatch(code) or end < 0:
            raise ValueError(f"not a mark: {self.source[begin : begin + 40]!r}")
        attributes = tuple(part for part in self.source[self.at + 1 : end].split(";") if part)
        self.at = end + 1
        self.marks.insert(place, Mark(code, start, len(self.text), attributes, defaults))


def compile_marked(source: str, name: str) -> tuple[str, dict[str, Any]]:
    """The bare text of a marked article and its expected facts, without the digest."""
    head, _, body = source.partition("\n---\n")
    keys = dict(line.split(": ", 1) for line in head.splitlines())
    if keys.keys() != HEAD_KEYS:
        raise ValueError(f"{name}: the head has {sorted(keys)}; {sorted(HEAD_KEYS)} are needed")
    reader = Reader(body.rstrip("\n"))
    reader.read()
    published = None if keys["published"] == "null" else keys["published"]
    text, tables = reader.text, Tables(reader.text, reader.marks)
    return text, {
        "id": name,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "published": published,
        "genre": keys["genre"],
        "style": keys["style"],
        **tables.rows(),
    }


@dataclass(slots=True)
class Tables:
    """The tables of expected facts, from the marks of one text."""

    text: str
    marks: list[Mark]

    def rows(self) -> dict[str, Any]:
        """Every table of the form."""
        figures = list(self._figures())
        times = list(self._times())
        bodies = [self._row(mark) for mark in self._of("o")]
        return {
            "figures": figures,
            "times": times,
            "organisations": bodies,
            "organisations_nested": list(self._nested(bodies)),
            "compounds": [self._row(mark) for mark in self._of("c")],
            "persons": list(self._persons()),
            "ledger": list(self._ledger(figures)),
            "not_figures": list(self._others(figures, times)),
            "hard_joined": list(self._joined()),
        }

    def _of(self, kind: str) -> Iterator[Mark]:
        return (mark for mark in self.marks if mark.code[0] == kind)

    def _row(self, mark: Mark) -> dict[str, Any]:
        match = _CODE.fullmatch(mark.code)
        assert match
        return {
            "start": mark.start,
            "end": mark.end,
            "text": self.text[mark.start : mark.end],
            "tier": _TIERS[match["tier"]],
        }

    def _figures(self) -> Iterator[dict[str, Any]]:
        labels = {a[1:]: [m.start, m.end] for m in self._of("f") for a in m.attributes if a[0] == "#"}
        for mark in self._of("f"):
            row = self._row(mark)
            match = _CODE.fullmatch(mark.code)
            given = dict(part.split("=", 1) for part in mark.attributes if re.match(r"\w+=", part))
            wanted = _given(given) or amount(row["text"])
            if match and match["mark"]:
                wanted["comparator"] = _COMPARATORS[match["mark"]]
            wanted |= {"unit": given["u"]} if "u" in given else {}
            for key, long in (("note", "note"), ("av", "alt_value"), ("au", "alt_unit"), ("dir", "direction")):
                wanted |= {long: given[key]} if key in given else {}
            if (either := wanted["unit"].translate(SIMPLE)) != wanted["unit"] and "alt_unit" not in wanted:
                wanted |= {"alt_unit": either}
            wanted |= {"alt_comparators": [given["ac"]]} if "ac" in given else {}
            part = next((a[1:] for a in mark.attributes if a[0] == "<"), None)
            yield {**row, **wanted} | ({"subset_of": labels[part]} if part else {})

    def _times(self) -> Iterator[dict[str, Any]]:
        for mark in self._of("t"):
            row = self._row(mark)
            value = mark.attributes[0] if mark.attributes else None
            again = [part[1:] for part in mark.attributes[1:] if part[0] == "+"]
            kind = "set" if "s" in mark.code else _kind(value or "")
            yield {**row, "kind": kind, "value": value, "printed": _printed(row["text"], value)} | (
                {"alt_value": again[0]} if again else {}
            )

    def _nested(self, bodies: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        seen = set()
        for mark in self._of("n"):
            seen.add((mark.start, mark.end))
            yield {key: value for key, value in self._row(mark).items() if key != "tier"}
        for row in bodies:
            match = _AREA.match(row["text"])
            span = (row["start"], row["start"] + match.end()) if match else None
            if span and span not in seen:
                yield {"start": span[0], "end": span[1], "text": self.text[span[0] : span[1]]}
        yield from ({**row, "start": row["segments"][0][0], "end": row["segments"][-1][1]} for row in self._segments())

    def _persons(self) -> Iterator[dict[str, Any]]:
        for mark in self._of("p"):
            row = self._row(mark)
            yield {**row, "title": mark.attributes[0] if mark.attributes else None}

    def _segments(self) -> Iterator[dict[str, Any]]:
        groups: dict[str, list[Mark]] = {}
        for mark in self._of("j"):
            groups.setdefault(mark.attributes[0], []).append(mark)
        for marks in groups.values():
            text = "".join(self.text[mark.start : mark.end] for mark in marks)
            yield {"segments": [[mark.start, mark.end] for mark in marks], "text": text}

    def _joined(self) -> Iterator[dict[str, Any]]:
        yield from ({**row, "kind": "organisation", "tier": "hard"} for row in self._segments())

    def _ledger(self, figures: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for mark, figure in zip(self._of("f"), figures, strict=True):
            if figure["tier"] == "optional" or "note" in figure:
                continue
            given = mark.defaults | dict(part.split("=", 1) for part in mark.attributes if re.match(r"\w+=", part))
            actor = _names(given.get("a", "-"))
            period = given.get("p", "-")
            status = given.get("st", "reported")
            if status not in _STATUS:
                raise ValueError(f"{figure['text']}: no status {status!r}; one of {sorted(_STATUS)} is needed")
            row: dict[str, Any] = {
                "figure": [mark.start, mark.end],
                "actor": actor[0] if len(actor) == 1 else actor or None,
                "measure": given.get("m") or self._clause(mark),
                "place": _names(given.get("l", "-")),
                "period": [None, None] if period in ("-", "?-") else period.removeprefix("?"),
                "status": status,
                "tier": given.get("row", figure["tier"]),
            }
            if period.startswith("?"):
                row |= {"period_basis": "inherited", "period_tier": "optional"}
            row |= {"alt_actor": _names(given["aa"])} if _names(given.get("aa", "-")) else {}
            row |= {"alt_periods": _names(given["ap"])} if _names(given.get("ap", "-")) else {}
            yield row | ({"subset_of": figure["subset_of"]} if "subset_of" in figure else {})

    def _clause(self, mark: Mark) -> str:
        found = (m for m in _CLAUSE.finditer(self.text) if m.start() <= mark.start < m.end())
        return next(found)[0].strip(" 　“”「」（）()")

    def _others(self, *tables: list[dict[str, Any]]) -> Iterator[list[int]]:
        claimed = {i for rows in tables for row in rows for i in range(row["start"], row["end"])}
        for match in _RUN.finditer(self.text):
            span = [i for i in range(*match.span()) if i not in claimed]
            if span:
                yield [span[0], span[-1] + 1]


def _given(attributes: dict[str, str]) -> dict[str, str]:
    names = (("v", "value"), ("lo", "low"), ("hi", "high"))
    value = {long: attributes[key] for key, long in names if key in attributes}
    return {**value, "comparator": "eq", "unit": ""} if value else {}


def _names(written: str) -> list[str]:
    return [] if written == "-" else written.split("+")


def _kind(value: str) -> str:
    if value.startswith("P") and value[1:2].isalnum() and "_" not in value:
        return "duration"
    return "interval" if "/" in value else "time" if re.search(r"(?:^|[0-9X])T", value) else "date"


def _printed(text: str, value: str | None) -> str | None:
    """The value as printed: without the year, the month or the day where they are not; None for relative words."""
    if not value or value[0] not in "0123456789.TX":
        return None
    if re.match(r"[０-９0-9二〇一九八]{4}(?:年|-|\.|/)|[0-9]{2,3}年|民[国國]", text):
        return value
    months = len(re.findall(r"[0-9０-９一二三四五六七八九十]月", text))
    if re.match(r"[今去明当本上下昨前同次翌年]", text) or not re.match(r"[0-9０-９一二三四五六七八九十]", text):
        return value if value.startswith("T") else None
    parts = value.split("/")
    if months:
        return "/".join(f"XXXX{part[4:]}" for part in parts)
    if re.match(r"[0-9０-９一二三四五六七八九十]+[日号號]", text):
        return "/".join(f"XXXX-XX{part[7:]}" for part in parts)
    return "/".join(f"T{part.split('T')[1]}" for part in parts) if all("T" in part for part in parts) else None


def write(folder: Path) -> None:
    """Write `article.txt` and `expected.json` of one folder."""
    text, expected = compile_marked((folder / "marked.txt").read_text(encoding="utf-8"), folder.name)
    (folder / "article.txt").write_text(text, encoding="utf-8", newline="")
    made = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
    (folder / "expected.json").write_text(made, encoding="utf-8", newline="")


def main() -> None:
    """Compile the folders named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    for folder in parser.parse_args().folders or sorted(path.parent for path in HOME.glob("*/*/marked.txt")):
        write(folder)


if __name__ == "__main__":
    main()
