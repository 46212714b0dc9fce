"""What a client keeps waiting for gets its share of time and no more."""

import itertools
from pathlib import Path

import pytest

from attack.wire import APP, MEGABYTE, Wire, get, post, resident_bytes
from flashc_runtime.connection import MAX_DISCARDED_BYTES
from runtime.processes import Worker, eventually, running, write_worker


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"G",
        b"GET /quick HTTP/1.1\r\nHost: x\r\nX-A: ",
        b"\r\n\r\n",
        b"POST /echo HTTP/1.1\r\n",
    ],
)
def test_a_head_that_never_ends_is_not_waited_for(impatient: Worker, begun: bytes) -> None:
    with Wire(impatient) as slow:
        slow.send(begun)
        assert slow.read() is None


def test_a_second_head_that_never_ends_is_not_waited_for_either(impatient: Worker) -> None:
    with Wire(impatient) as slow:
        slow.send(get("/quick") + b"GET /quick HTTP/1.1\r\nHost:")
        assert [each.json() for each in slow.read_all()] == ["quick"]


def test_a_head_that_drips_is_not_waited_for(impatient: Worker) -> None:
    with Wire(impatient) as slow:
        # Each byte asks the worker for more patience than the one before.
        head = b"GET /quick HTTP/1.1\r\nHost: x\r\nX-A: "
        letters = itertools.chain(head, itertools.repeat(ord("a")))
        eventually(lambda: not slow.send_as_much_as_taken(bytes([next(letters)]), 1), "the end")


def test_a_body_that_never_ends_is_504(impatient: Worker) -> None:
    with Wire(impatient) as slow:
        slow.send(post("/echo", b'{"a":', "Content-Length: 100"))
        answer = slow.read()
        assert answer is not None
        assert (answer.status, answer.json()) == (504, {"detail": "Gateway Timeout"})


def test_a_response_that_nobody_reads_is_not_kept(impatient: Worker) -> None:
    before = resident_bytes(impatient)
    with Wire(impatient) as deaf:
        deaf.send(get("/large"))
        deaf.wait_for_a_byte()
        # More is waiting than the sockets hold; it goes when the worker has waited for long enough.
        eventually(lambda: resident_bytes(impatient) < before + 10 * MEGABYTE, "it is let go")


_UNREAD = {
    "a body that nobody wants": ("GET", "/quick", "Content-Length: 1000000", 200),
    "a body of no route": ("POST", "/nowhere", "Content-Length: 1000000", 404),
    "a body that is too large": ("POST", "/echo", "Content-Length: 999999999", 413),
    "chunks that nobody wants": ("GET", "/quick", "Transfer-Encoding: chunked", 200),
    "a body that comes too late": ("POST", "/echo", "Content-Length: 1000000", 504),
}


@pytest.mark.parametrize("name", _UNREAD)
@pytest.mark.parametrize("drips", [False, True], ids=["one byte", "a drip"])
def test_what_comes_after_the_answer_is_not_waited_for(
    impatient: Worker, name: str, drips: bool
) -> None:
    method, path, framing, status = _UNREAD[name]
    with Wire(impatient) as slow:
        head = post(path, b"", framing).replace(b"POST", method.encode(), 1)
        slow.send(head + (b"9\r\n" if "chunked" in framing else b"{"))
        answer = slow.read()
        assert answer is not None
        assert answer.status == status
        slow.send(b"x")
        if drips:
            eventually(lambda: not slow.send_as_much_as_taken(b"x", 1), "the end")
        else:
            assert slow.read() is None


def test_trailers_are_not_waited_for(impatient: Worker) -> None:
    with Wire(impatient) as slow:
        slow.send(get("/quick", "Transfer-Encoding: chunked") + b"0\r\nX-A: ")
        assert slow.read() is not None
        eventually(lambda: not slow.send_as_much_as_taken(b"x", 1), "the end")


def test_a_body_that_is_discarded_has_an_end(worker: Worker) -> None:
    with Wire(worker) as flooding:
        flooding.send(get("/quick", "Content-Length: 999999999999"))
        assert flooding.read() is not None
        taken = flooding.send_as_much_as_taken(b"x" * MEGABYTE, 200)
    assert MAX_DISCARDED_BYTES // MEGABYTE <= taken < 200


def test_a_body_of_usual_size_is_discarded_and_the_next_request_is_served(worker: Worker) -> None:
    with Wire(worker) as client:
        for _ in range(3):
            client.send(post("/nowhere", b"x" * 20 * MEGABYTE, f"Content-Length: {20 * MEGABYTE}"))
            answer = client.read()
            assert answer is not None
            assert answer.status == 413
        client.send(get("/quick", "Connection: close"))
        assert [each.json() for each in client.read_all()] == ["quick"]


def test_a_request_that_takes_longer_than_a_connection_may_idle_is_answered(tmp_path: Path) -> None:
    folder = write_worker(tmp_path, APP)
    with running(folder, FLASH_IDLE_TIMEOUT="2") as worker, Wire(worker.ready()) as client:
        client.send(get("/quick"))
        assert client.read() is not None
        client.send(get("/wait?seconds=3.5"))
        answer = client.read()
        assert answer is not None
        assert answer.json() == "waited"


def test_a_thousand_idle_connections_keep_nobody_else_waiting(impatient: Worker) -> None:
    idle = [Wire(impatient) for _ in range(1000)]
    try:
        before = resident_bytes(impatient)
        for each in range(20):
            assert impatient.ask("POST", "/echo", {"n": each}) == (200, {"n": each})
        assert impatient.ask("GET", "/ping")[0] == 200
        # They are let go, each after its time, and not one of them with a byte.
        assert [each.read() for each in idle] == [None] * len(idle)
        assert resident_bytes(impatient) < before + 20 * MEGABYTE
    finally:
        for each in idle:
            with each:
                pass
