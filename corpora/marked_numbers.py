"""The value that a marked figure has: numeral, magnitude words and unit, read plainly.

Apart from the package on purpose: expected values must not come from what they measure. What is not read here is given
by the annotator as `v=` (and `u=`) in the mark.
"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_MAGNITUDES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_WORDS = "零〇一二三四五六七八九两兩十百千万萬亿億"
_NUMBER = rf"-?(?:[0-9][0-9,]*(?:\.[0-9]+)?|[{_WORDS}]+)"
_BIG = r"(?P<{0}>(?:[百千](?=[万萬亿億多余餘来])|千(?!瓦|米|克|伏|帕|卡|字)|百(?!分)|[万萬亿億])*)"
_SHAPE = re.compile(
    rf"(?P<low>{_NUMBER}){_BIG.format('a')}(?P<lowunit>[^0-9{_WORDS}]{{0,4}}?)(?:[至到~～—-](?P<high>{_NUMBER}){_BIG.format('b')})?"
    r"(?P<more>[余餘多来來几]?)(?P<c>[万萬亿億]*)(?P<unit>.*)"
)
_PLAIN = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_UNITS = {"个百分点": "百分点", "個百分點": "百分點", "个基点": "基点", "个小时": "小时", "個小時": "小時"}
SIMPLE = str.maketrans("間張個戶條輛噸鐘時處場臺項隻組層歲錢圓", "间张个户条辆吨钟时处场台项只组层岁钱圆")
"""Units of traditional text: either script is right."""


def number(written: str) -> Decimal:
    """Arabic or Chinese digits.

    >>> number("1,437"), number("三万二千"), number("十二")
    (Decimal('1437'), Decimal('32000'), Decimal('12'))
    """
    if re.fullmatch(r"-?[0-9,]+(?:\.[0-9]+)?", written):
        return Decimal(written.replace(",", ""))
    total, section, digit = 0, 0, 0
    for char in written:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _STEPS:
            section += (digit or 1) * _STEPS[char]
            digit = 0
        else:
            total += (section + digit or 1) * _MAGNITUDES[char]
            section = digit = 0
    return Decimal(total + section + digit)


def amount(written: str) -> dict[str, str]:
    """`value` or `low` and `high`, `comparator` and `unit` of a figure as it is printed.

    >>> amount("4万余头")
    {'value': '40000', 'comparator': 'gt', 'unit': '头'}
    >>> amount("3至5人")
    {'low': '3', 'high': '5', 'comparator': 'eq', 'unit': '人'}
    """
    plain = written.translate(_PLAIN)
    if parts := re.fullmatch(rf"百分之(?P<n>{_NUMBER}|[{_WORDS}]+点[{_WORDS}]+)", plain):
        whole, _, rest = parts["n"].partition("点")
        places = "".join(str(_DIGITS[char]) for char in rest)
        return {"value": _plain(Decimal(f"{number(whole)}.{places or 0}")), "comparator": "eq", "unit": "%"}
    if parts := re.fullmatch(rf"(?P<under>{_NUMBER})分之(?P<over>{_NUMBER})", plain):
        return {"value": f"{number(parts['over'])}/{number(parts['under'])}", "comparator": "eq", "unit": ""}
    if plain[0] == "半":
        return {"value": "0.5", "comparator": "eq", "unit": plain[1:]}
    match = _SHAPE.fullmatch(plain.replace("零下", "-"))
    if not match:
        raise ValueError(f"{written}: no value; give v= and u= in the mark")
    unit = match["lowunit"] + match["unit"] if not match["high"] else match["unit"]
    if re.search("[0-9]", unit) or re.match(rf"(?![千百])[{_WORDS}.]", unit):
        raise ValueError(f"{written}: more than one number; give v= and u= in the mark")
    big = match["c"]
    comparator = "gt" if match["more"] and match["more"] in "余餘多" else "approx" if match["more"] else "eq"
    unit = {"unit": _UNITS.get(unit, unit)}
    if match["high"]:
        low = number(match["low"]) * _times((match["a"] or match["b"]) + big)
        high = number(match["high"]) * _times(match["b"] + big)
        return {"low": _plain(low), "high": _plain(high), "comparator": comparator, **unit}
    value = number(match["low"]) * _times(match["a"] + big)
    return {"value": _plain(value), "comparator": comparator, **unit}


def _times(words: str) -> int:
    out = 1
    for char in words:
        out *= {**_STEPS, **_MAGNITUDES}[char]
    return out


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
