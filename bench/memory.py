"""How much memory the trace of a hundred reports holds at its peak."""

from __future__ import annotations

import tempfile
from pathlib import Path

from made import written
from process import Result, python

CALL = "import sys; sys.argv[0] = 'riwaya'; from riwaya.cli import main; sys.exit(main())"


def hundred(count: int = 100) -> Result:
    """Peak resident set of `riwaya trace` on one story of a hundred reports, in MB."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "trace.json"
        ran = python(CALL, "trace", str(written(count, Path(name))), "--format", "json", "-o", str(out))
        detail = f"{ran.seconds:.1f} s, {out.stat().st_size / 1e6:.1f} MB of JSON"
    return Result(f"peak memory, {count} reports", ran.peak, 600.0, " MB", detail)
