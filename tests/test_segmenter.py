"""The segmenter gives jieba's words: over our own sentences, over real texts, over any string."""

from __future__ import annotations

import json
import marshal
import os
import subprocess
import sys
import tempfile
from itertools import islice, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_extract._engines import jieba_dictionary as dictionary_module
from report_extract._engines import segmenter as module
from report_extract._engines.jieba_dictionary import TOTAL, jieba_dictionary
from report_extract._engines.segmenter import PIECE, Segmenter, canary, reference_cut
from report_extract.errors import EngineError

ROOT = Path(__file__).resolve().parent.parent
POOL = Path(__file__).resolve().parents[2] / "shared" / "pool" / "news.jsonl"

USER_WORDS = (
    ("河东新村", "ns"),
    ("第三居民区", "ns"),
    ("文体中心", "nt"),
    ("志愿者服务队", "n"),
    ("图书馆", "n"),
    ("图书馆", "nt"),  # added twice: jieba counts the weight twice
    ("的", "uj"),
    ("江", "ns"),
    ("人次", "q"),
    ("每百", "x"),
    ("5G-A", "nz"),
    ("PM2.5", "nz"),
    ("v1.2", "nz"),
    ("12", "m"),
    ("3-5", "m"),
    ("C919", "nz"),
    ("K歌房", "n"),
    ("阿里木·买买提", "nr"),  # with a mark: no engine can find it
    ("㙍村", "ns"),  # with a character jieba does not know as Han
    ("\ud800坏", "x"),
    ("两 半", "x"),
    ("\U0001f600笑", "x"),
    ("", "x"),
    ("新一代信息技术产业园区管理委员会", "nt"),
    ("龘龘", "nz"),
)

SENTENCES = (
    "本报讯（记者 周晓岚）昨天上午，河东新村第三居民区的120名志愿者走上街头。",
    "截至3月底，全区共有12个街道、86个居民区参加了活动，累计服务3.6万人次。",
    "今年一季度，全市实现生产总值1234.5亿元，同比增长5.4%，比上年同期回落0.3个百分点。",
    "气温将下降6℃～8℃，局部地区降雪量可达10至15毫米。",
    "他说：“我们小区的电梯坏了三天，居委会第一时间就来了人。”",
    "两批共计四十余名医护人员，分别于2月8日、2月11日出发。",
    "这项工作从去年9月持续到今年2月，历时近半年。",
    "工程总投资约二十三亿五千万元，其中市级财政承担百分之六十。",
    "每日3人一组，每组值守4小时，24小时不间断。",
    "结婚的和尚未结婚的都要登记。",
    "他来到了网络研究院大厦，和买水果的叔叔打招呼。",
    "小赵硕士毕业于某理工大学计算所，后在外地深造。",
    "乒乓球拍卖完了，南京市长江大桥通车了。",
    "工信处女干事每月经过下属科室都要亲口交代交换机等技术性器件的安装工作。",
    "欧阳修远、司马昭、阿依古丽·买买提和玛丽亚一起参观了文体中心。",
    "新一代信息技术产业园区管理委员会昨日揭牌。",
    "他的手机号是 138 0000 1234，微信号 wx_id-2020。",
    "請大家於本週五前將問卷交回圖書館，逾期恕不受理。",
    "臺北市政府表示，這項計畫總共花費新臺幣三億五千萬元。",
    "廣東話：佢哋今日去咗圖書館睇書。",
    "第１２届全国运动会于２０２３年９月１日开幕，共有３５００名运动员参赛。",
    "ＡＢＣ公司与Ｘ－Ｙ集团签约，金额１．５亿元（含税）。",
    "😀今天天气真好👍🏽，大家一起去🏞️玩吧🇨🇳！",
    "数据见附表①②③，公式为x²+y²=z²，误差±0.5%。",
    "空白　全角空格 和\t制表符\r\n回车换行\n\n两个换行\r单独回车。",
    "龘龘靐齉爩，㙍村、䶮县、𠮷野家、𪚥字都是罕见字。",
    "鿕鿖鿿是新增的字，豈更也是。",
    "零宽\u200b空格、左右\u202e标记\u202c和\ufeff字节序。",
    "空字符\x00夹在\x00中间。",
    "坏的代理\ud800夹在\udfff中间\udbff。",
    "……——！！？？；；：：、、",
    "。",
    "",
    "a",
    "-",
    "中",
    "\n",
    "\r\n",
)

