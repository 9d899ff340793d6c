"""The reason for a count, in one sentence, in English and in Arabic."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.independence.ground import Ground, Node
from riwaya.independence.ways import Cut
from riwaya.model import Statement

_EN = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_AR_REPORTS = ("", "", "الخبران", "الأخبار الثلاثة", "الأخبار الأربعة", "الأخبار الخمسة", "الأخبار الستة",
               "الأخبار السبعة", "الأخبار الثمانية", "الأخبار التسعة", "الأخبار العشرة")
_AR_SOURCES = ("", "مصدر مستقل واحد", "مصدران مستقلان", "ثلاثة مصادر مستقلة", "أربعة مصادر مستقلة",
               "خمسة مصادر مستقلة", "ستة مصادر مستقلة", "سبعة مصادر مستقلة", "ثمانية مصادر مستقلة",
               "تسعة مصادر مستقلة", "عشرة مصادر مستقلة")


def reasons(members: Sequence[Statement], low: Cut, high: int, ground: Ground) -> tuple[str, str]:
    """Why the count is what it is: (English, Arabic)."""
    reports = sorted({s.report for s in members})
    names = [_name(n, ground) for n in low.nodes]
    behind = [_name(n, ground) for n in low.origins if n not in low.nodes]
    en, ar = _main(len(reports), names, behind)
    for note in sorted(low.notes):
        if note.startswith("owner\t"):
            owner, *ids = note.split("\t")[1:]
            shared = [_name(Node("report", i), ground) for i in ids]
            holder = ground.sources[owner].name if owner in ground.sources else owner
            en += f"; {_and_en(shared)} belong to one house ({holder}) and count as one"
            ar += f"؛ و{_and_ar(shared)} لمالك واحد ({holder}) فيُعدّان واحدا" if len(shared) == 2 else (
                f"؛ و{_and_ar(shared)} لمالك واحد ({holder}) فتُعدّ واحدا")
    if high > len(low.nodes):
        causes_en, causes_ar = _causes(low)
        en += f"; {_number_en(high)} if {causes_en}"
        ar += f"؛ و{_sources_ar(high)} إن {causes_ar}"
    return en + ".", ar + "."


def _main(reports: int, names: Sequence[str], behind: Sequence[str]) -> tuple[str, str]:
    if len(names) > 1:
        return (f"{_number_en(len(names)).capitalize()} independent sources: {_and_en(names)}",
                f"{_sources_ar(len(names))}: {_and_ar(names)}")
    name = names[0]
    quotes_en = f", which quotes {_and_en(behind)}" if behind else ""
    quotes_ar = f"، عن {_and_ar(behind)}" if behind else ""
    if reports == 1:
        return f"One report alone, which goes back to {name}{quotes_en}", f"خبر واحد يعود إلى {name}{quotes_ar}"
    whole_en = "Both" if reports == 2 else f"All {_number_en(reports)}"
    whole_ar = f"{'كلا الخبرين' if reports == 2 else _reports_ar(reports)}"
    verb = "يعود" if reports == 2 else "تعود"
    return f"{whole_en} reports go back to {name}{quotes_en}", f"{whole_ar} {verb} إلى {name}{quotes_ar}"


def _causes(low: Cut) -> tuple[str, str]:
    """What would have to be so for the high reading to hold."""
    en, ar = [], []
    if "own-through-credit" in low.notes:
        en.append("what reports that credit another say in their own words is their own")
        ar.append("كان ما تقوله الأخبار الناقلة عن غيرها بلسانها من عندها")
    if "unsure" in low.notes:
        en.append("an unsure derivation does not hold")
        ar.append("لم يصحّ نقل غير مؤكد")
    if "unnamed" in low.notes or not en:
        en.append("the unnamed sources are different people")
        ar.append("كانت المصادر غير المسماة أشخاصا مختلفين")
    return " and ".join(en), " و".join(ar)


def _name(node: Node, ground: Ground) -> str:
    if node.kind == "report":
        report = ground.reports[node.id]
        outlet = ground.sources.get(report.outlet or "")
        return (outlet.name if outlet else report.outlet_name) or report.title or report.id
    source = ground.sources.get(node.id)
    return source.name if source else node.id


def _number_en(n: int) -> str:
    return _EN[n] if n < len(_EN) else str(n)


def _reports_ar(n: int) -> str:
    return _AR_REPORTS[n] if n < len(_AR_REPORTS) else f"الأخبار الـ{n}"


def _sources_ar(n: int) -> str:
    return _AR_SOURCES[n] if n < len(_AR_SOURCES) else f"{n} مصدرا مستقلا"


def _and_en(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _and_ar(names: Sequence[str]) -> str:
    return " و".join(dict.fromkeys(names))
