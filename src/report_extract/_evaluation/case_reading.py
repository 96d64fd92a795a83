"""What this package answers to a peer case, in the form of the case: the facts and named numerals of its record.

A numeral of a figure, a time or a named non-figure counts as a number: suites of numbers ask for those of dates,
idioms and telephone numbers too. The same words may be several items: 百分之五 is the number 0.05 and 5 percent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256

from report_extract._evaluation.cases import Case, Item, ItemKind, Range, Repeated
from report_extract._kinds.numeral import NumeralRun, run_at, runs, sign_before
from report_extract._lexicon import Lexicon
from report_extract._pipeline import Profile, extract_article
from report_extract._text import Article
from report_extract.records import Extraction, Figure, Quote, Time

_IN_PERCENT = {"‰": 10, "‱": 100}
_TIMES: dict[str, ItemKind] = {"duration": "duration", "date": "date", "interval": "daterange", "time": "time"}
_FOLD = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0E, 0xFF05, 0xFF0C)}
_LENGTHS = {"s": "PT{}S", "min": "PT{}M", "h": "PT{}H", "d": "P{}D", "wk": "P{}W", "mo": "P{}M", "a": "P{}Y"}
_UNDER = (("万分", 10_000), ("千分", 1_000), ("", 100))
_DOZEN = "打"


def record_of(case: Case, profile: Profile, *, ner: str | None = None, lexicon: Lexicon | None = None) -> Extraction:
    """The record of a case's text; a text without Chinese characters, which no article is, is read here too."""
    digest = sha256(case.text.encode()).hexdigest()
    day = None if case.ref_date is None else date.fromisoformat(case.ref_date)
    article = Article(case.text, case.id, digest, "utf-8", case.id, day)
    return extract_article(article, profile=profile, ner=ner, lexicon=lexicon)


def items_of(record: Extraction, text: str) -> tuple[Item, ...]:
    """The answers that a record of the text gives."""
    return tuple(_items(record, text.translate(_FOLD)))


def _items(record: Extraction, text: str) -> Iterator[Item]:
    for figure in record.figures:
        yield from _of_figure(figure)
    for time in record.times:
        yield from _of_time(time)
    for row in record.non_figures:
        start, end = _hull(row.quote)
        if row.category == "ordinal":
            run = run_at(text, start + 1)
            if run is not None and run.value is not None:
                yield _item(start, end, "ordinal", run.value)
        elif row.category == "age":
            for run in runs(text[start:end]):
                if run.value is not None:
                    yield _item(start, end, "quantity", run.value, "岁")
    yield from _numbers(record, text)


def _numbers(record: Extraction, text: str) -> Iterator[Item]:
    quoted = [row.quote for rows in (record.figures, record.times, record.non_figures) for row in rows]
    covered = {at for quote in quoted for start, end in quote.spans for at in range(start, end)}
    for run in runs(text):
        if run.value is not None and run.form != "bare" and not covered.isdisjoint(range(run.start, run.end)):
            yield from _of_run(text, run, run.value)


def _of_run(text: str, run: NumeralRun, value: Decimal) -> Iterator[Item]:
    sign = sign_before(text, run.start)
    start, value = (run.start, value) if sign is None else (sign, -value)
    if run.form == "share":
        value /= next(under for words, under in _UNDER if words in text[run.start : run.end])
    elif text[run.end : run.end + 1] == _DOZEN:
        yield _item(start, run.end, "number", value * 12)
    yield _item(start, run.end, "number", value)


def _of_figure(figure: Figure) -> Iterator[Item]:
    start, end = _hull(figure.quote)
    surface, code = figure.unit.surface, figure.unit.symbol
    units = [surface, *([code] if code and code != surface else [])]
    if figure.per is not None and figure.per.unit == "hour":
        units = [f"{surface}每小时"]
    if figure.value is None:
        if figure.low is not None and figure.high is not None:
            ends = Range(min=float(Decimal(figure.low)), max=float(Decimal(figure.high)))
            yield from (Item(start=start, end=end, kind="quantity", value=ends, unit=unit) for unit in units)
        return
    value = _decimal(figure.value)
    if code in _LENGTHS and figure.per is None:  # a measured length of time counts as a duration too
        yield Item(start=start, end=end, kind="duration", value=_LENGTHS[code].format(f"{value:f}"))
    if figure.unit.dimension == "share":
        yield _item(start, end, "percent", value / _IN_PERCENT.get(surface, 1))
    yield from (_item(start, end, "quantity", value, unit) for unit in units)


def _of_time(time: Time) -> Iterator[Item]:
    start, end = _hull(time.quote)
    value = time.printed if time.note == "impossible_date" else time.value
    if value is None:
        return
    if time.kind == "set":
        yield Item(start=start, end=end, kind="recurrence", value=Repeated(every=value))
        return
    yield Item(start=start, end=end, kind=_TIMES[time.kind], value=value)
    if time.kind != "duration" and time.relation in ("since", "after"):
        yield Item(start=start, end=end, kind="daterange", value=f"{time.start or value}/..")
    if time.kind != "duration" and time.relation in ("until", "before"):
        yield Item(start=start, end=end, kind="daterange", value=f"../{time.end or value}")


def _item(start: int, end: int, kind: ItemKind, value: Decimal, unit: str | None = None) -> Item:
    return Item(start=start, end=end, kind=kind, value=float(value), unit=unit)


def _decimal(printed: str) -> Decimal:
    over, slash, under = printed.partition("/")
    return Decimal(over) / Decimal(under) if slash else Decimal(over)


def _hull(quote: Quote) -> tuple[int, int]:
    return min(start for start, _ in quote.spans), max(end for _, end in quote.spans)
