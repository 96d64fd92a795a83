"""The command line: what goes to which stream, exit codes, bad input, help that answers at once."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import report_extract
from batches import without_workers
from conftest import ROOT
from report_extract import _cli, _cli_articles, _cli_bench
from report_extract._batch.run import Options
from report_extract._batch.run import run as run_batch
from report_extract._coverage import account_of_numerals
from report_extract._sinks import SINKS
from report_extract.errors import LexiconError
from report_extract.records import Extraction
from sample import made_extraction
from test_bench import MEASURED

SENTENCE = "2月10日至24日，区税务局党支部参与志愿服务130人次、895小时。\n"
COMMAND = (sys.executable, "-m", "report_extract")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with article.txt and articles/."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.txt").write_text(SENTENCE, encoding="utf-8")
    (tmp_path / "articles").mkdir()
    for name in "ab":
        (tmp_path / "articles" / f"{name}.txt").write_text(SENTENCE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]):
    """Run a command line here; gives exit code, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        rules = ("--profile", "rules") if arguments[0] in ("extract", "audit") else ()
        code = _cli.run([arguments[0], *rules, *arguments[1:]])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def outside(*arguments: str, **options) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **options.pop("env", {})}
    return subprocess.run([*COMMAND, *arguments], capture_output=True, env=environment, timeout=120, **options)


# --- what comes out -------------------------------------------------------------------------------------------


def test_extract_writes_jsonl_to_standard_output_and_nothing_else(folder, run):
    code, out, err = run("extract", "article.txt")
    record = Extraction.model_validate_json(out)
    assert (code, err) == (0, "")
    assert [figure.quote.text for figure in record.figures] == ["130人次", "895小时"]
    assert record.article.source == "article.txt"


def test_text_option_standard_input_and_file_give_the_same_facts(folder, run):
    from_file = json.loads(run("extract", "article.txt")[1])
    from_text = json.loads(run("extract", "--text", SENTENCE)[1])
    piped = outside("extract", "-", "--profile", "rules", input=SENTENCE.encode())
    for other in (from_text, json.loads(piped.stdout)):
        assert other["figures"] == from_file["figures"]
        assert other["statements"] == from_file["statements"]


