"""The bench measures what it says: fresh text every time, pairs, stages that make the whole, processes of their own."""

from __future__ import annotations

import json
from random import Random
from time import process_time

import pytest

from report_extract import _cli, _pipeline
from report_extract._bench import fresh, measure, peak, rates, report, scaling, stages
from report_extract._bench.supply import Supply, varied
from report_extract._peers.peer import Given
from report_extract.errors import EngineError, InputError

TEXT = "2月10日，区税务局党支部参与志愿服务130人次，走访35户。\n3月5日，市水务局发放物资1200件，共12.5吨。\n"
MEASURED = measure.Bench(
    "2024-03-05", "a machine", "3.11", "0.1", "a text",
    (
        rates.Rate("jieba.lcut", "0.42.1", "words", 1000, 300_000.0, 1.0, 0.9, 1.1),
        rates.Rate("report-extract, rules", "0.1", "text to JSON", 1000, 900_000.0, 3.0, 2.9, 3.1),
        rates.Rate("Slow", "2", "figures", 1000, 900.0, 0.003, 0.003, 0.004),
    ),
    (
        stages.StageCost("rules", "segment", 1e6, 0.25), stages.StageCost("full", "segment", 1e6, 0.125),
        stages.StageCost("full", "tag names", 5e4, 0.5),
    ),
    (fresh.Fresh("bare Python", 0.02, 12.3), fresh.Fresh("first record, rules", 0.5, None)),
    (scaling.Step("rules", 15_625, 0.1, None), scaling.Step("rules", 31_250, 0.2, 2.0)),
    ("JioNLP is not installed",),
)  # fmt: skip


def test_text_is_never_given_twice():
    supply = Supply([TEXT])
    taken = supply.take(len(TEXT) * 20)
    assert taken[0] == TEXT
    assert len(set(taken)) == len(taken) == 20
    assert len(supply.one(777)) == 777


def test_varied_text_has_the_same_clauses_marks_and_dates():
    other = varied(TEXT, Random(3))
    assert [char for char in other if char in "，。\n"] == [char for char in TEXT if char in "，。\n"]
    assert {"2月10日", "3月5日"} <= set(other.replace("。", "，").replace("\n", "").split("，"))
    assert sorted(char for char in other if not char.isdigit()) == sorted(char for char in TEXT if not char.isdigit())


def test_no_text_is_refused():
    with pytest.raises(InputError, match="no text has any characters"):
        Supply(["", " \n"])


def test_a_reader_that_takes_twice_the_time_has_half_the_ratio():
    jieba = rates.jieba_lcut().work

    def twice(text: str) -> None:
        jieba(text)
        jieba(text)

    rate = rates.rate(rates.Subject("twice", "1", "words", twice), Supply([TEXT * 20]), seconds=0.5)
    assert 0.35 < rate.ratio < 0.7
    assert rate.least <= rate.ratio <= rate.most
    assert rate.characters >= 7 * 1_500


def test_a_peer_is_timed_as_it_reads():
    class Peer:
        name, version, tables = "One", "1.0", ("figures",)
        seen = 0

        def read(self, text, published):
            self.seen += len(text)
            return [Given("figures", 0, 1)]

    peer = Peer()
    subject = rates.peer_subject(peer)
    subject.work("一二三")
    assert (subject.name, subject.does, peer.seen) == ("One", "figures", 3)


@pytest.mark.parametrize("profile", measure.PROFILES)
def test_stages_make_the_whole(profile):
    verbs = {name: getattr(_pipeline, name) for name in stages.STAGES.values()}
    costs = stages.stage_costs(profile, Supply([TEXT]), length=2_000)
    assert sum(cost.share for cost in costs) == pytest.approx(1, abs=0.02)
    assert {cost.stage for cost in costs} >= {"segment", "recognise", "relate", "audit", "write", "other"}
    assert ("tag names" in {cost.stage for cost in costs}) == (profile == "full")
    assert {name: getattr(_pipeline, name) for name in stages.STAGES.values()} == verbs


def test_the_pipeline_is_as_it_was_after_a_failure():
    verb = _pipeline.relate
    with pytest.raises(AttributeError), stages._clocked(dict.fromkeys(stages.STAGES, 0.0)):
        _pipeline.relate(None, None, None)
    assert _pipeline.relate is verb


def test_a_fresh_process_tells_its_own_memory_and_time():
    ballast = bytearray(60_000_000)
    bare = fresh.fresh("bare Python")
    assert bare.seconds < 5
    assert bare.peak_mb is None or bare.peak_mb < 60
    mine = peak.peak()
    assert mine is None or mine > len(ballast) / 1e6


def test_a_process_that_fails_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(fresh._PROGRAMS, "broken", ("-c", "raise SystemExit('no such thing')"))
    with pytest.raises(EngineError, match="broken: a fresh process fails: no such thing"):
        fresh.fresh("broken")


def test_scaling_doubles_the_length():
    steps = list(scaling.scaling("rules", Supply([TEXT]), most=2 * scaling.FIRST))
    assert [step.characters for step in steps] == [scaling.FIRST, 2 * scaling.FIRST]
    assert steps[0].ratio is None
    assert steps[1].ratio == pytest.approx(steps[1].seconds / steps[0].seconds)
    assert scaling.lengths(0) == ()


def test_markdown_shows_every_number():
    shown = report.as_markdown(json.loads(report.as_json(MEASURED)))
    for cell in (
        "| report-extract 0.1, rules | text to JSON | 900,000 | 3.00 | 2.90 – 3.10 |",
        "| Slow 2 | figures | 900 | 0.003 | 0.003 – 0.004 |",
        "| segment | 1,000,000 | 25.0% | 1,000,000 | 12.5% |",
        "| tag names | – | – | 50,000 | 50.0% |",
        "| first record, rules | 0.50 | – |",
        "| rules | 31,250 | 0.20 | 2.00 |",
        "Not measured here: JioNLP is not installed.",
        "Measured on 2024-03-05, one core of a machine, Python 3.11",
    ):
        assert cell in shown


def test_the_command_measures_a_file_and_keeps_the_numbers(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(measure, "PROGRAMS", fresh.PROGRAMS[:1])
    monkeypatch.setattr(rates, "_FIRST", 200)
    monkeypatch.setattr(measure, "installed_peers", lambda: ((), ("JioNLP is not installed",)))
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    begun = process_time()
    arguments = ["bench", str(tmp_path / "a.txt"), "--json", str(tmp_path / "b.json"), "--seconds", "0.1"]
    assert _cli.run([*arguments, "--up-to", "0", "--name", "two lines"]) == 0
    shown = capsys.readouterr()
    known = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in known["rates"]] == ["jieba.lcut", "report-extract, rules", "report-extract, full"]
    assert all(0 < row["per_second"] < 1e8 for row in known["rates"])
    assert known["scaling"] == []
    assert f"on two lines ({len(TEXT)} characters" in shown.out
    assert "report-extract: speed of jieba.lcut" in shown.err
    assert process_time() - begun < 60


def test_a_folder_without_articles_is_said(tmp_path, capsys):
    assert _cli.run(["bench", str(tmp_path)]) == 2
    assert "no articles here" in capsys.readouterr().err
