"""What English syntax settles about a reading: where the words said begin and end, and where the source and cue do.

The tagger finds that somebody says something; a comma before a speaker who stands last, an "according to" that opens or
closes its sentence, a clause that hangs on the one before are told by form. Each reading is looked at in its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.edges import CLOSING, OPENING, STRAIGHT, sentences, words_of
from riwaya.attribution.tagger import Reading
from riwaya.model import Span

SUBJECT = 90  #: code points of a speaker between a comma and the cue
SENTENCE = 1500  #: code points of a sentence that is looked at; a longer one stays as it was read

_HELPERS = (
    r"has|have|had|is|are|was|were|be|been|being|do|does|did|will|would|could|should|might|may|can|also|then|later|"
    r"once|since|still|now|even|just|only|often|again|first|never|not|repeatedly|reportedly|recently|already|long|"
    r"previously|publicly|privately|openly|quickly|immediately|clearly|explicitly|flatly|simply|\w+n[’']t|\w{3,}ly|"
    r"to|not|so|far"
)
_BEFORE_CUE = re.compile(rf"(?:(?<![\w’'])(?:{_HELPERS})[ \u00a0]+)+$")
_AFTER_SOURCE = re.compile(rf"(?:[ \u00a0]+(?:{_HELPERS}))+$")
_BEFORE_SOURCE = re.compile(
    r"^(?:(?:to|by|of|from|with|as|and|but|that|when|while|included|including)[ \u00a0]+)+(?=\S)"
)
_SAID_SELF = re.compile(
    r"(?P<who>\S.*?)\s+(?:said|says|added|adds|thought|thinks|believes?|wrote)\s+(?:he|she|they|it)$"
)
""""Hale said she" before "hoped": Hale."""
_DETERMINER = re.compile(r"\b(?:the|an?|his|her|its|their|our|two|three|four|one|some|many)[ \u00a0]$", re.IGNORECASE)
_STATEMENT = re.compile(r"(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s+(?:same\s+)?statement")
"""What is somebody's: whose words it holds may be read elsewhere."""
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_ADVERBIAL = re.compile(
    rf"(?:\s+(?:(?:late|early|earlier|later|last|this|on|in|at|of|during|after|before|to|from|with|via|through|about|"
    rf"again|today|yesterday|tomorrow|afterward|afterwards|recently|flatly|simply|{_DAYS})\b[^,;:“”\"]{{0,120}})"
    rf"|\s+(?:reporters|journalists|viewers|supporters|lawmakers|jurors|investors)\b[^,;:“”\"]{{0,60}})?\s*$"
)
"""What may stand between a cue and the end of its sentence where nothing said follows: when, where, to whom."""
_TIME = re.compile(
    rf"\s+(?:on\s+|late\s+|early\s+|last\s+|this\s+)?(?:{_DAYS}|week|month|year|morning|night|today|yesterday)"
    rf"(?:\s+(?:morning|afternoon|evening|night))?\s*"
)
_HANGS = re.compile(r"\s*,?\s*(?:which|who|whom|whose|where|because|since|if|unless|than|when|until|so|including)\b")
"""What goes on with the clause before it."""
_TURNS = re.compile(r"\s*[,;]?\s*(?:but|while|whereas|and|though|although|yet|adding|saying|noting|calling|citing)\b")
_ALSO_THAT = re.compile(r"\s*,?\s*(?:and|but|or|nor)\s+that\s+(?!(?:is|was|would|will|has|had|does|did)(?:n[’']t)?\b)")
_PARTICIPLE = re.compile(r"\s*(?:\w+ing|who|which|a|an|the|and|but|whose|in|on|at|during|after|before|as)\b")
_PRONOUNS = frozenset(
    {"he", "she", "they", "it", "we", "i", "you", "who", "which", "his", "her", "their", "its", "him", "them"}
)
_FIRST_PERSON = re.compile(rf"\b(?:I|we|you|We|You)(?:[’']\w+)?\s+(?:(?:{_HELPERS})\s+){{0,3}}(?:\w+\s+)?$")
_IMPERSONAL = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+\s+)?"
    r"(?:expected|believed|thought|supposed|said|understood)$"
)
_UNSAID = re.compile(r"\b(?:is|are|was|were)\s+said$")
_SEEMS = re.compile(r"(?:appear|seem|emerge|happen|transpire|turn)(?:s|ed)?\b")
""" "It appeared that": nobody says so."""
_FILED = re.compile(
    r"(?:reported|reporting)\s+from\s+[A-Z](?!.{0,50}\bthat\b)|contributed\s+(?:reporting|to\s+this\s+(?:report|story|article))\b"
)
"""A note of who filed the report: "Dana Hale reported from Velmouth"."""
_BEFORE_MAIN = re.compile(
    r"(?:^|[.!?]\s|\n)\s*(?:After|When|Once|Before|Because|Since|Although|Though|While)\s[^,.;:“”\"]{2,80}$"
)
"""A clause in front of the one that goes on: "After the pilots objected, the ferry was sold"."""
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]+(?:[ ,/]+[A-Z][\w.'’-]+){0,5}\s*(?:\([^()\n]{2,40}\)\s*)?|"
    r"[A-Z][\w .,'’-]{2,40}\([A-Z][^()\n]{1,40}\)\s*)"
    r"[-–—]{1,2}\s+(?=\S)"
)
_PLANNED = re.compile(r"according\s+to\s+(?:\w+\s+)?(?:plans?|schedule|custom|tradition|taste|need|size|rank|age)\b")
_NOUNS = re.compile(r"(?:states?|comments|remarks|notes?|press|permits|questions|back)\b")
_ACCORDING = re.compile(r"(?:according|per)\b", re.IGNORECASE)
_APPOSED = re.compile(r",\s+(?:a|an|the|who|which|whose|one)\s[^,]{3,80}(?=,)")
_POSSESSED = re.compile(r"(?:[’']s?|\b(?:the|an?|his|her|their|its|this))\s+(?:\w+\s+)?$", re.IGNORECASE)
"""What stands before a cue that is a noun: its content ends where the tagger saw it end ("the claim that … is old")."""
_QUOTED_FIRST = re.compile(r"(?P<said>[“\"][^“”\"]{12,600}[,?!][”\"])\s+[A-Z][^“”\"]{2,120}$")
"""A quotation and a speaker with an apposition before the cue: "…," Dana Hale, the mayor, told the board."""
_SAYS = re.compile(r"(?:said|says|say|saying|added|adds|noted|notes|argued|argues|insisted|believes?|thinks?)\b")
_SEPARATOR = re.compile(rf"[,?!—–-][{CLOSING}{STRAIGHT}’']?\s+|[{CLOSING}{STRAIGHT}]\s+")


def mend(text: str, found: Sequence[Reading]) -> list[Reading]:
    """Readings of one piece of text, edges set by the sentence they stand in. Arabic ones stay as they are."""
    starts = [_word_start(text, r.head) for r in found]
    latin = [r._replace(head=at) for r, at in zip(found, starts, strict=True) if text[at : at + 1] < "\u02ff"]
    if not latin:
        return list(found)
    found = latin + [r for r, at in zip(found, starts, strict=True) if text[at : at + 1] >= "\u02ff"]
    runs = sentences(text, Span(0, len(text)))
    heads = sorted(r.head for r in found)
    mended: list[Reading] = []
    for r in found:
        within = next((s for s in runs if s.start <= r.head < s.end), None)
        if r not in latin or within is None or within.end - within.start > SENTENCE:
            mended.append(r)
            continue
        if _nobody(text, r):
            continue
        r = _parts(text, r)
        dateline = _DATELINE.match(text, within.start)
        if dateline and dateline.end() < r.content.end and (dateline.end() <= r.head or r.content.start > r.head):
            within = Span(dateline.end(), within.end)
        mended.append(r._replace(content=_content(text, r, within, heads)))
    return _own_sentence(runs, mended)


def _own_sentence(runs: Sequence[Span], found: list[Reading]) -> list[Reading]:
    """Readings without those that claim, from another sentence, what a cue in its own sentence has for its content
    ("Clerks have complained they were never paid. That was what Hale said.")."""

    def where(at: int) -> int:
        return next((n for n, s in enumerate(runs) if s.start <= at < s.end), -1)

    here = [(where(r.head), where(r.content.start + 1), r) for r in found]
    return [
        r for head, said, r in here
        if head == said or not any(h == s == said and _same(k.content, r.content) for h, s, k in here)
    ]  # fmt: skip


def _same(a: Span, b: Span) -> bool:
    return min(a.end, b.end) - max(a.start, b.start) > 0.8 * max(a.end - a.start, b.end - b.start)


def plain(text: str, r: Reading) -> bool:
    """Whether what the rules read is plain enough to stand beside the tagger: a clause with "that", a quotation, or a
    bare "said" or "according to". (Arabic is: there a complementizer, a colon or a particle has been seen.)"""
    at = r.content.start
    if text[r.head : r.head + 1] >= "\u02ff" or text.startswith(("that ", *OPENING, *STRAIGHT), at):
        return True
    cue = text[r.cue[0].start : r.cue[0].end] if r.cue else ""
    return bool(re.search(r"\b(?:said|says|according)\b", cue, re.IGNORECASE)) and not text.startswith("nothing", at)


def _word_start(text: str, at: int) -> int:
    """The first sign of the word at or behind a place (a token may begin with the space before it)."""
    while at < len(text) - 1 and text[at].isspace():
        at += 1
    return at


def _nobody(text: str, r: Reading) -> bool:
    """Whether a cue tells of nobody's words: "I think" (the speaker's or the author's own), "is expected to" with no
    one who expects, a noun that looks like a verb ("several states"), a note by the desk."""
    before, after = text[max(0, r.head - 60) : r.head], text[r.head : r.head + 60]
    if _UNSAID.search(text[r.cue[0].start : r.cue[0].end] if r.cue else "") or _PLANNED.match(after):
        return True
    word = re.match(r"\w*", after)[0]  # type: ignore[index]
    if _FIRST_PERSON.search(f"{before}{word} "):
        return True
    if _IMPERSONAL.search(before + word) and re.match(r"\w+\s+to\b", after):
        return True
    if _SEEMS.match(after) and re.search(r"\b[Ii]t\s+(?:\w+ly\s+|also\s+)?$", before):
        return True
    if _FILED.match(after):
        return True
    if r.content.start > r.head and re.match(r"\w+,\s+(?![“\"])", after) and _BEFORE_MAIN.search(text[: r.head][-90:]):
        return True
    noun = _NOUNS.match(after)
    return bool(noun and not re.match(r"\s+that\b|\s*[:,]?\s*[“\"]", after[noun.end() :])) or bool(
        re.search(r"[Ee]ditor[’']?s[’']?\s+$", before)
    )


def _parts(text: str, r: Reading) -> Reading:
    """The cue with its auxiliaries, sources without them and with the bracket they open."""
    cues = [Span(min(_word_start(text, c.start), c.end), c.end) for c in r.cue]
    for n, c in enumerate(cues):
        if c.start <= r.head < c.end:
            m = _BEFORE_CUE.search(text[max(0, c.start - 60) : c.start])
            if m and not m[0].lower().startswith("to "):
                cues[n] = Span(c.start - len(m[0]), c.end)
    sources, anaphor = tuple(_source(text, s) for s in r.sources), r.anaphor
    if anaphor is not None:
        anaphor = _source(text, anaphor)
        named = text[anaphor.start : anaphor.end].lower() not in _PRONOUNS
        stands = any(0 <= c.start - anaphor.end <= 2 for c in cues)
        whose = bool(sources) and _STATEMENT.fullmatch(text, anaphor.start, anaphor.end)
        if named and stands and not whose and not any(_touch(c, x) for c in cues for x in sources):
            sources, anaphor = (anaphor,), None  # a noun at the cue is its subject, whoever was read elsewhere
    at = next((c.start for c in cues if c.start <= r.head < c.end), r.head)
    if not any(_touch(Span(at, r.head + 1), x) for x in (*sources, *([anaphor] if anaphor else []))):
        subject = _subject(text, at)
        if subject is not None:
            pronoun = text[subject.start : subject.end].lower() in _PRONOUNS
            pronoun = pronoun or (bool(sources) and bool(_STATEMENT.fullmatch(text, *subject)))
            sources, anaphor = (sources, subject) if pronoun else ((*sources[:-1], subject), None)
    if _ACCORDING.match(text, r.head):
        cut = [text.find(",", x.start, x.end) for x in sources]
        sources = tuple(Span(x.start, c) if c > x.start else x for x, c in zip(sources, cut, strict=True))
    return r._replace(cue=tuple(cues), sources=sources, anaphor=anaphor)


def _touch(a: Span, b: Span) -> bool:
    return a.start <= b.end + 1 and b.start <= a.end + 1


_CLAUSE_START = re.compile(
    r"[,;:—–(“”\"]\s*|\b(?:and|but|that|when|while|as|after|because|since|if|so|before|though|although|where|shortly)\s+"
)
_FRONT = re.compile(
    r"(?:In|On|At|During|After|Before|By|For|From|With|Last|Even|Recently|Yet|But|And|So|Still|Then|Now)\b"
)
_NOUN_PHRASE = re.compile(
    r"(?:[Tt]he|[Aa]n?|[Ss]ome|[Mm]any|[Ss]everal|[Mm]ost|[Oo]ther|[Aa]nother|[Oo]ne|[Tt]wo|[Tt]hree|[Hh]is|[Hh]er|[Ii]ts|"
    r"[Tt]heir)\s+(?:[\w’'.-]+\s+){1,7}$|(?:[A-Z][\w’'.-]*\s+){1,6}$|(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|who|which)\s+$"
)


def _subject(text: str, at: int) -> Span | None:
    """The noun phrase or pronoun that stands right before a cue as its subject, where form tells one."""
    start = max(0, at - SUBJECT)
    before = text[start:at]
    if not before or not before[-1].isspace():
        before = f"{before} "
    line = before.rfind("\n") + 1
    opened = max([line, *(m.end() for m in _CLAUSE_START.finditer(before))])
    phrase = before[opened:]
    if _FRONT.match(phrase):
        m = re.search(r"(?:(?:[A-Z][\w’'.-]*\s+){1,4}|(?:he|she|they|it)\s+)$", phrase[4:])
        return Span(start + opened + 4 + m.start(), start + opened + 4 + len(m[0].rstrip()) + m.start()) if m else None
    m = _NOUN_PHRASE.match(phrase)
    return Span(start + opened, start + opened + len(phrase.rstrip())) if m else None


def _source(text: str, span: Span) -> Span:
    start, end = words_of(span, text)
    m = _BEFORE_SOURCE.match(text[start:end])
    if m:
        start += len(m[0])
    m = _SAID_SELF.match(text[start:end])
    if m:
        end = start + m.end("who")
    m = _AFTER_SOURCE.search(text[start:end])
    if m and m.start() > 0:
        end = start + m.start()
    determiner = _DETERMINER.search(text[max(0, start - 8) : start])
    if determiner:
        start -= len(determiner[0])
    if text[end - 2 : end] in ("'s", "’s") and end - start > 3:
        end -= 2
    if text.count("(", start, end) > text.count(")", start, end) and text[end : end + 2].strip(".")[:1] == ")":
        end = text.index(")", end) + 1
    return Span(start, end) if end > start else span


def _content(text: str, r: Reading, s: Span, heads: Sequence[int]) -> Span:
    """Where the words said begin and end."""
    verb_end = r.head + len(re.match(r"[\w’'-]*", text[r.head : r.head + 40])[0])  # type: ignore[index]
    if _ACCORDING.match(text, r.head):
        return _according(text, r, s, verb_end)
    first = _QUOTED_FIRST.match(text, s.start, r.head)
    if first and r.content.start > r.head and text[verb_end - 3 : verb_end] != "ing":
        between = any(first.end("said") <= h < r.head for h in heads)
        if not between and not re.search(r"[“”\"]", text[r.head : r.content.end + 1]):
            return Span(*first.span("said"))
    gap = _separated(text[s.start : r.head], r, s)
    participle = text[verb_end - 3 : verb_end] == "ing"
    opened = text[max(0, r.content.start - 1)] in OPENING + STRAIGHT and text[s.start] not in OPENING + STRAIGHT
    if gap is not None and opened and any(s.start <= h < r.content.start for h in heads):
        s = Span(max(s.start, r.content.start - 1), s.end)  # somebody else speaks in front: what he says is his
    if gap is not None and r.content.start < r.head and (participle or r.content.end > verb_end + 3):
        return r.content if participle else Span(s.start, max(gap, r.content.end))
    if gap is not None:
        said = Span(s.start, gap)
        source_after = [x for x in r.sources if 0 <= x.start - verb_end <= 3]
        rest = text[max([verb_end, *(x.end for x in source_after)]) : s.end]
        if _ADVERBIAL.match(rest) and (r.content.start < r.head or not participle):
            return said
        comma = rest.find(",")
        goes_on = rest[comma + 1 :].lstrip() if comma >= 0 and _ADVERBIAL.match(rest[:comma]) else ""
        if goes_on and len(goes_on.split()) >= 3 and not _PARTICIPLE.match(goes_on):
            opened = text[s.start] in OPENING + STRAIGHT
            if not opened or goes_on[0] in OPENING + STRAIGHT:
                return s
        if r.content.start < r.head:
            return said
    if r.content.start < verb_end:
        return r.content
    return _forward(text, r, s, verb_end, heads)


def _separated(before: str, r: Reading, s: Span) -> int | None:
    """Where what is said ends, if it stands before the cue with a comma or a closing mark behind it; else None."""
    speaker = [x.start - s.start for x in r.sources if s.start < x.start and 0 <= r.head - x.end <= 2 + SUBJECT // 3]
    last = None
    for m in _SEPARATOR.finditer(before):
        if speaker and m.end() > speaker[0] + 1 and last is not None:
            break  # a comma of the speaker's own apposition
        last = m
    if last is None or (len(before) - last.end() > SUBJECT and not speaker) or last.start() < 8:
        return None
    subject = before[last.end() :]
    if re.match(r"(?:who|which|and|but|that|as|while|when)\b", subject):
        return None
    if r.content.start < r.head or last[0][0] in CLOSING + STRAIGHT or last[0][1:2] in tuple(CLOSING + STRAIGHT):
        return s.start + last.start() + len(last[0].rstrip())
    return None


def _according(text: str, r: Reading, s: Span, end: int) -> Span:
    """The content of an "according to" by where it stands."""
    opens = len(text[s.start : r.head].split()) <= 1
    comma = text.find(",", end, s.end)
    if opens and comma > 0:
        apposed = _APPOSED.match(text, comma, s.end)
        return Span((apposed.end() if apposed else comma) + 1, s.end)
    if text[s.start : r.head].rstrip().endswith((",", "”", '"')) or r.content.end <= r.head + 2:
        source = max((x.end for x in r.sources if x.start >= end and x.end <= s.end), default=end)
        rest = text[source : s.end]
        if "," not in rest or _PARTICIPLE.match(rest.lstrip(" ,")):
            return Span(s.start, len(text[: r.head].rstrip(" ,")))
        return s
    return r.content


def _forward(text: str, r: Reading, s: Span, verb_end: int, heads: Sequence[int]) -> Span:
    """A content behind its cue: from the cue on, where nothing but the one told or the time stands between; to the end
    of the clauses that hang on it."""
    start, end = r.content
    gap = text[verb_end:start]
    if start < s.end and gap.strip() and _SAYS.match(text, r.head) and not re.search(r"[,:“\"]|\bthat\b", gap):
        time = _TIME.match(text, verb_end, start)
        if not _ADVERBIAL.match(gap):
            start = time.end() if time else verb_end + 1
    if s.start <= end < s.end:
        rest = text[end : s.end]
        other = next((h for h in heads if h >= end and h < s.end), None)
        noun = _POSSESSED.search(text[max(0, r.head - 40) : r.head])
        clause = not noun and (_SAYS.match(text, r.head) or text.startswith("that ", start))
        hangs = ((clause and rest[:1].isspace()) or _HANGS.match(rest)) and not _TURNS.match(rest)
        also = start > r.head and _ALSO_THAT.match(rest.lstrip('”"'))
        if other is None and (hangs or also):
            end = s.end
    return Span(start, end)