def test_the_suffix_of_the_output_gives_the_format(folder, run):
    for name in ("out.jsonl", "out.json", "out.csv"):
        assert run("extract", "articles", "-o", name) == (0, "", "")
    assert len((folder / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert len(json.loads((folder / "out.json").read_text(encoding="utf-8"))) == 2
    rows = list(csv.DictReader(io.StringIO((folder / "out.csv").read_text(encoding="utf-8-sig"))))
    assert [row["value"] for row in rows] == ["130", "895"] * 2
    assert rows[0]["unit"] == "人次"


def test_every_sink_is_a_format_of_the_command(folder, run):
    assert tuple(SINKS) == _cli.FORMATS
    for name in SINKS:
        code, out, _ = run("extract", "article.txt", "-f", name)
        assert code == 0
        assert "130" in out


def test_the_date_of_publication_gives_the_year(folder, run):
    record = json.loads(run("extract", "article.txt", "--published", "2020-03-05")[1])
    assert record["article"]["year"] == 2020
    assert record["times"][0]["value"] == "2020-02-10/2020-02-24"
    assert record["times"][0]["printed"] == "XXXX-02-10/XXXX-02-24"


def test_coverage_accounts_for_every_numeral_on_standard_error(folder, run):
    code, out, err = run("extract", "article.txt", "--coverage")
    counts = re.fullmatch(
        r"report-extract: article\.txt: (\d+) numerals: (\d+) in figures and times, "
        r"(\d+) named non-figures, 0 unexplained\n",
        err,
    )
    assert code == 0
    assert json.loads(out)
    assert counts
    total, *parts = map(int, counts.groups())
    assert total == sum(parts) == 5


def test_an_unexplained_numeral_is_shown_with_its_place():
    extraction = made_extraction()
    account = account_of_numerals(extraction, extraction.text or "")
    assert str(account) == "5 numerals: 5 in figures and times, 0 named non-figures, 0 unexplained"
    bare = extraction.model_copy(update={"figures": ()})
    assert len(account_of_numerals(bare, extraction.text or "").unexplained) == 2


def test_schema_lists_and_prints(run):
    code, out, _ = run("schema")
    assert code == 0
    assert {line.split()[0] for line in out.splitlines()} > {"Extraction", "Figure", "Statement", "Unread"}
    assert json.loads(run("schema", "figure")[1])["title"] == "Figure"
    code, out, err = run("schema", "Nothing")
    assert (code, out) == (2, "")
    assert err.startswith("report-extract: Nothing: no such record; there are Extraction")


def test_demo_shows_the_bundled_article(run):
    code, out, err = run("demo")
    assert (code, err) == (0, "")
    for word in ("谁 who", "186 人次", "2020-02-08", "–2020-02-22", "Account", "Checks"):
        assert word in out


def test_the_bundled_article_is_the_one_in_the_corpus():
    bundled = ROOT / "src" / "report_extract" / "_demo" / "article.txt"
    assert bundled.read_bytes() == (ROOT / "corpora" / "articles" / "demo-lantian" / "article.txt").read_bytes()


# --- bad input ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b"\xef\xbb\xbf \n\n", "empty"),
        ("english.txt", b"Nothing here but 12 words.", "Chinese"),
        ("noise.txt", bytes(range(256)) * 40, ""),
    ],
    ids=["empty", "blank", "english", "noise"],
)
def test_a_file_that_cannot_be_used_is_named_in_one_line(folder, run, name, content, words):
    (folder / name).write_bytes(content)
    for arguments in ((), ("-o", "out.csv")):
        code, out, err = run("extract", name, *arguments)
        assert (code, out) == (2, "")
        assert err.startswith("report-extract: ")
        assert err.count("\n") == 1
        assert name in err
        assert words in err
    assert not (folder / "out.csv").exists()


def test_missing_path_and_folder_without_articles(folder, run):
    (folder / "nothing").mkdir()
    for path in ("no-such-file.txt", "nothing"):
        code, out, err = run("extract", path, "-o", "out.jsonl")
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert path in err
    assert not (folder / "out.jsonl").exists()


def test_text_without_chinese_and_wrong_dates(run):
    for arguments, word in (
        (("--text", "no Chinese"), "Chinese"),
        (("--text", ""), "empty"),
        (("--text", SENTENCE, "--published", "2020-13-01"), "2020-13-01"),
        (("--text", SENTENCE, "--published", "soon"), "2020-03-05"),
    ):
        code, out, err = run("extract", *arguments)
        assert (code, out) == (2, "")
        assert word in err


