"""Faults of inputs, one row each: bytes (B), characters (U), size (S), files (F), archives and pages (A).

`ROWS` says which test shows what a row of the fault table asks for; each test first shows that its fault fired.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
import unicodedata
from pathlib import Path

import pytest

from conftest import ROOT
from inputs import TEXT, zipped
from report_extract import _cli
from report_extract._pipeline import extract, extract_article
from report_extract._sinks import json_line
from report_extract._sources import files, read
from report_extract._text import Article
from report_extract.records import Extraction, Unread

ROWS = {
    "R-B01": "test_input_faults.test_gbk_is_read_as_its_twin_in_utf8",
    "R-B02": "test_sources.test_encodings",
    "R-B03": "test_sources.test_encodings",
    "R-B04": "test_input_faults.test_a_byte_order_mark_is_left_out_once",
    "R-B05": "test_sources.test_encodings",
    "R-B06": "test_input_faults.test_a_dropped_byte_costs_only_what_stands_beside_it",
    "R-B07": "test_input_faults.test_a_cut_character_makes_the_record_partial",
    "R-B08": "test_sources.test_two_encodings_in_one_file",
    "R-B09": "test_sources.test_short_gbk_is_read_as_gb18030",
    "R-B10": "test_sources.test_the_euro_of_code_page_936",
    "R-B11": "test_rarer_faults.test_bytes_of_broken_encodings_are_no_text",
    "R-B12": "test_input_faults.test_mojibake_is_flagged_in_the_record",
    "R-B13": "test_rarer_faults.test_mojibake_of_latin_1_makes_no_figure",
    "R-B14": "test_input_faults.test_random_bytes_are_one_unread",
    "R-B15": "test_sources.test_surrogates_and_nuls_keep_their_place",
    "R-B16": "test_rarer_faults.test_a_stream_that_comes_byte_by_byte",
    "R-B17": "test_rarer_faults.test_chinese_in_plain_bytes_is_refused",
    "R-B18": "test_formats.test_offsets_of_a_web_page_count_in_the_raw_page",
    "R-U01": "test_input_faults.test_lone_surrogates_never_leave",
    "R-U02": "test_input_faults.test_invisible_characters_inside_numbers",
    "R-U03": "test_input_faults.test_invisible_characters_inside_numbers",
    "R-U04": "test_input_faults.test_compatibility_forms_are_never_folded_into_numbers",
    "R-U05": "test_clean.test_views",
    "R-U06": "test_rarer_faults.test_rare_and_private_characters_keep_their_place",
    "R-U07": "test_input_faults.test_line_separators_split_no_line_of_the_output",
    "R-U08": "test_input_faults.test_digits_of_other_scripts_are_flagged_and_no_numbers",
    "R-U09": "test_input_faults.test_digits_that_python_refuses_break_nothing",
    "R-U10": "test_rarer_faults.test_time_and_facts_of_what_comes_thousands_of_times",
    "R-U11": "test_clean.test_views",
    "R-U12": "test_rarer_faults.test_a_blank_inside_digits_joins_nothing",
    "R-S01": "test_formats.test_a_giant_line_is_one_unread",
    "R-S02": "test_sources.test_a_sparse_giant_is_refused_before_it_is_read",
    "R-S03": "test_sources.test_reasons",
    "R-S04": "test_formats.test_too_many_characters",
    "R-S05": "test_rarer_faults.test_a_folder_is_read_file_by_file",
    "R-S06": "test_rarer_faults.test_time_and_facts_of_what_comes_thousands_of_times",
    "R-S07": "test_rarer_faults.test_one_text_under_many_names_is_read_once",
    "R-S08": "test_rarer_faults.test_time_and_facts_of_what_comes_thousands_of_times",
    "R-F01": "test_input_faults.test_a_pipe_is_one_unread_at_once",
    "R-F02": "test_sources.test_empty_folders_and_folders_like_files",
    "R-F03": "test_sources.test_links",
    "R-F04": "test_input_faults.test_a_link_to_a_folder_around_it_is_not_followed",
    "R-F05": "test_input_faults.test_nothing_of_a_file_outside_is_read",
    "R-F06": "test_sources.test_files_without_permission",
    "R-F07": "test_rarer_faults.test_a_file_that_is_gone_after_the_listing",
    "R-F08": "test_input_faults.test_a_file_that_changes_while_it_is_read",
    "R-F09": "test_input_faults.test_no_input_is_mapped_into_memory",
    "R-F10": "test_sources.test_names_that_are_not_utf8",
    "R-F11": "test_input_faults.test_titles_and_ids_name_no_file",
    "R-F12": "test_rarer_faults.test_names_with_marks_of_shells_and_tables",
    "R-F14": "test_rarer_faults.test_a_read_that_fails_costs_one_input",
    "R-F15": "test_rarer_faults.test_one_text_under_many_names_is_read_once",
    "R-F16": "test_rarer_faults.test_files_that_come_later_are_of_the_next_run",
    "R-F13": "test_input_faults.test_titles_and_ids_name_no_file",
    "R-A01": "test_formats.test_bombs",
    "R-A02": "test_formats.test_a_zip_that_lies_and_one_that_is_damaged",
    "R-A03": "test_formats.test_names_inside_an_archive_are_data",
    "R-A04": "test_formats.test_archives_inside_archives",
    "R-A05": "test_formats.test_encrypted_and_linked_entries",
    "R-A06": "test_formats.test_bombs",
    "R-A07": "test_formats.test_deep_html_is_read",
    "R-A08": "test_formats.test_broken_html_is_read_or_refused",
    "R-A09": "test_formats.test_offsets_of_a_web_page_count_in_the_raw_page",
    "R-A10": "test_formats.test_broken_html_is_read_or_refused",
    "R-A11": "test_formats.test_html_with_entities_of_xml_reads_no_file",
    "R-A13": "test_rarer_faults.test_a_page_that_ends_inside_a_tag",
}
GRAVEST = (
    "B01 B04 B06 B07 B12 B14 U01 U02 U03 U04 U07 U08 U09 S01 S02 F01 F04 F05 F08 F09 F10 F11 F13 A01 A02 A03 A07"
)
"""Rows of priority 0."""


def test_every_row_names_a_test_that_is_there() -> None:
    assert {f"R-{row}" for row in GRAVEST.split()} <= set(ROWS)
    known = {
        f"{path.stem}.{node.name}"
        for path in (ROOT / "tests").glob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert set(ROWS.values()) <= known


def test_the_table_is_that_of_the_design(beside: Path) -> None:
    table = (beside / "design" / "FAULTS.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| R-([BUSFA]\d\d) \| P0 \|", table, re.MULTILINE)) == set(GRAVEST.split())


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def record_at(path: Path) -> Extraction:
    [article] = read([path])
    assert isinstance(article, Article)
    record = extract_article(article, profile="rules")
    for figure in record.figures:
        assert "".join(article.text[low:high] for low, high in figure.quote.spans) == figure.quote.text
    return record


def values(record: Extraction) -> list[str | None]:
    return [figure.value for figure in record.figures]


def reasons(*paths: str | Path) -> list[str]:
    return [item.reason if isinstance(item, Unread) else "ok" for item in read(paths)]


# --- B: bytes and encodings ---------------------------------------------------------------------------------


def test_gbk_is_read_as_its_twin_in_utf8(tmp_path: Path) -> None:
    data = TEXT.encode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    record, twin = record_at(written(tmp_path, "a.txt", data)), extract(TEXT, profile="rules")
    assert record.article.encoding == "gb18030"
    assert (record.figures, record.times, record.entities) == (twin.figures, twin.times, twin.entities)


def test_a_byte_order_mark_is_left_out_once(tmp_path: Path) -> None:
    data = TEXT.encode("utf-8-sig")
    assert data.decode("utf-8")[0] == "\ufeff"
    twin = extract(TEXT, profile="rules")
    assert record_at(written(tmp_path, "a.txt", data)).figures == twin.figures  # offsets count behind it
    inside = record_at(written(tmp_path, "b.txt", ("\ufeff" + TEXT.replace("1280人", "12\ufeff80人")).encode()))
    assert inside.article.length == len(TEXT) + 2
    assert "zero_width: 2" in inside.provenance.notes
    assert values(inside) == values(twin)


def test_a_dropped_byte_costs_only_what_stands_beside_it(tmp_path: Path) -> None:
    text = TEXT * 4
    data = text.encode("gb18030")
    broken = data[:301] + data[302:]
    with pytest.raises(UnicodeDecodeError):
        broken.decode("gb18030")
    record, twin = record_at(written(tmp_path, "a.txt", broken)), extract(text, profile="rules")
    assert record.provenance.status == "partial"
    assert any(note.startswith("lossy_decoding") for note in record.provenance.notes)
    lost = next(at for at, (one, other) in enumerate(zip(record.text or "", text, strict=False)) if one != other)
    before = [f for f in twin.figures if f.quote.spans[-1][1] < lost - 8]
    behind = [f for f in twin.figures if f.quote.spans[0][0] > lost + 16]
    assert len(before) + len(behind) >= len(twin.figures) - 2
    assert [f.value for f in record.figures][: len(before)] == [f.value for f in before]
    assert [f.value for f in record.figures][-len(behind) :] == [f.value for f in behind]


def test_a_cut_character_makes_the_record_partial(tmp_path: Path) -> None:
    data = TEXT.rstrip().encode()[:-1]
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    record = record_at(written(tmp_path, "a.txt", data))
    assert record.provenance.status == "partial"
    assert "lossy_decoding: 1 characters replaced" in record.provenance.notes


def test_mojibake_is_flagged_in_the_record(tmp_path: Path) -> None:
    broken = (TEXT * 3).encode().decode("gbk", "replace")
    assert broken != TEXT * 3
    [item] = read([written(tmp_path, "a.txt", broken.encode())])
    assert isinstance(item, Unread) or "mojibake_suspected" in item.notes
    assert not isinstance(item, Article) or item.text == broken  # never repaired


def test_random_bytes_are_one_unread(tmp_path: Path) -> None:
    data = bytes((position * 197 + 89 * (position // 7)) % 256 for position in range(600))
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    assert reasons(written(tmp_path, "a.txt", data)) == ["not_text"]


# --- U: characters ------------------------------------------------------------------------------------------


def test_lone_surrogates_never_leave(tmp_path: Path) -> None:
    text = "馆\ud800内接待读者130人次。"
    with pytest.raises(UnicodeEncodeError):
        text.encode()
    path = written(tmp_path, "a.jsonl", json.dumps({"text": text}).encode() + b"\n")
    assert b"\\ud800" in path.read_bytes()
    for record in (extract(text, profile="rules"), record_at(path)):
        assert values(record) == ["130"]
        assert "lone_surrogate: 1 characters replaced" in record.provenance.notes
        json_line(record).encode()


INVISIBLE = [("\u200b", "zero_width"), ("\ufeff", "zero_width"), ("\u202e", "bidi_control")]


@pytest.mark.parametrize(("mark", "note"), INVISIBLE)
def test_invisible_characters_inside_numbers(mark: str, note: str) -> None:
    text = f"2月{mark}01日，接待读者1{mark}30人次。"
    assert re.search("130", text) is None
    record = extract(text, profile="rules")
    assert values(record) == ["130"]
    assert len(record.figures[0].quote.spans) == 2
    assert [time.value for time in record.times] == ["XXXX-02-01"]
    assert f"{note}: 2" in record.provenance.notes


@pytest.mark.parametrize("text", ["面积3½万平方米。", "共10⁴人到场。", "见注2①人。", "2月⒑日开馆，到场⒉人。"])
def test_compatibility_forms_are_never_folded_into_numbers(text: str) -> None:
    assert unicodedata.normalize("NFKC", text) != text
    folded = {figure.value for figure in extract(unicodedata.normalize("NFKC", text), profile="rules").figures}
    assert not folded & {figure.value for figure in extract(text, profile="rules").figures}


def test_line_separators_split_no_line_of_the_output() -> None:
    text = "新馆开放。\u2028接待读者130人次。\x85首批藏书30万册。\x1c完。"
    assert len(text.splitlines()) == 4
    line = json_line(extract(text, profile="rules"))
    assert len(line.splitlines()) == 1
    assert json.loads(line)["figures"]


def test_digits_of_other_scripts_are_flagged_and_no_numbers() -> None:
    text = "馆内接待读者٣人次，另有५人、𝟗人到场，其中老人12人。"
    assert [int(digit) for digit in "٣५𝟗"] == [3, 5, 9]
    record = extract(text, profile="rules")
    assert values(record) == ["12"]
    assert "foreign_digit: 3" in record.provenance.notes


def test_digits_that_python_refuses_break_nothing() -> None:
    for digit in "²①":
        assert digit.isdigit()
        with pytest.raises(ValueError, match="invalid literal"):
            int(digit)
        assert values(extract(f"到场{digit}人，另有12人。", profile="rules")) == ["12"]


# --- F: files -----------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
def test_a_pipe_is_one_unread_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(OSError, match="No such device"):  # opening it to write would wait for a reader
        os.open(tmp_path / "pipe.txt", os.O_WRONLY | os.O_NONBLOCK)
    assert reasons(tmp_path) == ["not_regular_file"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_a_folder_around_it_is_not_followed(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", TEXT.encode())
    (tmp_path / "round").symlink_to(tmp_path)
    followed = os.walk(tmp_path, followlinks=True)
    assert sum(1 for _ in zip(followed, range(20), strict=False)) == 20  # it would go on
    assert reasons(tmp_path) == ["ok"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_nothing_of_a_file_outside_is_read(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    secret = written(tmp_path, "secret.txt", "秘密名单上共有4711人。".encode())
    folder = tmp_path / "in"
    folder.mkdir()
    written(folder, "a.txt", TEXT.encode())
    (folder / "b.txt").symlink_to(secret)
    assert "4711" in (folder / "b.txt").read_text(encoding="utf-8")
    assert reasons(folder) == ["ok", "symlink"]
    assert _cli.run(["extract", str(folder), "--profile", "rules", "-f", "jsonl"]) == 3
    assert all(b"4711" not in stream for stream in capfdbinary.readouterr())


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "a.txt", (TEXT * 50).encode())
    whole, drained, fired = path.stat().st_size, files._drained, []

    def cut(times: int) -> None:
        fired.clear()
        path.write_bytes((TEXT * 50).encode())

        def shrinking(file, most):
            if len(fired) < times:
                fired.append(1)
                os.truncate(path, whole - 100 * len(fired))
            return drained(file, most)

        monkeypatch.setattr(files, "_drained", shrinking)

    cut(1)  # once: read again
    assert reasons(path) == ["ok"]
    assert fired == [1]
    cut(2)  # and again: refused
    assert reasons(path) == ["unstable"]
    assert fired == [1, 1]


def test_no_input_is_mapped_into_memory() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")}
    assert "os.open(" in sources["files.py"]
    assert not [name for name, text in sources.items() if re.search(r"\bmmap\b|memory_map=True", text)]


def test_titles_and_ids_name_no_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    title = "馆" * 86
    with pytest.raises(OSError, match="too long"):
        (tmp_path / f"{title}.txt").write_bytes(b"")
    ids = ("../../evil", "/abs", "C:\\w", title)
    rows = [{"id": id_, "text": f"{title}\n第{number}天接待读者{number + 7}人次。\n"} for number, id_ in enumerate(ids)]
    folder = tmp_path / "work" / "deep"
    folder.mkdir(parents=True)
    path = written(folder, "rows.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode())
    before = sorted(tmp_path.rglob("*"))
    assert _cli.run(["run", str(path), "-o", str(folder / "out"), "-j", "1", "--profile", "rules"]) == 0
    made = [new for new in sorted(tmp_path.rglob("*")) if new not in before]
    assert made
    assert all(new.is_relative_to(folder / "out") for new in made)
    assert not [new for new in made if title[:5] in new.name or "evil" in new.name or "abs" in new.name]
    found = [item.id for item in read([path]) if isinstance(item, Article)]
    assert found == list(ids)
    capfd.readouterr()


# --- A: each of these is one Unread with its reason ---------------------------------------------------------


def test_an_encrypted_entry_alone_is_one_unread(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    [item] = read([written(tmp_path, "a.zip", bytes(data))])
    assert isinstance(item, Unread)
    assert (item.reason, item.source.endswith("a.zip!a.txt")) == ("encrypted", True)
    assert "password" in item.detail
