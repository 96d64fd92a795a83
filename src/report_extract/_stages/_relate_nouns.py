"""The noun that stands ahead of a figure (水车|3辆), and the words of the text with their parts of speech.

In: the layout and offsets. Out: a short exact stretch of the text, or None. Parts of speech come from a dictionary and
are often wrong for single words, so a noun phrase is bounded by what surely ends it: marks, figures, names, words that
only join, verbs with an object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from report_extract._stages._relate_clauses import Layout, within
from report_extract._text import Document, Span

NOUNS = frozenset(["n", "nz", "vn", "an", "j", "x", "b", "ng", "eng", "l", "nt", "nrt", "s", "a", "nrfg"])
HEADS = frozenset(["n", "nz", "vn", "an", "j", "ng", "l", "nt", "x", "eng", "nrt"])
_DOUBTFUL = "gv"
"""A verb to a tagger that read the sentence, a noun to the dictionary."""
VERBS = frozenset(["v", _DOUBTFUL])
_SURE = frozenset(["n", "nz", "vn", "an"])
"""What a tagger that read the sentence calls a noun is one."""
_SKIPPED = frozenset(["d", "ad", "c", "uj", "ul", "p", "zg", "y", "u", "uz", "w", "ug"])
RATED = frozenset("率额量值数")  # 除治|率, 成交|额: what stands before is part of the name
LONGEST = 16
_MOST_SKIPPED = 8
_FARTHEST = 26
_HAN = re.compile(r"[\u3400-\u9fff]")
_QUOTED_BEFORE = re.compile(r"(?:“[^“”]{1,12}”|‘[^‘’]{1,12}’|「[^「」]{1,12}」)$")
_VERBAL = re.compile(
    r"被(?!告|子|面|褥|服)|[拟将已均仍曾正](?![南态军])[\u3400-\u9fff]{1,2}$|[\u3400-\u9fff]{1,2}[掉住过]$"
)
_MODAL = re.compile(r"[要将已可能会仅只共达约近被尚仍均都又再就也超逾没未不还]")
AREAS = re.compile(r"省区市|省市区|县市区|市县区|省份|省市|市州|地市")
DISTRICT = re.compile(r"[\u3400-\u9fff]{1,3}(?<![社园景灾城小校地市郊山库片])[区县市镇乡]")
_ENDINGS = frozenset("至到为达超逾仅均已约近")
_CHANGES = frozenset("涨跌升降增减提调已又")
_AIMS = frozenset(["计划", "增加", "减少", "争取", "力争", "准备", "预计", "合计", "共计"])
_TIED = frozenset("在驻来访援赴涉")  # 在|华|企业
_INNER = frozenset(["直接", "间接", "类", "级", "型", "期", "届", "非"])
_FIELDS = frozenset(["领域", "行业", "方面", "地区", "地"])  # 能源等|领域|投资
_AMOUNT_ENDS = frozenset("率额量值数费款润度")
_LATIN_AHEAD = re.compile(r"(?<![A-Za-z0-9.])[A-Za-z][A-Za-z0-9]{0,9}(?:\.[0-9])?$")  # PM2.5|浓度
_GRADED = re.compile("[0-9]?[A-Z]{1,3}级?$")  # 4A|级景区
_ARRIVED = frozenset(["至", "到", "为", "达", "达到"])
_OPENS = frozenset("、，,；;。：\n")
_WHEN = frozenset("时后前中内里上下间")
_BY = frozenset(["按", "按照", "用", "依", "凭"])
"""By which something is done: what stands before has no such amount."""
_SHARES = ("占比",)
_STAYS = re.compile("[稳锁固]定|[保维]持|控制|停留|处|居|位|徘徊|集中|限制|不限")
_TURNS = re.compile("[扩增减升降提缩调涨跌攀飙延压拓改翻恢上下][充容建张大增加减升降高长短少低涨跌调复至]")
_LISTED = re.compile(r"等(?:[一二三四五六七八九十百千万亿两]{1,3}大)?$")
_TAIL = re.compile(r"[\s的之]{0,2}(?:[(（][^()（）]{0,20}[)）])?$")


class Word(NamedTuple):
    """A word of the text, the first one cut where the reading begins.

    `doubtful`: a verb to a tagger that read the sentence, a noun to the dictionary.
    """

    start: int
    end: int
    text: str
    tag: str
    doubtful: bool


def words_from(layout: Layout, start: int, limit: int) -> Iterator[Word]:
    """The words of text[start:limit], as far as a noun phrase may reach."""
    document = layout.document
    limit = min(limit, start + _FARTHEST)
    index = document.word_index(start)
    while index < len(document.words):
        low, high = document.word_span(index)
        if low >= limit:
            return
        cut = max(low, start)
        word = document.text[cut:high]
        known = layout.measuring.tags.get(word) if cut > low and not document.in_context else None
        yield Word(cut, high, word, known or tag_of(layout, index), document.tags[index] == _DOUBTFUL)
        index += 1


def tag_of(layout: Layout, index: int) -> str:
    """The part of speech of a word: the dictionary's, put right where it is known to be wrong for nouns.

    A word that the dictionary takes for a name is a noun where no name was found; one it does not know is a verb
    where it ends or begins as verbs do.
    """
    document = layout.document
    word, tag = document.surfaces[index], document.tags[index]
    tag = "v" if tag == _DOUBTFUL else tag
    known = layout.measuring.tags.get(word)
    if known is not None and not (document.in_context and tag in _SURE):
        return known
    if tag != "v" and word in layout.measuring.thing:
        return "n"
    if tag in {"ns", "nr"} and len(word) > 1:
        start = document.words[index]
        named = any(start < n.end for n in layout.names_in(max(start - 20, 0), start + len(word)))
        return tag if named else "n"
    if len(word) > 1 and (tag == "x" or word[0] in "被拟") and _VERBAL.match(word):
        return "v"
    return tag


def ahead(layout: Layout, low: int, end: int) -> str | None:
    """The noun before `end`, behind words that only join the two."""
    at = skip_back(layout, low, end)
    if at is None:
        return None
    quoted = _QUOTED_BEFORE.search(layout.document.text, max(low, at - 16), at)
    return quoted.group() if quoted is not None else run(layout, low, at)


def adjacent(layout: Layout, low: int, end: int) -> str | None:
    """The noun or quoted name that stands right before `end`."""
    quoted = _QUOTED_BEFORE.search(layout.document.text, max(low, end - 16), end)
    if quoted is not None:
        return quoted.group()
    at = skip_back(layout, low, end)
    return run(layout, low, at) if at is not None and _TAIL.match(layout.document.text, at, end) else None


def skip_back(layout: Layout, low: int, end: int) -> int | None:
    """The end of the last word before `end` that does not only join an amount with its figure."""
    key = low, end
    if key not in layout.ends_before:
        layout.ends_before[key] = _skipped(layout, low, end)
    return layout.ends_before[key]


def _skipped(layout: Layout, low: int, end: int) -> int | None:
    document, words = layout.document, layout.words
    times = within(layout.times, low, end)
    passed = ""
    for _ in range(_MOST_SKIPPED):
        while end > low and document.text[end - 1] in " \u3000:：）)≥≤＞＜><=＝":
            end = _open_of(document.text, low, end)
        if end <= low or _LISTED.search(document.text, low, end):
            return None
        if document.text.endswith(_SHARES, low, end):
            return end
        around = _text_end(document.text, end)
        inside = next((span for span in times if span[0] < end <= span[1] or span[1] == around), None)
        if inside is not None:
            end = inside[0]
            listed = end > low and document.text[end - 1] in "、和" and any(span[1] == end - 1 for span in times)
            end -= listed
            continue
        index = document.word_index(end - 1)
        start, stop = document.word_span(index)
        word = document.text[max(start, low) : min(stop, end)]
        outcome = words.outcome.fullmatch(word) is not None
        tag = tag_of(layout, index)
        if tag == "p" and word in _BY:
            return end
        if tag in {"x", "v"} and len(word) > 1 and word[-1] in _ENDINGS and word not in words.act:
            end = start if len(word) == 2 and word[0] in _CHANGES else end - 1
            continue
        joins = word in words.link or tag in _SKIPPED or (tag == "x" and _MODAL.match(word) is not None)
        turns = _turning(layout, word, tag, passed)
        passed = word
        loose = (tag == "n" and words.scope.fullmatch(word)) or word in layout.measuring.beside
        loose = loose or (document.in_context and tag == "t")
        if not outcome and (joins or turns or loose or word in words.flow):
            end = max(start, low)
            continue
        return end
    return None


def _turning(layout: Layout, word: str, tag: str, passed: str) -> bool:
    """True for a verb that only says how an amount came to its figure: 增|至, 稳定|在."""
    if len(word) == 2 and _TURNS.match(word) is not None and passed[-1:] in {"至", "到", "为"}:
        return True
    arrived = passed in _ARRIVED or (passed in {"在", "于"} and _STAYS.match(word) is not None)
    read = layout.document.in_context and tag == "v" and arrived
    return read and len(word) <= 2 and word not in layout.words.act


def _text_end(text: str, end: int) -> int:
    """The end of a time before 内 or 里 that ends at `end`: 三周|内."""
    return end - 1 if text[end - 1] in "内里间来" else end


def _open_of(text: str, low: int, end: int) -> int:
    """Before a blank or colon, or before the bracket that closes at `end`."""
    if text[end - 1] not in "）)":
        return end - 1
    opened = max(text.rfind("（", low, end), text.rfind("(", low, end))
    return opened if opened >= 0 and end - opened < 40 else end - 1


def run(layout: Layout, low: int, end: int) -> str | None:
    """The run of nouns that ends at `end`, without names, areas and scope words at its head."""
    key = low, end
    if key not in layout.nouns_before:
        layout.nouns_before[key] = _nouns(layout, low, end)
    return layout.nouns_before[key]


def _nouns(layout: Layout, low: int, end: int) -> str | None:
    document = layout.document
    names = layout.names_in(max(low - 30, 0), end)
    if any(name.kind == "place" and name.end >= end for name in names):
        return None
    named = [(n.start, n.end) for n in names if n.end > low and n.kind != "place"]
    taken = [*named, *within(layout.figures, low, end), *within(layout.times, low, end)]
    left, heads = _run_back(layout, low, end, taken)
    left = _head_of(layout, left, end)
    if DISTRICT.fullmatch(document.text, left, end):
        return None
    if left > low and document.text[left - 1] == "不" and document.text[end - 1] in _AMOUNT_ENDS:
        left -= 1  # 不|满意度
    latin = _LATIN_AHEAD.search(document.text, max(low, left - 12), left)
    if latin is not None and left < end and heads and end - latin.start() <= LONGEST + 4:
        left = latin.start()
    elif latin is not None and left == end:
        return latin.group()
    return document.text[left:end] if heads and 2 <= end - left <= LONGEST + 4 else None


def _run_back(layout: Layout, low: int, end: int, taken: Sequence[Span]) -> tuple[int, int]:
    """Where the run of nouns that ends at `end` begins, and how many words of it can be a noun alone."""
    document, text = layout.document, layout.document.text
    whole = layout.measuring.whole.search(text, max(low, end - 12), end)
    left, heads = (whole.start(), 1) if whole is not None else (end, 0)
    index = document.word_index(left - 1) if left > low else -1
    while index >= 0:
        start, stop = document.word_span(index)
        inner = max([span[1] for span in taken if span[0] < min(stop, end) and start < span[1]], default=start)
        cut = max(start, low, inner)
        if min(stop, end) - cut < 2 and cut > start:
            break
        word = text[cut : min(stop, end)]
        if end - cut > LONGEST or not _HAN.match(word):
            break
        tag = tag_of(layout, index)
        tied = len(word) == 1 and tag in {"ns", "n"} and start > low and text[start - 1] in _TIED
        if not tied and not _within(layout, index, word, tag, left, end):
            break
        heads += tag in HEADS or word in layout.words.measured or word in layout.measuring.thing
        heads += layout.words.outcome.fullmatch(word) is not None
        left = start - 1 if tied else cut
        if cut > start:
            break
        index = document.word_index(left - 1) if left > low else -1
    graded = _GRADED.search(text, max(low, left - 5), left)
    graded = graded if graded is not None and (graded.group()[-1] == "级" or text.startswith("级", left)) else None
    return (graded.start() if graded is not None else left), heads


def _within(layout: Layout, index: int, word: str, tag: str, left: int, end: int) -> bool:
    """True for a word that goes on the run text[left:end] to the left."""
    document, text = layout.document, layout.document.text
    if document.in_context and tag == "v":
        return _verb_within(layout, index, word, left, end)
    if left == end and word in layout.measuring.loose:
        return index > 0 and tag_of(layout, index - 1) in HEADS
    if document.in_context and (tag in {"d", "ad", "vd"} or (left < end and word in _WHEN)):
        return tag == "ad" and left < end and word in _INNER
    if left == end and word in layout.measuring.thing:
        return word not in layout.words.idle
    cut = word in _FIELDS and text.endswith("等", 0, document.words[index])
    if cut or (word == "可" and not text.startswith("支配", left)):
        return False
    if _nominal(layout, word, tag, inside=left < end):
        return True
    if document.in_context or tag not in {"v", "vn"} or left == end or layout.measuring.tags.get(word) is not None:
        return tag in {"ad", "q"} and left < end and word in _INNER
    short = text[left] in RATED or text[left:end] in layout.measuring.amount or _one(document, index + 1)
    plain = word not in layout.words.link and word not in layout.words.light and word not in layout.words.idle
    return plain and (short or _between(layout, index, word))


def _verb_within(layout: Layout, index: int, word: str, left: int, end: int) -> bool:
    """True for a verb of a sentence that was read, where it is a part of a name: 肺炎|确诊|病例, 汽车|出口."""
    text, words, measuring = layout.document.text, layout.words, layout.measuring
    if left < end and (word in words.flow or text[left] in RATED or text.startswith("支配", left) or word == "支配"):
        return word != "可" or text.startswith("支配", left)
    doubtful = layout.document.tags[index] == _DOUBTFUL
    if (word in words.link and not doubtful) or word in words.light or word in words.idle or len(word) < 2:
        return False
    before = tag_of(layout, index - 1) if index else ""
    noun = layout.document.surfaces[index - 1] if index else ""
    named = before in HEADS | {"b", "s"} and _HAN.match(noun) is not None and not agent(layout, noun)
    if left == end:
        held = (named or noun in _OPENS) and (word in words.measured or word in measuring.thing)
        return held or (before in HEADS and word in measuring.amount) or _taken_part_in(layout, index)
    if words.outcome.fullmatch(word):
        return word not in words.act
    if end - left == 1 or _one(layout.document, index + 1):
        return tag_of(layout, index + 1) in HEADS
    if word in words.act or word in measuring.tags or not named:
        return False
    named_so = doubtful or word in words.measured or word in measuring.inside
    return named_so or text[left:end] in measuring.amount


def _taken_part_in(layout: Layout, index: int) -> bool:
    """True for a deed that a verb takes with the noun before it: 参与|社区|防控, 完成|农田|灌溉, not 组织|居民|灌溉."""
    document, words = layout.document, layout.words
    if index < 2 or document.surfaces[index] not in layout.measuring.inside or tag_of(layout, index - 1) not in HEADS:
        return False
    noun, taking = document.surfaces[index - 1], document.surfaces[index - 2]
    people = words.other.fullmatch(noun) or words.member.fullmatch(noun)
    governed = tag_of(layout, index - 2) == "v" and (taking in words.light or taking not in words.link)
    return governed and not people


def _one(document: Document, index: int) -> bool:
    """True for a word of one character: 投放|点."""
    start, stop = document.word_span(index)
    return stop - start == 1


def _between(layout: Layout, index: int, word: str) -> bool:
    """True for a verb between two nouns of a name, of which the first is nobody who does it: 绩效|考评|任务."""
    before = index - 1
    if before < 0 or len(word) != 2 or word in layout.words.act:
        return False
    named = tag_of(layout, before) in HEADS | {"b"} and _HAN.match(layout.document.surfaces[before]) is not None
    return named and not agent(layout, layout.document.surfaces[before])


def _head_of(layout: Layout, left: int, end: int) -> int:
    """Where a run begins behind its areas, scope words and a stray 月, 内 or 中 of what stands before."""
    words, document = layout.words, layout.document
    while left < end:
        scope = words.scope.match(document.text, left, end)
        place = next((n for n in layout.names_in(left, left + 1) if n.kind == "place" and n.end < end), None)
        stray = words.stray.match(document.text, left, end)
        stray = stray if stray is not None and document.is_boundary(stray.end()) else None
        done = _object_at(layout, left, end)
        if scope is None and place is None and stray is None and done is None:
            break
        ends = [found.end() for found in (scope, stray) if found]
        left = max(ends) if place is None and ends else place.end if place is not None else done or end
    return left


def _object_at(layout: Layout, left: int, end: int) -> int | None:
    """Where the object begins behind the last verb that the run holds: 铁路计划开行|旅客列车, not 销售|收入."""
    document, words = layout.document, layout.words
    first = document.word_index(left)
    if document.words[first] != left:
        return None
    if document.in_context:
        return _behind_deed(layout, first, end)
    for index in range(document.word_index(end - 1), first - 1, -1):
        at, surface = document.words[index], document.surfaces[index]
        if len(surface) == 4 and surface[:2] in words.act and surface[2:] in words.measured:
            return at + 2  # 发放|贷款, one word of the dictionary
        stop = at + len(surface)
        acts = surface in words.act or surface in _AIMS
        if not acts or end - stop < 2 or tag_of(layout, index + 1) not in HEADS:
            continue
        amount = document.text[end - 1] in _AMOUNT_ENDS or _last_word(layout, end) in layout.measuring.amount
        if surface not in words.measured or not (amount or _last_word(layout, end) in words.measured):
            return stop if surface not in words.measured or index == first else None
    return None


def _behind_deed(layout: Layout, first: int, end: int) -> int | None:
    """Where the object begins behind a deed that the tagger calls a noun: 共|改造|县城商贸中心."""
    document = layout.document
    word = document.surfaces[first]
    stop = document.words[first] + len(word)
    if word not in layout.words.act or end - stop < 2 or not first:
        return None
    told = tag_of(layout, first - 1) in {"v", "d", "vd", "ad"}
    return stop if told and _last_word(layout, end) not in layout.measuring.amount else None


def _last_word(layout: Layout, end: int) -> str:
    return layout.document.surfaces[layout.document.word_index(end - 1)]


def _nominal(layout: Layout, word: str, tag: str, *, inside: bool) -> bool:
    words = layout.words
    if layout.document.in_context:
        if tag in _SURE and word not in words.link:
            return word not in words.idle
    elif word in words.act:
        return False
    if word in words.measured or (inside and word in words.flow):
        return True
    if word in words.idle:
        return False
    if words.outcome.fullmatch(word):
        return True
    if tag == "x" and _MODAL.match(word):
        return False
    if tag == "a":
        return inside and word not in words.link
    if tag in NOUNS or tag == "ns" or (tag == "i" and word[-1] == "者"):
        return word not in words.link
    if inside and tag in {"f", "m"}:
        return word.startswith("第") or word in {"以上", "以下", "以外"}
    return False


def agent(layout: Layout, text: str) -> bool:
    """True where a noun is one for people or bodies, which act: 进口商, not 机器人."""
    return layout.measuring.agent.search(text) is not None and not text.endswith("机器人")
