"""How well and how fast dates are found.

    python bench/dates.py            figures
    python bench/dates.py --misses   and each case that is missed

Prints, where ../shared is there: recall and precision on the gold stories (every statement's text and cue, the
report's day of publishing; an expression counts where it covers the gold's words with a token F1 of .5 and `when` is
equal); Recognizers-Text and duckling's corpus of Arabic, whole, and without the cases whose convention is another than
a newspaper's (each with its reason below); Hijri days against the common dates printed beside them; and speed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import goldstory
from riwaya.dates import DateExpression, find, timeline
from riwaya.dates.calendar import week

SHARED = Path(__file__).resolve().parents[2] / "shared"
RECOGNIZERS = SHARED / "data/dates/recognizers_text/Specs/DateTime/Arabic"
DUCKLING = SHARED / "data/dates/duckling/Duckling/Time/AR/Corpus.hs"
HIJRI = SHARED / "data/dates/hijri_gregorian_pairs_saudinewsnet.tsv"
_TODAY = dt.date(2024, 5, 14)
_DAY = dt.timedelta(days=1)
_FOLD = str.maketrans("أإآٱىةؤئ٠١٢٣٤٥٦٧٨٩", "اااايهوي0123456789")


def overlap(a: str, b: str) -> float:
    """Token F1 of two texts, as bags."""
    left, right = (Counter(re.findall(r"\w+", t.translate(_FOLD).lower())) for t in (a, b))
    both = sum((left & right).values())
    return 2 * both / (left.total() + right.total()) if both else 0.0


def bounds(when: str) -> tuple[dt.date, dt.date]:
    """The days that an ISO 8601 name covers."""
    first, _, last = when.partition("/")
    return _edge(first, last=False), _edge(last or first, last=True)


def _edge(name: str, *, last: bool) -> dt.date:
    parts = [int(p) for p in name.split("-")]
    if len(parts) == 3:
        return dt.date(*parts)
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12 if last else 1)
    return (dt.date(year + month // 12, month % 12 + 1, 1) - _DAY) if last else dt.date(year, month, 1)


class Score:
    """Counts of one set, with what was missed."""

    def __init__(self, name: str) -> None:
        self.name, self.hit, self.all, self.missed = name, 0, 0, list[str]()

    def add(self, right: bool, shown: str) -> None:
        self.all += 1
        self.hit += right
        if not right:
            self.missed.append(shown)

    def __str__(self) -> str:
        return f"{self.name:58} {self.hit:4}/{self.all:<4} {self.hit / self.all if self.all else 1:.3f}"


def shown(text: str, found: list[DateExpression]) -> str:
    return " ; ".join(f"«{text[e.start : e.end]}» {e.when or f'{e.earliest}..{e.latest}'}" for e in found) or "nothing"


def gold() -> list[Score]:
    """Recall and precision of the timeline on the gold stories, from the gold's statements, counted as the scorer of
    ../shared does: recall over the gold's dates, precision over the moments whose words are a gold date's."""
    recall, precision = Score("gold: recall"), Score("gold: precision")
    for folder in goldstory.folders():
        trace = goldstory.load(folder).trace
        texts = {r.id: r.text for r in trace.reports}
        of = {s.id: s.report for s in trace.statements}
        got = {
            (of[m.statement], texts[of[m.statement]][m.start : m.end], m.when)
            for m in timeline(trace.reports, trace.statements)
        }
        story = json.loads((folder / "gold.json").read_text(encoding="utf8"))
        report = {s["id"]: s["report"] for s in story["statements"]}
        want = [(report[d["statement"]], d["expression"], d["when"]) for d in story["dates"]]
        for r, words, when in want:
            near = sorted(e[1:] for e in got if e[0] == r and overlap(e[1], words) >= 0.5)
            recall.add(any(w == when for _, w in near), f"{r}: «{words}» {when}, got {near}")
        for r, words, when in sorted(got):
            near = [(x, w) for q, x, w in want if q == r and overlap(words, x) >= 0.5]
            if near:
                precision.add(any(w == when for _, w in near), f"{r}: «{words}» {when}, gold {near}")
            else:
                precision.missed.append(f"  (none in the gold, not counted) {r}: «{words}» {when}")
    return [recall, precision]


# Where a case of the specifications, which are an assistant's ("remind me on the 15th"), follows another convention
# than a newspaper's: a pattern of its expected words, and the other convention. All cases that match are set apart,
# the ones that come out right too.
OTHER = (
    (
        r"^(إلى )?(ال|لل)?(\d{1,2}|ثاني|ثلاثين|[\u0600-\u06ff]+ والعشرين|[\u0600-\u06ff]+ية والثلاثين|الثاني)$",
        "a number by itself is a day («عدت إلى 27»)",
    ),
    (r"^يوم 27$", "a day by its number alone lies ahead of «عدت»"),
    (
        r"^(4\.22|22-4|2015\.3|08/12, (20)?15|16/04/21)$",
        "decimals and results are dates, the month first or year first",
    ),
    (r"^(آخر يوم|اليوم\s+الأخير|يومي|اسبوعي|الإسبوع|.* أسبوعي)$", "«يومي» is today, «آخر يوم» yesterday"),
    (r"^(الأحد القادم|سبتمبر الماضي|الشهر التالي|العام التالي)$", "the one after the next, the one before the last"),
    (r"بضعة|القليلة", "a few are three"),
    (r"^(بعد|خلال|في) .*(أسابيع|سنوات|أشهر|يومين|اسبوعين)", "«بعد أسبوعين» is a run of time, not its end"),
    (r"^(الصيف|صيف|منتصف الصيف)$", "a season without a year is a date"),
    (
        r"العقود|العقدين|عقود|^الألفين|^ألفين$|^1970$|^العشرينيات$|القرن التاسع",
        "1970 and two decades are whole decades",
    ),
    (
        r"نهاية (هذا )?(الاسبوع|الأسبوع)|نهاية الأسبوع الحالي",
        "«نهاية الأسبوع» lies ahead, as a weekend or a rest of days",
    ),
    (r"^تسعة عشر ثمانية", "nineteen twenty-eight, which is no Arabic"),
    (r"من الآن$", "«من الآن» with a verb of the past counts back"),
    (r"^من شهر سبتمبر 16$", "a day is a month"),
)


def other_convention(words: str) -> bool:
    """Whether the expected words of a case follow another convention."""
    return any(re.search(pattern, words) for pattern, _ in OTHER)


def recognizers() -> list[Score]:
    """Right value (parsers) and right words (extractors, which give no value)."""
    scores: list[Score] = []
    same = Score("Recognizers-Text, all four, same conventions")
    for name in ("DateParser", "DatePeriodParser", "DateExtractor", "DatePeriodExtractor"):
        score = Score(f"Recognizers-Text {name}: right {'value' if 'Parser' in name else 'words'}")
        for case in json.loads((RECOGNIZERS / f"{name}.json").read_text(encoding="utf-8-sig")):
            text = case["Input"]
            at = (case.get("Context") or {}).get("ReferenceDateTime", "2016-10-07")[:10]
            found = find(text, dt.date.fromisoformat(at), "ar")
            results = case["Results"]
            if not results:
                score.add(not found, f"{text} | nothing | {shown(text, found)}")
            for result in results:
                words = [e for e in found if overlap(text[e.start : e.end], result["Text"]) >= 0.5]
                value = result.get("Value") or {}
                right = any(_right(e, result) for e in words) if "Parser" in name else bool(words)
                if (value.get("FutureResolution") or {}).get("date") == "0001-01-01":
                    right = not words  # no such day
                want = f"{result['Text']} {value.get('Timex', '')} {value.get('FutureResolution', '')}"
                score.add(right, f"{text} | {want} | {at} | {shown(text, found)}")
                if not other_convention(result["Text"]):
                    same.add(right, f"{text} | {want}")
        scores.append(score)
    whole = Score("Recognizers-Text, all four")
    whole.hit, whole.all = sum(s.hit for s in scores), sum(s.all for s in scores)
    return [*scores, whole, same]


_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _right(e: DateExpression, result: dict[str, Any]) -> bool:
    """Whether an expression lies where the past or the future reading of a case does, or has its TIMEX's name."""
    value = result["Value"]
    month = re.fullmatch(r"XXXX-(\d\d)", value["Timex"])
    if month and e.when in {f"{value[s]['startDate'][:4]}-{month[1]}" for s in ("PastResolution", "FutureResolution")}:
        return True
    if value["Timex"] in _SEASONS:
        return e.granularity == "season"
    named = re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value["Timex"])
    if named:
        return bool(
            e.earliest
            and e.granularity == "season"
            and e.earliest.year == int(named[1])
            and e.earliest.month == _SEASONS[named[2]]
        )
    places = [(e.earliest, e.latest)] + ([bounds(e.when)] if e.when else [])
    for side in ("PastResolution", "FutureResolution"):
        got = value.get(side) or {}
        if "date" in got:
            day = dt.date.fromisoformat(got["date"])
            if (day, day) in places or (e.when and e.granularity == "month" and e.when == got["date"][:7]):
                return True
        elif got:
            first, last = dt.date.fromisoformat(got["startDate"]), dt.date.fromisoformat(got["endDate"])
            # the end is exclusive for named periods and inclusive for what is written with both ends
            if (first, last) in places or (first, last - _DAY) in places:
                return True
            if (
                value["Timex"].startswith("(")
                and e.when
                and "/" in e.when
                and bounds(e.when) == (first, dt.date(last.year, 12, 31))
            ):
                return True  # «2014-2018»: both years
    if re.fullmatch(r"\d{4}(-\d\d)?", value["Timex"]):
        return bounds(value["Timex"]) in places
    name = re.fullmatch(r"(\d{4})-W(\d\d)", value["Timex"])
    return bool(name) and week(dt.date.fromisocalendar(int(name[1]), int(name[2]), 1)) in places  # type: ignore[index]


