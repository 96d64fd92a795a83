"""Administrative places: known names, names that end as a division does, and a tagger's places.

Rules: `place.known` 保定, `place.division` 清河县, `place.tagged`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress

from report_extract._facts import Mention
from report_extract._kinds.kind import Evidence
from report_extract._kinds.naming import PLACE_TAGS, is_place, words_of
from report_extract._lexicon import Lexicon
from report_extract._text import Document


def find(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Iterator[Mention]:
    """All places of a document, neighbouring parts joined (河东省清河县)."""
    words = words_of(lexicon)
    known = words.places
    surfaces, tags = document.surfaces, document.tags
    every = range(len(surfaces))
    tagged = compress(every, map(PLACE_TAGS.__contains__, tags))
    start, end = -1, -1
    for index in sorted({*tagged, *compress(every, map(known.__contains__, surfaces))}):
        surface = surfaces[index]
        if len(surface) < 2 or not is_place(words, surface, tags[index]):
            continue
        left = document.words[index]
        right = left + len(surface)
        if left != end:
            if start >= 0:
                yield _place(document, start, end)
            start = left
        end = right
    if start >= 0:
        yield _place(document, start, end)
    for item in evidence:
        left, right = item.span
        if item.label == "place" and 2 <= right - left <= 12 and document.is_boundary(left):
            yield Mention("place", left, right, "place.tagged", data={"type": "place"})


def _place(document: Document, start: int, end: int) -> Mention:
    name = document.text[start:end]
    kinds = {"省": "province", "市": "city", "区": "district", "县": "county", "镇": "town", "乡": "town"}
    known = kinds.get(name[-1], "place")
    return Mention("place", start, end, "place.known" if known == "place" else "place.division", data={"type": known})
