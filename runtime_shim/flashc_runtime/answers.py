"""Responses that the runtime itself sends, as ASGI messages without a framework."""

import json
from collections.abc import Mapping

from starlette.types import Send

# Fixed texts: `http.HTTPStatus` changes some of its phrases between Python versions.
DETAILS: Mapping[int, str] = {
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
}
Headers = list[tuple[bytes, bytes]]


async def send_json(
    send: Send, status: int, content: object, headers: Headers | None = None
) -> None:
    """Send one complete JSON response."""
    body = json.dumps(content, separators=(",", ":")).encode("ascii")
    framing = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode("ascii")),
    ]
    start = {"type": "http.response.start", "status": status, "headers": framing + (headers or [])}
    await send(start)
    await send({"type": "http.response.body", "body": body})


async def send_detail(send: Send, status: int, headers: Headers | None = None) -> None:
    """Send the error envelope that FastAPI's own errors use, `{"detail": text}`."""
    await send_json(send, status, {"detail": DETAILS[status]}, headers)
