"""What a hostile client may send: it is answered or refused, and never read in two ways."""

import gzip

import pytest

from attack.wire import MEGABYTE, Wire, assert_refused, get, post, resident_bytes
from runtime.processes import Worker

BAD_REQUEST = {"detail": "Bad Request"}


def test_what_follows_a_declared_body_is_not_part_of_it(worker: Worker) -> None:
    with Wire(worker) as liar:
        liar.send(post("/echo", b'{"a":1}' + b"x" * 100, "Content-Length: 7"))
        [answer] = liar.read_all()
        assert (answer.status, answer.json()) == (200, {"a": 1})
        assert answer.headers["connection"] == "close"


@pytest.mark.parametrize(
    "length", ["-1", "+7", "7,7", "7, 8", "0x7", "7 7", "seven", "", "9" * 30, "1e1", "\u0667"]
)
def test_a_length_that_is_no_number_is_400(worker: Worker, length: str) -> None:
    with Wire(worker) as liar:
        liar.send(post("/echo", b'{"a":1}', f"Content-Length: {length}"))
        assert_refused(liar.read_all(), 400)


def test_a_declared_length_beyond_the_limit_is_413_at_once(worker: Worker) -> None:
    with Wire(worker) as liar:
        liar.send(post("/echo", b"{", "Content-Length: 999999999999"))
        answer = liar.read()
        assert answer is not None
        assert (answer.status, answer.json()) == (413, {"detail": "Content Too Large"})


SMUGGLED = b"GET /wait?seconds=0 HTTP/1.1\r\nHost: x\r\n\r\n"
CHUNKED = b"0\r\n\r\n" + SMUGGLED


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked", "Content-Length: 5"),
        ("Content-Length: 5", "Content-Length: 6"),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding: gzip, chunked",),
        ("Transfer-Encoding: gzip", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding : chunked",),
        (" Transfer-Encoding: chunked",),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: chunked\nX: y",),
        ("X: y\rTransfer-Encoding: chunked",),
        ("Content-Length: 5\x00",),
        ("Transfer-Encoding:\x0bchunked",),
        ("Content-Length : 5",),
    ],
)
def test_a_request_with_two_readings_is_refused(worker: Worker, headers: tuple[str, ...]) -> None:
    before = worker.ask("GET", "/begun")
    with Wire(worker) as smuggler:
        smuggler.send(post("/size", CHUNKED, *headers))
        assert_refused(smuggler.read_all(), 400)
    assert worker.ask("GET", "/begun") == before


@pytest.mark.parametrize(
    "chunk", [b"z\r\n", b"-1\r\n", b"5 ;a\r", b"fffffffffffffffff\r\n", b"\r\n"]
)
def test_a_chunk_without_a_size_is_400(worker: Worker, chunk: bytes) -> None:
    with Wire(worker) as liar:
        liar.send(post("/echo", chunk + b"\n" * 8, "Transfer-Encoding: chunked"))
        assert_refused(liar.read_all(), 400)


@pytest.mark.parametrize(
    "flood", [b"GET /quick HTTP/1.1\r\n", b"GET /", b"GET /quick HTTP/1.1\r\nX-A: ", b""]
)
def test_a_head_without_bound_is_431_and_takes_no_memory(worker: Worker, flood: bytes) -> None:
    before = resident_bytes(worker)
    lines = b"".join(b"X-%d: %s\r\n" % (each, b"y" * 100) for each in range(500))
    data = b"a" * 50_000 if flood and not flood.endswith(b"1.1\r\n") else lines
    with Wire(worker) as flooding:
        flooding.send(flood or b"GET /quick HTTP/1.1\r\n")
        flooding.send_as_much_as_taken(data, 400)
        assert resident_bytes(worker) < before + 10 * MEGABYTE
        assert_refused(flooding.read_all(), 431)


def test_a_head_of_usual_size_is_no_flood(worker: Worker) -> None:
    with Wire(worker) as client:
        client.send(get("/quick", *(f"X-{each}: {'y' * 100}" for each in range(100))))
        answer = client.read()
        assert answer is not None
        assert answer.status == 200


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "identity, gzip"])
def test_a_compressed_body_is_never_unpacked(worker: Worker, encoding: str) -> None:
    before = resident_bytes(worker)
    bomb = gzip.compress(b" " * 200 * MEGABYTE)
    assert len(bomb) < MEGABYTE
    headers = (f"Content-Encoding: {encoding}", f"Content-Length: {len(bomb)}")
    with Wire(worker) as attacker:
        attacker.send(post("/echo", bomb, *headers))
        answer = attacker.read()
        assert answer is not None
        assert (answer.status, set(answer.json())) == (400, {"detail"})
        assert resident_bytes(worker) < before + 20 * MEGABYTE


def test_pipelined_requests_are_answered_in_their_order(worker: Worker) -> None:
    with Wire(worker) as client:
        client.send(
            get("/wait?seconds=0.2")
            + post("/echo", b'{"n":1}', "Content-Length: 7")
            + get("/quick")
            + post("/echo", b'{"n":2}', "Content-Length: 7", "Connection: close")
        )
        answers = client.read_all()
    assert [each.json() for each in answers] == ["waited", {"n": 1}, "quick", {"n": 2}]


