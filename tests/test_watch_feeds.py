"""Feeds, sitemaps, OPML and outlets' pages to the articles they name; hostile ones in bounded time."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest

from riwaya.watch.feeds import FeedError, Listing, guarded, read_feed
from riwaya.watch.opml import read_opml
from riwaya.watch.sections import read_section
from served import rss

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://news.example.org/feed.xml"
ITEM = ("https://news.example.org/1?utm_source=rss", "انهيار سقف في المدينة على من كان في السوق")


def read(data: bytes, most: int = 2000) -> Listing:
    return read_feed(data, URL, most=most, now=NOW)


def test_rss() -> None:
    listing = read(rss([(*ITEM, "Sun, 22 Nov 2026 10:00:00 +0300")]))
    (item,) = listing.items
    assert item.url == "https://news.example.org/1" and item.title == ITEM[1]
    assert item.published == "2026-11-22T07:00:00+00:00"


def test_atom_rdf_and_json_feed() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example.org/"><entry><title>A</title>'
        '<link rel="alternate" href="/2"/><id>urn:x:2</id><published>2026-11-20T10:00:00Z</published>'
        "<updated>2026-11-21T10:00:00Z</updated></entry></feed>"
    )
    (item,) = read(atom.encode()).items
    assert (item.url, item.published, item.updated) == (
        "https://news.example.org/2", "2026-11-20T10:00:00+00:00", "2026-11-21T10:00:00+00:00",
    )  # fmt: skip
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="x"/><item rdf:about="https://news.example.org/3"><title>R</title>'
        "<link>https://news.example.org/3</link></item></rdf:RDF>"
    )
    assert [i.url for i in read(rdf.encode()).items] == ["https://news.example.org/3"]
    feed = (b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"9","title":"J",'
            b'"url":"https://news.example.org/4"}]}')  # fmt: skip
    assert [(i.url, i.title) for i in read(feed).items] == [("https://news.example.org/4", "J")]


def test_a_news_sitemap_and_an_index() -> None:
    sitemap = (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.example.org/a</loc>'
        "<lastmod>2026-11-22</lastmod><news:news><news:publication_date>2026-11-21T10:00:00+02:00"
        "</news:publication_date><news:title>عنوان</news:title></news:news></url></urlset>"
    )
    (item,) = read(sitemap.encode()).items
    assert (item.url, item.title, item.published) == (
        "https://news.example.org/a", "عنوان", "2026-11-21T08:00:00+00:00",
    )  # fmt: skip
    index = (
        "<sitemapindex><sitemap><loc>https://news.example.org/s1.xml</loc><lastmod>2026-11-21</lastmod></sitemap>"
        "<sitemap><loc>https://elsewhere.example/s.xml</loc></sitemap></sitemapindex>"
    )
    assert read(index.encode()).below == (("https://news.example.org/s1.xml", "2026-11-21T00:00:00+00:00"),)


@pytest.mark.parametrize(
    ("declared", "real"),
    [("UTF-8", "cp1256"), ("windows-1256", "utf-8"), ("windows-1256", "cp1256"), ("utf-16", "utf-8"), ("x", "utf-8")],
)
def test_what_the_letters_say_counts_not_what_is_declared(declared: str, real: str) -> None:
    data = rss([ITEM] * 2, f'<?xml version="1.0" encoding="{declared}"?>').decode().encode(real)
    assert [i.title for i in read(data).items] == [ITEM[1]]


def test_dates_in_the_future_are_none() -> None:
    listing = read(rss([(*ITEM, "Fri, 01 Jan 2099 00:00:00 GMT"), ("https://news.example.org/2", "b", "not a date"),
                        ("https://news.example.org/3", "c", "Sun, 22 Nov 2026 23:00:00 GMT")]))  # fmt: skip
    assert [i.published for i in listing.items] == [None, None, "2026-11-22T23:00:00+00:00"]


def test_a_script_in_an_item_is_letters() -> None:
    listing = read(rss([("https://news.example.org/1", "<![CDATA[<script>alert(1)</script>]]>")]))
    assert listing.items[0].title == "<script>alert(1)</script>"


def test_addresses_that_are_none_are_passed_over_and_told() -> None:
    listing = read(rss([("javascript:alert(1)", "a"), ("", "b"), ("data:text/html,x", "c"), ITEM]))
    assert len(listing.items) == 1 and "3 items" in listing.notes[0]


def test_a_feed_of_a_hundred_thousand_items_is_bounded() -> None:
    data = rss([(f"https://news.example.org/{n}", "t") for n in range(100_000)])
    start = time.monotonic()
    listing = read(data, most=100)
    assert len(listing.items) == 100 and listing.left == 99_900 and "99,900" in listing.notes[0]
    assert time.monotonic() - start < 5


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "head",
    [
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>',
        '<?xml version="1.0"?><!-- a --><!doctype rss [\n<!entity x "y">]>',
        "<!DOCTYPE rss [<!ELEMENT rss ANY>]>",
    ],
)
def test_entities_are_refused(head: str) -> None:
    start = time.monotonic()
    with pytest.raises(FeedError, match="of its own"):
        read(rss([("https://news.example.org/1", "&l9;&x;")], head))
    with pytest.raises(FeedError, match="of its own"):
        read_opml((head + "<opml/>").encode())
    assert time.monotonic() - start < 1


def test_an_external_document_type_is_not_asked_for() -> None:
    head = '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//X//DTD//EN" "http://127.0.0.1:9/rss.dtd">'
    assert len(read(rss([ITEM], head)).items) == 1


@pytest.mark.parametrize(
    "body",
    [
        " ".join(f'a{n}="x"' for n in range(50_000)),
        " ".join(f"a{n}='>'" for n in range(50_000)),
        " ".join(f'xmlns:a{n}="x"' for n in range(50_000)),
    ],
    ids=["attributes", "quoted", "namespaces"],
)
def test_a_tag_of_thousands_of_attributes_is_refused(body: str) -> None:
    start = time.monotonic()
    with pytest.raises(FeedError, match=r"attributes|namespaces"):
        read(f"<rss><channel><item {body}/></channel></rss>".encode())
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel>" + b"<item>" * 200_000,
        b"<rss><channel>" + b"".join(b'<a%d xmlns:a%d="x">' % (n, n) for n in range(50_000)),
        b"<urlset>" + b"<url>" * 200_000,
        b"<rss><channel><item><title>" + b"<![CDATA[" * 100_000,
        b"<rss>" + b"<!--" * 100_000,
        b"<" * 300_000,
        b'{"items":' + b"[" * 200_000,
        b'{"version":"https://jsonfeed.org/version/1","items":[1,null,"x",{"url":7}]}',
        b"\x00\x01\x02" * 1000, b"", b"   ", b"\xff\xfe", b"%PDF-1.4", b"<html><body><p>a page</p></body></html>",
        b"http://127.0.0.1/feed.xml", b"file:///etc/passwd",
    ],
)  # fmt: skip
def test_what_is_no_feed_costs_one_line_and_little_time(data: bytes) -> None:
    start = time.monotonic()
    try:
        listing = read(data)
    except FeedError as error:
        assert "\n" not in str(error) and len(str(error)) < 200
    else:
        assert listing.items == ()
    assert time.monotonic() - start < 3


def test_markup_as_text_is_no_attribute() -> None:
    text = "&lt;a href=&quot;x&quot;&gt; " * 400 + 'x="y" ' * 600
    assert len(guarded(f"<rss><channel><item><title>{text}</title></item></channel></rss>")) > 1000


def test_opml() -> None:
    data = (
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="عربي"><outline type="rss" text="نبأ" '
        'xmlUrl="https://a.example/rss"/></outline><outline title="B" xmlurl="https://b.example/atom"/>'
        '<outline text="no feed"/><outline xmlUrl="https://a.example/rss"/></body></opml>'
    )
    assert read_opml(data.encode()) == (("https://a.example/rss", "نبأ"), ("https://b.example/atom", "B"))
    for wrong in (b"", b"<rss/>", b"no", b"<opml"):
        with pytest.raises(FeedError):
            assert read_opml(wrong) == ()
            raise FeedError("an empty list is fine too")


PAGE = """<html><head><base href="https://news.example.org/"></head><body>
<nav><a href="/">Home</a><a href="/sport">Sport</a><a href="/tag/a-b-c-d">one two three four five</a></nav>
<a href="/n/roof"><img src="x"> </a><a href="/n/roof">انهيار سقف السوق وسط المدينة</a>
<a href="news/2026/11/22/x?utm_campaign=1">قصير</a> <a href="/p/123456">x</a>
<a href="https://www.news.example.org/n/other">A roof came down in the market</a>
<a href="https://elsewhere.example/n/1">A roof came down in the market again</a>
<a href="javascript:alert(1)">click here to see the picture</a><a href="/doc.pdf">the report of the inquiry as pdf</a>
<a href="/section">this very page is not an article</a></body></html>"""


def test_an_outlets_page_names_its_articles() -> None:
    listing = read_section(PAGE.encode(), "https://news.example.org/section", most=100)
    assert [(i.url.partition("example.org")[2], i.title) for i in listing.items] == [
        ("/n/roof", "انهيار سقف السوق وسط المدينة"), ("/news/2026/11/22/x", "قصير"), ("/p/123456", "x"),
        ("/n/other", "A roof came down in the market"),
    ]  # fmt: skip


def test_an_outlets_page_by_pattern_and_by_bound() -> None:
    listing = read_section(PAGE.encode(), "https://news.example.org/section", most=100, match=re.compile(r"^/p/\d+$"))
    assert [i.url for i in listing.items] == ["https://news.example.org/p/123456"]
    links = "".join(f'<a href="/n/{n}">one two three four</a>' for n in range(20_000))
    many = f"<html><body>{links}</body></html>"
    start = time.monotonic()
    listing = read_section(many.encode(), "https://news.example.org/", most=50)
    assert len(listing.items) == 50 and listing.left and time.monotonic() - start < 5
    with pytest.raises(FeedError):
        read_section(b"\x89PNG\r\n", "https://news.example.org/", most=50)
