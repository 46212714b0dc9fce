"""What a hostile client may do while a worker still starts: probes are answered, and memory is kept."""

import os
import resource
import selectors
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from attack.wire import Wire, get
from flashc_runtime.doorkeeper import MAX_UNDECIDED, MAX_WAITING
from runtime.processes import Worker, eventually, running, write_worker

LATE = """\
import time
from pathlib import Path
from typing import Any
from flashc_runtime import create_app
while not Path({release!r}).exists():
    time.sleep(0.02)
app = create_app("late")

@app.get("/quick")
def quick() -> Any:
    return "quick"
"""
HALF_A_PROBE = b"GET /ping HTTP/1.1\r\nX-A: "


@contextmanager
def starting(folder: Path, **variables: str) -> Iterator[tuple[Worker, Path]]:
    """Start a worker that goes on when a file is there; give it, and the file's place."""
    release = folder / "released"
    write_worker(folder, LATE.format(release=str(release)))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # The worker inherits the usual limit; this process needs more than that.
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
    try:
        with running(folder, **variables) as worker:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
            yield worker, release
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def cpu_seconds(worker: Worker) -> float:
    fields = Path(f"/proc/{worker.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def answered(wires: Iterable[Wire]) -> list[Wire]:
    """Return those that something can be read from."""
    with selectors.DefaultSelector() as selector:
        for each in wires:
            selector.register(each, selectors.EVENT_READ, each)
        return [key.data for key, _ in selector.select(0)]


def open_files(worker: Worker) -> int:
    return len(list(Path(f"/proc/{worker.process.pid}/fd").iterdir()))


@pytest.mark.parametrize("sent", [b"", HALF_A_PROBE], ids=["silent", "half a probe"])
def test_a_flood_of_clients_that_ask_nothing_keeps_no_probe_waiting(
    tmp_path: Path, sent: bytes
) -> None:
    with starting(tmp_path) as (worker, release), ExitStack() as open_wires:
        for _ in range(1500):
            open_wires.enter_context(Wire(worker)).send(sent)
        eventually(lambda: open_files(worker) <= MAX_UNDECIDED + 50, "the oldest are let go")
        assert worker.ask("GET", "/ping")[0] == 204
        before = cpu_seconds(worker)
        time.sleep(1)
        # Half-sent probes are looked at again and again, the longer they wait the less often.
        assert cpu_seconds(worker) - before < 0.3
        release.touch()
        worker.ready()
        assert worker.ask("GET", "/quick") == (200, "quick")
        assert worker.stop() == 0


def test_clients_that_ask_nothing_are_let_go_in_time(tmp_path: Path) -> None:
    with starting(tmp_path, FLASH_IDLE_TIMEOUT="1") as (worker, release):
        with Wire(worker) as silent, Wire(worker) as half, Wire(worker) as asking:
            half.send(HALF_A_PROBE)
            asking.send(get("/quick", "Connection: close"))
            assert silent.read() is None
            assert half.read() is None
            release.touch()
            assert [each.json() for each in asking.read_all()] == ["quick"]
        assert worker.stop() == 0


def test_requests_wait_up_to_a_number_and_are_answered(tmp_path: Path) -> None:
    too_many = 20
    with starting(tmp_path) as (worker, release), ExitStack() as open_wires:
        asking = []
        for _ in range(MAX_WAITING + too_many):
            # Each asks before the next connects: as many that say nothing would be let go.
            asking.append(open_wires.enter_context(Wire(worker)))
            asking[-1].send(get("/quick", "Connection: close"))
        eventually(lambda: len(answered(asking)) >= too_many, "those past the number are answered")
        assert worker.ask("GET", "/ping")[0] == 204
        refused = answered(asking)
        release.touch()
        statuses = {each: [answer.status for answer in each.read_all()] for each in asking}
        assert [statuses.pop(each) for each in refused] == [[503]] * too_many
        assert list(statuses.values()) == [[200]] * MAX_WAITING
        assert worker.stop() == 0
