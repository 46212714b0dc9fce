"""A load of everything that clients do, well or badly, at a rate that a small machine can bear."""

import random
import threading
from collections import Counter

from attack.wire import Wire, get, post
from runtime.processes import Worker

PAUSE_SECONDS = 0.01


class MixedLoad(threading.Thread):
    """One client that does one thing after the other until it is told to stop."""

    def __init__(self, worker: Worker, seed: int) -> None:
        super().__init__()
        self._worker = worker
        self._random = random.Random(seed)
        self._ended = threading.Event()
        self.done = 0
        self.statuses: Counter[int | None] = Counter()
        self.failure = ""

    def run(self) -> None:
        """Do one thing after the other."""
        while not self._ended.wait(PAUSE_SECONDS):
            thing = self._random.choice((*CIVIL * 3, *RUDE))
            try:
                self.statuses[thing(self._worker)] += 1
                self.done += 1
            except Exception as error:  # noqa: BLE001  (reported by the test)
                self.failure = f"{thing.__name__}: {error!r}"
                return

    def stop(self) -> None:
        """End after what is under way."""
        self._ended.set()


def _ask(worker: Worker, request: bytes) -> int | None:
    with Wire(worker) as wire:
        wire.send(request)
        answer = wire.read()
        return answer.status if answer else None


def _json(path: str, body: bytes) -> bytes:
    return post(path, body, f"Content-Length: {len(body)}", "Connection: close")


def _quick(worker: Worker) -> int | None:
    return _ask(worker, get("/quick") * 3)


def _echo(worker: Worker) -> int | None:
    return _ask(worker, _json("/echo", b'{"a":[1,2,3],"b":"text"}'))


def _rejected(worker: Worker) -> int | None:
    return _ask(worker, _json("/echo", b"[1]"))


def _unknown(worker: Worker) -> int | None:
    return _ask(worker, get("/nowhere"))


def _large_body(worker: Worker) -> int | None:
    return _ask(worker, _json("/size", b"x" * 300_000))


def _chunks(worker: Worker) -> int | None:
    chunks = b"400\r\n" + b"x" * 1024 + b"\r\n"
    return _ask(worker, post("/size", chunks * 20 + b"0\r\n\r\n", "Transfer-Encoding: chunked"))


def _fails(worker: Worker) -> int | None:
    return _ask(worker, get("/fails"))


def _streams(worker: Worker) -> int | None:
    return _ask(worker, get("/stream"))


def _half_a_head(worker: Worker) -> int | None:
    with Wire(worker) as wire:
        wire.send(b"GET /quick HTTP/1.1\r\nHost: ")
    return None


def _half_a_body(worker: Worker) -> int | None:
    with Wire(worker) as wire:
        wire.send(post("/echo", b"{", "Content-Length: 100"))
    return None


def _goes_away(worker: Worker) -> int | None:
    with Wire(worker) as wire:
        wire.send(get("/wait?seconds=0.05"))
    return None


def _garbage(worker: Worker) -> int | None:
    return _ask(worker, b"\x16\x03\x01\x00\r\n\r\n")


def _reads_nothing(worker: Worker) -> int | None:
    with Wire(worker) as wire:
        wire.send(get("/stream"))
    return None


CIVIL = (_quick, _echo, _rejected, _unknown, _large_body, _chunks, _fails, _streams)
RUDE = (_half_a_head, _half_a_body, _goes_away, _garbage, _reads_nothing)
