"""Names with 和 or 与 inside: what stands before the conjunction belongs to the name (清江市文化广电和|旅游局).

Towns whose names are made of words that no name holds (四把|镇) are looked up in their county.

Where an area or a body begins both parts and the words between are common ones, they are one name; so are the fields
of a ministry abroad before its minister.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from report_extract._gazetteer.divisions import divisions
from report_extract._kinds.naming import ELLIPTIC, PLACE_TAGS, Field, Prefix, is_place, walk
from report_extract._kinds.organisation_grammar import Head, Suffix

_COORDINATING = frozenset(["bureau", "association", "institute", "center", "office", "committee", "government"])
_COMMON_TAGS = frozenset(["n", "vn", "v", "j", "an"])
_PLAIN_TAGS = frozenset(["n", "vn", "v", "an", "l", "b", "j", "i", "nz", "t"])


_COUNTY_DIGITS = 6
_PLAIN_FIELDS = frozenset(["健康", "安全", "公平", "和平", "平等"])
_MINISTERS = ("大臣", "部长", "副部长", "次长", "国务秘书")
_FIELDS = re.compile(r"(?:[\u3400-\u9fff]{2,4}、){0,3}[\u3400-\u9fff]{2,4}$")


def ministry(field: Field, prefix: Prefix, head: Head) -> Prefix:
    """副首相兼|教育、青年和|体育部大臣: a ministry abroad by its fields, each a common word."""
    text, at = field.document.text, prefix.start - 1
    if head[1] - head[0] != 1 or not text.startswith(_MINISTERS, head[1]) or at < 2 or text[at] not in "和与":
        return prefix
    run = _FIELDS.search(text, max(0, at - 19), at)
    if run is None or not _plain(field, prefix.start, head[0]):
        return prefix
    begin = cursor = at
    for part in reversed(run.group().split("、")):
        surface, _, left, right = field.word(field.document.word_index(cursor - 1))
        if right != cursor or not part.endswith(surface) or not _plain(field, left, right):
            break
        begin = left
        if surface != part or text[left - 1] != "、":
            break
        cursor = left - 1
    return Prefix(begin, True, False) if begin < at else prefix


def coordinated(field: Field, prefix: Prefix, head: Head, ends: Mapping[int, Head]) -> Prefix:
    """清江市文化广电和|旅游局: common words behind 和, a place or body with more of them before it, are one name."""
    text, document = field.document.text, field.document
    at = prefix.start - 1
    if at >= 4 and text[at] in "和与" and at - 1 in ends and text.endswith("街道", 0, at - 1):  # 春华街道汇和|家园社区
        return through_bodies(field, Prefix(at - 1, True, False), ends)
    if at < 4 or text[at] not in "和与" or head[2].type not in _COORDINATING or at in ends:
        return prefix
    alone = document.is_boundary(at) and document.is_boundary(at + 1)
    if not alone or prefix.start == head[0]:
        return prefix
    wide = _behind_area(field, prefix, head, ends)
    return wide if wide != prefix else _beside_body(field, prefix, head[2], ends)


def _behind_area(field: Field, prefix: Prefix, head: Head, ends: Mapping[int, Head]) -> Prefix:
    """The name with what stands before 和 where that begins with an area or a body, and all else are common words."""
    text, document, at = field.document.text, field.document, prefix.start - 1
    left = walk(field, at)
    if left.start == at or not _plain(field, prefix.start, head[0]):
        return prefix
    left = through_bodies(field, left, ends)
    surface, tag, _, begins = field.word(document.word_index(left.start))
    body = next((end for end in range(at - 1, left.start, -1) if end in ends), None)
    if surface not in ELLIPTIC and tag not in PLACE_TAGS and not is_place(field.words, surface, tag):
        return prefix
    if body is not None:
        begins = body
    else:
        while begins < at and text[begins] in ELLIPTIC:
            begins += 1
    holds = begins < at and _plain(field, begins, at, unknown=body is not None)
    return Prefix(left.start, True, False) if holds else prefix


def _plain(field: Field, start: int, end: int, *, unknown: bool = False) -> bool:
    """True where only common words stand in [start, end), or words that no dictionary holds."""
    index = field.document.word_index(start)
    while index < len(field.document.words) and field.document.words[index] < end:
        surface, tag, left, right = field.word(index)
        known = surface in field.words.places or surface in ELLIPTIC or surface in field.words.people
        plain = tag in _PLAIN_TAGS or surface in _PLAIN_FIELDS
        if known or left < start or (not plain and right <= end and not (unknown and tag == "x")):
            return False
        index += 1
    return True


def _beside_body(field: Field, prefix: Prefix, suffix: Suffix, ends: Mapping[int, Head]) -> Prefix:
    """云澜国卫生和|预防部, 某医院呼吸与|危重症医学科: common nouns on both sides of 和, an area or body before."""
    at, document = prefix.start - 1, field.document
    if at < 3 or document.text[at] not in "和与" or suffix.type not in _COORDINATING:
        return prefix
    first, begins, _, _ = field.word(document.word_index(prefix.start))
    surface, tag, _, right = field.word(document.word_index(at - 1))
    if at in ends or right != at or first in field.words.places or surface in field.words.people:
        return prefix
    if tag not in _COMMON_TAGS or not document.is_boundary(at):
        return prefix
    before = walk(field, at)
    if any(offset in ends for offset in range(max(before.start + 2, at - 6), at - 1)):
        return through_bodies(field, Prefix(before.start, True, False), ends)
    area, kind, _, _ = field.word(document.word_index(before.start))
    known = before.proper and 4 <= at - before.start <= 8 and is_place(field.words, area, kind)
    return Prefix(before.start, True, False) if known and begins in _COMMON_TAGS else prefix


def through_bodies(field: Field, prefix: Prefix, ends: Mapping[int, Head]) -> Prefix:
    """A name that begins where another body's name ends lies in that body (…委员会|疾病预防控制局)."""
    for _ in range(4):
        outer = ends.get(prefix.start)
        if outer is None:
            return prefix
        start = outer[0]
        before = walk(field, start)
        if outer[2].needs != "whole" and (before.start == start or (before.generic and not before.proper)):
            return prefix
        prefix = Prefix(before.start, prefix.proper or before.proper or outer[2].needs == "whole", False)
    return prefix


def of_town(field: Field, prefix: Prefix, ends: Mapping[int, Head]) -> Prefix:
    """云澜县四把|镇甘棠村党支部: a town of the county before it, whose name is made of words that no name holds."""
    text = field.document.text
    if text[prefix.start] not in "镇乡":
        return prefix
    for begin in range(max(1, prefix.start - 4), prefix.start):
        area = field.word(field.document.word_index(begin - 1))
        if area[3] == begin and _is_town(area[0], text[begin : prefix.start + 1]):
            return through_bodies(field, Prefix(walk(field, begin).start, True, False), ends)
    return prefix


def _is_town(county: str, name: str) -> bool:
    found = divisions().full.get(county, ())
    return any(name in divisions().towns(division) for division in found if len(division.digits) == _COUNTY_DIGITS)
