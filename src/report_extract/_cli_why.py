"""The work of `report-extract why`: one place of one article, explained."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Literal

import click

from report_extract._lexicon import WordSource, lexicon_from
from report_extract._sources import article_of_text, read
from report_extract._text import Article
from report_extract._why.account import account_of, as_text, offset_of
from report_extract.errors import InputError
from report_extract.records import Unread


def run_why(
    path: Path | None,
    text: str | None,
    *,
    place: int | str,
    occurrence: int,
    format_name: Literal["text", "json"],
    published: date | None,
    profile: Literal["rules", "full"],
    ner: str | None = None,
    words: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
) -> int:
    """Print the account of a place: an offset, or the n-th occurrence of words."""
    article = _article(path, published) if path else article_of_text(text or "", source=None, published=published)
    offset = offset_of(article.text, place, occurrence) if isinstance(place, str) else place
    lexicon = lexicon_from(WordSource(*words))
    account = account_of(article, offset, profile=profile, ner=ner, lexicon=lexicon)
    if format_name == "json":
        click.echo(json.dumps(account.as_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo(as_text(account), nl=False)
    return 0


def _article(path: Path, published: date | None) -> Article:
    items = list(read([str(path)], published=published))
    if len(items) != 1:
        raise InputError(f"{path}: holds {len(items)} articles; `why` explains one")
    if isinstance(items[0], Unread):
        raise InputError(f"{path}: {items[0].detail}")
    return items[0]
