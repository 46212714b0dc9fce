"""The access log: one line of JSON for each request, in order, and none of them lost."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from flashc_runtime import create_app
from runtime.asgi import call
from runtime.processes import (
    PATIENCE_SECONDS,
    Worker,
    environment,
    eventually,
    running,
    write_worker,
)

APP = """\
import asyncio
import atexit
import logging
import os
import sys
import time
from typing import Any
from fastapi import HTTPException
from flashc_runtime import create_app
app = create_app("demo")

@app.get("/items/{name}")
async def item(name: str) -> Any:
    return name

@app.get("/wait")
def wait(seconds: float) -> Any:
    time.sleep(seconds)

@app.get("/fail")
def fail() -> Any:
    raise ValueError("broken")

@app.get("/exit")
async def leave() -> Any:
    asyncio.get_running_loop().call_soon(sys.exit, 3)

@app.get("/fork")
def fork() -> Any:
    child = os.fork()
    if child == 0:
        atexit._run_exitfuncs()
        os._exit(0)
    os.waitpid(child, 0)

@app.get("/warn")
def warn() -> Any:
    logging.getLogger("flashc_runtime").warning("from a thread")
"""


def lines(worker: Worker) -> list[dict[str, Any]]:
    """Return the lines of the access log, each of which must be JSON."""
    return [json.loads(line) for line in worker.log.splitlines() if line.startswith("{")]


def paths(worker: Worker) -> list[str]:
    return [line["path"] for line in lines(worker)]


def served(folder: Path, **variables: str) -> Any:
    return running(write_worker(folder, APP), FLASH_ACCESS_LOG="1", **variables)


def test_a_line_names_a_request_and_what_became_of_it(tmp_path: Path) -> None:
    with served(tmp_path) as worker:
        worker.ready()
        begun = time.monotonic()
        worker.ask("GET", "/items/a?secret=1", headers={"x-request-id": "mine"})
        worker.ask("POST", "/items/a", {})
        worker.ask("GET", "/nothing")
        assert worker.stop() == 0
        most = (time.monotonic() - begun) * 1000
        first, second, third = lines(worker)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first.pop("time"))
        assert 0 <= first.pop("ms") <= most
        assert first == {
            "method": "GET",
            "path": "/items/a",
            "status": 200,
            "bytes": 3,
            "request_id": "mine",
        }
        assert (second["method"], second["status"]) == ("POST", 405)
        assert third["status"] == 404
        assert "secret" not in worker.log


def test_without_an_access_log_a_request_leaves_no_line(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, APP)) as worker:
        worker.ready().ask("GET", "/items/a")
        worker.stop()
        assert "/items" not in worker.log


def test_probes_leave_no_line(tmp_path: Path) -> None:
    with served(tmp_path) as worker:
        worker.ready().ask("GET", "/ping")
        worker.stop()
        assert lines(worker) == []


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        (b"/a%22%0aERROR", "/a%22%0aERROR"),
        (b'/"},{"path":"', '/"},{"path":"'),
        (b"/\\u0022\\", "/\\u0022\\"),
        (b"/\xc3\xa9\xff", "/\u00c3\u00a9\u00ff"),
        (b"/{}%s", "/{}%s"),
    ],
)
def test_a_hostile_path_is_still_one_line_of_json(tmp_path: Path, sent: bytes, path: str) -> None:
    with served(tmp_path) as worker:
        worker.ready()
        with worker.connect() as caller:
            caller.sendall(b"GET " + sent + b' HTTP/1.1\r\nhost: x\r\nx-request-id: a"b\r\n\r\n')
            status = caller.recv(65536).split(b" ")[1]
        worker.ask("GET", "/items/after")
        assert worker.stop() == 0
        # What the parser refuses is no request.
        expected = [] if status == b"400" else [path]
        assert paths(worker) == [*expected, "/items/after"]
        assert all(re.fullmatch("[0-9a-f]{32}", line["request_id"]) for line in lines(worker))


def test_lines_are_written_soon_and_together(tmp_path: Path) -> None:
    with served(tmp_path) as worker:
        worker.ready()
        for number in range(20):
            worker.ask("GET", f"/items/{number}")
        eventually(lambda: len(lines(worker)) == 20, "all lines")
        assert paths(worker) == [f"/items/{number}" for number in range(20)]


def test_what_fails_stands_after_what_ended_before(tmp_path: Path) -> None:
    with served(tmp_path) as worker:
        worker.ready()
        for path in ("/items/1", "/fail", "/items/2", "/warn"):
            worker.ask("GET", path)
        assert worker.stop() == 0
        marks = re.findall(r'"path":"(/[^"]+)"|(ERROR|WARNING)', worker.log)
        assert ["".join(each) for each in marks] == [
            *("/items/1", "ERROR", "/fail", "/items/2", "WARNING", "/warn")
        ]


def test_a_slow_request_is_marked(tmp_path: Path) -> None:
    with served(tmp_path, FLASH_SLOW_REQUEST="1") as worker:
        worker.ready().ask("GET", "/items/a")
        worker.ask("GET", "/wait?seconds=1.1")
        assert worker.stop() == 0
        quick, slow = lines(worker)
        assert slow["slow"]
        # On a machine that is very busy, the other one may take as long.
        assert quick.get("slow", False) == (quick["ms"] >= 1000)
        assert "WARNING" not in worker.log


def test_no_line_is_lost_when_the_worker_is_stopped(tmp_path: Path) -> None:
    with served(tmp_path) as worker:
        worker.ready()
        with worker.connect() as caller:
            caller.sendall(b"GET /items/x HTTP/1.1\r\nhost: x\r\n\r\n" * 300)
            received = read_answers(caller, 150)
            worker.process.send_signal(signal.SIGTERM)
            while part := caller.recv(65536):
                received += part
        assert worker.stop() == 0
        assert len(lines(worker)) == received.count(OK)


OK = b"HTTP/1.1 200 OK\r\n"


def read_answers(caller: socket.socket, least: int) -> bytes:
    """Read until so many answers have begun."""
    received = b""
    while received.count(OK) < least:
        part = caller.recv(65536)
        assert part, received
        received += part
    return received


def test_no_line_is_lost_when_a_request_outlives_the_worker(tmp_path: Path) -> None:
    with served(tmp_path, FLASH_SHUTDOWN_TIMEOUT="1") as worker:
        worker.ready()
        with worker.connect() as caller:
            caller.sendall(b"GET /wait?seconds=60 HTTP/1.1\r\nhost: x\r\n\r\n")
            worker.ask("GET", "/items/a")
            assert worker.stop() == 0
        assert sorted(paths(worker)) == ["/items/a", "/wait"]


def test_an_exception_that_ends_the_process_loses_no_line(tmp_path: Path) -> None:
    with served(tmp_path) as worker:
        worker.ready()
        with worker.connect() as caller:
            caller.sendall(b"GET /items/a HTTP/1.1\r\nhost: x\r\n\r\n")
            read_answers(caller, 1)
            caller.sendall(b"GET /exit HTTP/1.1\r\nhost: x\r\n\r\n")
            assert worker.process.wait(PATIENCE_SECONDS) == 3
        eventually(lambda: len(lines(worker)) == 2, "both lines")
        assert paths(worker) == ["/items/a", "/exit"]


def test_a_child_of_the_users_code_repeats_nothing(tmp_path: Path) -> None:
    with served(tmp_path) as worker:
        worker.ready()
        with worker.connect() as caller:
            request = b"GET %b HTTP/1.1\r\nhost: x\r\n\r\n"
            caller.sendall(request % b"/items/a" + request % b"/fork")
            read_answers(caller, 2)
        assert worker.stop() == 0
        assert sorted(paths(worker)) == ["/fork", "/items/a"]


def test_standard_error_that_nobody_reads_any_more_stops_nothing(tmp_path: Path) -> None:
    write_worker(tmp_path, APP)
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "demo_worker"],
        env=environment(tmp_path, FLASH_ACCESS_LOG="1"),
        stderr=writer,
    )
    os.close(writer)
    port = int(re.search(rb":(\d+)\n", os.read(reader, 4096))[1])  # type: ignore[index]
    os.close(reader)
    try:
        worker = Worker.__new__(Worker)
        worker.port = port
        eventually(lambda: worker.ask("GET", "/ping")[0] == 200, "ready")
        for _ in range(3):
            assert worker.ask("GET", "/items/a") == (200, "a")
            time.sleep(0.1)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def test_an_application_that_is_not_served_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FLASH_ACCESS_LOG", "1")
    app = create_app("x")
    assert call(app, "GET", "/nothing").status == 404
    assert capfd.readouterr().err == ""
