"""Sinks and the ledger, on a record made by hand."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest

from report_extract._ledger import COLUMNS, ledger_rows, sentences
from report_extract._sinks import SINKS, json_line, replacing, write
from report_extract.errors import InputError
from report_extract.records import Extraction, Unread
from sample import TEXT, made_extraction

UNREAD = Unread(source="b.txt", sha256=None, reason="missing", detail="b.txt: no such file")


def written(format_name: str, *items: Extraction | Unread) -> bytes:
    stream = io.BytesIO()
    write(items, stream, format=format_name)
    return stream.getvalue()


def test_ledger_has_the_columns_of_the_contract_in_order():
    rows = ledger_rows(made_extraction())
    assert [tuple(row) for row in rows] == [COLUMNS, COLUMNS]
    first = rows[0]
    assert (
        first
        | {
            "actor": "区税务局党支部",
            "measure": "志愿服务",
            "value": "40000",
            "comparator": "ge",
            "unit": "人次",
            "places": "春晖里;=云栖苑",
            "places_open": True,
            "start": "2020-02-10",
            "end": "2020-02-24",
            "time_basis": "stated",
            "year_basis": "inferred",
            "quote": "4万余人次",
            "statement_id": "s1",
            "findings": "part-exceeds-whole",
        }
        == first
    )
    assert TEXT[first["start_offset"] : first["end_offset"]] == "4万余人次"


def test_a_figure_that_nobody_states_has_empty_cells_not_invented_ones():
    row = ledger_rows(made_extraction())[1]
    assert row["value"] == "-3"
    for column in ("actor", "measure", "places", "places_open", "start", "end", "statement_id", "findings"):
        assert row[column] is None


def test_the_sentence_is_read_from_the_repaired_page_on_one_line():
    extraction = made_extraction()
    first, second = (sentences(extraction)(figure.quote) for figure in extraction.figures)
    assert first == "2月10日至24日，区税务局党支部赴春晖里、=云栖苑等小区参与志愿服务4万余人次。"
    assert second == "温度降了-3度。"


def test_the_same_row_comes_from_a_loaded_record():
    extraction = made_extraction()
    assert ledger_rows(Extraction.model_validate_json(json_line(extraction))) == ledger_rows(extraction)


def test_jsonl_is_one_line_a_record_for_every_idea_of_a_line():
    extraction = made_extraction(source="a\u2028b\u2029c\x85d.txt")
    data = written("jsonl", extraction, UNREAD, extraction)
    assert data.count(b"\n") == len(data.decode().splitlines()) == 2
    for line in data.decode().split("\n")[:2]:
        assert Extraction.model_validate_json(line).with_text(TEXT) == extraction
        assert ": " not in line.partition("provenance")[2]
    assert "区税务" in data.decode()


def test_json_is_one_array():
    assert json.loads(written("json")) == []
    records = json.loads(written("json", made_extraction(), made_extraction()))
    assert [record["figures"][0]["value"] for record in records] == ["40000", "40000"]


def test_csv_opens_in_a_spreadsheet_and_cannot_run_there():
    extraction = made_extraction(source="=cmd|' /C calc'!A0")
    data = written("csv", extraction)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["source"] == "'=cmd|' /C calc'!A0"
    assert rows[1]["value"] == "-3"
    assert rows[1]["quote"] == "'-3度"
    assert rows[0]["places_open"] == "true"
    assert rows[1]["actor"] == ""


@pytest.mark.parametrize("hazard", ["=1", "+1a", "-x", "@SUM", "\tx", "＝1", "＋1", "－1", "＠x"])
def test_no_cell_begins_like_a_formula(hazard: str):
    data = written("csv", made_extraction(source=hazard)).decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(data, newline="")))
    assert row["source"] == f"'{hazard}"


def test_table_lines_up_in_columns_of_two_wide_characters():
    from rich.cells import cell_len

    lines = written("table", made_extraction()).decode().splitlines()
    boxed = [line for line in lines if line[0] in "│┃├┡└┏"]
    assert len({cell_len(line) for line in boxed}) == 1
    assert "≥ 40000 人次" in "\n".join(lines)
    assert "\x1b" not in "\n".join(lines)


@pytest.mark.parametrize("format_name", SINKS)
def test_same_items_same_bytes(format_name: str):
    assert written(format_name, made_extraction()) == written(format_name, made_extraction())


def test_write_finds_the_format_by_the_suffix_and_counts(tmp_path: Path):
    target = tmp_path / "out.csv"
    assert write([made_extraction(), UNREAD], target) == 1
    assert target.read_bytes() == written("csv", made_extraction())
    with pytest.raises(InputError, match=r"out\.xlsx: no format"):
        write([], tmp_path / "out.xlsx")
    with pytest.raises(InputError, match="there are jsonl, json, csv, ledger-jsonl, table"):
        write([], io.BytesIO(), format="xml")


def test_write_takes_text_streams_too():
    stream = io.StringIO()
    write([made_extraction()], stream, format="csv")
    assert stream.getvalue().startswith("article_id,")


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path):
    target = tmp_path / "out.jsonl"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)

    def items():
        yield made_extraction()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(items(), target)
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    assert target.read_text(encoding="utf-8") == "old"
    write([made_extraction()], target)
    assert target.read_bytes() == written("jsonl", made_extraction())
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_device_is_written_to_and_not_replaced():
    with replacing(Path(os.devnull)) as stream:
        stream.write(b"x")
    assert not Path(os.devnull).is_file()


def test_a_link_stays_a_link(tmp_path: Path):
    real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    real.touch()
    link.symlink_to(real)
    write([made_extraction()], link)
    assert link.is_symlink()
    assert real.stat().st_size > 0
