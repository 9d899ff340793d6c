"""What each line of a page looks like: its kind, where its form gives it away, and how much it reads like prose.

A kind is a judgement by form (a row of buttons, a date, a by-line, the head of a list of other reports). The measure
`prose` is a sum of small weights, in the manner of log-odds; layout.py decides with both and with the neighbours.
After Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features" (WSDM 2010): length,
function words and links tell most; the final stop is added for pages that have lost their markup.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from riwaya.intake.blocks import Block, stops
from riwaya.intake.published import dates_in
from riwaya.intake.words import SHORT, Forms, Phrases, ReadingWords, forms, reading_words, words_again
from riwaya.language.arabic import stem
from riwaya.language.text import Word

Kind = Literal[
    "", "aside", "ending", "comments", "footer", "chrome", "promo", "date", "credit", "byline", "caption", "tags",
    "repeat",
]  # fmt: skip
SEPARATOR = re.compile(r"\s*(?:[:|؛»›>/]|\.\.|…|[-–—](?=\s)|$)")
_SEGMENTS = re.compile(r"\s*[()\[\]|/:،,*؛•·»«>›]+\s*|\s+[-–—]+\s*|^[-–—]+\s*")
_MENU = re.compile(r"\s*[|/>›»•·\\]\s*|\s+[-–—]\s+")
_MENU_SIGN = re.compile(r"[|/>›»•·\\–—-]")
_AGO = re.compile(r"^(?:منذ|قبل)\s+\S+(?:\s+\S+)?$|^\d+\s+\w+\s+ago$", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+\.\S+|https?://\S+|www\.\S+|pic\.twitter\.com/\S+|\+?\d[\d\s-]{7,}\d")
_MAY_ADDRESS = re.compile(r"@|://|www\.|pic\.|\d[\d\s-]{7}")
_TAGGED_END = re.compile(r"[.؟?!][\"»”]?\s+\S{1,15}(?:\s+\S{1,8}){0,3}$")  # «… إلى القضاء. انتهى/ 25 ن»
_DOTS = re.compile(r"[^.]\.\.(?!\.)|…")
_RIGHTS = re.compile(r"\d{4}|[٠-٩]{4}|حقوق|rights|ltd|inc\b", re.IGNORECASE)
# In agency captions the day is given in full, as no report does: "…, Tuesday, Nov. 19, 2019, in Valley Town."
_FULL_DAY = re.compile(r"\b[A-Z][a-z]+day,? [A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}\b")
_FILE_PHOTO = re.compile(
    r"\bfile (?:photo|picture|image)\b|صورة أرشيفية|صورة ارشيفية|\bpictured (?:here|above|below)\b", re.I
)
_SIGNED = re.compile(r"^[—–-]\s?.{2,80}\(@\w+\)")
_LONG = 30  # words: beyond it a telltale opening weighs less, for the line may still be prose


class Line(NamedTuple):
    """A block with what its form tells."""

    block: Block
    words: tuple[Word, ...]
    kind: Kind
    prose: float
    content: frozenset[str]  #: the stems of its words that carry meaning
    stop: str  #: the mark it ends with (blocks.stops)
    forms: Forms  #: its words, folded


def look(blocks: Sequence[Block]) -> list[Line]:
    """Every block with its kind and its measure of prose, judged alone but for repetition."""
    lexicon = reading_words()
    alone = [_alone_once(b) if len(b.text) <= SHORT else _alone(b) for b in blocks]
    said = [a.forms for a in alone]
    count = Counter(said)
    openings = Counter(form[:3] for form in said if len(form) >= 6)
    seen: set[Forms] = set()
    stop = [a.stop for a in alone]
    unstopped = _leaves_stops_out(stop, said)
    trust = _trust(blocks, said, stop)
    # two or more in a row that are short and have no stop are a list, not sub-heads
    bare = [False, *(0 < len(form) < 25 and not mark for form, mark in zip(said, stop, strict=True)), False]
    lines = []
    for i, (block, judged, form) in enumerate(zip(blocks, alone, said, strict=True)):
        line, kind = judged.words, judged.kind
        if block.main and block.tag in ("td", "th") and kind == "chrome":
            kind = ""  # figures in a table of the report
        if not kind and count[form] > 1 and len(form) > 1 and not (block.main and len(form) < 20):
            # a sub-head that a table of contents names too stands between paragraphs
            between = len(form) <= 8 and 0 < i < len(said) - 1 and min(len(said[i - 1]), len(said[i + 1])) >= 12
            if (len(form) <= 25 and not between) or (len(form) > 25 and form in seen):
                kind = "repeat"
        seen.add(form)
        score = prose(block, line, lexicon, unstopped) if unstopped else judged.prose
        score += trust[i]
        score -= 2.0 if len(form) >= 6 and openings[form[:3]] >= 5 else 0.0  # rules, terms, schedules
        score -= 0.6 if bare[i + 1] and (bare[i] or bare[i + 2]) and not unstopped else 0.0
        lines.append(Line(block, line, kind, score, judged.content, judged.stop, form))
    return lines


class _Alone(NamedTuple):
    """What a block tells without those around it."""

    words: tuple[Word, ...]
    kind: Kind
    prose: float
    content: frozenset[str]
    stop: str
    forms: Forms


def _alone(block: Block) -> _Alone:
    lexicon = reading_words()
    line = words_again(block.text)
    judged = kind_of(block, line, lexicon), prose(block, line, lexicon)
    return _Alone(line, *judged, content(line), stops(block.text), tuple(w.form for w in line))


# The menus and teasers of an outlet are the same on every page of it, and are most of the lines of an archive.
_alone_once = lru_cache(maxsize=8192)(_alone)


def _trust(blocks: Sequence[Block], said: Sequence[Forms], stop: Sequence[str]) -> list[float]:
    """What each line gains or loses by the extractor's word. It misses little but, at times, the lead that stands in
    another box than the rest; what it takes is looked at again. Where it took next to nothing of a page full of
    paragraphs it took the wrong box, and has no say."""
    mains = [i for i, b in enumerate(blocks) if b.main]
    taken = sum(len(said[i]) for i in mains)
    paragraphs = sum(len(f) for b, f, s in zip(blocks, said, stop, strict=True) if len(f) >= 25 and s and not b.chrome)
    if not mains or (taken < 30 and paragraphs > 10 * taken):
        return [0.0] * len(blocks)
    lead = range(mains[0] - 4, mains[0])
    return [3.0 if b.main else -2.5 if i in lead else -7.0 for i, b in enumerate(blocks)]


def content(line: Sequence[Word]) -> frozenset[str]:
    """The stems of a line's words that carry meaning: no function words, no figures, none of the words of any story."""
    lexicon = reading_words()
    forms = {w.form for w in line if len(w.form) > 2 and not w.form.isdigit()} - lexicon.function - lexicon.common
    return frozenset(stem(f) if "\u0600" <= f[0] <= "\u06ff" else f.removesuffix("'s")[:7] for f in forms)


