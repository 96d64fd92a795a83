"""The noun that stands behind a figure: 3名|青年, 17名|退休党员, 1枚英国提供的|导弹.

In: the layout and offsets. Out: a short exact stretch of the text, or None. Parts of speech come from a dictionary and
are often wrong for single words, so a noun phrase is bounded by what surely ends it: marks, figures, names, words that
only join, verbs with an object, and any verb behind a word for people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from report_extract._stages._relate_clauses import Layout, within
from report_extract._stages._relate_nouns import AREAS, HEADS, LONGEST, RATED, Word, run, words_from

Kind = Literal["noun", "modifier", "other", "end"]

_MODIFIERS = frozenset(["a", "b", "z", "ad", "ag", "f", "m", "q", "t"])
_OPENS = HEADS | {"a", "b", "v", "z"}
_WORDLIKE = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
_PAST = re.compile(
    r"(?:左右|上下|以上|以下|以内|之多|不等|余|多|起(?![\u3400-\u9fff]?[价义步诉飞伏源]))?(?:[(（][^()（）]{1,20}[)）])?的?"
)
_QUOTED = re.compile(r"“[^“”]{1,14}”|「[^「」]{1,14}」|《[^《》]{1,14}》")
_BRACKETED = re.compile(r"[(（][^()（），。]{1,6}[)）]")
_RELATIVE = re.compile(r"[^，,。；;：:、！？0-9\n]{1,22}?的(?!是)")
_MODEL = re.compile(  # 苏-27|战机
    r"[“\"]?(?:[A-Za-z]{1,4}[-－]?|[\u4e00-\u9fff]{1,2}[-－])[0-9]{1,4}[A-Za-z]{0,3}[”\"]?型?(?=[\u4e00-\u9fff])"
)
_EMPTY = re.compile(
    r"(?:具体|相关|不同|主要|有关|重要|各类|此类|同类|其他|上述|典型|一流|优秀|大型|中型|小型|各[界国地])的?"
)
_OF_CASES = re.compile(r"典型(?=案例)")
_LATIN = re.compile(r"(?<=[\u3400-\u9fff]{2})[A-Za-z0-9]{1,20}$")
_SUFFERERS = re.compile(r"病例|个案|患者|病人|人员|群众|家庭|农户|对象|者")
_HOLDING = re.compile(r"(?:超过|低于|高于|不足|达到|达|逾|超|不到|在)了?(?:约|近)?$")
_STATES = frozenset(["处于", "位于", "属于", "来自", "出自", "用于", "陷入", "进入", "面临", "获得", "受到", "遭到"])
_LOOSE = re.compile("[的了着过地得把被将在向从与和及或就也都已还不没只才又]|[^\u3400-\u9fff]")
_THINGS = frozenset("项条款份起种件篇部枚幅首套张本宗桩场次")


@dataclass(slots=True)
class _Reading:
    """A noun phrase while it is read: text[begin:end], and whether a noun is in it."""

    layout: Layout
    verbs: bool
    person: bool
    things: bool
    begin: int
    end: int
    headed: bool = False

    @property
    def text(self) -> str:
        return self.layout.document.text[self.begin : self.end]

    @property
    def led(self) -> bool:
        return self.end > self.begin


def behind(
    layout: Layout, start: int, limit: int, *, verbs: bool, person: bool = False, unit: str = ""
) -> str | None:
    """The noun phrase in text[start:limit] that begins right there.

    `verbs`: a verb may lead it (17名|退休|党员, 20条|举措); `person`: it ends at the first 的; `unit`: what it is
    counted by, which tells whether a clause may describe it.
    """
    past = _PAST.match(layout.document.text, start, limit)
    at = past.end() if past is not None else start
    model = _MODEL.match(layout.document.text, at, limit)
    at = model.end() if model is not None else at
    things = unit[-1:] in _THINGS
    found = _phrase(layout, at, limit, verbs=verbs, person=person, relative=True, things=things)
    if found is None and things:
        found = _last(layout, at, limit)
    return found if found is not None or person or not unit else _short(layout, at, limit)


def _phrase(
    layout: Layout, at: int, limit: int, *, verbs: bool, person: bool, relative: bool, things: bool = False
) -> str | None:
    text = layout.document.text
    figures = sorted([*within(layout.figures, at, limit), *within(layout.times, at, limit)])
    whole, limit = limit, figures[0][0] if figures else limit
    quoted = _QUOTED.match(text, at, limit)
    reading = _Reading(layout, verbs, person, things, at, at)
    words = list(words_from(layout, quoted.end() if quoted is not None else at, limit))
    number = 0
    while number < len(words):
        word = words[number]
        if not _WORDLIKE.match(word.text):
            skipped = _over_bracket(reading, words, number, limit)
            if skipped is None:
                break
            number = skipped
            continue
        ahead = words[number + 1 : number + 3]
        kind = _taken(reading, word, ahead)
        if kind == "other" and not reading.led and relative:
            return _after_clause(layout, word.start, limit, verbs=verbs, person=person)
        if kind in {"other", "end"}:
            described = _described(reading, word, whole) if relative and not person else None
            if described is not None and (things or described[1]):
                return _phrase(layout, described[0], whole, verbs=verbs, person=person, relative=False)
            break
        number += 1
    if quoted is not None and not reading.led:
        reading.end = quoted.end()
    return _trimmed(layout, reading.begin, _without_rate(layout, reading.begin, reading.end, whole, things=things))


def _over_bracket(reading: _Reading, words: list[Word], number: int, limit: int) -> int | None:
    """The number of the noun behind a bracket within a noun: 产业(行业)|招商活动."""
    text = reading.layout.document.text
    bracket = _BRACKETED.match(text, words[number].start, limit) if reading.led else None
    if bracket is None:
        return None
    after = next((n for n in range(number, len(words)) if words[n].start >= bracket.end()), None)
    goes_on = after is not None and words[after].start == bracket.end() and words[after].tag in HEADS
    return after if goes_on and not reading.person else None


def _taken(reading: _Reading, word: Word, ahead: list[Word]) -> Kind:
    """What a word is to the phrase, which takes it in where it belongs to it."""
    following = ahead[0] if ahead else None
    layout = reading.layout
    kind = _kind(reading, word, ahead)
    if reading.person and kind == "noun" and reading.led and _acts(layout, word, following, reading.text):
        return "end"
    if kind == "noun":
        reading.end = word.end
        reading.headed = reading.headed or word.tag in HEADS or word.text in layout.measuring.thing
    elif kind == "modifier":
        if word.text == "的":
            if reading.headed or following is None or following.tag not in _OPENS:
                return "end"
            reading.begin = reading.end = word.end
        elif not reading.led and word.tag == "v" and not _kept(layout, word):
            reading.begin = reading.end = word.end
    return kind


def _described(reading: _Reading, word: Word, limit: int) -> tuple[int, bool] | None:
    """Where the noun begins behind a clause that describes it, and whether the clause holds a figure.

    152项|中央指定地方实施的|行政审批事项; 两个|人口超过10亿的|新兴国家.
    """
    layout = reading.layout
    text = layout.document.text
    figures = within(layout.figures, word.start, min(word.start + 6, limit))
    if reading.led and figures and _HOLDING.fullmatch(text, word.start, figures[0][0]):
        of = re.compile("(?:以上|以下|以内)?的").match(text, figures[0][1], limit)
        return (of.end(), True) if of is not None else None
    if not reading.led or word.tag != "v" or layout.measuring.agent.search(reading.text) is None:
        return None
    found = _RELATIVE.match(text, word.start, limit)
    plain = found is not None and not within(layout.figures, word.start, found.end())
    return (found.end(), False) if found is not None and plain else None


def _acts(layout: Layout, word: Word, following: Word | None, before: str) -> bool:
    """True for a verb behind people, unless it is a part of their name (新冠肺炎|确诊|病例)."""
    suffered = following is not None and _SUFFERERS.fullmatch(following.text) is not None
    return (word.tag == "v" and not suffered) or _befalls(layout, word, following, before)


def _befalls(layout: Layout, word: Word, following: Word | None, before: str) -> bool:
    """True where a verb tells what the people before it do or suffer (讲解员|感染流感, 设计师|合作)."""
    words = layout.words
    if words.outcome.fullmatch(word.text):
        suffered = following is not None and _SUFFERERS.fullmatch(following.text) is not None
        return not suffered and words.outcome.fullmatch(before) is None
    if word.tag == "x" and words.other.fullmatch(before) is not None:
        return following is not None and following.tag in HEADS
    return word.text in words.measured and word.tag in {"v", "vn"} and not _goes_on(layout, following)


def _kind(reading: _Reading, word: Word, ahead: list[Word]) -> Kind:
    """noun, modifier, other (nothing that a noun phrase holds) or end."""
    layout, text, led = reading.layout, word.text, reading.led
    words, following = layout.words, ahead[0] if ahead else None
    if text == "的":
        return "modifier"
    if led and _does(reading, word, following):
        return "end"
    if _named_thing(layout, text, following, led=led):
        return "noun"
    bare = text == "可" and (following is None or following.text != "支配")
    if words.outcome.fullmatch(text) or (text in words.measured and not bare) or words.member.fullmatch(text):
        return "noun"
    if words.other.fullmatch(text):
        return "noun"
    if text in words.link or text in words.idle:
        return "end" if led else "other"
    if word.tag in HEADS or word.tag in {"s", "ns", "nr"}:
        opens = led or word.tag not in {"ns", "nr"} or (following is not None and following.tag in HEADS)
        return "noun" if opens else "other"
    if word.tag in _MODIFIERS:
        return _modifier(word, following, led=led)
    if not led and _EMPTY.fullmatch(text):
        return "modifier"
    if led:
        return "noun" if _inside(layout, word, ahead) else "end"
    return _leading(reading, word, ahead) if reading.verbs else "other"


def _named_thing(layout: Layout, text: str, following: Word | None, *, led: bool) -> bool:
    """True for words that are nouns whatever the dictionary says, of one character only where they stand alone."""
    alone = following is None or following.tag not in HEADS
    if text in layout.measuring.short:
        return alone and not led
    return text in layout.measuring.thing and (led or alone)


def _does(reading: _Reading, word: Word, following: Word | None) -> bool:
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
    if measuring.agent.search(reading.text) is None:
        return False
    verb = word.tag == "v" and text not in measuring.thing and not outcome
    return verb or text in measuring.says or (text in words.act and not goes_on)


def _leading(reading: _Reading, word: Word, ahead: list[Word]) -> Kind:
    """A verb at the head of a noun phrase: a noun where nothing or a verb follows, else what goes before a noun."""
    following = ahead[0] if ahead else None
    if word.tag not in {"v", "vd", "i"}:
        return "other"
    plain = reading.things or word.text in reading.layout.words.light
    if plain and len(ahead) > 1 and ahead[1].text == "的":
        return "other"
    if following is None or not _WORDLIKE.match(following.text) or following.tag == "v":
        return "noun"
    short = word.end - word.start <= 2 or word.text in reading.layout.measuring.tags
    return "modifier" if short and following.tag in HEADS else "other"


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


def _after_clause(layout: Layout, start: int, limit: int, *, verbs: bool, person: bool) -> str | None:
    """1枚|英国向军队提供的|导弹: the noun behind the clause that describes it."""
    found = _RELATIVE.match(layout.document.text, start, limit)
    if found is None or within(layout.figures, start, found.end()):
        return None
    return _phrase(layout, found.end(), limit, verbs=verbs, person=person, relative=False)


def _last(layout: Layout, at: int, limit: int) -> str | None:
    """15起|履行职责不力典型案例: the noun at the end of a phrase that begins with a verb."""
    first = next(words_from(layout, at, limit), None)
    if first is None or first.tag != "v" or first.text in layout.words.link or limit - at > 20:
        return None
    noun = run(layout, at, limit)
    return noun if noun is not None and layout.measuring.heading.search(noun) else None


def _short(layout: Layout, at: int, limit: int) -> str | None:
    """三层|解耦架构, 20个|一次性医用口罩: the whole of a short stretch that ends with a noun, its verbs unknown."""
    text = layout.document.text
    if not 2 <= limit - at <= 8 or _LOOSE.search(text, at, limit) or within(layout.figures, at, limit):
        return None
    words = list(words_from(layout, at, limit))
    known = layout.words
    closed = words[0].text in _STATES or any(
        w.text in known.act or w.text in known.link or w.text in known.idle for w in words
    )
    names = layout.names_in(max(at - 20, 0), limit)
    named = any(at < name.end for name in names) or bool(within(layout.times, at, limit))
    ends = words[-1].tag in HEADS or words[-1].text in layout.measuring.short
    full = words[-1].end == limit and words[0].tag not in {"p", "c", "r", "f", "uj", "ul", "uv"}
    return text[at:limit] if ends and full and not closed and not named else None


def _without_rate(layout: Layout, begin: int, end: int, limit: int, *, things: bool) -> int:
    """50%的外贸企业|复产率超过70%, 10家|床位开放率达80%: a rate with a figure of its own is not counted here."""
    document = layout.document
    stop = end
    while stop > begin and document.text[stop - 1] in "达为超约近至到":
        stop -= 1
    if stop <= begin or document.text[stop - 1] not in RATED:
        return end
    figures = within(layout.figures, end, limit)
    if not figures or figures[0][0] - stop > 4:
        return stop
    low = document.word_span(document.word_index(stop - 1))[0]
    named = low > begin and (things or layout.measuring.agent.search(document.text, begin, low) is not None)
    return low if named else begin


def _trimmed(layout: Layout, begin: int, end: int) -> str | None:
    if end <= begin:
        return None
    text = layout.document.text
    empty = _EMPTY.match(text, begin, end)
    if empty is not None and end - empty.end() >= 2 and not _OF_CASES.match(text, begin, end):
        begin = empty.end()
    latin = _LATIN.search(text, begin, end)
    end = latin.start() if latin is not None else end
    surface = text[begin:end]
    idle = surface in layout.words.idle and surface not in layout.measuring.thing
    idle = idle or surface in layout.measuring.idle
    if end - begin > LONGEST or idle or layout.words.scope.fullmatch(surface):
        return None
    area = AREAS.match(text, begin, end)
    if area is not None:
        return area.group()
    near = layout.names_in(max(begin - 20, 0), end)
    body = next((n for n in near if n.start == begin and n.end <= end - 2 and n.kind == "organisation"), None)
    if body is not None:
        return text[body.end : end]
    inner = [n for n in near if begin < n.end and n.kind in {"person", "organisation"}]
    if any((name.start, name.end) != (begin, end) or name.kind == "person" for name in inner):
        return None
    return surface if end - begin >= 2 or surface in layout.measuring.short else None
