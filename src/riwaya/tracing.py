"""The whole way from pages to a trace. Each stage is called once; read this file first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from riwaya import __version__
from riwaya.model import Problem, Report, Story, Trace

Progress = Callable[[str, int, int | None], None]
"""Called with the stage's name, what is done, and of how many (None where not known)."""


def trace(
    paths: Sequence[str | Path],
    *,
    mapping: Mapping[str, str] | None = None,
    merge_owners: bool = True,
    progress: Progress | None = None,
) -> Trace:
    """Read the reports of a story and trace who says what, through whom.

    In: files, folders or "-" (standard input); `mapping` names the columns of JSON lines that call them otherwise;
    `merge_owners` counts outlets of one owner as one where each speaks in its own voice.
    Out: a Trace. What could not be read stands in `Trace.problems`; nothing is raised for a bad page.
    """
    from riwaya.intake import read

    reading = read(paths, mapping=mapping, progress=progress and (lambda done, of: progress("reading", done, of)))
    return trace_reports(reading.reports, problems=reading.problems, merge_owners=merge_owners, progress=progress)


def trace_reports(
    reports: Sequence[Report],
    *,
    problems: Sequence[Problem] = (),
    merge_owners: bool = True,
    progress: Progress | None = None,
) -> Trace:
    """Trace reports that are read already. The order they come in changes nothing."""
    from riwaya.attribution import attribute
    from riwaya.claims import align
    from riwaya.dates import timeline
    from riwaya.derivations import derive
    from riwaya.encoder import encoder, token_encoder
    from riwaya.independence import count
    from riwaya.sources import resolve
    from riwaya.stories import group, title

    def tell(stage: str, done: int, of: int | None) -> None:
        if progress:
            progress(stage, done, of)

    speaker = encoder()
    reports = sorted(reports, key=lambda r: r.id)
    attributions = {}
    for n, report in enumerate(reports):
        tell("statements", n, len(reports))
        attributions[report.id] = attribute(report, token_encoder())
    resolved = resolve(reports, attributions)
    by_id = {r.id: r for r in resolved.reports}
    stories: list[Story] = []
    for members in group(resolved.reports):
        tell("claims", len(stories), None)
        own = [by_id[m] for m in members]
        statements = [s for s in resolved.statements if s.report in set(members)]
        claims = align(own, resolved.sources, statements, speaker)
        tell("derivations", len(stories), None)
        derivations = derive(own, resolved.sources, statements, claims, speaker)
        claims = count(claims, statements, own, resolved.sources, derivations, merge_owners=merge_owners)
        name, id_ = title(own)
        stories.append(Story(id_, name, tuple(members), claims, derivations, timeline(own, statements)))
    return Trace(
        version=__version__,
        reports=tuple(resolved.reports),
        sources=resolved.sources,
        statements=resolved.statements,
        stories=tuple(stories),
        problems=tuple(problems),
        encoder=speaker.name,
    )
