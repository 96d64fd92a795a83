"""What must hold for any text: records or InputError, every quote in the source, twice the same is the same."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from growth import MOST, growth
from report_extract import Extraction, InputError, extract
from report_extract._sinks import json_line
from report_extract.records import Quote, Record, proven

LINES = (
    "2月10日至24日|130人次|895小时|4万余人|不足一小时|其中|处级干部13名|共|12个居民区|每日4人一组|约|百分之三|2.77%|"
    "区税务局党支部|春晖里、云栖苑等居民区|（记者|林汐）|同比增长|0.1|〇|一丝不苟|第三|第十六税务所|2月30日|3月|去年|截至|"
    "上午9时|亿|万里|半|两|１２０|1,437|1.2.3|13812345678|99999999999999999999|-3|℃|½|²|①|٣|。|，|、|；|“|”|（|）|"
    "\n|\n\n|\r\n|\u3000| |\u200b|\u2028|\ufeff|\0|\ud800"
)
PIECES = LINES.split("|")

news = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
mixed = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=20).map("".join)
wild = st.text(st.characters(), max_size=60)

anything = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def quotes(value: Any) -> Iterator[Quote]:
    """Every quote inside a record."""
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from quotes(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from quotes(item)


def validated(value: Any) -> None:
    """Every record inside, built without validation, is the one that validation gives, fields in their order."""
    if isinstance(value, Record):
        model = type(value)
        assert list(vars(value)) == list(model.model_fields)
        again = model.model_validate(vars(value))
        assert vars(again) == vars(value)
        assert value.model_copy().model_fields_set == set(model.model_fields)
        for inner in vars(value).values():
            validated(inner)
    elif isinstance(value, tuple):
        for item in value:
            validated(item)


def record_of(text: str) -> Extraction | None:
    try:
        return extract(text, profile="rules")
    except InputError:
        return None


def check(text: str) -> None:
    record = record_of(text)
    again = record_of(text)
    if record is None:
        assert again is None
        return
    source = record.text
    assert source is not None
    assert len(source) == record.article.length == len(text)
    for quote in quotes(record):
        assert quote.spans
        assert "".join(source[low:high] for low, high in quote.spans) == quote.text
    validated(record)
    written = json_line(record)
    assert again is not None
    assert json_line(again) == written
    assert json_line(Extraction.model_validate_json(written)) == written
    known = record.by_id()
    for statement in record.statements:
        for identity in (statement.actor, statement.time, *statement.figures, *statement.places, *statement.persons):
            assert identity is None or identity in known


def test_every_field_of_a_record_is_given():
    with pytest.raises(TypeError, match="Quote needs text, spans; given text"):
        proven(Quote, text="图书馆")


@anything
@given(news)
def test_pieces_of_news(text: str):
    check(text)


@anything
@given(mixed)
def test_news_and_noise(text: str):
    check(text)


@anything
@given(wild)
def test_any_text(text: str):
    check(text)


@pytest.mark.slow
@settings(max_examples=5000, deadline=None)
@given(st.one_of(news, mixed, wild))
def test_any_text_at_length(text: str):
    check(text)


def test_the_collector_is_left_as_it_was():
    assert gc.isenabled()
    record_of("图书馆3日接待读者120人次。")
    assert gc.isenabled()
    gc.disable()
    try:
        record_of("图书馆3日接待读者120人次。")
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.slow
@pytest.mark.parametrize("joint", ["\n", ""])
def test_time_grows_as_the_text_does(joint: str):
    lines = [
        f"新华社银溪{day}月{month}日电（记者林汐{month}）副局长陈宇{day}说，区第{day}医院{month}日接诊{day * month}人，"
        f"其中老人{day}名，同比增长{month}.5%。"
        for day in range(1, 13)
        for month in range(1, 13)
    ]
    text = joint.join(lines * 40)
    assert growth(record_of, lambda length: text[:length], len(text) // 4, least=0) <= MOST
