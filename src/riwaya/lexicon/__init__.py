"""Lexicons: words and names as data, checked when they are read. Each loader stands beside its file or in its stage."""

from riwaya.lexicon.entries import OutletEntry
from riwaya.lexicon.outlets import (
    OutletHit,
    by_domain,
    by_name,
    find_agencies,
    find_outlets,
    outlets,
)

__all__ = ["OutletEntry", "OutletHit", "by_domain", "by_name", "find_agencies", "find_outlets", "outlets"]
