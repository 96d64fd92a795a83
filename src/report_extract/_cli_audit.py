"""The work of `report-extract audit`: articles or records in, findings out, the exit code by their severity."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

import click
from rich.console import Console

from report_extract._checks import CHECKS, Check
from report_extract._checks.identities import read_rules
from report_extract._cli_articles import exit_code, extractions, say_unread
from report_extract._cli_records import read_records
from report_extract._findings import LINES, Audited
from report_extract._findings_view import article_view, plain_view
from report_extract._lexicon import WordSource, lexicon_from
from report_extract._pipeline import audit, extract
from report_extract._sarif import sarif
from report_extract.errors import InputError, LexiconError
from report_extract.records import Extraction, Finding, Unread

_ALARMS = ("inconsistent", "doubtful")
_RECORD = b'{"schema_version"'


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for."""

    paths: tuple[str, ...]
    format_name: str
    published: date | None
    profile: Literal["rules", "full"]
    ner: str | None
    checks: str | None
    rules: Path | None
    explain: bool
    fail_on: str
    fields: tuple[str | None, str | None, str | None] = (None, None, None)
    words: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def run_audit(request: Request) -> int:
    """Print the findings of each article; 1 where one is as grave as `fail_on`."""
    checks = _checks(request)
    unread: list[Unread] = []
    seen = _Seen(request.fail_on)
    audited = seen.watch((record, audit(record, checks=checks, explain=True)) for record in _records(request, unread))
    if request.format_name == "text":
        _show(audited, request)
    else:
        _write(_kept(audited, request.explain), request.format_name, checks)
    return exit_code(seen.articles, unread) or int(seen.failed)


class _Seen:
    """How many articles went by, and whether a finding was as grave as asked."""

    def __init__(self, fail_on: str) -> None:
        self.articles = 0
        self.failed = False
        self._fail_on = fail_on

    def watch(self, items: Iterable[Audited]) -> Iterator[Audited]:
        for record, findings in items:
            self.articles += 1
            grave = any(row.verdict in _ALARMS and row.severity <= self._fail_on for row in findings)
            self.failed |= grave and self._fail_on != "never"
            yield record, findings


def _show(items: Iterable[Audited], request: Request) -> None:
    console = Console(highlight=False)
    for record, findings in items:
        shown = findings if request.explain else _alarms(findings)
        if console.is_terminal:
            console.print(article_view(record, shown, findings, coloured=console.color_system is not None))
        else:
            click.echo(plain_view(record, shown, findings), nl=False)


def _write(items: Iterable[Audited], format_name: str, checks: Sequence[Check]) -> None:
    sys.stdout.flush()
    for piece in sarif(items, checks) if format_name == "sarif" else LINES[format_name](items):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _kept(items: Iterable[Audited], explain: bool) -> Iterator[Audited]:
    for record, findings in items:
        yield record, findings if explain else _alarms(findings)


def _alarms(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    rows = [finding for finding in findings if finding.verdict in _ALARMS]
    return tuple(finding.model_copy(update={"id": f"a{n}"}) for n, finding in enumerate(rows, 1))


def _checks(request: Request) -> tuple[Check, ...]:
    """The checks asked for, own rules behind the packaged ones. Raises UsageError, or LexiconError for the rules."""
    known = {check.code: check for check in CHECKS}
    if request.rules is not None:
        known |= {check.code: check for check in _own(request.rules)}
    if request.checks is None:
        return tuple(known.values())
    codes = [code.strip() for code in request.checks.split(",") if code.strip()]
    for code in codes:
        if code not in known:
            near = get_close_matches(code, known, n=1, cutoff=0.5)
            hint = f"; {near[0]}?" if near else "; docs/checks.md lists them"
            raise click.UsageError(f"--checks: there is no check {code!r}{hint}")
    return tuple(check for code, check in known.items() if code in codes)


def _own(path: Path) -> tuple[Check, ...]:
    """The checks of a rules file, each of which alarms on its example and is silent on the other."""
    rules = read_rules(path, taken=tuple(check.code for check in CHECKS))
    faults = []
    for check, rule in rules:
        for field, text, due in (("example", rule.example, True), ("silent", rule.silent, False)):
            found = audit(extract(text, profile="rules"), checks=(check,), explain=True)
            if due != any(row.verdict in _ALARMS for row in found):
                told = "the rule does not alarm on it" if due else "the rule alarms on it"
                how = "" if found else "; the pattern is not found there"
                faults.append(f"{path}: {check.code}: {field}: {told}{how}")
            elif not due and not any(row.verdict == "consistent" for row in found):
                faults.append(f"{path}: {check.code}: silent: the pattern is not found there")
    if faults:
        raise LexiconError("\n".join(faults))
    return tuple(check for check, _ in rules)


def _records(request: Request, unread: list[Unread]) -> Iterator[Extraction]:
    """Records as they are, articles extracted; what cannot be read goes to `unread`."""
    lexicon = lexicon_from(WordSource(*request.words))
    for path in request.paths:
        if _holds_records(path):
            try:
                yield from read_records(Path(path))
            except InputError as error:
                unread.append(Unread(source=path, sha256=None, reason="not_a_record", detail=str(error)))
                say_unread(unread[-1])
        else:
            yield from extractions(
                (path,),
                published=request.published,
                profile=request.profile,
                ner=request.ner,
                unread=unread,
                fields=request.fields,
                lexicon=lexicon,
            )


def _holds_records(path: str) -> bool:
    """True for a file whose first line is a record."""
    if path == "-" or not path.lower().endswith((".jsonl", ".ndjson", ".json")):
        return False
    try:
        with Path(path).open("rb") as stream:
            return stream.read(200).lstrip(b"\xef\xbb\xbf \r\n\t").replace(b'": "', b'":"').startswith(_RECORD)
    except OSError:
        return False
