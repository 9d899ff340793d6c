"""Numbers of a text as quantities: a figure with bounds and a unit.

"more than 40 families", «نحو أربعين عائلة», «ما لا يقل عن 40 في المئة», «عشرات», "£85m" and «مليونا و800 ألف دينار»
all become a `Quantity`, so that two tellings can be compared as what they count and not as strings.
The words are data: riwaya/lexicon/quantities.toml.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from riwaya.differences.numbered import goes_on, is_name, scores
from riwaya.differences.numerals import Hedge, Read, in_thousands, lexicon, one_before, peel, read_number, unglued
from riwaya.differences.rates import held_against, period, turned_down
from riwaya.language.arabic import stem
from riwaya.language.text import Word, fold, words
from riwaya.model import Span

_SYMBOLS = "$£€"
_PERCENT = "%٪"
_DEAD = ("ميتا", "ميتي")  # two hundred with its hamza; without it, dead
_MAX_PHRASE = 4  # words in the longest phrase of the lexicon

@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted or measured figure. Values are in the base unit of `dimension` (metres, seconds, litres, the currency
    itself); `low` and `high` bound what the words allow, `value` is the figure named."""

    span: Span  #: figure, bounds words and unit
    figure: Span  #: the figure alone, with its unit where one follows
    low: float
    value: float
    high: float
    hedge: Hedge = "exact"
    dimension: str | None = None  #: "percent", "USD", "length" …; None for a plain count
    nouns: tuple[str, ...] = ()  #: stems of what is counted, up to two
    former: bool = False  #: what it was, where the text goes on to what it is («ارتفع من 25 إلى 30»)
    days: float | None = None  #: of the period that it is counted by («شهريا», "a week"); None for a plain count

    def overlaps(self, other: Quantity) -> bool:
        """Whether some figure satisfies both, "about" reading as a tenth either way."""
        return self.low <= other.high and other.low <= self.high


def written(found: Sequence[Quantity]) -> list[Any]:
    """Quantities as plain JSON; no upper bound is None."""
    return [[q.span, q.figure, q.low, q.value, q.high if math.isfinite(q.high) else None, q.hedge, q.dimension,
             q.nouns, q.former, q.days] for q in found]  # fmt: skip


def read_back(rows: Sequence[Any]) -> list[Quantity]:
    """The quantities that `written` was given."""
    return [
        Quantity(Span(*span), Span(*figure), low, value, math.inf if high is None else high, hedge, dimension,
                 tuple(nouns), former, days)
        for span, figure, low, value, high, hedge, dimension, nouns, former, days in rows
    ]  # fmt: skip


def _one_of(ws: list[Word], i: int) -> int:
    """How many words before a two say that one of two is meant («أحد النفقين», "one of the two tunnels"); 0: none."""
    if one_before(ws, i):
        return 1
    phrase = [w.form for w in ws[max(0, i - 3) : i]]
    if phrase[:2] == ["one", "of"] and phrase[2:] in (["the"], ["its"], ["their"], ["these"], ["those"]):
        return 3
    return 2 if phrase[-2:] == ["one", "of"] else 0


def _unit(ws: list[Word], at: int) -> tuple[tuple[str, float], int] | None:
    """The unit that starts at word `at`, longest phrase first, and the index after it."""
    lex = lexicon()
    for n in range(min(3, len(ws) - at), 0, -1):
        phrase = tuple(w.form for w in ws[at : at + n])
        for key in (phrase, (phrase[0].removeprefix("ال"), *phrase[1:])):
            if key in lex.units:
                return lex.units[key], at + n
    return None


def _hedge_before(ws: list[Word], i: int) -> tuple[Hedge, int] | None:
    """The bounds phrase that ends where the number starts, and the index of its first word."""
    lex = lexicon()
    for n in range(min(_MAX_PHRASE, i), 0, -1):
        phrase = [w.form for w in ws[i - n : i]]
        for first, _ in peel(phrase[0]):
            hedge = lex.before.get((first, *phrase[1:]))
            if hedge:
                return hedge, i - n
    return None


