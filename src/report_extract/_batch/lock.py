"""One run an output folder: a lock that dies with its process, and a note of who holds it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from report_extract.errors import InputError

_LOCK, _HOLDER = "run.lock", "run.holder.json"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder. Raises InputError that names the holder where another run has it."""
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise InputError(
            f"{folder}: another run is writing here ({_holder(folder)}); wait for it or name another folder"
        ) from error
    try:
        note = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        (folder / _HOLDER).write_text(json.dumps(note), encoding="utf-8")
        yield
    finally:
        (folder / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        note = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        return f"process {note['pid']} on {note['host']} since {note['since']}"
    except (OSError, ValueError, KeyError):
        return "its process is not known"
