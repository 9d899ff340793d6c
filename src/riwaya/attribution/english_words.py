"""English words that attribute, by their inflected forms: which verb, adjective or noun a form can be, with which
complements, stance, and whether it is a wish or a plan rather than words said. The data is lexicon/english.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

from riwaya.model import Stance

Part = Literal["verb", "adjective", "noun"]
Shape = Literal["base", "s", "past", "participle", "ing", "plain"]
"""What an inflected form is: a verb's base, third person, past, past participle, -ing; "plain" for no verb."""

_DOUBLING = frozenset({"commit", "admit", "regret", "prefer", "forget", "refer", "plan", "plot", "beg", "snap", "chat",
                       "slam", "dub", "bet", "put", "set", "hit", "let", "cut", "run", "quit", "rebut", "opt", "hum",
                       "infer", "defer", "abhor", "quip", "tag"})  # fmt: skip


class Frame(NamedTuple):
    """One complement that a word takes, and what a statement with it is."""

    name: str  #: as in the lexicon: "that", "np-to", "of" …
    stance: Stance
    attitude: bool


class Sense(NamedTuple):
    """What an inflected form can be."""

    lemma: str
    part: Part
    shapes: frozenset[Shape]
    frames: tuple[Frame, ...]


def inflect(entry: str) -> Iterator[tuple[str, Shape]]:
    """The forms of a verb given as "base" or "base/past/participle"."""
    base, *irregular = entry.split("/")
    yield base, "base"
    last = base[-1]
    if base.endswith(("s", "sh", "ch", "x", "z")):
        yield base + "es", "s"
    elif last == "y" and base[-2] not in "aeiou":
        yield base[:-1] + "ies", "s"
    else:
        yield base + "s", "s"
    doubled = bool(irregular) and irregular[0] == base + last + "ed"
    double = base + last if (base in _DOUBLING or doubled) and base != "opt" else base
    if last == "e" and not base.endswith(("ee", "oe", "ye")):
        yield (base[:-2] + "ying" if base.endswith("ie") else base[:-1] + "ing"), "ing"
    else:
        yield double + "ing", "ing"
    if irregular:
        yield irregular[0], "past"
        yield irregular[-1], "participle"
        return
    past = (
        base + "d" if last == "e" else base[:-1] + "ied" if last == "y" and base[-2] not in "aeiou" else double + "ed"
    )
    yield past, "past"
    yield past, "participle"


@cache
def lexicon() -> dict[str, tuple[Sense, ...]]:
    """The senses of every inflected form, in small letters."""
    data = tomllib.loads((resources.files("riwaya.lexicon") / "english.toml").read_text(encoding="utf8"))
    shapes: dict[tuple[str, str, Part], set[Shape]] = {}
    frames: dict[tuple[str, str, Part], list[Frame]] = {}
    parts: tuple[tuple[str, Part], ...] = (("verbs", "verb"), ("adjectives", "adjective"), ("nouns", "noun"))
    for section, part in parts:
        for entry in data[section].values():
            for word in entry["words"].split():
                lemma = word.split("/")[0]
                for form, shape in _forms(word, part):
                    key = (form, lemma, part)
                    shapes.setdefault(key, set()).add(shape)
                    known = frames.setdefault(key, [])
                    for name in entry["frames"].split():
                        frame = Frame(name, entry.get("stance", "asserts"), entry.get("attitude", False))
                        if all(f.name != name for f in known):
                            known.append(frame)
    found: dict[str, list[Sense]] = {}
    for (form, lemma, part), which in shapes.items():
        sense = Sense(lemma, part, frozenset(which), tuple(frames[form, lemma, part]))
        found.setdefault(form, []).append(sense)
    return {form: tuple(senses) for form, senses in found.items()}


def _forms(word: str, part: Part) -> Iterator[tuple[str, Shape]]:
    if part == "verb":
        yield from inflect(word)
        return
    yield word, "plain"
    if part == "noun" and not word.endswith("s"):
        yield (word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"), "plain"
