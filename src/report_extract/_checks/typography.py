"""Characters that look wrong: letters in numbers, commas, points, doubled and split digits, hedges that contradict.

Each names a likely reading; none is applied. They look at printed characters, so that they also see what no figure
of the record holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_extract._checks.arithmetic import show
from report_extract._checks.check import Outcome, Verdict
from report_extract._checks.claims import Claims
from report_extract._checks.reading import FIGURE, NON_FIGURE

_COUNTS = r"(?:余|多)?(?:人|名|户|件|个|元|岁|万|亿|%|次|辆|小时|天|家|例|座|只|套)"
_LETTER_BESIDE = re.compile(r"[OolI](?:(?=[0-9])|(?<=[0-9].))")
_LETTER = re.compile(
    rf"(?<![A-Za-z0-9.])(?=[0-9OolI]{{2,6}}{_COUNTS})(?:[0-9]{{1,4}}[OolI][0-9OolI]{{0,3}}|[OolI][0-9]{{1,5}})(?={_COUNTS})"
)
_COMMAS = re.compile(
    r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{1,4}){1,5}(?![0-9,])(?=[万亿]?(?:元|人|户|吨|公里|亩|件|个|美元|平方米))"
)
_DOUBLED = re.compile(rf"(?<![0-9.,])(?P<half>[1-9][0-9]{{2,3}})(?P=half)(?={_COUNTS})")
_UNITS = frozenset({"人次", "小时", "万元", "亿元", "元", "平方米", "公里", "个百分点"})
_POINT = re.compile(r"[。·][0-9]{1,2}(?:%|℃|个百分点|(?<=。[0-9])[万亿]|(?<=。[0-9]{2})[万亿])")
_NO_POINT = frozenset("。·")
_WHOLE = re.compile(r"(?<![0-9.])[0-9]{1,3}$")
_SCALE = re.compile("[千百十]")
_MIXED = re.compile(r"^[0-9]{1,3}[千百十][0-9]{1,3}[千百十]?|^[0-9]{1,3}[千百](?=[人名户件个元])")
_DASHES = re.compile(r"[～~\-—–至到]")
_ELIDED = re.compile(r"^(?P<low>[0-9.]{1,8})(?P<dash>[～~\-—–至到])(?P<high>[0-9.]{1,8})(?P<scale>[万亿]|%)")
_BLANK = frozenset(" \n")
_SPLIT = re.compile(rf"(?<=[\u3400-\u9fff]){NON_FIGURE}{{1,3}}[ \n]{{1,2}}(?={FIGURE})")
_YEAR_WORD = re.compile("年(?:之后|以后|之前|底|初|末)")
_SHORT_YEAR = re.compile(rf"(?<![0-9.近过满整前后第约十百千余两隔])[0-9]{{2}}{_YEAR_WORD.pattern}(?![0-9])")
_DASH = re.compile(r"一[ ]?[0-9]{1,4}(?=[日号时月%人年元])")
_BEFORE_DASH = re.compile(r"[0-9日号时月]")
_ZEROS = re.compile(r"(?m)^0[0-9]")
_ZERO = re.compile(r"^0[0-9]{1,8}(?![0-9.])")
_CODE_BEFORE = re.compile(rf"[A-Za-z\-]$|[0-9{NON_FIGURE}][，,]$")  # HJD04, 31，076
_BEFORE = re.compile(r"(?P<word>将近|接近|近|大约|约|超过|突破|超|逾)$")
_BROKEN_THROUGH = frozenset({"项", "种", "个", "款", "道"})
_BEFORE_ENDS = frozenset("近约过破超逾")
_LATER = re.compile(r"^(?P<word>左右|上下|以上)")
_LETTERS = str.maketrans("OolI", "0011")


def letter_in_number(claims: Claims) -> Iterator[Outcome]:
    """A letter stands among the digits of a count.

    needs: digits with O, o, l or I among them right before a measure word
    formula: the reading with 0 and 1 is named, never applied
    traps: names of models, blood groups, rooms
    example: 会场共有2O人。
    silent: 会场共有20人。
    """
    if _LETTER_BESIDE.search(claims.reading.text) is None:
        return
    for match in _LETTER.finditer(claims.reading.text):
        token = match.group()
        fix = token.translate(_LETTERS)
        if token != fix:
            yield _seen(claims, match, "inconsistent", f"“{token}”疑为识别错误，可能是“{fix}”。", f"{token} → {fix}")


def thousands_sep(claims: Claims) -> Iterator[Outcome]:
    """Commas do not set off groups of three digits.

    needs: digits with commas right before a unit
    formula: groups of exactly three digits behind the first
    traps: a list of numbers; a half-width comma that is a mark of the sentence
    example: 拨款2,35,800元。
    silent: 拨款2,358,000元。
    """
    for match in _COMMAS.finditer(claims.reading.text):
        token = match.group()
        groups = token.split(",")[1:]
        if all(len(group) == 3 for group in groups):
            yield _seen(claims, match, "consistent", f"“{token}”的千分位分组无误。", token)
        elif (len(groups) > 1 and len(groups[-1]) == 3) or any(len(group) == 4 for group in groups):
            yield _seen(
                claims, match, "doubtful", f"“{token}”的千分位分组不规范。", f"各组{[len(g) for g in groups]}位"
            )


def doubled_token(claims: Claims) -> Iterator[Outcome]:
    """A block of digits or a unit stands twice.

    needs: three or four digits twice in a row before a measure word, or a unit twice
    formula: the single reading is named
    traps: numbers that are really so (a chance of one in a thousand)
    example: 全天有245245人次入园。
    silent: 全天有245人次入园。
    """
    for claim in claims if _DOUBLED.search(claims.quotes) else ():
        double = _DOUBLED.match(claim.quote)
        if double is not None:
            message = f"“{double.group()}”疑有重复，可能是“{double['half']}”。"
            yield Outcome("doubtful", message, f"{double.group()} → {double['half']}", (claim,))
    for claim in claims if not _UNITS.isdisjoint(claims.surfaces) else ():
        unit = claim.figure.unit.surface
        if unit in _UNITS and claims.reading.text.startswith(unit, claim.end):
            message = f"“{unit * 2}”疑有重复，可能是“{unit}”。"
            quote = claims.reading.quote(claim.end - len(unit), claim.end + len(unit))
            yield Outcome("doubtful", message, f"{unit * 2} → {unit}", evidence=(quote,))


def decimal_mark(claims: Claims) -> Iterator[Outcome]:
    """A full stop or comma stands where a decimal point should.

    needs: digit, 。 or ，, digits and %, ℃ or 个百分点
    formula: the reading with a point is named
    traps: the end of a sentence before a number; a list of numbers
    example: 价格下降4。2%。
    silent: 价格下降4.2%。
    """
    text = claims.reading.text
    for claim in claims.behind(_NO_POINT):
        match = _POINT.match(text, claim.start - 1)
        if match is None:
            continue
        before = _WHOLE.search(text, max(match.start() - 4, 0), match.start())
        if before is not None:
            token = before.group() + match.group()
            fix = re.sub("[。·]", ".", token)
            quote = claims.reading.quote(before.start(), match.end())
            message = f"“{token}”的小数点疑似错误，可能是“{fix}”。"
            yield Outcome("doubtful", message, f"{token} → {fix}", evidence=(quote,))


def mixed_numerals(claims: Claims) -> Iterator[Outcome]:
    """Digits next to 千, 百 or 十 in one number.

    needs: a count in digits with 千, 百 or 十 among them
    formula: GB/T 15835 writes digits throughout; only 万 and 亿 stand beside digits
    traps: 千米, 千克, 百米 are units
    example: 到场4千6百人。
    silent: 到场4600人。
    """
    for claim in claims if _SCALE.search(claims.quotes) else ():
        if _MIXED.match(claim.quote) and claim.value is not None:
            fix = f"{show(claim.value)}{claim.figure.unit.surface}"
            message = f"“{claim.quote}”混用数字，建议写作“{fix}”。"
            yield Outcome("doubtful", message, f"{claim.quote}={show(claim.value)}", (claim,))


def elided_unit_range(claims: Claims) -> Iterator[Outcome]:
    """The first number of a range leaves out 万, 亿 or %.

    needs: a range a～b with 万, 亿 or % on b alone
    formula: GB/T 15835-2011, 5.1: 9亿～16亿; both readings are kept
    traps: plain units may be left out (100～150千克)
    example: 造价3～5亿元。
    silent: 造价3亿～5亿元。
    """
    for claim in claims if _DASHES.search(claims.quotes) else ():
        match = _ELIDED.match(claim.quote)
        if match is not None and match["low"].strip("0."):  # nought is nought in any unit
            low, high = f"{match['low']}{match['scale']}", f"{match['high']}{match['scale']}"
            message = f"“{claim.quote}”的前项省略了单位，可能有两种理解。"
            yield Outcome(
                "doubtful", message, f"{low}{match['dash']}{high}，或{match['low']}{match['dash']}{high}", (claim,)
            )


def split_number(claims: Claims) -> Iterator[Outcome]:
    """A number broken by a line end or a blank.

    needs: digits that count nothing, a line end or a blank, then digits with a unit
    formula: the joined reading is named, never applied
    traps: two numbers of two columns; telephone numbers
    example: 全天有2⏎46人次参加。
    silent: 全天有246人次参加。
    """
    for claim in claims.behind(_BLANK):
        match = _SPLIT.search(claims.reading.masked, max(claim.start - 6, 0), claim.start + 1)
        if match is None or not claim.quote[:1].isdigit():
            continue
        if claims.reading.part(match.start()).kind == "subhead":
            continue  # 变化1, and a new line: a numbered head
        token = claims.reading.text[slice(*match.span())]
        if not re.fullmatch(r"[0-9]{1,3}[ \n]{1,2}", token):
            continue
        fix = token.strip() + claim.quote
        joined = "⏎".join(token.split("\n")) + claim.quote
        message = f"“{joined}”可能是被换行拆开的“{fix}”。"
        yield Outcome("doubtful", message, f"{joined} → {fix}", (claim,))


def short_year(claims: Claims) -> Iterator[Outcome]:
    """A year of two digits, or a number of years.

    needs: two digits and 年 before 之后, 以后, 底 …
    formula: GB/T 15835 writes years in four digits; both readings are named
    traps: 20年来, 近20年 are durations
    example: 18年之后，渡口全部停用。
    silent: 2018年之后，渡口全部停用。
    """
    text = claims.reading.text
    for mark in _YEAR_WORD.finditer(text):
        match = _SHORT_YEAR.match(text, mark.start() - 2) if mark.start() > 1 else None
        if match is None:
            continue
        token = match.group()
        year = int(token[:2])
        full = 2000 + year if year < 50 else 1900 + year
        message = f"“{token}”可能指{full}年，也可能指{year}年时间。"
        yield _seen(claims, match, "doubtful", message, f"{full}年或{year}年")


def dash_yi(claims: Claims) -> Iterator[Outcome]:
    """The numeral 一 stands where a dash should.

    needs: 一 between two dates or numbers
    formula: the reading with — is named
    traps: none known: a number never begins behind 日一
    example: 展期为6月2日一18日。
    silent: 展期为6月2日—18日。
    """
    text = claims.reading.text
    for match in _DASH.finditer(text):
        if not match.start() or not _BEFORE_DASH.match(text, match.start() - 1):
            continue
        around = text[max(match.start() - 5, 0) : match.end() + 1]
        message = f"“{around}”中的“一”疑为连接号。"
        yield _seen(claims, match, "doubtful", message, f"{around} → {around.replace('一', '—')}")


def leading_zero(claims: Claims) -> Iterator[Outcome]:
    """A count begins with zero.

    needs: a count of people, attendances, households or things whose digits begin with 0
    formula: no count has a leading zero
    traps: codes, telephone numbers, dates and times are no figures
    example: 共派出0246人次。
    silent: 共派出246人次。
    """
    for claim in claims if _ZEROS.search(claims.quotes) else ():
        if not _ZERO.match(claim.quote) or _CODE_BEFORE.search(claims.before(claim, 2)):
            continue
        if claim.figure.unit.dimension in {"person", "attendance", "household", "item"}:
            message = f"“{claim.quote}”不是规范的计数。"
            yield Outcome("doubtful", message, f"{claim.quote} → {claim.quote.lstrip('0')}", (claim,))


def stacked_hedges(claims: Claims) -> Iterator[Outcome]:
    """Two hedges on one number: 近…余 and 约…余 contradict, 约…左右 repeats.

    needs: 近, 约, 超 right before a figure, and 余, 多 in it or 左右, 以上 right behind it
    formula: below n and above n cannot both hold
    traps: 约 may govern a whole list
    example: 到场的观众近800余人。
    silent: 到场的观众约800人。
    """
    for claim in claims.behind(_BEFORE_ENDS):
        before = _BEFORE.search(claims.before(claim, 3))
        if before is None or claim.figure.value is None:
            continue
        later = _LATER.match(claims.reading.text[claim.end : claim.end + 2])
        inner = re.search(r"[0-9万千百十亿](余|多)", claim.quote)
        word = later["word"] if later else inner[1] if inner else None
        if word is None:
            continue
        first = before["word"]
        if first == "突破" and claim.figure.unit.surface in _BROKEN_THROUGH:
            continue  # 突破500多种器件: the verb, no hedge
        token = f"{first}{claim.quote}{later['word'] if later else ''}"
        if (first in {"约", "大约"} and word in {"左右", "上下"}) or (
            first in {"超", "超过", "逾", "突破"} and word in {"以上", "余", "多"}
        ):
            why = "重复"
        else:
            why = "矛盾"
        yield Outcome("doubtful", f"“{token}”叠用概数词“{first}”与“{word}”，含义{why}。", f"{first}…{word}", (claim,))


def _seen(claims: Claims, match: re.Match[str], verdict: Verdict, message: str, formula: str) -> Outcome:
    quote = claims.reading.quote(*match.span())
    claim = claims.figure_at(match.start())
    figures = (claim,) if claim is not None else ()
    return Outcome(verdict, message, formula, figures, evidence=(quote,))
