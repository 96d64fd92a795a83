"""The fingerprint of what makes records: code, words, engines, profile. Records of one may stand together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from report_extract._lexicon import WordSource, lexicon_from
from report_extract._pipeline import engines_of
from report_extract._version import __version__
from report_extract.records import SCHEMA_VERSION

# Parts of the package that make no facts.
_TALK = ("_cli", "_batch", "_evaluation", "_why", "_diff", "_doctor", "_demo", "__pycache__")


def fingerprint(profile: Literal["rules", "full"], words: WordSource | None = None) -> str:
    """A hash that changes whenever the same article could give another record.

    Raises LexiconError where the words of a user are at fault.
    """
    lexicon = lexicon_from(words or WordSource())
    engines = ";".join(f"{name} {version}" for name, version in sorted(engines_of(profile).items()))
    parts = (__version__, SCHEMA_VERSION, lexicon.digest, engines, profile, _code())
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _code() -> str:
    digest = sha256()
    for name, data in sorted(_sources(files("report_extract"), "")):
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.name.startswith(_TALK):
            continue
        if entry.is_dir():
            yield from _sources(entry, f"{path}{entry.name}/")
        elif not entry.name.endswith((".pyc", ".so", ".pyd")):
            yield f"{path}{entry.name}", entry.read_bytes()
