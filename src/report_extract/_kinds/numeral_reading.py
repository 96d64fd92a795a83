"""The value of one printed numeral: 1,234.5, 3万5千, 一百零五, 两三百, 十几万, 十三点五亿.

In: the characters of the numeral alone. Out: a `Numeral`, or None where they are no number. A numeral may be exact, a
pair of neighbours (三四十), a count of tens left open (几十, 十几万), a string of digits (二〇一五) or a magnitude
without a digit (百, 万), which is a number only beside 近, 上, 余 …
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Context, Decimal
from functools import lru_cache
from typing import Literal

from report_extract._values import value

DIGITS = "〇零一二三四五六七八九两壹贰貳叁參肆伍陆陸柒捌玖幺"
TENS = "廿卅卌"  # twenty, thirty and forty in one character, only at the head of a numeral
SMALL = "十百千拾佰仟"
BIG = "万亿萬億"
LONGEST = 40

Form = Literal["plain", "digits", "pair", "few", "more", "about", "bare"]

_DIGIT = {char: index for index, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "幺": 1, "壹": 1, "贰": 2, "貳": 2, "叁": 3, "參": 3, "肆": 4, "伍": 5, "陆": 6, "陸": 6,
    "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNIT = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000,
         "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}  # fmt: skip
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_NEIGHBOURS = frozenset([(1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 8), (8, 9), (3, 5)])
_EXACT = Context(prec=60)
_ROUNDED = Context(prec=18)
_ONE = Decimal(1)


@value
class Numeral:
    """A number as printed.

    `value` is nominal, None where only `low` and `high` are known. `resolution` is the weight of the last printed
    place that a rounded number shows (0.1, 1, 10000 for 3万, 1000 for 3.2万).
    """

    value: Decimal | None
    resolution: Decimal = _ONE
    form: Form = "plain"
    low: Decimal | None = None
    high: Decimal | None = None
    high_closed: bool = True


@lru_cache(maxsize=32_768)
def read_numeral(text: str) -> Numeral | None:
    """The numeral that `text` is, None where it is none.

    >>> [str(read_numeral(t).value) for t in ("3万5千", "1.2亿", "十三点五亿", "二十点一万", "一千零十", "1,050")]
    ['35000', '120000000', '1350000000', '201000', '1010', '1050']
    >>> [str(read_numeral(t).value) for t in ("三万五", "百二", "25万6千", "1万600", "二十万亿", "伍仟")]
    ['35000', '120', '256000', '10600', '20000000000000', '5000']
    >>> [(int(n.low), int(n.high)) for n in map(read_numeral, ("三四十", "五六百", "十几", "几十", "数百", "十三四"))]
    [(30, 49), (500, 699), (11, 19), (20, 99), (200, 999), (13, 14)]
    >>> [str(read_numeral(t).value) for t in ("廿四", "卅", "卅余")]
    ['24', '30', '30']
    >>> read_numeral("二〇一五").form, read_numeral("万").form, read_numeral("亿万"), read_numeral("两两")
    ('digits', 'bare', None, None)
    """
    text = text.replace(" ", "").replace("，", "")
    if text[:1].isdigit() and text[-1] in BIG and (slip := _SLIP.match(text)) is not None:
        text = f"{slip[1]}.{text[slip.end() - 2 :]}"
    if not text or len(text) > LONGEST:
        return None
    if text.isascii():
        return _arabic(text)
    if text[0] in TENS:
        text = _TENS[text[0]] + text[1:]
    for mark in "几数余多来":
        if mark in text:
            return _loose(text, text.index(mark))
    if all(char in _DIGIT for char in text):
        return _string(text)
    if all(char in _UNIT for char in text) and text[0] not in "十拾":
        size = _composed(text, leading_one=True)
        return None if size is None or "亿万" in text or "万万" in text else replace(size, form="bare")
    point = text.find("点")
    return _composed(text) or _pair(text) if point < 0 else _decimal(text, point)


_SLIP = re.compile("([0-9]{1,3}),[0-9]{2}(?![0-9])")
"""4,19万: no numeral groups two digits, so that the comma stands for the point."""


def _arabic(text: str) -> Numeral | None:
    plain = text.replace(",", "")
    whole, _, fraction = plain.partition(".")
    if not (whole + fraction).isdigit():
        return None
    return Numeral(Decimal(plain), _ONE.scaleb(-len(fraction)) if fraction else _ONE)


def _string(text: str) -> Numeral | None:
    """Digits one by one: 二〇一五 is 2015; 三四 may be three or four."""
    if len(text) == 1:
        return Numeral(Decimal(_DIGIT[text]))
    if len(text) == 2 and (_DIGIT[text[0]], _DIGIT[text[1]]) in _NEIGHBOURS:
        low, high = (Decimal(_DIGIT[char]) for char in text)
        string = None if "两" in text else Decimal(int(low) * 10 + int(high))
        return Numeral(string, form="pair", low=low, high=high)
    if "两" in text:
        return None
    return Numeral(Decimal("".join(str(_DIGIT[char]) for char in text)), form="digits")


def _loose(text: str, at: int) -> Numeral | None:
    """几百, 数十万; 十几, 十几万; 百余万, 20多万, 一百来万."""
    mark, left, right = text[at], text[:at], text[at + 1 :]
    weight = _weight(right)
    if weight is None:
        return None
    if not left:
        if weight == 1 or mark not in "几数":
            return None
        return _open(2 * weight, 10 * weight, weight)
    base = read_numeral(left)
    if base is None or base.value is None or base.form not in ("plain", "bare"):
        return None
    if mark == "几":
        if base.value % 10 or not base.value:
            return None
        span = _place(base.value)
        return _open((base.value + span // 10) * weight, (base.value + span) * weight, int(span // 10) * weight)
    value = base.value * weight
    return Numeral(value, base.resolution * weight, "about" if mark == "来" else "more")


def _open(low: Decimal | int, end: Decimal | int, weight: int) -> Numeral:
    """Whole numbers below `end` where the places are small (几百: 200 to 999), everything below it otherwise."""
    whole = weight <= 1000
    high = Decimal(end) - (1 if whole else 0)
    return Numeral(None, _ONE, "few", Decimal(low), high, whole)


def _place(value: Decimal) -> Decimal:
    """Weight of the last digit that is not zero."""
    return _ONE.scaleb(int(value.normalize(_EXACT).as_tuple().exponent))


def _weight(text: str) -> int | None:
    weight = 1
    for char in text:
        if char not in _UNIT:
            return None
        weight *= _UNIT[char]
    return weight


def scaled(numeral: Numeral, magnitude: str) -> Numeral:
    """The numeral times 万, 亿, 百万 …; unchanged where it has no value.

    >>> number = scaled(Numeral(Decimal("3200.5"), Decimal("0.1")), "亿")
    >>> str(number.value), str(number.resolution)
    ('320050000000', '10000000')
    """
    if numeral.value is None:
        return numeral
    size = Decimal(_weight(magnitude) or 1)
    return replace(_settled(numeral.value * size, numeral.resolution * size), form=numeral.form)


def _pair(text: str) -> Numeral | None:
    """三四十, 两三百, 一百二三十, 十三四: two neighbouring digits in one place."""
    for at in range(len(text) - 1):
        first, second = _DIGIT.get(text[at]), _DIGIT.get(text[at + 1])
        if first is None or second is None or (first, second) not in _NEIGHBOURS:
            continue
        low, high = _composed(text[: at + 1] + text[at + 2 :]), _composed(text[:at] + text[at + 1 :])
        weight = _weight(text[at + 2 :])
        if low is None or high is None or low.value is None or high.value is None or weight is None:
            return None
        if weight == 1:
            return Numeral(None, _ONE, "pair", low.value, high.value)
        end = _open(low.value, high.value + weight, weight)
        return replace(end, form="pair")
    return None


def _decimal(text: str, point: int) -> Numeral | None:
    whole, rest = text[:point], text[point + 1 :]
    digits = rest.rstrip(SMALL + BIG)
    weight = _weight(rest[len(digits) :])
    base = read_numeral(whole)
    figures = "".join(str(_DIGIT[char]) if char in _DIGIT else char for char in digits)
    if base is None or base.value is None or base.form not in ("plain", "pair", "digits"):
        return None
    if weight is None or not figures.isdigit():
        return None
    size = Decimal(weight)
    value = _EXACT.multiply(_EXACT.add(base.value, Decimal("0." + figures)), size)
    return _settled(value, _ONE.scaleb(-len(figures)) * size)


def _composed(text: str, *, leading_one: bool = False) -> Numeral | None:  # noqa: C901
    """Digits with 十百千万亿, Arabic parts among them."""
    total, section, number = Decimal(0), Decimal(0), Decimal(1) if leading_one else None
    last, last_small, last_big, zero, at, places = 1, 10**4, 0, False, 0, 0
    while at < len(text):
        char = text[at]
        at += 1
        if char in _UNIT:
            unit = _UNIT[char]
            if unit < 10**4:
                if unit >= last_small and number is None:
                    return None
                if number is None and not (unit == 10 or (section == 0 and total == 0)):
                    return None
                section += (_ONE if number is None else number) * unit
                last_small = unit
            else:
                if number is not None:
                    section += number * (last // 10 if 100 <= last < 10**4 and not zero else 1)
                if section == 0 and total == 0:
                    return None
                if section == 0 or (total and last_big < unit):
                    total = (total + section) * unit
                else:
                    total += section * unit
                section, last_big, last_small = Decimal(0), unit, 10**4
            last, number, zero = unit, None, False
        elif char in "零〇":
            if number is not None:
                return None
            zero = True
        elif number is not None:
            return None
        elif char in _DIGIT:
            number = Decimal(_DIGIT[char])
        else:
            start = at - 1
            while at < len(text) and text[at] in "0123456789.,":
                at += 1
            part = _arabic(text[start:at])
            if part is None or part.value is None:
                return None
            number, places = part.value, max(places, len(text[start:at].partition(".")[2]))
            zero = zero or (at == len(text) and at - start > 1)
    if number is not None:
        number *= last // 10 if last >= 100 and not zero else 1
        last = 1
    value = _EXACT.plus(total + section + (number or 0))
    resolution = Decimal(last if last_big and last > 10 else 1)
    return _settled(value, resolution.scaleb(-places) if places else resolution)


def _settled(value: Decimal, resolution: Decimal) -> Numeral:
    """Without the zeros that 1.2亿 leaves behind the point; those that are printed (2.0%) stay."""
    whole = value.to_integral_value()
    if resolution >= 1 and value == whole:
        return Numeral(whole, resolution.to_integral_value())
    return Numeral(value, resolution)


def divide(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """The quotient to 18 places.

    >>> divide(Decimal(1), Decimal(4)), divide(Decimal(1), Decimal(0))
    (Decimal('0.25'), None)
    """
    return _ROUNDED.divide(numerator, denominator) if denominator else None
