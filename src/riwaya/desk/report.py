"""A report: its text with everything that was read in it, and beside any other report of its story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from riwaya.desk import words as spoken
from riwaya.desk.asking import Ask, Page, Wrong
from riwaya.desk.opened import Opened
from riwaya.export import json as contract
from riwaya.export import svg
from riwaya.export.marks import Mark, marked
from riwaya.language.text import words
from riwaya.model import Report, Span

if TYPE_CHECKING:
    from markupsafe import Markup

    from riwaya.derivations import Drift

_PARAGRAPHS = 150  #: of a report, that are set beside another's
_WORDS = 400  #: of a paragraph, that are compared
_RUN = 3  #: words in the same order that count as the same passage
_ALIKE = 0.25  #: share of the shorter paragraph's words that both have, from which they stand beside each other


class Side(NamedTuple):
    """A paragraph, what it shares with the one beside it marked."""

    words: str
    html: Markup


class Pairing(NamedTuple):
    """Two paragraphs that say the same, or one that has none beside it; and the claims that both tell."""

    one: Side | None
    other: Side | None
    claims: tuple[tuple[int, str], ...]


class Seen(NamedTuple):
    """A revision, and the lines that changed against the one before: (taken out, put in)."""

    number: int
    seen: str
    changed: tuple[tuple[str, str], ...]


def read(ask: Ask) -> Page:
    """A report, alone or beside another."""
    held = ask.story()
    report = held.view.reports.get(ask.id("report"))
    if report is None:
        raise Wrong(404, "no such")
    desk = held.desk(ask.speech)
    beside = ask.query("beside", 400)
    other = held.view.reports.get(beside) if beside and beside != report.id else None
    revisions = _revisions(ask, report.id)
    origins = _origins(held, report.id)
    context = {
        "opened": held, "story": held.story, "story_id": held.id, "spots": held.spots, "report": report,
        "telling": None if other else desk.telling(report, origins), "other": other, "origins": origins,
        "aligned": aligned(held, report, other) if other else (), "claims_of": held.claims_of,
        "others": [r for r in held.members if r.id != report.id],
        "took": list(dict.fromkeys(d.from_ for d in held.story.derivations if d.report == report.id)),
        "given": list(dict.fromkeys(d.report for d in held.story.derivations if d.from_ == report.id))[:20],
        "dropped": _dropped(ask, held, report.id), "drifts": held.drifts(report.id), "revisions": revisions,
    }

    def data() -> Mapping[str, object]:
        found: dict[str, object] = contract.report(report) | {
            "story": held.id,
            "statements": [contract.statement(s) for s in held.view.by_report.get(report.id, ())],
            "claims": {s.id: [id_ for _, id_ in held.claims_of.get(s.id, ())]
                       for s in held.view.by_report.get(report.id, ())},
            "dropped": [s.id for s, _ in held.dropped.get(report.id, ())],
            "drifts": [_drift(d) for found in held.drifts(report.id).values() for d in found],
            "revisions": [{"nth": r.number, "seen": r.seen, "changed": r.changed} for r in revisions],
        }  # fmt: skip
        if other:
            found["beside"] = {"id": other.id, "paragraphs": [
                {"one": p.one and p.one.words, "other": p.other and p.other.words, "claims": [i for _, i in p.claims]}
                for p in aligned(held, report, other)]}  # fmt: skip
        return found

    return Page("report.html", report.title or held.view.name(report.id), context, data, held)


def _origins(held: Opened, report: str) -> dict[str, str]:
    """By statement: the colour of the source that its chain ends with, one for each in the order they speak."""
    hues: dict[str, str] = {}
    found = {}
    for s in held.view.by_report.get(report, ()):
        if s.chain:
            found[s.id] = hues.setdefault(s.chain[-1], f"o{len(hues) % svg.HUES}")
    return found


def _drift(d: Drift) -> dict[str, object]:
    return {"claim": d.claim, "from": d.from_, "kind": d.kind, "statements": list(d.statements), "detail": d.detail}


def aligned(held: Opened, one: Report, other: Report) -> list[Pairing]:
    """The paragraphs of a report in order, each beside the one of another report that it has most in common with:
    claims that both tell, then words. What the other has alone stands after what it follows there. Each paragraph
    stands once."""
    mine, theirs = one.paragraphs()[:_PARAGRAPHS], other.paragraphs()[:_PARAGRAPHS]
    told = [_claims_by_paragraph(held, r, spans) for r, spans in ((one, mine), (other, theirs))]
    forms = [[_forms(r, s) for s in spans] for r, spans in ((one, mine), (other, theirs))]
    scored = []
    for i, (claims, said) in enumerate(zip(told[0], forms[0], strict=True)):
        for j, (also, heard) in enumerate(zip(told[1], forms[1], strict=True)):
            shared = len(said & heard) / (min(len(said), len(heard)) or 1)
            both = len(claims.keys() & also.keys())
            if both or shared >= _ALIKE:
                scored.append((-(both + 2 * shared), i, j))
    match: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(scored):
        if i not in match and j not in taken:
            match[i] = j
            taken.add(j)
    after: dict[int, list[int]] = defaultdict(list)
    row_of = {j: i for i, j in match.items()}
    row = -1
    for j in range(len(theirs)):
        row = row_of.get(j, row)
        if j not in taken:
            after[row].append(j)
    rows = [Pairing(None, _alone(other, theirs[j]), ()) for j in after[-1]]
    for i, span in enumerate(mine):
        j = match.get(i, -1)
        if j < 0:
            rows.append(Pairing(_alone(one, span), None, ()))
        else:
            left, right = _beside(one, span, other, theirs[j])
            both_tell = {n: id_ for id_, n in told[0][i].items() if id_ in told[1][j]}
            rows.append(Pairing(left, right, tuple(sorted(both_tell.items()))))
        rows += [Pairing(None, _alone(other, theirs[j]), ()) for j in after[i]]
    return rows


def _claims_by_paragraph(held: Opened, report: Report, spans: Sequence[Span]) -> list[dict[str, int]]:
    found: list[dict[str, int]] = [{} for _ in spans]
    at = 0
    for s in held.view.by_report.get(report.id, ()):
        while at + 1 < len(spans) and spans[at].end <= s.start:
            at += 1
        if spans:
            found[at] |= {id_: number for number, id_ in held.claims_of.get(s.id, ())}
    return found


def _forms(report: Report, span: Span) -> set[str]:
    return {w.form for w in words(span.of(report.text)[:2000])}


def _alone(report: Report, span: Span) -> Side:
    return Side(span.of(report.text), _html(report, span, []))


def _beside(one: Report, mine: Span, other: Report, theirs: Span) -> tuple[Side, Side]:
    """Two paragraphs, the passages that they have in the same words marked."""
    from rapidfuzz.distance import LCSseq

    left, right = words(mine.of(one.text))[:_WORDS], words(theirs.of(other.text))[:_WORDS]
    marks: tuple[list[Mark], list[Mark]] = ([], [])
    for step in LCSseq.opcodes([w.form for w in left], [w.form for w in right]):
        if step.tag == "equal" and step.src_end - step.src_start >= _RUN:
            for held, found, a, b, base in (
                (marks[0], left, step.src_start, step.src_end, mine.start),
                (marks[1], right, step.dest_start, step.dest_end, theirs.start),
            ):
                held.append(Mark(base + found[a].start, base + found[b - 1].end, "span", "same"))
    first = Side(mine.of(one.text), _html(one, mine, marks[0]))
    return first, Side(theirs.of(other.text), _html(other, theirs, marks[1]))


def _html(report: Report, span: Span, marks: Sequence[Mark]) -> Markup:
    from markupsafe import Markup

    return Markup(marked(report.text, marks, span)[0])


def _dropped(ask: Ask, held: Opened, report: str) -> dict[str, list[Markup]]:
    """By statement: who names a source for what the report says in its own voice."""
    from markupsafe import Markup

    desk = held.desk(ask.speech)
    found: dict[str, list[Markup]] = {}
    for statement, others in held.dropped.get(report, ()):
        first = others[0]
        text = Markup(spoken.say("dropped why", ask.speech))
        flag = text.format(who=desk.name(first.report), to=desk.name(first.chain[-1]))
        found.setdefault(statement.id, []).append(flag)
    return found


def _revisions(ask: Ask, report: str) -> tuple[Seen, ...]:
    """The revisions of a report, the latest first, with what changed from each to the next."""
    kept = ask.house.shelf.revisions(report)[-20:]
    found = []
    for n, revision in enumerate(kept):
        before = kept[n - 1].report if n else None
        found.append(Seen(revision.nth, revision.seen, changed(before, revision.report) if before else ()))
    return tuple(reversed(found))


def changed(before: Report, after: Report) -> tuple[tuple[str, str], ...]:
    """The lines, the title among them, that were taken out and put in. Linear: lines are told apart as wholes."""
    old, new = ([r.title, *(s.of(r.text) for s in r.paragraphs())][:1000] for r in (before, after))
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    out = [line for line in dict.fromkeys(old) if line in gone]
    in_ = [line for line in dict.fromkeys(new) if line in come]
    longest = max(len(out), len(in_))
    out += [""] * (longest - len(out))
    in_ += [""] * (longest - len(in_))
    return tuple(zip(out, in_, strict=True))
