"""What search finds is what a plain look at everything finds, whichever way it takes: drawn at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from riwaya.language.text import fold, words
from riwaya.model import Claim, Difference, Independent, Report, Source, Statement, Story, Trace
from riwaya.store import NothingAsked, Query, Store, adding, naming, narrowing, search, shadow, walking
from riwaya.store.flat import replace_flat
from riwaya.store.shadow import Term, form_of, stem_of, terms
from riwaya.store.tables import ClaimRow, MemberRow, StoryRow

pytest_plugins = ["store_fixtures"]

COMMON = ("في", "من", "قال", "الرئيس", "مجلس", "the", "in")
RARE = ("زلزال", "مخبز", "سقف", "denied", "1,150")
OUTLETS = ("The Guardian", "الجارديان", "صحيفة الحي", None)
NAMES = ("وزير الصحة", "وزير النقل سمير", "سمير حداد", "Reuters", "وكالة المدى", "وزير الصحة حداد")
DAYS = ("2013-05-01", "2018-07-09", "2019-01-02", None)
KINDS = ("number", "polarity", "detail")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was put into a store, each with its story's trace, in the order in which it is found."""

    reports: tuple[tuple[Report, Trace], ...]
    claims: tuple[tuple[Claim, Trace], ...]


def said(chance: random.Random, sentences: int) -> str:
    return ". ".join(" ".join(chance.choices(COMMON + RARE, [6] * 7 + [1] * 5, k=6)) for _ in range(sentences))


def made(chance: random.Random, n: int) -> Trace:
    """A story of some reports and what was found in it."""
    reports = tuple(
        Report(f"r{n}-{i}", "", said(chance, 1), said(chance, 3), "ar", outlet=f"o{i}", published=chance.choice(DAYS),
               outlet_name=chance.choice(OUTLETS), url=f"https://x.example/{n}/{i}")
        for i in range(chance.randrange(1, 6))
    )  # fmt: skip
    sources = tuple(Source(f"s{i}", name, "person") for i, name in enumerate(chance.sample(NAMES, 3)))
    statements = [
        Statement(f"{r.id}/{at}", r.id, at, at + 20, "indirect", chain=tuple(s.id for s in chance.sample(sources, k)))
        for r in reports for at, k in ((0, chance.randrange(3)), (r.text.index(". ") + 2, 1))
    ]  # fmt: skip
    rest, claims = chance.sample(statements, len(statements)), list[Claim]()
    while rest:
        part, rest = rest[: (size := chance.randrange(1, 6))], rest[size:]
        differences = tuple(
            Difference(chance.choice(KINDS), (part[0].id, s.id), (None, None), chance.random() < 0.4)  # type: ignore[arg-type]
            for s in part[1:] if chance.random() < 0.6
        )  # fmt: skip
        low = chance.choice((0, 1, 2, 15))
        versions = tuple((s.id,) for s in part)
        claims.append(Claim(f"c{n}-{len(claims)}", said(chance, 1), versions, differences, Independent(low, low + 1)))
    story = Story(f"story-{n}", "", tuple(r.id for r in reports), tuple(claims))
    return Trace("t", reports, sources, tuple(statements), (story,))


def kept_in(store: Store, stories: int) -> Kept:
    """Fill a store with random stories, each first seen at a random moment; some reports are revised on the way."""
    chance = random.Random(5)
    traces = [made(chance, n) for n in range(stories)]
    latest: dict[str, int] = {}
    seen: dict[str, str] = {}
    with store._database.writing() as connection:
        for n, trace in enumerate(traces):
            moment = f"2031-01-{chance.randrange(1, 28):02}T00:00:00.000Z"
            connection.execute(insert(StoryRow).values(number=n + 1, id=f"story-{n}", title="", seen="", changed="",
                                                       reports=1, outlets=1))  # fmt: skip
            for r in trace.reports:
                old = Report(r.id, "", "زلزال", "سقف المخبز", "ar", outlet_name=r.outlet_name, url=r.url)
                for page, version in ((b"old", old), (b"new", r)) if chance.random() < 0.2 else ((b"new", r),):
                    done = adding.add(connection, version, page + r.id.encode(), moment)
                latest[r.id], seen[r.id] = done.revision, moment
                connection.execute(insert(MemberRow).values(story=n + 1, report=done.number, place=0, seen=""))
        for n in chance.sample(range(stories), stories):
            replace_flat(connection, n + 1, traces[n], "2031-02-01T00:00:00.000Z")
        claimed = connection.execute(select(ClaimRow.number, ClaimRow.id, ClaimRow.story)).all()
        numbers = {(row.story, row.id): row.number for row in claimed}
    reports = sorted(((r, t) for t in traces for r in t.reports), key=lambda rt: -latest[rt[0].id])
    claims = [(c, t, n) for n, t in enumerate(traces) for c in t.stories[0].claims]
    claims.sort(key=lambda ctn: -numbers[ctn[2] + 1, ctn[0].id])
    return Kept(tuple(reports), tuple((c, t) for c, t, _ in claims))


