"""Names that stand in one another's place: another country, or the people or capital of another.

Only where one stands in the other's place: each telling names just one that the other lacks, both as nouns or both as
adjectives, beside the same word, or, across languages, beside countries that both name. Countries in both languages:
riwaya/lexicon/sources.toml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.differences.numbers import Found
from riwaya.differences.telling import Telling
from riwaya.language.arabic import stem
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


def compare(a: Telling, b: Telling) -> Iterator[Found]:
    """The country that one names where the other names another, if there is just one such pair."""
    if max(len(a.words), len(b.words)) > _SHORT:
        return
    left, right = countries(a), countries(b)
    mine, theirs = [c for c in left if c not in right], [c for c in right if c not in left]
    if len(mine) != 1 or len(theirs) != 1:
        return
    x, y = left[mine[0]], right[theirs[0]]
    across = a.report.language != b.report.language
    parallel = bool(left.keys() & right.keys()) if across else bool(x.beside & y.beside)
    if x.forms & y.forms and parallel:
        why = f"«{x.span.of(a.text)}» against «{y.span.of(b.text)}»"
        yield Found("name", x.span, y.span, True, why, 0.7)


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
            found[code] = Place(Span(word.start, word.end), read, beside)
    return found
