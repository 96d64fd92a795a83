"""Numeral runs of a text: where a number is printed, in Arabic or Chinese numerals or both, and its value.

In: any text (full-width digits already folded). Out of `runs`: `NumeralRun`s in order, not overlapping: plain
numbers (1,234.5, 3万5千, 十三点五亿), fractions (三分之一, 3/4), shares (百分之五), approximations (三四十, 几百,
十几万), halves and bare magnitudes (百, 万), each with its form. What is counted, and whether anything is counted at
all, is decided elsewhere. Only [0-9] and Chinese numerals are numerals. Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from report_extract._kinds.numeral_reading import BIG, DIGITS, LONGEST, SMALL, TENS, Numeral, divide, read_numeral

__all__ = ["NUMERALS", "Numeral", "NumeralRun", "read_number", "read_numeral", "runs"]

NUMERALS = frozenset("0123456789〇零一二三四五六七八九十百千万亿两半")
"""Characters that ask for an account. Capital forms (陆, 伍) are names more often than numbers."""

_DECIMALS = DIGITS.replace("两", "")
_CORE = rf"""(?:
    (?: (?<![人户总次个位倍指系基参函整岁票股分])[几数](?=[{SMALL}{BIG}]) )?+   # 几百, 数十; not 人数百
    (?: [0-9]{{1,3}}(?:,[0-9]{{3}}){{1,6}}+(?![0-9])(?:\.[0-9]++)?+         # 1,234.5
      | [0-9]{{1,3}},[0-9]{{2}}(?=[{BIG}])                                   # 4,19万: a slip for 4.19万
      | [1-9][0-9]{{0,2}}，(?:0[0-9]{{2}}(?![0-9.,，])|[0-9]{{3}}\.[0-9]{{2}}(?![0-9]))   # 31，076 and 82，225.00
      | [1-9][0-9]{{0,2}}(?:，[0-9]{{3}}){{2,5}}+(?![0-9，])                    # 3，261，027
      | [0-9]++(?:\.[0-9]++)?+
      | (?: [{DIGITS}{BIG}{TENS}] | (?<![{BIG}])[{SMALL}] )++ )             # 万 closes before 千瓦
    (?: (?: (?<![0-9])[{DIGITS}] | [{BIG}] | (?<![{BIG}])[{SMALL}] )++   # 2023|四川
      | [余多来几](?=[{SMALL}{BIG}])                                         # 百余万, 20多万
      | (?<=[{DIGITS}{SMALL}{BIG}])点(?=[{_DECIMALS}]++(?![{SMALL}刻整]))
      | (?<=[{SMALL}{BIG}零])[0-9]++(?:\.[0-9]++)?+                          # 3万5千, 1万600
      | [ ](?=[{BIG}]) )*+
)"""
_RUN = re.compile(rf"{_CORE}|半|(?<![0-9A-Za-z.])\.[0-9]++", re.VERBOSE)
_FIRST = re.compile(f"[0-9{DIGITS}{SMALL}{BIG}{TENS}几数半.]")
_TAIL = re.compile(
    rf"""
      [ ]?分之[ ]?(?P<minus>负)?(?P<numerator>{_CORE})
    | 又(?P<denominator>{_CORE})分之(?P<over>{_CORE})
    | 又(?P<top>[0-9]{{1,6}})/(?P<bottom>[0-9]{{1,6}})
    | /(?P<under>[0-9]{{1,6}}+|[{DIGITS}{SMALL}]{{1,6}}+)(?![0-9/年月.%万亿])
    """,
    re.VERBOSE,
)
_SPACED = re.compile(
    rf"""
    (?: (?<=[{SMALL}{BIG}])[ ](?=[{DIGITS}0-9]) | (?<=[{DIGITS}])[ ](?=[{SMALL}{BIG}点])
      | (?<=[0-9])[ ](?=[{SMALL}{BIG}]) | [{DIGITS}{SMALL}{BIG}] | 点(?=[{_DECIMALS}])
      | (?<=[{SMALL}{BIG}点][ ])[0-9]++ | (?<=[{SMALL}{BIG}])[0-9]++ | ^[0-9]++ ){{1,48}}+""",
    re.VERBOSE,
)
_SIGNS = re.compile(r"(?:[负負]的?|(?<![0-9A-Za-z%℃度元)）\-－−—])[-－−]|[-－−](?=[ ]?[0-9,]{1,20}$))[ ]?\Z")
CALLED_CENTURY = "经济报道|海上丝|传媒|大厦|广场|花园|不动产"
"""What stands behind 21世纪 where that is a name; a pattern."""
_SHARES = {"百": 100, "一百": 100, "千": 1000, "一千": 1000, "万": 10_000, "一万": 10_000}
_CAPITALS = frozenset("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟幺萬億")


class NumeralRun(NamedTuple):
    """text[start:end] is one number; `form` says how it is printed, `numeral` is None where it has no value."""

    start: int
    end: int
    form: str
    numeral: Numeral | None

    @property
    def value(self) -> Decimal | None:
        """The nominal value."""
        return self.numeral.value if self.numeral is not None else None


@lru_cache(maxsize=4096)
def read_number(text: str) -> Decimal | None:
    """The value of a text that is one number and nothing else.

    >>> [str(read_number(t)) for t in ("3万5千", "1.2亿", "十三点五亿", "两", "半", "负一百二十点五", "三分之二")]
    ['35000', '120000000', '1350000000', '2', '0.5', '-120.5', '0.666666666666666667']
    >>> read_number("三四十"), read_number("万"), read_number("万里"), read_number("")
    (None, None, None, None)
    """
    sign = re.match("(?:[负負]的?|[-－−])[ ]?", text)
    body = text[sign.end() :] if sign is not None else text
    found = list(runs(body))
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(body)) or found[0].form == "bare":
        return None
    value = found[0].value
    if found[0].form == "share" and value is not None:
        value = divide(value, Decimal(_SHARES[body.partition("分之")[0].strip()]))
    return -value if sign is not None and value is not None else value


def runs(text: str) -> Iterator[NumeralRun]:
    """All numeral runs of a text, in order.

    >>> text = "共3万5千人，三分之一是老人，增长百分之五点二，来了十几家、数百名。"
    >>> [(text[r.start : r.end], r.form, str(r.value)) for r in runs(text)][:3]
    [('3万5千', 'plain', '35000'), ('三分之一', 'fraction', '0.333333333333333333'), ('百分之五点二', 'share', '5.2')]
    """
    position = at = 0
    first, match = _FIRST.search, _RUN.match
    while (hit := first(text, at)) is not None:
        start = hit.start()
        found = match(text, start)
        if found is None:
            at = start + 1
            continue
        at = end = found.end()
        if start < position:
            continue
        after = text[end : end + 1]
        if after in "分又/ " and after:
            run = _joined(text, start, end)
            if run is not None:
                position = run.end
                yield run
                continue
        run = _plain(text, start, end)
        at = run.end  # 周一|两市, 大陆|两次: what was cut off may be a number of its own
        yield run


def _plain(text: str, start: int, end: int) -> NumeralRun:
    length = end - start
    if length == 1:
        char = text[start]
        if char == "半":
            return NumeralRun(start, end, "half", _HALF)
        if char in _CAPITALS:
            return NumeralRun(start, end, "capital", None)
    elif length > 15 and (length > LONGEST or sum(map(str.isdigit, text[start:end])) > 15):
        return NumeralRun(start, end, "too_long", None)
    printed = text[start:end]
    if printed.isascii() and (numeral := read_numeral(printed)) is not None:
        return NumeralRun(start, end, numeral.form, numeral)
    if length > 1 and (cut := _seam(text, start, end)) is not None:
        return _plain(text, start, cut)
    if (
        length > 1
        and printed[-1] == "两"
        and printed != "两两"
        and (length > 2 or printed[0] not in "一三" or text[end : end + 1] in "，。；、")
    ):
        end, printed = end - 1, printed[:-1]
    if "两两" in printed:
        return NumeralRun(start, end, "none", None)
    numeral = read_numeral(printed)
    if numeral is None and length > 1 and printed[-1] in SMALL:
        end, numeral = end - 1, read_numeral(printed[:-1])
    return NumeralRun(start, end, numeral.form if numeral is not None else "none", numeral)


def _seam(text: str, start: int, end: int) -> int | None:
    """Where another numeral begins: 陆|三 (a name), 千|11 (李千11月), 一|两 behind 周."""
    first = text[start]
    if first in _CAPITAL_DIGITS and text[start + 1] in _PLAIN_ONLY:
        return start + 1
    if first in SMALL or first in BIG:
        return next((at for at in range(start + 1, end) if text[at].isascii()), None)
    if start and text[start - 1] in "周拜" and first in "一二三四五六" and text[start + 1] == "两":
        return start + 1
    return None


_CAPITAL_DIGITS = frozenset("壹贰貳叁參肆伍陆陸柒捌玖")
_PLAIN_ONLY = frozenset("一二三四五六七八九两十百千")
_HALF = Numeral(Decimal("0.5"), Decimal("0.5"))


def _joined(text: str, start: int, end: int) -> NumeralRun | None:
    """Fractions, and Chinese numerals set with spaces."""
    tail = _TAIL.match(text, end) if end - start <= LONGEST else None
    if tail is None:
        spaced = _SPACED.match(text, start) if text[end] == " " else None
        if spaced is None or spaced.end() <= end or spaced.end() - start > LONGEST:
            return None
        numeral = read_numeral(text[start : spaced.end()])
        if numeral is None:
            return None
        if text.startswith((" 分之", "分之"), spaced.end()):
            return _joined(text, start, spaced.end())
        return NumeralRun(start, spaced.end(), numeral.form, numeral)
    first, stop = text[start:end], tail.end()
    if tail["under"] is not None:
        if start and (text[start - 1] in "/.0123456789" or (text[start - 1] == " " and text[start - 2].isdigit())):
            return None
        value = _quotient(first, tail["under"])
    elif tail["numerator"] is not None:
        top, stop = _spread(text, tail.start("numerator"), stop)
        top = ("-" if tail["minus"] else "") + top
        if first in _SHARES:
            number = read_numeral(top.lstrip("-"))
            if number is None or (number.form == "bare" and number.value != 100):
                return None
            return NumeralRun(start, stop, "share", _negated(number) if tail["minus"] else number)
        value = _quotient(top.lstrip("-"), first)
        value = -value if value is not None and tail["minus"] else value
    else:
        part = _quotient(tail["over"] or tail["top"], tail["denominator"] or tail["bottom"])
        whole = read_numeral(first)
        value = None if part is None or whole is None or whole.value is None else whole.value + part
    return None if value is None else NumeralRun(start, stop, "fraction", Numeral(value))


def _spread(text: str, start: int, end: int) -> tuple[str, int]:
    """A numerator that goes on behind a space: 百分之五 十."""
    spaced = _SPACED.match(text, start) if text[end : end + 1] == " " else None
    if spaced is not None and spaced.end() > end and read_numeral(text[start : spaced.end()]) is not None:
        return text[start : spaced.end()], spaced.end()
    return text[start:end], end


def _negated(numeral: Numeral) -> Numeral:
    return Numeral(None if numeral.value is None else -numeral.value, numeral.resolution, numeral.form)


def _quotient(top: str, bottom: str) -> Decimal | None:
    over, under = read_numeral(top), read_numeral(bottom)
    if over is None or under is None or over.value is None or under.value is None:
        return None
    return divide(over.value, under.value)


_BURDENS = frozenset("减担肩抱背胜欠自亏辜增")


def sign_before(text: str, start: int) -> int | None:
    """Where a minus sign or 负 of the number at `start` begins, None where none stands there.

    >>> sign_before("降至-10℃", 3), sign_before("3-10℃", 2), sign_before("负二", 1)
    (2, None, 0)
    """
    if not start or text[start - 1] not in "-－−负負的 ":
        return None
    if text[start - 1] in "负負" and text[start - 2 : start - 1] in _BURDENS:
        return None  # 减负|三年
    found = _SIGNS.search(text, max(0, start - 3), start)
    return found.start() if found is not None else None


def run_at(text: str, start: int) -> NumeralRun | None:
    """The numeral run that begins at `start`, if one does."""
    found = _RUN.match(text, start)
    if found is None:
        return None
    end = found.end()
    if text[end : end + 1] in ("分", "又", "/", " "):
        joined = _joined(text, start, end)
        if joined is not None:
            return joined
    if end - start == 1 and text[start] in _CAPITALS:
        return NumeralRun(start, end, "plain", read_numeral(text[start]))
    return _plain(text, start, end)
