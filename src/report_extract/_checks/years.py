"""Years against each other: ages and births, anniversaries, editions, decades of a century."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_extract._checks.check import Outcome
from report_extract._checks.claims import Claims, Dated
from report_extract._checks.reading import TIME
from report_extract._checks.shapes import Found, find, shape
from report_extract._kinds.numeral import read_number

_BORN = (
    shape(r"(?:出生于|生于)<T:born>(?:出生)?的?<w:8>(?:今年|现年|\ue001{1,4})<N:age>", "生于"),
    shape(r"<T:born>(?:出)?生的?<w:8>(?:今年|现年|\ue001{1,4})<N:age>", f"{TIME}生", f"{TIME}出"),
)
_FOUNDED = r"(?:创办|成立|创建|建立|始建|创立|建校|建院|建厂|建馆|建成|诞生|组建)"
_ANNIVERSARY = shape(
    rf"{_FOUNDED}于<T:founded><w:10>[，,]<T:now><w:8>(?:迎来|庆祝|举行|举办|恰逢|正值|是|适逢|将迎来)<w:10><N:n>", "于"
)
_EDITION = shape(r"首届<w:10>于<T:first><w:8>[，,]\ue001{1,4}(?:举办)?\ue002{1,4}[，,]<T:now><w:8><N:n>届", "首届")
_DECADE = shape(r"<T:decade>[，,]?<w:6>[（(]<T:year>[）)]", f"（{TIME}", f"({TIME}")
_YEAR = re.compile(r"^([0-9]{4})(?:-|$)")
_DIGITS = re.compile(r"[0-9一二三四五六七八九十百零〇]{1,5}")


def age_birth(claims: Claims) -> Iterator[Outcome]:
    """Year of birth and age do not fit the year of the report.

    needs: a printed year of birth, 今年 or 现年 with an age right behind it, and the year of the report
    formula: year − birth − age ∈ {−2, −1, 0, 1}: 虚岁 counts up to two more, before the birthday it is one less
    traps: an age at another time; a year of the report that is only inferred (one step less grave)
    example: 2023年9月1日，出生于1960年的陈师傅今年43岁。
    silent: 2023年9月1日，出生于1960年的陈师傅今年63岁。
    """
    for found in find(claims, *_BORN):
        born, age = year_of(found.times["born"]), _number(claims, found, "age")
        year, inferred = _told_in(claims, found)
        if year is None or born is None or age is None or not _year_printed(found.times["born"]):
            continue
        due = year - born
        formula = f"{year}-{born}={due}"
        quote = (claims.reading.quote(*found.match.span("age")),)
        times = (found.times["born"],)
        if due - age in (-2, -1, 0, 1):
            yield Outcome("consistent", f"{born}年出生，{age}岁与报道年份相符。", formula, (), times, evidence=quote)
        else:
            message = f"{born}年出生，到{year}年应为{due}岁左右，文中写“{age}岁”。"
            yield Outcome("doubtful", message, f"{formula} ≠ {age}", (), times, inferred=inferred, evidence=quote)


def _told_in(claims: Claims, found: Found) -> tuple[int | None, bool]:
    """The year that 今年 is: printed earlier in the sentence, else the article's; and whether it is inferred."""
    for dated in claims.times_in(found.sentence):
        if dated.end <= found.match.start() and _year_printed(dated):
            return year_of(dated), False
    article = claims.extraction.article
    return article.year, article.year_basis == "inferred"


