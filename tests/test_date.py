"""Times: the cases of the corpus, the proofs of the lexicon, and what must hold for any text."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import CORPORA
from growth import MOST, growth
from report_extract._facts import Mention, TimeFact
from report_extract._kinds import date as times
from report_extract._kinds import date_lunar
from report_extract._kinds.date_duration import read_duration
from report_extract._kinds.date_lunar import lunar_day, term_day
from report_extract._kinds.date_values import fold
from report_extract._kinds.date_words import events_of
from report_extract._lexicon import default_lexicon
from report_extract._lexicon.times import (
    DatedEvent,
    DayPart,
    ElapsedCue,
    Holiday,
    PeriodWord,
    RelativeWord,
    SetWord,
    Signal,
    TimeWord,
    VagueTime,
)
from report_extract._text import Alignment, Article, Block, Document, Sentence

PUBLISHED = date(2024, 3, 5)
WORDS: dict[str, type[TimeWord]] = {
    "time_relative": RelativeWord,
    "time_dayparts": DayPart,
    "time_vague": VagueTime,
    "time_periods": PeriodWord,
    "time_sets": SetWord,
    "time_holidays": Holiday,
    "time_elapsed": ElapsedCue,
    "time_signals": Signal,
}


def document_of(text: str) -> Document:
    """A document of `text` as it stands: its lines are the blocks, no words."""
    blocks, sentences = [], []
    for index, block in enumerate(re.finditer(r"[^\n]+", text)):
        blocks.append(Block("paragraph", *block.span()))
        for sentence in re.finditer(r"[^。！？]+[。！？]*[”」』）)]*|[。！？]+", block.group()):
            start = block.start() + sentence.start()
            sentences.append(Sentence(start, start + len(sentence.group()), index))
    article = Article(text, None, "0" * 64, "utf-8", "case")
    return Document(article, text, Alignment.identity(len(text)), tuple(blocks), tuple(sentences), (), ())


def mentions_of(text: str) -> list[Mention]:
    return list(times.find(document_of(text), default_lexicon(), ()))


def facts_of(text: str, *, published: date | None = None) -> tuple[TimeFact, ...]:
    document = document_of(text)
    mentions = list(times.find(document, default_lexicon(), ()))
    when, _ = times.published_date(document, mentions, given=published)
    calendar = times.infer_calendar(document, mentions, published=when)
    return times.read(mentions, document, calendar, published=when)


def surfaces_of(text: str, facts: tuple[TimeFact, ...]) -> dict[str, str]:
    """Quote to value, a repeated quote as 每天#2."""
    seen: Counter[str] = Counter()
    out = {}
    for fact in facts:
        quote = text[fact.mention.start : fact.mention.end]
        seen[quote] += 1
        out[quote if seen[quote] == 1 else f"{quote}#{seen[quote]}"] = fact.value or ""
    return out


def cases() -> list[dict[str, Any]]:
    path = CORPORA / "cases" / "time_grammar.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["text"][:24])
def test_case(case: dict[str, Any]) -> None:
    published = date.fromisoformat(case["published"]) if "published" in case else None
    assert surfaces_of(case["text"], facts_of(case["text"], published=published)) == case["time"]


def proofs(kind: str) -> list[tuple[str, str, str, str]]:
    """File, entry, sentence and what must be read in it; or the sentences that refute an entry."""
    rows = []
    for file, model in WORDS.items():
        for entry in default_lexicon().entries(file, model):
            if kind == "examples":
                rows += [(file, entry.name, sentence, wanted) for sentence, wanted in entry.examples.items()]
            else:
                rows += [(file, entry.name, sentence, "|".join(map(fold, entry.forms))) for sentence in entry.refuted]
    return rows


@pytest.mark.parametrize(("file", "name", "sentence", "wanted"), proofs("examples"))
def test_word_is_read(file: str, name: str, sentence: str, wanted: str) -> None:
    facts = facts_of(sentence, published=PUBLISHED)
    quote, _, value = wanted.partition(" = ")
    read = surfaces_of(sentence, facts)
    assert quote in read
    assert not value or read[quote] == value
    if file == "time_signals":
        signal = next(e for e in default_lexicon().entries(file, Signal) if e.name == name)
        fact = next(f for f in facts if sentence[f.mention.start : f.mention.end] == quote)
        assert fact.relation == signal.relation


@pytest.mark.parametrize(("file", "name", "sentence", "surfaces"), proofs("not"))
def test_word_is_not_read(file: str, name: str, sentence: str, surfaces: str) -> None:
    forms = surfaces.split("|")
    for mention in mentions_of(sentence):
        quote = fold(sentence[mention.start : mention.end])
        assert not any(form in quote for form in forms if len(form) > 1), (file, name, quote)


