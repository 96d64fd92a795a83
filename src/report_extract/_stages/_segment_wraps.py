"""Text that was broken into lines of one width, as in mails and columns.

Most lines of such a page are as wide as the widest and end without a mark; each of these goes on in the next line.
A full line that ends with a closing mark may end a paragraph, and is left.
"""

from __future__ import annotations

from collections.abc import Sequence

from report_extract._stages._segment_kinds import LineKind
from report_extract._stages._segment_lines import Line, is_closed

_LEAST_LINES = 6
_WIDTHS = (12.0, 60.0)
_SLACK = 2.5
_SHARE_FULL = 0.5
_SHARE_OPEN = 0.6


def wraps(lines: Sequence[Line], kinds: Sequence[LineKind]) -> dict[int, int]:
    """Line → the line it goes on in; empty where the page is not wrapped."""
    body = [index for index, kind in enumerate(kinds) if kind in ("text", "head")]
    if len(body) < _LEAST_LINES:
        return {}
    widest = sorted(len(lines[index].text) for index in body)[-max(len(body) // 20, 1)]
    if widest > 2 * _WIDTHS[1]:
        return {}
    widths = {index: _width(lines[index].text) for index in body}
    opened = _opened(lines, body, widths)
    if not opened:
        return {}
    usual = min(lines[index].gap for index in body[1:])
    return {
        index: index + 1
        for index in opened
        if index + 1 in widths and lines[index + 1].gap <= usual and not lines[index + 1].indent
    }


def _opened(lines: Sequence[Line], body: Sequence[int], widths: dict[int, float]) -> list[int]:
    """Full lines that go on, by the width of the page; a heading or two may be wider than its columns."""
    ranked = sorted(widths.values(), reverse=True)
    for place in dict.fromkeys((max(len(body) // 20, 1), 2, 3)):
        width = ranked[place - 1]
        full = [index for index in body if width - _SLACK <= widths[index] <= width + _SLACK]
        opened = [index for index in full if not is_closed(lines[index].text)]
        if not _WIDTHS[0] <= width <= _WIDTHS[1] or len(full) < _SHARE_FULL * len(body):
            continue
        if len(opened) >= _SHARE_OPEN * len(full):
            return opened
    return []


def _width(text: str) -> float:
    """Columns, an ASCII character counting half of a Chinese one."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))
