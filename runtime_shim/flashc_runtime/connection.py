"""uvicorn's HTTP connections, with limits on how long and how much a client may keep waiting.

uvicorn waits for the rest of a head as long as it takes, keeps every byte of it, holds a response
for a client that never reads, and answers what is no HTTP in plain text.
"""

import json
import logging
import time
from asyncio import TimerHandle
from collections import deque
from typing import Any

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from flashc_runtime.answers import DETAILS
from flashc_runtime.framing import AfterUpgrade, framing_lines, require_chunked_alone
from flashc_runtime.host import is_host

log = logging.getLogger("flashc_runtime")

MAX_HEAD_BYTES = 65_536
"""A longer head is answered 431, unless one read from the socket brings it whole.

So are longer trailers, which are headers after a body.
"""
MAX_DISCARDED_BYTES = 67_108_864
"""How much of a body is read after the answer, so that a client that still sends it sees that."""
LINGER_SECONDS = 2.0
"""How long a refused connection is read and discarded, so that its client sees the answer."""
_VERSIONS = ("1.1", "1.0")
_DROPPED: Any = deque(maxlen=0)
"""Takes the headers that come after a body, and keeps none."""


class _OtherVersionError(Exception):
    """A request is in a version of HTTP that is not spoken here."""


class LimitedProtocol(HttpToolsProtocol):
    """One connection."""

    _since = 0.0
    """When it began to wait: for a whole head, for its client to read, or for its end.

    No byte moves this moment but the first one of a head, or a client could move it for ever.
    """
    _discarded = 0
    _in_chunks = False
    """Whether a chunk has begun and not ended; the last one ends after the trailers."""
    _without_body = 0
    """Bytes read since the last of a body: of trailers, there being nothing else to be that long."""
    _checked: Any = None
    """The request whose transfer coding was looked at last."""
    _head_bytes = 0
    _head: Any = None
    _refused = False
    _closing = False
    _host = b""
    """The last Host that was looked at: clients repeat it with each request."""
    _lingering: TimerHandle | None = None
    """The end of a refused connection, should its client not end it before."""
    _before: Any = None
    """The request before the one that was read last."""

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._since = time.monotonic()

    def data_received(self, data: bytes) -> None:
        """Parse what has arrived, and count what is still no request."""
        if self._refused:
            return
        cycle = self.cycle
        answered = self.scope if cycle is not None and cycle.response_complete else None
        in_chunks = self._in_chunks
        if in_chunks:
            self._without_body += len(data)
        self._parse(data)
        if in_chunks and self._in_chunks and self._without_body > MAX_HEAD_BYTES:
            if answered is None:
                self._refuse(431)
            else:
                self._end_answered()
        scope = self.scope
        if answered is not None and scope is answered:
            self._discard(len(data))
        # uvicorn makes the scope when a head begins and adds the method when it ends.
        if scope is None or "method" not in scope:
            # What ended other requests before it is no part of this head.
            self._count(len(data) if self.cycle is cycle else 0)

    def _parse(self, data: bytes) -> None:
        rest = memoryview(data)
        # Each request of many may ask for another protocol.
        while rest and not self._refused:
            try:
                upgraded = self._feed(rest)
                if upgraded is None:
                    return
                rest = rest[upgraded:]
                self._go_on_without_upgrade()
            except HttpParserError as error:
                # With an upgrade, the framing of a body is only judged by the second parser.
                self._refuse(505 if _is_other_version(error) else 400)

    def _feed(self, data: memoryview) -> int | None:
        """Parse; return where a request that asks for another protocol ends, None for no such."""
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as upgrade:
            end: int = upgrade.args[0]
            return end
        return None

    def on_message_begin(self) -> None:
        """Begin to wait for the end of a head."""
        super().on_message_begin()
        self._unset_keepalive_if_required()
        self._discarded = 0

    def on_headers_complete(self) -> None:
        """Begin to serve a request; one whose host is not known for certain is none."""
        version = self.parser.get_http_version()
        if version not in _VERSIONS:
            raise _OtherVersionError(version)
        host, hosts = b"", 0
        # A loop costs half of what `sum` does, for every request.
        for name, value in self.headers:
            if name == b"host":
                host = value
                hosts += 1
        if hosts > 1 or (hosts == 0 and version == "1.1"):
            # The parser ends with an error, and the answer is 400.
            raise ValueError("a request has one Host")
        if host != self._host:
            _require_host(host)
            self._host = host
        if not self.url.startswith(b"/"):
            self._take_host_from_target()
        self._before = self.cycle
        super().on_headers_complete()
        self._unset_keepalive_if_required()
        # Trailers are no headers: whoever trusts those of a proxy would trust the client instead.
        self.headers = _DROPPED

    def on_chunk_header(self) -> None:
        """Begin a chunk; a body in another coding besides, which nobody undoes, is refused."""
        self._in_chunks = True
        self._without_body = 0
        if self._checked is not self.scope:
            self._checked = self.scope
            require_chunked_alone(self.scope["headers"])

    def on_chunk_complete(self) -> None:
        """End a chunk."""
        self._in_chunks = False

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        self._without_body = 0
        super().on_body(body)

    def _take_host_from_target(self) -> None:
        """Let `http://host/path` as a target name the host; the header then counts for nothing."""
        scheme, _, rest = self.url.partition(b"://")
        if rest and scheme.isalpha():
            host = rest.partition(b"/")[0].partition(b"?")[0]
            _require_host(host)
            self.headers[:] = [pair for pair in self.headers if pair[0] != b"host"]
            self.headers.append((b"host", host))

    def on_response_complete(self) -> None:
        """Begin to wait for the next request, or for the rest of this one's body."""
        self._since = time.monotonic()
        super().on_response_complete()

    def _discard(self, size: int) -> None:
        self._discarded += size
        if self._discarded > MAX_DISCARDED_BYTES:
            self._end_answered()

    def _end_answered(self) -> None:
        """End the connection of a client that has its answer; another would be of no request."""
        if not self._refused:
            log.info("%s: sends on after its answer", self.client[0] if self.client else "a client")
            self._refused = True
            self.transport.close()

    def _go_on_without_upgrade(self) -> None:
        """Read the body of a request that also asks for another protocol, which is not offered.

        The parser takes what follows such a head for the other protocol. A new one, which has seen
        the same framing of the body, takes it for what it is.
        """
        framing = framing_lines(self.scope["headers"])
        parsed = AfterUpgrade(self)
        self.parser = HttpRequestParser(parsed)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        if framing:
            # Nobody has looked: the request's task begins after this.
            self.cycle.more_body = True
            parsed.resuming = True
            self.parser.feed_data(b"POST / HTTP/1.1\r\n" + framing + b"\r\n")
            parsed.resuming = False

    def _count(self, size: int) -> None:
        if self.scope is not self._head:
            self._head = self.scope
            self._head_bytes = 0
            self._since = time.monotonic()
        self._head_bytes += size
        if self._head_bytes > MAX_HEAD_BYTES:
            self._refuse(431)

    def _refuse(self, status: int) -> None:
        """Answer what cannot be understood, and read nothing more.

        The answer to a request before it comes first, or the client would take one for the other.
        """
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        log.info("%s: %s", self.client[0] if self.client else "a client", DETAILS[status])
        cycle = self.cycle
        if self.pipeline and self.pipeline[0][0] is cycle and cycle.more_body:
            # It waits for the answers to others, of which the last one ends the connection.
            self.pipeline.popleft()
            self._before.keep_alive = False
            return
        if cycle is not None and not cycle.response_complete:
            if not cycle.more_body:
                cycle.keep_alive = False
                return
            cycle.disconnected = True
            cycle.message_event.set()
            if cycle.response_started:
                self.transport.close()
                return
        self.transport.write(_refusal(status))
        self.transport.write_eof()
        self._lingering = self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        if self._lingering is not None:
            self._lingering.cancel()

    def pause_writing(self) -> None:
        """Begin to wait for the client to read."""
        super().pause_writing()
        self._since = time.monotonic()

    def end_if_stuck(self, before: float) -> None:
        """End the connection if it has waited since before that moment and nothing is under way."""
        if self.transport.is_closing():
            if not self._closing:
                self._closing = True
                self._since = time.monotonic()
            elif self._since < before:
                # What is left to be sent will never be read.
                self.transport.abort()
        elif self._since < before:
            if self.flow.write_paused:
                self.transport.abort()
            elif self._lacks_a_head():
                self.transport.close()

    def _lacks_a_head(self) -> bool:
        """Say whether no request is under way; the rest of an answered one's body is none."""
        return self.cycle is None or self.cycle.response_complete


def _require_host(host: bytes) -> None:
    if not is_host(host):
        # As above: the answer is 400.
        raise ValueError("a Host names a server")


def _is_other_version(error: HttpParserError) -> bool:
    """Say whether the version is all that is wrong; the parser itself knows some of the others."""
    return isinstance(error.__context__, _OtherVersionError) or (
        # It has no error of its own for these two, the first of which is HTTP/2's opening line.
        str(error)
        in ("Pause on PRI/Upgrade", "Invalid HTTP version")
    )


def _refusal(status: int) -> bytes:
    body = json.dumps({"detail": DETAILS[status]}, separators=(",", ":")).encode("ascii")
    headers = (
        b"content-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
        % len(body)
    )
    return STATUS_LINE[status] + headers + body
