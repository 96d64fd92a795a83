"""Compounds that their surroundings show where the last noun alone does not.

`compound.place` a tagger's place that ends as compounds do (下姜村|西) · `compound.homes` names of estates with any
last character before a building, a stage of building or their owners (锦绣华城|12号楼, 紫金府|业主) ·
`compound.number` 甘水桥12号院 · `compound.hamlet` a hamlet behind its town (石门镇|柳树屯).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from report_extract._facts import Mention
from report_extract._kinds.kind import Evidence
from report_extract._kinds.naming import Field, walk
from report_extract._lexicon.names import CompoundSuffix

_BEHIND = re.compile(r"(?:[东西南北]|[0-9一二三四五六七八九十]{1,4}(?:组|社|号楼|栋|幢|单元|期|区)){1,2}$")
_AREA = re.compile(r"(?:街道|镇|乡|区|县|市|省|旗|州)(?=[\u3400-\u9fff]{3})")
_NAME = re.compile(r"[\u3400-\u9fff]{2,9}")
_NOT_FIRST = frozenset("的了着在到对为向与及从由给把被将至等是有各该本这那两几每某另其还也都又再已共仅只则或驻")


def by_places(
    field: Field, evidence: Sequence[Evidence], entries: Mapping[str, CompoundSuffix], taken: Collection[int]
) -> Iterator[Mention]:
    """A tagger's places that end in the noun of a compound."""
    text = field.document.text
    for item in evidence:
        start, end = item.span
        if item.label != "place" or not 3 <= end - start <= 20:
            continue
        behind = _BEHIND.search(text, start, end)
        end = behind.start() if behind is not None else end
        size = next((n for n in (4, 3, 2, 1) if text[max(start, end - n) : end] in entries), 0)
        start = max((area.end() for area in _AREA.finditer(text, start, end)), default=start)
        if not size or end - 1 in taken or not _stands(field, start, end - size, end):
            continue
        entry = entries[text[end - size : end]]
        first = field.word(field.document.word_index(start))[0]
        if (len(first) > 1 and first in field.words.stop) or says_no_name(field, start, end - size):
            continue
        if is_exhibit(text, start, end) or (entry.needs == "homes" and not homes_beside(text, end)):
            continue
        yield _mention(start, end - size, end, entry.type, "compound.place")


def _stands(field: Field, start: int, suffix: int, end: int) -> bool:
    """True for a name that is neither a common noun nor begins with a word that no name begins with."""
    text, words = field.document.text, field.words
    name = text[start:suffix]
    if not (1 + (end - suffix > 1) <= len(name) <= 8 and _NAME.fullmatch(text, start, end)) or name in words.generic:
        return False
    refused = any(text[max(start, end - n) : end] in words.refused for n in (2, 3, 4))
    return not refused and name[0] not in _NOT_FIRST and name not in words.places


_HOMES = re.compile(
    r"(?:半岛|国际|天地|世家|东方|[城府湾郡苑园庭邸墅轩台座])"
    r"(?=(?:[一二三四五六七八九十0-9]{1,3}(?:号楼|栋|幢|期(?![间货限待望末])|单元)|业主|业委会|住户|楼盘|开盘|交房|二手房))"
)
_NO_HOMES = (
    "工业园", "产业园", "科技园", "创业园", "物流园", "软件园", "幼儿园", "公园", "校园", "商城", "县城", "古城",
    "新城", "影城", "园区", "果园", "家园", "花园", "动物园", "植物园", "政府", "官府", "舞台", "平台", "电台",
)  # fmt: skip


def by_homes(field: Field, taken: Collection[int]) -> Iterator[Mention]:
    """Names of estates before a building, a stage of building or the people who live there."""
    text = field.document.text
    for match in _HOMES.finditer(text):
        end = match.end()
        if end - 1 in taken or text.endswith(_NO_HOMES, 0, end):
            continue
        start = walk(field, end, loose=True).start
        start = max((area.end() for area in _AREA.finditer(text, start, end)), default=start)
        first = field.word(field.document.word_index(start))[0]
        if first in field.words.places and end - start - len(first) >= 3:
            start += len(first)
        if 3 <= end - start <= 8 and _stands(field, start, match.start(), end) and _own(field, start, end):
            yield _mention(start, match.start(), end, "estate", "compound.homes")


