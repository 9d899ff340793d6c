"""Title, writers, date and outlet of a page, read from its lines and, for HTML, from what the page says of itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.intake.blocks import stops
from riwaya.intake.lines import Line, segments
from riwaya.intake.people import bare_name, undated, without_trade, writers, written_line
from riwaya.intake.published import Moment, best_date, dates_in, time_in
from riwaya.intake.words import Forms, forms, reading_words

_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?|1[34]\d\d\s?هـ?|©|\(c\)|[®™]", re.IGNORECASE)
_BODIES = ("مؤسسة", "شركة", "دار", "مجموعة", "هيئة", "مركز")
_NEAR = 12  # lines of the head before the title that may still speak of the report


@dataclass(frozen=True, slots=True)
class Title:
    """A report's title and where the page shows it."""

    text: str
    place: int | None = None  #: number of the line that shows it


def find_title(lines: Sequence[Line], kept: Sequence[int], given: Sequence[str] = ()) -> Title:
    """The report's title. `given`: titles that metadata names, best first; the page's own spelling of one is taken.

    Without any, the line of the head that speaks most of what the text speaks of, has a title's length and stands
    well (first, or before date and by-line)."""
    first = kept[0] if kept else len(lines)
    for title in given:
        want = forms(title)
        same = [i for i, line in enumerate(lines) if line.forms == want]
        if want and same:
            before = [i for i in same if i < first] or same[:1]
            return Title(lines[before[-1]].block.text, before[-1])
    if given:
        return Title(given[0])
    text: Counter[str] = Counter()
    for i in kept:
        text.update(lines[i].content)
    scores = {i: score for i in range(first) if (score := _title_score(lines, i, text, first)) is not None}
    if not scores:
        return Title("")
    top = max(scores.values())
    strong = (i for i, s in scores.items() if s >= max(2.2, top - 1.0) and len(lines[i].content) >= 3)
    best = min(strong, default=max(scores, key=lambda i: (scores[i], -i)))
    if scores.get(best - 1, 0.0) >= 2.2 and len(lines[best - 1].words) >= 4:
        best -= 1  # the line below the title says it again at more length
    whole = lines[best].forms
    for i, other in ((i, lines[i].forms) for i in scores):
        if len(whole) / 2 < len(other) < len(whole) and other in (whole[: len(other)], whole[-len(other) :]):
            best = i  # «العنوان - الموقع» or «عاجل العنوان» above, «العنوان» below
            break
    return Title(lines[best].block.text, best) if scores[best] >= 1.0 else Title("")


def _title_score(lines: Sequence[Line], i: int, text: Counter[str], first: int) -> float | None:
    line = lines[i]
    n = len(line.words)
    if line.kind not in ("", "repeat", "caption", "promo") or not 2 <= n <= 40 or line.block.chrome:
        return None
    found = line.content
    shared = sum(w in text for w in found) / len(found) if found else 0.0
    weight = len(found)
    caption = -1.5 if line.kind in ("caption", "promo") else 0.0
    score = 3.0 * shared * min(1.0, weight / 4) + (1.2 if weight >= 4 else 0.3 if weight >= 2 else -0.7)
    score += caption - (0.6 if n > 25 else 0.0) + (0.7 if stops(line.block.text) == "." else 0.0)
    score += {"h1": 1.5, "h2": 0.5}.get(line.block.tag, 0.0)
    if line.kind == "repeat" and any(0 <= j < first and lines[j].forms == line.forms for j in (i - 1, i + 1)):
        score -= 1.0  # a caption printed twice
    parted = i + 1 < len(lines) and lines[i + 1].block.gap
    if i == 0 and parted and weight >= 3:
        score += 0.6
    after = i + 1 < first and lines[i + 1].kind in ("date", "byline")
    return score + (0.5 if after else 0.0)


def find_date(lines: Sequence[Line], kept: Sequence[int], title: int | None, day_first: bool | None) -> Moment | None:
    """The date that the page prints for the report: beside the title, or below the text."""
    first, last = (kept[0], kept[-1]) if kept else (len(lines), len(lines) - 1)
    from_title = range((title if title is not None and title < first else -1) + 1, first)
    above = range(from_title.start - 2, max(-1, from_title.start - 2 - _NEAR), -1)
    below = range(last + 1, min(len(lines), last + 9))
    lexicon = reading_words()
    updated: Moment | None = None
    mixed = [i for i in from_title if lines[i].kind not in ("date", "caption") and len(lines[i].words) <= 16]
    for place in (from_title, above, mixed, below):
        for i in place:
            line = lines[i]
            labelled = lexicon.published.within(line.forms[:4]) is not None
            if (line.kind != "date" and place is not mixed and not labelled) or len(line.words) > 30:
                continue
            text = line.block.text
            at = _published_part(line) if labelled else 0
            found = [p for p in dates_in(text, day_first=day_first) if p.start >= at]
            if not found:
                continue
            both = any(p.hijri for p in found)  # one day in two calendars
            same = [p for p in found if abs((p.day - found[0].day).days) <= 1] if both else found[:1]
            day = best_date(same)
            if day is None:
                continue
            time = time_in(text)
            moment = Moment(day.isoformat(), f"{day.isoformat()}T{time[0]:02}:{time[1]:02}:00" if time else None)
            if not labelled and lexicon.updated.at(line.forms):
                updated = updated or moment
            else:
                return moment
    return updated


def _published_part(line: Line) -> int:
    """Where in a line the word for publishing stands («آخر تحديث … نشر في …»)."""
    found = reading_words().published.within(line.forms)
    return line.words[found[0]].start if found else 0


