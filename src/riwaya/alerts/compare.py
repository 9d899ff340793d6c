"""Two traces of a story, before and after, to what an editor should know of.

Nothing is kept here and nothing is looked up: the same two traces give the same alerts with the same keys. Claims of
the two traces are matched by the statements that they share, and statements by their report and their words, because
the ids of claims change as reports come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riwaya.alerts.alert import Alert, Evidence, Kind, key
from riwaya.alerts.revised import difference, is_owned
from riwaya.derivations import Drift, drift
from riwaya.language.text import words
from riwaya.model import Claim, Difference, Independent, Report, Statement, Story, Trace

Said = tuple[str, str]  # what tells a statement: its report and its folded words

_MOST_EVIDENCE = 8
_MOST_WORDS = 300  #: characters of a passage that is shown
_DRIFTS: dict[str, Kind] = {
    "own voice": "dropped",
    "source dropped": "dropped",
    "another mouth": "turned",
    "source replaced": "turned",
    "denial lost": "turned",
}


def alerts(before: Trace | None, after: Trace, revisions: Sequence[tuple[Report, Report]] = ()) -> tuple[Alert, ...]:
    """What happened to the stories of `after` since `before`, each thing once, in a fixed order.

    `revisions`: (as it was, as it is) of every report that was changed after it was published. Without `before` the
    story is new to the watch: what its reports tell together is where it starts, and only conflicts and sources that
    were dropped or turned are told of it."""
    old = _View.of(before) if before is not None else None
    new = _View.of(after)
    found: list[Alert] = []
    for story in after.stories:
        found += _Teller(story, new, old).all({r.id for _, r in revisions})
    for was, now in revisions:
        story = next((s for s in after.stories if now.id in s.reports), Story("", now.title, (now.id,)))
        found += _changed(story, new, was, now)
    return tuple({a.key: a for a in found}.values())


@dataclass(frozen=True, slots=True)
class _View:
    """A trace with what is looked up in it."""

    trace: Trace
    reports: dict[str, Report]
    statements: dict[str, Statement]
    said: dict[str, Said]
    names: dict[str, str]
    drifts: dict[tuple[object, ...], Drift]
    conflicts: frozenset[tuple[object, ...]]
    claims: tuple[Claim, ...]

    @classmethod
    def of(cls, trace: Trace) -> _View:
        reports = {r.id: r for r in trace.reports}
        statements = {s.id: s for s in trace.statements}
        said = {
            s.id: (s.report, " ".join(w.form for w in words(s.span.of(reports[s.report].text))))
            for s in trace.statements if s.report in reports
        }  # fmt: skip
        claims = tuple(c for story in trace.stories for c in story.claims)
        drifts: dict[tuple[object, ...], Drift] = {}
        for story in trace.stories:
            own = [reports[r] for r in story.reports if r in reports]
            told = [s for s in trace.statements if s.report in set(story.reports)]
            for d in drift(story.claims, told, own, trace.sources, story.derivations):
                if d.kind in _DRIFTS:
                    drifts.setdefault((d.kind, d.report, d.from_, said[d.statements[1]][1]), d)
        view = cls(trace, reports, statements, said, {s.id: s.name for s in trace.sources}, drifts, frozenset(), claims)
        conflicts = {view.conflict(d) for c in claims for d in c.differences if d.conflict}
        return cls(trace, reports, statements, said, view.names, drifts, frozenset(conflicts), claims)

    def conflict(self, d: Difference) -> tuple[object, ...]:
        """What tells a conflict: its kind and the two readings in their words."""
        readings = []
        for statement, span in zip(d.statements, d.spans, strict=True):
            s = self.statements[statement]
            text = self.reports[s.report].text
            readings.append(" ".join(w.form for w in words((span or s.span).of(text))))
        return (d.kind, *sorted(readings))

    def keys(self, claim: Claim) -> frozenset[Said]:
        return frozenset(self.said[s] for s in claim.statements() if s in self.said)

    def outlet(self, report: str) -> str:
        r = self.reports.get(report)
        if r is None:
            return report
        return self.names.get(r.outlet or "", "") or r.outlet_name or r.id

    def when(self, report: str) -> tuple[str, str]:
        r = self.reports[report]
        return (r.published_at or r.published or "9999", r.id)

    def anchor(self, claim: Claim) -> Said:
        """The earliest statement of a claim: what stands for it in a key."""
        return min(self.keys(claim), key=lambda s: (self.when(s[0]), s[1]))

    def shows(self, statement: str) -> Evidence:
        s = self.statements[statement]
        r = self.reports[s.report]
        return Evidence(r.id, self.outlet(r.id), r.url, _short(s.span.of(r.text)), s.start, s.end)

    def telling(self, claim: Claim) -> str:
        return _short(claim.text, 120)


@dataclass(frozen=True, slots=True)
class _Teller:
    """One story of the later trace, beside the earlier trace."""

    story: Story
    new: _View
    old: _View | None

    def all(self, revised: set[str]) -> list[Alert]:
        found = [*self.conflicts(), *self.drifts()]
        if self.old is not None:
            pairs = _matched(self.old, self.new, self.story.claims)
            told = {(e.report, e.start) for a in found if a.kind == "conflict" for e in a.evidence}
            found = [*self.reports(self.old), *self.versions(self.old, pairs, told), *found,
                     *self.counts(self.old, pairs), *self.lost(self.old, pairs, revised)]  # fmt: skip
        return found

    def alert(self, kind: Kind, parts: Sequence[object], en: str, ar: str, shown: Iterable[Evidence]) -> Alert:
        return Alert(key(kind, *parts), kind, self.story.id, self.story.title, en, ar, tuple(shown)[:_MOST_EVIDENCE])

    def reports(self, old: _View) -> Iterable[Alert]:
        for id_ in self.story.reports:
            if id_ not in old.reports and id_ in self.new.reports:
                r, outlet = self.new.reports[id_], self.new.outlet(id_)
                lead = next((p.of(r.text) for p in r.paragraphs()), "")
                yield self.alert(
                    "report", (id_,), f"{outlet} reports: {r.title or _short(lead, 120)}",
                    f"{outlet}: {r.title or _short(lead, 120)}", [Evidence(id_, outlet, r.url, _short(lead), 0, None)],
                )  # fmt: skip

    def versions(
        self, old: _View, pairs: dict[str, Claim], told_of: set[tuple[str, int | None]]
    ) -> Iterable[Alert]:
        """New versions of claims that were there before; `told_of`: the places of which a conflict is told already."""
        known = {s for c in old.claims for s in old.keys(c)}
        for claim in self.story.claims:
            if claim.id not in pairs or len(claim.versions) < 2:
                continue
            for version in claim.versions:
                told = [s for s in version if s in self.new.said]
                if not told or any(self.new.said[s] in known for s in told):
                    continue
                if any((self.new.statements[s].report, self.new.statements[s].start) in told_of for s in told):
                    continue
                first = min(told, key=lambda s: self.new.when(self.new.said[s][0]))
                who = self.new.outlet(self.new.statements[first].report)
                said = _short(self.new.shows(first).words, 160)
                yield self.alert(
                    "version", (self.new.anchor(claim), sorted(self.new.said[s] for s in told)),
                    f"{who} tells it otherwise: “{said}”", f"رواية أخرى عند {who}: «{said}»",
                    [self.new.shows(s) for s in told] + [self.new.shows(s) for s in claim.statements()
                                                         if s not in version],
                )  # fmt: skip

    def conflicts(self) -> Iterable[Alert]:
        for claim in self.story.claims:
            for d in claim.differences:
                if not d.conflict or (what := self.new.conflict(d)) in (self.old.conflicts if self.old else ()):
                    continue
                one, other = (self._reading(d, n) for n in (0, 1))
                yield self.alert(
                    "conflict", (self.new.anchor(claim), what),
                    f"{one[0]} and {other[0]} cannot both be right ({d.kind}): “{one[1]}” against “{other[1]}”",
                    f"{one[0]} و{other[0]} لا يصحّان معاً: «{one[1]}» مقابل «{other[1]}»",
                    [self.new.shows(s) for s in d.statements],
                )  # fmt: skip

    def _reading(self, d: Difference, n: int) -> tuple[str, str]:
        s = self.new.statements[d.statements[n]]
        span = d.spans[n] or s.span
        return self.new.outlet(s.report), _short(span.of(self.new.reports[s.report].text), 80)

    def counts(self, old: _View, pairs: dict[str, Claim]) -> Iterable[Alert]:
        for claim in self.story.claims:
            then = pairs.get(claim.id)
            if then is None:
                continue
            was, now = then.independent, claim.independent
            if (was.low, was.high) == (now.low, now.high):
                continue
            rose = (now.low, now.high) > (was.low, was.high)
            kind: Kind = "rose" if rose else "fell"
            fresh = self.new.keys(claim) - old.keys(then)
            told = [s for s in claim.statements() if self.new.said.get(s) in fresh] or list(claim.statements())
            parts = (self.new.anchor(claim), _range(was), _range(now), sorted({r for r, _ in self.new.keys(claim)}))
            verb, verb_ar = ("rose", "ارتفع") if rose else ("fell", "هبط")
            step, step_ar = f"from {_range(was)} to {_range(now)}", f"من {_range(was)} إلى {_range(now)}"
            what = self.new.telling(claim)
            why = f" {now.why_en}" if now.why_en else ""
            why_ar = f" {now.why_ar}" if now.why_ar else ""
            yield self.alert(
                kind, parts,
                f"independent sources {verb} {step}: “{what}”.{why}",
                f"{verb_ar} عدد المصادر المستقلة {step_ar}: «{what}».{why_ar}",
                [self.new.shows(s) for s in told],
            )  # fmt: skip

    def drifts(self) -> Iterable[Alert]:
        for what, d in self.new.drifts.items():
            if d.report not in self.story.reports or (self.old is not None and what in self.old.drifts):
                continue
            kind = _DRIFTS[d.kind]
            taker, giver = self.new.outlet(d.report), self.new.outlet(d.from_)
            if kind == "dropped":
                en = f"{taker} takes it from {giver} and leaves out its source ({d.detail})"
                ar = f"نقلٌ عند {taker} عن {giver} بلا ذكر المصدر ({d.detail})"
            elif d.kind == "denial lost":
                en = f"{taker} takes it from {giver}; what was denied or doubted there is asserted here"
                ar = f"نقلٌ عند {taker} عن {giver}، وما كان نفياً أو تشكيكاً صار إثباتاً"
            else:
                en = f"{taker} takes it from {giver} and names another source ({d.detail})"
                ar = f"نقلٌ عند {taker} عن {giver} منسوباً إلى مصدر آخر ({d.detail})"
            yield self.alert(kind, what, en, ar, [self.new.shows(s) for s in d.statements])

    def lost(self, old: _View, pairs: dict[str, Claim], revised: set[str]) -> Iterable[Alert]:
        """Of reports that were changed: a claim that had a source has none now, or its source turned about."""
        for claim in self.story.claims:
            then = pairs.get(claim.id)
            if then is None:
                continue
            for report in sorted(revised):
                was = [old.statements[s] for s in then.statements() if old.statements[s].report == report]
                now = [self.new.statements[s] for s in claim.statements() if self.new.statements[s].report == report]
                who = self.new.outlet(report)
                if not was or not now:
                    continue
                names = ", ".join(dict.fromkeys(old.names.get(s.chain[-1], s.chain[-1]) for s in was if s.chain))
                parts = (report, sorted(old.said[s.id][1] for s in was), sorted(self.new.said[s.id][1] for s in now))
                shown = [self.new.shows(s.id) for s in now]
                if names and not any(s.chain for s in now):
                    yield self.alert("dropped", parts, f"{who} no longer says that it has it from {names}",
                                     f"لم يعد القول عند {who} منسوباً إلى {names}", shown)  # fmt: skip
                turned = {(s.chain[-1], s.stance) for s in now if s.chain}
                for s in was:
                    to = sorted(stance for source, stance in turned if s.chain and source == s.chain[-1])
                    if to and s.stance not in to:
                        name = self.new.names.get(s.chain[-1], s.chain[-1])
                        en = f"in {who}, {name} {s.stance} it no longer: {to[0]}"
                        yield self.alert("turned", (*parts, name, to), en, f"في {who}: تبدّل موقف {name}", shown)


def _changed(story: Story, new: _View, was: Report, now: Report) -> Iterable[Alert]:
    passages = difference(was, now)
    if not passages:
        return
    owned = is_owned(was, now)
    who = new.outlet(now.id) if now.id in new.reports else (now.outlet_name or now.id)
    shown = Evidence(now.id, who, now.url, _short(next((n for _, n in passages if n), passages[0][0])))
    yield Alert(
        key("changed", now.id, was.title, was.text, now.title, now.text, now.bylines, now.published), "changed",
        story.id, story.title,
        f"{who} changed its report after publishing it" + (", and says so" if owned else ", without saying so"),
        f"تغيّر الخبر عند {who} بعد نشره" + ("، وفيه إشارة إلى ذلك" if owned else " دون إشارة إلى ذلك"),
        (shown,), tuple(w for w, _ in passages), tuple(n for _, n in passages),
    )  # fmt: skip


def _matched(old: _View, new: _View, claims: Sequence[Claim]) -> dict[str, Claim]:
    """For claims of the later trace the one of the earlier that it goes on from: the pairs that share most statements
    first, each claim once."""
    holders: dict[Said, list[Claim]] = {}
    for c in old.claims:
        for s in old.keys(c):
            holders.setdefault(s, []).append(c)
    shared: dict[tuple[str, str], int] = {}
    before = {c.id: c for c in old.claims}
    for claim in claims:
        for s in new.keys(claim):
            for c in holders.get(s, ()):
                shared[claim.id, c.id] = shared.get((claim.id, c.id), 0) + 1
    pairs: dict[str, Claim] = {}
    taken: set[str] = set()
    for (mine, theirs), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if mine not in pairs and theirs not in taken:
            pairs[mine] = before[theirs]
            taken.add(theirs)
    return pairs


def _range(count: Independent) -> str:
    return str(count.low) if count.low == count.high else f"{count.low}–{count.high}"


def _short(text: str, most: int = _MOST_WORDS) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
