"""English words that point to a source told elsewhere: "the paper" to the newspaper before it, "citing two officials"
and "a letter seen by the agency" to a second link of the chain."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from riwaya.attribution.edges import sentences
from riwaya.attribution.english_clause import DETERMINERS, PREPOSITIONS
from riwaya.attribution.tagger import Reading
from riwaya.lexicon.nouns import nouns
from riwaya.model import Link, Span

REACH = 2  #: pieces back over which "the paper" points
MEMORY = 40  #: media back that are looked at
_MEDIUM = re.compile(
    r"\b(?:Times|Post|Gazette|Herald|Tribune|Journal|News|Daily|Press|Chronicle|Guardian|Observer|Telegraph|Mirror|Mail|"
    r"Sun|Star|Standard|Courier|Courant|Ledger|Echo|Review|Magazine|Weekly|Radio|TV|Television|Channel|Network|Agency|"
    r"Wire|Broadcasting|Globe|Inquirer|Monitor|Independent|Lantern|Examiner|Dispatch|paper|newspaper|daily|magazine|"
    r"agency|broadcaster|station|website|channel|portal|outlet|tabloid|weekly|publication)\b"
)
POINTERS = (
    r"(?:[Tt]he|[Tt]hat|[Tt]his)\s+(?:same\s+)?(?:paper|newspaper|daily|magazine|news\s+agency|agency|broadcaster|station|"
    r"website|site|channel|portal|outlet|tabloid|weekly|monthly|network|publication|article)"
)  #: words for a medium told of before, or for what it printed
_POINTER = re.compile(POINTERS)
_KIND = re.compile(r"\b(?:(?P<print>newspaper|daily|magazine|tabloid|weekly|monthly|paper)|(?P<wire>agency)|"
                   r"(?P<air>broadcaster|station|channel|radio|television|tv))\b", re.IGNORECASE)  # fmt: skip
_INTRODUCED = re.compile(
    r"(?P<name>(?:[A-Z][\w’'&.-]*)(?:(?<![a-z]{2}\.)\s+[A-Z][\w’'&.-]*){0,4}),\s+(?:an?|the)\s+(?:[\w’'-]+\s+){0,4}?"
    r"(?P<kind>weekly|monthly|daily|newspaper|paper|magazine|tabloid|broadcaster|news\s+agency|news\s+site|website|"
    r"television\s+channel|radio\s+station)\b"
    r"|(?:[Tt]he|[Aa]n?)\s+(?:[A-Z]\w+\s+)?(?:[a-z]+\s+)?(?P<sort>weekly|monthly|daily|newspaper|magazine|tabloid|"
    r"broadcaster|news\s+agency|news\s+site|website)\s+(?P<called>(?:[A-Z][\w’'&.-]*)"
    r"(?:(?<![a-z]{2}\.)\s+[A-Z][\w’'&.-]*){0,3})"
)
""""La Boussole, a Belgian weekly," and "the Belgian weekly La Boussole": a medium that need not speak there."""
_FOREIGN = re.compile(r"(?:The|Le|La|Les|Der|Die|Das|El|Los|Il|De|O|A)\s+[A-Z][\w’'-]+$")
"""A name that opens with an article: a person's does not, and a place or an office seldom speaks without its noun."""
_TOLD_IT = re.compile(
    r"\b(?P<who>[Hh]e|[Ss]he|[Tt]hey)\s+(?:(?:has|have|had|also|later|then)\s+){0,2}"
    r"(?:told|informed|assured|reminded|warned)\s+(?P<it>it)\b(?!\s+to\b)"
)
_SOMEONE = re.compile(r"\b(?:an?|one|the|its|their)\s+(?=(?P<words>[a-z’'-]+(?:\s+[a-z’'-]+){0,3}))")
_OF = re.compile(r"\s+(?:at|of|in|for|from)\s+(?:the\s+|an?\s+|its\s+)?[\w’'-]+")
_PERSONS = frozenset({"servant", "man", "woman", "aide", "insider", "lawyer", "relative", "neighbour", "neighbor"})
_CITING = re.compile(
    r"(?:,\s*|^|\s)(?:citing|quoting|relaying|attributing\s+(?:it|this|the\s+\w+)\s+to)\s+(?P<who>[^,.;:“”\"\n]{3,90})"
)
_SOURCE = re.compile(
    r"(?i:\b(?:officials?|sources?|people|persons?|spokes\w+|witness\w*|police|prosecutors?|lawyers?|diplomats?|ministers?|"
    r"ministry|report|reports|documents?|papers|statement|letter|memo|study|survey|data|records|filings?|aides?|experts?|"
    r"analysts?|residents?|doctors?|activists?|suppliers?|members?|employees?|workers?|managers?|executives?|staff|agency|"
    r"newspaper|broadcaster|network|television|radio|department|army|authorities)\b)"
)
_SEEN = re.compile(
    r"\s+(?:(?:that|which)\s+was\s+)?(?:seen|obtained|reviewed|read|published|leaked|verified|provided|shared)"
    r"\s+(?:by|to|with)\s+"
)
_REASON = re.compile(
    r"(?i:\b(?:concerns?|reasons?|needs?|lack|fears?|risks?|threats?|health|safety|privacy|security|pressure|difficult\w+|"
    r"problems?|costs?|differences|conflicts?|weather|laws?|rules?|articles?|sections?|rights?|precedents?|examples?|"
    r"delays?|shortages?|demand|failures?|evidence|progress|numbers?|figures?|prices?)\b)"
)
_SOMEBODY = re.compile(r"(?:an?|one|two|three|four|several|some|unnamed|the|its|his|her|their)\s", re.IGNORECASE)
_PAPER = re.compile(r"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Tt]wo)\s)?(?:[\w’'-]+\s+){0,5}[\w’'-]+,?$")
_LINK = re.compile(
    r",?\s*(?:citing|quoting|relaying|attributing\s+(?:it|this|the\s+\w+)\s+to|(?:(?:that|which)\s+was\s+)?"
    r"(?:seen|obtained|reviewed|read|published|leaked|verified|provided|shared)\s+(?:by|to|with))\s+"
)
_NAMED = re.compile(r"(?:(?:the|The)\s+)?(?:[A-Z][\w’'&.-]*(?:\s+(?=[A-Z])|))+$")


