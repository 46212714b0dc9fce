"""Calls to other endpoints over HTTP, with connections that are kept and reused."""

import asyncio
import atexit
import os
import weakref
from collections.abc import AsyncGenerator, Mapping
from typing import Any, NoReturn

import httpx

from flashc_runtime.request_id import HEADER, current_request_id
from flashc_runtime.sdk.http.encoding import HttpCall

DEFAULT_TIMEOUT_SECONDS = 30.0

_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100)
_clients: dict[int, httpx.Client] = {}
_async_clients: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Kept]" = (
    weakref.WeakKeyDictionary()
)


class _Kept:
    """A client of one event loop, and the generator that closes it when the loop ends."""

    def __init__(self) -> None:
        self.client = httpx.AsyncClient(limits=_LIMITS, follow_redirects=True)
        self.keeper = _close_with_loop(self.client)


def send(name: str, address: str, call: HttpCall, timeout: float | None) -> httpx.Response:
    """Send a request and wait for the complete answer; `timeout` in seconds, 30 if None.

    Raises `TimeoutError`, `ConnectionError` or, for a status of 400 and above, `RuntimeError`.
    """
    seconds = DEFAULT_TIMEOUT_SECONDS if timeout is None else timeout
    client = _client_of_process()
    url = address + call.target
    try:
        answer = client.request(call.method, url, timeout=seconds, **_parts(address, call))
    except httpx.HTTPError as error:
        _explain(error, name, url, seconds)
    return _checked(answer)


async def send_async(
    name: str, address: str, call: HttpCall, timeout: float | None
) -> httpx.Response:
    """Do the same without blocking the event loop; `timeout` also bounds the whole exchange."""
    seconds = DEFAULT_TIMEOUT_SECONDS if timeout is None else timeout
    client = await _client_of_loop()
    url = address + call.target
    try:
        async with asyncio.timeout(seconds):
            answer = await client.request(
                call.method, url, timeout=seconds, **_parts(address, call)
            )
    except httpx.HTTPError as error:
        _explain(error, name, url, seconds)
    except TimeoutError:
        raise _timeout(name, seconds) from None
    return _checked(answer)


def _client_of_process() -> httpx.Client:
    # By process: sockets must not be shared with a child that was forked.
    client = _clients.get(os.getpid())
    if client is None:
        client = _clients[os.getpid()] = httpx.Client(limits=_LIMITS, follow_redirects=True)
        atexit.register(client.close)
    return client


async def _client_of_loop() -> httpx.AsyncClient:
    loop = asyncio.get_running_loop()
    kept = _async_clients.get(loop)
    if kept is None:
        kept = _async_clients[loop] = _Kept()
        await anext(kept.keeper)
    return kept.client


async def _close_with_loop(client: httpx.AsyncClient) -> AsyncGenerator[None]:
    # An event loop closes its asynchronous generators when it ends: the one moment at which a
    # client that belongs to the loop can still be closed.
    try:
        yield
    finally:
        await client.aclose()


def _parts(address: str, call: HttpCall) -> dict[str, Any]:
    headers = {"accept": "application/json, */*;q=0.5", **_authorization(address)}
    if request_id := current_request_id():
        headers[HEADER] = request_id
    if call.form is not None:
        return {"headers": headers, "data": call.form, "files": call.files or None}
    if call.content is not None:
        headers["content-type"] = "application/json"
    return {"headers": headers, "content": call.content}


def _authorization(address: str) -> Mapping[str, str]:
    # The platform's own addresses want the account's key; nobody else may see it.
    key = os.environ.get("RUNPOD_API_KEY", "")
    url = httpx.URL(address)
    is_platform = url.host == "api.runpod.ai" or url.host.endswith(".api.runpod.ai")
    if key and url.scheme == "https" and is_platform:
        return {"authorization": f"Bearer {key}"}
    return {}


def _explain(error: httpx.HTTPError, name: str, url: str, timeout: float) -> NoReturn:
    if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
        raise _timeout(name, timeout) from None
    reason = str(error) or type(error).__name__
    raise ConnectionError(f"cannot reach endpoint {name!r} at {url}: {reason}") from error


def _timeout(name: str, timeout: float) -> TimeoutError:
    return TimeoutError(f"Execution timeout on {name} after {timeout:g}s")


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.status_code < 400:
        return answer
    text = answer.text[:2000].strip()
    request_id = answer.headers.get("x-request-id")
    raise RuntimeError(
        f"HTTP error from endpoint: {answer.status_code}"
        + (f": {text}" if text else "")
        + (f" (request id {request_id})" if request_id else "")
    )
