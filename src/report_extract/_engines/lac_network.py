"""LAC-small in numpy: from the ids of characters to the best sequence of tags.

In: the characters of many sentences end to end, and the length of each. Out: a tag for each character, the
same as when each sentence is run alone: nothing is padded. Sentences go side by side, longest first; step `t`
works on character `t` of those that are so long, forward, and on the `t`-th from the end, backward.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from report_extract._engines.lac_weights import HIDDEN, Floats, LacWeights

Integers = NDArray[np.intp]

SIDE_BY_SIDE = 128
"""Sentences worked on together at most: more gains little speed."""

BLOCK = 8
"""Rows multiplied at once."""

ROWS = 6_000
"""Characters worked on together at most: each takes 5 kB."""

_GATES = 2 * HIDDEN
_FORWARD, _BACKWARD = slice(0, HIDDEN), slice(HIDDEN, 2 * HIDDEN)
_HALF, _ONE = np.float32(0.5), np.float32(1)
_WIDTHS = (1, 2, 4, 8, 16, 32)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Sentences side by side. Row `offsets[t] + i` holds character `t` of the `i`-th longest sentence."""

    counts: list[int]  # sentences that reach step t
    offsets: list[int]  # first row of step t
    places: Integers  # row → place in the input
    mirror: Integers  # row → row that is as far from the end of its sentence as this from the beginning


class LacNetwork:
    """The weights, arranged for speed. `decode` may be called from several threads."""

    __slots__ = ("_candidates", "_diagonals", "_gates", "_inputs", "_known", "_table", "_weights")

    def __init__(self, weights: LacWeights) -> None:
        self._weights = weights
        layers = weights.directions[:2], weights.directions[2:]
        # Halved, the gates for `_recur`, and the candidate because its reset gate comes doubled from there.
        self._gates = [np.stack([side.gates * _HALF for side in layer]) for layer in layers]
        self._candidates = [np.stack([side.candidate * _HALF for side in layer]) for layer in layers]
        # The last row is the bias: what comes from below ends in a 1.
        self._inputs = [np.stack([_halved(np.vstack((s.inputs, s.bias))) for s in layer]) for layer in layers]
        # What the first layer makes of each character, computed when the character is first met.
        self._table = np.empty((2, len(weights.embedding), 3 * HIDDEN), np.float32)
        self._known = np.zeros(len(weights.embedding), np.bool_)
        self._diagonals = {width: _diagonals(weights.transitions, width) for width in _WIDTHS}

    def decode(self, ids: Integers, lengths: Integers) -> NDArray[np.uint8]:
        """The best tag of each character; `lengths` are all at least 1 and sum up to `len(ids)`."""
        tags = np.empty(len(ids), np.uint8)
        if not len(ids):
            return tags
        self._meet(ids)
        batches = list(_batches(lengths))
        rows = max(len(batch.places) for batch in batches)
        inputs = np.empty((2, rows, 3 * HIDDEN), np.float32)
        states = np.ones((2, rows, 2 * HIDDEN + 1), np.float32)
        hidden = np.empty((2, rows, HIDDEN), np.float32)
        blocks = {width: _Block.of(diagonals) for width, diagonals in self._diagonals.items()}
        for batch in batches:
            rows = len(batch.places)
            emissions = self._emissions(batch, ids, inputs[:, :rows], states[:, :rows], hidden[:, :rows])
            self._score(batch, emissions, blocks)
            tags[batch.places] = self._best(batch, emissions)
        return tags

    def _meet(self, ids: Integers) -> None:
        met = np.zeros_like(self._known)
        met[ids] = True
        new = np.flatnonzero(met & ~self._known)
        if len(new):
            for table, inputs in zip(self._table, self._inputs[0], strict=True):
                table[new] = self._weights.embedding[new] @ inputs[:-1] + inputs[-1]
            self._known[new] = True

    def _emissions(self, batch: _Batch, ids: Integers, inputs: Floats, states: Floats, hidden: Floats) -> Floats:
        """The score of each tag for each row; `inputs`, `states` and `hidden` are room to work in."""
        mirror, forward = batch.mirror, ids[batch.places]
        self._table[0].take(forward, axis=0, out=inputs[0], mode="clip")
        self._table[1].take(forward[mirror], axis=0, out=inputs[1], mode="clip")
        self._recur(0, batch, inputs, hidden)
        states[0, :, _FORWARD], states[1, :, _BACKWARD] = hidden
        states[0, :, _BACKWARD] = hidden[1].take(mirror, axis=0)
        states[1, :, _FORWARD] = hidden[0].take(mirror, axis=0)
        _product(states, self._inputs[1], inputs)
        self._recur(1, batch, inputs, hidden)
        weight = self._weights.emission
        both = np.empty((2, len(mirror), weight.shape[1]), np.float32)
        _product(hidden[:1], weight[None, _FORWARD], both[:1])
        _product(hidden[1:], weight[None, _BACKWARD], both[1:])
        emissions: Floats = both[0]
        emissions += both[1].take(mirror, axis=0)
        emissions += self._weights.emission_bias
        return emissions

    def _recur(self, layer: int, batch: _Batch, inputs: Floats, hidden: Floats) -> None:
        """Both directions of a layer: forward states go to `hidden[0]`, backward ones, mirrored, to `hidden[1]`.

        The gates are wanted doubled, 2 * sigmoid(x) = 1 + tanh(x / 2): tanh is the faster one in numpy. A short article
        has few rows a step and a hundred steps: what counts is how often numpy is called.
        """
        widest = batch.counts[0]
        gates = np.empty((2, widest, _GATES), np.float32)
        candidate = np.empty((2, widest, HIDDEN), np.float32)
        gate_inputs, candidate_inputs = inputs[:, :, :_GATES], inputs[:, :, _GATES:]
        before = np.zeros((2, widest, HIDDEN), np.float32)
        width = -1
        for n, start in zip(batch.counts, batch.offsets, strict=True):
            if n != width:
                width = n
                g, c = gates[:, :n], candidate[:, :n]
                update, reset = g[:, :, :HIDDEN], g[:, :, HIDDEN:]
            end = start + n
            h, after = before[:, :n], hidden[:, start:end]
            _product(h, self._gates[layer], g)
            g += gate_inputs[:, start:end]
            np.tanh(g, out=g)
            g += _ONE
            reset *= h
            _product(reset, self._candidates[layer], c)
            c += candidate_inputs[:, start:end]
            np.tanh(c, out=c)
            c -= h
            c *= update
            c *= _HALF
            np.add(h, c, out=after)
            before = after

    def _score(self, batch: _Batch, scores: Floats, blocks: dict[int, _Block]) -> None:
        """Viterbi forward: turn emissions into the scores of the best path to each tag."""
        scores[: batch.counts[0]] += self._weights.start
        for step in range(1, len(batch.counts)):
            start, before = batch.offsets[step], batch.offsets[step - 1]
            n = batch.counts[step]
            for low in range(0, n, _WIDTHS[-1]):
                high = min(low + _WIDTHS[-1], n)
                block = blocks[1 << (high - low - 1).bit_length()]
                scores[start + low : start + high] += block.best(scores[before + low : before + high])

    def _best(self, batch: _Batch, scores: Floats) -> Integers:
        """Viterbi backward: the tags of the best path."""
        back = np.ascontiguousarray(self._weights.transitions.T)
        best = np.empty(len(scores), np.intp)
        after = np.empty(0, np.intp)
        for n, start in zip(reversed(batch.counts), reversed(batch.offsets), strict=True):
            here, row, m = best[start : start + n], scores[start : start + n], len(after)
            if m:
                (row[:m] + back[after]).argmax(axis=1, out=here[:m])
            if m < n:
                (row[m:] + self._weights.stop).argmax(axis=1, out=here[m:])
            after = here
        return best


