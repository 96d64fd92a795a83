"""Words of the view in the script of the source: traditional text is read in simplified characters, not reported so."""

from __future__ import annotations

from collections import Counter

from report_extract._text import Document

_FIRST_HAN = "㐀"


def script_of(document: Document) -> dict[int, str]:
    """Character of the view → the one that the source has for it most often; empty where they are the same.

    In: a document. Out: a table for `str.translate`. Folded digits and marks are not in it.
    """
    source, counts = document.article.text, Counter[tuple[str, str]]()
    for block in document.blocks:
        printed = "".join(source[start:end] for start, end in document.alignment.spans(block.start, block.end))
        seen = document.text[block.start : block.end]
        if len(printed) == len(seen):
            counts.update(pair for pair in zip(seen, printed, strict=True) if min(pair) >= _FIRST_HAN)
    best: dict[int, str] = {}
    for (seen, printed), _ in counts.most_common():
        best.setdefault(ord(seen), printed)
    return {code: printed for code, printed in best.items() if chr(code) != printed}
