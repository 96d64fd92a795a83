"""Where the corpora lie, the optional material beside the repository, and batches.

One finished store is made once, and tests take copies of it. Inputs are named from the working folder, so the records
of a folder of articles are the same bytes in every test.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from batches import COUNT, batch, exported, written

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT / "corpora"
BESIDE = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def beside() -> Path:
    """Material that lies beside the repository on some machines; tests that need it are skipped elsewhere."""
    if not (BESIDE / "articles").is_dir():
        pytest.skip("no material beside the repository")
    return BESIDE


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of articles, in the working folder."""
    monkeypatch.chdir(tmp_path)
    return written(Path("articles"))


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """out/ and clean.jsonl of a run in which nothing went wrong. To read only."""
    home = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        report = batch(written(Path("articles")), home / "out")
    assert report.statuses == {"ok": COUNT}
    exported(home / "out", home / "clean.jsonl")
    return home


@pytest.fixture
def clean(undisturbed: Path) -> bytes:
    """The export of a run in which nothing went wrong."""
    return (undisturbed / "clean.jsonl").read_bytes()


@pytest.fixture
def finished(articles: Path, undisturbed: Path, tmp_path: Path) -> Path:
    """The finished store of `articles`, a copy to work on."""
    return shutil.copytree(undisturbed / "out", tmp_path / "out")
