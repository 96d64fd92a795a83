"""Models of the lexicon files for figures: units, hedges, words that only look like figures, and cue words.

`examples` of a unit or hedge map a sentence to a figure that must be read in it, written `comparator value unit`
(`>40000 人`, `3..5 人`, `1/3`); of a non-figure they map a sentence to the text that must be named so; of a cue to
`figure = slot value` (`12% = direction increase`). `not` lists sentences in which the entry must not be read.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from report_extract._lexicon.loading import Entry

_Words = Annotated[tuple[str, ...], Field(strict=False)]


class UnitEntry(Entry):
    """A unit or measure word.

    `symbol` is UCUM or ISO 4217 where one exists, else the surface is used. One unit is `factor` of `base`.
    `measure` units make 一 a quantity (一小时), classifiers do not (一份). `numerals` says which numbers go with the
    unit: `any`, `long` (Arabic, or Chinese of two characters and more), `digits` (Arabic only). `unless` lists
    words that begin like the unit and are something else.
    """

    dimension: str
    symbol: str | None = None
    factor: str | None = None
    base: str | None = None
    measure: bool = False
    numerals: Literal["any", "long", "digits"] = "any"
    unless: _Words = ()


class HedgeEntry(Entry):
    """A word beside a number that widens or bounds it, on one `side` of it."""

    side: Literal["before", "after"]
    hedge: Literal["none", "around", "near", "about", "more", "above", "at_least", "below", "at_most"]
    unless: _Words = ()


class NonFigureEntry(Entry):
    """Words that contain numerals and count nothing, by category."""

    category: Literal["idiom", "ordinal", "name", "policy", "word", "approximate_word", "part"]


class CueEntry(Entry):
    """Words of a clause that say what role its figures play, how they changed, or that they are planned."""

    cue: Literal[
        "total", "part", "mean", "rate", "increase", "decrease", "reached", "yoy", "mom", "cumulative", "other",
        "planned", "estimated", "required",
    ]  # fmt: skip
    unless: _Words = ()
