"""Pages of our own fiction as a copy-and-paste leaves them, each of another make, with far more junk than report.

A file of tests/intake_pages: what must be read of head and foot («outlet: …», «bylines: a; b»), "---", then the page;
each line has two marks of ours before it: "T " the title, "K " kept, "  " removed. Lines kept that follow one another
in a wrapped paragraph are joined.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from riwaya.intake import read_page
from riwaya.model import Report

PAGES = sorted((Path(__file__).parent / "intake_pages").glob("*.page"))


class Page(NamedTuple):
    fields: dict[str, str]
    marked: list[tuple[str, str]]

    @property
    def text(self) -> str:
        return "\n".join(line for _, line in self.marked)


def load(path: Path) -> Page:
    head, _, body = path.read_text("utf-8").partition("---\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Page(fields, [(line[:1], line[2:]) for line in body.splitlines()])


def words(text: str) -> list[str]:
    return text.split()


@pytest.fixture(params=PAGES, ids=lambda p: p.stem)
def case(request: pytest.FixtureRequest) -> tuple[Page, Report]:
    page = load(request.param)
    return page, read_page(page.text.encode(), request.param.stem + ".txt")


def test_only_the_reports_own_paragraphs_are_kept(case: tuple[Page, Report]) -> None:
    page, report = case
    wanted = [line for mark, line in page.marked if mark == "K"]
    assert words(report.text) == words(" ".join(wanted))
    assert report.title == next(line for mark, line in page.marked if mark == "T")


def test_nothing_is_lost(case: tuple[Page, Report]) -> None:
    page, report = case
    shown = words(" ".join([report.title, report.text, *report.removed]))
    bullets = set("•")
    assert sorted(shown) == sorted(w for w in words(page.text) if w not in bullets)


def test_head_and_foot_are_read(case: tuple[Page, Report]) -> None:
    page, report = case
    assert report.published == page.fields.get("published")
    assert "; ".join(report.bylines) == page.fields.get("bylines", "")
    if "outlet" in page.fields:
        assert (report.outlet_name or "") in page.fields["outlet"] and report.outlet_name
    if "credits" in page.fields:
        assert page.fields["credits"] in [name for credit in report.credits for name in credit.names]


def test_without_empty_lines_the_text_is_the_same(case: tuple[Page, Report]) -> None:
    page, report = case
    closed = "\n".join(line for line in page.text.split("\n") if line.strip())
    own = [line for mark, line in page.marked if mark == "K"]
    if sum(line.endswith((".", "»", '"', "”")) for line in own) < len(own) / 2:
        pytest.skip("lines broken to a width need their empty lines")
    again = read_page(closed.encode(), "closed.txt")
    kept, before = set(again.text.split("\n")), set(report.text.split("\n"))
    assert len(kept & before) >= 0.8 * len(before) and len(kept - before) <= 2


def test_there_are_pages() -> None:
    assert len(PAGES) >= 15
