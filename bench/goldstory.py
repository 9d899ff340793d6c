"""Gold stories of ../shared/gold as values of riwaya.model, so that each stage can be measured on perfect input."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from riwaya.differences.lexicon import denies
from riwaya.language.text import words
from riwaya.model import (
    Claim,
    Derivation,
    Difference,
    Independent,
    Mention,
    Report,
    Source,
    Span,
    Statement,
    Story,
    Trace,
)

SHARED = Path(__file__).resolve().parents[2] / "shared"


class GoldStory(NamedTuple):
    folder: Path
    trace: Trace  #: the gold as a trace: reports, sources, statements, one story


def folders() -> list[Path]:
    """The gold story folders, in order of name; empty where ../shared is absent."""
    return sorted(p.parent for p in (SHARED / "gold").glob("*/gold.json"))


def _near(name: str, outlets: dict[str, str]) -> str | None:
    """The outlet whose name holds all the words of this one, or nearly the same words (score.py pairs them at .8)."""
    mine = {w.form for w in words(name)}
    for other, id_ in outlets.items():
        theirs = {w.form for w in words(other)}
        if mine <= theirs or 2 * len(mine & theirs) >= 0.8 * (len(mine) + len(theirs)):
            return id_
    return None


def stanced(story: GoldStory) -> list[Statement]:
    """The story's statements with the stance that the annotation leaves out: a denial is told by its cue."""
    texts = {r.id: r.text for r in story.trace.reports}
    return [replace(s, stance="denies") if s.cue and denies(s.cue.of(texts[s.report])) else s
            for s in story.trace.statements]


def load(folder: Path) -> GoldStory:
    """Read one gold story."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    reports, statements = {}, []
    mentions: dict[str, list[Mention]] = {s: [] for s in gold["sources"]}
    outlets = {s["name"]: i for i, s in gold["sources"].items()} | {
        n: i for i, s in gold["sources"].items() if s["kind"] in ("outlet", "agency") for n in s["names"]
    }
    extra: dict[str, Source] = {}
    for name, r in gold["reports"].items():
        outlet = r["outlet"] and (outlets.get(r["outlet"]) or _near(r["outlet"], outlets))
        if r["outlet"] and outlet is None:
            outlet = f"outlet-{name}"
            extra[outlet] = Source(outlet, r["outlet"], "outlet")
        reports[name] = Report(
            id=name,
            origin=str(folder / "reports" / r["file"]),
            title=r["title"],
            text="\n".join(r["paragraphs"]),
            language=r["language"],
            outlet=outlet,
            bylines=tuple(r["bylines"]),
            published=r["published"],
            outlet_name=r["outlet"],
        )
    for s in gold["statements"]:
        text = reports[s["report"]].text
        at = text.find(s["text"])
        cue = None
        if s["cue"]:
            places = [i for i in range(len(text)) if text.startswith(s["cue"], i)]
            if places:
                near = min(places, key=lambda i: abs(i - at))
                cue = Span(near, near + len(s["cue"]))
        for id_ in s["chain"]:
            for form in gold["sources"][id_]["names"]:
                if cue and form in s["cue"]:
                    start = cue.start + s["cue"].find(form)
                    mentions[id_].append(Mention(s["report"], start, start + len(form)))
        statements.append(
            Statement(s["id"], s["report"], at, at + len(s["text"]), s["voice"], "asserts", cue, tuple(s["chain"]))
        )
    sources = [Source(i, s["name"], s["kind"], tuple(dict.fromkeys(mentions[i]))) for i, s in gold["sources"].items()]
    claims = []
    for c in gold["claims"]:
        differences = tuple(
            Difference(
                d["kind"],
                (c["versions"][d["versions"][0]][0], c["versions"][d["versions"][1]][0]),
                (None, None),
                d["conflict"],
            )
            for d in c["differences"]
        )
        claims.append(
            Claim(
                c["id"],
                c["gist"],
                tuple(map(tuple, c["versions"])),
                differences,
                Independent(c["independent"]["low"], c["independent"]["high"], tuple(c["independent"]["bottleneck"])),
            )
        )
    derivations = tuple(Derivation(d["report"], d["from"], d["how"], 1.0) for d in gold["derivations"])
    story = Story(gold["story"]["id"], gold["story"]["title"], tuple(reports), tuple(claims), derivations)
    trace = Trace("gold", tuple(reports.values()), (*sources, *extra.values()), tuple(statements), (story,))
    return GoldStory(folder, trace)
