"""Rates and bases: days times rate, mean times number, groups times size, hours a visit, heads and attendances."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise

from report_extract._checks.arithmetic import Interval, cut, show
from report_extract._checks.check import Outcome, positive, printed
from report_extract._checks.claims import Claim, Claims, Dated
from report_extract._checks.holders import akin, same_actor
from report_extract._checks.periods import days_of
from report_extract._checks.reading import FIGURE, is_head
from report_extract._checks.words import pattern, says

HOURS_A_VISIT = 24  # nobody serves longer in one attendance; above LONG_VISIT it is at least odd
LONG_VISIT = 16
_SECTION_REACH = 8  # a plan is set against the first result this many figures further on

_EACH = re.compile(
    r"""
    每 (?:个|名|位|支|户|家)? (?P<noun> [\u3400-\u9fff]{1,4}? )
    (?:平均|各|约|为|有|安排|配备|走访|服务|发放)? $
    """,
    re.VERBOSE,
)
_PER_HEAD = re.compile(r"(?P<noun>[组户人班队村家])均(?:约|为|达)?$")
_A_GROUP = re.compile(r"^[\u3400-\u9fff]{0,4}(?:为)?一(?P<noun>[组队班岗])")
_ALL_TOLD = re.compile(r"(?:累计|总计|合计|共计|总共|共)[\u3400-\u9fff]{0,10}$")
_COUNTED = frozenset({"person", "attendance"})


def per_day_total(claims: Claims) -> Iterator[Outcome]:
    """A daily rate over a printed period does not give the printed total.

    needs: a rate a day, a period with both ends printed, and one total behind the rate in the same sentence
    formula: rate × days must meet the total, for both ends counted and for one day less
    traps: rest days and shifts (untestable); the order of a daily number and what came of it, told of kindred
        bodies in one section, is compared too, as an S4 note only
    example: 3月1日至3月10日，每天派出8人巡逻，累计180人次。
    silent: 3月1日至3月10日，每天派出8人巡逻，累计80人次。
    """
    for index, rate in enumerate(claims.rows):
        if not claims.daily(rate) or rate.kind in {"percent", "points"} or _group_noun(claims, rate) is not None:
            continue
        if not rate.loose.low or rate.loose.low < 0:
            continue
        here = [c for c in claims.near(rate) if c.start > rate.end and _sums(claims, rate, c)]
        if len(here) == 1:
            yield _over_days(claims, rate, here[0], _period(claims, here[0]))
        elif rate.planned and not here:
            yield from _plan_and_result(claims, index, rate)


def _sums(claims: Claims, rate: Claim, claim: Claim) -> bool:
    """True where the claim can be the sum of the rate over days: one kind, or heads a day and attendances."""
    fits = claim.kind == rate.kind or (rate.kind == "person" and claim.kind == "attendance")
    told = claim.figure.role == "total" or _ALL_TOLD.search(claims.before(claim, 16)) or claim.kind == "attendance"
    return claim.is_count and not claims.daily(claim) and fits and bool(told) and claim.figure.subset_of is None


def _period(claims: Claims, claim: Claim) -> Dated | None:
    """The one period of days in the claim's sentence, else that of its statement."""
    here = [dated for dated in claims.times_in(claim.sentence) if days_of(dated.time)]
    if here:
        return here[0] if len(here) == 1 else None
    told = claims.dated(claim.statement.time if claim.statement is not None else None)
    return told if told is not None and days_of(told.time) else None


