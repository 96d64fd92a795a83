"""What the working tree's rules gain and lose against a commit: `python tests/gains.py [COMMIT]` (default HEAD).

Both trees extract the pages and cases of the working tree's corpora in processes of their own; the records are compared
as by `report-extract diff`. The commit is checked out into a temporary folder, which is removed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from json import dumps
from pathlib import Path

from report_extract._cli_diff import as_text
from report_extract._cli_records import read_records
from report_extract._diff import changes

ROOT = Path(__file__).resolve().parent.parent
# Runs in either tree: only what every version has had is used.
_EXTRACT = """
import json, sys
from report_extract import extract
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    print(extract(row["text"], published=row["published"], source=row["source"]).model_dump_json())
"""


def texts() -> Iterator[dict[str, str | None]]:
    """The texts of the corpora: pages and cases, held-out pages left alone."""
    for page in sorted((ROOT / "corpora" / "articles").glob("*/article.txt")):
        yield {"source": page.parent.name, "text": page.read_text(encoding="utf-8-sig"), "published": None}
    for path in sorted((ROOT / "corpora" / "cases").glob("*.toml")):
        for index, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("case", ()), 1):
            yield {"source": f"{path.stem}-{index}", "text": case["text"], "published": case.get("published")}


def extracted(tree: Path, rows: Path, out: Path) -> Path:
    """Records of the texts by the package of a tree."""
    environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONIOENCODING": "utf-8"}
    with out.open("wb") as stream:
        command = [sys.executable, "-c", _EXTRACT, str(rows)]
        subprocess.run(command, env=environment, stdout=stream, check=True, cwd=tree)
    return out


def main(commit: str) -> None:
    """Print the changes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        rows, tree = home / "texts.jsonl", home / "tree"
        rows.write_text("".join(dumps(row) + "\n" for row in texts()), encoding="utf-8")
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)
        try:
            before = extracted(tree, rows, home / "before.jsonl")
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)
        after = extracted(ROOT, rows, home / "after.jsonl")
        sys.stdout.write(as_text(list(changes(read_records(before), read_records(after)))))


if __name__ == "__main__":
    main(*sys.argv[1:] or ("HEAD",))
