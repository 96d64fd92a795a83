"""Speed of a reader, always beside `jieba.lcut` on the same texts at the same moment.

Machines differ and one machine is never as fast as a minute ago; the ratio of two times taken side by side is what
stays. The order of the two changes each round.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from report_extract._bench.supply import Supply
from report_extract._peers.peer import Peer
from report_extract._pipeline import Profile, engines_of, extract, package_version
from report_extract._sinks import jsonl

Work = Callable[[str], object]
_FIRST = 1_500
_ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that reads a text."""

    name: str
    version: str
    does: str
    work: Work


@dataclass(frozen=True, slots=True)
class Rate:
    """What a subject did: characters a second of CPU time, and how many times the speed of jieba.lcut.

    `ratio` is the median over the rounds, `least` and `most` are the smallest and the greatest.
    """

    name: str
    version: str
    does: str
    characters: int
    per_second: float
    ratio: float
    least: float
    most: float


@lru_cache(maxsize=1)
def jieba_lcut() -> Subject:
    """The measure of all: jieba's own words, HMM on."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with TemporaryDirectory() as home:  # its cache in the common folder may be anybody's
        tokenizer.tmp_dir = home
        tokenizer.initialize()
    return Subject("jieba.lcut", jieba.__version__, "words", tokenizer.lcut)


def profile_subject(profile: Profile) -> Subject:
    """The whole product: a text to a line of JSON, findings of the audit included."""

    def work(text: str) -> None:
        jsonl([extract(text, profile=profile)], BytesIO())

    made = ", ".join(f"{name} {version}" for name, version in engines_of(profile).items())
    return Subject(f"report-extract, {profile}", package_version(), f"text to JSON, audited ({made})", work)


def peer_subject(peer: Peer) -> Subject:
    """A peer as the evaluation runs it."""
    return Subject(peer.name, peer.version, ", ".join(peer.tables), lambda text: peer.read(text, None))


def rate(subject: Subject, supply: Supply, *, seconds: float) -> Rate:
    """Time a subject for about so many seconds, in seven rounds of a fresh text each."""
    warm = supply.take(_FIRST)
    speed = sum(map(len, warm)) / max(spent(subject.work, warm), 1e-6)
    speed = max(speed, sum(map(len, warm)) / max(spent(subject.work, warm), 1e-6))
    jieba = jieba_lcut().work
    spent(jieba, warm)
    length = max(_FIRST, int(speed * seconds / _ROUNDS))
    rounds: list[tuple[int, float, float]] = []
    for number in range(_ROUNDS):
        texts = supply.take(length)
        pair = (jieba, subject.work) if number % 2 else (subject.work, jieba)
        times = [spent(work, texts) for work in pair]
        theirs, ours = times if number % 2 else reversed(times)
        rounds.append((sum(map(len, texts)), theirs, ours))
    characters = sum(count for count, _, _ in rounds)
    ratios = [theirs / ours for _, theirs, ours in rounds]
    return Rate(
        subject.name, subject.version, subject.does, characters, characters / sum(ours for _, _, ours in rounds),
        median(ratios), min(ratios), max(ratios),
    )  # fmt: skip


def spent(work: Work, texts: Sequence[str]) -> float:
    """CPU seconds of this process over the texts; garbage of before is gone."""
    gc.collect()
    begun = process_time()
    for text in texts:
        work(text)
    return process_time() - begun
