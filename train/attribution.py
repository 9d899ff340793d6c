"""Trains the attribution tagger: upper layers of multilingual-e5-small, tuned on corpus/attribution.

    python train/attribution.py --out src/riwaya/models/attribution.npz [--epochs 8] [--hold FILE] [--seed 0]

Two passes over one text. The first (HEAD layers) scores every token as the head of a cue: the first token of the words
that attribute. The second runs once for each head, with that head marked, and tells for every token whether it belongs
to this statement's content, to its cue, or to its source, first, second or third from the reader; and the stance.
So statements may nest and share words, and every content has its own cue and sources without any pairing afterwards.
Needs torch (extra `train`). The layers below are frozen and shared, see riwaya.encoder.e5.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parent))
import marked
from layers import TunedLayer, arrays
from riwaya.encoder import token_encoder
from riwaya.language.text import fold

HEAD, READ = 3, 3  # tuned layers of the first and of the second pass
SLOTS = ("none", "a", "b", "c", "anaphor")
STANCES = ("asserts", "denies", "doubts", "demands")
MAX = 400

E5 = token_encoder()
assert E5 is not None


class Example(NamedTuple):
    text: str
    offsets: list[tuple[int, int]]
    states: np.ndarray  # (tokens + 2, hidden) float16, after the shared layers
    content: np.ndarray  # (tokens,) 0 out, 1 inside any content
    heads: list[int]
    targets: list[dict]  # one a head
    negatives: list[int]


class Tagger(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        shape = E5.shape
        tuned = [TunedLayer(E5.file.layer(6 + n), shape.heads, shape.epsilon) for n in range(HEAD + READ)]
        self.first, self.second = nn.ModuleList(tuned[:HEAD]), nn.ModuleList(tuned[HEAD:])
        hidden = shape.hidden
        self.head_out = nn.Linear(hidden, 2)  # head of a cue; inside any content
        self.mark = nn.Parameter(torch.randn(hidden) * 0.1)
        self.read_out = nn.Linear(hidden, 4 + len(SLOTS))  # content, start, end, cue, slots
        self.stance_out = nn.Linear(hidden, 1 + len(STANCES))  # is a statement; stance

    def heads(self, x: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        for layer in self.first:
            x = layer(x, mask)
        return x, self.head_out(x)

    def read(self, x: torch.Tensor, mask: torch.Tensor, at: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        rows = torch.arange(len(at))
        x = x.clone()
        x[rows, at] += self.mark
        for layer in self.second:
            x = layer(x, mask)
        return self.read_out(x), self.stance_out(x[rows, at])


def inside(offsets: list[tuple[int, int]], span: tuple[int, int]) -> list[int]:
    return [i for i, (a, b) in enumerate(offsets) if a < span[1] and b > span[0] and b > a]


def encode(paragraphs: list[tuple[str, list[marked.Marked]]], forms: set[str]) -> list[Example]:
    tokens = [E5.tokenize(text) for text, _ in paragraphs]
    states = E5.states([t.ids[:MAX] for t in tokens])
    found = []
    for (text, statements), token, state in zip(paragraphs, tokens, states, strict=True):
        offsets = token.offsets[:MAX]
        n = len(offsets)
        content = np.zeros(n, np.float32)
        heads, targets = [], []
        for s in statements:
            ins = inside(offsets, s.content)
            if not ins:
                continue
            content[ins] = 1
            if not s.cues:
                continue
            cue = [i for c in s.cues for i in inside(offsets, c)]
            if not cue:
                continue
            slot = np.zeros(n, np.int64)
            for span in s.anaphors:
                slot[inside(offsets, span)] = 4
            for k, span in reversed(list(enumerate(s.chain[:3], 1))):
                slot[inside(offsets, span)] = k
            heads.append(cue[0])
            targets.append({"in": ins, "cue": cue, "slot": slot, "stance": STANCES.index(s.stance)})
        negatives = [
            i
            for i, (a, b) in enumerate(offsets)
            if i not in heads and b - a > 1 and (a == 0 or not text[a - 1].isalnum()) and word_at(text, a) in forms
        ]
        found.append(Example(text, offsets, state.astype(np.float16), content, heads, targets, negatives))
    return found


def word_at(text: str, start: int) -> str:
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] in "ًٌٍَُِّْ"):
        end += 1
    return fold(text[start:end])


def noisy(text: str, statements: list[marked.Marked], rng: random.Random) -> tuple[str, list[marked.Marked]]:
    """The paragraph as another desk would have typed it: letter variants and quotation marks, length unchanged."""
    out = list(text)
    yaa, hamza, taa = rng.random() < 0.4, rng.random() < 0.3, rng.random() < 0.1
    marks = rng.choice(["«»", '""', "“”", "''", "  ", None])
    for i, c in enumerate(out):
        last = i + 1 == len(out) or not out[i + 1].isalnum()
        if c == "ي" and last and yaa:
            out[i] = "ى"
        elif c in "أإ" and hamza:
            out[i] = "ا"
        elif c == "ة" and taa and rng.random() < 0.5:
            out[i] = "ه"
        elif c in '«»“”"' and marks:
            out[i] = marks[0] if c in "«“" or (c == '"' and not last) else marks[1]
    return "".join(out), statements


def pad(examples: list[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    n = max(len(e.states) for e in examples)
    x = torch.zeros(len(examples), n, E5.width)
    mask = torch.zeros(len(examples), n, dtype=torch.bool)
    for j, e in enumerate(examples):
        x[j, : len(e.states)] = torch.tensor(e.states.astype(np.float32))
        mask[j, : len(e.states)] = True
    return x, mask


def step(net: Tagger, batch: list[Example], rng: random.Random) -> torch.Tensor:
    x, mask = pad(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x, first = net.heads(x, mask)
    first = first.float()
    want = torch.zeros(*first.shape)
    keep = torch.zeros(first.shape[:2], dtype=torch.bool)
    rows, at, targets = [], [], []
    for j, e in enumerate(batch):
        n = len(e.offsets)
        keep[j, 1 : n + 1] = True
        want[j, 1 : n + 1, 1] = torch.tensor(e.content)
        for h, t in zip(e.heads, e.targets, strict=True):
            want[j, h + 1, 0] = 1
            rows.append(j), at.append(h + 1), targets.append(t)
        near = (first[j, 1 : n + 1, 0] > -2.2).nonzero()[:, 0].tolist()  # what the first pass is tempted by
        tempting = [h for h in near if h not in e.heads]
        for h in {*rng.sample(e.negatives, min(len(e.negatives), 1)), *rng.sample(tempting, min(len(tempting), 1))}:
            rows.append(j), at.append(h + 1), targets.append(None)
    loss = F.binary_cross_entropy_with_logits(first[..., 0][keep], want[..., 0][keep]) * 30
    loss = loss + F.binary_cross_entropy_with_logits(first[..., 1][keep], want[..., 1][keep])
    if not rows:
        return loss
    rows_t = torch.tensor(rows)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        read, stance = net.read(x[rows_t], mask[rows_t], torch.tensor(at))
    read, stance = read.float(), stance.float()
    m = mask[rows_t].clone()
    m[:, 0] = False
    real = [i for i, t in enumerate(targets) if t]
    loss = loss + F.binary_cross_entropy_with_logits(
        stance[:, 0], torch.tensor([float(t is not None) for t in targets])
    )
    if real:
        loss = loss + 0.5 * F.cross_entropy(stance[real, 1:], torch.tensor([targets[i]["stance"] for i in real]))
    inside_t, cue_t = torch.zeros(*read.shape[:2]), torch.zeros(*read.shape[:2])
    slot_t = torch.zeros(read.shape[:2], dtype=torch.long)
    start, end = [], []
    for i, t in enumerate(targets):
        if t:
            inside_t[i, [k + 1 for k in t["in"]]] = 1
            cue_t[i, [k + 1 for k in t["cue"]]] = 1
            slot_t[i, 1 : len(t["slot"]) + 1] = torch.tensor(t["slot"])
            start.append(t["in"][0] + 1), end.append(t["in"][-1] + 1)
    loss = loss + F.binary_cross_entropy_with_logits(read[..., 0][m], inside_t[m]) * 2
    loss = loss + F.binary_cross_entropy_with_logits(read[..., 3][m], cue_t[m]) * 2
    weight = torch.tensor([0.3, 1.0, 1.0, 1.0, 1.0])
    loss = loss + F.cross_entropy(read[..., 4:][m], slot_t[m], weight=weight) * 3
    if real:
        hole = torch.where(m[real], 0.0, -1e4)
        loss = loss + 0.5 * F.cross_entropy(read[real][..., 1] + hole, torch.tensor(start))
        loss = loss + 0.5 * F.cross_entropy(read[real][..., 2] + hole, torch.tensor(end))
    return loss


def decode(net: Tagger, e: Example, threshold: float = 0.5) -> list[dict]:
    """Statements of one paragraph, for watching the training (riwaya.attribution.tagger is the real reader)."""
    with torch.no_grad():
        x, mask = pad([e])
        x, first = net.heads(x, mask)
        p = torch.sigmoid(first[0, 1:-1, 0]).numpy()
        at = [i for i in range(len(p)) if p[i] > threshold]
        if not at:
            return []
        rows = torch.zeros(len(at), dtype=torch.long)
        read, stance = net.read(x[rows], mask[rows], torch.tensor([i + 1 for i in at]))
    found = []
    for k in range(len(at)):
        if torch.sigmoid(stance[k, 0]) < 0.5:
            continue
        r = read[k, 1:-1].numpy()
        start, end = F.log_softmax(torch.tensor(r[:, 1]), 0).numpy(), F.log_softmax(torch.tensor(r[:, 2]), 0).numpy()
        i, j = best_span(start, end, r[:, 0])
        found.append({"content": (e.offsets[i][0], e.offsets[j][1]), "slots": r[:, 4:].argmax(1)})
    return found


def best_span(start: np.ndarray, end: np.ndarray, logits: np.ndarray) -> tuple[int, int]:
    """The span that maximizes start + end + the mean-free sum of its inside scores (clipped)."""
    total = np.concatenate([[0], np.cumsum(np.clip(logits, -3, 3))]) * 0.2
    left = start - total[:-1]
    best, at = -1e9, (0, 0)
    top, where = -1e9, 0
    for j in range(len(end)):
        if left[j] > top:
            top, where = left[j], j
        if top + end[j] + total[j + 1] > best:
            best, at = top + end[j] + total[j + 1], (where, j)
    return at


def gold(folder: Path) -> list[tuple[str, list[marked.Marked]]]:
    g = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    out = []
    for name, r in g["reports"].items():
        mine = [s for s in g["statements"] if s["report"] == name and s["voice"] != "own"]
        for p in r["paragraphs"]:
            spans = []
            for s in mine:
                a = p.find(s["text"])
                if a >= 0:
                    spans.append(marked.Marked((a, a + len(s["text"])), [], [], [], "asserts"))
            out.append((p, spans))
    return out


def evaluate(net: Tagger, data: list[tuple[Example, list]]) -> str:
    net.eval()
    tp = fp = fn = 0
    dice = 0.0
    for e, spans in data:
        left = [s.content for s in spans]
        for g in decode(net, e):
            a, b = g["content"]
            best = max(left, key=lambda t: min(b, t[1]) - max(a, t[0]), default=None)
            score = 2 * max(0, min(b, best[1]) - max(a, best[0])) / ((b - a) + (best[1] - best[0])) if best else 0
            if score >= 0.5:
                tp, dice = tp + 1, dice + score
                left.remove(best)
            else:
                fp += 1
        fn += len(left)
    p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
    net.train()
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f} span {dice / max(1, tp + fn):.3f}"


def save(net: Tagger, path: Path, note: dict) -> None:
    """What the network learnt, as riwaya.attribution.tagger reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, note=np.frombuffer(json.dumps(note).encode(), np.uint8), **arrays(net))


