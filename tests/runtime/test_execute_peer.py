"""Who may run code without a token: programs of the worker's own user, and of root."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flashc_runtime.execute.peer import is_of_our_user
from runtime.processes import Worker, running, write_worker
from runtime.sent import task

pytestmark = pytest.mark.skipif(
    not Path("/proc/net/tcp").exists() or os.geteuid() != 0,
    reason="root on Linux opens connections as another user",
)
NOBODY = 65_534
APP = """\
from flashc_runtime import create_app
app = create_app("dev", execute=True)
"""
FAMILIES = {
    "IPv4": (socket.AF_INET, "127.0.0.1", socket.AF_INET, "127.0.0.1"),
    "IPv6": (socket.AF_INET6, "::1", socket.AF_INET6, "::1"),
    "IPv4 to both": (socket.AF_INET6, "::", socket.AF_INET, "127.0.0.1"),
    "IPv4 within IPv6": (socket.AF_INET6, "::", socket.AF_INET6, "::ffff:127.0.0.1"),
}


@contextmanager
def acting_as(user: int) -> Iterator[None]:
    """Do what follows as another user."""
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def connected(name: str, user: int) -> Iterator[tuple[socket.socket, socket.socket]]:
    """Give both ends of a connection within this machine, the client's opened by a user."""
    family, host, client_family, target = FAMILIES[name]
    with socket.socket(family) as listener:
        if family is socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind((host, 0))
        listener.listen()
        with acting_as(user):
            client = socket.socket(client_family)
        with client:
            client.connect((target, listener.getsockname()[1]))
            server, _ = listener.accept()
            with server:
                yield client, server


def ask(server: socket.socket) -> bool:
    """Ask as a server does, about the connection that it has accepted."""
    return is_of_our_user(server.getpeername()[:2], server.getsockname()[:2])


@pytest.mark.parametrize("name", FAMILIES)
def test_the_user_of_the_other_end_is_known(name: str) -> None:
    with connected(name, 0) as (_, server):
        assert ask(server)
    with connected(name, NOBODY) as (_, server):
        assert not ask(server)


def test_root_may_where_the_worker_is_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
    for user in (0, NOBODY):
        with connected("IPv4", user) as (_, server):
            assert ask(server)
    with connected("IPv4", 1234) as (_, server):
        assert not ask(server)


def test_an_end_that_nobody_has_open_is_nobodys() -> None:
    with connected("IPv4", 0) as (client, server):
        client.close()
        assert not ask(server)
    assert not is_of_our_user(("127.0.0.1", 1), ("127.0.0.1", 2))
    assert not is_of_our_user(None, ("127.0.0.1", 2))


def test_where_no_system_tells_it_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flashc_runtime.execute.peer._TABLES", ("/nowhere/tcp", "/nowhere/tcp6"))
    assert is_of_our_user(("127.0.0.1", 1), ("127.0.0.1", 2))


def execute(worker: Worker, user: int, *headers: str) -> tuple[int, bytes]:
    """Send code to a worker over a connection of a user's; return the status and the body."""
    body = json.dumps(task("def f():\n    return 1\n")).encode()
    head = "\r\n".join(
        [
            "POST /execute HTTP/1.1",
            f"Host: 127.0.0.1:{worker.port}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "Connection: close",
            *headers,
            "",
            "",
        ]
    )
    with acting_as(user):
        client = socket.socket()
    with client:
        client.connect(("127.0.0.1", worker.port))
        client.sendall(head.encode() + body)
        answer = b""
        while part := client.recv(65536):
            answer += part
    head_bytes, _, content = answer.partition(b"\r\n\r\n")
    return int(head_bytes.split(b" ")[1]), content


def test_a_worker_runs_the_code_of_its_own_user_and_of_nobody_else(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, APP)) as worker:
        worker.ready()
        status, body = execute(worker, 0)
        assert (status, json.loads(body)["success"]) == (200, True)
        status, body = execute(worker, NOBODY)
        assert status == 403
        assert json.loads(body)["detail"].startswith(
            "the request comes from a program of another user of this machine; set FLASH_EXECUTE"
        )
        assert worker.stop() == 0


def test_the_bearer_of_the_token_may_whoever_it_is(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, APP), FLASH_EXECUTE_TOKEN="t") as worker:
        worker.ready()
        assert execute(worker, NOBODY, "Authorization: Bearer t")[0] == 200
        assert execute(worker, 0)[0] == 401
        assert worker.stop() == 0
