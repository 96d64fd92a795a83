"""What stands right beside a figure: the noun before it, the noun behind 为, and 的 behind an amount.

In: the layout and offsets. Out: a short exact stretch of the text, or None.
"""

from __future__ import annotations

import re

from report_extract._facts import FigureFact
from report_extract._stages._relate_behind import behind
from report_extract._stages._relate_clauses import Layout, within
from report_extract._stages._relate_nouns import adjacent

OF = re.compile(r"(?:左右|以上|以下|以内)?[高长宽深厚重大远粗]?(?:[(（][^()（）]{1,12}[)）])?的")
CLOSES = re.compile(r"[^\u3400-\u9fff]|[的和与及用以在]|$")
"""What ends a phrase."""
_IS = re.compile(r"(?:左右|以上|以下)?[均都]?(?:为|是|系|成为|担任|当选为?)(?![0-9])")


def beside(layout: Layout, low: int, start: int) -> str | None:
    """The noun right before, where it is not the one of the figure before that (81个|单位|177人次)."""
    noun = adjacent(layout, low, start)
    before = within(layout.figures, max(low - 24, 0), low)
    taken = noun is not None and bool(before) and before[-1][1] == low and layout.document.text.startswith(noun, low)
    return None if taken and start - low == len(noun or "") else noun


def printed_before(layout: Layout, figure: FigureFact, low: int) -> str | None:
    """企业家代表|30余人: the counted noun of a figure, where it stands right before and names nobody."""
    if figure.counted is None or figure.counted[1] != figure.mention.start or figure.counted[0] < low:
        return None
    names = layout.names_in(max(figure.counted[0] - 20, 0), figure.mention.start)
    named = any(figure.counted[0] < name.end for name in names)
    return None if named else layout.document.text[slice(*figure.counted)]


def is_noun(layout: Layout, end: int, limit: int) -> str | None:
    """The noun behind 为: 18例为|境外输入病例."""
    found = _IS.match(layout.document.text, end, limit)
    return behind(layout, found.end(), limit, verbs=False) if found is not None else None
