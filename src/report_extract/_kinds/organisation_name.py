"""One body's name: from a head to the left, through the bodies it is nested in.

`organisation.suffix` is the rule of ordinary names, `organisation.short` of a head that needs nothing before it,
`organisation.elliptic` of 社区党委 where the article names the one community meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from report_extract._facts import Mention
from report_extract._kinds.naming import ELLIPTIC, Field, Prefix, is_place, walk
from report_extract._kinds.organisation_coordinated import coordinated, ministry, of_town, through_bodies
from report_extract._kinds.organisation_grammar import Head, Suffix, mention_of
from report_extract._kinds.organisation_other import is_other

_NAME_LIMIT = 34
_JOINED = frozenset("由从在对向赴往到被经据")
_GLUED = re.compile(
    "[从在向对到据经](?=[省市区县镇乡])|(?<=越来越)多|(?<=[\u3400-\u9fff]{2})由(?=[省市区县镇乡局])|(?<=在)京(?:会见|[同与和])"
)
"""The segmenter joins a preposition to the area behind it, and both to a name before it: 林晓从区|教育局."""
_BEHIND_BODY = re.compile("(?<=[局厅部委院署所])[向对从由在被给](?=[\u3400-\u9fff]{2})")
_ACTS_WITHIN = re.compile(r"(?<=[局厅院署队府])(?:组织|会同|联合|调集|派出|出动|指导)(?![部处科办协])")
_ORDERED = re.compile(r"[应须可将需均拟]由")
_POINTS = frozenset(["该", "本", "这家", "我"])
_ANY_FIRM = frozenset(["公司", "工厂", "厂"])
"""With a place alone before it no name: 中国公司."""
_COUNTRIES = frozenset("中美英法德日韩朝俄乌印巴伊以叙土沙埃欧澳加新马泰越老缅柬菲蒙意西葡荷比波芬瑞挪丹黎")
_COMMON_OF_COUNTRIES = frozenset(
    ["公司", "企业", "银行", "大学", "医院", "学校", "法院", "研究所", "研究机构", "媒体", "农场", "林场"]
)
ANCHORS = ("街道", "社区", "学校", "镇", "乡", "村")


def anchors_of(field: Field) -> frozenset[str]:
    """Nouns that stand for a named place of the article: 社区党委 is a name where 柳荫里社区 is printed."""
    found: set[str] = set()
    for noun in ANCHORS:
        for match in re.finditer(noun, field.document.text):
            if walk(field, match.start(), loose=noun == "社区").proper:
                found.add(noun)
                break
    return frozenset(found)


def name_of(field: Field, head: Head, ends: Mapping[int, Head], anchors: frozenset[str]) -> Mention | None:
    """The body whose name ends in `head`; `ends` are all heads by their end, for the bodies it lies in."""
    start, end, suffix = head
    text = field.document.text
    if suffix.needs == "whole":
        return _whole(field, head, ends)
    prefix = through_bodies(field, walk(field, start, quotes=suffix.quoted), ends)
    prefix = _behind_neighbour(field, prefix, start, ends)
    prefix = _in_quotes(text, ministry(field, coordinated(field, prefix, head, ends), head), head)
    if suffix.type == "company" and text.endswith("有限公司", start, end):
        prefix = _from_clause_start(field, prefix)
    prefix = _of_said_area(field, prefix, head)
    prefix = _coping(field, of_town(field, prefix, ends), ends)
    if prefix.start == start:
        if _continues_list(text, start, suffix, ends) and field.document.is_boundary(start):  # 省禁毒办、|公安厅
            return mention_of(start, end, suffix, "organisation.suffix")
        return _alone(field, start, end, suffix)
    cut = _cut(field, prefix, start, end)
    if cut is None:
        return None
    prefix = cut
    name = text[prefix.start : end]
    if len(name) > _NAME_LIMIT:
        return None
    anchor = next((noun for noun in ANCHORS if name.startswith(noun)), None)
    if anchor is not None and not prefix.proper:
        whole = field.document.is_boundary(prefix.start + len(anchor))  # not 乡|土, 乡|镇
        counted = _COUNTED.search(text[max(0, prefix.start - 4) : prefix.start]) is not None
        if whole and not counted and anchor in anchors and len(name) > len(anchor) + 1:
            return mention_of(prefix.start, end, suffix, "organisation.elliptic")
        return None
    if _ACTS_WITHIN.search(name):  # 市公安局|组织|消防支队
        return None
    if prefix.generic and _continues_list(text, prefix.start, suffix, ends):
        return mention_of(prefix.start, end, suffix, "organisation.suffix")
    if not _is_name(field, prefix, head):
        return None
    data = {"type": type_of(name, suffix)}
    return Mention("organisation", prefix.start, end, "organisation.suffix", data=data)


def _coping(field: Field, prefix: Prefix, ends: Mapping[int, Head]) -> Prefix:
    """区教育局应对|疫情工作领导小组: the one verb that stands behind a body inside a name."""
    at = prefix.start - 2
    if at not in ends or not field.document.text.startswith("应对", at):
        return prefix
    return through_bodies(field, replace(prefix, start=at, proper=True), ends)


def _cut(field: Field, prefix: Prefix, start: int, end: int) -> Prefix | None:
    """The prefix without a preposition that the segmenter joins to it; None where what is left names no body."""
    text, document = field.document.text, field.document
    unknown = document.tags[document.word_index(prefix.start)] == "x"
    ordered = _ORDERED.match(text, prefix.start, start)
    if ordered is not None:  # 应由|监督检查部门
        surface, tag, _, _ = field.word(document.word_index(ordered.end()))
        named = text[ordered.end()] in ELLIPTIC or is_place(field.words, surface, tag)
        prefix = replace(prefix, start=ordered.end(), generic=not named)
    elif unknown and text[prefix.start] in _JOINED and start - prefix.start >= 3:  # 由 joined to a new name
        prefix = replace(prefix, start=prefix.start + 1)
    for glued in _GLUED.finditer(text, prefix.start, start):
        prefix = Prefix(glued.end(), True, False)
    for behind in _BEHIND_BODY.finditer(text, prefix.start + 2, start):  # 县自然资源局|向|县人民法院
        if document.word_span(document.word_index(behind.start()))[0] == behind.start() - 1:
            prefix = _of_words(field, behind.end(), start)
    if text[start:end] == "系统" and not _of_area(field, prefix.start):  # 智能仓储系统 is a thing
        return None
    if text[prefix.start + 1 : start] in _POINTS and text[prefix.start] in _JOINED:  # 由该|公司
        return None
    place = _is_country(field, start) and document.word_span(document.word_index(start - 1))[0] == prefix.start
    return None if place and text[start:end] in _ANY_FIRM else prefix


_ORGANS = frozenset(["监察", "检察", "公安", "司法", "税务", "行政", "政法", "党政", "国家", "权力", "执法"])


def _of_a_kind(field: Field, prefix: Prefix, start: int, end: int) -> bool:
    """美国公司, 日本大学, 监察机关: with a country or common nouns before it, such a noun names a kind and no body."""
    text = field.document.text
    if text[start:end] == "机关" and text[prefix.start : start].removeprefix("全市").removeprefix("全县") in _ORGANS:
        return True
    if text[prefix.start : start] in _WHOLE_AREAS and text[start:end] in (*_COMMON_OF_COUNTRIES, "政府", "央行"):
        return True
    if text[start:end] not in _COMMON_OF_COUNTRIES:
        return text[start:end] == "厂" and _coded(text, prefix.start, start)
    owned = text.endswith(("所属", "旗下", "下属"), 0, prefix.start)
    if not owned and text[start:end] in ("公司", "企业") and text[prefix.start : start] in field.words.trade:
        return True  # 电信|公司
    if text[prefix.start : start] in field.words.countries:
        return True
    if text[start:end] not in ("公司", "企业"):
        return False
    surface, tag, left, right = field.word(field.document.word_index(prefix.start))
    trade = text[right:start]
    if left != prefix.start or right >= start:
        return False
    if surface in field.words.countries and trade in field.words.trade:
        return True
    placed = is_place(field.words, surface, tag)
    return (placed and trade in field.words.generic) or _coded(text, prefix.start, start)


_WHOLE_AREAS = frozenset(["全国", "全球", "全省", "全市", "全世界"])
_CODED = re.compile("[A-Z0-9]{1,3}[\u3400-\u9fff]{1,6}")


def _coded(text: str, start: int, end: int) -> bool:
    """IC封测|厂: a kind of firms, called by what they make."""
    return _CODED.fullmatch(text, start, end) is not None


_TERM = re.compile("第[0-9一二三四五六七八九十百]{1,4}[届次任]")
_NATIONS = frozenset(["两国", "三国", "各国", "多国", "我国", "该国", "贵国", "外国", "他国"])
_LEVELS = frozenset(["省级", "市级", "县级", "镇级", "村级", "部级"])


def _is_name(field: Field, prefix: Prefix, head: Head) -> bool:
    """True where what stands before the head makes it the name of one body."""
    start, end, suffix = head
    if prefix.generic or (suffix.needs == "proper" and not prefix.proper):
        return False
    text = field.document.text
    if is_other(text, prefix, head) or text[prefix.start : start] in field.words.people:
        return False
    if not _NATIONS.isdisjoint((text[prefix.start : prefix.start + 2], text[prefix.start - 1 : prefix.start + 1])):
        return False  # 贵国|政府; 两|国议会 as the segmenter cuts it
    if text[prefix.start : prefix.start + 2] in _LEVELS and not text.startswith("机关", prefix.start + 2):
        return False
    if _of_a_kind(field, prefix, start, end):
        return False
    if suffix.type != "government" and _TERM.fullmatch(text, prefix.start, start):  # 第三届|协会
        return False
    if text[start:end] == "街道" and all(char in ELLIPTIC for char in text[prefix.start : start]):  # 36个镇乡街道
        return False
    if text[start:end] in ("部门", "主管部门") and not _of_body_or_area(field, prefix.start, start):
        return False
    word = field.document.word_span(field.document.word_index(start))
    if text[start:end] in ("科", "处") and word[0] <= prefix.start and end - prefix.start <= 4:  # 吉托科 is a name
        return False
    if suffix.needs == "proper" and _common_noun(field, prefix.start, suffix):
        return False
    return end - prefix.start >= 3 or prefix.proper or text[prefix.start] in ELLIPTIC


_QUOTED = frozenset(["bureau", "center", "office", "committee", "government", "institute", "association"])
_ACTS = re.compile(
    "(?:[0-9]{1,2}(?:月[0-9]{1,2})?日)?(?:公布|称|表示|宣布|推出|通报|指出|发布|说|指挥官|主任|负责人|发言人)"
)


def _in_quotes(text: str, prefix: Prefix, head: Head) -> Prefix:
    """台“流行疫情指挥中心”称: what fills quotation marks and does what bodies do is one name, of any words."""
    _, end, suffix = head
    if suffix.type not in _QUOTED or text[end : end + 1] != "”" or _ACTS.match(text, end + 1) is None:
        return prefix
    start = text.rfind("“", max(0, end - 16), end) + 1
    return Prefix(start, True, False) if start and text[start:end].isalpha() and end - start >= 5 else prefix


_COUNTED = re.compile(r"(?:[0-9一二两三四五六七八九十百千几多数余这那每各首该]|某些|一些)(?:家|所|个|批|座|支|类)$")


def _common_noun(field: Field, start: int, suffix: Suffix) -> bool:
    """两家|医药公司, 仓储|系统: what is counted, and a system that is no area's, is no name."""
    text, words = field.document.text, field.words
    if suffix.type == "other":  # 录进|系统, 仓储|系统: only an area's branch is a body
        first = field.word(field.document.word_index(start))[0]
        return first not in words.places and first[0] not in ELLIPTIC
    if _COUNTED.search(text[max(0, start - 4) : start]) is None:
        return False
    surface, tag, _, _ = field.word(field.document.word_index(start))
    return surface not in words.places and tag not in {"nz", "ns", "nt"}


