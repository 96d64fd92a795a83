"""Trains the tagger: `python training/train.py` writes src/report_extract/_engines/own_tagger.npz and prints its scores.

Sentences come from generate.py. The network is trained with the whole numbers that it will run with: weights and states
are rounded on the way forward and pass gradients as if they were not. Needs the extra `train` (torch). Sentences may be
made on one machine and the network trained on another: `--data sentences.npz --epochs 0` here, `--device cuda` there.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from generate import Span, sentences  # noqa: E402
from prose import prose  # noqa: E402
from report_extract._engines.own import FEATURES, LABELS, MODEL, features_of, ids_of  # noqa: E402
from report_extract._engines.own_network import ROW_SHIFT, SHIFT, TOP  # noqa: E402
from report_extract._engines.segmenter import Segmenter  # noqa: E402

STATE = SHIFT / ROW_SHIFT
"""A state of 1.0 is this whole number."""

TAGS = 1 + 2 * len(LABELS)
IGNORED = -100


def tags_of(text: str, names: list[Span]) -> np.ndarray:
    tags = np.zeros(len(text), np.int64)
    for start, end, label in names:
        if label not in LABELS:
            tags[start:end] = IGNORED
            continue
        first = 1 + 2 * LABELS.index(label)
        tags[start] = first
        tags[start + 1 : end] = first + 1
    return tags


class Rounded(torch.autograd.Function):
    """Rounds and clips; the gradient is that of clipping alone."""

    @staticmethod
    def forward(ctx, values, low, high):  # noqa: ANN001, ANN205, D102
        ctx.save_for_backward(values)
        ctx.bounds = low, high
        return values.round().clamp(low, high)

    @staticmethod
    def backward(ctx, gradient):  # noqa: ANN001, ANN205, D102
        (values,) = ctx.saved_tensors
        low, high = ctx.bounds
        return gradient * ((values >= low) & (values <= high)), None, None


def whole(weights: torch.Tensor, scale: float, top: float = TOP) -> torch.Tensor:
    """Weights as the whole numbers they are stored as, over `scale`."""
    return Rounded.apply(weights * scale, -top, top) / scale


class Net(nn.Module):
    """As own_network.py, in floats that stand for whole numbers."""

    def __init__(self, chars: int, width: int, reaches: list[int], dropout: float) -> None:
        super().__init__()
        self.width, self.reaches = width, reaches
        self.chars = nn.Embedding(chars, 3 * width)
        self.features = nn.Embedding(FEATURES, 3 * width)
        nn.init.normal_(self.chars.weight, std=0.15)
        nn.init.normal_(self.features.weight, std=0.15)
        self.bias = nn.Parameter(torch.full((width,), 0.3))
        self.weights = nn.ParameterList()
        self.biases = nn.ParameterList()
        for _ in reaches:
            weight = torch.randn(3 * width, width) * (0.6 / width**0.5)
            weight[width : 2 * width] += torch.eye(width) * 0.7
            self.weights.append(nn.Parameter(weight))
            self.biases.append(nn.Parameter(torch.zeros(width)))
        self.out = nn.Parameter(torch.randn(width, TAGS) * (1 / width**0.5))
        self.out_bias = nn.Parameter(torch.zeros(TAGS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, chars: torch.Tensor, features: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Scores [sentence, character, tag]."""
        width, keep = self.width, mask.unsqueeze(2)
        rows = functional.embedding(chars, whole(self.chars.weight, SHIFT)) + functional.embedding(
            features, whole(self.features.weight, SHIFT)
        )
        rows = rows * keep * STATE
        state = rows[:, :, width : 2 * width] + _moved(rows[:, :, :width], 1) + _moved(rows[:, :, 2 * width :], -1)
        state = self.settle(state + whole(self.bias, SHIFT, 1e6) * STATE, keep)
        for reach, weight, bias in zip(self.reaches, self.weights, self.biases, strict=True):
            taps = torch.cat([_moved(state, reach), state, _moved(state, -reach)], dim=2)
            state = self.settle(taps @ whole(weight, SHIFT) + whole(bias, SHIFT * STATE, 1e6) * STATE, keep)
        state = self.dropout(state)
        return (state @ whole(self.out, SHIFT) + whole(self.out_bias, SHIFT * STATE, 1e6) * STATE) / STATE

    def settle(self, state: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
        return Rounded.apply(state, 0, TOP) * keep

    def arrays(self) -> dict[str, np.ndarray]:
        """The parameters as whole numbers."""

        def of(weights: torch.Tensor, scale: float, top: float = TOP) -> np.ndarray:
            return (weights.detach() * scale).round().clamp(-top, top).cpu().numpy().astype(np.int32)

        out = {
            "chars": of(self.chars.weight, SHIFT).astype(np.int8),
            "features": of(self.features.weight, SHIFT).astype(np.int8),
            "bias": of(self.bias, SHIFT, 1e6),
            "reach": np.array(self.reaches, np.int32),
            "out": of(self.out, SHIFT).astype(np.int8),
            "out_bias": of(self.out_bias, SHIFT * STATE, 1e6),
        }
        for i, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            out[f"weight_{i}"] = of(weight, SHIFT).astype(np.int8)
            out[f"bias_{i}"] = of(bias, SHIFT * STATE, 1e6)
        return out


def _moved(state: torch.Tensor, by: int) -> torch.Tensor:
    """The states of the characters `by` places before."""
    pad = (0, 0, by, 0) if by > 0 else (0, 0, 0, -by)
    padded = functional.pad(state, pad)
    return padded[:, : state.shape[1]] if by > 0 else padded[:, -by:]


class Data:
    """Sentences as arrays: ids and features of characters, tags."""

    def __init__(self, alphabet: str, arrays: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> None:
        self.alphabet, self.arrays = alphabet, arrays

    @classmethod
    def of(cls, rows: list[tuple[str, list[Span]]]) -> Data:
        alphabet = alphabet_of(rows, 20)
        table, segmenter = ids_of(alphabet), Segmenter()
        arrays = []
        for text, names in rows:
            codes = np.minimum(np.frombuffer(text.encode("utf-32-le"), "<u4"), len(table) - 1)
            features = np.array(features_of(segmenter.tag(text)), np.int16)
            arrays.append((table[codes].astype(np.int16), features, tags_of(text, names).astype(np.int8)))
        return cls(alphabet, arrays)

    def write(self, path: Path) -> None:
        """One packed file, so that another machine can train."""
        ids, features, tags = (np.concatenate(column) for column in zip(*self.arrays, strict=True))
        lengths = np.array([len(array[0]) for array in self.arrays], np.int32)
        np.savez_compressed(path, ids=ids, features=features, tags=tags, lengths=lengths, alphabet=np.array(self.alphabet))

    @classmethod
    def read(cls, path: Path) -> Data:
        with np.load(path) as file:
            cuts = np.cumsum(file["lengths"])[:-1]
            columns = [np.split(file[name], cuts) for name in ("ids", "features", "tags")]
            return cls(str(file["alphabet"]), list(zip(*columns, strict=True)))

    def batches(self, rng: random.Random, size: int):  # noqa: ANN201
        """Sentences of like length, about `size` characters at once."""
        order = list(range(len(self.arrays)))
        rng.shuffle(order)
        out = []
        for low in range(0, len(order), 4096):
            chunk = sorted(order[low : low + 4096], key=lambda i: len(self.arrays[i][0]))
            begin = 0
            while begin < len(chunk):
                end = begin + 1
                while end < len(chunk) and (end + 1 - begin) * len(self.arrays[chunk[end]][0]) <= size:
                    end += 1
                out.append(chunk[begin:end])
                begin = end
        rng.shuffle(out)
        for indices in out:
            yield self.batch(indices)

    def batch(self, indices: list[int]) -> tuple[torch.Tensor, ...]:
        longest = max(len(self.arrays[i][0]) for i in indices)
        ids, features, tags = (np.zeros((len(indices), longest), np.int64) for _ in range(3))
        mask = np.zeros((len(indices), longest), np.float32)
        tags[:] = IGNORED
        for row, i in enumerate(indices):
            one, two, three = self.arrays[i]
            n = len(one)
            ids[row, :n], features[row, :n], tags[row, :n], mask[row, :n] = one, two, three, 1
        return tuple(map(torch.from_numpy, (ids, features, tags, mask)))


def trained(net: Net, data: Data, args: argparse.Namespace) -> None:
    rng = random.Random(args.seed)
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.rate, weight_decay=0.01)
    started, step = time.time(), 0
    total = args.epochs * sum(len(a[0]) for a in data.arrays) / args.batch * 1.03
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(1.0, (n + 1) / 200) * max(0.02, 0.5 * (1 + np.cos(np.pi * min(1.0, n / total))))
    )
    for epoch in range(args.epochs):
        losses = []
        for batch in data.batches(rng, args.batch):
            ids, features, tags, mask = (array.to(args.device) for array in batch)
            # unknown characters are met in training too
            ids = torch.where(torch.rand(ids.shape, device=ids.device) < args.unknown, torch.zeros_like(ids), ids)
            scores = net(ids, features, mask)
            loss = functional.cross_entropy(scores.reshape(-1, TAGS), tags.reshape(-1), ignore_index=IGNORED)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            scheduler.step()
            losses.append(loss.detach())
            step += 1
            if step % 500 == 0:
                print(f"  step {step} of {total:.0f} loss {torch.stack(losses[-500:]).mean():.4f} {time.time() - started:.0f} s", flush=True)
        print(f"epoch {epoch + 1} loss {torch.stack(losses).mean():.4f} {time.time() - started:.0f} s", flush=True)


