"""Mentions that only point: «الصحيفة»، «المدير العام»، "the two people". Within its report each goes to the nearest
source before it that it fits; where none is told, to one that the text before it names; else it stays as printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riwaya.lexicon.nouns import nouns
from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Span
from riwaya.sources.cards import Card, Groups
from riwaya.sources.named import WORKS, Named
from riwaya.sources.reading import read
from riwaya.sources.tokens import Token, tokens
from riwaya.sources.traits import NEUTRAL, clash, values

LOOK_BACK = 60  #: mentions before a pointer that it may point to
NEAR = 400  #: the same for whom a spokesman speaks for, where he is called no more than that
REACH = 2000  #: code points before a pointer in which the text is searched for what it points to

_FAMILY = {
    "newspaper": "paper", "magazine": "paper", "agency": "agency", "channel": "air", "network": "air", "radio": "air",
    "programme": "air", "site": "web",
}  # fmt: skip
_PAPERS = {
    "memo": "document", "document": "document", "text": "document", "letter": "document", "image": "document",
    "report": "study", "study": "study", "survey": "study", "data": "study", "accounts": "accounts",
}  # fmt: skip


_CALLED = frozenset({"organization", "group"})
"""What a body may be called whose name has another noun («مراسلون بلا حدود» … «المنظمة»)."""


def concepts_of(named: Named, *tables: str) -> frozenset[str]:
    """The concepts of a mention's head nouns in some tables."""
    return frozenset(h.partition(":")[2] for h in named.heads if h.partition(":")[0] in tables)


def point(groups: Groups, cards: Sequence[Card], kin: Mapping[int, Sequence[Card]]) -> list[tuple[Card, str]]:
    """Join the pointers among the cards of one report, in order of place, to what they point to.

    `kin`: for a card the cards of its group, of all reports: what another report calls a newspaper is one here too.
    Out: pointers to the report's own outlet ("ours") and those of which nothing was found ("open"), each with which of
    the two it is.
    """
    left: list[tuple[Card, str]] = []
    ordered = sorted((c for c in cards if c.place is not None), key=lambda c: (c.at, c.n))
    for n, card in enumerate(ordered):
        named = card.named
        if named.shape == "ours":
            left.append((card, "ours"))
            continue
        if named.shape == "pronoun" or not (named.points or (named.shape == "unnamed" and named.definite)):
            continue
        target = _nearest(groups, card, ordered[max(0, n - LOOK_BACK) : n][::-1], kin)
        if target is None and named.shape == "holder":
            target = _nearest(groups, card, ordered[n + 1 : n + LOOK_BACK], kin)
        if target is not None:
            groups.join(target.n, card.n)
        else:
            left.append((card, "open"))
    return left


def _nearest(groups: Groups, card: Card, others: Sequence[Card], kin: Mapping[int, Sequence[Card]]) -> Card | None:
    """The first of the others, nearest first, that a pointer fits, strictly if any does so."""
    for strict in (True, False):
        for other in others:
            far = card.named.shape == "body" and not card.named.heads and card.at - other.at > NEAR
            if far or groups.root(other.n) == groups.root(card.n):
                continue
            family = kin.get(other.n, (other,))
            if _foreign(card.named, family):
                continue
            if any(fits(card.named, c.named, strict) for c in family):
                return other
    single = "1" in values(card.named.traits, "count")
    if (
        card.named.bare and single and concepts_of(card.named, "people") == {"source"}
    ):  # «المصدر نفسه» of whatever was cited last
        return next((c for c in others if c.named.shape in ("outlet", "body", "document") and not c.named.bare), None)
    return None


def _foreign(pointer: Named, family: Sequence[Card]) -> bool:
    """Whether a pointer names a country («الرئيس الفرنسي») and the source is said to be of others only."""
    if not pointer.country:
        return False
    countries = {c.named.country for c in family if c.named.country and c.named.shape != "unnamed"}
    return bool(countries) and pointer.country not in countries