def _over_days(claims: Claims, rate: Claim, sum_: Claim, period: Dated | None, *, severe: bool = True) -> Outcome:
    operands = (rate, sum_)
    if period is None:
        return Outcome("untestable", f"“{printed(rate)}”与“{printed(sum_)}”之间没有可数的起止日期。", None, operands)
    if says(claims.words(rate.sentence) + claims.words(sum_.sentence), "shifts"):
        return Outcome("untestable", f"“{printed(rate)}”有轮班或休息，不能按天相乘。", None, operands, (period,))
    most = days_of(period.time)[-1]
    fitting = any(
        (rate.loose * Interval.of(n)).meets(sum_.loose) for days in days_of(period.time) for n in (days, days - 1)
    )
    due = rate.strict * Interval.of(most)
    formula = f"{show(rate.strict)}×{most}天={show(due)}"
    if fitting:
        message = f"每天{show(rate.strict)}、{most}天与“{printed(sum_)}”相符。"
        return Outcome("consistent", message, formula, operands, (period,))
    plan = "（计划数与实际数，并非矛盾）" if rate.planned != sum_.planned else ""
    return Outcome(
        "inconsistent" if severe else "doubtful",
        f"每天“{printed(rate)}”、{most}天应为{show(due)}，文中为“{printed(sum_)}”{plan}。",
        f"{formula}（{most - 1}天={show(rate.strict * Interval.of(most - 1))}） ≠ {show(sum_.strict)}",
        operands,
        (period,),
        severity=None if severe else "S4",
        inferred=period.sentence != sum_.sentence,        holds=lambda r, t: any(
            (r * Interval.of(n)).meets(t) for days in days_of(period.time) for n in (days, days - 1)
        ),
    )


def _plan_and_result(claims: Claims, index: int, rate: Claim) -> Iterator[Outcome]:
    """A daily plan and the first total of a kindred holder further on in the section: a note, never a fault."""
    for result in claims.rows[index + 1 : index + 1 + _SECTION_REACH]:
        if result.part.section != rate.part.section:
            return
        if result.sentence == rate.sentence or is_head(result.part) or not _sums(claims, rate, result):
            continue
        period = _period(claims, result)
        if period is not None and not result.planned and akin(claims, rate, result):
            yield _over_days(claims, rate, result, period, severe=False)
            return


def mean_times_n(claims: Claims) -> Iterator[Outcome]:
    """A printed mean times the number of units is not the printed total.

    needs: a mean (平均每组, 户均), the one count of those units and the one total of the mean's unit in the same
        sentence
    formula: I(n) × I(mean) must meet I(total); a mean counts as rounded even where it is printed whole
    traps: a mean of means; only active units counted
    example: 15个小组共走访家庭300户，平均每组30户。
    silent: 15个小组共走访家庭300户，平均每组20户。
    """
    for count, mean, whole in _means(claims):
        if _scale_slip(count, mean, whole) is None:
            yield _multiplied(count, mean, whole, _as_rounded(mean))


def wan_yi_percapita(claims: Claims) -> Iterator[Outcome]:
    """Amount by heads is the amount a head only where one 万 is read as 亿, or the other way round.

    needs: heads, an amount, and 人均 with an amount, in one sentence
    formula: I(amount) ÷ I(heads) must meet I(per head); told where 10,000 times more or less would
    traps: other heads (户籍, 常住, 受益); 人均 of another amount
    example: 惠及60万人，发放补助1.8万元，人均300元。
    silent: 惠及60万人，发放补助1.8亿元，人均300元。
    """
    for count, mean, whole in _means(claims):
        if count.kind != "person" or not whole.kind.startswith("money:"):
            continue
        operands = tuple(sorted((count, mean, whole), key=lambda claim: claim.start))
        due = whole.strict / count.strict
        formula = f"{show(whole.strict)}÷{show(count.strict)}={show(due)}"
        slip = _scale_slip(count, mean, whole)
        if slip is None:
            if (count.loose * _as_rounded(mean)).meets(whole.loose):
                yield Outcome("consistent", f"“{printed(mean)}”与金额、人数相符。", formula, operands)
            continue
        yield Outcome(
            "inconsistent",
            f"“{printed(whole)}”除以“{printed(count)}”约为{show(due)}元，文中人均“{printed(mean)}”，"
            f"若为“{slip}”则吻合。",
            f"{formula} ≠ {show(mean.strict)}",
            operands,
            holds=partial(_makes, order=[operands.index(claim) for claim in (count, mean, whole)], slack=None),
        )