def _leaves_stops_out(stop: Sequence[str], said: Sequence[Forms]) -> bool:
    """Whether the page does without full stops: then a missing one says little."""
    long = [s in (".", "?", "!") for s, f in zip(stop, said, strict=True) if len(f) >= 25]
    return len(long) >= 2 and sum(long) < 0.4 * len(long)


def prose(block: Block, line: Sequence[Word], lexicon: ReadingWords, unstopped: bool = False) -> float:
    """How much a line reads like a paragraph of a report: above 0 more than not."""
    n = len(line)
    if not n:
        return -3.0
    text, stop = block.text, stops(block.text)
    if n > 400 and not any(mark in text for mark in ".؟?!،,؛"):
        return -3.0  # endless words are no paragraph
    function = sum(w.form in lexicon.function for w in line) / n
    score = 1.6 if n >= 25 else 0.7 if n >= 12 else -0.4 if n >= 8 else -1.0
    if stop == ".":
        score += 1.8 if n >= 8 else 1.2
    elif stop in ("?", "!"):
        score += 0.3
    elif stop in (":", ";"):
        score += 0.3 if n >= 6 else -0.3
    elif n >= 12 and _TAGGED_END.search(text) and any(w.form in lexicon.endings for w in line[-4:]):
        score += 1.8
    elif n >= 8:
        score -= 0.3 if unstopped else 1.3
    else:
        score -= 0.5
    if n >= 5:
        dense = 0.8 if n >= 12 else 0.5
        score += dense if function >= 0.2 else 0.2 if function >= 0.12 else -0.6
    if _DOTS.search(text) and stop != ".":
        score -= 1.0  # «عاجل.. كذا»: how Arabic headlines are cut
    if n >= 5 and goes_on(line, lexicon):
        score += 0.7
    if block.tag in ("p", "blockquote"):
        score += 0.6
    elif block.tag in ("li", "td", "th"):
        score -= 0.6
    if block.linked > 0.5:
        score -= 2.5 if n < 25 else 1.0
    if block.chrome:
        score -= 3.0
    return score


