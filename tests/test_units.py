"""Every unit of the lexicon proves itself: its examples are read, its refuted sentences are not."""

from __future__ import annotations

import pytest

from documents import document_of
from report_extract._kinds import figure
from report_extract._lexicon import default_lexicon
from report_extract._lexicon.figures import UnitEntry

ENTRIES = default_lexicon().entries("units", UnitEntry)


def read(text: str) -> list[str]:
    document, lexicon = document_of(text), default_lexicon()
    mentions = [m for m in figure.find(document, lexicon, ()) if m.kind == "figure"]
    return [f"{fact.value} {fact.unit.surface}" for fact in figure.read(mentions, document, lexicon)]


@pytest.mark.parametrize(
    ("text", "wanted"), [pytest.param(t, w, id=f"{e.name}-{t}") for e in ENTRIES for t, w in e.examples.items()]
)
def test_example_is_read(text: str, wanted: str) -> None:
    assert wanted in read(text)


@pytest.mark.parametrize("text", [pytest.param(t, id=f"{e.name}-{t}") for e in ENTRIES for t in e.refuted])
def test_refuted_text_holds_no_figure(text: str) -> None:
    assert read(text) == []


def test_every_entry_has_an_example() -> None:
    assert [entry.name for entry in ENTRIES if not entry.examples] == []


def test_there_are_four_hundred_units_and_each_is_refuted_somewhere() -> None:
    assert len(ENTRIES) >= 400
    assert [entry.name for entry in ENTRIES if not entry.refuted or not entry.dimension] == []


def test_a_factor_has_its_base() -> None:
    assert [entry.name for entry in ENTRIES if (entry.factor is None) != (entry.base is None)] == []
