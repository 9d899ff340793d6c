"""Words of two tellings that are one word in another form."""

from __future__ import annotations

from riwaya.differences.telling import Telling
from riwaya.language.arabic import stem


def root(form: str) -> str:
    """A stem with the marks of person and tense off: يعتمد, اعتمدت and تعتمدها meet."""
    if form.isascii():
        return _english_root(form)
    base = stem(form.removesuffix("وا"))
    if base[:1] == "س" and base[1:2] in ("ي", "ت", "ن", "ا") and len(base) >= 5:  # the future: ستحضر
        base = base[1:]
    if base[:1] in ("ي", "ت", "ن", "ا") and len(base) >= 4:
        base = base[1:]
    if base[:1] == "ت" and len(base) >= 4:  # the fifth and sixth forms: تتبلغ, تراجع
        base = base[1:]
    return base.removesuffix("ت") if len(base) > 3 else base


def _english_root(form: str) -> str:
    """An English word without the endings of number, person and tense: "bullets", "signed", "signing"."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if form.endswith(ending) and len(form) - len(ending) >= _ROOT and not form.endswith("ss"):
            return form[: -len(ending)]
    return form


_ROOT = 3  # letters of the shortest English word that is left of one with an ending


def shared_stems(a: Telling, b: Telling) -> float:
    """How much of the shorter telling's vocabulary the other has, 0 to 1."""
    small = min(len(a.stems), len(b.stems))
    return len(a.stems & b.stems) / small if small else 0.0
