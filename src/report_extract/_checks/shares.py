"""Shares: percentages that do not make the whole, and shares that their own counts contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from report_extract._checks.arithmetic import Interval, percent, show, total
from report_extract._checks.check import Outcome, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.links import is_list, links
from report_extract._checks.reading import FIGURE
from report_extract._checks.words import says

_OF_ALL = re.compile(
    r"""
    ^[^，,。；;、（(]{0,10}[，,（(]?          # 120人通过考核，
    (?: 占 (?:比|总数的|总人数的|总量的|总额的|全部的|全体的|其中的)? (?:为|达|达到|约|近|超)?
      | 所?占(?:的)?(?:比例|比重) (?:为|达|达到)?
      | (?P<rate> [\u3400-\u9fff]{1,6} )率 (?:为|达|达到)?
    )$
    """,
    re.VERBOSE,
)
_HUNDRED = Interval.of(100)


def percent_partition(claims: Claims) -> Iterator[Outcome]:
    """Shares of one complete division (…其他占…) do not add up to 100.

    needs: shares told with 占, following each other as a plain list, the last one 其他 or 其余
    formula: |Σ p − 100| within n · half a unit of the last printed place (a whole unit where digits may be cut
        off)
    traps: several answers allowed; shares of a part; a list that is not complete
    example: 来访者中，乘地铁的占51.3%，乘公交的占30.2%，其他占28.5%。
    silent: 来访者中，乘地铁的占51.3%，乘公交的占30.2%，其他占18.5%。
    """
    if "percent" not in claims.kinds:
        return
    for row in claims.sentences():
        shares = tuple(claim for claim in row if _is_share(claim))
        closing = next((n for n, c in enumerate(shares) if n and says(claims.before(c, 8), "last of all")), None)
        if closing is None:
            continue
        shares = shares[: closing + 1]
        while len(shares) > 1 and not is_list(claims, shares):
            shares = shares[1:]
        if len(shares) < 2 or not all(_taken(claims, claim) for claim in shares):
            continue
        before = next((c for c in reversed(row) if c.end <= shares[0].start and _is_share(c)), None)
        yield _whole_or_not(claims, shares, before)


def _is_share(claim: Claim) -> bool:
    return claim.kind == "percent" and claim.figure.change is None and claim.figure.role not in {"change", "mean"}


def _taken(claims: Claims, claim: Claim) -> bool:
    return re.search(r"占(?:比|了|到)?(?:为|约|近)?$", claims.before(claim, 6)) is not None


def _whole_or_not(claims: Claims, shares: tuple[Claim, ...], before: Claim | None) -> Outcome:
    printed_sum = sum((share.value or Fraction(0) for share in shares), Fraction(0))
    band = sum((share.step / 2 for share in shares), Fraction(0))
    formula = "+".join(show(share.value) for share in shares) + f"={show(printed_sum)}"
    around = claims.words(shares[0].sentence)
    if says(around, "several answers"):
        return Outcome("untestable", "可多选的调查，各项占比不必合计为100%。", formula, shares)
    if total(share.loose for share in shares).meets(_HUNDRED):
        return Outcome("consistent", "各项占比合计在四舍五入范围内等于100%。", formula, shares)
    if before is not None or says(claims.before(shares[0], 20), "part"):
        return Outcome("untestable", "各项占比的基数不是总体，不与100%比较。", formula, shares)
    return Outcome(
        "inconsistent",
        f"各项占比合计{show(printed_sum)}%，超出四舍五入可解释的范围（±{show(band)}）。",
        f"{formula} ≠ 100",
        shares,
        holds=lambda *each: total(each).meets(_HUNDRED),
    )


def share_vs_counts(claims: Claims) -> Iterator[Outcome]:
    """A count is not the share of its total that is printed beside it.

    needs: a total, its part, and right behind the part its share: 占, 占比, or a rate named by the part's own word
        (完成…完成率)
    formula: I(part) ÷ I(total) must meet I(share)
    traps: a share of another base (占全市…); a rate of other people; weighted shares
    example: 200名选手中有150人完成比赛，完成率为65%。
    silent: 200名选手中有150人完成比赛，完成率为75%。
    """
    found = links(claims) if "percent" in claims.kinds else {}
    for row in claims.sentences() if found else ():
        for part, share in pairwise(row):
            link = found.get(part.id)
            if link is None or not _is_share(share) or link.whole.kind != part.kind:
                continue
            if _beside(claims, link.whole, part, share):
                yield _shared(link.whole, part, share)


def _beside(claims: Claims, whole: Claim, part: Claim, share: Claim) -> bool:
    """True where the share is said of this part: right behind it, and a rate by the word of the part itself."""
    words = claims.between(part, share)
    match = _OF_ALL.match(words)
    if match is None or claims.reading.unread(whole.end, share.start) or FIGURE in words:
        return False
    if part.figure.role == "total" or FIGURE in claims.between(whole, part) or len(claims.between(whole, part)) > 30:
        return False
    rate = match["rate"]
    return rate is None or rate[-2:] in claims.between(whole, part) + words[: match.start("rate")]


def _shared(whole: Claim, part: Claim, share: Claim) -> Outcome:
    operands = (whole, part, share)
    low = part.loose.low
    if low is None or low < 0 or not whole.loose.low:
        return Outcome("untestable", f"“{printed(part)}”与“{printed(whole)}”的比例无法计算。", None, operands)
    due = percent(part.nominal / whole.nominal)
    formula = f"{show(part.nominal)}÷{show(whole.nominal)}={show(due)}%"
    if percent(part.loose / whole.loose).meets(share.loose):
        return Outcome("consistent", f"“{printed(share)}”与人数相符。", formula, operands)
    return Outcome(
        "inconsistent",
        f"“{printed(part)}”占“{printed(whole)}”的{show(due)}%，文中写“{printed(share)}”。",
        f"{formula} ≠ {show(share.nominal)}%",
        operands,
        holds=lambda t, x, p: percent(x / t).meets(p),
    )
