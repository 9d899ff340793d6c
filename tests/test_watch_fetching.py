"""One request against hostile servers: what must not be asked is not, and what does not end is ended."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest

from riwaya.watch import addresses, fetching
from riwaya.watch.addresses import Policy
from riwaya.watch.fetching import Answer, FetchError, Limits, ask, client_for, unzip
from served import Said, Site, served

TIGHT = Limits(page=100_000, feed=100_000, seconds=1.0, silence=0.4, ratio=50)


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


def policy_of(site: Site) -> Policy:
    return Policy(frozenset({(ip_address("127.0.0.1"), site.port)}))


def fetch(url: str, policy: Policy, limits: Limits = TIGHT, **named: Any) -> Answer:
    async def go() -> Answer:
        async with client_for("desk@example.org", policy, limits) as client:
            return await ask(client, url, policy, limits, most=limits.page, **named)

    return asyncio.run(go())


def refused(url: str, policy: Policy, limits: Limits = TIGHT) -> FetchError:
    start = time.monotonic()
    with pytest.raises(FetchError) as told:
        fetch(url, policy, limits)
    assert time.monotonic() - start < limits.seconds + 2
    assert "\n" not in str(told.value) and len(str(told.value)) < 400
    return told.value


def test_a_page_is_had_with_what_lets_it_be_asked_for_conditionally(site: Site) -> None:
    site.pages["/a"] = Said(b"page", headers={"ETag": '"1"', "Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT"})
    answer = fetch(f"{site.root}/a", policy_of(site))
    assert (answer.status, answer.body, answer.etag) == (200, b"page", '"1"')
    fetch(f"{site.root}/a", policy_of(site), etag=answer.etag, modified=answer.modified)
    asked = site.asked[-1].headers
    assert asked["If-None-Match"] == '"1"' and asked["If-Modified-Since"] == "Sat, 21 Nov 2026 10:00:00 GMT"
    assert asked["User-Agent"].startswith("riwaya/") and "(+desk@example.org)" in asked["User-Agent"]
    assert "Cookie" not in asked and "Authorization" not in asked


def test_packed_pages_are_unpacked(site: Site) -> None:
    text = "خبر ".encode() * 500
    site.pages["/gzip"] = Said(gzip.compress(text), headers={"Content-Encoding": "gzip"})
    site.pages["/two"] = Said(gzip.compress(text) + gzip.compress(b"end"), headers={"Content-Encoding": "gzip"})
    site.pages["/deflate"] = Said(zlib.compress(text), headers={"Content-Encoding": "deflate"})
    assert fetch(f"{site.root}/gzip", policy_of(site)).body == text
    assert fetch(f"{site.root}/two", policy_of(site)).body == text + b"end"
    assert fetch(f"{site.root}/deflate", policy_of(site)).body == text


def test_an_endless_body_is_cut_off(site: Site) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 10_000

    site.pages["/"] = Said(parts=endless)
    assert "larger than 0.1 MB" in str(refused(f"{site.root}/", policy_of(site)))


def test_a_body_said_to_be_too_large_is_not_begun(site: Site) -> None:
    site.pages["/"] = Said(headers={"X": "y"}, parts=lambda: iter([b""]))
    site.pages["/large"] = Said(b"x" * 200_000)
    assert "larger" in str(refused(f"{site.root}/large", policy_of(site)))


def test_a_slow_drip_is_cut_off_in_all_and_silence_too(site: Site) -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x"
            time.sleep(0.1)

    def silence() -> Iterator[bytes]:
        yield b"x"
        time.sleep(1.5)

    site.pages["/drip"] = Said(parts=drip)
    site.pages["/silence"] = Said(parts=silence)
    drop = refused(f"{site.root}/drip", policy_of(site))
    assert "longer than 1 seconds" in str(drop) and drop.again
    assert "silent for 0.4 seconds" in str(refused(f"{site.root}/silence", policy_of(site)))


def test_a_drip_of_headers_is_cut_off() -> None:
    """A server that never comes to the end of its headers: one bare socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def drip() -> None:
            peer, _ = server.accept()
            with peer:
                peer.sendall(b"HTTP/1.1 200 OK\r\n")
                try:
                    for n in range(100):
                        peer.sendall(b"X-%d: y\r\n" % n)
                        time.sleep(0.1)
                except OSError:
                    pass

        import threading

        threading.Thread(target=drip, daemon=True).start()
        policy = Policy(frozenset({(ip_address("127.0.0.1"), port)}))
        assert "longer than" in str(refused(f"http://127.0.0.1:{port}/", policy))


@pytest.mark.parametrize("size", [50_000_000, 3_000_000])
def test_a_bomb_is_not_unpacked(site: Site, size: int) -> None:
    bomb = gzip.compress(bytes(size))
    roomy = Limits(page=40_000_000, seconds=2.0, silence=0.5, ratio=50)
    site.pages["/"] = Said(bomb, headers={"Content-Encoding": "gzip"})
    assert "50 times" in str(refused(f"{site.root}/", policy_of(site), roomy))
    assert "larger than 0.1 MB" in str(refused(f"{site.root}/", policy_of(site)))


def test_a_bomb_within_a_sitemap_is_not_unpacked() -> None:
    with pytest.raises(FetchError, match="50 times"):
        unzip(gzip.compress(bytes(5_000_000)), 10_000_000, TIGHT)
    with pytest.raises(FetchError, match="larger"):
        unzip(gzip.compress(bytes(5_000_000)), 1_000_000, TIGHT)
    with pytest.raises(FetchError):
        unzip(b"\x1f\x8b broken", 1000, TIGHT)
    assert unzip(gzip.compress(b"<urlset/>"), 1000, TIGHT) == b"<urlset/>"
    assert unzip(b"<urlset/>", 1000, TIGHT) == b"<urlset/>"


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "compress", "x" * 100])
def test_a_packing_that_was_not_asked_for_is_refused(site: Site, packing: str) -> None:
    site.pages["/"] = Said(gzip.compress(gzip.compress(b"x")), headers={"Content-Encoding": packing})
    assert "not asked for" in str(refused(f"{site.root}/", policy_of(site)))


