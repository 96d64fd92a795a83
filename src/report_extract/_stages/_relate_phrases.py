"""What each word is to a noun phrase that is read from its beginning: a noun, what describes it, or its end.

In: the phrase as far as it is read, the next word and the two behind it. Parts of speech come from a dictionary and are
often wrong for single words, so words that only join, verbs with an object, and any verb behind a word for people end
the phrase; where a tagger read the sentence, its word is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from report_extract._stages._relate_clauses import Layout
from report_extract._stages._relate_nouns import RATED
from report_extract._stages._relate_tags import HEADS, Word, agent, words_from

Kind = Literal["noun", "modifier", "other", "end"]

WORDLIKE = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
RELATIVE = re.compile(r"[^，,。；;：:、！？0-9\n]{1,22}?的(?!是)")
EMPTY = re.compile(
    r"(?:具体|相关|不同|主要|有关|重要|各类型?|此类|同类|其他|上述|典型|一流|优秀|大型|中型|小型|各[界国地])的?"
)
_MODIFIERS = frozenset(["a", "b", "z", "ad", "ag", "f", "m", "q", "t"])
_OPENS = HEADS | {"a", "b", "v", "z"}
_SUFFERERS = re.compile(r"病例|个案|患者|病人|人员|群众|家庭|农户|对象|者")
_FIELDS = frozenset(["领域", "行业", "系统", "层面", "背景"])
"""Where those belong that are counted: 3家能源领域的|企业."""
_ALL_ALONG = frozenset(["长期", "一直", "多次", "持续", "连续", "经常"])
_DONE_SO = frozenset(["v", "vn", "d", "a"])
_VERBAL = frozenset(["v", "vd", "ad", "d"])
_DOING = frozenset(["vd", "p", "d", "r", "c"])
"""What ends a noun, where a tagger read the sentence."""
_TOLD = frozenset(["n", "b", "a", "f"])
"""What a tagger may say of a word that elsewhere only joins."""


@dataclass(slots=True)
class Reading:
    """A noun phrase while it is read: text[begin:end], and whether a noun is in it."""

    layout: Layout
    verbs: bool
    person: bool
    things: bool
    begin: int
    end: int
    headed: bool = False
    state: bool = False
    deed: bool = False

    @property
    def text(self) -> str:
        return self.layout.document.text[self.begin : self.end]

    @property
    def led(self) -> bool:
        return self.end > self.begin


def taken(reading: Reading, word: Word, ahead: list[Word]) -> Kind:
    """What a word is to the phrase, which takes it in where it belongs to it."""
    following = ahead[0] if ahead else None
    layout = reading.layout
    kind = _kind(reading, word, ahead)
    if reading.person and reading.led and following is not None:
        befell = layout.words.outcome.match(layout.document.text, word.start, following.end)
        suffered = _SUFFERERS.match(layout.document.text, following.end)
        if befell is not None and befell.end(1) == following.end and agent(layout, reading.text) and not suffered:
            return "end"  # 员工|食物|中毒
    if reading.person and kind == "noun" and reading.led and _acts(layout, word, following, reading.text):
        return "end"
    told, reading.state = reading.state, kind == "modifier" and reading.headed and word.tag in {"a", "z"}
    if kind == "noun":
        shown = reading.led and word.tag == "vn" and word.end - word.start == 2
        reading.deed = not (reading.things or reading.person) and (shown or word.text in _FIELDS)
        reading.end = word.end
        reading.headed = reading.headed or word.tag in HEADS or word.text in layout.measuring.thing
    elif kind == "modifier":
        if word.text == "的":
            of_a_state = (
                (told or reading.deed or _differs(reading)) and not reading.person and not agent(layout, reading.text)
            )
            if (reading.headed and not of_a_state) or following is None or following.tag not in _OPENS:
                return "end"
            reading.begin = reading.end = word.end
            reading.headed = False
        elif not reading.led and word.tag == "v" and not _kept(layout, word):
            reading.begin = reading.end = word.end
    return kind


def _differs(reading: Reading) -> bool:
    """True for 百种|不同比例的|配方: in what those who are counted differ."""
    text = reading.layout.document.text
    return text.startswith("不同", reading.begin) or text.endswith("不同", 0, reading.begin)


def _acts(layout: Layout, word: Word, following: Word | None, before: str) -> bool:
    """True for a verb behind people, unless it is a part of their name (新冠肺炎|确诊|病例)."""
    suffered = following is not None and _SUFFERERS.fullmatch(following.text) is not None
    outcome = layout.words.outcome.fullmatch(word.text) is not None
    acting = word.tag == "v" and not suffered and (not outcome or agent(layout, before))  # 新冠肺炎|治愈|医务人员
    return acting or _befalls(layout, word, following, before)


def _befalls(layout: Layout, word: Word, following: Word | None, before: str) -> bool:
    """True where a verb tells what the people before it do or suffer (讲解员|感染流感, 设计师|合作)."""
    words = layout.words
    if words.outcome.fullmatch(word.text):
        suffered = following is not None and _SUFFERERS.fullmatch(following.text) is not None
        return not suffered and words.outcome.fullmatch(before) is None and agent(layout, before)
    if word.tag == "x" and words.other.fullmatch(before) is not None:
        return following is not None and following.tag in HEADS
    return word.text in words.measured and word.tag in {"v", "vn"} and not _goes_on(layout, following)


def _kind(reading: Reading, word: Word, ahead: list[Word]) -> Kind:
    """noun, modifier, other (nothing that a noun phrase holds) or end."""
    layout, text, led = reading.layout, word.text, reading.led
    words, following = layout.words, ahead[0] if ahead else None
    if text == "的":
        return "modifier"
    if text == "类" and led and following is not None and following.tag in HEADS:
        return "noun"  # 抗战|类|纪念馆
    if not led and following is not None and WORDLIKE.match(following.text) and EMPTY.fullmatch(text):
        return "modifier"
    taking = not led and word.tag in _VERBAL and text in layout.measuring.takes
    taking = taking or (not led and _all_along(text, following))
    if taking and following is not None and following.text != "的":
        return "other"
    told = _read(reading, word, ahead) if layout.document.in_context else None
    if told is not None:
        return told
    if led and not layout.document.in_context and _does(reading, word, following):
        return "end"
    if _known(reading, word, following):
        return "noun"
    loose = text in words.link and not (layout.document.in_context and word.tag in _TOLD)
    if loose or text in words.idle:
        return "end" if led else "other"
    if word.tag in HEADS or word.tag in {"s", "ns", "nr"}:
        opens = led or word.tag not in {"s", "ns", "nr"} or _opens(ahead)
        return "noun" if opens else "other"
    if word.tag in _MODIFIERS:
        return _modifier(word, following, led=led)
    if not led:
        return "modifier" if EMPTY.fullmatch(text) else _leading(reading, word, ahead) if reading.verbs else "other"
    return "noun" if _inside(layout, word, ahead) else "end"


def _all_along(text: str, following: Word | None) -> bool:
    """True for 55个|长期经营不善的|品牌: how something is done that describes those who are counted."""
    return text in _ALL_ALONG and following is not None and following.tag in _DONE_SO


def _opens(ahead: list[Word]) -> bool:
    """True where a noun follows at once, or behind a word that describes it: 台湾地区|知名|车手."""
    tags = [word.tag for word in ahead]
    return bool(tags) and (tags[0] in HEADS or (tags[0] in {"a", "b", "v"} and len(tags) > 1 and tags[1] in HEADS))


def _known(reading: Reading, word: Word, following: Word | None) -> bool:
    """True for words that are nouns whatever their part of speech."""
    words, text = reading.layout.words, word.text
    if _named_thing(reading.layout, text, following, led=reading.led):
        return True
    bare = text == "可" and (following is None or following.text != "支配")
    if words.outcome.fullmatch(text) or (text in words.measured and not bare):
        return True
    return words.member.fullmatch(text) is not None or words.other.fullmatch(text) is not None


def _read(reading: Reading, word: Word, ahead: list[Word]) -> Kind | None:
    """What a tagger that read the sentence says of a word, None where it leaves the question open."""
    words, text = reading.layout.words, word.text
    following = ahead[0] if ahead else None
    if text == "被" and _suffering(reading, ahead):
        return "noun"
    if text == "之" or (reading.led and _ends(reading, word, following)):
        return "end"
    if word.tag != "v":
        return None
    if reading.led:
        return "noun"
    listed = _named_thing(reading.layout, text, following, led=False)
    return "other" if not listed and (text in words.link or text in words.light) else None


def _suffering(reading: Reading, ahead: list[Word]) -> bool:
    """True for 被 within a name: 巴方|被|扣押|人员, not 汽车|被|烧毁."""
    tags = [word.tag for word in ahead]
    return len(tags) > 1 and tags[0] in {"v", "vn"} and tags[1] in HEADS and not agent(reading.layout, reading.text)


def _ends(reading: Reading, word: Word, following: Word | None) -> bool:
    """True for what ends a noun in a sentence that was read: verbs but those within names (肺炎|确诊|病例)."""
    layout = reading.layout
    outcome = layout.words.outcome.fullmatch(word.text) is not None
    if layout.document.text[word.start - 1] == "被" and _goes_on(layout, following):
        return False
    if word.tag == "v" and reading.text[-2:] in layout.measuring.amount and reading.text != word.text:
        return True
    done = layout.measuring.tags.get(word.text) == "v" and agent(layout, reading.text)
    if done and not _goes_on(layout, following):
        return True
    if outcome and not _goes_on(layout, following):
        return word.text not in layout.measuring.thing
    if word.tag != "v":
        return word.tag in _DOING or _states(reading, word, following)
    if agent(layout, reading.text):
        return True
    if not _goes_on(layout, following):
        return word.text not in layout.measuring.thing or not word.doubtful
    return word.text not in layout.measuring.inside and not outcome


def _states(reading: Reading, word: Word, following: Word | None) -> bool:
    """True for how the people are: 青年男女|面色|凝重, of which the last noun goes too."""
    if word.tag not in {"a", "z"} or (following is not None and following.text == "的"):
        return False
    if following is not None and following.tag in (HEADS | {"a", "b"}) - {"vn"}:
        return False
    if not agent(reading.layout, reading.text):
        reading.end = _agent_end(reading)
    return True


def _agent_end(reading: Reading) -> int:
    """十几名|青年男女|面色|凝重: the end of the people whose state is told, else of the phrase."""
    words = words_from(reading.layout, reading.begin, reading.end)
    ends = [word.end for word in words if agent(reading.layout, word.text)]
    return ends[-1] if ends else reading.end


def _named_thing(layout: Layout, text: str, following: Word | None, *, led: bool) -> bool:
    """True for words that are nouns whatever the dictionary says, of one character only where they stand alone."""
    alone = following is None or following.tag not in HEADS
    if text in layout.measuring.short:
        return alone and not led
    return text in layout.measuring.thing and (led or alone)


def _does(reading: Reading, word: Word, following: Word | None) -> bool:
    """True for a word behind a noun that says what the noun does: 品牌|亮相, 进口商|征收, 学生|被劫持."""
    layout, text = reading.layout, word.text
    words, measuring = layout.words, layout.measuring
    goes_on = _goes_on(layout, following)
    saying = word.tag in {"l", "i"} and len(text) == 4 and not goes_on
    if measuring.tags.get(text) == "v" or word.tag == "p" or saying:
        return True
    outcome = words.outcome.fullmatch(text) is not None
    if (outcome or text in words.act) and not goes_on and (text not in measuring.thing or reading.person):
        return True
    if not agent(layout, reading.text):
        return False
    verb = word.tag == "v" and text not in measuring.thing and not outcome
    return verb or text in measuring.says or (text in words.act and not goes_on)


def _leading(reading: Reading, word: Word, ahead: list[Word]) -> Kind:
    """A verb at the head of a noun phrase: a noun where nothing or a verb follows, else what goes before a noun."""
    following = ahead[0] if ahead else None
    if word.tag not in {"v", "vd", "i"}:
        return "other"
    plain = reading.things or word.text in reading.layout.words.light
    if plain and len(ahead) > 1 and ahead[1].text == "的":
        return "other"
    if _describes(reading, word, following):
        return "other"
    if (
        following is None
        or not WORDLIKE.match(following.text)
        or (following.tag == "v" and following.text not in reading.layout.measuring.thing)
    ):
        return "noun"
    short = word.end - word.start <= 2 or word.text in reading.layout.measuring.tags
    short = short or (word.tag == "i" and word.text[0] in "无有非未不")  # 无症状|感染者
    return "modifier" if short and following.tag in HEADS else "other"


def _describes(reading: Reading, word: Word, following: Word | None) -> bool:
    """True for the verb of a clause that describes the noun: 20辆|运送物资的|卡车, not 8名|获奖选手|的作品."""
    layout = reading.layout
    if not layout.document.in_context or reading.person or following is None or agent(layout, following.text):
        return False
    found = RELATIVE.match(layout.document.text, word.start, word.start + 24)
    return found is not None and "以及" not in found.group()  # 发射|车以及相应的雷达


def _modifier(word: Word, following: Word | None, *, led: bool) -> Kind:
    """Words of place, time and number stand at the head of a noun phrase only, before a noun."""
    if word.tag in {"a", "b", "z", "ad", "ag"}:
        return "modifier"
    heads = following is not None and following.tag in HEADS
    return "end" if led else "modifier" if heads else "other"


def _inside(layout: Layout, word: Word, ahead: list[Word]) -> bool:
    """True for a verb within a name of things: 贯通|线, 科技|创新|债券, 扶贫|搬迁|群众."""
    inside = layout.measuring.inside
    nouns = [after.tag in HEADS for after in ahead]
    if word.tag != "v" or not nouns or layout.document.text[word.start - 1] in RATED:
        return False
    place = nouns[0] and len(ahead[0].text) == 1 and word.text not in layout.words.link
    paired = nouns == [False, True] and ahead[0].text in inside
    return place or (word.text in inside and (nouns[0] or paired))


def _kept(layout: Layout, word: Word) -> bool:
    """True for verbs that are a part of the noun behind them (退休|党员, 废旧|车辆), not what is done with it."""
    short = word.end - word.start == 2 or word.text in layout.measuring.tags
    return short and word.text not in layout.words.act


def _goes_on(layout: Layout, following: Word | None) -> bool:
    if following is None or following.tag not in HEADS or following.text in layout.words.act:
        return False
    return layout.words.outcome.fullmatch(following.text) is None
