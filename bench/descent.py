"""Trees of descent drawn at random over our own example stories, with known edits: how many edges are found, whether
each slip is seen to enter where it did, and how far the counts of independent sources are from the true ones.

    python bench/descent.py [--trees 200] [--seed 1] [--most 50]

A report copies, trims, rewords (another cue or none, other words), translates (the example in both languages) or
credits its parent; numbers and names slip; it may add matter of its own. Statements and claims are given as they are,
so that derivation alone is measured. Four in five reports tell the minute of publishing, the others the day.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

import goldstory
from riwaya.derivations import derive, entries, unseen
from riwaya.encoder import encoder
from riwaya.independence import count
from riwaya.model import Claim, Derivation, Report, Source, Statement

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SYNONYMS = {line.split()[0]: line.split()[1:] for line in """
مغلقة مقفلة موصدة مسدودة
النيران اللهب النار الحرائق
محلا دكانا متجرا حانوتا
السبب الباعث العلة الدافع
الحريق النار الكارثة المأساة
اندلاع نشوب اشتعال شبوب
اندلع شبّ نشب اشتعل
جريحا مصابا متضررا مسعفا
الجرحى المصابين المسعفين الضحايا
حرجة خطرة سيئة حساسة
بلغ ناهز وصل لامس
فتح بدء إطلاق مباشرة
تحقيق تحر بحث تقص
المتضررين المنكوبين الخاسرين المتأثرين
الخسائر الأضرار التكاليف التلفيات
شُيّد بُني أُقيم أُنشئ
عام سنة العام خلال
السوق المكان المجمع الموقع
نحو قرابة زهاء حوالي
الملفات السجلات البيانات الوثائق
ملفات سجلات بيانات وثائق
مكشوفة متاحة معروضة مباحة
أُغلق أُقفل أُوقف عُطّل
بعد عقب إثر غداة
قبل قُبيل أمام دون
تدير تنظم تتولى تسيّر
مستشفى مشفى مركزا مرفقا
المرضى المراجعين المتعالجين النزلاء
الشركة المؤسسة المنشأة الجهة
ساعات سويعات مدة برهة
أبواب مداخل منافذ بوابات
رفض أبى امتنع تحفظ
حالة وضعية هيئة درجة
الخادم الحاسوب الجهاز النظام
مخارج منافذ أبواب معابر
كهربائية كهربية تيارية سلكية
البخور العطور الطيب العود
لحظة ساعة وقت حين
المستشفى المشفى المركز المرفق
السلاسل الأغلال القيود الأقفال
وجد ألفى صادف لقي
وصل بلغ حضر أتى
الوزارة الجهة الدائرة المصلحة
about roughly around nearly
files records data documents
open exposed unguarded visible
said stated noted argued
server machine computer system
closed shut disabled sealed
company firm business group
managers bosses executives chiefs
warned alerted told cautioned
found saw met discovered
patients people users clients
downloaded copied taken fetched
hospital clinic infirmary ward
after following upon since
country state nation land
internet web net network
researchers experts analysts scientists
medical health clinical private
weeks fortnights months sevenths
""".strip().split("\n")}  #: a word and what rewriters put for it
CUES = {
    "ar": ["وقال {0} إن", "وبحسب {0}،", "وأفاد {0} بأن"],
    "en": ["{0} said", "According to {0},", "{0} reported that"],
}
ROOT = "root"  #: the id of a root that is not shown
EXACT = 0.8  #: share of reports that tell the minute of publishing
CREDITS = {
    "ar": ["ذكرت صحيفة «{0}» نقلا عن {1} أن", "ونسبت «{0}» إلى {1} أن", "وفيما نشرته «{0}» على لسان {1}،"],
    "en": ["The newspaper {0} reported, citing {1}, that", "{1} told {0} that", "In an account by {1} in {0},"],
}


@dataclass(frozen=True)
class Unit:
    """A statement with the words before it."""

    lead: str
    content: str
    chain: tuple[str, ...]
    claim: str
    reading: str  #: what it says of the claim; a slip makes a new one


@dataclass(frozen=True)
class Node:
    """A report of the tree."""

    id: str
    language: str
    units: tuple[Unit, ...]
    parent: str | None
    how: str
    at: datetime
    exact: bool


class Cached:
    """An encoder that remembers: the trees say the same sentences over and over."""

    def __init__(self) -> None:
        self.inner = encoder()
        self.name = self.inner.name
        self.seen: dict[str, np.ndarray] = {}

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        new = [t for t in dict.fromkeys(texts) if t not in self.seen]
        if new:
            self.seen.update(zip(new, self.inner.vectors(new), strict=True))
        return np.array([self.seen[t] for t in texts])


@dataclass(frozen=True)
class Base:
    """An original report, its translation by claim, and matter that others may add."""

    language: str
    units: tuple[Unit, ...]
    translated: dict[str, Unit]
    pool: tuple[Unit, ...]
    names: dict[str, Source]


def bases() -> list[Base]:
    """The originals of the examples."""
    out = []
    for name, original, other, pool in (
        ("market-fire", "01_mijdaf", None, ("05_mijana", "06_rawasi", "03_qandil")),
        ("market-fire", "07_shati", None, ("05_mijana", "06_rawasi", "03_qandil")),
        ("market-fire", "02_nawaris", None, ("05_mijana", "06_rawasi", "07_shati")),
        ("patient-files", "01_dispatch", "02_hisn", ("06_padlock", "05_lamp")),
        ("patient-files", "04_riwaq", "05_lamp", ("03_watad",)),
    ):
        trace = goldstory.load(EXAMPLES / name).trace
        claim = {s: c.id for c in trace.stories[0].claims for s in c.statements()}
        cut = {r.id: _units(r, [s for s in trace.statements if s.report == r.id], claim) for r in trace.reports}
        language = next(r.language for r in trace.reports if r.id == original)
        translated = {u.claim: u for u in cut[other]} if other else {}
        free = tuple(replace(u, claim=f"own-{p}-{k}", reading=f"own-{p}-{k}") for p in pool
                     for k, u in enumerate(cut[p]) if u.claim not in {v.claim for v in cut[original]})
        out.append(Base(language, tuple(cut[original]), translated, free, {s.id: s for s in trace.sources}))
    return out


def _units(report: Report, statements: Sequence[Statement], claim: dict[str, str]) -> list[Unit]:
    out, at = [], 0
    for s in sorted(statements, key=lambda s: s.start):
        if s.start < at:
            continue
        key = claim.get(s.id, s.id)
        lead = report.text[at : s.start].strip(" \n.،,؛:«»\"“”")
        out.append(Unit(lead, s.span.of(report.text), s.chain[-1:], key, key))
        at = s.end
    return out


def _reworded(unit: Unit, chance: random.Random, language: str, names: dict[str, Source], strength: float) -> Unit:
    words = [chance.choice(SYNONYMS[w]) if w in SYNONYMS and chance.random() < strength else w
             for w in unit.content.split(" ") if len(w) < 4 or chance.random() > 0.08 * strength or w[-1].isdigit()]
    content = " ".join(words)
    if strength < 0.5:
        return replace(unit, content=content)
    if unit.chain and chance.random() < 0.5:
        return replace(unit, content=content, lead="", chain=())
    chain = tuple(c for c in unit.chain[-1:] if c in names)  # who rewords without credit names no paper on the way
    lead = chance.choice(CUES[language]).format(_name(chain[0], names)) if chain else ""
    return replace(unit, content=content, lead=lead, chain=chain)


def _name(source: str, names: dict[str, Source]) -> str:
    return names[source].name if source in names else source


def _slipped(unit: Unit, chance: random.Random, serial: int) -> Unit | None:
    numbers = list(re.finditer(r"\d+", unit.content))
    if numbers:
        m = chance.choice(numbers)
        value = chance.choice([m[0] + "0", m[0][::-1] if m[0][::-1] != m[0] else m[0] + "1", str(int(m[0]) + 3)])
        return replace(unit, content=unit.content[: m.start()] + value + unit.content[m.end() :],
                       reading=f"{unit.claim}#{serial}")
    names = list(re.finditer(r"\w{6,}", unit.content))
    if not names:
        return None
    m = chance.choice(names)
    k = m.start() + 3
    swapped = unit.content[:k] + unit.content[k + 1] + unit.content[k] + unit.content[k + 2 :]
    return replace(unit, content=swapped, reading=f"{unit.claim}#{serial}")


def tree(base: Base, size: int, chance: random.Random, lost: bool = False) -> list[Node]:
    """A tree of `size` reports. `lost`: the first is not to be shown, so nobody credits it."""
    start = datetime(2024, 3, 1, 6, tzinfo=UTC)
    # an agency's text is long, and every paper prints what it has room for
    whole = (*base.units, *base.pool) if lost else base.units
    nodes = [Node("r00", base.language, whole, None, "", start, True)]
    free = [] if lost else list(base.pool)
    serial = 0
    while len(nodes) < size:
        parent = chance.choice(nodes)
        language, units, how = parent.language, list(parent.units), "copies"
        kind = chance.choices(["copy", "trim", "reword", "credit", "translate"], [30, 20, 20, 20, 10])[0]
        if kind == "translate":
            units = [replace(base.translated[u.claim], reading=u.reading, chain=u.chain) for u in units
                     if u.claim in base.translated and "#" not in u.reading]
            if language != base.language or len(units) < 4:
                continue
            language, how = ("en" if language == "ar" else "ar"), "translates"
            units = [replace(_reworded(u, chance, language, base.names, 0.49), lead=u.lead) for u in units]
        elif kind == "reword":
            units, how = [_reworded(u, chance, language, base.names, 0.9) for u in units], "rewrites"
        elif kind == "credit":
            if lost and parent.parent is None:
                continue
            how = "cites"
            units = [replace(u, chain=(parent.id + "-outlet", *u.chain), lead=chance.choice(CREDITS[language]).format(
                parent.id, _name(u.chain[-1], base.names) if u.chain else "مصادر"))
                for u in units]
        else:
            units = [_reworded(u, chance, language, base.names, 0.15) for u in units]
        if len(units) > 5 and (kind == "trim" or chance.random() < 0.3):
            keep = max(4, round(len(units) * chance.uniform(0.5, 0.85)))
            kept = sorted(chance.sample(range(len(units)), keep)) if chance.random() < 0.4 else range(keep)
            units = [units[k] for k in kept]
        if chance.random() < 0.4:
            k = chance.randrange(len(units))
            serial += 1
            units[k] = _slipped(units[k], chance, serial) or units[k]
        if free and chance.random() < 0.3:
            units.insert(chance.randrange(1, len(units) + 1), free.pop(chance.randrange(len(free))))
        if lost and parent.parent is None and how == "copies" and len(units) > 5:  # every paper cuts it in its own way
            keep = round(len(units) * chance.uniform(0.5, 0.85))
            units = [units[k] for k in sorted(chance.sample(range(len(units)), keep))]
        if units == list(parent.units):
            continue
        at = parent.at + timedelta(minutes=chance.randrange(5, 600))
        nodes.append(Node(f"r{len(nodes):02}", language, tuple(units), parent.id, how, at, chance.random() < EXACT))
    return nodes


@dataclass(frozen=True)
class Figures:
    """What one tree gave."""

    edges: int
    found: int
    predicted: int
    how: int
    slips: int
    placed: int
    claims: int
    low: int  #: claims whose low is the true count
    high: int
    inside: int  #: claims whose low and high hold the true count
    missed_by: tuple[int, ...]
    prints: int  #: near copies of a root that is not shown
    unseen: int  #: reports said to be from a text that nobody has seen
    right: int  #: of these, from the root that is not shown


def measure(nodes: list[Node], base: Base, enc: Cached, lost: bool = False) -> Figures:
    """Derive a tree and compare. `lost`: its root is not shown."""
    reports, statements = [], []
    if lost:
        nodes = [replace(n, parent=ROOT if n.parent == nodes[0].id else n.parent) for n in nodes[1:]]
    readings: dict[str, dict[str, list[str]]] = {}
    for n in nodes:
        text = ""
        for k, u in enumerate(n.units):
            text += (u.lead + " " if u.lead else "")
            s = Statement(f"{n.id}-{k:02}", n.id, len(text), len(text) + len(u.content),
                          "indirect" if u.chain else "own", chain=u.chain)
            text += u.content + (".\n" if k % 3 == 2 else ". ")
            statements.append(s)
            readings.setdefault(u.claim, {}).setdefault(u.reading, []).append(s.id)
        when = n.at.isoformat(timespec="minutes") if n.exact else n.at.date().isoformat()
        reports.append(Report(n.id, n.id, n.units[0].content[:60], text, n.language, n.id + "-outlet",
                              published=n.at.date().isoformat(), published_at=when))
    sources = [*base.names.values(), *(Source(r.outlet or "", r.id, "outlet") for r in reports)]
    if lost:
        sources.append(Source(ROOT, "a text not seen", "document"))
    claims = [Claim(c, c, tuple(tuple(v) for v in vs.values())) for c, vs in sorted(readings.items())]
    found = derive(reports, sources, statements, claims, enc)
    roots = {s.id for s in unseen(found, reports, sources)}
    got = [replace(d, from_=ROOT) if lost and d.from_ in roots else d for d in found]
    want = {(n.id, n.parent): n.how for n in nodes if n.parent}
    hits = {(d.report, d.from_): d.how for d in got if (d.report, d.from_) in want}
    entered = {(e.claim, e.version): e for e in entries(claims, statements, reports, got)}
    slips = placed = 0
    by_id = {n.id: n for n in nodes}
    for c in claims:
        for v, reading in enumerate(readings[c.id]):
            if "#" in reading:
                slips += 1
                first = [n.id for n in nodes if any(u.reading == reading for u in n.units)]
                true = next(i for i in first if by_id[i].parent not in first)
                placed += entered[c.id, v].report == true
    real = [Derivation(n.id, n.parent, n.how, 1.0) for n in nodes if n.parent]  # type: ignore[arg-type]

    def numbers(ds: Sequence[Derivation]) -> list[tuple[int, int]]:
        done = count(claims, statements, reports, sources, ds, compatible=lambda a, b: False)
        return [(c.independent.low, c.independent.high) for c, k in zip(done, claims, strict=True)
                if len(k.statements()) > 1]

    pairs = list(zip(numbers(got), numbers(real), strict=True))
    return Figures(
        len(want), len(hits), len(got), sum(want[k] == h for k, h in hits.items()), slips, placed, len(pairs),
        sum(g[0] == w[1] for g, w in pairs), sum(g[1] == w[1] for g, w in pairs),
        sum(g[0] <= w[1] <= g[1] for g, w in pairs),
        tuple(max(g[0] - w[1], w[1] - g[1], 0) for g, w in pairs),
        sum(n.parent == ROOT and n.how == "copies" for n in nodes),
        sum(d.from_ in roots for d in found),
        sum(d.from_ == ROOT and (d.report, ROOT) in want for d in got),
    )


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trees", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=50)
    parser.add_argument("--lost", action="store_true", help="the root of every tree is not among the reports")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    known, enc = bases(), Cached()
    done = []
    for n in range(arguments.trees):
        base = known[n % len(known)]
        grown = tree(base, chance.randint(5, arguments.most), chance, arguments.lost)
        done.append(measure(grown, base, enc, arguments.lost))

    def total(name: str) -> int:
        return sum(getattr(f, name) for f in done)

    print(f"{len(done)} trees, {total('edges')} edges")
    found = total("found")
    print(f"edges right {found / total('edges'):.3f}, of those predicted {found / total('predicted'):.3f}; "
          f"how right {total('how') / max(1, found):.3f}")
    print(f"where a slip entered, right {total('placed') / max(1, total('slips')):.3f} of {total('slips')}")
    missed = [m for f in done for m in f.missed_by]
    print(f"count: low true {total('low') / total('claims'):.3f}, high true {total('high') / total('claims'):.3f}, "
          f"true count within low and high {total('inside') / total('claims'):.3f}; where missed, by "
          f"{statistics.mean([m for m in missed if m] or [0]):.2f} on average")
    if arguments.lost:
        for least, most in ((0, 1), (2, 2), (3, 99)):
            some = [f for f in done if least <= f.prints <= most]
            print(f"{len(some)} trees whose root has {least}{'' if least == most else f' to {most}'} near copies: node "
                  f"found in {sum(f.right > 1 for f in some) / max(1, len(some)):.3f}, "
                  f"{sum(f.right for f in some)} of {sum(f.prints for f in some)} copies tied to it")
    print(f"from a text not seen: {total('unseen')} reports in {sum(f.unseen > 0 for f in done)} trees, "
          f"right {total('right')}")
    print("missed by: " + ", ".join(f"{n}: {missed.count(n) / len(missed):.3f}" for n in sorted(set(missed))))


if __name__ == "__main__":
    main()
