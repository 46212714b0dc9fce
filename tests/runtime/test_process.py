"""A worker as a process: arguments, settings, start, end."""

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.processes import (
    PATIENCE_SECONDS,
    ask_in_background,
    environment,
    eventually,
    reserved_port,
    run_worker,
    running,
    write_worker,
)

SIMPLE = """\
import sys
import time
from typing import Any
from flashc_runtime import create_app
app = create_app("demo")
print("imported")

@app.get("/hello", operation_id="hello")
def hello() -> Any:
    return {"hello": "wörld"}

@app.get("/slow", operation_id="slow")
def slow(seconds: float = 1.0) -> Any:
    print("slow has begun", file=sys.stderr)
    time.sleep(seconds)
    return "done"
"""

LATE = """\
import time
from pathlib import Path
while not Path({release!r}).exists():
    time.sleep(0.01)
"""


LIMITS = (
    "FLASH_SLOW_REQUEST",
    "FLASH_REQUEST_TIMEOUT",
    "FLASH_MAX_BODY_BYTES",
    "FLASH_MAX_CONCURRENCY",
    "FLASH_SHUTDOWN_TIMEOUT",
)


@pytest.fixture
def simple(tmp_path: Path) -> Path:
    return write_worker(tmp_path, SIMPLE)


def test_help_names_every_variable(simple: Path) -> None:
    result = run_worker(simple, "--help")
    assert result.returncode == 0
    for name in ("HOST", "PORT", "PORT_HEALTH", "FLASH_ACCESS_LOG", *LIMITS):
        assert name in result.stdout


def test_openapi_prints_the_document_and_nothing_else(simple: Path) -> None:
    result = run_worker(simple, "openapi")
    assert result.returncode == 0
    assert list(json.loads(result.stdout)["paths"]) == ["/hello", "/slow"]
    assert "imported" in result.stderr


def test_openapi_of_a_module_that_fails_is_exit_code_1(tmp_path: Path) -> None:
    result = run_worker(write_worker(tmp_path, "raise ValueError('no')"), "openapi")
    assert (result.returncode, result.stdout) == (1, "")


def test_unknown_arguments_are_one_line_and_exit_code_2(simple: Path) -> None:
    result = run_worker(simple, "serve", "--fast")
    assert result.returncode == 2
    assert result.stderr == "demo_worker: unknown arguments: serve --fast; try --help\n"


@pytest.mark.parametrize(
    "variables",
    [
        {"PORT": "http"},
        {"PORT": "70000"},
        {"PORT": "-1"},
        {"PORT_HEALTH": "²"},
        {"FLASH_ACCESS_LOG": "maybe"},
        {"FLASH_SHUTDOWN_TIMEOUT": "1e3"},
    ],
    ids=lambda variables: "=".join(*variables.items()),
)
def test_a_meaningless_variable_is_one_line_and_exit_code_2(
    simple: Path, variables: dict[str, str]
) -> None:
    result = run_worker(simple, **variables)
    assert result.returncode == 2
    assert re.fullmatch(r"demo_worker: \S+ must be .*\n", result.stderr)


