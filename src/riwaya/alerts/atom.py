"""Alerts as an Atom feed (RFC 4287). All text is text: markup of a page arrives as letters."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from riwaya.alerts.alert import KINDS, Alert
from riwaya.export.bidi import clean

_NAME = "urn:riwaya:alerts"


def feed(found: Sequence[tuple[Alert, str]], *, updated: str) -> str:
    """(alert, when it was found) as an Atom feed, newest first as given. Times are ISO 8601 in UTC."""
    entries = "".join(_entry(alert, at) for alert, at in found)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>riwaya: alerts</title>\n<id>{_NAME}</id>\n<updated>{_text(updated)}</updated>\n"
        f"<generator>riwaya</generator>\n<author><name>riwaya</name></author>\n{entries}</feed>\n"
    )


def _entry(alert: Alert, at: str) -> str:
    link = next((e.url for e in alert.evidence if e.url and e.url.startswith(("http://", "https://"))), None)
    href = f"<link rel=\"related\" href={quoteattr(_text(link, escaped=False))}/>\n" if link else ""
    body = [alert.text, alert.text_ar]
    body += [f"- {was}\n+ {now}" for was, now in zip(alert.was, alert.now, strict=True)]
    body += [f"{e.outlet}: {e.words}" + (f" ({e.url})" if e.url else "") for e in alert.evidence]
    return (
        f"<entry>\n<id>{_NAME}:{_text(alert.key)}</id>\n<title type=\"text\">"
        f"{_text(KINDS[alert.kind][0])}: {_text(alert.title)}</title>\n<updated>{_text(at)}</updated>\n"
        f"<category term={quoteattr(alert.kind)}/>\n{href}"
        f"<content type=\"text\">{_text(chr(10).join(body), lines=True)}</content>\n</entry>\n"
    )


def _text(text: str, *, escaped: bool = True, lines: bool = False) -> str:
    """Text as XML may hold it: without controls and lone surrogates, markup escaped."""
    parts = text.split("\n") if lines else [text]
    plain = "\n".join(clean(p) for p in parts).translate({0xFFFE: None, 0xFFFF: None})
    return escape(plain) if escaped else plain
