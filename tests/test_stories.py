"""Reports to stories, on invented reports: what belongs together, and what must not glue stories or stop the run."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from invented import bakery
from riwaya.cli import main
from riwaya.model import Report, Trace
from riwaya.stories import group, listed, title, when

BRIDGE = [
    ("a", "انهيار جسر الوادي في مدينة سمران", "انهار جسر الوادي اليوم في سمران وأصيب أربعة عمال بحسب البلدية"),
    ("b", "أربعة مصابين في انهيار جسر بسمران", "قالت بلدية سمران إن أربعة عمال أصيبوا حين انهار جسر الوادي"),
    ("c", "تحقيق في انهيار جسر الوادي", "فتحت النيابة في سمران تحقيقا في انهيار جسر الوادي الذي أصيب فيه عمال"),
]
CUP = [
    ("d", "نادي النخيل يفوز بكأس المدينة", "فاز نادي النخيل بكأس المدينة بعد تغلبه على نادي الساحل بركلات الترجيح"),
    ("e", "النخيل بطل الكأس بركلات الترجيح", "توج نادي النخيل بطلا لكأس المدينة إثر فوزه على الساحل بالركلات"),
]
DOCTORS = [
    ("f", "أطباء مستشفى الربوة يعلنون الإضراب", "أعلن أطباء مستشفى الربوة إضرابا مفتوحا احتجاجا على تأخر الرواتب"),
    ("g", "إضراب مفتوح في مستشفى الربوة", "بدأ أطباء مستشفى الربوة إضرابا بسبب تأخر رواتبهم ثلاثة أشهر"),
]


def made(rows: Sequence[tuple[str, str, str]], hour: int = 6, language: str = "ar") -> Iterator[Report]:
    for n, (id_, head, text) in enumerate(rows):
        yield Report(id_, id_, head, text, language, published_at=f"2024-05-12T{hour + n:02}:00:00+00:00")


BRIDGES, CUPS, STRIKES = list(made(BRIDGE)), list(made(CUP, 7)), list(made(DOCTORS, 8))
NEWS = [*BRIDGES, *CUPS, *STRIKES]
STORIES = [("a", "b", "c"), ("d", "e"), ("f", "g")]


def test_three_events_are_three_stories() -> None:
    assert group(NEWS) == STORIES
    assert group(NEWS[::-1]) == STORIES
    assert group([]) == []


def test_a_report_without_its_like_is_alone() -> None:
    lone = Report("z", "z", "افتتاح معرض الكتاب", "افتتح معرض الكتاب في قصر المؤتمرات", "ar", published="2024-05-12")
    assert ("z",) in group([*NEWS, lone])


def test_the_same_words_ten_days_later_are_another_story() -> None:
    later = [replace(r, id=f"{r.id}-later", published_at=f"2024-05-23T0{n + 6}:00:00Z") for n, r in enumerate(CUPS)]
    assert ("d-later", "e-later") in group([*NEWS, *later])


def test_two_languages_are_one_story() -> None:
    english = [
        ("en-1", "Four hurt as bridge collapses in Samran",
         "Four workers were injured when the Wadi bridge collapsed in the city of Samran, the municipality said."),
        ("en-2", "Doctors at Rabwa hospital go on strike",
         "Doctors at the Rabwa hospital began an open-ended strike over wages that have not been paid for months."),
    ]  # fmt: skip
    found = group([*NEWS, *made(english, 9, "en")])
    assert ("a", "b", "c", "en-1") in found
    assert ("f", "g", "en-2") in found


MORE = [
    ("h", "افتتاح معرض الكتاب", "افتتح معرض الكتاب في قصر المؤتمرات بمشاركة مئة دار نشر"),
    ("i", "أمطار غزيرة على الساحل", "هطلت أمطار غزيرة على الساحل وأغلقت الطريق الجبلي"),
    ("j", "ارتفاع أسعار القمح", "ارتفعت أسعار القمح في السوق بعد تأخر السفن"),
    ("k", "البرلمان يناقش الموازنة", "ناقش البرلمان موازنة العام المقبل في جلسة طويلة"),
    ("l", "قطار جديد إلى الجنوب", "يبدأ قطار جديد رحلاته إلى الجنوب مطلع الشهر"),
    ("m", "فنانة تعود إلى المسرح", "تعود الفنانة إلى المسرح بعد غياب عشر سنوات"),
    ("n", "دراسة عن النوم", "قال باحثون إن النوم المبكر يفيد القلب"),
]


def test_a_report_in_another_language_that_tells_of_nothing_here_stays_alone() -> None:
    strange = [
        ("en-1", "Carmaker recalls vans", "The carmaker called back nine thousand vans over a faulty brake."),
        ("en-2", "A lens that sees fainter stars", "Astronomers tried a lens of their own on a faint star."),
    ]
    found = group([*NEWS, *made(MORE), *made(strange, 9, "en")])
    assert ("en-1",) in found and ("en-2",) in found
    told = [("en-3", "Book fair opens", "The book fair opened in the conference palace with a hundred publishers.")]
    assert ("h", "en-3") in group([*NEWS, *made(MORE), *made(strange, 9, "en"), *made(told, 9, "en")])


@pytest.mark.parametrize("date", [None, "1970-01-01", "2999-01-01", "soon"])
def test_a_date_that_cannot_be_right_is_none(date: str | None) -> None:
    odd = replace(BRIDGES[1], id="odd", published=date, published_at=None)
    wrong = Report("w", "w", "موجة حر في الجنوب", "بلغت الحرارة في الجنوب خمسين درجة", "ar", published=date)
    found = group([*NEWS, odd, wrong])
    assert ("w",) in found and ("d", "e") in found and ("f", "g") in found
    assert any({"a", "b", "c", "odd"} == set(s) for s in found)


def test_a_live_page_and_a_digest_glue_nothing() -> None:
    texts = "\n".join(f"{r.title}. {r.text}" for r in (BRIDGES[0], CUPS[0], STRIKES[0]))
    digest = Report("digest", "x", "أبرز أخبار اليوم", texts, "ar", published_at="2024-05-12T20:00:00Z")
    live = replace(digest, id="live", title="مباشر: آخر التطورات", text="\n".join([texts] * 40))
    for odd in (digest, live):
        found = group([*NEWS, odd])
        for story in STORIES:
            assert any(set(story) == set(s) - {odd.id} for s in found)


def test_a_report_of_200_kb_is_one_report() -> None:
    long = replace(BRIDGES[2], id="long", text="\n".join([BRIDGES[2].text] * 5 + [r.text for r in CUPS] * 1600))
    assert len(long.text) > 200_000
    began = time.process_time()
    assert set(next(s for s in group([*NEWS, long]) if "long" in s)) == {"a", "b", "c", "long"}
    assert time.process_time() - began < 5


def test_reports_by_one_template_glue_nothing_and_stop_nothing() -> None:
    """10,000 would take as long each: see bench/stories_scale.py."""
    weather = [
        Report(f"w{n}", "w", f"حالة الطقس في مدينة رقم{n}", f"تشهد مدينة رقم{n} طقسا معتدلا والحرارة العظمى {n % 40} "
               f"درجة والصغرى {n % 23} والرياح شمالية والرؤية جيدة", "ar", published_at=f"2024-05-12T{n % 24:02}:00")
        for n in range(600)
    ]  # fmt: skip
    found = group([*NEWS, *weather])
    for story in STORIES:
        assert story in found
    assert max(map(len, found)) < 60


def test_identical_reports_are_one_story_and_cost_little() -> None:
    began = time.process_time()
    prayer = [replace(CUPS[0], id=f"p{n}", title="مواقيت الصلاة", text="الفجر والظهر والعصر والمغرب والعشاء",
                      url=f"https://example.org/{n}") for n in range(2000)]  # fmt: skip
    found = group([*NEWS, *prayer])
    assert sorted(map(len, found)) == [2, 2, 3, 2000]
    assert time.process_time() - began < 20


def test_pages_of_one_address_are_versions_unless_they_have_nothing_in_common() -> None:
    first = replace(BRIDGES[0], url="https://example.org/bridge")
    second = replace(first, id="a2", text=first.text + " وارتفع العدد", published_at="2024-05-12T15:00:00Z")
    other = replace(CUPS[0], url="https://example.org/bridge")
    found = group([first, second, other, *BRIDGES[1:], CUPS[1]])
    assert ("a", "b", "c", "a2") in found
    assert ("d", "e") in found


def test_of_a_few_picked_reports_most_are_of_one_story() -> None:
    far = replace(BRIDGES[2], id="far", published_at="2024-05-20T06:00:00Z", title="بلدية سمران ترد",
                  text="ردت بلدية سمران على اتهامها بالإهمال وقالت إن الجسر كان تحت الصيانة")  # fmt: skip
    assert ("far",) in group([*BRIDGES, far])
    assert group([*BRIDGES, far], picked=True) == [("a", "b", "c", "far")]
    assert group(NEWS, picked=True) == STORIES


def test_times_of_two_zones_are_one_order() -> None:
    early = Report("x", "x", "", "", "ar", published_at="2024-05-12T03:00:00+04:00")
    late = Report("y", "y", "", "", "ar", published_at="2024-05-12T01:00:00Z")
    assert sorted([late, early], key=when) == [early, late]


def test_a_story_is_called_after_the_report_in_its_middle() -> None:
    assert title(BRIDGES)[0] == BRIDGE[2][1]


@pytest.mark.parametrize("asked", [(), ("--one-story",)])
def test_a_trace_sorts_its_reports_unless_told_not_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...]
) -> None:
    held: dict[str, Any] = {}

    def trace(paths: Sequence[str], **options: Any) -> Trace:
        held.update(options)
        return bakery()

    monkeypatch.setattr("riwaya.tracing.trace", trace)
    assert main(["trace", "a", "--quiet", *asked]) == 0
    assert held["one_story"] is bool(asked)


def test_stories_are_listed_by_size_and_time() -> None:
    reports = [replace(r, outlet_name=f"جريدة {r.id}") for r in NEWS]
    found = listed(reports, group(reports))
    assert [s.reports for s in found] == STORIES
    assert found[0].outlets == ("جريدة a", "جريدة b", "جريدة c")
    assert (found[0].first, found[0].last) == ("2024-05-12T06:00:00+00:00", "2024-05-12T08:00:00+00:00")
    (undated,) = listed([Report("u", "u", "", "x", "ar")], [("u",)])
    assert (undated.title, undated.first, undated.outlets) == ("u", None, ())
