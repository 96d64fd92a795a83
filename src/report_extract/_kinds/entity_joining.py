"""Short forms joined to their full name by structure, never by guess.

The same name without its area (国资委 for 区国资委), the same area and last noun with fewer characters between
(区城管局 for 区城管执法局), or a contraction: each character begins a word of the full name, and the last noun is its
short form (卫健委 for 市卫生健康委员会). Where more than one name would fit, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from report_extract._kinds.entity_group import Group, merged
from report_extract._kinds.naming import ELLIPTIC, Words, words_of
from report_extract._lexicon import Lexicon
from report_extract._lexicon.names import ShortNoun
from report_extract._text import Document, Span

_LEGAL_FORM = re.compile(r"(?:集团)?(?:股份|控股)?(?:有限)?(?:责任)?(?:公司|集团)")
_BODY_INSIDE = re.compile(r"[局委院部厅署站队所]")
_NUMBERED = frozenset("第一二三四五六七八九十0123456789")


def join_short_forms(groups: Sequence[Group], document: Document, lexicon: Lexicon) -> list[Group]:
    """Groups of bodies with each short form in the one full name that it can stand for."""
    words, nouns = words_of(lexicon), short_nouns(lexicon)
    by_end: dict[str, list[Group]] = {}
    bodies = [group for group in groups if group.kind == "organisation"]
    for group in bodies:
        by_end.setdefault(group.name[-1], []).append(group)
    into: dict[int, Group] = {}
    firms = [group for group in bodies if _LEGAL_FORM.search(group.name)]
    for short in bodies:
        rivals = [*by_end[short.name[-1]], *firms, *_longer_nouns(short.name, by_end, nouns)]
        full = {long.name: long for long in rivals if long is not short and _fits(short, long, document, words, nouns)}
        if len(full) == 1:
            into[id(short)] = next(iter(full.values()))
    return merged(groups, into)


@lru_cache(maxsize=8)
def short_nouns(lexicon: Lexicon) -> dict[str, str]:
    """Short last nouns and what they stand for: 委 → 委员会."""
    return {form: entry.name for entry in lexicon.entries("short_nouns", ShortNoun) for form in entry.forms}


def _longer_nouns(short: str, by_end: dict[str, list[Group]], nouns: dict[str, str]) -> list[Group]:
    ends = {noun[-1] for tail, noun in nouns.items() if short.endswith(tail)} - {short[-1]}
    return [group for end in ends for group in by_end.get(end, ())]


def _fits(short: Group, long: Group, document: Document, words: Words, nouns: dict[str, str]) -> bool:
    if is_short_form(short.name, long.name, words):
        return True
    if len(short.name) >= len(long.name) or _tails(short.name, long.name, nouns) is None:
        return False
    mention = next((m for m in long.mentions if m.end - m.start == len(long.name)), None)
    return mention is not None and contracts(short.name, mention.span, document, words, nouns)


def is_short_form(short: str, long: str, words: Words) -> bool:
    """True where `short` is `long` without its area, or with fewer characters between area and last noun.

    >>> from report_extract._lexicon import default_lexicon
    >>> is_short_form("区城管局", "区城管执法局", words_of(default_lexicon()))
    True
    """
    if len(short) >= len(long):
        return False
    if long.startswith(short):  # a body inside a longer name is no short form of it; a firm without its legal form is
        return _LEGAL_FORM.fullmatch(long, len(short)) is not None
    if short[0] in ELLIPTIC and len(short) >= 4 and long.endswith(short):  # 区教育局, 清江市河东区教育局
        return len(long) - len(short) <= 7 and _BODY_INSIDE.search(long, 0, len(long) - len(short)) is None
    if long.endswith(short) and len(short) >= 3:
        head = long[: -len(short)]
        return head in ELLIPTIC or head in words.places or (head[-1] in ELLIPTIC and len(head) <= 4)
    if short[-1] != long[-1] or len(short) < 3:
        return False
    area = _shared_area(short, long, words)
    if area is None:
        return False
    inner_short, inner_long = short[area:-1], long[area:-1]
    return (
        len(inner_short) >= 2
        and inner_long.startswith(inner_short[:2])
        and not _NUMBERED & set(long)
        and _is_subsequence(inner_short, inner_long)
    )


def _shared_area(short: str, long: str, words: Words) -> int | None:
    if short[0] in ELLIPTIC and short[0] == long[0]:
        return 1
    for size in (4, 3, 2):
        head = short[:size]
        if long.startswith(head) and (head in words.places or head[-1] in ELLIPTIC):
            return size
    return None


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def contracts(short: str, long: Span, document: Document, words: Words, nouns: dict[str, str]) -> bool:
    """True where `short` is a contraction of the name printed at `long`: 区卫健委 of 区卫生健康委员会."""
    name = document.text[long[0] : long[1]]
    tail = _tails(short, name, nouns)
    area = _areas(short, name, words)
    if tail is None or area is None:
        return False
    inner_short = short[area[0] : len(short) - tail[0]]
    inner_long = name[area[1] : len(name) - tail[1]]
    if not inner_short and not inner_long:  # 市中院, 市中级人民法院
        return tail[0] < tail[1] and area[0] > 0
    fewest = 1 if area[0] and tail[0] < tail[1] else 2  # 市残联, 市残疾人联合会
    if len(inner_short) < fewest or len(inner_short) >= len(inner_long) or inner_short[0] != inner_long[0]:
        return False
    if _NUMBERED & set(inner_long) or _BODY_INSIDE.search(inner_long):
        return False
    return _by_initials(inner_short, inner_long, _initials(long, document, area[1]))


def _tails(short: str, long: str, nouns: dict[str, str]) -> tuple[int, int] | None:
    """Lengths of the last nouns, where they are the same or one is short for the other."""
    for size in (3, 2, 1):
        noun = nouns.get(short[-size:])
        if noun is not None and long.endswith(noun):
            return size, len(noun)
    for size in (2, 1):
        if short[-size:] == long[-size:] and short[-size:] not in nouns and len(short) > size + 1:
            return size, size
    return None


def _areas(short: str, long: str, words: Words) -> tuple[int, int] | None:
    """Lengths of the areas before the names, where they agree: both the same, 区 for 清河区, or none for any."""
    own, full = _area(short, words), _area(long, words)
    if own == 0 or short[:own] == long[:full]:
        return own, full
    return (own, full) if own == 1 and full > 1 and long[full - 1] == short[0] else None


def _area(name: str, words: Words) -> int:
    """Length of the area that a name begins with, 0 where it has none."""
    if name[0] in ELLIPTIC:
        return 1
    for size in range(min(8, len(name) - 2), 1, -1):
        if name[:size] in words.places or (name[size - 1] in ELLIPTIC and size >= 3):
            return size
    return 0


def _initials(name: Span, document: Document, start: int) -> frozenset[int]:
    """Offsets in the name, from `start` on, at which a word begins; every second character of a long word."""
    out: set[int] = set()
    index = document.word_index(name[0])
    while index < len(document.words) and document.words[index] < name[1]:
        left, right = document.word_span(index)
        out.update(at - name[0] - start for at in range(left, right, 2))
        index += 1
    return frozenset(out)


def _by_initials(short: str, long: str, initials: frozenset[int]) -> bool:
    """True where each character of `short` begins a word of `long`, in order, or follows the one matched before."""
    at = -1
    for char in short:
        following = at + 1 if at >= 0 and long[at + 1 : at + 2] == char else None
        begun = next((i for i in sorted(initials) if i > at and long[i : i + 1] == char), None)
        found = following if following is not None else begun
        if found is None:
            return False
        at = found
    return True
