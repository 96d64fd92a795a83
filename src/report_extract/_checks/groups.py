"""Groups of a size: how many heads they make, and what belongs to a rate a unit (每组, 4人一组)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from report_extract._checks.arithmetic import Interval, show
from report_extract._checks.check import Outcome, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.holders import akin, same_actor
from report_extract._checks.periods import days_between

_REACH = 8  # figures: how far a later total of the same holder may stand
_EACH = re.compile(
    r"""
    每 (?:个|名|位|支|户|家)? (?P<noun> [\u3400-\u9fff]{1,4}? )
    (?:平均|各|约|为|有|安排|配备|走访|服务|发放)? $
    """,
    re.VERBOSE,
)
_PER_HEAD = re.compile(r"(?P<noun>[组户人班队村家])均(?:约|为|达)?$")
_A_GROUP = re.compile(r"^[\u3400-\u9fff]{0,4}(?:为)?一(?P<noun>[组队班岗])")


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
        noun = group_noun(claims, size) or each_noun(claims, size)
        if noun is None or size.kind != "person" or is_mean(claims, size) or not size.strict.low:
            continue
        count, heads = counted_units(claims, size, noun), one_total(claims, size, noun)
        if count is not None and heads is not None and heads.kind == "person":
            smaller_last = Interval(Fraction(1) - size.strict.low, Fraction(0))
            yield multiplied(count, size, heads, size.loose, slack=smaller_last)
        elif group_noun(claims, size) is not None and size.exact and count is None:
            yield from _full_groups(claims, index, size)


def _full_groups(claims: Claims, index: int, size: Claim) -> Iterator[Outcome]:
    """每日4人一组 and later 239人次 of the same holder: no number of full groups gives it. A note."""
    k = size.strict.low
    for result in claims.rows[index + 1 : index + 1 + _REACH]:
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
                f"“{printed(result)}”不是“{printed(size)}”的整数倍，"
                f"{_a_day(claims, size, result, times + 1)}为{show(k * (times + 1))}。",
                formula,
                (size, result),
                severity="S4",
            )
        else:
            yield Outcome("consistent", f"“{printed(result)}”恰为每组{show(k)}人的整数倍。", formula, (size, result))
        return


def _a_day(claims: Claims, size: Claim, result: Claim, groups: int) -> str:
    """60组次, and 20天每天3组 where the days from 自 to 截至 are told and make whole groups a day."""
    told = [d for d in claims.times if size.part.section == d.part.section and d.sentence <= result.sentence]
    since = [d for d in told if d.time.relation == "since"]
    until = [d for d in told if d.time.relation == "until" and d.sentence == result.sentence]
    days = days_between(since[-1].time, until[-1].time) if since and until else ()
    if len(days) == 1 and groups % days[0] == 0:
        return f"{groups}组次（{days[0]}天、每天{groups // days[0]}组）"
    return f"{groups}组次"


def multiplied(count: Claim, each: Claim, whole: Claim, loose: Interval, *, slack: Interval | None = None) -> Outcome:
    due = count.nominal * each.nominal
    operands = tuple(sorted((count, each, whole), key=lambda claim: claim.start))
    formula = f"{show(count.nominal)}×{show(each.nominal)}={show(due)}"
    room = count.loose * loose
    if (room + slack if slack is not None else room).meets(whole.loose):
        return Outcome("consistent", f"“{printed(each)}”与总数“{printed(whole)}”相符。", formula, operands)
    return Outcome(
        "inconsistent",
        f"“{printed(count)}”乘以“{printed(each)}”得{show(due)}，与“{printed(whole)}”不符。",
        f"{formula} ≠ {show(whole.nominal)}",
        operands,
        holds=partial(makes, order=[operands.index(claim) for claim in (count, each, whole)], slack=slack),
    )


def makes(*rows: Interval, order: Sequence[int], slack: Interval | None) -> bool:
    n, one, sum_ = (rows[at] for at in order)
    return ((n * one) + slack if slack is not None else n * one).meets(sum_)


def is_mean(claims: Claims, claim: Claim) -> bool:
    return claim.figure.role == "mean" or re.search(r"平均|均", claims.before(claim, 8)) is not None


def each_noun(claims: Claims, claim: Claim) -> str | None:
    """组 of 平均每组55户, 户 of 户均12元; None where the figure is no rate a unit."""
    before = claims.before(claim, 12)
    match = _EACH.search(before) if "每" in before else None
    if match is None and "均" in before:
        match = _PER_HEAD.search(before)
    return match["noun"] if match is not None and match["noun"] not in {"天", "日", "年", "月", "周", "次"} else None


def group_noun(claims: Claims, claim: Claim) -> str | None:
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


def counted_units(claims: Claims, each: Claim, noun: str) -> Claim | None:
    """The only count of the rate's units in its sentence, None where there are none or several."""
    found = [c for c in claims.near(each) if c is not each and _units(claims, c, noun)]
    return found[0] if len(found) == 1 else None


def one_total(claims: Claims, each: Claim, noun: str) -> Claim | None:
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
