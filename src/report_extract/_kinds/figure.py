"""Figures: a numeral run, the unit behind it, and the words around that change what it says.

`find` yields figures and the numerals that are none, each with its class; `read` gives value, interval and unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from report_extract._facts import Comparator, FigureFact, Mention, Modality, Role, Unit
from report_extract._kinds.interval import Hedge, interval
from report_extract._kinds.kind import Evidence
from report_extract._kinds.numeral import NUMERALS, NumeralRun, runs, sign_before
from report_extract._lexicon import Lexicon
from report_extract._lexicon.figures import UnitEntry
from report_extract._text import Document, Span

_BEFORE: tuple[tuple[str, Comparator, Hedge], ...] = (
    ("不超过|不多于|至多|最多|不高于", "le", "at_most"),
    ("不少于|不低于|至少|起码", "ge", "at_least"),
    ("不足|不到|不满|少于|低于|未满", "lt", "below"),
    ("将近|接近|(?<![附最亲邻])近", "approx", "near"),
    ("超过|突破|高于|多于|逾|超出|超|大于", "gt", "above"),
    ("大约|大概|约为|约合|(?<![签预解节条公租违合])约", "approx", "around"),
)
_AFTER: tuple[tuple[str, Comparator, Hedge], ...] = (
    ("(?:及)?以上|之上", "ge", "at_least"),
    ("(?:及)?以下|以内|之内", "le", "at_most"),
    ("左右|上下", "approx", "around"),
)
_HEDGE_BEFORE = re.compile("(?:" + "|".join(f"({form})" for form, _, _ in _BEFORE) + r")[ ]?(?:了|有)?$")
_HEDGE_AFTER = re.compile("|".join(f"({form})" for form, _, _ in _AFTER))
_EACH = re.compile(r"每[^，。；,]{1,8}(?:都|均|各)?(?:有|配|设|派|配备)$")
_MAGNITUDES = frozenset("十百千万亿")
_LASTED = re.compile(r"(?:历时|连续|长达|为期|近|过去|超过)$")
_DATA = re.compile(r"[KMGT]B")
_REST = re.compile(r"[余多]")
_NOT_COUNTED = frozenset(["轮流", "左右", "以上", "以下", "以内", "上下", "之间", "不等", "门口"])
_MORE = re.compile(r"[余多来]")
_BARE_BEFORE = re.compile(r"(?:将近|近|上|超过|超|逾|过|达|达到|突破|约|至少|成)$")
_ADDRESS = re.compile(r"(?:[0-9][号幢栋座室楼]|单元)$")
_RATIO = re.compile(r"(?:率|比|指数|值|系数)(?:为|达|达到|是|约)?$")
_KILO = re.compile(r"千(?=[米克瓦帕赫卡])")
_CALENDAR = re.compile(
    r"(?:月|日(?!均|元)|号(?![楼院线])|时(?![间速])|点(?:钟|整|半|[0-9])|分(?=[0-9许左,，。]|$)|世纪|年代|年(?!级))"
)
_ORDINAL_AFTER = re.compile(r"(?:届|期|版|号|楼|路|弄|强)")
_CODE = re.compile(r"[A-Za-z]")
_RANGE = re.compile(r"[ ]?(?:～|~|至|到|—|－|-|–)[ ]?")
_AGE = re.compile(r"(?:多)?岁|后(?=[^0-9]|$)")
_PLACE_TAGS = frozenset(["ns", "nr", "nz", "nt", "nrt", "i", "l"])
_ROLES: tuple[tuple[str, Role], ...] = (
    (r"其中|包括|含", "part"),
    (r"人均|平均|日均|年均|月均|户均", "mean"),
    (r"增长|下降|减少|增加|上升|回落|提高|降低|上涨|下跌|增幅|降幅|同比|环比", "change"),
    (r"共计|总计|累计|合计|总共|一共|共", "total"),
)
_UP = re.compile(r"增长|增加|上升|上涨|提高|增幅|新增|升高")
_DOWN = re.compile(r"下降|减少|回落|降低|下跌|降幅|降温|低|收窄")
_REQUIRED = re.compile(r"需(?!求)|要求|必须|须|不得|应当")
_PLANNED = re.compile(r"将(?!近)|拟|计划|力争|目标")
_ESTIMATED = re.compile(r"预计|预测|预报|有望|估计")


@lru_cache(maxsize=8)
def _units(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, UnitEntry]]:
    by_form = {form: entry for entry in lexicon.entries("units", UnitEntry) for form in entry.forms}
    longest = sorted(by_form, key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, longest))), by_form


def find(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Iterator[Mention]:
    """Figures and named non-figures, in text order."""
    text = document.text
    pattern, _ = _units(lexicon)
    names = {offset for item in evidence if item.label == "person" for offset in range(*item.span)}
    position = 0
    for run in runs(text):
        if run.start < position:
            continue
        mention = _mention(document, run, pattern, names)
        if mention is not None:
            position = mention.end
            yield mention


def _mention(document: Document, run: NumeralRun, units: re.Pattern[str], names: set[int]) -> Mention | None:
    text = document.text
    start, end = run.start, run.end
    arabic = "0" <= text[start] <= "9"
    category = _named(document, run, arabic, names)
    if category is not None:
        return Mention("nonfigure", start, end, f"nonfigure.{category}", data={"category": category})
    if _CALENDAR.match(text, end) and "." not in text[start:end] and not _elapsed(text, start, end):
        return None
    if text[end : end + 1] == "分" and text[start - 1 : start] in {"时", "点"}:
        return None
    if arabic and _KILO.match(text, end - 1):
        end -= 1  # 10千米: 千 belongs to the unit
    more = _MORE.match(text, end)
    tail = more.end() if more else end
    second = _second(text, run, tail)
    unit_at = second.end if second is not None else tail
    if text[unit_at : unit_at + 1] in "余多" and text[unit_at : unit_at + 1]:
        unit_at += 1
    unit = units.match(text, unit_at)
    if unit is not None and second is None and run.value is not None:  # 5%至6%, 1.5米到2米
        second = _second(text, run, unit.end())
        unit = (units.match(text, second.end) or unit) if second is not None else unit
    if run.form == "too_long":
        return Mention("nonfigure", start, end, "nonfigure.too_long", data={"category": "too_long"})
    if unit is None and run.form not in {"fraction", "share"}:
        if arabic and _bare_counts(document, start, end):
            unit_end = tail
        else:
            return Mention("nonfigure", start, end, "nonfigure.bare", data={"category": "bare_number"})
    else:
        unit_end = _with_slash(text, units, unit.end()) if unit is not None else tail
    if not arabic and unit is not None and not _counted_chinese(document, run, unit.group()):
        return Mention("nonfigure", start, end, "nonfigure.classifier", data={"category": "classifier"})
    sign = sign_before(text, start)
    begin = sign if sign is not None and text[sign] in "-－−" and not text[sign - 1 : sign].isdigit() else start
    begin = start - 2 if text[max(0, start - 2) : start] == "零下" else begin
    data = {"second": text[second.start : second.end]} if second is not None else {}
    parts: dict[str, Span] = {"number": (start, end)}
    if unit is not None:
        parts["unit"] = (unit.start(), unit_end)
    return Mention("figure", begin, unit_end, "figure.range" if second else "figure.count", parts=parts, data=data)


def _elapsed(text: str, start: int, end: int) -> bool:
    """历时12年: years that passed, not a year of the calendar."""
    return text[end] == "年" and end - start <= 3 and _LASTED.search(text, max(0, start - 3), start) is not None


def _second(text: str, run: NumeralRun, tail: int) -> NumeralRun | None:
    match = _RANGE.match(text, tail)
    if match is None or run.value is None:
        return None
    other = next(runs(text[match.end() : match.end() + 24]), None)
    if other is None or other.start != 0 or other.value is None:
        return None
    return NumeralRun(match.end(), match.end() + other.end, other.form, other.numeral)


def _named(document: Document, run: NumeralRun, arabic: bool, names: set[int]) -> str | None:
    text = document.text
    start, end = run.start, run.end
    if text[start - 1 : start] == "第":
        return "ordinal"
    if start in names:
        return "name"
    if arabic and (
        _CODE.match(text[start - 1 : start]) or (_CODE.match(text[end : end + 1]) and not _DATA.match(text, end))
    ):
        return "code"
    if _AGE.match(text, end):
        return "age"
    if arabic and _ADDRESS.search(text, max(0, start - 3), start):
        return "building"
    if not arabic:
        if _is_bare(text[start:end]):
            return None if _hedged_bare(text, start, end) else "word"
        left, right = document.word_span(document.word_index(start))
        word, tag = text[left:right], document.tags[document.word_index(start)]
        if left < start or (
            right > end and (tag in _PLACE_TAGS or tag in {"d", "v", "n", "a", "c", "r", "ad", "vn", "b"})
        ):
            return "word"
        if (
            set(word) - NUMERALS
            and tag == "m"
            and right > end
            and word[-1] in "里角亚江松"
            and word[-2:] not in {"公里", "海里", "英里"}
        ):
            return "name"
    return None


def _bare_counts(document: Document, start: int, end: int) -> bool:
    """A number without a unit counts with 万 or 亿 behind it, or as a decimal named a rate or ratio."""
    text = document.text
    if text[end - 1] in "万亿":
        return True
    return "." in text[start:end] and _RATIO.search(text, max(0, start - 4), start) is not None


def _is_bare(printed: str) -> bool:
    """百, 千, 百亿: only the name of a magnitude."""
    return set(printed) <= _MAGNITUDES


def _hedged_bare(text: str, start: int, end: int) -> bool:
    """近万名, 上百名, 千余名: a magnitude alone counts where it is hedged."""
    return text[end : end + 1] in {"余", "多"} or _BARE_BEFORE.search(text, max(0, start - 2), start) is not None


def _with_slash(text: str, units: re.Pattern[str], end: int) -> int:
    """微克/立方米: a unit per unit."""
    if text[end : end + 1] != "/":
        return end
    below = units.match(text, end + 1)
    return below.end() if below is not None else end


def _counted_chinese(document: Document, run: NumeralRun, unit: str) -> bool:
    """一 + classifier counts only with a measure noun, or where words restrict or sum it."""
    text = document.text
    printed = text[run.start : run.end]
    if printed == "半":
        return unit in {"小时", "个小时", "年", "个月", "公里", "里", "斤", "吨", "米", "亩"}
    if printed == "二" and unit != "元":
        return False  # 二次上门 is the second round; two rounds are 两次
    if printed != "一":
        return not (unit == "级" and run.form == "bare") and printed not in {"千亿", "百亿", "万亿"}
    if _EACH.search(text, max(0, run.start - 16), run.start):
        return True
    if unit in {"小时", "个小时", "公里", "米", "吨", "公斤", "亩", "分钟", "个月", "倍"}:
        return True
    return text[max(0, run.start - 1) : run.start] in set("仅只共每")


def read(mentions: Sequence[Mention], document: Document, lexicon: Lexicon) -> tuple[FigureFact, ...]:
    """The value of each figure."""
    _, by_form = _units(lexicon)
    return tuple(_fact(mention, document, by_form) for mention in mentions)


def _fact(mention: Mention, document: Document, units: dict[str, UnitEntry]) -> FigureFact:
    text = document.text
    number = mention.parts["number"]
    run = next(runs(text[number[0] : number[1]]))
    numeral = run.numeral
    if _is_bare(text[number[0] : number[1]]):
        numeral = next(runs("一" + text[number[0] : number[1]])).numeral
    value = numeral.value if numeral is not None else None
    negative = mention.start < number[0] or text[max(0, number[0] - 2) : number[0]] == "零下"
    if value is not None and negative:
        value = -value
    unit = _unit(mention, text, units)
    comparator, hedge, phrase_start, phrase_end = _hedged(mention, text, number)
    if mention.data.get("second"):
        other = next(runs(mention.data["second"])).value
        low, high = (value, other) if value is not None and other is not None else (None, None)
        bounds = (low, high, True, True)
        value = None
    elif value is None:
        bounds = (numeral.low if numeral else None, numeral.high if numeral else None, True, True)
        comparator = "approx"
    elif comparator == "approx" and hedge == "about":
        found = interval(value, Decimal(1), hedge="about", signed=negative)
        bounds = (found.low, found.high, found.low_closed, found.high_closed)
    else:
        found = interval(value, numeral.resolution if numeral else Decimal(1), hedge=hedge, signed=negative)
        bounds = (found.low, found.high, found.low_closed, found.high_closed)
    clause = re.split(r"[，,；;。！？:：\n]", text[max(0, mention.start - 60) : mention.start])[-1]
    sentence = document.sentences[document.sentence_index(mention.start)]
    before = text[max(sentence.start, mention.start - 120) : mention.start]
    counted = _counted(document, mention.end)
    role: Role = next((role for form, role in _ROLES if re.search(form, clause)), "level")
    direction = _direction(clause) if role == "change" else None
    return FigureFact(
        mention=mention,
        value=value,
        low=bounds[0],
        high=bounds[1],
        low_closed=bounds[2],
        high_closed=bounds[3],
        comparator=comparator,
        unit=unit,
        phrase=(phrase_start, max(phrase_end, counted[1] if counted else 0)),
        counted=counted,
        role=role,
        per="group" if re.match(r"一组", text[mention.end :][:2]) else None,
        frequency="day" if re.search(r"(?:每天|每日)$", text[max(0, mention.start - 2) : mention.start]) else None,
        direction=direction,  # type: ignore[arg-type]
        change_basis="yoy" if "同比" in clause else "mom" if "环比" in clause else "other" if direction else None,
        modality=_modality(clause, before),
    )


def _unit(mention: Mention, text: str, units: dict[str, UnitEntry]) -> Unit:
    span = mention.parts.get("unit")
    if span is None:
        printed = text[mention.start : mention.end]
        if printed.startswith("百分之"):
            return Unit("%", "%", "share")
        return Unit("", "", "share" if "分之" in printed else "count")
    surface = text[span[0] : span[1]]
    if surface not in units:
        return Unit(surface, surface, "rate")
    entry = units[surface]
    printed = surface.removeprefix("个") if surface in {"个百分点", "个基点"} else surface
    return Unit(printed, entry.symbol or entry.name, entry.dimension)


def _hedged(mention: Mention, text: str, number: Span) -> tuple[Comparator, Hedge, int, int]:
    before = _HEDGE_BEFORE.search(text, max(0, mention.start - 5), mention.start)
    if text[number[1] : number[1] + 1] == "来" and number[1] < mention.end:
        return "approx", "about", mention.start, mention.end
    if text[number[0]] in "百千万亿" and text[max(0, number[0] - 1) : number[0]] in {"上", "过"}:
        over = text[number[0] - 1] == "过"
        return ("gt", "above", number[0] - 1, mention.end) if over else ("ge", "at_least", number[0] - 1, mention.end)
    after = _HEDGE_AFTER.match(text, mention.end)
    start = before.start() if before else mention.start
    end = after.end() if after else mention.end
    if _REST.search(text, number[1], mention.end) or _REST.search(text, number[0], number[1]):
        return "gt", "more", start, end
    if before:
        index = next(i for i, group in enumerate(before.groups()) if group)
        return _BEFORE[index][1], _BEFORE[index][2], start, end
    if after:
        index = next(i for i, group in enumerate(after.groups()) if group)
        return _AFTER[index][1], _AFTER[index][2], start, end
    return "eq", "none", start, end


def _counted(document: Document, end: int) -> Span | None:
    index = document.word_index(end)
    if end >= len(document.text) or document.words[index] != end:
        return None
    last = end
    while index < len(document.words) and document.tags[index] in {"n", "vn", "nz", "b", "j", "x"} and last - end < 8:
        low, high = document.word_span(index)
        if document.text[low:high] in _NOT_COUNTED or not "\u3400" <= document.text[low] <= "\u9fff":
            break
        last = high
        index += 1
    return (end, last) if last > end else None


def _direction(clause: str) -> str | None:
    up, down = list(_UP.finditer(clause)), list(_DOWN.finditer(clause))
    if not up and not down:
        return None
    return "increase" if (up[-1].start() if up else -1) > (down[-1].start() if down else -1) else "decrease"


def _modality(clause: str, before: str) -> Modality:
    if _REQUIRED.search(clause):
        return "required"
    if _ESTIMATED.search(before):
        return "estimated"
    return "planned" if _PLANNED.search(clause) else "reported"
