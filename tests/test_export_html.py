"""The page: every link leads somewhere, nothing hostile is more than words, nothing comes from outside."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from invented import bakery, traces
from riwaya.export.html import Desk, render
from riwaya.export.view import view
from riwaya.model import Derivation, Report, Span, Statement, Trace
from test_export_marks import read

VOID = {"meta", "br", "link", "img", "input", "hr", "wbr"}


class Page(HTMLParser):
    """Ids, links and elements of a page; fails where elements don't nest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if self.open and self.open[-1] != "style" else ""


def page(html: str) -> Page:
    parsed = Page()
    parsed.feed(html)
    parsed.close()
    assert parsed.open == []
    return parsed


def body(html: str) -> str:
    return html[html.index("<body>") :]


@given(traces)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow],
          phases=(Phase.explicit, Phase.reuse, Phase.generate))  # a page takes a tenth of a second: no shrinking
def test_any_trace_is_a_sound_page(trace: Trace) -> None:
    parsed = page(render(trace))
    assert len(parsed.ids) == len(set(parsed.ids))
    assert [link for link in parsed.links if link.startswith("#") and link[1:] not in parsed.ids] == []
    assert [link for link in parsed.links if not link.startswith(("#", "http://", "https://"))] == []


def test_claim_to_statement_to_place_and_back() -> None:
    html = render(bakery())
    claim = html[html.index('id="c1-1"') : html.index('id="c1-2"')]
    places = re.findall(r'class="place" href="#(s\d+)"', claim)
    assert places == ["s1", "s4", "s6", "s8"]
    article = html[html.index('<article class="report"') :]
    for place in places:
        assert f'id="{place}"' in article
    assert 'href="#c1-1"' in article


def test_what_is_marked_is_the_statement() -> None:
    trace = bakery()
    html = render(trace)
    for n, s in enumerate(trace.statements, 1):
        text = next(r.text for r in trace.reports if r.id == s.report)
        rows = "".join(re.findall(r'<div class="row">\n<p>(.*?)</p>', html, re.S))
        assert read(rows).within[f"s{n}"] == text[s.start : s.end]


def test_statements_that_cross_are_marked_whole_and_lit_whole() -> None:
    report = Report("r", "r.txt", "t", "one two three four", "en")
    said = tuple(Statement(f"x{n}", "r", a, b, "own") for n, (a, b) in enumerate([(0, 7), (4, 13), (8, 18)]))
    trace = replace(bakery(), reports=(report,), statements=said, stories=())
    html = render(trace)
    found = read("".join(re.findall(r'<div class="row">\n<p>(.*?)</p>', html, re.S)))
    assert [found.within[f"s{n}"] for n in (1, 2, 3)] == ["one two", "two three", "three four"]
    assert "body:has(#s2:target) .s2{" in html


def test_chains_go_from_the_outlet_to_the_origin() -> None:
    html = render(bakery())
    links = r'<span class="link[^>]*><a href="#(\w+)"><bdi[^>]*>(.*?)</bdi>'
    said = [re.findall(links, chain) for chain in re.findall(r'<span class="chain">.*?</a></span></span>', html, re.S)]
    assert [("r2", "الصوت"), ("q2", "المرصد"), ("q1", "سمير حداد")] in said


def test_directions_follow_the_words_and_headings_the_story() -> None:
    arabic = render(bakery())
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<blockquote lang="en" dir="ltr">Twelve' not in arabic
    assert re.search(r'<blockquote lang="en" dir="ltr"><a [^>]+>|<blockquote lang="en" dir="ltr"><mark', arabic)
    english = render(replace(bakery(), reports=tuple(replace(r, language="en") for r in bakery().reports)))
    assert '<html lang="en" dir="ltr">' in english
    assert "Where they contradict" in english
    assert 'lang="ar" dir="rtl"' in english


def test_reasons_in_both_languages_differing_words_and_removed_lines() -> None:
    html = render(bakery())
    assert "The mayor says it, the owner denies it." in html
    assert "يقوله رئيس البلدية وينفيه" in html
    assert '<mark class="d">21</mark>' in html
    assert '<b class="cue">نفى ' in html
    assert "اقرأ أيضا: الطقس" in html
    assert "المرصد - خاص" in html
    assert "pages/empty.txt" in html