def _of_area(field: Field, start: int) -> bool:
    """True where an area opens the name: 区体育系统, 全市教育系统."""
    surface, tag, _, _ = field.word(field.document.word_index(start))
    return field.document.text[start] in ELLIPTIC or surface[0] == "全" or is_place(field.words, surface, tag)


def _of_words(field: Field, start: int, end: int) -> Prefix:
    """The prefix [start, end) by its words alone."""
    index, rows = field.document.word_index(start), []
    while index < len(field.document.words) and field.document.words[index] < end:
        rows.append(field.word(index)[:2])
        index += 1
    placed = _of_area(field, start)
    common = not placed and all(surface in field.words.generic for surface, _ in rows)
    return Prefix(start, placed or any(tag in {"x", "nz", "ns", "nt"} for _, tag in rows), common)


def _of_body_or_area(field: Field, start: int, end: int) -> bool:
    """临江市统计|部门, 国务院|部门: an area or a body begins the name; 环卫|部门 are a kind."""
    surface, tag, _, right = field.word(field.document.word_index(start))
    if surface in field.words.sides or tag in {"ns", "nt"} or right >= end + 2:
        return True
    told = field.covered.get(start)
    if told is not None and told.label == "organisation" and told.span[1] > end:  # a tagger sees it whole
        return True
    return _of_area(field, start) or (tag in {"x", "nr", "nrt", "nz"} and surface[-1] in ELLIPTIC)


