"""The account of one place: what it became, and every rule that was asked about it.

In: an article and an offset (or words to look for). Out: an `Account`, shown as text or JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from report_extract._facts import Mention
from report_extract._lexicon import Lexicon
from report_extract._pipeline import extract_article
from report_extract._text import Article
from report_extract._why.tracing import Step, Trace, trace
from report_extract.errors import InputError
from report_extract.records import Entity, Extraction, Figure, NonFigure, Quote, Statement, Time

_CONTEXT = 18


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that some rule proposed, and what became of it."""

    kind: str
    rule: str
    text: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Account:
    """A place of an article: its words in context, the facts it is part of, candidates, and the rules asked."""

    source: str
    offset: int
    place: str
    context: str
    became: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    steps: tuple[Step, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def offset_of(text: str, words: str, occurrence: int) -> int:
    """Where the words stand for the n-th time (from 1). Raises InputError where they do not."""
    at = -1
    for _ in range(occurrence):
        at = text.find(words, at + 1)
        if at < 0:
            count = text.count(words)
            if not count:
                raise InputError(f"{words!r} does not stand in the text; words as they are printed there are needed")
            times = "once" if count == 1 else f"{count} times"
            raise InputError(f"{words!r} stands {times} in the text; there is no --occurrence {occurrence}")
    return at


def account_of(
    article: Article, offset: int, *, profile: Literal["rules", "full"], ner: str | None = None,
    lexicon: Lexicon | None = None,
) -> Account:  # fmt: skip
    """Everything about the place at a source offset. Raises InputError where the offset lies outside the text."""
    if not 0 <= offset < len(article.text):
        raise InputError(f"--at {offset}: the text has {len(article.text)} characters, counted from 0")
    made: list[Extraction] = []
    seen = trace(lambda: made.append(extract_article(article, profile=profile, ner=ner, lexicon=lexicon)), offset)
    source = article.source or "text"
    if seen is None:
        became = ("nothing: this character was taken out before rules read the text",)
        place = article.text[offset]
        return Account(source, offset, place, _in_context(article.text, offset, place), became, (), ())
    place = seen.document.text[slice(*seen.place)]
    context = _in_context(article.text, offset, place)
    facts = tuple(_facts_at(made[0], offset)) or ("nothing",)
    return Account(source, offset, place, context, facts, _candidates(seen), _asked(seen.steps))


def as_text(account: Account) -> str:
    """The account in lines for a person."""
    lines = [f"{account.source}:{account.offset}: {account.place}  in  {account.context}", "", "It became"]
    lines += [f"  {fact}" for fact in account.became]
    if account.candidates:
        lines += ["", "Proposed, and what became of it"]
        lines += [f"  {row.kind:<13}{row.rule:<24}{row.text}  {row.outcome}" for row in account.candidates]
    if account.steps:
        lines += ["", f"Rules asked about it ({len(account.steps)}), in this order"]
        for step in account.steps:
            mark = "–" if step.declined else "✓"
            lines.append(f"  {'  ' * step.depth}{mark} {step.module}.{step.rule}: {step.answer}")
            pad = "    " + "  " * step.depth
            lines += [f"{pad}  {step.says}"] if step.says else []
            lines += [f"{pad}  because {step.condition}"] if step.condition else []
    return "\n".join(lines) + "\n"


def _asked(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Steps, each question once."""
    return tuple(dict.fromkeys(step for step in steps if step.rule))


def _candidates(seen: Trace) -> tuple[Candidate, ...]:
    left = {(m.kind, m.start, m.end) for m in seen.settled}
    out = []
    for mention in seen.candidates:
        if (mention.kind, mention.start, mention.end) in left:
            outcome = "kept"
        else:
            winners = [m for m in seen.settled if m.start < mention.end and mention.start < m.end]
            outcome = f"yielded to {_named(seen, winners[0])}" if winners else "dropped: part of a longer name or time"
        out.append(Candidate(mention.kind, mention.rule, seen.document.text[mention.start : mention.end], outcome))
    return tuple(out)


def _named(seen: Trace, mention: Mention) -> str:
    return f"{mention.kind} {seen.document.text[mention.start : mention.end]} ({mention.rule})"


def _facts_at(record: Extraction, offset: int) -> list[str]:
    """The facts of a record that quote a character."""
    out = [_figure(record, figure) for figure in record.figures if _quotes(figure.quote, offset)]
    out += [_time(time) for time in record.times if _quotes(time.quote, offset)]
    out += [_nonfigure(row) for row in record.non_figures if _quotes(row.quote, offset)]
    for entity in record.entities:
        out += [
            f"{_entity(entity)}, by rule {mention.rule}{', inside a longer name' if mention.nested else ''}"
            for mention in entity.mentions
            if _quotes(mention.quote, offset)
        ]
    return out


def _quotes(quote: Quote, offset: int) -> bool:
    return any(start <= offset < end for start, end in quote.spans)


def _figure(record: Extraction, figure: Figure) -> str:
    amount = figure.value if figure.value is not None else f"{figure.low}..{figure.high}"
    words = (
        f"figure {figure.id} {figure.quote.text} = {figure.comparator} {amount} {figure.unit.surface or 'without unit'}"
    )
    stated = next((s for s in record.statements if figure.id in s.figures), None)
    if stated is None:
        why = next((note for note in record.provenance.notes if figure.id in note.split()), "no statement")
        return f"{words}, by rule {figure.rule}; {why}"
    return f"{words}, by rule {figure.rule}; {stated.id} by {stated.rule}: {_told(record, stated)}"


def _told(record: Extraction, stated: Statement) -> str:
    """Who, what and when of a statement, each with its basis."""
    facts = record.by_id()
    actor, time = facts.get(stated.actor or ""), facts.get(stated.time or "")
    who = actor.name if isinstance(actor, Entity) else "no actor"
    when = f"in {time.value or time.quote.text}" if isinstance(time, Time) else "at no stated time"
    bases = [f" ({basis})" if basis else "" for basis in (stated.actor_basis, stated.time_basis)]
    return f"{who}{bases[0]}, {stated.measure or 'no measure'}, {when}{bases[1]}"


def _time(time: Time) -> str:
    note = f"; {time.note}" if time.note else ""
    return f"time {time.id} {time.quote.text} = {time.value or 'no value'} ({time.relation}), by rule {time.rule}{note}"


def _nonfigure(row: NonFigure) -> str:
    return f"no figure: {row.quote.text} is {row.category}, by rule {row.rule}"


def _entity(entity: Entity) -> str:
    return f"{entity.kind} {entity.id} {entity.name} ({entity.type})"


def _in_context(text: str, offset: int, place: str) -> str:
    """The place within its neighbours; where the page breaks it apart, its one character."""
    start = text.find(place, max(0, offset + 1 - len(place)), offset + len(place))
    start, end = (offset, offset + 1) if start < 0 else (start, start + len(place))
    before = " ".join(text[max(0, start - _CONTEXT) : start].split())
    after = " ".join(text[end : end + _CONTEXT].split())
    return f"…{before}[{text[start:end]}]{after}…"
