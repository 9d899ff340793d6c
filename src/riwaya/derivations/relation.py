"""How two reports stand to each other in wording and in what they say: the measures that all judgements rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from riwaya.derivations.reuse import Run, Text, shared_runs
from riwaya.model import Claim, Report, Span, Statement

_OPENING, _CLOSING = "«“„", "»”‟"
_LONGEST_QUOTE = 600  #: code points; a mark without its partner opens no quotation longer than that


def quotations(text: str) -> list[Span]:
    """What stands in quotation marks, marks included, in order; one pass, unclosed marks are passed over."""
    out: list[Span] = []
    start, closing = -1, ""
    for i, c in enumerate(text):
        if start >= 0 and (c in closing or i - start > _LONGEST_QUOTE):
            if c in closing:
                out.append(Span(start, i + 1))
            start = -1
        elif start < 0 and (c in _OPENING or c == '"'):
            start, closing = i, '"' if c == '"' else _CLOSING
    return out


@dataclass(frozen=True, eq=False)
class Wording:
    """What two texts of one language share in words."""

    runs: tuple[Run, ...]  #: shared runs of three words and more
    covered_a: float  #: share of a's own words (those outside quotation marks) in such runs
    covered_b: float
    contained_a: float  #: share of a's runs of five words that b has
    contained_b: float
    longest: int  #: words of the longest shared run

    @property
    def likeness(self) -> float:
        """How alike the two are, the same from both sides: 0 to 1."""
        return (self.contained_a + self.contained_b) / 2

    def turned(self) -> Wording:
        """The same, seen from the other text."""
        return Wording(tuple(sorted(Run(r.b, r.a, r.length) for r in self.runs)), self.covered_b, self.covered_a,
                       self.contained_b, self.contained_a, self.longest)


def wording(a: Text, b: Text, quoted_a: frozenset[int], quoted_b: frozenset[int]) -> Wording:
    """The wording that two texts share. `quoted_*`: numbers of the words inside quotation marks; a quotation of a
    third party proves nothing, both may have heard it."""
    runs = tuple(shared_runs(a, b))
    both = len(a.runs & b.runs)

    def covered(text: Text, quoted: frozenset[int], starts: Sequence[tuple[int, int]]) -> float:
        own = len(text.words) - len(quoted)
        inside = sum(k not in quoted for start, length in starts for k in range(start, start + length))
        return inside / own if own * 4 >= len(text.words) and own else 0.0

    return Wording(
        runs,
        covered(a, quoted_a, [(r.a, r.length) for r in runs]),
        covered(b, quoted_b, [(r.b, r.length) for r in runs]),
        both / max(1, len(a.runs)),
        both / max(1, len(b.runs)),
        max((r.length for r in runs), default=0),
    )


def quoted_words(text: Text, report: Report) -> frozenset[int]:
    """The numbers of the words of a report that stand in quotation marks, names of one to three words left out: a
    name in marks is no quotation."""
    out: set[int] = set()
    spans = quotations(report.text)
    at = 0
    for span in spans:
        while at < len(text.words) and text.words[at].start < span.start:
            at += 1
        end = at
        while end < len(text.words) and text.words[end].end <= span.end:
            end += 1
        if end - at > 3:
            out.update(range(at, end))
        at = end
    return frozenset(out)


@dataclass(frozen=True, eq=False)
class Sayings:
    """The statements of one report, in order, and the claim and version that each belongs to."""

    statements: tuple[Statement, ...]
    claim: Mapping[str, str]
    version: Mapping[str, tuple[str, int]]

    @cached_property
    def claims(self) -> dict[str, Statement]:
        """The first statement of each claim, in order of the text."""
        out: dict[str, Statement] = {}
        for s in self.statements:
            if s.id in self.claim:
                out.setdefault(self.claim[s.id], s)
        return out


def sayings(reports: Sequence[Report], statements: Sequence[Statement], claims: Sequence[Claim]) -> dict[str, Sayings]:
    """The sayings of every report."""
    claim = {s: c.id for c in claims for s in c.statements()}
    version = {s: (c.id, i) for c in claims for i, v in enumerate(c.versions) for s in v}
    by_report: dict[str, list[Statement]] = {r.id: [] for r in reports}
    for s in sorted(statements, key=lambda s: (s.start, s.end, s.id)):
        if s.report in by_report:
            by_report[s.report].append(s)
    return {r: Sayings(tuple(found), claim, version) for r, found in by_report.items()}


@dataclass(frozen=True, eq=False)
class Agreement:
    """What one report says that another says too. "Own" is what the first says in its own voice."""

    pairs: tuple[tuple[Statement, Statement], ...]  #: the first statement of every shared claim
    shared: float  #: share of the first report's statements that are of a shared claim
    own: int  #: statements in the first's own voice
    own_shared: int  #: of these, how many the other says too
    dropped: int  #: of these, how many the other attributes to a source
    order: float  #: Kendall's tau of the order of shared claims; 0 where fewer than three
    readings: float  #: shared claims where both have one version, each the more the fewer other reports have it

    @property
    def own_share(self) -> float:
        return self.own_shared / self.own if self.own else 0.0


def agreement(a: Sayings, b: Sayings, common: Mapping[tuple[str, int], float]) -> Agreement:
    """What `a` says that `b` says too. `common`: of the reports that have a claim, the share that has a version."""
    theirs, mine = b.claims, a.claims
    pairs = [(s, theirs[c]) for c, s in mine.items() if c in theirs]
    own = [s for s in a.statements if not s.chain]
    own_shared = [s for s in own if a.claim.get(s.id) in theirs]
    dropped = [s for s in own_shared if theirs[a.claim[s.id]].chain]
    here = sum(a.claim.get(s.id) in theirs for s in a.statements)
    readings = sum(1 - common[a.version[s.id]] for s, t in pairs if a.version[s.id] == b.version[t.id])
    return Agreement(
        tuple(pairs), here / len(a.statements) if a.statements else 0.0, len(own), len(own_shared), len(dropped),
        concordance([t.start for _, t in pairs]), readings,
    )


def shares(statements: Sequence[Statement], claims: Sequence[Claim]) -> dict[tuple[str, int], float]:
    """Of the reports that have a claim, the share that has each version."""
    report = {s.id: s.report for s in statements}
    out: dict[tuple[str, int], float] = {}
    for c in claims:
        having = {report[s] for s in c.statements() if s in report}
        for i, version in enumerate(c.versions):
            out[c.id, i] = len({report[s] for s in version if s in report}) / max(1, len(having))
    return out


def concordance(places: Sequence[int]) -> float:
    """Kendall's tau of a sequence against its own order: 1 where it only rises; 0 for fewer than three places."""
    n = len(places)
    if n < 3:
        return 0.0
    places = places[:400]
    n = len(places)
    rising = sum(places[x] < places[y] for y in range(n) for x in range(y))
    falling = sum(places[x] > places[y] for y in range(n) for x in range(y))
    return (rising - falling) / (n * (n - 1) / 2)
