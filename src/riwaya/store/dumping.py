"""All of a store as one portable file, and back."""

from __future__ import annotations

from pathlib import Path

from riwaya.store.engine import Database


def dump(database: Database, path: Path) -> int:
    """Write a store to a file."""
    raise NotImplementedError


def load(database: Database, path: Path) -> int:
    """Read a store from a file."""
    raise NotImplementedError
