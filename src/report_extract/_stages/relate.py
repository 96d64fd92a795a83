"""Relate: who, where, when, how many. Each slot points at a fact; no new values.

Figures of paragraphs join statements; captions, heads and furniture give none. A clause's own holder is `stated`;
one carried from an earlier clause of the same paragraph, at most `CARRY_SENTENCES` sentences back, is `carried`.
A figure that finds no holder still gets a statement, with `actor` empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

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
from report_extract._stages._relate_clauses import Clause, Holder, Layout, Name, layout_of, opening, within
from report_extract._stages._relate_links import link
from report_extract._stages._relate_times import Periods, note_period, time_of
from report_extract._text import Block, Document, Span
from report_extract._values import value

CARRY_SENTENCES = 3
_TOLD = re.compile(r"(?:接到|收到|按照|根据)$")
_ORDER = re.compile(r"(?:的)?(?:[^，,。]{0,20}?)(?:通知|要求|部署|指令|安排|号召)")
_SAME_DAY = re.compile(r"\s{0,4}(?:当日|同日|当天|上述)")
_LEADS = re.compile(r"(?:带领|率领|会同|组织|带着)$")
_TO = re.compile(r"(?:支援|增援|驰援|援助|帮助|协助|捐赠给|赠送给|送给|交给|向|给)$")
_AT = re.compile(r"(?:赴|到|在|于|前往|进驻|抵达|走访|深入|支援|增援|参与了?|覆盖|涉及|、|和)$")
_SCOPE = re.compile(r"\s{0,2}(?:全市|全省|全国|全区|全县|各地|我国|本市|本省|我省|我市)")
_SKIP_VERBS = frozenset(
    ["需", "要", "共计", "达", "为", "有", "是", "约", "超", "达到", "可", "将", "已", "占", "共有", "等"]
)
_MEASURE_TAGS = frozenset(["n", "vn", "nz", "j", "x", "b", "an", "ns", "nt", "eng", "ng"])
_OWN_RESULTS = frozenset(["company", "bank", "hospital", "school", "university", "team", "association"])


@value
class _Row:
    """A figure with what was found for it."""

    figure: int
    clause: int
    holder: Holder | None
    basis: ActorBasis | None
    time: int | None
    time_basis: ActorBasis | None
    modality: Modality


def relate(facts: Facts, document: Document, lexicon: Lexicon) -> Relations:
    """Statements of a document, its figures with links set, and why figures without a statement have none."""
    layout = layout_of(document, facts, lexicon)
    figures = link(layout, facts.figures)
    notes: list[str] = []
    rows = list(_rows(layout, facts, figures, notes))
    return Relations(figures, tuple(_statements(layout, figures, rows)), tuple(notes))


def _telling(document: Document, block: Block) -> bool:
    """True for blocks whose figures are reported; where a page has no paragraph at all, every block is one."""
    return block.kind in {"paragraph", "fragment"} or not any(b.kind == "paragraph" for b in document.blocks)


def _rows(layout: Layout, facts: Facts, figures: Sequence[FigureFact], notes: list[str]) -> Iterator[_Row]:
    document = layout.document
    periods = Periods()
    state: Holder | None = None
    at = (-1, -1)
    seen = -1
    previous_time: int | None = None
    previous_sentence = -1
    for index, figure in enumerate(figures):
        number = layout.clause_at(figure.mention.start)
        clause = layout.clauses[number]
        block = document.sentences[clause.sentence].block
        if not _telling(document, document.blocks[block]):
            notes.append(
                f"no_statement:{document.blocks[block].kind}:{document.text[figure.mention.start : figure.mention.end]}"
            )
            continue
        state, at, seen = _advance(layout, number, state, at, seen)
        holder, basis = _holder_of(layout, number, figure, state, at)
        estimated = figure.modality in {"estimated"}
        if clause.sentence != previous_sentence:
            previous_time = None
        time, time_basis = time_of(
            layout, facts.times, clause, figure.mention.span, periods, previous_time, estimated=estimated
        )
        if time is not None:
            sentence = document.sentences[clause.sentence]
            if time_basis == "stated":
                note_period(
                    periods,
                    facts.times,
                    time,
                    document.text[max(sentence.start, clause.start - 24) : figure.mention.start],
                )
            previous_time = time
        previous_sentence = clause.sentence
        yield _Row(index, number, holder, basis, time, time_basis, figure.modality)


def _advance(
    layout: Layout, number: int, state: Holder | None, at: tuple[int, int], seen: int
) -> tuple[Holder | None, tuple[int, int], int]:
    """Read the openings of all clauses up to `number`; `at` is (block, sentence) of the holder in force."""
    document = layout.document
    for index in range(seen + 1, number + 1):
        clause = layout.clauses[index]
        block = document.sentences[clause.sentence].block
        if block != at[0] or clause.sentence - at[1] > CARRY_SENTENCES:
            kept = state if _SAME_DAY.match(document.text, clause.start) and block == at[0] + 1 else None
            state, at = kept, (block, clause.sentence)
        if clause.parent is not None:
            continue
        found = opening(layout, clause)
        if found is not None and state is not None and clause.sentence == at[1] and _inner(layout, found):
            continue
        if found is not None and not found.local:
            state, at = found, (block, clause.sentence)
        elif found is None and state is not None and _SCOPE.match(document.text, clause.start, clause.end):
            state = replace(state, source=True)
    return state, at, max(seen, number)


def _inner(layout: Layout, holder: Holder) -> bool:
    """机关支部 inside a list of officers is a part of the body named before, not a new holder."""
    return holder.actor is not None and layout.entities[holder.actor].name.startswith(("机关", "党支部", "支部"))


def _holder_of(
    layout: Layout, number: int, figure: FigureFact, state: Holder | None, at: tuple[int, int]
) -> tuple[Holder | None, ActorBasis | None]:
    clause = layout.clauses[number]
    own = opening(layout, clause)
    if own is not None and (own.actor is not None or own.place is not None):
        chosen, basis = own, "stated"
    elif (clause.parent is not None and _names_place_first(layout, clause)) or state is None:
        return None, None
    else:
        chosen = state
        basis = (
            "stated" if layout.clauses[number].sentence == at[1] and _opens_here(layout, number, state) else "carried"
        )
    issuer = _issuer(layout, clause, figure)
    if issuer is not None:
        return Holder(issuer, None, None), "stated"
    if chosen.source and not _own_results(layout, chosen):
        return None, None
    leader = _led(layout, clause, figure, chosen)
    return (Holder(leader, chosen.place, chosen.person), "stated") if leader is not None else (chosen, basis)  # type: ignore[return-value]


def _own_results(layout: Layout, holder: Holder) -> bool:
    return holder.actor is not None and layout.entities[holder.actor].type in _OWN_RESULTS


def _opens_here(layout: Layout, number: int, state: Holder) -> bool:
    found = opening(layout, layout.clauses[number])
    return found is not None and found.actor == state.actor


def _names_place_first(layout: Layout, clause: Clause) -> bool:
    names = layout.names_in(clause.start, clause.end)
    return bool(names) and names[0].start == clause.start and names[0].kind == "place"


def _issuer(layout: Layout, clause: Clause, figure: FigureFact) -> int | None:
    """Who required it: 接到 X 通知 … 需 N人 makes X the one whose figure it is."""
    if figure.modality != "required":
        return None
    text = layout.document.text
    sentence = layout.document.sentences[clause.sentence]
    for name in layout.names_in(sentence.start, figure.mention.start):
        told = _TOLD.search(text, max(sentence.start, name.start - 2), name.start)
        if name.kind == "organisation" and told and _ORDER.match(text, name.end):
            return name.entity
    return None


def _led(layout: Layout, clause: Clause, figure: FigureFact, holder: Holder) -> int | None:
    """A person without a body who leads a named one acts for it: 带领某局同志."""
    if holder.person is None or holder.actor != holder.person:
        return None
    text = layout.document.text
    for name in layout.names_in(clause.start, figure.mention.start):
        if name.kind == "organisation" and _LEADS.search(text, max(clause.start, name.start - 2), name.start):
            return name.entity
    return None


def _statements(layout: Layout, figures: Sequence[FigureFact], rows: Sequence[_Row]) -> Iterator[StatementFact]:
    """Figures of one sentence with the same holder, time and modality make one statement."""
    groups: dict[tuple[object, ...], list[_Row]] = {}
    for row in rows:
        sentence = layout.clauses[row.clause].sentence
        key = (
            sentence,
            row.holder,
            row.time,
            row.modality,
            layout.clauses[row.clause].parent is not None and row.holder is None,
        )
        groups.setdefault(key, []).append(row)
    number_of: dict[int, int] = {}
    for number, group in enumerate(groups.values()):
        statement = _statement(layout, figures, group)
        for row in group:
            number_of[row.figure] = number
        again = next((figures[r.figure].restates for r in group if figures[r.figure].restates is not None), None)
        effort = number_of.get(again) if again is not None else None
        yield replace(statement, same_effort_as=effort if effort != number else None)


def _statement(layout: Layout, figures: Sequence[FigureFact], rows: Sequence[_Row]) -> StatementFact:
    first = rows[0]
    document = layout.document
    clause = layout.clauses[first.clause]
    sentence = document.sentences[clause.sentence]
    scope = _scope(layout, rows)
    names = layout.names_in(*scope)
    holder = first.holder
    actor = holder.actor if holder else None
    recipients = _recipients(layout, names, actor)
    places, is_open = _places(layout, names, holder, scope[0])
    persons = tuple(dict.fromkeys(n.entity for n in names if n.kind == "person" and n.entity != actor))
    return StatementFact(
        rule="statement.holder" if actor is not None else "statement.figure",
        actor=actor,
        actor_basis=first.basis if actor is not None else None,
        action=_action(layout, clause, figures[first.figure].mention.span),
        measure=_measure(layout, figures, rows),
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
    )


def _scope(layout: Layout, rows: Sequence[_Row]) -> Span:
    """The clauses that speak of these figures: from the holder's own clause to the next holder's, in one sentence."""
    low, high = rows[0].clause, rows[-1].clause
    sentence = layout.clauses[low].sentence
    while low > 0 and layout.clauses[low - 1].sentence == sentence and _own_clause(layout, low) is None:
        low -= 1
    while high + 1 < len(layout.clauses) and layout.clauses[high + 1].sentence == sentence:
        if _own_clause(layout, high + 1) is not None:
            break
        high += 1
    start = min(layout.clauses[index].start for index in range(low, high + 1))
    return start, max(layout.clauses[index].end for index in range(low, high + 1))


def _own_clause(layout: Layout, index: int) -> Holder | None:
    clause = layout.clauses[index]
    found = opening(layout, clause) if clause.parent is None else None
    return None if found is not None and _inner(layout, found) else found


def _confidence(layout: Layout, row: _Row, block: int) -> Confidence:
    repaired = layout.document.blocks[block].repaired
    if row.holder is None or row.holder.actor is None:
        return "low"
    return "high" if row.basis == "stated" and not repaired else "medium"


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
        ):
            found.append(name.entity)
            is_open = is_open or text[name.end : name.end + 1] == "等"
    return tuple(dict.fromkeys(found)), is_open


def _action(layout: Layout, clause: Clause, span: Span) -> Span | None:
    """The verb that governs the figure: the last before it in the clause, else the first behind."""
    document = layout.document
    before: Span | None = None
    index = document.word_index(clause.start)
    while index < len(document.words):
        start, end = document.word_span(index)
        if start >= clause.end:
            return before
        if document.tags[index] == "v" and document.text[start:end] not in _SKIP_VERBS:
            if end <= span[0]:
                before = (start, end)
            elif start >= span[1]:
                return before or (start, end)
        index += 1
    return before


def _measure(layout: Layout, figures: Sequence[FigureFact], rows: Sequence[_Row]) -> str | None:
    """What is counted, in the article's words: the counted noun, the nouns before, the verb's object, the verb."""
    document = layout.document
    for row in rows:
        figure = figures[row.figure]
        if figure.counted is not None:
            return document.text[figure.counted[0] : figure.counted[1]]
        clause = layout.clauses[row.clause]
        found = _nouns(layout, clause.start, figure.mention.start)
        if found is None and figure.unit.dimension in {"attendance", "person", "labour_time"}:
            found = _nouns(layout, figure.mention.end, clause.end)
        if found is not None:
            return found
    action = _last_verb(layout, rows)
    return document.text[action[0] : action[1]] if action else None


def _nouns(layout: Layout, start: int, end: int) -> str | None:
    """The last run of nouns in [start, end) that is no part of a name."""
    document = layout.document
    named = [(name.start, name.end) for name in layout.names_in(max(start - 40, 0), end) if name.end > start]
    named += within(layout.figures, start, end)
    right, left = -1, end
    index = document.word_index(max(end - 1, 0))
    while index >= 0 and document.words[index] >= start and end - document.words[index] < 30:
        low, high = document.word_span(index)
        inside = any(left_edge <= low < right_edge for left_edge, right_edge in named)
        noun = not inside and document.tags[index] in _MEASURE_TAGS and "\u3400" <= document.text[low] <= "\u9fff"
        if noun:
            right, left = (high if right < 0 else right), low
        elif right >= 0:
            break
        index -= 1
    return document.text[left:right] if 2 <= right - left <= 16 else None


def _last_verb(layout: Layout, rows: Sequence[_Row]) -> Span | None:
    """The verb of the figure's clause, or of the clause behind where its own has none."""
    document = layout.document
    for number in (rows[0].clause, min(rows[-1].clause + 1, len(layout.clauses) - 1)):
        clause, found = layout.clauses[number], None
        index = document.word_index(clause.start)
        while index < len(document.words) and document.words[index] < clause.end:
            low, high = document.word_span(index)
            if low >= clause.start and document.tags[index] == "v" and high - low >= 2:
                found = found or (low, high)
            index += 1
        if found is not None:
            return found
    return None
