"""People and what they do or suffer, and what is done so many times: 3人|死亡, 86人|进城落户, 6次|访问.

In: the layout, a figure and its clause. Out: a few characters of the text, or None. `action` finds the verb that
governs a figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from report_extract._facts import FigureFact
from report_extract._stages._relate_behind import behind
from report_extract._stages._relate_clauses import Clause, Layout, within
from report_extract._stages._relate_groups import DURATIONS, TIMES_OF
from report_extract._stages._relate_nouns import ahead
from report_extract._stages._relate_right import CLOSES, OF, beside, is_noun, printed_before
from report_extract._stages._relate_tags import HEADS, VERBS, agent, tag_of
from report_extract._text import Span

PEOPLE = frozenset(["person", "household", "attendance"])
DEEDS = frozenset(["attendance", "time_count", "trip", "event", "household_visit", "labour_time", "edition"])
_SUFFERS = frozenset("例只头匹羽尾")
_DURING = re.compile(r"在[\u3400-\u9fff]{1,14}?[中时里内上后]")
_BLAMED = re.compile(r"(?:因|由于)[\u3400-\u9fff“”]{2,16}?(被[\u3400-\u9fff]{2,3})(?:$|[，,。；;、])")
_OF_THOSE = ("的", "的有", "的共", "的共有", "的达", "的为")
_WHOLE_DEED = re.compile(r"(?:(?![的了着过等时]|其中|以上|左右)[\u3400-\u9fff]){2,8}")
_DEED = 8  # characters of a deed with its object
_IF_ENOUGH = re.compile("若[\u3400-\u9fff]|[\u3400-\u9fff]够")
"""若花|86元, 买够|6支: what is supposed, or how much of it."""
_TOLD_BY = "有为是需成于"  # last characters of verbs that say nothing without their object
_CHANGING = re.compile(r"[上下提调增减升降涨跌不][调降升涨跌加减高长少幅能得出]$|[不没未][\u3400-\u9fff]")
_DONE = frozenset(["v", "vn", "n", "l"])
_PRONOUN = re.compile("[二两三四五六七八九]人")
"""Those who were named before: 控方推论|两人."""
_COUNTING = re.compile("(?:有|另|共|少|成|致|中|死|伤|约|近)$")
_CHARGED = re.compile(
    "[均已先后都]{0,3}被[\u3400-\u9fff]{0,12}?(刑事拘留|行政拘留|批准逮捕|依法逮捕|逮捕|拘留|刑拘|提起公诉|起诉|查处|立案|问责|处分|抓获|救出)"
)
_TASKS = re.compile("(?:任务|会议|活动|行动|考察|手术|比赛|袭击|会谈|磋商)$")
_HELD = re.compile("(?:召开|举行|举办|主持|出席|参加|开展|组织)了?(?:过|共)?$|、$")
_MEETING = re.compile(
    "的?([\u3400-\u9fff]{2,20}?(?:座谈会|研讨会|推进会|协调会|工作会议|发布会|听证会|恳谈会|招聘会|演练))(?![\u3400-\u9fff])"
)
_FORCE = re.compile("(?:警力|兵力|力量|队伍|团队|小组|代表团)$")
_DELEGATES = re.compile("(?:代表|委员|嘉宾|队员|学员|选手|员工|干部|职工)$")
_GROUP = re.compile("[队团组班会队]$|队伍|名单|规模|阵容|调查|观众|群体|生命")
_TOLD_OF = re.compile("死于[\u3400-\u9fff]{2,8}?(?=[，。；、,\n]|$)|涉嫌[\u3400-\u9fff]{2,6}?(?=被|[，。；、,\n]|罪|$)")
"""1416人|死于新冠肺炎, 两人|涉嫌受贿|被立案."""
_MADE_UP = re.compile("组成的")
"""21人|组成的扑火队."""
_CAME_TO = re.compile("[卖涨升降跌调移推增减达提排][到至]")
_BEYOND = re.compile("以上|以下|左右")
_STILL = frozenset(["继续", "依然", "仍旧", "仍", "均", "已", "都", "还", "正", "先后", "陆续", "已经", "正在", "仍然"])
_ALREADY = "已将未正曾刚"


def people_of(layout: Layout, figure: FigureFact, low: int, start: int, limit: int) -> str | None:
    """People and what happens so many times: 党政干部1500人, 3人死亡, 接种86万人次, 6次访问."""
    end = figure.mention.end
    of = OF.match(layout.document.text, end, limit) or _MADE_UP.match(layout.document.text, end, limit)
    noun = behind(layout, of.end(), limit, verbs=False) if of is not None else None
    if noun is not None and figure.unit.dimension not in DEEDS:
        return noun if agent(layout, noun) or _GROUP.search(noun) else _population(layout, low, start)
    if figure.unit.dimension in DEEDS and figure.unit.dimension != "attendance":
        done = _meeting(layout, start, end, limit) or _done(layout, end, limit)
        if done is not None:
            return done
        tasks = behind(layout, end, limit, verbs=True)
        if tasks is not None and _TASKS.search(tasks) and layout.document.text.startswith(tasks, end):
            return tasks
    parted = layout.document.text.startswith("的", start - 1) and not _since(layout, low, start)
    right = beside(layout, low, start) if not parted else None
    if right is not None and len(right) <= 3 and right[-1] in "上里内":
        right = None  # 机上|86人
    them = _PRONOUN.fullmatch(layout.document.text, figure.mention.start, end) is not None
    if them and right and not agent(layout, right):
        right = None
    if right is None and not parted:
        told = printed_before(layout, figure, low)
        right = told if told is not None and _DELEGATES.search(told) else None
    force = behind(layout, end, limit, verbs=False)
    if force is not None and (_beside(layout, end, force) if right is None else _is_force(layout, end, force)):
        return force
    hurt = _happened(layout, end, limit, right)
    if hurt is not None:
        return hurt
    if right is not None:
        return right
    if figure.unit.dimension not in DEEDS:
        told = is_noun(layout, end, limit)
        told = told if told is None or not them or agent(layout, told) else None  # 二人均系|毒鼠强中毒
        return (ahead(layout, low, start) if not parted and not them else None) or told
    return noun or behind(layout, end, limit, verbs=False) or ahead(layout, low, start)


def _meeting(layout: Layout, start: int, end: int, limit: int) -> str | None:
    """召开四次|流域发展座谈会、两次|生态保护和发展座谈会: the whole name of what was held so many times."""
    text = layout.document.text
    if _HELD.search(text, max(start - 6, 0), start) is None:
        return None
    found = _MEETING.match(text, end, limit + 1)
    return found[1] if found is not None and not within(layout.figures, end, found.end(1)) else None


def _happened(layout: Layout, end: int, limit: int, right: str | None) -> str | None:
    """3人|死亡, 1416人|死于新冠肺炎: what befell them; `right` is the noun before, which may tell it."""
    told = _TOLD_OF.match(layout.document.text, end, limit)
    if told is not None:
        return told.group()
    at = end + (layout.document.text[end : end + 1] in {"仍", "尚", "还"} and end < limit)
    hurt = layout.words.outcome.match(layout.document.text, at, limit)
    return hurt[1] if hurt is not None and (right is None or _ends(layout, right)) else None


def _is_force(layout: Layout, end: int, noun: str) -> bool:
    """40人|代表团: the body that those who are counted make up."""
    return _FORCE.search(noun) is not None and layout.document.text.startswith(noun, end)


def _beside(layout: Layout, end: int, noun: str) -> bool:
    """数百万人|中兴手机用户: people named right behind a figure that itself says 人."""
    document = layout.document
    named = document.is_boundary(end) and document.tags[document.word_index(end)] in {"ns", "nt", "nz"}
    body = next((name.end for name in layout.names_in(end, end + 1) if name.start == end), end)
    named = named or body > end
    people = named and agent(layout, noun) and any(document.text.startswith(noun, at) for at in (end, body))
    return people or _is_force(layout, end, noun)


def _population(layout: Layout, low: int, start: int) -> str | None:
    """一个人口仅有|200人的村庄."""
    told = ahead(layout, low, start)
    return told[-2:] if told is not None and told.endswith(("人口", "人数")) else None


def _since(layout: Layout, low: int, start: int) -> bool:
    """True behind 从2012年的, which names no one."""
    times = within(layout.times, low, start)
    return bool(times) and start - times[-1][1] <= 2 and layout.document.text[max(times[-1][0] - 1, low)] in "从由较比"


def _done(layout: Layout, end: int, limit: int) -> str | None:
    """What was done so many times: 6次|访问, 两度|会晤."""
    document = layout.document
    index = document.word_index(end)
    stop = document.word_span(index)[1]
    deed = document.text[end : min(stop, limit)] if end < limit else ""
    if stop < limit and document.tags[index + 1] in HEADS - {"x"}:
        return _done_to(layout, end, stop, limit) if document.in_context and tag_of(layout, index) == "v" else None
    known = len(deed) == 2 and document.tags[index] in _DONE and deed not in layout.words.link
    return deed if known and deed not in layout.words.idle and deed not in layout.words.light else None


def _done_to(layout: Layout, end: int, stop: int, limit: int) -> str | None:
    """The deed with its object: 3次|派出医疗队."""
    noun = behind(layout, stop, limit, verbs=False)
    text = layout.document.text
    if stop - end < 2 or text[end:stop] in layout.words.light or noun is None or not text.startswith(noun, stop):
        return None
    last = stop + len(noun)
    near = last - end <= _DEED and text[last] != "的" and _closed(layout, last, limit)
    return text[end:last] if near else text[end:stop]


def _ends(layout: Layout, noun: str) -> bool:
    """True where a noun ends with what happened (水塔倒塌): it tells of no people."""
    return any(layout.words.outcome.fullmatch(noun, at) for at in range(max(len(noun) - 3, 0), len(noun) - 1))


def outcome(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """What befell or was done by counted people: 3人|死亡."""
    if figure.unit.dimension not in PEOPLE and figure.unit.surface not in _SUFFERS:
        return None
    at = max(figure.phrase[1], figure.mention.end)
    during = _DURING.match(layout.document.text, at, clause.end)
    found = layout.words.outcome.match(layout.document.text, during.end() if during is not None else at, clause.end)
    if found is None:
        return None
    return found[1] + next_outcome(layout, found.end(), clause.end)


def next_outcome(layout: Layout, at: int, limit: int) -> str:
    """治愈|出院: what else befell them, right behind what ends at `at`."""
    more = layout.words.outcome.match(layout.document.text, at, limit)
    return more[1] if more is not None and more.start(1) == at else ""


def befallen(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """What people do or suffer where a tagger read the sentence: 86人|进城落户, 86人出现|呕吐, 5人因失职|被问责."""
    document = layout.document
    at = figure.mention.end
    beyond = _BEYOND.match(document.text, at, clause.end)
    at = beyond.end() if beyond is not None else at
    if figure.unit.dimension not in PEOPLE or not document.in_context or at >= clause.end:
        return None
    blamed = _BLAMED.match(document.text, at, min(clause.end + 1, len(document.text)))
    if blamed is not None:
        return blamed[1]
    charged = _CHARGED.match(document.text, at, clause.end)
    if charged is not None:
        return charged[1]
    if _spoken_of(layout, figure, clause.start):
        return None
    index = document.word_index(at)
    if document.words[index] == at and document.surfaces[index] in _STILL and index + 1 < len(document.words):
        index += 1
        at = document.words[index]
    verb = document.surfaces[index]
    loose = verb in layout.words.link and verb not in layout.words.light
    if document.words[index] != at or tag_of(layout, index) != "v" or loose:
        return None
    brief = clause.end - at <= _DEED and _WHOLE_DEED.fullmatch(document.text, at, clause.end) is not None
    if len(verb) == 1 and brief and clause.end - at > 2:
        return document.text[at : clause.end]
    for_them = index > 1 and tag_of(layout, index - 2) == "p"
    return None if for_them or len(verb) not in {2, 4} else _with_object(layout, index, clause, brief=brief)


def _with_object(layout: Layout, index: int, clause: Clause, *, brief: bool) -> str | None:
    """A verb behind people with what belongs to it; only its object where it says nothing itself."""
    document, words = layout.document, layout.words
    verb, (at, stop) = document.surfaces[index], document.word_span(index)
    noun = behind(layout, stop, clause.end, verbs=False) if stop < clause.end else None
    noun = noun if noun is not None and document.text.startswith(noun, stop) else None
    if verb in words.light or verb[1] in _TOLD_BY:
        whole = stop < clause.end and _WHOLE_DEED.fullmatch(document.text, stop, clause.end) is not None
        return noun or (document.text[stop : clause.end] if whole else None)
    if brief:
        return document.text[at : clause.end]
    goes_on = index + 1 < len(document.words) and document.word_span(index + 1)[1] <= clause.end
    after = document.surfaces[index + 1] if goes_on and tag_of(layout, index + 1) == "v" else ""
    if len(after) == 2 and after not in words.link:
        return verb + after
    if noun is not None and len(noun) <= 4 and _closed(layout, stop + len(noun), clause.end):
        return verb + noun
    return verb if verb not in words.idle else None


def _closed(layout: Layout, at: int, limit: int) -> bool:
    """True where a phrase ends at `at`: no word goes on there."""
    return at >= limit or CLOSES.match(layout.document.text, at) is not None


def _spoken_of(layout: Layout, figure: FigureFact, low: int) -> bool:
    """True for those who were named before (二人, 两人), whom nobody counts here."""
    text, (start, end) = layout.document.text, figure.mention.span
    named = _PRONOUN.fullmatch(text, start, end) is not None
    return named and _COUNTING.search(text, max(low, start - 4), start) is None


def deed_of(layout: Layout, low: int, figure: FigureFact, clause: Clause) -> str | None:
    """What was done with people, money or things whose noun is not named: the verb that governs the figure."""
    dimension = figure.unit.dimension
    changes = dimension in DURATIONS or dimension in TIMES_OF or figure.role == "change"
    if changes or _spoken_of(layout, figure, clause.start) or _of_those(layout, low, figure.mention.start):
        return None
    span = action(layout, low, figure.mention.span, clause.end, two=True)
    if span is None:
        return None
    verb = layout.document.text[slice(*span)]
    if layout.words.outcome.fullmatch(verb):
        verb = _outcome_before(layout, low, span[0]) + verb
    verb = "接受" + verb if layout.document.text.endswith("接受", low, span[0]) else verb
    start, end = figure.mention.span
    far = span[0] > end + 4 or not 0 <= start - span[1] <= 3
    people = dimension in PEOPLE or dimension in DEEDS
    loose = (far and (not people or verb not in layout.words.act)) or _CHANGING.match(verb) is not None
    loose = loose or _CAME_TO.fullmatch(verb) is not None or _IF_ENOUGH.fullmatch(verb) is not None
    idle = verb in layout.words.light or verb in layout.words.idle or verb in layout.measuring.idle
    return None if loose or idle else verb


def _outcome_before(layout: Layout, low: int, start: int) -> str:
    """治愈|出院: what else befell them, told right before the verb at `start`."""
    index = layout.document.word_index(start - 1) if start > low else -1
    word = layout.document.surfaces[index] if index >= 0 and layout.document.words[index] >= low else ""
    return word if layout.words.outcome.fullmatch(word) else ""


def _of_those(layout: Layout, low: int, start: int) -> bool:
    """True behind 的有: 不予立案的有|86宗 counts what was counted before, 报名的有|86人 those who did it."""
    text = layout.document.text
    of = next((of for of in _OF_THOSE if text.endswith(of, low, start)), None)
    if of is None:
        return False
    at = start - len(of)
    return layout.words.outcome.fullmatch(text, at - 2, at) is None


def action(layout: Layout, low: int, span: Span, end: int, *, two: bool = False) -> Span | None:
    """The verb that governs a figure in text[low:end]; of `two` characters at least where asked."""
    document, words = layout.document, layout.words
    before: Span | None = None
    taken: list[Span] | None = None
    starts, act = document.words, words.act
    first = document.word_index(low)
    last = bisect_left(starts, end, first)
    rows = zip(starts[first:last], document.surfaces[first:last], document.tags[first:last], strict=True)
    for start, word, tag in rows:
        if word not in act and (tag not in VERBS or word in words.link or layout.measuring.tags.get(word) == "d"):
            continue
        stop = start + len(word)
        if start < low or (two and stop - start < 2):
            continue
        if taken is None:
            taken = within(layout.times, max(low - 8, 0), end)
            taken += [(name.start, name.end) for name in layout.names_in(low, end)]
            taken += within(layout.figures, low, end)  # 49支|援鄂医疗队
        if word[-1] in "有是为" or (word[0] in _ALREADY and stop - start == 2) or _overlaps(taken, start, stop):
            continue
        if stop <= span[0]:
            before = (start, stop)
        elif start >= span[1]:
            return before or (start, stop)
    return before


def _overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans)


def verb_of(layout: Layout, span: Span) -> Span | None:
    """The verb that governs the figure at `span` in its clause."""
    clause = layout.clauses[layout.clause_at(span[0])]
    return action(layout, clause.start, span, clause.end)
