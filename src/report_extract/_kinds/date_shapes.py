"""Printed shapes of calendar and clock: 2020年, 2月, 十日, 9时30分, 2020-02-10 … as atoms.

In: folded text. Out: `Atom`s, the smallest pieces that `date_points` puts together, in order, not overlapping. An
atom knows its place in the order year < month < day < weekday < part of day < clock, and carries what is printed
as strings. Every pattern is anchored and bounded; to add a shape, add a line to the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from report_extract._kinds.date_fields import fields_of
from report_extract._kinds.numeral import CALLED_CENTURY
from report_extract._values import value

SET, YEAR, MONTH, DAY, WEEKDAY, PART, CLOCK = range(7)


@value
class Atom:
    """text[start:end]; it fills the places `rank` … `top`. `needs` names a condition on its neighbours."""

    start: int
    end: int
    rank: int
    top: int
    name: str
    fields: Mapping[str, str]
    needs: str = ""


@dataclass(frozen=True, slots=True)
class _Shape:
    """One row of the table: `marks` are the characters that may follow its first numeral, or begin it."""

    name: str
    marks: str
    rank: int
    top: int
    needs: str
    pattern: re.Pattern[str]


CN = "〇零一二三四五六七八九十廿卅"
NUMERAL = f"0-9{CN}两百千"
SEP = "(?:至|到|--?|~)"
_N2 = f"(?:[0-9]{{1,2}}|[{CN}]{{1,3}})"
_JOIN = f"(?:{SEP}|、|和|及|或)"
_FROM = f"(?<![{NUMERAL}.第])(?<![0-9],)"
_NO_CODE = r"(?<![A-Za-z0-9_.\-/=编号码证第])"
_CN_YEAR = (
    "[一二][〇零一二三四五六七八九]{3}|[两二]千(?:零[一二三四五六七八九]|[一二]?十[一二三四五六七八九]?)"
    "|[两二]千(?=年[ ]?[一二三四五六七八九十0-9]{1,2}月)"
)
# 1300年历史, 2000年前: a stretch of years, not the year 1300.
_STRETCH = (
    "(?!(?:[12][0-9]00|1[0-8][0-9]{2})[ ]?年(?:的?历史(?![性最新上首第同])|多[^，。]|古|老)"
    "|[12][0-9]00[ ]?年(?:前(?!后)|来))"
)
# 五六十年代, 80、90年代, 80至90年代: the first of two decades; 90年代初: an early part of one.
_TENS = "[2-9]0(?:年代)?(?=[、至到~-])|[二三四五六七八](?=[、至到~-]?[三四五六七八九]十)"
_AFTER_YEAR = "(?![级龄代画货糕味轻均薪限检会审夜华])"
# 满3月 and 近3月 are stretches; 指数13日, 附近28日 and 多伦多11月 are not, nor is a month with its day behind it.
_LENT = (
    f"(?<=指数)(?=[0-9])|(?<=附近)|(?<=周[一二三四五六日天])(?=[0-9])"
    f"|(?<=[多千])(?<![{NUMERAL}几数上年月周天个][多千])(?=[0-9])"
)
_WHOLE_DAY = f"(?<![{NUMERAL}第.])(?=[0-9]{{1,2}}[ ]?月[ ]?[0-9]{{1,2}}[ ]?日)"
_FREE_MONTH = f"(?:(?<![{NUMERAL}第.几数满整近隔多半余每])|{_LENT}|{_WHOLE_DAY})"
_FREE_DAY = f"(?:(?<![{NUMERAL}第.几数满整近多])(?<![逾超延]期)|{_LENT})"
_LUNAR_DAY = "初[一二三四五六七八九十]|[十廿][一二三四五六七八九]|二十[一二三四五六七八九]?|三十|十五|十"


def _shape(name: str, marks: str, place: tuple[int, int], pattern: str, needs: str = "") -> _Shape:
    return _Shape(name, marks, *place, needs, re.compile(pattern, re.VERBOSE))


# name, marks, (first place, last place), pattern, condition on the neighbours
_SHAPES: tuple[_Shape, ...] = (
    _shape(
        "iso",
        "-/. ",
        (YEAR, DAY),
        rf"""          # 2020-02-10, 2020.2.10, 2020 02 10
        {_NO_CODE} (?P<year>(?:19|20)[0-9]{{2}}) (?:[-/.]|[ ](?=[0-9]{{2}}[ ][0-9]{{2}})) (?P<month>[0-9]{{1,2}})
        [-/.\ ] (?P<day>[0-9]{{2}}(?=[0-9]{{2}}:)|[0-9]{{1,2}}(?![0-9])) (?:T(?=[0-9]))? (?![\-/.][0-9])""",
    ),
    _shape(
        "day_month_year",
        "/",
        (YEAR, DAY),
        rf"""
        {_NO_CODE} (?P<first>[0-9]{{1,2}})/(?P<then>[0-9]{{1,2}})/(?P<year>(?:19|20)[0-9]{{2}}) (?![0-9/])""",
    ),
    _shape(
        "compact",
        "8",
        (YEAR, DAY),
        rf"""         # 20200210
        {_NO_CODE} (?P<year>(?:19|20)[0-9]{{2}}) (?P<month>0[1-9]|1[0-2]) (?P<day>0[1-9]|[12][0-9]|3[01])
        (?![A-Za-z0-9_\-/号]|\.[0-9])""",
    ),
    _shape(
        "roc_compact",
        "7",
        (YEAR, DAY),
        rf"""     # 1140424
        {_NO_CODE} (?P<roc>1[0-4][0-9]) (?P<month>0[1-9]|1[0-2]) (?P<day>0[1-9]|[12][0-9]|3[01])
        (?![A-Za-z0-9_\-/号]|\.[0-9])""",
        "traditional",
    ),
    _shape(
        "campaign",
        "-/~至",
        (YEAR, YEAR),
        r"""    # 2023-24赛季
        (?<![0-9.]) (?P<year>20[0-9]{2}|19[0-9]{2}) (?:--?|[/~至]) (?P<to_year>20[0-9]{2}|[0-9]{2}) (?:年度?)?
        (?=(?:冬春|夏秋)?航季|赛季|学年|财年|榨季|雪季|供暖季|采暖季)""",
    ),
    _shape(
        "years_held",
        "-~至",
        (YEAR, YEAR),
        r"""   # 行长(1998-2003)
        (?<=[(（])(?P<year>(?:19|20)[0-9]{2})(?:-{1,2}|[~至])(?P<to_year>(?:19|20)[0-9]{2})(?=[)）])""",
    ),
    _shape(
        "fiscal",
        "财赛学",
        (YEAR, YEAR),
        r"""    # 2024赛季, 2025财年第四财季
        (?<![0-9.]) (?P<year>20[0-9]{2}|19[0-9]{2})
        (?: 财年 (?:第[一二三四1-4](?:财季|季度)|[一二三四]季度)? | (?=赛季|学年) )""",
    ),
    _shape(
        "year_month",
        "-",
        (YEAR, MONTH),
        rf"""
        {_NO_CODE} (?P<year>(?:19|20)[0-9]{{2}}) - (?P<month>0[1-9]|1[0-2]) (?![A-Za-z0-9_.\-/])""",
    ),
    _shape(
        "dotted_month",
        ".",
        (YEAR, MONTH),
        r"(?P<year>(?:19|20)[0-9]{2})\.(?P<month>0[1-9]|1[0-2])(?![0-9A-Za-z.])",
        "alone",
    ),
    _shape(
        "dotted_month",
        ".",
        (YEAR, MONTH),
        r"""    # 2002.3-2002.12, 2002.12-2006.5
        (?P<year>(?:19|20)[0-9]{2}) \. (?P<month>[1-9]) (?![0-9A-Za-z.])
        (?: (?=[ ]?(?:--?|[—–~～至])[ ]?(?:19|20)[0-9]{2}\.[01]?[0-9](?![0-9.]))
          | (?<=\.[0-9][-—–~～至][0-9]{4}\.[0-9]) | (?<=\.[0-9]{2}[-—–~～至][0-9]{4}\.[0-9]) )""",
        "alone",
    ),
    _shape(
        "month_slash_day",
        "-/.",
        (MONTH, DAY),
        rf"""
        {_NO_CODE} (?P<month>0?[1-9]|1[0-2]) [-/.] (?P<day>0[1-9]|[12][0-9]|3[01]|[1-9]) (?![\w./-])""",
        "stamp",
    ),
    _shape("month_slash", "/", (MONTH, DAY), "(?P<month>0?[1-9]|1[0-2])/(?P<day>[0-3]?[0-9])(?![0-9/])", "year"),
    _shape(
        "bc",
        "公",
        (YEAR, YEAR),
        rf"公元前[ ]?(?P<bc>[0-9]{{1,4}}|[{CN}百]{{1,6}})(?:年|(?P<unit>世纪)(?:初期?|中叶|末期?)?)",
    ),
    _shape(
        "decade",
        "世年上本、至到~-",
        (YEAR, YEAR),
        rf"""
        (?: (?: (?P<which>[上本])个? | (?P<century>[0-9]{{1,2}}|[{CN}]{{1,3}}) )
            世纪(?!{CALLED_CENTURY})
            (?: (?:(?P<from_tens>{_TENS})[、至到~-]?)? (?P<tens>[1-9]0|[一二三四五六七八九]?十)年代 )?
          | (?<![0-9.]) (?P<decade>20[0-9]0|19[0-9]0|[一二][九〇零][一二三四五六七八九〇零][〇零])年代
          | {_FROM} (?:(?P<from_lone>{_TENS})[、至到~-]?)? (?P<lone>[2-9]0|[二三四五六七八九]十)年代 )
        (?P<stage>初期?(?!步)|中期|中叶|末期?|后期)?""",
    ),
    _shape(
        "plan",
        '"“「『五',
        (YEAR, YEAR),
        r"""    # “十四五”时期
        ["“「『](?P<plan>十[一二三四五六七八九]?|[一二三四五六七八九])五["”」』](?:时期)?(?P<edge>期末|[初末]期?)?
        | (?P<bare>十[一二三四五六七八九])五
          (?:时期|(?P<bare_edge>期末|[初末]期?)|(?=期间|规划|以来|开局|收官|纲要|计划))""",
    ),
    _shape(
        "year",
        "年公纪",
        (YEAR, YEAR),
        rf"""
        (?<![0-9.])(?<![0-9],) (?:公元|纪元)? (?:(?<=[于在])(?=2000)|{_STRETCH})
        (?P<year>[12][0-9]{{3}}) [ ]? (?:年度(?!假)|年份(?!额)|
           (?<=(?:19|20)[0-9][0-9])年(?![级代])|年{_AFTER_YEAR})
        | (?:公元(?!前)|(?<=[(（])) (?P<early>[1-9][0-9]{{2}})年(?=[)）—，])""",
    ),
    _shape(
        "cn_year",
        "年公纪",
        (YEAR, YEAR),
        rf"""
        (?<![{CN}两]) (?:公元|纪元)? (?P<year>{_CN_YEAR}) 年(?:度|份(?!额))?{_AFTER_YEAR}""",
    ),
    _shape(
        "roc_year",
        "年民中国",
        (YEAR, YEAR),
        rf"""
        (?:中华)?民国[ ]?(?P<roc>[0-9]{{1,3}}|[{CN}]{{1,3}}|元)[ ]?年
        | (?<![0-9.])(?<![0-9],)(?P<bare>1[0-4][0-9])[ ]?年(?=[ ]?[0-9]{{1,2}}[ ]?月)""",
    ),
    _shape(
        "roc_term",
        "年",
        (YEAR, YEAR),
        "(?<![0-9.第])(?<![0-9],)(?P<roc>1[0-4][0-9])(?:年度(?!假)|学年度?)",
        "traditional",
    ),
    _shape(
        "short_year",
        "年",
        (YEAR, YEAR),
        rf"""    # 07年, 98年4月
        {_FROM} (?P<year>[0-9]{{2}}|[〇零一二三四五六七八九]{{2}}) [ ]? 年
        (?: (?=[ ]?{_N2}[ ]?月[^内后来]) | (?=[ ]?{_N2}[ ]?月$) | (?=第?[一二三四1-4]季度)
          | (?<=0[0-9]年) | (?<=0[0-9][ ]年) | (?<=[〇零].年) )""",
    ),
    _shape("lone_short_year", "年", (YEAR, YEAR), "(?P<year>[6-9][0-9])年", "alone"),
    _shape(
        "left_year",
        "-~至到 ",
        (YEAR, YEAR),
        rf"""
        (?<![0-9.])(?<![0-9],) (?P<year>[12][0-9]{{3}}) (?=[ ]?{SEP}[ ]?[12][0-9]{{3}}[ ]?年)""",
        "left",
    ),
    _shape(
        "first_months",
        "前头",
        (MONTH, MONTH),
        rf"""
        [前头] (?P<months>[0-9]{{1,2}}|[两{CN}]{{1,2}}) 个?月 (?![以之]?[后前内来])""",
    ),
    _shape(
        "lunar",
        "月农阴旧正腊大闰",
        (MONTH, DAY),
        rf"""
        (?: (?:农历|阴历|旧历) (?P<leap>闰)? (?P<month>[正腊冬{CN}]{{1,2}})月
          | (?P<leap_>闰) (?P<month_>[{CN}]{{1,2}})月 ) (?P<day>{_LUNAR_DAY})? 日?
        | (?P<plain>[正腊]|[{CN}]{{1,2}})月 (?P<first_ten>初[一二三四五六七八九十]) 日?
        | (?P<named>[正腊])月 (?P<other>{_LUNAR_DAY}|[一二三四五六七八九](?=日))? 日?
        | 大年(?P<new_year>初[一二三四五六七八九十])""",
    ),
    _shape(
        "month_day_bare",
        "月",
        (MONTH, DAY),
        rf"""  # 八月十五, 1月3至2月10
        {_FROM} (?P<month>{_N2}) [ ]?月
        (?P<day>[0-9]{{2}}(?=[0-9]{{2}}:[0-9]{{2}})|[0-9]{{1,2}}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])
        (?=$|[0-9]{{2}}:|[，。；、！？\n）)]|{SEP}[ ]?{_N2}[月日])""",
    ),
    _shape(
        "month",
        "月",
        (MONTH, MONTH),
        rf"""
        {_FREE_MONTH} (?P<month>{_N2}) [ ]?月 (?:份(?!额))?
        (?![球饼饷薪租供嫂刊息台龄季娃亮光]|票(?!房)|相(?![比较若近当关])|[以之]后|[以之]?内(?!蒙)|里)""",
    ),
    _shape(
        "month_pair",
        "月",
        (MONTH, MONTH),
        r"""
        (?<![0-9〇零一二三四五六七八九十百千第几])
        (?P<pair>一二|二三|三四|四五|五六|六七|七八|八九|九十)月(?:份(?!额))?(?![球饼薪租供嫂刊票息台龄相季]|[以之]?[内后])""",
    ),
    _shape(
        "left_month",
        "-~至到、和及或 ",
        (MONTH, MONTH),
        rf"{_FROM} (?P<month>{_N2}) (?=(?:、{_N2}){{0,8}}[ ]?{_JOIN}[ ]?{_N2}[ ]?月)",
        "left",
    ),
    _shape(
        "nth_weekday",
        "的第",
        (DAY, DAY),
        f"的?第(?P<nth>{_N2})个(?:星期|周|礼拜)(?P<nth_weekday>[一二三四五六日天])",
        "glued",
    ),
    _shape(
        "nth_unit",
        "的第最",
        (DAY, DAY),
        f"的?(?:第(?P<nth>{_N2})|最后(?P<nth_last>一))(?P<nth_unit>周|个星期|天|个月)(?![年期])",
        "year",
    ),
    _shape(
        "day",
        "日号",
        (DAY, DAY),
        rf"""
        {_FREE_DAY} (?P<day>{_N2}) [ ]? (?P<word>[日号])
        (?: (?<=日)(?![内游龄币线]|元(?!旦)|均(?=[线价值量])|[以之]内|之久|间(?![与和在，。赴于举])
                    |报(?![道告])|本(?![人地月报台次轮届市省周场赛年季期区县队])|化妆)
          | (?<=号)(?![型机楼院线门库馆店坑井桥台文令船舰房仓车厅厂信字码称召角馆厅桌墓洞铺球衣]|[以之]内) )""",
    ),
    _shape("told_day", "昨今前明", (DAY, DAY), "[昨今前明][(（](?P<day>[0-9]{1,2})[)）]日"),
    _shape(
        "left_day",
        "-~至到、和及或 ",
        (DAY, DAY),
        rf"""
        {_FROM} (?P<day>{_N2}) (?=(?:、{_N2}){{0,8}}[ ]?{_JOIN}[ ]?{_N2}[ ]?[日号](?![楼线院门]))""",
        "left",
    ),
    _shape(
        "weekday",
        "(（星礼周",
        (WEEKDAY, WEEKDAY),
        rf"""
        [(（]? (?:星期|礼拜|(?<![{NUMERAL}几每个外四双满上百下本这环贯])周) (?P<weekday>[一二三四五六日天末])
        (?![个名位人次家场项种围边期长岁密详刊度年{CN}])
        (?:、[一二三四五六日](?![个名位人次家场项种条件])){{0,6}} [)）]?""",
    ),
    _shape(
        "clock",
        "时点",
        (CLOCK, CLOCK),
        rf"""
        {_FROM} (?P<hour>{_N2}|两) [ ]? (?P<word>[时点])
        (?: (?P<minute>零?[0-9]{{1,2}}|[{CN}]{{1,3}})[ ]?分(?![之钟别析公店行部会局])
              (?:(?P<second>[0-9]{{1,2}}|[{CN}]{{1,3}})秒)?
          | (?P<digits>[0-5][0-9])(?![0-9.%{CN}万亿年月个名人元])
          | (?P<half>半|整|钟|[一三13]刻) )?
        (?P<about>许|左右|前后)? (?![代候间段刻尚装长限效速区隔评速值赛差令空光钟]|期(?!间))""",
    ),
    _shape(
        "left_hour",
        "-~至到 ",
        (CLOCK, CLOCK),
        rf"""
        {_FROM} (?P<hour>{_N2}) (?=[ ]?{SEP}[ ]?{_N2}[ ]?[时点](?![段期候钟]))""",
        "left",
    ),
    _shape(
        "colon",
        ":",
        (CLOCK, CLOCK),
        r"""
        (?<![0-9:.]) (?P<hour>[0-2]?[0-9]) : (?P<minute>[0-5][0-9]) (?: :(?P<second>[0-5][0-9])(?:\.[0-9]{1,3})? )?
        (?![0-9:.%]) (?P<about>许|左右|前后)?""",
    ),
)
_BY_MARK = {mark: tuple(s for s in _SHAPES if mark in s.marks) for mark in {m for s in _SHAPES for m in s.marks}}
# Where a shape may begin: a numeral with a mark behind it, or one of a few words. Both patterns begin with a set of
# characters, so that everything else is skipped at C speed.
_NUMERAL = re.compile(
    rf"(?P<run>[0-9{CN}两千][0-9{CN}两千]{{0,7}})"
    r"(?:[ ]?(?P<mark>[年月日号时点:./\-~至到、和及或世五财赛学])|(?P<mark_>[ ])(?=[0-9])|(?<=[0-9]{7})(?![0-9]))"
)
_DIGIT = re.compile("[0-9]")
_WORD = re.compile(
    rf"前(?=[0-9两{CN}]{{1,2}}个?月)|头(?=[0-9两{CN}]{{1,2}}个?月)|农历|阴历|旧历|上(?=个?世纪)|本(?=个?世纪)|正(?=月)|腊(?=月)|大(?=年初)"
    rf"|\"(?=[{CN}]{{1,2}}五)|“(?=[{CN}]{{1,2}}五)|「(?=[{CN}]{{1,2}}五)|『(?=[{CN}]{{1,2}}五)|的(?=第[0-9{CN}]{{1,2}}[个周天])"
    rf"|[昨今前明](?=[(（][0-9]{{1,2}}[)）]日)|第(?=[0-9{CN}]{{1,2}}[个周天])|的(?=最后一[个周天])|最(?=后一[个周天])|闰(?=[{CN}]{{1,2}}月)|公元|纪元|民国|中华民国|\((?=星期|礼拜|周)|（(?=星期|礼拜|周)|星期|礼拜|周(?=[一二三四五六日天末])"
)


def numeric_atoms(text: str) -> Iterator[Atom]:
    """Atoms that begin with a numeral, in order, not overlapping. `text` is folded."""
    position = 0
    while (trigger := _NUMERAL.search(text, position)) is not None:
        mark = trigger["mark"] or trigger["mark_"] or str(len(trigger["run"]))
        atom = _atom_at(text, trigger.start(), mark)
        position = atom.end if atom is not None else _next_digit(trigger) or trigger.end("run")
        if atom is not None:
            yield atom


def _next_digit(trigger: re.Match[str]) -> int | None:
    """Where an Arabic number begins behind a Chinese numeral of another word: 周五|25日, 李千|11月."""
    if trigger.group()[0].isascii():
        return None
    found = _DIGIT.search(trigger.string, trigger.start("run"), trigger.end("run"))
    return found.start() if found is not None else None


def opened_atoms(text: str) -> Iterator[Atom]:
    """Atoms that begin with a word or a mark: 前11个月, 农历八月, “十四五”, （星期一）."""
    position = 0
    while (trigger := _WORD.search(text, position)) is not None:
        atom = _atom_at(text, trigger.start(), trigger.group()[0])
        position = trigger.end() if atom is None else atom.end
        if atom is not None:
            yield atom


def _atom_at(text: str, start: int, mark: str) -> Atom | None:
    for shape in _BY_MARK.get(mark, ()):
        found = shape.pattern.match(text, start)
        if found is None or found.end() == start:
            continue
        fields = fields_of(shape.name, {k: v for k, v in found.groupdict().items() if v is not None})
        if fields is not None:
            return Atom(start, found.end(), shape.rank, shape.top, shape.name, fields, shape.needs)
    return None
