"""Where a wording entered a story, by what path the others got it, and what was lost or changed on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from riwaya.derivations.restored import Restored, restored
from riwaya.differences import Found, Telling, between, tell
from riwaya.language.text import words
from riwaya.model import Claim, Derivation, Report, Source, Span, Statement

DriftKind = Literal[
    "own voice",  #: the original has it from a source, the taker says it in its own voice
    "source dropped",  #: the taker credits the original or another relay, the source behind it is gone
    "source replaced",  #: another source is named for it
    "another mouth",  #: the same words, or a quotation, are given to another named source
    "source blurred",  #: an unnamed source has lost of its number, rank, trade or whose it is; `detail` names both
    "source grown",  #: it has gained of these: two officials become several
    "hedge lost",  #: the original says it with a hedge, the taker without; `detail` has the words of the hedge
    "denial lost",  #: the original has it denied or doubted, the taker asserted
    "reading changed",  #: the taker says it otherwise; `detail` names the difference
]
_MANY = 99  #: what "count:many" counts for
_HIGHEST = 40  #: reports above one that are looked at for a claim
_DOUBT = ("possible", "likely", "apparent", "alleged", "near")  #: classes of words that say it with a hedge
_FIRM = frozenset(("certain", "full"))
_SAME_WORDS = 0.8  #: token F1 from which two statements are the same words


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a version of a claim entered."""

    claim: str
    version: int  #: which of the claim's versions
    report: str  #: the earliest report that has it and took it from no other, or the unseen text that several print
    statement: str  #: its own; for an unseen text that of a print
    path: tuple[tuple[str, str], ...]  #: (report, the report it got the version from), in order of time
    others: tuple[str, ...]  #: further reports that have it and took it from none


@dataclass(frozen=True, slots=True)
class Drift:
    """A change along one derivation."""

    claim: str
    report: str
    from_: str
    kind: DriftKind
    statements: tuple[str, str]  #: in the original, in the taker
    detail: str = ""


def _when(report: Report) -> tuple[str, str]:
    return (report.published_at or report.published or "9999", report.id)


def _upstream(derivations: Sequence[Derivation], reports: Sequence[Report]) -> dict[str, list[str]]:
    """Report -> the reports it takes from; an outlet stands for its earliest report."""
    ids = {r.id for r in reports}
    by_outlet: dict[str, str] = {}
    for r in sorted(reports, key=_when):
        if r.outlet is not None:
            by_outlet.setdefault(r.outlet, r.id)
    out: dict[str, list[str]] = {}
    for d in sorted(derivations, key=lambda d: (d.how == "cites", -d.confidence, d.from_)):
        original = d.from_ if d.from_ in ids else by_outlet.get(d.from_)
        if original is not None and original != d.report and original not in out.get(d.report, ()):
            out.setdefault(d.report, []).append(original)
    return out


def entries(
    claims: Sequence[Claim], statements: Sequence[Statement], reports: Sequence[Report],
    derivations: Sequence[Derivation], sources: Sequence[Source] = (),
) -> tuple[Entry, ...]:
    """For every version of every claim, where it entered. Order of input changes nothing but that of the claims.
    What at least two prints of a text that nobody has seen say alike entered with that text; `sources` tells of it."""
    again = restored(claims, statements, reports, sources, derivations)
    claims, statements, reports = _with(again, claims, statements, reports)
    stands_for = again.stands_for or {}
    said = {s.id: s for s in statements}
    when = {r.id: _when(r) for r in reports}
    upstream = _upstream(derivations, reports)
    out: list[Entry] = []
    for claim in claims:
        for number, version in enumerate(claim.versions):
            first: dict[str, Statement] = {}
            for s in sorted((said[i] for i in version if i in said), key=lambda s: (s.start, s.id)):
                if s.report in when:
                    first.setdefault(s.report, s)
            if not first:
                continue
            got = {r: next((u for u in upstream.get(r, ()) if u in first), None) for r in first}
            roots = [r for r, u in got.items() if u is None] or list(first)  # all in a circle: the earliest will do
            entered = min(roots, key=lambda r: when[r])
            path = [(r, u) for r, u in got.items() if u is not None and r != entered]
            shown = stands_for.get(first[entered].id, first[entered].id)
            out.append(Entry(
                claim.id, number, entered, shown, tuple(sorted(path, key=lambda e: when[e[0]])),
                tuple(sorted((r for r in roots if r != entered), key=lambda r: when[r])),
            ))
    return tuple(out)


