"""How the command line talks: one line on standard error, the program's name first."""

from __future__ import annotations

import io
import sys

import click


def say(line: str) -> None:
    """One line of talk on standard error."""
    click.echo(f"report-extract: {' '.join(line.split())}", err=True)


def speak_utf8() -> None:
    """Make both streams UTF-8 whatever the locale says; talk never fails on an odd file name."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
