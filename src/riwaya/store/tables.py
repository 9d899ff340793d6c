"""The tables of the store (docs/store.md tells each). Times are ISO 8601 in UTC, as text, so that they sort.

What was published and who made it is kept packed and whole (riwaya.store.packing); the flat columns beside it are what
search and lists need, and can always be made again from the packed value.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The ground of all tables; constraints get names, which migrations need."""

    metadata = MetaData(naming_convention=_NAMES)


class PageRow(Base):
    """A page as it came, compressed, kept once however many revisions hold it."""

    __tablename__ = "pages"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class ReportRow(Base):
    """A report: one address of one outlet. Its words are those of its latest revision."""

    __tablename__ = "reports"
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(Text, unique=True)
    key: Mapped[str] = mapped_column(Text, unique=True)  #: what tells it from others: its address, else its id
    outlet: Mapped[str | None] = mapped_column(Text)  #: as printed
    outlet_key: Mapped[str] = mapped_column(Text)  #: the lexicon's id, else the folded name, else ""
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    published: Mapped[str | None] = mapped_column(String(40))  #: day or time
    seen: Mapped[str] = mapped_column(String(32))  #: first
    latest: Mapped[int]  #: number of the latest revision
    revisions: Mapped[int]


Index("ix_reports_outlet_key_latest", ReportRow.outlet_key, ReportRow.latest)
Index("ix_reports_published_latest", ReportRow.published, ReportRow.latest)
Index("ix_reports_latest_outlet_key_published", ReportRow.latest, ReportRow.outlet_key, ReportRow.published)


class RevisionRow(Base):
    """What a report said from one reading on. Its number is that of its shadow text."""

    __tablename__ = "revisions"
    number: Mapped[int] = mapped_column(primary_key=True)
    report: Mapped[int] = mapped_column(ForeignKey("reports.number"), index=True)
    nth: Mapped[int]
    seen: Mapped[str] = mapped_column(String(32))
    sha256: Mapped[str] = mapped_column(ForeignKey("pages.sha256"), index=True)  #: of the page
    reading: Mapped[str] = mapped_column(String(64))  #: digest of what was read from it
    packed: Mapped[bytes] = mapped_column(LargeBinary)  #: the Report


class StoryRow(Base):
    """A story. Where it was merged, `became` is the number of the story it became part of."""

    __tablename__ = "stories"
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    seen: Mapped[str] = mapped_column(String(32))
    changed: Mapped[str] = mapped_column(String(32), index=True)
    first: Mapped[str | None] = mapped_column(String(40))  #: published
    last: Mapped[str | None] = mapped_column(String(40))
    reports: Mapped[int]
    outlets: Mapped[int]
    became: Mapped[int | None] = mapped_column(ForeignKey("stories.number"))


class MemberRow(Base):
    """A report of a story, since when. A report may belong to several; `place` 0 is the one it belongs to most."""

    __tablename__ = "members"
    story: Mapped[int] = mapped_column(ForeignKey("stories.number"), primary_key=True)
    report: Mapped[int] = mapped_column(ForeignKey("reports.number"), primary_key=True)
    place: Mapped[int]
    seen: Mapped[str] = mapped_column(String(32))


Index("ix_members_report", MemberRow.report)


class ChangeRow(Base):
    """What happened, in order."""

    __tablename__ = "changes"
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(20))
    story: Mapped[str | None] = mapped_column(Text)
    report: Mapped[str | None] = mapped_column(Text)
    others: Mapped[str] = mapped_column(Text)  #: JSON list of ids
    why: Mapped[str] = mapped_column(Text)


class StateRow(Base):
    """Where the grouping stands: its state, packed, after the revisions up to a number."""

    __tablename__ = "states"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    upto: Mapped[int]
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class CorrectionRow(Base):
    """A correction that somebody made; `undone` where it was taken back."""

    __tablename__ = "corrections"
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(Text, unique=True)
    story: Mapped[str] = mapped_column(Text, index=True)  #: in which it was made
    kind: Mapped[str] = mapped_column(String(40))
    seen: Mapped[str] = mapped_column(String(32))
    undone: Mapped[str | None] = mapped_column(String(32))
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class CorrectedRow(Base):
    """A report that a correction speaks of."""

    __tablename__ = "corrected"
    correction: Mapped[int] = mapped_column(ForeignKey("corrections.number"), primary_key=True)
    report: Mapped[str] = mapped_column(Text, primary_key=True, index=True)


class AttributionRow(Base):
    """What attribution read in one report's text, so that it is read once whatever happens to its story."""

    __tablename__ = "attributions"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class TraceRow(Base):
    """The trace of a story: as read, and with people's corrections where there are any."""

    __tablename__ = "traces"
    story: Mapped[int] = mapped_column(ForeignKey("stories.number"), primary_key=True)
    at: Mapped[str] = mapped_column(String(32))
    made_of: Mapped[str] = mapped_column(String(64))  #: digest of the readings
    corrected_of: Mapped[str] = mapped_column(String(64))  #: digest of the corrections, "" for none
    packed: Mapped[bytes] = mapped_column(LargeBinary)
    corrected: Mapped[bytes | None] = mapped_column(LargeBinary)
    before: Mapped[bytes | None] = mapped_column(LargeBinary)  #: the one shown before this
    claims: Mapped[int]
    conflicts: Mapped[int]