def drift(
    claims: Sequence[Claim], statements: Sequence[Statement], reports: Sequence[Report], sources: Sequence[Source],
    derivations: Sequence[Derivation],
) -> tuple[Drift, ...]:
    """What each taker changed in what it took, claim by claim, for derivations between two reports of the story.

    Each statement of a taker is laid beside the one that it most likely comes from: of the nearest reports above it
    that have the claim, the statement from the same source, else of what it is plainly built on. What a report that
    credits another says through somebody else is its own finding and no drift. Order of input changes nothing but
    that of the claims."""
    again = restored(claims, statements, reports, sources, derivations)
    claims, statements, reports = _with(again, claims, statements, reports)
    stands_for = again.stands_for or {}
    table = _Table(
        {s.id: s for s in statements}, {s.id: s for s in sources}, {r.id: r for r in reports},
        _upstream(derivations, reports),
        {(d.report, d.from_): d.how != "cites" for d in sorted(derivations, key=lambda d: d.how != "cites")},
    )
    out: list[Drift] = []
    for claim in claims:
        by_report: dict[str, list[Statement]] = {}
        for i in claim.statements():
            if i in table.said and table.said[i].report in table.reports:
                by_report.setdefault(table.said[i].report, []).append(table.said[i])
        version = {s: i for i, v in enumerate(claim.versions) for s in v}
        for report in sorted(by_report):
            above = _above(report, by_report, table)
            mine = sorted(by_report[report], key=lambda s: (s.start, s.id))
            found = ((s, _original(s, above, by_report, version, table)) for s in mine if s.id not in stands_for)
            pairs = [(s, pair) for s, pair in found if pair is not None and stands_for.get(pair[0].id) != s.id]
            for s, pair in pairs:
                beside = [o for o, (t, _) in pairs if t is pair[0]]  # the taker may tell it in several statements
                changes = _changes(claim, version, s, pair, beside, table)
                out += [replace(d, statements=(stands_for.get(pair[0].id, pair[0].id), s.id)) for d in changes]
    return tuple(dict.fromkeys(out))


def _with(
    again: Restored, claims: Sequence[Claim], statements: Sequence[Statement], reports: Sequence[Report]
) -> tuple[Sequence[Claim], Sequence[Statement], Sequence[Report]]:
    """The story with the texts that nobody has seen, as far as there is no doubt how they read."""
    if not again.reports or again.claims is None or again.stands_for is None:
        return claims, statements, reports
    out = []
    for claim in claims:
        more = [i for i in again.claims.get(claim.id, ()) if i in again.settled]
        versions = tuple((*v, *(i for i in more if again.stands_for[i] in v)) for v in claim.versions)
        out.append(replace(claim, versions=versions))
    own = (s for s in again.statements if s.id in again.settled)
    return out, [*statements, *own], [*reports, *again.reports]


@dataclass(frozen=True, slots=True)
class _Table:
    said: dict[str, Statement]
    sources: dict[str, Source]
    reports: dict[str, Report]
    upstream: dict[str, list[str]]
    plain: dict[tuple[str, str], bool]  #: (report, what it takes from) -> whether without a credit

    def telling(self, s: Statement) -> Telling:
        return tell(s, self.reports[s.report], self.sources)

    def words(self, s: Statement) -> Counter[str]:
        return Counter(w.form for w in words(s.span.of(self.reports[s.report].text)))

    def farthest(self, s: Statement, relays: AbstractSet[str | None] = frozenset()) -> Source | None:
        """The source farthest from the reader that is no relay."""
        last = next((i for i in reversed(s.chain) if i not in relays), None)
        return None if last is None else self.sources.get(last) or Source(last, last, "person")


class _Above(NamedTuple):
    """A report above a taker that has the claim, and the way to it."""

    report: str
    plain: bool  #: no step of the way is a credit
    relays: frozenset[str | None]  #: the reports and outlets on the way, both ends included


def _above(report: str, having: Mapping[str, Sequence[Statement]], table: _Table) -> list[_Above]:
    """The nearest reports above one that have the claim: through those that have it not the way goes on."""
    def relay(r: str) -> set[str | None]:
        return {r, table.reports[r].outlet} - {None}

    out: list[_Above] = []
    seen = {report}
    todo = [_Above(report, True, frozenset(relay(report)))]
    for here in todo:
        for up in table.upstream.get(here.report, ()):
            if up in seen or len(seen) > _HIGHEST:
                continue
            seen.add(up)
            plain = here.plain and table.plain.get((here.report, up), table.plain.get(
                (here.report, table.reports[up].outlet or ""), False))
            found = _Above(up, plain, here.relays | relay(up))
            (out if up in having else todo).append(found)
    return out


def _original(
    s: Statement, above: Sequence[_Above], having: Mapping[str, Sequence[Statement]], version: Mapping[str, int],
    table: _Table,
) -> tuple[Statement, _Above] | None:
    """The statement above that `s` most likely comes from."""
    best: tuple[tuple[bool, bool, bool, bool, int], Statement, _Above] | None = None
    for n, place in enumerate(above):
        mine = table.farthest(s, place.relays)
        for t in having[place.report]:
            theirs = table.farthest(t, place.relays)
            alike = (mine and mine.id) == (theirs and theirs.id)
            through = place.plain or not s.chain or not place.relays.isdisjoint(s.chain)
            if not (alike or through or (s.voice == t.voice == "direct" and _same_words(s, t, table))):
                continue
            rank = (not alike, s.stance != t.stance, not place.plain, version[s.id] != version[t.id], n)
            if best is None or rank < best[0]:
                best = rank, t, place
    return best and (best[1], best[2])


