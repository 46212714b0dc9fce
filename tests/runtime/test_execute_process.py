"""A Live worker as a process: what is sent to `/execute` neither stops it nor keeps it from ending."""

import base64
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import cloudpickle
import pytest

from runtime.processes import PATIENCE_SECONDS, Worker, eventually, running, write_worker

APP = """\
from typing import Any
from flashc_runtime import create_app
app = create_app("demo", execute=True)

@app.get("/{name}")
def greedy(name: str) -> Any:
    return name
"""


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    with running(write_worker(tmp_path, APP)) as started:
        yield started.ready()


def execute(worker: Worker, code: str, **headers: str) -> tuple[int, Any]:
    body = {"function_name": "f", "function_code": code}
    return worker.ask("POST", "/execute", body, headers=headers)


def value(answer: tuple[int, Any]) -> Any:
    assert answer[0] == 200
    assert answer[1]["success"], answer
    return cloudpickle.loads(base64.b64decode(answer[1]["result"]))


def test_it_runs_code_and_the_routes_are_as_before(worker: Worker) -> None:
    code = "def f():\n    import threading\n    return threading.current_thread().name"
    assert value(execute(worker, code)) == "execute"
    assert worker.ask("GET", "/execute")[0] == 405
    assert worker.ask("GET", "/executed") == (200, "executed")


SAYS_SO = "    import sys\n    print('has begun', file=sys.stderr, flush=True)\n"
ENDLESS = (
    f"async def f():\n{SAYS_SO}    while True: pass",
    f"def f():\n{SAYS_SO}    import time\n    time.sleep(6000)",
)


def test_exits_loops_and_crashes_leave_it_running_and_it_ends_when_asked(tmp_path: Path) -> None:
    with (
        running(write_worker(tmp_path, APP), FLASH_SHUTDOWN_TIMEOUT="1") as worker,
        ExitStack() as waiting,
    ):
        worker.ready()
        for code in ("import sys\nsys.exit(3)", "def f(): raise SystemExit(1)"):
            answer = execute(worker, code)
            assert (answer[0], answer[1]["success"]) == (200, False)
        for count, code in enumerate(ENDLESS, 1):
            waiting.enter_context(closing(begin(worker, code)))
            eventually(lambda: worker.log.count("has begun") == count, "it runs")  # noqa: B023
        assert worker.ask("GET", "/ping") == (200, {"status": "healthy"})
        assert worker.ask("GET", "/other") == (200, "other")
        assert value(execute(worker, "def f(): return 1")) == 1
        assert worker.stop() == 0, worker.log


def begin(worker: Worker, code: str) -> http.client.HTTPConnection:
    """Send code without waiting for what comes of it."""
    connection = http.client.HTTPConnection("127.0.0.1", worker.port, timeout=PATIENCE_SECONDS)
    body = json.dumps({"function_name": "f", "function_code": code})
    connection.request("POST", "/execute", body, {"content-type": "application/json"})
    return connection


def test_what_does_not_end_is_504_and_the_worker_ends_when_asked(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, APP), FLASH_REQUEST_TIMEOUT="1") as worker:
        worker.ready()
        for code in ENDLESS:
            assert execute(worker, code)[0] == 504
        assert worker.ask("GET", "/ping") == (200, {"status": "healthy"})
        assert worker.stop() == 0, worker.log


def test_a_rebound_name_a_proxy_and_a_web_page_are_refused(worker: Worker) -> None:
    code = "def f(): return 1"
    for headers in (
        {"host": "rebound.example"},
        {"x-forwarded-for": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1"},
        {"origin": f"http://127.0.0.1:{worker.port}"},
        {"authorization": "Bearer x", "host": "rebound.example"},
    ):
        assert execute(worker, code, **headers)[0] == 403, headers
    assert execute(worker, code, **{"content-type": "text/plain"})[0] == 415
    assert "POST /execute (f)" not in worker.log


def test_the_token_opens_it_to_proxies_and_to_nobody_else(tmp_path: Path) -> None:
    folder = write_worker(tmp_path, APP)
    with running(folder, FLASH_EXECUTE_TOKEN="secret-7") as worker:
        worker.ready()
        far = {"host": "worker.example", "x-forwarded-for": "10.0.0.1"}
        code = "def f(): return 1"
        assert value(execute(worker, code, authorization="Bearer secret-7", **far)) == 1
        for authorization in ("Bearer secret-8", "Basic secret-7", "secret-7", ""):
            status, answer = execute(worker, code, authorization=authorization, **far)
            assert status == 401, authorization
            assert "FLASH_EXECUTE_TOKEN" in answer["detail"]
        assert execute(worker, code, **far)[0] == 401
        assert "secret-7" not in worker.log


def test_a_body_that_is_too_large_is_refused_by_its_length_and_by_counting(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, APP), FLASH_MAX_BODY_BYTES="100000") as worker:
        worker.ready()
        connection = http.client.HTTPConnection("127.0.0.1", worker.port, timeout=PATIENCE_SECONDS)
        headers = {"content-type": "application/json"}
        pieces = iter([b"x" * 50_000] * 10)
        connection.request("POST", "/execute", pieces, headers, encode_chunked=True)
        assert connection.getresponse().status == 413
        connection.close()
        assert execute(worker, "x" * 200_000)[0] == 413
        assert value(execute(worker, "def f(): return 1")) == 1


def test_a_client_that_goes_away_in_its_body_runs_nothing(worker: Worker) -> None:
    code = "import sys\nprint('it was run', file=sys.stderr)\ndef f(): pass"
    body = json.dumps({"function_name": "f", "function_code": code})
    head = (
        f"POST /execute HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body) + 1}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", worker.port), PATIENCE_SECONDS) as connection:
        connection.sendall((head + body).encode())
    assert value(execute(worker, "def f(): return 1")) == 1
    eventually(lambda: "POST /execute: the client went away" in worker.log, "a line of the log")
    assert worker.stop() == 0
    assert "it was run" not in worker.log


def test_many_callers_get_their_own_answers(worker: Worker) -> None:
    answers: dict[int, Any] = {}

    def ask(number: int) -> None:
        code = f"async def f():\n    import asyncio\n    await asyncio.sleep(0.05)\n    return {number}"
        answers[number] = value(execute(worker, code))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number for number in range(12)}
