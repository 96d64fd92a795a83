"""Numerals that count nothing: ordinals, ages, names, idioms, quoted names, labels, classifiers with 一.

In: a page and a numeral run. Out of each rule: a non-figure with its class, `Skip` where the numeral belongs to a time,
or None where the rule has nothing to say. Rule names are `nonfigure.` and the class.
"""

from __future__ import annotations

import re

from report_extract._facts import Mention
from report_extract._kinds.figure_page import Page, Skip, in_title, nonfigure, quoted
from report_extract._kinds.figure_shapes import ITEMS, Measured, lasts_days
from report_extract._kinds.figure_words import hedge_after, hedge_before
from report_extract._kinds.numeral import NumeralRun

_AGE = re.compile("[余多来几]?(?:周|虚)?岁(?!月|末|修)|[周日月]龄")
_AGES = re.compile(
    "[ ]?(?:至|到|-{1,2}|—{1,2}|–|~|～)[ ]?[0-9一二三四五六七八九十]{1,3}(?:周|虚)?(?:岁(?!月|末|修)|[周月]龄)"
)
_GENERATION = re.compile("[05]?后(?=[^方台面备勤续果来]|$)")
_ORDINAL = re.compile(r"第[ ]?\Z")
_ORDINAL_MORE = re.compile(
    "(?:、|至|到|和|及|-|—|～)第?[0-9一二三四五六七八九十]{1,3}(?=[名届期批次条款项章节轮场个]|$)"
)
_WEEK = re.compile(r"(?:周|星期|礼拜)\Z")
_SEASON = re.compile("(?<=[一二三四1234])季度")
_YEAR_AFTER = re.compile("[ ]?年")
_CLOCK_AFTER = re.compile("[ ]?(?:时(?![速间代长效段尚])|点(?=[钟半整，。、左许多前后到至0-9零一二三四五]|$))")
_CLOCK_BEFORE = re.compile(
    r"(?:上午|下午|早上|早|晚上|晚|凌晨|中午|午后|傍晚|清晨|夜里|深夜|今晨|午|日|天|时|点)[ ]?\Z"
)
_POINTS_BEFORE = re.compile(
    r"(?:指数|大盘|沪指|深成指|涨|跌|报|收|点位|道指|恒指|综指|标普|关口|突破|超过|至)[^，。\n]{0,6}\Z"
)
_MONTH_BEFORE = re.compile(r"(?:月|初|腊|正月)\Z")
_DETERMINED = frozenset("这那某每哪任唯同另下上前后头首新整初逐统万十进专划归不随由惟")
_RESTRICTED = re.compile(
    "(?:仅|只|唯|共|共计|合计|仅有|只有|只剩|仅剩|唯有|仅为|只用|仅用|就有|还有|另有|各|不足|不到|不满|"
    "近|约|超过|逾|超|至少|最多|未满|又|减少|增加|新增|多出|少了|相差|差|用时|历时|耗时|为期|历经|长达|"
    r"达|每隔)了?[ ]?\Z"
)
_STRICTLY = re.compile(
    "(?:仅|只|唯|共|共计|合计|总共|一共|仅有|只有|只剩|仅剩|唯有|仅为|不足|不到|不满|超过|至少|最多|各|"
    r"各有|各设|各派|各配|只设|只派|相差)了?[ ]?\Z"
)
_EACH = re.compile(
    r"每[^，。；,;\n]{1,12}(?:有|配|设|派|配备|建|明确|安排|落实|选派|设置|建立|配有|设有|建有|奖|补贴|发|送|领|得)了?(?:至少)?\Z"
)
_OFTEN = re.compile(
    "每(?:隔)?(?:[天日周月年季晚]|季度|学期|半年|星期|个月|[一两三四五六七八九十0-9]{1,2}(?:[天周年]|个月|小时|分钟))"
    r"[^，。；,;一]{0,8}(?<![是像为作成])\Z"
)
_NOBODY = re.compile(r"(?:无|没有|未有|没)\Z")
_HARMED = re.compile(
    "(?:死亡|受伤|遇难|失踪|轻伤|重伤|被困|获救|身亡|受轻伤|受重伤|溺亡|中毒|丧生|伤亡|被捕|落网|感染|抢救无效|当场|不幸)"
)
_HARM_BEFORE = re.compile(r"(?:造成|致|致使|导致|救出|抓获|死亡|死|伤|失踪|送医|有)[^，。\n]{0,3}\Z")
_CONTRAST = re.compile("[0-9两二三四五六七八九十]{1,5}")
_SHORT_TIME = frozenset(["天", "年", "周", "个月", "分钟", "秒", "世纪", "夜", "昼夜"])
_TIME_AFTER = re.compile("(?:[多余半]?(?:以内|之内|内|以上|之久|左右|后|前|里|的时间|时间|不到|以来|来|间))")
_LIST = re.compile("[、．.)）](?![0-9一二三四五六七八九十两]{1,3}[个名位家件])")
_LIST_BEFORE = re.compile(r"(?:^|[\n。；;：:！？!?”] {0,4}|[\n。；;：:！？!?”])[(（]?\Z")
_MAGNITUDE_BEFORE = re.compile(
    r"(?:近|上|数|超|超过|逾|过|破|突破|几|约|达|达到|成|至少|将近|好几|不下|每亩产粮|产粮)[ ]?\Z"
)
_EACH_NEAR = re.compile(r"每[^，。；\n]{1,3}[^，。；\n]{0,6}\Z")
_HEDGING = frozenset(["近", "上", "约", "超", "数", "几", "逾", "过", "达", "共", "仅", "有", "成", "好几"])
_NAME_TAGS = frozenset(["ns", "nr", "nt", "nz", "nrt", "nrfg"])
_LOOSE = frozenset(["m", "mq", "q", "x", "eng", "t", ""])
_SIZES = frozenset(["length", "mass", "area", "volume", "money", "temperature"])
_CAPITAL = frozenset("壹贰叁肆伍陆柒捌玖拾")
VILLAGE = re.compile(r"(?:村|社区|屯|寨|委会)(?:[一二三四五六七八九十]{1,3}组[、和及与至])?\Z")
_SECOND_COUNTS = frozenset("人亩斤吨里尺丈元")


