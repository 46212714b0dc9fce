"""Limits, request ids, logs: what an operator relies on, for every route."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import Request

from flashc_runtime import create_app
from flashc_runtime.request_id import begin_request, current_request_id
from runtime.asgi import call
from runtime.processes import Worker, ask_in_background, eventually, running, write_worker

APP = """\
import asyncio
import sys
import time
from pathlib import Path
from typing import Any
from fastapi import Request
from fastapi.responses import StreamingResponse
from flashc_runtime import create_app
app = create_app("demo")
ended = []

@app.get("/fast")
def fast() -> Any:
    return ended

@app.get("/sync")
def sync(seconds: float) -> Any:
    time.sleep(seconds)
    ended.append("sync")

@app.get("/async")
async def wait(seconds: float) -> Any:
    print("waiting", file=sys.stderr, flush=True)
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        ended.append("cancelled")
        raise

@app.get("/held")
async def held(release: str) -> Any:
    print("waiting", file=sys.stderr, flush=True)
    while not Path(release).exists():
        await asyncio.sleep(0.02)

@app.get("/stubborn")
async def stubborn(seconds: float) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            pass
    ended.append("stubborn")

@app.get("/stream")
async def stream() -> Any:
    async def parts() -> Any:
        for each in range(4):
            yield str(each)
            await asyncio.sleep(0.5)
    return StreamingResponse(parts())

@app.get("/cut")
async def cut() -> Any:
    async def parts() -> Any:
        yield "1"
        raise KeyError("in the middle")
    return StreamingResponse(parts())

@app.post("/size")
async def size(request: Request) -> Any:
    return len(await request.body())
