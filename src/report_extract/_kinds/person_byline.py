"""Names that brackets show: behind a byline's word (【编辑:惠晓东】), behind a dispatch's day (6月2日电(惠晓东 木森)).

Such a name needs no surname that is known; a word of the dictionary is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_extract._facts import Mention
from report_extract._text import Document

_NAME_TAGS = frozenset(["nr", "nrt", "nrfg", "nz", "x"])
_IN_BRACKETS = re.compile(r"(?<=[者辑员影编:：])[\u3400-\u9fff]{2,4}(?=[)）】\]])")
_DISPATCHED = re.compile(
    r"[电讯] ?[(（](?P<names>[\u3400-\u9fff]{2,3}(?:[ 、\u3000]{1,2}[\u3400-\u9fff]{2,3}){0,4})[)）]"
)
_PART = re.compile(r"[\u3400-\u9fff]{2,3}")
_NO_NAMES = ("记者", "通讯员", "编辑", "综述", "更新", "编译", "评论", "特写", "快讯", "综合", "图表", "视频")


def enclosed(document: Document, opened: int, start: int) -> int | None:
    """The end of a name at `start` that stands with its byline, from `opened` on, alone in brackets."""
    text = document.text
    if not opened or text[opened - 1] not in "(（【[":
        return None
    match = _IN_BRACKETS.match(text, start)
    return None if match is None or _is_word(document, *match.span()) else match.end()


def dispatched(document: Document) -> Iterator[Mention]:
    """Names that stand alone in brackets behind 电 or 讯."""
    text = document.text
    if "电(" not in text and "电（" not in text and "讯(" not in text and "讯（" not in text and "电 (" not in text:
        return
    for match in _DISPATCHED.finditer(text):
        for part in _PART.finditer(text, *match.span("names")):
            if not part.group().startswith(_NO_NAMES) and not _is_word(document, *part.span()):
                yield Mention("person", *part.span(), "person.dispatch")


def _is_word(document: Document, start: int, end: int) -> bool:
    """True for one word of the dictionary that is no name."""
    index = document.word_index(start)
    return document.word_span(index) == (start, end) and document.tags[index] not in _NAME_TAGS
