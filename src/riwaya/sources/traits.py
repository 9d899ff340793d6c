"""What is said of an unnamed source, parsed: how many, of what rank and trade, how near, whose.

A trait is "key:value". Keys: `count` (a number, or many), `part` (one of a group: «أحد المصادر»), `role` (what they
are: source, official, engineer …), `rank`, `trade`, `access` (informed, close, reliable …), `of` (a country code in
capitals or the words of a body or place they belong to), `from` (the country, region or movement whose they are said to
be, not where they speak).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from riwaya.lexicon.nouns import MANY, nouns
from riwaya.sources.sounds import latin, skeleton
from riwaya.sources.tokens import Token, country_at, phrase_at, sense_at

NEUTRAL = frozenset({"source", "official", "person", "informed", "witness", "others", "relation", "expert"})
"""Roles that contradict no other: a doctor may be called a source."""

_ONE_OF = frozenset({"احد", "احدي", "احدهم", "احدهما", "احدهن", "احداهن", "احداهما"})
_MEDIA = frozenset({"press", "reports", "reporter"})
_REGIONS = frozenset({"arab", "gulf", "european", "west", "east", "african", "asian", "kurdish", "un", "international"})
_HOUSES = frozenset(
    {"ministry", "bank", "hospital", "court", "police", "guard", "parliament", "university", "union", "club", "party",
     "municipality", "embassy", "port", "ports", "airports", "museum"}
)  # fmt: skip
"""Houses that nobody belongs to two of; a government, an authority, an agency may hold one of these."""
_FORCES = frozenset({"army", "police", "guard"})
_MATTERS = frozenset(
    {"case", "inquiry", "investigation", "talks", "matter", "negotiations", "file", "deal", "probe", "tnqyq", "thqyq",
     "mfawdat", "qdya", "mlf", "mhadthat", "sfqa"}
)  # fmt: skip
"""What one may be close to that is nobody's house."""
_LOOSE = frozenset({"site", "area", "scene", "region", "country", "place", "local"})


_SIDES = {"غربي": "west", "شرقي": "east"}
_WIDER = frozenset(
    frozenset(pair.split("-"))
    for pair in ("arab-gulf", "west-european", "un-international", "arab-african", "arab-kurdish")
)
"""Regions of which one may lie in the other."""
_MOVEMENTS = frozenset({"houthi", "taliban"})


def traits(words: Sequence[Token]) -> frozenset[str]:
    """The traits of a description. The words of an unnamed source, in order; empty for no words."""
    words = list(words)
    found = _counts(words)
    part = "part:1" in found
    of: list[str] = []
    inside = False  #: past a preposition: what follows says whose they are
    n = 0
    while n < len(words):
        token, size = words[n], 1
        access = sense_at(words, n, "access")
        attached = token.arabic and token.prefix[-1:] in ("ب", "ل") and not inside
        side = n and token.arabic and _SIDES.get(token.form) if token.preposition else None
        if side and (n + 1 == len(words) or words[n + 1].preposition):
            found |= {f"of:{side}", f"from:{side}"}  # «دبلوماسي غربي في العاصمة»
            n += 1
            continue
        if n and not access and (token.preposition or attached):
            if token.preposition and words[n - 1].sense("access") and "access:informed" in found:
                break  # what they know of is not whose they are
            inside = not (part and token.form in ("of", "من") and n < 3)
            if token.preposition:
                n += 1
                continue
        if country := country_at(words, n):
            found.add(f"of:{country[0]}")
            if not inside and any(f.startswith("role:") for f in found) == token.arabic:
                found.add(f"from:{country[0]}")
            size = country[1]
        elif access and not inside:
            found.add(f"access:{access[0].concept}")
            size = access[1]
        elif inside:
            of += _of(token)
        elif not token.arabic and _compound(words, n):
            of += _of(token)  # "a coast guard officer": whose officer
        elif (phrase := phrase_at(words, n, "ranks", "press", "people")) or not _plain(found, token, n):
            if phrase:
                found.add(f"{'rank' if phrase[0].table == 'ranks' else 'role'}:{phrase[0].concept}")
                size = phrase[1]
            elif token.sense("bodies") or any(f.startswith("role:") for f in found):
                of += _of(token) if token.sense("bodies", "terms") else []
        n += size
    if "role:official" in found:
        found.discard("rank:official")
    return frozenset(found | {f"of:{word}" for word in of[:4]})


