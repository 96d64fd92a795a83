"""One article of our own in every format that is read; `python tests/inputs.py` writes corpora/inputs/."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

TITLE = "岚田区图书馆新馆开放首日接待读者1280人次"
PARAGRAPHS = (
    "3月5日，岚田区图书馆新馆开放，当天接待读者1280人次，其中老年读者96人次。馆长介绍，首批藏书约30万册，较老馆增加12.5%。",
    "新馆设阅览座位2000个，面积1.2万平方米，总投资3.4亿元。截至3月20日，区文旅局机关党支部派出志愿者130余人次，服务895小时。",
    "“这里很安静，孩子也喜欢。”居民方彩英说。她家有3口人，每周来两次。",
)
TEXT = "\n".join((TITLE, *PARAGRAPHS)) + "\n"


def html(paragraphs: tuple[str, ...] = PARAGRAPHS, title: str = TITLE) -> bytes:
    body = "".join(f"<p>{line}</p>\n" for line in paragraphs).replace("1280人次，其", "<b>1280</b>人次，其")
    return (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="gb2312"><title>{title}</title>'
        '<script>var count = "共88人";</script></head><body><nav><a href="/">首页</a> <a href="/n">新闻</a></nav>'
        f'<article><h1>{title}</h1>\n{body}<p style="display:none">隐藏的77人次</p></article>'
        "<footer>版权所有 岚田日报 电话12345678</footer></body></html>"
    ).encode()


def pdf(pages: list[list[tuple[int, int, int, str]]]) -> bytes:
    """Pages of (x, y, size, text), in a font that is named and not embedded, with its map to Unicode."""
    high = (range(100), range(100, 200), range(200, 256))
    ranges = "".join(
        f"{len(part)} beginbfrange\n" + "".join(f"<{h:02X}00> <{h:02X}FF> <{h:02X}00>\n" for h in part) + "endbfrange\n"
        for part in high
    )
    to_unicode = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /U def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{ranges}endcmap\nend\nend"
    ).encode()
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"", _stream(to_unicode),
        b"<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /FontDescriptor 4 0 R /DW 1000 /W [32 126 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [5 0 R]"
        b" /ToUnicode 3 0 R >>",
    ]  # fmt: skip
    kids: list[int] = []
    for page in pages:
        shown = "".join(
            f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj\n" for x, y, size, text in page
        )
        objects.append(_stream(f"BT\n{shown}ET".encode()))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 6 0 R >> >>"
            b" /Contents %d 0 R >>" % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    out = b"%PDF-1.7\n"
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(out)
    )  # fmt: skip


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def in_lines(text: str, width: float) -> list[str]:
    """Lines of one width, where a digit takes half of a character."""
    lines = [""]
    room = width
    for character in text:
        size = 0.5 if character < "\x80" else 1.0
        if room < size:
            lines.append("")
            room = width
        lines[-1] += character
        room -= size
    return lines


def article_pdf() -> bytes:
    """Two columns of 16 characters."""
    lines = [line for text in PARAGRAPHS for line in in_lines(f"\u3000\u3000{text}", 16)]
    half = (len(lines) + 1) // 2
    page = [(60, 780, 20, TITLE)]
    page += [(60 if i < half else 320, 740 - 18 * (i % half), 12, line) for i, line in enumerate(lines)]
    return pdf([page])


def docx() -> bytes:
    from docx import Document

    document = Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"id": ["p1"], "text": [TEXT]}), out)
    return out.getvalue()


def table_csv() -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["id", "text"], ["c1", TEXT]])
    return out.getvalue().encode()


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 6, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in entries.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def warc() -> bytes:
    page = html()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example.cn/a.html\r\n"
        "WARC-Date: 2024-03-06T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:0f6c8a52-7a52-4a0e-9d6c-0c7d5a3f9b10>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


MAKERS: dict[str, Callable[[], bytes]] = {
    "article.txt": TEXT.encode,
    "article.md": TEXT.encode,
    "gb18030.txt": lambda: TEXT.encode("gb18030"),
    "page.html": html,
    "page.pdf": article_pdf,
    "page.docx": docx,
    "rows.jsonl": lambda: json.dumps({"id": "j1", "text": TEXT}, ensure_ascii=False).encode() + b"\n",
    "rows.csv": table_csv,
    "rows.parquet": parquet,
    "archive.zip": lambda: zipped({"article.txt": TEXT.encode()}),
    "archive.tar": lambda: tarred({"article.txt": TEXT.encode()}),
    "article.txt.gz": lambda: gzip.compress(TEXT.encode(), mtime=0),
    "page.warc": warc,
}

if __name__ == "__main__":
    folder = Path(__file__).resolve().parent.parent / "corpora" / "inputs"
    folder.mkdir(exist_ok=True)
    for name, make in MAKERS.items():
        (folder / name).write_bytes(make())
