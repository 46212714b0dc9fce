"""A request names one host, as a URL would, or it is refused."""

import pytest

from attack.wire import HOSTS, NO_HOSTS, Wire, assert_refused, get
from runtime.processes import Worker


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


@pytest.mark.parametrize("host", NO_HOSTS)
def test_a_host_that_names_no_server_is_refused(worker: Worker, host: str) -> None:
    with Wire(worker) as client:
        client.send(get("/quick") + get("/quick").replace(b"Host: x", f"Host: {host}".encode()))
        answers = client.read_all()
    assert [each.status for each in answers] in ([200], [200, 400])
    with Wire(worker) as client:
        client.send(get("/host").replace(b"Host: x", f"Host: {host}".encode()))
        assert_refused(client.read_all(), 400)


@pytest.mark.parametrize("target", ["http://a@b/host", "http://a b/host", "http://[x]/host"])
def test_a_target_with_a_host_that_names_no_server_is_refused(worker: Worker, target: str) -> None:
    with Wire(worker) as client:
        client.send(get(target))
        assert_refused(client.read_all(), 400)


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_names_a_server_is_served(worker: Worker, host: str) -> None:
    with Wire(worker) as client:
        client.send(get("/host").replace(b"Host: x", f"Host: {host}".encode()) * 2)
        first, second = client.read(), client.read()
    assert first is not None
    assert (first.status, first.json()) == (200, host)
    assert second is not None
    assert second.body == first.body


def test_an_older_client_need_not_name_a_host(worker: Worker) -> None:
    with Wire(worker) as client:
        client.send(b"GET /quick HTTP/1.0\r\n\r\n")
        assert [each.json() for each in client.read_all()] == ["quick"]


def test_a_target_with_a_host_counts_more_than_the_header(worker: Worker) -> None:
    for target, host in (("http://evil.example:1/host?a=/", "evil.example:1"), ("/host", "x")):
        with Wire(worker) as client:
            client.send(get(target, "Connection: close"))
            assert [each.json() for each in client.read_all()] == [host]
