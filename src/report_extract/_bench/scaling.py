"""Does time grow as the length? One text of n, 2n, 4n … characters, each read as one article."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from time import process_time

from report_extract._bench.supply import Supply
from report_extract._pipeline import Profile, extract

FIRST = 15_625


@dataclass(frozen=True, slots=True)
class Step:
    """One length: CPU seconds, and how many times those of half the length (None for the first)."""

    profile: str
    characters: int
    seconds: float
    ratio: float | None


def lengths(most: int) -> tuple[int, ...]:
    """n, 2n, 4n … up to `most`.

    >>> lengths(62_500)
    (15625, 31250, 62500)
    """
    out = []
    length = FIRST
    while length <= most:
        out.append(length)
        length *= 2
    return tuple(out)


def scaling(profile: Profile, supply: Supply, *, most: int) -> Iterator[Step]:
    """The steps of a profile, as they are measured."""
    before: float | None = None
    for length in lengths(most):
        if before is None:
            extract(supply.one(FIRST), profile=profile)
        text = supply.one(length)
        gc.collect()
        begun = process_time()
        extract(text, profile=profile)
        seconds = process_time() - begun
        yield Step(profile, length, seconds, seconds / before if before else None)
        before = seconds
