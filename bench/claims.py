"""Claims, differences and conflicts on the gold stories, given the gold's own statements.

    OMP_NUM_THREADS=1 python bench/claims.py [--small] [--given-claims] [--threshold P] [--verbose] [FOLDER …]
    OMP_NUM_THREADS=1 python bench/claims.py --ans        # headlines of ANS dev: agree, disagree or other

Stories are those of ../shared/gold, or the folders that are named. Scored by ../shared/score/score.py on a trace made
of the gold's reports, sources and statements and our claims, so that the error of this stage is parted from
attribution's. Also: how many English-Arabic pairs of the gold are found beside Arabic-Arabic ones, and the time taken
against the time of encoding each statement once.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import goldstory
from riwaya.claims import align, relate
from riwaya.claims.encoding import encode
from riwaya.claims.entries import centre
from riwaya.differences import Telling, between, shown, tell
from riwaya.encoder import Encoder, SmallEncoder, encoder
from riwaya.encoder.weights import Floats
from riwaya.model import Claim, Statement

sys.path.insert(0, str(goldstory.SHARED / "score"))


def document(story: goldstory.GoldStory, claims: Sequence[Claim]) -> dict[str, Any]:
    """A riwaya.trace/1 document as far as the scorer of claims reads it."""
    t = story.trace
    return {
        "reports": [{"id": r.id, "origin": r.origin, "text": r.text, "title": r.title, "bylines": list(r.bylines),
                     "published": r.published, "outlet": r.outlet} for r in t.reports],
        "sources": [{"id": s.id, "name": s.name, "kind": s.kind, "mentions": []} for s in t.sources],
        "statements": [{"id": s.id, "report": s.report, "start": s.start, "end": s.end, "voice": s.voice, "cue": None,
                        "chain": list(s.chain)} for s in t.statements],
        "stories": [{"id": "story", "derivations": [], "timeline": [], "claims": [
            {"id": c.id, "versions": [list(v) for v in c.versions], "differences": [
                {"kind": d.kind, "statements": list(d.statements), "spans": [None, None], "conflict": d.conflict}
                for d in c.differences]} for c in claims]}],
    }


def scores(story: goldstory.GoldStory, claims: Sequence[Claim]) -> dict[str, float]:
    """claims.*, differences.* and conflicts.* of the shared scorer."""
    from score import Pair  # type: ignore[import-not-found]

    gold = json.loads((story.folder / "gold.json").read_text(encoding="utf8"))
    pair = Pair(gold, document(story, claims))
    pair.match_statements()
    pair.claims()
    pair.differences()
    return dict(pair.out)


def given(
    story: goldstory.GoldStory, statements: Sequence[Statement], speaker: Encoder | None = None
) -> list[Claim]:
    """The gold's claims and versions with our differences between the first statements of every two versions.

    `speaker`: the encoder that tells how alike two are, as in a trace; without one stems tell it."""
    reports, sources = {r.id: r for r in story.trace.reports}, {s.id: s for s in story.trace.sources}
    made = {s.id: tell(s, reports[s.report], sources) for s in statements}
    likeness = _likeness(list(made.values()), speaker) if speaker else {}

    def alike(a: str, b: str) -> float | None:
        return max(0.0, float(likeness[a] @ likeness[b])) if likeness else None

    return [
        replace(c, differences=tuple(
            shown(made[v[0]], made[w[0]], f)
            for v, w in combinations(c.versions, 2) for f in between(made[v[0]], made[w[0]], alike(v[0], w[0]))))
        for c in story.trace.stories[0].claims
    ]


def _likeness(tellings: Sequence[Telling], speaker: Encoder) -> dict[str, Floats]:
    """The vectors by which a trace tells how alike statements are, by statement."""
    vectors = centre(encode([t.text for t in tellings], speaker, tuned=True).vectors)
    return {t.statement.id: v for t, v in zip(tellings, vectors, strict=True)}


def pairs_found(story: goldstory.GoldStory, claims: Sequence[Claim]) -> dict[str, tuple[int, int]]:
    """(found, all) of the gold's pairs within a claim, by the languages of their reports."""
    language = {s.id: next(r.language for r in story.trace.reports if r.id == s.report) for s in story.trace.statements}
    home = {s: c.id for c in claims for s in c.statements()}
    count: dict[str, tuple[int, int]] = {}
    for claim in story.trace.stories[0].claims:
        for a, b in combinations(claim.statements(), 2):
            key = "-".join(sorted((language[a], language[b])))
            hit, of = count.get(key, (0, 0))
            count[key] = (hit + (home[a] == home[b]), of + 1)
    return count


