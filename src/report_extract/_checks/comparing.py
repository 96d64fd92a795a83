"""Orders and labels of comparison: ranks, superlatives, lowest and highest, 同比 and 环比."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from report_extract._checks.arithmetic import show
from report_extract._checks.check import Outcome, judged, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.links import is_list
from report_extract._checks.reading import NON_FIGURE
from report_extract._checks.shapes import Found, find, shape
from report_extract._kinds.numeral import read_number

_WHO = r"(?:<w:10>|\ue001{1,6}<w:4>)"
_MOST = shape(
    rf"(?P<word>最多|最高|最大|最少|最低|最小)的(?:是|为){_WHO}[，,](?:达到?|有|为|共)?<F:named>[，,；;]"
    rf"(?:其次|排在其后的)?(?:是|为)?{_WHO}(?:为|有|达|是)?<F:rival>",
    "的是", "的为",
)  # fmt: skip
_BASE = shape(r"(?P<label>环比|同比)<w:4><F:rate>[，,](?:比|较)<T:base><w:6><F:more>", "环比", "同比")
_CHANGES_OF_RATES = frozenset({"points", "percent"})
_RANKED = re.compile(
    r"(?P<way>前[0-9一二三四五六七八九十]{1,2}[名位]|从高到低|由高到低|从多到少|由多到少)(?:依次|分别)(?:为|是)[^，,。；]{0,8}$"
)
_RANK = shape(
    r"(?:在|全)?<w:8><F:all><w:8>(?:当中|中|里)[，,]?(?:排名?|位列|位居|名列|列|居)(?:在|第)?<N:rank>(?:名|位)?",
    *(f"{word}{NON_FIGURE}" for word in "排名列居在第"),
)
_LOW_HIGH = (
    shape(
        r"最低(?P<noun>[\u3400-\u9fff]{0,4}?)(?:为|是|达|降至)?<F:low>[，,、](?:<w:4>)最高(?P=noun)?(?:为|是|达|可达|升至)?<F:high>",
        "最低",
    ),
    shape(
        r"最高(?P<noun>[\u3400-\u9fff]{0,4}?)(?:为|是|达|可达|升至)?<F:high>[，,、](?:<w:4>)最低(?P=noun)?(?:为|是|达|降至)?<F:low>",
        "最高",
    ),
)


def superlative(claims: Claims) -> Iterator[Outcome]:
    """What is called the most is less than the rival named right behind it.

    needs: 最多的是 (最高, 最少 …) with a value, and right behind it a second item with a value of the same unit
    formula: named ≥ rival; named ≤ rival for 最少, 最低
    traps: the most within a group of its own; a record of other years
    example: 借书最多的是周三，达到61人次，周四为84人次。
    silent: 借书最多的是周三，达到84人次，周四为61人次。
    """
    for found in find(claims, _MOST):
        named, rival, word = found["named"], found["rival"], found.text("word")
        if named.kind != rival.kind:
            continue
        least = word[-1] in "少低小"
        sign = "≤" if least else "≥"
        yield judged(
            (named, rival),
            lambda a, b, least=least: not (b.below(a) if least else a.below(b)),
            agrees=f"“{printed(named)}”确为所列{word}。",
            differs=f"称“{printed(named)}”{word}，但“{printed(rival)}”的数值更{word[-1]}。",
            formula=f"{show(named.nominal)}应{sign}{show(rival.nominal)}",
            against="所列数值",
        )


def rank_vs_values(claims: Claims) -> Iterator[Outcome]:
    """Values told in the order of their rank do not fall.

    needs: 前三名依次为, 由高到低依次为 …, and behind it a plain list of values of one unit
    formula: each value ≥ the next
    traps: times, errors and costs, where less is better (not tested); ties
    example: 总分前三名依次为红队71分、蓝队88分、绿队65分。
    silent: 总分前三名依次为红队88分、蓝队71分、绿队65分。
    """
    for row in claims.sentences():
        for at, first in enumerate(row[:-1]):
            if not _RANKED.search(
                claims.reading.text, max(first.start - 24, 0), first.start
            ) or first.figure.unit.dimension in {"time", "duration"}:
                continue
            ranked: tuple[Claim, ...] = (first,)
            for nxt in row[at + 1 :]:
                if nxt.kind != first.kind or not is_list(claims, (ranked[-1], nxt)):
                    break
                ranked = (*ranked, nxt)
            if len(ranked) > 1:
                yield _in_order(ranked)


def _in_order(ranked: tuple[Claim, ...]) -> Outcome:
    wrong = next(((a, b) for a, b in pairwise(ranked) if a.loose.below(b.loose)), None)
    a, b = wrong or ranked[:2]
    return judged(
        ranked,
        lambda *rows: not any(x.below(y) for x, y in pairwise(rows)),
        agrees="数值与排名次序相符。",
        differs=f"排名次序与数值不符：“{printed(a)}”在“{printed(b)}”之前，数值却更小。",
        formula=" ≥ ".join(show(claim.nominal) for claim in ranked),
        against="由大到小的次序",
    )


def rank_gt_n(claims: Claims) -> Iterator[Outcome]:
    """A rank below the number of those that are ranked.

    needs: a number of competitors right before 中, and 排名, 位列, 居 with an ordinal
    formula: 1 ≤ rank ≤ number
    traps: a number that counts another set; joint ranks
    example: 在全省12个市中排名第15位。
    silent: 在全省12个市中排名第5位。
    """
    for found in find(claims, _RANK):
        rank = _ordinal(claims, found)
        every = found["all"]
        if rank is None or not every.exact or not every.is_count:
            continue
        quote = claims.reading.quote(*found.match.span("rank"))
        formula = f"{rank} ≤ {show(every.nominal)}"
        if every.strict.high is not None and rank > every.strict.high:
            message = f"共“{printed(every)}”，却排第{rank}。"
            sum_ = f"{rank} > {show(every.nominal)}"
            yield Outcome("inconsistent", message, sum_, (every,), evidence=(quote,))
        else:
            yield Outcome("consistent", f"第{rank}不超过“{printed(every)}”。", formula, (every,), evidence=(quote,))


def _ordinal(claims: Claims, found: Found) -> int | None:
    text = claims.reading.text[slice(*found.match.span("rank"))].strip("第名位")
    value = read_number(text)
    return int(value) if value is not None and value == int(value) and value > 0 else None


def low_gt_high(claims: Claims) -> Iterator[Outcome]:
    """The lowest value is above the highest.

    needs: 最低 and 最高 of one measure, one right behind the other
    formula: I(lowest) must not lie above I(highest)
    traps: a minus sign or 零下 that is lost; another place or day between
    example: 后天最低气温11℃，最高气温-2℃。
    silent: 后天最低气温-2℃，最高气温11℃。
    """
    for found in find(claims, *_LOW_HIGH):
        low, high = found["low"], found["high"]
        if low.kind != high.kind:
            continue
        yield judged(
            (low, high) if low.start < high.start else (high, low),
            lambda a, b, first=low.start < high.start: not (b.below(a) if first else a.below(b)),
            agrees=f"最低“{printed(low)}”不高于最高“{printed(high)}”。",
            differs=f"最低“{printed(low)}”高于最高“{printed(high)}”。",
            formula=f"{show(low.nominal)}应≤{show(high.nominal)}",
            against="最低与最高的次序",
        )


def base_label(claims: Claims) -> Iterator[Outcome]:
    """同比 or 环比 beside a base period that is the other one's.

    needs: 同比 or 环比 with a rate, and right behind it 比 with a month and a difference; before it its own month
    formula: the base of 同比 is the same month a year before, of 环比 the month before
    traps: quarters and years; 1月 against 去年12月, which is 环比
    example: 4月客运量环比增长5%，比去年4月多1.2万人次。
    silent: 4月客运量环比增长5%，比3月多1.2万人次。
    """
    for found in find(claims, _BASE):
        base, label = found.times["base"], found.text("label")
        if found["more"].kind in _CHANGES_OF_RATES:
            continue  # 比9月加快2.1个百分点 compares two rates of 同比 with each other
        own = _month(base.time.printed)
        told = [t for t in claims.times_in(found.sentence) if t.end <= found.match.start() and _month(t.time.printed)]
        month = _month(told[-1].time.printed) if told else None
        if own is None or month is None:
            continue
        words = base.time.quote.text
        same = own == month
        wrong = same if label == "环比" else not same and not any(w in words for w in ("去年", "上年"))
        due = "上一期" if label == "环比" else "上年同期"
        operands = (found["rate"], found["more"])
        if wrong:
            message = f"“{label}”的比较基期应为{due}，文中写“{words}”。"
            yield Outcome("doubtful", message, f"{label}：{due} ≠ {words}", operands, (base,))
        else:
            yield Outcome("consistent", f"“{label}”与基期“{words}”相符。", f"{label}：{words}", operands, (base,))


def _month(edtf: str | None) -> int | None:
    match = re.fullmatch(r"(?:[0-9]{4}|XXXX)-([0-9]{2})", edtf or "")
    return int(match[1]) if match else None
