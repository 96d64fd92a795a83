"""Persons: a surname with a given name, where a title, a byline, the segmenter or a tagger says so.

`person.title` 书记林晓东 · `person.byline` 记者 陈宇 · `person.dispatch` 电(木森) · `person.tagged` a tagger's
person · `person.word` the segmenter's name word in a person's place · `person.foreign` 马哈茂德·阿巴斯 ·
`person.repeat` later occurrences of a name already read.
parts["title"] is the run of titles before or after the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import attrgetter

from report_extract._facts import Mention
from report_extract._kinds.kind import Evidence
from report_extract._kinds.naming import Words, words_of
from report_extract._kinds.person_byline import dispatched, enclosed
from report_extract._kinds.person_evidence import Surroundings
from report_extract._kinds.person_foreign import dateline, foreign_end, foreign_names, foreign_told, hyphened_names
from report_extract._kinds.person_repeat import repeated
from report_extract._lexicon import Lexicon
from report_extract._lexicon.alternation import alternation
from report_extract._lexicon.names import Surname, TitleWord
from report_extract._text import Document, Span

_HAN = re.compile(r"[\u3400-\u9fff]")
_FOREIGN = re.compile(r"[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8}){1,4}")
_SPEECH = re.compile(r"(?:说|表示|介绍|告诉|称|坦言|指出|认为|回忆|透露|带领|率领|主持|强调|感慨|笑着)")
_FUNCTION = frozenset("说称在是的了和与带率介表告及、也还就都将已从为对向把被要有任等于因到来去现又并则曾同")
_COURTESIES = (
    *("姐", "哥", "叔", "姨", "婶", "嫂", "爷", "奶", "伯", "妈", "先生", "女士", "小姐", "大爷", "大妈", "师傅"),
    *("老师", "医生", "教授", "同学", "皮书", "爷爷", "奶奶", "叔叔", "大叔", "大婶", "阿婆"),
    *("高铁", "高速", "铁路", "城际"),
)
_NOT_LAST = frozenset("感姓市县区省州镇乡村局部委厅院校期率说称们某家会队站所舰赛杯网奖厂馆剧片款")
_STREET = re.compile("[大小东西南北中]?[街路巷][0-9一二三四五六七八九十]{1,4}(?:[号和、]|弄)")
_SOMEBODY = re.compile(r"[\u3400-\u9fff]某(?:某|[甲乙丙丁])?(?![个些种地处日年月县市村])")
_ALSO_PREPOSITIONS = frozenset("向于和经自应")
_VERB_NEXT = frozenset("曾常尚向于和经应")
"""Surnames that are adverbs or prepositions before a verb."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Titles and surnames, compiled."""

    office: re.Pattern[str]
    role: re.Pattern[str]
    chain: re.Pattern[str]
    single: frozenset[str]
    double: frozenset[str]
    begins: frozenset[str]
    words: Words


@lru_cache(maxsize=8)
def grammar_of(lexicon: Lexicon) -> Grammar:
    """Compile titles and surnames."""
    forms: dict[str, list[str]] = {"office": [], "role": []}
    for title in lexicon.entries("titles", TitleWord):
        forms[title.rank] += title.forms
    office, role = alternation(forms["office"]), alternation(forms["role"])
    surnames = {
        n: frozenset(f for e in lexicon.entries("surnames", Surname) if e.length == n for f in e.forms) for n in (1, 2)
    }
    return Grammar(
        re.compile(office),
        re.compile(role),
        re.compile(rf"(?:{office})(?:[、兼 ]{{0,2}}+(?:{office})){{0,5}}[、兼 ]{{0,2}}[:： 丨｜|]{{0,3}}"),
        surnames[1],
        surnames[2],
        surnames[1] | {surname[0] for surname in surnames[2]},
        words_of(lexicon),
    )


