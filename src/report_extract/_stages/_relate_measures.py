"""What a figure counts, in the article's words, and which figures count the same.

In: the layout and the figures in text order. Out: one `Measure` a figure: a few characters, and the index of the first
figure of its group. A change without a noun of its own (同比增长8%) goes with the level before it, hours go with the
attendances before them, 分别增长8%和6% pairs with two levels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from report_extract._facts import FigureFact
from report_extract._stages._relate_clauses import Clause, Layout, within
from report_extract._text import Span

_NOUNS = frozenset(["n", "nz", "vn", "an", "j", "x", "b", "ng", "eng", "l", "nt", "nrt", "s", "a", "nrfg"])
_SKIPPED = frozenset(["d", "ad", "c", "uj", "ul", "p", "zg", "y", "u", "uz", "w", "ug"])
_HEADS = frozenset(["n", "nz", "vn", "an", "j", "ng", "l", "nt", "x", "eng"])
_PEOPLE = frozenset(["person", "household", "attendance"])
_DURATIONS = frozenset(["time", "duration"])
_RATED = frozenset("率额量值数")  # 除治|率, 成交|额: what stands before is part of the name
_LONGEST = 16
_MOST_SKIPPED = 8
_LISTED = re.compile(r"(?:[、，,]|和|与|及|以及|、和)")
_SHARE_CORE = re.compile(
    r"占(?:到|了)?(?P<of>[\u3400-\u9fff]{0,12}?)(?:的(?:比例|比重|份额)?)?"
    r"(?:为|达到?|超过?|约|近|不足|将近|接近|已超){0,2}$"
)
_NOUN_AFTER = re.compile(r"(?:左右|以上|以下)?(?:的|[均都]?(?:为|是|系)(?![0-9]))")
_COMPARED = re.compile(r"同比|环比|[较比]|[与和同跟][^，。]{1,12}相比")
_THEN = re.compile(
    r"[，,；;、]?[^，,；;。]{0,14}?(?:上年同期|去年同期|上月|上年|去年|年初|月初)[^，,；;。]{0,6}"
)
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, None where nothing says it; `group` is the first figure that counts the same."""

    text: str | None
    group: int


def measures(layout: Layout, figures: Sequence[FigureFact]) -> list[Measure]:
    """One measure a figure."""
    out: list[Measure] = []
    for index, figure in enumerate(figures):
        clause = layout.clauses[layout.clause_at(figure.mention.start)]
        out.append(_measure(layout, figures, index, clause, out))
    return out


def _measure(
    layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause, done: Sequence[Measure]
) -> Measure:
    figure = figures[index]
    low = clause.start
    near = _before(figures, index, clause.start)
    if near is not None:
        low = figures[near].mention.end
    end = figure.mention.start
    own = _counted(layout, figure, low) or _share(layout, figure, low) or _noun(layout, low, end, figure)
    if own is not None:
        return Measure(own, index)
    joined = _joined(layout, figures, index, clause)
    if joined is not None:
        return Measure(done[joined].text, done[joined].group)
    told = _outcome(layout, figure, clause) or _of(layout, figure, clause) or _verb(layout, low, figure, clause)
    return Measure(told, index)


def _before(figures: Sequence[FigureFact], index: int, start: int) -> int | None:
    """The figure before this one that begins at `start` or later."""
    return index - 1 if index and figures[index - 1].mention.start >= start else None


def _counted(layout: Layout, figure: FigureFact, low: int) -> str | None:
    """The counted noun, with the words before it that belong to its name (新增|确诊病例, 国内|生产总值)."""
    if figure.counted is None:
        return None
    start, end = figure.counted
    if figure.unit.dimension in _DURATIONS and start < figure.mention.start:
        return None
    if _joins(layout, start, end):
        return None
    near = layout.names_in(max(start - 20, 0), end)
    if any(start < name.end and name.kind in {"person", "organisation"} for name in near):
        return None
    if start < figure.mention.start:
        longer = _run(layout, low, end)
        local = any(name.kind == "place" for name in layout.names_in(start, start + 1))
        if local or layout.words.scope.match(layout.document.text, start, end):
            return longer
        if longer is not None and len(longer) > end - start:
            return longer
    return layout.document.text[start:end]


