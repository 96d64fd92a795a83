"""Words as a tagger reads them in their sentence: they tile the text, and verbs and nouns are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import document_of, segmenter
from report_extract import extract
from report_extract._engines.context import DOUBTFUL, in_context
from report_extract._engines.ner import lac_small
from report_extract._text import Document


def read(text: str) -> Document:
    document = document_of(text)
    words = lac_small().words([text[s.start : s.end] for s in document.sentences])
    return in_context(document, words, segmenter().knows)


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("86名村民误食菌菇。", ("误食", DOUBTFUL)),  # a noun to the dictionary
        ("86家企业参加培训。", ("培训", "vn")),
        ("两天的会谈结束。", ("会谈", "vn")),  # a verb to the dictionary
        ("我国外汇储备增加。", ("我国", "r")),  # LAC parts it: 我|国
    ],
)
def test_parts_of_speech_are_those_of_the_sentence(text: str, tagged: tuple[str, str]) -> None:
    document = read(text)
    assert tagged in zip(document.surfaces, document.tags, strict=True)


def test_words_of_the_segmenter_stay_within_those_of_the_tagger() -> None:
    document = read("规模以上工业增加值增长8%。")
    assert document.surfaces[:4] == ("规模", "以上", "工业", "增加值")
    assert document.in_context


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("全县村民86人食用了野生菌，。中毒住院治疗 \nA8年月日的和"), max_size=40))
def test_words_tile_the_text(text: str) -> None:
    document = read(text)
    assert "".join(document.surfaces) == "".join(document_of(text).surfaces)
    assert all(text.startswith(word, at) for at, word in zip(document.words, document.surfaces, strict=True))


def test_measures_are_bounded_by_the_words_of_the_sentence() -> None:
    text = "数十名村民误食菌菇，县医院救治。"
    measures = {profile: extract(text, profile=profile).statements[0].measure for profile in ("rules", "full")}
    assert measures["full"] == "村民"
