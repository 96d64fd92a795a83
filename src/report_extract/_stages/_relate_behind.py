"""The noun that stands behind a figure: 3名|青年, 17名|退休党员, 1枚英国提供的|导弹.

In: the layout and offsets. Out: a short exact stretch of the text, or None. Parts of speech come from a dictionary and
are often wrong for single words, so a noun phrase is bounded by what surely ends it: marks, figures, names, words that
only join, verbs with an object, and any verb behind a word for people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_extract._stages._relate_clauses import Layout, Name, within
from report_extract._stages._relate_counted import counted_of
from report_extract._stages._relate_groups import MEASURED
from report_extract._stages._relate_nouns import AREAS, LONGEST, RATED, run
from report_extract._stages._relate_phrases import EMPTY, RELATIVE, WORDLIKE, Reading, taken
from report_extract._stages._relate_tags import HEADS, Word, agent, words_from

_PAST = re.compile(
    r"(?:左右|上下|以上|以下|以内|之多|不等|余|多|所谓的?|各(?![种类级地界国])|起(?![\u3400-\u9fff]?[价义步诉飞伏源]))?(?:[(（][^()（）]{1,20}[)）])?的?"
)
_QUOTED = re.compile(r"“[^“”]{1,14}”|‘[^‘’]{1,14}’|「[^「」]{1,14}」|《[^《》]{1,14}》")
_BRACKETED = re.compile(r"[(（][^()（），。]{1,6}[)）]|“[^“”，。]{1,10}”")
_MODEL = re.compile(  # 苏-27|战机
    r"[“\"]?(?:[A-Za-z]{1,4}[-－]?|[\u4e00-\u9fff]{1,2}[-－])[0-9]{1,4}[A-Za-z]{0,3}[”\"]?型?(?=[\u4e00-\u9fff])"
)
_LATIN_BEHIND = re.compile("(?<=[性级型])的(?=[0-9]?[A-Za-z])[A-Za-z0-9/+-]{1,8}(?=[\u3400-\u9fff])")
"""全球性的4G/5G|设备供应商."""
_OF_CASES = re.compile(r"典型(?=案例)")
_LATIN = re.compile(r"(?<=[\u3400-\u9fff]{2})[A-Za-z0-9]{1,20}$")
_HOLDING = re.compile(r"(?:超过|低于|高于|不足|达到|达|逾|超|不到|在)了?(?:约|近)?$")
_SIZES = (
    "瓦", "升", "米", "公里", "斤", "克", "吨", "寸", "伏", "安时", "度", "岁", "级", "元",
)  # fmt: skip
_PERSONS = frozenset(["人", "名", "位", "多人", "余人"])
_WHOLE = re.compile(
    "(?:新兴)?(?:发展中|发达)(?:国家|大国|经济体|地区|成员)"
    "|援[鄂汉沪疆藏琼](?:抗疫)?(?:医疗队|医护人员|医务人员|队员)"
    "|(?:国际|国家|国内|地方|中央|省级|市级|区域|地区)(?:和|与|及)(?![一二两三四五六七八九十])[\u3400-\u9fff]{2,4}?(?:组织|机构|企业|协会|部门|媒体|机关)"
)
"""发展中大国, 国际和地区组织: nouns that the segmenter cuts."""
_SIDE = "(?:[国境海省市内本外]内|[国境海省市]外|[内本外]地|本土|国际|港澳|城市|城镇|农村|乡村)"
_OF_BOTH = re.compile(f"{_SIDE}[或和与及、]{_SIDE}(?=[\u3400-\u9fff]{{2}})")
"""内地或海外|企业."""
_FIRMS = frozenset(["家", "间", "所"])
COME = ("来自", "在")
FROM = re.compile(r"(?:来自|在)[^，,。；;：:！？0-9\n]{1,30}?的(?!是)")
_COME_FROM = re.compile(
    r"来自[^，,。；;：:！？0-9\n的]{2,40}?(代表|嘉宾|学生|选手|专家|学者|游客|人士|运动员|队员|观众|志愿者|师生|青年|记者|客商)"
    r"(?=[，,。；;]|[出参到齐汇共受应赴欢]|在|围绕)"
)
"""140名|来自文化、学术、媒体代表|出席."""
_BODY_ENDS = re.compile("公司|企业|部门|单位|机构|学校|高校|医院|银行|集团|国家|地区|[省市县镇村]$")
_SIZED = frozenset(["库存", "存煤", "规模", "面积", "收入", "利润", "投资", "产值", "营收"])
"""Amounts that a clause behind those who are counted may give: 8个产业|规模超千亿元."""
_OLD = re.compile("(?<=个月)(?:儿童|婴|幼|患儿|宝宝)")
_UNDER = re.compile("不满|未满|年满|不足|超过|平均|约")
_OF_AGE = re.compile(
    "(?:不满|未满|年满|不足|超过|平均|约)?[0-9一二三四五六七八九十]{1,4}多?周?岁(?:以上|以下|左右)?的?(?=[\u3400-\u9fff])"
)
_OF_GRADE = re.compile("[\u3400-\u9fff]{1,3}[级等]及?(?:其|或)?以[上下]的?(?=[\u3400-\u9fff]{2})")
_OTHERS = re.compile(
    "[\u3400-\u9fff]方被[\u3400-\u9fff]{2}(?:人员|者)"
    "|[不未非][\u3400-\u9fff]{1,4}?(?:人群|人员|人口|者|患者|学生|居民|儿童)(?![\u3400-\u9fff]?的)"
)
_THEIRS = re.compile("(?:案件|事件|进展|问题|情况|事迹|经历|故事|案|行为|处罚|处分|补偿|赔偿|权益)$")
_TEAMS = frozenset(["队伍", "团队"])
_MEMBERS = frozenset("员者师手兵")
_OF_SIZE = re.compile("(?:及?以上|及?以下|以内|左右)?[级高长宽]?的?(?=[\u3400-\u9fff“])")
_SUM = re.compile("(?:总?共|合计|总计|共计|约)")
_AMOUNT_OF = re.compile("(?:以上|以下|以内)?的")
_AGED = re.compile("(?:平均)?(?:年龄|身高|体重|工资|薪酬|得分|成绩)$")
_STATES = frozenset(["处于", "位于", "属于", "来自", "出自", "用于", "陷入", "进入", "面临", "获得", "受到", "遭到"])
_LOOSE = re.compile("[的了着过地得把被将在向从与和及或就也都已还不没只才又]|[^\u3400-\u9fff]")
_THINGS = frozenset("项条款份起种件篇部枚幅首套张本宗桩场次")


def behind(layout: Layout, start: int, limit: int, *, verbs: bool, person: bool = False, unit: str = "") -> str | None:
    """The noun phrase in text[start:limit] that begins right there.

    `verbs`: a verb may lead it (17名|退休|党员, 20条|举措); `person`: it ends at the first 的; `unit`: what it is
    counted by, which tells whether a clause may describe it.
    """
    past = _PAST.match(layout.document.text, start + _unquoted(layout, start), limit)
    at = past.end() if past is not None else start
    if layout.document.text.startswith(COME, at) and unit in _PERSONS | _FIRMS:
        relative = FROM.match(layout.document.text, at, limit)
        come = _phrase(layout, relative.end(), limit, verbs=False, person=True, relative=False) if relative else None
        kind = _COME_FROM.match(layout.document.text, at, limit + 60) if relative is None and unit in _PERSONS else None
        if kind is not None:
            return kind[1]
        bodies = come is None or _BODY_ENDS.search(come) is not None
        return come if bodies == (unit in _FIRMS) else None
    model = _MODEL.match(layout.document.text, at, limit)
    at = model.end() if model is not None else at
    at = _behind_size(layout, at, limit) if unit else at
    at = _behind_time(layout, _behind_sum(layout, at, limit), limit)
    things = unit[-1:] in _THINGS
    graded = _OF_GRADE.match(layout.document.text, at, limit)
    at = graded.end() if graded is not None else at  # 34份|部级及以上|领导干部处分通报
    others = _OTHERS.match(layout.document.text, at, limit)
    if others is not None:
        return others.group()
    theirs = _of_a_named_body(layout, at, limit) if person else None
    if theirs is not None:
        return theirs
    whole = _WHOLE.match(layout.document.text, at, limit)
    if whole is not None:
        return whole.group()
    both = _OF_BOTH.match(layout.document.text, at, limit)
    if both is not None:
        noun = _phrase(layout, both.end(), limit, verbs=False, person=person, relative=False)
        direct = noun is not None and layout.document.text.startswith(noun, both.end())
        return f"{both.group()}{noun}" if direct else noun
    found = _phrase(layout, at, limit, verbs=verbs, person=person, relative=True, things=things)
    if found is not None and found[-1] in "性级型" and (latin := _LATIN_BEHIND.search(layout.document.text, at, limit)):
        found = _phrase(layout, latin.end(), limit, verbs=False, person=person, relative=False, things=things) or found
    if person and (found is None or not agent(layout, found)):
        found = _person_described(layout, at, limit) or found
    if person and found is not None and _BODY_ENDS.search(found) is not None:
        found = _who_is_of(layout, at, found, limit) or found
    if found is None and things:
        found = _last(layout, at, limit)
    elif found is not None and things and layout.document.in_context:
        found = _to_heading(layout, at, limit, found)
    found = counted_of(layout, at, found, limit, unit=unit) if found is not None else None
    return found if found is not None or person or not unit else _short(layout, at, limit)


def _who_is_of(layout: Layout, at: int, body: str, limit: int) -> str | None:
    """70位|知名企业的|业界代表: who comes from the bodies that stand first."""
    end = at + len(body)
    if not layout.document.text.startswith(f"{body}的", at):
        return None
    noun = _phrase(layout, end + 1, limit, verbs=False, person=True, relative=False)
    return noun if noun is not None and agent(layout, noun) else None


def _unquoted(layout: Layout, start: int) -> int:
    """1 behind a figure that stands in quotes: “数千台”|机器人."""
    text = layout.document.text
    if not text.startswith("”", start):
        return 0
    figure = next((span for span in within(layout.figures, max(start - 12, 0), start) if span[1] == start), None)
    return int(figure is not None and text[figure[0] - 1 : figure[0]] == "“")


def _of_a_named_body(layout: Layout, at: int, limit: int) -> str | None:
    """1600多名|俄南部军区|士兵: the people of a body whose name stands before them."""
    body = next((n for n in layout.names_in(at, limit) if n.start == at and n.kind == "organisation"), None)
    if body is None or body.end >= limit or layout.document.text[body.end] == "的":
        return None
    noun = _phrase(layout, body.end, limit, verbs=False, person=True, relative=False)
    beside = noun is not None and layout.document.text.startswith(noun, body.end)
    return noun if beside and noun is not None and agent(layout, noun) else None


def _behind_size(layout: Layout, at: int, limit: int) -> int:
    """Where the noun begins behind a figure that tells its size: 两台|160千瓦|直流快充桩."""
    aged = _OF_AGE.match(layout.document.text, at, limit)
    if aged is not None:
        return aged.end()
    under = _UNDER.match(layout.document.text, at, limit)
    begin = under.end() if under is not None else at
    size = next((span for span in within(layout.figures, begin, limit) if span[0] == begin), None)
    if size is not None and _OLD.match(layout.document.text, size[1], limit):
        return size[1]
    if size is None or not layout.document.text.endswith(_SIZES, *size):
        return at
    more = _OF_SIZE.match(layout.document.text, size[1], limit)
    return more.end() if more is not None else at


def _behind_sum(layout: Layout, at: int, limit: int) -> int:
    """Where the noun begins behind what those who are counted come to: 25支|共5000多人的|志愿服务队."""
    told = _SUM.match(layout.document.text, at, limit)
    size = next((span for span in within(layout.figures, at, limit) if told and span[0] == told.end()), None)
    of = _AMOUNT_OF.match(layout.document.text, size[1], limit) if size is not None else None
    return of.end() if of is not None else at


def _behind_time(layout: Layout, at: int, limit: int) -> int:
    """Where the noun begins behind a clause that opens with a time: 三套|一年前布放在该海域的|潜标."""
    time = next((span for span in within(layout.times, at, limit) if span[0] == at), None)
    told = RELATIVE.match(layout.document.text, time[1], limit) if time is not None else None
    return told.end() if told is not None else at


def _person_described(layout: Layout, at: int, limit: int) -> str | None:
    """7名|迟到的|民警: those whom a clause describes in which nobody else is named."""
    found = RELATIVE.match(layout.document.text, at, limit)
    if found is None or within(layout.figures, at, found.end()):
        return None
    if any(agent(layout, word.text) for word in words_from(layout, at, found.end() - 1)):
        return None
    noun = _phrase(layout, found.end(), limit, verbs=False, person=True, relative=False)
    return noun if noun is not None and agent(layout, noun) else None


def _to_heading(layout: Layout, at: int, limit: int, noun: str) -> str:
    """两项|失业保险稳岗惠民政策举措: the whole of a short stretch whose last noun says what is counted."""
    text, heading = layout.document.text, layout.measuring.heading
    whole = at < limit <= at + LONGEST and len(noun) < limit - at and text.startswith(noun, at)
    if not whole or heading.search(noun) or heading.search(text, at, limit) is None:
        return noun
    return noun if _LOOSE.search(text, at, limit) or within(layout.figures, at, limit) else text[at:limit]


def _phrase(
    layout: Layout, at: int, limit: int, *, verbs: bool, person: bool, relative: bool, things: bool = False
) -> str | None:
    text = layout.document.text
    figures = sorted([*within(layout.figures, at, limit), *within(layout.times, at, limit)])
    whole, limit = limit, figures[0][0] if figures else limit
    quoted = _QUOTED.match(text, at, limit)
    reading = Reading(layout, verbs, person, things, at, at)
    words = list(words_from(layout, quoted.end() if quoted is not None else at, limit))
    number = 0
    while number < len(words):
        word = words[number]
        if not WORDLIKE.match(word.text):
            skipped = _over_bracket(reading, words, number, limit)
            if skipped is None:
                break
            number = skipped
            continue
        ahead = words[number + 1 : number + 3]
        kind = taken(reading, word, ahead)
        if kind == "other" and quoted is not None and not reading.led:
            break
        if kind == "other" and not reading.led and relative:
            return _after_clause(layout, word.start, limit, verbs=verbs, person=person)
        if kind in {"other", "end"}:
            described = _described(reading, word, whole) if relative and not person else None
            if described is not None and (things or described[1]):
                return _phrase(layout, described[0], whole, verbs=verbs, person=person, relative=False)
            break
        number += 1
    if quoted is not None and not reading.led:
        return text[at : quoted.end()]
    if number == len(words) and limit < whole and reading.led:
        held = _held(reading, limit, whole)
        if held is not None:
            return _phrase(layout, held, whole, verbs=verbs, person=person, relative=False)
    end = _whole_last(layout, reading.begin, _before_when(layout, reading.begin, reading.end), limit)
    end = _without_rate(layout, reading.begin, end, whole, things=things)
    return _trimmed(layout, reading.begin, _without_theirs(layout, reading.begin, end) if person else end)


def _before_when(layout: Layout, begin: int, end: int) -> int:
    """百名|工人|午饭后: the last noun says when, where 后, 前 or 时 stands behind it."""
    if layout.document.text[end : end + 1] not in {"后", "前", "时"} or not layout.document.is_boundary(end + 1):
        return end
    words = list(words_from(layout, begin, end))
    theirs = len(words) > 1 and agent(layout, words[-2].text) and not agent(layout, words[-1].text)
    return words[-2].end if theirs and words[-2].end - begin > 1 else end


def _whole_last(layout: Layout, begin: int, end: int, limit: int) -> int:
    """四个|大力矩动量|轮: a last character that is a word of no kind to the dictionary."""
    last = next(words_from(layout, end, limit), None) if begin < end < limit else None
    alone = last is not None and last.start == end and last.end == limit == end + 1
    return limit if alone and last is not None and last.tag == "zg" else end


def _without_theirs(layout: Layout, begin: int, end: int) -> int:
    """4名|申请人|债券本金, 7名|民警|全局: those who are counted, not what is theirs."""
    words = list(words_from(layout, begin, end))
    if len(words) < 2:
        return end
    last = words[-1].text
    if last in _TEAMS and words[-2].text[-1] in _MEMBERS:
        return words[-2].end  # 30名|调解员|队伍
    if agent(layout, last):
        return end
    whole = len(last) == 2 and last[0] == "全"
    theirs = whole or last[-2:] in layout.measuring.amount or _THEIRS.search(last) is not None
    ends = [word.end for word in words if agent(layout, word.text)] if theirs else []
    return ends[-1] if ends else end


def _held(reading: Reading, figure: int, limit: int) -> int | None:
    """Where the noun begins behind an amount that describes it: 4台|单机容量30万千瓦的|发电机组."""
    layout = reading.layout
    end = next((span[1] for span in within(layout.figures, figure, limit) if span[0] == figure), None)
    if end is None or reading.text[-2:] not in layout.measuring.amount:
        return None
    of = _AMOUNT_OF.match(layout.document.text, end, limit)
    return of.end() if of is not None else None


def _over_bracket(reading: Reading, words: list[Word], number: int, limit: int) -> int | None:
    """The number of the noun behind a bracket within a noun: 产业(行业)|招商活动."""
    text = reading.layout.document.text
    bracket = _BRACKETED.match(text, words[number].start, limit) if reading.led else None
    if bracket is None:
        return None
    after = next((n for n in range(number, len(words)) if words[n].start >= bracket.end()), None)
    goes_on = after is not None and words[after].start == bracket.end() and words[after].tag in HEADS
    goes_on = goes_on and after is not None and words[after].text != "号"
    quoted = bracket.group()[0] == "“"
    return after if goes_on and (quoted or not reading.person) else None


def _described(reading: Reading, word: Word, limit: int) -> tuple[int, bool] | None:
    """Where the noun begins behind a clause that describes it, and whether the clause holds a figure.

    152项|中央指定地方实施的|行政审批事项; 两个|人口超过10亿的|新兴国家.
    """
    layout = reading.layout
    text = layout.document.text
    figures = within(layout.figures, word.start, min(word.start + 6, limit))
    counted = reading.text[-2:] in layout.measuring.amount or MEASURED.search(reading.text) is not None
    if reading.led and counted and figures and _HOLDING.fullmatch(text, word.start, figures[0][0]):
        of = _AMOUNT_OF.match(text, figures[0][1], limit)
        return (of.end(), True) if of is not None else None
    if not reading.led or word.tag != "v" or not agent(layout, reading.text):
        return None
    found = RELATIVE.match(text, word.start, limit)
    plain = found is not None and not within(layout.figures, word.start, found.end())
    return (found.end(), False) if found is not None and plain else None


def _after_clause(layout: Layout, start: int, limit: int, *, verbs: bool, person: bool) -> str | None:
    """1枚|英国向军队提供的|导弹: the noun behind the clause that describes it."""
    found = RELATIVE.match(layout.document.text, start, limit)
    if found is None or within(layout.figures, start, found.end()):
        return None
    return _phrase(layout, found.end(), limit, verbs=verbs, person=person, relative=False)


def _last(layout: Layout, at: int, limit: int) -> str | None:
    """15起|履行职责不力典型案例: the noun at the end of a phrase that begins with a verb."""
    first = next(words_from(layout, at, limit), None)
    if first is None or first.tag != "v" or first.text in layout.words.link or limit - at > 20:
        return None
    noun = run(layout, at, limit)
    return noun if noun is not None and layout.measuring.heading.search(noun) else None


def _short(layout: Layout, at: int, limit: int) -> str | None:
    """三层|解耦架构, 20个|一次性医用口罩: the whole of a short stretch that ends with a noun, its verbs unknown."""
    text = layout.document.text
    if not 2 <= limit - at <= 8 or _LOOSE.search(text, at, limit) or within(layout.figures, at, limit):
        return None
    words = list(words_from(layout, at, limit))
    known = layout.words
    closed = words[0].text in _STATES or any(
        w.text in known.act or w.text in known.link or w.text in known.idle for w in words
    )
    heads = layout.measuring.heading.search(text, at, limit) is not None
    acting = layout.document.in_context and not heads
    closed = closed or (acting and any(w.tag in {"v", "vd", "p", "d", "c", "r"} for w in words))
    names = layout.names_in(max(at - 20, 0), limit)
    named = any(at < name.end for name in names) or bool(within(layout.times, at, limit))
    ends = words[-1].tag in HEADS or words[-1].text in layout.measuring.short
    full = words[-1].end == limit and words[0].tag not in {"p", "c", "r", "f", "uj", "ul", "uv"}
    return text[at:limit] if ends and full and not closed and not named else None


def _without_rate(layout: Layout, begin: int, end: int, limit: int, *, things: bool) -> int:
    """50%的外贸企业|复产率超过70%, 10家|床位开放率达80%: a rate with a figure of its own is not counted here."""
    document = layout.document
    stop = end
    while stop > begin and document.text[stop - 1] in "达为超约近至到":
        stop -= 1
    aged = _AGED.search(document.text, begin, stop)
    sized = document.text[max(begin, stop - 2) : stop] in _SIZED
    if stop <= begin or (document.text[stop - 1] not in RATED and aged is None and not sized):
        return end
    figures = within(layout.figures, end, limit)
    if not figures or figures[0][0] - stop > 4:
        return stop
    low = aged.start() if aged is not None else document.word_span(document.word_index(stop - 1))[0]
    if sized and stop - begin > 3:
        return stop - 2  # 8个|产业|规模超千亿元
    if layout.document.in_context and low > begin and not things:
        held = [word.end for word in words_from(layout, begin, low) if agent(layout, word.text)]
        low = held[-1] if held else low
    who = layout.measuring.agent.search(document.text, begin, low)
    named = low > begin and (things or low - begin > 5 or who is not None)
    return low if named else begin


def _trimmed(layout: Layout, begin: int, end: int) -> str | None:
    if end <= begin:
        return None
    text = layout.document.text
    empty = EMPTY.match(text, begin, end)
    if empty is not None and end - empty.end() >= 2 and not _OF_CASES.match(text, begin, end):
        begin = empty.end()
    latin = _LATIN.search(text, begin, end)
    end = latin.start() if latin is not None else end
    surface = text[begin:end]
    idle = surface in layout.words.idle and surface not in layout.measuring.thing
    idle = idle or surface in layout.measuring.idle
    if end - begin > LONGEST or idle or layout.words.scope.fullmatch(surface):
        return None
    area = AREAS.match(text, begin, end)
    if area is not None:
        return area.group()
    near = layout.names_in(max(begin - 20, 0), end)
    body = next((n for n in near if n.start == begin and n.end <= end - 2 and n.kind == "organisation"), None)
    if body is not None:
        return text[body.end : end]
    if _of_a_body(layout, near, begin, end):
        return surface
    first = next((n for n in near if begin + 1 < n.start and n.kind == "person"), None)
    if first is not None and agent(layout, text[begin : first.start]):
        return text[begin : first.start]  # 3名|航天员|汤洪波
    inner = [n for n in near if begin < n.end and n.kind in {"person", "organisation"}]
    if any(name.kind == "person" or not _kind_of_body(layout, begin, name.start, name.end, end) for name in inner):
        return None
    return surface if end - begin >= 2 or surface in layout.measuring.short else None


def _of_a_body(layout: Layout, names: Sequence[Name], begin: int, end: int) -> bool:
    """新任|全国政协|委员: true for people named by the body that they belong to, behind a word that describes them."""
    body = next((n for n in names if begin < n.start and n.end < end and n.kind == "organisation"), None)
    if body is None or not agent(layout, layout.document.text[body.end : end]):
        return False
    return all(word.tag in {"a", "b", "m", "f", "x"} for word in words_from(layout, begin, body.start))


def _kind_of_body(layout: Layout, begin: int, start: int, stop: int, end: int) -> bool:
    """True for the name of a body that is the whole noun, or all of it behind words that only describe."""
    words = words_from(layout, begin, start) if begin < start else ()
    return stop == end and all(word.tag in {"a", "b", "m", "f"} for word in words)
