"""Reads the marked paragraphs of corpus/attribution as training examples."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "corpus"))
from check import unmark  # noqa: E402

Span = tuple[int, int]


class Marked(NamedTuple):
    """One statement of a paragraph, in offsets."""

    content: Span
    cues: list[Span]
    chain: list[Span]
    anaphors: list[Span]  #: slots of its own that only point back to a source of the chain
    stance: str


class Paragraph(NamedTuple):
    text: str
    statements: list[Marked]
    file: str


def parse(row: dict, file: str) -> Paragraph:
    """One line of the corpus."""
    plain, spans = unmark(row["text"])
    statements = []
    for role, k, _ in sorted(spans):
        if role != "t":
            continue
        own = sorted(f"{k}{s}" for r, j, s in spans if r == "s" and j == k)
        slots = row.get("chain", {}).get(str(k)) or own
        chain = [spans["s", int(slot[:-1]), slot[-1]][0] for slot in slots]
        anaphors = [spans["s", k, slot[-1]][0] for slot in own if slot not in slots]
        cues = sorted(spans.get(("c", k, ""), []))
        stance = row.get("stance", {}).get(str(k), "asserts")
        statements.append(Marked(spans["t", k, ""][0], cues, chain, anaphors, stance))
    return Paragraph(plain, statements, file)


def read(folder: Path = ROOT / "corpus" / "attribution") -> list[Paragraph]:
    """All paragraphs of the corpus, file by file in order of name."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf8").splitlines():
            if line.strip():
                found.append(parse(json.loads(line), path.stem))
    return found
