"""A statement with several contents, parted into statements by its clauses: each can stand in a claim of its own.

These joints are sure enough: the word for "that" said again («أن … وأن …»); a contrast behind a comma («، لكنه …»,
", while …"); an English verb that shares its subject ("and was …"); a clause that a fronted «وفقا لـ» or "according to"
still governs («وفقا للمصادر، حضر القادة، وهذا ما دفع مسؤولا إلى …»); and «و» on a verb that its form tells from a noun,
with a subject of its own («حضروا الاجتماع والتقى مسؤول …»). All parts keep cue, chain and stance.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from riwaya.language.text import fold, words
from riwaya.model import Attribution, Span

_FRONTED = re.compile(r"^[وف]?(?:وفقا|وفق|حسب|بحسب|تبعا|according to|in the words of)\b")
_CONTINUED = re.compile(
    r"[،,؛;]?\s*(?=(?:وهذا ما|وهو ما|وهي ما|الأمر الذي|الامر الذي|مما|ممّا|ما (?:أدى|دفع|جعل|أسفر|تسبب)|which)\s)"
    r"(?P<more>[^.؟?!\n]{12,400})"
)
_JOINT = re.compile(
    r"\s(?=و(?:است\w{2,3}|ان[^\sاويىة]\w{1,2}|ا[^\sلاويى]ت[^\sاويىة]\w|الت(?:ق[ىي]?|حق|زم|مس|فت))"
    r"(?:ت|وا)?\s+[^\W\d]{3,})"
)
"""Before a perfect of the seventh, eighth or tenth form with «و»: its noun has a long vowel before its last letter. Of
the eighth form with «ل» («والتحق») the verbs are named, for most words that begin so are nouns with the article."""
_ANOTHER = re.compile(
    r"[،,؛;]?\s+(?=و(?:ب|على |علي |إلى |الى )?[أإا]ن(?:ه|ها|هم|هما|نا|ني)?\s)"
    r"|[,;]?\s+(?=(?:and|but) that\s(?!(?:is|are|was|were|has|have|had|will|would|could|should|may|might|can)\b))"
    r"|[،,؛;]\s+(?=(?:و?لكن(?:ه|ها|هم|هما)?|إلا أن(?:ه|ها|هم)?|غير أن(?:ه|ها|هم)?|فيما|بينما|في حين)\s)"
    r"|,?\s+(?=(?:and|but) (?:was|were|had|has|would|will|did|could|is|are)\s)"
    r"|,\s+(?=(?:but|while|whereas)\s)",
    re.IGNORECASE,
)
"""Before another content of the same cue: "that" said again, a contrast, an English verb that shares its subject."""
_LEAST = 3  # words of each part beside such a joint
_AHEAD = 80  # code points behind it in which they must stand
_MOST = 12  # such joints that are looked at in one content
_FEWEST = 5  # words of each part elsewhere
_TRIED = 4  # joints, the nearest to the middle first
_NEAR = 8  # statements behind one that may stand in the clause that follows it


def part(text: str, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """In: a report's text and its attributions in order. Out: the same, those with several contents parted; what an
    outlet seemed to say itself where a fronted source still governs goes to that source."""
    out: list[Attribution] = []
    taken: list[Span] = []
    for n, a in enumerate(found):
        said = _told(text, a.content) if a.voice == "indirect" else [a.content]
        if a.voice != "indirect" or a.stance != "asserts":
            out += [replace(a, content=c) for c in said]
            continue
        more = _continued(text, a, found[n + 1 : n + 1 + _NEAR])
        pieces = [p for c in said for p in _parted(text, c)]
        out += [replace(a, content=c) for c in (*pieces, *([more] if more else ()))]
        taken += [more] if more else []
    kept = [a for a in out if a.voice != "own" or not _within(a.content, taken)]
    return tuple(sorted(kept, key=lambda a: (a.content, a.voice, a.cue or a.content)))


def _continued(text: str, a: Attribution, after: Sequence[Attribution]) -> Span | None:
    """The clause right behind a content that the cue in front of both governs, unless somebody else says it."""
    if a.cue is None or a.cue.end > a.content.start or not _FRONTED.match(fold(a.cue.of(text))):
        return None
    m = _CONTINUED.match(text, a.content.end, a.content.end + 420)
    if m is None or len(words(m["more"])) < _FEWEST:
        return None
    span = Span(m.start("more"), m.start("more") + len(m["more"].rstrip(" ،,؛;")))
    others = (b for b in after if b.voice != "own")
    return None if any(b.content.start < span.end and b.content.end > span.start for b in others) else span


def _told(text: str, content: Span) -> list[Span]:
    """The content in pieces at the joints of _ANOTHER; inside quotation marks it is left whole."""
    found = [content]
    for joint in islice(_ANOTHER.finditer(text, content.start, content.end), _MOST):
        start = found[-1].start
        before = text[start : joint.start()]
        after = text[joint.end() : min(content.end, joint.end() + _AHEAD)]
        quoted = before.count("«") > before.count("»") or before.count("“") > before.count("”") or before.count('"') % 2
        if not quoted and all(len(words(part)) >= _LEAST for part in (before, after)):
            found[-1:] = [Span(start, start + len(before.rstrip(" ،,؛;"))), Span(joint.end(), content.end)]
    return found


def _parted(text: str, content: Span) -> list[Span]:
    """The content in one piece, or in two at the joint nearest its middle."""
    middle = (content.start + content.end) / 2
    joints = sorted(_JOINT.finditer(text, content.start, content.end), key=lambda m: abs(m.start() - middle))
    for joint in joints[:_TRIED]:
        left = Span(content.start, content.start + len(text[content.start : joint.start()].rstrip(" ،,؛;")))
        right = Span(joint.end(), content.end)
        if all(len(words(part.of(text))) >= _FEWEST for part in (left, right)):
            return [left, right]
    return [content]


def _within(inner: Span, outer: Sequence[Span]) -> bool:
    """Whether a span stands in one of others, which are in order."""
    at = bisect_right(outer, inner.start + 3, key=lambda s: s.start) - 1
    return at >= 0 and inner.end <= outer[at].end + 3