def test_every_word_proves_itself() -> None:
    for file, model in WORDS.items():
        for entry in default_lexicon().entries(file, model):
            assert entry.examples, f"{file}: {entry.name} has no example"


@pytest.mark.parametrize("event", default_lexicon().entries("time_events", DatedEvent), ids=lambda e: e.name)
def test_event_is_evidence(event: DatedEvent) -> None:
    pattern, by_surface, _ = events_of(default_lexicon())
    assert event.examples
    for sentence, words in event.examples.items():
        assert words in {found.group() for found in pattern.finditer(fold(sentence))}
    for sentence in event.refuted:
        assert all(by_surface[found.group()] != event for found in pattern.finditer(fold(sentence)))


RELATIONS = [
    ("截至2月29日，共派出239人次。", "2月29日", "until", None, "2024-02-29"),
    ("自2月10日起，分批下沉。", "2月10日", "since", "2024-02-10", None),
    ("从1月30日晚上起，增援社区。", "1月30日晚上", "since", "2024-01-30", None),
    ("2月4日至2月20日期间，共413人次。", "2月4日至2月20日", "during", "2024-02-04", "2024-02-20"),
    ("2月20日前完成。", "2月20日", "before", None, "2024-02-20"),
    ("2019年以前没有路。", "2019年", "before", None, "2018-12-31"),
    ("2月20日后回暖。", "2月20日", "after", "2024-02-20", None),
    ("2015年末，人口增加。", "2015年末", "at", "2015-12-31", "2015-12-31"),
    ("去年2月，开馆。", "去年2月", "at", "2023-02-01", "2023-02-28"),
    ("目前，一切正常。", "目前", "at", None, None),
    ("每天，有人值守。", "每天", "at", None, None),
    ("今年以来，降水偏少。", "今年", "since", "2024-01-01", None),
]


@pytest.mark.parametrize(("text", "quote", "relation", "start", "end"), RELATIONS)
def test_relation_opens_an_end(text: str, quote: str, relation: str, start: str | None, end: str | None) -> None:
    fact = next(f for f in facts_of(text, published=PUBLISHED) if text[f.mention.start : f.mention.end] == quote)
    assert (fact.relation, fact.start, fact.end) == (relation, start, end)


def test_printed_keeps_the_year_open() -> None:
    (fact,) = facts_of("2月10日至24日，共130人次。", published=PUBLISHED)
    assert fact.printed == "XXXX-02-10/XXXX-02-24"
    assert fact.value == "2024-02-10/2024-02-24"
    assert fact.kind == "interval"


def test_no_year_is_made_up() -> None:
    (fact,) = facts_of("2月10日，队伍出发。")
    assert (fact.value, fact.start, fact.year_basis) == ("XXXX-02-10", None, "unknown")


def test_impossible_date_is_kept_with_a_note() -> None:
    (fact,) = facts_of("2月30日，活动照常。", published=PUBLISHED)
    assert (fact.printed, fact.value, fact.note) == ("XXXX-02-30", None, "impossible_date")


def test_year_inferred_from_event_and_leap_day() -> None:
    text = "全区防控新冠肺炎疫情。\n截至2月29日，共派出志愿者64人次。"
    document = document_of(text)
    mentions = list(times.find(document, default_lexicon(), ()))
    calendar = times.infer_calendar(document, mentions, published=None)
    assert (calendar.year, calendar.basis) == (2020, "inferred")
    assert [text[slice(*span)] for span in calendar.evidence] == ["新冠肺炎", "2月29日"]


def test_several_years_stay_open() -> None:
    document = document_of("全区防控新冠肺炎疫情。3月5日，队伍出发。")
    mentions = list(times.find(document, default_lexicon(), ()))
    calendar = times.infer_calendar(document, mentions, published=None)
    assert (calendar.year, calendar.note) == (None, "possible_years:2020,2021,2022,2023")


DATELINES = [
    ("2023-10-08 13:08:02\n新华网北京10月7日电 消防员昨天演练。", "2023-10-08", "printed"),
    ("中新网4月4日电 2020年4月3日，新增病例1例。", "2020-04-04", "dateline"),
    ("中新网4月4日电 村里开了茶会。", None, "none"),
    ("村里开了茶会。", None, "none"),
]


