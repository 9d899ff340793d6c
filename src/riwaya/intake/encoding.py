"""Bytes to text: what a page declares is tried, what its letters say decides.

Arabic pages of the last thirty years come as UTF-8, windows-1256 or ISO 8859-6, and the charset they declare is often
wrong. A wrong table still gives letters, but not words: the reading in which the commonest Arabic (or English) words
stand is the right one.
"""

from __future__ import annotations

import re

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)
_BINARY = (
    (b"%PDF-", "a PDF"), (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP or Office file"), (b"\xd0\xcf\x11\xe0", "an old Office file"), (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"RIFF", "a media file"), (b"OggS", "a media file"),
    (b"ID3", "a media file"), (b"SQLite format 3", "a database"), (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
)  # fmt: skip
_SAMPLE = 200_000
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_COMMON = re.compile(
    r"(?<!\w)(?:في|فى|من|على|إلى|أن|إن|التي|الذي|عن|مع|هذا|كان|قال|بعد|the|of|and|to|in|is|that|for|was|on)(?!\w)"
)
_NAMES = {
    "windows-1256": "cp1256", "x-cp1256": "cp1256", "iso-8859-6-i": "iso8859_6", "asmo-708": "iso8859_6",
    "arabic": "iso8859_6", "windows-1252": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "us-ascii": "cp1252", "ascii": "cp1252",
}  # fmt: skip
# What English and West European pages, and Arabic ones, come in; only these are tried where none is declared.
_TRIED = ("cp1256", "iso8859_6", "cp1252")


class NotText(ValueError):
    """The bytes are no text, or no encoding gives words; the message says which."""


def decode(data: bytes) -> str:
    """The text of a page. Raises NotText for binary data and unknown encodings."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                return data.decode(name, errors="replace")
    for mark, what in _BINARY:
        if data.startswith(mark):
            raise NotText(f"{what}, not text")
    head = data[:_SAMPLE]
    if (zeros := head.count(0)) > 0:
        wide = _utf16_without_mark(head, zeros)
        if wide is None:
            raise NotText("binary, not text")
        return data.decode(wide, errors="replace")
    if len(_CONTROL.findall(head[:4096])) > 0.02 * len(head[:4096]):
        raise NotText("binary, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return _by_words(data, declared(data))


def declared(data: bytes) -> str | None:
    """The charset that a page names in its first 4,096 bytes, as Python calls it, or None."""
    import codecs

    for m in _DECLARED.finditer(data[:4096]):
        name = m[1].decode("ascii").lower()
        try:
            return codecs.lookup(_NAMES.get(name, name)).name
        except LookupError:
            continue
    return None


def _utf16_without_mark(head: bytes, zeros: int) -> str | None:
    """UTF-16 without its mark has its zeros (of spaces and Latin letters) all on even or all on odd places."""
    even = head[0::2].count(0)
    if zeros < 0.02 * len(head) or min(even, zeros - even) > 0.05 * zeros:
        return None
    name = "utf-16-be" if even > zeros - even else "utf-16-le"
    return name if len(_COMMON.findall(head[: len(head) // 2 * 2].decode(name, errors="replace"))) >= 2 else None


def _by_words(data: bytes, named: str | None) -> str:
    sample = data[:_SAMPLE]
    repaired = sample.decode("utf-8", errors="replace")
    broken, foreign = repaired.count("\ufffd"), sum(c > "\x7f" for c in repaired)
    if broken <= max(2, 0.02 * foreign):  # UTF-8 with a few bytes broken, as truncated or glued pages have
        return data.decode("utf-8", errors="replace")
    names = ([named] if named and not named.startswith("utf") else []) + [n for n in _TRIED if n != named]
    scores = [
        (len(_COMMON.findall(sample.decode(n, errors="replace"))) + 0.5 * (n == named), -i) for i, n in enumerate(names)
    ]
    best, place = max(scores)
    if best < 2:
        if named:
            try:
                return data.decode(named)  # of a language whose words are not asked for here
            except UnicodeDecodeError:
                pass
        raise NotText("unknown encoding: neither UTF-8, UTF-16, windows-1256 nor ISO-8859-6 gives words")
    return data.decode(names[-place], errors="replace")
