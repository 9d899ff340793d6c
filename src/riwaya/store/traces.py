"""The trace of a story: made again only when its reports or the corrections of it changed, and only what depends on
the change. What attribution read in a report is kept by the report's reading, and how two reports compare with the
story; a correction leaves the reading alone and is laid over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select

from riwaya.corrections import Correction, of_stories
from riwaya.model import Attribution, Report, Trace
from riwaya.recall import Recall
from riwaya.store.adding import digest, reading_of, record, report_of
from riwaya.store.clock import now
from riwaya.store.engine import Database
from riwaya.store.errors import StoreError
from riwaya.store.flat import replace_flat
from riwaya.store.grouping import number_of, titled
from riwaya.store.packing import pack, unpack
from riwaya.store.recalling import keep_recall, recalled
from riwaya.store.sweeping import unswept
from riwaya.store.tables import (
    AttributionRow,
    CorrectedRow,
    CorrectionRow,
    MemberRow,
    ReportRow,
    RevisionRow,
    StateRow,
    StoryRow,
    TraceRow,
)
from riwaya.store.values import Change

Progress = Callable[[str, int, int | None], None]

_TRIES = 3  #: how often a trace is begun again because a report came in meanwhile
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class _Inputs:
    """Everything that a trace depends on."""

    number: int
    id: str
    reports: tuple[tuple[str, str, bytes], ...]  #: id, digest of the reading, packed report
    corrections: tuple[Correction, ...]

    @property
    def made_of(self) -> str:
        """Of what is read: the reports, and the lines that people put in or out."""
        lines = (c.id for c in self.corrections if _of_lines(c))
        return digest("\n".join([self.id, *(f"{id_} {reading}" for id_, reading, _ in self.reports), *lines]))

    @property
    def corrected_of(self) -> str:
        return digest("\n".join(c.id for c in self.corrections)) if self.corrections else ""


def _of_lines(correction: Correction) -> bool:
    return correction.kind.startswith("line-")


def trace(database: Database, story: str, *, progress: Progress | None = None) -> Trace:
    """The trace of a story, people's corrections laid over it. Raises StoreError where there is no such story."""
    for _ in range(_TRIES):
        with database.reading() as connection:
            inputs = _inputs(connection, database.where, story)
            kept = connection.execute(select(TraceRow).where(TraceRow.story == inputs.number)).one_or_none()
            if kept and kept.made_of == inputs.made_of and kept.corrected_of == inputs.corrected_of:
                return unpack(Trace, kept.corrected or kept.packed)
            base = unpack(Trace, kept.packed) if kept and kept.made_of == inputs.made_of else None
            known = recalled(connection, inputs.number) if base is None else None
        new: dict[str, tuple[Attribution, ...]] = {}
        with unswept():
            if base is None:
                base, new = _read(database, inputs, progress, known)
            shown = _corrected(base, inputs.corrections)
            with database.writing() as connection:
                if _keep(connection, database.where, inputs, base, shown, new, known):
                    return shown
    return shown  # reports keep coming: this was right when it was begun


def _inputs(connection: Connection, where: str, story: str) -> _Inputs:
    number = number_of(connection, story)
    if number is None:
        raise StoreError(f"{where}: no story {story!r}")
    id_ = connection.execute(select(StoryRow.id).where(StoryRow.number == number)).scalar_one()
    reports = connection.execute(
        select(ReportRow.id, RevisionRow.reading, RevisionRow.packed)
        .select_from(MemberRow).join(ReportRow, ReportRow.number == MemberRow.report)
        .join(RevisionRow, RevisionRow.number == ReportRow.latest)
        .where(MemberRow.story == number).order_by(ReportRow.id)
    ).all()  # fmt: skip
    found = tuple(sorted((r.id, r.reading, r.packed) for r in reports))
    return _Inputs(number, id_, found, corrections_about(connection, [id_ for id_, _, _ in found]))


def corrections_about(connection: Connection, reports: Sequence[str]) -> tuple[Correction, ...]:
    """The corrections that speak of any of these reports and were not taken back, in the order they were made."""
    found: dict[int, bytes] = {}
    for i in range(0, len(reports), _AT_ONCE):
        for number, packed in connection.execute(
            select(CorrectionRow.number, CorrectionRow.packed)
            .join(CorrectedRow, CorrectedRow.correction == CorrectionRow.number)
            .where(CorrectedRow.report.in_(reports[i : i + _AT_ONCE]), CorrectionRow.undone.is_(None))
        ):  # fmt: skip
            found[number] = packed
    return tuple(unpack(Correction, found[n]) for n in sorted(found))


def _known(database: Database, reports: Sequence[Report]) -> dict[str, tuple[Attribution, ...]]:
    """What attribution read in these reports before, by their ids."""
    keys: dict[str, list[str]] = {}
    for r in reports:
        keys.setdefault(_attribution_key(r), []).append(r.id)
    found: dict[str, tuple[Attribution, ...]] = {}
    wanted = sorted(keys)
    with database.reading() as connection:
        for i in range(0, len(wanted), _AT_ONCE):
            for key, packed in connection.execute(
                select(AttributionRow.key, AttributionRow.packed)
                .where(AttributionRow.key.in_(wanted[i : i + _AT_ONCE]))
            ):  # fmt: skip
                found |= dict.fromkeys(keys[key], unpack(tuple[Attribution, ...], packed))
    return found


def _attribution_key(report: Report) -> str:
    """Stands for a reading and for who reads it."""
    from riwaya import __version__
    from riwaya.encoder import encoder

    return digest(f"{reading_of(report)} {__version__} {encoder().name}")


