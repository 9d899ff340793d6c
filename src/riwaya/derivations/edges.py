"""Which report of a story takes from which.

The scorers are sums of visible features; their weights and thresholds were set by hand on the development stories
(`docs/derivations.md` gives the measure of each).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from riwaya.derivations.across import Correspondence, correspondence
from riwaya.derivations.branching import maximum_branching
from riwaya.derivations.direction import Lean, leaning, rules_out
from riwaya.derivations.prints import printed
from riwaya.derivations.relation import Agreement, Wording, agreement, wording
from riwaya.derivations.reuse import Run
from riwaya.derivations.shortlist import pairs
from riwaya.derivations.table import Table, Tie, lay
from riwaya.model import Claim, Derivation, Report, Source, Span, Statement
from riwaya.recall import Recall, mark

COPIED = 0.40  #: share of a report's own words in shared runs from which it copies
_COPIED_RUNS = 0.12  #: and the share of its runs of five words
_EMBEDDED = 30  #: words of a run that alone shows copying of a part
_FRESH = 0.20  #: share of its words that a second original must explain anew
_REWRITTEN = 3.3  #: score from which a report is a rewriting
_OPENLY = 0.8  #: taken off where a report credits others than its supposed original does: it hides nothing
_TRANSLATED = 1.05  #: sentences covered + statements shared from which a report is a translation
_SAID = 0.2  #: share of its statements that a translation shares at least: below it no sentence is read
_EXPLAINED = 0.4  #: share of what two reports both say that both have from a third text, from which it explains them
_LEANT_ON = 0.2  #: share of the statements of both that credit a third, from which both retell that
_SURE = 0.6  #: confidence from which a taking counts in both readings of independence
_LEAST = 3  #: statements or sentence pairs that a rewriting or translation must share
_MOST_EVIDENCE = 12
_ORIGINALS = 12  #: originals of a report that are weighed against each other
_READING = 0.06  #: weight of a reading that few others share
_LEANING = 0.15  #: weight of the direction beside that of the likeness
_CREDITED = 0.3  #: weight of a credit beside it
_FEW = 0.5  #: share of the reports with a claim that at most have a reading which is told as unusual
_SHOWN = 80  #: code points of it that are told
_CLOSER = 0.05  #: by how much likeness must be greater to speak for another original


def derive(
    reports: Sequence[Report],
    sources: Sequence[Source],
    statements: Sequence[Statement],
    claims: Sequence[Claim],
    encoder: Any | None,
    known: Recall | None = None,
) -> tuple[Derivation, ...]:
    """The direct takings among the reports of one story, and from outlets without a report in it.

    `encoder` gives the sentence vectors for pairs in two languages; None leaves these to the claims; `known`
    is what was compared before. Nothing depends on the order of what comes in. What is not certain has `sure` False.
    """
    table = lay(reports, sources, statements, claims, encoder)
    taken = _choose(_plain(table, known or Recall()), table)
    out = [_plain_derivation(t, table) for t in taken if t.from_ not in table.cites[t.report]]
    out += _credits(table, taken)
    return tuple(sorted(out, key=lambda d: (d.report, d.from_)))


def _plain(table: Table, known: Recall) -> list[Tie]:
    """Takings shown by the texts themselves, in every direction that the times allow."""
    out: list[Tie] = []
    credited = {i: [*table.cites[i], *table.tags[i]] for i in table.reports}
    looked = pairs(table.reports, table.texts, table.said, credited)
    shared = table.shared
    marks = {i: mark(r.text) for i, r in table.reports.items()}
    for a, b in looked:
        if table.reports[a].language == table.reports[b].language:
            shared[a, b] = _wording(a, b, marks, table, known)
            for i in (a, b):
                table.central[i] = table.central.get(i, 0.0) + shared[a, b].likeness / len(table.reports)
    for a, b in looked:
        w_ab = shared.get((a, b))
        there = agreement(table.said[a], table.said[b], table.common)
        here = agreement(table.said[b], table.said[a], table.common)
        for i, j, w, agreed, back in ((a, b, w_ab, there, here), (b, a, w_ab and w_ab.turned(), here, there)):
            if rules_out(table.reports[i], table.reports[j]):
                continue
            tie = _same(i, j, w, agreed, back, table) if w is not None else _across(i, j, agreed, back, table)
            if tie is not None:
                out.append(tie)
    return out


def _wording(a: str, b: str, marks: Mapping[str, str], table: Table, known: Recall) -> Wording:
    def written() -> list[Any]:
        w = wording(table.texts[a], table.texts[b], table.quoted[a], table.quoted[b])
        runs = [n for run in w.runs for n in run]
        return [runs, w.covered_a, w.covered_b, w.contained_a, w.contained_b, w.longest]

    runs, *measures = known.of("wording", (marks[a], marks[b]), written)
    return Wording(tuple(map(Run, runs[::3], runs[1::3], runs[2::3])), *measures)


def _same(i: str, j: str, w: Wording, agreed: Agreement, back: Agreement, table: Table) -> Tie | None:
    lean = _lean(i, j, w, agreed, back, table)
    covered = max(w.covered_a, w.covered_b)
    if (covered >= COPIED and max(w.contained_a, w.contained_b) >= _COPIED_RUNS) or w.longest >= _EMBEDDED:
        strength = 1 + w.likeness + _READING * agreed.readings
        why = f"{w.covered_a:.0%} of its words stand in runs shared with the other, the longest of {w.longest} words"
        return Tie(i, j, "copies", strength, min(0.99, 0.55 + covered / 2), lean, why, agreed.pairs, w)
    open_ = table.cites[i].keys() - table.cites[j].keys() - {j}
    score = rewriting(w, agreed) - (_OPENLY if open_ else 0.0)
    # of a report that credits nobody less is enough: it must have its matter from somewhere
    least = _LEAST if table.cites[i] else _LEAST - 1
    if score < _REWRITTEN - 0.3 or agreed.own_shared < least or len(agreed.pairs) < _LEAST:
        return None
    why = (f"{agreed.own_shared} of the {agreed.own} things it says in its own voice stand in the other, "
           f"{agreed.dropped} of them with a source; {w.covered_a:.0%} of its words in shared runs")
    strength = 0.5 + w.likeness + _READING * agreed.readings
    return Tie(i, j, "rewrites", strength, _logistic(2 * (score - _REWRITTEN)), lean, why, agreed.pairs, w)


def rewriting(w: Wording, agreed: Agreement) -> float:
    """How far a report looks like another one in other words: what it says in its own voice stands in the other,
    where a source says it; more of its statements do; runs of three words are shared beyond the facts; and the facts
    come in the other's order."""
    return (
        3.0 * agreed.own_share * min(1.0, agreed.own_shared / _LEAST)
        + 1.5 * agreed.shared
        + 4.0 * w.covered_a
        + 0.4 * min(agreed.dropped, 4)
        + 0.3 * agreed.order
    )


