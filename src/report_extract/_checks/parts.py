"""Parts and totals: a part above its total, parts that miss it, chains of parts, and remainders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_extract._checks.arithmetic import Interval, show, total
from report_extract._checks.check import Outcome, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.links import Link, groups, is_additive, is_complete, is_list, links
from report_extract._checks.partitions import amounts, unit_slip
from report_extract._checks.reading import FIGURE
from report_extract._checks.words import says

_TAKEN_IN = re.compile(r"^[^，,。；;（(]{0,10}[，,、；;][^，,。；;（(]{0,6}$")


def part_gt_total(claims: Claims) -> Iterator[Outcome]:
    """A part (其中, 含, 包括) is larger than the total it belongs to.

    needs: a total and a part of it of the same unit class, linked by the record or by 其中, 含, 包括 right before
        the part, or X中有
    formula: fails where low(part) > high(total)
    traps: 其中 may belong to a larger figure further off; a total behind its part (包括…在内的); other things counted
        with the same measure word; lengths, degrees and times, which have no parts; people within attendances
        (人 in 人次); a total that is a net change
    example: 当天到场32人次（其中学生75人次）。
    silent: 当天到场75人次（其中学生32人次）。
    """
    found = links(claims)
    for link in found.values():
        if link.whole.id not in found:
            yield from _inside(claims, link)


def subset_chain(claims: Claims) -> Iterator[Outcome]:
    """A part of a part is larger than the part that holds it.

    needs: a part whose whole is itself a part; by name (女教师310名，女教师中…415名) or by the record
    formula: fails where low(inner) > high(outer)
    traps: a second 其中 that goes back to the top total is not a chain
    example: 全镇有教师520名，其中女教师310名，女教师中研究生学历的415名。
    silent: 全镇有教师520名，其中女教师310名，女教师中研究生学历的45名。
    """
    found = links(claims)
    for link in found.values():
        if link.whole.id in found:
            yield from _inside(claims, link)


def _lists_of_money(claims: Claims) -> dict[str, list[tuple[Claim, ...]]]:
    found: dict[str, list[tuple[Claim, ...]]] = {}
    for whole, parts in amounts(claims):
        found.setdefault(whole.id, []).append(parts)
    return found


def _inside(claims: Claims, link: Link) -> Iterator[Outcome]:
    part, whole = link.part, link.whole
    if any(part in parts and unit_slip(whole, parts) for parts in claims.once(_lists_of_money).get(whole.id, ())):
        return  # money_units says so
    if part.kind != whole.kind:
        yield Outcome("untestable", f"“{printed(part)}”与“{printed(whole)}”单位不同，不作比较。", None, (whole, part))
    elif whole.figure.role == "change" or says(claims.before(whole, 6), "net"):
        yield Outcome("untestable", f"“{printed(whole)}”是变化量，部分可以大于总数。", None, (whole, part))
    elif whole.loose.below(part.loose):
        yield Outcome(
            "inconsistent",
            f"“{printed(part)}”是“{printed(whole)}”的一部分，却大于总数。",
            f"{show(part.nominal)} > {show(whole.nominal)}",
            (whole, part),
            inferred=part.sentence != whole.sentence,
            holds=lambda t, p: not t.below(p),
        )
    elif claims.explain:
        yield Outcome(
            "consistent",
            f"“{printed(part)}”不超过总数“{printed(whole)}”。",
            f"{show(part.nominal)} ≤ {show(whole.nominal)}",
            (whole, part),
        )


def parts_ne_total(claims: Claims) -> Iterator[Outcome]:
    """The parts of a complete division do not add up to the total.

    needs: a total and a plain list of its parts that is complete by its words: …其他/其余, 分别为, 由…组成, or two
        words that divide a whole (男/女, 进口/出口, 城镇/农村)
    formula: Σ I(part) must meet I(total)
    traps: a list that is not complete; a part told elsewhere; a part of a part counted twice; any other figure
        or unread numeral between
    example: 收到来信60件，其中咨询类31件、建议类20件、其他19件。
    silent: 收到来信60件，其中咨询类31件、建议类20件、其他9件。
    """
    for whole, parts in groups(links(claims)):
        parts = tuple(part for part in parts if part.kind == whole.kind)
        if len(parts) < 2 or whole.figure.role == "change":
            continue
        if any(whole.loose.below(part.loose) for part in parts) or unit_slip(whole, parts) is not None:
            continue  # one part alone is too large, or 万 stands for 亿: other checks say so
        operands = (whole, *parts)
        reason = _not_addable(claims, whole, parts)
        if reason is not None:
            yield Outcome("untestable", f"“{printed(whole)}”的各分项不能核对：{reason}。", None, operands)
            continue
        sums = total(part.nominal for part in parts)
        formula = "+".join(show(part.nominal) for part in parts) + f"={show(sums)}"
        if total(part.loose for part in parts).meets(whole.loose):
            yield Outcome("consistent", f"各分项合计与总数“{printed(whole)}”相符。", formula, operands)
        else:
            yield Outcome(
                "inconsistent",
                f"各分项合计为{show(sums)}，与总数“{printed(whole)}”不符（差{_gap(sums, whole)}）。",
                f"{formula} ≠ {show(whole.nominal)}",
                operands,
                holds=lambda t, *each: total(each).meets(t),
            )


def _not_addable(claims: Claims, whole: Claim, parts: tuple[Claim, ...]) -> str | None:
    """Why the parts cannot be summed, None where they are a plain and complete list."""
    first = claims.between(whole, parts[0])
    if any(part.sentence != whole.sentence for part in parts):
        return "分项与总数不在同一句"
    if len(first) > 30 or FIGURE in first or claims.reading.unread(whole.end, parts[0].start):
        return "总数与分项之间另有数字"
    if not is_list(claims, parts):
        return "分项之间另有数字或说明"
    if not is_complete(claims, whole, parts):
        return "列举未必完整"
    return None


def _gap(sums: Interval, whole: Claim) -> str:
    if not sums.is_point or not whole.nominal.is_point or sums.low is None or whole.nominal.low is None:
        return "超出舍入范围"
    return show(abs(sums.low - whole.nominal.low))


def remainder(claims: Claims) -> Iterator[Outcome]:
    """Total less the part used is not the remainder that is printed (剩余, 其余, 还剩).

    needs: exactly total, part used, and 剩余/其余/还剩 with the total's unit, in two short clauses of one sentence
    formula: I(total) − I(used) must meet I(rest)
    traps: two causes joined by 和; a third state (预留, 待定); a remainder counted later than the total
    example: 120个车位已租出85个，剩余45个车位。
    silent: 120个车位已租出85个，剩余35个车位。
    """
    for row in claims.sentences():
        if len(row) < 3:
            continue
        whole, used, rest = row[:3]
        if whole.kind != rest.kind or not rest.is_count or not says(claims.before(rest, 5), "rest"):
            continue
        if _one_stock(claims, whole, used, rest):
            yield _left_over(whole, used, rest)


def _one_stock(claims: Claims, whole: Claim, used: Claim, rest: Claim) -> bool:
    """True where the three figures stand in two short clauses with nothing between them."""
    if not (is_additive(whole) and is_additive(used)) or claims.reading.unread(whole.end, rest.start):
        return False
    if used.kind not in {whole.kind, "person"} or FIGURE in claims.between(whole, used):
        return False
    words = claims.between(whole, used)
    if len(words) > 16 or says(words, "part", "rest") or re.search(r"(?:[和与及、]|以及)$", words):
        return False
    return bool(_TAKEN_IN.match(claims.between(used, rest)))


def _left_over(whole: Claim, used: Claim, rest: Claim) -> Outcome:
    due = whole.nominal - used.nominal
    operands = (whole, used, rest)
    formula = f"{show(whole.nominal)}-{show(used.nominal)}={show(due)}"
    if (whole.loose - used.loose).meets(rest.loose):
        return Outcome("consistent", f"总数减去“{printed(used)}”与所余“{printed(rest)}”相符。", formula, operands)
    return Outcome(
        "inconsistent",
        f"总数“{printed(whole)}”减去“{printed(used)}”应余{show(due)}，文中写“{printed(rest)}”。",
        f"{formula} ≠ {show(rest.nominal)}",
        operands,
        holds=lambda t, p, r: (t - p).meets(r),
    )
