"""What the words of one mention say: which kind of source, its proper name, its title, its description."""

from __future__ import annotations

import re
from dataclasses import replace

from riwaya.lexicon.nouns import nouns
from riwaya.lexicon.outlets import OutletHit, find_outlets
from riwaya.model import Span
from riwaya.sources.crowds import unnamed
from riwaya.sources.media import is_body, known_outlet, outlet, paper, reporter
from riwaya.sources.named import TABLES, Mention, Named
from riwaya.sources.organs import body, body_in_english, body_introduced, document, place
from riwaya.sources.persons import holder, person
from riwaya.sources.phrase import content, country_of, name_words, nation, noun_phrase
from riwaya.sources.proper import has_joint
from riwaya.sources.tokens import sense_at, tokens
from riwaya.sources.traits import traits
from riwaya.sources.trim import segments, trim

AROUND = 90  #: code points beside a bare name in which a title may stand
QUOTED = 30  #: code points of a quoted name that a mention may cut off
LOOKED_AT = 20_000  #: code points of a report in which a name is looked for without what is written onto it
LONGEST = 800  #: code points of a mention that are looked at

_WHEN = frozenset({"سابق", "لاحق"})
_ARTICLES = frozenset({"the", "a", "an", "this", "that"})
_MINISTRIES = frozenset(
    {"foreign", "interior", "health", "defence", "justice", "finance", "education", "energy", "transport", "trade"}
)
"""Fields by which a ministry is called without the word: «الخارجية»."""


def read(text: str, span: Span) -> Named | None:
    """Read the mention at a span of a report's text; None where it names nothing («إلى», "the")."""
    span = _apart(text, _with_noun(text, _unbroken(text, _headed(text, span))))
    raw = text[span.start : min(span.end, span.start + LONGEST)]
    words = tokens(raw)
    hits = [h for h in find_outlets(raw) if not _common(raw, h)] if words else []
    kept = trim(words, hits)
    if all(t.form in _ARTICLES for t in kept):
        return None
    if len(kept) == 1 and kept[0].raw.endswith(("اً", "ًا")) and not kept[0].sense(*TABLES):
        return None  # «غاضبا»: how, not who
    if len(kept) == 1 and kept[0].form in _WHEN:
        return None  # what is left of «في وقت سابق»
    return _dispatch(Mention(text, span.start, raw, kept, [h for h in hits if h.start < kept[-1].end]))


def _apart(text: str, span: Span) -> Span:
    """The span without «ل» written onto a name: right behind «وفقا», or where the text has the name without it too
    («وفقا لخالدي»، «سبق لبرهوم أن قال» in a text about Barhum)."""
    first = tokens(text[span.start : min(span.end, span.start + 40)])[:1]
    if not first or not first[0].arabic or first[0].prefix or first[0].sense(*TABLES, "terms"):
        return span
    raw, at = first[0].raw, span.start + first[0].start
    if raw[:1] != "ل" or raw[1:2] in ("ل", "ـ") or len(raw) < 4:
        return span
    alone = len(raw) > 4 and re.search(rf"(?<!\w){re.escape(raw[1:])}(?!\w)", text[:LOOKED_AT])
    return Span(at + 1, span.end) if alone or _TO.search(text, max(0, at - 12), at) else span


_TO = re.compile(r"(?<!\w)[وف]?(?:وفقا|وفقاً|وفقًا|طبقا|طبقاً|طبقًا|تبعا|تبعاً|تبعًا)\s+$")


def _common(raw: str, hit: OutletHit) -> bool:
    """Whether an outlet's name is no more here than a word for an outlet: «المجلة»."""
    words = tokens(raw[hit.start : hit.end])
    return len(words) == 1 and words[0].definite and words[0].sense("titles") is not None and (
        raw[hit.end : hit.end + 1] not in ("»", '"', "”")
    )