def _hedge_apart(text: str, ws: list[Word], i: int) -> tuple[Hedge, int] | None:
    """A verb of bounds whose subject stands between it and the figure («يقارب عمرها مئة عام»، «تجاوز سعر الدولار
    1500», «لا تزيد سعة الطاحون على 80»), and its index."""
    lex, governed = lexicon(), ws[i - 1].form if i else ""
    for k in range(i - 2, max(-1, i - 3 - _SUBJECT), -1):
        if any(c in text[ws[k].end : ws[i].start] for c in "،,.؛;0123456789"):
            return None
        forms = [f for f, _ in peel(ws[k].form) if f[:1] in ("ي", "ت")]
        if any((f,) in lex.before for f in forms):
            return _hedge_before(ws, k + 1)
        hedge = next((h for f in forms if (h := lex.before.get((f, governed)))), None)
        if hedge is not None:
            negated = k > 0 and any(f in _TURNING for f, _ in peel(ws[k - 1].form))
            return ("upper" if hedge == "lower" else "lower", k - 1) if negated else (hedge, k)
    return None


_SUBJECT = 5  # words between a verb of bounds and its figure
_TURNING = frozenset(("لا", "لم", "لن", "الا"))  # «ألا يزيد العمل على ست ساعات»


def _hedge_after(ws: list[Word], at: int) -> tuple[Hedge, int] | None:
    lex = lexicon()
    for n in range(min(_MAX_PHRASE, len(ws) - at), 0, -1):
        hedge = lex.after.get(tuple(w.form for w in ws[at : at + n]))
        if hedge:
            return hedge, at + n
    return None


_YEARS = frozenset(("عام", "سنه", "منذ", "في", "لعام", "موسم", "in", "since", "by", "until", "year",
                    "before", "after"))


def _year(ws: list[Word], i: int, read: Read) -> bool:
    """A bare four-digit year, or a day beside the name of a month: a date, not a quantity."""
    lex = lexicon()
    form = peel(ws[i].form)[0][0]
    after = ws[read.end].form if read.end < len(ws) else ""
    before = ws[i - 1].form if i else ""
    if form.isdigit() and len(form) == 4 and 1300 <= int(form) <= 2100 and read.end == i + 1:
        led = any(f in _YEARS for f, _ in peel(before)) or before in lex.months
        return _unit(ws, i + 1) is None and (led or not after)
    return form.isdigit() and int(form) <= 31 and (after in lex.months or (before in lex.months and before.isascii()))


_OF = frozenset(("من", "of", "the", "its", "their", "these"))


def _nouns(ws: list[Word], at: int, i: int) -> tuple[str, ...]:
    """What is counted: the next two words, "of the" passed over; for «قائد واحد» the word before."""
    if i and any(form in ("واحد", "واحده") for form, _ in peel(ws[i].form)) and at == i + 1:
        return (stem(ws[i - 1].form),)
    while at < len(ws) and ws[at].form in _OF:
        at += 1
    counted = list(takewhile(lambda w: w.form not in NO_NOUN, ws[at : at + 2]))
    return tuple(stem(w.form) for w in counted)


NO_NOUN = frozenset((
    "حتي", "في", "عن", "علي", "الي", "مع", "منذ", "بعد", "قبل", "خلال", "كان", "كانت", "قد", "ان", "او", "ثم", "عند",
    "that", "which", "who", "had", "has", "have", "was", "were", "is", "are", "been", "in", "on", "at", "by", "for",
    "and", "to", "from", "with", "as", "since", "after", "before", "until", "or", "but", "when", "while",
))  # fmt: skip
"""Words that end what is counted: two figures share nothing because «حتى» stands behind both."""


_NEGATIONS = frozenset(("لا", "لم", "لن", "ليس", "ليست", "not", "never", "no", "cannot", "can't", "won't", "didn't",
                        "doesn't"))
_MORE = frozenset((("اكثر", "من"), ("ازيد", "من"), ("more", "than"), ("over",), ("longer", "than")))
_GOVERNED = 3  # words between a negation and the "more than" that it turns round