def _means(claims: Claims) -> Iterator[tuple[Claim, Claim, Claim]]:
    """Count, mean and total of every printed mean whose count and total stand in its sentence."""
    for mean in claims:
        noun = _each_noun(claims, mean)
        if noun is None or not _is_mean(claims, mean) or not mean.strict.low or mean.value is None:
            continue
        count, whole = _counted_units(claims, mean, noun), _one_total(claims, mean, noun)
        if count is not None and whole is not None and positive(count, whole):
            yield count, mean, whole


def _as_rounded(mean: Claim) -> Interval:
    """A mean counts as rounded even where it is printed whole."""
    return cut(mean.value or Fraction(0), mean.step) if mean.exact else mean.loose


def _scale_slip(count: Claim, mean: Claim, whole: Claim) -> str | None:
    """The unit that the total should have, 亿 or 万, where 10,000 times more or less makes the relation hold."""
    due = count.loose * _as_rounded(mean)
    if not whole.kind.startswith("money:") or due.meets(whole.loose):
        return None
    for word, other, factor in (("亿", "万", Fraction(10**4)), ("万", "亿", Fraction(1, 10**4))):
        if other in whole.quote and due.meets(whole.loose * Interval.of(factor)):
            return whole.quote.replace(other, word)
    return None


def groups_size(claims: Claims) -> Iterator[Outcome]:
    """Groups times their size is not the printed headcount; a total of attendances that no full groups give.

    needs: number of groups, size of a group, headcount in one sentence
    formula: I(groups) × I(size) must meet I(heads); a smaller last group is allowed
    traps: groups that take turns; where only the size is printed (每日5人一组) and a later total of attendances of
        the same holder is not a multiple of it, that is an S4 note
    example: 队伍编为7组，每组6人，共52人。
    silent: 队伍编为7组，每组6人，共42人。
    """
    for index, size in enumerate(claims.rows):
        noun = _group_noun(claims, size) or _each_noun(claims, size)
        if noun is None or size.kind != "person" or _is_mean(claims, size) or not size.strict.low:
            continue
        count, heads = _counted_units(claims, size, noun), _one_total(claims, size, noun)
        if count is not None and heads is not None and heads.kind == "person":
            smaller_last = Interval(Fraction(1) - size.strict.low, Fraction(0))
            yield _multiplied(count, size, heads, size.loose, slack=smaller_last)
        elif _group_noun(claims, size) is not None and size.exact and count is None:
            yield from _full_groups(claims, index, size)


def _full_groups(claims: Claims, index: int, size: Claim) -> Iterator[Outcome]:
    """每日4人一组 and later 239人次 of the same holder: no number of full groups gives it. A note."""
    k = size.strict.low
    for result in claims.rows[index + 1 : index + 1 + _SECTION_REACH]:
        if result.part.section != size.part.section:
            return
        if result.kind != "attendance" or not (result.exact and result.is_count) or result.figure.subset_of:
            continue
        if not (same_actor(size, result) or akin(claims, size, result)):
            continue
        n = result.strict.low
        if k is None or n is None or k < 2:
            return
        times, rest = divmod(n, k)
        formula = f"{show(n)}={show(k)}×{times}+{show(rest)}"
        if rest:
            yield Outcome(
                "doubtful",
                f"“{printed(result)}”不是“{printed(size)}”的整数倍，{times + 1}组次为{show(k * (times + 1))}。",
                formula,
                (size, result),
                severity="S4",
            )
        else:
            yield Outcome("consistent", f"“{printed(result)}”恰为每组{show(k)}人的整数倍。", formula, (size, result))
        return


