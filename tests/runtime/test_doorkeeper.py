"""The thread that answers `/ping` while a worker starts."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from flashc_runtime import doorkeeper
from flashc_runtime.doorkeeper import Doorkeeper, Visit, judge, shares
from flashc_runtime.listen import open_listeners, port_of
from runtime.processes import PATIENCE_SECONDS, eventually

IDLE_CROWD = """\
import os, resource, socket, sys, time
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
from flashc_runtime.doorkeeper import Doorkeeper
from flashc_runtime.listen import open_listeners, port_of
[listener] = open_listeners("127.0.0.1", 0)
keeper = Doorkeeper([listener])
keeper.start()
print(port_of(listener), flush=True)
sys.stdin.readline()
for _ in range(200):
    # What an import does.
    with open(os.__file__), open(os.__file__):
        time.sleep(0.001)
keeper.stop()
"""


@pytest.mark.parametrize("sent", [b"", b"GET /pi", b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_connections_leave_files_to_the_import_under_a_low_limit(sent: bytes) -> None:
    command = [sys.executable, "-c", IDLE_CROWD]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with contextlib.ExitStack() as crowd:
            for _ in range(100):
                crowd.enter_context(visit(port, sent))
            assert answer(port, b"GET /ping HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 204 ")
            process.communicate("import\n", timeout=PATIENCE_SECONDS)
        assert process.returncode == 0


@pytest.mark.parametrize(
    ("most_files", "expected"),
    [(64, (21, 11)), (256, (85, 43)), (512, (170, 86)), (1024, (512, 256)), (10**6, (512, 256))],
)
def test_the_usual_limit_of_files_is_shared_with_the_import(
    most_files: int, expected: tuple[int, int]
) -> None:
    assert shares(most_files) == expected


@pytest.mark.parametrize(
    ("head", "verdict"),
    [
        (b"", Visit.UNDECIDED),
        (b"GET /", Visit.UNDECIDED),
        (b"GET /ping HTTP/1.1\r\nHost: x\r\n", Visit.UNDECIDED),
        (b"GET /ping HTTP/1.1\r\n\r\n", Visit.PROBE),
        (b"HEAD /ping/?a=b HTTP/1.0\r\nA: b\r\n\r\n", Visit.PROBE),
        (b"GET /pings HTTP/1.1\r\n\r\n", Visit.REQUEST),
        (b"GET /x", Visit.REQUEST),
        (b"POST /ping HTTP/1.1\r\n\r\n", Visit.REQUEST),
        (b"\x16\x03\x01", Visit.REQUEST),
        (b"GET /ping HTTP/1.1\r\n" + b"A: b\r\n" * 4000, Visit.REQUEST),
        (b"GET /ping" + b"?" * 20_000, Visit.REQUEST),
        (b"GET /ping HTTP/2.0\r\n", Visit.OTHER_VERSION),
        (b"GET /x HTTP/2.0\r\nHost: x\r\n\r\n", Visit.OTHER_VERSION),
        (b"POST /x HTTP/0.9\n", Visit.OTHER_VERSION),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Visit.OTHER_VERSION),
        (b"GET /x HTTP/1.10\r\n", Visit.OTHER_VERSION),
        (b"GET /x HTTP/1.0\r\nA: HTTP/2.0\r\n", Visit.REQUEST),
        (b"GET /HTTP/2.0 HTTP/1.1\r\n", Visit.REQUEST),
        (b"HTTP/2.0\r\n", Visit.REQUEST),
    ],
)
def test_only_a_complete_request_for_ping_is_a_probe(head: bytes, verdict: Visit) -> None:
    assert judge(head) is verdict


@contextmanager
def keeping(*, health: bool = False, idle: float = 0) -> Iterator[tuple[Doorkeeper, int]]:
    """Keep the door of one listener; give the keeper and the port."""
    [listener] = open_listeners("127.0.0.1", 0)
    listeners = ([], [listener]) if health else ([listener], [])
    keeper = Doorkeeper(*listeners, idle_seconds=idle)
    keeper.start()
    try:
        yield keeper, port_of(listener)
    finally:
        listener.close()


def visit(port: int, sent: bytes) -> socket.socket:
    visitor = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
    visitor.sendall(sent)
    return visitor


def answer(port: int, sent: bytes) -> bytes:
    with visit(port, sent) as visitor:
        return visitor.recv(4096)


def test_connections_are_handed_over_unread() -> None:
    sent = b"POST /x HTTP/1.1\r\n\r\nbody"
    with keeping() as (keeper, port), visit(port, sent) as asking, visit(port, b"") as silent:
        assert answer(port, b"GET /ping HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 204 ")
        taken = {each.getpeername()[1]: each for each in keeper.stop().worker}
        assert set(taken) == {asking.getsockname()[1], silent.getsockname()[1]}
        assert taken[asking.getsockname()[1]].recv(64) == sent
        for each in taken.values():
            each.close()


def test_a_visitor_that_leaves_is_forgotten() -> None:
    with keeping() as (keeper, port):
        visit(port, b"GET /pi").close()
        visit(port, b"").close()
        # Answered after the two above: one thread serves all, in order.
        assert answer(port, b"GET /ping HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 204 ")
        left = keeper.stop().worker
        for each in left:
            # A beginning of a request may still be there to be read; its sender is not.
            assert each.recv(64) in (b"GET /pi", b"")
            each.close()


def test_the_number_of_waiting_connections_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorkeeper, "MAX_WAITING", 2)
    with keeping() as (keeper, port):
        kept = [visit(port, b"GET /x HTTP/1.1\r\n\r\n") for _ in range(2)]
        eventually(lambda: len(keeper._waiting) == 2, "both wait")
        refused = answer(port, b"GET /x HTTP/1.1\r\n\r\n")
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 1" in refused
        assert answer(port, b"GET /ping HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 204 ")
        for each in [*keeper.stop().worker, *kept]:
            each.close()


def test_a_health_port_keeps_nobody_waiting() -> None:
    with keeping(health=True) as (keeper, port):
        assert answer(port, b"GET /x HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 404 ")
        assert answer(port, b"GET /ping HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 204 ")
        assert keeper.stop() == ([], [])


def test_a_probe_that_is_not_read_yet_is_handed_over_to_the_health_server() -> None:
    with keeping(health=True) as (keeper, port), visit(port, b"GET /pi") as asking:
        eventually(lambda: keeper._health_visits, "it is accepted")
        visitors = keeper.stop()
        assert visitors.worker == []
        [left] = visitors.health
        assert left.getpeername() == asking.getsockname()
        left.close()


PING = b"GET /ping HTTP/1.1\r\n\r\n"


def is_open(visitor: socket.socket) -> bool:
    """Whether the other side has not ended the connection."""
    visitor.setblocking(False)
    try:
        return visitor.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionResetError:
        return False


@pytest.mark.parametrize("health", [False, True])
@pytest.mark.parametrize("begun", [b"", b"G", b"GET /ping HTTP/1.1\r\nHost: x\r\n"])
def test_what_is_no_request_is_not_waited_for(begun: bytes, health: bool) -> None:
    with keeping(health=health, idle=0.3) as (keeper, port), visit(port, begun) as slow:
        eventually(lambda: not is_open(slow), "it is closed")
        assert keeper.stop() == ([], [])


def test_a_probe_that_drips_is_not_waited_for() -> None:
    began = time.monotonic()
    with keeping(idle=0.3) as (keeper, port), visit(port, b"GET /ping HTTP/1.1\r\nA: ") as slow:

        def drip() -> bool:
            # Closed at some moment between looking and sending.
            with contextlib.suppress(OSError):
                slow.send(b"a")
            return not is_open(slow)

        eventually(drip, "it is closed")
        assert time.monotonic() >= began + 0.3
        assert keeper.stop() == ([], [])


def test_a_request_waits_longer_than_a_silent_connection() -> None:
    with keeping(idle=3600) as (keeper, port), visit(port, b"GET /x HTTP/1.1\r\n\r\n") as asking:
        eventually(lambda: keeper._waiting, "it waits")
        # Until then it might have been late itself.
        keeper._idle_seconds = 0.2
        with visit(port, b"GET /pi") as slow:
            eventually(lambda: not is_open(slow), "the slow one is closed")
        assert is_open(asking)
        [left] = keeper.stop().worker
        left.close()


def test_without_a_limit_a_silent_connection_is_kept() -> None:
    with keeping() as (keeper, port), visit(port, b"GET /pi") as slow:
        eventually(lambda: keeper._undecided, "it is accepted")
        time.sleep(0.3)
        assert is_open(slow)
        [left] = keeper.stop().worker
        left.close()


@pytest.mark.parametrize("begun", [b"", b"GET /ping HTTP/1.1\r\nHost:"])
def test_however_many_say_nothing_a_probe_is_answered(
    monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(doorkeeper, "MAX_UNDECIDED", 5)
    with keeping(idle=60) as (keeper, port):
        silent = []
        for _ in range(20):
            silent.append(visit(port, begun))
            assert answer(port, PING).startswith(b"HTTP/1.1 204 ")
        assert [is_open(each) for each in silent[-4:]] == [True] * 4
        assert [is_open(each) for each in silent[:14]] == [False] * 14
        left = keeper.stop().worker
        assert len(left) <= 5
        for each in [*left, *silent]:
            each.close()


# In a process of its own: whatever else closes a file here would make room.
EXHAUSTED = """\
import contextlib, os, resource, socket
from flashc_runtime import doorkeeper
from flashc_runtime.listen import open_listeners, port_of
from runtime.processes import eventually
from runtime.test_doorkeeper import PING, is_open, visit