def test_one_bad_input_costs_no_other(folder, run):
    (folder / "articles" / "c.txt").write_bytes(b"")
    code, out, err = run("extract", "articles", "no-such-file.txt", "--unread", "unread.jsonl")
    assert code == 3
    assert len(out.splitlines()) == 2
    lines = err.splitlines()
    assert len(lines) == 3
    assert "c.txt" in lines[0]
    assert "no-such-file.txt" in lines[1]
    assert lines[2] == "report-extract: 2 of 4 inputs extracted, 2 could not be read"
    unread = [json.loads(line) for line in (folder / "unread.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(Path(row["source"]).name, row["reason"]) for row in unread] == [
        ("c.txt", "empty"),
        ("no-such-file.txt", "missing"),
    ]


def test_a_crash_on_one_article_is_a_row_that_says_where(folder, run, monkeypatch):
    real = _cli_articles.extract_article

    def fragile(article, **options):
        if "a.txt" in (article.source or ""):
            raise ZeroDivisionError("planted")
        return real(article, **options)

    monkeypatch.setattr(_cli_articles, "extract_article", fragile)
    code, out, err = run("extract", "articles", "--unread", "unread.jsonl")
    assert code == 3
    assert len(out.splitlines()) == 1
    assert re.search(r"a\.txt: ZeroDivisionError at test_cli\.py:\d+: planted", err)
    assert json.loads((folder / "unread.jsonl").read_text(encoding="utf-8"))["reason"] == "crash"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("article.txt", "-o", "out.xlsx"), "out.xlsx: no format"),
        (("article.txt", "-o", "articles"), "articles: is a folder"),
        (("article.txt", "-o", "no/out.csv"), "there is no folder no"),
        (("article.txt", "-o", "article.txt", "-f", "csv"), "is an input too"),
        (("article.txt", "-o", "out.csv", "--unread", "out.csv"), "both -o and --unread"),
        (("article.txt", "--text", "三人"), "not both"),
        (("article.txt", "-f", "xml"), "'xml' is not one of"),
        (("article.txt", "--profile", "fast"), "'fast' is not one of"),
        (("article.txt", "--no-such"), "--no-such"),
    ],
)
def test_wrong_usage_is_refused_before_anything_is_done(folder, run, arguments, words):
    before = sorted(folder.rglob("*"))
    code, out, err = run("extract", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert sorted(folder.rglob("*")) == before


def test_a_fault_in_the_lexicon_is_a_line_and_no_traceback(folder, run, monkeypatch):
    def broken(*arguments, **options):
        raise LexiconError("units.toml: 小时: surfaces: missing")

    monkeypatch.setattr(_cli_articles, "extract_article", broken)
    assert run("extract", "article.txt") == (2, "", "report-extract: units.toml: 小时: surfaces: missing\n")


def test_a_full_disk_is_a_line_and_leaves_nothing(folder, run):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    code, _, err = run("extract", "article.txt", "-o", "/dev/full", "-f", "jsonl")
    assert code == 2
    assert err.startswith("report-extract: ")
    assert "No space left" in err


# --- the process ----------------------------------------------------------------------------------------------


def test_help_answers_at_once_and_loads_nothing_heavy():
    for arguments in (("--help",), ("extract", "--help"), ("audit", "--help"), ("schema", "--help"), ("--version",)):
        code = (
            "import sys; from report_extract._cli import run; code = run(sys.argv[1:]); "
            "heavy = {'pydantic', 'jieba', 'rjieba', 'spacy', 'rich', 'numpy', 'regex'} & set(sys.modules); "
            "sys.exit(f'loaded {heavy}' if heavy else code)"
        )
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="counts processor time as POSIX does")
def test_help_takes_less_than_a_fifth_of_a_second():
    bare = min(processor_time(sys.executable, "-c", "pass") for _ in range(3))
    help_ = min(processor_time(*COMMAND, "--help") for _ in range(5))
    assert help_ - bare < 0.2, (help_, bare)


def processor_time(*arguments: str) -> float:
    """Seconds of processor time of a process: the clock on the wall counts the neighbours too."""
    before = os.times()
    subprocess.run(arguments, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, timeout=60)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_importing_the_package_is_cheap():
    code = "import sys, report_extract; sys.exit(bool({'pydantic', 'jieba', 'spacy', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_the_public_surface_is_complete():
    for name in report_extract.__all__:
        assert getattr(report_extract, name) is not None
    assert set(report_extract.__all__) == set(dir(report_extract))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = report_extract.nothing


