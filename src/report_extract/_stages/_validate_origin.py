"""Where an article comes from: candidates for its date and its makers with their evidence, and places on pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from report_extract._facts import DateCandidate
from report_extract._text import Article, Printed, Span
from report_extract.records import Byline, Candidate, Place, Quote, proven


def candidates(
    article: Article,
    published: date | None,
    dated: Sequence[DateCandidate],
    bylines: Sequence[Byline],
    quote: Callable[[Span], Quote],
) -> tuple[Candidate, ...]:
    """What was given, what the metadata say, what is printed; days first."""
    told = {row.value for row in article.candidates if row.field == "published"}
    rows: list[Candidate] = []
    if published is not None and published == article.published and published.isoformat() not in told:
        rows.append(_candidate("published", published.isoformat(), "given", None, None))
    for row in sorted(article.candidates, key=lambda row: row.field != "published"):
        evidence = None
        if row.span is not None:
            evidence = proven(Quote, text=article.text[slice(*row.span)], spans=(row.span,))
        rows.append(_candidate(row.field, row.value, "metadata", row.where, evidence))
    rows += [_candidate("published", row.edtf, row.basis, None, quote(row.span)) for row in dated]
    rows += [_candidate("byline", row.name, "byline", None, row.quote) for row in bylines]
    return tuple(sorted(rows, key=lambda row: row.field != "published"))


def _candidate(field: str, value: str, basis: str, where: str | None, quote: Quote | None) -> Candidate:
    return proven(Candidate, field=field, value=value, basis=basis, where=where, quote=quote)


def places(lines: Sequence[Printed], spans: Sequence[Span]) -> tuple[Place, ...]:
    """The boxes of the lines that hold the spans, one a column or page."""
    boxes: list[tuple[int, tuple[int, int, int, int]]] = []
    for line in lines:
        if not any(line.start < end and start < line.end for start, end in spans):
            continue
        if boxes and boxes[-1][0] == line.page and _in_one_column(boxes[-1][1], line.box):
            boxes[-1] = line.page, _around(boxes[-1][1], line.box)
        else:
            boxes.append((line.page, line.box))
    return tuple(proven(Place, page=page, box=box) for page, box in boxes)


def _in_one_column(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and other[1] <= one[1]


def _around(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
