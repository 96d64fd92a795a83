"""The doctor finds this installation sound, and says what is wrong where something is."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError

import pytest

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
    assert _doctor._installed("regex") == _doctor.Row("regex", "missing", ok=False, advice="pip install regex")