def medium(words: str) -> bool:
    """Whether words name a medium by their form ("the paper", "Quay Gazette", "a radio station")."""
    return bool(_MEDIUM.search(words))


def mend(text: str, found: Sequence[Reading]) -> list[Reading]:
    """Readings of one piece with the second link of their chain where form tells it. Arabic ones stay as they are."""
    runs = sentences(text, Span(0, len(text))) if re.search(r"citing|quoting|relaying|by|to|with", text) else []
    kept: list[Reading] = []
    for r in found:
        s = next((s for s in runs if s.start <= r.head < s.end), None)
        if s is None or text[r.head : r.head + 1] >= "\u02ff" or s.end - s.start > 1500:
            kept.append(r)
            continue
        kept.append(_paper_seen(text, _cited(text, r, s), s))
    return kept


def _cited(text: str, r: Reading, s: Span) -> Reading:
    """"The Gazette, citing two officials, reported that …": the officials are the farther link."""
    if r.anaphor is not None:
        return r
    for m in _CITING.finditer(text, s.start, s.end):
        relative = re.search(r"\s+(?:whom?|which|that|whose)\s", m["who"])
        who = Span(m.start("who"), m.start("who") + len(m["who"][: relative.start() if relative else None].rstrip()))
        cue = r.cue[0] if r.cue else Span(r.head, r.head + 1)
        if cue.start <= m.start("who") < cue.end or r.content.start <= who.start < r.content.end - len(m["who"]) - 4:
            continue
        someone = _SOMEBODY.match(m["who"]) and not _REASON.search(m["who"])
        if not (someone or _SOURCE.search(m["who"]) or _NAMED.match(m["who"].strip())):
            continue  # "citing safety concerns" names nobody
        subject = _before_clause(text, m.start(), s)
        before = r.sources[0].end if r.sources and r.sources[0].end <= cue.start else cue.start
        apart = bool(r.sources[:1]) and abs(r.sources[0].end - cue.start) > 3
        apart = apart and not re.fullmatch(r"\s*\([^()]{1,20}\)\s*", text[before : cue.start])
        if subject is None or (who.start > cue.end and apart):
            continue
        content = Span(r.content.start, m.start()) if r.content.start < m.start() < r.content.end else r.content
        first = subject if m.end() <= cue.start + 2 else (r.sources[0] if r.sources else subject)
        if content.end <= cue.start and cue.end < who.start <= cue.end + 12:  # "…, the paper reported, citing aides"
            r = r._replace(cue=(Span(cue.start, who.end), *r.cue[1:]))
        return r._replace(sources=(first, who), content=content)
    return r


