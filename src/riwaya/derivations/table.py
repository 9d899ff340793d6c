"""What is known of a story's reports before it is judged which takes from which, and the takings that are possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from riwaya.derivations.across import Sentences, centred
from riwaya.derivations.credits import Outlets, cited, named, outlets, righted, tagged
from riwaya.derivations.direction import Lean
from riwaya.derivations.relation import Sayings, Wording, quoted_words, sayings, shares
from riwaya.derivations.reuse import Text, read
from riwaya.model import Claim, How, Report, Source, Span, Statement


@dataclass(frozen=True, eq=False)
class Tie:
    """One possible taking: `report` from `from_`, with its features."""

    report: str
    from_: str
    how: How
    strength: float  #: to choose among several originals
    confidence: float
    lean: Lean
    why: str
    pairs: tuple[tuple[Statement, Statement], ...]
    wording: Wording | None = None
    unseen: bool = False  #: from a text that nobody has seen, under the id that it was given


@dataclass(slots=True)
class Table:
    """What is known of a story's reports before anything is judged."""

    reports: dict[str, Report]
    texts: dict[str, Text]
    quoted: dict[str, frozenset[int]]
    said: dict[str, Sayings]
    common: dict[tuple[str, int], float]  #: of the reports that have a claim, the share that has a version
    known: Outlets
    cites: dict[str, dict[str, list[Statement]]]
    tags: dict[str, dict[str, str]]
    names: dict[str, dict[str, Span]]
    encoder: Any | None = None  #: reads sentences where two languages meet
    central: dict[str, float] = field(default_factory=dict)  #: mean likeness to the other reports
    shared: dict[tuple[str, str], Wording] = field(default_factory=dict)  #: of the pairs looked at, the smaller first
    _sentences: dict[str, Sentences] | None = None

    def sentences(self) -> dict[str, Sentences]:
        """The sentences of every report as the encoder sees them, read when first asked for; nothing without one."""
        if self._sentences is None:
            self._sentences = {} if self.encoder is None else centred(list(self.reports.values()), self.encoder)
        return self._sentences

    def agency(self, source: str) -> bool:
        """Whether a source is an agency."""
        return source in self.known.sources and self.known.sources[source].kind == "agency"

    def is_agencys(self, report: str) -> bool:
        """Whether a report is an agency's own."""
        return self.agency(self.reports[report].outlet or "")


def lay(
    reports: Sequence[Report], sources: Sequence[Source], statements: Sequence[Statement], claims: Sequence[Claim],
    encoder: Any | None,
) -> Table:
    """The table of a story. Nothing depends on the order of what comes in."""
    by_id = {r.id: r for r in sorted(reports, key=lambda r: r.id)}
    known = outlets(reports, sources)
    said = sayings(list(by_id.values()), statements, claims)
    texts = {i: read(r) for i, r in by_id.items()}
    names = {i: named(r, texts[i], known) for i, r in by_id.items()}
    return Table(
        by_id, texts, {i: quoted_words(texts[i], r) for i, r in by_id.items()}, said,
        shares(statements, claims), known,
        {i: righted(r, cited(r, said[i], known), names[i], known) for i, r in by_id.items()},
        {i: tagged(r, known) for i, r in by_id.items()},
        names,
        encoder,
    )
