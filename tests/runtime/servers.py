"""Servers that answer with the very bytes that a test gives them."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from runtime.processes import PATIENCE_SECONDS

Reaction = Callable[[socket.socket, bytes], None]


def answer(status: str, body: bytes = b"", *headers: str) -> bytes:
    """Return the bytes of a complete answer."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def json_answer(body: bytes, status: str = "200 OK") -> bytes:
    """Return the bytes of an answer with a JSON body."""
    return answer(status, body, "content-type: application/json")


class Server:
    """What a running server has seen."""

    def __init__(self, listener: socket.socket, react: Reaction) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._open: list[socket.socket] = []
        self._listener = listener
        self._react = react

    @property
    def port(self) -> int:
        """The port that it listens on."""
        port: int = self._listener.getsockname()[1]
        return port

    def serve(self) -> None:
        """Accept connections until the listener is closed."""
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def close(self) -> None:
        """End the listener and all connections, as the end of a process does."""
        self._listener.shutdown(socket.SHUT_RDWR)
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _converse(self, connection: socket.socket) -> None:
        with connection:
            while request := _read_request(connection):
                self.requests.append(request)
                try:
                    self._react(connection, request)
                except OSError:
                    return


def _read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        try:
            received = connection.recv(65536)
        except OSError:
            return b""
        if not received:
            return b""
        data += received
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (
            int(line[15:])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def serving(react: Reaction | bytes, port: int = 0) -> Iterator[Server]:
    """Serve on a port, by default a free one; bytes are the answer to every request."""
    given = react

    def send(connection: socket.socket, _request: bytes) -> None:
        assert isinstance(given, bytes)
        connection.sendall(given)

    with socket.create_server(("127.0.0.1", port), reuse_port=False) as listener:
        server = Server(listener, send if isinstance(given, bytes) else given)
        thread = threading.Thread(target=server.serve, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.close()
            thread.join(PATIENCE_SECONDS)