ASCII_TEXT = """
1-10 3-5 2020-2-10 2020.02.10 2020/02/10 10:30 10:30-11:45 1,234,567.89 5.4% 5.% -3.2% +0.5 1e-5 1.2-3.4_5.6%7
1.2.3 1.2.3.4% v1.2.3-rc.1 v1.2 5G-A 5G-A.1 PM2.5 APM2.5 C919 C++ c# AT&T A.B.C a_b_c __init__ a--b a._b - --
--- . ... % %% & #1 0x1F tv.example.com www.example.com.cn/a-b_c?x=1&y=2#top someone+tag@mail-1.example.com
https://news.example.org/2020-02/10/content_12.htm 5.83m 32.82km/h 3.5.mm 12020 1202.shtml 1212 K歌房 T恤 AA制
B超 4S店 ISO-8601 5g.6 9.9a9.9 GB/T7408.1-2023
"""
ASCII_MIXES = ASCII_TEXT.split()
LONG_MIXES = [
    *("A" * 60, "7" * 60, "7." * 30, "0." + "1" * 50 + "x", "GB/T 7408.1-2023"),
    *("x" * 45 + "." + "9" * 45 + ".z", "1" * 50 + "-" + "2" * 50),
]

MIXTURE = "中国人民图书馆江龘㙍鿖Aaz019..--__%%&#+ ，。\r\n·\ud800\u200b😀"

FRAMES = ("{}", "共{}人次", "{}，{}。", "他在{}的{}室", "江{}图书馆", "第 {} 号")


def sentences() -> list[str]:
    """A few hundred sentences of ours: those above, and each ASCII mix in every frame."""
    return [*SENTENCES, *(frame.format(mix, mix) for frame, mix in product(FRAMES, ASCII_MIXES + LONG_MIXES))]


@pytest.fixture(scope="module", params=[(), USER_WORDS], ids=["plain", "user-words"])
def words(request: pytest.FixtureRequest) -> tuple[tuple[str, str], ...]:
    return request.param


@pytest.fixture(scope="module")
def segmenter(words: tuple[tuple[str, str], ...]) -> Segmenter:
    return Segmenter(words)


def test_our_sentences_are_cut_as_jieba_cuts_them(segmenter, words):
    texts = sentences()
    assert len(texts) > 300
    wrong = [text for text in texts if segmenter.cut(text) != reference_cut(text, words)]
    assert wrong == []


def test_real_texts_are_cut_as_jieba_cuts_them(segmenter, words):
    """One half of them as they are, the other with words of a user."""
    if not POOL.is_file():
        pytest.skip("no pool of news beside the repository")
    with POOL.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, bool(words), 1500, 2)]
    wrong = [text[:40] for text in texts if segmenter.cut(text) != reference_cut(text, words)]
    assert wrong == []


def test_equally_likely_cuts_are_decided_as_by_jieba(segmenter, words):
    """The total weighs on every cut, and one unit of it tips a tie."""
    assert module._total(segmenter._engine) == module._reference(words).total


def test_weights_of_user_words_are_those_of_jieba():
    reference = module._reference(USER_WORDS)
    engine = module.rjieba.Jieba()
    weights = module._Weights(engine, module._Ballast(engine))
    for word, _ in USER_WORDS:
        if word:
            weights.add(word)
    for word, _ in USER_WORDS:
        if word:
            assert weights._known[word] == reference.FREQ[word], word


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=200))
def test_any_string_joins_again(segmenter, text):
    assert "".join(segmenter.cut(text)) == text


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from(MIXTURE), max_size=40))
def test_any_mixture_is_cut_as_jieba_cuts_it(segmenter, words, text):
    assert segmenter.cut(text) == reference_cut(text, words)


