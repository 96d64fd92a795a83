"""No pattern of the package takes more than linear time over any string: time(2n)/time(n) stays below 2.5."""

from __future__ import annotations

import re
from re import _parser as parser

import pytest

from patterns import FLOODS, Caught, caught, excess, hostile, open_within_open, sample

# Over so many characters, doubled, a quadratic pattern takes a tenth of a second, a linear one a few thousandths.
SHORT, LONG, FLOOR = 2_000, 6_000, 0.02


@pytest.fixture(scope="module")
def patterns() -> tuple[Caught, ...]:
    return caught(texts=12)


def slow_ones(patterns: tuple[Caught, ...], *, length: int, picks: int, floods: tuple[str, ...]) -> list[str]:
    """A line for each pattern and string where time grows too fast."""
    slow = []
    for pattern in patterns:
        compiled = pattern.compiled()
        for piece in hostile(pattern, picks=picks, floods=floods):
            ratio = excess(compiled, piece, length, FLOOR)
            if ratio is not None:
                slow.append(f"{pattern.where}: {ratio:.1f} times over {piece!r}: {pattern.source[:80]!r}")
    return slow


def test_no_pattern_is_worse_than_linear(patterns):
    assert len(patterns) > 400
    assert slow_ones(patterns, length=SHORT, picks=1, floods=("1", "十", "年", "的", "，", "（", " ")) == []


@pytest.mark.slow
def test_no_pattern_is_worse_than_linear_over_anything():
    everything = caught(texts=100_000)
    assert slow_ones(everything, length=LONG, picks=4, floods=FLOODS) == []


def test_no_open_repeat_stands_in_an_open_repeat(patterns):
    assert [p.source for p in patterns if list(open_within_open(parser.parse(p.source, p.flags)))] == []
    assert list(open_within_open(parser.parse("(?:甲|(?:[一二三]+)+)人")))


@pytest.mark.parametrize(("source", "flood"), [("[^，]*?居民区", "的"), ("([0-9]+)(T?[A-Z])", "9")])
def test_bad_patterns_are_caught(source: str, flood: str):
    assert slow_ones((Caught("re", source, 0, "here"),), length=LONG, picks=0, floods=(flood,))


@pytest.mark.parametrize("source", ["[0-9]{1,15}人次", "(?<![0-9])[0-9]{1,40}+", "“[^”]{0,60}”", "[^，]*+"])
def test_good_patterns_pass(source: str):
    assert slow_ones((Caught("re", source, 0, "here"),), length=SHORT, picks=2, floods=FLOODS) == []


@pytest.mark.parametrize("source", ["第[一二三]{2,5}居(?:民区|委会)", "(?>[0-9]+)人(?=次)", "a[^b-d]?", "\\d\\s\\w"])
def test_samples_are_in_the_manner_of_matches(source: str):
    assert any(re.match(source, sample(parser.parse(source), pick) + "次") for pick in range(4))


def test_a_noisy_clock_is_no_growth(monkeypatch):
    spent = iter([0.09, 0.02, 0.02, 0.08, 0.021, 0.041])  # 2n and n, then n and 2n in turns: two slow runs, a good one
    monkeypatch.setattr("patterns._spent", lambda pattern, text: next(spent))
    assert excess(None, "9", 100, FLOOR) is None
    spent = iter([0.09, 0.02, *[0.02, 0.09] * 6])
    assert excess(None, "9", 100, FLOOR) == pytest.approx(4.5)
