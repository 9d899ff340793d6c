"""Alerts for a terminal: a line that says what happened, below it what shows it. Nothing of a page reaches the screen
but its words."""

from __future__ import annotations

import re

from riwaya.alerts.alert import KINDS, Alert
from riwaya.export.bidi import balanced, cut, flat, isolate, wrap

_SHOWN = 4
_ARABIC = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_PART = re.compile(rf"“[^”]*”|{_ARABIC}+(?:[\s\d.,:-]*{_ARABIC}+)*")


def render(alert: Alert, at: str, *, width: int = 100) -> str:
    """An alert as lines of at most so many columns, ending in a newline. `at`: when it was found, ISO 8601."""
    english, arabic = KINDS[alert.kind]
    head = f"{at[:16].replace('T', ' ')}  {english.upper()} · {isolate(arabic)}  {isolate(flat(alert.title))}"
    lines = [cut(head, width), *(f"  {line}" for line in balanced(wrap(_mixed(alert.text), width - 2)))]
    for was, now in list(zip(alert.was, alert.now, strict=True))[:_SHOWN]:
        lines += [cut(f"    {sign} {isolate(flat(text))}", width) for sign, text in (("-", was), ("+", now)) if text]
    for e in () if alert.was else alert.evidence[:_SHOWN]:
        lines.append(cut(f"    {isolate(flat(e.outlet))}: {isolate(flat(e.words))}", width))
    places = dict.fromkeys(flat(e.url) for e in alert.evidence[:_SHOWN] if e.url)
    lines += [f"    {place}" for place in places]
    return "\n".join(lines) + "\n"


def _mixed(text: str) -> str:
    """A line of ours with words of others in it: quotations and Arabic names isolated one by one."""
    return _PART.sub(lambda m: f"“{isolate(m[0][1:-1])}”" if m[0].startswith("“") else isolate(m[0]), flat(text))
