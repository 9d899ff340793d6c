"""The learnt reader of statements: which words head a cue, and for each cue its content, words, sources and stance.

Two passes over a text (train/attribution.py, docs/models/attribution.md): the first scores every token as the head of
a cue; the second runs once a head, with that head marked, so that statements may nest and share words. The layers
below are the encoder's own. Numpy only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riwaya.encoder import tuned
from riwaya.encoder.e5 import E5, Tokens, batches
from riwaya.encoder.transformer import Network
from riwaya.encoder.weights import Floats
from riwaya.model import Link, Span, Stance

_SIGNS = re.compile("[\u064b-\u065f\u0670]")

STANCES: tuple[Stance, ...] = ("asserts", "denies", "doubts", "demands")
SLOTS = 4  #: sources a, b, c from the reader on, and an anaphor that repeats one of them
WINDOW = 128  #: tokens read around a head
THRESHOLD = 0.35  #: probability of heading a cue from which a head is read at all
MOST_KNOWN = 20_000  #: texts of which it is remembered what was read in them
TEXT_TOKENS = 480  #: tokens of a text that one pass sees; a longer paragraph is read in pieces


class Reading(NamedTuple):
    """One statement as the tagger reads it, in code points of its text."""

    head: int
    content: Span
    cue: tuple[Span, ...]
    sources: tuple[Span, ...]  #: nearest the reader first
    anaphor: Span | None
    stance: Stance
    sure: float
    attitude: bool = False  #: a wish, a plan, a liking rather than words said
    settled: tuple[Link, ...] = ()  #: the whole chain, where form and what stands before settle it
    medium: Span | None = None  #: who carried the words, named behind them («…، وفق ما نقلت وكالة كذا»)
    told: bool = False  #: grammar tells its subject, wherever in the sentence that stands


Known = dict[str, tuple[Reading, ...]]
"""What was read in texts, by the text; for the reports of one story, so that its copies are read once."""


class Page(NamedTuple):
    """What the first pass tells of one text."""

    offsets: list[tuple[int, int]]
    states: Floats  #: (tokens + 2, hidden) after the first pass
    heads: Floats  #: (tokens,) probability of heading a cue
    content: Floats  #: (tokens,) probability of standing in attributed content


class Weights(NamedTuple):
    """The tuned layers and what stands on them."""

    first: Network
    second: Network
    head: tuple[Floats, Floats]
    mark: Floats
    read: tuple[Floats, Floats]
    stance: tuple[Floats, Floats]


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), np.float32)


@cache
def weights(encoder: E5) -> Weights:
    """The tuned weights that ship with riwaya (int8 with a scale a column), read once a process and encoder."""
    source = resources.files("riwaya.models") / "attribution.npz"
    with resources.as_file(source) as path, np.load(path) as data:
        return Weights(
            encoder.network(tuned.layers(data, "first")),
            encoder.network(tuned.layers(data, "second")),
            tuned.pair(data, "head_out"),
            tuned.tensor(data, "mark"),
            tuned.pair(data, "read_out"),
            tuned.pair(data, "stance_out"),
        )


def statements(
    texts: Sequence[str],
    encoder: E5,
    worth: Callable[[str, int, float], bool],
    known: Known | None = None,
    threshold: float = THRESHOLD,
) -> list[list[Reading]]:
    """The statements of texts, both passes, in order of their cue heads; equal texts are read once.

    In: `worth(text, place, probability)` says which heads from `threshold` on are read at all; `known` is what was read
    before, of texts that it holds nothing is read again and the others are laid there, the oldest out. A report that
    copies another costs its own words only. Whoever keeps a `Known` gives the same `worth` and encoder each time.
    """
    known = {} if known is None else known
    new = [t for t in dict.fromkeys(texts) if t not in known]
    found = read(pages(new, encoder), encoder, lambda n, at, sure: worth(new[n], at, sure), threshold)
    known.update(zip(new, map(tuple, found), strict=True))
    readings = [list(known[t]) for t in texts]
    if (over := len(known) - MOST_KNOWN) > 0:
        for text in list(known)[:over]:
            del known[text]
    return readings


def pages(texts: Sequence[str], encoder: E5) -> list[Page]:
    """The first pass over texts. One page a text; tokens past TEXT_TOKENS are not seen (see `pieces`)."""
    net = weights(encoder)
    tokens = [_tokens(t, encoder) for t in texts]
    below = encoder.states([t.ids[:TEXT_TOKENS] for t in tokens])
    lengths = [len(s) for s in below]
    found: list[Page] = []
    for group in batches(lengths):
        sizes = [lengths[i] for i in group]
        states = net.first.run(np.concatenate([below[i] for i in group]), sizes)
        for i, part in zip(group, np.split(states, np.cumsum(sizes)[:-1]), strict=True):
            score = _sigmoid(part @ net.head[0] + net.head[1])  # by itself: its last bits hang on how many rows it has
            found.append(Page(tokens[i].offsets[:TEXT_TOKENS], part, score[1:-1, 0], score[1:-1, 1]))
    return found


def _tokens(text: str, encoder: E5) -> Tokens:
    """The tokens of a text as if it bore no vowel signs, with their places in the text as it is: «حذّر» is to be read
    as «حذر», which training has seen."""
    if not _SIGNS.search(text):
        return encoder.tokenize(text)
    kept = [n for n, c in enumerate(text) if not _SIGNS.match(c)]
    plain = encoder.tokenize("".join(text[n] for n in kept))
    places = [(kept[a], kept[b - 1] + 1) if a < b else (kept[a], kept[a]) if a < len(kept) else (len(text),) * 2
              for a, b in plain.offsets]
    return plain._replace(offsets=places)


def read(
    pages: Sequence[Page], encoder: E5, worth: Callable[[int, int, float], bool], threshold: float = THRESHOLD
) -> list[list[Reading]]:
    """The second pass: the statements of each page, in order of their cue heads.

    `worth(page, place, probability)` says which heads from `threshold` on are read at all: each costs a pass over its
    window.
    """
    net = weights(encoder)
    jobs: list[tuple[int, int, int, int]] = []  # page, head token, window start, window end (tokens)
    for n, page in enumerate(pages):
        size = len(page.offsets)
        for head in np.flatnonzero(page.heads > threshold).tolist():
            if not worth(n, page.offsets[head][0], float(page.heads[head])):
                continue
            start = max(0, min(head - WINDOW // 2, size - WINDOW))
            jobs.append((n, head, start, min(size, start + WINDOW)))
    found: list[list[Reading]] = [[] for _ in pages]
    for group in batches([b - a + 2 for _, _, a, b in jobs]):
        packed, sizes = [], []
        for j in group:
            n, head, a, b = jobs[j]
            states = pages[n].states
            window = np.concatenate([states[:1], states[a + 1 : b + 1], states[-1:]])
            window[head - a + 1] += net.mark
            packed.append(window)
            sizes.append(len(window))
        states = net.second.run(np.concatenate(packed), sizes)
        for j, part in zip(group, np.split(states, np.cumsum(sizes)[:-1]), strict=True):
            n, head, a, b = jobs[j]
            verdict = part[head - a + 1] @ net.stance[0] + net.stance[1]
            scores = part[1:-1] @ net.read[0] + net.read[1]
            reading = _decode(
                scores, verdict, pages[n].offsets[a:b], pages[n].offsets[head][0], float(pages[n].heads[head])
            )
            if reading:
                found[n].append(reading)
    return found


def _decode(scores: Floats, verdict: Floats, offsets: list[tuple[int, int]], head: int, sure: float) -> Reading | None:
    """One head's scores (content, start, end, cue, none, a, b, c, anaphor a token) as spans."""
    valid = float(_sigmoid(verdict[:1])[0])
    if valid < 0.5:
        return None
    i, j = best_span(_log_softmax(scores[:, 1]), _log_softmax(scores[:, 2]), scores[:, 0])
    slots = scores[:, 4:].argmax(1)
    margin = scores[:, 4:] - scores[:, 4:5]
    spans = [_best_run(slots == k, margin[:, k], offsets) for k in range(1, SLOTS + 1)]
    sources = tuple(s for s in spans[:3] if s is not None)
    cue = tuple(Span(offsets[a][0], offsets[b][1]) for a, b in _runs(scores[:, 3] > 0))
    stance = STANCES[int(verdict[1:].argmax())]
    return Reading(head, Span(offsets[i][0], offsets[j][1]), cue, sources, spans[3], stance, min(valid, sure))


