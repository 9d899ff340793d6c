"""Correspondence of two reports in two languages, sentence by sentence, by sentence vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from riwaya.derivations.relation import concordance
from riwaya.model import Report, Span

Vectors = NDArray[np.floating[Any]]

_ENDS = ".!?؟؛…"
_SHORT = 15  #: code points; what is shorter is no sentence to compare
_LONG = 600
ALIKE = 0.40  #: cosine, after the mean of each language is taken off, from which two sentences correspond


def sentences(text: str) -> list[Span]:
    """Rough sentences: cut at paragraph ends and at closing marks that a space follows; one pass."""
    out: list[Span] = []
    start = 0
    for i, c in enumerate(text):
        last = i + 1 == len(text)
        ends = c == "\n" or last or (c in _ENDS and text[i + 1].isspace()) or i - start >= _LONG
        if ends:
            stop = i + (c != "\n")
            piece = text[start:stop]
            if len(piece.strip()) > _SHORT:
                lead = len(piece) - len(piece.lstrip())
                out.append(Span(start + lead, start + len(piece.rstrip())))
            start = i + 1
    return out


@dataclass(frozen=True, eq=False)
class Sentences:
    """A report's sentences and their centred vectors."""

    spans: tuple[Span, ...]
    vectors: Vectors


def centred(reports: Sequence[Report], encoder: Any, most: int = 60) -> dict[str, Sentences]:
    """The first `most` sentences of every report, as unit vectors from which the mean of the language's sentences is
    taken off: raw vectors of one language are all alike, and unlike those of another."""
    spans = {r.id: sentences(r.text)[:most] for r in reports}
    texts = [s.of(r.text) for r in reports for s in spans[r.id]]
    if not texts:
        return {r.id: Sentences((), np.zeros((0, 1))) for r in reports}
    vectors = np.asarray(encoder.vectors(texts), np.float32).copy()
    language = np.array([r.language for r in reports for _ in spans[r.id]])
    for name in sorted(set(language.tolist())):
        here = language == name
        vectors[here] -= vectors[here].mean(0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    out, at = {}, 0
    for r in reports:
        n = len(spans[r.id])
        out[r.id] = Sentences(tuple(spans[r.id]), vectors[at : at + n])
        at += n
    return out


@dataclass(frozen=True, eq=False)
class Correspondence:
    """How far the sentences of a report correspond to those of another."""

    pairs: tuple[tuple[Span, Span], ...]  #: sentences that are each other's best, and alike
    covered: float  #: share of the first's sentences that have a like one
    order: float  #: Kendall's tau of the pairs


def correspondence(a: Sentences, b: Sentences) -> Correspondence:
    """How far `a` corresponds to `b`."""
    if not a.spans or not b.spans:
        return Correspondence((), 0.0, 0.0)
    alike = a.vectors @ b.vectors.T
    best, back = alike.argmax(1), alike.argmax(0)
    mutual = [(i, int(j)) for i, j in enumerate(best) if back[j] == i and alike[i, j] >= ALIKE]
    return Correspondence(
        tuple((a.spans[i], b.spans[j]) for i, j in mutual),
        float((alike.max(1) >= ALIKE).mean()),
        concordance([j for _, j in mutual]),
    )
