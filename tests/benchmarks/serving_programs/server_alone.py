"""The server with an application that does nothing: what no framework can be faster than."""

from typing import Any

from serve_plainly import serve

BODY = b'{"status":"healthy"}'
HEADERS = [(b"content-length", b"%d" % len(BODY)), (b"content-type", b"application/json")]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Read the body and send a fixed one."""
    while scope["type"] == "lifespan":
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})


if __name__ == "__main__":
    serve(app)
