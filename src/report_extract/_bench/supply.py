"""Text to measure with, as much as is asked for and never the same twice, so that no cache answers for the work.

In: articles. Out: these, and when they are used up, articles made of their clauses in another order, with other digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from report_extract.errors import InputError

_CLAUSE = re.compile(r"([^，。！？；\n]{1,400})")
_NUMBER = re.compile(r"(?<![0-9.])[1-9][0-9]{0,5}(?![0-9年月日时点分号])")


class Supply:
    """An endless store of articles."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts`: at least one with some characters."""
        self._texts = tuple(text for text in texts if text.strip())
        if not self._texts:
            raise InputError("nothing to measure with: no text has any characters")
        self._stream = self._articles()

    def take(self, length: int) -> tuple[str, ...]:
        """Articles of `length` characters in all, or up to one article more."""
        taken: list[str] = []
        missing = length
        while missing > 0:
            taken.append(next(self._stream))
            missing -= len(taken[-1])
        return tuple(taken)

    def one(self, length: int) -> str:
        """One text of exactly that length."""
        return "\n".join(self.take(length))[:length]

    def _articles(self) -> Iterator[str]:
        yield from self._texts
        seed = 0
        while True:
            for text in self._texts:
                seed += 1
                yield varied(text, Random(seed))


def varied(text: str, chance: Random) -> str:
    """Another article of the same clauses, marks and lines: clauses change places, numbers their digits.

    >>> varied("共来了130人，走访35户。\\n", Random(1))
    '走访82户，共来了967人。\\n'
    """
    parts = _CLAUSE.split(text)
    clauses = parts[1::2]
    chance.shuffle(clauses)
    parts[1::2] = [_NUMBER.sub(lambda number: _other(number.group(), chance), clause) for clause in clauses]
    return "".join(parts)


def _other(number: str, chance: Random) -> str:
    return str(chance.randrange(10 ** (len(number) - 1), 10 ** len(number)))
