"""Parts of a mention: noun phrases, names without a quotation mark, and words as the concepts both languages share."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.lexicon.nouns import nouns
from riwaya.model import SourceKind
from riwaya.sources.sounds import is_article
from riwaya.sources.tokens import Token, country_at, sense_at

_SERVANTS = frozenset({"عبد", "ابو", "ام", "abd", "abdul", "abdel", "abdal", "abdu"})
MANY_WORDS = 5  #: words of an outlet's name without quotation marks


def noun_phrase(words: Sequence[Token]) -> list[Token]:
    """The English noun phrase at the head: up to the first preposition, participle or break."""
    found: list[Token] = []
    for token in words:
        stop = token.form in ("in", "at", "from", "with", "by", "near", "to", "seen", "familiar", "close", "on")
        if found and (token.breaks or stop or (token.form in ("of", "for") and not found[-1].capital)):
            break
        found.append(token)
    return found


def unquoted_name(words: Sequence[Token]) -> list[Token]:
    """The name after a title word: up to the adjectives that tell of it («أطلس برس», «سنابل | للأنباء»)."""
    named: list[Token] = []
    for n, token in enumerate(words):
        if token.breaks or token.preposition:
            break
        adjective = token.definite and bool(token.sense("terms", "ranks", "trades", "access") or nation(token))
        if adjective and named and named[0].definite and not nation(token) and not _media(token):
            adjective = False  # «المدار العربي»: an adjective of a name that has the article is part of it
        if token.sense("terms") and not token.definite and not named:
            break  # «وكالة أنباء»
        if adjective and (named or not any(not t.definite for t in words[n:])):
            break
        if not token.arabic and not token.capital:
            break
        named.append(token)
    if len(named) == 1 and (nation(named[0]) or named[0].form in nouns().noise["same"] or named[0].sense("access")):
        return []
    return named[:MANY_WORDS]


def _media(token: Token) -> bool:
    term = token.sense("terms")
    return term is not None and term.concept in ("news", "media", "official", "local", "sport")


def nation(token: Token) -> bool:
    """Whether a word is a country's adjective."""
    return bool(nouns().country_of(token.base) or nouns().country_of(token.form))


def land(token: Token) -> bool:
    """Whether a word names a country or is its adjective."""
    return nation(token) or country_at([token], 0) is not None


def country_of(words: Sequence[Token]) -> str | None:
    """The first country that words name or have the adjective of, as its ISO code."""
    listed = list(words)
    for n in range(min(len(listed), 12)):
        if listed[n].prefix[-1:] == "ب" and nation(listed[n]):
            continue  # «الناطقة بالإنكليزية»
        if found := country_at(listed, n):
            return found[0]
    return None


def outlet_kind(titled: Sequence[Token]) -> SourceKind:
    """Agency or outlet, by the title words beside a name."""
    return "agency" if any((s := t.sense("titles")) and s.concept == "agency" for t in titled) else "outlet"


def name_words(words: Sequence[Token]) -> tuple[str, ...]:
    """The words of a proper name for comparing: articles, «بن» and the like off."""
    particles = nouns().noise["particles"]
    found = [t.base for t in words if t.form not in particles or (len(words) > 1 and t.form in ("ابو", "abu"))]
    return tuple(joined([w for n, w in enumerate(found) if not (is_article(w) and n + 1 < len(found))]))


def joined(words: Sequence[str]) -> list[str]:
    """Names that are written in one word or in two as one: «عبد الله»، «عبدالله»، "Abdul Rahman"، «نصر الله»."""
    found: list[str] = []
    for word in words:
        if found and (found[-1] in _SERVANTS or word == "الله"):
            found[-1] = ("abd" if found[-1] < "؀" and found[-1] in _SERVANTS else found[-1]) + word
            continue
        for whole in ("عبدال", "abdul", "abdel", "abdal"):
            if word.startswith(whole) and len(word) > len(whole) + 2:
                word = ("عبد" if whole > "؀" else "abd") + word[len(whole) :]
        found.append(word)
    return found


def head_nouns(words: Sequence[Token]) -> frozenset[str]:
    """The concepts of the head nouns of a title: every noun that may be one, with its table."""
    found: set[str] = set()
    listed = list(words)
    n = 0
    while n < len(listed):
        size = 1
        for table in ("titles", "press", "statements", "documents", "bodies", "offices", "people"):
            if sense := sense_at(listed, n, table):
                found.add(f"{table}:{sense[0].concept}")
                size = max(size, sense[1])
                if sense[1] == 1:  # «جامعة» is a university and a league
                    found |= {f"{table}:{s.concept}" for s in nouns().senses[listed[n].base] if s.table == table}
        n += size
    return frozenset(found)


def concepts(heads: frozenset[str]) -> frozenset[str]:
    """The concepts of head nouns, without their tables."""
    return frozenset(h.partition(":")[2] for h in heads)


def _located(words: Sequence[Token], n: int) -> bool:
    """Whether a word tells where: a preposition stands before it or is written onto it."""
    return words[n - 1].preposition or words[n].prefix[-1:] in ("ب", "ل")


def content(words: Sequence[Token]) -> frozenset[str]:
    """The words of a title or a body's name as concepts both languages share, or as they are; function words, honours,
    countries and what merely points are left out."""
    noise = nouns().noise
    skipped = noise["same"] | noise["pronouns"]
    listed = list(words)
    found: set[str] = set()
    n = 0
    while n < len(listed):
        token = listed[n]
        size = 1
        if country := country_at(listed, n):
            size = country[1]
        elif token.preposition or token.form in ("the", "a", "an", "and") or token.form in skipped:
            pass
        elif token.definite and token.base in noise["place_nouns"] and (n == 0 or _located(listed, n)):
            pass  # «في المدينة»، but not «سلطة الميناء»
        elif found_ := sense_at(
            listed, n, "bodies", "terms", "titles", "offices", "documents", "statements", "people", "press"
        ):
            found.add(found_[0].concept)
            size = found_[1]
        elif not token.sense("honorifics", "counts") and not token.raw.isdigit():
            found.add(token.base)
        n += size
    return frozenset(found)
