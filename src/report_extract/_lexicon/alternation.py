"""One pattern of many words: a trie, which reads each character once, where a plain list tries word after word."""

from __future__ import annotations

import re
from collections.abc import Iterable


def alternation(surfaces: Iterable[str]) -> str:
    """A trie-shaped pattern of literal words; of words that begin alike the longest is read.

    >>> alternation(["今天", "今年", "今"])
    '今(?:天|年|)'
    """
    heads: dict[str, list[str]] = {}
    for surface in sorted(set(surfaces)):
        heads.setdefault(surface[:1], []).append(surface[1:])
    ends = "" in heads
    parts = [re.escape(head) + _tail(rests) for head, rests in heads.items() if head]
    return "|".join([*parts, ""] if ends else parts)


def _tail(rests: list[str]) -> str:
    if rests == [""]:
        return ""
    inner = alternation(rests)
    return f"(?:{inner})" if "|" in inner else inner
