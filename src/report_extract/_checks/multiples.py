"""Changes told in 倍, 番, % and steps: what they make of the old level, and where the word itself is at fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from report_extract._checks.arithmetic import Interval, percent, show
from report_extract._checks.changes import Move, moves
from report_extract._checks.check import Outcome, judged, positive, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.shapes import find, shape
from report_extract._checks.words import says

_GROWN = re.compile(r"^[，,](?:累计|净|共|总计)?(?:增长|增加|提高|上升|扩大)(?:了|近|约|超过|逾|超)?$")
_TURNED = re.compile(
    r"^[，,](?:累计|共)?(?:增长|增加|提高|扩大)(?:到|至|为)(?:原来的|以前的|当初的)?$|^[，,]是(?:原来|以前|当初|此前)的$"
)
_DOUBLED = re.compile(r"^[，,](?:几乎|将近|近|实现|累计|整整)?翻(?:了)?(?:近)?$")
_FALLS = re.compile(r"(?:下降|减少|降低|缩小|缩短|下跌|下滑|缩减|减小)(?:了|近|约|超过|逾|超)?$")
_BY_PERCENT = re.compile(r"^[，,](?:累计|净|共)?(?P<verb>提高|上升|增加|增长|下降|降低|减少|提升)(?:了|近|约)?$")
_SIGNED = re.compile(r"利润|盈|亏|气温|温度|差|收益|净|增速|增幅|增长率|涨幅")

_STEP = (
    shape(
        r"新增(?P<noun>[\u3400-\u9fff]{2,6})<F:more>[，,](?P=noun)(?:总数|总量|数量|总人数|数)?(?:由|从)(?:原来的|原有的)?<F:old>(?:增加|增|扩大|扩充|发展|升)(?:到|至|为)<F:new>",
        "新增",
    ),
    shape(
        r"(?P<noun>[\u3400-\u9fff]{2,6})(?:总数|总量|数量|总人数|数)?(?:由|从)(?:原来的|原有的)?<F:old>(?:增加|增|扩大|扩充|发展|升)(?:到|至|为)<F:new>[，,](?:新增|增加了?|净增)(?:(?P=noun))?<F:more>",
        "新增",
        "增加",
        "净增",
    ),
)
_COMPOUND = shape(
    r"<F:years>间?[，,]?<w:6>(?:年均|\ue001{1,6})(?:增长|递增|增速)?<w:2><F:rate>[，,](?:三年|五年|\ue000{1,8})?<w:2>(?:累计|共|总计)<w:3>(?:增长|增加)<F:whole>",
    "累计",
    "共",
    "总计",
)
_PLAN = (
    shape(
        r"(?:计划|原计划|目标)(?P<noun>[\u3400-\u9fff]{0,8})<F:plan>[，,](?:实际|最终|已)<w:8><F:done>[，,]超额(?:完成)?(?:了|任务|计划)?<F:rate>",
        "超额",
    ),
)


def times_growth(claims: Claims) -> Iterator[Outcome]:
    """增长n倍 makes (n+1) times the old level, 增长到n倍 n times: the levels say otherwise.

    needs: 由 a 增至 b, and right behind it a growth in 倍
    formula: I(b) ÷ I(a) must meet n + 1 (增长了n倍), or n (增长到、是原来的n倍)
    traps: 增长n倍 said for 增长到n倍 (named in the message); 近 and 逾 before 倍
    example: 社团成员由150人发展到450人，增长了3倍。
    silent: 社团成员由150人发展到450人，增长了2倍。
    """
    for move, times in _followed(claims, "倍"):
        words = claims.between(move.new, times)
        to = _TURNED.match(words) is not None
        if not (to or _GROWN.match(words)) or move.way == "down" or not positive(move.old, move.new, times):
            continue
        more = Interval.of(0 if to else 1)
        due = move.new.nominal / move.old.nominal
        step = times.step / 2
        around = Interval(-step, step)

        def holds(a: Interval, b: Interval, n: Interval, more: Interval = more, around: Interval = around) -> bool:
            return (b / a).meets(n.around(n + around) + more)

        loose = holds(move.old.loose, move.new.loose, times.loose, Interval.of(0))
        hint = "（若指增长到的倍数则相符）" if loose and not to else ""
        new = move.old.nominal * (times.nominal + more)
        yield judged(
            (move.old, move.new, times),
            holds,
            agrees=f"“{printed(times)}”与两个数值相符。",
            differs=f"“{words.strip('，,')}{printed(times)}”意味着{show(new)}，文中为“{printed(move.new)}”{hint}。",
            formula=f"{show(move.new.nominal)}÷{show(move.old.nominal)}={show(due)}",
            against=f"{show(times.nominal + more)}",
        )


def decrease_times(claims: Claims) -> Iterator[Outcome]:
    """A decrease told in 倍, or of more than 100 percent, of something that cannot fall below zero.

    needs: a verb of falling right before a figure in 倍 or percent
    formula: fails where n ≥ 1 倍, or more than 100 percent
    traps: profit, temperature and differences, which can fall below zero
    example: 投诉由90件降至30件，下降了3倍。
    silent: 投诉由90件降至30件，减少三分之二。
    """
    for claim in claims:
        if claim.figure.unit.surface not in {"倍", "%", "％"} and claim.figure.unit.dimension != "share":
            continue
        match = _FALLS.search(claims.before(claim, 8))
        if match is None or claim.loose.low is None:
            continue
        around = claims.before(claim, 40)
        if _SIGNED.search(around):
            yield Outcome("untestable", f"“{printed(claim)}”所说的量可以为负。", None, (claim,))
            continue
        most = 1 if claim.figure.unit.surface == "倍" else 100
        if claim.kind != "percent" and claim.figure.unit.surface != "倍":
            yield Outcome("consistent", f"“{printed(claim)}”的减少不到全部。", show(claim.nominal), (claim,))
        elif claim.loose.low >= most and (most == 1 or claim.loose.low > most):
            yield Outcome(
                "inconsistent",
                f"数量减少不能用“{printed(claim)}”，减少{'一倍' if most == 1 else '100%'}即为零。",
                f"{show(claim.nominal)} ≥ {most}",
                (claim,),
            )
        else:
            sum_ = f"{show(claim.nominal)} ≤ {most}"
            yield Outcome("consistent", f"减少“{printed(claim)}”不到全部。", sum_, (claim,))


def doubling(claims: Claims) -> Iterator[Outcome]:
    """翻n番 is two to the n times the old level: the levels say otherwise.

    needs: 由 a 增至 b, and right behind it 翻n番
    formula: I(b) must meet I(a) × 2ⁿ
    traps: 近翻番, 翻番 without a number
    example: 产量由6万吨增加到12万吨，翻了两番。
    silent: 产量由6万吨增加到24万吨，翻了两番。
    """
    for move, turns in _followed(claims, "番"):
        n = turns.value
        if not _DOUBLED.match(claims.between(move.new, turns)) or n is None or n.denominator != 1 or not 0 < n < 10:
            continue
        if "近" in claims.between(move.new, turns) or not positive(move.old, move.new):
            continue
        by = Interval.of(2 ** int(n))
        due = move.old.nominal * by
        yield judged(
            (move.old, move.new),
            lambda a, b, by=by: (a * by).meets(b),
            agrees=f"翻{n}番与两个数值相符。",
            differs=f"翻{n}番应为{show(due)}，文中为“{printed(move.new)}”。",
            formula=f"{show(move.old.nominal)}×2^{n}={show(due)}",
            against=show(move.new.nominal),
        )


def pp_vs_percent(claims: Claims) -> Iterator[Outcome]:
    """A difference of two rates is printed with % where 个百分点 is meant.

    needs: 由 p% 提高到 q%, and right behind it a change in %
    formula: doubtful where the change is q − p and not (q − p) ÷ p
    traps: small bases, where both round alike
    example: 参保率由40%提高到46%，提高6%。
    silent: 参保率由40%提高到46%，提高6个百分点。
    """
    for move in moves(claims):
        change = _next(claims, move.new)
        if move.old.kind != "percent" or change is None or change.kind not in {"percent", "points"}:
            continue
        match = _BY_PERCENT.match(claims.between(move.new, change))
        if match is None or not positive(move.old, move.new, change):
            continue
        sign = 1 if (move.new.value or 0) >= (move.old.value or 0) else -1
        points = (move.new.loose - move.old.loose) if sign > 0 else (move.old.loose - move.new.loose)
        relative = percent(Interval(max(points.low or Fraction(0), Fraction(0)), points.high) / move.old.loose)
        operands = (move.old, move.new, change)
        gap = abs((move.new.value or Fraction(0)) - (move.old.value or Fraction(0)))
        formula = f"{show(move.new.value)}-{show(move.old.value)}：{show(gap)}个百分点"
        if change.kind == "points" or relative.meets(change.loose) or not points.meets(change.loose):
            yield Outcome("consistent", f"“{printed(change)}”的单位没有用错。", formula, operands)
        else:
            due = percent(Interval.of(gap) / move.old.nominal)
            message = f"差值“{printed(change)}”应写作“{show(gap)}个百分点”；若按百分比计应为{show(due)}%。"
            yield Outcome("doubtful", message, formula, operands)


def increment(claims: Claims) -> Iterator[Outcome]:
    """Old level and increment do not give the new level.

    needs: 新增 with a number, and 由 a 增加到 b of the same noun, in two clauses
    formula: I(a) + I(x) must meet I(b)
    traps: gross and net (some left); a noun that is not the same
    example: 新增车位48个，车位总数由210个增加到268个。
    silent: 新增车位48个，车位总数由210个增加到258个。
    """
    for found in find(claims, *_STEP):
        old, more, new = found["old"], found["more"], found["new"]
        if not old.kind == more.kind == new.kind or not positive(old, more, new) or old.kind == "percent":
            continue
        operands = tuple(sorted((old, more, new), key=lambda claim: claim.start))
        order = [operands.index(claim) for claim in (old, more, new)]

        def holds(*rows: Interval, order: list[int] = order) -> bool:
            return (rows[order[0]] + rows[order[1]]).meets(rows[order[2]])

        due = old.nominal + more.nominal
        yield judged(
            operands,
            holds,
            agrees=f"“{printed(old)}”加“{printed(more)}”与“{printed(new)}”相符。",
            differs=f"“{printed(old)}”加上新增“{printed(more)}”应为{show(due)}，文中写“{printed(new)}”。",
            formula=f"{show(old.nominal)}+{show(more.nominal)}={show(due)}",
            against=show(new.nominal),
        )


def compounding(claims: Claims) -> Iterator[Outcome]:
    """A mean yearly growth over the years does not give the growth of the whole period.

    needs: a number of years, 年均 with a rate, and 累计 with a growth, in clauses that follow
    formula: (1 + I(rate))ⁿ − 1 must meet I(growth); the simple sum n × rate is named where it would fit
    traps: 年均 meant as an arithmetic mean; years that are counted as gaps
    example: 客流四年间年均增长15%，累计增长60%。
    silent: 客流四年间年均增长15%，累计增长74.9%。
    """
    if "percent" not in claims.kinds or "年" not in claims.surfaces:
        return
    for found in find(claims, _COMPOUND):
        years, rate, whole = found["years"], found["rate"], found["whole"]
        n = years.value
        if years.figure.unit.surface != "年" or n is None or n.denominator != 1 or not 1 < n <= 30:
            continue
        if rate.kind != "percent" or whole.kind != "percent" or not positive(rate, whole):
            continue

        def holds(r: Interval, g: Interval, n: int = int(n)) -> bool:
            return (_grown(r, n) - Interval.of(100)).meets(g)

        due = _grown(rate.nominal, int(n)) - Interval.of(100)
        nominal = _grown(Interval.of(rate.value or 0), int(n)) - Interval.of(100)
        simple = (rate.loose * Interval.of(n)).meets(whole.loose)
        hint = "（文中似为各年简单相加）" if simple else ""
        yield judged(
            (rate, whole),
            holds,
            agrees=f"年均“{printed(rate)}”与累计“{printed(whole)}”相符。",
            differs=f"年均{show(rate.value)}%连续{n}年应累计约{show(nominal)}%，文中写“{printed(whole)}”{hint}。",
            formula=f"(1+{show(rate.value)}%)^{n}-1={show(due)}%",
            against=f"{show(whole.nominal)}%",
        )


def _grown(rate: Interval, years: int) -> Interval:
    base, out = rate + Interval.of(100), Interval.of(100)
    for _ in range(years):
        out = out * base * Interval.of(Fraction(1, 100))
    return out


def over_fulfilment(claims: Claims) -> Iterator[Outcome]:
    """Result by plan is not the 超额 that is printed.

    needs: 计划 with a number, 实际 with a number, 超额 with percent, in three clauses
    formula: (I(done) − I(plan)) ÷ I(plan) must meet I(rate)
    traps: 完成率115% is of the plan; 超额15% is above it
    example: 计划修路400公里，实际修路480公里，超额完成30%。
    silent: 计划修路400公里，实际修路480公里，超额完成20%。
    """
    for found in find(claims, *_PLAN):
        plan, done, rate = found["plan"], found["done"], found["rate"]
        if plan.kind != done.kind or rate.kind != "percent" or not positive(plan, done, rate):
            continue
        due = percent(done.nominal / plan.nominal) - Interval.of(100)
        yield replace(
            judged(
                (plan, done, rate),
                lambda a, b, p: (percent(b / a) - Interval.of(100)).meets(p),
                agrees=f"“超额{printed(rate)}”与计划、实际相符。",
                differs=f"超额应为{show(due)}%，文中写“{printed(rate)}”。",
                formula=f"({show(done.nominal)}-{show(plan.nominal)})÷{show(plan.nominal)}={show(due)}%",
                against=f"{show(rate.nominal)}%",
            ),
            of_plans=True,
        )


def _followed(claims: Claims, unit: str) -> Iterator[tuple[Move, Claim]]:
    """Moves with a figure of the unit right behind them."""
    for move in moves(claims):
        change = _next(claims, move.new)
        if (
            change is not None
            and change.figure.unit.surface == unit
            and not says(claims.words(move.old.sentence), "other prices")
        ):
            yield move, change


def _next(claims: Claims, claim: Claim) -> Claim | None:
    row = claims.near(claim)
    index = row.index(claim) + 1
    if index >= len(row) or claims.reading.unread(claim.end, row[index].start):
        return None
    return row[index]
