"""All checks by group, in the order of the catalogue: parts, rates, changes, dates, restated, lists, print, bounds."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

from report_extract._checks import (
    bounds,
    calendar,
    changes,
    comparing,
    daily,
    dateline,
    festivals,
    groups,
    lists,
    means,
    multiples,
    pairs,
    partitions,
    parts,
    products,
    proportions,
    restated,
    shares,
    spans,
    typography,
    visits,
    years,
)
from report_extract._checks.check import Check, Outcome, Severity
from report_extract._checks.claims import Claims

_INNOCENT = tomllib.loads((Path(__file__).parent / "innocent.toml").read_text(encoding="utf-8"))


def _check(severity: Severity, run: Callable[[Claims], Iterable[Outcome]], *anchors: str, figures: int = 0) -> Check:
    """A check by its function: the code is the function's name; anchors and figures as in `Check`."""
    code = run.__name__.replace("_", "-")
    return Check(code, severity, run, tuple(_INNOCENT.get(code, ())), anchors, figures)


_FROM = ("由", "从")
_TOLD = ("电", "讯", "报道")


GROUPS: tuple[tuple[str, tuple[Check, ...]], ...] = (
    (
        "Parts and totals",
        (
            _check("S1", parts.part_gt_total, figures=1),
            _check("S1", parts.parts_ne_total, figures=1),
            _check("S2", partitions.disjoint_parts_gt_total, figures=3),
            _check("S1", parts.subset_chain, figures=1),
            _check("S1", parts.remainder, "余", "剩", "尚", "差", figures=3),
            _check("S2", shares.percent_partition, "占", figures=2),
            _check("S1", shares.share_vs_counts, "占", "率", figures=2),
            _check("S3", proportions.grim_share, "%", "％", "百分之", figures=2),
            _check("S2", proportions.ratio, figures=3),
            _check("S2", proportions.complement_rates, "率", figures=2),
            _check("S1", partitions.cross_foot, "；", ";", figures=5),
            _check("S1", partitions.money_units, "元", figures=3),
        ),
    ),
    (
        "Rates and bases",
        (
            _check("S2", daily.per_day_total, figures=1),
            _check("S2", means.mean_times_n, "每", "均", figures=3),
            _check("S2", groups.groups_size, "每", "均", "一组", "一队", "一班", "一岗", figures=1),
            _check("S1", products.price_quantity, "每", figures=3),
            _check("S2", visits.hours_per_visit, "人次", figures=2),
            _check("S3", products.shifts, "每班", figures=2),
            _check("S2", products.area_per_unit, "每", figures=3),
            _check("S2", products.speed, "速", figures=3),
            _check("S2", visits.persons_le_person_times, "人次", figures=2),
            _check("S3", products.person_times_ceiling, "连续", figures=3),
            _check("S1", means.wan_yi_percapita, "每", "均", figures=3),
            _check("S1", products.hours_per_day, "小时", figures=1),
        ),
    ),
    (
        "Changes and comparison",
        (
            _check("S1", changes.growth_vs_levels, *_FROM, figures=3),
            _check("S1", changes.pp_difference, "百分点", figures=3),
            _check("S3", multiples.pp_vs_percent, *_FROM, figures=3),
            _check("S2", multiples.times_growth, "倍", figures=3),
            _check("S2", multiples.decrease_times, "倍", "%", "％", "成", "分之", figures=1),
            _check("S2", multiples.doubling, "番", figures=3),
            _check("S1", multiples.increment, "新增", "增加", "净增", figures=3),
            _check("S1", changes.direction, *_FROM, figures=2),
            _check("S3", comparing.base_label, "环比", "同比", figures=2),
            _check("S2", multiples.compounding, "累计", "共", "总计", figures=3),
            _check("S2", proportions.cheng_fraction, "成", "半", "分之", figures=3),
            _check("S2", comparing.superlative, "最", figures=2),
            _check("S2", multiples.over_fulfilment, "超额", figures=3),
            _check("S1", comparing.low_gt_high, "最", figures=2),
        ),
    ),
    (
        "Dates and times",
        (
            _check("S1", calendar.impossible_date),
            _check("S1", calendar.leap_day, "29", "９", "九"),
            _check("S2", calendar.weekday, "星期", "礼拜", "周"),
            _check("S1", calendar.range_reversed),
            _check("S2", spans.duration_vs_range, figures=1),
            _check("S2", dateline.after_publication, *_TOLD),
            _check("S2", festivals.lunar_solar),
            _check("S3", years.age_birth, "岁"),
            _check("S2", years.anniversary, "周年"),
            _check("S2", spans.clock, "小时", figures=1),
            _check("S1", spans.asof_before_start),
            _check("S3", festivals.festival_date),
            _check("S3", years.edition, "首届"),
            _check("S2", spans.event_order, "接到", "收到", "得知", "获悉"),
            _check("S2", dateline.deictic, *_TOLD),
            _check("S2", years.century_decade, "世纪"),
        ),
    ),
    (
        "The same figure again",
        (
            _check("S1", restated.headline_body, figures=1),
            _check("S1", restated.restated, figures=1),
            _check("S1", pairs.han_arabic_pair, "（", "(", figures=2),
            _check("S3", restated.person_vs_person_times, "人次", figures=1),
            _check("S2", restated.hedge_vs_exact, "最终", "实际", "最后", "经统计", figures=2),
            _check("S4", typography.stacked_hedges, figures=1),
            _check("S2", restated.caption_text, figures=1),
            _check("S1", pairs.amount_in_words, "（", "(", figures=2),
            _check("S1", pairs.converted_pair, "（", "(", "合", "相当于", figures=2),
        ),
    ),
    (
        "Lists and ranks",
        (
            _check("S2", lists.roster_count, "组成", "分别是", "分别为", "名单", figures=1),
            _check("S2", lists.closed_list_count, "、", figures=1),
            _check("S1", lists.open_list_exceeds, "、", figures=1),
            _check("S3", lists.duplicate_in_list, "、", figures=1),
            _check("S3", lists.enumerators, "一是", "一要"),
            _check("S2", comparing.rank_vs_values, "依次", "分别", figures=2),
            _check("S1", comparing.rank_gt_n, "排", "列", "居", figures=1),
            _check("S3", lists.numbering_gap),
        ),
    ),
    (
        "Print and recognition",
        (
            _check("S2", typography.letter_in_number, "O", "o", "l", "I"),
            _check("S3", typography.thousands_sep, ","),
            _check("S3", typography.doubled_token, figures=1),
            _check("S3", typography.decimal_mark, figures=1),
            _check("S4", typography.mixed_numerals, figures=1),
            _check("S3", typography.elided_unit_range, figures=1),
            _check("S3", typography.split_number, figures=1),
            _check("S4", typography.short_year),
            _check("S4", typography.dash_yi),
            _check("S3", typography.leading_zero, figures=1),
        ),
    ),
    (
        "Bounds",
        (
            _check("S1", bounds.share_bounds, "率", "占比", figures=1),
            _check("S2", bounds.age_bounds, "岁"),
            _check("S2", bounds.non_integer_count, figures=1),
            _check("S3", bounds.capacity, "容纳", figures=2),
        ),
    ),
)

CHECKS: tuple[Check, ...] = tuple(check for _, checks in GROUPS for check in checks)
