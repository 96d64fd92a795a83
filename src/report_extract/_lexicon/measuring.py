"""Entries of `measures.toml`: words by which the noun that a figure counts is bounded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from report_extract._lexicon.loading import Entry

_Words = Annotated[tuple[str, ...], Field(strict=False)]


class MeasureWord(Entry):
    """Words of one `role` beside a figure; the head of the file says what each role does.

    `examples` map a text to `FIGURE = counts WORDS`, WORDS being None where nothing is to be counted.
    """

    role: Literal[
        "thing", "short", "does", "joins", "amount", "whole", "lasting", "agent", "heading", "says", "inside", "idle",
        "spent", "degree", "loose", "beside", "takes",
    ]  # fmt: skip
    surfaces: _Words = ()
