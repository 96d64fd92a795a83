"""Where the corpora lie, and the optional material beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT / "corpora"
BESIDE = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def beside() -> Path:
    """Material that lies beside the repository on some machines; tests that need it are skipped elsewhere."""
    if not (BESIDE / "articles").is_dir():
        pytest.skip("no material beside the repository")
    return BESIDE
