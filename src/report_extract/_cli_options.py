"""Options and help that several commands share. Only click is imported here."""

from __future__ import annotations

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


def examples(*lines: str) -> str:
    """The closing lines of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
