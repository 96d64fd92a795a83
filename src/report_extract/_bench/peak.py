"""The peak of resident memory of this process in MB, None where the system does not tell.

On Linux from /proc: what `getrusage` gives there counts the process that forked this one.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

_HIGH_WATER = re.compile(r"^VmHWM:\s{0,20}([0-9]{1,15}) kB", re.MULTILINE)
_STATUS = Path("/proc/self/status")


def peak() -> float | None:
    """Megabytes of 1,000,000 bytes."""
    if _STATUS.exists():
        found = _HIGH_WATER.search(_STATUS.read_text(encoding="ascii", errors="replace"))
        return int(found[1]) * 1024 / 1e6 if found else None
    if sys.platform == "win32":
        return None
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
