"""English quotation marks that are also something else: two apostrophes for a double mark (''so''), and British single
marks (‘so’, 'so'), told from apostrophes (the crews' pay, o'clock, the '90s, ’tis) and given as double marks; marks
printed the wrong way round, or before the label of a turn."""

from __future__ import annotations

import re

from riwaya.attribution.edges import quoted_runs

LONGEST = 1500  #: code points between two single marks; what runs on further is no quotation
_SINGLES = "‘’'`"
_DOUBLED = re.compile(r"(?<!')''(?!')|‘‘|’’|``")
_OPENS = re.compile(r"(?:(?<=[\s(\[—–:/\u2026-])|(?<=^))[‘'](?=[^\s‘’'])", re.MULTILINE)
_ELIDED = re.compile(r"[‘'](?:\d0s|tis|twas|em|til|till|cause|cos|bout|round|n|neath)\b", re.IGNORECASE)
_CLOSES = re.compile(r"(?<=\S)[’'](?!\w)")
_AFTER = re.compile(r"(?:[\s,.;:!?)\]—–\u2026-]|$)")
_STOP = frozenset(",.?!…—–-;:)")
_STRAIGHT_OPENS = re.compile(r"(?:(?<=[\s(\[—–-])|(?<=^))\"(?=[^\s\"”])")
_TURNED = re.compile(r"^”(?=[A-Za-z\u00c0-\u024f])(?=[^“\n]*”)", re.MULTILINE)
""""”We go.” ― Dana Hale": a closing mark printed where the words open."""
_LABELLED = re.compile(r"^[“\"](?=[A-Z][A-Z.’'-]{2,}(?: [A-Z][A-Z.’'-]+){0,3}: )", re.MULTILINE)
""""“HALE: The quay is shut.”: a mark before a transcript's label opens nothing that closes."""
_ARABIC = re.compile(r"[\u0600-\u06ff]")


def doubled(text: str) -> str:
    """The text with such marks as double ones, as long as before, so that every place in it stays the same. Arabic
    paragraphs stay as they are."""
    if "”" in text or '"' in text or "“" in text:
        text = _LABELLED.sub(" ", _TURNED.sub("“", text))
    mixed = '"' in text and ("“" in text or "”" in text)
    if not mixed and not any(c in text for c in _SINGLES):
        return text
    lines = text.split("\n")
    return "\n".join(t if _ARABIC.search(t) else _singles(_DOUBLED.sub(_double, _curled(t))) for t in lines)


def _curled(line: str) -> str:
    """A paragraph in which straight and curly double marks stand mixed (“so") with curly ones alone, where the blanks
    around a straight one tell which it is."""
    if '"' not in line or not ("“" in line or "”" in line):
        return line
    return _STRAIGHT_OPENS.sub("“", line).replace('"', "”")


def _double(m: re.Match[str]) -> str:
    """Two marks as one and a space on its outer side."""
    before = m.string[m.start() - 1 : m.start()]
    after = m.string[m.end() : m.end() + 1]
    opens = (not before or before.isspace() or before in "([—–-") and bool(after.strip())
    return " “" if opens else "” "


def _singles(line: str) -> str:
    """One paragraph with its pairs of single marks outside double ones as double marks. Looks at each place once."""
    if not _OPENS.search(line):
        return line
    taken = quoted_runs(line)
    signs = list(line)
    at, q = 0, 0
    closes = [m.start() for m in _CLOSES.finditer(line) if _AFTER.match(line, m.end())]
    n = 0
    for m in _OPENS.finditer(line):
        start = m.start()
        while q < len(taken) and taken[q].end <= start:
            q += 1
        if start < at or _ELIDED.match(line, start) or (q < len(taken) and taken[q].start <= start):
            continue
        while n < len(closes) and closes[n] <= start + 1:
            n += 1
        end = _closing(line, start, closes, n)
        if end is not None:
            signs[start], signs[end] = "“", "”"
            at = end
    return "".join(signs)


def _closing(line: str, start: int, closes: list[int], first: int) -> int | None:
    """Where a single mark closes: the first place that looks like it; behind an "s" ("the crews' pay") a later one is
    looked for first."""
    same = "’" if line[start] == "‘" else "'"
    maybe = None
    for k in closes[first : first + 12]:
        if k - start > LONGEST:
            break
        if line[k] != same:
            continue
        if maybe is not None and _OPENS.search(line, maybe + 1, k):
            return maybe  # another opens in between
        owner = line[k - 1] in "sS" and line[k + 1 : k + 2] == " " and line[k + 2 : k + 3].islower()
        if line[k - 1] in _STOP or not owner:
            return k
        maybe = maybe or k
    return maybe