def _compound(words: Sequence[Token], n: int) -> bool:
    """Whether an English noun for people stands before another that says what they are: "coast guard | officer"."""
    token = words[n]
    after = words[n + 1] if n + 1 < len(words) else None
    if after is None or after.breaks or after.arabic or after.preposition or not token.sense("bodies"):
        return False
    return bool(token.sense("people") and after.sense("people", "offices"))


def _plain(found: set[str], token: Token, n: int) -> bool:
    """Take what a single word of the description says: rank, role, trade, region; False where it says none of them."""
    roled = any(f.startswith("role:") for f in found)
    rank, trade = token.sense("ranks"), token.sense("trades")
    role = token.sense("people", "press", "documents", "offices")
    if rank and (roled or rank.concept != "official") and not (role and not roled):
        found.add(f"rank:{rank.concept}")
    elif role and not roled:
        found.add(f"role:{role.concept}")
        if trade:
            found.add(f"trade:{trade.concept}")
    elif trade:
        found.add(f"trade:{trade.concept}")
    elif (term := token.sense("terms")) and term.concept in _REGIONS | _MOVEMENTS:
        found |= {f"of:{term.concept}", f"from:{term.concept}"}
    else:
        return False
    return True


def _of(token: Token) -> list[str]:
    if token.preposition or token.form in ("the", "a", "an", "and"):
        return []
    noise = nouns().noise
    if token.sense("counts", "honorifics", "titles") or token.form in noise["ends"] | noise["pronouns"]:
        return []
    sense = token.sense("terms", "bodies", "offices", "people")
    word = sense.concept if sense else latin(token.base)
    return [word] if word else []


def _counts(words: Sequence[Token]) -> set[str]:
    """How many: by a figure, a number word, a dual or a plural; one of several is a part."""
    number: str | None = None
    head = 0
    for n, token in enumerate(words[:4]):
        if token.form.isdigit():
            number = str(int(token.form))
        elif sense := token.sense("counts"):
            part = token.form in _ONE_OF or (token.form == "one" and _next(words, n) == "of")
            if part and not token.definite:
                return {"count:1", "part:1"}
            if _next(words, n) == "of" and _next(words, n + 1) in ("the", "these", "those", "them"):
                return {f"count:{sense.concept}", f"part:{sense.concept}"}  # "two of the four millers"
            if not (number and sense.concept == "1"):
                number = sense.concept
        elif role := token.sense("people", "press", "offices", "documents", "bodies", "titles"):
            head = 2 if "َي" in token.raw and role.number == MANY else role.number  # «مسؤولَين»
            break
    if number is None and head:
        number = str(head) if head < MANY else "many"
    return {f"count:{number}"} if number else set()


def _next(words: Sequence[Token], n: int) -> str:
    return words[n + 1].form if n + 1 < len(words) else ""


def values(found: Collection[str], key: str) -> frozenset[str]:
    """The values of one key."""
    return frozenset(t.partition(":")[2] for t in found if t.startswith(f"{key}:"))


