"""Attribution on gold paragraphs: `python bench/attribution.py [--errors N]`. Needs ../shared."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import goldstory
from goldstory import SHARED

sys.path.insert(0, str(SHARED / "score"))
import score as scorer

FIGURES = (
    "statements.precision",
    "statements.recall",
    "statements.f1",
    "statements.span",
    "statements.cue",
    "chain.nearest",
    "chain.farthest",
    "chain.whole",
)


def document(reports, found) -> dict:
    """A bare trace of attributions: every mention a source of its own, named as printed."""
    sources, statements = {}, []
    for report in reports:
        for n, a in enumerate(found[report.id]):
            chain = []
            for link in a.chain:
                key = f"{report.id}-{link.mention.start}-{link.mention.end}"
                sources[key] = {
                    "id": key,
                    "name": report.text[link.mention.start : link.mention.end],
                    "kind": "person",
                    "mentions": [{"report": report.id, "start": link.mention.start, "end": link.mention.end}],
                }
                chain.append(key)
            statements.append(
                {
                    "id": f"{report.id}-{n}",
                    "report": report.id,
                    "start": a.content.start,
                    "end": a.content.end,
                    "voice": a.voice,
                    "stance": a.stance,
                    "chain": chain,
                    "cue": a.cue and {"start": a.cue.start, "end": a.cue.end},
                    "inferred": [],
                }
            )
    return {
        "reports": [{"id": r.id, "origin": r.origin, "text": r.text, "outlet": None} for r in reports],
        "sources": list(sources.values()),
        "statements": statements,
        "stories": [],
    }


def measure(folder: Path, attribute):
    gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    reports = goldstory.load(folder).trace.reports
    found = {r.id: attribute(r) for r in reports}
    pair = scorer.Pair(gold, document(reports, found))
    pair.statements()
    return pair, reports, found


def errors(pair, limit: int) -> None:
    """Missed and invented statements, with their words."""
    got = set(pair.match.values())
    missed = [
        g
        for g in pair.gold["statements"]
        if g["voice"] != "own" and (g["id"] not in pair.match or pair.predicted[pair.match[g["id"]]]["voice"] == "own")
    ]
    for g in missed[:limit]:
        print("  MISSED", g["report"], "|", g["cue"], "|", g["chain"], "|", g["text"][:150])
    n = 0
    for p in pair.predicted.values():
        if p["voice"] == "own":
            continue
        matched = next((g for g, q in pair.match.items() if q == p["id"]), None)
        if matched is None or pair.golden[matched]["voice"] == "own":
            if p["id"] in pair.part and pair.golden[pair.part[p["id"]]]["voice"] != "own" and p["id"] not in got:
                continue
            text = pair.texts[p["report"]]
            cue = p["cue"] and text[p["cue"]["start"] : p["cue"]["end"]]
            print(
                "  FALSE",
                p["report"],
                "|",
                cue,
                "|",
                [pair.sources[c]["name"] for c in p["chain"]],
                "|",
                pair.text(p)[:150],
            )
            n += 1
            if n >= limit:
                break
    n = 0
    for g in pair.gold["statements"]:
        p = pair.predicted.get(pair.match.get(g["id"]))
        if g["voice"] == "own" or not p or p["voice"] == "own":
            continue
        ok = [pair.same_source(a, b, p["report"]) for a, b in zip(p["chain"], g["chain"], strict=False)]
        if len(p["chain"]) != len(g["chain"]) or not all(ok):
            print(
                "  CHAIN",
                g["report"],
                "|",
                g["cue"],
                "| gold",
                g["chain"],
                "| got",
                [pair.sources[c]["name"] for c in p["chain"]],
            )
            n += 1
            if n >= limit:
                break


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only")
    parser.add_argument("--rules", action="store_true", help="measure the rules alone")
    args = parser.parse_args()
    from riwaya.attribution import attribute
    from riwaya.encoder import token_encoder

    encoder = None if args.rules else token_encoder()
    rows = []
    for folder in [SHARED / "gold-attribution", *goldstory.folders()]:
        if args.only and args.only not in folder.name:
            continue
        pair, _, _ = measure(folder, lambda r: attribute(r, encoder))
        rows.append((folder.name, [pair.out[f] for f in FIGURES]))
        if args.errors:
            print(folder.name)
            errors(pair, args.errors)
    print(" " * 18 + " ".join(f"{f.split('.')[1][:9]:>9}" for f in FIGURES))
    for name, values in rows:
        print(f"{name:18}" + " ".join(f"{v:9.3f}" for v in values))
    stories = [v for n, v in rows if n != "gold-attribution"]
    if len(stories) > 1:
        print(f"{'stories, mean':18}" + " ".join(f"{sum(x) / len(x):9.3f}" for x in zip(*stories, strict=True)))


if __name__ == "__main__":
    main()