def packed(net: Net, alphabet: str, version: str) -> bytes:
    out = io.BytesIO()
    np.savez_compressed(out, **net.arrays(), alphabet=np.array(alphabet), version=np.array(version))
    return out.getvalue()


def alphabet_of(rows: list[tuple[str, list[Span]]], least: int) -> str:
    counts = Counter(char for text, _ in rows for char in text)
    table = Counter()
    for char, count in counts.items():
        table[char] += count
    return "".join(sorted(char for char, count in table.items() if count >= least and ord(char) < 0x10000))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sentences", type=int, default=400_000)
    parser.add_argument("--times", type=int, default=24, help="how often each sentence of the project comes, changed")
    parser.add_argument("--laws", type=int, default=90_000, help="sentences of laws")
    parser.add_argument("--epochs", type=int, default=5, help="0: only write --data")
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--reaches", default="1,2,4,8")
    parser.add_argument("--batch", type=int, default=6000)
    parser.add_argument("--rate", type=float, default=5e-3)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--unknown", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--caution", type=float, default=2.0, help="how much better than no name a name must score")
    parser.add_argument("--version", default="2")
    parser.add_argument("--device", default="cpu", help="where torch trains: cpu or cuda")
    parser.add_argument("--data", type=Path, help="an .npz of the sentences: written if absent, read if there")
    parser.add_argument("--out", default=str(HERE.parent / "src" / "report_extract" / "_engines" / MODEL))
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.use_deterministic_algorithms(True)
    if args.data and args.data.exists():
        data = Data.read(args.data)
    else:
        data = Data.of([*sentences(args.seed, args.sentences), *prose(args.seed, args.times, args.laws)])
        if args.data:
            data.write(args.data)
    characters = sum(len(ids) for ids, _, _ in data.arrays)
    print(f"{len(data.arrays)} sentences, {characters} characters, alphabet of {len(data.alphabet)}", flush=True)
    if not args.epochs:
        return
    net = Net(len(data.alphabet) + 1, args.width, [int(r) for r in args.reaches.split(",")], args.dropout).to(args.device)
    trained(net, data, args)
    with torch.no_grad():
        net.out_bias[0] += args.caution
    model = packed(net, data.alphabet, args.version)
    Path(args.out).write_bytes(model)
    print(f"{args.out}: {len(model)} bytes")


if __name__ == "__main__":
    main()