def anniversary(claims: Claims) -> Iterator[Outcome]:
    """The number of an anniversary is not the difference of the years.

    needs: 创办于, 成立于 … with a year, and the year of n周年 in the next clause
    formula: year − founding = n
    traps: founding, opening and naming are different years
    example: 剧团成立于1958年，2018年迎来建团50周年。
    silent: 剧团成立于1958年，2018年迎来建团60周年。
    """
    for found in find(claims, _ANNIVERSARY):
        founded, now = year_of(found.times["founded"]), year_of(found.times["now"])
        n = _number(claims, found, "n")
        if (
            founded is None
            or now is None
            or n is None
            or "周年" not in claims.reading.text[found.match.start("n") :][:12]
        ):
            continue
        if not all(_year_printed(dated) for dated in found.times.values()):
            continue
        formula, times = f"{now}-{founded}={now - founded}", (found.times["founded"], found.times["now"])
        quote = (claims.reading.quote(*found.match.span("n")),)
        if now - founded == n:
            yield Outcome("consistent", f"{founded}年到{now}年正是{n}周年。", formula, (), times, evidence=quote)
        else:
            message = f"{founded}年到{now}年是{now - founded}周年，文中写“{n}周年”。"
            yield Outcome("inconsistent", message, f"{formula} ≠ {n}", (), times, evidence=quote)


def edition(claims: Claims) -> Iterator[Outcome]:
    """The number of an edition does not follow from the first year and one edition a year.

    needs: 首届 with its year, 每年一届, and a year with 第n届
    formula: n = year − first + 1
    traps: years left out; two editions in a year
    example: 首届书展于2010年举办，每年一届，2020年举办第十三届。
    silent: 首届书展于2010年举办，每年一届，2020年举办第十一届。
    """
    for found in find(claims, _EDITION):
        first, now, n = year_of(found.times["first"]), year_of(found.times["now"]), _number(claims, found, "n")
        if first is None or now is None or n is None or "一届" not in claims.reading.text[slice(*found.match.span())]:
            continue
        due, times = now - first + 1, (found.times["first"], found.times["now"])
        formula = f"{now}-{first}+1={due}"
        quote = (claims.reading.quote(*found.match.span("n")),)
        if due == n:
            yield Outcome("consistent", f"{now}年正是第{n}届。", formula, (), times, evidence=quote)
        else:
            message = f"{first}年首届、每年一届，{now}年应为第{due}届，文中写“第{n}届”。"
            yield Outcome("doubtful", message, f"{formula} ≠ {n}", (), times, evidence=quote)


def century_decade(claims: Claims) -> Iterator[Outcome]:
    """A year in brackets lies outside the decade it is said to be in.

    needs: a decade with its century printed, and a year in brackets behind it
    formula: start ≤ year ≤ end; 20世纪80年代 is 1980 to 1989
    traps: 上世纪, which shifts with the year of the report, is not tested
    example: 19世纪60年代，镇上（1963年）通了电。
    silent: 20世纪60年代，镇上（1963年）通了电。
    """
    for found in find(claims, _DECADE):
        decade, year = found.times["decade"], year_of(found.times["year"])
        text = decade.time.quote.text
        low, _, high = (decade.time.printed or "").partition("/")
        if (
            year is None
            or not re.match(r"(?:[0-9]{1,2}|[一二十九八]{1,3})世纪", text)
            or not (low[:4].isdigit() and high[:4].isdigit())
        ):
            continue
        formula, times = f"{text}={low}—{high}", (decade, found.times["year"])
        if int(low[:4]) <= year <= int(high[:4]):
            yield Outcome("consistent", f"{year}年属于{text}。", formula, (), times)
        else:
            due = f"{(year - 1) // 100 + 1}世纪{year % 100 // 10}0年代"
            yield Outcome(
                "inconsistent", f"{year}年属于{due}，文中写“{text}”。", f"{formula}，{year}不在其中", (), times
            )


def year_of(dated: Dated) -> int | None:
    """The year that a time names, None where it names none."""
    match = _YEAR.match(dated.time.printed or "")
    return int(match[1]) if match else None


def _year_printed(dated: Dated) -> bool:
    return (dated.time.printed or "")[:4].isdigit()


def _number(claims: Claims, found: Found, slot: str) -> int | None:
    text = claims.reading.text[slice(*found.match.span(slot))]
    match = _DIGITS.search(text)
    value = read_number(match.group()) if match else None
    return int(value) if value is not None and value == int(value) else None