def goes_on(line: Sequence[Word], lexicon: ReadingWords) -> bool:
    """Whether a paragraph begins as one that follows another («وأضاف …»، «كما …», "But …")."""
    first = line[0].form
    if first[:1] in "وف" and len(first) >= 4 and first not in lexicon.waw:
        return "\u0600" <= first[0] <= "\u06ff"
    return lexicon.going_on.at([w.form for w in line[:4]]) > 0


def kind_of(block: Block, line: Sequence[Word], lexicon: ReadingWords) -> Kind:
    """What the form of a line gives away, or "" where it may be anything."""
    text, n = block.text, len(line)
    form = [w.form for w in line[: _LONG + 10]]
    if n == 0:
        return "chrome"
    if label := _label(text, line, form, lexicon):
        return label
    if n <= 12 and "©" in text and not _RIGHTS.search(text):
        return "caption"  # whose picture it is
    if n <= 25 and (
        "©" in text
        or (n <= 10 and "محفوظه" in form)
        or (lexicon.footer.within(form) and n <= 12 and stops(text) != ".")
    ):
        return "footer"
    if n <= 12 and all(f in lexicon.chrome or f.isdigit() for f in form):
        return "chrome"
    if _is_promo(text, line, form, lexicon) or (8 <= n <= 120 and _is_fine_print(text, line, lexicon)):
        return "promo"
    if n <= 7 and text.endswith(":") and form[-1] in ("says", "wrote", "commented", "يقول", "تقول"):
        return "comments"  # how blog software signs a comment
    if n <= 15 and all(part.startswith("#") for part in text.split()):
        return "tags"
    if _SIGNED.match(text):
        return "chrome"
    if n <= 6 and (_AGO.match(text) or _counts(form, lexicon)):
        return "chrome"
    if n <= 25 and is_date_line(text, line, lexicon):
        return "date"
    address = _ADDRESS.search(text) if _MAY_ADDRESS.search(text) else None
    if address and "@" in address[0] and n <= 25:
        return "promo"  # whom to write to
    if address and len(address[0]) * 2 >= len(text) - 12 and n <= 20:
        return "promo"
    if n <= 14 and lexicon.writer.at(form) and is_writer_line(text, line, lexicon):
        return "byline"
    telling = n <= 25 and _may_tell(text, form, lexicon)
    if n <= 10 and telling and is_credit_line(text, lexicon):
        return "credit"
    if n <= 80 and (_FILE_PHOTO.search(text) or (n >= 12 and _FULL_DAY.search(text))):
        return "caption"
    if (telling and _is_caption(text, line, lexicon)) or (n <= 80 and _ends_with_picture(text, lexicon)):
        return "caption"
    if block.tag == "figcaption":
        return "caption"
    if n <= 40 and _is_menu(text, lexicon):
        return "chrome"
    return ""


