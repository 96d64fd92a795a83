"""Work for supervised workers that fails on command: a mark in the article's text says how."""

from __future__ import annotations

import ctypes
import os
import signal
import time

from report_extract._batch.task import Done, Payload, Refused, warm
from report_extract._batch.task import process as real
from report_extract.records import Extraction

__all__ = ["plain", "process", "warm"]


def plain(payload: tuple[str, int]) -> int:
    """Work without articles: what is asked for, and the number back."""
    what, number = payload
    if what == "die":
        os._exit(3)
    if what == "hang":
        time.sleep(60)
    if what == "memory":
        raise MemoryError
    if what == "slow":
        time.sleep(0.15)
    return number


def process(payload: Payload) -> Done | Refused:
    """The real work, unless the text asks for a fault."""
    text = payload.article.text
    if "FAULT:segv" in text:
        ctypes.string_at(0)
    if "FAULT:kill" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "FAULT:exit" in text:
        os._exit(3)
    if "FAULT:hang" in text:
        while True:
            pass
    if "FAULT:stop" in text:
        os.kill(os.getpid(), signal.SIGSTOP)
    if "FAULT:memory" in text:
        raise MemoryError
    if "FAULT:deep" in text:
        return process(payload)
    if "FAULT:error" in text:
        raise ValueError("made on command")
    return _process(payload, text)


def _process(payload: Payload, text: str) -> Done | Refused:
    if "FAULT:invalid" in text:
        Extraction.model_validate({})
    if "FAULT:once" in text and (mark := os.environ.get("FAULTY_MARK")) and not os.path.exists(mark):  # noqa: PTH110
        open(mark, "w").close()  # noqa: PTH123
        os._exit(9)
    if "FAULT:slow" in text:
        time.sleep(0.05)
    return real(payload)
