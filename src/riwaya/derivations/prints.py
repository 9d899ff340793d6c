"""From the takings that were chosen to those that stand: reports that print one text which nobody has seen take from
that text and not from each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from riwaya.derivations.direction import Lean, at_once, rules_out
from riwaya.derivations.relation import Wording, agreement
from riwaya.derivations.table import Table, Tie
from riwaya.derivations.unseen import Against, Prints, trace_prints
from riwaya.language.text import words
from riwaya.model import Derivation, Report, Source

NAMES = {"ar": "نص لم يُر", "en": "a text not seen"}  #: of a text that nobody has seen, by the language of its prints
NEAR = 0.3  #: share of the shorter one's runs of five words from which two reports may print one text
_HALF = 0.5  #: the same, where there are but two
_LIKE = 0.1  #: by how much these shares may differ between two that lean to neither side
_RESTORED = 3  #: things that the later of two has from a source and the earlier says itself
_EVEN = 0.65  #: confidence where two prints alone tell of a third text
_AGENCIES = frozenset(("وكالات", "agencies"))
_OPTIONS = 12  #: originals of a report that are weighed
_PREFIX = "unseen-"


def printed(taken: Sequence[Tie], able: Sequence[Tie], table: Table) -> list[Tie]:
    """The takings `taken`, with those between prints of one unseen text replaced. `able`: all that were possible."""
    copies = {t.report: t for t in taken if t.how == "copies"}
    if not copies:
        return list(taken)
    possible = {(t.report, t.from_): t for t in able if t.how == "copies" and t.wording is not None}
    prints = _prints(possible.values(), table)
    held = {t.report for t in taken}  # that have an original of any kind
    order = sorted(table.reports, key=lambda r: _when(table.reports[r]))
    options: dict[str, list[str]] = {}
    near = [t for k, t in possible.items() if k in prints.near]
    for t in sorted(near, key=lambda t: (-t.strength, t.report, t.from_)):
        options.setdefault(t.report, []).append(t.from_)
    options = {r: found[:_OPTIONS] for r, found in options.items()}
    parent = {r: t.from_ for r, t in copies.items() if (r, t.from_) in prints.near}
    fixed = {r for r, o in parent.items() if _credited(r, o, table) or table.is_agencys(o)}
    traced = trace_prints(parent, options, order, fixed, prints)
    out = {t.report: t for t in taken}
    # where the first of the prints has its text from somewhere else, it is not told what stands above the others
    if not any(next(iter(group)) in held for group in traced.unseen):
        out |= {report: possible[report, other] for report, other in traced.moved.items()}
        for group in traced.unseen:
            out |= _from_unseen(group, out, table)
    for tie in taken:
        why = _two(tie, out, table) if tie.report not in fixed else None
        if why is not None:
            top = min(tie.report, tie.from_, key=order.index)
            id_ = _name((tie.report, tie.from_), top, table)
            back = tuple((t, s) for s, t in tie.pairs)
            new = replace(tie, from_=id_, confidence=_EVEN, why=why, lean=Lean(0.0, ()), unseen=True)
            out[tie.report], out[tie.from_] = new, replace(new, report=tie.from_, pairs=back, wording=None)
    return [out[r] for r in sorted(out)]


def _two(tie: Tie, taken: Mapping[str, Tie], table: Table) -> str | None:
    """Why two reports that are near copies of each other and of nothing else have their text from a third; None where
    one may well have it from the other."""
    a, b = tie.report, tie.from_
    w = tie.wording
    others = [t for t in taken.values() if t is not tie and t.how == "copies" and {t.report, t.from_} & {a, b}]
    if tie.how != "copies" or w is None or b in taken or others or taken.get(a) is not tie:
        return None
    if max(w.contained_a, w.contained_b) < _HALF or _one_house(a, b, table):
        return None
    if table.is_agencys(a) or any(_credited(r, x, table) for x in (a, b) for r in table.reports):
        return None  # who is credited brought it
    if _bare(table.reports[a]) and _bare(table.reports[b]):
        return "both are signed with agencies that they do not name: each prints a text that is not among the reports"
    mine = agreement(table.said[a], table.said[b], table.common).dropped
    theirs = agreement(table.said[b], table.said[a], table.common).dropped
    if rules_out(table.reports[b], table.reports[a]) and theirs - mine >= _RESTORED:
        return (f"it names a source for {theirs} things that {b}, which was published before, says in its own voice: "
                "each prints a text that is not among the reports")
    if abs(w.contained_a - w.contained_b) <= _LIKE and mine == theirs and at_once(table.reports[a], table.reports[b]):
        return ("both were published at one time, and nothing tells which would have it from the other: each prints a "
                "text that is not among the reports")
    return None


def _one_house(a: str, b: str, table: Table) -> bool:
    """Whether two reports are of one outlet or owner, or it is not known whose they are."""
    sources = [table.known.sources.get(table.reports[r].outlet or "") for r in (a, b)]
    if sources[0] is None or sources[1] is None or sources[0].id == sources[1].id:
        return True
    return sources[0].owner is not None and sources[0].owner == sources[1].owner


def _bare(report: Report) -> bool:
    """Whether a page is signed with agencies and names none («وكالات»)."""
    tags = [*report.bylines, *(c.text for c in report.credits if not c.names)]
    return any(w.form.removeprefix("ال") in _AGENCIES for tag in tags for w in words(tag))


def _name(prints: Collection[str], first: str, table: Table) -> str:
    """The id of an unseen text: the agency's that one of its prints is signed with, if it has no page in the story;
    else made from that of the first print, so that it stays the same whatever else is read."""
    named = {x for r in prints for x in table.tags[r] if x not in table.reports and table.agency(x)}
    return named.pop() if len(named) == 1 else _PREFIX + first


def unseen(
    derivations: Sequence[Derivation], reports: Sequence[Report], sources: Sequence[Source]
) -> tuple[Source, ...]:
    """The texts that derivations name and nobody has seen, as sources to be put beside `sources`: a document each,
    without a name of its own. Order of input changes nothing."""
    language = {r.id: r.language for r in reports}
    known = {*language, *(s.id for s in sources)}
    names = {d.from_: NAMES.get(language.get(d.report, ""), NAMES["en"])
             for d in sorted(derivations, key=lambda d: d.report) if d.from_ not in known}
    return tuple(Source(id_, name, "document") for id_, name in sorted(names.items()))


def _prints(ties: Iterable[Tie], table: Table) -> Prints:
    near: dict[tuple[str, str], Wording] = {}
    for t in ties:
        if t.wording is None or max(t.wording.contained_a, t.wording.contained_b) < NEAR:
            continue
        near[t.report, t.from_] = t.wording
        near.setdefault((t.from_, t.report), t.wording.turned())
    loose: dict[tuple[str, str], Wording] = {}
    for (a, b), w in table.shared.items():
        if (a, b) not in near and w.longest >= 5:
            loose[a, b], loose[b, a] = w, w.turned()
    return Prints(near, loose, {r: table.quoted[r] | _around(r, table) for r in dict.fromkeys(r for r, _ in near)})


def _around(report: str, table: Table) -> set[int]:
    """The numbers of a report's words that are no part of what it says: who says it and how it is introduced. Titles
    and turns of phrase prove nothing. Where most of the text was not read as statements, none."""
    spans = [s.span for s in table.said[report].statements]
    inside: set[int] = set()
    words = table.texts[report].words
    at = 0
    for span in spans:  # in order of the text
        while at < len(words) and words[at].start < span.start:
            at += 1
        k = at
        while k < len(words) and words[k].end <= span.end:
            inside.add(k)
            k += 1
    return set(range(len(words))) - inside if 2 * len(inside) >= len(words) else set()


def _when(report: Report) -> tuple[str, str]:
    return report.published_at or report.published or "9999", report.id


def _credited(report: str, original: str, table: Table) -> bool:
    return original in table.cites[report] or original in table.tags[report] or original in table.names[report]


def _from_unseen(group: Mapping[str, Against | None], taken: Mapping[str, Tie], table: Table) -> dict[str, Tie]:
    """The takings of the prints of one text."""
    top, *others = group
    id_ = _name(group, min(group, key=lambda r: _when(table.reports[r])), table)
    out: dict[str, Tie] = {}
    for report in others:
        tie, against = taken[report], group[report]
        assert against is not None
        why = (f"it shares {against.beyond} words with {against.witness} that {against.original} lacks, and others "
               f"with {against.original}: each prints a text that is not among the reports")
        out[report] = replace(tie, from_=id_, confidence=min(0.95, 0.7 + against.beyond / 200), why=why,
                              lean=Lean(0.0, ()), unseen=True)
    first = out[others[0]]
    why = "other reports share wording that it lacks: each prints a text that is not among the reports"
    pairs = tuple((t, s) for s, t in first.pairs if t.report == top)
    out[top] = replace(first, report=top, why=why, pairs=pairs, wording=None)
    return out
