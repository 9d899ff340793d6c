"""What a text that nobody has seen must have said: what its prints say in like words.

So that the counting of sources and the following of changes need no rules of their own for it, it is put together
again as a report among the others, with the statements that at least two of its prints share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from riwaya.language.text import words
from riwaya.model import Claim, Derivation, Report, Source, Statement

_ALIKE = 0.5  #: token F1 from which two statements of two prints are one of the text that both print
_MOST = 120  #: statements of prints that say one claim which are looked at
_GAP = "\n" * 12  #: between two statements, so that what stands near one belongs to it


@dataclass(frozen=True, slots=True)
class Restored:
    """Unseen texts put together again, beside the story's own reports and statements."""

    reports: tuple[Report, ...] = ()  #: one an unseen text, under its id
    statements: tuple[Statement, ...] = ()
    claims: Mapping[str, tuple[str, ...]] | None = None  #: claim -> the ids of these statements
    stands_for: Mapping[str, str] | None = None  #: of each such statement, the statement of a print it is taken from
    settled: frozenset[str] = frozenset()  #: those of which the prints leave no doubt how the text read, and from whom
    derivations: tuple[Derivation, ...] = ()  #: whom the text credits: whom at least two of its prints do


def restored(
    claims: Sequence[Claim], statements: Sequence[Statement], reports: Sequence[Report], sources: Sequence[Source],
    derivations: Sequence[Derivation],
) -> Restored:
    """The unseen texts of a story. An unseen text is a document that reports copy and that is none of them. Nothing
    depends on the order of what comes in but that of the claims."""
    documents = {s.id: s for s in sources if s.kind == "document"}
    by_id = {r.id: r for r in reports}
    prints: dict[str, set[str]] = {}
    for d in derivations:
        if d.how == "copies" and d.from_ in documents and d.from_ not in by_id and d.report in by_id:
            prints.setdefault(d.from_, set()).add(d.report)
    if not prints:
        return Restored()
    said = {s.id: s for s in statements if s.report in by_id}
    texts: list[Report] = []
    found: list[Statement] = []
    of_claim: dict[str, tuple[str, ...]] = {}
    stands_for: dict[str, str] = {}
    settled: set[str] = set()
    for text in sorted(prints):
        printed = [by_id[r] for r in sorted(prints[text])]
        first = min(printed, key=lambda r: (r.published_at or r.published or "9999", r.id))
        body = ""
        for claim in claims:
            for best, sure in _shared(claim, said, prints[text], by_id):
                content = best.span.of(by_id[best.report].text)
                body += _GAP
                made = replace(best, id=f"{text}\t{best.id}", report=text, start=len(body),
                               end=len(body) + len(content), cue=None)
                body += content
                found.append(made)
                stands_for[made.id] = best.id
                of_claim[claim.id] = (*of_claim.get(claim.id, ()), made.id)
                if sure:
                    settled.add(made.id)
        texts.append(Report(text, "", documents[text].name, body, first.language, published=first.published,
                            published_at=first.published_at))
    return Restored(tuple(texts), tuple(found), of_claim, stands_for, frozenset(settled),
                    tuple(_credited(prints, derivations)))


def _shared(
    claim: Claim, said: Mapping[str, Statement], prints: Iterable[str], reports: Mapping[str, Report]
) -> list[tuple[Statement, bool]]:
    """The statements of a claim that at least two prints have in like words, one for each such group, and whether the
    prints agree on it: no other reading, and no other source, is held by as many."""
    inside = set(prints)
    mine = sorted((said[i] for i in dict.fromkeys(claim.statements()) if i in said and said[i].report in inside),
                  key=lambda s: (s.report, s.start, s.id))[:_MOST]
    if len({s.report for s in mine}) < 2:
        return []
    version = {s: n for n, v in enumerate(claim.versions) for s in v}
    bags = {s.id: Counter(w.form for w in words(s.span.of(reports[s.report].text))) for s in mine}
    out: list[tuple[Statement, bool]] = []
    left = list(mine)
    while left:
        group = [s for s in left if s is left[0] or _alike(bags[left[0].id], bags[s.id])]
        taken = {s.id for s in group}
        left = [s for s in left if s.id not in taken]
        if len({s.report for s in group}) < 2:
            continue
        readings = Counter(version[s.id] for s in group).most_common()
        held = [s for s in group if version[s.id] == min(v for v, n in readings if n == readings[0][1])]
        named = Counter(s.chain for s in (held if any(s.chain for s in held) else group) if s.chain).most_common()
        top = min((c for c, n in named if n == named[0][1]), default=())
        best = next((s for s in held if s.chain == top), held[0])
        sure = (len(readings) == 1 or readings[0][1] > readings[1][1]) and (
            len(named) < 2 or named[0][1] > named[1][1])
        out.append((replace(best, chain=top), sure))
    return out


def _alike(a: Counter[str], b: Counter[str]) -> bool:
    return 2 * (a & b).total() >= _ALIKE * (a.total() + b.total()) > 0


def _credited(prints: Mapping[str, Iterable[str]], derivations: Sequence[Derivation]) -> list[Derivation]:
    credits: dict[tuple[str, str], list[Derivation]] = {}
    for text, printed in prints.items():
        inside = set(printed)
        for d in derivations:
            if d.how == "cites" and d.report in inside and d.from_ not in inside:
                credits.setdefault((text, d.from_), []).append(d)
    return [replace(max(found, key=lambda d: d.confidence), report=text, from_=node, evidence=())
            for (text, node), found in sorted(credits.items()) if len({d.report for d in found}) > 1]