def _may_tell(text: str, form: Sequence[str], lexicon: ReadingWords) -> bool:
    """Whether a line may be a credit or a caption by its words: neither is without one that begins an agency's name,
    says where from, that it is the end, or what the picture is. Where a comma or a full stop stands within a word the
    parts of the line have other words than the line."""
    if not (lexicon.telling.isdisjoint(form) and _PICTURES.isdisjoint(form)):
        return True
    return ("," in text or "." in text) and any("," in f or "." in f for f in form)


def _label(text: str, line: Sequence[Word], form: list[str], lexicon: ReadingWords) -> Kind:
    """The kind of block that a line heads, if it is such a heading: the phrase alone, with a number («3 تعليقات»), with
    a few words more («الأكثر قراءة هذا الأسبوع»), or with a colon and what it leads to."""
    start = 1 if form[0].isdigit() and len(form) > 1 else 0
    tables: tuple[tuple[Kind, Phrases], ...] = (
        ("comments", lexicon.comments), ("aside", lexicon.aside),
        ("ending", lexicon.ending), ("footer", lexicon.footer),
    )  # fmt: skip
    best: tuple[int, Kind] = (0, "")
    for kind, table in tables:
        size = table.at(form, start)
        if size > best[0]:
            best = (size, kind)
    size, kind = best
    if not size:
        return ""
    rest = [f for f in form[start + size :] if not f.isdigit()]
    after = text[line[start + size - 1].end :].lstrip("\"'”») ")
    if not rest:
        return kind
    if SEPARATOR.match(after) and (kind == "aside" or size >= 2 or len(line) <= 12):
        return kind if start == 0 else ""
    if size >= 2 and len(rest) <= 4 and not stops(text) and start == 0:
        return kind
    return ""


def _is_promo(text: str, line: Sequence[Word], form: list[str], lexicon: ReadingWords) -> bool:
    n = len(line)
    if size := lexicon.starts.at(form):
        after = text[line[size - 1].end :].strip()
        if size >= 2 or n <= size or re.match(r"\s*[:|–—-]", after):
            return n <= _LONG
    if n <= 12 and stops(text) != "." and lexicon.apps.within(form):
        return True
    if n > 16 or lexicon.plead.isdisjoint(form[:3]):
        return False
    named = not lexicon.channel.isdisjoint(form) or (form[0] in lexicon.plead and not _HERE.isdisjoint(form))
    # an English sentence does not open with a bare imperative; an Arabic one may («تابع» is also "he went on")
    imperative = form[0] in lexicon.plead and form[0].isascii()
    return named and (imperative or stops(text) != ".")


def _is_fine_print(text: str, line: Sequence[Word], lexicon: ReadingWords) -> bool:
    """The site speaking to its readers of accounts, cookies and rules."""
    form = [w.form for w in line]
    if form[0] < "\u0600":
        return any(f in ("you", "your", "i", "this") for f in form) and lexicon.legal.count(form) >= 2
    return lexicon.legal.count(form) >= 2


def _counts(form: Sequence[str], lexicon: ReadingWords) -> bool:
    """«3 دقائق للقراءة»، "1,204 views"."""
    return any(f in lexicon.counts for f in form) and all(
        f in lexicon.counts or f in lexicon.function or f[0].isdigit() for f in form
    )


def is_date_line(text: str, line: Sequence[Word], lexicon: ReadingWords) -> bool:
    """Whether a line prints a date and next to nothing else."""
    found = dates_in(text, day_first=True)
    if not found:
        return False
    others = [
        w
        for w in line
        if not any(p.start <= w.start < p.end for p in found)
        and not w.form[0].isdigit()
        and w.form not in lexicon.date
        and w.form not in lexicon.weekdays
        and w.form not in lexicon.counts
    ]
    return len(others) <= 1


