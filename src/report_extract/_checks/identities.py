"""Own checks of simple identities, written in TOML: a sentence with slots, and what must hold between its figures.

    [[rule]]
    code = "boxes-of-racks"
    severity = "S2"
    pattern = "{racks}货架，每个货架{each}，共{boxes}"   # {name} a figure; … up to twelve plain characters
    units = { racks = "个", each = "箱" }               # optional: the unit that a figure must have
    holds = "racks * each = boxes"                      # + - * / and one of = <= >=
    message = "按每架箱数应为{due}，文中写“{boxes}”。"     # optional; {due} is the left side
    innocent = ["最后一架可能未满"]                       # optional
    example = "仓库有12个货架，每个货架20箱，共260箱。"     # must alarm
    silent = "仓库有12个货架，每个货架20箱，共240箱。"      # must not

Figures are compared as intervals, like those of every other check. All faults of a file are reported at once.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from operator import add, mul, sub, truediv
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from report_extract._checks.arithmetic import Interval, show
from report_extract._checks.check import Check, Outcome, Severity, judged, positive, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.shapes import Found, Shape, find, shape
from report_extract.errors import LexiconError

_SLOT = re.compile(r"\{(?P<name>[a-z]{1,12})\}|(?P<gap>…)")
_SIGNS: dict[type[ast.operator], Callable[[Interval, Interval], Interval]] = {
    ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv,
}  # fmt: skip
_RELATIONS: dict[str, Callable[[Interval, Interval], bool]] = {
    "=": lambda a, b: a.meets(b),
    "<=": lambda a, b: not b.below(a),
    ">=": lambda a, b: not a.below(b),
}
_LONGEST_GAP = 12


class Rule(BaseModel):
    """One identity of a rules file."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]+(?:-[a-z]+)*$")]
    severity: Severity
    pattern: str
    units: dict[str, str] = {}
    holds: str
    message: str | None = None
    innocent: Annotated[tuple[str, ...], Field(strict=False)] = ()
    example: str
    silent: str


Expression = Callable[[dict[str, Interval]], Interval]


def load_rules(path: str | Path) -> tuple[Check, ...]:
    """The checks of a rules file, for `audit(record, checks=(*CHECKS, *load_rules(path)))`.

    Raises LexiconError naming file, rule and field of every fault; OSError where the file cannot be read.
    """
    return tuple(check for check, _ in read_rules(path))


