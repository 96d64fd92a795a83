"""Parts and totals: a part above its total, parts that miss it, chains of parts, and remainders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from report_extract._checks.arithmetic import Interval, show, total
from report_extract._checks.check import Outcome, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.links import Link, groups, is_additive, is_list, links
from report_extract._checks.reading import FIGURE
from report_extract._checks.words import divide, says

_MADE_UP = re.compile(r"[\u3400-\u9fff]{0,6}(?:组成|构成)")
_TAKEN_IN = re.compile(r"^[^，,。；;（(]{0,10}[，,、；;][^，,。；;（(]{0,6}$")


def part_gt_total(claims: Claims) -> Iterator[Outcome]:
    """A part (其中, 含, 包括) is larger than the total it belongs to."""
    found = links(claims)
    for link in found.values():
        if link.whole.id not in found:
            yield from _inside(claims, link)


def subset_chain(claims: Claims) -> Iterator[Outcome]:
    """A part of a part is larger than the part that holds it."""
    found = links(claims)
    for link in found.values():
        if link.whole.id in found:
            yield from _inside(claims, link)


def _inside(claims: Claims, link: Link) -> Iterator[Outcome]:
    part, whole = link.part, link.whole
    if part.kind != whole.kind:
        yield Outcome("untestable", f"“{printed(part)}”与“{printed(whole)}”单位不同，不作比较。", None, (whole, part))
    elif whole.figure.role == "change" or says(claims.before(whole, 6), "net"):
        yield Outcome("untestable", f"“{printed(whole)}”是变化量，部分可以大于总数。", None, (whole, part))
    elif whole.loose.below(part.loose):
        yield Outcome(
            "inconsistent",
            f"“{printed(part)}”是“{printed(whole)}”的一部分，却大于总数。",
            f"{show(part.strict)} > {show(whole.strict)}",
            (whole, part),
            inferred=part.sentence != whole.sentence,
        )
    else:
        yield Outcome(
            "consistent",
            f"“{printed(part)}”不超过总数“{printed(whole)}”。",
            f"{show(part.strict)} ≤ {show(whole.strict)}",
            (whole, part),
        )


def parts_ne_total(claims: Claims) -> Iterator[Outcome]:
    """The parts of a complete division do not add up to the total."""
    for whole, parts in groups(links(claims)):
        parts = tuple(part for part in parts if part.kind == whole.kind)
        if len(parts) < 2 or whole.figure.role == "change":
            continue
        if any(whole.loose.below(part.loose) for part in parts):
            continue  # one part alone is too large: part_gt_total says so
        operands = (whole, *parts)
        reason = _not_addable(claims, whole, parts)
        if reason is not None:
            yield Outcome("untestable", f"“{printed(whole)}”的各分项不能核对：{reason}。", None, operands)
            continue
        sums = total(part.strict for part in parts)
        formula = "+".join(show(part.strict) for part in parts) + f"={show(sums)}"
        if total(part.loose for part in parts).meets(whole.loose):
            yield Outcome("consistent", f"各分项合计与总数“{printed(whole)}”相符。", formula, operands)
        else:
            yield Outcome(
                "inconsistent",
                f"各分项合计为{show(sums)}，与总数“{printed(whole)}”不符（差{_gap(sums, whole)}）。",
                f"{formula} ≠ {show(whole.strict)}",
                operands,
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
    if not _complete(claims, whole, parts):
        return "列举未必完整"
    return None


def _complete(claims: Claims, whole: Claim, parts: tuple[Claim, ...]) -> bool:
    """True where the words say that nothing is left out: 其他, 分别为, 由…组成, or two words such as 男, 女."""
    lead = claims.between(whole, parts[0])
    labels = [lead, *(claims.between(a, b) for a, b in pairwise(parts))]
    labels = [label[-12:] + part.quote for label, part in zip(labels, parts, strict=True)]
    if says(labels[-1], "last of all") or says(lead, "each named"):
        return "由" not in lead or bool(_MADE_UP.match(claims.after(parts[-1], 10)))
    return len(parts) == 2 and divide(*labels)


def _gap(sums: Interval, whole: Claim) -> str:
    if not sums.is_point or not whole.strict.is_point or sums.low is None or whole.strict.low is None:
        return "超出舍入范围"
    return show(abs(sums.low - whole.strict.low))


def remainder(claims: Claims) -> Iterator[Outcome]:
    """Total less the part used is not the remainder that is printed (剩余, 其余, 还剩)."""
    for row in claims.sentences():
        for index, rest in enumerate(row):
            if index != 2 or not rest.is_count or not says(claims.before(rest, 5), "rest"):
                continue
            whole, used = row[0], row[1]
            if whole.kind != rest.kind or not _one_stock(claims, whole, used, rest):
                continue
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
    due = whole.strict - used.strict
    operands = (whole, used, rest)
    formula = f"{show(whole.strict)}-{show(used.strict)}={show(due)}"
    if (whole.loose - used.loose).meets(rest.loose):
        return Outcome("consistent", f"总数减去“{printed(used)}”与所余“{printed(rest)}”相符。", formula, operands)
    return Outcome(
        "inconsistent",
        f"总数“{printed(whole)}”减去“{printed(used)}”应余{show(due)}，文中写“{printed(rest)}”。",
        f"{formula} ≠ {show(rest.strict)}",
        operands,
    )
