"""Mentions of outlets: of the lexicon, by a title word with a name, by what papers are called, by their reporters."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.lexicon.nouns import nouns
from riwaya.lexicon.outlets import by_name
from riwaya.sources.named import TABLES, Mention, Named
from riwaya.sources.phrase import (
    concepts,
    content,
    country_of,
    head_nouns,
    name_words,
    nation,
    noun_phrase,
    outlet_kind,
    unquoted_name,
)
from riwaya.sources.tokens import Token, country_at
from riwaya.sources.traits import traits

_HYPHENED = frozenset({"based", "language", "backed", "run", "owned", "born"})  #: "the London-based paper"


def known_outlet(m: Mention) -> Named | None:
    """An outlet of the lexicon at the head of the mention, title words and reporters passed over."""
    words = m.words
    for hit in m.hits[:1]:
        before = [t for t in words if t.end <= hit.start]
        if all(
            t.sense("titles", "press")
            or (t.sense("terms") and n)
            or country_at(list(before), n)
            or t.form in ("the", "a", "ذا", "ذي", "for", "of", "from", "at", "في", "من")
            for n, t in enumerate(before)
        ):
            inside = [t for t in words if t.start < hit.end and hit.start < t.end]
            after = words[len(before) + len(inside) :][:1]
            span = [*before, *inside, *(after if after and country_at(after, 0) else [])]
            return m.made("outlet", hit.entry.kind, span or words, entry=hit.entry, heads=head_nouns(before))
    first = words[0]
    whole = m.raw[words[0].start : words[-1].end]
    if len(words) > 5 or first.form in nouns().places or first.sense(*TABLES[1:]):
        return None
    if len(words) == 1 and first.definite and first.sense("titles") and not first.quoted:
        return None  # «المجلة» points
    entry = by_name(whole, as_printed=True)
    if entry is None or (entry.ambiguous and not (first.definite or first.quoted or first.capital)):
        return None
    return m.made("outlet", entry.kind, entry=entry, heads=head_nouns(words))


def outlet(m: Mention) -> Named | None:
    """An outlet that the lexicon has not: a title word with a name, or a name that ends as papers' names do."""
    words = [t for t in m.words if t.form not in ("the", "a", "an", "this", "that")]
    titled = [t for t in words if t.sense("titles")]
    code = country_of(words)
    if words and not words[0].arabic:
        phrase = noun_phrase(words)
        capital = [t for t in phrase if t.capital and not t.sense("titles")]
        lower = any(t.sense("titles") and not t.capital for t in phrase)
        named = [
            t
            for n, t in enumerate(phrase)
            if t.quoted
            or (
                t.capital
                and (not t.sense("titles") or (bool(capital) and not lower))
                and not nation(t)
                and not (_after(phrase, n) & _HYPHENED)
            )
        ]
        if not titled and not paper(m):
            return None
        if not titled or (named and paper(m)):
            run = next((n for n in range(len(phrase), 0, -1) if not phrase[n - 1].capital), 0)
            named = [t for t in phrase[run:] if not nation(t) or t is not phrase[run]]
        if lower and (after := [t for t in named if t.start > titled[-1].start]):
            named = after  # "the Arabic site Warsha": what stands before says what kind of site it is
        agency = {s.concept for t in titled if (s := t.sense("titles"))} == {"agency"}
        later = agency and named and not named[-1].quoted and named[-1].start > titled[-1].start
        if agency and named and not later and not any(t.form in ("news", "press", "wire", "the") for t in phrase):
            return None  # "the UN children's agency" is a body
        if not named and code and not agency and any(t.form in ("television", "tv", "radio") for t in titled):
            return m.made("outlet", "outlet", heads=head_nouns(titled), country=code, definite=True)
        if not named:
            return _pointing(m, titled, code) if titled else None
        return m.made(
            "outlet", outlet_kind(titled), name=name_words(named), shown=m.shown(named),
            heads=head_nouns(titled), content=content(words), country=code,
        )  # fmt: skip
    quoted = [t for t in words[1:] if t.quoted]
    named = quoted or unquoted_name(words[1:])
    if not named:
        return _pointing(m, titled, code) if titled else None
    end = words.index(named[-1]) + 1
    while end < len(words) and (country_at(words, end) or words[end].sense("terms")) and words[end].definite:
        end += 1
    return m.made(
        "outlet", outlet_kind(titled), words[:end], name=name_words(named), shown=m.shown(named),
        heads=head_nouns(titled), content=content(words[:end]), country=code,
    )  # fmt: skip


def is_body(words: Sequence[Token]) -> bool:
    """Whether «وكالة», «شبكة» heads a body's name and no outlet's: «وكالة الطاقة الدولية»."""
    if len(words) < 2 or not words[0].sense("bodies") or words[1].quoted:
        return False
    terms = [s.concept for t in words[1:] if (s := t.sense("terms"))]
    return bool(terms) and not {"news", "media"} & set(terms) and words[1].sense("terms") is not None


def reporter(m: Mention) -> Named | None:
    """The outlet whose reporter speaks: «مراسل «كذا»», «مراسل قناة كذا»; a medium's reporter is the medium."""
    words = m.words[1:]
    if not words or not m.words[0].arabic:
        return None
    if quoted := [t for t in words if t.quoted]:
        return m.made(
            "outlet", "outlet", name=name_words(quoted), shown=m.shown(quoted), heads=head_nouns(m.words),
            content=content(m.words), country=country_of(m.words),
        )  # fmt: skip
    if words[0].sense("titles") and words[0].definite:  # «مراسل القناة | في كذا»
        words = words[: next((n for n, t in enumerate(words) if n and t.preposition), len(words))]
    if words[0].sense("titles"):
        return outlet(Mention(m.text, m.at, m.raw, words, m.hits))
    return None


def paper(m: Mention) -> bool:
    """Whether an English phrase ends as papers' names do, in capitals: "the Ledger", "Harbour & Trade Review"."""
    phrase = noun_phrase([t for t in m.words if t.form != "the"])
    if not phrase or not phrase[-1].capital or phrase[-1].form not in nouns().noise["outlet_words"]:
        return False
    return all(t.capital or t.form == "and" for t in phrase) or (len(phrase) > 2 and phrase[-2].capital)


def _pointing(m: Mention, titled: Sequence[Token], code: str | None) -> Named:
    definite = titled[0].definite or m.words[0].form in ("the", "this", "that")
    words = [t for t in m.words if not t.sense("press")]  # "the channel's | correspondent"
    if not definite:
        return m.made("unnamed", "anonymous", heads=head_nouns(titled), country=code, traits=traits(m.words))
    return m.made(
        "outlet", outlet_kind(titled), heads=head_nouns(titled), country=code, definite=True,
        bare=not content(words) - concepts(head_nouns(titled)), content=content(words),
    )  # fmt: skip


def _after(words: Sequence[Token], n: int) -> set[str]:
    return {words[n + 1].form} if n + 1 < len(words) else set()