def test_what_is_cut_off_or_broken_is_told(site: Site) -> None:
    site.pages["/cut"] = Said(gzip.compress(b"page" * 1000)[:-20], headers={"Content-Encoding": "gzip"})
    site.pages["/broken"] = Said(b"no gzip", headers={"Content-Encoding": "gzip"})
    assert "cut off" in str(refused(f"{site.root}/cut", policy_of(site)))
    assert "cannot be unpacked" in str(refused(f"{site.root}/broken", policy_of(site)))


def test_redirects_are_handed_back_not_followed(site: Site) -> None:
    site.pages["/a"] = Said(status=302, headers={"Location": "http://169.254.169.254/latest"})
    answer = fetch(f"{site.root}/a", policy_of(site))
    assert answer.redirect == "http://169.254.169.254/latest" and len(site.asked) == 1
    error = refused(answer.redirect, policy_of(site))
    assert "link-local" in str(error) and not error.again


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "localhost", "[::ffff:127.0.0.1]", "127.0.0.1."]
)
def test_nothing_of_this_machine_is_asked(site: Site, host: str) -> None:
    site.pages["/"] = Said(b"secret")
    assert not refused(f"http://{host}:{site.port}/", Policy()).again
    assert site.asked == []


def answers(monkeypatch: pytest.MonkeyPatch, *ips: str) -> list[str]:
    """Let the name news.example.org have these addresses, one after the other, the last for good."""
    left = list(ips)
    looked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *args: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name != "news.example.org":
            return real(host, port, *args, **named)
        ip = left.pop(0) if len(left) > 1 else left[0]
        looked.append(ip)
        family = socket.AF_INET6 if ":" in ip else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (ip, int(port or 0), 0, 0)[: 4 if ":" in ip else 2])]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return looked


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]
)
def test_a_name_that_leads_inside_is_not_even_connected_to(
    monkeypatch: pytest.MonkeyPatch, site: Site, ip: str
) -> None:
    monkeypatch.setattr(addresses, "PORTS", frozenset({80, site.port}))
    answers(monkeypatch, ip)
    assert "news.example.org is" in str(refused(f"http://news.example.org:{site.port}/", Policy()))
    assert site.asked == []


def test_a_name_whose_answer_changes_between_look_and_connection_leads_nowhere(
    monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    monkeypatch.setattr(addresses, "PORTS", frozenset({80, site.port}))
    site.pages["/"] = Said(b"secret")
    looked = answers(monkeypatch, "93.184.216.34", "127.0.0.1")
    error = refused(f"http://news.example.org:{site.port}/", Policy())
    assert looked[:2] == ["93.184.216.34", "127.0.0.1"], "the second look is the one of the connection"
    assert "127.0.0.1" in str(error) and "loopback" in str(error)
    assert site.asked == []


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    """The same the other way round: an answer that is allowed (by the exception) is connected to, and a later answer of
    the name is not asked for while the connection lasts."""
    monkeypatch.setattr(addresses, "PORTS", frozenset({80, site.port}))
    monkeypatch.setattr(addresses, "_NOT_PUBLIC_4", ())
    site.pages["/"] = Said(b"page")
    looked = answers(monkeypatch, "127.0.0.1", "127.0.0.1", "127.0.0.9")
    assert fetch(f"http://news.example.org:{site.port}/", Policy()).body == b"page"
    assert "127.0.0.9" not in looked


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    site.pages["/"] = Said(b"page")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(f"{site.root}/", policy_of(site)).body == b"page"


def test_a_server_that_is_not_there_is_told_and_worth_another_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error = refused(f"http://127.0.0.1:{port}/", Policy(frozenset({(ip_address("127.0.0.1"), port)})))
    assert error.again and error.unreachable


def test_cookies_are_not_kept(site: Site) -> None:
    site.pages["/"] = Said(b"page", headers={"Set-Cookie": "id=1"})
    policy = policy_of(site)

    async def twice() -> None:
        async with client_for("desk@example.org", policy, TIGHT) as client:
            for _ in range(2):
                await ask(client, f"{site.root}/", policy, TIGHT, most=1000)

    asyncio.run(twice())
    assert len(site.asked) == 2 and "Cookie" not in site.asked[1].headers


def test_headers_of_strangers_are_kept_within_bounds(site: Site) -> None:
    site.pages["/"] = Said(b"page", headers={"ETag": '"' + "x" * 5000 + '"', "Retry-After": "1" * 1000})
    answer = fetch(f"{site.root}/", policy_of(site))
    assert answer.etag is None and answer.retry_after is None
    assert fetching.agent("a@b.example").endswith("(+a@b.example)")


def test_a_name_in_arabic_is_looked_up_as_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []

    def getaddrinfo(host: Any, port: Any, *_: Any, **__: Any) -> Any:
        looked.append(host.decode() if isinstance(host, bytes) else host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", int(port or 0)))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert "private" in str(refused("http://أخبار.مثال.مصر/", Policy()))
    assert looked and all(str(n).isascii() and str(n).endswith(".xn--wgbh1c") for n in looked)
    assert "no name of a host" in str(refused("http://\u0640\u0640.example.org/", Policy()))
