"""Marks that overlap as they like still nest, and cover just what they should."""

from __future__ import annotations

import time
from collections import defaultdict
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from riwaya.export.bidi import clean
from riwaya.export.marks import DEEPEST, Mark, by_paragraph, marked
from riwaya.model import Span


class Reader(HTMLParser):
    """What stands in each class; fails where elements don't nest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, list[str]]] = []
        self.within: dict[str, str] = defaultdict(str)
        self.ids: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        self.open.append((tag, (given_.get("class") or "").split()))
        if given_.get("id"):
            self.ids.append(str(given_["id"]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        for class_ in {c for _, classes in self.open for c in classes}:
            self.within[class_] += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)


@given(st.text(alphabet="ab<&>\"' قال\x00\u202e\n", max_size=40), st.lists(spans, max_size=9))
def test_every_mark_covers_its_letters_and_no_others(text: str, ends: list[list[int]]) -> None:
    marks = [Mark(a, min(b, len(text)), "span", f"m{n}", f"m{n}") for n, (a, b) in enumerate(ends) if a < len(text)]
    html, pieces = marked(text, marks)
    reader = read(html)
    assert reader.text == clean(text)
    for m in marks:
        assert reader.within[m.classes] == clean(text[m.start : m.end])
        if m.end > m.start:
            assert reader.ids.count(m.id) == 1
    assert pieces <= {m.id for m in marks}


def test_nested_marks_are_whole() -> None:
    html, pieces = marked("one two three", [Mark(0, 13, "p", "a", "a"), Mark(4, 7, "b", "c", "c")])
    assert html == '<p class="a" id="a">one <b class="c" id="c">two</b> three</p>'
    assert pieces == set()


def test_crossing_marks_come_in_pieces_with_one_anchor() -> None:
    html, pieces = marked("one two three", [Mark(0, 7, "i", "a", "a"), Mark(4, 13, "b", "c", "c")])
    assert html == '<i class="a" id="a">one <b class="c" id="c">two</b></i><b class="c"> three</b>'
    assert pieces == {"c"}


def test_a_part_of_a_text() -> None:
    html, pieces = marked("one two three", [Mark(0, 7, "i", "a", "a")], Span(4, 13))
    assert html == '<i class="a">two</i> three'
    assert pieces == {"a"}


def test_depth_is_bounded_but_no_anchor_is_lost() -> None:
    marks = [Mark(0, 50 - n, "b", "x", f"m{n}") for n in range(20)]
    html, _ = marked("a" * 50, marks)
    assert len(read(html).ids) == 20
    assert html.count("<b ") == DEEPEST


def test_ten_thousand_crossing_marks_take_no_time() -> None:
    marks = [Mark(n, n + 20_000, "span", "s", f"m{n}") for n in range(10_000)]
    began = time.perf_counter()
    html, _ = marked("a" * 40_000, marks)
    assert time.perf_counter() - began < 5
    assert len(html) < 10_000_000


def test_marks_by_paragraph() -> None:
    paragraphs = [Span(0, 10), Span(11, 20), Span(21, 30)]
    marks = [Mark(5, 15, "b", "x"), Mark(22, 24, "b", "y"), Mark(10, 11, "b", "z")]
    found = by_paragraph(paragraphs, marks)
    assert [[m.classes for m in row] for row in found] == [["x"], ["x"], ["y"]]


@given(st.lists(spans, max_size=9))
def test_no_mark_is_lost_between_paragraphs(ends: list[list[int]]) -> None:
    paragraphs = [Span(n * 10, n * 10 + 9) for n in range(4)]
    marks = [Mark(a, b, "b", str(n)) for n, (a, b) in enumerate(ends)]
    found = by_paragraph(paragraphs, marks)
    for p, row in zip(paragraphs, found, strict=True):
        assert {m for m in marks if m.start < p.end and m.end > p.start} <= set(row)
