"""What a run has done so far, on disk: so that a run that ended anywhere goes on, and nothing is done twice.

    OUT/run.json                  what the run is of: inputs, options, version
    OUT/steps/plan.json           the parts of the input
    OUT/steps/input/              files unpacked because they could not be entered in the middle
    OUT/steps/read/               the reports of each part, what the steps between need of them, and the problems met
    OUT/steps/journal/            which report a worker is at, while it is
    OUT/steps/ids.sqlite          the id of every report in the run
    OUT/steps/stories.sqlite      the story of every report, and the shelf of every story
    OUT/steps/turns/              the reports of each two days, and which of them are near which (where there are many)
    OUT/steps/bundles/            the reports that one worker groups, and the stories found in them
    OUT/steps/shelves/            the reports of the stories that one piece of tracing takes
    OUT/TABLE/NNNNNN.parquet      the rows of a piece, one folder a table
    OUT/traces/NNNNNN.jsonl       riwaya.trace/1, one story a line

A file is written under another name and moved: it is there whole or not at all, and being there means done.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

DEADLY = 2
"""How often a worker may die at the same report before the report is set aside."""


FORM = 3  #: of what lies between the steps: a run that began with another does not go on


class LedgerError(RuntimeError):
    """The folder holds another run, or cannot be written; the message says which, in one line."""


def fingerprint(paths: Sequence[str], told: Mapping[str, Any]) -> dict[str, Any]:
    """What a run is of: the inputs with sizes and times, and everything told that changes its result."""
    inputs = []
    for name in sorted({str(p) for p in paths}):
        path = Path(name)
        if path.is_dir():
            inside = sorted(f for f in path.rglob("*") if f.is_file())
            digest = hashlib.sha256()
            for f in inside:
                stat = f.stat()
                digest.update(f"{f.relative_to(path)}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode("utf-8", "replace"))
            inputs.append([str(path.resolve()), len(inside), digest.hexdigest()[:16]])
        elif path.is_file():
            inputs.append([str(path.resolve()), path.stat().st_size, str(path.stat().st_mtime_ns)])
        else:
            inputs.append([name, 0, ""])
    return {"inputs": inputs, "form": FORM, **told}


def begin(out: Path, run: Mapping[str, Any]) -> None:
    """Take the folder for a run, or go on with the same one. Raises LedgerError where another run's results lie."""
    path = out / "run.json"
    try:
        out.mkdir(parents=True, exist_ok=True)
        if path.exists():
            held = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(held, dict) and held.get("form") != run.get("form"):
                raise LedgerError(f"{out}: begun by another version of riwaya, which goes on otherwise; choose another "
                                  "folder or empty it")  # fmt: skip
            if held != json.loads(json.dumps(run)):
                raise LedgerError(f"{out}: holds a run of other inputs or options; choose another folder or empty it")
        elif any(out.iterdir()):
            raise LedgerError(f"{out}: not empty and no run of riwaya")
        else:
            whole(path, json.dumps(run, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise LedgerError(f"{out}: {(error.strerror or type(error).__name__).lower()}") from error
    except ValueError as error:
        raise LedgerError(f"{path}: damaged; empty the folder to begin anew") from error


def whole(path: Path, text: str) -> None:
    """Write a text file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


class Journal:
    """Which report of a piece is being worked on, and at which ones a worker died before.

    The number is written before the work and the file removed after the piece: a file that is there names the report at
    which a process ended. Pieces are worked on by one worker at a time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._deaths: dict[str, int] = {}
        if path.exists():
            kept, _, last = path.read_text(encoding="utf-8").partition("\n")
            try:
                self._deaths = json.loads(kept or "{}")
            except ValueError:
                self._deaths = {}
            if last.strip():
                self._deaths[last.strip()] = self._deaths.get(last.strip(), 0) + 1
        self._file = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o644)
        head = (json.dumps(self._deaths) + "\n").encode()
        self._at = os.pwrite(self._file, head, 0)

    def deadly(self, number: int) -> bool:
        """Whether workers died at this report too often."""
        return self._deaths.get(str(number), 0) >= DEADLY

    def at(self, number: int) -> None:
        """The report of this number is worked on from now on."""
        os.pwrite(self._file, f"{number:<12}".encode(), self._at)

    def done(self) -> None:
        """The piece is done."""
        os.close(self._file)
        self._path.unlink(missing_ok=True)
