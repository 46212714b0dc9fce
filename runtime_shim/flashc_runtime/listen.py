"""The sockets that a worker listens on, opened before anything slow happens."""

import contextlib
import errno
import socket

BACKLOG = 2048
_MOST_TRIES = 20

_Address = tuple[int, tuple[str, int, *tuple[int, ...]]]


class ListenError(Exception):
    """An address cannot be listened on; the text is one line."""


def open_listeners(host: str, port: int) -> list[socket.socket]:
    """Listen on every address of `host`; `::` means IPv4 and IPv6, port 0 a free port.

    Raises `ListenError` with the address and the system's reason.
    """
    # What is free at the address for which the system chose may be taken at another.
    tries = 1 if port else _MOST_TRIES
    while True:
        try:
            return _listen_on_all(_addresses(host, port))
        except OSError as error:
            tries -= 1
            if error.errno != errno.EADDRINUSE or not tries:
                reason = error.strerror or str(error)
                raise ListenError(f"cannot listen on {shown(host, port)}: {reason}") from None


def _listen_on_all(addresses: list[_Address]) -> list[socket.socket]:
    listeners: list[socket.socket] = []
    try:
        for family, address in addresses:
            # With port 0 the system chooses for the first address; the others follow it.
            chosen = port_of(listeners[0]) if listeners else address[1]
            listeners.append(_listen(family, (address[0], chosen, *address[2:])))
    except OSError:
        for each in listeners:
            each.close()
        raise
    return listeners


def port_of(listener: socket.socket) -> int:
    """Return the TCP port of a bound socket."""
    port: int = listener.getsockname()[1]
    return port


def shown(host: str, port: int) -> str:
    """Write host and port as in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _addresses(host: str, port: int) -> list[_Address]:
    found = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
    )
    # A name may resolve to the same address twice.
    return list(dict.fromkeys((int(each[0]), each[4]) for each in found))  # type: ignore[misc]


def _listen(family: int, address: tuple[str, int, *tuple[int, ...]]) -> socket.socket:
    # Without the explicit protocol asyncio does not recognise TCP and leaves Nagle's algorithm
    # on, which delays small responses by 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            alone = 0 if address[0] == "::" else 1
            with contextlib.suppress(OSError):
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, alone)
        listener.bind(address)
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener
