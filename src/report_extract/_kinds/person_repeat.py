"""Later and earlier occurrences of persons' names already read: `person.repeat`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_extract._facts import Mention
from report_extract._lexicon.alternation import alternation
from report_extract._text import Document, Span

_MAX_REPEATS = 200
_FEW_NAMES = 16  # so many are looked for one by one; more by one pattern, which takes longer to build


def repeated(document: Document, found: dict[Span, Mention]) -> Iterator[Mention]:
    """Later and earlier occurrences of names already read."""
    text = document.text
    names = {text[start:end] for start, end in found if end - start >= 2}
    if not names:
        return
    if len(names) <= _FEW_NAMES:
        places = sorted((at, -len(name)) for name in names for at in _occurrences(text, name))
    else:
        places = [(m.start(), m.start() - m.end()) for m in re.finditer(alternation(names), text)]
    done = count = 0
    for start, less in places:
        if start < done:
            continue
        if count >= _MAX_REPEATS:
            return
        count += 1
        done = start - less
        if less <= -3 or (document.is_boundary(start) and _ends_alone(document, done)):
            yield Mention("person", start, done, "person.repeat")


def _ends_alone(document: Document, end: int) -> bool:
    """True where a name of two characters ends with a word, or with one that the segmenter joins to a verb."""
    if document.is_boundary(end):
        return True
    return document.tags[document.word_index(end)] in _JOINED_TAGS


_JOINED_TAGS = frozenset(["v", "d", "t", "p", "c", "r", "x", "u"])


def _occurrences(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)
