"""Clients that keep a worker busy."""

import http.client
import threading

from runtime.processes import PATIENCE_SECONDS, Worker


class Client(threading.Thread):
    """Sends requests on kept connections until the worker is gone."""

    def __init__(self, worker: Worker, path: str = "/work") -> None:
        super().__init__()
        self.worker = worker
        self.path = path
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
                connection.request("GET", self.path)
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
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.worker.port, timeout=PATIENCE_SECONDS
        )
        connection.connect()
        return connection
