"""The door: what every request passes before a page sees it, and what every answer carries when it leaves.

In order: the name it was called by (so that no page of another site can reach a desk on loopback through a name of its
own, "DNS rebinding"), who asks, whether what changes comes from the desk's own pages, how much it brings. Then headers
that forbid a browser everything a page of the desk does not need (Content Security Policy Level 3).
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse

from riwaya.desk import places
from riwaya.desk.settings import Reader, Role, Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SESSION, PASS = "riwaya_session", "riwaya_pass"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
    "cache-control": "private, no-cache",
}
_SAFE = {"GET", "HEAD", "OPTIONS"}
_WITHOUT_PASS = ("/enter", "/static/", "/healthz")
_PASS_LASTS = 30 * 24 * 3600  # seconds


class TooMuch(Exception):
    """A request brings more than it may."""


class Door:
    """The ASGI middleware around the pages."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. What is refused never reaches a page."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = _cookies(headers.get("cookie", ""))
        session = cookies.get(SESSION, "")
        fresh = "" if _is_session(session) else secrets.token_urlsafe(24)
        scope.setdefault("state", {})["session"] = fresh or session
        peer = (scope.get("client") or ("", 0))[0]
        secure = scope["scheme"] == "https" or (
            peer in self._settings.proxies and headers.get("x-forwarded-proto") == "https"
        )
        scope["state"]["secure"] = secure

        async def leave(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    out.setdefault(name, value)
                if fresh and scope["method"] == "GET" and not scope["path"].startswith("/static/"):
                    out.append("set-cookie", cookie(SESSION, fresh, secure))
            await send(message)

        refused = self._refused(scope, headers, peer, cookies)
        if refused is not None:
            await refused(scope, receive, leave)
            return
        try:
            await self._app(scope, _bounded(receive, headers, self._settings.most), leave)
        except TooMuch:
            most = self._settings.most >> 20
            text = f"more than {most} MB in one request"
            too_much = _said(scope, 413, text)
            await too_much(scope, receive, leave)

    def _refused(
        self, scope: Scope, headers: Headers, peer: str, cookies: dict[str, str]
    ) -> PlainTextResponse | JSONResponse | RedirectResponse | None:
        settings, path = self._settings, scope["path"]
        if not called_rightly(headers.get("host", ""), settings):
            return PlainTextResponse("this desk does not go by that name\n", 421)
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return PlainTextResponse("how long is it?\n", 400)
        if int(length) > settings.most:
            return _said(scope, 413, f"more than {settings.most >> 20} MB in one request")
        if scope["method"] not in _SAFE and not _from_here(headers):
            return _said(scope, 403, "this did not come from a page of this desk")
        reader = who(settings, headers, peer, cookies)
        if reader is None and not any(path == w or (w.endswith("/") and path.startswith(w)) for w in _WITHOUT_PASS):
            if settings.identity and not (settings.token or settings.read_token):
                return _said(scope, 403, "the proxy before this desk says nobody's name")
            if path.startswith("/api/") or path.endswith(".json") or scope["method"] not in _SAFE:
                refused = _said(scope, 401, "an access token is needed")
                refused.headers["www-authenticate"] = 'Bearer realm="riwaya"'
                return refused
            back = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            return RedirectResponse(places.path("enter", back=places.local(back)), 303)
        scope["state"]["reader"] = reader
        return None


def called_rightly(host: str, settings: Settings) -> bool:
    """Whether a Host header names this desk. Addresses do: only a name can be made to lead here by somebody else."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return False
    if not name or "@" in host or any(c in host for c in "/?#\\ "):
        return False
    if name in ("localhost", settings.host.lower(), *(n.lower() for n in settings.names)):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def who(settings: Settings, headers: Headers, peer: str, cookies: dict[str, str]) -> Reader | None:
    """Who asks: by the proxy's header, by an access token, by the pass that a token got, or anyone on loopback."""
    if settings.identity and peer in settings.proxies:
        given = headers.getlist(settings.identity)
        name = given[0].strip()[:200] if len(given) == 1 else ""
        if name.isprintable() and name:
            corrects = "*" in settings.correctors or name in settings.correctors
            return Reader(name, "correct" if corrects else "read")
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and (role := role_of(settings, token.strip())):
        return Reader("", role)
    if role := _passed(settings, cookies.get(PASS, "")):
        return Reader("", role)
    return Reader("", "correct") if settings.open else None


def role_of(settings: Settings, token: str) -> Role | None:
    """What an access token allows; None where it is none. Takes the same time for every wrong token."""
    tried = token.encode()
    corrects = bool(settings.token) & hmac.compare_digest(tried, settings.token.encode())
    reads = bool(settings.read_token) & hmac.compare_digest(tried, settings.read_token.encode())
    return "correct" if corrects else "read" if reads else None


def pass_for(settings: Settings, role: Role, now: float | None = None) -> str:
    """A cookie that stands for a token for thirty days, so that the token itself is not kept in the browser."""
    text = f"{role}.{int(time.time() if now is None else now) + _PASS_LASTS}"
    return f"{text}.{_signed(settings, 'pass', text)}"


def _passed(settings: Settings, given: str) -> Role | None:
    text, _, sign = given.rpartition(".")
    if not text or not hmac.compare_digest(sign.encode(), _signed(settings, "pass", text).encode()):
        return None
    role, _, until = text.partition(".")
    if not until.isdigit() or int(until) < time.time():
        return None
    if role == "correct" and settings.token:
        return "correct"
    return "read" if role == "read" and settings.read_token else None


def form_token(settings: Settings, session: str) -> str:
    """What a form of this session carries, so that no other site's form passes for it."""
    return _signed(settings, "form", session)


def form_is_ours(settings: Settings, session: str, token: str) -> bool:
    """Whether a form carries what its session was given."""
    return bool(session) and hmac.compare_digest(token.encode(), form_token(settings, session).encode())


def cookie(name: str, value: str, secure: bool, lasts: int | None = None) -> str:
    """A cookie for this site alone, out of reach of scripts."""
    age = "" if lasts is None else f"; Max-Age={lasts}"
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{'; Secure' if secure else ''}"


def pass_cookie(value: str, secure: bool) -> str:
    """The cookie of a pass; an empty one takes it back."""
    return cookie(PASS, value, secure, _PASS_LASTS if value else 0)


def _signed(settings: Settings, what: str, text: str) -> str:
    return hmac.new(settings.key, f"{what}\n{text}".encode(), hashlib.sha256).hexdigest()


def _is_session(text: str) -> bool:
    return 20 <= len(text) <= 64 and text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def _cookies(header: str) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header[:8000])
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def _from_here(headers: Headers) -> bool:
    """Whether what changes something comes from a page of this desk, or from no browser at all."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return origin != "null" and urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    except ValueError:
        return False


def _bounded(receive: Receive, headers: Headers, most: int) -> Receive:
    """The body, counted as it comes: a request without a length may not bring more either."""
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooMuch
        return message

    return counted


def _said(scope: Scope, status: int, text: str) -> PlainTextResponse | JSONResponse:
    if scope["path"].startswith("/api/") or scope["path"].endswith(".json"):
        return JSONResponse({"error": text}, status)
    return PlainTextResponse(f"{text}\n", status)