def duckling() -> list[Score]:
    """The examples that are days or longer; clock times and holidays are not dates here."""
    score = Score("duckling Arabic corpus: right value")
    either = Score("duckling, whichever way the date lies (it is always ahead there)")
    text = DUCKLING.read_text(encoding="utf8")
    pattern = re.compile(r"examples \((datetime|datetimeInterval) ([^A-Z]*?) (Day|Week|Month|Year)\)\s*\[(.*?)\]", re.S)
    for kind, place, grain, block in pattern.findall(text):
        days = [dt.date(*map(int, d)) for d in re.findall(r"\((\d+), (\d+), (\d+), \d+, \d+, \d+\)", place)]
        if kind == "datetime":
            first = days[0]
            last = {
                "Day": first,
                "Week": first + 6 * _DAY,
                "Year": dt.date(first.year, 12, 31),
                "Month": _edge(f"{first.year}-{first.month}", last=True),
            }[grain]
        else:
            first, last = days[0], days[1] - _DAY
        for words in re.findall(r'"(.*?)"', block):
            if "الساعة" in words or "كريسماس" in words:
                continue
            found = find(words, dt.date(2013, 2, 12), "ar")
            right = any(
                (first, last) in ([(e.earliest, e.latest)] + ([bounds(e.when)] if e.when else [])) for e in found
            )
            score.add(right, f"{words} | {first} {last} | {shown(words, found)}")
            back = any(e.earliest and e.earliest == _back(first, e.earliest) for e in found)
            either.add(right or back, f"{words} | {first} {last} | {shown(words, found)}")
    return [score, either]


