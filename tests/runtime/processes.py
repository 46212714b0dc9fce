"""Starts real worker processes and talks to them over real HTTP."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

RUNTIME = Path(__file__).parents[2] / "runtime_shim"
PATIENCE_SECONDS = 120.0
"""How long a test waits for what must happen: far more than it takes on the slowest machine."""

MAIN = """\
import sys
from flashc_runtime import main
if __name__ == "__main__":
    sys.exit(main("demo_worker.app"))
"""


def write_worker(folder: Path, app: str, **modules: str) -> Path:
    """Write a worker package `demo_worker` with that `app.py`, and modules beside it."""
    package = folder / "demo_worker"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "__main__.py").write_text(MAIN, encoding="utf-8")
    (package / "app.py").write_text(app, encoding="utf-8")
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return an environment in which only the worker and the runtime can be imported."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FLASH_")}
    path = os.pathsep.join(map(str, (folder, RUNTIME, RUNTIME / "flashc_stand_ins")))
    return {**kept, "PYTHONPATH": path, "HOST": "127.0.0.1", "PORT": "0", **variables}


def run_worker(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m demo_worker` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "demo_worker", *arguments],
        env=environment(folder, **variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@contextmanager
def reserved_port() -> Iterator[int]:
    """Give a port that nobody gets by chance while the block runs, and that nobody listens on yet.

    A socket holds it without listening: the system gives it to no other, and only a server that
    asks for this very number, with `SO_REUSEADDR` as servers do, shares it.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


def eventually(question: Callable[[], Any], what: str) -> Any:
    """Ask until the answer is true."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (answer := question()):
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.01)
    return answer


class Worker:
    """A running worker."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.port = 0

    def wait_until_it_listens(self) -> None:
        """Wait for the line of the log that names the port."""
        self.port = self._port(r"listening on http://127\.0\.0\.1:(\d+)")

    @property
    def log(self) -> str:
        """What it has written to standard error so far."""
        return "".join(self._lines)

    def health_port(self) -> int:
        """Return the port that answers `/ping` alone."""
        return self._port(r"health on http://127\.0\.0\.1:(\d+)/ping")

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        port: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, Any]:
        """Send one request; return the status and the decoded JSON body, None for an empty one."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", port or self.port, timeout=PATIENCE_SECONDS
        )
        try:
            sent = None if body is None else json.dumps(body)
            all_headers = {"content-type": "application/json", **(headers or {})}
            connection.request(method, path, sent, all_headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        return answer.status, json.loads(text) if text else None

    def ready(self) -> "Worker":
        """Wait until `/ping` answers 200."""
        status = eventually(
            lambda: {204: None, 200: 200}.get(status := self.ask("GET", "/ping")[0], status),
            "ready",
        )
        assert status == 200, self.log
        return self

    def connect(self) -> socket.socket:
        """Open a connection without sending anything."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE_SECONDS)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE_SECONDS)
        self._read_to_the_end()
        return code

    def end(self) -> None:
        """Kill it if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE_SECONDS)
        self._read_to_the_end()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def _read_to_the_end(self) -> None:
        # The thread may be behind the process, and would fail where the pipe is closed under it.
        self._reader.join(PATIENCE_SECONDS)
        assert not self._reader.is_alive(), "another process has the worker's log open"

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.append(line)

    def _port(self, pattern: str) -> int:
        def look() -> re.Match[str] | None:
            assert self.process.poll() is None, f"the worker ended\n{self.log}"
            return re.search(pattern, self.log)

        match: re.Match[str] = eventually(look, pattern)
        return int(match[1])


@contextmanager
def running(folder: Path, **variables: str) -> Iterator[Worker]:
    """Start `python -m demo_worker` on a free port and end it afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "demo_worker"],
        env=environment(folder, **variables),
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    worker = Worker(process)
    try:
        worker.wait_until_it_listens()
        yield worker
    finally:
        worker.end()


def ask_in_background(worker: Worker, path: str) -> tuple[threading.Thread, list[Any]]:
    """Send a request from a thread; the list receives its answer."""
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(worker.ask("GET", path)))
    thread.start()
    return thread, answers
