"""Reading: paths and streams in, one `Article` or one `Unread` out for each input, never an exception for a file.

A file is checked before it is read (regular, not too large) and decoded once; its text is never altered again,
line ends included. `SOURCES` at the foot says which suffix is read by which function.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from report_extract._decoding import RefusedError, decode
from report_extract._text import Article
from report_extract.records import Unread

__all__ = ["MOST_BYTES", "SOURCES", "article_of_text", "decode", "read"]

MOST_BYTES = 5_000_000
"""A larger file is refused as `too_large`."""

Source = Callable[[bytes], tuple[str, str, tuple[str, ...]]]

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_UNDECODED_NAME = re.compile(r"[\udc80-\udcff]")

_REASONS = {
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.ENAMETOOLONG: "missing",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.ELOOP: "symlink",
    errno.ENXIO: "not_regular_file",
    errno.EISDIR: "not_regular_file",
}

# Formats that look like text to nobody, or are not the article alone: by their first bytes and by suffix.
_FOREIGN_HEADS = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_FOREIGN_SUFFIXES = frozenset(
    {".html", ".htm", ".xhtml", ".xml", ".pdf", ".doc", ".docx", ".rtf", ".odt", ".epub", ".json", ".jsonl", ".csv"}
    | {".tsv", ".xls", ".xlsx", ".parquet", ".zip", ".gz", ".tar", ".7z", ".rar", ".png", ".jpg", ".jpeg", ".gif"}
    | {".webp", ".mp3", ".mp4", ".sqlite", ".db", ".py", ".toml", ".yaml", ".yml", ".log"}
)


def article_of_text(
    text: str,
    *,
    source: str | None = None,
    published: date | None = None,
    encoding: str = "utf-8",
    id: str | None = None,  # noqa: A002 - the name of the record's field
    raw: bytes | None = None,
) -> Article:
    """The article of `text`; `raw` are the bytes it was decoded from, where there were any.

    Lone surrogates and NULs become U+FFFD, and a note says so; offsets stay. Raises InputError where the text
    is blank or has no Chinese character.

    >>> article_of_text("图书馆开放。", id="a1").id
    'a1'
    """
    digest = sha256(text.encode("utf-8", "surrogatepass") if raw is None else raw).hexdigest()
    notes: list[str] = []
    for name, pattern in (("lone_surrogate", _SURROGATES), ("nul", re.compile("\0"))):
        text, count = pattern.subn("\ufffd", text)
        if count:
            notes.append(f"{name}: {count} characters replaced")
    label = source or "text"
    if not text.strip("\ufeff\ufffd\u200b \t\r\n\u3000"):
        raise RefusedError("empty", f"{label}: empty; a news text in Chinese is needed")
    if _HAN.search(text) is None:
        raise RefusedError("no_chinese", f"{label}: no Chinese character in it; a news text in Chinese is needed")
    return Article(text, source, digest, encoding, id or digest[:16], published, tuple(notes))


def read(
    paths: Iterable[str | Path],
    *,
    published: date | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Unread]:
    """One Article or Unread an input: files, folders (recursively, in the order of names), `-` for `stdin`.

    Of folders only files with a suffix in `SOURCES` are read. Reason codes of Unread: missing, empty, no_chinese,
    not_text, encoding_ambiguous, too_large, not_regular_file, symlink, permission, unstable, io_error,
    unsupported_type, is_empty_folder.
    """
    for path in paths:
        if str(path) == "-":
            yield _read_stream(stdin, published)
            continue
        name = os.fspath(path)
        if _is_folder(name):
            yield from _read_folder(name, published)
        else:
            yield _read_file(name, published)


def _is_folder(name: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(name).st_mode)  # noqa: PTH116 - a Path would raise for some names
    except (OSError, ValueError):
        return False


def _read_folder(folder: str, published: date | None) -> Iterator[Article | Unread]:
    found = False
    root = os.path.realpath(folder)
    for entry in _walk(folder):
        found = True
        if isinstance(entry, Unread):
            yield entry
        elif Path(entry).is_symlink() and not _inside(entry, root):
            yield _unread(entry, "symlink", "leads out of the folder; a file inside it is needed")
        else:
            yield _read_file(entry, published)
    if not found:
        suffixes = " ".join(sorted(SOURCES))
        yield _unread(folder, "is_empty_folder", f"no file to read in this folder; {suffixes} are read")


def _walk(folder: str) -> Iterator[str | Unread]:
    """Readable files below `folder`; links to folders are not followed."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield _failed(folder, error)
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif Path(entry.name).suffix.lower() in SOURCES:
            yield entry.path


