"""Mentions of organizations, places and documents."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.lexicon.nouns import nouns
from riwaya.model import SourceKind
from riwaya.sources.crowds import unnamed
from riwaya.sources.media import is_body, outlet
from riwaya.sources.named import WORKS, Mention, Named
from riwaya.sources.phrase import concepts, content, country_of, head_nouns, land, name_words, nation, noun_phrase
from riwaya.sources.tokens import Token, country_at, phrase_at
from riwaya.sources.traits import traits
from riwaya.sources.trim import segments

_SEEN = frozenset({"اطلعت", "حصلت", "اطلع", "حصل", "تلقت", "seen", "obtained", "reviewed", "shared"})


def document(m: Mention, head: str) -> Named:
    """A document, or the body or outlet whose own words it holds («بيان الوزارة»، «تقرير لصحيفة كذا»)."""
    words = m.words
    seen = next((n for n, t in enumerate(words) if t.form in _SEEN), len(words))
    for hit in m.hits:
        if any(t.start == hit.start or hit.start <= t.start < hit.end for t in words[:seen]):
            return m.made("outlet", hit.entry.kind, words[:seen], entry=hit.entry)
    own = head.startswith("statements") or head.partition(":")[2] in WORKS
    for n, t in enumerate(words[1:seen], 1):
        if own and t.sense("bodies") and (head.startswith("statements") or t.prefix or words[n - 1].sense("documents")):
            inner = Mention(m.text, m.at, m.raw, words[n:seen], [])
            if t.sense("titles") and not is_body(words[n:seen]) and (found := outlet(inner)):
                return found
            return body(inner, words[n:seen])
    words = words[:seen]
    definite = words[0].definite or words[0].form in ("the", "this", "that")
    rest = content(words) - concepts(head_nouns(words[:2]))
    kind: SourceKind = "organization" if head.startswith("statements") else "document"
    return m.made(
        "document", kind, words, heads=frozenset({head}) | _papers(words), content=content(words), definite=definite,
        bare=definite and not rest, traits=traits(words), country=country_of(words),
    )  # fmt: skip


def _papers(words: Sequence[Token]) -> frozenset[str]:
    """What else a document is called by a noun after the first: «مسودة تقرير», "a draft of the board's report"."""
    found = [h for t in words[1:6] for h in head_nouns([t]) if h.startswith("documents:")]
    return frozenset(found[:1])


def body(m: Mention, words: Sequence[Token]) -> Named:
    """An organization, from its head noun on."""
    words = _closed(segments(words)[0])
    quoted = [t for t in words if t.quoted]
    head = words[0].sense("bodies")
    told = content(words) - {head.concept, "local", "private"} if head else set()
    phrase = phrase_at(words, 0, "bodies")
    certain = words[0].definite or (head is not None and head.concept in nouns().noise["organizations"])  # «أوبك»
    if head and not (phrase or certain or quoted or told or any(t.form in nouns().places for t in words[1:])):
        return unnamed(m)  # «شركتين أمريكيتين»
    definite = words[0].definite or words[0].form in ("the", "this", "that")
    all_ = content(words)
    heads = frozenset({f"bodies:{phrase[0].concept}"}) if phrase else head_nouns(words[:1])
    rest = all_ - concepts(heads)
    return m.made(
        "body", "organization", words, name=name_words(quoted), shown=m.shown(quoted) if quoted else "",
        heads=heads, content=all_, country=country_of(words), definite=definite,
        bare=definite and not (rest or quoted or phrase or _sole(heads, country_of(words))),
    )  # fmt: skip


def _sole(heads: frozenset[str], country: str | None) -> bool:
    """Whether a head noun with a country is a name: «الشرطة البريطانية», while «الشركة البريطانية» points."""
    return country is not None and bool(concepts(heads) & nouns().noise["sole"])


def body_in_english(m: Mention) -> Named | None:
    """An organization in English: a noun phrase with a body's noun in it ("the dockworkers' union")."""
    words = [t for t in m.words if t.form not in ("a", "an")]
    phrase = noun_phrase([t for t in words if t.form not in ("the", "this", "that")])
    whole = [h for h in head_nouns(phrase) if h.startswith("bodies:")]
    nouns_ = [t for t in phrase if t.sense("bodies", "people", "press", "offices") and not t.possessed]
    if not whole or m.words[0].form in ("a", "an") or (nouns_ and not nouns_[-1].sense("bodies")):
        return None
    all_ = content(words)
    of = next((n for n, t in enumerate(phrase) if t.form in ("of", "for")), None)
    heads = [t for t in phrase[:of] if t.sense("bodies") and not t.possessed]
    plain = [t for t in heads if not t.capital and phrase[-1].capital]  # "the firm Quillback Labs"
    heads = (plain or heads)[-1:]
    named = next((p for n in range(len(phrase)) if (p := phrase_at(phrase, n, "bodies"))), None)
    found = frozenset({f"bodies:{named[0].concept}"}) if named else head_nouns(heads) or frozenset(whole)
    definite = m.words[0].form in ("the", "this", "that")
    return m.made(
        "body", "organization", None, heads=found, content=all_, country=country_of(words), definite=definite,
        bare=definite and not (all_ - concepts(found) or named or _sole(found, country_of(words))),
        shown=m.shown(phrase),
        name=name_words([t for t in phrase if t.capital and (plain or not t.sense("bodies", "terms")) and _own(t)]),
    )  # fmt: skip


