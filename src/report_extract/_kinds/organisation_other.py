"""What ends in the last noun of a body and is none: a round of a match, a bulletin, both sides' ministries."""

from __future__ import annotations

import re

from report_extract._kinds.naming import Prefix
from report_extract._kinds.organisation_grammar import Head

_ROUND = re.compile("第[0-9一二三四五六七八九十]{1,3}局")
"""A round of a match."""
_REPORTS = re.compile("(?:监测|统计|疫情|工作|气象|报告|数据|专题)[日周旬月季年]报$")
"""What is given out, not who gives it out: 流感监测周报."""
_MANNER = re.compile("“[^”]{1,6}[式型化]”")
_OF_BOTH = re.compile("[中美英法德日韩朝俄乌印巴伊叙]{2,3}(?:外交部门|外交部|政府|军方)$")
_STREETS = ("胡同", "路", "街", "巷", "镇", "乡", "村")
_KINDS_OF_FIRMS = ("上市公司", "跨国公司", "龙头企业", "骨干企业", "中小企业", "民营企业", "国有企业", "初创公司")
_GREAT = re.compile("[一二三四五六七八九十两0-9]大$")
_GRADES = frozenset(["高中", "初中", "中学", "小学", "幼儿园", "学校"])
_TALLIED = re.compile("[0-9]{1,5}(?:余|多)?[个支所座处家](?=[，。、；,;（(和及\n]|$)")
"""A kind of bodies in a list of what there is: 消防站6个、搜救队2支."""


def is_other(text: str, prefix: Prefix, head: Head) -> bool:
    """A round of a match, what is given out, a grade of school, a kind of bodies that is tallied."""
    start, end, suffix = head
    if suffix.type == "school" and text[start:end] in _GRADES and text[prefix.start : start] in ("市", "省", "区"):
        return True  # 市高中|校际联赛
    if _ROUND.fullmatch(text, prefix.start, end) is not None:
        return True
    if is_of_many(text, prefix.start) or _MANNER.match(text, prefix.start, start):
        return True  # “一站式”|调解中心
    bracketed = text[prefix.start] == "民" and text[max(0, prefix.start - 1) : prefix.start] in (")", "）")
    if bracketed or is_town_of(text, start, end):
        return True  # 村(居)|民委员会; 云桥草厂|胡同
    if _OF_BOTH.search(text, max(0, prefix.start - 1), end) is not None:
        return True  # 中|韩外交部门
    if text.endswith(_KINDS_OF_FIRMS, prefix.start, end) or _GREAT.search(text, prefix.start, start) is not None:
        return True  # 通信设备|上市公司, 三大|中心
    return _REPORTS.search(text, prefix.start, end) is not None or _TALLIED.match(text, end) is not None


def is_of_many(text: str, start: int) -> bool:
    """多|地纪委监委: bodies of several places."""
    return text[start] == "地" and text[max(0, start - 1) : start] in ("多", "各", "两", "三")


def is_town_of(text: str, start: int, end: int) -> bool:
    """云桥草厂|胡同, 中厂|镇: a works that a street, a town or a village is called after."""
    return text[start:end] == "厂" and text.startswith(_STREETS, end)
