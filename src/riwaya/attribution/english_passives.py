"""Who says so where an English verb of saying is a passive: "is accused by critics of"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.english_clause import Token, adverb
from riwaya.model import Span

_DONE_TO = frozenset({"accused", "told", "blamed", "criticized", "criticised", "condemned", "warned", "urged"})
_BY = re.compile(r"(?:\s+\w+ly)?\s+by\s+(?P<who>[^,;:.“”\"]{2,60}?)(?=\s+(?:of|for|over|as|that|to|not)\s|[,.;]|$)")


def passive(text: str, line: Sequence[Token], i: int) -> Span | None:
    """Who accuses in "Hale is accused by critics of …": the place behind "by", or an empty one where nobody is named
    ("the party was accused of …", "investors have been told that …"). None where the verb is no passive."""
    if line[i].low not in _DONE_TO or not i:
        return None
    k = i - 1
    while k and (adverb(line[k]) or "n't" in line[k].low):
        k -= 1
    if line[k].low not in ("is", "are", "was", "were", "been", "being", "be"):
        return None
    by = _BY.match(text, line[i].end)
    return Span(*by.span("who")) if by else Span(line[i].end, line[i].end)