def _not_more(ws: list[Word], start: int, end: int) -> int | None:
    """Where the negation stands that makes the "more than" of words start to end an upper bound («لن تدوم أكثر من
    ثلاثة أيام», "may take out no more than")."""
    first = [form for form, _ in peel(ws[start].form)]
    if not any((form, *(w.form for w in ws[start + 1 : end])) in _MORE for form in first):
        return None
    near = range(start - 1, max(-1, start - 2 - _GOVERNED), -1)
    return next((k for k in near if any(form in _NEGATIONS for form, _ in peel(ws[k].form))), None)


def _bounded(value: float, hedge: Hedge) -> tuple[float, float]:
    if hedge == "lower":
        return value, math.inf
    if hedge == "upper":
        return 0.0, value
    if hedge == "about":
        return value * 0.9, value * 1.1
    return value, value


_NONE = -1.0
_AGES = frozenset(("سن", "دون", "عمر", "بلوغ", "عن"))


def _ordinal(ws: list[Word], i: int) -> Read | None:
    """«الخامسة عشرة»: an age after «سن»; else the number of a day, a century or a cup, and no figure."""
    n = lexicon().ordinals.get(ws[i].form.removeprefix("ال"))
    if n is None or i + 1 >= len(ws) or ws[i + 1].form not in ("عشر", "عشره"):
        return None
    aged = i > 0 and any(form in _AGES for form, _ in peel(ws[i - 1].form))
    return Read(10 + n if aged else _NONE, i + 2)


def _no_count(ws: list[Word], i: int) -> bool:
    """Whether «واحد» or a bare number word counts nothing («من طرف واحد»)."""
    if not any(form in ("واحد", "واحده") for form, _ in peel(ws[i].form)) or not i:
        return False
    return any(form in lexicon().pronouns for form, _ in peel(ws[i - 1].form))


_SINGLE = frozenset(("ثانيه", "دقيقه", "ساعه", "يوم", "اسبوع", "شهر", "عام", "سنه", "second", "minute", "hour", "day",
                     "week", "month", "year"))
_PARTS = {"ونصف": 0.5, "وربع": 0.25, "وثلث": 1 / 3}


def _single(ws: list[Word], i: int) -> tuple[Quantity, int] | None:
    """A run of time told by its unit alone, behind a bound («أكثر من ساعة», "nearly a year") or with a part of it
    behind («ساعة ونصف الساعة», "an hour and a half"), and the index after it."""
    form = next((f for f, _ in peel(ws[i].form) if f in _SINGLE and not ws[i].form.startswith("ال")), None)
    if form is None:
        return None
    first = i - 1 if i and ws[i - 1].form in ("a", "an") else i
    if form.isascii() and first == i:
        return None
    rest = [w.form for w in ws[i + 1 : i + 4]]
    half = rest == ["and", "a", "half"]
    part = 0.5 if half else _PARTS.get(rest[0], 0.0) if rest else 0.0
    end = i + (4 if half else 2 if part else 1)
    if part and end < len(ws) and ws[end].form == "ال" + form:
        end += 1
    before = _hedge_before(ws, first)
    negated = _not_more(ws, before[1], first) if before else None
    if negated is not None:
        before = "upper", negated
    if not part and (before is None or ws[before[1]].form == "over"):
        return None
    hedge, start = before if before else ("exact", first)
    _, factor = lexicon().units[(form,)]
    value = (1 + part) * factor
    low, high = _bounded(value, hedge)
    span = Span(ws[start].start, ws[end - 1].end)
    return Quantity(span, Span(ws[first].start, span.end), low, value, high, hedge, "time"), end




