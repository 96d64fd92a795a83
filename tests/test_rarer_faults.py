"""Faults of inputs that are rarer or milder (priority 1 and 2); `ROWS` in test_input_faults.py names them by row."""

from __future__ import annotations

import csv
import errno
import io
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from growth import MOST, growth
from report_extract import _cli, audit, extract
from report_extract._pipeline import extract_article
from report_extract._sources import files, read
from report_extract._text import Article
from report_extract.records import Unread
from test_input_faults import reasons, values, written

TEXT = "图书馆接待读者120人，借出图书35册。"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (TEXT.encode() + b"\xed\xa0\xbd\xed\xb8\x80" + "馆长说，今年再购书400册。".encode(), "not_text"),  # CESU-8
        (TEXT.encode().decode("latin-1").encode(), "not_text"),
    ],
)
def test_bytes_of_broken_encodings_are_no_text(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        (TEXT.encode() + b"\xed\xa0\xbd").decode()
    assert reasons(written(tmp_path, "a.txt", data)) == [reason]


def test_mojibake_of_latin_1_makes_no_figure(tmp_path: Path) -> None:
    line = "志愿者30人".encode().decode("latin-1")
    assert "30" in line
    [article] = read([written(tmp_path, "a.txt", f"{line}\n{TEXT}".encode())])
    assert isinstance(article, Article)
    record = extract_article(article, profile="rules")
    assert values(record) == ["120", "35"]
    assert any(note.startswith("control") for note in record.provenance.notes)


class _Drop(io.RawIOBase):
    """A stream that gives one byte at a time."""

    def __init__(self, data: bytes) -> None:
        self._left = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        byte = self._left.read(1)
        buffer[: len(byte)] = byte
        return len(byte)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_stream_that_comes_byte_by_byte(encoding: str) -> None:
    data = TEXT.encode(encoding)
    with pytest.raises(UnicodeDecodeError):
        data[:1].decode(encoding)
    [article] = read(["-"], stdin=io.BufferedReader(_Drop(data), 1))
    assert isinstance(article, Article)
    assert article.text == TEXT


@pytest.mark.parametrize("encoding", ["hz", "utf-7"])
def test_chinese_in_plain_bytes_is_refused(tmp_path: Path, encoding: str) -> None:
    data = TEXT.encode(encoding)
    assert data.isascii()
    assert reasons(written(tmp_path, "a.txt", data)) == ["no_chinese"]


def test_rare_and_private_characters_keep_their_place() -> None:
    text = "队员刘䶮、𠮷野走访居民130户，\ue000\ue001\ue002组发放口罩20只，𪚥街道其中90户。"
    assert len(text.encode("utf-16-le")) // 2 > len(text)
    record = extract(text, profile="rules")
    assert values(record) == ["130", "20", "90"]
    assert [text[slice(*figure.quote.spans[0])] for figure in record.figures] == ["130户", "20只", "90户"]
    assert audit(record) == ()


@pytest.mark.parametrize("blank", ["\u3000", "\t", "\xa0"])
def test_a_blank_inside_digits_joins_nothing(blank: str) -> None:
    record = extract(f"参加活动4{blank}13人次。", profile="rules")
    assert values(record) == ["13"]
    assert any(note.startswith("space") for note in record.provenance.notes)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (lambda n: "参加人数e" + "\u0301" * n + "共130人。", lambda n: 1),
        (lambda n: "\n".join("图书馆接待读者一百二十人"[i % 12] for i in range(n // 4)) + "\n共130人。", lambda n: 1),
        (lambda n: TEXT * (n // 16), lambda n: 2 * (n // 16)),
    ],
    ids=["marks on a letter", "lines of one character", "one sentence"],
)
def test_time_and_facts_of_what_comes_thousands_of_times(
    text: Callable[[int], str], figures: Callable[[int], int]
) -> None:
    assert len(extract(text(8_000), profile="rules").figures) == figures(8_000)
    assert growth(lambda given: extract(given, profile="rules"), text, 12_000) <= MOST


def test_a_folder_is_read_file_by_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(300):
        written(tmp_path, f"{number:03}.txt", TEXT.encode())
    opened: list[str] = []
    real = files._bytes_of
    monkeypatch.setattr(files, "_bytes_of", lambda name, most: opened.append(name) or real(name, most))
    items = read([tmp_path])
    next(items)
    assert len(opened) == 1
    assert sum(isinstance(item, Article) for item in items) == 299


def test_one_text_under_many_names_is_read_once(tmp_path: Path) -> None:
    home = tmp_path / "in"
    home.mkdir()
    first = written(home, "00.txt", TEXT.encode())
    for number in range(1, 20):
        written(home, f"{number:02}.txt", TEXT.encode())
    os.link(first, home / "20.txt")  # a hard link: the same file under another name
    assert _cli.run(["run", str(home), "-o", str(tmp_path / "out"), "--profile", "rules", "-j", "1"]) == 0
    database = sqlite3.connect(tmp_path / "out" / "facts.sqlite")
    rows = database.execute("SELECT COUNT(*), COUNT(DISTINCT article), COUNT(DISTINCT source) FROM inputs").fetchone()
    articles = database.execute("SELECT COUNT(*) FROM articles").fetchone()
    database.close()
    assert (rows, articles) == ((21, 1, 21), (1,))


def test_a_file_that_is_gone_after_the_listing(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        written(tmp_path, name, TEXT.encode())
    items = read([tmp_path])
    assert isinstance(next(items), Article)
    (tmp_path / "b.txt").unlink()
    gone, last = items
    assert isinstance(gone, Unread)
    assert (gone.reason, gone.source.endswith("b.txt")) == ("vanished", True)
    assert isinstance(last, Article)


def test_names_with_marks_of_shells_and_tables(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    names = ["-rf.txt", "=cmd|'calc'!A0.txt", "a\nb.txt", 'say "so".txt', "@sum.txt", "a;b,c.txt"]
    for name in names:
        written(tmp_path, name, TEXT.encode())
    written(tmp_path, "x\ny.txt", b"\x00\x01\x02" * 99)
    assert _cli.run(["extract", str(tmp_path), "--profile", "rules", "-f", "csv"]) == 3
    said = capfd.readouterr()
    assert len([line for line in said.err.splitlines() if "not a text" in line]) == 1
    assert "x\ny" not in said.err
    rows = list(csv.DictReader(io.StringIO(said.out.lstrip("\ufeff"))))
    assert len(rows) == 2 * len(names)
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "@", "+")]


def test_a_read_that_fails_costs_one_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        written(tmp_path, name, TEXT.encode())
    real = files._drained
    calls = iter([OSError(errno.EIO, "Input/output error"), None])

    def failing(file, most):
        error = next(calls)
        if error is not None:
            raise error
        return real(file, most)

    monkeypatch.setattr(files, "_drained", failing)
    assert reasons(tmp_path) == ["io_error", "ok"]


def test_files_that_come_later_are_of_the_next_run(tmp_path: Path) -> None:
    for name in ("a.txt", "c.txt"):
        written(tmp_path, name, TEXT.encode())
    items = read([tmp_path])
    next(items)
    writer = threading.Thread(target=lambda: written(tmp_path, "b.txt", TEXT.encode()))
    writer.start()
    writer.join()
    assert [Path(item.source or "").name for item in items] == ["c.txt"]
    assert len(list(read([tmp_path]))) == 3


@pytest.mark.parametrize("end", ["<p cla", '<a href="http://x.y/', "<b", "<!-- "])
def test_a_page_that_ends_inside_a_tag(tmp_path: Path, end: str) -> None:
    page = f"<html><body><p>图书馆接待读者120人。</p><p>借出图书35册。</p>{end}"
    [article] = read([written(tmp_path, "a.html", page.encode())])
    assert isinstance(article, Article)
    assert values(extract_article(article, profile="rules")) == ["120", "35"]
