"""The picture of a story's descent: who took from whom, and which version of a claim each has. SVG, no script.

The style (templates/descent.css) names no ancestor of the drawing: where a page uses a drawing again, selectors do not
see what is around it.
"""

from __future__ import annotations

from collections import defaultdict
from html import escape
from importlib import resources
from typing import NamedTuple

from riwaya.export.bidi import cut, flat, starts_rtl, width
from riwaya.export.descent import Edge, Layout, Node, layout
from riwaya.export.view import ClaimView, StoryView, View, view
from riwaya.export.words import Speech, dated, letter, say
from riwaya.model import Report, Trace

HUES = 8  #: colours of versions; the ninth is coloured as the first, and told from it by its letter

_PORT, _TAB = 18, 20  # the height of a line that enters, the width of a version's letter, in px
_EM = 6.6  # a generous mean width of a letter of the small text, in px: nothing here can measure a font


class _Size(NamedTuple):
    """How large things are drawn, in px."""

    box: int  #: a box's width
    line: int  #: its least height
    gap: int  #: between rows
    lane: int  #: between lines that run down beside each other
    label: int  #: room for the word on a line
    letters: int  #: of a name


_ROOMY, _CLOSE = _Size(190, 34, 16, 9, 84, 22), _Size(146, 28, 9, 5, 56, 17)
_MANY, _DEEP = 24, 4  # rows or columns from which a picture is drawn close, so that more of it is seen at once


class _Place(NamedTuple):
    x: float
    y: float  #: the middle
    height: float


class Picture(NamedTuple):
    """A drawing and its size in px; `base` is drawn once, `tabs` for each claim over it."""

    width: float
    height: float
    base: str
    story: StoryView
    places: tuple[_Place, ...]
    nodes: tuple[Node, ...]
    rtl: bool
    box: int  #: how wide a report is drawn


def render(trace: Trace) -> str:
    """A standalone SVG file: the descent of each story, one under the other, coloured by the versions of the
    heaviest claim that has several."""
    opened = view(trace)
    parts, top, wide = [], 0.0, 320.0
    for story in opened.stories:
        picture = draw(story, opened, story.speech)
        claim = parted(story)
        legend = _legend(claim, opened, picture, story.speech) if claim else ""
        shown = cut(flat(story.story.title), _fitting(picture.width - 24, 8.6, 90))
        title = _text(shown, picture.width - 12 if picture.rtl else 12, 22,
                      story.speech, "title")
        tall = picture.height + 40 + (22 * len(claim.versions) + 40 if claim else 0)
        body = f'{title}<g transform="translate(0 36)">{picture.base}{tabs(picture, claim, story.speech)}'
        parts.append(f'<g transform="translate(0 {top:g})">{body}{legend}</g></g>')
        top += tall + 24
        wide = max(wide, picture.width)
    style = resources.files("riwaya.export").joinpath("templates/descent.css").read_text(encoding="utf8")
    paper = f'<rect class="d-paper" width="{wide:g}" height="{top:g}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="descent" width="{wide:g}" height="{top:g}" '
        f'viewBox="0 0 {wide:g} {top:g}"><style>{style}</style>{arrow()}{paper}{"".join(parts)}</svg>\n'
    )


def parted(story: StoryView) -> ClaimView | None:
    """The heaviest claim that has several versions: the one whose versions colour the story's picture."""
    return next((c for c in story.shared if len(c.versions) > 1), None)


def arrow() -> str:
    """The arrowhead that the lines of every picture on a page share."""
    return (
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        'markerUnits="userSpaceOnUse" orient="auto"><path class="d-head" d="M0 0.5 8 4 0 7.5Z"/></marker></defs>'
    )


