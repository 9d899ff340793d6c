"""The ways by which a claim reached its readers, in one of two readings, and the smallest cut of them.

The rules are those of a story's gold (`docs/independence.md`): an outlet's own words count through what its report
takes from; unnamed sources are one in the low reading where their descriptions agree, and one for each who quotes
them in the high reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from riwaya.independence.cut import smallest_cut
from riwaya.independence.ground import Ground, Node, Upstream, node_of
from riwaya.language.text import words
from riwaya.model import Source, Statement

Reading = Literal["low", "high"]
Compatible = Callable[[Source, Source], bool]

_VERBATIM = 0.8  #: token F1 from which two statements count as the same words
_TAKEN: dict[str, float] = {"copies": 0.5, "rewrites": 0.4, "translates": 0.0}
"""The same, where one plainly takes from the other and names somebody whom no other report names for the claim."""
_LEAST_WORDS = 4
_ANYBODY = frozenset({"role:source", "role:official", "role:person"})
_WHOLE = -1  #: stands for all versions of a claim
_OPENING, _CLOSING = "«“\"", "»”\""
_LONGEST_QUOTE = 600  #: code points


@dataclass(slots=True)
class Ways:
    """A network under construction; `notes` say which readings were taken, for the reason."""

    links: set[tuple[Node, Node]] = field(default_factory=set)
    origins: set[Node] = field(default_factory=set)
    readers: set[Node] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)

    def vertices(self) -> set[Node]:
        return self.origins | self.readers | {n for link in self.links for n in link}


@dataclass(frozen=True, slots=True)
class Cut:
    """A smallest cut, nearest the reader first among equals, and what was assumed on the way to it."""

    nodes: tuple[Node, ...]
    origins: tuple[Node, ...]
    notes: frozenset[str]


def cut(ways: Ways) -> Cut:
    """The smallest cut. Of several, reports enter only where they are origins themselves (gold_format.md,
    convention 2), and what is nearer the reader goes first."""
    vertices = sorted(ways.vertices())
    step = len(vertices) + 1
    cost = {n.key: step + (n.kind == "report" and n not in ways.origins) for n in vertices}
    found = smallest_cut(
        cost,
        [(a.key, b.key) for a, b in sorted(ways.links)],
        [n.key for n in sorted(ways.origins)],
        [n.key for n in sorted(ways.readers)],
    )
    return Cut(tuple(sorted(map(node_of, found))), tuple(sorted(ways.origins)), frozenset(ways.notes))


def draw(
    members: Sequence[Statement], version: Mapping[str, int], ground: Ground, reading: Reading, compatible: Compatible,
    owners: bool,
) -> Ways:
    """The ways of one claim: `members` are its statements, `version` tells which of its versions each is of."""
    ways = Ways()
    members = _without_copies(members, ground)
    spoken = [s for s in members if s.chain or not _quotes(s, ground)]
    members = spoken or members  # a quotation has a speaker, even where it was not read who
    chains = _one_name(members, {s.id: ground.chain(s) for s in members}, version, ground)
    chains = _same_unnamed(members, chains, ground, compatible, reading)
    stand_in = _one_for_many(members, chains, ground, compatible, ways) if reading == "low" else {}
    carriers = {Node("report", s.report) for s in members} | {n for c in chains.values() for n in c}
    carriers |= _copied(members, ground)
    bound = _bound(sorted({s.report for s in members if not chains[s.id]}), carriers, ground, reading)
    for s in sorted(members, key=lambda s: (s.report, s.start, s.id)):
        here = Node("report", s.report)
        if s.report not in ground.unseen:  # nobody reads it but in its prints
            ways.readers.add(here)
        through = _repeated(s, members, chains, ground)
        if through is not None:
            ways.links.add((through, here))
            continue
        if not chains[s.id]:
            _own_voice(here, bound[s.report], carriers, ways)
            continue
        nodes = [_vertex(n, near, ground, reading, stand_in)
                 for n, near in zip(chains[s.id], (here, *chains[s.id]), strict=False)]
        ways.links |= {(far, near) for near, far in zip((here, *nodes), nodes, strict=False)}
        if nodes[-1].kind != "report" and not ground.is_outlet(nodes[-1]):
            ways.origins.add(nodes[-1])  # an outlet is one only where nobody says whom it has it from: `_silent`
    _silent(ways, members, carriers, ground, reading)
    if owners:
        _share_owners(ways, ground)
    _reach_all(ways, ground)
    return ways


def _without_copies(members: Sequence[Statement], ground: Ground) -> list[Statement]:
    """The statements without those of a pure copy whose original says it too, from the same source: the copy did not
    ask again, and there is one thing to silence. (Who only takes from it, and names the source, is counted by the
    chain as printed.)"""
    said = {(s.report, s.chain[-1:]) for s in members}
    return [s for s in members if (ground.pure.get(s.report), s.chain[-1:]) not in said]


def _vertex(node: Node, near: Node, ground: Ground, reading: Reading, stand_in: dict[str, str]) -> Node:
    if not ground.is_anonymous(node):
        return node
    if reading == "low":
        return Node("source", stand_in.get(node.id, node.id))
    return Node("source", node.id, near.id)


def _own_voice(here: Node, through: Upstream | None, carriers: set[Node], ways: Ways) -> None:
    if through is None:
        ways.origins.add(here)
        return
    ways.links.add((through.node, here))
    if through.node not in carriers and through.how == "cites":
        ways.notes.add("own-through-credit")
    if not through.sure:
        ways.notes.add("unsure")


def _copied(members: Sequence[Statement], ground: Ground) -> set[Node]:
    """What the reports of a claim are plainly built on, all the way up: it has the claim too, whether or not that was
    found in it."""
    out: set[Node] = set()
    todo = sorted({s.report for s in members})
    for report in todo:
        for u in ground.upstream.get(report, ()):
            if u.how != "cites" and u.sure and u.node not in out:
                out.add(u.node)
                todo += [u.node.id] if u.node.kind == "report" else []
    return out


def _silent(
    ways: Ways, members: Sequence[Statement], carriers: set[Node], ground: Ground, reading: Reading
) -> None:
    """Carry on through the reports that others have the claim from and in which it was not found, as if each said it
    in its own voice; a source that nobody is seen to stand behind is an origin. A credit is believed as printed: that
    a claim was not found in a report is more often a miss of the reading than a lie of who credits it."""
    telling = {Node("report", s.report) for s in members}
    while True:
        fed = {b for _, b in ways.links} | ways.origins | telling
        unfed = ways.vertices() - fed
        ways.origins |= {n for n in unfed if n.kind != "report"}
        silent = sorted(n for n in unfed if n.kind == "report")
        if not silent:
            break
        bound = _bound([n.id for n in silent], carriers, ground, reading)
        for n in silent:
            _own_voice(n, bound[n.id], carriers, ways)


def _bound(own: Sequence[str], carriers: set[Node], ground: Ground, reading: Reading) -> dict[str, Upstream | None]:
    """For every report that says the claim in its own voice, what it says it through."""
    open_: dict[str, list[Upstream]] = {}
    for r in own:
        taken = [u for u in ground.upstream.get(r, ()) if u.sure or reading == "low"]
        carrying = [u for u in taken if u.node in carriers]
        plain = [u for u in taken if u.how != "cites"]
        open_[r] = carrying or plain or (taken if reading == "low" else [])
    used = Counter(u.node for us in open_.values() for u in {u.node: u for u in us}.values())

    def best(us: list[Upstream]) -> Upstream | None:
        # what is plainly built on goes before what is credited, then what most of the others go through too
        return min(us, key=lambda u: (u.how == "cites", -used[u.node], us.index(u)), default=None)

    return {r: best(us) for r, us in open_.items()}


def _one_name(
    members: Sequence[Statement], chains: dict[str, tuple[Node, ...]], version: Mapping[str, int], ground: Ground
) -> dict[str, tuple[Node, ...]]:
    """The chains, with the source of a copy or translation put for that of the original where both say one thing from
    one source each: it is one source, written in two ways. One thing is a version, or of a translation the claim."""
    last: dict[tuple[str, int], set[Node]] = {}
    for s in members:
        if chains[s.id] and chains[s.id][-1].kind == "source" and not ground.is_outlet(chains[s.id][-1]):
            for thing in (version[s.id], _WHOLE):
                last.setdefault((s.report, thing), set()).add(chains[s.id][-1])
    other: dict[Node, Node] = {}
    for (report, thing), mine in sorted(last.items()):
        for u in ground.upstream.get(report, ()):
            theirs = last.get((u.node.id, thing), set())
            if u.how in ("copies", "translates") and u.sure and len(mine) == len(theirs) == 1 and mine != theirs:
                (a,), (b,) = mine, theirs
                if ground.is_anonymous(a) or (thing == _WHOLE and u.how == "copies"):
                    continue
                if ground.is_anonymous(b):  # the taker names whom its original only describes
                    a, b = b, a
                if b not in other:
                    other.setdefault(a, b)
    return {i: tuple(other.get(n, n) for n in chain) for i, chain in chains.items()}


def _same_unnamed(
    members: Sequence[Statement], chains: dict[str, tuple[Node, ...]], ground: Ground, compatible: Compatible,
    reading: Reading,
) -> dict[str, tuple[Node, ...]]:
    """The chains, with an unnamed source of a report put for that of the report it takes from, where that one has the
    claim from an unnamed source of like description and nothing says that this one was told to the report itself. A
    report that only credits the other may have asked somebody else: in the high reading it has him from there where
    both call him by one trade («مهندس»)."""
    out = dict(chains)
    for s in members:
        chain = chains[s.id]
        if not chain or not ground.is_anonymous(chain[-1]) or any(map(ground.is_outlet, chain)) or ground.told(s):
            continue
        mine = ground.sources[chain[-1].id]
        for u in ground.upstream.get(s.report, ()):
            theirs = [chains[t.id] for t in members if u.sure and t.report == u.node.id and chains[t.id]]
            near = u.how != "cites" or reading == "low"
            said = next((c for c in theirs if ground.is_anonymous(c[-1]) and u.node not in c
                         and (near or _one_role(mine, ground.sources[c[-1].id]))
                         and compatible(mine, ground.sources[c[-1].id])), None)
            if said is not None and said[-1].id != mine.id and Node("report", s.report) not in said:
                out[s.id] = (u.node, *said)
                break
    return out


def _one_role(one: Source, other: Source) -> bool:
    """Whether two unnamed sources are called by one noun that tells what they are, "official" and the like left out."""
    a, b = ({t for t in s.traits if t.startswith("role:")} - _ANYBODY for s in (one, other))
    return bool(a) and a == b


def _repeated(
    s: Statement, members: Sequence[Statement], chains: dict[str, tuple[Node, ...]], ground: Ground
) -> Node | None:
    """The report that `s` repeats under another name: its report takes from that one, which has the same words from
    another source. Who is named instead is no source of the claim, be it misquoted or one source spelled in two
    languages; nor is who is named in a copy for words that its original has in its own voice. Where the taking is
    credited only a quotation tells: two can report one thing in like words; and what was told to the report itself is
    its own."""
    if not chains[s.id] or any(s.stance != t.stance for t in members if t.report == s.report):
        return None
    text = ground.reports[s.report].text
    quoted = s.voice == "direct" or any(c in _OPENING for c in text[max(0, s.start - 1) : s.start + 1])
    elsewhere = {n for t in members if s.report not in ground.above[t.report] for n in chains[t.id]}
    mine: Counter[str] | None = None
    for u in ground.upstream.get(s.report, ()):
        if not u.sure or u.node.kind != "report" or u.node in chains[s.id] or (u.how == "cites" and not quoted):
            continue
        theirs = [t for t in members if t.report == u.node.id and t.stance == s.stance
                  and (chains[t.id] or u.how == "copies")]
        if any(set(chains[t.id]) & set(chains[s.id]) for t in theirs):
            continue
        least = _VERBATIM
        if chains[s.id][-1] not in elsewhere and not ground.is_anonymous(chains[s.id][-1]) and not ground.told(s):
            least = _TAKEN.get(u.how, _VERBATIM)
        if mine is None:
            mine = _bag(s, ground)
        for t in theirs:
            enough = least if chains[t.id] else _VERBATIM
            if Node("report", s.report) not in chains[t.id] and _alike(mine, _bag(t, ground), enough):
                return u.node
    return None


def _quotes(s: Statement, ground: Ground) -> bool:
    """Whether a statement is a quotation for the most part: marks around at least half of it."""
    text = s.span.of(ground.reports[s.report].text)
    inside = opened = 0
    for i, c in enumerate(text):
        if opened and (c in _CLOSING or i - opened > _LONGEST_QUOTE):
            inside += i - opened if c in _CLOSING else 0
            opened = 0
        elif not opened and c in _OPENING:
            opened = i + 1
    return inside * 2 >= len(text) > 0


def _bag(s: Statement, ground: Ground) -> Counter[str]:
    return Counter(w.form for w in words(s.span.of(ground.reports[s.report].text)))


def _alike(a: Counter[str], b: Counter[str], least: float) -> bool:
    total = a.total() + b.total()
    if least <= 0:
        return True
    return min(a.total(), b.total()) >= _LEAST_WORDS and 2 * (a & b).total() >= least * total


def _one_for_many(
    members: Sequence[Statement],
    chains: dict[str, tuple[Node, ...]],
    ground: Ground,
    compatible: Compatible,
    ways: Ways,
) -> dict[str, str]:
    """Unnamed sources with compatible descriptions, each under the first of them. Two that one report itself quotes
    for this claim are two."""
    told_by: dict[str, set[str]] = {}
    for s in members:
        for i, node in enumerate(chains[s.id]):
            if ground.is_anonymous(node):
                told_by.setdefault(node.id, set()).update([s.report] if i == 0 else [])
    groups: list[list[str]] = []
    for id_ in sorted(told_by):
        source = ground.sources[id_]
        for group in groups:
            if all(compatible(source, ground.sources[o]) and not told_by[id_] & told_by[o] for o in group):
                group.append(id_)
                ways.notes.add("unnamed")
                break
        else:
            groups.append([id_])
    return {id_: group[0] for group in groups for id_ in group}


def _share_owners(ways: Ways, ground: Ground) -> None:
    """Put one owner behind the reports of the outlets it owns that speak in their own voice."""
    speaking: dict[str, list[Node]] = {}
    for node in sorted(ways.origins):
        if node.kind == "report" and (owner := ground.owner(node.id)) is not None:
            speaking.setdefault(owner, []).append(node)
    for owner, nodes in speaking.items():
        if len(nodes) > 1:
            behind = Node("owner", owner, nodes[0].id)
            ways.origins.difference_update(nodes)
            ways.origins.add(behind)
            ways.links.update((behind, n) for n in nodes)
            ways.notes.add("owner\t" + "\t".join((owner, *(n.id for n in nodes))))


def _reach_all(ways: Ways, ground: Ground) -> None:
    """Reports that only point at each other get an origin: the earliest of them."""
    onward: dict[Node, list[Node]] = {}
    for a, b in ways.links:
        onward.setdefault(a, []).append(b)

    def reached(start: Iterable[Node]) -> set[Node]:
        seen, todo = set(start), list(start)
        while todo:
            for b in onward.get(todo.pop(), ()):
                if b not in seen:
                    seen.add(b)
                    todo.append(b)
        return seen

    def when(node: Node) -> tuple[str, str]:
        report = ground.reports[node.id]
        return (report.published_at or report.published or "9999", report.id)

    seen = reached(ways.origins)
    while left := ways.readers - seen:
        first = min(left, key=when)
        ways.origins.add(first)
        seen |= reached([first])
