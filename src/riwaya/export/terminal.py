"""A trace for the terminal: the answer first, then what contradicts, then claim by claim, then where all comes from.

Headings and reasons are in English and Arabic, so that either reader can read the other's story. Text of the reports
stays in logical order and is isolated (bidi.py); versions go by letters, differing words stand in brackets, so that
nothing is said by colour alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from riwaya.export.bidi import UNMARK, cut, flat, isolate
from riwaya.export.descent import layout
from riwaya.export.ink import Ink, arabic, both
from riwaya.export.view import ClaimView, Side, StoryView, VersionView, View, by_report, headline, unattributed, view
from riwaya.export.words import Speech, counted, dated, letter, ranged, say
from riwaya.model import Difference, Problem, Span, Statement, Trace

if TYPE_CHECKING:
    from riwaya.derivations import Drift

_TELLERS = 8  # of a version with more, the rest is counted


def render(trace: Trace, *, width: int = 80, color: bool = False, why: bool = False) -> str:
    """The report of a trace.

    width: columns, at least 40. color: whether to use ANSI styles. why: whether to print the evidence, each
    statement of a version and every difference, however many.
    """
    ink = Ink(max(width, 40), color)
    opened = view(trace)
    for story in opened.stories:
        if ink.lines:
            ink.blank()
            ink.lines.append("═" * ink.width)
        _story(ink, opened, story, why)
    if not opened.stories:
        ink.put(counted(len(trace.reports), "report", "en"))
    _reports(ink, opened)
    _problems(ink, trace.problems)
    if trace.encoder:
        ink.blank()
        ink.put(f"{say('encoder', 'en')}: {flat(trace.encoder)}", style=("dim",))
    return ink.text()


def answer(story: StoryView, opened: View, speech: Speech) -> list[str]:
    """What was found, in one or two sentences."""
    h = headline(story, opened)
    english = speech == "en"
    first = [counted(h.reports, "report", speech)]
    if h.main:
        i = h.main.claim.independent
        behind = ranged(i.low, i.high, "independent source", speech)
        first.append(f"{behind} {'behind the main claim' if english else 'وراء الدعوى الرئيسية'}")
    first.append(counted(h.conflicting, "conflicting claim", speech) if h.conflicting else say("no conflict", speech))
    lines = [("; " if english else "؛ ").join(first).rstrip(".") + "."]
    if h.main is None:
        lines.append(say("none shared", speech))
    elif h.single:
        every = h.single == h.shared
        shared = counted(h.shared, "shared claim", speech)
        carrier = isolate(opened.name(h.carrier)) if h.carrier else ""
        if english:
            verb = "rests" if h.single == 1 else "rest"
            line = f"{'All' if every else f'{h.single} of'} {shared} {verb} on one source alone" if h.shared > 1 else (
                f"{shared}, resting on one source alone"
            )
            tail = "" if not carrier else f": {carrier}" if h.carried == h.single else f", {h.carried} on {carrier}"
        else:
            some = "كلها" if every else "واحدة منها" if h.single == 1 else f"{h.single} منها"
            line = f"{shared}، {some} مدارها على مصدر واحد"
            tail = "" if not carrier else f": {carrier}" if h.carried == h.single else f"، {h.carried} على {carrier}"
        lines.append(line + tail + ".")
    return lines


def _story(ink: Ink, opened: View, story: StoryView, why: bool) -> None:
    # Not from the first column: some terminals drop a mark of direction that has no cell before it.
    ink.put(isolate(flat(story.story.title) or flat(story.story.id)), indent=1, style=("bold",))
    for line in answer(story, opened, "en"):
        ink.put(line, indent=1)
    for line in answer(story, opened, "ar"):
        ink.put(arabic(line), indent=1)
    if story.conflicting:
        ink.head("conflicts")
        for claim in story.conflicting:
            _conflict(ink, opened, claim)
    if story.shared:
        ink.head("claims")
        for claim in story.shared:
            _claim(ink, opened, claim, why)
        if any(s.inferred for c in story.shared for v in c.versions for s in v.statements):
            ink.blank()
            ink.put(f"* {both('inferred why')}", style=("dim",))
    if story.alone:
        ink.head("alone")
        _alone(ink, opened, story)
    ink.head("descent")
    _descent(ink, opened, story, why)
    _drift(ink, opened, story, why)
    _sources(ink, opened, story)
    _timeline(ink, opened, story)
    _own(ink, opened, story)


def _conflict(ink: Ink, opened: View, claim: ClaimView) -> None:
    ink.blank()
    _gist(ink, claim)
    for rivalry in claim.rivalries:
        ink.put(ink.style(both(rivalry.kind), "red"), indent=4)
        for side in rivalry.sides:
            tags = "".join(ink.hue(letter(v, "en"), v) for v in side.versions[:6])
            stance = opened.statements[side.statement].stance
            lead = "" if stance == "asserts" else f"({both(stance)}) "
            ink.put(lead + _excerpt(ink, opened, side), indent=11, first=f"    {tags}", most=2)
            if side.reports:
                ink.put(_names(opened, side.reports), indent=11, style=("dim",), most=2)


def _claim(ink: Ink, opened: View, claim: ClaimView, why: bool) -> None:
    ink.blank()
    _gist(ink, claim)
    i = claim.claim.independent
    for speech in ("en", "ar"):
        count = ink.style(ranged(i.low, i.high, "independent source", speech), "bold")
        reason = opened.reason(claim.claim, speech)
        line = f"{count}. {reason}" if reason else count
        ink.put(line if speech == "en" else arabic(line), indent=4)
    for version in claim.versions:
        _version(ink, opened, version, why)
    shown = claim.differences if why else claim.differences[:_TELLERS]
    version_of = {s: v for v, ids in enumerate(claim.claim.versions) for s in ids}
    for difference in shown:
        _difference(ink, opened, difference, version_of, why)
    if len(claim.differences) > len(shown):
        rest = counted(len(claim.differences) - len(shown), "difference", "en")
        ink.put(f"+ {rest}", indent=4, style=("dim",))
    for d in claim.drifts if why else claim.drifts[:_TELLERS]:
        ink.put(f"{isolate(opened.name(d.report))} ← {isolate(opened.name(d.from_))}: {_lost(opened, d)}", indent=6,
                first="    ↯")
    for one, other, sure, reason in claim.claim.why if why else ():
        if one in opened.statements and other in opened.statements:
            pair = f"{letter(version_of.get(one, 0), 'en')}–{letter(version_of.get(other, 0), 'en')}"
            line = f"{both('one claim')} ({pair}, {sure:.2f}): {flat(reason)}"
            ink.put(line, indent=6, first="    =", style=("dim",))
    for doubt in claim.doubts if why else ():
        words = isolate(opened.words(doubt.other))
        ink.put(f"{both('inside doubt' if doubt.inside else 'outside doubt')} ({doubt.sure:.2f}): {words} ‒ "
                f"{isolate(opened.name(doubt.other.report))}", indent=6, first="    ?", style=("dim",), most=3)


def _lost(opened: View, d: Drift) -> str:
    who = opened.drifted(d)
    return both(f"drift:{d.kind}") + (f" ({who})" if who else "")


def _gist(ink: Ink, claim: ClaimView) -> None:
    number = f"{claim.number:>2}"
    ink.put(isolate(flat(claim.claim.text)), indent=4, first=ink.style(number, "bold"), style=("bold",), most=3)


def _version(ink: Ink, opened: View, version: VersionView, why: bool) -> None:
    if not version.statements:
        return
    first = version.statements[0]
    ink.put(isolate(opened.words(first)), indent=7, first=_tag(ink, version.index), most=0 if why else 4)
    shown = version.statements if why else version.statements[:_TELLERS]
    for n, statement in enumerate(shown):
        ink.put(chain(opened, statement), indent=9, first=" " * 7 + "‒")
        if why:
            if n:
                ink.put(isolate(opened.words(statement)), indent=9)
            if statement.why:
                ink.put(f"{say('why', 'en')}: {isolate(flat(statement.why))}", indent=9, style=("dim",))
    if len(version.statements) > len(shown):
        ink.put(f"+ {len(version.statements) - len(shown)} {both('more')}", indent=9, style=("dim",))
    if len(version.reports) > 1:
        went = "; ".join(
            f"{isolate(opened.name(d.report))} ← {isolate(opened.name(d.from_))} ({both(d.how)})" for d in version.route
        )
        line = f"{both('first in')}: {isolate(opened.name(version.entered))}{'; ' if went else ''}{went}"
        ink.put(line, indent=9, style=("dim",))


def chain(opened: View, statement: Statement) -> str:
    """«outlet ← agency ← person», a * at an inferred link, and how it is said where that is not plain."""
    links = [isolate(link.name) + ("*" if link.inferred else "") for link in opened.chain(statement)]
    text = " ← ".join(links)
    if statement.voice == "own":
        text += f"  ({both('own')})"
    if statement.stance != "asserts":
        text += f"  ({both(statement.stance)})"
    return text


def _difference(ink: Ink, opened: View, d: Difference, version_of: dict[str, int], why: bool) -> None:
    sides = []
    for id_, span in zip(d.statements, d.spans, strict=True):
        said = opened.standing(opened.statements[id_], span, d.kind, "en")
        sides.append(f"{letter(version_of.get(id_, 0), 'en')} {said}")
    sign = ink.style("≠", "red", "bold") if d.conflict else "↻" if d.update else "~"
    label = f"  ({both('conflict')})" if d.conflict else f"  ({both('update')})" if d.update else ""
    ink.put(f"{both(d.kind)}: {' | '.join(sides)}{label}", indent=6, first=f"    {sign}")
    if why and d.why:
        ink.put(f"{say('why', 'en')} ({d.sure:.2f}): {isolate(flat(d.why))}", indent=6, style=("dim",))


def _excerpt(ink: Ink, opened: View, side: Side) -> str:
    """The words that differ within the words around them."""
    statement = opened.statements[side.statement]
    report = opened.reports.get(statement.report)
    text = report.text if report else ""
    if side.span is None or not side.span.of(text):
        return isolate(flat(statement.span.of(text)))
    span = side.span
    start, end = max(statement.start, span.start - 60), max(min(statement.end, span.end + 80), span.end)
    # Cut at a word's edge, where there is one.
    if start > statement.start:
        start = text.find(" ", start, span.start) + 1 or start
    before, after = flat(text[start : span.start]), flat(text[span.end : end])
    after = " " * text[span.end : end][:1].isspace() + after
    lead = ("… " if start > statement.start else "") + before
    lead += " " if before and text[span.start - 1].isspace() else ""
    marked = ink.marked(flat(span.of(text)))
    return _isolated(f"{lead}{marked}{after}{'…' if end < statement.end else ''}", ink)


def _isolated(text: str, ink: Ink) -> str:
    """Isolate a text that may hold styles of ours, which `isolate` would take out."""
    plain = isolate(text.replace("\x1b[1;4m", "\ue000").replace(UNMARK, "\ue001"))
    return plain.replace("\ue000", "\x1b[1;4m").replace("\ue001", UNMARK) if ink.color else plain


def _tag(ink: Ink, version: int) -> str:
    return f"    {ink.hue(letter(version, 'en'), version)}"


def _names(opened: View, ids: Sequence[str]) -> str:
    return ", ".join(isolate(opened.name(i)) for i in ids)


def _alone(ink: Ink, opened: View, story: StoryView) -> None:
    for report, claims in by_report(story.alone, story.reports):
        ink.put(ink.style(isolate(opened.name(report)), "bold"), indent=2)
        for claim in claims:
            said = [s for v in claim.versions for s in v.statements]
            source = " ← ".join(link.name for link in opened.chain(said[0])[1:]) if said else ""
            ink.row(flat(claim.claim.text), isolate(cut(source, 30)), indent=4, style=("dim",))


def _descent(ink: Ink, opened: View, story: StoryView, why: bool) -> None:
    plan = layout(story, opened)
    if not plan.edges:
        ink.put(say("no descent", "en"), indent=2)
        ink.put(arabic(say("no descent", "ar")), indent=2)
    # Every report hangs under the one it takes from most surely; the others are named beside it.
    parents: dict[int, list[int]] = defaultdict(list)
    for n, edge in enumerate(plan.edges):
        if edge.parent < edge.child:
            parents[edge.child].append(n)
    below: dict[int, list[int]] = defaultdict(list)
    for found in parents.values():
        found.sort(key=lambda n: (not plan.edges[n].derivation.sure, -plan.edges[n].derivation.confidence))
        below[plan.edges[found[0]].parent].append(found[0])
    stack = [(n, "", "", -1) for n in range(len(plan.nodes)) if n not in parents][::-1]
    while stack:
        at, lead, branch, edge_at = stack.pop()
        node = plan.nodes[at]
        how = ""
        if edge_at >= 0:
            d = plan.edges[edge_at].derivation
            how = f"{both(d.how)}{'' if d.sure else ' ?'}: "
        report = opened.reports.get(node.id) if node.seen else None
        when = dated(report.published, "en") if report else both("not seen")
        text = f"{how}{ink.style(isolate(opened.name(node.id)), 'bold')}, {when}"
        others = [plan.edges[n] for n in parents[at][1:]]
        if others:
            more = "; ".join(f"{isolate(opened.name(e.derivation.from_))} ({both(e.derivation.how)})" for e in others)
            text += f"; {both('also from')} {more}"
        hang = lead + ("   " if branch.startswith("└") else "│  " if branch else "")
        ink.put(text, indent=2 + len(hang), first="  " + lead + branch)
        if why and edge_at >= 0 and plan.edges[edge_at].derivation.why:
            ink.put(isolate(flat(plan.edges[edge_at].derivation.why)), indent=2 + len(hang), first="  " + hang)
        children = below[at]
        for n in range(len(children) - 1, -1, -1):
            stack.append((plan.edges[children[n]].child, hang, "└─ " if n == len(children) - 1 else "├─ ", children[n]))


def _drift(ink: Ink, opened: View, story: StoryView, why: bool) -> None:
    if not story.drifts:
        return
    ink.head("drift")
    for report, found in story.drifts:
        ink.put(ink.style(isolate(opened.name(report)), "bold"), indent=2)
        for claim, d in found:
            ink.put(f"{_lost(opened, d)} ← {isolate(opened.name(d.from_))}", indent=8, first=f"    {claim.number:>2}")
            for id_ in d.statements if why else ():
                ink.put(isolate(opened.words(opened.statements[id_])), indent=10, style=("dim",))


def _sources(ink: Ink, opened: View, story: StoryView) -> None:
    said: dict[str, set[str]] = defaultdict(set)
    count: Counter[str] = Counter()
    beyond: dict[str, Counter[str]] = defaultdict(Counter)
    for report in story.reports:
        for s in opened.by_report.get(report, ()):
            for n, id_ in enumerate(s.chain):
                said[id_].add(report)
                count[id_] += 1
                if n + 1 < len(s.chain):
                    beyond[id_][s.chain[n + 1]] += 1
    if not count:
        return
    ink.head("sources")
    for id_ in sorted(count, key=lambda i: (-len(said[i]), -count[i])):
        source = opened.sources.get(id_)
        kind = f" ({both(f'kind:{source.kind}')})" if source else ""
        numbers = f"{counted(count[id_], 'statement', 'en')}, {counted(len(said[id_]), 'report', 'en')}"
        name = ink.style(isolate(opened.name(id_)), "bold")
        ink.put(f"{name}{kind}: {numbers}", indent=4, first=" ")
        for other, times in beyond[id_].most_common(6):
            ink.put(f"← {isolate(opened.name(other))} ×{times}", indent=8, first="     ")


def _timeline(ink: Ink, opened: View, story: StoryView) -> None:
    ink.head("timeline")
    ink.put(ink.style(both("telling"), "dim"), indent=2)
    for id_ in story.reports:
        report = opened.reports.get(id_)
        if report:
            when = (report.published_at or report.published or say("no date", "en"))[:16].replace("T", " ")
            line = f"{isolate(opened.name(id_))}: {isolate(flat(report.title))}"
            ink.put(line, indent=22, first=f"    {when}", most=2)
    if story.story.timeline:
        ink.put(ink.style(both("events"), "dim"), indent=2)
    for m in sorted(story.story.timeline, key=lambda m: m.when):
        statement = opened.statements.get(m.statement)
        if statement is None:
            continue
        side = Side((), m.statement, Span(m.start, m.end), ())
        ink.put(_excerpt(ink, opened, side), indent=28, first=f"    {m.when}", most=2)


def _own(ink: Ink, opened: View, story: StoryView) -> None:
    found = [(c, s, others) for c in (*story.shared, *story.alone) for s, others in unattributed(c)]
    ink.head("own voice")
    for report in story.reports:
        said = opened.by_report.get(report, ())
        own = sum(s.voice == "own" for s in said)
        if said:
            ink.put(f"{isolate(opened.name(report))}: {own}/{len(said)}", indent=2)
    if found:
        ink.put(ink.style(both("own while"), "dim"), indent=2)
    for claim, statement, others in found:
        first = f"    {claim.number:>2}"
        ink.put(isolate(opened.words(statement)), indent=8, first=first, most=2)
        ink.put(f"{isolate(opened.name(statement.report))}; {say('attributed by', 'en')} {chain(opened, others[0])}",
                indent=8, style=("dim",))


def _reports(ink: Ink, opened: View) -> None:
    if not opened.reports:
        return
    ink.head("reports")
    for id_, r in opened.reports.items():
        about = [flat(r.origin), r.language, *map(flat, r.bylines)]
        ink.put(f"{isolate(opened.name(id_))}: {', '.join(isolate(a) for a in about if a)}", indent=4, first=" ")
        for speech in ("en", "ar"):
            kept = counted(len(r.paragraphs()), "paragraph kept", speech)
            removed = counted(len(r.removed), "line removed", speech)
            line = f"{kept}, {removed}" if speech == "en" else arabic(f"{kept}، {removed}")
            ink.put(line, indent=4, style=("dim",))


def _problems(ink: Ink, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    ink.head("problems")
    for p in problems:
        label = both("skipped") if p.skipped else both("note")
        ink.put(f"{isolate(flat(p.origin))}: {isolate(flat(p.reason))} ({label})", indent=4, first=" ")
