"""`report-extract audit`: what it reads, its formats, its exit codes, and own rules in TOML."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sarif_pydantic import Sarif

from conftest import ROOT
from report_extract import CHECKS, LexiconError, audit, extract, load_rules, write
from report_extract._cli import AUDIT_FORMATS, run

PAGE = "旧馆改造\n\n　　本周共来访41人次（其中学生86人次）。\n　　到场的观众近800余人，门票每张20元。\n"
CLEAN = "本周共来访86人次（其中学生41人次）。\n"
RULES = """
[[rule]]
code = "boxes-of-racks"
severity = "S2"
pattern = "{racks}货架，每个货架{each}，共{boxes}"
units = { racks = "个", each = "箱" }
holds = "racks * each = boxes"
message = "按每架箱数应为{due}，文中写“{boxes}”。"
innocent = ["最后一架可能未满"]
example = "仓库有12个货架，每个货架20箱，共260箱。"
silent = "仓库有12个货架，每个货架20箱，共240箱。"
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Exit code, output and talk of an audit in a folder with a.txt (two findings) and clean.txt."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(PAGE, encoding="utf-8")
    Path("clean.txt").write_text(CLEAN, encoding="utf-8")

    def audited(*arguments: str) -> tuple[int, str, str]:
        code = run(["audit", "--profile", "rules", *arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return audited


def test_text_shows_the_sentence_the_sum_and_the_verdict(command: Run) -> None:
    code, out, err = command("a.txt")
    assert (code, err) == (1, "")
    assert out.splitlines()[0].startswith("a.txt  1 S1 · 1 S4  核对")
    assert "   S1  不一致  part-gt-total  3:8\n" in out
    assert "本周共来访【41人次】（其中学生【86人次】）。" in out
    assert "算式  86 > 41" in out
    assert "或因  “其中”可能承接更早的另一个总数" in out
    assert "   S4  存疑  stacked-hedges  4:9\n" in out
    assert all(line == line.rstrip() for line in out.splitlines())


def test_a_silence_says_what_was_tested(command: Run) -> None:
    assert command("clean.txt") == (0, "clean.txt  未见不一致  核对 1 项，无法核对 0 项\n", "")
    code, out, _ = command("clean.txt", "--explain")
    assert code == 0
    assert "一致  part-gt-total" in out
    assert "算式  41 ≤ 86" in out


@pytest.mark.parametrize(("fail_on", "code"), [("S1", 1), ("S2", 1), ("S3", 1), ("S4", 1), ("never", 0)])
def test_the_exit_code_follows_the_gravest_finding(command: Run, fail_on: str, code: int) -> None:
    assert command("a.txt", "--fail-on", fail_on)[0] == code
    assert command("a.txt", "--checks", "stacked-hedges", "--fail-on", fail_on)[0] == (fail_on == "S4")


def test_rows_are_the_findings(command: Run) -> None:
    findings = extract(PAGE, profile="rules").findings
    _, out, _ = command("a.txt", "-f", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["id"], row["code"], row["source"]) for row in rows] == [(f.id, f.code, "a.txt") for f in findings]
    assert PAGE[rows[0]["start"] : rows[0]["end"]] == "41人次（其中学生86人次"
    assert json.loads(command("a.txt", "-f", "json")[1]) == rows
    assert json.loads(command("clean.txt", "-f", "json")[1]) == []
    table = list(csv.DictReader(io.StringIO(command("a.txt", "-f", "csv")[1].removeprefix("\ufeff"))))
    assert (table[0]["code"], table[0]["evidence"]) == ("part-gt-total", "41人次；86人次")


def test_records_are_audited_as_articles_are(command: Run) -> None:
    write([extract(PAGE, profile="rules", source="a.txt"), extract(CLEAN, profile="rules", source="b.txt")], "r.jsonl")
    code, out, _ = command("r.jsonl", "-f", "jsonl")
    assert code == 1
    assert out == command("a.txt", "-f", "jsonl")[1]
    code, out, _ = command("r.jsonl")
    assert "part-gt-total  @" in out  # a record does not hold its text: offsets, not lines


def test_only_a_line_feed_ends_a_record(command: Run) -> None:
    write([extract(CLEAN.replace("本周", "本周\u2028"), profile="rules", source="a.txt")], "r.jsonl")
    code, out, err = command("r.jsonl")
    assert (code, err) == (0, "")
    assert "未见不一致" in out


def test_long_lines_are_folded_not_cut(command: Run) -> None:
    Path("sum.txt").write_text("总投资1.2亿元，其中区级出资4500万元、社会资本7500亿元。\n", encoding="utf-8")
    _, out, _ = command("sum.txt")
    assert "…" not in out
    assert "7499.5亿～7500.5亿" in "".join(out.split())


def test_a_broken_record_stops_nothing_else(command: Run) -> None:
    write([extract(CLEAN, profile="rules")], "r.jsonl")
    with Path("r.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"schema_version": "1.0"}\n')
    code, out, err = command("r.jsonl", "clean.txt")
    assert code == 3
    assert "r.jsonl:2: not a record" in err
    assert out.count("未见不一致") == 2


def test_unknown_checks_are_named(command: Run) -> None:
    code, _, err = command("a.txt", "--checks", "part-gt-totals")
    assert code == 2
    assert "'part-gt-totals'; part-gt-total?" in err


# What the standard asks of the objects written here (SARIF 2.1.0, 3.13 to 3.30).
TOPS = {"$schema", "version", "runs"}
RESULT = {
    "ruleId", "ruleIndex", "kind", "level", "message", "locations", "relatedLocations", "partialFingerprints",
    "properties",
}  # fmt: skip


def logged(command: Run, *arguments: str) -> dict[str, Any]:
    """A SARIF log that another package's models of the standard read."""
    _, out, _ = command(*arguments, "-f", "sarif")
    Sarif.model_validate_json(out)
    return json.loads(out)  # type: ignore[no-any-return]


def test_sarif_is_what_the_standard_asks(command: Run) -> None:
    log = logged(command, "a.txt", "clean.txt", "--explain")
    assert set(log) == TOPS
    assert log["version"] == "2.1.0"
    [one] = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [check.code for check in CHECKS]
    assert [file["location"]["uri"] for file in one["artifacts"]] == ["a.txt", "clean.txt"]
    kinds = set()
    for result in one["results"]:
        assert set(result) == RESULT
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["level"] == "none") == (result["kind"] != "fail")  # 3.27.10
        kinds.add(result["kind"])
    assert {"fail", "informational", "pass"} <= kinds


def test_sarif_points_at_the_characters(command: Run) -> None:
    first, *_ = logged(command, "a.txt")["runs"][0]["results"]
    region = first["locations"][0]["physicalLocation"]["region"]
    start, length = region["charOffset"], region["charLength"]
    assert PAGE[start : start + length] == region["snippet"]["text"] == "41人次"
    line = PAGE.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "41人次"
    assert region["startLine"] == region["endLine"] == 3
    assert first["level"] == "error"
    again = logged(command, "a.txt")["runs"][0]["results"][0]
    assert again["partialFingerprints"] == first["partialFingerprints"]


def test_own_rules_run_beside_the_packaged_checks(command: Run) -> None:
    Path("own.toml").write_text(RULES, encoding="utf-8")
    Path("hall.txt").write_text("小库有8个货架，每个货架15箱，共150箱。\n", encoding="utf-8")
    code, out, _ = command("hall.txt", "--rules", "own.toml")
    assert code == 1
    assert "S2  不一致  boxes-of-racks" in out
    assert "按每架箱数应为120，文中写“150箱”。" in out
    assert "算式  racks * each = boxes：120 ≠ 150" in out
    assert "或因  最后一架可能未满" in out
    assert command("hall.txt", "--rules", "own.toml", "--checks", "part-gt-total")[0] == 0
    assert logged(command, "hall.txt", "--rules", "own.toml")["runs"][0]["results"][0]["ruleIndex"] == len(CHECKS)
    record = extract("小库有8个货架，每个货架15箱，共150箱。", profile="rules")
    [finding] = audit(record, checks=(*CHECKS, *load_rules("own.toml")))
    assert finding.nearest == ("“150箱”若为“120箱”则吻合（一位数字之差）",)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"S2"', '"S5"', "boxes-of-racks: severity"),
        ("boxes-of-racks", "part-gt-total", "code: stands twice, or a packaged check has it"),
        ("racks * each = boxes", "racks * width = boxes", "holds: 'width' is no slot of the pattern"),
        ("racks * each = boxes", "racks ** each = boxes", "holds: only figures, whole numbers and + - * / are read"),
        ("racks * each = boxes", "racks * each", "holds: one of =, <= and >= between two sums is needed"),
        ("{due}", "{dew}", "message: 'dew' is no slot of the pattern"),
        ("{ racks =", "{ raks =", "units: 'raks' is no slot of the pattern"),
        ("共260箱", "共240箱", "example: the rule does not alarm on it"),
        ("有12个货架，每个货架20箱，共240箱", "有12个货架，共240箱", "silent: the pattern is not found there"),
        ("holds", "hold", "boxes-of-racks: holds: Field required"),
        ("架{each}", "架{racks}", "pattern: each figure is written once"),
        ("[[rule]]", "[rule]", "rules are written [[rule]]"),
    ],
)
def test_a_rule_at_fault_is_named(command: Run, before: str, after: str, told: str) -> None:
    Path("own.toml").write_text(RULES.replace(before, after), encoding="utf-8")
    code, out, err = command("a.txt", "--rules", "own.toml")
    assert (code, out) == (2, "")
    assert "own.toml" in err
    assert told in err


