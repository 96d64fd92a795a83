"""Where a noun ahead of a figure begins: behind its areas, scope words and deeds, before what is a part of it.

In: the layout and a run of nouns text[left:end]. Out: the offset where it begins.
"""

from __future__ import annotations

import re

from report_extract._stages._relate_clauses import Layout, Name, within
from report_extract._stages._relate_tags import HEADS, SURE, VERBS, tag_of

_AIMS = frozenset(["计划", "增加", "减少", "争取", "力争", "准备", "预计", "合计", "共计"])
_REPORTED = re.compile("(?:报告|通报)(?=[\u3400-\u9fff]{0,12}(?:病例|感染者|患者|病人))")
_TAKEN = re.compile("(?:检测|测量|监测|测得|量得)(?=体温|血压|血糖|水温|心率)")
_PHASE = re.compile("(?<=、)[一二三四五六七八九十]{1,2}期(?=[\u3400-\u9fff]{2})")
"""一期、|二期|出口成交额: the second of several phases, of which all is told."""
_NO_SCOPE = ("国内生产总值", "地区生产总值", "国民生产总值")
"""Names of amounts that begin with what elsewhere says where."""
_SENT = re.compile("共?(?:出动|投入|派出|调集|调派)(?=[\u3400-\u9fff]{2})")
"""共出动|警力."""
_TOLD = (_REPORTED, _PHASE, _SENT)
_JOIN = frozenset("，、的和与及在到，")
_USED = re.compile("[\u3400-\u9fff](?:量|费)")
_MIDDLE = re.compile("(?<!其)中(?:长期|短期|低端|高端|低收入|高收入)")
"""中|长期贷款, cut in two by the segmenter."""
_PREFIXES = frozenset("跨零非总重")
_STAFF = frozenset(["人员", "机构", "团队", "队伍", "中心", "投入"])
"""Nouns that a deed names: 拥有|研发人员."""
_GENERAL = frozenset([
    "比例", "比重", "比率", "人数", "数量", "金额", "面积", "指标", "指数", "时间", "价格", "总数", "总量", "增速",
    "概率", "可能性", "份额", "成本", "费用", "总额", "增幅", "涨幅", "降幅", "户数", "次数", "平均值", "评分", "得分",
    "规模", "天数",
])  # fmt: skip
"""Nouns that say nothing without what describes them."""
_QUOTED = re.compile(r"(?:“[^“”，。！？]{1,12}”|《[^《》]{1,12}》)$")
_NAMED_SO = re.compile("[一二两三四五六七八九十]{1,2}[个项大]$")
"""A numeral within a name, which no figure took: 八项|规定精神问题."""
_ABOUT = frozenset(["左右", "上下", "以上", "以下", "以内"])
"""Behind a figure: 3折|左右的价格."""
_DESCRIBES = HEADS | {"a", "b", "s", "f", "ns"}
_WIDEST = 12
AMOUNT_ENDS = frozenset("率额量值数费款润度")


def widened(layout: Layout, low: int, left: int, end: int) -> int:
    """Where the noun begins that text[left:end] ends: 跨|区域, 零|碳, 具备科学素质的|比例, “一年期”|指标."""
    document, text = layout.document, layout.document.text
    if left <= low or left >= end:
        return left
    if text[left] == "账" and text[left - 1] == "到":
        return left - 1  # 到|账时间
    if text[left] == "域" and text[left - 1] in "市县省区镇":
        return left - 1
    if document.is_boundary(left - 1) and _MIDDLE.match(text, left - 1, end):
        return left - 1
    if text[left - 1] == "用" and _USED.fullmatch(text, left, end):
        return left - 1  # 用|冰量
    before = document.surfaces[max(document.word_index(left - 1) - 1, 0)]
    prefixed = text[left - 1] in _PREFIXES and document.is_boundary(left - 1)
    if prefixed and (len(before) > 1 or before in _JOIN) and not before[-1].isdigit():
        return left - 1
    named = _NAMED_SO.search(text, max(low, left - 4), left)
    if named is not None and not within(layout.figures, named.start(), left):
        return named.start()
    if text[left:end] not in _GENERAL:
        return left
    quoted = _QUOTED.search(text, max(low, left - 16), left)
    if quoted is not None:
        return quoted.start()
    described = _describing(layout, low, left - 1) if text[left - 1] == "的" else None
    return left if described is None else described


