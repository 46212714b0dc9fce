"""A worker whose environment lacks the faster parser refuses the same heads."""

from collections.abc import Iterator

import pytest

from attack.wire import APP, HOSTS, NO_HOSTS, Wire, assert_refused, get, post
from runtime.processes import Worker, running, write_worker

WITHOUT_IT = "import sys\nsys.modules['httptools'] = None\n"


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    folder = write_worker(tmp_path_factory.mktemp("h11"), APP, sitecustomize=WITHOUT_IT)
    with running(folder) as started:
        yield started.ready()
        assert started.stop() == 0


def test_another_version_of_http_is_505_there_too(worker: Worker) -> None:
    for line in ("GET /quick HTTP/2.0", "GET /ping HTTP/0.9"):
        with Wire(worker) as client:
            client.send(f"{line}\r\nHost: x\r\n\r\n".encode())
            [answer] = client.read_all()
            assert (answer.status, answer.json()) == (505, {"detail": "HTTP Version Not Supported"})
    with Wire(worker) as client:
        client.send(get("/quick") + b"GET /quick HTTP/1.0\r\n\r\n")
        assert [each.json() for each in client.read_all()] == ["quick", "quick"]


@pytest.mark.parametrize("path", ["/host", "/ping"])
@pytest.mark.parametrize("host", NO_HOSTS)
def test_a_host_that_names_no_server_is_400_there_too(worker: Worker, host: str, path: str) -> None:
    with Wire(worker) as client:
        client.send(get(path).replace(b"Host: x", f"Host: {host}".encode()))
        [answer] = client.read_all()
    assert (answer.status, answer.json()) == (400, {"detail": "Bad Request"})


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_names_a_server_is_served_there_too(worker: Worker, host: str) -> None:
    with Wire(worker) as client:
        client.send(get("/host", "Connection: close").replace(b"Host: x", f"Host: {host}".encode()))
        assert [(each.status, each.json()) for each in client.read_all()] == [(200, host)]


def test_a_body_with_two_framings_is_400_there_too(worker: Worker) -> None:
    for headers in (
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked", "Content-Length: 5"),
    ):
        with Wire(worker) as smuggler:
            smuggler.send(post("/size", b"0\r\n\r\n" + get("/quick"), *headers))
            assert_refused(smuggler.read_all(), 400)


@pytest.mark.parametrize("framing", ["Content-Length: 3", "Transfer-Encoding: chunked"])
def test_a_body_with_one_framing_is_served_there_too(worker: Worker, framing: str) -> None:
    body = b"abc" if "Length" in framing else b"3\r\nabc\r\n0\r\n\r\n"
    with Wire(worker) as client:
        client.send(post("/size", body, framing) + get("/quick", "Connection: close"))
        assert [each.json() for each in client.read_all()] == [3, "quick"]
