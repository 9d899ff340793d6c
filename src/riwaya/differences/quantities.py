"""Numbers of a text as quantities: a figure with bounds and a unit.

"more than 40 families", «نحو أربعين عائلة», «ما لا يقل عن 40 في المئة», «عشرات», "£85m" and «مليونا و800 ألف دينار»
all become a `Quantity`, so that two tellings can be compared as what they count and not as strings.
The words are data: riwaya/lexicon/quantities.toml.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from riwaya.language.arabic import stem
from riwaya.language.text import Word, fold, words
from riwaya.model import Span

Hedge = Literal["exact", "about", "lower", "upper", "range", "vague"]

_NUMERAL = re.compile(r"^(\d[\d,.٫٬]*)(k|m|mn|bn|tn)?$")
_PREFIX = re.compile(r"^([وف]?[بلك]?(?:ال)?)(\d.*)$")
_SYMBOLS = "$£€"
_PERCENT = "%٪"
_DEAD = ("ميتا", "ميتي")  # two hundred with its hamza; without it, dead
_MAX_PHRASE = 4  # words in the longest phrase of the lexicon


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted or measured figure. Values are in the base unit of `dimension` (metres, seconds, litres, the currency
    itself); `low` and `high` bound what the words allow, `value` is the figure named."""

    span: Span  #: figure, bounds words and unit
    figure: Span  #: the figure alone, with its unit where one follows
    low: float
    value: float
    high: float
    hedge: Hedge = "exact"
    dimension: str | None = None  #: "percent", "USD", "length" …; None for a plain count
    nouns: tuple[str, ...] = ()  #: stems of what is counted, up to two

    def overlaps(self, other: Quantity) -> bool:
        """Whether some figure satisfies both, "about" reading as a tenth either way."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class _Lexicon:
    small: dict[str, float]
    scale: dict[str, float]
    fraction: dict[str, float]
    vague: dict[str, tuple[float, float]]
    dual: frozenset[str]
    before: dict[tuple[str, ...], Hedge]
    after: dict[tuple[str, ...], Hedge]
    units: dict[tuple[str, ...], tuple[str, float]]
    months: frozenset[str]


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


@cache
def _lexicon() -> _Lexicon:
    raw: dict[str, Any] = tomllib.loads((files("riwaya.lexicon") / "quantities.toml").read_text(encoding="utf8"))
    bounds = raw["bounds"]
    hedges: tuple[Hedge, ...] = ("about", "lower", "upper")
    return _Lexicon(
        small={fold(k): float(v) for k, v in raw["small"].items()},
        scale={fold(k): float(v) for k, v in raw["scale"].items()},
        fraction={fold(k): float(v) for k, v in raw["fraction"].items()},
        vague={fold(k): (float(v[0]), float(v[1])) for k, v in raw["vague"].items()},
        dual=frozenset(map(fold, raw["dual"]["stems"])),
        before={_phrase(p): hedge for hedge in hedges for p in bounds[hedge]},
        after={_phrase(p): hedge for hedge in hedges for p in bounds[f"{hedge}_after"]},
        units={_phrase(k): (str(v[0]), float(v[1])) for k, v in raw["units"].items()},
        months=frozenset(map(fold, raw["months"]["names"])),
    )


def _peel(form: str) -> list[tuple[str, bool]]:
    """The word as it stands and without its particles, each with whether «و» was one of them."""
    found = [(form, False)]
    match = _PREFIX.match(form)
    if match:
        return [(match[2], match[1].startswith("و"))]
    rest, joined = form, False
    if rest[:1] in ("و", "ف") and (len(rest) > 3 or rest[1:] == "لا"):
        rest, joined = rest[1:], rest[0] == "و"
        found.append((rest, joined))
    if rest[:1] in ("ب", "ل") and len(rest) > 3:
        rest = rest[1:]
        found.append((rest, joined))
    if rest.startswith("ال") and len(rest) > 4:
        found.append((rest[2:], joined))
    return found


def _number(text: str) -> float | None:
    """A numeral: thousands separators out; a lone comma or stop before exactly three digits parts thousands."""
    digits = text.replace("٬", ",").replace("٫", ".")
    if digits.count(".") > 1 or re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "") if digits.count(".") <= 1 else digits.replace(".", "")
    elif re.fullmatch(r"\d+,\d+", digits):
        digits = digits.replace(",", ".")
    try:
        return float(digits.replace(",", ""))
    except ValueError:
        return None


@dataclass(slots=True)
class _Read:
    """A number being read: what is summed, what is open, and where it ends (index after the last word)."""

    value: float
    end: int
    vague: tuple[float, float] | None = None
    dual_noun: str | None = None


def _read_number(ws: list[Word], i: int) -> _Read | None:
    """The number that starts at word i, if one does."""
    lex = _lexicon()
    total, current, seen = 0.0, 0.0, False
    last_small = 0.0
    digits = after_scale = False
    vague: tuple[float, float] | None = None
    at = i
    while at < len(ws):
        step = False
        for form, joined in _peel(ws[at].form):
            definite = ws[at].form != form and ws[at].form.removesuffix(form).endswith(("ال", "لل"))
            numeral = _NUMERAL.match(form)
            if numeral:
                n = _number(numeral[1])
                if n is None or (seen and not (joined and after_scale)):
                    break
                current, digits, seen, step = n, True, True, True
                if numeral[2]:
                    total, current, after_scale = total + current * lex.scale[numeral[2]], 0.0, True
            elif form in lex.scale and definite and after_scale:  # مليون ونصف المليون
                step = True
            elif form in lex.scale and (seen or form not in lex.vague):
                if seen and joined and not after_scale and current == 0:
                    break
                total += (current or 1.0) * lex.scale[form] if not (joined and seen) else current + lex.scale[form]
                current, seen, step, after_scale, digits, last_small = 0.0, True, True, True, False, 0.0
            elif form in lex.small and not (definite and form in ("اثنين", "احد")):
                n = lex.small[form]
                if not seen:
                    current, seen, step = n, True, True
                elif digits and not after_scale:
                    break
                elif n == 10 and 1 <= last_small <= 9 and not joined:  # a teen: خمسة عشر
                    current, step = current + 10, True
                elif n == 100 and 1 <= last_small <= 9 and not joined:  # three hundred, ثلاث مئة
                    current, step = current - last_small + last_small * 100, True
                elif n == 12 and form == "dozen":
                    current, step = current * 12, True
                elif (joined and last_small and (n < last_small or (last_small < 10 <= n < 100))) or (
                    after_scale and not current and (joined or form.isascii())
                ) or (form.isascii() and last_small >= 20 and n < last_small):
                    current, step = current + n, True
                else:
                    break
                last_small = n
            elif form in lex.fraction and not (definite and not seen) and (seen or _is_part(ws, at, form)):
                part = lex.fraction[form]
                if not seen:
                    current = part
                elif after_scale and joined:
                    total += part * (total if total in (1e3, 1e6, 1e9) else _scale_of(total))
                elif last_small and last_small < 10 and part < 0.6 and not joined:
                    current = current - last_small + last_small * part
                else:
                    break
                seen = step = True
            elif not seen and form in lex.vague and not definite:
                vague, seen, step = lex.vague[form], True, True
            else:
                continue
            break
        if not step and not seen and at + 1 < len(ws) and any(
            form in ("احد", "احدي") for form, _ in _peel(ws[at].form)
        ):
            after = ws[at + 1].form
            tens = lex.small.get(after[1:], 0.0) if after.startswith("و") else 0.0
            if after in ("عشر", "عشره") or 20 <= tens <= 90:  # أحد عشر, إحدى وخمسين
                current, seen, at = (11.0, True, at + 2) if not tens else (1.0 + tens, True, at + 2)
                last_small = 10.0
                continue
        if not step and seen and [w.form for w in ws[at : at + 3]] == ["and", "a", "half"]:
            current, at = current + 0.5, at + 3
            continue
        if not step and seen and ws[at].form == "and" and at + 1 < len(ws) and ws[at + 1].form in lex.small and (
            last_small == 100 or after_scale
        ):
            at += 1
            continue
        if not step:
            break
        at += 1
        if vague:
            if at < len(ws) and ws[at].form in lex.scale:  # عشرات الآلاف, dozens of thousands
                factor = lex.scale[ws[at].form]
                vague, at = (vague[0] * factor, vague[1] * factor), at + 1
            elif at < len(ws) and ws[at].form.removeprefix("ال") in lex.scale:
                factor = lex.scale[ws[at].form.removeprefix("ال")]
                vague, at = (vague[0] * factor, vague[1] * factor), at + 1
            break
    if seen:
        return _Read(total + current, at, vague)
    return _read_dual(ws, i)


def _is_part(ws: list[Word], at: int, form: str) -> bool:
    """"a third of" is a figure, "a third week" and "the first quarter" are not."""
    if form not in ("third", "quarter"):
        return True
    return ((at > 0 and ws[at - 1].form == "a") or (at + 1 < len(ws) and ws[at + 1].form == "of")) and not (
        at > 0 and ws[at - 1].form in ("first", "second", "last", "fourth")
    ) and not (at + 1 < len(ws) and form == "third" and ws[at - 1].form == "a" and ws[at + 1].form not in (
        "of", "more", "less", "fewer", "higher", "lower", "to"))


def _scale_of(total: float) -> float:
    return next((s for s in (1e12, 1e9, 1e6, 1e3) if total >= s), 1.0)


def _read_dual(ws: list[Word], i: int) -> _Read | None:
    """«قتيلان», «نفقي التفتيش»: a noun that counts by its ending."""
    lex = _lexicon()
    for form, _ in _peel(ws[i].form):
        for ending in ("ان", "ين", "ي") if _one_before(ws, i) else ("ان", "ين"):  # «أحد نفقي التفتيش»
            if form.endswith(ending) and form[: -len(ending)] in lex.dual:
                root = form[: -len(ending)]
                return _Read(2.0, i + 1, None, root[:-1] + "ه" if root.endswith("ت") else root)
    return None


def _one_before(ws: list[Word], i: int) -> bool:
    """Whether «أحد» or «إحدى» stands before word i."""
    return i > 0 and any(form in ("احد", "احدي") for form, _ in _peel(ws[i - 1].form))


def _one_of(ws: list[Word], i: int) -> int:
    """How many words before a two say that one of two is meant («أحد النفقين», "one of the two tunnels"); 0: none."""
    if _one_before(ws, i):
        return 1
    phrase = [w.form for w in ws[max(0, i - 3) : i]]
    if phrase[:2] == ["one", "of"] and phrase[2:] in (["the"], ["its"], ["their"], ["these"], ["those"]):
        return 3
    return 2 if phrase[-2:] == ["one", "of"] else 0


def _unit(ws: list[Word], at: int) -> tuple[tuple[str, float], int] | None:
    """The unit that starts at word `at`, longest phrase first, and the index after it."""
    lex = _lexicon()
    for n in range(min(3, len(ws) - at), 0, -1):
        phrase = tuple(w.form for w in ws[at : at + n])
        for key in (phrase, (phrase[0].removeprefix("ال"), *phrase[1:])):
            if key in lex.units:
                return lex.units[key], at + n
    return None


def _hedge_before(ws: list[Word], i: int) -> tuple[Hedge, int] | None:
    """The bounds phrase that ends where the number starts, and the index of its first word."""
    lex = _lexicon()
    for n in range(min(_MAX_PHRASE, i), 0, -1):
        phrase = [w.form for w in ws[i - n : i]]
        for first, _ in _peel(phrase[0]):
            hedge = lex.before.get((first, *phrase[1:]))
            if hedge:
                return hedge, i - n
    return None


def _verbal(ws: list[Word], i: int) -> bool:
    """Whether word i is a verb of bounds whose subject may stand between it and the figure («يقارب عمرها مئة عام»)."""
    return i >= 0 and any(f[:1] in ("ي", "ت") and (f,) in _lexicon().before for f, _ in _peel(ws[i].form))


def _hedge_after(ws: list[Word], at: int) -> tuple[Hedge, int] | None:
    lex = _lexicon()
    for n in range(min(_MAX_PHRASE, len(ws) - at), 0, -1):
        hedge = lex.after.get(tuple(w.form for w in ws[at : at + n]))
        if hedge:
            return hedge, at + n
    return None


_YEARS = frozenset(("عام", "سنه", "منذ", "في", "لعام", "موسم", "in", "since", "by", "until", "year",
                    "before", "after"))


def _year(ws: list[Word], i: int, read: _Read) -> bool:
    """A bare four-digit year, or a day beside the name of a month: a date, not a quantity."""
    lex = _lexicon()
    form = _peel(ws[i].form)[0][0]
    after = ws[read.end].form if read.end < len(ws) else ""
    before = ws[i - 1].form if i else ""
    if form.isdigit() and len(form) == 4 and 1300 <= int(form) <= 2100 and read.end == i + 1:
        led = any(f in _YEARS for f, _ in _peel(before)) or before in lex.months
        return _unit(ws, i + 1) is None and (led or not after)
    return form.isdigit() and int(form) <= 31 and (after in lex.months or (before in lex.months and before.isascii()))


def _nouns(ws: list[Word], at: int) -> tuple[str, ...]:
    return tuple(stem(w.form) for w in ws[at : at + 2])


def _bounded(value: float, hedge: Hedge) -> tuple[float, float]:
    if hedge == "lower":
        return value, math.inf
    if hedge == "upper":
        return 0.0, value
    if hedge == "about":
        return value * 0.9, value * 1.1
    return value, value


def find(text: str, *, skip: tuple[Span, ...] = ()) -> list[Quantity]:
    """All quantities of a text, in order. `skip`: spans that are something else (dates), whose numbers are left out."""
    ws = [w for w in words(text) if w.form not in _DEAD or "ئ" in text[w.start : w.end]]
    found: list[Quantity] = []
    i = 0
    while i < len(ws):
        read = _read_number(ws, i)
        if read is None or _year(ws, i, read) or any(s.start <= ws[i].start < s.end for s in skip):
            i = read.end if read and read.end > i else i + 1
            continue
        if ws[i].form == "one" and read.end < len(ws) and ws[read.end].form in ("of", "another", "day"):
            i += 1
            continue
        before = _one_of(ws, i) if read.value == 2 and read.vague is None else 0
        if before:
            read.value = 1.0
        quantity, i = _complete(text, ws, i - before, read)
        found.append(quantity)
    return _joined(text, found)


def _complete(text: str, ws: list[Word], i: int, read: _Read) -> tuple[Quantity, int]:
    """The quantity that a read number belongs to: unit, symbol, bounds and nouns around it."""
    lex = _lexicon()
    start, end, at = ws[i].start, ws[read.end - 1].end, read.end
    dimension, factor = None, 1.0
    if start and text[start - 1] in _SYMBOLS:
        start -= 1
        dimension = lex.units[(text[start],)][0]
    elif text[end : end + 1] in _PERCENT and text[end : end + 1]:
        end, dimension = end + 1, "percent"
    elif text[end : end + 2].strip() in _PERCENT and text[end : end + 2].strip():
        end, dimension = end + 2, "percent"
    elif read.dual_noun and (read.dual_noun,) in lex.units:
        dimension, factor = lex.units[(read.dual_noun,)]
    else:
        unit = _unit(ws, at)
        if unit is None and at < len(ws) and ws[at].form in ("of", "من"):
            unit = None
        if unit:
            (dimension, factor), at = unit
            end = ws[at - 1].end
    nouns = (stem(read.dual_noun),) if read.dual_noun else _nouns(ws, at)
    figure, span_start, span_end, hedge = Span(start, end), start, end, "exact"
    before = _hedge_before(ws, i) or (_hedge_before(ws, i - 1) if i and _verbal(ws, i - 2) else None)
    after = next((h for k in range(3) if (h := _hedge_after(ws, at + k))), None)
    if before:
        hedge, span_start = before[0], ws[before[1]].start
    elif after:
        hedge, at = after
        span_end = ws[at - 1].end
    if read.vague:
        low, high = read.vague
        value = low
        hedge = "vague"
        if before and before[0] == "lower":
            high = math.inf
    else:
        value = read.value
        low, high = _bounded(value, hedge)  # type: ignore[arg-type]
    return (
        Quantity(Span(span_start, span_end), figure, low * factor, value * factor, high * factor,
                 hedge, dimension, nouns),  # type: ignore[arg-type]
        max(at, i + 1),
    )


_CLOCK = re.compile(r"\b[0-2]?\d[:.][0-5]\d\b(?! ?(?:per|%|m|bn|مليون|مليار|ألف))")
_BETWEEN = ("بين", "between", "من", "from")


def _joined(text: str, found: list[Quantity]) -> list[Quantity]:
    """Two figures of one range made one: «بين 250 و300 لتر», "from 3 to 5", "10-12 days"."""
    out: list[Quantity] = []
    i = 0
    while i < len(found):
        a = found[i]
        b = found[i + 1] if i + 1 < len(found) else None
        if b is not None and b.span.start - a.span.end <= 6 and a.value < b.value:
            between = fold(text[a.span.end : b.span.start]).strip()
            lead = [w.form for w in words(text[max(0, a.span.start - 12) : a.span.start])][-1:]
            opened = bool(lead) and any(f in _BETWEEN for f, _ in _peel(lead[0]))
            joined = (opened and between in ("", "و", "and", "الي", "to")) or between in ("-", "–", "الي", "to")
            if joined and (a.dimension is None or a.dimension == b.dimension):
                scale = b.value / _plain(text, b) if a.dimension is None and b.dimension else 1.0
                out.append(Quantity(Span(a.span.start, b.span.end), Span(a.figure.start, b.figure.end),
                                    a.value * scale, b.value, b.value, "range", b.dimension, b.nouns))
                i += 2
                continue
        out.append(a)
        i += 1
    return out


def _plain(text: str, quantity: Quantity) -> float:
    """The figure without its unit: what a bare partner in the same range has to be multiplied with."""
    factor = next((f for d, f in _lexicon().units.values() if d == quantity.dimension), 1.0)
    ws = words(quantity.figure.of(text))
    read = _read_number(ws, 0) if ws else None
    if read is None or not read.value:
        return quantity.value / factor
    return read.value
