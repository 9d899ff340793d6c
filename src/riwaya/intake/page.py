"""One page to one report: the whole way of reading, each step called once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from riwaya.intake import credits as credit_lines
from riwaya.intake.blocks import Block, collapse, stops, text_blocks
from riwaya.intake.encoding import NotText, decode
from riwaya.intake.head import Title, find_date, find_outlet, find_title, find_writers, outlet_names
from riwaya.intake.html import html_blocks, read_markup, with_main
from riwaya.intake.layout import body
from riwaya.intake.lines import Line, look
from riwaya.intake.meta import Meta, read_meta
from riwaya.intake.people import names_outlet, without_outlets
from riwaya.intake.published import Moment, given_date, url_date
from riwaya.intake.words import Forms, forms
from riwaya.language.detect import language_of
from riwaya.model import Credit, Report

MAX_PAGE = 20_000_000  #: bytes; no page of a report is larger
MAX_LINES = 5_000  #: lines of a page that are judged; real pages have hundreds, and the report stands early
MAX_LINE = 50_000  #: characters; a longer line is no paragraph
MAX_TEXT = 1_000_000  #: characters of visible text that are judged
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|article|div|meta|script|p|h1)\b[^<>]*>", re.IGNORECASE)
_NAMES_OF = {
    "fr": "French", "fa": "Persian", "ur": "Urdu", "ps": "Pashto", "ku": "Kurdish", "he": "Hebrew", "tr": "Turkish",
    "de": "German", "es": "Spanish", "it": "Italian", "ru": "Russian",
}  # fmt: skip


class IntakeError(ValueError):
    """A page that gives no report; `origin` names it, `reason` says why in one line."""

    def __init__(self, origin: str, reason: str) -> None:
        super().__init__(f"{origin}: {reason}")
        self.origin, self.reason = origin, reason


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a page beside the page itself; None where nothing is."""

    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    title: str | None = None
    bylines: tuple[str, ...] = ()
    language: str | None = None
    extracted: bool = False  #: the text is a report's text already, as datasets have it


def read_bytes(data: bytes, origin: str, id_: str, given: Given, kind: Literal["html", "text"] | None = None) -> Report:
    """The report on a page. Raises IntakeError where there is none, or none that can be read."""
    if not data.strip():
        raise IntakeError(origin, "empty")
    if len(data) > MAX_PAGE:
        raise IntakeError(origin, f"larger than {MAX_PAGE // 1_000_000} MB, no single page")
    try:
        text = decode(data)
    except NotText as error:
        raise IntakeError(origin, str(error)) from error
    return read_text(text, origin, id_, given, hashlib.sha256(data).hexdigest(), kind)


def read_text(
    text: str, origin: str, id_: str, given: Given, sha256: str, kind: Literal["html", "text"] | None = None
) -> Report:
    """The report in a decoded page."""
    if not any(c.isalnum() for c in text[:MAX_PAGE]):
        raise IntakeError(origin, "empty: no letter in it")
    meta = Meta()
    if kind == "html" or (kind is None and looks_like_html(text)):
        try:
            markup, root = read_markup(text)
        except ValueError as error:
            raise IntakeError(origin, str(error)) from error
        meta = read_meta(root)
        blocks = html_blocks(root)
        judged = [blocks[i] for i in _judged(blocks)]
        small = sum(len(b.text) for b in blocks) <= MAX_TEXT
        lines = look(with_main(markup, root, judged) if small else judged)
    else:
        blocks = text_blocks(text)
        lines = look([blocks[i] for i in _judged(blocks)])
    titles = [given.title] if given.title else list(meta.titles)
    kept, title = _kept_and_title(lines, titles, given.extracted, from_text=not meta.titles)
    if not kept:
        raise IntakeError(origin, "no report found on the page, only menus, headlines or short lines")
    language = _language(lines, kept, given, origin)
    paragraphs = [lines[i].block.text for i in kept]
    own_name = None if given.extracted else find_outlet(lines, title)
    outlet = collapse(given.outlet or "") or meta.outlet or own_name
    names = outlet_names(outlet, own_name, *meta.bodies)
    moment = _moment(lines, kept, title, given, meta, language)
    bylines, credits = _bylines_and_credits(lines, kept, title, given, meta, names)
    return Report(
        id=id_,
        origin=origin,
        title=title.text,
        text="\n".join(paragraphs),
        language=language,
        bylines=bylines,
        published=moment.day if moment else None,
        removed=_removed(blocks, lines, {*kept, title.place}),
        sha256=sha256,
        outlet_name=outlet or None,
        published_at=moment.at if moment else None,
        url=given.url or meta.url,
        credits=credits,
    )


def _judged(blocks: Sequence[Block]) -> list[int]:
    """The numbers of the lines that are looked at: the first MAX_LINES, none longer than MAX_LINE, MAX_TEXT in all."""
    total, found = 0, []
    for i, block in enumerate(blocks):
        total += len(block.text)
        if len(block.text) <= MAX_LINE and total <= MAX_TEXT:
            found.append(i)
        elif len(block.text) > MAX_LINE:
            total -= len(block.text)
    return found[:MAX_LINES]


def _removed(blocks: Sequence[Block], lines: Sequence[Line], kept: Collection[int | None]) -> tuple[str, ...]:
    """Every line of the page that is neither title nor text, in order; also those that were not looked at."""
    number = {i: n for n, i in enumerate(_judged(blocks))}
    return tuple(b.text for i, b in enumerate(blocks) if i not in number or number[i] not in kept)


