"""Reading: what is decoded how, and that every input gives exactly one Article or one Unread."""

from __future__ import annotations

import io
import os
import random
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_extract import InputError
from report_extract._sources import MOST_BYTES, SOURCES, article_of_text, decode, read
from report_extract._text import Article
from report_extract.records import Unread

TEXT = "今天上午，市图书馆新馆开放，当天接待读者1280人次。\n馆长介绍，首批藏书约30万册。\n"
TRADITIONAL = "今天上午，市圖書館新館開放，當天接待讀者1280人次。\n館長介紹，首批藏書約30萬冊。\n"


@pytest.mark.parametrize(
    ("encoding", "named", "text"),
    [
        ("utf-8", "utf-8", TEXT),
        ("utf-8-sig", "utf-8", TEXT),
        ("gb18030", "gb18030", TEXT),
        ("gbk", "gb18030", TEXT),
        ("gb18030", "gb18030", TEXT + "𠮷先生和刘䶮到场。"),
        ("big5", "big5hkscs", TRADITIONAL),
        ("utf-16", "utf-16-le", TEXT),
        ("utf-16-le", "utf-16-le", TEXT),
        ("utf-16-be", "utf-16-be", TEXT),
        ("utf-32", "utf-32-le", TEXT),
    ],
)
def test_encodings(encoding: str, named: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text, named, ())


def test_short_gbk_is_read_as_gb18030() -> None:
    words = ["图书馆", "读者很多", "共八人", "接待游客", "水位上涨", "第三组到达", "停水通知", "新馆开放了"]
    assert [decode(word.encode("gbk"))[:2] for word in words] == [(word, "gb18030") for word in words]


def test_bom_in_the_middle_stays() -> None:
    assert decode(("读者\ufeff很多。" * 3).encode())[0].count("\ufeff") == 3


def test_a_dropped_byte_is_a_lossy_decoding_of_the_same_text() -> None:
    data = (TEXT * 10).encode("gb18030")
    fired = data[:301] + data[302:]
    with pytest.raises(UnicodeDecodeError):
        fired.decode("gb18030")
    text, encoding, notes = decode(fired)
    assert encoding == "gb18030"
    assert notes[0].startswith("lossy_decoding")
    assert "\ufffd" in text
    assert text[-200:] == (TEXT * 10)[-200:]


def test_a_cut_character_is_a_lossy_decoding() -> None:
    text, encoding, notes = decode(TEXT.rstrip().encode()[:-1])
    assert (text[:-1], text[-1], encoding) == (TEXT.rstrip()[:-1], "\ufffd", "utf-8")
    assert notes == ("lossy_decoding: 1 characters replaced",)


def test_two_encodings_in_one_file() -> None:
    data = (TEXT * 4).encode() + "编辑：周晓明，责任编辑：何敏".encode("gbk")
    assert decode(data) == (TEXT * 4 + "编辑：周晓明，责任编辑：何敏", "utf-8+gb18030", ("mixed_encoding",))


def test_the_euro_of_code_page_936() -> None:
    data = "门票一张".encode("gbk") + b"\x8010" + "，比去年便宜。".encode("gbk")
    assert decode(data) == ("门票一张€10，比去年便宜。", "gb18030", ("cp936_euro",))


@pytest.mark.parametrize("seed", range(8))
def test_random_bytes_are_no_text(seed: int) -> None:
    with pytest.raises(InputError):
        decode(random.Random(seed).randbytes(600))


def test_mojibake_is_flagged_and_not_repaired() -> None:
    broken = (TEXT * 4).encode().decode("gbk", "replace")
    text, _, notes = decode(broken.encode())
    assert text == broken
    assert "mojibake_suspected" in notes


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text, encoding, _ = decode(data)
    except InputError:
        return
    text.encode()
    assert encoding


def test_article_of_text() -> None:
    article = article_of_text(TEXT, source="a.txt", published=date(2024, 3, 5))
    assert article.text == TEXT
    assert article.sha256 == sha256(TEXT.encode()).hexdigest()
    assert article.id == article.sha256[:16]
    raw = TEXT.encode("gbk")
    assert article_of_text(TEXT, raw=raw, id="x").sha256 == sha256(raw).hexdigest()
    assert article_of_text(TEXT, id="x").id == "x"


