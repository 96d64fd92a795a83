"""What every command that reads articles does with its inputs: extract each, and keep those that cannot be read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from traceback import extract_tb
from typing import Literal

from report_extract._cli_talk import say
from report_extract._lexicon import Lexicon
from report_extract._pipeline import extract_article, tagger_of
from report_extract._sources import read
from report_extract._text import Article
from report_extract.errors import InputError, ReportExtractError
from report_extract.records import Extraction, Unread


def extractions(
    paths: Sequence[str],
    *,
    published: date | None,
    profile: Literal["rules", "full"],
    unread: list[Unread],
    ner: str | None = None,
    lexicon: Lexicon | None = None,
    fields: tuple[str | None, str | None, str | None] = (None, None, None),
) -> Iterator[Extraction]:
    """Extractions of the inputs in order; what cannot be read goes to `unread` and is said at once.

    `fields` are the columns of text, id and date in tables.
    """
    tagger_of(profile, ner)  # a tagger that cannot be had is said once, before any article
    seen = False
    text, id_, day = fields
    stdin = sys.stdin.buffer if "-" in paths else None
    for item in read(paths, published=published, stdin=stdin, text_field=text, id_field=id_, date_field=day):
        seen = True
        outcome = item if isinstance(item, Unread) else _extraction(item, profile, ner, lexicon)
        if isinstance(outcome, Unread):
            unread.append(outcome)
            say_unread(outcome)
        else:
            yield outcome
    if not seen:
        raise InputError(f"{', '.join(paths)}: no articles here; a file or a folder with .txt files is needed")


def say_unread(row: Unread) -> None:
    """The culprit and why, in one line."""
    say(row.detail if row.source in row.detail else f"{row.source}: {row.detail}")


def exit_code(done: int, unread: Sequence[Unread]) -> int:
    """0 all done, 3 some inputs failed, 2 nothing could be read."""
    if not unread:
        return 0
    return 3 if done else 2


def _extraction(
    article: Article, profile: Literal["rules", "full"], ner: str | None, lexicon: Lexicon | None
) -> Extraction | Unread:
    source = article.source or "-"
    try:
        return extract_article(article, profile=profile, ner=ner, lexicon=lexicon)
    except InputError as error:
        return Unread(source=source, sha256=article.sha256, reason="no_chinese_text", detail=str(error))
    except ReportExtractError:  # a fault of words or engines is every article's
        raise
    except Exception as error:  # a broken article is a row, and costs no other article
        frame = extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        detail = f"{type(error).__name__} at {where}: {error}; please report this with the article"
        return Unread(source=source, sha256=article.sha256, reason="crash", detail=detail)
