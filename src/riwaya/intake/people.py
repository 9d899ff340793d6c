"""Names of writers, out of by-lines as they are printed and as metadata gives them.

«كتبت ريم سالم»، «القاهرة - هدى كامل»، «صدى المدينة / سعيد بنعمر»، "By Jane Roe and John Doe in Vienna", "JANE ROE,
Staff Writer". What names an agency or an outlet is a credit and no writer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from riwaya.intake.blocks import stops
from riwaya.intake.lines import segments
from riwaya.intake.published import dates_in
from riwaya.intake.words import Forms, ReadingWords, forms, reading_words, words

_BETWEEN = re.compile(r"\s*(?:[|/,،;؛&+•·]|\s[-–—]+\s|\s[-–—]+$|\sand\s|\sو\s|\swith\s)\s*")
_PLACE = re.compile(r"\s+(?:in|for|at|from|of|on|عن|في|من)\s+.*$")
_HANDLE = re.compile(r"\(?@\w+\)?|\S+@\S+\.\S+|https?://\S+|\([^)]*\)")
_OTHERS = re.compile(r"\s*(?:[-–—|/،]\s*)?(?:تصوير|عدسة|photo(?:s|graphs?)? by|pictures? by)\b.*$", re.IGNORECASE)
_FAMILY = re.compile(r"ال[^م]\wا\w[^ي]ه$")
"""«الصرايرة»، «الخصاونة»: the plural that families are called by, of no other word at a heading's end."""
_SMALL = frozenset(
    ("de", "van", "der", "von", "al", "el", "bin", "ibn", "abu", "la", "le", "di", "da", "dos", "del", "den", "ten")
)


def writers(text: str, outlets: Collection[Forms] = ()) -> tuple[str, ...]:
    """The persons that a by-line names, as printed; () where it names none.

    `outlets`: the folded names by which the page calls its outlet."""
    lexicon = reading_words()
    text = _OTHERS.sub("", _HANDLE.sub(" ", text))
    text = undated(text)
    line = words(text)
    form = [w.form for w in line]
    labelled = False
    while form and (size := lexicon.writer.at(form)):
        line, form, labelled = line[size:], form[size:], True
    if not line:
        return ()
    text = text[line[0].start :]
    names: list[str] = []
    for part in _BETWEEN.split(text.replace(":", " | ")):
        part = _PLACE.sub("", part.strip(" .:-–—\"'«»")) if labelled or part.isascii() else part.strip(" .:-–—\"'«»")
        for name in _parted(part, lexicon):
            if is_name(name, lexicon, outlets) and name not in names:
                names.append(name)
    return tuple(names)


def undated(text: str) -> str:
    """A line up to the date in it, its weekday and the mark before them: «ريم سالم · الأحد 3 مارس 2024» is
    «ريم سالم». A line that opens with its date stays whole."""
    if not (found := dates_in(text, day_first=True)) or not found[0].start:
        return text
    kept = text[: found[0].start]
    line = words(kept)
    while len(line) > 1 and line[-1].form in reading_words().weekdays:
        kept = kept[: line[-1].start]
        line = line[:-1]
    return kept.rstrip(" -–—|/·•،,:")


def _parted(part: str, lexicon: ReadingWords) -> list[str]:
    """«علي سالم ومحمد حسن» is two writers; «سعاد وهبي» is one."""
    tokens = part.split()
    for i in range(2, len(tokens) - 1):
        form = forms(tokens[i])
        if form and form[0][0] == "و" and len(form[0]) > 3 and form[0] not in lexicon.waw:
            return [" ".join(tokens[:i]), *_parted(" ".join([tokens[i].lstrip("و"), *tokens[i + 1 :]]), lexicon)]
    return [part]


