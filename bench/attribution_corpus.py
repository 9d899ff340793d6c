"""Attribution on marked paragraphs of the corpus: `python bench/attribution_corpus.py [--files NAME …] [--errors N]`.

A figure says something only for files that the weights did not see (docs/models/attribution.md names them); it is for
choosing thresholds and rules, so that the gold is kept for measuring. A statement is found where the contents share at
least half (Dice) and, in order, each is used once; `nearest` and `whole` ask of the found ones whether the first link
and the whole chain name the marked places (or what they point to).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "train"))
import marked
from riwaya.attribution import attribute
from riwaya.encoder import token_encoder
from riwaya.model import Attribution, Report, Span


class Tally(NamedTuple):
    """Counts over paragraphs; `span` and `cue` are sums of Dice."""

    found: int = 0
    wanted: int = 0
    got: int = 0
    span: float = 0.0
    cue: float = 0.0
    cues: int = 0
    nearest: int = 0
    whole: int = 0

    def plus(self, other: Tally) -> Tally:
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))

    def line(self) -> str:
        p, r = self.found / max(1, self.got), self.found / max(1, self.wanted)
        chained = max(1, self.found)
        return (
            f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}  span {self.span / chained:.3f} "
            f"cue {self.cue / max(1, self.cues):.3f}  nearest {self.nearest / chained:.3f} "
            f"whole {self.whole / chained:.3f}"
        )


def dice(a: Sequence[int], b: Sequence[int]) -> float:
    """Shared code points of two spans, as Dice."""
    both = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return 2 * both / max(1, (a[1] - a[0]) + (b[1] - b[0]))


def paragraph(text: str, wanted: Sequence[marked.Marked], got: Sequence[Attribution], tell: bool = False) -> Tally:
    """What was found of one paragraph."""
    pairs = sorted(
        ((dice(w.content, a.content), i, j) for i, w in enumerate(wanted) for j, a in enumerate(got)), reverse=True
    )
    match: dict[int, int] = {}
    for d, i, j in pairs:
        if d >= 0.5 and i not in match and j not in match.values():
            match[i] = j
    tally = Tally(len(match), len(wanted), len(got))
    for i, j in match.items():
        w, a = wanted[i], got[j]
        places = [[link.mention, *([link.anaphor] if link.anaphor else [])] for link in a.chain]
        right = [
            any(dice(p, g) >= 0.5 for p in ps for g in [s, *w.anaphors]) for ps, s in zip(places, w.chain, strict=False)
        ]
        cue = max((dice(c, a.cue) for c in w.cues), default=0.0) if a.cue else 0.0
        tally = tally.plus(
            Tally(
                span=dice(w.content, a.content),
                cue=cue,
                cues=bool(w.cues),
                nearest=bool(right and right[0]),
                whole=len(places) == len(w.chain) and all(right),
            )
        )
        if tell and (len(places) != len(w.chain) or not all(right) or dice(w.content, a.content) < 0.8):
            print("  OFF   ", [Span(*s).of(text) for s in w.chain], Span(*w.content).of(text))
            print("     got", [link.mention.of(text) for link in a.chain], a.content.of(text))
    if tell:
        for i, w in enumerate(wanted):
            if i not in match:
                print("  MISSED", [Span(*c).of(text) for c in w.cues], "|", Span(*w.content).of(text))
        for j, a in enumerate(got):
            if j not in match.values():
                print(f"  FALSE {a.sure:.2f}", a.cue and a.cue.of(text), "|", a.content.of(text)[:160], "|", text[:60])
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", nargs="*", help="names of corpus files; all by default")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--rules", action="store_true", help="measure the rules alone")
    args = parser.parse_args()
    encoder = None if args.rules else token_encoder()
    tallies: dict[str, Tally] = {}
    for p in marked.read():
        if args.files and p.file not in args.files:
            continue
        language = "ar" if sum("ء" <= c <= "ي" for c in p.text) * 2 > len(p.text.replace(" ", "")) else "en"
        got = [a for a in attribute(Report("p", "", "", p.text, language), encoder) if a.voice != "own"]
        tallies[p.file] = tallies.get(p.file, Tally()).plus(paragraph(p.text, p.statements, got, args.errors))
    for name, tally in tallies.items():
        print(f"{name:18} {tally.line()}")
    if len(tallies) > 1:
        total = Tally()
        for tally in tallies.values():
            total = total.plus(tally)
        print(f"{'all':18} {total.line()}")


if __name__ == "__main__":
    main()
