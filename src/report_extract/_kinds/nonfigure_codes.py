"""Arabic numerals that are parts of codes: plates, flights, trains, roads, phones, versions, addresses, links.

In: a page and an Arabic run. Out: a non-figure with its class, `Skip` where the numeral belongs to a time, or None.
"""

from __future__ import annotations

import re

from report_extract._facts import Mention
from report_extract._kinds.figure_page import Page, Skip, nonfigure
from report_extract._kinds.figure_scores import RACE
from report_extract._kinds.numeral import NumeralRun

_ALNUM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_@#")
_GLUE = frozenset("-./:&=?%+~·－")
_TOKEN = re.compile(r"[A-Za-z0-9_@#&=?+~%./:·\-]{1,200}+")
_PROVINCE = frozenset("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领")
_PLATE = re.compile("[A-Z][·• ]?[A-Z0-9]{4,6}[A-Z0-9警学挂港澳]?")
_TRAIN = re.compile("[ ]?(?:次(?!数)|航班|号列车|车次|动车|高铁|列车)")
_ROAD_AFTER = re.compile("(?:国道|省道|县道|乡道|高速|线(?![上下索]))")
_ROAD = re.compile("[GSXYCD][0-9]{1,5}")
_VERSION = re.compile("[Vv]?[0-9]{1,3}(?:[.][0-9]{1,4}){1,3}")
_LINK = re.compile(r"://|www\.|\.(?:com|cn|net|org|gov|html?|shtml)|@", re.IGNORECASE)
_PHONE = re.compile(
    r"""(?: 0[0-9]{2,3}[-－—)）][ ]?[0-9]{7,8} (?:[-－转][0-9]{1,6})?   # 0571-86320099
          | [48]00[-－]?[0-9]{3,4}[-－]?[0-9]{3,4}
          | 1[3-9][0-9]{9}
          | 1[3-9][0-9][-－ ][0-9]{4}[-－ ][0-9]{4}
        ) (?![0-9])""",
    re.VERBOSE,
)
_CALL = re.compile(
    r"(?:拨打|热线|电话|致电|短信|客服|手机|联系方式|报警|传真|微信|QQ|专线|平台|号码)[^，。；\n]{0,6}\Z"
)
_LINE = re.compile(
    '[”"』」]?(?:热线|接警|指挥中心|平台|服务|客服|电话|投诉|专线|网站|APP|报警|急救|便民|政务|反映|咨询|举报|、[0-9]{3,6}热线)'
)
_HOTLINES = re.compile("(?:110|114|119|120|122|12[0-9]{3}|96[0-9]{3,4}|95[0-9]{3,4}|100(?:00|10|86))")
_YEAR_DATE = re.compile(r"(?:19|20)[0-9]{2}([-./])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])")
_STOCK = re.compile(r"[0-9]{4,6}\.(?:HK|SH|SZ|BJ|US|TW|hk|sh|sz)")
_ABROAD = re.compile("[0-9]{1,3}[-－][0-9]{1,4}[-－](?:[0-9]{3,4}[-－][0-9]{4}|[0-9]{6,8})(?![0-9])")
_CLOCK = re.compile("(?:[01]?[0-9]|2[0-4])[:：∶][0-5][0-9](?:[:：∶][0-5][0-9])?(?![0-9:：∶])")
_SPORT = re.compile(
    "胜|负于|[击惜落大完]败|败[给于北]|[战打踢]平|比分|领先|落后|不敌|拿下|[首次一二三四五末]局|局点|局分|击退|逆转|"
    "客场|主场|赢|输给|比例|战成|女双|男双|混双|女单|男单|首盘|抢七"
)
_LABEL = re.compile(
    "(?:病例|案例|图|表|附件|图表|专栏|附表|附图|注|附录|公式|样本|方案|视频|照片|编号|代码|证号|学号|尾号|"
    r"排名|排在|位列|位居|QQ|号码|序号|股票代码|密码|邮编|ISBN|批准文号|账号)[ ]?(?:为|是|：|:|第)?[ ]?\Z"
)
_ADDRESS_BEFORE = re.compile(r"[0-9一二三四五六七八九十](?:号院?|弄|幢|栋|单元|座|区)[ ]?[-－]?\Z")
_ADDRESS = re.compile("[ ]?(?:弄|幢|栋|单元|室|楼(?![宇盘市道梯层栋房])|号楼|座(?=[0-9])|号)")
_LIST_BEFORE = re.compile(r"(?:^|[\n。；;：:！？!?”】\]])[ \u3000]{0,8}[(（\[【]?\Z")
_COUNTS_BEFORE = re.compile(
    r"(?:了|共|办|参赛|参加|开展|举行|举办|连续|累计|分|已|过|满|推出|出版|制作|达|约|近|超|逾|连任|任|第)\Z"
)
_ROAD_BEHIND = re.compile("国道|省道|县道|乡道")
_ROADS = ("国道", "省道", "县道", "乡道")
_MORE_AFTER = frozenset("余多几来")
_LOCATED = re.compile("(?:公里|千米|米)(?:处|桩)")
_PRODUCT = re.compile(
    "[A-Za-z] $|(?<![A-Za-z0-9])[A-Za-z]{2,3}[-－]$|[一-龥][-－]$|"
    r"(?:沪深|标普|富时|中证|上证|科创|国证|罗素|日经|恒生|道琼斯)\Z"
)
_SHOTS = re.compile("[投罚][ ]?[0-9]{1,3}中")
_MODEL_AFTER = re.compile(" [A-Z]{1,3}[A-Za-z]{0,5}(?![A-Za-z])")
_COURT = re.compile("(?:民|刑|行|执|商|知民|知刑|破)(?:初|终|再|申|监|特|字|保|辖)")
_COURTS = frozenset("初终再申监")
_LONGEST_CODE = 48
_RANKING = frozenset(["TOP", "VOL", "LEVEL", "PART", "ISO", "IEC"])


