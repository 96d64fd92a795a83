"""The catalogue in docs/checks.md, written from the docstrings of the checks; compared by test_audit.

`python tests/checks_page.py` (make readme) renews everything below the line `<!-- generated -->`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from report_extract._checks import CHECKS, GROUPS
from report_extract._checks.check import Check
from report_extract._checks.describing import described

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"
MARK = "<!-- generated from the docstrings by tests/checks_page.py -->\n"


def sentence(check: Check, field: str) -> str:
    """The example or its silent twin as a text: ⏎ is a line end."""
    return described(check)[field].replace("⏎", "\n")


def catalogue() -> str:
    """All checks by group, as Markdown."""
    lines = [f"{len(CHECKS)} checks.", ""]
    for title, checks in GROUPS:
        lines += [f"## {title}", ""]
        for check in checks:
            rows = described(check)
            lines += [f"### `{check.code}` ({check.severity})", "", rows["says"], ""]
            lines += [f"- {name}: {rows[name]}" for name in ("needs", "formula", "traps") if name in rows]
            if check.innocent:
                lines.append(f"- innocent: {'；'.join(check.innocent)}")
            lines += [f"- example: {rows['example']}", f"- silent: {rows['silent']}", ""]
    return "\n".join(lines).rstrip() + "\n"


def page(text: str) -> str:
    """The page with its catalogue as the docstrings have it now."""
    return text.partition(MARK)[0] + MARK + "\n" + catalogue()


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {len(CHECKS)} checks\n")
