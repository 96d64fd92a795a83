"""The words of `measures.toml`, compiled once a lexicon for the questions that the measures ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from report_extract._lexicon import Lexicon
from report_extract._lexicon.alternation import alternation
from report_extract._lexicon.measuring import MeasureWord

_TAG_OF = {"does": "v", "joins": "d"}


@dataclass(frozen=True, slots=True, eq=False)
class MeasureWords:
    """`tags` put the dictionary's parts of speech right; the patterns read the end of a noun."""

    tags: Mapping[str, str]
    thing: frozenset[str]
    short: frozenset[str]
    amount: frozenset[str]
    says: frozenset[str]
    inside: frozenset[str]
    idle: frozenset[str]
    whole: re.Pattern[str]
    lasting: re.Pattern[str]
    agent: re.Pattern[str]
    heading: re.Pattern[str]
    spent: re.Pattern[str]
    degree: frozenset[str]
    loose: frozenset[str]
    beside: frozenset[str]
    takes: frozenset[str]


@lru_cache(maxsize=8)
def measure_words(lexicon: Lexicon) -> MeasureWords:
    """The measuring words of a lexicon."""
    forms: dict[str, set[str]] = {}
    for entry in lexicon.entries("measures", MeasureWord):
        forms.setdefault(entry.role, set()).update(entry.forms)
    return MeasureWords(
        tags={word: tag for role, tag in _TAG_OF.items() for word in forms.get(role, ())},
        thing=frozenset(forms["thing"]),
        short=frozenset(forms["short"]),
        amount=frozenset(forms["amount"]),
        says=frozenset(forms["says"]),
        inside=frozenset(forms["inside"]),
        idle=frozenset(forms["idle"]),
        whole=_ends(forms["whole"]),
        lasting=_ends(forms["lasting"]),
        agent=_ends(forms["agent"]),
        heading=_ends(forms["heading"]),
        spent=re.compile(f"({alternation(forms['spent'])})(?:了|约|近|超过?|达|高达|逾|共|至|为|合计|共计){{0,2}}$"),
        degree=frozenset(forms["degree"]),
        loose=frozenset(forms["loose"]),
        beside=frozenset(forms["beside"]),
        takes=frozenset(forms["takes"]),
    )


def _ends(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(forms)})$")
