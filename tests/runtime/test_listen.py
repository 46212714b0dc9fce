"""The sockets that a worker listens on."""

import errno
import socket

import pytest

from flashc_runtime import listen
from flashc_runtime.listen import ListenError, open_listeners, port_of


def test_listeners_share_one_port_and_a_name_without_address_is_explained() -> None:
    listeners = open_listeners("localhost", 0)
    assert len({port_of(each) for each in listeners}) == 1
    for each in listeners:
        each.close()
    with pytest.raises(ListenError, match=r"^cannot listen on no\.such\.host\.invalid:1: "):
        open_listeners("no.such.host.invalid", 1)


def test_a_port_that_is_taken_at_the_second_address_is_another_ones_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    addresses = [(socket.AF_INET, ("127.0.0.1", 0)), (socket.AF_INET, ("127.0.0.2", 0))]
    monkeypatch.setattr(listen, "_addresses", lambda *_: addresses)
    open_one = listen._listen
    taken: list[int] = []

    def open_or_refuse(family: int, address: tuple[str, int]) -> socket.socket:
        if address[0] == "127.0.0.2" and len(taken) < 3:
            taken.append(address[1])
            raise OSError(errno.EADDRINUSE, "Address already in use")
        return open_one(family, address)

    monkeypatch.setattr(listen, "_listen", open_or_refuse)
    first, second = open_listeners("localhost", 0)
    assert port_of(first) == port_of(second)
    assert len(taken) == 3
    first.close()
    second.close()
    taken.clear()
    # A port that was asked for is tried once.
    with pytest.raises(ListenError, match="cannot listen on localhost:9: Address already in use"):
        monkeypatch.setattr(listen, "_listen", lambda *_: open_or_refuse(0, ("127.0.0.2", 9)))
        open_listeners("localhost", 9)
    assert taken == [9]
