"""Scores: what counts as right, what costs, what is shown, and that another scorer comes to the same numbers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import CORPORA
from report_extract import _cli, extract
from report_extract._evaluation.gold import GoldArticle, read_gold
from report_extract._evaluation.matching import alike, number, pair, wide
from report_extract._evaluation.page import as_html, as_markdown, worst
from report_extract._evaluation.report import Evaluation, metrics, page
from report_extract._evaluation.scores import Scores, score, score_all
from report_extract._sinks import write
from report_extract.errors import InputError

TEXT = "3月5日，区税务局党支部派出志愿者130余人次。"
GOLD = {
    "figures": [{"start": 17, "end": 23, "text": "130余人次", "value": "130", "unit": "人次", "comparator": "gt"}],
    "times": [{"start": 0, "end": 4, "text": "3月5日", "value": "2020-03-05"}],
    "organisations": [{"start": 5, "end": 12, "text": "区税务局党支部"}],
    "ledger": [{"figure": [17, 23], "actor": "区税务局党支部", "period": ["2020-03-05", "2020-03-05"]}],
}


def gold(**tables) -> GoldArticle:
    """The sentence's expected facts, with some tables replaced."""
    return GoldArticle("sentence", TEXT, "2020-03-20", {**GOLD, **tables})


@pytest.fixture(scope="module")
def record():
    return extract(TEXT, published="2020-03-20", source="sentence.txt", profile="rules")


def with_row(table: str, **changed) -> dict[str, list[dict]]:
    """One table whose first row has other fields."""
    return {table: [{**GOLD[table][0], **changed}]}


def test_the_record_agrees_with_its_gold(record):
    scores = score(record, gold())
    assert scores.misses == []
    assert set(metrics(scores).values()) == {1.0}


@pytest.mark.parametrize(
    ("tables", "metric", "kind"),
    [
        (with_row("figures", value="131"), "figures.value_accuracy", "value"),
        (with_row("figures", unit="人"), "figures.unit_accuracy", "unit"),
        (with_row("figures", comparator="eq"), "figures.comparator_accuracy", "comparator"),
        (with_row("times", value="2019-03-05"), "times.value_accuracy", "value"),
        (with_row("ledger", actor="区水务局"), "ledger.actor", "actor"),
        (with_row("ledger", actor=None), "ledger.actor", "actor"),
        (with_row("ledger", period=["2020-03-06", None]), "ledger.period", "period"),
        ({"figures": []}, "figures.overlap.precision", "extra"),
        (with_row("figures", start=0, end=4), "figures.overlap.recall", "missed"),
    ],
)
def test_each_disagreement_costs_its_metric_and_is_named(record, tables, metric, kind):
    scores = score(record, gold(**tables))
    assert metrics(scores)[metric] == 0.0
    assert kind in {miss.kind for miss in scores.misses}


def test_optional_facts_neither_cost_nor_earn(record):
    scores = score(record, gold(**with_row("figures", tier="optional"), ledger=[]))
    assert "figures.overlap.f1" not in metrics(scores)
    missing = {"start": 13, "end": 15, "text": "志愿", "value": "9", "tier": "optional"}
    assert score(record, gold(figures=[*GOLD["figures"], missing])).misses == []


def test_inner_bodies_are_free_but_other_bodies_cost(record):
    inner = score(record, gold(organisations=[{"start": 3, "end": 13, "text": "日，区税务局党支部派"}]))
    assert inner.tables["organisations"].overlap.given == 1
    other = score(record, gold(organisations=[]))
    assert other.tables["organisations"].overlap.given == 2
    assert [miss.kind for miss in other.misses] == ["extra", "extra"]


def test_a_boundary_that_is_off_is_found_but_not_exact(record):
    scores = score(record, gold(**with_row("organisations", end=11)))
    table = scores.tables["organisations"]
    assert (table.overlap.f1, table.exact.f1) == (1.0, 0.0)


def test_pairs_are_one_to_one_and_the_best_overlap_wins():
    rows = [{"start": 0, "end": 4}, {"start": 2, "end": 6}]
    assert pair([((2, 6),), ((0, 4),)], rows, 0.5) == {0: 1, 1: 0}
    assert pair([((0, 4),)], rows, 0.5) == {0: 0}
    assert pair([((0, 1),)], rows, 0.5) == {}


def test_values_names_and_days_that_count_as_the_same():
    assert number("1,234.50") == number("1234.5")
    assert number("2/3") == number("4/6")
    assert number("十") is None
    assert alike("区税务局", "银溪区税务局")
    assert not alike("区税务局", "市水务局")
    assert not alike("", "市水务局")
    assert (wide("2024-02", last=True), wide("2024", last=False)) == ("2024-02-29", "2024-01-01")
    assert wide("..", last=True) is None


def test_sums_over_articles_and_names_those_without_a_record(record):
    other = GoldArticle("other", None, None, GOLD)
    total, rows, missing = score_all([record], [gold(), other])
    assert (list(rows), missing) == (["sentence"], ("other",))
    assert metrics(total) == metrics(rows["sentence"])
    twice = Scores()
    twice.add(total)
    twice.add(total)
    assert twice.tables["figures"].overlap.expected == 2
    assert metrics(twice) == metrics(total)


