"""Numbers as words and digits write them, and the lexicon that reads them: riwaya/lexicon/quantities.toml.

«سبعة ونصف», «مليونا و800 ألف», "eleven point eight", "half a dozen" and «وثيقتين» all become a number and the place
where it ends; riwaya.differences.quantities adds unit, bounds and what is counted.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from riwaya.language.arabic import stem
from riwaya.language.text import Word, fold, words

Hedge = Literal["exact", "about", "lower", "upper", "range", "vague"]

_NUMERAL = re.compile(r"^(\d[\d,.٫٬]*)(k|m|mn|bn|tn|million|billion|trillion|c)?$")
_PREFIX = re.compile(r"^([وف]?[بلك]?(?:ال)?)(\d.*)$")
_MOST = 1e18  # a longer row of digits counts nothing (and hundreds of them would be no float any more)


@dataclass(frozen=True)
class Lexicon:
    """quantities.toml, folded."""

    small: dict[str, float]
    scale: dict[str, float]
    fraction: dict[str, float]
    vague: dict[str, tuple[float, float]]
    dual: frozenset[str]
    before: dict[tuple[str, ...], Hedge]
    after: dict[tuple[str, ...], Hedge]
    units: dict[tuple[str, ...], tuple[str, float]]
    months: frozenset[str]
    ordinals: dict[str, float]  #: «الخامسة», of «الخامسة عشرة»
    pronouns: frozenset[str]  #: words after which «واحد» counts nothing («طرف واحد»)
    changes: tuple[str, ...]  #: beginnings of words that lead from one figure to another


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    raw: dict[str, Any] = tomllib.loads((files("riwaya.lexicon") / "quantities.toml").read_text(encoding="utf8"))
    bounds = raw["bounds"]
    hedges: tuple[Hedge, ...] = ("about", "lower", "upper")
    return Lexicon(
        small={fold(k): float(v) for k, v in raw["small"].items()},
        scale={fold(k): float(v) for k, v in raw["scale"].items()},
        fraction={fold(k): float(v) for k, v in raw["fraction"].items()},
        vague={fold(k): (float(v[0]), float(v[1])) for k, v in raw["vague"].items()},
        dual=frozenset(map(fold, raw["dual"]["stems"])),
        before={_phrase(p): hedge for hedge in hedges for p in bounds[hedge]},
        after={_phrase(p): hedge for hedge in hedges for p in bounds[f"{hedge}_after"]},
        units={_phrase(k): (str(v[0]), float(v[1])) for k, v in raw["units"].items()},
        months=frozenset(map(fold, raw["months"]["names"])),
        ordinals={fold(k): float(v) for k, v in raw["ordinals"].items()},
        pronouns=frozenset(map(fold, raw["one"]["after"])),
        changes=tuple(map(fold, raw["change"]["starts"])),
    )


def peel(form: str) -> list[tuple[str, bool]]:
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
        value = float(digits.replace(",", ""))
    except ValueError:
        return None
    return value if value <= _MOST else None


@dataclass(slots=True)
class Read:
    """A number being read: what is summed, what is open, and where it ends (index after the last word)."""

    value: float
    end: int
    vague: tuple[float, float] | None = None
    dual_noun: str | None = None


_HALF_A_DOZEN = ((3, ["half", "a", "dozen"]), (2, ["half", "dozen"]), (2, ["نصف", "دزينه"]))
_PRONOUNS = ("اثنين", "احد", "واحد", "واحده")  # «الاثنين»: Monday; «الواحد»: each
_TWO_OF = ("الفا", "مليونا", "مليارا")  # right before a unit: two («مليونا دولار»)
_POINT = ("فاصل", "فاصله", "point")


def read_number(ws: list[Word], i: int) -> Read | None:
    """The number that starts at word i, if one does."""
    lex = lexicon()
    half = next((n for n, said in _HALF_A_DOZEN if [w.form for w in ws[i : i + n]] == said), 0)
    if half:
        return Read(6.0, i + half)
    total, current, seen = 0.0, 0.0, False
    last_small = 0.0
    digits = after_scale = False
    vague: tuple[float, float] | None = None
    at = i
    while at < len(ws):
        step = False
        for form, joined in peel(ws[at].form):
            definite = ws[at].form != form and ws[at].form.removesuffix(form).endswith(("ال", "لل"))
            numeral = _NUMERAL.match(form)
            if numeral:
                n = _number(numeral[1])
                if n is None or (seen and not (joined and after_scale)):
                    break
                current, digits, seen, step = n, True, True, True
                if numeral[2] and numeral[2] != "c":
                    total, current, after_scale = total + current * lex.scale[numeral[2]], 0.0, True
            elif form in _TWO_OF and not seen and at + 1 < len(ws) and (ws[at + 1].form,) in lex.units:
                current, total, seen, step, after_scale = 0.0, 2 * lex.scale[form], True, True, True
            elif form in lex.scale and after_scale and not joined and not current and lex.scale[form] > total > 0:
                total, step = total * lex.scale[form], True  # ألف مليون
            elif form in lex.scale and definite and after_scale:  # مليون ونصف المليون
                step = True
            elif form in lex.scale and (seen or form not in lex.vague):
                if seen and joined and not after_scale and current == 0:
                    break
                total += (current or 1.0) * lex.scale[form] if not (joined and seen) else current + lex.scale[form]
                current, seen, step, after_scale, digits, last_small = 0.0, True, True, True, False, 0.0
            elif form in lex.small and not (definite and form in _PRONOUNS):
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
                elif joined and last_small and not after_scale:  # سبعة ونصف
                    current += part
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
            form in ("احد", "احدي") for form, _ in peel(ws[at].form)
        ):
            after = ws[at + 1].form
            tens = lex.small.get(after[1:], 0.0) if after.startswith("و") else 0.0
            if after in ("عشر", "عشره") or 20 <= tens <= 90:  # أحد عشر, إحدى وخمسين
                current, seen, at = (11.0, True, at + 2) if not tens else (1.0 + tens, True, at + 2)
                last_small = 10.0
                continue
        if not step and seen and not vague and at < len(ws) and ws[at].form in _POINT:
            decimals = read_number(ws, at + 1) if at + 1 < len(ws) else None
            if decimals is not None and decimals.value == int(decimals.value) < 1000:
                tail = decimals.value / 10 ** len(str(int(decimals.value)))
                return Read(total + current + tail, decimals.end)
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
        return Read(total + current, at, vague)
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


_FEMININE = 6  # letters of the shortest word taken for a feminine dual by its ending
_NO_DUAL = ("ستان", "ستين", "بتين", "امتين", "اكتين", "اوتين", "اللتين", "اللتان", "لاتين", "وتين", "هاتين", "هاتان",
            "كلتين", "شتان", "تتان", "فلتان", "اخرتين", "مؤقتين", "لافتين", "متعنتين", "ملتفتين",
            "بهتان")
"""Endings of plurals and names that look like it: «باكستان», «صامتين», «بوتين»."""


def _read_dual(ws: list[Word], i: int) -> Read | None:
    """«قتيلان», «نفقي التفتيش»: a noun that counts by its ending. A feminine one always does («وثيقتين»)."""
    lex = lexicon()
    for form, _ in peel(ws[i].form):
        if len(form) >= _FEMININE and form.endswith(("تين", "تان")) and not form.endswith(_NO_DUAL):
            return Read(2.0, i + 1, None, form[:-3] + "ه")
        for ending in ("ان", "ين", "ي") if one_before(ws, i) else ("ان", "ين"):  # «أحد نفقي التفتيش»
            if form.endswith(ending) and form[: -len(ending)] in lex.dual:
                root = form[: -len(ending)]
                return Read(2.0, i + 1, None, root[:-1] + "ه" if root.endswith("ت") else root)
    return None


def one_before(ws: list[Word], i: int) -> bool:
    """Whether «أحد» or «إحدى» stands before word i."""
    return i > 0 and any(form in ("احد", "احدي") for form, _ in peel(ws[i - 1].form))


def unglued(text: str) -> list[Word]:
    """The words of a text; a number that was printed without the space to the particle before it or to the noun behind
    it is a word of its own («من350 ألف», «24منشأة»)."""
    found: list[Word] = []
    for w in words(text):
        m = _GLUED.fullmatch(text, w.start, w.end) if any(c.isdigit() for c in w.form) else None
        if m is None or (m[1] and fold(m[1]) not in _PARTICLES) or not (m[1] or m[3]):
            found.append(w)
        else:
            found += [Word(fold(m[k]), m.start(k), m.end(k)) for k in (1, 2, 3) if m[k]]
    return found


_GLUED = re.compile("([\u0621-\u064a]{2,})?(\\d[\\d.,٫٬]*)([\u0621-\u064a]{3,})?")
_PARTICLES = frozenset(map(fold, (
    "من", "في", "فى", "عن", "على", "إلى", "مع", "منهم", "منها", "بينهم", "بينها", "بها", "به", "فيها", "نحو", "حوالي",
    "قرابة", "بعد", "قبل", "خلال", "حتى", "عدد", "إصابة", "مقتل", "وفاة",
)))


def in_thousands(written: str, counted: str) -> bool:
    """Whether a stop parts the thousands of a figure: three digits behind it, and the stem of an Arabic noun that is
    counted in whole numbers («236.190 كيسا»; an index has «1.250 نقطة»)."""
    return bool(_THOUSANDS.fullmatch(written.lstrip("وبلفـ"))) and not counted.isascii() and counted not in _MEASURED


_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_MEASURED = frozenset(map(stem, map(fold, ("نقطة", "نقاط", "درجة", "درجات"))))
