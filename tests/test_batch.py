"""Batches: one row an input whatever happens, resume after any kill, the same bytes for any number of workers."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from batches import COUNT, article, batch, exported
from conftest import ROOT
from report_extract import _cli
from report_extract._batch.run import Options, Progress, StoreError, run
from report_extract._batch.search import search
from report_extract._batch.store import FILE, Store, bigrams, store_at
from report_extract._batch.supervisor import Outcome, Supervisor, Task
from report_extract._batch.verify import verify
from report_extract.errors import InputError

POISON = {
    "segv": "crash_signal_11", "kill": "crash_signal_9", "exit": "crash_exit_3", "hang": "timeout", "stop": "timeout",
    "memory": "memory", "deep": "recursion", "error": "ValueError",
}  # fmt: skip
"""What an article does to its worker, and the reason that it is kept out for."""


def test_every_input_has_one_row_and_every_article_its_facts(articles, tmp_path):
    (articles / "empty.txt").write_text("", encoding="utf-8")
    (articles / "same.txt").write_text(article(3), encoding="utf-8")
    report = batch(articles, tmp_path / "out")
    assert report.statuses == {"ok": COUNT, "duplicate": 1, "quarantined": 1}
    assert sum(report.statuses.values()) == report.inputs == COUNT + 2
    assert report.reasons == {"empty": 1}
    assert report.figures["attendance"] == 2 * COUNT
    with store_at(tmp_path / "out") as store:
        rows = list(store.query("SELECT quote, value, unit, actor FROM ledger WHERE source LIKE '%a003.txt'"))
        assert ("32户", "32", "户", "区税务局") in rows
        assert next(store.query("SELECT count(*) FROM ledger"))[0] == sum(report.figures.values())
    written = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert written["statuses"] == report.statuses


def test_two_workers_and_one_give_the_same_bytes(articles, tmp_path, clean):
    batch(articles, tmp_path / "two", jobs=2)
    assert exported(tmp_path / "two", tmp_path / "two.jsonl") == clean


def test_poisoned_articles_cost_themselves_alone(articles, tmp_path, clean):
    for number, mark in enumerate(POISON):
        (articles / f"a{number * 3:03}-{mark}.txt").write_text(article(90 + number, f"FAULT:{mark}"), encoding="utf-8")
    report = batch(articles, tmp_path / "out", jobs=2, deadline=1.5)
    assert report.statuses == {"ok": COUNT, "quarantined": len(POISON)}
    with store_at(tmp_path / "out") as store:
        rows = list(store.query("SELECT source, reason FROM inputs WHERE status = 'quarantined'"))
    assert {Path(source).stem.partition("-")[2]: reason for source, reason in rows} == POISON
    assert exported(tmp_path / "out", tmp_path / "out.jsonl") == clean


def test_a_crash_that_does_not_come_again_is_no_loss(articles, tmp_path, monkeypatch):
    monkeypatch.setenv("FAULTY_MARK", str(tmp_path / "mark"))
    (articles / "b.txt").write_text(article(99, "FAULT:once"), encoding="utf-8")
    report = batch(articles, tmp_path / "out", jobs=2)
    assert (tmp_path / "mark").exists(), "the fault did not fire"
    assert report.statuses == {"ok": COUNT + 1}


def test_duplicates_of_a_poisoned_article_say_so(articles, tmp_path):
    for name in ("b.txt", "c.txt"):
        (articles / name).write_text(article(99, "FAULT:exit"), encoding="utf-8")
    report = batch(articles, tmp_path / "out")
    assert report.reasons == {"crash_exit_3": 2}
    assert report.statuses == {"ok": COUNT, "quarantined": 2}


def test_workers_are_renewed_and_nothing_is_lost(articles, tmp_path, clean):
    batch(articles, tmp_path / "out", renew_after=COUNT // 2)
    assert exported(tmp_path / "out", tmp_path / "out.jsonl") == clean


def test_progress_counts_bytes_of_files_packed_or_not(articles, tmp_path):
    """What is read of each file is never more than its size, and all of it in the end."""
    packed = tmp_path / "in"
    packed.mkdir()
    with zipfile.ZipFile(packed / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(articles.iterdir()):
            archive.write(path, path.name)
    rows = [json.dumps({"text": article(number)}, ensure_ascii=False) for number in range(COUNT, 2 * COUNT)]
    (packed / "b.jsonl").write_text("\n".join(rows), "utf-8")
    (packed / "c.txt").write_text(article(3 * COUNT), "utf-8")
    seen: list[int] = []
    report = batch(packed, tmp_path / "out", watch=lambda progress: seen.append(progress.bytes))
    total = sum(path.stat().st_size for path in packed.iterdir())
    assert seen == sorted(seen)
    assert report.bytes == max(seen[-1], total) == total
    assert seen[COUNT // 2] <= (packed / "a.zip").stat().st_size


# --- stopping and going on -----------------------------------------------------------------------------------------


def test_a_stopped_run_goes_on_where_it_was(articles, tmp_path, clean):
    out, seen = tmp_path / "out", []

    def watch(progress: Progress) -> None:
        seen.append(progress.done)

    options = Options((str(articles),), out, profile="rules", work="faulty:process")
    report = run(options, watch=watch, stopping=lambda: len(seen) >= 5)
    assert report.outcome == "stopped"
    assert 5 <= report.articles < COUNT
    before = report.articles
    report = batch(articles, out, mode="resume")
    assert (report.kept, report.outcome) == (before, "finished")
    assert exported(out, tmp_path / "out.jsonl") == clean
    again = batch(articles, out, mode="resume")
    assert again.kept == again.inputs == COUNT


def test_resume_tries_again_what_was_quarantined(articles, tmp_path, clean):
    damaged = articles / "a005.txt"
    whole = damaged.read_bytes()
    damaged.write_bytes(b"")
    assert batch(articles, tmp_path / "out").statuses == {"ok": COUNT - 1, "quarantined": 1}
    damaged.write_bytes(whole)
    assert batch(articles, tmp_path / "out", mode="resume").statuses == {"ok": COUNT}
    assert exported(tmp_path / "out", tmp_path / "out.jsonl") == clean


def test_changed_rules_redo_what_was_done_and_say_so(articles, finished, tmp_path, clean, monkeypatch):
    from report_extract._batch import run as module

    monkeypatch.setattr(module, "fingerprint", lambda *_: "other")
    report = batch(articles, finished, mode="resume")
    assert (report.redone, report.kept, report.articles) == (COUNT, 0, COUNT)
    assert exported(finished, tmp_path / "out.jsonl") == clean
    with store_at(finished) as store:
        assert {rules for (rules,) in store.query("SELECT DISTINCT rules FROM articles")} == {"other"}
        assert next(store.query("SELECT count(*) FROM search WHERE search MATCH '\"志愿 愿服\"'"))[0] == COUNT


def killed_runs(articles: Path, out: Path, kills: int, target: Callable[[int], int]) -> int:
    """Run the command again and again, killing a process each time; how many kills hit. Ends with a whole run."""
    dice, hit = random.Random(7), 0
    command = [sys.executable, "-m", "report_extract", "run", str(articles), "-o", str(out), "--profile", "rules",
               "-j", "2", "--resume"]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    while hit < kills:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, env=environment, **quiet) as process:
            time.sleep(0.4 + dice.random() * 1.2)
            victim = target(process.pid) if process.poll() is None else None
            if victim is None:
                process.wait()
                for path in out.glob("facts.sqlite*"):
                    path.unlink()
                continue
            os.kill(victim, signal.SIGKILL)
            process.wait(60)
            hit += 1
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=120)
    return hit


def test_kill_the_parent_and_resume(articles, tmp_path, clean):
    assert killed_runs(articles, tmp_path / "out", 3, lambda pid: pid) == 3
    assert exported(tmp_path / "out", tmp_path / "out.jsonl") == clean
    with store_at(tmp_path / "out") as store:
        assert store.counts() == {"ok": COUNT}


def test_workers_end_when_the_parent_is_killed(articles, tmp_path):
    (articles / "b.txt").write_text(article(99, "FAULT:hang"), encoding="utf-8")
    code = (
        "import sys; sys.path[:0] = [sys.argv[1], sys.argv[2]]\n"
        "from pathlib import Path\n"
        "from report_extract._batch.supervisor import *\n"
        "if __name__ == '__main__':\n"
        "    with Supervisor('faulty_sleep:work', 1) as s:\n"
        "        out = s.run(iter([Task(1, 1)]))\n"
        "        import threading; threading.Timer(1.0, lambda: print(*s.pids(), flush=True)).start()\n"
        "        next(out)\n"
    )
    (tmp_path / "faulty_sleep.py").write_text("import time\ndef work(_): time.sleep(60)\n", encoding="utf-8")
    (tmp_path / "main.py").write_text(code, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "main.py"), str(ROOT / "src"), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        os.kill(worker, 0)
        process.kill()
        process.wait()
    for _ in range(40):
        if not alive(worker):
            return
        time.sleep(0.05)
    pytest.fail("the worker outlives its parent")


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    return path.stat().st_size if path.exists() else 0


def alive(pid: int) -> bool:
    """True where a process runs; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_signals_end_a_run_with_the_code_for_it(articles, tmp_path):
    for number in range(COUNT, 400):
        (articles / f"a{number:03}.txt").write_text(article(number), encoding="utf-8")
    for number, code in ((signal.SIGTERM, 4), (signal.SIGINT, 130)):
        out = tmp_path / f"out{code}"
        arguments = ["run", str(articles), "-o", str(out), "--profile", "rules", "-j", "1"]
        process = subprocess.Popen(
            [sys.executable, "-m", "report_extract", *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        while not (out / FILE).exists() or size_of(out / f"{FILE}-wal") < 300_000:
            time.sleep(0.02)
            assert process.poll() is None, process.communicate()
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == code, errors.decode()
        assert b"--resume goes on from here" in errors
        with store_at(out) as store:
            assert 0 < store.counts()["ok"] < 400


# --- what is refused, and disks that fail ---------------------------------------------------------------------------


def test_what_is_refused_before_any_work(articles, finished, tmp_path, capsys):
    with pytest.raises(InputError, match="--resume goes on with it, --fresh begins anew"):
        batch(articles, finished)
    with pytest.raises(InputError, match="is a file; -o needs a folder"):
        batch(articles, articles / "a000.txt")
    with pytest.raises(InputError, match="I from 1 to N"):
        batch(articles, tmp_path / "other", shard=(3, 2))
    assert _cli.run(["run", str(articles), "-o", str(finished)]) == 2
    assert "holds an earlier run" in capsys.readouterr().err
    assert batch(articles, finished, mode="fresh").kept == 0


def test_a_second_run_on_one_output_is_refused_and_names_the_first(articles, tmp_path):
    out = tmp_path / "out"

    def second(_: Progress) -> None:
        with pytest.raises(InputError, match=rf"another run is writing here \(process {os.getpid()} on "):
            batch(articles, out, mode="resume")

    run(Options((str(articles),), out, profile="rules"), watch=second)
    assert not (out / "run.holder.json").exists()


def test_an_output_that_cannot_be_written_is_refused(articles, tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        batch(articles, Path("/proc/nothing"))


def test_a_full_disk_stops_the_run_and_what_is_stored_stays(articles, tmp_path, clean):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        with pytest.raises(StoreError, match="full"):
            batch(articles, disk / "out")
        with Store(disk / "out" / FILE) as store:
            done = store.counts()
        assert 0 < done["ok"] < COUNT
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        assert batch(articles, disk / "out", mode="resume").kept == done["ok"]
        assert exported(disk / "out", tmp_path / "disk.jsonl") == clean
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_store_of_another_version_or_kind_is_refused(articles, finished, tmp_path):
    with sqlite3.connect(finished / FILE) as connection:
        connection.execute("UPDATE meta SET value = '9' WHERE name = 'schema_version'")
    connection.close()
    with pytest.raises(StoreError, match="schema version 9, this program writes 2"):
        batch(articles, finished, mode="resume")
    (tmp_path / "alien.sqlite").write_bytes(b"nothing")
    with pytest.raises(StoreError, match="not a database"):
        store_at(tmp_path / "alien.sqlite")
    with pytest.raises(InputError, match="no store here"):
        store_at(tmp_path)


def test_a_damaged_log_keeps_whole_articles(articles, tmp_path, clean):
    out = tmp_path / "out"
    stopped: list[int] = []
    run(
        Options((str(articles),), out, profile="rules", work="faulty:process"),
        watch=lambda progress: stopped.append(progress.done), stopping=lambda: len(stopped) >= 8,
    )  # fmt: skip
    held = sqlite3.connect(out / FILE)  # a reader keeps the log from being folded in
    held.execute("BEGIN")
    held.execute("SELECT count(*) FROM inputs").fetchone()
    batch(articles, out, mode="resume")
    whole, log = (out / FILE).read_bytes(), (out / f"{FILE}-wal").read_bytes()
    held.close()
    assert len(log) > 100_000, "the log is gone: the fault cannot fire"
    dice = random.Random(3)
    for trial, damage in enumerate(("cut", "flip") * 6):
        copy = tmp_path / f"copy{trial}"
        copy.mkdir()
        place = dice.randrange(4096, len(log))
        bad = log[:place] if damage == "cut" else log[:place] + bytes([log[place] ^ 4]) + log[place + 1 :]
        (copy / FILE).write_bytes(whole)
        (copy / f"{FILE}-wal").write_bytes(bad)
        with Store(copy / FILE, write=True) as store:
            done = store.counts()["ok"]
            halves = "SELECT key FROM articles WHERE key NOT IN (SELECT article FROM inputs)"
            assert list(store.query(halves)) == [], damage
        assert done < COUNT or place > len(log) - 8192
        if trial < 4:  # all are looked at; going on from them, which takes a worker each, is shown on four
            assert batch(articles, copy, mode="resume").kept == done
            assert exported(copy, tmp_path / "copy.jsonl") == clean


# --- reading a store ------------------------------------------------------------------------------------------------


def test_search_finds_words_of_any_length(finished):
    with store_at(finished) as store:
        [hit] = search(store, "第7网格")
        assert hit.source.endswith("a007.txt")
        assert hit.words == "第7网格"
        assert len(list(search(store, "志愿服务 走访", most=100))) == COUNT
        assert len(list(search(store, "户", most=100))) == COUNT
        assert list(search(store, "不在其中")) == []
        assert list(search(store, '"quoted" OR *')) == []
        with pytest.raises(InputError, match="a word is needed"):
            next(search(store, " "))


def test_the_full_text_index_follows_and_words_are_found_before_it_does(articles, tmp_path, monkeypatch):
    """A run that is killed leaves texts without an index entry: they are found, and the next run adds them."""
    monkeypatch.setattr(Store, "index_texts", lambda _: None)
    batch(articles, tmp_path / "out")
    monkeypatch.undo()
    indexed = "SELECT count(*) FROM search WHERE search MATCH '\"志愿 愿服\"'"
    for expected in (0, COUNT):
        with store_at(tmp_path / "out") as store:
            assert len(list(store.unindexed())) == COUNT - expected
            assert next(store.query(indexed)) == (expected,)
            for _ in range(2):
                assert len(list(search(store, "志愿服务", most=100))) == COUNT
            [hit] = search(store, "第7网格")
            assert hit.source.endswith("a007.txt")
        batch(articles, tmp_path / "out", mode="resume")


def test_bigrams_leave_breaks_out():
    assert bigrams("志愿\n\n服务") == bigrams("志愿服务")
    assert bigrams("一") == "一"


def test_verify_sees_a_changed_record_and_a_lost_row(finished, capsys):
    with store_at(finished) as store:
        sound = verify(store, sample=5)
    assert (sound.articles, sound.extracted_again, sound.faults) == (COUNT, 5, ())
    with sqlite3.connect(finished / FILE) as connection:
        changed = "CAST(replace(record, '\"32\"', '\"33\"') AS BLOB)"
        connection.execute(f"UPDATE articles SET record = {changed} WHERE source LIKE '%a003.txt'")
        connection.execute("DELETE FROM figures WHERE uid = (SELECT uid FROM figures LIMIT 1)")
    connection.close()
    assert _cli.run(["verify", str(finished), "--sample", "0"]) == 1
    said = capsys.readouterr().out
    assert "the digest differs" in said
    assert "its rows of figures are not those of its record" in said
    assert "2 faults" in said


def test_near_duplicates_are_linked_and_kept(articles, tmp_path):
    long = article(COUNT) * 6
    (articles / "x.txt").write_text(long, encoding="utf-8")
    (articles / "y.txt").write_text(long.replace("居民反映良好", "居民都说很好", 1), encoding="utf-8")
    report = batch(articles, tmp_path / "out")
    assert report.statuses == {"ok": COUNT + 2}
    with store_at(tmp_path / "out") as store:
        pairs = list(store.query(
            "SELECT a.source, b.source FROM near_duplicates JOIN articles AS a ON a.key = article "
            "JOIN articles AS b ON b.key = other"
        ))  # fmt: skip
    assert [(Path(a).name, Path(b).name) for a, b in pairs if "x.txt" in a] == [("x.txt", "y.txt")]


# --- the supervisor alone -------------------------------------------------------------------------------------------


def test_outcomes_of_plain_functions():
    with Supervisor("operator:neg", 2) as supervisor:
        outcomes = list(supervisor.run(Task(n, n) for n in range(50)))
    assert sorted((o.task.key, o.result) for o in outcomes) == [(n, -n) for n in range(50)]
    with Supervisor("operator:neg", 1) as supervisor:
        [outcome] = supervisor.run(iter([Task("a", "text")]))
    assert (outcome.status, outcome.reason) == ("error", "TypeError")
    assert isinstance(outcome, Outcome)


def test_leaving_early_ends_the_workers():
    with Supervisor("time:sleep", 2) as supervisor:
        outcomes = supervisor.run(Task(n, 0.0 if n == 0 else 30.0) for n in range(4))
        assert next(outcomes).status == "ok"
        pids = supervisor.pids()
    assert pids
    assert not any(alive(pid) for pid in pids)


def test_columns_of_tables_are_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = [{"号": f"n{number}", "正文甲": article(number), "日": "2024-03-06"} for number in range(3)]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    columns = ("--text-field", "正文甲", "--id-field", "号", "--date-field", "日")
    arguments = ("run", str(path), "-o", str(tmp_path / "out"), "-j", "1", "--profile", "rules")
    assert _cli.run([*arguments, *columns]) == 0
    with store_at(tmp_path / "out") as store:
        found = [json.loads(record)["article"] for (record,) in store.query("SELECT record FROM articles ORDER BY row")]
    assert [(one["id"], one["published"]) for one in found] == [(f"n{number}", "2024-03-06") for number in range(3)]
    assert _cli.run([*arguments, "--fresh"]) == 3  # the columns have no usual names
    capfd.readouterr()
