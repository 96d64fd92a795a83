"""Every figure a Chinese news report prints, as a validated, citable, checkable record.

The public surface, and all of it: `extract`, `audit`, `read`, `write`, the lexicon that `extract` may be given, the
checks that `audit` may be given, the record types and the errors. Names are loaded when they are first used, so that
importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from report_extract._version import __version__

if TYPE_CHECKING:
    from report_extract._checks import CHECKS, Check, Claim, Claims, Outcome, load_rules
    from report_extract._lexicon import Lexicon, load_lexicon
    from report_extract._pipeline import audit, extract
    from report_extract._sinks import write
    from report_extract._sources import read
    from report_extract.errors import EngineError, InputError, LexiconError, ReportExtractError
    from report_extract.records import (
        ArticleRecord,
        BlockRecord,
        Byline,
        Candidate,
        ChangeRecord,
        Entity,
        Extraction,
        Figure,
        Finding,
        MentionRecord,
        NonFigure,
        Place,
        Provenance,
        Quote,
        RateRecord,
        Statement,
        Time,
        TitleRecord,
        UnitRecord,
        Unread,
    )

__all__ = [
    "CHECKS",
    "ArticleRecord",
    "BlockRecord",
    "Byline",
    "Candidate",
    "ChangeRecord",
    "Check",
    "Claim",
    "Claims",
    "EngineError",
    "Entity",
    "Extraction",
    "Figure",
    "Finding",
    "InputError",
    "Lexicon",
    "LexiconError",
    "MentionRecord",
    "NonFigure",
    "Outcome",
    "Place",
    "Provenance",
    "Quote",
    "RateRecord",
    "ReportExtractError",
    "Statement",
    "Time",
    "TitleRecord",
    "UnitRecord",
    "Unread",
    "__version__",
    "audit",
    "extract",
    "load_lexicon",
    "load_rules",
    "read",
    "write",
]

_HOMES = {
    "audit": "_pipeline",
    "extract": "_pipeline",
    "read": "_sources",
    "write": "_sinks",
    "CHECKS": "_checks",
    "Check": "_checks",
    "Claim": "_checks",
    "Claims": "_checks",
    "Outcome": "_checks",
    "load_rules": "_checks",
    "Lexicon": "_lexicon",
    "load_lexicon": "_lexicon",
    "EngineError": "errors",
    "InputError": "errors",
    "LexiconError": "errors",
    "ReportExtractError": "errors",
}

if not TYPE_CHECKING:

    def __getattr__(name):
        """Load a public name from its home, once."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"report_extract.{_HOMES.get(name, 'records')}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
