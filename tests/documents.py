"""A `Document` out of a sentence of ours, without the reading stages: the source is the view."""

from __future__ import annotations

import re
from functools import lru_cache

from report_extract._engines.segmenter import Segmenter
from report_extract._text import Alignment, Article, Block, Document, Sentence

_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]*[”’」』）)]*")


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    return Segmenter()


def document_of(text: str) -> Document:
    """Every line a paragraph; sentences end at 。！？."""
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    words: list[int] = []
    tags: list[str] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block("paragraph", start, start + len(line)))
            for match in _SENTENCE.finditer(line):
                if match.group():
                    sentences.append(Sentence(start + match.start(), start + match.end(), len(blocks) - 1))
            offset = start
            for word, tag in segmenter().tag(line):
                words.append(offset)
                tags.append(tag)
                offset += len(word)
        words.append(start + len(line))
        tags.append("x")
        start += len(line) + 1
    article = Article(text, None, "0" * 64, "utf-8", "test")
    alignment = Alignment.identity(len(text))
    return Document(article, text, alignment, tuple(blocks), tuple(sentences), tuple(words), tuple(tags))
