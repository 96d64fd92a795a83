"""The noun that stands ahead of a figure (水车|3辆), and the words of the text with their parts of speech.

In: the layout and offsets. Out: a short exact stretch of the text, or None. Parts of speech come from a dictionary and
are often wrong for single words, so a noun phrase is bounded by what surely ends it: marks, figures, names, words that
only join, verbs with an object.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_extract._stages._relate_clauses import Layout, within
from report_extract._stages._relate_edges import AMOUNT_ENDS, head_of, widened
from report_extract._stages._relate_tags import HEADS, NOUNS, SURE, agent, tag_of
from report_extract._text import DOUBTFUL, Document, Span

RATED = frozenset("率额量值数")  # 除治|率, 成交|额: what stands before is part of the name
LONGEST = 16
_SKIPPED = frozenset(["d", "ad", "c", "uj", "ul", "p", "zg", "y", "u", "uz", "w", "ug"])
_MOST_SKIPPED = 8
_HAN = re.compile(r"[\u3400-\u9fff]")
_QUOTED_BEFORE = re.compile(r"(?:“[^“”]{1,12}”|‘[^‘’]{1,12}’|「[^「」]{1,12}」)$")
_MODAL = re.compile(r"[要将已可能会仅只共达约近被尚仍均都又再就也超逾没未不还]")
AREAS = re.compile(r"省区市|省市区|县市区|市县区|省份|省市|市州|地市")
DISTRICT = re.compile(r"[\u3400-\u9fff]{1,3}(?<![社园景灾城小校地市郊山库片])[区县市镇乡]")
_ENDINGS = frozenset("至到为达超逾仅均已约近共")
_CHANGES = frozenset("涨跌升降增减提调已又延扩缩压拓恢")
_TIED = frozenset("在驻来访援赴涉")  # 在|华|企业
_STAYING = frozenset("逃押建校岗职营读编研册")  # 在|逃|人员
_MANNERS = frozenset(["共同", "联合", "集中", "统一", "自主", "自动", "定点", "实际"])  # 共同|配送|覆盖率
_INNER = frozenset(["直接", "间接", "类", "级", "型", "期", "届", "非"])
_FIELDS = frozenset(["领域", "行业", "方面", "地区", "地"])  # 能源等|领域|投资
_LATIN_AHEAD = re.compile(  # PM2.5|浓度
    r"(?<![A-Za-z0-9.])(?:[A-Za-z][A-Za-z0-9]{0,9}|[2-6]G)(?:\.[0-9])?(?:年均?|[日月]均)?$"
)
_INDEX = re.compile(r"[^\W\d_a-zA-Z和与及的在]{2,4}[0-9]{2,4}$")  # 标普500|指数
_INSIDE = frozenset(["人民币", "数据", "资料", "信息", "资源", "材料"])
"""Nouns that say nothing alone."""
_UNDERGONE = re.compile("(?:医学|住院)?(?:检查|治疗|救治|隔离|观察|培训|教育|调查|采访|援助|手术|审查|处罚|监测|服务)")
_PROPORTIONS = ("比例", "比重", "比率")
_INDICES = ("指数", "股指", "期指", "成分股")
_INDEX_MOVES = re.compile("[涨跌]幅")
_IS_INDEX = re.compile("(?:指数|股指|期指|成指|综指|[沪深板创]指|指|股价|币价|油价|金价)$")
_GRADED = re.compile("[0-9]?[A-Z]{1,3}级?$")  # 4A|级景区
_ARRIVED = frozenset(["至", "到", "为", "达", "达到"])
_OPENS = frozenset("、，,；;。：\n")
_WHEN = frozenset("时后前中内里上下间")
_BY = frozenset(["按", "按照", "用", "依", "凭"])
"""By which something is done: what stands before has no such amount."""
_SHARES = ("占比",)
_FIRMS_ALL = re.compile("企[共均已]$")
"""房企|共, one word to the segmenter."""
_SOWN = re.compile("[已正仍](?:播种?|收[获割]?|割|栽|插|种植?)")
"""杂粮|已播|31万亩, a verb that the dictionary does not know."""
_BEFELL_BOTH = re.compile("(?:确诊|疑似|重症|危重|死亡|治愈|出院|本土|输入)[及和与或]$")
_CASES = re.compile("(?:病例|患者|病人|个案)$")
"""确诊及|疑似病例."""
_NO_MEASURE = frozenset(["交易日", "工作日", "男子", "女子"])
"""较前一|交易日|的1161亿元减少, |男子|100米: says when or for whom."""
_HIGH = ("高达", "多达", "仅有", "只有")
_MOVES = frozenset(["上涨", "下跌", "上升", "下降", "增长", "回落", "下滑", "走高", "走低"])
_STAYS = re.compile("[稳锁固]定|[保维]持|控制|停留|处|居|位|徘徊|集中|限制|不限")
_TURNS = re.compile("[扩增减升降提缩调涨跌攀飙延压拓改翻恢上下][充容建张大增加减升降高长短少低涨跌调复至]")
_LISTED = re.compile(r"等(?:[一二三四五六七八九十百千万亿两]{1,3}大)?$")
_TAIL = re.compile(r"[\s的之]{0,2}(?:[(（][^()（）]{0,20}[)）])?$")


def ahead(layout: Layout, low: int, end: int) -> str | None:
    """The noun before `end`, behind words that only join the two."""
    at = skip_back(layout, low, end)
    if at is None:
        return None
    quoted = _QUOTED_BEFORE.search(layout.document.text, max(low, at - 16), at)
    if quoted is None:
        noun = run(layout, low, at)
        moves = _INDEX_MOVES.match(layout.document.text, at, end) if noun is not None else None
        named = noun is not None and moves is not None and _IS_INDEX.search(noun) is not None
        return f"{noun}{moves.group()}" if named and moves is not None else noun  # 沪指|跌幅
    if _TURNS.fullmatch(quoted.group(), 1, len(quoted.group()) - 1):
        return ahead(layout, low, quoted.start()) if quoted.start() > low else None  # 数量“缩减”|至47个
    return quoted.group()


def adjacent(layout: Layout, low: int, end: int) -> str | None:
    """The noun or quoted name that stands right before `end`."""
    quoted = _QUOTED_BEFORE.search(layout.document.text, max(low, end - 16), end)
    if quoted is not None:
        return quoted.group()
    at = skip_back(layout, low, end)
    return run(layout, low, at) if at is not None and _TAIL.match(layout.document.text, at, end) else None


def skip_back(layout: Layout, low: int, end: int) -> int | None:
    """The end of the last word before `end` that does not only join an amount with its figure."""
    key = low, end
    if key not in layout.ends_before:
        layout.ends_before[key] = _skipped(layout, low, end)
    return layout.ends_before[key]


def _skipped(layout: Layout, low: int, end: int) -> int | None:
    document, words = layout.document, layout.words
    times = within(layout.times, low, end)
    passed = ""
    for _ in range(_MOST_SKIPPED):
        while end > low and document.text[end - 1] in " \u3000:：）)≥≤＞＜><=＝":
            end = _open_of(document.text, low, end)
        if end <= low or _LISTED.search(document.text, low, end):
            return None
        if document.text.endswith(_SHARES, low, end):
            return end
        if document.text.endswith(_HIGH, low, end):
            end -= 2  # 贸易额|高达, one word to the tagger
            continue
        around = _text_end(document.text, end)
        inside = next((span for span in times if span[0] < end <= span[1] or span[1] == around), None)
        if inside is not None:
            end = inside[0]
            listed = end > low and document.text[end - 1] in "、和" and any(span[1] == end - 1 for span in times)
            end -= listed
            continue
        index = document.word_index(end - 1)
        start, stop = document.word_span(index)
        word = document.text[max(start, low) : min(stop, end)]
        outcome = words.outcome.fullmatch(word) is not None
        tag = tag_of(layout, index)
        if len(word) == 4 and word[2:] in words.link and word[2:] in _MOVES:
            end = start + 2  # 价格|上涨, one word to the tagger
            continue
        if tag == "p" and word in _BY:
            return end
        if tag in {"x", "v"} and len(word) > 1 and word[-1] in _ENDINGS and word not in words.act:
            end = start if len(word) == 2 and word[0] in _CHANGES else end - 1
            continue
        if _FIRMS_ALL.search(word) is not None:
            return max(start, low, end - 1)
        joins = word in words.link or tag in _SKIPPED or _SOWN.fullmatch(word) is not None
        joins = joins or (tag == "x" and _MODAL.match(word) is not None)
        turns = _turning(layout, word, tag, passed)
        passed = word
        loose = (tag == "n" and words.scope.fullmatch(word)) or word in layout.measuring.beside
        loose = loose or (document.in_context and tag == "t")
        if not outcome and (joins or turns or loose or word in words.flow):
            end = max(start, low)
            continue
        return end
    return None


def _turning(layout: Layout, word: str, tag: str, passed: str) -> bool:
    """True for a verb that only says how an amount came to its figure: 增|至, 稳定|在."""
    if len(word) == 2 and _TURNS.match(word) is not None and passed[-1:] in {"至", "到", "为"}:
        return True
    arrived = passed in _ARRIVED or (passed in {"在", "于"} and _STAYS.match(word) is not None)
    read = layout.document.in_context and tag == "v" and arrived
    return read and len(word) <= 2 and word not in layout.words.act


def _text_end(text: str, end: int) -> int:
    """The end of a time before 内 or 里 that ends at `end`: 三周|内."""
    return end - 1 if text[end - 1] in "内里间来" else end


def _open_of(text: str, low: int, end: int) -> int:
    """Before a blank or colon, or before the bracket that closes at `end`."""
    if text[end - 1] not in "）)":
        return end - 1
    opened = max(text.rfind("（", low, end), text.rfind("(", low, end))
    return opened if opened >= 0 and end - opened < 40 else end - 1


def run(layout: Layout, low: int, end: int) -> str | None:
    """The run of nouns that ends at `end`, without names, areas and scope words at its head."""
    key = low, end
    if key not in layout.nouns_before:
        layout.nouns_before[key] = _nouns(layout, low, end)
    return layout.nouns_before[key]


def _nouns(layout: Layout, low: int, end: int) -> str | None:
    document = layout.document
    names = layout.names_in(max(low - 30, 0), end)
    if any(name.kind == "place" and name.end >= end for name in names):
        return None
    named = [(n.start, n.end) for n in names if n.end > low and n.kind != "place"]
    taken = [*named, *within(layout.figures, low, end), *within(layout.times, low, end)]
    left, heads = _run_back(layout, low, end, taken)
    left = widened(layout, low, head_of(layout, left, end), end)
    left = _coordinated(layout, low, left, end)
    both = _BEFELL_BOTH.search(document.text, max(low, left - 6), left)
    left = both.start() if both is not None and _CASES.search(document.text, left, end) else left
    if DISTRICT.fullmatch(document.text, left, end):
        return None
    if heads and document.text.endswith("接受", low, left) and _UNDERGONE.fullmatch(document.text, left, end):
        left -= 2  # 接受|检查
    if left > low and document.text[left - 1] == "占" and document.text.endswith(_PROPORTIONS, left, end):
        left -= 1  # 占|总人口比例
    if left > low and document.text[left - 1] == "不" and document.text[end - 1] in AMOUNT_ENDS:
        left -= 1  # 不|满意度
    latin = _LATIN_AHEAD.search(document.text, max(low, left - 12), left)
    if latin is not None and left < end and heads and end - latin.start() <= LONGEST + 4:
        left = latin.start()
    elif latin is None and heads and (index := _INDEX.search(document.text, max(low, left - 9), left)) is not None:
        left = index.start() if document.text.startswith(_INDICES, left) else left
    elif latin is not None and left == end:
        return latin.group()
    noun = document.text[left:end]
    if noun in _NO_MEASURE or (len(noun) == 2 and noun[0] == "对"):
        return None  # 中国|对美|3370亿美元贸易顺差
    return noun if heads and 2 <= len(noun) <= LONGEST + 4 else None


def _coordinated(layout: Layout, low: int, left: int, end: int) -> int:
    """家具及|家居用品进口额: the noun before 及 where both are told by the name of one amount at the end."""
    document, text = layout.document, layout.document.text
    if left - low < 3 or text[left - 1] not in "和及与" or not document.is_boundary(left - 1):
        return left
    if text[end - 2 : end] not in layout.measuring.amount and text[end - 1] not in "额率":
        return left
    index = last = document.word_index(left - 2)
    while last - index < 2 and not _alone(layout, low, index) and tag_of(layout, index) in HEADS:
        index -= 1
    start, noun = document.words[index], document.surfaces[last]
    plain = all(tag_of(layout, at) in HEADS for at in range(index, last + 1))
    plain = plain and noun[-1] not in RATED and noun not in layout.measuring.amount
    joined = _alone(layout, low, index) and plain and start >= low and end - left > 2 and end - start <= LONGEST
    return start if joined and not layout.names_in(start, left) else left


def _alone(layout: Layout, low: int, index: int) -> bool:
    """True where a word begins its phrase."""
    start, text = layout.document.words[index], layout.document.text
    counting = text.endswith(("累计", "新增", "共有"), low, start)
    opens = start <= low or counting or text[start - 1] in _OPENS or text[start - 1] == "的"
    return opens or layout.name_before(start, start - low + 20) is not None


def _run_back(layout: Layout, low: int, end: int, taken: Sequence[Span]) -> tuple[int, int]:
    """Where the run of nouns that ends at `end` begins, and how many words of it can be a noun alone."""
    document, text = layout.document, layout.document.text
    whole = layout.measuring.whole.search(text, max(low, end - 12), end)
    left, heads = (whole.start(), 1) if whole is not None else (end, 0)
    index = document.word_index(left - 1) if left > low else -1
    while index >= 0:
        start, stop = document.word_span(index)
        inner = max([span[1] for span in taken if span[0] < min(stop, end) and start < span[1]], default=start)
        cut = max(start, low, inner)
        if min(stop, end) - cut < 2 and cut > start:
            break
        word = text[cut : min(stop, end)]
        if end - cut > LONGEST or not _HAN.match(word):
            break
        tag = tag_of(layout, index)
        tied = len(word) == 1 and tag in {"ns", "n", "j"} and start > low and text[start - 1] in _TIED
        tied = tied or (left < end and word in _STAYING and start > low and text[start - 1] == "在")
        tag = "n" if stop > end and (word in RATED or word in "款费金" or word[-1] == "企") else tag  # 用户|数2.96
        if not tied and not _within(layout, index, word, tag, left, end):
            break
        heads += tag in HEADS or word in layout.words.measured or word in layout.measuring.thing
        heads += layout.words.outcome.fullmatch(word) is not None
        heads += len(word) > 2 and word[-1] == "级"  # 地厅级|8人
        left = start - 1 if tied else cut
        if cut > start:
            break
        index = document.word_index(left - 1) if left > low else -1
    graded = _GRADED.search(text, max(low, left - 5), left)
    graded = graded if graded is not None and (graded.group()[-1] == "级" or text.startswith("级", left)) else None
    return (graded.start() if graded is not None else left), heads


def _within(layout: Layout, index: int, word: str, tag: str, left: int, end: int) -> bool:
    """True for a word that goes on the run text[left:end] to the left."""
    document, text = layout.document, layout.document.text
    if word == "实际" and left < end and text.endswith("可支配", 0, document.words[index]):
        return True
    if document.in_context and tag == "v":
        return _verb_within(layout, index, word, left, end)
    if left == end and word in layout.measuring.loose:
        return index > 0 and tag_of(layout, index - 1) in HEADS
    if document.in_context and (tag in {"d", "ad", "vd"} or (left < end and word in _WHEN)):
        manner = word in _MANNERS and document.surfaces[index + 1] in layout.measuring.inside
        return left < end and (manner or (tag == "ad" and word in _INNER))
    if left == end and word in layout.measuring.thing:
        return word not in layout.words.idle
    if left < end and word in _INSIDE and tag in HEADS:
        return True  # 数据|流量
    cut = word in _FIELDS and text.endswith("等", 0, document.words[index])
    if cut or (word == "可" and not text.startswith("支配", left)):
        return False
    if _nominal(layout, word, tag, inside=left < end):
        return True
    if document.in_context or tag not in {"v", "vn"} or left == end or layout.measuring.tags.get(word) is not None:
        return tag in {"ad", "q"} and left < end and word in _INNER
    short = text[left] in RATED or text[left:end] in layout.measuring.amount or _one(document, index + 1)
    plain = word not in layout.words.link and word not in layout.words.light and word not in layout.words.idle
    return plain and (short or _between(layout, index, word))


def _verb_within(layout: Layout, index: int, word: str, left: int, end: int) -> bool:
    """True for a verb of a sentence that was read, where it is a part of a name: 肺炎|确诊|病例, 汽车|出口."""
    text, words, measuring = layout.document.text, layout.words, layout.measuring
    if left < end and (word in words.flow or text[left] in RATED or text.startswith("支配", left) or word == "支配"):
        return word != "可" or text.startswith("支配", left)
    doubtful = layout.document.tags[index] == DOUBTFUL
    if (word in words.link and not doubtful) or word in words.light or word in words.idle or len(word) < 2:
        return False
    before = tag_of(layout, index - 1) if index else ""
    noun = layout.document.surfaces[index - 1] if index else ""
    describing = before in HEADS | {"b", "s"} or noun in _MANNERS
    named = describing and _HAN.match(noun) is not None and not agent(layout, noun)
    if left == end:
        held = (named or noun in _OPENS) and (word in words.measured or word in measuring.thing)
        return held or (before in HEADS and word in measuring.amount) or _taken_part_in(layout, index)
    if words.outcome.fullmatch(word):
        return word not in words.act
    if end - left == 1 or _one(layout.document, index + 1):
        return tag_of(layout, index + 1) in HEADS
    if noun in _MANNERS and named:
        return word in measuring.inside
    if word in words.act or word in measuring.tags or not named:
        return False
    named_so = doubtful or word in words.measured or word in measuring.inside
    return named_so or text[left:end] in measuring.amount


def _taken_part_in(layout: Layout, index: int) -> bool:
    """True for a deed that a verb takes with the noun before it: 参与|社区|防控, 完成|农田|灌溉, not 组织|居民|灌溉."""
    document, words = layout.document, layout.words
    if index < 2 or document.surfaces[index] not in layout.measuring.inside or tag_of(layout, index - 1) not in HEADS:
        return False
    noun, taking = document.surfaces[index - 1], document.surfaces[index - 2]
    people = words.other.fullmatch(noun) or words.member.fullmatch(noun)
    governed = tag_of(layout, index - 2) == "v" and (taking in words.light or taking not in words.link)
    return governed and not people


def _one(document: Document, index: int) -> bool:
    """True for a word of one character: 投放|点."""
    start, stop = document.word_span(index)
    return stop - start == 1


def _between(layout: Layout, index: int, word: str) -> bool:
    """True for a verb between two nouns of a name, of which the first is nobody who does it: 绩效|考评|任务."""
    before = index - 1
    if before < 0 or len(word) != 2 or word in layout.words.act:
        return False
    named = tag_of(layout, before) in HEADS | {"b"} and _HAN.match(layout.document.surfaces[before]) is not None
    return named and not agent(layout, layout.document.surfaces[before])


def _nominal(layout: Layout, word: str, tag: str, *, inside: bool) -> bool:
    words = layout.words
    if layout.document.in_context:
        if tag in SURE and word not in words.link:
            return word not in words.idle
    elif word in words.act:
        return False
    if word in words.measured or (inside and word in words.flow):
        return True
    if word in words.idle:
        return False
    if words.outcome.fullmatch(word):
        return True
    if tag == "x" and _MODAL.match(word):
        return False
    if tag == "a":
        return inside and word not in words.link
    if tag in NOUNS or tag == "ns" or (tag == "i" and word[-1] == "者"):
        return word not in words.link
    if inside and tag in {"f", "m"}:
        return word.startswith("第") or word in {"以上", "以下", "以外"}
    return False
