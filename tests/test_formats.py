"""Formats: the same article gives the same records, and what is broken gives one Unread with its reason."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from pathlib import Path

import pytest

from conftest import CORPORA
from inputs import MAKERS, PARAGRAPHS, TEXT, TITLE, html, pdf, tarred, zipped
from report_extract import InputError
from report_extract._engines.traditional import simplified
from report_extract._pipeline import extract, extract_article
from report_extract._sources import MOST_BYTES, SOURCES, read
from report_extract._sources.given import MOST_CHARACTERS
from report_extract._text import Article
from report_extract.records import Extraction, Unread


def outcomes(path: Path, **options: str) -> list[str]:
    return [item.reason if isinstance(item, Unread) else "ok" for item in read([path], **options)]


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def facts(record: Extraction) -> list[tuple[object, ...]]:
    """Everything that a record says, offsets apart."""
    names = {entity.id: entity.name for entity in record.entities}
    figures = {f.id: (f.quote.text, f.value, f.low, f.high, f.comparator, f.unit) for f in record.figures}
    rows: list[tuple[object, ...]] = list(figures.values())
    rows += [(time.quote.text, time.value) for time in record.times]
    rows += [(entity.kind, entity.type, entity.name) for entity in record.entities]
    rows += [
        (names.get(s.actor or ""), s.measure, tuple(figures[f] for f in s.figures)) for s in record.statements
    ]
    return rows


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_article_in_every_format(name: str, tmp_path: Path) -> None:
    twin = extract(TEXT, profile="rules")
    assert len(twin.figures) == 12
    [article] = read([written(tmp_path, name, MAKERS[name]())])
    assert isinstance(article, Article)
    record = extract_article(article, profile="rules")
    assert facts(record) == facts(twin)
    assert record.article.headline == TITLE
    for figure in record.figures:
        assert "".join(article.text[low:high] for low, high in figure.quote.spans) == figure.quote.text


def test_the_committed_files_are_those_that_are_made() -> None:
    folder = CORPORA / "inputs"
    assert sorted(path.name for path in folder.iterdir()) == sorted(MAKERS)
    assert all(isinstance(item, Article) for item in read([folder]))
    suffixes = {path.suffix for path in folder.iterdir()}
    assert suffixes >= set(SOURCES) - {".text", ".markdown", ".htm", ".xhtml", ".tsv", ".tgz"}


def test_offsets_of_a_web_page_count_in_the_raw_page(tmp_path: Path) -> None:
    page = html()
    [article] = read([written(tmp_path, "a.html", page)])
    assert isinstance(article, Article)
    record = extract_article(article, profile="rules")
    assert article.text == page.decode()
    assert not any(note.startswith("offsets") for note in record.provenance.notes)
    assert record.figures[1].quote.text == "1280人次"
    assert len(record.figures[1].quote.spans) == 2  # <b>1280</b>人次
    assert {"88", "77"}.isdisjoint(str(figure.value) for figure in record.figures)


def test_the_date_of_a_page_is_read_from_its_metadata(tmp_path: Path) -> None:
    meta = b'<meta property="article:published_time" content="2024-03-06T08:00">'
    dated = html().replace(b"<script>", meta + b"<script>")
    [article] = read([written(tmp_path, "a.html", dated)])
    assert isinstance(article, Article)
    assert article.published is not None
    assert article.published.isoformat() == "2024-03-06"
    assert article.notes == ("published_in_metadata: 2024-03-06 (html metadata)",)


def test_days_and_makers_are_candidates_with_their_evidence(tmp_path: Path) -> None:
    meta = '<meta property="article:published_time" content="2024-03-06T08:00"><meta name="author" content="林汐">'
    lines = ("岚田社3月5日电（记者 林汐）" + PARAGRAPHS[0], *PARAGRAPHS[1:])
    page = html(lines).decode().replace("<script>", meta + "<script>", 1)
    [article] = read([written(tmp_path, "a.html", page.encode())])
    assert isinstance(article, Article)
    record = extract_article(article, profile="rules")
    told = [(row.field, row.value, row.basis, row.where) for row in record.article.candidates]
    assert told == [
        ("published", "2024-03-06", "metadata", "html metadata"), ("published", "2024-03-05", "dateline", None),
        ("byline", "林汐", "metadata", "html metadata"), ("byline", "林汐", "byline", None),
    ]  # fmt: skip
    assert record.article.published == "2024-03-06"
    for row in record.article.candidates:
        assert row.quote is not None
        assert "".join(page[low:high] for low, high in row.quote.spans) == row.quote.text
    given = extract(lines[0], published="2024-03-07", profile="rules").article.candidates[0]
    assert (given.value, given.basis, given.quote) == ("2024-03-07", "given", None)


def test_the_record_says_in_what_offsets_count(tmp_path: Path) -> None:
    kinds = {"page.html": "source", "page.pdf": "extracted", "page.docx": "extracted", "rows.csv": "column"}
    for name, kind in kinds.items():
        [article] = read([written(tmp_path, name, MAKERS[name]())])
        assert isinstance(article, Article)
        assert extract_article(article, profile="rules").article.offsets == kind


def test_blocks_of_a_pdf_have_their_place(tmp_path: Path) -> None:
    two = pdf([[(60, 700, 12, "图书馆接待读者1280人次。")], [(60, 500, 12, "新馆设座位2000个。")]])
    [article] = read([written(tmp_path, "two.pdf", two)])
    assert isinstance(article, Article)
    places = [block.places for block in extract_article(article, profile="rules").article.blocks]
    assert [(place.page, place.box[:2]) for (place,) in places] == [(1, (60, 700)), (2, (60, 500))]
    [article] = read([written(tmp_path, "a.pdf", MAKERS["page.pdf"]())])
    assert isinstance(article, Article)
    title, first, second, *_ = extract_article(article, profile="rules").article.blocks
    assert [place.box for place in title.places] == [(60, 780, 460, 800)]
    assert len(first.places) == 1  # down one column
    assert [place.box[0] for place in second.places] == [60, 320]  # out of one column, into the next


def test_deep_html_is_read(tmp_path: Path) -> None:
    from lxml import html as lxml_html

    marker = "深处的展厅接待读者1380人次。"
    page = "<html><body>" + "<div>" * 2000 + f"<p>{marker}</p>" + "</div>" * 2000 + "</body></html>"
    assert marker not in (lxml_html.fromstring(page).text_content() or "")  # the fault fires
    [article] = read([written(tmp_path, "deep.html", page.encode())])
    assert isinstance(article, Article)
    record = extract_article(article, profile="rules")
    assert [figure.value for figure in record.figures] == ["1380"]
    assert any(note.startswith("html_whole_page") for note in article.notes)


@pytest.mark.parametrize(
    "page",
    [
        "<p>馆&#" + "9" * 5000 + ";开放。</p>", "<p>图书馆开放。</p><!-- ", "<p>图书馆开放。</p><a href=",
        "<p " * 50_000, "<p>图书馆开放。</p>" + "<!--" * 50_000, "<p>图书馆开放。</p>" + "<![x" * 50_000,
        "<a b" + " c=d" * 100_000 + ">馆",
    ],
)
def test_broken_html_is_read_or_refused(page: str, tmp_path: Path) -> None:
    assert outcomes(written(tmp_path, "a.html", page.encode())) in (["ok"], ["empty"], ["no_chinese"])


def test_html_with_entities_of_xml_reads_no_file(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret", "秘密的人数是4711人次。".encode())
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body><p>{PARAGRAPHS[0]}&x;</p></body></html>'
    [article] = read([written(tmp_path, "a.html", page.encode())])
    assert isinstance(article, Article)
    assert "4711" not in article.text


def test_pages_and_refusals_of_pdf(tmp_path: Path) -> None:
    two = pdf([[(60, 700, 12, "图书馆接待读者1280人次。")], [(60, 700, 12, "新馆设座位2000个。")]])
    [article] = read([written(tmp_path, "two.pdf", two)])
    assert isinstance(article, Article)
    second = next(note for note in article.notes if note.startswith("page: 2 from "))
    assert article.text[int(second.rpartition(" ")[2]) :].startswith("新馆设座位2000个。")
    assert outcomes(written(tmp_path, "cut.pdf", b"%PDF-1.7 nothing")) == ["corrupt"]
    assert outcomes(written(tmp_path, "scan.pdf", pdf([[]]))) == ["no_text"]


def test_tables_by_their_columns(tmp_path: Path) -> None:
    rows = [
        {"正文甲": TEXT, "号": "n1", "日": "2024年3月6日"}, {"号": "n2"},
        {"正文甲": 5, "号": "n3"}, {"正文甲": "", "号": "n4"}
    ]  # fmt: skip
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path = written(tmp_path, "a.jsonl", "\n".join([*lines, "[1]", "{oops", '{"正文甲":1,"正文甲":2}']).encode())
    named = {"text_field": "正文甲", "id_field": "号", "date_field": "日"}
    items = list(read([path], **named))
    assert isinstance(items[0], Article)
    assert (items[0].id, str(items[0].published), items[0].source) == ("n1", "2024-03-06", f"{path}#1")
    reasons = [item.reason for item in items[1:] if isinstance(item, Unread)]
    assert reasons == ["no_text_field", "no_text_field", "no_text_field", "not_json", "not_json", "not_json"]
    assert "--text-field" in next(i.detail for i in read([path]) if isinstance(i, Unread))


def test_line_separators_of_unicode_do_not_end_a_row(tmp_path: Path) -> None:
    text = "图书馆开放。\u2028接待读者1280人次。\x85完。"
    assert len(text.splitlines()) == 3  # the fault fires
    path = written(tmp_path, "a.jsonl", json.dumps({"text": text}, ensure_ascii=False).encode())
    assert outcomes(path) == ["ok"]


def test_a_giant_line_is_one_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(json.dumps({"text": TEXT}).encode() + b"\n")
        for _ in range(100):
            file.write("馆".encode() * 350_000)
    assert path.stat().st_size > 100_000_000
    assert outcomes(path) == ["ok", "too_large"]
    assert outcomes(path.rename(tmp_path / "a.txt")) == ["too_large"]


def test_too_many_characters(tmp_path: Path) -> None:
    data = ("馆" * (MOST_CHARACTERS + 1)).encode()
    assert len(data) < MOST_BYTES  # by its bytes it would be read
    assert outcomes(written(tmp_path, "a.txt", data)) == ["too_large"]


def test_bombs(tmp_path: Path) -> None:
    bomb = zipped({"bomb.txt": b" " * 300_000_000, "a.txt": TEXT.encode()})
    assert len(bomb) < 400_000
    assert outcomes(written(tmp_path, "bomb.zip", bomb)) == ["too_large", "ok"]
    small = zipped({"bomb.txt": b" " * 4_000_000, "a.txt": TEXT.encode()})
    assert outcomes(written(tmp_path, "small.zip", small)) == ["bomb", "ok"]
    assert outcomes(written(tmp_path, "bomb.txt.gz", gzip.compress(b" " * 50_000_000))) == ["bomb"]
    assert outcomes(written(tmp_path, "cut.txt.gz", gzip.compress(TEXT.encode())[:-20])) == ["corrupt"]


def test_a_zip_that_lies_and_one_that_is_damaged(tmp_path: Path) -> None:
    lies = bytearray(zipped({"bomb.txt": b" " * 4_000_000, "a.txt": TEXT.encode()}))
    at = lies.rindex(b"PK\x01\x02", 0, lies.rindex(b"a.txt"))
    at = lies.index(b"PK\x01\x02")
    lies[at + 24 : at + 28] = (500).to_bytes(4, "little")
    assert zipfile.ZipFile(io.BytesIO(bytes(lies))).infolist()[0].file_size == 500  # the fault fires
    assert outcomes(written(tmp_path, "lies.zip", bytes(lies)))[1] == "ok"
    assert outcomes(tmp_path / "lies.zip")[0] in ("corrupt", "bomb")
    broken = bytearray(zipped({"a.txt": random.Random(5).randbytes(500), "b.txt": TEXT.encode()}))
    broken[60] ^= 0xFF
    assert outcomes(written(tmp_path, "broken.zip", bytes(broken))) == ["corrupt", "ok"]
    assert outcomes(written(tmp_path, "cut.zip", bytes(broken[:200]))) == ["corrupt"]


def test_names_inside_an_archive_are_data(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    names = ["../../evil.txt", "/abs.txt", "C:\\w.txt"]
    data = zipped(dict.fromkeys(names, TEXT.encode()))
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == names
    before = sorted(tmp_path.rglob("*"))
    path = written(folder, "slip.zip", data)
    assert outcomes(path) == ["ok", "ok", "ok"]
    assert sorted(tmp_path.rglob("*")) == sorted([*before, path])


def test_encrypted_and_linked_entries(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode(), "b.txt": TEXT.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(RuntimeError, match="encrypted"):
        zipfile.ZipFile(io.BytesIO(bytes(data))).read("a.txt")
    assert outcomes(written(tmp_path, "secret.zip", bytes(data))) == ["encrypted", "ok"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert outcomes(written(tmp_path, "link.zip", out.getvalue())) == ["symlink"]


def test_archives_inside_archives(tmp_path: Path) -> None:
    data = TEXT.encode()
    name = "a.txt"
    for depth in range(5):
        data, name = zipped({name: data}), f"{depth}.zip"
        assert outcomes(written(tmp_path, name, data)) == (["ok"] if depth < 3 else ["too_deep"])
    assert outcomes(written(tmp_path, "empty.zip", zipped({}))) == ["is_empty_folder"]
    assert outcomes(written(tmp_path, "cut.tar", tarred({"a.txt": TEXT.encode()})[:700])) == ["corrupt"]


def test_a_missing_library_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from report_extract._sources import given

    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(given, "import_module", missing)
    for name, extra in (("page.pdf", "pdf"), ("page.html", "html"), ("page.docx", "docx"), ("rows.parquet", "parquet")):
        [item] = read([written(tmp_path, name, MAKERS[name]())])
        assert isinstance(item, Unread)
        assert (item.reason, f"report-extract[{extra}]" in item.detail) == ("missing_library", True)


def test_uris() -> None:
    import fsspec

    fsspec.filesystem("memory").pipe("/news/a.txt", TEXT.encode())
    [article, missing] = read(["memory://news/a.txt", "memory://news/none.txt"])
    assert isinstance(article, Article)
    assert (article.text, article.source) == (TEXT, "memory://news/a.txt")
    assert isinstance(missing, Unread)
    assert missing.reason == "missing"


def test_names_titles_and_units_of_traditional_text_stay_as_printed() -> None:
    record = extract("校長許雅婷說,高坪縣政府撥款三萬元,增設４間教室、30張書桌。", published="2024-03-05")
    assert [entity.name for entity in record.entities] == ["許雅婷", "高坪縣政府"]
    assert [title.title for title in record.entities[0].titles] == ["校長"]
    assert [(figure.unit.surface, figure.unit.symbol) for figure in record.figures] == [
        ("元", "CNY"),
        ("間", "间"),
        ("張", "张"),
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [("里長視察水門。", True), ("里长视察水门。", False), ("里长視察了三座水闸和两座泵站。", False)],
)
def test_a_short_text_is_traditional_by_two_characters_close_together(text: str, read: bool) -> None:
    assert (simplified(text) is not None) is read


def test_traditional_text_is_read_and_quoted_as_printed() -> None:
    printed = "3月5日，嵐田區圖書館新館開放，當天接待讀者1280人次，首批藏書約30萬冊，總投資3.4億元。"
    simple = "3月5日，岚田区图书馆新馆开放，当天接待读者1280人次，首批藏书约30万册，总投资3.4亿元。"
    record, twin = extract(printed, profile="rules"), extract(simple, profile="rules")
    assert [f.value for f in record.figures] == [f.value for f in twin.figures] == ["1280", "300000", "340000000"]
    assert [f.quote.spans for f in record.figures] == [f.quote.spans for f in twin.figures]
    assert [f.quote.text for f in record.figures] == ["1280人次", "30萬冊", "3.4億元"]
    assert any(note.startswith("traditional: ") for note in record.provenance.notes)
    assert not any(note.startswith("traditional") for note in twin.provenance.notes)


def test_no_figure_beside_a_lost_character_is_clean(tmp_path: Path) -> None:
    data = (TEXT * 4).encode("gb18030")
    place = data.index(b"2000") + 4
    broken = data[:place] + b"\x81" + data[place:]
    with pytest.raises(UnicodeDecodeError):
        broken.decode("gb18030")
    [article] = read([written(tmp_path, "a.txt", broken)])
    assert isinstance(article, Article)
    record = extract_article(article, profile="rules")
    assert record.provenance.status == "partial"
    lost = article.text.index("\ufffd")
    near = [f for f in record.figures if any(low - 2 <= lost <= high + 1 for low, high in f.quote.spans)]
    assert all(figure.value is None for figure in near)
    twin = extract(TEXT * 4, profile="rules")
    away = [f.value for f in record.figures if f not in near and f.quote.spans[0][0] < lost - 8]
    assert away == [f.value for f in twin.figures if f.quote.spans[0][0] < lost - 8]


def test_a_text_without_anything_is_refused_in_every_format(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        extract("")
    assert outcomes(written(tmp_path, "a.html", b"<html><body></body></html>")) == ["empty"]
    assert outcomes(written(tmp_path, "a.csv", b"id,text\n1,\n")) == ["empty"]
