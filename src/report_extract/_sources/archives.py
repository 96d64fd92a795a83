"""Archives: .zip, .tar, .gz. Nothing is ever unpacked to disk, names inside are data, and sizes are never believed.

Limits: `DEPTH` archives inside each other, `RATIO` between unpacked and packed above 1 MB, `MOST_CONTAINER` bytes in
all, `MOST_ENTRIES` entries. An entry that cannot be read is one Unread; the others go on.
"""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from report_extract._decoding import RefusedError
from report_extract._sources.given import MOST_CONTAINER, Given, unread
from report_extract._text import Article
from report_extract.records import Unread

DEPTH = 3
RATIO = 100
MOST_ENTRIES = 100_000
_SMALL = 1_000_000
_ENCRYPTED = 0x1


def _deep(given: Given) -> None:
    if given.depth >= DEPTH:
        raise RefusedError("too_deep", f"more than {DEPTH} archives inside each other; at most {DEPTH} are opened")


def _swollen(packed: int, unpacked: int) -> None:
    if unpacked > MOST_CONTAINER:
        raise RefusedError("too_large", f"more than {MOST_CONTAINER} bytes when unpacked; at most that many are read")
    if unpacked > _SMALL and unpacked > RATIO * max(packed, 1):
        raise RefusedError("bomb", f"unpacks to more than {RATIO} times its size; a plain archive is needed")


def checked_zip(data: bytes) -> zipfile.ZipFile:
    """A zip file whose declared sizes are within the limits. Raises InputError (corrupt, bomb, too_large)."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except Exception as error:
        raise RefusedError("corrupt", f"not a whole zip file ({type(error).__name__})") from error
    if len(entries) > MOST_ENTRIES:
        raise RefusedError("too_large", f"{len(entries)} entries; at most {MOST_ENTRIES} are read")
    return archive


def read_zip(given: Given) -> Iterator[Article | Unread]:
    """The articles of a zip file, in the order of its directory."""
    _deep(given)
    total = 0
    found = False
    for entry in checked_zip(given.data).infolist():
        if entry.is_dir() or not _wanted(entry.filename):
            continue
        found = True
        name = f"{given.name}!{_shown(entry)}"
        try:
            data = _zipped(given, entry)
            total += len(data)
            _swollen(len(given.data), total)
        except RefusedError as refusal:
            yield unread(given, refusal, name)
            continue
        yield from given.inside(data, _shown(entry))
    if not found:
        raise RefusedError("is_empty_folder", "no file to read in this archive")


def _zipped(given: Given, entry: zipfile.ZipInfo) -> bytes:
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise RefusedError("symlink", "a link in an archive; a file is needed")
    if entry.flag_bits & _ENCRYPTED:
        raise RefusedError("encrypted", "encrypted; an archive without a password is needed")
    _swollen(entry.compress_size, entry.file_size)
    try:
        with zipfile.ZipFile(io.BytesIO(given.data)) as archive, archive.open(entry) as stream:
            return _limited(stream, entry.compress_size)
    except RefusedError:
        raise
    except Exception as error:  # zipfile lets errors of zlib, lzma and bz2 through
        raise RefusedError("corrupt", f"damaged in its archive ({type(error).__name__}: {error})") from error


def _limited(stream: IO[bytes], packed: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := stream.read(1 << 16):
        parts.append(part)
        size += len(part)
        _swollen(packed, size)
    return b"".join(parts)


def _shown(entry: zipfile.ZipInfo) -> str:
    """Names without the flag of UTF-8 are GBK where that reads."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _wanted(name: str) -> bool:
    path = PurePosixPath(name)
    return path.name not in ("", ".DS_Store") and not name.startswith("__MACOSX/")


def read_gz(given: Given) -> Iterator[Article | Unread]:
    """What a .gz holds, by its own name without .gz; a .tar.gz is an archive."""
    _deep(given)
    name = given.name.rpartition("!")[2].rpartition("/")[2]
    inner = name[:-3] if name.lower().endswith(".gz") else f"{name[:-4]}.tar" if name.endswith(".tgz") else name
    yield from given.inside(_gunzipped(given.data), inner)


def _gunzipped(data: bytes) -> bytes:
    parts: list[bytes] = []
    size = 0
    rest = data
    while rest:
        decoder = zlib.decompressobj(31)
        try:
            while rest and not decoder.eof:
                part = decoder.decompress(rest, 1 << 16)
                rest = decoder.unconsumed_tail
                if not part and not rest and not decoder.eof:
                    break
                parts.append(part)
                size += len(part)
                _swollen(len(data), size)
        except zlib.error as error:
            raise RefusedError("corrupt", f"damaged gzip data: {error}") from error
        if not decoder.eof:
            raise RefusedError("corrupt", "gzip data that break off; a whole file is needed")
        rest = decoder.unused_data.lstrip(b"\0")
    return b"".join(parts)


def read_tar(given: Given) -> Iterator[Article | Unread]:
    """The articles of a tar file in order."""
    _deep(given)
    found = False
    try:
        with tarfile.open(fileobj=io.BytesIO(given.data), mode="r:") as archive:
            for member in archive:
                name = f"{given.name}!{member.name}"
                if member.isdir() or not _wanted(member.name):
                    continue
                found = True
                if not member.isreg():
                    reason = "symlink" if member.issym() or member.islnk() else "not_regular_file"
                    yield unread(given, RefusedError(reason, "not a regular file in its archive"), name)
                    continue
                stream = archive.extractfile(member)
                data = stream.read() if stream else b""
                if len(data) != member.size:
                    raise RefusedError("corrupt", "a tar file that breaks off; a whole file is needed")
                yield from given.inside(data, member.name)
    except tarfile.TarError as error:
        raise RefusedError("corrupt", f"not a whole tar file ({error})") from error
    if not found:
        raise RefusedError("is_empty_folder", "no file to read in this archive")