def _log_softmax(x: Floats) -> Floats:
    x = x - x.max()
    return np.asarray(x - np.log(np.exp(x).sum()), np.float32)


def best_span(start: Floats, end: Floats, inside: Floats) -> tuple[int, int]:
    """The span of tokens that maximizes start + end + 0.2 * the sum of its (clipped) inside scores; both ends in."""
    total = np.concatenate([[0.0], np.cumsum(np.clip(inside, -3, 3))]) * 0.2
    left = start - total[:-1]
    top = np.maximum.accumulate(left)
    right = int((top + end + total[1:]).argmax())
    return int(left[: right + 1].argmax()), right


def _runs(on: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of True, both ends in; a gap of one token is bridged."""
    found: list[tuple[int, int]] = []
    for i in np.flatnonzero(on).tolist():
        if found and i - found[-1][1] <= 2:
            found[-1] = (found[-1][0], i)
        else:
            found.append((i, i))
    return found


def _best_run(on: npt.NDArray[np.bool_], margin: Floats, offsets: list[tuple[int, int]]) -> Span | None:
    runs = _runs(on)
    if not runs:
        return None
    a, b = max(runs, key=lambda r: float(margin[r[0] : r[1] + 1].sum()))
    return Span(offsets[a][0], offsets[b][1])
