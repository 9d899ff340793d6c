"""Lines that a person gives back to a report or takes out of it, before anything else is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.corrections.correction import Correction, Outcome, Place, locate
from riwaya.model import Report, Span


@dataclass(frozen=True, slots=True)
class Lines:
    """Reports with their lines corrected, in the order given."""

    reports: tuple[Report, ...]
    outcomes: tuple[Outcome, ...]


def lines(reports: Sequence[Report], corrections: Sequence[Correction]) -> Lines:
    """Apply `line-keep` and `line-remove`; other kinds are left to later stages and have no outcome here.

    A line that is kept goes after the paragraph of `target[1]`, before all where that place has no words, and to the
    end where there is none: which place it had on the page is not known any more. A line that is removed joins
    `Report.removed`.
    """
    at = {r.id: n for n, r in enumerate(reports)}
    out = list(reports)
    outcomes = []
    for c in corrections:
        if not c.kind.startswith("line-"):
            continue
        place = c.target[0]
        if place.report not in at:
            outcomes.append(Outcome(c, f"there is no report {place.report}"))
            continue
        report = out[at[place.report]]
        made = _remove(report, place) if c.kind == "line-remove" else _keep(report, c.target)
        if isinstance(made, str):
            outcomes.append(Outcome(c, made))
        else:
            out[at[place.report]] = made
            outcomes.append(Outcome(c))
    return Lines(tuple(out), tuple(outcomes))


def _paragraph(text: str, at: Place) -> Span | None:
    """The whole paragraph that a place is."""
    span = locate(Place(at.report, at.words.strip(), at.nth), text)
    if span is None or text[: span.start].rpartition("\n")[2].strip() or text[span.end :].partition("\n")[0].strip():
        return None
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return Span(start, len(text) if end < 0 else end)


def _remove(report: Report, at: Place) -> Report | str:
    span = _paragraph(report.text, at)
    if span is None:
        return "these words are no line of the report"
    before, after = report.text[: span.start], report.text[span.end + 1 :]
    text = before + after if after else before.removesuffix("\n")
    return replace(report, text=text, removed=(*report.removed, span.of(report.text)))


def _keep(report: Report, target: Sequence[Place]) -> Report | str:
    want = target[0].words.strip()
    same = [n for n, line in enumerate(report.removed) if line.strip() == want]
    if not same:
        return "these words are no line that was removed"
    n = same[target[0].nth] if target[0].nth < len(same) else same[-1]
    line = " ".join(report.removed[n].split("\n"))
    removed = (*report.removed[:n], *report.removed[n + 1 :])
    if len(target) == 1 or not report.text:
        text = f"{report.text}\n{line}" if report.text else line
    elif not target[1].words:
        text = f"{line}\n{report.text}"
    else:
        after = _paragraph(report.text, target[1])
        if after is None:
            return "the line that it should stand after is no line of the report"
        text = f"{report.text[: after.end]}\n{line}{report.text[after.end :]}"
    return replace(report, text=text, removed=removed)
