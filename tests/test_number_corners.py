"""Times off the beaten track: what is open stays open and says why, what is impossible is kept as printed."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from documents import document_of
from report_extract._kinds import date as times
from report_extract._kinds.date_lunar import _library, term_day
from report_extract._kinds.date_values import small_number
from report_extract._kinds.interval import last_place
from report_extract._kinds.numeral import read_number, runs
from report_extract._kinds.numeral_reading import Numeral, read_numeral, scaled
from report_extract._lexicon import default_lexicon
from test_date import facts_of

DAY = "2024-03-05"

# Text, day of publication, and each quote with its value and note; – where there is no value.
ROWS: list[tuple[str, str | None, dict[str, str]]] = [
    ("2020年，工程动工。工程分三期。当年12月完工。", DAY, {"2020年": "2020", "当年12月": "– (no_year_before)"}),
    (
        "2022年12月31日下雪，1月2日放晴。",
        "2022-12-31",
        {"2022年12月31日": "2022-12-31", "1月2日": "XXXX-01-02 (year_ambiguous)"},
    ),
    ("2月29日，村民种树。", "2023-03-05", {"2月29日": "XXXX-02-29"}),
    ("7月，暴雨。15日，河水上涨。", None, {"7月": "XXXX-07", "15日": "XXXX-07-15"}),
    ("3月20日布展，将于2日开展。", None, {"3月20日": "XXXX-03-20", "2日": "XXXX-04-02"}),
    ("3月20日布展，将于2日开展。", "2024-03-10", {"3月20日": "2024-03-20", "2日": "2024-04-02"}),
    ("2月10日布展，31日撤展。", "2024-03-10", {"2月10日": "2024-02-10", "31日": "XXXX-XX-31 (month_ambiguous)"}),
    ("计划于5日开馆。", "2024-03-28", {"5日": "2024-04-05"}),
    ("31日，村民种树。", "2024-03-10", {"31日": "XXXX-XX-31 (month_ambiguous)"}),
    ("31日，村民种树。", "2024-02-10", {"31日": "2024-01-31"}),
    ("2022年3月，动工。5月，完工。", DAY, {"2022年3月": "2022-03", "5月": "XXXX-05 (year_ambiguous)"}),
    (
        "3月5日，新冠肺炎疫情暴发。新冠病毒核酸检测点开放，新冠肺炎患者入院。",
        None,
        {"3月5日": "XXXX-03-05 (possible_years:2020,2021,2022,2023)"},
    ),
    ("2月13号31天前，他来过。", None, {"2月13号31天前": "– (needs_year)"}),
    ("2月13号两个月前，他来过。", DAY, {"2月13号": "2024-02-13", "两个月前": "2024-01"}),
    ("2月13号很多天前，他来过。", DAY, {"2月13号": "2024-02-13"}),
    ("三千年前，这里有人居住。", DAY, {"三千年前": "– (out_of_range)"}),
    ("三个月前，他来过。", DAY, {"三个月前": "2023-12"}),
    ("两年零三个月前，他来过。", DAY, {"两年零三个月前": "PAST_REF (vague_distance)"}),
    ("上两周，他来过。", None, {"上两周": "– (needs_publication_date)"}),
    ("上两个季度，销量上升。", DAY, {"上两个季度": "– (quarter_before)"}),
    ("上两年，销量上升。", DAY, {"上两年": "2022/2023"}),
    ("附近三天后，他来了。", DAY, {"三天": "P3D"}),
    ("已经半周", DAY, {"半周": "P0.5W"}),
    ("三点十天后，他来了。", DAY, {"三点十天": "– (number_not_read)"}),
    ("1995年国庆黄金周，", DAY, {"1995年国庆黄金周": "– (days_off_not_known)"}),
    ("民国200年，", DAY, {}),
    ("公元前零年，", DAY, {}),
    ("公元前40世纪，", DAY, {}),
    ("零世纪，", DAY, {}),
    ("25/3/2024", DAY, {"25/3/2024": "2024-03-25"}),
    ("3/25/2024", DAY, {"3/25/2024": "2024-03-25"}),
    ("3/4/2024", DAY, {"3/4/2024": "– (ambiguous_day_or_month)"}),
    ("25/26/2024", DAY, {}),
    ("3/4/2024至5月6日", DAY, {"3/4/2024至5月6日": "– (ambiguous_day_or_month)"}),
    ("农历十三月初三，", DAY, {"十三月": "– (impossible_date)"}),
    ("上午8时整，", DAY, {"上午8时整": "T08:00"}),
    ("元年2月，", DAY, {"2月": "– (ambiguous_year)"}),
    ("从3月的12亿元降至4月的10亿元。", DAY, {"3月": "2024-03", "4月": "2024-04"}),
    ("从3月起期间，", DAY, {"3月": "2024-03"}),
    (
        "3月左右动工，3月5日左右完工，2020年前后建成。",
        DAY,
        {"3月左右": "2024-03", "3月5日左右": "2024-03-05", "2020年前后": "2020"},
    ),
    ("2020年10日，", DAY, {"2020年": "2020", "10日": "2024-03-10"}),
    ("2月的周三，", DAY, {"2月": "2024-02", "周三": "XXXX-WXX-3 (weekday_only)"}),
    ("2020年上旬，", DAY, {"2020年": "2020"}),
    ("8、9号来人，", DAY, {}),
    ("3、4日，", DAY, {"3、4日": "{2024-03-03,2024-03-04}"}),
    ("共3/5至今，", DAY, {}),
    ("9:00-3月5日，", DAY, {"9:00": "T09:00", "3月5日": "2024-03-05"}),
    ("5号至8号，", DAY, {"5号至8号": "2024-03-05/2024-03-08"}),
    ("八时左右，", DAY, {"八时左右": "T08"}),
    ("三月三，", DAY, {"三月三": "2024-04-11"}),
    ("五月花号，", DAY, {}),
    ("12月28日至2024年1月3日，", DAY, {"12月28日至2024年1月3日": "2023-12-28/2024-01-03"}),
    ("3月5日至2024年2月3日，", DAY, {"3月5日至2024年2月3日": "2023-03-05/2024-02-03"}),
    ("2月30日至2024年3月3日，", DAY, {"2月30日至2024年3月3日": "– (impossible_date)"}),
    ("3月8日至3月5日，", DAY, {"3月8日至3月5日": "2024-03-08/2024-03-05 (reversed_interval)"}),
    ("9:30到当天凌晨5点，", DAY, {"9:30到当天凌晨5点": "T09:30/T05"}),
    ("2月10日至30日，", DAY, {"2月10日至30日": "– (impossible_date)"}),
    ("3月5日22时至6时，", DAY, {"3月5日22时至6时": "2024-03-05T22/2024-03-06T06"}),
    (
        "3月5日下午3时开会，与会者谈到修路种树建桥养老托育等事，9时30分散会。",
        DAY,
        {"3月5日下午3时": "2024-03-05T15", "9时30分": "– (half_day_ambiguous)"},
    ),
    ("三天前的10月，", DAY, {"三天前": "2024-03-02", "10月": "XXXX-10 (year_ambiguous)"}),
    ("三个月后的5日，", DAY, {"三个月": "P3M", "5日": "2024-06-05"}),
    ("上周三，", None, {"上周三": "– (needs_publication_date)"}),
    ("上月3日，", None, {"上月3日": "– (needs_publication_date)"}),
    ("次月，", None, {"次月": "– (no_month_before)"}),
    ("3月，动工。次月，完工。", None, {"3月": "XXXX-03", "次月": "XXXX-04"}),
    ("上月31日，", DAY, {"上月31日": "– (impossible_date)"}),
    ("凌晨12时，", DAY, {"凌晨12时": "T00"}),
    ("中午2时，", DAY, {"中午2时": "T14"}),
    ("今明两天，", None, {"今明两天": "– (needs_publication_date)"}),
    ("今明两天，", DAY, {"今明两天": "2024-03-05/2024-03-06"}),
    ("今明两年，", DAY, {"今明两年": "2024/2025"}),
    ("岁末年初，", DAY, {"岁末年初": "– (turn_of_the_year)"}),
    ("2月底，", None, {"2月底": "XXXX-02 (month_end_open)"}),
    ("2024年第零个月，", DAY, {"2024年第零个月": "–"}),
    ("3月的最后一天，", None, {"3月的最后一天": "XXXX-03 (needs_year)"}),
    ("今年最后一周，", DAY, {"今年最后一周": "2024-12-30/2025-01-05"}),
    ("2024年2月的第五个周日，", DAY, {"2024年2月的第五个周日": "– (impossible_date)"}),
    ("2024年13月第一个周日，", DAY, {"2024年13月第一个周日": "– (impossible_date)"}),
    ("本周下午，", DAY, {"本周下午": "2024-03-04/2024-03-10"}),
    ("2024年，比去年同期多。", DAY, {"2024年": "2024", "去年同期": "2023"}),
    ("2月29日，比去年同期多。", DAY, {"2月29日": "2024-02-29", "去年同期": "2023"}),
    ("3、4、5月，比去年同期多。", DAY, {"3、4、5月": "{2024-03,2024-04,2024-05}", "去年同期": "2023"}),
    ("8时二十分，", DAY, {"8时二十分": "T08:20"}),
    ("8时一二三分，", DAY, {"8时一二三分": "– (impossible_date)"}),
    ("自2020年期间，", DAY, {"2020年": "2020"}),
    ("每年2月周三，", DAY, {"每年2月周三": "P1Y"}),
    ("每零天，", DAY, {}),
    ("3日电 某镇修路。", None, {"3日": "XXXX-XX-03"}),
    ("2020年前后天，", DAY, {"2020年前后": "2020"}),
    ("9:30到当天凌晨，", DAY, {"9:30到当天凌晨": "T09:30/TDA"}),
    ("公元618年，王朝建立。", DAY, {"公元618年": "0618"}),
    ("上午8时一二分，", DAY, {"上午": "TMO"}),
    ("每分钟，", DAY, {}),
    ("（江城2024年3月5日电）某镇修路。", None, {"2024年3月5日": "2024-03-05"}),
    ("新华社江城2024年3月5日电 某镇修路。", None, {"2024年3月5日": "2024-03-05"}),
    ("年已经半周，", DAY, {"半周": "P0.5W"}),
    ("日历三年，", DAY, {}),
    ("简历三年，", DAY, {}),
    ("学历三天后，", DAY, {"三天": "P3D"}),
]


@pytest.mark.parametrize(("text", "published", "wanted"), ROWS)
def test_times(text: str, published: str | None, wanted: dict[str, str]):
    facts = facts_of(text, published=date.fromisoformat(published) if published else None)
    found = {
        text[fact.mention.start : fact.mention.end]: f"{fact.value or '–'}{f' ({fact.note})' if fact.note else ''}"
        for fact in facts
    }
    assert found == wanted


def test_a_document_without_sentences_has_its_times():
    document = replace(document_of("3月20日布展，9月25日开展"), sentences=())
    mentions = list(times.find(document, default_lexicon(), ()))
    calendar = times.infer_calendar(document, mentions, published=date(2024, 3, 1))
    facts = times.read(mentions, document, calendar, published=date(2024, 3, 1))
    assert [fact.value for fact in facts] == ["2024-03-20", "XXXX-09-25"]


def test_holidays_of_the_lunar_calendar_without_its_library(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "lunar_python", None)
    _library.cache_clear()
    try:
        [fact] = facts_of("农历四月初八，庙会开市。", published=date(2024, 6, 1))
        assert (fact.value, fact.note) == (None, "lunar_library_missing")
    finally:
        monkeypatch.undo()
        _library.cache_clear()


def test_terms_of_years_that_are_not_computed():
    assert term_day("清明", 2024) == date(2024, 4, 4)
    assert term_day("清明", 1) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", "1.5"), ("三点五", "3.5"), ("两千万", "20000000"), ("半", "0.5"), ("1.2.3", None), ("1.x", None),
        ("三点十", None), ("点五", None), ("万万万", None),
    ],
)  # fmt: skip
def test_small_numbers(text: str, value: str | None):
    assert small_number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("负三分之一", "-0.333333333333333333"), ("百分之五", "0.05"), ("一千分之三", "0.003"), ("万分之二", "0.0002"),
        ("3人5户", None), ("百分之万", None), ("三分之万零", None), ("一百 五 十 二", "152"), ("", None),
    ],
)  # fmt: skip
def test_numbers_that_are_the_whole_text(text: str, value: str | None):
    assert read_number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("周一两市", [("一", "1"), ("两", "2")]),
        ("三 千百", [("三", "3"), ("千", "1000"), ("百", "100")]),
        ("三 十 分之一", [("三 十 分之一", "0.0333333333333333333")]),
        ("几分之三", [("三", "3")]),
    ],
)
def test_runs_beside_each_other(text: str, wanted: list[tuple[str, str]]):
    assert [(text[run.start : run.end], str(run.value)) for run in runs(text)] == wanted


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("几十", 20, 99), ("十几", 11, 19), ("二十几万", 210000, 300000), ("一百几", 110, 199), ("三四十", 30, 49)],
)
def test_open_numerals(text: str, low: int, high: int):
    numeral = read_numeral(text)
    assert numeral is not None
    assert (numeral.low, numeral.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    ["", "十" * 41, "1.2.3", "几点", "几", "余", "三四几", "三五几", "五几", "零几", "三四五六十点", "二三十百",
     "万点五", "十点五点", "一百百", "3万1.2.3", "三百余点"],
)  # fmt: skip
def test_what_is_no_numeral(text: str):
    assert read_numeral(text) is None


def test_numerals_without_a_value_are_not_scaled():
    few = Numeral(None, low=Decimal(20), high=Decimal(99))
    assert scaled(few, "万") is few


def test_the_last_place_of_zero_is_one():
    assert (last_place(Decimal(0)), last_place(Decimal("120"))) == (1, 10)