def holds(texts: list[str], asked: tuple[Term, ...]) -> bool:
    """Whether texts hold what is asked, by looking at every word."""
    forms = [[form_of(w.form) for w in words(t)] for t in texts]
    stems = {stem_of(f) for part in forms for f in part}

    def there(term: Term) -> bool:
        n = len(term.forms)
        if term.phrase:
            return any(tuple(part[i : i + n]) == term.forms for part in forms for i in range(len(part)))
        return not stems.isdisjoint(term.stems())

    return all(there(t) != t.out for t in asked)


def of_source(name: str, asked: str) -> bool:
    return set(fold(asked).split()) <= set(fold(name).split()) or adding.outlet_key(name) == adding.outlet_key(asked)


def in_time(published: str | None, query: Query) -> bool:
    if not query.since and not query.until:
        return True
    return published is not None and query.since <= published <= (query.until or "~") + "~"


def fits(claim: Claim, trace: Trace, query: Query) -> bool:
    """Whether a claim is of the kind asked for, beside words, outlet, time and story."""
    statements = [s for s in trace.statements if s.id in claim.statements()]
    outlets = len({s.report for s in statements})
    kinds = {d.kind for d in claim.differences if d.conflict or not query.conflict}
    names = {s.id: s.name for s in trace.sources}
    bounds = ((claim.independent.low, query.independent), (outlets, query.outlets))
    return (
        all((least is None or value >= least) and (most is None or value <= most) for value, (least, most) in bounds)
        and (not query.kind or query.kind in kinds) and (not query.conflict or bool(kinds))
        and (not query.source or any(of_source(names[id_], query.source) for s in statements for id_ in s.chain))
    )  # fmt: skip


def plain_reports(kept: Kept, query: Query, asked: tuple[Term, ...]) -> list[str]:
    found = []
    for report, trace in kept.reports:
        mine = [s for s in trace.statements if s.report == report.id]
        names = {s.id: s.name for s in trace.sources}
        found += [report.id] if (
            holds([report.title, report.text], asked) and in_time(report.published, query)
            and (not query.outlet or adding.outlet_key(report.outlet_name) == adding.outlet_key(query.outlet))
            and (not query.story or query.story == trace.stories[0].id)
            and (not query.of_claims or any(
                fits(c, trace, query) for c in trace.stories[0].claims if any(s.id in c.statements() for s in mine)))
            and (not query.source or query.of_claims or any(
                of_source(names[id_], query.source) for s in mine for id_ in s.chain))
        ) else []  # fmt: skip
    return found


def plain_claims(kept: Kept, query: Query, asked: tuple[Term, ...]) -> list[str]:
    found = []
    for claim, trace in kept.claims:
        statements = [s for s in trace.statements if s.id in claim.statements()]
        carriers = [r for r in trace.reports if r.id in {s.report for s in statements}]
        outlets = {adding.outlet_key(r.outlet_name) for r in carriers}
        texts = {r.id: r.text for r in carriers}
        said = [texts[s.report][s.start : s.end] for s in statements]
        first = min((r.published or "~" for r in carriers), default="~").strip("~") or None
        found += [claim.id] if (
            holds([claim.text, *said], asked) and in_time(first, query) and fits(claim, trace, query)
            and (not query.outlet or adding.outlet_key(query.outlet) in outlets)
            and (not query.story or query.story == trace.stories[0].id)
        ) else []  # fmt: skip
    return found


ANY = (*COMMON, *RARE, "-من", "-زلزال", '-"في من"', '"الرئيس"')
WORDS = st.one_of(
    st.just(""), st.sampled_from(COMMON + RARE),
    st.lists(st.sampled_from(COMMON + RARE), min_size=2, max_size=4).map(lambda w: f'"{" ".join(w)}"'),
    st.lists(st.sampled_from(ANY), min_size=1, max_size=3).map(" ".join),
)  # fmt: skip
BOUNDS = st.sampled_from([(None, None)] * 3 + [(1, 1), (2, None), (None, 1), (13, 20), (3, 2), (0, None)])
QUERIES = st.builds(
    Query, words=WORDS, outlet=st.sampled_from(["", "", "", "The Guardian", "صحيفة الحي", "لا أحد"]),
    source=st.sampled_from(["", "", "سمير", "وزير الصحة", "رويترز", "حداد وزير", "لا أحد"]),
    since=st.sampled_from(["", "", "2018", "2019-01-02"]), until=st.sampled_from(["", "", "2013", "2018-07"]),
    kind=st.sampled_from([None, None, *KINDS]), conflict=st.booleans(), independent=BOUNDS, outlets=BOUNDS,
    story=st.sampled_from(["", "", "", "story-3", "nowhere"]), order=st.sampled_from(["new", "best"]),
    limit=st.sampled_from([3, 1_000]), offset=st.sampled_from([0, 0, 2]),
)  # fmt: skip


