"""Reads the marked paragraphs of corpus/attribution as training examples."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
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


_SAID = re.compile(
    r"(?P<lead>^|[.!?] )(?P<s><s(?P<k>\d)a>[^<]{2,80}</s(?P=k)a>) (?P<c><c(?P=k)>(?:said|says|warned|argued|explained|"
    r"noted|insisted|estimates|added|reported|acknowledged|conceded|claimed|stressed)</c(?P=k)>) "
    r"<t(?P=k)>(?!on |\w+day)(?:that )?"
    r"(?P<t>[^<]{20,})</t(?P=k)>(?=\.(?: |$))"
)


def turned(row: dict, rng: random.Random) -> dict | None:
    """An English paragraph with each plain "X said that Y" told another way round: "Y, X said", "Y, said X",
    "according to X, Y", "Y, according to X". None where there is nothing to turn."""

    def turn(m: re.Match) -> str:
        k, source, said = m["k"], m["s"], m["t"]
        first = source.split(">")[1].split()[0]
        inside = source if first not in ("The", "A", "An", "Some", "Several", "Two", "One", "Her", "His", "Its") else (
            source.replace(f">{first} ", f">{first.lower()} ", 1)
        )
        front = said[0].upper() + said[1:]
        ways = [
            f"<t{k}>{front}</t{k}>, {inside} {m['c']}",
            f"<t{k}>{front}</t{k}>, {inside} {m['c']} on Tuesday",
            f"<t{k}>{front}</t{k}>, {m['c'].replace(f'</c{k}>', '')} {inside}</c{k}>",
            f"<c{k}>According to {inside}</c{k}>, <t{k}>{said}</t{k}>",
            f"<t{k}>{front}</t{k}>, <c{k}>according to {inside}</c{k}>",
        ]
        pronoun = first.lower() in ("he", "she", "they", "it")
        return m["lead"] + rng.choice(ways[:2] if pronoun else ways)

    text = _SAID.sub(turn, row["text"])
    return {**row, "text": text} if text != row["text"] and row.get("lang") == "en" else None


def rows(folder: Path = ROOT / "corpus" / "attribution") -> Iterator[tuple[dict, str]]:
    """All lines of the corpus with the names of their files, file by file in order of name."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf8").splitlines():
            if line.strip():
                yield json.loads(line), path.stem


def read(folder: Path = ROOT / "corpus" / "attribution") -> list[Paragraph]:
    """All paragraphs of the corpus, file by file in order of name."""
    return [parse(row, file) for row, file in rows(folder)]