# Beside a number on neither of whose sides one of these stands, no rule of `by_context` has anything to look at.
_ASKED_BEFORE = frozenset("第 周期拜")
_ASKED_BEHIND = frozenset(["", *"岁月日周虚余多几来至到-—–~～ 后年世时点分秒季，。；、\n）)前晚夜的"])


def by_context(page: Page, run: NumeralRun, *, arabic: bool) -> Mention | Skip | None:
    """By what stands before the number, or by what it is: ordinal, too long, title, weekday, age."""
    text, start, end = page.text, run.start, run.end
    if run.form == "too_long":
        return nonfigure(start, end, "too_long")
    left = text[start - 1 : start]
    right = text[end : end + 1]
    if right not in _ASKED_BEHIND and left not in _ASKED_BEFORE:
        return None
    if left == "第" or (left == " " and _ORDINAL.search(text, max(0, start - 2), start)):
        begin = text.rindex("第", 0, start)
        more = _ORDINAL_MORE.match(text, end)
        return nonfigure(begin, more.end() if more is not None else end, "ordinal")
    if right in "岁月日周虚余多几来":
        age = _AGE.match(text, end)
        if age is not None:
            return nonfigure(start, age.end(), "age")
    if right in "至到-—–~～ " and right and (ages := _AGES.match(text, end)) is not None:
        return nonfigure(start, ages.end(), "age")
    if right == "后" and end - start == 2 and text[end - 1] in "05零五〇十" and _GENERATION.match(text, end):
        return nonfigure(start, end + 1, "age")
    if (
        left in ("周", "期", "拜")
        and end - start == 1
        and text[start] in "一二三四五六"
        and _WEEK.search(text, max(0, start - 2), start)
        and right not in ("次", "个", "天", "班", "顿", "节", "趟", "集", "堂")
    ):
        return Skip(end)
    return calendar(page, run, arabic=arabic, right=right)


def calendar(page: Page, run: NumeralRun, *, arabic: bool, right: str) -> Skip | None:
    """Numbers of dates and clock times, which another kind reads."""
    text, end = page.text, run.end
    if arabic and run.start and text[run.start - 1].isascii() and text[run.start - 1].isalpha():
        return None  # PM2.5日均浓度
    if right == " " and arabic:
        right = text[end + 1 : end + 2]
    if right == "月":
        return Skip(end + 1)
    if right == "日" and (text.startswith("日元旦", end) or text[end + 1 : end + 2] not in ("元", "圆", "币")):
        return None if lasts_days(text, run) else Skip(end + 1)
    if right == "年":
        return _year(page, run, arabic=arabic)
    if right == "世" and text.startswith("世纪", end):
        return Skip(end + 2)
    return _clock(page, run, arabic=arabic, right=right) or _season_or_day(page, run, arabic=arabic, right=right)