def ans() -> None:
    """F1 of the three labels on ../shared/data/ans dev (Khouja 2020)."""
    path = goldstory.SHARED / "data" / "ans" / "data" / "stance" / "dev.csv"
    with path.open(encoding="utf8") as file:
        rows = list(csv.DictReader(file))
    got = [r.label for r in relate([(r["s1"], r["s2"]) for r in rows], encoder())]
    for label in ("disagree", "agree", "other"):
        hit = sum(g == r["stance"] == label for g, r in zip(got, rows, strict=True))
        both = sum(g == label for g in got) + sum(r["stance"] == label for r in rows)
        print(f"ANS dev {label:9} F1 {2 * hit / max(1, both):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="the fallback encoder, without token states")
    parser.add_argument("--given-claims", action="store_true", help="the gold's claims and versions, our differences")
    parser.add_argument("--threshold", type=float)
    parser.add_argument("--verbose", action="store_true", help="print claims that came out otherwise")
    parser.add_argument("--ans", action="store_true", help="the headlines of ANS dev instead")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="stories other than the gold ones")
    args = parser.parse_args()
    if args.ans:
        ans()
        return
    if args.threshold is not None:
        from riwaya.claims import alignment

        alignment.THRESHOLD = dict.fromkeys(alignment.THRESHOLD, args.threshold)
    speaker: Encoder = SmallEncoder() if args.small else encoder()
    speaker.vectors(["warm up"])
    rows: list[dict[str, float]] = []
    found: dict[str, tuple[int, int]] = {}
    for folder in args.folders or goldstory.folders():
        story = goldstory.load(folder)
        statements = goldstory.stanced(story)
        texts = {r.id: r.text for r in story.trace.reports}
        start = time.perf_counter()
        speaker.vectors([s.span.of(texts[s.report]) for s in statements])
        encoding = time.perf_counter() - start
        start = time.perf_counter()
        claims: Sequence[Claim] = (given(story, statements, speaker) if args.given_claims else
                                   align(story.trace.reports, story.trace.sources, statements, speaker))
        taken = time.perf_counter() - start
        out = scores(story, claims)
        rows.append(out)
        for key, (hit, of) in pairs_found(story, claims).items():
            found[key] = (found.get(key, (0, 0))[0] + hit, found.get(key, (0, 0))[1] + of)
        print(f"{folder.name:12}", *(f"{k} {v:.3f}" for k, v in out.items() if not k.startswith("statements")),
              f"| encoding {encoding:.2f} s, all {taken:.2f} s")
        if args.verbose:
            compare(story, claims)
    print("mean        ", *(f"{k} {sum(r[k] for r in rows) / len(rows):.3f}" for k in rows[0]))
    print("pairs found ", *(f"{k} {hit}/{of} = {hit / of:.3f}" for k, (hit, of) in sorted(found.items())))


def compare(story: goldstory.GoldStory, claims: Sequence[Claim]) -> None:
    """Print where our differences are not the gold's, claim by claim."""
    version = {s: (c.id, i) for c in story.trace.stories[0].claims for i, v in enumerate(c.versions) for s in v}
    want = {(c.id, d.kind, d.conflict, tuple(sorted(version[s][1] for s in d.statements)))
            for c in story.trace.stories[0].claims for d in c.differences}
    got = {}
    for c in claims:
        for d in c.differences:
            a, b = (version[s] for s in d.statements)
            if a[0] != b[0]:
                print("   stray", d.kind, d.conflict, d.statements, d.why, d.sure)
            elif a[1] != b[1]:
                got[a[0], d.kind, d.conflict, tuple(sorted((a[1], b[1])))] = (d.why, d.sure)
    for key in sorted(want - got.keys()):
        print("   missed", *key)
    for key in sorted(got.keys() - want):
        print("   extra ", *key, *got[key])


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
