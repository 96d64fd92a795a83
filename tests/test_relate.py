"""Who a figure belongs to, when, and what it is a part of."""

from __future__ import annotations

from pathlib import Path

from report_extract import Extraction, extract

Row = tuple[str, str | None, str | None]


def _of(text: str) -> Extraction:
    return extract(text, profile="rules", published="2020-03-01")


def rows(text: str) -> list[Row]:
    """(figure, actor, time as printed) in text order."""
    record = _of(text)
    facts = record.by_id()
    out: list[Row] = []
    for figure in record.figures:
        statement = next(s for s in record.statements if figure.id in s.figures)
        actor = facts[statement.actor].name if statement.actor else None  # type: ignore[union-attr]
        time = facts[statement.time].quote.text if statement.time else None  # type: ignore[union-attr]
        out.append((figure.quote.text, actor, time))
    return out


def test_holder_is_carried_over_commas_and_its_time_with_it() -> None:
    assert rows("2月10日至24日，区水务局党支部志愿者共参与志愿服务130人次，895小时。") == [
        ("130人次", "区水务局党支部", "2月10日至24日"),
        ("895小时", "区水务局党支部", "2月10日至24日"),
    ]


def test_a_time_is_not_carried_to_the_next_sentence() -> None:
    assert rows("2月3日，区水务局派出8人。区水务局还送来两顶帐篷。")[1] == ("两顶", "区水务局", None)


def test_part_and_whole() -> None:
    figures = _of("区水务局共派出239人次（其中处级干部13人次）支援一线。").figures
    assert (figures[1].subset_of, figures[1].role) == ("f1", "part")


def test_a_part_is_never_larger_than_its_whole() -> None:
    assert _of("区水务局派出8人，其中120人次为夜班。").figures[1].subset_of is None


def test_who_required_it_holds_what_is_required() -> None:
    assert rows("区体育局接到区级机关党工委通知，每天需安排20位同志。")[0][:2] == ("20位", "区级机关党工委")


def test_the_source_of_a_report_is_no_holder() -> None:
    assert rows("新华社清江2月3日电 记者从清江市公安局获悉，事故造成3人受伤。")[0][1] is None


def test_a_person_leading_a_body_acts_for_it() -> None:
    text = "部队转业的林晓东很快带领区水务局同志搭好了两顶帐篷。"
    record = extract(text, profile="full")
    actor = record.by_id()[record.statements[0].actor or ""]
    assert (record.figures[0].quote.text, actor.name) == ("两顶", "区水务局")  # type: ignore[union-attr]


def test_places_of_a_clause_stay_with_it() -> None:
    record = _of("区水务局党支部2人，支援梅岭新村；区教育局党支部3人，支援城南嘉苑。")
    facts = record.by_id()
    places = [[facts[p].name for p in s.places] for s in record.statements]  # type: ignore[union-attr]
    assert places == [["梅岭新村"], ["城南嘉苑"]]


def test_captions_give_no_statement_and_say_so() -> None:
    text = "新馆开放\n\n记者昨天从区图书馆获悉，新馆今天开放。\n\n▲区图书馆志愿者20人\n\n新馆藏书3万册。"
    record = _of(text)
    stated = {f for s in record.statements for f in s.figures}
    for figure in record.figures:
        noted = any(figure.quote.text in note for note in record.provenance.notes)
        assert (figure.id in stated) != noted


def test_the_tempting_errors_of_a_long_page_do_not_happen(beside: Path) -> None:
    record = extract((beside / "articles" / "seed.txt").read_text(encoding="utf-8"))
    of = {f.quote.text: (f, next(s for s in record.statements if f.id in s.figures)) for f in record.figures}
    part, whole = of["13人次"][0], of["239人次"][0]
    assert (part.subset_of, part.role) == (whole.id, "part")
    assert of["20位"][0].modality == "required"
    assert len(of["12个"][1].places) <= 1  # no list belongs to the twelve
    assert not of["12个"][1].places_open
    totals = [of[quote] for quote in ("130人次", "413人次", "239人次")]
    assert len({statement.actor for _, statement in totals}) == 3
    assert [(f.subset_of, f.restates, s.same_effort_as) for f, s in totals] == [(None, None, None)] * 3
    facts = record.by_id()
    officers = [facts[person] for person in of["4人"][1].persons]
    assert sorted(len(person.titles) for person in officers) == [1, 1, 2]  # type: ignore[union-attr]
    assert of["2人"][1].actor is not None
