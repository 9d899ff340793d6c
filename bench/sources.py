"""How well mentions are joined into sources: on the gold stories, with chains as the gold has them.

    python bench/sources.py [--show] [--rules] [FOLDER …]

Each gold statement is made an attribution whose links are places of the report: a gold name of the source inside the
cue, else the nearest before it. Two settings: `printed`, where a word that only points («الصحيفة») is all there is,
and `pointed`, where it comes with the place that names its source, as attribution hands it over. `--rules` takes what
riwaya.attribution reads by its rules instead, and prints the sources for reading.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import goldstory
from riwaya.language.text import words
from riwaya.model import Attribution, Link, Report, Span, Trace
from riwaya.sources import Resolved, resolve
from riwaya.sources.reading import read


class Placed(NamedTuple):
    """A link of a gold chain, with where it was put."""

    report: str
    language: str
    gold: str
    mention: Span


class Pairs(NamedTuple):
    hit: int
    predicted: int
    gold: int

    @property
    def figures(self) -> tuple[float, float, float]:
        p = self.hit / self.predicted if self.predicted else 0.0
        r = self.hit / self.gold if self.gold else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


def gold_names(folder: Path) -> dict[str, list[str]]:
    """The names of each gold source, the longest first."""
    import json

    sources = json.loads((folder / "gold.json").read_text(encoding="utf8"))["sources"]
    return {i: sorted([*s["names"], s["name"]], key=len, reverse=True) for i, s in sources.items()}


def place(report: Report, names: Iterable[str], cue: Span | None, before: int) -> Span | None:
    """A name inside the cue, else the nearest that ends before a place, else the first after it."""
    text = report.text
    if cue:
        for name in names:
            if (at := text.find(name, cue.start, cue.end)) >= 0:
                return Span(at, at + len(name))
    found = [Span(at, at + len(n)) for n in names if (at := text.rfind(n, 0, before)) >= 0]
    if found:
        return max(found, key=lambda s: (s.end, s.end - s.start))
    found = [Span(at, at + len(n)) for n in names if (at := text.find(n)) >= 0]
    return min(found, default=None)


def attributions(
    trace: Trace, names: dict[str, list[str]], pointed: bool
) -> tuple[dict[str, list[Attribution]], list[Placed]]:
    """The gold's statements as attributions, and where each link was put."""
    reports = {r.id: r for r in trace.reports}
    made: dict[str, list[Attribution]] = {r: [] for r in reports}
    placed: list[Placed] = []
    for s in trace.statements:
        report = reports[s.report]
        links = []
        for id_ in s.chain:
            span = place(report, names[id_], s.cue, s.cue.start if s.cue else s.start)
            if span is None:
                continue
            anaphor = None
            reading = read(report.text, span)
            if pointed and reading and reading.points:
                full = [n for n in names[id_] if (r := read(n, Span(0, len(n)))) and not r.points]
                if (named := place(report, full, None, span.start)) and named.start <= span.start:
                    span, anaphor = named, span
            links.append(Link(span, anaphor))
            placed.append(Placed(report.id, report.language, id_, span))
        made[s.report].append(Attribution(s.span, s.voice, s.cue, tuple(links), s.stance))
    return made, placed


def source_at(resolved: Resolved, link: Placed) -> str | None:
    """The source that has a mention at a link's place."""
    best: tuple[int, str] | None = None
    for source in resolved.sources:
        for m in source.mentions:
            if m.report == link.report:
                shared = min(m.end, link.mention.end) - max(m.start, link.mention.start)
                if shared > 0 and (best is None or shared > best[0]):
                    best = (shared, source.id)
    return best[1] if best else None


