"""The words of dates: riwaya/lexicon/dates.toml, read once, checked, and spelled out with the particles of Arabic."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, NamedTuple

from riwaya.language.text import fold

Tags = Mapping[str, int]
EMPTY: Tags = {}

UNITS = (
    "hour",
    "day",
    "night",
    "week",
    "fortnight",
    "month",
    "year",
    "decade",
    "century",
    "quarter",
    "half",
    "weekend",
    "season",
)
SEASONS = ("spring", "summer", "autumn", "winter")
PARTS = ("start", "middle", "end", "rest")

# A lexeme with one of these can begin a date; all others are only read in passing.
_HEADS = frozenset((
    "month", "hijri", "weekday", "weekday_short", "weekday_bare", "one", "the", "two", "the_two", "many", "the_many",
    "number", "ordinal", "ordinal_first", "day_one", "side", "this", "part", "later", "relative", "daypart", "ago",
    "ahead", "within", "maybe_within", "season", "decade", "year_pair", "day_pair", "vague", "article", "few", "approx",
    "bound",
))  # fmt: skip
_FLAGS = (
    "day_one", "loose", "this", "ago", "ago_after", "ahead", "ahead_after", "within", "maybe_within", "approx", "bound",
    "few", "anaphor", "corresponds", "year_pair", "day_pair", "year_kind", "year_event", "daypart", "article",
)  # fmt: skip
_TRAPS = (
    "before", "after", "today_after", "that", "every", "today_name", "today_name_told", "outlet", "aged", "general",
    "counted", "motion", "events", "named", "named_by", "sport",
)  # fmt: skip


class LexiconError(ValueError):
    """The word list of dates is not what it should be."""


class Word(NamedTuple):
    """What a folded form is: its tags, and how many letters of particles stand before it."""

    tags: Tags
    lead: int = 0
    joined: bool = False  #: «و» is written onto it


class Phrase(NamedTuple):
    """The words after the first of a form of several words, and what the whole is."""

    rest: tuple[str, ...]
    word: Word


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All forms, folded, and the traps by the names they have in dates.toml: what stands beside a date word and makes
    something else of it."""

    words: Mapping[str, Word]
    phrases: Mapping[str, tuple[Phrase, ...]]
    not_future: tuple[str, ...]
    from_verbs: tuple[str, ...]
    before: frozenset[str]
    after: frozenset[str]
    today_after: frozenset[str]
    that: frozenset[str]
    every: frozenset[str]
    today_name: frozenset[str]
    today_name_told: frozenset[str]
    outlet: frozenset[str]
    aged: frozenset[str]
    general: frozenset[str]
    counted: frozenset[str]
    motion: frozenset[str]
    events: frozenset[str]
    named: frozenset[str]
    sport: frozenset[str]
    named_by: frozenset[str]


def load() -> Lexicon:
    """Read and check the word list that ships with riwaya. Raises LexiconError with the entry that is wrong."""
    return build(tomllib.loads((files("riwaya.lexicon") / "dates.toml").read_text(encoding="utf8")))


def build(data: Mapping[str, Any]) -> Lexicon:
    """A lexicon of the tables of dates.toml; see there for what each holds."""
    forms: dict[tuple[str, ...], dict[str, int]] = {}
    for form, tags, source in _entries(data):
        key = tuple(fold(w) for w in form.replace("'", " ").replace("-", " ").split())
        if not key or not all(key):
            raise LexiconError(f"dates.toml: an empty form in {source}")
        for tag, value in tags.items():
            if forms.setdefault(key, {}).setdefault(tag, value) != value:
                raise LexiconError(f"dates.toml: «{form}» in {source} is {tag} {forms[key][tag]} already")
    for tags in forms.values():
        if not _HEADS.isdisjoint(tags):
            tags["head"] = 1
    words: dict[str, Word] = {}
    phrases: dict[str, list[Phrase]] = {}
    never = _folded(data["trap"]["never"])
    for key, tags in forms.items():
        for first, lead, joined in _variants(key[0], tags):
            if first in never or (lead and (first, *key[1:]) in forms):
                continue
            if len(key) == 1:
                if lead == 0 or first not in words:
                    words[first] = Word(tags, lead, joined)
            else:
                phrases.setdefault(first, []).append(Phrase(key[1:], Word(tags, lead, joined)))
    traps = {name: _folded(data["trap"][name]) for name in _TRAPS}
    general = (v for f in traps["general"] for v in (f, "و" + f, "ل" + f, "لل" + f[2:], "ب" + f))
    return Lexicon(
        words,
        {first: tuple(sorted(found, key=lambda p: -len(p.rest))) for first, found in phrases.items()},
        not_future=tuple(sorted(_folded(data["tense"]["not_future"]))),
        from_verbs=tuple(sorted(_folded(data["from_verb"]["stems"]))),
        **traps | {"general": frozenset(general)},
    )


