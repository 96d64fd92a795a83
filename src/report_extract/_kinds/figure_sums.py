"""Amounts printed in several units: 九块九毛九, 三斤二两, 3小时20分, 1分41秒98.

In: a page, a numeral run, the name of its unit and where that ends. Out: a `Sum`: the numbers, the names of their
units from the coarsest to the finest, the digits behind the last second, and the end; None where one unit stands alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from report_extract._kinds.figure_page import Page
from report_extract._kinds.numeral import NumeralRun, run_at
from report_extract._text import Span

FINER = {
    "元": ("角", "分钱"), "角": ("分钱",), "年": ("个月",), "天": ("小时",), "小时": ("分钟",), "分钟": ("秒",),
    "斤": ("两",), "里": (), "丈": ("尺",), "尺": ("寸",), "米": ("厘米",), "千米": ("米",), "千克": ("克",),
    "分": ("秒",), "秒": (),
}  # fmt: skip
_CENT = re.compile("(?P<cent>[角毛分])(?P<money>钱)?")
_RACED = re.compile("[0-9]{1,2}秒")
_CENTIMETRES = re.compile("[0-9]{2}(?![0-9.%万亿千百年月日时分秒号:：-])")
_HUNDREDTHS = re.compile("[0-9]{1,3}(?![0-9.万亿个人名次时分秒年月日])")


class Sum(NamedTuple):
    """Numbers with their units; `rest` are the digits of 10秒05 behind the second."""

    names: tuple[str, ...]
    numbers: tuple[Span, ...]
    rest: Span | None
    end: int


def summed(page: Page, number: Span, name: str, end: int) -> Sum | None:
    """The sum that begins with the number and the unit `name`, which ends at `end`."""
    text = page.text
    if name == "分":
        if _RACED.match(text, end) is None:
            return None
        name = "分钟"
    names, numbers = [name], [number]
    while len(names) < 4:
        other = run_at(text, end)
        if other is None or other.value is None or other.form not in ("plain", "pair") or other.value >= 100:
            break
        link = _link(page, other, names)
        if link is None:
            break
        names.append(link[0])
        numbers.append((other.start, other.end))
        end = link[1]
    rest = _HUNDREDTHS.match(text, end) if names[-1] == "秒" and text[end - 1 : end] == "秒" else None
    if names == ["米"] and text[end - 1 : end] == "米":  # 2米31
        rest = _CENTIMETRES.match(text, end)
        rest = rest if rest is not None and page.unit(rest.end(), digits=True) is None else None
    if rest is not None:
        return Sum(tuple(names), tuple(numbers), rest.span(), rest.end())
    return Sum(tuple(names), tuple(numbers), None, end) if len(names) > 1 else None


def _link(page: Page, other: NumeralRun, names: list[str]) -> tuple[str, int] | None:
    """The finer unit behind `other` and where it ends; the last digit of a price needs none (九块九)."""
    text, above = page.text, names[-1]
    if above in ("元", "角"):
        cent = _CENT.match(text, other.end)
        if cent is not None and text[cent.end() : cent.end() + 1] not in ("钟", "之", "别"):
            return ("分钱" if cent["cent"] == "分" else "角"), cent.end()
        spoken = text[other.start - 1] in "块毛" or len(names) > 1
        if spoken and other.end - other.start == 1 and page.unit(other.end, digits=True) is None:
            return FINER[above][0], other.end
        return None
    if above == "小时" and text.startswith("分", other.end) and not text.startswith(("分之", "分别"), other.end):
        return "分钟", other.end + (2 if text.startswith("分钟", other.end) else 1)
    hit = page.unit(other.end, digits=True)
    if hit is None or hit.entry.name not in FINER.get(above, ()) or hit.end != hit.slash:
        return None
    return hit.entry.name, hit.end
