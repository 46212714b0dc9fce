"""How the end of a request's body is told, and the parser that is told it a second time."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashc_runtime.connection import LimitedProtocol

Headers = Iterable[tuple[bytes, bytes]]


def require_chunked_alone(headers: Headers) -> None:
    """Raise a `ValueError` where the body has a coding that is not undone, such as gzip."""
    codings = [value for name, value in headers if name == b"transfer-encoding"]
    if b",".join(codings).strip().lower() != b"chunked":
        # The parser ends with an error, and the answer is 400.
        raise ValueError("the only transfer coding is chunked")


def framing_lines(headers: Headers) -> bytes:
    """Return the lines of a head that tell where its body ends."""
    framing = (b"content-length", b"transfer-encoding")
    return b"".join(b"%b: %b\r\n" % pair for pair in headers if pair[0] in framing)


class AfterUpgrade:
    """Passes on what a second parser finds, but for the head that it was given again.

    Apart from the connection, because a layer for each header costs every request that has none
    of this.
    """

    def __init__(self, connection: "LimitedProtocol") -> None:
        self._connection = connection
        self.resuming = False
        self.on_body = connection.on_body
        self.on_chunk_header = connection.on_chunk_header
        self.on_chunk_complete = connection.on_chunk_complete

    def on_message_begin(self) -> None:
        """Begin a request."""
        if not self.resuming:
            self._connection.on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Keep the request's target."""
        if not self.resuming:
            self._connection.on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        if not self.resuming:
            self._connection.on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to serve a request."""
        if not self.resuming:
            self._connection.on_headers_complete()

    def on_message_complete(self) -> None:
        """End a request's body."""
        if not self.resuming:
            self._connection.on_message_complete()
