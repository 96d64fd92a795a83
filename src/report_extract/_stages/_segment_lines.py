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
    return match is not None and (match.end() < len(text) - 2 or text[match.end() :][:1] in tuple("”’」"))


# A report's opening (本报讯, …3月5日电), a day, a point of a list; and a clause that says who said it.
_REPORT = re.compile(r"(?:【[^【】]{1,20}】)?[^，,。]{0,24}?(?:讯|电|报道|消息)(?:[（( ：:]|$)")
_DAY = re.compile(
    r"[▲△●■◆·]?(?:截至|截止|自|从)?(?:[0-9]{4}年)?[0-9]{1,2}(?:[至—~-][0-9]{1,2})?(?:月份?(?:[0-9]{1,2}日)?|[日时])"
)
_SAID = re.compile(r"(?:说|表示|介绍|显示|获悉|指出|了解到|通报|透露|认为|强调)[，,]")
_CLAUSE_END = re.compile("[，,](?![0-9])")
_DIGIT = re.compile("[0-9]")
_MOST_CLAUSES = 3


def is_running(text: str, openers: tuple[str, ...], *, below_text: bool) -> bool:
    """A short line without a closing mark that is no heading but the beginning of a sentence broken off.

    A headline has commas and days too, so above the first text of a page only a report's own opening tells, and below
    it commas alone do not.

    >>> is_running("截至21时，全县已转移居民86户，其中老人", (), below_text=True)
    True
    >>> is_running("守住底线，不让一人掉队", ("截至",), below_text=True)
    False
    """
    clauses = _CLAUSE_END.split(text)
    if len(clauses) == 1:
        return False
    if _REPORT.match(text) or len(clauses) > _MOST_CLAUSES:
        return True
    if not below_text:
        return False
    if _DIGIT.search(text) is None:
        return _SAID.search(text) is not None
    return len(clauses) == _MOST_CLAUSES or bool(_DAY.match(text) or text.startswith(openers) or _SAID.search(text))


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


_LIST_NUMBER = re.compile(r"(?:^|[^\u4e00-\u9fff0-9])[0-9一二三四五六七八九十]{1,3}$")


def _is_list_number(text: str, at: int) -> bool:
    """`1）` and `一)` at the start of a point."""
    return _LIST_NUMBER.search(text, max(at - 4, 0), at) is not None
