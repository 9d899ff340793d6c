"""What the encoder made is kept, within bounds, and nothing that is wrong with it shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from riwaya.claims.encoding import pack
from riwaya.encoder import encoder
from riwaya.encoder.keep import Keep, bare, keep
from riwaya.encoder.kept import Kept
from riwaya.encoder.weights import Floats


class Counting:
    """An encoder that counts what it is asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def vectors(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        return np.array([[len(t), 1.0] for t in texts], np.float32).reshape(len(texts), 2)


def test_what_was_made_is_kept_and_the_oldest_dropped(tmp_path: Path) -> None:
    store = Keep(tmp_path / "made.sqlite", most=20_000)
    states = pack(np.random.default_rng(0).normal(size=(5, 384)).astype(np.float32))
    made = {f"t{i}": (np.ones(384, np.float32), states.values, states.scale) for i in range(4)}
    store.put("e", made)
    found = store.get("e", ["t0", "t9"])
    assert list(found) == ["t0"]
    assert np.array_equal(found["t0"][1], states.values)
    assert store.get("another", ["t0"]) == {}
    for n in range(10):
        store.put("e", {f"more{n}": made["t0"]})
    left = store.get("e", [*made, *(f"more{n}" for n in range(10))])
    assert 0 < len(left) <= 20_000 // (384 * 9)


def test_a_broken_store_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "made.sqlite"
    path.write_bytes(b"no database" * 100)
    store = Keep(path)
    store.put("e", {})
    assert store.get("e", ["t"]) == {}
    assert not path.exists() or path.read_bytes()[:6] == b"SQLite"
    store.put("e", {"t": bare(np.ones(3, np.float32))})
    assert list(store.vectors("e", ["t"])) == ["t"]


def test_a_torn_row_is_made_anew(tmp_path: Path) -> None:
    store = Keep(tmp_path / "made.sqlite")
    store.put("e", {"t": bare(np.ones(3, np.float32)), "u": bare(np.ones(3, np.float32))})
    with sqlite3.connect(tmp_path / "made.sqlite") as connection:
        connection.execute("update made set vector = x'0102' where rowid = 1")
    assert len(store.vectors("e", ["t", "u"])) == 1


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Keep(tmp_path / "file" / "made.sqlite")
    store.put("e", {"t": bare(np.ones(3, np.float32))})
    assert store.vectors("e", ["t"]) == {}


def test_a_text_is_encoded_once_for_all(tmp_path: Path) -> None:
    one, other = Counting(), Counting()
    first = Kept(one, "riwaya", Keep(tmp_path / "made.sqlite")).vectors(["a", "bb", "a"])
    again = Kept(other, "riwaya", Keep(tmp_path / "made.sqlite")).vectors(["bb", "ccc", "a"])
    assert one.asked == ["a", "bb"] and other.asked == ["ccc"]
    assert first[:, 0].tolist() == [1, 2, 1] and again[:, 0].tolist() == [2, 3, 1]


def test_states_are_not_lost_to_a_vector_nor_taken_from_one(tmp_path: Path) -> None:
    store = Keep(tmp_path / "made.sqlite")
    store.put("e", {"t": bare(np.ones(4, np.float32))})
    assert store.get("e", ["t"]) == {} and "t" in store.vectors("e", ["t"])
    states = pack(np.ones((3, 4), np.float32))
    store.put("e", {"t": (np.ones(4, np.float32), states.values, states.scale)})
    assert len(store.get("e", ["t"])["t"][1]) == 3 and "t" in store.vectors("e", ["t"])


def test_the_environment_moves_it_or_switches_it_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIWAYA_CACHE", str(tmp_path / "there"))
    keep().put("e", {"t": bare(np.ones(3, np.float32))})
    assert [p.suffix for p in (tmp_path / "there").iterdir()] == [".sqlite"]
    monkeypatch.setenv("RIWAYA_CACHE", "off")
    assert keep().vectors("e", ["t"]) == {}


def test_nothing_in_nothing_out() -> None:
    assert Kept(Counting(), "riwaya", Keep(None)).vectors([]).shape == (0, 2)


def test_the_encoder_of_all_stages_remembers() -> None:
    assert isinstance(encoder(), Kept)
