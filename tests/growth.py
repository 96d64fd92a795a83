"""Whether CPU time grows as the text does.

A neighbour on the machine makes a measurement longer, never shorter: lengths are measured in turns, the least of each
counts, and what looks bad at first is measured again before it is called so.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time

MOST = 2.5
"""Time over 2n characters by that over n, at most."""
_ROUNDS = 8


def growth(work: Callable[[str], object], text: Callable[[int], str], length: int, *, least: float = 0.03) -> float:
    """CPU time of `work` over a text of 2n characters by that over n. n begins at `length` and is doubled until a text
    takes `least` seconds, so that there is something to measure."""
    work(text(min(length, 1000)))  # what is loaded or compiled once is not counted
    short = _spent(work, text(length))
    while short < least and length < 400_000:
        length *= 2
        short = _spent(work, text(length))
    long = _spent(work, text(2 * length))
    for _ in range(_ROUNDS):
        if long <= MOST * short:
            break
        short, long = min(short, _spent(work, text(length))), min(long, _spent(work, text(2 * length)))
    return long / short


def _spent(work: Callable[[str], object], text: str) -> float:
    gc.disable()  # as `extract` does; what a search for cycles takes depends on all that a test run has loaded
    try:
        begun = process_time()
        work(text)
        return process_time() - begun
    finally:
        gc.enable()