def _across(i: str, j: str, agreed: Agreement, back: Agreement, table: Table) -> Tie | None:
    if table.said[i].statements and agreed.shared < _SAID:
        return None
    found = _correspond(i, j, table)
    score = found.covered + agreed.shared
    order = max(found.order, agreed.order)
    enough = max(len(found.pairs), len(agreed.pairs)) >= _LEAST
    if score < _TRANSLATED - 0.1 or order < 0.4 or not enough:
        return None
    why = (f"{found.covered:.0%} of its sentences and {agreed.shared:.0%} of its statements have their like in the "
           "other, in the same order")
    strength = 0.5 + score / 8 + (agreed.shared + back.shared) / 4 + _READING * agreed.readings
    return Tie(i, j, "translates", strength, _logistic(6 * (score - _TRANSLATED + 0.1)),
               _lean(i, j, None, agreed, back, table), why, agreed.pairs)


def _correspond(i: str, j: str, table: Table) -> Correspondence:
    read = table.sentences()
    return correspondence(read[i], read[j]) if read else Correspondence((), 0.0, 0.0)


def _lean(i: str, j: str, w: Wording | None, agreed: Agreement, back: Agreement, table: Table) -> Lean:
    credit = int(j in table.cites[i] or j in table.tags[i]) - int(i in table.cites[j] or i in table.tags[j])
    agency = table.is_agencys(j) - table.is_agencys(i)
    central = table.central.get(j, 0.0) - table.central.get(i, 0.0)
    return leaning(table.reports[i], table.reports[j], w, agreed, back, credit, agency, central)