def linked(text: str, sources: Sequence[Span], near: Sequence[Span], far: Sequence[Span]) -> list[Span]:
    """The two sources of a chain, nearest the reader first, of which one stands at the cue and the other beside it,
    joined by "citing" or "seen by"; else nothing."""
    for a in far:
        for b in near:
            first, second = sorted((a, b))
            if 0 < second.start - first.end < 40 and _LINK.fullmatch(text, first.end, second.start):
                order = {x: n for n, s in enumerate(sources) for x in (a, b) if s.start < x.end and x.start < s.end}
                return sorted((a, b), key=lambda x: order.get(x, 9))
    return []


def _before_clause(text: str, at: int, s: Span) -> Span | None:
    """The noun phrase that opens the sentence before a place."""
    m = re.match(r"(?:The|An?|Its|Their|His|Her)?\s*[A-Z]?[\w’'&.-]+(?:\s+[\w’'&.-]+){0,7}", text[s.start : at])
    return Span(s.start, s.start + len(m[0])) if m else None


def _paper_seen(text: str, r: Reading, s: Span) -> Reading:
    """"A letter seen by the agency says …": who saw it is nearest the reader, the letter speaks."""
    cue = r.cue[0] if r.cue else Span(r.head, r.head + 1)
    if r.anaphor is not None or r.content.start < cue.start:
        return r
    for m in _SEEN.finditer(text, s.start, cue.start):
        who = Span(m.end(), cue.start)
        end = re.search(r",?\s*$", text[who.start : who.end])
        who = Span(who.start, who.start + (end.start() if end else len(text)))
        if who.end - who.start < 3 or not _NAMED.match(text[who.start : who.end]):
            continue
        paper = _PAPER.search(text[max(s.start, m.start() - 90) : m.start()])
        if paper and _SOURCE.search(paper[0]):
            start = max(s.start, m.start() - 90) + paper.start()
            return r._replace(sources=(who, Span(start, start + len(paper[0].rstrip(",")))))
    return r


class _Medium(NamedTuple):
    """A place that names a medium."""

    piece: int
    at: Span
    kind: str  #: "print", "wire", "air" or "" where nothing tells