def _read(
    database: Database, inputs: _Inputs, progress: Progress | None, compared: Recall | None
) -> tuple[Trace, dict[str, tuple[Attribution, ...]]]:
    """The trace without corrections but those of lines, and what attribution had not read before, by its key."""
    from riwaya.corrections import lines, problems
    from riwaya.tracing import statements_of, trace_story

    reports = [report_of(packed) for _, _, packed in inputs.reports]
    kept = lines(reports, [c for c in inputs.corrections if _of_lines(c)])
    known = _known(database, kept.reports)
    new = statements_of([r for r in kept.reports if r.id not in known], progress)
    found = trace_story(kept.reports, known | new, id_=inputs.id, progress=progress, known=compared)
    keys = {_attribution_key(r): new[r.id] for r in kept.reports if r.id in new}
    return replace(found, problems=(*found.problems, *problems(kept.outcomes))), keys


def trace_of(database: Database, reports: Sequence[Report], id_: str) -> Trace:
    """The trace of any reports as one story, as read; what attribution read in them is taken from what is kept, and
    kept where it was not."""
    from riwaya.tracing import statements_of, trace_story

    known = _known(database, reports)
    new = statements_of([r for r in reports if r.id not in known])
    if new:
        with database.writing() as connection:
            _keep_attributions(connection, {_attribution_key(r): new[r.id] for r in reports if r.id in new})
    return trace_story(reports, known | new, id_=id_)


def _keep_attributions(connection: Connection, new: dict[str, tuple[Attribution, ...]]) -> None:
    wanted = sorted(new)
    for i in range(0, len(wanted), _AT_ONCE):
        part = wanted[i : i + _AT_ONCE]
        there = set(connection.execute(select(AttributionRow.key).where(AttributionRow.key.in_(part))).scalars())
        rows = [{"key": key, "packed": pack(new[key])} for key in part if key not in there]
        if rows:
            connection.execute(insert(AttributionRow), rows)


def _corrected(base: Trace, corrections: Sequence[Correction]) -> Trace:
    from riwaya.corrections import apply, problems

    wanted = [c for c in corrections if not _of_lines(c) and not of_stories(c.kind)]
    if not wanted:
        return base
    made = apply(base, wanted)
    return replace(made.trace, problems=(*base.problems, *problems(made.outcomes)))


def _keep(
    connection: Connection, where: str, inputs: _Inputs, base: Trace, shown: Trace,
    new: dict[str, tuple[Attribution, ...]], compared: Recall | None,
) -> bool:  # fmt: skip
    """Put a trace into the store. False where it is no longer the trace of what is there."""
    _keep_attributions(connection, new)
    try:
        current = _inputs(connection, where, inputs.id)
    except StoreError:
        return False
    if (current.id, current.made_of, current.corrected_of) != (inputs.id, inputs.made_of, inputs.corrected_of):
        return False
    at = now()
    before = connection.execute(
        select(TraceRow.packed, TraceRow.corrected).where(TraceRow.story == inputs.number)
    ).one_or_none()
    connection.execute(delete(TraceRow).where(TraceRow.story == inputs.number))
    keep_trace(connection, inputs.number, at, inputs.made_of, inputs.corrected_of, base, shown,
               (before.corrected or before.packed) if before else None)  # fmt: skip
    if compared is not None:
        keep_recall(connection, inputs.number, compared)
    record(connection, [Change(0, at, "traced", inputs.id)])
    return True


def keep_trace(
    connection: Connection, story: int, at: str, made_of: str, corrected_of: str, base: Trace, shown: Trace,
    before: bytes | None,
) -> None:  # fmt: skip
    """Put a trace and its flat tables into the store; there is none of the story."""
    claims = [c for s in shown.stories for c in s.claims]
    connection.execute(insert(TraceRow).values(
        story=story, at=at, made_of=made_of, corrected_of=corrected_of, packed=pack(base),
        corrected=pack(shown) if corrected_of else None, before=before, claims=len(claims),
        conflicts=sum(d.conflict for c in claims for d in c.differences),
    ))  # fmt: skip
    _keep_first(connection, story, shown)
    replace_flat(connection, story, shown, at)
    if shown.stories:
        titled(connection, story, shown.stories[0].title)


def _keep_first(connection: Connection, story: int, shown: Trace) -> None:
    """Keep what the first page of a big story shows, so that it opens without the whole trace."""
    from riwaya.export import first_page

    connection.execute(delete(StateRow).where(StateRow.name == first_name(story)))
    first = first_page(shown)
    if first is not None:
        connection.execute(insert(StateRow).values(name=first_name(story), upto=0, packed=pack(first)))


def first_name(story: int) -> str:
    """The name under which the first page of a story is kept."""
    return f"first:{story}"


def first_of(connection: Connection, story: int) -> bytes | None:
    """The first page of a story, packed, if its trace is of the reports as they are now; None where there is none."""
    fresh = select(TraceRow.story).join(StoryRow, StoryRow.number == TraceRow.story).where(
        TraceRow.story == story, TraceRow.at >= StoryRow.changed
    )  # fmt: skip
    if connection.execute(fresh).first() is None:
        return None
    return connection.execute(select(StateRow.packed).where(StateRow.name == first_name(story))).scalar()


def report_list(connection: Connection, number: int) -> list[Report]:
    """The reports of a story as they are now, by id."""
    packed = connection.execute(
        select(RevisionRow.packed).select_from(MemberRow).join(ReportRow, ReportRow.number == MemberRow.report)
        .join(RevisionRow, RevisionRow.number == ReportRow.latest).where(MemberRow.story == number)
    ).scalars()  # fmt: skip
    return sorted((report_of(p) for p in packed), key=lambda r: r.id)
