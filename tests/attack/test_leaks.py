"""What requests leave behind in a worker: nothing, whatever they are and however they end.

Bytes that Python itself has allocated are counted (tracemalloc), after a collection: unlike the memory
of the process they neither depend on the system's allocator nor on what else the machine does.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from attack.mixed_load import CIVIL, RUDE
from attack.wire import APP, Wire, get, post
from runtime.processes import PATIENCE_SECONDS, Worker, running, write_worker

COUNTING = """
import gc
import tracemalloc
from fastapi import HTTPException, UploadFile
from pydantic import BaseModel
marks = []
kept = []
met = []
all_have_met = asyncio.Event()

class Item(BaseModel):
    name: str
    price: float = 0

@app.get("/items/{number}")
async def item(number: int, q: str = "", sizes: list[int] = []) -> Any:
    return [number, q]

@app.post("/items")
async def add(item: Item) -> Any:
    return item

@app.post("/files")
async def files(file: UploadFile) -> Any:
    return len(await file.read())

@app.get("/refused")
def refused() -> Any:
    raise HTTPException(418)

@app.get("/leaks")
async def leaks() -> Any:
    kept.append(bytes(100))

@app.get("/meet")
async def meet(number: int) -> Any:
    met.append(number)
    if len(met) == number:
        all_have_met.set()
    await all_have_met.wait()
    await asyncio.sleep(0.001)

@app.get("/held")
async def held() -> Any:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]

@app.get("/mark")
async def mark() -> Any:
    gc.collect()
    marks[:] = [tracemalloc.take_snapshot()]

@app.get("/grown")
async def grown() -> Any:
    found = tracemalloc.take_snapshot().compare_to(marks[0], "lineno")
    return [str(each) for each in found[:12] if "tracemalloc.py" not in str(each)]
"""

_ITEM = b'{"name":"a","price":1.5}'
_PARTS = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
    + b"x" * 100_000
    + b"\r\n--b--\r\n"
)


def _json(path: str, body: bytes, *more: str) -> bytes:
    return post(path, body, f"Content-Length: {len(body)}", *more)


REQUESTS = {
    "path and query": (get("/items/7?q=a%20b&other=1"), 200),
    "json": (_json("/items", _ITEM), 200),
    "wrong path": (get("/items/seven"), 422),
    "wrong json": (_json("/items", b'{"price":"x"}'), 422),
    "no json": (_json("/items", b"{"), 422),
    "no route": (get("/nothing"), 404),
    "another method": (get("/files"), 405),
    "refused by the function": (get("/refused"), 418),
    "refused by its host": (get("/quick").replace(b"Host: x", b"Host: a@b"), 400),
    "probe": (get("/ping"), 200),
    "an id": (get("/quick", "X-Request-Id: mine"), 200),
    "an upgrade": (get("/quick", "Upgrade: h2c", "Connection: Upgrade"), 200),
    "an upload": (
        b"POST /files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        + b"Content-Length: %d\r\n\r\n" % len(_PARTS)
        + _PARTS,
        200,
    ),
    "too large": (_json("/size", b"x" * 1_100_000), 413),
}
"""Requests and the status of their answers."""
WARM_UP, TIMES = 100, 250
"""How often each thing is done before anything is counted, as caches and pools fill, and then."""
AT_ONCE = 320
"""More than are ever served at once later, however busy the machine is."""
ALLOWED_BYTES = 25_000
"""What pools may still differ by; less than a small object for each time."""


@pytest.fixture
def counting(tmp_path: Path) -> Iterator[Worker]:
    """Give a worker that counts its own memory."""
    folder = write_worker(tmp_path, APP + COUNTING)
    limits = {"FLASH_MAX_BODY_BYTES": "1000000", "FLASH_IDLE_TIMEOUT": "5"}
    with running(folder, PYTHONTRACEMALLOC="1", **limits) as worker:
        yield worker.ready()
        assert worker.stop() == 0


def test_what_was_served_leaves_nothing_behind(counting: Worker, endurance: float) -> None:
    times = 100 * TIMES if endurance else TIMES
    serve_many_at_once(counting)
    do_everything(counting, WARM_UP)
    counting.ask("GET", "/mark")
    before = fewest(counting, 1)
    do_everything(counting, times)
    left = fewest(counting, PATIENCE_SECONDS, enough=before + ALLOWED_BYTES) - before
    print(f"{left} bytes left of {times} times everything")
    assert left <= ALLOWED_BYTES, "\n".join(counting.ask("GET", "/grown")[1])


def test_what_one_function_keeps_is_seen(counting: Worker) -> None:
    repeat(counting, get("/leaks"), 200, WARM_UP)
    counting.ask("GET", "/mark")
    before = fewest(counting, 1)
    repeat(counting, get("/leaks"), 200, TIMES)
    assert fewest(counting, 1) - before > ALLOWED_BYTES
    assert "demo_worker/app.py" in counting.ask("GET", "/grown")[1][0]


def serve_many_at_once(worker: Worker) -> None:
    """Let what only grows with the number of requests at once be as large as it will ever be.

    Pools of freed objects and tables of sets keep the size that they once had, which would tell how
    far the worker was behind its clients, and nothing of what is left behind.
    """
    with ExitStack() as wires:
        meeting = []
        for _ in range(AT_ONCE):
            meeting.append(wires.enter_context(Wire(worker)))
            meeting[-1].send(get(f"/meet?number={AT_ONCE}"))
        for each in meeting:
            answer = each.read()
            assert answer is not None
            assert answer.status == 200


def do_everything(worker: Worker, times: int) -> None:
    """Send each request on kept connections, and do what clients do with a connection each."""
    for request, status in REQUESTS.values():
        repeat(worker, request, status, times)
    for do in (*CIVIL, *RUDE):
        for _ in range(times):
            do(worker)


def repeat(worker: Worker, request: bytes, status: int, times: int) -> None:
    """Send a request so many times, on a connection for as long as the worker keeps it."""
    wire = Wire(worker)
    for _ in range(times):
        wire.send(request)
        answer = wire.read()
        if answer is None:
            wire.close()
            wire = Wire(worker)
            wire.send(request)
            answer = wire.read()
        assert answer is not None
        assert answer.status == status, request[:100]
        if answer.headers.get("connection") == "close":
            wire.close()
            wire = Wire(worker)
    wire.close()


def fewest(worker: Worker, seconds: float, enough: float = 0) -> int:
    """Return the fewest bytes that the worker holds while it lets go of what has just ended.

    No further look once they are few enough.
    """
    deadline = time.monotonic() + seconds
    found: int = worker.ask("GET", "/held")[1]
    while found > enough and time.monotonic() < deadline:
        time.sleep(0.1)
        found = min(found, worker.ask("GET", "/held")[1])
    return found
