"""An encoder that encodes each text once, ever: what it made is kept (riwaya.encoder.keep) and read again."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

import numpy as np

from .keep import Keep, bare, keep
from .weights import Floats


class Vectors(Protocol):
    """What turns texts into vectors."""

    name: str

    def vectors(self, texts: Sequence[str]) -> Floats: ...


class Kept:
    """An encoder with a memory on disk, for all stages and processes alike; `inner` does the work, `package` is where
    its weights come from and `how` in what way it counts: another version or way is another encoder."""

    def __init__(self, inner: Vectors, package: str, kept: Keep | None = None, how: str = "") -> None:
        self.inner, self.package, self.kept, self.how = inner, package, kept or keep(), how
        self.name = inner.name

    @property
    def mark(self) -> str:
        """The encoder and its version, as its work is kept under."""
        try:
            return " ".join(filter(None, (self.inner.name, version(self.package), self.how)))
        except PackageNotFoundError:
            return self.inner.name

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, one row a text; each distinct text is encoded once and never again while it is kept."""
        distinct = sorted(set(texts))
        if not distinct:
            return self.inner.vectors([])
        mark = self.mark
        found = self.kept.vectors(mark, distinct)
        new = [t for t in distinct if t not in found]
        if new:
            made = dict(zip(new, self.inner.vectors(new), strict=True))
            self.kept.put(mark, {t: bare(v) for t, v in made.items()})
            found |= made
        return np.array([found[t] for t in texts], np.float32)
