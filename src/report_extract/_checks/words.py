"""The words of `words.toml`: compiled once, asked for by name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from report_extract._lexicon import Entry, Lexicon

_FOLDER = Path(__file__).parent


class Cue(Entry):
    """Words that say how figures stand to each other; `examples` map a text to the surface read in it.

    `against` holds the words of the other side where two words divide a whole between them; with `partial` they only
    exclude each other, and there may be others.
    """

    against: Annotated[tuple[str, ...], Field(strict=False)] = ()
    partial: bool = False


@cache
def cues() -> dict[str, Cue]:
    """All cues by name. Raises LexiconError where the file is at fault."""
    return {cue.name: cue for cue in Lexicon((_FOLDER,), "checks").entries("words", Cue)}


@cache
def pattern(*names: str) -> re.Pattern[str]:
    """One pattern for the surfaces of the cues named, longest first."""
    forms = {form for name in names for form in cues()[name].forms}
    return re.compile("|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form))))


def says(text: str, *names: str) -> bool:
    """True where one of the words stands in the text."""
    return pattern(*names).search(text) is not None


@cache
def _sides(partial: bool) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Both sides of every cue that has an `against`."""
    return tuple(
        (re.compile("|".join(map(re.escape, cue.forms))), re.compile("|".join(map(re.escape, cue.against))))
        for cue in cues().values()
        if cue.against and (partial or not cue.partial)
    )


def divide(a: str, b: str) -> bool:
    """True where the two labels divide a whole between them.

    >>> divide("其中男教师", "女教师"), divide("男教师和女教师", "女教师")
    (True, False)
    """
    return _opposed(a, b, partial=False)


def exclude(a: str, b: str) -> bool:
    """True where nobody is in both groups, whether or not there are others.

    >>> exclude("老人", "儿童"), exclude("党员", "青年")
    (True, False)
    """
    return _opposed(a, b, partial=True)


def _opposed(a: str, b: str, *, partial: bool) -> bool:
    for one, other in _sides(partial):
        in_a, in_b = (bool(one.search(a)), bool(other.search(a))), (bool(one.search(b)), bool(other.search(b)))
        if {in_a, in_b} == {(True, False), (False, True)}:
            return True
    return False
