"""Shards on other people's schedulers: the same work as `run --shard I/N`, then `merge`; same bytes for every engine.

A shard is a run into a folder of its own that can be resumed, so a retry by the scheduler does no harm. `dask` and
`spark` only carry the shard's number to a worker; arguments of an engine are `key=value` pairs.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType

from report_extract._batch.merge import Merged, merge
from report_extract._batch.run import Options, run
from report_extract._batch.store import FILE
from report_extract.errors import EngineError, InputError

Engine = Callable[[Options, int, Mapping[str, str]], None]


def run_sharded(options: Options, *, engine: str, shards: int, arguments: Mapping[str, str]) -> Merged:
    """Run all shards below `options.output`, then merge them into its store.

    Raises InputError for an unknown engine or argument, EngineError where its library is missing.
    """
    if engine not in ENGINES:
        raise InputError(f"--engine {engine}: no such engine; there are local, {', '.join(ENGINES)}")
    if (options.output / FILE).exists():
        if options.mode != "fresh":
            raise InputError(f"{options.output}: holds a merged store; --fresh begins anew")
        (options.output / FILE).unlink()
    ENGINES[engine](options, shards, arguments)
    return merge([shard_folder(options.output, number, shards) for number in range(1, shards + 1)], options.output)


def shard_folder(output: Path, number: int, shards: int) -> Path:
    """Where a shard's store lies."""
    return output / "shards" / f"{number:05}-of-{shards:05}"


def run_shard(number: int, *, options: Options, shards: int) -> int:
    """One shard, begun or gone on with; how many inputs it has. What a scheduler calls."""
    folder = shard_folder(options.output, number, shards)
    known = (folder / FILE).exists() and options.mode != "fresh"
    report = run(replace(options, output=folder, shard=(number, shards), jobs=1, mode="resume" if known else "fresh"))
    return report.inputs


def _dask(options: Options, shards: int, arguments: Mapping[str, str]) -> None:
    """`address=tcp://…` of a scheduler; without it a local cluster of `options.jobs` workers."""
    distributed = _library("distributed", "dask")
    _known(arguments, ("address",), "dask")
    work = partial(run_shard, options=options, shards=shards)
    address = arguments.get("address")
    local = {"n_workers": options.jobs, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.Client(address) if address else distributed.Client(**local) as client:
        client.gather([client.submit(work, number, pure=False, retries=2) for number in range(1, shards + 1)])


def _spark(options: Options, shards: int, arguments: Mapping[str, str]) -> None:
    """`master=…` as Spark names it (default: local, `options.jobs` cores); other pairs are its configuration."""
    sql = _library("pyspark.sql", "spark")
    settings = {"master": f"local[{options.jobs}]", **arguments}
    builder = sql.SparkSession.builder.appName("report-extract").master(settings.pop("master"))
    for name, value in {"spark.ui.enabled": "false", **settings}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        work = partial(run_shard, options=options, shards=shards)
        session.sparkContext.parallelize(range(1, shards + 1), shards).map(work).collect()
    finally:
        session.stop()


def _known(arguments: Mapping[str, str], names: Sequence[str], engine: str) -> None:
    for name in arguments:
        if name not in names:
            raise InputError(f"--engine-arg {name}: {engine} takes {', '.join(names)}")


def _library(name: str, extra: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        library = name.partition(".")[0]
        raise EngineError(f"{library} is needed for this engine: pip install 'report-extract[{extra}]'") from error


ENGINES: dict[str, Engine] = {"dask": _dask, "spark": _spark}
