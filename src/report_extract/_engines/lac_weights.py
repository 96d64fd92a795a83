"""The parameters of LAC-small, read from the files that jieba 0.42.1 carries for its paddle mode.

In: the folder `lac_small` of the installed jieba. Out: arrays of 32-bit floats, the ids of characters and the
names of tags. Neither jieba nor paddle is imported. A model that is incomplete or altered is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from report_extract.errors import EngineError

Floats = NDArray[np.float32]

HIDDEN = 128
"""Units of a recurrent layer in one direction."""

_SHA256 = "502db4dfe391c411b003453c0e924b798f44486ba97c8e47bf35f160d122c543"

_DICTIONARIES = ("word.dic", "tag.dic")
_GRU = tuple(range(4))  # layer 1 forward and backward, layer 2 forward and backward
_PARAMETERS = (
    "crfw",
    *(f"fc_{index}.{kind}_0" for index in (*_GRU, 4) for kind in "bw"),
    *(f"gru_{index}.{kind}_0" for index in _GRU for kind in "bw"),
    "word_emb",
)

_FLOAT32 = 5  # `VarType.FP32` of paddle's framework.proto


@dataclass(frozen=True, slots=True)
class Direction:
    """One direction of a recurrent layer. Columns: update gate, reset gate, candidate, `HIDDEN` each."""

    inputs: Floats  # from the layer below to all columns
    bias: Floats  # of all columns
    gates: Floats  # from the state before to the gates
    candidate: Floats  # from the state before, reset, to the candidate


@dataclass(frozen=True, slots=True)
class LacWeights:
    """LAC-small: embedding, two layers of two directions each, emissions, and the transitions of its CRF."""

    ids: dict[str, int]
    unknown: int
    tags: tuple[str, ...]
    embedding: Floats
    directions: tuple[Direction, Direction, Direction, Direction]
    emission: Floats
    emission_bias: Floats
    start: Floats
    stop: Floats
    transitions: Floats  # [from, to]


def load_lac_weights(folder: Path | None = None) -> LacWeights:
    """Read the model from `folder`, by default the installed jieba's; EngineError where it is no good."""
    folder = folder or _installed()
    names = (*_DICTIONARIES, *(f"model_baseline/{name}" for name in _PARAMETERS))
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise EngineError(f"LAC-small lacks {missing[0]} in {folder}: {_REMEDY}")
    files = {name: (folder / name).read_bytes() for name in names}
    digest = sha256()
    for name in (*_DICTIONARIES, *sorted(names[len(_DICTIONARIES) :])):
        digest.update(files[name])
    if digest.hexdigest() != _SHA256:
        raise EngineError(f"the LAC-small model in {folder} is not that of jieba 0.42.1: {_REMEDY}")
    arrays = {name: _tensor(files[f"model_baseline/{name}"]) for name in _PARAMETERS}
    return _assembled(arrays, _pairs(files["word.dic"]), _pairs(files["tag.dic"]))


_REMEDY = "pip install --force-reinstall jieba==0.42.1"


def _installed() -> Path:
    spec = find_spec("jieba")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        return Path(folder) / "lac_small"
    raise EngineError(f"LAC-small is missing, for jieba, which carries it, is not installed: {_REMEDY}")


def _pairs(raw: bytes) -> dict[str, int]:
    """Lines `id TAB text` as text → id; the few lines of another form are no entries."""
    lines = (line.split("\t") for line in raw.decode("utf-8").split("\n"))
    return {fields[1]: int(fields[0]) for fields in lines if len(fields) == 2}


def _tensor(raw: bytes) -> Floats:
    """Paddle's `SerializeToStream`: version u32, levels u64, version u32, size i32, TensorDesc, data.

    TensorDesc is a protobuf message: field 1 the type, field 2, repeated, the dimensions, all varints.
    """
    size = int.from_bytes(raw[16:20], "little")
    if any(raw[:16]):
        raise EngineError("LAC-small: a parameter file of unknown version")
    shape: list[int] = []
    at = 20
    while at < 20 + size:
        field = raw[at]
        value, at = _varint(raw, at + 1)
        if field == 0x10:
            shape.append(value)
        elif (field, value) != (0x08, _FLOAT32):
            raise EngineError("LAC-small: a parameter file that does not hold 32-bit floats")
    array = np.frombuffer(raw, "<f4", offset=20 + size).reshape(shape).astype(np.float32)
    # One unit died in training: its weights are denormal, and products with these take ten times as long.
    array[np.abs(array) < 1e-30] = 0
    return array


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (raw[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not raw[at - 1] & 0x80:
            return value, at


def _assembled(arrays: dict[str, Floats], ids: dict[str, int], tags: dict[str, int]) -> LacWeights:
    crf = arrays["crfw"]
    first, second, third, fourth = (_direction(arrays, index) for index in _GRU)
    return LacWeights(
        ids={text: number for text, number in ids.items() if len(text) == 1},
        unknown=ids["OOV"],
        tags=tuple(sorted(tags, key=tags.__getitem__)),
        embedding=arrays["word_emb"],
        directions=(first, second, third, fourth),
        emission=arrays["fc_4.w_0"],
        emission_bias=arrays["fc_4.b_0"].ravel(),
        start=crf[0],
        stop=crf[1],
        transitions=crf[2:],
    )


def _direction(arrays: dict[str, Floats], index: int) -> Direction:
    """Paddle's GRU weight is two matrices end to end, whatever its shape says: gates, then candidate."""
    recurrent = arrays[f"gru_{index}.w_0"].ravel()
    both = HIDDEN * 2 * HIDDEN
    return Direction(
        inputs=arrays[f"fc_{index}.w_0"],
        bias=arrays[f"fc_{index}.b_0"].ravel() + arrays[f"gru_{index}.b_0"].ravel(),
        gates=recurrent[:both].reshape(HIDDEN, 2 * HIDDEN),
        candidate=recurrent[both:].reshape(HIDDEN, HIDDEN),
    )
