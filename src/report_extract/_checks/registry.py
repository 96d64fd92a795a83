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
    dateline,
    festivals,
    lists,
    multiples,
    pairs,
    partitions,
    parts,
    products,
    proportions,
    rates,
    restated,
    shares,
    spans,
    typography,
    years,
)
from report_extract._checks.check import Check, Outcome, Severity
from report_extract._checks.claims import Claims

_INNOCENT = tomllib.loads((Path(__file__).parent / "innocent.toml").read_text(encoding="utf-8"))


def _check(severity: Severity, run: Callable[[Claims], Iterable[Outcome]]) -> Check:
    """A check by its function: the code is the function's name."""
    code = run.__name__.replace("_", "-")
    return Check(code, severity, run, tuple(_INNOCENT.get(code, ())))


GROUPS: tuple[tuple[str, tuple[Check, ...]], ...] = (
    (
        "Parts and totals",
        (
            _check("S1", parts.part_gt_total),
            _check("S1", parts.parts_ne_total),
            _check("S2", partitions.disjoint_parts_gt_total),
            _check("S1", parts.subset_chain),
            _check("S1", parts.remainder),
            _check("S2", shares.percent_partition),
            _check("S1", shares.share_vs_counts),
            _check("S3", proportions.grim_share),
            _check("S2", proportions.ratio),
            _check("S2", proportions.complement_rates),
            _check("S1", partitions.cross_foot),
            _check("S1", partitions.money_units),
        ),
    ),
    (
        "Rates and bases",
        (
            _check("S2", rates.per_day_total),
            _check("S2", rates.mean_times_n),
            _check("S2", rates.groups_size),
            _check("S1", products.price_quantity),
            _check("S2", rates.hours_per_visit),
            _check("S3", products.shifts),
            _check("S2", products.area_per_unit),
            _check("S2", products.speed),
            _check("S2", rates.persons_le_person_times),
            _check("S3", products.person_times_ceiling),
            _check("S1", rates.wan_yi_percapita),
            _check("S1", products.hours_per_day),
        ),
    ),
    (
        "Changes and comparison",
        (
            _check("S1", changes.growth_vs_levels),
            _check("S1", changes.pp_difference),
            _check("S3", multiples.pp_vs_percent),
            _check("S2", multiples.times_growth),
            _check("S2", multiples.decrease_times),
            _check("S2", multiples.doubling),
            _check("S1", multiples.increment),
            _check("S1", changes.direction),
            _check("S3", comparing.base_label),
            _check("S2", multiples.compounding),
            _check("S2", proportions.cheng_fraction),
            _check("S2", comparing.superlative),
            _check("S2", multiples.over_fulfilment),
            _check("S1", comparing.low_gt_high),
        ),
    ),
    (
        "Dates and times",
        (
            _check("S1", calendar.impossible_date),
            _check("S1", calendar.leap_day),
            _check("S2", calendar.weekday),
            _check("S1", calendar.range_reversed),
            _check("S2", spans.duration_vs_range),
            _check("S2", dateline.after_publication),
            _check("S2", festivals.lunar_solar),
            _check("S3", years.age_birth),
            _check("S2", years.anniversary),
            _check("S2", spans.clock),
            _check("S1", spans.asof_before_start),
            _check("S3", festivals.festival_date),
            _check("S3", years.edition),
            _check("S2", spans.event_order),
            _check("S2", dateline.deictic),
            _check("S2", years.century_decade),
        ),
    ),
    (
        "The same figure again",
        (
            _check("S1", restated.headline_body),
            _check("S1", restated.restated),
            _check("S1", pairs.han_arabic_pair),
            _check("S3", restated.person_vs_person_times),
            _check("S2", restated.hedge_vs_exact),
            _check("S4", typography.stacked_hedges),
            _check("S2", restated.caption_text),
            _check("S1", pairs.amount_in_words),
            _check("S1", pairs.converted_pair),
        ),
    ),
    (
        "Lists and ranks",
        (
            _check("S2", lists.roster_count),
            _check("S2", lists.closed_list_count),
            _check("S1", lists.open_list_exceeds),
            _check("S3", lists.duplicate_in_list),
            _check("S3", lists.enumerators),
            _check("S2", comparing.rank_vs_values),
            _check("S1", comparing.rank_gt_n),
            _check("S3", lists.numbering_gap),
        ),
    ),
    (
        "Print and recognition",
        (
            _check("S2", typography.letter_in_number),
            _check("S3", typography.thousands_sep),
            _check("S3", typography.doubled_token),
            _check("S3", typography.decimal_mark),
            _check("S4", typography.mixed_numerals),
            _check("S3", typography.elided_unit_range),
            _check("S3", typography.split_number),
            _check("S4", typography.short_year),
            _check("S4", typography.dash_yi),
            _check("S3", typography.leading_zero),
        ),
    ),
    (
        "Bounds",
        (
            _check("S1", bounds.share_bounds),
            _check("S2", bounds.age_bounds),
            _check("S2", bounds.non_integer_count),
            _check("S3", bounds.capacity),
        ),
    ),
)

CHECKS: tuple[Check, ...] = tuple(check for _, checks in GROUPS for check in checks)
