"""Tune the layers that vectors of claims come from (riwaya.claims.encoding) on statements with their claims marked.

    OMP_NUM_THREADS=2 python train/sameness.py [--hold FILE ...] [--epochs 3] [--seed 0] [--out FILE]

The pretrained vectors tell topics apart; the statements of one story all have one topic. Here the layers above the
shared ones learn to lay statements of one claim together and those of the other claims of the same story apart,
whatever the wording, the language, the figures or the polarity: supervised contrastive loss (Khosla et al. 2020) over
a few groups at once, and cross entropy over the pairs of each.

What is written is half way between what was learnt and what the layers were before (Wortsman et al. 2022, robust
fine-tuning): on reports, which repeat one another's words more than the corpus does, that is better than either.

`--hold` leaves files of the corpus out to measure on (a file was written by one hand). Matrices are multiplied in
bfloat16: where the processor has it, that takes a quarter of the time. Needs torch (extra `train`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parent))
from groups import Group, files, groups
from layers import TunedLayer, arrays
from riwaya.claims.encoding import PREFIX
from riwaya.encoder import token_encoder

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "riwaya" / "models" / "claims.npz"
LAYERS = 6  # of the encoder, the uppermost
SHARPNESS = 0.07  # temperature of the contrastive loss
TOGETHER = 56  # statements of a step, at least
LARGEST = 60  # statements of a story from which on it is halved
ALIKE = 24  # statements of like length that are encoded at once: little is padded
RATE, DECAY = 1e-4, 0.01
LEARNT = 0.5  # share of what was learnt in the weights that are written
ONE = 3.0  # what a pair of one claim weighs beside one of two

E5 = token_encoder()
assert E5 is not None


class Network(nn.Module):
    """Layers over the shared states, and a unit vector a text: the mean of its tokens."""

    def __init__(self) -> None:
        super().__init__()
        first = E5.shape.layers - LAYERS
        self.layers = nn.ModuleList(
            TunedLayer(E5.file.layer(first + n), E5.shape.heads, E5.shape.epsilon) for n in range(LAYERS)
        )
        self.scale, self.bias = nn.Parameter(torch.tensor(10.0)), nn.Parameter(torch.tensor(-5.0))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x, mask)
        return F.normalize((x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=-1)


def padded(states: Sequence[np.ndarray]) -> tuple[Tensor, Tensor]:
    """States of several texts as one array, and which of its rows are tokens."""
    longest = max(map(len, states))
    x = np.zeros((len(states), longest, states[0].shape[1]), np.float32)
    mask = np.zeros((len(states), longest), bool)
    for n, s in enumerate(states):
        x[n, : len(s)], mask[n, : len(s)] = s, True
    return torch.tensor(x), torch.tensor(mask)


def halves(group: Group, rng: random.Random) -> list[Group]:
    """A story too big for a step as two, each of whole claims drawn at random; a small group as it is."""
    if len(group.texts) <= LARGEST:
        return [group]
    first: set[str] = set()
    for claim in rng.sample(sorted(set(group.claims)), len(set(group.claims))):
        if sum(c in first for c in group.claims) < LARGEST:
            first.add(claim)
    parts = []
    for wanted in (True, False):
        kept = [n for n, c in enumerate(group.claims) if (c in first) is wanted]
        texts, languages, claims = ([of[n] for n in kept] for of in (group.texts, group.languages, group.claims))
        parts.append(Group(group.file, group.story, texts, languages, claims))
    return parts


def steps(found: Sequence[Group], rng: random.Random) -> Iterator[list[Group]]:
    """Groups in random order, a few at once."""
    together: list[Group] = []
    parts = [part for group in found for part in halves(group, rng)]
    for group in rng.sample(parts, len(parts)):
        together.append(group)
        if sum(len(g.texts) for g in together) >= TOGETHER:
            yield together
            together = []
    if together:
        yield together


def vectors(net: Network, texts: Sequence[str], states: dict[str, np.ndarray]) -> Tensor:
    """A unit row for each text."""
    order = sorted(range(len(texts)), key=lambda i: len(states[texts[i]]))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rows = torch.cat([net(*padded([states[texts[i]] for i in order[a : a + ALIKE]]))
                          for a in range(0, len(order), ALIKE)])
    return F.normalize(rows.float()[torch.tensor(np.argsort(order))], dim=-1)


def loss(net: Network, together: Sequence[Group], states: dict[str, np.ndarray]) -> Tensor:
    """What the network still gets wrong in some groups."""
    place: dict[tuple[int, str], int] = {}
    claim = torch.tensor([place.setdefault((n, c), len(place)) for n, g in enumerate(together) for c in g.claims])
    story = torch.tensor([n for n, g in enumerate(together) for _ in g.claims])
    rows = vectors(net, [t for g in together for t in g.texts], states)
    like = rows @ rows.T
    others = ~torch.eye(len(claim), dtype=torch.bool)
    one = (claim[:, None] == claim[None]) & others
    logits = (like / SHARPNESS).masked_fill(~others, -1e4)
    chance = logits - torch.logsumexp(logits, 1, keepdim=True)
    joined = one.any(1)
    contrast = -(chance * one).sum(1)[joined] / one.sum(1)[joined]
    within = (story[:, None] == story[None]) & others
    pairs = F.binary_cross_entropy_with_logits((net.scale * like + net.bias)[within], one[within].float(),
                                               pos_weight=torch.tensor(ONE))
    return contrast.mean() + pairs


def precision(net: Network, found: Sequence[Group], states: dict[str, np.ndarray]) -> float:
    """Average precision of the cosines within groups, a mean over the groups."""
    net.eval()
    figures = []
    for group in found:
        with torch.no_grad():
            rows = vectors(net, group.texts, states).numpy()
        rows -= rows.mean(0)  # as riwaya.claims.entries has them
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        i, j = np.triu_indices(len(group.texts), 1)
        one = np.array([group.claims[a] == group.claims[b] for a, b in zip(i, j, strict=True)])
        ranked = one[np.argsort(-(rows @ rows.T)[i, j], kind="stable")]
        figures.append((np.cumsum(ranked) / np.arange(1, len(ranked) + 1))[ranked].mean())
    return float(np.mean(figures))


def save(net: Network, path: Path, note: dict[str, object]) -> None:
    """The layers as riwaya.encoder.tuned reads them, with a mark of their own."""
    found = arrays(net)
    mark = hashlib.blake2b(b"".join(found[k].tobytes() for k in sorted(found)), digest_size=6).hexdigest()
    np.savez_compressed(path, note=np.frombuffer(json.dumps(note).encode(), np.uint8),
                        mark=np.frombuffer(mark.encode(), np.uint8), **found)


def halfway(net: Network) -> Network:
    """The network with its layers moved back towards where they came from."""
    before, learnt = Network().state_dict(), net.state_dict()
    net.load_state_dict({k: (1 - LEARNT) * before[k] + LEARNT * learnt[k] for k in learnt})
    return net.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hold", nargs="*", default=[], help="files of the corpus left out, as stories/a")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    seen: list[Group] = []
    held: list[Group] = []
    for group in groups(files()):
        (held if group.file in args.hold else seen).append(group)
    texts = sorted({t for g in (*seen, *held) for t in g.texts}, key=lambda t: (len(t), t))
    states = dict(zip(texts, E5.states([E5.tokenize(PREFIX + t).ids for t in texts]), strict=True))
    print(f"{len(seen)} groups, {len(held)} held out, {len(texts)} statements", flush=True)
    net = Network()
    if held:
        print(f"as it came: average precision {precision(net, held, states):.3f}", flush=True)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    total = args.epochs * (sum(len(g.texts) for g in seen) // TOGETHER + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=total + 1, pct_start=0.1)
    for epoch in range(args.epochs):
        net.train()
        began, losses = time.time(), []
        for together in steps(seen, rng):
            value = loss(net, together, states)
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(value.item())
        told = f", average precision {precision(net, held, states):.3f}" if held else ""
        print(f"epoch {epoch}: loss {np.mean(losses):.3f}{told}, {time.time() - began:.0f} s", flush=True)
    halfway(net)
    if held:
        print(f"half way: average precision {precision(net, held, states):.3f}", flush=True)
    save(net, args.out, {"seed": args.seed, "epochs": args.epochs, "held": args.hold, "groups": len(seen)})


if __name__ == "__main__":
    main()
