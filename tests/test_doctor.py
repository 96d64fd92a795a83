"""The doctor finds this installation sound, and says what is wrong where something is."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version

import pytest
from packaging.requirements import Requirement

from report_extract import _cli, _doctor
from report_extract.errors import EngineError


def test_this_installation_is_sound(capsys: pytest.CaptureFixture[str]):
    assert _cli.run(["doctor", "--no-speed"]) == 0
    shown = capsys.readouterr().out
    for word in ("python", "jieba", "pydantic", "canary, rules", "canary, full", "extra lunar"):
        assert word in shown
    assert "BAD" not in shown


def test_speed_is_given_in_characters_a_second():
    row = _doctor._speed("rules")
    number = int(row.found.split()[0].replace(",", ""))
    assert 1 <= number <= 100_000


def test_a_canary_that_reads_otherwise_is_bad(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(_doctor, "_CANARY_FACTS", ["240人次 = 240"])
    assert _cli.run(["doctor", "--no-speed", "-f", "json"]) == 1
    rows = {row["what"]: row for row in json.loads(capsys.readouterr().out)}
    assert not rows["canary, rules"]["ok"]
    assert "240人次 = 240" in rows["canary, rules"]["found"]
    assert rows["canary, rules"]["advice"]


def test_an_engine_that_fails_is_a_row_not_a_crash(monkeypatch: pytest.MonkeyPatch):
    def fail(*_, **__):
        raise EngineError("weights are missing")

    monkeypatch.setattr(_doctor.pipeline, "extract", fail)
    row = _doctor._canary("full")
    assert (row.ok, "weights are missing" in row.found) == (False, True)


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(_doctor, "version", missing)
    advice = "pip install 'regex>=2024'"
    assert _doctor._installed(Requirement("regex>=2024")) == _doctor.Row("regex", "missing", ok=False, advice=advice)


def test_a_library_that_is_too_old_says_what_is_needed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(_doctor, "version", lambda name: "1.9")
    row = _doctor._installed(Requirement("regex>=2024"))
    assert (row.ok, row.found) == (False, "1.9, >=2024 is needed")


def test_extras_are_told_apart_and_absent_ones_are_not_bad(monkeypatch, capsys: pytest.CaptureFixture[str]):
    def without_lunar(name: str) -> str:
        if name == "lunar-python":
            raise PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(_doctor, "version", without_lunar)
    assert _cli.run(["doctor", "--no-speed"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert " –   extra lunar             absent: lunar-python (pip install 'report-extract[lunar]')" in lines
    assert not [line for line in lines if "pixeltable" in line and "extra" not in line]