def _clock(page: Page, run: NumeralRun, *, arabic: bool, right: str) -> Skip | None:
    text, start, end = page.text, run.start, run.end
    value = run.value
    if right in "时点" and right and value is not None and value <= 24 and value == int(value):
        clock = _CLOCK_AFTER.match(text, end)
        if right == "时" and clock is not None:
            return Skip(end + 1)
        if right == "点":
            if ITEMS.match(text, end + 1):
                return None
            if _POINTS_BEFORE.search(text, max(0, start - 10), start) and not _CLOCK_BEFORE.search(
                text, max(0, start - 3), start
            ):
                return None
            if arabic or clock is not None or _CLOCK_BEFORE.search(text, max(0, start - 3), start):
                return Skip(end + 1)
    if right == "分" and start and text[start - 1] in "时点" and not text.startswith("分之", end):
        return Skip(end + 1)
    if right == "秒" and start and text[start - 1] == "分":
        return Skip(end + 1)
    return None


def _season_or_day(page: Page, run: NumeralRun, *, arabic: bool, right: str) -> Skip | None:
    text, start, end = page.text, run.start, run.end
    if right == "季" and _SEASON.match(text, end):
        return Skip(end + 2)
    if not arabic and right in "，。；、\n）) 前后晚夜的" and _MONTH_BEFORE.search(text, max(0, start - 2), start):
        return Skip(end)
    return None


_YEARS = re.compile("[ ]?年(?:来|后|内|间|以来|历史|时间|的|多|以上|左右|前|里|之久|期|半|规划|计划|行动)")
_YEARS_BEFORE = re.compile(
    r"(?:[党工教军驾]龄|建交|黄金|一个|生活|入党|入仕|从业|从教|育种|改革|发展|胜利|遭受|已|为|是|占|满|逾|近|约|了|超|超过|过|历时|长达|连续|未来|过去|建党|建国|建校|成立|不足|至少|最长|时隔|这|的|前|刑|徒刑|任期|学制|有)\Z"
)


def _year(page: Page, run: NumeralRun, *, arabic: bool) -> Skip | None:
    text, start, end = page.text, run.start, run.end
    printed = text[start:end]
    value = run.value
    after = _YEAR_AFTER.match(text, end)
    stop = after.end() if after is not None else end + 1
    if text.startswith(("年代", "年度", "年级"), end):
        return Skip(stop) if not text.startswith("年级", end) else None
    if run.form == "digits" or (arabic and end - start == 4 and value is not None and 1000 <= value <= 2199):
        return Skip(stop)
    if arabic and end - start == 2 and printed.isdigit():
        if printed[0] == "0":
            return Skip(stop)
        if re.compile("[0-9]{1,2}月").match(text, stop):
            return Skip(stop)
        if printed >= "50" and not (_YEARS.match(text, end) or _YEARS_BEFORE.search(text, max(0, start - 2), start)):
            return Skip(stop)
    if printed == "半" and text[start - 1 : start] in "上下" and start:
        return Skip(stop)
    return None


def in_marks(page: Page, run: NumeralRun, first: Measured) -> Mention | None:
    """Inside 《》, or the name that a pair of quotation marks gives: “114”工作法, “两个维护”."""
    text, start, end = page.text, run.start, run.end
    title = in_title(text, start, end)
    if title is not None:
        return nonfigure(start, end, "title")
    span = quoted(text, start, end)
    if span is None or span[1] - span[0] > 14:
        return None
    inside = text[span[0] : span[1]]
    if any(mark in inside for mark in "，。；！？,"):
        return None
    measures = first.hit is not None and first.hit.entry.measure
    if measures and not (
        end - start == 1 and first.hit is not None and first.hit.entry.dimension in ("time", "length", "person")
    ):
        return None
    if first.more is not None or (first.name is not None and (end - start >= 3 or run.form in ("few", "pair", "more"))):
        return None
    return nonfigure(start, end, "quoted_name")


def listed(page: Page, run: NumeralRun) -> Mention | None:
    """一、 and （二） at the head of a heading."""
    text, start, end = page.text, run.start, run.end
    if end - start > 3 or _LIST.match(text, end) is None:
        return None
    if _LIST_BEFORE.search(text, max(0, start - 6), start) is None:
        return None
    return nonfigure(start, end, "list_number")


