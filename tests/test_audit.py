"""The checks on records made by hand: each code's alarm and its silence, the traps, the caps, the loop."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checks_page
from conftest import ROOT
from report_extract._checks import CHECKS, GROUPS, Check, Outcome, run_checks
from report_extract._checks.arithmetic import Interval, cut, resolution, rounded, total
from report_extract._checks.describing import FIELDS, described
from report_extract._checks.words import cues, pattern
from report_extract._pipeline import extract
from report_extract.records import (
    ArticleRecord,
    BlockRecord,
    ChangeRecord,
    Entity,
    Extraction,
    Figure,
    Finding,
    MentionRecord,
    Provenance,
    Quote,
    RateRecord,
    Statement,
    Time,
    UnitRecord,
)

DIMENSIONS = {
    "人次": "attendance", "人": "person", "名": "person", "位": "person", "户": "household", "小时": "labour_time",
    "%": "share", "个百分点": "points", "个": "item", "件": "item", "座": "item", "组": "group", "份": "item",
    "天": "duration", "元": "money", "张": "item",
}  # fmt: skip
_SURFACES = "|".join(sorted(DIMENSIONS, key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?P<hedge>约|近|逾)?(?P<quote>(?P<digits>[0-9]+(?:\.[0-9]+)?)(?P<scale>[万亿]?)(?P<unit>{_SURFACES}))"
)
_SCALES = {"": 1, "万": 10**4, "亿": 10**8}


@dataclass(frozen=True)
class Dated:
    """A time by hand."""

    printed: str
    value: str | None = None
    kind: str = "date"
    basis: str = "printed"
    relation: str = "at"


def period(printed: str, **more: Any) -> Dated:
    """An interval by hand."""
    return Dated(printed, kind="interval", relation="during", **more)


def of(whole: str, *parts: str) -> dict[str, str]:
    """The parts of one whole."""
    return dict.fromkeys(parts, whole)


def made(
    *blocks: str,
    parts: Mapping[str, str] = {},
    again: Mapping[str, str] = {},
    times: Mapping[str, Dated] = {},
    set_: Mapping[str, Mapping[str, Any]] = {},
    told: Sequence[tuple[str | None, Sequence[str], str | None]] = (),
    parents: Mapping[str, str] = {},
    kinds: Sequence[str] = (),
    repaired: bool = False,
) -> Extraction:
    """A record of paragraphs: figures by a small pattern, everything else as given, named by its printed words."""
    text = "\n".join(blocks)
    starts = [0, *accumulate(len(block) + 1 for block in blocks)]
    quotes = {words: _quote(text, words) for words in times}
    taken = [span for quote in quotes.values() for span in quote.spans]
    figures: list[Figure] = []
    ids: dict[str, str] = {}
    for match in _FIGURE.finditer(text):
        if any(start <= match.start("quote") < end for start, end in taken):
            continue
        printed = match["quote"]
        ids.setdefault(printed, f"f{len(figures) + 1}")
        rows = {"subset_of": ids.get(parts.get(printed, "")), "restates": ids.get(again.get(printed, ""))}
        figures.append(_figure(f"f{len(figures) + 1}", match, rows | dict(set_.get(printed, {}))))
    names = list(dict.fromkeys([name for name, _, _ in told if name] + list(parents) + list(parents.values())))
    entity = {name: f"e{index + 1}" for index, name in enumerate(names)}
    time_ids = {words: f"t{index + 1}" for index, words in enumerate(times)}
    return Extraction(
        article=ArticleRecord(
            id="x", source=None, sha256=sha256(text.encode()).hexdigest(), encoding="utf-8", length=len(text),
            headline=None, kicker=None, bylines=(), published=None, published_basis="none", year=None,
            year_basis="unknown", year_evidence=(),
            blocks=tuple(
                BlockRecord(
                    kind=kinds[n] if kinds else "paragraph",  # type: ignore[arg-type]
                    quote=Quote(text=block, spans=((starts[n], starts[n] + len(block)),)),
                    repaired=repaired,
                )
                for n, block in enumerate(blocks)
            ),
        ),
        entities=tuple(_entity(entity, name, parents.get(name), text) for name in names),
        times=tuple(_time(time_ids[words], quotes[words], dated) for words, dated in times.items()),
        figures=tuple(figures),
        non_figures=(),
        statements=tuple(
            _statement(f"s{n + 1}", entity.get(who or ""), [ids[q] for q in which], time_ids.get(when or ""), text)
            for n, (who, which, when) in enumerate(told)
        ),
        findings=(),
        provenance=Provenance(package="0", lexicon="0", engines={}, profile="rules", status="ok", notes=()),
    )  # fmt: skip


def _quote(text: str, words: str) -> Quote:
    start = text.index(words)
    return Quote(text=words, spans=((start, start + len(words)),))


def _figure(number: str, match: re.Match[str], rows: Mapping[str, Any]) -> Figure:
    scale = _SCALES[match["scale"]]
    value = Fraction(match["digits"]) * scale
    step = Fraction(scale, 10 ** len(match["digits"].partition(".")[2]))
    low, high = (value, value) if step == 1 else (value - step / 2, value + step / 2)
    comparator, closed = "eq", True
    if match["hedge"] == "约":
        low, high, comparator = value * 9 / 10, value * 11 / 10, "approx"
    elif match["hedge"] == "近":
        low, high, comparator, closed = value * 8 / 10, value, "lt", False
    elif match["hedge"] == "逾":
        low, high, comparator = value, None, "gt"  # type: ignore[assignment]
    quote = Quote(text=match["quote"], spans=(match.span("quote"),))
    fields: dict[str, Any] = {
        "phrase": Quote(text=match.group(), spans=(match.span(),)), "counted": None, "role": "level", "per": None,
        "frequency": None, "change": None, "subset_of": None, "restates": None, "modality": "reported", "rule": "hand",
        "unit": UnitRecord(surface=match["unit"], symbol=match["unit"], dimension=DIMENSIONS[match["unit"]]),
        "low": _decimal(low), "high": _decimal(high) if high is not None else None,
        "low_closed": comparator != "gt", "high_closed": closed and high is not None, "comparator": comparator,
    }  # fmt: skip
    return Figure(id=number, quote=quote, value=_decimal(value), **(fields | dict(rows)))


def _decimal(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def _entity(ids: Mapping[str, str], name: str, parent: str | None, text: str) -> Entity:
    mentions = (MentionRecord(quote=_quote(text, name), rule="hand"),) if name in text else ()
    return Entity(
        id=ids[name], kind="organisation", type="bureau", name=name, qualified_name=name, parent=ids.get(parent or ""),
        aliases=(), titles=(), mentions=mentions, open_list=False,
    )  # fmt: skip


def _time(number: str, quote: Quote, dated: Dated) -> Time:
    value = dated.value or dated.printed
    ends = value.split("/") if "X" not in value and "/" in value else [None, None]
    return Time(
        id=number, quote=quote, kind=dated.kind, printed=dated.printed, value=value, start=ends[0], end=ends[-1],  # type: ignore[arg-type]
        relation=dated.relation, comparator="eq", year_basis=dated.basis, rule="hand",  # type: ignore[arg-type]
    )  # fmt: skip


def _statement(number: str, actor: str | None, figures: Iterable[str], time: str | None, text: str) -> Statement:
    return Statement(
        id=number, rule="hand", actor=actor, actor_basis="stated" if actor else None, action=None, measure=None,
        recipients=(), places=(), places_open=False, persons=(), time=time, time_basis="stated" if time else None,
        figures=tuple(figures), evidence=(), modality="reported", confidence="high", same_effort_as=None,
    )  # fmt: skip


def alarms(extraction: Extraction) -> list[tuple[str, str]]:
    """Code and severity of every finding without `explain`."""
    return [(finding.code, finding.severity) for finding in run_checks(extraction)]


def explained(extraction: Extraction, code: str) -> Finding:
    """The one finding of a code with `explain`."""
    found = [finding for finding in run_checks(extraction, explain=True) if finding.code == code]
    assert len(found) == 1, found
    return found[0]


DAY = {"frequency": RateRecord(unit="day"), "role": "rate"}
TOTAL = {"role": "total"}
GROWTH = {"role": "change", "change": ChangeRecord(direction="increase", basis="other")}
YEARS = {"去年": Dated("XXXX"), "今年": Dated("XXXX")}
MARCH = {"3月1日至3月10日": period("XXXX-03-01/XXXX-03-10")}

# code: (record that holds, record that does not, severity of the alarm)
PAIRS: dict[str, tuple[Extraction, Extraction, str]] = {
    "part-gt-total": (
        made("当天到场75人次（其中学生32人次）。", parts=of("75人次", "32人次")),
        made("当天到场32人次（其中学生75人次）。"),
        "S1",
    ),
    "parts-ne-total": (
        made("收到来信60件，其中咨询类31件、建议类20件、其他9件。", parts=of("60件", "31件", "20件", "9件")),
        made("收到来信60件，其中咨询类31件、建议类20件、其他19件。", parts=of("60件", "31件", "20件", "19件")),
        "S1",
    ),
    "subset-chain": (
        made("全镇有教师520名，其中女教师310名，女教师中研究生学历的45名。", parts=of("520名", "310名", "45名")),
        made("全镇有教师520名，其中女教师310名，女教师中研究生学历的415名。", parts=of("520名", "310名", "415名")),
        "S1",
    ),
    "remainder": (
        made("120个车位已租出85个，剩余35个车位。"),
        made("120个车位已租出85个，剩余45个车位。"),
        "S1",
    ),
    "percent-partition": (
        made("来访者中，乘地铁的占51.3%，乘公交的占30.2%，其他占18.5%。"),
        made("来访者中，乘地铁的占51.3%，乘公交的占30.2%，其他占28.5%。"),
        "S2",
    ),
    "share-vs-counts": (
        made("200名选手中有150人完成比赛，完成率为75%。"),
        made("200名选手中有150人完成比赛，完成率为65%。"),
        "S1",
    ),
    "per-day-total": (
        made("3月1日至3月10日，每天派出8人巡逻，累计80人次。", times=MARCH, set_={"8人": DAY}),
        made("3月1日至3月10日，每天派出8人巡逻，累计180人次。", times=MARCH, set_={"8人": DAY}),
        "S2",
    ),
    "mean-times-n": (
        made("15个小组共走访家庭300户，平均每组20户。", set_={"300户": TOTAL, "20户": {"role": "mean"}}),
        made("15个小组共走访家庭300户，平均每组30户。", set_={"300户": TOTAL, "30户": {"role": "mean"}}),
        "S2",
    ),
    "groups-size": (
        made("队伍编为7组，每组6人，共42人。", set_={"6人": {"per": RateRecord(unit="group")}, "42人": TOTAL}),
        made("队伍编为7组，每组6人，共52人。", set_={"6人": {"per": RateRecord(unit="group")}, "52人": TOTAL}),
        "S2",
    ),
    "hours-per-visit": (
        made("先后有40人次到岗，累计服务200小时。"),
        made("先后有40人次到岗，累计服务2000小时。"),
        "S2",
    ),
    "persons-le-person-times": (
        made("32名队员累计值守128人次。"),
        made("128名队员累计值守32人次。"),
        "S2",
    ),
    "growth-vs-levels": (
        made("借阅量由去年的2000件增至今年的2500件，增长25%。", set_={"25%": GROWTH}, times=YEARS),
        made("借阅量由去年的2000件增至今年的2500件，增长20%。", set_={"20%": GROWTH}, times=YEARS),
        "S1",
    ),
    "pp-difference": (
        made("回收率由41.2%提高到44.0%，提高2.8个百分点。"),
        made("回收率由41.2%提高到44.0%，提高3.8个百分点。"),
        "S1",
    ),
    "direction": (
        made("投诉量由上月的95件降至本月的61件。"),
        made("投诉量由上月的61件降至本月的95件。"),
        "S1",
    ),
    "impossible-date": (
        made("比赛于6月30日开幕。", times={"6月30日": Dated("XXXX-06-30")}),
        made("比赛于6月31日开幕。", times={"6月31日": Dated("XXXX-06-31")}),
        "S1",
    ),
    "range-reversed": (
        made("书展从5月8日到5月15日。", times={"5月8日到5月15日": period("XXXX-05-08/XXXX-05-15")}),
        made("书展从5月15日到5月8日。", times={"5月15日到5月8日": period("XXXX-05-15/XXXX-05-08")}),
        "S1",
    ),
    "weekday": (
        made("2023年10月1日（星期日）开放。", times={"2023年10月1日": Dated("2023-10-01")}),
        made("2023年10月1日（星期三）开放。", times={"2023年10月1日": Dated("2023-10-01")}),
        "S2",
    ),
    "restated": (
        made("全区有公园38座，这38座公园全部免费。"),
        made("全区有公园38座，这83座公园全部免费。"),
        "S1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", PAIRS)
def test_each_code_alarms_and_keeps_silent(code: str) -> None:
    holds, fails, severity = PAIRS[code]
    assert alarms(holds) == []
    assert alarms(fails) == [(code, severity)]
    assert explained(holds, code).verdict == "consistent"
    finding = explained(fails, code)
    assert finding.verdict == "inconsistent"
    assert finding.message.endswith("。")
    assert finding.computation
    assert len(finding.evidence) == len(finding.figures) + len(finding.times)


def test_codes_are_unique_and_kebab_case() -> None:
    codes = [check.code for check in CHECKS]
    assert len(set(codes)) == len(codes)
    assert set(PAIRS) < set(codes)
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", code) for code in codes)


def test_the_page_of_checks_is_as_the_docstrings_say() -> None:
    text = checks_page.PAGE.read_text(encoding="utf-8")
    assert text == checks_page.page(text), "docs/checks.md differs: run `make readme`"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_every_check_is_documented_and_proves_itself(check: Check) -> None:
    rows = described(check)
    assert all(rows.get(name) for name in ("says", *FIELDS)), sorted(rows)
    assert check.innocent, f"innocent.toml has no line for {check.code}"
    alarming = extract(checks_page.sentence(check, "example"), profile="rules")
    assert alarms(alarming) == [(check.code, check.severity)]
    [finding] = alarming.findings
    assert finding.message.endswith("。")
    assert finding.computation
    assert finding.evidence
    silent = extract(checks_page.sentence(check, "silent"), profile="rules")
    assert silent.findings == ()
    agrees = {found.code for found in run_checks(silent, explain=True) if found.verdict == "consistent"}
    printed = {row.code for title, rows_ in GROUPS if title == "Print and recognition" for row in rows_}
    assert check.code in agrees | printed | {"stacked-hedges"}  # those look at what is there, not at a relation


def test_a_check_that_is_not_asked_had_nothing_to_say() -> None:
    """`anchors` and `figures` of a check only save work: without them it finds the same."""
    open_ = [Check(check.code, check.severity, check.run, check.innocent) for check in CHECKS]
    assert sum(bool(check.anchors or check.figures) for check in CHECKS) > len(CHECKS) / 2
    texts = [checks_page.sentence(check, side) for check in CHECKS for side in ("example", "silent")]
    pages = sorted((ROOT / "corpora" / "articles").glob("*/article.txt"))
    texts += [path.read_text(encoding="utf-8") for path in pages]
    for text in texts:
        record = extract(text, profile="rules")
        asked, all_ = (
            {(f.code, f.message) for f in run_checks(record, checks=checks, explain=True)} for checks in (CHECKS, open_)
        )
        assert all_ == asked, text[:80]


def test_every_innocent_explanation_belongs_to_a_check() -> None:
    known = tomllib.loads((ROOT / "src/report_extract/_checks/innocent.toml").read_text(encoding="utf-8"))
    assert set(known) == {check.code for check in CHECKS}


# Records that must raise no alarm of any severity, by the trap they stand for.
TRAPS: dict[str, Extraction] = {
    "the second 其中 goes back to the top total": made(
        "共有职工900人，其中党员120人，其中女职工500人。", parts=of("900人", "120人", "500人")
    ),
    "其中 belongs to the larger figure further off": made("共有职工900人，党员120人，其中女职工500人。"),
    "a part is no part behind a comma": made("全队共有40人，其中老队员带队，另外邀请居民86人。"),
    "people within attendances": made("共派出41人次，其中党员86人。"),
    "a list that may be incomplete": made("共152件，其中一类88件、二类29件。", parts=of("152件", "88件", "29件")),
    "a figure between the parts": made(
        "共152件，其中一类88件（用时3天）、二类49件、其他25件。",
        parts=of("152件", "88件", "49件", "25件"),
    ),
    "a numeral between the parts that nobody read": made(
        "共152件，其中一类88件、二类49封、其他25件。", parts=of("152件", "88件", "25件")
    ),
    "rounded parts": made(
        "共1.0亿元，其中甲3333万元、乙3333万元、其他3333万元。",
        parts=of("1.0亿元", "3333万元"),
    ),
    "thirds printed to one decimal": made("甲类占33.3%，乙类占33.3%，其他占33.3%。"),
    "a survey with several answers": made("选择步行的占66.2%，骑行的占51.5%，其他占32.3%（可多选）。"),
    "shares of a part": made("甲占40%，其中乙占30.0%，其他占10.0%。"),
    "a share of another base": made("200名选手中有150人完成比赛，占全市完赛人数的12%。"),
    "a rate of other people": made("200名选手中有150人完成比赛，观众满意率为65%。"),
    "days at work only": made("3月1日至3月10日，每个工作日每天派出8人，累计48人次。", times=MARCH, set_={"8人": DAY}),
    "at least so many a day": made(
        "3月1日至3月10日，每天至少8人巡逻，累计95人次。",
        times=MARCH,
        set_={"8人": DAY | {"high": None, "high_closed": False, "comparator": "ge"}},
    ),
    "one day less by the law's count": made(
        "3月1日至3月10日，每天派出8人，累计72人次。", times=MARCH, set_={"8人": DAY}
    ),
    "a mean that was rounded": made("15个小组共走访家庭305户，平均每组20户。", set_={"20户": {"role": "mean"}}),
    "a total behind its part": made("全市有志愿者46人，包括乡镇20人在内的80人参加。"),
    "a list that closes in its count": made("开放展厅3个，包括书画、瓷器、古籍等12个门类。"),
    "centres, not 中": made("全市建成县级服务中心5个、县级服务中心站8个。"),
    "other things of one measure word": made("制定规范15件，其中涉及表格有90件。"),
    "a mean in parentheses of another": made("每户收入200元，其中种粮户收入260元。"),
    "two causes and the rest": made("已有6名婴儿和9名老人转院，其余33名婴儿观察。"),
    "a finer resolution": made("图像分辨率由50件提高到20件。"),
    "imports and exports behind rounding": made(
        "进出口20.1亿元，其中出口11.46亿元、进口8.64亿元。", parts=of("20.1亿元", "11.46亿元", "8.64亿元")
    ),
    "a weekday of next year": made(
        "2月4日（星期日）上班。", times={"2月4日": Dated("XXXX-02-04", value="2023-02-04", basis="published")}
    ),
    "two dates of which one has a year": made(
        "从4月1日起到2025年3月31日有效。",
        times={"4月1日": Dated("XXXX-04-01", relation="since"), "2025年3月31日": Dated("2025-03-31")},
    ),
    "the last group is smaller": made("队伍编为7组，每组6人，共40人。"),
    "people served, not those who serve": made("接待群众40人次，累计服务2000小时。"),
    "attendances of people served": made("128名医生累计接诊患者32人次。"),
    "attendances of those trained": made("128名教师共培训32人次。"),
    "growth in other prices": made("产值由2000万元增至2500万元，按可比价格计算，增长20%。", set_={"20%": GROWTH}),
    "growth of another item": made("借阅量由2000件增至2500件，其中童书增长40%。", set_={"40%": GROWTH}),
    "growth against another base": made("借阅量由年初的2000件增至2500件，同比增长40%。", set_={"40%": GROWTH}),
    "growth rounded to whole percent": made("借阅量由300件增至400件，增长33%。", set_={"33%": GROWTH}),
    "a falling rate of fall": made("降幅由5.2%扩大到8.1%，排名由3位升至1位。"),
    "29 February without a year": made(
        "截至2月29日，共值守60人次。", times={"2月29日": Dated("XXXX-02-29", basis="inferred")}
    ),
    "29 February in a year that was only inferred": made(
        "截至2月29日。", times={"2月29日": Dated("XXXX-02-29", value="2023-02-29", basis="published")}
    ),
    "the turn of the year": made("12月25日至1月5日放假。", times={"12月25日至1月5日": period("XXXX-12-25/XXXX-01-05")}),
    "a name behind a date": made("2023年10月1日周三元发言。", times={"2023年10月1日": Dated("2023-10-01")}),
    "this many of another noun": made("全区有公园38座，绿地9座，这83座厂房全部免费。"),
    "two figures that 这 may mean": made("全区有公园38座，在建公园9座，这47座公园全部免费。"),
    "restated with a hedge": made("全区约40座公园，这38座公园全部免费。", again={"38座": "40座"}),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_traps_raise_no_alarm(trap: str) -> None:
    assert alarms(TRAPS[trap]) == []


# Innocent on the page, and once taken for a slip.
INNOCENT = {
    "a name within a name": "来自东沙湾、沙湾2个镇的代表参加。",
    "numbers within names": "渡船海鸥二号、海鸥三号2艘停航。",
    "names that begin with 万": "邀请万和、万顺2家店铺参展。",
    "a list that is the doer": "他带领邻居、店员在两个院子门口值守。",
    "two festivals": "“双十一”“双十二”将至。",
    "two rates of 同比 compared": "10月份，批发额同比增长7.6%，比9月加快2.1个百分点。",
    "a code": "研制出HZD04面市。",
    "a full-width comma among thousands": "日均收到来信31，076条。",
    "a span with 时隔": "时隔10年之后，渡口重新启用。",
    "突破 the verb": "全年突破500多种零件的制造难题。",
    "nought is nought in any unit": "降幅在0-30%之间。",
}


@pytest.mark.parametrize("trap", INNOCENT)
def test_innocent_sentences_raise_no_alarm(trap: str) -> None:
    assert extract(INNOCENT[trap], profile="rules").findings == ()


def test_two_words_divide_a_whole() -> None:
    record = made("全班60人，其中男生35人、女生35人。", parts=of("60人", "35人"))
    assert alarms(record) == [("parts-ne-total", "S1")]


def test_a_part_that_the_record_could_not_link_is_found_beside_its_twin() -> None:
    record = made("全年交易60万元，其中出口35万元、进口85万元。", parts=of("60万元", "35万元"))
    assert alarms(record) == [("part-gt-total", "S1")]


def test_a_part_behind_a_sentence_opening_divides_the_sentence_before() -> None:
    printed = "全市民航发送旅客{}万人次，恢复到上年同期的九成。其中，出港{}万人次。"
    assert alarms(made(printed.format("12.4", "61.6"))) == [("part-gt-total", "S2")]
    assert alarms(made(printed.format("12.4", "11.6"))) == []


@pytest.mark.parametrize(
    ("printed", "slip", "right"),
    [
        ("在建项目19个（市区{}个、县域8个）。", "111", "11"),
        ("县里恢复了41条线路中的{}条。", "89", "39"),
        ("3家单位共出动干部345人次（其中党员{}人次）。", "761", "261"),
    ],
)
def test_a_part_in_a_list_in_brackets_or_out_of_a_total(printed: str, slip: str, right: str) -> None:
    found = [finding.code for finding in extract(printed.format(slip), profile="rules").findings]
    assert found == ["part-gt-total"]
    assert extract(printed.format(right), profile="rules").findings == ()


def test_a_total_among_several_is_not_guessed_over_a_full_stop() -> None:
    assert alarms(made("新增确诊病例21例，新增死亡病例5例。其中，甲市的确诊患者66例。")) == []


def test_a_period_in_two_times() -> None:
    times = {"9月20日": Dated("XXXX-09-20", relation="since"), "9月3日": Dated("XXXX-09-03")}
    assert alarms(made("花展从9月20日持续到9月3日。", times=times)) == [("range-reversed", "S1")]


def test_a_repaired_block_lowers_by_one() -> None:
    assert alarms(made("当天到场32人次（其中学生75人次）。", repaired=True)) == [("part-gt-total", "S2")]


def test_a_width_of_policy_is_named_and_is_at_most_s3() -> None:
    record = made("当天到场约50人次（其中学生75人次）。")
    assert alarms(record) == [("part-gt-total", "S3")]
    finding = explained(record, "part-gt-total")
    assert finding.verdict == "doubtful"
    assert finding.policy == "“约50人次”按约数取45～55"


def test_rounding_is_named() -> None:
    finding = explained(made("当天到场3.2万人次（其中学生7.5万人次）。"), "part-gt-total")
    assert (finding.severity, finding.verdict) == ("S1", "inconsistent")
    assert finding.policy == "“3.2万人次”按四舍五入取31500～32500；“7.5万人次”按四舍五入取74500～75500"


def test_an_inferred_year_lowers_by_one() -> None:
    dated = Dated("XXXX-10-01", value="2023-10-01", basis="published")
    assert alarms(made("10月1日（星期三）开放。", times={"10月1日": dated})) == [("weekday", "S3")]


PLAN = (
    "区卫生局要求，每天需安排15人增援。",
    "3月1日至3月10日，区卫生系统共有210人次到岗。",
)


def plan(**more: Any) -> Extraction:
    """A daily order and what came of it, in two paragraphs, told of two bodies."""
    told = [("区卫生局", ["15人"], None), (more.pop("who", "区卫生系统"), ["210人次"], "3月1日至3月10日")]
    order = DAY | {"modality": "required"}
    return made(*more.pop("blocks", PLAN), times=MARCH, set_={"15人": order, "210人次": TOTAL}, told=told, **more)


def test_a_plan_against_the_result_is_a_note() -> None:
    finding = explained(plan(), "per-day-total")
    assert (finding.severity, finding.verdict) == ("S4", "doubtful")
    assert finding.computation == "15×10天=150（9天=135） ≠ 210"
    assert finding.figures == ("f1", "f2")


def test_a_plan_is_not_set_against_another_holder_or_section() -> None:
    assert alarms(plan(who="区教育系统", blocks=(PLAN[0], PLAN[1].replace("卫生系统", "教育系统")))) == []
    blocks = (PLAN[0], "另一条战线", PLAN[1])
    assert alarms(plan(blocks=blocks, kinds=("paragraph", "subhead", "paragraph"))) == []


def test_a_total_that_no_full_groups_give_is_a_note() -> None:
    told = [("区水务局", ["5人"], None), ("区水务局", ["83人次"], None)]
    fields = {"5人": DAY | {"per": RateRecord(unit="group")}}
    record = made("区水务局每日5人一组驻守。", "截至3月9日，区水务局共派出83人次。", set_=fields, told=told)
    finding = explained(record, "groups-size")
    assert (finding.severity, finding.verdict) == ("S4", "doubtful")
    assert finding.computation == "83=5×16+3"
    full = made("区水务局每日5人一组驻守。", "截至3月9日，区水务局共派出85人次。", set_=fields,
                told=[("区水务局", ["5人"], None), ("区水务局", ["85人次"], None)])  # fmt: skip
    assert alarms(full) == []
    other = made("区水务局每日5人一组驻守。", "截至3月9日，区交通局共派出83人次。", set_=fields,
                 told=[("区水务局", ["5人"], None), ("区交通局", ["83人次"], None)])  # fmt: skip
    assert alarms(other) == []


def test_the_hint_names_the_wrong_base() -> None:
    finding = explained(PAIRS["growth-vs-levels"][1], "growth-vs-levels")
    assert "若以后一数为基数则相符" in finding.message


def test_findings_are_numbered_in_the_order_of_the_page() -> None:
    record = made("比赛于6月31日开幕。", "到场32人次（其中学生75人次）。", times={"6月31日": Dated("XXXX-06-31")})
    assert [(f.id, f.code) for f in run_checks(record)] == [("a1", "impossible-date"), ("a2", "part-gt-total")]


def test_checks_are_given_by_argument() -> None:
    mine = Check("no-figure", "S4", lambda claims: [Outcome("doubtful", "没有数字。")] if not claims.rows else [])
    assert [f.code for f in run_checks(made("没有。"), checks=(*CHECKS, mine))] == ["no-figure"]
    assert run_checks(PAIRS["direction"][1], checks=()) == ()


def test_a_record_without_blocks_is_read_from_its_text() -> None:
    record = PAIRS["direction"][1]
    text = record.article.blocks[0].quote.text
    bare = record.model_copy(update={"article": record.article.model_copy(update={"blocks": ()})})
    assert run_checks(bare) == ()
    assert [f.code for f in run_checks(bare, text=text)] == ["direction"]


def test_words_prove_themselves() -> None:
    for name, cue in cues().items():
        for text, surface in cue.examples.items():
            found = pattern(name).search(text)
            assert found is not None, (name, text)
            assert found.group() == surface, (name, text)
        for text in cue.refuted:
            assert pattern(name).search(text) is None, (name, text)


@given(st.lists(st.fractions(0, 10**6), min_size=2, max_size=6), st.integers(0, 2))
def test_honest_sums_printed_rounded_are_never_called_wrong(values: list[Fraction], decimals: int) -> None:
    step = Fraction(1, 10**decimals)

    def shown(value: Fraction) -> Interval:
        return rounded((value / step + Fraction(1, 2)).__floor__() * step, step)

    assert total(map(shown, values)).meets(shown(sum(values)))


@given(st.fractions(0, 10**6), st.integers(0, 3))
def test_cut_holds_what_was_rounded_and_what_was_cut(value: Fraction, decimals: int) -> None:
    step = Fraction(1, 10**decimals)
    for digits in ((value / step).__floor__(), (value / step + Fraction(1, 2)).__floor__()):
        assert cut(digits * step, step).meets(Interval.of(value))


def test_the_reference_intervals() -> None:
    assert resolution("33.3%") == Fraction(1, 10)
    three = [rounded(Fraction("33.3"), Fraction(1, 10))] * 3
    assert total(three).meets(Interval.of(100))
    assert not total(three).meets(Interval.of(101))
    assert not Interval(Fraction(240), Fraction(300), high_closed=False).meets(Interval.of(312))
    with pytest.raises(ValueError, match="zero"):
        Interval.of(-1) * Interval.of(2)


def nearest_to(text: str, code: str) -> tuple[str, ...]:
    """The nearest readings of the one finding."""
    [finding] = extract(text, profile="rules").findings
    assert finding.code == code
    return finding.nearest


def test_likely_slips_are_named_the_nearest_first() -> None:
    mean = nearest_to("12个小组共走访居民660户，平均每组65户。", "mean-times-n")
    assert mean == ("“65户”若为“55户”则吻合（一位数字之差）",)
    swapped = nearest_to("购买雨衣180件，每件25元，共花费5400元。", "price-quantity")
    assert swapped[0] == "“5400元”若为“4500元”则吻合（两位数字颠倒）"
    scale = nearest_to("全年支出2.4亿元，其中设备采购9000万元、人员培训1.5万元。", "money-units")
    assert scale[0] == "“1.5万元”若为“1.5亿元”则吻合（万、亿之差）"
    turned = nearest_to("本周共来访41人次（其中学生86人次）。", "part-gt-total")
    assert "“41人次”与“86人次”对调则吻合" in turned


def test_sums_are_written_as_the_page_writes_numbers() -> None:
    [finding] = extract("全年支出2.4亿元，其中设备采购9000万元、人员培训1.5万元。", profile="rules").findings
    assert finding.computation == "9000万+15000=9001.5万 ≠ 2.4亿"
    assert finding.policy is not None
    assert "“2.4亿元”按四舍五入取2.35亿～2.45亿" in finding.policy


def test_full_groups_over_the_days_are_named() -> None:
    text = "自3月1日起，东河区城管局派员值守，每日5人一组。截至3月10日，东河区城管局共派出149人次。"
    [finding] = extract(text, profile="rules").findings
    assert (finding.code, finding.severity) == ("groups-size", "S4")
    assert finding.message == "“149人次”不是“每日5人一组”的整数倍，30组次（10天、每天3组）为150。"


def test_a_far_wider_hedge_would_not_help() -> None:
    [finding] = extract("果园占地45亩（约30公顷）。", profile="rules").findings
    assert (finding.severity, finding.policy) == ("S1", "“约30公顷”按约数取27～33")
    [finding] = extract("果园占地45亩（约5公顷）。", profile="rules").findings
    assert finding.severity == "S3"


def test_records_are_not_changed() -> None:
    for holds, fails, _ in PAIRS.values():
        for record in (holds, fails):
            before = record.model_dump_json()
            run_checks(record, explain=True)
            assert record.model_dump_json() == before


def test_the_catalogue_end_to_end(beside: Path) -> None:
    path = beside / "design" / "audit_cases.jsonl"
    if not path.is_file():
        pytest.skip("no catalogue beside the repository")
    wrong = []
    for case in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        code = case["name"].replace("_", "-")
        for side in ("consistent", "inconsistent"):
            found = alarms(extract(case[side], profile="rules"))
            due = [(code, case["severity"])] if side == "inconsistent" else []
            answered = not case["id"].startswith("G")  # G compares articles
            if (answered and found != due) or (side == "consistent" and found):
                wrong.append((case["id"], side, found))
    assert wrong == []


def test_the_real_article_gives_two_notes(beside: Path) -> None:
    path = beside / "articles" / "seed.txt"
    if not path.is_file():
        pytest.skip("no article beside the repository")
    record = extract(path.read_text(encoding="utf-8"), profile="rules")
    assert alarms(record) == [("per-day-total", "S4"), ("groups-size", "S4")]
    tested = {(f.code, f.computation) for f in run_checks(record, explain=True) if f.verdict == "consistent"}
    assert {("part-gt-total", "13 ≤ 239"), ("hours-per-visit", "895÷130≈6.88小时/人次")} <= tested
