"""The command line. Data to standard output, talk to standard error, UTF-8 always.

Only click is imported here; a command loads its work when it runs, so that `--help` answers at once.
Exit codes: 0 done; 1 findings at or above `--fail-on`; 2 wrong usage or nothing readable; 3 some inputs failed, the
rest is done; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal, NoReturn

import click

from report_extract._cli_batch import BATCH
from report_extract._cli_instruments import INSTRUMENTS
from report_extract._cli_options import examples, fields, ner, profile, published, words
from report_extract._cli_talk import say, speak_utf8
from report_extract._version import __version__
from report_extract.errors import ReportExtractError

FORMATS = ("jsonl", "json", "csv", "ledger-jsonl", "table")
AUDIT_FORMATS = ("text", "json", "jsonl", "csv", "sarif")
SEVERITIES = ("S1", "S2", "S3", "S4", "never")

Profile = Literal["rules", "full"]


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "report-extract demo",
        "report-extract extract article.txt -o figures.csv",
        "report-extract extract articles/ -o facts.jsonl",
    ),
)
@click.version_option(__version__, prog_name="report-extract")
def commands() -> None:
    """Every figure a Chinese news report prints, as a validated, citable, checkable record."""


@commands.command(
    epilog=examples(
        "report-extract extract article.txt",
        "report-extract extract articles/ -o facts.jsonl --unread unread.jsonl",
        "cat article.txt | report-extract extract - -f csv",
        'report-extract extract --text "2月10日至24日，区税务局党支部参与志愿服务130人次。" -f table',
    )
)
@click.argument("paths", nargs=-1, metavar="[PATH…|-]")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    help="Default: by the suffix of -o; a table on a terminal; else jsonl.",
)
@click.option(
    "--lang",
    type=click.Choice(("en", "zh")),
    default="en",
    show_default=True,
    help="Language of the column headers of csv.",
)
@click.option("--text", help="Read this text instead of files.")
@published
@profile
@fields
@ner
@words
@click.option("--coverage", is_flag=True, help="Account for every numeral of the text, on standard error.")
@click.option("--unread", type=click.Path(path_type=Path), help="List inputs that could not be read there, as JSONL.")
def extract(
    paths: tuple[str, ...],
    output: Path | None,
    format_name: str | None,
    lang: str,
    text: str | None,
    published: date | None,
    profile: Profile,
    gazetteers: tuple[str, ...],
    lexicons: tuple[str, ...],
    ner: str | None,
    coverage: bool,
    unread: Path | None,
    text_field: str | None,
    id_field: str | None,
    date_field: str | None,
) -> int:
    """Extract the figures of articles: files of many formats, folders, URIs, or - for standard input.

    One article gives one record; jsonl has one a line, csv, ledger-jsonl and table one line a figure.
    """
    from report_extract._cli_extract import Request, run_extract

    return run_extract(
        Request(
            paths=_inputs(paths, text),
            text=text,
            output=None if output == Path("-") else output,
            format_name=format_name,
            lang=lang,
            published=published,
            profile=profile,
            words=(lexicons, gazetteers),
            ner=ner,
            coverage=coverage,
            unread=unread,
            fields=(text_field, id_field, date_field),
        )
    )


@commands.command(
    epilog=examples(
        "report-extract audit article.txt",
        "report-extract audit article.txt --explain --fail-on never",
        "report-extract audit articles/ -f sarif --fail-on S1 > audit.sarif",
    )
)
@click.argument("paths", nargs=-1, metavar="[PATH…|-]")
@click.option(
    "-f", "--format", "format_name", type=click.Choice(AUDIT_FORMATS), default="text", show_default=True,
    help="text for eyes; one row a finding; SARIF 2.1.0 for editors and CI.",
)  # fmt: skip
@click.option("--checks", metavar="CODE,…", help="Only these checks, by their codes (docs/checks.md).")
@click.option("--rules", type=click.Path(path_type=Path), help="Own checks: a TOML file of simple identities.")
@click.option("--explain", is_flag=True, help="Also what was tested and agrees, and what could not be tested.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="S2",
    show_default=True,
    help="Exit with 1 on a finding of this severity or a graver one (S1 is the gravest).",
)
@published
@profile
@fields
@ner
@words
def audit(
    paths: tuple[str, ...],
    format_name: str,
    checks: str | None,
    rules: Path | None,
    explain: bool,
    fail_on: str,
    published: date | None,
    profile: Profile,
    text_field: str | None,
    id_field: str | None,
    date_field: str | None,
    gazetteers: tuple[str, ...],
    lexicons: tuple[str, ...],
    ner: str | None,
) -> int:
    """Check the arithmetic of articles, or of records as `extract -f jsonl` writes them.

    Each finding shows its sentence with the figures marked, the sum and the verdict.
    """
    from report_extract._cli_audit import Request, run_audit

    return run_audit(
        Request(
            paths=_inputs(paths, None),
            format_name=format_name,
            published=published,
            profile=profile,
            words=(lexicons, gazetteers),
            ner=ner,
            checks=checks,
            rules=rules,
            explain=explain,
            fail_on=fail_on,
            fields=(text_field, id_field, date_field),
        )
    )


@commands.command(epilog=examples("report-extract schema", "report-extract schema Figure"))
@click.argument("name", required=False)
def schema(name: str | None) -> int:
    """Print the JSON Schema of a record; without NAME, list the records."""
    from report_extract._schemas import SCHEMAS, schema_text, summary

    if name is None:
        width = max(map(len, SCHEMAS))
        click.echo("\n".join(f"{known:<{width}}  {summary(known)}" for known in SCHEMAS))
    else:
        click.echo(schema_text(name), nl=False)
    return 0


@commands.command(epilog=examples("report-extract demo"))
@profile
def demo(profile: Profile) -> int:
    """Extract the article that comes with the package and show its figures as a table."""
    from report_extract._cli_demo import run_demo

    return run_demo(profile=profile)


for _command in (*BATCH, *INSTRUMENTS):
    commands.add_command(_command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code."""
    speak_utf8()
    try:
        outcome = commands.main(arguments, prog_name="report-extract", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except ReportExtractError as error:
        say(str(error))
        return 2
    except OSError as error:
        say(f"{error.filename or 'output'}: {error.strerror or error}")
        return 2
    return outcome if isinstance(outcome, int) else 0


def main() -> NoReturn:
    """The console script."""
    sys.exit(run())


def _inputs(paths: tuple[str, ...], text: str | None) -> tuple[str, ...]:
    if text is not None and paths:
        raise click.UsageError("give either --text or paths, not both")
    if text is None and not paths:
        if sys.stdin is None or sys.stdin.isatty():
            raise click.UsageError("nothing to read: give a file, a folder, or - for standard input")
        return ("-",)
    return paths
