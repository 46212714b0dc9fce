"""The client, and connections that break, wait, or are shared."""

import asyncio
import multiprocessing
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from flashc_runtime.sdk.http import client
from runtime.far import api, far, get, get_async, timed
from runtime.processes import PATIENCE_SECONDS, reserved_port
from runtime.servers import answer, json_answer
from tetra_rp import LoadBalancerSlsStub


def test_an_answer_that_is_cut_short_is_a_connection_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")
        connection.shutdown(socket.SHUT_RDWR)

    def reset(connection: socket.socket, _request: bytes) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()

    def noise(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")
        connection.shutdown(socket.SHUT_RDWR)

    for react in (cut, reset, noise):
        with far(monkeypatch, react) as server:
            expected = (
                f"lost the connection to endpoint 'far' at http://127.0.0.1:{server.port}/get"
            )
            with pytest.raises(ConnectionError, match=expected):
                get()
            with pytest.raises(ConnectionError, match=expected):
                asyncio.run(get_async())
            # Once each: nothing is tried again that may have had an effect.
            assert len(server.requests) == 2


def test_connections_are_reused_and_survive_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    with reserved_port() as port:
        with far(monkeypatch, json_answer(b"1"), port) as server:
            for _ in range(5):
                assert get() == 1
            assert server.connections == 1
        with far(monkeypatch, json_answer(b"2"), port) as again:
            assert [get() for _ in range(3)] == [2, 2, 2]
            assert again.connections == 1


def test_threads_and_loops_may_call_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def echo(connection: socket.socket, request: bytes) -> None:
        time.sleep(0.01)
        number = request.split(b"x=")[1].split(b" ")[0]
        connection.sendall(json_answer(number))

    async def several(start: int) -> list[int]:
        return await asyncio.gather(*(get_async(str(start + each)) for each in range(5)))

    with far(monkeypatch, echo), ThreadPoolExecutor(16) as pool:
        plain = [pool.submit(get, str(number)) for number in range(40)]
        loops = [pool.submit(asyncio.run, several(100 * number)) for number in range(1, 9)]
        assert [each.result() for each in plain] == list(range(40))
        for number, each in enumerate(loops, 1):
            assert each.result() == [100 * number + more for more in range(5)]


@pytest.mark.filterwarnings("ignore:This process")
def test_a_forked_child_has_connections_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with far(monkeypatch, json_answer(b"1")) as server:
        assert get() == 1
        context = multiprocessing.get_context("fork")
        child = context.Process(target=_exit_with_answer)
        child.start()
        child.join(PATIENCE_SECONDS)
        assert child.exitcode == 1
        assert get() == 1
        assert server.connections == 2


def _exit_with_answer() -> None:
    os._exit(get())  # type: ignore[arg-type]


def test_cookies_of_one_call_do_not_go_with_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = "content-type: application/json"
    with far(monkeypatch, answer("200 OK", b"1", kind, "set-cookie: user=alice")) as server:
        get()
        get()
        assert b"alice" not in server.requests[1]


def drip(connection: socket.socket, _request: bytes) -> None:
    """Answer byte by byte, for longer than anybody waits."""
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n")
    while True:
        connection.sendall(b"1")
        time.sleep(0.05)


def drip_head(connection: socket.socket, _request: bytes) -> None:
    """Do the same with a head, which is never a whole one."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        for letter in b"x: y\r\n":
            connection.sendall(bytes([letter]))
            time.sleep(0.05)


@pytest.mark.parametrize("react", [drip, drip_head])
def test_a_timeout_holds_for_an_answer_that_drips(
    monkeypatch: pytest.MonkeyPatch, react: Any
) -> None:
    with (
        far(monkeypatch, react),
        pytest.raises(TimeoutError, match=r"^Execution timeout on far after 0\.5s$"),
    ):
        timed(0.5)()


def test_a_synchronous_call_has_the_same_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    from flashc_runtime.sdk.dispatch import call_remote

    routes = get.__remote_routes__  # type: ignore[attr-defined]
    with (
        far(monkeypatch, drip),
        pytest.raises(TimeoutError, match=r"^Execution timeout on far after 0\.5s$"),
    ):
        call_remote(get.__wrapped__, routes, (), {}, 0.5)  # type: ignore[attr-defined]


def test_a_timeout_must_mean_something() -> None:
    for seconds in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="timeout must be more than 0 seconds"):
            LoadBalancerSlsStub(api, timeout=seconds)


def test_a_host_that_does_not_answer_is_a_connection_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(0)
        port = silent.getsockname()[1]
        # The backlog of one is full, so that no further connection is made.
        held = [socket.socket() for _ in range(4)]
        for each in held:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        monkeypatch.setenv("FLASH_ENDPOINT_URL_FAR", f"http://127.0.0.1:{port}")
        # Before the time for the whole call is over, however slow this machine is.
        monkeypatch.setattr(client, "_MOST_SECONDS_TO_CONNECT", 0.5)
        with pytest.raises(ConnectionError, match="cannot reach endpoint 'far'"):
            timed(PATIENCE_SECONDS)()
        for each in held:
            each.close()


def test_a_cancelled_call_closes_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, closed = threading.Event(), threading.Event()

    def hold(connection: socket.socket, _request: bytes) -> None:
        asked.set()
        if connection.recv(1) == b"":
            closed.set()

    async def cancel() -> None:
        task = asyncio.create_task(get_async())
        assert await asyncio.to_thread(asked.wait, PATIENCE_SECONDS)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(closed.wait, PATIENCE_SECONDS)

    with far(monkeypatch, hold):
        asyncio.run(cancel())
