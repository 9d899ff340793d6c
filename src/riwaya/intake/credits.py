"""Where a report says that it comes from: agency tags, datelines, tails. Extractors delete these; here they are
read."""

from __future__ import annotations

import re
from collections.abc import Collection

from riwaya.intake.lines import is_credit_line, segments
from riwaya.intake.people import is_name, names_outlet
from riwaya.intake.published import Printed, dates_in
from riwaya.intake.words import Forms, forms, reading_words
from riwaya.model import Credit

_BRACKET = re.compile(r"\(([^()]{2,40})\)")
_DASH = re.compile(r"\s*[-–—ـ:]+\s*|\s*$")
_TAIL = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]\s*\.?$|[-–—/]\s*([^-–—/().،,]{2,30})\.?$")
_REPORTED = re.compile(
    r"^(?:with (?:files|reporting|additional reporting) from|originally published (?:by|in|on))\s+", re.I
)


def dateline(paragraph: str, outlets: Collection[Forms] = ()) -> Credit | None:
    """The credit in a dateline that opens a paragraph: «بغداد (سنابل) - …», "LONDON, May 3 (Reuters) - …",
    «دبي - رويترز - …», «بغداد/ الفرات: …» where the outlet is the page's own."""
    head = paragraph[:90]
    m = _BRACKET.search(head)
    while m:
        after = _DASH.match(paragraph, m.end())
        before = head[: m.start()].strip()
        if after and after.end() > m.end() and len(before.split()) <= 8 and not re.search(r"[.؟?!«\"“]", before):
            names = _names(m[1])
            if names:
                return Credit(paragraph[: m.end()].strip(), names)
        m = _BRACKET.search(head, m.end())
    lexicon = reading_words()
    parts = re.split(r"\s+[-–—]+\s+|\s*[-–—]{2,}\s*|\s*:\s*[-–—]+\s*|:\s|\s?/\s?", head, maxsplit=2)
    for n in (1, 2):
        if len(parts) > n:
            last = parts[n - 1].strip()
            known = lexicon.agencies.whole(forms(last)) or (n == 2 and names_outlet(forms(last), outlets))
            if known and all(len(p.split()) <= 5 for p in parts[:n]):
                return Credit(head[: head.index(last) + len(last)].strip(), (last,))
    return None


def tail(paragraph: str) -> Credit | None:
    """The agency tag that closes a paragraph: «… (أ ف ب)», "… – Reuters"."""
    m = _TAIL.search(paragraph[-60:])
    if not m:
        return None
    lexicon = reading_words()
    parts = [p for p in segments(m[1] or m[2]) if lexicon.agencies.whole(forms(p))]
    return Credit(m[0].strip(), tuple(parts)) if parts else None


def line(text: str, outlets: Collection[Forms] = ()) -> Credit | None:
    """The credit in a line of its own, in head or foot, or in what metadata gives as author: «دبي – رويترز»،
    «المصدر: وكالات»، «بغداد - العهد الوطني» where the outlet is the page's own, «*نقلا عن كذا»."""
    lexicon = reading_words()
    if m := _REPORTED.match(text):
        rest = text[m.end() :].strip(" .")
        return Credit(text, tuple(segments(rest.replace(" and ", ", ")))[:4])
    if found := dates_in(text, day_first=True):
        return _with_date(text, found)
    if len(text.split()) > 10:
        return None
    parts = [p for p in segments(text) if forms(p)]
    known = any(lexicon.agencies.whole(forms(p)) or names_outlet(forms(p), outlets) for p in parts)
    if not is_credit_line(text, lexicon) and not (known and len(parts) >= 2):
        return None
    kept: list[str] = []
    dashed = [p for p in re.split(r"\s+[-–—]+\s+", text) if forms(p)]
    if len(dashed) > 1 and any(lexicon.agencies.whole(forms(p)) for p in segments(dashed[-1])):
        parts = segments(dashed[-1])  # «مانشستر - د ب أ»: a town, listed or not
    for part in parts:
        form = forms(part)
        while size := lexicon.origin.at(form):
            part = part.split(maxsplit=size)[size] if len(part.split()) > size else ""
            form = forms(part)
        if not form or lexicon.towns.whole(form) or all(f in lexicon.endings or f[0].isdigit() for f in form):
            continue
        if len(parts) > 1 and is_name(part, lexicon, outlets) and known and form[0] not in lexicon.kinds:
            continue  # «القاهرة - فلان - رويترز»: the writer
        kept.append(part.strip())
    return Credit(text, tuple(kept)) if kept else None


def _with_date(text: str, found: list[Printed]) -> Credit | None:
    """The agency in a line that dates a wire report: «الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس»."""
    lexicon = reading_words()
    if len(text.split()) > 16:
        return None
    for part in (text[: found[0].start], text[found[-1].end :]):
        form = [f for f in forms(part) if f not in lexicon.date and f not in lexicon.weekdays]
        place = next((i for i in range(len(form)) if lexicon.agencies.at(form, i) == len(form) - i), None)
        if place is not None:
            tokens = part.split()
            return Credit(text, (" ".join(tokens[-(len(form) - place) :]).strip(" ()-–/:."),))
    return None


def _names(inside: str) -> tuple[str, ...]:
    """The agencies or outlets that the brackets of a dateline name: any short name without a figure."""
    parts = segments(inside)
    if any(c.isdigit() for c in inside) or not parts or any(len(p.split()) > 4 for p in parts):
        return ()
    lexicon = reading_words()
    return tuple(p for p in parts if not lexicon.towns.whole(forms(p)))
