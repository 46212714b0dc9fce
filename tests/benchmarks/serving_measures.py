"""What is measured of the servers: in turn, in an order that changes from round to round."""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from serving_servers import ALONE, FASTAPI, OURS, SDK, STARLETTE, Program, Running, running

CONNECTIONS = 16
IDLE_SECONDS = 0.3
"""A server that has done nothing for so long is done with all requests."""
POST = """\
wrk.method = "POST"
wrk.body = '{"name":"Ada","email":"ada@example.com","age":36}'
wrk.headers["content-type"] = "application/json"
"""
SMALL_POST, SMALL_GET, SYNC, LARGE = (
    "small JSON POST",
    "GET, path and query",
    "sync function",
    "1 MB result",
)
LOGGED = ", each request logged"
LATE, START, START_CPU, MEMORY = (
    "99th percentile of POST, ms",
    "start to first /ping 200, s",
    "CPU of the start, s",
    "memory, MiB",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """One kind of request."""

    name: str
    path: str
    script: str = ""
    seconds: int = 1
    beside: tuple[str, ...] = (OURS, FASTAPI, SDK, STARLETTE)


WITH_SERVER = (OURS, FASTAPI, SDK, STARLETTE, ALONE)
SMALL = (
    Workload(name=SMALL_POST, path="/users", script=POST, beside=WITH_SERVER),
    Workload(name=SMALL_GET, path="/users/5?limit=3", beside=WITH_SERVER),
    Workload(name=SYNC, path="/sync/5?limit=3"),
)
BIG = Workload(name=LARGE, path="/large", seconds=5)
WHILE_LOGGING = tuple(
    Workload(name=each.name + LOGGED, path=each.path, script=each.script) for each in SMALL[:2]
)


@dataclass(frozen=True, slots=True)
class Series:
    """One figure for each round and program, in the same order for all programs."""

    of: dict[str, list[float]] = field(default_factory=dict)

    def add(self, program: str, figure: float) -> None:
        """Add a round's figure."""
        self.of.setdefault(program, []).append(figure)

    def without_first(self) -> "Series":
        """Return all but the first round, which warms everything up."""
        return Series({name: each[1:] for name, each in self.of.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that was measured; the keys are what was measured."""

    rates: dict[str, Series] = field(default_factory=dict)
    """Requests a second."""
    cpu: dict[str, Series] = field(default_factory=dict)
    """Processor time of the server for a request, in microseconds."""
    rest: dict[str, Series] = field(default_factory=dict)


def measure_starts(programs: dict[str, Program], starts: int, figures: Figures) -> None:
    """Start whole processes, in turn."""
    wall, cpu = Series(), Series()
    for number in range(starts + 1):
        for name in turn(list(programs), number):
            with running(programs[name]) as server:
                wall.add(name, server.start_seconds)
                cpu.add(name, cpu_seconds(server.pid))
    figures.rest[START] = wall.without_first()
    figures.rest[START_CPU] = cpu.without_first()


def measure_loads(programs: dict[str, Program], rounds: int, figures: Figures) -> None:
    """Load the servers; their memory is read before the large results, which swell the others."""
    with contextlib.ExitStack() as stack:
        servers = {name: stack.enter_context(running(each)) for name, each in programs.items()}
        for workload in SMALL:
            measure(workload, servers, rounds, figures)
        memory = Series({name: [resident_memory(each.pid)] for name, each in servers.items()})
        figures.rest[MEMORY] = memory
        measure(BIG, servers, rounds, figures)


def measure_logging(programs: dict[str, Program], rounds: int, figures: Figures) -> None:
    """Load the servers while each of them logs every request."""
    with contextlib.ExitStack() as stack:
        servers = {
            name: stack.enter_context(running(each, log=True)) for name, each in programs.items()
        }
        for workload in WHILE_LOGGING:
            measure(workload, servers, rounds, figures)


def measure(workload: Workload, servers: dict[str, Running], rounds: int, figures: Figures) -> None:
    """Load each server for a moment, in turn, one round more than is counted."""
    rates, cpu, late = Series(), Series(), Series()
    names = [name for name in servers if name in workload.beside]
    for number in range(rounds + 1):
        for name in turn(names, number):
            before = cpu_seconds(servers[name].pid)
            server = servers[name]
            found = (
                load_to_the_end(server, workload)
                if workload is BIG
                else load(server.port, workload)
            )
            rates.add(name, found.rate)
            spent = cpu_seconds(servers[name].pid) - before
            cpu.add(name, spent / found.requests * 1e6)
            late.add(name, found.percentile)
    figures.rates[workload.name] = rates.without_first()
    figures.cpu[workload.name] = cpu.without_first()
    if workload.name == SMALL_POST:
        figures.rest[LATE] = late.without_first()
    print(f"measured: {workload.name}", file=sys.stderr)


def turn(names: list[str], number: int) -> list[str]:
    """Return the names in an order that changes from round to round."""
    start = number % len(names)
    return names[start:] + names[:start]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What wrk reports."""

    rate: float
    percentile: float
    """The 99th, in milliseconds."""
    requests: int


def load(port: int, workload: Workload) -> Load:
    """Run wrk once."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(workload.script)
        script.flush()
        command = ["wrk", "--latency", "-t1", f"-c{CONNECTIONS}", f"-d{workload.seconds}"]
        address = f"http://127.0.0.1:{port}{workload.path}"
        done = subprocess.run(
            [*command, "-s", script.name, address], capture_output=True, text=True, check=True
        )
    rate = re.search(r"Requests/sec: +([\d.]+)", done.stdout)
    percentile = re.search(r"99% +([\d.]+)(us|ms|s|m)", done.stdout)
    count = re.search(r"(\d+) requests in", done.stdout)
    if rate is None or percentile is None or count is None or "Non-2xx" in done.stdout:
        raise SystemExit(f"{workload.path} was not served:\n{done.stdout}")
    milliseconds = float(percentile[1]) * {"us": 0.001, "ms": 1, "s": 1e3, "m": 6e4}[percentile[2]]
    return Load(rate=float(rate[1]), percentile=milliseconds, requests=int(count[1]))


def load_to_the_end(server: Running, workload: Workload) -> Load:
    """Run wrk once, and count what each connection still waited for when wrk went away.

    FastAPI encodes what all connections want before the first of them is answered, which takes
    longer than a round: the requests that were begun count, and the time until all are done.
    """
    began = time.monotonic()
    found = load(server.port, workload)
    before, ended = cpu_seconds(server.pid), time.monotonic()
    while time.monotonic() - ended < IDLE_SECONDS:
        time.sleep(0.05)
        now = cpu_seconds(server.pid)
        if now - before > 0.02:
            before, ended = now, time.monotonic()
    requests = found.requests + CONNECTIONS
    return Load(rate=requests / (ended - began), percentile=found.percentile, requests=requests)


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has taken, in user and system mode."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_memory(pid: int) -> float:
    """Return the resident size of a process, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")
