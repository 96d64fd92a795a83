"""Segment: the cleaned text becomes a `Document`: blocks in reading order, sentences, words.

Every character of the cleaned text but the blanks around lines stands in the document exactly once. On a page
without damage the blocks follow each other as in the source. Pieces of a broken block become neighbours in the view,
the block is marked `repaired`, and the notes name each repair. A block whose beginning or end is missing and could not
be found is a `fragment`; one that only lacks its last mark stays a paragraph, with a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate

from report_extract._lexicon import Lexicon
from report_extract._stages._segment_joins import Group, groups, interrupting
from report_extract._stages._segment_kinds import line_kinds, pull_quotes
from report_extract._stages._segment_lines import Line, lines_of
from report_extract._stages._segment_sentences import sentences
from report_extract._text import Alignment, Block, BlockKind, Document, Run, Sentence, Traced
from report_extract.errors import EngineError

Tag = Callable[[str], tuple[list[str], list[str]]]

_LIST = 4
_SHOWN = 20
_SUBTITLE = ("——", "—", "--")


def segment(traced: Traced, *, tag: Tag, lexicon: Lexicon) -> Document:
    """The document of a cleaned text; `tag` gives the words of a text and their parts of speech."""
    lines = lines_of(traced.text)
    shapes = line_kinds(lines, lexicon)
    quotes = pull_quotes(traced.text, lines, shapes)
    for index in quotes:
        shapes[index] = "furniture"
    ordered, notes = groups(lines, shapes, text=traced.text, tag=tag, lexicon=lexicon)
    notes += [f"pull_quote: {lines[index].text[:_SHOWN]}" for index in quotes]
    kinds = _block_kinds(ordered, lines, notes)
    blocks: list[Block] = []
    runs: list[Run] = []
    texts: list[str] = []
    spans: list[Sentence] = []
    start = 0
    for number, (group, kind) in enumerate(zip(ordered, kinds, strict=True)):
        position = start
        for index in group.lines:
            line = lines[index]
            runs.append(Run(position, line.start, len(line.text)))
            position += len(line.text)
        text = line.text if len(group.lines) == 1 else "".join([lines[index].text for index in group.lines])
        texts.append(text)
        blocks.append(Block(kind, start, position, group.repaired))
        spans += [Sentence(start + left, start + right, number) for left, right in sentences(text)]
        start = position + 1
    view = "\n".join(texts)
    words, surfaces, tags = _words(view, tag)
    return Document(
        article=traced.article,
        text=view,
        alignment=_led_back(Alignment.of(runs), traced.alignment),
        blocks=tuple(blocks),
        sentences=tuple(spans),
        words=words,
        surfaces=surfaces,
        tags=tags,
        notes=tuple(notes),
    )


def _led_back(view: Alignment, cleaned: Alignment) -> Alignment:
    """The view's alignment to the source; the cleaned text of most pages is the source."""
    whole = cleaned.runs
    if len(whole) == 1 and whole[0].view == whole[0].source == 0:
        return view
    return view.through(cleaned)


def _words(view: str, tag: Tag) -> tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]:
    """Starts, surfaces and tags of words; the newline between blocks is a word of its own."""
    surfaces, tags = tag(view)
    starts = list(accumulate(map(len, surfaces), initial=0))
    if starts.pop() != len(view):
        raise EngineError("the segmenter does not give back the text it was given; its words must tile the text")
    return tuple(starts), tuple(surfaces), tuple(tags)


# --- Kinds of blocks ----------------------------------------------------------------------------------------


def _block_kinds(ordered: Sequence[Group], lines: Sequence[Line], notes: list[str]) -> list[BlockKind]:
    """Heads become kicker, headline, subhead or, in lists, paragraphs, by their place on the page."""
    taken_out = {index for group in ordered for index in interrupting(group)}
    kinds: list[BlockKind] = ["paragraph"] * len(ordered)
    texts = [index for index, group in enumerate(ordered) if group.kind == "text"]
    heads: list[int] = []
    for index, group in enumerate(ordered):
        if group.kind == "head":
            if group.lines[0] in taken_out:
                kinds[index] = "caption"
            else:
                heads.append(index)
        elif group.kind == "text":
            kinds[index] = "fragment" if group.lost in ("start", "end") else "paragraph"
        else:
            kinds[index] = group.kind
    if not texts:
        return kinds
    top = _title(ordered, lines, texts, heads)
    names = {at: "".join([lines[index].text for index in ordered[at].lines]).replace(" ", "") for at in top}
    for index, kind in _titles(top, names):
        kinds[index] = kind
        if kind == "furniture":
            notes.append(f"repeated_headline: {names[index][:20]}")
    titles = frozenset(top)
    for index in _subheads([index for index in heads if index not in titles], texts, ordered):
        kinds[index] = "subhead"
    return kinds


def _title(ordered: Sequence[Group], lines: Sequence[Line], texts: Sequence[int], heads: Sequence[int]) -> list[int]:
    """The heads above the first text; a first line that ends with ？ or ！ may be the headline too."""
    first = texts[0]
    if len(texts) > 1 and not any(index < first for index in heads):
        text = lines[ordered[first].lines[0]].text
        after = lines[ordered[texts[1]].lines[0]].text
        if _is_asking_title(text) and len(after) > 2 * len(text) and not ordered[first].repaired:
            first = texts[1]
            return [texts[0], *(index for index in heads if index < first)]
    return [index for index in heads if index < first]


def _is_asking_title(text: str) -> bool:
    return 6 <= len(text) <= 40 and text[-1] in "？！?!" and "。" not in text and text[0] not in "“「"


def _titles(top: Sequence[int], names: Mapping[int, str]) -> Iterator[tuple[int, BlockKind]]:
    """First a kicker, then the headline; alone the headline. What is printed again is furniture."""
    seen: dict[str, int] = {}
    lines: list[int] = []
    for index in top:
        if names[index] in seen:
            yield index, "furniture"
        else:
            seen[names[index]] = index
            lines.append(index)
    joined = len(lines) >= 2 and lines[1] == lines[0] + 1
    has_kicker = joined and not names[lines[1]].startswith(_SUBTITLE) and len(names[lines[1]]) > 8
    for place, index in enumerate(lines):
        if place == (1 if has_kicker else 0):
            yield index, "headline"
        else:
            yield index, "kicker" if place == 0 else "subhead"


def _subheads(heads: Sequence[int], texts: Sequence[int], ordered: Sequence[Group]) -> Iterator[int]:
    """Heads with text below them; a longer row of heads is a list, and so is what ends the page."""
    last = texts[-1]
    row: list[int] = []
    for index in [*heads, len(ordered) + 1]:
        if row and index != row[-1] + 1:
            if len(row) < _LIST and row[-1] < last:
                yield from row
            row = []
        row.append(index)