def in_word(page: Page, run: NumeralRun, first: Measured) -> Mention | None:
    """A Chinese numeral inside an idiom, a name or another word of the dictionary."""
    text, start, end = page.text, run.start, run.end
    if text[start] in _CAPITAL and end - start > 1 and first.hit is not None and first.hit.entry.dimension == "money":
        return None
    idiom = page.idiom(start)
    if first.name == "番" and text.endswith("翻", max(0, start - 2), start - (text[start - 1 : start] == "了")):
        return None
    if idiom is not None and not (first.name is not None and first.end > idiom[1]):
        category = idiom[2]
        return nonfigure(min(idiom[0], start), max(idiom[1], end if end - start == 1 else idiom[1]), category)
    left, right, tag = page.word(start)
    if left == start and first.name is not None and right == first.end + 1 and _summed_up(text, start, end):
        return None  # 共|一辆车
    if tag and tag not in _LOOSE:
        begins = left == start or (first.name is not None and text[left:start] in _HEDGING)
        fits = begins and (right <= end or right == first.end or (left < start and right <= first.end))
        fits = fits or (first.name in ("倍", "番") and right == first.end)
        if not fits and (left < start or right > end):
            category = "name" if tag in _NAME_TAGS else "idiom" if tag in ("i", "l") else "word"
            return nonfigure(min(left, start), max(right, end), category)
    if first.name is None or (end - start == 1 and first.hit is not None and not first.hit.entry.measure):
        over = page.name_over(start, max(end, first.end))
        if over is not None and over[0] <= start:
            return nonfigure(start, end, "name")
    return None


def _summed_up(text: str, start: int, end: int) -> bool:
    """True for 一 behind 共, 仅, 只有: one thing counted, though the dictionary holds it with its noun as a word."""
    return text[start:end] == "一" and _STRICTLY.search(text, max(0, start - 3), start) is not None


def chinese(page: Page, run: NumeralRun, first: Measured) -> Mention | None:
    """A Chinese numeral with its unit that is still no quantity: 一份, 二次, 百家, 半个."""
    text, start, end = page.text, run.start, run.end
    printed = text[start:end]
    if first.name is None:
        return _unitless(page, run, first)
    if run.form == "bare" and not _magnitude_counts(page, run, first):
        return nonfigure(start, first.end if text[end] in "千百" else end, "word")
    if first.name == "双" and _DOUBLE.match(text, first.end) and _ON_COURT.search(text, max(0, start - 30), start):
        return nonfigure(start, first.end, "idiom")
    if first.name == "组" and VILLAGE.search(text, max(0, start - 7), start):
        return nonfigure(start, first.end, "ordinal")
    if printed in ("一", "〇", "零"):
        if printed != "一":
            return nonfigure(start, end, "word")
        return None if _one_counts(page, run, first) else nonfigure(start, first.end, "classifier")
    if printed == "二" and not (
        first.hit is not None
        and (
            text[first.hit.start] in _SECOND_COUNTS or (first.hit.entry.measure and first.hit.entry.dimension in _SIZES)
        )
    ):
        return nonfigure(start, first.end, "ordinal")
    if printed == "半":
        measures = first.hit is not None and first.hit.entry.measure
        measures = measures or (first.mark == "more" and first.name == "小时")  # 半个多小时
        vague = first.name in _SHORT_TIME and not (
            _RESTRICTED.search(text, max(0, start - 4), start)
            or hedge_after(text, first.end, page.words)
            or _TIME_AFTER.match(text, first.end)
        )
        if not measures or vague or (text[start - 1 : start] in "一上下前后大小多过近对各" and start):
            return nonfigure(start, end, "part")
    if run.form == "pair" and printed in ("一二", "三五"):
        return nonfigure(start, end, "approximate_word")
    if run.form == "digits":
        return nonfigure(start, end, "code")
    return None


_DOUBLE = re.compile("[，。；、,;]|$|的?(?:数据|表现)")
_ON_COURT = re.compile("篮板|助攻|得分|[0-9]分|赛季")
"""本赛季第6场两双: ten and more in two columns of a match."""


def _unitless(page: Page, run: NumeralRun, first: Measured) -> Mention | None:
    """三百多, 两百以内, 十五万: a number without a unit counts where it is long and hedged, or has 万 behind it."""
    text, start, end = page.text, run.start, run.end
    if run.form in ("plain", "more") and end - start >= 2 and run.value is not None and run.value >= 10:
        hedge = hedge_before(text, start, 0, page.words)
        if (hedge is not None and text[hedge.start : hedge.end] not in ("只", "达到")) or first.more is not None:
            return None
        if hedge_after(text, end, page.words) is not None or (
            text[end - 1] in "万亿" and end - start >= 2 and text[start] not in "万千百亿"
        ):
            return None
    if text[end : end + 1] == "号" and run.form == "plain" and "0" not in text[start:end]:
        return nonfigure(start, end + 1, "number")  # 神舟十八号
    left, right, tag = page.word(start)
    if right > end and left <= start:
        return nonfigure(left if left < start and tag in ("m", "t") else start, right, "word")
    return nonfigure(start, end, "word")


