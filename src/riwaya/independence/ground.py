"""What the ways of all claims of one story stand on: who has a report, who takes from whom, how chains really run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from riwaya.language.text import fold, words
from riwaya.model import Derivation, How, Report, Source, Statement

_RANK = {"copies": 0, "translates": 1, "rewrites": 2, "cites": 3}
_US = frozenset({"us", "our", "this", "لنا", "مراسلنا", "لمراسلنا", "موقعنا", "صحيفتنا", "اذاعتنا", "قناتنا"})
_PURE = 0.97  #: token F1 from which a copy is a pure one
_REFERS_BACK = ("احد ال", "احدي ال", "بعض هذه ال", "هذه المصادر", "one of the", "one of those", "one of them")


class Node(NamedTuple):
    """A vertex: a report of the story, or a source. `at` parts an unnamed source by who quotes it."""

    kind: str  #: "report", "source" or "owner"
    id: str
    at: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}\t{self.id}\t{self.at}"


def node_of(key: str) -> Node:
    """The vertex that `Node.key` names."""
    return Node(*key.split("\t"))


class Upstream(NamedTuple):
    """What a report takes from."""

    node: Node
    how: How
    sure: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """The story as independence sees it."""

    reports: dict[str, Report]
    sources: dict[str, Source]
    statements: dict[str, Statement]
    own_reports: dict[str, tuple[str, ...]]  #: outlet source id -> its reports of the story, earliest first
    upstream: dict[str, tuple[Upstream, ...]]  #: report id -> plain takings first, then credits
    above: dict[str, set[str]]  #: report id -> itself and all that it is plainly built on
    told_own: frozenset[tuple[str, str]]  #: (report, source that spoke to it)
    pure: dict[str, str]  #: report -> the report that it is a pure copy of
    quoted: dict[Node, frozenset[str]]  #: unnamed source ids that a report or outlet is seen to quote directly
    cited_at: dict[str, tuple[tuple[int, Node], ...]]  #: report id -> where it credits which outlet
    through: dict[tuple[str, str], tuple[Node, ...]]  #: report and unnamed source id -> what it has him through
    unseen: frozenset[str] = frozenset()  #: of the reports, texts that nobody has seen, put together from their prints

    def owner(self, report: str) -> str | None:
        """The owner of a report's outlet, or its newsroom where two reports are of one outlet."""
        outlet = self.reports[report].outlet
        if outlet is None:
            return None
        source = self.sources.get(outlet)
        if source is not None and source.owner:
            return source.owner
        return outlet if len(self.own_reports.get(outlet, ())) > 1 else None

    def is_anonymous(self, node: Node) -> bool:
        source = self.sources.get(node.id)
        return node.kind == "source" and source is not None and source.kind == "anonymous"

    def kind(self, node: Node) -> str | None:
        """The kind of a source; None for one that is not known."""
        source = self.sources.get(node.id)
        return source.kind if source is not None else None

    def is_outlet(self, node: Node) -> bool:
        source = self.sources.get(node.id)
        return node.kind == "report" or (source is not None and source.kind in ("outlet", "agency"))

    def told(self, statement: Statement) -> bool:
        """Whether the report says that the source of a statement spoke to the report itself, here or elsewhere."""
        last = statement.chain[-1:]
        return bool(last) and (statement.report, last[0]) in self.told_own

    def chain(self, statement: Statement) -> tuple[Node, ...]:
        """The chain of a statement as vertices, nearest the reader first, with the link that the page leaves out:
        an unnamed source of an outlet that the report takes from speaks through that outlet here too."""
        out: list[Node] = []
        here = Node("report", statement.report)
        for link in _links(statement, self):
            if self.is_anonymous(link) and here.kind == "report":
                out += [n for n in self._through(here.id, link.id, statement) if n not in out]
            if link not in out:
                out.append(link)
            here = link
        return tuple(out)

    def _through(self, report: str, anonymous: str, statement: Statement) -> list[Node]:
        """The reports and outlets between a report and an unnamed source, as far back as they can be followed."""
        found: list[Node] = []
        here = Node("report", report)
        seen = {here, Node("report", statement.report)}
        while here.kind == "report":
            said = [n for n in self.through.get((here.id, anonymous), ()) if n not in seen]
            taken = [u.node for u in self.upstream.get(here.id, ()) if u.node not in seen]
            back = next((n for n in taken if anonymous in self.quoted.get(n, ())), None)
            if back is None and not said:
                back = next((n for n in taken if (n.id, anonymous) in self.through), None)
            if back is None and not said:
                break
            step = [back] if back is not None else said
            found += step
            seen.update(step)
            here = step[-1]
        if not found and report == statement.report and fold(self.sources[anonymous].name).startswith(_REFERS_BACK):
            found = [n for at, n in self.cited_at.get(report, ()) if at < statement.start][-1:]
        return found


