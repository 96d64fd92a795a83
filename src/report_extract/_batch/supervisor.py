"""Worker processes that may die: tasks in, one `Outcome` out for each, whatever happens.

A worker is at one task at a time, so a crash, a hang or a memory failure costs that task alone; the next few lie in its
pipe, so that it never waits for the parent, and go to others where it dies. The parent kills a worker at the deadline.
A task whose worker died is tried once more, alone in a fresh process, after all others; then its outcome is `crash`.
Workers that die before they are ready cost no task anything; a few of them in a row end the batch.
Workers end when the parent is gone. `serving` says what the work is.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from time import monotonic

from report_extract._batch.serving import READY, Answer, Status, answer_of, function_named
from report_extract._batch.worker import Outcome, Packed, Task, Worker
from report_extract.errors import EngineError

__all__ = ["Limits", "Outcome", "Status", "Supervisor", "Task", "inline"]

_PATIENCE = 0.2  # seconds between looks at the clock while nothing happens
_AHEAD, _MOST_AHEAD = 0.1, 16
"""Seconds of work, and tasks, that lie in a worker's pipe behind the one that it is at."""
_STILLBORN = 3
"""Workers in a row that die or hang before they are ready, after which no more are tried."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds a task may take, bytes of address space a worker may use (None: no limit), tasks before it is renewed."""

    deadline: float = 10.0
    memory: int | None = None
    renew_after: int = 20_000


