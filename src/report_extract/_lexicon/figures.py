"""Models of the lexicon files for figures."""

from __future__ import annotations

from report_extract._lexicon.loading import Entry


class UnitEntry(Entry):
    """A unit or measure word: normalised symbol (UCUM, ISO 4217, else the surface) and dimension.

    `generic` counters (个) count whatever noun follows; `classifier` ones count only with a numeral above one.
    """

    symbol: str | None = None
    dimension: str
    generic: bool = False
