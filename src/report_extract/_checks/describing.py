"""What a check says of itself: the parts of its docstring by name, for the page of checks, SARIF and readers."""

from __future__ import annotations

import re

from report_extract._checks.check import Check

FIELDS = ("needs", "formula", "traps", "example", "silent")
_FIELD = re.compile(rf"^ *({'|'.join(FIELDS)}): (.*?)(?=^ *(?:{'|'.join(FIELDS)}): |\Z)", re.MULTILINE | re.DOTALL)


def described(check: Check) -> dict[str, str]:
    """The parts of a check's docstring by name, each on one line; `says` is its first sentence.

    In `example` and `silent`, ⏎ stands for a line end.
    """
    text = check.run.__doc__ or check.code
    rows = {name: " ".join(body.split()) for name, body in _FIELD.findall(text)}
    return {"says": " ".join(text.partition("\n\n")[0].split()), **rows}