@pytest.mark.parametrize("ways", ["as it is", "few is one", "all stands everywhere", "blocks are short"])
def test_nothing_is_missed_and_nothing_found_too_much(
    store: Store, monkeypatch: pytest.MonkeyPatch, ways: str
) -> None:
    if ways == "blocks are short":
        monkeypatch.setattr(shadow, "BLOCK", 4)
        monkeypatch.setattr(search, "BLOCK", 4)
        monkeypatch.setattr(narrowing, "_EVERYWHERE", 100)
        monkeypatch.setattr(search, "_FREQUENT", 1)
        monkeypatch.setattr(search, "WEIGHED_ON_DISK", 5)
        monkeypatch.setattr(search, "LOOKED_AT", 9)
    kept = kept_in(store, 25)
    if ways in ("few is one", "all stands everywhere"):
        for limit in ("FEW", "FEW_CLAIMS", "FEW_VERSIONS", "FEW_NAMES"):
            monkeypatch.setattr(narrowing, limit, 1)
        monkeypatch.setattr(search, "SOUGHT", 2)
        monkeypatch.setattr(naming, "MOST_KEYS", 1)
        monkeypatch.setattr(walking, "_FEW", 1)
    if ways == "all stands everywhere":
        monkeypatch.setattr(narrowing, "_EVERYWHERE", 0)
        monkeypatch.setattr(search, "nearly_everywhere", lambda *_: True)
        monkeypatch.setattr(walking, "_TOGETHER", 0)
        monkeypatch.setattr(walking, "_READ", 30)

    @settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(QUERIES)
    def asked(query: Query) -> None:
        try:
            wanted = terms(query.words) if query.words.strip() else ()
        except NothingAsked:
            return
        for found, plain in (
            ([h.report for h in store.search(query)], plain_reports(kept, query, wanted)),
            ([c.claim for c in store.claims(query)], plain_claims(kept, query, wanted)),
        ):
            part = plain[query.offset : query.offset + query.limit]
            if query.order == "new" or not query.words:
                assert found == part
            else:
                assert len(found) == len(part) and set(found) <= set(plain)

    asked()


def test_a_name_is_found_by_its_words(store: Store) -> None:
    kept_in(store, 12)
    with store._database.reading() as connection:
        found = {said: naming.keys_of(connection, said) for said in ("سمير", "حداد وزير", "The Guardian", "لا أحد")}
    assert set(found["سمير"] or ()) == {"سمير", "وزير النقل سمير", "سمير حداد"}
    assert found["حداد وزير"] == ("حداد وزير", "وزير الصحه حداد")
    assert found["The Guardian"] == (adding.outlet_key("الجارديان"),) and found["لا أحد"] == ("لا احد",)


def test_claims_come_as_they_were_first_seen(store: Store) -> None:
    kept_in(store, 12)
    seen = [c.seen for c in store.claims(Query(limit=1_000))]
    assert len(set(seen)) > 5 and seen == sorted(seen, reverse=True)


def test_what_is_read_in_parts_comes_in_the_order_of_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for where, name, value in (
        (shadow, "BLOCK", 2), (search, "BLOCK", 2), (narrowing, "_EVERYWHERE", 100), (search, "WEIGHED_ON_DISK", 6),
        (search, "LOOKED_AT", 0), (search, "WEIGHED_OF_FOUND", 4), (search, "WEIGHED", 6),
        (search, "WEIGHED_OF_FEW", 6),
    ):  # fmt: skip
        monkeypatch.setattr(where, name, value)
    kept_in(store, 40)
    read: list[tuple[str, int]] = []
    parts = search._blocks

    def blocks(
        counted: Sequence[tuple[int, int]], share: float, wanted: int, margin: float
    ) -> Iterator[tuple[str, int]]:
        for part in parts(counted, 1.0, wanted, margin):  # as if all held the words: too few are asked for at first
            read.append(part)
            yield part

    monkeypatch.setattr(search, "_blocks", blocks)
    for asked in (
        Query("زلزال"), Query("سقف مخبز", limit=3), Query("سقف", outlet="The Guardian", limit=4),
        Query("زلزال", offset=1, limit=3), Query("مخبز", until="2018-07", limit=2),
        Query("زلزال", source="سمير", limit=2), Query("سقف", independent=(15, None), limit=2),
    ):  # fmt: skip
        for order in ("new", "best"):
            query, found = replace(asked, order=order), []
            for least in (0, 1_000):  # of the newest that hold the words: the index is asked in parts, or at once
                monkeypatch.setattr(search, "_FREQUENT", least)
                found.append([h.report for h in store.search(query)])
            assert found[0] == found[1] and found[0], query
    assert store._database.sqlite or len(read) > 3 * 7  # for most questions several parts
