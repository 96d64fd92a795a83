"""The reading of figures: mentions to facts.

In: figure mentions of a document in text order. Out: one `FigureFact` a mention: value, interval, comparator, unit,
phrase and what the words of its clause say of it. `subset_of` and `restates` stay open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from report_extract._facts import FigureFact, Mention, Unit
from report_extract._kinds.figure_amounts import amount, terms, total_unit
from report_extract._kinds.figure_context import context
from report_extract._kinds.figure_counted import counted
from report_extract._kinds.figure_page import Page, page_of
from report_extract._kinds.figure_units import unit_record
from report_extract._kinds.figure_words import Hit, hedge_after, hedge_before
from report_extract._lexicon import Lexicon
from report_extract._text import Document, Span

_HUNDREDTHS = re.compile("[负-]?的?一?百")
_GROUP = ("一组", "1组", "一班", "一队", "一岗")
_EVERY = ("每天", "每日", "每年", "每月", "每周", "每人", "每户", "每组", "每次", "每班")
_LABOUR = ("服务", "志愿", "工作", "值守", "劳动", "培训", "学习", "义务", "工时", "巡逻", "授课")
_TIMES = Unit("度", "次", "time_count")
_AGAIN = re.compile(
    "(?<![温降升转至到达为约零])[两三四五六七八九]度(?![以左上下的至到多半角仰俯转电灼烧近])(?=[\u3400-\u9fff])"
)
"""汪洋|两度|回渝: how often, not how warm."""
_NUMBER = Unit("", "", "count")
_FRACTION = Unit("", "", "share")
_RATIO = Unit("比", "1", "ratio")


def read(mentions: Sequence[Mention], document: Document, lexicon: Lexicon) -> tuple[FigureFact, ...]:
    """One fact a figure mention, in the order given."""
    page = page_of(document, lexicon, ())
    previous = 0
    facts: list[FigureFact] = []
    for mention in mentions:
        facts.append(_fact(page, mention, previous))
        previous = mention.end
    return tuple(facts)


def _fact(page: Page, mention: Mention, previous: int) -> FigureFact:
    document, text = page.document, page.text
    sentence = document.sentences[document.sentence_index(mention.start)] if document.sentences else None
    floor = sentence.start if sentence is not None and sentence.start <= mention.start else 0
    before = hedge_before(text, mention.start, max(floor, previous), page.words)
    if before is not None and text[before.start : before.end] in ("过", "超", "破") and _ends_word(page, before):
        before = None
    if before is not None and text[before.start : before.end] == "最低" and _MOST.match(text, mention.end):
        before = None  # 最低五千元，最高四十八万元
    before = before or _prefix(page, mention)
    after = hedge_after(text, mention.end, page.words)
    unit, per, frequency = _unit(page, mention)
    if after is None and unit.dimension == "money" and _STARTING.match(text, mention.end):
        after = Hit(mention.end, mention.end + 1, "at_least")  # 2元起
    found = amount(mention, text, page.units, before, after)
    phrase = _phrase(page, mention, before, after, max(floor, previous))
    noun = counted(
        page, phrase[0], mention.end if after is None else after.end, dimension=unit.dimension, surface=unit.surface
    )
    if unit.dimension == "ratio":
        noun = None
    if noun is not None and noun[0] >= mention.end:
        phrase = phrase[0], max(phrase[1], noun[1])
    said = context(page, mention, phrase, floor, unit.dimension)
    if unit.dimension == "time" and unit.surface in ("小时", "钟头") and _is_labour(text, floor, mention):
        unit = replace(unit, dimension="labour_time")
    bounds = found.interval
    return FigureFact(
        mention=mention, value=found.value, low=bounds.low, high=bounds.high, low_closed=bounds.low_closed,
        high_closed=bounds.high_closed, comparator=found.comparator, unit=unit, phrase=phrase, counted=noun,
        role=said.role, per=per or said.per, frequency=frequency or said.frequency, direction=said.direction,
        change_basis=said.basis, modality=said.modality, note=terms(mention, text),
    )  # fmt: skip


_STARTING = re.compile('起(?=[，,。；;、！!）)”"\n]|$)')
_MOST = re.compile("[，、,；](?:最高|最多|最大)")
_ALREADY = frozenset(["已", "早", "均", "都", "也", "又"])


def _ends_word(page: Page, hedge: Hit) -> bool:
    """True where a hedge of one character is the end of a longer word: 跳过2.35米."""
    if not page.document.words:
        return False
    start, end, _ = page.word(hedge.start)
    return start < hedge.start and end == hedge.end and page.text[start : hedge.start] not in _ALREADY


def _prefix(page: Page, mention: Mention) -> Hit | None:
    """上百名, 过亿元, 数以… : what only magnitudes take."""
    if mention.start and page.text[mention.start - 1] == "上" and page.text[mention.start] in "百千万亿":
        return Hit(mention.start - 1, mention.start, "at_least")
    return None


def _unit(page: Page, mention: Mention) -> tuple[Unit, str | None, str | None]:
    data, parts, text = mention.data, mention.parts, page.text
    name = data.get("unit")
    if name is None:
        if "ratio" in data:
            return _RATIO, None, None
        printed = text[mention.start : mention.end]
        if mention.rule in ("figure.percent", "figure.range") and "分之" in printed:
            return (
                Unit("%", "%", "share") if _HUNDREDTHS.match(printed) else _permille(printed),
                None,
                None,
            )
        return (_FRACTION if mention.rule == "figure.fraction" else _NUMBER), None, None
    if "names" in data:
        name = total_unit(mention, page.units)
        return unit_record(page.units, name, name, "")
    if "surface" in data:
        return unit_record(page.units, name, data["surface"], "")
    start, end = parts["unit"]
    printed = text[start:end]
    if name == "度" and _AGAIN.search(text, max(0, mention.start - 1), end + 2) and start - mention.start == 1:
        return _TIMES, None, None
    if data.get("mark") and printed == "月":
        printed = "个月"
    below = text[slice(*parts["below"])] if "below" in parts else ""
    return unit_record(page.units, name, printed, below)


def _permille(printed: str) -> Unit:
    return Unit("‰", "[ppth]", "share") if "千分之" in printed else Unit("‱", "[pptth]", "share")


def _phrase(page: Page, mention: Mention, before: Hit | None, after: Hit | None, floor: int) -> Span:
    text = page.text
    start = before.start if before is not None else mention.start
    end = after.end if after is not None else mention.end
    if text[start - 2 : start] in _EVERY and start - 2 >= floor:
        start -= 2
    if text[end : end + 2] in _GROUP:
        end += 2
    return start, end


def _is_labour(text: str, floor: int, mention: Mention) -> bool:
    window = text[max(floor, mention.start - 24) : mention.start]
    return any(word in window for word in _LABOUR)