_DATE = re.compile(
    r"\W*(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|jan|feb|aug|sept|oct|nov|dec)\b[\s.,\d]*",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b((?:an?|the)\s+(?:[\w-]+\s+){1,4}?)(?:dated|of|from)\s+(?:\w+,?\s+)?$", re.IGNORECASE)


def _headed(text: str, span: Span) -> Span:
    """What bears the date, where the mention is a date and nothing else: "an internal audit dated | 14 February"."""
    if not _DATE.fullmatch(text, span.start, min(span.end, span.start + 60)):
        return span
    m = _DATED.search(text, max(0, span.start - 80), span.start)
    return Span(m.start(1), m.start(1) + len(m[1].rstrip())) if m else span


def _unbroken(text: str, span: Span) -> Span:
    """The span with the whole of a name in quotation marks that it cuts («رواق | عمّان»، «شركة «كذا | كذا»»)."""
    start, end = span
    inside = text[start : min(end, start + LONGEST)]
    opened_before = start > 0 and text[start - 1] in "«“" and not any(c in "»”" for c in inside)
    if opened_before or any(c in "«“" for c in inside):
        last = max(0, *(inside.rfind(c) for c in "«“"))
        after = text[end : end + QUOTED]
        if not any(c in "»”" for c in inside[last:]):
            closed = next((n for n, c in enumerate(after) if c in "»”\n.،:"), None)
            if closed is not None and after[closed] in "»”":
                end += closed + 1
    if text[end : end + 1] in ("»", "”") or inside[-1:] in ("»", "”"):
        first = min((n for n, c in enumerate(inside) if c in "«“"), default=len(inside))
        if not any(c in "«“" for c in inside) or any(c in "»”" for c in inside[:first]):
            before = text[max(0, start - QUOTED) : start]
            opened = max(before.rfind(c) for c in "«“")
            if opened >= 0 and not any(c in "»”\n.:" for c in before[opened:]):
                start -= len(before) - opened
    return Span(start, end)


def _with_noun(text: str, span: Span) -> Span:
    """What a mention that is an adjective describes, where it cuts that off («طحانا | جبليا ثانيا»)."""
    first = tokens(text[span.start : span.start + 40])[:1]
    if not first or not first[0].arabic or first[0].definite or first[0].prefix:
        return span
    if first[0].sense("people", "offices", "press"):
        return span
    if not (first[0].sense("terms", "trades", "ranks") or nation(first[0])):
        return span
    before = text[max(0, span.start - 20) : span.start]
    noun = tokens(before)[-1:]
    if not before.endswith(" ") or len(before.split()) < 2 or not noun or noun[0].end != len(before) - 1:
        return span
    if not noun[0].arabic or noun[0].definite or not noun[0].sense("people"):
        return span
    return Span(span.start - len(before) + noun[0].start, span.end)


def with_title(text: str, named: Named) -> Named:
    """A person with the title that stands before or after the mention, where the mention is a mere name: «المدير العام
    للهيئة | غسان العلوان»، "Layan Sfeir | , lead author". The place stays that of the name."""
    if named.shape != "person" or named.heads:
        return named
    before = text[max(0, named.start - AROUND) : named.start]
    apposed = before.rstrip().removesuffix("،").removesuffix(",")  # «مختار القرية، | حازم البجاري»
    before = apposed[max((apposed.rfind(c) + 1 for c in ".\n؛;:،,»"), default=0) :]
    after = text[named.end : named.end + AROUND]
    found = named
    offices = [t for t in tokens(before) if t.sense("offices", "people")]
    if offices:
        first = text.rfind(before, 0, named.start) + offices[0].start
        found = read(text, Span(first, named.end)) or named
    elif after[:1] in ("،", ","):
        words = tokens(after[: max(0, after.find(after[0], 1)) or AROUND])
        if words and sense_at([t for t in words if t.form not in ("the", "a", "an")] or words, 0, "offices", "people"):
            found = read(text, Span(named.start, named.end + words[-1].end)) or named
    if found.shape != "person" or found.name != named.name:
        return named
    return replace(named, heads=found.heads, content=found.content, country=found.country, honoured=found.honoured)


def _dispatch(m: Mention) -> Named:
    """The reading of a mention, by its first word that is known; the order of the questions is the grammar."""
    first = m.words[0]
    noise = nouns().noise
    if len(m.words) == 1 and first.form in noise["pronouns"]:
        return m.made("pronoun", "anonymous", definite=True, bare=True)
    if first.form in noise["ours"] and first.raw != "US":
        return m.made("ours", "outlet", definite=True)
    if found := known_outlet(m):
        return found
    if has_joint(m.words):
        return m.made("joint", "group", content=content(m.words))
    return _named(m, head(m) or "") or _described(m, head(m) or "")


def _named(m: Mention, noun: str) -> Named | None:
    """A source with a name of its own. `noun`: its head noun, "table:concept", or nothing."""
    latin = not m.words[0].arabic
    found = None
    if noun.startswith("titles:") or (latin and paper(m)):
        found = outlet(m)
    elif noun == "press:reporter":
        found = reporter(m)
    if found:
        return found
    if noun.startswith("statements:") and len(m.words) > 2 and not m.words[1].preposition:
        told = replace(m, words=m.words[1:])
        if (spoke := person(told)) and spoke.heads and len(spoke.name) > 1:
            return spoke  # «شهادة الناجي فلان»
    if noun.startswith(("statements:", "documents:")):
        return document(m, noun)
    if latin:
        return body_introduced(m) or person(m) or outlet(m) or body_in_english(m) or place(m)
    if noun.startswith("bodies:"):
        return body(m, m.words)
    return place(m) or person(m)


def _described(m: Mention, noun: str) -> Named:
    """A source that is told by an office or a description only."""
    if noun.startswith("offices:"):
        return holder(m)
    return unnamed(m) if noun else _other(m)


def head(m: Mention) -> str | None:
    """The concept of the head noun with its table, counts and articles passed over."""
    words = [t for t in m.words[:8] if t.form not in ("the", "a", "an", "this", "that")]
    if not words:
        return None
    if words[0].arabic:
        found = sense_at(words, 0, *TABLES)
        if found and found[0].table == "counts" and len(words) > 1:
            found = sense_at(words, 1, *TABLES) or found
        if found and found[0].table == "titles" and is_body(words):
            found = sense_at(words, 0, "bodies")
        return f"{found[0].table}:{found[0].concept}" if found else None
    phrase = noun_phrase(words)
    of = next((n for n, t in enumerate(phrase) if t.form in ("of", "for")), len(phrase))
    phrase = phrase[:of] or phrase
    for n in range(len(phrase) - 1, -1, -1):
        if phrase[n].form == "station" and n and phrase[n - 1].sense("titles"):
            continue  # "the radio station Cedar"
        if not phrase[n].possessed and (found := sense_at(phrase, n, *TABLES[:-2])):
            return f"{found[0].table}:{found[0].concept}"
    found = sense_at(phrase, 0, "counts") if phrase else None
    return f"counts:{found[0].concept}" if found else None


def _other(m: Mention) -> Named:
    """Neither name nor noun that is known."""
    words = m.words
    first = words[0]
    small = ("of", "the", "and", "for", *nouns().noise["particles"])
    if all(t.quoted for t in words) or (
        len(words) <= 6 and not first.arabic and all(t.capital or t.form in small for t in words)
    ):
        return m.made("name", "organization", name=name_words(words), shown=m.shown(words))
    if first.quoted and len(words) > 1 and all(t.quoted or (t.definite and nation(t)) for t in words):
        name = [t for t in words if t.quoted]  # «أطلس سبور» المغربية
        country = country_of(words[len(name) :])
        return m.made("name", "organization", name=name_words(name), shown=m.shown(name), country=country)
    if len(words) == 1 and first.arabic and first.definite and not nation(first):
        return m.made("person", "person", name=name_words(words), shown=m.shown(words), definite=True)
    ministry = first.sense("terms")
    if first.definite and ministry and ministry.concept in _MINISTRIES and first.arabic:
        return m.made(
            "body", "organization", segments(words)[0], heads=frozenset({"bodies:ministry"}),
            content=content(words) | {"ministry"}, country=country_of(words), definite=True,
        )  # fmt: skip
    if not first.arabic and first.form not in ("the", "it", "this") and not all(t.capital for t in words):
        return unnamed(m)
    if code := country_of(words[:1]):
        return m.made("unnamed", "group", country=code, traits=traits(words) | {f"of:{code}"})
    return m.made("words", "anonymous", segments(words)[0], content=content(words), traits=traits(words))
