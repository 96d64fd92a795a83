"""One quantity printed twice side by side: Han and Arabic numerals, capitals, two units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from report_extract._checks.arithmetic import Interval, resolution, rounded, show
from report_extract._checks.check import Outcome, judged, positive, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.reading import FIGURE
from report_extract._checks.shapes import find, shape
from report_extract._lexicon import default_lexicon
from report_extract._lexicon.figures import UnitEntry

_TWICE = shape(
    r"<F:first>(?:整|正)?[（(](?:小写|人民币|￥|¥)?[:：]?<F:again>(?:整|正)?[）)]",
    *(f"{mark}{FIGURE}" for mark in "（(：:写币￥¥"),
)
_CONVERTED = (
    shape(
        r"<F:first>[（(](?:约|约合|合|折合|相当于|即|约为)?<F:again>[）)]",
        *(f"{word}{FIGURE}" for word in "（(约合于即为"),
    ),
    shape(r"<F:first>[，,]?(?:折合|约合|合|相当于)<F:again>", "合", "相当于"),
)
_CAPITALS = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟]")
_ARABIC = re.compile(r"^[0-9]")
_CONVERTIBLE = frozenset({"area", "length", "mass", "volume"})
_MARKET = Fraction(1, 100)  # 亩, 斤 and other market units are rounded so far in use


def han_arabic_pair(claims: Claims) -> Iterator[Outcome]:
    """A number in Han numerals and the Arabic one in brackets right behind it differ.

    needs: two figures of one unit, the second alone in brackets, one in Han and one in Arabic numerals
    formula: the two values must be equal
    traps: a share or a code in the brackets
    example: 共评出店铺四十六家（64家）。
    silent: 共评出店铺四十六家（46家）。
    """
    for found in find(claims, _TWICE):
        first, again = found["first"], found["again"]
        scripts = {bool(_ARABIC.match(first.quote)), bool(_ARABIC.match(again.quote))}
        if len(scripts) == 2 and not _CAPITALS.search(first.quote + again.quote):
            yield from _equal(first, again, "“{x}”与“{y}”不一致。")


def amount_in_words(claims: Claims) -> Iterator[Outcome]:
    """An amount in capital numerals and the one in figures beside it differ.

    needs: 伍万元 and in brackets right behind it the amount in digits
    formula: the two values must be equal
    traps: 整 and 正 behind the words
    example: 捐出人民币柒万元（700000元）。
    silent: 捐出人民币柒万元（70000元）。
    """
    for found in find(claims, _TWICE):
        first, again = found["first"], found["again"]
        if _CAPITALS.search(first.quote) and _ARABIC.match(again.quote):
            yield from _equal(first, again, "大写“{x}”与小写“{y}”不一致。")


def _equal(first: Claim, again: Claim, message: str) -> Iterator[Outcome]:
    if first.kind != again.kind or first.value is None or again.value is None:
        return
    if any(claim.figure.comparator != "eq" for claim in (first, again)):
        return
    operands = (first, again)
    if first.value == again.value:
        yield Outcome("consistent", f"“{printed(first)}”与“{printed(again)}”一致。", show(first.value), operands)
    else:
        words = message.format(x=printed(first), y=printed(again))
        formula = f"{show(first.value)} ≠ {show(again.value)}"
        yield Outcome("inconsistent", words, formula, operands, holds=lambda a, b: a.meets(b))


def converted_pair(claims: Claims) -> Iterator[Outcome]:
    """Two units of one quantity do not convert into each other.

    needs: an area, length, mass or volume, and right behind it, in brackets or after 折合, one in another unit
    formula: I(x) × factor must meet I(y), each rounded to its printed place, market units within a hundredth
    traps: a hedged first figure; exchange rates, which change by day, are not tested
    example: 果园占地45亩（约30公顷）。
    silent: 果园占地45亩（约3公顷）。
    """
    if _CONVERTIBLE.isdisjoint(claims.dimensions):
        return
    for found in find(claims, *_CONVERTED):
        first, again = found["first"], found["again"]
        factors = [_factor(claim) for claim in (first, again)]
        if factors[0] is None or factors[1] is None or factors[0] == factors[1] or not positive(first, again):
            continue
        if first.figure.unit.dimension != again.figure.unit.dimension or first.figure.per or again.figure.per:
            continue
        by = factors[0] / factors[1]

        def holds(x: Interval, y: Interval, by: Fraction = by, again: Claim = again, first: Claim = first) -> bool:
            due = _place(first, x) * Interval(by * (1 - _MARKET), by * (1 + _MARKET))
            return due.meets(_place(again, y))

        due = first.nominal * Interval.of(by)
        yield judged(
            (first, again),
            holds,
            agrees=f"“{printed(first)}”与“{printed(again)}”换算相符。",
            differs=f"“{printed(first)}”折合{show(due)}{again.figure.unit.surface}，文中写“{printed(again)}”。",
            formula=f"{show(first.nominal)}×{show(by, places=4)}={show(due)}",
            against=show(again.nominal),
        )


def _place(claim: Claim, value: Interval) -> Interval:
    """Also what the printed digits leave open: 1公顷 is half a hectare to one and a half."""
    step = resolution(claim.quote) or Fraction(1)
    return value.around(rounded(value.low, step)) if value.is_point and value.low is not None else value


@cache
def _units() -> dict[str, tuple[str, Fraction]]:
    found = {}
    for row in default_lexicon().entries("units", UnitEntry):
        if row.dimension in _CONVERTIBLE:
            base, factor = row.base or row.symbol or row.name, Fraction(row.factor or 1)
            found.update(dict.fromkeys(row.forms, (base, factor)))
    return found


def _factor(claim: Claim) -> Fraction | None:
    if claim.figure.unit.dimension not in _CONVERTIBLE:
        return None
    known = _units().get(claim.figure.unit.surface)
    return known[1] if known is not None else None
