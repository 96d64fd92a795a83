"""PDF with text and DOCX: a library takes the text out; offsets count in that text, and a note says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from report_extract._decoding import RefusedError
from report_extract._sources.archives import checked_zip
from report_extract._sources.given import MOST_CHARACTERS, Given, article_of, library
from report_extract._text import Article, Printed
from report_extract.records import Unread

_MOST_PAGES = 500
_MOST_LINES = 1000
_COLUMN = re.compile(r"\n(?:[ \t]{0,200}\n){2,40}")  # how pdf_oxide sets columns apart


def read_pdf(given: Given) -> Iterator[Article | Unread]:
    """The text of a PDF in reading order, column by column; notes say at which offset each page begins."""
    pdf = library("pdf_oxide", "pdf")
    try:
        document = pdf.PdfDocument.from_bytes(given.data)
        count = document.page_count()
    except Exception as error:
        raise RefusedError("corrupt", f"not a whole PDF ({type(error).__name__}); a PDF with text is needed") from error
    if count > _MOST_PAGES:
        raise RefusedError("too_large", f"{count} pages; at most {_MOST_PAGES} are read")
    notes = ["offsets: in the text extracted from the PDF"]
    lines: list[Printed] = []
    text = ""
    for number in range(count):
        try:
            page = document.extract_text(number)
        except Exception as error:
            notes.append(f"page_not_read: {number + 1} ({type(error).__name__})")
            continue
        notes.append(f"page: {number + 1} from {len(text)}")
        begun = len(text)
        text += _COLUMN.sub("\n", page.replace("\r\n", "\n")).rstrip() + "\n"
        lines += _printed(document, number, text, begun)
        if len(text) > MOST_CHARACTERS:
            raise RefusedError("too_large", f"more than {MOST_CHARACTERS} characters; at most that many are read")
    if not text.strip():
        raise RefusedError("no_text", "no text in this PDF, perhaps a scan; a PDF with text is needed")
    yield article_of(given, text, notes=tuple(notes), offsets="extracted", lines=tuple(lines))


def _printed(document: Any, number: int, text: str, begun: int) -> list[Printed]:
    """The lines of a page with their boxes, as far as they are found again in its text; they come row by row."""
    try:
        found = [(line.text.strip(), line.bbox) for line in document.extract_text_lines(number)]
    except Exception:  # the text was read; only the places of its lines are not known
        return []
    lines: list[Printed] = []
    behind: dict[str, int] = {}
    for words, (left, bottom, width, height) in found[:_MOST_LINES]:
        place = text.find(words, behind.get(words, begun)) if words else -1
        if place >= 0:
            end = behind[words] = place + len(words)
            box = round(left), round(bottom), round(left + width), round(bottom + height)
            lines.append(Printed(place, end, number + 1, box))
    return sorted(lines, key=lambda line: line.start)


def read_docx(given: Given) -> Iterator[Article | Unread]:
    """Paragraphs and tables of a Word document in order, one paragraph a line, one row of a table a line."""
    docx = library("docx", "docx")
    checked_zip(given.data)
    try:
        content = list(docx.Document(BytesIO(given.data)).iter_inner_content())
        lines: list[str] = []
        for item in content:
            if hasattr(item, "rows"):
                lines += ["\t".join(cell.text for cell in row.cells) for row in item.rows]
            else:
                lines.append(item.text)
    except Exception as error:
        raise RefusedError("corrupt", f"not a whole .docx ({type(error).__name__}); a Word file is needed") from error
    notes = ("offsets: in the text extracted from the document",)
    yield article_of(given, "\n".join(lines), notes=notes, offsets="extracted")
