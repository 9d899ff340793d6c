"""Ages, and whose they are: «محمد (22 سنة)», «يبلغ من العمر 53 عاما», "the suspect, aged 45", "a 34-year-old"."""

from __future__ import annotations

import re

from riwaya.differences.quantities import Quantity
from riwaya.differences.telling import Telling
from riwaya.language.arabic import stem
from riwaya.language.text import fold, words

_CALLED = re.compile(r"[- ]old\b|\baged?\b|\bعمر|\bالعمر|\bالبالغ|\bسن\b|\bعن \d")
_NEAR = 12  # characters before and after a figure among which it is called an age
_APART = re.compile(r"[(،,]\s*$"), re.compile(r"^\s*(?:[)،,]|$)")  # «محمد (22 سنة)»: set off on both sides
_YEAR = 31_536_000  # seconds
_OLDEST = 120 * _YEAR
_WHOSE = 2  # words before an age among which its owner stands
_CALLING = frozenset(("من", "العمر", "عمر", "عمره", "عمرها", "يبلغ", "تبلغ", "البالغ", "البالغه", "سن", "aged", "age",
                      "was", "a", "an", "the", "who", "is"))  # fmt: skip


def is_age(text: str, q: Quantity) -> bool:
    """Whether a run of time in a text is somebody's age."""
    if q.dimension != "time" or not _YEAR <= q.value <= _OLDEST:
        return False
    if _CALLED.search(fold(text[max(0, q.span.start - _NEAR) : q.span.end + _NEAR])):
        return True
    return bool(_APART[0].search(text[: q.span.start]) and _APART[1].match(text[q.span.end :]))


def of_two(a: Telling, b: Telling, x: Quantity, y: Quantity) -> bool:
    """Whether one of two runs of time is an age and the other is none, or the age of somebody called otherwise."""
    ages = is_age(a.text, x), is_age(b.text, y)
    if ages == (True, True):
        one, other = _owner(a.text, x), _owner(b.text, y)
        return bool(one and other) and one.isdisjoint(other)
    return any(ages)


def _owner(text: str, q: Quantity) -> frozenset[str]:
    """Stems of the words that an age follows, or, where there are none, of those that follow it."""
    before = [w.form for w in words(text[: q.span.start]) if w.form not in _CALLING][-_WHOSE:]
    after = [w.form for w in words(text[q.span.end :])[:_WHOSE] if w.form not in ("old", *_CALLING)]
    return frozenset(map(stem, before or after))
