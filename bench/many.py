"""Invents reports without end, for measuring how cost grows where no collection is large enough. Tells no quality.

Most reports stand alone, as in an archive; the others are told by two to six outlets, which take sentences from one
another and change a figure. Words are put together from syllables, some rare and most common, as words are, so that
what two events share is what two events of one week share.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

ALONE = 0.98  #: share of events that one outlet tells; of the reports it is a little less
OUTLETS = 400
A_DAY = 500  #: events
_SYLLABLES = [f"{a}{b}" for a in "بتجحخدرزسشصطعغفقكلمن" for b in ("ا", "و", "ي", "ر", "م")]
_OFFICES = ("وزير الصحة", "رئيس البلدية", "مدير المستشفى", "المتحدث باسم الشرطة", "محافظ الإقليم", "نقيب المعلمين")
_CUES = ("قال", "أعلن", "أكد", "أوضح", "ذكر", "أضاف")
_THINGS = ("شخصا", "منزلا", "مدرسة", "سيارة", "طنا من القمح", "ألف دينار")
_LINKS = ("في", "من", "على", "بعد", "قبل", "خلال", "مع", "إلى")


def _words(chance: random.Random, count: int) -> tuple[list[str], list[float]]:
    """Words, and how often each comes: the n-th once in n."""
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 2, 3))))] = None
    return list(made), list(accumulate(1 / (n + 3) for n in range(count)))


def reports(
    count: int,
    seed: int = 5,
    *,
    a_day: int = A_DAY,
    start: date = date(2031, 1, 1),
    alone: float = ALONE,
    vocabulary: int = 30_000,
) -> Iterator[dict[str, str]]:
    """`count` reports, as records for JSON lines, in order of their days, of which each has `a_day` events; the first n
    of more are the n of fewer. What sorts by time takes days to come for none: `start` should be past there. `alone` is
    the share of events that one outlet tells. The more words there are, the fewer events look alike by chance."""
    words, often = _words(random.Random(seed), vocabulary)
    event = made = 0
    while made < count:
        chance = random.Random(seed * 1_000_003 + event)
        day = (start + timedelta(days=event // a_day)).isoformat()
        told = _told(chance, words, often)
        heads = 1 if chance.random() < alone else chance.randrange(2, 7)
        for n in range(min(heads, count - made)):
            text = [s if n == 0 else _retold(s, chance) for s in told if n == 0 or chance.random() < 0.8] or told
            outlet = f"صحيفة {words[chance.randrange(OUTLETS)]}"
            yield {"id": f"e{event}-{n}", "url": f"https://example.org/{event}/{n}", "outlet": outlet, "language": "ar",
                   "published": f"{day}T{chance.randrange(24):02}:{chance.randrange(60):02}:00",
                   "title": " ".join(told[0].split()[4:14]), "text": "\n".join(text)}  # fmt: skip
            made += 1
        event += 1


def _told(chance: random.Random, words: list[str], often: list[float]) -> list[str]:
    """The paragraphs of an event."""
    own = [words[chance.randrange(2_000, len(words))] for _ in range(12)]  # what this event is about

    def clause(length: int) -> str:
        drawn = chance.choices(words, cum_weights=often, k=length)
        return " ".join(chance.choice(own) if chance.random() < 0.3 else chance.choice(_LINKS) if n % 4 == 3 else w
                        for n, w in enumerate(drawn))  # fmt: skip

    found = []
    for n in range(chance.randrange(5, 9)):
        figure = f"{chance.randrange(3, 900)} {chance.choice(_THINGS)}"
        if n % 2 == 0:
            who = f"{chance.choice(_OFFICES)} {own[0]} {own[1]}"
            found.append(f"{chance.choice(_CUES)} {who} إن {clause(chance.randrange(8, 16))} {figure} "
                         f"{clause(chance.randrange(4, 10))}.")  # fmt: skip
        else:
            found.append(f"و{clause(chance.randrange(14, 30))} {figure} في مدينة {own[2]}.")
    return found


def _retold(sentence: str, chance: random.Random) -> str:
    """A sentence as another desk prints it: a word left out, at times a figure changed."""
    words = sentence.split(" ")
    del words[chance.randrange(4, len(words) - 1)]
    return " ".join(str(int(w) + 1) if w.isdigit() and chance.random() < 0.1 else w for w in words)