_BODIES = frozenset("所厂")
NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十][院部]|电科|航天|航发|船舶|兵器|中核|中船|中航|(?:集团|科技|工业|电子|重工)(?:公司)?)"
    r"(?:第)?[0-9]{2,4}[所厂](?!学校|小学|中学|幼儿园|医院|高校|院校|大学|房)"
)
"""Institutes and works that are called by a number: 五院|502所, 中电科|38所."""
_MARKS_BEFORE = frozenset([*_ALNUM, *_GLUE])
_MARKS_BEHIND = frozenset([*_ALNUM, *"-－—./:：∶)）·"])


def code(page: Page, run: NumeralRun) -> Mention | Skip | None:
    """A code by the characters that touch the number."""
    text, start, end = page.text, run.start, run.end
    left, right = text[start - 1 : start], text[end : end + 1]
    bare = end - start < 5 and right not in _MARKS_BEHIND and left not in _MARKS_BEFORE
    if bare and right in _BODIES and NUMBERED.search(text, max(start - 12, 0), end + 1) is not None:
        return nonfigure(start, end, "name")
    return None if bare else _marked(page, run, left, right)


def _marked(page: Page, run: NumeralRun, left: str, right: str) -> Mention | Skip | None:
    """A number that is long, or that a letter or a mark touches."""
    text, start, end = page.text, run.start, run.end
    if ((right in "-./" and right and end - start == 4) or "." in text[start + 4 : end]) and (
        left not in _ALNUM and not (left == "/" and _glued(text, start))
    ):
        dated = _YEAR_DATE.match(text, start)
        if dated is not None:
            return Skip(dated.end())
    if right in ".-－" and right and (named := _listed_code(text, start, left)) is not None:
        return named
    if left and (left in _ALNUM or (left in _GLUE and _glued(text, start))):
        return _left_glued(page, run)
    if right in _ALNUM and right and page.unit(end, digits=True) is None:
        return _token(page, start, end)
    if (right in "-－—)）" and right) or end - start >= 7:
        phone = _PHONE.match(text, start)
        if phone is not None:
            return nonfigure(start, phone.end(), "phone")
        if right in "-－" and right and text[end + 1 : end + 2].isascii() and text[end + 1 : end + 2].isalpha():
            return _token(page, start, end)
    if right in ":：∶" and right:
        clock = _CLOCK.match(text, start)
        if clock is not None and not _scored(text, start, clock.end()):
            return Skip(clock.end())
    if right == "·" and text[end + 1 : end + 2].isdigit():
        return nonfigure(start, _digits_end(text, end + 1), "quoted_name")
    return None


def _listed_code(text: str, start: int, left: str) -> Mention | None:
    """0699.HK, +1-312-555-0100, 86-10-65550123: codes of exchanges and telephones."""
    found = _STOCK.match(text, start)
    if found is not None:
        return nonfigure(start, found.end(), "code")
    found = _ABROAD.match(text, start)
    if found is None:
        return None
    return nonfigure(start - 1 if left in ("+", "＋") else start, found.end(), "phone")


