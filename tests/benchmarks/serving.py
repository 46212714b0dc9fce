"""How fast a compiled worker serves, beside the same routes written by hand.

    python tests/benchmarks/serving.py [--rounds N] [--sdk]

One process each, the same server, wrk with 16 connections against 127.0.0.1, everything at its
defaults. The servers take turns, one second each (five for the large result, in fewer rounds); a
ratio is the median of the rounds' own ratios, so that a machine that is busy with something else
slows both sides of it. Needs `wrk`; `--sdk` needs PyPI.
"""

import argparse
import contextlib
import http.client
import math
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path(__file__).with_name("serving_programs")
CONNECTIONS = 16
STARTS = 15
PATIENCE_SECONDS = 30.0
POST = """\
wrk.method = "POST"
wrk.body = '{"name":"Ada","email":"ada@example.com","age":36}'
wrk.headers["content-type"] = "application/json"
"""
WORKLOADS = {
    "small JSON POST": ("/users", POST, 1),
    "GET, path and query": ("/users/5?limit=3", "", 1),
    "sync function": ("/sync/5?limit=3", "", 1),
    # FastAPI encodes what all connections want before the first of them is answered.
    "1 MB result": ("/large", "", 5),
}
OURS, FASTAPI, STARLETTE, SDK = "flashc", "FastAPI", "Starlette + pydantic", "runpod_flash"
SDK_REQUIREMENTS = ("runpod-flash==1.21.0", "httptools", "uvloop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A ratio that is wanted; rates and shares of memory or time alike."""

    what: str
    other: str
    ratio: float
    at_least: bool = True


GOALS = (
    Goal(what="small JSON POST", other=FASTAPI, ratio=3.0),
    Goal(what="small JSON POST", other=STARLETTE, ratio=1.1),
    Goal(what="GET, path and query", other=FASTAPI, ratio=3.0),
    Goal(what="GET, path and query", other=STARLETTE, ratio=1.1),
    Goal(what="sync function", other=FASTAPI, ratio=1.0),
    Goal(what="1 MB result", other=FASTAPI, ratio=20.0),
    Goal(what="99th percentile of POST, ms", other=STARLETTE, ratio=1.0, at_least=False),
    Goal(what="start to first /ping 200, s", other=FASTAPI, ratio=1.0, at_least=False),
    Goal(what="peak memory, MiB", other=FASTAPI, ratio=1.05, at_least=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A server's command line and where its modules are."""

    command: tuple[str, ...]
    path: str
    port: int
    python: str = sys.executable
    folder: str | None = None
    """Where it may write: the SDK leaves files in its working folder."""


Figures = dict[str, dict[str, list[float]]]
"""What was measured -> program -> one figure a round, in the same order for all programs."""


def main() -> int:
    """Measure, print the table, and name every goal that was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument(
        "--sdk", action="store_true", help="also the released SDK, which is installed from PyPI"
    )
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("this benchmark needs wrk (Debian: apt-get install wrk)")
    with tempfile.TemporaryDirectory() as scratch:
        programs = prepare(Path(scratch))
        if options.sdk:
            programs[SDK] = prepare_sdk(Path(scratch, "sdk"))
        figures = measure_starts(programs)
        figures.update(measure_rates(programs, Path(scratch), options.rounds))
    print(table(figures))
    print("\n".join(missed(figures)) or "\nevery goal is met")
    return 0


def prepare(scratch: Path) -> dict[str, Program]:
    """Compile the program, and say how each server is started."""
    source, out = scratch / "src", scratch / "out"
    source.mkdir()
    shutil.copy(PROGRAMS / "source.py", source / "users.py")
    subprocess.run([sys.executable, "-m", "flashc", str(source), "-o", str(out), "-q"], check=True)
    by_hand = str(PROGRAMS)
    return {
        OURS: Program(
            command=("-m", "bench_worker"), path=str(out / "bench/src"), port=free_port()
        ),
        FASTAPI: Program(command=("-m", "with_fastapi"), path=by_hand, port=free_port()),
        STARLETTE: Program(command=("-m", "with_starlette"), path=by_hand, port=free_port()),
    }


def prepare_sdk(environment: Path) -> Program:
    """Install the released SDK into an environment that is thrown away."""
    python = str(environment / "bin/python")
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", *SDK_REQUIREMENTS], check=True)
    command = ("-m", "with_runpod_flash")
    return Program(
        command=command,
        path=str(PROGRAMS),
        port=free_port(),
        python=python,
        folder=str(environment),
    )


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextlib.contextmanager
def running(program: Program) -> Iterator[tuple["subprocess.Popen[bytes]", float]]:
    """Start a server; give it and the seconds until its first healthy answer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FLASH_")}
    address = {"HOST": "127.0.0.1", "PORT": str(program.port)}
    began = time.monotonic()
    process = subprocess.Popen(
        [program.python, *program.command],
        env={**kept, **address, "PYTHONPATH": program.path},
        stderr=subprocess.DEVNULL,
        cwd=program.folder,
    )
    try:
        while not is_healthy(program.port):
            if process.poll() is not None or time.monotonic() - began > PATIENCE_SECONDS:
                raise SystemExit(f"{' '.join(program.command)} does not start")
            time.sleep(0.002)
        yield process, time.monotonic() - began
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def is_healthy(port: int) -> bool:
    """Ask `/ping` once."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/ping")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def measure_starts(programs: dict[str, Program]) -> Figures:
    """Start each server some times, in turn; the first time warms the disk and is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(STARTS + 1):
        for name, program in programs.items():
            with running(program) as (_process, taken):
                seconds[name].append(taken)
    return {"start to first /ping 200, s": {name: each[1:] for name, each in seconds.items()}}


def measure_rates(programs: dict[str, Program], scratch: Path, rounds: int) -> Figures:
    """Load each server for a moment, in turn; the first round of each kind is not counted."""
    figures: Figures = {}
    late: dict[str, list[float]] = {name: [] for name in programs}
    work: Figures = {}
    with contextlib.ExitStack() as stack:
        processes = {
            name: stack.enter_context(running(program))[0] for name, program in programs.items()
        }
        for what, (path, script, seconds) in WORKLOADS.items():
            rates: dict[str, list[float]] = {name: [] for name in programs}
            cost: dict[str, list[float]] = {name: [] for name in programs}
            for number in range(rounds * 2 // (seconds + 1) + 1):
                for name in turn(list(programs), number):
                    began = cpu_seconds(processes[name].pid)
                    rate, percentile, count = load(
                        programs[name].port, path, script, seconds, scratch
                    )
                    rates[name].append(rate)
                    spent = cpu_seconds(processes[name].pid) - began
                    cost[name].append(spent / max(count, 1) * 1e6)
                    if script:
                        late[name].append(percentile)
            figures[what] = {name: each[1:] for name, each in rates.items()}
            work[f"{what}: CPU, µs"] = {name: each[1:] for name, each in cost.items()}
            for other in [*programs][1:]:
                print(f"{what}: {ratio(figures, what, other):.2f} x {other}", file=sys.stderr)
        memory = {name: [peak_memory(process.pid)] for name, process in processes.items()}
    figures["99th percentile of POST, ms"] = {name: each[1:] for name, each in late.items()}
    figures["peak memory, MiB"] = memory
    figures.update(work)
    return figures


def turn(names: list[str], number: int) -> list[str]:
    """Return the names in an order that changes from round to round."""
    start = number % len(names)
    return names[start:] + names[:start]


def load(
    port: int, path: str, script: str, seconds: int, scratch: Path
) -> tuple[float, float, int]:
    """Run wrk; return requests a second, the 99th percentile in milliseconds and their number."""
    file = scratch / "request.lua"
    file.write_text(script, encoding="utf-8")
    command = ["wrk", "--latency", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "-s", str(file)]
    output = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    rate = re.search(r"Requests/sec: +([\d.]+)", output)
    percentile = re.search(r"99% +([\d.]+)(us|ms|s)", output)
    count = re.search(r"(\d+) requests in", output)
    if rate is None or percentile is None or count is None or "Non-2xx" in output:
        raise SystemExit(f"{path} was not served:\n{output}")
    milliseconds = float(percentile[1]) * {"us": 0.001, "ms": 1, "s": 1000}[percentile[2]]
    return float(rate[1]), milliseconds, int(count[1])


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has taken, in user and system mode."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_memory(pid: int) -> float:
    """Return the largest resident size that a process has had, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")


def ratio(figures: Figures, what: str, other: str) -> float:
    """Return the median of the paired ratios of our figures to another program's."""
    pairs = zip(figures[what][OURS], figures[what][other], strict=True)
    # A server that finished nothing in a round's time makes no ratio that could be written down.
    return statistics.median(ours / theirs if theirs else math.inf for ours, theirs in pairs)


def table(figures: Figures) -> str:
    """Lay the medians out as Markdown; rates are requests a second."""
    names = list(figures["small JSON POST"])
    others = names[1:]
    head = [*names, *(f"to {other}" for other in others)]
    lines = [f"| | {' | '.join(head)} |", "|---" + "|--:" * len(head) + "|"]
    for what, measured in figures.items():
        medians = [shown(statistics.median(measured[name])) for name in names]
        ratios = [f"{ratio(figures, what, other):.2f}" for other in others]
        lines.append(f"| {what} | {' | '.join((*medians, *ratios))} |")
    return "\n".join(lines)


def shown(figure: float) -> str:
    """Write a figure with three digits that mean something."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def missed(figures: Figures) -> Iterator[str]:
    """Name the goals that were missed."""
    for goal in GOALS:
        found = ratio(figures, goal.what, goal.other)
        if (found < goal.ratio) if goal.at_least else (found > goal.ratio):
            bound = "at least" if goal.at_least else "at most"
            yield f"missed: {goal.what}: {found:.2f} x {goal.other}, wanted {bound} {goal.ratio}"


if __name__ == "__main__":
    sys.exit(main())
