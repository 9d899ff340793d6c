"""A source: everything attributed to it in a story, where, through whom, and how it is described."""

from __future__ import annotations

from collections import Counter

from riwaya.desk.asking import Ask, Page, Wrong, listing
from riwaya.export import json as contract
from riwaya.model import Span


def shown(ask: Ask) -> Page:
    """A source."""
    held = ask.story()
    source = held.view.sources.get(ask.id("source"))
    if source is None:
        raise Wrong(404, "no such")
    said, before, beyond = [], Counter[str](), Counter[str]()
    pages = {r.outlet: r.id for r in reversed(held.members) if r.outlet}  # an outlet goes by its report here
    for report in held.story.reports:
        for s in held.view.by_report.get(report, ()):
            if source.id in s.chain:
                said.append(s)
                at = s.chain.index(source.id)
                before[pages.get(s.chain[at - 1], s.chain[at - 1]) if at else s.report] += 1
                if at + 1 < len(s.chain):
                    beyond[s.chain[at + 1]] += 1
    described: dict[str, list[str]] = {}
    for m in source.mentions:
        words = held.view.excerpt(m.report, Span(m.start, m.end))
        if words and m.report not in described.setdefault(words, []):
            described[words].append(m.report)
    elsewhere = ask.house.shelf.quoting(source.name, held.id) if source.kind != "anonymous" else []
    part = listing(ask, said, 40)
    context = {
        "opened": held, "story": held.story, "story_id": held.id, "spots": held.spots, "source": source, "said": said,
        "tellers": {s.report for s in said}, "described": list(described.items())[:40],
        "before": before.most_common(12), "beyond": beyond.most_common(12), "listing": part, "elsewhere": elsewhere,
    }
    return Page("source.html", held.view.name(source.id), context, lambda: contract.source(source) | {
        "story": held.id, "page": part.number, "pages": part.of,
        "described": [{"words": words, "reports": reports} for words, reports in described.items()],
        "statements": [contract.statement(s) for s in part.items],
        "through": [{"id": id_, "times": n} for id_, n in before.most_common()],
        "quotes": [{"id": id_, "times": n} for id_, n in beyond.most_common()],
        "elsewhere": [row.id for row in elsewhere]}, held)  # fmt: skip
