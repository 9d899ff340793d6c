"""HTML: what the head of a page says, what its body shows, and what of it is the report."""

from __future__ import annotations

import time

import pytest

from riwaya.intake import IntakeError, html, read_page
from riwaya.intake.html import MAX_DEPTH, bounded, html_blocks, parse, read_markup
from riwaya.intake.meta import read_meta, without_outlet
from riwaya.model import Report

BODY = (
    "<p>The roof of the smiths' market in Shadow Town fell on three shops at dawn on Sunday, and no one was hurt.</p>"
    "<aside class='related'><h4>Read also</h4><a href='/x'>A history of roofs in ten pictures</a></aside>"
    "<p>&quot;We asked for repairs for five years,&quot; said <b>Omar</b> Nahhas, who heads the market.&nbsp; The "
    "council has not replied to questions.</p>"
    "<p>The market was built in 1931 and holds sixty shops, most of them smithies, according to the council.</p>"
    "<p>Sign up for our newsletter, every Friday.</p>"
)


def page(head: str = "", before: str = "", after: str = "", body: str = BODY, lang: str = "en") -> bytes:
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li><li><a href='/s'>Sport</a></li></ul></nav>"
        f"<main><article>{before}{body}</article>{after}</main>"
        "<footer><p>© 2024 Shadow Papers</p><a href='/terms'>Terms</a></footer></body></html>"
    ).encode()


def reading(head: str = "", before: str = "", after: str = "", body: str = BODY) -> Report:
    return read_page(page(head, before, after, body), "market.html")


def test_paragraphs_are_runs_of_the_visible_text() -> None:
    report = reading(before="<h1>Market roof falls</h1>")
    assert report.text.split("\n") == [
        "The roof of the smiths' market in Shadow Town fell on three shops at dawn on Sunday, and no one was hurt.",
        '"We asked for repairs for five years," said Omar Nahhas, who heads the market. The council has not replied to '
        "questions.",
        "The market was built in 1931 and holds sixty shops, most of them smithies, according to the council.",
    ]
    assert report.title == "Market roof falls"


def test_what_is_removed_stays_in_order() -> None:
    report = reading(
        before="<h1>Market roof falls</h1><figure><figcaption>The fallen roof. Handout</figcaption></figure>"
    )
    assert report.removed == (
        "Home", "News", "Sport", "The fallen roof. Handout", "Read also", "A history of roofs in ten pictures",
        "Sign up for our newsletter, every Friday.", "© 2024 Shadow Papers", "Terms",
    )  # fmt: skip


