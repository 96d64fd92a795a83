"""Cases of values: their form, what counts as right, the command, our own file, and the suites of other tools.

Those suites are scored where they lie beside the repository and skipped elsewhere; their gold is sometimes wrong, and
`docs/peer_gold.md` says where and why. The bars leave room for that.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import CORPORA, ROOT
from report_extract import _cli
from report_extract._evaluation.case_reading import items_of, record_of
from report_extract._evaluation.case_report import CaseEvaluation, page
from report_extract._evaluation.case_scores import CaseScores, metrics, score_cases
from report_extract._evaluation.case_values import same_value
from report_extract._evaluation.cases import Case, Item, read_answers, read_cases
from report_extract._evaluation.page import as_html
from report_extract.errors import InputError

OWN = CORPORA / "cases" / "values.jsonl"
BARS = {"number": 0.97, "percent": 0.97, "quantity": 0.94, "ordinal": 0.97, "dates": 0.95, "duration": 0.97,
        "recurrence": 0.97, "nothing": 0.9}  # fmt: skip
CASE: dict[str, Any] = {
    "id": "t1", "text": "昨天卖出苹果1.2吨", "ref_date": "2024-06-12T08:00:00", "scope": ["date", "dimension"],
    "expected": [
        {"start": 0, "end": 2, "kind": "date", "value": "2024-06-11"},
        {"start": 6, "end": 10, "kind": "quantity", "value": 1.2, "unit": "吨", "text": "1.2吨"},
    ],
}  # fmt: skip


def item(kind: str, value: Any, unit: str | None = None, start: int = 0, end: int = 4) -> Item:
    return Item(start=start, end=end, kind=kind, value=value, unit=unit)


def case(**changed: Any) -> Case:
    return Case.model_validate(CASE | changed)


def read_here(cases: tuple[Case, ...]) -> CaseScores:
    return score_cases(cases, lambda one: items_of(record_of(one, "rules"), one.text))


def lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


# --- the files ----------------------------------------------------------------------------------------------------


def test_every_case_of_ours_is_read():
    cases = read_cases(OWN)
    scores = read_here(cases)
    assert len(cases) >= 60
    assert set(scores.kinds) == {"number", "percent", "ordinal", "quantity", "date", "daterange", "time", "duration",
                                 "recurrence", "nothing"}  # fmt: skip
    assert all(one.text for case in cases for one in case.expected)
    assert scores.misses == []


def test_the_suites_of_other_tools(beside: Path):
    path = beside / "eval" / "peer_cases_dev.jsonl"
    if not path.exists():
        pytest.skip("no peer cases beside the repository")
    scores = read_here(read_cases(path))
    known = metrics(scores)
    low = {kind: known[f"{kind}.right"] for kind, bar in BARS.items() if known[f"{kind}.right"] < bar}
    assert not low, "\n".join(map(str, [low, *scores.misses]))


def test_the_documented_example_is_in_the_form(tmp_path: Path):
    document = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    shown, answer = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", document, re.DOTALL))
    [known] = read_cases(lines(tmp_path / "cases.jsonl", shown))
    assert read_here((known,)).misses == []
    answers = read_answers(lines(tmp_path / "answers.jsonl", answer))
    assert score_cases([known], lambda one: answers[one.id]).all.right == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"scope": ["weight"]}, r"scope\.0"),
        ({"text": ""}, "text: "),
        ({"ref_date": "yesterday"}, "ref_date: Invalid isoformat string"),
        ({"expected": [{"start": 8, "end": 20, "kind": "number", "value": 1}]}, "8–20: the text has 10 characters"),
        ({"expected": [{"start": 2, "end": 2, "kind": "number", "value": 1}]}, "end 2 does not lie behind start 2"),
        ({"expected": [{"start": 0, "end": 2, "kind": "number", "value": 1, "text": "今天"}]}, "'昨天' stands there"),
        ({"expected": [{"start": 0, "end": 2, "kind": "date", "value": 3}]}, "value of a date: a string is needed"),
        ({"expected": [{"start": 0, "end": 2, "kind": "number", "value": "3"}]}, "value of a number: a number"),
        (
            {"expected": [{"start": 0, "end": 2, "kind": "quantity", "value": "3"}]},
            "value of a quantity: a number or {min, max} is needed",
        ),
        ({"expected": [{"start": 0, "end": 2, "kind": "recurrence", "value": "P1D"}]}, "{every, at} is needed"),
    ],
)
def test_a_case_that_is_not_in_the_form_is_named_with_its_line(tmp_path: Path, changed, said: str):
    path = lines(tmp_path / "cases.jsonl", CASE, CASE | {"id": "t2"} | changed)
    with pytest.raises(InputError, match=rf"cases\.jsonl:2: not a case \(docs/cases\.md\): .*{said}"):
        read_cases(path)


def test_other_faults_of_files_are_named(tmp_path: Path):
    twice = lines(tmp_path / "cases.jsonl", CASE, CASE)
    with pytest.raises(InputError, match=r":2: id 't1' comes twice"):
        read_cases(twice)
    (tmp_path / "empty.jsonl").write_text("\n\n", encoding="utf-8")
    with pytest.raises(InputError, match="no case in it"):
        read_cases(tmp_path / "empty.jsonl")
    (tmp_path / "gbk.jsonl").write_bytes(json.dumps(CASE, ensure_ascii=False).encode("gb18030"))
    with pytest.raises(InputError, match="not UTF-8"):
        read_cases(tmp_path / "gbk.jsonl")
    (tmp_path / "answers.jsonl").write_text('{"id": "t1"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"answers\.jsonl:1: not an answer"):
        read_answers(tmp_path / "answers.jsonl")


# --- what is right ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "mine", "wanted", "same"),
    [
        ("number", 0.3333333333, 1 / 3, True),
        ("number", 3, 4, False),
        ("percent", 12.5, 12.5, True),
        ("quantity", (5, "公里"), (5000, "米"), True),
        ("quantity", (5, "km"), (5, "千米"), True),
        ("quantity", (5, "公里"), (5, "公斤"), False),
        ("quantity", (5, "元"), (5, "美元"), False),
        ("quantity", (40, "度"), (40, "℃"), True),
        ("quantity", (3, "码每时"), (3, "码每时"), True),
        ("quantity", (3, "码每时"), (3, "里每时"), False),
        ("quantity", ({"min": 1, "max": 2}, "元"), ({"min": 1, "max": 2}, "元"), True),
        ("quantity", ({"min": 1, "max": 3}, "元"), ({"min": 1, "max": 2}, "元"), False),
        ("quantity", (1, "元"), ({"min": 1, "max": 2}, "元"), False),
        ("quantity", ({"min": 1, "max": 2}, "元"), (1, "元"), False),
        ("date", "2024-02", "2024-02-01/2024-02-29", True),
        ("date", "2024-02", "2023-02", False),
        ("date", "XXXX-03-01", "2024-03-01", True),
        ("time", "2024-03-01T09:30", "2024-03-01T09:30:20", True),
        ("time", "2024-03-01T09:30", "2024-03-01T10:30", False),
        ("time", "2024-03-01", "2024-03-01T10:30", True),
        ("time", "2024-03-01T08/2024-03-01T24", "2024-03-01T08:00/2024-03-02T00:00", True),
        ("time", "XXXX-03-01T24", "2024-03-01T00:00", True),
        ("daterange", "2024-03-01/..", "2024-03-01/..", True),
        ("daterange", "2024-03-01/2024-03-02", "2024-03-01/..", False),
        ("duration", "PT90M", "PT1H30M", True),
        ("duration", "P1Q", "P3M", True),
        ("duration", "P1D", "PT24H", True),
        ("duration", "P1M", "P30D", False),
        ("duration", "long", "P30D", False),
        ("recurrence", {"every": "P1W", "at": "周二"}, {"every": "P1W"}, True),
        ("recurrence", {"every": "P1W"}, {"every": "P1D"}, False),
    ],
)
def test_values_that_are_the_same(kind: str, mine: Any, wanted: Any, same: bool):
    both = [item(kind, *(value if isinstance(value, tuple) else (value,))) for value in (mine, wanted)]
    assert same_value(*both) is same


@pytest.mark.parametrize(
    ("found", "kinds", "misses", "false"),
    [
        ([item("date", "2024-06-11", end=2), item("quantity", 1200, "公斤", 6, 10)], (1, 1), [], 0),
        ([item("time", "2024-06-11T09:00", end=2)], (1, 0), ["missed"], 0),
        ([item("date", "2024-06-10", end=2), item("quantity", 1.2, "吨", 7, 9)], (0, 1), ["value"], 0),
        ([item("date", "2024-06-10", start=2, end=4)], (0, 0), ["missed", "missed", "extra"], 1),
        ([item("ordinal", 3, start=2, end=4)], (0, 0), ["missed", "missed"], 0),  # no kind of the scope
        ([item("quantity", 3, "元", 2, 4)], (0, 0), ["missed", "missed"], 0),
        ([item("quantity", 3, "米", 2, 4)], (0, 0), ["missed", "missed", "extra"], 1),
    ],
)
def test_what_counts(found: list[Item], kinds: tuple[int, int], misses: list[str], false: int):
    scores = score_cases([case()], lambda one: found)
    assert (scores.kinds["date"].right, scores.kinds["quantity"].right) == kinds
    assert [miss.kind for miss in scores.misses] == misses
    assert scores.false == false


@pytest.mark.parametrize(
    ("scope", "found", "right"),
    [
        ("currency", item("quantity", 3, "元"), False),
        ("currency", item("quantity", 3, "米"), True),
        ("temperature", item("quantity", 3, "℃"), False),
        ("age", item("quantity", 3, "岁"), False),
        ("age", item("quantity", 3, "年"), True),
        ("quantity", item("quantity", 3, "堆物"), False),
        ("dimension", item("quantity", 3, "堆物"), True),
        ("number", item("number", 3), False),
    ],
)
def test_a_case_that_expects_nothing(scope: str, found: Item, right: bool):
    scores = score_cases([case(scope=[scope], expected=[])], lambda one: [found])
    assert metrics(scores) == {"nothing.right": float(right), "all.right": float(right)}


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("廿四户人家", "number", 24, None),
        ("2.15%", "percent", 2.15, "%"),  # no Chinese character: no article, a case all the same
        ("万分之五", "number", 0.0005, None),
        ("两打铅笔", "number", 24, None),
        ("他今年六十七岁", "quantity", 67, "岁"),
        ("每小时十公里", "quantity", 10, "千米每小时"),
        ("30元至45元", "quantity", {"min": 30, "max": 45}, "元"),
        ("停电九十秒", "duration", "PT90S", None),
        ("2月30日", "date", "XXXX-02-30", None),
        ("3月1日以后", "daterange", "XXXX-03-01/..", None),
        ("截至3月1日", "daterange", "../XXXX-03-01", None),
    ],
)
def test_what_a_record_answers(text: str, kind: str, value: Any, unit: str | None):
    known = case(id=text, text=text, ref_date=None, scope=["number"], expected=[])
    wanted = item(kind, value, unit, 0, len(text))
    found = items_of(record_of(known, "rules"), text)
    assert any(one.kind == kind and same_value(one, wanted) for one in found), found


def test_the_page_shows_kinds_suites_and_the_worst():
    cases = [case(), case(id="t2", suite="<other>", scope=["recurrence", "quantity"], expected=[
        {"start": 0, "end": 2, "kind": "recurrence", "value": {"every": "P1W"}},
        {"start": 2, "end": 4, "kind": "quantity", "value": {"min": 1, "max": 2}, "unit": "米"},
    ])]  # fmt: skip
    scores = score_cases(cases, lambda one: [])
    made = CaseEvaluation("T", scores, {one.id: one.text for one in cases}, ("t2",), {"x": "1"})
    html = as_html(page(made, most=9, before={"all.right": 1.0}))
    for shown in ("every P1W", "1..2 米", "&lt;other&gt;", "-1.000", "Without an answer: 1 case", "<mark>1.2吨</mark>"):
        assert shown in html


# --- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lines(tmp_path / "cases.jsonl", CASE, CASE | {"id": "t2", "text": "前天卖出苹果1.5吨", "expected": []})
    lines(tmp_path / "answers.jsonl", {"id": "t1", "found": CASE["expected"]})
    return tmp_path


def test_run_answers_records_baseline_and_bars(home: Path, capsys: pytest.CaptureFixture[str]):
    assert _cli.run(["evaluate", "cases.jsonl", "--run", "--profile", "rules", "-f", "json", "-o", "run.json"]) == 0
    extracted = ["extract", "cases.jsonl", "--date-field", "ref_date", "--profile", "rules", "-o", "records.jsonl"]
    assert _cli.run(extracted) == 0
    assert _cli.run(["evaluate", "cases.jsonl", "records.jsonl", "-f", "json", "-o", "read.json"]) == 0
    run, read = (json.loads((home / name).read_text(encoding="utf-8")) for name in ("run.json", "read.json"))
    assert run["metrics"] == read["metrics"] == {
        "date.right": 1.0, "nothing.right": 0.0, "quantity.right": 1.0, "dates.right": 1.0, "all.right": 0.667,
    }  # fmt: skip
    assert run["false"] == 2
    capsys.readouterr()
    wanted = ["--baseline", "run.json", "--fail-under", "all.right=1", "--fail-under", "baseline"]
    assert _cli.run(["evaluate", "cases.jsonl", "answers.jsonl", *wanted]) == 0
    said = capsys.readouterr()
    assert "| nothing.right | 0.000 | 1.000 | +1.000 |" in said.out
    assert "1 case has no answer, t2 the first" in said.err
    assert _cli.run(["evaluate", "cases.jsonl", "--run", "--fail-under", "0.9", "-f", "html"]) == 1
    assert "all.right is 0.667, under 0.900" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cases.jsonl"], "give either RECORDS.jsonl or --run"),
        (["cases.jsonl", "--run", "--beside", "lac"], "for a folder of articles, not for cases"),
        (["cases.jsonl", "other.jsonl"], "no answer has the id of a case"),
        (["cases.jsonl", "--run", "--fail-under", "size.right=1"], "no such metric here"),
        (["answers.jsonl", "--run"], "answers.jsonl:1: not a case"),
    ],
)
def test_bad_use_is_said_in_one_line(home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str):
    lines(home / "other.jsonl", {"id": "t9", "found": []})
    assert _cli.run(["evaluate", *arguments]) == 2
    assert said in capsys.readouterr().err
