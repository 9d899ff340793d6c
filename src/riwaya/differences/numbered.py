"""Numbers that name a thing and count nothing: «المحضر رقم 438», «الدقيقة 72», «الجولة الخامسة والعشرين», "article 50",
a score. Two of them are two things and no rival figures.

Only bare numbers, behind which nothing stands that they could count. The words are data:
riwaya/lexicon/quantities.toml, `numbered`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from riwaya.differences.numerals import Read, lexicon, peel
from riwaya.language.text import Word, fold, words
from riwaya.model import Span

_SCORE = re.compile(r"(?<![\d.,/-])(\d{1,2}) ?[-–:] ?(\d{1,2}|صفر)(?![\d.,/%٪-]?\d|[%٪])")
_ITEM = re.compile(r"\s*\d{1,2}\s?[-–]\s(?!\d)[^-–]*$")  # a content that begins with its number in a list
_BRACKETS = re.compile(r"\(\d{1,3}\)")
_MOST = 60  # scores that are looked for in one text
_TENS, _MINUTES = 20.0, 120
_STOPS = ".,:;?!$£€()،؛؟«»\""  # between a label and a number that is not its own
_COUNTS = "ا"  # the ending of what is counted behind eleven and more («120 نائبا»)


@dataclass(frozen=True)
class _Words:
    always: frozenset[str]  #: a number behind them is a name
    definite: frozenset[str]  #: where they bear the article, and nothing counted follows
    ranked: frozenset[str]  #: where the number bears it too
    pairs: frozenset[str]  #: two of them, with two numbers («الدقيقتين 30 و39»)
    english: frozenset[str]  #: without an article, and where nothing counted follows
    play: frozenset[str]  #: words of matches
    follows: frozenset[str]  #: words that may stand behind such a number


@cache
def _known() -> _Words:
    raw = tomllib.loads((files("riwaya.lexicon") / "quantities.toml").read_text(encoding="utf8"))["numbered"]
    parts = ("always", "definite", "ranked", "pairs", "english", "play", "follows")
    return _Words(*(frozenset(map(fold, raw[k])) for k in parts))


def is_name(text: str, ws: Sequence[Word], i: int, read: Read) -> bool:
    """Whether the number that was read at word `i` of `text` (whose words are `ws`) names a thing."""
    form, after = ws[i].form, ws[read.end].form if read.end < len(ws) else ""
    if read.dual_noun:  # the pair itself
        return _pair(ws, i, read.end + (after in _known().always))
    if read.value < 1 and _final(after):
        return True
    if read.vague or i == 0:
        return i == 0 and ws[0].start == 0 and bool(_ITEM.match(text))
    before = ws[i - 1].form
    if _ordinal(form, before) or (form.startswith("ال") and any(f == "دور" for f, _ in peel(before))):
        return True
    if read.end > i + 1:  # «رقم 3 ملايين»
        return False
    if _aside(text, ws, i, after):
        return True
    gap = text[ws[i - 1].end : ws[i].start]
    if before == "no":
        return gap.strip() == "." and form.isdigit()  # "No. 438"
    return not any(c in _STOPS for c in gap) and (_pair(ws, i - 1, i) or _labelled(text, ws, i))


def _labelled(text: str, ws: Sequence[Word], i: int) -> bool:
    known, form, before = _known(), ws[i].form, ws[i - 1].form
    if not any(c.isdigit() for c in form):
        return False
    if before in known.english:
        article = i > 1 and ws[i - 2].form in _ARTICLES
        return not article and _nothing_counted(text, ws, i)
    bare = [f for f, _ in peel(before)]
    if not known.always.isdisjoint(bare):
        return True
    stripped = next((f[2:] for f in bare if f.startswith("ال")), before[2:] if before.startswith("لل") else "")
    ranked = stripped in known.ranked and form.startswith(("ال", "لل"))
    return (stripped in known.definite or ranked) and _nothing_counted(text, ws, i)


_ARTICLES = frozenset(("the", "a", "an", "every", "each", "last", "next", "first", "second", "this", "that", "of"))


def _nothing_counted(text: str, ws: Sequence[Word], i: int) -> bool:
    """Whether nothing that the number could count, no unit and no sign stands behind it."""
    if text[ws[i].end : ws[i].end + 1] in ("%", "٪") or i + 1 == len(ws):
        return i + 1 == len(ws) and text[ws[i].end : ws[i].end + 2].strip() not in ("%", "٪")
    if any(c in _STOPS for c in text[ws[i].end : ws[i + 1].start]):
        return True
    after = ws[i + 1].form
    return after in _known().follows or after.startswith(("ال", "لل", "بال", "وال")) or _FINITE.match(after) is not None


_FINITE = re.compile(r"[يت]\w{3,}$(?<!ا)(?<!ه)")  # «المادة 50 يجيز»


def _pair(ws: Sequence[Word], label: int, at: int) -> bool:
    """Whether two numbers follow a pair of what they name («الدقيقتين 30 و39»); `at` is the first of them."""
    bare = [f for f, _ in peel(ws[label].form)]
    second = ws[at + 1].form if at + 1 < len(ws) else ""
    return (not _known().pairs.isdisjoint(bare) and at < len(ws) and ws[at].form[:1].isdigit()
            and second.startswith("و") and second[1:].isdigit())


def _aside(text: str, ws: Sequence[Word], i: int, after: str) -> bool:
    """Whether a bare number in brackets is the minute of a goal («سجل محمود (38) وسالم (56)»)."""
    start, end = ws[i].start, ws[i].end
    if text[max(0, start - 1) : start] != "(" or text[end : end + 1] != ")" or not ws[i].form.isdigit():
        return False
    return int(ws[i].form) <= _MINUTES and len(_BRACKETS.findall(text)) > 1 and _of_play(text)


def _ordinal(form: str, before: str) -> bool:
    """«الخامسة والعشرين»: the tens of an ordinal."""
    tens = lexicon().small.get(form.removeprefix("وال"), 0.0) if form.startswith("وال") else 0.0
    return tens >= _TENS and any(f.removeprefix("ال") in lexicon().ordinals for f, _ in peel(before))


def _final(after: str) -> bool:
    """Whether a fraction before this word is a round of a cup («ربع النهائي», "a quarter final")."""
    return after.removeprefix("ال").startswith("نهايي") or after in ("final", "finals")


def _of_play(text: str) -> bool:
    return any(f in _known().play for w in words(text) for f, _ in peel(w.form))


def scores(text: str) -> list[Span]:
    """The results of matches in a text («فاز 3-1 على», "lost 4-2"), where it speaks of one."""
    found = [m for m in islice(_SCORE.finditer(text), _MOST) if _ends(text[m.end() : m.end() + 24])]
    return [Span(*m.span()) for m in found] if found and _of_play(text) else []


def _ends(behind: str) -> bool:
    """Whether what stands behind two numbers is nothing that they count."""
    after = words(behind)[:1]
    return not after or any(c in _STOPS for c in behind[: after[0].start]) or after[0].form in _known().follows


def goes_on(text: str, last: Span | None, ws: Sequence[Word], i: int) -> bool:
    """Whether the bare number at word `i` stands in one list with a name of a thing at `last` («رقم 102 و103»)."""
    form = ws[i].form
    if last is None or not form.startswith("و") or not form[1:].isdigit() or text[last.end : ws[i].start].strip():
        return False
    after = ws[i + 1].form if i + 1 < len(ws) else ""
    return not after.endswith(_COUNTS)
