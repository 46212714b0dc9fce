"""Starts a worker as its README says, in an environment that holds its requirements alone."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from environments import Shared

SECONDS = 120.0
"""How long a test waits for what must happen: far more than it takes on the slowest machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask_port(
    port: int,
    method: str,
    target: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send one request to a port of this machine and read the whole response."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request(method, target, body, dict(headers or {}))
        response = connection.getresponse()
        return Answer(
            status=response.status,
            headers={name.lower(): value for name, value in response.getheaders()},
            body=response.read(),
        )
    finally:
        connection.close()


class Asked(Protocol):
    """Whatever serves a worker's routes: a process or a container."""

    @property
    def log(self) -> str:
        """What it has written so far, to either stream."""

    def ask(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request and read the whole response."""


class Worker:
    """A running worker process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.port = 0

    @property
    def log(self) -> str:
        """What it has written so far, to either stream."""
        return "".join(self._lines)

    def ask(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request and read the whole response."""
        return ask_port(self.port, method, target, body, headers)

    def wait_until_ready(self) -> None:
        """Ask `/ping` until the worker has finished starting."""
        self.port = self._find_port()
        deadline = time.monotonic() + SECONDS
        while (status := self.ask("GET", "/ping").status) == 204:
            assert time.monotonic() < deadline, f"never ready\n{self.log}"
            time.sleep(0.01)
        assert status == 200, self.log

    def stop(self) -> int:
        """Send SIGTERM and return the exit code."""
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(SECONDS)
        self._read_to_the_end()
        return code

    def end(self) -> None:
        """Kill it if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
        self._read_to_the_end()

    def _read_to_the_end(self) -> None:
        # The thread may be behind the process, and would fail where the pipe is closed under it.
        self._reader.join(SECONDS)
        assert not self._reader.is_alive(), "another process has the worker's log open"

    def _read(self) -> None:
        assert self._process.stdout is not None
        self._lines.extend(self._process.stdout)

    def _find_port(self) -> int:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", self.log)
            if found:
                return int(found[1])
            assert self._process.poll() is None, f"the worker ended\n{self.log}"
            time.sleep(0.01)
        raise AssertionError(f"the worker never listened\n{self.log}")


def python_of(worker: Path, shared: Shared, python: str = sys.executable) -> Path:
    """Return an interpreter that has the worker's own requirements and nothing else."""
    return shared.environment((worker / "requirements.txt").read_text(encoding="utf-8"), python)


def package_of(worker: Path) -> str:
    """Return the name of the generated package."""
    (package,) = (path.parent.name for path in worker.glob("src/*_worker/__main__.py"))
    return package


def environment(**variables: str) -> dict[str, str]:
    """Return the smallest environment in which a worker runs: nothing of flashc's is in it."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": "src",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "HOST": "127.0.0.1",
        # The system gives a free port, and the log says which.
        "PORT": "0",
        **variables,
    }


@contextmanager
def running(
    worker: Path, shared: Shared, python: str = sys.executable, **variables: str
) -> Iterator[Worker]:
    """Run the worker's package until the block ends."""
    with subprocess.Popen(
        [str(python_of(worker, shared, python)), "-m", package_of(worker)],
        cwd=worker,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        started = Worker(process)
        try:
            started.wait_until_ready()
            yield started
        finally:
            started.end()
