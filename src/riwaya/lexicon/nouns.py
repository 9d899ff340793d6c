"""The words of sources.toml: titles, offices, trades, bodies, countries, in every form news writes them.

A form is a folded word (riwaya.language.text.fold). Arabic duals, sound plurals, feminines and accusatives are made by
rule from the singular; broken plurals stand in the file. Phrases of several words are kept apart by their first word.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from riwaya.language.text import fold, is_arabic

MANY = 3  #: the number of a plural whose count is not said


class Sense(NamedTuple):
    """What a word can mean in a source: the table it stands in, the concept of both languages, 1, 2 or MANY of it."""

    table: str
    concept: str
    number: int


@dataclass(frozen=True, slots=True)
class Country:
    """A country's folded names (one a language), adjectives (masculine singular, without the article), and what else
    it is called by: capitals, second names."""

    code: str
    names: frozenset[str]
    adjectives: frozenset[str]
    capitals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Nouns:
    """All of sources.toml, by form."""

    senses: Mapping[str, tuple[Sense, ...]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Sense], ...]]  #: first word -> phrases, longest first
    countries: tuple[Country, ...]
    places: Mapping[str, str]  #: folded country or capital name, words joined by a space -> ISO code
    nisbas: Mapping[str, str]  #: folded adjective without the article -> ISO code
    concepts: frozenset[str]  #: all concepts of all tables
    noise: Mapping[str, frozenset[str]]  #: lists of forms that end, begin or only point to a source

    def of(self, form: str, *tables: str) -> Sense | None:
        """The first sense of a bare form in one of the tables, in the order of the tables given."""
        senses = self.senses.get(form, ())
        for table in tables:
            for sense in senses:
                if sense.table == table:
                    return sense
        return None

    def country_of(self, form: str) -> str | None:
        """The country whose adjective a folded word is («السعودية»، "Saudi"), in any gender and number."""
        bare = form.removeprefix("ال")
        if bare in self.nisbas:
            return self.nisbas[bare]
        for suffix in ("ه", "ا", "ين", "ون", "ات", "ان", "تين", "تان", "s"):
            if bare.endswith(suffix) and (code := self.nisbas.get(bare[: -len(suffix)])):
                return code
        return None


def bare(form: str) -> tuple[str, bool]:
    """A folded Arabic word without its article, and whether it had one («للشركة» had)."""
    if form.startswith("ال") and len(form) > 3:
        return form[2:], True
    return form, False


@cache
def nouns() -> Nouns:
    """sources.toml, read once. Raises ValueError, naming table and entry, where an entry is malformed."""
    path = files("riwaya.lexicon") / "sources.toml"
    tables = tomllib.loads(path.read_text(encoding="utf8"))
    noise = {key: frozenset(fold(w) for w in text.split()) for key, text in tables.pop("noise").items()}
    countries = tuple(_country(code, text) for code, text in tables.pop("countries").items())
    senses: dict[str, dict[Sense, None]] = {}
    phrases: dict[str, dict[tuple[tuple[str, ...], Sense], None]] = {}
    for table, entries in tables.items():
        for concept, text in entries.items():
            for form, number in _forms(table, concept, text):
                parts = tuple(form.split("_"))
                sense = Sense(table, concept, number)
                if len(parts) > 1:  # found by its first word without the article, which the phrase may still ask for
                    phrases.setdefault(bare(parts[0])[0], {})[parts, sense] = None
                else:
                    senses.setdefault(form, {})[sense] = None
    return Nouns(
        {form: _one_number(found) for form, found in senses.items()},
        {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in phrases.items()},
        countries,
        {name: c.code for c in reversed(countries) for name in (*c.names, *c.capitals)},
        {name: c.code for c in reversed(countries) for name in c.adjectives},
        frozenset(concept for entries in tables.values() for concept in entries),
        noise,
    )


def _one_number(found: Mapping[Sense, None]) -> tuple[Sense, ...]:
    """One sense a table and concept: what the file says of the number comes before what a rule makes."""
    kept: dict[tuple[str, str], Sense] = {}
    for sense in found:
        kept.setdefault((sense.table, sense.concept), sense)
    return tuple(kept.values())


def _country(code: str, text: str) -> Country:
    names: set[str] = set()
    adjectives: set[str] = set()
    capitals: set[str] = set()
    sides = text.split("|")
    if len(code) != 2 or not code.isupper() or len(sides) != 2 or any(len(s.split()) < 3 for s in sides):
        raise ValueError(f'sources.toml, [countries] {code}: want "name adjective capital | name adjective capital"')
    for side in sides:
        name, adjective, *others = (fold(w.replace("_", " ")) for w in side.split())
        names.add(name)
        adjectives.add(adjective)
        for other in others:  # after the capital other names, towns and adjectives; an adjective is told by its ending
            (adjectives if _is_adjective(other) else capitals).add(other)
    return Country(code, frozenset(names), frozenset(adjectives), frozenset(capitals))


def _is_adjective(form: str) -> bool:
    return (form.endswith("ي") and len(form) > 4 and form not in ("دبي", "ابو ظبي", "ابوظبي", "مقديشو", "ياوندي")) or (
        form in ("english", "argentinian", "filipino")
    )


def _forms(table: str, concept: str, text: str) -> Iterator[tuple[str, int]]:
    """The folded forms of an entry with their numbers: those of the file first, then those made by rule."""
    sides = text.split("|")
    if len(sides) != 2 or not (sides[0].strip() or sides[1].strip()):
        raise ValueError(f'sources.toml, [{table}] {concept}: want "Arabic words | English words"')
    made: list[tuple[str, int]] = []
    for word in (w for side in sides for w in side.split()):
        singular, *plurals = (fold(w) for w in word.split("/"))
        whole = table in ("counts", "press")  # written out, numbers and mass nouns have no other forms
        yield singular, MANY if whole and table == "press" else 1
        yield from ((p, MANY) for p in plurals)
        if not whole:
            made += _arabic(singular, plurals) if is_arabic(singular) else _english(singular, plurals)
    yield from made


def _arabic(word: str, plurals: list[str]) -> list[tuple[str, int]]:
    head, _, tail = word.partition("_")
    tail = f"_{tail}" if tail else ""
    ine = MANY if not plurals else 2  # «مصدرين» are two; «مهندسين», without another plural, may be any number
    stem = head.removesuffix("ه")
    found = [(f"{stem}{end}", 2) for end in ("تان", "تين", "تا", "تي")] + [(f"{stem}ات", MANY)]
    if not head.endswith("ه"):
        found += [(f"{head}ه", 1), (f"{head}ان", 2), (f"{head}ين", ine), (f"{head}ون", MANY)]
        found += [(f"{head}ا", 1), (f"{head}وا", MANY)]
        if len(head) > 2:  # «ابو» is of a name, no plural of «أب»
            found.append((f"{head}و", MANY))
        if not head.endswith("ي") and not plurals:
            found.append((f"{head}ي", MANY))
    for plural in plurals:
        found += [(f"{plural}ا", MANY)] if plural.endswith("ء") is False and not plural.endswith("ه") else []
    return [(f"{form}{tail}", number) for form, number in found]


def _english(word: str, plurals: list[str]) -> list[tuple[str, int]]:
    if plurals:
        return []
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [(word[:-1] + "ies", MANY)]
    return [(word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s"), MANY)]
