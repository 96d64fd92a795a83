"""Firms by a short name that no form shows to be one: 禾风电缆|发布2023年年报, 安宁证券|研报.

That it gives out its accounts or has shares makes a name a firm's. It holds a word that no dictionary has, a name, or
the trade of a firm behind another word; common nouns alone (平台发布年报) are none. Its other occurrences are mentions
as well. So are firms of Latin letters before their officers and shares (Blueleaf|首席执行官), brokers and funds that
write and speak, whatever their name is. `organisation.issuer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from report_extract._facts import Mention
from report_extract._gazetteer.divisions import divisions
from report_extract._kinds.naming import Field
from report_extract._kinds.organisation_nominal import offsets_of

_ACCOUNTS = re.compile("年报|季报|中报|财报|年度报告|季度报告|业绩(?:快报|预告|预增|公告|报告)|招股(?:说明)?书")
_GIVES_OUT = re.compile(
    r"(?P<when>[（(][^（）()\n]{2,20}[)）])?"
    r"(?:今日|今天|昨日|昨天|昨晚|日前|近日|当日|当晚|晚间|早间|盘后|晚|正式|率先|已|[0-9年月日]{2,11}){0,3}"
    r"(?:发布|披露|公布|公告|交出|发)了?[^，。；：！？\n]{0,14}$"
)
_SHARES = re.compile(
    r"股价|盘前|盘后|[（(](?:(?:股票|证券)代码|(?:NASDAQ|NYSE|SH|SZ|HK)?[:：]?[0-9]{4,6}[.．]?(?:HK|SH|SZ|BJ)?[)）])"
)
_CODE = re.compile(r"[（(](?:SH|SZ|sh|sz)?(?:00|30|60|68)[0-9]{4}(?:[.．](?:SH|SZ))?[）)]")
_LISTED = re.compile(
    r"(?:^|[、，；。：\n])(?:[和及与如]|其中|包括|以及|一[则家])?(?P<name>(?![一二三四五六七八九十的])[\u3400-\u9fffA-Z]{3,6})$"
)
_REACH = 40
_OFFICERS = re.compile("首席执行官|首席财务官|首席经济学家|联合创始人|创始人|C[EF]O|股价|总裁|董事长")
_OF_OFFICERS = ("首席", "创始人", "CEO", "CFO", "股价", "总裁", "董事长")
_LATIN = re.compile(
    "(?<![A-Za-z])(?P<name>(?=[A-Za-z]{0,12}[a-z])[A-Z][A-Za-z]{3,16}(?:[ &]{1,3}[A-Z][A-Za-z]{2,14}){0,2})"
    "(?:公司)?的?(?:联合)?$"
)
_OWN = frozenset(["x", "nz", "nr", "nrt", "nrfg", "nt", "eng"])
_NOUNS = _OWN | {"n", "ns", "j", "s", "vn", "b", "ng"}
_GLUED = frozenset("受由从在对向与和被据经而但")  # the segmenter joins them to a new name: 受云幸|咖啡
_NO_NAME = frozenset(["m", "mq", "q", "v", "d", "p", "c", "r", "u", "uj", "ul", "t"])
_COMMON_ENDS = ("公司", "企业", "集团", "平台", "机构", "部门", "协会", "学会", "行业", "券商", "车企", "银行", "网站")
_MAX_PLACES, _MAX_ACCOUNTS = 200, 40


_HOUSE = re.compile(
    "(?:证券|基金|期货|信托|资管)(?=(?:首席|宏观|策略|固收|研究所|研究部|研究团队|分析师|基金经理|董事长|总经理|副总经理"
    "|[^，。；：、（(]{0,6}(?:发布|研报|指出|认为|表示)))"
)
_HOUSE_OPENS = frozenset("\n 。！？；，、：:“（(据与和及由")


def houses(field: Field, bodies: Sequence[Mention]) -> Iterator[Mention]:
    """Brokers and funds that write and speak: the two to four characters before their trade are their name."""
    text, document = field.document.text, field.document
    covered: frozenset[int] | None = None
    for found in _HOUSE.finditer(text):
        covered = offsets_of(bodies) if covered is None else covered
        trade, end = found.span()
        start = next((trade - n for n in (4, 3, 2) if trade >= n and _opens(text, trade - n)), trade)
        if start == trade or covered.intersection((start, trade)) or not document.is_boundary(end):
            continue
        first, last = document.word_index(start), document.word_index(trade - 1)
        if not document.is_boundary(start) or _NO_NAME.intersection(document.tags[first : last + 1]):
            continue
        if field.words.funds.isdisjoint(document.surfaces[first : last + 1]):
            yield Mention("organisation", start, end, "organisation.issuer", data={"type": "company"})


def _opens(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in _HOUSE_OPENS


def issuers(field: Field, bodies: Sequence[Mention]) -> Iterator[Mention]:
    """Firms that give out their accounts, wherever the article names them; none that touches one of `bodies`."""
    text, document = field.document.text, field.document
    names: set[str] = set()
    covered: frozenset[int] | None = None
    for end, sure in islice(_told_ends(text), _MAX_ACCOUNTS):
        covered = offsets_of(bodies) if covered is None else covered
        start = _name_before(field, end, covered, own=sure)
        start = _between_marks(text, end, covered) if start is None and sure else start
        if start is not None:
            names.add(text[start:end])
    officers = _OFFICERS.finditer(text) if any(word in text for word in _OF_OFFICERS) else ()
    for officer in islice(officers, _MAX_ACCOUNTS):
        latin = _LATIN.search(text, max(0, officer.start() - _REACH), officer.start())
        if latin is not None:
            names.add(latin["name"])
    if names and covered is None:
        covered = offsets_of(bodies)
    for name in sorted(names):
        at, count = text.find(name), 0
        while at >= 0 and count < _MAX_PLACES:
            end, count = at + len(name), count + 1
            free = covered is None or (at not in covered and end - 1 not in covered)
            begins = document.is_boundary(at) or (text[at - 1] in _GLUED and document.is_boundary(at - 1))
            if free and begins and document.is_boundary(end):
                yield Mention("organisation", at, end, "organisation.issuer", data={"type": "company"})
            at = text.find(name, end)


def _told_ends(text: str) -> Iterator[tuple[int, bool]]:
    """Ends of names that give out accounts (禾风电缆|昨晚发布年报) or have shares (云幸咖啡|股价); codes are sure."""
    for accounts in _ACCOUNTS.finditer(text):
        told = _GIVES_OUT.search(text, max(0, accounts.start() - _REACH), accounts.start())
        if told is not None:
            yield told.start(), False
    for shares in _SHARES.finditer(text):
        yield shares.start(), shares.group()[0] in "（("


def _between_marks(text: str, end: int, covered: frozenset[int]) -> int | None:
    """涨停的有禾风电缆(600001)、|爱雨室(|603214): where the name of a listed firm begins, whatever its words."""
    if _CODE.match(text, end) is None:
        return None
    found = _LISTED.search(text, max(0, end - 12), end)
    start = found.start("name") if found is not None else end
    return start if start < end and covered.isdisjoint((start, end - 1)) else None


def _name_before(field: Field, end: int, covered: frozenset[int], *, own: bool) -> int | None:
    """Where the name that ends at `end` begins; None where no firm's name ends there. `own`: of whatever words."""
    document, words = field.document, field.words
    if not end or not document.is_boundary(end):
        return None
    index, start, last = document.word_index(end - 1), end, True
    while index >= 0 and end - start < 8:
        surface, tag, left, right = field.word(index)
        if right != start or tag not in _NOUNS or left in covered or not surface[0].isalpha():
            break
        if surface in words.generic | words.stop | words.people | words.kinds or surface.isdigit():
            return None
        known = surface in words.places or divisions().named(surface)
        own = own or (tag in _OWN and not known) or (last and surface in words.trade and left > 0)
        start, last, index = left, False, index - 1
    if start < end and document.text[start] in _GLUED:
        start += 1
    whole = document.text[start:end]
    return start if own and 3 <= len(whole) <= 8 and not whole.endswith(_COMMON_ENDS) else None
