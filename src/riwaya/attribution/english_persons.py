"""Whom "he" and "she" can mean among the sources of an English text."""

from __future__ import annotations

import re

from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Span

_THEY = frozenset({
    "people", "police", "paparazzi", "members", "media", "staff", "team", "company", "office", "party", "department",
    "ministry", "government", "agency", "newspaper", "paper", "council", "court", "committee", "campaign", "union",
    "university", "election", "statement", "letter", "report", "post", "document",
})  # fmt: skip
_TITLED = {"he": re.compile(r"(?:Mrs|Ms|Miss|Lady|Queen|Princess)\b"), "she": re.compile(r"(?:Mr|Sir|King|Prince)\b")}
_HEAD = re.compile(
    r"(?:(?:the|The|a|an|A|An)\s+)?(?P<front>[^,;(]*?)(?:\s+(?:of|for|in|at|from|with|on|to|who)\s|[,;(]|$)"
)


def a_person(text: str, span: Span, pronoun: str) -> bool:
    """Whether "he" or "she" can be the source at a place: no many ("audience members"), no body ("the prosecutor's
    office"), nobody with a title of the other kind."""
    name = span.of(text).strip()
    if not name or name[0] >= "\u02ff":
        return True
    if _TITLED[pronoun].match(name):
        return False
    m = _HEAD.match(name)
    last = (m["front"] if m else name).split()[-1:]
    head = last[0].rstrip(".,’'").lower() if last else ""
    many = head.endswith("s") and not head.endswith(("ss", "us", "is", "’s", "'s")) and head == last[0].rstrip(".,")
    return head not in _THEY and not many


def told_by_pronoun(text: str, pronoun: Span | None, near: tuple[Span, ...]) -> bool:
    """Whether all that stands at a verb is the medium that somebody told: "he told the Gazette that …"."""
    if pronoun is None or len(near) != 1 or pronoun.of(text).strip().lower() not in ("he", "she", "they"):
        return False
    name = near[0].of(text).rstrip()
    return pronoun.end < near[0].start <= pronoun.end + 24 and any(h.end >= len(name) for h in find_outlets(name))
