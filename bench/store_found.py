"""What tracing found in a store of any size, made up: stories, statements, sources, claims, versions, differences.

Put into the flat tables by the same code that puts traces there (riwaya.store.flat), for measuring search. Sentences
are those of the reports; who says them, which are one claim and how they differ is drawn by chance: story sizes, how
often a source speaks and how many carry a claim have the long tails that they have in news. Nothing here tells quality.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from sqlalchemy import insert, select

from riwaya.model import Claim, Difference, DifferenceKind, Independent, Report, Source, Statement, Story, Trace
from riwaya.store import Store
from riwaya.store.adding import report_of
from riwaya.store.clock import now
from riwaya.store.flat import replace_flat
from riwaya.store.tables import MemberRow, ReportRow, RevisionRow, StoryRow

_SENTENCE = re.compile(r"[^.!?؟\n]{25,300}")
_KINDS: tuple[DifferenceKind, ...] = ("number", "date", "name", "action", "polarity", "strength", "attribution",
                                      "detail")  # fmt: skip
_WEIGHTS = (30, 8, 10, 12, 5, 10, 15, 40)
_FIRST = ("سمير", "ليلى", "حازم", "نادر", "سلمى", "رياض", "هالة", "جابر", "منيرة", "وديع", "تالا", "غسان")
_LAST = ("الحداد", "الرملي", "القاضي", "الشماع", "البيطار", "الخياط", "النجار", "الصيرفي", "الكاتب", "العطار")
_OFFICE = ("وزير", "محافظ", "رئيس بلدية", "المتحدث باسم", "مدير مستشفى", "قائد شرطة", "نائب عن", "وكالة أنباء")
_PLACE = ("الصحة", "الداخلية", "الساحل", "الواحة", "الميناء", "الشمال", "الجبل", "النقل", "المطار", "الجامعة")
NAMES = tuple(
    [f"{o} {p}" for o in _OFFICE for p in _PLACE] + [f"{f} {n}" for f in _FIRST for n in _LAST]
    + [f"{o} {p} {f} {n}" for o in _OFFICE for p in _PLACE for f in _FIRST for n in _LAST]
)  # fmt: skip
_COMMON = list(accumulate(1 / (n + 3) for n in range(len(NAMES))))  #: the first names speak most


def put(store: Store) -> tuple[int, int]:
    """Put all reports of a store into stories and make up what was found in them; gives how many stories and claims."""
    with store._database.reading() as connection:
        numbers = list(connection.execute(select(ReportRow.number).order_by(ReportRow.number)).scalars())
    stories = claims = 0
    for part in _groups(numbers, random.Random(11)):
        stories += 1
        chance = random.Random(stories)
        with store._database.writing() as connection:
            packed = connection.execute(
                select(RevisionRow.packed).join(ReportRow, ReportRow.latest == RevisionRow.number)
                .where(ReportRow.number.in_(part)).order_by(ReportRow.number)
            ).scalars()  # fmt: skip
            reports = [replace(report_of(p), outlet=f"o{chance.randrange(60)}") for p in packed]
            seen = now()
            known = {"id": f"story-{stories}", "title": reports[0].title, "seen": seen, "changed": seen,
                     "reports": len(part), "outlets": 1}  # fmt: skip
            done = connection.execute(insert(StoryRow), known).inserted_primary_key
            assert done is not None
            number = int(done[0])
            connection.execute(insert(MemberRow), [
                {"story": number, "report": n, "place": 0, "seen": seen} for n in part
            ])  # fmt: skip
            made = trace(f"story-{stories}", reports, chance)
            claims += len(made.stories[0].claims)
            replace_flat(connection, number, made, seen)
    return stories, claims


def _groups(numbers: Sequence[int], chance: random.Random) -> Iterator[Sequence[int]]:
    at = 0
    while at < len(numbers):
        size = min(400, int(2 * chance.paretovariate(1.2)))
        yield numbers[at : at + size]
        at += size


def trace(id_: str, reports: Sequence[Report], chance: random.Random) -> Trace:
    """A trace of these reports, made up."""
    names = dict.fromkeys(chance.choices(NAMES, cum_weights=_COMMON, k=2 + len(reports) // 3))
    sources = tuple(Source(f"s{n}", name, "person") for n, name in enumerate(names))
    statements: list[Statement] = []
    shared: dict[int, list[Statement]] = {}
    for report in reports:
        for n, found in enumerate(list(_SENTENCE.finditer(report.text))[:2]):
            chain = (chance.choice(sources).id,) if chance.random() < 0.7 else ()
            s = Statement(f"{report.id}/{n}", report.id, found.start(), found.end(), "indirect" if chain else "own",
                          chain=chain)  # fmt: skip
            statements.append(s)
            claim = int(chance.paretovariate(0.7)) if chance.random() < 0.5 else -len(statements)
            shared.setdefault(min(claim, 1 + len(reports) // 2), []).append(s)
    texts = {r.id: r.text for r in reports}
    claims = tuple(_claim(f"c{n}", said, texts, chance) for n, said in enumerate(shared.values()))
    story = Story(id_, reports[0].title, tuple(r.id for r in reports), claims)
    return Trace("made", tuple(reports), sources, tuple(statements), (story,))


def _claim(id_: str, said: Sequence[Statement], texts: dict[str, str], chance: random.Random) -> Claim:
    versions: dict[int, list[str]] = {}
    for s in said:
        versions.setdefault(int(chance.paretovariate(1.5)), []).append(s.id)
    parts = tuple(map(tuple, versions.values()))
    differences = []
    for one, other in pairwise(parts):
        kind = chance.choices(_KINDS, _WEIGHTS)[0]
        conflict = kind in ("number", "date", "polarity") and chance.random() < 0.4
        differences.append(Difference(kind, (one[0], other[0]), (None, None), conflict))
    low = min(len(said), int(chance.paretovariate(1.6)))
    text = texts[said[0].report][said[0].start : said[0].end]
    return Claim(id_, text, parts, tuple(differences), Independent(low, min(len(said), low + 1)))