def _own(field: Field, start: int, end: int) -> bool:
    """True where not all words are verbs, numbers or words that leave a name common."""
    index, rows = field.document.word_index(start), []
    while index < len(field.document.words) and field.document.words[index] < end:
        rows.append(field.word(index)[:2])
        index += 1
    return any(tag not in {"v", "vn", "m", "q", "d"} and surface not in field.words.generic for surface, tag in rows)


_NUMBER = re.compile(r"[路街道巷桥口里庄门坊条同][0-9一二三四五六七八九十]{1,4}号(?:大|小)?院(?![长校士落子])")


_STREET_WORDS = frozenset(["a", "an", "v", "vn", "n", "nz", "x", "ns", "nr"])


def by_numbers(field: Field, taken: Collection[int]) -> Iterator[Mention]:
    """幸福大街3号院: a street with the number of a yard that is called so."""
    text = field.document.text
    if "号" not in text or "院" not in text:
        return
    for match in _NUMBER.finditer(text):
        start = walk(field, match.start() + 1, loose=True).start
        start = max((area.end() for area in _AREA.finditer(text, start, match.end())), default=start)
        if start and match.start() + 1 - start <= 2:  # 幸福|大街
            surface, tag, left, right = field.word(field.document.word_index(start - 1))
            start = left if right == start and len(surface) == 2 and tag in _STREET_WORDS else start
        if 2 <= match.start() + 1 - start <= 7 and match.end() - 1 not in taken and text[start] not in _NOT_FIRST:
            yield _mention(start, match.end() - 1, match.end(), "estate", "compound.number")


_HAMLET = re.compile(
    r"(?<=[镇乡])(?:(?![镇乡县区市的和与及在])[\u3400-\u9fff]){1,3}[屯庄寨](?=[的人居村，,、。；;）)]|[0-9一二三四五六七八九十]{1,3}(?:组|社))"
)


def hamlets(field: Field, taken: Collection[int]) -> Iterator[Mention]:
    """Hamlets that no 村 follows, behind the town that they lie in."""
    for match in _HAMLET.finditer(field.document.text):
        if match.end() - 1 not in taken and not field.document.text.startswith("村", match.end()):
            yield _mention(match.start(), match.end() - 1, match.end(), "village", "compound.hamlet")


_OWN_TAGS = frozenset(["ns", "nz", "nr", "nrt", "x", "j"])


def told_start(field: Field, start: int, end: int) -> int | None:
    """Where a tagger's place that holds the noun at `end` begins, near what the words say (万|和|公园|小区)."""
    told = field.covered.get(end)
    if told is None or told.label != "place" or told.span[1] < end + 2:
        return None
    begin = told.span[0]
    before = field.covered.get(begin - 1)
    behind_place = before is not None and before.label == "place" and before.span[1] == begin  # 晋城|东圣社区
    if not (behind_place or field.document.is_boundary(begin) or field.document.text[begin - 1] in "市县区镇乡"):
        return None
    return begin if start - 4 <= begin <= end - 2 and _NAME.fullmatch(field.document.text, begin, end) else None


def after_places(field: Field, start: int, end: int) -> int:
    """Behind the places that a compound lies in (江苏|南京|台城花园|社区), where a word of its own is left."""
    document, words = field.document, field.words
    index = document.word_index(start)
    while index + 1 < len(document.words) and document.words[index + 1] < end:
        right = document.words[index + 1]
        surface = document.text[start:right]
        following, tag, _, _ = field.word(index + 1)
        own = tag in _OWN_TAGS and (following not in words.generic)
        places = surface in words.places or (surface[:2] in words.places and surface[2:] in words.places)
        if not places or not own or end - right < 2:
            break
        start, index = right, index + 1
    return start


_OUTSKIRTS = ("东郊", "西郊", "南郊", "北郊", "近郊", "远郊", "市郊")
_STREETS = tuple("路街道门桥湾港江河湖山岭畔")


