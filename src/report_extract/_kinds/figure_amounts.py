"""The value of a found figure: nominal number, interval and comparator, from its parts alone.

In: a figure mention, the text, the hedges beside it. Out: an `Amount`. Nothing is searched for.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from report_extract._facts import Comparator, Mention
from report_extract._kinds.figure_units import Units
from report_extract._kinds.figure_words import COMPARATORS, Hit
from report_extract._kinds.interval import Hedge, Interval, interval
from report_extract._kinds.numeral import Numeral, read_numeral, run_at
from report_extract._kinds.numeral_reading import scaled

_SIGNED = frozenset(["temperature", "degree", "points", "index_points"])
_HALF = Decimal("0.5")
_PLAIN_DIGITS = 15
"""So many digits and nothing else are read as they are, whatever stands beside them."""
_MONTHS = {"年": Decimal(12), "个月": Decimal(1)}


class Amount(NamedTuple):
    """Nominal value (None for a range), what the words allow, and the comparator."""

    value: Decimal | None
    interval: Interval
    comparator: Comparator


def amount(mention: Mention, text: str, units: Units, before: Hit | None, after: Hit | None) -> Amount:
    """The amount of a figure between its hedges."""
    parts, data = mention.parts, mention.data
    numeral = _numeral(text, *parts["number"])
    if "ratio" in data:
        return Amount(None, Interval(None, None, False, False), "eq")
    if "upper_names" in data:
        ends = _total(mention, text, units, ""), _total(mention, text, units, "upper")
        return Amount(None, Interval(*ends), "eq")
    if "names" in data:
        total = _total(mention, text, units, "")
        return _hedged(Numeral(total), mention, text, units, before, after)
    if "upper" in parts:
        return _range(mention, text, numeral, before, after)
    if numeral is None:
        return Amount(None, Interval(None, None, False, False), "eq")
    if numeral.form == "few" or (numeral.form == "pair" and numeral.low is not None):
        hedge = before or after
        comparator = COMPARATORS[hedge.hedge] if hedge is not None else "eq"
        return Amount(None, Interval(numeral.low, numeral.high, True, numeral.high_closed), comparator)
    if "more" in parts and text[parts["more"][0]] == "几":
        return _few(numeral)
    if "scale" in parts:
        numeral = scaled(numeral, text[slice(*parts["scale"])])
    if data.get("mark") == "half" and numeral.value is not None:
        numeral = Numeral(numeral.value + _HALF, _HALF * 2)
    elif data.get("mark", "").startswith(".") and numeral.value is not None:  # 八成五
        numeral = Numeral(numeral.value + Decimal(f"0{data['mark']}"), Decimal("0.1"))
    if "negative" in data and numeral.value is not None:
        numeral = Numeral(-numeral.value, numeral.resolution, numeral.form)
    return _hedged(numeral, mention, text, units, before, after)


def _numeral(text: str, start: int, end: int) -> Numeral | None:
    if end - start <= _PLAIN_DIGITS and text[start:end].isdecimal():
        return read_numeral(text[start:end])
    found = run_at(text, start)
    if found is not None and found.end == end:
        return found.numeral
    return read_numeral(text[start:end])


def _few(numeral: Numeral) -> Amount:
    """十几家, 二十几人: 11 to 19, 21 to 29."""
    value = numeral.value or Decimal(0)
    step = Decimal(10) if value % 100 else Decimal(100) if value % 1000 else Decimal(1000)
    return Amount(None, Interval(value + step / 10, value + step - step / 10), "eq")


def _hedged(
    numeral: Numeral, mention: Mention, text: str, units: Units, before: Hit | None, after: Hit | None
) -> Amount:
    value = numeral.value
    if value is None:
        return Amount(None, Interval(numeral.low, numeral.high), "eq")
    hedge = _hedge(numeral, mention, text, before, after)
    name = mention.data.get("unit")
    signed = name is not None and units.by_name[name].dimension in _SIGNED
    resolution = numeral.resolution
    if numeral.form == "bare" and hedge == "none":
        resolution = Decimal(1)
    return Amount(value, interval(value, resolution, hedge=hedge, signed=signed), COMPARATORS[hedge])


def _hedge(numeral: Numeral, mention: Mention, text: str, before: Hit | None, after: Hit | None) -> Hedge:
    """The one hedge that decides: 余 and 来 inside, then the word before, then the word after."""
    more = mention.parts.get("more")
    mark = text[more[0]] if more is not None else mention.data.get("mark", "")
    if mark in ("余", "多", "more") or numeral.form == "more":
        return "more"
    if mark in ("来", "about") or numeral.form == "about":
        return "about"
    if numeral.form == "bare" and _at_least(mention, text):
        return "at_least"
    if before is not None and before.hedge != "none":
        return before.hedge
    if after is not None:
        return after.hedge
    return "none"


def _at_least(mention: Mention, text: str) -> bool:
    """上百名 is a hundred and more."""
    return mention.start > 0 and text[mention.start - 1] == "上"


def _range(mention: Mention, text: str, low: Numeral | None, before: Hit | None, after: Hit | None) -> Amount:
    high = _numeral(text, *mention.parts["upper"])
    first = low.value if low is not None else None
    last = high.value if high is not None else None
    if first is None or last is None or high is None:
        return Amount(None, Interval(first, last), "eq")
    if "both" not in mention.data:
        first = _scaled(first, text[slice(*mention.parts["number"])], text[slice(*mention.parts["upper"])], last)
    if "negative" in mention.data:
        first = -first
    if "upper_negative" in mention.data or (
        "negative" in mention.data and text.startswith("零下", mention.start) and last > -first
    ):
        last = -last
    hedge = before if before is not None and before.hedge != "none" else after
    comparator: Comparator = "approx" if hedge is not None and COMPARATORS[hedge.hedge] == "approx" else "eq"
    closed = "more" not in mention.parts
    return Amount(None, Interval(min(first, last), max(first, last), True, closed), comparator)


def _scaled(first: Decimal, printed: str, upper: str, last: Decimal) -> Decimal:
    """3至5万: the 万 that is printed once counts for both, unless the first number is the larger as printed."""
    weight = 1
    digits = upper
    for char, size in (("亿", 10**8), ("万", 10**4)):
        if digits.endswith(char):
            weight *= size
            digits = digits[:-1]
    if weight == 1 or any(char in printed for char in "万亿"):
        return first
    return first * weight if first * weight < last or first < last / weight else first


def terms(mention: Mention, text: str) -> str | None:
    """The numbers of a ratio or a score, joined by colons: 98:91, 7.8:21.7:70.4. None for other figures.

    A ratio has no value of its own: 98比91 is no 1.0769.
    """
    if "ratio" not in mention.data:
        return None
    spans = [span for name, span in mention.parts.items() if name == "number" or name.startswith("upper")]
    numerals = [_numeral(text, *span) for span in sorted(spans)]
    return ":".join(format(item.value, "f") for item in numerals if item is not None and item.value is not None)


def _total(mention: Mention, text: str, units: Units, prefix: str) -> Decimal | None:
    """九块九毛九 in 元; 3小时20分 in minutes, the finest unit printed; 年 and 个月 in months."""
    data, parts = mention.data, mention.parts
    names = data["upper_names"].split() if prefix else [data["unit"], *data["names"].split()]
    spans = [parts[prefix or "number"], *(parts[f"{prefix}link{index}"] for index in range(1, len(names)))]
    numerals = [_numeral(text, *span) for span in spans]
    values = [numeral.value for numeral in numerals if numeral is not None and numeral.value is not None]
    if len(values) != len(names):
        return None
    total = sum((value * _size(name, units) for value, name in zip(values, names, strict=True)), Decimal(0))
    total = (total / _size(total_unit(mention, units), units)).normalize() + 0
    rest = parts.get(f"{prefix}rest")
    return total if rest is None else total + Decimal("0." + text[slice(*rest)])


def _size(name: str, units: Units) -> Decimal:
    months = _MONTHS.get(name)
    if months is not None:
        return months
    entry = units.by_name[name]
    return Decimal(entry.factor) if entry.factor is not None else Decimal(1)


def total_unit(mention: Mention, units: Units) -> str:
    """The unit that a sum is given in: the first of prices and lengths, the finest of times."""
    names = [mention.data["unit"], *mention.data["names"].split()]
    upper = mention.data.get("upper_names", "").split()
    longest = upper if len(upper) > len(names) else names
    return longest[-1] if units.by_name[names[0]].dimension == "time" else names[0]
