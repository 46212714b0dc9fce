"""The steps of an orderly end: no request that has been read stays without its answer."""

import asyncio
import contextlib
import socket
import time

import uvicorn
from uvicorn.server import ServerState

GRACE_SECONDS = 0.5
"""How long an open connection may still send a request before it is closed."""

_CLOSE = (b"connection", b"close")


def refuse_keep_alive(config: uvicorn.Config, state: ServerState) -> None:
    """Close every connection after its next response, and say so in that response.

    A client that reads `connection: close` sends its next request elsewhere. Closing an idle
    connection instead, as uvicorn does, loses the request that is just under way on it.
    """
    if _CLOSE in config.encoded_headers:
        return
    config.encoded_headers.append(_CLOSE)
    state.default_headers = [*state.default_headers, _CLOSE]
    for connection in list(state.connections):
        cycle = getattr(connection, "cycle", None)
        if cycle is not None and not cycle.response_complete:
            # It has copied the headers already; this makes the server add the same header.
            cycle.keep_alive = False


async def finish_connections(state: ServerState) -> None:
    """Wait until no connection is open, at most for the grace period."""
    deadline = time.monotonic() + GRACE_SECONDS
    while state.connections and time.monotonic() < deadline:
        await asyncio.sleep(0.01)


async def take_queued(
    listeners: list[socket.socket], servers: list[asyncio.base_events.Server]
) -> list[socket.socket]:
    """Stop listening and return the connections that the kernel has accepted meanwhile.

    Closing a listener resets them, so it is held open by a duplicate until they are taken.
    """
    held = [each.dup() for each in listeners]
    for server in servers:
        server.close()
    for listener in listeners:
        listener.close()
    # uvloop closes its copies when the loop turns; after that only ours are left, and nothing
    # happens between taking the last connection and closing them.
    await asyncio.sleep(0.01)
    taken: list[socket.socket] = []
    for listener in held:
        listener.setblocking(False)
        with listener, contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                connection.setblocking(False)
                taken.append(connection)
    return taken