def test_a_port_in_use_is_one_line_and_exit_code_1(simple: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run_worker(simple, PORT=str(port))
    assert result.returncode == 1
    expected = f"demo_worker: cannot listen on 127.0.0.1:{port}: Address already in use\n"
    assert result.stderr == expected


def test_missing_requirements_are_one_line_and_exit_code_1(simple: Path) -> None:
    result = subprocess.run(
        # Without site-packages.
        [sys.executable, "-S", "-m", "demo_worker"],
        env=environment(simple),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert re.fullmatch(
        r"demo_worker: No module named '\w+'; install requirements\.txt\n", result.stderr
    )


def test_logging_configured_by_the_users_code_does_not_silence_errors(tmp_path: Path) -> None:
    configured = "import logging.config\nlogging.config.dictConfig({'version': 1})\n"
    app = configured + SIMPLE + "\n@app.get('/bad')\ndef bad() -> Any:\n    return 1 / 0\n"
    with running(write_worker(tmp_path, app)) as worker:
        assert worker.ready().ask("GET", "/bad")[0] == 500
        eventually(lambda: "ZeroDivisionError" in worker.log, "the log says why")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_answers_running_requests_and_ends_with_code_0(simple: Path, number: int) -> None:
    with running(simple) as worker:
        worker.ready()
        thread, answers = ask_in_background(worker, "/slow?seconds=1")
        eventually(lambda: "slow has begun" in worker.log, "the request is served")
        assert worker.stop(number) == 0
        thread.join()
        assert answers == [(200, "done")]


def test_ping_is_204_while_the_app_is_imported_and_requests_wait(tmp_path: Path) -> None:
    release = tmp_path / "release"
    write_worker(tmp_path, LATE.format(release=str(release)) + SIMPLE)
    with running(tmp_path) as worker:
        assert worker.ask("GET", "/ping") == (204, None)
        thread, answers = ask_in_background(worker, "/hello")
        with worker.connect() as silent, worker.connect() as hesitant:
            hesitant.sendall(b"GET /pi")
            assert worker.ask("GET", "/ping?probe=1") == (204, None)
            assert answers == []
            release.touch()
            thread.join()
            assert answers == [(200, {"hello": "wörld"})]
            silent.sendall(b"GET /hello HTTP/1.0\r\n\r\n")
            assert b"200" in silent.recv(64)
            hesitant.sendall(b"ng HTTP/1.0\r\n\r\n")
            assert b"200" in hesitant.recv(64)
        assert worker.ready().stop() == 0


@pytest.mark.parametrize(
    "app",
    [
        "import a_module_that_is_not_there",
        "raise SystemExit(0)",
        "app = None",
        SIMPLE + "\nasync def fail(app):\n    raise OSError('no database')\n    yield\n"
        "from contextlib import asynccontextmanager\n"
        "app.router.lifespan_context = asynccontextmanager(fail)\n",
    ],
    ids=["import error", "system exit", "no application", "lifespan"],
)
def test_a_failed_start_is_503_and_says_why(tmp_path: Path, app: str) -> None:
    with running(write_worker(tmp_path, app)) as worker:
        eventually(lambda: worker.ask("GET", "/ping")[0] != 204, "the import has ended")
        assert worker.ask("GET", "/ping") == (503, {"status": "unhealthy"})
        assert worker.ask("POST", "/hello") == (503, {"detail": "Service Unavailable"})
        assert worker.stop() == 0
        assert "ERROR" in worker.log


def test_the_health_port_answers_ping_alone(tmp_path: Path, simple: Path) -> None:
    del tmp_path
    with reserved_port() as health, running(simple, PORT_HEALTH=str(health)) as worker:
        port = worker.health_port()
        eventually(lambda: worker.ask("GET", "/ping", port=port)[0] == 200, "healthy")
        assert worker.ask("GET", "/hello", port=port)[0] == 404
        assert worker.ask("GET", "/hello")[0] == 200
        assert worker.stop() == 0


def check_health(folder: Path, port: int) -> int:
    return subprocess.run(
        [sys.executable, "-S", "-m", "flashc_runtime.healthcheck"],
        env=environment(folder, PORT=str(port)),
        check=False,
    ).returncode


def test_the_health_command_succeeds_only_when_ping_is_200(tmp_path: Path) -> None:
    release = tmp_path / "release"
    write_worker(tmp_path, LATE.format(release=str(release)) + SIMPLE)
    with running(tmp_path) as worker:
        assert check_health(tmp_path, worker.port) == 1
        release.touch()
        worker.ready()
        assert check_health(tmp_path, worker.port) == 0
        assert worker.stop() == 0
        assert check_health(tmp_path, worker.port) == 1


PATIENT = """\
from flashc_runtime import drain
drain.GRACE_SECONDS = 600
"""


def test_keep_alive_connections_are_told_to_close_while_draining(tmp_path: Path) -> None:
    # In half a second a busy machine may not come to ask once more.
    with running(write_worker(tmp_path, PATIENT + SIMPLE)) as worker:
        worker.ready()
        kept = http.client.HTTPConnection("127.0.0.1", worker.port, timeout=PATIENCE_SECONDS)
        kept.request("GET", "/hello")
        kept.getresponse().read()
        thread, answers = ask_in_background(worker, "/slow?seconds=1")
        eventually(lambda: "slow has begun" in worker.log, "the request is served")
        worker.process.send_signal(signal.SIGTERM)
        eventually(lambda: worker.ask("GET", "/ping")[0] == 503, "draining")
        kept.request("GET", "/hello")
        last = kept.getresponse()
        assert (last.status, last.getheader("connection")) == (200, "close")
        last.read()
        kept.close()
        assert worker.process.wait(PATIENCE_SECONDS) == 0
        thread.join()
        assert answers == [(200, "done")]


def test_a_function_that_never_ends_does_not_hold_the_process(simple: Path) -> None:
    with running(simple, FLASH_SHUTDOWN_TIMEOUT="1") as worker:
        worker.ready()
        with worker.connect() as caller:
            caller.sendall(b"GET /slow?seconds=60 HTTP/1.1\r\nHost: x\r\n\r\n")
            eventually(lambda: "slow has begun" in worker.log, "the request is served")
            assert worker.stop() == 0
