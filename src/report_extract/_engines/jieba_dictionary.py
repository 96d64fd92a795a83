"""The dictionary file of jieba 0.42.1, looked up where it lies: weight and part of speech of a word.

jieba is not imported and no table is built: but for a few lines the file is sorted, so a word is found by
bisection in about 15 microseconds, at the price of the 5 MB of the file. A file that is not the one jieba
0.42.1 ships is refused, because words would be cut otherwise than jieba cuts them.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from report_extract.errors import EngineError

TOTAL = 60_101_967
"""The sum of all weights, as jieba counts it: the line B超, which stands there twice, counts twice."""

_SHA256 = "7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8"

# What is not sorted there: the lines at the beginning, and two words further on.
_UNSORTED = 128
_MISPLACED = ("吉林", "高富帅")


class JiebaDictionary:
    """Lines `word weight tag`. Read only."""

    __slots__ = ("_head", "_raw", "_start")

    def __init__(self, raw: bytes) -> None:
        lines = raw[: _UNSORTED * 64].split(b"\n")[:_UNSORTED]
        self._start = sum(len(line) + 1 for line in lines)
        for word in _MISPLACED:
            start = raw.index(f"\n{word} ".encode()) + 1
            end = raw.index(b"\n", start) + 1
            lines.append(raw[start:end])
            raw = raw[:start] + raw[end:]
        self._raw = raw
        self._head = {fields[0]: fields for fields in (line.decode().split() for line in lines)}

    def weight(self, word: str) -> int | None:
        """The weight of `word`; None where it is no word.

        >>> jieba_dictionary().weight("图书馆")
        1551
        """
        fields = self._fields(word)
        return int(fields[1]) if fields else None

    def tag(self, word: str) -> str | None:
        """The part of speech of `word`; None where it is no word.

        >>> jieba_dictionary().tag("图书馆")
        'n'
        """
        fields = self._fields(word)
        return fields[2] if fields else None

    def begins(self, part: str) -> bool:
        """True where some word begins with `part`."""
        key = _key(part)
        if key is None:
            return False
        if self._raw.startswith(key, self._first(key)):
            return True
        return any(word.startswith(part) for word in self._head)

    def _fields(self, word: str) -> list[str] | None:
        if word in self._head:
            return self._head[word]
        key = _key(word)
        if key is None or b" " in key:
            return None
        start = self._first(key)
        if not self._raw.startswith(key + b" ", start):
            return None
        return self._raw[start : self._raw.find(b"\n", start)].decode().split(" ")

    def _first(self, key: bytes) -> int:
        """Offset of the first sorted line that does not stand before `key`; bytes sort as characters do."""
        raw = self._raw
        low, high = self._start, len(raw)
        while low < high:
            middle = (low + high) // 2
            line = max(raw.rfind(b"\n", low, middle) + 1, low)
            if raw[line : raw.find(b" ", line)] < key:
                low = raw.find(b"\n", middle) + 1
            else:
                high = line
        return low


@lru_cache(maxsize=1)
def jieba_dictionary() -> JiebaDictionary:
    """The dictionary of the installed jieba."""
    spec = find_spec("jieba")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        path = Path(folder) / "dict.txt"
        if path.is_file():
            raw = path.read_bytes()
            if sha256(raw).hexdigest() != _SHA256:
                raise EngineError(f"{path} is not the dictionary of jieba 0.42.1: {_REMEDY}")
            return JiebaDictionary(raw)
    raise EngineError(f"the dictionary of jieba 0.42.1 is missing: {_REMEDY}")


_REMEDY = "pip install --force-reinstall jieba==0.42.1"


def _key(word: str) -> bytes | None:
    """None for a word with lone surrogates, which no file holds."""
    try:
        return word.encode("utf-8")
    except UnicodeEncodeError:
        return None
