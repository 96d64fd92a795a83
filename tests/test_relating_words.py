"""Every example in the lexicons of relating and measures is read so: FIGURE = holder NAME, no holder, counts WORDS."""

from __future__ import annotations

import pytest

from report_extract import Entity, extract
from report_extract._lexicon import default_lexicon
from report_extract._lexicon.loading import Entry
from report_extract._lexicon.measuring import MeasureWord
from report_extract._lexicon.relating import RelatingWord

ENTRIES: tuple[Entry, ...] = (
    *default_lexicon().entries("relating", RelatingWord),
    *default_lexicon().entries("measures", MeasureWord),
)
EXAMPLES = [
    pytest.param(text, wanted, id=f"{entry.name}-{text}")
    for entry in ENTRIES
    for text, wanted in entry.examples.items()
]


def claims(text: str) -> list[str]:
    """All that can be said of the figures of a text in the notation of the examples."""
    record = extract(text, profile="rules", published="2024-05-06")
    facts = record.by_id()
    out: list[str] = []
    for figure in record.figures:
        statement = next(s for s in record.statements if figure.id in s.figures)
        actor = facts.get(statement.actor or "")
        out.append(f"{figure.quote.text} = " + (f"holder {actor.name}" if isinstance(actor, Entity) else "no holder"))
        out.append(f"{figure.quote.text} = counts {statement.measure}")
    return out


@pytest.mark.parametrize(("text", "wanted"), EXAMPLES)
def test_example_is_read(text: str, wanted: str) -> None:
    assert wanted in claims(text)