def test_json_ld_in_a_graph() -> None:
    head = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
      {"@type":"WebSite","@id":"#s","name":"Shadow Daily"},{"@type":"Person","@id":"#p","name":"Nadia Storm"},
      {"@type":["NewsArticle"],"headline":"Market roof falls","datePublished":"2024-03-03T23:50:00+03:00",
       "author":[{"@id":"#p"},{"@type":"Organization","name":"Reuters"}],"publisher":{"@id":"#s"}}]}</script>"""
    report = reading(head)
    assert (report.title, report.outlet_name, report.bylines) == ("Market roof falls", "Shadow Daily", ("Nadia Storm",))
    assert (report.published, report.published_at) == ("2024-03-03", "2024-03-03T23:50:00+03:00")
    assert "Reuters" in [name for c in report.credits for name in c.names]


def test_open_graph_and_the_titles_tail() -> None:
    head = (
        "<title>Market roof falls | Town | Shadow Daily</title><meta property='og:title' content='Market roof falls'>"
        "<meta property='og:site_name' content='Shadow Daily'>"
        "<meta name='author' content='By Nadia Storm and Ali Reed'>"
        "<meta property='article:published_time' content='2024-03-03'><link rel='canonical' href='https://s.example/roof'>"
    )
    report = reading(head)
    assert (report.title, report.outlet_name, report.url) == (
        "Market roof falls",
        "Shadow Daily",
        "https://s.example/roof",
    )
    assert (report.bylines, report.published, report.published_at) == (("Nadia Storm", "Ali Reed"), "2024-03-03", None)


@pytest.mark.parametrize(
    ("shown", "names", "day"),
    [
        ("<span>By Nadia Storm in Vienna</span> <time>14 October 2023</time>", ("Nadia Storm",), "2023-10-14"),
        ("<div>BY NADIA STORM | OCT. 14, 2023</div>", ("NADIA STORM",), "2023-10-14"),
        ("<div>كتبت نادية عاصف</div><div>السبت، 14 أكتوبر 2023 09:14 ص</div>", ("نادية عاصف",), "2023-10-14"),
        ("<div>بغداد: نادية عاصف</div><div>14/10/2023</div>", ("نادية عاصف",), "2023-10-14"),
    ],
)
def test_what_the_head_of_the_article_shows(shown: str, names: tuple[str, ...], day: str) -> None:
    body = BODY
    if "ا" in shown:
        body = (
            "<p>انهار سقف سوق الحدادين في مدينة الظل فجر الأحد على ثلاثة متاجر، ولم يصب أحد لأن السوق كان مغلقا.</p>"
            "<p>وقال شيخ السوق عمر النحاس إن التجار طالبوا بترميم السقف منذ خمس سنوات. وأضاف أن البلدية لم ترد.</p>"
        )
    report = reading(before=f"<h1>سقف السوق ينهار على ثلاثة متاجر</h1>{shown}", body=body)
    assert (report.bylines, report.published) == (names, day)


def test_the_day_readers_see_counts_where_the_metadata_speaks_utc() -> None:
    head = "<meta property='article:published_time' content='2024-03-03T22:30:00Z'>"
    seen = reading(head, before="<h1>Market roof falls</h1><p>Monday, 4 March 2024</p>")
    assert (seen.published, seen.published_at) == ("2024-03-04", "2024-03-03T22:30:00Z")
    assert reading(head).published == "2024-03-03"


def test_the_date_of_the_address_serves_where_there_is_no_other() -> None:
    assert reading("<link rel='canonical' href='https://s.example/2024/3/5/roof'>").published == "2024-03-05"
    assert reading().published is None


def test_a_paragraph_outside_the_extractors_box_is_seen() -> None:
    lead = (
        "<div class='x'><p>A lead of its own box says that the roof had been called unsafe in two reports, officials "
        "said.</p></div>"
    )
    report = reading(before="<h1>Market roof falls</h1>" + lead)
    assert report.text.startswith("A lead of its own box")


def test_text_between_breaks() -> None:
    body = "<div>" + BODY.replace("<p>", "").replace("</p>", "<br><br>") + "</div>"
    assert len(reading(before="<h1>Market roof falls</h1>", body=body).text.split("\n")) == 3


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256", "iso-8859-6", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "iso-8859-6", ""])
def test_the_letters_decide_not_the_declared_charset(charset: str, declared: str) -> None:
    text = "وقال شيخ السوق إن التجار طالبوا بترميم السقف منذ خمس سنوات. وأضاف أن البلدية لم ترد على أي من رسائلهم."
    meta = f"<meta charset='{declared}'>" if declared else ""
    data = f"<html><head>{meta}<title>سقف السوق</title></head><body><p>{text}</p></body></html>".encode(charset)
    assert read_page(data, "x.html").text == text


def test_deep_markup_is_dissolved_in_linear_time() -> None:
    deep = "<div>" * 50_000 + "<p>" + BODY + "</p>" + "</div>" * 50_000
    start = time.perf_counter()
    report = read_page(deep.encode(), "deep.html")
    assert "smiths' market" in report.text
    assert time.perf_counter() - start < 10
    assert bounded(deep).count("<div>") == MAX_DEPTH


def test_markup_that_a_script_writes_is_not_deep() -> None:
    writes = "".join(f"document.write('<div id=d{n}><b>');" for n in range(2 * MAX_DEPTH))
    page = f"<html><body><script>{writes}</script><div><p>{BODY}</p></div></body></html>"
    markup, root = read_markup(page)
    assert markup == page and root.find(".//div/p") is not None


def test_a_page_of_elements_side_by_side_is_told_to_be_flat_in_linear_time() -> None:
    start = time.perf_counter()
    markup, _ = read_markup("<html><body>" + "<i>x</i>" * 500_000)
    assert markup.count("<i>") == 500_000
    assert time.perf_counter() - start < 10


WHOLE = page(before="<h1>Market roof falls</h1>").decode()


@pytest.mark.parametrize(
    "markup",
    [
        WHOLE,
        WHOLE.replace("<!doctype html>", ""),
        WHOLE.replace("<!doctype html>", '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://w3.example/x.dtd">\n'),
        WHOLE.replace("<!doctype html>", '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN">\n<!-- a comment -->'),
        "<!-- before -->" + WHOLE,
        '<?xml version="1.0" encoding="utf-8"?>' + WHOLE,
        WHOLE.replace("<html lang='en'>", "<html lang='en'/>\n"),
        WHOLE.replace("<head>", "").replace("</head>", ""),
        WHOLE.replace("roof", "ro\x01of", 1),
        WHOLE.replace("roof", "ro\ud800of", 1),
        WHOLE.replace("roof", "ro\uffffof", 1),
        WHOLE[: len(WHOLE) // 2],
        BODY,
    ],
)
def test_the_extractor_is_given_the_tree_that_it_would_have_made(
    markup: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = html._extracted(*read_markup(markup))
    monkeypatch.setattr(html, "_reads_alike", lambda markup: False)
    assert html._extracted(*read_markup(markup)) == given


@pytest.mark.parametrize("written", ["a{}=1 ", "a{} ", "a{}='>' ", 'a{}="<p>"', "a{}/"])
def test_a_tag_of_thousands_of_attributes_costs_no_more_than_its_letters(written: str) -> None:
    many = "".join(written.format(n) for n in range(60_000))
    page = f"<html><body><div {many}><p>{BODY}</p></div><script>if (a<b && c=='</p>') {{}}</script></body></html>"
    start = time.perf_counter()
    report = read_page(page.encode(), "x.html")
    assert "smiths' market" in report.text and "a59999" not in report.text
    assert time.perf_counter() - start < 10
    few = page.replace(many, "".join(written.format(n) for n in range(400)))
    assert bounded(few) == few and "a399" not in read_page(few.encode(), "x.html").text


def test_a_script_that_compares_is_no_tag() -> None:
    words = " ".join(f"word{n}" for n in range(2_000))
    page = f"<html><body><script>if (i<n && s == 'it') {{}}</script><!-- <b '--><p>{words} don't</p></body></html>"
    assert bounded(page) == page


@pytest.mark.parametrize("piece", ["<a '", '<a "', "<script>", "<!--", "<a '\"", "<a b", "<a b='c' "])
def test_markup_that_is_never_closed_is_bounded_in_linear_time(piece: str) -> None:
    start = time.perf_counter()
    bounded(piece * 400_000)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    "markup",
    ["<" * 100_000, "<div " + "a='b' " * 20_000 + ">", "<!--" + "-" * 100_000, "<p><b><i>" * 10_000, "<html></html>",
     "<a href='x'>link text</a> " * 5_000, "&#0;&#xFFFFFFF;<p>", "«" * 100_000, "<p>" + "word " * 100_000],
)  # fmt: skip
def test_broken_and_endless_markup_ends(markup: str) -> None:
    start = time.perf_counter()
    with pytest.raises(IntakeError):
        read_page(markup.encode(), "x.html", kind="html")
    assert time.perf_counter() - start < 10


def test_blocks_tell_links_and_boxes() -> None:
    root = parse("<div><p>One <a href='x'>two</a></p><ul><li>Three</li></ul><form>Four</form><p hidden>Five</p></div>")
    told = [(b.text, b.tag, round(b.linked, 1), b.chrome) for b in html_blocks(root)]
    assert told == [
        ("One two", "p", 0.5, False), ("Three", "li", 0.0, False), ("Four", "form", 0.0, True),
        ("Five", "p", 0.0, True),
    ]  # fmt: skip


def test_broken_json_ld_is_passed_over() -> None:
    root = parse(
        "<html><head><script type='application/ld+json'>" + "[" * 5_000 + "</script></head><body></body></html>"
    )
    assert read_meta(root).titles == ()


@pytest.mark.parametrize(
    ("title", "outlet", "wanted"),
    [
        ("Roof falls - Shadow Daily", "Shadow Daily", "Roof falls"),
        ("Roof falls | Town | Shadow Daily", "Shadow Daily", "Roof falls"),
        ("عاجل | السقف ينهار", "صوت الظل", "عاجل | السقف ينهار"),
        ("Roof - falls", None, "Roof - falls"),
    ],
)
def test_titles_lose_the_outlet_only(title: str, outlet: str | None, wanted: str) -> None:
    assert without_outlet(title, outlet) == wanted
