"""Starts an emitted worker as its README says, in a process that cannot import flashc."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from work import HANGING_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response; `kind` is its content type."""

    status: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A worker that listens on a port of this machine."""

    port: int

    def ask(self, method: str, target: str, body: str | None = None) -> Answer:
        """Send one request, with a JSON body where there is one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANGING_SECONDS)
        headers = {} if body is None else {"Content-Type": "application/json"}
        connection.request(method, target, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return Answer(
            status=response.status, kind=response.headers.get("content-type", ""), text=text
        )


@contextmanager
def running(folder: Path, package: str) -> Iterator[Running]:
    """Run `python -m package` from the worker's folder until the block ends."""
    # An emptied environment: nothing of flashc's, and no PYTHONPATH but the README's.
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": "src",
        "HOST": "127.0.0.1",
        "PORT": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with subprocess.Popen(
        [sys.executable, "-m", package],
        cwd=folder,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            worker = Running(port=_port(process))
            while worker.ask("GET", "/ping").status == 204:
                pass
            yield worker
        finally:
            process.terminate()
            process.communicate(timeout=HANGING_SECONDS)


def _port(process: "subprocess.Popen[str]") -> int:
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", line)
        if found:
            return int(found[1])
    raise AssertionError("".join(seen))
