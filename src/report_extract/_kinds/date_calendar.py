"""In which year does an article speak, and when was it published?

In: a document and its time mentions. Out: a `Calendar` with its basis and the spans that are its evidence, and the
publication date. A year is only named where one year alone fits; otherwise it stays unknown and a note lists what
is possible. Nothing is taken from the clock of the machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from report_extract._facts import Calendar, DateCandidate, Mention
from report_extract._kinds.date_values import fold, safe_date
from report_extract._kinds.date_words import events_of
from report_extract._lexicon import Lexicon, default_lexicon
from report_extract._text import Document, Span

_EARLIEST, _LATEST = 2000, 2035
_LISTED = 6
_PUBLISHED_LABEL = re.compile(r"(?:发布时间|发布日期|发表时间|日期|时间|来源[^\n]{0,20})[: ]{0,3}\Z")

PublishedBasis = Literal["given", "printed", "dateline", "none"]


def infer_calendar(
    document: Document,
    mentions: Sequence[Mention],
    *,
    published: date | None,
    lexicon: Lexicon | None = None,
) -> Calendar:
    """The year of the article's undated days.

    `printed` where the days with a printed year agree on one (and the publication, if known, does not object),
    `published` where the publication date is known, else `inferred` from datable events, leap days and weekdays.
    """
    times = [m for m in mentions if m.kind == "time"]
    printed = _printed_years(times)
    years = {year for year, _ in printed}
    if published is not None:
        here = tuple(span for year, span in printed if year == published.year)
        if years == {published.year}:
            return Calendar(published.year, "printed", here[:3])
        return Calendar(published.year, "published", ())
    if len(years) == 1:
        return Calendar(printed[0][0], "printed", tuple(span for _, span in printed[:3]))
    if len(years) > 1:
        return Calendar(None, "unknown", (), f"possible_years:{_listed(years)}")
    return _inferred(document, times, lexicon or default_lexicon())


def published_date(
    document: Document, mentions: Sequence[Mention], *, given: date | None, lexicon: Lexicon | None = None
) -> tuple[date | None, PublishedBasis]:
    """Publication date: as given, else a printed stamp, else the dateline with a year that is known."""
    if given is not None:
        return given, "given"
    times = [m for m in mentions if m.kind == "time"]
    stamp = _stamp(document, times)
    if stamp is not None:
        return stamp[0], "printed"
    inferred: Calendar | None = None
    for mention in times:
        if mention.data.get("dateline") != "1":
            continue
        month, day = mention.data.get("month"), mention.data.get("day")
        if month is None or day is None:
            continue
        year = int(mention.data["year"]) if "year" in mention.data else None
        if year is None:
            inferred = inferred or infer_calendar(document, mentions, published=None, lexicon=lexicon)
            year = inferred.year
        if year is not None and (found := safe_date(year, int(month), int(day))) is not None:
            return found, "dateline"
    return None, "none"


def printed_candidates(document: Document, mentions: Sequence[Mention], year: int | None) -> list[DateCandidate]:
    """What the text prints as its own day: a stamp, then datelines; `year` is that of days without one, if known."""
    stamp = _stamp(document, mentions)
    out = [DateCandidate(stamp[0].isoformat(), "printed", stamp[1].span)] if stamp else []
    for mention in mentions:
        data = mention.data
        if data.get("dateline") != "1" or "month" not in data or "day" not in data:
            continue
        own = int(data["year"]) if "year" in data else year
        shown = "XXXX" if own is None else f"{own:04d}"
        out.append(DateCandidate(f"{shown}-{int(data['month']):02d}-{int(data['day']):02d}", "dateline", mention.span))
    return out


def _printed_years(times: Sequence[Mention]) -> list[tuple[int, Span]]:
    """Years printed together with a month: those that days without a year may share."""
    out: list[tuple[int, Span]] = []
    for mention in times:
        for names in (("year", "month"), ("to.year", "to.month")):
            year, month = mention.data.get(names[0]), mention.data.get(names[1])
            if year is not None and month is not None and 1900 <= int(year) <= 2100:
                out.append((int(year), mention.span))
    return out


def _stamp(document: Document, times: Sequence[Mention]) -> tuple[date, Mention] | None:
    """A full date that stands as the page's own: with a clock time or alone, in its first or last blocks."""
    edges = [*document.blocks[:4], *document.blocks[-2:]]
    for mention in times:
        data = mention.data
        if "year" not in data or "month" not in data or "day" not in data or "to.day" in data:
            continue
        block = next((b for b in edges if b.start <= mention.start < b.end), None)
        if block is None:
            continue
        before = fold(document.text[max(block.start, mention.start - 30) : mention.start])
        labelled = _PUBLISHED_LABEL.search(before) is not None
        alone = block.end - block.start - (mention.end - mention.start) <= 4
        opens = (
            mention.start == block.start and "hour" in data and document.text[mention.end : mention.end + 1] in "\n "
        )
        found = safe_date(int(data["year"]), int(data["month"]), int(data["day"]))
        if found is not None and (labelled or alone or opens):
            return found, mention
    return None


def _inferred(document: Document, times: Sequence[Mention], lexicon: Lexicon) -> Calendar:
    """The one year that events, leap days and printed weekdays leave over."""
    possible: set[int] | None = None
    spans: list[Span] = []
    for first, last, span in _events(document, lexicon):
        possible = _kept(possible, set(range(first, last + 1)))
        spans.append(span)
    for allowed, span in _day_evidence(times):
        possible = _kept(possible, allowed)
        spans.append(span)
    if possible is None:
        return Calendar(None, "unknown")
    if len(possible) == 1:
        return Calendar(possible.pop(), "inferred", tuple(sorted(set(spans))))
    note = f"possible_years:{_listed(possible)}" if possible else "contradictory_evidence"
    return Calendar(None, "unknown", tuple(sorted(set(spans))), note)


def _kept(possible: set[int] | None, allowed: set[int]) -> set[int]:
    return allowed if possible is None else possible & allowed


def _events(document: Document, lexicon: Lexicon) -> Iterator[tuple[int, int, Span]]:
    """First occurrence of each datable event, with its years."""
    pattern, by_surface, guards = events_of(lexicon)
    text = fold(document.text)
    seen: set[str] = set()
    for found in pattern.finditer(text):
        event = by_surface[found.group()]
        if event.name in seen or not guards[found.group()].allow(text, found.start(), found.end()):
            continue
        seen.add(event.name)
        yield event.first, event.last, found.span()


def _day_evidence(times: Sequence[Mention]) -> Iterator[tuple[set[int], Span]]:
    """Years that a 29 February, or a month-day with its weekday, can belong to."""
    for mention in times:
        for prefix in ("", "to."):
            month, day = mention.data.get(prefix + "month"), mention.data.get(prefix + "day")
            if month is None or day is None or prefix + "year" in mention.data:
                continue
            weekday = mention.data.get(prefix + "weekday")
            leap = (int(month), int(day)) == (2, 29)
            if not leap and (weekday is None or not weekday.isdigit()):
                continue
            allowed = set()
            for year in range(_EARLIEST, _LATEST + 1):
                found = safe_date(year, int(month), int(day))
                if found is not None and (weekday is None or found.isoweekday() == int(weekday)):
                    allowed.add(year)
            yield allowed, mention.span


def _listed(years: set[int]) -> str:
    ordered = sorted(years)
    return ",".join(map(str, ordered[:_LISTED])) + (",…" if len(ordered) > _LISTED else "")
