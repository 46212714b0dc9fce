"""What a check and a compile cost beside reading and parsing the same files with ast-grep alone.

    python tests/benchmarks/compile_speed.py [--rounds N] [ENDPOINTS ...]

Whole processes, in turn (parse, check, compile, parse ...), each pinned to one core where the
system can; time is CPU seconds, user and system, and memory the peak of the process, both as the
operating system counts them. Files lie below TMPDIR: a folder in memory (`TMPDIR=/dev/shm`) leaves
the disk out of the figures. Figures are medians; a ratio is the median of the paired ratios to parsing alone, interpreter start included.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROUTES = 10
PARSE = """
import sys
from pathlib import Path
from ast_grep_py import SgRoot
for path in sorted(Path(sys.argv[1]).rglob("*.py")):
    SgRoot(path.read_text(encoding="utf-8"), "python").root()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One process: CPU seconds and peak memory in MiB."""

    seconds: float
    memory: float


def main() -> int:
    """Print one row for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("endpoints", nargs="*", type=int, default=[10, 100, 1000])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(
        "endpoints  routes  parse s  check s  ratio  compile s  ratio"
        "  parse MiB  compile MiB  ms a route"
    )
    with tempfile.TemporaryDirectory() as scratch:
        for endpoints in options.endpoints:
            source = Path(scratch, f"src{endpoints}")
            write_project(source, endpoints)
            print(
                row(endpoints, *measure(source, Path(scratch, "out"), options.rounds)), flush=True
            )
    return 0


def measure(source: Path, out: Path, rounds: int) -> tuple[list[Cost], list[Cost], list[Cost]]:
    """Run all commands in turn, after one uncounted run of each, always into an empty folder."""
    parses: list[Cost] = []
    checks: list[Cost] = []
    compiles: list[Cost] = []
    for _ in range(rounds + 1):
        parses.append(run([sys.executable, "-c", PARSE, str(source)]))
        checks.append(run([sys.executable, "-m", "flashc", "check", str(source), "-q"]))
        shutil.rmtree(out, ignore_errors=True)
        compiles.append(run([sys.executable, "-m", "flashc", str(source), "-o", str(out), "-q"]))
    return parses[1:], checks[1:], compiles[1:]


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end; a failure ends the benchmark."""
    child = os.fork()
    if child == 0:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        os.execv(command[0], list(command))  # noqa: S606 - our own interpreter
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Cost(seconds=usage.ru_utime + usage.ru_stime, memory=usage.ru_maxrss / 1024)


def row(endpoints: int, parses: list[Cost], checks: list[Cost], compiles: list[Cost]) -> str:
    """Lay out one line of the table."""
    parse, check, compile_ = (
        statistics.median(cost.seconds for cost in costs) for costs in (parses, checks, compiles)
    )
    of_check, of_compile = (
        statistics.median(
            one.seconds / other.seconds for one, other in zip(costs, parses, strict=True)
        )
        for costs in (checks, compiles)
    )
    memory = [statistics.median(cost.memory for cost in costs) for costs in (parses, compiles)]
    per_route = 1000 * compile_ / (endpoints * ROUTES)
    return (
        f"{endpoints:9}  {endpoints * ROUTES:6}  {parse:7.2f}  {check:7.2f}  {of_check:5.1f}"
        f"  {compile_:9.2f}  {of_compile:5.1f}"
        f"  {memory[0]:9.0f}  {memory[1]:11.0f}  {per_route:10.2f}"
    )


def write_project(folder: Path, endpoints: int) -> None:
    """Write one module for each endpoint, with ten routes of the usual kinds."""
    folder.mkdir(parents=True)
    for number in range(endpoints):
        (folder / f"service_{number}.py").write_text(module(number), encoding="utf-8")


def module(number: int) -> str:
    """Give the text of one module."""
    head = (
        f'"""Stock of warehouse {number}."""\n\n'
        "from typing import Optional\n\n"
        "from tetra_rp import LoadBalancerSlsResource, remote\n\n"
        f'api = LoadBalancerSlsResource(name="warehouse-{number}", workersMax=3)\n'
        "STOCK: dict[int, dict] = {}\n"
    )
    return head + "".join(read(n) if n % 2 else write(n) for n in range(ROUTES))


def read(number: int) -> str:
    """Give one GET route."""
    return (
        f'\n\n@remote(api, method="GET", path="/shelf{number}/{{item_id}}")\n'
        f"def look_at_{number}(item_id: int, limit: int = 10, tag: Optional[str] = None):\n"
        f'    """Look at shelf {number}."""\n'
        "    found = STOCK.get(item_id, {})\n"
        "    if tag is not None:\n"
        '        found = {**found, "tag": tag}\n'
        '    return {"item": found, "limit": limit}\n'
    )


def write(number: int) -> str:
    """Give one POST route."""
    return (
        f'\n\n@remote(api, method="POST", path="/shelf{number}/{{item_id}}")\n'
        f"async def put_on_{number}(\n"
        "    item_id: int, name: str, price: float = 1.5, tags: Optional[list[str]] = None\n"
        "):\n"
        f'    """Put something on shelf {number}."""\n'
        '    item = {"name": name, "price": price, "tags": tags or []}\n'
        "    for key, value in item.items():\n"
        "        assert value is not None, key\n"
        "    return item\n"
    )


if __name__ == "__main__":
    sys.exit(main())
