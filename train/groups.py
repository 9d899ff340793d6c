"""Statements of the corpus with the claim of each: the groups of corpus/claims and the stories of corpus/stories."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


class Group(NamedTuple):
    """Statements that stand beside one another, as in a story."""

    file: str  #: folder and name, without ending: "stories/a"
    story: bool  #: several claims, as a story has, rather than one sentence and what was made of it
    texts: list[str]
    languages: list[str]
    claims: list[str]  #: of each statement


def files() -> list[Path]:
    """All files that hold such groups, in order of name."""
    return sorted(p for folder in ("claims", "stories") for p in (CORPUS / folder).glob("*.jsonl"))


def groups(paths: Iterable[Path]) -> Iterator[Group]:
    """Every group of the files, in order."""
    for path in paths:
        name = f"{path.parent.name}/{path.stem}"
        for line in path.read_text(encoding="utf8").splitlines():
            row = json.loads(line)
            yield _whole(name, row) if "claims" in row else _pairs(name, row)


def _whole(name: str, row: dict) -> Group:
    made = [(text, language, str(n)) for n, claim in enumerate(row["claims"]) for language, text in claim]
    texts, languages, claims = (list(part) for part in zip(*made, strict=True))
    return Group(name, True, texts, languages, claims)


def _pairs(name: str, row: dict) -> Group:
    """Statements of pairs that are marked `same` or `differs` are one claim."""
    home = {k: k for k in row["sentences"]}
    for a, b, label, _ in row["pairs"]:
        if label != "other":
            keep, drop = home[a], home[b]
            home = {k: keep if v == drop else v for k, v in home.items()}
    keys = sorted(row["sentences"])
    return Group(name, row["style"].startswith("story: "), [row["sentences"][k][1] for k in keys],
                 [row["sentences"][k][0] for k in keys], [home[k] for k in keys])