def find(text: str, *, skip: tuple[Span, ...] = ()) -> list[Quantity]:
    """All quantities of a text, in order. `skip`: spans that are something else (dates), whose numbers are left out."""
    ws = [w for w in unglued(text) if w.form not in _DEAD or "ئ" in text[w.start : w.end]]
    hours = [Span(*m.span()) for m in _CLOCK.finditer(text)] + scores(text)
    found: list[Quantity] = []
    named: Span | None = None  # the last number that is a thing's name
    i = 0
    while i < len(ws):
        read = _ordinal(ws, i) or read_number(ws, i)
        single = _single(ws, i) if read is None and not any(s.start <= ws[i].start < s.end for s in skip) else None
        if single is not None:
            quantity, i = single
            found.append(quantity)
            continue
        if read is None or any(s.start <= ws[i].start < s.end for s in skip):
            i = read.end if read and read.end > i else i + 1
            continue
        if _year(ws, i, read):
            named = Span(ws[i].start, ws[read.end - 1].end)
            i = read.end
            continue
        if is_name(text, ws, i, read) or goes_on(text, named, ws, i):
            named = Span(ws[i].start, ws[read.end - 1].end)
            i = read.end
            continue
        twin = read.dual_noun and found and i and found[-1].span.end == ws[i - 1].end and found[-1].value == 2
        if read.value == _NONE or twin:  # an ordinal; the adjective of a dual («وثيقتين سريتين»)
            i = read.end
            continue
        if any(s.start <= ws[i].start < s.end for s in hours) or (read.end == i + 1 and _no_count(ws, i)):
            i += 1
            continue
        if ws[i].form == "one" and read.end < len(ws) and ws[read.end].form in ("of", "another", "day"):
            i += 1
            continue
        if turned_down(ws, i, read.value):
            i = read.end
            continue
        before = _one_of(ws, i) if read.value == 2 and read.vague is None else 0
        if before:
            read.value = 1.0
        quantity, i = _complete(text, ws, i - before, read)
        found.append(quantity)
    return _joined(text, found)


def _complete(text: str, ws: list[Word], i: int, read: Read) -> tuple[Quantity, int]:
    """The quantity that a read number belongs to: unit, symbol, bounds and nouns around it."""
    lex = lexicon()
    start, end, at = ws[i].start, ws[read.end - 1].end, read.end
    dimension, factor = None, 1.0
    if start and text[start - 1] in _SYMBOLS:
        start -= 1
        dimension = lex.units[(text[start],)][0]
    elif text[end : end + 1] in _PERCENT and text[end : end + 1]:
        end, dimension = end + 1, "percent"
    elif text[end : end + 2].strip() in _PERCENT and text[end : end + 2].strip():
        end, dimension = end + 2, "percent"
    elif read.dual_noun and (read.dual_noun,) in lex.units:
        dimension, factor = lex.units[(read.dual_noun,)]
    elif ws[at - 1].form[-1:] == "c" and ws[at - 1].form[:1].isdigit():  # "14C"
        dimension = "temperature"
    else:
        unit = _unit(ws, at)
        if unit is None and at < len(ws) and ws[at].form in ("of", "من"):
            unit = None
        if unit:
            (dimension, factor), at = unit
            end = ws[at - 1].end
    nouns = (stem(read.dual_noun),) if read.dual_noun else _nouns(ws, at, i)
    figure, span_start, span_end, hedge = Span(start, end), start, end, "exact"
    before = _hedge_before(ws, i) or _hedge_apart(text, ws, i)
    after = next((h for k in range(3) if (h := _hedge_after(ws, at + k))), None)
    if before and ws[before[1]].form == "over" and (read.value < _FEW or dimension == "time"):
        before = None  # over two years: in the course of
    if before:
        hedge, span_start = before[0], ws[before[1]].start
        negated = _not_more(ws, before[1], i) if hedge == "lower" else None
        if negated is not None:
            hedge, span_start = "upper", ws[negated].start
    elif after:
        hedge, at = after
        span_end = ws[at - 1].end
    if read.vague:
        low, high = read.vague
        value = low
        hedge = "vague"
        if before and before[0] == "lower":
            high = math.inf
    else:
        value = read.value
        if dimension is None and nouns and in_thousands(text[ws[i].start : ws[read.end - 1].end], nouns[0]):
            value = round(value * 1000)  # «236.190 كيسا»: no thing is counted in thousandths
        low, high = _bounded(value, hedge)  # type: ignore[arg-type]
    days = period(text, ws, at) if dimension is None else None
    return (
        Quantity(Span(span_start, span_end), figure, low * factor, value * factor, high * factor,
                 hedge, dimension, nouns, held_against(text, span_start), days),  # type: ignore[arg-type]
        max(at, i + 1),
    )


