"""Faults of disks, machines and settings that a batch must survive or refuse, each shown to have fired first.

What is injected into files (bytes, archives, layouts) is in test_sources; crashes, kills and hangs in test_batch.
"""

from __future__ import annotations

import ast
import json
import marshal
import os
import shutil
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from batches import COUNT, article, batch, exported
from conftest import ROOT
from report_extract._batch.export import export
from report_extract._batch.search import search
from report_extract._batch.store import FILE, Store, store_at
from report_extract._batch.verify import verify
from report_extract.errors import InputError

SOURCES = sorted((ROOT / "src").rglob("*.py"))
traced = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is needed to make system calls fail")


def command(articles: Path, out: Path, *before: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`report-extract run` in a process of its own, `before` in front of it."""
    line = [*before, sys.executable, "-m", "report_extract", "run", str(articles), "-o", str(out), "--profile", "rules",
            "-j", "1", "--resume"]  # fmt: skip
    around = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
    return subprocess.run(line, env=around, capture_output=True, text=True, encoding="utf-8", timeout=120)


# --- disks ----------------------------------------------------------------------------------------------------------


@traced
@pytest.mark.parametrize(
    ("calls", "error", "said"),
    [
        pytest.param("fsync,fdatasync", "EIO", "disk I/O error", id="flush"),
        pytest.param("pwrite64", "ENOSPC", "full", id="write"),
    ],
)
def test_a_failing_disk_ends_the_run_and_resume_makes_it_whole(articles, tmp_path, clean, calls, error, said):
    """R-D06, R-D07: from the third call on the disk fails."""
    out, log = tmp_path / "out", tmp_path / "strace.log"
    done = command(articles, out, "strace", "-f", "-o", str(log), "-e", f"trace={calls}", "-e",
                   f"inject={calls}:error={error}:when=3+")  # fmt: skip
    if "ptrace" in done.stderr:
        pytest.skip("no right to trace processes here")
    assert f"{error} " in log.read_text("utf-8"), "the fault did not fire"
    assert done.returncode in (2, 4), done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert command(articles, out).returncode == 0
    assert exported(out, tmp_path / "after.jsonl") == clean


@traced
def test_a_kill_at_the_rename_leaves_the_old_export(finished, tmp_path, clean):
    """R-D10: what stood there stays, and the next export sweeps what the dead one left."""
    target = tmp_path / "exports" / "facts.jsonl"
    target.parent.mkdir()
    target.write_text("old", "utf-8")
    line = [sys.executable, "-m", "report_extract", "export", str(finished), str(target)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    calls = "rename,renameat,renameat2"
    killed = subprocess.run(
        ["strace", "-f", "-o", str(tmp_path / "log"), "-e", f"trace={calls}", "-e",
         f"inject={calls}:signal=KILL", *line],
        env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    if "ptrace" in killed.stderr:
        pytest.skip("no right to trace processes here")
    assert "SIGKILL" in (tmp_path / "log").read_text("utf-8"), "the fault did not fire"
    assert target.read_bytes() in (b"old", clean)
    subprocess.run(line, env=environment, check=True, capture_output=True, timeout=120)
    assert target.read_bytes() == clean
    assert [path.name for path in target.parent.iterdir()] == ["facts.jsonl"]


def test_a_read_only_folder_is_refused_before_any_work(articles, tmp_path):
    """R-D03: a mount without the right to write."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("no right to mount a read-only disk here")
    try:
        done = command(articles, disk / "out")
        assert done.returncode == 2
        assert "cannot be written" in done.stderr
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_torn_export_is_written_anew_from_the_store(finished, tmp_path, clean):
    """R-D15: JSON lines are made from the store and put in place whole; a torn file never counts."""
    target = tmp_path / "facts.jsonl"
    for length in (0, 1, len(clean) // 3, len(clean) - 1):
        target.write_bytes(clean[:length])
        assert exported(finished, target) == clean


# --- stored bytes ---------------------------------------------------------------------------------------------------


def test_every_change_of_a_stored_fact_is_reported(finished, tmp_path):
    """R-D14: one cell of each table, and one bit of each kind of packed bytes."""
    changes = {
        "figures": "UPDATE figures SET value = '7' WHERE uid = (SELECT min(uid) FROM figures)",
        "ledger_rows": "UPDATE ledger_rows SET actor = 'somebody' WHERE uid = (SELECT min(uid) FROM ledger_rows)",
        "times": "UPDATE times SET start = '1999-01-01' WHERE uid = (SELECT min(uid) FROM times)",
        "statements": "DELETE FROM statements WHERE uid = (SELECT min(uid) FROM statements)",
        "entities": "UPDATE entities SET name = 'x' WHERE uid = (SELECT min(uid) FROM entities)",
        "mentions": "UPDATE mentions SET start_offset = start_offset + 1 WHERE uid = (SELECT min(uid) FROM mentions)",
    }
    for table, sql in changes.items():
        copy = tmp_path / f"copy-{table}"
        shutil.copytree(finished, copy)
        with sqlite3.connect(copy / FILE) as connection:
            assert connection.execute(sql).rowcount == 1, "the fault did not fire"
        connection.close()
        with store_at(copy) as store:
            [fault] = verify(store, sample=0).faults
        assert f"its rows of {table}" in fault.what


@pytest.mark.parametrize("column", ["record", "text"])
def test_a_flipped_bit_in_packed_bytes_is_reported(finished, column):
    with sqlite3.connect(finished / FILE) as connection:
        number, old = connection.execute(f"SELECT row, {column} FROM articles ORDER BY row LIMIT 1").fetchone()
    connection.close()
    seen = 0
    for place in range(0, len(old), max(1, len(old) // 40)):
        bad = bytes(old[:place]) + bytes([old[place] ^ 2]) + bytes(old[place + 1 :])
        with sqlite3.connect(finished / FILE) as connection:
            connection.execute(f"UPDATE articles SET {column} = ? WHERE row = ?", (bad, number))
        connection.close()
        with store_at(finished) as store:
            found = len(verify(store, sample=0).faults)
        if column == "text" and _unpacked(bad) == _unpacked(old):  # one packing of the same characters for another
            continue
        seen += 1
        assert found == 1, f"byte {place} of {column}"
    assert seen > 30


def _unpacked(packed: bytes) -> bytes | None:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return None


def test_a_record_that_breaks_its_schema_is_quarantined(articles, tmp_path):
    """R-V01: a fault of a rule costs the article, with its reason, and no other."""
    (articles / "b.txt").write_text(article(99, "FAULT:invalid"), encoding="utf-8")
    report = batch(articles, tmp_path / "out")
    assert report.statuses == {"ok": COUNT, "quarantined": 1}
    assert report.reasons == {"ValidationError": 1}


def test_quotes_are_the_characters_they_point_at(articles, finished):
    """R-V06: of every record that a batch stored."""
    with store_at(finished) as store:
        texts = {
            Path(path).name: (articles / Path(path).name).read_text("utf-8")
            for (path,) in store.query("SELECT source FROM articles")
        }
        seen = 0
        for record in map(json.loads, store.records()):
            text = texts[Path(record["article"]["source"]).name]
            for fact in (*record["figures"], *record["times"]):
                assert "".join(text[start:end] for start, end in fact["quote"]["spans"]) == fact["quote"]["text"]
                seen += 1
    assert seen > 4 * COUNT


# --- settings of the machine ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8",
         "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2", "PYTHONWARNDEFAULTENCODING": "1",
         "PYTHONWARNINGS": "error::EncodingWarning"},
    ],
    ids=lambda around: around["LC_ALL"],
)
def test_settings_of_the_machine_change_no_byte(articles, tmp_path, clean, environment):
    """R-T01, R-T02: locale, default encoding, time zone, order of sets; no file is opened without its encoding."""
    done = command(articles, tmp_path / "out", **environment)
    assert done.returncode == 0, done.stderr
    assert "EncodingWarning" not in done.stderr
    assert exported(tmp_path / "out", tmp_path / "out.jsonl") == clean


def test_a_planted_dictionary_cache_of_jieba_changes_nothing(articles, tmp_path, clean):
    """R-M01: jieba loads jieba.cache from the common folder for temporary files; the fault is shown on jieba itself."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    planted = {"人次": 0, "次支": 10**9, "人": 1, "次": 1, "支": 1, "援": 1, "支援": 0}
    (folder / "jieba.cache").write_bytes(marshal.dumps((planted, sum(planted.values()))))
    os.utime(folder / "jieba.cache", (4e9, 4e9))
    around = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT / "src")}
    shown = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "import jieba; print('|'.join(jieba.lcut('人次支援', HMM=False)))"],
        env=around, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    assert "次支" in shown.stdout, "the fault did not fire"
    assert command(articles, tmp_path / "out", TMPDIR=str(folder)).returncode == 0
    assert exported(tmp_path / "out", tmp_path / "out.jsonl") == clean


def test_no_network_is_asked_for(articles, tmp_path, clean):
    """R-X14: a network namespace without any interface."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], capture_output=True).returncode:
        pytest.skip("no right to leave the network here")
    reached = subprocess.run(
        [unshare, "-rn", sys.executable, "-c", "import socket; socket.create_connection(('1.1.1.1', 53), 2)"],
        capture_output=True, timeout=30,
    )  # fmt: skip
    assert reached.returncode, "the fault did not fire"
    assert command(articles, tmp_path / "out", unshare, "-rn").returncode == 0
    assert exported(tmp_path / "out", tmp_path / "out.jsonl") == clean


# --- hostile text ---------------------------------------------------------------------------------------------------

HOSTILE = "'); DROP TABLE articles;--"


def test_text_is_never_a_command_to_the_store(articles, tmp_path):
    """R-X07: text, names of files and search words."""
    (articles / f"{HOSTILE}.txt").write_text(article(77, f"“{HOSTILE}”"), encoding="utf-8")
    report = batch(articles, tmp_path / "out")
    assert report.statuses == {"ok": COUNT + 1}
    with Store(tmp_path / "out" / FILE, write=True) as store:
        before = sorted(store.query("SELECT name, type FROM sqlite_master"))
        assert any(HOSTILE in source for (source,) in store.query("SELECT source FROM articles"))
        list(search(store, HOSTILE))
        list(search(store, '" OR 1=1 --'))
        with pytest.raises(InputError, match="no such table"):
            export(store, str(tmp_path / "x.csv"), tables=("ledger; DROP TABLE articles",))
        assert sorted(store.query("SELECT name, type FROM sqlite_master")) == before
        assert store.counts() == {"ok": COUNT + 1}


def test_nothing_loads_code_or_calls_a_shell_with_outside_data():
    """R-X11: no pickle, marshal, shelve, eval, exec, yaml.load or shell in the package."""
    forbidden = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if forbidden & {name.partition(".")[0] for name in names}:
                found.append(f"{path.name}:{node.lineno}")
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                shell = called.startswith("subprocess.") and any(keyword.arg == "shell" for keyword in node.keywords)
                if shell or called in {"eval", "exec", "yaml.load", "os.system", "os.popen"}:
                    found.append(f"{path.name}:{node.lineno} {called}")
    assert found == []
    assert len(SOURCES) > 50


def test_files_with_names_of_other_tables_are_no_targets(finished, tmp_path):
    """R-X09: a table's name is one of a list, never a path."""
    with store_at(finished) as store, pytest.raises(InputError, match="no such table"):
        export(store, str(tmp_path / "x.csv"), tables=("../../etc/passwd",))
    assert not (tmp_path / "x.csv").exists()