def _same_words(s: Statement, t: Statement, table: _Table) -> bool:
    a, b = table.words(s), table.words(t)
    return 2 * (a & b).total() >= _SAME_WORDS * (a.total() + b.total()) > 0


def _changes(
    claim: Claim, version: Mapping[str, int], s: Statement, pair: tuple[Statement, _Above],
    beside: Sequence[Statement], table: _Table,
) -> list[Drift]:
    """What the taker's statement `s` changed in the original's. `beside`: all of the taker's that come from that one,
    in order."""
    t, place = pair
    out: list[Drift] = []

    def note(kind: DriftKind, detail: str = "") -> None:
        out.append(Drift(claim.id, s.report, t.report, kind, (t.id, s.id), detail))

    mine, theirs = table.farthest(s, place.relays), table.farthest(t, place.relays)
    denied = t.stance in ("denies", "doubts") and s.stance == "asserts"
    if theirs is not None and (s.stance == t.stance or denied):
        if not s.chain:
            note("own voice", theirs.name)
        elif mine is None:
            note("source dropped", theirs.name)
        elif mine.id != theirs.id and mine.id not in t.chain and theirs.id not in s.chain:
            kind = _source_change(theirs, mine, s, t, table)
            if kind is not None:
                note(kind, f"{theirs.name} → {mine.name}")
    one, other = table.telling(t), table.telling(s)
    found = between(one, other) if denied or _softened(one) else []
    # which of several parts the hedge belonged to is not known: it is lost where none has it, and told of the first
    hedge = _hedge_lost(one, other, found) if s is beside[0] else None
    if hedge is not None and not any(_softened(table.telling(o)) for o in beside):
        note("hedge lost", hedge.of(one.report.text))
    if denied and any(f.kind == "polarity" for f in found):
        note("denial lost")
    if version[s.id] != version[t.id]:
        kinds = sorted({d.kind for d in claim.differences
                        if {version.get(x) for x in d.statements} == {version[s.id], version[t.id]}})
        if kinds:
            note("reading changed", ", ".join(kinds))
    return out


def _source_change(theirs: Source, mine: Source, s: Statement, t: Statement, table: _Table) -> DriftKind | None:
    """How the source of a statement differs from that of its original; None where it may well be the same one."""
    if theirs.kind == "anonymous" and mine.kind == "anonymous":
        a, b = _traits(theirs), _traits(mine)
        if _points_back(theirs) or _points_back(mine):  # "the person": what it does not say was said before
            a, b = ({k: v for k, v in x.items() if k in y} for x, y in ((a, b), (b, a)))
        return _unnamed_change(a, b)
    across = table.reports[s.report].language != table.reports[t.report].language
    if across and not any(m.report == t.report for m in mine.mentions):
        return None  # whom the original does not name elsewhere is taken to be the same one, written in another way
    given = mine.kind != "anonymous" and (_same_words(s, t, table) or s.voice == t.voice == "direct")
    return "another mouth" if given else "source replaced"


def _points_back(source: Source) -> bool:
    first, *rest = source.name.split() or [""]
    return first.casefold() == "the" or (first.startswith("ال") and not rest)


def _traits(source: Source) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for trait in source.traits:
        key, _, value = trait.partition(":")
        if key in ("count", "rank", "trade", "of"):
            out.setdefault(key, set()).add(value)
    return out


def _unnamed_change(theirs: Mapping[str, set[str]], mine: Mapping[str, set[str]]) -> DriftKind | None:
    for key in ("trade", "of"):
        if theirs.get(key) and mine.get(key) and not theirs[key] & mine[key]:
            return "source replaced"
    if theirs.get("count") and mine.get("count") and theirs["count"] != mine["count"]:
        before, after = (min(_MANY if v == "many" else int(v) if v.isdecimal() else 1 for v in x["count"])
                         for x in (theirs, mine))
        return "source grown" if after > before else "source blurred"
    if any(theirs[k] - mine.get(k, set()) for k in theirs):
        return "source blurred"
    return "source grown" if any(mine[k] - theirs.get(k, set()) for k in mine) else None


def _softened(t: Telling) -> dict[str, Span]:
    """What makes a telling less than certain, in its words or its cue."""
    return {k: v for k, v in {**t.cue_hedges, **t.hedges}.items() if k in _DOUBT}


def _hedge_lost(t: Telling, s: Telling, found: Sequence[Found]) -> Span | None:
    """Where in the original's report the hedge stands that the taker's telling has lost."""
    held = _softened(t)
    if not held or _softened(s) or t.refused or s.refused or any(f.kind == "polarity" for f in found):
        return None
    if any(f.kind == "strength" for f in found):
        return t.place(next(held[k] for k in _DOUBT if k in held))
    # «شبه محسومة» against «حُسمت»: alone an "almost" is often left out where nothing is firmer for it
    return t.place(held["near"]) if "near" in held and not _FIRM.isdisjoint(s.hedges) else None