def test_rules_that_cannot_be_read() -> None:
    with pytest.raises(LexiconError, match="not a TOML file"):
        load_rules(ROOT / "README.md")
    with pytest.raises(OSError, match="nowhere"):
        load_rules("nowhere.toml")


def test_the_rule_of_the_documents_holds(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    [rule] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "own.toml").write_text(rule, encoding="utf-8")
    [check] = load_rules(tmp_path / "own.toml")
    [finding] = audit(extract("仓库有12个货架，每个货架20箱，共260箱。", profile="rules"), checks=(check,))
    assert (finding.code, finding.message) == ("boxes-of-racks", "按每架箱数应为240，文中写“260箱”。")


def test_every_format_is_tested() -> None:
    assert set(AUDIT_FORMATS) == {"text", "json", "jsonl", "csv", "sarif"}


def test_columns_of_tables_are_named(command: Run) -> None:
    row = {"号": "n1", "正文甲": PAGE, "日": "2024-03-06"}
    Path("rows.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    assert command("rows.jsonl")[0] == 2  # the columns have no usual names
    columns = ("--text-field", "正文甲", "--id-field", "号", "--date-field", "日")
    code, out, _ = command("rows.jsonl", *columns, "-f", "jsonl")
    assert code == 1
    assert len(out.splitlines()) == len(command("a.txt", "-f", "jsonl")[1].splitlines())
    assert "n1" in out
