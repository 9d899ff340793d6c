"""What a word is about: the ideas of riwaya/lexicon/ideas.toml, and the country that it names.

«غادرت», «إجلاء» and "pulled out" are one idea, «بغداد» and "Iraqi" one country: two tellings that share no word in
writing, or no language, can still be seen to say the same of the same.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from riwaya.language.arabic import without_particles
from riwaya.language.text import fold
from riwaya.lexicon.nouns import nouns

_SHORTEST = 2  # letters of a beginning that is looked up
_LONGEST = 12


@dataclass(frozen=True)
class Ideas:
    """The lexicon, folded."""

    whole: dict[str, frozenset[str]]  #: a word -> its ideas
    starts: dict[str, frozenset[str]]  #: the beginning of a word -> its ideas
    empty: frozenset[str]  #: words without content


@cache
def lexicon() -> Ideas:
    """The lexicon, read once."""
    raw: dict[str, Any] = tomllib.loads((files("riwaya.lexicon") / "ideas.toml").read_text(encoding="utf8"))
    whole: dict[str, set[str]] = {}
    starts: dict[str, set[str]] = {}
    for name, listed in raw["ideas"].items():
        for entry in fold(listed).split():
            (starts if entry.endswith("*") else whole).setdefault(entry.rstrip("*"), set()).add(name)
    return Ideas({k: frozenset(v) for k, v in whole.items()}, {k: frozenset(v) for k, v in starts.items()},
                 frozenset(fold(raw["empty"]["words"]).split()))


def forms(form: str) -> set[str]:
    """An Arabic word and what it may be without particles, article, and the marks of future and imperfect."""
    found = set(without_particles(form))
    found |= {f[2:] for f in found if f[:2] in ("ال", "لل") and len(f) > 4}
    found |= {f[1:] for f in found if f[:1] == "س" and f[1:2] in ("ي", "ت", "ن", "ا") and len(f) > 4}
    return found | {f[1:] for f in found if f[:1] in ("ي", "ت", "ن") and len(f) > 3}


@lru_cache(maxsize=1 << 15)
def ideas(form: str) -> frozenset[str]:
    """The ideas of a folded word, countries among them ("@IQ")."""
    known, places = lexicon(), nouns()
    found: set[str] = set()
    for f in forms(form) if form >= "\u0600" else {form}:
        found |= known.whole.get(f, frozenset())
        longest = next((f[:n] for n in range(min(len(f), _LONGEST), _SHORTEST - 1, -1) if f[:n] in known.starts), None)
        if longest is not None:
            found |= known.starts[longest]
        country = places.places.get(f) or places.country_of(f)
        if country:
            found.add(f"@{country}")
    return frozenset(found)


def is_empty(form: str) -> bool:
    """Whether a folded word has no content of its own."""
    return form in lexicon().empty
