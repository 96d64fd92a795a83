"""What a printed figure can stand for, against intervals written by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from documents import document_of
from report_extract._kinds import figure
from report_extract._lexicon import default_lexicon

EXPECTED = {
    "搬迁3.2万户。": "[31500, 32500]",
    "搬迁300户。": "[300, 300]",
    "搬迁300余户。": "(300, 400)",
    "搬迁120余户。": "(120, 130)",
    "搬迁3万余户。": "(30000, 40000)",
    "搬迁近300户。": "[240, 300)",
    "搬迁300户以上。": "[300, inf)",
    "搬迁超过300户。": "(300, inf)",
    "搬迁约300户。": "[270, 330]",
    "搬迁不足300户。": "[0, 300)",
    "搬迁不超过300户。": "[0, 300]",
    "搬迁3至5户。": "[3, 5]",
    "搬迁三四十户。": "[30, 49]",
    "搬迁十几户。": "[11, 19]",
    "搬迁数百户。": "[200, 999]",
    "气温-3℃～2℃。": "[-3, 2]",
    "占比33.3%。": "[33.25, 33.35]",
    "水位跌破11米。": "[0, 11)",
    "比分98比91。": "(None, None)",
}


@pytest.mark.parametrize(("text", "wanted"), EXPECTED.items())
def test_interval(text: str, wanted: str) -> None:
    document, lexicon = document_of(text), default_lexicon()
    mentions = [m for m in figure.find(document, lexicon, ()) if m.kind == "figure"]
    (fact,) = figure.read(mentions, document, lexicon)
    left, right = ("[" if fact.low_closed else "("), ("]" if fact.high_closed else ")")
    top = "inf" if fact.high is None and fact.low is not None else shown(fact.high)
    assert f"{left}{shown(fact.low)}, {top}{right}" == wanted


def shown(end: Decimal | None) -> str:
    return "None" if end is None else format(end.normalize(), "f")
