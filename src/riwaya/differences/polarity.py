"""A denial against what it denies, and a negation that one of two tellings has."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.differences import opposites
from riwaya.differences.lexicon import bare, denies, matches, wording
from riwaya.differences.numbers import Found
from riwaya.differences.opposites import PAUSES
from riwaya.differences.roots import root, shared_stems
from riwaya.differences.telling import Telling
from riwaya.language.text import Word
from riwaya.model import Span

_EMPTY = frozenset(("the", "been", "have", "yet", "longer", "any", "was", "were", "had", "has", "that",
                    "علي", "الي", "عن", "في", "من", "مع", "ان", "انه", "انها", "انهم", "بعد", "قبل"))


def denial(a: Telling, b: Telling) -> Found | None:
    """The conflict between a denial and the claim that it denies, if this is one."""
    if a.refused == b.refused:
        return None
    denied, other = (a, b) if a.refused else (b, a)
    no = _negated_through(other)
    if no != (_negated_through(denied) or (no and bool(denied.negations))):  # who denies that nothing is amiss says yes
        return None
    if a.origin == b.origin and other.negations:  # "denied any death"; "found no death": one source says no twice
        return None
    if _negates_it_too(other, denied):
        return None
    figure = _one_figure(denied, other)
    if figure is False:  # it may well be right
        return None
    if any(f.conflict for f in opposites.compare(a, b)):  # who denies the one may hold the other
        return None
    if denies(other.text, _REPORTED):  # «وفي بيان مقتضب نفت …»: the outlet tells of a denial
        return None
    opening = other.words[min(_OPENS, len(other.words) - 1)].start if other.words else 0
    refusing = any(s.start <= opening for s in matches(other.line, wording().implicit))
    if refusing and not figure:  # «رفض …», "declined to": no as well
        return None
    why = f"denied by its source («{denied.cue.strip()[:40]}»), asserted in the other"
    return Found("polarity", _whole(a), _whole(b), True, why, 0.9)


def _negates_it_too(other: Telling, denied: Telling) -> bool:
    """Whether the other negates the very thing that is denied («نفى توقيع العقد», «العقد لم يوقَّع»)."""
    mine = {root(f) for forms in denied.line.forms for f in forms if len(f) > _SHORTEST}
    for negation in _verbal(other):
        after = [i for i, w in enumerate(other.words) if w.start >= negation.end][:_GOVERNS]
        if any(root(f) in mine for i in after for f in other.line.forms[i] if len(f) > _SHORTEST):
            return True
    return False


_GOVERNS, _SHORTEST = 2, 3  # words after a negation that it governs, and letters of one that tells something


def _one_figure(denied: Telling, other: Telling) -> bool | None:
    """Whether the figure that is denied («إلغاء 50 طلبية») is one that the other gives; None where either has none."""
    mine, theirs = ([q for q in t.quantities if q.dimension != "time" and q.value > 1] for t in (denied, other))
    return any(x.overlaps(y) for x in mine for y in theirs) if mine and theirs else None


_REPORTED = 9  # words among which an outlet's report of a denial has its verb
_OPENS = 2  # words before the one that says what is done, at most


def compare(a: Telling, b: Telling) -> Iterator[Found]:
    """A negation that one has, the surest found: of a word that the other has bare, or, where the other negates nothing
    at all, by what the words around it share."""
    alike = shared_stems(a, b)
    found: list[Found] = []
    for x, y, swap, negation in [(a, b, False, n) for n in _turning(a)] + [(b, a, True, n) for n in _turning(b)]:
        after = _negated(x, negation)
        if _undone_later(x, negation, _ENDS):
            continue
        match = _bare_match(after, y) if after else None
        if "weighing" in y.hedges and "weighing" not in x.hedges and not x.future:  # who weighs it has not done it
            continue
        if after is not None and match is not None and _noun_negation(x, negation) and _verbal(y):
            continue
        if after is not None and match is not None and (
                _turned_too(match, y) or (_told_too(after, x) and _turned_elsewhere(match, y))):
            continue
        if after is not None and match is not None and not _near_negation(match, y) and not _withheld(match, y):
            spans = (Span(negation.start, after.end), Span(match.start, match.end))
            first, second = spans[::-1] if swap else spans
            found.append(Found("polarity", first, second, True, "negated in one, not in the other", 0.4 + 0.4 * alike))
            break
    for x, y, swap in ((a, b, False), (b, a, True)):
        alone = _negated_alone(x, y, alike)
        if alone is not None:
            span, sure = alone
            why = "one negates, nothing in the other does"
            found.append(Found("polarity", None if swap else span, span if swap else None, True, why, sure))
            break
    if found:
        yield max(found, key=lambda f: f.sure)


def _negated(t: Telling, negation: Span) -> Word | None:
    """The word that a negation turns round: the next one, in English past what only helps it ("has not yet been")."""
    after = [w for w in t.words if w.start >= negation.end][:_HELPERS]
    return next((w for w in after if w.form not in _HELPING), None)


_HELPERS = 4
_HELPING = frozenset(("one", "has", "have", "had", "been", "be", "was", "were", "is", "are", "yet", "ever", "any",
                      "to", "يكن", "تكن", "يكونوا", "يكون", "تكون"))


def _told_too(negated: Word, t: Telling) -> bool:
    """Whether a telling has the word that it negates another time, bare («لغير الحاصلين على شهادة وللحاصلين عليها»)."""
    return any(not _right_after_no(w, t) for w in _again(negated, t))


def _turned_elsewhere(match: Word, t: Telling) -> bool:
    """Whether a telling that has the word bare negates it another time."""
    return any(_right_after_no(w, t) for w in _again(match, t))


def _again(word: Word, t: Telling) -> list[Word]:
    return [w for w in t.words if w.start != word.start and root(w.form) == root(word.form)]


def _turned_too(match: Word, t: Telling) -> bool:
    """Whether a telling negates the word too («لا يتجاوزون عشرة», «اللا محدود»)."""
    return _right_after_no(match, t) and not _undone_later(t, Span(match.start, match.end), _EXCEPT)


def _right_after_no(word: Word, t: Telling) -> bool:
    near = next((w.form for w in reversed(t.words) if w.end <= word.start), "")
    return near in _NOT or near.removeprefix("ال") in _NOT


_NOT = frozenset(("لا", "ولا", "لم", "ولم", "لن", "ولن", "غير", "لغير", "وغير", "ولغير", "بغير", "بلا", "عدم", "اللا",
                  "not", "no", "never"))


def _noun_negation(t: Telling, negation: Span) -> bool:
    return negation.of(t.text).lower() == "no"


def _withheld(word: Word, t: Telling) -> bool:
    """Whether a word that says no by itself stands right before («منعت عرض», "refused to sign")."""
    near = matches(t.line, wording().implicit)
    return any(0 <= word.start - n.end <= _RIGHT_AFTER for n in near)


_RIGHT_AFTER = 8  # characters: "to the"


def _verbal(t: Telling) -> list[Span]:
    """Negations of what is said."""
    return [n for n in t.negations if any(f in _VERBAL for f in bare(n.of(t.text).lower()))]


def _negating(t: Telling, of: Word) -> bool:
    """Whether anything in a telling negates; «غير مباشر» is an adjective's own, unless it is what the other telling
    negates («لا تخضع لرقابة», «غير خاضعة لها»)."""
    for negation in t.negations:
        i = next(i for i, w in enumerate(t.words) if w.start >= negation.start)
        without = t.words[i].form != _UN or (i and t.words[i - 1].form in ("من", "ب"))
        if without or any(_kin(w.form, of.form) for w in t.words[i + 1 : i + 2]):
            return True
    return False


def _kin(one: str, other: str) -> bool:
    """Whether two Arabic words share their consonants («خاضعة», «تخضع»)."""
    x, y = ("".join(c for c in root(form) if c not in _WEAK) for form in (one, other))
    return len(x) >= _BONES and x == y


_WEAK = "اويىةهءئؤ"
_BONES = 3  # consonants of a root
_UN = "غير"


def _turning(t: Telling) -> list[Span]:
    """Negations that turn round the word behind them: of what is said, and of a quality or an event («غير صالحة»,
    «عدم وقوع»)."""
    return [n for n in t.negations if any(f in _VERBAL or f in _NOMINAL for f in bare(n.of(t.text).lower()))]


_NOMINAL = frozenset(("غير", "عدم"))


def _governing(t: Telling) -> list[Span]:
    """Negations that turn what is told as a whole: near its beginning, in no relative clause («طاحون لا عمال فيه»,
    "a mill that has no wheel") and no contrast at its end («، وليس في القرية», "for its place, not its wheel")."""
    found = []
    for negation in _verbal(t):
        i = next(i for i, w in enumerate(t.words) if w.start >= negation.start)
        near = t.words[max(0, i - _RELATIVE) : i]
        apart = t.text[t.words[i - 1].end : negation.start].strip() if i else ""
        noun = bool(_OF_NOUNS & set(bare(negation.of(t.text).lower())))
        if noun and any(f in _OF_LINK for forms in t.line.forms[i + 1 : i + 2] for f in forms):  # «لا علاقة له»
            noun = False
        if i > (_EARLY_NOUN if noun else _EARLY) or any(w.form in _RELATIVES for w in near) or apart[-1:] in PAUSES:
            continue
        found.append(negation)
    return found


_EARLY, _EARLY_NOUN = 7, 2  # words before a negation that may turn the whole, a verb's or a noun's («لا عمال»)
_RELATIVE = 3  # words before a negation among which a relative pronoun opens a clause of its own
_RELATIVES = frozenset(("الذي", "التي", "الذين", "اللذين", "اللواتي", "who", "which", "whose", "where",
                        "whom", "but", "بل", "لكن"))
_OF_LINK = frozenset(("علاقه", "صله", "دليل", "ادله", "صحه", "نيه", "علم", "وجود", "اثر", "link", "evidence", "sign",
                      "plans", "plan", "intention", "knowledge", "trace", "connection"))
_OF_NOUNS = frozenset(("لا", "no", "ليس", "ليست"))


def _negated_alone(x: Telling, y: Telling, alike: float) -> tuple[Span, float] | None:
    """(negation and the word it stands at, how sure) where x negates and y neither negates nor says so otherwise."""
    negations = _governing(x)
    if "weighing" in y.hedges and "weighing" not in x.hedges and not x.future:
        return None
    if not negations or y.refused or matches(y.line, wording().implicit):
        return None
    negation = negations[0]
    after = [i for i, w in enumerate(x.words) if w.start >= negation.end]
    if not after or _negating(y, x.words[after[0]]):
        return None
    wanted = root(x.words[after[0]].form)
    if any(root(w.form) == wanted and _turned_too(w, y) for w in y.words):
        return None
    if _undone_later(x, negation, _EXCEPT):
        return None
    span = Span(negation.start, x.words[after[0]].end)
    longest = max(len(x.words), len(y.words))
    if x.report.language != y.report.language:
        return (span, 0.55) if longest <= _BRIEF else None
    roots = {root(w.form) for w in y.words}
    near = sum(root(x.words[i].form) in roots for i in after[:_REACH] if len(x.words[i].form) > 2)
    if longest <= _SHORT and near:
        return span, 0.6 + 0.2 * alike
    return (span, 0.6) if near > 1 and alike >= _MOSTLY else None


def _undone_later(t: Telling, negation: Span, ends: frozenset[str]) -> bool:
    """Whether one of some words after a negation sets it an end ("not … before": after it)."""
    after = (i for i, w in enumerate(t.words) if w.start >= negation.end)
    return any(not ends.isdisjoint(t.line.forms[i]) and not _neither(t, i) for i in after)


_ENDS = frozenset(("قبل", "حتي", "until", "before", "unless"))


def _neither(t: Telling, i: int) -> bool:
    """Whether a word is negated itself («لا قبل الضربة ولا بعدها», "neither before nor after")."""
    return i > 0 and any(f in _NEITHER for f in t.line.forms[i - 1])


_NEITHER = frozenset(("لا", "ولا", "neither", "nor", "not"))
_EXCEPT = frozenset(("سوي", "الا", "غير", "قبل", "حتي", "ما", "until", "before", "unless", "except", "only", "but"))
_REACH = 5  # words after a negation that it may govern
_BRIEF, _SHORT = 16, 20  # words of tellings in which a negation most likely is of the whole
_MOSTLY = 0.6  # stems shared from which on long tellings are taken for parallel


_VERBAL = frozenset(("لا", "لم", "لن", "ليس", "ليست", "not", "never", "didn't", "wasn't", "isn't", "doesn't", "don't",
                     "won't", "hasn't", "haven't", "hadn't", "weren't", "aren't", "cannot", "can't", "no",
                     "nothing", "nobody", "none", "neither"))
"""Negations of what is said; «دون» or "without" negate a circumstance."""


def _negated_through(t: Telling) -> bool:
    """A denial of a negation («نفت عدم ...») or a content that negates, whatever in it: both may say no."""
    second = t.words[1].end if len(t.words) > 1 else 0
    return bool(_governing(t)) or (bool(t.negations) and t.negations[0].start <= second)


def _bare_match(word: Word, other: Telling) -> Word | None:
    """The other telling's word of the same root, as far as a light stem can tell."""
    wanted = root(word.form)
    if len(wanted) < 3 or word.form in _EMPTY:
        return None
    return next((w for w in other.words if root(w.form) == wanted and not w.form.startswith("ال")), None)


def _near_negation(word: Word, t: Telling) -> bool:
    return any(0 <= word.start - n.end <= 20 for n in t.negations)


def _whole(t: Telling) -> Span:
    return Span(0, len(t.text))
