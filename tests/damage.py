"""Damage done to pages on purpose: each layout is made from a clean page and must give the facts of its clean twin.

A page is its blocks, one a line. All choices are drawn from the page's own text, so every run makes the same damage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

from inputs import in_lines

Lines = Sequence[str]
Damage = Callable[[Lines], str]

_LONG = 50
_STOPS = "。！？!?；;…”’）)】》："
_OPENS = "“‘（(【《"
_NUMBER = re.compile(r"[0-9]{2,}")
_BODY = re.compile(r"[\u4e00-\u9fff]{1,10}(?:党支部|委员会|街道|大队|医院|法院|公司|学校|局)")
_NOT_BROKEN = re.compile(r"[0-9.,．，％%]")


def _drawn(line: str) -> Random:
    return Random(line)


def cut(line: str) -> int | None:
    """A place inside a sentence of a long line, words and names not spared; None where there is none."""
    places = [
        at
        for at in range(12, len(line) - 12)
        if line[at - 1] not in _STOPS + _OPENS and line[at] not in _STOPS + "，、,%％" and not _in_number(line, at)
    ]
    return _drawn(line).choice(places) if len(line) >= _LONG and places and "http" not in line else None


def _in_number(line: str, at: int) -> bool:
    return _NOT_BROKEN.match(line[at - 1]) is not None and _NOT_BROKEN.match(line[at]) is not None


def _halves(lines: Lines, between: str) -> str:
    """Every long line broken in two, with something between the halves."""
    out = []
    for line in lines:
        at = cut(line)
        out.append(line if at is None else f"{line[:at]}{between}{line[at:]}")
    return "\n\n".join(out)


def column_break(lines: Lines) -> str:
    return _halves(lines, "\n\n")


def caption_inside(lines: Lines) -> str:
    return _halves(lines, "\n\n青禾镇卫生院党支部志愿者\n\n")


def picture_inside(lines: Lines) -> str:
    return _halves(lines, "\n\n图为志愿者在路口值守。 陆青川 摄\n\n")


def page_line_inside(lines: Lines) -> str:
    return _halves(lines, "\n\n责任编辑：陆青川\n\n")


def name_cut(lines: Lines) -> str:
    """The first name of a body in each line is cut by a blank line."""
    out = []
    for line in lines:
        names = [match for match in _BODY.finditer(line) if match.start() > 8 and len(line) - match.end() > 8]
        at = names[0].end() - 1 if names and len(line) >= _LONG else None
        out.append(line if at is None else f"{line[:at]}\n\n{line[at:]}")
    return "\n\n".join(out)


def number_cut(lines: Lines) -> str:
    """The first numeral of each long line is cut in two by a line break."""
    out = []
    for line in lines:
        numbers = [match for match in _NUMBER.finditer(line) if match.start() > 12 and len(line) - match.end() > 12]
        at = numbers[0].start() + 1 if numbers and len(line) >= _LONG else None
        out.append(line if at is None else f"{line[:at]}\n{line[at:]}")
    return "\n".join(out)


def wrapped(lines: Lines) -> str:
    """Set in columns of eighteen characters, a digit or a Latin letter being half of one."""
    return "\n".join(piece for line in lines for piece in in_lines(line, 18))


def headline_thrice(lines: Lines) -> str:
    return "\n".join((lines[0], lines[0], lines[0], *lines[1:])) if len(lines[0]) < 40 else "\n".join(lines)


def joined_paragraphs(lines: Lines) -> str:
    """Paragraphs that follow each other in one line."""
    out: list[str] = []
    for line in lines:
        if out and out[-1][-1] in "。”" and line[-1] in "。”" and len(out[-1]) >= _LONG and len(line) >= _LONG:
            out[-1] += line
        else:
            out.append(line)
    return "\n".join(out)


_ABOVE = ("首页 > 新闻 > 本地", "字号：大 中 小", "分享到：微博 微信 QQ空间")
_BELOW = (
    "责任编辑：陆青川", "查看原文", "新闻热线：0512-66778899", "点赞 128 收藏 36 评论 12", "阅读排行榜",
    "1 岚田区新增公交站点28处", "2 青禾镇3个集市周末开放", "3 新修步道12公里本月完工",
    "https://news.example.cn/2024/0305/1208.html", "版权所有 未经许可不得转载",
)  # fmt: skip


def furniture(lines: Lines) -> str:
    return "\n".join((*_ABOVE, *lines, *_BELOW))


def escaped_twice(lines: Lines) -> str:
    opening, closing = "&lt;p class=&quot;t&quot;&gt;&amp;nbsp;&amp;nbsp;", "&lt;/p&gt;&amp;lt;br&amp;gt;\n"
    return "".join(f"{opening}{line}{closing}" for line in lines)


def marks_doubled(lines: Lines) -> str:
    return "\n".join(re.sub("([，、；])", r"\1\1", line).replace("。", "，。", 1) for line in lines)


_SOUNDS = {"区": "qū", "人": "rén", "年": "nián", "市": "shì", "月": "yuè", "党": "dǎng", "万": "wàn", "院": "yuàn"}


def pinyin(lines: Lines) -> str:
    return "\n".join(
        re.sub("[" + "".join(_SOUNDS) + "]", lambda match: f"{match[0]}({_SOUNDS[match[0]]})", line) for line in lines
    )


def _inside_numbers(lines: Lines, mark: str) -> str:
    return "\n".join(_NUMBER.sub(lambda match: f"{match[0][0]}{mark}{match[0][1:]}", line) for line in lines)


def zero_width(lines: Lines) -> str:
    return _inside_numbers(lines, "\u200b")


def bidi(lines: Lines) -> str:
    return _inside_numbers(lines, "\u202e")


def full_width(lines: Lines) -> str:
    return "\n".join(re.sub("[0-9%]", lambda match: chr(ord(match[0]) + 0xFEE0), line) for line in lines)


def pull_quote(lines: Lines) -> str:
    """In each broken sentence stands a sentence of another line, shown large."""
    out = []
    for index, line in enumerate(lines):
        at = cut(line)
        others = [quote for other in (*lines[index + 1 :], *lines[:index]) for quote in _quotable(other)]
        between = f"\n\n{others[index % len(others)]}\n\n" if others else "\n\n"
        out.append(line if at is None else f"{line[:at]}{between}{line[at:]}")
    return "\n\n".join(out)


def _quotable(line: str) -> Iterator[str]:
    """Whole sentences of a line that is longer, and that are not cut themselves."""
    at = cut(line) or 0
    room = min(at or len(line), len(line) - at) - 20
    for match in re.finditer(r"(?:^|(?<=[。！？]))[^。！？“”（）()]{11,40}[。！？]", line):
        if not match.start() < at < match.end() and len(match[0]) < room:
            yield match[0]


def displaced(lines: Lines) -> str:
    """The last clause of the line above a heading stands below that heading."""
    out = list(lines)
    for index in range(len(lines) - 2):
        line, head = lines[index], lines[index + 1]
        at = line.rfind("，") + 1 or line.rfind(",") + 1
        if len(line) >= _LONG and is_head(head) and 6 <= len(line) - at <= 40 and "”" not in line[at:]:
            out[index] = line[:at]
            out[index + 1] = f"{head}\n\n{line[at:]}"
    return "\n\n".join(out)


def is_head(line: str) -> bool:
    return len(line) <= 30 and line[-1] not in "。！？”，：；"


ADDED = ("青禾镇卫生院", "陆青川")
"""Names that the damage itself prints."""

LAYOUTS: dict[str, Damage] = {
    "column_break": column_break, "caption_inside": caption_inside, "picture_inside": picture_inside,
    "page_line_inside": page_line_inside, "pull_quote": pull_quote, "name_cut": name_cut, "number_cut": number_cut,
    "displaced": displaced, "wrapped": wrapped, "joined_paragraphs": joined_paragraphs,
    "headline_thrice": headline_thrice, "furniture": furniture, "escaped_twice": escaped_twice,
    "marks_doubled": marks_doubled, "pinyin": pinyin, "zero_width": zero_width, "bidi": bidi, "full_width": full_width,
}  # fmt: skip
