"""The words of the text with their parts of speech, put right where the dictionary is known to be wrong for nouns.

In: the layout and offsets. Out: words and tags in jieba's terms, by the dictionary or a tagger that read the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from report_extract._stages._relate_clauses import Layout
from report_extract._text import DOUBTFUL

NOUNS = frozenset(["n", "nz", "vn", "an", "j", "x", "b", "ng", "eng", "l", "nt", "nrt", "s", "a", "nrfg"])
HEADS = frozenset(["n", "nz", "vn", "an", "j", "ng", "l", "nt", "x", "eng", "nrt"])
VERBS = frozenset(["v", DOUBTFUL])
SURE = frozenset(["n", "nz", "vn", "an"])
"""What a tagger that read the sentence calls a noun is one."""
_FARTHEST = 26
_THINGS_NAMED = re.compile("(?:建筑|公路|铁路|产业|项目|工程|设备|市场|资源|企业|公司|平台|系统|技术)$")
_THING_ENDS = frozenset("权率器机品者师剂桩链群券费额")  # 否决|权: no verb, whatever a tagger says
_VERBAL = re.compile(
    r"被(?!告|子|面|褥|服)|[拟将已均仍曾正若](?![南态军])[\u3400-\u9fff]{1,2}$|[\u3400-\u9fff]{1,2}[掉住过够]$"
)


class Word(NamedTuple):
    """A word of the text, the first one cut where the reading begins.

    `doubtful`: a verb to a tagger that read the sentence, a noun to the dictionary.
    """

    start: int
    end: int
    text: str
    tag: str
    doubtful: bool


def words_from(layout: Layout, start: int, limit: int) -> Iterator[Word]:
    """The words of text[start:limit], as far as a noun phrase may reach."""
    document = layout.document
    limit = min(limit, start + _FARTHEST)
    index = document.word_index(start)
    while index < len(document.words):
        low, high = document.word_span(index)
        if low >= limit:
            return
        cut = max(low, start)
        word = document.text[cut:high]
        known = layout.measuring.tags.get(word) if cut > low and not document.in_context else None
        yield Word(cut, high, word, known or tag_of(layout, index), document.tags[index] == DOUBTFUL)
        index += 1


def tag_of(layout: Layout, index: int) -> str:
    """The part of speech of a word: the dictionary's, put right where it is known to be wrong for nouns.

    A word that the dictionary takes for a name is a noun where no name was found; one it does not know is a verb
    where it ends or begins as verbs do.
    """
    document = layout.document
    word, tag = document.surfaces[index], document.tags[index]
    tag = "v" if tag == DOUBTFUL else tag
    known = layout.measuring.tags.get(word)
    if known is not None and not (document.in_context and tag in SURE):
        return known
    if tag == "l" and word[-1] in "到了着过":
        return "v"  # 牵涉到
    if tag == "nr" and len(word) > 2 and _THINGS_NAMED.search(word):
        return "n"  # 古建筑
    if document.in_context and tag == "v" and len(word) > 2 and word[-1] in _THING_ENDS:
        return "n"
    if tag != "v" and word in layout.measuring.thing:
        return "n"
    if tag in {"ns", "nr"} and len(word) > 1:
        start = document.words[index]
        named = any(start < n.end for n in layout.names_in(max(start - 20, 0), start + len(word)))
        return tag if named else "n"
    if len(word) > 1 and (tag == "x" or word[0] in "被拟") and _VERBAL.match(word):
        return "v"
    return tag


def agent(layout: Layout, text: str) -> bool:
    """True where a noun is one for people or bodies, which act: 进口商, not 机器人."""
    return layout.measuring.agent.search(text) is not None and not text.endswith("机器人")
