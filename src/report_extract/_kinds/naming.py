"""How far a Chinese name reaches to the left: the walk that organisations and compounds share.

A suffix says where a name ends; where it begins is decided word by word, from the segmenter's words and parts of
speech, from lexicon words that may or may not stand inside a name, and from a tagger's spans as evidence. The walk
is bounded (`MAX_WORDS`, `MAX_CHARS`), so the work is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from report_extract._gazetteer.divisions import Division, divisions
from report_extract._kinds.kind import Evidence
from report_extract._lexicon import Lexicon
from report_extract._lexicon.names import NameWord, PlaceName
from report_extract._text import Document
from report_extract._values import value

MAX_WORDS = 12
MAX_CHARS = 26
ELLIPTIC = frozenset("省市区县州镇乡村")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff〇]")
_LANES = frozenset(["社区", "小区", "居委", "居民", "新村"])
_TOPONYM_ENDS = frozenset("里角松亚沙江山泉桥河林川阳溪湖塘岭坊墩埠门庙园岗道")
_ORDINAL = re.compile(r"第[0-9一二三四五六七八九十百]{1,4}[届批]?")
_NUMERIC = re.compile(r"[0-9一二三四五六七八九十百千万亿两几数]{1,12}[多余个]?")
_COUNTED = re.compile("[一两二三四五六七八九十几数多]{1,3}[个座所家名位处间支条项次只场]")
_NOUNLIKE = frozenset(
    ["n", "nz", "ns", "nt", "nr", "nrt", "nrfg", "ng", "j", "b", "s", "vn", "an", "eng", "nis", "nto", "vg", "g"]
)
PLACE_TAGS = frozenset(["ns", "nt"])
_PROPER = frozenset(["nz", "ns", "nt", "nr", "nrt", "nrfg", "j", "eng"])
_DIVISION = re.compile(r"[\u3400-\u9fff]{1,7}(?:省|市|自治区|自治州|(?<![社小])区|县|州|盟|旗|镇|乡)")


@dataclass(frozen=True, slots=True)
class Words:
    """Lexicon words of names, indexed by role, and the known places."""

    inner: frozenset[str]
    stop: frozenset[str]
    generic: frozenset[str]
    people: frozenset[str]
    person_stop: frozenset[str]
    shell: frozenset[str]
    refused: frozenset[str]
    portfolio: frozenset[str]
    places: frozenset[str]
    place_heads: frozenset[str]
    countries: frozenset[str]
    national: frozenset[str]
    regions: frozenset[str]
    kinds: frozenset[str]
    trade: frozenset[str]
    event: frozenset[str]
    sides: frozenset[str]
    funds: frozenset[str]


@lru_cache(maxsize=8)
def words_of(lexicon: Lexicon) -> Words:
    """The indexed name words of a lexicon."""
    by_role: dict[str, set[str]] = {}
    for entry in lexicon.entries("name_words", NameWord):
        by_role.setdefault(entry.role, set()).update(entry.forms)
    by_level: dict[str, set[str]] = {}
    for place in lexicon.entries("places", PlaceName):
        by_level.setdefault(place.level, set()).update(place.forms)
    roles = {role: frozenset(forms) for role, forms in by_role.items()}
    empty: frozenset[str] = frozenset()
    named = frozenset().union(*(forms for level, forms in by_level.items() if level != "short"))
    return Words(
        inner=roles.get("inner", empty),
        stop=roles.get("stop", empty),
        generic=roles.get("generic", empty),
        people=roles.get("people", empty),
        person_stop=roles.get("person_stop", empty),
        shell=roles.get("shell", empty),
        refused=roles.get("refused", empty),
        portfolio=roles.get("portfolio", empty),
        places=named,
        place_heads=frozenset(name[0] for name in (*named, *divisions().full)),
        countries=frozenset(by_level.get("country", ())),
        national=frozenset(by_level.get("nation", ())),
        regions=frozenset(by_level.get("region", ())),
        kinds=roles.get("kinds", empty),
        trade=roles.get("trade", empty),
        event=roles.get("event", empty),
        sides=frozenset(by_level.get("short", ())),
        funds=roles.get("funds", empty),
    )


@value
class Prefix:
    """What stands before a suffix inside the name: its start and whether it makes the name a proper one."""

    start: int
    proper: bool
    generic: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A document with what the walk asks of it: words, place words, and tagger spans by their start and end.

    `counties` are the divisions that the document's first names of counties may mean, once they were looked for.
    """

    document: Document
    words: Words
    starts: dict[int, Evidence]
    covered: dict[int, Evidence]
    counties: list[tuple[Division, ...]] = field(default_factory=list)

    def word(self, index: int) -> tuple[str, str, int, int]:
        """Surface, tag, start and end of word `index`."""
        document = self.document
        surface, start = document.surfaces[index], document.words[index]
        return surface, document.tags[index], start, start + len(surface)


