"""What is known of a claim beside its words, as marks in its shadow, so that all of a question is answered by one walk
through one index: how it differs, how many stand behind it and carry it, which outlets do, whose words it is.

A mark is a word that no text holds. What people wrote (outlets, names) goes in as a digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from riwaya.language.text import fold
from riwaya.model import Claim
from riwaya.store.adding import fit
from riwaya.store.query import Query

MOST_LOW = 12  #: independent sources that are told apart by marks; what is beyond is looked at claim by claim
MOST_OUTLETS = 24
MOST_NAMED = 8  #: words of a source's name that are looked for


def of_claim(claim: Claim, outlets: int, carriers: Iterable[str], names: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The marks of a claim: `outlets` how many carry it, `carriers` their keys, `names` the key and the words of each
    source of its statements."""
    found = [_count("low", claim.independent.low, MOST_LOW), _count("outlets", outlets, MOST_OUTLETS)]
    for difference in claim.differences:
        found.append(f"__kind_{difference.kind}")
        if difference.conflict:
            found += ["__conflict", f"__conflict_{difference.kind}"]
    found += [_hidden("outlet", key) for key in carriers if key]
    for key, words in names:
        found += [_hidden("key", key), *(_hidden("named", word) for word in words.split())]
    return tuple(dict.fromkeys(found))


def asked(query: Query, outlet: str, source: str, sources: Sequence[str] | None) -> tuple[tuple[str, ...], ...]:
    """Groups of marks of which a claim that answers a question has one each at least; `outlet` and `source` are the
    keys of those that it names, "" for none, and `sources` those of all that the source may be, None for too many: then
    it is told by words of its name, which more claims have."""
    groups: list[tuple[str, ...]] = []
    for what, (least, most), limit in (("low", query.independent, MOST_LOW), ("outlets", query.outlets, MOST_OUTLETS)):
        if least is not None or most is not None:
            first, last = max(0, least or 0), limit if most is None else min(most, limit)
            groups.append(tuple(_count(what, n, limit) for n in range(min(first, limit), last + 1)))
    if query.kind:
        groups.append((f"__conflict_{query.kind}" if query.conflict else f"__kind_{query.kind}",))
    elif query.conflict:
        groups.append(("__conflict",))
    if outlet:
        groups.append((_hidden("outlet", outlet),))
    if query.source.strip() and sources is not None:
        groups.append(tuple(_hidden("key", key) for key in sources))
    elif query.source.strip():
        words = [_hidden("named", word) for word in named(query.source)]
        groups += [(_hidden("key", source), word) for word in words] or [(_hidden("key", source),)]
    return tuple(groups)


def named(source: str) -> tuple[str, ...]:
    """The words by which a source is looked for."""
    return tuple(fit(fold(source[:200])).split()[:MOST_NAMED])


def possible(groups: Sequence[Sequence[str]]) -> bool:
    """Whether any claim can have a mark of each group: between 3 and 2 there is no number."""
    return all(groups)


def _count(what: str, n: int, limit: int) -> str:
    return f"__{what}_{max(0, min(n, limit))}"


def _hidden(what: str, said: str) -> str:
    return f"__{what}_{hashlib.blake2s(said.encode('utf8', 'surrogatepass'), digest_size=8).hexdigest()}"
