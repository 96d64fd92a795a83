"""Worker processes that may die: tasks in, one `Outcome` out for each, whatever happens.

One task is in flight a worker, so a crash, a hang or a memory failure costs that task alone. The parent kills a worker
at the deadline. A task whose worker died is tried once more, alone in a fresh process, after all others; then its
outcome is `crash`. Workers are spawned, not forked; they end when the parent is gone. The work is a function named as
`module:name`, which a worker imports itself: `function(payload) -> picklable result`. Where the module has a function
`warm`, it runs first; the clock of a worker's first task starts behind it.
"""

from __future__ import annotations

import ctypes
import importlib
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from traceback import extract_tb
from typing import Any, Literal

Status = Literal["ok", "error", "crash", "timeout", "memory"]
_PATIENCE = 0.2  # seconds between looks at the clock while nothing happens
_GRACE = 5.0  # seconds for a worker to leave when it is told to
_START = 120.0  # seconds for a worker to be ready
_READY = "ready"


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


_DIED = Outcome(Task(None, None), "crash")
"""Says within this module that a worker's pipe ended."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds a task may take, bytes of address space a worker may use (None: no limit), tasks before it is renewed."""

    deadline: float = 10.0
    memory: int | None = None
    renew_after: int = 20_000


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, its pipe, and the task it is at."""

    process: BaseProcess
    pipe: Connection
    task: Task | None = None
    begun: float = 0.0
    due: float = 0.0
    ready: bool = False
    done: int = 0


@dataclass(slots=True, eq=False)
class Supervisor:
    """Runs `work` over tasks in up to `jobs` processes. Use as a context manager; leaving it ends the workers."""

    work: str
    jobs: int
    limits: Limits = field(default_factory=Limits)
    _workers: list[_Worker] = field(default_factory=list)
    _again: deque[Task] = field(default_factory=deque)

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._end(worker, at_once=worker.task is not None)
        self._workers.clear()

    def pids(self) -> list[int]:
        """Process ids of the workers that live."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    def run(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
        """Outcomes as they come; tasks are taken only when a worker is free, so an endless iterator is fine."""
        waiting: Iterator[Task] | None = tasks
        while waiting is not None or any(worker.task for worker in self._workers):
            while waiting is not None and (worker := self._free()) is not None:
                task = next(waiting, None)
                if task is None:
                    waiting = None
                    break
                self._give(worker, task)
            yield from self._collect()
        while self._again:
            yield self._alone(self._again.popleft())

    def _free(self) -> _Worker | None:
        """A worker without a task, made where there may be one more."""
        for worker in self._workers:
            if worker.task is None:
                return worker
        if len(self._workers) >= self.jobs:
            return None
        try:
            self._workers.append(self._begin())
        except OSError:  # no more processes are to be had: go on with those that are
            if not self._workers:
                raise
            self.jobs = len(self._workers)
            return None
        return self._workers[-1]

    def _begin(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self.work, self.limits.memory), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give(self, worker: _Worker, task: Task) -> None:
        worker.task = task
        self._wind(worker, task)
        with suppress(BrokenPipeError, ConnectionResetError):  # it died idle: seen when collecting
            worker.pipe.send(task.payload)

    def _wind(self, worker: _Worker, task: Task) -> None:
        """Start the clock of a task; a worker that is not ready has the time to start instead."""
        worker.begun = monotonic()
        worker.due = worker.begun + (self.limits.deadline * max(1.0, task.size) if worker.ready else _START)

    def _collect(self) -> Iterator[Outcome]:
        """Wait a little; yield what finished, died or ran out of time."""
        busy = [(worker, worker.task) for worker in self._workers if worker.task is not None]
        if not busy:
            return
        ready = set(wait([worker.pipe for worker, _ in busy], timeout=_patience(worker for worker, _ in busy)))
        for worker, task in busy:
            if worker.pipe in ready:
                outcome = self._received(worker, task)
            elif monotonic() > worker.due:
                outcome = self._overdue(worker, task)
            else:
                continue
            if outcome is _DIED:
                self._end(worker, at_once=True)
                self._workers.remove(worker)
                self._again.append(task)
            elif outcome is not None:
                yield outcome

    def _received(self, worker: _Worker, task: Task) -> Outcome | None:
        """What a worker says: its outcome, `_DIED`, or None where it is only ready."""
        seconds = monotonic() - worker.begun
        try:
            status, result, reason, detail = worker.pipe.recv()
        except (EOFError, OSError):
            return _DIED
        if status == _READY:
            worker.ready = True
            self._wind(worker, task)
            return None
        worker.task = None
        worker.done += 1
        if status == "memory" or worker.done >= self.limits.renew_after:
            self._end(worker, at_once=status == "memory")
            self._workers.remove(worker)
        return Outcome(task, status, result, reason, detail, seconds)

    def _overdue(self, worker: _Worker, task: Task) -> Outcome:
        seconds = monotonic() - worker.begun
        self._end(worker, at_once=True)
        self._workers.remove(worker)
        return Outcome(task, "timeout", None, "timeout", f"more than {worker.due - worker.begun:g} seconds", seconds)

    def _alone(self, task: Task) -> Outcome:
        """A second try, in a process that nobody shares; what kills it too is a crash."""
        worker = self._begin()
        self._workers.append(worker)
        self._give(worker, task)
        outcome: Outcome | None = None
        while outcome is None:
            if worker.pipe.poll(_patience([worker])):
                outcome = self._received(worker, task)
            elif monotonic() > worker.due:
                return self._overdue(worker, task)
        if outcome is _DIED:
            seconds = monotonic() - worker.begun
            reason = _death(self._end(worker, at_once=True))
            outcome = Outcome(task, "crash", None, reason, "the process died twice on this article", seconds)
            self._workers.remove(worker)
        elif worker in self._workers:
            self._end(worker, at_once=False)
            self._workers.remove(worker)
        return outcome

    def _end(self, worker: _Worker, *, at_once: bool) -> int | None:
        """End a worker, kindly or not; its exit code."""
        worker.pipe.close()
        if not at_once:
            worker.process.join(_GRACE)
        if worker.process.exitcode is None and worker.process.is_alive():
            # A worker that died by itself has an exit code in a moment: that is the one to report.
            worker.process.join(0.05)
        if worker.process.exitcode is None:
            worker.process.kill()
        worker.process.join()
        code = worker.process.exitcode
        worker.process.close()
        return code