@pytest.mark.parametrize(("text", "wanted", "basis"), DATELINES)
def test_publication_date(text: str, wanted: str | None, basis: str) -> None:
    document = document_of(text)
    found = times.published_date(document, mentions_of(text), given=None)
    assert found == (date.fromisoformat(wanted) if wanted else None, basis)


def test_comparators() -> None:
    text = "不足一小时就完成，逾30天后返乡，近两年增多，3个月左右后复查。"
    assert [fact.comparator for fact in facts_of(text)] == ["lt", "gt", "approx", "approx"]


def test_terms_and_lunar_days() -> None:
    assert term_day("清明", 2024) == date(2024, 4, 4)
    assert lunar_day(2024, 1, 1) in (None, date(2024, 2, 10))


MID_AUTUMN = "2023年农历八月十五，社区办了灯会。"


def test_a_lunar_date_without_the_library_is_kept_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(date_lunar, "_library", lambda: None)
    date_lunar.lunar_day.cache_clear()
    try:
        fact = facts_of(MID_AUTUMN)[0]
        festival = facts_of("2023年端午节，社区赛龙舟。")[0]
    finally:
        date_lunar.lunar_day.cache_clear()
    assert (fact.value, fact.start, fact.note) == (None, None, "lunar_library_missing")
    assert (festival.value, festival.note) == (None, "lunar_library_missing")


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        (MID_AUTUMN, "2023-09-29", "lunar_date"),
        ("2023年闰二月初一，村里修谱。", "2023-03-22", "lunar_date"),
        ("13月底前完工。", None, "impossible_date"),
        ("13月上旬完工。", None, "impossible_date"),
        ("2023年闰三月初一，村里修谱。", None, "impossible_date"),
        ("1580年农历八月十五，县志有载。", None, "lunar_year_out_of_range"),
        ("农历八月十五，社区办了灯会。", None, "lunar_date"),
    ],
)
def test_a_lunar_date_has_its_day_or_the_reason_why_not(text: str, value: str | None, note: str) -> None:
    pytest.importorskip("lunar_python", reason="the extra lunar is not installed")
    fact = facts_of(text)[0]
    assert (fact.value, fact.note) == (value, note)


SAMPLE = (
    "中新网4月4日电 4月3日0—24时，新增1例，当日出院3例。截至4月3日24时，累计76人。\n"
    "2月10日至24日，志愿者服务130人次，895小时；每天早上，75岁的老党员巡楼。\n"
    "2015年末，人口比上年末增加；“十二五”时期，年均增长2%；近两年，逾30天后，不足一小时。\n"
    "上世纪80年代建成，2023-24赛季开打，8、9、10月多雨，周一至周五开放，9:30至11:30限流。"
)


@pytest.mark.parametrize(
    "cut", ["[^\n]+", "[^\n。]+。?", "[^\n。，；]+[。，；]?"], ids=["paragraph", "sentence", "clause"]
)
def test_same_mentions_by_any_cut(cut: str) -> None:
    whole = [(m.start, m.end, m.rule) for m in mentions_of(SAMPLE)]
    pieces = [
        (m.start + piece.start(), m.end + piece.start(), m.rule)
        for piece in re.finditer(cut, SAMPLE)
        for m in mentions_of(piece.group())
    ]
    assert pieces == whole


ALPHABET = (
    "0123456789一二三十〇年月日时点分天周个多余半前后至到—-:：上下本去今昨每近约逾“”五（）。，、\n 第号旬底初世纪代"
)


@given(st.text(ALPHABET, max_size=60))
@example("0周前天")
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    facts = facts_of(text, published=PUBLISHED)
    assert facts == facts_of(text, published=PUBLISHED)
    last = 0
    for fact in facts:
        assert last <= fact.mention.start < fact.mention.end <= len(text)
        last = fact.mention.end
        for end in (fact.start, fact.end):
            assert end is None or date.fromisoformat(end)


@given(st.text("0123456789一二两三十百千万半几数多余个年月天小时分秒至-.点", max_size=20))
@example("数秒半")
def test_any_duration(text: str) -> None:
    value, _, note = read_duration(text, {})
    assert value is not None or note is not None


# More of them are in test_independence, which has figures and times read.
BLOW_UPS = ["1", "月日", "1-", "2月", "（周", "第1个", "1、", "十五", "近", "3天", "“十四五”", "半"]


@pytest.mark.parametrize("unit", BLOW_UPS)
def test_linear_time(unit: str) -> None:
    def find_all(text: str) -> None:
        list(times.find(document_of(text), default_lexicon(), ()))

    assert growth(find_all, lambda length: unit * (length // len(unit)), 12_000) <= MOST