def find(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Iterator[Mention]:
    """All persons of a document."""
    grammar = grammar_of(lexicon)
    people = {_with_last(document.text, *item.span) for item in evidence if item.label == "person"}
    others = [item.span for item in evidence if item.label != "person"]
    found: dict[Span, Mention] = {}
    for mention in _titled(document, grammar, people):
        found.setdefault(mention.span, mention)
    taken = {offset for start, end in found for offset in range(start, end)}
    for mentions in (
        dispatched(document),
        foreign_names(document, grammar.words),
        hyphened_names(document),
        _tagged(document, grammar, people),
        _worded(document, grammar, others, bool(evidence)),
        (*_anonymised(document, grammar), *_after_roles(document, grammar)),
        repeated(document, found),
    ):
        for mention in mentions:
            place = range(mention.start, mention.end)
            if taken.isdisjoint(place):
                taken.update(place)
                found[mention.span] = mention
    yield from sorted(found.values(), key=attrgetter("start"))


def _with_last(text: str, start: int, end: int) -> Span:
    """方知刚|介绍: a tagger that takes 刚 for an adverb; who speaks does not speak just now."""
    just = end - start == 2 and text[end : end + 1] == "刚" and _SPEECH.match(text, end + 1) is not None
    return (start, end + 1) if just else (start, end)


def _titled(document: Document, grammar: Grammar, people: set[Span]) -> Iterator[Mention]:
    text = document.text
    for match in grammar.chain.finditer(text):
        start = match.end()
        area = document.is_boundary(match.start() + 1) and text[match.start() : match.start() + 2] in _AREA_HEADS
        if area and text[match.start() - 1 : match.start()] != text[match.start()]:
            continue  # 番禺区|长隆, but 云岭州州长
        end = (
            enclosed(document, match.start(), start)
            or _set_apart(document, grammar, start)
            or name_end(document, grammar, start, people)
        )
        foreign = foreign_end(document, grammar.words, start)
        told = _told(text, grammar, start, people)
        if end is None:
            end = max(told or 0, foreign or 0) or _of_common_words(document, grammar, start)
        elif told is not None and told > end and text[end:told].startswith("·"):  # 教授哈桑|·达贾
            end = told
        elif foreign is not None and foreign > end and foreign - start > 3:  # 首相福尔斯|特
            end = foreign
        if end is None:
            continue
        title = text[match.start() : match.end()].rstrip(" :：、丨｜|")
        byline = title.endswith(("记者", "编辑", "摄影", "通讯员", "责编"))
        yield Mention(
            "person",
            start,
            end,
            "person.byline" if byline else "person.title",
            parts={"title": (match.start(), match.start() + len(title))},
        )
        if byline:
            yield from _more_bylines(document, grammar, end, people, (match.start(), match.start() + len(title)))


def _told(text: str, grammar: Grammar, start: int, people: set[Span]) -> int | None:
    """The end of a tagger's person behind a title, unless it is a word that only looks like one."""
    end = foreign_told(text, start, people)
    if end is None or text[start:end] in grammar.words.places or grammar.office.search(text, start, end):
        return None
    return None if text[start : start + 2] in grammar.words.person_stop or text[end - 1] in _NOT_LAST else end


_GIVEN_TAGS = frozenset(["v", "vn", "a", "an", "ad", "z"])


def _of_common_words(document: Document, grammar: Grammar, start: int) -> int | None:
    """书记向前进介绍: three characters that read as words; the verb of speaking shows that they are a name."""
    text, end = document.text, start + 3
    if text[start : start + 1] not in grammar.single or not document.is_boundary(end):
        return None
    if not _SPEECH.match(text, end) or text[start:end] in grammar.words.person_stop:
        return None
    if not document.is_boundary(start + 1):
        return None
    tags = {document.tags[document.word_index(at)] for at in (start + 1, start + 2)}
    return end if tags <= _GIVEN_TAGS and text[end - 1] not in _NOT_LAST else None


def _more_bylines(document: Document, grammar: Grammar, end: int, people: set[Span], title: Span) -> Iterator[Mention]:
    """记者 陈宇 林晓东 / 陈宇、林晓东: further names after the first, separated by a blank or 、."""
    text = document.text
    for _ in range(6):
        gap = _GAP.match(text, end)
        if gap is None:
            return
        start = gap.end()
        following = name_end(document, grammar, start, people)
        if following is None or not (following >= len(text) or not _HAN.match(text[following])):
            return
        yield Mention("person", start, following, "person.byline", parts={"title": title})
        end = following


_AREA_HEADS = frozenset(["区长", "县长", "市长", "镇长", "乡长", "省长", "州长"])
_GAP = re.compile(r"[ 、\u3000]{1,3}")
_SET_APART = re.compile(r"(?<=[ :：])[\u3400-\u9fff]{2,4}(?=[ 、)）/\n]|$)")


def _set_apart(document: Document, grammar: Grammar, start: int) -> int | None:
    """记者 余江 通讯员 万方: a name between blanks needs no more evidence than its surname."""
    match = _SET_APART.match(document.text, start)
    if match is None or not _is_name(grammar, match.group()):
        return None
    double = match.group()[:2] in grammar.double
    return match.end() if len(match.group()) <= 3 or double else None


def name_end(document: Document, grammar: Grammar, start: int, people: set[Span]) -> int | None:
    """Where a Chinese personal name that starts at `start` ends, None where none does."""
    text = document.text
    for length in (3, 2, 4):
        double = length < 4 or text[start : start + 2] in grammar.double
        if double and (start, start + length) in people and _is_name(grammar, text[start : start + length]):
            return start + length
    surname = 2 if text[start : start + 2] in grammar.double else 1 if text[start : start + 1] in grammar.single else 0
    if not surname or start >= len(text):
        return None
    left, right = document.word_span(document.word_index(start))
    tag = document.tags[document.word_index(start)]
    if left == start and tag in {"nr", "nrfg"} and surname < right - start <= surname + 2:
        return right if _is_name(grammar, text[left:right]) else None
    if left == start and right - start > surname and tag not in {"x", "nz", "nrt", "ns"}:
        return None
    return _by_boundaries(document, grammar, start, surname)


def _by_boundaries(document: Document, grammar: Grammar, start: int, surname: int) -> int | None:
    text = document.text
    for given in (2, 1):
        end = start + surname + given
        name = text[start:end]
        if len(name) < surname + given or not all(_HAN.match(char) for char in name):
            continue
        if not _is_name(grammar, name):
            continue
        if not document.is_boundary(end) or name[-1] in _FUNCTION:
            continue
        tags = {document.tags[document.word_index(offset)] for offset in range(start + surname, end)}
        if given == 2 and surname == 1 and _adverb_and_verb(document, start):
            continue
        if name[0] in _VERB_NEXT and tags & {"v", "vn"}:  # 总书记|曾概括, 交警|向滞留旅客
            continue
        if tags & {"t", "d", "p", "c", "u", "uj", "ul", "r", "m", "q"} and given == 2:
            continue
        closes = end >= len(text) or not _HAN.match(text[end]) or text[end] in _FUNCTION or _SPEECH.match(text, end)
        if closes or given == 2:
            return end
    return None


def _adverb_and_verb(document: Document, start: int) -> bool:
    """总书记|都深入: an adverb or preposition that is also a surname, and one verb of two characters."""
    index = document.word_index(start)
    if document.tags[index] not in {"d", "p", "c"} or index + 1 >= len(document.words):
        return False
    return document.tags[index + 1] in {"v", "vn", "vd"} and len(document.surfaces[index + 1]) == 2


def _is_name(grammar: Grammar, name: str) -> bool:
    words = grammar.words
    if name in words.person_stop or name in words.places or name[:2] in words.person_stop:
        return False
    if name[:1] == "谈" and name[1:2] in words.sides:  # 发言人|谈美对朝
        return False
    if name[:1] in _ALSO_PREPOSITIONS and (name[1:] in words.places or name[1:] in words.people):  # 向天津
        return False
    if not name or name.endswith(_COURTESIES) or name[-1] in _NOT_LAST:
        return False
    if "·" in name:
        return True
    return 2 <= len(name) <= 4 and (name[0] in grammar.single or name[:2] in grammar.double)


def _tagged(document: Document, grammar: Grammar, people: set[Span]) -> Iterator[Mention]:
    text = document.text
    around = Surroundings(document, people, grammar.office, grammar.role)
    for start, end in sorted(people):
        name = text[start:end]
        foreign = _FOREIGN.fullmatch(name) is not None
        if not (foreign or name.isalpha()) or "丨" in name:
            continue
        if dateline(text, start, end) or around.quoted(start, end) or _begins_place(text, start, end, grammar):
            continue
        if not (foreign or (_is_name(grammar, name) and name[-1] not in "某们家")):
            if around.foreign(start, end, grammar.words):
                yield Mention("person", start, end, "person.tagged", parts=_title_after(document, grammar, end))
            continue
        if len(name) == 2 and (name[1] in "苑园村桥湖" or name in _FOR_ALL):  # 康苑, 方村
            continue
        if not foreign and len(name) == 4 and name[:2] not in grammar.double:
            continue
        if name[:2] in grammar.words.person_stop and len(name) < 4:
            continue
        if not foreign and around.common(start, end, grammar.words):
            continue
        if _STREET.match(text, end) is not None:  # 王彬|街752号
            continue
        yield Mention("person", start, end, "person.tagged", parts=_title_after(document, grammar, end))


_FOR_ALL = frozenset(["于民", "安民", "惠民", "富民"])
"""造福|于民: what is done for people, unless a title says otherwise."""


def _begins_place(text: str, start: int, end: int, grammar: Grammar) -> bool:
    """True for the beginning of a place (杜尚|别)."""
    return any(text[start : end + further] in grammar.words.places for further in (1, 2))


def _title_after(document: Document, grammar: Grammar, end: int) -> dict[str, Span]:
    match = grammar.office.match(document.text, end)
    return {"title": match.span()} if match is not None else {}


def _worded(document: Document, grammar: Grammar, others: list[Span], tagged: bool) -> Iterator[Mention]:
    """Name words of the segmenter where a role before or speech after says that a person stands there."""
    text = document.text
    inside = frozenset(offset for start, end in others for offset in range(start, end))
    surfaces, tags = document.surfaces, document.tags
    single, double, begins = grammar.single, grammar.double, grammar.begins
    tagged_so = compress(range(len(tags)), map(_WORD_TAGS.__contains__, tags))
    for index in [at for at in tagged_so if surfaces[at][:1] in begins]:
        name = surfaces[index]
        if not (2 <= len(name) <= 3 and (name[0] in single or name[:2] in double)):
            continue
        start, tag = document.words[index], tags[index]
        end = start + len(name)
        if not _is_name(grammar, name) or start in inside or name[:2] in grammar.words.person_stop:
            continue
        if dateline(text, start, end) or name[-1] in _FUNCTION_ENDS:
            continue
        title = _title_after(document, grammar, end)
        if tag == "nrfg" or (title and len(name) == 3):
            yield Mention("person", start, end, "person.word", parts=title)
            continue
        before = _role_before(grammar, text, start)
        speech = _SPEECH.match(text, end) is not None
        if len(name) == 2 and ((tag == "nr" and before is None) or (tagged and not (before and speech))):
            continue
        if before is None and not speech and (tagged or len(name) != 3 or text[end : end + 1] not in "，,、。 "):
            continue
        yield Mention("person", start, end, "person.word", parts={"role": before} if before else {})


_WORD_TAGS = frozenset(["nr", "x", "nrfg"])
_FUNCTION_ENDS = frozenset("的了着过上下说称")
_NAME_TAGS = frozenset(["nr", "nrt", "nrfg", "ns", "nz", "x", "z"])


def _after_roles(document: Document, grammar: Grammar) -> Iterator[Mention]:
    """老党员徐国梁: a name of three characters behind a role, where all its words could be parts of a name."""
    for match in grammar.role.finditer(document.text):
        start = match.end()
        end = start + 3
        if not _is_name(grammar, document.text[start:end]) or not document.is_boundary(start):
            continue
        if "某" in document.text[start:end]:
            continue
        tags = {document.tags[document.word_index(offset)] for offset in range(start, min(end, len(document.text)))}
        if tags <= _NAME_TAGS and document.is_boundary(end) and _HAN.match(document.text[end - 1]):
            yield Mention("person", start, end, "person.role", parts={"role": match.span()})


def _anonymised(document: Document, grammar: Grammar) -> Iterator[Mention]:
    """李某, 丁某某: a court report's persons."""
    text = document.text
    for match in _SOMEBODY.finditer(text) if "某" in text else ():
        start = match.start()
        begins = document.is_boundary(start) or document.tags[document.word_index(start)] == "x"  # 法定代表|人周|某某
        if text[start] in grammar.single and begins:
            yield Mention("person", start, match.end(), "person.anonymised")


def _role_before(grammar: Grammar, text: str, start: int) -> Span | None:
    for length in (4, 3, 2):
        if start >= length and grammar.role.fullmatch(text, start - length, start):
            return start - length, start
    return None
