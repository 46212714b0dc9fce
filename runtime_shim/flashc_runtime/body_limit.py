"""The largest request body: refused by its declared length, or counted while it arrives.

FastAPI has such a limit, but answers with plain text where every other error is JSON.
"""

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

from flashc_runtime.answers import DETAILS


def declares_more(scope: Scope, limit: int) -> bool:
    """Say whether the request's `content-length` exceeds the limit, in bytes."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return bool(value.isdigit() and int(value) > limit)
    return False


def counted(receive: Receive, limit: int) -> Receive:
    """Return a `receive` that raises a 413 `HTTPException` once more than `limit` bytes came."""
    total = 0

    async def receive_counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            raise HTTPException(413, DETAILS[413])
        return message

    return receive_counted
