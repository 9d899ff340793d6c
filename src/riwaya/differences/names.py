"""Names that stand in one another's place: another country, or the people or capital of another; another town,
village, crossing, school …

Only where one stands in the other's place: each telling names just one that the other lacks, both as nouns or both as
adjectives, beside the same word or after the same preposition, or, across languages, beside countries that both name;
and what a place is («بلدة», «معبر», "the village of") must be the same in both. Countries in both languages:
riwaya/lexicon/sources.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from riwaya.differences.numbers import Found
from riwaya.differences.telling import Telling
from riwaya.language.arabic import stem, without_particles
from riwaya.language.text import fold, words
from riwaya.lexicon.nouns import nouns
from riwaya.model import Span

_SHORT = 20  # words of tellings in which one country for another is no matter of what else is told
_AMBIGUOUS = frozenset(("عمان", "بروكسل", "brussels", "georgia", "جورجيا", "washington", "واشنطن"))
"""Two places written alike, and capitals that speak for more than their country."""


@dataclass(frozen=True)
class Place:
    """A word that names a country, and those beside it."""

    span: Span
    forms: frozenset[str]  #: "name", "adjective", or both («برازيليا»)
    beside: frozenset[str]  #: stems of the words right before and right after
    led: str = ""  #: the sort of preposition right before: "in", "from" or "to"


def compare(a: Telling, b: Telling) -> Iterator[Found]:
    """The place that one names where the other names another, if there is just one such pair."""
    if max(len(a.words), len(b.words)) > _SHORT:
        return
    left, right = countries(a), countries(b)
    found = _country(a, b, left, right) or _others(a, b, left, right) or _place(a, b)
    if found:
        yield found


def _country(a: Telling, b: Telling, left: Mapping[str, Place], right: Mapping[str, Place]) -> Found | None:
    mine, theirs = [c for c in left if c not in right], [c for c in right if c not in left]
    if len(mine) != 1 or len(theirs) != 1:
        return None
    x, y = left[mine[0]], right[theirs[0]]
    across = a.report.language != b.report.language
    parallel = bool(left.keys() & right.keys()) if across else bool(x.beside & y.beside)
    located = bool(x.led) and x.led == y.led and len(left) == len(right) == 1
    if x.forms & y.forms and (parallel or located):
        why = f"«{x.span.of(a.text)}» against «{y.span.of(b.text)}»"
        return Found("name", x.span, y.span, True, why, 0.7 if parallel else 0.6)
    return None


def _others(a: Telling, b: Telling, left: Mapping[str, Place], right: Mapping[str, Place]) -> Found | None:
    """Other countries altogether: at the head of both, as who did it («نفذت إسرائيل الغارة», "the American
    occupier"), or in two lists of at least two («بينها مصر والعراق», "among them Kenya and Jordan")."""
    if not left or not right or not left.keys().isdisjoint(right):
        return None
    x, y = min(p.span for p in left.values()), min(p.span for p in right.values())
    heads = all(sum(w.start < span.start for w in t.words) <= _HEAD for t, span in ((a, x), (b, y)))
    if not heads and min(len(left), len(right)) < _LIST:
        return None
    return Found("name", x, y, True, f"«{x.of(a.text)}» against «{y.of(b.text)}»", 0.6)


_HEAD = 1  # words before the country that stands at the head of a content
_LIST = 2  # countries

_KINDS = {
    "town": "بلدة قرية ناحية town village hamlet", "city": "مدينة city", "crossing": "معبر crossing",
    "quarter": "حي ضاحية district neighbourhood suburb", "port": "ميناء مرفأ port harbour", "airport": "مطار airport",
    "province": "محافظة ولاية إقليم province governorate state", "island": "جزيرة island", "camp": "مخيم camp",
    "mosque": "جامع مسجد mosque", "school": "مدرسة school", "hospital": "مستشفى hospital", "street": "شارع street",
    "hotel": "فندق hotel", "prison": "سجن prison jail", "university": "جامعة university", "bridge": "جسر bridge",
}  # fmt: skip
_KIND = {fold(word): kind for kind, listed in _KINDS.items() for word in listed.split()}
_BARE = frozenset(("town", "city", "crossing", "quarter", "port", "airport", "province", "island", "camp"))
"""Kinds whose Arabic names stand without an article too («بلدة وادي القمح»); «مدرسة قريبة» names none."""
_NO_NAME = frozenset(map(fold, (
    "في", "من", "على", "إلى", "التي", "الذي", "هناك", "the", "in", "at", "on", "and", "was", "is", "near", "مجاورة",
    "مجاور", "قريبة", "قريب", "صغيرة", "صغير", "كبيرة", "كبير", "جديدة", "جديد", "أخرى", "آخر", "واحدة", "واحد",
    "كاملة", "كامل", "حدودي", "حدودية", "ساحلية", "نائية", "رئيسي", "دولي", "عام", "خاص", "شعبي", "تجاري",
)))


def _place(a: Telling, b: Telling) -> Found | None:
    """Another name after the same kind of place, where each telling names one of that kind («قرية الدير»,
    «قرية العين»)."""
    if a.report.language != b.report.language:
        return None
    left, right = _named(a), _named(b)
    for kind, x in left.items():
        y = right.get(kind)
        if x is None or y is None:
            continue
        one, two = ({stem(w.form) for w in words(s.of(t.text))} for s, t in ((x, a), (y, b)))
        if one & b.stems or two & a.stems:
            continue
        return Found("name", x, y, True, f"«{x.of(a.text)}» against «{y.of(b.text)}»", 0.65)
    return None


def _named(t: Telling) -> dict[str, Span | None]:
    """Kind of place -> its name; None where several are named. An Arabic name follows its kind, without an article on
    it; an English one follows "of" or stands before it, with a capital."""
    found: dict[str, Span | None] = {}
    for i, word in enumerate(t.words):
        kind = next((_KIND[f] for f in without_particles(word.form) if f in _KIND), None)
        if kind is None:
            continue
        name = None
        if word.form.isascii():
            of = [w.form for w in t.words[i + 1 : i + 2]] == ["of"]
            near = t.words[i + 2 : i + 3] if of else t.words[max(0, i - 1) : i]
            if near and t.text[near[0].start].isupper() and near[0].form not in _NO_NAME:
                name = Span(near[0].start, near[0].end)
        elif i + 1 < len(t.words) and t.words[i + 1].form not in _NO_NAME and len(t.words[i + 1].form) > 2:
            after = t.words[i + 1]
            if (kind in _BARE or after.form.startswith("ال")) and t.text[word.end : after.start].strip(" «\"") == "":
                name = Span(after.start, after.end)
        if name is not None:
            found[kind] = None if kind in found else name
    return found


def countries(t: Telling) -> dict[str, Place]:
    """ISO codes of the countries named, each with the first word that names it."""
    known, found = nouns(), dict[str, Place]()
    for i, (word, forms) in enumerate(zip(t.words, t.line.forms, strict=True)):
        if not _AMBIGUOUS.isdisjoint(forms):
            continue
        name = next((c for f in forms if (c := known.places.get(f))), None)
        people = next((c for f in forms if (c := known.country_of(f))), None)
        code = name or people
        if code and code not in found:
            read = frozenset(k for k, c in (("name", name), ("adjective", people)) if c)
            beside = frozenset(stem(w.form) for w in (*t.words[max(0, i - 1) : i], *t.words[i + 1 : i + 2]))
            before = t.words[i - 1].form if i else ""
            led = _LED.get(before, "in" if word.form.startswith("ب") and forms[0] != forms[-1] and name else "")
            found[code] = Place(Span(word.start, word.end), read, beside, led)
    return found


_LED = {"في": "in", "in": "in", "at": "in", "داخل": "in", "من": "from", "from": "from", "الي": "to", "to": "to"}
