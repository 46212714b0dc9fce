"""Generators of other endpoints: their values come one by one."""

import socket
import threading
import time
from typing import Any

import pytest

from runtime.far import count, far
from runtime.processes import PATIENCE_SECONDS
from runtime.servers import answer


def stream_of(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> Any:
    def react(connection: socket.socket, _request: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/jsonl\r\ntransfer-encoding: chunked"
        connection.sendall(head + b"\r\n\r\n")
        for piece in pieces:
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
            time.sleep(0.02)
        connection.sendall(end)
        if not end:
            connection.shutdown(socket.SHUT_RDWR)

    return react


def test_values_of_a_generator_come_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with far(monkeypatch, stream_of(b"1\n2", b"3\n", b"\n4\n")) as server:
        assert list(count()) == [1, 23, 4]
        assert list(count()) == [1, 23, 4]
        assert server.connections == 1


def test_a_stream_that_is_cut_short_is_an_error_after_its_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with far(monkeypatch, stream_of(b"1\n", end=b"")):
        values = count()
        assert next(values) == 1
        with pytest.raises(ConnectionError, match="lost the connection to endpoint 'far'"):
            next(values)
    with far(monkeypatch, stream_of(b'"x"\n')), pytest.raises(TypeError, match="count returned"):
        list(count())
    with (
        far(monkeypatch, answer("500 Oh", b"no")),
        pytest.raises(RuntimeError, match=r"^HTTP error from endpoint: 500: no$"),
    ):
        list(count())


def test_a_consumer_that_stops_closes_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = threading.Event()

    def endless(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        try:
            while True:
                connection.sendall(b"2\r\n1\n\r\n")
                time.sleep(0.01)
        except OSError:
            closed.set()

    with far(monkeypatch, endless):
        values = count()
        assert [next(values), next(values)] == [1, 1]
        values.close()  # type: ignore[attr-defined]
        assert closed.wait(PATIENCE_SECONDS)
