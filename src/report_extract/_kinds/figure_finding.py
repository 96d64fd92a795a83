"""Which numerals of a document are figures, and which are not and why.

In: a document, a lexicon, a tagger's evidence. Out: mentions of kind `figure` and `nonfigure` in text order, not
overlapping. Numeral runs are found first and the unit is looked up after; a run that belongs to a date or clock time is
left to the kind of times. Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from report_extract._facts import Mention
from report_extract._kinds import nonfigure, nonfigure_codes
from report_extract._kinds.figure_headed import headed, heads_of
from report_extract._kinds.figure_page import Page, Skip, page_of
from report_extract._kinds.figure_page import nonfigure as named
from report_extract._kinds.figure_scores import dashed_score, raced, ratio
from report_extract._kinds.figure_shapes import Measured, bare, bare_range, measured, priced, quantity, share
from report_extract._kinds.figure_words import hedge_after, hedge_before
from report_extract._kinds.kind import Evidence
from report_extract._kinds.numeral import NumeralRun, run_at, runs
from report_extract._lexicon import Lexicon
from report_extract._text import Document

_GRADE_BEFORE = re.compile(r"(?:风|阵风|风力|震级|地震|里氏|大风|可达|局地|烈度|海浪|浪)[^，。；\n]{0,10}\Z")
_GRADE_AFTER = re.compile(
    "(?:以上|左右|以下)?(?:的)?(?:地震|大风|阵风|偏|东|南|西|北|风|余震|海风|旋转风|台风|强震|飓风|狂风)"
)
_GRADE = re.compile(
    "[ ]?(?:吨|千瓦|兆瓦|吉瓦|元|亩|人|公里|公斤|千伏|伏|平方米|米|纳米|标箱|箱|帧)级|"
    "级(?=[^，。]{0,2}(?:景区|医院|伤残|响应|工|市场))|星级"
)
_GRADE_TO = re.compile("(?:至|到|-{1,2}|—{1,2}|~|～)[0-9]{1,2}级")
_FROM_YEAR = re.compile("[从自由](?:19[5-9]|20[0-4])[0-9]$")
_AGED = re.compile(r"(?:年龄最?[大小]?|最小|最大|年仅)(?:的|仅|为|者|只有|才){0,2}\Z")
_COORDINATE = re.compile(r"(?:北纬|南纬|东经|西经)[ ]?(?:约)?\Z")
_RANKED = re.compile(r"(?:(?<![以目之提])前|排名|(?<!安)排|位列|位居|名列)\Z")
_EDITION = frozenset(["届", "期"])
_WORLD = re.compile("强(?![一-龥]?[烈度化调劲])")
_MODEL = re.compile(
    "(?:版|型|系列|代机|号线|年款|款(?=车)|式(?!样)|路(?!公共信号|高清|视频|监控|信号|人马|大军|诸侯)|线(?=[城高])|中(?=[、，。])|厂(?=[、，。])|连(?=[、，。])|师(?=[、，。])|旅(?=[、，。])|年级|环路|环以|维|速(?=[A-Z自手变])|元化|进制|孩|胎|舰|调查|表格|号段|进[0-9]{1,3}(?![0-9.]))"
)
_ANNIVERSARY = re.compile("[ ]?(?:多)?周年")
_SESSION = re.compile("次(?:全体)?(?:会议|全会)")
_SESSION_BEFORE = re.compile(r"(?:届|人大|政协|常委会|大会|理事会|全会|代表会)[^，。；\n]{0,12}\Z")
_PARTY = re.compile("人(?:论坛|制|篮球|足球|小组赛|标准间|间(?![接隔谍]))|中全会")
_EACH = re.compile(r"每[ ]?\Z")
_GROUPED = re.compile("[ ]?(?:为)?(?:一|1)[组班队岗桌间]")
_RATE_ONE = re.compile(r"(?:[0-9一二两三四五六七八九十]{1,4}[人名位户家辆台个])(?:为)?\Z")
_NAMED = re.compile(
    "(?:率|比|比值|指数|值|系数|得分|评分|均分|倍数|密度|强度|水平|分|额|量|速|价|净值|积分|胜率|赔率|"
    r"记录|记录为|浓度|市盈率|数)(?:仅|均|约|又|已|高)?(?:为|达|达到|是|至|到|：|:)?[ ]?\Z"
)
_VERBED = re.compile(r"(?:为|达|达到|是|至|到|于|增|涨|跌|降|升|报)[ ]?\Z")
_REACHED = ("达到", "达", "升至", "降至", "升到", "降到", "超过", "回落至", "跌至", "涨至", "跌破", "突破")
_INDEXED = re.compile(r"(?:指数|浓度|分值|得分|积分|血糖|血压|心率|体重)[^。；\n]{0,50}\Z")
_ENDS = re.compile("[ ]?(?:[，。；、）)！？!?\n：:,;]|$|的|和|与|及)")
_ROUND_THE_CLOCK = re.compile(
    "(?:的)?(?:不|有人|在岗|在线|全|值班|值守|营业|在线|服务|热线|便利|开放|监测|轮|无人|自助|书店|滚动|守|待命|保障|个性)"
)
_OPENED = re.compile('[“《「『‘"]')
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_NEXT_IN_LIST = re.compile("[ ]?(?:、|和|及|与|,)[ ]?")


def find(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Iterator[Mention]:
    """Figures and named non-figures, in text order."""
    page = page_of(document, lexicon, evidence)
    if heads := heads_of(page.text, page.units):
        page = replace(page, heads=heads)
    position = floor = 0
    for run in runs(document.text):
        if run.start < position:
            continue
        found = _found(page, run)
        if found is None:
            continue
        position = found.end
        if isinstance(found, Mention) and found.start >= floor:
            yield found
        floor = found.end


def _found(page: Page, run: NumeralRun) -> Mention | Skip | None:
    """What one numeral run is."""
    first = page.text[run.start]
    if "0" <= first <= "9" or first == ".":
        return _arabic(page, run)
    if run.form == "capital":
        return None
    return _chinese(page, run)


def _arabic(page: Page, run: NumeralRun) -> Mention | Skip | None:
    found = (
        _named_number(page, run)
        or nonfigure.by_context(page, run, arabic=True)
        or priced(page, run)
        or nonfigure_codes.code(page, run)
    )
    if found is not None:
        return found
    text, start, end = page.text, run.start, run.end
    if run.form in ("fraction", "share"):
        return _fraction(page, run)
    if text[end : end + 1] in ":：∶比" and end < len(text):
        scored = raced(page, run) or ratio(page, run)
        if scored is not None:
            return scored
    if (addressed := nonfigure_codes.address(page, run)) is not None:
        return addressed
    graded = _GRADE.match(text, end)
    if graded is not None:
        return named(start, graded.end(), "grade")
    model = _MODEL.match(text, end)
    if model is not None or (_WORLD.match(text, end) and end - start <= 4):
        return named(start, end + 1, "rank" if model is None else "name")
    first = measured(page, run)
    marked = nonfigure.in_marks(page, run, first) if _near_mark(text, start) else None
    if marked is not None:
        return marked
    if first.name is not None:
        other = _not_this_unit(page, run, first)
        if other is not None:
            return other
    figure = quantity(page, run, first)
    if figure is not None:
        return _per_unit(page, figure) or figure
    return _bare(page, run, first)


def _named_number(page: Page, run: NumeralRun) -> Mention | None:
    """30周年, 十四届人大三次会议, 三中全会, 50人论坛: numbers that name an occasion."""
    text, start, end = page.text, run.start, run.end
    right = text[end : end + 1]
    if right in "周多" and right and (found := _ANNIVERSARY.match(text, end)) is not None:
        return named(start, found.end(), "anniversary")
    if right == "元" and text.startswith(("元购", "元租"), end) and run.value is not None and run.value <= 1:
        return named(start, end + 2, "name")
    if right == "次" and _SESSION.match(text, end) and _SESSION_BEFORE.search(text, max(0, start - 16), start):
        return named(start, end + 1, "ordinal")
    if text.startswith("次全会", end) and run.form == "plain" and text[start - 1 : start] not in "开行了过共":
        return named(start, end + 1, "ordinal")  # 六次全会提出
    if right in "人中" and right and (found := _PARTY.match(text, end)) is not None and text[start - 1 : start] != "共":
        return named(start, found.end(), "name" if right == "人" else "ordinal")
    return None


def _near_mark(text: str, start: int) -> bool:
    """True where quotation or title marks may be open; cheap."""
    return _OPENED.search(text, max(0, start - 40), start) is not None


def _bare(page: Page, run: NumeralRun, first: Measured) -> Mention | Skip | None:
    """An Arabic number without a unit."""
    text, start, end = page.text, run.start, run.end
    if text[end : end + 1] in "-－– " and end < len(text) and (scored := dashed_score(page, run)) is not None:
        return scored
    if page.heads and not _YEAR.fullmatch(text, start, end) and (tabled := headed(page, run)) is not None:
        return tabled
    other = nonfigure_codes.unitless(page, run)
    if other is not None:
        return other
    if (tabled := headed(page, run)) is not None:
        return tabled
    if run.value is None:
        return bare(page, run, first) if run.form in ("few", "pair") else named(start, end, "bare_number")
    if first.more is not None or text[end - 1] in "万亿":
        return bare(page, run, first)
    if text[end : end + 1] in "、和及与, " and (unit := _shared_unit(page, run)) is not None:
        data = {**bare(page, run, first).data, "unit": unit[0], "shared": "1"}
        return Mention(
            "figure", start, end, "figure.shared", parts={"number": (start, end), "unit": unit[1]}, data=data
        )
    ends = _ENDS.match(text, end) is not None
    if ends and "." in text[start:end]:
        return bare(page, run, first)
    hedged = hedge_before(text, start, 0, page.words)
    if (ends and hedged is not None and text[hedged.start : hedged.end] not in ("只", "到", "达到")) or hedge_after(
        text, end, page.words
    ):
        return bare(page, run, first)
    return _told(page, run, first, ends=ends) or named(start, end, "bare_number")


def _told(page: Page, run: NumeralRun, first: Measured, *, ends: bool) -> Mention | None:
    """A number without a unit, or two, of which the words before say what it is: 指数为85, 均分达到90至95."""
    text, start = page.text, run.start
    if ends and text.endswith(_REACHED, 0, start) and _INDEXED.search(text, max(0, start - 60), start):
        return bare(page, run, first)  # 指数不低于220，最高可能达到310
    ranged = run.end < len(text) and text[run.end] in "至到-—–~～"
    if not (ends or ranged) or _NAMED.search(text, max(0, start - 8), start) is None:
        return None
    if _VERBED.search(text, max(0, start - 3), start) is None:
        return None
    return bare(page, run, first) if ends else bare_range(page, run)


def _shared_unit(page: Page, run: NumeralRun) -> tuple[str, tuple[int, int]] | None:
    """The unit that the last number of a list prints: 分别为12、8和5人."""
    at = run.end
    first: Decimal | None = None
    for _ in range(8):
        link = _NEXT_IN_LIST.match(page.text, at)
        if link is None:
            return None
        other = run_at(page.text, link.end())
        if other is None or (link.group() == "," and page.text[other.end - 1] in "万亿"):
            return None  # 4,19万: a slip of the pen, and no list
        first = other.value if first is None else first
        hit = page.unit(other.end, digits=True)
        if hit is not None:
            if run.value is not None and first == run.value + 1 and hit.entry.name != "级" and not _each(page, run):
                return None
            return None if _GRADE.match(page.text, other.end) else (hit.entry.name, (hit.start, hit.slash))
        at = other.end
    return None


def _each(page: Page, run: NumeralRun) -> bool:
    """True behind 分别: 分别为1、2人 are two counts, 1、2班 are two names."""
    return page.text.rfind("分别", max(0, run.start - 70), run.start) >= 0


def _fraction(page: Page, run: NumeralRun) -> Mention | None:
    text, start, end = page.text, run.start, run.end
    if text.startswith("决赛", end):
        return named(start, end + 2, "name")
    if run.form == "fraction" and "/" in text[start:end]:
        over, _, under = text[start:end].rpartition("/")
        small = (
            under.isdigit()
            and 2 <= int(under) <= 1000
            and over.isdigit()
            and int(over) < int(under)
            and int(under) <= 12
        )
        if not small or (text[end : end + 1] in "号月-" and end < len(text)):
            return named(start, end, "code")
    return share(page, run)


def _not_this_unit(page: Page, run: NumeralRun, first: Measured) -> Mention | None:
    """Numbers with a unit that name rather than count: 5级响应, 北纬30度, 前3名, 14届."""
    text, start = page.text, run.start
    name = first.name
    if name == "级" and "." not in text[start : run.end] and "点" not in text[start : run.end]:
        window, ranged = text[max(0, start - 16) : start], _GRADE_TO.match(text, first.end)
        end = first.end if ranged is None else ranged.end()
        if not (_GRADE_BEFORE.search(window) or _GRADE_AFTER.match(text, end)):
            return named(start, first.end, "grade")
    elif name == "个月":
        if _AGED.search(text, max(0, start - 7), start):
            return named(start, first.end, "age")
    elif name == "度" or name == "℃":
        if _COORDINATE.search(text, max(0, start - 4), start):
            return named(start, first.end, "coordinate")
    elif name in ("名", "位", "家", "强"):
        if name != "家" and _RANKED.search(text, max(0, start - 3), start):
            return named(start, first.end, "rank")
    elif (
        name == "小时"
        and text[start : run.end] == "24"
        and (text[start - 1 : start] in ("×", "x", "X", "*") or _ROUND_THE_CLOCK.match(text, first.end))
    ):
        return named(start, first.end, "idiom")
    elif name == "起" and _FROM_YEAR.search(text, max(0, start - 1), run.end) is not None:
        return named(start, run.end, "calendar")  # 从2011|起
    elif _names_one(text, start, first):
        return named(start, first.end, "ordinal")
    return None


def _names_one(text: str, start: int, first: Measured) -> bool:
    """14届, 3期, 高二3班, 赵岭村6组: which one it is, not how many there are."""
    if first.name == "组":
        return nonfigure.VILLAGE.search(text, max(0, start - 7), start) is not None
    if first.name == "班":
        return text[start - 1 : start] in "级)）高初一二三"
    return first.name in _EDITION and first.more is None and not nonfigure_codes.edition(text, start)


def _per_unit(page: Page, figure: Mention) -> Mention | None:
    """每10万人, 每3天: what a rate is per; but 每4人一组 counts people, and 每10股派3元 shares."""
    text, start = page.text, figure.start
    if not _EACH.search(text, max(0, start - 2), start):
        return None
    if _GROUPED.match(text, figure.end) or text[figure.end - 1] == "股":
        return None
    return named(figure.start, figure.end, "rate_unit")


_PLACES = re.compile("[\u3400-\u9fff]{2,9}(?:[、和][\u3400-\u9fff]{2,9}){1,9}")
_NOT_PLACES = tuple("区市方点块级段铁道下上面")


def _of_places(page: Page, run: NumeralRun) -> Mention | None:
    """甲市、乙市、丙市|三地: places that the number behind their list counts."""
    text, start, end = page.text, run.start, run.end
    if text[end : end + 1] != "地" or text.startswith(_NOT_PLACES, end + 1) or run.value is None:
        return None
    begin = max(0, start - 60)
    opened = max(text.rfind(mark, begin, start) for mark in "，。；：,（(在从往\n")
    names = _PLACES.fullmatch(text, max(begin, opened + 1), start)
    if names is None or len(re.split("[、和]", names.group())) != run.value:
        return None
    return _counted(start, end, "地")


_SEXES = re.compile("(?:[一两二三四五六七八九十]{1,3}[男女]){2}(?![子性人孩生童装团士友科主])")


def _of_sexes(page: Page, run: NumeralRun) -> Mention | None:
    """三女一男: persons by sex, two counts side by side; 一男一女 is an idiom of the street as well."""
    text, start = page.text, run.start
    if text[run.end : run.end + 1] not in ("男", "女"):
        return None
    for begin in (start, start - 2, start - 3, start - 4):
        found = _SEXES.match(text, begin) if begin >= 0 else None
        if found is not None and found.start() <= start < found.end():
            if found.group().count("一") == 2:
                return None
            return _counted(start, run.end, text[run.end])
    return None


def _counts_names(page: Page, run: NumeralRun) -> Mention | None:
    """Counts without a measure word: of persons by sex, of the places of a list, 唯一|一例; and grades of a wind."""
    return _of_sexes(page, run) or _of_places(page, run) or _only_one(page, run) or _of_wind(page, run)


_WIND = re.compile("[东西南北偏阵大]风(?:力)?(?:约|可?达|为)?$")


def _of_wind(page: Page, run: NumeralRun) -> Mention | None:
    """北风|二三级, 偏南风|四级."""
    start, end = run.start, run.end
    if page.text[end : end + 1] != "级" or not _WIND.search(page.text, max(0, start - 6), start):
        return None
    return _counted(start, end, "级")


def _only_one(page: Page, run: NumeralRun) -> Mention | None:
    """唯一|一例."""
    text, start = page.text, run.start
    if not text.startswith("一一", start) or text[start - 1 : start] != "唯":
        return None
    hit = page.unit(start + 2, digits=False)
    return None if hit is None else _counted(start + 1, start + 2, hit.entry.name, hit.end)


def _counted(start: int, end: int, unit: str, stop: int | None = None) -> Mention:
    """The figure text[start:end] with its unit behind it."""
    stop = end + 1 if stop is None else stop
    parts = {"number": (start, end), "unit": (end, stop)}
    return Mention("figure", start, stop, "figure.count", parts=parts, data={"unit": unit})


def _chinese(page: Page, run: NumeralRun) -> Mention | Skip | None:
    found = _named_number(page, run) or nonfigure.by_context(page, run, arabic=False) or _counts_names(page, run)
    if found is not None:
        return found
    text, start = page.text, run.start
    if run.form in ("fraction", "share"):
        return share(page, run)
    if text[start] == "零" and text.startswith("下", run.end):
        return None
    if run.form == "none":
        idiom = page.idiom(start)
        return named(idiom[0], max(idiom[1], run.end), idiom[2]) if idiom else named(start, run.end, "word")
    if run.form == "half" and text[start - 1 : start] == "一" and start:
        return named(start, run.end, "part")
    return _chinese_number(page, run, measured(page, run))


def _chinese_number(page: Page, run: NumeralRun, first: Measured) -> Mention | None:
    """A Chinese numeral that may count: the words around it decide."""
    text, start = page.text, run.start
    if text.startswith(("公里处", "千米处"), run.end) and run.form in ("plain", "more", "few"):
        return nonfigure_codes.away(start, run.end)
    if run.form == "bare" and first.name is not None and text[start - 1 : start] == "每":
        return named(start, first.end, "rate_unit")  # 每百毫升
    other = nonfigure.listed(page, run) or nonfigure.in_word(page, run, first)
    if other is not None:
        return other
    if _near_mark(text, start):
        other = nonfigure.in_marks(page, run, first)
        if other is not None:
            return other
    if text[run.end : run.end + 1] == "比" and (scored := ratio(page, run)) is not None:
        return scored
    figure = quantity(page, run, first) if first.name is not None or run.end < len(text) else None
    if figure is not None and figure.rule == "figure.range":
        return _per_unit(page, figure) or figure
    if text[start] in "一1" and _RATE_ONE.search(text, max(0, start - 6), start) and _GROUPED.match(text, start):
        return named(start, first.end if first.name is not None else run.end + 1, "rate_unit")
    other = nonfigure.chinese(page, run, first)
    if other is not None:
        return other
    if first.name is None:
        return bare(page, run, first)
    other = _not_this_unit(page, run, first)
    if other is not None or figure is None:
        return other or named(start, run.end, "word")
    return _per_unit(page, figure) or figure
