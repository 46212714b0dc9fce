"""What comes after the last chunk of a body: no headers, and no more of it than of a head."""

import pytest

from attack.wire import MEGABYTE, Wire, assert_refused, get, post, resident_bytes
from flashc_runtime.connection import MAX_HEAD_BYTES
from runtime.processes import Worker

CHUNKED = "Transfer-Encoding: chunked"
UPGRADE = ("Upgrade: h2c", "Connection: Upgrade")
LAST = b"1\r\na\r\n0\r\n"
TRAILERS = b"Authorization: Bearer x\r\nHost: evil\r\nX-Request-Id: theirs\r\nX-A: b\r\n\r\n"


@pytest.mark.parametrize("upgrade", [(), UPGRADE], ids=["plain", "an upgrade"])
def test_trailers_are_no_headers(worker: Worker, upgrade: tuple[str, ...]) -> None:
    asked = post("/headers", LAST + TRAILERS, CHUNKED, "X-B: c", *upgrade)
    with Wire(worker) as client:
        client.send(asked)
        answer = client.read()
        assert answer is not None
        names = [name for name, _ in answer.json()]
        sent = ["host", "content-type", "transfer-encoding", "x-b"]
        assert names == sent + [each.partition(":")[0].lower() for each in upgrade]
        assert ["host", "x"] in answer.json()
        assert answer.headers["x-request-id"] != "theirs"


@pytest.mark.parametrize("upgrade", [(), UPGRADE], ids=["plain", "an upgrade"])
def test_the_request_after_trailers_has_its_own_headers(
    worker: Worker, upgrade: tuple[str, ...]
) -> None:
    asked = post("/headers", LAST + TRAILERS, CHUNKED, *upgrade)
    following = get("/headers", "X-Request-Id: mine", "X-C: d")
    with Wire(worker) as client:
        client.send((asked + following) * 2 + get("/quick", "Connection: close"))
        answers = client.read_all()
    assert [each.status for each in answers] == [200] * 5
    own = [["host", "x"], ["x-request-id", "mine"], ["x-c", "d"]]
    assert [answers[1].json(), answers[3].json()] == [own, own]
    assert answers[1].headers["x-request-id"] == "mine"


ENDLESS = {
    "short ones": (b"", b"A: b\r\n" * 10_000),
    "one name": (b"", b"a" * 60_000),
    "one value": (b"A: ", b"b" * 60_000),
}


@pytest.mark.parametrize("name", ENDLESS)
@pytest.mark.parametrize("upgrade", [(), UPGRADE], ids=["plain", "an upgrade"])
def test_trailers_without_bound_are_431_and_take_no_memory(
    worker: Worker, name: str, upgrade: tuple[str, ...]
) -> None:
    before = resident_bytes(worker)
    begin, flood = ENDLESS[name]
    with Wire(worker) as flooding:
        flooding.send(post("/size", LAST + begin, CHUNKED, *upgrade))
        flooding.send_as_much_as_taken(flood, 400)
        assert resident_bytes(worker) < before + 10 * MEGABYTE
        assert_refused(flooding.read_all(), 431)


@pytest.mark.parametrize("name", ENDLESS)
def test_trailers_without_bound_after_an_answer_end_the_connection(
    worker: Worker, name: str
) -> None:
    before = resident_bytes(worker)
    begin, flood = ENDLESS[name]
    with Wire(worker) as flooding:
        flooding.send(get("/quick", CHUNKED))
        answer = flooding.read()
        assert answer is not None
        assert answer.status == 200
        flooding.send(LAST + begin)
        assert flooding.send_as_much_as_taken(flood, 1000) < 1000
        assert resident_bytes(worker) < before + 10 * MEGABYTE
        assert flooding.read_all() == []


def test_large_chunks_and_usual_trailers_are_no_flood(worker: Worker) -> None:
    size = 4 * MAX_HEAD_BYTES
    chunk = b"%x\r\n%b\r\n" % (size, b"x" * size)
    trailers = b"".join(b"X-%d: %b\r\n" % (each, b"y" * 100) for each in range(100))
    asked = post("/size", chunk * 3 + b"0\r\n" + trailers + b"\r\n", CHUNKED)
    with Wire(worker) as client:
        client.send(asked * 5 + get("/quick", "Connection: close"))
        assert [each.json() for each in client.read_all()] == [3 * size] * 5 + ["quick"]
    # Each byte of it in a read of its own, as far as the system does not join them.
    with Wire(worker) as client:
        for each in post("/size", LAST + TRAILERS, CHUNKED, "Connection: close"):
            client.send(bytes([each]))
        assert [each.json() for each in client.read_all()] == [1]


def test_chunks_that_nobody_wants_are_no_flood(worker: Worker) -> None:
    chunk = b"%x\r\n%b\r\n" % (MEGABYTE, b"x" * MEGABYTE)
    with Wire(worker) as client:
        client.send(get("/quick", CHUNKED) + chunk * 5 + b"0\r\n" + TRAILERS)
        client.send(get("/quick", "Connection: close"))
        assert [each.json() for each in client.read_all()] == ["quick"] * 2


@pytest.mark.parametrize("coding", ["Chunked", "CHUNKED", "chunked ", "\tchunked"])
def test_chunked_is_known_in_every_spelling(worker: Worker, coding: str) -> None:
    with Wire(worker) as client:
        asked = post("/size", LAST + b"\r\n", f"Transfer-Encoding: {coding}")
        client.send(asked + get("/quick", "Connection: close"))
        assert [each.json() for each in client.read_all()] == [1, "quick"]