def draw(story: StoryView, opened: View, speech: Speech) -> Picture:
    """The lines, boxes and names of a story's descent, versions left out. From the right where `speech` is Arabic."""
    plan = layout(story, opened)
    rtl = speech == "ar"
    size = _CLOSE if len(plan.nodes) > _MANY or len(plan.lanes) > _DEEP else _ROOMY
    heights = [max(size.line, _PORT * n + 4) for n in plan.ports]
    lefts, x = [], 22 + _EM * max((width(_day(opened.reports.get(n.id), speech)) for n in plan.nodes), default=0)
    for lanes in plan.lanes:  # the first column has a gutter only where derivations run in a circle
        x += _gutter(lanes, size) if lanes else 0
        lefts.append(x)
        x += size.box
    wide = x + 12
    places, y = [], 8.0
    for node, height in zip(plan.nodes, heights, strict=True):
        places.append(_Place(lefts[node.column], y + height / 2, height))
        y += height + size.gap
    sheet = _Sheet(wide, rtl, speech, size)
    marks = [_days(sheet, plan, places, opened)]
    marks += [_edge(sheet, plan, places, edge) for edge in plan.edges]
    marks += [_box(sheet, node, place, opened) for node, place in zip(plan.nodes, places, strict=True)]
    return Picture(wide, y + 4, "".join(marks), story, tuple(places), plan.nodes, rtl, size.box)


def tabs(picture: Picture, claim: ClaimView | None, speech: Speech) -> str:
    """The letters of a claim's versions on the reports that have them."""
    if claim is None:
        return ""
    has: dict[str, list[int]] = defaultdict(list)
    for v in claim.versions:
        for r in v.reports:
            has[r].append(v.index)
    marks = []
    for node, place in zip(picture.nodes, picture.places, strict=True):
        if not node.seen:
            continue
        for n, index in enumerate(has.get(node.id, ())[:4]):
            x = place.x + n * _TAB
            at = picture.width - x - _TAB if picture.rtl else x
            top, tall = place.y - place.height / 2, place.height
            marks.append(
                f'<g class="d-tab v{index % HUES}"><rect x="{at:g}" y="{top:g}" width="{_TAB}" height="{tall:g}"/>'
                f'<text x="{at + _TAB / 2:g}" y="{place.y + 4.5:g}">{letter(index, speech)}</text></g>'
            )
    return "".join(marks)


class _Sheet(NamedTuple):
    """What turns places counted from the reading side into places on the sheet."""

    width: float
    rtl: bool
    speech: Speech
    size: _Size = _ROOMY

    def x(self, x: float) -> float:
        return self.width - x if self.rtl else x


def _gutter(lanes: int, size: _Size) -> float:
    return 18 + min(lanes, 12) * size.lane + size.label


def _edge(sheet: _Sheet, plan: Layout, places: list[_Place], edge: Edge) -> str:
    parent, child = places[edge.parent], places[edge.child]
    lanes = plan.lanes[plan.nodes[edge.child].column]
    size = sheet.size
    step = size.lane * min(lanes, 12) / max(lanes, 1)
    lane = child.x - size.label - (lanes - edge.lane) * step
    start = parent.x + size.box if lane > parent.x else parent.x
    y = child.y + (edge.port - (plan.ports[edge.child] - 1) / 2) * _PORT
    bend = min(8.0, abs(y - parent.y) / 2)
    turn = bend if y > parent.y else -bend
    way = 1 if lane > start else -1
    x = sheet.x
    d = edge.derivation
    path = (
        f"M{x(start):g} {parent.y:g}H{x(lane - way * bend):g}Q{x(lane):g} {parent.y:g} {x(lane):g} {parent.y + turn:g}"
        f"V{y - turn:g}Q{x(lane):g} {y:g} {x(lane + bend):g} {y:g}H{x(child.x - 1):g}"
    )
    words = say(d.how, sheet.speech) + ("" if d.sure else " ?")
    label = _middle(words, x(child.x - size.label / 2 - 2), y - 4, "how")
    return f'<g class="d-edge d-{d.how}{"" if d.sure else " d-unsure"}"><path d="{path}"/>{label}</g>'