def _from_clause_start(field: Field, prefix: Prefix) -> Prefix:
    """A firm whose name begins with a verb (远航|智能装备) at the start of its clause."""
    if prefix.start < 2:
        return prefix
    surface, tag, left, right = field.word(field.document.word_index(prefix.start - 1))
    opens = left == 0 or not field.document.text[left - 1].isalnum()
    if right == prefix.start and tag in {"v", "vn", "a"} and len(surface) == 2 and opens and surface.isalpha():
        word, kind, _, _ = field.word(field.document.word_index(prefix.start))
        return prefix if surface in field.words.stop or is_place(field.words, word, kind) else Prefix(left, True, False)
    return prefix


_OFFICES = frozenset(["bureau", "police", "office"])


def _continues_list(text: str, start: int, suffix: Suffix, ends: Mapping[int, Head]) -> bool:
    """省水利厅、|应急管理厅: a name of common words behind a body of the same area's government."""
    if start < 2 or text[start - 1] not in "、和及" or suffix.type not in ("bureau", "police"):
        return False
    before = ends.get(start - 1)
    return before is not None and before[2].type in _OFFICES and before[2].needs != "whole"


def _whole(field: Field, head: Head, ends: Mapping[int, Head]) -> Mention | None:
    """A name that is complete in itself, with the country or the body before it (国务院国资委, 法国财政部)."""
    start, end, suffix = head
    document, text = field.document, field.document.text
    if not document.is_boundary(start):
        left, right = document.word_span(document.word_index(start))
        if right == end and document.tags[document.word_index(start)] == "nt" and start not in ends:
            return mention_of(left, end, suffix, "organisation.suffix")
        if text[left : start + 1] in field.words.places:  # 法国|办厂
            return None
        if (start - left == 1 and text[left] in _COUNTRIES) or text[left:start] in field.words.places:
            return mention_of(left, end, suffix, "organisation.suffix")
        if left not in ends and start not in ends:
            return None
    if text[max(0, start - 2) : start] in _OF_MANY:
        return None
    behind = ends.get(start)
    same = behind is not None and behind[2].type == suffix.type in {"international", "party_committee"}
    joined = same and behind is not None and behind[2].needs == "whole"
    if behind is not None and (behind[2].type == "media" or (joined and not _of_the_un(text, behind))):
        return mention_of(start, end, suffix, "organisation.short")
    if start > 0 and (behind is not None or _is_country(field, start)):
        prefix = through_bodies(field, walk(field, start), ends)
        prefix = _behind_neighbour(field, prefix, start, ends)
        if prefix.proper and end - prefix.start <= _NAME_LIMIT:
            return mention_of(prefix.start, end, suffix, "organisation.suffix")
    return mention_of(start, end, suffix, "organisation.short")


