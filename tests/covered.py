"""The bars of `make coverage`: `python tests/covered.py coverage.json`.

Shows what is not run; the exit code is 1 where a bar is missed.
"""

from __future__ import annotations

import json
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

OVERALL = 95.0
WHOLE = ("*/_kinds/numeral*.py", "*/_kinds/date*.py", "*/_kinds/interval.py")
"""Numerals, dates and intervals: every branch."""
_SHOWN = 90.0


def missed(file: dict[str, Any]) -> list[str]:
    """Lines that never ran, and branches never taken as `from>to`."""
    branches = [f"{start}>{end}" for start, end in file["missing_branches"] if end not in file["missing_lines"]]
    return [*map(str, file["missing_lines"]), *branches]


def report(document: dict[str, Any]) -> tuple[list[str], bool]:
    """Lines to show, and whether all bars hold."""
    lines, holds = [], True
    for name, file in sorted(document["files"].items()):
        share = file["summary"]["percent_covered"]
        whole = any(fnmatch(name, pattern) for pattern in WHOLE)
        if whole and missed(file):
            lines.append(f"{share:5.1f} %  {name}: every branch is asked for; not run: {', '.join(missed(file))}")
            holds = False
        elif share < _SHOWN:
            lines.append(f"{share:5.1f} %  {name}: {', '.join(missed(file))}")
    total = document["totals"]["percent_covered"]
    lines.append(f"{total:5.1f} %  of all lines and branches; {OVERALL:.0f} % is asked for")
    return lines, holds and total >= OVERALL


def main(path: str) -> int:
    """Show and judge."""
    lines, holds = report(json.loads(Path(path).read_text(encoding="utf-8")))
    print("\n".join(lines))  # noqa: T201
    return int(not holds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