def resolve(
    text: str, pieces: Sequence[Span], readings: Sequence[Sequence[Reading]], outlet: str = ""
) -> list[list[Reading]]:
    """All readings of a report, with "the paper" and its like as the medium named before, where one was, and "it" as
    the medium that has just spoken or been told. Whose report it is (`outlet`) is not pointed to."""
    if not _POINTS.search(text):
        return [list(read) for read in readings]
    media = _media(text, pieces, readings, outlet)
    by_place = {m.at: m for m in media}
    found: list[list[Reading]] = []
    speaks: _Medium | None = None
    alone = True  #: whether it spoke for itself, nobody heard through it
    relayed: dict[Span, Span] = {}  # by medium: who spoke last through it
    for n, (piece, read) in enumerate(zip(pieces, readings, strict=True)):
        mended: list[Reading] = []
        for r in read:
            told = _told_it(text, piece, r, mended, media, n)
            points = [x for x in r.sources if _POINTER.fullmatch(_moved(x, piece.start).of(text).strip())]
            medium = _before(text, piece, points[0], media, n) if points else None
            if told is not None:
                r = r._replace(settled=told)
            elif medium is not None:
                rest = tuple(x for x in r.sources if x not in points)
                lone = not rest and r.anaphor is None
                at = _moved(medium.at, -piece.start)
                r = r._replace(sources=(at, *rest), anaphor=points[0] if lone else r.anaphor)
                if lone or text[piece.start + points[0].start - 2 : piece.start + points[0].start] == ", ":
                    inner = tuple(Link(_moved(x, piece.start)) for x in rest)
                    if not inner and medium.at in relayed and _same_paper(text, piece, r):
                        inner = (Link(relayed[medium.at], None, True),)
                    r = r._replace(settled=(Link(medium.at, _moved(points[0], piece.start)), *inner))
            elif speaks is not None and n - speaks.piece <= 1 and (it := _it(text, piece, r)) is not None:
                beside = r.head > r.content.start  # "…, it adds."
                inner = tuple(Link(_moved(x, piece.start)) for x in r.sources if _moved(x, piece.start) != it)
                if beside or alone:
                    r = r._replace(settled=(Link(speaks.at, it), *(inner if beside else ())))
            first = r.settled[0].mention if r.settled else _moved(r.sources[0], piece.start) if r.sources else None
            spoke = by_place.get(first) if first else None
            alone = len(r.settled or r.sources) <= 1
            if spoke and len(r.sources) > 1 and not r.settled and r.anaphor is None:
                relayed[spoke.at] = _moved(r.sources[1], piece.start)
            speaks = spoke._replace(piece=n) if spoke else None if first or r.anaphor is None else speaks
            mended.append(r)
        found.append(mended)
    return found


_POINTS = re.compile(rf"{POINTERS}|\b[Ii]t\s+[a-z]+s\b|\b[Ii]t\s+\w+ed\b|\b[Ii]t\s+(?:said|told|wrote)\b|\sit\s")


def _same_paper(text: str, piece: Span, r: Reading) -> bool:
    """Whether the words said open with what a medium had before ("It recommends, the paper reported, …", "The memo also
    sets aside …"): a document that it told of goes on speaking through it."""
    begin = min(r.content.start, r.cue[0].start) if r.cue else r.content.start
    m = _IT_OR_PAPER.match(text, piece.start + begin)
    return m is not None and (m["noun"] is None or nouns().of(m["noun"], "documents") is not None)


_IT_OR_PAPER = re.compile(r"It\s+(?!is\b|was\b)[a-z]+|The\s+(?P<noun>[a-z]+)\s+(?:also\s+)?[a-z]+s\b")


def _moved(x: Span, by: int) -> Span:
    return Span(x.start + by, x.end + by)


def _media(
    text: str, pieces: Sequence[Span], readings: Sequence[Sequence[Reading]], outlet: str
) -> list[_Medium]:
    """The media that a report names, in order: those that speak there, and those told of as media."""
    found: dict[Span, _Medium] = {}
    own = outlet.casefold().removeprefix("the ")
    introduced: dict[str, str] = {}
    for n, (piece, read) in enumerate(zip(pieces, readings, strict=True)):
        for m in _INTRODUCED.finditer(text, piece.start, piece.end):
            at = Span(*(m.span("name") if m["name"] else m.span("called")))
            kind = _kind(m["kind"] or m["sort"])
            introduced[at.of(text)] = kind
            found[at] = _Medium(n, at, kind)
        for x in (x for r in read for x in r.sources):
            at = _moved(x, piece.start)
            name = at.of(text).strip()
            if x.start < 0 or name[:1] >= "\u02ff" or _POINTER.fullmatch(name):
                continue
            if _MEDIUM.search(name) or name in introduced or _FOREIGN.match(name):
                found.setdefault(at, _Medium(n, at, introduced.get(name, _kind(name))))
    return sorted((m for m in found.values() if not own or own not in m.at.of(text).casefold()), key=lambda m: m.at)