def fits(pointer: Named, other: Named, strict: bool = False) -> bool:
    """Whether a source can be what a pointer points to, by what both say. `strict`: an outlet of that very kind."""
    if pointer.country and other.country and pointer.country != other.country and other.shape != "unnamed":
        return False
    if pointer.shape == "outlet":
        return _outlet_fits(pointer, other, strict)
    if pointer.shape == "body" and not pointer.heads:  # whom «متحدثة باسمها» speaks for
        return other.shape in ("body", "name") and not other.bare
    if pointer.shape == "body":
        heads = concepts_of(pointer, "bodies", "titles")
        rest = pointer.content - heads
        called = not strict and pointer.bare and other.shape == "body" and heads & _CALLED
        if called and concepts_of(other, "bodies") & nouns().noise["organizations"]:
            return True
        return (
            other.shape in ("body", "outlet")
            and not other.bare
            and bool(heads & concepts_of(other, "bodies", "titles"))
            and rest <= other.content | heads
        )
    if pointer.shape == "document":
        if concepts_of(pointer, "statements"):
            return other.shape == "body" and not other.bare
        mine, theirs = (
            {_PAPERS.get(c, c) for c in concepts_of(n, "documents", "statements")} for n in (pointer, other)
        )
        return other.shape == "document" and bool(mine & theirs) and not other.bare
    if pointer.shape == "holder":
        offices = concepts_of(pointer, "offices")
        rest = pointer.content - offices - concepts_of(pointer, "bodies") if pointer.of else pointer.content - offices
        return (
            other.shape in ("person", "unnamed")
            and not other.definite
            and (pointer.country is None or other.country == pointer.country)
            and bool(offices & concepts_of(other, "offices"))
            and len(rest - other.content) <= len(rest) / 2
        )
    return _people_fit(pointer, other)


def _outlet_fits(pointer: Named, other: Named, strict: bool) -> bool:
    if other.shape != "outlet" or other.bare:
        return False
    if pointer.country and other.entry and other.entry.country != pointer.country:
        return False
    mine = {_FAMILY[c] for c in concepts_of(pointer, "titles") if c in _FAMILY}
    theirs = {_FAMILY[c] for c in concepts_of(other, "titles") if c in _FAMILY}
    if mine == {"agency"} or other.kind == "agency":
        return mine <= {"agency"} and other.kind == "agency"
    if strict:
        return bool(mine & theirs)
    return not theirs or bool(mine & theirs) or "web" in mine | theirs


def _people_fit(pointer: Named, other: Named) -> bool:
    roles = concepts_of(pointer, "people", "press")
    if "reporter" in roles and other.shape == "outlet":
        return "reporter" in concepts_of(other, "press")
    if other.shape == "person":
        clinic = roles == {"doctor"} and "hospital" in concepts_of(other, "bodies")  # «مدير المستشفى»: «الطبيب»
        return pointer.bare and (clinic or bool(roles & concepts_of(other, "people"))) and "source" not in roles
    if other.shape not in ("unnamed", "holder") or other.definite or other.kind not in ("anonymous", "group"):
        return False
    if roles & {"reporter"}:
        return bool(roles & concepts_of(other, "press"))
    mine, theirs = values(pointer.traits, "count"), values(other.traits, "count")
    if mine != theirs and not (mine == {"many"} and theirs - {"1"}):
        return False
    if clash(pointer.traits, other.traits):
        return False
    have = concepts_of(other, "people", "press") | values(other.traits, "role")
    return bool(roles & have) or roles <= {"source", "official"} & NEUTRAL


def publisher(card: Card, cards: Sequence[Card]) -> Card | None:
    """Whose report «التقرير», «الدراسة» is, where no document was named before it: the outlet or body cited last."""
    if card.named.shape != "document" or not card.named.bare or not concepts_of(card.named, "documents") & WORKS:
        return None
    before = [c for c in cards if c.place is not None and c.at < card.at and not c.named.bare]
    whose = [c for c in before if c.named.shape in ("outlet", "body")]
    return max(whose, key=lambda c: (c.at, c.n), default=None)