@dataclass(frozen=True, slots=True)
class _Block:
    """The best way to each tag for a few sentences, `width` of them side by side.

    numpy adds and compares fast along runs only. With the scores written twice below each other, those of the
    tags `(t + shift) % tags` for all `t` are one run, and so are the transitions from there to `t`, spread.
    """

    diagonals: Floats  # [shift, t * width + sentence]
    twice: Floats  # [2, tag, sentence]
    shifted: Floats  # a view of `twice` in the order of `diagonals`
    sums: Floats

    @classmethod
    def of(cls, diagonals: Floats) -> _Block:
        tags, run = diagonals.shape
        twice = np.zeros((2, tags, run // tags), np.float32)
        flat = twice.reshape(-1)
        shifted = as_strided(flat, diagonals.shape, (run // tags * flat.itemsize, flat.itemsize))
        return cls(diagonals, twice, shifted, np.empty_like(diagonals))

    def best(self, scores: Floats) -> Floats:
        """[sentence, tag]: the highest score of a way to the tag, its own emission left out."""
        _, tags, width = self.twice.shape
        self.twice[:, :, : len(scores)] = scores.T
        np.add(self.shifted, self.diagonals, out=self.sums)
        ways: Floats = self.sums.max(axis=0).reshape(tags, width)[:, : len(scores)].T
        return ways


def _product(rows: Floats, weights: Floats, out: Floats) -> None:
    """`rows` times `weights` for each direction, a few rows at a time, which no library splits over threads.

    Threads cost more here than they gain: for the small products of a short article, five times as much.
    """
    many = rows.shape[1]
    if many <= BLOCK:
        np.matmul(rows, weights, out=out)
        return
    whole = many // BLOCK * BLOCK
    blocks = rows[:, :whole].reshape(len(rows), -1, BLOCK, rows.shape[2])
    np.matmul(blocks, weights[:, None], out=out[:, :whole].reshape(len(out), -1, BLOCK, out.shape[2]))
    if whole < many:
        np.matmul(rows[:, whole:], weights, out=out[:, whole:])


def _diagonals(transitions: Floats, width: int) -> Floats:
    """[shift]: the transition from tag `(t + shift) % tags` to `t`, `width` times, for each `t`."""
    to = np.arange(len(transitions))
    rows = np.stack([transitions[(to + shift) % len(to), to] for shift in to])
    return np.repeat(rows, width, axis=1)


def _halved(columns: Floats) -> Floats:
    """The columns of the gates halved, see `_recur`."""
    halved = columns.copy()
    halved[..., :_GATES] *= _HALF
    return halved


def _batches(lengths: Integers) -> Iterator[_Batch]:
    """Sentences of like length together, longest first."""
    starts = np.cumsum(lengths) - lengths
    order = np.argsort(-lengths, kind="stable")
    begin = 0
    while begin < len(order):
        longest = int(lengths[order[begin]])
        end = begin + max(1, min(SIDE_BY_SIDE, ROWS // longest))
        chosen = order[begin:end]
        yield _batch(starts[chosen], lengths[chosen])
        begin = end


def _batch(starts: Integers, lengths: Integers) -> _Batch:
    steps = np.arange(int(lengths[0]))
    counts = np.searchsorted(-lengths, -steps, side="left")  # how many are longer than t
    offsets = np.cumsum(counts) - counts
    step = np.repeat(steps, counts)
    sentence = np.arange(len(step)) - offsets[step]
    return _Batch(
        counts=counts.tolist(),
        offsets=offsets.tolist(),
        places=starts[sentence] + step,
        mirror=offsets[lengths[sentence] - 1 - step] + sentence,
    )
