"""Mentions of unnamed sources and of groups of people."""

from __future__ import annotations

from riwaya.lexicon.nouns import nouns
from riwaya.sources.named import Mention, Named
from riwaya.sources.phrase import concepts, content, country_of, head_nouns
from riwaya.sources.traits import traits, values
from riwaya.sources.trim import segments

_PEOPLE = ("people:", "press:", "offices:", "titles:")


def unnamed(m: Mention) -> Named:
    """An unnamed source, or a group of people."""
    words = segments(m.words)[0]
    said = traits(words)
    heads = head_nouns(words[: 3 if words[0].arabic else None])
    definite = words[0].definite or words[0].form in ("the", "this", "that", "those", "these")
    role = values(said, "role")
    own = frozenset(h for h in heads if h.startswith(_PEOPLE))
    crowd = role & nouns().noise["crowds"] or any(h.startswith("offices") for h in heads)
    group = crowd and values(said, "count") <= {"many"} and not values(said, "part")
    return m.made(
        "unnamed", "group" if group else "anonymous", words, heads=heads, content=content(words),
        definite=definite, traits=said, bare=definite and not content(words) - concepts(own),
        country=country_of(words),
    )  # fmt: skip