def _box(sheet: _Sheet, node: Node, place: _Place, opened: View) -> str:
    name = opened.name(node.id)
    report = opened.reports.get(node.id) if node.seen else None
    size = sheet.size
    left = sheet.x(place.x + size.box) if sheet.rtl else place.x
    about = flat(report.title) if report else say("not seen", sheet.speech)
    shown = cut(name, size.letters)
    # Names stand clear of the tabs, which are at the reading side.
    middle = left + size.box / 2 + (0 if not node.seen else -_TAB / 2 if sheet.rtl else _TAB / 2)
    return (
        f'<g class="{"d-report" if node.seen else "d-unseen"}"><title>{escape(name)}: {escape(about)}</title>'
        f'<rect x="{left:g}" y="{place.y - place.height / 2:g}" width="{size.box}" height="{place.height:g}" rx="3"/>'
        f"{_middle(shown, middle, place.y + 4.5, 'name')}</g>"
    )


def _days(sheet: _Sheet, plan: Layout, places: list[_Place], opened: View) -> str:
    """Dates down the side, each at the first report of its day, with a rule above."""
    marks, last = [], "-"
    for node, place in zip(plan.nodes, places, strict=True):
        report = opened.reports.get(node.id) if node.seen else None
        if report is None or (report.published or "") == last:
            continue
        last = report.published or ""
        top = place.y - place.height / 2 - sheet.size.gap / 2
        marks.append(
            f'<line class="d-day" x1="{sheet.x(4):g}" x2="{sheet.x(sheet.width - 4):g}" y1="{top:g}" y2="{top:g}"/>'
            + _text(_day(report, sheet.speech), sheet.x(6), place.y + 4.5, sheet.speech, "date")
        )
    return "".join(marks)


def _day(report: Report | None, speech: Speech) -> str:
    """The day a report was published, without the year, which the page names elsewhere."""
    if report is None:
        return ""
    words = dated(report.published, speech)
    return words.rsplit(" ", 1)[0] if len(report.published or "") == 10 else words


def _legend(claim: ClaimView, opened: View, picture: Picture, speech: Speech) -> str:
    side = _Sheet(picture.width, picture.rtl, speech).x
    y = picture.height + 18
    text = cut(flat(claim.claim.text), _fitting(picture.width - 48, 7.4, 100))
    marks = [_text(f"{claim.number}. {text}", side(12), y, speech, "claim")]
    for v in claim.versions:
        y += 22
        words = opened.words(v.statements[0]) if v.statements else ""
        at = side(12) - (_TAB if picture.rtl else 0)
        marks.append(
            f'<g class="d-tab v{v.index % HUES}"><rect x="{at:g}" y="{y - 13:g}" width="{_TAB}" height="18"/>'
            f'<text x="{at + _TAB / 2:g}" y="{y:g}">{letter(v.index, speech)}</text></g>'
            + _text(cut(words, _fitting(picture.width - 52, _EM, 100)), side(40), y, speech, "words")
        )
    return "".join(marks)


def _fitting(room: float, letter_: float, most: int) -> int:
    """How many letters of a mean width fit in some px: at least 20, at most `most`."""
    return max(20, min(most, int(room / letter_)))


def _middle(text: str, x: float, y: float, kind: str) -> str:
    return _drawn(text, x, y, kind, "middle")


def _text(text: str, x: float, y: float, speech: Speech, kind: str) -> str:
    """Text that starts at a place on the reading side and runs the way its own first letter runs."""
    return _drawn(text, x, y, kind, "start" if starts_rtl(text) == (speech == "ar") else "end")


def _drawn(text: str, x: float, y: float, kind: str, anchor: str) -> str:
    way = "rtl" if starts_rtl(text) else "ltr"
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}" direction="{way}"'
    return f'<text class="d-text d-{kind}" {place}>{escape(text)}</text>'
