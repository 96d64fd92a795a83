"""Overlaps are settled in one place: times against figures, names against numerals, short names kept."""

from __future__ import annotations

import pytest

from report_extract import Extraction, extract


def names(text: str) -> set[str]:
    return {mention.quote.text for entity in _of(text).entities for mention in entity.mentions if not mention.nested}


def _of(text: str) -> Extraction:
    return extract(text, profile="rules")


def test_a_nominal_of_two_characters_is_kept() -> None:
    assert "街道" in names("城东街道组织排查。随后，街道给各居民区送来了物资。城东街道干部到场。")


def test_a_stem_stands_for_its_subdistrict() -> None:
    text = "岚田街道组织排查。岚田街道干部全部下沉，增援岚田的志愿者有20位。"
    assert [m.rule for e in _of(text).entities for m in e.mentions if m.quote.text == "岚田"] == ["organisation.stem"]


def test_a_body_begins_behind_a_time_that_reaches_into_it() -> None:
    assert "云澜县委宣传部" in names("记者20日晚从云澜县委宣传部获悉，已有3人获救。")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2月10日至24日，志愿服务130人次，895小时。", ["130人次", "895小时"]),
        ("区税务局第十六税务所党支部2名干部到场。", ["2名"]),
        ("历时3个月完工，用工42人。", ["3个月", "42人"]),
    ],
)
def test_times_and_names_hold_against_figures(text: str, figures: list[str]) -> None:
    assert [figure.quote.text for figure in _of(text).figures] == figures


def test_every_numeral_has_one_account() -> None:
    text = "区税务局第十六税务所党支部2人于2月10日到场，一丝不苟地服务了130人次。"
    record = _of(text)
    claimed = [
        span
        for quote in [
            *(f.quote for f in record.figures),
            *(t.quote for t in record.times),
            *(n.quote for n in record.non_figures),
        ]
        for span in quote.spans
    ]
    for offset, char in enumerate(text):
        if char in "0123456789一二三四五六七八九十百千万亿两":
            assert sum(start <= offset < end for start, end in claimed) == 1, (offset, char)
