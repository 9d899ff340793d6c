"""Ages, and whose they are: «محمد (22 سنة)», «يبلغ من العمر 53 عاما», "the suspect, aged 45", "a 34-year-old"."""

from __future__ import annotations

import re
from functools import lru_cache

from riwaya.differences.quantities import Quantity
from riwaya.differences.telling import Telling
from riwaya.language.arabic import stem
from riwaya.language.text import fold, words

_CALLED = re.compile(r"[- ]old\b|\baged?\b|\bعمر|\bالعمر|\bالبالغ|\bسن\b|\bعن \d")
_SURELY = re.compile(r"[- ]old\b|\baged?\b|\bعمر(?:ه|ها|هم)\b|\bالعمر|\bالبالغ")  # «سجن عمر 5 سنوات» calls a man
_NEAR = 12  # characters before and after a figure among which it is called an age
_APART = re.compile(r"(?:\(|[،,]\s*)$"), re.compile(r"^(?:\)|\s*[،,])")  # «محمد (22 سنة)»: set off on both sides
_YEAR = 31_536_000  # seconds
_OLDEST = 120 * _YEAR
_WHOSE = 2  # words before an age among which its owner stands
_CALLING = frozenset(("من", "العمر", "عمر", "عمره", "عمرها", "يبلغ", "تبلغ", "البالغ", "البالغه", "سن", "aged", "age",
                      "was", "a", "an", "the", "who", "is"))  # fmt: skip


def is_age(text: str, q: Quantity, called: re.Pattern[str] = _CALLED) -> bool:
    """Whether a run of time in a text is called somebody's age, as far as these words tell."""
    near = fold(text[max(0, q.span.start - _NEAR) : q.span.end + _NEAR])
    return q.dimension == "time" and _YEAR <= q.value <= _OLDEST and bool(called.search(near))


def _aside(text: str, q: Quantity) -> bool:
    """Whether a run of years is set off behind a name, as ages are."""
    return (q.dimension == "time" and _YEAR <= q.value <= _OLDEST
            and bool(_APART[0].search(text[: q.span.start])) and bool(_APART[1].match(text[q.span.end :])))


def of_two(a: Telling, b: Telling, x: Quantity, y: Quantity) -> bool:
    """Whether of two runs of time one is an age and the other none, or both are set off behind other names."""
    if x.dimension != "time" or y.dimension != "time":
        return False
    called = is_age(a.text, x, _SURELY), is_age(b.text, y, _SURELY)
    aside = _aside(a.text, x), _aside(b.text, y)
    if all(c or s for c, s in zip(called, aside, strict=True)):
        one, other = _owner(a.text, x.span.start, x.span.end), _owner(b.text, y.span.start, y.span.end)
        return bool(one and other) and one.isdisjoint(other)
    return any(called) and not any(aside)


@lru_cache(maxsize=1 << 12)
def _owner(text: str, start: int, end: int) -> frozenset[str]:
    """Stems of the words that an age follows, or, where there are none, of those that follow it."""
    before = [w.form for w in words(text[max(0, start - _REACH) : start]) if w.form not in _CALLING][-_WHOSE:]
    after = [w.form for w in words(text[end : end + _REACH])[:_WHOSE] if w.form not in ("old", *_CALLING)]
    return frozenset(map(stem, before or after))


_REACH = 60  # characters