def _multiplied(count: Claim, each: Claim, whole: Claim, loose: Interval, *, slack: Interval | None = None) -> Outcome:
    due = count.strict * each.strict
    operands = tuple(sorted((count, each, whole), key=lambda claim: claim.start))
    formula = f"{show(count.strict)}×{show(each.strict)}={show(due)}"
    room = count.loose * loose
    if (room + slack if slack is not None else room).meets(whole.loose):
        return Outcome("consistent", f"“{printed(each)}”与总数“{printed(whole)}”相符。", formula, operands)
    return Outcome(
        "inconsistent",
        f"“{printed(count)}”乘以“{printed(each)}”得{show(due)}，与“{printed(whole)}”不符。",
        f"{formula} ≠ {show(whole.strict)}",
        operands,
        holds=partial(_makes, order=[operands.index(claim) for claim in (count, each, whole)], slack=slack),
    )


def _makes(*rows: Interval, order: Sequence[int], slack: Interval | None) -> bool:
    n, one, sum_ = (rows[at] for at in order)
    return ((n * one) + slack if slack is not None else n * one).meets(sum_)


def _is_mean(claims: Claims, claim: Claim) -> bool:
    return claim.figure.role == "mean" or re.search(r"平均|均", claims.before(claim, 8)) is not None


def _each_noun(claims: Claims, claim: Claim) -> str | None:
    """组 of 平均每组55户, 户 of 户均12元; None where the figure is no rate a unit."""
    before = claims.before(claim, 12)
    match = _EACH.search(before) if "每" in before else None
    if match is None and "均" in before:
        match = _PER_HEAD.search(before)
    return match["noun"] if match is not None and match["noun"] not in {"天", "日", "年", "月", "周", "次"} else None


def _group_noun(claims: Claims, claim: Claim) -> str | None:
    """组 of 4人一组."""
    match = _A_GROUP.match(claims.reading.text[claim.end : claim.end + 8])
    return match["noun"] if match is not None else None


def _units(claims: Claims, claim: Claim, noun: str) -> bool:
    """True where the claim counts the units of a rate: 12个小组, 9组, 43户, 150名学员 for 人."""
    if not claim.is_count:
        return False
    if noun in {"人", "名", "位"}:
        return claim.kind == "person"
    after = re.match(r"[\u3400-\u9fff]{0,6}", claims.after(claim, 6))
    counted = claim.figure.counted.text if claim.figure.counted is not None else ""
    named = claim.figure.unit.surface == noun or counted.endswith(noun)
    return named or (after is not None and after.group().find(noun) in (0, 1, 2) and claim.figure.unit.surface == "个")


def _counted_units(claims: Claims, each: Claim, noun: str) -> Claim | None:
    """The only count of the rate's units in its sentence, None where there are none or several."""
    found = [c for c in claims.near(each) if c is not each and _units(claims, c, noun)]
    return found[0] if len(found) == 1 else None


def _one_total(claims: Claims, each: Claim, noun: str) -> Claim | None:
    """The only total of the rate's kind in its sentence."""
    found = [
        c
        for c in claims.near(each)
        if c is not each
        and (c.is_count and c.kind == each.kind and c.figure.subset_of is None)
        and not _units(claims, c, noun)
    ]
    return found[0] if len(found) == 1 and not claims.reading.unread(*_stretch(found[0], each)) else None


def _stretch(a: Claim, b: Claim) -> tuple[int, int]:
    return min(a.end, b.end), max(a.start, b.start)


def hours_per_visit(claims: Claims) -> Iterator[Outcome]:
    """Hours by attendances: nobody serves more than a day in one attendance.

    needs: one number of hours and one of attendances (人次) of one effort in one sentence
    formula: hours ÷ attendances ≤ 24; above 16 an S4 note
    traps: attendances of people served (接待, 接诊) are no divisor; hours of a team
    example: 先后有40人次到岗，累计服务2000小时。
    silent: 先后有40人次到岗，累计服务200小时。
    """
    for hours in claims:
        if hours.kind != "hours" or not hours.is_count or not hours.strict.low:
            continue
        visits = [c for c in claims.near(hours) if c.kind == "attendance" and c.is_count and c.figure.subset_of is None]
        if len(visits) == 1 and _one_effort(claims, visits[0], hours) and visits[0].strict.low:
            yield _hours_each(claims, visits[0], hours)