def field_of(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Field:
    """Prepare a document for walks."""
    text = document.text
    named = [
        item
        for item in evidence
        if item.label in {"place", "organisation"} or (item.label == "person" and "·" in text[slice(*item.span)])
    ]
    covered: dict[int, Evidence] = {}
    for item in named:
        for offset in range(item.span[0], min(item.span[1], item.span[0] + 40)):
            covered.setdefault(offset, item)
    return Field(document, words_of(lexicon), {item.span[0]: item for item in named}, covered)


def is_place(words: Words, surface: str, tag: str) -> bool:
    """True for a known place, or a word that ends as an administrative division does."""
    if surface in words.places:
        return True
    return tag in PLACE_TAGS and len(surface) >= 3 and _DIVISION.fullmatch(surface) is not None


def walk(field: Field, end: int, *, loose: bool = False, quotes: bool = False) -> Prefix:
    """Walk left from `end` (where the suffix starts) over the words that may belong to a name.

    `loose` accepts single characters of any part of speech, for names of estates that no dictionary holds; `quotes`
    accepts a name in quotation marks (“小蜜蜂”志愿服务队). A place in brackets (华星(临江)有限公司) is stepped over.
    """
    document = field.document
    text = document.text
    if end <= 0:
        return Prefix(end, False, False)
    index = document.word_index(end - 1)
    taken: list[tuple[str, str, int]] = []
    while index >= 0 and len(taken) < MAX_WORDS:
        surface, tag, left, right = field.word(index)
        if right > end:  # the suffix begins inside this word: its head belongs to the name
            surface, right = text[left:end], end
            tag = "n" if tag == "l" else tag  # 高等|法院 is one phrase of the dictionary
        if not surface or end - left > MAX_CHARS:
            break
        jump = _jump(field, index, right, quotes=quotes)
        if jump is not None:
            row, index = jump
            if row is None:
                break
            taken.append(row)
            continue
        lane = surface == "里" and text[right : right + 2] in _LANES  # 梧桐里社区: 里 is the noun, not 'inside'
        if not lane and not _may_stand(field, surface, tag, left, loose=loose):
            break
        taken.append((surface, tag, left))
        start = left
        index -= 1
    taken.reverse()
    while taken and taken[0][0][0] in "(（·":
        taken = taken[1:]
    taken = _trim(field, taken, end, loose=loose)
    if not taken:
        return Prefix(end, False, False)
    start = taken[0][2]
    if field.starts:
        start = _by_evidence(field, start, end, [left for _, _, left in taken])
        taken = [row for row in taken if row[2] >= start]
    cut = _cut_place(field, start)
    if cut is not None:
        before = walk(field, cut)
        return Prefix(before.start, True, False)
    proper = any(_is_proper(field, *row) for row in taken)
    placed = taken[0][0] in ELLIPTIC or taken[0][0] in field.words.places
    words, name = field.words, text[start:end]
    common = all(surface in words.generic or surface in words.people for surface, _, _ in taken)
    return Prefix(start, proper, not placed and (common or name in words.generic))


Row = tuple[str, str, int]


def _jump(field: Field, index: int, right: int, *, quotes: bool) -> tuple[Row | None, int] | None:
    """What is stepped over as a whole, with the word before it: 第|3, brackets, names in quotation marks, a dot.

    None for an ordinary word; no row where a bracket ends the walk.
    """
    document, text = field.document, field.document.text
    surface, _, left, _ = field.word(index)
    before = document.surfaces[index - 1]
    if surface.isdecimal() and left and before == "第":
        return (text[left - 1 : right], "m", left - 1), index - 2  # 第|3|党支部
    if surface in ")）" or (quotes and surface in '”"'):
        opening = _enclosed(field, left)
        if opening is None:
            return None, index
        return (text[opening:right], "nz", opening), document.word_index(opening) - 1
    if surface == "·" and before not in field.words.places:
        if len(before) == 1 and _HAN.match(before):  # 本·古里安|机场
            return (before + surface, "nz", left - 1), index - 2
        return (surface, "nz", left), index - 1  # 洛克希德·马丁|公司
    return None


_GLUED_TO_PLACES = frozenset("电在从由向对到于与和及据经")


def _cut_place(field: Field, start: int) -> int | None:
    """Where a place begins that the segmenter cut through: 日电台|北地方法院, 临江上|城区教育局; None for no such."""
    document, text = field.document, field.document.text
    if start < 1 or not document.is_boundary(start):
        return None
    if text[start] in ELLIPTIC:  # 临江郫|都|区教育局
        full = divisions().full
        return next((start - n for n in (4, 3, 2, 1) if start >= n and text[start - n : start + 1] in full), None)
    if text[start - 1] not in field.words.place_heads:
        return None
    left, right = document.word_span(document.word_index(start - 1))
    if right - left > 2 or (right - left == 2 and text[left] not in _GLUED_TO_PLACES):
        return None
    tail = document.word_span(document.word_index(start))[1]
    for stop in (tail, start + 1):
        name = text[start - 1 : stop]
        if 2 <= len(name) <= 4 and (name in field.words.places or (len(name) >= 3 and name in divisions().full)):
            return start - 1
    return None


_OPENING = {")": "(", "）": "（", "”": "“", '"': '"'}
_LEGAL_WORDS = frozenset(["集团", "控股", "国际", "股份"])
_ENCLOSED = re.compile(r"[\u3400-\u9fffA-Za-z0-9·]{2,10}")


def _enclosed(field: Field, close: int) -> int | None:
    """Where the bracket or quotation mark opens that closes at `close`, None unless a name alone stands in it."""
    text = field.document.text
    opening = text.rfind(_OPENING[text[close]], max(0, close - 12), close)
    if opening < 0 or _ENCLOSED.fullmatch(text, opening + 1, close) is None:
        return None
    if text[close] in '”"':
        return opening
    surface, tag, _, right = field.word(field.document.word_index(opening + 1))
    known = tag == "ns" or surface in _LEGAL_WORDS or is_place(field.words, surface, tag)
    return opening if right == close and known else None


_OF_PEOPLE = ("协会", "联合会", "联谊会", "总会", "基金会", "服务队", "服务总队", "服务中心", "服务站", "活动中心")
_NO_NAME_BEGINS = frozenset("已搬未均也还仍很最不没被把让另并且而因")


def _may_stand(field: Field, surface: str, tag: str, left: int, *, loose: bool) -> bool:
    words, named = field.words, field.covered.get(left)
    if named is not None and named.label == "person":  # a foreign person's name that begins a body's
        return True
    if not (surface.isalpha() if surface.isascii() else _HAN.match(surface)):
        return False
    if surface in words.places or surface in ELLIPTIC:
        return True
    if surface in words.people:
        return field.document.text.startswith(_OF_PEOPLE, left + len(surface))  # 临江市志愿者|协会
    if loose and surface[0] == "各":
        return False
    if loose and tag in {"v", "vn"} and len(surface) >= 2 and surface in words.inner:  # 建设|路社区, not 组织|社区
        return field.document.text[left + len(surface) : left + len(surface) + 1] in tuple("路街巷里道桥门坊")
    if surface in words.inner or _ORDINAL.fullmatch(surface):
        return True
    if tag == "x" and (surface[0] in _NO_NAME_BEGINS or surface[-1] in "等到在往任"):  # 已上|幼儿园, 星河等|俱乐部
        return False
    if surface in words.stop or _is_number(field.document.text, surface, tag, left):
        return False
    if left in field.covered or tag in _NOUNLIKE or tag == "x":
        return True
    if tag in {"m", "mq"}:
        return len(surface) >= 2 and surface[-1] in _TOPONYM_ENDS
    return loose and len(surface) == 1 and tag not in {"q", "uj", "ul", "uz", "ud", "uv", "y", "k", "p", "c"}


def _is_number(text: str, surface: str, tag: str, left: int) -> bool:
    """五所|医院, 喀南邦一座|会议中心, whatever a tagger says."""
    if _NUMERIC.fullmatch(surface) and not _numbered(text, left, surface):
        return True
    return tag in {"m", "mq", "j"} and _COUNTED.fullmatch(surface) is not None


def _numbered(text: str, left: int, surface: str) -> bool:
    """临江市|六|医院: the number that names one of an area's hospitals or schools."""
    return len(surface) == 1 and left > 0 and text[left - 1] in ELLIPTIC and text[left + 1 : left + 3] in _NUMBERED


_NUMBERED = frozenset(["医院", "中学", "小学", "幼儿"])


def _behind_kinds(field: Field, taken: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """A name begins behind the noun of its kind: 网络安全企业|北辰集团, 苏丹首都|喀土穆."""
    for position in range(len(taken) - 1, 0, -1):
        surface, tag, _ = taken[position]
        if taken[position - 1][0] in field.words.kinds and surface not in field.words.inner:
            known = surface in field.words.places and position > 1
            if known or (tag in _OWN_NAMES and surface not in field.words.generic):
                return taken[position:]
    return taken


_OWN_NAMES = frozenset(["nz", "nr", "nrt", "x", "eng"])


def _behind_side(field: Field, taken: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """在韩|中国人民志愿军: a country by one character that another word needs, or that stands before another one."""
    if len(taken) < 2 or taken[0][0] not in field.words.sides:
        return taken
    left = taken[0][2]
    needed = field.document.text[max(0, left - 1) : left] in tuple("在赴来访对抗侨旅留")
    return taken[1:] if needed or taken[1][0] in field.words.countries else taken


_DOING = frozenset(["组织"])
"""Words that stand inside names and begin none."""


def _behind_doing(field: Field, taken: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """北岭|组织|宣讲团: what a place does stands before the name."""
    for position, (surface, tag, _) in enumerate(taken[:-1]):
        if position and surface in _DOING and tag == "v" and is_place(field.words, *taken[position - 1][:2]):
            return taken[position + 1 :]
    while len(taken) > 1 and taken[0][0] in _DOING and taken[0][1] in {"v", "vn"}:
        taken = taken[1:]
    return taken


def _trim(field: Field, taken: list[tuple[str, str, int]], end: int, *, loose: bool) -> list[tuple[str, str, int]]:
    """Drop words on the left that only modify or precede the name."""
    taken = _behind_side(field, _behind_kinds(field, taken))
    for position, (surface, tag, _) in enumerate(taken):
        if position and (is_place(field.words, surface, tag) or surface in ELLIPTIC):
            if all(row[1] in {"vn", "v", "d", "t", "b"} for row in taken[:position]):
                return taken[position:]
            break
    for position, (surface, tag, _) in enumerate(taken):
        whole = loose and position and end - taken[position][2] >= 2
        if whole and tag in {"ns", "nz", "x"} and surface not in field.words.regions:
            if all(row[1] == "n" and len(row[0]) >= 2 for row in taken[:position]):
                return taken[position:]
            break
    taken = _behind_doing(field, taken)
    while len(taken) > 1 and loose and taken[0][1] in {"v", "vn", "d"} and len(taken[0][0]) >= 2:
        if end - taken[1][2] < 2:  # 胜利|街|社区
            break
        taken = taken[1:]
    while (
        len(taken) > 1 and taken[0][0] in {"中", "一", "大", "小", "新", "老"} and taken[0][1] in {"f", "m"}
    ) and _HAN.match(field.document.text, taken[0][2] - 1 if taken[0][2] else len(field.document.text)):
        taken = taken[1:]
    return taken


def _by_evidence(field: Field, start: int, end: int, starts: Iterable[int]) -> int:
    """Let a tagger's span that reaches the suffix and begins at a word of the walk move the start to the right."""
    for left in starts:
        item = field.starts.get(left)
        if left > start and item is not None and item.label == "organisation" and item.span[1] >= end:
            head = field.document.text[start:left]
            known = head[-1:] in ELLIPTIC or _holds_place(field.words, head)
            return start if known else left
    return start


def _holds_place(words: Words, head: str) -> bool:
    """True where a known place stands anywhere in a few characters."""
    longest = min(8, len(head))
    return any(head[at : at + n] in words.places for n in range(2, longest + 1) for at in range(len(head) - n + 1))


def _is_proper(field: Field, surface: str, tag: str, left: int) -> bool:
    if surface in field.words.places or surface in ELLIPTIC or _ORDINAL.fullmatch(surface):
        return True
    if surface in field.words.generic:
        return False
    return tag in _PROPER or left in field.covered or tag in {"x", "m", "mq"}