def _links(statement: Statement, ground: Ground) -> tuple[Node, ...]:
    """Chain and inferred links as vertices: an outlet with a report of its own goes by the report (gold_format.md,
    convention 1), the report's own outlet and repeated links are dropped."""
    sources, own = ground.sources, ground.own_reports
    outlet = ground.reports[statement.report].outlet
    near = [s for s in statement.inferred if s in sources and sources[s].kind in ("outlet", "agency")]
    far = [s for s in statement.inferred if s not in near]
    out: list[Node] = []
    for id_ in dict.fromkeys((*(s for s in near if s not in statement.chain), *statement.chain, *far)):
        if id_ == outlet or id_ == statement.report:
            continue
        node = _as_report(id_, statement.report, ground) if id_ in own else Node("source", id_)
        if node is not None and node not in out:
            out.append(node)
    return tuple(out)


def _as_report(outlet: str, of: str, ground: Ground) -> Node | None:
    """The report that stands for an outlet in the chain of a statement of report `of`: one that it takes from, itself
    or by what it is built on, before others."""
    others = [r for r in ground.own_reports[outlet] if r != of]
    seen = {of}
    todo = [of]
    for r in todo:
        for u in ground.upstream.get(r, ()):
            if u.node.kind == "report" and u.node.id in others:
                return u.node
            if u.node.kind == "report" and u.how != "cites" and u.node.id not in seen:
                seen.add(u.node.id)
                todo.append(u.node.id)
    return Node("report", others[0]) if others else None


def _told_to(s: Statement, reports: dict[str, Report], sources: dict[str, Source]) -> bool:
    """Whether the words that attribute a statement name the report's own outlet, or say "us": «قال لـ«المجداف»»،
    «لإذاعتنا», "told this newspaper"."""
    report = reports[s.report]
    start, end = (s.cue.start, s.cue.end) if s.cue else (s.start, s.start)
    near = [w.form for w in words(report.text[max(0, start - 10) : max(end, s.start)])]
    if any(w in _US or (w.startswith("ل") and w.endswith("نا")) for w in near):
        return True
    outlet = sources.get(report.outlet or "")
    for name in (outlet.name if outlet else "", report.outlet_name or ""):
        forms = {w.form for w in words(name)}
        core = {f for f in forms if len(f) > 3} or forms
        if core and all(any(w.endswith(f) for w in near) for f in core):
            return True
    return False


def _same_text(x: Counter[str], y: Counter[str]) -> bool:
    """Whether two reports, by their words, have the same but for a few (a copy with another dateline is a copy)."""
    return 2 * (x & y).total() >= _PURE * (x.total() + y.total())


def _pure(derivations: Sequence[Derivation], reports: dict[str, Report]) -> dict[str, str]:
    """Which reports are pure copies of which; of two that are said to copy each other one."""
    found: dict[str, str] = {}

    @cache
    def told(report: str) -> Counter[str]:
        return Counter(w.form for w in words(reports[report].text))

    for d in derivations:
        if d.how != "copies" or d.report not in reports or d.from_ not in reports:
            continue
        at = d.from_
        while at in found:
            at = found[at]
        if at != d.report and d.report not in found and _same_text(told(d.report), told(d.from_)):
            found[d.report] = d.from_
    return found


