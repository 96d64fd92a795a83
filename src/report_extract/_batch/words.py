"""The files of words that a user gave to a run: paths and digests, to tell later what they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from report_extract._lexicon import WordSource

WordFile = tuple[str, int, str, str]
"""Role (gazetteer or lexicon), place in the order given, path, SHA-256 of what was read."""


def files_of(words: WordSource) -> list[WordFile]:
    """The files of a source; a folder counts as one, with the digest of all its word files."""
    given = [("gazetteer", path) for path in words.gazetteers] + [("lexicon", path) for path in words.folders]
    return [(role, place, path, _digest(Path(path))) for place, (role, path) in enumerate(given)]


def source_of(files: Iterable[tuple[str, str, str]]) -> WordSource:
    """The source that files (role, path, digest) were given as."""
    files = list(files)
    folders = tuple(path for role, path, _ in files if role == "lexicon")
    return WordSource(folders, tuple(path for role, path, _ in files if role == "gazetteer"))


def changed(files: Sequence[tuple[str, str, str]]) -> str:
    """What no longer is as it was read, the first of it; empty where all is."""
    for role, path, digest in files:
        if not Path(path).exists():
            return f"the {role} {path} is gone"
        if _digest(Path(path)) != digest:
            return f"the {role} {path} is not what it was"
    return ""


def _digest(path: Path) -> str:
    digest = sha256()
    for file in sorted(path.glob("*.toml")) if path.is_dir() else [path]:
        data = file.read_bytes()
        digest.update(f"{file.name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
