"""The same figure said twice in one article and not alike: again, in the head, in a caption, in another unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_extract._checks.arithmetic import Interval, show
from report_extract._checks.check import Outcome, judged, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.shapes import find, shape

_LABEL_HEADS = frozenset("标图表题")
_LABELS = re.compile(r"(?P<what>标题|图注|图说|图表|表注|题图)[:：]")
_BODY = re.compile(r"[；;。]?正文[:：]")
_CLASSES = {("person", "attendance"), ("attendance", "person")}
_TAKEN_UP = re.compile(r"(?:这|该|上述|以上|参[\u3400-\u9fff]{1,3}的|全部|所有)$")
_FINAL = shape(
    r"<F:said><w:10>[，,](?:最终|实际|最后|经统计)(?!<w:6>[决选评录获胜签入])(?:统计|清点|核实)?<w:6><F:exact>",
    "最终", "实际", "最后", "经统计",
)  # fmt: skip
_LEAST = 20  # a smaller number is the same twice by chance
_THIS = re.compile(r"(?:这|上述|以上|该)$")
_THIS_ENDS = frozenset("这述上该")
_POINTING = frozenset(["数字", "数据", "数值"])
"""这1700万的数字: what was told before, whatever it is."""
_REACH = 2  # sentences that an 这46座 reaches back


def restated(claims: Claims) -> Iterator[Outcome]:
    """A figure that repeats an earlier one (这46座) has another value.

    needs: a figure that the record marks as said again, or 这 before a figure whose unit and noun only one
        earlier figure nearby has
    formula: the two intervals must meet
    traps: hedged and exact forms of one figure; a scope that shrinks (这 of a part); two figures that 这 may mean
    example: 全区有公园38座，这83座公园全部免费。
    silent: 全区有公园38座，这38座公园全部免费。
    """
    taken_up = claims.behind(_THIS_ENDS)
    for claim in claims:
        first = claims.get(claim.figure.restates)
        if first is None and claim in taken_up:
            first = _meant(claims, claim)
        if first is None or first.kind != claim.kind or first.start >= claim.start:
            continue
        if claim.figure.unit.dimension in {"time", "duration"}:
            continue  # 30年 and 30多年 of one story are spans told loosely
        if first.loose.meets(claim.loose) or first.value == claim.value:
            yield Outcome(
                "consistent", f"“{printed(claim)}”与前文“{printed(first)}”一致。", show(claim.nominal), (first, claim)
            )
        else:
            yield Outcome(
                "inconsistent",
                f"同一数据前文为“{printed(first)}”，后文为“{printed(claim)}”。",
                f"{show(first.nominal)} ≠ {show(claim.nominal)}",
                (first, claim),
            )


def headline_body(claims: Claims) -> Iterator[Outcome]:
    """The headline has another number of the same thing than the body.

    needs: a plain count in the headline, and in the body one count of the same unit and of the same noun or act
    formula: I(head) must meet I(body); a head in round or hedged numbers is an interval
    traps: a headline of another total; the noun said of several groups in the body
    example: 标题：500名老兵合唱；正文：当晚共有500余名观众、450名老兵合唱。
    silent: 标题：500名老兵合唱；正文：当晚共有500名老兵合唱。
    """
    yield from _beside_body(claims, {"headline", "kicker", "标题"}, "标题为“{x}”，正文为“{y}”。")


def caption_text(claims: Claims) -> Iterator[Outcome]:
    """A caption has another number of the same thing than the body.

    needs: a plain count in a caption, and in the body exactly one count of the same unit and noun
    formula: I(caption) must meet I(body)
    traps: the caption of another picture; people out of the frame
    example: 图注：7名船员合影；正文：船队由9名船员组成。
    silent: 图注：9名船员合影；正文：船队由9名船员组成。
    """
    yield from _beside_body(claims, {"caption", "图注", "图说", "图表", "表注", "题图"}, "图表“{x}”与正文“{y}”不一致。")


def _beside_body(claims: Claims, regions: set[str], message: str) -> Iterator[Outcome]:
    places = claims.once(_regions)
    if places is None or not regions & set(places.values()):
        return
    for claim in claims:
        if places[claim.id] not in regions or not (claim.is_count and claim.exact) or len(claim.quote) < 2:
            continue
        noun = claim.figure.counted.text if claim.figure.counted is not None else ""
        body = [
            other
            for other in claims
            if places[other.id] == "" and other.kind == claim.kind and other.is_count and _alike(noun, other)
        ]
        if not body or len(noun) < 2:
            continue
        same = [other for other in body if other.loose.meets(claim.loose)]
        other = (same or body)[0]
        words = message.format(x=printed(claim), y=printed(other))
        if same:
            yield Outcome("consistent", f"“{printed(claim)}”与正文一致。", show(claim.nominal), (claim, other))
        elif len(body) == 1 and other.exact and other.figure.subset_of is None:
            formula = f"{show(claim.nominal)} ≠ {show(other.nominal)}"
            yield Outcome("inconsistent", words, formula, (claim, other), holds=_meet)
        else:
            yield Outcome("untestable", f"“{printed(claim)}”在正文中有几个可能的对应。", None, (claim, *body))


def _alike(noun: str, other: Claim) -> bool:
    """True where the nouns are one, up to what is said behind them (队员合影, 队员)."""
    counted = other.figure.counted.text if other.figure.counted is not None else ""
    if len(noun) < 2 or len(counted) < 2:
        return False
    return noun == counted or noun.startswith(counted) or counted.startswith(noun)


def _regions(claims: Claims) -> dict[str, str] | None:
    """The region of each figure, None where all of them stand in the body."""
    text, parts = claims.reading.text, claims.reading.parts
    if all(part.kind == "paragraph" and text[part.start : part.start + 1] not in _LABEL_HEADS for part in parts):
        return None
    return {claim.id: _region(claims, claim) for claim in claims}


def _region(claims: Claims, claim: Claim) -> str:
    """The kind of the block where it is no body, the word of a label (标题：…；正文：…), else nothing."""
    if claim.part.kind in {"headline", "kicker", "caption"}:
        return claim.part.kind
    if claim.part.kind != "paragraph":
        return claim.part.kind
    text, start, end = claims.reading.text, claim.part.start, claim.start
    label = _LABELS.match(text, start, end)
    return label["what"] if label is not None and not _BODY.search(text, start, end) else ""


def _meet(a: Interval, b: Interval) -> bool:
    return a.meets(b)


def person_vs_person_times(claims: Claims) -> Iterator[Outcome]:
    """One number is once people and once attendances.

    needs: two equal plain numbers of 20 or more at most two sentences apart, one 人 and one 人次, the second taken up
        by 这, 该 or 参…的
    formula: the classes of unit must be one
    traps: each attended once, so that both are true
    example: 共有360人次参加讲座，参会的360人均收到材料。
    silent: 共有360人次参加讲座，这360人次都有记录。
    """
    if "attendance" not in claims.kinds:
        return
    counts = [c for c in claims if c.kind in {"person", "attendance"} and c.is_count and c.exact]
    for at, later in enumerate(counts):
        if later.value is None or later.value < _LEAST or not _TAKEN_UP.search(claims.before(later, 6)):
            continue
        for first in reversed(counts[max(0, at - 6) : at]):
            if first.value != later.value or later.sentence - first.sentence > _REACH:
                continue
            if (first.kind, later.kind) in _CLASSES:
                units = [c.figure.unit.surface for c in (first, later)]
                message = f"同一数值{show(later.value)}前后分别作“{units[0]}”与“{units[1]}”，口径不同。"
                yield Outcome("doubtful", message, f"{first.quote} ≠ {later.quote}", (first, later))
            else:
                yield Outcome("consistent", f"“{printed(later)}”前后单位一致。", show(later.nominal), (first, later))
            break


def hedge_vs_exact(claims: Claims) -> Iterator[Outcome]:
    """A hedged figure and the exact one behind it: the hedge points the wrong way.

    needs: a figure with 近, 逾, 超 …, and 最终, 实际 or 经统计 with the exact one in the next clause
    formula: exact ∈ I(hedged)
    traps: 近 said loosely for 约
    example: 近500人报名，最终统计为523人。
    silent: 近500人报名，最终统计为487人。
    """
    for found in find(claims, _FINAL):
        said, exact = found["said"], found["exact"]
        if said.kind != exact.kind or said.figure.comparator == "eq" or not exact.exact or said.planned:
            continue
        yield judged(
            (said, exact),
            _meet,
            agrees=f"“{printed(said)}”与实际数“{printed(exact)}”相符。",
            differs=f"“{printed(said)}”与实际数“{printed(exact)}”的方向不符。",
            formula=f"“{printed(said)}”取{show(said.nominal)}",
            against=show(exact.nominal),
        )


def _meant(claims: Claims, claim: Claim) -> Claim | None:
    """The only earlier count nearby of the same unit and the same noun that 这 can point to."""
    if not _THIS.search(claims.before(claim, 3)):
        return None
    noun = _noun(claims, claim)
    if noun is None or not claim.is_count:
        return None
    low = claims.reading.sentence_span(max(claim.sentence - _REACH, 0))[0]
    near = [
        other
        for other in claims.rows
        if max(low, claim.part.start) <= other.start < claim.start
        and other.kind == claim.kind
        and other.figure.unit.surface == claim.figure.unit.surface
        and other.is_count
    ]
    if len(near) != 1:
        return None
    pointed = noun in _POINTING and claims.after(claim, 1) == "的"  # not 这两个数据
    told = pointed or noun[-2:] in claims.label(near[0])
    visits = claim.kind == "attendance" and near[0].sentence == claim.sentence  # 这360人次 counts no noun
    return near[0] if told or visits else None


def _noun(claims: Claims, claim: Claim) -> str | None:
    """The noun right behind the figure."""
    if claim.figure.counted is not None and claim.figure.counted.spans[0][0] >= claim.figure.quote.spans[-1][1]:
        return claim.figure.counted.text
    match = re.match(r"[\u3400-\u9fff]{2}", claims.after(claim, 2))
    return match.group() if match is not None else None
