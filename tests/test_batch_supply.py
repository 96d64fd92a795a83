"""How tasks get to workers and rows to the disk: ahead of need, many at a time, and still each on its own account."""

from __future__ import annotations

import pickle
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from batches import article, batch
from report_extract._batch.store import FILE, Input, Store, StoreError, store_at
from report_extract._batch.supervisor import Limits, Outcome, Supervisor, Task
from report_extract._batch.verify import verify
from report_extract._batch.writing import Entry, Writer
from report_extract._lexicon import WordSource
from report_extract._sources import article_of_text
from report_extract.errors import EngineError

FIELD_NAMES = "name,kind\n蓝田共享书屋,organisation\n"


def outcomes(tasks: list[tuple[str, int]], jobs: int = 1, deadline: float = 20.0, **limits) -> dict[int, Outcome]:
    """What becomes of tasks of `faulty.plain`, by number; each number exactly once."""
    with Supervisor("faulty:plain", jobs, Limits(deadline, **limits)) as supervisor:
        found = list(supervisor.run(Task(number, (what, number)) for what, number in tasks))
    assert Counter(outcome.task.key for outcome in found) == Counter(number for _, number in tasks)
    return {outcome.task.key: outcome for outcome in found}


@pytest.mark.parametrize(("fault", "reason"), [("die", "crash_exit_3"), ("memory", "memory"), ("hang", "timeout")])
def test_only_the_task_at_work_is_blamed(fault, reason):
    """Tasks that lie in the pipe behind it go to another worker."""
    tasks = [(fault if number == 150 else "", number) for number in range(200)]
    found = outcomes(tasks, deadline=0.7)
    assert {number: outcome.reason for number, outcome in found.items() if outcome.reason} == {150: reason}
    assert all(outcome.result == number for number, outcome in found.items() if number != 150)


def test_each_task_has_its_own_deadline():
    """Six times 0.15 seconds behind each other are no reason to end a worker that may take 0.7 for one."""
    fast = [("", number) for number in range(100)]
    found = outcomes([*fast, *(("slow", number) for number in range(100, 106))], deadline=0.7)
    assert {outcome.status for outcome in found.values()} == {"ok"}
    assert sum(found[number].seconds for number in range(100, 106)) > 0.8


def test_workers_that_are_renewed_lose_nothing():
    found = outcomes([("", number) for number in range(60)], jobs=2, renew_after=25)
    assert {outcome.status for outcome in found.values()} == {"ok"}


def test_workers_that_cannot_start_end_the_batch_and_blame_no_task():
    """Their module is not to be found: three try, the message says so, and no task is called a crash."""
    found = []
    with (
        pytest.raises(EngineError, match=r"3 in a row ended first \(crash_exit_1\).*--memory"),
        Supervisor("no_such_module:work", 2) as supervisor,
    ):
        found += supervisor.run(Task(number, number) for number in range(1000))
    assert found == []
    assert supervisor.pids() == []


@pytest.mark.parametrize(("size", "most"), [(10, 17), (30_000, 2), (200_000, 1)])
def test_the_next_tasks_lie_in_the_pipe_but_no_more_than_it_holds(size, most):
    seen = []
    with Supervisor("operator:length_hint", 1) as supervisor:
        for _ in supervisor.run(Task(number, "x" * size) for number in range(120)):
            worker = supervisor._workers[0]
            seen.append(len(worker.tasks))
            assert len(worker.tasks) < 2 or worker.lying <= worker.room
    assert max(seen) <= most
    assert most < 3 or max(seen) > 2


def test_an_article_is_packed_and_unpacked_unchanged():
    one = article_of_text(article(3), source="a.txt")
    assert pickle.loads(pickle.dumps(one)) == one


# --- writing --------------------------------------------------------------------------------------------------------


def entry(number: int, detail: str = "") -> Entry:
    """An input that gave nothing."""
    return Entry(Input(number, f"a{number}", None, None, "quarantined", "empty", detail))


def stored(path: Path) -> int:
    """Inputs as another reader of the file sees them."""
    with sqlite3.connect(path) as connection:
        count = connection.execute("SELECT count(*) FROM inputs").fetchone()[0]
    connection.close()
    return int(count)


def _put_many(writer: Writer, count: int) -> None:
    with writer:
        for number in range(count):
            writer.put(entry(number, "x" * 1500))


def test_what_is_told_is_on_disk_and_many_share_a_commit(tmp_path):
    told: list[int] = []
    steps: list[tuple[int, int]] = []

    def hear(heard: Entry) -> None:
        told.append(heard.row.position)
        steps.append((len(told), stored(tmp_path / FILE)))

    with Store(tmp_path / FILE, write=True) as store:
        with Writer(store, "rules", store.begin_run("now", "{}", "rules"), hear) as writer:
            for number in range(40):
                writer.put(entry(number))
                assert stored(tmp_path / FILE) == len(told)
        assert told == list(range(40))
    assert all(count <= on_disk for count, on_disk in steps)
    assert len({on_disk for _, on_disk in steps}) < 20


def test_a_full_disk_keeps_and_tells_all_that_fits(tmp_path):
    told: list[int] = []
    with Store(tmp_path / FILE, write=True) as store:
        run = store.begin_run("now", "{}", "rules")
        pages, size = next(store.query("SELECT * FROM pragma_page_count, pragma_page_size"))
        list(store.query(f"PRAGMA max_page_count = {pages + 120_000 // size}"))
        writer = Writer(store, "rules", run, lambda heard: told.append(heard.row.position))
        with pytest.raises(StoreError, match="full"):
            _put_many(writer, 1000)
        assert told == list(range(len(told)))
        assert 20 < len(told) < 120_000 // 1500
        assert stored(tmp_path / FILE) == len(told)


# --- words of a user ------------------------------------------------------------------------------------------------


def test_verify_knows_the_gazetteer_of_a_run(tmp_path):
    (tmp_path / "in").mkdir()
    text = "蓝田共享书屋3月5日接待读者130人次。\n"
    (tmp_path / "in" / "a.txt").write_text(text, "utf-8")
    names = tmp_path / "names.csv"
    names.write_text(FIELD_NAMES, "utf-8")
    words = WordSource((), (str(names),))
    batch(tmp_path / "in", tmp_path / "out", words=words)
    with store_at(tmp_path / "out") as store:
        assert [actor for (actor,) in store.query("SELECT actor FROM ledger")] == ["蓝田共享书屋"]
        found = verify(store)
        assert (found.extracted_again, found.faults, found.note) == (1, (), "")
        names.write_text(FIELD_NAMES.replace("共享", "公共"), "utf-8")
        found = verify(store)
        assert (found.extracted_again, found.faults) == (0, ())
        assert found.note.startswith(f"the gazetteer {names} is not what it was")
        names.unlink()
        assert verify(store).note.startswith(f"the gazetteer {names} is gone")


def test_verify_knows_a_folder_of_words(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(article(1), "utf-8")
    folder = tmp_path / "words"
    folder.mkdir()
    example = '{ "局长滹志远到场。" = "滹志远" }'
    surname = f'[[surname]]\nname = "rare"\nlength = 1\nsurfaces = ["滹"]\nexamples = {example}\n'
    (folder / "surnames.toml").write_text(surname, "utf-8")
    batch(tmp_path / "in", tmp_path / "out", words=WordSource((str(folder),), ()))
    with store_at(tmp_path / "out") as store:
        assert verify(store).extracted_again == 1
        (folder / "surnames.toml").unlink()
        assert "is not what it was" in verify(store).note
