"""Kills a watch at random moments, again and again, on one store, and sees what is left: `python bench/watch_kill.py`.

Each watch is a program (`riwaya watch --once`) that reads a server on loopback; it is killed (SIGKILL) a random while
after one of the lines that it writes. After each kill the store opens and is whole, nothing that the watch said it kept
is lost, nothing is there twice, no page was asked for again but the one in flight, and no alert stands twice in the
file. In the end one may finish: all pages are there, and all alerts that were found went out. Ends with 1 otherwise.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from served import served
from watch_killed import killed


def main() -> int:
    """Kill, look, go on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100, help="kills (%(default)s)")
    parser.add_argument("--each", type=int, default=20, help="kills on one store (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (%(default)s)")
    asked = parser.parse_args()
    done = 0
    while done < asked.times:
        with tempfile.TemporaryDirectory() as folder, served() as site:
            found = killed(Path(folder), site, min(asked.each, asked.times - done), asked.seed + done)
            done += found.kills
            where = ", ".join(f"{n} {stage}" for stage, n in sorted(found.stages.items()))
            print(f"{done} kills ({where}); {len(found.said)} pages and {len(found.delivered())} alerts told, "
                  f"{len(found.wrong)} wrong", flush=True)  # fmt: skip
            if found.wrong:
                print("\n".join(found.wrong[:20]))
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
