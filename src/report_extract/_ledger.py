"""The flat view: one row a figure, in, `ledger_rows`; who, what, how many, where and when, looked up by id.

In: an `Extraction`, made here or loaded from JSON. Out: rows of plain values with the columns of `COLUMNS`, in the
order of the figures. Nothing is computed that the record does not say; an unknown value is None.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping

from report_extract.records import Entity, Extraction, Figure, Quote, Record, Statement, Time

LedgerValue = str | int | bool | None

COLUMNS = (
    "article_id",
    "source",
    "published",
    "figure_id",
    "actor",
    "actor_qualified",
    "measure",
    "counted",
    "value",
    "low",
    "high",
    "comparator",
    "unit",
    "dimension",
    "role",
    "per",
    "subset_of",
    "places",
    "places_open",
    "start",
    "end",
    "time_basis",
    "year_basis",
    "modality",
    "quote",
    "start_offset",
    "end_offset",
    "sentence",
    "statement_id",
    "findings",
)

HEADERS_ZH = (
    "文章编号", "来源", "发布日期", "数字编号", "谁", "谁（全称）", "什么", "所数", "数值", "下限", "上限",
    "约数", "单位", "量纲", "角色", "每", "属于", "何地", "何地不全", "起", "止", "时间依据", "年份依据",
    "语气", "原文", "起点", "终点", "原句", "陈述编号", "核查",
)  # fmt: skip

_END = re.compile(r"[。！？!?]{1,6}[”’」』）)\"]{0,3}|\n")
_LONGEST = 500
_BREAK = re.compile(r"[^\S\n]{0,20}\n\s{0,20}")


def ledger_rows(extraction: Extraction) -> list[dict[str, LedgerValue]]:
    """One row a figure, with the columns of `COLUMNS` in that order."""
    return [dict(zip(COLUMNS, cells, strict=True)) for cells in ledger_cells(extraction)]


def ledger_cells(extraction: Extraction) -> Iterator[tuple[LedgerValue, ...]]:
    """The values of each row, in the order of `COLUMNS`."""
    facts = extraction.by_id()
    stated = statements_by_figure(extraction)
    codes = _finding_codes(extraction)
    sentence_of = sentences(extraction)
    article = _article_cells(extraction)
    for figure in extraction.figures:
        statement = stated.get(figure.id)
        yield (
            *article,
            *_figure_cells(figure, statement, entity_at(facts, statement.actor if statement else None)),
            ";".join(place_names(facts, statement)) or None,
            *_time_cells(statement, time_at(facts, statement.time if statement else None)),
            *_place_cells(figure),
            sentence_of(figure.quote),
            statement.id if statement else None,
            ";".join(codes.get(figure.id, ())) or None,
        )


def statements_by_figure(extraction: Extraction) -> dict[str, Statement]:
    """The first statement that holds each figure, by figure id."""
    out: dict[str, Statement] = {}
    for statement in extraction.statements:
        for figure in statement.figures:
            out.setdefault(figure, statement)
    return out


def entity_at(facts: Mapping[str, Record], identity: str | None) -> Entity | None:
    """The entity of that id."""
    found = facts.get(identity or "")
    return found if isinstance(found, Entity) else None


def time_at(facts: Mapping[str, Record], identity: str | None) -> Time | None:
    """The time of that id."""
    found = facts.get(identity or "")
    return found if isinstance(found, Time) else None


def place_names(facts: Mapping[str, Record], statement: Statement | None) -> tuple[str, ...]:
    """Names of the places of a statement."""
    found = (entity_at(facts, place) for place in (statement.places if statement else ()))
    return tuple(entity.name for entity in found if entity is not None)


def sentences(extraction: Extraction) -> Callable[[Quote], str | None]:
    """A finder of the sentence that holds the beginning of a quote: read from the repaired page, on one line."""
    pieces: list[tuple[int, int, int, str]] = []
    for block in extraction.article.blocks:
        seen = 0
        for low, high in block.quote.spans:
            pieces.append((low, high, seen, block.quote.text))
            seen += high - low
    pieces.sort()
    starts = [piece[0] for piece in pieces]

    def sentence_of(quote: Quote) -> str | None:
        offset = quote.spans[0][0]
        index = bisect_right(starts, offset) - 1
        if index < 0 or offset >= pieces[index][1]:
            return None
        low, _, seen, text = pieces[index]
        return _sentence_at(text, seen + offset - low)

    return sentence_of


def _sentence_at(text: str, offset: int) -> str:
    start = max(offset - _LONGEST, 0)
    for match in _END.finditer(text, start, offset):
        start = match.end()
    last = _END.search(text, offset, offset + _LONGEST)
    return one_line(text[start : last.end() if last else offset + _LONGEST])


def one_line(text: str) -> str:
    """Text without line breaks, for a cell: a break inside Chinese text is the page's, not the writer's.

    >>> one_line("志愿者\\n\\n130人次")
    '志愿者130人次'
    """
    return _BREAK.sub("", text).strip()


def _finding_codes(extraction: Extraction) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for finding in extraction.findings:
        for figure in finding.figures:
            if finding.code not in codes.setdefault(figure, []):
                codes[figure].append(finding.code)
    return codes


# The cells of a row in the order of COLUMNS: a dictionary a part, merged, takes twice as long.


def _article_cells(extraction: Extraction) -> tuple[LedgerValue, ...]:
    """article_id, source, published."""
    article = extraction.article
    return article.id, article.source, article.published


def _figure_cells(figure: Figure, statement: Statement | None, actor: Entity | None) -> tuple[LedgerValue, ...]:
    """figure_id … subset_of."""
    return (
        figure.id,
        actor.name if actor else None,
        actor.qualified_name if actor else None,
        statement.measure if statement else None,
        figure.counted.text if figure.counted else None,
        figure.value,
        figure.low,
        figure.high,
        figure.comparator,
        figure.unit.symbol,
        figure.unit.dimension,
        figure.role,
        figure.per.unit if figure.per else None,
        figure.subset_of,
    )


def _time_cells(statement: Statement | None, time: Time | None) -> tuple[LedgerValue, ...]:
    """places_open … year_basis."""
    return (
        statement.places_open if statement else None,
        time.start if time else None,
        time.end if time else None,
        statement.time_basis if statement else None,
        time.year_basis if time else None,
    )


def _place_cells(figure: Figure) -> tuple[LedgerValue, ...]:
    """modality … end_offset."""
    spans = figure.quote.spans
    return figure.modality, figure.quote.text, spans[0][0], spans[-1][1]
