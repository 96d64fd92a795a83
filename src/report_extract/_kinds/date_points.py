"""Atoms put together: points of time (2月3日晚8时), and intervals between two points (2月10日至24日).

In: folded text and atoms. Out: `Span`s of one or two points with the fields of what is printed. A point that its
neighbours do not confirm (a lone 5号, 9点, 晚) is dropped; nothing here looks further than a few characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from report_extract._kinds.date_shapes import CLOCK, CN, DAY, MONTH, PART, SET, WEEKDAY, YEAR, Atom
from report_extract._values import value

_JOINER = re.compile("[ ]?(?:起?至|到|--?|~)[ ]?(?:同年|当年)?")
_ENUMERATION = re.compile("[ ]?(?:、|和|及|或)[ ]?")
_BETWEEN = re.compile("(?:和|与|到|至)")
_UNTIL_NOW = re.compile(
    "(?:起|以来)?(?:至今|迄今|到现在|到目前|至目前|到如今)(?![日天年晚早晨夜春夏秋冬明后])(?!已?有?[0-9一二三四五六七八九十]{1,4}年)"
)
_EDGE = re.compile(
    r"""(?P<year_edge>年?(?:底|末(?!梢|端|班)|中(?=[，。、；]|期(?!权|货|待))|终(?!身|于)|初(?![步级中审选赛心期衷]|一|二|三))(?:期)?)
      | (?P<xun>上中旬|中下旬|[上中下]旬) | (?P<half>[上下]半月(?!谈)) | (?P<same>同期)""",
    re.VERBOSE,
)
_MONTH_EDGE = re.compile(
    r"""(?P<month_edge>月?(?:底|末(?!梢|端|班)|中(?=[，。、；])|初(?![步级中审选赛心期衷]|一|二|三)))
      | (?P<xun>上中旬|中下旬|[上中下]旬) | (?P<half>[上下]半月(?!谈)) | (?P<same>同期)""",
    re.VERBOSE,
)
_SET_EDGE = re.compile(
    "(?:(?<=年)年?|(?<=月)月?)(?:[底末](?!梢|端|班)|初(?![步级中审选赛心期衷一二三]))|(?<=月)[上中下]旬"
)
_QUARTER_EDGE = re.compile("(?<=度)(?:[底末](?!梢|端|班)|初(?![步级中审选赛心期衷一二三]))")
_WEEK = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天](?:至|到|--?|~)\Z")
_ABOUT = re.compile("(?:左右|前后)")
_CLOSING = '，。；、！？）)》”"\n ：:,;!?」』】'
_XUN = {"上旬": "first", "中旬": "middle", "下旬": "last", "上中旬": "first_middle", "中下旬": "middle_last",
        "上半月": "first_half", "下半月": "second_half"}  # fmt: skip


@value
class Point:
    """Atoms that make one point of time; `fields` are what they print."""

    start: int
    end: int
    top: int
    names: tuple[str, ...]
    fields: Mapping[str, str]
    last: Atom


@value
class Found:
    """One expression: a point, or the two ends of an interval."""

    start: int
    end: int
    shape: str
    left: Point
    right: Point | None = None
    extra: str = ""


def merged(*streams: Iterable[Atom]) -> list[Atom]:
    """Atoms of several readers in text order; where two overlap the earlier, then the longer one stays."""
    atoms = sorted((atom for stream in streams for atom in stream), key=lambda a: (a.start, -a.end))
    out: list[Atom] = []
    for atom in atoms:
        if not out or atom.start >= out[-1].end:
            out.append(atom)
    return out


def expressions(text: str, atoms: Sequence[Atom], *, traditional: bool) -> Iterator[Found]:
    """Points and intervals of `text`, in order, not overlapping."""
    points = list(_points(text, [atom for atom in atoms if atom.needs != "traditional" or traditional]))
    index = 0
    while index < len(points):
        left = points[index]
        right = points[index + 1] if index + 1 < len(points) else None
        found = _pair(text, left, right)
        if found is not None:
            index += 2
            yield found
            continue
        listed = _listed(text, points, index)
        if listed is not None:
            index += 1 + listed.extra.count(",")
            yield listed
            continue
        index += 1
        now = _UNTIL_NOW.match(text, left.end)
        if now is not None and left.top < SET + 7 and "vague" not in left.fields and "set" not in left.fields:
            if _stands(text, left, in_pair=True):
                yield Found(left.start, now.end(), "interval.until_now", left)
        elif _stands(text, left, in_pair=False):
            yield Found(left.start, left.end, shape_name(left), left)


def _points(text: str, atoms: Sequence[Atom]) -> Iterator[Point]:
    index = 0
    end = 0
    while index < len(atoms):
        if atoms[index].start < end:
            index += 1
            continue
        point = _begin(text, atoms[index])
        index += 1
        while index < len(atoms):
            if atoms[index].start < point.end:
                index += 1
                continue
            longer = _glued(text, point, atoms[index])
            if longer is None:
                break
            point = longer
            index += 1
        about = _ABOUT.match(text, point.end)
        if about is not None and point.top in (YEAR, MONTH, DAY, CLOCK):
            point = replace(point, end=about.end(), fields={**point.fields, "about": about.group()})
        end = point.end
        yield point


def _begin(text: str, atom: Atom) -> Point:
    return _with_edge(text, Point(atom.start, atom.end, atom.top, (atom.name,), atom.fields, atom))


def _glued(text: str, point: Point, atom: Atom) -> Point | None:
    """The point with `atom` added, None where it does not continue it."""
    gap = text[point.end : atom.start]
    in_set = "set" in point.fields
    if gap and not (gap == " " and atom.rank > MONTH - 1) and not (gap == "的" and (in_set or atom.top == PART)):
        return None
    if point.last.needs == "left" or point.top == CLOCK or "about" in point.fields:
        return None
    if atom.rank == CLOCK and point.names == ("weekday",) and _WEEK.search(text, max(0, point.start - 5), point.start):
        return None  # 周一至周五|9:00—17:00: hours of each day
    if point.top == DAY and atom.fields.get("day_from_last") == "0" and atom.name == "relative":
        kept = {k: v for k, v in atom.fields.items() if k != "day_from_last"}  # 5月1日当天, 2月3日当晚
        return replace(point, end=atom.end, top=max(WEEKDAY, atom.top), fields={**point.fields, **kept}, last=atom)
    if atom.rank <= point.top or not _continues(point, atom):
        return None
    fields = {**point.fields, **atom.fields}
    longer = Point(point.start, atom.end, atom.top, (*point.names, atom.name), fields, atom)
    return _with_edge(text, longer)


def _continues(point: Point, atom: Atom) -> bool:
    """False for pairs that only happen to stand together: 2020年10日, 每天3月, 2月的周三."""
    fields = point.fields
    if "vague" in fields or "vague" in atom.fields or ("years" in fields and atom.name != "part"):
        return False
    if atom.rank == DAY and point.top == YEAR and atom.name in ("day", "left_day", "relative"):
        return False
    if atom.rank == WEEKDAY and point.top < DAY:
        return "set" in fields
    if atom.rank >= PART and point.top < DAY:
        return "set" in fields
    return not ("months" in fields or "season" in fields or "edge" in fields or "xun" in fields)


def _with_edge(text: str, point: Point) -> Point:
    """Takes in 底, 初, 上旬, 同期 after a year or a month."""
    if "vague" in point.fields or "edge" in point.fields or point.last.needs == "left":
        return point
    if "set" in point.fields or ({"whole", "quarter_offset"} & point.fields.keys() and point.top == MONTH):
        found = (_SET_EDGE if point.top == SET else _QUARTER_EDGE).match(text, point.end)
        if found is None or (point.top != SET and "set" in point.fields):
            return point
        edge = "start" if found.group()[-1] == "初" else "end"
        return replace(point, end=found.end(), top=DAY, fields={**point.fields, "edge": edge})
    if point.top == YEAR and "years" not in point.fields:
        found = _EDGE.match(text, point.end)
    elif point.top == MONTH and "months" not in point.fields and "season" not in point.fields:
        found = _MONTH_EDGE.match(text, point.end)
    else:
        return point
    if found is None:
        return point
    kind = found.lastgroup or ""
    if kind in ("xun", "half"):
        if point.top == YEAR:
            return point
        added = {"xun": _XUN[found.group()]}
    elif kind == "same":
        added = {"same": "1"}
    else:
        word = found.group().strip("年月期")
        added = {"edge": {"初": "start", "中": "middle"}.get(word, "end")}
    return replace(point, end=found.end(), top=DAY, fields={**point.fields, **added})


def _listed(text: str, points: Sequence[Point], index: int) -> Found | None:
    """8、9、10月, 3日、4日和5日的会 stay apart; only numbers that share one 月 or 日 are one expression."""
    members = [points[index]]
    while members[-1].last.needs == "left" and _enumerated(text, points, index + len(members)):
        members.append(points[index + len(members)])
    if len(members) < 2 or members[-1].last.needs == "left":
        return None
    slot = "month" if members[0].last.name == "left_month" else "day"
    house = members[-1].fields.get("word") == "号" and "month" not in members[0].fields
    if house or any(slot not in member.fields for member in members):
        return None
    numbers = ",".join(member.fields[slot] for member in members)
    return Found(members[0].start, members[-1].end, "interval.enumeration", members[0], members[-1], numbers)


def _enumerated(text: str, points: Sequence[Point], index: int) -> bool:
    """True where a mark of lists joins the point of this index to the one before."""
    joined = _ENUMERATION.match(text, points[index - 1].end) if index < len(points) else None
    return joined is not None and joined.end() == points[index].start


def _pair(text: str, left: Point, right: Point | None) -> Found | None:
    if right is None or right.start - left.end > 4:
        return None
    if {"vague", "set"} & set(right.fields) or "vague" in left.fields or "about" in left.fields:
        return None
    between = _BETWEEN.match(text, left.end)
    if between is not None and between.end() == right.start and text.startswith("之间", right.end):
        return Found(left.start, right.end + 2, _interval_name(left, right), left, right)
    joined = _JOINER.match(text, left.end)
    if joined is None or joined.end() != right.start:
        return None
    if not (_stands(text, left, in_pair=True) and _stands(text, right, in_pair=True)):
        return None
    if left.last.needs != "left" and joined.group().strip() == "-" and left.names == ("colon",) != right.names:
        return None
    return Found(left.start, right.end, _interval_name(left, right), left, right)


def _interval_name(left: Point, right: Point) -> str:
    return f"interval.{_finest(left)}_{_finest(right)}"


def _finest(point: Point) -> str:
    if "set" in point.fields:
        return "set"
    for key in ("hour", "part", "weekday", "day", "xun", "holiday", "lunar", "season", "months", "month"):
        if key in point.fields:
            return "day" if key == "xun" else key
    for slot in ("day", "week", "month", "quarter", "year"):
        if f"{slot}_offset" in point.fields or f"{slot}_from_last" in point.fields:
            return slot
    return "year"


def shape_name(point: Point) -> str:
    """Rule name of a single point: its family and what is printed of it."""
    fields = point.fields
    if "set" in fields:
        return "set.every" if "every" in point.names else "set.word"
    if "vague" in fields:
        return f"vague.{fields['vague_kind']}"
    for key, name in (("bc", "date.bc"), ("bc_century", "date.bc"), ("years", "period.years"),
                      ("months", "period.months"), ("season", "period.season"),
                      ("xun", "period.xun"), ("holiday", "holiday.name"), ("lunar", "lunar.date"),
                      ("same", "relative.same_period"), ("edge", "date.edge")):  # fmt: skip
        if key in fields:
            return name
    relative = [k for k in fields if k.endswith(("_offset", "_from_last"))]
    family = "time" if "hour" in fields or "part" in fields else "relative" if relative else "date"
    printed = [k for k in ("year", "month", "day", "weekday", "part", "hour", "minute") if k in fields]
    slots = [k.removesuffix("_offset").removesuffix("_from_last") for k in relative]
    return f"{family}.{'_'.join(slots + printed)}"


def _stands(text: str, point: Point, *, in_pair: bool) -> bool:
    """False where the point is not confirmed by what it is made of or by its neighbours."""
    first = point.names[0]
    needs = point.last.needs
    if needs == "left":
        return in_pair
    if needs == "alone":  # 2008.01-2008.02 is a stretch of months, 2008.01 a decimal as often
        opens = text[point.start - 1 : point.start] in ("", "\n") and text[point.end : point.end + 1] in ",，至任"
        opens = opens or text[point.end : point.end + 2] in ("起历", "起任", "起担", "起，", "起至", "起在", "起先")
        return (point.names == ("dotted_month",) and (in_pair or opens)) or _alone(text, point)
    if needs == "opens" and len(point.names) < 2:
        return point.start == 0 or text[point.start - 1] in "，。；！？”」\n 、"
    if needs in ("year", "glued") and len(point.names) < 2:
        return False
    if needs == "day" and len(point.names) < 2 and "day_offset" not in point.fields:
        return False
    if first == "month_slash_day":
        return point.top == CLOCK or (_alone(text, point) and "." not in text)
    if len(point.names) > 1:
        return True
    check = _LONE.get(first)
    return check is None or check(text, point, in_pair)


def _alone(text: str, point: Point) -> bool:
    return len(text) <= 40 and text.strip() == text[point.start : point.end]


def _lone_day(text: str, point: Point, in_pair: bool) -> bool:
    printed = text[point.start : point.end]
    before, after = text[max(0, point.start - 2) : point.start], text[point.end : point.end + 2]
    if point.fields.get("word") == "号":
        if in_pair:
            return True
        ends = not after or after[0] in _CLOSING or after.startswith(("起", "前", "后", "当天", "至", "到", "之前"))
        return ends and (
            not before or before[-1] in "，。；、\n（(在于从自到至是月的" or before.endswith(("截至", "截止"))
        )
    if printed[0] in CN and not in_pair:
        opens = not before or before[-1] in "，。；\n（(在于从自至到截" or before.endswith(("记者", "中国"))
        closes = (
            not after or after[0] in _CLOSING + "在上下晚凌早举宣发称表起晨电讯说报公" or after[:2] in ("当天", "之前")
        )
        return (opens and closes and printed[0] != "一") or _alone(text, point)
    return True


def _lone_clock(text: str, point: Point, in_pair: bool) -> bool:
    fields, printed = point.fields, text[point.start : point.end]
    after = text[point.end : point.end + 2]
    if int(fields["hour"]) > 24:  # 25时: a slip of the pen where nothing else follows, and kept as one
        return fields.get("word") == "时" and ("exact" in fields or (bool(after) and after[0] in "，。；、"))
    if "exact" in fields and fields.get("word") == "时":
        return True
    if "about" in fields and (fields.get("word") == "时" or "exact" in fields):
        return True
    if fields.get("word") == "点":
        if "exact" in fields or in_pair:
            return "exact" in fields or not after.startswith("个")
        return printed[0] not in CN and _AT_O_CLOCK.match(text, point.end) is not None
    if printed[0] in CN:
        return in_pair or (printed[0] != "一" and bool(after) and after[0] in _CLOSING + "许整起至前后")
    opens = point.start == 0 or text[point.start - 1] in _OPENING or int(fields["hour"]) > 12  # 调度室18时将…
    return in_pair or opens or not after or after[0] in _CLOSING + "起至前后许左在为，开结的正准"


def _lone_colon(text: str, point: Point, in_pair: bool) -> bool:
    if int(point.fields["hour"]) > 24 or text[point.start - 1 : point.start] in ("(", "（", "比", "以"):
        return in_pair and int(point.fields["hour"]) <= 24
    around = text[max(0, point.start - 12) : point.end + 8]
    if _CONTEST.search(around):
        return False
    if (
        point.fields.get("hour") != "0"
        and text[point.start + 2] == ":"
        and text[point.start - 1 : point.start] not in _GLUED
    ):
        return True
    before = text[max(0, point.start - 2) : point.start]
    after = text[point.end : point.end + 1]
    opens = not before or before[-1] in "至到从自在于间:： ，。；、\n（" or before.endswith("时间")
    opens = opens or text[point.start] == "0" or after in ("从", "由", "抵", "出", "发", "开")
    return in_pair or (opens and (not after or after in _CLOSING + "许左起前后开从在由到至左-~发抵出"))


def _lone_month(text: str, point: Point, in_pair: bool) -> bool:
    printed = text[point.start : point.end]
    if printed[0] not in CN or in_pair:
        return True
    if text[point.end : point.end + 1] in ("三", "街", "里", "桃", "天", "流", "革", "飞", "桂", "花", "份"):
        return False
    return text[point.start - 1 : point.start] not in ("个", "这", "那", "两", "岁", "日", "年") or point.start == 0


def _lone_part(text: str, point: Point, _pair: bool) -> bool:
    return (
        text[point.start - 1 : point.start] not in ("每", "整", "全", "一", "同", "大", "到", "至") or point.start == 0
    )


_OPENING = frozenset("，。；、！？）),;! \n晚午晨天今日至")
_GLUED = frozenset("0123456789:+-/.")
_CONTEST = re.compile("[比胜负战局败逆淘绩扳球领赛]|用时|得分|冠军|夺")
# 8点档, 6点开市, 3点前: an hour by its neighbours; 3点建议 are three points.
_AT_O_CLOCK = re.compile(
    "档|前(?![三两十景提])|后|起(?!诉)|许|整|左右|准时|开[始门市盘播赛业工张讲奖]|才|就|再|不到|睡|关门|"
    "收[盘市工]|下班|上班|出发|到[达家]"
)
_LONE = {
    "day": _lone_day, "clock": _lone_clock, "colon": _lone_colon, "month": _lone_month, "part": _lone_part,
}  # fmt: skip
