"""Two traces of a story to what an editor should know of: a new report, a new version, a conflict, a count of
independent sources that rose or fell, a source dropped or turned, a report changed after it was published.

`alerts` compares; `lines`, `feed` and `render` write alerts as JSON lines, as an Atom feed and for a terminal. Whom
they are sent to, and that none is sent twice, is the watch's affair.
"""

from __future__ import annotations

from riwaya.alerts.alert import KINDS, Alert, Evidence, Kind
from riwaya.alerts.atom import feed
from riwaya.alerts.compare import alerts
from riwaya.alerts.lines import line, record
from riwaya.alerts.terminal import render

__all__ = ["KINDS", "Alert", "Evidence", "Kind", "alerts", "feed", "line", "record", "render"]
