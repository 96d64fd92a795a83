"""Divisions of a total that no single part betrays: parts that exclude each other, two divisions, mixed units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from report_extract._checks.arithmetic import Interval, show, total
from report_extract._checks.check import Outcome, judged, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.links import groups, is_additive, is_complete, is_list, links
from report_extract._checks.words import divide, exclude, says

_LABEL = re.compile(r"[\u3400-\u9fff]{1,12}$")
_KIND = frozenset("组类级型档")  # 高中组, 政策类: labels of one family end alike and differ
_SLIP = 10**4


def label(claims: Claims, claim: Claim) -> str:
    """The words right before a part: 高中组 of 高中组45人."""
    match = _LABEL.search(claims.before(claim, 12))
    return match.group() if match is not None else ""


def one_family(labels: list[str]) -> bool:
    """True where the labels divide a whole between them.

    >>> one_family(["高中组", "初中组"]), one_family(["男", "女"]), one_family(["党员", "青年"])
    (True, True, False)
    """
    if len(set(labels)) < len(labels) or not all(labels):
        return False
    if all(exclude(a, b) for n, a in enumerate(labels) for b in labels[n + 1 :]):
        return True
    alike = {each[-1] for each in labels}
    return (len(labels) == 2 and divide(*labels)) or (len(alike) == 1 and alike <= _KIND)


def disjoint_parts_gt_total(claims: Claims) -> Iterator[Outcome]:
    """Parts that exclude each other (老人, 儿童) add up to more than their total.

    needs: a total and at least two of its parts in one list, with labels that exclude each other
    formula: fails where Σ low(part) > high(total)
    traps: categories that overlap (党员, 青年, 女性) are never added; a complete list is a matter of parts-ne-total
    example: 讲座吸引听众90人，其中老人58人、儿童47人。
    silent: 讲座吸引听众90人，其中老人38人、儿童27人。
    """
    for whole, parts in groups(links(claims)):
        parts = tuple(part for part in parts if part.kind == whole.kind and is_additive(part))
        if len(parts) < 2 or whole.figure.role == "change" or any(p.sentence != whole.sentence for p in parts):
            continue
        if not is_list(claims, parts) or is_complete(claims, whole, parts):
            continue
        if not one_family([label(claims, part) for part in parts]):
            continue
        if any(whole.loose.below(part.loose) for part in parts) or says(
            claims.words(whole.sentence), "several answers"
        ):
            continue
        sums = total(part.nominal for part in parts)
        yield judged(
            (whole, *parts),
            lambda t, *each: not t.below(total(each)),
            agrees=f"所列分项合计{show(sums)}，不超过“{printed(whole)}”。",
            differs=f"所列分项合计{show(sums)}，已超过总数“{printed(whole)}”。",
            formula="+".join(show(part.nominal) for part in parts) + f"={show(sums)}",
            against=f"至多{show(whole.nominal)}",
        )


def cross_foot(claims: Claims) -> Iterator[Outcome]:
    """Two divisions of one total do not give the same sum.

    needs: a total and behind it two lists of parts of its unit, set apart by a semicolon, each of one family of labels
    formula: Σ I(first list), Σ I(second list) and I(total) must meet, where two of the three do
    traps: a list that covers a part only; members of two groups; any other figure between
    example: 80名学员中，男45人、女35人；上午班48人、下午班42人。
    silent: 80名学员中，男45人、女35人；上午班48人、下午班32人。
    """
    for row in claims.sentences():
        lists = _lists(claims, row)
        if len(lists) == 2 and not claims.reading.unread(row[0].end, row[-1].start):
            yield _two_ways(row[0], *lists)


def _lists(claims: Claims, row: tuple[Claim, ...]) -> list[tuple[Claim, ...]]:
    """The lists of parts behind the first figure of a sentence, none where they are no divisions of it."""
    if len(row) < 5 or any(c.kind != row[0].kind or not is_additive(c) for c in row):
        return []
    if claims.between(row[0], row[1]).startswith(("、", "；", ";")):
        return []  # the first figure is an item itself
    lists: list[list[Claim]] = [[row[1]]]
    for a, b in pairwise(row[1:]):
        if re.search("[；;]", claims.between(a, b)):
            lists.append([])
        lists[-1].append(b)
    found = [tuple(each) for each in lists]
    for each in found:
        if len(each) < 2 or not is_list(claims, each):
            return []
        labels = [label(claims, part) for part in each]
        if not one_family(labels) and len({name[-1:] for name in labels}) != 1:
            return []
    return found


def _two_ways(whole: Claim, first: tuple[Claim, ...], second: tuple[Claim, ...]) -> Outcome:
    sums = [total(part.nominal for part in each) for each in (first, second)]
    loose = [total(part.loose for part in each) for each in (first, second)]
    operands, cut = (whole, *first, *second), len(first)
    formula = "，".join(
        "+".join(show(part.nominal) for part in each) + f"={show(sum_)}"
        for each, sum_ in zip((first, second), sums, strict=True)
    )
    if not any(each.meets(whole.loose) for each in loose) and not loose[0].meets(loose[1]):
        return Outcome("untestable", f"两种分法都不等于“{printed(whole)}”，未必是它的划分。", formula, operands)
    return judged(
        operands,
        lambda t, *each: total(each[:cut]).meets(total(each[cut:])) and total(each[:cut]).meets(t),
        agrees=f"两种分法合计都是“{printed(whole)}”。",
        differs=f"前一分法合计{show(sums[0])}，后一分法合计{show(sums[1])}，两者应相等。",
        formula=formula,
        against=show(whole.nominal),
    )


def money_units(claims: Claims) -> Iterator[Outcome]:
    """Amounts that make their total only when one 万 is read as 亿, or the other way round.

    needs: an amount of money and behind 其中 or 包括 a list of amounts
    formula: Σ parts misses the total, and with one operand taken 10,000 times larger or smaller it meets it
    traps: amounts in different currencies; parts that are not complete never fit by chance
    example: 全年支出2.4亿元，其中设备采购9000万元、人员培训1.5万元。
    silent: 全年支出2.4亿元，其中设备采购9000万元、人员培训1.5亿元。
    """
    for whole, parts in amounts(claims):
        if total(part.loose for part in parts).meets(whole.loose):
            formula = "+".join(show(part.nominal) for part in parts)
            message = f"各项金额换算后合计与“{printed(whole)}”相符。"
            yield Outcome("consistent", message, f"{formula}={show(whole.nominal)}", (whole, *parts))
            continue
        slip = unit_slip(whole, parts)
        if slip is None:
            continue
        sums = total(part.nominal for part in parts)
        yield Outcome(
            "inconsistent",
            f"换算后各项合计{show(sums)}元，与“{printed(whole)}”不符，“{printed(slip)}”疑似万、亿错写。",
            "+".join(show(part.nominal) for part in parts) + f"={show(sums)} ≠ {show(whole.nominal)}",
            (whole, *parts),
            holds=lambda t, *each: total(each).meets(t),
        )


def amounts(claims: Claims) -> Iterator[tuple[Claim, tuple[Claim, ...]]]:
    """Each amount of money with the list of amounts behind its 其中."""
    for row in claims.sentences():
        for at, whole in enumerate(row[:-2]):
            if not whole.kind.startswith("money") or not is_additive(whole):
                continue
            parts = row[at + 1 : at + 2]
            if not says(claims.between(whole, parts[0]), "part") or len(claims.between(whole, parts[0])) > 20:
                continue
            for part in row[at + 2 :]:
                if part.kind != whole.kind or not is_list(claims, (parts[-1], part)):
                    break
                parts = (*parts, part)
            if len(parts) > 1 and all(p.kind == whole.kind and is_additive(p) for p in parts):
                yield whole, parts


def unit_slip(whole: Claim, parts: tuple[Claim, ...]) -> Claim | None:
    """The one amount whose 万 or 亿 explains why the parts miss the total, None where that explains nothing."""
    if not whole.kind.startswith("money") or total(part.loose for part in parts).meets(whole.loose):
        return None
    rows = (whole, *parts)
    for claim in rows:
        for factor in (Interval.of(_SLIP), Interval.of(1) / Interval.of(_SLIP)):
            if claim.strict.low is None or claim.strict.low < 0 or claim.figure.comparator != "eq":
                continue
            changed = [row.strict * factor if row is claim else row.strict for row in rows]
            if total(changed[1:]).meets(changed[0]):
                return claim
    return None
