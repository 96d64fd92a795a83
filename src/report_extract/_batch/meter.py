"""How far a run has read, in bytes of its input files, so that it can be set against their sizes.

Articles come out of files one by one and some files are packed. Within a file the bytes of its texts count, up to its
size; once the next file begins the file counts whole.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

_INSIDE = re.compile(r"[!#]")


@dataclass(slots=True)
class Meter:
    """Bytes read so far; tell it of each input in the order of reading."""

    finished: int = 0
    within: int = 0
    size: int = 0
    path: str = ""

    def met(self, source: str, text: int) -> int:
        """Bytes read when the input `source`, with `text` bytes of text, has come out."""
        if not (self.path and source.startswith((f"{self.path}!", f"{self.path}#"))):
            self.finished += self.size
            self.path, self.size = _file_of(source)
            self.within = 0
        self.within += text
        return self.finished + (min(self.within, self.size) if self.size else self.within)

    def end(self) -> int:
        """Bytes read when there are no more inputs."""
        return self.finished + (self.size or self.within)


def _file_of(source: str) -> tuple[str, int]:
    """The file that a source is, or lies in (`news.zip!a.txt`, `rows.jsonl#7`), and its size; 0 where there is none."""
    ends = [len(source), *(match.start() for match in _INSIDE.finditer(source[:4096]))]
    for end in ends[:20]:
        try:
            return source[:end], os.stat(source[:end]).st_size  # noqa: PTH116 - a Path an article is slow
        except (OSError, ValueError):
            continue
    return source, 0
