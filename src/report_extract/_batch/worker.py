"""The parent's hold on one worker process: its pipe, the tasks that lie in it, the clock of the one that it is at.

Tasks are answered in the order in which they were given, so the first without an answer is the one that the worker is
at: a deadline and a crash are its own. What lies behind it was not begun and goes to another worker.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from time import monotonic
from typing import Any

from report_extract._batch.serving import Answer, Status, serve

_GRACE = 5.0  # seconds for a worker to leave when it is told to
_START = 120.0  # seconds for a worker to be ready
_BUFFER = 1 << 18
"""Bytes that a pipe is asked to hold."""
_MOST_ROOM = 48_000
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Threads of number libraries in a worker: one, unless the user says otherwise. More of them spin and gain nothing."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done: `key` names it, `payload` goes to a worker; `size` (1 or more) stretches the deadline."""

    key: Any
    payload: Any
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task. `reason` is a code (`crash_signal_9`, `timeout`, an exception's name); `detail` words."""

    task: Task
    status: Status
    result: Any = None
    reason: str = ""
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Packed:
    """A task and its payload as bytes."""

    task: Task
    data: bytes

    @classmethod
    def of(cls, task: Task) -> Packed:
        """Pack the payload of a task."""
        return cls(task, bytes(ForkingPickler.dumps(task.payload)))


@dataclass(slots=True, eq=False)
class Worker:
    """A process and its pipe; `tasks` were given and are not answered, the first is at work.

    `room` is how many bytes may lie in the pipe: so many it holds, whatever the worker does, and the parent never
    waits for a worker that does not read.
    """

    process: BaseProcess
    pipe: Connection
    deadline: float
    room: int
    tasks: deque[Packed] = field(default_factory=deque)
    lying: int = 0
    begun: float = 0.0
    due: float = 0.0
    ready: bool = False
    given: int = 0

    @classmethod
    def begin(cls, work: str, memory: int | None, deadline: float) -> Worker:
        """Start a process, spawned, not forked. Raises OSError where no more are to be had."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        room = min(_room(ours), _room(theirs))
        process = context.Process(target=serve, args=(theirs, work, memory), daemon=True)
        with _single_threads():
            process.start()
        theirs.close()
        return cls(process, ours, deadline, room)

    def takes(self, packed: Packed, ahead: int) -> bool:
        """True where it may be given a task now: it has none, or `ahead` more at most and room in its pipe."""
        if not self.tasks:
            return True
        return self.ready and len(self.tasks) <= ahead and self.lying + len(packed.data) <= self.room

    def give(self, packed: Packed) -> None:
        """Send a task; the clock of the first one starts."""
        self.tasks.append(packed)
        self.lying += len(packed.data)
        self.given += 1
        if len(self.tasks) == 1:
            self.wind()
        with suppress(BrokenPipeError, ConnectionResetError):  # it died: seen when its answer is waited for
            self.pipe.send_bytes(packed.data)

    def wind(self) -> None:
        """Start the clock of the first task; a worker that is not ready has the time to start instead."""
        self.begun = monotonic()
        if self.tasks:
            size = max(1.0, self.tasks[0].task.size)
            self.due = self.begun + (self.deadline * size if self.ready else _START)

    def answer(self) -> Answer:
        """What it says. Raises EOFError or OSError where it is dead."""
        answer: Answer = self.pipe.recv()
        return answer

    def answered(self) -> Task:
        """The first task has its answer; the clock of the next starts."""
        packed = self.tasks.popleft()
        self.lying -= len(packed.data)
        self.wind()
        return packed.task

    def end(self, *, at_once: bool) -> int | None:
        """End the process, kindly or not; its exit code."""
        self.pipe.close()
        if not at_once:
            self.process.join(_GRACE)
        if self.process.exitcode is None and self.process.is_alive():
            # A worker that died by itself has an exit code in a moment: that is the one to report.
            self.process.join(0.05)
        if self.process.exitcode is None:
            self.process.kill()
        self.process.join()
        code = self.process.exitcode
        self.process.close()
        return code


def _room(pipe: Connection) -> int:
    """Bytes that a pipe surely holds: a quarter of its buffer, for the system counts its own books; 0: unknown."""
    if os.name != "posix":
        return 0
    with suppress(OSError), closing(socket.socket(fileno=os.dup(pipe.fileno()))) as end:
        for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, option, _BUFFER)
        return min(_MOST_ROOM, end.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) // 4)
    return 0


@contextmanager
def _single_threads() -> Iterator[None]:
    """The environment of a worker that is started within."""
    added = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]
