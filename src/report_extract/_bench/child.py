"""A process that extracts and tells its peak of memory: `python -m report_extract._bench.child PROFILE LENGTH`."""

from __future__ import annotations

import json
import sys
from importlib.resources import files

from report_extract import _pipeline as pipeline
from report_extract._bench.peak import peak
from report_extract._bench.supply import Supply


def main(profile: pipeline.Profile, length: int) -> None:
    """The first record, then about `length` characters."""
    text = files("report_extract").joinpath("_demo", "article.txt").read_bytes().decode()
    pipeline.extract("2月10日，区税务局派出130人次。", profile=profile)
    for article in Supply([text]).take(length):
        pipeline.extract(article, profile=profile)
    sys.stdout.write(f"{json.dumps(peak())}\n")


if __name__ == "__main__":
    main("rules" if sys.argv[1] == "rules" else "full", int(sys.argv[2]))
