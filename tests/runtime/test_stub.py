"""`LoadBalancerSlsStub`: a call over HTTP with a timeout of one's own."""

import asyncio
import socket
from typing import Any

import pytest

import runpod_flash
import tetra_rp
from flashc_runtime.sdk.http import client
from runtime.servers import json_answer, serving
from tetra_rp import LiveLoadBalancer, LoadBalancerSlsResource, LoadBalancerSlsStub, remote

deployed = LoadBalancerSlsResource(name="user-service", imageName="x")
live = LiveLoadBalancer(name="user-service-live")


@remote(deployed, method="GET", path="/double")
def double(x: int) -> int:
    return 2 * x


@remote(live, method="GET", path="/double")
async def double_live(x: int) -> int:
    return 2 * x


def silent(connection: socket.socket, _request: bytes) -> None:
    """Say nothing until the other side has gone."""
    connection.recv(1)


def test_the_default_is_thirty_seconds_and_the_message_the_specifications(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert LoadBalancerSlsStub(deployed).timeout == 30
    assert client.DEFAULT_TIMEOUT_SECONDS == 30
    timeout = asyncio.timeout
    asked: list[Any] = []

    def hurried(seconds: float) -> Any:
        asked.append(seconds)
        return timeout(0.1)

    monkeypatch.setattr(client.asyncio, "timeout", hurried)
    with serving(silent) as server:
        monkeypatch.setenv("FLASH_ENDPOINT_URL_USER_SERVICE", f"http://127.0.0.1:{server.port}")
        for call in (
            lambda: asyncio.run(LoadBalancerSlsStub(deployed)(double, None, None, True, 1)),
            lambda: double(1),
        ):
            with pytest.raises(TimeoutError) as caught:
                call()
            assert str(caught.value) == "Execution timeout on user-service after 30s"
    assert asked == [30.0, 30.0]


def test_another_timeout_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    stub = LoadBalancerSlsStub(deployed, timeout=0.3)
    with serving(silent) as server:
        monkeypatch.setenv("FLASH_ENDPOINT_URL_USER_SERVICE", f"http://127.0.0.1:{server.port}")
        # Nobody ever answers: that the call ends is the timeout's doing.
        with pytest.raises(TimeoutError, match=r"^Execution timeout on user-service after 0\.3s$"):
            asyncio.run(stub(double, None, None, True, 1))


def test_it_calls_over_http_even_what_would_run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    stub = LoadBalancerSlsStub(live)
    with serving(json_answer(b"7")) as server:
        address = f"http://127.0.0.1:{server.port}"
        monkeypatch.setenv("FLASH_ENDPOINT_URL_USER_SERVICE_LIVE", address)
        assert asyncio.run(stub(double_live, [], [], True, x=3)) == 7
        assert server.requests[0].startswith(b"GET /double?x=3 ")
    assert asyncio.run(double_live(3)) == 6


def test_it_is_where_the_sdks_have_it() -> None:
    from runpod_flash.stubs.load_balancer_sls import LoadBalancerSlsStub as Newer
    from tetra_rp.stubs import LoadBalancerSlsStub as Short
    from tetra_rp.stubs.load_balancer_sls import LoadBalancerSlsStub as Full

    assert tetra_rp.LoadBalancerSlsStub is Short is Full is Newer
    assert runpod_flash.LoadBalancerSlsStub is Full
