"""What each stage takes of a profile: the pipeline runs as always, its verbs are clocked where it calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from time import process_time
from typing import Any

from report_extract import _pipeline as pipeline
from report_extract._bench.supply import Supply
from report_extract._sinks import jsonl

# The verb as people know it, and the name by which the pipeline calls it.
STAGES = {
    "read": "article_of_text",
    "clean": "clean",
    "segment": "segment",
    "tag names": "_evidence",
    "recognise": "recognise",
    "normalise": "normalise",
    "relate": "relate",
    "validate": "validate",
    "audit": "audit",
}
_FIRST = 1_500


@dataclass(frozen=True, slots=True)
class StageCost:
    """Characters a second that the stage alone would do, and its share of the whole."""

    profile: str
    stage: str
    per_second: float
    share: float


def stage_costs(profile: pipeline.Profile, supply: Supply, *, length: int) -> tuple[StageCost, ...]:
    """The stages of a profile over about `length` characters, in their order; `other` is what lies between them."""
    for text in supply.take(_FIRST):
        pipeline.extract(text, profile=profile)
    texts = supply.take(length)
    took = dict.fromkeys((*STAGES, "write"), 0.0)
    with _clocked(took):
        begun = process_time()
        for text in texts:
            record = pipeline.extract(text, profile=profile)
            at = process_time()
            jsonl([record], BytesIO())
            took["write"] += process_time() - at
        whole = process_time() - begun
    took["other"] = max(whole - sum(took.values()), 0.0)
    if profile == "rules":
        took["other"] += took.pop("tag names")
    characters = sum(map(len, texts))
    return tuple(
        StageCost(profile, stage, characters / max(seconds, 1e-9), seconds / whole) for stage, seconds in took.items()
    )


@contextmanager
def _clocked(took: dict[str, float]) -> Iterator[None]:
    """The pipeline's verbs, each adding its time to `took`."""

    def clocked(stage: str, verb: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            begun = process_time()
            try:
                return verb(*given, **named)
            finally:
                took[stage] += process_time() - begun

        return timed

    verbs = {name: getattr(pipeline, name) for name in STAGES.values()}
    try:
        for stage, name in STAGES.items():
            setattr(pipeline, name, clocked(stage, verbs[name]))
        yield
    finally:
        for name, verb in verbs.items():
            setattr(pipeline, name, verb)
