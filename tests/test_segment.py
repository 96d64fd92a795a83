"""Segment: kinds of blocks, reading order, sentences, words. All pages here are written for these tests."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from growth import MOST, growth
from report_extract import InputError
from report_extract._engines.segmenter import Segmenter
from report_extract._lexicon import default_lexicon
from report_extract._lexicon.layout import FurnitureLine, LayoutWord
from report_extract._sources import article_of_text
from report_extract._stages._segment_evidence import edge_words
from report_extract._stages._segment_kinds import line_kinds, patterns
from report_extract._stages._segment_lines import lines_of
from report_extract._stages._segment_sentences import LONGEST_INSIDE, sentences
from report_extract._stages.clean import clean
from report_extract._stages.segment import segment
from report_extract._text import Document


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    return Segmenter()


def document_of(text: str) -> Document:
    return segment(clean(article_of_text(text)), tag=segmenter().columns, lexicon=default_lexicon())


def blocks_of(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


PAGE = """老街换新颜

河畔区三条老街完成改造

□记者 陈宇 报道

3月5日，河畔区三条老街完成改造，沿街铺设管线12公里。改造历时三个月，惠及居民2300户。

家门口的新变化 他们是热心的“跑腿人”

区住建局机关党支部志愿者

在桂花里居民区，志愿者们正在帮助老人搬运家具，登记需要修理的门窗

并与物业人员一起上门检查线路。老人们说：“这些年轻人手脚真勤

快，一个下午就忙完了。”

改造期间，区供电局抢修队的队员每天巡查线路，随时处理居民报修。居民都说：“灯亮了，我们心里也亮

县医院医护人员

堂了。”两个月里，他们共处理报修86起。

风雨里的守护 他们是可靠的“守夜人”

带动更多邻居参加进来。

夜里下大雨，值班人员总是先把低洼处的井盖看一遍。

区城管局组织骨干成立巡逻队，每晚两班沿街巡查，提醒商户收好雨棚，

截至3月1日，巡逻队共出动人员320人次。

区市政管理所和区排水管理

所各派2名干部驻点值守。

