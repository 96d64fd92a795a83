"""WARC files of web archives, by FastWARC: each HTML or plain text response is one article, named by its URI."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from report_extract._decoding import RefusedError, decode
from report_extract._sources.given import MOST_BYTES, Given, article_of, library, unread
from report_extract._sources.html import page_article
from report_extract._text import Article
from report_extract.records import Unread


def read_warc(given: Given) -> Iterator[Article | Unread]:
    """Responses with status 200 in the order of the file; other records are no inputs."""
    warc = library("fastwarc.warc", "warc")
    found = False
    try:
        kind = warc.WarcRecordType.response
        for record in warc.ArchiveIterator(io.BytesIO(given.data), record_types=kind, parse_http=True):
            mime = (record.http_content_type or "").lower()
            if mime not in ("text/html", "application/xhtml+xml", "text/plain"):
                continue
            found = True
            name = f"{given.name}!{record.headers.get('WARC-Target-URI') or record.record_id}"
            data = record.reader.read(MOST_BYTES + 1)
            try:
                yield _response(replace(given, data=data), mime, name, record)
            except RefusedError as refusal:
                yield unread(replace(given, data=data), refusal, name)
    except RefusedError:
        raise
    except Exception as error:
        raise RefusedError("corrupt", f"not a whole WARC file ({type(error).__name__}: {error})") from error
    if not found:
        raise RefusedError("is_empty_folder", "no page to read in this WARC file")


def _response(given: Given, mime: str, name: str, record: object) -> Article:
    status = getattr(getattr(record, "http_headers", None), "status_code", 200)
    if status != 200:
        raise RefusedError("http_status", f"HTTP status {status}; a page that was delivered is needed")
    if len(given.data) > MOST_BYTES:
        raise RefusedError("too_large", f"more than {MOST_BYTES} bytes; at most that many are read")
    text, encoding, notes = decode(given.data)
    if mime == "text/plain":
        return article_of(given, text, name=name, encoding=encoding, notes=notes)
    return page_article(given, text, encoding, notes, name)
