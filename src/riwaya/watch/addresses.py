"""Which addresses may be asked for a page: those of the public internet, and nothing else in any disguise.

A feed is written by strangers, and a link in it may point at the machine that reads it, at its neighbours, or at the
metadata service of its cloud. The list of what is not public is that of IANA's registries of special-purpose
addresses (RFC 6890 and its updates), kept here rather than taken from Python's `is_global`, which changes between
versions and does not look into every address that carries another one.

The one exception is named in the configuration: `[security] loopback = ["127.0.0.1:8000"]`, an address of this
machine with its port.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

IP = IPv4Address | IPv6Address

PORTS = frozenset({80, 443, 8080, 8443})  #: where news is served; a feed has no business with a mail server's port
MAX_URL = 2_000  #: characters

_NOT_PUBLIC_4 = tuple(
    (IPv4Network(net), what)
    for net, what in (
        ("0.0.0.0/8", "this machine"), ("10.0.0.0/8", "private"), ("100.64.0.0/10", "shared by a provider"),
        ("127.0.0.0/8", "loopback"), ("169.254.0.0/16", "link-local, where clouds keep their metadata"),
        ("172.16.0.0/12", "private"), ("192.0.0.0/24", "reserved"), ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "a relay of 6to4"), ("192.168.0.0/16", "private"), ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"), ("203.0.113.0/24", "documentation"), ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"), ("168.63.129.16/32", "metadata of a cloud"),
    )
)  # fmt: skip
_GLOBAL_6 = IPv6Network("2000::/3")  # all that has been given out as global unicast
_NOT_PUBLIC_6 = tuple(
    (IPv6Network(net), what)
    for net, what in (
        ("2001::/23", "reserved for protocols, Teredo among them"), ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4, which carries another address"), ("3fff::/20", "documentation"),
    )
)  # fmt: skip
_NAT64 = IPv6Network("64:ff9b::/96")
_NAMES = ("localhost", "local", "internal", "intranet", "private", "corp", "home", "lan", "home.arpa", "localdomain")
_NUMERIC = re.compile(r"(?:0[xX][0-9a-fA-F]*|\d+)\Z")
_HOST = re.compile(r"[^\s/\\?#@:%\[\]<>^|\x00-\x20\x7f]+\Z")


class AddressRefused(ValueError):
    """A page that is not asked for; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rule for addresses. `loopback`: the addresses of this machine, each with its port, that may be asked."""

    loopback: frozenset[tuple[IP, int]] = frozenset()

    def refuses(self, ip: IP, port: int) -> str | None:
        """Why a connection to this address is not made; None where it may be."""
        if (ip, port) in self.loopback:
            return None
        return not_public(ip) or (None if port in PORTS else f"port {port} is none of the web's")


def not_public(ip: IP) -> str | None:
    """What an address is that is not public, in words; None for one that is. Looks into addresses that carry another:
    IPv4 written as IPv6, and NAT64."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return not_public(ip.ipv4_mapped)
        if ip in _NAT64:
            return not_public(IPv4Address(ip.packed[-4:]))
        if ip not in _GLOBAL_6:
            return {True: "loopback"}.get(ip.is_loopback, "link-local" if ip.is_link_local else "not public")
        return next((what for net, what in _NOT_PUBLIC_6 if ip in net), None)
    return next((what for net, what in _NOT_PUBLIC_4 if ip in net), None)


def check_url(url: str, policy: Policy) -> tuple[str, str, int]:
    """Scheme, host and port of an address that may be asked for. Raises AddressRefused. No name is looked up here."""
    if len(url) > MAX_URL:
        raise AddressRefused(f"an address of more than {MAX_URL:,} characters")
    if re.search(r"[\s\\\x00-\x20\x7f]", url):
        raise AddressRefused("an address with blanks, backslashes or controls in it")
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        raise AddressRefused("not an address") from None
    if parts.scheme not in ("http", "https"):
        raise AddressRefused(f"“{parts.scheme or 'no scheme'}” is neither http nor https")
    if "@" in parts.netloc:
        raise AddressRefused("an address with a user's name in it")
    host = parts.hostname or ""
    literal = _literal(host, bracketed="[" in parts.netloc)
    if literal is not None:
        if (why := policy.refuses(literal, port)) is not None:
            raise AddressRefused(f"{literal} is not public: {why}" if not_public(literal) else why)
        return parts.scheme, str(literal), port
    if (why := _name_refused(host)) is not None:
        raise AddressRefused(why)
    if port not in PORTS:
        raise AddressRefused(f"port {port} is none of the web's")
    return parts.scheme, host.rstrip("."), port


def _literal(host: str, *, bracketed: bool) -> IP | None:
    """The address that a host is, where it is one; None for a name. Raises AddressRefused for one in disguise."""
    try:
        ip = ip_address(host)
    except ValueError:
        pass
    else:
        if isinstance(ip, IPv6Address) and (not bracketed or ip.scope_id):
            raise AddressRefused("an address with a zone, or without its brackets")
        return ip
    # whatever normalises to digits would be read as a number by some resolver: 127.1, 0x7f000001, １２７.0.0.1
    last = unicodedata.normalize("NFKC", host).translate({0x3002: "."}).rstrip(".").rpartition(".")[2]
    if bracketed or _NUMERIC.match(last):
        raise AddressRefused(f"“{host}” is a number in disguise")
    return None


def _name_refused(host: str) -> str | None:
    """Why a name is not looked up at all; None where it may be."""
    plain = unicodedata.normalize("NFKC", host).translate({0x3002: "."}).casefold().rstrip(".")
    if not plain or not _HOST.match(plain) or len(plain) > 253:
        return "an address without a host"
    if "." not in plain or any(plain == name or plain.endswith("." + name) for name in _NAMES):
        return f"“{plain}” is a name of the local network"
    return None