_FEW = 10
_CLOCK = re.compile(r"\b[0-2]?\d:[0-5]\d\b|\b\d{1,2}(?:\.[0-5]\d)? ?(?:[ap]m|[ap]\.m\.)(?!\w)|"
                    r"الساعة \d{1,2}(?:[:.]\d\d)?\b|\b[0-2]\d[0-5]\d ?(?=(?:GMT|UTC|بتوقيت)\b|ت\.غ)", re.IGNORECASE)
_BETWEEN = ("بين", "between", "من", "from")


def _joined(text: str, found: list[Quantity]) -> list[Quantity]:
    """Two figures made what they are together: one range («بين 250 و300 لتر», "from 3 to 5", "10-12 days"), one share
    ("one in eight"), or, beside a word of change, what a thing was and what it became ("rose from 25 to 30 per cent").
    """
    out: list[Quantity] = []
    i = 0
    while i < len(found):
        a = found[i]
        b = found[i + 1] if i + 1 < len(found) else None
        between = fold(text[a.span.end : b.span.start]).strip() if b and b.span.start - a.span.end <= _NEAR else "?"
        if b is not None and between in _SHARE and a.dimension is b.dimension is None and 0 < a.value < b.value:
            scale = 100 / b.value
            out.append(replace(a, span=Span(a.span.start, b.span.end), figure=Span(a.figure.start, b.figure.end),
                               low=a.low * scale, value=a.value * scale, high=a.high * scale, dimension="percent",
                               nouns=b.nouns))
            i += 2
            continue
        if b is not None and between != "?":
            lead = [w.form for w in words(text[max(0, a.span.start - 12) : a.span.start])][-1:]
            opened = bool(lead) and any(f in _BETWEEN for f, _ in peel(lead[0]))
            to = between in ("الي", "to")
            if to and _changes(text, a):
                unit = b.dimension or a.dimension
                scale = a.value / _plain(text, a) if b.dimension is None and a.dimension else 1.0
                out.append(replace(a, former=True))
                found[i + 1] = replace(b, low=b.low * scale, value=b.value * scale, high=b.high * scale, dimension=unit)
                i += 1
                continue
            joined = (opened and (to or between in ("", "و", "and"))) or to or between in ("-", "–")
            if joined and a.value < b.value and (a.dimension is None or a.dimension == b.dimension):
                scale = b.value / _plain(text, b) if a.dimension is None and b.dimension else 1.0
                out.append(Quantity(Span(a.span.start, b.span.end), Span(a.figure.start, b.figure.end),
                                    a.value * scale, b.value, b.value, "range", b.dimension, b.nouns))
                i += 2
                continue
        out.append(a)
        i += 1
    return out


_NEAR = 14  # characters between two figures that belong together
_SHARE = ("in", "in every", "out of every", "من كل", "من بين كل")
_BEFORE_A_CHANGE = 60  # characters before a figure among which the word of change is looked for


def _changes(text: str, a: Quantity) -> bool:
    """Whether a word of change leads up to a figure («ارتفع من», "cut its price from")."""
    before = text[max(0, a.span.start - _BEFORE_A_CHANGE) : a.span.start]
    return any(form.startswith(lexicon().changes) for w in words(before) for form, _ in peel(w.form))


def _plain(text: str, quantity: Quantity) -> float:
    """The figure without its unit: what a bare partner in the same range has to be multiplied with."""
    factor = next((f for d, f in lexicon().units.values() if d == quantity.dimension), 1.0)
    ws = words(quantity.figure.of(text))
    read = read_number(ws, 0) if ws else None
    if read is None or not read.value:
        return quantity.value / factor
    return read.value
