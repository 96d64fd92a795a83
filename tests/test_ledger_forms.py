"""The ledger as JSON lines, under Chinese headers, as a frame and as an Arrow table."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pandas
import pyarrow

from report_extract._cli import run
from report_extract._ledger import COLUMNS, HEADERS_ZH, ledger_rows
from report_extract._sinks import write
from sample import made_extraction


def _written(name: str) -> str:
    stream = io.BytesIO()
    write([made_extraction()], stream, format=name)
    return stream.getvalue().decode("utf-8-sig")


def test_a_line_a_row_with_the_columns_as_keys() -> None:
    lines = _written("ledger-jsonl").splitlines()
    assert [json.loads(line) for line in lines] == ledger_rows(made_extraction())


def test_chinese_headers_stand_over_the_same_cells() -> None:
    chinese, english = (list(csv.reader(io.StringIO(_written(name)))) for name in ("csv-zh", "csv"))
    assert chinese[0] == list(HEADERS_ZH)
    assert len(set(HEADERS_ZH)) == len(COLUMNS)
    assert chinese[1:] == english[1:]


def test_command_line_takes_the_language(tmp_path, capsysbinary) -> None:
    path = tmp_path / "a.txt"
    path.write_text("区税务局党支部参与志愿服务130人次。", encoding="utf-8")
    assert run(["extract", str(path), "-f", "csv", "--lang", "zh"]) == 0
    assert capsysbinary.readouterr().out.decode("utf-8-sig").startswith("文章编号,")


def test_a_format_without_headers_refuses_the_language(capsys) -> None:
    assert run(["extract", "--text", "区税务局派出8人。", "-f", "jsonl", "--lang", "zh"]) != 0
    assert "--lang zh: jsonl has no column headers" in capsys.readouterr().err


def test_frame_holds_exact_numbers() -> None:
    frame = made_extraction().to_frame()
    assert tuple(frame.columns) == COLUMNS
    assert frame["value"].tolist()[0] == Decimal(40000)
    assert isinstance(frame, pandas.DataFrame)
    assert str(frame["start_offset"].dtype) == "Int64"


def test_arrow_table_is_typed() -> None:
    table = made_extraction().to_arrow()
    assert tuple(table.column_names) == COLUMNS
    assert table.schema.field("value").type == pyarrow.decimal128(38, 12)
    assert table.column("value").to_pylist()[0] == Decimal(40000)
