"""Figures and times are the same whether a text is read whole, by paragraph, by sentence or by clause.

What may differ is named, not hidden: a fact whose rule looks across the cut. Times that need a year, a month or a day
from elsewhere keep their extent and rule and differ in value only, so values are compared of times that print all
they need. Excepted by rule: numbers under a table head (`figure.headed`) and numbers that share a later unit
(`figure.shared`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import CORPORA
from documents import document_of
from growth import MOST, growth
from report_extract import Extraction, InputError, extract
from report_extract._evaluation.gold import read_gold
from report_extract._kinds import date as times
from report_extract._kinds import figure
from report_extract._lexicon import default_lexicon

PUBLISHED = date(2024, 3, 5)
ACROSS = {"figure.headed", "figure.shared"}
PARAGRAPH = re.compile(r"[^\n]+")
SENTENCE = re.compile(r"[^\n。！？；]+[。！？；]*[”」』）)]*")
Row = tuple[int, int, str, str]

# Pieces that end where a clause ends and say nothing of their neighbours; with and without numerals.
LINE = (
    "图书馆接待读者1.2万人次|同比增长12.5%|共有十几家企业报名|98比91取胜|气温8～12℃|每10万人中有15人|一个半小时后抵达|"
    "投入564名队员、166辆车|三分之一的商户|罚款五千余元|2024年3月2日动工|2月10日至24日|历时3个月完工|每周三开馆|第3届年会|"
    "118号4幢|拨打12345热线|居民一起动手|学习一丝不苟|今年上半年|三四十人到场|上午9时30分|2023-24赛季|“十四五”时期|"
    "农历八月十五|减少0.6个百分点|车牌浙A12345|记者从会上了解到|街道十分重视|高2米31|成绩为2:28:05|提出3点建议|半数居民赞成"
)
CLAUSES = LINE.split("|")


def rows(text: str) -> list[Row]:
    """Start, end, rule and value of each figure and non-figure of a view, as the finder and the reader give them."""
    document, lexicon = document_of(text), default_lexicon()
    mentions = list(figure.find(document, lexicon, ()))
    facts = {f.mention.start: f for f in figure.read([m for m in mentions if m.kind == "figure"], document, lexicon)}
    out = []
    for mention in mentions:
        fact = facts.get(mention.start)
        value = f"{fact.low} {fact.high} {fact.comparator} {fact.unit.surface}" if fact is not None else ""
        out.append((mention.start, mention.end, mention.rule, value))
    return out


def time_rows(text: str) -> list[Row]:
    document = document_of(text)
    mentions = list(times.find(document, default_lexicon(), ()))
    calendar = times.infer_calendar(document, mentions, published=PUBLISHED)
    facts = times.read(mentions, document, calendar, published=PUBLISHED)
    return [(f.mention.start, f.mention.end, f.mention.rule, told(f.printed, f.value)) for f in facts]


def told(printed: str | None, value: str | None) -> str:
    """The value of a time that prints all it needs; nothing of one that its neighbours may settle."""
    return (value or "") if printed is not None and re.match("[0-9]{4}|P", printed) else ""


def moved(found: list[Row], by: int) -> Iterator[Row]:
    return ((start + by, end + by, rule, value) for start, end, rule, value in found)


@given(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=12), st.sampled_from("，。；\n"))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_clause_reads_the_same_among_others(clauses: list[str], mark: str) -> None:
    text = mark.join(clauses)
    alone_figures: list[Row] = []
    alone_times: list[Row] = []
    offset = 0
    for clause in clauses:
        alone_figures += moved(rows(clause), offset)
        alone_times += moved(time_rows(clause), offset)
        offset += len(clause) + 1
    assert rows(text) == alone_figures
    assert time_rows(text) == alone_times


def facts_of(record: Extraction, low: int = 0, high: int | None = None) -> list[tuple[str, str]]:
    """Quote and value of the figures whose first character lies in source[low:high], the excepted rules left out."""
    return [
        (f.quote.text, f"{f.low} {f.high} {f.comparator} {f.unit.surface}")
        for f in record.figures
        if low <= f.quote.spans[0][0] < (len(record.text or "") if high is None else high) and f.rule not in ACROSS
    ]


@pytest.mark.parametrize("name", [g.name for g in read_gold(CORPORA / "articles")])
@pytest.mark.parametrize("cut", [PARAGRAPH, SENTENCE], ids=["paragraph", "sentence"])
def test_an_article_reads_as_its_parts_do(name: str, cut: re.Pattern[str]) -> None:
    text = next(g.text for g in read_gold(CORPORA / "articles") if g.name == name) or ""
    whole = _read(text)
    if whole is None or any(block.repaired for block in whole.article.blocks) or "单位：" in text:
        pytest.skip("its layout is repaired across lines, or a head holds for its rows")
    differing = []
    for part in cut.finditer(text):
        record = _read(part.group())
        if record is None:
            continue
        expected = facts_of(whole, *part.span())
        got = facts_of(record)
        if got != expected:
            differing.append((expected, got))
    assert not differing


def _read(text: str) -> Extraction | None:
    try:
        return extract(text, profile="rules", published="2024-03-05")
    except InputError:
        return None


ADVERSARIES = {
    "digits": "1234567890",
    "tens": "十",
    "numerals": "一百二十三万四千",
    "years": "年",
    "dated": "2024年3月",
    "days": "3日、",
    "commas": "、",
    "thousands": "1,234,",
    "decimals": "1.2.",
    "brackets": "（1（",
    "quotes": "“1",
    "titles": "《1",
    "ranges": "3至5—",
    "ratios": "3:2:",
    "dashes": "2-0-",
    "several": "几十余",
    "shares": "百分之",
    "every": "每",
    "of": "第",
    "letters": "A1-",
    "shared": "1、2、3、",
    "points": "3点",
    "hours": "12:",
    "units": "1元/人/",
    "signs": "-零下",
    "heads": "单位：万元\n1 ",
    "week": "周一至",
    "spaced": "3 万 ",
    "plus": "1+",
    "year end": "年年",
}


@pytest.mark.parametrize("finder", [figure.find, times.find], ids=["figures", "times"])
@pytest.mark.parametrize("unit", ADVERSARIES.values(), ids=ADVERSARIES)
def test_time_doubles_with_the_text(unit: str, finder: object) -> None:
    assert callable(finder)

    def find_all(text: str) -> None:
        list(finder(document_of(text), default_lexicon(), ()))

    assert growth(find_all, lambda length: (unit * (length // len(unit) + 1))[:length], 12_000) <= MOST
