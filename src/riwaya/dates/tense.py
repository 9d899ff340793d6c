"""Which way a date without a year points: forward («ستنطلق الاثنين») or back («بدأت الاثنين»).

The nearest word of tense before the date decides, within its sentence; then one shortly after it. A verb of saying
right before the date means that the saying was then; farther off it says nothing about its content.
"""

from __future__ import annotations

from typing import Literal

from riwaya.dates.lexicon import Lexicon
from riwaya.dates.numbers import Stream

Lean = Literal["future", "past"] | None
_ENDS = frozenset((".", "؟", "?", "!", "\n", "؛", ";", ""))
_STOPS = _ENDS | {",", "،"}
_BACK, _AHEAD = 25, 6
_ONWARD = frozenset(("until", "till", "by", "بحلول", "لغايه", "ابتداء من", "اعتبارا من", "بدءا من"))


def lean(s: Stream, start: int, end: int, lexicon: Lexicon) -> Lean:
    """Where the date at lexemes start to end points; None where nothing tells."""
    if start and s[start - 1].form in ("منذ", "since", "مند"):
        return "past"
    onward = start > 0 and s[start - 1].form in _ONWARD
    if start and s[start - 1].form in ("by", "into", "بحلول"):
        return "future"
    toward = False
    for k in range(start - 1, max(-1, start - 1 - _BACK), -1):
        here = s[k]
        if here.form in _ENDS:
            break
        toward = toward or here.form == "الي"
        tense = _tense(s, k, lexicon)
        if tense == 1 or (tense == 2 and toward):
            return "future"
        if tense in (-1, 2) or (tense == 0 and start - k <= 4 and not onward):
            return "past"
        if tense == 0:
            return "future" if onward else None
    opens = start < 4 or any(s[start - n].form in _STOPS for n in range(1, 5))  # it opens its clause
    for k in range(end, end + (_AHEAD if opens else 0)):
        if s[k].form in _ENDS:
            break
        tense = _tense(s, k, lexicon)
        if tense == 1:
            return "future"
        if tense is not None:
            return "future" if onward else "past"
    return "future" if onward else None


def _tense(s: Stream, k: int, lexicon: Lexicon) -> int | None:
    here = s[k]
    if "month" in here.tags and here.capital:
        return None
    tense = here.tags.get("tense")
    if tense == 3:  # "could have gone" is of the past
        return -1 if s[k + 1].form == "have" else 1
    if tense is not None:
        return tense
    if here.tags or here.n >= 0:
        return None
    return 1 if is_future_verb(here.form, lexicon) else None


def is_future_verb(form: str, lexicon: Lexicon) -> bool:
    """Whether a folded Arabic word looks like a verb of the future: سيـ ستـ سنـ, «لن» left to the word list. The words
    that only begin so stand in the lexicon, by their beginning or, with "$" at the end, whole."""
    if form[:1] in ("و", "ف"):
        form = form[1:]
    return len(form) >= 4 and form.startswith(("سي", "ست", "سن")) and not (form + "$").startswith(lexicon.not_future)
