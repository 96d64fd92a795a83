"""Options and help that several commands share. Only click is imported here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click

from report_extract.errors import InputError


def day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """A publication date as given on the command line."""
    if value is None:
        return None
    from report_extract._pipeline import publication_date

    try:
        return publication_date(value)
    except InputError as error:
        raise click.BadParameter(f"{value!r} is not a date; write it 2020-03-05") from error


published = click.option(
    "--published", callback=day, metavar="DATE", help="Day of publication (2020-03-05): gives dates their year."
)
profile = click.option(
    "--profile",
    type=click.Choice(["rules", "full"]),
    default="full",
    show_default=True,
    help="rules: without the tagger of names, faster; full: with it.",
)

ner = click.option(
    "--ner",
    metavar="TAGGER",
    help="Tagger of profile full: lac-small (default), own (much faster), lac, spacy:PATH (your pipeline), none.",
)


_FIELDS = (
    click.option("--text-field", metavar="NAME", help="Column of .jsonl, .csv, .parquet that holds the text."),
    click.option("--id-field", metavar="NAME", help="Column of tables that holds the id of the article."),
    click.option("--date-field", metavar="NAME", help="Column of tables that holds the day of publication."),
)


def fields(command: Callable[..., int]) -> Callable[..., int]:
    """The options that name the columns of tables."""
    for option in reversed(_FIELDS):
        command = option(command)
    return command


_WORDS = (
    click.option(
        "--gazetteer", "gazetteers", multiple=True, type=click.Path(), metavar="FILE",
        help="Names of your own: .toml, .csv or .jsonl with name, kind, type, aliases, parent. May be repeated.",
    ),
    click.option(
        "--lexicon", "lexicons", multiple=True, type=click.Path(), metavar="DIR",
        help="Words of your own: a folder of files like those of the package. May be repeated.",
    ),
)  # fmt: skip


def words(command: Callable[..., int]) -> Callable[..., int]:
    """The options that add names and words."""
    for option in reversed(_WORDS):
        command = option(command)
    return command


def examples(*lines: str) -> str:
    """The closing lines of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