def test_what_changed_on_the_way_stands_beside_what_it_came_from() -> None:
    page = render(bakery())
    part = page[page.index('id="drift-1"') : page.index('id="claims-1"')]
    assert part.count("قاله بصوته") == 2 and part.count('class="sidebyside"') == 2
    assert 'href="#c1-2"' in part and 'href="#drift-1"' in page
    claim = page[page.index('id="c1-2"') :]
    assert "قاله بصوته" in claim[: claim.index("</article>")]


def test_the_picture_is_drawn_once_and_used_again() -> None:
    html = render(bakery())
    assert html.count('<g id="d1">') == 1
    assert html.count('<use href="#d1"/>') == 2


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m\u202e\' {{ 7*7 }} {% x %}'


def test_a_hostile_page_is_only_words() -> None:
    trace = bakery()
    reports = tuple(
        replace(r, id=HOSTILE + r.id, origin="javascript:alert(3)", url="javascript:alert(4)", title=HOSTILE,
                text=HOSTILE + "\n" + r.text, removed=(HOSTILE,), bylines=(HOSTILE,))
        for r in trace.reports
    )  # fmt: skip
    sources = tuple(replace(s, name=HOSTILE) for s in trace.sources)
    statements = tuple(replace(s, report=HOSTILE + s.report, why=HOSTILE) for s in trace.statements)
    story = replace(trace.stories[0], title=HOSTILE, reports=tuple(r.id for r in reports),
                    derivations=(Derivation(reports[0].id, HOSTILE, "cites", 1.0, why=HOSTILE),))  # fmt: skip
    html = render(replace(trace, reports=reports, sources=sources, statements=statements, stories=(story,)))
    parsed = page(html)
    assert not parsed.tags & {"script", "img", "iframe", "object", "link", "form", "base"}
    assert [a for a in parsed.attributes if a.startswith("on")] == []
    assert [link for link in parsed.links if "alert" in link] == []
    assert not set(html) & set("\x1b\u202e")
    assert "{{ 7*7 }}" in parsed.text
    assert parsed.text.count("<script>alert(1)</script>") > 10


def test_nothing_comes_from_outside_and_no_script() -> None:
    html = render(bakery())
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html
    assert not re.search(r"(?:src|srcset|poster|data)=|url\((?!#)|@import", html)
    assert page(html).tags & {"script", "link", "iframe", "img"} == set()


def test_only_web_addresses_are_links() -> None:
    links = page(render(bakery())).links
    assert "https://marsad.example/1" in links
    assert "pages/sawt.txt" not in links


def test_works_without_colour_and_on_paper() -> None:
    html = render(bakery())
    assert "prefers-color-scheme:dark" in html
    assert "@media print" in html
    assert '<span class="letter v0"' in html


@pytest.mark.parametrize("stories", [0, 2])
def test_none_or_several_stories(stories: int) -> None:
    trace = bakery()
    found = tuple(replace(trace.stories[0], id=str(n)) for n in range(stories))
    parsed = page(render(replace(trace, stories=found)))
    assert len(parsed.ids) == len(set(parsed.ids))
    assert ("story-2" in parsed.ids) == (stories == 2)


def test_a_large_story_is_drawn_in_time() -> None:
    import time

    texts = "\n".join(f"Sentence number {n} was said by someone." for n in range(300))
    reports = tuple(Report(f"r{n}", f"r{n}.txt", "t", texts, "en") for n in range(40))
    starts = [p.start for p in reports[0].paragraphs()]
    said = tuple(Statement(f"{r.id}-{a}", r.id, a, a + 20, "own") for r in reports for a in starts)
    trace = replace(bakery(), reports=reports, statements=said, stories=())
    began = time.perf_counter()
    html = render(trace)
    assert time.perf_counter() - began < 20
    assert html.count('class="s s') == len(said)


def test_a_span_past_the_end_is_no_error() -> None:
    trace = bakery()
    said = (Statement("x", "marsad", 5, 10_000, "own", cue=Span(9_000, 9_005)),)
    page(render(replace(trace, statements=said)))


def test_a_date_in_a_name_keeps_its_order() -> None:
    trace = bakery()
    two = replace(trace, reports=tuple(replace(r, outlet="al-marsad") for r in trace.reports[:2]) + trace.reports[2:])
    two = replace(two, reports=(two.reports[0], replace(two.reports[1], published="2031-03-06"), *two.reports[2:]))
    desk = Desk(view(two), "ar")
    assert '(<span dir="ltr" class="iso">2031-03-06</span>)' in desk.name("sawt")
