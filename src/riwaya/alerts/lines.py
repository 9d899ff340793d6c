"""Alerts as `riwaya.alert/1`: one JSON object a line (docs/alerts.md)."""

from __future__ import annotations

from typing import Any

from riwaya.alerts.alert import Alert
from riwaya.export import json as trace_json

SCHEMA = "riwaya.alert/1"


def record(alert: Alert, at: str) -> dict[str, Any]:
    """An alert as JSON data. `at`: when it was found, ISO 8601."""
    shown = [
        {"report": e.report, "outlet": e.outlet, "url": e.url, "words": e.words, "start": e.start, "end": e.end}
        for e in alert.evidence
    ]
    return {
        "schema": SCHEMA, "key": alert.key, "at": at, "kind": alert.kind, "story": alert.story, "title": alert.title,
        "text": alert.text, "text_ar": alert.text_ar, "evidence": shown,
        "changes": [{"was": was, "now": now} for was, now in zip(alert.was, alert.now, strict=True)],
    }  # fmt: skip


def line(alert: Alert, at: str) -> str:
    """An alert as one line of JSON, ending in a newline."""
    return trace_json.line(record(alert, at)) + "\n"
