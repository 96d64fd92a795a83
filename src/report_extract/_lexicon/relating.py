"""Entries of `relating.toml`: words that say whom a figure belongs to and what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from report_extract._lexicon.loading import Entry

_Words = Annotated[tuple[str, ...], Field(strict=False)]


class RelatingWord(Entry):
    """Words of one `role` in a sentence that reports figures; the head of the file says what each role does.

    `types` are the types of bodies that the words speak of, for roles that point at one; `ends` says how bodies are
    called that a word with this ending can mean: 校 = 大学, 中学 …. `examples` map a text to
    `FIGURE = holder NAME`, `FIGURE = no holder` or `FIGURE = counts WORDS`.
    """

    role: Literal[
        "act", "speak", "publish", "report", "scope", "other", "member", "belonging", "stands_for", "outcome",
        "measured", "link", "flow", "part", "first", "idle", "light", "stray",
    ]  # fmt: skip
    types: _Words = ()
    ends: Mapping[str, _Words] = Field(default_factory=dict)
