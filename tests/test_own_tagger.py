"""The project's own tagger: the same whole numbers everywhere, its card, and the names users give to taggers."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import spacy
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import MOST, growth
from report_extract import EngineError, InputError, extract
from report_extract._cli import commands
from report_extract._engines import own, own_network
from report_extract._engines.names import NameSpan, agreed, pieces
from report_extract._engines.own import LABELS, OwnTagger, features_of, own_tagger
from report_extract._engines.own_network import TOP, OwnNetwork
from report_extract._engines.taggers import TAGGERS, tagger_named
from test_ner import found

CARD = Path(__file__).resolve().parents[1] / "docs" / "tagger.md"

# sentence → names that must be found in it
KNOWN = {
    "本报讯(记者李晓明)昨天上午,志愿者们走访了120户居民。": [("李晓明", "person")],
    "公司董事长何志远表示,今年订单增长12%。": [("何志远", "person")],
    "外长卡洛斯·佩雷拉说,双方签署了3份协议。": [("卡洛斯·佩雷拉", "person")],
    "他在绿源科技有限公司工作了20年。": [("绿源科技有限公司", "organisation")],
    "从杭州到南京的列车增开12趟。": [("杭州", "place"), ("南京", "place")],
}

ODD = [
    "",
    " ",
    "　\t\n",
    "。",
    "a",
    "\ud800",
    "😀王建国😀在　上海　工作\ud800，明天",
    "\x00\u202e\u200b\ufeff",
    "𠮷野家㙍村",
    "(\n)",
]


@pytest.mark.parametrize(("sentence", "names"), KNOWN.items(), ids=range(len(KNOWN)))
def test_known_sentences(sentence, names):
    assert set(names) <= set(found(sentence, *own_tagger().tag([sentence])))


def varied() -> list[str]:
    known = "".join(KNOWN)
    return [*KNOWN, *ODD, *(known[a : a + n] for n in (1, 2, 3, 7, 20, 61) for a in range(0, 40, 3)), known * 30]


def test_batched_is_as_single():
    tagger, sentences = own_tagger(), varied()
    assert tagger.tag(sentences) == [tagger.tag([sentence])[0] for sentence in sentences]
    assert tagger.tag(sentences[::-1]) == tagger.tag(sentences)[::-1]
    assert tagger.tag([]) == []


def test_the_network_gives_the_plain_sums():
    """Against its definition, a character at a time, in whole numbers."""
    rng = np.random.default_rng(7)
    width, tags = 8, 1 + 2 * len(LABELS)
    arrays = {
        "chars": rng.integers(-TOP, TOP, (50, 3 * width)).astype(np.int32),
        "features": rng.integers(-TOP, TOP, (20, 3 * width)).astype(np.int32),
        "bias": rng.integers(-90, 90, width).astype(np.int32),
        "reach": np.array([1, 3], np.int32),
        "out": rng.integers(-TOP, TOP, (width, tags)).astype(np.int32),
        "out_bias": rng.integers(-900, 900, tags).astype(np.int32),
    }
    for layer in range(2):
        arrays[f"weight_{layer}"] = rng.integers(-TOP, TOP, (3 * width, width)).astype(np.int32)
        arrays[f"bias_{layer}"] = rng.integers(-900, 900, width).astype(np.int32)
    lengths = [1, 2, 3, 5, 40, 1, 17]
    chars, features = rng.integers(0, 50, sum(lengths)), rng.integers(0, 20, sum(lengths))
    got = OwnNetwork(arrays).decode(chars, features, lengths).tolist()
    starts = np.cumsum([0, *lengths])
    plain = [tag for a, b in pairwise(starts) for tag in plain_tags(arrays, chars[a:b], features[a:b])]
    assert got == plain
    assert len(set(got)) > 3


def plain_tags(arrays: dict[str, np.ndarray], chars: np.ndarray, features: np.ndarray) -> list[int]:
    width = len(arrays["bias"])

    def settled(total: np.ndarray, shift: int) -> np.ndarray:
        return np.array([min(max(round(int(value) / shift), 0), TOP) for value in total])

    def at(rows: list[np.ndarray], index: int) -> np.ndarray:
        return rows[index] if 0 <= index < len(rows) else np.zeros_like(rows[0])

    rows = [arrays["chars"][c] + arrays["features"][f] for c, f in zip(chars, features, strict=True)]
    states = [
        settled(
            at(rows, i - 1)[:width] + rows[i][width : 2 * width] + at(rows, i + 1)[2 * width :] + arrays["bias"],
            own_network.ROW_SHIFT,
        )
        for i in range(len(rows))
    ]
    for layer, reach in enumerate(arrays["reach"].tolist()):
        taps = [np.concatenate([at(states, i - reach), states[i], at(states, i + reach)]) for i in range(len(states))]
        states = [settled(tap @ arrays[f"weight_{layer}"] + arrays[f"bias_{layer}"], own_network.SHIFT) for tap in taps]
    return [int((state @ arrays["out"] + arrays["out_bias"]).argmax()) for state in states]


def test_sums_that_floats_cannot_hold_are_refused():
    width = 64
    arrays = {
        "chars": np.zeros((2, 3 * width)), "features": np.zeros((2, 3 * width)), "bias": np.zeros(width),
        "reach": np.array([1]), "weight_0": np.full((3 * width, width), 900), "bias_0": np.zeros(width),
        "out": np.zeros((width, 7)), "out_bias": np.zeros(7),
    }  # fmt: skip
    with pytest.raises(ValueError, match="too large"):
        OwnNetwork(arrays)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=30), max_size=8))
def test_any_strings(sentences):
    for sentence, spans in zip(sentences, own_tagger().tag(sentences), strict=True):
        ends = [0, *(offset for span in spans for offset in (span.start, span.end)), len(sentence)]
        assert ends == sorted(ends)
        assert all(sentence[s.start : s.end] == sentence[s.start : s.end].strip() != "" for s in spans)


def test_words_may_be_given():
    sentences = list(KNOWN)
    words = [own_tagger()._segmenter.tag(sentence) for sentence in sentences]
    assert own_tagger().tag(sentences, words) == own_tagger().tag(sentences)


def test_features_tell_where_a_character_stands():
    assert features_of([("图", "n"), ("图书", "n"), ("图书馆员", "n")]) == [3, 0, 2, 0, 1, 1, 2]
    assert features_of([("好", "no such tag")]) == [own.FEATURES - 1]


def test_long_sentences_are_read_in_pieces_and_in_linear_time():
    unit = "记者李晓明和摄影王建国昨天在上海市走访了120名医护人员，"
    assert [sentence for sentence in pieces(unit * 100, own.LONGEST) if sentence[1] - sentence[0] > own.LONGEST] == []
    long = unit * 400
    names = found(long, *own_tagger().tag([long]))
    assert names.count(("李晓明", "person")) == 400
    assert growth(lambda text: own_tagger().tag([text]), lambda length: unit * (length // len(unit)), 5_000) <= MOST


def test_a_damaged_model_is_refused():
    with pytest.raises(EngineError, match="reinstall report-extract"):
        OwnTagger(b"PK\x03\x04 nothing")


def test_a_model_with_a_changed_byte_is_refused_or_names_itself():
    """Either it cannot be loaded, or its version, which goes into every record, is another."""
    model = (files("report_extract._engines") / own.MODEL).read_bytes()
    refused = 0
    for place in range(0, len(model), len(model) // 60):
        bad = model[:place] + bytes([model[place] ^ 1]) + model[place + 1 :]
        try:
            version = OwnTagger(bad).version
        except EngineError:
            refused += 1
        else:
            assert version != own_tagger().version
    assert refused > 50


def test_persons_of_one_text_agree():
    def persons(text, *spans):
        return [text[s.start : s.end] for s in agreed(text, [NameSpan(a, b, "person") for a, b in spans])]

    assert persons("李明辉说,李明辉来", (0, 2), (5, 8)) == ["李明辉", "李明辉"]
    assert persons("李明辉说,李明到,李明去", (0, 2), (5, 8), (9, 11)) == ["李明", "李明", "李明"]
    assert persons("李明说,王芳来", (0, 2), (4, 7)) == ["李明", "王芳来"]
    many = "".join(f"赵{chr(0x4E00 + i)}说,赵{chr(0x4E00 + i)}甲来。" for i in range(2000))
    assert len(agreed(many, [NameSpan(i * 9, i * 9 + 2, "person") for i in range(2000)])) == 2000


def test_the_card_is_of_the_model():
    """The digest, size and version in docs/tagger.md are those of the file that is shipped."""
    model = (files("report_extract._engines") / own.MODEL).read_bytes()
    card = CARD.read_text("utf-8")
    digest = sha256(model).hexdigest()
    assert digest in card, f"docs/tagger.md must name the digest of {own.MODEL}: {digest}"
    assert f"{len(model):,} bytes" in card
    assert len(model) < 10 * 1024 * 1024
    assert own_tagger().version.endswith(f"+{digest[:8]}")


HELD_OUT = Path(__file__).resolve().parents[1] / "corpora" / "held-out"
_ROW = re.compile(r"^\| (person|organisation) \| ([0-9.]+) \| ([0-9.]+) \|$", re.M)


def test_the_card_gives_its_scores():
    """Exact spans on the held-out articles, by the tagger alone, as the card says."""
    card = {label: (float(p), float(r)) for label, p, r in _ROW.findall(CARD.read_text("utf-8"))}
    measured = scores(own_tagger())
    assert set(card) == set(measured)
    for label, pair in measured.items():
        assert card[label] == pytest.approx(pair, abs=0.006), f"docs/tagger.md: {label} is {pair}"


def scores(tagger: OwnTagger) -> dict[str, tuple[float, float]]:
    """Precision and recall a label; persons and bodies that articles leave optional count for neither."""
    counts = {"person": [0, 0, 0], "organisation": [0, 0, 0]}
    keys = {"person": ("persons",), "organisation": ("organisations", "organisations_nested")}
    for folder in sorted(path for path in HELD_OUT.iterdir() if path.is_dir()):
        text = (folder / "article.txt").read_text("utf-8")
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        got: dict[str, set[tuple[int, int]]] = {label: set() for label in counts}
        for match in re.finditer(r"[^。!?！？\n]+[。!?！？”]*", text):
            for span in tagger.tag([match.group()])[0]:
                if span.label in got:
                    got[span.label].add((match.start() + span.start, match.start() + span.end))
        for label, count in counts.items():
            rows = [row for key in keys[label] for row in expected.get(key, ())]
            allowed = {(row["start"], row["end"]) for row in rows}
            wanted = {(r["start"], r["end"]) for r in expected.get(keys[label][0], ()) if r.get("tier") != "optional"}
            count[0] += len(got[label] & wanted)
            count[1] += len(wanted)
            count[2] += len(got[label] - (allowed - wanted))
    return {
        label: (round(hit / max(given, 1), 3), round(hit / wanted, 3)) for label, (hit, wanted, given) in counts.items()
    }


@pytest.mark.parametrize("name", ["own", "lac-small"])
def test_taggers_by_name_are_in_the_record(name):
    record = extract("局长何志远介绍,全年接待12万人次。", ner=name)
    assert record.provenance.engines[name] == TAGGERS[name]().version
    assert any(entity.name == "何志远" for entity in record.entities)


def test_no_tagger():
    record = extract("全年接待12万人次。", ner="none")
    assert list(record.provenance.engines) == ["rjieba"]
    assert record.provenance.profile == "full"
    assert tagger_named("none") is None


def test_wrong_taggers_are_named():
    with pytest.raises(InputError, match="tagger 'bert': own, lac-small, lac, spacy:PATH or none is needed"):
        extract("全年接待12万人次。", ner="bert")
    with pytest.raises(InputError, match="'rules', which asks none"):
        extract("全年接待12万人次。", profile="rules", ner="own")
    with pytest.raises(EngineError, match="spaCy pipeline nowhere cannot be loaded"):
        extract("全年接待12万人次。", ner="spacy:nowhere")


def test_a_spacy_pipeline_takes_the_taggers_place(tmp_path):
    """A body that neither rules nor our tagger can know is read where the user's pipeline says so."""
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "青禾阁"}])
    pipeline.to_disk(tmp_path / "mine")
    (tmp_path / "article.txt").write_text("青禾阁今年接待读者12万人次。", "utf-8")
    name = f"spacy:{tmp_path / 'mine'}"
    result = CliRunner().invoke(commands, ["extract", str(tmp_path / "article.txt"), "--ner", name, "-f", "jsonl"])
    assert result.exit_code == 0, result.output
    record = json.loads(result.stdout)
    assert record["provenance"]["engines"]["spacy-zh-pipeline"] == "0.0.0"
    assert "青禾阁" in {entity["name"] for entity in record["entities"]}


@pytest.mark.parametrize("command", ["extract", "audit"])
def test_a_wrong_tagger_is_said_once(tmp_path, command):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("全年接待读者12万人次。", "utf-8")
    result = CliRunner().invoke(commands, [command, str(tmp_path), "--ner", "bert"])
    assert result.exit_code != 0
    assert str(result.exception or result.stderr).count("bert") == 1


GENERATOR = Path(__file__).resolve().parents[1] / "training"


def test_generated_sentences_are_labelled_and_always_the_same(monkeypatch):
    monkeypatch.syspath_prepend(str(GENERATOR))
    import generate

    rows = list(generate.sentences(5, 300))
    assert rows == list(generate.sentences(5, 300))
    assert rows != list(generate.sentences(6, 300))
    labels = set()
    for text, names in rows:
        ends = [0, *(offset for start, end, _ in names for offset in (start, end)), len(text)]
        assert ends == sorted(ends)
        labels |= {label for _, _, label in names}
        assert "{" not in text
    assert labels == set(LABELS)