def _back(day: dt.date, found: dt.date) -> dt.date:
    """The same weekday a week before, or the same day a year before, whichever was found."""
    week_before = day - 7 * _DAY
    return week_before if found == week_before else day.replace(year=day.year - 1)


def hijri() -> list[Score]:
    """Hijri days against the common date beside them, each alone and both together."""
    alone, both = Score("Hijri days, exact"), Score("Hijri and common side by side, exact")
    months = {
        m: n
        for n, m in enumerate(
            [
                "-",
                "يناير",
                "فبراير",
                "مارس",
                "أبريل",
                "مايو",
                "يونيو",
                "يوليو",
                "أغسطس",
                "سبتمبر",
                "أكتوبر",
                "نوفمبر",
                "ديسمبر",
            ]
        )
    }
    for line in HIJRI.read_text(encoding="utf8").splitlines()[1:]:
        _, _, matched, day, month, year, g_day, g_month, g_year = line.split("\t")
        name = (
            g_month.replace("إبريل", "أبريل")
            .replace("ابريل", "أبريل")
            .replace("اغسطس", "أغسطس")
            .replace("اكتوبر", "أكتوبر")
        )
        if name not in months:
            continue
        want = f"{int(g_year):04}-{months[name]:02}-{int(g_day):02}"
        text = f"في {day} {month} {year}هـ"
        found = find(text, None)
        alone.add([e.when for e in found] == [want], f"{text} | {want} | {shown(text, found)}")
        found = find(matched, None)
        both.add([e.when for e in found] == [want], f"{matched} | {want} | {shown(matched, found)}")
    return [alone, both]


