"""Arabic: prefixes written onto words, and a light stem for matching (never for display or for names)."""

from __future__ import annotations

from functools import lru_cache

_PREFIXES = ("وبال", "وكال", "فبال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")
_SUFFIXES = ("هما", "كما", "تها", "تهم", "ات", "ان", "ون", "ين", "ها", "هم", "هن", "نا", "يه", "ته", "تي", "ه", "ي")

_WORD = 32  # letters: no longer word is kept in memory


def without_particles(form: str) -> list[str]:
    """The folded word itself and what it may be without و ف ب ل ك written onto it, longest first."""
    found = [form]
    rest = form
    if len(rest) > 3 and rest[0] in "وف":
        rest = rest[1:]
        found.append(rest)
    if len(rest) > 3 and rest[0] in "بلك":
        rest = rest[1:]
        if rest.startswith("ل") and form[-len(rest) - 1] == "ل":  # لل is ل + ال
            rest = "ا" + rest
        found.append(rest)
    return found


def stem(form: str) -> str:
    """A light stem of a folded word, after Larkey, Ballesteros and Connell (2002), "light10": one prefix and
    suffixes stripped while three letters are left."""
    return _stem_once(form) if len(form) <= _WORD else _stem(form)


def _stem(form: str) -> str:
    for prefix in _PREFIXES:
        if form.startswith(prefix) and len(form) - len(prefix) >= 3:
            form = form[len(prefix) :]
            break
    else:
        if form[:1] in "وف" and len(form) >= 5:
            form = form[1:]
    for suffix in _SUFFIXES:
        if form.endswith(suffix) and len(form) - len(suffix) >= 3:
            form = form[: -len(suffix)]
            break
    return form


_stem_once = lru_cache(maxsize=1 << 16)(_stem)  # the words of news repeat
