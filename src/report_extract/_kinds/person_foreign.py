"""Names written by sound: parts joined by a middle dot, and a foreign name behind a title (副部长格鲁什科).

Each part must be made of the characters that newsrooms use for sounds, or be a name to the dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from report_extract._facts import Mention
from report_extract._kinds.naming import Words
from report_extract._text import Document

_SOUNDS = frozenset(
    "阿艾爱安奥巴拜班鲍贝本比彼毕宾波伯博布才策查达戴丹道德登邓迪蒂丁杜多顿厄恩尔法凡菲费芬弗夫福富盖冈高戈格哥根"
    "古瓜圭果哈海汉豪赫黑亨胡华霍基吉季加贾简杰金津卡凯坎康考科克肯孔库奎拉莱兰朗劳勒雷黎里理利莉丽连良列林琳留龙隆"
    "卢鲁路伦罗洛吕马玛迈麦曼芒毛梅门蒙孟米密敏明摩莫默姆穆纳娜奈南瑙内嫩尼涅纽努女诺欧帕潘庞佩彭蓬皮平珀普奇齐恰"
    "钱乔切琴丘屈泉让热仁日荣茹瑞若萨塞赛桑瑟森沙莎山尚绍舍申圣施什史士舒顺朔司丝斯思松苏孙索塔台泰坦汤唐陶特滕提"
    "廷图托脱陀瓦万旺威韦维魏温文翁沃乌吾武伍西希席锡霞夏香肖谢辛欣兴雄休修许逊雅亚延扬杨耶叶伊因英雍永尤于约云泽"
    "曾扎占章珍真芝治朱祖佐兹茨孜买力江提依木济贡昆妮班蕾薇芭娅茜黛岑喀坎岱昂翰莲蒂珊娣孔别京钦宁埃罕廉颂卜詹历缪墨柯娃"
    "略雪易"
)
_NAME_TAGS = frozenset(["nrt", "nr", "nrfg", "x", "n", "nz", "ng", "ns", "j", "b", "zg", "g"])
_LONGEST = 7
_TAIL = re.compile(r"(?P<sound>[\u3400-\u9fff])[和与说称在将对等表就也已于为]{1,2}")
_DOTTED = re.compile(r"[\u3400-\u9fff]{1,6}(?=·)")
_OFFICES = frozenset("社网报台讯")


def foreign_end(document: Document, words: Words, start: int) -> int | None:
    """Where a foreign name of two to seven characters that begins at `start` ends, None where none does."""
    end = _part_end(document, start)
    text = document.text
    while end is not None and text[end : end + 1] == "·":
        further = _part_end(document, end + 1)
        if further is None:
            break
        end = further
    if end is None or text[start:end] in words.places or text[start:end] in words.person_stop:
        return None
    dictionary_name = document.tags[document.word_index(start)] == "nrt"
    return end if end - start >= (2 if dictionary_name else 3) else None


def foreign_told(text: str, start: int, people: Set[tuple[int, int]]) -> int | None:
    """Where a tagger's person ends that begins at `start` behind a title, whatever its surname; None for no name."""
    for length in range(2, _LONGEST_TOLD):
        if (start, start + length) in people and _TOLD.fullmatch(text, start, start + length):
            name = text[start : start + length]
            return start + length if length <= 4 or "·" in name or "•" in name or by_sound(name) else None
    return None


_LONGEST_TOLD = 21
_TOLD = re.compile(r"[\u3400-\u9fff]{1,9}(?:[·•][\u3400-\u9fff]{1,9}){0,4}")


def by_sound(name: str) -> bool:
    """True for a name made only of the characters that newsrooms use for sounds."""
    return _SOUNDS.issuperset(name)


def _part_end(document: Document, start: int) -> int | None:
    """The end of the words from `start` on that are written in sounds."""
    if start >= len(document.text):
        return None
    if not document.is_boundary(start):  # 州长安|迪·贝尔 as the segmenter cuts it
        dotted = _DOTTED.match(document.text, start)
        return dotted.end() if dotted is not None and by_sound(dotted.group()) else None
    end = start
    index = document.word_index(start)
    while index < len(document.words):
        left, right = document.word_span(index)
        tag = document.tags[index]
        surface = document.text[left:right]
        sounds = by_sound(surface) and tag in _NAME_TAGS and not (tag == "x" and surface[1:] == "于")
        if right - start > _LONGEST or not (sounds or tag == "nrt"):
            tail = _TAIL.fullmatch(document.text, left, right) if tag == "x" else None
            if index > document.word_index(start) and tail is not None and tail.group("sound") in _SOUNDS:
                end = left + 1  # 福尔斯|特和
            break
        end, index = right, index + 1
    return end if end > start else None


