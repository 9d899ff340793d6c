"""Numbers that name a thing and count nothing: «المحضر رقم 438», «الدقيقة 72», «الجولة الخامسة والعشرين», "article 50",
a score. Two of them are two things and no rival figures.

The words are data: riwaya/lexicon/quantities.toml, `numbered`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from riwaya.differences.numerals import Read, lexicon, peel
from riwaya.language.text import Word, fold
from riwaya.model import Span

_SCORE = re.compile(r"(?<![\d.,/-])(\d{1,2}) ?[-–:/] ?(\d{1,2}|صفر)(?![\d.,/-]?\d)")
_LIST = re.compile(r"^[\s,،/و-]{1,4}$")  # between numbers of one list («رقم 102 , 103»)
_ITEM = re.compile(r"\s?[-–)]\s|\)")  # behind the number of an item at the beginning («4 - العريف سالم»)
_TENS = 20.0
_MINUTES = 120
_COUNTED = frozenset(("dead", "injured", "wounded", "missing", "now", "to"))  # before the verb "number"


@dataclass(frozen=True)
class _Words:
    always: frozenset[str]  #: a number behind them is a name, whatever follows
    definite: frozenset[str]  #: where they bear the article
    ranked: frozenset[str]  #: where the number bears it too
    english: frozenset[str]
    play: frozenset[str]  #: beginnings of words of matches


@cache
def _known() -> _Words:
    raw = tomllib.loads((files("riwaya.lexicon") / "quantities.toml").read_text(encoding="utf8"))["numbered"]
    return _Words(*(frozenset(map(fold, raw[k])) for k in ("always", "definite", "ranked", "english", "play")))


def is_name(text: str, ws: Sequence[Word], i: int, read: Read) -> bool:
    """Whether the number that was read at word `i` of `text` (whose words are `ws`) names a thing."""
    form, after = ws[i].form, ws[read.end].form if read.end < len(ws) else ""
    if read.dual_noun:  # «في الدقيقتين 30 و39», «القراران رقم 102 و103»
        return form.startswith("ال") and (after[:1].isdigit() or after in _known().always)
    if read.value < 1 and _final(after):
        return True
    if i == 0 and _ITEM.match(text, ws[0].end):
        return True
    if i == 0 or read.vague or any(c in ".،؛;" for c in text[ws[i - 1].end : ws[i].start]):
        return False
    before = ws[i - 1].form
    if _aside(text, ws, i, read, after):
        return True
    return _labelled(ws, i) or _ordinal(form, before) or any(f == "دور" for f, _ in peel(before))


def _aside(text: str, ws: Sequence[Word], i: int, read: Read, after: str) -> bool:
    """Whether a bare number stands in brackets behind a name, as the minute of a goal does («سجل محمود (38) وسالم
    (56)»); «عدد (165) وظيفة» counts."""
    start, end = ws[i].start, ws[read.end - 1].end
    if text[max(0, start - 1) : start] != "(" or text[end : end + 1] != ")" or read.value > _MINUTES:
        return False
    near = text[end + 1 : ws[read.end].start] if after else ""
    return not after or near.strip() != "" or after.startswith("و") or after in ("في", "من", "ثم", "and", "in", "for")


def _labelled(ws: Sequence[Word], i: int) -> bool:
    known, form, before = _known(), ws[i].form, ws[i - 1].form
    if before in known.english:
        counts = before == "number" and i > 1 and (ws[i - 2].form.endswith("s") or ws[i - 2].form in _COUNTED)
        return form[:1].isdigit() and not counts
    bare = [f for f, _ in peel(before)]
    if not known.always.isdisjoint(bare):
        return True
    stripped = next((f[2:] for f in bare if f.startswith("ال")), before[2:] if before.startswith("لل") else "")
    return stripped in known.definite or (stripped in known.ranked and form.startswith(("ال", "لل")))


def _ordinal(form: str, before: str) -> bool:
    """«الخامسة والعشرين»: the tens of an ordinal."""
    tens = lexicon().small.get(form.removeprefix("وال"), 0.0) if form.startswith("وال") else 0.0
    return tens >= _TENS and any(f.removeprefix("ال") in lexicon().ordinals for f, _ in peel(before))


def _final(after: str) -> bool:
    """Whether a fraction before this word is a round of a cup («ربع النهائي», "a quarter final")."""
    return after.removeprefix("ال").startswith("نهايي") or after in ("final", "finals")


def scores(text: str) -> list[Span]:
    """The results of matches in a text («فاز 3-1», "lost 4-2"), where it speaks of one."""
    found = [Span(*m.span()) for m in _SCORE.finditer(text)]
    if not found:
        return []
    said = fold(text)
    return found if any(f in said for f in _known().play) else []


def goes_on(text: str, last: Span | None, start: int) -> bool:
    """Whether a number that starts at `start` stands in one list with a name of a thing at `last`."""
    return last is not None and bool(_LIST.match(text[last.end : start]))
