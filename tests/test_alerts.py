"""What happened between two traces of a story: invented traces, small enough to see it all."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

from riwaya.alerts import KINDS, Alert, alerts, feed, line, render
from riwaya.alerts.revised import difference, is_owned
from riwaya.model import (
    Claim,
    Derivation,
    Difference,
    Independent,
    Report,
    Source,
    Span,
    Statement,
    Story,
    Trace,
)

AT = "2026-11-22T10:00:00+00:00"


def report(id_: str, text: str, **more: object) -> Report:
    base = Report(id=id_, origin=id_, title=f"عنوان {id_}", text=text, language="ar", outlet=f"outlet-{id_}",
                  url=f"https://{id_}.example/1", published=f"2026-11-0{ord(id_[-1]) % 9 + 1}")  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def statement(r: Report, words: str, **more: object) -> Statement:
    start = r.text.index(words)
    base = Statement(f"{r.id}:{start}", r.id, start, start + len(words), "own")
    return replace(base, **more)  # type: ignore[arg-type]


def trace(
    reports: list[Report], statements: list[Statement], claims: list[Claim], derivations: tuple[Derivation, ...] = ()
) -> Trace:
    sources = [Source(f"outlet-{r.id}", f"صحيفة {r.id}", "outlet") for r in reports]
    sources += [Source("minister", "الوزير", "person"), Source("witness", "شاهد", "anonymous")]
    story = Story("story", "قصة السقف", tuple(r.id for r in reports), tuple(claims), derivations)
    return Trace("0", tuple(reports), tuple(sources), tuple(statements), (story,))


A = report("a", "انهار سقف السوق. قال الوزير إن عدد القتلى 12.")
B = report("b", "انهار سقف السوق ليلاً. عدد القتلى 15.")
A1, A2 = statement(A, "انهار سقف السوق"), statement(A, "عدد القتلى 12", chain=("minister",), voice="indirect")
B1, B2 = statement(B, "انهار سقف السوق ليلاً"), statement(B, "عدد القتلى 15")
ROOF = Claim("c1", A1.span.of(A.text), ((A1.id,),), (), Independent(1, 1))
DEAD = Claim("c2", A2.span.of(A.text), ((A2.id,),), (), Independent(1, 1))
BEFORE = trace([A], [A1, A2], [ROOF, DEAD])
TWELVE, FIFTEEN = Span(A.text.index("12"), A.text.index("12") + 2), Span(B.text.index("15"), B.text.index("15") + 2)
CONFLICT = Difference("number", (A2.id, B2.id), (TWELVE, FIFTEEN), conflict=True)
AFTER = trace(
    [A, B], [A1, A2, B1, B2],
    [replace(ROOF, id="c9", versions=((A1.id, B1.id),), independent=Independent(2, 2, (), "two own voices", "صوتان")),
     replace(DEAD, id="c8", versions=((A2.id,), (B2.id,)), differences=(CONFLICT,))],
)  # fmt: skip
FOUND = alerts(BEFORE, AFTER)


def kinds(found: tuple[Alert, ...]) -> list[str]:
    return [a.kind for a in found]


def test_a_second_report_its_conflict_and_the_second_source_at_last() -> None:
    found = alerts(BEFORE, AFTER)
    assert kinds(found) == ["report", "conflict", "rose"]
    new, conflict, rose = found
    assert new.evidence[0].report == "b" and new.evidence[0].url == B.url and "صحيفة b" in new.text
    assert "“12”" in conflict.text and "“15”" in conflict.text
    assert [e.words for e in conflict.evidence] == ["عدد القتلى 12", "عدد القتلى 15"]
    assert B.text[conflict.evidence[1].start : conflict.evidence[1].end] == "عدد القتلى 15"
    assert "from 1 to 2" in rose.text and "two own voices" in rose.text and rose.evidence[0].report == "b"


def test_nothing_happened_nothing_is_told() -> None:
    assert alerts(AFTER, AFTER) == ()
    assert alerts(BEFORE, BEFORE) == ()


def test_other_ids_of_the_same_things_are_nothing_new() -> None:
    claims = tuple(replace(c, id=c.id + "x") for c in AFTER.stories[0].claims)
    other = replace(AFTER.stories[0], id="story-2", claims=claims)
    assert alerts(AFTER, replace(AFTER, stories=(other,))) == ()
    one, two = alerts(BEFORE, AFTER), alerts(BEFORE, replace(AFTER, stories=(other,)))
    assert [a.key for a in one] == [a.key for a in two]


def test_the_order_of_claims_and_reports_changes_no_key() -> None:
    story = AFTER.stories[0]
    turned = replace(AFTER, reports=AFTER.reports[::-1], statements=AFTER.statements[::-1],
                     stories=(replace(story, claims=story.claims[::-1]),))  # fmt: skip
    assert {a.key for a in alerts(BEFORE, turned)} == {a.key for a in alerts(BEFORE, AFTER)}


def test_a_story_that_is_new_to_the_watch_tells_only_its_conflicts() -> None:
    assert kinds(alerts(None, AFTER)) == ["conflict"]
    assert alerts(None, AFTER)[0].key == alerts(BEFORE, AFTER)[1].key
    assert alerts(None, BEFORE) == ()


def test_a_new_version_without_a_conflict() -> None:
    quiet = replace(AFTER.stories[0].claims[1], differences=(replace(CONFLICT, conflict=False, kind="detail"),))
    after = replace(AFTER, stories=(replace(AFTER.stories[0], claims=(AFTER.stories[0].claims[0], quiet)),))
    found = alerts(BEFORE, after)
    assert kinds(found) == ["report", "version", "rose"]
    assert "عدد القتلى 15" in found[1].text and found[1].evidence[0].report == "b"


def test_a_count_falls_when_the_second_proves_a_copy() -> None:
    story = AFTER.stories[0]
    fallen = replace(story.claims[0], independent=Independent(1, 1, ("a",), "b copies a", "نسخة"))
    found = alerts(AFTER, replace(AFTER, stories=(replace(story, claims=(fallen, story.claims[1])),)))
    assert kinds(found) == ["fell"] and "from 2 to 1" in found[0].text and "b copies a" in found[0].text
    back = alerts(replace(AFTER, stories=(replace(story, claims=(fallen, story.claims[1])),)), AFTER)
    assert kinds(back) == ["rose"] and back[0].key != found[0].key


def test_a_range_that_moves_is_told_as_a_range() -> None:
    story = AFTER.stories[0]
    unsure = replace(story.claims[0], independent=Independent(1, 2))
    found = alerts(AFTER, replace(AFTER, stories=(replace(story, claims=(unsure, story.claims[1])),)))
    assert kinds(found) == ["fell"] and "from 2 to 1–2" in found[0].text


TAKEN = report("c", "عدد القتلى 12.")
C1 = statement(TAKEN, "عدد القتلى 12")


def taken(**more: object) -> Trace:
    said = replace(C1, **more)  # type: ignore[arg-type]
    claim = replace(DEAD, versions=((A2.id, said.id),))
    return trace([A, TAKEN], [A1, A2, said], [ROOF, claim], (Derivation("c", "a", "copies", 0.9),))


def test_a_taker_drops_the_source() -> None:
    found = alerts(BEFORE, taken())
    assert kinds(found) == ["report", "dropped"]
    assert "الوزير" in found[1].text and [e.report for e in found[1].evidence] == ["a", "c"]


def test_a_taker_names_another_source_or_asserts_what_was_denied() -> None:
    assert kinds(alerts(BEFORE, taken(chain=("witness",)))) == ["report", "turned"]
    denied = replace(A2, stance="denies")
    before = trace([A], [A1, denied], [ROOF, DEAD])
    now = replace(taken(chain=("minister",)), statements=(A1, denied, replace(C1, chain=("minister",))))
    assert kinds(alerts(before, now)) == ["report", "turned"]


def test_a_report_that_was_changed_silently() -> None:
    now = replace(A, text=A.text.replace("12", "20"))
    moved = replace(A2, end=A2.end)
    after = trace([now], [A1, moved], [ROOF, DEAD])
    (found,) = (a for a in alerts(BEFORE, after, [(A, now)]) if a.kind == "changed")
    assert "without saying so" in found.text and "دون إشارة" in found.text_ar
    assert any("[12.]" in w for w in found.was) and any("[20.]" in w for w in found.now)
    again = [a.key for a in alerts(after, after, [(A, now)])]
    assert again == [found.key], "the same change has the same key whenever it is seen"
    assert found.key not in [a.key for a in alerts(after, BEFORE, [(now, A)])], "changed back is another change"


def test_a_revision_that_takes_the_source_away() -> None:
    now = replace(A, text=A.text.replace("قال الوزير إن ", ""))
    own = statement(now, "عدد القتلى 12")
    first = statement(now, "انهار سقف السوق")
    after = trace([now], [first, own], [ROOF, replace(DEAD, versions=((own.id,),))])
    found = alerts(BEFORE, after, [(A, now)])
    assert kinds(found) == ["dropped", "changed"] and "no longer says" in found[0].text and "الوزير" in found[0].text


def test_a_revision_in_which_the_source_turns() -> None:
    now = replace(A, text=A.text.replace("قال الوزير إن", "نفى الوزير أن"))
    start = now.text.index("عدد")
    denies = replace(A2, id="x", start=start, end=start + len("عدد القتلى 12"), stance="denies")
    after = trace([now], [A1, denies], [ROOF, replace(DEAD, versions=(("x",),))])
    assert "turned" in kinds(alerts(BEFORE, after, [(A, now)]))


def test_differences_of_revisions() -> None:
    old = report("a", "أول الكلام هنا.\nالوسط كما كان في الأول.\nآخر الكلام.")
    assert difference(old, old) == ()
    new = replace(old, text=old.text.replace("كما كان", "كما صار"), title="عنوان آخر")
    assert difference(old, new) == (
        (old.title, "عنوان آخر"), ("الوسط كما [كان] في الأول.", "الوسط كما [صار] في الأول."),
    )  # fmt: skip
    gone = replace(old, text="أول الكلام هنا.\nآخر الكلام.")
    assert difference(old, gone) == (("[الوسط كما كان في الأول.]", ""),)
    assert difference(old, replace(old, bylines=("فلان",))) == (("2026-11-08", "فلان · 2026-11-08"),)


def test_a_long_revision_is_compared_in_bounded_time() -> None:
    import time

    old = report("a", "\n".join(f"فقرة رقم {n} من الكلام" for n in range(40_000)))
    new = replace(old, text="\n".join(f"قطعة رقم {n} من الكلام" for n in range(40_000)))
    start = time.monotonic()
    assert len(difference(old, new)) == 12 and not is_owned(old, new)
    assert time.monotonic() - start < 3


def test_a_change_that_the_page_owns_up_to() -> None:
    old = report("a", "كلام.\nآخر.")
    assert is_owned(old, replace(old, text="كلام.\nتصحيح: ورد في الخبر رقم خاطئ.\nآخر."))
    assert is_owned(old, replace(old, title="محدث: عنوان"))
    assert is_owned(old, replace(old, text="كلام.", removed=("تصحيح: ورد خطأ",)))
    assert is_owned(report("b", "Words."), report("b", "Words. This article was corrected on Monday."))
    assert not is_owned(old, replace(old, text="كلام.\nأخير."))
    assert not is_owned(old, replace(old, removed=("آخر تحديث 10:20",))), "a clock is no admission"


def test_every_kind_has_its_words() -> None:
    assert all(en and ar for en, ar in KINDS.values())


HOSTILE = Alert(
    "conflict-x", "conflict", "s", "<script>alert(1)</script>\x1b[31m", "“<b>” & \x07 ]]>\u202e", "«<b>»",
    (), ("<i>was</i>\x00",), ("now\ud800\uffff",),
)  # fmt: skip


def test_scripts_are_text_wherever_alerts_go() -> None:
    text = feed([(HOSTILE, AT), *((a, AT) for a in alerts(BEFORE, AFTER))], updated=AT)
    root = ElementTree.fromstring(text.encode("utf-8"))
    atom = "{http://www.w3.org/2005/Atom}"
    entries = root.findall(f"{atom}entry")
    assert len(entries) == 4 and "<script>" in (entries[0].findtext(f"{atom}title") or "")
    assert all(e.find(f"{atom}content").get("type") == "text" for e in entries)  # type: ignore[union-attr]
    assert "<script" not in text and "\x1b" not in text
    shown = render(HOSTILE, AT)
    assert "\x1b" not in shown and "\u202e" not in shown and "\x07" not in shown and "\x00" not in shown
    assert json.loads(line(HOSTILE, AT))["changes"][0]["was"] == "<i>was</i>\x00"


def test_a_line_of_json_holds_the_evidence() -> None:
    found = alerts(BEFORE, AFTER)[1]
    said = json.loads(line(found, AT))
    assert said["schema"] == "riwaya.alert/1" and said["key"] == found.key and said["at"] == AT
    assert said["evidence"][0] == {
        "report": "a", "outlet": "صحيفة a", "url": A.url, "words": "عدد القتلى 12", "start": A2.start, "end": A2.end,
    }  # fmt: skip
    assert line(found, AT).count("\n") == 1


def test_the_terminal_isolates_what_is_arabic() -> None:
    text = render(alerts(BEFORE, AFTER)[1], AT, width=80)
    assert text.startswith("2026-11-22 10:00  CONFLICT · \u2068تعارض\u2069  \u2068قصة السقف\u2069\n")
    assert "  \u2068صحيفة\u2069 a and " in text, "our own English is not drawn into the isolate of a name"
    assert text.count("\u2068") == text.count("\u2069")
