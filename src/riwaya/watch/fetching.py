"""One request, with every bound that a stranger's server needs: who may be asked, how long, how much, how packed.

The address is judged three times: as it is written, as the name's addresses are looked up, and by httpx-secure at the
moment of connecting, so that a name whose answer changes in between leads nowhere. Redirects are not followed here but
handed back, so that each step is judged, waits its turn and asks robots.txt like any other request. No proxy, no
cookies and no credentials of the environment are used.
"""

from __future__ import annotations

import asyncio
import socket
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from riwaya import __version__
from riwaya.watch.addresses import IP, AddressRefused, Policy, check_url, not_public

if TYPE_CHECKING:
    import httpx

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ENOUGH_TO_JUDGE = 1_000_000  #: bytes unpacked before their ratio to what came is looked at
_CONNECT = 10.0  #: seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one answer."""

    page: int = 10_000_000  #: bytes, unpacked
    feed: int = 20_000_000  #: bytes, unpacked
    seconds: float = 60.0  #: from the question to the last byte
    silence: float = 15.0  #: seconds between two parts of an answer
    ratio: int = 100  #: times its own size that an answer may unpack to; pages have 5 to 20
    redirects: int = 5
    items: int = 2_000  #: of one feed, newest first as they stand


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    url: str
    status: int
    body: bytes = b""
    etag: str | None = None
    modified: str | None = None  #: its Last-Modified, as said
    retry_after: str | None = None
    redirect: str | None = None  #: where it says the page is


