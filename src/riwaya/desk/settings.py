"""Who may come in, and as what: what the desk is told when it starts."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["read", "correct"]

PROXIES = ("127.0.0.1", "::1")
MEGABYTE = 1 << 20
_SHORTEST = 16  #: letters of an access token: what is shorter can be guessed


@dataclass(frozen=True, slots=True)
class Settings:
    """How the desk is served. `host` and `port`: where it listens."""

    host: str = "127.0.0.1"
    port: int = 8018
    names: tuple[str, ...] = ()  #: names by which a browser may call it, beside addresses and localhost
    token: str = ""  #: who brings it may read and correct
    read_token: str = ""  #: who brings it may read
    identity: str = ""  #: the header in which a proxy says who asks; empty: no header is believed
    correctors: tuple[str, ...] = ()  #: of those the proxy names, who may correct; "*" for all
    proxies: tuple[str, ...] = PROXIES  #: the addresses whose identity header is believed
    most: int = 32 * MEGABYTE  #: bytes that one request may bring
    contact: str = ""  #: a mail or web address for those whose pages are fetched; without it nothing is fetched
    store: str = ""  #: the store's file or address, as it was opened
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)  #: signs sessions and forms

    @property
    def open(self) -> bool:
        """Whether whoever reaches it may come in: on loopback, with neither token nor proxy."""
        return not (self.token or self.read_token or self.identity)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, and what they may do."""

    name: str  #: as the proxy says; "" where nobody is named
    role: Role

    @property
    def corrects(self) -> bool:
        """Whether they may bring reports in and correct."""
        return self.role == "correct"


def refusal(settings: Settings) -> str | None:
    """Why a desk with these settings must not start, in a line; None where it may."""
    for token in (settings.token, settings.read_token):
        if token and len(token) < _SHORTEST:
            return f"an access token has at least {_SHORTEST} letters"
    if settings.token and settings.token == settings.read_token:
        return "the token to read and the token to correct are the same"
    if settings.open and not is_loopback(settings.host):
        return (
            f"{settings.host} is not loopback: set RIWAYA_DESK_TOKEN (or RIWAYA_DESK_READ_TOKEN), or name the header "
            "in which a proxy says who asks with --identity-header"
        )
    if settings.correctors and not settings.identity:
        return "--corrector names somebody of a proxy: it needs --identity-header"
    return None


def is_loopback(host: str) -> bool:
    """Whether an address or name is this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def key_from(*tokens: str) -> bytes:
    """A key that stays the same over a restart where there are tokens; else a new one."""
    if not any(tokens):
        return secrets.token_bytes(32)
    return hashlib.scrypt("\n".join(tokens).encode(), salt=b"riwaya desk", n=2**14, r=8, p=1, dklen=32)
