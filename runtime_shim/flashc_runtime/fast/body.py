"""The body of a request: read once, and given again to whoever answers in the end."""

from collections.abc import Iterator
from typing import Any

from pydantic_core import from_json
from starlette.types import Message, Receive, Scope

from flashc_runtime.body_limit import SMALL, BodyLimits
from flashc_runtime.exchange import Exchange
from flashc_runtime.fast.route_plan import Argument, NotFast
from flashc_runtime.json_body import is_too_deep

_JSON = frozenset(
    {
        b"application/json",
        b"application/json;charset=utf-8",
        b"application/json; charset=utf-8",
        b"application/json;charset=UTF-8",
        b"application/json; charset=UTF-8",
    }
)
"""What clients send; FastAPI judges every other spelling."""


async def read_body(
    exchange: Exchange, receive: Receive, messages: list[Message], limits: BodyLimits
) -> bytes:
    """Read a whole body, keep its messages in the list, and return its bytes.

    Raises `NotFast` where the client went away or the body is larger than it may be.
    """
    largest = limits.largest
    size = 0
    while True:
        message = await receive()
        messages.append(message)
        if message["type"] != "http.request":
            raise NotFast
        size += len(message.get("body", b""))
        if size > largest > 0 or (size > SMALL and not limits.admits(exchange, size)):
            raise NotFast
        if not message.get("more_body", False):
            break
    if len(messages) == 1:
        body: bytes = messages[0].get("body", b"")
        return body
    whole = b"".join(message.get("body", b"") for message in messages)
    # They are kept while the function runs, and a body should not be there twice for so long.
    messages[:] = [{"type": "http.request", "body": whole, "more_body": False}]
    return whole


def body_value(argument: Argument, body: bytes, scope: Scope) -> Any:
    """Return what the function receives for a body; any exception means FastAPI's way.

    `from_json` rejects some documents that FastAPI's parser takes, but what it takes it reads the
    same, but for one more level; validating the bytes directly would not be the same for strict
    models.
    """
    if not body:
        return argument.default()
    if not _is_json(scope):
        raise NotFast
    value = from_json(body)
    if is_too_deep(body, value):
        raise NotFast
    return argument.validate(value, from_attributes=True)


def _is_json(scope: Scope) -> bool:
    for name, value in scope["headers"]:
        if name == b"content-type":
            return value in _JSON
    return False


def replayed(messages: list[Message], receive: Receive) -> Receive:
    """Return a `receive` that gives the messages again before it asks for more."""
    if not messages:
        return receive
    again: Iterator[Message] = iter(messages)

    async def receive_again() -> Message:
        for message in again:
            return message
        return await receive()

    return receive_again