def read_rules(path: str | Path, *, taken: tuple[str, ...] = ()) -> tuple[tuple[Check, Rule], ...]:
    """The checks of a rules file, each with its rule; `taken` are codes that it may not use again.

    Raises LexiconError naming file, rule and field of every fault; OSError where the file cannot be read.
    """
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: not a TOML file in UTF-8: {error}") from error
    rows = content.get("rule")
    if not isinstance(rows, list) or set(content) != {"rule"} or not rows:
        raise LexiconError(f"{path}: rules are written [[rule]], and nothing else stands there")
    found: list[tuple[Check, Rule]] = []
    faults: list[str] = []
    codes = set(taken)
    for number, row in enumerate(rows, 1):
        name = row.get("code", f"rule {number}") if isinstance(row, dict) else f"rule {number}"
        try:
            rule = Rule.model_validate(row)
            if rule.code in codes:
                raise ValueError("code: stands twice, or a packaged check has it")
            codes.add(rule.code)
            found.append((check_of(rule), rule))
        except ValidationError as error:
            faults += [f"{path}: {name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        except ValueError as error:
            faults.append(f"{path}: {name}: {error}")
    if faults:
        raise LexiconError("\n".join(faults))
    return tuple(found)


def check_of(rule: Rule) -> Check:
    """The check of a rule. Raises ValueError naming the field at fault."""
    form, slots = _shape(rule.pattern)
    left, relation, right = _identity(rule.holds, slots)
    unknown = [name for name in rule.units if name not in slots]
    if unknown:
        raise ValueError(f"units: {unknown[0]!r} is no slot of the pattern ({', '.join(slots)})")
    try:
        (rule.message or "").format(due="", **dict.fromkeys(slots, ""))
    except (KeyError, IndexError, ValueError) as error:
        raise ValueError(f"message: {error} is no slot of the pattern ({', '.join(slots)}) and not due") from error

    def run(claims: Claims) -> Iterator[Outcome]:
        for found in find(claims, form):
            if all(_has_unit(found[slot], unit) for slot, unit in rule.units.items()):
                yield _tested(rule, found, slots, (left, relation, right))

    rows = {"needs": rule.pattern, "formula": rule.holds, "example": rule.example, "silent": rule.silent}
    run.__doc__ = "\n".join([rule.holds, "", *(f"{name}: {text}" for name, text in rows.items())])
    return Check(rule.code, rule.severity, run, rule.innocent)


def _tested(rule: Rule, found: Found, slots: tuple[str, ...], identity: tuple[Expression, str, Expression]) -> Outcome:
    left, relation, right = identity
    operands = tuple(found[slot] for slot in slots)
    if not positive(*operands):
        return Outcome("untestable", "有数值可能为零或负，不作核对。", None, operands)
    values = {slot: found[slot].nominal for slot in slots}
    due, there = left(values), right(values)
    words = {slot: printed(found[slot]) for slot in slots}
    message = (rule.message or "“{rule}”不成立：左边为{due}。").format(due=show(due), rule=rule.holds, **words)

    def holds(*rows: Interval) -> bool:
        given = dict(zip(slots, rows, strict=True))
        return _RELATIONS[relation](left(given), right(given))

    return judged(
        operands,
        holds,
        agrees=f"“{rule.holds}”成立。",
        differs=message,
        formula=f"{rule.holds}：{show(due)}",
        against=show(there),
    )


def _has_unit(claim: Claim, unit: str) -> bool:
    return unit in (claim.figure.unit.surface, claim.figure.unit.symbol, claim.figure.unit.dimension)


def _shape(pattern: str) -> tuple[Shape, tuple[str, ...]]:
    slots = tuple(match["name"] for match in _SLOT.finditer(pattern) if match["name"])
    if len(set(slots)) != len(slots) or not slots:
        raise ValueError("pattern: each figure is written once, as {name} of small letters")
    rest = _SLOT.sub("", pattern)
    if re.search(r"[{}]", rest):
        raise ValueError("pattern: {name} of small letters is a figure; other braces are not read")
    words = re.findall(r"[\u3400-\u9fff]{1,20}", rest)
    if not words:
        raise ValueError("pattern: at least one Chinese word between the figures is needed to look for")
    pieces, at = [], 0
    for match in _SLOT.finditer(pattern):
        pieces.append(_literal(pattern[at : match.start()]))
        pieces.append(f"<w:{_LONGEST_GAP}>" if match["gap"] else f"<F:{match['name']}>")
        at = match.end()
    pieces.append(_literal(pattern[at:]))
    return shape("".join(pieces), max(words, key=len)), slots


def _literal(text: str) -> str:
    return re.escape(text).replace("<", r"\<").replace("，", "[，,]").replace("\\，", "[，,]")


def _identity(text: str, slots: tuple[str, ...]) -> tuple[Expression, str, Expression]:
    match = re.fullmatch(r"(?P<left>[^<>=]{1,200})(?P<sign><=|>=|=)(?P<right>[^<>=]{1,200})", text)
    if match is None:
        raise ValueError("holds: one of =, <= and >= between two sums is needed, as in racks * each = boxes")
    return _expression(match["left"], slots), match["sign"], _expression(match["right"], slots)


def _expression(text: str, slots: tuple[str, ...]) -> Expression:
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"holds: {text.strip()!r} is no sum of figures") from error
    return _compiled(tree, slots)


def _compiled(node: ast.AST, slots: tuple[str, ...]) -> Expression:
    if isinstance(node, ast.Name):
        name = node.id
        if name not in slots:
            raise ValueError(f"holds: {name!r} is no slot of the pattern ({', '.join(slots)})")
        return lambda values: values[name]
    if isinstance(node, ast.Constant) and isinstance(node.value, int) and not isinstance(node.value, bool):
        number = Interval.of(node.value)
        return lambda _: number
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
        sign, a, b = _SIGNS[type(node.op)], _compiled(node.left, slots), _compiled(node.right, slots)
        return lambda values: sign(a(values), b(values))
    raise ValueError("holds: only figures, whole numbers and + - * / are read")