def clash(one: frozenset[str], other: frozenset[str]) -> str | None:
    """Why two descriptions cannot be of the same people, or None where nothing speaks against it.

    Two exact numbers over one contradict each other; one may be among several. Two trades, two ranks (senior against
    junior), two roles of which neither is neutral, two countries contradict each other; whatever one of them leaves
    open does not. Reports in the press are no persons.
    """
    a, b = values(one, "count"), values(other, "count")
    if a and b and a != b and not {"1", "many"} & (a | b):
        return "count"
    ranks = values(one, "rank") | values(other, "rank")
    if {"senior", "junior"} <= ranks:
        return "rank"
    if (("former" in values(one, "rank")) != ("former" in values(other, "rank"))) and _settled(one, other):
        return "rank"
    a, b = values(one, "trade"), values(other, "trade")
    if a and b and not a & b:
        return "trade"
    if a != b and any("medical" in x and values(y, "of") & _FORCES for x, y in ((a, other), (b, one))):
        return "trade"  # one of a hospital, and one of an army's command
    a, b = values(one, "role"), values(other, "role")
    if bool(a & _MEDIA) != bool(b & _MEDIA) and a and b:
        return "role"
    if a - NEUTRAL and b - NEUTRAL and not a & b:
        return "role"
    a, b = _countries(one), _countries(other)
    if a and b and not a & b:
        return "of"
    a, b = (values(x, "from") for x in (one, other))
    if a and b and not a & b and not any(_may_be(x, y) for x in a for y in b):
        return "of"  # a Western diplomat and one of the Gulf, wherever they are
    a, b = (values(x, "of") for x in (one, other))
    if a & _HOUSES and b & _HOUSES and not a & b:
        return "of"  # the coast guard's and the port's
    if _beside(one, other) or _beside(other, one):
        return "access"
    return None


def _may_be(one: str, other: str) -> bool:
    """Whether one who is from the one may be from the other: a region may hold a country or another region."""
    if (len(one) == 2 and one.isupper()) != (len(other) == 2 and other.isupper()):
        return not {one, other} & _MOVEMENTS
    return frozenset({one, other}) in _WIDER


def _beside(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the first is said to be close to people of some house and the second to hold an office of a country:
    «مصدر مقرب من قيادة الحزب», «مسؤول أميركي»."""
    close = "close" in values(one, "access") and not values(one, "role") - {"source", "person", "relation"}
    whose = values(one, "of") - _LOOSE - _MATTERS
    holds = values(other, "role") & {"official", "officer-of", "minister", "ambassador", "diplomat"}
    return close and bool(whose) and bool(holds) and "close" not in values(other, "access") and not (
        whose & values(other, "of")
    )


def specific(found: frozenset[str]) -> bool:
    """Whether a description tells so much that its like, through an outlet that the same report cites, is the same:
    whose they are and one thing more («شخص مقرب من مالك النادي»)."""
    telling = sum(bool(values(found, key) - _LOOSE) for key in ("of", "access", "trade", "rank"))
    return bool(values(found, "of") - _LOOSE) and telling + bool(values(found, "role") - {"source"}) >= 2


def _settled(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both say what they are, so that a rank left out is no mere brevity."""
    return bool(values(one, "role") & values(other, "role") - {"source"})


def _countries(found: frozenset[str]) -> frozenset[str]:
    return frozenset(v for v in values(found, "of") if len(v) == 2 and v.isupper())


@lru_cache(maxsize=1 << 14)  # few descriptions stand in many reports, and each is compared with each
def like(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two descriptions, known to come through one and the same report, are of the same people: no clash, the
    same number, and what both say of role, access and whose agrees."""
    if clash(one, other) or values(one, "part") != values(other, "part"):
        return False
    for key in ("count", "access", "trade"):
        a, b = values(one, key), values(other, key)
        if key == "count":
            if a != b and ("many" not in a | b or "1" in a | b):
                return False
            continue
        if a and b and not a & b:
            return False
    if bool(values(one, "access") & {"close"}) != bool(values(other, "access") & {"close"}):
        return False
    a, b = values(one, "role"), values(other, "role")
    if a and b and not a & b and not ("source" in a | b and (a | b) <= NEUTRAL | {"source"}):
        return False
    a, b = values(one, "of") - _LOOSE, values(other, "of") - _LOOSE
    if not (a and b) or {skeleton(x) for x in a} & {skeleton(y) for y in b}:
        return True
    known = nouns().concepts
    return (not a & known and not b - known) or (not b & known and not a - known)  # a name, and a word for what it is