"""


def sized_app() -> Any:
    app = create_app("sizes")

    @app.post("/size")
    async def size(request: Request) -> Any:
        return len(await request.body())

    @app.post("/model")
    async def model(body: dict[str, str]) -> Any:
        return body

    @app.get("/size")
    def show() -> Any:
        return current_request_id()

    @app.get("/{name}")
    def other(name: str) -> Any:
        return name

    return app


def test_a_request_keeps_its_callers_id() -> None:
    answer = call(sized_app(), "GET", "/size", headers=(("x-request-id", "abc-1"),))
    assert (answer.headers["x-request-id"], answer.json()) == ("abc-1", "abc-1")


@pytest.mark.parametrize("received", ["", "a b", "x" * 129, "é", "a\nb"])
def test_an_id_that_is_missing_or_unsafe_is_replaced(received: str) -> None:
    assert re.fullmatch("[0-9a-f]{32}", begin_request(received))


def test_errors_carry_the_id_too() -> None:
    for path in ("/size/missing", "/size"):
        answer = call(sized_app(), "DELETE", path, headers=(("x-request-id", "abc"),))
        assert answer.headers["x-request-id"] == "abc"


@pytest.mark.parametrize("path", ["/size", "/model"])
def test_a_body_beyond_the_limit_is_413(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_MAX_BODY_BYTES", "20")
    app = sized_app()
    fits, exceeds = b'{"a":"bc"}', b'{"a":"bcdefghijklmnop"}'
    assert call(app, "POST", path, fits).status == 200
    for headers in ((), (("content-length", str(len(exceeds))),)):
        answer = call(app, "POST", path, exceeds, headers=headers)
        assert (answer.status, answer.json()) == (413, {"detail": "Content Too Large"})


def test_405_names_the_methods_of_all_routes_with_that_path() -> None:
    answer = call(sized_app(), "DELETE", "/size")
    assert (answer.status, answer.json()) == (405, {"detail": "Method Not Allowed"})
    assert answer.headers["allow"] == "GET, POST"
    assert call(sized_app(), "PUT", "/elsewhere").headers["allow"] == "GET"


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    folder = write_worker(tmp_path_factory.mktemp("operations"), APP)
    with running(folder, FLASH_REQUEST_TIMEOUT="1", FLASH_ACCESS_LOG="1") as started:
        yield started.ready()


@pytest.mark.parametrize(
    ("path", "mark"), [("/sync", "sync"), ("/async", "cancelled"), ("/stubborn", "stubborn")]
)
def test_a_function_that_takes_too_long_is_504(worker: Worker, path: str, mark: str) -> None:
    assert worker.ask("GET", f"{path}?seconds=2.5") == (504, {"detail": "Gateway Timeout"})
    eventually(lambda: mark in worker.ask("GET", "/fast")[1], "the function has ended")
    eventually(lambda: f'"path":"{path}","status":504' in worker.log, "the log says so")
    assert "Traceback" not in worker.log


def test_a_function_in_time_is_left_alone(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, APP), FLASH_REQUEST_TIMEOUT="60") as worker:
        # Long enough for the worker to look at it once.
        assert worker.ready().ask("GET", "/async?seconds=0.3") == (200, None)
        assert worker.stop() == 0


def test_a_stream_that_has_begun_may_take_its_time(worker: Worker) -> None:
    with worker.connect() as caller:
        caller.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\nconnection: close\r\n\r\n")
        assert read_all(caller).endswith(
            b"\r\n\r\n1\r\n0\r\n1\r\n1\r\n1\r\n2\r\n1\r\n3\r\n0\r\n\r\n"
        )


def test_an_error_within_a_stream_cuts_it_short(worker: Worker) -> None:
    with worker.connect() as caller:
        caller.sendall(b"GET /cut HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = read_all(caller)
    assert b"200" in answer
    assert not answer.endswith(b"0\r\n\r\n")


def read_all(caller: socket.socket) -> bytes:
    received = b""
    while part := caller.recv(65536):
        received += part
    return received


def test_a_chunked_body_is_counted(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, APP), FLASH_MAX_BODY_BYTES="10") as worker:
        with worker.ready().connect() as caller:
            head = b"POST /size HTTP/1.1\r\nHost: x\r\ntransfer-encoding: chunked\r\n\r\n"
            caller.sendall(head + b"8\r\n12345678\r\n8\r\n12345678\r\n0\r\n\r\n")
            assert b" 413 " in caller.recv(65536)
        assert worker.ask("POST", "/size", "12345678") == (200, 10)
        assert worker.stop() == 0


def test_beyond_the_limit_of_concurrency_is_429_but_probes_are_answered(tmp_path: Path) -> None:
    release = tmp_path / "release"
    with running(write_worker(tmp_path, APP), FLASH_MAX_CONCURRENCY="1") as worker:
        thread, answers = ask_in_background(worker.ready(), f"/held?release={quote(str(release))}")
        eventually(lambda: "waiting" in worker.log, "the first request is being served")
        assert worker.ask("GET", "/fast") == (429, {"detail": "Too Many Requests"})
        assert worker.ask("GET", "/ping")[0] == 200
        assert answers == []
        release.touch()
        thread.join()
        assert answers == [(200, None)]
        assert worker.ask("GET", "/fast")[0] == 200


def test_a_slow_request_is_logged_without_an_access_log(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, APP), FLASH_SLOW_REQUEST="1") as worker:
        worker.ready().ask("GET", "/fast")
        worker.ask("GET", "/async?seconds=1.1")
        assert worker.stop() == 0
        slow = dict(re.findall(r"WARNING GET (\S+) 200 (\S+)ms ", worker.log))
        assert "/async" in slow
        # On a machine that is very busy, the other one may take as long.
        assert all(float(taken) >= 1000 for taken in slow.values())


@pytest.mark.parametrize(("asked", "ended"), [("1", ["cancelled"]), ("0", [])])
def test_a_client_that_goes_away_cancels_its_function_only_where_asked(
    tmp_path: Path, asked: str, ended: list[str]
) -> None:
    folder = write_worker(tmp_path, APP)
    with running(folder, FLASH_CANCEL_ON_DISCONNECT=asked) as worker:
        with worker.ready().connect() as caller:
            caller.sendall(b"GET /async?seconds=2 HTTP/1.1\r\nHost: x\r\n\r\n")
            eventually(lambda: "waiting" in worker.log, "the function has begun")
        with worker.connect() as other:
            other.sendall(b"GET /async?seconds=1 HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b" 200 " in other.recv(65536)
        assert worker.ask("GET", "/fast") == (200, ended)
        assert worker.stop() == 0
        assert ("cancelled, the client went away" in worker.log) == (asked == "1")
        assert "Traceback" not in worker.log
