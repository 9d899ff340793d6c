"""Web archives (WARC, WARC.gz): the pages in them, each with its address and the time it was fetched.

Archives are hostile too: a record is read up to the size of a page whatever length it declares, a member of gzip that
is damaged costs itself and not the file, and what is no page (images, redirects, errors) is passed over unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from riwaya.intake.page import MAX_PAGE

_MEMBER = b"\x1f\x8b\x08"  #: how a member of a gzip file begins
_RECORD = b"\nWARC/1."
_STEP = 1 << 20
_KINDS = ("text/html", "application/xhtml+xml", "text/plain")


@dataclass(frozen=True, slots=True)
class Archived:
    """A record that holds a page. `problem` says why its bytes could not be had; then there are none."""

    start: int  #: byte of the file where the record begins
    url: str
    fetched: str | None  #: ISO 8601 time
    kind: str  #: the type that the server declared, without parameters
    data: bytes
    problem: str = ""


def offsets(stream: IO[bytes]) -> Iterator[int]:
    """The bytes at which the records of responses begin, read from the start of a stream that can seek."""
    for record in _walk(stream, parse=False):
        if not isinstance(record, Damage):
            yield record.stream_pos


@dataclass(frozen=True, slots=True)
class Damage:
    """A place from which an archive could not be read; it goes on with the next record that can."""

    start: int
    reason: str


def pages(stream: IO[bytes], stop: int | None = None) -> Iterator[Archived | Damage]:
    """The pages of an archive from where the stream stands to the byte `stop`."""
    for record in _walk(stream, parse=True):
        if isinstance(record, Damage):
            if stop is None or record.start < stop:
                yield record
            continue
        if stop is not None and record.stream_pos >= stop:
            return
        http = record.http_headers
        kind = (record.http_content_type or "").split(";")[0].strip().lower()
        if http is None or not 200 <= (http.status_code or 0) < 300 or kind not in _KINDS:
            continue
        url = record.headers.get("WARC-Target-URI", "").strip("<> ")
        fetched = record.record_date.isoformat() if record.record_date else None
        problem, data = "", b""
        try:
            data = record.reader.read(MAX_PAGE + 1)
            if len(data) > MAX_PAGE:
                problem, data = f"larger than {MAX_PAGE // 1_000_000} MB, no single page", b""
        except (OSError, ValueError) as error:
            problem = f"damaged record ({_line(error)})"
        yield Archived(record.stream_pos, url, fetched, kind, data, problem)


def _walk(stream: IO[bytes], parse: bool) -> Iterator[Any]:
    """The response records from where the stream stands; after a damaged place, from the next one that can be read."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    base, last = stream.tell(), stream.tell()
    while True:
        stream.seek(base)
        try:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=parse,
                                          auto_decode="all" if parse else "none", fsspec_args=False):  # fmt: skip
                last = max(last, record.stream_pos)
                yield record
            return
        except (OSError, ValueError) as error:
            yield Damage(last, _line(error))
        again = _next_record(stream, last + 1)
        if again is None:
            return
        base = last = again


def _next_record(stream: IO[bytes], start: int) -> int | None:
    """Where, from a byte on, something begins that looks like a record."""
    stream.seek(start)
    held, at = b"", start
    while chunk := stream.read(_STEP):
        held += chunk
        places = [p for p in (held.find(_MEMBER), held.find(_RECORD)) if p >= 0]
        if places:
            found = min(places)
            return at + found + (1 if held[found : found + 1] == b"\n" else 0)
        at += len(held) - len(_RECORD)
        held = held[-len(_RECORD) :]
    return None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