def _joins(layout: Layout, start: int, end: int) -> bool:
    """True where text[start:end] ends with a word that only joins (去年同期, 无法)."""
    low, _ = layout.document.word_span(layout.document.word_index(end - 1))
    text, link = layout.document.text, layout.words.link
    return text[start:end] in link or text[max(low, start) : end] in link


def _share(layout: Layout, figure: FigureFact, low: int) -> str | None:
    """占营收 before a share."""
    if figure.unit.dimension not in {"share", "ratio"}:
        return None
    found = _SHARE_CORE.search(layout.document.text, max(low, figure.mention.start - 24), figure.mention.start)
    if found is None:
        return None
    return f"占{found['of']}" if found["of"] else None


def _noun(layout: Layout, low: int, end: int, figure: FigureFact) -> str | None:
    """The noun before the figure, behind words that only join them."""
    if figure.unit.dimension in _DURATIONS:
        return None
    if figure.direction is not None:
        compared = _COMPARED.search(layout.document.text, low, end)
        end = compared.start() if compared is not None else end
    at = _skip_back(layout, low, end)
    return None if at is None else _run(layout, low, at)


def _skip_back(layout: Layout, low: int, end: int) -> int | None:
    """The end of the last word before `end` that does not only join an amount with its figure."""
    document, words = layout.document, layout.words
    times = within(layout.times, low, end)
    for _ in range(_MOST_SKIPPED):
        while end > low and document.text[end - 1] in " \u3000:：）)":
            end = _open_of(document.text, low, end)
        if end <= low:
            return None
        inside = next((span for span in times if span[0] < end <= span[1]), None)
        if inside is not None:
            end = inside[0]
            continue
        index = document.word_index(end - 1)
        start, stop = document.word_span(index)
        word = document.text[max(start, low) : min(stop, end)]
        outcome = words.outcome.fullmatch(word) is not None
        if not outcome and (word in words.link or document.tags[index] in _SKIPPED) and word not in words.flow:
            end = max(start, low)
            continue
        return end
    return None


def _open_of(text: str, low: int, end: int) -> int:
    """Before a blank or colon, or before the bracket that closes at `end`."""
    if text[end - 1] not in "）)":
        return end - 1
    opened = max(text.rfind("（", low, end), text.rfind("(", low, end))
    return opened if opened >= 0 and end - opened < 40 else end - 1


def _run(layout: Layout, low: int, end: int) -> str | None:
    """The run of nouns that ends at `end`, without names, areas and scope words at its head."""
    document, words = layout.document, layout.words
    left, heads = end, 0
    index = document.word_index(end - 1)
    named = [(n.start, n.end) for n in layout.names_in(max(low - 30, 0), end) if n.end > low and n.kind != "place"]
    places = [n for n in layout.names_in(max(low - 30, 0), end) if n.kind == "place"]
    if any(place.end >= end for place in places):
        return None
    taken = [*named, *within(layout.figures, low, end), *within(layout.times, low, end)]
    while index >= 0:
        start, stop = document.word_span(index)
        if start < low or end - start > _LONGEST or any(a < min(stop, end) and start < b for a, b in taken):
            break
        word, tag = document.text[start : min(stop, end)], document.tags[index]
        rated = tag in {"v", "vn"} and document.text[left : left + 1] in _RATED and left < end
        if not _HAN.match(word) or not (rated or _nominal(layout, word, tag, inside=left < end)):
            break
        heads += tag in _HEADS or word in words.measured or words.outcome.fullmatch(word) is not None
        left = start
        index -= 1
    while left < end:
        scope = words.scope.match(document.text, left, end)
        place = next((n for n in layout.names_in(left, left + 1) if n.kind == "place" and n.end < end), None)
        if scope is None and place is None:
            break
        left = place.end if place is not None else scope.end() if scope is not None else end
    return document.text[left:end] if heads and 2 <= end - left <= _LONGEST else None


def _nominal(layout: Layout, word: str, tag: str, *, inside: bool) -> bool:
    words = layout.words
    if word in words.measured or word in words.flow:
        return True
    if word in words.act:
        return False
    if words.outcome.fullmatch(word):
        return True
    if tag in _NOUNS or tag == "ns":
        return word not in words.link
    if inside and tag in {"f", "m"}:
        return word.startswith("第") or word in {"以上", "以下", "以外"}
    return False


