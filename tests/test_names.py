"""Lexicon entries of names prove themselves; short forms are joined by structure only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from documents import document_of
from growth import MOST, growth
from report_extract._facts import Mention
from report_extract._kinds import compound, entity, organisation, person, place
from report_extract._lexicon import Entry, default_lexicon
from report_extract._lexicon.names import CompoundSuffix, OrganisationSuffix, ShortNoun, Surname, TitleWord

FILES: list[tuple[str, type[Entry], Callable[..., object]]] = [
    ("organisation_suffixes", OrganisationSuffix, organisation.find),
    ("compound_suffixes", CompoundSuffix, compound.find),
    ("titles", TitleWord, person.find),
    ("surnames", Surname, person.find),
]


def surfaces(find: Callable[..., object], text: str) -> list[str]:
    document = document_of(text)
    mentions = list(find(document, default_lexicon(), ()))  # type: ignore[call-overload]
    return [text[m.start : m.end] for m in mentions if not m.data.get("nested")]


EXAMPLES = [
    pytest.param(find, text, wanted, id=f"{entry.name}-{text[:12]}")
    for file, model, find in FILES
    for entry in default_lexicon().entries(file, model)
    for text, wanted in entry.examples.items()
]
REFUTED = [
    pytest.param(find, text, id=f"{entry.name}-{text[:12]}")
    for file, model, find in FILES
    for entry in default_lexicon().entries(file, model)
    for text in entry.refuted
]


@pytest.mark.parametrize(("find", "text", "wanted"), EXAMPLES)
def test_example_is_read(find: Callable[..., object], text: str, wanted: str) -> None:
    assert wanted in surfaces(find, text)


@pytest.mark.parametrize(("find", "text"), REFUTED)
def test_refuted_text_holds_none(find: Callable[..., object], text: str) -> None:
    assert surfaces(find, text) == []


def entities(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    document, lexicon = document_of(text), default_lexicon()
    found: list[Mention] = []
    for kind in (organisation, compound, person, place):
        found += kind.find(document, lexicon, ())
    facts = entity.read(sorted(found, key=lambda m: (m.start, -m.end)), document, lexicon)
    return [(fact.name, fact.aliases, fact.qualified_name) for fact in facts]


def test_short_form_joins_its_full_name() -> None:
    rows = entities("区水务局派出8人。区水务执法局随后赶到，区水务局负责清淤。")
    names = {name: aliases for name, aliases, _ in rows}
    assert names["区水务执法局"] == ("区水务局",)


def test_name_without_its_area_joins() -> None:
    names = {name: aliases for name, aliases, _ in entities("市国资委发布通知。国资委要求各企业落实。")}
    assert names == {"市国资委": ("国资委",)}


def test_different_ordinals_stay_apart() -> None:
    rows = entities("区税务局第三税务所党支部2人到场，区税务局第五税务所党支部3人到场。")
    names = {name for name, _, _ in rows}
    assert {"区税务局第三税务所党支部", "区税务局第五税务所党支部"} <= names


def test_elliptic_area_is_resolved_from_the_article() -> None:
    rows = {name: qualified for name, _, qualified in entities("青浦区今天启动演练。区水务局派出12人。")}
    assert rows["区水务局"] == "青浦区水务局"


def test_title_without_body_takes_that_of_the_person_before() -> None:
    text = "区水务局党组书记林晓东，副局长何志远到场。"
    document, lexicon = document_of(text), default_lexicon()
    found = [*organisation.find(document, lexicon, ()), *person.find(document, lexicon, ())]
    facts = entity.read(sorted(found, key=lambda m: (m.start, -m.end)), document, lexicon)
    people = {fact.name: fact.titles for fact in facts if fact.kind == "person"}
    assert [t.title for t in people["林晓东"]] == ["党组书记"]
    assert people["何志远"][0].organisation == people["林晓东"][0].organisation is not None


@pytest.mark.parametrize("unit", ["区国资委机关党支部", "小区", "、花园", "第一", "书记王", "党", "街道"])
def test_finders_are_linear(unit: str) -> None:
    lexicon = default_lexicon()

    def find_all(text: str) -> None:
        document = document_of(text)
        for kind in (organisation, compound, person, place):
            list(kind.find(document, lexicon, ()))

    assert growth(find_all, lambda length: unit * (length // len(unit)), 6_000) <= MOST


def test_body_inside_a_longer_name_is_no_short_form() -> None:
    names = {name: aliases for name, aliases, _ in entities("市公安局城东分局刑侦大队破案，市公安局通报。")}
    assert names["市公安局"] == ()
    assert "市公安局" not in names["市公安局城东分局"]


def test_firm_without_its_legal_form_joins() -> None:
    rows = entities("青松化工集团有限公司扩建。青松化工集团今年增产。")
    assert ("青松化工集团有限公司", ("青松化工集团",), "青松化工集团有限公司") in rows


def test_elliptic_area_joins_the_full_area() -> None:
    rows = {name: aliases for name, aliases, _ in entities("清江市河东区教育局发文。区教育局负责解读。")}
    assert rows["清江市河东区教育局"] == ("区教育局",)


def test_estates_that_only_look_alike_stay_apart() -> None:
    names = {name for name, _, _ in entities("志愿者支援松华第二居民区。松园华城居民区另派2人。")}
    assert len([name for name in names if name.startswith("松")]) == 2


def test_members_of_a_list_take_its_noun_in_their_qualified_name() -> None:
    rows = entities("兰州、陇南、临夏支队出动。")
    assert ("兰州", (), "兰州支队") in rows
    assert ("临夏支队", (), "临夏支队") in rows


NOUNS = default_lexicon().entries("short_nouns", ShortNoun)


def joined(full: str, other: str) -> bool:
    rows = entities(f"{full}通报情况，{other}派出3人。")
    assert any(name == full for name, _, _ in rows), rows
    return any(name == full and other in aliases for name, aliases, _ in rows)


@pytest.mark.parametrize(("full", "short"), [pair for noun in NOUNS for pair in noun.examples.items()])
def test_contraction_joins(full: str, short: str) -> None:
    assert joined(full, short)


@pytest.mark.parametrize("pair", [pair for noun in NOUNS for pair in noun.refuted])
def test_other_name_is_no_contraction(pair: str) -> None:
    full, _, other = pair.partition(" / ")
    assert not joined(full, other)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("区城市管理行政执法局", "区城管局"),
        ("市人力资源和社会保障局", "市人社局"),
        ("县住房和城乡建设局", "县住建局"),
        ("市疾病预防控制中心", "市疾控中心"),
        ("市中级人民法院", "市中院"),
        ("区少年体育学校", "少体校"),
        ("省发展和改革委员会", "省发改委"),
        ("清江市卫生健康委员会", "市卫健委"),
    ],
)
def test_contractions_of_every_shape_join(full: str, short: str) -> None:
    assert joined(full, short)


@pytest.mark.parametrize(
    ("full", "other"),
    [
        ("市人力资源和社会保障局", "市人防局"),
        ("清江市卫生健康委员会", "云澜市卫健委"),
        ("市城市管理行政执法局", "区城管局"),
        ("市第一中级人民法院", "市中院"),
        ("区体育局", "区体育系统"),
    ],
)
def test_other_bodies_stay_apart(full: str, other: str) -> None:
    assert not joined(full, other)
