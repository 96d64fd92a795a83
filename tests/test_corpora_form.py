"""The corpora keep their form: offsets, digests, numeral coverage, ledger rows, and the notation of the cases."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import card
from conftest import CORPORA
from marked import compile_marked

NUMERALS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百千万亿两零〇半几数萬億兩幾數")
KINDS = ("figures", "times", "organisations", "organisations_nested", "compounds", "persons")
TIERS = {"core", "hard", "optional"}
COMPARATORS = {"eq", "approx", "gt", "ge", "lt", "le"}
ORGANISATION_TYPES = {
    "party", "party_branch", "party_committee", "government", "bureau", "committee", "office", "court", "procuratorate",
    "police", "fire", "customs", "subdistrict", "town", "village_committee", "neighbourhood_committee", "hospital",
    "school", "university", "company", "bank", "media", "association", "international", "foundation", "team", "center",
    "station", "institute", "troop", "union", "other", "embassy", "parliament",
}  # fmt: skip
COMPOUND_TYPES = {"neighbourhood", "estate", "community", "village"}
LISTED = ("figure", "time", "organisation", "compound", "person")
LEAST = {
    "figure": 300, "time": 200, "organisation": 220, "compound": 100, "person": 120, "negative": 160, "relate": 140,
}  # fmt: skip
ARTICLES = sorted([*(CORPORA / "articles").glob("*/"), *(CORPORA / "held-out").glob("*/")])
MARKED = [folder for folder in ARTICLES if (folder / "marked.txt").is_file()]
GENRES = {
    "agriculture", "briefs", "community", "company", "court", "culture", "disaster", "education", "finance", "health",
    "police", "sports", "statistics", "transport", "urban management", "weather",
}  # fmt: skip
LEAST_CASES = 1500
FIGURE_VALUE = re.compile(
    r"(?:~|>=?|<=?)?-?\d+(?:\.\d+)?(?:/\d+|(?::\d+(?:\.\d+)?){1,3}|\.\.-?\d+(?:\.\d+)?)?(?: \S+)?"
)
TIME_VALUE = re.compile(
    r"|(?:PAST|PRESENT|FUTURE)_REF|PX[YMDX]|P(?:\d+[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?"
    r"|(?:\.\.|[0-9X]{4}(?:-[0-9X]{2}){0,2})?(?:T[0-9:]{2,8}|T[A-Z]{2})?(?:/(?:\.\.|[0-9X]{4}(?:-[0-9X]{2}){0,2})?(?:T[0-9:]{2,8}|T[A-Z]{2})?)?"
    r"|\{[0-9X-]+(?:,[0-9X-]+)+\}"
)


@lru_cache
def load(folder: Path) -> tuple[str, dict[str, Any]]:
    text = (folder / "article.txt").read_bytes().decode("utf-8")
    return text, json.loads((folder / "expected.json").read_text(encoding="utf-8"))


@lru_cache
def cases(name: str) -> list[dict[str, Any]]:
    return tomllib.loads((CORPORA / "cases" / f"{name}.toml").read_text(encoding="utf-8"))["case"]


def test_there_are_enough_articles_and_a_third_is_held_out() -> None:
    held = sum(folder.parent.name == "held-out" for folder in ARTICLES)
    assert len(ARTICLES) >= 40
    assert held * 3 >= len(ARTICLES)


def test_the_articles_spread_over_genres_and_styles() -> None:
    facts = [load(folder)[1] for folder in ARTICLES]
    assert {row["genre"] for row in facts} == GENRES
    assert {row["style"] for row in facts} == {"plain", "messy", "traditional", "fullwidth"}
    assert sum(row["style"] == "messy" for row in facts) >= 5


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
def test_an_article_is_of_a_length_to_read(folder: Path) -> None:
    text, expected = load(folder)
    assert 200 <= len(text) <= 2200
    assert len(expected["figures"]) >= 10


@pytest.mark.parametrize("folder", MARKED, ids=lambda folder: folder.name)
def test_marks_give_the_article_and_its_facts(folder: Path) -> None:
    text, expected = compile_marked((folder / "marked.txt").read_text(encoding="utf-8"), folder.name)
    assert (text, expected) == load(folder)


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("{x 3人}", "not a mark"),
        ("{f 3人|st=hoped}", "no status 'hoped'"),
        ("{f 若干人}", "no value"),
        ("{f 3人", "not a mark"),
    ],
)
def test_a_mark_that_is_not_understood_is_quoted(marks: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        compile_marked(f"published: null\ngenre: court\nstyle: plain\n---\n{marks}", "sample")


def test_marks_carry_values_wholes_and_defaults() -> None:
    head = "published: 2024-03-05\ngenre: court\nstyle: plain\n---\n"
    body = "{=a 县法院}{=p ?2024-03}{o 县法院}审结{f 4万余件|#all}，其中调解{f~ 三成|<all;a=-;ap=2024}。"
    text, facts = compile_marked(head + body, "sample")
    assert text == "县法院审结4万余件，其中调解三成。"
    many, part = facts["figures"]
    assert (many["text"], many["value"], many["comparator"], many["unit"]) == ("4万余件", "40000", "gt", "件")
    assert (part["value"], part["comparator"], part["subset_of"]) == ("3", "approx", [5, 9])
    first, second = facts["ledger"]
    assert (first["actor"], first["period"], first["period_tier"]) == ("县法院", "2024-03", "optional")
    assert (second["actor"], second["alt_periods"], second["measure"]) == (None, ["2024"], "其中调解三成")
    assert facts["not_figures"] == []


def test_no_sentence_stands_twice() -> None:
    named = {path.stem: cases(path.stem) for path in (CORPORA / "cases").glob("*.toml")}
    texts = [(case["text"], case.get("published"), name) for name, listed in named.items() for case in listed]
    owners: dict[str, set[str]] = {}
    for text, _, name in texts:
        owners.setdefault(text, set()).add(name)
    assert [text for text, files in owners.items() if len(files) > 1] == []
    assert [one for one, count in Counter(texts).items() if count > 1] == []
    seen = Counter(part for folder in ARTICLES for part in sentences(load(folder)[0]))
    captions = {part for part in seen if part.endswith(("志愿者", "除雪队"))}
    assert [part for part, count in seen.items() if count > 1 and part not in captions] == []
    assert [part for text in owners for part in sentences(text) if part in seen and not part.startswith("□")] == []


def sentences(text: str) -> list[str]:
    """Its sentences of eight characters and more."""
    return [part.strip() for part in re.split(r"[。！？!?\n]+", text) if len(part.strip()) >= 8]


def test_the_card_counts_what_there_is() -> None:
    text = card.CARD.read_text(encoding="utf-8")
    assert card.article_counts() in text
    for name, listed in card.cases().items():
        row = re.search(rf"^\| `{name}\.toml` \| (\d+) \|", text, re.MULTILINE)
        assert row, f"{name}.toml is not in the card: python corpora/card.py"
        assert int(row[1]) <= len(listed) <= int(row[1]) * 1.5, "out of date: python corpora/card.py"
    assert card.renewed(card.renewed(text)) == card.renewed(text)


def test_there_are_enough_cases_and_few_known_misses() -> None:
    listed = [case for found in card.cases().values() for case in found]
    assert len(listed) >= LEAST_CASES
    assert sum("known_miss" in case for case in listed) <= 0.03 * len(listed)


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
def test_article_matches_its_digest_and_notes(folder: Path) -> None:
    _, expected = load(folder)
    assert expected["id"] == folder.name
    assert expected["sha256"] == hashlib.sha256((folder / "article.txt").read_bytes()).hexdigest()
    assert expected["published"] is None or re.fullmatch(r"\d{4}-\d{2}-\d{2}", expected["published"])
    assert (folder / "notes.md").read_text(encoding="utf-8").startswith(f"# {folder.name}")


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
def test_spans_quote_the_article_once(folder: Path) -> None:
    text, expected = load(folder)
    for kind in KINDS:
        spans = [(row["start"], row["end"]) for row in expected[kind]]
        assert len(spans) == len(set(spans)), f"{kind}: two equal spans"
        for row in expected[kind]:
            parts = row.get("segments") or [[row["start"], row["end"]]]
            assert "".join(text[start:end] for start, end in parts) == row["text"], row
            assert kind == "organisations_nested" or row["tier"] in TIERS
    for row in expected.get("hard_joined", ()):
        assert len(row["segments"]) > 1
        assert "".join(text[start:end] for start, end in row["segments"]) == row["text"]


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
def test_every_numeral_is_accounted_for_once(folder: Path) -> None:
    text, expected = load(folder)
    claimed = {i for kind in ("figures", "times") for row in expected[kind] for i in range(row["start"], row["end"])}
    listed = [i for start, end in expected["not_figures"] for i in range(start, end)]
    assert len(listed) == len(set(listed))
    assert not claimed & set(listed)
    assert {i for i, char in enumerate(text) if char in NUMERALS} <= claimed | set(listed)


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
def test_figures_have_values_and_ledger_rows(folder: Path) -> None:
    _, expected = load(folder)
    figures = {(row["start"], row["end"]): row for row in expected["figures"]}
    rows = [tuple(row["figure"]) for row in expected["ledger"]]
    assert len(rows) == len(set(rows))
    assert set(rows) <= figures.keys()
    for span, row in figures.items():
        assert row["comparator"] in COMPARATORS
        numbers = [row[key] for key in ("value", "low", "high") if key in row]
        assert all(re.fullmatch(r"-?\d+(\.\d+)?([/:]\d+(\.\d+)?)*", number) for number in numbers), row
        assert ("value" in row) != ("low" in row and "high" in row), row
        if row["tier"] != "optional" and row.get("note") not in {"distance in an address", "a road mark"}:
            assert span in rows, row
        if "subset_of" in row:
            assert tuple(row["subset_of"]) in figures
            assert tuple(row["subset_of"]) != span
    for row in expected["ledger"]:
        assert {"figure", "actor", "measure", "place", "period", "status", "tier"} <= row.keys()
        assert row.get("subset_of") == figures[tuple(row["figure"])].get("subset_of")


@pytest.mark.parametrize(("name", "least"), LEAST.items())
def test_case_file_is_full_and_without_repeats(name: str, least: int) -> None:
    texts = [case["text"] for case in cases(name)]
    assert len(texts) >= least
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("name", LEAST)
def test_case_surfaces_stand_in_their_text(name: str) -> None:
    for case in cases(name):
        text = case["text"].replace("•", "·")  # names are written with the middle dot
        assert case.keys() <= {"text", "statement", "published", "note", "known_miss", *LISTED}
        assert case.keys() & {"statement", *LISTED}, text
        for kind in LISTED:
            for key in case.get(kind, {}):
                surface, _, number = key.partition("#")
                assert text.count(surface) >= int(number or 1), (text, key)
        for row in case.get("statement", ()):
            assert {"figure", "actor", "time"} <= row.keys() or row.keys() == {"figure", "measure"}
            assert all(row.get(slot, "").partition("#")[0] in text for slot in ("figure", "actor", "time", "subset_of"))
            assert row.get("modality", "reported") in {"reported", "planned", "required", "estimated", "quoted"}


@pytest.mark.parametrize("name", LEAST)
def test_case_values_keep_the_notation(name: str) -> None:
    for case in cases(name):
        for value in case.get("figure", {}).values():
            assert FIGURE_VALUE.fullmatch(value), (case["text"], value)
        for value in case.get("time", {}).values():
            assert TIME_VALUE.fullmatch(value), (case["text"], value)
        assert set(case.get("organisation", {}).values()) <= ORGANISATION_TYPES
        assert set(case.get("compound", {}).values()) <= COMPOUND_TYPES


def test_negative_cases_hold_no_figure() -> None:
    assert all(case["figure"] == {} for case in cases("negative"))
