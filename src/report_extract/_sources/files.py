"""Files, folders, streams and URIs: the bytes of each input, checked before they are read.

A file is checked first (regular, not too large), read once, and never mapped into memory or waited for.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from report_extract._decoding import RefusedError
from report_extract._sources.given import MOST_BYTES, MOST_CONTAINER, library
from report_extract.records import Unread

_UNDECODED_NAME = re.compile(r"[\udc80-\udcff]")
_URI = re.compile(r"[a-z][a-z0-9+.-]{1,20}://")

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

Found = tuple[str, bytes] | Unread
"""The name of an input and its bytes, or why there are none."""


def inputs(path: str, stdin: BinaryIO | None, *, suffixes: Iterable[str], containers: Iterable[str]) -> Iterator[Found]:
    """The inputs at `path`: a file, a folder (recursively, in the order of names), `-`, or a URI.

    Of folders only files with one of `suffixes` are read; a file of `containers` may be `MOST_CONTAINER` bytes long.
    """
    limits = dict.fromkeys(suffixes, MOST_BYTES) | dict.fromkeys(containers, MOST_CONTAINER)
    if path == "-":
        yield _read_stream(stdin)
    elif _URI.match(path):
        yield _read_uri(path, _most(path, limits))
    elif _is_folder(path):
        yield from _read_folder(path, limits)
    else:
        yield _read_file(path, _most(path, limits))


def _most(name: str, limits: dict[str, int]) -> int:
    return limits.get(Path(name).suffix.lower(), MOST_BYTES)


def _is_folder(name: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(name).st_mode)  # noqa: PTH116 - a Path would raise for some names
    except (OSError, ValueError):
        return False


def _read_folder(folder: str, limits: dict[str, int]) -> Iterator[Found]:
    found = False
    root = os.path.realpath(folder)
    for entry in _walk(folder, limits):
        found = True
        if isinstance(entry, Unread):
            yield entry
        elif Path(entry).is_symlink() and not _inside(entry, root):
            yield _unread(entry, "symlink", "leads out of the folder; a file inside it is needed")
        else:
            read = _read_file(entry, _most(entry, limits))
            gone = isinstance(read, Unread) and read.reason == "missing"
            yield _unread(entry, "vanished", "was listed and is no longer there") if gone else read
    if not found:
        yield _unread(folder, "is_empty_folder", f"no file to read in this folder; {' '.join(sorted(limits))} are read")


def _walk(folder: str, limits: dict[str, int]) -> Iterator[str | Unread]:
    """Readable files below `folder`; links to folders are not followed."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield _failed(folder, error)
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, limits)
        elif Path(entry.name).suffix.lower() in limits:
            yield entry.path


def _inside(path: str, root: str) -> bool:
    return os.path.realpath(path).startswith(root.rstrip(os.sep) + os.sep)


def _read_stream(stream: BinaryIO | None) -> Found:
    if stream is None:
        return _unread("-", "missing", "no standard input here; a path is needed")
    try:
        data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        return _failed("-", error)
    if len(data) > MOST_BYTES:
        return _unread("-", "too_large", _too_large(f"more than {MOST_BYTES}", MOST_BYTES))
    return "-", data


def _read_uri(uri: str, most: int) -> Found:
    try:
        with library("fsspec", "remote").open(uri, "rb") as file:
            data = file.read(most + 1)
    except RefusedError as refusal:
        return _unread(uri, refusal.reason, refusal.detail)
    except FileNotFoundError as error:
        return _unread(uri, "missing", f"no such file ({type(error).__name__})")
    except Exception as error:  # every file system has errors of its own
        return _unread(uri, "io_error", f"cannot be read: {type(error).__name__}: {error}")
    if len(data) > most:
        return _unread(uri, "too_large", _too_large(f"more than {most}", most))
    return uri, data


def _read_file(name: str, most: int) -> Found:
    try:
        return _shown(name), _bytes_of(name, most)
    except RefusedError as refusal:
        return _unread(name, refusal.reason, refusal.detail)
    except OSError as error:
        return _failed(name, error)
    except ValueError:
        return _unread(name, "missing", "no such file: the name holds a NUL")


def _bytes_of(name: str, most: int) -> bytes:
    """All bytes of a regular file, checked before and after; never blocks on a pipe."""
    for _ in range(2):
        handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb", buffering=0) as file:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise RefusedError("not_regular_file", "not a regular file; a file with a text is needed")
            if before.st_size > most:
                raise RefusedError("too_large", _too_large(str(before.st_size), most))
            data = _drained(file, most + 1)
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


def _too_large(size: str, most: int) -> str:
    return f"{size} bytes; at most {most} bytes are read"


def _failed(name: str, error: OSError) -> Unread:
    return _unread(name, _REASONS.get(error.errno or 0, "io_error"), (error.strerror or "cannot be read").lower())


def _unread(name: str, reason: str, detail: str) -> Unread:
    return Unread(source=_shown(name), sha256=None, reason=reason, detail=" ".join(detail.split()))


def _shown(name: str) -> str:
    """A file name that any encoder takes: bytes that are not UTF-8 are percent-escaped.

    >>> _shown("报道" + chr(0xdcbf) + ".txt")
    '报道%BF.txt'
    """
    return _UNDECODED_NAME.sub(lambda match: f"%{ord(match[0]) - 0xDC00:02X}", name)