def test_surrogates_and_nuls_keep_their_place() -> None:
    article = article_of_text("读者\ud800和\0游客")
    assert article.text == "读者\ufffd和\ufffd游客"
    assert article.notes == ("lone_surrogate: 1 characters replaced", "nul: 1 characters replaced")


@pytest.mark.parametrize("text", ["", " \r\n\t\u3000", "\ufeff", "no Chinese here, 130 visits", "１２３"])
def test_texts_that_are_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^a\.txt: .*a news text in Chinese is needed$"):
        article_of_text(text, source="a.txt")


def reasons(*paths: str | Path) -> list[str]:
    """What becomes of each path: the reason, or ok."""
    return [item.reason if isinstance(item, Unread) else "ok" for item in read(paths)]


def test_reading_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT, encoding="gb18030")
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.TXT").write_bytes(TEXT.encode().replace(b"\n", b"\r\n"))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    items = list(read([tmp_path, tmp_path / "b.txt"], published=date(2024, 3, 5)))
    assert all(isinstance(item, Article) for item in items)
    assert [Path(item.source or "").name for item in items] == ["a.md", "b.txt", "c.TXT", "b.txt"]
    articles = [item for item in items if isinstance(item, Article)]
    assert articles[1].encoding == "gb18030"
    assert articles[2].text == TEXT.replace("\n", "\r\n")
    assert {article.published for article in articles} == {date(2024, 3, 5)}
    assert articles[1].sha256 == sha256(TEXT.encode("gb18030")).hexdigest()


def test_reasons(tmp_path: Path) -> None:
    files = {
        "empty": b"",
        "blank": b"\xef\xbb\xbf \r\n",
        "english": b"Nothing Chinese.",
        "random": random.Random(3).randbytes(600),
        "large": b" " * (MOST_BYTES + 1),
        "picture": b"\x89PNG\r\n...",
    }
    for name, data in files.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    (tmp_path / "page.html").write_text("<p>" + TEXT, encoding="utf-8")
    paths = [tmp_path / f"{name}.txt" for name in files]
    assert reasons(*paths) == ["empty", "empty", "no_chinese", "not_text", "too_large", "unsupported_type"]
    assert reasons(tmp_path / "page.html", tmp_path / "none.txt") == ["ok", "missing"]
    assert reasons("a\0b.txt", "-") == ["missing", "missing"]
    assert reasons(tmp_path / ("馆" * 90 + ".txt")) == ["missing"]
    details = [item.detail for item in read(paths) if isinstance(item, Unread)]
    assert all("\n" not in detail and detail for detail in details)


def test_empty_folders_and_folders_like_files(tmp_path: Path) -> None:
    assert reasons(tmp_path) == ["is_empty_folder"]
    (tmp_path / "x.txt").mkdir()
    assert reasons(tmp_path) == ["is_empty_folder"]


def test_a_sparse_giant_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "giant.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024**3)
    assert reasons(path) == ["too_large"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
def test_pipes_and_devices_do_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert reasons(tmp_path) == ["not_regular_file"]
    assert reasons("/dev/null") == ["not_regular_file"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").symlink_to(folder / "a.txt")
    (folder / "c.txt").symlink_to(outside)
    (folder / "d.txt").symlink_to(folder / "d.txt")
    (folder / "round").symlink_to(folder)
    assert reasons(folder) == ["ok", "ok", "symlink", "symlink"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_files_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    assert reasons(path) == ["permission"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode there")
def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xbf\xd5.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(TEXT.encode())
    [item] = read([tmp_path])
    assert isinstance(item, Article)
    assert (item.source or "").endswith("/%BF%D5.txt")


def test_standard_input() -> None:
    [item] = read(["-"], stdin=io.BytesIO(TEXT.encode("gbk")))
    assert isinstance(item, Article)
    assert (item.text, item.source, item.encoding) == (TEXT, "-", "gb18030")


def test_sources_are_suffixes() -> None:
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in SOURCES)
