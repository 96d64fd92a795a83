"""The network of the project's own tagger: whole numbers in, whole numbers out, the same on every machine.

In: for each character of many sentences its id and the id of its feature, sentence after sentence. Out: a tag for each
character. Layer one is a sum of table rows, the others are convolutions over three characters, further and further
apart. All parameters and states are whole numbers of at most 7 bits and a sign; products are summed in 32-bit floats,
which hold every sum exactly (`_EXACT`), so no order of summing, no batch and no processor changes a result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.intp]

ROWS = 4_096
"""Characters worked on together, unless one sentence is longer."""

BLOCK = 8
"""Rows multiplied at once: so few that no library splits the work over threads, which costs more than it gains here."""

TOP = 127
"""States are 0 to TOP."""

SHIFT = 64
"""A sum of products counts SHIFT times as much as a state."""

ROW_SHIFT = 2
"""A sum of table rows counts ROW_SHIFT times as much as a state."""

_EXACT = 1 << 24
_STEP, _ROW_STEP = np.float32(1 / SHIFT), np.float32(1 / ROW_SHIFT)


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution: the weight [3 * width, width] of the characters `reach` before, at, and `reach` after."""

    reach: int
    weight: Floats
    bias: Floats


class OwnNetwork:
    """The parameters, and the way from ids to tags. Holds no state: threads may share it."""

    __slots__ = ("_bias", "_chars", "_features", "_gap", "_layers", "_out", "_out_bias", "width")

    def __init__(self, arrays: Mapping[str, NDArray[np.int32]]) -> None:
        """`arrays`: chars [n, 3 * width], features [m, 3 * width], bias, and reach, weight_i, bias_i, out, out_bias."""
        floats = {name: array.astype(np.float32) for name, array in arrays.items()}
        self._chars, self._features, self._bias = floats["chars"], floats["features"], floats["bias"]
        self.width = len(self._bias)
        self._layers = tuple(
            Layer(int(reach), floats[f"weight_{i}"], floats[f"bias_{i}"]) for i, reach in enumerate(arrays["reach"])
        )
        self._out, self._out_bias = floats["out"], floats["out_bias"]
        self._gap = max(1, *(layer.reach for layer in self._layers))
        widest = max(
            float(np.abs(layer.weight).sum(axis=0).max() * TOP + np.abs(layer.bias).max()) for layer in self._layers
        )
        if widest >= _EXACT:
            raise ValueError("the sums of a layer may be too large to be exact")

    def decode(self, chars: Integers, features: Integers, lengths: Sequence[int]) -> NDArray[np.uint8]:
        """The best tag of each character; `lengths` are those of the sentences and sum up to `len(chars)`."""
        tags = np.empty(len(chars), np.uint8)
        start = first = 0
        while first < len(lengths):
            last, rows = first + 1, lengths[first]
            while last < len(lengths) and rows + lengths[last] <= ROWS:
                rows += lengths[last]
                last += 1
            part = slice(start, start + rows)
            tags[part] = self._part(chars[part], features[part], lengths[first:last])
            start, first = start + rows, last
        return tags

    def _part(self, chars: Integers, features: Integers, lengths: Sequence[int]) -> Integers:
        places, rows = _spread(lengths, self._gap)
        blank = np.ones(rows, np.bool_)
        blank[places] = False
        width = self.width
        before, here, after = slice(0, width), slice(width, 2 * width), slice(2 * width, None)
        taps = np.zeros((rows, 3 * width), np.float32)
        taps[places] = self._chars.take(chars, axis=0) + self._features.take(features, axis=0)
        state = taps[:, here] + self._bias
        state[1:] += taps[:-1, before]
        state[:-1] += taps[1:, after]
        _settle(state, blank, _ROW_STEP)
        blocks, sums = taps.reshape(-1, BLOCK, 3 * width), state.reshape(-1, BLOCK, width)
        for layer in self._layers:
            reach = layer.reach
            taps[:, here] = state
            taps[reach:, before] = state[:-reach]
            taps[:-reach, after] = state[reach:]
            taps[:reach, before] = 0
            taps[-reach:, after] = 0
            np.matmul(blocks, layer.weight, out=sums)
            state += layer.bias
            _settle(state, blank, _STEP)
        scores = np.matmul(sums, self._out).reshape(rows, -1)
        scores += self._out_bias
        best: Integers = scores.argmax(axis=1)[places]
        return best


def _spread(lengths: Sequence[int], gap: int) -> tuple[Integers, int]:
    """The rows of the characters, `gap` blank ones before, between and after sentences, and the number of all rows."""
    ends = np.cumsum(np.asarray(lengths, np.intp))
    places = np.arange(int(ends[-1])) + gap * (1 + np.repeat(np.arange(len(lengths)), lengths))
    rows = int(ends[-1]) + gap * (len(lengths) + 1)
    return places, -(-rows // BLOCK) * BLOCK


def _settle(state: Floats, blank: NDArray[np.bool_], step: np.float32) -> None:
    """Sums become states: scaled down, rounded half to even, kept within 0 and TOP; blanks stay zero."""
    state *= step
    np.rint(state, out=state)
    np.clip(state, 0, TOP, out=state)
    state[blank] = 0
