"""The language of a text: "ar", "en", another's ISO 639-1 code, or "und" where it cannot be told.

The script is looked at first; only what it leaves open goes to py3langid (Lui and Baldwin, "langid.py", ACL 2012),
restricted to languages that an Arabic or English newsroom meets, for with all of its languages short texts stray.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

_CANDIDATES = (
    "ar", "en", "fa", "ur", "ps", "ku", "ug", "he", "fr", "de", "es", "it", "pt", "nl", "tr", "ru", "uk", "el", "sv",
    "no", "da", "fi", "pl", "cs", "ro", "hu", "id", "ms", "sw", "so", "hi", "bn", "zh", "ja", "ko", "vi", "hy", "az",
    "mt", "sq",
)  # fmt: skip
_SAMPLE = 4_000
_ENGLISH = frozenset((
    "the", "of", "and", "to", "in", "that", "is", "was", "for", "on", "with", "said", "he", "by", "at", "it", "as",
    "from", "be", "has",
))  # fmt: skip
_TOGETHER = frozenset(("the", "of", "and"))
"""Stand together in no other language: then fewer do. Who need not ask py3langid saves half a second, once."""
_NOT_ARABIC = frozenset("پچژگکیەۆێڕڵڤټډړږښګڼۍېےںہھٹڈڑۇۈۋ")  # letters of Persian, Kurdish, Pashto, Urdu, Uyghur


def language_of(text: str) -> str:
    """The language that most of a text is in."""
    sample = text[:_SAMPLE]
    count = {c: n for c, n in Counter(sample).items() if c.isalpha()}
    letters = sum(count.values())
    if not letters:
        return "und"
    arabic = sum(n for c, n in count.items() if "\u0600" <= c <= "\u06ff" or "\ufb50" <= c <= "\ufefc")
    latin = sum(n for c, n in count.items() if c < "\u0250")
    if arabic > 0.5 * letters:
        foreign = sum(count.get(c, 0) for c in _NOT_ARABIC)
        if foreign <= 0.01 * arabic:
            return "ar"
        return _classified(sample)
    if latin > 0.9 * letters:
        tokens = sample.lower().split()
        share = 0.12 if _TOGETHER.issubset(tokens) else 0.2
        if sum(t in _ENGLISH for t in tokens) > share * len(tokens) and "the" in tokens:
            return "en"
    if latin > 0.5 * letters or arabic + latin < 0.5 * letters:
        return _classified(sample)
    return "und"


def _classified(sample: str) -> str:
    language, _ = _identifier().classify(sample)
    return str(language)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(identifier.labels)
    identifier.set_languages([code for code in _CANDIDATES if code in known])
    return identifier
