"""The noun that a figure counts: 12个|居民区, 500多名|退休老党员, 处级干部|13人次.

In: a page and the ends of a figure's phrase. Out: a short exact span, the noun behind the figure or else the one before
it, or None. Decided by the segmenter's words and their parts of speech; nothing is guessed beyond them.
"""

from __future__ import annotations

from report_extract._kinds.figure_page import Page
from report_extract._text import Span

_HEADS = frozenset(["n", "nz", "nrt", "nt", "j", "ng", "l", "an", "vn", "x", "nr", "ns"])
_MODIFIERS = frozenset(["a", "b", "z", "ad"])
_VERBS = frozenset(["v"])
_NO_NOUN = frozenset(
    ["轮流", "左右", "以上", "以下", "以内", "上下", "之间", "不等", "门口", "期间", "同比", "环比",
    "大关", "方面", "前后", "左邻",
     "同时", "目前", "全部", "平均", "其中", "总计", "共计", "合计", "累计", "以外", "之多", "之久",
     "大幅", "一组", "均", "分别", "时期", "时间", "同期", "上年", "去年", "今年", "当日", "当天",
     "局地", "收窄", "扩大", "上涨", "下跌", "降幅", "增幅", "涨幅", "以来", "年均", "历时", "日均",
     "月均", "人均", "户均", "周均", "其余", "剩余"]
)  # fmt: skip
_LINKS = frozenset(["共", "共计", "为", "达", "达到", "有", "约", "的", "是", "累计", "合计",
"总计", "仅", "已", "减少", "增加",
                    "增长", "下降", "近", "超过", "超", "逾", "了", "到", "至", "新增", "分别", "设", "升至", "降至",
                    "提高"])  # fmt: skip
_PARTICIPLES = frozenset(["确诊", "治愈", "死亡", "疑似", "输入", "在校", "在职", "退休", "参会",
"获救", "被困", "受灾", "失踪", "留守",
                          "独居", "在册", "注册", "新增", "受伤", "密切", "无症状"])  # fmt: skip
_LONGEST = 14
_NO_COUNTED_AFTER = frozenset(["person", "household", "share", "points", "ratio", "time", "attendance", "labour_time"])


def counted(page: Page, start: int, end: int, *, dimension: str, surface: str) -> Span | None:
    """The counted noun of the figure whose phrase is text[start:end]."""
    if not page.document.words:
        return None
    if dimension not in _NO_COUNTED_AFTER or surface in ("名", "位"):
        found = _after(page, end)
        if found is not None and dimension == "person":
            found = _before_when(page, found)
        if found is not None or surface == "个":
            return found
    found = _before(page, start)
    told = found is not None and dimension == "case" and page.text.endswith(("报告", "通报"), found[0], found[1])
    return None if told else found  # 某区报告|1例


def _after(page: Page, end: int) -> Span | None:
    document, text = page.document, page.text
    if end >= len(text) or not document.is_boundary(end):
        return None
    index = document.word_index(end)
    last = end
    for at in range(index, min(index + 6, len(document.words))):
        low, high = document.word_span(at)
        word, tag = text[low:high], document.tags[at]
        if high - end > _LONGEST or not "\u4e00" <= word[:1] <= "\u9fff" or word in _NO_NOUN:
            break
        if tag in _HEADS:
            if tag == "vn" and last > end:
                following = document.tags[at + 1] if at + 1 < len(document.tags) else ""
                if following not in ("n", "vn", "j", "nz"):
                    break
            if tag == "x" and high - low > 3:
                break
            last = high
        elif (tag in _MODIFIERS or word == "的") and last == end:
            continue
        elif tag in _VERBS and last == end and high - low <= 3 and at + 1 < len(document.tags):
            if document.tags[at + 1] not in ("n", "nz", "b", "a", "j", "vn"):
                break
        else:
            break
    if last > end and text[end] == "的":
        end += 1
    return (end, last) if last - end > 1 else None


def _before_when(page: Page, found: Span) -> Span:
    """百名|工人|午饭后: the last noun says when, where 后, 前 or 时 stands behind it."""
    document, (start, end) = page.document, found
    if page.text[end : end + 1] not in {"后", "前", "时"} or not document.is_boundary(end + 1):
        return found
    last = document.words[document.word_index(end - 1)]
    return (start, last) if last - start > 1 else found


def _before(page: Page, start: int) -> Span | None:
    document, text = page.document, page.text
    if not start or not document.is_boundary(start):
        return None
    at = document.word_index(start - 1)
    skipped = 0
    while at >= 0 and skipped < 3 and text[slice(*document.word_span(at))] in _LINKS:
        at, skipped = at - 1, skipped + 1
    end = document.word_span(at)[1] if at >= 0 else 0
    first = end
    for index in range(at, max(at - 4, -1), -1):
        low, high = document.word_span(index)
        word, tag = text[low:high], document.tags[index]
        if not "\u4e00" <= word[:1] <= "\u9fff" or end - low > _LONGEST or word in _NO_NOUN or word in _LINKS:
            break
        if (tag in ("ns", "nr") and first == end) or (tag == "x" and high - low < 3):
            break
        if tag in _HEADS or (first < end and (tag in ("a", "b") or word in _PARTICIPLES)):
            first = low
        else:
            break
    return (first, end) if end - first > 1 else None
