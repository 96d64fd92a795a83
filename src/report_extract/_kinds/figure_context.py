"""What the words around a figure say of it: role, change, modality, per, counted noun.

In: a page, a figure mention and its phrase. Out: one value a question. Windows are bounded and end at the clause or
sentence, so that reading a whole article stays linear.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from report_extract._facts import Mention, Modality, Role
from report_extract._kinds.figure_page import Page
from report_extract._kinds.figure_units import per_name
from report_extract._kinds.figure_words import cues
from report_extract._text import Span

_REACH = 48
_CLAUSE_END = re.compile("[，,。；;！？!?\n：:]")
_PER = re.compile(
    "每(?:一)?(?:个|名|位|座|处)?(天|日|年|个?月|周|小时|分钟|秒|人|户|家|组|次|亩|吨|公里|平方米|立方米|公斤|斤|股|场|班|队|村|社区|网格|小区|楼栋|台|辆|件|套|份|张|桶|公顷|学期|季度|季|轮|批|车|例|株|棵|头|只|所|校|镇|乡|县|市|区|星期|晚)(?![^，。；,]{0,30}每一)"
)
_MEAN_PER = {"人均": "person", "户均": "household", "日均": "day", "年均": "year", "月均": "month", "周均": "week",
             "时均": "hour", "亩均": "亩", "村均": "村", "场均": "场", "店均": "店", "校均": "校", "班均": "班",
             "次均": "time", "笔均": "笔", "件均": "件"}  # fmt: skip
_TIMES = frozenset(["day", "year", "month", "week", "hour", "minute", "second", "night", "quarter"])
_GROUPED = re.compile("[ ]?(?:为)?(?:一|1)(组|班|队|桌|间)")
_NEAR = re.compile(
    "(?:了|约|近|超过|超|逾|达到|达|至少|不到|不足|将近|大约|突破|均|各|仅|共|为|有|幅度|幅|率|额|值|"
    "水平|：|:|[ ]){0,4}"
)
_LISTED = re.compile(
    "[^，。；]{0,4}(?:[0-9.]{1,9}(?:%|个?百分点|[万亿]{0,2}(?:[元吨人户家件例名辆台个]|立方米|平方米)?)[和、及与]){1,6}"
)
_MARKS = re.compile("[，,；;：:]")

Direction = Literal["increase", "decrease"]
Basis = Literal["yoy", "mom", "cumulative", "other"]


class Context(NamedTuple):
    """The answers."""

    role: Role
    direction: Direction | None
    basis: Basis | None
    modality: Modality
    per: str | None
    frequency: str | None


def context(page: Page, mention: Mention, phrase: Span, floor: int, dimension: str) -> Context:
    """Read the words between `floor` (the sentence's beginning, or later) and the figure."""
    text = page.text
    low = max(floor, phrase[0] - _REACH)
    ended = _CLAUSE_END.search(text[low : phrase[0]][::-1])
    clause = phrase[0] - ended.start() if ended is not None else low
    last: dict[str, tuple[int, int]] = {}
    for cue, start, end in cues(text, low, phrase[0], page.words):
        last[cue] = (start, end)
    near = {cue: span for cue, span in last.items() if span[0] >= clause}
    direction = _direction(text, near, phrase[0])
    per, frequency = _per(text, clause, mention, near.get("mean"))
    role = _role(text, last, near, direction, dimension, phrase[0])
    return Context(
        role, direction, _basis(text, last, near, direction), _modality(text, phrase[0], last, near), per, frequency
    )


def _direction(text: str, near: dict[str, tuple[int, int]], start: int) -> Direction | None:
    up, down = near.get("increase"), near.get("decrease")
    best = max((span for span in (up, down) if span is not None), default=None)
    if best is None or start - best[1] > 60:
        return None
    between = text[best[1] : start]
    if len(between) > 7:
        if not between.startswith(("了", "分别", "约", "超")) and not "0" <= between[0] <= "9":
            return None
        if _LISTED.fullmatch(between) is None:
            return None
        return "increase" if best == up else "decrease"
    if any(mark in between for mark in "到至为") and not between.startswith("为"):
        return None
    if _NEAR.fullmatch(between) is None and _LISTED.fullmatch(between) is None:
        return None
    return "increase" if best == up else "decrease"


def _basis(
    text: str, last: dict[str, tuple[int, int]], near: dict[str, tuple[int, int]], direction: Direction | None
) -> Basis | None:
    if direction is None:
        return None
    yoy, mom = last.get("yoy"), last.get("mom")
    if yoy is not None or mom is not None:
        return "yoy" if mom is None or (yoy is not None and yoy > mom) else "mom"
    if "cumulative" in near or ("total" in near and text.startswith("累计", near["total"][0])):
        return "cumulative"
    return "other"


def _role(
    text: str,
    last: dict[str, tuple[int, int]],
    near: dict[str, tuple[int, int]],
    direction: Direction | None,
    dimension: str,
    start: int,
) -> Role:
    if direction is not None:
        return "change"
    mean = near.get("mean")
    if mean is not None and start - mean[1] <= 14:
        return "mean"
    if dimension in ("share", "ratio") or dimension.endswith("_rate"):
        return "rate"
    part = last.get("part")
    resumed = "total" in near and "part" not in near
    if part is not None and not resumed and not any(mark in text[part[1] : start] for mark in "。；;！？\n"):
        inside = text.rfind("（", part[0] - 3, part[0] + 1), text.rfind("(", part[0] - 3, part[0] + 1)
        closed = max(inside) >= 0 and any(mark in text[part[1] : start] for mark in "）)")
        if not closed:
            return "part"
    return "total" if "total" in near else "level"


def _modality(text: str, start: int, last: dict[str, tuple[int, int]], near: dict[str, tuple[int, int]]) -> Modality:
    if "required" in near:
        return "required"
    planned, estimated = last.get("planned"), last.get("estimated")
    if estimated is not None and (planned is None or estimated > planned) and _reaches(text, estimated, start, 2):
        return "estimated"
    if planned is not None and ("planned" in near or _reaches(text, planned, start, 1)):
        return "planned"
    return "reported"


def _reaches(text: str, cue: tuple[int, int], start: int, marks: int) -> bool:
    """True where no more than `marks` commas stand between a cue and the figure, and no new sentence."""
    between = text[cue[1] : start]
    return not any(mark in between for mark in "。；！？\n") and len(_MARKS.findall(between)) <= marks


def _per(text: str, clause: int, mention: Mention, mean: Span | None) -> tuple[str | None, str | None]:
    per: str | None = None
    frequency: str | None = None
    grouped = _GROUPED.match(text, mention.end)
    for found in _PER.finditer(text, clause, mention.start):
        name = per_name(found[1])
        if name in _TIMES:
            frequency = name
        else:
            per = name
    if mean is not None and text[slice(*mean)] in _MEAN_PER:
        name = _MEAN_PER[text[slice(*mean)]]
        frequency, per = (name, per) if name in _TIMES else (frequency, name)
    if grouped is not None:
        return per_name(grouped[1]), frequency
    return (frequency, None) if per is None else (per, frequency)