def _one_effort(claims: Claims, visits: Claim, hours: Claim) -> bool:
    """True where both are told of one effort: one statement, or at most one clause apart."""
    first, last = (visits, hours) if visits.start < hours.start else (hours, visits)
    words = claims.between(first, last)
    told = visits.statement is hours.statement or len(words) <= 12
    return told and FIGURE not in words and len(re.findall("[，,；;]", words)) <= 1


def _hours_each(claims: Claims, visits: Claim, hours: Claim) -> Outcome:
    operands = tuple(sorted((visits, hours), key=lambda claim: claim.start))
    if says(claims.before(visits, 10) + claims.after(visits, 6), "served"):
        return Outcome("untestable", f"“{printed(visits)}”是服务对象，不能与工时相除。", None, operands)
    each = hours.loose / visits.loose
    due = hours.strict / visits.strict
    formula = f"{show(hours.strict)}÷{show(visits.strict)}≈{show(due)}小时/人次"
    if Interval.of(HOURS_A_VISIT).below(each):
        return Outcome(
            "inconsistent",
            f"“{printed(hours)}”除以“{printed(visits)}”，每人次约{show(due)}小时，超过一天{HOURS_A_VISIT}小时。",
            f"{formula} > {HOURS_A_VISIT}",
            operands,
        )
    if Interval.of(LONG_VISIT).below(each):
        return Outcome(
            "doubtful",
            f"“{printed(hours)}”除以“{printed(visits)}”，每人次约{show(due)}小时，偏长。",
            f"{formula} > {LONG_VISIT}",
            operands,
            severity="S4",
            policy=f"每人次不超过{LONG_VISIT}小时为常理",
        )
    return Outcome("consistent", f"每人次约{show(due)}小时，合乎常理。", formula, operands)


def persons_le_person_times(claims: Claims) -> Iterator[Outcome]:
    """More heads than attendances in one activity, though each head attends at least once.

    needs: people and attendances with nothing but words of taking part between them
    formula: fails where low(people) > high(attendances)
    traps: attendances of people served or trained; people registered against people present
    example: 128名队员累计值守32人次。
    silent: 32名队员累计值守128人次。
    """
    for row in claims.sentences():
        for heads, visits in pairwise(row):
            kinds = (heads.kind, visits.kind) == ("person", "attendance") and heads.is_count and visits.is_count
            if kinds and _taking_part(claims, heads, visits):
                yield _heads_and_visits(heads, visits)


def _taking_part(claims: Claims, heads: Claim, visits: Claim) -> bool:
    """True where only words of taking part stand between: 85名志愿者累计服务340人次."""
    words = re.sub(r"(?:了|共|累计|总计|合计|达|共计)", "", claims.between(heads, visits))
    match = re.search(rf"(?:{pattern('taking part').pattern})$", words)
    return (
        match is not None
        and len(words) <= 16
        and not re.search("[，,；;、（(]", words)
        and not says(words, "served")
        and visits.figure.subset_of is None
    )


def _heads_and_visits(heads: Claim, visits: Claim) -> Outcome:
    operands = (heads, visits)
    if visits.loose.below(heads.loose):
        return Outcome(
            "inconsistent",
            f"参与人数“{printed(heads)}”大于参与人次“{printed(visits)}”，每人至少应计1人次。",
            f"{show(heads.strict)} > {show(visits.strict)}",
            operands,
        )
    formula = f"{show(heads.strict)} ≤ {show(visits.strict)}"
    return Outcome("consistent", f"“{printed(heads)}”不超过“{printed(visits)}”。", formula, operands)