【编辑:何敏】
"""


def test_a_broken_page_is_read_in_order() -> None:
    document = document_of(PAGE)
    kinds = Counter(kind for kind, _ in blocks_of(document))
    assert kinds == {
        "kicker": 1, "headline": 1, "byline": 1, "subhead": 2, "caption": 2, "paragraph": 7, "furniture": 1
    }  # fmt: skip
    text = document.text
    assert "登记需要修理的门窗并与物业人员一起上门" in text
    assert "手脚真勤快，一个下午" in text
    assert "我们心里也亮堂了。”两个月里，他们共处理报修86起。\n县医院医护人员\n" in text
    assert "提醒商户收好雨棚，带动更多邻居参加进来。\n截至3月1日" in text
    assert "区排水管理所各派2名干部" in text
    assert [note.split(":")[0] for note in document.notes].count("joined") == 4
    assert [note.split(":")[0] for note in document.notes].count("moved") == 1
    assert "caption_taken_out: 县医院医护人员" in document.notes
    assert [block.repaired for block in document.blocks].count(True) == 4


def test_a_broken_name_has_two_spans() -> None:
    document = document_of(PAGE)
    name = "区排水管理所"
    start = document.text.index(name)
    spans = document.alignment.spans(start, start + len(name))
    assert len(spans) == 2
    assert "".join(PAGE[left:right] for left, right in spans) == name


def test_a_lost_mark_is_no_reason_to_join() -> None:
    document = document_of(
        "队员们每天巡查两次。大家都说，他们是最可靠的守夜人\n\n“有他们在，我们放心。”居民李阿姨说。\n\n巡查仍在继续。"
    )
    assert len(document.blocks) == 3
    assert [block.kind for block in document.blocks] == ["paragraph"] * 3
    assert document.notes == ("mark_lost: 是最可靠的守夜人",)


def test_what_cannot_be_completed_is_a_fragment() -> None:
    document = document_of(
        "队员们每天巡查两次，随身带着工具，\n\n3月5日，区排水所召开会议。会上通报了情况。\n\n随后，大家分头行动。"
    )
    assert document.blocks[0].kind == "fragment"
    assert document.notes[0].startswith("end_lost")


def test_wrapped_lines_are_joined() -> None:
    lines = (
        "3月5日，河畔区三条老街完成改造，沿街铺\n设管线12公里。改造历时三个月，惠及居民23\n00户。"
        "区住建局介绍，改造中新装路灯86盏，修补\n路面1.2万平方米。夏季到来以前，还将有两\n"
        "条老街动工，预计年底完工。施工期间将分段\n封闭道路，请过往行人和车辆绕行。"
    )
    document = document_of(lines)
    assert document.text == lines.replace("\n", "")
    assert "wrapped lines" in document.notes[0]


CLEAN = [
    "新馆开放首日接待读者1280人次\n市图书馆新馆昨天开放。\n馆长介绍，首批藏书约30万册。\n【编辑:何敏】",
    "今天，全市普降大雨。(完)\n记者从市气象台获悉，雨势将持续到周五。\n出行提示\n请减少外出。\n来源：临江日报",
    "一、总体情况\n（一）收入\n一季度收入3.2亿元，增长5.4%；\n（二）支出\n支出2.8亿元。\n二、下一步\n抓好落实。",
    "图为读者在新馆阅读。何敏摄\n新馆有6层，设阅览座位2000个。他说：“\n很舒适。”\n馆外是公园，绿树成荫。",
    "问：何时开放？\n答：每天9时。\n问：要预约吗？\n答：不用预约。",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_pages_keep_their_order(text: str) -> None:
    document = document_of(text)
    joined = [note for note in document.notes if note.startswith(("moved", "caption"))]
    assert not joined
    assert document.text.replace("\n", "") == text.replace("\n", "")
    assert [run.source for run in document.alignment.runs] == sorted(run.source for run in document.alignment.runs)


def test_heads() -> None:
    page = "老街换新颜\n老街换新颜\n3月5日，老街完成改造。\n下一步\n还将改造两条街。\n甲\n乙\n丙\n丁\n戊"
    document = document_of(page)
    assert [kind for kind, _ in blocks_of(document)][:5] == [
        "headline", "furniture", "paragraph", "subhead", "paragraph"
    ]  # fmt: skip
    assert {kind for kind, _ in blocks_of(document)[5:]} == {"paragraph"}


def test_a_phrase_alone_is_a_paragraph() -> None:
    assert blocks_of(document_of("志愿服务130人次")) == [("paragraph", "志愿服务130人次")]


SENTENCES = [
    ["新馆开放。", "读者来了！", "真多啊……", "共1280人；其中老人300人？！", "好"],
    ["他说：“新馆真大。书也多。”", "大家点头。"],
    ["“欢迎！”", "馆员说。"],
    ["他喊“加油！”后离开。", "大家笑了。"],
    ["“一起来！”的口号响了。"],
    ["数据（见表1。下同）如下。", "增长5.4%.", "比上月多3.5个点。"],
    ["（完）"],
]


@pytest.mark.parametrize("expected", SENTENCES)
def test_sentences(expected: list[str]) -> None:
    text = "".join(expected)
    if "5.4%." in text:
        text = text.replace("5.4%.", "5.4成.")
        expected = [sentence.replace("5.4%.", "5.4成.") for sentence in expected]
    assert [text[left:right] for left, right in sentences(text)] == expected


def test_an_unclosed_quotation_does_not_swallow_the_block() -> None:
    text = "他说：“新馆真大，" + "书也多，" * (LONGEST_INSIDE // 4) + "真好。再来一次。完了。"
    assert len(list(sentences(text))) == 3


def check(text: str) -> None:
    """What must hold of every document."""
    try:
        article = article_of_text(text)
    except InputError:
        return
    traced = clean(article)
    document = segment(traced, tag=segmenter().columns, lexicon=default_lexicon())
    view = document.text
    assert view == "\n".join(view[block.start : block.end] for block in document.blocks)
    kept = [run.source + step for run in document.alignment.runs for step in range(run.length)]
    assert len(kept) == len(set(kept))
    assert len(kept) == len(view) - view.count("\n")
    cleaned = [run.source + step for run in traced.alignment.runs for step in range(run.length)]
    left_out = set(cleaned) - set(kept)
    assert set(kept) <= set(cleaned)
    shown = dict(zip(cleaned, traced.text, strict=True))
    assert all(shown[offset].isspace() for offset in left_out)
    for block, number in zip(document.blocks, range(len(document.blocks)), strict=True):
        spans = [(sentence.start, sentence.end) for sentence in document.sentences if sentence.block == number]
        assert spans[0][0] == block.start
        assert spans[-1][1] == block.end
        assert all(left[1] == right[0] for left, right in pairwise(spans))
    assert len(document.words) == len(document.tags)
    starts = [*document.words, len(view)]
    assert starts[0] == 0
    assert all(left < right for left, right in pairwise(starts))
    newlines = [offset for offset, character in enumerate(view) if character == "\n"]
    assert set(newlines) <= set(document.words)
    if not any(note.startswith("moved") for note in document.notes) and not any(b.repaired for b in document.blocks):
        assert kept == sorted(kept)


PIECES = [
    *["新馆昨天开放", "读者", "，", "。", "、", "；", "“", "”", "‘", "’", "（", "）", "！", "？", "……", "\n", "\n\n"],
    *["\r\n", "\u3000", " ", "区水务局志愿者", "【编辑:何敏】", "12", "3人次", "他们说", "帮助他们"],
    *["税务", "局", "的", "和"],
    *["□记者 陈宇", "记者", "图为", "摄", "(完)", "——", "一、", "\u200b", "&nbsp;", "<br>", "2024-03-05", "截至3月1日"],
    "https://a.cn/b",
]
pages = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages | st.text(max_size=80).map(lambda text: "馆" + text))
def test_nothing_is_lost_and_nothing_is_doubled(text: str) -> None:
    check(text)


closed = st.lists(
    st.sampled_from(["新馆昨天开放，读者很多。", "接待1280人次。", "他说：“很好！”", "雨停了。(完)", "请减少外出！"]),
    min_size=1,
    max_size=12,
)


@given(closed, st.sampled_from(["\n", "\n\n", "\n\n\n", "\r\n"]))
@settings(deadline=None)
def test_a_page_without_damage_keeps_its_text(lines: list[str], gap: str) -> None:
    document = document_of(gap.join(lines))
    assert document.text == "\n".join(lines)
    assert not any(block.repaired for block in document.blocks)


@pytest.mark.parametrize("page", [PAGE, *CLEAN])
def test_documents_hold_together(page: str) -> None:
    check(page)


LINES = ["在区里开展的，\n", "馆\n", "今天。在馆里\n标题\n", "“甲（乙《", "…。”", "【编辑:何\n"]


@pytest.mark.parametrize("line", LINES)
def test_time_is_linear(line: str) -> None:
    def split(text: str) -> None:
        segment(clean(article_of_text(text)), tag=segmenter().columns, lexicon=default_lexicon())

    assert growth(split, lambda length: "馆" + line * (length // len(line)), 20_000) <= MOST


def kind_of(line: str) -> str:
    """The kind of a line below a few lines of text."""
    lines = lines_of("新馆昨天开放。\n" * 8 + line)
    return line_kinds(lines, default_lexicon())[-1]


FURNITURE = default_lexicon().entries("furniture", FurnitureLine)


@pytest.mark.parametrize("entry", FURNITURE, ids=lambda entry: entry.name)
def test_furniture_entries_prove_themselves(entry: FurnitureLine) -> None:
    assert {line: kind_of(line) for line in entry.examples} == entry.examples
    assert [line for line in entry.refuted if kind_of(line) == entry.kind] == []


@pytest.mark.parametrize("entry", default_lexicon().entries("layout", LayoutWord), ids=lambda entry: entry.name)
def test_layout_entries_prove_themselves(entry: LayoutWord) -> None:
    words = edge_words(default_lexicon())
    for text, role in entry.examples.items():
        assert role == entry.role
        if role == "people":
            assert patterns(default_lexicon()).people.search(text)
        elif role == "dangling":
            assert segmenter().cut(text)[-1] in words.dangling
        else:
            assert segmenter().cut(text)[0] in getattr(words, role)


def test_the_first_article(beside: Path) -> None:
    text = (beside / "articles" / "seed.txt").read_text(encoding="utf-8")
    document = document_of(text)
    assert Counter(block.kind for block in document.blocks) == {
        "kicker": 1, "headline": 1, "byline": 1, "subhead": 4, "caption": 4, "paragraph": 19
    }  # fmt: skip
    named = Counter(note.split(":")[0] for note in document.notes)
    assert named == {"joined": 4, "moved": 1, "caption_taken_out": 1, "mark_lost": 1}
    # Five joins, one of which is a move, make 30 blocks of 35 lines.
    assert len([line for line in text.split("\n") if line.strip()]) == 35
    assert len(document.blocks) == 30
    assert sum(block.repaired for block in document.blocks) == 5


def test_whole_articles_are_left_alone(beside: Path) -> None:
    for path in sorted((beside / "articles").glob("*.txt")):
        if path.stem != "seed":
            assert document_of(path.read_text(encoding="utf-8")).notes == ()