def inline(work: str, tasks: Iterable[Task]) -> Iterator[Outcome]:
    """The same in this process, for workers of a scheduler that may not have children: no deadline, no second try."""
    function = _function(work)
    for task in tasks:
        begun = monotonic()
        status, result, reason, detail = _answer(function, task.payload)
        yield Outcome(task, status, result, reason, detail, monotonic() - begun)


def _function(work: str) -> Callable[[Any], Any]:
    """Import the work and warm it up."""
    module, _, name = work.partition(":")
    home = importlib.import_module(module)
    getattr(home, "warm", lambda: None)()
    function: Callable[[Any], Any] = getattr(home, name)
    return function


def _patience(busy: Iterable[_Worker]) -> float:
    """Seconds to wait for an answer before the clocks are looked at again."""
    return max(0.0, min(min(worker.due for worker in busy) - monotonic(), _PATIENCE))


def _death(code: int | None) -> str:
    return f"crash_signal_{-code}" if code is not None and code < 0 else f"crash_exit_{code}"


def serve(pipe: Connection, work: str, memory: int | None) -> None:
    """What a worker does: payloads in, answers out, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    _die_with_parent()
    _limit_memory(memory)
    function = _function(work)
    with suppress(BrokenPipeError, ConnectionResetError):
        pipe.send((_READY, None, "", ""))
    while True:
        try:
            payload = pipe.recv()
        except (EOFError, OSError):
            return
        answer = _answer(function, payload)
        try:
            pipe.send(answer)
        except (BrokenPipeError, ConnectionResetError):
            return
        if answer[0] == "memory":
            return


def _answer(function: Callable[[Any], Any], payload: Any) -> tuple[Status, Any, str, str]:
    try:
        return "ok", function(payload), "", ""
    except MemoryError:
        return "memory", None, "memory", "more memory than a worker may use"
    except RecursionError as error:
        return "error", None, "recursion", str(error)
    except Exception as error:  # any fault of one article is that article's
        frame = extract_tb(error.__traceback__)[-1]
        where = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119
        return "error", None, type(error).__name__, f"{type(error).__name__} at {where}: {str(error)[:300]}"


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
