"""Long batches in short: the parts of tools/soak.py, which `make soak` runs in full, on a few articles each."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import pytest

from conftest import ROOT

sys.path.append(str(ROOT / "tools"))

import soak

linux = pytest.mark.skipif(sys.platform != "linux", reason="memory and children are read from /proc")


def test_articles_of_a_soak_are_no_two_the_same():
    texts = list(islice(soak.articles(), 400))
    assert len(set(texts)) == 400
    assert all(any(character.isdecimal() for character in text) for text in texts)


@linux
def test_many_articles_in_short(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(soak, "MOST_GROWTH", 1e9)  # a short run settles nothing
    assert soak.long(tmp_path, 120, 2)
    assert "the same bytes from 2 and 1 workers: as promised" in capsys.readouterr().out


def test_poison_costs_itself_alone(tmp_path, capsys):
    assert soak.poison(tmp_path, 150, 2)
    assert "150 articles, 3 poisoned, {'ok': 147, 'quarantined': 3}" in capsys.readouterr().out


@linux
def test_kills_in_short(tmp_path, capsys):
    assert soak.kills(tmp_path, 3, 1, size=60)
    assert "0 half articles, 1 of 1 exports the same bytes" in capsys.readouterr().out


def test_a_broken_promise_is_said(tmp_path, capsys):
    """A soak that cannot fail shows nothing: the poison is there, its marks are not looked at."""
    write = soak.write
    try:
        soak.write = lambda path, count, poisoned=0: [*write(path, count, poisoned), 1]
        assert not soak.poison(tmp_path, 30, 1)
    finally:
        soak.write = write
    assert "NOT AS PROMISED" in capsys.readouterr().out


def test_what_a_batch_costs_is_measured(tmp_path, capsys):
    soak.cost(tmp_path, 5, 1)
    shown = capsys.readouterr().out
    assert Path(tmp_path / "cost").is_dir()
    assert [line.split()[0] for line in shown.splitlines()[2:5]] == ["in", "one", "two"]