def behind_areas(field: Field, start: int, end: int) -> int:
    """Behind areas that the words do not part from the name: 北岭云州|圣安|社区, 北郊|柳|村; 南京东路 is one name."""
    text, words = field.document.text, field.words
    for _ in range(3):
        if text.startswith(_OUTSKIRTS, start) and end - start >= 4:
            start += 2
            continue
        size = next((n for n in (4, 3, 2) if text[start : start + n] in words.places), 0)
        rest = text[start + size : end]
        if not size or len(rest) < 2 or rest in words.generic or (len(rest) == 2 and rest.endswith(_STREETS)):
            break
        start += size
    return start


_KIND_ENDS = ("化", "型", "式", "性", "类", "中", "内", "外", "于", "到", "在", "和", "与", "个", "些")
_SLOGANS = frozenset(
    ["解放", "建设", "胜利", "前进", "跃进", "团结", "奋斗", "振兴", "兴盛", "创业", "创新", "发展", "复兴"]
)


def says_no_name(field: Field, start: int, end: int) -> bool:
    """True for what modifies the noun at `end` and names nothing: 香港|社区, 特色化|社区, 扎根|社区, 亚洲大|家园."""
    document, text, words = field.document, field.document.text, field.words
    name = text[start:end]
    if name.endswith(_KIND_ENDS) or "老师" in name:
        return True
    if text.startswith("社区", end) and name.endswith(("人", "华侨", "市", "县", "镇", "乡", "省", "街道")):
        return True
    if text.startswith("社区", end) and text.endswith(("街道", "镇", "乡"), 0, start):
        return False  # 柳荫街道|乐山|社区
    if text.startswith("社区", end) and (name in words.places or _common_behind_place(field, start, end)):
        return True
    if text.startswith("家园", end):
        known = name.removesuffix("大") in words.regions | words.countries | words.places
        return known or name.endswith(("人", "共同"))
    surface, tag, left, right = field.word(document.word_index(end - 1))
    if tag == "vn" and text.startswith("社区“", end):  # 启动|社区“暖阳”计划
        return True
    return tag == "v" and (left, right) == (max(left, start), end) and len(surface) == 2 and surface not in _SLOGANS


def _common_behind_place(field: Field, start: int, end: int) -> bool:
    """沈阳|利用|社区: common words of two characters behind a place, which no tagger sees as one with it."""
    document, words = field.document, field.words
    if field.covered.get(end) is not None:
        return False
    index = document.word_index(start)
    surface, rest = document.surfaces[index], []
    while index + 1 < len(document.words) and document.words[index + 1] < end:
        index += 1
        rest.append(field.word(index)[:2])
    if surface[:2] not in words.places or not rest:
        return False
    return all(tag in {"n", "v", "vn", "a"} and len(word) == 2 and word not in _SLOGANS for word, tag in rest)


def behind_town(text: str, start: int, end: int) -> int:
    """Behind the town before a village of one character: 天坪镇|余|村."""
    return end - 1 if end - start > 2 and text[end - 2] in "镇乡" else start


_EXHIBIT = re.compile(
    "[”」](?:主题|警示|教育|项目|行动|活动|计划|工程|景|展|品牌|基地|的?主题|的?(?:美誉|美称|称号)|之[称名])"
)


def is_exhibit(text: str, start: int, end: int) -> bool:
    """“清风苑”警示教育基地: a name in quotation marks before what it names."""
    return text[max(0, start - 1) : start] in ("“", "「") and _EXHIBIT.match(text, end) is not None


_HOMES_BEHIND = re.compile(
    "(?:小区|社区|业主|居民|住户|物业|二手房|楼盘|开盘|交房|[一二三四五六七八九十0-9]{1,3}(?:号楼|栋|幢|期|单元|号院))"
)


def homes_beside(text: str, end: int) -> bool:
    """True where the people who live there, a building or a stage of building follow."""
    return _HOMES_BEHIND.match(text, end) is not None


def _mention(start: int, suffix: int, end: int, kind: str, rule: str) -> Mention:
    return Mention("compound", start, end, rule, parts={"suffix": (suffix, end)}, data={"type": kind})
