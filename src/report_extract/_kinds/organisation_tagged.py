"""A tagger's organisations that no suffix reads: firms by short name (远航科技), clubs, foreign bodies.

`organisation.tagged`. A tagger takes events, deals and things for bodies too; so its span holds only where the words
say that it can be a name: it ends in a word that is no common noun, or in one that ends the names of firms (汽车, 科技)
behind such a word, it holds no verb, and it does not stand in quotation marks by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from report_extract._facts import Mention
from report_extract._gazetteer.divisions import divisions, is_division_stem
from report_extract._kinds.kind import Evidence
from report_extract._kinds.naming import Field
from report_extract._kinds.organisation_grammar import Suffix
from report_extract._kinds.organisation_nominal import offsets_of
from report_extract._kinds.organisation_other import is_of_many
from report_extract._text import Span

_NOT_BODY_START = frozenset("同与向和将对由被把给从在据经为是有应愿任本方让令以")
_NOT_BODY_END = frozenset("方度性化率型级量舰号会奖族教人脊岛峡湖洋峰察任")
_NO_BODY = re.compile(
    "(?:建设|重组|合并|工程|系统|项目|计划|行动|活动|论坛|服务|产业|技术|赛|杯|展|.{4}行)$|^发[推文微]"
)
_LATIN_END = re.compile("[\u3400-\u9fff][A-Za-z]{3,}$")
_MANY = ("全球", "全国", "各国", "多国", "全省", "全市", "全区")
_CODED = re.compile("[A-Z0-9]{1,3}[\u3400-\u9fff]{1,6}(?:厂商?|公司|企业)")
_SHAPE = re.compile(r"[\w·. ]{2,20}")
_OWN = frozenset(["nz", "nt", "nr", "nrt", "x", "eng", "j", "nrfg"])
_OWN_OR_PLACE = _OWN | {"ns"}
_HOUSES = frozenset("阁轩斋堂坊庄苑居")
_LOWER = frozenset(["乡镇", "下级", "上级", "中小", "大型", "小型", "各级", "多家"])
_NEVER = frozenset(["v", "d", "p", "c", "r", "u", "uj", "ul", "uz", "q", "t", "f", "y", "i", "vd"])


def tagged(
    field: Field, outer: Sequence[Mention], evidence: Sequence[Evidence], suffixes: Mapping[str, Suffix]
) -> Iterator[Mention]:
    """The bodies of a tagger that no mention of `outer` touches; `suffixes` say before what a known name is none."""
    if not evidence:
        return
    covered, text = offsets_of(outer), field.document.text
    names = [text[slice(*item.span)] for item in evidence if item.label == "organisation"]
    for item in evidence:
        if item.label != "organisation":
            continue
        start, end = _extent(field, *item.span)
        if _said_of(text, start, end) or not 2 <= end - start <= 20 or not covered.isdisjoint(range(start, end)):
            continue
        known = suffixes.get(text[start:end])
        if known is not None and text.startswith(known.not_before or "\n\n", end):  # 中国电信|设备制造商
            continue
        if end - start == 2 and text[start:end].isascii():  # IC
            continue
        if end - start == 2 and not (_acts(field, start, end) or _short_name(text[start:end], names)):
            continue
        if _standing(field, start, end) and _named(field, start, end):
            yield Mention("organisation", start, end, "organisation.tagged", data={"type": "other"})


_CODE = re.compile("(?=[A-Za-z ]{0,12}[0-9])[A-Za-z0-9 ]{2,18}")
_QUOTED_AT = re.compile("(?:收)?每?股?[0-9]")
_OFFICER = re.compile("C[ETFO]O$")
_LEADING = frozenset(
    ["传闻", "消息", "称", "说", "有", "综合", "援引", "引述", "根据", "包括", "据", "与", "和", "在", "对", "向", "由",
     "从", "经"]
)  # fmt: skip


def _extent(field: Field, start: int, end: int) -> Span:
    """The span without words before the name (综合|某某社) and a price behind it, with a firm's trade (德邦|快递)."""
    document, text = field.document, field.document.text
    space = text.find(" ", start, end)
    if space - start >= 2 and _CODE.fullmatch(text, space + 1, end) and not text[start:space].isascii():
        end = space  # 云图 60Mp XC7A0: the name of a thing of its
    officer = _OFFICER.search(text, start, end)
    if officer is not None and officer.start() - start >= 2:  # 远航优品|CEO
        end = officer.start()
    if text[end - 1] == "讯" and end - start >= 4 and document.is_boundary(end - 1):
        end -= 1
    if text[end - 1] == "报" and _QUOTED_AT.match(text, end):  # 蓝山咖啡|报每股6.4元
        end -= 1
    for _ in range(3):
        left, right = document.word_span(document.word_index(start))
        if left != start or text[left:right] not in _LEADING or end - right < 3:
            break
        start = right
    if end < len(text) and document.is_boundary(end):
        surface, _, _, right = field.word(document.word_index(end))
        end = right if surface in field.words.trade else end
    return start, end


