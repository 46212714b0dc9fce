"""Talks to a worker byte by byte, as no client library would."""

import json
import re
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runtime.processes import PATIENCE_SECONDS, Worker

MEGABYTE = 1_000_000
HOSTS = ("", "x", "x:8000", "user-service.example", "127.0.0.1:80", "[::1]:8000", "a_b", "x:")
"""Values of Host that are served."""
NO_HOSTS = (
    "a@b",
    "a/b",
    "a\\b",
    "a?b",
    "a#b",
    "a b",
    "http://a",
    "::1",
    "a:b",
    "[x]",
    "[::1",
    "\xe9",
)
"""Values of Host that are refused."""

APP = """\
import asyncio
import sys
from typing import Any
from fastapi import Request
from fastapi.responses import StreamingResponse
from flashc_runtime import create_app
app = create_app("target")
begun = {"wait": 0, "echo": 0}

@app.get("/quick")
def quick() -> Any:
    return "quick"

@app.get("/begun")
def show() -> Any:
    return begun

@app.get("/wait")
async def wait(seconds: float) -> Any:
    begun["wait"] += 1
    print("waiting", file=sys.stderr, flush=True)
    await asyncio.sleep(seconds)
    return "waited"

@app.post("/echo")
async def echo(body: dict[str, Any]) -> Any:
    begun["echo"] += 1
    return body

@app.post("/size")
async def size(request: Request) -> Any:
    return len(await request.body())

@app.get("/host")
def host(request: Request) -> Any:
    return ",".join(request.headers.getlist("host"))

@app.api_route("/headers", methods=["GET", "POST"])
def headers(request: Request) -> Any:
    return request.headers.items()

@app.get("/fails")
def fails() -> Any:
    raise KeyError("on purpose")

@app.get("/stream")
async def stream() -> Any:
    async def parts() -> Any:
        for each in range(50):
            yield str(each) * 100
    return StreamingResponse(parts(), headers={"content-length": "9000"})

@app.get("/large")
def large() -> Any:
    return "x" * 80_000_000

@app.get("/numbers/{number:int}")
def number(number: int) -> Any:
    return number
"""


def get(path: str, *headers: str) -> bytes:
    """Write a request without a body."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: x", *headers, "", ""]).encode()


def post(path: str, body: bytes, *headers: str) -> bytes:
    """Write a request with a body; its framing is up to the headers."""
    lines = [f"POST {path} HTTP/1.1", "Host: x", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True, slots=True)
class Response:
    """One response as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body, decoded."""
        return json.loads(self.body)


class Wire:
    """A connection to a worker."""

    def __init__(self, worker: Worker) -> None:
        self._socket = socket.create_connection(("127.0.0.1", worker.port), PATIENCE_SECONDS)
        self._received = b""

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def fileno(self) -> int:
        """Return the socket's file descriptor, for a selector."""
        return self._socket.fileno()

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._socket.sendall(data)

    def send_as_much_as_taken(self, data: bytes, times: int) -> int:
        """Send the same bytes again and again; return how often, up to `times`."""
        for count in range(times):
            try:
                self._socket.sendall(data)
            except OSError:
                return count
        return times

    def wait_for_a_byte(self) -> None:
        """Wait until a response has begun, and read no more of it."""
        self._received += self._socket.recv(1)

    def read(self) -> Response | None:
        """Read one response; None where the connection ends instead."""
        while b"\r\n\r\n" not in self._received:
            if not self._more():
                assert not self._received, self._received
                return None
        head, _, self._received = self._received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.split(": ", 1) for line in lines)
        headers = {name.lower(): value for name, value in pairs}
        size = int(headers.get("content-length", 0))
        while len(self._received) < size:
            assert self._more(), "cut short"
        body, self._received = self._received[:size], self._received[size:]
        found = re.match(r"HTTP/1\.1 (\d{3}) ", first)
        assert found, first
        return Response(int(found[1]), headers, body)

    def read_all(self) -> list[Response]:
        """Read responses until the connection ends."""
        found = []
        while (response := self.read()) is not None:
            found.append(response)
        return found

    def _more(self) -> bool:
        try:
            part = self._socket.recv(65_536)
        except ConnectionResetError:
            part = b""
        self._received += part
        return bool(part)


def resident_bytes(worker: Worker) -> int:
    """Return how much memory a worker holds.

    By its pages: the sums that the system keeps are behind by some of them for each processor.
    """
    mapped = Path(f"/proc/{worker.process.pid}/smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"^Rss: +(\d+) kB$", mapped, re.MULTILINE)
    assert found, mapped
    return int(found[1]) * 1024


def assert_refused(answers: list[Response], status: int) -> None:
    """Require one answer, in the envelope of all errors, and the connection's end."""
    assert [each.status for each in answers] == [status], answers
    assert answers[0].headers["content-type"] == "application/json"
    assert isinstance(answers[0].json()["detail"], str)