def test_the_page_escapes_and_marks(record):
    scores = score(record, gold(**with_row("figures", unit="<b>&")))
    made = Evaluation("T<i>", scores, {"sentence": scores}, ("gone",), {"sentence": TEXT}, {"x": "1"})
    shown = page(made, most=5, before={"figures.unit_accuracy": 1.0})
    html = as_html(shown)
    assert "<b>&" not in html
    assert "&lt;b&gt;&amp;" in html
    assert "<mark>130余人次</mark>" in html
    text = as_markdown(shown)
    assert "| figures.unit_accuracy | 1.000 | 0.000 | -1.000 |" in text
    assert "Without a record: gone." in text
    assert worst(scores.misses, 0) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "not JSON"), ("[]", "a list `figures`"), ('{"figures": [{"start": 1}]}', "figures[0] has no `start`")],
)
def test_gold_that_is_not_in_the_form_is_named(tmp_path: Path, content: str, said: str):
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.json: ") as error:
        read_gold(tmp_path)
    assert said in str(error.value)


def test_a_folder_without_gold_is_said(tmp_path: Path):
    with pytest.raises(InputError, match="no expected facts here"):
        read_gold(tmp_path)


# --- the command ------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """gold/sentence.json, articles/sentence.txt beside it."""
    monkeypatch.chdir(tmp_path)
    for folder in ("gold", "articles"):
        (tmp_path / folder).mkdir()
    (tmp_path / "gold" / "sentence.json").write_text(json.dumps(GOLD | {"published": "2020-03-20"}), encoding="utf-8")
    (tmp_path / "articles" / "sentence.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_run_records_baseline_and_bars(home: Path, record, capsys: pytest.CaptureFixture[str]):
    write([record], home / "records.jsonl")
    assert _cli.run(["evaluate", "gold", "records.jsonl", "-f", "json", "-o", "before.json"]) == 0
    assert _cli.run(["evaluate", "gold", "--run", "--profile", "rules", "-f", "json", "-o", "now.json"]) == 0
    before, now = (json.loads((home / name).read_text(encoding="utf-8")) for name in ("before.json", "now.json"))
    assert before["metrics"] == now["metrics"]
    bars = ["--fail-under", "0.9", "--fail-under", "figures.exact.f1=1"]
    assert _cli.run(["evaluate", "gold", "records.jsonl", *bars]) == 0
    capsys.readouterr()
    before["metrics"]["figures.exact.f1"] = 1.5
    (home / "before.json").write_text(json.dumps(before), encoding="utf-8")
    wanted = ["evaluate", "gold", "records.jsonl", "--baseline", "before.json", "--fail-under", "baseline"]
    assert _cli.run(wanted) == 1
    said = capsys.readouterr()
    assert "figures.exact.f1 is 1.000, under 1.500" in said.err
    assert "| figures.exact.f1 | 1.500 | 1.000 | -0.500 |" in said.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gold"], "give either RECORDS.jsonl or --run"),
        (["gold", "--run", "--fail-under", "nine"], "a number, NAME=number or `baseline`"),
        (["gold", "--run", "--fail-under", "baseline"], "needs --baseline FILE"),
        (["gold", "--run", "--fail-under", "figures.f9=1"], "no such metric here"),
        (["gold", "--run", "--articles", "gold"], "name them by --articles"),
        (["gold", "broken.jsonl"], "broken.jsonl:2: not a record"),
        (["gold", "empty.jsonl"], "no record is of an article of gold"),
        (["gold", "--run", "--baseline", "gold/sentence.json"], "not an evaluation"),
    ],
)
def test_bad_use_is_said_in_one_line(home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str):
    (home / "broken.jsonl").write_text('\n{"article": 1}\n', encoding="utf-8")
    (home / "empty.jsonl").write_text("\n", encoding="utf-8")
    assert _cli.run(["evaluate", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_agrees_with_the_scorer_beside_the_repository(beside: Path, tmp_path: Path):
    scorer = beside / "eval" / "score.py"
    articles = read_gold(beside / "gold")
    records = [extract(a.text or "", published=a.published, source=f"{a.name}.txt", profile="rules") for a in articles]
    write(records, tmp_path / "records.jsonl")
    done = subprocess.run(
        [sys.executable, scorer, tmp_path / "records.jsonl", beside / "gold", "--json"],
        capture_output=True, check=True,
    )  # fmt: skip
    theirs, ours = json.loads(done.stdout), metrics(score_all(records, articles)[0])
    for table in ("figures", "times", "organisations", "compounds", "persons"):
        for tag in ("overlap", "exact"):
            got = [ours[f"{table}.{tag}.{key}"] for key in ("precision", "recall", "f1")]
            assert got == pytest.approx(theirs[table][tag], abs=0.0011)
    names = {"value_acc": "value_accuracy", "unit_acc": "unit_accuracy", "comparator_acc": "comparator_accuracy"}
    for theirs_name, name in names.items():
        assert ours[f"figures.{name}"] == pytest.approx(theirs["figures"][theirs_name], abs=0.0011)
    for name in ("stated", "actor", "period", "both"):
        assert ours[f"ledger.{name}"] == pytest.approx(theirs["ledger"][name], abs=0.0011)


def test_our_own_corpora_are_in_the_form():
    for folder in ("articles", "held-out"):
        articles = read_gold(CORPORA / folder)
        assert articles
        assert all(article.text for article in articles)
