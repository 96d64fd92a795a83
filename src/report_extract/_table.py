"""The ledger as a table for eyes: who, what, how many, where, when and the sentence, one line a figure.

In: an `Extraction`. Out: a rich table (Chinese characters count as two columns), or its plain text.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from report_extract._ledger import entity_at, one_line, place_names, sentences, statements_by_figure, time_at
from report_extract.records import Extraction, Figure, Record, Statement, Time

PLAIN_WIDTH = 160
_NOTHING = "–"
_MOST_PLACES = 3
_SENTENCE = 24
_MARKS = {"eq": "", "approx": "约 ", "gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ "}


def ledger_table(extraction: Extraction) -> Table:
    """One line a figure, columns in a person's order; what the record does not say is a dash."""
    grid = Table(title=_title(extraction), title_justify="left", header_style="bold", expand=True)
    grid.add_column("谁 who", ratio=5, overflow="fold")
    grid.add_column("何事 what", ratio=3, overflow="fold")
    grid.add_column("多少 how many", justify="right", no_wrap=True)
    grid.add_column("何地 where", ratio=4, overflow="fold")
    grid.add_column("何时 when", ratio=3, min_width=12, overflow="fold")
    grid.add_column("原句 sentence", ratio=8, no_wrap=True)
    facts = extraction.by_id()
    stated = statements_by_figure(extraction)
    sentence_of = sentences(extraction)
    for figure in extraction.figures:
        statement = stated.get(figure.id)
        actor = entity_at(facts, statement.actor if statement else None)
        cells = (
            one_line(actor.name) if actor else "",
            _what(figure, statement),
            amount(figure),
            _where(facts, statement),
            _when(time_at(facts, statement.time if statement else None)),
            _around(sentence_of(figure.quote) or "", figure.quote.text),
        )
        grid.add_row(*(escape(cell) if cell else _NOTHING for cell in cells))
    return grid


def plain_table(extraction: Extraction, *, width: int = PLAIN_WIDTH) -> str:
    """The table as plain text of a fixed width, without colours: the same wherever it is made."""
    text = io.StringIO()
    console = Console(file=text, width=width, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(ledger_table(extraction))
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().split("\n") if line)


def amount(figure: Figure) -> str:
    """The figure as a value with its comparator and unit: `≥ 40000 人`, `3–5 人`."""
    unit = figure.unit.surface
    if figure.value is not None:
        number = figure.value
        mark = _MARKS[figure.comparator]
    else:
        number = f"{figure.low or ''}–{figure.high or ''}"
        mark = ""
    per = f" / {figure.per.unit}" if figure.per else ""
    return f"{mark}{number} {unit}{per}".strip()


def _title(extraction: Extraction) -> str:
    article = extraction.article
    head = article.headline or article.source or article.id[:12]
    return f"{escape(one_line(head))} ({len(extraction.figures)} figures)"


def _what(figure: Figure, statement: Statement | None) -> str:
    measure = (statement.measure if statement else None) or ""
    counted = one_line(figure.counted.text) if figure.counted else ""
    return " · ".join(dict.fromkeys(part for part in (measure, counted) if part))


def _where(facts: Mapping[str, Record], statement: Statement | None) -> str:
    names = place_names(facts, statement)
    more = f" +{len(names) - _MOST_PLACES}" if len(names) > _MOST_PLACES else ""
    open_list = " 等" if names and statement and statement.places_open else ""
    return "、".join(names[:_MOST_PLACES]) + more + open_list


def _when(time: Time | None) -> str:
    if time is None:
        return ""
    if time.start is None and time.end is None:
        return one_line(time.quote.text)
    if time.start == time.end:
        return time.start or ""
    if time.start is None:
        return f"至 {time.end}"
    return f"{time.start} –{time.end}" if time.end else f"{time.start} 起"


def _around(sentence: str, quote: str) -> str:
    """The sentence from a little before the figure on, so that a narrow column shows the figure."""
    at = max(sentence.find(one_line(quote)), 0)
    start = 0 if at <= 6 else at - 6
    piece = sentence[start : start + _SENTENCE]
    return f"{'…' if start else ''}{piece}{'…' if start + _SENTENCE < len(sentence) else ''}"
