"""Which addresses are asked, in every disguise, and which address an article is known under."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from riwaya.watch.addresses import AddressRefused, Policy, check_url, not_public
from riwaya.watch.canonical import canonical

NOT_PUBLIC = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "168.63.129.16", "192.0.2.1", "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:100.64.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "100::1",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "8.8.8.8", "172.32.0.1", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]

DISGUISED = [
    "http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://a.localhost/", "http://printer/",
    "http://router.local/", "http://metadata.google.internal/", "http://nas.home.arpa/", "http://127.0.0.1./",
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
    "http://127.0.1/", "http://017700000001/", "http://3232235777/", "http://1.1.1.1.1/", "http://256.1.1.1/",
    "http://0x/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[0:0:0:0:0:ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/", "http://[fe80::1%25eth0]/", "http://[v1.x]/", "http://[::1/",
    "http://\uff11\uff12\uff17.0.0.1/", "http://127\u30020\u30020\u30021/", "http://\u24db\u24de\u24d2alhost/",
    "http://loc\u00adalhost/", "http://127.0.0.\u0661/", "http://169.254.169.254/latest/meta-data/",
    "http://user@news.example.org/", "http://news.example.org@127.0.0.1/", "http://news.example.org:80@10.0.0.1/",
    "http://news.example.org\\@127.0.0.1/", "http://127.0.0.1\\.news.example.org/", "http:///path", "http://",
    "file:///etc/passwd", "ftp://news.example.org/", "gopher://news.example.org/", "javascript:alert(1)", "//x.example",
    "data:text/html,x", "http://news.example.org:25/", "http://news.example.org:6379/", "http://news.example.org:99999/",
    "http://news.example.org:x/", "http://news.example.org/a b", "http://news.example.org/\r\nHost: x", "",
    "http://news.example.org/" + "a" * 3000, "http://" + "a." * 200 + "example/", "http://[::ffff:0:127.0.0.1]/",
]  # fmt: skip


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_what_is_not_public_is_refused_with_its_reason(ip: str) -> None:
    assert not_public(ip_address(ip))
    assert Policy().refuses(ip_address(ip), 80)


@pytest.mark.parametrize("ip", PUBLIC)
def test_what_is_public_is_not(ip: str) -> None:
    assert not_public(ip_address(ip)) is None
    assert Policy().refuses(ip_address(ip), 443) is None


@pytest.mark.parametrize("url", DISGUISED)
def test_no_disguise_helps(url: str) -> None:
    with pytest.raises(AddressRefused) as told:
        check_url(url, Policy())
    assert "\n" not in str(told.value) and len(str(told.value)) < 3500


@pytest.mark.parametrize(
    "url", ["https://news.example.org/a?b=c", "http://أخبار.مثال.مصر/خبر", "http://93.184.216.34/", "https://a.example:8443/"]
)
def test_the_web_is_asked(url: str) -> None:
    assert check_url(url, Policy())[0] in ("http", "https")


def test_the_one_exception_is_an_address_with_its_port() -> None:
    policy = Policy(frozenset({(ip_address("127.0.0.1"), 8000)}))
    assert check_url("http://127.0.0.1:8000/feed", policy) == ("http", "127.0.0.1", 8000)
    for other in ("http://127.0.0.1:8001/", "http://127.0.0.2:8000/", "http://localhost:8000/", "http://[::1]:8000/"):
        with pytest.raises(AddressRefused):
            check_url(other, policy)


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("HTTPS://News.Example.org:443/a/b?utm_source=x&fbclid=1&id=7#top", "https://news.example.org/a/b?id=7"),
        ("https://news.example.org/a?b=2&a=1", "https://news.example.org/a?a=1&b=2"),
        ("https://news.example.org", "https://news.example.org/"),
        ("https://news.example.org/خبر", "https://news.example.org/%D8%AE%D8%A8%D8%B1"),
        ("https://news.example.org/article.aspx?cid=123456", "https://news.example.org/article.aspx?cid=123456"),
        ("https://news.example.org/story?cid=123456", "https://news.example.org/story"),
        ("https://news.example.org/article.php?utm_id=123", "https://news.example.org/article.php"),
        ("  https://news.example.org/x \n", "https://news.example.org/x"),
    ],
)  # fmt: skip
def test_one_article_has_one_address(url: str, known: str) -> None:
    assert canonical(url) == known
    assert canonical(known) == known


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "mailto:a@b.example", "/only/a/path", "http://", "http://[::1"])
def test_what_is_no_address_of_an_article(url: str) -> None:
    assert canonical(url) is None


def test_links_are_read_from_the_page_they_stand_on() -> None:
    assert canonical("/news/1", "https://news.example.org/section/") == "https://news.example.org/news/1"
    assert canonical("https://a.example/r?to=http://127.0.0.1/") == "https://a.example/r?to=http://127.0.0.1/"