def _place(m: _Medium) -> int:
    return m.at.start


def _kind(words: str) -> str:
    m = _KIND.search(words)
    return (m.lastgroup or "") if m else ""


def _before(text: str, piece: Span, pointer: Span, media: Sequence[_Medium], n: int) -> _Medium | None:
    """The last medium before a pointer that it can mean: no agency where a magazine is meant. One introduced as such
    goes before a name that only looks like a medium's."""
    at = piece.start + pointer.start
    kind = _kind(text[at : piece.start + pointer.end])
    last = bisect_left(media, at, key=_place)
    near = [m for m in media[max(0, last - MEMORY) : last] if n - m.piece <= REACH]
    fit = [m for m in near if not kind or m.kind in ("", kind)]
    return next((m for m in reversed(fit) if kind and m.kind == kind), fit[-1] if fit else None)


def _it(text: str, piece: Span, r: Reading) -> Span | None:
    """The "it" that is a cue's subject, in the text's places."""
    cue = r.cue[0] if r.cue else Span(r.head, r.head + 1)
    for x in (r.anaphor, *r.sources, Span(cue.start, cue.start + 2), Span(cue.start - 3, cue.start - 1)):
        if x is not None and x.start >= 0 and abs(cue.start - x.end) <= 3:
            at = _moved(x, piece.start)
            if at.of(text).strip().lower() == "it" and not text[at.end : at.end + 1].isalnum():
                return at
    return None


def _told_it(
    text: str, piece: Span, r: Reading, before: Sequence[Reading], media: Sequence[_Medium], n: int
) -> tuple[Link, ...] | None:
    """"He told it that …": the medium before, and who told it: the last person before, as far as form tells."""
    cue = r.cue[0] if r.cue else Span(r.head, r.head + 1)
    m = _TOLD_IT.search(text, max(piece.start, piece.start + cue.start - 24), piece.start + cue.end + 4)
    if m is None or not m.start() <= piece.start + r.head < m.end():
        return None
    medium = _before(text, piece, Span(m.start() - piece.start, m.start() - piece.start), media, n)
    if medium is None:
        return None
    who = Span(*m.span("who"))
    begin = max(piece.start, m.start() - 400)
    persons = [p for x in _SOMEONE.finditer(text, begin, m.start()) if (p := _person(text, x)) is not None]
    told = {k.at for k in media} if before else set()
    persons += [
        _moved(x, piece.start) for b in before[-2:] for x in b.sources[-1:]
        if x.start >= 0 and _moved(x, piece.start) not in told
        and not _POINTER.fullmatch(text[piece.start + x.start : piece.start + x.end].strip())
    ]  # fmt: skip
    one = max((p for p in persons if p.end <= m.start()), default=None)
    return Link(medium.at, Span(*m.span("it"))), (Link(one, who) if one else Link(who))


def _person(text: str, x: re.Match[str]) -> Span | None:
    """A noun phrase up to its first noun for a person, with the "of …" behind it."""
    for w in re.finditer(r"[^\s]+", x["words"]):
        if w[0] in PREPOSITIONS or w[0] in DETERMINERS:
            return None
        if nouns().of(w[0], "people") or w[0] in _PERSONS:
            end = x.start("words") + w.end()
            of = _OF.match(text, end)
            return Span(x.start(), of.end() if of else end)
    return None
