"""Laws of the watch, on generated input: no disguise of an inner address, no bytes and no file that break it."""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv4Network, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.alerts import alerts
from riwaya.alerts.revised import difference
from riwaya.watch.addresses import AddressRefused, Policy, check_url, not_public
from riwaya.watch.canonical import canonical
from riwaya.watch.feeds import FeedError, read_feed
from riwaya.watch.manners import retry_after, robots
from riwaya.watch.opml import read_opml
from riwaya.watch.sections import read_section
from riwaya.watch.settings import SettingsError, parse
from test_alerts import AFTER, BEFORE, report
from test_watch_settings import WHOLE

MANY, FEW = settings(deadline=None), settings(deadline=None, max_examples=60)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
INNER = [IPv4Network(n) for n in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
                                  "100.64.0.0/10", "0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4")]  # fmt: skip


@st.composite
def inner(draw: st.DrawFn) -> IPv4Address:
    net = draw(st.sampled_from(INNER))
    return net[draw(st.integers(0, net.num_addresses - 1))]


def disguises(ip: IPv4Address) -> list[str]:
    """Ways in which some resolver reads an address."""
    n, parts = int(ip), ip.packed
    return [
        str(ip), f"{ip}.", str(n), hex(n), f"0{n:o}", ".".join(f"0{p:o}" for p in parts), ".".join(map(hex, parts)),
        f"{parts[0]}.{n & 0xFFFFFF}", f"{parts[0]}.{parts[1]}.{n & 0xFFFF}", f"[::ffff:{ip}]",
        f"[{IPv6Address(0xFFFF00000000 + n)}]", f"[{IPv6Address(n)}]", f"[{IPv6Address((0x64FF9B << 96) + n)}]",
        f"[{IPv6Address((0x2002 << 112) + (n << 80))}]",
        str(ip).translate({ord("0") + d: 0xFF10 + d for d in range(10)}),
        str(ip).translate({ord("0") + d: 0x660 + d for d in range(10)}), str(ip).replace(".", "\u3002"),
    ]  # fmt: skip


@MANY
@given(inner(), st.sampled_from(("http", "https", "HTTP")), st.sampled_from(("", ":80", ":443", ":8080")))
def test_no_disguise_of_an_inner_address_is_asked(ip: IPv4Address, scheme: str, port: str) -> None:
    assert not_public(ip)
    for host in disguises(ip):
        with pytest.raises(AddressRefused):
            check_url(f"{scheme}://{host}{port}/", Policy())


@MANY
@given(st.text(max_size=60), st.sampled_from(("http://", "https://", "", "http:", "http://[")))
def test_any_text_is_an_address_or_is_refused(text: str, head: str) -> None:
    try:
        scheme, host, port = check_url(head + text, Policy())
    except AddressRefused:
        return
    assert scheme in ("http", "https") and host and port in (80, 443, 8080, 8443)


@MANY
@given(
    st.text(max_size=80),
    st.dictionaries(st.text("abcdeiuts_m", min_size=1, max_size=6), st.text(max_size=6), max_size=4),
)
def test_what_is_canonical_stays_so(path: str, query: dict[str, str]) -> None:
    from urllib.parse import urlencode

    found = canonical(f"https://news.example.org/{path}?{urlencode(query)}")
    assert found is None or canonical(found) == found


@FEW
@given(
    st.binary(max_size=300),
    st.sampled_from((b"", b"<rss><channel>", b"<urlset>", b"<opml>", b'{"items":[', b"<?xml ")),
)
def test_any_bytes_are_a_feed_or_cost_a_line(data: bytes, head: bytes) -> None:
    for read in (
        lambda d: read_feed(d, "https://a.example/f", most=9, now=NOW),
        lambda d: read_section(d, "https://a.example/f", most=9),
        read_opml,
    ):
        try:
            read(head + data)  # type: ignore[no-untyped-call]
        except FeedError as error:
            assert "\n" not in str(error)


@FEW
@given(
    st.integers(0, len(WHOLE)), st.integers(0, 30),
    st.sampled_from(("", "x", '"', "[", "]]", "\n", "= 5", "\x00", "[[feed]]")),
)  # fmt: skip
def test_a_configuration_with_a_slip_is_one_line(at: int, cut: int, slip: str) -> None:
    text = (WHOLE[:at] + slip + WHOLE[at + cut :]).replace('opml = ["feeds.opml"]', "")
    try:
        parse(text, "watch.toml")
    except SettingsError as error:
        said = str(error)
        assert "\n" not in said and said.startswith("watch.toml:")
        assert 1 <= int(said.split(":")[1]) <= text.count("\n") + 1


@MANY
@given(st.text(max_size=40))
def test_headers_of_strangers_raise_nothing(said: str) -> None:
    found = retry_after(said, 1000.0)
    assert found is None or 0 <= found <= 86400
    assert 0 <= robots(200, f"User-agent: *\nCrawl-delay: {said}\nRequest-rate: {said}\n{said}").delay <= 300


@MANY
@given(st.text("اب ت\n.", max_size=60), st.text("اب ت\n.", max_size=60))
def test_a_difference_is_there_where_words_differ_and_only_there(old: str, new: str) -> None:
    found = difference(report("a", old), report("a", new))
    assert (old.split() != new.split()) <= bool(found)
    assert all(was != now for was, now in found)
    assert difference(report("a", old), report("a", old)) == ()


@pytest.mark.parametrize("trace", [BEFORE, AFTER])
def test_a_trace_beside_itself_gives_no_alert(trace: object) -> None:
    assert alerts(trace, trace) == ()  # type: ignore[arg-type]