def _of_the_un(text: str, body: Head) -> bool:
    """True for 联合国, in which further bodies lie; 北约|欧盟 are two."""
    return text[body[0] : body[1]] == "联合国"


_OF_MANY = frozenset(["全球", "各国", "多国", "两国", "外国"])
_STATES = ("共和国", "王国", "酋长国", "联邦")


def _is_country(field: Field, offset: int) -> bool:
    surface, _, left, _ = field.word(field.document.word_index(offset - 1))
    if surface.endswith(_STATES):
        return walk(field, offset).start <= left
    known = surface in field.words.places or (surface in _COUNTRIES and field.document.is_boundary(left))
    return known and walk(field, offset).start == left


def _behind_neighbour(field: Field, prefix: Prefix, start: int, ends: Mapping[int, Head]) -> Prefix:
    """市委|市政府: a second area word behind a body begins a name of its own."""
    document = field.document
    for offset in range(start, prefix.start + 1, -1):
        if offset in ends and document.text[offset] in ELLIPTIC and document.is_boundary(offset):
            left, right = document.word_span(document.word_index(offset))
            if right - left == 1 or offset == start:
                return Prefix(offset, offset < start, False)
    return prefix


_SAID_AREA = re.compile("[该我][省市区县镇乡州]")
_OF_AREAS = frozenset(
    ["bureau", "team", "court", "procuratorate", "government", "party_committee", "discipline", "police", "fire"]
)


