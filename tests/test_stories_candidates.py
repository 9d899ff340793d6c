"""Which stories in the making are near one another: the same as by comparing all with all, in little room."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.stories.candidates import neighbours, together
from riwaya.stories.measure import Sums, Vector, dot

vectors = st.lists(st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.2, 1.0), max_size=5), max_size=9)


@given(vectors, st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_whoever_shares_a_word_is_near(sums: list[Vector], data: st.DataObject) -> None:
    alive = data.draw(st.lists(st.booleans(), min_size=len(sums), max_size=len(sums)))
    near = neighbours(Sums(sums), alive)
    pairs = {(i, j): product for i, j, product in together(*near.pairs)}
    assert all(i < j for i, j in pairs)
    for i, one in enumerate(sums):
        for j, other in enumerate(sums):
            shared = i != j and alive[i] and alive[j] and dot(one, other) > 0
            enough = shared and dot(one, other) / math.sqrt(dot(one, one) * dot(other, other)) > 0.03
            assert (j in near[i]) == ((min(i, j), max(i, j)) in pairs)
            if enough:
                assert near[i][j] == near[j][i] == pytest.approx(dot(one, other), rel=1e-5)
            if not shared:
                assert j not in near[i]
    for i in range(len(sums)):
        near[i][i] = 1.0
        assert near[i][i] == 1.0, "a row may be changed"
        near.clear(i)
        assert near[i] == {}
