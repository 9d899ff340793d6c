"""A line of JSON lines as a report: its fields, under the names they go by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from riwaya.intake.blocks import collapse
from riwaya.intake.encoding import NotText, decode
from riwaya.intake.identity import url_id
from riwaya.intake.page import Given, IntakeError, read_text
from riwaya.model import Report

FIELDS = ("id", "url", "outlet", "published", "title", "bylines", "author", "language", "text", "html")


def record_report(line: bytes, origin: str, fallback_id: str, mapping: Mapping[str, str]) -> Report:
    """The report of one JSON line. Raises IntakeError.

    `fallback_id` serves where the line has neither id nor url; `mapping` says how the file calls a field."""
    try:
        record = json.loads(decode(line))
    except NotText as error:
        raise IntakeError(origin, str(error)) from error
    except (ValueError, RecursionError) as error:
        raise IntakeError(origin, "not JSON") from error
    if not isinstance(record, dict):
        raise IntakeError(origin, "not a JSON object with the fields of a report")
    return row_report(record, origin, fallback_id, mapping)


def row_report(record: Mapping[str, Any], origin: str, fallback_id: str, mapping: Mapping[str, str]) -> Report:
    """The report of one record, however it was stored. Raises IntakeError."""

    def field(name: str) -> Any:
        return record.get(mapping.get(name, name))

    url = _word(field("url"))
    html, text = field("html"), field("text")
    page, kind = (html, "html") if isinstance(html, str) and html.strip() else (text, "text")
    if not isinstance(page, str) or not page.strip():
        raise IntakeError(url or origin, "no text or html in it")
    given = Given(
        outlet=_word(field("outlet")),
        published=_word(field("published")),
        url=url,
        title=_word(field("title")),
        bylines=_names(field("bylines")) or _names(field("author")),
        language=_word(field("language")),
        extracted=kind == "text",
    )
    id_ = _word(field("id")) or (url_id(url) if url else fallback_id)
    digest = hashlib.sha256(page.encode("utf-8", errors="surrogatepass")).hexdigest()
    return read_text(
        page.encode("utf-8", "replace").decode("utf-8"),
        url or origin,
        id_,
        given,
        digest,
        "html" if kind == "html" else "text",
    )


def _word(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return collapse(value) or None if isinstance(value, str) else None


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    return tuple(name for v in value if (name := _word(v))) if isinstance(value, list) else ()