def is_name(text: str, lexicon: ReadingWords, outlets: Collection[Forms] = ()) -> bool:
    """Whether a text has the form of a person's name and is no town, agency, outlet or trade."""
    form = forms(text)
    if not 1 <= len(form) <= 6 or len(text) > 60:
        return False
    if len(form) == 1 and not (text.isascii() and text[:1].isupper() and text[1:].islower() and len(text) > 3):
        return False  # one word may be a writer in Latin letters, an outlet or a heading in others
    agency = lexicon.agencies.within(form)
    named_so = agency == (0, 1) and len(form) == 2 and form[1].startswith("ال") and form[1][-1] != "ه"
    if lexicon.towns.whole(form) or (agency and not named_so) or names_outlet(form, outlets):
        return False  # «فارس» is an agency, «فارس الدهان» a man, «رويترز العربية» an outlet
    if any(f in lexicon.kinds or f in lexicon.trade or f in lexicon.chrome for f in form):
        return False
    if any((f in lexicon.function and f not in _SMALL) or f[0].isdigit() for f in form):
        return False
    if any(f in lexicon.weekdays for f in form) or re.search(r"[?؟!.,،;:\"«»()\[\]#@]", text.replace(".", "", 2)):
        return False
    latin = [t for t in re.findall(r"[^\W\d_]+", text) if t[0].isascii()]
    return all(t[0].isupper() or t.lower() in _SMALL for t in latin)


def names_outlet(form: Forms, outlets: Collection[Forms]) -> bool:
    """Whether a folded name is one of the outlet's."""
    joined = "".join(form)
    return any(form == o or joined == "".join(o) or (len(form) >= 2 and set(form) <= set(o)) for o in outlets)


def written_line(text: str, outlets: Collection[Forms], body: frozenset[str]) -> tuple[str, ...]:
    """The writers a head line names by its shape alone: a town, the outlet or a place of the story on one side
    («بغداد: فلان»), a person on the other. `body` is every word of title and text: what the story speaks of is no
    writer."""
    lexicon = reading_words()
    if stops(text) == "." or len(text.split()) > 10:
        return ()
    parts = [p for p in segments(text) if forms(p)]
    if not 2 <= len(parts) <= 3:
        return ()
    anchors = [
        p
        for p in parts
        if lexicon.towns.whole(forms(p)) or names_outlet(forms(p), outlets) or all(f in body for f in forms(p))
    ]
    if not anchors or len(anchors) == len(parts):
        return ()
    others = [p for p in parts if p not in anchors]
    found: list[str] = []
    for part in others:
        for name in _parted(part, lexicon):
            known = sum(f in body for f in forms(name))
            if is_name(name, lexicon, outlets) and len(forms(name)) >= 2 and known < len(forms(name)):
                found.append(name)
    return tuple(found)


def bare_name(text: str, outlets: Collection[Forms], body: frozenset[str]) -> bool:
    """Whether a short line beside the date may be the writer's name and nothing else: none of its words is in the
    story (a caption's are), and it looks like no heading."""
    lexicon = reading_words()
    form = forms(text)
    if not 2 <= len(form) <= 4 or not is_name(text, lexicon, outlets):
        return False
    if any(f in lexicon.section for f in form) or any(
        f.removeprefix("ال") in body or f in body for f in form if len(f) > 3
    ):
        return False
    # a heading («شؤون عربية», «أخبار مصر») is an adjective or a possession of the definite kind; names end otherwise
    definite = form[-1].endswith("ه") and form[-1].startswith("ال") and len(form) == 2
    return not definite or bool(_FAMILY.match(form[-1]))


def without_trade(text: str) -> str:
    """A line less what it says the writer is: "Jane Roe, Staff Writer" is "Jane Roe"."""
    trade = reading_words().trade
    parts = [p for p in _BETWEEN.split(text) if p and not trade.issuperset(forms(p))]
    return parts[0] if len(parts) == 1 else text


def without_outlets(names: Sequence[str], outlets: Collection[Forms]) -> tuple[str, ...]:
    """Metadata's authors, cleaned: writers only."""
    found: list[str] = []
    for name in names:
        for writer in writers(name, outlets):
            if writer not in found:
                found.append(writer)
    return tuple(found)