def speed() -> None:
    """Characters and bytes a second on real articles, and that hostile input takes linear time."""
    path = SHARED / "data/ant-2018/articles-2018-04.jsonl.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf8") as lines:
            texts = [json.loads(line)["text"] for line, _ in zip(lines, range(400), strict=False)]
    else:
        texts = [
            "قال الوزير أمس الأربعاء إن المشروع سينطلق في 12 مايو المقبل بعد تأخير دام عامين منذ نهاية 2021. "
        ] * 4000
    find("", None)
    start = time.process_time()
    count = sum(len(find(t, _TODAY)) for t in texts)
    took = time.process_time() - start
    size = sum(len(t.encode()) for t in texts)
    print(
        f"speed: {size / took / 1000:.0f} kB/s ({sum(map(len, texts)) / took / 1000:.0f} k characters/s), {count} dates"
    )
    for name, piece in (
        ("no full stop", "كلمة "),
        ("numbers", "2 و"),
        ("days and", "2 و3 و4 و5 و"),
        ("number words", "وعشرين "),
        ("ago", "قبل نحو "),
        ("dashes", "2018-"),
        ("weekdays", "الخميس "),
        ("months", "مايو "),
        ("nights", "ليل "),
        ("quotation marks", "«"),
        ("years", "2011 و"),
        ("thousands", "ألف و"),
        ("one token", "1."),
        ("letters", "ا"),
    ):
        took2 = []
        for n in (20_000, 80_000):
            text = piece * (n // len(piece))
            start = time.process_time()
            find(text, _TODAY)
            took2.append(time.process_time() - start)
        print(f"  hostile {name:16} {took2[0]:.3f} s for 20k, {took2[1]:.3f} s for 80k: x{took2[1] / took2[0]:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print each case that is missed")
    options = parser.parse_args()
    parts = [(gold, SHARED / "gold"), (recognizers, RECOGNIZERS), (duckling, DUCKLING), (hijri, HIJRI)]
    for part, needs in parts:
        if not needs.exists():
            print(f"{part.__name__}: skipped, {needs} is not there")
            continue
        for score in part():
            print(score)
            if options.misses:
                for line in score.missed:
                    print("   ", line)
    speed()


if __name__ == "__main__":
    main()
