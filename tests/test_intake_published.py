"""Dates as pages print them."""

from __future__ import annotations

import pytest

from riwaya.intake.published import best_date, dates_in, given_date, time_in, url_date


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("الأحد 12 ماي 2024", "2024-05-12"),
        ("نُشر بتاريخ: 21 جانفي 2025 على 10:14", "2025-01-21"),
        ("الجمعة 13 تشرين الأول 2023", "2023-10-13"),
        ("تم نشره الجمعة 24 نيسان / أبريل 2020 09:22 مساءً", "2020-04-24"),
        ("الخميس ٢٣ يناير ٢٠٢٥", "2025-01-23"),
        ("3 May ２０２１", "2021-05-03"),
        ("¹ May ²⁰²¹", "2021-05-01"),
        ("١٦ أيار/مايو ٢٠١٩", "2019-05-16"),
        ("3 شتنبر 2021", "2021-09-03"),
        ("٠٢:٠٠ الثلاثاء ١ / ١٢ / ٢٠٢٠", "2020-12-01"),
        ("16-10-2023 | 20:11", "2023-10-16"),
        ("2023/10/13", "2023-10-13"),
        ("30 ربيع الأول 1445هـ", "2023-10-15"),
        ("الأحد 30 ربيع الأول 1445هـ - 15 أكتوبر 2023م", "2023-10-15"),
        ("الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس", "2015-08-10"),
        ("Mon 20 Jan 2025 18.30 GMT", "2025-01-20"),
        ("October 14th, 2023", "2023-10-14"),
        ("Updated 3:04 PM ET, Wed May 15, 2019", "2019-05-15"),
        ("25/12/2020", "2020-12-25"),
        ("14 مايو/أيار (أفق)", None),
        ("in May 2019 alone", None),
        ("31 فبراير 2020", None),
        ("version 1.2.3.4", None),
    ],
)
def test_a_printed_date(printed: str, day: str | None) -> None:
    found = best_date(dates_in(printed, day_first=None if printed.isascii() else True))
    assert (found.isoformat() if found else None) == day


def test_a_date_that_may_be_two_days_is_none_unless_the_page_tells() -> None:
    assert dates_in("05/06/2024", day_first=None) == []
    assert dates_in("05/06/2024", day_first=True)[0].day.isoformat() == "2024-06-05"
    assert dates_in("05/06/2024", day_first=False)[0].day.isoformat() == "2024-05-06"


def test_places_point_into_the_text() -> None:
    text = "كتب في ٣ مارس ٢٠٢٤ وحدث في 4/3/2024"
    assert [text[p.start : p.end] for p in dates_in(text, day_first=True)] == ["٣ مارس ٢٠٢٤", "4/3/2024"]


@pytest.mark.parametrize(
    ("given", "day", "at"),
    [
        ("2024-05-15T11:20:00+03:00", "2024-05-15", "2024-05-15T11:20:00+03:00"),
        ("2024-05-15T23:20:00-0500", "2024-05-15", "2024-05-15T23:20:00-05:00"),
        ("2024-05-15T16:05:00Z", "2024-05-15", "2024-05-15T16:05:00Z"),
        ("2024-05-15 11:20", "2024-05-15", "2024-05-15T11:20:00"),
        ("2024-05-15", "2024-05-15", None),
        ("20240515", "2024-05-15", None),
        ("Wed, 18 Apr 2018 15:33:39 +0000", "2018-04-18", "2018-04-18T15:33:39+00:00"),
        ("١٢ أيار ٢٠٢٤", "2024-05-12", None),
        ("2024-13-40", None, None),
        ("yesterday", None, None),
        ("", None, None),
    ],
)
def test_a_given_date(given: str, day: str | None, at: str | None) -> None:
    moment = given_date(given)
    assert (moment.day, moment.at) == (day, at) if moment else day is None


@pytest.mark.parametrize(
    ("printed", "time"),
    [("01:25 م", (13, 25)), ("12:05 ص", (0, 5)), ("18.30 GMT", (18, 30)), ("3:04 PM", (15, 4)), ("14/05/2024", None)],
)
def test_a_time_of_day(printed: str, time: tuple[int, int] | None) -> None:
    assert time_in(printed) == time


def test_a_date_in_an_address() -> None:
    assert url_date("https://x.example/2024/5/15/441") == "2024-05-15"
    assert url_date("https://x.example/news/2020-06-03-1.38") == "2020-06-03"
    assert url_date("https://x.example/2024/99/1") is None
