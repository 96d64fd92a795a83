"""Lines of the cleaned text, and what their shape alone tells: closed or open, which quotes are left open.

A line is closed where it ends with a mark that ends a sentence or leads over to the next one; a signature or a
bracket after such a mark does not open it again.
"""

from __future__ import annotations

import re

from report_extract._values import value

CLOSERS = "”’》」』】〉）)]\"'"
_ENDS = "。！？!?…；;：:—～~↓→．"
_COMMAS = "，、,"
_TRAILING = CLOSERS + "“‘ "

OPENING = {"“": "”", "‘": "’", "《": "》", "「": "」", "『": "』", "【": "】", "（": "）", "(": ")"}
_CLOSING = {"”": "“", "’": "‘", "》": "《", "」": "「", "』": "『", "】": "【", "）": "（", ")": "("}
_PAIRED = re.compile("[" + re.escape("".join(OPENING) + "".join(_CLOSING)) + "]")

# Marks that begin no sentence.
_ORPHAN_START = re.compile(r"[，、。；：！？…％%”’》」』】）),;!?]")

# A bracket at the very end (完, a source, a signature) after which the line is as closed as before it.
_LAST_BRACKET = re.compile(r"[(（【\[][^()（）【】\[\]]{0,40}[)）】\]]$")
_MOST_BRACKETS = 3
_LAST_END = re.compile(r"[。！？!?…]")
_FULL_STOP = re.compile("。")
_LONGEST_TITLE = 60

_LINE = re.compile(r"[^\n]+")
_ORDINARY = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z]{1,400}")


@value
class Line:
    """One line without the blanks at its ends; `start` in the cleaned text, `gap` blank lines before it."""

    text: str
    start: int
    gap: int
    indent: bool


def lines_of(text: str) -> tuple[Line, ...]:
    """All lines that are not blank."""
    out: list[Line] = []
    last = 0
    for match in _LINE.finditer(text):
        raw = match[0]
        stripped = raw.strip()
        if not stripped:
            continue
        at = match.start() + len(raw) - len(raw.lstrip())
        gap = max(text.count("\n", last, at) - 1, 0) if out else 0
        out.append(Line(stripped, at, gap, raw[0].isspace()))
        last = at + len(stripped)
    return tuple(out)


def is_symbols(text: str) -> bool:
    """A rule or an ornament: no letter, digit or Han character at all."""
    return len(text) <= 400 and _ORDINARY.fullmatch(text) is not None


def is_closed(text: str) -> bool:
    """True where nothing need follow.

    >>> [is_closed(text) for text in ("新馆开放。(完)", "他说：“好。”", "新馆开放，", "新馆昨天开", "开放。何敏摄")]
    [True, True, False, False, True]
    """
    body = text.rstrip(_TRAILING)  # an opening mark at the end is a closing one, mistyped
    if body and body[-1] in _ENDS:
        return True
    before = text
    for _ in range(_MOST_BRACKETS):
        bracket = _LAST_BRACKET.search(before) if before and before[-1] in ")）】]" else None
        if bracket is None:
            break
        before = before[: bracket.start()].rstrip()
        if before.rstrip(_TRAILING)[-1:] in tuple(_ENDS):
            return True
    return bool(body) and body[-1] not in _COMMAS and is_signature(tail_of(text))


_CREDIT = re.compile(
    r"(?:摄|报道|供图|资料|资料图|图片|网图|记者.{0,12}|通讯员.{0,12})[)）]?$"
    r"|^[(（ ]?(?:本版)?(?:文|图|图文|摄影|摄|供图|图源|来源|编辑|采写|制图|新华社|中新社|链接)[/／:：|丨发].{1,24}$"
)
_SIGNATURE = 30


def is_signature(tail: str) -> bool:
    """What follows the last full stop of a line only names who wrote it or took the picture."""
    return 2 <= len(tail) <= _SIGNATURE and _CREDIT.search(tail) is not None and not any(m in tail for m in _COMMAS)


def tail_of(text: str) -> str:
    """What stands after the last mark that ends a sentence; empty where there is none."""
    start = -1
    for match in _LAST_END.finditer(text):
        start = match.end()
    return text[start:].lstrip(CLOSERS + " ") if start >= 0 else ""


def ends_with_comma(text: str) -> bool:
    """The line breaks off after a comma."""
    return text[-1:] in _COMMAS


def starts_orphaned(text: str) -> bool:
    """The line begins with a mark that begins no sentence."""
    return _ORPHAN_START.match(text) is not None and not text.startswith(("……", "…"))


def stops_inside(text: str) -> bool:
    """A sentence ends within the line, before its last characters; a title too may ask and go on."""
    match = (_LAST_END if len(text) >= _LONGEST_TITLE else _FULL_STOP).search(text)
    return match is not None and match.end() < len(text) - 2


def unbalanced(text: str) -> tuple[str, str]:
    """Opening marks that are never closed, and closing marks that were never opened, each in order.

    >>> unbalanced("他说：“我们都是")
    ('“', '')
    >>> unbalanced("一家人。”大家笑了，“来吧。”")
    ('', '”')
    """
    stack: list[str] = []
    orphans: list[str] = []
    for match in _PAIRED.finditer(text):
        mark = match[0]
        if mark in OPENING:
            stack.append(mark)
        elif _CLOSING[mark] in stack:
            while stack.pop() != _CLOSING[mark]:
                pass
        elif not (mark in ")）" and _is_list_number(text, match.start())):
            orphans.append(mark)
    return "".join(stack), "".join(orphans)


def _is_list_number(text: str, at: int) -> bool:
    """`1）` and `一)` at the start of a point."""
    return at <= 3 or text[max(at - 3, 0) : at].strip("0123456789一二三四五六七八九十") != text[max(at - 3, 0) : at]


def unclosed_end(text: str) -> bool:
    """A quotation or bracket is open at the end of the line."""
    return bool(unbalanced(text)[0])
