"""English words that point to a source told elsewhere: "the paper" to the newspaper before it, "citing two officials"
and "a letter seen by the agency" to a second link of the chain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.edges import sentences
from riwaya.attribution.tagger import Reading
from riwaya.model import Span

REACH = 2  #: pieces back over which "the paper" points
_MEDIUM = re.compile(
    r"\b(?:Times|Post|Gazette|Herald|Tribune|Journal|News|Daily|Press|Chronicle|Guardian|Observer|Telegraph|Mirror|Mail|"
    r"Sun|Star|Standard|Courier|Courant|Ledger|Echo|Review|Magazine|Weekly|Radio|TV|Television|Channel|Network|Agency|"
    r"Wire|Broadcasting|Globe|Inquirer|Monitor|Independent|Lantern|Examiner|Dispatch|paper|newspaper|daily|magazine|"
    r"agency|broadcaster|station|website|channel|portal|outlet|tabloid|weekly)\b"
)
_POINTER = re.compile(
    r"(?:the|that|this)\s+(?:same\s+)?(?:paper|newspaper|daily|magazine|news\s+agency|agency|broadcaster|station|website|"
    r"site|channel|portal|outlet|tabloid|weekly|network|publication)",
    re.IGNORECASE,
)
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
        if subject is None or (who.start > cue.end and r.sources[:1] and abs(r.sources[0].end - cue.start) > 3):
            continue
        content = Span(r.content.start, m.start()) if r.content.start < m.start() < r.content.end else r.content
        first = subject if m.end() <= cue.start + 2 else (r.sources[0] if r.sources else subject)
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


def resolve(text: str, pieces: Sequence[Span], readings: Sequence[Sequence[Reading]]) -> list[list[Reading]]:
    """All readings of a report, with "the paper" and its like as the medium that spoke before, where one did."""
    last: tuple[int, Span] | None = None
    found: list[list[Reading]] = []
    for n, (piece, read) in enumerate(zip(pieces, readings, strict=True)):
        mended: list[Reading] = []
        for r in read:
            said = [text[piece.start + x.start : piece.start + x.end].strip() for x in r.sources]
            points = [x for x, words in zip(r.sources, said, strict=True) if _POINTER.fullmatch(words)]
            if points and last is not None and n - last[0] <= REACH:
                at = Span(last[1].start - piece.start, last[1].end - piece.start)
                rest = tuple(x for x in r.sources if x not in points)
                lone = not rest and r.anaphor is None
                r = r._replace(sources=(at, *rest), anaphor=points[0] if lone else r.anaphor)
            for x in r.sources:
                words = text[piece.start + x.start : piece.start + x.end]
                named = _MEDIUM.search(words) and not _POINTER.fullmatch(words.strip()) and words[:1] < "\u02ff"
                if x.start >= 0 and named:
                    last = (n, Span(piece.start + x.start, piece.start + x.end))
            mended.append(r)
        found.append(mended)
    return found
