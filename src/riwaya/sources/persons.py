"""Mentions of people: named, by their office, or unnamed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from riwaya.lexicon.nouns import MANY, nouns
from riwaya.sources.crowds import unnamed
from riwaya.sources.named import TABLES, Mention, Named
from riwaya.sources.organs import body, body_in_english
from riwaya.sources.phrase import concepts, content, country_of, head_nouns, land, name_words, nation
from riwaya.sources.proper import Person, person_in
from riwaya.sources.tokens import Token, country_at
from riwaya.sources.traits import traits
from riwaya.sources.trim import segments

LONGEST = 20_000  #: code points of a report in which a town is looked for
_VAGUE = frozenset({"source", "official", "person", "witness", "informed", "relation", "resident", "others"})


def person(m: Mention) -> Named | None:
    """A named person: in the first segment, or in one after it that is nothing but a name."""
    first = m.words[0]
    head = m.words[: 2 if first.sense("counts") else 1]
    vague = [t for t in head if (s := t.sense("people")) and s.concept in _VAGUE]
    many = [t for t in head if (s := t.sense("people", "offices", "press")) and s.number > 1]
    described = any(t.preposition for t in m.words[:6])
    if (s := first.sense("people")) and s.concept == "source":
        return None
    if first.arabic and not first.definite and described and (vague or many):
        return None  # «مسؤولان في الحماية المدنية بمرسى الزعتر»
    parts = segments([_in_town(m, t) for t in m.words])[:3]
    found: tuple[list[Token], Person] | None = None
    for n, part in enumerate(parts):
        person = person_in(part)
        if person is None or any(t.raw.isdigit() for t in part[person.start : person.end]):
            continue
        if n and not person.titled and _apposed(parts[n - 1]):
            continue  # "a foreman at the manufacturer, Marram Works"
        if found is None or (n and not person.titled and found[1].titled and not found[1].honoured):
            found = (part, person)
    if found is None:
        return None
    part, person = found
    named = part[person.start : person.end]
    cut = next((n for n, t in enumerate(named) if any(h.start <= t.start < h.end for h in m.hits)), len(named))
    named = named[:cut]  # «فلان مراسل بي بي سي»
    if not named:
        return None
    single = len(named) == 1 and not person.titled
    if single and (named[0].quoted or (named[0].arabic and nation(named[0])) or country_at(named, 0)):
        return None
    if named[0].quoted and not person.honoured:
        return None
    if len(named) == 1 and not person.honoured and person.titled and part[0].arabic and not part[0].definite:
        told = len(part) > 1 and not part[1].definite and bool(part[1].sense("ranks", "trades") or nation(part[1]))
        if told or part[0].sense("people", "counts"):
            return None  # «نساء كثيرات»، «ضابط عراقي مشارك»
    if "&" in m.raw[named[0].start : named[-1].end]:
        return None
    rest = [t for p in parts for t in p if t not in named]
    kept = [t for p in parts[: parts.index(part) + 1] for t in p] if parts.index(part) else part
    if part is parts[0] and len(parts) > 1 and person_in(parts[1]) is None and not person.titled:
        rest = [t for p in parts[1:2] for t in p]
    return m.made(
        "person", "person", kept[: kept.index(named[-1]) + 1], name=name_words(named), shown=m.shown(named),
        heads=head_nouns(rest), content=content(rest), country=country_of(rest), honoured=person.honoured,
        definite=single and named[0].definite,
    )  # fmt: skip


def _in_town(m: Mention, token: Token) -> Token:
    """A word of a mention, with «ب» or «ل» off where the text has what is left of it as a word of its own: a town or a
    club that no list has («المحكمة الابتدائية بصلنبا فلان الفلاني»، «المدير الفني لمرسانا فلان»)."""
    if not token.arabic or token.prefix or token.form[:1] not in "بل" or len(token.form) < 5 or token is m.words[0]:
        return token
    if token.sense(*TABLES, "terms") or not any(t.definite and t.end < token.start for t in m.words):
        return token
    alone = re.search(rf"(?<!\w){re.escape(token.raw[1:])}(?!\w)", m.text[:LONGEST])
    return token._replace(prefix=token.form[0], base=token.form[1:]) if alone else token


def _apposed(before: Sequence[Token]) -> bool:
    """Whether an English description of somebody unnamed ends in a noun that a name after a comma may be of."""
    if before[0].arabic or before[0].form not in ("a", "an", "one", "two") or len(before) < 4:
        return False
    last = before[-1]
    the = before[-2].form == "the" or (before[-3].form == "the" and not before[-2].preposition)
    return the and not last.capital and not last.sense("people", "offices") and any(t.preposition for t in before)


def holder(m: Mention) -> Named:
    """An office without a name: «وزير النقل», «المتحدث باسم النقابة», "the coach"."""
    words = segments(m.words)[0]
    first = words[0]
    heads = head_nouns(words[: 3 if first.arabic else None])
    if first.sense("counts") and first.arabic:
        return unnamed(m)
    if (many := first.sense("offices")) and (many.number == MANY or (many.number == 2 and not first.definite)):
        return unnamed(m)
    construct = len(words) > 1 and first.arabic and _whose(words)
    definite = first.definite or first.form in ("the", "this", "that") or construct
    if not first.arabic and first.form not in ("a", "an"):
        definite = definite or not any(h.number == MANY for t in words if (h := t.sense("offices")))
    of = _spoken_for(m, words) if "offices:spokesperson" in heads else None
    all_ = content(words)
    if not definite and of is None:
        return unnamed(m)
    return m.made(
        "holder", "person" if definite else "anonymous", words, heads=heads, content=all_, of=of, definite=definite,
        bare=definite and not all_ - concepts(heads), country=country_of(words), traits=traits(words),
    )  # fmt: skip


def _spoken_for(m: Mention, words: Sequence[Token]) -> Named | None:
    """Whom a spokesman without a name speaks for: «متحدث باسم الوزارة», "a spokesman for Marram Lines"; a body that
    only points where he is called no more than that (``heads`` empty: «متحدثة باسمها», "a spokeswoman")."""
    start = next((n for n, t in enumerate(words) if t.sense("bodies") and (n or not t.arabic)), None)
    if start is not None and not words[start].arabic:
        at = next((n for n in range(start - 1, 0, -1) if words[n].form in ("for", "of")), None)
        named = [t for t in words[at + 1 : start] if t.capital] if at else []
        whole = body_in_english(Mention(m.text, m.at, m.raw, list(words[at + 1 :]), [])) if at and named else None
        if whole is not None and not whole.bare:  # "a spokesman for | the Rand Brigades"
            return whole
    if start is not None:
        found = body(Mention(m.text, m.at, m.raw, list(words[start:]), []), words[start:])
        found = replace(found, content=found.content - {"spokesperson"})  # "a company spokesman"
        bare = not found.content - concepts(found.heads) and not found.country
        return replace(found, definite=True, bare=True, shape="body") if bare else found
    at = next((n for n, t in enumerate(words) if n and t.form in ("باسم", "for", "of")), None)
    if at is not None and at + 1 < len(words):
        rest = words[at + 1 :]
        if rest[0].arabic and rest[0].definite and rest[0].sense("terms"):  # «متحدث باسم الخارجية»
            return m.made("body", "organization", rest, heads=frozenset({"bodies:ministry"}),
                          content=content(rest) | {"ministry"}, country=country_of(rest), definite=True)  # fmt: skip
        named = [t for t in rest if t.quoted or (t.capital and not land(t) and t.form != "the")]
        return m.made("name", "organization", rest, name=name_words(named), shown=m.shown(named)) if named else None
    rest = [t for t in words if t.form not in ("a", "an", "the") and t.form not in nouns().noise["pronouns"]]
    if len(rest) > 1 or any((s := t.sense("offices", "people")) and s.number > 1 for t in rest):
        return None
    return m.made("body", "organization", words, definite=True, bare=True)


def _whose(words: Sequence[Token]) -> bool:
    """Whether an Arabic office without the article is a certain one by what follows: «وزير النقل»، «محامي فلان»."""
    after = words[1]
    return (
        after.definite
        or after.base in nouns().noise["place_nouns"]
        or not (_told(after) or after.prefix or after.preposition)
        or (country_of(words[1:]) is not None and not country_at(list(words), 1))
        or bool(after.sense("bodies", "terms", "offices", "people") and not after.prefix)
    )


def _told(token: Token) -> bool:
    """Whether a word after an office tells what kind («خبير طبي»), and not whose («محامي فلان»)."""
    return not token.arabic or bool(token.sense(*TABLES, "terms", "ranks", "trades", "access")) or land(token)
