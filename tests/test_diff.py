"""Differences of records: only what quotes or says something else is a change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from report_extract import _cli, extract
from report_extract._cli_diff import as_text
from report_extract._diff import changes, summary
from report_extract._sinks import write
from report_extract.records import Extraction

TEXT = "3月5日，区税务局党支部走访居民130户，发放口罩2000只。"


@pytest.fixture(scope="module")
def record() -> Extraction:
    return extract(TEXT, published="2020-03-20", source="a.txt", profile="rules")


def altered(record: Extraction, **update) -> Extraction:
    """The record with its first figure changed."""
    first, *rest = record.figures
    return record.model_copy(update={"figures": (first.model_copy(update=update), *rest)})


def test_the_same_records_have_no_change(record):
    assert list(changes([record], [record])) == []
    assert as_text([]) == "no change\n"


def test_other_ids_are_no_change(record):
    renamed = Extraction.model_validate_json(record.model_dump_json().replace('"f1"', '"f9"'))
    assert list(changes([record], [renamed])) == []


def test_an_altered_value_names_both(record):
    [change] = changes([record], [altered(record, value="13", low="13", high="13")])
    assert (change.sign, change.kind, change.text, change.article) == ("~", "figure", "130户", "a.txt")
    assert change.fields["value"] == ("130", "13")
    assert "value 130 → 13" in as_text([change])


def test_another_rule_is_an_alteration(record):
    [change] = changes([record], [altered(record, rule="figure.measure")])
    assert change.fields == {"rule": ("figure.count", "figure.measure")}


def test_lost_and_new_facts(record):
    fewer = record.model_copy(update={"figures": record.figures[1:], "statements": ()})
    lost = list(changes([record], [fewer]))
    assert {row.sign for row in lost} == {"-"}
    assert {row.kind for row in lost} == {"figure", "statement"}
    assert {row.sign for row in changes([fewer], [record])} == {"+"}
    assert ("figure", "figure.count", 0, 1, 0) in summary(lost)


def test_articles_that_one_side_lacks(record):
    [gone] = changes([record], [])
    assert (gone.sign, gone.kind) == ("-", "article")
    [new] = changes([], [record])
    assert new.sign == "+"


def test_a_text_that_was_changed_is_matched_by_its_source_and_facts_by_their_words(record):
    text = TEXT.replace("3月5日，", "3月5日上午，").replace("2000只", "2500只")
    after = extract(text, published="2020-03-20", source="a.txt", profile="rules")
    rows = list(changes([record], [after]))
    figures = [(row.sign, row.text) for row in rows if row.kind == "figure"]
    assert sorted(figures) == [("+", "2500只"), ("-", "2000只")]
    assert "article" not in {row.kind for row in rows}
    assert {row.kind for row in changes([record, record], [after, after.model_copy()])} >= {"figure"}


def test_articles_without_a_partner_are_said_in_words(record):
    other = extract(TEXT + "完。", source="b.txt", profile="rules")
    shown = as_text(list(changes([record], [other])))
    assert "- article: only in the first file" in shown
    assert "+ article: only in the second file" in shown


def test_the_command(record, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    write([record], tmp_path / "a.jsonl")
    write([altered(record, comparator="ge")], tmp_path / "b.jsonl")
    paths = [str(tmp_path / name) for name in ("a.jsonl", "b.jsonl")]
    assert _cli.run(["diff", *paths]) == 0
    assert "0 added, 0 removed, 1 altered" in capsys.readouterr().out
    assert _cli.run(["diff", *paths, "-f", "json", "--fail-on-change"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["fields"] == {"comparator": ["eq", "ge"]}
    assert _cli.run(["diff", paths[0], paths[0], "--fail-on-change"]) == 0
    (tmp_path / "c.jsonl").write_bytes(b"\xff\xfe")
    assert _cli.run(["diff", paths[0], str(tmp_path / "c.jsonl")]) == 2
    assert "not UTF-8" in capsys.readouterr().err
