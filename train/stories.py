"""Write src/riwaya/models/stories.json: the weights of riwaya.stories and the background of its words.

    python train/stories.py BACKGROUND.jsonl.gz … [--fewest 5]

The background is counted from collections of news: in how many of their reports each stem stands. Counts only; no
report can be read out of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from riwaya.model import Report
from riwaya.stories.signature import sign

OUT = Path(__file__).resolve().parents[1] / "src" / "riwaya" / "models" / "stories.json"
WEIGHTS = {"line": 0.17, "by_hour": 0.01, "undated": 12.0, "trust": 0.1}


def reports(path: Path) -> Iterator[Report]:
    """The reports of a file of JSON lines: title and text."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            yield Report(f"{path.name}-{number}", path.name, row.get("title") or "", row["text"], "ar")


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("background", nargs="+", type=Path)
    parser.add_argument("--fewest", type=int, default=5, help="reports that a stem stands in, to be kept")
    arguments = parser.parse_args()
    count, seen = 0, Counter[str]()
    for path in arguments.background:
        for report in reports(path):
            count += 1
            seen.update(term for term, _ in sign(report).terms)
    kept = {t: n for t, n in sorted(seen.items(), key=lambda x: (-x[1], x[0])) if n >= arguments.fewest}
    OUT.write_text(
        json.dumps({**WEIGHTS, "reports": count, "background": kept}, ensure_ascii=False, indent=0) + "\n", "utf8"
    )
    print(f"{count} reports, {len(kept)} stems, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