def _scored(text: str, start: int, end: int) -> bool:
    """True where 21:18 is a score or 2:28:05 a result, by the words around."""
    if end - start >= 7 and RACE.search(text, max(0, start - 24), min(len(text), end + 8)) is not None:
        return True
    return _SPORT.search(text, max(0, start - 30), min(len(text), end + 24)) is not None


def _digits_end(text: str, at: int) -> int:
    stop = at
    while stop < at + 8 and text[stop : stop + 1].isascii() and text[stop : stop + 1].isdigit():
        stop += 1
    return stop


def _glued(text: str, start: int) -> bool:
    """True where a letter stands before the mark that touches the number: COVID-19, a.3, but not 3-5 or 降至-10."""
    before = text[start - 2 : start - 1]
    if text[start - 1] == "%":
        return False
    return (before in _ALNUM and before != "") or (text[start - 1] in "./" and before.isdigit())


def _left_glued(page: Page, run: NumeralRun) -> Mention | Skip | None:
    """Letters before the number: a code, unless they are an acronym and a unit follows (GDP22968亿元)."""
    text, start = page.text, run.start
    at = start
    while (
        at > 0
        and start - at < _LONGEST_CODE
        and (text[at - 1] in _ALNUM or text[at - 1] in _GLUE or (text[at - 1].isascii() and text[at - 1].isdigit()))
    ):
        at -= 1
    letters = text[at:start]
    padded = text[start] == "0" and text[start + 1 : start + 2].isdigit()  # HJD04面市
    if not padded and len(letters) >= 3 and letters.isalpha() and letters.isupper() and letters not in _RANKING:
        hit = page.unit(run.end, digits=True)
        if (hit is not None and not text[hit.start].isalpha()) or (hit is not None and text[hit.start] >= "一"):
            return None
        if text[run.end - 1] in "万亿":
            return None
    return _token(page, at, run.end)


def _token(page: Page, start: int, end: int) -> Mention | Skip:
    """The whole code around text[start:end], with its class."""
    text = page.text
    found = _TOKEN.match(text, start)
    stop = max(end, found.end()) if found is not None else end
    printed = text[start:stop].rstrip(".:/?&-·~")
    stop = start + max(len(printed), end - start)
    printed = text[start:stop]
    if start and text[start - 1] in _PROVINCE and _PLATE.match(printed):
        plate = _PLATE.match(text, start)
        return nonfigure(start - 1, max(stop, plate.end() if plate else stop), "plate")
    if _LINK.search(printed):
        return nonfigure(start, stop, "link")
    train = _TRAIN.match(text, stop)
    if train is not None and len(printed) <= 8:
        return nonfigure(start, stop, "flight" if "航" in train.group() else "train")
    if _ROAD.fullmatch(printed) and (
        _ROAD_AFTER.match(text, stop) or text[max(0, start - 2) : start] in ("省道", "国道", "县道", "高速")
    ):
        return nonfigure(start, stop, "road")
    if _VERSION.fullmatch(printed):
        return nonfigure(start, stop, "version")
    return nonfigure(start, stop, "code")


def unitless(page: Page, run: NumeralRun) -> Mention | Skip | None:
    """An Arabic number behind which no unit stands: hotline, label, list number, road, year, address."""
    text, start, end = page.text, run.start, run.end
    printed = text[start:end]
    right = text[end : end + 1]
    plain = printed.isdigit()
    called = _called(text, start, end) if plain else None
    if called is not None:
        return called
    if (road := _ROAD_BEHIND.match(text, end)) is not None or text.endswith(_ROADS, 0, start):
        return nonfigure(start, road.end() if road is not None else end, "road")
    if plain and end - start == 4 and _is_year(text, start, end):
        return nonfigure(start, end, "year")
    if (other := _in_name(text, start, end)) is not None:
        return other
    if right in ".、．)）]】" and right and _LIST_BEFORE.search(text, max(0, start - 12), start):
        return nonfigure(start, end, "list_number")
    if text[start - 1 : start] in "(（" and right in ")）" and start and right:
        return nonfigure(start, end, "code" if end - start >= 4 else "list_number")
    if _LABEL.search(text, max(0, start - 8), start):
        return nonfigure(start, end, "label")
    if ".0" in printed and text[start - 1 : start] not in "为至到是达约":
        return nonfigure(start, end, "version")
    if plain and end - start <= 2 and (not start or text[start - 1] == "\n"):
        return nonfigure(start, end, "list_number")
    return None