def foreign_names(document: Document, words: Words) -> Iterator[Mention]:
    """马哈茂德·阿巴斯, 买买提·艾力: names with a middle dot."""
    text = document.text
    dot = text.find("·")
    done = 0
    while dot >= 0:
        if dot >= done:
            start = _part_start(document, dot)
            end = foreign_end(document, words, start) if start is not None else None
            end = _with_last_sound(document, end) if end is not None else None
            if start is None or end is None or end <= dot:
                pass
            elif text[start:dot] not in words.places and not _quoted_thing(text, start, end):
                yield Mention("person", start, end, "person.foreign")
                done = end
        dot = text.find("·", dot + 1)


def hyphened_names(document: Document) -> Iterator[Mention]:
    """科莱特-克雷斯: names whose parts a hyphen joins, both written in sounds, one of them a name to the tagger."""
    text = document.text
    for found in _HYPHENED.finditer(text):
        dash = found.start("dash")
        start, end = dash, dash + 1
        while start > max(0, dash - _PART) and text[start - 1] in _SOUNDS:
            start -= 1
        while end < min(len(text), dash + 1 + _PART) and text[end] in _SOUNDS:
            end += 1
        tags = {document.tags[document.word_index(dash - 1)], document.tags[document.word_index(dash + 1)]}
        if dash - start > 1 and end - dash > 2 and not tags.isdisjoint(_PERSON_TAGS):
            yield Mention("person", start, end, "person.foreign")


def _quoted_thing(text: str, start: int, end: int) -> bool:
    """“卡尔·文德”号, “卡尔·文德”与“里格”两支舰队: what stands between quotation marks by itself is called so."""
    quoted = text[max(0, start - 1) : start] in _OPENING and text[end : end + 1] in _CLOSING
    return quoted or text.startswith(("奖", "号", "级"), end)


_OPENING, _CLOSING = ("“", '"', "「", "《"), ("”", '"', "」", "》")
_HYPHENED = re.compile("[\u4e00-\u9fff](?P<dash>-)(?=[\u4e00-\u9fff])")
_PERSON_TAGS = frozenset(["nr", "nrt", "nrfg"])
_PART = 6
_ALSO_WORDS = frozenset("于比和与对就以来因应向为已")
_NOT_IN_NAMES = frozenset(["d", "p", "c", "v", "uj", "ul", "u", "r", "t", "f", "x"])


def _with_last_sound(document: Document, end: int) -> int:
    """卡洛琳·莱维|特, 马克·塞尔|比、: a last character that the segmenter takes for a word of its own."""
    text = document.text
    if end >= len(text) or text[end] not in _SOUNDS or document.word_span(document.word_index(end)) != (end, end + 1):
        return end
    after = text[end + 1 : end + 2]
    if not after or not "\u3400" <= after <= "\u9fff":
        return end + 1
    alone = text[end] not in _ALSO_WORDS and document.tags[document.word_index(end + 1)] in _NOT_IN_NAMES
    return end + 1 if alone else end


def _part_start(document: Document, dot: int) -> int | None:
    """Where the words before a middle dot begin that are written in sounds."""
    start = None
    index = document.word_index(dot) - 1
    while index >= 0:
        left, right = document.word_span(index)
        tag = document.tags[index]
        by_sound = _SOUNDS.issuperset(document.text[left:right]) and tag in _NAME_TAGS
        if dot - left > _LONGEST or not (by_sound or tag == "nrt"):
            break
        start, index = left, index - 1
    if start and document.text[start - 1] == "约" and document.is_boundary(start - 1):
        start -= 1  # 约|恩·福瑟, not 约 for about
    return start


def dateline(text: str, start: int, end: int) -> bool:
    """中新社|关丹|12月11日电: what stands between an agency and its date is a place."""
    return text[max(0, start - 1) : start] in _OFFICES and text[end : end + 1].isdigit()
