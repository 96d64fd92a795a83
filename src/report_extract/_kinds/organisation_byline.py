"""Papers and agencies by the place where they stand: 云澜证券网|讯, 清江财讯|8月27日电, □白沙报|记者, (云澜天气网).

`organisation.byline`. At the head of a line a short name before 讯, a dispatch's day or 记者 is that of a medium,
whatever its words are; so is one that alone stands in brackets at the end of a line,
or that a page names as its source (来源：云澜商旅报).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_extract._facts import Mention
from report_extract._kinds.naming import Field

_HEAD = re.compile(
    r"^[□■【(（ ]{0,2}(?P<name>(?!本[报台网社]|记者)[\u3400-\u9fff]{2,8}?(?:网|报|社|台|财讯|快讯|在线))"
    r"(?=讯|记者|[\u3400-\u9fff]{0,4}[0-9]{1,2}月[0-9]{1,2}日(?:专?电|讯))",
    re.MULTILINE,
)


_CLOSING = re.compile(
    r"[（(](?P<name>(?![本据由])[\u3400-\u9fff]{2,10}?(?:网|报|社|新闻|通讯社|电视台|在线))[)）]"
    r"(?=[ ]{0,2}(?:$|【|\[))",
    re.MULTILINE,
)
_OF_SOURCES = ("来源", "转自", "稿源", "原载")
_SOURCE = re.compile(
    r"(?:来源|转自|稿源|原载)[:：/][ ]{0,2}(?P<name>(?![本据由])[\u3400-\u9fff]{2,10}?"
    r"(?:网|报|社|新闻|通讯社|电视台|在线))(?=客户端|微信|[ ]{0,2}(?:$|【|\[|·|[)）|]))",
    re.MULTILINE,
)
_OWN, _CLIENT = ("本报", "本网", "本台", "本社", "总台"), "客户端"


def media(field: Field) -> Iterator[Mention]:
    """Media at the heads of lines, and in brackets at their ends."""
    text = field.document.text
    found = [*_HEAD.finditer(text), *_CLOSING.finditer(text)]
    if any(word in text for word in _OF_SOURCES):
        found += _SOURCE.finditer(text)
    for match in found:
        if match.group("name").endswith(_OWN) or _CLIENT in match.group("name") or "告诉" in match.group("name"):
            continue
        yield Mention("organisation", *match.span("name"), "organisation.byline", data={"type": "media"})
