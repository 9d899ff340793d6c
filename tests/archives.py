"""Web archives made for tests: pages of our own, and records as they should not be."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = "text/html; charset=utf-8"


def page(title: str, paragraphs: Iterable[str], outlet: str = "Harbour Post", day: str = "2031-03-02") -> bytes:
    """A page as an outlet has it."""
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f'<html lang="en"><head><title>{title}</title><meta property="og:site_name" content="{outlet}">'
        f'<meta property="article:published_time" content="{day}T09:00:00+00:00"></head>'
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


def warc(path: Path, records: Iterable[tuple[str, bytes, str]], gzip: bool = True, status: str = "200 OK") -> list[int]:
    """Write an archive of (address, payload, type); gives the bytes at which the records begin."""
    starts = []
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        for url, data, kind in records:
            starts.append(file.tell())
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(url, "response", payload=io.BytesIO(data), http_headers=headers)
            )
    return starts


def liar(declared: int, body: bytes) -> bytes:
    """An uncompressed record that declares another length than it has."""
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://liar.example/page\r\n"
        b"WARC-Date: 2031-03-02T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: " + str(declared).encode() + b"\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    )


FERRY = (
    "The ferry Sabah ran aground off Kallis on Tuesday morning with 212 people aboard, the coast guard said.",
    "All passengers were taken to shore by noon, according to the port authority, and nobody was seriously hurt.",
    "The port director, Amin Daoud, said that a fault in the steering had been reported the night before.",
)
BRIDGE = (
    "The old bridge at Velm will be closed for eight months from June, the city council announced on Monday.",
    "Mayor Lena Orr said that cracks in two of its piers had grown faster than engineers expected.",
    "Shopkeepers on the east bank fear that they will lose half of their customers.",
)
