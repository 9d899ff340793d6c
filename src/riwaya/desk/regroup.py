"""Correcting which story a report is in: moved to another, parted off with others, two stories joined."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from riwaya.corrections import Place, of_stories
from riwaya.desk import places
from riwaya.desk.asking import Ask, Wrong
from riwaya.desk.drafts import Draft, Field, Unfit
from riwaya.desk.opened import Opened
from riwaya.export.bidi import cut, flat, isolate
from riwaya.store import StoreError

_OFFERED = 200  #: stories to choose from, the newest; of others one gives the address


def part(ask: Ask, held: Opened) -> Draft:
    """These reports are a story of their own."""
    chosen = tuple(dict.fromkeys(r for r in ask.queries("report") if r in held.view.reports))
    if not chosen or len(chosen) >= len(held.members):
        raise Unfit("choose reports")
    return Draft("story-part", tuple(Place(r) for r in chosen))


def move(ask: Ask, held: Opened) -> Draft:
    """This report belongs to another story."""
    report = ask.query("report", 400)
    if report not in held.view.reports:
        raise Wrong(404, "no such")
    return Draft("story-move", (Place(report),), _which(ask, held))


def join(ask: Ask, held: Opened) -> Draft:
    """This story and another are one."""
    return Draft("story-join", (Place(held.members[0].id),), _which(ask, held))


def _which(ask: Ask, held: Opened) -> tuple[Field, Field]:
    lines = [line for line in ask.house.shelf.store.stories(limit=_OFFERED + 1) if line.id != held.id][:_OFFERED]
    desk = held.desk(ask.speech)
    options = [("", "–")]
    for line in lines:
        facts = " · ".join(x for x in (desk.counted(line.reports, "report"), desk.when(line.first)) if x)
        options.append((line.id, f"{isolate(cut(flat(line.title), 80))} ({facts})"))
    return (Field("other", ask.say("which story"), options=tuple(options)),
            Field("address", ask.say("or address"), note=ask.say("address note")))  # fmt: skip


def chosen(ask: Ask, held: Opened) -> Place:
    """A report of the story that the form names. Raises Unfit."""
    wanted = ask.form.one("address", 2000) or ask.form.one("other", 400)
    if "/" in wanted:
        wanted = places.read(unquote(wanted.partition("/stories/")[2].partition("?")[0].partition("/")[0]))
    try:
        line = ask.house.shelf.store.story(wanted)
        first = ask.house.shelf.store.story_reports(line.id)[0]
    except (StoreError, IndexError):
        raise Unfit("no such story") from None
    if line.id == held.id:
        raise Unfit("same story")
    return Place(first.id)


def grouping(ask: Ask, held: Opened) -> Mapping[str, str]:
    """By report, the story that it is in: of this story, and of all that corrections to it name."""
    store = ask.house.shelf.store
    named = {r for c in held.corrections if of_stories(c.kind) for r in c.reports()}
    stories = {held.id}
    for report in sorted(named):
        if (story := store.story_of(report)) is not None:
            stories.add(story)
    return {r.id: story for story in sorted(stories) for r in store.story_reports(story)}


def called(ask: Ask, held: Opened) -> dict[str, str]:
    """What to call the reports that corrections name, by id: outlet and title, also of those in other stories."""
    found: dict[str, str] = {}
    for c in held.corrections:
        for p in c.target if of_stories(c.kind) else ():
            report = held.view.reports.get(p.report)
            if report is None:
                try:
                    report = ask.house.shelf.store.report(p.report)
                except StoreError:
                    continue
            name = held.view.name(p.report) if p.report in held.view.reports else report.outlet_name or p.report
            found[p.report] = f"{flat(name)}: {flat(report.title)}"
    return found
