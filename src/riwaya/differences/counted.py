"""What a figure counts, in either language: the dead, the injured, flights, homes («أصيب تسعة», "nine were hurt").

Two figures that count unlike things are no rivals, however near their sentences are; two that count the same are,
whatever words they use. The words are data: riwaya/lexicon/counted.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import Any

from riwaya.differences.currencies import CURRENCIES
from riwaya.differences.lexicon import Line
from riwaya.differences.quantities import NO_NOUN, Quantity
from riwaya.language.text import fold
from riwaya.lexicon.nouns import nouns

_SHORTEST = 3  # letters of a beginning
_BEHIND = 3  # words after a figure among which the thing that it counts stands
_BEFORE, _AFTER = 5, 6  # words before and after it among which stands what became of what is counted
_OTHERS = frozenset(("other", "others", "more", "اخرين", "اخرون", "اخري", "فقط", "only"))
_OF = frozenset(("من", "of", "the", "its", "their", "these")) | _OTHERS
_ENDS = frozenset(("حين", "حينما", "عندما", "اثر", "بحسب", "حسب", "وفق", "وفقا", "لدي", "نتيجه", "جراء", "بسبب", "اي",
                   "because")) | NO_NOUN  # fmt: skip
_ONE = frozenset(("واحد", "واحده"))
_AMONG = frozenset(("بينهم", "بينها", "بينهن", "ضمنهم", "ضمنها", "among", "including", "them"))
_SOME = frozenset(("منهم", "منها", "منهن"))
_THEM = frozenset(("them", "whom", "which"))


@dataclass(frozen=True, slots=True)
class Counted:
    """What one figure counts, as far as words of the lexicon say: kinds of each family, none where no word says."""

    things: frozenset[str] = frozenset()
    fates: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()  #: what was done to the things, or what the sum is
    countries: frozenset[str] = frozenset()
    part: bool = False  #: a part of what another figure counts («خمسة منهم»)

    def unlike(self, other: Counted) -> bool:
        """Whether the two cannot count the same: another thing, other people, another fate, act or country."""
        if self.acts and other.acts and not self.acts & other.acts:
            return True
        if self.countries and other.countries and not self.countries & other.countries:
            return True
        if self.things or other.things:
            if self.things and other.things:
                return not self.things & other.things
            return bool(self.fates or other.fates or self.people or other.people)
        if self.fates and other.fates:
            return not self.fates & other.fates
        return bool(self.people and other.people and not self.people & other.people)

    def like(self, other: Counted) -> bool:
        """Whether the two are seen to count the same. That the same people are counted is not enough: some of them may
        have died and others fled."""
        if self.part != other.part or self.unlike(other):
            return False
        return bool(self.things & other.things or self.fates & other.fates or self.acts & other.acts)

    @property
    def partial(self) -> bool:
        """Whether it counts some of many."""
        return self.part or bool(self.countries)


@dataclass(frozen=True)
class _Words:
    """Words of a family, whole or by their beginnings, with the kinds that they may stand for."""

    whole: Mapping[str, frozenset[str]]
    starts: Mapping[str, frozenset[str]]

    def kinds(self, forms: Sequence[str]) -> frozenset[str]:
        for form in forms:
            if form in self.whole:
                return self.whole[form]
        for form in forms:
            for n in range(len(form), _SHORTEST - 1, -1):
                if form[:n] in self.starts:
                    return self.starts[form[:n]]
        return frozenset()


@cache
def _lexicon() -> dict[str, _Words]:
    raw: dict[str, Any] = tomllib.loads((files("riwaya.lexicon") / "counted.toml").read_text(encoding="utf8"))
    out = {}
    for family, kinds in raw.items():
        found: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
        for kind, entries in kinds.items():
            for entry in entries.split():
                found[entry.endswith("*")].setdefault(fold(entry.rstrip("*")), set()).add(kind)
        out[family] = _Words(*({w: frozenset(k) for w, k in part.items()} for part in found))
    return out


def counted(line: Line, figures: Sequence[Quantity], text: str) -> list[Counted]:
    """What each figure of a content counts, in the order of `figures`.

    In: the words of `text`, and its quantities as `quantities.find` gives them. What measures (metres, hours, per cent)
    counts nothing; a sum of money is told by what it is for.
    """
    inside = _inside(line, figures)
    own: list[list[int]] = [[] for _ in figures]
    for i, n in enumerate(inside):
        if n is not None:
            own[n].append(i)
    return [_Figure(line, text, inside, words).counted(q) for q, words in zip(figures, own, strict=True)]


def _inside(line: Line, figures: Sequence[Quantity]) -> list[int | None]:
    """For each word the number of the figure that it is part of."""
    found: list[int | None] = [None] * len(line.words)
    ordered = sorted(range(len(figures)), key=lambda n: figures[n].span.start)
    i = 0
    for n in ordered:
        span = figures[n].span
        while i < len(line.words) and line.words[i].start < span.start:
            i += 1
        while i < len(line.words) and line.words[i].start < span.end:
            found[i] = n
            i += 1
    return found


@dataclass(frozen=True)
class _Figure:
    """A figure among the words of its content."""

    line: Line
    text: str
    inside: Sequence[int | None]
    own: list[int]  #: the words that it is

    def counted(self, q: Quantity) -> Counted:
        money, own = q.dimension in CURRENCIES, self.own
        if not own or not (q.dimension is None or money):
            return Counted()
        around = self._around(own)
        if money:
            return Counted(acts=_kinds("sums", self.line, around))
        bounded = q.span.end > q.figure.end  # bounds follow («17 شخصا على الأقل»), and the noun is part of it all
        behind = [] if bounded else self._behind(own[-1])
        beside = own + behind + ([] if behind else self._number_of(own[0]))
        if any(f in _ONE for i in own for f in self.line.forms[i]) and self._free(own[0] - 1):
            beside.append(own[0] - 1)
        people, things = _kinds("people", self.line, beside), _head(self.line, beside)
        fates = frozenset() if things else _kinds("fates", self.line, around)
        acts = _kinds("acts", self.line, around) if things else frozenset()
        countries = _countries(self.line, behind) if people or things or fates else frozenset()
        return Counted(things, fates, people, acts, countries, self._part(own))

    def _free(self, i: int) -> bool:
        return 0 <= i < len(self.inside) and self.inside[i] is None

    def _cut(self, i: int) -> bool:
        """Whether a sign parts a word from the one before it."""
        return any(c in self.text[self.line.words[i - 1].end : self.line.words[i].start] for c in ".؛;:!?؟،,")

    def _run(self, last: int, most: int) -> Iterator[int]:
        """The words behind one, up to another figure or a sign."""
        for i in range(last + 1, last + 1 + most):
            if not self._free(i) or self._cut(i):
                return
            yield i

    def _behind(self, last: int) -> list[int]:
        """The words behind a figure that can name what it counts."""
        found: list[int] = []
        for i in self._run(last, 2 * _BEHIND):
            form = self.line.words[i].form
            if form in _OTHERS or (form in _OF and not found):
                continue
            if form in _OF or form in _ENDS or len(found) >= _BEHIND:
                break
            found.append(i)
        return found

    def _around(self, own: Sequence[int]) -> list[int]:
        """The words about a figure, its own among them, up to where another member of a list begins."""
        found = [*own, *takewhile(lambda i: not self._and(i), self._run(own[-1], _AFTER))]
        for i in range(own[0] - 1, own[0] - 1 - _BEFORE, -1):
            if not self._free(i) or self._cut(i + 1):
                break
            found.append(i)
            if self._and(i):
                break
        return found

    def _and(self, i: int) -> bool:
        """Whether another member of a list begins at a word («وإصابة»، "and")."""
        form = self.line.words[i].form
        return form == "and" or (form.startswith("و") and len(self.line.forms[i]) > 1)

    def _number_of(self, first: int) -> list[int]:
        """The words of what is counted before its figure («عدد البواخر العالقة الخمسين»)."""
        for i in range(first - 2, first - 1 - _BEFORE, -1):
            if not self._free(i):
                break
            if "عدد" in self.line.forms[i] or self.line.words[i].form == "number":
                return [k for k in range(i + 1, min(i + 3, first)) if self.line.words[k].form not in _OF]
        return []

    def _part(self, own: Sequence[int]) -> bool:
        """Whether it counts some of those whom another figure counts («بينهم سائقان», «ثلاثة منهم», "two of them")."""
        before = {self.line.words[i].form.removeprefix("و") for i in (own[0] - 2, own[0] - 1) if self._free(i)}
        after = [self.line.words[i].form for i in self._run(own[-1], 2)]
        of_them = after[:1] == ["of"] and not _THEM.isdisjoint(after)
        return of_them or not _AMONG.isdisjoint(before) or not _SOME.isdisjoint(after)


def _countries(line: Line, at: Sequence[int]) -> frozenset[str]:
    known = nouns()
    return frozenset(c for i in at for f in line.forms[i] if (c := known.places.get(f) or known.country_of(f)))


def _kinds(family: str, line: Line, at: Sequence[int]) -> frozenset[str]:
    words = _lexicon()[family]
    return frozenset(k for i in at for k in words.kinds(line.forms[i]))


def _head(line: Line, at: Sequence[int]) -> frozenset[str]:
    """The thing that is counted: in Arabic what stands first behind the figure, in English the last of what leads up to
    it ("container ships"), unless it is people who are counted ("students outside the building")."""
    lexicon = _lexicon()
    found: frozenset[str] = frozenset()
    for n, i in enumerate(at):
        if lexicon["people"].kinds(line.forms[i]):
            break
        kinds = lexicon["things"].kinds(line.forms[i])
        if kinds:
            found = kinds
            if not line.words[i].form.isascii():
                break
        elif n and not line.words[i].form.isascii():
            break
    return found
