"""Relate: who, where, when, how many. Each slot points at a fact; no new values.

Figures of paragraphs join statements; captions, heads and furniture give none. Figures of one sentence that count the
same, of the same holder, time and modality, make one statement. A figure that finds no holder still gets a statement,
with `actor` empty and the rule that says why (`statement.area`, `statement.speech` …).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report_extract._facts import (
    ActorBasis,
    Confidence,
    Facts,
    FigureFact,
    Modality,
    Relations,
    StatementFact,
)
from report_extract._lexicon import Lexicon
from report_extract._stages._relate_clauses import Layout, Name, in_words, layout_of, within
from report_extract._stages._relate_deeds import verb_of
from report_extract._stages._relate_groups import Measure
from report_extract._stages._relate_holders import Walk, Whose, is_inner
from report_extract._stages._relate_links import link
from report_extract._stages._relate_measures import measures
from report_extract._stages._relate_subjects import Holder
from report_extract._stages._relate_times import Periods, note_period, time_of
from report_extract._text import Block, Document, Span
from report_extract._values import value

_TO = re.compile(r"(?:支援|增援|驰援|援助|帮助|协助|捐赠给|赠送给|送给|交给|向|给)$")
_STOP = re.compile("[。！？]")
"""Inside quoted speech that is one sentence."""
_STRETCHES = frozenset(["time", "night", "working_day"])
_MEASURED = re.compile(
    r"(?:[天日时]数|平均|[日人户周月年]均|最[长短久多少]|有期徒刑|拘役|徒刑|拘留|管制|禁赛|停赛|停产|停业|停牌)[^，,。；;]{0,8}$"
    r"|天数[^，,。；;]{0,8}[，,](?:为|达到?)$"
)
"""Before a stretch of time that is itself the amount: of the sentence's day, as other amounts are."""
_LIST_MARKS = frozenset(["，", ",", "、", "和", "共", "，共", ",共", "，累计", "，合计", "，共计"])
_LONGEST_COUNT = 16
_AT = re.compile(r"(?:赴|到|在|于|前往|进驻|抵达|走访|深入|支援|增援|参与了?|覆盖|涉及|、|和)$")


@value
class _Row:
    """A figure with what was found for it."""

    figure: int
    clause: int
    whose: Whose
    time: int | None
    time_basis: ActorBasis | None
    modality: Modality
    measure: Measure

    @property
    def key(self) -> tuple[object, ...]:
        """What rows of one statement have in common, beside the sentence."""
        return self.whose.holder.key if self.whose.holder else None, self.time, self.modality, self.measure.group


def relate(facts: Facts, document: Document, lexicon: Lexicon, read: Document | None = None) -> Relations:
    """Statements of a document, its figures with links set, and why figures without a statement have none.

    `read`: the same document with a tagger's words, by which the nouns that figures count are bounded.
    """
    if not facts.figures:
        return Relations(facts.figures, ())
    layout = layout_of(document, facts, lexicon)
    figures = link(layout, facts.figures)
    notes: list[str] = []
    walk = Walk(layout)
    counted = measures(layout if read is None else in_words(layout, read), figures)
    rows = list(_rows(walk, facts, figures, counted, notes))
    return Relations(figures, tuple(_statements(walk, figures, rows)), tuple(notes))


def _telling(document: Document, block: Block) -> bool:
    """True for blocks whose figures are reported; where a page has no paragraph at all, every block is one."""
    return block.kind in {"paragraph", "fragment"} or not any(b.kind == "paragraph" for b in document.blocks)


def _rows(
    walk: Walk, facts: Facts, figures: Sequence[FigureFact], counted: Sequence[Measure], notes: list[str]
) -> Iterator[_Row]:
    layout = walk.layout
    document = layout.document
    periods = Periods()
    previous: tuple[int, int | None, int] = (-1, None, 0)  # sentence, time and end of the figure before
    for index, figure in enumerate(figures):
        number = layout.clause_at(figure.mention.start)
        clause = layout.clauses[number]
        block = document.blocks[document.sentences[clause.sentence].block]
        if not _telling(document, block):
            notes.append(f"no_statement:{block.kind}:{document.text[slice(*figure.mention.span)]}")
            continue
        whose = walk.whose(number, figure)
        start = figure.mention.start
        goes_on = clause.sentence == previous[0] and _STOP.search(document.text, previous[2], start) is None
        before = previous[1] if goes_on else None
        lasting = _lasting(document, figures, index)
        time, basis = time_of(
            layout, facts.times, clause, figure.mention.span, periods, None if lasting else before, lasting=lasting
        )
        if time is not None:
            start = max(document.sentences[clause.sentence].start, clause.start - 24)
            context = document.text[start : figure.mention.start] if basis == "stated" else None
            note_period(periods, facts.times, time, clause.sentence, context)
        previous = clause.sentence, time if time is not None else before, figure.mention.end
        yield _Row(index, number, whose, time, basis, figure.modality, counted[index])


