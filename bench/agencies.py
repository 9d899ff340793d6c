"""Agencies found where a page credits one: Al Arabiya's by-lines of April 2018 (../shared/data/ant-2018).

    python bench/agencies.py [--show]

The by-lines were read by hand: `CREDITS` says which of their words credit an agency, and which one. Prints how many of
those are found by riwaya.lexicon.find_agencies in the by-line and the page's text together, in the by-line alone and in
the text alone; and in how many by-lines without a credit it finds one. `--show` prints what is missed or wrong.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

from riwaya.lexicon import find_agencies

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "ant-2018" / "articles-2018-04.jsonl.gz"
CREDITS = {
    "رويترز": "reuters",
    "فرانس برس": "afp",
    "فراني برس": "afp",
    "د ب أ": "dpa",
    "أسوشيتد برس": "ap",
    "اسوشيتد برس": "ap",
    "أسوشييتد برس": "ap",
    "أسوشيتدر برس": "ap",
    "واس": "spa",
    "وام": "wam",
    "البوابة العربية للأخبار التقنية": "aitnews",
    "البواية العربية للأخبار التقنية": "aitnews",
}


def credited(byline: str) -> str | None:
    """The agency that a by-line ends with, as read by hand."""
    return next((agency for words, agency in CREDITS.items() if byline.strip().endswith(words)), None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print what is missed or wrong")
    args = parser.parse_args()
    count: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    with gzip.open(DATA, "rt", encoding="utf8") as lines:
        for line in lines:
            page = json.loads(line)
            if page["src"] != "alarabia":
                continue
            byline, text = page["author"], f"{page['title']}\n{page['text']}"
            want = credited(byline)
            in_byline = {hit.entry.id for hit in find_agencies(byline)}
            in_text = {hit.entry.id for hit in find_agencies(text)}
            count["pages"] += 1
            if want is None:
                count["none"] += 1
                count["wrong"] += bool(in_byline)
                missed.update(f"wrong: {byline!r} {sorted(in_byline)}" for _ in in_byline)
                continue
            count["credited"] += 1
            count["byline"] += want in in_byline
            count["text"] += want in in_text
            count["both"] += want in in_byline | in_text
            missed.update(f"missed: {byline!r}" for _ in range(want not in in_byline | in_text))
    of = count["credited"]
    print(f"pages {count['pages']}, credited {of} ({of / count['pages']:.1%})")
    print(f"agency found in by-line and text {count['both'] / of:.3f} ({count['both']} of {of})")
    print(f"             in the by-line alone {count['byline'] / of:.3f}, in the text alone {count['text'] / of:.3f}")
    print(f"by-lines without a credit {count['none']}, an agency found in {count['wrong']}")
    if args.show:
        for words, n in missed.most_common():
            print(n, words)


if __name__ == "__main__":
    main()
