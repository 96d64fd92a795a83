"""A holder that stands beside the figure itself: in a list, directly before it, or behind 由 and 被.

In: the layout, the clause and the figure. Out: the holder, `NOBODY` where a list closes with the figure, None where
nothing stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from report_extract._facts import FigureFact
from report_extract._stages._relate_clauses import Clause, Layout, Name, within
from report_extract._stages._relate_people import PEOPLE
from report_extract._stages._relate_subjects import LEADS_OTHERS, NOBODY, PEOPLE_DONE_TO, Holder
from report_extract._text import Span

_AGENT_BEFORE = re.compile(r"(?:由|被)$")
_ADJACENT_BEFORE = re.compile(r"(?:[，,；;：:、（(有由和与及含]|来自|包括|其中)$")
_ADJACENT_AFTER = re.compile(r"(?:[(（][\u3400-\u9fff]{1,8}[)）])?(?:的|共|等|共有|各)?\s?")
_NAMED = re.compile(r"(?:推荐|评|列|命名|认定|授予|确定|选|誉|批准|收录|登记|指定|核定)[^，,。]{0,3}(?:为|成|入|进)")
"""被某组织推荐为两种 …: who names things does not hold their number."""
_OF_WHICH = re.compile(
    r"(?:主办|承办|举办|协办|主持|组织|建设|打造|创办|开发|运营|管理|投资|设计|制作|出品)[^，,。；]{0,6}的[^，,。；]{2}"
)
"""由某局主办的展览吸引 …: the figure is told of what the body has made."""
_OF_SHARES = re.compile(r"的?(?:股权|股份|表决权)")
_BODIES = frozenset(["家", "所"])
_SORTS = frozenset(["company", "association", "hospital", "school"])
"""企业4家、专业合作社2家: what is counted, not who holds it."""
_APART = re.compile(r"分别|各")
_GOVERNED = re.compile(r"(?:给|向|对|为|往|支持|支援|帮助|指导|赴|到|在|从|与|和|同)$")
_DONE_TO = re.compile(
    f"(?:{PEOPLE_DONE_TO}|抓捕|抓|控制|处分|任命|聘任|聘请|邀请|组织|派出|选派|派|安排|吸引|招聘|录用|培养|评选|推荐|选举|"
    "约谈|问责|带走)了?(?:[^，,。；、]{0,4}|包括[^，,。；、]{0,20})$"
)
_MOVED = re.compile("(?:股价)?(?:大幅|小幅|收盘|微|大|收)?(?:上涨|下跌|上升|下降|上扬|涨|跌|升|降)(?:超过?|约|近|逾)?")
_SPENT = re.compile("(?:拟|曾|已|将|计划)?(?:斥资|耗资|出资|注资)(?:约|近|超过?)?")
RUNS = frozenset(["连胜", "连败", "连冠"])
"""Units of games in a row, which belong to whom they are told of."""
_LIST_ON = re.compile(r"(?:(?:、|和|与|及|以及)[A-Za-z\u3400-\u9fff]{2,14}){2,6}?(?:等|这)?")
_REACH = 23  # characters before a bracket
_LISTED = re.compile(r"(?:[、，,]|和|与|及|以及|、和)")


def beside(
    layout: Layout, clause: Clause, figure: FigureFact, names: Sequence[Name], own: Holder | None
) -> Holder | None:
    """The holder beside the figure; `names` are those of the clause, `own` who opens it."""
    found = _apart(layout, clause, figure, names) or _moved(layout, clause, figure, names)
    found = found or _adjacent(layout, clause, figure, names)
    return found if found is not None else _agent(layout, clause, figure, names, own)


def before_own_bracket(layout: Layout, clause: Clause, figure: FigureFact) -> Holder | None:
    """渝农商行(-22.4%)、华夏银行(|-15.7%): the body before a bracket that holds nothing but its figure."""
    if clause.parent is None or not clause.holds_only(figure.mention.span):
        return None
    name = layout.name_before(clause.start - 1, _REACH)
    return _as_holder(name) if name is not None and name.kind == "organisation" else None


def _apart(layout: Layout, clause: Clause, figure: FigureFact, names: Sequence[Name]) -> Holder | None:
    """甲局、乙局分别投入3万元、5万元: the first figure is the first body's, the second the second's."""
    text = layout.document.text
    apart = _APART.search(text, clause.start, figure.mention.start)
    if apart is None or apart.group() != "分别":
        return None
    listed = [name for name in names if name.end <= apart.start()]
    joined = all(_LISTED.fullmatch(text[a.end : b.start]) for a, b in pairwise(listed))
    if len(listed) < 2 or not joined or _GOVERNED.search(text, clause.start, listed[0].start) is not None:
        return None  # 对甲国、乙国出口分别增长 …
    end = layout.document.sentences[clause.sentence].end
    run = _run(text, within(layout.figures, apart.end(), end))
    if len(run) != len(listed) or figure.mention.span not in run:
        return None
    return _as_holder(listed[run.index(figure.mention.span)])


def _run(text: str, spans: Sequence[Span]) -> list[Span]:
    """The first spans, as long as nothing but list marks stands between them."""
    run = list(spans[:1])
    for before, span in pairwise(spans):
        if not _LISTED.fullmatch(text[before[1] : span[0]]):
            break
        run.append(span)
    return run


def _adjacent(layout: Layout, clause: Clause, figure: FigureFact, names: Sequence[Name]) -> Holder | None:
    """某医院30名队员 in the middle of a clause; 甲市24家、乙市18家 in a list."""
    text = layout.document.text
    before = [name for name in names if name.end <= figure.phrase[0]]
    if not before:
        return None
    name = before[-1]
    if _those_named(layout, clause, figure, before):
        return NOBODY
    gap = _ADJACENT_AFTER.fullmatch(text, name.end, min(figure.phrase[0], figure.mention.start))
    if gap is not None and gap.group() == "的" and figure.unit.surface in RUNS:
        return _as_holder(name)  # 终结了某队的|12连胜
    if _apposed_list(layout, figure, before):
        return NOBODY
    opens = name.start == clause.start or _ADJACENT_BEFORE.search(text, clause.start, name.start) is not None
    if gap is None or not opens:
        return None
    apposed = gap.group() in {"", "等"} and figure.unit.dimension not in PEOPLE
    if apposed and _closes_list(text, before):
        if figure.unit.symbol == "地":
            return None  # 在甲市、乙市两地抓获 …: where, not who
        return NOBODY if _heads(text, clause, before) else None  # 甲大学、乙学院和丙大学三所高校
    if not gap.group() and _last_of_those(layout, clause, figure, name):
        return None
    if name.kind == "organisation" and name.type not in {"subdistrict", "town"}:
        if figure.unit.surface in _BODIES and name.type in _SORTS and figure.counted is None:
            return None
        if _OF_SHARES.match(text, figure.mention.end):
            return None
        return _as_holder(name) if figure.unit.dimension in PEOPLE or name.start > clause.start else None
    return Holder(None, name.entity, None) if _in_list(layout, clause, figure, name) else None


def _moved(layout: Layout, clause: Clause, figure: FigureFact, names: Sequence[Name]) -> Holder | None:
    """高通下跌1.72%、博通|上涨|0.98%: one of those of whom a list tells how they moved."""
    text = layout.document.text
    name = next((n for n in reversed(names) if n.end <= figure.mention.start), None)
    if name is None or name.kind != "organisation":
        return None
    if _SPENT.fullmatch(text, name.end, figure.mention.start):
        return _as_holder(name)  # 重启|高通|斥资440亿美元的交易
    moved = _MOVED.fullmatch(text, name.end, figure.mention.start) is not None
    opens = name.start == clause.start or text[name.start - 1] in "、，,；;"
    return _as_holder(name) if moved and opens and figure.direction is not None else None


def _apposed_list(layout: Layout, figure: FigureFact, names: Sequence[Name]) -> bool:
    """高通、Acacia通讯、OclaroInc|三家供应商: a list of which not each is a name that was found."""
    text, name = layout.document.text, names[0]
    listed = name.kind == "organisation" and figure.unit.surface in _BODIES
    return listed and _LIST_ON.fullmatch(text, name.end, figure.mention.start) is not None


def _last_of_those(layout: Layout, clause: Clause, figure: FigureFact, name: Name) -> bool:
    """用好甲队、乙队、丙队|三支队伍: the last of those who are counted, where none of them has a number of its own."""
    joined = layout.document.text[name.start - 1 : name.start] == "、"
    joined = joined and figure.unit.surface in {"支", "家", "个", "所"}
    return joined and not within(layout.figures, clause.start, name.start)


def _those_named(layout: Layout, clause: Clause, figure: FigureFact, names: Sequence[Name]) -> bool:
    """黄敏惠和李新|2人, 诺基亚、爱立信这|四家: those who were just named, of whom the last has no such number."""
    text, name = layout.document.text, names[-1]
    gap = text[name.end : figure.mention.start]
    if name.kind == "person":
        head = _head(text, names).start
        done = _DONE_TO.search(text, max(clause.start, head - 24), head) is not None  # 抓获|林某、王某等22人
        return gap in {"", "等", "共", "这"} and figure.unit.dimension == "person" and not done
    if gap == "等" and name.kind == "organisation" and figure.unit.surface in _BODIES:
        return True  # 送往甲医院、乙医院等|五所医院
    return gap == "这" and name.kind == "organisation" and _closes_list(text, names)


def _closes_list(text: str, names: Sequence[Name]) -> bool:
    """True where the last name is one of several that a list joins, and what follows counts them."""
    return len(names) > 1 and _LISTED.fullmatch(text, names[-2].end, names[-1].start) is not None


def _heads(text: str, clause: Clause, names: Sequence[Name]) -> bool:
    """True where the list is not what something is done to (给甲省、乙省等6省区拨款)."""
    return _GOVERNED.search(text, clause.start, _head(text, names).start) is None


def _head(text: str, names: Sequence[Name]) -> Name:
    """The first name of the list that the last one closes."""
    head = names[-1]
    for before, name in zip(names[-2::-1], names[::-1], strict=False):
        if _LISTED.fullmatch(text, before.end, name.start) is None:
            break
        head = before
    return head


def _in_list(layout: Layout, clause: Clause, figure: FigureFact, name: Name) -> bool:
    """True where the name and its figure are one of several such pairs."""
    text = layout.document.text
    sentence = layout.document.sentences[clause.sentence]
    left = text[max(sentence.start, name.start - 1) : name.start]
    figures = within(layout.figures, sentence.start, sentence.end)
    after = list(layout.names_in(figure.mention.end, min(figure.mention.end + 3, sentence.end)))
    pair_behind = any(0 <= start - n.end <= 1 for n in after for start, _ in figures)
    pair_before = left in {"、", "，", ","} and any(0 <= name.start - 1 - end <= 1 for _, end in figures)
    return pair_behind or pair_before


def _agent(
    layout: Layout, clause: Clause, figure: FigureFact, names: Sequence[Name], own: Holder | None
) -> Holder | None:
    """由某局清运86吨, 86人被某局查获: the body behind 由 or 被 acts."""
    if own is not None and own.actor is not None:
        return None
    text = layout.document.text
    for name in names:
        if name.kind == "place" or _AGENT_BEFORE.search(text, clause.start, name.start) is None:
            continue
        if _NAMED.match(text, name.end, clause.end) or LEADS_OTHERS.match(text, name.end, clause.end):
            continue
        if _OF_WHICH.search(text, name.end, figure.mention.start) is None:
            return _as_holder(name)
    return None


def _as_holder(name: Name) -> Holder:
    if name.kind == "place":
        return Holder(None, name.entity, None)
    return Holder(name.entity, None, name.entity if name.kind == "person" else None)