def _choose(ties: Sequence[Tie], table: Table) -> list[Tie]:
    """One original a report, so that all together explain most of what is shared, without circles; a second one only
    where it explains what the first does not."""
    strongest = {(t.report, t.from_): t.strength for t in ties}
    able = [t for t in ties if t.confidence >= 0.5 and not _explained(t, strongest, table)]
    able.sort(key=lambda t: (t.report, t.from_))
    number = {r: k for k, r in enumerate(table.reports)}
    worth = [_worth(t, table) for t in able]
    of: dict[str, list[int]] = {}
    for k in sorted(range(len(able)), key=lambda k: -worth[k]):
        of.setdefault(able[k].report, []).append(k)
    arcs = {k: (number[able[k].report], number[able[k].from_], worth[k]) for ks in of.values() for k in ks[:_ORIGINALS]}
    taken = [able[k] for k in maximum_branching(len(number), arcs)]
    taken = printed(taken, able, table)
    unseen = {t.from_ for t in taken if t.unseen}
    parent: dict[str, list[Tie]] = {}
    for t in taken:
        parent.setdefault(t.report, []).append(t)

    def above(start: str) -> set[str]:
        seen: set[str] = set()
        todo = [start]
        while todo:
            for t in parent.get(todo.pop(), ()):
                if t.from_ not in seen:
                    seen.add(t.from_)
                    todo.append(t.from_)
        return seen

    for tie in sorted(able, key=lambda t: (-t.strength, t.report, t.from_)):
        mine = parent.get(tie.report, [])
        if unseen & above(tie.report) & (above(tie.from_) | {tie.from_}):
            continue  # what two prints of one text share is from that text
        if mine and tie not in mine and tie.report not in above(tie.from_) and _adds(tie, mine, table):
            mine.append(tie)
    return [t for r in sorted(parent) for t in parent[r]]


def _worth(tie: Tie, table: Table) -> float:
    """What a tie is worth among the others: likeness, direction, and whether the original is credited."""
    credited = tie.from_ in table.cites[tie.report] or tie.from_ in table.tags[tie.report]
    return tie.strength + _LEANING * math.tanh(tie.lean.total) + _CREDITED * credited


def _explained(tie: Tie, strongest: Mapping[tuple[str, str], float], table: Table) -> bool:
    """Whether a third text that both credit explains what they share."""
    common = (table.cites[tie.report].keys() | table.tags[tie.report].keys()) & (
        table.cites[tie.from_].keys() | table.tags[tie.from_].keys()
    ) - {tie.report, tie.from_}
    # a text of the story that can be laid beside explains it only where it is as like
    language = table.reports[tie.report].language
    common = {c for c in common if c not in table.reports or table.reports[c].language != language
              or strongest.get((tie.report, c), 0.0) >= tie.strength - _CLOSER}
    if not common:
        return False
    if tie.how != "copies":
        if tie.how == "rewrites" and any(
            min(len(table.cites[r].get(c, ())) / max(1, len(table.said[r].statements)) for r in (tie.report, tie.from_))
            >= _LEANT_ON for c in common
        ):
            return True
        through = [s for s, t in tie.pairs if _names(s, common, table) and _names(t, common, table)]
        return len(through) >= _EXPLAINED * len(tie.pairs)
    # the same wording of an agency's text proves no more than that both print it; of a foreign paper's it does
    return any(c not in table.reports and table.agency(c) for c in common)


def _names(s: Statement, nodes: AbstractSet[str], table: Table) -> bool:
    return not nodes.isdisjoint(_outlets_of(s, table))


def _adds(tie: Tie, mine: Sequence[Tie], table: Table) -> bool:
    if tie.how != "copies" or tie.wording is None:
        return False
    covered = {k for t in mine if t.wording for r in t.wording.runs for k in range(r.a, r.a + r.length)}
    fresh = sum(k not in covered for r in tie.wording.runs if r.length >= 5 for k in range(r.a, r.a + r.length))
    return fresh >= _FRESH * len(table.texts[tie.report].words)


def _plain_derivation(tie: Tie, table: Table) -> Derivation:
    why = "; ".join([tie.why, *_unusual(tie, table), *tie.lean.reasons])
    pairs = tuple((s.id, t.id) for s, t in tie.pairs[:_MOST_EVIDENCE])
    tags = table.tags.get(tie.from_, {})
    agency = next((x for x in sorted(tags) if x not in table.reports and table.agency(x)), None)
    if tie.how == "copies" and agency is not None:
        # the other signs the text with an agency whose own page nobody has seen: both print that
        why = f"{tie.why}, which {tie.from_} signs with «{tags[agency]}»"
        return Derivation(tie.report, agency, "copies", round(0.8 * tie.confidence, 3), pairs, why)
    # that the two belong together is what counts; which of them has it from the other can stay open
    sure = tie.confidence >= _SURE
    return Derivation(tie.report, tie.from_, tie.how, round(tie.confidence, 3), pairs, why, sure)


