"""Models of the lexicon files for the layout of a page: lines that are no text, and words that say what a line is."""

from __future__ import annotations

from typing import Literal

from report_extract._lexicon.loading import Entry


class FurnitureLine(Entry):
    """A line of the page that is no part of the report, or names its makers.

    `place` says where a surface must stand in the line; a line longer than `longest` is none. `bare` surfaces are
    followed by a name, so little may stand after them. `opens_list` where heads of other articles follow. An example's
    value is the kind of the line.
    """

    kind: Literal["furniture", "byline", "caption"]
    place: Literal["start", "end", "whole", "inside"]
    longest: int = 80
    bare: bool = False
    opens_list: bool = False


class LayoutWord(Entry):
    """Words at the edge of a line.

    `people` end a caption after a body's name; `opener` begins a new paragraph and continues no sentence;
    `continues` begins no sentence, `leans` seldom does; `dangling` ends none. An example's value is the role.
    """

    role: Literal["people", "opener", "continues", "leans", "dangling"]
