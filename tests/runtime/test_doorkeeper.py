"""The thread that answers `/ping` while a worker starts."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from flashc_runtime import doorkeeper
from flashc_runtime.doorkeeper import Doorkeeper, Visit, judge
from flashc_runtime.listen import ListenError, open_listeners, port_of
from runtime.processes import eventually


@pytest.mark.parametrize(
    ("head", "verdict"),
    [
        (b"", Visit.UNDECIDED),
        (b"GET /", Visit.UNDECIDED),
        (b"GET /ping HTTP/1.1\r\nHost: x\r\n", Visit.UNDECIDED),
        (b"GET /ping HTTP/1.1\r\n\r\n", Visit.PROBE),
        (b"HEAD /ping/?a=b HTTP/1.0\r\nA: b\r\n\r\n", Visit.PROBE),
        (b"GET /pings HTTP/1.1\r\n\r\n", Visit.REQUEST),
        (b"GET /x", Visit.REQUEST),
        (b"POST /ping HTTP/1.1\r\n\r\n", Visit.REQUEST),
        (b"\x16\x03\x01", Visit.REQUEST),
        (b"GET /ping HTTP/1.1\r\n" + b"A: b\r\n" * 4000, Visit.REQUEST),
        (b"GET /ping" + b"?" * 20_000, Visit.REQUEST),
    ],
)
def test_only_a_complete_request_for_ping_is_a_probe(head: bytes, verdict: Visit) -> None:
    assert judge(head) is verdict


@contextmanager
def keeping(*, health: bool = False) -> Iterator[tuple[Doorkeeper, int]]:
    """Keep the door of one listener; give the keeper and the port."""
    [listener] = open_listeners("127.0.0.1", 0)
    keeper = Doorkeeper([], [listener]) if health else Doorkeeper([listener])
    keeper.start()
    try:
        yield keeper, port_of(listener)
    finally:
        listener.close()


def visit(port: int, sent: bytes) -> socket.socket:
    visitor = socket.create_connection(("127.0.0.1", port), 20)
    visitor.sendall(sent)
    return visitor


def answer(port: int, sent: bytes) -> bytes:
    with visit(port, sent) as visitor:
        return visitor.recv(4096)


def test_connections_are_handed_over_unread() -> None:
    sent = b"POST /x HTTP/1.1\r\n\r\nbody"
    with keeping() as (keeper, port), visit(port, sent) as asking, visit(port, b"") as silent:
        assert answer(port, b"GET /ping HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 204 ")
        taken = {each.getpeername()[1]: each for each in keeper.stop().worker}
        assert set(taken) == {asking.getsockname()[1], silent.getsockname()[1]}
        assert taken[asking.getsockname()[1]].recv(64) == sent
        for each in taken.values():
            each.close()


def test_a_visitor_that_leaves_is_forgotten() -> None:
    with keeping() as (keeper, port):
        visit(port, b"GET /pi").close()
        visit(port, b"").close()
        # Answered after the two above: one thread serves all, in order.
        assert answer(port, b"GET /ping HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 204 ")
        left = keeper.stop().worker
        for each in left:
            # A beginning of a request may still be there to be read; its sender is not.
            assert each.recv(64) in (b"GET /pi", b"")
            each.close()


def test_the_number_of_waiting_connections_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorkeeper, "MAX_WAITING", 2)
    with keeping() as (keeper, port):
        kept = [visit(port, b"GET /x HTTP/1.1\r\n\r\n") for _ in range(2)]
        eventually(lambda: len(keeper._waiting) == 2, "both wait")
        refused = answer(port, b"GET /x HTTP/1.1\r\n\r\n")
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 1" in refused
        assert answer(port, b"GET /ping HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 204 ")
        for each in [*keeper.stop().worker, *kept]:
            each.close()


def test_a_health_port_keeps_nobody_waiting() -> None:
    with keeping(health=True) as (keeper, port):
        assert answer(port, b"GET /x HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 404 ")
        assert answer(port, b"GET /ping HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 204 ")
        assert keeper.stop() == ([], [])


def test_a_probe_that_is_not_read_yet_is_handed_over_to_the_health_server() -> None:
    with keeping(health=True) as (keeper, port), visit(port, b"GET /pi") as asking:
        eventually(lambda: keeper._health_visits, "it is accepted")
        visitors = keeper.stop()
        assert visitors.worker == []
        [left] = visitors.health
        assert left.getpeername() == asking.getsockname()
        left.close()


def test_listeners_share_one_port_and_a_name_without_address_is_explained() -> None:
    listeners = open_listeners("localhost", 0)
    assert len({port_of(each) for each in listeners}) == 1
    for each in listeners:
        each.close()
    with pytest.raises(ListenError, match=r"^cannot listen on no\.such\.host\.invalid:1: "):
        open_listeners("no.such.host.invalid", 1)
