"""The shapes of a printed figure: number and unit, ranges, shares, fractions, sums of two units, prices.

In: a page and a numeral run. Out: a figure mention with its parts (number, unit, upper …), or None where no shape
fits. Whether the words around make it a count at all is decided by the caller.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from report_extract._facts import Mention
from report_extract._kinds.figure_page import Page
from report_extract._kinds.figure_sums import FINER, Sum, summed
from report_extract._kinds.figure_units import UnitHit
from report_extract._kinds.numeral import NumeralRun, run_at, sign_before
from report_extract._text import Span

_KILO = re.compile("千(?=[米克瓦伏赫卡帕焦乏牛升])|百(?=[帕升])")
_HALVED = re.compile("个(?P<mark>半|多|余|来)(?P<unit>小时|月|钟头|世纪|星期|礼拜|学期|季度|百分点)")
_HALVED_NAME = {"月": "个月", "小时": "小时", "钟头": "小时", "世纪": "世纪", "星期": "周", "礼拜": "周",
                "百分点": "百分点"}  # fmt: skip
_AND_HALF = re.compile("半(?![年天月个小夜日数径导程挂岛场决空边价票]|山[腰坡区]|路[上]|路出)")
_TO = re.compile(
    r"(?:[（(][^（()）0-9]{0,8}下同[）)])?"
    r"[ ]?(?:至|到|-{1,2}|–|—{1,2}|―|─|～|~|〜|－|−)[ ]?(?:(?P<minus>零下|负|-(?=[0-9]))|零上)?[ ]?"
)
_FROM = re.compile(r"[由从自]\Z")
_CURRENCY = re.compile(r"(?:US|HK|A|C|S|NT|RMB)?[$＄]|[¥￥€£₩₽₹฿]|RMB[ ]?|USD[ ]?|CNY[ ]?")
_PREFIXED = {"US$": "美元", "HK$": "港元", "A$": "澳元", "C$": "加元", "S$": "新加坡元", "NT$": "新台币", "$": "美元",
             "＄": "美元", "¥": "元", "￥": "元", "€": "欧元", "£": "英镑", "₩": "韩元", "₽": "卢布", "₹": "卢比",
             "฿": "泰铢", "RMB": "元", "USD": "美元", "CNY": "元"}  # fmt: skip
_PRICE = re.compile("[0-9一二三四五六七八九两多半]|[，。；、！？\n）)]|$|左右|以上|以下")
_POINTS = re.compile(
    "[，,。；、）)\n ]|$|以[上下]|关口|大关|左右|附近|[上下]方|整数|[至到之报收涨跌]|下[跌挫]|上[涨升]"
)
_CHANGE = re.compile("[0-9一二三四五六七八九两]{1,2}[角毛]|[一二三四五六七八九两0-9](?![个位名人张片])")
_CENTS = re.compile(r"(?:[元角毛]|[价费]|股息|分红|每度|每升|每斤|每公斤|每股|利息)[^，。；得评考分]{0,10}\Z")
_MORE = frozenset("余多来几")
_TENTH = re.compile("[一二三四五六七八九1-9](?![0-9.%个名人家一二三四五六七八九十百千万亿年月日点成折])")
ITEMS = re.compile(
    "(?:重要|具体|政策|原则|核心|基本|明确|新的?|主要|共同)?(?:建议|意见|希望|要求|倡议|主张|内容|计划|共识|看法|启示|体会|原因|"
    "真相|事实|判断|结论|教训|说明|声明|诉求|理由|好处|不足|问题|思考|期望|措施|方案|提议|经验|变化|特征|特点|优势|感受|承诺|规范)"
)
_NO_DAYS = ("日元", "日圆", "日币", "日本", "日报", "日照市", "日历", "日韩")
_DAYS_AFTER = re.compile("[以之][上下内]|之久|(?:拘留|产假|婚假|护理假)")
_DAYS_BEFORE = re.compile(
    r"(?:逾期|超期|延期|一连|连续|为期|历时|长达|拘留|产假|婚假|护理假|陪产假|延长|延长为|期限为|期限是|不少于|不超过|享受)\Z"
)


class Measured(NamedTuple):
    """A number and its unit: parts of a figure, not yet joined to a range."""

    end: int
    number: Span
    more: Span | None
    hit: UnitHit | None
    unit: Span | None
    name: str | None
    mark: str | None


def measured(page: Page, run: NumeralRun) -> Measured:
    """The number of `run` with 余, 多, 几 and the unit behind it."""
    text, start, end = page.text, run.start, run.end
    digits = "0" <= text[start] <= "9" or text[start] == "." or "点" in text[start:end]  # 六点一级
    long = end - start >= 2 or text[start] == "两"
    if text[end - 1] in "千百" and end - start > 1 and run.form != "few" and _KILO.match(text, end - 1):
        hit = page.unit(end - 1, digits=digits, long=True)
        if hit is not None and hit.slash - hit.start > 1:
            return Measured(hit.end, (start, end - 1), None, hit, (hit.start, hit.slash), hit.entry.name, None)
    after = text[end : end + 1]
    if after and after in _MORE:
        found = _more(page, run, end, digits)
        if found is not None:
            return found
    if after == "个" and (halved := _HALVED.match(text, end)) is not None and halved["unit"] in _HALVED_NAME:
        name = _HALVED_NAME[halved["unit"]]
        span = halved.span("unit")
        mark = "half" if halved["mark"] == "半" else "more" if halved["mark"] != "来" else "about"
        return Measured(halved.end(), (start, end), None, None, span, name, mark)
    hit = _unit_behind(page, run, digits=digits, long=long)
    if hit is None:
        return Measured(end, (start, end), None, None, None, None, None)
    if hit.entry.name == "成" and text[hit.end : hit.end + 1] == "半":  # 七成半
        return Measured(hit.end + 1, (start, end), None, hit, (hit.start, hit.slash), hit.entry.name, ".5")
    if hit.entry.name == "成" and (tenth := _TENTH.match(text, hit.end)) is not None:
        mark = f".{'一二三四五六七八九'.find(tenth.group()) + 1 or tenth.group()}"
        return Measured(tenth.end(), (start, end), None, hit, (hit.start, hit.slash), hit.entry.name, mark)
    half = (
        _AND_HALF.match(text, hit.end)
        if (hit.entry.measure or hit.entry.name == "度") and hit.end == hit.slash
        else None
    )
    if half is not None:
        return Measured(half.end(), (start, end), None, hit, (hit.start, hit.slash), hit.entry.name, "half")
    return Measured(hit.end, (start, end), None, hit, (hit.start, hit.slash), hit.entry.name, None)


def _unit_behind(page: Page, run: NumeralRun, *, digits: bool, long: bool) -> UnitHit | None:
    """The unit at the end of `run`; 点, 日, 块 and 分 only where the words around say what they are."""
    text, end = page.text, run.end
    after = text[end : end + 1]
    hit = page.unit(end, digits=digits, long=long)
    if after == "点" and run.value is not None:
        hit = _points(page, run, digits) or hit
    elif after == "日" and hit is None and lasts_days(text, run):
        hit = UnitHit(end, end + 1, page.units.by_name["日"], end + 1)
    elif after == "块" and (_PRICE if digits or long else _CHANGE).match(text, end + 1):
        hit = UnitHit(end, end + 1, page.units.by_name["元"], end + 1)
    if hit is not None and hit.entry.name == "分" and _CENTS.search(text, max(0, run.start - 16), run.start):
        hit = UnitHit(hit.start, hit.end, page.units.by_name["分钱"], hit.slash)
    return hit


def _points(page: Page, run: NumeralRun, digits: bool) -> UnitHit | None:
    """3点建议, 指数跌0.6点; not 3点 of the clock."""
    text, end, value = page.text, run.end, run.value
    if ITEMS.match(text, end + 1):
        return UnitHit(end, end + 1, page.units.by_name["要点"], end + 1)
    counts = digits and value is not None and (value > 24 or value != int(value)) and _POINTS.match(text, end + 1)
    return UnitHit(end, end + 1, page.units.by_name["点"], end + 1) if counts else None


def lasts_days(text: str, run: NumeralRun) -> bool:
    """True where N日 is a stretch of days and no date: 42日, 1.3日, 两日, 拘留十日, 五日以上."""
    value, end = run.value, run.end
    if text.startswith(_NO_DAYS, end):
        return False
    if run.form not in ("plain", "digits") or value is None or value > 31 or value != int(value):
        return True
    if text[run.start : end] == "两" or _DAYS_AFTER.match(text, end + 1):
        return True
    return _DAYS_BEFORE.search(text, max(0, run.start - 5), run.start) is not None


def _more(page: Page, run: NumeralRun, end: int, digits: bool) -> Measured | None:
    """4万余人, 30多户, 一百来人, 十几家, 5000多."""
    text, mark = page.text, page.text[end]
    value = run.numeral.value if run.numeral is not None else None
    if mark == "几" and (value is None or value % 10 or run.form not in ("plain", "bare") or not value):
        return None
    if mark in "余多" and value is not None and value < 10 and run.form != "bare":
        return None
    hit = page.unit(end + 1, digits=digits, long=True)
    if hit is None:
        if mark == "余" and text[end + 1 : end + 2] in "万亿" and text[end + 1 : end + 2]:
            return None
        if mark in "余多" and value is not None and value >= 100 and run.form in ("plain", "bare"):
            return Measured(end + 1, (run.start, end), (end, end + 1), None, None, None, None)
        return None
    return Measured(hit.end, (run.start, end), (end, end + 1), hit, (hit.start, hit.slash), hit.entry.name, None)


def quantity(page: Page, run: NumeralRun, first: Measured) -> Mention | None:
    """The figure that begins with `run`: a range, a chain of units, or one number with its unit."""
    if first.name in FINER and first.more is None and first.mark is None:
        chained = summed(page, first.number, first.name, first.end)
        found = _sum_range(page, run, first, chained)
        if found is not None or chained is not None:
            return found or (_sum(page, run, first, chained) if chained is not None else None)
    found = _range(page, run, first)
    if found is not None or first.name is None:
        return found
    return _mention(page, run, first, _rule(first))


def bare(page: Page, run: NumeralRun, first: Measured) -> Mention:
    """A number without a unit."""
    return _mention(page, run, first, "figure.number")


def share(page: Page, run: NumeralRun) -> Mention:
    """百分之五, 三分之一, 3/4."""
    start = _begin(page, run)
    data = {"negative": "1"} if start < run.start else {}
    end = run.end
    if page.text[end : end + 1] in _MORE and page.text[end : end + 1] != "几" and page.text[end : end + 1]:
        return Mention("figure", start, end, f"figure.{'percent' if run.form == 'share' else 'fraction'}",
                       parts={"number": (run.start, run.end)}, data=data)  # fmt: skip
    upper = _TO.match(page.text, end)
    if run.form == "share" and upper is not None:
        second = run_at(page.text, upper.end())
        if second is not None and second.form in ("share", "plain") and _ordered(run, second):
            parts = {"number": (run.start, run.end), "upper": (second.start, second.end)}
            return Mention("figure", start, second.end, "figure.range", parts=parts, data=data)
    rule = "figure.percent" if run.form == "share" else "figure.fraction"
    return Mention("figure", start, end, rule, parts={"number": (run.start, run.end)}, data=data)


def priced(page: Page, run: NumeralRun) -> Mention | None:
    """US$5000, ¥1.25, €1.5万."""
    text = page.text
    if run.start == 0 or text[run.start - 1] not in "$＄¥￥€£₩₽₹฿BDY ":
        return None
    for length in (4, 3, 2, 1):
        sign = text[max(0, run.start - length) : run.start]
        if _CURRENCY.fullmatch(sign) is not None:
            name = _PREFIXED[sign.strip()]
            start = run.start - len(sign)
            if name not in page.units.by_name:
                return None
            hit = page.unit(run.end, digits=True)
            end = hit.end if hit is not None and hit.entry.dimension == "money" else run.end
            data = {"unit": name, "surface": sign.strip()}
            return Mention("figure", start, end, "figure.money", parts={"number": (run.start, run.end)}, data=data)
    return None


def _range(page: Page, run: NumeralRun, first: Measured) -> Mention | None:
    text = page.text
    joint = _TO.match(text, first.end)
    if joint is None or run.value is None or first.mark is not None:
        return None
    second = run_at(text, joint.end())
    if second is None or second.value is None or second.form not in ("plain", "pair", "more"):
        return None
    if first.name is not None and _FROM.search(text, max(0, run.start - 1), run.start):
        return None
    tail = measured(page, second)
    if tail.mark is not None or (tail.name is None and (first.name or text[second.end - 1] not in "万亿")):
        return None
    if first.name is not None and first.name != tail.name:
        return None
    minus = joint["minus"] is not None
    start = _begin(page, run, tail.name)
    negative = start < run.start
    if not (minus or negative or _ordered(run, second)):
        return None
    parts: dict[str, Span] = {"number": first.number, "upper": tail.number}
    parts |= _unit_parts(tail)
    data = {"unit": tail.name} if tail.name is not None else {}
    if negative:
        data["negative"] = "1"
    if minus:
        data["upper_negative"] = "1"
    if first.name is not None:
        data["both"] = "1"
    return Mention("figure", start, tail.end, "figure.range", parts=parts, data=data)


def bare_range(page: Page, run: NumeralRun) -> Mention | None:
    """指数为150至170: two numbers without a unit, of which the words before say what they are."""
    text = page.text
    joint = _TO.match(text, run.end)
    second = run_at(text, joint.end()) if joint is not None else None
    if second is None or second.form != "plain" or not text[second.start].isascii() or not _ordered(run, second):
        return None
    if _CLOSES.match(text, second.end) is None:
        return None
    parts = {"number": (run.start, run.end), "upper": (second.start, second.end)}
    return Mention("figure", run.start, second.end, "figure.range", parts=parts, data={})


_CLOSES = re.compile("[ ]?(?:[，。；、）)！？!?\n,;]|$|之间|左右)")


def _unit_parts(found: Measured) -> dict[str, Span]:
    """unit, below (behind its slash) and more, where they are printed."""
    parts: dict[str, Span] = {}
    if found.unit is not None:
        parts["unit"] = found.unit
        if found.hit is not None and found.hit.slash != found.hit.end:
            parts["below"] = (found.hit.slash + 1, found.hit.end)
    if found.more is not None:
        parts["more"] = found.more
    return parts


def _ordered(run: NumeralRun, second: NumeralRun) -> bool:
    return run.value is not None and second.value is not None and run.value < second.value


def _sum_range(page: Page, run: NumeralRun, first: Measured, left: Sum | None) -> Mention | None:
    """五元六角至五元七毛八分, 1小时至2小时30分: a range with a sum at one of its ends or at both."""
    begin = left or Sum((first.name or "",), (first.number,), None, first.end)
    joint = _TO.match(page.text, begin.end)
    second = run_at(page.text, joint.end()) if joint is not None else None
    if second is None or second.value is None or second.form not in ("plain", "pair"):
        return None
    tail = measured(page, second)
    if tail.name not in FINER or tail.more is not None or tail.mark is not None:
        return None
    right = summed(page, tail.number, tail.name, tail.end)
    if (left is None and right is None) or begin.names[0] != (right.names[0] if right is not None else tail.name):
        return None
    upper = right or Sum((tail.name,), (tail.number,), None, tail.end)
    parts = _sum_parts(begin, "") | _sum_parts(upper, "upper")
    if first.unit is not None:
        parts["unit"] = first.unit
    data = {"unit": begin.names[0], "names": " ".join(begin.names[1:]), "upper_names": " ".join(upper.names)}
    return Mention("figure", _begin(page, run, first.name), upper.end, "figure.range", parts=parts, data=data)


def _sum(page: Page, run: NumeralRun, first: Measured, found: Sum) -> Mention:
    parts = _sum_parts(found, "")
    if first.unit is not None:
        parts["unit"] = first.unit
    data = {"unit": found.names[0], "names": " ".join(found.names[1:])}
    return Mention("figure", _begin(page, run), found.end, "figure.sum", parts=parts, data=data)


def _sum_parts(found: Sum, prefix: str) -> dict[str, Span]:
    """number, link1, link2 … and rest; behind `upper` for the end of a range."""
    parts = {f"{prefix}link{index}": span for index, span in enumerate(found.numbers)}
    parts[prefix or "number"] = parts.pop(f"{prefix}link0")
    if found.rest is not None:
        parts[f"{prefix}rest"] = found.rest
    return parts


def _begin(page: Page, run: NumeralRun, name: str | None = None) -> int:
    """Where the figure begins: at its sign, or at 零下. A dash before things that are counted is no sign."""
    text = page.text
    if not run.start or text[run.start - 1] not in "-－−负負的下约 ":
        return run.start
    if run.start >= 2 and text.startswith("零下", run.start - 2):
        return run.start - 2
    if run.start >= 3 and text.startswith("零下约", run.start - 3):
        return run.start - 3
    sign = sign_before(text, run.start)
    if sign is None or (
        text[sign] in "-－−" and name is not None and not page.units.by_name[name].measure and name != "度"
    ):
        return run.start
    return sign


def _rule(first: Measured) -> str:
    return "figure.count" if first.hit is None or not first.hit.entry.measure else "figure.measure"


def _mention(page: Page, run: NumeralRun, first: Measured, rule: str) -> Mention:
    start = _begin(page, run, first.name)
    parts: dict[str, Span] = {"number": first.number}
    data: dict[str, str] = {}
    if first.name is not None:
        scale = page.text[start - 2 : start] if first.name in ("度", "℃") and start >= 2 else ""
        data["unit"] = {"摄氏": "℃", "华氏": "℉"}.get(scale, first.name)
    if first.unit is not None:
        parts["unit"] = first.unit
        if first.hit is not None and first.hit.slash != first.hit.end:
            parts["below"] = (first.hit.slash + 1, first.hit.end)
    if first.more is not None:
        parts["more"] = first.more
    if first.mark is not None:
        data["mark"] = first.mark
    if start < run.start:
        data["negative"] = "1"
    if first.hit is not None:
        dimension = first.hit.entry.dimension
        rule = {"money": "figure.money", "share": "figure.percent"}.get(dimension, rule)
    return Mention("figure", start, first.end, rule, parts=parts, data=data)