def one_more():
    with contextlib.suppress(OSError):
        return os.dup(0)

doorkeeper._RETRY_SECONDS = 0.2
[listener] = open_listeners("127.0.0.1", 0)
port = port_of(listener)
keeper = doorkeeper.Doorkeeper([listener])
keeper.start()
silent = visit(port, b"G")
eventually(lambda: keeper._undecided, "it is accepted")
first, second = socket.socket(), socket.socket()
lowest_free = os.dup(0)
os.close(lowest_free)
resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, lowest_free))
first.connect(("127.0.0.1", port))
first.sendall(PING)
assert first.recv(64).startswith(b"HTTP/1.1 204 ")
assert not is_open(silent)
# Nobody is silent any more, and the place that became free is taken.
taken = eventually(one_more, "it is free")
second.connect(("127.0.0.1", port))
second.sendall(PING)
eventually(lambda: keeper._paused_until, "it accepts nobody")
os.close(taken)
assert second.recv(64).startswith(b"HTTP/1.1 204 ")
assert keeper.stop() == ([], [])
"""


def test_without_file_descriptors_a_silent_connection_makes_room_and_then_all_wait() -> None:
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", EXHAUSTED],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, done.stderr


def test_another_version_of_http_is_505() -> None:
    for health in (False, True):
        with keeping(health=health) as (keeper, port):
            refused = answer(port, b"GET /ping HTTP/2.0\r\nHost: x\r\n\r\n")
            head, _, body = refused.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 505 HTTP Version Not Supported\r\n")
            assert b"connection: close" in head
            assert b"content-length: %d\r\n" % len(body) in head
            assert json.loads(body) == {"detail": "HTTP Version Not Supported"}
            assert answer(port, PING).startswith(b"HTTP/1.1 204 ")
            assert keeper.stop() == ([], [])