_THING_BEHIND = re.compile(
    "(?:指数|海域|体系|枢纽|两国|双方|双边|关系|建交|复交|友好|元首|边界|经贸|海峡|市场|高速|大桥|航线|铁路|主题|精神)"
    "|[0-9一二三四五六七八九十]{1,4}号|(?:创新|技术|产业)(?:合作|发展|创新|示范)?[区带园]|创新(?:注入|驱动|发展|合作)"
)
_OF_LEVELS = ("各级", "县级", "省级", "市级", "各地", "各类", "下级", "上级", "多个", "两条")


def _said_of(text: str, start: int, end: int) -> bool:
    """True where the words beside the span say that it is none: 中芬|关系, 恒生科技|指数, 神舟|十九号, 各级|妇联."""
    return is_of_many(text, start) or _THING_BEHIND.match(text, end) is not None or text.endswith(_OF_LEVELS, 0, start)


def _short_name(name: str, names: Sequence[str]) -> bool:
    """True for a short name that a tagger gives twice, or that begins a longer one of the article (云兴)."""
    return sum([other.startswith(name) for other in names]) > 1


def _standing(field: Field, start: int, end: int) -> bool:
    """True for whole words of a fitting shape that are no term in quotation marks."""
    document, text = field.document, field.document.text
    if not (document.is_boundary(start) and document.is_boundary(end)):
        return False
    name = text[start:end]
    if name in field.words.generic or name in field.words.places or name.isdigit() or not _SHAPE.fullmatch(name):
        return False
    if name.startswith(_MANY) or any(shape.search(name) for shape in (_LATIN_END, _CODED, _NO_BODY)):
        return False
    if divisions().named(name):
        return False
    if name[0] in _NOT_BODY_START or name[-1] in _NOT_BODY_END:
        return False
    return not (text[max(0, start - 1) : start] in tuple('“"‘「『《') and text[end : end + 1] in tuple('”"’」』》'))


def _acts(field: Field, start: int, end: int) -> bool:
    """True for a name of two characters that the dictionary knows as one and that no noun behind it makes its own."""
    tag = field.word(field.document.word_index(start))[1]
    if tag not in {"nz", "nt"}:
        return False
    behind = field.word(field.document.word_index(end))[1] if end < len(field.document.text) else "x"
    return behind in {"v", "d", "p", "c", "x", "uj", "f", "ad", "vd"}


def _named(field: Field, start: int, end: int) -> bool:
    """True where the words can be a name of a body."""
    words = field.words
    rows = []
    index = field.document.word_index(start)
    while index < len(field.document.words) and field.document.words[index] < end:
        rows.append(field.word(index)[:2])
        index += 1
    if len(rows) > 1 and any(tag in _NEVER and surface not in words.inner for surface, tag in rows):
        return False
    if any(surface in words.people for surface, _ in rows) or any(tag == "nrfg" for _, tag in rows[1:]):
        return False
    if len(rows) > 1 and (rows[0][1] in {"a", "s"} or rows[0][0] in words.stop or rows[0][0] in _LOWER):
        return False
    if all(surface in words.generic for surface, _ in rows):
        return False
    if all(tag != "x" and (surface in words.places or is_division_stem(surface)) for surface, tag in rows):
        return False  # 南通|海安
    last, tag = rows[-1]
    if end - start == 2 and field.document.text[end - 1] in "苑园村":
        return False
    if len(rows) > 1 and last in _HOUSES:
        return True
    if any(last.endswith(event) for event in words.event) or last in words.places:
        return False
    own = [surface for surface, kind in rows[:-1] if kind in _OWN_OR_PLACE and not _common(field, surface)]
    if last in words.trade:
        return bool(own)
    if len(rows) == 1 and tag == "ns":  # a name that the dictionary holds for a place and no gazetteer knows
        return end - start >= 3
    return (tag in _OWN and not _common(field, last)) or (rows[0][1] == "nz" and not _common(field, rows[0][0]))


def _common(field: Field, surface: str) -> bool:
    """True for a place, a country by one character or a word that leaves a name common."""
    words = field.words
    return surface in words.places or surface in words.generic or surface in words.sides