def _describing(layout: Layout, low: int, end: int) -> int | None:
    """Where the words begin that describe a noun behind 的: one verb with its object, or nouns."""
    document = layout.document
    names = layout.names_in(max(low - 20, 0), end)
    taken = [(name.start, name.end) for name in names]
    taken += [*within(layout.figures, low, end), *within(layout.times, low, end)]
    begin, index, verb = end, document.word_index(end - 1), False
    while index >= 0:
        start, stop = document.word_span(index)
        word, tag = document.surfaces[index], tag_of(layout, index)
        if start < low or end - start > _WIDEST or any(span[0] < stop and start < span[1] for span in taken):
            break
        loose = word in _ABOUT or word in layout.words.link or layout.words.scope.fullmatch(word) is not None
        loose = loose and not document.text.startswith(_NO_SCOPE, start)
        if loose or verb or (tag not in _DESCRIBES and tag not in VERBS):
            break
        verb = tag in VERBS
        begin, index = start, index - 1
    return begin if begin < end else None


def head_of(layout: Layout, left: int, end: int) -> int:
    """Where a run begins behind its areas, scope words and a stray 月, 内 or 中 of what stands before."""
    words, document = layout.words, layout.document
    within_month = document.text.startswith("中将", left) and left > 0 and document.text[left - 1] in "月年旬日"
    left = left + 2 if within_month and end - left > 3 else left  # 7月中将|利率基准
    taken = _TAKEN.search(document.text, left, end)
    left = taken.end() if taken is not None else left  # 海关检测|体温
    while left < end:
        scope = words.scope.match(document.text, left, end)
        scope = None if scope is not None and document.text.startswith("内外", scope.end() - 1) else scope  # 国内|外
        if document.text.startswith(_NO_SCOPE, left):
            scope = None
        place = next((n for n in layout.names_in(left, left + 1) if n.kind == "place" and n.end < end), None)
        if place is not None and layout.document.in_context and tag_of(layout, document.word_index(left)) in SURE:
            place = None  # 白银|价格
        stray = words.stray.match(document.text, left, end)
        stray = stray if stray is not None and document.is_boundary(stray.end()) else None
        done = _object_at(layout, left, end)
        told = next((said for shape in _TOLD if (said := shape.match(document.text, left, end))), None)
        left = told.end() if told is not None else left
        if document.text.startswith("地区", left) and document.text.endswith(("以外", "之外"), 0, left):
            left += 2  # 除某省以外|地区|新增病例
        if scope is None and place is None and stray is None and done is None:
            break
        ends = [found.end() for found in (scope, stray) if found]
        behind_it = max(ends) if ends else done or end
        left = _end_of(layout, place, left) if place is not None else behind_it
        if place is not None and end - left > 3 and document.text.startswith("国家", left):
            left += 2  # 与加勒比|国家|贸易额
    return left


def _end_of(layout: Layout, place: Name, left: int) -> int:
    """The end of a place, without a character that belongs to the word behind it: 云岭|市占率."""
    document = layout.document
    start = document.word_span(document.word_index(place.end - 1))[0]
    return place.end if document.is_boundary(place.end) or start <= left else start


def _object_at(layout: Layout, left: int, end: int) -> int | None:
    """Where the object begins behind the last verb that the run holds: 铁路计划开行|旅客列车, not 销售|收入."""
    document, words = layout.document, layout.words
    first = document.word_index(left)
    if document.words[first] != left:
        return None
    if document.in_context:
        return _behind_deed(layout, first, end)
    for index in range(document.word_index(end - 1), first - 1, -1):
        at, surface = document.words[index], document.surfaces[index]
        if len(surface) == 4 and surface[:2] in words.act and surface[2:] in words.measured:
            return at + 2  # 发放|贷款, one word of the dictionary
        stop = at + len(surface)
        acts = surface in words.act or surface in _AIMS
        if not acts or end - stop < 2 or tag_of(layout, index + 1) not in HEADS:
            continue
        amount = document.text[end - 1] in AMOUNT_ENDS or _last_word(layout, end) in layout.measuring.amount
        if surface not in words.measured or not (amount or _last_word(layout, end) in words.measured):
            return stop if surface not in words.measured or index == first else None
    return None


def _behind_deed(layout: Layout, first: int, end: int) -> int | None:
    """Where the object begins behind a deed that the tagger calls a noun: 共|改造|县城商贸中心."""
    document = layout.document
    word = document.surfaces[first]
    stop = document.words[first] + len(word)
    if word not in layout.words.act or end - stop < 2 or not first or document.text[stop:end] in _STAFF:
        return None
    told = tag_of(layout, first - 1) in {"v", "d", "vd", "ad"}
    return stop if told and _last_word(layout, end) not in layout.measuring.amount else None


def _last_word(layout: Layout, end: int) -> str:
    return layout.document.surfaces[layout.document.word_index(end - 1)]
