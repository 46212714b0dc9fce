"""What a hostile client may do while a worker still starts: probes are answered, and memory is kept."""

import re
import resource
import selectors
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from attack.wire import Wire, get
from flashc_runtime.doorkeeper import _RECHECK_SECONDS, MAX_UNDECIDED, MAX_WAITING
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
# The same, but first it says what the doorkeeper does in the second after a file is there.
COUNTING = """\
import sys
import time
from pathlib import Path
from flashc_runtime.doorkeeper import Doorkeeper
done = {{"_seconds_to_wait": 0, "_look": 0}}

def count(name):
    method = getattr(Doorkeeper, name)
    def counted(*given):
        done[name] += 1
        return method(*given)
    setattr(Doorkeeper, name, counted)

for each in done:
    count(each)
while not Path({flooded!r}).exists():
    time.sleep(0.02)
begun = time.monotonic()
before = dict(done)
time.sleep(1)
turns, looks = (done[each] - before[each] for each in done)
print(f"{{turns}} turns, {{looks}} looks in {{time.monotonic() - begun}} s", file=sys.stderr)
"""
HALF_A_PROBE = b"GET /ping HTTP/1.1\r\nX-A: "


@contextmanager
def starting(folder: Path, before: str = "", **variables: str) -> Iterator[tuple[Worker, Path]]:
    """Start a worker that goes on when a file is there; give it, and the file's place."""
    release = folder / "released"
    write_worker(folder, before + LATE.format(release=str(release)))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # The worker inherits the usual limit; this process needs more than that.
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
    try:
        with running(folder, **variables) as worker:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
            yield worker, release
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


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
    flooded = tmp_path / "flooded"
    counting = COUNTING.format(flooded=str(flooded))
    with starting(tmp_path, counting) as (worker, release), ExitStack() as open_wires:
        for _ in range(1500):
            open_wires.enter_context(Wire(worker)).send(sent)
        # Accepted after all of them.
        assert worker.ask("GET", "/ping")[0] == 204
        assert open_files(worker) <= MAX_UNDECIDED + 50
        flooded.touch()
        pattern = r"(\d+) turns, (\d+) looks in (\S+) s\n"
        counted = eventually(lambda: re.search(pattern, worker.log), "it is counted")
        turns, looks, seconds = int(counted[1]), int(counted[2]), float(counted[3])
        # What is asleep is not looked at, and half a probe the less often the longer it waits.
        assert turns <= seconds / _RECHECK_SECONDS + 5
        assert looks <= (seconds + 6) * MAX_UNDECIDED
        release.touch()
        worker.ready()
        assert worker.ask("GET", "/quick") == (200, "quick")
        assert worker.stop() == 0


def test_clients_that_ask_nothing_are_let_go_in_time(tmp_path: Path) -> None:
    with starting(tmp_path, FLASH_IDLE_TIMEOUT="2") as (worker, release):
        with Wire(worker) as asking:
            asking.send(get("/quick", "Connection: close"))
            with Wire(worker) as silent, Wire(worker) as half:
                half.send(HALF_A_PROBE)
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