def resume(net: Tagger, path: Path) -> None:
    """Load what `save` wrote."""
    data = np.load(path)
    state = {}
    for name, value in net.state_dict().items():
        w = data[name] if name in data else data[name + ".int8"].astype(np.float32) * data[name + ".scale"]
        state[name] = torch.tensor(w.T.copy() if value.ndim == 2 else w)
    net.load_state_dict(state)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--start", type=Path, help="weights of an earlier run to go on from")
    parser.add_argument("--more", nargs="*", help="files seen whole in each epoch; of the others only a share")
    parser.add_argument("--share", type=float, default=0.3, help="that share, drawn anew each epoch")
    parser.add_argument("--average", type=float, default=0.0, help="decay of a mean of the weights, saved instead")
    parser.add_argument("--hold", help="name of a corpus file to leave out and to measure on")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--watch", type=Path, action="append", default=[], help="a gold folder to print figures on")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    paragraphs = marked.read()
    forms = {word_at(p.text, s.cues[0][0]) for p in paragraphs for s in p.statements if s.cues}
    kept = [p for p in paragraphs if p.file != args.hold]
    plain = encode([(p.text, p.statements) for p in kept], forms)
    varied = encode([noisy(p.text, p.statements, rng) for p in kept], forms)
    ways = [marked.turned(row, rng) for row, file in marked.rows() if file != args.hold]
    turns = [None if w is None else marked.parse(w, "") for w in ways]
    again = iter(encode([(t.text, t.statements) for t in turns if t], forms))
    turned = [next(again) if t else None for t in turns]
    often = [args.more is None or p.file in args.more for p in kept]
    watch = {f.name: [(encode([x], forms)[0], x[1]) for x in gold(f)] for f in args.watch}
    if args.hold:
        held = [(p.text, p.statements) for p in paragraphs if p.file == args.hold]
        watch[args.hold] = list(zip(encode(held, forms), [s for _, s in held], strict=True))
    net = Tagger()
    if args.start:
        resume(net, args.start)
    fresh = [p for n, p in net.named_parameters() if not n.startswith(("first", "second"))]
    tuned = [p for n, p in net.named_parameters() if n.startswith(("first", "second"))]
    optimizer = torch.optim.AdamW([{"params": fresh, "lr": 1e-3}, {"params": tuned, "lr": 2e-4}], weight_decay=0.02)
    size = 12
    fresh_rate = 5e-4 if args.start else 2e-3
    an_epoch = round(sum(1 if o else args.share for o in often))
    steps = args.epochs * (an_epoch // size + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [fresh_rate, 2.5e-4], total_steps=round(steps * 1.05) + 5, pct_start=0.1
    )
    mean = {n: v.detach().clone() for n, v in net.state_dict().items()}
    print(len(plain), "paragraphs", sum(len(e.heads) for e in plain), "heads", len(forms), "forms", flush=True)
    for epoch in range(args.epochs):
        began, total = time.time(), 0.0
        pool = [
            c if c and rng.random() < 0.4 else a if rng.random() < 0.5 else b
            for a, b, c, o in zip(plain, varied, turned, often, strict=True)
            if o or rng.random() < args.share
        ]
        order = sorted(range(len(pool)), key=lambda i: len(pool[i].states) + rng.random() * 10)
        groups = [order[i : i + size] for i in range(0, len(order), size)]
        rng.shuffle(groups)
        for group in groups:
            loss = step(net, [pool[i] for i in group], rng)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
            if args.average:
                for n, v in net.state_dict().items():
                    mean[n].lerp_(v, 1 - args.average)
        line = f"{epoch} loss {total / len(groups):.3f} {time.time() - began:.0f}s"
        if epoch == args.epochs - 1:
            if args.average:
                net.load_state_dict(mean)
            line += "".join(f" | {name} {evaluate(net, data)}" for name, data in watch.items())
        print(line, flush=True)
    save(net, args.out, {"layers": [HEAD, READ], "seed": args.seed, "epochs": args.epochs, "forms": sorted(forms)})


if __name__ == "__main__":
    main()