def _magnitude_counts(page: Page, run: NumeralRun, first: Measured) -> bool:
    """近万名, 上百人, 千余亩, 百余; a magnitude alone (百家, 万元户) is only a word."""
    text, start = page.text, run.start
    if first.more is not None:
        return True
    if _MAGNITUDE_BEFORE.search(text, max(0, start - 4), start):
        return text[start - 1] not in "不通经" if start else False
    measures = first.hit is not None and first.hit.entry.measure
    return measures and _EACH_NEAR.search(text, max(0, start - 11), start) is not None


def _one_counts(page: Page, run: NumeralRun, first: Measured) -> bool:
    """ANNOTATION of 一: a measure noun, a restricting or summing word, or a contrasting number beside it."""
    text, start = page.text, run.start
    left = text[start - 1 : start]
    if left and left in _DETERMINED and not _RESTRICTED.search(text, max(0, start - 4), start):
        return False
    entry = first.hit.entry if first.hit is not None else None
    measure = entry.measure if entry is not None else first.mark == "half"
    if first.mark == "half":
        return True
    restricted = _RESTRICTED.search(text, max(0, start - 4), start) is not None
    hedged = hedge_after(text, first.end, page.words) is not None
    if measure:
        if first.name == "元" and text.startswith("块", start + 1) and not _PRICED.match(text, start + 2):
            return restricted and text[first.end : first.end + 1] in "，。；、"  # 一块屏幕
        if first.name in _SHORT_TIME:
            return (
                restricted
                or hedged
                or (_TIME_AFTER.match(text, first.end) is not None and first.name in ("分钟", "秒"))
            )
        return left != "有" or restricted or first.name not in ("成", "番", "倍")
    if _NOBODY.search(text, max(0, start - 2), start):
        return False
    if first.name == "人":
        harmed = _HARMED.match(text, first.end) or _HARM_BEFORE.search(text, max(0, start - 6), start)
        if harmed:
            return True
    if hedged or _STRICTLY.search(text, max(0, start - 3), start):
        return not _verbal(page, first)
    if "每" in text[max(0, start - 13) : start] and _OFTEN.search(text, max(0, start - 13), start) is not None:
        return True
    return _EACH.search(text, max(0, start - 18), start) is not None or _contrasted(page, run, first)


def _verbal(page: Page, first: Measured) -> bool:
    """各一次, 只一眼: a verb's measure is no count of things."""
    return (
        first.name in ("次", "趟", "遍", "道", "面", "把", "口", "步")
        and first.end < len(page.text)
        and page.text[first.end] >= "一"
    )


_LAST_OF_THEM = re.compile("(?<![是为])其中[^，。；、,;的一最]{2,12}(?<![有是为出了要键心型大])$")
"""其中涉嫌走私船舶|一艘: the noun stands before its number, as in lists."""
_THINGS = frozenset(["艘", "辆", "架", "台", "名", "人", "例", "起", "户", "家", "座", "所", "支", "宗", "枚", "部"])
_PRICED = re.compile("钱|[多五]|左右|以[上下]|[一每]?[斤个张瓶份碗杯只条根枚公]")
_OF_THEM, _THEM_REACH = ("其中", "其中有"), 120
_LINKED = re.compile("[、和及与以，换]")


def _contrasted(page: Page, run: NumeralRun, first: Measured) -> bool:
    """两名教师和一名学生, 5个一等奖、一个二等奖, 两名…其中一名: the same unit with another number close by."""
    if first.unit is None or first.name in ("个", "种", "次", "场", "样"):
        return False
    text, start = page.text, run.start
    unit = text[first.unit[0] : first.unit[1]]
    closed = first.name in _THINGS and text[first.end : first.end + 1] in "，。；、,;)）"
    if closed and _LAST_OF_THEM.search(text, max(0, start - 16), start):
        return True
    if text.endswith(_OF_THEM, 0, start):
        counted = re.compile(f"(?:[2-9]|[1-9][0-9]|[两二三四五六七八九十]){unit}")
        return counted.search(text, max(0, start - _THEM_REACH), start) is not None
    for low, high in ((max(0, start - 14), start), (first.end, min(len(text), first.end + 14))):
        if _LINKED.search(text, low, high) is not None:
            for number in _CONTRAST.finditer(text, low, high):
                if text.startswith(unit, number.end()) and text[number.start() - 1 : number.start()] not in (
                    "第",
                    "一",
                ):
                    between = text[number.end() : start] if number.end() <= start else text[first.end : number.start()]
                    return not any(mark in between for mark in "。；！？\n")
    return False