def is_writer_line(text: str, line: Sequence[Word], lexicon: ReadingWords) -> bool:
    """Whether a line is a by-line with its word («كتبت فلانة»، "By Jane Roe in Vienna").

    Words that also open sentences («تقرير …») count only with a colon or a dash after them."""
    form = [w.form for w in line]
    size = lexicon.writer.at(form)
    if not size or size == len(form) or sum(not f[0].isdigit() for f in form) - size > 9 or stops(text) == ".":
        return False
    after = text[line[size - 1].end :]
    if re.match(r"\s*[:|–—-]", after):
        return True
    return form[0] in ("كتب", "كتبت", "كتبه", "كتبها", "بقلم", "by", "written", "words", "story", "posted") and (
        len(form) - size <= 7
    )


def segments(text: str) -> list[str]:
    """The parts of a line between brackets, slashes, colons, commas and dashes."""
    return [part for part in (p.strip(" .-–—\u200e\u200f") for p in _SEGMENTS.split(text)) if part]


def is_credit_line(text: str, lexicon: ReadingWords) -> bool:
    """Whether a short line names where the report comes from («فرانس24/ أ ف ب»، «المصدر: وكالات»، "// ends //")."""
    if stops(text) == "." and not text.rstrip().endswith((").", "ب.")):
        return False
    parts = [form for p in segments(text) if (form := forms(p))]
    if not parts or sum(map(len, parts)) > 9:
        return False
    if len(parts) == 1 and parts[0] and all(f in lexicon.endings for f in parts[0]) and not text[0].isalnum():
        return True
    starred = text.lstrip().startswith(("*", "--", "—", "–"))
    if (starred or ":" in text[:20]) and lexicon.origin.at(parts[0]):
        return True
    return any(lexicon.agencies.whole(p) for p in parts)


def _is_caption(text: str, line: Sequence[Word], lexicon: ReadingWords) -> bool:
    """A line that ends with whose picture it is: «… (رويترز)»، «… - أرشيفية», "… Handout", "Photo: …"."""
    if stops(text) == "." and not text.rstrip().endswith(")."):
        tail = segments(text.rstrip(" .").rpartition(".")[2])
    else:
        tail = segments(text.rpartition(".")[2])
    if not tail or len(line) < 3:
        return False
    last = forms(tail[-1])
    if last and last[0] in _PICTURES and len(last) <= 5:
        return True
    closed = text.rstrip(" .").endswith(")")
    if len(line) >= 12 and stops(text.rstrip(" .").rpartition("(")[0].strip()):
        return False  # a paragraph, and the tag of the agency behind its full stop
    return bool(closed and len(tail) > 1 and lexicon.agencies.whole(last))


def _ends_with_picture(text: str, lexicon: ReadingWords) -> bool:
    """A long caption: "… on Tuesday. (AP Photo/Jane Roe)"."""
    start = text.rfind("(")
    if start < 0 or not text.rstrip(" .").endswith(")") or len(text) - start > 80:
        return False
    inside = forms(text[start:])
    photographer = "/" in text[start:] and text.isascii() and len(inside) >= 3  # (Jane Roe/Agency)
    return photographer or any(f in _PICTURES for f in inside)


_HERE = frozenset(("here", "now", "free", "هنا", "الان", "كاملا"))
_PICTURES = frozenset((
    "ارشيفيه", "ارشيف", "ارشيفي", "handout", "getty", "shutterstock", "alamy", "epa", "photograph", "photo", "picture",
    "pictures", "istock",
))  # fmt: skip


def _is_menu(text: str, lexicon: ReadingWords) -> bool:
    """«الرئيسية > جهات > رأس العنبر»، «News | Sport | Culture»: three parts or more of a few words each."""
    if not _MENU_SIGN.search(text):
        return False
    parts = [p for p in _MENU.split(text) if p.strip()]
    if len(parts) < 3:
        return len(parts) == 2 and lexicon.chrome.issuperset(forms(parts[0])) and len(text.split()) <= 6
    return stops(text) != "." and all(len(p.split()) <= 4 for p in parts)