def test_a_request_before_garbage_still_gets_its_own_answer(worker: Worker) -> None:
    with Wire(worker) as client:
        client.send(get("/wait?seconds=0.2") + b"\x16\x03\x01\x02\x00\r\n\r\n")
        assert [(each.status, each.json()) for each in client.read_all()] == [(200, "waited")]


@pytest.mark.parametrize(
    "bad",
    [
        post("/size", CHUNKED, "Transfer-Encoding: xchunked"),
        post("/size", CHUNKED, "Transfer-Encoding: gzip", "Upgrade: h2c", "Connection: Upgrade"),
        post("/size", b"z\r\n", "Transfer-Encoding: chunked"),
        post("/size", b"1\r\nx\r\nz\r\n", "Transfer-Encoding: chunked"),
    ],
)
def test_requests_before_a_body_without_sense_still_get_their_own_answers(
    worker: Worker, bad: bytes
) -> None:
    with Wire(worker) as client:
        client.send(get("/wait?seconds=0.2") + bad)
        answers = client.read_all()
    assert [each.json() for each in answers] == ["waited"]
    assert answers[0].headers["connection"] == "close"
    with Wire(worker) as client:
        client.send(get("/wait?seconds=0.2") + get("/quick") * 2 + bad)
        answers = client.read_all()
    assert [each.json() for each in answers] == ["waited", "quick", "quick"]
    assert "write_eof" not in worker.log


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET /quick HTTP/1.1\r\nNo colon\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"G\x00T /quick HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_request_is_400(worker: Worker, garbage: bytes) -> None:
    with Wire(worker) as client:
        client.send(garbage)
        assert_refused(client.read_all(), 400)


@pytest.mark.parametrize(
    "request_line",
    [
        *(f"GET /quick HTTP/{each}" for each in ("2.0", "3.0", "0.9", "1.2", "9.9")),
        "POST /echo HTTP/2.0",
        "GET /ping HTTP/2.0",
        "GET /nothing HTTP/2.0",
        "PRI * HTTP/2.0",
    ],
)
def test_another_version_of_http_is_505(worker: Worker, request_line: str) -> None:
    asked = f"{request_line}\r\nHost: x\r\nContent-Length: 0\r\n\r\n".encode()
    with Wire(worker) as client:
        client.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" if "PRI" in request_line else asked)
        answers = client.read_all()
    assert_refused(answers, 505)
    assert answers[0].json() == {"detail": "HTTP Version Not Supported"}
    assert answers[0].headers["connection"] == "close"
    with Wire(worker) as client:
        client.send(get("/wait?seconds=0.2") + asked)
        assert [each.json() for each in client.read_all()] == ["waited"]


@pytest.mark.parametrize("upgrade", ["websocket", "h2c", "TLS/1.0"])
def test_an_upgrade_that_is_not_offered_is_an_ordinary_request(
    worker: Worker, upgrade: str
) -> None:
    headers = (f"Upgrade: {upgrade}", "Connection: Upgrade")
    with Wire(worker) as client:
        client.send(get("/quick", *headers))
        answer = client.read()
        assert answer is not None
        assert (answer.status, answer.json()) == (200, "quick")
    chunked = b'3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n'
    with Wire(worker) as client:
        client.send(
            post("/echo", b'{"a":1}', "Content-Length: 7", *headers)
            + post("/echo", chunked, "Transfer-Encoding: chunked", *headers)
            + get("/quick", "Connection: close")
        )
        assert [each.json() for each in client.read_all()] == [{"a": 1}, {"a": 1}, "quick"]
    with Wire(worker) as client:
        client.send(post("/echo", b'{"a"', "Content-Length: 7", *headers))
        client.send(b":1}")
        answer = client.read()
        assert answer is not None
        assert (answer.status, answer.json()) == (200, {"a": 1})


@pytest.mark.parametrize(
    "framing",
    ["Transfer-Encoding: gzip", "Transfer-Encoding: identity", "Transfer-Encoding: chunked, gzip"],
)
def test_an_upgrade_whose_body_has_no_end_is_400(worker: Worker, framing: str) -> None:
    before = worker.ask("GET", "/begun")
    with Wire(worker) as client:
        headers = ("Upgrade: h2c", "Connection: Upgrade", framing)
        client.send(post("/size", CHUNKED, *headers))
        assert_refused(client.read_all(), 400)
    assert worker.ask("GET", "/begun") == before


def test_many_upgrades_in_one_write_are_all_answered(worker: Worker) -> None:
    upgrade = get("/quick", "Upgrade: h2c", "Connection: Upgrade")
    with Wire(worker) as client:
        client.send(upgrade * 3000 + get("/quick", "Connection: close"))
        assert [each.status for each in client.read_all()] == [200] * 3001


def test_a_number_that_python_does_not_convert_fits_no_route(worker: Worker) -> None:
    assert worker.ask("GET", f"/numbers/{'9' * 4300}") == (200, int("9" * 4300))
    assert worker.ask("GET", f"/numbers/{'9' * 4301}") == (404, {"detail": "Not Found"})
    assert "9" * 501 not in worker.log