def _folded(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(f) for f in forms)


def _variants(form: str, tags: Tags) -> Iterator[tuple[str, int, bool]]:
    """A form alone and with the particles that Arabic writes onto it: (spelling, letters of particles, joined)."""
    yield form, 0, False
    if not _arabic(form) or "era" in tags:
        return
    if len(form) < 3:
        if "prep" in tags:
            yield from (("و" + form, 1, True), ("ف" + form, 1, False))
        return
    for particle in ("و", "ف", "ب", "ل", "وب", "ول", "فب", "فل"):
        yield particle + form, len(particle), particle[0] == "و"
    if form.startswith("ال"):
        yield "لل" + form[2:], 0, False
        yield "ولل" + form[2:], 1, True


def _range(value: int, low: int, high: int, source: str) -> int:
    if not low <= value <= high:
        raise LexiconError(f"dates.toml: {source} is {value}, not {low} to {high}")
    return value


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, int], str]]:
    """Every form of the tables, with its tags and where it stands."""
    for tag, last in (("month", 12), ("hijri", 12), ("weekday", 6)):
        for entry in data[tag]:
            n = _range(entry["n"], 0 if tag == "weekday" else 1, last, tag)
            weak = {"weak": _range(entry["weak"], 1, 3, f"weak of {tag} {n}")} if "weak" in entry else {}
            where = f"{tag} {n}"
            for form in entry.get("ar", ()):
                yield form, {tag: n, **weak}, where
            for form in entry.get("en", ()):
                yield form, {tag: n, "capital": 1, **weak}, where
            for form in entry.get("short", ()):
                short = {"weekday_short": n} if tag == "weekday" else {tag: n, "weak": 3}
                yield form, {**short, "capital": 1}, where
            for form in entry.get("bare", ()):
                yield form, {"weekday_bare": n}, where
    for name, unit in data["unit"].items():
        if name not in UNITS:
            raise LexiconError(f"dates.toml: no unit {name}")
        for number, forms in unit.items():
            if number not in ("one", "the", "two", "the_two", "many", "the_many"):
                raise LexiconError(f"dates.toml: unit.{name} has no {number}")
            for form in forms:
                yield form, {number: UNITS.index(name)}, f"unit.{name}"
    for key, forms in data["number"].items():
        for form in forms:
            yield form, {"number": int(key)}, "number"
            if _arabic(form):
                yield "ال" + form, {"number": int(key)}, "number"
    for key, forms in data["ordinal"].items():
        for form in forms:
            tags = {"ordinal_first" if int(key) > 100 else "ordinal": int(key) % 100}
            if not _arabic(form):
                yield form, tags, "ordinal"
            else:
                if not (int(key) in (20, 30) or form == "واحد"):  # these are ordinals with the article alone
                    yield form, tags, "ordinal"
                yield "ال" + form, tags, "ordinal"
    shifts = {"before_last": -2, "last": -1, "this": 0, "next": 1, "after_next": 2}
    for name, forms in data["side"].items():
        for form in forms:
            yield form, {"side": shifts[name]}, f"side.{name}"
    for table, names in (("part", PARTS), ("season", SEASONS)):
        for name, forms in data[table].items():
            for form in forms:
                yield form, {table: names.index(name)}, f"{table}.{name}"
    for key, forms in data["relative"].items():
        for form in forms:
            yield form, {"relative": _range(int(key), -2, 2, "relative")}, "relative"
    for key, forms in data["decade"].items():
        for form in forms:
            for spelled in (form, "ال" + form) if _arabic(form) else (form,):
                yield spelled, {"decade": _range(int(key), 20, 90, "decade")}, "decade"
    groups = {
        "prep": {"within": 2, "other": 1},
        "later": {"later": 1, "earlier": -1},
        "vague": {"recent": -1, "soon": 1},
        "era": {"hijri": 1, "common": 2, "before": 3},
        "range": {"to": 1, "and": 2, "between": 3},
        "tense": {"future": 1, "past": -1, "said": 0, "call": 2, "modal": 3},
    }
    for table, values in groups.items():
        for name, value in values.items():
            for form in data[table][name]:
                yield form, {f"range_{name}" if table == "range" else table: value}, f"{table}.{name}"
    for table in _FLAGS:
        for form in data[table]["forms"]:
            yield form, {table: 1}, table
            if table == "year_event" and _arabic(form):
                yield "ال" + form, {table: 1}, table
    for form in data["daypart"]["night"]:
        yield form, {"night": 1}, "daypart.night"


def _arabic(form: str) -> bool:
    return "\u0600" <= form[0] <= "\u06ff"