class SeenRow(Base):
    """When a thing that a trace found was first found. The key is a digest of words, not of ids, which change."""

    __tablename__ = "seen"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[str] = mapped_column(String(32))


class SourceRow(Base):
    """A source of a story's trace."""

    __tablename__ = "sources"
    story: Mapped[int] = mapped_column(ForeignKey("stories.number"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text, index=True)  #: as outlet_key of a report
    words: Mapped[str] = mapped_column(Text)  #: of the name, folded, a blank around each
    kind: Mapped[str] = mapped_column(String(20))
    seen: Mapped[str] = mapped_column(String(32))


class StatementRow(Base):
    """A statement of a story's trace."""

    __tablename__ = "statements"
    story: Mapped[int] = mapped_column(ForeignKey("stories.number"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    report: Mapped[int] = mapped_column(ForeignKey("reports.number"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    voice: Mapped[str] = mapped_column(String(12))
    stance: Mapped[str] = mapped_column(String(12))
    seen: Mapped[str] = mapped_column(String(32))


class ChainRow(Base):
    """A link of a statement's chain, place 0 nearest the reader."""

    __tablename__ = "chains"
    story: Mapped[int] = mapped_column(ForeignKey("stories.number"), primary_key=True)
    statement: Mapped[str] = mapped_column(Text, primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    inferred: Mapped[bool]


Index("ix_chains_story_source", ChainRow.story, ChainRow.source)


class NamedRow(Base):
    """A word of a source's name, folded, and the key of those who are called so."""

    __tablename__ = "named"
    word: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True, index=True)


_BIG = BigInteger().with_variant(Integer(), "sqlite")  # SQLite's integers are as big, and number rows by themselves


class ClaimRow(Base):
    """A claim of a story's trace, with what search counts. Numbers sort as claims were first seen
    (riwaya.store.flat), so that a walk through them or their shadow comes upon the newest first."""

    __tablename__ = "claims"
    number: Mapped[int] = mapped_column(_BIG, primary_key=True)
    story: Mapped[int] = mapped_column(ForeignKey("stories.number"), index=True)
    id: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    low: Mapped[int]
    high: Mapped[int]
    bottleneck: Mapped[str] = mapped_column(Text)  #: JSON list of ids
    statements: Mapped[int]
    reports: Mapped[int]
    outlets: Mapped[int]
    versions: Mapped[int]
    conflicts: Mapped[int]
    published: Mapped[str | None] = mapped_column(String(40), index=True)  #: of the earliest report that has it
    seen: Mapped[str] = mapped_column(String(32))


class VersionRow(Base):
    """A statement of a version of a claim."""

    __tablename__ = "versions"
    claim: Mapped[int] = mapped_column(_BIG, ForeignKey("claims.number"), primary_key=True)
    statement: Mapped[str] = mapped_column(Text, primary_key=True)
    nth: Mapped[int]
    report: Mapped[int] = mapped_column(ForeignKey("reports.number"), index=True)
    seen: Mapped[str] = mapped_column(String(32))  #: the version, first


class DifferenceRow(Base):
    """A difference between two statements of a claim."""

    __tablename__ = "differences"
    claim: Mapped[int] = mapped_column(_BIG, ForeignKey("claims.number"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    one: Mapped[str] = mapped_column(Text)
    other: Mapped[str] = mapped_column(Text)
    conflict: Mapped[bool]
    update: Mapped[bool]
    seen: Mapped[str] = mapped_column(String(32))


class DerivationRow(Base):
    """Which report of a story takes from which report or source."""

    __tablename__ = "derivations"
    story: Mapped[int] = mapped_column(ForeignKey("stories.number"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    report: Mapped[int] = mapped_column(ForeignKey("reports.number"), index=True)
    origin: Mapped[str] = mapped_column(Text)  #: the contract's "from"
    how: Mapped[str] = mapped_column(String(12))
    confidence: Mapped[float]
    sure: Mapped[bool]
    seen: Mapped[str] = mapped_column(String(32))


class CountRow(Base):
    """A count of a claim's independent sources that was not the count before; the key is the claim's first words."""

    __tablename__ = "counts"
    number: Mapped[int] = mapped_column(primary_key=True)
    story: Mapped[int] = mapped_column(ForeignKey("stories.number"), index=True)
    key: Mapped[str] = mapped_column(String(40), index=True)
    low: Mapped[int]
    high: Mapped[int]
    at: Mapped[str] = mapped_column(String(32))
