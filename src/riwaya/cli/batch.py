"""`riwaya batch`: archives of any size to stories, traces and tables."""

from __future__ import annotations

import argparse
import sys

from riwaya.cli.plumbing import FINE, SOME_SKIPPED, Stop, input_options, mapping_of, meter_for, tell

TYPE_CHECKING = False  # as in typing, which `--help` has no need to load
if TYPE_CHECKING:
    from riwaya.cli.plumbing import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    batch = commands.add_parser(
        "batch", help="trace every story in archives of any size, with several workers",
        description="Read web archives, JSON lines, Parquet or pages by the million, sort them into stories, trace "
        "every story that more than one report tells, and write tables and traces. A run that ended goes on.",
    )
    batch.add_argument("paths", nargs="+", metavar="INPUT",
                       help="a file (.warc, .jsonl, .parquet, a page, .gz of them), a folder, s3://…, or -")
    batch.add_argument("-o", "--output", metavar="FOLDER", required=True, help="where tables and traces go")
    batch.add_argument("--runner", choices=("auto", "plain", "native", "ray"), default="auto",
                       help="plain: one process; native: Daft on this machine; ray: Daft on Ray (RAY_ADDRESS). "
                       "auto: native where Daft is installed and more than one worker is wanted")
    batch.add_argument("--workers", type=int, metavar="N", help="how many processes (default: one a core)")
    batch.add_argument("--part", type=int, default=500, metavar="N",
                       help="reports of one piece of reading (%(default)s)")
    batch.add_argument("--exact", action="store_true",
                       help="let the encoder count in float32, as `riwaya trace` does, and not in eight bits, which "
                       "takes half its time")
    batch.add_argument("--no-owners", action="store_true",
                       help="count outlets of one owner apart, where each speaks in its own voice")
    batch.add_argument("--quiet", action="store_true", help="no progress and no line for what could not be read")
    input_options(batch)
    batch.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Do the command; gives the exit code."""
    from riwaya.batch import EngineError, LedgerError
    from riwaya.batch import run as run_batch
    from riwaya.batch.engine import default_workers, installed, keep_nothing

    for name in ("workers", "part"):
        if (getattr(arguments, name) or 1) < 1:
            raise Stop(f"--{name} must be at least 1")
    workers = arguments.workers or default_workers()
    runner = arguments.runner
    if runner == "auto":
        runner = "native" if workers > 1 and installed() else "plain"
    keep_nothing()
    meter = meter_for(arguments)
    try:
        found = run_batch(arguments.paths, arguments.output, mapping=mapping_of(arguments),
                          merge_owners=not arguments.no_owners, runner=runner, workers=workers, part=arguments.part,
                          products="float32" if arguments.exact else None, progress=meter)  # fmt: skip
    except (EngineError, LedgerError) as error:
        raise Stop(str(error)) from None
    finally:
        meter.close()
    tell(found.problems, arguments)
    if found.met > len(found.problems) and not arguments.quiet:
        print(f"riwaya: {found.met - len(found.problems)} more: {arguments.output}/problems.jsonl", file=sys.stderr)
    if not found.reports:
        raise Stop("nothing could be read")
    print(f"{found.reports} reports in {found.stories} stories, {found.traced} of them traced, "
          f"in {found.seconds:.0f} s: {arguments.output}")
    return SOME_SKIPPED if arguments.strict and found.skipped else FINE
