"""The learnt judge: its weights are whole, it sees what it should of plain headlines. All examples are invented."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from riwaya.claims import relate
from riwaya.encoder import encoder, token_encoder
from riwaya.encoder.weights import Floats
from riwaya.judge import headlines

needs_states = pytest.mark.skipif(token_encoder() is None, reason="the encoder with token states is not installed")


def test_the_weights_are_whole() -> None:
    learnt = headlines()
    assert all(np.isfinite(m).all() for m in (learnt.mean, learnt.key, *learnt.entry, *learnt.out, *learnt.tag))
    assert len(learnt.layers) == 2


@needs_states
def test_headlines_agree_disagree_or_speak_of_other_things() -> None:
    found = relate([
        ("وزير النقل يفتتح جسر العين الجديد اليوم", "افتتاح جسر العين الجديد اليوم بحضور وزير النقل"),
        ("ارتفاع أسعار القمح في الأسواق العالمية", "انخفاض أسعار القمح في الأسواق العالمية"),
        ("ارتفاع أسعار القمح في الأسواق العالمية", "المنتخب يتعادل في مباراته الأولى بكأس آسيا"),
    ], encoder())  # fmt: skip
    assert [r.label for r in found] == ["agree", "disagree", "other"]
    assert all(0 <= r.one <= 1 and 0 <= r.conflict <= 1 for r in found)


@needs_states
def test_a_pair_is_judged_alone() -> None:
    pair = ("إغلاق الجسر أمام الشاحنات", "فتح الجسر أمام الشاحنات")
    (alone,) = relate([pair], encoder())
    beside = relate([("غرق قارب", "نجاة قارب"), pair], encoder())[1]
    assert alone.label == beside.label and abs(alone.conflict - beside.conflict) < 0.01


def test_an_encoder_without_states_is_an_error() -> None:
    class Flat:
        name = "flat"

        def vectors(self, texts: Sequence[str]) -> Floats:
            return np.full((len(texts), 4), 0.5, np.float32)

    with pytest.raises(ValueError, match="token states"):
        relate([("a", "b")], Flat())
    assert relate([], Flat()) == []