class FetchError(Exception):
    """No answer that can be used; the message says why in one line. `again`: another try may have one. `unreachable`:
    it is the host that does not answer, not this page."""

    def __init__(self, reason: str, *, again: bool, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.again, self.unreachable = again, unreachable


def agent(contact: str) -> str:
    """How riwaya introduces itself: who it is, and whom to write to."""
    return f"riwaya/{__version__} (+{contact})"


def client_for(contact: str, policy: Policy, limits: Limits) -> httpx.AsyncClient:
    """A client that connects to nothing that the policy refuses, whatever a name or a redirect leads to."""
    import httpx
    from httpx_secure import httpx_ssrf_protection

    def permitted(_host: str, ip: IP, port: int) -> bool:
        return policy.refuses(ip, port) is None

    client = httpx.AsyncClient(
        headers={"User-Agent": agent(contact), "Accept-Encoding": "gzip"},
        timeout=httpx.Timeout(limits.silence, connect=_CONNECT, pool=limits.seconds),
        limits=httpx.Limits(max_connections=64, max_keepalive_connections=32, keepalive_expiry=20),
        follow_redirects=False,
        trust_env=False,  # a proxy of the environment would connect in our place, past every check
    )
    return httpx_ssrf_protection(client, check_globally_reachable=False, custom_validator=permitted)


async def ask(
    client: httpx.AsyncClient,
    url: str,
    policy: Policy,
    limits: Limits,
    *,
    most: int,
    etag: str | None = None,
    modified: str | None = None,
    post: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Ask for one address, once. `most`: bytes of the body, unpacked; `etag` and `modified`: what was said last time,
    so that the server may answer "not modified"; `post`: what to send. Raises FetchError."""
    import httpx
    from httpx_secure import SSRFProtectionError

    said = dict(headers or {})
    if etag:
        said["If-None-Match"] = etag
    if modified:
        said["If-Modified-Since"] = modified
    try:
        _, host, port = check_url(url, policy)
        async with asyncio.timeout(limits.seconds):
            await _look_up(host, port, policy)
            method = "GET" if post is None else "POST"
            async with client.stream(method, url, headers=said, content=post) as response:
                return await _answer(url, response, most, limits)
    except AddressRefused as error:
        raise FetchError(f"not asked: {error}", again=False) from None
    except SSRFProtectionError as error:
        what = (error.ip_addr and not_public(error.ip_addr)) or "not permitted"
        raise FetchError(f"not asked: {host} led to {error.ip_addr}: {what}", again=False) from None
    except TimeoutError:
        raise FetchError(f"took longer than {limits.seconds:g} seconds", again=True) from None
    except httpx.ConnectTimeout:
        raise FetchError("no connection in time", again=True, unreachable=True) from None
    except httpx.ConnectError as error:
        raise FetchError(_line(error) or "no connection", again=True, unreachable=True) from None
    except httpx.TimeoutException:
        raise FetchError(f"silent for {limits.silence:g} seconds", again=True) from None
    except httpx.InvalidURL as error:
        raise FetchError(f"not an address: {error}", again=False) from None
    except httpx.HTTPError as error:
        raise FetchError(_line(error) or "no connection", again=True) from None
    except (OSError, UnicodeError) as error:
        raise FetchError(_line(error) or "no connection", again=True) from None
    finally:
        client.cookies.clear()


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


async def _look_up(host: str, port: int, policy: Policy) -> None:
    """Refuse a name of which any answer is not public, before anything connects to it."""
    try:
        ip_address(host)
        return
    except ValueError:
        pass
    try:
        name = host if host.isascii() else _idna(host)
        found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except socket.gaierror:
        raise FetchError(f"no such host: {host}", again=True, unreachable=True) from None
    for *_, place in found:
        ip = ip_address(str(place[0]).partition("%")[0])
        if (why := policy.refuses(ip, port)) is not None:
            raise AddressRefused(f"{host} is {ip}: {why}")


def _idna(host: str) -> str:
    import httpx

    try:
        return httpx.URL(scheme="http", host=host).raw_host.decode("ascii")  # as it will be asked for
    except (httpx.InvalidURL, UnicodeError):
        raise AddressRefused(f"“{host}” is no name of a host") from None


async def _answer(url: str, response: httpx.Response, most: int, limits: Limits) -> Answer:
    said = response.headers
    redirect = None
    if response.status_code in REDIRECTS and (place := said.get("location")):
        try:
            redirect = urljoin(url, place)
        except ValueError:
            raise FetchError("sends on to what is no address", again=False) from None
    body = b""
    if response.status_code == 200:
        length = said.get("content-length", "")
        if length.isdigit() and len(length) < 20 and int(length) > most:
            raise FetchError(f"larger than {_size(most)}", again=False)
        parts = [part async for part in unpacked(response.aiter_raw(), said.get("content-encoding", ""), most, limits)]
        body = b"".join(parts)
    return Answer(
        url, response.status_code, body, _short(said.get("etag")), _short(said.get("last-modified")),
        _short(said.get("retry-after")), redirect,
    )  # fmt: skip


def _short(value: str | None) -> str | None:
    """A header to be kept and sent back: not one that is out of bounds."""
    return value if value and len(value) <= 300 and value.isprintable() else None


def _size(number: int) -> str:
    return f"{number / 1_000_000:g} MB"


async def unpacked(raw: AsyncIterator[bytes], packing: str, most: int, limits: Limits) -> AsyncIterator[bytes]:
    """The parts of a body, unpacked, `most` bytes of them at most. Raises FetchError for more, for a body that unpacks
    to far more than came, and for a packing that was not asked for."""
    packing = packing.strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"packed as “{packing[:40]}”, which was not asked for", again=False)
    came = size = 0
    tool = None if packing in ("", "identity") else zlib.decompressobj(15 + 32)
    async for chunk in raw:
        came += len(chunk)
        while chunk:
            if tool is None:
                part, chunk = chunk, b""
            else:
                if tool.eof:  # gzip may come in several members
                    tool = zlib.decompressobj(15 + 32)
                try:
                    part = tool.decompress(chunk, 1 << 20)
                except zlib.error:
                    raise FetchError("packed in a way that cannot be unpacked", again=False) from None
                chunk = tool.unconsumed_tail or tool.unused_data
            size += len(part)
            if size > most:
                raise FetchError(f"larger than {_size(most)}", again=False)
            if size > _ENOUGH_TO_JUDGE and size > limits.ratio * came:
                raise FetchError(f"unpacks to more than {limits.ratio} times its size", again=False)
            if part:
                yield part
    if tool is not None and not tool.eof and came:
        raise FetchError("cut off", again=True)


def unzip(data: bytes, most: int, limits: Limits) -> bytes:
    """A file that is itself packed (sitemap.xml.gz), unpacked within the same bounds; others as they are. Raises
    FetchError."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    tool = zlib.decompressobj(15 + 16)
    try:
        out = tool.decompress(data, most + 1)
    except zlib.error:
        raise FetchError("packed in a way that cannot be unpacked", again=False) from None
    if len(out) > most:
        raise FetchError(f"larger than {_size(most)}", again=False)
    if len(out) > _ENOUGH_TO_JUDGE and len(out) > limits.ratio * len(data):
        raise FetchError(f"unpacks to more than {limits.ratio} times its size", again=False)
    return out
