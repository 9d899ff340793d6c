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

_UNSEEN = ("a text that nobody has seen", "نص لم يُر")


def reasons(members: Sequence[Statement], low: Cut, high: int, ground: Ground) -> tuple[str, str]:
    """Why the count is what it is: (English, Arabic)."""
    reports = sorted({s.report for s in members} - ground.unseen)
    behind = [n for n in low.origins if n not in low.nodes]
    unseen = len(low.nodes) == 1 and low.nodes[0].kind == "source" and ground.is_outlet(low.nodes[0])
    en, ar = (_main(len(reports), [_name(n, ground, k) for n in low.nodes], [_name(n, ground, k) for n in behind],
                    unseen)[k] for k in (0, 1))
    for note in sorted(low.notes):
        if note.startswith("owner\t"):
            owner, *ids = note.split("\t")[1:]
            shared = [_name(Node("report", i), ground) for i in ids]
            holder = ground.sources[owner].name if owner in ground.sources else owner
            en_house, ar_house = _house(shared, holder)
            en, ar = en + en_house, ar + ar_house
    if high > len(low.nodes):
        causes_en, causes_ar = _causes(low, len(reports))
        en += f"; {_number_en(high)} if {causes_en}"
        ar += f"؛ و{_sources_ar(high)} إن {causes_ar}"
    return en + ".", ar + "."


def _house(names: Sequence[str], owner: str) -> tuple[str, str]:
    """That several reports count as one: of outlets of one owner, or of one newsroom."""
    distinct = list(dict.fromkeys(names))
    if len(distinct) == 1:
        return (f"; its {_number_en(len(names))} reports come from one newsroom and count as one",
                f"؛ و{_reports_ar(len(names))} من تحرير واحد ({distinct[0]}) فتُعدّ واحدا")
    pronoun = "فيُعدّان واحدا" if len(distinct) == 2 else "فتُعدّ واحدا"
    return (f"; {_and_en(distinct)} belong to one house ({owner}) and count as one",
            f"؛ و{_and_ar(distinct)} لمالك واحد ({owner}) {pronoun}")


def _main(reports: int, names: Sequence[str], behind: Sequence[str], unseen: bool) -> tuple[str, str]:
    if len(names) > 1:
        return (f"{_number_en(len(names)).capitalize()} independent sources: {_and_en(names)}",
                f"{_sources_ar(len(names))}: {_and_ar(names)}")
    name = names[0]
    # after a colon a name can stand in the case it is printed in, which a preposition before it would change
    tail_en = " (not among the reports)" * unseen + (f", which quotes {_and_en(behind)}" if behind else "")
    tail_ar = " (ليس نصه بين الأخبار)" * unseen + (f"، نقلا عن: {_and_ar(behind)}" if behind else "")
    if reports == 1:
        return f"One report alone, which goes back to {name}{tail_en}", f"خبر واحد، مرجعه: {name}{tail_ar}"
    whole_en = "Both" if reports == 2 else f"All {_number_en(reports)}"
    back = "مرجعهما واحد" if reports == 2 else "مرجعها واحد"
    return f"{whole_en} reports go back to {name}{tail_en}", f"{_reports_ar(reports)} {back}: {name}{tail_ar}"


def _causes(low: Cut, reports: int) -> tuple[str, str]:
    """What would have to be so for the high reading to hold."""
    en, ar = [], []
    if "own-through-credit" in low.notes:
        en.append("what they say without naming a source is their own")
        ar.append("كان ما يقولانه دون تسمية مصدر من عندهما" if reports == 2 else "كان ما تقوله دون تسمية مصدر من عندها")
    if "unsure" in low.notes:
        en.append("a report that seems to come from another does not")
        ar.append("لم يكن أحد الأخبار مأخوذا عن غيره كما يبدو")
    if "unnamed" in low.notes or not en:
        en.append("the unnamed sources are different people")
        ar.append("كانت المصادر غير المسماة أشخاصا مختلفين")
    return " and ".join(en), " و".join(ar)


def _name(node: Node, ground: Ground, language: int = 0) -> str:
    if node.kind == "report" and node.id in ground.unseen:
        return _UNSEEN[language]
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
    first, *others = dict.fromkeys(names)
    # «و» is written onto an Arabic word, and apart from a Latin one
    return first + "".join(f" و{n}" if "\u0600" <= n.lstrip("«\"'(")[:1] <= "\u06ff" else f" و {n}" for n in others)
