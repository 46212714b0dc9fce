"""What a hostile client may send: it gets an answer or the door, and everybody else is served."""

import gzip
import resource
from collections.abc import Iterator

import pytest

from attack.wire import APP, Response, Wire, get, post, resident_bytes
from flashc_runtime.connection import MAX_DISCARDED_BYTES
from runtime.processes import Worker, eventually, running, write_worker

MEGABYTE = 1_000_000
BAD_REQUEST = {"detail": "Bad Request"}


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """Give a worker that has little patience, and both sides sockets enough."""
    folder = write_worker(tmp_path_factory.mktemp("target"), APP)
    limits = {"FLASH_IDLE_TIMEOUT": "2", "FLASH_REQUEST_TIMEOUT": "5"}
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    with running(folder, FLASH_MAX_BODY_BYTES="2000000", **limits) as started:
        yield started.ready()
        assert started.ask("GET", "/quick") == (200, "quick")
        assert "Traceback" not in started.log, started.log
        assert started.stop() == 0
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


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
def test_a_head_that_never_ends_is_not_waited_for(worker: Worker, begun: bytes) -> None:
    with Wire(worker) as slow:
        slow.send(begun)
        assert slow.read() is None


def test_a_second_head_that_never_ends_is_not_waited_for_either(worker: Worker) -> None:
    with Wire(worker) as slow:
        slow.send(get("/quick") + b"GET /quick HTTP/1.1\r\nHost:")
        assert [each.json() for each in slow.read_all()] == ["quick"]


def test_a_head_that_drips_is_not_waited_for(worker: Worker) -> None:
    with Wire(worker) as slow:
        # Each byte asks the worker for more patience than the one before.
        letters = iter(b"GET /quick HTTP/1.1\r\nHost: x\r\n" + b"X-A: " + b"a" * 10_000)
        eventually(lambda: not slow.send_as_much_as_taken(bytes([next(letters)]), 1), "the end")


def test_a_body_that_never_ends_is_504(worker: Worker) -> None:
    with Wire(worker) as slow:
        slow.send(post("/echo", b'{"a":', "Content-Length: 100"))
        answer = slow.read()
        assert answer is not None
        assert (answer.status, answer.json()) == (504, {"detail": "Gateway Timeout"})


def test_a_response_that_nobody_reads_is_not_kept(worker: Worker) -> None:
    before = resident_bytes(worker)
    with Wire(worker) as deaf:
        deaf.send(get("/large"))
        deaf.wait_for_a_byte()
        # More is waiting than the sockets hold; it goes when the worker has waited for long enough.
        eventually(lambda: resident_bytes(worker) < before + 10 * MEGABYTE, "it is let go")


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
    worker: Worker, name: str, drips: bool
) -> None:
    method, path, framing, status = _UNREAD[name]
    with Wire(worker) as slow:
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


def test_trailers_are_not_waited_for(worker: Worker) -> None:
    with Wire(worker) as slow:
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


def test_a_request_that_takes_longer_than_a_connection_may_idle_is_answered(worker: Worker) -> None:
    with Wire(worker) as client:
        client.send(get("/quick"))
        assert client.read() is not None
        client.send(get("/wait?seconds=3.5"))
        answer = client.read()
        assert answer is not None
        assert answer.json() == "waited"


@pytest.mark.parametrize("hosts", [(), ("x", "x"), ("x", "y")])
def test_a_request_without_one_host_is_refused(worker: Worker, hosts: tuple[str, ...]) -> None:
    lines = ["GET /quick HTTP/1.1", *(f"Host: {each}" for each in hosts), "", ""]
    with Wire(worker) as client:
        client.send("\r\n".join(lines).encode())
        assert_refused(client.read_all(), 400)
    with Wire(worker) as client:
        client.send(get("/quick") + "\r\n".join(lines).encode())
        answers = client.read_all()
    assert [each.status for each in answers] in ([200], [200, 400])


def test_an_older_client_need_not_name_a_host(worker: Worker) -> None:
    with Wire(worker) as client:
        client.send(b"GET /quick HTTP/1.0\r\n\r\n")
        assert [each.json() for each in client.read_all()] == ["quick"]


def test_a_target_with_a_host_counts_more_than_the_header(worker: Worker) -> None:
    for target, host in (("http://evil.example:1/host?a=/", "evil.example:1"), ("/host", "x")):
        with Wire(worker) as client:
            client.send(get(target, "Connection: close"))
            assert [each.json() for each in client.read_all()] == [host]


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


def assert_refused(answers: list[Response], status: int) -> None:
    """Require one answer, in the envelope of all errors, and the connection's end."""
    assert [each.status for each in answers] == [status], answers
    assert answers[0].headers["content-type"] == "application/json"
    assert isinstance(answers[0].json()["detail"], str)


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
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /quick HTTP/9.9\r\n\r\n",
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


def test_many_upgrades_in_one_write_are_all_answered(worker: Worker) -> None:
    upgrade = get("/quick", "Upgrade: h2c", "Connection: Upgrade")
    with Wire(worker) as client:
        client.send(upgrade * 3000 + get("/quick", "Connection: close"))
        assert [each.status for each in client.read_all()] == [200] * 3001


def test_a_thousand_idle_connections_keep_nobody_else_waiting(worker: Worker) -> None:
    idle = [Wire(worker) for _ in range(1000)]
    try:
        before = resident_bytes(worker)
        for each in range(20):
            assert worker.ask("POST", "/echo", {"n": each}) == (200, {"n": each})
        assert worker.ask("GET", "/ping")[0] == 200
        # They are let go, each after its time, and not one of them with a byte.
        assert [each.read() for each in idle] == [None] * len(idle)
        assert resident_bytes(worker) < before + 20 * MEGABYTE
    finally:
        for each in idle:
            with each:
                pass


def test_a_number_that_python_does_not_convert_fits_no_route(worker: Worker) -> None:
    assert worker.ask("GET", f"/numbers/{'9' * 4300}") == (200, int("9" * 4300))
    assert worker.ask("GET", f"/numbers/{'9' * 4301}") == (404, {"detail": "Not Found"})
    assert "9" * 501 not in worker.log