def _of_said_area(field: Field, prefix: Prefix, head: Head) -> Prefix:
    """该|市公安局, 我|省水利厅: a body of the area that was named before, without what points at it."""
    _, end, suffix = head
    left = prefix.start - 2
    if left < 0 or end - prefix.start < 3 or suffix.type not in _OF_AREAS:
        return prefix
    said = _SAID_AREA.fullmatch(field.document.text, left, left + 2) is not None
    return Prefix(left + 1, True, False) if said and field.document.is_boundary(left) else prefix


_SECRETARIES = frozenset(["书记", "副书记", "常委"])


def _alone(field: Field, start: int, end: int, suffix: Suffix) -> Mention | None:
    """A suffix that the dictionary knows as a body of its own (国资委, 卫健委) is a name without a prefix."""
    document = field.document
    tag = document.tags[document.word_index(start)]
    left, right = document.word_span(document.word_index(start))
    whole = left == start and (right == end or document.text[end:right] in _SECRETARIES)
    if suffix.alone and document.is_boundary(start):
        return mention_of(start, end, suffix, "organisation.short")
    if whole and tag == "nt" and end - start >= 3 and suffix.type == "bureau":
        return mention_of(start, end, suffix, "organisation.short")
    if document.text[start:end] in {"团市委", "团区委", "团县委", "团省委"}:
        return mention_of(start, end, suffix, "organisation.short")
    posted = document.text.startswith(("书记", "副书记", "委员"), end) and document.is_boundary(start)
    if (whole or posted) and document.text[start] in ELLIPTIC and suffix.type in {"government", "party_committee"}:
        return mention_of(start, end, suffix, "organisation.short")
    item = field.covered.get(start)
    if item is not None and item.label == "organisation" and item.span == (start, end) and end - start >= 3:
        return mention_of(start, end, suffix, "organisation.short") if tag in {"nt", "nz"} else None
    return None


_FORCES = (("武警", "troop"), ("消防", "fire"), ("公安", "police"), ("警", "police"), ("禁毒", "police"))
_COUNCILS = (("中共", "party_committee"), ("政协", "government"), ("政治协商会议", "government"))


def type_of(name: str, suffix: Suffix) -> str:
    """A 支队 or 大队 is police, fire or troop by the words before it, a 委员会 the party's or the 政协's."""
    if name.endswith("局") and "法院" in name:
        return "court"
    if suffix.type == "team":
        return next((kind for word, kind in _FORCES if word in name), suffix.type)
    if name.endswith("委员会"):
        return next((kind for word, kind in _COUNCILS if name.startswith(word) or word in name[:12]), suffix.type)
    return suffix.type
