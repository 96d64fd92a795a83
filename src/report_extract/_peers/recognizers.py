"""Recognizers-Text: numbers, shares, money, dimensions, temperatures and times (microsoft/Recognizers-Text, MIT).

Its model of dates gives nothing, or spans over whole sentences, on long text: it reads clause by clause, which is
where it does best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from importlib.metadata import version as distribution_version
from typing import Any

from report_extract._peers.peer import Given
from report_extract._peers.spans import clauses, edtf, unit_of
from report_extract.errors import EngineError


class Recognizers:
    """All the models for Chinese at once, as a user who wants every figure would run them."""

    name = "Recognizers"
    tables: tuple[str, ...] = ("figures", "times")

    def __init__(self, amounts: Sequence[Any], times: Any, version: str) -> None:
        self._amounts = amounts
        self._times = times
        self.version = version

    def read(self, text: str, published: date | None) -> Sequence[Given]:
        """Of amounts and times that overlap the longer one is kept."""
        now = datetime.combine(published or date.today(), time(12))
        return [given for start, clause in clauses(text) for given in _longest(self._clause(start, clause, now))]

    def _clause(self, start: int, clause: str, now: datetime) -> Iterator[Given]:
        for found in self._times.parse(clause, now):
            yield _time(start, found)
        for model in self._amounts:
            for found in model.parse(clause):
                yield _amount(start, found)


@lru_cache(maxsize=1)
def recognizers() -> Recognizers:
    """Recognizers-Text as installed; EngineError where it is not."""
    try:
        from recognizers_date_time import DateTimeRecognizer
        from recognizers_number import NumberRecognizer
        from recognizers_number_with_unit import NumberWithUnitRecognizer
        from recognizers_text import Culture
    except ImportError as error:
        raise EngineError("Recognizers-Text is not installed: pip install 'report-extract[bench]'") from error
    numbers, units = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
    amounts = (
        units.get_currency_model(), units.get_dimension_model(), units.get_temperature_model(),
        numbers.get_percentage_model(), numbers.get_number_model(),
    )  # fmt: skip
    times = DateTimeRecognizer(Culture.Chinese).get_datetime_model()
    return Recognizers(amounts, times, distribution_version("recognizers-text-suite"))


def _longest(found: Iterator[Given]) -> Iterator[Given]:
    end = 0
    for given in sorted(found, key=lambda one: (one.start, -one.end)):
        if given.start >= end:
            yield given
            end = given.end


def _amount(start: int, found: Any) -> Given:
    value = (found.resolution or {}).get("value")
    unit = "%" if found.type_name == "percentage" else unit_of(found.text)
    values = (str(value).removesuffix("%"),) if value else ()
    return Given("figures", start + found.start, start + found.end + 1, values, unit)


def _time(start: int, found: Any) -> Given:
    kind = found.type_name.rpartition(".")[2]
    values = (found.resolution or {}).get("values") or ()
    span = (start + found.start, start + found.end + 1)
    if kind == "duration":
        return Given("times", *span, either=True)
    written = [form for value in values for form in _forms(value)]
    return Given("times", *span, tuple(dict.fromkeys(written)))


def _forms(value: Mapping[str, str]) -> tuple[str, ...]:
    """A day, or a range; the end of one whose words do not print both ends is the first day after it."""
    first, last, day = (_day(value.get(key)) for key in ("start", "end", "value"))
    if first is None and last is None:
        return (day,) if day is not None else ()
    forms = edtf(first, last)
    if first is None or last is None or first == last or value.get("timex", "").startswith("(XXXX"):
        return forms
    return (*forms, *edtf(first, date.fromordinal(date.fromisoformat(last).toordinal() - 1).isoformat()))


def _day(moment: str | None) -> str | None:
    """The ISO day of a moment; None for a clock time alone."""
    day = (moment or "")[:10]
    return day if len(day) == 10 and day[:4].isdigit() and day[4] == day[7] == "-" else None
