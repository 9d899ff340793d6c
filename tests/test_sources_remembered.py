"""Mentions that were read before: the same reading comes back, and each is read once. All examples are invented."""

from __future__ import annotations

import json
import typing
from collections.abc import Sequence
from dataclasses import fields, replace

import pytest

from riwaya.lexicon.outlets import outlets
from riwaya.model import Attribution, Link, Report, Span
from riwaya.recall import Recall
from riwaya.sources import Resolved, remembered, resolve
from riwaya.sources.named import Named
from riwaya.sources.reading import read

MENTIONS = (
    "المدير العام للهيئة المهندس سامر الهاشمي", "مسؤولان في الحماية المدنية بمرسى الزعتر", "وزير النقل",
    "متحدث باسم الهيئة العليا للمياه في العراق", "صحيفة «المرساة» التونسية", "مذكرة داخلية", "المصدر نفسه", "هو",
    "a spokesman for the port authority", "Dr Adam Hale", "the", outlets()[0].names[0],
)  # fmt: skip


def test_a_reading_comes_back_whole() -> None:
    found = [read(f"— {words}", Span(2, 2 + len(words))) for words in MENTIONS]
    told: set[str] = set()
    for named in found:
        assert remembered.read_back(json.loads(json.dumps(remembered.written(named)))) == named
        told |= {f.name for f in fields(Named) if named and getattr(named, f.name) != f.default}
    assert None in found, "what names nothing is remembered too"
    assert told >= {f.name for f in fields(Named)} - {"honoured"}, "each field stood in one of them"


def test_what_json_has_no_like_of_is_made_again() -> None:
    plain = {str, int, bool, type(None)}
    for name, hint in typing.get_type_hints(Named).items():
        asked = set(typing.get_args(hint)) if type(None) in typing.get_args(hint) else {hint}
        assert name in remembered._BACK or asked <= plain or typing.get_origin(hint) is typing.Literal, name


def report(n: int, who: str = "سمير حداد") -> Report:
    text = f"قال رئيس البلدية {who} إن المخبز أغلق {n}.\nوأضاف مصدر في الشرطة أن النار أخمدت."
    return Report(f"r{n}", "", "", text, "ar", outlet_name=f"جريدة السنابل {n}")


REPORTS = tuple(map(report, range(4)))


def said(report: Report) -> tuple[Attribution, ...]:
    found = []
    for line in report.paragraphs():
        words = line.of(report.text)
        verb, that = words.index(" "), words.index(" إن" if " إن" in words else " أن")
        who, content = (Span(line.start + a, line.start + b) for a, b in ((verb + 1, that), (that + 1, len(words) - 1)))
        cue = Span(line.start, line.start + verb)
        found.append(Attribution(content, "indirect", cue=cue, chain=(Link(who),)))
    return tuple(found)


def test_only_what_is_new_is_read_and_the_sources_are_those_from_scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Span]] = []

    def reading(text: str, span: Span) -> Named | None:
        asked.append((text, span))
        return read(text, span)

    monkeypatch.setattr(remembered, "read", reading)

    def resolved(reports: Sequence[Report], known: Recall | None = None) -> Resolved:
        asked.clear()
        return resolve(reports, {r.id: said(r) for r in reports}, known)

    first = Recall()
    assert resolved(REPORTS[:3], first) == resolved(REPORTS[:3])
    assert len(asked) == len(set(asked)) == 6, "each mention once"
    changed = report(0, "نزار حداد")
    for reports, new in (
        (REPORTS, {REPORTS[3].text}), ((changed, *REPORTS[1:3]), {changed.text}), (REPORTS[1:3], set()),
        (REPORTS[2::-1], set()), ((replace(REPORTS[0], outlet_name="جريدة المرفأ"), *REPORTS[1:3]), set()),
    ):  # fmt: skip
        found = resolved(reports, Recall(json.loads(json.dumps(first.kept()))))
        assert {text for text, _ in asked} == new
        assert found == resolved(reports)
    fewer = Recall(first.kept())
    resolved(REPORTS[:1], fewer)
    assert len(fewer.kept()["rows"]) == 2, "what no report has any more is not kept"
