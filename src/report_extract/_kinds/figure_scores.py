"""Scores, ratios and race times: 3∶2, 91比79, 7.8:21.7:70.4, 2-0 of a match, 2:28:05 of a race.

In: a page and a numeral run. Out: a figure mention, or None. A clock time and a score look alike (21:18); the words
around decide, here and in `nonfigure_codes`.
"""

from __future__ import annotations

import re

from report_extract._facts import Mention
from report_extract._kinds.figure_page import Page
from report_extract._kinds.numeral import NumeralRun, run_at
from report_extract._text import Span

RACE = re.compile("成绩|用时|冠军|夺|纪录|亚军|季军|获得")
_RATIO = re.compile(r"[ ]?(?P<sign>[:：∶]|比)[ ]?")
_DASHED = re.compile(r"[0-9]{1,3}[ ]?[-－–][ ]?([0-9]{1,3})(?![0-9.%\-－年月日万亿])")
_MATCH = re.compile(
    "胜|负于|击败|不敌|比分|领先|落后|逆转|抢七|晋级|夺冠|横扫|战平|打平|淘汰|决胜盘|首盘|[一二三四五]盘|"
    "主队|客队|扳平|主场|客场"
)
_RACED = re.compile("([0-9]{1,2})[:：∶]([0-5][0-9])[:：∶]([0-5][0-9])(?![0-9:：∶])")


def dashed_score(page: Page, run: NumeralRun) -> Mention | None:
    """2-0, 7-6: a score where the words around speak of a match."""
    text = page.text
    found = _DASHED.match(text, run.start)
    if found is None or (run.start and text[run.start - 1] in "-－.0123456789"):
        return None
    if _MATCH.search(text, max(0, run.start - 24), min(len(text), found.end() + 16)) is None:
        return None
    parts = {"number": (run.start, run.end), "upper": found.span(1)}
    return Mention("figure", run.start, found.end(), "figure.ratio", parts=parts, data={"ratio": "1"})


def raced(page: Page, run: NumeralRun) -> Mention | None:
    """2:28:05 as a result: hours, minutes, seconds."""
    found = _RACED.match(page.text, run.start)
    if found is None or RACE.search(page.text, max(0, run.start - 24), min(len(page.text), found.end() + 8)) is None:
        return None
    parts = {"number": found.span(1), "link1": found.span(2), "link2": found.span(3)}
    data = {"unit": "小时", "names": "分钟 秒"}
    return Mention("figure", run.start, found.end(), "figure.sum", parts=parts, data=data)


def ratio(page: Page, run: NumeralRun) -> Mention | None:
    """3∶2, 91比79, 7.8:21.7:70.4."""
    text = page.text
    parts: dict[str, Span] = {"number": (run.start, run.end)}
    end, count = run.end, 0
    while count < 3 and (sign := _RATIO.match(text, end)) is not None:
        other = run_at(text, sign.end())
        if other is None or other.value is None or other.form not in ("plain", "pair"):
            break
        count += 1
        parts["upper" if count == 1 else f"upper{count}"] = (other.start, other.end)
        end = other.end
    if not count or run.form not in ("plain", "pair"):
        return None
    hit = page.unit(end, digits=True)
    if hit is not None and hit.entry.dimension != "result":  # 4比5负于 …
        return None
    return Mention("figure", run.start, end, "figure.ratio", parts=parts, data={"ratio": "1"})
