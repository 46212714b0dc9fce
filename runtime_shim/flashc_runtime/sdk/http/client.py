"""Calls to other endpoints over HTTP, with connections that are kept and reused."""

import asyncio
import os
import weakref
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, NoReturn

import httpx

from flashc_runtime.request_id import HEADER, current_request_id
from flashc_runtime.sdk.http.background import background
from flashc_runtime.sdk.http.call import HttpCall

DEFAULT_TIMEOUT_SECONDS = 30.0

_MOST_SECONDS_TO_CONNECT = 10.0
_MOST_REDIRECTS = 5
# Kept for less than the five seconds after which uvicorn closes: a request that crosses with that is
# lost, and must not be sent again, as nobody knows whether it was read.
_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100, keepalive_expiry=4.0)
_clients: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Kept]" = (
    weakref.WeakKeyDictionary()
)


class _Kept:
    """A client of one event loop, and the generator that closes it when the loop ends."""

    def __init__(self) -> None:
        # Many requests share the client: what an endpoint sets for one must not go with the next.
        no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self.client = httpx.AsyncClient(limits=_LIMITS, cookies=no_cookies)
        self.keeper = _close_with_loop(self.client)


def send(name: str, address: str, call: HttpCall, timeout: float | None) -> httpx.Response:
    """Send a request and wait for the complete answer; `timeout` in seconds, 30 if None.

    Raises `TimeoutError`, `ConnectionError` or, for a status of 300 and above, `RuntimeError`.
    """
    return background().run(send_async(name, address, call, timeout))


async def send_async(
    name: str, address: str, call: HttpCall, timeout: float | None
) -> httpx.Response:
    """Do the same without blocking the event loop."""
    seconds = _seconds(timeout)
    url = address + call.target
    # Made before the time begins, which would otherwise end before that for connecting.
    client = await _client_of_loop()
    async with _explained(name, url, seconds), asyncio.timeout(seconds):
        limits = httpx.Timeout(None, connect=_connecting(seconds))
        answer = await _answer(client, address, call, limits)
        try:
            await answer.aread()
        finally:
            await answer.aclose()
    return _checked(answer)


async def stream_async(
    name: str, address: str, call: HttpCall, timeout: float | None
) -> AsyncGenerator[str]:
    """Yield the lines of an answer as they come; `timeout` is how long each may take.

    Raises what `send` raises, and `ConnectionError` when the answer is cut short.
    """
    seconds = _seconds(timeout)
    url = address + call.target
    client = await _client_of_loop()
    async with _explained(name, url, seconds):
        limits = httpx.Timeout(seconds, connect=_connecting(seconds))
        answer = await _answer(client, address, call, limits)
        try:
            if answer.status_code >= 300:
                await answer.aread()
                _checked(answer)
            async for line in answer.aiter_lines():
                yield line
        finally:
            await answer.aclose()


def stream(name: str, address: str, call: HttpCall, timeout: float | None) -> Iterator[str]:
    """Do the same, blocking while the next line is awaited."""
    loop = background()
    lines = stream_async(name, address, call, timeout)
    try:
        while True:
            try:
                yield loop.run(_next(lines))
            except StopAsyncIteration:
                return
    finally:
        loop.run(_close(lines))


async def _next(lines: AsyncGenerator[str]) -> str:
    return await anext(lines)


async def _close(lines: AsyncGenerator[str]) -> None:
    await lines.aclose()


def _seconds(timeout: float | None) -> float:
    seconds = DEFAULT_TIMEOUT_SECONDS if timeout is None else timeout
    if not seconds > 0:
        raise ValueError(f"timeout must be more than 0 seconds, not {seconds}")
    return seconds


def _connecting(seconds: float) -> float:
    # Below the limit of the whole: an endpoint that is not there is no endpoint that is slow.
    return min(_MOST_SECONDS_TO_CONNECT, seconds * 0.9)


async def _answer(
    client: httpx.AsyncClient, address: str, call: HttpCall, limits: httpx.Timeout
) -> httpx.Response:
    """Send the request and return the answer with its body unread."""
    request = client.build_request(
        call.method, address + call.target, timeout=limits, **_parts(address, call)
    )
    for _ in range(_MOST_REDIRECTS):
        answer = await client.send(request, stream=True)
        following = answer.next_request
        if following is None or not _is_same_call(request, following):
            return answer
        await answer.aclose()
        request = following
    return await client.send(request, stream=True)


def _is_same_call(request: httpx.Request, following: httpx.Request) -> bool:
    """Say whether a redirect leads to the same call at the same server.

    Elsewhere nobody may be sent the arguments, and a POST that becomes a GET calls something else.
    """
    old, new = request.url, following.url
    same_port = (old.scheme, old.port) == (new.scheme, new.port)
    encrypted = (old.scheme, new.scheme) == ("http", "https")
    return request.method == following.method and old.host == new.host and (same_port or encrypted)


async def _client_of_loop() -> httpx.AsyncClient:
    loop = asyncio.get_running_loop()
    kept = _clients.get(loop)
    if kept is None:
        kept = _clients[loop] = _Kept()
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
    headers = {
        "accept": "application/json, */*;q=0.5",
        **_authorization(address),
        **dict(call.headers),
    }
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


@asynccontextmanager
async def _explained(name: str, url: str, seconds: float) -> AsyncIterator[None]:
    try:
        yield
    except httpx.InvalidURL as error:
        raise ValueError(f"the address of {name!r} makes no URL: {url}: {error}") from None
    except httpx.HTTPError as error:
        _explain(error, name, url, seconds)
    except TimeoutError:
        raise _timeout(name, seconds) from None


def _explain(error: httpx.HTTPError, name: str, url: str, seconds: float) -> NoReturn:
    connecting = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
    if isinstance(error, httpx.TimeoutException) and not connecting:
        raise _timeout(name, seconds) from None
    what = "cannot reach endpoint" if connecting else "lost the connection to endpoint"
    reason = str(error) or type(error).__name__
    raise ConnectionError(f"{what} {name!r} at {url}: {reason}") from error


def _timeout(name: str, seconds: float) -> TimeoutError:
    return TimeoutError(f"Execution timeout on {name} after {seconds:g}s")


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.status_code < 300:
        return answer
    text = answer.text[:2000].strip()
    if answer.status_code < 400 and (target := answer.headers.get("location")):
        text = f"it redirects to {target}, which is not followed"
    request_id = answer.headers.get(HEADER)
    raise RuntimeError(
        f"HTTP error from endpoint: {answer.status_code}"
        + (f": {text}" if text else "")
        + (f" (request id {request_id})" if request_id else "")
    )
