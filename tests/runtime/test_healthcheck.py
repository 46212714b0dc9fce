"""The health command asks as a client should, whatever address the worker listens on."""

import socket
from unittest import mock

import pytest

from flashc_runtime.healthcheck import is_healthy
from runtime.servers import answer, serving


@pytest.mark.parametrize(
    ("address", "host"),
    [("127.0.0.1", b"127.0.0.1"), ("::1", b"[::1]"), ("worker.example", b"worker.example")],
)
def test_the_address_is_the_host_as_a_url_has_it(address: str, host: bytes) -> None:
    with serving(answer("200 OK")) as server:
        # Not every machine has IPv6; what is asked for is one thing, where it is sent another.
        here = socket.create_connection(("127.0.0.1", server.port), 20)
        with mock.patch.object(socket, "create_connection", return_value=here) as connect:
            assert is_healthy(address, "8000")
        assert connect.call_args.args[0] == (address, 8000)
        assert b"\r\nHost: " + host + b"\r\n" in server.requests[0]


def test_any_other_status_is_not_healthy() -> None:
    with serving(answer("204 No Content")) as server:
        assert not is_healthy("127.0.0.1", str(server.port))
