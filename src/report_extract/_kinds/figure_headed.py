"""Units that a table prints once: 单位：万元 above the rows, 金额（万元）：1200, 地区生产总值 亿元 3200.5.

In: a page and an Arabic run without a unit behind it. Out of `headed`: the unit that stands before the number, as a
figure whose `scale` part is the 万 or 亿 of the head. A number of running text never gets one: a head holds for the
rows below it, down to the first line that is a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from report_extract._facts import Mention
from report_extract._kinds.figure_page import Head, Page
from report_extract._kinds.figure_units import UnitHit, Units, unit_at
from report_extract._kinds.numeral import NumeralRun
from report_extract._text import Span

_HEAD = re.compile("(?:计量)?单位[ ]?[:：][ ]?")
_SCALE = re.compile("[百千]?[万亿]{0,2}")
_IN_BRACKETS = re.compile(r"[（(]([^（()）\n]{1,8})[)）][ ]?(?:[:：]|为|是|达|约|共)?[ ]?\Z")
_CELL = re.compile(r"[ |\t\u3000]([^ |\t\u3000\n，。；：:（）()]{1,8})[ |\t\u3000]{1,8}\Z")
_SENTENCE = re.compile("[。；！？]")
_ROW = re.compile("[^\\n]{0,200}")


def heads_of(text: str, units: Units) -> tuple[Head, ...]:
    """The heads that name a unit for what follows, in text order."""
    if "单位：" not in text and "单位:" not in text:
        return ()
    found: list[Head] = []
    opens = list(_HEAD.finditer(text))
    for index, opened in enumerate(opens):
        until = opens[index + 1].start() if index + 1 < len(opens) else len(text)
        read = _unit_at(text, units, opened.end())
        if read is None or text[read[1].end : read[1].end + 1] not in ("", "\n", "）", ")", " ", "，", ",", "、"):
            continue
        found.append(Head(opened.start(), _table_end(text, read[1].end, until), read[0], read[1]))
    return tuple(found)


def headed(page: Page, run: NumeralRun) -> Mention | None:
    """The number of `run` with the unit that a head, a bracket or the cell before it prints."""
    text, start = page.text, run.start
    read = None
    if text[start - 1 : start] in "）)：: 为是达约共|\t\u3000" and start:
        inside = _IN_BRACKETS.search(text, max(0, start - 14), start) or _CELL.search(text, max(0, start - 18), start)
        read = _unit_at(text, page.units, inside.start(1)) if inside is not None else None
        if read is not None and inside is not None and read[1].end != inside.end(1):
            read = None
    if read is None:
        read = _under_head(page, start)
    if read is None:
        return None
    scale, hit = read
    parts: dict[str, Span] = {"number": (start, run.end), "unit": (hit.start, hit.slash)}
    if scale[0] < scale[1]:
        parts["scale"] = scale
    if hit.slash != hit.end:
        parts["below"] = (hit.slash + 1, hit.end)
    begin = start - 1 if start and text[start - 1] in "-－−" else start
    data = {"unit": hit.entry.name, "shared": "1"} | ({"negative": "1"} if begin < start else {})
    return Mention("figure", begin, run.end, "figure.headed", parts=parts, data=data)


def _under_head(page: Page, start: int) -> tuple[Span, UnitHit] | None:
    index = bisect_right(page.heads, start, key=lambda head: head.start) - 1
    if index < 0 or not page.heads[index].hit.end <= start < page.heads[index].end:
        return None
    return page.heads[index].scale, page.heads[index].hit


def _unit_at(text: str, units: Units, at: int) -> tuple[Span, UnitHit] | None:
    """万元, 亿千瓦时, %: the magnitude and the unit at `at`."""
    scale = _SCALE.match(text, at)
    end = scale.end() if scale is not None else at
    hit = unit_at(text, units, end, digits=True)
    return ((at, end), hit) if hit is not None else None


def _table_end(text: str, at: int, until: int) -> int:
    """Where the rows end: before the first line that holds a sentence, or at `until`, where the next head stands."""
    line = text.find("\n", at, until)
    while line >= 0:
        row = _ROW.match(text, line + 1)
        if row is not None and _SENTENCE.search(row.group()):
            return line
        line = text.find("\n", line + 1, until)
    return until