def _lasting(document: Document, figures: Sequence[FigureFact], index: int) -> bool:
    """True for a stretch of time that is not an amount of work listed behind another figure (148人次，1036小时)."""
    if figures[index].unit.dimension not in _STRETCHES:
        return False
    start = figures[index].mention.start
    if figures[index].role in {"mean", "change"} or _MEASURED.search(document.text, max(0, start - 18), start):
        return False
    return not index or document.text[figures[index - 1].mention.end : start] not in _LIST_MARKS


def _statements(walk: Walk, figures: Sequence[FigureFact], rows: Sequence[_Row]) -> Iterator[StatementFact]:
    """Figures of one sentence with the same holder, time and modality that count the same make one statement."""
    groups: dict[tuple[object, ...], list[_Row]] = {}
    for row in rows:
        groups.setdefault((walk.layout.clauses[row.clause].sentence, *row.key), []).append(row)
    number_of: dict[int, int] = {}
    for number, group in enumerate(groups.values()):
        for row in group:
            number_of[row.figure] = number
    for number, group in enumerate(groups.values()):
        told = [figures[row.figure].restates for row in group] + [figures[row.figure].subset_of for row in group]
        efforts = [number_of[other] for other in told if other is not None and other in number_of]
        effort = next((other for other in efforts if other < number), None)
        yield _statement(walk, figures, group, effort)


def _statement(walk: Walk, figures: Sequence[FigureFact], rows: Sequence[_Row], effort: int | None) -> StatementFact:
    first = rows[0]
    layout = walk.layout
    document = layout.document
    clause = layout.clauses[first.clause]
    sentence = document.sentences[clause.sentence]
    scope = _scope(walk, rows)
    names = layout.names_in(*scope)
    holder = first.whose.holder
    actor = holder.actor if holder else None
    recipients = _recipients(layout, names, actor)
    places, is_open = _places(layout, names, holder, scope[0])
    persons = tuple(dict.fromkeys(n.entity for n in names if n.kind == "person" and n.entity != actor))
    return StatementFact(
        rule=f"statement.{first.whose.why}",
        actor=actor,
        actor_basis=first.whose.basis if actor is not None else None,
        action=verb_of(layout, figures[first.figure].mention.span),
        measure=next((row.measure.text for row in rows if row.measure.text is not None), None),
        time=first.time,
        time_basis=first.time_basis,
        figures=tuple(row.figure for row in rows),
        evidence=((sentence.start, sentence.end),),
        recipients=recipients,
        places=places,
        places_open=is_open,
        persons=persons,
        modality=first.modality,
        confidence=_confidence(layout, first, sentence.block),
        same_effort_as=effort,
    )


def _scope(walk: Walk, rows: Sequence[_Row]) -> Span:
    """The clauses that speak of these figures: from the holder's own clause to the next holder's, in one sentence."""
    clauses = walk.layout.clauses
    low, high = rows[0].clause, rows[-1].clause
    sentence = clauses[low].sentence
    while low > 0 and clauses[low - 1].sentence == sentence and _own_clause(walk, low) is None:
        low -= 1
    while high + 1 < len(clauses) and clauses[high + 1].sentence == sentence:
        if _own_clause(walk, high + 1) is not None:
            break
        high += 1
    return clauses[low].start, max([clause.end for clause in clauses[low : high + 1]])


def _own_clause(walk: Walk, index: int) -> Holder | None:
    found = walk.opening_of(index) if walk.layout.clauses[index].parent is None else None
    return None if found is not None and is_inner(walk.layout, found) else found


def _confidence(layout: Layout, row: _Row, block: int) -> Confidence:
    repaired = layout.document.blocks[block].repaired
    if row.whose.holder is None or row.whose.holder.actor is None:
        return "low"
    return "high" if row.whose.basis == "stated" and not repaired else "medium"


def _recipients(layout: Layout, names: Sequence[Name], actor: int | None) -> tuple[int, ...]:
    text = layout.document.text
    return tuple(
        dict.fromkeys(
            n.entity
            for n in names
            if n.kind in {"organisation", "compound"}
            and n.entity != actor
            and _TO.search(text, max(0, n.start - 4), n.start)
        )
    )


def _in_counts(layout: Layout, name: Name) -> bool:
    """True for the second place of 甲区86例、乙区12例: its own figure stands there, not that of the first."""
    before = within(layout.figures, max(0, name.start - _LONGEST_COUNT), name.start)
    return bool(before) and before[-1][1] == name.start - 1


def _places(layout: Layout, names: Sequence[Name], holder: Holder | None, start: int) -> tuple[tuple[int, ...], bool]:
    text = layout.document.text
    found: list[int] = [holder.place] if holder and holder.place is not None else []
    is_open = False
    for name in names:
        local = name.kind in {"compound", "place"} or name.type in {"subdistrict", "town"}
        if (
            local
            and (holder is None or name.entity != holder.actor)
            and _AT.search(text, max(start, name.start - 3), name.start)
            and not _in_counts(layout, name)
        ):
            found.append(name.entity)
            is_open = is_open or text[name.end : name.end + 1] == "等"
    return tuple(dict.fromkeys(found)), is_open
