"""Alerts to a webhook, signed, so that whoever takes them knows that they come from here and are not old.

The body is one `riwaya.alert/1` object. `Riwaya-Signature: t=SECONDS,v1=HEX` holds the HMAC-SHA256, under the secret of
the environment, of the seconds, a full stop and the body; whoever takes it refuses what is older than a few minutes.
`Riwaya-Key` is the alert's key: the same key is the same alert, sent again because the first answer was lost. The
address is bound by the same rules as any page; redirects are not followed.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from riwaya.alerts import line
from riwaya.watch.fetching import FetchError, Limits, ask
from riwaya.watch.outbox import Owed

if TYPE_CHECKING:
    import httpx

    from riwaya.watch.addresses import Policy


def signature(secret: str, body: bytes, at: int) -> str:
    """The header's value for a body sent at a time (seconds since 1970)."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def is_genuine(secret: str, body: bytes, header: str, now: float, *, tolerance: float = 300.0) -> bool:
    """Whether a header was made for a body with the secret, not longer than `tolerance` seconds ago: what a receiver
    checks."""
    said = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    if not said.get("t", "").isdecimal() or abs(now - int(said["t"])) > tolerance:
        return False
    return hmac.compare_digest(signature(secret, body, int(said["t"])), header)


async def send(
    client: httpx.AsyncClient, url: str, secret: str, owed: Owed, policy: Policy, limits: Limits, now: float
) -> None:
    """Send one alert. Raises FetchError where it was not taken: anything but a status of 200 to 299."""
    body = line(owed.alert, owed.at).encode("utf-8", "replace")
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Riwaya-Key": owed.alert.key,
        "Riwaya-Signature": signature(secret, body, int(now)),
    }
    answer = await ask(client, url, policy, limits, most=100_000, post=body, headers=headers)
    if not 200 <= answer.status < 300:
        raise FetchError(f"the webhook answers {answer.status}", again=True)