def body_introduced(m: Mention) -> Named | None:
    """An organization whose name an English noun introduces ("the operator, Sarlimis", "the island's airline Velair").

    A noun that people are called by too ("the contractor") introduces a name of one word, or one with an
    organization's noun in it ("Marsa Holdings"); more words are a person's.
    """
    n = next((n for n, t in enumerate(m.words) if n and t.capital and not (t.possessed or nation(t))), None)
    if n is None or m.words[0].arabic:
        return None
    before, named = m.words[:n], segments(m.words[n:])[0]
    noun = before[-1]
    works = noun.sense("people")
    led = before[0].form in _LEADING or any(t.possessed for t in before)
    led = led or (before[0].form in ("a", "an") and named[0].breaks and not works)  # "a haulage firm, Sarlimis"
    if any(t.preposition or t.form in ("of", "for") or t.sense("offices") for t in before):
        return None  # "the head of the dockers' union, Adam Hale"
    if not led or noun.capital or not (noun.sense("bodies") or (works and works.concept == "operator")):
        return None
    if not all(t.capital or t.form in ("of", "the", "and") for t in named) or any(
        t.sense("honorifics", "offices", "people", "ranks") for t in named
    ):
        return None
    if works and len(named) > 1 and not any(t.sense("bodies") for t in named):
        return None
    if country_at(named, 0):
        return None
    return m.made(
        "body", "organization", [*before, *named], name=name_words(named), shown=m.shown(named),
        heads=head_nouns([noun]), content=content([*before, *named]), country=country_of(before), definite=True,
    )  # fmt: skip


_LEADING = frozenset(("the", "its", "their", "his", "her", "our", "this", "that"))


def place(m: Mention) -> Named | None:
    """A country or capital that speaks («واشنطن»), or its people («الأوروبيون»); None where it is none."""
    words = [t for t in m.words if t.form != "the"]
    if len(words) == 2 and words[0].base in nouns().noise["place_nouns"]:
        words = words[1:]  # «مملكة البحرين»
    found = country_at(words, 0) if words else None
    if found and len(words) == 1 and words[0].form not in nouns().places and words[0].form[1:] in nouns().places:
        cut = words[0]._replace(
            start=words[0].start + 1, raw=words[0].raw[1:], form=words[0].form[1:], base=words[0].form[1:]
        )
        return m.made("place", "organization", [cut], country=found[0], name=(cut.form,), shown=cut.raw)  # «لروسيا»
    if not found or found[1] < len(words):
        return None
    plural = words[0].form.endswith(("ون", "ين", "ans", "ns")) and nouns().country_of(words[0].form)
    if plural and words[0].form not in nouns().places:
        return m.made("unnamed", "group", country=found[0], traits=frozenset({f"of:{found[0]}", "count:many"}))
    return m.made("place", "organization", country=found[0], name=name_words(words), shown=m.shown(words))


def _own(token: Token) -> bool:
    return not land(token) and token.form not in nouns().noise["pronouns"] and not token.sense("counts")


def _closed(words: list[Token]) -> list[Token]:
    """The words of a body up to a person's title after it: «للهيئة العليا | المهندس فلان»."""
    for n in range(1, len(words)):
        person = words[n].sense("honorifics", "offices") and not words[n].sense("terms")  # «منظمة كذا الدولية»
        if person and words[n].definite and words[n - 1].definite and not words[n].prefix:
            return words[:n]
    return words