def find_writers(lines: Sequence[Line], kept: Sequence[int], title: Title, outlets: Sequence[Forms]) -> tuple[str, ...]:
    """Who wrote the report, as the lines between title and text (or just around) name them."""
    first, last = (kept[0], kept[-1]) if kept else (len(lines), len(lines) - 1)
    start = title.place + 1 if title.place is not None and title.place < first else 0
    head = list(range(start, first))
    near = list(range(max(0, start - 4), start - 1)) if title.place is not None else []
    foot = list(range(last + 1, min(len(lines), last + 5)))
    for place in (head, near, foot):
        for i in place:
            if lines[i].kind == "byline" and (names := writers(lines[i].block.text, outlets)):
                return names
    body = frozenset(f for i in kept for f in lines[i].forms) | frozenset(forms(title.text))
    stems = body | {f.removeprefix("ال") for f in body}
    for i in head + near:
        if lines[i].kind in ("", "repeat", "date") and (names := written_line(lines[i].block.text, outlets, stems)):
            return names
    for i in head + near:
        line = lines[i]
        dated = dates_in(line.block.text, day_first=True) if line.kind in ("", "date") else []
        name = undated(line.block.text) if dated else without_trade(line.block.text)
        if (line.kind and not dated) or line.block.chrome or not bare_name(name, outlets, stems):
            continue
        beside = any(0 <= j < len(lines) and lines[j].kind == "date" for j in (i - 1, i + 1))
        named = writers(name, outlets)  # of «مرسى - ريم سالم» the person
        if named and (dated or beside or (i == start and title.place is not None)):
            return named
    return ()


def find_outlet(lines: Sequence[Line], title: Title) -> str | None:
    """The outlet as the page names itself: in its line of rights, in its first line, by repeating itself."""
    lexicon = reading_words()
    for i in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        line = lines[i]
        if (
            line.kind == "footer"
            and len(line.words) <= 16
            and ("©" in line.block.text or _YEAR.search(line.block.text))
        ):
            name = _name_in_rights(line.block.text)
            if name:
                return name
    if len(lines) < 3:
        return None
    for i in range(min(3, len(lines))):
        line = lines[i]
        form = line.forms
        short = 1 <= len(form) <= 6 and title.place != i and (title.place is None or i < title.place)
        if not short or line.kind not in ("", "repeat") or lexicon.chrome.issuperset(form):
            continue
        if len(segments(line.block.text)) > 1 or not lexicon.channel.isdisjoint(form):
            continue
        name = re.sub(r"\s*[\d.]+$", "", line.block.text).strip()
        bare = forms(name)
        below = lines[1:3]
        header = 2 <= len(bare) <= 4 and all(len(o.words) <= 3 and not o.block.gap and o.kind != "date" for o in below)
        masthead = i == 0 and (header or any(f in lexicon.mastheads for f in bare))
        if bare and (masthead or any(_holds(other.forms, bare) for j, other in enumerate(lines) if j != i)):
            return name
    return _beside_town(lines, title)


def _beside_town(lines: Sequence[Line], title: Title) -> str | None:
    """«بغداد - العهد الجديد» under the title, where the text speaks of «العهد الجديد» in quotation marks."""
    lexicon = reading_words()
    start = 0 if title.place is None else title.place
    for line in lines[start : start + 6]:
        parts = segments(line.block.text)
        if line.kind or len(parts) != 2 or len(line.words) > 7:
            continue
        towns = [lexicon.towns.whole(forms(p)) for p in parts]
        if sum(towns) == 1:
            name = parts[towns.index(False)]
            quoted = re.compile(r"[«\"“]" + re.escape(name) + r"[»\"”]")
            if any(quoted.search(other.block.text) for other in lines if other is not line):
                return name
    return None


def _holds(line: Forms, name: Forms) -> bool:
    return any(line[k : k + len(name)] == name for k in range(len(line) - len(name) + 1)) if name else False


def _name_in_rights(text: str) -> str | None:
    """«جميع الحقوق محفوظة لصحيفة كذا 2023» is «كذا»; "© 2025 Northern Papers. All rights reserved": Northern Papers."""
    lexicon = reading_words()
    rights, kinds = lexicon.rights, lexicon.kinds | lexicon.mastheads
    text = re.sub(r"^.*(?:محفوظة|محفوظه)\s+(?=ل)", "", _YEAR.sub(" | ", text))
    for part in re.split(r"[|–—،,.]|\s-\s", text):
        tokens = part.split()
        while tokens and all(f in rights for f in forms(tokens[0])):
            tokens.pop(0)
        if tokens and tokens[0].startswith("ل") and (tokens[0][1:] in _BODIES or set(forms(tokens[0][1:])) & kinds):
            tokens[0] = tokens[0][1:]  # «محفوظة لمؤسسة كذا»
        while tokens and all(f in rights for f in forms(tokens[-1])):
            tokens.pop()
        name = " ".join(tokens).strip(" .:-")
        if 1 <= len(forms(name)) <= 6 and any(c.isalpha() for c in name) and forms(name)[0] != "www":
            return name
    return None


def outlet_names(*names: str | None) -> list[Forms]:
    """The folded forms of an outlet's names, with and without the word for its kind («صحيفة»، "The … News")."""
    kinds = reading_words().kinds
    found: list[Forms] = []
    for name in names:
        form = forms(name or "")
        if form:
            found.append(form)
            bare = tuple(f for f in form if f not in kinds and f != "the")
            if bare and bare != form:
                found.append(bare)
    return found