def measure(placed: list[Placed], found: list[str | None], kind: str) -> Pairs:
    """Pairs of links that are one source: `all`, of two reports (`across`), of two languages (`languages`)."""
    hit = predicted = gold = 0
    for i, j in combinations(range(len(placed)), 2):
        a, b = placed[i], placed[j]
        if kind == "across" and a.report == b.report:
            continue
        if kind == "languages" and a.language == b.language:
            continue
        same, said = a.gold == b.gold, found[i] is not None and found[i] == found[j]
        gold += same
        predicted += said
        hit += same and said
    return Pairs(hit, predicted, gold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print every source with what it joins")
    parser.add_argument("stories", nargs="*", type=Path, help="folders with a gold.json; else those of ../shared/gold")
    parser.add_argument("--rules", action="store_true", help="take what attribution's rules read; only prints")
    parser.add_argument("--tagger", action="store_true", help="take what attribution's tagger reads; only prints")
    args = parser.parse_args()
    folders = args.stories or goldstory.folders()
    if not folders:
        sys.exit("no gold stories: ../shared/gold is absent")
    total: dict[tuple[str, str], Counter[str]] = {}
    for folder in folders:
        trace = goldstory.load(folder).trace
        names = gold_names(folder)
        if args.rules or args.tagger:
            from riwaya.attribution import attribute
            from riwaya.encoder import token_encoder

            encoder = token_encoder() if args.tagger else None
            read_ = {r.id: attribute(r, encoder) for r in trace.reports}
            show(folder.name, resolve([bare(r) for r in trace.reports], read_), trace)
            continue
        for setting in ("printed", "pointed"):
            made, placed = attributions(trace, names, setting == "pointed")
            resolved = resolve([bare(r) for r in trace.reports], made)
            found = [source_at(resolved, p) for p in placed]
            for kind in ("all", "across", "languages"):
                pairs = measure(placed, found, kind)
                count = total.setdefault((setting, kind), Counter())
                count.update(hit=pairs.hit, predicted=pairs.predicted, gold=pairs.gold)
                p, r, f = pairs.figures
                print(
                    f"{folder.name:12} {setting:8} {kind:10} "
                    f"precision {p:.3f}  recall {r:.3f}  f1 {f:.3f}  of {pairs.gold}"
                )
            kinds = {s.id: s.kind for s in resolved.sources}
            gold = {s.id: s.kind for s in trace.sources}
            right = sum(kinds.get(f or "") == gold[p.gold] for p, f in zip(placed, found, strict=True))
            print(f"{folder.name:12} {setting:8} kind       {right / max(1, len(placed)):.3f}")
            print(f"{folder.name:12} {setting:8} outlet     {outlets(trace, resolved):.3f}")
            if args.show and setting == "pointed":
                show(folder.name, resolved, trace, placed, found)
    for (setting, kind), c in total.items():
        p, r, f = Pairs(c["hit"], c["predicted"], c["gold"]).figures
        print(f"{'together':12} {setting:8} {kind:10} precision {p:.3f}  recall {r:.3f}  f1 {f:.3f}  of {c['gold']}")


def bare(report: Report) -> Report:
    """A report as intake hands it over: its outlet by name, not yet by source."""
    from dataclasses import replace

    return replace(report, outlet=None)


def outlets(trace: Trace, resolved: Resolved) -> float:
    """Of the reports whose outlet the gold knows, the share whose outlet was found under its name."""
    names = {s.id: s.name for s in resolved.sources}
    known = [(g, r) for g, r in zip(trace.reports, resolved.reports, strict=True) if g.outlet_name]
    right = sum(
        bool({w.form for w in words(names.get(r.outlet or "", ""))} & {w.form for w in words(g.outlet_name or "")})
        for g, r in known
    )
    return right / max(1, len(known))


def show(
    story: str,
    resolved: Resolved,
    trace: Trace,
    placed: list[Placed] | None = None,
    found: list[str | None] | None = None,
) -> None:
    """Print the sources with their mentions and, where known, the gold sources they are made of."""
    texts = {r.id: r.text for r in trace.reports}
    outlets_ = {r.outlet: r.id for r in resolved.reports}
    for s in resolved.sources:
        forms = Counter((m.report[:2], texts[m.report][m.start : m.end]) for m in s.mentions)
        gold = Counter(p.gold for p, f in zip(placed or [], found or [], strict=True) if f == s.id)
        own = f" own of {outlets_[s.id]}" if s.id in outlets_ else ""
        print(f"  {story} {s.id} [{s.kind}] {s.name} {' '.join(sorted(s.traits))}{own} {dict(gold)}")
        print("      " + " | ".join(f"{r}:{t}" for r, t in sorted(forms)))


if __name__ == "__main__":
    main()
