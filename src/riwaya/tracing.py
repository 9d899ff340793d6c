"""The whole way from pages to a trace. Each stage is called once; read this file first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from riwaya import __version__
from riwaya.model import Attribution, Problem, Report, Story, Trace

TYPE_CHECKING = False  # as in typing: stages are loaded when a trace is asked for
if TYPE_CHECKING:
    from riwaya.corrections import Correction
    from riwaya.recall import Recall
    from riwaya.sources import Resolved

TOGETHER = 20_000  #: code points of reports whose paragraphs the tagger may read in one go; more would fill the memory

Progress = Callable[[str, int, int | None], None]
"""Called with the stage's name, what is done, and of how many (None where not known)."""


def trace(
    paths: Sequence[str | Path],
    *,
    mapping: Mapping[str, str] | None = None,
    merge_owners: bool = True,
    one_story: bool = False,
    corrections: Sequence[Correction] = (),
    progress: Progress | None = None,
) -> Trace:
    """Read the reports of a story and trace who says what, through whom.

    In: files, folders or "-" (standard input); `mapping` names the columns of JSON lines that call them otherwise;
    `merge_owners` counts outlets of one owner as one where each speaks in its own voice; `corrections` are what people
    set right in an earlier trace, in order. Reports of several stories are sorted first (`riwaya.stories`); with
    `one_story` they are taken for one as they are.
    Out: a Trace. What could not be read stands in `Trace.problems`; nothing is raised for a bad page.
    """
    from riwaya.intake import read

    reading = read(paths, mapping=mapping, progress=progress and (lambda done, of: progress("reading", done, of)))
    return trace_reports(reading.reports, problems=reading.problems, merge_owners=merge_owners, one_story=one_story,
                         corrections=corrections, progress=progress)


def trace_reports(
    reports: Sequence[Report],
    *,
    problems: Sequence[Problem] = (),
    merge_owners: bool = True,
    one_story: bool = False,
    corrections: Sequence[Correction] = (),
    progress: Progress | None = None,
) -> Trace:
    """Trace reports that are read already. The order they come in changes nothing.

    Corrected lines change what is read, corrected stories what is traced together (but for `one_story`); the other
    corrections are applied to the trace, by `riwaya.corrections.apply`. A correction that does not find its words is
    told in `Trace.problems`.
    """
    from riwaya.corrections import apply, lines, of_stories, sorted_anew
    from riwaya.corrections import problems as unmet
    from riwaya.encoder import encoder
    from riwaya.sources import resolve
    from riwaya.stories import group, title, when

    kept = lines(sorted(reports, key=lambda r: r.id), corrections)
    reports = kept.reports
    resolved = resolve(reports, statements_of(reports, progress))
    by_id = {r.id: r for r in resolved.reports}
    stories: list[Story] = []
    whole = [tuple(r.id for r in sorted(resolved.reports, key=when))] if resolved.reports else []
    found_stories = whole if one_story else group(resolved.reports, encoder(), picked=True)
    told_apart, sorted_ = sorted_anew(found_stories, () if one_story else corrections)
    for members in (sorted(held, key=lambda m: when(by_id[m])) for held in told_apart):
        name, id_ = title([by_id[m] for m in members])
        stories.append(_story(resolved, members, id_, name, merge_owners, progress, len(stories)))
    found = _whole(resolved, stories, problems, encoder().name)
    later = [c for c in corrections if not c.kind.startswith("line-") and not of_stories(c.kind)]
    made = apply(found, later, merge_owners=merge_owners)
    return replace(made.trace, problems=(*found.problems, *unmet((*kept.outcomes, *sorted_, *made.outcomes))))


def trace_story(
    reports: Sequence[Report],
    attributions: Mapping[str, tuple[Attribution, ...]],
    *,
    id_: str,
    merge_owners: bool = True,
    progress: Progress | None = None,
    known: Recall | None = None,
) -> Trace:
    """Trace reports that are known to be one story, called `id_`, from what attribution read in each (`statements_of`,
    by report id), which depends on that report alone: whoever keeps it need not read a report again. `known` is which
    mentions were read in its reports and how these compared with one another before, and afterwards what that is now:
    the trace is the same without."""
    from riwaya.encoder import encoder
    from riwaya.sources import resolve
    from riwaya.stories import title, when

    reports = sorted(reports, key=lambda r: r.id)
    resolved = resolve(reports, attributions, known)
    members = tuple(r.id for r in sorted(reports, key=when))
    stories = [_story(resolved, members, id_, title(reports)[0], merge_owners, progress, 0, known)] if reports else []
    return _whole(resolved, stories, (), encoder().name)


def statements_of(
    reports: Sequence[Report], progress: Progress | None = None
) -> dict[str, tuple[Attribution, ...]]:
    """What attribution reads in each report, parted by its contents, by report id. It depends on the report's own text
    alone."""
    from riwaya.attribution import Known, ahead, attribute
    from riwaya.claims import part
    from riwaya.encoder import token_encoder
    from riwaya.encoder.e5 import batches

    found: dict[str, tuple[Attribution, ...]] = {}
    known: Known = {}  # paragraphs that reports share are read once
    for group in batches([len(r.text) for r in reports], TOGETHER):
        ahead([reports[n] for n in group], token_encoder(), known)
        for n in group:
            if progress:
                progress("statements", n, len(reports))
            found[reports[n].id] = part(reports[n].text, attribute(reports[n], token_encoder(), known))
    return found


def _story(
    resolved: Resolved,
    members: Sequence[str],
    id_: str,
    title: str,
    merge_owners: bool,
    progress: Progress | None,
    done: int,
    known: Recall | None = None,
) -> Story:
    from riwaya.claims import align
    from riwaya.dates import timeline
    from riwaya.derivations import derive, unseen
    from riwaya.encoder import encoder
    from riwaya.independence import count

    def tell(stage: str) -> None:
        if progress:
            progress(stage, done, None)

    speaker, inside = encoder(), set(members)
    by_id = {r.id: r for r in resolved.reports}
    own = [by_id[m] for m in members]
    statements = [s for s in resolved.statements if s.report in inside]
    tell("claims")
    claims = align(own, resolved.sources, statements, speaker, known)
    tell("derivations")
    derivations = derive(own, resolved.sources, statements, claims, speaker, known)
    sources = (*resolved.sources, *unseen(derivations, own, resolved.sources))
    claims = count(claims, statements, own, sources, derivations, merge_owners=merge_owners)
    return Story(id_, title, tuple(members), claims, derivations, timeline(own, statements, known))


def _whole(resolved: Resolved, stories: Sequence[Story], problems: Sequence[Problem], encoder: str) -> Trace:
    from riwaya.derivations import unseen

    lost = unseen([d for s in stories for d in s.derivations], resolved.reports, resolved.sources)
    return Trace(
        version=__version__,
        reports=tuple(resolved.reports),
        sources=(*resolved.sources, *lost),
        statements=resolved.statements,
        stories=tuple(stories),
        problems=tuple(problems),
        encoder=encoder,
    )
