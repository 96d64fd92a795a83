"""The child's side of the supervisor: what a worker process does with the tasks that come through its pipe.

The work is a function named as `module:name`, which a worker imports itself: `function(payload) -> picklable result`.
Where the module has a function `warm`, it runs before the worker says that it is ready.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from time import monotonic
from traceback import extract_tb
from typing import Any, Literal

Status = Literal["ok", "error", "crash", "timeout", "memory"]
Answer = tuple[str, Any, str, str, float]
"""Status or `READY`, result, reason, detail, seconds that the work took."""

READY = "ready"


def serve(pipe: Connection, work: str, memory: int | None) -> None:
    """What a worker does: payloads in, answers out, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    _die_with_parent()
    _limit_memory(memory)
    function = function_named(work)
    gc.collect()
    gc.freeze()  # words and dictionaries stay: no search for cycles looks at them again
    with suppress(BrokenPipeError, ConnectionResetError):
        pipe.send((READY, None, "", "", 0.0))
    while True:
        try:
            payload = pipe.recv()
        except (EOFError, OSError):
            return
        answer = answer_of(function, payload)
        try:
            pipe.send(answer)
        except (BrokenPipeError, ConnectionResetError):
            return
        if answer[0] == "memory":
            return


def function_named(work: str) -> Callable[[Any], Any]:
    """Import the work and warm it up."""
    module, _, name = work.partition(":")
    home = importlib.import_module(module)
    getattr(home, "warm", lambda: None)()
    function: Callable[[Any], Any] = getattr(home, name)
    return function


def answer_of(function: Callable[[Any], Any], payload: Any) -> tuple[Status, Any, str, str, float]:
    """The result of the work, or what went wrong with it."""
    begun = monotonic()
    try:
        return "ok", function(payload), "", "", monotonic() - begun
    except MemoryError:
        return "memory", None, "memory", "more memory than a worker may use", monotonic() - begun
    except RecursionError as error:
        return "error", None, "recursion", str(error), monotonic() - begun
    except Exception as error:  # any fault of one article is that article's
        frame = extract_tb(error.__traceback__)[-1]
        where = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119
        detail = f"{type(error).__name__} at {where}: {str(error)[:300]}"
        return "error", None, type(error).__name__, detail, monotonic() - begun


def _die_with_parent() -> None:
    """Ask Linux to end this process when its parent ends; elsewhere the pipe's end does."""
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() == 1:
        os._exit(0)


def _limit_memory(limit: int | None) -> None:
    if limit is None or sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