def named_before(text: str, card: Card) -> Named | None:
    """What the text names before a pointer to an outlet, an organization or a document, though no statement was
    attributed to it there: the nearest that fits («جاء في تقرير نشرته صحيفة كذا»)."""
    named = card.named
    if named.shape == "holder" and named.bare and card.place is not None:
        return _office_before(text, card)
    if named.shape not in ("outlet", "body", "document") or card.place is None:
        return None
    start = max(0, card.at - (REACH if named.heads else NEAR))
    passage = text[start : card.at]
    found: list[tuple[int, Named]] = []
    if named.shape == "outlet":
        for hit in find_outlets(passage):
            title = _title_before(passage, hit.start)
            reading = Named(
                passage[title : hit.end], start + title, start + hit.end, "outlet", hit.entry.kind, True,
                entry=hit.entry, heads=_heads_of(passage[title : hit.start]),
            )  # fmt: skip
            found.append((hit.start, reading))
    tables = {"outlet": ("titles",), "body": ("bodies",), "document": ("documents",)}[named.shape]
    wanted = concepts_of(named, "titles", "bodies", "documents")
    words = tokens(passage)
    for n, token in enumerate(words):
        senses = nouns().senses.get(token.base, ())
        if not any(s.table in tables and (s.concept in wanted or s.table == "documents" or not named.heads)
                   for s in senses):
            continue
        first = n
        while not token.arabic and first and words[first - 1].capital and not words[first].breaks:
            first -= 1  # "the Altair Earth Research | Centre"
        end = start + words[_last(words, n)].end if named.shape == "body" else start + token.start + 90
        end = min(end, card.at)
        reading_ = read(text, Span(start + words[first].start, end))
        if reading_ and reading_.shape == named.shape and not reading_.bare and _tells(reading_):
            found.append((token.start, reading_))
    fitting = [(at, n) for at, n in found if fits(named, n)]
    return max(fitting, key=lambda f: f[0])[1] if fitting else None


def _tells(named: Named) -> bool:
    """Whether what the text names says more than a head noun («بنك»)."""
    more = named.content - concepts_of(named, "bodies", "titles") if named.shape == "body" else named.content
    return bool(named.name or more or (named.shape == "body" and named.country))


def _last(words: Sequence[Token], n: int) -> int:
    """The last word of an organization's name in running text, its head noun given: in Arabic what is quoted, one word
    and what has the article after it («بنك كذا | ظلت»، «وزارة النقل البحري»); in English what has a capital."""
    last = n
    for at in range(n + 1, min(len(words), n + 8)):
        word = words[at]
        if word.breaks or (words[last].quoted and not word.quoted):
            break
        if not word.arabic:
            joint = word.form in ("of", "for", "and") and at + 1 < len(words) and words[at + 1].capital
            if not (word.capital or joint):
                break
        elif not (word.quoted or word.definite or (at == n + 1 and not words[n].definite and not word.preposition)):
            break
        last = at
    return last


def _office_before(text: str, card: Card) -> Named | None:
    """The person whom the text names with an office before «الوزير», the nearest one."""
    offices = concepts_of(card.named, "offices")
    start = max(0, card.at - REACH)
    words = tokens(text[start : card.at])
    for n in range(len(words) - 1, -1, -1):
        if not any(s.table == "offices" and s.concept in offices for s in nouns().senses.get(words[n].base, ())):
            continue
        first = n
        while not words[n].arabic and first and words[first - 1].capital and not words[first].breaks:
            first -= 1
        found = read(text, Span(start + words[first].start, min(start + words[n].end + 70, card.at)))
        if found and found.shape == "person" and len(found.name) > 1 and offices & concepts_of(found, "offices"):
            return found
    return None


def _title_before(passage: str, at: int) -> int:
    """Where the title word right before an outlet's name begins, or the name itself."""
    words = tokens(passage[max(0, at - 30) : at])
    if words and words[-1].sense("titles"):
        return max(0, at - 30) + words[-1].start
    return at


def _heads_of(words: str) -> frozenset[str]:
    return frozenset(f"titles:{s.concept}" for t in tokens(words) if (s := t.sense("titles")))
