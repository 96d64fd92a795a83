"""JioNLP: times and sums of money of a whole text (dongrixinyu/JioNLP, Apache-2.0).

It needs jiojio, which is under the GPL: it is no dependency and no extra of this package, install it yourself.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import date, datetime, time
from functools import lru_cache
from importlib.metadata import version as distribution_version
from typing import Any

from report_extract._peers.peer import Given
from report_extract._peers.spans import edtf, unit_of
from report_extract.errors import EngineError


class JioNLP:
    """`ner.extract_time` and `ner.extract_money`."""

    name = "JioNLP"
    tables: tuple[str, ...] = ("figures", "times")

    def __init__(self, library: Any, version: str) -> None:
        self._ner = library.ner
        self.version = version

    def read(self, text: str, published: date | None) -> Sequence[Given]:
        """The times and the sums of money."""
        base = datetime.combine(published or date.today(), time(12)).timestamp()
        with _quiet():
            return [*map(_time, self._ner.extract_time(text, time_base=base)), *self._money(text)]

    def _money(self, text: str) -> Iterator[Given]:
        for found in self._ner.extract_money(text, with_parsing=True):
            numbers = found["detail"]["num"]
            value = numbers if isinstance(numbers, str) else "..".join(numbers)
            start, end = found["offset"]
            yield Given("figures", start, end, (value,), unit_of(found["text"]))


@lru_cache(maxsize=1)
def jionlp() -> JioNLP:
    """JioNLP as installed; EngineError where it is not."""
    try:
        with redirect_stdout(sys.stderr):  # it greets on standard output
            import jionlp as library
    except ImportError as error:
        raise EngineError("JioNLP is not installed: pip install jionlp (its jiojio is under the GPL)") from error
    return JioNLP(library, distribution_version("jionlp"))


@contextmanager
def _quiet() -> Iterator[None]:
    """What it tries and drops it logs as an error."""
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(level)


def _time(found: Mapping[str, Any]) -> Given:
    start, end = found["offset"]
    if found["type"] == "time_delta":
        return Given("times", start, end, either=True)
    ends = found["detail"]["time"]
    if found["type"] in ("time_point", "time_span") and isinstance(ends, list):
        return Given("times", start, end, edtf(*map(_day, ends)))
    return Given("times", start, end)


def _day(moment: str) -> str | None:
    day = moment.partition(" ")[0]
    return day if day[:4].isdigit() and len(day) == 10 else None
