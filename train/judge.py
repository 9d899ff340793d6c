"""Train the judge of pairs (riwaya.judge) on corpus/claims, corpus/attribution and ANS.

    OMP_NUM_THREADS=1 python train/judge.py [--held-out FILE ...] [--epochs 6] [--seed 0] [--out FILE]

Held out, a file of corpus/claims is left out of training and judged at the end: a file was written by one hand, so a
random tenth would flatter. Without --held-out all is learnt and src/riwaya/models/headlines.npz written. Needs PyTorch
(CPU will do: a core, a quarter of an hour).
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import judge_data as data
from judge_cuts import cuts
from judge_data import KINDS, ROOT, Example, Input, Sides
from riwaya.judge.network import HEADS, Weights, judge, unpack

OUT = ROOT / "src" / "riwaya" / "models" / "headlines.npz"
WIDTH, INNER, LAYERS, POOLED = 384, 192, 2, 256
BATCH, RATE, DECAY, DROP = 32, 1e-3, 0.02, 0.2
PER_EPOCH = {"neighbours": 600, "implied": 4500, "others": 800, "ans": 2652}
SEEN = 5  # features of riwaya.judge.alignment


class Layer(nn.Module):
    """A post-norm transformer layer, as riwaya.encoder.transformer runs it."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(INNER, 3 * INNER), nn.Linear(INNER, INNER)
        self.up, self.down = nn.Linear(INNER, 2 * INNER), nn.Linear(2 * INNER, INNER)
        self.out_norm, self.down_norm, self.drop = nn.LayerNorm(INNER), nn.LayerNorm(INNER), nn.Dropout(DROP)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        size, n, d = x.shape
        q, k, v = self.qkv(x).view(size, n, 3, HEADS, d // HEADS).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(size, n, d)
        x = self.out_norm(x + self.drop(self.out(mixed)))
        return self.down_norm(x + self.drop(self.down(F.gelu(self.up(x), approximate="tanh"))))


class Judge(nn.Module):
    """The network of riwaya.judge.network, to be learnt."""

    def __init__(self, mean: np.ndarray) -> None:
        super().__init__()
        self.mean, self.tau = nn.Parameter(torch.tensor(mean)), nn.Parameter(torch.tensor(12.0))
        self.key = nn.Linear(WIDTH, WIDTH, bias=False)
        nn.init.eye_(self.key.weight)
        self.entry, self.entry_norm = nn.Linear(4 * WIDTH + SEEN + 2, INNER), nn.LayerNorm(INNER)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.pool, self.out = nn.Linear(6 * INNER + 2 * WIDTH, POOLED), nn.Linear(POOLED, 2 + len(KINDS))
        self.tag, self.drop = nn.Linear(INNER, len(KINDS)), nn.Dropout(DROP)
        self.scale, self.bias = nn.Parameter(torch.full((8,), 0.5)), nn.Parameter(torch.zeros(8))

    def forward(
        self, x: Tensor, second: Tensor, seen: Tensor, mask: Tensor, u: Tensor, v: Tensor
    ) -> tuple[Tensor, ...]:
        centred = x - self.mean
        key = F.normalize(self.key(centred), dim=-1)
        like = (key @ key.transpose(1, 2)).float()
        across = (second[:, :, None] != second[:, None, :]) & mask[:, None, :] & mask[:, :, None]
        like = like.masked_fill(~across, -1e4)
        counterpart = (like * self.tau).softmax(-1).to(x.dtype) @ centred
        apart = centred - counterpart
        nearest = like.max(-1).values.clamp(min=-1)[..., None]
        rows = torch.cat([self.drop(centred), counterpart, apart.abs(), centred * counterpart * 0.3, seen, nearest,
                          apart.norm(dim=-1, keepdim=True) / 10], -1)
        h = self.entry_norm(F.gelu(self.entry(rows), approximate="tanh"))
        for layer in self.layers:
            h = layer(h, mask[:, None, None, :])
        a, b = (mask & ~second)[..., None], (mask & second)[..., None]
        mean_a, mean_b = (h * a).sum(1) / a.sum(1), (h * b).sum(1) / b.sum(1)
        top_a, top_b = h.masked_fill(~a, -9).max(1).values, h.masked_fill(~b, -9).max(1).values
        pooled = torch.cat([mean_a + mean_b, (mean_a - mean_b).abs(), torch.maximum(top_a, top_b),
                            torch.minimum(top_a, top_b), (top_a - top_b).abs(), h[:, 0], (u - v).abs() * 10,
                            u * v * 100], -1)
        out = self.out(self.drop(torch.tanh(self.pool(self.drop(pooled))))).float()
        tags = self.tag(self.drop(h)).float()
        top = tags.masked_fill(~mask[..., None], -1e4).topk(2, 1).values.mean(1)
        kinds = out[:, 1:9] * 0.5 + top * F.softplus(self.scale) + self.bias
        return out[:, 0], kinds, out[:, 9], tags


def collate(inputs: list[Input]) -> tuple[Tensor, ...]:
    """Padded arrays of a batch: what the network takes, then the targets."""
    n, size = max(len(i.states) for i in inputs), len(inputs)
    x, seen = np.zeros((size, n, WIDTH), np.float32), np.zeros((size, n, SEEN), np.float32)
    second, mask = np.zeros((size, n), bool), np.zeros((size, n), bool)
    tags = np.full((size, n, len(KINDS)), -1, np.float32)
    for j, i in enumerate(inputs):
        k = len(i.states)
        x[j, :k], second[j, :k], seen[j, :k], mask[j, :k], tags[j, :k] = i.states, i.second, i.features, True, i.tags
    arrays = (x, second, seen, mask, np.stack([i.vectors[0] for i in inputs]), np.stack([i.vectors[1] for i in inputs]),
              np.array([i.claim for i in inputs]), np.array([i.kinds for i in inputs]),
              np.array([i.conflict for i in inputs]), tags)
    return tuple(map(torch.tensor, arrays))


def loss_of(logits: Tensor, target: Tensor, weight: float = 1.0) -> Tensor:
    """Binary cross entropy where the target is known; `weight` of what is present."""
    known = (target >= 0).float()
    each = F.binary_cross_entropy_with_logits(logits, target.clamp(min=0).float(), reduction="none",
                                              pos_weight=torch.tensor(weight))
    return (each * known).sum() / known.sum().clamp(min=1)


def train(pools: dict[str, list[Example]], sides: Sides, epochs: int, seed: int) -> Judge:
    """Learn from the pools: "marked" whole each epoch, of the others as many as PER_EPOCH says."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    some = sorted(sides.sides)[::10]
    net = Judge(np.concatenate([sides.sides[t].states[1:-1] for t in some]).mean(0))
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    size = len(pools["marked"]) + sum(min(n, len(pools[k])) for k, n in PER_EPOCH.items())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=epochs * (size // BATCH + 2) + 20,
                                                   pct_start=0.1)
    for epoch in range(epochs):
        start, total = time.time(), 0.0
        examples = pools["marked"] + [e for k, n in PER_EPOCH.items() for e in data.sample(pools[k], n, rng)]
        examples = [e.swapped() if rng.random() < 0.5 else e for e in examples]
        examples.sort(key=lambda e: len(e.a) + len(e.b) + rng.random() * 30)
        groups = [examples[i : i + BATCH] for i in range(0, len(examples), BATCH)]
        rng.shuffle(groups)
        net.train()
        for group in groups:
            batch = collate([data.to_input(e, sides) for e in group])
            with torch.autocast("cpu", torch.bfloat16):
                claim, kinds, conflict, tags = net(*batch[:6])
            loss = (loss_of(claim, batch[6]) + 2 * loss_of(kinds, batch[7], 2.0) + loss_of(conflict, batch[8])
                    + 6 * loss_of(tags, batch[9], 3.0))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch}: loss {total / len(groups):.3f}, {time.time() - start:.0f} s", flush=True)
    return net.eval()


def arrays(net: Judge) -> dict[str, np.ndarray]:
    """The learnt weights under the names that riwaya.judge.network reads, matrices as (in, out)."""
    found = {"mean": net.mean, "tau": net.tau, "key": net.key.weight.T, "scale": net.scale, "bias": net.bias}
    parts = {"entry": net.entry, "entry_norm": net.entry_norm, "pool": net.pool, "out": net.out, "tag": net.tag}
    for n, layer in enumerate(net.layers):
        parts |= {f"layer{n}.{k}": getattr(layer, k) for k in ("qkv", "out", "out_norm", "up", "down", "down_norm")}
    for name, part in parts.items():
        found[f"{name}.w"] = part.weight.T if part.weight.ndim == 2 else part.weight
        found[f"{name}.b"] = part.bias
    return {k: v.detach().numpy().astype(np.float16) for k, v in found.items()}


def f1(got: np.ndarray, want: np.ndarray) -> float:
    return float(2 * (got & want).sum() / max(1, got.sum() + want.sum()))


def auc(scores: np.ndarray, want: np.ndarray) -> float:
    rank, n = scores.argsort().argsort() + 1, want.sum()
    return float((rank[want].sum() - n * (n + 1) / 2) / max(1, n * (len(want) - n)))


def report(name: str, examples: list[Example], sides: Sides, weights: Weights) -> None:
    """Figures on marked pairs, judged by the shipped numpy code."""
    pairs = [(sides.sides[e.a], sides.sides[e.b]) for e in examples]
    verdicts = judge(pairs, [(sides.vectors[e.a], sides.vectors[e.b]) for e in examples], weights)
    one = np.array([e.claim > 0 for e in examples])
    print(f"{name}: {len(examples)} pairs; one claim or not: AUC {auc(np.array([v.claim for v in verdicts]), one):.3f}")
    known = [(e, v) for e, v in zip(examples, verdicts, strict=True) if e.kinds is not None]
    if known:
        want = np.array([e.kinds for e, _ in known]) > 0
        got = np.array([v.kinds for _, v in known])
        print(f"   same or differs: AUC {auc(got.max(1), want.any(1)):.3f}; kinds F1 {f1(got > 0, want):.3f} ("
              + ", ".join(f"{k} {f1(got[:, i] > 0, want[:, i]):.2f}" for i, k in enumerate(KINDS)) + ")")
        conflict = np.array([bool(e.conflict) for e, _ in known])
        print(f"   conflict F1 {f1(np.array([v.conflict > 0 for _, v in known]), conflict):.3f}")


def report_ans(sides: Sides, weights: Weights) -> None:
    """ANS dev: disagree where the two exclude each other, other where they are not one claim."""
    examples = data.ans("dev")
    if not examples:
        return
    sides.add(t for e in examples for t in (e.a, e.b))
    verdicts = judge([(sides.sides[e.a], sides.sides[e.b]) for e in examples],
                     [(sides.vectors[e.a], sides.vectors[e.b]) for e in examples], weights)
    got = np.array([2 if v.claim < -1.7 else int(v.conflict > -0.4) for v in verdicts])
    want = np.array([2 if not e.claim else int(bool(e.conflict)) for e in examples])
    print("ANS dev:", ", ".join(f"{k} F1 {f1(got == i, want == i):.3f}"
                                for k, i in (("disagree", 1), ("agree", 0), ("other", 2))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", nargs="*", default=[], help="names of corpus/claims files, without ending")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "riwaya-judge")
    args = parser.parse_args()
    files = {p.stem: p for p in sorted((ROOT / "corpus" / "claims").glob("*.jsonl"))}
    marked, implied = data.claims([p for k, p in files.items() if k not in args.held_out])
    one = [e for e in marked if e.claim]
    pools = {
        "marked": one + cuts(one, random.Random(args.seed)),
        "others": [e for e in marked if not e.claim],
        "implied": implied,
        "neighbours": data.neighbours(sorted((ROOT / "corpus" / "attribution").glob("*.jsonl"))),
        "ans": data.ans("train"),
    }
    held = {k: data.claims([files[k]])[0] for k in args.held_out}
    sides = Sides(args.cache)
    sides.add(t for pool in [*pools.values(), *held.values()] for e in pool for t in (e.a, e.b))
    print(", ".join(f"{len(v)} {k}" for k, v in pools.items()), flush=True)
    net = train(pools, sides, args.epochs, args.seed)
    found = arrays(net)
    weights = unpack({k: v.astype(np.float32) for k, v in found.items()})
    for name, examples in held.items():
        report(name, examples, sides, weights)
    report_ans(sides, weights)
    out = args.out or (None if held else OUT)
    if out:
        np.savez_compressed(out, **found)
        print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
