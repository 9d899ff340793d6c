"""English attribution on PolNeAR dev (evaluation only: no licence is stated, nothing is trained or tuned on it).

    python bench/polnear.py [--articles 84] [--rules] [--attitudes]

PolNeAR counts plans, wishes and feelings as attribution, which riwaya reads only where asked to: `--attitudes` asks.

Exact and overlap F1 of source, cue and content spans as bags per article; the CRF of the CofeNet paper reaches exact
.506 / .534 / .286. Needs ../shared.
"""

from __future__ import annotations

import argparse
import re
import tarfile
from collections.abc import Iterator, Sequence

from goldstory import SHARED
from riwaya.attribution.edges import QUOTES
from riwaya.model import Attribution, Report, Span

_RELATIVE = re.compile(r",? (?:who|whose|whom)\b[^,.;:“”\"\n]{3,160}")
KINDS = ("Source", "Cue", "Content")
MARKS = QUOTES + "‘’'"


def articles(limit: int) -> Iterator[tuple[str, dict[str, list[Span]]]]:
    """Text and gold spans of attributions that have all three parts, article by article in order of name."""
    with tarfile.open(SHARED / "data" / "polnear" / "train_dev.tar.gz") as archive:
        names = {m.name: m for m in archive.getmembers()}
        dev = sorted(n for n in names if "/dev/text/" in n and n.endswith(".txt"))
        for name in dev[:limit]:
            stem = name.replace("/text/", "/attributions/")[:-4]  # an annotation adds four signs to the text's name
            notes = [n for n in names if n.startswith(stem) and n.endswith(".ann")]
            if len(notes) != 1:
                continue
            note = notes[0]
            text = archive.extractfile(names[name]).read().decode()
            marks: dict[str, tuple[str, list[Span]]] = {}
            events = []
            for line in archive.extractfile(names[note]).read().decode().splitlines():
                head, _, rest = line.partition("\t")
                if head.startswith("T"):
                    label, where = re.match(r"(\S+) ([\d ;]+)", rest).groups()
                    runs = [tuple(map(int, r.split())) for r in where.split(";")]
                    marks[head] = (label, [Span(runs[0][0], runs[-1][1])])
                elif head.startswith("E"):
                    events.append(re.findall(r"(Source|Cue|Content)\d*:(T\d+)", rest))
            gold: dict[str, list[Span]] = {k: [] for k in KINDS}
            for event in events:
                if {k for k, _ in event} == set(KINDS):
                    for kind in KINDS:
                        spans = [marks[t][1][0] for k, t in event if k == kind and t in marks]
                        gold[kind].append(Span(min(s.start for s in spans), max(s.end for s in spans)))
            yield text, gold


def overlap(a: Span, b: Span) -> float:
    """Character F1 of two spans."""
    both = max(0, min(a.end, b.end) - max(a.start, b.start))
    return 2 * both / max(1, (a.end - a.start) + (b.end - b.start))


def bare(cue: Span, mentions: list[Span]) -> Span:
    """The cue without a source at either end, and without the medium that is told: PolNeAR leaves sources and those
    told out of it, our conventions don't."""
    start, end = cue
    for m in mentions:
        if start < m.start < m.end < end:
            end = m.start - 1
        if m.start <= start < m.end < end:
            start = m.end + 1
        elif start < m.start < end <= m.end:
            end = m.start - 1
    return Span(start, end) if end > start else cue


def by_their_rules(text: str, found: Sequence[Attribution]) -> list[tuple[Span, Span | None, Span | None]]:
    """Our attributed statements as PolNeAR draws them: content, cue, source.

    Its guidelines take a quotation in pieces for one attribution, so words that run on without a cue join the statement
    before them; a quotation's marks belong to the content; the source is the place at the cue, be it a pronoun; a
    preposition that links a verb to a noun belongs to the cue; a source has its relative clause with it; of
    attributions inside one another only the outermost counts; where a label or a signature attributes, the sign beside
    the name is the cue.
    """
    drawn: list[tuple[Span, Span | None, Span | None]] = []
    speaker = None
    said = [a for a in found if a.voice != "own"]
    for a in said:
        within = any(
            b is not a and b.content.start <= a.content.start and a.content.end <= b.content.end
            and (b.content.end - b.content.start) > (a.content.end - a.content.start)
            and not (a.cue and (a.cue.start < b.content.start or b.content.end < a.cue.end))
            for b in said
        )
        if within:
            continue
        content = a.content
        if a.voice == "direct":
            while content.start and text[content.start - 1] in MARKS:
                content = Span(content.start - 1, content.end)
            while content.end < len(text) and text[content.end] in MARKS + ",.?!":
                content = Span(content.start, content.end + 1)
        before, speaker = speaker, a.chain[-1].mention if a.chain else None
        if a.cue is None and drawn and speaker == before and 0 <= content.start - drawn[-1][0].end < 200:
            last = drawn.pop()
            drawn.append((Span(min(last[0].start, content.start), content.end), *last[1:]))
            continue
        link = a.chain[-1] if a.chain else None
        cue = a.cue
        if cue and link and cue == link.mention:  # a label or a signature: the sign beside the name
            sign = re.compile(r"\s*(:)|.{0,3}([―—–-])").match(text, min(cue.end, content.end))
            cue = Span(*sign.span(sign.lastindex)) if sign else cue
        elif cue:
            cue = bare(cue, [p for x in a.chain for p in (x.mention, x.anaphor) if p])
            linking = re.compile(r"(?:for|on|about|of|at|with|against)\s").match(text, content.start)
            if linking and 0 <= content.start - cue.end <= 1:
                cue, content = Span(cue.start, linking.end() - 1), Span(linking.end(), content.end)
        source = link and (link.anaphor or link.mention)
        relative = _RELATIVE.match(text, source.end) if source else None
        if source and relative and not (cue and source.end <= cue.start < relative.end()):
            source = Span(source.start, relative.end())
        drawn.append((content, cue, source))
    return drawn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=84, help="the first so many of its 84 (default: all)")
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--attitudes", action="store_true", help="plans and wishes as well, as PolNeAR has it")
    args = parser.parse_args()
    from riwaya.attribution import attribute
    from riwaya.encoder import token_encoder

    encoder = None if args.rules else token_encoder()
    exact = dict.fromkeys(KINDS, 0)
    near = dict.fromkeys(KINDS, 0)
    predicted, wanted = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for text, gold in articles(args.articles):
        found: dict[str, list[Span]] = {k: [] for k in KINDS}
        report = Report("r", "r", "", text, "en")
        for content, cue, source in by_their_rules(text, attribute(report, encoder, attitudes=args.attitudes)):
            found["Content"].append(content)
            if cue:
                found["Cue"].append(cue)
            if source:
                found["Source"].append(source)
        for kind in KINDS:
            left = list(dict.fromkeys(gold[kind]))
            mine = list(dict.fromkeys(found[kind]))
            predicted[kind] += len(mine)
            wanted[kind] += len(left)
            exact[kind] += len(set(left) & set(mine))
            for m in mine:
                best = max(left, key=lambda g, m=m: overlap(g, m), default=None)
                if best is not None and overlap(best, m) >= 0.5:
                    near[kind] += 1
                    left.remove(best)
    for kind in KINDS:
        both = predicted[kind] + wanted[kind]
        print(f"{kind:8} exact F1 {2 * exact[kind] / both:.3f}  overlap P {near[kind] / predicted[kind]:.3f} "
              f"R {near[kind] / wanted[kind]:.3f} F1 {2 * near[kind] / both:.3f}  ({wanted[kind]} in the gold)")


if __name__ == "__main__":
    main()
