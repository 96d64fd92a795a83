"""Whether CPU time grows as the text does.

A neighbour on the machine makes a measurement longer, never shorter: lengths are measured in turns, the least of each
counts, and what looks bad at first is measured again, a while later, before it is called so. Two doublings are looked
at together: work that is quadratic in the length shows as 4 a doubling all the same, and noise counts half.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time, sleep

MOST = 2.5
"""Growth of the time per doubling of the text, at most."""
_ROUNDS = 8


def growth(work: Callable[[str], object], text: Callable[[int], str], length: int, *, least: float = 0.03) -> float:
    """By how much the CPU time of `work` grows for each doubling of the text, from n characters to 4n. n begins at
    `length` and is doubled until a text takes `least` seconds, so that there is something to measure."""
    work(text(min(length, 1000)))  # what is loaded or compiled once is not counted
    short = _spent(work, text(length))
    while short < least and length < 400_000:
        length *= 2
        short = _spent(work, text(length))
    assert len(text(4 * length)) >= 3.9 * len(text(length)), "the longer text must be longer"
    long = _spent(work, text(4 * length))
    for tried in range(_ROUNDS):
        if long <= MOST**2 * short:
            break
        sleep(0.1 * tried)  # what a neighbour does in a burst is over by then
        short, long = min(short, _spent(work, text(length))), min(long, _spent(work, text(4 * length)))
    return float((long / short) ** 0.5)


def _spent(work: Callable[[str], object], text: str) -> float:
    gc.disable()  # as `extract` does; what a search for cycles takes depends on all that a test run has loaded
    try:
        begun = process_time()
        work(text)
        return process_time() - begun
    finally:
        gc.enable()
