"""How fast a compiled worker serves, beside the same routes written by hand.

    python tests/benchmarks/serving.py [--quick] [--rounds N] [--no-sdk] [--markdown]

One process each, the same server (uvicorn with httptools and uvloop), wrk with 16 connections
against 127.0.0.1, everything at its defaults, without access log and once more with one. The
servers take turns, a second each (five for the large result); a ratio is the median of the rounds'
own ratios. Processor time for a request is taken from the server's process, and says more than
rates do on a machine that is busy with other things.

Needs `wrk` (Debian: apt-get install wrk), and PyPI for the released SDK, which is installed into an
environment that is thrown away; `--no-sdk` leaves it out. Takes about half an hour; `--quick` takes
some minutes, and its figures are good for a look only.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from serving_measures import Figures, measure_loads, measure_logging, measure_starts
from serving_report import environment, full_table, judged, short_table
from serving_servers import ALONE, SDK, Program, prepare, prepare_sdk, server_alone


def main() -> int:
    """Measure, print where, what and which goals were missed."""
    options = arguments()
    if shutil.which("wrk") is None:
        raise SystemExit("this benchmark needs wrk (Debian: apt-get install wrk)")
    load_before = os.getloadavg()[0]
    figures = Figures()
    with tempfile.TemporaryDirectory() as scratch:
        programs = prepare(Path(scratch))
        if options.sdk:
            programs |= with_sdk(Path(scratch, "sdk"))
        measure_starts(programs, 5 if options.quick else options.rounds, figures)
        rounds = 3 if options.quick else options.rounds
        measure_loads({**programs, ALONE: server_alone()}, rounds, figures)
        measure_logging(programs, rounds, figures)
    said = ["\n".join(environment(load_before)), full_table(figures), "\n".join(judged(figures))]
    # With the README's table on standard output, the rest is still there to be read.
    print("\n\n".join(said), file=sys.stderr if options.markdown else sys.stdout)
    if options.markdown:
        print(short_table(figures))
    return 0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=25, help="rounds of each workload")
    parser.add_argument("--quick", action="store_true", help="three rounds, for a look only")
    parser.add_argument(
        "--no-sdk", dest="sdk", action="store_false", help="without the SDK, which PyPI provides"
    )
    parser.add_argument(
        "--markdown",
        action="store_true",
        help="print the README's table; the rest goes to standard error",
    )
    return parser.parse_args()


def with_sdk(environment_folder: Path) -> dict[str, Program]:
    """Return the released SDK's program, or nothing where it cannot be installed."""
    try:
        return {SDK: prepare_sdk(environment_folder)}
    except subprocess.CalledProcessError as error:
        print(f"without {SDK}: {error}", file=sys.stderr)
        return {}


if __name__ == "__main__":
    sys.exit(main())