def test_output_is_utf8_whatever_the_locale_says(folder):
    done = outside(
        "extract", "article.txt", "--profile", "rules", "-f", "table",
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "130 人次" in done.stdout.decode()


def test_no_colour_codes_where_none_are_wanted(folder):
    environment = {"NO_COLOR": "1", "FORCE_COLOR": "", "COLUMNS": "200"}
    assert b"\x1b" not in outside("demo", "--profile", "rules", env=environment).stdout


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_interrupt_exits_with_130_and_leaves_nothing_half_written(folder):
    process = subprocess.Popen(
        [*COMMAND, "extract", "article.txt", "-", "-o", "out.jsonl", "--profile", "rules"],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list(folder.glob(".out.jsonl.*.part")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(folder.glob(".out.jsonl.*.part")), "the output was never opened"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert not list(folder.glob("*out.jsonl*"))


def examples() -> list[str]:
    """The command lines that the help texts show."""
    texts = [_cli.commands.epilog or "", *(command.epilog or "" for command in _cli.commands.commands.values())]
    return [line.strip() for text in texts for line in text.splitlines() if "report-extract" in line]


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that the examples read: articles, gold, records before and after, an evaluation, stores."""
    home = tmp_path_factory.mktemp("stock")
    for name in ("article.txt", "articles/a.txt", "articles/b.txt", "gold/article.txt"):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(SENTENCE, encoding="utf-8")
    (home / "corpora").mkdir()
    (home / "corpora" / "articles").symlink_to(home / "articles")
    start = SENTENCE.index("130人次")
    row = {"start": start, "end": start + 5, "text": "130人次", "value": "130", "unit": "人次"}
    (home / "gold" / "article.json").write_text(json.dumps({"figures": [row]}), encoding="utf-8")
    case = {"id": "1", "text": SENTENCE, "scope": ["number"], "expected": [row | {"kind": "number", "value": 130}]}
    answers = {"cases": case, "answers": {"id": "1", "found": case["expected"]}}
    for name, line in (answers | {"mine": {"id": "article", "figures": [row]}}).items():
        (home / f"{name}.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (home / "my-words").mkdir()
    (home / "my-words" / "units.toml").write_text('[[unit]]\nname = "畚箕"\ndimension = "item"\n', encoding="utf-8")
    (home / "names.toml").write_text('[[name]]\nname = "望江苑"\nkind = "compound"\n', encoding="utf-8")
    (home / "before.json").write_text('{"metrics": {"figures.value_accuracy": 1.0}}', encoding="utf-8")
    (home / "news.jsonl").write_text(json.dumps({"text": SENTENCE}), encoding="utf-8")
    record = report_extract.extract(SENTENCE, source="article.txt", profile="rules")
    for name in ("records", "before", "after"):
        report_extract.write([record], home / f"{name}.jsonl")
    with pytest.MonkeyPatch.context() as patch, without_workers():
        patch.chdir(home)
        for name, shard in (("out", (1, 1)), ("part1", (1, 2)), ("part2", (2, 2))):
            run_batch(Options(("articles",), home / name, profile="rules", shard=shard))
    return home


@pytest.fixture
def stocked(stock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the stock to work in."""
    shutil.copytree(stock, tmp_path, symlinks=True, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_line(line: str, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> tuple[int, bytes, bytes]:
    """A shown command line: by the shell where it needs one, else in this process, which is much cheaper."""
    if not re.search("[|<>]", line):
        code = _cli.run(shlex.split(line)[1:])
        return (code, *capfdbinary.readouterr())
    done = subprocess.run(
        line.replace("report-extract", shlex.join(COMMAND)), shell=True, cwd=folder, capture_output=True, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("line", sorted(set(examples())))
def test_the_examples_of_the_help_texts_run(stocked, capfdbinary, monkeypatch, line):
    monkeypatch.setattr(_cli_bench, "measure", lambda *_, **__: MEASURED)  # test_bench measures
    command = line.split()[1] if line.startswith("report-extract") else "extract"
    code, out, err = run_line(line, stocked, capfdbinary)
    assert code == 0, err.decode()
    assert b"Traceback" not in err
    assert not err or command in ("run", "export", "merge")
    assert out or "-o" in line or command in ("audit", "export")


def test_every_command_shows_examples():
    for name, command in _cli.commands.commands.items():
        assert f"report-extract {name}" in (command.epilog or "")
        assert command.help