def _unusual(tie: Tie, table: Table) -> list[str]:
    """What is said of the readings that both have and few others: the same wrong number, the same garbled name."""
    if tie.unseen:
        return []
    mine, theirs = table.said[tie.report].version, table.said[tie.from_].version
    shared = [s for s, t in tie.pairs if mine[s.id] == theirs[t.id] and table.common[mine[s.id]] <= _FEW]
    if not shared:
        return []
    words = " ".join(shared[0].span.of(table.reports[tie.report].text).split())
    words = words if len(words) <= _SHOWN else words[: _SHOWN - 1].rsplit(" ", 1)[0] + "…"
    number = f"{len(shared)} readings" if len(shared) > 1 else "a reading"
    return [f"both have {number} that few others have: «{words}»"]


def _credits(table: Table, taken: list[Tie]) -> list[Derivation]:
    """Credited takings. What a report credits only because the text it took over does is no taking of its own; and a
    credited original is `cites` whatever else it is, so its tie leaves `taken` (by what is returned)."""
    out: list[Derivation] = []
    through = {(t.report, t.from_) for t in taken}
    for i in table.reports:
        originals = [t for t in taken if t.report == i and not t.unseen]
        unseen = any(t.report == i and t.unseen for t in taken)
        for node, said in sorted(table.cites[i].items()):
            if node in table.reports and rules_out(table.reports[i], table.reports[node]):
                continue
            if (i, node) not in through and any(_inherited(said, node, t, table) for t in originals):
                continue
            out.append(_credit(i, node, said, table))
        for node, span in sorted(table.names[i].items()):
            late = node in table.reports and rules_out(table.reports[i], table.reports[node])
            behind = node in table.cites[i] or any(node in _outlets_of(s, table) for s in table.said[i].statements)
            passed_on = any(node in (t.from_, *table.names[t.from_], *table.cites[t.from_]) for t in originals)
            if not (late or behind or passed_on):
                out.append(Derivation(i, node, "cites", 0.7, (), f"it names it: «{span.of(table.reports[i].text)}»"))
        for node, tag in sorted(table.tags[i].items()):
            if node in table.cites[i] or node in table.reports or originals or unseen:
                continue
            out.append(Derivation(i, node, "copies", 0.7, (), f"the page is signed «{tag}»"))
    return out


def _outlets_of(s: Statement, table: Table) -> set[str | None]:
    return {table.known.node(x, s.report) for x in s.chain if table.known.speaks(x)}


def _credit(i: str, node: str, said: Sequence[Statement], table: Table) -> Derivation:
    theirs = table.said.get(node)
    claims = theirs.claims if theirs else {}
    mine = table.said[i].claim
    pairs = [(s.id, claims[mine[s.id]].id) for s in said if mine.get(s.id) in claims]
    text = table.reports[i].text
    first = said[0]
    cue = first.cue or Span(first.start, min(first.end, first.start + 80))
    why = f"it credits it: «{cue.of(text)}»"
    sure = max(s.sure for s in said)
    return Derivation(i, node, "cites", round(0.6 + 0.38 * sure, 3), tuple(pairs[:_MOST_EVIDENCE]), why)


def _inherited(said: Sequence[Statement], node: str, tie: Tie, table: Table) -> bool:
    """Whether the original of a report credits the same outlet in the same places."""
    upper = tie.from_
    if node not in table.cites[upper]:
        return False
    theirs = {table.said[upper].claim.get(s.id) for s in table.cites[upper][node]} - {None}
    inside = {k for r in tie.wording.runs for k in range(r.a, r.a + r.length)} if tie.wording else set()

    def copied(s: Statement) -> bool:
        places = [k for k, w in enumerate(table.texts[s.report].words) if s.start <= w.start and w.end <= s.end]
        return bool(places) and sum(k in inside for k in places) >= 0.5 * len(places)

    found = sum(table.said[tie.report].claim.get(s.id) in theirs or copied(s) for s in said)
    return 2 * found >= len(said)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))
