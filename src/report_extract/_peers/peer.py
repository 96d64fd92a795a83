"""What a peer gives, in the terms of this project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Given:
    """A fact, `text[start:end]`.

    `table` is figures, times, organisations or persons. `values` are all the ways of writing its value that count as
    the same: decimals of figures (a range as `low..high`), EDTF of times to the day; empty where the peer gives none.
    `unit` is printed in the text, without 万 and 亿. A length of time is a figure or a time as one looks at it:
    `either` lets it count as both.
    """

    table: str
    start: int
    end: int
    values: tuple[str, ...] = ()
    unit: str | None = None
    either: bool = False


class Peer(Protocol):
    """A reader; `tables` are the kinds of facts that it gives at all."""

    name: str
    version: str
    tables: tuple[str, ...]

    def read(self, text: str, published: date | None) -> Sequence[Given]:
        """The facts of a text; `published` is the day that relative dates count from, else today."""
        ...