def _joined(layout: Layout, figures: Sequence[FigureFact], index: int, clause: Clause) -> int | None:
    """The figure before that this one goes with."""
    figure = figures[index]
    sentence = layout.document.sentences[clause.sentence]
    before = [i for i in range(max(0, index - 12), index) if figures[i].mention.start >= sentence.start]
    if not before:
        return None
    if figure.role == "change" or figure.direction is not None:
        return _level(layout, figures, index, before)
    gap = layout.document.text[figures[index - 1].mention.end : figure.mention.start]
    if _LISTED.fullmatch(gap):
        return index - 1
    compared = _THEN.fullmatch(gap)
    return index - 1 if compared is not None else None


def _level(layout: Layout, figures: Sequence[FigureFact], index: int, before: Sequence[int]) -> int:
    """The level that a change belongs to: the last before it, or its partner where 分别 pairs several."""
    text = layout.document.text
    levels = [i for i in before if figures[i].direction is None]
    changes = [i for i in before if figures[i].direction is not None and (not levels or i > levels[-1])]
    first = changes[0] if changes else index
    opened = figures[levels[-1]].mention.end if levels else figures[before[0]].mention.start
    if not levels or "分别" not in text[opened : figures[first].mention.start]:
        return levels[-1] if levels else before[-1]
    total = len(changes) + 1
    following = index + 1
    while following < len(figures) and _LISTED.fullmatch(
        text[figures[following - 1].mention.end : figures[following].mention.start]
    ):
        total, following = total + 1, following + 1
    partners = levels[-total:]
    return partners[len(changes)] if len(partners) == total else levels[-1]


def _outcome(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """What befell or was done by counted people: 3人|死亡."""
    if figure.unit.dimension not in _PEOPLE:
        return None
    found = layout.words.outcome.match(layout.document.text, figure.phrase[1], clause.end)
    return found[1] if found is not None else None


def _of(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """The noun behind 的 or 为: 350元的|非法收入, 18例为|境外输入病例."""
    document = layout.document
    found = _NOUN_AFTER.match(document.text, figure.mention.end, clause.end)
    if found is None:
        return None
    index, end, head = document.word_index(found.end()), found.end(), False
    while index < len(document.words):
        start, stop = document.word_span(index)
        word, tag = document.text[start:stop], document.tags[index]
        if stop > clause.end or stop - found.end() > 10 or not (tag in _NOUNS or word in layout.words.measured):
            break
        head, end, index = tag in _HEADS, stop, index + 1
    return document.text[found.end() : end] if head and end - found.end() >= 2 else None


def _verb(layout: Layout, low: int, figure: FigureFact, clause: Clause) -> str | None:
    """The verb that governs the figure: the last before it, else the first behind it."""
    low = max(low, figure.mention.start - 12) if figure.unit.dimension in _DURATIONS else low
    end = figure.mention.end if figure.unit.dimension in _DURATIONS else clause.end
    span = action(layout, low, figure.mention.span, end, two=True)
    return layout.document.text[slice(*span)] if span is not None else None


def action(layout: Layout, low: int, span: Span, end: int, *, two: bool = False) -> Span | None:
    """The verb that governs a figure in text[low:end]; of `two` characters at least where asked."""
    document, words = layout.document, layout.words
    before: Span | None = None
    taken = [*within(layout.times, max(low - 8, 0), end), *((n.start, n.end) for n in layout.names_in(low, end))]
    starts, surfaces, tags = document.words, document.surfaces, document.tags
    index = document.word_index(low)
    while index < len(starts):
        start = starts[index]
        if start >= end:
            return before
        stop = start + len(surfaces[index])
        word = surfaces[index]
        verb = word in words.act or (tags[index] == "v" and word not in words.link)
        if verb and start >= low and (stop - start >= 2 or not two) and not _overlaps(taken, start, stop):
            if stop <= span[0]:
                before = (start, stop)
            elif start >= span[1]:
                return before or (start, stop)
        index += 1
    return before


def _overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans)


def verb_of(layout: Layout, span: Span) -> Span | None:
    """The verb that governs the figure at `span` in its clause."""
    clause = layout.clauses[layout.clause_at(span[0])]
    return action(layout, clause.start, span, clause.end)