def _in_name(text: str, start: int, end: int) -> Mention | None:
    """沪深300, Mate 70, 737 MAX, 歼-15, 1+1, 5大板块, 2×100万千瓦: numbers that belong to a name or a formula."""
    left, right = text[start - 1 : start] if start else "", text[end : end + 1]
    if right in "公千米" and right and (located := _LOCATED.match(text, end)) is not None:
        return _distance(text, start, end) or nonfigure(start, located.end(), "position")
    if right in "×xX*＊" and right and text[end + 1 : end + 2].isdigit():
        return nonfigure(start, end, "factor")
    if (left in "+＋" and left) or (right in "+＋" and right and text[end + 1 : end + 2].isdigit()):
        return nonfigure(start, end, "name")
    if right in "投罚" and right and (shots := _SHOTS.match(text, end)) is not None:
        return nonfigure(start, shots.end(), "score")
    if right == "大" and end - start <= 2 and text[end + 1 : end + 2] >= "一":
        return nonfigure(start, end + 1, "word")
    if _PRODUCT.search(text, max(0, start - 6), start) or _MODEL_AFTER.match(text, end):
        return nonfigure(start, end, "name")
    court = _COURT.match(text, end)
    return nonfigure(start, end, "document") if court is not None or (left in _COURTS and left) else None


_AWAY = re.compile(r"(?:方向|以[东西南北]{1,2}|[东西南北]侧?约?|距[^，。；\n]{1,10}|距离[^，。；\n]{1,10}|相距|外)\Z")


def _distance(text: str, start: int, end: int) -> Mention | None:
    """往江边方向3公里处, 距收费站10公里处: how far, where 国道43公里处 is a mark of the road."""
    if not text.startswith(("公里处", "千米处"), end) or _AWAY.search(text, max(0, start - 12), start) is None:
        return None
    return away(start, end)


def away(start: int, end: int) -> Mention:
    """A number of kilometres that tells how far off a place is; marks of roads are never in Chinese numerals."""
    parts = {"number": (start, end), "unit": (end, end + 2)}
    return Mention("figure", start, end + 2, "figure.measure", parts=parts, data={"unit": "千米"})


def _is_year(text: str, start: int, end: int) -> bool:
    """True for 2023 in 启动2023新能源汽车下乡; False for 超过2000, 增至2023, 2000多."""
    right = text[end : end + 1]
    if not "1900" <= text[start:end] <= "2099" or right in _MORE_AFTER:
        return False
    named = "1990" <= text[start:end] <= "2035" and right >= "一" and right not in "左以"
    return named or not run_hedged(text, start)


def _called(text: str, start: int, end: int) -> Mention | None:
    """Hotlines and phone numbers."""
    printed = text[start:end]
    if 3 <= end - start <= 6:
        if _HOTLINES.fullmatch(printed) or _LINE.match(text, end):
            if _LINE.match(text, end) or _CALL.search(text, max(0, start - 12), start) or end - start >= 5:
                return nonfigure(start, end, "hotline")
            if _HOTLINES.fullmatch(printed) and not run_hedged(text, start):
                return nonfigure(start, end, "hotline")
        if _CALL.search(text, max(0, start - 12), start):
            return nonfigure(start, end, "hotline")
    if end - start >= 7 and (end - start >= 9 or _CALL.search(text, max(0, start - 12), start)):
        return nonfigure(start, end, "phone" if _CALL.search(text, max(0, start - 12), start) else "code")
    return None


def run_hedged(text: str, start: int) -> bool:
    """True where 超过, 约, 达 … stand right before a number."""
    return _HEDGED.search(text, max(0, start - 4), start) is not None


_HEDGED = re.compile(
    r"(?:超过|超|逾|突破|约|近|达|达到|不足|不到|高达|至少|共|共计|为|增至|升至|降至|增加到|至|到|了|有|计)[ ]?\Z"
)


def address(page: Page, run: NumeralRun) -> Mention | None:
    """118号4幢2单元302室: each number of it."""
    text, start, end = page.text, run.start, run.end
    found = _ADDRESS.match(text, end)
    if found is None:
        return None
    word = found.group().strip()
    if word in ("号", "弄", "室", "单元", "号楼", "楼"):
        if word == "单元" and text[end - 1 : end] == "个":
            return None
        category = (
            "document" if text[start - 1 : start] in "〕］]" and start else "address" if word != "号" else "number"
        )
        return nonfigure(start, found.end(), category)
    if _ADDRESS_BEFORE.search(text, max(0, start - 5), start):
        return nonfigure(start, found.end(), "address")
    return None


def edition(text: str, start: int) -> bool:
    """True where 届 or 期 behind a number counts editions (已办12届), not names one (十四届人大)."""
    return _COUNTS_BEFORE.search(text, max(0, start - 3), start) is not None
