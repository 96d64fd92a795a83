"""Clean: what is folded or left out, each edit named, every character led back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import MOST, growth
from report_extract import InputError
from report_extract._sources import article_of_text
from report_extract._stages.clean import clean
from report_extract._text import Traced


def cleaned(text: str) -> Traced:
    """The view of a text; a Chinese character is added so that any text is accepted."""
    return clean(article_of_text("馆" + text))


CASES = [
    ("接待读者１２８０人次，增长５．４％。", "接待读者1280人次，增长5.4%。", {"full_width"}),
    ("总裁安德烈•韦伯到场。", "总裁安德烈·韦伯到场。", {"dot"}),
    ("总统马哈茂德・卡里莫夫到场。", "总统马哈茂德·卡里莫夫到场。", {"dot"}),
    ("共１，２８０人，Ａ座", "共1,280人，A座", {"full_width"}),
    ("２０１９，２０２０年", "2019，2020年", {"full_width"}),
    ("2019，2020年", "2019，2020年", set()),
    ("1\u200b280人次", "1280人次", {"zero_width"}),
    ("中间\ufeff有记号，\u00ad还有", "中间有记号，还有", {"zero_width"}),
    ("2月\u202e01日", "2月01日", {"bidi_control"}),
    ("第一段\x07。", "第一段。", {"control"}),
    ("新馆\u3000开放\t了", "新馆 开放 了", {"space"}),
    ("第一段。\r\n第二段。\r第三段。", "第一段。 \n第二段。\n第三段。", {"line_end"}),
    ("第一段。\u2028第二段。", "第一段。\n第二段。", {"line_end"}),
    ("⼈次和\uf900字", "人次和豈字", {"radical"}),
    ("區(qū)政府和時（shí）间", "區政府和時间", {"pinyin"}),
    ("學(xué)生們(men)參(cān)加活動(dòng)。", "學生們參加活動。", {"pinyin"}),
    ("表(a)和图(b)", "表(a)和图(b)", set()),
    ("到场，，随后离开，。", "到场，随后离开。", {"doubled_mark"}),
    ("等等。。。还有……", "等等。。。还有……", set()),
    ("甲、、乙；；丙", "甲、乙；丙", {"doubled_mark"}),
    ("读者&nbsp;A&amp;B，&ldquo;好&rdquo;", "读者 A&B，“好”", {"entity"}),
    ("读者&amp;nbsp;很多", "读者 很多", {"entity"}),
    ("价格&notaword;和&#99999999;", "价格&notaword;和&#99999999;", set()),
    ("第一段<br/>第二<strong>段</strong>", "第一段\n第二段", {"html_break", "html_tag"}),
    ("&lt;p class=x&gt;新馆", "\n新馆", {"html_break"}),
    ("3<5，a<b>c", "3<5，ac", {"html_tag"}),
    ("3½万、10⁴、2①、2月⒑日、٣人", "3½万、10⁴、2①、2月⒑日、٣人", {"foreign_digit"}),
    ("ASCII marks, stay: yes; (here)! 好?", "ASCII marks, stay: yes; (here)! 好?", set()),
]


@pytest.mark.parametrize(("source", "view", "edits"), CASES)
def test_views(source: str, view: str, edits: set[str]) -> None:
    traced = cleaned(source)
    assert traced.text == "馆" + view
    assert {edit.split(":")[0] for edit in traced.edits} == edits


@pytest.mark.parametrize("text", ["今天上午，新馆开放。\n\n接待读者1280人次。", "馆里“人很多”（完）"])
def test_clean_texts_pass_untouched(text: str) -> None:
    article = article_of_text(text)
    traced = clean(article)
    assert traced.text == text
    assert traced.edits == ()
    assert traced.alignment.spans(0, len(text)) == ((0, len(text)),)


def test_a_figure_keeps_its_place_in_the_source() -> None:
    traced = cleaned("接待１\u200b２８０人次")
    start = traced.text.index("1280")
    assert traced.alignment.spans(start, start + 4) == ((3, 4), (5, 8))


noisy = st.lists(
    st.sampled_from([*"馆区人12３，。、；(（)）<>&;#\u200b\ufeff\u3000\r\n\t\u202e⼈"])
    | st.sampled_from(["qū", "&nbsp;", "<br>", "，，", "(shí)", "&amp;", "..", "\u2028"]),
    max_size=60,
).map("".join)


@given(noisy | st.text(max_size=80))
def test_every_character_stands_at_one_of_the_source_in_order(text: str) -> None:
    try:
        article = article_of_text(text)
    except InputError:
        return
    traced = clean(article)
    offsets = [run.source + step for run in traced.alignment.pieces(0, len(traced.text)) for step in range(run.length)]
    assert len(offsets) == len(traced.text)
    assert offsets == sorted(set(offsets))
    assert all(0 <= offset < len(text) for offset in offsets)
    if not traced.edits:
        assert traced.text == article.text


@pytest.mark.parametrize("piece", ["<p ", "&", "馆(q", "，，", "\u200b", "e\u0301", "<!--", "&lt;span ", "("])
def test_time_is_linear(piece: str) -> None:
    def text(length: int) -> str:
        return "馆" + piece * (length // len(piece))

    assert growth(lambda part: clean(article_of_text(part)), text, 20_000) <= MOST
