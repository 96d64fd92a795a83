"""Text and values of peers in the terms of this project: clauses, units as printed, EDTF of first and last day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

_CLAUSE_END = re.compile(r"[。！？；，\n]|,(?![0-9])")
_AMOUNT = re.compile(r"[0-9０-９.,．，〇零一二两三四五六七八九十百千万亿半几数余多来到至~～\-－—]{0,40}+")


def clauses(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of each clause.

    >>> list(clauses("共1,302人，3顶。"))
    [(0, '共1,302人，'), (8, '3顶。')]
    """
    start = 0
    for mark in _CLAUSE_END.finditer(text):
        yield start, text[start : mark.end()]
        start = mark.end()
    if start < len(text):
        yield start, text[start:]


def unit_of(quote: str) -> str | None:
    """What stands behind the number of a quantity.

    >>> unit_of("1.5万元"), unit_of("两到三万港元"), unit_of("130")
    ('元', '港元', None)
    """
    found = _AMOUNT.search(quote)
    return quote[found.end() :] or None if found else None


def edtf(first: str | None, last: str | None) -> tuple[str, ...]:
    """Every way of writing the days from `first` to `last` (ISO, None where open), the shortest last.

    >>> edtf("2020-02-10", "2020-02-24")
    ('2020-02-10/2020-02-24',)
    >>> edtf("2020-02-01", "2020-02-29")
    ('2020-02-01/2020-02-29', '2020-02')
    >>> edtf("2020-02-10", None)
    ('2020-02-10/..', '2020-02-10')
    """
    if first is None or last is None:
        whole = f"{first or '..'}/{last or '..'}"
        return (whole, first or last or "..")
    if first == last:
        return (first,)
    whole = f"{first}/{last}"
    year, month = first[:4], first[:7]
    if (first[4:], last) == ("-01-01", f"{year}-12-31"):
        return (whole, year)
    if first[7:] == "-01" and last == f"{month}-{monthrange(int(year), int(month[5:]))[1]}":
        return (whole, month)
    if first[7:] == "-01" and last[7:] == f"-{monthrange(int(last[:4]), int(last[5:7]))[1]}":
        return (whole, f"{month}/{last[:7]}")
    return (whole,)