def test_a_long_text_goes_through_in_pieces():
    unit = "河边的老槐树开花了，共有1.5万人次前来参观；A-1区、tv.example.com另行统计"
    for mark in ("。", "，", "\r\n", " "):
        text = (unit + mark) * (3 * PIECE // len(unit))
        pieces = list(module._pieces(text))
        assert len(pieces) > 3
        assert "".join(text[start:end] for start, end in pieces) == text
        assert max(end - start for start, end in pieces) <= PIECE
        assert Segmenter().cut(text) == reference_cut(text)


def test_a_long_run_without_a_break_is_not_torn():
    text = "河边的老槐树开花了" * (PIECE // 4) + "，" + "完" * 5
    assert Segmenter().cut(text) == reference_cut(text)
    assert next(module._pieces(text)) == (0, text.index("，"))


def test_a_line_end_of_two_characters_is_not_torn():
    text = "\r\n" * PIECE
    assert Segmenter().cut(text) == ["\r\n"] * PIECE
    assert Segmenter().cut("x" + text) == ["x"] + ["\r\n"] * PIECE


def test_tags():
    plain, with_words = Segmenter(), Segmenter(USER_WORDS)
    text = "图书馆的魑魅PM2.5共120人次，㙍\ud800可达"
    assert [word for word, _ in plain.tag(text)] == plain.cut(text)
    assert plain.columns(text) == (plain.cut(text), [tag for _, tag in plain.tag(text)])
    assert dict(plain.tag(text))["图书馆"] == "n"
    assert dict(plain.tag(text))["120"] == "x"
    assert dict(plain.tag(text))["\ud800"] == "x"
    assert dict(with_words.tag(text))["图书馆"] == "nt"
    assert dict(with_words.tag(text))["PM2.5"] == "nz"
    assert plain._tags["可达"] == "v"  # falls into two words when it stands alone
    assert plain._tags["吉林"] == "ns"


def test_a_user_word_without_a_tag_keeps_that_of_the_dictionary():
    assert Segmenter([("图书馆", "")]).tag("图书馆") == [("图书馆", "n")]
    assert Segmenter([("河东新村", "")]).tag("河东新村") == [("河东新村", "x")]


def test_tags_forget_when_they_are_many(monkeypatch):
    segmenter = Segmenter(USER_WORDS)
    monkeypatch.setattr(module._Tags, "_MOST", 50)
    for sentence in SENTENCES:
        segmenter.tag(sentence)
    segmenter.tag("好")
    assert len(segmenter._tags) <= 50 + len(SENTENCES[-1]) + len(SENTENCES[0])
    assert segmenter._tags["河东新村"] == "ns"


def test_canary(monkeypatch, segmenter):
    canary(segmenter)
    plain = Segmenter()
    monkeypatch.setattr(Segmenter, "cut", lambda self, text: list(text))
    with pytest.raises(RuntimeError, match="rjieba"):
        canary(plain)


def test_canary_leaves_out_what_user_words_change():
    canary(Segmenter([("上周，图", "x"), ("至5日气", "x"), ("气象台预计", "x"), ("接待读者", "x")]))


def test_nothing_is_imported_printed_or_left_behind(tmp_path):
    code = (
        "import sys, report_extract._engines.segmenter as s\n"
        "cut = s.Segmenter([('河东新村', 'ns')]).cut('河东新村的图书馆3-5楼')\n"
        "assert 'jieba' not in sys.modules\n"
        "assert s.reference_cut('河东新村的图书馆3-5楼', [('河东新村', 'ns')]) == cut, cut\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_a_planted_cache_is_not_read(tmp_path, monkeypatch):
    planted = tmp_path / "jieba.cache"
    planted.write_bytes(marshal.dumps(({"人": 5, "次支": 10**9, "次": 0, "援": 5}, 10**9 + 10)))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    fresh = (("植入试验词", "x"),)  # not asked before, so the reference is built anew
    assert reference_cut("130人次支援", fresh) == ["130", "人次", "支援"]
    assert Segmenter(fresh).cut("130人次支援") == ["130", "人次", "支援"]
    assert list(tmp_path.iterdir()) == [planted]


def test_the_dictionary_answers_as_the_file_does():
    reference = module._reference(())
    dictionary = jieba_dictionary()
    assert dictionary.weight("吉林") == reference.FREQ["吉林"]
    for word in islice((word for word, weight in reference.FREQ.items() if weight), 0, None, 97):
        assert dictionary.weight(word) == reference.FREQ[word], word
        assert dictionary.begins(word[:1])
    for part in islice((part for part, weight in reference.FREQ.items() if not weight), 0, None, 97):
        assert dictionary.weight(part) is None, part
        assert dictionary.begins(part), part
    assert reference.total == TOTAL
    for nothing in ("", "龘龘龘", "\ud800", "图书馆 1551", "zzz"):
        assert dictionary.weight(nothing) is None
        assert dictionary.tag(nothing) is None
    assert not dictionary.begins("龘龘龘")
    assert not dictionary.begins("\ud800")


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "missing"), ("图书馆 1 n\n", "is not the dictionary")],
    ids=["absent", "altered"],
)
def test_a_wrong_dictionary_is_refused(tmp_path, monkeypatch, content, message):
    if content is not None:
        (tmp_path / "dict.txt").write_text(content, encoding="utf-8")

    class Spec:
        submodule_search_locations = (str(tmp_path),)

    monkeypatch.setattr(dictionary_module, "find_spec", lambda name: Spec)
    with pytest.raises(EngineError, match=message) as caught:
        jieba_dictionary.__wrapped__()
    assert "pip install" in str(caught.value)
    assert "\n" not in str(caught.value)