def looks_like_html(text: str) -> bool:
    """Whether a text is markup: it begins with some, or is full of it."""
    head = text[:20_000].lstrip("\ufeff \t\r\n")
    return bool(_MARKUP.match(head)) or head.startswith("<?xml") or len(_MARKUP.findall(head)) >= 3


def _kept_and_title(
    lines: Sequence[Line], titles: Sequence[str], extracted: bool, *, from_text: bool
) -> tuple[list[int], Title]:
    """Text and title help to find one another: text first, then the title by it, then the text below the title."""
    kept = body(lines, extracted=extracted) or _brief(lines, extracted)
    title = find_title(lines, kept, titles)
    place = title.place
    if place is not None and kept and kept[0] < place and any(i > place for i in kept):
        kept = body(lines, start=place + 1, extracted=extracted) or kept
        title = find_title(lines, kept, titles)
    if not title.text and from_text and not extracted and len(kept) >= 2:
        head = lines[kept[0]]
        follows = len(lines[kept[1]].words) >= 1.3 * len(head.words)
        if (
            head.block.gap
            and kept[0] <= 3
            and len(head.words) <= 24
            and follows
            and (stops(head.block.text) != "." or len(head.words) <= 16)
        ):
            title, kept = Title(head.block.text, kept[0]), kept[1:]
    said = forms(title.text)
    return [i for i in kept if i != title.place and lines[i].forms != said], title


def _brief(lines: Sequence[Line], extracted: bool) -> list[int]:
    """A report of a line or two without a stop, as flashes are: kept where the text was given as a report's, or where
    the page holds next to nothing else."""
    enough = 8 if extracted else 12
    found = [i for i, line in enumerate(lines) if not line.kind and len(line.words) >= enough and line.prose > -1.6]
    if extracted:
        return found
    return found[-1:] if len(lines) <= 12 and len(found) <= 2 else []


def _language(lines: Sequence[Line], kept: Sequence[int], given: Given, origin: str) -> str:
    found = (given.language or "").lower().replace("_", "-").split("-")[0]
    if found not in ("ar", "en"):
        found = language_of("\n".join(lines[i].block.text for i in kept))
    if found not in ("ar", "en"):
        what = _NAMES_OF.get(found, f"language “{found}”" if found != "und" else "a language that could not be told")
        raise IntakeError(origin, f"in {what}: neither Arabic nor English")
    return found


def _moment(
    lines: Sequence[Line], kept: Sequence[int], title: Title, given: Given, meta: Meta, language: str
) -> Moment | None:
    """When it was published: as given; as the page's metadata says; as it prints; as its address says.

    A metadata time in UTC may fall on the day before or after the one that readers see: then the printed day counts."""
    if given.published and (moment := given_date(given.published)):
        return moment
    printed = find_date(lines, kept, title.place, True if language == "ar" else None)
    said = meta.published
    if said and printed:
        utc = said.at is not None and said.at.endswith(("Z", "+00:00"))
        return Moment(printed.day, said.at) if utc and _a_day_apart(said.day, printed.day) else said
    address = url_date(given.url or meta.url or "")
    return said or printed or (Moment(address) if address else None)


def _a_day_apart(one: str, other: str) -> bool:
    from datetime import date

    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) == 1


def _bylines_and_credits(
    lines: Sequence[Line], kept: Sequence[int], title: Title, given: Given, meta: Meta, names: Sequence[Forms]
) -> tuple[tuple[str, ...], tuple[Credit, ...]]:
    """Who wrote it, and where it says it comes from."""
    found: list[Credit] = []
    first, last = kept[0], kept[-1]
    start = title.place + 1 if title.place is not None and title.place < first else 0
    foot_line: str | None = None
    for text in (*given.bylines, *meta.people, *meta.bodies):
        found.append(credit_lines.line(text, names) or Credit(""))
    for i in range(start, first):
        if lines[i].kind in ("", "credit", "byline", "date"):
            credit = credit_lines.line(lines[i].block.text, names)
            own = (
                credit
                and len(credit.names) == 1
                and credit.text == credit.names[0]
                and names_outlet(forms(credit.text), names)
            )
            found.append(credit if credit and not own else Credit(""))
    found.append(credit_lines.dateline(lines[first].block.text, names) or Credit(""))
    found += [credit_lines.tail(lines[i].block.text) or Credit("") for i in {first, last}]
    for i in range(first, min(len(lines), last + 7)):
        if i in kept:
            continue
        if lines[i].kind in ("comments", "footer") and i > last:
            break
        credit = credit_lines.line(lines[i].block.text)
        if credit and (lines[i].kind in ("credit", "promo") or i > last):
            found.append(credit)
            if i > last and lines[i].kind == "credit" and lines[i].block.text[0].isalnum() and ":" not in credit.text:
                foot_line = foot_line or credit.text
    bylines = given.bylines or without_outlets(meta.people, names) or find_writers(lines, kept, title, names)
    if not bylines and foot_line:
        bylines = (foot_line,)
    seen = dict.fromkeys(c for c in found if c.text and c.names)
    return tuple(bylines), tuple(seen)


def page_blocks(data: bytes) -> list[Block]:
    """The visible lines of a page as read, for a look at how it was judged."""
    text = decode(data)
    if looks_like_html(text):
        markup, root = read_markup(text)
        return with_main(markup, root, html_blocks(root))
    return text_blocks(text)