@dataclass(slots=True, eq=False)
class Supervisor:
    """Runs `work` over tasks in up to `jobs` processes. Use as a context manager; leaving it ends the workers.

    `idle` is called when nothing was to be done for a moment.
    """

    work: str
    jobs: int
    limits: Limits = field(default_factory=Limits)
    idle: Callable[[], None] = lambda: None
    _workers: list[Worker] = field(default_factory=list)
    _back: deque[Packed] = field(default_factory=deque)
    _again: deque[Task] = field(default_factory=deque)
    _pace: float = 1.0
    _stillborn: int = 0

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end(at_once=bool(worker.tasks))
        self._workers.clear()

    def pids(self) -> list[int]:
        """Process ids of the workers that live."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    def run(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
        """Outcomes as they come; tasks are taken only when a worker has room, so an endless iterator is fine.

        Raises EngineError where no worker can be started.
        """
        waiting = map(Packed.of, tasks)
        while self._fill(waiting) or any(worker.tasks for worker in self._workers):
            yield from self._collect()
        while self._again:
            yield self._alone(self._again.popleft())

    def _fill(self, waiting: Iterator[Packed]) -> bool:
        """Give workers what they have room for; True where something may be left to give."""
        while True:
            if not self._back:
                if not self._may_give():
                    return True
                packed = next(waiting, None)
                if packed is None:
                    return False
                self._back.append(packed)
            worker = self._free(self._back[0])
            if worker is None:
                return True
            worker.give(self._back.popleft())

    def _may_give(self) -> bool:
        """True where one more task would go to a worker now, if it is no large one."""
        return len(self._workers) < self.jobs or any(len(one.tasks) <= self._ahead() for one in self._open())

    def _free(self, packed: Packed) -> Worker | None:
        """The worker with the fewest tasks that takes this one; one that has some only where no more can be made."""
        free = [worker for worker in self._open() if worker.takes(packed, self._ahead())]
        best = min(free, key=lambda worker: len(worker.tasks), default=None)
        if (best is not None and not best.tasks) or len(self._workers) >= self.jobs:
            return best
        try:
            self._workers.append(self._begin())
        except OSError:  # no more processes are to be had: go on with those that are
            if not self._workers:
                raise
            self.jobs = len(self._workers)
            return best
        return self._workers[-1]

    def _open(self) -> Iterator[Worker]:
        """Workers that are not about to be renewed."""
        return (worker for worker in self._workers if worker.given < self.limits.renew_after)

    def _ahead(self) -> int:
        return min(_MOST_AHEAD, math.ceil(_AHEAD / max(self._pace, 1e-4)))

    def _begin(self) -> Worker:
        return Worker.begin(self.work, self.limits.memory, self.limits.deadline)

    def _collect(self) -> Iterator[Outcome]:
        """Wait a little; yield what finished, died or ran out of time."""
        busy = [worker for worker in self._workers if worker.tasks]
        if not busy:
            return
        ready = set(wait([worker.pipe for worker in busy], timeout=_patience(busy)))
        if not ready:
            self.idle()
        for worker in busy:
            outcome: Outcome | None = None
            if worker.pipe in ready:
                outcome = self._received(worker)
            elif monotonic() > worker.due and worker.ready:
                outcome = self._overdue(worker)
            elif monotonic() > worker.due:
                self._unborn(worker, "does not get ready")
            if outcome is not None:
                yield outcome

    def _received(self, worker: Worker) -> Outcome | None:
        """What a worker says; None where it is only ready, or died and its task waits for a second try."""
        try:
            answer = worker.answer()
        except (EOFError, OSError):
            if not worker.ready:
                self._unborn(worker)
                return None
            self._again.append(worker.tasks.popleft().task)
            self._leave(worker, at_once=True)
            return None
        return self._answered(worker, answer)

    def _answered(self, worker: Worker, answer: Answer) -> Outcome | None:
        status, result, reason, detail, seconds = answer
        if status == READY:
            worker.ready = True
            self._stillborn = 0
            worker.wind()
            return None
        task = worker.answered()
        self._pace += (seconds - self._pace) / 8
        if status == "memory" or (worker.given >= self.limits.renew_after and not worker.tasks):
            self._leave(worker, at_once=status == "memory")
        return Outcome(task, status, result, reason, detail, seconds)  # type: ignore[arg-type]

    def _overdue(self, worker: Worker) -> Outcome:
        seconds = monotonic() - worker.begun
        task = worker.tasks.popleft().task
        self._leave(worker, at_once=True)
        return Outcome(task, "timeout", None, "timeout", f"more than {worker.due - worker.begun:g} seconds", seconds)

    def _leave(self, worker: Worker, *, at_once: bool) -> int | None:
        """End a worker; tasks that it had not begun are given to others, first of all. Its exit code."""
        self._back.extendleft(reversed(worker.tasks))
        worker.tasks.clear()
        self._workers.remove(worker)
        return worker.end(at_once=at_once)

    def _unborn(self, worker: Worker, how: str = "") -> None:
        """A worker that never was ready goes, its tasks to others. Raises EngineError where none ever is."""
        code = self._leave(worker, at_once=bool(how))
        self._stillborn += 1
        if self._stillborn >= _STILLBORN:
            raise EngineError(
                f"no worker can be started: {_STILLBORN} in a row ended first ({how or _death(code)}); what a "
                "worker says stands above. Give them more memory (--memory), mend the installation (report-extract "
                'doctor) and start a run from a script below `if __name__ == "__main__":`'
            )

    def _alone(self, task: Task) -> Outcome:
        """A second try, in a process that nobody shares; what kills it too is a crash."""
        worker = self._begin()
        self._workers.append(worker)
        worker.give(Packed.of(task))
        outcome: Outcome | None = None
        while outcome is None:
            if worker.pipe.poll(_patience([worker])):
                try:
                    outcome = self._answered(worker, worker.answer())
                except (EOFError, OSError):
                    if not worker.ready:
                        worker.tasks.clear()
                        self._unborn(worker)
                        return self._alone(task)
                    seconds = monotonic() - worker.begun
                    worker.tasks.clear()
                    reason = _death(self._leave(worker, at_once=True))
                    return Outcome(task, "crash", None, reason, "the process died twice on this article", seconds)
            elif monotonic() > worker.due:
                return self._overdue(worker)
            else:
                self.idle()
        if worker in self._workers:
            self._leave(worker, at_once=False)
        return outcome


def inline(work: str, tasks: Iterable[Task]) -> Iterator[Outcome]:
    """The same in this process, for workers of a scheduler that may not have children: no deadline, no second try."""
    function = function_named(work)
    for task in tasks:
        yield Outcome(task, *answer_of(function, task.payload))


def _patience(busy: Iterable[Worker]) -> float:
    """Seconds to wait for an answer before the clocks are looked at again."""
    return max(0.0, min(min(worker.due for worker in busy) - monotonic(), _PATIENCE))


def _death(code: int | None) -> str:
    return f"crash_signal_{-code}" if code is not None and code < 0 else f"crash_exit_{code}"
