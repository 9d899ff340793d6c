"""What one more report costs a story that was traced before: `python bench/store_trace.py [--sizes 10 40 100]`.

A made story of so many reports is put into a store and traced; one more report comes and it is traced again. Beside it
the same reports are traced in a new store where nothing is known. Each is a process of its own with an empty cache of
encodings; the model is loaded before, by a story of another kind. Processor time is told. Ends with 1 where the two
traces are not the same, byte for byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import made
from process import ROOT

sys.path.insert(0, str(Path(ROOT) / "tests"))

WARM = "قال مدير المدرسة إن البناء الجديد يفتح غدا.\nوأضاف أن الصفوف كثيرة.\nThe head said the roof “was ready”."


def measured(size: int, anew: bool) -> dict[str, float | str]:
    """The last trace of a story, in this process: seconds, seconds of its reading, and a digest of it."""
    import riwaya.store.grouping
    from riwaya import tracing
    from riwaya.intake import read
    from riwaya.store import Store
    from riwaya.store.packing import pack
    from stores import OneStory

    riwaya.store.grouping.Stream = OneStory  # type: ignore[attr-defined]
    reading = [0.0]
    statements_of = tracing.statements_of

    def timed(*given, **named):  # type: ignore[no-untyped-def]
        began = time.process_time()
        found = statements_of(*given, **named)
        reading[0] += time.process_time() - began
        return found

    with tempfile.TemporaryDirectory() as folder, Store.open(f"{folder}/trace.db") as store:
        os.environ["RIWAYA_CACHE"] = folder
        reports = [replace(r, origin="made") for r in read([made.written(size + 1, Path(folder))]).reports]
        store.add(replace(reports[0], id="other", text=WARM), b"other")
        store.trace("another")
        for report in reports if anew else reports[:-1]:
            store.add(report, report.id.encode())
        if not anew:
            store.trace("bakery")
            store.add(reports[-1], reports[-1].id.encode())
        tracing.statements_of = timed
        began = time.process_time()
        trace = store.trace("bakery")
        took = time.process_time() - began
    return {"took": took, "reading": reading[0], "digest": hashlib.sha256(pack(trace)).hexdigest()}


def main() -> int:
    """Each size, anew and with one more."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10, 40, 100])
    parser.add_argument("--measure", choices=("anew", "more"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measured(asked.sizes[0], asked.measure == "anew")))
        return 0
    same = True
    for size in asked.sizes:
        anew, more = (
            json.loads(subprocess.run(
                [sys.executable, __file__, "--sizes", str(size), "--measure", which],
                check=True, capture_output=True, text=True,
            ).stdout.splitlines()[-1]) for which in ("anew", "more")
        )  # fmt: skip
        same &= anew["digest"] == more["digest"]
        print(f"{size} reports and one more: {more['took']:.2f} s ({more['reading']:.2f} of them reading it) beside "
              f"{anew['took']:.1f} s anew ({anew['reading']:.1f}): 1/{anew['took'] / more['took']:.0f}; "
              f"{'the same trace' if anew['digest'] == more['digest'] else 'ANOTHER TRACE'}", flush=True)  # fmt: skip
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
