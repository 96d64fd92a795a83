"""Sentences of a block: they tile it without gaps.

A sentence ends with 。！？!? or an ellipsis, closing marks included, and at the end of the block; never with ；.
Inside a quotation or a bracket it does not end, unless that is longer than `LONGEST_INSIDE`. A quotation that
itself ends a sentence ends the sentence around it, where it stands at its start or after a colon or comma. An ASCII
full stop ends one after a Chinese character only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_extract._text import Span

LONGEST_INSIDE = 160
"""Characters after which an opened quotation or bracket is no longer waited for."""

_OPEN = "“‘《「『【（([〈"
_CLOSE = "”’》」』】）)]〉"
_QUOTES = "“「『"

_ENDS = "。！？!?…"
_MARK = re.compile(f"[{_ENDS}.{re.escape(_OPEN + _CLOSE)}]")
_STOP = re.compile(r"(?<=[\u4e00-\u9fff”）])\.(?![0-9A-Za-z.])")
_END = re.compile(f"[{_ENDS}]{{1,16}}")
_CLOSERS = re.compile(r"[”’》」』】）)\]〉\"]{0,8}")
_CLOSING = frozenset('”’》」』】）)]〉"')
_LIST_NUMBER = 4
_GOES_ON = "，、,；;：:的地得和与等之是后时"


def sentences(text: str) -> Iterator[Span]:
    """Spans of the sentences of one block.

    >>> [("新馆开放。他说：“好！”大家都来了。"[a:b]) for a, b in sentences("新馆开放。他说：“好！”大家都来了。")]
    ['新馆开放。', '他说：“好！”', '大家都来了。']
    """
    start = 0
    opened: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if at < start:
            continue
        if mark in _OPEN:
            opened.append((mark, at))
            continue
        end = _closed(text, at, start, opened) if mark in _CLOSE else _ended(text, at, start, opened)
        if end is not None:
            start_next = _with_blanks(text, end)
            yield start, start_next
            start = start_next
            opened.clear()
    if start < len(text):
        yield start, len(text)


def _ended(text: str, at: int, start: int, opened: list[tuple[str, int]]) -> int | None:
    """The end of a sentence at the mark `at`, closing marks included, where it ends one."""
    if text[at] == "." and (at - start < _LIST_NUMBER or _STOP.match(text, at) is None):
        return None
    if opened and at - opened[0][1] <= LONGEST_INSIDE:
        return None
    following = text[at + 1 : at + 2]
    match = _END.match(text, at) if following and following in _ENDS else None
    return _with_closers(text, match.end() if match else at + 1)


def _closed(text: str, at: int, start: int, opened: list[tuple[str, int]]) -> int | None:
    """Close what is opened; the end of the sentence where the quotation ends it."""
    if not opened:
        return None
    mark, begun = opened[-1]
    if _OPEN.index(mark) != _CLOSE.index(text[at]):
        if not any(_OPEN.index(other) == _CLOSE.index(text[at]) for other, _ in opened):
            return None
        while _OPEN.index(opened[-1][0]) != _CLOSE.index(text[at]):
            opened.pop()
        mark, begun = opened[-1]
    opened.pop()
    if opened or mark not in _QUOTES or text[at - 1] not in "。！？!?…’":
        return None
    if begun > start and text[begun - 1] not in "：:，,。 ":
        return None
    if text[at - 1] == "’" and text[at - 2 : at - 1] not in ("。", "！", "？", "!", "?", "…"):
        return None
    end = _with_closers(text, at + 1)
    return None if text[end : end + 1] and text[end] in _GOES_ON else end


def _with_closers(text: str, end: int) -> int:
    if text[end : end + 1] not in _CLOSING:
        return end
    match = _CLOSERS.match(text, end)
    return match.end() if match else end


def _with_blanks(text: str, end: int) -> int:
    while end < len(text) and text[end] == " ":
        end += 1
    return end
