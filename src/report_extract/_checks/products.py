"""One figure as the product of two others: price and quantity, plots and area, speed, shifts, heads and days."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from report_extract._checks.arithmetic import Interval, cut, show
from report_extract._checks.check import Outcome, judged, positive, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.shapes import find, shape
from report_extract._checks.words import says

TIMES_A_DAY = 3  # three shifts: nobody attends more often in a day
HOURS_A_DAY = 24

_PRICE = shape(
    r"<F:count>(?:[\u3400-\u9fff]{0,8})[，,]每(?P<noun>[\u3400-\u9fff]{1,2})(?:单价|售价|价格)?<F:price>[，,]"
    r"(?:一?共|总共|合计|共计|总计)(?:花费|支出|耗资|投入|用去|需|花)?(?:了|资金)?<F:sum>(?![^。；，,]{0,8}(?:左右|以上))",
    "每",
)
_PLOTS = (
    shape(
        r"<F:sum>[^，,。；]{0,4}[，,](?:共|一共)?(?:分为|分成|划分为|划分成|划为)<F:count><w:4>[，,]每(?P<noun>[\u3400-\u9fff])<w:2><F:each>",
        "每",
    ),
    shape(r"<F:count><w:6>[，,]每(?P<noun>[\u3400-\u9fff])<w:4><F:each>[，,](?:一?共|总|合计)<w:4><F:sum>", "每"),
)
_SPEED = shape(
    r"(?:全程|全长|行程|行驶|里程|距离)<w:6><F:way><w:2>[，,]<w:4>(?:用时|历时|耗时|用了|仅用)<w:2><F:time>[，,]<w:4>平均(?:时)?速度?(?:为|达)?(?:每小时)?<F:speed>",
    "时速",
    "速度",
)
_SHIFTS = shape(
    r"(?:(?P<s>[二两三四五六2-6])班|<N:n>)(?:轮换|倒|轮班|制|轮岗|值守)?<w:4>[，,]每班<w:4><F:each><w:4>[，,](?:每天|每日|\ue001{1,4})<w:6><F:day>",
    "每班",
)
_HEADS_DAYS = shape(
    r"<F:heads><w:8>(?:连续|连轴)<w:6><F:days><w:6>[，,]?<w:4>(?:累计|共|总共|共计)<w:8><F:visits>", "连续"
)
_HAN = {c: n for n, c in enumerate("零一二三四五六")} | {"两": 2}


def price_quantity(claims: Claims) -> Iterator[Outcome]:
    """Unit price times quantity is not the amount.

    needs: a count, 每 with its measure word and a price, and 共 with the amount, in three clauses that follow
    formula: I(price) × I(count) must meet I(amount)
    traps: discounts, freight, tax; several goods in one amount
    example: 购买雨衣180件，每件25元，共花费6500元。
    silent: 购买雨衣180件，每件25元，共花费4500元。
    """
    for found in find(claims, _PRICE):
        count, price, amount = found["count"], found["price"], found["sum"]
        money = price.kind == amount.kind and price.kind.startswith("money:")
        if money and count.figure.unit.surface == found.text("noun") and positive(count, price, amount):
            yield _product(count, price, amount, unit="元")


def area_per_unit(claims: Claims) -> Iterator[Outcome]:
    """Number of plots times the area of each is not the total area.

    needs: an area, the number of plots it is divided into, and the area of each
    formula: I(count) × I(each) must meet I(total)
    traps: paths and common land; 建筑面积 and 使用面积; hedged areas
    example: 园区占地1800平方米，分成90块，每块30平方米。
    silent: 园区占地1800平方米，分成90块，每块20平方米。
    """
    for found in find(claims, *_PLOTS):
        count, each, whole = found["count"], found["each"], found["sum"]
        area = each.figure.unit.dimension == whole.figure.unit.dimension == "area" and each.kind == whole.kind
        if area and count.figure.unit.surface == found.text("noun") and positive(count, each, whole):
            yield _product(count, each, whole, unit=whole.figure.unit.surface)


def _product(count: Claim, each: Claim, whole: Claim, *, unit: str) -> Outcome:
    operands = tuple(sorted((count, each, whole), key=lambda claim: claim.start))
    order = [operands.index(claim) for claim in (count, each, whole)]
    due = count.nominal * each.nominal

    def holds(*rows: Interval) -> bool:
        n, one, sum_ = (rows[at] for at in order)
        return (n * one).meets(sum_)

    return judged(
        operands,
        holds,
        agrees=f"“{printed(each)}”乘以“{printed(count)}”与“{printed(whole)}”相符。",
        differs=f"{show(each.nominal)}×{show(count.nominal)}={show(due)}{unit}，文中写“{printed(whole)}”。",
        formula=f"{show(each.nominal)}×{show(count.nominal)}={show(due)}",
        against=show(whole.nominal),
    )


def speed(claims: Claims) -> Iterator[Outcome]:
    """Distance by time is not the mean speed.

    needs: a distance told as 全程 or 行程, the hours used, and 平均时速
    formula: I(distance) ÷ I(hours) must meet I(speed)
    traps: stops; 设计时速 and 最高时速 are other measures
    example: 全程240公里，用时3小时，平均时速195公里。
    silent: 全程240公里，用时3小时，平均时速80公里。
    """
    for found in find(claims, _SPEED):
        way, hours, fast = found["way"], found["time"], found["speed"]
        surface = hours.figure.unit.surface
        if surface not in {"小时", "个小时"} or not positive(way, hours, fast):
            continue
        if not all(claim.figure.unit.surface.startswith(("公里", "千米")) for claim in (way, fast)):
            continue
        taken = hours.loose if not hours.exact else cut(hours.value or Fraction(1), hours.step)
        due = way.nominal / hours.nominal
        yield judged(
            (way, hours, fast),
            lambda d, t, v, taken=taken, hours=hours: (d / (taken if t == hours.loose else t)).meets(
                v.around(v + Interval(Fraction(-1, 2), Fraction(1, 2)))
            ),
            agrees=f"“{printed(fast)}”与路程、用时相符。",
            differs=f"{show(way.nominal)}÷{show(hours.nominal)}={show(due)}公里/小时，文中写“{printed(fast)}”。",
            formula=f"{show(way.nominal)}÷{show(hours.nominal)}={show(due)}",
            against=show(fast.nominal),
        )


def shifts(claims: Claims) -> Iterator[Outcome]:
    """Shifts times heads a shift is not the number of heads a day.

    needs: the number of shifts (三班), the heads of each and the heads a day, in three clauses
    formula: s × k = m; one relief shift more, (s+1) × k, is allowed
    traps: a relief team; shifts of different size
    example: 站点实行三班轮换，每班6人，每天28人在岗。
    silent: 站点实行三班轮换，每班6人，每天18人在岗。
    """
    for found in find(claims, _SHIFTS):
        each, day = found["each"], found["day"]
        word = found.text("s") or claims.reading.text[found.match.start("n")]
        s = _HAN.get(word, int(word) if word.isascii() and word.isdigit() else 0)
        if s < 2 or each.kind != "person" or day.kind != "person" or not positive(each, day):
            continue
        due = each.nominal * Interval.of(s)
        yield judged(
            (each, day),
            lambda k, m, s=s: (k * Interval.of(s)).meets(m) or (k * Interval.of(s + 1)).meets(m),
            agrees=f"{s}班×{show(each.nominal)}人与“{printed(day)}”相符。",
            differs=f"{s}班×{show(each.nominal)}人={show(due)}人，文中写“{printed(day)}”。",
            formula=f"{s}×{show(each.nominal)}={show(due)}",
            against=show(day.nominal),
        )


def person_times_ceiling(claims: Claims) -> Iterator[Outcome]:
    """More attendances than the heads can have made in the days.

    needs: heads, 连续 with a number of days, and attendances, in one stretch of words
    formula: attendances ≤ heads × days × 3
    traps: attendances of people served, which have no such bound
    example: 8名队员连续值守12天，累计960人次。
    silent: 8名队员连续值守12天，累计96人次。
    """
    for found in find(claims, _HEADS_DAYS):
        heads, days, visits = found["heads"], found["days"], found["visits"]
        kinds = (heads.kind, visits.kind) == ("person", "attendance") and days.figure.unit.surface in {"天", "日"}
        if not kinds or not positive(heads, days, visits) or says(claims.words(heads.sentence), "served"):
            continue
        most = heads.nominal * days.nominal * Interval.of(TIMES_A_DAY)
        each = visits.nominal / (heads.nominal * days.nominal)
        outcome = judged(
            (heads, days, visits),
            lambda n, d, v: not (n * d * Interval.of(TIMES_A_DAY)).below(v),
            agrees=f"相当于每人每天{show(each)}次。",
            differs=f"“{printed(heads)}”{printed(days)}累计“{printed(visits)}”，相当于每人每天{show(each)}次。",
            formula=f"{show(heads.nominal)}×{show(days.nominal)}×{TIMES_A_DAY}={show(most)}",
            against=f"至少{show(visits.nominal)}",
        )
        yield outcome


def hours_per_day(claims: Claims) -> Iterator[Outcome]:
    """More hours in a day than it has.

    needs: hours a day of one person or post (每天值守12小时)
    formula: ≤ 24; above 16 a doubt, for a person
    traps: hours of a team; a post held by several people; more hours than one
    example: 店员每天站立28小时。
    silent: 店员每天站立9小时。
    """
    if "hours" not in claims.kinds:
        return
    for hours in claims:
        if hours.figure.unit.surface not in {"小时", "个小时"} or not claims.daily(hours) or not positive(hours):
            continue
        before = claims.before(hours, 16)
        if says(before, "all told"):
            yield Outcome("untestable", f"“{printed(hours)}”是多人或多岗合计。", None, (hours,))
            continue
        yield judged(
            (hours,),
            lambda h: not Interval.of(HOURS_A_DAY).below(h),
            agrees=f"每天“{printed(hours)}”合乎常理。",
            differs=f"每天“{printed(hours)}”不可能，一天只有{HOURS_A_DAY}小时。",
            formula=show(hours.nominal),
            against=f"至多{HOURS_A_DAY}",
        )
