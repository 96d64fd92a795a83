"""The last nouns of bodies' names: the suffix lexicon as one pattern, and where a suffix stands as a head.

A `Head` is a place where a suffix ends a word, or a word that a title or a further suffix continues.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from report_extract._facts import Mention
from report_extract._kinds.naming import Field, words_of
from report_extract._lexicon import Lexicon
from report_extract._lexicon.alternation import Places, alternation
from report_extract._lexicon.names import OrganisationSuffix, TitleWord
from report_extract._values import value


@value
class Suffix:
    """A suffix surface with what its lexicon entry says."""

    type: str
    needs: str
    nominal: bool
    quoted: bool = False
    not_before: tuple[str, ...] = ()
    alone: bool = False


Head = tuple[int, int, Suffix]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The suffixes, where they stand, and their properties."""

    places: Places
    suffixes: dict[str, Suffix]
    titles: re.Pattern[str]
    refused: frozenset[str]


@lru_cache(maxsize=8)
def grammar_of(lexicon: Lexicon) -> Grammar:
    """Compile the suffix lexicon."""
    suffixes: dict[str, Suffix] = {}
    for entry in lexicon.entries("organisation_suffixes", OrganisationSuffix):
        for form in entry.forms:
            suffix = Suffix(entry.type, entry.needs, entry.nominal, entry.quoted, entry.not_before, entry.alone)
            suffixes.setdefault(form, suffix)
    titles = [form for entry in lexicon.entries("titles", TitleWord) if entry.rank == "office" for form in entry.forms]
    return Grammar(
        Places(suffixes),
        suffixes,
        re.compile(alternation(titles)),
        words_of(lexicon).refused,
    )


def heads_of(field: Field, grammar: Grammar) -> Iterator[Head]:
    """Places where a suffix stands as the end of a word, or of a word that a title or suffix continues."""
    text = field.document.text
    last = -1
    for start, surface in grammar.places.of(text):
        end = start + len(surface)
        if end <= last:  # 支部 inside 党支部: the longer suffix was met before
            continue
        suffix = grammar.suffixes[surface]
        if suffix.not_before and text.startswith(suffix.not_before, end):
            continue
        if (suffix.alone or _ends_word(field, grammar, start, end)) and not _refused(field, grammar, start, end):
            last = end
            yield start, end, suffix


_GLUED = frozenset("以在对与和将已从为于共还也则曾向被把等")
"""What the segmenter joins to a last noun of one character: 临江队|以, 区教育局|在."""

_BEHIND = ("会同", "讯")
"""What the segmenter joins to a name that it does not know: 发展改革委|会同, 法治报|讯."""


def _ends_word(field: Field, grammar: Grammar, start: int, end: int) -> bool:
    document = field.document
    if document.text.startswith("局地", end - 1):  # 华北局地
        return False
    if document.is_boundary(end) or document.text.startswith(_BEHIND, end):
        return True
    left, right = document.word_span(document.word_index(end))
    if _cut_off_adverb(document.text, start, end, left, right):
        return True
    if end - start >= 3 and left > start and document.tags[document.word_index(end)] == "x":  # 观象阁测得
        return True
    rest = document.text[end:right]
    if left == start and rest[:1] in _GLUED and document.tags[document.word_index(start)] == "x":
        return True
    told = field.covered.get(end - 1)
    if told is not None and told.label == "organisation" and told.span[1] == end and told.span[0] < start:
        return True
    if left == start and rest.startswith(("干部", "工作")):
        return False
    return bool(grammar.titles.match(document.text, end)) or any(
        rest.startswith(form) for form in ("机关", "党", "支部", "团")
    )


_ADVERBS = frozenset("将会已曾还也正拟均又应可")


def _cut_off_adverb(text: str, start: int, end: int, left: int, right: int) -> bool:
    """农业农村部|将, 七中|将: the segmenter's 部将, 中将 is the end of a name and an adverb."""
    named = end - start >= 3 or text[start] in "一二三四五六七八九十"
    return named and start < left == end - 1 and right == end + 1 and text[end] in _ADVERBS


def _refused(field: Field, grammar: Grammar, start: int, end: int) -> bool:
    document = field.document
    if end - start > 2:
        return False
    left, right = document.word_span(document.word_index(start))
    word = document.text[left : min(right, end)]
    bare = end - start == 1 and left == start
    if not bare and (word in grammar.refused or word[-2:] in grammar.refused):
        return True
    if not grammar.refused.isdisjoint((document.text[max(0, start - 1) : end], document.text[max(0, start - 2) : end])):
        return True
    tag = document.tags[document.word_index(start)]
    if end - start == 1:
        if left == start:  # a bare 局, 部, 队 …: only behind a noun that is part of a name
            return start == 0 or document.text[start - 1] in "、，,。 \n的"
        return tag in {"v", "vn", "d", "a", "ad", "i", "l", "r", "f", "t", "m", "q", "s"} and right == end
    return left < start and right > start and tag in {"v", "d", "a", "i"} and right == end


def mention_of(start: int, end: int, suffix: Suffix, rule: str, **data: str) -> Mention:
    """A mention of a body of the suffix's type."""
    return Mention("organisation", start, end, rule, data={"type": suffix.type, **data})