def _inside(path: str, root: str) -> bool:
    return os.path.realpath(path).startswith(root.rstrip(os.sep) + os.sep)


def _read_stream(stream: BinaryIO | None, published: date | None) -> Article | Unread:
    if stream is None:
        return _unread("-", "missing", "no standard input here; a path is needed")
    try:
        data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        return _failed("-", error)
    if len(data) > MOST_BYTES:
        return _unread("-", "too_large", _too_large(f"more than {MOST_BYTES}"))
    return _article(data, "-", decode, published)


def _read_file(name: str, published: date | None) -> Article | Unread:
    suffix = Path(name).suffix.lower()
    try:
        data = _bytes_of(name)
    except RefusedError as refusal:
        return _unread(name, refusal.reason, refusal.detail)
    except OSError as error:
        return _failed(name, error)
    except ValueError:
        return _unread(name, "missing", "no such file: the name holds a NUL")
    if data.startswith(_FOREIGN_HEADS) or (suffix in _FOREIGN_SUFFIXES and suffix not in SOURCES):
        suffixes = " ".join(sorted(SOURCES))
        return _unread(name, "unsupported_type", f"not read yet; a plain text is needed ({suffixes})", data)
    return _article(data, _shown(name), SOURCES.get(suffix, decode), published)


def _article(data: bytes, source: str, function: Source, published: date | None) -> Article | Unread:
    try:
        text, encoding, notes = function(data)
        article = article_of_text(text, source=source, published=published, encoding=encoding, raw=data)
    except RefusedError as refusal:
        detail = refusal.detail.removeprefix(f"{source}: ")
        return Unread(source=source, sha256=sha256(data).hexdigest(), reason=refusal.reason, detail=detail)
    return replace(article, notes=notes + article.notes) if notes else article


def _bytes_of(name: str) -> bytes:
    """All bytes of a regular file, checked before and after; never blocks on a pipe."""
    for _ in range(2):
        handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb", buffering=0) as file:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise RefusedError("not_regular_file", "not a regular file; a file with a text is needed")
            if before.st_size > MOST_BYTES:
                raise RefusedError("too_large", _too_large(str(before.st_size)))
            data = _drained(file, MOST_BYTES + 1)
            after = os.fstat(handle)
        if len(data) == before.st_size == after.st_size and before.st_mtime_ns == after.st_mtime_ns:
            return data
    raise RefusedError("unstable", "changed while it was read; a finished file is needed")


def _drained(file: BinaryIO, most: int) -> bytes:
    parts: list[bytes] = []
    while most > 0 and (part := file.read(most)):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _too_large(size: str) -> str:
    return f"{size} bytes; at most {MOST_BYTES} bytes are read"


def _failed(name: str, error: OSError) -> Unread:
    return _unread(name, _REASONS.get(error.errno or 0, "io_error"), (error.strerror or "cannot be read").lower())


def _unread(name: str, reason: str, detail: str, data: bytes | None = None) -> Unread:
    digest = None if data is None else sha256(data).hexdigest()
    return Unread(source=_shown(name), sha256=digest, reason=reason, detail=detail)


def _shown(name: str) -> str:
    """A file name that any encoder takes: bytes that are not UTF-8 are percent-escaped.

    >>> _shown("报道" + chr(0xdcbf) + ".txt")
    '报道%BF.txt'
    """
    return _UNDECODED_NAME.sub(lambda match: f"%{ord(match[0]) - 0xDC00:02X}", name)


SOURCES: dict[str, Source] = {
    ".txt": decode,
    ".text": decode,
    ".md": decode,
    ".markdown": decode,
}
