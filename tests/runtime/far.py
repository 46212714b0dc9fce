"""An endpoint that is played by a server of the test's own, and functions that it owns."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from runtime.servers import Server, serving
from tetra_rp import LoadBalancerSlsResource, LoadBalancerSlsStub, remote

api = LoadBalancerSlsResource(name="far", imageName="x")


class Strict(BaseModel):
    """A model that takes nothing for something else."""

    model_config = ConfigDict(strict=True)
    size: int
    tags: set[str] = set()


@remote(api, method="GET", path="/get")
def get(x: str = "") -> Any:
    """Be called at the endpoint "far"."""
    return x


@remote(api, method="GET", path="/get-async")
async def get_async(x: str = "") -> Any:
    """Be called at the endpoint "far"."""
    return x


@remote(api, method="POST", path="/post")
def post(x: Any = None) -> dict[str, Any]:
    """Be called at the endpoint "far"."""
    return {"x": x}


@remote(api, method="GET", path="/strict")
def strict() -> Strict:
    """Be called at the endpoint "far"."""
    return Strict(size=1)


@remote(api, method="GET", path="/nothing")
def nothing() -> None:
    """Be called at the endpoint "far"."""
    return


@remote(api, method="GET", path="/count")
def count() -> Iterator[int]:
    """Be called at the endpoint "far"."""
    yield 1


@contextmanager
def far(monkeypatch: pytest.MonkeyPatch, react: Any, port: int = 0) -> Iterator[Server]:
    """Run a server, and say that it is the endpoint "far"."""
    with serving(react, port) as server:
        monkeypatch.setenv("FLASH_ENDPOINT_URL_FAR", f"http://127.0.0.1:{server.port}")
        yield server


def timed(seconds: float) -> Any:
    """Return a call of `get` with that timeout."""
    stub = LoadBalancerSlsStub(api, timeout=seconds)
    return lambda: asyncio.run(stub(get, None, None, True))
