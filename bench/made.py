"""Makes a story of any number of reports out of few, for measuring how cost grows. Nothing here tells quality.

Each made report takes some sentences of one true report and some of its siblings', in their order, changes a number
here and there, and closes with background of its own, so that a large story has what large stories have: claims that
many reports share in several versions, and much that stands in one report alone.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

from process import ROOT

SHARED = ROOT.parent / "shared"
SENTENCE = re.compile(r"(?<=[.!?؟])\s+")


def folders() -> list[Path]:
    """The annotated stories: the hand-annotated ones beside the repo where they are, else the examples."""
    for place in (SHARED / "gold", ROOT / "examples"):
        found = sorted(p.parent for p in place.glob("*/gold.json"))
        if found:
            return found
    return []


def sentences(folder: Path) -> list[str]:
    """The sentences of all reports of an annotated story, the page around them left out."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    return [s for r in gold["reports"].values() for p in r["paragraphs"] for s in SENTENCE.split(p) if s.strip()]


def background(i: int, chance: random.Random) -> str:
    """A sentence that stands in one report alone."""
    place, year, share = chance.randrange(10_000), chance.randrange(1950, 2020), chance.randrange(3, 97)
    return chance.choice(
        [
            f"ويعود تاريخ الحي رقم {place} إلى عام {year}، ويعمل نحو {share} في المئة من سكانه في التجارة والصيد.",
            f"وأنشئ المعهد رقم {place} سنة {year}، ويدرس فيه {share * 7} طالبا جاؤوا من {i % 9 + 2} محافظات.",
            f"وتبعد القرية رقم {place} عن الساحل {share} كيلومترا، وقد وصلتها الكهرباء عام {year}.",
        ]
    )


def edited(sentence: str, chance: random.Random) -> str:
    """The sentence, once in eight times with its first number changed."""
    if chance.random() < 0.125:
        return re.sub(r"\d+", lambda m: str(int(m[0]) + chance.randrange(1, 9)), sentence, count=1)
    return sentence


def story(count: int, seed: int = 7) -> list[dict[str, str]]:
    """`count` reports of one story, as lines for a .jsonl; the first n of a longer story are the shorter one's."""
    folder = max(folders(), key=lambda f: len(list((f / "reports").iterdir())))
    gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    bases = [r for r in gold["reports"].values() if r["language"] == "ar"]
    made = []
    for i in range(count):
        chance = random.Random(seed * 1_000_003 + i)
        base, sibling = bases[i % len(bases)], chance.choice(bases)
        paragraphs = []
        for n, paragraph in enumerate(base["paragraphs"]):
            kept = [edited(s, chance) for s in SENTENCE.split(paragraph) if n == 0 or chance.random() < 0.7]
            paragraphs.append(" ".join(kept))
        paragraphs.insert(2, edited(chance.choice(sibling["paragraphs"]), chance))
        paragraphs += [background(i, chance) for _ in range(2)]
        text = "\n".join(p for p in paragraphs if p)
        day, outlet = f"2024-05-{chance.randrange(10, 15)}", f"صحيفة الحي {i + 1}"
        row = {"id": f"r{i:04d}", "outlet": outlet, "published": day, "title": base["title"], "language": "ar"}
        made.append(row | {"text": text})
    return made


def written(count: int, folder: Path) -> Path:
    """The made story as one file."""
    path = folder / f"story-{count}.jsonl"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in story(count)), encoding="utf8")
    return path
