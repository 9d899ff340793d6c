"""Write src/riwaya/models/stories.json: the weights of riwaya.stories, and what its words are weighed against.

    OMP_NUM_THREADS=1 python train/stories.py --ar ARABIC.jsonl.gz … --en PAGES.tar.gz

The background is counted from collections of news: in how many of their reports each stem stands; English also from
the paragraphs of corpus/attribution. Counts only: no report can be read out of them. The centres are the means of what
the encoders make of those paragraphs. The weights below were chosen by hand with bench/stories.py (docs/stories.md).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from marked import ROOT, unmark
from riwaya.encoder import Encoder, SmallEncoder, token_encoder
from riwaya.model import Report
from riwaya.stories.across import MOST_READ
from riwaya.stories.signature import sign

OUT = ROOT / "src" / "riwaya" / "models" / "stories.json"
WEIGHTS = {
    "line": 0.335, "usual": 0.5, "few": 80, "by_hour": 0.025, "slack": 10, "a_day": 0.25, "later": 0.001,
    "longest": 168, "undated": 12, "title": 4, "trust": 0.4, "burst": 1.2, "everywhere": 0.15, "suddenly": 3,
    "picked": 0.15, "quiet": 0.5, "across": 0.25, "only": 0.1, "together": 0.0075,
}  # fmt: skip


SAMPLE = 250  #: paragraphs of each language that the centres are taken from


def arabic(paths: Iterable[Path]) -> Iterator[Report]:
    """The reports of files of JSON lines: title and text."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf8") as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                yield Report(f"{path.name}-{number}", path.name, row.get("title") or "", row["text"], "ar")


def english(paths: Iterable[Path]) -> Iterator[Report]:
    """The articles of archives that hold a ground-truth.json, and the paragraphs of the corpus."""
    for path in paths:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.name.endswith("ground-truth.json") and (file := archive.extractfile(member)):
                    for id_, page in json.load(file).items():
                        yield Report(id_, path.name, "", page["articleBody"], "en")
    for number, text in enumerate(paragraphs("en")):
        yield Report(f"corpus-{number}", "corpus", "", text, "en")


def paragraphs(language: str) -> list[str]:
    """The paragraphs of corpus/attribution in one language, marks off."""
    found = []
    for path in sorted((ROOT / "corpus" / "attribution").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
        found += [unmark(row["text"])[0] for row in rows if row["lang"] == language]
    return found


def counted(reports: Iterable[Report], fewest: int) -> dict[str, object]:
    """How many reports, and in how many of them each stem stands, the commonest first."""
    count, seen = 0, Counter[str]()
    for report in reports:
        count += 1
        seen.update(sign(report).terms)
    kept = sorted(((t, n) for t, n in seen.items() if n >= fewest), key=lambda x: (-x[1], x[0]))
    return {"reports": count, "counts": dict(kept)}


def centre(encoder: Encoder, language: str) -> list[float]:
    """The mean of the vectors of some paragraphs."""
    texts = random.Random(6).sample(paragraphs(language), SAMPLE)
    vectors = encoder.vectors([t[:MOST_READ] for t in texts])
    return [round(float(x), 4) for x in np.mean(vectors, axis=0)]


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ar", nargs="+", type=Path, default=[])
    parser.add_argument("--en", nargs="+", type=Path, default=[])
    parser.add_argument("--fewest", type=int, default=5, help="reports that an Arabic stem stands in, to be kept")
    parser.add_argument("--weights-only", action="store_true", help="keep the counts and centres as they are")
    arguments = parser.parse_args()
    if arguments.weights_only:
        kept = json.loads(OUT.read_text(encoding="utf8"))
        made = {**WEIGHTS, "centres": kept["centres"], "background": kept["background"]}
    else:
        encoders: list[Encoder] = [e for e in (token_encoder(), SmallEncoder()) if e]
        made = {
            **WEIGHTS,
            "centres": {e.name: {language: centre(e, language) for language in ("ar", "en")} for e in encoders},
            "background": {
                "ar": counted(arabic(arguments.ar), arguments.fewest),
                "en": counted(english(arguments.en), min(3, arguments.fewest)),
            },
        }
    text = json.dumps(made, ensure_ascii=False, indent=0)
    OUT.write_text(text.replace(",\n0", ", 0").replace(",\n-0", ", -0") + "\n", "utf8")
    print({k: v["reports"] for k, v in made["background"].items()}, OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
