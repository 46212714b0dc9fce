"""SIGTERM under load: whoever was told that a request was read gets its answer."""

import http.client
import signal
import threading
import time
from pathlib import Path

from runtime.processes import Worker, running, write_worker

APP = """\
import asyncio
from typing import Any
from flashc_runtime import create_app
app = create_app("demo")

@app.get("/work")
async def work() -> Any:
    await asyncio.sleep(0.02)
    return 1
"""


class Client(threading.Thread):
    """Sends requests on kept connections until the worker is gone."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self.answered = 0
        self.unanswered: list[str] = []

    def run(self) -> None:
        """Ask until a connection is refused or closed before it carried a request."""
        connection = None
        while True:
            try:
                connection = connection or self._connect()
            except OSError:
                return
            try:
                connection.request("GET", "/work")
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                # Reset before a byte was read: the connection came while the listener closed.
                if not isinstance(error, ConnectionResetError):
                    self.unanswered.append(repr(error))
                connection.close()
                return
            self.answered += 1
            if answer.status != 200:
                self.unanswered.append(str(answer.status))
            if answer.getheader("connection") == "close":
                connection.close()
                connection = None

    def _connect(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.worker.port, timeout=20)
        connection.connect()
        return connection


def test_no_request_is_lost_when_a_busy_worker_is_stopped(tmp_path: Path) -> None:
    with running(write_worker(tmp_path, APP)) as worker:
        clients = [Client(worker.ready()) for _ in range(8)]
        for client in clients:
            client.start()
        while sum(client.answered for client in clients) < 200:
            time.sleep(0.01)
        assert worker.stop(signal.SIGTERM) == 0
        for client in clients:
            client.join()
    assert [client.unanswered for client in clients] == [[]] * 8
    assert "ERROR" not in worker.log
