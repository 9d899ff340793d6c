"""Correcting: a form for each kind of correction, the log of those made, and taking one back.

A form carries the words on the page that a correction is about (`Place`), never ids, so that it still means the same
when the story was traced again while somebody was thinking.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import get_args

from riwaya.corrections import Correction, Place, correction, place
from riwaya.desk import regroup
from riwaya.desk.asking import Ask, Page, Wrong
from riwaya.desk.drafts import Draft, Field, Unfit, Way, dumped, loaded
from riwaya.desk.opened import Opened
from riwaya.export import words
from riwaya.export.bidi import cut, flat
from riwaya.model import How, Moment, SourceKind, Span, Stance, Statement
from riwaya.store import StoreError

NAME = "riwaya_name"  #: the cookie that remembers who corrects, where nobody else says it
_OF_STATEMENT = ("statement-chain", "statement-stance", "statement-content", "statement-cue", "statement-drop")
_LINKS = 4  #: links of a chain that the form has room for


def log(ask: Ask) -> Page:
    """The corrections to a story, the latest first."""
    held = ask.story()
    made = tuple(reversed(held.corrections))
    context = {"opened": held, "story": held.story, "story_id": held.id, "held": made,
               "called": regroup.called(ask, held)}
    return Page("corrections.html", ask.say("corrections here"), context, lambda: {
        "story": held.id, "corrections": [record(c) for c in made]}, held)


def record(c: Correction) -> Mapping[str, object]:
    """A correction as a line of the log."""
    from riwaya.corrections import dumps

    found: Mapping[str, object] = json.loads(dumps([c]))
    return found


def form(ask: Ask) -> Page:
    """The form of the correction that the query asks for; without a kind, the ways to correct what it names."""
    ask.must_correct()
    held = ask.story()
    kind = ask.query("kind")
    draft, trouble = None, ""
    try:
        draft = _draft(ask, held, kind) if kind else None
    except Unfit as error:
        trouble = Wrong(422, str(error)).said(ask.speech)
    ways: tuple[Way, ...] = ()
    shown: list[str] = []
    carried: list[tuple[str, str]] = []
    if draft:
        shown = _shown(held, draft)
        carried = [("kind", draft.kind), ("target", dumped(draft.target))]
        if draft.kind in ("derivation-reject", "derivation-confirm") and len(draft.target) == 2:
            other = "derivation-confirm" if draft.kind == "derivation-reject" else "derivation-reject"
            ways = (_way(held, other, report=ask.query("report", 400), other=ask.query("other", 400)),)
    elif ask.query("statement", 400):
        s = _statement(held, ask.query("statement", 400))
        shown = [held.view.words(s)]
        ways = tuple(_way(held, k, statement=s.id) for k in _OF_STATEMENT)
        dates = [m for m in held.story.story.timeline if m.statement == s.id][:6]
        ways += tuple(_way(held, "date", statement=s.id, at=m.start) for m in dates)
        ways += tuple(Way("claim-split", held_claim) for held_claim in _claims(held, s))
    context = {
        "opened": held, "story": held.story, "story_id": held.id, "kind": draft.kind if draft else "",
        "fields": draft.fields if draft else (), "carried": carried, "shown": shown, "ways": ways, "trouble": trouble,
        "name_before": ask.request.cookies.get(NAME, ""), "back": _back(ask, held),
    }
    return Page("correct.html", ask.say("correct" if draft else "correct what"), context, lambda: {
        "story": held.id, "kind": draft.kind if draft else None, "ways": [w._asdict() for w in ways],
        "target": [asdict(p) for p in (draft.target if draft else ())]}, held)  # fmt: skip


def _shown(held: Opened, draft: Draft) -> list[str]:
    """What a correction is about, for its form."""
    if draft.kind == "story-join":
        return [held.title]
    reports = held.view.reports
    return [f"{held.view.name(p.report)}: {cut(flat(p.words or reports[p.report].title), 400)}"
            if p.words or draft.kind.startswith("story-") else held.view.name(p.report)
            for p in draft.target[: 100 if draft.kind == "story-part" else 8]]


def make(ask: Ask) -> Correction:
    """Keep the correction that a form brings. Raises Unfit where it does not fit, Wrong where it may not be made."""
    reader = ask.must_correct()
    held = ask.story()
    kind, target = ask.form.one("kind"), loaded(ask.form.one("target", 1_000_000))
    value = ask.form.one("value")
    if kind == "derivation-add":
        kind, target = "derivation-confirm", (*target, _origin(held, ask.form.one("from")))
    elif kind == "statement-add":
        target = (_words_in(held, target[0].report, ask.form.one("words", 5000)),)
    elif kind in ("statement-content", "statement-cue"):
        typed = ask.form.one("words", 5000)
        target = (target[0], _words_in(held, target[0].report, typed)) if typed else (target[0],)
    elif kind == "statement-chain":
        chosen = [ask.form.one(f"link{n}") for n in range(_LINKS)]
        target = (target[0], *(_source_place(held, c, target[0].report) for c in chosen if c))
    elif kind in ("source-join", "claim-merge"):
        other = ask.form.one("other")
        if other:
            target = (*target, _source_place(held, other) if kind == "source-join" else _claim_place(held, other))
    elif kind in ("story-move", "story-join"):
        target = (*target, regroup.chosen(ask, held))
    elif kind == "source-part":
        target = tuple(loaded(f"[{m}]")[0] for m in ask.form.every("mention"))
    elif kind == "line-remove":
        target = loaded(f"[{ask.form.one('line', 100_000)}]")
    elif kind == "line-keep":
        after = ask.form.one("after", 100_000)
        target = (target[0], *(loaded(f"[{after}]") if after else ()))
    made = checked(ask, kind, target, value, held.id, reader.name or ask.form.one("who", 120), ask.form.one("why"))
    ask.house.shelf.store.correct(made)
    return made


def checked(
    ask: Ask, kind: str, target: Sequence[Place], value: str, story: str, who: str, why: str
) -> Correction:
    """A correction that can be kept. Raises Unfit."""
    if any(len(p.words) > 100_000 for p in target) or len(target) > 500:
        raise Unfit("too much")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        return correction(kind, target, value, story=story, who=flat(who), when=now, why=flat(why))
    except ValueError as error:
        raise Unfit(str(error)) from None


def take_back(ask: Ask, id_: str) -> None:
    """Undo a correction. Raises Wrong where there is none."""
    ask.must_correct()
    try:
        if not ask.house.shelf.store.undo(id_):
            raise Wrong(404, "no such")
    except StoreError as error:
        raise Wrong(503, str(error)) from None


# What each kind needs

def _draft(ask: Ask, held: Opened, kind: str) -> Draft:
    made = _DRAFTS.get(kind)
    if made is None:
        raise Wrong(404, "no such")
    return made(ask, held)


def _split(ask: Ask, held: Opened) -> Draft:
    chosen = tuple(_at(held, _statement(held, s)) for s in ask.queries("statement"))
    if not chosen:
        raise Unfit("choose some")
    return Draft("claim-split", chosen)


def _merge(ask: Ask, held: Opened) -> Draft:
    return Draft("claim-merge", (_claim_place(held, ask.query("claim")), _claim_place(held, ask.query("other"))))


def _derivation(kind: str) -> Callable[[Ask, Opened], Draft]:
    def made(ask: Ask, held: Opened) -> Draft:
        report, other = ask.query("report", 400), ask.query("other", 400)
        fields = (_how(ask),) if kind == "derivation-confirm" else ()
        return Draft(kind, (_report_place(held, report), _origin(held, other)), fields)

    return made


def _derivation_add(ask: Ask, held: Opened) -> Draft:
    known = [(r.id, held.view.name(r.id)) for r in held.members if r.id != ask.query("report", 400)]
    known += [(q.id, held.view.name(q.id)) for q in held.quoted][:300]
    fields = (Field("from", ask.say("fix:derivation-add"), options=tuple(known)), _how(ask))
    return Draft("derivation-add", (_report_place(held, ask.query("report", 400)),), fields)


def _of_source(ask: Ask, held: Opened) -> str:
    source = ask.query("source", 400)
    if source not in held.view.sources:
        raise Wrong(404, "no such")
    return source


def _source_join(ask: Ask, held: Opened) -> Draft:
    source = _of_source(ask, held)
    others = _sources(held, besides=source)
    return Draft("source-join", (_source_place(held, source),),
                 (Field("other", ask.say("source"), options=others),))


def _source_part(ask: Ask, held: Opened) -> Draft:
    source = _of_source(ask, held)
    options = []
    for m in held.view.sources[source].mentions[:300]:
        text = held.view.reports[m.report].text
        at = place(m.report, text, Span(m.start, m.end))
        around = flat(text[max(0, m.start - 30) : m.end + 30])
        options.append((dumped([at])[1:-1], f"{held.view.name(m.report)}: …{around}…"))
    return Draft("source-part", (), (Field("mention", ask.say("described"), options=tuple(options), many=True),))


def _source_name(ask: Ask, held: Opened) -> Draft:
    source = _of_source(ask, held)
    value = Field("value", ask.say("new name"), held.view.name(source))
    return Draft("source-name", (_source_place(held, source),), (value,))


def _source_kind(ask: Ask, held: Opened) -> Draft:
    source = _of_source(ask, held)
    kinds = tuple((k, words.say(f"kind:{k}", ask.speech)) for k in get_args(SourceKind))
    field = Field("value", ask.say("new value"), held.view.sources[source].kind, kinds)
    return Draft("source-kind", (_source_place(held, source),), (field,))


def _statement_kind(kind: str) -> Callable[[Ask, Opened], Draft]:
    def made(ask: Ask, held: Opened) -> Draft:
        s = _statement(held, ask.query("statement", 400))
        fields: tuple[Field, ...] = ()
        if kind == "statement-stance":
            options = tuple((v, words.say(v, ask.speech)) for v in get_args(Stance))
            fields = (Field("value", ask.say("new value"), s.stance, options),)
        elif kind == "statement-chain":
            options = (("", "–"), *_sources(held))
            first = (("", ask.say("nobody")), *options[1:])
            fields = tuple(Field(f"link{n}", f"{ask.say('chain')} {n + 1}", s.chain[n] if n < len(s.chain) else "",
                                 options if n else first) for n in range(_LINKS))
        elif kind == "statement-content":
            fields = (Field("words", ask.say("words exact"), s.span.of(held.view.reports[s.report].text), long=True),)
        elif kind == "statement-cue":
            cue = s.cue.of(held.view.reports[s.report].text) if s.cue else ""
            fields = (Field("words", ask.say("words exact"), cue),)
        return Draft(kind, (_at(held, s),), fields)

    return made


def _statement_add(ask: Ask, held: Opened) -> Draft:
    field = Field("words", ask.say("words exact"), long=True)
    return Draft("statement-add", (_report_place(held, ask.query("report", 400)),), (field,))


def _date(ask: Ask, held: Opened) -> Draft:
    s = _statement(held, ask.query("statement", 400))
    start = ask.query("at", 12)
    found: Moment | None = next((m for m in held.story.story.timeline
                                 if m.statement == s.id and str(m.start) == start), None)  # fmt: skip
    if found is None:
        raise Wrong(404, "no such")
    at = place(s.report, held.view.reports[s.report].text, Span(found.start, found.end))
    return Draft("date", (at,), (Field("value", ask.say("new value"), found.when, note=ask.say("date note")),))


def _line_keep(ask: Ask, held: Opened) -> Draft:
    report = held.view.reports[_report_place(held, ask.query("report", 400)).report]
    number = ask.query("line", 6)
    if not (number.isascii() and number.isdigit() and int(number) < len(report.removed)):
        raise Wrong(404, "no such")
    line = report.removed[int(number)]
    nth = sum(x.strip() == line.strip() for x in report.removed[: int(number)])
    options = [("", "–"), (dumped([Place(report.id)])[1:-1], ask.say("title"))]
    options += [(dumped([place(report.id, report.text, s)])[1:-1], cut(flat(s.of(report.text)), 80))
                for s in report.paragraphs()[:300]]
    return Draft("line-keep", (Place(report.id, line.strip(), nth),), (
        Field("after", f"{ask.say('then')}: …", options=tuple(options)),))


def _line_remove(ask: Ask, held: Opened) -> Draft:
    report = held.view.reports[_report_place(held, ask.query("report", 400)).report]
    options = tuple((dumped([place(report.id, report.text, s)])[1:-1], cut(flat(s.of(report.text)), 100))
                    for s in report.paragraphs()[:300])
    return Draft("line-remove", (), (Field("line", ask.say("kept"), options=options),))


_DRAFTS: dict[str, Callable[[Ask, Opened], Draft]] = {
    "claim-split": _split, "claim-merge": _merge, "derivation-reject": _derivation("derivation-reject"),
    "derivation-confirm": _derivation("derivation-confirm"), "derivation-add": _derivation_add,
    "source-join": _source_join, "source-part": _source_part, "source-name": _source_name,
    "source-kind": _source_kind, "statement-add": _statement_add, "date": _date, "line-keep": _line_keep,
    "line-remove": _line_remove, "story-part": regroup.part, "story-move": regroup.move, "story-join": regroup.join,
    **{k: _statement_kind(k) for k in _OF_STATEMENT},
}  # fmt: skip


# Places

def _statement(held: Opened, id_: str) -> Statement:
    found = held.view.statements.get(id_)
    if found is None:
        raise Wrong(404, "no such")
    return found


def _at(held: Opened, s: Statement) -> Place:
    return place(s.report, held.view.reports[s.report].text, s.span)


def _report_place(held: Opened, id_: str) -> Place:
    if id_ not in held.view.reports:
        raise Wrong(404, "no such")
    return Place(id_)


def _claim_place(held: Opened, id_: str) -> Place:
    claim = held.claims.get(id_)
    first = next((s for s in claim.claim.statements() if s in held.view.statements), None) if claim else None
    if first is None:
        raise Wrong(404, "no such")
    return _at(held, held.view.statements[first])


def _source_place(held: Opened, id_: str, near: str = "") -> Place:
    """Where a source is named, best in the report that is spoken of; where it is named nowhere, as an outlet."""
    source = held.view.sources.get(id_)
    if source is None:
        raise Wrong(404, "no such")
    mentions = [m for m in source.mentions if m.report in held.view.reports and m.end > m.start]
    best = next((m for m in mentions if m.report == near), mentions[0] if mentions else None)
    if best is not None:
        return place(best.report, held.view.reports[best.report].text, Span(best.start, best.end))
    published = next((r.id for r in held.members if r.outlet == id_), None)
    if published is None:
        raise Unfit(f"{source.name} is named nowhere in the story")
    return Place(published)


def _origin(held: Opened, id_: str) -> Place:
    return Place(id_) if id_ in held.view.reports else _source_place(held, id_)


def _words_in(held: Opened, report: str, typed: str) -> Place:
    text = held.view.reports[_report_place(held, report).report].text
    start = text.find(typed.replace("\r\n", "\n"))
    if not typed or start < 0:
        raise Unfit("words not there")
    return place(report, text, Span(start, start + len(typed.replace("\r\n", "\n"))))


def _sources(held: Opened, besides: str = "") -> tuple[tuple[str, str], ...]:
    quoted = [q.id for q in held.quoted if q.id in held.view.sources]
    rest = [i for i in held.view.sources if i not in set(quoted)]
    return tuple((i, held.view.name(i)) for i in [*quoted, *rest] if i != besides)[:400]


def _how(ask: Ask) -> Field:
    return Field("value", ask.say("new value"),
                 options=(("", "–"), *((h, words.say(h, ask.speech)) for h in get_args(How))))


def _way(held: Opened, kind: str, **query: str | int | None) -> Way:
    from riwaya.desk import places

    return Way(kind, places.story(held.id, "correct", kind=kind, **query))


def _claims(held: Opened, s: Statement) -> list[str]:
    from riwaya.desk import places

    return [places.story(held.id, "claims", id_) + "#correct" for _, id_ in held.claims_of.get(s.id, ())[:1]]


def _back(ask: Ask, held: Opened) -> str:
    """The page that somebody came from, if it is one of this desk."""
    from urllib.parse import urlsplit

    from riwaya.desk import places

    came = urlsplit(ask.request.headers.get("referer", ""))
    here = came.netloc == ask.request.headers.get("host", "")
    return places.local(came.path, places.story(held.id)) if here else places.story(held.id)