def _above(report: str, upstream: dict[str, list[Upstream]]) -> set[str]:
    """A report and all that it is plainly built on."""
    seen, todo = {report}, [report]
    while todo:
        for u in upstream.get(todo.pop(), ()):
            if u.how != "cites" and u.node.id not in seen:
                seen.add(u.node.id)
                todo.append(u.node.id)
    return seen


def lay(
    statements: Sequence[Statement],
    reports: Sequence[Report],
    sources: Sequence[Source],
    derivations: Sequence[Derivation],
    unseen: frozenset[str] = frozenset(),
) -> Ground:
    """The ground of one story; `unseen`: of the reports, those that nobody has seen. Nothing depends on the order of
    what comes in."""
    by_report = {r.id: r for r in reports}
    by_source = {s.id: s for s in sources}
    ordered = sorted(reports, key=lambda r: (r.published_at or r.published or "9999", r.id))
    derivations = sorted(derivations, key=lambda d: (_RANK[d.how], not d.sure, -d.confidence, d.from_, d.report))
    pure = _pure(derivations, by_report)
    again = {r for r, o in pure.items() if by_report[r].outlet == by_report[o].outlet}
    own: dict[str, list[str]] = {}
    for r in ordered:
        if r.outlet is not None and r.id not in again:
            own.setdefault(r.outlet, []).append(r.id)
    own_reports = {outlet: tuple(ids) for outlet, ids in own.items()}

    def vertex(id_: str, of: str) -> Node | None:
        if id_ in by_report:
            return Node("report", id_) if id_ != of else None
        others = [r for r in own_reports.get(id_, ()) if r != of]
        if id_ in own_reports:
            return Node("report", others[0]) if others else None
        return Node("source", id_)

    upstream: dict[str, list[Upstream]] = {}
    for d in derivations:
        node = vertex(d.from_, d.report)
        if node is None or d.report not in by_report:
            continue
        if d.how != "cites" and d.report in _above(node.id, upstream):
            continue  # of two that are said to copy each other one is enough
        upstream.setdefault(d.report, []).append(Upstream(node, d.how, d.sure))

    kept = {s.id: s for s in sorted(statements, key=lambda s: (s.report, s.start, s.id)) if s.report in by_report}
    ground = Ground(
        by_report, by_source, kept, own_reports, {r: tuple(u) for r, u in upstream.items()},
        {r: _above(r, upstream) for r in by_report},
        frozenset((s.report, s.chain[-1]) for s in kept.values() if s.chain and _told_to(s, by_report, by_source)),
        pure, {}, {}, {}, unseen,
    )
    quoted: dict[Node, set[str]] = {}
    cited: dict[str, list[tuple[int, Node]]] = {}
    through: dict[tuple[str, str], tuple[Node, ...]] = {}
    for s in kept.values():
        links = _links(s, ground)
        for speaker, link in zip((Node("report", s.report), *links), links, strict=False):
            if ground.is_anonymous(link) and ground.is_outlet(speaker):
                quoted.setdefault(speaker, set()).add(link.id)
        for at, link in enumerate(links[1:], 1):
            if ground.is_anonymous(link) and all(map(ground.is_outlet, links[:at])):
                through.setdefault((s.report, link.id), links[:at])
        if links and ground.is_outlet(links[0]):
            cited.setdefault(s.report, []).append((s.start, links[0]))
    return Ground(
        by_report, by_source, kept, own_reports, ground.upstream, ground.above, ground.told_own, pure,
        {n: frozenset(ids) for n, ids in quoted.items()}, {r: tuple(sorted(c)) for r, c in cited.items()}, through,
        unseen,
    )
